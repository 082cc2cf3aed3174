//! What is added is there, once, and whole.

use crate::common::{FERRY, filled, folder, ledger, occurrences, report, triggers, two_reports};
use sayso_ledger::{Added, Error, Filter, Ledger, Name, Notice};
use std::fs;

#[test]
fn what_is_added_comes_back() {
    let mut ledger = filled("comes_back");
    let wanted = two_reports();
    let headers = ledger.headers(None).unwrap();
    let names: Vec<_> = headers.iter().map(|h| h.name.to_string()).collect();
    assert_eq!(names, ["ferry", "talks"]);
    for (header, report) in headers.iter().zip(&wanted) {
        assert_eq!(header.title, report.title);
        assert_eq!(header.published, report.published);
        assert_eq!(header.publisher, report.publisher);
        assert_eq!(header.url, report.url);
        assert_eq!(ledger.text(header.key).unwrap().as_ref(), Some(&report.text));
    }
    let claims = ledger.claims(&headers).unwrap();
    let given: Vec<_> = wanted.iter().flat_map(|r| &r.statements).collect();
    assert_eq!(claims.len(), given.len());
    for (mut claim, given) in claims.into_iter().zip(&given) {
        assert!(claim.key.0 > 0 && claim.document.0 > 0);
        assert!(!claim.context.is_empty(), "the words of its sentence");
        (claim.key, claim.document, claim.context) = Default::default();
        claim.points_back = false;
        assert_eq!(claim, given.claim);
    }
    let mut records = Vec::new();
    ledger
        .statements(&Filter::default(), |found| {
            assert!(found.sentence.contains(&found.claim.trigger.text));
            records.push(found.record.get().to_owned());
            Ok::<_, Error>(())
        })
        .unwrap();
    let mut verbatim: Vec<_> = given.iter().map(|s| s.record.get().to_owned()).collect();
    verbatim.sort();
    records.sort();
    assert_eq!(records, verbatim);
}

#[test]
fn adding_again_changes_nothing() {
    let mut ledger = filled("again");
    let before = ledger.info().unwrap();
    for report in two_reports() {
        assert_eq!(ledger.add(&report).unwrap(), Added::Known);
        assert!(ledger.hashes().unwrap().holds(&report.name, &report.text));
    }
    assert_eq!(ledger.info().unwrap(), before);
    assert!(!before.dirty);
    assert_eq!((before.documents, before.statements), (2, 4));
}

#[test]
fn occurrences_have_the_shape_of_the_contract() {
    let mut ledger = filled("shape");
    let all = occurrences(&mut ledger, &Filter::default());
    assert_eq!(all.len(), 4);
    for occurrence in &all {
        assert!(occurrence["id"].is_string());
        let statement = &occurrence["statements"][0];
        let header = ledger.headers(None).unwrap();
        let header = header
            .iter()
            .find(|h| h.name == Name::from(statement["document"].as_str().unwrap()));
        let text: Vec<char> = ledger
            .text(header.unwrap().key)
            .unwrap()
            .unwrap()
            .chars()
            .collect();
        let at = |end: &str| statement["trigger"][end].as_u64().unwrap() as usize;
        let words: String = text[at("start")..at("end")].iter().collect();
        assert!(
            ["abducted", "deploy", "visited", "expelled"].contains(&words.as_str()),
            "{words}"
        );
        for origin in occurrence["origins"].as_array().unwrap() {
            assert!(origin["source"].is_string() && origin["independent"].is_boolean());
            assert_eq!(origin["documents"][0], statement["document"]);
        }
    }
}

