//! What two phrases have in common, as numbers that the scorer reads. Each field is a small number below its size in
//! [`PAIR`] or [`ALONE`]; `training/coreference.py` learns from what `examples/coreference.rs` writes of them.

use super::Gender;
use crate::lexical::quantities::is_person;
use sayso_model::statement::{EntityType, MentionKind};
use sayso_model::{Annotated, Phrase, Token, TokenIx};
use std::collections::HashMap;

/// How many values each field of a pair has.
pub(crate) const PAIR: [usize; 17] = [
    KINDS * KINDS,
    RELATIONS * RELATIONS,
    NAMES * NAMES,
    WORDS,
    9,
    9,
    10,
    STRUCTURES,
    5,
    6,
    12,
    3,
    WORDS * 9,
    9 * KINDS,
    2,
    WHATS * KINDS,
    WHATS * WHATS,
];
/// How many values each field of a phrase alone has: they tell whether it speaks of something new.
pub(crate) const ALONE: [usize; 6] = [KINDS, RELATIONS, NAMES, 3 * KINDS, 5, 4];

const KINDS: usize = 16;
const RELATIONS: usize = 10;
const NAMES: usize = 10;
const WORDS: usize = 12;
const STRUCTURES: usize = 11;
const WHATS: usize = 12;

/// The fields of a pair and its distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) fields: [u8; PAIR.len()],
    /// Logarithm of the number of words between the heads.
    pub(crate) distance: f32,
}

/// A phrase as pairs see it.
#[derive(Debug)]
struct Seen<'a> {
    phrase: &'a Phrase,
    kind: u8,
    relation: u8,
    name: u8,
    number: u8,
    what: u8,
    sentence: usize,
    paragraph: usize,
    heading: bool,
    /// The number of the innermost quotation after 1, 0 outside of all.
    quote: usize,
    /// The lemma of its head in lower case.
    head: String,
    /// Its words in lower case, without determiners and marks.
    words: Vec<String>,
    initials: String,
}

/// All phrases of a document.
pub(crate) struct Phrases<'a> {
    doc: &'a Annotated,
    seen: Vec<Seen<'a>>,
    /// For words, stems and initials, the phrases that have them, in order.
    having: HashMap<String, Vec<usize>>,
    /// For each phrase, how many before it and how many in all have the same head.
    count: Vec<(usize, usize)>,
}

/// Phrases of like words that are looked at for each word.
const LIKE: usize = 25;

impl<'a> Phrases<'a> {
    pub(crate) fn new(doc: &'a Annotated, phrases: &'a [Phrase], sexes: &[Option<Gender>]) -> Self {
        let mut kinds = vec![0; doc.tokens.len()];
        for name in &doc.names {
            kinds[name.tokens.clone()].fill(1 + name.kind as u8);
        }
        let seen: Vec<Seen<'a>> = phrases
            .iter()
            .map(|phrase| Seen::new(doc, phrase, kinds[phrase.head.at()], sexes[phrase.head.at()]))
            .collect();
        let mut having: HashMap<String, Vec<usize>> = HashMap::new();
        let mut heads: HashMap<&str, usize> = HashMap::new();
        let mut before = Vec::with_capacity(seen.len());
        for (at, seen) in seen.iter().enumerate() {
            for key in seen.keys() {
                let of = having.entry(key).or_default();
                if of.last() != Some(&at) {
                    of.push(at);
                }
            }
            let count = heads.entry(&seen.head).or_insert(0);
            before.push(*count);
            *count += 1;
        }
        let count = before
            .into_iter()
            .zip(&seen)
            .map(|(before, seen)| (before, heads[&*seen.head]))
            .collect();
        Self {
            doc,
            seen,
            having,
            count,
        }
    }

    /// The phrases before this one that may speak of the same thing: the nearest, and those of like words further back.
    pub(crate) fn candidates(&self, at: usize) -> Vec<usize> {
        let this = &self.seen[at];
        let pronoun = this.phrase.kind == MentionKind::Pronoun;
        if pronoun {
            let near = |before: &usize| this.sentence - self.seen[*before].sentence <= 12;
            let able = |before: &usize| near(before) && !self.one_acts_on_the_other(at, *before);
            return (at.saturating_sub(80)..at).filter(able).collect();
        }
        let first = at.saturating_sub(60);
        let alike = |before: &usize| matches!(like(this, &self.seen[*before]), 1..=7);
        let mut found: Vec<usize> = Vec::new();
        for key in this.keys() {
            let of = &self.having[&key];
            let far = &of[..of.partition_point(|before| *before < first)];
            found.extend(far.iter().rev().take(LIKE).filter(|before| alike(before)));
        }
        found.sort_unstable();
        found.dedup();
        found.drain(..found.len().saturating_sub(40));
        found.extend(first..at);
        found.retain(|before| !self.one_acts_on_the_other(at, *before));
        found
    }

