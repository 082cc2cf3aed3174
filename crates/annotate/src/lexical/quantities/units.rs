//! What numbers count and measure: currencies, measures, and nouns for people.

/// Marks of currency, the longer ones first, with ISO 4217 codes.
pub(super) const CURRENCIES: [(&str, &str); 21] = [
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("HK$", "HKD"),
    ("NZ$", "NZD"),
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
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
];

/// The unit that a noun names, in singular or plural; `None` for a noun that is counted itself.
pub(super) fn unit(noun: &str) -> Option<&'static str> {
    let noun = noun.to_ascii_lowercase();
    let noun = match noun.as_str() {
        "feet" => "foot",
        "kms" => "km",
        "inches" => "inch",
        "gas" | "gross" => return None,
        noun if noun.len() > 3 => noun.strip_suffix('s').unwrap_or(noun),
        noun => noun,
    };
    Some(match noun {
        "percent" | "%" | "pct" => "percent",
        "dollar" => "USD",
        "euro" => "EUR",
        "pound" => "GBP",
        "yen" => "JPY",
        "yuan" | "renminbi" => "CNY",
        "rouble" | "ruble" => "RUB",
        "hryvnia" => "UAH",
        "rupee" => "INR",
        "shekel" => "ILS",
        "lira" => "TRY",
        "zloty" => "PLN",
        "franc" => "CHF",
        "km" | "kilometre" | "kilometer" => "km",
        "m" | "metre" | "meter" => "m",
        "cm" | "centimetre" | "centimeter" => "cm",
        "mm" | "millimetre" | "millimeter" => "mm",
        "mile" => "mile",
        "foot" | "ft" => "foot",
        "inch" => "inch",
        "kg" | "kilogram" | "kilo" => "kg",
        "gram" => "g",
        "ton" | "tonne" => "ton",
        "litre" | "liter" => "litre",
        "gallon" => "gallon",
        "barrel" => "barrel",
        "hectare" => "hectare",
        "acre" => "acre",
        "degree" => "degree",
        "kilowatt" | "kw" => "kW",
        "megawatt" | "mw" => "MW",
        "gigawatt" | "gw" => "GW",
        "second" => "second",
        "minute" => "minute",
        "hour" => "hour",
        "day" => "day",
        "week" => "week",
        "month" => "month",
        "year" => "year",
        "decade" => "decade",
        _ => return None,
    })
}

/// The currency of a country whose adjective stands before its noun; the noun alone means the best known one.
pub(super) fn currency_of(country: &str, unit: &'static str) -> Option<&'static str> {
    Some(match (country, unit) {
        ("Canadian", "USD") => "CAD",
        ("Australian", "USD") => "AUD",
        ("Kong", "USD") => "HKD",
        ("Singapore", "USD") => "SGD",
        ("Taiwan", "USD") => "TWD",
        ("Zealand", "USD") => "NZD",
        ("Pakistani", "INR") => "PKR",
        ("Egyptian", "GBP") => "EGP",
        ("Lebanese", "GBP") => "LBP",
        ("Syrian", "GBP") => "SYP",
        ("Sudanese", "GBP") => "SDG",
        ("French" | "Belgian" | "CFA", "CHF") => return None,
        _ => unit,
    })
}

/// Nouns for people that their ending does not give away.
const PEOPLE: &str = "people person man woman child boy girl troop troops personnel police official civilian servicemember \
    serviceman servicewoman recruit conscript reservist veteran guard agent spy militant terrorist \
    insurgent rebel combatant extremist jihadist gunman hostage captive detainee inmate convict suspect \
    victim casualty refugee migrant immigrant resident citizen national student pupil patient nurse \
    parent relative aide envoy diplomat delegate representative spokesman spokeswoman spokesperson \
    lawmaker deputy chief president general colonel king friend colleague expert analyst witness \
    survivor dead wounded injured crew adult baby infant youth teen family villager voter passenger \
    employee staff fan athlete tourist marine pilot monk nun activist";

/// Nouns that end like people and are none.
const THINGS: &str = "number order corner paper river tower water power computer letter chapter center border tanker \
    carrier launcher cruiser helicopter sector reactor tractor factor error motor door floor harbor \
    quarter meter liter barrier layer trailer bunker container freighter destroyer interceptor \
    transformer shelter counter server filter printer matter winter summer disaster theater cover \
    charter mirror corridor monitor list twist mist fist header folder poster newspaper offer answer \
    cancer character parameter perimeter bomber chopper steamer loader trawler bulldozer sensor \
    generator elevator escalator detector copper silver flower finger shoulder tiger dinner encounter \
    register transfer skyscraper";

/// Whether a noun, given by its lemma, names people.
pub(super) fn is_person(noun: &str) -> bool {
    let lemma = noun.to_ascii_lowercase();
    let singular = lemma.strip_suffix('s').unwrap_or(&lemma);
    let is = |words: &str| words.split(' ').any(|word| word == lemma || word == singular);
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|end| singular.len() > end.len() + 2 && singular.ends_with(end))
    };
    // "Americans", "Iraqis"
    let nation = noun.starts_with(char::is_uppercase) && ends(&["an", "i"]);
    nation
        || is(PEOPLE)
        || !is(THINGS) && ends(&["er", "or", "ist", "ian", "men", "women", "man", "woman", "people"])
}
