//! What two claims have in common: the numbers that decide whether they speak of the same happening.

use super::blocks::hash;
use super::words::WORDS;
use crate::report::{Actor, Claim, DocumentKey, Header, Place, What};
use jiff::civil::Date;
use sayso_model::EventType;
use sayso_model::geo::kilometres;
use sayso_model::statement::PlaceRole;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names of the numbers.
pub const FEATURES: [&str; 23] = [
    "always",
    "same-word",
    "related-word",
    "same-type",
    "same-mode",
    "actors-match",
    "actors-differ",
    "recipients-match",
    "recipients-differ",
    "someone-shared",
    "places-far",
    "days-meet",
    "days-differ",
    "figures-equal",
    "same-report",
    "weeks-apart",
    "reports-alike",
    "parties-cross",
    "published-near",
    "names-differ",
    "crowd",
    "same-spot",
    "bare",
];

/// What is looked at, in the order of [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// Places farther apart than this, in kilometres, are not the same; nearer than [`NEAR`], they may be.
const FAR: f64 = 200.0;
const NEAR: f64 = 40.0;
/// Reports as alike as this are of one matter.
const ALIKE: f64 = 0.3;
/// And spots nearer than this are one.
const SPOT: f64 = 15.0;

/// The words of a name that tell who it is.
pub fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| w.len() > 1 && !WORDS.empty.contains(w))
        .map(|w| match w.strip_suffix('s') {
            Some(singular) if w.len() > 4 && !w.ends_with("ss") => singular.to_owned(),
            _ => w,
        })
        .collect()
}

/// Who takes part, as far as linking looks.
struct Party<'a> {
    actor: &'a Actor,
    words: Vec<String>,
    /// The words as numbers, in order: these are compared over and over.
    hashed: Vec<u64>,
}

/// A claim prepared for comparing.
pub struct Prepared<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its document.
    pub header: &'a Header,
    /// The type of an event.
    pub event: Option<EventType>,
    mode: Option<&'a str>,
    actors: Vec<Party<'a>>,
    recipients: Vec<Party<'a>>,
    places: Vec<&'a Place>,
    /// The days that it is about, as numbers, where the text says so.
    days: Option<(i32, i32)>,
    /// The day of publication as a number.
    pub published: Option<i32>,
    lemma: String,
    stem: String,
    /// The names of its sentence as numbers, in order.
    names: Vec<u64>,
}

/// Days from a fixed one.
pub fn number(day: Date) -> i32 {
    const FIRST: Date = jiff::civil::date(1970, 1, 1);
    day.since(FIRST).map_or(0, |span| span.get_days())
}

impl<'a> Prepared<'a> {
    /// Prepares a claim.
    pub fn new(claim: &'a Claim, header: &'a Header) -> Self {
        let party = |actor: &'a Actor| {
            let words: Vec<String> = words(&actor.name).union(&words(&actor.text)).cloned().collect();
            Party {
                hashed: hashed(&words),
                words,
                actor,
            }
        };
        let (event, mode) = match &claim.what {
            What::Event { event, mode, .. } => (Some(*event), mode.as_deref()),
            What::Fact { .. } => (None, None),
        };
        let days = claim.dated.then(|| {
            let start = claim.time.start.or(claim.time.end).map(number);
            let end = claim.time.end.or(claim.time.start).map(number);
            start.zip(end)
        });
        let lemma = claim.trigger.lemma.to_lowercase();
        Self {
            actors: claim.actors().iter().map(party).collect(),
            recipients: claim.recipients().iter().map(party).collect(),
            places: claim
                .places
                .iter()
                .filter(|p| p.feature != "A.PCLI" && p.role != PlaceRole::Origin)
                .collect(),
            days: days.flatten(),
            published: header.published.map(number),
            stem: stem(&lemma),
            names: hashed(&claim.names),
            lemma,
            event,
            mode,
            claim,
            header,
        }
    }

    /// Whether the texts date both, and within a week.
    pub fn same_days(&self, other: &Self) -> bool {
        let both = self.days.zip(other.days);
        both.is_some_and(|(x, y)| x.0 - y.1 <= 7 && y.0 - x.1 <= 7)
    }

    /// The weeks that days alike are found in: that of its first day, and the next one.
    pub fn weeks(&self) -> Vec<i32> {
        self.days.map_or(Vec::new(), |(start, _)| {
            let week = start.div_euclid(7);
            vec![week, week + 1]
        })
    }

    /// The root of its word.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// Keys of who takes part and where: two claims of one happening share at least one, or the root of their word.
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for party in self.actors.iter().chain(&self.recipients) {
            match &party.actor.country {
                Some(country) => {
                    keys.insert(country.clone());
                }
                None => keys.extend(party.words.iter().cloned()),
            }
        }
        keys.extend(self.claim.places.iter().map(|p| p.name.to_lowercase()));
        keys
    }
}

