//! Which of the places of one name is meant: a softmax regression over what the document says. In a first round each name stands
//! alone; in a second the likely places of the others speak for those near them. `cargo xtask generate places` fits it.

use super::names::Named;
use super::words::Words;
use crate::entities::Entities;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_knowledge::{Country, Feature, Found, Knowledge};
use sayso_model::TokenIx;
use sayso_model::geo::kilometres;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Names of what the regression looks at; the last four belong to the second round.
pub const FEATURES: [&str; 19] = [
    "people",
    "people-division",
    "country",
    "capital",
    "admin1",
    "admin2",
    "region",
    "usual-name",
    "division-word",
    "behind-place",
    "named-beside-country",
    "named-beside-division",
    "named-beside-other",
    "country-mentions",
    "country-share",
    "near",
    "same-division",
    "same-country",
    "far",
];
/// How many of them the first round looks at.
pub const FIRST: usize = 15;

/// What the regression looks at, in the order of [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// At most so many places of one name are weighed.
const MOST: usize = 40;
/// Beyond so many kilometres another place says nothing; within it counts in full.
const NEAR: f64 = 100.0;

/// A town of no more people is meant only where something speaks for it, at least as much.
const MIDDLING: u32 = 500_000;
const SOME: f64 = 0.1;
const SPEAKS: [&str; 4] = [
    "named-beside-country",
    "named-beside-division",
    "country-mentions",
    "near",
];

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GeoNames code of the first-order division.
    pub admin1: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Key in GeoNames.
    pub geonames_id: Option<u32>,
    /// GeoNames class and code.
    pub feature: &'static str,
    /// Kilometres from its middle to where it ends, about.
    pub radius: u16,
    kind: Kind,
    people: u32,
    usual: bool,
}

impl Candidate {
    /// Whether it is a country.
    pub fn is_country(&self) -> bool {
        self.kind == Kind::Country
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Country,
    Capital,
    City,
    Admin1,
    Admin2,
    Region,
}

/// What a document says of one name, which may stand in it several times.
pub struct Group {
    /// The numbers of the names that it holds.
    pub members: Vec<usize>,
    /// Whether one of them stands behind the name of a place and a comma.
    behind: bool,
    /// What they may mean.
    pub candidates: Vec<Candidate>,
    /// What was looked at, for each candidate.
    pub features: Vec<Features>,
    /// How likely each is.
    pub shares: Vec<f64>,
    /// Whether the likeliest of them is hardly meant.
    astray: bool,
}

impl Group {
    /// The likeliest place.
    fn likeliest(&self) -> Option<usize> {
        (0..self.shares.len()).max_by(|a, b| self.shares[*a].total_cmp(&self.shares[*b]).then(b.cmp(a)))
    }

    /// The likeliest place; none where the name is some other one's, which no table knows.
    pub fn best(&self) -> Option<usize> {
        self.likeliest().filter(|_| !self.astray)
    }

    /// The country of the likeliest place, where it is likely.
    fn country(&self) -> Option<&str> {
        let best = self.likeliest().filter(|best| self.shares[*best] > 0.5)?;
        self.candidates[best].country.as_deref()
    }

