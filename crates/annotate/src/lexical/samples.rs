//! Documents for tests: words and sentences by blanks and marks only, without any syntax.

use jiff::civil::Date;
use sayso_model::{Annotated, Article, Paragraph, ParagraphKind, Sentence, Span, Token};

/// A document of one paragraph.
pub(super) fn document(text: &str, kind: ParagraphKind, published: Option<Date>) -> Annotated {
    let span = Span::new(0, text.len());
    let article = Article {
        text: text.to_owned(),
        published,
        paragraphs: vec![Paragraph { span, kind }],
        ..Article::default()
    };
    let mut doc = Annotated {
        article,
        ..Annotated::default()
    };
    let mut start = 0;
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let mark = part[word.len()..].trim();
        for (at, form) in [(start, word), (start + word.len(), mark)] {
            if !form.is_empty() {
                doc.tokens.push(token(Span::new(at, at + form.len()), form));
            }
        }
        start += part.len();
    }
    let mut first = 0;
    for at in 0..doc.tokens.len() {
        let ends = doc.tokens[at].span.of(text) == "." && text[doc.tokens[at].span.end()..].starts_with(' ');
        if ends || at + 1 == doc.tokens.len() {
            let span = doc.tokens[first].span.join(doc.tokens[at].span);
            doc.sentences.push(Sentence {
                span,
                tokens: first..at + 1,
                paragraph: 0,
                heading: kind.is_heading(),
            });
            first = at + 1;
        }
    }
    doc
}

fn token(span: Span, form: &str) -> Token {
    let lower = form.to_lowercase();
    let lemma = lower
        .strip_suffix('s')
        .filter(|stem| stem.len() > 2 && !stem.ends_with('s'))
        .unwrap_or(&lower);
    Token {
        span,
        lemma: lemma.to_owned(),
        upos: "",
        xpos: "",
        head: None,
        deprel: "",
        happened: 0.0,
        cue: 0.0,
    }
}
