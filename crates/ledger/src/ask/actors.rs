//! Who takes part: all actors, recipients and sources of a ledger, each once.

use crate::{Error, Ledger};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// Somebody, over all statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActorRow {
    /// What its page is found by: the key in the knowledge tables, else the name. Many bodies share a code.
    pub key: String,
    /// The usual name, or the one that most statements have.
    pub name: String,
    /// Country and primary sector in one.
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// Key in the knowledge tables.
    pub id: Option<String>,
    /// Statements in which it takes part or speaks, counted once for each part.
    pub statements: u64,
    /// In which it acts.
    pub as_actor: u64,
    /// In which it is acted upon.
    pub as_recipient: u64,
    /// In which it speaks.
    pub as_source: u64,
    /// Words of the name in small letters, with a blank around each.
    #[serde(skip)]
    pub words: String,
    /// The rows of the table of parties.
    #[serde(skip)]
    pub parties: Vec<i64>,
}

impl ActorRow {
    /// Whether all words are beginnings of words of the name, or the code begins so.
    pub fn answers(&self, words: &[String], code: Option<&str>) -> bool {
        let by_code = code.is_some_and(|c| self.code.as_deref().is_some_and(|own| own.starts_with(c)));
        by_code || words.iter().all(|word| self.words.contains(word.as_str()))
    }
}

impl Ledger {
    /// All actors, the one with most statements first, then by name. Rows with one key of the knowledge tables are one; others by code and name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn actors(&self) -> Result<Vec<ActorRow>, Error> {
        let mut counts: HashMap<i64, [u64; 3]> = HashMap::new();
        let mut select = self
            .connection
            .prepare("SELECT party, role, count(*) FROM takes_part GROUP BY party, role")?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let role: usize = row.get(1)?;
            let count = counts.entry(row.get(0)?).or_default();
            if let Some(count) = role.checked_sub(1).and_then(|at| count.get_mut(at)) {
                *count += row.get::<_, i64>(2)?.unsigned_abs();
            }
        }
        let mut select = self
            .connection
            .prepare("SELECT id, name, code, country, key, words FROM party ORDER BY id")?;
        let mut rows = select.query(())?;
        let mut places: HashMap<(String, String), usize> = HashMap::new();
        // How many statements the row has that gave the name.
        let mut weights: Vec<u64> = Vec::new();
        let mut all: Vec<ActorRow> = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let [acts, undergoes, speaks] = counts.get(&id).copied().unwrap_or_default();
            let (name, code, key): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
            let same = if key.is_empty() {
                (code.clone(), name.clone())
            } else {
                (String::new(), key.clone())
            };
            let at = *places.entry(same).or_insert_with(|| {
                all.push(ActorRow::default());
                weights.push(0);
                all.len() - 1
            });
            let weight = acts + undergoes + speaks;
            let actor = &mut all[at];
            if actor.parties.is_empty() || weight > weights[at] {
                weights[at] = weight;
                let some = |text: String| Some(text).filter(|t| !t.is_empty());
                actor.name = name;
                actor.country = some(row.get(3)?);
                actor.code = some(code);
                actor.id = some(key);
                actor.words = row.get(5)?;
                let key = actor.id.as_ref().unwrap_or(&actor.name);
                actor.key = key.clone();
            }
            actor.parties.push(id);
            actor.as_actor += acts;
            actor.as_recipient += undergoes;
            actor.as_source += speaks;
            actor.statements += weight;
        }
        all.retain(|a| a.statements > 0);
        all.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
        Ok(all)
    }
}
