//! When an event happens: the time expression that belongs to it, else what its tense says against the day of publication.
//!
//! [`told`] lists the times of the text, those that are counted from others ([`relative`], [`counted`], [`anchor`]), hours ([`hours`]) and lengths of time ([`lengths`], [`lasting`]) too, cut to the part that is meant ([`parts`], [`fiscal`]), joined
//! ([`ranges`]) and put where they belong ([`placed`], [`dateline`]); [`belongs`] finds that of an event, [`moved`] where it was put off or lasts, [`spells`] how long it had lasted; [`tense`] and [`link`]
//! bound it by tense, prepositions and the day of publication. Where no rule says which time is the event's, [`likely`] does. The words are in
//! `data/time-words.toml`, what the clues weigh in `data/times.tsv`.

mod anchor;
mod belongs;
mod counted;
mod dateline;
mod fiscal;
mod hours;
mod lasting;
mod lengths;
mod likely;
mod link;
mod moved;
mod parts;
mod placed;
mod ranges;
mod relative;
mod spells;
mod tense;
mod told;
mod unit;
mod words;

use crate::rules::Rules;
use crate::syntax::Tree;
use jiff::civil::Date;
pub use likely::Near;
use link::{Link, Side};
use sayso_model::statement::{Auxiliary, When};
use sayso_model::{Interval, Span, TokenIx};
use told::Told;
pub use words::Words;

/// A time that a rule gives to an event, or that its tense tells.
fn by_rule(interval: Interval, span: Option<Span>) -> When {
    When {
        interval,
        span,
        likely: None,
    }
}

/// The times that a document tells.
pub struct Times<'a> {
    tree: &'a Tree<'a>,
    rules: &'a Rules,
    words: &'a Words,
    published: Option<Date>,
    told: Vec<Told>,
}

impl<'a> Times<'a> {
    /// Of each time of the document that has no days of its own, which it means where it stands.
    pub fn meant(&self) -> Vec<Option<Interval>> {
        let doc = self.tree.doc;
        let meant = doc.times.iter().map(|timex| {
            if timex.interval != Interval::default() {
                return None;
            }
            let within = |t: &&Told| self.tree.span(&t.words).overlaps(timex.span);
            let told = self.told.iter().find(within)?.interval;
            (told.start.is_some() && told.end.is_some()).then_some(told)
        });
        meant.collect()
    }

    /// Finds them.
    pub fn find(tree: &'a Tree<'a>, rules: &'a Rules, words: &'a Words) -> Self {
        Self {
            tree,
            rules,
            words,
            published: tree.doc.article.published,
            told: told::all(tree, rules, words),
        }
    }