    /// Whether the likeliest place is a town of middling size for which nothing speaks, while two other names and more are of one country far from it.
    fn is_astray(&self, countries: &HashMap<String, u32>) -> bool {
        let Some(best) = self.likeliest() else {
            return false;
        };
        let (candidate, features) = (&self.candidates[best], &self.features[best]);
        let much = |name: &&str| {
            let at = FEATURES.iter().position(|feature| feature == name);
            at.is_some_and(|at| features[at] > SOME)
        };
        let own = candidate.country.as_deref();
        candidate.kind == Kind::City
            && candidate.people <= MIDDLING
            && much(&"far")
            && !SPEAKS.iter().any(much)
            && countries
                .iter()
                .any(|(country, names)| *names > 1 && Some(country.as_str()) != own)
    }
}

/// The country and division that a name is told to be in.
type Beside = Option<(String, Option<String>)>;

/// Ranks the candidates of all names of a document.
pub fn rank(
    tree: &Tree,
    entities: &Entities,
    names: &[Named],
    knowledge: &Knowledge,
    words: &Words,
    scale: &Scale,
) -> Vec<Group> {
    let mut groups: Vec<(String, Beside, Group)> = Vec::new();
    for (number, named) in names.iter().enumerate() {
        let name = tree.span(&named.tokens).of(&tree.doc.article.text);
        let beside = beside(tree, &named.words(), knowledge).filter(|b| !is_listed(name, b, knowledge));
        let comma = named
            .tokens
            .start
            .checked_sub(1)
            .filter(|at| tree.form(TokenIx::new(*at)) == ",");
        let behind = comma.is_some_and(|at| names.iter().any(|n| n.words().end == at));
        let written = if name.chars().any(char::is_lowercase) {
            name.to_owned()
        } else {
            name.to_lowercase()
        };
        let key = format!(
            "{}{}",
            written.to_lowercase(),
            if named.division { " *" } else { "" }
        );
        let same = |g: &&mut (String, Beside, Group)| {
            g.0 == key && (beside.is_none() || g.1.is_none() || g.1 == beside)
        };
        if let Some((_, known, group)) = groups.iter_mut().find(same) {
            group.members.push(number);
            group.behind |= behind;
            if known.is_none() {
                *known = beside;
            }
            continue;
        }
        let candidates = candidates(name, words, knowledge);
        groups.push((
            key,
            beside,
            Group {
                members: vec![number],
                behind,
                features: Vec::new(),
                shares: Vec::new(),
                astray: false,
                candidates,
            },
        ));
    }
    let counts = countries(tree, entities, knowledge);
    let total: f64 = counts.values().map(|n| f64::from(*n)).sum();
    for (key, beside, group) in &mut groups {
        let division = key.ends_with(" *");
        group.features = group
            .candidates
            .iter()
            .map(|c| alone(c, division, group.behind, beside, &counts, total))
            .collect();
        group.shares = scale.shares(&group.features, true);
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, _, group)| group).collect();
    for at in 0..groups.len() {
        let support: Vec<[f64; 4]> = groups[at]
            .candidates
            .iter()
            .map(|c| support(c, at, &groups))
            .collect();
        for (features, support) in groups[at].features.iter_mut().zip(support) {
            features[FIRST..].copy_from_slice(&support);
        }
    }
    for group in &mut groups {
        group.shares = scale.shares(&group.features, false);
    }
    let mut countries: HashMap<String, u32> = HashMap::new();
    for country in groups.iter().filter_map(Group::country) {
        *countries.entry(country.to_owned()).or_default() += 1;
    }
    for group in &mut groups {
        group.astray = group.is_astray(&countries);
    }
    groups
}

/// What a candidate shows by itself.
fn alone(
    c: &Candidate,
    division: bool,
    behind: bool,
    beside: &Beside,
    counts: &HashMap<String, u32>,
    total: f64,
) -> Features {
    let is = |holds: bool| f64::from(u8::from(holds));
    let mentions = c
        .country
        .as_ref()
        .and_then(|code| counts.get(code))
        .copied()
        .unwrap_or(0);
    let (mut country, mut admin1, mut other) = (false, false, false);
    if let Some((code, division)) = beside {
        let same = c.country.as_deref() == Some(code);
        match division {
            Some(division) if same && c.admin1 == *division => admin1 = true,
            None if same => country = true,
            _ => other = true,
        }
    }
    let own = c.kind == Kind::Country && beside.is_none();
    let mut features = [0.0; FEATURES.len()];
    features[..FIRST].copy_from_slice(&[
        match c.kind {
            Kind::City | Kind::Capital => f64::from(c.people.max(100)).log10() - 4.0,
            _ => 0.0,
        },
        match c.kind {
            Kind::Admin1 => f64::from(c.people.max(1000)).log10() - 6.0,
            _ => 0.0,
        },
        is(c.kind == Kind::Country),
        is(c.kind == Kind::Capital),
        is(c.kind == Kind::Admin1),
        is(c.kind == Kind::Admin2),
        is(c.kind == Kind::Region),
        is(c.usual),
        is(division && matches!(c.kind, Kind::Admin1 | Kind::Admin2 | Kind::Region)),
        is(behind && matches!(c.kind, Kind::Admin1 | Kind::Country)),
        is(country),
        is(admin1),
        is(other),
        // That a country is named speaks for what lies in it, not for itself.
        if own { 0.0 } else { f64::from(1 + mentions).ln() },
        if own {
            0.0
        } else {
            f64::from(mentions) / total.max(1.0)
        },
    ]);
    features
}

