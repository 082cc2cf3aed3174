//! Which part of its days an expression means: "the first weeks of 2009", "nearly sixty years ago", "by the end of the month", "on the 29th".

use super::link::{Link, Side};
use super::told::{Teller, Told};
use super::unit::{self, Unit};
use crate::syntax::Tree;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};
use std::ops::Range;

impl Teller<'_> {
    /// "in the twelve months to 31 July": so many units that end with the date.
    pub(super) fn up_to(&self, told: &mut Told, words: &Range<usize>) {
        let form = |back: usize| {
            let at = words.start.checked_sub(back);
            at.map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .unwrap_or_default()
        };
        let to = if form(1) == "on" { 2 } else { 1 };
        if !matches!(
            form(to).as_str(),
            "to" | "until" | "till" | "ending" | "ended" | "through"
        ) {
            return;
        }
        let Some((unit, times)) = Unit::named(form(to + 1).trim_end_matches('s')) else {
            return;
        };
        // "in the financial year to June"
        let of_money = matches!(form(to + 2).as_str(), "financial" | "fiscal" | "budget" | "tax");
        let count = match form(to + 2 + usize::from(of_money)).as_str() {
            "the" => Some(1.0),
            number => unit::count(&[number.to_owned()]).and_then(|(n, _)| n),
        };
        // "in the eight days to Sunday", but not "for two days to Sunday"
        let the =
            form(to + 3) == "the" && matches!(form(to + 4).as_str(), "in" | "over" | "during" | "within");
        let long = matches!(unit, Unit::Week | Unit::Month | Unit::Year) || the && unit == Unit::Day;
        if let (Some(count), true, Some(end)) = (count, long, told.interval.end) {
            let whole = end == end.last_of_month() && unit != Unit::Week;
            let first = end.tomorrow().unwrap_or(end);
            let start = first.saturating_sub(unit.span(count * times));
            told.interval = Interval::between(if whole { start.first_of_month() } else { start }, end);
            told.link = Link::In;
        }
    }

    /// "in the past month": up to publication, and no month of the calendar.
    pub(super) fn just_past(&self, told: &mut Told, words: &Range<usize>) {
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let past = words.len() >= 2
            && match form(words.end - 2).as_str() {
                "past" => true,
                "last" => words.len() == 3 && form(words.start) == "the",
                _ => false,
            };
        let named = Unit::named(&form(words.end - 1));
        let long = named.filter(|(u, _)| matches!(u, Unit::Week | Unit::Month | Unit::Year));
        if let (true, Some((unit, times)), Some(published)) = (past, long, self.published) {
            told.interval = Interval::between(published.saturating_sub(unit.span(times)), published);
        }
    }

    /// "two weeks ago" (-1), "in two weeks" (1): that day or one beside it.
    fn weeks_away(&self, told: &mut Told, words: &Range<usize>, sign: i64) {
        let forms: Vec<String> = words
            .clone()
            .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        let at = forms
            .iter()
            .position(|f| matches!(f.as_str(), "week" | "weeks" | "fortnight" | "fortnights"));
        let count = (0..forms.len()).find_map(|i| unit::count(&forms[i..]));
        let (Some(at), Some((Some(number), _)), Some(published)) = (at, count, self.published) else {
            return;
        };
        let number = number
            * if forms[at].starts_with("fortnight") {
                2.0
            } else {
                1.0
            };
        let day = published.saturating_add(Unit::Week.span(number) * sign);
        let about = matches!(
            forms[0].as_str(),
            "about" | "around" | "nearly" | "almost" | "some" | "roughly" | "more" | "over" | "less"
        );
        let by = if about || number > 4.0 { 3 } else { 1 };
        told.interval = Interval::between(day.saturating_sub(by.days()), day.saturating_add(by.days()));
    }

    /// "late last year", "early in 2003", "at the end of 2003": months of the year, not a third of its days.
    fn of_year(&self, told: &mut Told, words: &Range<usize>) {
        let (Some(start), Some(end)) = (told.interval.start, told.interval.end) else {
            return;
        };
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let before = |back: usize| words.start.checked_sub(back).map(form).unwrap_or_default();
        let inside = |list: &[&str]| words.clone().any(|i| list.contains(&form(i).as_str()));
        let named = super::placed::is_year(&form(words.end - 1)) || form(words.end - 1) == "year";
        let length = (end - start).get_days();
        // "late in 2003"
        let apart = before(1) == "in" && length > 360;
        let which = match () {
            () if !named || inside(&super::unit::MONTHS) => return,
            () if apart && before(2) == "early" || length < 135 && inside(&["early"]) => (1, 4),
            () if apart && before(2) == "late" || length < 135 && inside(&["late"]) => (9, 12),
            () if length < 135 && inside(&["end", "close"]) && end.month() == 12 => (11, 12),
            () if length < 135 && inside(&["start", "beginning"]) && start.month() == 1 => (1, 2),
            () => return,
        };
        let year = start.year();
        if start.year() != end.year() {
            return;
        }
        if let (Ok(first), Ok(last)) = (Date::new(year, which.0, 1), Date::new(year, which.1, 1)) {
            told.interval = Interval::between(first, last.last_of_month());
        }
    }

    /// "nearly sixty years ago"
    pub(super) fn approximate(&self, told: &mut Told, words: &Range<usize>) {
        self.of_year(told, words);
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let ago = form(words.end - 1) == "ago";
        // "in two weeks"
        let weeks = matches!(form(words.end - 1).as_str(), "week" | "weeks" | "fortnight");
        let ahead = self
            .published
            .zip(told.interval.start)
            .is_some_and(|(p, s)| s > p);
        let within = words.start > 0 && form(words.start - 1) == "in";
        if weeks && ahead && within && words.len() > 1 {
            return self.weeks_away(told, words, 1);
        }
        let (Some(start), Some(end)) = (told.interval.start, told.interval.end) else {
            return;
        };
        if ago && (end - start).get_days() == 6 {
            return self.weeks_away(told, words, -1);
        }
        if !ago || (end - start).get_days() < 364 {
            return;
        }
        let (less, more) = match form(words.start).as_str() {
            "nearly" | "almost" => (0, 1),
            "about" | "around" | "roughly" | "some" | "approximately" => (1, 1),
            "more" | "over" => (1, 0),
            _ => return,
        };
        told.interval = Interval::between(
            start.saturating_sub(less.years()),
            end.saturating_add(more.years()),
        );
    }

    /// "By the end of the month soldiers had shot a hundred": the month that was told last, where that of publication is not over.
    pub(super) fn the_unit(&self, told: &mut Told, words: &Range<usize>) {
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let unit = match form(words.end - 1).as_str() {
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return,
        };
        let open = self.published.zip(told.interval.end).is_some_and(|(p, e)| e > p);
        if words.len() < 2 || form(words.end - 2) != "the" || !open || self.owner_side(told) != Side::Past {
            return;
        }
        let anchor = self.anchor(words.start, false, false, Side::Past, 31);
        if let Some(day) = anchor.and_then(|a| a.interval.end) {
            let days = unit::holding(unit, day);
            let late = words.clone().any(|i| matches!(form(i).as_str(), "end" | "late"));
            let third = days.start.zip(days.end).map(|(s, e)| (e - s).get_days() / 3);
            told.interval = match (late, third, days.end) {
                (true, Some(third), Some(end)) => {
                    Interval::between(end.saturating_sub(i64::from(third).days()), end)
                }
                _ => days,
            };
        }
    }

    /// "the last Sunday of March": where the words for it begin, and the day.
    pub(super) fn nth_weekday(&self, words: &Range<usize>, days: Interval) -> Option<(usize, Date)> {
        let form = |back: usize| {
            let at = words.start.checked_sub(back);
            at.map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .unwrap_or_default()
        };
        let of = usize::from(form(1) == "the") + 1;
        let weekday = unit::weekday(&form(of + 1)).filter(|_| matches!(form(of).as_str(), "of" | "in"))?;
        let (start, end) = days.start.zip(days.end)?;
        if start != start.first_of_month() || end != start.last_of_month() {
            return None;
        }
        let number = match form(of + 2).as_str() {
            "last" | "final" => -1,
            "penultimate" => -2,
            which => unit::ordinal(which)? as i8,
        };
        let day = start.nth_weekday_of_month(number, weekday).ok()?;
        let the = usize::from(form(of + 3) == "the");
        Some((words.start - of - 2 - the, day))
    }

    /// "the first weeks of 2009"
    pub(super) fn portion(&self, words: &Range<usize>, days: Interval) -> Interval {
        let form = |back: usize| {
            words
                .start
                .checked_sub(back)
                .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .unwrap_or_default()
        };
        let of = usize::from(form(1) == "the") + 1;
        let (Some(start), Some(end)) = (days.start, days.end) else {
            return days;
        };
        if form(of) != "of" {
            return days;
        }
        let (length, which) = match form(of + 1).as_str() {
            // "the first six months of 2012"
            unit @ ("days" | "weeks" | "months")
                if unit::count(&[form(of + 2)]).is_some_and(|(n, _)| n.is_some()) =>
            {
                let counted = unit::count(&[form(of + 2)]).and_then(|(n, _)| n);
                let span = Unit::named(unit.trim_end_matches('s'))
                    .zip(counted)
                    .map(|((u, _), n)| u.span(n));
                return span.map_or(days, |span| {
                    edge_of(start, end, span, &form(of + 3)).unwrap_or(days)
                });
            }
            "half" => (
                (end - start).get_days() / 2 + 1,
                if form(of + 2) == "second" {
                    "last".into()
                } else {
                    form(of + 2)
                },
            ),
            "days" => (10, form(of + 2)),
            "weeks" => (45, form(of + 2)),
            "months" => (120, form(of + 2)),
            // "the second week of July", "the last day of May"
            // "the last day but one of May"
            "one" if form(of + 2) == "but" && matches!(form(of + 4).as_str(), "last" | "final") => {
                let length = if form(of + 3) == "week" { 7 } else { 1 };
                let last = end.saturating_sub(length.days());
                let first = last.saturating_sub((length - 1).days());
                return match form(of + 3).as_str() {
                    "week" | "day" => Interval::between(first, last),
                    _ => days,
                };
            }
            // "the closing decade of the century"
            "decade" if (end - start).get_days() > 30_000 => {
                let decade = match form(of + 2).as_str() {
                    "last" | "final" | "closing" => 9,
                    "opening" => 0,
                    which => unit::ordinal(which).map_or(0, |n| n as i64 - 1),
                };
                let first = start.saturating_add((10 * decade).years());
                let last = first.saturating_add(10.years()).yesterday().unwrap_or(end);
                return Interval::between(first, last);
            }
            "week" | "day" => return nth(days, &form(of + 1), &form(of + 2)).unwrap_or(days),
            // "on the eve of 23 May"
            "eve" => return Interval::day(start.saturating_sub(1.days())),
            // The night of the seventh ends on the eighth.
            "night" if start == end => return Interval::between(start, end.saturating_add(1.days())),
            "end" | "close" if words_are_relative(self.tree, words) => {
                ((end - start).get_days() / 3, "last".into())
            }
            "beginning" | "start" if words_are_relative(self.tree, words) => {
                ((end - start).get_days() / 3, "first".into())
            }
            _ => return days,
        };
        let length = i64::from(length);
        match which.as_str() {
            "first" | "early" | "opening" => {
                Interval::between(start, start.saturating_add((length - 1).days()).min(end))
            }
            "last" | "final" | "closing" => {
                Interval::between(end.saturating_sub((length - 1).days()).max(start), end)
            }
            _ => days,
        }
    }
}

