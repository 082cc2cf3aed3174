//! Counts and units of time, and going so many of them from some days.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use sayso_model::Interval;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Hours, and what is shorter.
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit that a lemma names, and how many of it.
    pub(super) fn named(lemma: &str) -> Option<(Self, f64)> {
        Some(match lemma {
            "second" | "minute" | "moment" => (Self::Hour, 0.0),
            "hour" => (Self::Hour, 1.0),
            "day" | "night" | "evening" | "morning" | "afternoon" => (Self::Day, 1.0),
            "weekend" => (Self::Weekend, 1.0),
            "week" => (Self::Week, 1.0),
            "fortnight" => (Self::Week, 2.0),
            "month" => (Self::Month, 1.0),
            "year" | "summer" | "winter" | "spring" | "autumn" => (Self::Year, 1.0),
            "decade" => (Self::Year, 10.0),
            _ => return None,
        })
    }

    /// So many of it.
    pub(super) fn span(self, number: f64) -> Span {
        let whole = number.clamp(-10_000.0, 10_000.0).round() as i64;
        match self {
            Self::Hour => ((number / 24.0).trunc().clamp(-10_000.0, 10_000.0) as i64).days(),
            Self::Day => whole.days(),
            Self::Week | Self::Weekend => ((number * 7.0).clamp(-70_000.0, 70_000.0).round() as i64).days(),
            Self::Month => whole.months(),
            Self::Year if number.fract() != 0.0 => ((number * 12.0).round() as i64).months(),
            Self::Year => whole.clamp(-5_000, 5_000).years(),
        }
    }
}

/// How many units lie between two times, and on which side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shift {
    /// `None`: some.
    pub(super) count: Option<f64>,
    pub(super) unit: Unit,
    /// -1 before, 1 after, 0 the same.
    pub(super) sign: i8,
    /// A whole one of the calendar ("the week after").
    pub(super) calendar: bool,
    /// "Thirty years ago to the day".
    pub(super) to_the_day: bool,
    /// All days between the two ("in the week after the vote").
    pub(super) through: bool,
    /// Longer units before it, as months and days ("**a year and** three days after").
    pub(super) more: (i32, i32),
    /// "**more than** three weeks after" (1), "**less than** three weeks after" (-1): up to one unit more or less.
    pub(super) loose: i8,
}

impl Shift {
    /// The very time.
    pub(super) const NONE: Self = Self {
        count: Some(0.0),
        unit: Unit::Day,
        sign: 0,
        calendar: false,
        to_the_day: false,
        through: false,
        more: (0, 0),
        loose: 0,
    };

    /// The very time, however long.
    pub(super) const THEN: Self = Self {
        count: None,
        ..Self::NONE
    };

    /// The most days that a time may last which it is counted from.
    pub(super) fn longest(self) -> i32 {
        match self.unit {
            // "then"
            _ if self == Self::THEN => i32::MAX,
            Unit::Hour | Unit::Day => 10,
            Unit::Week | Unit::Weekend => 31,
            Unit::Month => 366,
            Unit::Year => i32::MAX,
        }
    }