/// What the other names of the document say for a candidate.
fn support(c: &Candidate, at: usize, groups: &[Group]) -> [f64; 4] {
    let (mut near, mut division, mut country, mut all) = (0.0, 0.0, 0.0, 0.0);
    for (other, group) in groups.iter().enumerate() {
        if other == at {
            continue;
        }
        let weight = f64::from(u32::try_from(group.members.len().min(3)).unwrap_or(3)).sqrt();
        for (d, share) in group.candidates.iter().zip(&group.shares) {
            if *share < 0.02 {
                continue;
            }
            let share = share * weight;
            all += share;
            let same = d.country.is_some() && c.country == d.country;
            if same {
                country += share;
                if !d.admin1.is_empty() && d.admin1 == c.admin1 {
                    division += share;
                }
            }
            if !matches!(d.kind, Kind::Country | Kind::Region) {
                near += share * (-kilometres((c.lat, c.lon), (d.lat, d.lon)) / NEAR).exp();
            }
        }
    }
    let far = if all > 0.0 && country == 0.0 { 1.0 } else { 0.0 };
    [near.ln_1p(), division.ln_1p(), country.ln_1p(), far]
}

/// How often a document speaks of each country, by its people and places.
fn countries(tree: &Tree, entities: &Entities, knowledge: &Knowledge) -> HashMap<String, u32> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for entity in &entities.list {
        if let Some(code) = entity.actor.as_ref().and_then(|a| a.country.clone()) {
            *counts.entry(code).or_default() += u32::try_from(entity.mentions.len()).unwrap_or(u32::MAX);
        }
    }
    let outlet = tree.doc.article.publisher.as_deref();
    let outlet = outlet.and_then(|name| knowledge.named(name, tree.doc.article.published));
    if let Some(code) = outlet.and_then(|actor| actor.country) {
        *counts.entry(code).or_default() += 1;
    }
    counts
}

/// The places that a name may mean, those with most people first.
fn candidates(name: &str, words: &Words, knowledge: &Knowledge) -> Vec<Candidate> {
    let mut out = Vec::new();
    if let Some(found) = knowledge.gazetteer().abbreviated(name) {
        return vec![of_gazetteer(&found, true)];
    }
    named(name, knowledge, &mut out);
    // "Northeast Georgia", "downtown Oslo": by what is left.
    let mut rest = name;
    while out.is_empty() {
        let Some((first, others)) = rest.split_once([' ', '-']) else {
            break;
        };
        if !words.parts.contains(&first.to_lowercase()) {
            break;
        }
        rest = others.trim_start();
        named(rest, knowledge, &mut out);
    }
    if out.is_empty()
        && let Some((first, last)) = name.rsplit_once(' ')
        && words.parts.contains(&last.to_lowercase())
    {
        named(first, knowledge, &mut out);
    }
    out
}

fn named(name: &str, knowledge: &Knowledge, out: &mut Vec<Candidate>) {
    let found = knowledge.gazetteer().find(name);
    let country = knowledge.country_named(name);
    if let Some(country) = country {
        out.push(of_country(country, knowledge));
    }
    if let Some(region) = knowledge.region(name).filter(|r| r.kind != "bloc")
        && let Some((lat, lon)) = region.centre
    {
        let single = region.codes.iter().count() == 1;
        out.push(Candidate {
            name: region.name.to_string(),
            country: region.codes.first().filter(|_| single).map(str::to_owned),
            admin1: String::new(),
            lat,
            lon,
            geonames_id: None,
            feature: match &*region.kind {
                "sea" => "H.SEA",
                "strait" => "H.STRT",
                _ => "L.RGN",
            },
            radius: if &*region.kind == "strait" { 50 } else { 200 },
            kind: Kind::Region,
            people: 0,
            usual: true,
        });
    }
    let key = sayso_knowledge::names::key(name);
    for place in found.iter().filter(|f| f.feature != Feature::Country).take(MOST) {
        let usual = sayso_knowledge::names::key(place.name) == key;
        // "Mexico" is also said of Mexico City, but whoever writes it for others means the country.
        let capital_of =
            country.is_some_and(|c| place.feature == Feature::Capital && place.country == c.code);
        if usual || !capital_of {
            out.push(of_gazetteer(place, usual));
        }
    }
}

fn of_country(country: &Country, knowledge: &Knowledge) -> Candidate {
    let record = knowledge.gazetteer().country(&country.code);
    let (lat, lon) = record.as_ref().map_or((0.0, 0.0), |r| (r.lat, r.lon));
    Candidate {
        name: country.name.to_string(),
        country: Some(country.code.to_string()),
        admin1: String::new(),
        lat,
        lon,
        radius: record.as_ref().map_or(100, |r| r.radius),
        geonames_id: record.and_then(|r| r.geonames_id),
        feature: Feature::Country.code(),
        kind: Kind::Country,
        people: 0,
        usual: true,
    }
}

