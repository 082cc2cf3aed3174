//! On which side of publication the words around a verb or noun put what it tells.

use super::link::Side;
use super::words::Words;
use crate::rules::Rules;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use sayso_model::statement::{Auxiliary, CueClass};

/// The side on which an event lies, by its auxiliaries, by the verb that its infinitive hangs on, and by what the words around it say of its certainty.
pub(super) fn side(
    tree: &Tree,
    rules: &Rules,
    words: &Words,
    trigger: TokenIx,
    auxiliary: Auxiliary,
) -> Side {
    let centre = tree.centre(trigger);
    let start = tree.light(trigger).unwrap_or(centre);
    // "will go before she **is sworn** in"
    let present = |v: TokenIx| {
        let helped = |a: TokenIx| tree.relation(a) == "aux" && !matches!(tree.xpos(a), "VBZ" | "VBP" | "VBN");
        let be = tree
            .with(v, "aux")
            .any(|a| matches!(tree.xpos(a), "VBZ" | "VBP") && tree.lower(a) == "be");
        !tree.children(v).any(helped) && (be || matches!(tree.xpos(v), "VBZ" | "VBP"))
    };
    let waits = |h: TokenIx| by_verb(tree, words, h) == Some(Side::Ahead);
    if tree.relation(start) == "advcl" && present(start) && tree.head(start).is_some_and(waits) {
        return Side::Ahead;
    }
    match by_verb(tree, words, start) {
        Some(side) => side,
        None if auxiliary.future || is_due(tree, words, centre) => Side::Ahead,
        None if !is_verb(tree, centre) && wished(tree, rules, centre) => Side::Ahead,
        None => Side::Present,
    }
}

/// "The **report** is due by Friday", "first results are promised by Friday"
pub(super) fn is_due(tree: &Tree, words: &Words, noun: TokenIx) -> bool {
    let now = |h: TokenIx| {
        tree.children(h).any(|c| {
            matches!(tree.relation(c), "cop" | "aux")
                && matches!(tree.xpos(c), "VBZ" | "VBP")
                && tree.lower(c) == "be"
        })
    };
    let due = |h: TokenIx| {
        let awaited = tree.deprel(noun) == "nsubj:pass" && words.awaited.contains(&tree.lower(h));
        (awaited || tree.lower(h) == "due") && now(h)
    };
    tree.relation(noun) == "nsubj" && tree.head(noun).is_some_and(due)
}

fn is_verb(tree: &Tree, word: TokenIx) -> bool {
    matches!(tree.upos(word), "VERB" | "AUX")
}

/// Modals of what may or will be.
const MODALS: [&str; 14] = [
    "will", "'ll", "’ll", "wo", "shall", "would", "should", "may", "might", "could", "can", "ca", "must",
    "ought",
];

/// Whether a verb has the form of the past. "Schools **reopen**" has not, whatever it is read as.
fn is_past(tree: &Tree, words: &Words, verb: TokenIx) -> bool {
    let form = tree.form(verb).to_lowercase();
    let changed = tree.lower(verb) != form;
    match tree.xpos(verb) {
        "VBD" => changed || words.unchanged.contains(&form),
        // "overthrew" is no present
        "VBP" => changed && tree.lower(verb) != "be" && !form.starts_with(['\'', '’']),
        _ => false,
    }
}

/// "the army **hit** back": with one who does it, a form without "s" is that of the past.
fn of_one(tree: &Tree, words: &Words, verb: TokenIx) -> bool {
    // "The raid killed nine, and the rebels **hit** back"
    let with = |h: TokenIx| tree.relation(verb) == "conj" && tree.xpos(h) == "VBD";
    if words.unchanged.contains(&tree.form(verb).to_lowercase()) {
        // "Twice last week drones **hit** the village"
        let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
        let gone = |i: usize| {
            let word = TokenIx::new(i);
            let above = tree
                .head(word)
                .is_some_and(|h| h == verb || tree.head(h) == Some(verb));
            above
                && matches!(
                    tree.lower(word).as_str(),
                    "last" | "ago" | "yesterday" | "overnight" | "earlier"
                )
        };
        // "enraged by the bombs which **hit** the mission"
        let below = tree.deprel(verb) == "acl:relcl"
            && tree
                .head(verb)
                .and_then(|noun| tree.head(noun))
                .is_some_and(|h| matches!(tree.xpos(h), "VBD" | "VBN"));
        return below || tree.head(verb).is_some_and(with) || sentence.into_iter().any(gone);
    }
    let subject = tree.child(verb, "nsubj");
    let one = |s: TokenIx| tree.xpos(s) == "NN" && tree.children(s).all(|c| tree.relation(c) != "conj");
    tree.lower(verb) == tree.form(verb).to_lowercase()
        && subject.is_some_and(one)
        && tree.children(verb).all(|c| tree.relation(c) != "aux")
}

/// "was **the last** to be led out", "the first ship to leave"
fn is_nth(tree: &Tree, word: TokenIx) -> bool {
    let nth = |w: TokenIx| {
        matches!(
            tree.lower(w).as_str(),
            "first" | "last" | "second" | "third" | "latest" | "only"
        )
    };
    nth(word) || tree.with(word, "amod").any(nth)
}

