//! Who is let in, and what all answers tell the browser.

use crate::common::{Site, reports};
use sayso_web::{Error, Options, Server};

#[test]
fn other_names_are_not_answered() {
    let site = Site::of("names", &reports());
    let port = site.address.port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        ("[::1]".to_owned(), 200),
        (format!("evil.example:{port}"), 403),
        ("127.0.0.1.evil.example".to_owned(), 403),
        ("192.168.0.7".to_owned(), 403),
        (String::new(), 403),
    ] {
        for path in ["/api/info", "/", "/api/events/x"] {
            let reply = site.ask("GET", path, &[("Host", &host)], b"");
            let expected = if status == 200 && path.ends_with('x') {
                404
            } else {
                status
            };
            assert_eq!(reply.status, expected, "{host} {path}");
        }
    }
}

#[test]
fn pages_of_other_sites_may_not_have_texts_read() {
    let site = Site::of("origins", &[]);
    let own = format!("http://{}", site.address);
    let cases: [(&str, &str, u16); 5] = [
        ("Origin", "https://evil.example", 403),
        ("Origin", "null", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Sec-Fetch-Site", "same-origin", 400),
        ("Origin", &own, 400),
    ];
    for (name, value, expected) in cases {
        // An empty text is refused later, and without the work.
        let reply = site.ask("POST", "/api/read", &[(name, value)], b" ");
        assert_eq!(reply.status, expected, "{name}: {value}");
    }
}

#[test]
fn a_token_opens() {
    const TOKEN: &str = "correct-horse-battery";
    let site = Site::with("token", &reports(), Some(TOKEN));
    let ask = |headers: &[(&str, &str)]| site.ask("GET", "/api/info", headers, b"").status;
    assert_eq!(ask(&[]), 401);
    assert_eq!(ask(&[("Authorization", "Bearer correct-horse-batterz")]), 401);
    assert_eq!(ask(&[("Authorization", "Basic correct-horse-battery")]), 401);
    assert_eq!(ask(&[("Authorization", "Bearer correct-horse-battery")]), 200);
    assert_eq!(ask(&[("Cookie", "a=b; sayso-token=correct-horse-battery")]), 200);
    assert_eq!(ask(&[("Cookie", "sayso-token=")]), 401);
    // Any name is good for those who know the token.
    assert_eq!(
        ask(&[
            ("Host", "desk.example"),
            ("Authorization", "Bearer correct-horse-battery")
        ]),
        200
    );
    assert_eq!(site.get("/").status, 401);
    assert_eq!(site.get("/?token=wrong-horse-battery").status, 401);
    let first = site.get(&format!("//evil.example/search?text=a%22%3E&token={TOKEN}"));
    assert_eq!(first.status, 200);
    let cookie = first.header("set-cookie").unwrap();
    assert_eq!(
        cookie,
        format!("sayso-token={TOKEN}; Path=/; HttpOnly; SameSite=Strict")
    );
    assert!(
        first
            .text()
            .contains("content=\"0;url=/evil.example/search?text=a%22%3E\""),
        "{}",
        first.text()
    );
    assert!(!first.text().contains(TOKEN));
}

#[test]
fn what_cannot_be_served_is_said() {
    let site = Site::of("refused", &[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = |listen: &str, token: Option<&str>| Options {
        ledger: site.ledger.clone(),
        listen: listen.parse().unwrap(),
        token: token.map(str::to_owned),
        demo: false,
    };
    let bind = |options: Options| {
        runtime
            .block_on(Server::bind(&options, None))
            .map(|_| ())
            .unwrap_err()
    };
    assert!(matches!(bind(options("0.0.0.0:0", None)), Error::Token(_)));
    assert!(matches!(
        bind(options("0.0.0.0:0", Some("short"))),
        Error::WeakToken
    ));
    let taken = site.address.to_string();
    assert!(matches!(bind(options(&taken, None)), Error::Address(..)));
    let nowhere = Options {
        ledger: site.ledger.with_file_name("none.db"),
        ..options("127.0.0.1:0", None)
    };
    assert!(bind(nowhere).to_string().contains("no ledger at"));
}

#[test]
fn all_answers_are_guarded() {
    let site = Site::of("guarded", &reports());
    let long = vec![b'a'; 1_000_001];
    let cases = [
        ("GET", "/", 200),
        ("GET", "/search", 200),
        ("GET", "/actor/St. Kitts", 400),
        ("GET", "/actor/St.%20Kitts", 200),
        ("GET", "/missing.js", 404),
        ("GET", "/api/facets", 200),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/facets?x=1", 400),
        ("DELETE", "/api/facets", 405),
        ("PUT", "/", 405),
        ("POST", "/api/read", 413),
    ];
    for (method, path, expected) in cases {
        let body: &[u8] = if method == "POST" { &long } else { b"" };
        let reply = site.ask(method, path, &[], body);
        assert_eq!(reply.status, expected, "{method} {path}");
        if reply.headers.is_empty() || path.contains(' ') {
            continue;
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{method} {path}");
        }
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
    }
}
