//! How certain a happening is where it is told: modality, negation, tense, conditions and embedding (FactBank), and PLOVER's
//! auxiliary modes. What the source's cue commits to comes on top.

use crate::rules::{Effect, Rules};
use crate::syntax::Tree;
use sayso_model::TokenIx;
use sayso_model::statement::{Auxiliary, Factuality};
use std::ops::Range;

/// What the words around a trigger say of its certainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Local {
    /// 3 certain, 2 probable, 1 possible, 0 uncommitted.
    pub strength: u8,
    /// Denied by the words.
    pub negative: bool,
    /// Yet to come.
    pub future: bool,
    /// Only thought of.
    pub hypothetical: bool,
    /// Long past.
    pub historical: bool,
    /// The writer keeps a distance.
    pub distanced: bool,
}

impl Local {
    const PLAIN: Self = Self {
        strength: 3,
        negative: false,
        future: false,
        hypothetical: false,
        historical: false,
        distanced: false,
    };

    /// FactBank's value, given what the innermost source commits to.
    pub fn under(self, cue: Factuality) -> Factuality {
        let own = Factuality::new(self.strength, self.negative);
        if own.strength() == 0 || cue.strength() == 0 {
            return Factuality::Uncommitted;
        }
        let limited = own.at_most(cue.strength());
        if cue.negative() {
            limited.negated()
        } else {
            limited
        }
    }

    /// PLOVER's auxiliary modes, given the value.
    pub fn auxiliary(self, value: Factuality) -> Auxiliary {
        Auxiliary {
            historical: self.historical,
            future: self.future,
            hypothetical: self.hypothetical,
            negation: value.negative(),
        }
    }

    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Certain => {}
            Effect::Probable => self.strength = self.strength.min(2),
            Effect::Possible => {
                self.strength = self.strength.min(1);
                self.hypothetical = true;
            }
            Effect::Negates => self.negative = !self.negative,
            Effect::Doubts => {
                self.strength = self.strength.min(2);
                self.negative = true;
            }
            Effect::Distances => self.distanced = true,
            Effect::Future => self.future = true,
            Effect::Past => self.historical = true,
            Effect::Hypothetical => {
                self.strength = 0;
                self.hypothetical = true;
            }
        }
    }
}

/// Reads the surroundings of a trigger, no farther than the words of `within` (the innermost content; everything when empty).
pub fn local(tree: &Tree, rules: &Rules, trigger: TokenIx, within: &[Range<usize>], reported: bool) -> Local {
    let inside = |t: TokenIx| within.is_empty() || within.iter().any(|r| r.contains(&t.at()));
    let mut state = Local::PLAIN;
    let mut at = trigger;
    let mut nominal = tree.upos(trigger) != "VERB" && tree.upos(trigger) != "AUX";
    for _ in 0..12 {
        modifiers(tree, rules, at, reported, &mut state);
        let Some(head) = tree.head(at).filter(|h| inside(*h)) else {
            break;
        };
        let relation = tree.deprel(at);
        let to = tree.with(at, "mark").any(|m| tree.lower(m) == "to");
        let word = tree.lower(head);
        let with_to = || to.then(|| rules.hedge(&format!("{word} to"))).flatten();
        let effect = with_to()
            .or_else(|| rules.hedge(&word))
            .filter(|_| tree.upos(head) != "AUX" && matches!(tree.upos(head), "VERB" | "NOUN" | "ADJ"));
        match relation.split(':').next().unwrap_or_default() {
            "xcomp" => {
                if tree.lower(head) == "be" && to {
                    state.future = true;
                }
                embed(&mut state, effect);
                at = head;
                nominal = false;
            }
            "ccomp" | "csubj" => {
                embed(&mut state, effect);
                at = head;
                nominal = false;
            }
            "advcl" if to => {
                // A purpose: nobody says that it is reached.
                state.strength = 0;
                state.future = true;
                state.hypothetical = true;
                break;
            }
            "advcl"
                if tree
                    .with(at, "mark")
                    .any(|m| matches!(tree.lower(m).as_str(), "before" | "until"))
                    && tree.non_finite(at) =>
            {
                // "were flown there before being sent on": as certain as what follows it.
                at = head;
                nominal = false;
            }
            "acl" if relation == "acl:relcl" => break,
            "acl" => {
                if to {
                    state.future = true;
                    if effect.is_none() {
                        state.strength = 0;
                        state.hypothetical = true;
                    }
                }
                embed(&mut state, effect);
                noun_in_doubt(tree, rules, head, &mut state);
                at = head;
                nominal = true;
            }
            "conj" if tree.upos(at) == tree.upos(head) && !nominal => {
                // Members of a list of verbs share what stands before the first.
                let own = tree
                    .children(at)
                    .any(|c| matches!(tree.relation(c), "nsubj" | "aux"));
                if own {
                    break;
                }
                at = head;
            }
            "obj" | "nsubj" | "obl" | "iobj" if nominal && tree.upos(head) == "VERB" => {
                let light = tree.light(at) == Some(head)
                    || (relation.starts_with("nsubj") && OCCUR.contains(&tree.lower(head).as_str()));
                if !light {
                    embed(
                        &mut state,
                        effect.filter(|_| {
                            relation.starts_with("obj") || relation == "nsubj:pass" || relation == "obl"
                        }),
                    );
                    break;
                }
                at = head;
                nominal = false;
            }
            "nmod" if nominal => {
                embed(
                    &mut state,
                    effect.filter(|e| {
                        !matches!(e, Effect::Negates) || tree.preposition(at).as_deref() == Some("of")
                    }),
                );
                noun_in_doubt(tree, rules, head, &mut state);
                at = head;
            }
            _ => break,
        }
    }
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(trigger)];
    if tree.form(TokenIx::new(sentence.tokens.end - 1)) == "?" {
        state.strength = 0;
    }
    state
}

