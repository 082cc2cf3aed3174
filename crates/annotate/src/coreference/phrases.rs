//! The phrases of a document that may speak of something that another one speaks of, too.

use sayso_model::statement::MentionKind;
use sayso_model::{Annotated, Phrase, TokenIx};
use std::ops::Range;

/// Relations whose words belong to the phrase of the noun that they hang on (source: where GUM's mentions end). What stands in
/// apposition, is coordinated, or is only the clause of a predicate noun does not.
const INNER: [&str; 15] = [
    "det",
    "det:predet",
    "amod",
    "nmod",
    "nmod:poss",
    "nmod:desc",
    "nmod:unmarked",
    "compound",
    "flat",
    "fixed",
    "goeswith",
    "acl",
    "acl:relcl",
    "nummod",
    "nmod:tmod",
];

/// Noun phrases and pronouns in order of their first word, longer ones first; no antecedents yet.
pub(super) fn find(doc: &Annotated) -> Vec<Phrase> {
    let names = names(doc);
    let reach = reach(doc);
    let mut phrases = Vec::new();
    let mut inner: Vec<Range<usize>> = (0..doc.tokens.len()).map(|at| at..at + 1).collect();
    for (at, token) in doc.tokens.iter().enumerate() {
        if let Some(head) = token.head.filter(|_| INNER.contains(&token.deprel)) {
            widen(&mut inner[head.at()], &reach[at]);
        }
    }
    for (at, token) in doc.tokens.iter().enumerate() {
        let head = TokenIx::new(at);
        let name = names[at].map(|name| &doc.names[name].tokens);
        let kind = match token.upos {
            "PRON" | "DET" if is_pronoun(doc, at) => MentionKind::Pronoun,
            "ADV" if matches!(token.lemma.as_str(), "here" | "there") => MentionKind::Pronoun,
            "NUM" if is_year(doc.form(head)) && !token.deprel.starts_with("nummod") => MentionKind::Nominal,
            "NOUN" | "PROPN" if matches!(token.deprel, "flat" | "fixed" | "goeswith") => continue,
            "NOUN" | "PROPN" | "ADJ" | "NUM" | "X" if name.is_some_and(|name| head_of(doc, name) == at) => {
                MentionKind::Name
            }
            "NOUN" | "PROPN" if name.is_none() => MentionKind::Nominal,
            _ => continue,
        };
        let mut tokens = match kind {
            MentionKind::Pronoun => at..at + 1,
            MentionKind::Name | MentionKind::Nominal => inner[at].clone(),
        };
        if let Some(name) = name {
            widen(&mut tokens, name);
        }
        let mut tokens = trimmed(doc, tokens, at);
        // A possessor ends with its mark, as in OntoNotes and GUM.
        if token.deprel == "nmod:poss" && doc.tokens.get(tokens.end).is_some_and(|next| next.xpos == "POS") {
            tokens.end += 1;
        }
        phrases.push(Phrase {
            tokens,
            head,
            kind,
            antecedent: None,
            score: 0.0,
        });
    }
    phrases.sort_by_key(|phrase| (phrase.tokens.start, usize::MAX - phrase.tokens.end, phrase.head));
    phrases
}

/// Whether a pronoun or determiner speaks of something of its own.
fn is_pronoun(doc: &Annotated, at: usize) -> bool {
    let token = &doc.tokens[at];
    let argument = token.deprel.starts_with("nsubj")
        || token.deprel.starts_with("obl")
        || matches!(token.deprel, "obj" | "iobj" | "nmod" | "conj" | "root");
    match token.upos {
        "DET" => token.xpos == "DT" && argument,
        _ => !token.xpos.starts_with('W') && token.xpos != "EX" && !matches!(token.deprel, "expl" | "det"),
    }
}

fn is_year(form: &str) -> bool {
    form.len() == 4 && form.starts_with(['1', '2']) && form.bytes().all(|b| b.is_ascii_digit())
}

/// For each word, the name that it is part of.
fn names(doc: &Annotated) -> Vec<Option<usize>> {
    let mut of = vec![None; doc.tokens.len()];
    for (number, name) in doc.names.iter().enumerate() {
        of[name.tokens.clone()].fill(Some(number));
    }
    of
}

/// The first word of a name that hangs on a word outside of it.
fn head_of(doc: &Annotated, name: &Range<usize>) -> usize {
    let outside = |at: &usize| doc.tokens[*at].head.is_none_or(|head| !name.contains(&head.at()));
    name.clone().find(outside).unwrap_or(name.start)
}

/// For each word, from the first to the last of the words that hang on it.
fn reach(doc: &Annotated) -> Vec<Range<usize>> {
    let mut reach: Vec<Range<usize>> = (0..doc.tokens.len()).map(|at| at..at + 1).collect();
    for at in 0..doc.tokens.len() {
        let mut up = doc.tokens[at].head;
        while let Some(head) = up {
            widen(&mut reach[head.at()], &(at..at + 1));
            up = doc.tokens[head.at()].head;
        }
    }
    reach
}

fn widen(range: &mut Range<usize>, by: &Range<usize>) {
    *range = range.start.min(by.start)..range.end.max(by.end);
}

/// Without punctuation marks and prepositions at the ends.
fn trimmed(doc: &Annotated, tokens: Range<usize>, head: usize) -> Range<usize> {
    let loose = |at: usize| matches!(doc.tokens[at].upos, "PUNCT" | "CCONJ");
    let (mut start, mut end) = (tokens.start, tokens.end);
    while start < head && (loose(start) || doc.tokens[start].deprel == "case") {
        start += 1;
    }
    while end > head + 1 && (loose(end - 1) || doc.tokens[end - 1].upos == "ADP") {
        end -= 1;
    }
    start..end
}
