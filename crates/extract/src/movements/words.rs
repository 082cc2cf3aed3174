//! The words of movements: `data/movements.toml`.

use crate::rules::RuleError;
use sayso_model::statement::PlaceRole;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// `data/movements.toml`, where each list has its comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) go: BTreeSet<String>,
    pub(super) alone: BTreeSet<String>,
    pub(super) bring: BTreeSet<String>,
    pub(super) board: BTreeSet<String>,
    pub(super) nouns: BTreeSet<String>,
    pub(super) makes: BTreeSet<String>,
    pub(super) bound: BTreeSet<String>,
    pub(super) stops: BTreeSet<String>,
    pub(super) figures: BTreeSet<String>,
    pub(super) hours: BTreeSet<String>,
    pub(super) particles: BTreeMap<String, BTreeSet<String>>,
    objects: BTreeMap<String, BTreeSet<String>>,
    prepositions: BTreeMap<String, BTreeSet<String>>,
    with: Vec<With>,
    pub(super) ways: BTreeSet<String>,
    pub(super) onward: BTreeSet<String>,
    pub(super) ashore: BTreeSet<String>,
    pub(super) steered: BTreeSet<String>,
    means: BTreeMap<String, BTreeSet<String>>,
    weak_means: BTreeMap<String, BTreeSet<String>>,
    vehicles: BTreeMap<String, BTreeSet<String>>,
}

/// Prepositions that have a role with some words alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct With {
    role: String,
    prepositions: BTreeSet<String>,
    words: BTreeSet<String>,
}

const ROLES: [(&str, PlaceRole); 3] = [
    ("origin", PlaceRole::Origin),
    ("via", PlaceRole::Via),
    ("destination", PlaceRole::Destination),
];

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../../data/movements.toml")).map_err(|e| RuleError {
            file: "movements.toml".into(),
            message: e.to_string(),
        })
    }

    /// What a preposition makes of the place behind it, whatever the verb.
    pub(super) fn always(&self, preposition: &str) -> Option<PlaceRole> {
        role_in(&self.prepositions, preposition)
    }

    /// What a preposition makes of the place behind it, with a verb or noun of movement.
    pub(super) fn role(&self, preposition: &str, lemma: &str) -> Option<PlaceRole> {
        let with = || {
            let with = self
                .with
                .iter()
                .find(|w| w.prepositions.contains(preposition) && w.words.contains(lemma))?;
            ROLES.iter().find(|(name, _)| *name == with.role).map(|r| r.1)
        };
        self.always(preposition).or_else(with)
    }

    /// What a direct object that is a place is to a verb.
    pub(super) fn of_object(&self, lemma: &str) -> Option<PlaceRole> {
        role_in(&self.objects, lemma)
    }

    /// By which means a verb or noun goes by itself.
    pub(super) fn means(&self, word: &str) -> Option<&'static str> {
        means_in(&self.means, word)
    }

    /// By which means a verb goes where nothing else tells.
    pub(super) fn weak_means(&self, word: &str) -> Option<&'static str> {
        means_in(&self.weak_means, word)
    }

    /// By which means a vehicle goes.
    pub(super) fn vehicle(&self, word: &str) -> Option<&'static str> {
        means_in(&self.vehicles, word)
    }
}

fn role_in(lists: &BTreeMap<String, BTreeSet<String>>, word: &str) -> Option<PlaceRole> {
    ROLES
        .into_iter()
        .find(|(name, _)| lists.get(*name).is_some_and(|list| list.contains(word)))
        .map(|(_, role)| role)
}

fn means_in(lists: &BTreeMap<String, BTreeSet<String>>, word: &str) -> Option<&'static str> {
    ["sea", "air", "land", "rail"]
        .into_iter()
        .find(|m| lists.get(*m).is_some_and(|list| list.contains(word)))
}
