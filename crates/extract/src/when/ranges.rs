//! Two expressions that make one: "between 15 and 29 March", "from Monday to Wednesday", "August of the year before".

use super::link::Link;
use super::placed::{is_month, is_year};
use super::told::Teller;
use super::unit::{self, Unit};
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};
use std::ops::Range;

impl Teller<'_> {
    /// "on 12 and 13 August": the first of the days.
    fn days_told(&self, at: usize, begin: usize, form: &impl Fn(usize) -> String) -> Option<Date> {
        let told = &self.done[at];
        let start = told.words.start.checked_sub(3).filter(|i| *i >= begin)? + 3;
        let on = matches!(form(start - 3).as_str(), "on" | "both" | ",");
        let day: i8 = form(start - 2)
            .parse()
            .ok()
            .filter(|_| on && form(start - 1) == "and")?;
        let last = told.interval.end.filter(|e| told.interval.start == Some(*e))?;
        let dated = told.words.clone().any(|i| is_month(&form(i)));
        Date::new(last.year(), last.month(), day)
            .ok()
            .filter(|d| dated && *d < last)
    }

    /// "late on Friday or early on Saturday", "on Wednesday and on Sunday": days of one week.
    fn beside(&self, at: usize, form: &impl Fn(usize) -> String) -> bool {
        let (first, second) = (&self.done[at - 1], &self.done[at]);
        let mut gap = first.words.end..second.words.start;
        let joins = gap
            .next()
            .is_some_and(|i| matches!(form(i).as_str(), "and" | "or"));
        let small = gap.all(|i| matches!(form(i).as_str(), "on" | "early" | "late" | "in" | "the"));
        let days = |t: &super::told::Told| {
            let named = t.words.clone().any(|i| unit::weekday(&form(i)).is_some());
            named && t.link == Link::In && t.interval.start == t.interval.end
        };
        let near = first
            .interval
            .start
            .zip(second.interval.start)
            .is_some_and(|(f, s)| (1..7).contains(&(s - f).get_days()));
        let behind = first.owner == second.owner || second.owner == Some(first.top);
        joins
            && small
            && days(first)
            && days(second)
            && near
            && (behind || second.top == first.top || self.tree.below(second.top, first.top))
    }

    /// "**between** the coup in March 2012 **and** the vote in July 2013"
    fn between_happenings(&self, at: usize, begin: usize, form: &impl Fn(usize) -> String) -> bool {
        const NEAR: usize = 8;
        let (first, second) = (self.done[at - 1].words.start, self.done[at].words.start);
        let gap = self.done[at - 1].words.end..second;
        let Some(from) = (begin..first).rev().take(NEAR).find(|i| form(*i) == "between") else {
            return false;
        };
        let and = gap.clone().take(2).find(|i| form(*i) == "and");
        let nouns = (from..first)
            .chain(gap)
            .all(|i| !matches!(self.tree.upos(TokenIx::new(i)), "VERB" | "AUX" | "PRON"));
        // "between Friday and Sunday" is read without.
        and.is_some() && nouns && first > from + 2
    }

    /// "will meet on Thursday **and Friday**": a weekday right behind another that is ahead is that of the same days.
    fn week_of_first(&mut self, at: usize, first: usize, form: &impl Fn(usize) -> String) {
        if at <= first {
            return;
        }
        let (one, two) = (&self.done[at - 1], &self.done[at]);
        let gap = one.words.end..two.words.start;
        let and = gap.len() == 1 && matches!(form(gap.start).as_str(), "and" | "or");
        let weekday =
            |t: &super::told::Told| t.words.len() == 1 && unit::weekday(&form(t.words.start)).is_some();
        let days = one.interval.start.zip(two.interval.start);
        let late = days.is_some_and(|(one, two)| (-6..0).contains(&(two - one).get_days()));
        if and && late && weekday(one) && weekday(two) {
            let later = |d: Option<Date>| d.map(|d| d.saturating_add(7.days()));
            self.done[at].interval = Interval {
                start: later(self.done[at].interval.start),
                end: later(self.done[at].interval.end),
            };
        }
    }

    /// Joins "between 15 and 29 March", "from Monday to Wednesday".
    pub(super) fn join(&mut self, first: usize) {
        let tree = self.tree;
        let form = |i: usize| tree.form(TokenIx::new(i)).to_lowercase();
        let sentence_start = |i: usize| {
            tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(i))]
                .tokens
                .start
        };
        let mut at = first;
        while at < self.done.len() {
            self.week_of_first(at, first, &form);
            let start = self.done[at].words.start;
            let begin = sentence_start(start);
            let two =
                |i: usize, words: [&str; 2]| i > begin && form(i) == words[1] && form(i - 1) == words[0];
            // "between 15 and 29 March"
            let day = start
                .checked_sub(3)
                .filter(|i| *i >= begin && matches!(form(*i).as_str(), "between" | "from"))
                .filter(|_| matches!(form(start - 1).as_str(), "and" | "to" | "until" | "till"))
                .and_then(|i| form(i + 1).parse::<i8>().ok());
            if let (Some(day), Some(end)) = (day, self.done[at].interval.end)
                && let Some(from) = Date::new(end.year(), end.month(), day).ok().filter(|d| *d <= end)
            {
                self.done[at].interval.start = Some(from);
                self.done[at].link = Link::In;
                self.done[at].words.start = start - 2;
            } else if let Some(from) = self.days_told(at, begin, &form) {
                self.done[at].interval.start = Some(from);
            } else if at > first {
                let last = &self.done[at - 1];
                let gap = last.words.end..start;
                let between = |word: &str| last.words.start > begin && form(last.words.start - 1) == word;
                let overnight = form(last.words.start) == "overnight"
                    && last.words.len() == 1
                    && (gap.is_empty() || gap.len() == 1 && form(gap.start) == "on");
                if overnight && let Some(day) = self.done[at].interval.start {
                    let gone = self.done.remove(at);
                    let last = &mut self.done[at - 1];
                    last.interval = Interval::between(day, day.saturating_add(1.days()));
                    last.words.end = gone.words.end;
                    continue;
                }
                let joined = match gap.len() {
                    1..=8 if self.between_happenings(at, begin, &form) => true,
                    1..=3 if self.beside(at, &form) => true,
                    1 => match form(gap.start).as_str() {
                        "and" => between("between") || months(&form, &last.words, &self.done[at].words),
                        "to" | "until" | "till" | "through" | "–" => true,
                        "-" => between("from") || between("in"),
                        _ => false,
                    },
                    1.. if gap.len() == 1 && form(gap.start) == "into" => between("from"),
                    2 => between("from") && two(gap.start + 1, ["up", "to"]),
                    _ => false,
                };
                // "Since Easter Monday, 10 April, …": the same days twice.
                let same = gap.len() == 1
                    && form(gap.start) == ","
                    && last.link != Link::In
                    && self.done[at].link == Link::In
                    && last.interval.start.is_some()
                    && last.interval == self.done[at].interval;
                if same {
                    let gone = self.done.remove(at);
                    self.done[at - 1].words.end = gone.words.end;
                    continue;
                }
                let (start, end) = (last.interval.start, self.done[at].interval.end);
                let (start, end) = in_order(&last.words, &self.done[at].words, start, end, form);
                // "in August of the year before"
                let whole = self.done[at].exact && gap.len() == 1 && form(gap.start) == "of";
                if let (true, Some(month), Some(year)) = (whole, start, end)
                    && last.words.clone().any(|i| is_month(&form(i)))
                    && self.done[at].interval == unit::holding(Unit::Year, year)
                {
                    let years = i64::from(year.year()) - i64::from(month.year());
                    let gone = self.done.remove(at);
                    let last = &mut self.done[at - 1];
                    let moved = |d: Date| d.saturating_add(years.years());
                    last.interval = Interval {
                        start: Some(moved(month)),
                        end: last.interval.end.map(moved),
                    };
                    last.words.end = gone.words.end;
                    continue;
                }
                // "moved from Friday to 2 September"
                let moved = last.owner.is_some_and(|o| {
                    let by = tree.passive(o) || tree.deprel(o) == "acl" || tree.child(o, "obj").is_some();
                    by && self.words.moved.contains(&tree.lower(o))
                });
                // "Next week, Monday to Wednesday, …"
                let small = gap.len() <= 2 && gap.clone().all(|i| matches!(form(i).as_str(), "," | "on"));
                let which = matches!(form(last.words.start).as_str(), "last" | "this" | "next" | "the");
                let week = form(last.words.end - 1) == "week" && which && !gap.is_empty() && small;
                let (first, second) = (last.interval, self.done[at].interval);
                let day = self.done[at]
                    .words
                    .clone()
                    .any(|i| unit::weekday(&form(i)).is_some());
                if let (true, Some(monday), Some(day)) = (week && day, first.start, second.start) {
                    let weeks = i64::from(day.duration_since(monday).as_hours().div_euclid(24 * 7) as i32);
                    let back = |d: Option<Date>| d.map(|d| d.saturating_sub((7 * weeks).days()));
                    self.done[at].interval = Interval {
                        start: back(second.start),
                        end: back(second.end),
                    };
                    self.done.remove(at - 1);
                    continue;
                }
                if joined && !moved && start.zip(end).is_some_and(|(s, e)| s <= e) {
                    let gone = self.done.remove(at);
                    let last = &mut self.done[at - 1];
                    // "From May to July 1992, a prosecutor said, troops …"
                    if gone.owner > last.owner {
                        (last.owner, last.top) = (gone.owner, gone.top);
                    }
                    last.interval = Interval { start, end };
                    last.link = Link::In;
                    last.words.end = gone.words.end;
                    continue;
                }
            }
            at += 1;
        }
    }
}