/// The first, or last, days of some, as long as a span.
fn edge_of(start: Date, end: Date, span: jiff::Span, which: &str) -> Option<Interval> {
    Some(match which {
        "first" | "opening" => {
            Interval::between(start, start.checked_add(span).ok()?.yesterday().ok()?.min(end))
        }
        "last" | "final" | "closing" => {
            Interval::between(end.tomorrow().ok()?.checked_sub(span).ok()?.max(start), end)
        }
        _ => return None,
    })
}

/// "the second week", "the last day", "the penultimate day" of some days
pub(super) fn nth(days: Interval, unit: &str, which: &str) -> Option<Interval> {
    let (start, end) = days.start.zip(days.end)?;
    let length = if unit == "week" { 7 } else { 1 };
    if which == "penultimate" {
        let end = end.checked_sub(length.days()).ok()?;
        return Some(Interval::between(end.checked_sub((length - 1).days()).ok()?, end));
    }
    if which == "last" || which == "final" {
        return Some(Interval::between(end.checked_sub((length - 1).days()).ok()?, end));
    }
    let before = (unit::ordinal(which)? as i64 - 1) * length;
    let first = start.checked_add(before.days()).ok()?;
    let last = first.checked_add((length - 1).days()).ok()?.min(end);
    // The second week may be that of the calendar, which begins with a Monday.
    let monday = unit::holding(Unit::Week, first)
        .start
        .filter(|m| length == 7 && *m > start);
    (first <= last).then(|| Interval::between(monday.unwrap_or(first), last))
}

