//! CoNLL-U in and out. Given sentences, words and multiword tokens are kept.

use crate::Document;
use sayso_annotate::GivenWord;
use sayso_model::{Article, Paragraph, ParagraphKind, Span};
use std::fmt::Write;

/// A line that is no CoNLL-U.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A document whose sentences and words are given.
#[derive(Clone, Debug)]
pub struct GivenDocument {
    /// Its text, made of the `# text` lines, else of the forms.
    pub article: Article,
    /// Its words, sentence by sentence.
    pub words: Vec<Vec<GivenWord>>,
    /// What to write again.
    pub frame: Vec<GivenSentence>,
}

/// What a sentence had besides its words.
#[derive(Clone, Debug, Default)]
pub struct GivenSentence {
    /// Comments but `# text` and `# newdoc`.
    pub comments: Vec<String>,
    /// Its text.
    pub text: String,
    /// Multiword tokens: before which word (from 1), and their lines.
    pub ranges: Vec<(usize, String)>,
    /// The MISC column of each word.
    pub misc: Vec<String>,
}

#[derive(Default)]
struct Raw {
    comments: Vec<String>,
    text: Option<String>,
    /// (first word, last word, form, SpaceAfter=No, line)
    ranges: Vec<(usize, usize, String, bool, String)>,
    /// (form, SpaceAfter=No, misc)
    words: Vec<(String, bool, String)>,
}

/// Reads CoNLL-U; ID, FORM and `SpaceAfter=No` of each word are used, the other columns are not.
///
/// # Errors
/// When a line has not ten columns, or words are not numbered from 1.
pub fn read(text: &str, default_id: &str) -> Result<Vec<GivenDocument>, ConlluError> {
    let mut documents: Vec<(String, Vec<(bool, Raw)>)> = Vec::new();
    let mut raw = Raw::default();
    let (mut new_document, mut new_paragraph) = (None, false);
    let mut close = |raw: &mut Raw, new_document: &mut Option<String>, new_paragraph: &mut bool| {
        if raw.words.is_empty() {
            return;
        }
        if new_document.is_some() || documents.is_empty() {
            documents.push((
                new_document.take().unwrap_or_else(|| default_id.to_owned()),
                Vec::new(),
            ));
        }
        let sentences = &mut documents.last_mut().expect("just pushed").1;
        sentences.push((std::mem::take(new_paragraph), std::mem::take(raw)));
    };
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        let wrong = |message: &str| ConlluError {
            line: number + 1,
            message: message.to_owned(),
        };
        if line.trim().is_empty() {
            close(&mut raw, &mut new_document, &mut new_paragraph);
        } else if let Some(comment) = line.strip_prefix('#').filter(|_| raw.words.is_empty()) {
            let comment = comment.trim();
            let value = comment.split_once('=').map(|(_, v)| v.trim().to_owned());
            match comment.split([' ', '=']).next() {
                Some("text") => raw.text = value,
                Some("newdoc") => new_document = Some(value.unwrap_or_else(|| default_id.to_owned())),
                Some("newpar") => {
                    new_paragraph = true;
                    raw.comments.push(line.to_owned());
                }
                _ => raw.comments.push(line.to_owned()),
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() != 10 {
                return Err(wrong(&format!(
                    "{} columns instead of 10 (they are separated by tabs)",
                    columns.len()
                )));
            }
            let glued = columns[9].split('|').any(|m| m == "SpaceAfter=No");
            if let Some((first, last)) = columns[0].split_once('-') {
                let (Ok(first), Ok(last)) = (first.parse(), last.parse()) else {
                    return Err(wrong("a range needs two numbers"));
                };
                raw.ranges
                    .push((first, last, columns[1].to_owned(), glued, line.to_owned()));
            } else if !columns[0].contains('.') {
                if columns[0].parse() != Ok(raw.words.len() + 1) || columns[1].is_empty() {
                    return Err(wrong("words are numbered from 1, and each has a form"));
                }
                raw.words
                    .push((columns[1].to_owned(), glued, columns[9].to_owned()));
            }
        }
    }
    close(&mut raw, &mut new_document, &mut new_paragraph);
    Ok(documents
        .into_iter()
        .map(|(id, sentences)| document(id, sentences))
        .collect())
}

