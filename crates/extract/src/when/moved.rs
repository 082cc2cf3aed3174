//! Happenings with another time than was told first ("the vote, set for 3 May, was **moved to 6 June**"), and those that last so many days ("a **two-day** visit").

use super::Times;
use super::link::Link;
use super::told::Told;
use super::unit::{self, Unit};
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};

/// How many words behind its verb the new time may stand.
const FAR: usize = 24;

impl Times<'_> {
    /// "The **vote** has been moved to 2 September", "the **talks**, put back by a week": the new time.
    pub(super) fn moved_to(&self, trigger: TokenIx) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        if tree.upos(noun) != "NOUN" {
            return None;
        }
        let moves =
            |v: &TokenIx| self.words.moved.contains(&tree.lower(*v)) && tree.xpos(*v).starts_with('V');
        if let Some(interval) = self.due_to(noun) {
            return Some(interval);
        }
        let taken = tree
            .head(noun)
            .filter(|_| matches!(tree.deprel(noun), "nsubj:pass" | "obj"));
        if let Some(interval) = taken.and_then(|v| self.set_for(v)) {
            return Some(interval);
        }
        let above = taken.filter(moves);
        let verb = above.or_else(|| tree.with(noun, "acl").find(moves))?;
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(verb)].tokens;
        let end = sentence.end.min(verb.at() + FAR);
        let behind =
            |t: &&Told| t.words.start > verb.at() && t.words.end <= end && super::belongs::own(tree, t, verb);
        let new = self.told.iter().filter(behind).find(|t| {
            let mut before = (verb.at()..t.words.start)
                .rev()
                .map(|i| tree.form(TokenIx::new(i)).to_lowercase());
            let word =
                before.find(|w| !matches!(w.as_str(), "the" | "at" | "least" | "late" | "early" | "about"));
            word.is_some_and(|w| matches!(w.as_str(), "to" | "until" | "till" | "for"))
        });
        if let Some(told) = new {
            // What was put off and has not been held yet is ahead.
            let open = above.is_some() || tree.with(verb, "aux").any(|a| tree.lower(a) == "have");
            return Some(if open { self.next(told) } else { told.interval });
        }
        self.put_back(noun, verb, end)
    }

    /// "a strike **due to begin on Friday**", whatever the syntax makes of it
    fn due_to(&self, noun: TokenIx) -> Option<Interval> {
        const NEAR: usize = 9;
        let tree = self.tree;
        let form = |at: usize| {
            let there = at < tree.doc.tokens.len();
            if there {
                tree.form(TokenIx::new(at)).to_lowercase()
            } else {
                String::new()
            }
        };
        let due = matches!(
            form(noun.at() + 1).as_str(),
            "due" | "set" | "scheduled" | "slated"
        ) && form(noun.at() + 2) == "to";
        let told = self
            .told
            .iter()
            .find(|t| due && (noun.at() + 4..noun.at() + NEAR).contains(&t.words.start))?;
        let near = (noun.at() + 3..told.words.start).all(|i| form(i) != ",");
        (near && told.link == Link::In).then(|| self.next(told))
    }

    /// "called a strike **for Friday**"
    fn set_for(&self, verb: TokenIx) -> Option<Interval> {
        let tree = self.tree;
        let said = self.words.announced.contains(&tree.lower(verb))
            || matches!(
                tree.lower(verb).as_str(),
                "call" | "summon" | "order" | "set" | "fix"
            );
        let told = self.told.iter().find(|t| {
            let before = t.words.start.checked_sub(1).map(|i| tree.form(TokenIx::new(i)));
            super::belongs::own(tree, t, verb) && before == Some("for") && t.interval.start == t.interval.end
        })?;
        said.then(|| self.next(told))
    }

    /// The days, or for a weekday that is past that of the coming week.
    pub(super) fn next(&self, told: &Told) -> Interval {
        let weekday = told
            .words
            .clone()
            .any(|i| unit::weekday(self.tree.form(TokenIx::new(i))).is_some());
        let gone = self
            .published
            .zip(told.interval.end)
            .filter(|(p, e)| weekday && told.words.len() < 3 && e < p);
        match (gone, told.interval.start) {
            (Some((_, end)), Some(start)) => {
                Interval::between(start.saturating_add(7.days()), end.saturating_add(7.days()))
            }
            _ => told.interval,
        }
    }

    /// "put back **by a week**", "delayed **three days**": counted from the time that was told first.
    fn put_back(&self, noun: TokenIx, verb: TokenIx, end: usize) -> Option<Interval> {
        let tree = self.tree;
        let forms: Vec<String> = (verb.at() + 1..end)
            .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        let (number, unit, after) = (0..forms.len().min(6)).find_map(|at| {
            let (number, used) = unit::count(&forms[at..])?;
            let (unit, times) = Unit::named(forms.get(at + used)?.trim_end_matches('s'))?;
            Some((number? * times, unit, at + used + 1))
        })?;
        let counted = forms
            .get(after)
            .is_some_and(|w| matches!(w.as_str(), "ago" | "later" | "before" | "after" | "earlier"));
        if counted || unit == Unit::Hour {
            return None;
        }
        let forward = |w: &String| self.words.forward.contains(w);
        let earlier = forward(&tree.lower(verb)) || forms[..after].iter().any(forward);
        let own = self
            .told
            .iter()
            .find(|t| super::belongs::own(tree, t, noun))
            .map(|t| t.interval);
        // "went ahead with the referendum on Saturday, but in the north, where the vote was put back by a week"
        let sentence = tree.doc.sentence_of(verb);
        let near = || {
            let mut before = self
                .told
                .iter()
                .rev()
                .filter(|t| t.words.end <= verb.at() && t.link == Link::In);
            let near = before
                .next()
                .filter(|t| sentence - tree.doc.sentence_of(TokenIx::new(t.words.start)) <= 1);
            near.map(|t| t.interval)
        };
        let days = own
            .or_else(|| super::belongs::happening(tree, self.words, &self.told, noun))
            .or_else(near)?;
        let span = unit.span(if earlier { -number } else { number });
        let moved = |d: Date| d.saturating_add(span);
        Some(Interval::between(moved(days.start?), moved(days.end?)))
    }

    /// "began a **three-day strike** on Friday", "ended a **two-day visit** on Monday": all its days, where one of them is told.
    pub(super) fn all_its_days(&self, trigger: TokenIx, told: &Told, link: Link) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        let length = self.length_of(noun)?;
        let day = told.interval.start.filter(|s| told.interval.end == Some(*s))?;
        let owner = told.owner.filter(|_| matches!(link, Link::In | Link::Since))?;
        let lemma = tree.lower(owner);
        let ends = matches!(
            lemma.as_str(),
            "end" | "finish" | "conclude" | "close" | "complete" | "wrap"
        );
        let comes =
            tree.relation(noun) == "obl" && matches!(tree.preposition(noun).as_deref(), Some("for" | "on"));
        let begins = link == Link::Since || comes || self.words.begin.contains(&lemma) || lemma == "launch";
        let more = length.checked_sub(1)?.days();
        match (ends, begins) {
            (true, _) => Some(Interval::between(day.saturating_sub(more), day)),
            (_, true) => Some(Interval::between(day, day.saturating_add(more))),
            _ => None,
        }
    }

    /// How many days a "two-day visit" or a "week-long strike" lasts.
    pub(super) fn length_of(&self, noun: TokenIx) -> Option<i64> {
        let tree = self.tree;
        let from = noun.at().saturating_sub(8);
        let before: Vec<String> = (from..noun.at())
            .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        let dash = before.iter().rposition(|w| w == "-")?;
        let days = |word: &str| match word {
            "day" => Some(1.0),
            "week" => Some(7.0),
            "hour" => Some(1.0 / 24.0),
            _ => None,
        };
        let (number, unit) = match (before.get(dash + 1)?.as_str(), dash.checked_sub(1)) {
            ("long", Some(at)) => (1.0, days(&before[at])?),
            (word, Some(at)) => (unit::count(&before[at..=at])?.0?, days(word)?),
            _ => return None,
        };
        let length = (number * unit).round();
        (tree.upos(noun) == "NOUN" && (2.0..60.0).contains(&length)).then_some(length as i64)
    }
}
