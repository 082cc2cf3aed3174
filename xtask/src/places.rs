//! `cargo xtask generate places`: fits which of the places of one name is meant, on news with the places that people found
//! (LGL, TR-News, GeoWebNews). Prints what it gives on each set when fitted on the two others, then fits all three.

use crate::{Done, root, shared};
use sayso::extract::places::rank::{Group, Scale, Seen};
use sayso::model::CodePoints;
use sayso::model::geo::kilometres;
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use std::fs;
use std::path::Path;

const FILE: &str = "crates/extract/data/places.toml";
const SETS: [&str; 3] = ["lgl", "trnews", "geowebnews"];
/// A place within so many kilometres of the gold's is right (100 miles, as usual).
const RIGHT: f64 = 161.0;

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    toponyms: Vec<Toponym>,
}

#[derive(Deserialize)]
struct Toponym {
    /// Below nought where it could not be found.
    start: i64,
    end: i64,
    r#type: Option<String>,
    non_locational: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// A place of the gold: code points, and degrees.
type Gold = ((usize, usize), (f64, f64));

struct Set {
    documents: Vec<Document>,
    /// Of each document: code points and coordinates.
    gold: Vec<Vec<Gold>>,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the sets cannot be read.
pub fn run() -> Done {
    let folder = shared(None)
        .ok_or("no ../shared: the sets lie there")?
        .join("data/geo");
    let sayso = Sayso::embedded()?;
    let sets: Result<Vec<Set>, _> = SETS
        .iter()
        .map(|name| read(&sayso, &folder.join(format!("{name}.jsonl"))))
        .collect();
    let sets = sets?;
    for (left, name) in SETS.iter().enumerate() {
        let others: Vec<&Set> = sets
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != left)
            .map(|(_, s)| s)
            .collect();
        let scale = fit(&sayso, &others);
        let (right, all) = judge(&sayso, &sets[left], &scale);
        println!(
            "{name}, fitted on the others: {right} of {all} names right, {:.4}",
            right as f64 / all as f64
        );
    }
    let all: Vec<&Set> = sets.iter().collect();
    let scale = fit(&sayso, &all);
    for (set, name) in sets.iter().zip(SETS) {
        let (right, all) = judge(&sayso, set, &scale);
        println!(
            "{name}, fitted on all: {right} of {all} names right, {:.4}",
            right as f64 / all as f64
        );
    }
    fs::write(root().join(FILE), scale.to_toml())?;
    println!("wrote {FILE}");
    Ok(())
}

fn read(sayso: &Sayso, path: &Path) -> Result<Set, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(path)?;
    let records: Result<Vec<Record>, _> = text.lines().map(serde_json::from_str).collect();
    let records = records?;
    let articles = records
        .iter()
        .map(|r| plain(r.text.clone(), &r.id, &Given::default()));
    let documents = sayso.read(articles.collect());
    let gold = records.iter().map(|record| {
        let usable = record.toponyms.iter().filter(|t| {
            let kind = t.r#type.as_deref();
            !matches!(kind, Some("Demonym" | "Homonym" | "Language" | "Non_Toponym"))
                && t.non_locational.as_deref() != Some("Yes")
        });
        usable
            .filter_map(|t| {
                Some((
                    (usize::try_from(t.start).ok()?, usize::try_from(t.end).ok()?),
                    (t.lat?, t.lon?),
                ))
            })
            .collect()
    });
    Ok(Set {
        gold: gold.collect(),
        documents,
    })
}

/// The groups of all documents with their gold, where they have one, and how many mentions of each have it.
fn weigh(sayso: &Sayso, set: &Set, scale: &Scale) -> Vec<(Group, (f64, f64), usize)> {
    let mut out = Vec::new();
    for (document, gold) in set.documents.iter().zip(&set.gold) {
        let text = &document.annotated.article.text;
        let points = CodePoints::new(text);
        for (spans, group) in sayso
            .extractor()
            .weigh_places(&document.annotated, sayso.knowledge(), scale)
        {
            let found: Vec<_> = spans
                .iter()
                .map(|s| points.span(text, *s))
                .filter_map(|(start, end)| gold.iter().find(|((from, to), _)| *from < end && start < *to))
                .collect();
            if let Some((_, at)) = found.first() {
                out.push((group, *at, found.len()));
            }
        }
    }
    out
}

fn fit(sayso: &Sayso, sets: &[&Set]) -> Scale {
    let seen = |scale: &Scale| -> Seen {
        let mut seen = Seen::new();
        for set in sets {
            let weighed = weigh(sayso, set, scale);
            // A set counts as much as any other, however large it is.
            let weight = 1.0 / weighed.len().max(1) as f64;
            seen.extend(weighed.into_iter().map(|(group, gold, _)| {
                let right = group
                    .candidates
                    .iter()
                    .map(|c| kilometres((c.lat, c.lon), gold) <= RIGHT);
                let right = right.collect();
                (group.features, right, weight)
            }));
        }
        seen
    };
    Scale::fit(&seen(&Scale::zero()), seen)
}

/// How many mentions are right.
fn judge(sayso: &Sayso, set: &Set, scale: &Scale) -> (usize, usize) {
    let (mut right, mut all) = (0, 0);
    for (group, gold, count) in weigh(sayso, set, scale) {
        all += count;
        let best = (0..group.shares.len())
            .max_by(|a, b| group.shares[*a].total_cmp(&group.shares[*b]).then(b.cmp(a)));
        if best.is_some_and(|b| kilometres((group.candidates[b].lat, group.candidates[b].lon), gold) <= RIGHT)
        {
            right += count;
        }
    }
    (right, all)
}
