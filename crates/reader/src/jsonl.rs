//! Lines of JSONL to records and articles.

use crate::{Given, Problem, ReadError, dates, html, is_blank, plain};
use jiff::civil::Date;
use sayso_model::Article;
use serde::{Deserialize, Serialize};
use serde_json::Number;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The `id` of a record, as JSON gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Id {
    /// A string.
    Text(String),
    /// An integer; also the number of the line where the record has no `id`.
    Integer(Number),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(id) => f.write_str(id),
            Self::Integer(id) => id.fmt(f),
        }
    }
}

/// One line of JSONL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What the report is called.
    pub id: Id,
    /// Plain text, exactly as given; empty where there is `html` alone.
    pub text: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// A page, read where there is no `text`.
    pub html: Option<String>,
    /// What was odd about the fields.
    pub problems: Vec<Problem>,
}

/// The fields that are read, as they stand in the line; others are passed over.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    published: Option<&'a RawValue>,
    #[serde(borrow)]
    publisher: Option<&'a RawValue>,
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    html: Option<&'a RawValue>,
}

impl Record {
    /// Reads a line, `number` counted from 1. Fields that are null count as absent.
    ///
    /// # Errors
    /// When the line is no JSON object, has neither `text` nor `html`, or a field has the wrong type.
    pub fn parse(line: &str, number: usize) -> Result<Self, ReadError> {
        let line = object(line, number)?;
        let invalid = |error| invalid(error, number);
        let fields: Fields = serde_json::from_str(&line).map_err(invalid)?;
        let string = |field, value| text(field, value, number);
        let html = string("html", fields.html)?;
        let text = match (string("text", fields.text)?, &html) {
            (Some(text), _) => text,
            (None, Some(_)) => String::new(),
            (None, None) => {
                return Err(ReadError::Missing {
                    line: number,
                    field: "text",
                });
            }
        };
        let html = html.filter(|_| fields.text.is_none());
        let mut problems = Vec::new();
        let published = string("published", fields.published)?.and_then(|date: String| {
            let day = dates::parse(&date);
            if day.is_none() && !date.chars().all(is_blank) {
                let shown: String = date.chars().take(40).collect();
                let message = format!("`published` is no date: `{shown}`; write it as 2024-10-28");
                problems.push(Problem::new(message));
            }
            day
        });
        Ok(Self {
            id: id(fields.id, number)?,
            text,
            title: string("title", fields.title)?.filter(|title: &String| !title.chars().all(is_blank)),
            published,
            publisher: string("publisher", fields.publisher)?,
            url: string("url", fields.url)?,
            html,
            problems,
        })
    }

    /// The article of the record. Its fields win over `given`, and both win over what the text says.
    pub fn article(self, given: &Given) -> Article {
        let given = Given {
            date: self.published.or(given.date),
            publisher: self.publisher.or_else(|| given.publisher.clone()),
            title: self.title.or_else(|| given.title.clone()),
            url: self.url.or_else(|| given.url.clone()),
        };
        let id = self.id.to_string();
        match self.html {
            Some(page) => html(&page, &id, &given),
            None => plain(self.text, &id, &given),
        }
    }
}

/// The article of a line of JSONL, `number` counted from 1; [`Record::parse`] also gives its `id` and problems.
///
/// # Errors
/// When the line is no JSON object, has neither `text` nor `html`, or a field has the wrong type.
///
/// ```
/// let line = r#"{"id": 7, "text": "A ferry sank.", "published": "2024-10-28T09:15:00Z"}"#;
/// let article = sayso_reader::jsonl_line(line, 1, &Default::default()).unwrap();
/// assert_eq!((article.id.as_str(), article.text.as_str()), ("7", "A ferry sank."));
/// assert_eq!(article.published.unwrap().to_string(), "2024-10-28");
/// ```
pub fn jsonl_line(line: &str, number: usize, given: &Given) -> Result<Article, ReadError> {
    Ok(Record::parse(line, number)?.article(given))
}

/// A line with an object, its escapes whole.
///
/// # Errors
/// When it holds something else.
pub(crate) fn object(line: &str, number: usize) -> Result<Cow<'_, str>, ReadError> {
    let line = line.trim_matches(|c: char| c == '\u{FEFF}' || c.is_ascii_whitespace());
    let line = whole_escapes(line);
    if line.starts_with('{') {
        return Ok(line);
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(&line) {
        Ok(_) => Err(ReadError::NotAnObject { line: number }),
        Err(error) => Err(invalid(error, number)),
    }
}

pub(crate) fn invalid(error: serde_json::Error, line: usize) -> ReadError {
    let reason = error.to_string().replace(" at line 1 column", " at column");
    ReadError::Json { line, reason }
}

/// The string of a field, if it is there.
pub(crate) fn text(
    field: &'static str,
    value: Option<&RawValue>,
    line: usize,
) -> Result<Option<String>, ReadError> {
    match value {
        None => Ok(None),
        Some(raw) if raw.get().starts_with('"') => serde_json::from_str(raw.get())
            .map(Some)
            .map_err(|e| invalid(e, line)),
        Some(raw) => Err(ReadError::WrongType {
            line,
            field,
            found: kind(raw),
            wanted: "a string",
        }),
    }
}

/// The id of a line, else its number.
pub(crate) fn id(value: Option<&RawValue>, line: usize) -> Result<Id, ReadError> {
    let Some(raw) = value else {
        return Ok(Id::Integer(line.into()));
    };
    let wrong = |found| ReadError::WrongType {
        line,
        field: "id",
        found,
        wanted: "a string or an integer",
    };
    if raw.get().starts_with('"') {
        return serde_json::from_str(raw.get())
            .map(Id::Text)
            .map_err(|_| wrong(kind(raw)));
    }
    match serde_json::from_str::<Number>(raw.get()) {
        Ok(number) if number.is_i64() || number.is_u64() => Ok(Id::Integer(number)),
        Ok(_) if raw.get().contains(['.', 'e', 'E']) => Err(wrong("a fraction")),
        Ok(_) => Err(wrong("a number of more than 64 bits")),
        Err(_) => Err(wrong(kind(raw))),
    }
}

/// What a value is, for a message.
pub(crate) fn kind(raw: &RawValue) -> &'static str {
    match raw.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// JSON whose escapes are all characters: half a surrogate pair becomes U+FFFD.
pub(crate) fn whole_escapes(json: &str) -> Cow<'_, str> {
    let unit = |at: usize| {
        let escape = json.as_bytes().get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = json[at..].find('\\') {
        at += found;
        match unit(at) {
            Some(0xD800..=0xDBFF) if unit(at + 6).is_some_and(|low| (0xDC00..=0xDFFF).contains(&low)) => {
                at += 12
            }
            Some(0xD800..=0xDFFF) => {
                out.push_str(&json[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            // The character after the backslash may be a backslash itself.
            _ => at += 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[copied..]);
    Cow::Owned(out)
}
