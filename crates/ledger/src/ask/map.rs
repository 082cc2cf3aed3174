//! Where it is: places with how often they are spoken of in which role, and movements from one to the next.

use crate::query::Plan;
use crate::report::Place;
use crate::{Error, Filter, Ledger};
use rusqlite::params_from_iter;
use sayso_model::statement::PlaceRole;
use std::collections::HashMap;

/// Statements that stand for a place or a leg.
const SHOWN: usize = 5;

/// A place in one role.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlace {
    /// The usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Key in GeoNames.
    pub geonames_id: Option<u32>,
    /// GeoNames class and code.
    pub feature: String,
    /// `location origin via destination target`
    pub role: String,
    /// How many statements.
    pub count: u64,
    /// The ids of the latest.
    pub statements: Vec<String>,
}

/// A way from place to place.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLeg {
    /// Names and places (degrees east, degrees north), from the origin to the destination.
    pub through: Vec<(String, [f64; 2])>,
    /// `sea air land rail`, where one of the statements shown says so.
    pub means: Option<String>,
    /// How many statements.
    pub count: u64,
    /// The ids of the latest.
    pub statements: Vec<String>,
}

/// Places and ways, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The places.
    pub places: Vec<MapPlace>,
    /// The ways.
    pub legs: Vec<MapLeg>,
    /// Whether some were left out.
    pub more: bool,
}

/// How often, and the latest statements by day and key.
#[derive(Default)]
struct Seen {
    count: u64,
    latest: Vec<(String, i64)>,
}

impl Seen {
    fn add(&mut self, last: &str, statement: i64) {
        self.count += 1;
        let older = self.latest.last().is_some_and(|(day, _)| day.as_str() >= last);
        if older && self.latest.len() == SHOWN {
            return;
        }
        self.latest.push((last.to_owned(), statement));
        self.latest.sort_by(|a, b| b.cmp(a));
        self.latest.truncate(SHOWN);
    }
}

impl Ledger {
    /// Places and movements of the statements that fit, at most so many of each; the limits of the filter are not heeded.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged, or the query not be understood.
    pub fn map(&mut self, filter: &Filter, places: usize, legs: usize) -> Result<Map, Error> {
        self.view(filter.as_of)?;
        let (from, values) = self.statement_sql(filter, Plan::Sets)?;
        let sql = format!(
            "SELECT h.statement, h.role, h.leg, h.place, s.last {} ORDER BY h.statement",
            from.replacen("WHERE", "JOIN happens_at h ON h.statement = s.id WHERE", 1)
        );
        let mut select = self.connection.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut by_place: HashMap<(i64, &'static str), Seen> = HashMap::new();
        let mut by_way: HashMap<Vec<i64>, Seen> = HashMap::new();
        let mut way: Vec<(i64, u8, i64)> = Vec::new();
        let mut current: (i64, String) = (0, String::new());
        while let Some(row) = rows.next()? {
            let (statement, place): (i64, i64) = (row.get(0)?, row.get(3)?);
            if current.0 != statement {
                end_of_way(&mut way, &current, &mut by_way);
                current = (statement, row.get::<_, Option<String>>(4)?.unwrap_or_default());
            }
            let Some(role) = crate::report::role_of(row.get_ref(1)?.as_str().unwrap_or_default()) else {
                continue;
            };
            by_place
                .entry((place, role.name()))
                .or_default()
                .add(&current.1, statement);
            let rank = match role {
                PlaceRole::Origin => 0,
                PlaceRole::Via => 1,
                PlaceRole::Destination => 2,
                _ => continue,
            };
            way.push((row.get(2)?, rank, place));
        }
        end_of_way(&mut way, &current, &mut by_way);
        let more = by_place.len() > places || by_way.len() > legs;
        let mut of_place: Vec<_> = by_place.into_iter().collect();
        of_place.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
        of_place.truncate(places);
        let mut of_way: Vec<_> = by_way.into_iter().collect();
        of_way.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
        of_way.truncate(legs);
        let places = of_place
            .into_iter()
            .map(|((place, role), seen)| self.map_place(place, role, &seen))
            .collect::<Result<_, _>>()?;
        let legs = of_way
            .into_iter()
            .map(|(through, seen)| self.map_leg(&through, &seen))
            .collect::<Result<_, _>>()?;
        Ok(Map { places, legs, more })
    }

    fn map_place(&self, place: i64, role: &str, seen: &Seen) -> Result<MapPlace, Error> {
        let mut select = self
            .connection
            .prepare_cached("SELECT name, country, lat, lon, geonames_id, feature FROM place WHERE id = ?")?;
        let country = |country: String| Some(country).filter(|c| !c.is_empty());
        let mut found = select.query_row([place], |row| {
            Ok(MapPlace {
                name: row.get(0)?,
                country: country(row.get(1)?),
                lat: row.get(2)?,
                lon: row.get(3)?,
                geonames_id: Some(row.get(4)?).filter(|id| *id > 0),
                feature: row.get(5)?,
                role: role.to_owned(),
                count: seen.count,
                statements: Vec::new(),
            })
        })?;
        found.statements = self.ids(seen)?;
        Ok(found)
    }

    fn map_leg(&self, through: &[i64], seen: &Seen) -> Result<MapLeg, Error> {
        let mut select = self
            .connection
            .prepare_cached("SELECT name, lon, lat FROM place WHERE id = ?")?;
        let stations = through
            .iter()
            .map(|place| select.query_row([place], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?]))))
            .collect::<Result<_, _>>()?;
        Ok(MapLeg {
            through: stations,
            means: self.means(seen)?,
            count: seen.count,
            statements: self.ids(seen)?,
        })
    }

    fn ids(&self, seen: &Seen) -> Result<Vec<String>, Error> {
        let mut select = self
            .connection
            .prepare_cached("SELECT hash FROM statement WHERE id = ?")?;
        let ids = seen
            .latest
            .iter()
            .map(|(_, id)| select.query_row([id], |row| row.get(0)));
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// How one goes, by the latest statement: only the claim itself has it.
    fn means(&self, seen: &Seen) -> Result<Option<String>, Error> {
        let Some((_, id)) = seen.latest.first() else {
            return Ok(None);
        };
        let mut select = self
            .connection
            .prepare_cached("SELECT document, number FROM statement WHERE id = ?")?;
        let (document, number) = select.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found = self.found(&[(*id, document, number)])?;
        let means = |p: &Place| p.means.clone();
        Ok(found.iter().flat_map(|f| &f.claim.places).find_map(means))
    }
}

/// The places of one statement in the order of travel, each once in a row.
fn end_of_way(way: &mut Vec<(i64, u8, i64)>, current: &(i64, String), ways: &mut HashMap<Vec<i64>, Seen>) {
    way.sort_unstable();
    let mut through: Vec<i64> = way.drain(..).map(|(_, _, place)| place).collect();
    through.dedup();
    if through.len() >= 2 {
        ways.entry(through).or_default().add(&current.1, current.0);
    }
}
