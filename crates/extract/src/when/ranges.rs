//! Two expressions that make one: "between 15 and 29 March", "from Monday to Wednesday", "August of the year before".

use super::link::Link;
use super::placed::is_month;
use super::told::Teller;
use super::unit::{self, Unit};
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};

impl Teller<'_> {
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
            } else if at > first {
                let last = &self.done[at - 1];
                let gap = last.words.end..start;
                let between = |word: &str| last.words.start > begin && form(last.words.start - 1) == word;
                let joined = match gap.len() {
                    1 => match form(gap.start).as_str() {
                        "and" => between("between"),
                        "to" | "until" | "till" | "through" | "–" => true,
                        "-" => between("from") || between("in"),
                        _ => false,
                    },
                    2 => between("from") && two(gap.start + 1, ["up", "to"]),
                    _ => false,
                };
                let (start, end) = (last.interval.start, self.done[at].interval.end);
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
                if joined && start.zip(end).is_some_and(|(s, e)| s <= e) {
                    let gone = self.done.remove(at);
                    let last = &mut self.done[at - 1];
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
