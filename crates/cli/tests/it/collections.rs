//! Feeds, sitemaps and web archives as inputs.

use crate::common::{Run, file, folder, program, sayso, with_input};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;
use std::path::Path;

const EXPELLED: &str = "Peru expelled two envoys of Bolivia on Monday, the minister said.";
const SENT: &str = "Norway sent 300 soldiers to Latvia on Monday, the defence minister said.";
const ATTACKED: &str = "The army of Mali attacked the village on Tuesday, a witness told reporters.";

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
  <item><guid isPermaLink="false">tag:harbour.example,2024:1</guid><link>https://harbour.example/envoys</link><title>Envoys expelled</title>
    <pubDate>Mon, 28 Oct 2024 09:15:00 GMT</pubDate><description>&lt;p&gt;Peru expelled two envoys of Bolivia on Monday, the minister said.&lt;/p&gt;</description></item>
  <item><guid isPermaLink="false">17</guid><link>https://harbour.example/soldiers</link><title>Soldiers sent</title>
    <description>Norway sent 300 soldiers to Latvia on Monday, the defence minister said.</description></item>
  <item><title>Mali</title><description>The army of Mali attacked the village on Tuesday, a witness told reporters.</description></item>
  <item><link>https://harbour.example/only-named</link><title>Only named</title><pubDate>Tue, 29 Oct 2024 09:15:00 GMT</pubDate></item>
</channel></rss>"#;

const SITEMAP: &str = r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
  <url><loc>https://north.example/soldiers</loc><news:news><news:publication><news:name>The Northern Post</news:name></news:publication>
    <news:publication_date>2024-10-28</news:publication_date><news:title>Soldiers for Latvia</news:title></news:news></url>
  <url><loc>https://north.example/other</loc></url></urlset>"#;

fn page(text: &str, address: Option<&str>) -> String {
    let link = address.map_or(String::new(), |a| {
        format!("<link rel=\"canonical\" href=\"{a}\">")
    });
    format!("<html><head>{link}</head><body><p>{text}</p></body></html>")
}

fn capture(address: &str, text: &str) -> Vec<u8> {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
        page(text, None)
    );
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-10-28T09:15:00Z\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    )
    .into_bytes()
}

fn packed(record: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::default());
    to.write_all(record).unwrap();
    to.finish().unwrap()
}

fn archive() -> Vec<Vec<u8>> {
    vec![
        capture("https://south.example/robots.txt", "User-agent: all of them"),
        capture("https://south.example/envoys", EXPELLED),
        capture("urn:pageinfo:https://south.example/envoys", "Notes of a crawler"),
        capture("https://south.example/soldiers", SENT),
        capture("https://south.example/mali", ATTACKED),
    ]
}

fn ingest(ledger: &Path, files: &[&Path]) -> Run {
    let mut arguments = vec!["ingest".as_ref(), "--ledger".as_ref(), ledger.as_os_str()];
    arguments.extend(files.iter().map(|f| f.as_os_str()));
    sayso(arguments)
}

/// Statements of a ledger.
fn statements(ledger: &Path) -> Vec<Value> {
    let run = sayso([
        "query".as_ref(),
        "--statements".as_ref(),
        "--format".as_ref(),
        "jsonl".as_ref(),
        "--ledger".as_ref(),
        ledger.as_os_str(),
    ]);
    run.check(0, &[]);
    run.json()
}

