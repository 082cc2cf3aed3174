//! What is so: standing relations of organisations and people ("consists of", "is commanded by", "since July 1953").

use crate::entities::Entities;
use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_model::statement::{End, EndKind, EntityType, Relation};
use sayso_model::{Interval, Span, TokenIx};

/// A fact before its sources are known.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The word that tells of it.
    pub trigger: TokenIx,
    /// The relation.
    pub relation: Relation,
    /// Of what.
    pub subject: End,
    /// To what.
    pub object: End,
    /// The time for which it holds, with the words that say so.
    pub valid: (Interval, Option<Span>),
}

const HEADS: [&str; 9] = [
    "command", "head", "lead", "chair", "run", "govern", "control", "direct", "oversee",
];
const PARTS: [&str; 5] = ["consist", "comprise", "encompass", "contain", "include"];
const BODIES: [&str; 22] = [
    "army",
    "force",
    "party",
    "commission",
    "committee",
    "council",
    "government",
    "group",
    "organisation",
    "organization",
    "post",
    "ministry",
    "agency",
    "movement",
    "union",
    "bloc",
    "alliance",
    "militia",
    "wing",
    "branch",
    "delegation",
    "court",
];
const TREATIES: [&str; 9] = [
    "treaty",
    "agreement",
    "pact",
    "accord",
    "convention",
    "deal",
    "memorandum",
    "armistice",
    "charter",
];
const PARTNERS: [&str; 6] = ["country", "side", "nation", "state", "party", "neighbour"];

/// Finds facts.
pub struct Finder<'a> {
    /// The syntax.
    pub tree: &'a Tree<'a>,
}