    /// The time of the event that a word tells of.
    pub fn of(&self, trigger: TokenIx, auxiliary: Auxiliary) -> When {
        let tree = self.tree;
        let trigger = self.told_by(trigger);
        let side = tense::side(self.tree, self.rules, self.words, trigger, auxiliary);
        // What has happened cannot have a time that is yet to come.
        let ahead = |t: &Told| {
            let today = self.published.zip(t.interval.start);
            let foretold = t
                .owner
                .is_some_and(|o| self.words.announced.contains(&self.tree.lower(o)));
            side == Side::Past && t.link == Link::In && !foretold && today.is_some_and(|(p, s)| s > p)
        };
        if let Some(interval) = self
            .begun_and_ended(trigger)
            .or_else(|| self.counted_spell(trigger, side))
            .or_else(|| self.given_time(trigger, side))
        {
            return by_rule(interval, None);
        }
        if let Some(interval) = self.wished_for(trigger, side).or_else(|| self.moved_to(trigger)) {
            return by_rule(interval, None);
        }
        if let Some((told, link)) = self.belonging(trigger, side).filter(|(t, _)| !ahead(t)) {
            let mut link = link.unwrap_or(told.link);
            if let Some(interval) = self.all_its_days(trigger, told, link) {
                let span = Some(self.tree.span(&told.words));
                return by_rule(interval, span);
            }
            let before = |words: [&str; 2]| {
                let from = told.words.start.checked_sub(2);
                from.is_some_and(|f| {
                    (0..2).all(|i| tree.form(TokenIx::new(f + i)).eq_ignore_ascii_case(words[i]))
                })
            };
            // "As of 15 March, nine cases had been reported"
            let has = || {
                tree.with(tree.centre(trigger), "aux")
                    .any(|a| tree.lower(a) == "have")
            };
            if side == Side::Past && link == Link::Since && before(["as", "of"]) && has() {
                link = Link::By;
            } else if link == Link::By
                && side == Side::Past
                && !self.is_part(told)
                && let Some(interval) = self.by_then(trigger, told)
            {
                let span = Some(tree.span(&told.words));
                return by_rule(interval, span);
            }
            // "an overhaul **due to start** on Saturday"
            let due = tree
                .with(tree.centre(trigger), "case")
                .any(|c| tree.form(c).eq_ignore_ascii_case("due"));
            if due && side == Side::Ahead && link == Link::In {
                let span = Some(tree.span(&told.words));
                return by_rule(self.next(told), span);
            }
            // "will not open before Friday", "did not open until Friday"
            let before = told.words.start.checked_sub(1).map(TokenIx::new);
            let until = before.is_some_and(|b| matches!(self.tree.lower(b).as_str(), "until" | "till"));
            if link == Link::Before && self.denied(self.tree.centre(trigger)) {
                link = match side {
                    Side::Ahead => Link::Since,
                    Side::Past if until => Link::In,
                    _ => link,
                };
            }
            let days = if link == Link::Before {
                self.in_front_of(told)
            } else {
                told.interval
            };
            let interval = link::bounded(days, link, side, self.published, told.is_short());
            return by_rule(interval, Some(self.tree.span(&told.words)));
        }
        let interval = self
            .spell(trigger, side)
            .map(|days| (days, Link::In))
            .or_else(|| self.by_happening(trigger))
            .or_else(|| Some((self.same(trigger, side)?, Link::In)))
            .or_else(|| Some((self.of_it(trigger)?, Link::In)))
            .map(|(days, link)| link::bounded(days, link, side, self.published, false));
        if let Some(interval) = interval {
            return by_rule(interval, None);
        }
        let likely = self.likely(trigger, side).filter(|(told, _)| !ahead(told));
        if let Some((told, likely)) = likely {
            let interval = link::bounded(told.interval, told.link, side, self.published, told.is_short());
            // "If he has not gone **by Friday**, they will march": not before it.
            if interval.start.zip(interval.end).is_none_or(|(s, e)| s <= e) {
                return When {
                    interval,
                    span: Some(tree.span(&told.words)),
                    likely: Some(likely),
                };
            }
        }
        by_rule(link::untold(side, auxiliary.hypothetical, self.published), None)
    }

    /// "will not open before Friday", "is **not expected** to open before Friday"
    fn denied(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        let above = tree.head(verb).filter(|h| {
            matches!(tree.relation(verb), "xcomp" | "ccomp")
                && matches!(
                    tree.lower(*h).as_str(),
                    "expect"
                        | "think"
                        | "believe"
                        | "plan"
                        | "intend"
                        | "likely"
                        | "due"
                        | "anticipate"
                        | "want"
                )
        });
        tree.negated(verb) || above.is_some_and(|h| tree.negated(h))
    }

    /// "before **October**": what is before a month is before its first day. "until October" may last till its end.
    fn in_front_of(&self, told: &Told) -> Interval {
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let the = usize::from(told.words.start > 0 && form(told.words.start - 1) == "the");
        let before = told
            .words
            .start
            .checked_sub(1 + the)
            .is_some_and(|i| form(i) == "before");
        let whole = told.interval.start < told.interval.end;
        let edge = told
            .words
            .clone()
            .any(|i| matches!(form(i).as_str(), "end" | "close" | "out" | "over"));
        let last = told.interval.start.and_then(|s| s.yesterday().ok());
        match last.filter(|_| before && whole && !edge) {
            Some(last) => Interval {
                start: None,
                end: Some(last),
            },
            None => told.interval,
        }
    }

