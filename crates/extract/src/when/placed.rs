//! Expressions that mean other days, or belong elsewhere, than they seem to by themselves.

use super::belongs;
use super::link::{Link, Side};
use super::told::{Teller, Told};
use super::unit;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};

/// The most days to a day without a year whose side the sentence tells.
const FAR: i32 = 270;

impl Teller<'_> {
    /// "In January, the minister announced on Thursday, the vehicles are to cross": what stands before a verb of saying that is set off by commas belongs to
    /// what is said.
    pub(super) fn parenthetical(&mut self, at: usize) {
        let tree = self.tree;
        let told = &self.done[at];
        let Some(says) = told.owner.filter(|o| *o > told.top && self.says(*o)) else {
            return;
        };
        let comma = |i: usize| i < tree.doc.tokens.len() && tree.form(TokenIx::new(i)) == ",";
        let sentence = tree.doc.sentences[tree.doc.sentence_of(says)].tokens.clone();
        // "By the end of the year he will free them, a bishop was assured": what is said stands in front.
        let front = tree
            .child(says, "ccomp")
            .filter(|c| *c < says && c.at() > told.words.end && tree.subject(says).is_some_and(|s| s > *c));
        if let Some(front) = front {
            self.done[at].owner = Some(front);
            self.done[at].top = front;
            return;
        }
        if !comma(told.words.end) {
            return;
        }
        let Some(second) = (says.at()..sentence.end).find(|i| comma(*i)) else {
            return;
        };
        let content = tree
            .child(says, "ccomp")
            .filter(|c| c.at() > second && tree.child(*c, "mark").is_none_or(|m| tree.lower(m) == "to"))
            .or_else(|| {
                (second..sentence.end).map(TokenIx::new).find(|t| {
                    belongs::is_predicate(tree, *t)
                        && tree.child(*t, "nsubj").is_some_and(|s| s.at() > second)
                })
            });
        if content.is_some() {
            self.done[at].owner = content;
            self.done[at].top = content.unwrap_or(says);
        }
    }

    /// "…; two days after that the house voted": what stands behind a semicolon belongs to the clause there.
    pub(super) fn behind_semicolon(&mut self, at: usize) {
        let tree = self.tree;
        let told = &self.done[at];
        let Some(owner) = told.owner.filter(|o| o.at() < told.words.start) else {
            return;
        };
        let semicolon = (owner.at()..told.words.start).rfind(|i| tree.form(TokenIx::new(*i)) == ";");
        let end = tree.doc.sentences[tree.doc.sentence_of(owner)].tokens.end;
        let Some(semicolon) = semicolon.filter(|s| told.words.start <= s + 3) else {
            return;
        };
        let clause = (told.words.end..end).map(TokenIx::new).find(|w| {
            let beside = matches!(tree.relation(*w), "parataxis" | "conj");
            beside && belongs::is_predicate(tree, *w) && tree.head(*w).is_some_and(|h| h.at() < semicolon)
        });
        if let Some(clause) = clause {
            self.done[at].owner = Some(clause);
            self.done[at].top = clause;
        }
    }

    /// "will go before she is sworn in, **in late January**": what stands behind a comma at the end belongs to the clause right in front of it.
    pub(super) fn behind_clause(&mut self, at: usize) {
        let tree = self.tree;
        let told = &self.done[at];
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(told.top)].tokens;
        let small = |f: &str| matches!(f, "in" | "on" | "at" | "about" | "some" | "around" | "roughly");
        let comma = (sentence.start..told.words.start)
            .rev()
            .find(|i| !small(&self.form(*i)));
        let last = matches!(self.form(told.words.end).as_str(), "." | ";" | "");
        let Some(before) = comma
            .filter(|i| last && self.form(*i) == ",")
            .and_then(|i| i.checked_sub(1))
        else {
            return;
        };
        let word = TokenIx::new(before);
        let particle = tree.head(word).filter(|_| tree.deprel(word) == "compound:prt");
        let verb = particle.unwrap_or(word);
        let below = tree.upos(verb) == "VERB"
            && matches!(tree.relation(verb), "advcl" | "acl")
            && tree.head(verb).is_some_and(|h| h < verb);
        let free = !self.done.iter().any(|t| t.owner == Some(verb)) && told.link == Link::In;
        if below && free && told.owner.is_some_and(|o| o != verb && tree.below(verb, o)) {
            self.done[at].owner = Some(verb);
            self.done[at].top = verb;
        }
    }

    /// "In May 2011 commandos killed him, and in June the group named his deputy": a month without a year after one with a year that is past.
    pub(super) fn year_told(&mut self, at: usize) {
        const LONG_AGO: i32 = 300;
        let forms = |told: &Told| -> Vec<String> {
            let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
            told.words.clone().map(form).collect()
        };
        let told = &self.done[at];
        let own = forms(told);
        if told.exact || !own.iter().any(|f| is_month(f)) || own.iter().any(|f| is_year(f) || f == "last") {
            return;
        }
        let Some(before) = at.checked_sub(1).map(|b| &self.done[b]) else {
            return;
        };
        let sentence = |t: &Told| self.tree.doc.sentence_of(TokenIx::new(t.words.start));
        let (Some(published), Some(start), Some(end), Some(from)) = (
            self.published,
            told.interval.start,
            told.interval.end,
            before.interval.start,
        ) else {
            return;
        };
        let long_ago = before
            .interval
            .end
            .is_some_and(|e| (published - e).get_days() > LONG_AGO);
        let with_year = forms(before).iter().any(|f| is_year(f)) && before.words.len() > 1;
        let ahead = self.owner_side(told) == Side::Ahead && end >= published;
        if ahead || !long_ago || !with_year || sentence(told) - sentence(before) > 1 {
            return;
        }
        let years = i64::from(from.year()) - i64::from(start.year());
        let years = years + i64::from(start.month() < from.month());
        let moved = |day: Date| day.saturating_add(years.years());
        self.done[at].interval = Interval::between(moved(start), moved(end));
    }

    /// "**voted to** raise its rank **on Thursday**", on Friday: of today or yesterday, though it hangs on the infinitive.
    fn voted(&self, told: &Told, published: Date) -> bool {
        let tree = self.tree;
        let past = told
            .interval
            .start
            .filter(|s| told.interval.end == Some(*s))
            .map(|s| (s - published).get_days());
        let near = matches!(past, Some(6 | 7)) && told.words.len() == 1;
        let weekday = unit::weekday(&self.form(told.words.start)).is_some();
        let above = told.owner.filter(|o| {
            matches!(tree.relation(*o), "xcomp" | "advcl")
                && tree.with(*o, "mark").any(|m| tree.lower(m) == "to")
        });
        let acted = above.and_then(|o| tree.head(o)).is_some_and(|v| {
            let timed = self.done.iter().any(|t| t.owner == Some(v));
            !timed && tree.xpos(v) == "VBD" && self.words.acts.contains(&tree.lower(v))
        });
        near && weekday && acted
    }

    /// Whether a month without a year stands behind what is announced, and the last such month is long over.
    fn foretold(&self, told: &Told, forms: &[String]) -> bool {
        const LONG: i32 = 150;
        let tree = self.tree;
        let old = self
            .published
            .zip(told.interval.end)
            .is_some_and(|(p, e)| (p - e).get_days() > LONG);
        let taken = told
            .owner
            .filter(|o| self.words.announced.contains(&tree.lower(*o)))
            .is_some_and(|o| {
                tree.children(o)
                    .any(|c| matches!(tree.deprel(c), "obj" | "nsubj:pass") && c < told.top)
            });
        old && taken && forms.iter().any(|f| is_month(f))
    }

    /// A weekday, or a month without a year, that lies on the wrong side of publication for the verb that it belongs to.
    pub(super) fn other_side(&mut self, at: usize) {
        let told = &self.done[at];
        let (Some(published), Some(start), Some(end)) =
            (self.published, told.interval.start, told.interval.end)
        else {
            return;
        };
        if told.back || !told.anchor || !matches!(told.link, Link::In | Link::Before | Link::Since) {
            return;
        }
        let forms: Vec<String> = told
            .words
            .clone()
            .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        // "gave the generals until Friday to leave"
        let given = told.link == Link::Before
            && told.owner.is_some_and(|o| belongs::gives(self.tree, o))
            && (1..5).any(|back| {
                told.words
                    .start
                    .checked_sub(back)
                    .is_some_and(|i| matches!(self.form(i).as_str(), "until" | "till"))
            });
        // "The summit is on Friday"
        let is = self
            .tree
            .child(told.top, "cop")
            .is_some_and(|c| matches!(self.tree.xpos(c), "VBZ" | "VBP"));
        // "announced on Monday a visit to Oslo in October"
        let foretold = self.foretold(told, &forms);
        let side = if given || is || foretold {
            Side::Ahead
        } else {
            self.owner_side(told)
        };
        let before = told.words.start.checked_sub(1).map(TokenIx::new);
        // "has been moved to the first Sunday of September", "was adjourned until 2 September"
        let moved = told
            .owner
            .is_some_and(|o| self.words.moved.contains(&self.tree.lower(o)))
            && (1..4).any(|back| {
                told.words
                    .start
                    .checked_sub(back)
                    .is_some_and(|i| matches!(self.form(i).as_str(), "to" | "until" | "till" | "for"))
            });
        if side == Side::Past && moved {
            return;
        }
        // "fixed for 23 December"
        if side == Side::Past && before.is_some_and(|b| matches!(self.tree.form(b), "for" | "to")) {
            return;
        }
        let sign = match side {
            Side::Ahead if self.voted(told, published) => -1,
            Side::Ahead if end < published && told.link != Link::Since => 1,
            Side::Past if start > published => -1,
            _ => return,
        };
        let year = forms.iter().any(|f| is_year(f));
        let near = matches!(forms[0].as_str(), "last" | "this" | "next" | "past" | "coming");
        let span = match () {
            () if year || near => return,
            () if forms.iter().any(|f| is_month(f)) => sign.years(),
            () if forms.iter().any(|f| unit::weekday(f).is_some() || f == "weekend") => (7 * sign).days(),
            () => return,
        };
        let moved = (start.saturating_add(span), end.saturating_add(span));
        // Whoever writes no year means none that is far away.
        if start == end && (moved.0 - published).get_days().abs() > FAR {
            return;
        }
        let told = &mut self.done[at];
        let whole = start == start.first_of_month() && end == end.last_of_month();
        told.interval = Interval::between(moved.0, if whole { moved.1.last_of_month() } else { moved.1 });
    }
}

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    unit::MONTHS.contains(&word)
}

/// Whether a word is a year in figures.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}