    /// The days that far from others.
    pub(super) fn from(self, days: Interval) -> Option<Interval> {
        let edge = if self.sign < 0 { days.start } else { days.end };
        let edge = edge.or(days.start).or(days.end)?;
        let sign = f64::from(self.sign);
        if self.sign == 0 {
            return Some(match self.unit {
                Unit::Hour | Unit::Day => days,
                _ => holding(self.unit, days.start.or(days.end)?),
            });
        }
        let Some(count) = self.count else {
            // "days later": from one to a dozen or so.
            let near = edge.checked_add(self.unit.span(sign)).ok()?;
            let far = edge.checked_add(self.unit.span(sign * 12.0)).ok()?;
            return Some(Interval::between(near.min(far), near.max(far)));
        };
        let day = self.moved(edge, count, sign)?;
        // "22 hours later": that day or the next
        if self.unit == Unit::Hour && count > 12.0 && count % 24.0 != 0.0 {
            let far = day.checked_add(i64::from(self.sign).days()).ok()?;
            return Some(Interval::between(day.min(far), day.max(far)));
        }
        if self.loose != 0 {
            let other = self.moved(edge, count + f64::from(self.loose), sign)?;
            // More than fourteen years are less than fifteen.
            let long = matches!(self.unit, Unit::Month | Unit::Year);
            let other = match (long, other < day) {
                (true, true) => other.tomorrow().ok()?,
                (true, false) => other.yesterday().ok()?,
                _ => other,
            };
            return Some(Interval::between(day.min(other), day.max(other)));
        }
        Some(match self.unit {
            _ if self.through => Interval::between(edge.min(day), edge.max(day)),
            _ if self.to_the_day => Interval::day(day),
            // "two and a half years later": some two months around
            Unit::Year if count.fract() != 0.0 => {
                Interval::between(day.saturating_sub(2.months()), day.saturating_add(2.months()))
            }
            Unit::Month | Unit::Year => holding(self.unit, day),
            Unit::Weekend => holding(Unit::Weekend, day),
            // "a day and a half later"
            Unit::Day if count.fract() != 0.0 => {
                let near = self.moved(edge, count.floor(), sign)?;
                let far = self.moved(edge, count.ceil(), sign)?;
                Interval::between(near.min(far), near.max(far))
            }
            Unit::Week if self.calendar => holding(Unit::Week, day),
            // "this weekend; a fortnight later"
            Unit::Week
                if days
                    .start
                    .zip(days.end)
                    .is_some_and(|(s, e)| (e - s).get_days() == 1) =>
            {
                let (start, end) = days.start.zip(days.end)?;
                Interval::between(self.moved(start, count, sign)?, self.moved(end, count, sign)?)
            }
            _ => {
                let long = days.start.zip(days.end).filter(|_| count == 0.0);
                long.map_or_else(
                    || Interval::day(day),
                    |(start, end)| Interval::between(start, end),
                )
            }
        })
    }
}

impl Shift {
    /// The day that many units from another.
    fn moved(self, day: Date, count: f64, sign: f64) -> Option<Date> {
        let (months, days) = self.more;
        let far = day.checked_add((i64::from(months) * sign as i64).months()).ok()?;
        let far = far.checked_add((i64::from(days) * sign as i64).days()).ok()?;
        far.checked_add(self.unit.span(count * sign)).ok()
    }

    /// The days from which others are that far: what was three days before Friday, when Friday was "three days after" it.
    pub(super) fn back(self, days: Interval) -> Option<Interval> {
        let (start, end) = days.start.zip(days.end)?;
        let moved = |day: Date, count: f64| self.moved(day, count, -f64::from(self.sign));
        let Some(count) = self.count else {
            let all = [
                moved(start, 1.0)?,
                moved(start, 12.0)?,
                moved(end, 1.0)?,
                moved(end, 12.0)?,
            ];
            return Some(Interval::between(*all.iter().min()?, *all.iter().max()?));
        };
        let (start, end) = (moved(start, count)?, moved(end, count)?);
        if self.loose != 0 {
            let other = count + f64::from(self.loose);
            let (first, last) = (moved(days.start?, other)?, moved(days.end?, other)?);
            return Some(Interval::between(start.min(first), end.max(last)));
        }
        // "hours after a storm hit": that day, or the one before it.
        if self.unit == Unit::Hour && self.sign > 0 && count > 0.0 && count % 24.0 != 0.0 {
            return Some(Interval::between(start.yesterday().ok()?, end));
        }
        let whole = matches!(self.unit, Unit::Month | Unit::Year) || self.unit == Unit::Week && self.calendar;
        Some(match (end - start).get_days() {
            0 | 1 if self.unit == Unit::Year && count.fract() != 0.0 => {
                Interval::between(start.saturating_sub(2.months()), start.saturating_add(2.months()))
            }
            0 | 1 if whole && !self.to_the_day => holding(self.unit, start),
            _ => Interval::between(start, end),
        })
    }
}

