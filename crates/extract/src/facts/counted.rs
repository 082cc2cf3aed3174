//! How many belong to a body, and which place it has among its like.

use super::words::{Kind, among};
use super::{Fact, Finder};
use crate::entities::Entities;
use crate::places::tokens_of;
use sayso_model::statement::{End, EndKind, EntityType, Relation};
use sayso_model::{Span, TokenIx};
use std::ops::Range;

impl Finder<'_> {
    /// "It is the second largest military organisation in the world", "Africa's most populous country", "…, the largest union of the country".
    pub(super) fn rank(&self, superlative: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        // "Most of them" is a number.
        let number = matches!(tree.lower(superlative).as_str(), "most" | "least");
        if number && !matches!(tree.relation(superlative), "amod" | "advmod") {
            return;
        }
        // "most populous": the adverb stands before the adjective.
        let adjective = match tree.xpos(superlative) {
            "RBS" => tree
                .head(superlative)
                .filter(|a| matches!(tree.upos(*a), "ADJ" | "VERB")),
            _ => Some(superlative),
        };
        // "Moscow's closest ally" is a relation and no rank.
        if adjective.is_some_and(|a| {
            tree.head(a).is_some_and(|n| {
                !self.relations.noun(&tree.lower(n)).is_empty()
                    && !among(&self.relations.words.bodies, &tree.lower(n))
            })
        }) {
            return;
        }
        // "The sixth-largest in the world": the adjective alone.
        let alone = adjective.filter(|a| tree.relation(*a) == "appos" || tree.child(*a, "cop").is_some());
        let noun = adjective
            .and_then(|a| tree.head(a).filter(|_| tree.relation(a) == "amod"))
            .or(alone);
        let Some(noun) = noun.filter(|n| {
            self.is(Kind::Body, *n, entities)
                || self.is(Kind::Party, *n, entities)
                || among(&self.relations.words.ranked, &tree.lower(*n))
                || alone == Some(*n)
        }) else {
            return;
        };
        self.ranked(superlative, noun, entities, out);
    }

    /// "Russia's number one lender": a place among its like that a number tells.
    pub(super) fn numbered(&self, number: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let behind =
            |n: usize| Some(TokenIx::new(number.at() + n)).filter(|t| t.at() < tree.doc.tokens.len());
        let noun = behind(1)
            .filter(|t| tree.upos(*t) == "NUM")
            .and_then(|_| (2..=3).filter_map(behind).find(|t| tree.upos(*t) == "NOUN"));
        let among_its_like = |n: &TokenIx| {
            among(&self.relations.words.ranked, &tree.lower(*n)) || self.is(Kind::Body, *n, entities)
        };
        if let Some(noun) = noun.filter(among_its_like) {
            self.ranked(number, noun, entities, out);
        }
    }

    /// Of whom a noun with its rank is said.
    fn ranked(&self, trigger: TokenIx, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let subjects = self.bearers(noun);
        let ranked = |s: &TokenIx| {
            let kind = self.entity_kind(*s, entities);
            kind == Some(EntityType::Nationality)
                || self.is(Kind::Party, *s, entities) && kind != Some(EntityType::Person)
        };
        let Some(subject) = subjects.into_iter().find(ranked) else {
            return;
        };
        let mut words = tree.phrase(noun);
        let within = tree.with(noun, "nmod").chain(tree.with(noun, "nmod:poss"));
        for part in
            within.filter(|n| matches!(tree.preposition(*n).as_deref(), Some("in" | "of" | "on") | None))
        {
            let part = tree.phrase(part);
            words = words.start.min(part.start)..words.end.max(part.end);
        }
        let subject = self.end(subject, entities);
        let object = End {
            span: tree.span(&words),
            what: EndKind::Words,
        };
        out.push(Fact {
            trigger,
            relation: Relation::Rank,
            subject,
            object,
            valid: self.since(noun).unwrap_or_else(|| self.valid(noun)),
        });
    }

    /// "… with 29.9 % of the population serving", "has 5,000 members", "the 5,000-strong militia", "an army of 30,000 soldiers".
    pub(super) fn size(&self, number: usize, span: Span, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let words = tokens_of(tree, span);
        let t = TokenIx::new(words.start);
        if !self.tells(t) {
            return;
        }
        let found = self
            .beside(&words, entities)
            .or_else(|| self.serving(&words, entities));
        if let Some((trigger, subject)) = found {
            let subject = self.end(subject, entities);
            let object = End {
                span,
                what: EndKind::Quantity(number),
            };
            out.push(Fact {
                trigger,
                relation: Relation::Size,
                subject,
                object,
                valid: self.valid(trigger),
            });
        }
    }

    /// "An army of 30,000 soldiers": the body right beside the number.
    fn beside(&self, words: &Range<usize>, entities: &Entities) -> Option<(TokenIx, TokenIx)> {
        let tree = self.tree;
        let last = TokenIx::new(words.end - 1);
        // "A coalition of 43 aid groups": bodies are members of bodies.
        let bodies = |w: TokenIx| {
            among(&self.relations.words.bodies, &tree.lower(w))
                && tree.xpos(w) == "NNS"
                && tree.preposition(w).as_deref() == Some("of")
                && tree.child(w, "nummod").is_some()
        };
        let counted = tree
            .upward(last)
            .take(3)
            .find(|w| among(&self.relations.words.members, &tree.lower(*w)) || bodies(*w))?;
        // "The army's 150,000 soldiers", "the union, whose 40,000 members"
        if let Some(owner) = tree
            .child(counted, "nmod:poss")
            .map(|o| self.meant(o))
            .filter(|o| self.is_body(*o, entities))
        {
            return Some((counted, owner));
        }
        let body = tree.head(counted).filter(|b| {
            matches!(tree.preposition(counted).as_deref(), Some("of" | "with"))
                && tree.relation(counted) == "nmod"
                && self.is_body(*b, entities)
        })?;
        // "InterRelief, a coalition of …": the name beside it.
        let name = tree.head(body).filter(|_| tree.relation(body) == "appos");
        Some((counted, name.unwrap_or(body)))
    }

    /// "The 5,000-strong militia", "its 300-member parliament", "the force is 4,000 strong".
    pub(super) fn hyphened_number(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        if !matches!(
            tree.lower(noun).as_str(),
            "strong" | "member" | "man" | "seat" | "nation" | "country"
        ) {
            return;
        }
        let before = |t: TokenIx| t.at().checked_sub(1).map(TokenIx::new);
        let hyphen = before(noun).filter(|t| tree.form(*t) == "-");
        let number = before(hyphen.unwrap_or(noun)).filter(|t| tree.upos(*t) == "NUM");
        let Some(number) = number.filter(|_| hyphen.is_some() || tree.lower(noun) == "strong") else {
            return;
        };
        let is_body = |b: &TokenIx| self.is_body(*b, entities);
        let above = || tree.upward(noun).skip(1).take(2).find(is_body);
        let Some(body) = tree.child(noun, "nsubj").filter(is_body).or_else(above) else {
            return;
        };
        let subject = self.end(body, entities);
        out.push(Fact {
            trigger: noun,
            relation: Relation::Size,
            subject,
            object: End {
                span: tree.doc.tokens[number.at()].span,
                what: EndKind::Words,
            },
            valid: self.valid(noun),
        });
    }

    /// "It has 5,000 members", "29.9 % of the population serve": the body that the clause is about.
    fn serving(&self, words: &Range<usize>, entities: &Entities) -> Option<(TokenIx, TokenIx)> {
        let tree = self.tree;
        let t = TokenIx::new(words.end - 1);
        let members = |w: TokenIx| {
            let noun = tree.lower(w);
            among(&self.relations.words.members, &noun)
                || tree.upos(w) == "NOUN"
                    && self.knowledge.agent(&noun).is_some()
                    && !among(&self.relations.words.bodies, &noun)
        };
        let counted = words
            .clone()
            .map(TokenIx::new)
            .chain(tree.head(t).filter(|_| tree.relation(t) == "nummod"))
            .any(members);
        let serving = tree
            .upward(t)
            .take(4)
            .find(|w| among(&self.relations.words.have, &tree.lower(*w)) && tree.relation(*w) != "aux");
        // "With 1.3 million personnel, the army dwarfs …"
        let with = || {
            let noun = tree
                .upward(t)
                .take(3)
                .find(|w| members(*w) && tree.preposition(*w).as_deref() == Some("with"))?;
            let clause = |v: &TokenIx| tree.upos(*v) == "VERB" || tree.child(*v, "cop").is_some();
            tree.head(noun).filter(|v| clause(v) && noun < *v)
        };
        let share = tree.upward(t).take(2).find(|w| {
            tree.slot(*w, "of")
                .iter()
                .any(|n| matches!(tree.lower(*n).as_str(), "population" | "workforce"))
        });
        // "The militia numbers 6,000."
        let numbers = tree
            .head(t)
            .filter(|v| matches!(tree.lower(*v).as_str(), "number" | "exceed") && tree.relation(t) == "obj");
        let verb = numbers.or_else(with).or(serving.filter(|_| counted)).or(share)?;
        // The clause around tells of which body: its subject.
        let people = |s: TokenIx| {
            self.entity_kind(s, entities) == Some(EntityType::Nationality)
                || among(&self.relations.words.peoples, &tree.lower(s))
                || matches!(tree.xpos(s), "NNPS" | "NNS") && tree.form(s).starts_with(char::is_uppercase)
        };
        // "The party, which counted 380,000 members": the clause is part of what it tells of.
        let relative = |s: TokenIx| {
            tree.upward(t)
                .any(|w| tree.deprel(w) == "acl:relcl" && tree.head(w) == Some(s))
        };
        let subject = tree
            .upward(verb)
            .filter_map(|w| tree.subject(w).or_else(|| tree.child(w, "nsubj")))
            .map(|s| self.meant(s))
            .find(|s| {
                *s != t
                    && (!tree.below(t, *s) || relative(*s))
                    && (self.is_body(*s, entities) || share.is_some() && people(*s))
            })?;
        Some((verb, subject))
    }
}
