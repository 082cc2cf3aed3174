//! Movements, quantities and the times of events.
//!
//! `movements.jsonl`: passages with the legs of the movements that they tell of, in the order of the travel. `right` is the share where
//! all legs are there and no other, in that order, each with its origin, stops on the way, destination (the same places of the text) and means;
//! `legs_f1` counts single legs, their order aside; `places` is the share of right lines when the means are not asked for.
//!
//! `quantities.jsonl`: sentences with one quantity. `right` is the share that has a quantity there with its number, bounds, unit, what is counted and
//! what befell it; beside it each by itself.
//!
//! `event-times.jsonl`: passages with the word of an event. `right` is the share whose interval contains the gold's and lies within the widest that a reader
//! would still call right; `contains` and `narrow` are the two halves of it.

use super::{Scored, lines, share};
use sayso::model::statement::{Claim, Movement, PlaceRole};
use sayso::model::{CodePoints, Interval, Span, TokenIx};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;

fn shows() -> bool {
    std::env::var_os("SAYSO_SHOW").is_some()
}

/// The texts, each with its day of publication.
fn read<'a>(
    texts: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> Result<(Sayso, Vec<Document>), Box<dyn std::error::Error>> {
    let sayso = Sayso::embedded()?;
    let mut articles = Vec::new();
    for (at, (text, published)) in texts.enumerate() {
        let given = Given {
            date: published.map(str::parse).transpose()?,
            ..Given::default()
        };
        articles.push(plain(text.to_owned(), &at.to_string(), &given));
    }
    let documents = sayso.read(articles);
    Ok((sayso, documents))
}

/// Where words stand in a text.
fn place(text: &str, words: &str) -> Result<Span, String> {
    let at = text
        .find(words)
        .ok_or_else(|| format!("`{words}` is not in `{text}`"))?;
    Ok(Span::new(at, at + words.len()))
}

#[derive(Deserialize)]
struct Passage {
    text: String,
    published: String,
    legs: Vec<Leg>,
}

#[derive(Deserialize)]
struct Leg {
    origin: Option<String>,
    via: Vec<String>,
    destination: Option<String>,
    means: Option<String>,
}

pub(super) fn movements(gold: &str, _: &str) -> Scored {
    let items: Vec<Passage> = lines(gold)?;
    let (_, documents) = read(items.iter().map(|i| (&*i.text, Some(&*i.published))))?;
    let (mut right, mut without, mut hits, mut said, mut wanted) = (0, 0, 0, 0, 0);
    for (item, document) in items.iter().zip(&documents) {
        let text = &document.annotated.article.text;
        let found = &document.reading.movements;
        let mut fits = Vec::new();
        for leg in &item.legs {
            let row: Result<Vec<(bool, bool)>, String> =
                found.iter().map(|m| leg_fits(document, text, m, leg)).collect();
            fits.push(row?);
        }
        let same = found.len() == item.legs.len();
        let places = same && (0..found.len()).all(|at| fits[at][at].0);
        let all = places && (0..found.len()).all(|at| fits[at][at].1);
        right += usize::from(all);
        without += usize::from(places);
        said += found.len();
        wanted += item.legs.len();
        let mut free = vec![true; found.len()];
        for row in &fits {
            if let Some(at) = (0..found.len()).find(|at| free[*at] && row[*at] == (true, true)) {
                free[at] = false;
                hits += 1;
            }
        }
        if shows() && !all {
            eprintln!("{text}");
            for leg in &item.legs {
                eprintln!(
                    "   wanted {:?} {:?} {:?} {:?}",
                    leg.origin, leg.via, leg.destination, leg.means
                );
            }
            for m in found {
                let places: Vec<_> = m
                    .places
                    .iter()
                    .map(|(p, role)| (role.name(), document.reading.places[*p].span))
                    .chain(m.names.iter().map(|(span, role)| (role.name(), *span)))
                    .map(|(role, span)| (role, span.of(text)))
                    .collect();
                let word = document.annotated.tokens[m.trigger.at()].span.of(text);
                eprintln!("   got {word} {places:?} {:?}", m.means);
            }
        }
    }
    Ok(vec![
        ("right".into(), share(right, items.len())),
        ("places".into(), share(without, items.len())),
        ("legs_f1".into(), share(2 * hits, said + wanted)),
        ("lines".into(), items.len().to_string()),
    ])
}