fn document(id: String, sentences: Vec<(bool, Raw)>) -> GivenDocument {
    let mut out = GivenDocument {
        article: Article {
            id,
            ..Article::default()
        },
        words: Vec::new(),
        frame: Vec::new(),
    };
    let text = &mut out.article.text;
    let mut paragraphs: Vec<(usize, usize)> = Vec::new();
    let mut glued = true;
    for (new_paragraph, raw) in sentences {
        if !text.is_empty() {
            text.push_str(if new_paragraph {
                "\n\n"
            } else if glued {
                ""
            } else {
                " "
            });
        }
        let own = raw
            .text
            .clone()
            .filter(|t| !t.trim().is_empty())
            .unwrap_or_else(|| joined(&raw));
        let start = text.len();
        text.push_str(&own);
        match paragraphs.last_mut() {
            Some(last) if !new_paragraph => last.1 = text.len(),
            _ => paragraphs.push((start, text.len())),
        }
        out.words.push(aligned(&raw, &own, start));
        glued = match (raw.ranges.last(), raw.words.last()) {
            (Some((_, last, _, glued, _)), _) if *last == raw.words.len() => *glued,
            (_, Some((_, glued, _))) => *glued,
            _ => false,
        };
        out.frame.push(GivenSentence {
            comments: raw.comments,
            text: own,
            ranges: raw
                .ranges
                .into_iter()
                .map(|(first, _, _, _, line)| (first, line))
                .collect(),
            misc: raw.words.into_iter().map(|(_, _, misc)| misc).collect(),
        });
    }
    let body = |(start, end): (usize, usize)| Paragraph {
        span: Span::new(start, end),
        kind: ParagraphKind::Body,
    };
    out.article.paragraphs = paragraphs.into_iter().map(body).collect();
    out
}

/// The text of a sentence from its forms.
fn joined(raw: &Raw) -> String {
    let mut text = String::new();
    let mut number = 1;
    while number <= raw.words.len() {
        let (form, glued, next) = match raw.ranges.iter().find(|r| r.0 == number && r.1 >= r.0) {
            Some((_, last, form, glued, _)) => (form, *glued, last + 1),
            None => (&raw.words[number - 1].0, raw.words[number - 1].1, number + 1),
        };
        text.push_str(form);
        if !glued && next <= raw.words.len() {
            text.push(' ');
        }
        number = next;
    }
    text
}