    /// "**Hamilton** criticised **the mayor**": subject and object of one verb are two, unless the object ends in "self" (Chomsky 1981, principles A and B). So are
    /// the subject and a noun of other words anywhere behind its verb: "**Four soldiers** died in an ambush by **the rebels**".
    fn one_acts_on_the_other(&self, at: usize, before: usize) -> bool {
        let head = |phrase: usize| &self.doc.tokens[self.seen[phrase].phrase.head.at()];
        let (mut object, subject) = (head(at), head(before));
        let (this, other) = (&self.seen[at], &self.seen[before]);
        let nouns = [this, other]
            .iter()
            .all(|s| s.phrase.kind == MentionKind::Nominal);
        if nouns && subject.deprel.starts_with("nsubj") && !matches!(like(this, other), 1..=7) {
            const STEPS: usize = 3;
            for _ in 0..STEPS {
                let Some(above) = object.head.filter(|_| object.deprel.starts_with("nmod")) else {
                    break;
                };
                object = &self.doc.tokens[above.at()];
            }
            if object.head.is_some()
                && object.head == subject.head
                && object.deprel.split(':').next() == Some("obl")
            {
                return true;
            }
        }
        let itself = object.lemma.ends_with("self") || object.lemma.ends_with("selves");
        object.head.is_some()
            && object.head == subject.head
            && matches!(object.deprel, "obj" | "iobj")
            && subject.deprel == "nsubj"
            && !itself
    }

    /// The fields of a phrase alone.
    pub(crate) fn alone(&self, at: usize) -> [u8; ALONE.len()] {
        let this = &self.seen[at];
        let (before, _) = self.count[at];
        let length = this.phrase.tokens.len();
        let fields = [
            usize::from(this.kind),
            usize::from(this.relation),
            usize::from(this.name),
            before.min(2) * KINDS + usize::from(this.kind),
            bucket(length, &[1, 2, 3, 6]),
            match (this.heading, this.sentence) {
                (true, _) => 0,
                (_, 0..=1) => 1,
                (_, 2..=5) => 2,
                _ => 3,
            },
        ];
        fields.map(|field| field as u8)
    }

    /// The fields of a phrase and one before it; `together` says whether the network saw both at once.
    pub(crate) fn pair(&self, at: usize, before: usize, together: bool) -> Pair {
        let (this, other) = (&self.seen[at], &self.seen[before]);
        let words = usize::from(like(this, other));
        let sentences = bucket(this.sentence - other.sentence, &[0, 1, 2, 3, 5, 8, 14, 25]);
        let class = |seen: &Seen<'_>| match seen.phrase.kind {
            MentionKind::Name => 0,
            MentionKind::Nominal => 1,
            MentionKind::Pronoun => 2,
        };
        let same_quote = match (this.quote, other.quote) {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => 2,
            (a, b) if a == b => 3,
            _ => 4,
        };
        let place = 2 * (this.paragraph - other.paragraph).min(2) + usize::from(other.heading);
        let often = bucket(self.count[before].1, &[1, 2, 4]);
        let subject = match () {
            () if other.relation != 0 => 0,
            () if this.sentence == other.sentence => 1,
            () => 2,
        };
        let fields = [
            usize::from(this.kind) * KINDS + usize::from(other.kind),
            usize::from(this.relation) * RELATIONS + usize::from(other.relation),
            usize::from(this.name) * NAMES + usize::from(other.name),
            words,
            usize::from(this.number) * 3 + usize::from(other.number),
            sentences,
            bucket(at - before, &[1, 2, 3, 4, 6, 9, 14, 24, 45]),
            self.structure(this, other),
            same_quote,
            place,
            often * 3 + class(this),
            subject,
            words * 9 + class(this) * 3 + class(other),
            sentences * KINDS + usize::from(this.kind),
            usize::from(together),
            usize::from(other.what) * KINDS + usize::from(this.kind),
            usize::from(this.what) * WHATS + usize::from(other.what),
        ];
        Pair {
            fields: fields.map(|field| field as u8),
            distance: ((this.phrase.head.at().abs_diff(other.phrase.head.at()) + 1) as f32).ln(),
        }
    }

    /// How two phrases stand to each other in the syntax.
    fn structure(&self, this: &Seen<'_>, other: &Seen<'_>) -> usize {
        if this.sentence != other.sentence {
            return 0;
        }
        let (i, j) = (this.phrase.head, other.phrase.head);
        let (token, before) = (&self.doc.tokens[i.at()], &self.doc.tokens[j.at()]);
        let direct = |relation: &str| match relation.split(':').next() {
            Some("appos") => 3,
            Some("conj") => 6,
            Some("nsubj") => 4,
            _ => 7,
        };
        let start = this.phrase.tokens.start;
        let bracket = start > 0
            && matches!(
                self.doc.form(TokenIx::new(start - 1)),
                "(" | "-" | "–" | "—" | ","
            )
            && other.phrase.tokens.end + 1 == start;
        match () {
            () if token.head == Some(j) => direct(token.deprel),
            () if before.head == Some(i) => direct(before.deprel),
            () if bracket => 8,
            () if other.phrase.tokens.contains(&i.at()) => 1,
            () if this.phrase.tokens.contains(&j.at()) => 2,
            () if token.head.is_some() && token.head == before.head => 5,
            () if before.deprel.starts_with("nsubj") && self.below(token.head, before.head) => 9,
            () => 10,
        }
    }

    /// Whether a word hangs somewhere under another.
    fn below(&self, mut word: Option<TokenIx>, over: Option<TokenIx>) -> bool {
        while let Some(at) = word {
            if word == over {
                return true;
            }
            word = self.doc.tokens[at.at()].head;
        }
        false
    }
}

