//! What is taken for granted: who asks to "free the men who were **kidnapped**", who demands "an inquiry into Monday's **shooting**", who hopes for trade "after the army
//! **lifted** the blockade" commits to the kidnapping, the shooting and the end of the blockade, though not to what the clause says. The words around them (`super::local`) and the cue tell of the
//! clause; a logistic regression over the place of the word in it and what the network of events says of its certainty tells whether they hold for the word.
//! `cargo xtask generate granted` fits it on labelled sentences that the network has not seen, and writes `data/granted.tsv`.

use super::{Local, is_known, without_any};
use crate::clues::Clues;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use sayso_model::statement::{Auxiliary, Factuality};
use std::ops::Range;

/// From this probability on something counts as certain.
const LEAST: f64 = 0.6;

/// Clauses and nouns of which what is told is known: "after", "when they had fled".
const BEHIND: [&str; 13] = [
    "after", "although", "as", "because", "before", "once", "since", "though", "until", "when", "where",
    "whereas", "while",
];
const DURING: [&str; 6] = ["after", "amid", "despite", "during", "following", "since"];

/// "Knows nothing of the **abduction**", "has no word of the **raid**": perhaps there was none, however likely it is by the clues.
const NOTHING: &str = "under nothing";

/// Whether something counts as certain by its clues and how likely they make it.
pub fn holds(likely: f64, clues: &[String]) -> bool {
    likely >= LEAST && !clues.iter().any(|clue| clue == NOTHING)
}

/// The weights that sayso comes with.
///
/// # Errors
/// When their file has a mistake.
pub fn embedded() -> Result<Clues, RuleError> {
    Clues::read("granted.tsv", include_str!("../../data/granted.tsv"))
}

/// What speaks for and against a happening being taken for granted in the words of `within` (what its source says; all where it is empty), where it is not certain
/// by its value so far and the network thinks that it is most likely certain; else nothing.
pub fn clues(
    tree: &Tree,
    trigger: TokenIx,
    within: &[Range<usize>],
    local: &Local,
    value: Factuality,
    shares: &[f32; Factuality::ALL.len()],
) -> Option<Vec<String>> {
    let certain = shares[Factuality::Certain as usize];
    let open = under_own_modal(tree, trigger, local) || super::negotiated(tree, trigger);
    if value == Factuality::Certain || shares.iter().any(|s| *s > certain) || open {
        return None;
    }
    let mut clues = vec![
        "always".to_owned(),
        format!("value {}", value.name()),
        format!("network {}", from(certain)),
    ];
    let mut clue = |name: &str, holds: bool| {
        if holds {
            clues.push(name.to_owned());
        }
    };
    clue("by the source alone", local.steps.is_empty());
    let said = !within.is_empty()
        && tree
            .head(trigger)
            .is_some_and(|above| !within.iter().any(|words| words.contains(&above.at())));
    clue("is all that is said", said);
    let mut above = tree.upward(trigger).skip(1).take(2);
    let nothing = above.any(|t| tree.lower(t) == "nothing" || without_any(tree, t));
    clue(NOTHING, nothing);
    clue("negated", local.negative);
    clue("uncommitted", local.strength == 0);
    clue("future", local.future);
    let way: Vec<TokenIx> = tree.upward(trigger).take(4).collect();
    let marked = |t: TokenIx, relations: &[&str], words: &[&str]| {
        tree.children(t)
            .any(|c| relations.contains(&tree.relation(c)) && words.contains(&tree.lower(c).as_str()))
    };
    clue(
        "in a relative clause",
        way.iter().any(|t| tree.deprel(*t) == "acl:relcl"),
    );
    clue(
        "in a clause of time",
        way.iter()
            .any(|t| tree.relation(*t) == "advcl" && marked(*t, &["mark", "advmod"], &BEHIND)),
    );
    clue(
        "in a phrase of time",
        way.iter()
            .any(|t| tree.relation(*t) == "obl" && marked(*t, &["case"], &DURING)),
    );
    clue(&format!("is {}", tree.deprel(trigger)), true);
    if matches!(tree.upos(trigger), "NOUN" | "PROPN") {
        let open = marked(trigger, &["det"], &["a", "an", "any", "no", "another"]);
        clue("a noun", true);
        clue("a definite noun", is_known(tree, trigger));
        clue("an indefinite noun", open);
    }
    Some(clues)
}

/// "He **would** send troops", "it **may** introduce new sanctions": by its own verb it has not happened.
fn under_own_modal(tree: &Tree, trigger: TokenIx, local: &Local) -> bool {
    let verb = tree.light(trigger).unwrap_or(trigger);
    let mut helpers = tree.children(verb).filter(|c| tree.relation(*c) == "aux");
    helpers.any(|c| local.steps.iter().any(|(word, _)| *word == c))
}

/// PLOVER's auxiliary modes of what is taken for granted: what made it less than certain does not hold for it.
pub fn auxiliary(local: &Local) -> Auxiliary {
    Auxiliary {
        future: local.future && local.strength > 0 && !local.hypothetical,
        hypothetical: false,
        ..local.auxiliary(Factuality::Certain)
    }
}

/// How sure the network is.
fn from(share: f32) -> String {
    const STEPS: [f32; 7] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];
    let below = STEPS.iter().rfind(|step| share >= **step);
    below.map_or("unsure".to_owned(), |step| format!("from {step}"))
}
