//! Lines of JSONL with a sentence and two marked spans.

use crate::ReadError;
use crate::jsonl::{Id, id, invalid, kind, object, text};
use sayso_model::Span;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A sentence with a source and a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What it is called.
    pub id: Id,
    /// The sentence, exactly as given.
    pub sentence: String,
    /// Who does something.
    pub source: Span,
    /// To whom.
    pub target: Span,
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    sentence: Option<&'a RawValue>,
    #[serde(borrow)]
    source_span: Option<&'a RawValue>,
    #[serde(borrow)]
    target_span: Option<&'a RawValue>,
}

impl Pair {
    /// Reads a line, `number` counted from 1: an object with `id`, `sentence`, `source_span` and `target_span`, the spans in
    /// code points, half-open.
    ///
    /// # Errors
    /// When the line is no such object, or a span is none of the sentence.
    ///
    /// ```
    /// let line = r#"{"id": 1, "sentence": "Île: A hit B.", "source_span": [5, 6], "target_span": [11, 12]}"#;
    /// let pair = sayso_reader::Pair::parse(line, 1).unwrap();
    /// assert_eq!((pair.source.of(&pair.sentence), pair.target.of(&pair.sentence)), ("A", "B"));
    /// ```
    pub fn parse(line: &str, number: usize) -> Result<Self, ReadError> {
        let line = object(line, number)?;
        let fields: Fields = serde_json::from_str(&line).map_err(|e| invalid(e, number))?;
        let sentence = text("sentence", fields.sentence, number)?.ok_or(ReadError::Missing {
            line: number,
            field: "sentence",
        })?;
        let span = |field, value: Option<&RawValue>| {
            let raw = value.ok_or(ReadError::MissingSpan { line: number, field })?;
            let (start, end) =
                serde_json::from_str::<(usize, usize)>(raw.get()).map_err(|_| ReadError::WrongType {
                    line: number,
                    field,
                    found: kind(raw),
                    wanted: "two offsets, [start, end)",
                })?;
            bytes(&sentence, start, end).ok_or_else(|| ReadError::NoSpan {
                line: number,
                field,
                start,
                end,
                size: sentence.chars().count(),
            })
        };
        Ok(Self {
            id: id(fields.id, number)?,
            source: span("source_span", fields.source_span)?,
            target: span("target_span", fields.target_span)?,
            sentence,
        })
    }
}

/// The span between two code points of a text.
fn bytes(text: &str, start: usize, end: usize) -> Option<Span> {
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let first = places.nth(start)?;
    let last = places.nth(end.checked_sub(start.checked_add(1)?)?)?;
    Some(Span::new(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told() {
        let cases = [
            (r#"{"sentence": "A hit B."}"#, "source_span"),
            (
                r#"{"source_span": [0, 1], "target_span": [0, 1]}"#,
                "no field `sentence`",
            ),
            (
                r#"{"sentence": "A hit B.", "source_span": [0, 1], "target_span": [6, 99]}"#,
                "[6, 99)",
            ),
            (
                r#"{"sentence": "A hit B.", "source_span": [1, 1], "target_span": [6, 7]}"#,
                "[1, 1)",
            ),
            (
                r#"{"sentence": "A hit B.", "source_span": [2, 1], "target_span": [6, 7]}"#,
                "[2, 1)",
            ),
            (
                r#"{"sentence": "A hit B.", "source_span": [-1, 1], "target_span": [6, 7]}"#,
                "two offsets",
            ),
            (
                r#"{"sentence": 7, "source_span": [0, 1], "target_span": [6, 7]}"#,
                "a number",
            ),
            ("[]", "not a JSON object"),
            ("{", "not valid JSON"),
        ];
        for (line, wanted) in cases {
            let error = Pair::parse(line, 3).unwrap_err().to_string();
            assert!(
                error.starts_with("line 3: ") && error.contains(wanted),
                "{line}: {error}"
            );
        }
    }

    #[test]
    fn half_surrogates_count_as_one_character() {
        let line = r#"{"sentence": "\ud800 A hit B.", "source_span": [2, 3], "target_span": [8, 9]}"#;
        let pair = Pair::parse(line, 1).unwrap();
        assert_eq!(
            (pair.source.of(&pair.sentence), pair.target.of(&pair.sentence)),
            ("A", "B")
        );
    }
}
