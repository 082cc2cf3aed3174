//! What befell those that quantities count (killed, wounded, missing, captured, displaced), or what they are (troops, equipment).
//! The words are in `data/tolls.toml`.

use crate::places::tokens_of;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use serde::Deserialize;
use std::collections::BTreeSet;

/// `data/tolls.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    killed: Fate,
    wounded: Fate,
    missing: Fate,
    captured: Fate,
    displaced: Fate,
    troops: Fate,
    equipment: Fate,
    words: Around,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fate {
    verbs: BTreeSet<String>,
    nouns: BTreeSet<String>,
    adjectives: BTreeSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Around {
    between: BTreeSet<String>,
    leave: BTreeSet<String>,
    lives: BTreeSet<String>,
    tolls: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../data/tolls.toml")).map_err(|e| RuleError {
            file: "tolls.toml".into(),
            message: e.to_string(),
        })
    }

    fn fates(&self) -> [(&'static str, &Fate); 5] {
        [
            ("killed", &self.killed),
            ("wounded", &self.wounded),
            ("missing", &self.missing),
            ("captured", &self.captured),
            ("displaced", &self.displaced),
        ]
    }

    fn find(&self, word: &str, list: impl Fn(&Fate) -> &BTreeSet<String>) -> Option<&'static str> {
        self.fates()
            .into_iter()
            .find(|(_, fate)| list(fate).contains(word))
            .map(|(name, _)| name)
    }
}

/// Of each quantity of the document.
pub fn of(tree: &Tree, words: &Words) -> Vec<Option<&'static str>> {
    let quantities = tree.doc.quantities.iter();
    quantities
        .map(|quantity| {
            let counts = quantity.unit.as_deref().is_none_or(|unit| unit == "person");
            if !counts {
                return None;
            }
            let tokens = tokens_of(tree, quantity.span);
            Toll { tree, words }.of(
                tokens,
                quantity.of.as_deref(),
                quantity.unit.as_deref() == Some("person"),
            )
        })
        .collect()
}

struct Toll<'a> {
    tree: &'a Tree<'a>,
    words: &'a Words,
}

