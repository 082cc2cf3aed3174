//! How certain a happening is where it is told: modality, negation, tense, conditions and embedding (FactBank), and PLOVER's
//! auxiliary modes. What the source's cue commits to comes on top.

use crate::rules::{Effect, Rules};
use crate::syntax::Tree;
use sayso_model::TokenIx;
use sayso_model::statement::{Auxiliary, Factuality};
use std::ops::Range;

/// What the words around a trigger say of its certainty.
#[derive(Clone, Debug, PartialEq)]
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
    /// The words that changed something, and what they left of it.
    pub steps: Vec<(TokenIx, String)>,
}

impl Local {
    const PLAIN: Self = Self {
        strength: 3,
        negative: false,
        future: false,
        hypothetical: false,
        historical: false,
        distanced: false,
        steps: Vec::new(),
    };

    /// Does something to it and remembers the word for it, if anything changed.
    fn step(&mut self, word: TokenIx, change: impl FnOnce(&mut Self)) {
        let before = self.flags();
        change(self);
        let after = self.flags();
        if after != before {
            let names = ["negated", "future", "hypothetical", "historical", "distanced"];
            let set = names.iter().zip(before.1.iter().zip(after.1));
            let mut told: Vec<&str> = set.filter(|(_, (b, a))| **b != *a).map(|(n, _)| *n).collect();
            let strengths = ["uncommitted", "possible", "probable", "certain"];
            if before.0 != after.0 {
                told.insert(0, strengths[usize::from(after.0)]);
            }
            self.steps.push((word, told.join(", ")));
        }
    }

    fn flags(&self) -> (u8, [bool; 5]) {
        let flags = [
            self.negative,
            self.future,
            self.hypothetical,
            self.historical,
            self.distanced,
        ];
        (self.strength, flags)
    }

    /// FactBank's value, given what the innermost source commits to.
    pub fn under(&self, cue: Factuality) -> Factuality {
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
    pub fn auxiliary(&self, value: Factuality) -> Auxiliary {
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

/// What the words say by the rules and what the network of events makes of them: where the rules see nothing that takes away from certainty, but the network
/// is sure that there is, its value counts.
pub fn agreed(by_rule: Factuality, network: Option<&[f32; Factuality::ALL.len()]>) -> Factuality {
    let Some(shares) = network.filter(|_| by_rule == Factuality::Certain) else {
        return by_rule;
    };
    let all = Factuality::ALL.into_iter().zip(shares);
    let best = all.max_by(|a, b| a.1.total_cmp(b.1));
    best.filter(|(_, share)| **share >= TRUST)
        .map_or(by_rule, |(value, _)| value)
}

/// The network's probability of a value from which it is believed.
const TRUST: f32 = 0.5;

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
                state.step(head, |state| {
                    state.future |= tree.lower(head) == "be" && to;
                    embed(state, effect);
                });
                at = head;
                nominal = false;
            }
            "ccomp" | "csubj" => {
                state.step(head, |state| embed(state, effect));
                at = head;
                nominal = false;
            }
            "advcl" if to => {
                // A purpose: nobody says that it is reached.
                state.step(at, |state| {
                    state.strength = 0;
                    state.future = true;
                    state.hypothetical = true;
                });
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
                state.step(head, |state| {
                    if to {
                        state.future = true;
                        if effect.is_none() {
                            state.strength = 0;
                            state.hypothetical = true;
                        }
                    }
                    embed(state, effect);
                    noun_in_doubt(tree, rules, head, state);
                });
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
                    let reached =
                        relation.starts_with("obj") || relation == "nsubj:pass" || relation == "obl";
                    state.step(head, |state| embed(state, effect.filter(|_| reached)));
                    break;
                }
                at = head;
                nominal = false;
            }
            "nmod" if nominal => {
                let of = tree.preposition(at).as_deref() == Some("of");
                let effect = effect.filter(|e| of || !matches!(e, Effect::Negates));
                state.step(head, |state| {
                    embed(state, effect);
                    noun_in_doubt(tree, rules, head, state);
                });
                at = head;
            }
            _ => break,
        }
    }
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(trigger)];
    let last = TokenIx::new(sentence.tokens.end - 1);
    if tree.form(last) == "?" {
        state.step(last, |state| state.strength = 0);
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

/// "The claim that … is false": what a noun tells of is denied by its predicate.
pub fn called_false(tree: &Tree, rules: &Rules, noun: TokenIx) -> bool {
    let predicate = tree
        .head(noun)
        .filter(|p| tree.relation(noun) == "nsubj" && tree.upos(*p) == "ADJ");
    predicate.is_some_and(|p| {
        !tree.negated(p)
            && matches!(
                rules.hedge(&tree.lower(p)),
                Some(Effect::Negates | Effect::Doubts)
            )
    })
}

/// "False claims that …", "deceitful statements about …".
fn noun_in_doubt(tree: &Tree, rules: &Rules, noun: TokenIx, state: &mut Local) {
    for adjective in tree.with(noun, "amod") {
        if let Some(Effect::Negates | Effect::Doubts) = rules.hedge(&tree.lower(adjective)) {
            state.negative = true;
        }
    }
    if called_false(tree, rules, noun) {
        state.negative = true;
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
        state.step(child, |state| modifier(tree, rules, t, child, reported, state));
    }
    if tree.lower(t) == "go" && tree.xpos(t) == "VBG" && tree.child(t, "xcomp").is_some() {
        state.step(t, |state| state.future = true);
    }
}

/// Whether a verb stands with "to".
fn infinitive(tree: &Tree, t: TokenIx) -> bool {
    tree.upos(t) == "VERB" && tree.with(t, "mark").any(|m| tree.lower(m) == "to")
}

/// What one dependent of a word does to its certainty.
fn modifier(tree: &Tree, rules: &Rules, t: TokenIx, child: TokenIx, reported: bool, state: &mut Local) {
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
            "be" if infinitive(tree, t) => state.future = true,
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
            "due" if tree.xpos(t) == "VB" => state.future = true,
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
        // "The envoy is to travel", "the talks are due to begin": the parser may take "is" for a copula, "due" for a preposition or a mark.
        "cop" if lemma == "be" && infinitive(tree, t) => state.future = true,
        "case" if lemma == "due" && tree.xpos(t) == "VB" => state.future = true,
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
