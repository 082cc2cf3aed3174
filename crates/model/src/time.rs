//! Times: intervals of days, and the expressions of a text that name them.

use crate::Span;
use jiff::civil::Date;

/// Days from `start` to `end`, both inclusive; `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

impl Interval {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self {
            start: Some(date),
            end: Some(date),
        }
    }

    /// From one day to another.
    pub fn between(start: Date, end: Date) -> Self {
        Self {
            start: Some(start),
            end: Some(end),
        }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, date: Date) -> bool {
        self.start.is_none_or(|s| s <= date) && self.end.is_none_or(|e| date <= e)
    }
}

/// TimeML's kinds of time expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimexType {
    /// A day or a longer calendar unit.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

impl TimexType {
    /// TimeML's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// Its kind.
    pub kind: TimexType,
    /// TIMEX3 value (`2024-10-27`, `P2D`, `FUTURE_REF`).
    pub value: String,
    /// The days meant; both sides open for durations and sets (which days a length means where it stands, "within two weeks": `Reading::meant`).
    pub interval: Interval,
}
