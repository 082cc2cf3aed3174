//! Lines of JSONL, good and bad.

use sayso_reader::{Given, Id, Record, jsonl_line};

fn check(line: &str, expected: Result<(&str, &str), &str>) {
    let found = Record::parse(line, 12);
    match (found, expected) {
        (Ok(record), Ok((id, text))) => {
            assert_eq!(serde_json::to_string(&record.id).unwrap(), id, "{line}");
            assert_eq!(record.article(&Given::default()).text, text, "{line}");
        }
        (Err(error), Err(wanted)) => assert_eq!(error.to_string(), wanted, "{line}"),
        (found, _) => panic!("{line}: {found:?}"),
    }
}

#[test]
fn records() {
    check(
        r#"{"id": "a-1", "text": " One.\r\n"}"#,
        Ok((r#""a-1""#, " One.\r\n")),
    );
    check(
        r#"{"id": 18446744073709551615, "text": "", "more": [[{}]]}"#,
        Ok(("18446744073709551615", "")),
    );
    check(r#"{"id": -4, "text": "\u0000x"}"#, Ok(("-4", "\0x")));
    check(r#"{"text": "x", "title": null}"#, Ok(("12", "x")));
    check("\u{FEFF} {\"id\": null, \"text\": \"x\"}\r", Ok(("12", "x")));
    check(
        r#"{"text": "\ud83d \ude00 \ud83d\ude00 \\ud83d \ud83d\ud83d\ude00"}"#,
        Ok(("12", "\u{FFFD} \u{FFFD} 😀 \\ud83d \u{FFFD}😀")),
    );
    check(r#"{"html": "<p>One.<p>Two."}"#, Ok(("12", "One.\n\nTwo.")));
    check(r#"{"html": "<p>One.", "text": "<p>"}"#, Ok(("12", "<p>")));
}

#[test]
fn no_records() {
    check("[1]", Err("line 12: not a JSON object: give one object a line"));
    check(
        r#"{"id": 1}"#,
        Err("line 12: no field `text`: add it as a string"),
    );
    check(
        r#"{"text": 1}"#,
        Err("line 12: field `text` is a number: make it a string"),
    );
    check(
        r#"{"text": "", "title": ["x"]}"#,
        Err("line 12: field `title` is a list: make it a string"),
    );
    check(
        r#"{"id": 1.5, "text": ""}"#,
        Err("line 12: field `id` is a fraction: make it a string or an integer"),
    );
    check(
        r#"{"id": true, "text": ""}"#,
        Err("line 12: field `id` is a boolean: make it a string or an integer"),
    );
    check(
        r#"{"id": 99999999999999999999, "text": ""}"#,
        Err("line 12: field `id` is a number of more than 64 bits: make it a string or an integer"),
    );
    for line in [
        "",
        "{",
        "{\"text\": \"x",
        "words",
        "{\"text\": \"x\"} {}",
        "{\"text\": \"\\u12\"}",
        "{\"text\": \"\\",
    ] {
        let error = Record::parse(line, 12).unwrap_err().to_string();
        assert!(error.starts_with("line 12: not valid JSON: "), "{error}");
    }
}

#[test]
fn odd_days_are_problems() {
    for (published, day, problems) in [
        ("2024-10-28", "2024-10-28", 0),
        ("2024-10-28T10:00:00.5+09:00", "2024-10-28", 0),
        ("October 28, 2024", "2024-10-28", 0),
        ("", "2000-01-01", 0),
        ("2024-13-28", "2000-01-01", 1),
        ("soon", "2000-01-01", 1),
    ] {
        let line = format!(r#"{{"text": "x", "published": "{published}"}}"#);
        let given = Given {
            date: Some(jiff::civil::date(2000, 1, 1)),
            ..Given::default()
        };
        assert_eq!(
            Record::parse(&line, 1).unwrap().problems.len(),
            problems,
            "{published}"
        );
        assert_eq!(
            jsonl_line(&line, 1, &given)
                .unwrap()
                .published
                .unwrap()
                .to_string(),
            day,
            "{published}"
        );
    }
    assert_eq!(
        Record::parse(r#"{"text": ""}"#, 3).unwrap().id,
        Id::Integer(3.into())
    );
}
