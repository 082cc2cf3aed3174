//! `sayso ledger import`.

use crate::common::{file, folder, sayso};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

fn report(id: &str, text: &str) -> Value {
    json!({"id": id, "published": "2025-05-20", "text": format!("Peru expelled {text} of Bolivia on Monday, officials in Lima said.")})
}

fn annotated(folder: &Path, all: &[Value]) -> Vec<String> {
    let lines: String = all.iter().map(|v| format!("{v}\n")).collect();
    let input = file(folder, "reports.jsonl", lines);
    let run = sayso(["annotate", "--min-score", "0.3", input.to_str().unwrap()]);
    run.out.lines().map(str::to_owned).collect()
}

fn query(ledger: &Path) -> String {
    let run = sayso([
        "query",
        "--statements",
        "--ledger",
        ledger.to_str().unwrap(),
        "--format",
        "jsonl",
    ]);
    run.check(0, &[]);
    run.out
}

/// Rows of id, row, document.
fn table(path: &Path, rows: &[(&str, i64, Option<&str>)]) {
    let schema = "message rows { optional binary id (STRING); optional int64 row; optional binary document (STRING); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut texts = [
        rows.iter().map(|r| Some(r.0)).collect::<Vec<_>>(),
        rows.iter().map(|r| r.2).collect(),
    ]
    .into_iter();
    while let Some(mut column) = group.next_column().unwrap() {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(to) => {
                let texts = texts.next().unwrap();
                let defined: Vec<i16> = texts.iter().map(|t| i16::from(t.is_some())).collect();
                let values: Vec<ByteArray> = texts.into_iter().flatten().map(ByteArray::from).collect();
                to.write_batch(&values, Some(&defined), None).unwrap();
            }
            ColumnWriter::Int64ColumnWriter(to) => {
                let values: Vec<i64> = rows.iter().map(|r| r.1).collect();
                to.write_batch(&values, Some(&vec![1; rows.len()]), None).unwrap();
            }
            _ => unreachable!("the schema has no other types"),
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn versions_come_in_the_order_of_their_rows() {
    let folder = folder("import_versions");
    // Of one day, so that only the order tells which is the newer one.
    let all = [
        report("a", "two envoys"),
        report("b", "four guards"),
        report("a", "three envoys"),
    ];
    let lines = annotated(&folder, &all);
    let (one, two) = (folder.join("one.db"), folder.join("two.db"));
    sayso([
        "ingest",
        "--ledger",
        one.to_str().unwrap(),
        folder.join("reports.jsonl").to_str().unwrap(),
    ])
    .check(0, &["added 3 reports", "1 correction"]);
    let out = folder.join("out");
    for (month, rows) in [
        (
            "month=2025-05",
            vec![("a", 3, Some(lines[2].as_str())), ("b", 2, Some(&lines[1]))],
        ),
        ("month=2025-06", vec![("a", 1, Some(lines[0].as_str()))]),
        // So Spark leaves what it did not finish.
        ("_temporary", vec![("c", 1, Some("no document"))]),
    ] {
        std::fs::create_dir_all(out.join(month)).unwrap();
        table(&out.join(month).join("part-0.parquet"), &rows);
    }
    let import = [
        "ledger",
        "import",
        out.to_str().unwrap(),
        "--ledger",
        two.to_str().unwrap(),
    ];
    sayso(import).check(0, &["added 3 reports", "1 correction"]);
    assert_eq!(query(&one), query(&two));
    sayso(import).check(0, &["added 0 reports", "3 already known"]);
}

#[test]
fn lines_that_are_no_documents_are_told() {
    let folder = folder("import_bad");
    let lines = annotated(&folder, &[report("a", "two envoys")]);
    let ledger = folder.join("ledger.db");
    let input = file(
        &folder,
        "layers.jsonl",
        format!("{}\n\n{{\"id\": 1}}\n", lines[0]),
    );
    let import = |path: &Path| {
        let run = sayso([
            "ledger",
            "import",
            path.to_str().unwrap(),
            "--ledger",
            ledger.to_str().unwrap(),
            "--quiet",
        ]);
        (run.status, run.err)
    };
    let (status, told) = import(&input);
    assert_eq!(status, Some(1));
    assert!(
        told.contains("layers.jsonl: line 3: no document of `sayso annotate`"),
        "{told}"
    );
    assert_eq!(query(&ledger).lines().count(), 1);
    let (status, told) = import(&folder.join("none.parquet"));
    assert_eq!(status, Some(1));
    assert!(told.contains("no such file"), "{told}");
    let (status, told) = import(&file(&folder, "note.parquet", "It rained."));
    assert_eq!(status, Some(1));
    assert!(told.contains("no Parquet that can be read"), "{told}");
    let failed = folder.join("failed.parquet");
    table(&failed, &[("c", 1, None)]);
    let (status, told) = import(&failed);
    assert_eq!(status, Some(1));
    assert!(told.contains("failed.parquet: row 1: "), "{told}");
}
