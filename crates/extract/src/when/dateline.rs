//! The line that begins a report with its place and day ("BEIJING, May 9 -"): "today" is that day, not the day of publication.

use crate::places::tokens_of;
use crate::syntax::Tree;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TimexType, TokenIx};
use std::ops::Range;

/// A dateline that is not of the day of publication.
#[derive(Clone, Debug)]
pub(super) struct Dateline {
    pub(super) words: Range<usize>,
    days: i64,
}

impl Dateline {
    /// Days that were counted from publication, counted from the day of the dateline.
    pub(super) fn moved(&self, interval: Interval) -> Interval {
        let moved = |day: Option<Date>| day.map(|d| d.saturating_add(self.days.days()));
        Interval {
            start: moved(interval.start),
            end: moved(interval.end),
        }
    }
}

/// The most letters before the day of a dateline, and the most days that publication is later.
const FAR: usize = 60;
const LATE: i64 = 7;

/// The dateline of a document.
pub(super) fn find(tree: &Tree) -> Option<Dateline> {
    let doc = tree.doc;
    let published = doc.article.published?;
    let sentence = doc.sentences.iter().find(|s| !s.heading)?;
    let from = sentence.span.start();
    let time = doc
        .times
        .iter()
        .find(|t| t.span.start() >= from && t.kind == TimexType::Date)
        .filter(|t| t.span.start() < from + FAR)?;
    let words = tokens_of(tree, time.span);
    let place = tree.form(TokenIx::new(sentence.tokens.start));
    let capitals = place.len() > 1 && place.chars().all(|c| !c.is_lowercase());
    let dash = matches!(
        tree.doc
            .tokens
            .get(words.end)
            .map(|_| tree.form(TokenIx::new(words.end))),
        Some("-" | "–" | "—" | "--" | "_" | "(")
    );
    let day = time.interval.start.filter(|s| time.interval.end == Some(*s))?;
    let days = i64::from((day - published).get_days());
    (capitals && dash && days.abs() <= LATE).then_some(Dateline { words, days })
}

/// Whether an expression is counted from the day on which the report was written.
pub(super) fn deictic(tree: &Tree, words: &Range<usize>) -> bool {
    let lower = |i: usize| tree.form(TokenIx::new(i)).to_lowercase();
    words.clone().any(|i| {
        matches!(
            lower(i).as_str(),
            "today" | "yesterday" | "tomorrow" | "tonight" | "overnight"
        ) || matches!(lower(i).as_str(), "this" | "last")
            && i + 1 < words.end
            && matches!(
                lower(i + 1).as_str(),
                "morning" | "afternoon" | "evening" | "night"
            )
    })
}
