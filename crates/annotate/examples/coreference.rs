//! Writes what coreference has to choose from in documents, one a line, for `training/coreference.py`:
//! `cargo run --release -p sayso-annotate --example coreference -- DOCUMENTS.jsonl`, objects with `id` and `text`. Paragraphs
//! are separated by line breaks.

use sayso_annotate::Annotator;
use sayso_model::{Article, CodePoints, Paragraph, ParagraphKind, Span};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io::Write;

#[derive(Deserialize)]
struct Given {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    /// In code points.
    phrases: Vec<(usize, usize)>,
    kinds: Vec<&'static str>,
    alone: Vec<&'a [u8]>,
    /// For each phrase its candidates.
    candidates: Vec<Vec<Written<'a>>>,
}

/// A candidate: its number, its fields and its numbers.
type Written<'a> = (usize, &'a [u8], [f32; 2]);

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a JSONL file")?;
    let annotator = Annotator::embedded()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(path)?.lines() {
        let Given { id, text } = serde_json::from_str(line)?;
        let paragraphs = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            Paragraph {
                span: Span::new(start, start + line.len()),
                kind: ParagraphKind::Body,
            }
        });
        let article = Article {
            paragraphs: paragraphs.collect(),
            text: text.clone(),
            ..Article::default()
        };
        let (doc, choices) = annotator.choices(vec![article]).remove(0);
        let points = CodePoints::new(&text);
        let line = Line {
            id: &id,
            phrases: doc
                .phrases
                .iter()
                .map(|p| points.span(&text, doc.span(&p.tokens)))
                .collect(),
            kinds: doc.phrases.iter().map(|p| p.kind.name()).collect(),
            alone: choices.iter().map(|c| &c.alone[..]).collect(),
            candidates: choices
                .iter()
                .map(|c| {
                    c.candidates
                        .iter()
                        .map(|c| (c.phrase, &c.fields[..], c.numbers))
                        .collect()
                })
                .collect(),
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
