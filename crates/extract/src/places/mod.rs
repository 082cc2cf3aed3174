//! Places: which words are places (`names`), which places they are (`rank`), and what they are to an event.

mod names;
pub mod rank;
mod words;

use crate::entities::Entities;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{Place, PlaceRef, PlaceRole};
use sayso_model::{Span, TokenIx};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// What places are found by: word lists, and the scale that ranks.
pub struct Rules {
    words: words::Words,
    scale: rank::Scale,
}

impl Rules {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When a file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        Ok(Self {
            words: words::Words::embedded()?,
            scale: rank::Scale::embedded()?,
        })
    }
}

/// The places of a document.
#[derive(Default)]
pub struct Places {
    /// As records, in order.
    pub list: Vec<Place>,
    of_token: HashMap<usize, usize>,
}

impl Places {
    /// Finds the places among the names of a document.
    pub fn find(tree: &Tree, entities: &Entities, knowledge: &Knowledge, rules: &Rules) -> Self {
        let names = names::find(tree, entities, knowledge, &rules.words);
        let mut found: Vec<Option<Place>> = vec![None; names.len()];
        for group in rank::rank(tree, entities, &names, knowledge, &rules.words, &rules.scale) {
            let Some(best) = group.best() else { continue };
            let candidate = &group.candidates[best];
            for number in &group.members {
                found[*number] = Some(place(tree, &names[*number], candidate, group.shares[best]));
            }
        }
        let mut places = Self::default();
        let vicinity: Vec<Option<Place>> = (0..names.len())
            .map(|n| vicinity(tree, n, &names, &found, &rules.words))
            .collect();
        for ((named, place), near) in names.iter().zip(found).zip(vicinity) {
            // A place in the name of a body, and one that no table knows, is not where something happens.
            let firm = place.is_some() && !named.embedded;
            let Some(place) = place.or(near) else { continue };
            if firm {
                let number = places.list.len();
                places.of_token.extend(named.words().map(|t| (t, number)));
            }
            places.list.push(place);
        }
        places
    }

    /// The number of the place that a word belongs to.
    pub fn at(&self, t: TokenIx) -> Option<usize> {
        self.of_token.get(&t.at()).copied()
    }

    /// The country that a place lies in.
    pub fn country(&self, place: usize) -> Option<String> {
        self.list.get(place)?.country.clone()
    }

    /// The place of a noun phrase: its head or what names it, else what it lies in ("an airfield in western Russia").
    pub fn of_phrase(&self, tree: &Tree, head: TokenIx) -> Option<usize> {
        of_phrase(tree, head, &|t| self.at(t))
    }
}

/// The same for whatever names places: `at` says which one a word belongs to.
pub fn of_phrase<T>(tree: &Tree, head: TokenIx, at: &impl Fn(TokenIx) -> Option<T>) -> Option<T> {
    of_phrase_within(tree, head, at, 3)
}

fn of_phrase_within<T>(
    tree: &Tree,
    head: TokenIx,
    at: &impl Fn(TokenIx) -> Option<T>,
    steps: u8,
) -> Option<T> {
    let near = |t: TokenIx| matches!(tree.relation(t), "compound" | "flat" | "amod" | "appos");
    at(head)
        .or_else(|| tree.children(head).filter(|c| near(*c)).find_map(at))
        .or_else(|| {
            // The embassy of Sweden is not in Sweden.
            let abroad = matches!(tree.lower(head).as_str(), "consulate" | "embassy");
            let deeper = tree.with(head, "nmod").filter(|c| {
                steps > 0
                    && tree.deprel(*c) != "nmod:poss"
                    && match tree.preposition(*c).as_deref() {
                        Some("of") => !abroad,
                        Some("in" | "near" | "at" | "on" | "outside") => true,
                        _ => false,
                    }
            });
            deeper
                .filter_map(|c| of_phrase_within(tree, c, at, steps - 1))
                .next()
        })
        .or_else(|| tree.with(head, "nmod:poss").find_map(at))
}

/// What the names of a document may mean, each group with its spans.
pub fn weigh(
    tree: &Tree,
    entities: &Entities,
    knowledge: &Knowledge,
    rules: &Rules,
    scale: &rank::Scale,
) -> Vec<(Vec<Span>, rank::Group)> {
    let names = names::find(tree, entities, knowledge, &rules.words);
    rank::rank(tree, entities, &names, knowledge, &rules.words, scale)
        .into_iter()
        .map(|group| {
            let spans = group.members.iter().map(|m| tree.span(&names[*m].words()));
            (spans.collect(), group)
        })
        .collect()
}