/// The calendar's unit that holds a day.
pub(super) fn holding(unit: Unit, day: Date) -> Interval {
    let (first, last) = match unit {
        Unit::Hour | Unit::Day => (day, day),
        Unit::Week => {
            let back = i64::from(day.weekday().to_monday_zero_offset());
            let monday = day.saturating_sub(back.days());
            (monday, monday.saturating_add(6.days()))
        }
        Unit::Weekend => {
            let back = i64::from(day.weekday().to_monday_zero_offset());
            let saturday = day.saturating_sub(back.days()).saturating_add(5.days());
            (saturday, saturday.saturating_add(1.days()))
        }
        Unit::Month => (day.first_of_month(), day.last_of_month()),
        Unit::Year => (day.first_of_year(), day.last_of_year()),
    };
    Interval::between(first, last)
}

/// The weekday before (-1) or after (1) some days.
pub(super) fn beside(days: Interval, weekday: Weekday, sign: i8) -> Option<Date> {
    let edge = if sign < 0 { days.start } else { days.end }?;
    edge.nth_weekday(i32::from(sign), weekday).ok()
}

/// The number that words come to (`forty`, `-`, `four` may be three words), and how many words they are. `None` inside: some.
pub(super) fn count(words: &[String]) -> Option<(Option<f64>, usize)> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match (word(0), word(1)) {
        ("a" | "an", "few" | "couple") if word(2) == "of" => return Some((couple(word(1)), 3)),
        ("a" | "an", "few" | "couple") => return Some((couple(word(1)), 2)),
        ("half", "a" | "an") => return Some((Some(0.5), 2)),
        ("several" | "few" | "some" | "many", _) => return Some((None, 1)),
        _ => {}
    }
    let (mut total, mut at) = small(words)?;
    if word(at) == "hundred" {
        total *= 100.0;
        at += 1;
        let and = usize::from(word(at) == "and");
        if let Some((more, used)) = words.get(at + and..).and_then(small) {
            total += more;
            at += and + used;
        }
    }
    // "two **and a half** years"
    if (0..3).all(|i| word(at + i) == ["and", "a", "half"][i]) {
        total += 0.5;
        at += 3;
    }
    Some((Some(total), at))
}

fn couple(word: &str) -> Option<f64> {
    (word == "couple").then_some(2.0)
}

fn small(words: &[String]) -> Option<(f64, usize)> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let first = words.first()?.as_str();
    let one = |word: &str| ONES.iter().position(|w| *w == word).map(|n| n as f64);
    let ten = |word: &str| {
        TENS.iter()
            .position(|w| *w == word)
            .map(|n| n as f64 * 10.0 + 20.0)
    };
    if matches!(first, "a" | "an") {
        return Some((1.0, 1));
    }
    if let Some(number) = one(first).or_else(|| first.replace(',', "").parse().ok()) {
        return Some((number, 1));
    }
    if let Some((tens, ones)) = first.split_once('-') {
        return Some((ten(tens)? + one(ones)?, 1));
    }
    let tens = ten(first)?;
    let hyphen = usize::from(words.get(1).is_some_and(|w| w == "-"));
    match words.get(1 + hyphen).and_then(|w| one(w)) {
        Some(ones) if ones < 10.0 => Some((tens + ones, 2 + hyphen)),
        _ => Some((tens, 1)),
    }
}

/// The number of an ordinal, in words or figures.
pub(super) fn ordinal(word: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let figures = || {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| word.strip_suffix(end))?;
        digits.parse().ok()
    };
    WORDS
        .iter()
        .position(|w| *w == word)
        .map(|n| n as f64 + 1.0)
        .or_else(figures)
}

