//! `sayso ingest`, `query`, `export`, `ledger`.

use crate::common::{check_spans, file, folder, program, sayso, with_input};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const NOTE: &str =
    "Gunmen abducted nine engineers in Mozambique on Sunday, the governor of Cabo Delgado said on Monday.";

fn report(number: usize) -> Value {
    let text = format!(
        "Norway sent {number} soldiers to Latvia on Monday, the minister said. Peru expelled {number} envoys of Bolivia. \
         The army of Mali attacked the village number {number} on Tuesday, a witness told reporters."
    );
    json!({"id": format!("report-{number}"), "published": "2025-05-20", "publisher": "The Courier", "text": text})
}

fn lines(all: &[Value]) -> String {
    all.iter().map(|v| format!("{v}\n")).collect()
}

fn query(ledger: &Path, more: &[&str]) -> Vec<Value> {
    let mut arguments = vec!["query", "--ledger", ledger.to_str().unwrap(), "--format", "jsonl"];
    arguments.extend(more);
    let run = sayso(&arguments);
    run.check(0, &[]);
    run.json()
}

#[test]
fn reports_go_in_once_and_come_out() {
    let folder = folder("ingest_query");
    let all = [report(1), report(2)];
    let input = file(&folder, "reports.jsonl", lines(&all));
    let ledger = folder.join("ledger.db");
    let arguments = [
        "ingest".as_ref(),
        input.as_os_str(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
    ];
    let first = sayso(arguments);
    first.check(0, &["added 2 reports"]);
    assert_eq!(first.out, "");
    sayso(arguments).check(0, &["added 0 reports", "2 already known"]);
    let occurrences = query(&ledger, &[]);
    assert!(occurrences.len() >= 2);
    for occurrence in &occurrences {
        for statement in occurrence["statements"].as_array().unwrap() {
            let of = all.iter().find(|r| r["id"] == statement["document"]).unwrap();
            check_spans(&json!({"text": of["text"], "trigger": statement["trigger"]}));
        }
    }
    let statements = query(&ledger, &["--statements"]);
    assert!(
        statements
            .iter()
            .all(|s| s["ledger"]["publisher"] == "The Courier")
    );
    let annotated = sayso(["annotate".as_ref(), input.as_os_str()]).json();
    let wanted: Vec<&Value> = annotated
        .iter()
        .flat_map(|d| d["statements"].as_array().unwrap())
        .collect();
    assert_eq!(statements.len(), wanted.len());
    for mut statement in statements {
        statement.as_object_mut().unwrap().remove("ledger");
        assert!(wanted.contains(&&statement), "the record is that of annotate");
    }
    let table = sayso([
        "query".as_ref(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
        "--width".as_ref(),
        "60".as_ref(),
    ]);
    assert!(
        table.out.contains("report-1") && table.out.lines().all(|l| l.chars().count() <= 60),
        "{}",
        table.out
    );
}

#[test]
fn folders_are_read_with_what_is_in_them() {
    let folder = folder("ingest_folder");
    let articles = folder.join("articles");
    std::fs::create_dir_all(articles.join("more/deep")).unwrap();
    file(&articles, "b.txt", NOTE);
    file(&articles, "a.jsonl", lines(&[json!({"text": NOTE}), report(3)]));
    file(
        &articles.join("more/deep"),
        "c.html",
        format!("<html><body><p>{NOTE}</p></body></html>"),
    );
    file(&articles, ".hidden.txt", NOTE);
    file(&articles, "picture.png", [0x89, b'P', b'N', b'G', 0]);
    file(&articles, "empty.txt", "");
    let ledger = folder.join("ledger.db");
    let run = sayso([
        "ingest".as_ref(),
        articles.as_os_str(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
    ]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.err.contains("empty.txt: the input is empty"), "{}", run.err);
    assert!(
        run.err.contains("added 4 reports")
            && run.err.contains("1 failed")
            && run.err.contains("1 file of other kinds"),
        "{}",
        run.err
    );
    let info = sayso([
        "ledger".as_ref(),
        "info".as_ref(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
    ]);
    assert!(info.out.starts_with("reports       4 "), "{}", info.out);
}

#[test]
fn lines_without_id_are_called_by_file_and_line() {
    let folder = folder("ingest_names");
    let ledger = folder.join("ledger.db");
    let none = file(&folder, "none.jsonl", lines(&[json!({"text": NOTE})]));
    let number = file(&folder, "number.jsonl", lines(&[json!({"id": 1, "text": NOTE})]));
    for input in [&none, &number] {
        sayso([
            "ingest".as_ref(),
            input.as_os_str(),
            "--ledger".as_ref(),
            ledger.as_os_str(),
        ])
        .check(0, &["added 1 report"]);
    }
    let documents: Vec<Value> = query(&ledger, &["--statements"])
        .iter()
        .map(|s| s["document"].clone())
        .collect();
    assert!(documents.contains(&json!(1)), "{documents:?}");
    assert!(
        documents.contains(&json!(format!("{}:1", none.display()))),
        "{documents:?}"
    );
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let folder = folder("ingest_threads");
    let all: Vec<Value> = (0..12).map(report).collect();
    let input = file(&folder, "reports.jsonl", lines(&all));
    let mut answers = Vec::new();
    for threads in ["1", "2", "5"] {
        let ledger = folder.join(format!("{threads}.db"));
        let arguments: [&std::ffi::OsStr; 6] = [
            "ingest".as_ref(),
            input.as_os_str(),
            "--ledger".as_ref(),
            ledger.as_os_str(),
            "--threads".as_ref(),
            threads.as_ref(),
        ];
        assert_eq!(sayso(arguments).status, Some(0));
        answers.push((query(&ledger, &[]), query(&ledger, &["--statements"])));
    }
    assert!(answers[0] == answers[1] && answers[0] == answers[2]);
}

#[test]
fn wrong_calls_and_files_are_told() {
    let folder = folder("ledger_errors");
    let none = folder.join("none.db");
    for command in [
        &["query"][..],
        &["export", "--as", "csv"],
        &["ledger", "info"],
        &["ledger", "check"],
    ] {
        let mut arguments: Vec<&str> = command.to_vec();
        arguments.extend(["--ledger", none.to_str().unwrap()]);
        sayso(&arguments).check(2, &["none.db", "no ledger", "sayso ingest"]);
    }
    let text = file(&folder, "text.db", NOTE.repeat(20));
    sayso(["query".as_ref(), "--ledger".as_ref(), text.as_os_str()])
        .check(2, &["text.db", "no ledger of sayso"]);
    sayso([
        "ingest".as_ref(),
        text.as_os_str(),
        "--ledger".as_ref(),
        text.as_os_str(),
    ])
    .check(2, &["no ledger of sayso"]);
    let nowhere = folder.join("no/folder.db");
    sayso([
        "ingest".as_ref(),
        text.as_os_str(),
        "--ledger".as_ref(),
        nowhere.as_os_str(),
    ])
    .check(2, &["does its folder exist"]);
    for wrong in [
        &["query", "--status", "perhaps"][..],
        &["query", "--quad", "5"],
        &["query", "--from", "May"],
        &["export"],
        &["export", "--as", "xml"],
        &["ingest"],
    ] {
        assert_eq!(sayso(wrong).status, Some(2), "{wrong:?}");
    }
}

#[test]
fn exports_are_written() {
    let folder = folder("exports");
    let ledger = folder.join("ledger.db");
    let input = file(&folder, "reports.jsonl", lines(&[report(1), report(2)]));
    sayso([
        "ingest".as_ref(),
        input.as_os_str(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
        "--quiet".as_ref(),
    ])
    .check(0, &[]);
    for format in [
        "plover-jsonl",
        "polecat-tsv",
        "phoenix-tsv",
        "gdelt-tsv",
        "csv",
        "parquet",
        "geojson",
        "jsonld",
    ] {
        let to = folder.join(format);
        let run = sayso([
            "export",
            "--as",
            format,
            "--ledger",
            ledger.to_str().unwrap(),
            "-o",
            to.to_str().unwrap(),
        ]);
        run.check(0, &["written"]);
        assert!(std::fs::metadata(&to).unwrap().len() > 0, "{format}");
    }
    let (events, mentions) = (folder.join("events"), folder.join("mentions"));
    let run = sayso([
        "export",
        "--as",
        "gdelt-tsv",
        "--ledger",
        ledger.to_str().unwrap(),
        "-o",
        events.to_str().unwrap(),
        "--mentions",
        mentions.to_str().unwrap(),
    ]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let table = std::fs::read_to_string(mentions).unwrap();
    assert!(table.lines().count() > 0 && table.lines().all(|l| l.split('\t').count() == 16));
    let filtered = sayso([
        "export",
        "--as",
        "csv",
        "--ledger",
        ledger.to_str().unwrap(),
        "--actor",
        "ZZZ",
    ]);
    assert_eq!(filtered.out.lines().count(), 1, "the header alone");
}

/// Kills ingest at some moments; whatever is left is whole, and the next run makes of it what a run without interruption makes.
fn killed(rounds: u32) {
    let folder = folder(&format!("killed{rounds}"));
    let all: Vec<Value> = (0..80).map(report).collect();
    let input = file(&folder, "reports.jsonl", lines(&all));
    let whole = folder.join("whole.db");
    let ingest = |ledger: &Path| {
        let mut command = program();
        command.arg("ingest").arg(&input).arg("--ledger").arg(ledger);
        command
    };
    let begun = std::time::Instant::now();
    assert!(ingest(&whole).output().unwrap().status.success());
    let time = begun.elapsed();
    let wanted = (query(&whole, &[]), query(&whole, &["--statements"]));
    let ledger = folder.join("killed.db");
    let mut state = 1_u64;
    for round in 0..rounds {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut child = ingest(&ledger).spawn().unwrap();
        std::thread::sleep(time.mul_f64((state >> 40) as f64 / (1_u64 << 24) as f64 * 1.1));
        let _ = child.kill();
        child.wait().unwrap();
        if ledger.exists() && std::fs::metadata(&ledger).unwrap().len() > 0 {
            let check = sayso([
                "ledger".as_ref(),
                "check".as_ref(),
                "--ledger".as_ref(),
                ledger.as_os_str(),
            ]);
            assert_eq!(check.status, Some(0), "round {round}: {}", check.err);
            let found = query(&ledger, &["--statements"]);
            assert!(
                found.iter().all(|s| wanted.1.iter().any(|w| w["id"] == s["id"])),
                "round {round}"
            );
        }
        // Now and then from the beginning again.
        if round % 5 == 4 {
            assert!(ingest(&ledger).output().unwrap().status.success());
            assert_eq!(
                (query(&ledger, &[]), query(&ledger, &["--statements"])),
                wanted,
                "round {round}"
            );
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.join(format!("killed.db{ending}")));
            }
        }
    }
    // As if it had never been killed.
    assert!(ingest(&ledger).output().unwrap().status.success());
    assert_eq!((query(&ledger, &[]), query(&ledger, &["--statements"])), wanted);
    std::thread::sleep(Duration::from_millis(1));
}

#[test]
fn a_killed_ingest_leaves_a_whole_ledger() {
    killed(5);
}

#[test]
#[ignore = "takes minutes"]
fn a_hundred_killed_ingests() {
    killed(100);
}

#[test]
fn standard_input_is_read() {
    let ledger = folder("ingest_stdin").join("ledger.db");
    let run = with_input(
        NOTE.as_bytes(),
        &["ingest", "-", "--ledger", ledger.to_str().unwrap()],
    );
    run.check(0, &["added 1 report"]);
}
