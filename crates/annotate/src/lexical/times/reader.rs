//! What the meaning of a time expression comes to against the day of publication and the dates told before.

use super::calendar::{Period, SEASONS, Unit};
use super::holidays;
use super::meaning::{Count, Meaning, Part, Parts, Tense, Which, Year};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use sayso_model::{Interval, TimexType};

/// What a meaning comes to.
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) value: String,
    pub(super) interval: Interval,
}

impl Resolved {
    fn vague(kind: TimexType, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            interval: Interval::default(),
        }
    }

    fn open(value: &str, start: Option<Date>, end: Option<Date>) -> Self {
        Self {
            interval: Interval { start, end },
            ..Self::vague(TimexType::Date, value)
        }
    }
}

/// Reads the times of one article in order.
pub(super) struct Reader {
    published: Option<Date>,
    /// The date told last.
    last: Option<Period>,
    /// The quarter told last: what reports on earnings compare with "a year ago".
    quarter: Option<Period>,
}

impl Reader {
    pub(super) fn new(published: Option<Date>) -> Self {
        Self {
            published,
            last: None,
            quarter: None,
        }
    }

    /// What a meaning comes to; `None` for dates that do not exist.
    pub(super) fn resolve(&mut self, meaning: Meaning, tense: Tense) -> Option<Resolved> {
        let published = self.published;
        let days = |days: u16, sign: i64| {
            published.and_then(|day| day.checked_add((i64::from(days) * sign).days()).ok())
        };
        Some(match meaning {
            Meaning::Holiday(at, year, which) => match holidays::days(at, year, which, tense, published) {
                Some(days) => {
                    let first = days.start?;
                    self.tell(meaning, Period::day(first));
                    Resolved {
                        interval: days,
                        ..Resolved::vague(TimexType::Date, first.to_string())
                    }
                }
                None => Resolved::vague(TimexType::Date, "XXXX-XX-XX"),
            },
            Meaning::Length(count, unit) => {
                Resolved::vague(TimexType::Duration, unit.length(&count.digits()))
            }
            Meaning::Every(number, unit) => {
                Resolved::vague(TimexType::Set, unit.length(&Count::Exactly(number).digits()))
            }
            Meaning::EveryNamed(parts) => Resolved::vague(TimexType::Set, unknown(&parts)),
            Meaning::Past => Resolved::open("PAST_REF", None, published),
            Meaning::Future => Resolved::open("FUTURE_REF", published, None),
            Meaning::Present => Resolved::open("PRESENT_REF", published, published),
            Meaning::Recent(count) => Resolved::open("PAST_REF", days(count, -1), published),
            Meaning::Coming(count) => Resolved::open("FUTURE_REF", published, days(count, 1)),
            Meaning::FromPublication(Count::Some, _, sign) | Meaning::FromLast(Count::Some, _, sign) => {
                let meaning = if sign < 0 { Meaning::Past } else { Meaning::Future };
                self.resolve(meaning, tense)?
            }
            _ => match self.period(meaning, tense) {
                Ok((period, to)) => {
                    self.tell(meaning, period);
                    let last =
                        to.and_then(|to| Date::new(period.first().year(), period.first().month(), to).ok());
                    let end = last.filter(|end| *end > period.first()).unwrap_or(period.last());
                    let interval = Interval::between(period.first(), end);
                    Resolved {
                        interval,
                        ..Resolved::vague(TimexType::Date, period.value())
                    }
                }
                Err(Some(unknown)) => Resolved::vague(TimexType::Date, unknown),
                Err(None) => return None,
            },
        })
    }

    /// Remembers a date that later ones may refer to.
    fn tell(&mut self, meaning: Meaning, period: Period) {
        let compares = matches!(meaning, Meaning::FromPublication(_, unit, _) | Meaning::FromLast(_, unit, _) if unit >= Unit::Year);
        if compares {
            return;
        }
        if period.unit == Unit::Quarter && matches!(meaning, Meaning::Date(_)) {
            self.quarter = Some(period);
        }
        self.last = Some(period);
    }