    /// "was set **ablaze** on Friday": the word that tells when.
    fn told_by(&self, trigger: TokenIx) -> TokenIx {
        let tree = self.tree;
        let state = matches!(tree.xpos(trigger), "JJ" | "RB") && tree.relation(trigger) == "xcomp";
        tree.head(trigger).filter(|_| state).unwrap_or(trigger)
    }

    /// "By **evening** they had gone": a part of the day told before.
    fn is_part(&self, told: &Told) -> bool {
        let named = |i: usize| unit::weekday(&self.tree.form(TokenIx::new(i)).to_lowercase()).is_some();
        told.is_short() && !told.words.clone().any(named)
    }

    /// "The **strike** began on 2 May and ended on Tuesday", "the strike, which began on 2 May, ended on Tuesday"
    fn begun_and_ended(&self, trigger: TokenIx) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        let verb = tree
            .head(noun)
            .filter(|_| tree.upos(noun) == "NOUN" && matches!(tree.deprel(noun), "nsubj" | "nsubj:pass"))?;
        let begins = |v: TokenIx| self.words.begin.contains(&tree.lower(v));
        let over = |v: &TokenIx| {
            let lemma = tree.lower(*v);
            matches!(lemma.as_str(), "end" | "stop" | "finish" | "conclude" | "lift")
        };
        let told = |v: TokenIx| self.of_word(v).filter(|t| t.link == Link::In);
        let (first, last) = if begins(verb) {
            (verb, tree.with(verb, "conj").find(over)?)
        } else {
            let clause = tree
                .with(noun, "acl")
                .find(|c| tree.deprel(*c) == "acl:relcl" && begins(*c))?;
            (clause, Some(verb).filter(over)?)
        };
        let (start, end) = (told(first)?.interval.start?, told(last)?.interval.end?);
        let ahead = [first, last]
            .iter()
            .any(|v| tense::by_verb(tree, self.words, *v) != Some(Side::Past));
        let gone = self.published.is_none_or(|p| end <= p);
        (start < end && (gone || ahead)).then(|| Interval::between(start, end))
    }

    /// "Unions called for a **strike** on Friday": what is asked for is ahead, and so is its weekday.
    fn wished_for(&self, trigger: TokenIx, side: Side) -> Option<Interval> {
        let tree = self.tree;
        let noun = tree.centre(trigger);
        let published = self.published?;
        let called = tree.head(noun).filter(|v| {
            side == Side::Ahead
                && tree.upos(noun) == "NOUN"
                && tree.upos(*v) == "VERB"
                && tree.relation(noun) == "obl"
        })?;
        if !tense::wished(tree, self.rules, noun) {
            return None;
        }
        // Right behind the noun, not with the verb in front.
        let told = self.told.iter().find(|t| {
            t.owner == Some(called)
                && t.link == Link::In
                && t.words.start > noun.at()
                && t.words.start <= noun.at() + 3
        })?;
        let day = told
            .interval
            .start
            .filter(|s| told.interval.end == Some(*s) && *s < published)?;
        let weekday = told
            .words
            .clone()
            .any(|i| unit::weekday(&tree.form(TokenIx::new(i)).to_lowercase()).is_some());
        let week = jiff::Span::new().days(7);
        let next = day
            .checked_add(week)
            .ok()
            .filter(|d| weekday && *d >= published)?;
        Some(Interval::day(next))
    }

    /// "The country votes on Sunday. Three parties will **boycott** it": what those do who take part is of the time of what the sentence in front tells.
    fn of_it(&self, trigger: TokenIx) -> Option<Interval> {
        let tree = self.tree;
        let verb = tree.centre(trigger);
        let it = |c: TokenIx| tree.lower(c) == "it" && matches!(tree.relation(c), "obj" | "obl");
        if !self.words.partake.contains(&tree.lower(verb)) || !tree.children(verb).any(it) {
            return None;
        }
        let before = tree.doc.sentence_of(verb).checked_sub(1)?;
        let sentence = &tree.doc.sentences[before].tokens;
        let mut told = self
            .told
            .iter()
            .filter(|t| sentence.contains(&t.words.start) && t.link == Link::In);
        told.next_back().map(|t| t.interval)
    }

    /// "Gunmen raided the hotel on Friday. … **the raid**": a noun, or a verb, for a happening whose time is told elsewhere.
    fn same(&self, trigger: TokenIx, side: Side) -> Option<Interval> {
        let tree = self.tree;
        let word = tree.centre(trigger);
        let noun = tree.upos(word) == "NOUN";
        if side == Side::Ahead || noun && !belongs::points_back(tree, word) {
            return None;
        }
        let before = || belongs::happening(tree, self.words, &self.told, word);
        let days = noun.then(before).flatten().or_else(|| {
            let gone = |d: &Interval| self.published.is_none_or(|p| d.start.is_some_and(|s| s <= p));
            belongs::happening_behind(tree, self.words, &self.told, word).filter(gone)
        })?;
        Some(days)
    }

    /// "before the vote", where it was told when that was.
    fn by_happening(&self, trigger: TokenIx) -> Option<(Interval, Link)> {
        let tree = self.tree;
        let verb = tree.light(trigger).unwrap_or(tree.centre(trigger));
        tree.with(verb, "obl").find_map(|noun| {
            let preposition = tree.preposition(noun)?;
            let first = preposition.split(' ').next().unwrap_or_default();
            if let Some(clause) = tree
                .child(noun, "acl:relcl")
                .filter(|_| self.words.times.contains(&tree.lower(noun)))
            {
                // "by the time the jets came on Monday"
                let told = self.of_word(clause)?;
                let link = match first {
                    "by" => Link::Before,
                    _ => link::of_word(first).unwrap_or(Link::In),
                };
                return Some((told.interval, link));
            }
            // "in the run-up to Sunday's vote", "in the wake of Friday's raid"
            // "run", "-", "up"
            let first_half = noun
                .at()
                .checked_sub(2)
                .filter(|i| tree.form(TokenIx::new(i + 1)) == "-");
            let first_half = first_half.map(|i| [tree.form(TokenIx::new(i)), "-"].concat());
            let lemma = first_half.unwrap_or_default() + &tree.lower(noun);
            let around = match (
                self.words.leading.contains(&lemma),
                self.words.trailing.contains(&lemma),
            ) {
                (true, _) => Some(Link::Before),
                (_, true) => Some(Link::After),
                _ => None,
            };
            if let Some(link) = around.filter(|_| first == "in") {
                let happening = tree.with(noun, "nmod").last()?;
                let own = self
                    .told
                    .iter()
                    .find(|t| t.owner == Some(happening))
                    .map(|t| t.interval);
                let days = own.or_else(|| belongs::happening(tree, self.words, &self.told, happening))?;
                return Some((days, link));
            }
            let link = match first {
                "during" | "in" | "at" | "on" => {
                    // "In Tuesday's attack", "during the 1994 genocide"
                    let beside = |t: &&Told| {
                        t.owner == Some(noun) || t.words.end == noun.at() && tree.head(t.top) == Some(noun)
                    };
                    // "during the summit, which ran from Friday to Sunday"
                    let told = self
                        .told
                        .iter()
                        .find(beside)
                        .or_else(|| self.of_its_clause(noun).map(|(t, _)| t))?;
                    return Some((told.interval, Link::In));
                }
                "before" | "after" | "since" | "until" | "ahead" | "prior" | "following" => {
                    link::of_word(first)?
                }
                _ => return None,
            };
            let own = self
                .told
                .iter()
                .find(|t| t.owner == Some(noun))
                .map(|t| t.interval);
            let days = own.or_else(|| belongs::happening(tree, self.words, &self.told, noun))?;
            Some((days, link))
        })
    }
}
