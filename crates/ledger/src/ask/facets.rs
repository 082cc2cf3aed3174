//! What fits a filter, counted by what one may want to narrow it down to.

use crate::ask::ranked;
use crate::query::Plan;
use crate::{Error, Filter, Ledger};
use rusqlite::params_from_iter;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Occurrences whose origins and outlets are counted, at most: the latest ones.
const SAMPLE: usize = 500;

/// How many have a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// Counts of occurrences. Lists have the highest count first, `month` is in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facets {
    /// All that fit.
    pub total: u64,
    /// PLOVER types and relations.
    pub r#type: Vec<Count>,
    /// PLOVER quads, 1 to 4; facts have none.
    pub quad: Vec<Count>,
    /// How they stand.
    pub status: Vec<Count>,
    /// `event` or `fact`.
    pub kind: Vec<Count>,
    /// Countries of actors and recipients, each occurrence once for each country.
    pub country: Vec<Count>,
    /// Countries of actors.
    pub actor_country: Vec<Count>,
    /// Countries of recipients.
    pub recipient_country: Vec<Count>,
    /// Months of their first day.
    pub month: Vec<Count>,
    /// Who the claims come from.
    pub source: Vec<Count>,
    /// Primary PLOVER sector of who the claims come from; `country` for a state as such, `unknown` where nothing is known.
    pub source_sector: Vec<Count>,
    /// Publishers.
    pub outlet: Vec<Count>,
    /// Whether `source`, `source_sector` and `outlet` are of the latest 500 only.
    pub sampled: bool,
}

/// Countries and sources in a list, at most.
const COUNTRIES: usize = 60;
const SOURCES: usize = 30;

/// Counts as they are gathered.
#[derive(Default)]
struct Counting {
    by_type: HashMap<String, u64>,
    by_quad: HashMap<u8, u64>,
    by_status: HashMap<String, u64>,
    by_country: HashMap<String, u64>,
    by_actor: HashMap<String, u64>,
    by_recipient: HashMap<String, u64>,
    by_month: BTreeMap<String, u64>,
    events: u64,
    facts: u64,
}

/// Adds one, and makes an owned key for a new value only.
fn add(counts: &mut HashMap<String, u64>, value: &str) {
    match counts.get_mut(value) {
        Some(count) => *count += 1,
        None => {
            counts.insert(value.to_owned(), 1);
        }
    }
}

impl Ledger {
    /// Counts of the occurrences that fit; the limits of the filter are not heeded.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn facets(&mut self, filter: &Filter) -> Result<Facets, Error> {
        self.view(filter.as_of)?;
        let (from, values) = self.occurrence_sql(filter, Plan::Sets)?;
        let sql = format!(
            "SELECT o.key, o.type, o.quad, o.status, o.actors, o.recipients, substr(o.first, 1, 7), o.last {from}"
        );
        let mut select = self.connection.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut c = Counting::default();
        let mut latest: Vec<(Option<String>, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().unwrap_or_default());
            add(&mut c.by_type, text(1)?);
            match row.get::<_, Option<u8>>(2)? {
                Some(quad) => {
                    c.events += 1;
                    *c.by_quad.entry(quad).or_default() += 1;
                }
                None => c.facts += 1,
            }
            add(&mut c.by_status, text(3)?);
            let (actors, recipients) = (text(4)?, text(5)?);
            let each = |list: &'_ str, counts: &mut HashMap<String, u64>| {
                list.split(' ')
                    .filter(|c| !c.is_empty())
                    .for_each(|c| add(counts, c));
            };
            each(actors, &mut c.by_actor);
            each(recipients, &mut c.by_recipient);
            each(actors, &mut c.by_country);
            let twice = |country: &&str| !actors.split(' ').any(|a| a == *country);
            let others = recipients.split(' ').filter(|c| !c.is_empty()).filter(twice);
            others.for_each(|country| add(&mut c.by_country, country));
            let month = text(6)?;
            match c.by_month.get_mut(month) {
                Some(count) => *count += 1,
                None if month.is_empty() => {}
                None => {
                    c.by_month.insert(month.to_owned(), 1);
                }
            }
            latest.push((row.get(7)?, row.get(0)?));
            if latest.len() >= SAMPLE * 8 {
                keep_latest(&mut latest);
            }
        }
        let total = c.events + c.facts;
        keep_latest(&mut latest);
        let keys: Vec<i64> = latest.into_iter().map(|(_, key)| key).collect();
        let mut facets = c.facets();
        facets.sampled = total > keys.len() as u64;
        self.count_origins(&keys, &mut facets)?;
        Ok(facets)
    }

    /// Who stands behind these occurrences, and who published it.
    fn count_origins(&self, keys: &[i64], facets: &mut Facets) -> Result<(), Error> {
        let mut origins = self
            .connection
            .prepare_cached("SELECT id, source, code FROM origin WHERE occurrence = ?")?;
        let mut outlets = self.connection.prepare_cached(
            "SELECT d.publisher FROM origin_document l JOIN document d ON d.id = l.document WHERE l.origin = ? AND d.publisher IS NOT NULL",
        )?;
        let mut counts: [HashMap<String, u64>; 3] = Default::default();
        for key in keys {
            let mut seen: [HashSet<String>; 3] = Default::default();
            let mut rows = origins.query([key])?;
            while let Some(row) = rows.next()? {
                let code: Option<String> = row.get(2)?;
                seen[0].insert(row.get(1)?);
                seen[1].insert(sector(code.as_deref()));
                let mut published = outlets.query([row.get::<_, i64>(0)?])?;
                while let Some(row) = published.next()? {
                    seen[2].insert(row.get(0)?);
                }
            }
            for (seen, counts) in seen.iter().zip(&mut counts) {
                seen.iter().for_each(|value| add(counts, value));
            }
        }
        let [source, sector, outlet] = counts;
        facets.source = ranked(source, SOURCES);
        facets.source_sector = ranked(sector, SOURCES);
        facets.outlet = ranked(outlet, SOURCES);
        Ok(())
    }
}

/// The primary sector in a code.
fn sector(code: Option<&str>) -> String {
    match code {
        None | Some("") => "unknown".to_owned(),
        Some(code) => code
            .get(3..6)
            .filter(|s| !s.is_empty())
            .unwrap_or("country")
            .to_owned(),
    }
}

fn keep_latest(latest: &mut Vec<(Option<String>, i64)>) {
    latest.sort_by(|a, b| b.cmp(a));
    latest.truncate(SAMPLE);
}

impl Counting {
    fn facets(self) -> Facets {
        let quads: HashMap<String, u64> = (self.by_quad.into_iter())
            .map(|(quad, count)| (quad.to_string(), count))
            .collect();
        let kinds = HashMap::from([("event", self.events), ("fact", self.facts)]);
        let all = usize::MAX;
        Facets {
            total: self.events + self.facts,
            r#type: ranked(self.by_type, all),
            quad: ranked(quads, all),
            status: ranked(self.by_status, all),
            kind: ranked(kinds, all),
            country: ranked(self.by_country, COUNTRIES),
            actor_country: ranked(self.by_actor, COUNTRIES),
            recipient_country: ranked(self.by_recipient, COUNTRIES),
            month: (self.by_month.into_iter())
                .map(|(value, count)| Count { value, count })
                .collect(),
            ..Facets::default()
        }
    }
}