    /// The days of a meaning, and the last of its month if it is a range; else its value where the day of publication is
    /// not known, nothing for dates that do not exist.
    fn period(&self, meaning: Meaning, tense: Tense) -> Result<(Period, Option<i8>), Option<String>> {
        let known = |unit: Unit| self.published.ok_or_else(|| Some(unit.unknown().to_owned()));
        let plain = |period: Option<Period>| period.map(|period| (period, None)).ok_or(None);
        match meaning {
            Meaning::Date(parts) => plain(self.date(&parts, tense)?).map(|(period, _)| (period, parts.to)),
            Meaning::Unit(unit, by) => {
                plain(Period::holding(unit, known(unit)?).and_then(|period| period.shift(by)))
            }
            Meaning::Weekend => {
                let day = known(Unit::Weekend)?;
                let past = tense == Tense::Past && day.weekday().to_monday_zero_offset() < 5;
                plain(
                    Period::holding(Unit::Weekend, day)
                        .and_then(|weekend| weekend.shift(if past { -1 } else { 0 })),
                )
            }
            Meaning::Clock => known(Unit::Day).map(|day| (Period::day(day), None)),
            Meaning::Decade(year) => plain(of_year(year).and_then(|day| Period::holding(Unit::Decade, day))),
            Meaning::Century(year) => {
                plain(of_year(year).and_then(|day| Period::holding(Unit::Century, day)))
            }
            Meaning::FromPublication(Count::Exactly(number), unit, sign) => {
                let day = known(unit)?;
                match self
                    .quarter
                    .filter(|_| unit == Unit::Year && number == 1.0 && sign < 0)
                {
                    Some(quarter) => plain(quarter.years_later(sign)),
                    None => plain(away(day, number, unit, sign)),
                }
            }
            Meaning::FromLast(Count::Exactly(number), unit, sign) => match self.last {
                _ if unit == Unit::Year && number == 1.0 && sign < 0 && self.quarter.is_some() => {
                    plain(self.quarter.and_then(|quarter| quarter.years_later(sign)))
                }
                Some(last) if unit >= Unit::Year && last.unit >= Unit::Month && number.fract() == 0.0 => {
                    plain(last.years_later(whole(number) * sign * if unit == Unit::Decade { 10 } else { 1 }))
                }
                Some(last) => plain(away(last.first(), number, unit, sign)),
                None => plain(away(known(unit)?, number, unit, sign)),
            },
            Meaning::OfLast(unit, by) => {
                let last = if unit == Unit::Quarter {
                    self.quarter
                } else {
                    self.last
                };
                let day = match last {
                    Some(last) if last.unit <= unit => last.first(),
                    _ => known(unit)?,
                };
                plain(Period::holding(unit, day).and_then(|period| period.shift(by)))
            }
            _ => Err(None),
        }
    }

    /// The days that the parts of a date name.
    fn date(&self, parts: &Parts, tense: Tense) -> Result<Option<Period>, Option<String>> {
        let year = match (parts.year, self.published) {
            (Some(Year::Of(year)), _) => year,
            (Some(Year::Later(by)), Some(day)) => {
                i16::try_from(i64::from(day.year()) + by).map_err(|_| None)?
            }
            (None, Some(day)) => day.year(),
            (_, None) => return Err(Some(unknown(parts))),
        };
        if let (None, None, Some(weekday), Some(day)) =
            (parts.month, parts.part, parts.weekday, self.published)
        {
            return Ok(near_weekday(day, weekday, parts.which, tense));
        }
        let this = in_year(year, parts);
        match (parts.year, self.published) {
            (None, Some(day)) => Ok(nearest(
                this,
                in_year(year - 1, parts),
                in_year(year + 1, parts),
                day,
                parts,
                tense,
            )),
            _ => Ok(this),
        }
    }
}

fn whole(number: f64) -> i64 {
    number.clamp(-1e6, 1e6) as i64
}