/// The root of a word: verbs and their nouns meet ("explode", "explosion"; "arrest", "arrested").
pub fn stem(lemma: &str) -> String {
    if let Some(root) = WORDS.roots.get(lemma) {
        return root.clone();
    }
    let mut root = lemma;
    for ending in [
        "ation", "ition", "ment", "ing", "ion", "ance", "ence", "ure", "al", "er", "or", "ed", "e", "y",
    ] {
        // "deploy" does not end in "y" as "marry" does.
        if let Some(rest) = root.strip_suffix(ending)
            && rest.chars().count() >= 3
            && !(ending == "y" && rest.ends_with(['a', 'e', 'o', 'u']))
        {
            root = rest;
            break;
        }
    }
    root.to_owned()
}

/// What reports have to do with each other.
pub struct Reports {
    /// Words of names in each report, hashed and in order, with their weight.
    names: HashMap<DocumentKey, Vec<(u64, f64)>>,
}

impl Reports {
    /// Of all claims.
    pub fn of(claims: &[Prepared]) -> Self {
        let mut counts: HashMap<DocumentKey, BTreeMap<u64, f64>> = HashMap::new();
        for claim in claims {
            let parties = claim.actors.iter().chain(&claim.recipients);
            let mut here: BTreeSet<u64> = parties.flat_map(|p| &p.words).map(|w| hash('.', w)).collect();
            for place in &claim.claim.places {
                here.extend(words(&place.name).iter().map(|w| hash('.', w)));
            }
            here.insert(hash('.', &claim.stem));
            let all = counts.entry(claim.claim.document).or_default();
            for word in here {
                *all.entry(word).or_default() += 1.0;
            }
        }
        let weighted = |(document, words): (DocumentKey, BTreeMap<u64, f64>)| {
            let mut words: Vec<(u64, f64)> = words.into_iter().map(|(w, n)| (w, n.ln_1p())).collect();
            let length = words.iter().map(|(_, n)| n * n).sum::<f64>().sqrt().max(1e-9);
            words.iter_mut().for_each(|(_, n)| *n /= length);
            (document, words)
        };
        Self {
            names: counts.into_iter().map(weighted).collect(),
        }
    }

    /// How little two reports have to do with each other, 0 to 1.
    pub fn unlike(&self, a: DocumentKey, b: DocumentKey) -> f64 {
        if a == b {
            0.0
        } else {
            (1.0 - self.alike(a, b) / ALIKE).max(0.0)
        }
    }

    /// How alike two reports are in what they speak of, 0 to 1.
    fn alike(&self, a: DocumentKey, b: DocumentKey) -> f64 {
        let (Some(a), Some(b)) = (self.names.get(&a), self.names.get(&b)) else {
            return 0.0;
        };
        let (mut at, mut sum) = (0, 0.0);
        for (word, x) in a {
            while b.get(at).is_some_and(|(other, _)| other < word) {
                at += 1;
            }
            if let Some((_, y)) = b.get(at).filter(|(other, _)| other == word) {
                sum += x * y;
            }
        }
        sum
    }
}

/// How far two participants may be the same, 0 to 1.
fn same_party(a: &Party, b: &Party) -> f64 {
    if a.actor.id.is_some() && a.actor.id == b.actor.id {
        return 1.0;
    }
    let names = shared(&a.hashed, &b.hashed) / a.words.len().min(b.words.len()).max(1) as f64;
    let codes = match (&a.actor.country, &b.actor.country) {
        (Some(x), Some(y)) if x == y => {
            if a.actor.sectors.first() == b.actor.sectors.first() {
                0.8
            } else {
                0.5
            }
        }
        (Some(_), Some(_)) => return names * 0.3,
        _ => 0.0,
    };
    names.max(codes)
}

fn best(a: &[Party], b: &[Party]) -> f64 {
    a.iter()
        .flat_map(|x| b.iter().map(move |y| same_party(x, y)))
        .fold(0.0, f64::max)
}

fn apart(a: &Place, b: &Place) -> f64 {
    // A degree of latitude is 111 km everywhere.
    if (a.lat - b.lat).abs() * 110.0 > FAR {
        return f64::INFINITY;
    }
    kilometres((a.lat, a.lon), (b.lat, b.lon))
}

/// Whether a place is no country or province, and so tells where something was.
fn is_spot(place: &Place) -> bool {
    !place.feature.starts_with("A.PCL")
        && !place.feature.starts_with("A.ADM1")
        && !place.feature.starts_with("L.CONT")
}

