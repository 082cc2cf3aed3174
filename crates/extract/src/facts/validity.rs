//! The time for which a fact holds: "since July 1953", "from 1964 to 2016", "until he was shot in 2011", "took office in May".

use super::Finder;
use super::words::among;
use crate::places::tokens_of;
use sayso_model::{Interval, Span, TokenIx};

/// The time for which a fact holds, with the words that say so.
pub(super) type Valid = (Interval, Option<Span>);

/// What a time says of the fact that it stands with.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// It began then: "since", "from".
    Start,
    /// It ended then: "until", "to".
    End,
    /// It began then, and ended with the time that stands beside it: "between 1991 and 2003".
    Between,
    /// It was so then: "in 1996", "as of June".
    Then,
}

impl Finder<'_> {
    /// What the times in the clause of a fact say of it.
    pub(super) fn valid(&self, trigger: TokenIx) -> Valid {
        let [limits, then] = self.told(trigger);
        if limits.1.is_some() { limits } else { then }
    }

    /// Since when and until when a fact holds, and when it was so.
    fn told(&self, trigger: TokenIx) -> [Valid; 2] {
        let doc = self.tree.doc;
        let sentence = doc.sentence_of(trigger);
        let top = self.clause(trigger);
        let (mut limits, mut then) = (Interval::default(), Interval::default());
        let (mut limits_at, mut then_at): (Option<Span>, Option<Span>) = (None, None);
        let mut between = false;
        for time in &doc.times {
            let words = tokens_of(self.tree, time.span);
            if doc.sentence_of(TokenIx::new(words.start)) != sentence {
                continue;
            }
            let head = self.head_of(words.clone());
            let Some(role) = self.role(head, top) else {
                continue;
            };
            let joined = |at: Option<Span>| Some(at.map_or(time.span, |s| s.join(time.span)));
            let beside = self.tree.relation(head) == "conj";
            match role {
                Role::Between if beside => (limits.end, limits_at) = (time.interval.end, joined(limits_at)),
                Role::Start | Role::Between => {
                    between |= role == Role::Between;
                    (limits.start, limits_at) = (time.interval.start, joined(limits_at));
                }
                Role::End => (limits.end, limits_at) = (time.interval.end, joined(limits_at)),
                // "Between 1991 and 2003", where the second time hangs elsewhere.
                Role::Then if between && limits.end.is_none() => {
                    (limits.end, limits_at) = (time.interval.end, joined(limits_at));
                }
                // "In 2011 and 2012"
                Role::Then if beside && then_at.is_some() => {
                    (then.end, then_at) = (time.interval.end, joined(then_at));
                }
                Role::Then if then_at.is_none() => (then, then_at) = (time.interval, Some(time.span)),
                Role::Then => {}
            }
        }
        [(limits, limits_at), (then, then_at)]
    }

    /// The word of a phrase that hangs on a word outside.
    fn head_of(&self, words: std::ops::Range<usize>) -> TokenIx {
        let outside = |t: &TokenIx| self.tree.head(*t).is_none_or(|h| !words.contains(&h.at()));
        let found = words.clone().map(TokenIx::new).find(outside);
        found.unwrap_or(TokenIx::new(words.end - 1))
    }

    /// The word at the top of the clause, or of the apposition, that tells of a fact: where its times hang.
    fn clause(&self, trigger: TokenIx) -> TokenIx {
        let tree = self.tree;
        let mut top = trigger;
        while let Some(head) = tree.head(top) {
            let verb = tree.lower(head);
            let words = &self.relations.words;
            let said = || {
                [
                    &words.becoming,
                    &words.made,
                    &words.held,
                    &words.leaving,
                    &words.unmade,
                    &words.own,
                ]
                .iter()
                .any(|list| among(list, &verb))
                    || matches!(verb.as_str(), "be" | "sign" | "conclude")
            };
            let up = match tree.relation(top) {
                "amod" | "advmod" | "xcomp" | "cop" => true,
                "obj" | "obl" => tree.upos(head) != "VERB" || said(),
                "nsubj" => tree.child(head, "cop").is_some(),
                // "Has been ruled since 1994 and **is a member**": a clause of its own.
                "conj" => {
                    let own = tree.upos(head) == "VERB" && tree.child(top, "cop").is_some();
                    tree.upos(top) != "VERB" && tree.child(top, "nsubj").is_none() && !own
                }
                // "One of the members"
                "nmod" => {
                    tree.preposition(top).as_deref() == Some("of")
                        && matches!(verb.as_str(), "one" | "part" | "some")
                        || tree.child(head, "cop").is_some() && tree.child(head, "nsubj").is_none()
                        || among(&words.posts, &verb)
                }
                _ => false,
            };
            if !up {
                break;
            }
            top = head;
        }
        top
    }

    /// What a time says where it stands: its preposition, or that of the clause or phrase that it dates ("until he was shot in May").
    fn role(&self, time: TokenIx, top: TokenIx) -> Option<Role> {
        let tree = self.tree;
        let mut role = None;
        // "In 2011 and 2012": both stand behind the preposition.
        let first = tree
            .head(time)
            .filter(|_| tree.relation(time) == "conj")
            .unwrap_or(time);
        for t in tree.upward(time) {
            let marks = tree.with(t, "mark").map(|m| tree.lower(m));
            for word in marks.chain(tree.preposition(t)) {
                match word.as_str() {
                    "since" => role = Some(Role::Start),
                    "until" | "till" => role = Some(Role::End),
                    "from" if role.is_none() => role = Some(Role::Start),
                    "to" if role.is_none() && t == time => role = Some(Role::End),
                    "between" if role.is_none() => role = Some(Role::Between),
                    "in" | "as of" | "during" if role.is_none() && (t == time || t == first) => {
                        role = Some(Role::Then)
                    }
                    _ => {}
                }
            }
            // "As of": two words that the parser may leave apart.
            let before = |n: usize| {
                time.at()
                    .checked_sub(n)
                    .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
            };
            if role.is_none() && before(1).as_deref() == Some("of") && before(2).as_deref() == Some("as") {
                role = Some(Role::Then);
            }
            if t == top {
                return role;
            }
            let inside = match tree.relation(t) {
                "advcl" | "acl" => {
                    matches!(role, Some(Role::Start | Role::End)) && tree.child(t, "mark").is_some()
                }
                "ccomp" | "parataxis" | "appos" | "root" => false,
                "conj" if tree.upos(t) == "VERB" => false,
                _ => true,
            };
            if !inside {
                return None;
            }
        }
        None
    }

    /// For what somebody becomes or is made: from the day of that on; for what somebody ceases to be: until that day.
    pub(super) fn since(&self, noun: TokenIx) -> Option<Valid> {
        let tree = self.tree;
        let words = &self.relations.words;
        let outer = tree.head(noun).filter(|h| {
            tree.relation(noun) == "conj" && tree.upos(*h) != "VERB" || among(&words.posts, &tree.lower(*h))
        });
        let above = [Some(noun), outer]
            .into_iter()
            .flatten()
            .filter(|n| tree.relation(*n) != "nsubj")
            .filter_map(|n| tree.head(n));
        let mut verbs = above
            .chain(tree.with(noun, "amod"))
            .filter(|v| tree.upos(*v) == "VERB");
        let (verb, ends) = verbs.find_map(|v| {
            let lemma = tree.lower(v);
            let begins = matches!(lemma.as_str(), "become" | "take" | "succeed" | "replace")
                || among(&words.made, &lemma);
            let ends = among(&words.leaving, &lemma) || among(&words.unmade, &lemma);
            (begins || ends).then_some((v, ends))
        })?;
        let [limits, then] = self.told(noun);
        if limits.0.start.is_some() && limits.0.end.is_some() {
            return Some(limits);
        }
        // "Elected governor in 2016": the year may hang on the office.
        let below = || self.time_below(verb).or_else(|| self.time_below(noun));
        let (interval, span) = match then {
            (interval, Some(span)) => (interval, span),
            _ => {
                let time = &tree.doc.times[below()?];
                (time.interval, time.span)
            }
        };
        let interval = Interval {
            start: interval.start.filter(|_| !ends),
            end: interval.end.filter(|_| ends),
        };
        Some((interval, Some(span)))
    }

    /// "Anders Holm, who succeeded a colleague in 2017": when the bearer of a function came to it.
    pub(super) fn came(&self, bearer: TokenIx) -> Option<Valid> {
        let tree = self.tree;
        let verb = tree.with(bearer, "acl:relcl").find(|v| {
            let lemma = tree.lower(*v);
            let office = || {
                tree.slot(*v, "obj")
                    .iter()
                    .any(|o| matches!(tree.lower(*o).as_str(), "office" | "post"))
            };
            lemma == "succeed" || lemma == "take" && (office() || tree.child(*v, "compound").is_some())
        })?;
        let time = &tree.doc.times[self.time_below(verb)?];
        let interval = Interval {
            start: time.interval.start,
            end: None,
        };
        Some((interval, Some(time.span)))
    }

    /// The first time expression that hangs on a word.
    pub(super) fn time_below(&self, top: TokenIx) -> Option<usize> {
        let sentence = self.tree.doc.sentence_of(top);
        self.tree.doc.times.iter().position(|x| {
            let words = tokens_of(self.tree, x.span);
            let last = TokenIx::new(words.end - 1);
            self.tree.doc.sentence_of(last) == sentence && self.tree.below(last, top)
        })
    }
}