/// By the form of a verb and those that it depends on; `None` for nouns and the present.
pub(super) fn by_verb(tree: &Tree, words: &Words, start: TokenIx) -> Option<Side> {
    let mut at = start;
    for _ in 0..6 {
        let helpers = || {
            tree.children(at)
                .filter(|c| matches!(tree.relation(*c), "aux" | "cop"))
        };
        let have = helpers().any(|a| tree.lower(a) == "have");
        let to = tree.with(at, "mark").find(|m| tree.lower(*m) == "to");
        if helpers().any(|a| tree.xpos(a) == "MD" || MODALS.contains(&tree.lower(a).as_str())) {
            let modal = !have || helpers().any(|a| matches!(tree.lower(a).as_str(), "will" | "shall"));
            return Some(if modal { Side::Ahead } else { Side::Past });
        }
        // "is due to sentence"; "ordered that he be freed", "demanded that he resign"
        let due = tree
            .children(at)
            .any(|c| matches!(tree.relation(c), "case" | "mark") && tree.form(c).eq_ignore_ascii_case("due"));
        let subjunctive = to.is_none()
            && tree.relation(at) == "ccomp"
            && tree.with(at, "mark").any(|m| tree.lower(m) == "that")
            && (tree.xpos(at) == "VB" && !helpers().any(|a| tree.lower(a) == "do")
                || helpers().any(|a| tree.form(a).eq_ignore_ascii_case("be")));
        // "had been due to open on Friday"
        let had = helpers().any(|a| tree.lower(a) == "have" && tree.xpos(a) == "VBD");
        if due && had {
            return Some(Side::Past);
        }
        if due || subjunctive {
            return Some(Side::Ahead);
        }
        let be = helpers().find(|a| tree.lower(*a) == "be");
        if let Some(to) = to {
            // "were to have left on Friday", "only to lift it the next day"
            let only = to
                .at()
                .checked_sub(1)
                .is_some_and(|o| tree.form(TokenIx::new(o)).eq_ignore_ascii_case("only"));
            if only && tree.relation(at) == "advcl"
                || have && be.is_some_and(|b| b < to && tree.xpos(b) == "VBD")
            {
                return Some(Side::Past);
            }
            // "are to meet"
            if be.is_some_and(|be| be < to && tree.relation(at) != "xcomp") {
                return Some(Side::Ahead);
            }
            if have {
                return Some(Side::Past);
            }
            let head = tree.head(at)?;
            if tree.relation(at) == "acl" && is_nth(tree, head) {
                let over = tree.child(head, "cop").is_none_or(|c| tree.xpos(c) == "VBD");
                return over.then_some(Side::Past);
            }
            let going = tree.lower(head) == "go" && tree.xpos(head) == "VBG";
            if going || !words.done.contains(&tree.lower(head)) || tree.relation(at) != "xcomp" {
                return Some(Side::Ahead);
            }
            at = head;
            continue;
        }
        // "wants the round finished by Friday"
        let wanted = |h: TokenIx| {
            matches!(
                tree.lower(h).as_str(),
                "expect" | "like" | "need" | "order" | "want"
            ) && matches!(tree.relation(at), "xcomp" | "ccomp")
        };
        if tree.xpos(at) == "VBN" && helpers().next().is_none() && tree.head(at).is_some_and(wanted) {
            return Some(Side::Ahead);
        }
        let past = have || helpers().any(|a| tree.xpos(a) == "VBD");
        if past || is_past(tree, words, at) || tree.xpos(at) == "VBP" && of_one(tree, words, at) {
            return Some(Side::Past);
        }
        if matches!(tree.xpos(at), "VBZ" | "VBP") || be.is_some_and(|b| matches!(tree.xpos(b), "VBZ" | "VBP"))
        {
            let done = tree.xpos(at) == "VBN" && tree.deprel(at) != "xcomp";
            return done.then_some(Side::Past);
        }
        let head = tree.head(at)?;
        let follows = match tree.relation(at) {
            "conj" => tree.upos(head) == "VERB" || tree.child(head, "cop").is_some(),
            "xcomp" | "advcl" => tree.non_finite(at) && tree.upos(at) == "VERB",
            _ => false,
        };
        if !follows {
            return (tree.xpos(at) == "VBN").then_some(Side::Past);
        }
        at = head;
    }
    None
}

/// What is asked for, promised or foretold ("called for **elections**").
pub(super) fn wished(tree: &Tree, rules: &Rules, noun: TokenIx) -> bool {
    let Some(head) = tree
        .head(noun)
        .filter(|_| matches!(tree.relation(noun), "obj" | "obl" | "nmod"))
    else {
        return false;
    };
    let preposition = tree.preposition(noun);
    rules.cues(&tree.lower(head)).iter().any(|cue| {
        let same = cue.rest.first() == preposition.as_ref();
        same && {
            matches!(
                cue.class,
                CueClass::Request | CueClass::Promise | CueClass::Predict
            )
        }
    })
}
