//! Fiscal years, and their quarters: those of the country that is named, unless the sentence says when they begin or end.

use super::link::Side;
use super::placed::is_year;
use super::told::{Teller, Told};
use super::unit;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};
use std::ops::Range;

/// How many words before or behind a time may say that it is of a fiscal year.
const NEAR: usize = 5;

impl Teller<'_> {
    /// "in fiscal 2010", "in the last fiscal year", "in the first quarter of the financial year".
    pub(super) fn fiscal(&self, told: &mut Told, words: &Range<usize>) {
        let sentence = self.tree.doc.sentences[self.tree.doc.sentence_of(TokenIx::new(words.start))]
            .tokens
            .clone();
        let near = words.start.saturating_sub(2).max(sentence.start)..(words.end + NEAR).min(sentence.end);
        let comma = (words.end..near.end).find(|i| self.form(*i) == ",");
        let near = near.start..comma.unwrap_or(near.end);
        let fiscal = |i: &usize| matches!(self.form(*i).as_str(), "fiscal" | "financial" | "budget");
        let Some(at) = near.clone().find(fiscal) else {
            return;
        };
        let year_word = self.form(at + 1);
        let number = near
            .clone()
            .map(|i| self.form(i))
            .find(|w| is_year(w))
            .and_then(|w| w.parse::<i16>().ok());
        let named = is_year(&year_word) && self.form(at) != "budget";
        if year_word != "year" && !named {
            return;
        }
        let quarter = words.clone().find(|i| self.form(*i) == "quarter");
        let ordinal = quarter.and_then(|q| {
            let which = self.form(q.checked_sub(1)?);
            match which.as_str() {
                "last" | "final" | "closing" => Some(4.0),
                which => unit::ordinal(which),
            }
        });
        let Some(month) = self
            .fiscal_month(near.end, sentence.end)
            .or_else(|| self.fiscal_of_country(&sentence))
        else {
            return;
        };
        let (Some(published), side) = (self.published, self.owner_side(told)) else {
            return;
        };
        // Years that begin late in the year are named by that in which they end.
        let back = i16::from(month >= 7);
        let first = |year: i16| Date::new(year - back, month, 1).ok();
        let begun = |day: Date| {
            let year = day.year() + back;
            let year = year - i16::from(first(year).is_some_and(|f| f > day));
            year + i16::from(first(year + 1).is_some_and(|f| f <= day))
        };
        let now = begun(published);
        let which = near.clone().map(|i| self.form(i)).collect::<Vec<_>>();
        let has = |word: &str| which.iter().any(|w| w == word);
        let year = match (number, quarter) {
            (Some(number), _) => number,
            (None, None) if has("last") || has("previous") || has("past") => now - 1,
            (None, None) if has("next") || has("coming") => now + 1,
            _ => now,
        };
        let days = |year: i16| {
            let start = first(year)?;
            let (from, length) = match ordinal {
                Some(n) => (3 * (n as i64 - 1), 3),
                None => (0, 12),
            };
            let start = start.checked_add(from.months()).ok()?;
            let end = start.checked_add(length.months()).ok()?.yesterday().ok()?;
            Some(Interval::between(start, end))
        };
        let Some(mut found) = days(year) else { return };
        // A quarter of no named year is the nearest on the side of its verb.
        if number.is_none() && quarter.is_some() {
            let late = found.start.is_some_and(|s| s > published) && side != Side::Ahead;
            let gone = found.end.is_some_and(|e| e < published) && side == Side::Ahead;
            found = days(year - i16::from(late) + i16::from(gone)).unwrap_or(found);
        }
        if quarter.is_some() && ordinal.is_none() {
            return;
        }
        told.interval = found;
    }

    /// "…, which **ended on 31 March**", "which **opens each April**": the month in which it begins.
    fn fiscal_month(&self, from: usize, end: usize) -> Option<i8> {
        let at = (from.saturating_sub(3)..end).find(|i| {
            let word = self.tree.lower(TokenIx::new(*i));
            matches!(
                word.as_str(),
                "end" | "close" | "finish" | "begin" | "start" | "open" | "run"
            )
        })?;
        let ends = matches!(
            self.tree.lower(TokenIx::new(at)).as_str(),
            "end" | "close" | "finish"
        );
        let month = (at + 1..end.min(at + NEAR)).find_map(|i| {
            let named = unit::month(&self.form(i));
            named.or_else(|| {
                // "next month", "today"
                let start = self.tree.doc.tokens[i].span.start();
                let time = self.tree.doc.times.iter().find(|t| t.span.start() == start)?;
                let (first, last) = time.interval.start.zip(time.interval.end)?;
                ((last - first).get_days() <= 31).then(|| last.month())
            })
        })?;
        Some(if ends { month % 12 + 1 } else { month })
    }

    /// The month in which the fiscal year of the country begins that the sentence names first.
    fn fiscal_of_country(&self, sentence: &Range<usize>) -> Option<i8> {
        sentence.clone().find_map(|i| {
            let word = self.tree.form(TokenIx::new(i));
            self.words.fiscal_month(word)
        })
    }
}
