//! Hours and parts of a day: "at ten", "before dawn", "during the night", "at midnight on Monday" are of the day that is told beside them.

use super::belongs;
use super::link::{Link, Side};
use super::told::{Teller, Told};
use crate::syntax::Tree;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};
use std::ops::Range;

impl Teller<'_> {
    /// "The embargo was renewed **at midnight on Monday**": at the end of that day or at its beginning.
    pub(super) fn at_midnight(&self, told: &mut Told, words: &Range<usize>) {
        let midnight =
            words.clone().any(|i| self.form(i) == "midnight") && !self.behind(words.start, &["before"]);
        let day = told
            .interval
            .start
            .filter(|s| midnight && told.interval.end == Some(*s) && told.link == Link::In);
        let next = day.and_then(|d| d.tomorrow().ok());
        let gone = |d: &Date| self.owner_side(told) != Side::Past || self.published.is_none_or(|p| *d <= p);
        if let Some(next) = next.filter(gone) {
            told.interval.end = Some(next);
        }
    }

    /// A time of day has the day that was told last.
    pub(super) fn clock(&self, mut told: Told) -> Option<Told> {
        if told.link == Link::Before && self.owner_side(&told) == Side::Past {
            told.link = Link::In;
        }
        if let Some(anchor) = self.anchor(told.words.start, false, true, Side::Present, 10) {
            told.interval = anchor.interval;
        }
        told.exact = true;
        Some(told)
    }

    /// A time of day without a day: of the day told before, or that many days behind it.
    pub(super) fn of_that_day(&self, told: &mut Told, known: &[Option<Told>], later: i64) -> Option<()> {
        let side = self.owner_side(told);
        // "Police came before dawn, officials said on Friday"
        let behind = known.iter().flatten().find(|t| {
            t.words.start > told.words.end && t.interval.start == t.interval.end && t.link == Link::In
        });
        let anchor = self.anchor(told.words.start, false, true, Side::Present, 10);
        let same = anchor.filter(|a| self.tree.doc.sentence_of(a.top) == self.tree.doc.sentence_of(told.top));
        let anchor = same.or(behind).or(anchor)?;
        let gone = self
            .published
            .is_some_and(|p| anchor.interval.end.is_some_and(|e| e < p));
        if side == Side::Ahead && gone {
            return None;
        }
        told.interval = anchor.interval;
        // "took the base on the night of 27 February; by morning …"
        let early = told
            .words
            .clone()
            .any(|i| matches!(self.form(i).as_str(), "morning" | "dawn" | "sunrise" | "daybreak"));
        if let (true, Some(end)) = (early && self.form(told.words.start) != "the", anchor.interval.end) {
            told.interval = Interval::day(end);
        }
        if side != Side::Ahead && matches!(told.link, Link::Before | Link::After) {
            told.link = Link::In;
        }
        if later > 0 {
            // Of Friday evening it is Saturday; of Friday it may be either.
            let late = anchor.words.clone().any(|i| {
                matches!(
                    self.form(i).as_str(),
                    "evening" | "night" | "late" | "dusk" | "nightfall"
                )
            });
            let end = told.interval.end?.checked_add(later.days()).ok()?;
            let start = if late { end } else { told.interval.start? };
            told.interval = Interval::between(start, end);
        }
        Some(())
    }

    /// "Troops came at dawn on Friday. The rebels had left **during the night**": before the day told before; "During the night they burned the mill": behind it.
    pub(super) fn that_night(&self, told: &mut Told, known: &[Option<Told>]) -> Option<()> {
        if self.of_that_day(told, known, 0).is_none() {
            let today = self.today().filter(|_| self.owner_side(told) != Side::Ahead)?;
            told.interval = Interval::between(today.yesterday().ok()?, today);
            return Some(());
        }
        let day = told.interval.start.filter(|s| told.interval.end == Some(*s))?;
        told.interval = if told.owner.is_some_and(|o| self.had(o)) {
            Interval::between(day.yesterday().ok()?, day)
        } else {
            Interval::between(day, day.tomorrow().ok()?)
        };
        told.link = Link::In;
        Some(())
    }

    /// Whether a verb, or that of the clause above, stands in the pluperfect.
    pub(super) fn had(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        let had = |v: TokenIx| {
            tree.with(v, "aux")
                .any(|a| tree.lower(a) == "have" && matches!(tree.xpos(a), "VBD" | "VBN" | "VBG"))
        };
        let above = || {
            tree.upward(verb)
                .skip(1)
                .find(|w| belongs::is_predicate(tree, *w))
        };
        had(verb) || tree.deprel(verb) == "acl:relcl" && above().is_some_and(had)
    }

    /// "Rebels had left **overnight**, the mayor said on Friday": the night before the day that the sentence, or one before it, tells.
    pub(super) fn night_before(
        &self,
        words: &Range<usize>,
        told: Option<&Told>,
        known: &[Option<Told>],
    ) -> Option<Interval> {
        let told = told.filter(|_| words.len() == 1 && self.form(words.start) == "overnight")?;
        let owner = told.owner?;
        let had = self.had(owner);
        let day = |t: &&Told| {
            matches!(t.link, Link::In | Link::Since)
                && t.interval.start == t.interval.end
                && t.words != told.words
        };
        let said = |t: &&Told| t.owner.is_some_and(|o| o != owner && (had || self.says(o)));
        let before = || {
            self.anchor(words.start, false, true, Side::Past, 10)
                .filter(|_| had)
        };
        let day = known
            .iter()
            .flatten()
            .filter(said)
            .find(day)
            .or_else(|| before().filter(day))?;
        let day = day
            .interval
            .start
            .filter(|d| self.published.is_none_or(|p| *d <= p))?;
        Some(Interval::between(day.yesterday().ok()?, day))
    }
}

/// Whether the words name a time of day and no day.
pub(super) fn is_clock(tree: &Tree, words: &Range<usize>) -> bool {
    words.clone().all(|i| {
        let form = tree.form(TokenIx::new(i)).to_lowercase();
        form.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                form.as_str(),
                "noon"
                    | "midnight"
                    | "midday"
                    | "a.m."
                    | "p.m."
                    | "am"
                    | "pm"
                    | "gmt"
                    | "hours"
                    | "around"
                    | "about"
                    | "local"
                    | "time"
                    | "at"
            )
    }) && words.clone().any(|i| {
        let form = tree.form(TokenIx::new(i));
        form.contains([':', '.'])
            || matches!(
                form,
                "noon" | "midnight" | "midday" | "am" | "pm" | "a.m." | "p.m."
            )
    })
}