fn place(tree: &Tree, named: &names::Named, candidate: &rank::Candidate, share: f64) -> Place {
    let offset = offset(tree, &named.tokens);
    let words = named.words();
    let (mut lat, mut lon) = (candidate.lat, candidate.lon);
    if let Some((distance, degrees)) = offset.as_ref().and_then(|o| o.shift) {
        let (north, east) = (degrees.to_radians().cos(), degrees.to_radians().sin());
        lat = (lat + distance * north / 111.2).clamp(-90.0, 90.0);
        lon += distance * east / (111.2 * candidate.lat.to_radians().cos().max(0.05));
    }
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Place {
        span: tree.span(if candidate.is_country() {
            &named.tokens
        } else {
            &words
        }),
        name: candidate.name.clone(),
        country: candidate.country.clone(),
        lat: round(lat),
        lon: round(lon),
        geonames_id: candidate.geonames_id,
        feature: candidate.feature.to_owned(),
        precision_km: candidate.radius.max(offset.map_or(0, |o| o.within)),
        score: (share * 100.0).round() / 100.0,
    }
}

/// A place that the annotator finds and no table knows: what stands behind it says where it lies ("Elmcote, Oregon"), and a street or a creek lies in the town
/// that the text around it speaks of most.
fn vicinity(
    tree: &Tree,
    number: usize,
    names: &[names::Named],
    found: &[Option<Place>],
    words: &words::Words,
) -> Option<Place> {
    let named = names.get(number).filter(|n| n.told && found[number].is_none())?;
    let text = tree.span(&named.words()).of(&tree.doc.article.text);
    let upper = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if !upper || text.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    let lower = text.to_lowercase();
    let is = |word: Option<&str>, list: &BTreeSet<String>| word.is_some_and(|w| list.contains(w));
    let feature = words
        .features
        .iter()
        .find(|(_, list)| is(lower.split(' ').next_back(), list) || is(lower.split(' ').next(), list));
    let near = number.saturating_sub(NAMES_AROUND)..names.len().min(number + NAMES_AROUND);
    let others = || {
        let near = names[near.clone()].iter().zip(&found[near.clone()]);
        near.filter_map(|(n, place)| Some((n, place.as_ref()?)))
    };
    let town = |place: &Place| place.feature.starts_with("P.") || place.feature == "A.ADM2";
    let end = named.words().end;
    let joins = end < tree.doc.tokens.len() && matches!(tree.form(TokenIx::new(end)), "," | "in" | "(");
    let holder = others()
        .find(|(n, place)| {
            joins
                && (end + 1..end + 3).contains(&n.tokens.start)
                && !n.embedded
                && (town(place) || place.feature == "A.ADM1")
        })
        .map(|(_, place)| place);
    let around = || {
        let mut towns: Vec<(&Place, f64)> = Vec::new();
        for (other, place) in others().filter(|(_, place)| town(place)) {
            let distance = other.tokens.start.abs_diff(named.tokens.start) as f64;
            let weight = place.score / (1.0 + distance / AROUND);
            match towns
                .iter_mut()
                .find(|(t, _)| (t.lat, t.lon) == (place.lat, place.lon))
            {
                Some((_, sum)) => *sum += weight,
                None => towns.push((place, weight)),
            }
        }
        let best = towns
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(place, _)| place)
    };
    // Mountains and islands lie in no town.
    let local =
        feature.is_some_and(|(feature, _)| !feature.starts_with("T.") && !lower.contains("national "));
    let holder = holder.or_else(|| if local { around() } else { None })?;
    Some(Place {
        span: tree.span(&named.words()),
        name: text.to_owned(),
        geonames_id: None,
        feature: feature.map_or("L.LCTY", |(feature, _)| feature).to_owned(),
        precision_km: holder.precision_km.max(VICINITY_KM),
        score: (holder.score * VICINITY_SCORE * 100.0).round() / 100.0,
        ..holder.clone()
    })
}

/// A town so many words away counts half of one right beside a name.
const AROUND: f64 = 50.0;
/// So many names of places before and behind it are asked.
const NAMES_AROUND: usize = 100;
/// How far from its town a place may be that no table knows, in kilometres, and how much less sure it is than the town.
const VICINITY_KM: u16 = 50;
const VICINITY_SCORE: f64 = 0.5;

/// The words that a span covers.
pub fn tokens_of(tree: &Tree, span: Span) -> Range<usize> {
    let tokens = &tree.doc.tokens;
    let start = tokens.partition_point(|t| t.span.end() <= span.start());
    let end = tokens.partition_point(|t| t.span.start() < span.end());
    start..end.max(start + 1)
}