/// Whether the words are "that month" and their like.
pub(super) fn words_are_relative(tree: &Tree, words: &Range<usize>) -> bool {
    tree.form(TokenIx::new(words.start)).eq_ignore_ascii_case("that")
}

pub(super) fn middle(days: Interval) -> Option<Date> {
    let (start, end) = days.start.zip(days.end)?;
    start.checked_add(((end - start).get_days() / 2).days()).ok()
}

/// The nearest day of a month that bears a number, on the side of publication that the verb tells.
pub(super) fn day_of_month(published: Date, day: i8, side: Side) -> Option<Date> {
    let months = [-2, -1, 0, 1, 2].into_iter().filter_map(|by: i64| {
        let month = published.first_of_month().checked_add(by.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    });
    let fits = |d: &Date| match side {
        Side::Past => *d <= published,
        Side::Ahead => *d >= published,
        Side::Present => true,
    };
    months
        .filter(fits)
        .min_by_key(|d| (*d - published).get_days().abs())
}

/// The first so many units (negative: the last) of the nearest month or year, on the side of publication that the verb tells.
pub(super) fn edge(published: Date, count: f64, small: Unit, whole: Unit, side: Side) -> Option<Interval> {
    let all = [-1.0, 0.0, 1.0].into_iter().filter_map(|by| {
        let days = unit::holding(whole, published.checked_add(whole.span(by)).ok()?);
        let (start, end) = days.start.zip(days.end)?;
        Some(if count < 0.0 {
            Interval::between(end.checked_sub(small.span(-count)).ok()?.tomorrow().ok()?, end)
        } else {
            Interval::between(
                start,
                start.checked_add(small.span(count)).ok()?.yesterday().ok()?,
            )
        })
    });
    let fits = |days: &Interval| match side {
        Side::Ahead => days.end.is_some_and(|e| e >= published),
        _ => days.start.is_some_and(|s| s <= published),
    };
    let mut all = all.filter(fits);
    if side == Side::Ahead {
        all.next()
    } else {
        all.next_back()
    }
}

/// The first or the second half of the month or year of publication, or of the one beside it where the verb tells that.
pub(super) fn half(published: Date, whole: Unit, second: bool, side: Side) -> Option<Interval> {
    let of = |day: Date| {
        let days = unit::holding(whole, day);
        let (start, end) = days.start.zip(days.end)?;
        let middle = match whole {
            Unit::Year => Date::new(start.year(), 6, 30).ok()?,
            Unit::Month => Date::new(start.year(), start.month(), 15).ok()?,
            _ => start.checked_add(((end - start).get_days() / 2).days()).ok()?,
        };
        Some(match second {
            true => (middle.tomorrow().ok()?, end),
            false => (start, middle),
        })
    };
    let (start, end) = of(published)?;
    let (start, end) = match side {
        Side::Ahead if end < published => of(published.checked_add(whole.span(1.0)).ok()?)?,
        Side::Past if start > published => of(published.checked_sub(whole.span(1.0)).ok()?)?,
        _ => (start, end),
    };
    Some(Interval::between(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_of_months_without_a_name() {
        let check = |day, side, expected| {
            assert_eq!(day_of_month(date(2024, 2, 24), day, side), expected);
        };
        check(29, Side::Ahead, Some(date(2024, 2, 29)));
        check(29, Side::Past, Some(date(2024, 1, 29)));
        check(31, Side::Ahead, Some(date(2024, 3, 31)));
        check(20, Side::Present, Some(date(2024, 2, 20)));
    }
}
