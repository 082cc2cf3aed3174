//! The program against the training: `tests/fixture.json` holds what `training/fixture.py` wrote.

use crate::annotate::{Annotator, GivenWord};
use crate::pieces::{Shape, Vocabulary};
use crate::weights::Weights;
use crate::words::Splitter;
use sayso_model::{Article, Paragraph, ParagraphKind, Span};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixture {
    text: String,
    sentences: Vec<Expected>,
}

/// A sentence; spans count code points.
#[derive(Deserialize)]
struct Expected {
    paragraph: bool,
    spans: Vec<(usize, usize)>,
    pieces: Vec<Vec<u16>>,
    shapes: Vec<u8>,
    upos: Vec<String>,
    heads: Vec<usize>,
    deprel: Vec<String>,
}

impl Fixture {
    fn load() -> Self {
        serde_json::from_str(include_str!("../tests/fixture.json")).expect("the fixture is readable")
    }

    fn span(&self, (start, end): (usize, usize)) -> Span {
        let byte = |point: usize| {
            self.text
                .char_indices()
                .nth(point)
                .map_or(self.text.len(), |(at, _)| at)
        };
        Span::new(byte(start), byte(end))
    }

    fn spans(&self, sentence: &Expected) -> Vec<Span> {
        sentence.spans.iter().map(|span| self.span(*span)).collect()
    }
}

#[test]
fn words_pieces_and_shapes() {
    let fixture = Fixture::load();
    let vocabulary = Vocabulary::new(&Weights::embedded().unwrap().lines("vocabulary").unwrap()).unwrap();
    for sentence in &fixture.sentences {
        let spans = fixture.spans(sentence);
        let start = spans[0].start();
        let words = Splitter::new().split(&fixture.text[start..spans[spans.len() - 1].end()]);
        let words: Vec<Span> = words
            .into_iter()
            .map(|w| Span::new(start + w.start, start + w.end))
            .collect();
        assert_eq!(words, spans);
        for ((span, pieces), shape) in spans.iter().zip(&sentence.pieces).zip(&sentence.shapes) {
            let form = span.of(&fixture.text);
            let mut found = Vec::new();
            vocabulary.spell(form, &mut found);
            assert_eq!(&found, pieces, "{form}");
            assert_eq!(Shape::of(form) as u8, *shape, "{form}");
        }
    }
}

#[test]
fn labels() {
    let fixture = Fixture::load();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut sentences = Vec::new();
    for sentence in &fixture.sentences {
        let spans = fixture.spans(sentence);
        let whole = spans[0].join(spans[spans.len() - 1]);
        match paragraphs.last_mut() {
            Some(last) if !sentence.paragraph => last.span = last.span.join(whole),
            _ => paragraphs.push(Paragraph {
                span: whole,
                kind: ParagraphKind::Body,
            }),
        }
        let word = |span: &Span| GivenWord {
            span: *span,
            form: span.of(&fixture.text).to_owned(),
        };
        sentences.push(spans.iter().map(word).collect());
    }
    let article = Article {
        text: fixture.text.clone(),
        paragraphs,
        ..Article::default()
    };
    let annotated = Annotator::embedded().unwrap().annotate_given(article, sentences);
    assert_eq!(annotated.sentences.len(), fixture.sentences.len());
    let (mut same, mut all) = (0, 0);
    for (found, expected) in annotated.sentences.iter().zip(&fixture.sentences) {
        assert_eq!(found.tokens.len(), expected.upos.len());
        for (number, token) in annotated.tokens[found.tokens.clone()].iter().enumerate() {
            let head = token.head.map_or(0, |head| head.at() + 1 - found.tokens.start);
            all += 3;
            same += usize::from(token.upos == expected.upos[number]);
            same += usize::from(head == expected.heads[number]);
            same += usize::from(token.deprel == expected.deprel[number]);
        }
    }
    assert!(
        same * 100 >= all * 97,
        "{same} of {all} labels are those of the float network"
    );
}