/// The number of an ordinal of one word or three (`forty`, `-`, `first`), and how many words it is.
pub(super) fn long_ordinal(words: &[String]) -> Option<(f64, usize)> {
    const TENS: [&str; 8] = [
        "twentieth",
        "thirtieth",
        "fortieth",
        "fiftieth",
        "sixtieth",
        "seventieth",
        "eightieth",
        "ninetieth",
    ];
    let first = words.first()?.as_str();
    if let Some(number) = ordinal(first) {
        return Some((number, 1));
    }
    if first == "hundredth" {
        return Some((100.0, 1));
    }
    if let Some(at) = TENS.iter().position(|w| *w == first) {
        return Some((at as f64 * 10.0 + 20.0, 1));
    }
    let (tens, ones, used) = match first.split_once('-') {
        Some((tens, ones)) => (tens.to_owned(), ones.to_owned(), 1),
        None if words.get(1)? == "-" => (first.to_owned(), words.get(2)?.clone(), 3),
        None => return None,
    };
    let (tens, _) = small(&[tens]).filter(|(n, _)| *n >= 20.0 && *n <= 90.0)?;
    let ones = ordinal(&ones).filter(|n| *n < 10.0)?;
    Some((tens + ones, used))
}

/// The names of the months.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its name, in full or short.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let short = word.len() == 3 || word == "sept";
    let fits = |month: &&str| *month == word || short && month.starts_with(word);
    MONTHS.iter().position(fits).map(|at| at as i8 + 1)
}

/// The weekday of a lemma.
pub(super) fn weekday(lemma: &str) -> Option<Weekday> {
    Some(match lemma.to_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn counted(text: &str, expected: Option<(Option<f64>, usize)>) {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        assert_eq!(count(&words), expected, "{text}");
    }

    #[test]
    fn counts() {
        counted("four days", Some((Some(4.0), 1)));
        counted("forty - four days", Some((Some(44.0), 3)));
        counted("twenty-one days", Some((Some(21.0), 1)));
        counted("a hundred and twenty hours", Some((Some(120.0), 4)));
        counted("a couple of weeks", Some((Some(2.0), 3)));
        counted("several months", Some((None, 1)));
        counted("12 days", Some((Some(12.0), 1)));
        counted("two and a half years", Some((Some(2.5), 4)));
        counted("two and three years", Some((Some(2.0), 1)));
        counted("the day", None);
    }

    #[track_caller]
    fn shifted(count: Option<f64>, unit: Unit, sign: i8, from: (Date, Date), to: (Date, Date)) {
        let shift = Shift {
            count,
            unit,
            sign,
            ..Shift::NONE
        };
        let days = shift.from(Interval::between(from.0, from.1));
        assert_eq!(days, Some(Interval::between(to.0, to.1)));
    }

    #[test]
    fn ordinals() {
        let check = |text: &str, expected| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            assert_eq!(long_ordinal(&words), expected, "{text}");
        };
        check("ninth day", Some((9.0, 1)));
        check("forty - first day", Some((41.0, 3)));
        check("twenty-fifth", Some((25.0, 1)));
        check("thirtieth", Some((30.0, 1)));
        check("forty - one", None);
        check("forty days", None);
    }

    #[test]
    fn shifts() {
        let day = |d| (date(2024, 3, d), date(2024, 3, d));
        shifted(Some(4.0), Unit::Day, 1, day(5), day(9));
        shifted(
            Some(2.0),
            Unit::Day,
            -1,
            (date(2024, 3, 9), date(2024, 3, 10)),
            day(7),
        );
        shifted(
            Some(36.0),
            Unit::Hour,
            1,
            day(5),
            (date(2024, 3, 6), date(2024, 3, 7)),
        );
        shifted(Some(48.0), Unit::Hour, 1, day(5), day(7));
        shifted(Some(1.0), Unit::Week, 1, day(5), day(12));
        shifted(
            Some(3.0),
            Unit::Month,
            1,
            day(31),
            (date(2024, 6, 1), date(2024, 6, 30)),
        );
        shifted(
            Some(2.0),
            Unit::Year,
            -1,
            day(5),
            (date(2022, 1, 1), date(2022, 12, 31)),
        );
        shifted(None, Unit::Day, 1, day(5), (date(2024, 3, 6), date(2024, 3, 17)));
        assert_eq!(
            beside(Interval::day(date(2024, 3, 9)), Weekday::Monday, -1),
            Some(date(2024, 3, 4))
        );
    }
}
