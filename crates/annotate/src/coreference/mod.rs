//! Which phrases speak of the same thing: for each phrase a choice among those before it, and nothing.

mod pairs;
mod phrases;

use crate::heads::{Heads, Projections, SAME};
use crate::lexical::quantities::is_person;
use crate::linear::Multiplier;
use crate::math;
use crate::weights::{Weights, WeightsError};
use pairs::{ALONE, PAIR, Pair, Phrases};
use sayso_model::statement::{EntityType, MentionKind};
use sayso_model::{Annotated, Phrase, Sex, Token, TokenIx};

/// Size of the scorer's inner layer: three scorers of 32 side by side.
const INNER: usize = 96;

/// A phrase and those before it that may speak of the same thing, as the scorer sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the phrase is alone: small numbers, see `coreference/pairs.rs`.
    pub alone: [u8; ALONE.len()],
    /// The candidates in order.
    pub candidates: Vec<Candidate>,
}

/// One of the phrases to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its number among the phrases of the document.
    pub phrase: usize,
    /// What the two have in common: small numbers, see `coreference/pairs.rs`.
    pub fields: [u8; PAIR.len()],
    /// The network's score that they are the same, and the logarithm of the number of words between them.
    pub numbers: [f32; 2],
}

/// The sides of all words of a document: what [`Heads::same`] compares, and the window that each word was read in.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    left: Vec<f32>,
    right: Vec<f32>,
    windows: Vec<usize>,
}

impl Memory {
    /// Adds the words of a window.
    pub(crate) fn add(&mut self, sides: &Projections) {
        self.left.extend_from_slice(sides.left.all());
        self.right.extend_from_slice(sides.right.all());
        let window = self.windows.last().map_or(0, |last| last + 1);
        self.windows.resize(self.left.len() / SAME, window);
    }

    fn right(&self, word: usize) -> &[f32] {
        &self.right[word * SAME..][..SAME]
    }
}

/// Rows of numbers that are added up for the values of some fields, then two layers.
struct Fields {
    tables: Vec<Vec<f32>>,
    numbers: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

impl Fields {
    fn new(weights: &Weights, name: &str, sizes: &[usize], numbers: usize) -> Result<Self, WeightsError> {
        let table = |(at, size): (usize, &usize)| weights.f32(&format!("{name}.{at}"), &[*size, INNER]);
        Ok(Self {
            tables: sizes.iter().enumerate().map(table).collect::<Result<_, _>>()?,
            numbers: weights.f32(&format!("{name}.numbers"), &[numbers, INNER])?,
            bias: weights.f32(&format!("{name}.bias"), &[INNER])?,
            out: weights.f32(&format!("{name}.out"), &[INNER])?,
        })
    }

    fn score(&self, fields: &[u8], numbers: &[f32]) -> f32 {
        let mut inner: [f32; INNER] = *self.bias.first_chunk().expect("as read");
        for (table, value) in self.tables.iter().zip(fields) {
            let row = &table[usize::from(*value) * INNER..][..INNER];
            inner.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        for (row, number) in self.numbers.chunks_exact(INNER).zip(numbers) {
            inner.iter_mut().zip(row).for_each(|(sum, x)| *sum += number * x);
        }
        inner.iter().zip(&self.out).map(|(x, out)| x.max(0.0) * out).sum()
    }
}

/// Scores choices.
pub(crate) struct Scorer {
    pair: Fields,
    alone: Fields,
    /// Added to the score of speaking of something new.
    new: f32,
}

impl Scorer {
    /// From the weights that `training/coreference.py` wrote.
    pub(crate) fn new(weights: &Weights) -> Result<Self, WeightsError> {
        Ok(Self {
            pair: Fields::new(weights, "pair", &PAIR, 2)?,
            alone: Fields::new(weights, "alone", &ALONE, 0)?,
            new: weights.f32("new", &[1])?[0],
        })
    }

