//! What a time expression says.

use super::calendar::Unit;
use jiff::civil::Weekday;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Exactly(f64),
    /// `several`, `a few`, or nothing.
    Some,
}

impl Count {
    /// As TIMEX3 writes it.
    pub(super) fn digits(self) -> String {
        match self {
            Self::Exactly(number) => format!("{}", (number * 100.0).round() / 100.0),
            Self::Some => "X".to_owned(),
        }
    }
}

/// Which one of those that bear the same name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Which {
    /// The sentence tells: before publication, or after it if it speaks of the future.
    #[default]
    Near,
    Last,
    This,
    Next,
}

/// A year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Of(i16),
    /// So many years after that of publication.
    Later(i64),
}

/// A part of a year that is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An index of [`SEASONS`](super::calendar::SEASONS).
    Season(usize),
    Quarter(i8),
    Half(i8),
}

/// The parts of a date as far as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub(super) year: Option<Year>,
    pub(super) part: Option<Part>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// The last day of a range in one month.
    pub(super) to: Option<i8>,
    pub(super) weekday: Option<Weekday>,
    pub(super) which: Which,
}

impl Parts {
    /// Both as one date, unless they tell the same part twice.
    pub(super) fn join(self, other: Self) -> Option<Self> {
        fn one<T>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
            (a.is_none() || b.is_none()).then(|| a.or(b))
        }
        Some(Self {
            year: one(self.year, other.year)?,
            part: one(self.part, other.part)?,
            month: one(self.month, other.month)?,
            day: one(self.day, other.day)?,
            to: one(self.to, other.to)?,
            weekday: one(self.weekday, other.weekday)?,
            which: if self.which == Which::Near {
                other.which
            } else {
                self.which
            },
        })
    }
}

/// What a time expression says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    Date(Parts),
    /// The unit that many after that of publication.
    Unit(Unit, i64),
    Decade(i16),
    Century(i16),
    /// So many units before (-1) or after (1) publication.
    FromPublication(Count, Unit, i64),
    /// So many units before (-1) or after (1) the date told last.
    FromLast(Count, Unit, i64),
    /// The unit that holds the date told last, or the one that many after it.
    OfLast(Unit, i64),
    /// Times of day without a day.
    Clock,
    /// By its place in the list, with the year that is told.
    Holiday(usize, Option<i16>, Which),
    /// `the weekend`: the nearest, before publication or after it.
    Weekend,
    Past,
    Present,
    Future,
    /// Before publication by at most so many days.
    Recent(u16),
    /// After publication by at most so many days.
    Coming(u16),
    Length(Count, Unit),
    /// Repeated after so many units.
    Every(f64, Unit),
    /// Repeated on these days or in these months.
    EveryNamed(Parts),
}

/// Where on the line of time a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// In a line that dates the article.
    Dating,
}
