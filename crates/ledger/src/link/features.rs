//! What two claims have in common: the numbers that decide whether they speak of the same happening.

use super::blocks::hash;
use super::meanings::Meaning;
use super::rarity;
use super::words::WORDS;
use crate::report::{Actor, Claim, Header, Place, Trigger, What};
use jiff::civil::Date;
use sayso_model::EventType;
use sayso_model::geo::kilometres;
use sayso_model::statement::PlaceRole;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names of the numbers.
pub const FEATURES: [&str; 38] = [
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
    "words-alike",
    "words-shared",
    "days-apart",
    "day-told-near",
    "told-alike",
    "word-of-mouth",
    "meaning",
    "points-back",
    "names-shared",
    "rarest-shared",
    "both-lead",
    "rivals",
    "days-same",
    "word-beside",
    "days-clash",
];

/// What is looked at, in the order of [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// Places farther apart than this, in kilometres, are not the same; nearer than [`NEAR`], they may be.
const FAR: f64 = 200.0;
const NEAR: f64 = 40.0;
/// Reports as alike as this are of one matter.
const ALIKE: f64 = 0.3;
/// A sentence of so many telling words or more repeats another when so great a part of them stands in it.
const REPEATED: usize = 5;
const REPEATS: f64 = 0.75;
/// The first so many sentences are a report's lead.
const LEAD: u32 = 2;
/// And spots nearer than this are one.
const SPOT: f64 = 15.0;

/// The words of a name that tell who it is.
pub fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| w.len() > 1 && !WORDS.empty.contains(w))
        .map(singular)
        .collect()
}

/// Gives claims the telling words of their sentences, and whether they point back. All are claims of one report with this text.
pub fn context(text: &str, claims: &mut [Claim]) {
    let points: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let slice = |start: u32, end: u32| {
        let at = |point: u32| points.get(point as usize).copied().unwrap_or(text.len());
        text.get(at(start)..at(end)).unwrap_or_default()
    };
    for claim in claims {
        let (sentence, trigger) = (&claim.sentence, &claim.trigger);
        let parts = [
            slice(sentence.start, trigger.start.max(sentence.start)),
            slice(trigger.end.min(sentence.end), sentence.end),
        ];
        let words = parts
            .iter()
            .flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
        let telling = words
            .filter(|w| w.chars().count() > 2)
            .map(str::to_lowercase)
            .filter(|w| !WORDS.common.contains(w));
        let mut all: Vec<u64> = telling.map(|w| context_word(&w)).collect();
        all.sort_unstable();
        all.dedup();
        claim.context = all;
        claim.points_back = points_back(parts[0], &claim.trigger);
    }
}

/// Whether a happening is told of by a noun, as far as the word shows: a verb in the past has another ending.
fn is_noun(trigger: &Trigger) -> bool {
    let (word, lemma) = (trigger.text.to_lowercase(), trigger.lemma.to_lowercase());
    let ending = word.strip_prefix(&lemma);
    ending.is_some_and(|ending| matches!(ending, "" | "s" | "es"))
}

/// Whether a noun tells of what is known: "**the attack**", "**Tuesday's** missile **strike**", "**its** withdrawal".
fn points_back(before: &str, trigger: &Trigger) -> bool {
    const BETWEEN: usize = 3;
    if !is_noun(trigger) {
        return false;
    }
    for word in before.split_whitespace().rev().take(BETWEEN + 1) {
        let word = word.to_lowercase();
        if WORDS.known.contains(&word) || word.ends_with("'s") || word.ends_with("’s") {
            return true;
        }
        if WORDS.common.contains(&word) || !word.ends_with(char::is_alphanumeric) {
            return false;
        }
    }
    false
}

/// The number of a word of a sentence.
fn context_word(word: &str) -> u64 {
    hash('.', &rarity::root(word))
}

/// Without the `s` of plurals.
pub(super) fn singular(word: String) -> String {
    match word.strip_suffix('s') {
        Some(singular) if word.len() > 4 && !word.ends_with("ss") => singular.to_owned(),
        _ => word,
    }
}

/// Who takes part, as far as linking looks; texts as numbers, which are compared over and over.
struct Party {
    country: Option<u64>,
    /// Of the sectors, the first.
    sector: Option<u64>,
    /// Key in the tables of actors.
    id: Option<u64>,
    /// Whether it is a person with a name.
    person: bool,
    /// The words of its names, in order.
    words: Vec<u64>,
}