fn of_gazetteer(place: &Found, usual: bool) -> Candidate {
    Candidate {
        name: place.name.to_owned(),
        country: Some(place.country.to_owned()),
        admin1: place.admin1.to_owned(),
        lat: place.lat,
        lon: place.lon,
        geonames_id: place.geonames_id,
        feature: place.feature.code(),
        radius: place.radius,
        kind: match place.feature {
            Feature::City => Kind::City,
            Feature::Capital => Kind::Capital,
            Feature::Admin1 => Kind::Admin1,
            Feature::Admin2 => Kind::Admin2,
            Feature::Country => Kind::Country,
        },
        people: place.population,
        usual,
    }
}

/// The country, and perhaps its division, that stands beside a name: "Tripoli, Lebanon", "Tripoli in northern Lebanon", "the Kursk region
/// of Russia", "Columbia, Ky.", "the Lebanese city of Tripoli", "Lebanon's Tripoli".
fn beside(tree: &Tree, words: &Range, knowledge: &Knowledge) -> Beside {
    let text = &tree.doc.article.text;
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(words.start))].tokens;
    let form = |at: usize| tree.form(TokenIx::new(at));
    let upos = |at: usize| tree.upos(TokenIx::new(at));
    let mut at = words.end;
    let joins = at < sentence.end && matches!(form(at), "," | "(" | "in" | "of" | "-");
    if joins {
        let comma = matches!(form(at), "," | "(");
        at += 1;
        let last = sentence.end.min(at + 4);
        while at < last && !matches!(upos(at), "VERB" | "AUX" | "CCONJ") {
            for end in [at + 3, at + 2, at + 1] {
                if end > sentence.end {
                    continue;
                }
                let name = tree.span(&(at..end)).of(text);
                if !name.starts_with(char::is_uppercase) {
                    continue;
                }
                if let Some(short) = knowledge.gazetteer().abbreviated(name) {
                    return Some((short.country.to_owned(), Some(short.admin1.to_owned())));
                }
                if let Some(country) = knowledge.country_named(name) {
                    // "Atlanta, Georgia": where a division has the same name and the places fit it, the division is meant.
                    let division = division(knowledge, name).filter(|d| {
                        let own = tree.span(&(words.start..words.end)).of(text);
                        let places = knowledge.gazetteer().find(own);
                        places.iter().any(|p| p.country == d.0 && p.admin1 == d.1)
                            && !places
                                .iter()
                                .any(|p| p.country == country.code && p.population > 50_000)
                    });
                    return Some(division.map_or((country.code.to_string(), None), |(c, d)| (c, Some(d))));
                }
                if let Some((country, admin1)) = division(knowledge, name) {
                    return Some((country, Some(admin1)));
                }
            }
            if comma && upos(at) == "PROPN" {
                break;
            }
            at += 1;
        }
    }
    // In front.
    let before = words.start.checked_sub(1).filter(|b| *b > sentence.start)?;
    let first = sentence.start.max(words.start.saturating_sub(6));
    let owner = match form(before) {
        "of" => (first..before.saturating_sub(1))
            .rev()
            .find(|t| matches!(upos(*t), "ADJ" | "PROPN"))?,
        "'s" | "’s" => before - 1,
        _ if upos(before) == "NOUN" => (first..before)
            .rev()
            .find(|t| matches!(upos(*t), "ADJ" | "PROPN"))?,
        _ => return None,
    };
    let name = form(owner);
    knowledge
        .country_named(name)
        .or_else(|| knowledge.nationality(name))
        .map(|c| (c.code.to_string(), None))
        .or_else(|| division(knowledge, name).map(|(c, d)| (c, Some(d))))
}

/// Whether the name of a country stands before another in a list ("Mexico, the United States and Canada"), and not before what it lies in.
fn is_listed(name: &str, beside: &(String, Option<String>), knowledge: &Knowledge) -> bool {
    let (country, division) = beside;
    division.is_none()
        && knowledge.country_named(name).is_some()
        && self::division(knowledge, name).is_none_or(|(of, _)| of != *country)
}

type Range = std::ops::Range<usize>;

/// The first-order division of a name.
fn division(knowledge: &Knowledge, name: &str) -> Option<(String, String)> {
    let found = knowledge.gazetteer().find(name);
    let found = found.iter().find(|f| f.feature == Feature::Admin1)?;
    Some((found.country.to_owned(), found.admin1.to_owned()))
}

/// The fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Of the first round, for the first [`FIRST`] features.
    first: Features,
    second: Features,
}