impl<'a> Seen<'a> {
    fn new(doc: &Annotated, phrase: &'a Phrase, name: u8, sex: Option<Gender>) -> Self {
        let head = phrase.head;
        let token = &doc.tokens[head.at()];
        let sentence = doc.sentence_of(head);
        let lower = |at: usize| doc.form(TokenIx::new(at)).to_lowercase();
        let content = |at: &usize| {
            !matches!(doc.tokens[*at].upos, "DET" | "PUNCT" | "PART" | "ADP")
                || doc.tokens[*at].upos == "DET" && phrase.tokens.len() == 1
        };
        let words: Vec<String> = phrase.tokens.clone().filter(content).map(lower).collect();
        let capital = |at: usize| doc.form(TokenIx::new(at)).chars().next();
        let initials = phrase
            .tokens
            .clone()
            .filter_map(capital)
            .filter(|c| c.is_uppercase())
            .collect();
        let opened = doc
            .quotes
            .partition_point(|quote| quote.span.start() <= token.span.start());
        let mut last = (opened.saturating_sub(8)..opened).rev();
        let quote = last
            .find(|number| doc.quotes[*number].span.contains(token.span))
            .map(|number| number + 1);
        Self {
            phrase,
            kind: kind(doc, phrase),
            relation: relation(token.deprel),
            name,
            number: number(doc, phrase),
            what: what(token, phrase.kind, name, doc.form(head), sex),
            sentence,
            paragraph: doc.sentences[sentence].paragraph,
            heading: doc.sentences[sentence].heading,
            quote: quote.unwrap_or(0),
            head: if phrase.kind == MentionKind::Nominal {
                token.lemma.to_lowercase()
            } else {
                lower(head.at())
            },
            words,
            initials,
        }
    }
}

impl Seen<'_> {
    /// What phrases of like words share with this one.
    fn keys(&self) -> Vec<String> {
        if self.phrase.kind == MentionKind::Pronoun {
            return Vec::new();
        }
        let mut keys = vec![
            self.head.clone(),
            format!("{}-", stem(&self.head)),
            self.initials.to_lowercase(),
        ];
        if self.name > 0 {
            keys.extend(self.words.iter().cloned());
        }
        keys
    }
}

/// How a phrase is put.
fn kind(doc: &Annotated, phrase: &Phrase) -> u8 {
    let head = phrase.head.at();
    let form = doc.form(phrase.head).to_lowercase();
    match phrase.kind {
        MentionKind::Name => 0,
        MentionKind::Pronoun => match form.as_str() {
            "i" | "me" | "my" | "mine" | "myself" => 7,
            "we" | "us" | "our" | "ours" | "ourselves" | "’s" => 8,
            "you" | "your" | "yours" | "yourself" | "yourselves" => 9,
            "he" | "him" | "his" | "himself" => 10,
            "she" | "her" | "hers" | "herself" => 11,
            "it" | "its" | "itself" => 12,
            "they" | "them" | "their" | "theirs" | "themselves" | "'em" => 13,
            "this" | "that" | "these" | "those" => 14,
            _ => 15,
        },
        MentionKind::Nominal => {
            let of = |at: &usize| doc.tokens[*at].head == Some(phrase.head);
            let before: Vec<usize> = phrase
                .tokens
                .clone()
                .take_while(|at| *at < head)
                .filter(of)
                .collect();
            let form = |at: &usize| doc.form(TokenIx::new(*at)).to_lowercase();
            let det = before
                .iter()
                .find(|at| doc.tokens[**at].deprel == "det")
                .map(form);
            let has = |relation: &str| before.iter().any(|at| doc.tokens[*at].deprel == relation);
            match det.as_deref() {
                Some("the" | "both") => 1,
                Some("this" | "that" | "these" | "those" | "such") => 4,
                Some("a" | "an" | "some" | "another") => 2,
                Some(_) => 6,
                None if has("nmod:poss") => 5,
                None if has("nummod") => 6,
                None => 3,
            }
        }
    }
}

