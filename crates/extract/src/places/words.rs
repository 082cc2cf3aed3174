//! The word lists of places: `data/place-words.toml`.

use crate::rules::RuleError;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Behind a name, they make a division of a country of it: "the Kursk **region**".
    pub divisions: BTreeSet<String>,
    /// Behind a name, with their capital, they make a county of it.
    pub counties: BTreeSet<String>,
    /// In front of a name, they say which part of it: "**northeast** Georgia".
    pub parts: BTreeSet<String>,
    /// Words of names of bodies that are also names of towns.
    pub not_towns: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../../data/place-words.toml")).map_err(|e| RuleError {
            file: "place-words.toml".into(),
            message: e.to_string(),
        })
    }
}