/// The words of a sentence with their places in its text, which begins at `start`.
fn aligned(raw: &Raw, text: &str, start: usize) -> Vec<GivenWord> {
    let mut words = Vec::new();
    let mut at = 0;
    let mut number = 1;
    let find = |form: &str, from: usize| {
        let rest = &text[from..];
        let skip = rest.len() - rest.trim_start().len();
        if rest[skip..].starts_with(form) {
            Some(from + skip)
        } else {
            rest.find(form).map(|i| from + i)
        }
    };
    // A form that the text does not have gets the next word of the text, or its last character.
    let fallback = |from: usize| {
        let rest = &text[from..];
        let skip = rest.len() - rest.trim_start().len();
        let begin = from + skip;
        let size = text[begin..]
            .find(char::is_whitespace)
            .unwrap_or(text.len() - begin);
        if size > 0 {
            (begin, begin + size)
        } else {
            let last = text.char_indices().next_back().map_or(0, |(i, _)| i);
            (last, text.len())
        }
    };
    while number <= raw.words.len() {
        let range = raw
            .ranges
            .iter()
            .find(|r| r.0 == number && r.1 <= raw.words.len() && r.1 >= r.0);
        let (form, last) = match range {
            Some((_, last, form, ..)) => (form.as_str(), *last),
            None => (raw.words[number - 1].0.as_str(), number),
        };
        let (from, to) = find(form, at).map_or_else(|| fallback(at), |i| (i, i + form.len()));
        if range.is_some() {
            let mut inner = from;
            let inside = raw.words[number - 1..last].iter().map(|(f, _, _)| {
                let piece = text[inner..to]
                    .find(f.as_str())
                    .map(|i| (inner + i, inner + i + f.len()));
                inner = piece.map_or(inner, |p| p.1);
                piece
            });
            let pieces: Vec<Option<(usize, usize)>> = inside.collect();
            // All words of the token slice it, or each has the span of the whole.
            let all = pieces.iter().all(Option::is_some);
            for (piece, (f, ..)) in pieces.into_iter().zip(&raw.words[number - 1..last]) {
                let (a, b) = piece.filter(|_| all).unwrap_or((from, to));
                words.push(GivenWord {
                    span: Span::new(start + a, start + b),
                    form: f.clone(),
                });
            }
        } else {
            words.push(GivenWord {
                span: Span::new(start + from, start + to),
                form: form.to_owned(),
            });
        }
        at = to;
        number = last + 1;
    }
    words
}

/// Writes a document; `given` are the sentences as they came, where they were given.
pub fn write(doc: &Document, given: Option<&GivenDocument>, out: &mut String) {
    let annotated = &doc.annotated;
    let text = &annotated.article.text;
    let _ = writeln!(out, "# newdoc id = {}", one_line(&annotated.article.id));
    if annotated.sentences.is_empty() {
        out.push('\n');
    }
    let mut paragraph = None;
    for (number, sentence) in annotated.sentences.iter().enumerate() {
        let frame = given.and_then(|g| g.frame.get(number));
        match frame {
            Some(frame) => {
                for comment in &frame.comments {
                    let _ = writeln!(out, "{comment}");
                }
                let _ = writeln!(out, "# text = {}", one_line(&frame.text));
            }
            None => {
                if paragraph != Some(sentence.paragraph) {
                    let _ = writeln!(out, "# newpar");
                }
                paragraph = Some(sentence.paragraph);
                let _ = writeln!(out, "# sent_id = {}", number + 1);
                let _ = writeln!(out, "# text = {}", one_line(sentence.span.of(text)));
            }
        }
        let first = sentence.tokens.start;
        for (at, token) in annotated.tokens[sentence.tokens.clone()].iter().enumerate() {
            for (_, line) in frame
                .iter()
                .flat_map(|f| &f.ranges)
                .filter(|(before, _)| *before == at + 1)
            {
                let _ = writeln!(out, "{line}");
            }
            let head = token.head.map_or(0, |h| h.at() - first + 1);
            let next = annotated.tokens.get(first + at + 1);
            let last = first + at + 1 == sentence.tokens.end;
            let (form, misc) = match given.zip(frame) {
                Some((g, f)) => (g.words[number][at].form.as_str(), f.misc[at].as_str()),
                None => {
                    let glued = next.is_some_and(|n| n.span.start() == token.span.end());
                    (
                        token.span.of(text),
                        if glued && !(last && next.is_none()) {
                            "SpaceAfter=No"
                        } else {
                            "_"
                        },
                    )
                }
            };
            let form = one_line(form);
            let lemma = one_line(&token.lemma);
            let _ = writeln!(
                out,
                "{}\t{form}\t{lemma}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}",
                at + 1,
                token.upos,
                token.xpos,
                token.deprel
            );
        }
        out.push('\n');
    }
}

/// Without tabs and line breaks, which CoNLL-U keeps for itself; never empty.
fn one_line(text: &str) -> String {
    let clean = text.replace(
        [
            '\t', '\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}',
        ],
        " ",
    );
    if clean.is_empty() { "_".to_owned() } else { clean }
}
