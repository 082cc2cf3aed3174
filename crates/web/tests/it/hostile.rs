//! What comes from outside, in reports or in calls, is data: it comes back as JSON text, reaches no file and no SQL, and never breaks an answer.

use crate::common::{Paper, Site, coded, event, papers, place, reports, source};
use sayso::ledger::report::Actor;
use sayso::model::EventType;
use sayso::model::statement::PlaceRole;

const SCRIPT: &str = "<script>alert(1)</script>";

#[test]
fn markup_in_reports_is_text() {
    let evil = |name: &str| crate::common::actor(name, "MLIMIL", None);
    let mut said = event(
        EventType::from_name("ASSAULT").unwrap(),
        4,
        "shelled",
        vec![evil("<script>alert(1)</script>")],
        vec![evil("\"><img src=x onerror=alert(1)>")],
    );
    said.places = vec![place(
        "</script><svg onload=alert(1)>",
        "MLI",
        PlaceRole::Location,
        (1.0, 2.0),
        0,
    )];
    said.chain = vec![source("<b>General</b> & 'co'", "MLIMIL")];
    said.day = Some("2024-05-03");
    let paper = Paper {
        name: "<script>alert(1)</script>",
        title: "<script>alert(1)</script>",
        published: "2024-05-04",
        publisher: "<script>alert(1)</script>",
        url: "javascript:alert(1)",
        text: "<script>alert(1)</script> shelled the post.",
        said: vec![said],
    };
    let site = Site::of("markup", &[paper.report()]);
    let id = site.json("/api/occurrences")["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let statement = site.json("/api/statements")["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let script = coded(SCRIPT);
    let paths = [
        "/api/info".to_owned(),
        "/api/occurrences?lead=true".to_owned(),
        format!("/api/occurrences/{id}"),
        "/api/statements".to_owned(),
        format!("/api/statements/{statement}"),
        "/api/documents".to_owned(),
        format!("/api/documents/{script}"),
        "/api/facets".to_owned(),
        "/api/series".to_owned(),
        "/api/map".to_owned(),
        "/api/actors".to_owned(),
        format!("/api/actors/{}", coded("MLIMIL")),
        "/api/sources".to_owned(),
        format!("/api/sources/{}", coded("<b>General</b> & 'co'")),
        // Errors say what was asked for.
        format!("/api/documents/{script}x"),
        format!("/api/occurrences/{script}"),
        format!("/api/{script}"),
        format!("/api/facets?{script}=1"),
        format!("/api/facets?type={script}"),
        "/api/export?as=geojson".to_owned(),
        "/api/export?as=statements-jsonl".to_owned(),
    ];
    for path in paths {
        let reply = site.get(&path);
        let kind = reply.header("content-type").unwrap_or_default();
        assert!(
            ["application/json", "application/geo+json", "application/x-ndjson"].contains(&kind),
            "{path} is {kind}"
        );
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'self'"), "{path}");
        if kind != "application/x-ndjson" {
            reply.json();
        }
    }
    // The page itself never has anything of a ledger or a call in it.
    for path in [
        format!("/document/{script}"),
        format!("/search?text={script}"),
        format!("/{script}"),
    ] {
        let reply = site.get(&path);
        assert!(!reply.text().contains("alert(1)"), "{path}");
    }
    let read = site.ask(
        "POST",
        &format!("/api/read?title={script}&plain=true"),
        &[],
        SCRIPT.as_bytes(),
    );
    assert_eq!(
        (read.status, read.header("content-type")),
        (200, Some("application/json"))
    );
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const PATHS: [&str; 26] = [
    "/api/info",
    "/api/occurrences",
    "/api/occurrences/",
    "/api/occurrences/x",
    "/api/statements",
    "/api/statements/x",
    "/api/documents",
    "/api/documents/courier%2F1",
    "/api/documents/x",
    "/api/read",
    "/api/facets",
    "/api/series",
    "/api/map",
    "/api/actors",
    "/api/actors/MLI",
    "/api/actors/%ff",
    "/api/sources",
    "/api/sources/x",
    "/api/export",
    "/api/openapi.json",
    "/api/",
    "/api/../../etc/passwd",
    "/",
    "/search",
    "/assets/../../Cargo.toml",
    "//evil.example/..%2f..%2f",
];
const NAMES: [&str; 28] = [
    "actor",
    "recipient",
    "source",
    "country",
    "type",
    "quad",
    "factuality",
    "place",
    "from",
    "to",
    "text",
    "status",
    "kind",
    "outlet",
    "as_of",
    "limit",
    "offset",
    "lead",
    "by",
    "both",
    "depth",
    "as",
    "date",
    "publisher",
    "title",
    "plain",
    "x",
    "%00",
];
const VALUES: [&str; 44] = [
    "",
    "RUS",
    "MLI",
    "ml",
    "MLIMIL",
    "ASSAULT",
    "assault-",
    "-",
    "CT%2B",
    "CT+",
    "1",
    "0",
    "-1",
    "5",
    "200",
    "201",
    "100000",
    "99999999999999999999",
    "1e3",
    "2024-05-03",
    "2024-02-30",
    "0000-01-01",
    "9999-12-31",
    "true",
    "false",
    "csv",
    "parquet",
    "geojson",
    "event",
    "fact",
    "quad",
    "total",
    "disputed",
    "%27%20OR%201%3D1--",
    "%22",
    "%22a%22*",
    "a%22b",
    "*",
    "%25",
    "%5F",
    "NEAR(a%20b)",
    "%00",
    "%ff%fe",
    "%F0%9F%9B%B0",
];
const METHODS: [&str; 8] = ["GET", "GET", "GET", "GET", "HEAD", "POST", "DELETE", "OPTIONS"];

#[test]
fn no_call_breaks_the_server() {
    let site = Site::of("calls", &reports());
    let mut dice = Dice(11);
    let (mut well, mut refused) = (0, 0);
    for _ in 0..1_500 {
        let mut path = dice.of(&PATHS).to_owned();
        for at in 0..dice.below(4) {
            let (name, value) = (dice.of(&NAMES), dice.of(&VALUES));
            path += &format!("{}{name}={value}", if at == 0 { '?' } else { '&' });
        }
        let method = dice.of(&METHODS);
        let body: &[u8] = if method == "POST" {
            b"\xff<p>It rained"
        } else {
            b""
        };
        let reply = site.ask(method, &path, &[], body);
        assert!(
            (200..500).contains(&reply.status),
            "{method} {path}: {} {}",
            reply.status,
            reply.text()
        );
        if reply.status < 400 {
            well += 1;
        } else {
            refused += 1;
            if method != "HEAD" {
                assert!(
                    reply.json()["error"].is_string(),
                    "{method} {path}: {}",
                    reply.text()
                );
            }
        }
        assert!(
            !reply.text().contains("[workspace]") && !reply.text().contains("root:"),
            "{path}"
        );
    }
    assert!(well > 100 && refused > 100, "{well} {refused}");
}

#[test]
fn strange_words_are_looked_for() {
    let site = Site::of("words", &reports());
    let words = [
        "\"",
        "\"\"a",
        "a\"",
        "a*b*",
        "AND OR NOT",
        "NEAR(a, 2)",
        "a:b",
        "^a",
        "{a}",
        "-a",
        "a'b",
        "½",
        "ﬁ",
        "İ",
        "漢字",
        "\u{301}a",
        "🛰 a",
        "a) UNION SELECT 1 --",
        "%",
        "a%",
        "_a_",
        "\\a",
        "a;DROP TABLE occurrence",
    ];
    for name in ["text", "actor", "source", "place", "outlet", "recipient"] {
        for word in words {
            for path in [
                "occurrences",
                "statements",
                "facets",
                "map",
                "series",
                "export",
                "documents",
                "actors",
                "sources",
            ] {
                let path = format!("/api/{path}?{name}={}", coded(word));
                let reply = site.get(&path);
                assert!(
                    reply.status == 200 || reply.status == 400,
                    "{path}: {} {}",
                    reply.status,
                    reply.text()
                );
            }
        }
    }
    assert!(site.json("/api/info")["occurrences"].as_u64() > Some(2));
}

#[test]
fn strange_bytes_end_a_connection_and_nothing_else() {
    let site = Site::of("bytes", &reports());
    let long = format!(
        "GET /api/facets?text={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "a".repeat(200_000)
    );
    let heads = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n",
        "X: y\r\n".repeat(5_000)
    );
    let cases: [&[u8]; 8] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://evil.example/api/info HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET /api/actors/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        long.as_bytes(),
        heads.as_bytes(),
    ];
    for bytes in cases {
        let mut closed = bytes.to_vec();
        if !bytes.windows(5).any(|w| w == b"close") && bytes.starts_with(b"GET http") {
            closed = String::from_utf8_lossy(bytes)
                .replace("Host:", "Connection: close\r\nHost:")
                .into_bytes();
        }
        let reply = site.raw(&closed);
        assert!(
            reply.status < 500,
            "{:?}: {}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)]),
            reply.status
        );
    }
    assert_eq!(site.get("/api/info").status, 200);
}

#[test]
fn many_lists_of_names_have_their_owner() {
    // A name that holds wild cards of SQL finds itself and nothing else.
    let mut all = papers();
    for paper in &mut all {
        for said in &mut paper.said {
            if let sayso::ledger::report::What::Event { actors, .. } = &mut said.what {
                actors.push(Actor {
                    name: "100% _x_".into(),
                    text: "100%".into(),
                    ..Actor::default()
                });
            }
        }
    }
    let reports: Vec<_> = all.iter().map(Paper::report).collect();
    let site = Site::of("wild", &reports);
    assert_eq!(
        site.get(&format!("/api/actors/{}", coded("100% _x_"))).status,
        200
    );
    assert_eq!(site.get(&format!("/api/actors/{}", coded("100% %"))).status, 404);
}
