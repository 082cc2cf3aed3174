//! The word lists of attributions: `data/attribution-words.toml`.

use crate::rules::RuleError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The lists; what each is for stands in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) voices: BTreeSet<String>,
    pub(super) sees: BTreeSet<String>,
    pub(super) says_nothing: BTreeSet<String>,
    pub(super) acts: BTreeSet<String>,
    pub(super) cites: BTreeSet<String>,
    pub(super) carries: BTreeSet<String>,
    pub(super) obtains: BTreeSet<String>,
    pub(super) passes: BTreeSet<String>,
    pub(super) asks: BTreeSet<String>,
    pub(super) says: BTreeSet<String>,
    pub(super) means: BTreeSet<String>,
    pub(super) figures: BTreeSet<String>,
    pub(super) witnesses: BTreeSet<String>,
    pub(super) shows: BTreeSet<String>,
    pub(super) hearsay: BTreeSet<String>,
    pub(super) of_objects: BTreeSet<String>,
    pub(super) objects: BTreeSet<String>,
    pub(super) judges: BTreeSet<String>,
    pub(super) holds: BTreeSet<String>,
    pub(super) document_objects: BTreeSet<String>,
    pub(super) tells_of: BTreeSet<String>,
    pub(super) emerges: BTreeSet<String>,
    pub(super) arrives: BTreeSet<String>,
    pub(super) calls: BTreeSet<String>,
    pub(super) grounds: BTreeSet<String>,
    pub(super) views: BTreeSet<String>,
    pub(super) recordings: BTreeSet<String>,
    pub(super) rests: BTreeMap<String, String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../../data/attribution-words.toml")).map_err(|e| RuleError {
            file: "attribution-words.toml".into(),
            message: e.to_string(),
        })
    }
}