/// `places.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first: BTreeMap<String, f64>,
    second: BTreeMap<String, f64>,
}

/// What a fit learns from: the features of each candidate of a name, which of them are right, and how much the name counts.
pub type Seen = Vec<(Vec<Features>, Vec<bool>, f64)>;

impl Scale {
    /// The one that sayso comes with.
    ///
    /// # Errors
    /// When its file lacks a weight.
    pub fn embedded() -> Result<Self, RuleError> {
        let wrong = |message: String| RuleError {
            file: "places.toml".into(),
            message,
        };
        let file: File =
            toml::from_str(include_str!("../../data/places.toml")).map_err(|e| wrong(e.to_string()))?;
        let read = |weights: &BTreeMap<String, f64>, count: usize| {
            let mut out = [0.0; FEATURES.len()];
            for (weight, name) in out.iter_mut().zip(FEATURES).take(count) {
                let known = weights.get(name).copied();
                *weight = known.ok_or_else(|| {
                    wrong(format!(
                        "no weight of `{name}`: run `cargo xtask generate places`"
                    ))
                })?;
            }
            Ok(out)
        };
        Ok(Self {
            first: read(&file.first, FIRST)?,
            second: read(&file.second, FEATURES.len())?,
        })
    }

    /// How likely each candidate is, in the first or second round.
    fn shares(&self, features: &[Features], first: bool) -> Vec<f64> {
        let weights = if first { &self.first } else { &self.second };
        softmax(features, weights)
    }

    /// Fits both rounds by gradient ascent with a small penalty; `again` looks at the documents anew with the first round fitted.
    pub fn fit(first: &Seen, again: impl FnOnce(&Self) -> Seen) -> Self {
        let mut scale = Self {
            first: ascend(first, FIRST),
            second: [0.0; FEATURES.len()],
        };
        scale.second = ascend(&again(&scale), FEATURES.len());
        scale
    }

    /// As it stands in its file.
    pub fn to_toml(&self) -> String {
        let table = |weights: &Features, count: usize| {
            let lines = FEATURES.iter().zip(weights).take(count);
            lines
                .map(|(name, weight)| format!("{name} = {weight:.4}\n"))
                .collect::<String>()
        };
        format!(
            "# Written by `cargo xtask generate places`: see `src/places/rank.rs`.\n\n[first]\n{}\n[second]\n{}",
            table(&self.first, FIRST),
            table(&self.second, FEATURES.len())
        )
    }

    /// All weights nought: the start of a fit.
    pub fn zero() -> Self {
        Self {
            first: [0.0; FEATURES.len()],
            second: [0.0; FEATURES.len()],
        }
    }
}

fn softmax(features: &[Features], weights: &Features) -> Vec<f64> {
    let sums: Vec<f64> = features
        .iter()
        .map(|x| x.iter().zip(weights).map(|(x, w)| x * w).sum())
        .collect();
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = sums.iter().map(|s: &f64| (s - most).exp()).collect();
    let total: f64 = shares.iter().sum();
    shares.into_iter().map(|s| s / total).collect()
}

fn ascend(seen: &Seen, count: usize) -> Features {
    let mut weights = [0.0; FEATURES.len()];
    let (mut mean, mut square) = ([0.0; FEATURES.len()], [0.0; FEATURES.len()]);
    let usable: Vec<_> = seen
        .iter()
        .filter(|(x, right, _)| x.len() > 1 && right.iter().any(|r| *r) && right.iter().any(|r| !*r))
        .collect();
    let total: f64 = usable.iter().map(|(.., weight)| weight).sum();
    for step in 1..=1500 {
        let mut slope = [0.0; FEATURES.len()];
        for (x, right, weight) in &usable {
            let shares = softmax(x, &weights);
            let good: f64 = shares
                .iter()
                .zip(right)
                .filter(|(_, r)| **r)
                .map(|(s, _)| s)
                .sum();
            for ((x, right), share) in x.iter().zip(right).zip(shares) {
                let pull = if *right { share / good.max(1e-9) } else { 0.0 } - share;
                for i in 0..count {
                    slope[i] += weight * pull * x[i];
                }
            }
        }
        for i in 0..count {
            let g = slope[i] / total.max(1e-9) - 0.0005 * weights[i];
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.999 * square[i] + 0.001 * g * g;
            let (m, v) = (
                mean[i] / (1.0 - 0.9_f64.powi(step)),
                square[i] / (1.0 - 0.999_f64.powi(step)),
            );
            weights[i] += 0.03 * m / (v.sqrt() + 1e-8);
        }
    }
    weights
}