fn of_year(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

/// The period that many units from a day. Parts of units are as good as none, but for half years and half decades.
fn away(day: Date, number: f64, unit: Unit, sign: i64) -> Option<Period> {
    let (number, unit) = match unit {
        Unit::Decade => (number * 10.0, Unit::Year),
        Unit::Century => (number * 100.0, Unit::Year),
        Unit::Fortnight => (number * 2.0, Unit::Week),
        Unit::Year if number.fract() != 0.0 => (number * 12.0, Unit::Month),
        _ => (number, unit),
    };
    if unit < Unit::Day {
        return Some(Period::day(day));
    }
    Period::holding(unit, day)?.shift(whole(number) * sign)
}

fn in_year(year: i16, parts: &Parts) -> Option<Period> {
    let (unit, month, day) = match (parts.month, parts.day, parts.part) {
        (Some(month), Some(day), _) => (Unit::Day, month, day),
        (Some(month), None, _) => (Unit::Month, month, 1),
        (None, _, Some(Part::Quarter(number))) => (Unit::Quarter, number * 3 - 2, 1),
        (None, _, Some(Part::Half(number))) => (Unit::Half, number * 6 - 5, 1),
        (None, _, Some(Part::Season(0))) => (Unit::Season, 12, 1),
        (None, _, Some(Part::Season(season))) => (Unit::Season, season as i8 * 3, 1),
        (None, _, None) => (Unit::Year, 1, 1),
    };
    Period::holding(unit, Date::new(year, month, day).ok()?)
}

/// The most days to a day without a year whose side the sentence tells.
pub(super) const FAR: u32 = 270;

/// Of the same date in three years that which is meant.
fn nearest(
    this: Option<Period>,
    before: Option<Period>,
    after: Option<Period>,
    day: Date,
    parts: &Parts,
    tense: Tense,
) -> Option<Period> {
    let candidates = [before, this, after];
    let mut known = candidates.into_iter().flatten();
    let far = if parts.day.is_some() { FAR } else { u32::MAX };
    let distance = |period: &Period| {
        let to = |other: Date| (other - day).get_days().unsigned_abs();
        if period.interval().holds(day) {
            0
        } else {
            to(period.first()).min(to(period.last()))
        }
    };
    match (parts.which, tense) {
        (Which::Last, _) => known.rfind(|period| period.last() < day),
        (Which::Next, _) => known.find(|period| period.first() > day),
        (Which::This, Tense::Past) => this,
        (Which::This, _) => known.find(|period| period.last() >= day),
        // What comes of a quarter is told when it is over.
        (Which::Near, Tense::Future) if matches!(parts.part, Some(Part::Quarter(_))) => {
            known.min_by_key(distance)
        }
        (Which::Near, Tense::Dating) => known.min_by_key(distance),
        // Whoever writes no year means none that is far away.
        (Which::Near, Tense::Past) => {
            let past = known.clone().rfind(|period| period.first() <= day);
            past.filter(|period| distance(period) <= far)
                .or(known.find(|period| period.first() > day))
        }
        (Which::Near, Tense::Future) => {
            let future = known.clone().find(|period| period.last() >= day);
            future
                .filter(|period| distance(period) <= far)
                .or(known.rfind(|period| period.last() < day))
        }
    }
}

fn near_weekday(day: Date, weekday: Weekday, which: Which, tense: Tense) -> Option<Period> {
    let ahead = i64::from(day.weekday().until(weekday));
    let by = match (which, tense) {
        (Which::Last, _) if ahead == 0 => -7,
        (Which::Next, _) if ahead == 0 => 7,
        (Which::Next, _) | (Which::This | Which::Near, Tense::Future) => ahead,
        _ if ahead == 0 => 0,
        _ => ahead - 7,
    };
    Period::day(day).shift(by)
}

/// The value of a date whose year is not known.
fn unknown(parts: &Parts) -> String {
    let year = match parts.year {
        Some(Year::Of(year)) => format!("{year:04}"),
        _ => "XXXX".to_owned(),
    };
    match (parts.month, parts.day, parts.part, parts.weekday) {
        (Some(month), Some(day), _, _) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None, _, _) => format!("{year}-{month:02}"),
        (None, _, Some(Part::Quarter(number)), _) => format!("{year}-Q{number}"),
        (None, _, Some(Part::Half(number)), _) => format!("{year}-H{number}"),
        (None, _, Some(Part::Season(season)), _) => format!("{year}-{}", SEASONS[season % 4]),
        (None, _, None, Some(weekday)) => format!("{year}-WXX-{}", weekday.to_monday_one_offset()),
        (None, _, None, None) => year,
    }
}
