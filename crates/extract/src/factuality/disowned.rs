//! What somebody took back or called untrue: "retracts its report that …", "the story that … was made up". The noun of telling stands outside of what it
//! tells, so whoever tells it commits to it and the sentence does not.

use super::{OCCUR, UNTRUE, called_false, governed, without_any};
use crate::rules::{Effect, Rules};
use crate::syntax::Tree;
use sayso_model::TokenIx;
use std::ops::Range;

/// The word by which what hangs on a noun of telling is taken back or called untrue, or by which something is called off that somebody told of in the words of
/// `within` ("called off the strike that it had announced").
pub fn disowned(tree: &Tree, rules: &Rules, trigger: TokenIx, within: &[Range<usize>]) -> Option<TokenIx> {
    let outside = |t: TokenIx| !within.is_empty() && !within.iter().any(|r| r.contains(&t.at()));
    let over = tree.head(trigger).filter(|verb| {
        outside(*verb)
            && matches!(tree.deprel(trigger), "obj" | "nsubj:pass")
            && governed(tree, rules, *verb, trigger) == Some(Effect::Negates)
    });
    if over.is_some() {
        return over;
    }
    let mut noun = telling(tree, trigger)?;
    loop {
        if let Some(word) = away(tree, rules, noun) {
            return Some(word);
        }
        // "a passage of its report".
        noun = tree
            .head(noun)
            .filter(|whole| tree.relation(noun) == "nmod" && is(tree, *whole, &TELLING))?;
    }
}

/// The noun of telling that a word is told by: in a clause ("that …", "which said that …"), or straight behind it ("the story of an attack", "about an officer
/// stabbed").
fn telling(tree: &Tree, trigger: TokenIx) -> Option<TokenIx> {
    let (mut at, mut straight) = (trigger, true);
    for _ in 0..6 {
        let head = tree.head(at)?;
        let relation = tree.deprel(at);
        if tree.upos(head) == "NOUN" && is(tree, head, &TELLING) {
            let behind = matches!(tree.preposition(at).as_deref(), Some("about" | "of"));
            // The parser may take the clause of "the story that rebels had attacked …" for a relative one.
            let that = tree.with(at, "mark").any(|m| is(tree, m, &["that", "about"]));
            let says = is(tree, at, &SAYS) && at != trigger;
            let told = match relation {
                "acl" | "acl:relcl" => that || says,
                "ccomp" | "appos" => true,
                _ => relation.starts_with("nmod") && behind && straight && is(tree, head, &TALES),
            };
            return told.then_some(head);
        }
        match relation {
            "ccomp" if is(tree, head, &SAYS) => straight = false,
            "acl" | "compound" | "conj" | "xcomp" => {}
            // "That they carried out an attack", "that an attack took place"; that somebody condemned an attack says nothing of it.
            "obj" | "nsubj:pass" if tree.light(at) == Some(head) => straight = false,
            "nsubj" if is(tree, head, &OCCUR) => straight = false,
            _ => return None,
        }
        at = head;
    }
    None
}