/// Verbs of happening: their subject is what happens.
const OCCUR: [&str; 10] = [
    "happen", "occur", "take", "continue", "begin", "start", "come", "resume", "follow", "end",
];

fn embed(state: &mut Local, effect: Option<Effect>) {
    match effect {
        // "plan to attack", "the threat of an attack": nobody says that it comes to it.
        Some(Effect::Future) => {
            state.future = true;
            state.strength = state.strength.min(2);
        }
        Some(effect) => state.apply(effect),
        None => {}
    }
}

/// "False claims that …", "deceitful statements about …".
fn noun_in_doubt(tree: &Tree, rules: &Rules, noun: TokenIx, state: &mut Local) {
    for adjective in tree.with(noun, "amod") {
        if let Some(Effect::Negates | Effect::Doubts) = rules.hedge(&tree.lower(adjective)) {
            state.negative = true;
        }
    }
}

/// A word with the one before it: "no longer".
fn phrase(tree: &Tree, t: TokenIx, form: &str) -> String {
    let before = t
        .at()
        .checked_sub(1)
        .map(|i| tree.form(TokenIx::new(i)).to_lowercase());
    format!("{} {form}", before.unwrap_or_default())
}

fn modifiers(tree: &Tree, rules: &Rules, t: TokenIx, reported: bool, state: &mut Local) {
    for child in tree.children(t) {
        let form = tree.form(child).to_lowercase();
        let lemma = tree.lower(child);
        match tree.relation(child) {
            "aux" => match lemma.as_str() {
                "will" | "shall" | "'ll" | "wo" => state.future = true,
                "would" | "'d" if tree.xpos(child) == "MD" => {
                    let perfect = tree.with(t, "aux").any(|a| tree.lower(a) == "have");
                    let condition = tree
                        .with(t, "advcl")
                        .any(|c| tree.with(c, "mark").any(|m| tree.lower(m) == "if"));
                    // In reported speech "would" is the future of the past.
                    if reported && !perfect && !condition {
                        state.future = true;
                    } else {
                        state.hypothetical = true;
                        state.strength = 0;
                        state.negative |= perfect && condition;
                    }
                }
                "be" if tree.with(t, "mark").any(|m| tree.lower(m) == "to") => state.future = true,
                "could" | "may" | "might" | "can" | "ca" => state.apply(Effect::Possible),
                "should" | "must" | "ought" => {
                    state.hypothetical = true;
                    state.strength = 0;
                }
                _ => {}
            },
            "advmod" | "det" | "amod" | "cc" => {
                let negation = matches!(lemma.as_str(), "not" | "n't" | "never" | "neither" | "nor")
                    || (form == "no" && tree.relation(child) == "det");
                if negation {
                    state.negative = !state.negative;
                } else if let Some(effect) = rules
                    .hedge(&phrase(tree, child, &form))
                    .or_else(|| rules.hedge(&form))
                    .or_else(|| rules.hedge(&lemma))
                {
                    // An adjective before a happening: "upcoming", "alleged", "possible".
                    state.apply(effect);
                }
            }
            "mark" => match lemma.as_str() {
                "if" | "unless" | "whether" | "lest" => {
                    state.strength = 0;
                    state.hypothetical = true;
                }
                "without" => state.negative = !state.negative,
                _ => {}
            },
            // "Nobody attacked", "no country has recognised": the subject denies.
            "nsubj" => {
                let none = matches!(lemma.as_str(), "nobody" | "none" | "neither" | "nothing")
                    || tree
                        .with(child, "det")
                        .any(|d| matches!(tree.lower(d).as_str(), "no" | "neither"));
                if none {
                    state.negative = !state.negative;
                }
            }
            "case" if lemma == "without" => state.negative = !state.negative,
            "advcl"
                if tree
                    .with(child, "mark")
                    .any(|m| matches!(tree.lower(m).as_str(), "if" | "unless")) =>
            {
                state.hypothetical = true;
                // What depends on a condition nobody commits to.
                state.strength = 0;
            }
            _ => {}
        }
    }
    if tree.lower(t) == "go" && tree.xpos(t) == "VBG" && tree.child(t, "xcomp").is_some() {
        state.future = true;
    }
}