#[test]
fn the_order_of_arrival_makes_no_difference() {
    let mut reports = two_reports();
    reports.push(report(
        "copy",
        "2025-05-18",
        &format!("{FERRY}\n{}", long(0..40)),
        Vec::new(),
    ));
    reports.push(report(
        "longer",
        "2025-05-20",
        &format!("{FERRY}\n{}", long(0..44)),
        Vec::new(),
    ));
    let mut answers = Vec::new();
    for (at, order) in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]].iter().enumerate() {
        let mut ledger = ledger(&format!("order{at}"));
        for place in order {
            ledger.add(&reports[*place]).unwrap();
        }
        ledger.relink().unwrap();
        let origins: Vec<String> = ledger
            .headers(None)
            .unwrap()
            .iter()
            .map(|h| format!("{} {}", h.name, ledger.text(h.origin).unwrap().unwrap()))
            .collect();
        answers.push((
            occurrences(&mut ledger, &Filter::default()),
            triggers(&mut ledger, &Filter::default()),
            origins,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

fn long(words: std::ops::Range<u32>) -> String {
    words.map(|w| format!("word{w} ")).collect()
}

#[test]
fn near_copies_share_an_origin() {
    let mut ledger = ledger("copies");
    let wire = long(0..200);
    let with_more = format!("{} {wire}", long(300..330));
    let roundup = format!("{} {} {}", long(400..900), long(20..120), long(900..1200));
    assert_eq!(
        ledger
            .add(&report("paper", "2025-01-03", &with_more, Vec::new()))
            .unwrap(),
        Added::New
    );
    let added = ledger
        .add(&report("wire", "2025-01-02", &wire, Vec::new()))
        .unwrap();
    assert_eq!(added, Added::Copy { of: "paper".into() });
    assert_eq!(
        ledger
            .add(&report("other", "2025-01-01", &long(2000..2200), Vec::new()))
            .unwrap(),
        Added::New
    );
    let brief = long(20..120);
    assert!(matches!(
        ledger
            .add(&report("brief", "2025-01-04", &brief, Vec::new()))
            .unwrap(),
        Added::Copy { .. }
    ));
    assert!(matches!(
        ledger.add(&report("roundup", "2025-01-05", &roundup, Vec::new())).unwrap(),
        Added::Copy { of } if of == "brief".into()
    ));
    let headers = ledger.headers(None).unwrap();
    let name = |key| headers.iter().find(|h| h.key == key).unwrap().name.to_string();
    let origins: Vec<_> = headers
        .iter()
        .map(|h| (h.name.to_string(), name(h.origin)))
        .collect();
    let of = |name: &str| origins.iter().find(|o| o.0 == name).unwrap().1.clone();
    for copy in ["paper", "wire", "brief", "roundup"] {
        assert_eq!(of(copy), "wire", "{copy}");
    }
    assert_eq!(of("other"), "other");
    let wire = headers.iter().find(|h| h.name == "wire".into()).unwrap();
    assert_eq!(wire.copies.len(), 2);
    assert!(wire.copies.iter().all(|c| c.contained > 0.9));
}

#[test]
fn another_text_at_the_same_address_is_a_newer_version() {
    let mut ledger = ledger("versions");
    let mut first = report("a", "2025-01-01", &long(0..100), Vec::new());
    first.url = Some("https://courier.example/1".into());
    let mut second = report(
        "b",
        "2025-01-02",
        &format!("{} corrected", long(0..98)),
        Vec::new(),
    );
    second.url = first.url.clone();
    let mut unlike = report("c", "2025-01-03", &long(500..600), Vec::new());
    unlike.url = first.url.clone();
    let mut taken_back = report("d", "2025-01-04", "The report was retracted.", Vec::new());
    taken_back.url = first.url.clone();
    taken_back.notice = Some(Notice::Retraction);
    assert_eq!(ledger.add(&second).unwrap(), Added::New);
    assert_eq!(ledger.add(&first).unwrap(), Added::Correction { of: "b".into() });
    assert_eq!(ledger.add(&unlike).unwrap(), Added::New);
    let superseded = |ledger: &Ledger| {
        let headers = ledger.headers(None).unwrap();
        let name = |key| headers.iter().find(|h| h.key == key).unwrap().name.to_string();
        headers
            .iter()
            .filter_map(|h| Some(format!("{} by {}", h.name, name(h.superseded_by?))))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        superseded(&ledger),
        ["a by b"],
        "the earlier by the later, whichever came first"
    );
    assert!(matches!(
        ledger.add(&taken_back).unwrap(),
        Added::Correction { .. }
    ));
    assert_eq!(superseded(&ledger).len(), 2);
    let same_name = report("a", "2025-02-01", &long(700..800), Vec::new());
    assert!(matches!(
        ledger.add(&same_name).unwrap(),
        Added::Correction { .. }
    ));
    assert_eq!(ledger.add(&same_name).unwrap(), Added::Known);
    let names: Vec<_> = ledger
        .headers(None)
        .unwrap()
        .iter()
        .map(|h| h.name.to_string())
        .collect();
    assert!(names.contains(&"a#2".to_owned()), "{names:?}");
    assert_eq!(ledger.check().unwrap(), []);
}

#[test]
fn other_files_are_refused() {
    let folder = folder("other_files");
    let path = |name: &str| folder.join(name);
    assert!(matches!(Ledger::open(&path("none.db")), Err(Error::Missing(_))));
    fs::write(path("text.db"), "This is a text and no ledger. ".repeat(100)).unwrap();
    assert!(matches!(Ledger::open(&path("text.db")), Err(Error::Foreign)));
    assert!(matches!(Ledger::create(&path("text.db")), Err(Error::Foreign)));
    assert!(
        fs::read_to_string(path("text.db"))
            .unwrap()
            .starts_with("This is a text")
    );
    let other = rusqlite::Connection::open(path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    drop(other);
    let before = fs::read(path("other.db")).unwrap();
    assert!(matches!(Ledger::create(&path("other.db")), Err(Error::Foreign)));
    assert_eq!(fs::read(path("other.db")).unwrap(), before, "it is left as it is");
    drop(Ledger::create(&path("newer.db")).unwrap());
    let newer = rusqlite::Connection::open(path("newer.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Ledger::open(&path("newer.db")).err().unwrap();
    assert!(matches!(error, Error::Newer { found: 99, .. }));
    assert!(error.to_string().contains("newer version"), "{error}");
    assert!(matches!(
        Ledger::create(&folder.join("no/such/folder.db")),
        Err(Error::Open(_))
    ));
}

#[test]
fn a_damaged_file_is_told() {
    let folder = folder("damaged");
    let path = folder.join("ledger.db");
    let mut ledger = Ledger::create(&path).unwrap();
    for report in two_reports() {
        ledger.add(&report).unwrap();
    }
    ledger.relink().unwrap();
    ledger.compact().unwrap();
    assert_eq!(ledger.check().unwrap(), []);
    drop(ledger);
    // A text that was changed behind our back.
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute(
        "UPDATE document SET text = (SELECT text FROM document WHERE name = 'talks') WHERE name = 'ferry'",
        (),
    )
    .unwrap();
    raw.execute("UPDATE document SET records = x'00' WHERE name = 'talks'", ())
        .unwrap();
    drop(raw);
    let troubles = Ledger::open(&path).unwrap().check().unwrap();
    let said: Vec<_> = troubles.iter().map(|t| t.message.as_str()).collect();
    assert!(
        said.iter().any(|m| m.contains("ferry") && m.contains("text")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|m| m.contains("records of document 2")),
        "{said:?}"
    );
    // Half of the file.
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let _ = fs::remove_file(folder.join("ledger.db-wal"));
    match Ledger::open(&path).map(|l| l.check()) {
        Err(Error::Damaged(_)) | Ok(Err(Error::Damaged(_))) => {}
        Ok(Ok(troubles)) => assert!(!troubles.is_empty()),
        other => panic!("{:?}", other.map(|_| ())),
    }
}

#[test]
fn a_ledger_in_use_is_told() {
    let path = folder("in_use").join("ledger.db");
    let mut ledger = Ledger::create(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    ledger.set_patience(std::time::Duration::from_millis(50)).unwrap();
    assert!(matches!(ledger.add(&two_reports()[0]), Err(Error::Locked)));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ledger.add(&two_reports()[0]).unwrap(), Added::New);
}
