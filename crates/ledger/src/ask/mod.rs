//! Questions that a page asks: one thing by its name, counts of what fits, who takes part and who says so, where it is.
//!
//! Readers that look at a ledger while it is written ask for the occurrences as they stand ([`Ledger::take_as_they_stand`]), so that no question
//! makes them anew.

mod actors;
mod detail;
mod documents;
mod facets;
mod list;
mod lookup;
mod map;
mod sources;
mod view;

pub use actors::ActorRow;
pub use detail::{ActorDetail, Match, PairRow};
pub use documents::{DocumentQuery, DocumentRow};
pub use facets::{Count, Facets};
pub use lookup::{Lead, Opened};
pub use map::{Map, MapLeg, MapPlace};
pub use sources::{SourceDetail, SourceRow};
pub use view::Interrupter;
pub(crate) use view::View;

use std::collections::HashMap;

/// Counts in order: the highest first, then by name; at most `most` of them.
pub(crate) fn ranked<K: Into<String>>(counts: HashMap<K, u64>, most: usize) -> Vec<Count> {
    let mut all: Vec<Count> = counts
        .into_iter()
        .map(|(value, count)| Count {
            value: value.into(),
            count,
        })
        .collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    all.truncate(most);
    all
}

/// Numbers as JSON, for `json_each`.
pub(crate) fn list(numbers: &[i64]) -> String {
    let all: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", all.join(","))
}
