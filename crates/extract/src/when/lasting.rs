//! Times that a length of time makes of another: "for three days from Thursday", "ended on 3 May after two weeks", "in its ninth day", and the day of saying
//! for "tomorrow" in a quotation.

use super::belongs;
use super::dateline;
use super::lengths::length_of;
use super::link::Link;
use super::told::{Teller, Told};
use super::unit::Unit;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, Timex, TokenIx};
use std::ops::Range;

impl Teller<'_> {
    /// "refused **for six days** from 21 June", "fought **for four days** until a truce on Tuesday", "ended on 3 May **after two weeks**".
    pub(super) fn lasting(&mut self, timex: &Timex, words: &Range<usize>, first: usize) {
        let tree = self.tree;
        let Some((number, unit)) = length_of(timex).filter(|_| !timex.value.contains('X')) else {
            return;
        };
        // "for 48 hours from Friday": into the day behind the two.
        let (number, unit, hours) = match unit {
            Unit::Hour if number >= 24.0 => (number / 24.0, Unit::Day, true),
            _ => (number, unit, false),
        };
        if unit == Unit::Hour {
            return;
        }
        let before = words.start.saturating_sub(1);
        let top = self.told(words, Interval::default()).top;
        let Some(owner) = belongs::owner(tree, top) else {
            return;
        };
        let span = unit.span(number);
        // "After three days **of talks** they signed on Friday", "two weeks **of protests** ended on Friday"
        let of = tree
            .with(top, "nmod")
            .find(|n| tree.preposition(*n).as_deref() == Some("of"));
        let over = tree.relation(top) == "nsubj" && ends(&tree.lower(owner));
        if let Some(noun) = of.filter(|_| over || self.form(before) == "after") {
            return self.ended(noun, owner, span, words, first);
        }
        match self.form(before).as_str() {
            "for" | "over" => {}
            "after" => return self.ended_after(owner, span, words, first),
            _ => {
                // "fell on 9 May **after a siege of three months**"
                let noun = tree.head(top).filter(|h| tree.upos(*h) == "NOUN");
                let after = noun.filter(|n| tree.preposition(*n).as_deref() == Some("after"));
                if let Some((noun, verb)) = after.and_then(|n| Some((n, tree.head(n)?))) {
                    self.ended(noun, verb, span, words, first);
                }
                return;
            }
        }
        let begins = |verb: TokenIx| {
            matches!(tree.lower(verb).as_str(), "begin" | "start" | "end" | "finish")
                && tree.xpos(verb) == "VBG"
                && tree.head(verb) == Some(owner)
        };
        let beside = |t: &Told| t.owner.is_some_and(|o| o == owner || begins(o));
        if let Some(told) = self.until_clause(owner, span, words, first) {
            let at = self.done.partition_point(|t| t.words.start < words.start);
            self.done.insert(at, told);
            return;
        }
        let Some(at) = (first..self.done.len()).find(|at| {
            let told = &self.done[*at];
            told.words != *words && beside(told) && self.bound(told).is_some()
        }) else {
            return;
        };
        let told = &self.done[at];
        let from = self.bound(told) == Some(Link::Since);
        // "For four weeks, from 2 December on, they have blocked the port"
        let lasts = self.done.iter().position(|t| t.words == *words);
        if let Some(lasts) = lasts {
            if from && told.link == Link::Since {
                self.done.remove(lasts);
            }
            return;
        }
        let days = match (from, told.interval.start, told.interval.end) {
            (true, Some(start), _) => start
                .checked_add(span)
                .and_then(|end| if hours { Ok(end) } else { end.yesterday() })
                .map(|end| (start, end)),
            (false, _, Some(end)) => end
                .checked_sub(span)
                .and_then(Date::tomorrow)
                .map(|start| (start, end)),
            _ => return,
        };
        if let Some((start, end)) = days.ok().filter(|(s, e)| s <= e) {
            let told = &mut self.done[at];
            told.interval = Interval::between(start, end);
            told.link = Link::In;
            told.owner = Some(owner);
            told.top = if tree.below(told.top, top) { top } else { told.top };
        }
    }

    /// "had camped **for a week** when police came on Thursday", "stood **for two days** before moving on Thursday": up to the time of the clause.
    fn until_clause(
        &self,
        verb: TokenIx,
        span: jiff::Span,
        words: &Range<usize>,
        first: usize,
    ) -> Option<Told> {
        let tree = self.tree;
        let clause = tree.with(verb, "advcl").find(|c| {
            let mut marks = tree
                .with(*c, "mark")
                .chain(tree.with(*c, "advmod"))
                .map(|m| tree.lower(m));
            let had = tree
                .with(verb, "aux")
                .any(|a| tree.form(a).eq_ignore_ascii_case("had"));
            marks.any(|m| matches!(m.as_str(), "before" | "until" | "till") || m == "when" && had)
        })?;
        let told = self.done[first..]
            .iter()
            .find(|t| t.owner == Some(clause) && t.link == Link::In)?;
        let (start, end) = told.interval.start.zip(told.interval.end)?;
        let gone = self.published.is_none_or(|p| start <= p);
        gone.then(|| Told {
            words: words.clone(),
            interval: Interval::between(start.saturating_sub(span), end),
            top: verb,
            owner: Some(verb),
            anchor: false,
            ..told.clone()
        })
    }

    /// Whether a time says from when ([`Link::Since`]) or until when ([`Link::Before`]) something lasts.
    fn bound(&self, told: &Told) -> Option<Link> {
        let by_verb = |o: TokenIx| match self.tree.lower(o).as_str() {
            "begin" | "start" => Some(Link::Since),
            "end" | "finish" => Some(Link::Before),
            _ => None,
        };
        let before = (1..6).filter_map(|back| told.words.start.checked_sub(back));
        let word = before.map(|i| self.form(i)).find_map(|w| match w.as_str() {
            "from" | "beginning" | "starting" => Some(Link::Since),
            "until" | "till" | "to" | "through" | "ending" => Some(Link::Before),
            _ => None,
        });
        match told.link {
            Link::Since if word == Some(Link::Since) => Some(Link::Since),
            Link::Before => word.filter(|w| *w == Link::Before),
            Link::In => told
                .owner
                .filter(|o| self.tree.xpos(*o) == "VBG")
                .and_then(by_verb),
            _ => None,
        }
    }

    /// "the siege, which **ended on 29 February after four years**"
    fn ended_after(&mut self, verb: TokenIx, span: jiff::Span, words: &Range<usize>, first: usize) {
        let tree = self.tree;
        let Some(noun) = self.whose(verb).filter(|_| ends(&tree.lower(verb))) else {
            return;
        };
        self.ended(noun, verb, span, words, first);
    }

    /// A happening that lasted so long up to the time of a verb.
    fn ended(&mut self, noun: TokenIx, verb: TokenIx, span: jiff::Span, words: &Range<usize>, first: usize) {
        let found = (first..self.done.len()).find(|at| {
            let told = &self.done[*at];
            told.owner == Some(verb) && told.link == Link::In && told.words != *words
        });
        let Some((at, end)) = found.and_then(|at| Some((at, self.done[at].interval.end?))) else {
            return;
        };
        let told = Told {
            interval: Interval::between(end.saturating_sub(span), end),
            owner: Some(noun),
            top: noun,
            anchor: false,
            ..self.done[at].clone()
        };
        self.done.insert(at + 1, told);
    }

    /// The noun of which a verb tells something, as its subject or as that which its clause hangs on.
    fn whose(&self, verb: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let subject = tree.subject(verb)?;
        let relative = tree.deprel(verb) == "acl:relcl";
        let mut noun = match tree.upos(subject) {
            "PRON" if relative => tree.head(verb)?,
            _ => subject,
        };
        // "the siege of the port, which ended"
        while relative && tree.relation(noun) == "nmod" && tree.preposition(noun).as_deref() == Some("of") {
            noun = tree.head(noun)?;
        }
        (tree.upos(noun) == "NOUN").then_some(noun)
    }

    /// "The strike was **in its ninth day** on Tuesday"
    pub(super) fn running(
        &self,
        told: Told,
        number: f64,
        unit: Unit,
        known: &[Option<Told>],
    ) -> Option<Told> {
        let predicate = Some(told.top)
            .filter(|t| belongs::is_predicate(self.tree, *t))
            .or(told.owner)?;
        let noun = self.whose(predicate)?;
        let own = |t: &&Told| t.link == Link::In && belongs::own(self.tree, t, predicate);
        let base = known.iter().flatten().chain(&self.done).find(own);
        let base = base.map(|t| t.interval).or(self.published.map(Interval::day))?;
        let (start, end) = base.start.zip(base.end)?;
        // In its third week it may have been since the first day of it or the last.
        let before = told.words.start.checked_sub(1);
        let enters = before.is_some_and(|at| self.form(at).starts_with("enter"));
        let first = match unit {
            Unit::Day => start.checked_sub(unit.span(number - 1.0)).ok()?,
            _ if enters => start.checked_sub(unit.span(number - 1.0)).ok()?,
            _ => start.checked_sub(unit.span(number)).ok()?.tomorrow().ok()?,
        };
        Some(Told {
            interval: Interval::between(first, end),
            link: Link::In,
            owner: Some(noun),
            top: noun,
            anchor: false,
            ..told
        })
    }

    /// ""We leave **tomorrow**," he said on Monday": counted from the day of saying.
    pub(super) fn said_on(
        &self,
        words: &Range<usize>,
        told: Option<&Told>,
        known: &[Option<Told>],
    ) -> Option<Interval> {
        let tree = self.tree;
        let told = told.filter(|_| dateline::deictic(tree, words))?;
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(words.start))].tokens;
        let mark = |i: &usize| matches!(tree.form(TokenIx::new(*i)), "\"" | "“" | "”" | "''" | "``");
        let opened = (sentence.start..words.start).filter(mark).count() % 2 == 1;
        let close = (words.end..sentence.end).find(mark).filter(|_| opened)?;
        let open = (sentence.start..words.start).rfind(mark)?;
        let said = known.iter().flatten().find(|t| {
            !(open..close).contains(&t.words.start)
                && t.link == Link::In
                && t.interval.start == t.interval.end
                && t.owner
                    .is_some_and(|o| self.says(o) && !(open..close).contains(&o.at()))
        })?;
        let (published, said) = self.published.zip(said.interval.start)?;
        let days = i64::from((said - published).get_days());
        let near = (-7..0).contains(&days);
        let moved = |d: Date| d.saturating_add(days.days());
        near.then(|| Interval {
            start: told.interval.start.map(moved),
            end: told.interval.end.map(moved),
        })
    }
}

/// Whether a verb tells of the end of what has lasted.
fn ends(lemma: &str) -> bool {
    matches!(lemma, "end" | "conclude" | "finish" | "close" | "collapse")
}