/// "July and August last year": two months beside each other, the first without more.
fn months(form: &impl Fn(usize) -> String, first: &Range<usize>, second: &Range<usize>) -> bool {
    let number = |i: usize| unit::MONTHS.iter().position(|m| *m == form(i));
    let next =
        first.len() == 1 && number(first.start).is_some_and(|n| number(second.start) == Some((n + 1) % 12));
    next && second.len() > 1
}

/// First and last day of two that are joined: a month takes the year of the second ("from May to July **1992**"), a weekday comes after the first
/// ("from Friday to Tuesday").
fn in_order(
    first: &Range<usize>,
    second: &Range<usize>,
    start: Option<Date>,
    end: Option<Date>,
    form: impl Fn(usize) -> String,
) -> (Option<Date>, Option<Date>) {
    let (Some(from), Some(to)) = (start, end) else {
        return (start, end);
    };
    // "May to July **last year**"
    let year = |words: &Range<usize>| words.clone().any(|i| is_year(&form(i)) || form(i) == "year");
    let month = first.clone().any(|i| is_month(&form(i)));
    if month && !year(first) && year(second) {
        let years = i64::from(to.year()) - i64::from(from.year());
        let from = from.saturating_add(years.years());
        let late = i64::from(from > to);
        return (Some(from.saturating_sub(late.years())), end);
    }
    // "from tonight until 2 March", in December
    let later = second.clone().any(|i| is_month(&form(i))) && !year(second);
    if later && to < from && (from - to).get_days() < 366 {
        return (start, Some(to.saturating_add(1.years())));
    }
    let weekday = second.clone().any(|i| unit::weekday(&form(i)).is_some())
        && !second.clone().any(|i| is_month(&form(i)));
    if weekday && to < from {
        let weeks = i64::from((from - to).get_days() / 7 + 1);
        return (start, Some(to.saturating_add((7 * weeks).days())));
    }
    (start, end)
}
