//! Places of the world by name: a compact table made from GeoNames (CC BY 4.0), read in place.
//!
//! Layout, all numbers little-endian: the magic `SGAZ0002`; four `u32` (records, bytes of names, bytes of postings, bytes of the FST);
//! records of `RECORD` bytes ordered by GeoNames id, those without one first; names; postings (runs of `u32`: a length, then record numbers, most people
//! first); an FST from name keys to positions in the postings.

use crate::names::key;
use std::cmp::Reverse;
use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"SGAZ0002";
const RECORD: usize = 36;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// A populated place (GeoNames `P.PPL`).
    City,
    /// The capital of a country (`P.PPLC`).
    Capital,
    /// A first-order division (`A.ADM1`).
    Admin1,
    /// A second-order division (`A.ADM2`): a county, a district.
    Admin2,
    /// A country or territory (`A.PCLI`).
    Country,
}

impl Feature {
    /// GeoNames class and code.
    pub fn code(self) -> &'static str {
        match self {
            Self::City => "P.PPL",
            Self::Capital => "P.PPLC",
            Self::Admin1 => "A.ADM1",
            Self::Admin2 => "A.ADM2",
            Self::Country => "A.PCLI",
        }
    }
}

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    /// Its number in this table.
    pub number: u32,
    /// Key in GeoNames, where it is known.
    pub geonames_id: Option<u32>,
    /// Usual name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub country: &'a str,
    /// GeoNames code of the first-order division within the country; empty where there is none.
    pub admin1: &'a str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People.
    pub population: u32,
    /// Kilometres from its middle to where it ends, about.
    pub radius: u16,
    /// What it is.
    pub feature: Feature,
}

/// A place to be compiled.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Key in GeoNames, where it is known.
    pub geonames_id: Option<u32>,
    /// Usual name.
    pub name: String,
    /// Other names.
    pub other_names: Vec<String>,
    /// How it is written short, as it stands in texts ("Ky.").
    pub abbreviations: Vec<String>,
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// GeoNames code of the first-order division.
    pub admin1: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People.
    pub population: u32,
    /// Kilometres from its middle to where it ends, about.
    pub radius: u16,
    /// What it is.
    pub feature: Feature,
}

/// Writes the table.
///
/// # Panics
/// When a name is longer than 255 bytes or a code longer than 8: the sources have none.
pub fn compile(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by(|a, b| {
        (a.geonames_id, &a.country, &a.admin1, &a.name).cmp(&(b.geonames_id, &b.country, &b.admin1, &b.name))
    });
    let (mut records, mut names) = (Vec::new(), Vec::new());
    let mut by_key: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, e) in entries.iter().enumerate() {
        let number = u32::try_from(number).expect("fewer than 2^32 places");
        let at = u32::try_from(names.len()).expect("names are under 4 GiB");
        names.extend_from_slice(e.name.as_bytes());
        let mut row = Vec::with_capacity(RECORD);
        row.extend(e.geonames_id.unwrap_or(0).to_le_bytes());
        row.extend(at.to_le_bytes());
        row.extend(((e.lat * 1e5).round() as i32).to_le_bytes());
        row.extend(((e.lon * 1e5).round() as i32).to_le_bytes());
        row.extend(e.population.to_le_bytes());
        row.push(u8::try_from(e.name.len()).expect("names are short"));
        row.push(e.feature as u8);
        row.extend(padded::<3>(&e.country));
        row.extend(padded::<8>(&e.admin1));
        row.extend(e.radius.to_le_bytes());
        row.resize(RECORD, 0);
        records.extend(row);
        for name in std::iter::once(&e.name).chain(&e.other_names) {
            let numbers = by_key.entry(key(name)).or_default();
            if numbers.last() != Some(&number) && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    by_key.remove("");
    for (number, e) in entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.feature == Feature::Country)
    {
        by_key.insert(division_key(&e.country, ""), vec![number as u32]);
    }
    for (number, e) in entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.feature == Feature::Admin1)
    {
        by_key.insert(division_key(&e.country, &e.admin1), vec![number as u32]);
        for short in &e.abbreviations {
            by_key.insert(abbreviation_key(short), vec![number as u32]);
        }
    }
    let mut postings: Vec<u8> = Vec::new();
    let mut map = fst::MapBuilder::memory();
    for (name, mut numbers) in by_key {
        numbers.sort_by_key(|n| (Reverse(entries[*n as usize].population), *n));
        map.insert(&name, postings.len() as u64)
            .expect("keys come in order");
        postings.extend((numbers.len() as u32).to_le_bytes());
        numbers.iter().for_each(|n| postings.extend(n.to_le_bytes()));
    }
    let map = map.into_inner().expect("memory does not fail");
    let mut out = MAGIC.to_vec();
    for size in [entries.len(), names.len(), postings.len(), map.len()] {
        out.extend(u32::try_from(size).expect("tables are under 4 GiB").to_le_bytes());
    }
    out.extend(records);
    out.extend(names);
    out.extend(postings);
    out.extend(map);
    out
}

/// What no name is.
fn abbreviation_key(short: &str) -> String {
    format!("~{}", short.replace(' ', ""))
}

