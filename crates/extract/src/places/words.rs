//! The word lists of places: `data/place-words.toml`.

use crate::rules::RuleError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Words that are no name of a place when they stand alone.
    pub bare: BTreeSet<String>,
    /// The last word of names of bodies that every town has.
    pub local: BTreeSet<String>,
    /// How parties are written before the town or state of a legislator.
    pub parties: BTreeSet<String>,
    /// GeoNames class and code of a place that no table knows, by the last or first word of its name.
    pub features: BTreeMap<String, BTreeSet<String>>,
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