/// A claim prepared for comparing.
pub struct Prepared {
    /// The claim.
    pub claim: Claim,
    /// Its document.
    pub header: Arc<Header>,
    /// The type of an event.
    pub event: Option<EventType>,
    actors: Vec<Party>,
    recipients: Vec<Party>,
    /// The days that it is about, as numbers, where the text says so.
    days: Option<(i32, i32)>,
    /// The day of publication as a number.
    pub published: Option<i32>,
    lemma: String,
    stem: String,
    meaning: Option<&'static Meaning>,
    /// The telling words of its sentence and its names as numbers, in order, and how rare they are.
    words: Rare,
    names: Rare,
    /// The number of the root of its word.
    root: u64,
}

/// Words as numbers, in order, each with how rare it is.
struct Rare {
    words: Vec<(u64, f32)>,
    /// The length of the vector of these.
    length: f64,
}

impl Rare {
    fn of(words: &[u64]) -> Self {
        let words: Vec<(u64, f32)> = words.iter().map(|word| (*word, rarity::of(*word))).collect();
        let squares = words.iter().map(|(_, rarity)| f64::from(*rarity).powi(2));
        Self {
            length: squares.sum::<f64>().sqrt(),
            words,
        }
    }

    /// How rare the words are that are in both, one after the other.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = f64> + 'a {
        let mut at = 0;
        self.words.iter().filter_map(move |(word, rarity)| {
            while other.words.get(at).is_some_and(|(other, _)| other < word) {
                at += 1;
            }
            let both = other.words.get(at).is_some_and(|(other, _)| other == word);
            both.then_some(f64::from(*rarity))
        })
    }

    /// How rare the rarest is that another has not.
    fn rarest_own(&self, other: &Self) -> f64 {
        let own = self.words.iter().filter(|(word, _)| !other.has(*word));
        own.map(|(_, rarity)| f64::from(*rarity)).fold(0.0, f64::max)
    }

    fn has(&self, word: u64) -> bool {
        self.words.binary_search_by_key(&word, |(word, _)| *word).is_ok()
    }
}

/// Days from a fixed one.
pub fn number(day: Date) -> i32 {
    const FIRST: Date = jiff::civil::date(1970, 1, 1);
    day.since(FIRST).map_or(0, |span| span.get_days())
}

/// The words of all names of an actor.
fn words_of(actor: &Actor) -> BTreeSet<String> {
    words(&actor.name).union(&words(&actor.text)).cloned().collect()
}

/// Whether words for a person are its name: written large, and no title.
fn is_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words
        .next()
        .is_some_and(|w| w.starts_with(char::is_uppercase) && !WORDS.empty.contains(&w.to_lowercase()))
        && words.all(|w| !WORDS.speaks_for.contains(&w.to_lowercase()))
}

fn party(actor: &Actor) -> Party {
    let number = |text: &String| hash('.', text);
    Party {
        country: actor.country.as_ref().map(number),
        sector: actor.sectors.first().map(number),
        id: actor.id.as_ref().map(number),
        person: actor.kind == "PER" && (actor.id.is_some() || is_name(&actor.name)),
        words: hashed(words_of(actor)),
    }
}

impl Prepared {
    /// Prepares a claim.
    pub fn new(claim: Claim, header: Arc<Header>) -> Self {
        let event = match &claim.what {
            What::Event { event, .. } => Some(*event),
            What::Fact { .. } => None,
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
            days: days.flatten(),
            published: header.published.map(number),
            stem: stem(&lemma),
            meaning: event.and_then(|e| Meaning::of(&lemma, e)),
            words: Rare::of(&claim.context),
            root: context_word(&lemma),
            names: Rare::of(&hashed(&claim.names)),
            lemma,
            event,
            claim,
            header,
        }
    }

    /// The mode of an event.
    fn mode(&self) -> Option<&str> {
        match &self.claim.what {
            What::Event { mode, .. } => mode.as_deref(),
            What::Fact { .. } => None,
        }
    }

    /// Where it was: no country, and not where something set out from.
    fn places(&self) -> impl Iterator<Item = &Place> {
        let all = self.claim.places.iter();
        all.filter(|p| p.feature != "A.PCLI" && p.role != PlaceRole::Origin)
    }

    /// Whether it is dated after the day of its report.
    pub fn is_ahead(&self) -> bool {
        let (Some((start, end)), Some(published)) = (self.days, self.published) else {
            return false;
        };
        // A standing fact may hold from that very day on.
        let open = self.event.is_some() && self.claim.time.end.is_none();
        start > published || start == published && (end > published || open)
    }

    /// Whether it is told of by a noun ("a kidnapping").
    pub fn is_noun(&self) -> bool {
        is_noun(&self.claim.trigger)
    }

    /// Whether both come from the same outlet.
    pub fn same_outlet(&self, other: &Self) -> bool {
        self.header.publisher.is_some() && self.header.publisher == other.header.publisher
    }

