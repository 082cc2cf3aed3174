//! A part of a list together with how many there are: one walk through what fits, where two questions would walk twice.

use crate::query::{Plan, Target};
use crate::{Error, Filter, Found, Ledger, blob};
use rusqlite::params_from_iter;

impl Ledger {
    /// The keys and records of the occurrences that fit, in the order of [`Ledger::occurrences`] and within the limits of the filter, and how many fit; no
    /// more than `most` are counted.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn occurrence_page(
        &mut self,
        filter: &Filter,
        most: u64,
    ) -> Result<(Vec<(i64, String)>, u64), Error> {
        let keys = self.keys(filter, Target::Occurrences, most)?;
        Ok((self.records_of(part(filter, &keys))?, keys.len() as u64))
    }

    /// The records of these occurrences, with their keys.
    pub(super) fn records_of(&self, keys: &[i64]) -> Result<Vec<(i64, String)>, Error> {
        let mut select = self
            .connection
            .prepare_cached("SELECT record FROM occurrence WHERE key = ?")?;
        let mut unpacker = blob::Unpacker::default();
        let records = keys.iter().map(|key| {
            let packed: Vec<u8> = select.query_row([key], |row| row.get(0))?;
            let record = unpacker.unpack(&packed, || format!("occurrence {key}"))?;
            Ok((*key, record.to_owned()))
        });
        records.collect()
    }

    /// The same of statements.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn statement_page(&mut self, filter: &Filter, most: u64) -> Result<(Vec<Found>, u64), Error> {
        let keys = self.keys(filter, Target::Statements, most)?;
        let mut select = self
            .connection
            .prepare_cached("SELECT document, number FROM statement WHERE id = ?")?;
        let places: Vec<(i64, i64, usize)> = part(filter, &keys)
            .iter()
            .map(|key| select.query_row([key], |row| Ok((*key, row.get(0)?, row.get(1)?))))
            .collect::<Result<_, _>>()?;
        Ok((self.found(&places)?, keys.len() as u64))
    }

    /// The keys of what fits, in order, at most so many. What names somebody, somewhere or something said is rare, and so is what lies back in time:
    /// its sets are gathered at once. For the rest the latest rows are looked through first.
    pub(super) fn keys(&mut self, filter: &Filter, target: Target, most: u64) -> Result<Vec<i64>, Error> {
        self.view(filter.as_of)?;
        if let Some(index) = self.standing(filter.as_of)? {
            return index.keys(self, filter, target, usize::try_from(most).unwrap_or(usize::MAX));
        }
        let named = [
            &filter.actor,
            &filter.recipient,
            &filter.source,
            &filter.place,
            &filter.text,
            &filter.outlet,
            &filter.origin,
        ];
        let rare = filter.to.is_some() || named.iter().any(|f| f.is_some());
        let (key, order) = match target {
            Target::Occurrences => ("o.key", "o.last DESC, o.id"),
            Target::Statements => ("s.id", "s.last DESC, s.hash"),
        };
        let mut keys = Vec::new();
        for (plan, order) in [
            (Plan::OneByOne, String::new()),
            (Plan::Sets, format!("ORDER BY {order}")),
        ] {
            if rare && matches!(plan, Plan::OneByOne) {
                continue;
            }
            let (from, values) = self.from(filter, target, plan)?;
            let mut select = self
                .connection
                .prepare(&format!("SELECT {key} {from} {order} LIMIT {most}"))?;
            keys = select
                .query_map(params_from_iter(values), |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()?;
            if keys.len() as u64 >= most {
                break;
            }
        }
        Ok(keys)
    }
}

/// The part within the limits.
fn part<'a>(filter: &Filter, keys: &'a [i64]) -> &'a [i64] {
    let start = (filter.offset as usize).min(keys.len());
    let end = filter.limit.map_or(keys.len(), |limit| {
        start.saturating_add(limit as usize).min(keys.len())
    });
    &keys[start..end]
}