/// Whether a claim tells neither who took part nor where.
fn bare(claim: &Prepared) -> bool {
    claim.actors.is_empty() && claim.recipients.is_empty() && claim.places.is_empty()
}

/// Texts as numbers, in order.
fn hashed(texts: &[String]) -> Vec<u64> {
    let mut all: Vec<u64> = texts.iter().map(|text| hash('.', text)).collect();
    all.sort_unstable();
    all
}

/// How many numbers two lists in order have in common.
fn shared(a: &[u64], b: &[u64]) -> f64 {
    let mut at = 0;
    let both = a.iter().filter(|word| {
        while b.get(at).is_some_and(|other| other < *word) {
            at += 1;
        }
        b.get(at) == Some(*word)
    });
    both.count() as f64
}

/// Compares two claims; the order does not matter. `crowd`: how many claims of other matters share as much.
pub fn compare(a: &Prepared, b: &Prepared, reports: &Reports, crowd: f64) -> Features {
    let is = |holds: bool| f64::from(u8::from(holds));
    let actors = best(&a.actors, &b.actors);
    let recipients = best(&a.recipients, &b.recipients);
    let cross = best(&a.actors, &b.recipients).max(best(&a.recipients, &b.actors));
    let known = |x: &[Party]| {
        x.iter()
            .any(|p| p.actor.country.is_some() || p.actor.id.is_some())
    };
    let pairs = || a.places.iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
    let near =
        pairs().any(|(x, y)| x.geonames_id.is_some() && x.geonames_id == y.geonames_id || apart(x, y) < NEAR);
    let spot = pairs().any(|(x, y)| is_spot(x) && is_spot(y) && apart(x, y) < SPOT);
    let far = !near && pairs().next().is_some() && pairs().all(|(x, y)| apart(x, y) > FAR);
    let gap = match (a.days, b.days) {
        (Some(x), Some(y)) => Some((x.0 - y.1).max(y.0 - x.1).max(0)),
        _ => None,
    };
    let weeks = match (a.published, b.published) {
        (Some(x), Some(y)) => f64::from((x - y).abs()) / 7.0,
        _ => 0.0,
    };
    let figures = a.claim.quantities.iter().any(|x| {
        b.claim
            .quantities
            .iter()
            .any(|y| x.of == y.of && x.unit == y.unit && (x.value - y.value).abs() < 1e-9)
    });
    let same_word = a.lemma == b.lemma;
    let names = shared(&a.names, &b.names);
    // Within one report its likeness to itself and its day say nothing.
    let same_report = a.claim.document == b.claim.document;
    let other = |x: f64| if same_report { 0.0 } else { x };
    [
        1.0,
        is(same_word),
        is(!same_word && a.stem == b.stem),
        is(a.event == b.event),
        is(a.event == b.event && a.mode.is_some() && a.mode == b.mode),
        actors,
        is(known(&a.actors) && known(&b.actors) && actors < 0.3),
        recipients,
        is(known(&a.recipients) && known(&b.recipients) && recipients < 0.3),
        actors.max(recipients).max(cross * 0.8),
        is(far),
        is(gap.is_some_and(|g| g <= 1)),
        gap.map_or(0.0, |g| f64::from(g.min(30)).ln_1p()),
        is(figures),
        is(same_report),
        weeks.min(8.0),
        other(reports.alike(a.claim.document, b.claim.document)),
        is(cross > actors.max(recipients) + 0.3),
        other(is(a.published.is_some() && b.published.is_some() && weeks <= 0.5)),
        is(!a.names.is_empty() && !b.names.is_empty() && names == 0.0),
        crowd.ln_1p(),
        is(spot),
        is(bare(a) || bare(b)),
    ]
}

/// Whether two kinds of event may be one happening told in different ways: what is announced and what came of it, a word of force and another.
pub fn compatible(a: &Prepared, b: &Prepared) -> bool {
    use EventType as T;
    let (Some(x), Some(y)) = (a.event, b.event) else {
        return false;
    };
    if x == y || a.stem == b.stem {
        return true;
    }
    let within = |types: &[T]| types.contains(&x) && types.contains(&y);
    within(&[T::Agree, T::Consult, T::Cooperate, T::Support])
        || within(&[T::Agree, T::Aid])
        || within(&[T::Concede, T::Retreat, T::Agree, T::Support])
        || within(&[T::Mobilize, T::Cooperate])
        || within(&[T::Assault, T::Coerce])
        || within(&[T::Coerce, T::Sanction])
        || within(&[T::Mobilize, T::Assault])
        || within(&[T::Threaten, T::Assault])
        || within(&[T::Threaten, T::Protest])
        || within(&[T::Threaten, T::Sanction])
        || within(&[T::Threaten, T::Coerce])
}