    /// Whether one of some words stands beside its own in its sentence.
    pub fn beside(&self, words: &BTreeSet<String>) -> bool {
        let mut numbers = words.iter().map(|w| context_word(w));
        numbers.any(|number| self.claim.context.binary_search(&number).is_ok())
    }

    /// Whether its sentence repeats that of another: the shorter of the two has hardly a telling word of its own.
    pub fn repeats(&self, other: &Self) -> bool {
        let least = self.claim.context.len().min(other.claim.context.len());
        least >= REPEATED && shared(&self.claim.context, &other.claim.context) >= REPEATS * least as f64
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
        for actor in self.claim.actors().iter().chain(self.claim.recipients()) {
            match &actor.country {
                Some(country) => {
                    keys.insert(country.clone());
                }
                None => keys.extend(words_of(actor)),
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

/// The words that a report speaks of, as numbers and in order, each with its weight.
pub struct Words(Vec<(u64, f64)>);

impl Words {
    /// Of the claims of a report.
    pub fn of<'a>(claims: impl IntoIterator<Item = &'a Prepared>) -> Self {
        let mut counts: BTreeMap<u64, f64> = BTreeMap::new();
        for claim in claims {
            let parties = claim.actors.iter().chain(&claim.recipients);
            let mut here: BTreeSet<u64> = parties.flat_map(|p| &p.words).copied().collect();
            for place in &claim.claim.places {
                here.extend(words(&place.name).iter().map(|w| hash('.', w)));
            }
            here.insert(hash('.', &claim.stem));
            for word in here {
                *counts.entry(word).or_default() += 1.0;
            }
        }
        let mut words: Vec<(u64, f64)> = counts.into_iter().map(|(w, n)| (w, n.ln_1p())).collect();
        let length = words.iter().map(|(_, n)| n * n).sum::<f64>().sqrt().max(1e-9);
        words.iter_mut().for_each(|(_, n)| *n /= length);
        Self(words)
    }

    /// How alike two reports are in what they speak of, 0 to 1.
    pub fn alike(&self, other: &Self) -> f64 {
        let (mut at, mut sum) = (0, 0.0);
        for (word, x) in &self.0 {
            while other.0.get(at).is_some_and(|(w, _)| w < word) {
                at += 1;
            }
            if let Some((_, y)) = other.0.get(at).filter(|(w, _)| w == word) {
                sum += x * y;
            }
        }
        sum
    }
}

/// How little two reports that are so alike have to do with each other, 0 to 1.
pub fn unlike(alike: f64) -> f64 {
    (1.0 - alike / ALIKE).max(0.0)
}

/// How far two participants may be the same, 0 to 1.
fn same_party(a: &Party, b: &Party) -> f64 {
    if a.id.is_some() && a.id == b.id {
        return 1.0;
    }
    let names = shared(&a.words, &b.words) / a.words.len().min(b.words.len()).max(1) as f64;
    if a.person && b.person && (names == 0.0 || a.id.is_some() && b.id.is_some()) {
        return 0.0;
    }
    let codes = match (a.country, b.country) {
        (Some(x), Some(y)) if x == y => {
            if a.sector == b.sector {
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

/// Whether a claim is of what is said or signed rather than done: such things are told of the same people every day.
fn of_mouth(claim: &Prepared) -> bool {
    use EventType as T;
    claim.event.is_some_and(|e| {
        matches!(
            e,
            T::Accuse | T::Reject | T::Threaten | T::Request | T::Support | T::Concede | T::Agree
        )
    })
}

/// Whether a claim tells neither who took part nor where.
fn bare(claim: &Prepared) -> bool {
    claim.actors.is_empty() && claim.recipients.is_empty() && claim.places().next().is_none()
}

/// Texts as numbers, in order.
fn hashed(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<u64> {
    let mut all: Vec<u64> = texts.into_iter().map(|text| hash('.', text.as_ref())).collect();
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

/// Whether the one that appeared later tells of what is known; of the same day, either of them.
fn later_points_back(a: &Prepared, b: &Prepared) -> bool {
    let (of_a, of_b) = (a.claim.points_back, b.claim.points_back);
    match a.published.zip(b.published) {
        Some((x, y)) if x < y => of_b,
        Some((x, y)) if x > y => of_a,
        _ => of_a || of_b,
    }
}

/// Compares two claims; the order does not matter. `alike`: how alike their reports are; `crowd`: how many claims of other matters share as much; `rivals`: how
/// many others of their types the two reports have.
pub fn compare(a: &Prepared, b: &Prepared, alike: f64, crowd: f64, rivals: f64) -> Features {
    let is = |holds: bool| f64::from(u8::from(holds));
    let actors = best(&a.actors, &b.actors);
    let recipients = best(&a.recipients, &b.recipients);
    let cross = best(&a.actors, &b.recipients).max(best(&a.recipients, &b.actors));
    let known = |x: &[Party]| {
        x.iter()
            .any(|p| p.country.is_some() || p.id.is_some() || p.person)
    };
    let pairs = || a.places().flat_map(|x| b.places().map(move |y| (x, y)));
    let near =
        pairs().any(|(x, y)| x.geonames_id.is_some() && x.geonames_id == y.geonames_id || apart(x, y) < NEAR);
    let spot = pairs().any(|(x, y)| is_spot(x) && is_spot(y) && apart(x, y) < SPOT);
    let far = !near && pairs().next().is_some() && pairs().all(|(x, y)| apart(x, y) > FAR);
    let gap = match (a.days, b.days) {
        (Some(x), Some(y)) => Some((x.0 - y.1).max(y.0 - x.1).max(0)),
        _ => None,
    };
    let apart_days = match (a.published, b.published) {
        (Some(x), Some(y)) => f64::from((x - y).abs()),
        _ => 0.0,
    };
    let weeks = apart_days / 7.0;
    // The day that one text tells may be that on which the other, which tells none, appeared.
    let reported = |told: Option<(i32, i32)>, published: Option<i32>| {
        told.zip(published)
            .is_some_and(|((start, end), day)| start <= day && day - end <= 2)
    };
    let told_near = match (a.days, b.days) {
        (Some(_), None) => is(reported(a.days, b.published)),
        (None, Some(_)) => is(reported(b.days, a.published)),
        _ => 0.0,
    };
    let (mut both_words, mut product, mut rarest) = (0.0, 0.0, 0.0_f64);
    for rarity in a.words.shared(&b.words) {
        both_words += rarity;
        product += rarity * rarity;
        rarest = rarest.max(rarity);
    }
    let day = |x: Option<(i32, i32)>| x.filter(|(start, end)| end - start <= 1);
    let same_day = day(a.days).zip(day(b.days)).map(|(x, y)| x == y);
    let figures = a.claim.quantities.iter().any(|x| {
        b.claim
            .quantities
            .iter()
            .any(|y| x.of == y.of && x.unit == y.unit && (x.value - y.value).abs() < 1e-9)
    });
    let same_word = a.lemma == b.lemma;
    let names: f64 = a.names.shared(&b.names).sum();
    // Within one report its likeness to itself and its day say nothing.
    let same_report = a.claim.document == b.claim.document;
    let other = |x: f64| if same_report { 0.0 } else { x };
    [
        1.0,
        is(same_word),
        is(!same_word && a.stem == b.stem),
        is(a.event == b.event),
        is(a.event == b.event && a.mode().is_some() && a.mode() == b.mode()),
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
        other(alike),
        is(cross > actors.max(recipients) + 0.3),
        other(is(a.published.is_some() && b.published.is_some() && weeks <= 0.5)),
        a.names.rarest_own(&b.names).min(b.names.rarest_own(&a.names)),
        crowd.ln_1p(),
        is(spot),
        is(bare(a) || bare(b)),
        product / (a.words.length * b.words.length).max(1e-9),
        both_words.ln_1p(),
        other(apart_days.ln_1p()),
        told_near,
        is(of_mouth(a) && of_mouth(b)) * both_words.min(3.0) / 3.0,
        is(of_mouth(a) && of_mouth(b)),
        a.meaning.zip(b.meaning).map_or(0.0, |(x, y)| x.alike(y)),
        is(later_points_back(a, b)),
        names.ln_1p(),
        rarest,
        other(is(a.claim.sentence.number.max(b.claim.sentence.number) < LEAD)),
        other(rivals.ln_1p()),
        is(same_day == Some(true)),
        is(a.words.has(b.root) || b.words.has(a.root)),
        is(same_day == Some(false)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_for_what_is_known() {
        // The words before, the word itself, its lemma.
        let check = |before: &str, text: &str, lemma: &str, wanted: bool| {
            let trigger = Trigger {
                start: 0,
                end: 0,
                text: text.into(),
                lemma: lemma.into(),
            };
            assert_eq!(points_back(before, &trigger), wanted, "{before} {text}");
        };
        check("A driver got away from the ", "attack", "attack", true);
        check("Nine died in Tuesday's missile ", "strike", "strike", true);
        check(
            "They resent the shameful American ",
            "sanctions",
            "sanction",
            true,
        );
        check("Its ", "Withdrawal", "withdrawal", true);
        check("Nine died in an ", "attack", "attack", false);
        check("The army ", "attacked", "attack", false);
        check("After the vote, fresh ", "clashes", "clash", false);
        check(
            "The ministry denied a new large-scale armed ",
            "raid",
            "raid",
            false,
        );
        check("", "Attack", "attack", false);
    }
}
