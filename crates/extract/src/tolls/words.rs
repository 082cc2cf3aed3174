//! The word lists of what befalls people: `data/tolls.toml`.

use crate::rules::RuleError;
use serde::Deserialize;
use std::collections::BTreeSet;

/// `data/tolls.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) killed: Fate,
    pub(super) wounded: Fate,
    pub(super) missing: Fate,
    pub(super) captured: Fate,
    pub(super) displaced: Fate,
    pub(super) troops: Fate,
    pub(super) equipment: Fate,
    pub(super) words: Around,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fate {
    pub(super) verbs: BTreeSet<String>,
    pub(super) nouns: BTreeSet<String>,
    pub(super) adjectives: BTreeSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Around {
    pub(super) between: BTreeSet<String>,
    pub(super) leave: BTreeSet<String>,
    pub(super) alone: BTreeSet<String>,
    pub(super) lives: BTreeSet<String>,
    pub(super) tolls: BTreeSet<String>,
    pub(super) killing: BTreeSet<String>,
    pub(super) capturing: BTreeSet<String>,
    pub(super) displacing: BTreeSet<String>,
    pub(super) sustain: BTreeSet<String>,
    pub(super) wounds: BTreeSet<String>,
    pub(super) dear: BTreeSet<String>,
    pub(super) calamities: BTreeSet<String>,
    pub(super) rubble: BTreeSet<String>,
    pub(super) badly: BTreeSet<String>,
    pub(super) fatally: BTreeSet<String>,
    pub(super) housing: BTreeSet<String>,
    pub(super) halls: BTreeSet<String>,
    pub(super) lands: BTreeSet<String>,
    pub(super) rescued: BTreeSet<String>,
    pub(super) limbs: BTreeSet<String>,
    pub(super) projectiles: BTreeSet<String>,
    pub(super) silence: BTreeSet<String>,
    pub(super) drive: BTreeSet<String>,
    pub(super) away: BTreeSet<String>,
    pub(super) homes: BTreeSet<String>,
    pub(super) going: BTreeSet<String>,
    pub(super) refuge: BTreeSet<String>,
    pub(super) bodies: BTreeSet<String>,
    pub(super) leaders: BTreeSet<String>,
    pub(super) having: BTreeSet<String>,
    pub(super) pieces: BTreeSet<String>,
    pub(super) treated: BTreeSet<String>,
    pub(super) hospitals: BTreeSet<String>,
    pub(super) need: BTreeSet<String>,
    pub(super) care: BTreeSet<String>,
    pub(super) swept: BTreeSet<String>,
    pub(super) plagues: BTreeSet<String>,
    pub(super) slayers: BTreeSet<String>,
    pub(super) search: BTreeSet<String>,
    pub(super) seen: BTreeSet<String>,
    pub(super) whereabouts: BTreeSet<String>,
    pub(super) particles: BTreeSet<String>,
    pub(super) seizing: BTreeSet<String>,
    pub(super) holding: BTreeSet<String>,
    pub(super) captors: BTreeSet<String>,
    pub(super) shelters: BTreeSet<String>,
    pub(super) living: BTreeSet<String>,
    pub(super) borders: BTreeSet<String>,
    pub(super) crossing: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) sent_home: BTreeSet<String>,
    pub(super) wrecking: BTreeSet<String>,
    pub(super) fatal: BTreeSet<String>,
    pub(super) taking: BTreeSet<String>,
    pub(super) vans: BTreeSet<String>,
    pub(super) growing: BTreeSet<String>,
    pub(super) jails: BTreeSet<String>,
    pub(super) freeing: BTreeSet<String>,
    pub(super) agents: BTreeSet<String>,
    pub(super) sides: BTreeSet<String>,
    pub(super) dwellers: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../../data/tolls.toml")).map_err(|e| RuleError {
            file: "tolls.toml".into(),
            message: e.to_string(),
        })
    }

    pub(super) fn fates(&self) -> [(&'static str, &Fate); 5] {
        [
            ("killed", &self.killed),
            ("wounded", &self.wounded),
            ("missing", &self.missing),
            ("captured", &self.captured),
            ("displaced", &self.displaced),
        ]
    }

    pub(super) fn find(&self, word: &str, list: impl Fn(&Fate) -> &BTreeSet<String>) -> Option<&'static str> {
        self.fates()
            .into_iter()
            .find(|(_, fate)| list(fate).contains(word))
            .map(|(name, _)| name)
    }
}
