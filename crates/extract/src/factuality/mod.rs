//! How certain a happening is where it is told: modality, negation, tense, conditions and embedding (FactBank), and PLOVER's
//! auxiliary modes. What the source's cue commits to comes on top.

mod disowned;
pub mod granted;

pub use disowned::disowned;

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
    /// Words say that it is certain, though one of them is a negation or a doubt.
    pub firm: bool,
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
        firm: false,
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
pub fn agreed(
    local: &Local,
    by_rule: Factuality,
    network: Option<&[f32; Factuality::ALL.len()]>,
) -> Factuality {
    let Some(shares) = network.filter(|_| by_rule == Factuality::Certain && !local.firm) else {
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
        // "no evidence that it was shelled": the noun belongs to whoever speaks, and still tells what to think of the clause.
        let Some(head) = tree.head(at).filter(|h| inside(*h) || weighs(tree, *h)) else {
            break;
        };
        let relation = tree.deprel(at);
        let to = tree.with(at, "mark").any(|m| tree.lower(m) == "to");
        let effect = governed(tree, rules, head, at);
        match relation.split(':').next().unwrap_or_default() {
            "xcomp" => {
                state.step(head, |state| {
                    state.future |= tree.lower(head) == "be" && to;
                    embed(state, effect);
                });
                (at, nominal) = (head, false);
            }
            "ccomp" | "csubj" => {
                state.step(head, |state| embed(state, effect));
                (at, nominal) = (head, false);
            }
            // "kept them from leaving", "stopped short of recognising": a clause or noun that the verb with its preposition does away with.
            "advcl" | "obl"
                if effect.is_some()
                    && !to
                    && (tree.upos(head) == "VERB" || tree.relation(head) == "advmod") =>
            {
                state.step(head, |state| embed(state, effect));
                (at, nominal) = (head, false);
            }
            "advcl" if to && first_of(tree, head) => break,
            "advcl" if counterfactual(tree, at, head) => {
                // "if they had not attacked, he would have stayed": it was the other way round.
                state.step(head, |state| {
                    state.strength = 3;
                    state.firm = true;
                    state.negative = !state.negative;
                });
                break;
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
                (at, nominal) = (head, false);
            }
            "acl" if relation == "acl:relcl" => break,
            // "The wells, shut since May, will be opened": they are shut. "No soldiers killed" are none.
            "acl"
                if !to
                    && effect.is_none()
                    && is_participle(tree, at)
                    && !disowned::is_telling(tree, head) =>
            {
                if without_any(tree, head) {
                    state.step(head, |state| state.negative = !state.negative);
                }
                break;
            }
            // "cleared the officers of beating him": the verb does away with it.
            "acl" if !to && undone_by(tree, rules, head, at) => {
                state.step(head, |state| state.negative = !state.negative);
                let Some(verb) = tree.head(head) else { break };
                (at, nominal) = (verb, false);
            }
            "acl" => {
                // "the first of its ministers to visit" did.
                let first = tree
                    .children(head)
                    .any(|c| FIRST.contains(&tree.lower(c).as_str()))
                    || FIRST.contains(&tree.lower(head).as_str());
                state.step(head, |state| {
                    if to && !first {
                        state.future = true;
                        if effect.is_none() {
                            state.strength = 0;
                            state.hypothetical = true;
                        }
                    }
                    embed(state, effect);
                    noun_in_doubt(tree, rules, head, state);
                });
                (at, nominal) = (head, true);
            }
            "conj" if tree.upos(at) == tree.upos(head) && !nominal => {
                // Members of a list of verbs share what stands before the first; "nor had they fled" denies by itself.
                let own = tree
                    .children(at)
                    .any(|c| matches!(tree.relation(c), "nsubj" | "aux") || tree.lower(c) == "nor");
                if own {
                    break;
                }
                at = head;
            }
            // "the strike is unlikely", "chances of a truce are slim".
            "nsubj" if nominal && tree.upos(head) == "ADJ" => {
                let known = called_false(tree, rules, at);
                state.step(head, |state| embed(state, effect.filter(|_| !known)));
                (at, nominal) = (head, false);
            }
            "obj" | "nsubj" | "obl" | "iobj" if nominal && tree.upos(head) == "VERB" => {
                let light = tree.light(at) == Some(head)
                    || (relation.starts_with("nsubj") && OCCUR.contains(&tree.lower(head).as_str()));
                let without = tree.preposition(at).as_deref() == Some("without");
                let reached =
                    light || relation.starts_with("obj") || relation == "nsubj:pass" || relation == "obl";
                let effect = effect.filter(|_| reached);
                if !light && !without && effect.is_none() {
                    break;
                }
                // What the verb does with it is as certain as the verb.
                state.step(head, |state| embed(state, effect));
                (at, nominal) = (head, false);
            }
            "nmod" if nominal && negotiated(tree, at) => {
                state.step(head, |state| {
                    (state.strength, state.hypothetical) = (0, true);
                });
                break;
            }
            // "Had no part in the raid", "will look into the deaths", "no repetition of Sunday's clashes": the raid, the deaths and the clashes are known.
            "nmod" if nominal && effect.is_none() && !weighs(tree, head) && is_known(tree, at) => break,
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

/// "Talks on the **release** of hostages", "an accord on the **withdrawal** of troops": what is negotiated is not yet done.
fn negotiated(tree: &Tree, noun: TokenIx) -> bool {
    const ABOUT: [&str; 4] = ["about", "for", "on", "over"];
    const TALKS: [&str; 10] = [
        "accord",
        "agreement",
        "consultation",
        "deal",
        "discussion",
        "draft",
        "negotiation",
        "offer",
        "proposal",
        "talk",
    ];
    const DEEDS: [&str; 22] = [
        "ceasefire",
        "delivery",
        "deployment",
        "disarmament",
        "evacuation",
        "exchange",
        "extradition",
        "handover",
        "lifting",
        "pullback",
        "pullout",
        "release",
        "reopening",
        "repatriation",
        "return",
        "sale",
        "supply",
        "swap",
        "transfer",
        "truce",
        "withdrawal",
        "visit",
    ];
    const TALKING: [&str; 4] = ["consider", "debate", "discuss", "negotiate"];
    let under = |words: &[&str]| {
        tree.head(noun)
            .is_some_and(|h| words.contains(&tree.lower(h).as_str()))
    };
    let about = || {
        tree.preposition(noun)
            .is_some_and(|p| ABOUT.contains(&p.as_str()))
    };
    DEEDS.contains(&tree.lower(noun).as_str())
        && match tree.relation(noun) {
            "nmod" => under(&TALKS) && about(),
            "obj" => under(&TALKING),
            _ => false,
        }
}

/// Whether a word is a participle that nothing introduces.
fn is_participle(tree: &Tree, word: TokenIx) -> bool {
    matches!(tree.xpos(word), "VBN" | "VBG")
        && tree
            .children(word)
            .all(|c| !matches!(tree.relation(c), "mark" | "case"))
}

/// Whether a noun tells of one happening that whoever reads knows of: "the raid", "Sunday's clashes", "their deaths".
pub(super) fn is_known(tree: &Tree, noun: TokenIx) -> bool {
    tree.definite(noun) || tree.children(noun).any(|c| tree.deprel(c) == "nmod:poss")
}

/// Whether a verb makes somebody the first of those who do something: "became the first minister to visit".
fn first_of(tree: &Tree, verb: TokenIx) -> bool {
    let nouns = tree
        .children(verb)
        .filter(|c| matches!(tree.relation(*c), "xcomp" | "obj"));
    nouns
        .flat_map(|n| tree.with(n, "amod"))
        .any(|a| FIRST.contains(&tree.lower(a).as_str()))
}

/// Of several that did something, one: "the third to resign".
const FIRST: [&str; 9] = [
    "first", "second", "third", "fourth", "fifth", "last", "latest", "only", "sixth",
];

/// What a word does to the certainty of what depends on it: looked up with its particle, the preposition or the "to" of what depends on it.
pub fn governed(tree: &Tree, rules: &Rules, head: TokenIx, at: TokenIx) -> Option<Effect> {
    // "thought better of suing": the parser hangs the clause on the adverb.
    let adverb = (tree.relation(head) == "advmod").then_some(head);
    let head = adverb.and_then(|a| tree.head(a)).unwrap_or(head);
    if !matches!(tree.upos(head), "VERB" | "NOUN" | "ADJ") {
        return None;
    }
    let word = tree.lower(head);
    let marks = tree
        .children(at)
        .filter(|c| matches!(tree.relation(*c), "mark" | "case"));
    let prepositions: Vec<String> = marks.map(|m| tree.lower(m)).collect();
    let preposition = prepositions.join(" ");
    // "rule out", "stop short of", "talk them out of", "think better of"; behind a subject, "fell through".
    let between = tree.children(head).filter(|c| {
        let particle = tree.deprel(*c) == "compound:prt";
        let beside = head < *c && *c < at && matches!(tree.deprel(*c), "advmod" | "xcomp" | "obl");
        *c != at && (beside || particle && (at < head || *c < at))
    });
    let own: Vec<String> = between.map(|c| tree.lower(c)).collect();
    let with = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
        rules.hedge(&parts.join(" "))
    };
    let verb = tree.upos(head) == "VERB";
    // "kept reporters from the meeting": the meeting takes place.
    if tree.deprel(at) == "obl" && preposition == "from" && tree.child(head, "obj").is_some() {
        return None;
    }
    let found = own
        .iter()
        .find_map(|own| with(&[&word, own, &preposition]).or_else(|| with(&[&word, own])))
        .or_else(|| with(&[&word, &preposition]).filter(|_| !preposition.is_empty()))
        .or_else(|| {
            // "excluded them from the talks" excludes no talks, "avoided to" is another word.
            let apart = verb && (tree.deprel(at) == "obl" || preposition == "to");
            with(&[&word]).filter(|effect| !(apart && *effect == Effect::Negates))
        });
    // Who does not rule something out thinks it possible.
    match found {
        Some(Effect::Negates) if tree.negated(head) && EXCLUDES.contains(&word.as_str()) => {
            Some(Effect::Possible)
        }
        other => other,
    }
}

/// Whether a gerund behind a verb's object is what the verb does away with.
fn undone_by(tree: &Tree, rules: &Rules, object: TokenIx, gerund: TokenIx) -> bool {
    let marked = tree
        .child(gerund, "mark")
        .or(tree.child(gerund, "case"))
        .is_some();
    let verb = tree
        .head(object)
        .filter(|v| tree.upos(*v) == "VERB" && matches!(tree.relation(object), "obj" | "nsubj"));
    marked && verb.is_some_and(|v| governed(tree, rules, v, gerund) == Some(Effect::Negates))
}

/// Verbs of excluding: negated, they leave something possible and do not affirm it.
pub const EXCLUDES: [&str; 3] = ["exclude", "rule", "preclude"];

/// Whether a clause is a condition that was not met: "had he not resigned, they would have arrested him".
fn counterfactual(tree: &Tree, clause: TokenIx, main: TokenIx) -> bool {
    let has = |verb: TokenIx, forms: &[&str]| {
        tree.with(verb, "aux")
            .any(|a| forms.contains(&tree.form(a).to_lowercase().as_str()))
    };
    let marked = tree.with(clause, "mark").any(|m| tree.lower(m) == "if");
    let inverted = tree.with(clause, "mark").next().is_none()
        && tree.with(clause, "aux").any(|a| {
            tree.form(a).eq_ignore_ascii_case("had")
                && tree
                    .child(clause, "nsubj")
                    .or(tree.child(clause, "nsubj:pass"))
                    .is_some_and(|s| a < s)
        });
    (marked || inverted)
        && has(clause, &["had"])
        && has(main, &["would", "could", "might", "'d"])
        && has(main, &["have"])
}

/// Verbs of happening: their subject is what happens.
const OCCUR: [&str; 14] = [
    "happen",
    "occur",
    "take",
    "continue",
    "begin",
    "start",
    "come",
    "resume",
    "follow",
    "end",
    "go",
    "fall",
    "materialise",
    "materialize",
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

/// Adjectives for what is not so.
const UNTRUE: [&str; 10] = [
    "baseless",
    "erroneous",
    "false",
    "groundless",
    "inaccurate",
    "incorrect",
    "mistaken",
    "unfounded",
    "untrue",
    "wrong",
];

/// "The claim that … is false": what a noun tells of is denied by its predicate.
pub fn called_false(tree: &Tree, rules: &Rules, noun: TokenIx) -> bool {
    let predicate = tree
        .head(noun)
        .filter(|p| tree.relation(noun) == "nsubj" && tree.upos(*p) == "ADJ");
    predicate.is_some_and(|p| {
        !tree.negated(p)
            && (UNTRUE.contains(&tree.lower(p).as_str())
                || matches!(
                    rules.hedge(&tree.lower(p)),
                    Some(Effect::Negates | Effect::Doubts)
                ))
    })
}

/// Nouns for how likely something is, and for what shows that it was.
const CHANCES: [&str; 8] = [
    "chance",
    "hope",
    "likelihood",
    "odds",
    "possibility",
    "probability",
    "prospect",
    "risk",
];
const SIGNS: [&str; 7] = [
    "evidence",
    "indication",
    "proof",
    "sign",
    "suggestion",
    "trace",
    "word",
];
/// How small and how large they are.
const SMALL: [&str; 13] = [
    "bleak",
    "dim",
    "distant",
    "faint",
    "few",
    "little",
    "low",
    "minimal",
    "negligible",
    "remote",
    "slender",
    "slim",
    "small",
];
const LARGE: [&str; 8] = [
    "good",
    "great",
    "high",
    "large",
    "real",
    "serious",
    "significant",
    "strong",
];

/// "False claims that …", "deceitful statements about …"; "a slim chance of …", "no sign of …".
fn noun_in_doubt(tree: &Tree, rules: &Rules, noun: TokenIx, state: &mut Local) {
    let word = tree.lower(noun);
    let predicate = tree.head(noun).filter(|_| tree.relation(noun) == "nsubj");
    let predicates = predicate
        .into_iter()
        .flat_map(|p| tree.with(p, "xcomp").chain([p]));
    let said: Vec<String> = tree
        .with(noun, "amod")
        .chain(predicates)
        .map(|t| tree.lower(t))
        .collect();
    let is = |list: &[&str]| said.iter().any(|w| list.contains(&w.as_str()));
    if CHANCES.contains(&word.as_str()) {
        if is(&SMALL) || without_any(tree, noun) {
            state.strength = if state.strength > 0 { 2 } else { 0 };
            state.negative = true;
        } else if is(&LARGE) {
            state.strength = 2;
        }
    } else if word == "doubt" && without_any(tree, noun) {
        (state.strength, state.negative, state.firm) = (3, false, true);
    } else if SIGNS.contains(&word.as_str()) && without_any(tree, noun) {
        state.strength = state.strength.min(2);
        state.negative = true;
    }
    for adjective in tree.with(noun, "amod") {
        if let Some(Effect::Negates | Effect::Doubts) = rules.hedge(&tree.lower(adjective)) {
            state.negative = true;
        }
    }
    if called_false(tree, rules, noun) {
        state.negative = true;
    }
}

/// Whether a word is a noun for how sure something is, or what shows it; "no" before it is another matter than before what happens.
fn weighs(tree: &Tree, t: TokenIx) -> bool {
    let word = tree.lower(t);
    let word = word.as_str();
    tree.upos(t) == "NOUN" && (CHANCES.contains(&word) || SIGNS.contains(&word) || word == "doubt")
}

/// Whether a noun has "no" before it.
fn without_any(tree: &Tree, noun: TokenIx) -> bool {
    tree.with(noun, "det").any(|d| tree.lower(d) == "no")
}

/// A word with the one before it: "no longer".
fn phrase(tree: &Tree, t: TokenIx, form: &str) -> String {
    let before = t
        .at()
        .checked_sub(1)
        .map(|i| tree.form(TokenIx::new(i)).to_lowercase());
    format!("{} {form}", before.unwrap_or_default())
}

/// Whether the words right before a verb do away with it: "instead of leaving", "have yet to leave", "too few to leave".
fn undone(tree: &Tree, t: TokenIx) -> bool {
    let before = |back: usize| {
        t.at()
            .checked_sub(back)
            .map(|at| tree.form(TokenIx::new(at)).to_lowercase())
    };
    let (Some(two), Some(one)) = (before(2), before(1)) else {
        return false;
    };
    let pair = (two.as_str(), one.as_str());
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(t)];
    let here = t.at() >= sentence.tokens.start + 2;
    let bare = tree.xpos(t) == "VBG"
        && matches!(
            pair,
            ("instead", "of") | ("far", "from") | ("rather", "than") | ("short", "of")
        );
    let infinitive = pair == ("yet", "to")
        || (one == "to" && t.at() >= sentence.tokens.start + 3 && before(3).as_deref() == Some("too"));
    here && (bare || infinitive)
}

fn modifiers(tree: &Tree, rules: &Rules, t: TokenIx, reported: bool, state: &mut Local) {
    if undone(tree, t) {
        state.step(t, |state| state.negative = !state.negative);
    }
    for child in tree.children(t) {
        state.step(child, |state| modifier(tree, rules, t, child, reported, state));
    }
    if tree.lower(t) == "go" && tree.xpos(t) == "VBG" && tree.child(t, "xcomp").is_some() {
        state.step(t, |state| state.future = true);
    }
}

/// Whether something was not until something else: then it was.
fn until(tree: &Tree, verb: TokenIx) -> bool {
    tree.xpos(verb) != "MD"
        && !tree
            .with(verb, "aux")
            .any(|a| matches!(tree.lower(a).as_str(), "will" | "would" | "shall"))
        && tree.children(verb).any(|c| {
            verb < c
                && matches!(tree.relation(c), "advcl" | "obl")
                && tree
                    .children(c)
                    .any(|m| matches!(tree.relation(m), "mark" | "case") && tree.lower(m) == "until")
        })
}

/// Whether somebody calls people together for what a noun tells of, so that it is yet to come: "called a rally", "has called its followers to a march", "announced
/// a second strike". The verb may be the cue, outside of what its source says.
pub fn convened(tree: &Tree, noun: TokenIx) -> bool {
    let listed = tree.head(noun).filter(|_| tree.relation(noun) == "conj");
    let noun = listed.unwrap_or(noun);
    let Some(verb) = tree.head(noun).filter(|v| tree.upos(*v) == "VERB") else {
        return false;
    };
    let word = tree.lower(verb);
    let is = |list: &[&str]| list.contains(&word.as_str());
    let open = || {
        tree.with(noun, "det")
            .any(|d| matches!(tree.lower(d).as_str(), "a" | "an" | "another"))
    };
    match tree.relation(noun) {
        // "Called the strike a crime" calls nobody together.
        "obj" if tree.child(verb, "xcomp").is_some() => false,
        // Nor does "called the shelling of 20 August a danger", which the parser may take otherwise.
        "obj" if is(&["call"]) => !is_known(tree, noun) || !tree.slot(verb, "for").is_empty(),
        "obj" => is(&["convene", "convoke", "schedule"]) || open() && is(&["announce", "propose"]),
        "obl" => is(&["call", "invite", "summon"]) && tree.preposition(noun).as_deref() == Some("to"),
        _ => false,
    }
}

/// Whether a participle says that what a noun tells of is planned for a time, and the sentence does not say what came of it ("the march announced for Friday
/// drew thousands").
fn planned(tree: &Tree, rules: &Rules, noun: TokenIx, participle: TokenIx) -> bool {
    let says = |word: &str| rules.hedge(word) == Some(Effect::Future);
    let came = tree.relation(noun) == "nsubj"
        && tree.head(noun).is_some_and(|verb| {
            let ahead = tree
                .with(verb, "aux")
                .any(|a| matches!(tree.lower(a).as_str(), "will" | "would" | "shall"));
            !ahead && !matches!(tree.xpos(verb), "VB" | "VBP" | "VBZ")
        });
    matches!(tree.xpos(participle), "VBN" | "VBD")
        && !tree.slot(participle, "for").is_empty()
        && !came
        && (says(&tree.form(participle).to_lowercase()) || says(&tree.lower(participle)))
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
                let condition = tree.with(t, "advcl").any(|c| {
                    tree.with(c, "mark").any(|m| tree.lower(m) == "if") || counterfactual(tree, c, t)
                });
                // In reported speech "would" is the future of the past.
                if reported && !perfect && !condition {
                    state.future = true;
                } else {
                    state.hypothetical = true;
                    if perfect && condition {
                        state.negative = !state.negative;
                    } else {
                        state.strength = 0;
                    }
                }
            }
            // "is to leave", not the "been" of "to have been blown up".
            "be" if tree.with(t, "mark").any(|m| child < m && tree.lower(m) == "to")
                && infinitive(tree, t) =>
            {
                state.future = true;
            }
            "could" | "may" | "might" | "can" | "ca" => state.apply(Effect::Possible),
            // "must have fled" did in all likelihood, "should have fled" did not.
            "must" if tree.with(t, "aux").any(|a| tree.lower(a) == "have") => state.apply(Effect::Probable),
            "should" | "ought" if tree.with(t, "aux").any(|a| tree.lower(a) == "have") => {
                state.hypothetical = true;
                state.negative = !state.negative;
            }
            "should" | "must" | "ought" => {
                state.hypothetical = true;
                state.strength = 0;
            }
            _ => {}
        },
        "advmod" | "det" | "amod" | "cc" => {
            let negation = matches!(lemma.as_str(), "not" | "n't" | "never" | "neither" | "nor")
                || (form == "no" && tree.relation(child) == "det");
            if form == "no" && weighs(tree, t) {
                // What that does, the noun knows.
            } else if negation {
                // "not only did they attack", "did not leave until they had been paid": they did.
                let next = tree.doc.tokens.get(child.at() + 1);
                let only = next.is_some_and(|_| {
                    let word = tree.form(TokenIx::new(child.at() + 1)).to_lowercase();
                    matches!(word.as_str(), "only" | "merely" | "just" | "simply")
                });
                if only || until(tree, t) {
                    state.firm = true;
                } else {
                    state.negative = !state.negative;
                }
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
        // "Nobody attacked", "no country has recognised", "few expect a truce": the subject denies.
        // "No gas was used until stones were thrown": then it was.
        "nsubj" if tree.by_nobody(t) && until(tree, t) => state.firm = true,
        "nsubj" if tree.by_nobody(t) => {
            if lemma == "few" || tree.with(child, "amod").any(|a| tree.lower(a) == "few") {
                state.strength = state.strength.min(2);
            }
            state.negative = !state.negative;
        }
        "case" if lemma == "without" => state.negative = !state.negative,
        // "The meeting proposed for Friday": what is said to be planned for a time.
        "acl" if planned(tree, rules, t, child) => {
            state.future = true;
        }
        // "The envoy is to travel", "the talks are due to begin": the parser may take "is" for a copula, "due" for a preposition or a mark.
        "cop" if lemma == "be" && infinitive(tree, t) => state.future = true,
        "case" if lemma == "due" && tree.xpos(t) == "VB" => state.future = true,
        "advcl" if counterfactual(tree, child, t) => state.hypothetical = true,
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