impl Toll<'_> {
    fn of(&self, tokens: std::ops::Range<usize>, of: Option<&str>, person: bool) -> Option<&'static str> {
        let counted = of.map(str::to_lowercase);
        let is = |fate: &Fate| counted.as_ref().is_some_and(|c| fate.nouns.contains(c));
        if let Some(noun) = &counted
            && !is(&self.words.troops)
            && let Some(fate) = self.words.find(noun, |f| &f.nouns)
        {
            return Some(fate);
        }
        if is(&self.words.equipment) && !(person && is(&self.words.troops)) {
            return Some("equipment");
        }
        self.behind(tokens.end)
            .or_else(|| self.clause(&tokens))
            .or_else(|| is(&self.words.troops).then_some("troops"))
    }

    /// "30 wounded", "12 people were killed": what stands right behind.
    fn behind(&self, from: usize) -> Option<&'static str> {
        let tree = self.tree;
        let sentence = tree.doc.sentence_of(TokenIx::new(from.checked_sub(1)?));
        let end = tree.doc.sentences[sentence].tokens.end;
        let mut passive = false;
        let mut nouns = 0;
        for at in from..end.min(from + 6) {
            let word = TokenIx::new(at);
            let form = tree.form(word).to_lowercase();
            let participle = matches!(tree.xpos(word), "VBN" | "VBD" | "JJ");
            if participle || tree.upos(word) == "ADJ" {
                if let Some(fate) = self.words.find(&form, |f| &f.adjectives) {
                    // "40 wounded soldiers", "40 wounded"; not "40 wounded the guard".
                    return Some(fate);
                }
                if let Some(fate) = self
                    .words
                    .find(tree.lower(word).as_str(), |f| &f.verbs)
                    .filter(|_| passive && tree.xpos(word) == "VBN")
                {
                    return Some(fate);
                }
            }
            passive |= matches!(
                form.as_str(),
                "were" | "was" | "are" | "is" | "been" | "be" | "being"
            );
            let noun = tree.upos(word) == "NOUN" && nouns == 0;
            nouns += usize::from(noun);
            if !(self.words.words.between.contains(&form) || noun) {
                break;
            }
        }
        None
    }

    /// What the verb says to which the quantity belongs.
    fn clause(&self, tokens: &std::ops::Range<usize>) -> Option<&'static str> {
        let tree = self.tree;
        let number = tokens
            .clone()
            .map(TokenIx::new)
            .find(|t| matches!(tree.upos(*t), "NUM" | "NOUN" | "ADJ"))?;
        let mut word = number;
        for _ in 0..6 {
            let head = tree.head(word)?;
            let relation = tree.deprel(word);
            let lemma = tree.lower(head);
            let verb = matches!(tree.upos(head), "VERB" | "AUX" | "ADJ");
            if !verb {
                if self.words.words.tolls.contains(&lemma) {
                    return Some("killed");
                }
                if let Some(fate) = self
                    .words
                    .find(&lemma, |f| &f.nouns)
                    .filter(|_| matches!(tree.relation(word), "nmod" | "compound"))
                {
                    return Some(fate);
                }
                // "the killing of 40 people"
                if tree.relation(word) == "nmod" && tree.preposition(word).as_deref() == Some("of") {
                    let stem = lemma.strip_suffix("ing").unwrap_or(&lemma);
                    if let Some(fate) = self.words.find(stem, |f| &f.verbs) {
                        return Some(fate);
                    }
                    if matches!(
                        lemma.as_str(),
                        "massacre" | "murder" | "slaughter" | "execution" | "assassination"
                    ) {
                        return Some("killed");
                    }
                    if matches!(lemma.as_str(), "capture" | "abduction" | "kidnapping") {
                        return Some("captured");
                    }
                    if matches!(
                        lemma.as_str(),
                        "displacement" | "evacuation" | "flight" | "exodus"
                    ) {
                        return Some("displaced");
                    }
                }
                if !matches!(
                    tree.relation(word),
                    "nummod" | "nmod" | "amod" | "conj" | "compound" | "appos" | "advmod" | "det" | "acl"
                ) {
                    return None;
                }
                word = head;
                continue;
            }
            return self.verb(head, relation, &lemma);
        }
        None
    }

    fn verb(&self, verb: TokenIx, relation: &str, lemma: &str) -> Option<&'static str> {
        let tree = self.tree;
        let fate = self.words.find(lemma, |f| &f.verbs);
        let suffers = match relation {
            "obj" | "nsubj:pass" | "obl:agent" => relation != "obl:agent",
            // What one does alone.
            "nsubj" => {
                matches!(
                    lemma,
                    "die"
                        | "drown"
                        | "perish"
                        | "flee"
                        | "starve"
                        | "suffocate"
                        | "disappear"
                        | "vanish"
                        | "burn"
                ) || tree.upos(verb) == "ADJ"
            }
            _ => false,
        };
        if suffers && fate.is_some() {
            return fate;
        }
        if tree.upos(verb) == "ADJ" && relation == "nsubj" {
            return self.words.find(lemma, |f| &f.adjectives);
        }
        // "left 30 dead", "took 12 hostage", "12 were taken prisoner".
        if self.words.words.leave.contains(lemma) && matches!(relation, "obj" | "nsubj:pass" | "nsubj") {
            return tree
                .children(verb)
                .filter(|c| {
                    matches!(
                        tree.relation(*c),
                        "xcomp" | "obl" | "obj" | "advmod" | "conj" | "acl"
                    )
                })
                .find_map(|c| {
                    let lemma = tree.lower(c);
                    self.words.find(&lemma, |f| &f.adjectives).or_else(|| {
                        (tree.relation(c) == "xcomp")
                            .then(|| self.words.find(&lemma, |f| &f.verbs))
                            .flatten()
                    })
                });
        }
        if matches!(lemma, "claim" | "cost" | "lose" | "take") && relation == "obj" {
            return tree
                .child(verb, "obj")
                .filter(|o| self.words.words.lives.contains(&tree.lower(*o)))
                .map(|_| "killed");
        }
        None
    }
}
