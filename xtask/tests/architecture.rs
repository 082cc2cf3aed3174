//! The crates depend on each other as the table in `ARCHITECTURE.md` says, and not otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Arrows = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The rows of the table that begins with `| crate | depends on |`.
fn written() -> Arrows {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .skip_while(|l| !l.starts_with("| crate | depends on |"))
        .skip(2);
    let names = |cell: &str| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    rows.take_while(|l| l.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            (names(cells[1]).pop_first().unwrap(), names(cells[2]))
        })
        .collect()
}

/// What the `Cargo.toml` of each member of the workspace says, dependencies of its tests and build included.
fn built() -> Arrows {
    let mut folders: Vec<_> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    folders.push(root().join("xtask"));
    let mut all: Vec<(String, toml::Table)> = folders
        .iter()
        .map(|folder| {
            let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))
                .unwrap()
                .parse()
                .unwrap();
            (manifest["package"]["name"].as_str().unwrap().to_owned(), manifest)
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let members: BTreeSet<String> = all.iter().map(|(name, _)| name.clone()).collect();
    all.into_iter()
        .map(|(name, manifest)| {
            let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
            let tables = kinds.iter().filter_map(|kind| manifest.get(*kind)?.as_table());
            let arrows = tables
                .flat_map(|t| t.keys())
                .filter(|to| members.contains(*to))
                .cloned()
                .collect();
            (name, arrows)
        })
        .collect()
}

#[test]
fn crates_depend_as_written() {
    let written = written();
    assert!(
        written.len() > 1,
        "ARCHITECTURE.md has a table that begins with `| crate | depends on |`"
    );
    assert_eq!(
        written,
        built(),
        "left: ARCHITECTURE.md, right: the Cargo.toml files"
    );
}
