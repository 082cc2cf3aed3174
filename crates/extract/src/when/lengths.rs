//! Lengths of time that say when: "over the past three days", "within a week of the vote", "freed after eleven days", "over the next three days".

use super::belongs;
use super::link::{Link, Side};
use super::tense;
use super::told::{Teller, Told};
use super::unit::{self, Unit};
use sayso_model::{Interval, Timex, TimexType, TokenIx};
use std::ops::Range;

impl Teller<'_> {
    /// "over the past three days", "within a week of the vote"
    pub(super) fn length(&self, timex: &Timex, words: &Range<usize>, known: &[Option<Told>]) -> Option<Told> {
        let (number, unit) = length_of(timex)?;
        let text = timex.span.of(&self.tree.doc.article.text).to_lowercase();
        let has = |list: &[&str]| text.split(' ').any(|word| list.contains(&word));
        let published = self.published?;
        let before = words.start.checked_sub(1).map(TokenIx::new)?;
        let within = self.tree.form(before).eq_ignore_ascii_case("within");
        let interval = if has(&["past", "last", "previous"]) {
            Interval::between(published.saturating_sub(unit.span(number)), published)
        } else if let Some(days) = has(&["next", "following"])
            .then(|| self.next_days(words, number, unit))
            .flatten()
        {
            days
        } else if has(&["next", "coming", "following"]) {
            Interval::between(published, published.saturating_add(unit.span(number)))
        } else if within {
            let of = self
                .tree
                .form(TokenIx::new((words.end).min(self.tree.doc.tokens.len() - 1)));
            let top = self.told(words, Interval::default()).top;
            let event = self
                .tree
                .with(top, "nmod")
                .chain(self.tree.with(top, "acl"))
                .find(|_| of.eq_ignore_ascii_case("of"))
                .map(|n| self.event(n, words.end, known, 31));
            let start = match event.flatten() {
                Some(event) => event.start?,
                None if self.ahead(top) || self.promised(top) => published,
                None => {
                    self.anchor(words.start, false, false, Side::Past, 10)?
                        .interval
                        .start?
                }
            };
            Interval::between(start, start.saturating_add(unit.span(number)))
        } else if self.tree.form(before).eq_ignore_ascii_case("after")
            && !timex.value.contains('X')
            && !self.is_ahead_in(words, "after")
        {
            // "seized on 4 August and freed **after eleven days**"
            let told = self.told(words, Interval::default());
            let own = |t: &&Told| t.owner == told.owner;
            if known.iter().flatten().any(|t| own(&t))
                || self.done.iter().any(|t| own(&t) && t.link == Link::In)
            {
                return None;
            }
            let owner = told.owner.filter(|o| belongs::is_predicate(self.tree, *o))?;
            let direct = self.tree.head(told.top) == Some(owner) && !self.says(owner);
            let longest = if unit == Unit::Hour { 10 } else { 366 };
            let anchor = self.anchor(words.start, false, false, Side::Past, longest);
            let base = anchor.filter(|_| direct)?.interval;
            let shift = unit::Shift {
                count: Some(number),
                unit,
                sign: 1,
                ..unit::Shift::NONE
            };
            shift
                .from(base)
                .filter(|d| d.start.is_some_and(|s| s <= published))?
        } else if unit != Unit::Hour && self.is_ahead_in(words, &self.tree.form(before).to_lowercase()) {
            // "leaves office **in ten days**", "lapses **after six months**"
            let base = self.anchor(words.start, false, false, Side::Past, 10);
            let runs = self.tree.form(before).eq_ignore_ascii_case("after");
            let base = base
                .filter(|_| runs)
                .map_or(Interval::day(published), |t| t.interval);
            let shift = unit::Shift {
                count: Some(number),
                unit,
                sign: 1,
                ..unit::Shift::NONE
            };
            shift.from(base)?
        } else if self.is_for(words.start) && !timex.value.contains('X') && self.lasts(words) {
            Interval::between(published.saturating_sub(unit.span(number)), published)
        } else {
            return None;
        };
        let mut told = self.told(words, interval);
        told.link = Link::In;
        told.anchor = false;
        Some(told)
    }

    /// "promises its first hearing **within a week**"
    pub(super) fn promised(&self, top: TokenIx) -> bool {
        let tree = self.tree;
        belongs::owner(tree, top).is_some_and(|o| {
            matches!(tree.xpos(o), "VBZ" | "VBP")
                && tree
                    .children(o)
                    .any(|c| c < top && tense::wished(tree, self.rules, c))
        })
    }

    /// "The wave struck on Friday. Over **the next three days** three halls exploded": behind the time told before, where the verb is in the past.
    pub(super) fn next_days(&self, words: &Range<usize>, number: f64, unit: Unit) -> Option<Interval> {
        let told = self.told(words, Interval::default());
        if self.owner_side(&told) != Side::Past {
            return None;
        }
        let longest = if matches!(unit, Unit::Hour | Unit::Day) {
            10
        } else {
            366
        };
        let start = self
            .anchor(words.start, false, false, Side::Past, longest)?
            .interval
            .end?;
        let days = Interval::between(start, start.checked_add(unit.span(number)).ok()?);
        self.published.is_none_or(|p| start <= p).then_some(days)
    }

    /// "leaves office in ten days", "lapses after six months": of a verb in the present that tells of no habit.
    fn is_ahead_in(&self, words: &Range<usize>, before: &str) -> bool {
        let tree = self.tree;
        let verbs = match before {
            "in" => &self.words.fixed,
            "after" => &self.words.expires,
            _ => return false,
        };
        let top = self.told(words, Interval::default()).top;
        tree.head(top).is_some_and(|verb| {
            matches!(tree.xpos(verb), "VBZ" | "VBP")
                && verbs.contains(&tree.lower(verb))
                && !tree.doc.sentences[tree.doc.sentence_of(verb)].heading
        })
    }

    /// "**for** exactly a week"
    pub(super) fn is_for(&self, start: usize) -> bool {
        let adverbs = [
            "exactly",
            "precisely",
            "nearly",
            "almost",
            "about",
            "some",
            "around",
            "roughly",
            "just",
            "only",
            "at",
            "least",
            "well",
            "over",
            "more",
            "than",
        ];
        let mut back = (0..start).rev().take(4).map(|i| self.form(i));
        back.find(|f| !adverbs.contains(&f.as_str()))
            .is_some_and(|f| f == "for")
    }

    /// "For three weeks guns have shelled the town": the present perfect.
    pub(super) fn lasts(&self, words: &Range<usize>) -> bool {
        let top = self.told(words, Interval::default()).top;
        let owner = belongs::owner(self.tree, top);
        owner.is_some_and(|o| {
            self.tree
                .with(o, "aux")
                .any(|a| self.tree.lower(a) == "have" && matches!(self.tree.xpos(a), "VBZ" | "VBP"))
        })
    }
}

/// Number and unit of a duration (`P3D`).
pub(super) fn length_of(timex: &Timex) -> Option<(f64, Unit)> {
    let rest = timex
        .value
        .strip_prefix('P')
        .filter(|_| timex.kind == TimexType::Duration)?;
    let (rest, time) = rest.strip_prefix('T').map_or((rest, false), |r| (r, true));
    let unit = match rest.chars().last()? {
        'H' if time => Unit::Hour,
        'D' => Unit::Day,
        'W' => Unit::Week,
        'M' if !time => Unit::Month,
        'Y' => Unit::Year,
        _ => return None,
    };
    let number = match (&rest[..rest.len() - 1], unit) {
        // "within hours", "within weeks"
        ("X", Unit::Hour) => 24.0,
        ("X", Unit::Day) => 10.0,
        ("X", _) => 5.0,
        (number, _) => number.parse().ok()?,
    };
    Some((number, unit))
}