/// The word that takes a noun of telling back or calls it untrue.
fn away(tree: &Tree, rules: &Rules, noun: TokenIx) -> Option<TokenIx> {
    // "False reports that …", "deceitful statements about us sending …".
    let untrue = |a: &TokenIx| is(tree, *a, &UNTRUE) || is(tree, *a, &DECEITFUL) || is(tree, *a, &INVENTED);
    if let Some(word) = tree.with(noun, "amod").find(untrue) {
        return Some(word);
    }
    let head = tree.head(noun)?;
    let back = |verb: TokenIx| {
        let particle = tree.child(verb, "compound:prt").or(tree.child(verb, "advmod"));
        let particle = particle
            .map(|p| tree.lower(p))
            .filter(|p| matches!(p.as_str(), "back" | "up"));
        let word = tree.lower(verb);
        match particle.as_deref() {
            None => RETRACTS.contains(&word.as_str()),
            Some(particle) => matches!(
                (word.as_str(), particle),
                ("take", "back") | ("make" | "dream", "up")
            ),
        }
    };
    match tree.deprel(noun) {
        "obj" if tree.upos(head) == "VERB" && back(head) && !tree.negated(head) && !tree.by_nobody(head) => {
            Some(head)
        }
        // "Called false a report that …".
        "obj" if is(tree, head, &CALLS) && !tree.negated(head) => {
            let mut said = tree.with(head, "xcomp");
            said.any(|x| is(tree, x, &UNTRUE) || is(tree, x, &LIES))
                .then_some(head)
        }
        "nsubj:pass"
            if (back(head) || is(tree, head, &INVENTED) || is(tree, head, &UNTRUE))
                && !tree.negated(head) =>
        {
            Some(head)
        }
        "nsubj" if called_false(tree, rules, noun) => Some(head),
        // "is a lie", "is without foundation", "was in error".
        "nsubj" if tree.upos(head) == "NOUN" && !tree.negated(head) && !without_any(tree, head) => {
            let unfounded = tree.preposition(head).as_deref() == Some("without") && is(tree, head, &GROUNDS)
                || tree.preposition(head).as_deref() == Some("in") && is(tree, head, &["error"]);
            (unfounded || is(tree, head, &LIES) && tree.preposition(head).is_none()).then_some(head)
        }
        // "has no basis", "proved false", "turned out to be a hoax".
        "nsubj" if tree.upos(head) == "VERB" && !tree.negated(head) => {
            let none = tree
                .with(head, "obj")
                .any(|o| is(tree, o, &GROUNDS) && without_any(tree, o));
            let proved = tree
                .with(head, "xcomp")
                .any(|x| is(tree, x, &UNTRUE) || is(tree, x, &LIES));
            (none || proved && is(tree, head, &["prove", "turn"])).then_some(head)
        }
        _ => None,
    }
}

fn is(tree: &Tree, word: TokenIx, list: &[&str]) -> bool {
    list.contains(&tree.lower(word).as_str())
}

/// Whether a noun is one for what tells something.
pub(super) fn is_telling(tree: &Tree, noun: TokenIx) -> bool {
    is(tree, noun, &TELLING)
}

/// Nouns for what tells something, and for parts of it.
const TELLING: [&str; 25] = [
    "account",
    "allegation",
    "article",
    "assertion",
    "claim",
    "despatch",
    "dispatch",
    "item",
    "news",
    "paragraph",
    "part",
    "passage",
    "piece",
    "post",
    "report",
    "rumor",
    "rumour",
    "sentence",
    "statement",
    "story",
    "suggestion",
    "tale",
    "testimony",
    "tweet",
    "version",
];
/// Those that what happened may follow straight: "a rumour of an attack", but not "a statement about the war".
const TALES: [&str; 9] = [
    "allegation",
    "claim",
    "news",
    "report",
    "rumor",
    "rumour",
    "story",
    "suggestion",
    "tale",
];
/// What such a thing does with what it tells.
const SAYS: [&str; 10] = [
    "allege", "assert", "claim", "maintain", "report", "say", "state", "suggest", "tell", "write",
];
/// What is done to it when it is no longer stood by.
const RETRACTS: [&str; 9] = [
    "disavow",
    "disown",
    "recant",
    "renounce",
    "repudiate",
    "rescind",
    "retract",
    "unsay",
    "withdraw",
];
/// With what it is given a name.
const CALLS: [&str; 5] = ["brand", "call", "declare", "label", "term"];
/// What was done to it when it is not true.
const INVENTED: [&str; 11] = [
    "mistake",
    "concoct",
    "debunk",
    "discredit",
    "disprove",
    "fabricate",
    "fake",
    "falsify",
    "invent",
    "manufacture",
    "refute",
];
/// What it is called before its noun when it is not true.
const DECEITFUL: [&str; 12] = [
    "bogus",
    "deceitful",
    "defamatory",
    "fabricated",
    "fake",
    "fictitious",
    "invented",
    "libellous",
    "made-up",
    "mendacious",
    "misleading",
    "slanderous",
];
/// What it is then.
const LIES: [&str; 18] = [
    "canard",
    "concoction",
    "fabrication",
    "fake",
    "falsehood",
    "fantasy",
    "fiction",
    "forgery",
    "hoax",
    "invention",
    "lie",
    "mistake",
    "misunderstanding",
    "myth",
    "nonsense",
    "slander",
    "smear",
    "untruth",
];
/// What it lacks then.
const GROUNDS: [&str; 7] = [
    "basis",
    "foundation",
    "ground",
    "merit",
    "substance",
    "truth",
    "validity",
];
