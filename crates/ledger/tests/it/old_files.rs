//! Ledgers of older versions are opened. The committed files were made by `make_a_ledger` with the version that they are named for.

use crate::common::{folder, occurrences, two_reports};
use sayso_ledger::{Added, Filter, Ledger};
use std::path::Path;

fn kept(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ledgers")
        .join(name)
}

#[test]
#[ignore = "makes the file of the present version"]
fn make_a_ledger() {
    let path = kept(&format!("v{}.db", sayso_ledger::FORMAT));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = std::fs::remove_file(&path);
    let mut ledger = Ledger::create(&path).unwrap();
    for report in two_reports() {
        ledger.add(&report).unwrap();
    }
    ledger.relink().unwrap();
    ledger.compact().unwrap();
}

#[test]
fn version_1_opens() {
    opens("v1.db");
}

#[test]
fn version_2_opens() {
    opens("v2.db");
}

fn opens(name: &str) {
    let path = folder(&format!("opens_{name}")).join("ledger.db");
    std::fs::copy(kept(name), &path).unwrap();
    let mut ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.info().unwrap().format, sayso_ledger::FORMAT);
    assert_eq!(ledger.check().unwrap(), []);
    assert_eq!(occurrences(&mut ledger, &Filter::default()).len(), 4);
    for report in two_reports() {
        assert_eq!(ledger.add(&report).unwrap(), Added::Known);
    }
    ledger.relink().unwrap();
    assert_eq!(occurrences(&mut ledger, &Filter::default()).len(), 4);
}

#[test]
fn it_can_be_read_where_nothing_may_be_written() {
    let path = folder("read_only").join("ledger.db");
    std::fs::copy(kept("v1.db"), &path).unwrap();
    let mut ledger = Ledger::reading(&path).unwrap();
    assert!(!ledger.is_writable());
    assert_eq!(occurrences(&mut ledger, &Filter::default()).len(), 4);
    let as_of = Filter {
        as_of: Some("2025-05-20".parse().unwrap()),
        ..Filter::default()
    };
    assert_eq!(
        occurrences(&mut ledger, &as_of).len(),
        2,
        "views lie in temporary tables"
    );
    assert!(matches!(
        ledger.add(&two_reports()[0]),
        Err(sayso_ledger::Error::ReadOnly)
    ));
}