    /// The number of the best candidate that fits, unless the phrase rather speaks of something new (which it never does where it
    /// is `known`), and the probability of it.
    fn choose(&self, choice: &Choice, fits: impl Fn(usize) -> bool, known: bool) -> (Option<usize>, f32) {
        let new = match known && choice.candidates.iter().any(|c| fits(c.phrase)) {
            true => f32::NEG_INFINITY,
            false => self.alone.score(&choice.alone, &[]) + self.new,
        };
        let mut scores = vec![new];
        let score = |c: &Candidate| match fits(c.phrase) {
            true => self.pair.score(&c.fields, &c.numbers),
            false => f32::NEG_INFINITY,
        };
        scores.extend(choice.candidates.iter().map(score));
        math::softmax(&mut scores);
        let best = math::best(&scores);
        (
            best.checked_sub(1).map(|at| choice.candidates[at].phrase),
            scores[best],
        )
    }
}

/// The phrases of a document and what each has to choose from.
pub(crate) fn choices(
    doc: &Annotated,
    memory: &Memory,
    heads: &Heads,
    sexes: &[Option<Gender>],
    with: &mut Multiplier,
) -> (Vec<Phrase>, Vec<Choice>) {
    let phrases = phrases::find(doc);
    let head = |at: usize| phrases[at].head.at();
    let lefts: Vec<f32> = (0..phrases.len())
        .flat_map(|at| &memory.left[head(at) * SAME..][..SAME])
        .copied()
        .collect();
    let rows = heads.same(&lefts, with);
    let seen = Phrases::new(doc, &phrases, sexes);
    let choices = rows.chunks_exact(SAME + 1).enumerate().map(|(at, row)| {
        let before = seen.candidates(at);
        let rights: Vec<f32> = before
            .iter()
            .flat_map(|b| memory.right(head(*b)))
            .copied()
            .collect();
        let mut products = vec![0.0; before.len()];
        math::dots(&row[..SAME], &rights, &mut products);
        let candidate = |(before, product): (usize, f32)| {
            let together = memory.windows[head(at)] == memory.windows[head(before)];
            let Pair { fields, distance } = seen.pair(at, before, together);
            Candidate {
                phrase: before,
                fields,
                numbers: [product + row[SAME], distance],
            }
        };
        Choice {
            alone: seen.alone(at),
            candidates: before.into_iter().zip(products).map(candidate).collect(),
        }
    });
    let choices = choices.collect();
    drop(seen);
    (phrases, choices)
}

/// The phrases of a document with their antecedents.
pub(crate) fn resolve(
    doc: &Annotated,
    memory: &Memory,
    heads: &Heads,
    scorer: &Scorer,
    with: &mut Multiplier,
) -> Vec<Phrase> {
    let sexes = sexes(doc);
    let (mut phrases, choices) = choices(doc, memory, heads, &sexes, with);
    let things: Vec<bool> = phrases.iter().map(|phrase| is_thing(doc, phrase)).collect();
    // For each phrase the first of its chain, and for each first what the pronouns and given names of the chain tell.
    let mut chain: Vec<usize> = Vec::with_capacity(phrases.len());
    let mut genders: Vec<Option<Gender>> = Vec::with_capacity(phrases.len());
    for (at, choice) in choices.iter().enumerate() {
        let head = phrases[at].head;
        let gender = Gender::of(doc.form(head)).or(sexes[head.at()]);
        let person = Sex::of_pronoun(doc.form(head)).is_some();
        let fits = |before: usize| match (gender, genders[chain[before]]) {
            _ if person && things[before] => false,
            (Some(gender), Some(other)) => gender == other,
            _ => true,
        };
        let known = speaks_of_known(doc.form(head));
        let (antecedent, score) = scorer.choose(choice, fits, known);
        (phrases[at].antecedent, phrases[at].score) = (antecedent, score);
        let first = antecedent.map_or(at, |before| chain[before]);
        chain.push(first);
        genders.push(None);
        genders[first] = genders[first].or(gender);
    }
    phrases
}

/// Whether a phrase speaks of no person, as far as its head tells: nobody says "he" of a lawsuit or of Montana.
fn is_thing(doc: &Annotated, phrase: &Phrase) -> bool {
    let head = phrase.head;
    let token = &doc.tokens[head.at()];
    let name = doc.names.iter().find(|name| name.tokens.contains(&head.at()));
    match name.map(|name| name.kind) {
        Some(EntityType::GeoPolitical | EntityType::Location | EntityType::Facility | EntityType::Event) => {
            true
        }
        Some(_) => false,
        None => {
            let noun = phrase.kind == MentionKind::Nominal && token.upos == "NOUN";
            noun && !is_person(doc.form(head), &token.lemma)
        }
    }
}

/// Whether a form speaks of somebody or something that was spoken of before.
fn speaks_of_known(form: &str) -> bool {
    const KNOWN: [&str; 13] = [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
    ];
    KNOWN.contains(&&*form.to_lowercase())
}

/// For each word of the name of a person, the sex that the given name or the title before it tells; for nouns, what they tell.
pub(crate) fn sexes(doc: &Annotated) -> Vec<Option<Gender>> {
    let noun = |token: &Token| {
        let one = token.upos == "NOUN" && token.xpos == "NN";
        let sex = one.then(|| Sex::of_noun(&token.lemma)).flatten();
        sex.map(Gender::from)
    };
    let mut of: Vec<Option<Gender>> = doc.tokens.iter().map(noun).collect();
    for name in doc.names.iter().filter(|name| name.kind == EntityType::Person) {
        let word = |at: usize| doc.form(TokenIx::new(at));
        let words: Vec<&str> = name.tokens.clone().map(word).collect();
        let before = name.tokens.start.checked_sub(1).map(word);
        of[name.tokens.clone()].fill(Sex::of_name(before, &words).map(Gender::from));
    }
    of
}

/// What a pronoun or a given name tells of the one that it speaks of: one thing is not spoken of in two of these ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

impl Gender {
    fn of(form: &str) -> Option<Self> {
        let neuter = matches!(form.to_lowercase().as_str(), "it" | "its" | "itself");
        let sex = Sex::of_pronoun(form).map(Self::from);
        sex.or(neuter.then_some(Self::Neuter))
    }
}

impl From<Sex> for Gender {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Male => Self::Masculine,
            Sex::Female => Self::Feminine,
        }
    }
}