impl Finder<'_> {
    /// All facts of a document, in order.
    pub fn find(&self, entities: &mut Entities) -> Vec<Fact> {
        let doc = self.tree.doc;
        let mut out = Vec::new();
        for at in 0..doc.tokens.len() {
            let t = TokenIx::new(at);
            let sentence = &doc.sentences[doc.sentence_of(t)];
            if sentence.heading
                || doc
                    .article
                    .paragraphs
                    .get(sentence.paragraph)
                    .is_some_and(|p| !p.kind.tells())
            {
                continue;
            }
            let lemma = self.tree.lower(t);
            match self.tree.upos(t) {
                "VERB" if HEADS.contains(&lemma.as_str()) => self.headed(t, entities, &mut out),
                "VERB" if PARTS.contains(&lemma.as_str()) => self.parts(t, entities, &mut out),
                "VERB" if matches!(lemma.as_str(), "base" | "headquarter" | "locate") => {
                    self.based(t, entities, &mut out)
                }
                "VERB" if matches!(lemma.as_str(), "found" | "establish" | "create") => {
                    self.founded(t, entities, &mut out)
                }
                "NOUN" if lemma == "wing" => self.wing(t, entities, &mut out),
                "NOUN" if lemma == "member" => self.member(t, entities, &mut out),
                "NOUN" if matches!(lemma.as_str(), "adversary" | "enemy" | "foe" | "rival") => {
                    self.relates(t, Relation::AdversaryOf, entities, &mut out);
                }
                "NOUN" if matches!(lemma.as_str(), "ally" | "partner") => {
                    self.relates(t, Relation::AllyOf, entities, &mut out)
                }
                "NOUN" if TREATIES.contains(&lemma.as_str()) => self.treaty(t, entities, &mut out),
                "ADJ" if self.tree.xpos(t) == "JJS" => self.rank(t, entities, &mut out),
                _ => {}
            }
        }
        for (number, quantity) in doc.quantities.iter().enumerate() {
            self.size(number, quantity.span, entities, &mut out);
        }
        out.sort_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        out
    }

    fn end(&self, head: TokenIx, entities: &mut Entities) -> End {
        let id = entities.of_phrase(self.tree, head);
        let name = entities.get(id).mentions.iter().find(|m| m.head == head);
        let phrase = self.tree.span(&self.tree.phrase(head));
        let span = name.map_or(phrase, |m| if phrase.contains(m.span) { phrase } else { m.span });
        End {
            span,
            what: EndKind::Entity(id),
        }
    }

    fn is_body(&self, head: TokenIx, entities: &Entities) -> bool {
        let entity = entities.at(head).map(|id| entities.get(id));
        entity.is_some_and(|e| e.kind == EntityType::Organisation)
            || BODIES.contains(&self.tree.lower(head).as_str())
    }

    fn push(
        &self,
        trigger: TokenIx,
        relation: Relation,
        subject: TokenIx,
        object: TokenIx,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        if subject == object {
            return;
        }
        let (subject, object) = (self.end(subject, entities), self.end(object, entities));
        out.push(Fact {
            trigger,
            relation,
            subject,
            object,
            valid: self.valid(trigger),
        });
    }

    /// "It is commanded by the commission, which is chaired by the general secretary."
    fn headed(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let (body, leaders) = (self.tree.slot(verb, "obj"), self.tree.slot(verb, "subj"));
        let standing = self.tree.passive(verb) || matches!(self.tree.xpos(verb), "VBZ" | "VBP");
        for body in body.iter().filter(|_| standing) {
            let pronoun = self.tree.upos(*body) == "PRON"
                && entities
                    .at(*body)
                    .is_some_and(|id| entities.get(id).kind == EntityType::Organisation);
            if !self.is_body(*body, entities) && !pronoun {
                continue;
            }
            for leader in &leaders {
                self.push(verb, Relation::HeadedBy, *body, *leader, entities, out);
            }
        }
    }

    /// "The army consists of five branches: the Ground Force, the Naval Force and the Air Force."
    fn parts(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(whole) = tree.slot(verb, "subj").into_iter().next() else {
            return;
        };
        let known = entities
            .at(whole)
            .is_some_and(|id| entities.get(id).kind == EntityType::Organisation);
        if !known && !self.is_body(whole, entities) {
            return;
        }
        let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
        let colon = (verb.at()..sentence.end).find(|i| tree.form(TokenIx::new(*i)) == ":");
        let mut parts = Vec::new();
        if let Some(colon) = colon {
            // The members of the list between commas, whatever the parser made of it.
            let mut start = colon + 1;
            for i in colon + 1..=sentence.end {
                let cut = i == sentence.end || matches!(tree.form(TokenIx::new(i)), "," | ";" | "and" | ".");
                if cut && i > start {
                    parts.extend(
                        (start..i)
                            .rev()
                            .map(TokenIx::new)
                            .find(|t| matches!(tree.upos(*t), "PROPN" | "NOUN")),
                    );
                }
                if cut {
                    start = i + 1;
                }
            }
        } else if matches!(tree.lower(verb).as_str(), "consist" | "comprise") {
            parts = tree.slot(verb, "of");
            if parts.is_empty() {
                parts = tree.slot(verb, "obj");
            }
            parts.retain(|p| self.is_body(*p, entities));
        }
        for part in parts {
            self.push(verb, Relation::PartOf, part, whole, entities, out);
        }
    }

    /// "X is the armed wing of Y", "X encompasses … and the armed wing of Y", "X, the political wing of Y, …"
    fn wing(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(parent) = tree.slot(noun, "of").into_iter().next() else {
            return;
        };
        let first = if tree.relation(noun) == "conj" {
            tree.head(noun).unwrap_or(noun)
        } else {
            noun
        };
        let subject = tree.child(first, "nsubj").or_else(|| {
            let head = tree.head(first)?;
            match tree.relation(first) {
                "appos" => Some(head),
                "obj" | "obl" if tree.upos(head) == "VERB" => tree.subject(head),
                "conj" | "nmod" => tree
                    .upward(head)
                    .take(4)
                    .find(|v| tree.upos(*v) == "VERB")
                    .and_then(|v| tree.subject(v)),
                _ => None,
            }
        });
        if let Some(subject) = subject {
            self.push(noun, Relation::WingOf, subject, parent, entities, out);
        }
    }

    fn member(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(body) = tree
            .slot(noun, "of")
            .into_iter()
            .find(|b| self.is_body(*b, entities))
        else {
            return;
        };
        if let Some(subject) = tree
            .child(noun, "nsubj")
            .or_else(|| tree.head(noun).filter(|_| tree.relation(noun) == "appos"))
        {
            self.push(noun, Relation::MemberOf, subject, body, entities, out);
        }
    }

    /// "X considers its primary adversaries to be A and B", "A is an ally of B".
    fn relates(&self, noun: TokenIx, relation: Relation, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        if let Some(subject) = tree.child(noun, "nsubj") {
            for other in tree
                .slot(noun, "of")
                .into_iter()
                .chain(tree.child(noun, "nmod:poss"))
            {
                self.push(noun, relation, subject, other, entities, out);
            }
            return;
        }
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

    /// "The treaty concluded between the countries", "the pact between X and Y".
    fn treaty(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let mut parties = tree.slot(noun, "between");
        let made = |v: &TokenIx| matches!(tree.lower(*v).as_str(), "sign" | "conclude" | "reach" | "ratify");
        let verb = tree.with(noun, "acl").find(made).or_else(|| {
            tree.head(noun)
                .filter(|v| tree.relation(noun) == "nsubj" && made(v))
        });
        if let Some(verb) = verb {
            parties.extend(["between", "by", "with"].iter().flat_map(|s| tree.slot(verb, s)));
        }
        let mut all = Vec::new();
        for party in parties {
            let many = PARTNERS.contains(&tree.lower(party).as_str()) && tree.xpos(party) == "NNS";
            if many {
                all.extend(self.countries_before(party, entities))
            } else {
                all.push(party)
            }
        }
        all.retain(|p| entities.at(*p).is_some());
        for party in all {
            self.push(
                verb.unwrap_or(noun),
                Relation::PartyTo,
                party,
                noun,
                entities,
                out,
            );
        }
    }

    /// "the countries": those named together last before.
    fn countries_before(&self, t: TokenIx, entities: &Entities) -> Vec<TokenIx> {
        let tree = self.tree;
        let start = tree.doc.sentences[tree.doc.sentence_of(t).saturating_sub(1)]
            .tokens
            .start;
        let country = |t: &TokenIx| {
            entities
                .at(*t)
                .is_some_and(|id| entities.get(id).kind == EntityType::GeoPolitical)
        };
        let pair = (start..t.at()).rev().map(TokenIx::new).find_map(|m| {
            let head = tree
                .head(m)
                .filter(|_| tree.relation(m) == "conj" && country(&m))?;
            country(&head).then(|| tree.members(head))
        });
        pair.unwrap_or_default()
    }

    fn based(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let (body, place) = (self.tree.slot(verb, "obj"), self.tree.slot(verb, "in"));
        if let (Some(body), Some(place)) = (body.first(), place.first())
            && self.is_body(*body, entities)
            && entities.at(*place).is_some()
        {
            self.push(verb, Relation::BasedIn, *body, *place, entities, out);
        }
    }

    fn founded(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let Some(body) = self
            .tree
            .slot(verb, "obj")
            .into_iter()
            .next()
            .filter(|b| self.is_body(*b, entities))
        else {
            return;
        };
        let sentence = self.tree.doc.sentence_of(verb);
        let time = self.tree.doc.times.iter().position(|x| {
            let words = tokens_of(self.tree, x.span);
            self.tree.doc.sentence_of(TokenIx::new(words.start)) == sentence
                && self.tree.below(TokenIx::new(words.end - 1), verb)
        });
        if let Some(number) = time.filter(|_| self.tree.passive(verb)) {
            let subject = self.end(body, entities);
            let object = End {
                span: self.tree.doc.times[number].span,
                what: EndKind::Time(number),
            };
            out.push(Fact {
                trigger: verb,
                relation: Relation::Founded,
                subject,
                object,
                valid: (Interval::default(), None),
            });
        }
    }

    /// "It is the second largest military organisation in the world."
    fn rank(&self, superlative: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(noun) = tree
            .head(superlative)
            .filter(|n| tree.relation(superlative) == "amod" && tree.child(*n, "cop").is_some())
        else {
            return;
        };
        let Some(subject) = tree.child(noun, "nsubj") else {
            return;
        };
        let body = self.is_body(subject, entities)
            || entities
                .at(subject)
                .is_some_and(|id| entities.get(id).kind == EntityType::Organisation);
        if !body {
            return;
        }
        let mut words = tree.phrase(noun);
        if let Some(within) = tree
            .with(noun, "nmod")
            .find(|n| matches!(tree.preposition(*n).as_deref(), Some("in" | "of" | "on")))
        {
            words.end = words.end.max(tree.phrase(within).end);
        }
        let subject = self.end(subject, entities);
        let object = End {
            span: tree.span(&words),
            what: EndKind::Words,
        };
        out.push(Fact {
            trigger: superlative,
            relation: Relation::Rank,
            subject,
            object,
            valid: self.valid(superlative),
        });
    }

    /// "… with 29.9 % of the population serving", "has 5,000 members".
    fn size(&self, number: usize, span: Span, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let words = tokens_of(tree, span);
        let t = TokenIx::new(words.start);
        let doc = tree.doc;
        let sentence = &doc.sentences[doc.sentence_of(t)];
        if sentence.heading
            || doc
                .article
                .paragraphs
                .get(sentence.paragraph)
                .is_some_and(|p| !p.kind.tells())
        {
            return;
        }
        let counted = words
            .clone()
            .map(TokenIx::new)
            .chain(tree.upward(t).take(2))
            .any(|w| {
                matches!(
                    tree.lower(w).as_str(),
                    "member" | "soldier" | "troop" | "fighter" | "personnel" | "population" | "%" | "percent"
                )
            });
        let serving = tree.upward(t).take(4).find(|w| {
            let lemma = tree.lower(*w);
            matches!(lemma.as_str(), "serve" | "number" | "employ")
                || (lemma == "have" && tree.relation(*w) != "aux")
        });
        let share = tree.upward(t).take(2).find(|w| {
            tree.slot(*w, "of")
                .iter()
                .any(|n| matches!(tree.lower(*n).as_str(), "population" | "workforce"))
        });
        let Some(verb) = serving.filter(|_| counted).or(share) else {
            return;
        };
        // The clause around tells of which body: its subject.
        let subject = tree
            .upward(verb)
            .filter_map(|w| tree.subject(w).or_else(|| tree.child(w, "nsubj")))
            .find(|s| {
                *s != t
                    && !tree.below(t, *s)
                    && (self.is_body(*s, entities)
                        || entities
                            .at(*s)
                            .is_some_and(|id| entities.get(id).kind == EntityType::Organisation))
            });
        if let Some(subject) = subject {
            let subject = self.end(subject, entities);
            let object = End {
                span,
                what: EndKind::Quantity(number),
            };
            out.push(Fact {
                trigger: verb,
                relation: Relation::Size,
                subject,
                object,
                valid: self.valid(verb),
            });
        }
    }

    /// "since July 1953", "as of 2021", "until 1990" in the same sentence.
    fn valid(&self, trigger: TokenIx) -> (Interval, Option<Span>) {
        let doc = self.tree.doc;
        let sentence = doc.sentence_of(trigger);
        for time in &doc.times {
            let words = tokens_of(self.tree, time.span);
            if doc.sentence_of(TokenIx::new(words.start)) != sentence {
                continue;
            }
            let first = words
                .start
                .saturating_sub(6)
                .max(doc.sentences[sentence].tokens.start);
            let before: Vec<String> = (first..words.start + 1)
                .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .collect();
            if before.iter().any(|w| w == "since") {
                return (
                    Interval {
                        start: time.interval.start,
                        end: None,
                    },
                    Some(time.span),
                );
            }
            if before.iter().any(|w| w == "until") {
                return (
                    Interval {
                        start: None,
                        end: time.interval.end,
                    },
                    Some(time.span),
                );
            }
            if before.windows(2).any(|w| w[0] == "as" && w[1] == "of")
                || before.iter().rev().take(2).any(|w| w == "in")
            {
                return (time.interval, Some(time.span));
            }
        }
        (Interval::default(), None)
    }
}
