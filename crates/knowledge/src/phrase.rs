//! A name or description as words, and which runs of these the tables know.

use crate::index::{Ref, in_capitals};
use crate::names::key;
use crate::{Knowledge, readings};
use std::ops::Range;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    Nothing,
    Hyphen,
    /// A comma, a bracket, a dash or a colon.
    Mark,
}

/// A word of a phrase.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    /// As written, without a possessive ending.
    pub(crate) form: &'a str,
    /// Its part of a key, with the ending and without.
    full: String,
    pub(crate) bare: String,
    /// Whether it has a possessive ending.
    pub(crate) possessive: bool,
    pub(crate) before: Before,
}

impl Word<'_> {
    pub(crate) fn capital(&self) -> bool {
        self.form.starts_with(char::is_uppercase)
    }
}

/// Cuts a phrase into words: at blanks, hyphens and marks.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let (mut start, mut before) = (None, Before::Nothing);
    let inside = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '&' | '+' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '.')
            || combining(c)
    };
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if let Some(word) = word(&text[from..at], before) {
                    out.push(word);
                    before = Before::Nothing;
                }
                start = None;
            }
            _ => {}
        }
        match c {
            '-' | '‐' | '‑' => before = Before::Hyphen,
            ',' | '(' | ')' | ';' | ':' | '–' | '—' => before = Before::Mark,
            _ => {}
        }
    }
    out
}

fn combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn word(text: &str, before: Before) -> Option<Word<'_>> {
    let text = text.trim_matches(['\'', '‘', '`']);
    let full = key_of(text);
    let form = text
        .strip_suffix("'s")
        .or_else(|| text.strip_suffix("’s"))
        .or_else(|| {
            text.strip_suffix("s'")
                .or_else(|| text.strip_suffix("s’"))
                .map(|s| &text[..s.len() + 1])
        })
        .unwrap_or(text);
    let possessive = form.len() < text.len();
    // Nothing but marks.
    if full.is_empty() {
        return None;
    }
    Some(Word {
        form: form.trim_end_matches(['.', '’']),
        bare: if possessive { key_of(form) } else { full.clone() },
        full,
        possessive,
        before,
    })
}

/// The key of one word; "the" keeps.
fn key_of(word: &str) -> String {
    if word.is_ascii() {
        let kept = word.bytes().filter(|b| !matches!(b, b'\'' | b'.' | b'`'));
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    key(word).replace(' ', "")
}

/// A run of words that the tables know.
pub(crate) struct Run<'k> {
    pub(crate) words: Range<usize>,
    /// Whether the last word's possessive ending is not part of the name.
    pub(crate) possessive: bool,
    pub(crate) refs: Vec<&'k [Ref]>,
    capitals: bool,
}

impl Run<'_> {
    /// What it may stand for.
    pub(crate) fn refs(&self) -> impl Iterator<Item = Ref> {
        let all = self.refs.iter().flat_map(|refs| refs.iter().copied());
        all.filter(|r| !r.capitals() || self.capitals)
    }
}

impl Knowledge {
    /// The runs of words from a word on that the tables know, longest first.
    pub(crate) fn runs(&self, words: &[Word], start: usize) -> Vec<Run<'_>> {
        let mut out: Vec<Run> = Vec::new();
        for (map, refs) in &self.indexes {
            let automaton = map.as_fst();
            // From a node and what was put out before it, along a text.
            let walk = |(mut node, mut sum): (fst::raw::CompiledAddr, u64), text: &str| {
                for byte in text.bytes() {
                    let here = automaton.node(node);
                    let next = here.transition(here.find_input(byte)?);
                    sum += next.out.value();
                    node = next.addr;
                }
                Some((node, sum))
            };
            let found = |(node, sum): (fst::raw::CompiledAddr, u64)| {
                let node = automaton.node(node);
                node.is_final().then(|| {
                    readings(
                        refs,
                        usize::try_from(sum + node.final_output().value()).unwrap_or(usize::MAX),
                    )
                })
            };
            let mut state = Some((automaton.root().addr(), 0));
            for at in start..words.len() {
                let word = &words[at];
                if at > start {
                    state = state.and_then(|s| walk(s, " "));
                }
                let Some(here) = state else { break };
                let full = walk(here, &word.full);
                let bare = word.possessive.then(|| walk(here, &word.bare)).flatten();
                for (end, possessive) in [(full, false), (bare, true)] {
                    if let Some(known) = end.and_then(found) {
                        let same = |r: &&mut Run| r.words.end == at + 1 && r.possessive == possessive;
                        match out.iter_mut().find(same) {
                            Some(run) => run.refs.push(known),
                            None => out.push(Run {
                                words: start..at + 1,
                                possessive,
                                refs: vec![known],
                                capitals: words[start..=at].iter().all(|w| in_capitals(w.form)),
                            }),
                        }
                    }
                }
                state = full;
            }
        }
        out.sort_by_key(|r| std::cmp::Reverse((r.words.end, r.possessive)));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_cut() {
        let found = words("Harry Ho-jen Tseng, Taiwan’s deputy (U.N.) envoy");
        let forms: Vec<_> = found
            .iter()
            .map(|w| (w.form, &*w.bare, w.before, w.possessive))
            .collect();
        use Before::{Hyphen, Mark, Nothing};
        assert_eq!(
            forms,
            [
                ("Harry", "harry", Nothing, false),
                ("Ho", "ho", Nothing, false),
                ("jen", "jen", Hyphen, false),
                ("Tseng", "tseng", Nothing, false),
                ("Taiwan", "taiwan", Mark, true),
                ("deputy", "deputy", Nothing, false),
                ("U.N", "un", Mark, false),
                ("envoy", "envoy", Mark, false),
            ]
        );
        let marks: Vec<String> = words("'s --- ...").into_iter().map(|w| w.bare).collect();
        assert_eq!(marks, ["s"]);
    }
}
