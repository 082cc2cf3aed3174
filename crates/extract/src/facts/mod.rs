//! What is so: standing relations of organisations and people ("consists of", "is commanded by", "since July 1953").

mod bearers;
mod bodies;
mod counted;
mod ends;
mod offices;
mod rules;
mod treaties;
mod validity;
mod words;

use crate::entities::Entities;
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{End, EndKind, Relation};
use sayso_model::{Interval, Span, TokenIx};
use validity::Valid;
pub use words::Relations;
use words::among;

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

/// Finds facts.
pub struct Finder<'a> {
    /// The syntax.
    pub tree: &'a Tree<'a>,
    /// The words that tell of relations.
    pub relations: &'a Relations,
    /// Who holds offices.
    pub knowledge: &'a Knowledge,
}

impl Finder<'_> {
    /// All facts of a document, in order.
    pub fn find(&self, entities: &mut Entities) -> Vec<Fact> {
        let doc = self.tree.doc;
        let mut out = Vec::new();
        for at in 0..doc.tokens.len() {
            let t = TokenIx::new(at);
            if !self.tells(t) {
                continue;
            }
            let lemma = self.tree.lower(t);
            match self.tree.upos(t) {
                "VERB" => {
                    for (relation, rule) in self.relations.verb(&lemma) {
                        self.by_verb(t, *relation, rule, entities, &mut out);
                    }
                    match lemma.as_str() {
                        "base" => self.hyphened(t, entities, &mut out),
                        verb if among(&self.relations.words.wholes, verb) => {
                            self.parts(t, entities, &mut out)
                        }
                        "make" if self.tree.with(t, "compound").any(|p| self.tree.lower(p) == "up") => {
                            self.parts(t, entities, &mut out)
                        }
                        verb if among(&self.relations.words.begin, verb) => {
                            self.founded(t, entities, &mut out)
                        }
                        "have" => self.seated(t, entities, &mut out),
                        verb if among(&self.relations.words.moves, verb) => self.moved(t, entities, &mut out),
                        _ => {}
                    }
                }
                "NOUN" | "PROPN" => {
                    for (relation, rule) in self.noun_rules(t, &lemma) {
                        self.by_noun(t, *relation, rule, entities, &mut out);
                    }
                    if among(&self.relations.words.treaties, &lemma) {
                        self.treaty(t, entities, &mut out);
                    }
                    self.office(t, entities, &mut out);
                    if among(&self.relations.words.beginnings, &lemma) {
                        self.since_founding(t, entities, &mut out);
                    }
                    if lemma == "number" {
                        self.numbered(t, entities, &mut out);
                    }
                    if self.is_seat(t) {
                        self.headquarters(t, entities, &mut out);
                    }
                    self.hyphened_number(t, entities, &mut out);
                }
                "ADJ" if self.tree.relation(t) == "amod" && !self.relations.noun(&lemma).is_empty() => {
                    for (relation, rule) in self.relations.noun(&lemma) {
                        self.by_noun(t, *relation, rule, entities, &mut out);
                    }
                }
                "ADJ" if lemma == "strong" => self.hyphened_number(t, entities, &mut out),
                "ADJ" if !self.relations.adjective(&lemma).is_empty() => {
                    for (relation, rule) in self.relations.adjective(&lemma) {
                        self.by_adjective(t, *relation, rule, entities, &mut out);
                    }
                }
                "ADJ" if lemma == "based" || lemma == "headquartered" => {
                    self.hyphened(t, entities, &mut out);
                    self.lies(t, entities, &mut out);
                }
                _ => {}
            }
            if matches!(self.tree.xpos(t), "JJS" | "RBS") {
                self.rank(t, entities, &mut out);
            }
        }
        for (number, quantity) in doc.quantities.iter().enumerate() {
            self.size(number, quantity.span, entities, &mut out);
        }
        out.sort_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        self.told_once(out)
    }

    /// One of the facts that a sentence tells twice ("which is a signatory to the pact that it signed"): the dated one, else the first.
    fn told_once(&self, facts: Vec<Fact>) -> Vec<Fact> {
        let sentence = |f: &Fact| self.tree.doc.sentence_of(f.trigger);
        let mut out: Vec<Fact> = Vec::new();
        for fact in facts {
            let same = out.iter().position(|f| {
                f.relation == fact.relation
                    && f.subject.what == fact.subject.what
                    && (f.object.what == fact.object.what && f.object.what != EndKind::Words
                        || f.object.span == fact.object.span)
                    && sentence(f) == sentence(&fact)
            });
            match same {
                Some(at) if out[at].valid.1.is_none() && fact.valid.1.is_some() => out[at] = fact,
                Some(_) => {}
                None => out.push(fact),
            }
        }
        out.sort_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        out
    }

    /// Whether a word stands where an article tells something, headings left out.
    fn tells(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        !doc.sentences[doc.sentence_of(t)].heading && doc.tells(t) && !self.rejected(t)
    }

    /// "The court rejected the claim that the militia was a wing of the party."
    fn rejected(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        tree.upward(t)
            .filter(|w| tree.relation(*w) == "acl")
            .any(|clause| {
                let claim = tree
                    .head(clause)
                    .filter(|n| among(&self.relations.words.claims, &tree.lower(*n)));
                let verb = claim.and_then(|n| tree.head(n));
                verb.is_some_and(|v| among(&self.relations.words.rejecting, &tree.lower(v)))
            })
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
        let valid = self.valid(trigger);
        self.push_valid(trigger, relation, [subject, object], valid, entities, out);
    }

    fn push_valid(
        &self,
        trigger: TokenIx,
        relation: Relation,
        [subject, object]: [TokenIx; 2],
        valid: Valid,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        // Coreference may take what is said of somebody for its name; pronouns are nobody else.
        let pronoun = [subject, object].iter().any(|t| self.tree.upos(*t) == "PRON");
        let same = pronoun && entities.at(subject).is_some() && entities.at(subject) == entities.at(object);
        if subject == object || same {
            return;
        }
        let (subject, object) = (self.end(subject, entities), self.end(object, entities));
        out.push(Fact {
            trigger,
            relation,
            subject,
            object,
            valid,
        });
    }
}