/// What no name is.
fn division_key(country: &str, admin1: &str) -> String {
    format!("{country}.{admin1}")
}

fn padded<const N: usize>(code: &str) -> [u8; N] {
    let mut out = [0; N];
    out[..code.len()].copy_from_slice(code.as_bytes());
    out
}

/// A table, read in place.
#[derive(Clone)]
pub struct Gazetteer<'a> {
    records: &'a [u8],
    names: &'a str,
    postings: &'a [u8],
    map: fst::Map<&'a [u8]>,
}

impl<'a> Gazetteer<'a> {
    /// Opens a table; `None` when the bytes are none of this version.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let size = |i: usize| number(rest, i * 4).map(|n| n as usize);
        let (records, names, postings, map) = (size(0)? * RECORD, size(1)?, size(2)?, size(3)?);
        let rest = rest.get(16..)?;
        let (records, rest) = rest.split_at_checked(records)?;
        let (names, rest) = rest.split_at_checked(names)?;
        let (postings, rest) = rest.split_at_checked(postings)?;
        let map = fst::Map::new(rest.get(..map)?).ok()?;
        Some(Self {
            records,
            names: std::str::from_utf8(names).ok()?,
            postings,
            map,
        })
    }

    /// All places of a name, those with most people first.
    pub fn find(&self, name: &str) -> Vec<Found<'a>> {
        let Some(at) = self.map.get(key(name)) else {
            return Vec::new();
        };
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let count = number(self.postings, at).unwrap_or(0) as usize;
        (1..=count)
            .filter_map(|i| self.record(number(self.postings, at + i * 4)?))
            .collect()
    }

    /// A country by its code.
    pub fn country(&self, code: &str) -> Option<Found<'a>> {
        self.division(code, "")
    }

    /// A first-order division by the code of its country and its own.
    pub fn division(&self, country: &str, admin1: &str) -> Option<Found<'a>> {
        let at = self.map.get(division_key(country, admin1))?;
        self.record(number(self.postings, usize::try_from(at).ok()? + 4)?)
    }

    /// A first-order division by what it is written short, point and capitals as they stand.
    pub fn abbreviated(&self, short: &str) -> Option<Found<'a>> {
        let at = self.map.get(abbreviation_key(short))?;
        self.record(number(self.postings, usize::try_from(at).ok()? + 4)?)
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    fn record(&self, at: u32) -> Option<Found<'a>> {
        let row = self
            .records
            .get(at as usize * RECORD..(at as usize + 1) * RECORD)?;
        let name = number(row, 4)? as usize;
        let degrees = |from: usize| number(row, from).map(|n| f64::from(n.cast_signed()) / 1e5);
        let code = |from: usize, to: usize| {
            std::str::from_utf8(&row[from..to])
                .unwrap_or("")
                .trim_end_matches('\0')
        };
        Some(Found {
            number: at,
            geonames_id: number(row, 0).filter(|id| *id != 0),
            name: self.names.get(name..name + row[20] as usize)?,
            country: code(22, 25),
            admin1: code(25, 33),
            lat: degrees(8)?,
            lon: degrees(12)?,
            population: number(row, 16)?,
            radius: u16::from_le_bytes([row[33], row[34]]),
            feature: match row[21] {
                0 => Feature::City,
                1 => Feature::Capital,
                2 => Feature::Admin1,
                3 => Feature::Admin2,
                _ => Feature::Country,
            },
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(four))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(geonames_id: u32, name: &str, other: &[&str], country: &str, population: u32) -> Entry {
        Entry {
            geonames_id: Some(geonames_id),
            name: name.into(),
            other_names: other.iter().map(|s| (*s).to_owned()).collect(),
            abbreviations: Vec::new(),
            country: country.into(),
            admin1: "01".into(),
            lat: -12.5,
            lon: 45.25,
            population,
            radius: 7,
            feature: Feature::City,
        }
    }

    #[test]
    fn finds_what_was_written() {
        let bytes = compile(vec![
            entry(2, "Tripoli", &["Trablous"], "LBN", 500),
            entry(1, "Tripoli", &["Tarabulus"], "LBY", 900),
            entry(3, "Łódź", &[], "POL", 700),
        ]);
        let table = Gazetteer::open(&bytes).expect("just written");
        let found = table.find("TRIPOLI");
        assert_eq!(
            found.iter().map(|f| f.country).collect::<Vec<_>>(),
            ["LBY", "LBN"]
        );
        assert_eq!(
            (found[0].lat, found[0].lon, found[0].admin1, found[0].radius),
            (-12.5, 45.25, "01", 7)
        );
        assert_eq!(table.find("Lodz")[0].name, "Łódź");
        assert!(table.find("Nowhere").is_empty());
        assert_eq!(table.len(), 3);
    }

    #[test]
    fn refuses_what_is_no_table() {
        assert!(Gazetteer::open(b"").is_none());
        assert!(Gazetteer::open(b"SGAZ0002\xff\xff\xff\xff").is_none());
        let bytes = compile(vec![entry(1, "Oslo", &[], "NOR", 1)]);
        for cut in 0..bytes.len() {
            assert!(Gazetteer::open(&bytes[..cut]).is_none_or(|g| g.find("Oslo").len() <= 1));
        }
    }
}
