//! What fits a filter, counted by what one may want to narrow it down to.

use crate::ask::ranked;
use crate::query::Target;
use crate::rows::Tally;
use crate::{Error, Filter, Ledger};
use jiff::civil::Date;
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

/// Makes an owned key for a new value only.
fn add(counts: &mut HashMap<String, u64>, value: &str, count: u64) {
    match counts.get_mut(value) {
        Some(known) => *known += count,
        None => {
            counts.insert(value.to_owned(), count);
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
        let mut c = Counting::default();
        let keys = match self.standing(filter.as_of)? {
            Some(index) => index.tally(self, filter, SAMPLE, &mut c)?,
            None => {
                self.each_occurrence(filter, |o| {
                    c.kind(o.r#type, o.quad, 1);
                    c.status(o.status, 1);
                    c.parties(o.actors, o.recipients, 1);
                    c.month(o.month().unwrap_or_default(), 1);
                    Ok(())
                })?;
                self.keys(filter, Target::Occurrences, SAMPLE as u64)?
            }
        };
        let total = c.events + c.facts;
        let mut facets = c.facets();
        facets.sampled = total > keys.len() as u64;
        self.count_origins(filter.as_of, &keys, &mut facets)?;
        Ok(facets)
    }

    /// Who stands behind these occurrences, and who published it.
    fn count_origins(&self, as_of: Option<Date>, keys: &[i64], facets: &mut Facets) -> Result<(), Error> {
        // Each value counts once for an occurrence; the rows of one come together.
        let mut counts: [HashMap<String, u64>; 3] = Default::default();
        let mut seen: [HashSet<String>; 3] = Default::default();
        let mut current = None;
        let mut count = |seen: &mut [HashSet<String>; 3]| {
            for (seen, counts) in seen.iter_mut().zip(&mut counts) {
                seen.drain().for_each(|value| add(counts, &value, 1));
            }
        };
        self.each_origin(as_of, keys, |occurrence, origin| {
            if current.replace(occurrence) != Some(occurrence) {
                count(&mut seen);
            }
            seen[0].insert(origin.source.to_owned());
            seen[1].insert(sector(origin.code));
            seen[2].extend(origin.outlets.iter().cloned());
            Ok(())
        })?;
        count(&mut seen);
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

impl Tally for Counting {
    fn kind(&mut self, name: &str, quad: Option<u8>, count: u64) {
        add(&mut self.by_type, name, count);
        match quad {
            Some(quad) => {
                self.events += count;
                *self.by_quad.entry(quad).or_default() += count;
            }
            None => self.facts += count,
        }
    }

    fn status(&mut self, name: &str, count: u64) {
        add(&mut self.by_status, name, count);
    }

    fn parties(&mut self, actors: &str, recipients: &str, count: u64) {
        let each = |list: &'_ str, counts: &mut HashMap<String, u64>| {
            list.split(' ')
                .filter(|c| !c.is_empty())
                .for_each(|c| add(counts, c, count));
        };
        each(actors, &mut self.by_actor);
        each(recipients, &mut self.by_recipient);
        each(actors, &mut self.by_country);
        let twice = |country: &&str| !actors.split(' ').any(|a| a == *country);
        let others = recipients.split(' ').filter(|c| !c.is_empty()).filter(twice);
        others.for_each(|country| add(&mut self.by_country, country, count));
    }

    fn month(&mut self, month: &str, count: u64) {
        if month.is_empty() {
            return;
        }
        match self.by_month.get_mut(month) {
            Some(known) => *known += count,
            None => {
                self.by_month.insert(month.to_owned(), count);
            }
        }
    }
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
