//! What is so: standing relations of organisations and people ("consists of", "is commanded by", "since July 1953").

mod bodies;
mod counted;
mod ends;
mod offices;
mod rules;
mod treaties;
mod words;

use crate::entities::Entities;
use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{End, Relation};
use sayso_model::{Interval, Span, TokenIx};
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
                    if among(&self.relations.words.seats, &lemma) {
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
                "ADJ" if matches!(lemma.as_str(), "allied" | "aligned") => self.allied(t, entities, &mut out),
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
        out.dedup_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        out
    }

    /// Whether a word stands where an article tells something, headings left out.
    fn tells(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        !doc.sentences[doc.sentence_of(t)].heading && doc.tells(t)
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
        valid: (Interval, Option<Span>),
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

    /// For what somebody becomes or is made: from the day of that on.
    fn since(&self, noun: TokenIx) -> Option<(Interval, Option<Span>)> {
        let tree = self.tree;
        let verb = tree.head(noun).filter(|v| {
            let lemma = tree.lower(*v);
            tree.upos(*v) == "VERB"
                && (matches!(lemma.as_str(), "become" | "take") || among(&self.relations.words.made, &lemma))
        })?;
        let time = &tree.doc.times[self.time_below(verb)?];
        let told = Interval {
            start: time.interval.start,
            end: None,
        };
        Some((told, Some(time.span)))
    }

    /// The first time expression that hangs on a word.
    fn time_below(&self, top: TokenIx) -> Option<usize> {
        let sentence = self.tree.doc.sentence_of(top);
        self.tree.doc.times.iter().position(|x| {
            let words = tokens_of(self.tree, x.span);
            let last = TokenIx::new(words.end - 1);
            self.tree.doc.sentence_of(last) == sentence && self.tree.below(last, top)
        })
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
