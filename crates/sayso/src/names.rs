//! What reports of files with many of them are called, so that no two files call theirs alike. The command line and the Python package name
//! them by this, and so find them again in each other's ledgers.

use crate::record::Id;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The name of an entry of a feed: a feed's own number may be another feed's too, the address of the entry is not.
pub fn of_entry(id: Id, url: Option<&str>, file: &str) -> Id {
    match (id, url) {
        (Id::Number(number), _) => Id::Text(format!("{file}:{number}")),
        (Id::Text(id), Some(url)) if id.bytes().all(|b| b.is_ascii_digit()) => Id::Text(url.to_owned()),
        (id, _) => id,
    }
}

/// The name of a line of JSONL, whose `id` was read before: without one it is called by its file and number, as its number alone is that of a
/// line in every file.
pub fn of_line(id: Id, line: &[u8], file: &str, number: usize) -> Id {
    if has_id(line) {
        id
    } else {
        Id::Text(format!("{file}:{number}"))
    }
}

fn has_id(line: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct OnlyId<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let parsed: Result<OnlyId, _> = serde_json::from_slice(line);
    parsed.map_or(true, |line| line.id.is_some_and(|id| id.get() != "null"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(id: &str) -> Id {
        Id::Text(id.to_owned())
    }

    #[test]
    fn entries() {
        let url = Some("https://south.example/7");
        assert_eq!(of_entry(text("7"), url, "a.xml"), text("https://south.example/7"));
        assert_eq!(of_entry(text("7"), None, "a.xml"), text("7"));
        assert_eq!(of_entry(text("tag:7"), url, "a.xml"), text("tag:7"));
        assert_eq!(of_entry(Id::Number(7.into()), url, "a.xml"), text("a.xml:7"));
    }

    #[test]
    fn lines() {
        let of = |line: &str| of_line(Id::Number(3.into()), line.as_bytes(), "a.jsonl", 3);
        assert_eq!(of(r#"{"id": 3, "text": ""}"#), Id::Number(3.into()));
        for line in [r#"{"text": ""}"#, r#"{"id": null, "text": ""}"#, "\u{feff}{}"] {
            assert_eq!(of(line), text("a.jsonl:3"), "{line}");
        }
    }
}
