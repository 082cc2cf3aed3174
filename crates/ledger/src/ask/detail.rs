//! One actor: what it does and undergoes, with whom, what it says, and the facts of its standing.

use crate::ask::{ActorRow, Count, list, ranked};
use crate::{Error, Found, Ledger};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Statements whose partners and types are counted, facts that are read, partners in a list: at most.
const LOOKED_AT: i64 = 20_000;
const FACTS: usize = 300;
const PARTNERS: usize = 20;

/// What an actor was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Its key in the knowledge tables.
    Id,
    /// Country and primary sector in one.
    Code,
    /// Its country: all of that country.
    Country,
    /// Its name.
    Name,
}

impl Match {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Code => "code",
            Self::Country => "country",
            Self::Name => "name",
        }
    }

    /// The actors of a list that are meant, by what they are found by first: key, country, name, code.
    pub fn of<'a>(all: &'a [ActorRow], wanted: &str) -> Option<(Self, Vec<&'a ActorRow>)> {
        let kinds = [Self::Id, Self::Country, Self::Name, Self::Code];
        let fits = |kind: Self, a: &ActorRow| match kind {
            Self::Id => a.id.as_deref() == Some(wanted),
            Self::Code => a.code.as_deref() == Some(wanted),
            Self::Country => a.country.as_deref() == Some(wanted),
            Self::Name => a.name == wanted,
        };
        kinds.into_iter().find_map(|kind| {
            let found: Vec<&ActorRow> = all.iter().filter(|a| fits(kind, a)).collect();
            (!found.is_empty()).then_some((kind, found))
        })
    }
}

/// Somebody whom an actor has to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// A row of the table of parties.
    pub party: i64,
    /// Statements in which the actor does something to it.
    pub does: u64,
    /// In which it does something to the actor.
    pub undergoes: u64,
    /// Both, by quad.
    pub quads: [u64; 4],
}

/// What a ledger has of an actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorDetail {
    /// Occurrences in which it takes part.
    pub occurrences: u64,
    /// Types of what it does and undergoes.
    pub types: Vec<Count>,
    /// Types of what it tells of as a source.
    pub said: Vec<Count>,
    /// Statements in which it takes part, by month.
    pub months: Vec<Count>,
    /// Whom it has to do with; several rows may be of one actor.
    pub pairs: Vec<PairRow>,
}

impl Ledger {
    /// What there is of the parties of an actor.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn actor_detail(&mut self, parties: &[i64]) -> Result<ActorDetail, Error> {
        self.view(None)?;
        let ids = list(parties);
        let mut types: HashMap<String, u64> = HashMap::new();
        let mut said: HashMap<String, u64> = HashMap::new();
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        let mut select = self.connection.prepare_cached(
            "SELECT t.role, s.type, substr(s.last, 1, 7) FROM takes_part t JOIN statement s ON s.id = t.statement
             WHERE t.party IN (SELECT value FROM json_each(?)) ORDER BY t.statement DESC LIMIT ?",
        )?;
        let mut rows = select.query((&ids, LOOKED_AT))?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? == 3 {
                *said.entry(row.get(1)?).or_default() += 1;
                continue;
            }
            *types.entry(row.get(1)?).or_default() += 1;
            if let Some(month) = row.get(2)? {
                *months.entry(month).or_default() += 1;
            }
        }
        let occurrences: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT l.occurrence) FROM takes_part t JOIN occurrence_statement l ON l.statement = t.statement
                 WHERE t.party IN (SELECT value FROM json_each(?)) AND t.role IN (1, 2)",
            )?
            .query_row([&ids], |row| row.get(0))?;
        Ok(ActorDetail {
            occurrences: occurrences.unsigned_abs(),
            types: ranked(types, usize::MAX),
            said: ranked(said, usize::MAX),
            months: (months.into_iter())
                .map(|(value, count)| Count { value, count })
                .collect(),
            pairs: self.pairs(&ids)?,
        })
    }

    fn pairs(&self, ids: &str) -> Result<Vec<PairRow>, Error> {
        let mut select = self.connection.prepare_cached(
            "SELECT u.party, t.role, s.quad, count(*) FROM takes_part t
               JOIN takes_part u ON u.statement = t.statement AND u.role = 3 - t.role
               JOIN statement s ON s.id = t.statement
             WHERE t.party IN (SELECT value FROM json_each(?)) AND t.role IN (1, 2) AND s.quad IS NOT NULL
             GROUP BY u.party, t.role, s.quad",
        )?;
        let mut rows = select.query([ids])?;
        let mut pairs: HashMap<i64, PairRow> = HashMap::new();
        while let Some(row) = rows.next()? {
            let party: i64 = row.get(0)?;
            let count = row.get::<_, i64>(3)?.unsigned_abs();
            let pair = pairs.entry(party).or_insert(PairRow {
                party,
                does: 0,
                undergoes: 0,
                quads: [0; 4],
            });
            if row.get::<_, i64>(1)? == 1 {
                pair.does += count;
            } else {
                pair.undergoes += count;
            }
            let quad: usize = row.get(2)?;
            if let Some(of_quad) = quad.checked_sub(1).and_then(|at| pair.quads.get_mut(at)) {
                *of_quad += count;
            }
        }
        let mut all: Vec<PairRow> = pairs.into_values().collect();
        all.sort_by_key(|p| (std::cmp::Reverse(p.does + p.undergoes), p.party));
        // Several rows may be of one actor, so that more are needed than are shown.
        all.truncate(PARTNERS * 10);
        Ok(all)
    }

    /// The facts with these parties as subject or object, each with how many steps away it was found; with `depth` above 1 also those of the other
    /// ends. At most 300.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn facts_around(&mut self, parties: &[i64], depth: u8) -> Result<Vec<(u8, Found)>, Error> {
        self.view(None)?;
        let mut seen: HashSet<i64> = HashSet::new();
        let mut known: HashSet<i64> = parties.iter().copied().collect();
        let mut at: Vec<i64> = parties.to_vec();
        let mut all = Vec::new();
        for step in 1..=depth {
            let keys: Vec<(i64, i64, usize)> = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT s.id, s.document, s.number FROM takes_part t JOIN statement s ON s.id = t.statement
                     WHERE t.party IN (SELECT value FROM json_each(?)) AND t.role IN (1, 2) AND s.kind = 'fact'
                       AND EXISTS (SELECT 1 FROM occurrence_statement l WHERE l.statement = s.id)
                     ORDER BY s.last DESC, s.hash LIMIT ?",
                )?
                .query_map((list(&at), FACTS as i64), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<Result<_, _>>()?;
            let new: Vec<_> = keys.into_iter().filter(|(key, ..)| seen.insert(*key)).collect();
            let room = FACTS.saturating_sub(all.len());
            let ids: Vec<i64> = new.iter().map(|(key, ..)| *key).collect();
            all.extend(
                self.found(&new[..new.len().min(room)])?
                    .into_iter()
                    .map(|f| (step, f)),
            );
            if step == depth {
                break;
            }
            at = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT party FROM takes_part WHERE statement IN (SELECT value FROM json_each(?)) AND role IN (1, 2)",
                )?
                .query_map([list(&ids)], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            at.retain(|party| known.insert(*party));
            if at.is_empty() || all.len() >= FACTS {
                break;
            }
        }
        Ok(all)
    }
}
