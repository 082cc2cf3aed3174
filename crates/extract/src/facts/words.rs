//! `data/relations.toml`: which words tell of standing relations.

use crate::rules::RuleError;
use sayso_model::statement::Relation;
use serde::Deserialize;
use std::collections::HashMap;

/// The file.
#[derive(Deserialize)]
struct File {
    words: Words,
    verbs: Vec<VerbRule>,
    nouns: Vec<NounRule>,
    adjectives: Vec<AdjectiveRule>,
    #[serde(flatten)]
    examples: Examples,
}

/// Lists of words, each explained in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub bodies: Vec<String>,
    pub treaties: Vec<String>,
    pub partners: Vec<String>,
    pub offices: Vec<String>,
    pub seats: Vec<String>,
    pub wholes: Vec<String>,
    pub begin: Vec<String>,
    pub becoming: Vec<String>,
    pub made: Vec<String>,
    pub held: Vec<String>,
    pub leaving: Vec<String>,
    pub unmade: Vec<String>,
    pub own: Vec<String>,
    pub posts: Vec<String>,
    pub lesser: Vec<String>,
    pub beginnings: Vec<String>,
    pub histories: Vec<String>,
    pub moves: Vec<String>,
    pub places: Vec<String>,
    pub commanded: Vec<String>,
    pub peoples: Vec<String>,
    pub persons: Vec<String>,
    pub claims: Vec<String>,
    pub rejecting: Vec<String>,
    pub members: Vec<String>,
    pub have: Vec<String>,
    pub ranked: Vec<String>,
}

/// Whether a word is of a list.
pub fn among(list: &[String], word: &str) -> bool {
    list.iter().any(|w| w == word)
}

/// Sentences that a test reads.
#[derive(Clone, Debug, Deserialize)]
pub struct Examples {
    /// With facts: after `=>` the relation, the subject, `|` and the object; several with `;` between them.
    pub found: Vec<String>,
    /// Without.
    pub passed: Vec<String>,
}

/// What an end of a relation must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An organisation, institution, group or force.
    Body,
    /// A person, a post, or a body that leads.
    Who,
    /// A country, a body or a person.
    Party,
    /// A body with a name.
    Name,
    /// A body that is no country's, no person and no company: a force, an agency, a department.
    Unit,
    /// A country or a person.
    Member,
    /// A person or a post, and no body.
    Person,
    /// A body, or a sector, ship or operation that somebody commands.
    Commanded,
    /// A place.
    Place,
    /// A treaty.
    Treaty,
}

/// Verbs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbRule {
    relation: String,
    words: Vec<String>,
    /// Slots of the relation's subject.
    pub subject: Vec<String>,
    /// Slots of its object.
    pub object: Vec<String>,
    /// Whether only the passive and the present tell of something standing.
    #[serde(default)]
    pub standing: bool,
    /// Whether the relation begins with what the verb tells.
    #[serde(default)]
    pub begins: bool,
    /// Whether it ends with that.
    #[serde(default)]
    pub ends: bool,
    /// Whether only a time since when or until when makes it something standing ("has been fighting since").
    #[serde(default)]
    pub dated: bool,
    /// What subject and object must be.
    pub kinds: [Kind; 2],
}

/// Nouns that one is for another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NounRule {
    relation: String,
    words: Vec<String>,
    /// Whether the noun is said of the relation's subject or of its object.
    pub said_of: Side,
    /// Slots of the other end.
    pub other: Vec<String>,
    /// For states, the preposition that stands before the noun ("at war").
    pub state: Option<String>,
    /// What subject and object must be.
    pub kinds: [Kind; 2],
}

/// Adjectives that one is to another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjectiveRule {
    relation: String,
    words: Vec<String>,
    /// Prepositions before the other end.
    pub other: Vec<String>,
    /// What subject and object must be.
    pub kinds: [Kind; 2],
}

/// An end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first.
    Subject,
    /// The second.
    Object,
}

/// The words, by lemma.
pub struct Relations {
    /// Lists of words.
    pub words: Words,
    /// Sentences that a test reads.
    pub examples: Examples,
    verbs: HashMap<String, Vec<(Relation, VerbRule)>>,
    nouns: HashMap<String, Vec<(Relation, NounRule)>>,
    adjectives: HashMap<String, Vec<(Relation, AdjectiveRule)>>,
}

/// Rules by each of their words, with the relation that they tell of.
fn by_word<R: Clone, E>(
    rules: Vec<R>,
    of: impl Fn(&R) -> (&String, &Vec<String>),
    relation: impl Fn(&str) -> Result<Relation, E>,
) -> Result<HashMap<String, Vec<(Relation, R)>>, E> {
    let mut out: HashMap<String, Vec<(Relation, R)>> = HashMap::new();
    for rule in rules {
        let (name, words) = of(&rule);
        let relation = relation(name)?;
        for word in words {
            out.entry(word.clone())
                .or_default()
                .push((relation, rule.clone()));
        }
    }
    Ok(out)
}

impl Relations {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake; that of a release is checked by a test.
    pub fn embedded() -> Result<Self, RuleError> {
        let wrong = |message: String| RuleError {
            file: "relations.toml".into(),
            message,
        };
        let file: File =
            toml::from_str(include_str!("../../data/relations.toml")).map_err(|e| wrong(e.to_string()))?;
        let relation =
            |name: &str| Relation::from_name(name).ok_or_else(|| wrong(format!("`{name}` is no relation")));
        Ok(Self {
            words: file.words,
            examples: file.examples,
            verbs: by_word(file.verbs, |rule| (&rule.relation, &rule.words), relation)?,
            nouns: by_word(file.nouns, |rule| (&rule.relation, &rule.words), relation)?,
            adjectives: by_word(file.adjectives, |rule| (&rule.relation, &rule.words), relation)?,
        })
    }

    /// The rules of an adjective.
    pub fn adjective(&self, lemma: &str) -> &[(Relation, AdjectiveRule)] {
        self.adjectives.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rules of a verb.
    pub fn verb(&self, lemma: &str) -> &[(Relation, VerbRule)] {
        self.verbs.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rules of a noun, of two words or one.
    pub fn noun(&self, words: &str) -> &[(Relation, NounRule)] {
        self.nouns.get(words).map(Vec::as_slice).unwrap_or_default()
    }
}