/// Names of the documents of a ledger, each once.
fn documents(ledger: &Path) -> Vec<String> {
    let mut names: Vec<String> = statements(ledger)
        .iter()
        .map(|s| s["document"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn has(run: &Run, status: i32, words: &[&str]) {
    assert_eq!(run.status, Some(status), "{}", run.err);
    for word in words {
        assert!(run.err.contains(word), "no `{word}` in: {}", run.err);
    }
}

#[test]
fn entries_of_feeds_go_in_once() {
    let folder = folder("collections_feed");
    let (ledger, feed) = (folder.join("ledger.db"), file(&folder, "news.xml", RSS));
    has(
        &ingest(&ledger, &[&feed]),
        0,
        &["added 3 reports", "note: ", "1 address listed without text"],
    );
    has(
        &ingest(&ledger, &[&feed]),
        0,
        &["added 0 reports", "3 already known"],
    );
    let third = format!("{}:3", feed.display());
    let mut wanted = [
        third.as_str(),
        "https://harbour.example/soldiers",
        "tag:harbour.example,2024:1",
    ];
    wanted.sort_unstable();
    assert_eq!(documents(&ledger), wanted);
    let first = &statements(&ledger)
        .into_iter()
        .find(|s| s["document"] == "tag:harbour.example,2024:1")
        .unwrap();
    assert_eq!(first["ledger"]["publisher"], "Harbour News");
    assert_eq!(first["ledger"]["published"], "2024-10-28");
}

#[test]
fn feeds_come_on_standard_input_too() {
    let run = with_input(RSS.as_bytes(), &["annotate"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let documents = run.json();
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0]["text"], EXPELLED);
    assert_eq!(documents[0]["url"], "https://harbour.example/envoys");
    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": [{{"id": "a", "content_text": "{SENT}"}}]}}"#
    );
    let run = with_input(json.as_bytes(), &["annotate"]);
    run.check(0, &[]);
    assert_eq!(run.json()[0]["id"], "a");
}

#[test]
fn pages_of_archives_go_in_once() {
    let folder = folder("collections_archive");
    let plain = file(&folder, "crawl.warc", archive().concat());
    let members: Vec<_> = archive().iter().map(|r| packed(r)).collect();
    let gzip = file(&folder, "crawl.warc.gz", members.concat());
    let ledger = folder.join("ledger.db");
    ingest(&ledger, &[&plain]).check(0, &["added 3 reports"]);
    ingest(&ledger, &[&gzip]).check(0, &["added 0 reports", "3 already known"]);
    let wanted = ["envoys", "mali", "soldiers"].map(|name| format!("https://south.example/{name}"));
    assert_eq!(documents(&ledger), wanted);
    let of_gzip = sayso(["annotate".as_ref(), gzip.as_os_str()]);
    of_gzip.check(0, &[]);
    assert_eq!(of_gzip.out, sayso(["annotate".as_ref(), plain.as_os_str()]).out);
    let urls: Vec<_> = of_gzip.json().iter().map(|d| d["url"].clone()).collect();
    assert_eq!(
        urls,
        ["envoys", "soldiers", "mali"].map(|name| format!("https://south.example/{name}"))
    );
}

#[test]
fn a_damaged_archive_costs_what_is_damaged() {
    let folder = folder("collections_damaged");
    let mut members: Vec<_> = archive().iter().map(|r| packed(r)).collect();
    let last: usize = members[..4].iter().map(Vec::len).sum();
    members[4].truncate(60);
    let cut = file(&folder, "cut.warc.gz", members.concat());
    let ledger = folder.join("ledger.db");
    let place = format!("cut.warc.gz: record 5 at byte {last} was left out");
    has(
        &ingest(&ledger, &[&cut]),
        1,
        &[&place, "added 2 reports", "1 failed"],
    );
    // One in the middle: those behind it are found.
    let mut records = archive();
    let size = records[1].len();
    records[1].truncate(size / 2);
    let holed = file(&folder, "holed.warc", records.concat());
    has(
        &ingest(&ledger, &[&holed]),
        1,
        &[
            "holed.warc: record 2 at byte",
            "added 1 report ",
            "1 already known",
        ],
    );
    // A page that is none.
    let odd = [
        capture(
            "https://south.example/picture",
            "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{0}",
        ),
        capture("https://south.example/empty", ""),
        capture("https://south.example/mali", ATTACKED),
    ];
    let start = odd[0].len();
    let odd = file(&folder, "odd.warc", odd.concat());
    let place = format!(
        "warning: {}: record 2 at byte {start}: there is nothing",
        odd.display()
    );
    has(
        &ingest(&ledger, &[&odd]),
        1,
        &["error: ", "record 1 at byte 0: ", &place, "1 already known"],
    );
}

#[test]
fn sitemaps_tell_of_pages() {
    let folder = folder("collections_sitemap");
    let articles = folder.join("articles");
    std::fs::create_dir_all(&articles).unwrap();
    file(
        &articles,
        "a.html",
        page(SENT, Some("https://north.example/soldiers")),
    );
    file(
        &articles,
        "crawl.warc",
        capture("https://north.example/other/", ATTACKED),
    );
    // It comes last and is read first.
    let sitemap = file(&articles, "z.xml", SITEMAP);
    file(&articles, "settings.xml", "<settings/>");
    let ledger = folder.join("ledger.db");
    let run = ingest(&ledger, &[&articles]);
    run.check(0, &["added 2 reports", "1 file of other kinds"]);
    ingest(&ledger, &[&articles]).check(0, &["added 0 reports", "2 already known"]);
    let of_page = statements(&ledger)
        .into_iter()
        .find(|s| s["document"].as_str().unwrap().ends_with("a.html"))
        .unwrap();
    assert_eq!(of_page["ledger"]["publisher"], "The Northern Post");
    assert_eq!(of_page["ledger"]["published"], "2024-10-28");
    let alone = folder.join("alone.db");
    has(
        &ingest(&alone, &[&sitemap]),
        0,
        &["added 0 reports", "note: ", "2 addresses listed without text"],
    );
    let run = with_input(SITEMAP.as_bytes(), &["annotate"]);
    run.check(0, &["2 addresses listed without text"]);
    // A feed that only names a page.
    let named = file(
        &folder,
        "named.html",
        page(EXPELLED, Some("https://harbour.example/only-named")),
    );
    let feed = file(&folder, "feed.rss", RSS);
    let run = sayso(["annotate".as_ref(), named.as_os_str(), feed.as_os_str()]);
    run.check(0, &[]);
    let documents = run.json();
    assert_eq!(documents.len(), 4);
    assert_eq!(documents[0]["title"], "Only named");
    assert_eq!(documents[0]["published"], "2024-10-29");
    assert_eq!(documents[0]["publisher"], "Harbour News");
}

#[test]
fn what_is_no_feed_is_said_to_be_none() {
    let folder = folder("collections_wrong");
    let wrong = file(&folder, "wrong.rss", "It rained.");
    for (arguments, words) in [
        (vec![], "wrong.rss: the input is no feed"),
        (vec!["--input", "sitemap"], "wrong.rss: the input is no sitemap"),
    ] {
        let run = program()
            .arg("annotate")
            .args(arguments)
            .arg(&wrong)
            .output()
            .unwrap();
        let err = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{err}");
        assert!(err.contains(words), "{err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}
