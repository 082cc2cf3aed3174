//! What numbers count and measure: currencies, measures, and nouns for people.

use sayso_model::currency::{currency, currency_with};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Marks of currency, the longer ones first, with ISO 4217 codes.
pub(super) const CURRENCIES: [(&str, &str); 44] = [
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("HK$", "HKD"),
    ("NZ$", "NZD"),
    ("NT$", "TWD"),
    ("AU$", "AUD"),
    ("Can$", "CAD"),
    ("Z$", "ZWL"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₹", "INR"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("₩", "KRW"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("₫", "VND"),
    ("฿", "THB"),
    ("₸", "KZT"),
    ("₵", "GHS"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("JPY", "JPY"),
    ("CNY", "CNY"),
    ("SFr", "CHF"),
    ("DM", "DEM"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("KSh", "KES"),
    ("Sh", "KES"),
    ("FCFA", "XOF"),
    ("RM", "MYR"),
    ("Rp", "IDR"),
    ("R", "ZAR"),
];

/// A unit: its symbol, and what a number of it is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) symbol: &'static str,
    pub(super) by: f64,
    /// Whether it is one of money.
    pub(super) money: bool,
}

impl Unit {
    pub(super) const fn of(symbol: &'static str) -> Self {
        Self {
            symbol,
            by: 1.0,
            money: false,
        }
    }
}

static UNITS: LazyLock<HashMap<&'static str, (&'static str, f64)>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    let lines = include_str!("../../../data/units.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        if let (Some(symbol), Some(by), Some(names)) = (fields.next(), fields.next(), fields.next())
            && let Ok(by) = by.parse()
        {
            table.extend(names.split(' ').map(|name| (name, (symbol, by))));
        }
    }
    table
});

/// Nouns for people, from WordNet; with `-` those that only end like them.
static PERSONS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../data/persons.txt").lines().collect());

/// Nouns for people beside WordNet's.
static PEOPLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/people.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

pub(super) fn prepare() {
    LazyLock::force(&UNITS);
    LazyLock::force(&PERSONS);
    LazyLock::force(&PEOPLE);
}

/// The unit that a noun names, in singular or plural; `None` for a noun that is counted itself.
pub(super) fn unit(noun: &str) -> Option<Unit> {
    if let Some(code) = currency(noun) {
        return Some(Unit {
            money: true,
            ..Unit::of(code)
        });
    }
    let lower = noun.to_lowercase();
    let singular = || {
        lower
            .strip_suffix('s')
            .filter(|stem| stem.len() > 1 && *stem != "ga")
    };
    let get = |noun: &str| UNITS.get(noun).copied();
    let (symbol, by) = get(noun).or_else(|| get(&lower)).or_else(|| get(singular()?))?;
    Some(Unit {
        symbol,
        by,
        money: false,
    })
}

/// Whether a unit is one of time.
pub(super) fn is_time(unit: &str) -> bool {
    matches!(
        unit,
        "second" | "minute" | "hour" | "day" | "week" | "fortnight" | "month" | "year" | "decade" | "century"
    )
}

/// A unit with the word before it: `square` before a length, the country of a currency.
pub(super) fn with(before: &str, noun: &str, unit: Unit) -> Unit {
    if unit.money {
        return currency_with(noun, before).map_or(unit, |symbol| Unit { symbol, ..unit });
    }
    let word = before.trim_end_matches('.').to_lowercase();
    let symbol = match (word.as_str(), unit.symbol) {
        ("square" | "sq", "km") => "sqkm",
        ("square" | "sq", "m") => "sqm",
        ("square" | "sq", "mile") => "sqmile",
        ("square" | "sq", "foot") => "sqfoot",
        ("cubic" | "cu", "m") => "cum",
        ("cubic" | "cu", "km") => "cukm",
        ("cubic" | "cu", "foot") => "cufoot",
        ("nautical" | "sea", "mile") => "nmi",
        _ => return unit,
    };
    Unit { symbol, ..unit }
}

/// Nouns that WordNet takes for people first and that are mostly things where they are counted, and those that it lacks.
const THINGS: &str = "\
    carrier character cutter digger door excavator loader lorry monster printer router \
    scanner server theatre tiger trailer trawler turbocharger whale";

/// Makers and kinds of things that end like a people.
const MAKES: [&str; 8] = [
    "uzi", "ferrari", "audi", "maserati", "suzuki", "ducati", "bugatti", "sedan",
];

/// Whether a noun, given by its form and its lemma, names people.
pub(crate) fn is_person(form: &str, lemma: &str) -> bool {
    let lemma = lemma.to_lowercase();
    let singular = lemma.strip_suffix('s').unwrap_or(&lemma);
    let lower = form.to_lowercase();
    let repaired = lower
        .strip_suffix("ies")
        .map_or(String::new(), |stem| format!("{stem}y"));
    let both = [&*lemma, singular, &lower, &repaired];
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|end| singular.len() > end.len() + 2 && (singular.ends_with(end) || lower.ends_with(end)))
    };
    let whole = ["children", "men", "women", "people", "folk", "persons"];
    if both.iter().any(|word| PEOPLE.contains(*word)) || whole.iter().any(|end| lower.ends_with(end)) {
        return true;
    }
    if both
        .iter()
        .any(|word| THINGS.split(' ').any(|thing| thing == *word) || MAKES.contains(word))
    {
        return false;
    }
    // "Americans", "Iraqis", "Chinese", "Muscovites"
    if form.starts_with(char::is_uppercase) && ends(&["an", "i", "ese", "ite", "ish"]) {
        return true;
    }
    let last = singular.rsplit('-').next().unwrap_or(singular);
    if both.iter().chain(&[last]).any(|word| PERSONS.contains(*word)) {
        return true;
    }
    let other = [singular, last]
        .iter()
        .any(|word| PERSONS.contains(&*format!("-{word}")));
    !other && ends(&["er", "or", "ist", "ian", "men", "women", "man", "woman", "people"])
}
