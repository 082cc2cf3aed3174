//! Places: which words are places, which places they are, and what they are to an event.

use crate::entities::Entities;
use crate::syntax::Tree;
use sayso_knowledge::{Feature, Found, Knowledge};
use sayso_model::statement::{EntityType, MentionKind, Place, PlaceRef, PlaceRole};
use sayso_model::{Span, TokenIx};
use std::collections::HashMap;
use std::ops::Range;

/// Words behind a name that make a division of a country of it.
const DIVISIONS: [&str; 14] = [
    "region",
    "oblast",
    "province",
    "district",
    "governorate",
    "state",
    "county",
    "prefecture",
    "department",
    "territory",
    "area",
    "raion",
    "krai",
    "canton",
];

/// The places of a document.
#[derive(Default)]
pub struct Places {
    /// As records, in order.
    pub list: Vec<Place>,
    of_token: HashMap<usize, usize>,
}

impl Places {
    /// Finds the places among the names of a document.
    pub fn find(tree: &Tree, entities: &Entities, knowledge: &Knowledge) -> Self {
        let mut names: Vec<(Range<usize>, TokenIx)> = Vec::new();
        let mut countries: HashMap<String, u32> = HashMap::new();
        for entity in &entities.list {
            if let Some(code) = entity.actor.as_ref().and_then(|a| a.country.clone()) {
                *countries.entry(code).or_default() += entity.mentions.len() as u32;
            }
            if !matches!(
                entity.kind,
                EntityType::GeoPolitical | EntityType::Location | EntityType::Facility
            ) {
                continue;
            }
            for mention in entity.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
                let tokens = tokens_of(tree, mention.span);
                if tree.doc.tells(mention.head) {
                    names.push((tokens, mention.head));
                }
            }
        }
        names.sort_by_key(|(tokens, _)| tokens.start);
        let mut places = Self::default();
        for (tokens, _) in names {
            if let Some(place) = locate(tree, &tokens, &countries, knowledge) {
                let number = places.list.len();
                let covered = tokens_of(tree, place.span);
                for t in covered {
                    places.of_token.insert(t, number);
                }
                places.list.push(place);
            }
        }
        places
    }

    /// The number of the place that a word belongs to.
    pub fn at(&self, t: TokenIx) -> Option<usize> {
        self.of_token.get(&t.at()).copied()
    }

    /// The place of a noun phrase: its head or what names it, else what it lies in ("an airfield in western Russia").
    pub fn of_phrase(&self, tree: &Tree, head: TokenIx) -> Option<usize> {
        self.of_phrase_within(tree, head, 3)
    }

    fn of_phrase_within(&self, tree: &Tree, head: TokenIx, steps: u8) -> Option<usize> {
        let near = |t: TokenIx| matches!(tree.relation(t), "compound" | "flat" | "amod" | "appos");
        self.at(head)
            .or_else(|| tree.children(head).filter(|c| near(*c)).find_map(|c| self.at(c)))
            .or_else(|| {
                let deeper = tree.with(head, "nmod").filter(|c| {
                    steps > 0
                        && tree.deprel(*c) != "nmod:poss"
                        && matches!(
                            tree.preposition(*c).as_deref(),
                            Some("of" | "in" | "near" | "at" | "on" | "outside")
                        )
                });
                deeper
                    .filter_map(|c| self.of_phrase_within(tree, c, steps - 1))
                    .next()
            })
            .or_else(|| tree.with(head, "nmod:poss").find_map(|c| self.at(c)))
    }
}

/// The words that a span covers.
pub fn tokens_of(tree: &Tree, span: Span) -> Range<usize> {
    let tokens = &tree.doc.tokens;
    let start = tokens.partition_point(|t| t.span.end() <= span.start());
    let end = tokens.partition_point(|t| t.span.start() < span.end());
    start..end.max(start + 1)
}

