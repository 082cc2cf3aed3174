//! Facts by the rules of `relations.toml`: of verbs, and of nouns that one is for another.

use super::words::Kind;
use super::words::{NounRule, Side, VerbRule, among};
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::statement::{EntityType, Relation};
use sayso_model::{Interval, TokenIx};

impl Finder<'_> {
    /// The rules of a noun with the word before it, else of it alone.
    pub(super) fn noun_rules(&self, t: TokenIx, lemma: &str) -> &[(Relation, NounRule)] {
        let before = t.at().checked_sub(1).map(TokenIx::new);
        let two = before.map(|b| format!("{} {lemma}", self.tree.lower(b)));
        let two = two.map(|words| self.relations.noun(&words)).unwrap_or_default();
        // "secretary general": the second word may hang on the first.
        if two.is_empty() {
            self.relations.noun(lemma)
        } else {
            two
        }
    }

    /// "It is commanded by the commission, which is chaired by the general secretary", "Finland joined the alliance in 2023."
    pub(super) fn by_verb(
        &self,
        verb: TokenIx,
        relation: Relation,
        rule: &VerbRule,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let tree = self.tree;
        let passive = tree.passive(verb);
        let standing = passive || matches!(tree.xpos(verb), "VBZ" | "VBP" | "VBG" | "VBN");
        // "Commanded the brigade until 2019" tells of something standing, "led the march" does not.
        if rule.standing && !standing && self.valid(verb).1.is_none() {
            return;
        }
        let ends = |slots: &[String]| {
            let found = slots.iter().map(|slot| match slot.split_once(':') {
                // "forms part of": what the object's own preposition says.
                Some((noun, preposition)) => {
                    let object = tree
                        .slot(verb, "obj")
                        .into_iter()
                        .find(|o| tree.lower(*o) == noun);
                    object.map(|o| tree.slot(o, preposition)).unwrap_or_default()
                }
                None => tree.slot(verb, slot),
            });
            found.into_iter().find(|f| !f.is_empty()).unwrap_or_default()
        };
        let [subject_kind, object_kind] = rule.kinds;
        let subjects: Vec<TokenIx> = ends(&rule.subject).into_iter().map(|s| self.meant(s)).collect();
        for subject in subjects
            .into_iter()
            .filter(|s| self.is(subject_kind, *s, entities))
            .collect::<Vec<_>>()
        {
            for object in ends(&rule.object) {
                // "Runs schools" is what a body does.
                let many = relation == Relation::HeadedBy && !passive && self.tree.xpos(subject) == "NNS";
                if !self.is(object_kind, object, entities) || many {
                    continue;
                }
                let mut valid = self.valid(verb);
                if rule.begins || rule.ends {
                    // What is only meant to be is no fact.
                    if matches!(tree.xpos(verb), "VB")
                        && tree.with(verb, "aux").all(|a| tree.lower(a) != "do")
                    {
                        continue;
                    }
                    if let Some(time) = self.time_below(verb) {
                        let told = tree.doc.times[time].interval;
                        let interval = if rule.begins {
                            Interval {
                                start: told.start,
                                end: None,
                            }
                        } else {
                            Interval {
                                start: None,
                                end: told.end,
                            }
                        };
                        valid = (interval, Some(tree.doc.times[time].span));
                    }
                }
                self.push_valid(verb, relation, [subject, object], valid, entities, out);
            }
        }
    }

    /// "X is a member of Y", "Y's leader, X", "Y leader X", "X, a wing of Y", "X became head of Y".
    pub(super) fn by_noun(
        &self,
        noun: TokenIx,
        relation: Relation,
        rule: &NounRule,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let said_of = self.bearers(noun);
        if said_of.is_empty() {
            if relation == Relation::AdversaryOf || relation == Relation::AllyOf {
                self.considered(noun, relation, entities, out);
            }
            return;
        }
        let others = rule.other.iter().map(|slot| self.others(noun, slot, entities));
        let mut others = others.into_iter().find(|o| !o.is_empty()).unwrap_or_default();
        // "India and China are enemies."
        let mutual = matches!(relation, Relation::AdversaryOf | Relation::AllyOf)
            && matches!(self.tree.xpos(noun), "NNS");
        let said_of = match said_of[..] {
            [one, ref rest @ ..] if mutual && others.is_empty() && !rest.is_empty() => {
                others = rest.to_vec();
                vec![one]
            }
            _ => said_of,
        };
        for bearer in &said_of {
            for other in &others {
                // "The force is under the command of X."
                let under = self.tree.preposition(noun).as_deref() == Some("under");
                let ends = match (rule.said_of, under) {
                    (Side::Subject, false) | (Side::Object, true) => [*bearer, *other],
                    (Side::Object, false) | (Side::Subject, true) => [*other, *bearer],
                };
                let fit =
                    self.is(rule.kinds[0], ends[0], entities) && self.is(rule.kinds[1], ends[1], entities);
                if fit {
                    let valid = self.since(noun).unwrap_or_else(|| self.valid(noun));
                    self.push_valid(noun, relation, ends, valid, entities, out);
                }
            }
        }
    }

    /// Whom a noun is about on the other side: behind its preposition, or before it.
    pub(super) fn others(&self, noun: TokenIx, slot: &str, entities: &Entities) -> Vec<TokenIx> {
        let tree = self.tree;
        match slot {
            "poss" => {
                // "Pakistan's rival India": the owner may hang on the name.
                let name = || tree.head(noun).filter(|h| *h > noun && tree.upos(*h) == "PROPN");
                let owner = tree
                    .child(noun, "nmod:poss")
                    .or_else(|| tree.child(name()?, "nmod:poss"));
                owner.map(|p| tree.members(self.meant(p))).unwrap_or_default()
            }
            // Before the noun, or before the name that it stands with: "NATO member Turkey".
            "compound" => {
                let own = tree.children(noun).filter(|c| {
                    matches!(tree.relation(*c), "compound" | "nmod" | "amod")
                        && *c < noun
                        && tree.preposition(*c).is_none()
                });
                let mut all: Vec<TokenIx> = own.collect();
                if all.is_empty()
                    && let Some(name) = tree.head(noun).filter(|h| *h > noun)
                {
                    all.extend(
                        tree.children(name).filter(|c| {
                            matches!(tree.relation(*c), "compound" | "amod" | "nmod") && *c < noun
                        }),
                    );
                }
                all.retain(|c| {
                    entities
                        .at(*c)
                        .is_some_and(|id| entities.get(id).mentions.iter().any(|m| m.head == *c))
                });
                all
            }
            preposition => tree.slot(noun, preposition),
        }
    }

    /// Those of whom a noun is said: the subject of its copula, the name beside it, whoever becomes or is made it.
    pub(super) fn bearers(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        // "Is one of three branches of …"
        let one = tree.head(noun).filter(|h| {
            matches!(tree.lower(*h).as_str(), "one" | "part" | "some")
                && tree.relation(noun) == "nmod"
                && tree.preposition(noun).as_deref() == Some("of")
        });
        if let Some(one) = one {
            return self.bearers(one);
        }
        let charge = matches!(tree.preposition(noun).as_deref(), Some("in" | "under" | "at"));
        if charge && let Some(subject) = tree.child(noun, "nsubj") {
            return vec![subject];
        }
        // Members of a list share what is said of the first.
        let first = if tree.relation(noun) == "conj" {
            tree.head(noun)
                .filter(|h| tree.upos(*h) != "VERB")
                .unwrap_or(noun)
        } else {
            noun
        };
        if let Some(subject) = tree
            .child(first, "nsubj")
            .filter(|_| tree.child(first, "cop").is_some())
        {
            let subject = match tree.head(first).filter(|_| tree.deprel(first) == "acl:relcl") {
                Some(antecedent) if matches!(tree.lower(subject).as_str(), "who" | "which" | "that") => {
                    antecedent
                }
                _ => subject,
            };
            return tree.members(subject);
        }
        // "The brigade's commander is Colonel Vela", "Pakistan's rival India"
        if tree.relation(noun) == "nsubj"
            && let Some(head) = tree.head(noun)
        {
            let next = TokenIx::new((noun.at() + 1).min(tree.doc.tokens.len() - 1));
            if tree.upos(next) == "PROPN" && tree.head(next) == Some(head) && tree.relation(next) == "nsubj" {
                return vec![next];
            }
            let named = matches!(tree.upos(head), "PROPN" | "NOUN") && tree.preposition(head).is_none();
            if named && tree.child(head, "cop").is_some() {
                return vec![head];
            }
        }
        if let Some(name) = tree
            .with(noun, "appos")
            .find(|c| tree.upos(*c) == "PROPN" || tree.upos(*c) == "NOUN")
        {
            return vec![name];
        }
        let Some(head) = tree.head(first) else {
            return Vec::new();
        };
        match tree.relation(first) {
            // "Hezbollah and Israel, sworn enemies": all of them.
            "appos" if tree.xpos(noun) == "NNS" => {
                return tree.members(
                    tree.upward(head)
                        .find(|h| tree.relation(*h) != "conj")
                        .unwrap_or(head),
                );
            }
            "appos" => return vec![head],
            "amod" if tree.upos(noun) == "ADJ" && tree.upos(head) == "PROPN" => return vec![head],
            // "Hamas leader Ismail Haniyeh": the function before a name.
            "nmod" | "compound" | "flat"
                if head > first && tree.upos(head) == "PROPN" && tree.preposition(first).is_none() =>
            {
                return vec![head];
            }
            _ => {}
        }
        if let Some(name) = tree
            .children(noun)
            .find(|c| matches!(tree.relation(*c), "flat") && tree.upos(*c) == "PROPN" && *c > noun)
        {
            return vec![name];
        }
        if tree.upos(head) != "VERB" {
            return Vec::new();
        }
        let verb = tree.lower(head);
        let role = tree.relation(first);
        let as_noun = tree
            .preposition(first)
            .is_some_and(|p| matches!(p.as_str(), "as" | "in as"));
        if among(&self.relations.words.becoming, &verb)
            && (matches!(role, "xcomp" | "obj") && !matches!(verb.as_str(), "take" | "emerge") || as_noun)
        {
            return tree.slot(head, "subj");
        }
        if among(&self.relations.words.made, &verb) && (matches!(role, "xcomp" | "obj") || as_noun) {
            let mut made = tree.slot(head, "obj");
            made.retain(|m| *m != first);
            return made;
        }
        if among(&self.relations.words.wholes, &verb) && role == "obj" {
            return tree.slot(head, "subj");
        }
        Vec::new()
    }

    /// "X considers its primary adversaries to be A and B."
    fn considered(&self, noun: TokenIx, relation: Relation, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let consider = tree.upward(noun).skip(1).take(3).find(|v| {
            matches!(
                tree.lower(*v).as_str(),
                "consider" | "regard" | "view" | "see" | "call" | "name" | "deem"
            )
        });
        let Some(verb) = consider else { return };
        let Some(subject) = tree.subject(verb) else { return };
        let sentence = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.clone();
        for i in noun.at() + 1..sentence.end {
            let t = TokenIx::new(i);
            // A prepositional phrase after the list ("across the border") ends it.
            if matches!(tree.form(t), "as" | "since" | "across" | "because" | ";") {
                break;
            }
            let named = entities.at(t).filter(|id| {
                matches!(
                    entities.get(*id).kind,
                    EntityType::Organisation | EntityType::GeoPolitical
                ) && entities.get(*id).mentions.iter().any(|m| m.head == t)
            });
            if named.is_some() && entities.at(t) != entities.at(subject) {
                self.push(noun, relation, subject, t, entities, out);
            }
        }
    }

    /// "Syria is allied with Iran", where that is taken for an adjective.
    pub(super) fn allied(&self, adjective: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let with = |p: &TokenIx| matches!(tree.preposition(*p).as_deref(), Some("with" | "to"));
        let other = tree.with(adjective, "obl").find(with);
        let noun = || {
            tree.head(adjective)
                .filter(|_| tree.relation(adjective) == "amod")
        };
        let subject = tree.subject(adjective).or_else(noun);
        if let (Some(subject), Some(other)) = (subject, other)
            && self.is(Kind::Party, subject, entities)
            && self.is(Kind::Party, other, entities)
        {
            self.push(adjective, Relation::AllyOf, subject, other, entities, out);
        }
    }
}