/// What the words in front say of where it is from there: "off the coast of", "20 km north of".
fn offset(tree: &Tree, words: &Range<usize>) -> Option<Offset> {
    let lower = |back: usize| {
        let at = words.start.checked_sub(back)?;
        Some(tree.form(TokenIx::new(at)).to_lowercase())
    };
    let article = usize::from(lower(1).as_deref() == Some("the"));
    let word = |back: usize| lower(back + article).unwrap_or_default();
    let bearing = |word: &str| {
        let word = word.replace('-', "");
        BEARINGS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, degrees)| *degrees)
    };
    match word(1).as_str() {
        "near" | "outside" | "around" => {
            return Some(Offset {
                shift: None,
                within: 20,
            });
        }
        "off" => {
            return Some(Offset {
                shift: None,
                within: 100,
            });
        }
        "of" => {}
        _ => return None,
    }
    if matches!(word(2).as_str(), "coast" | "shore" | "shores" | "waters") {
        return Some(Offset {
            shift: None,
            within: 100,
        });
    }
    let (direction, unit) = match bearing(&word(2)) {
        Some(degrees) => (Some(degrees), 3),
        None if matches!(word(2).as_str(), "outside" | "away") => (None, 3),
        None => return None,
    };
    let unit_at = if word(unit) == "to" || word(unit) == "the" {
        unit + 1
    } else {
        unit
    };
    let kilometres = match word(unit_at).as_str() {
        "km" | "kilometers" | "kilometres" | "kilometer" | "kilometre" => 1.0,
        "mile" | "miles" | "mi" => 1.609,
        _ => {
            return Some(Offset {
                shift: None,
                within: 30,
            })
            .filter(|_| direction.is_some());
        }
    };
    let number: f64 = word(unit_at + 1).replace(',', "").parse().ok()?;
    let distance = number * kilometres;
    Some(match direction {
        Some(degrees) => Offset {
            shift: Some((distance, degrees)),
            within: (distance / 3.0).clamp(3.0, 200.0) as u16,
        },
        None => Offset {
            shift: None,
            within: distance.clamp(3.0, 2000.0) as u16,
        },
    })
}

/// Directions by name, in degrees clockwise from north.
const BEARINGS: [(&str, f64); 8] = [
    ("north", 0.0),
    ("northeast", 45.0),
    ("east", 90.0),
    ("southeast", 135.0),
    ("south", 180.0),
    ("southwest", 225.0),
    ("west", 270.0),
    ("northwest", 315.0),
];

/// How far from a named place something is.
struct Offset {
    /// Kilometres and degrees clockwise from north.
    shift: Option<(f64, f64)>,
    /// Kilometres.
    within: u16,
}

/// What a preposition makes of the place behind it.
pub fn role(preposition: &str, motion: bool, violent: bool) -> Option<PlaceRole> {
    Some(match preposition {
        "to" | "into" | "onto" | "toward" | "towards" if motion => PlaceRole::Destination,
        "in" | "at" | "on" | "along" | "near" if motion => PlaceRole::Destination,
        "from" | "out of" if motion => PlaceRole::Origin,
        "via" | "through" | "across" | "over" if motion => PlaceRole::Via,
        "on" | "against" | "at" | "into" if violent => PlaceRole::Target,
        "in" | "at" | "on" | "near" | "outside" | "around" | "across" | "over" | "off" | "inside"
        | "within" | "along" | "throughout" => PlaceRole::Location,
        "to" => PlaceRole::Destination,
        _ => return None,
    })
}

/// The places around a trigger, in order.
pub fn around(tree: &Tree, places: &Places, trigger: TokenIx, motion: bool, violent: bool) -> Vec<PlaceRef> {
    let mut found: Vec<(usize, PlaceRef)> = Vec::new();
    let centre = tree.centre(trigger);
    if centre != trigger
        && let Some(role) = tree.preposition(centre).and_then(|p| role(&p, motion, violent))
        && let Some(place) = places.of_phrase(tree, centre)
    {
        found.push((
            centre.at(),
            PlaceRef {
                place,
                role,
                means: None,
                order: 0,
            },
        ));
    }
    let mut words = vec![centre];
    words.extend(tree.light(trigger));
    for word in words {
        let verb = tree.upos(word) == "VERB" || tree.upos(word) == "AUX";
        let object: Vec<TokenIx> = if verb {
            tree.child(word, "obj").into_iter().collect()
        } else {
            Vec::new()
        };
        // "sent troops to Syria" may hang the place on the troops; "withdrew from" on the verb.
        for holder in std::iter::once(word).chain(object.into_iter().filter(|_| motion || violent)) {
            for phrase in tree
                .children(holder)
                .filter(|c| matches!(tree.relation(*c), "obl" | "nmod"))
            {
                let Some(preposition) = tree.preposition(phrase) else {
                    continue;
                };
                let Some(mut role) = role(&preposition, motion, violent) else {
                    continue;
                };
                if holder != word && !motion {
                    // "bombed a camp in the north": where the camp is.
                    role = PlaceRole::Location;
                }
                for member in tree.members(phrase) {
                    if let Some(place) = places.of_phrase(tree, member) {
                        found.push((
                            member.at(),
                            PlaceRef {
                                place,
                                role,
                                means: None,
                                order: 0,
                            },
                        ));
                    }
                }
            }
        }
        for adverb in tree.with(word, "advmod") {
            if let Some(place) = places.at(adverb) {
                found.push((
                    adverb.at(),
                    PlaceRef {
                        place,
                        role: PlaceRole::Location,
                        means: None,
                        order: 0,
                    },
                ));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let mut out: Vec<PlaceRef> = Vec::new();
    for (_, place) in found {
        if !out.iter().any(|p| p.place == place.place) {
            out.push(place);
        }
    }
    out
}
