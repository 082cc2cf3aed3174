//! Facts by the rules of `relations.toml`: of verbs, and of nouns that one is for another.

use super::validity::Valid;
use super::words::{AdjectiveRule, Kind, NounRule, Side, VerbRule, among};
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::statement::{EntityType, Relation};
use sayso_model::{Interval, TokenIx};

impl Finder<'_> {
    /// The rules of a noun with the word before it, else of it alone.
    pub(super) fn noun_rules(&self, t: TokenIx, lemma: &str) -> &[(Relation, NounRule)] {
        let before = t.at().checked_sub(1).map(TokenIx::new);
        let first = |b: TokenIx| [self.tree.lower(b), self.tree.form(b).to_lowercase()];
        let two = before.into_iter().flat_map(first);
        let two = two.map(|word| self.relations.noun(&format!("{word} {lemma}")));
        // "secretary general": the second word may hang on the first.
        two.into_iter()
            .find(|rules| !rules.is_empty())
            .unwrap_or_else(|| self.relations.noun(lemma))
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
        let valid = self.valid(verb).0;
        if rule.dated && valid.start.is_some() == valid.end.is_some() {
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
                None => self.slot(verb, slot),
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
            for object in ends(&rule.object).into_iter().map(|o| self.meant(o)) {
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
        let lesser = |c: TokenIx| among(&self.relations.words.lesser, &self.tree.form(c).to_lowercase());
        if self.tree.children(noun).any(lesser) {
            return;
        }
        // "Come under the Directorate of Roads": only commands and offices are what one is under, or in.
        let leads = matches!(relation, Relation::Commands | Relation::HeadedBy) || rule.state.is_some();
        if !leads
            && matches!(
                self.tree.preposition(noun).as_deref(),
                Some("under" | "in" | "at")
            )
        {
            return;
        }
        let said_of = match &rule.state {
            Some(state) if self.tree.preposition(noun).as_deref() != Some(state.as_str()) => return,
            Some(state) if state == "under" => self.bearers(noun),
            Some(_) => self.in_state(noun),
            None => self.bearers(noun),
        };
        let side = usize::from(rule.said_of == Side::Object);
        let said_of = self.nearer(noun, said_of, rule.kinds[side], entities);
        if said_of.is_empty() {
            if relation == Relation::AdversaryOf || relation == Relation::AllyOf {
                self.considered(noun, relation, entities, out);
            }
            return;
        }
        let others = rule.other.iter().map(|slot| self.others(noun, slot, entities));
        let mut others = others.into_iter().find(|o| !o.is_empty()).unwrap_or_default();
        for other in &mut others {
            *other = self.meant(*other);
        }
        // "The front has a paramilitary wing, the Green Berets": whoever has it.
        let owner = self.tree.head(noun).filter(|v| {
            self.tree.relation(noun) == "obj" && among(&self.relations.words.own, &self.tree.lower(*v))
        });
        if let Some(verb) = owner.filter(|_| others.is_empty()) {
            others = self
                .tree
                .slot(verb, "subj")
                .into_iter()
                .map(|s| self.meant(s))
                .collect();
            others.retain(|o| !said_of.contains(o));
        }
        // "India and China are enemies."
        let mutual = matches!(relation, Relation::AdversaryOf | Relation::AllyOf)
            && (matches!(self.tree.xpos(noun), "NNS") || rule.state.is_some());
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
                    let valid = self.held_for(noun, *bearer);
                    self.push_valid(noun, relation, ends, valid, entities, out);
                }
            }
        }
    }

    /// A slot of a verb; for a participle that opens a sentence ("Led by Diallo, the union …, police said") the subject behind it.
    pub(super) fn slot(&self, verb: TokenIx, slot: &str) -> Vec<TokenIx> {
        let tree = self.tree;
        let opens = tree.relation(verb) == "advcl"
            && tree.passive(verb)
            && tree.child(verb, "aux").is_none()
            && tree.head(verb).is_some_and(|h| verb < h);
        if slot == "obj" && opens && tree.child(verb, "nsubj").is_none() {
            let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
            let subject = (verb.at()..sentence.end)
                .map(TokenIx::new)
                .find(|t| tree.relation(*t) == "nsubj" && !tree.below(*t, verb));
            if let Some(subject) = subject {
                return tree.members(subject);
            }
        }
        tree.slot(verb, slot)
    }

    /// For what a noun says of somebody: the time told with it, or when the relative clause behind tells of its beginning.
    pub(super) fn held_for(&self, noun: TokenIx, bearer: TokenIx) -> Valid {
        let told = self.since(noun).unwrap_or_else(|| self.valid(noun));
        if told.1.is_some() {
            told
        } else {
            self.came(bearer).or_else(|| self.came(noun)).unwrap_or(told)
        }
    }

    /// "Rockets fired by the Jihad Brigades, which are the military arm of …": where the parser hangs the clause on what cannot be meant, the noun
    /// right before it.
    fn nearer(&self, noun: TokenIx, said_of: Vec<TokenIx>, kind: Kind, entities: &Entities) -> Vec<TokenIx> {
        let tree = self.tree;
        let pronoun = tree
            .child(noun, "nsubj")
            .filter(|_| tree.deprel(noun) == "acl:relcl");
        if said_of.iter().any(|s| self.is(kind, *s, entities)) {
            return said_of;
        }
        match pronoun.and_then(|p| self.before_comma(p)) {
            Some(before) => vec![before],
            None => said_of,
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

    /// "Syria is allied with Iran", "militias hostile to the government".
    pub(super) fn by_adjective(
        &self,
        adjective: TokenIx,
        relation: Relation,
        rule: &AdjectiveRule,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let tree = self.tree;
        let with = |p: &TokenIx| tree.preposition(*p).is_some_and(|p| among(&rule.other, &p));
        let noun = || {
            tree.head(adjective)
                .filter(|_| matches!(tree.relation(adjective), "amod" | "acl" | "appos"))
        };
        let Some(subject) = tree.subject(adjective).or_else(noun).map(|s| self.meant(s)) else {
            return;
        };
        for other in tree
            .with(adjective, "obl")
            .filter(with)
            .flat_map(|o| tree.members(o))
        {
            if self.is(rule.kinds[0], subject, entities) && self.is(rule.kinds[1], other, entities) {
                self.push(adjective, relation, subject, other, entities, out);
            }
        }
    }
}