fn relation(deprel: &str) -> u8 {
    match deprel {
        "nsubj" | "nsubj:pass" | "nsubj:outer" => 0,
        "obj" | "iobj" => 1,
        "nmod" | "nmod:unmarked" => 3,
        "nmod:poss" => 4,
        "compound" | "nmod:desc" | "flat" => 5,
        "conj" => 6,
        "appos" => 7,
        "root" | "parataxis" | "xcomp" | "ccomp" => 8,
        _ if deprel.starts_with("obl") => 2,
        _ => 9,
    }
}

/// One, several, unknown.
fn number(doc: &Annotated, phrase: &Phrase) -> u8 {
    let form = doc.form(phrase.head).to_lowercase();
    match (doc.tokens[phrase.head.at()].xpos, form.as_str()) {
        (
            _,
            "they" | "them" | "their" | "theirs" | "we" | "us" | "our" | "these" | "those" | "themselves",
        ) => 1,
        (_, "you" | "your") => 2,
        (_, "people" | "police" | "troops") => 1,
        ("NNS" | "NNPS", _) => 1,
        _ => 0,
    }
}

/// What it is that a phrase speaks of, as far as its head tells: 0 for pronouns; of names 1 a man, 2 a woman, 3 a person, 4 a body, 5 a place, 6 a people, 7
/// something else; of nouns 8 a man, 9 a woman, 10 a person, 11 a thing.
fn what(head: &Token, kind: MentionKind, name: u8, form: &str, sex: Option<Gender>) -> u8 {
    const PERSON: u8 = 1 + EntityType::Person as u8;
    const BODY: u8 = 1 + EntityType::Organisation as u8;
    const COUNTRY: u8 = 1 + EntityType::GeoPolitical as u8;
    const PLACE: u8 = 1 + EntityType::Location as u8;
    const SITE: u8 = 1 + EntityType::Facility as u8;
    const PEOPLE: u8 = 1 + EntityType::Nationality as u8;
    let of = |male: u8| match sex {
        Some(Gender::Masculine) => male,
        Some(Gender::Feminine) => male + 1,
        _ => male + 2,
    };
    match (kind, name) {
        (MentionKind::Pronoun, _) => 0,
        (_, PERSON) => of(1),
        (_, BODY) => 4,
        (_, COUNTRY | PLACE | SITE) => 5,
        (_, PEOPLE) => 6,
        (_, 1..) => 7,
        (_, 0) if is_person(form, &head.lemma) => of(8),
        (_, 0) => 11,
    }
}

/// How alike the words of two phrases are.
fn like(this: &Seen<'_>, other: &Seen<'_>) -> u8 {
    let pronoun = |seen: &Seen<'_>| seen.phrase.kind == MentionKind::Pronoun;
    if pronoun(this) || pronoun(other) {
        return if this.head == other.head { 9 } else { 10 };
    }
    if this.words == other.words {
        return 1;
    }
    let all_in = |some: &[String], others: &[String]| some.iter().all(|word| others.contains(word));
    if this.head == other.head {
        return match (
            all_in(&this.words, &other.words),
            all_in(&other.words, &this.words),
        ) {
            (true, _) => 2,
            (false, true) => 3,
            (false, false) => 8,
        };
    }
    let acronym = |short: &Seen<'_>, long: &Seen<'_>| {
        short.words.len() == 1
            && long.initials.chars().count() > 1
            && short.words[0] == long.initials.to_lowercase()
    };
    let names = this.name > 0 && other.name > 0;
    match () {
        () if acronym(this, other) || acronym(other, this) => 6,
        () if names && other.words.contains(&this.head) => 4,
        () if names && this.words.contains(&other.head) => 5,
        () if stem(&this.head) == stem(&other.head) && this.head.chars().count() > 4 => 7,
        () if other.words.contains(&this.head) || this.words.contains(&other.head) => 11,
        () => 0,
    }
}

/// The first five letters.
fn stem(word: &str) -> &str {
    word.char_indices().nth(5).map_or(word, |(at, _)| &word[..at])
}

/// The number of the first limit that a number does not pass.
fn bucket(number: usize, limits: &[usize]) -> usize {
    limits
        .iter()
        .position(|limit| number <= *limit)
        .unwrap_or(limits.len())
}

/// All kinds of names, and none, have a number.
const _: () = assert!(EntityType::Other as usize + 2 <= NAMES);
