//! Where it is: places with how often they are spoken of in which role, and movements from one to the next.

use crate::report::Place;
use crate::{Error, Filter, Ledger};
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

/// How often, and the latest statements: day, key and id.
#[derive(Default)]
struct Seen {
    count: u64,
    latest: Vec<(String, i64, String)>,
}

impl Seen {
    fn add(&mut self, (last, key, id): (&str, i64, &str)) {
        self.count += 1;
        let earlier = |(day, other, _): &(String, i64, String)| (day.as_str(), *other) > (last, key);
        if self.latest.len() == SHOWN && self.latest.last().is_some_and(earlier) {
            return;
        }
        self.latest.push((last.to_owned(), key, id.to_owned()));
        self.latest.sort_by(|a, b| b.cmp(a));
        self.latest.truncate(SHOWN);
    }

    fn ids(&self) -> Vec<String> {
        self.latest.iter().map(|(.., id)| id.clone()).collect()
    }
}

impl Ledger {
    /// Places and movements of the statements that fit, at most so many of each; the limits of the filter are not heeded.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged, or the query not be understood.
    pub fn map(&mut self, filter: &Filter, places: usize, legs: usize) -> Result<Map, Error> {
        self.view(filter.as_of)?;
        let mut by_place: HashMap<(i64, &'static str), Seen> = HashMap::new();
        let mut by_way: HashMap<Vec<i64>, Seen> = HashMap::new();
        let mut way: Vec<(i64, u8, i64)> = Vec::new();
        let mut current = (String::new(), 0, String::new());
        self.each_place(filter, |row| {
            if current.1 != row.statement {
                end_of_way(&mut way, &current, &mut by_way);
                current = (row.last.to_owned(), row.statement, row.id.to_owned());
            }
            by_place
                .entry((row.place, row.role.name()))
                .or_default()
                .add((row.last, row.statement, row.id));
            let rank = match row.role {
                PlaceRole::Origin => 0,
                PlaceRole::Via => 1,
                PlaceRole::Destination => 2,
                _ => return Ok(()),
            };
            way.push((row.leg, rank, row.place));
            Ok(())
        })?;
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
        let town = self.town(place)?;
        Ok(MapPlace {
            name: town.name,
            country: Some(town.country).filter(|c| !c.is_empty()),
            lat: town.lat,
            lon: town.lon,
            geonames_id: Some(town.geonames_id).filter(|id| *id > 0),
            feature: town.feature,
            role: role.to_owned(),
            count: seen.count,
            statements: seen.ids(),
        })
    }

    fn map_leg(&self, through: &[i64], seen: &Seen) -> Result<MapLeg, Error> {
        let stations = through.iter().map(|place| {
            let town = self.town(*place)?;
            Ok::<_, Error>((town.name, [town.lon, town.lat]))
        });
        Ok(MapLeg {
            through: stations.collect::<Result<_, _>>()?,
            means: self.means(seen)?,
            count: seen.count,
            statements: seen.ids(),
        })
    }

    /// How one goes, by the latest statement: only the claim itself has it.
    fn means(&self, seen: &Seen) -> Result<Option<String>, Error> {
        let Some((_, id, _)) = seen.latest.first() else {
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
fn end_of_way(
    way: &mut Vec<(i64, u8, i64)>,
    (last, key, id): &(String, i64, String),
    ways: &mut HashMap<Vec<i64>, Seen>,
) {
    way.sort_unstable();
    let mut through: Vec<i64> = way.drain(..).map(|(_, _, place)| place).collect();
    through.dedup();
    if through.len() >= 2 {
        ways.entry(through).or_default().add((last, *key, id));
    }
}
