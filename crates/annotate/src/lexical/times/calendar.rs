//! Calendar units: which days they span, how TIMEX3 writes them, and how to go from one to another.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use sayso_model::Interval;

/// A unit of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Season,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit that a word names, in singular or plural.
    pub(super) fn named(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        let word = if word == "centuries" {
            "century"
        } else {
            word.strip_suffix('s').unwrap_or(&word)
        };
        Some(match word {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" | "night" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "spring" | "summer" | "autumn" | "fall" | "winter" => Self::Season,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// The length of so many of it as TIMEX3 writes it; `number` is `X` where the words do not tell.
    pub(super) fn length(self, number: &str) -> String {
        match self {
            Self::Second => format!("PT{number}S"),
            Self::Minute => format!("PT{number}M"),
            Self::Hour => format!("PT{number}H"),
            Self::Day => format!("P{number}D"),
            Self::Weekend => format!("P{number}WE"),
            Self::Week => format!("P{number}W"),
            Self::Fortnight => self.multiple(number, 2, 'W'),
            Self::Month => format!("P{number}M"),
            Self::Quarter => format!("P{number}Q"),
            Self::Season => self.multiple(number, 3, 'M'),
            Self::Half => self.multiple(number, 6, 'M'),
            Self::Year => format!("P{number}Y"),
            Self::Decade if number == "X" => "PXE".to_owned(),
            Self::Decade => self.multiple(number, 10, 'Y'),
            Self::Century if number == "X" => "PXC".to_owned(),
            Self::Century => self.multiple(number, 100, 'Y'),
        }
    }

    fn multiple(self, number: &str, by: u32, letter: char) -> String {
        match number.parse::<f64>() {
            Ok(number) => format!("P{}{letter}", number * f64::from(by)),
            Err(_) => format!("PX{letter}"),
        }
    }

    /// Its value where the day of publication is not known.
    pub(super) fn unknown(self) -> &'static str {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => "XXXX-XX-XX",
            Self::Weekend => "XXXX-WXX-WE",
            Self::Week | Self::Fortnight => "XXXX-WXX",
            Self::Month => "XXXX-XX",
            Self::Quarter => "XXXX-QX",
            Self::Season | Self::Half | Self::Year => "XXXX",
            Self::Decade => "XXX",
            Self::Century => "XX",
        }
    }
}

/// One of the calendar: the day, week, month … that begins on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) unit: Unit,
    start: Date,
}

impl Period {
    /// The one of this unit that holds a day. Times of day become days.
    pub(super) fn holding(unit: Unit, day: Date) -> Option<Self> {
        let monday = |day: Date| {
            day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
                .ok()
        };
        let from_month = |length: i8| Date::new(day.year(), (day.month() - 1) / length * length + 1, 1).ok();
        let unit = unit.max(Unit::Day);
        let start = match unit {
            Unit::Weekend => monday(day)?.checked_add(5.days()).ok()?,
            Unit::Week | Unit::Fortnight => monday(day)?,
            Unit::Month => from_month(1)?,
            Unit::Quarter => from_month(3)?,
            Unit::Season => {
                let month = day.first_of_month();
                month.checked_sub(i64::from(day.month() % 3).months()).ok()?
            }
            Unit::Half => from_month(6)?,
            Unit::Year => Date::new(day.year(), 1, 1).ok()?,
            Unit::Decade => Date::new(day.year() / 10 * 10, 1, 1).ok()?,
            Unit::Century => Date::new(day.year() / 100 * 100, 1, 1).ok()?,
            _ => day,
        };
        Some(Self {
            unit: if unit == Unit::Fortnight { Unit::Week } else { unit },
            start,
        })
    }

    /// A day.
    pub(super) fn day(day: Date) -> Self {
        Self {
            unit: Unit::Day,
            start: day,
        }
    }

    /// First day.
    pub(super) fn first(self) -> Date {
        self.start
    }

