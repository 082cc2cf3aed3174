//! The word lists of linking: `data/link-words.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words of names that tell nothing about who somebody is.
    pub empty: BTreeSet<String>,
    /// Words that say that somebody speaks for a body, or what it gives out, not which it is.
    pub speaks_for: BTreeSet<String>,
    /// Those who write for an outlet.
    pub staff: BTreeSet<String>,
    /// What an outlet calls itself.
    pub outlets: BTreeSet<String>,
    /// What an outlet publishes.
    pub reports: BTreeSet<String>,
    /// Words by which what was planned is called off.
    pub called_off: BTreeSet<String>,
    /// Words before a noun that say that it is known.
    pub known: BTreeSet<String>,
    /// Words of sentences that tell nothing about what the sentences are about.
    pub common: BTreeSet<String>,
    /// Roots of words that their endings do not show.
    pub roots: BTreeMap<String, String>,
}

/// Those that sayso comes with.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/link-words.toml")).expect("a test reads the file")
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::features::stem;

    #[test]
    fn the_files_are_whole() {
        assert!(WORDS.speaks_for.contains("spokesman"));
    }

    #[test]
    fn verbs_meet_their_nouns() {
        for (verb, noun) in [
            ("explode", "explosion"),
            ("arrest", "arrest"),
            ("deploy", "deployment"),
            ("expel", "expulsion"),
        ] {
            assert_eq!(stem(verb), stem(noun));
        }
        assert_ne!(stem("arrest"), stem("release"));
    }
}
