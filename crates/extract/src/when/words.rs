//! The word lists of times: `data/time-words.toml`.

use crate::clues::Clues;
use crate::rules::RuleError;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The lists; what each is for stands in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) later: BTreeSet<String>,
    pub(super) earlier: BTreeSet<String>,
    pub(super) next: BTreeSet<String>,
    pub(super) previous: BTreeSet<String>,
    pub(super) same: BTreeSet<String>,
    pub(super) parts_of_day: BTreeSet<String>,
    pub(super) times: BTreeSet<String>,
    pub(super) begin: BTreeSet<String>,
    pub(super) happen: BTreeSet<String>,
    pub(super) hold: BTreeSet<String>,
    pub(super) done: BTreeSet<String>,
    pub(super) acts: BTreeSet<String>,
    pub(super) partake: BTreeSet<String>,
    pub(super) turn: BTreeSet<String>,
    pub(super) moved: BTreeSet<String>,
    pub(super) forward: BTreeSet<String>,
    pub(super) wreaks: BTreeSet<String>,
    pub(super) stops: BTreeSet<String>,
    pub(super) comes: BTreeSet<String>,
    pub(super) announced: BTreeSet<String>,
    pub(super) fixed: BTreeSet<String>,
    pub(super) expires: BTreeSet<String>,
    pub(super) leading: BTreeSet<String>,
    pub(super) trailing: BTreeSet<String>,
    pub(super) planned: BTreeSet<String>,
    pub(super) awaited: BTreeSet<String>,
    pub(super) unchanged: BTreeSet<String>,
    /// What the clues weigh by which a time is likely that of an event.
    #[serde(skip)]
    pub(super) likely: Clues,
    happenings: Vec<Happening>,
    fiscal: Vec<Fiscal>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fiscal {
    month: i8,
    words: BTreeSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    words: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        let read = toml::from_str(include_str!("../../data/time-words.toml"));
        let mut words: Self = read.map_err(|e| RuleError {
            file: "time-words.toml".into(),
            message: e.to_string(),
        })?;
        words.likely = Clues::read("times.tsv", include_str!("../../data/times.tsv"))?;
        Ok(words)
    }

    /// The month in which the fiscal year of a country begins, by a word for the country or its people.
    pub(super) fn fiscal_month(&self, word: &str) -> Option<i8> {
        let of = self.fiscal.iter().find(|list| list.words.contains(word));
        of.map(|list| list.month)
    }

    /// Whether two words name one happening.
    pub(super) fn same_happening(&self, a: &str, b: &str) -> bool {
        let both = |list: &Happening| list.words.contains(a) && list.words.contains(b);
        a == b || self.happenings.iter().any(both)
    }
}