    /// Last day.
    pub(super) fn last(self) -> Date {
        let days = if self.unit == Unit::Weekend { 2 } else { 7 };
        let next = match self.unit {
            Unit::Weekend | Unit::Week => self.start.checked_add(days.days()).ok(),
            _ => self.shift(1).map(|next| next.start),
        };
        next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The one that many later, or earlier.
    pub(super) fn shift(self, by: i64) -> Option<Self> {
        let limit = 100_000;
        if !(-limit..=limit).contains(&by) {
            return None;
        }
        let span = match self.unit {
            Unit::Weekend | Unit::Week | Unit::Fortnight => by.weeks(),
            Unit::Month => by.months(),
            Unit::Quarter | Unit::Season => (by * 3).months(),
            Unit::Half => (by * 6).months(),
            Unit::Year if by.abs() < 10_000 => by.years(),
            Unit::Decade if by.abs() < 1_000 => (by * 10).years(),
            Unit::Century if by.abs() < 100 => (by * 100).years(),
            Unit::Year | Unit::Decade | Unit::Century => return None,
            _ => by.days(),
        };
        Some(Self {
            start: self.start.checked_add(span).ok()?,
            ..self
        })
    }

    /// The same part of a year that many years later.
    pub(super) fn years_later(self, by: i64) -> Option<Self> {
        if by.abs() > 9_999 {
            return None;
        }
        Some(Self {
            start: self.start.checked_add(by.years()).ok()?,
            ..self
        })
    }

    /// As TIMEX3 writes it.
    pub(super) fn value(self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        let week = || {
            let week = ISOWeekDate::from(self.start);
            format!("{:04}-W{:02}", week.year(), week.week())
        };
        match self.unit {
            Unit::Week | Unit::Fortnight => week(),
            Unit::Weekend => week() + "-WE",
            Unit::Month => format!("{year:04}-{month:02}"),
            Unit::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Unit::Season => format!("{year:04}-{}", SEASONS[usize::from(month.unsigned_abs()) / 3 % 4]),
            Unit::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Unit::Year => format!("{year:04}"),
            Unit::Decade => format!("{:03}", year / 10),
            Unit::Century => format!("{:02}", year / 100),
            _ => self.start.to_string(),
        }
    }

    /// Its days.
    pub(super) fn interval(self) -> Interval {
        Interval::between(self.first(), self.last())
    }
}

/// The seasons of TIMEX3, from that in which a year begins.
pub(super) const SEASONS: [&str; 4] = ["WI", "SP", "SU", "FA"];

/// The day of the week, from its first three letters.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.get(..3)?.to_ascii_lowercase().as_str() {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The number of a month, from its first three letters.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let at = MONTHS.find(&word.get(..3)?.to_ascii_lowercase())?;
    (at % 3 == 0).then(|| (at / 3) as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(unit: Unit, day: Date, by: i64, value: &str, days: (Date, Date)) {
        let period = Period::holding(unit, day)
            .and_then(|period| period.shift(by))
            .expect("in range");
        assert_eq!(
            (period.value().as_str(), (period.first(), period.last())),
            (value, days)
        );
    }

    #[test]
    fn units_hold_days() {
        let day = date(2024, 10, 28);
        check(
            Unit::Day,
            day,
            -1,
            "2024-10-27",
            (date(2024, 10, 27), date(2024, 10, 27)),
        );
        check(
            Unit::Week,
            day,
            0,
            "2024-W44",
            (date(2024, 10, 28), date(2024, 11, 3)),
        );
        check(
            Unit::Weekend,
            day,
            -1,
            "2024-W43-WE",
            (date(2024, 10, 26), date(2024, 10, 27)),
        );
        check(
            Unit::Month,
            day,
            -8,
            "2024-02",
            (date(2024, 2, 1), date(2024, 2, 29)),
        );
        check(
            Unit::Quarter,
            day,
            1,
            "2025-Q1",
            (date(2025, 1, 1), date(2025, 3, 31)),
        );
        check(
            Unit::Season,
            day,
            0,
            "2024-FA",
            (date(2024, 9, 1), date(2024, 11, 30)),
        );
        check(
            Unit::Season,
            date(2025, 1, 3),
            0,
            "2024-WI",
            (date(2024, 12, 1), date(2025, 2, 28)),
        );
        check(
            Unit::Half,
            day,
            0,
            "2024-H2",
            (date(2024, 7, 1), date(2024, 12, 31)),
        );
        check(
            Unit::Year,
            day,
            -1,
            "2023",
            (date(2023, 1, 1), date(2023, 12, 31)),
        );
        check(
            Unit::Decade,
            day,
            -1,
            "201",
            (date(2010, 1, 1), date(2019, 12, 31)),
        );
        check(
            Unit::Century,
            day,
            0,
            "20",
            (date(2000, 1, 1), date(2099, 12, 31)),
        );
    }
}
