//! Answers are kept until the ledger changes, and pages hear of it.

use crate::common::{Site, papers, reports};
use sayso::ledger::Ledger;
use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

#[test]
fn tags_spare_the_answer_until_the_ledger_changes() {
    let site = Site::of("tags", &reports()[..1]);
    let paths = [
        "/api/occurrences?limit=5",
        "/api/facets",
        "/api/map",
        "/api/sources",
        "/api/info",
        "/api/actors/MLI",
    ];
    let first: Vec<_> = paths.iter().map(|p| site.get(p)).collect();
    for (path, reply) in paths.iter().zip(&first) {
        let tag = reply
            .header("etag")
            .unwrap_or_else(|| panic!("{path} has no tag"));
        let again = site.ask("GET", path, &[("If-None-Match", tag)], b"");
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(site.get(path).body, reply.body);
    }
    let mut ledger = Ledger::open(&site.ledger).unwrap();
    for paper in &papers()[1..] {
        ledger.add(&paper.report()).unwrap();
    }
    // Reports are there at once, occurrences when they are made.
    wait(|| site.json("/api/info")["documents"] == papers().len());
    assert_eq!(site.json("/api/info")["stale"], true);
    assert_eq!(
        site.json("/api/occurrences?type=ASSAULT")["items"][0]["status"],
        "single-source"
    );
    ledger.relink().unwrap();
    wait(|| site.json("/api/occurrences?type=ASSAULT")["items"][0]["status"] == "disputed");
    for (path, reply) in paths.iter().zip(&first) {
        let tag = reply.header("etag").unwrap();
        assert_eq!(
            site.ask("GET", path, &[("If-None-Match", tag)], b"").status,
            200,
            "{path}"
        );
    }
}

#[test]
fn packed_for_those_who_unpack() {
    let site = Site::of("packed", &reports());
    let plain = site.get("/api/openapi.json");
    let packed = site.ask(
        "GET",
        "/api/openapi.json",
        &[("Accept-Encoding", "gzip, br")],
        b"",
    );
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 3 < plain.body.len());
    let export = site.ask(
        "GET",
        "/api/export?as=statements-jsonl",
        &[("Accept-Encoding", "gzip")],
        b"",
    );
    assert_eq!(export.header("content-encoding"), Some("gzip"));
}

#[test]
fn listeners_hear_of_changes() {
    let site = Site::of("events", &[]);
    let mut stream = site.connect();
    write!(
        stream,
        "GET /api/events HTTP/1.1\r\nHost: {}\r\n\r\n",
        site.address
    )
    .unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut next = || loop {
        let line = lines.next().unwrap().unwrap();
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str::<serde_json::Value>(data).unwrap();
        }
    };
    assert_eq!(next()["documents"], 0);
    let mut ledger = Ledger::open(&site.ledger).unwrap();
    ledger.add(&reports()[0]).unwrap();
    let told = next();
    assert_eq!((&told["documents"], &told["stale"]), (&1.into(), &true.into()));
    ledger.relink().unwrap();
    let told = next();
    assert_eq!(
        (&told["stale"], told["occurrences"].as_u64() > Some(0)),
        (&false.into(), true)
    );
    // The server ends although somebody listens.
    let begun = Instant::now();
    drop(site);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn another_file_takes_its_place() {
    let site = Site::of("replaced", &reports()[..1]);
    assert_eq!(site.json("/api/info")["documents"], 1);
    let other = site.ledger.with_file_name("other.db");
    let mut ledger = Ledger::create(&other).unwrap();
    for report in reports() {
        ledger.add(&report).unwrap();
    }
    ledger.relink().unwrap();
    ledger.compact().unwrap();
    drop(ledger);
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", site.ledger.display()));
    }
    std::fs::rename(&other, &site.ledger).unwrap();
    wait(|| site.json("/api/info")["documents"] == papers().len());
    assert_eq!(site.json("/api/statements")["total"], 6);
}

fn wait(mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing has changed");
        std::thread::sleep(Duration::from_millis(100));
    }
}
