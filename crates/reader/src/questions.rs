//! Lines of JSONL that ask who somebody is.

use crate::jsonl::{Id, id, invalid, object, text};
use crate::{ReadError, dates};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A name or description to be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is called.
    pub id: Id,
    /// The name or description.
    pub query: String,
    /// The day on which roles are understood.
    pub date: Option<Date>,
    /// Text around it.
    pub context: Option<String>,
    /// The country that the text around it speaks of, as a code or by name.
    pub country: Option<String>,
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    query: Option<&'a RawValue>,
    #[serde(borrow)]
    date: Option<&'a RawValue>,
    #[serde(borrow)]
    context: Option<&'a RawValue>,
    #[serde(borrow)]
    country: Option<&'a RawValue>,
}

impl Question {
    /// Reads a line, `number` counted from 1: an object with `query` and perhaps `id`, `date`, `context` and `country`, all strings.
    ///
    /// # Errors
    /// When the line is no such object, or `date` is no day.
    ///
    /// ```
    /// let line = r#"{"id": "a", "query": "the French president", "date": "2019-03-01"}"#;
    /// let question = sayso_reader::Question::parse(line, 1).unwrap();
    /// assert_eq!(question.query, "the French president");
    /// ```
    pub fn parse(line: &str, number: usize) -> Result<Self, ReadError> {
        let line = object(line, number)?;
        let fields: Fields = serde_json::from_str(&line).map_err(|e| invalid(e, number))?;
        let string = |field, value| text(field, value, number);
        let filled = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
        let date = match filled(string("date", fields.date)?) {
            None => None,
            Some(text) => Some(dates::parse(&text).ok_or(ReadError::NoDate {
                line: number,
                field: "date",
                found: text.chars().take(40).collect(),
            })?),
        };
        Ok(Self {
            id: id(fields.id, number)?,
            query: string("query", fields.query)?.ok_or(ReadError::Missing {
                line: number,
                field: "query",
            })?,
            date,
            context: filled(string("context", fields.context)?),
            country: filled(string("country", fields.country)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told() {
        for (line, wanted) in [
            (r#"{"id": 1}"#, "no field `query`"),
            (r#"{"query": 7}"#, "a number"),
            (r#"{"query": "x", "date": "soon"}"#, "`date` is `soon`"),
            ("7", "not a JSON object"),
        ] {
            let error = Question::parse(line, 2).unwrap_err().to_string();
            assert!(error.starts_with("line 2: ") && error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn blanks_and_nulls_are_nothing() {
        let line = r#"{"query": "x", "date": " ", "context": null, "country": ""}"#;
        let question = Question::parse(line, 4).unwrap();
        assert_eq!(
            (question.date, question.context, question.country),
            (None, None, None)
        );
        assert_eq!(question.id.to_string(), "4");
    }
}
