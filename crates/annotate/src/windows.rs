//! Cuts an article into windows: what the encoder reads at once. A window is a run of whole paragraphs; a paragraph that
//! is too long is cut, at the end of a sentence where there seems to be one.

use crate::pieces::{Shape, Vocabulary};
use sayso_model::Span;

/// Pieces of a window, unless one given sentence is longer.
const LENGTH: usize = 224;
/// Pieces of a window that holds one given sentence.
const LONGEST: usize = crate::encoder::POSITIONS - 2;

/// What stands before a word; the numbers are those of the training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Edge {
    /// The word before.
    Glued,
    /// A blank.
    Blank,
    /// The begin of its paragraph.
    Paragraph,
}

/// A word of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) edge: Edge,
    pub(crate) paragraph: u32,
    /// Whether a sentence begins here, where that is known.
    pub(crate) begins: Option<bool>,
}

/// A word of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WindowWord {
    /// The window's piece after its last.
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    pub(crate) edge: Edge,
    /// Whether a sentence begins here, where that is known.
    pub(crate) begins: Option<bool>,
}

/// What the encoder reads at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The number of its first word in the article.
    pub(crate) first: usize,
    pub(crate) words: Vec<WindowWord>,
    pub(crate) pieces: Vec<u16>,
}

/// The windows of an article, made one after another.
pub(crate) struct Windows<'a, F> {
    vocabulary: &'a Vocabulary,
    words: &'a [Word],
    form: F,
    at: usize,
    /// Whether the last window ended within a sentence.
    within: bool,
}

impl<'a, F: Fn(usize) -> &'a str> Windows<'a, F> {
    /// Of these words, whose characters `form` tells.
    pub(crate) fn new(vocabulary: &'a Vocabulary, words: &'a [Word], form: F) -> Self {
        Self {
            vocabulary,
            words,
            form,
            at: 0,
            within: false,
        }
    }

    /// How good it is to cut before a word, 0 for not at all.
    fn cut(&self, at: usize) -> u8 {
        let word = self.words[at];
        match (word.edge, word.begins) {
            (Edge::Paragraph, _) => 3,
            (_, Some(begins)) => 2 * u8::from(begins),
            (Edge::Glued, None) => 0,
            (Edge::Blank, None) => {
                let mut before = (self.at..at).rev().map(|at| (self.form)(at));
                let mark = before.find(|form| !form.chars().all(|c| "\"'”’»)]".contains(c)));
                u8::from(mark.is_some_and(|form| form.ends_with(['.', '!', '?']) && form.len() == 1))
            }
        }
    }
}

impl<'a, F: Fn(usize) -> &'a str> Iterator for Windows<'a, F> {
    type Item = Window;

    fn next(&mut self) -> Option<Window> {
        let mut window = Window {
            first: self.at,
            words: Vec::new(),
            pieces: Vec::new(),
        };
        let (mut best, mut kind) = (self.at, 0);
        while let Some(word) = self.words.get(self.at + window.words.len()) {
            let here = self.at + window.words.len();
            let cut = if here == self.at { 0 } else { self.cut(here) };
            if cut >= kind && cut > 0 {
                (best, kind) = (here, cut);
            }
            let form = (self.form)(here);
            self.vocabulary.spell(form, &mut window.pieces);
            let length = if kind == 0 && word.begins.is_some() {
                LONGEST
            } else {
                LENGTH
            };
            if window.pieces.len() > length {
                let end = if kind == 0 { here } else { best };
                window.words.truncate(end - self.at);
                break;
            }
            let (end, shape) = (window.pieces.len(), Shape::of(form));
            window.words.push(WindowWord {
                end,
                shape,
                edge: word.edge,
                begins: word.begins,
            });
        }
        window.pieces.truncate(window.words.last()?.end);
        window.words[0].begins.get_or_insert(!self.within);
        self.at += window.words.len();
        self.within = kind == 0;
        Some(window)
    }
}