fn locate(
    tree: &Tree,
    tokens: &Range<usize>,
    countries: &HashMap<String, u32>,
    knowledge: &Knowledge,
) -> Option<Place> {
    let text = tree.span(tokens).of(&tree.doc.article.text);
    let next = TokenIx::new(tokens.end);
    let division = tokens.end < tree.doc.tokens.len()
        && DIVISIONS.contains(&tree.form(next).to_lowercase().as_str())
        && !tree.doc.sentences.iter().any(|s| s.tokens.start == tokens.end);
    let span = if division {
        tree.span(&(tokens.start..tokens.end + 1))
    } else {
        tree.span(tokens)
    };
    let found = knowledge.gazetteer().find(text);
    if let Some(country) = knowledge.country_named(text)
        && !division
    {
        let record = knowledge
            .gazetteer()
            .find(&country.name)
            .into_iter()
            .chain(found.iter().cloned())
            .find(|f| f.feature == Feature::Country && f.country == country.code);
        return Some(Place {
            span,
            name: country.name.to_string(),
            country: Some(country.code.to_string()),
            lat: record.as_ref().map_or(0.0, |r| r.lat),
            lon: record.as_ref().map_or(0.0, |r| r.lon),
            geonames_id: record.map(|r| r.geonames_id),
            feature: Feature::Country.code().to_owned(),
            score: 0.95,
        });
    }
    if let Some(region) = knowledge.region(text).filter(|r| r.kind != "bloc")
        && let Some((lat, lon)) = region.centre
    {
        return Some(Place {
            span,
            name: region.name.to_string(),
            country: region
                .codes
                .first()
                .filter(|_| region.codes.iter().count() == 1)
                .map(str::to_owned),
            lat,
            lon,
            geonames_id: None,
            feature: if matches!(&*region.kind, "sea" | "strait") {
                "H.SEA"
            } else {
                "L.RGN"
            }
            .to_owned(),
            score: 0.8,
        });
    }
    let after = country_after(tree, tokens, knowledge);
    let weight = |f: &Found| {
        let mentioned = countries.get(f.country).copied().unwrap_or(0).min(5);
        let mut weight = f64::from(f.population.max(10)).log10() + f64::from(mentioned) * 0.6;
        weight += if f.feature == Feature::Capital { 1.0 } else { 0.0 };
        weight += match (f.feature, division) {
            (Feature::Admin1, true) => 6.0,
            (Feature::Admin1, false) => -1.5,
            _ => 0.0,
        };
        weight
            + if after.as_deref() == Some(f.country) {
                8.0
            } else {
                0.0
            }
    };
    let mut ranked: Vec<(f64, Found)> = found.into_iter().map(|f| (weight(&f), f)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.geonames_id.cmp(&b.1.geonames_id)));
    let total: f64 = ranked.iter().map(|(w, _)| w.exp()).sum();
    let (weight, best) = ranked.into_iter().next()?;
    Some(Place {
        span,
        name: best.name.to_owned(),
        country: Some(best.country.to_owned()),
        lat: best.lat,
        lon: best.lon,
        geonames_id: Some(best.geonames_id),
        feature: best.feature.code().to_owned(),
        score: (weight.exp() / total * 100.0).round() / 100.0,
    })
}

/// The country that is named right behind: "Tripoli, Lebanon", "Tripoli in northern Lebanon", "the Kursk region of Russia".
fn country_after(tree: &Tree, tokens: &Range<usize>, knowledge: &Knowledge) -> Option<String> {
    let end = tree.doc.tokens.len().min(tokens.end + 6);
    let sentence = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(tokens.start))]
        .tokens
        .end;
    (tokens.end..end.min(sentence))
        .take_while(|i| !matches!(tree.upos(TokenIx::new(*i)), "VERB" | "AUX" | "CCONJ"))
        .find_map(|i| {
            let one = tree.span(&(i..i + 1)).of(&tree.doc.article.text);
            let two = (i + 1 < sentence).then(|| tree.span(&(i..i + 2)).of(&tree.doc.article.text));
            two.and_then(|t| knowledge.country_named(t))
                .or_else(|| knowledge.country_named(one))
                .map(|c| c.code.to_string())
        })
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

/// By which means a movement goes.
pub fn means(tree: &Tree, trigger: TokenIx) -> Option<&'static str> {
    let by = tree
        .slot(trigger, "by")
        .into_iter()
        .chain(tree.slot(trigger, "on"))
        .chain(tree.slot(trigger, "aboard"));
    for noun in by {
        match tree.lower(noun).as_str() {
            "sea" | "ship" | "boat" | "ferry" | "vessel" | "freighter" => return Some("sea"),
            "air" | "plane" | "aircraft" | "helicopter" | "jet" | "flight" => return Some("air"),
            "land" | "road" | "truck" | "bus" | "lorry" | "car" | "foot" => return Some("land"),
            "rail" | "train" | "railway" => return Some("rail"),
            _ => {}
        }
    }
    match tree.lower(trigger).as_str() {
        "fly" | "airlift" | "parachute" => Some("air"),
        "sail" | "ship" => Some("sea"),
        "drive" | "march" | "truck" => Some("land"),
        _ => None,
    }
}
