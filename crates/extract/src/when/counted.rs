//! Expressions that count units of time: "four days later", "a week after the vote", "more than two years after", "three weeks ago on Wednesday".

use super::link::Link;
use super::relative::{From, Hit, Meaning, Scanner};
use super::unit::{self, Shift, Unit};

/// "hours later": some of them, which are no day.
const SOME_HOURS: f64 = 6.0;

impl Scanner<'_> {
    /// "four days later", "a week after the vote", "hours earlier", "thirty years ago to the day", "in three days' time"
    pub(super) fn counted(&self, at: usize) -> Option<Hit> {
        let loose = self.loose(at);
        let than = self.before(at) == "than";
        // "for nearly two days"
        let first = at - usize::from(loose != 0) - usize::from(loose != 0 && than);
        if let Some(hit) = self.for_so_long(at).filter(|_| self.before(first) == "for") {
            return Some(hit);
        }
        if matches!(self.before(first), "for" | "within" | "-") || than && loose == 0 {
            return None;
        }
        let (count, used) = match unit::count(&self.forms[at..]) {
            Some(found) => found,
            None if self.bare(at) => (None, 0),
            None => return None,
        };
        let century = self.lemma(at + used) == "century" && count.is_some();
        let (unit, times) = if century {
            (Unit::Year, 100.0)
        } else {
            self.unit(at + used)?
        };
        let mut count = count.map(|n| n * times);
        let mut end = at + used + 1;
        // "a day and a half"
        if (0..3).all(|i| self.form(end + i) == ["and", "a", "half"][i]) {
            count = count.map(|n| n + times / 2.0);
            end += 3;
        }
        let (unit, count, more, end_of_all) = self.and_more(unit, count, end);
        end = end_of_all;
        let phrase = |at: usize, words: [&str; 3]| (0..3).all(|i| self.form(at + i) == words[i]);
        let day = ["to", "the", "day"];
        let today =
            self.form(end) == "ago" && matches!(self.form(end + 1), "today" | "tonight" | "yesterday");
        let exactly = matches!(self.before(at), "exactly" | "precisely");
        let mut to_the_day = more != (0, 0) && unit == Unit::Day
            || exactly
            || today
            || self.form(end) == "ago" && phrase(end + 1, day);
        if phrase(end, day) {
            to_the_day = true;
            end += 3;
        }
        let shift = |sign| Shift {
            count: if unit == Unit::Hour {
                count.or(Some(SOME_HOURS * times))
            } else {
                count
            },
            unit,
            sign,
            calendar: false,
            to_the_day,
            through: false,
            more,
            loose: if count.is_some() { loose } else { 0 },
        };
        if let (true, Some(number)) = (self.form(end) == "ago", count)
            && let Some(hit) = self.ago_on(unit, number, end + 1)
        {
            return Some(hit);
        }
        // "a week ago tomorrow"
        if self.form(end) == "ago" && self.form(end + 1) == "tomorrow" && count.is_some() {
            let back = Shift {
                to_the_day: true,
                ..shift(-1)
            };
            let from = From::Named(self.token(end + 1));
            return Some((end + 2, Meaning::Shifted(from, back), None));
        }
        if self.form(end) == "ago" && to_the_day && count.is_some() {
            let end = end
                + match () {
                    () if today => 2,
                    () if phrase(end + 1, day) => 4,
                    () => 1,
                };
            return Some((end, Meaning::Shifted(From::Published, shift(-1)), None));
        }
        // "two nights ago", which are no days of the annotator's
        if self.form(end) == "ago"
            && count.is_some()
            && matches!(self.lemma(at + used).as_str(), "night" | "evening" | "morning")
        {
            return Some((end + 1, Meaning::Shifted(From::Published, shift(-1)), None));
        }
        if count.is_some()
            && let Some(end) = self.since(end)
        {
            // "It is a month since the ferry sank"
            let is = matches!(self.before(at), "is" | "was" | "'s" | "’s");
            let shift = Shift {
                to_the_day: to_the_day || is && unit == Unit::Month,
                ..shift(-1)
            };
            return Some((end, Meaning::Shifted(From::Published, shift), Some(Link::In)));
        }
        if self.form(end) == "from" && count.is_some() {
            let shift = Shift {
                to_the_day: true,
                ..shift(1)
            };
            let day = self.form(end + 1);
            if day == "today" || day == "now" && matches!(unit, Unit::Day | Unit::Week) {
                return Some((end + 2, Meaning::Shifted(From::Published, shift), None));
            }
            // "two weeks from Thursday", where the two are one phrase
            let named = matches!(day, "tomorrow" | "yesterday")
                || unit::weekday(day).is_some() && !matches!(self.before(at), "for" | "lasted");
            if named && matches!(unit, Unit::Week | Unit::Month) {
                let from = From::Named(self.token(end + 1));
                return Some((end + 2, Meaning::Shifted(from, shift), None));
            }
        }
        if let Some(end) = self.passed(at, end).filter(|_| count.is_some()) {
            return Some((end, Meaning::Shifted(From::Told(false), shift(1)), None));
        }
        // "will vote in a fortnight"
        if self.before(at) == "in" && self.lemma(at + used) == "fortnight" && self.ends(end) {
            return Some((end, Meaning::Shifted(From::Published, shift(1)), None));
        }
        if count.is_some() && self.took(at, end) {
            return Some((end, Meaning::Shifted(From::Told(false), shift(1)), None));
        }
        // "six hours out, the ship sank"
        if self.form(end) == "out"
            && count.is_some()
            && matches!(unit, Unit::Hour | Unit::Day)
            && !matches!(self.form(end + 1), "of" | "from")
        {
            return Some((end + 1, Meaning::Shifted(From::Told(false), shift(1)), None));
        }
        if matches!(self.form(end), "'" | "’" | "'s" | "’s")
            && self.form(end + 1) == "time"
            && self.before(at) == "in"
        {
            return Some((end + 2, Meaning::Shifted(From::Published, shift(1)), None));
        }
        let (sign, from, end) = self.side(end)?;
        let the = usize::from(self.before(at) == "the");
        // "in the five days after the quake", "in the five days after that"
        let from_there = matches!(from, From::Event(_) | From::Told(true));
        let shift = Shift {
            through: from_there && the == 1 && self.during(at - 1),
            ..shift(sign)
        };
        Some((end, Meaning::Shifted(from, shift), None))
    }

    /// "for **two weeks afterwards**": all days of them
    pub(super) fn for_so_long(&self, at: usize) -> Option<Hit> {
        let (count, used) = unit::count(self.forms.get(at..)?)?;
        let (unit, times) = self.unit(at + used)?;
        let after = matches!(
            self.form(at + used + 1),
            "afterwards" | "afterward" | "thereafter"
        );
        let shift = Shift {
            count: Some(count? * times),
            unit,
            sign: 1,
            through: true,
            ..Shift::NONE
        };
        after.then_some((
            at + used + 2,
            Meaning::Shifted(From::Told(false), shift),
            Some(Link::In),
        ))
    }

    /// What stands before a number: "more than", "over" (1), "less than", "nearly" (-1), or nothing of the kind.
    pub(super) fn loose(&self, at: usize) -> i8 {
        let than = self.before(at) == "than";
        match at.checked_sub(if than { 2 } else { 1 }).map(|i| self.form(i)) {
            Some("more") if than => 1,
            Some("less" | "fewer") if than => -1,
            Some("over") => 1,
            Some("nearly" | "almost") => -1,
            _ => 0,
        }
    }

    /// Further units after a first one ("a year **and three days** after"): the last unit, how many of it, the others as months and days, and where the words
    /// end.
    pub(super) fn and_more(
        &self,
        unit: Unit,
        count: Option<f64>,
        end: usize,
    ) -> (Unit, Option<f64>, (i32, i32), usize) {
        let (mut unit, mut count, mut more, mut end) = (unit, count, (0, 0), end);
        let rank = |unit| match unit {
            Unit::Year => 3,
            Unit::Month => 2,
            Unit::Week => 1,
            _ => 0,
        };
        for _ in 0..2 {
            let comma = usize::from(self.form(end) == ",");
            let and = usize::from(self.form(end + comma) == "and");
            let next = end + comma + and;
            let found = self.forms.get(next..).and_then(unit::count);
            let (Some(whole), Some((Some(number), used))) = (count, found.filter(|_| comma + and > 0)) else {
                break;
            };
            let Some((small, times)) = self.unit(next + used).filter(|(u, _)| *u != Unit::Hour) else {
                break;
            };
            if rank(small) >= rank(unit) {
                break;
            }
            match unit {
                Unit::Year => more.0 += (whole * 12.0) as i32,
                Unit::Month => more.0 += whole as i32,
                _ => more.1 += (whole * 7.0) as i32,
            }
            (unit, count, end) = (small, Some(number * times), next + used + 1);
        }
        (unit, count, more, end)
    }

    /// "two days **passed** before troops came", "it was two days before troops came": where the words before "before" end.
    pub(super) fn passed(&self, at: usize, end: usize) -> Option<usize> {
        let went = self.form(end) == "went" && self.form(end + 1) == "by";
        let passed = went || matches!(self.form(end), "passed" | "elapsed");
        let took = matches!(self.before(at), "was" | "took") && at > 1 && self.form(at - 2) == "it";
        let before = end + usize::from(passed) + usize::from(went);
        let mark = matches!(self.form(before), "before" | "until" | "till")
            && self.tree.relation(self.token(before)) == "mark";
        (mark && (passed || took)).then_some(before)
    }

    /// "It **took** the army three days **to retake** the fort", "needed a week to answer"
    pub(super) fn took(&self, at: usize, end: usize) -> bool {
        const FAR: usize = 7;
        let to = self.form(end) == "to" && self.tree.upos(self.token(end)) == "PART";
        let mut before = (at.saturating_sub(FAR)..at)
            .rev()
            .take_while(|i| self.form(*i) != ",");
        to && before.any(|i| {
            matches!(self.lemma(i).as_str(), "take" | "need") && self.tree.upos(self.token(i)) == "VERB"
        })
    }

    /// "a week ago **on Sunday**", "three weeks ago **last Friday**", "forty years ago **next month**", from the word behind "ago" on
    pub(super) fn ago_on(&self, unit: Unit, number: f64, at: usize) -> Option<Hit> {
        let on = usize::from(self.form(at) == "on");
        let which = usize::from(matches!(self.form(at + on), "last" | "this" | "next"));
        let end = at + on + which;
        if let (Unit::Week, Some(weekday)) = (unit, unit::weekday(self.form(end))) {
            let sign = -(number.clamp(1.0, 50.0) as i8) - 1;
            return Some((end + 1, Meaning::Weekday(From::Published, weekday, sign), None));
        }
        let named = which == 1 && unit::MONTHS.contains(&self.form(end));
        let month = which == 1
            && matches!(
                self.form(end),
                "week"
                    | "month"
                    | "weekend"
                    | "summer"
                    | "winter"
                    | "night"
                    | "morning"
                    | "evening"
                    | "afternoon"
            );
        let weekday = unit::weekday(self.form(end)).is_some();
        if unit != Unit::Year || !(month || named || weekday) || number.fract() != 0.0 {
            return None;
        }
        Some((
            end + 1,
            Meaning::YearsBefore(self.token(end - which), number as i16),
            None,
        ))
    }

    /// "two weeks since officers shot", "a year has passed since": where the words before "since" end.
    pub(super) fn since(&self, at: usize) -> Option<usize> {
        let passed = matches!(self.form(at), "has" | "have" | "had")
            && matches!(self.form(at + 1), "passed" | "gone" | "elapsed");
        let at = if passed { at + 2 } else { at };
        let clause = self.form(at) == "since" && self.tree.relation(self.token(at)) == "mark";
        clause.then_some(at)
    }

    /// "days later", but not the days of "more than two days later"
    pub(super) fn bare(&self, at: usize) -> bool {
        let counted = at > 0 && matches!(self.tree.upos(self.token(at - 1)), "NUM" | "ADJ" | "DET");
        self.form(at).ends_with('s') && self.unit(at).is_some() && !counted
    }
}