/// Whether the places of a movement are those of a leg, and whether its means are.
fn leg_fits(document: &Document, text: &str, movement: &Movement, leg: &Leg) -> Result<(bool, bool), String> {
    let of_role = |role: PlaceRole| -> Vec<Span> {
        let places = movement.places.iter().filter(|(_, r)| *r == role);
        let names = movement.names.iter().filter(|(_, r)| *r == role);
        places
            .map(|(p, _)| document.reading.places[*p].span)
            .chain(names.map(|(span, _)| *span))
            .collect()
    };
    let same = |found: Vec<Span>, wanted: Vec<&String>| -> Result<bool, String> {
        if found.len() != wanted.len() {
            return Ok(false);
        }
        for words in wanted {
            place(text, words)?;
            // The same name may stand there twice.
            let mut there = text
                .match_indices(words.as_str())
                .map(|(at, _)| Span::new(at, at + words.len()));
            if !there.any(|span| {
                found
                    .iter()
                    .any(|f| f.start() < span.end() && span.start() < f.end())
            }) {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let places = same(of_role(PlaceRole::Origin), leg.origin.iter().collect())?
        && same(of_role(PlaceRole::Via), leg.via.iter().collect())?
        && same(of_role(PlaceRole::Destination), leg.destination.iter().collect())?;
    Ok((places, movement.means == leg.means.as_deref()))
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantity: Amount,
}

#[derive(Deserialize)]
struct Amount {
    text: String,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    unit: String,
    of: Option<String>,
    role: Option<String>,
}

pub(super) fn quantities(gold: &str, _: &str) -> Scored {
    let items: Vec<Sentence> = lines(gold)?;
    let (_, documents) = read(items.iter().map(|i| (&*i.text, None)))?;
    let (mut right, mut found, mut numbers, mut units, mut counted, mut roles) = (0, 0, 0, 0, 0, 0);
    for (item, document) in items.iter().zip(&documents) {
        let wanted = &item.quantity;
        let span = place(&item.text, &wanted.text)?;
        let overlap = |s: Span| {
            s.end()
                .min(span.end())
                .saturating_sub(s.start().max(span.start()))
        };
        let quantities = &document.annotated.quantities;
        let best = (0..quantities.len())
            .filter(|at| overlap(quantities[*at].span) > 0)
            .max_by_key(|at| overlap(quantities[*at].span));
        let Some(at) = best else {
            if shows() {
                eprintln!("none for `{}`: {}", wanted.text, item.text);
            }
            continue;
        };
        let got = &quantities[at];
        let role = document.reading.counted.get(at).copied().flatten();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-3 * b.abs().max(1e-9);
        let same = |a: Option<f64>, b: Option<f64>| {
            a.zip(b).is_some_and(|(a, b)| near(a, b)) || a.is_none() && b.is_none()
        };
        let number = wanted.value.is_none_or(|v| near(got.value, v))
            && same(got.low, wanted.low)
            && same(got.high, wanted.high);
        let unit = document.unit(at).unwrap_or("item") == wanted.unit;
        let of = wanted.of.as_ref().is_none_or(|of| {
            let head = of.rsplit(' ').next().unwrap_or(of).to_lowercase();
            got.of.as_ref().is_some_and(|lemma| {
                let lemma = lemma.to_lowercase();
                let tokens = &document.annotated.tokens;
                lemma == head
                    || tokens.iter().any(|t| {
                        t.span.of(&item.text).to_lowercase() == head && t.lemma.to_lowercase() == lemma
                    })
            })
        });
        let befell = role == wanted.role.as_deref();
        found += 1;
        numbers += usize::from(number);
        units += usize::from(unit);
        counted += usize::from(of);
        roles += usize::from(befell);
        let all = number && unit && of && befell;
        right += usize::from(all);
        if shows() && !all {
            eprintln!(
                "`{}` value {:?} low {:?} high {:?} {} of {:?} {:?}\n   got `{}` {} low {:?} high {:?} {:?} of {:?} {role:?}\n   {}",
                wanted.text,
                wanted.value,
                wanted.low,
                wanted.high,
                wanted.unit,
                wanted.of,
                wanted.role,
                got.span.of(&item.text),
                got.value,
                got.low,
                got.high,
                document.unit(at),
                got.of,
                item.text
            );
        }
    }
    let count = items.len();
    Ok(vec![
        ("right".into(), share(right, count)),
        ("found".into(), share(found, count)),
        ("number".into(), share(numbers, count)),
        ("unit".into(), share(units, count)),
        ("of".into(), share(counted, count)),
        ("role".into(), share(roles, count)),
        ("lines".into(), count.to_string()),
    ])
}

#[derive(Deserialize)]
struct Case {
    text: String,
    published: String,
    trigger: String,
    start: Option<String>,
    end: Option<String>,
    widest: (Option<String>, Option<String>),
}

/// A labelled passage, with the times from which a reader knows when its event is.
#[derive(Deserialize)]
struct Labelled {
    #[serde(flatten)]
    case: Case,
    /// In code points. Unknown in the passages of an evaluation set.
    times: Option<Vec<(usize, usize)>>,
}

/// What speaks for and against a time, and whether it is the event's own.
pub type Clues = (Vec<String>, bool);

/// Of each labelled passage the times near its event.
///
/// # Errors
/// When a line is no labelled passage.
pub fn times_near(labels: &str) -> Result<Vec<Vec<Clues>>, Box<dyn std::error::Error>> {
    let items: Vec<Labelled> = lines(labels)?;
    let (sayso, documents) = read(items.iter().map(|i| (&*i.case.text, Some(&*i.case.published))))?;
    let mut all = Vec::new();
    for (Labelled { case, times }, document) in items.iter().zip(&documents) {
        // An open end is that of an event of which no time is told, or of a bound.
        let open = case.start.is_none() || case.end.is_none();
        let Some(times) = times.as_deref().or(open.then_some(&[])) else {
            continue;
        };
        let points = CodePoints::new(&case.text);
        let marked = |span: Span| {
            let (start, end) = (
                points.at(&case.text, span.start()),
                points.at(&case.text, span.end()),
            );
            times.iter().any(|(from, to)| start < *to && *from < end)
        };
        let (tight, wide) = case.intervals()?;
        let trigger = word_at(document, place(&case.text, &case.trigger)?);
        let near = sayso.extractor().times_near(&document.annotated, trigger);
        let found: Vec<(Vec<String>, bool, bool)> = near
            .into_iter()
            .map(|n| {
                let right = within(&tight, &n.interval) && within(&n.interval, &wide);
                (n.clues, marked(n.span), right)
            })
            .collect();
        // What is marked and gives the right days is the event's, what neither is not; of the rest nothing is known.
        let known = found.into_iter().filter(|(_, marked, right)| marked == right);
        all.push(known.map(|(clues, own, _)| (clues, own)).collect());
    }
    Ok(all)
}

/// The word at a place.
fn word_at(document: &Document, span: Span) -> TokenIx {
    let tokens = &document.annotated.tokens;
    TokenIx::new(tokens.partition_point(|t| t.span.end() <= span.start()))
}

impl Case {
    /// The tightest interval that a reader gives, and the widest that is still right.
    fn intervals(&self) -> Result<(Interval, Interval), Box<dyn std::error::Error>> {
        let day = |day: &Option<String>| day.as_deref().map(str::parse).transpose();
        let tight = Interval {
            start: day(&self.start)?,
            end: day(&self.end)?,
        };
        let wide = Interval {
            start: day(&self.widest.0)?,
            end: day(&self.widest.1)?,
        };
        Ok((tight, wide))
    }
}

pub(super) fn event_times(gold: &str, _: &str) -> Scored {
    let items: Vec<Case> = lines(gold)?;
    let (sayso, documents) = read(items.iter().map(|i| (&*i.text, Some(&*i.published))))?;
    let (mut right, mut contains, mut narrow) = (0, 0, 0);
    for (item, document) in items.iter().zip(&documents) {
        let span = place(&item.text, &item.trigger)?;
        let told = document
            .reading
            .statements
            .iter()
            // How long a standing fact holds is no time of an event.
            .filter(|s| matches!(s.claim, Claim::Event { .. }))
            .find(|s| s.trigger_span.start() < span.end() && span.start() < s.trigger_span.end());
        let got = match told {
            Some(statement) => statement.when.interval,
            None => {
                let word = word_at(document, span);
                sayso.extractor().time_of(&document.annotated, word).interval
            }
        };
        let (tight, wide) = item.intervals()?;
        let inner = within(&tight, &got);
        let outer = within(&got, &wide);
        contains += usize::from(inner);
        narrow += usize::from(outer);
        right += usize::from(inner && outer);
        if shows() && !(inner && outer) {
            eprintln!(
                "{} {}\n   {} wanted {:?}..{:?} within {:?}, got {:?}..{:?}{}",
                item.published,
                item.text,
                item.trigger,
                item.start,
                item.end,
                item.widest,
                got.start.map(|d| d.to_string()),
                got.end.map(|d| d.to_string()),
                if told.is_some() { "" } else { " (no statement)" }
            );
        }
    }
    Ok(vec![
        ("right".into(), share(right, items.len())),
        ("contains".into(), share(contains, items.len())),
        ("narrow".into(), share(narrow, items.len())),
        ("lines".into(), items.len().to_string()),
    ])
}

/// Whether an interval lies within another.
fn within(inner: &Interval, outer: &Interval) -> bool {
    outer.start.is_none_or(|o| inner.start.is_some_and(|i| i >= o))
        && outer.end.is_none_or(|o| inner.end.is_some_and(|i| i <= o))
}
