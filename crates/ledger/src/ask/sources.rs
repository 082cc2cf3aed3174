//! What each source has said, and how others stood to it. Counts, and no score: a source that is often alone may be the only one that looks.

use crate::ask::{Count, ranked};
use crate::{Error, Ledger};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// A source over all occurrences that it speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceRow {
    /// Its name.
    pub name: String,
    /// Country and primary sector in one, where it is known.
    pub code: Option<String>,
    /// Occurrences it speaks of.
    pub claims: u64,
    /// Of these, that it says are so.
    pub affirms: u64,
    /// That it says will or should be so.
    pub plans: u64,
    /// That it says are not so.
    pub denies: u64,
    /// That it took back.
    pub retracts: u64,
    /// Affirmed by it and by no independent other.
    pub alone: u64,
    /// Affirmed by it and by independent others.
    pub corroborated: u64,
    /// Affirmed by it and denied by another.
    pub disputed: u64,
    /// The occurrences, as keys in the file.
    #[serde(skip)]
    pub keys: Vec<i64>,
}

/// How others stood to a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceDetail {
    /// Independent others that affirm what it affirms.
    pub corroborated_by: Vec<Count>,
    /// Others that deny what it affirms.
    pub denied_by: Vec<Count>,
    /// Others that affirm what it denies.
    pub denies_of: Vec<Count>,
    /// Types of what it speaks of.
    pub types: Vec<Count>,
    /// Months of it.
    pub months: Vec<Count>,
}

/// Occurrences of one source that are looked at for details, the latest ones; and others in a list.
const LOOKED_AT: usize = 5_000;
const OTHERS: usize = 30;

struct Voice {
    source: usize,
    stance: String,
    independent: bool,
}

impl Ledger {
    /// All sources, the one that speaks of most occurrences first, then by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sources(&mut self) -> Result<Vec<SourceRow>, Error> {
        self.view(None)?;
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut all: Vec<SourceRow> = Vec::new();
        let mut select = self.connection.prepare(
            "SELECT occurrence, source, code, stance, independent FROM origin ORDER BY occurrence, id",
        )?;
        let mut rows = select.query(())?;
        let mut voices: Vec<Voice> = Vec::new();
        let mut current = None;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            if current != Some(key) {
                if let Some(before) = current {
                    count(&mut all, before, &voices);
                }
                voices.clear();
                current = Some(key);
            }
            let name = row.get_ref(1)?.as_str().unwrap_or_default();
            let source = match places.get(name) {
                Some(known) => *known,
                None => {
                    places.insert(name.to_owned(), all.len());
                    all.push(SourceRow {
                        name: name.to_owned(),
                        ..SourceRow::default()
                    });
                    all.len() - 1
                }
            };
            if all[source].code.is_none() {
                all[source].code = row.get(2)?;
            }
            voices.push(Voice {
                source,
                stance: row.get(3)?,
                independent: row.get(4)?,
            });
        }
        if let Some(last) = current {
            count(&mut all, last, &voices);
        }
        all.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.name.cmp(&b.name)));
        Ok(all)
    }

    /// How others stood to a source of [`Ledger::sources`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_detail(&mut self, source: &SourceRow) -> Result<SourceDetail, Error> {
        self.view(None)?;
        let mut counts: [HashMap<String, u64>; 5] = Default::default();
        let [with, denied, denies, types, months] = &mut counts;
        let latest = &source.keys[source.keys.len().saturating_sub(LOOKED_AT)..];
        let mut voices: Vec<(String, String, bool)> = Vec::new();
        let mut current = None;
        let mut compare = |voices: &mut Vec<(String, String, bool)>| {
            let does = |stance: &str| {
                voices
                    .iter()
                    .any(|(name, s, _)| *name == source.name && s == stance)
            };
            let (affirms, denied_it) = (does("affirms"), does("denies"));
            for (name, stance, independent) in voices.drain(..) {
                let to = match stance.as_str() {
                    _ if name == source.name => continue,
                    "affirms" if affirms && independent => &mut *with,
                    "affirms" if denied_it => &mut *denies,
                    "denies" if affirms => &mut *denied,
                    _ => continue,
                };
                *to.entry(name).or_default() += 1;
            }
        };
        self.each_origin(None, latest, |occurrence, origin| {
            if current.replace(occurrence) != Some(occurrence) {
                compare(&mut voices);
            }
            let (name, stance) = (origin.source.to_owned(), origin.stance.to_owned());
            voices.push((name, stance, origin.independent));
            Ok(())
        })?;
        compare(&mut voices);
        self.these_occurrences(latest, |o| {
            *types.entry(o.r#type.to_owned()).or_default() += 1;
            if let Some(month) = o.month() {
                *months.entry(month.to_owned()).or_default() += 1;
            }
            Ok(())
        })?;
        let [with, denied, denies, types, months] = counts;
        let mut months = ranked(months, usize::MAX);
        months.sort_by(|a, b| a.value.cmp(&b.value));
        Ok(SourceDetail {
            corroborated_by: ranked(with, OTHERS),
            denied_by: ranked(denied, OTHERS),
            denies_of: ranked(denies, OTHERS),
            types: ranked(types, OTHERS),
            months,
        })
    }

    /// The keys and records of the latest of these occurrences, the last in time first.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn latest_of(&mut self, keys: &[i64], most: usize) -> Result<Vec<(i64, String)>, Error> {
        self.view(None)?;
        let recent = &keys[keys.len().saturating_sub(LOOKED_AT)..];
        let latest: Vec<i64> = match self.standing(None)? {
            Some(index) => {
                let mut latest = recent.to_vec();
                index.in_order(&mut latest);
                latest.truncate(most);
                latest
            }
            None => self
                .connection
                .prepare_cached(
                    "SELECT key FROM occurrence WHERE key IN (SELECT value FROM json_each(?)) ORDER BY last DESC, id LIMIT ?",
                )?
                .query_map((super::list(recent), most as i64), |row| row.get(0))?
                .collect::<Result<_, _>>()?,
        };
        self.records_of(&latest)
    }
}

/// Counts one occurrence for all who speak of it.
fn count(all: &mut [SourceRow], key: i64, voices: &[Voice]) {
    for (at, voice) in voices.iter().enumerate() {
        let row = &mut all[voice.source];
        // One source may affirm in one report and deny in another: it speaks of one occurrence.
        if !voices[..at].iter().any(|v| v.source == voice.source) {
            row.claims += 1;
            row.keys.push(key);
        }
        let others = |stance: &str| {
            let mut others = voices.iter().filter(|v| v.source != voice.source);
            others.any(|v| v.stance == stance && (v.independent || stance == "denies"))
        };
        match voice.stance.as_str() {
            "affirms" => {
                row.affirms += 1;
                row.corroborated += u64::from(others("affirms"));
                row.alone += u64::from(!others("affirms"));
                row.disputed += u64::from(others("denies"));
            }
            "plans" => row.plans += 1,
            "denies" => row.denies += 1,
            _ => row.retracts += 1,
        }
    }
}
