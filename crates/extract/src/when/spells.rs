//! Happenings of which is told how long they lasted: "a week of clashes", "the eleventh day of a strike", "the first of three days of rallies"; and those that had
//! happened by a day, counted from what was told before.

use super::link::{Link, Side};
use super::told::Told;
use super::unit::{self, Unit};
use super::{Times, belongs};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use sayso_model::{Interval, TokenIx};

/// "weeks of fighting": at most so many.
const SOME: f64 = 8.0;
/// What had happened by a day happened at most so many days before, where the start of it all is told.
const LONG: i32 = 31;

/// How long, or which part of a spell.
enum Spell {
    /// "a week of"
    Lasting(f64),
    /// "the third day of"
    Nth(f64),
    /// "the first of three days of": which of how many.
    Part(f64, f64),
}

impl Times<'_> {
    /// "**A week of clashes** has left nine dead": the days of a spell that goes up to the time of the clause, or to publication.
    pub(super) fn spell(&self, trigger: TokenIx, side: Side) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        let of = tree.relation(noun) == "nmod" && tree.preposition(noun).as_deref() == Some("of");
        let measure = tree
            .head(noun)
            .filter(|_| of && side != Side::Ahead && tree.upos(noun) == "NOUN")?;
        let (unit, times) = Unit::named(&tree.lower(measure))?;
        let (spell, top) = self.measured(measure, times)?;
        let (day, begins) = self.day_of(noun, top)?;
        let span = |number: f64| unit.span(number);
        if unit == Unit::Hour {
            return None;
        }
        Some(match (spell, unit) {
            (Spell::Lasting(_), Unit::Weekend) => {
                let back = match day.weekday() {
                    Weekday::Sunday => 0,
                    Weekday::Saturday => -1,
                    other => i64::from(other.to_monday_zero_offset()) + 1,
                };
                let sunday = day.checked_sub(back.days()).ok()?;
                Interval::between(sunday.yesterday().ok()?, sunday.min(day))
            }
            (Spell::Lasting(number), Unit::Day) if begins => {
                Interval::between(day, day.checked_add(span(number - 1.0)).ok()?)
            }
            (Spell::Lasting(number), _) if begins => {
                Interval::between(day, day.checked_add(span(number)).ok()?)
            }
            (Spell::Lasting(number), _) => Interval::between(day.checked_sub(span(number)).ok()?, day),
            (Spell::Nth(number), _) => Interval::between(day.checked_sub(span(number - 1.0)).ok()?, day),
            (Spell::Part(which, all), Unit::Day) => {
                let start = day.checked_sub(span(which - 1.0)).ok()?;
                Interval::between(start, start.checked_add(span(all - 1.0)).ok()?)
            }
            (Spell::Part(..), _) => return None,
        })
    }

    /// What stands before the word of a unit, and the topmost word of the whole.
    fn measured(&self, measure: TokenIx, times: f64) -> Option<(Spell, TokenIx)> {
        const FAR: usize = 4;
        let tree = self.tree;
        let forms: Vec<String> = (measure.at().saturating_sub(FAR)..measure.at())
            .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        let ordinal = (0..forms.len()).find_map(|at| {
            let (number, used) = unit::long_ordinal(&forms[at..])?;
            (at + used == forms.len()).then_some(number)
        });
        if let Some(number) = ordinal {
            return (number > 1.0).then_some((Spell::Nth(number * times), measure));
        }
        let count = (0..forms.len()).find_map(|at| {
            let (number, used) = unit::count(&forms[at..])?;
            (at + used == forms.len()).then_some(number)
        });
        let plural = tree.form(measure).to_lowercase() != tree.lower(measure);
        let number = match count {
            Some(number) => number.unwrap_or(SOME),
            None if plural && forms.last().is_none_or(|f| f != "the" && f != "of") => SOME,
            None => return None,
        };
        let which = tree.head(measure).and_then(|h| {
            let of = tree.relation(measure) == "nmod" && tree.preposition(measure).as_deref() == Some("of");
            let lemma = tree.lower(h);
            let last = matches!(lemma.as_str(), "last" | "final").then_some(number);
            Some((last.or_else(|| unit::ordinal(&lemma)).filter(|_| of)?, h))
        });
        Some(match which {
            Some((which, above)) => (Spell::Part(which, number), above),
            None => (Spell::Lasting(number * times), measure),
        })
    }

    /// The last day that a spell is told of: by what stands beside its words ("Monday, **the fifth day** of protests"), by the clause that says when it ended, by
    /// the clause above, or publication; and whether it begins then.
    fn day_of(&self, noun: TokenIx, word: TokenIx) -> Option<(Date, bool)> {
        let tree = self.tree;
        let named = |w: TokenIx| {
            self.told
                .iter()
                .find(|t| t.words.contains(&w.at()) && t.link == Link::In)
        };
        let beside = tree
            .head(word)
            .filter(|_| tree.relation(word) == "appos")
            .or_else(|| {
                tree.child(word, "nsubj")
                    .filter(|_| tree.child(word, "cop").is_some())
            })
            .and_then(named);
        if let Some(told) = beside {
            return Some((told.interval.end?, false));
        }
        let own = |w| {
            let clause = tree.with(w, "acl").find(|c| tree.deprel(*c) == "acl:relcl")?;
            self.of_word(clause).filter(|t| t.link == Link::In)
        };
        if let Some(told) = own(noun).or_else(|| own(word)) {
            return Some((told.interval.end?, false));
        }
        let verb = tree
            .upward(word)
            .skip(1)
            .find(|w| belongs::is_predicate(tree, *w))?;
        let begins = self.words.begin.contains(&tree.lower(verb)) && tree.relation(word) == "obj";
        let told = self.of_word(verb).filter(|t| t.link == Link::In);
        let day = match (told.and_then(|t| t.interval.end), self.published) {
            (Some(end), Some(published)) if !begins => end.min(published),
            (end, published) => end.or(published)?,
        };
        Some((day, begins))
    }

    /// "The fifth day of **protests**": the days of those of which one is counted, told before anything else of them.
    pub(super) fn counted_spell(&self, trigger: TokenIx, side: Side) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        let measure = tree.head(noun).filter(|_| tree.relation(noun) == "nmod")?;
        let (unit, times) = Unit::named(&tree.lower(measure)).filter(|(u, _)| *u == Unit::Day)?;
        let of_day = matches!(self.measured(measure, times), Some((Spell::Nth(_), _)));
        let before = measure
            .at()
            .checked_sub(3)
            .map(|i| tree.form(TokenIx::new(i)).to_lowercase());
        let on = before.is_some_and(|b| b == "on");
        (of_day && !on && unit == Unit::Day)
            .then(|| self.spell(trigger, side))
            .flatten()
    }

    /// "have **eight days** left to quit", "gave Qatar **ten days** on Thursday to shut its station": so long from then.
    pub(super) fn given_time(&self, trigger: TokenIx, side: Side) -> Option<Interval> {
        let tree = self.tree;
        let verb = tree.centre(trigger);
        let to = tree.with(verb, "mark").any(|m| tree.lower(m) == "to");
        let published = self.published.filter(|_| to && side == Side::Ahead)?;
        let above = tree
            .upward(verb)
            .skip(1)
            .take(4)
            .find(|w| tree.upos(*w) == "VERB" && belongs::gives(tree, *w))?;
        let measure = tree.children(above).find(|c| {
            matches!(tree.relation(*c), "obj" | "iobj" | "obl")
                && *c < verb
                && Unit::named(&tree.lower(*c)).is_some()
        })?;
        let (unit, times) = Unit::named(&tree.lower(measure))?;
        let Some((Spell::Lasting(number), _)) = self.measured(measure, times) else {
            return None;
        };
        let told = self.of_word(above).filter(|t| t.link == Link::In);
        let from = told.and_then(|t| t.interval.start).unwrap_or(published);
        let end = from
            .checked_add(unit.span(number))
            .ok()
            .filter(|e| *e >= published)?;
        Some(Interval::between(published, end))
    }

    /// "The truce began on Tuesday. **By Wednesday** thousands had set off": from what the sentence in front tells of.
    pub(super) fn by_then(&self, trigger: TokenIx, told: &Told) -> Option<Interval> {
        let tree = self.tree;
        let end = told.interval.end?;
        let here = tree.doc.sentence_of(trigger);
        let from = tree.doc.sentences[here.saturating_sub(1)].tokens.start;
        let begun = self.told.iter().rev().find(|t| {
            (from..told.words.start).contains(&t.words.start)
                && t.link == Link::In
                && t.owner.is_some_and(|o| {
                    self.words.begin.contains(&tree.lower(o)) || !belongs::says(tree, self.rules, o)
                })
        })?;
        let start = begun.interval.start?;
        (0..=LONG)
            .contains(&(end - start).get_days())
            .then(|| Interval::between(start, end))
    }
}
