//! `cargo xtask generate links`: fits how likely two claims speak of one happening, on ECB+ (train and dev) and our own `eval/links-dev`.

use crate::{Done, root, shared};
use sayso::ledger::link::features::{Features, Prepared, Reports, compare};
use sayso::ledger::link::{pairs, scale::Scale};
use sayso::ledger::{DocumentKey, Header, Name, Report, report};
use sayso::record::Id;
use sayso::{Given, Sayso, plain};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

const FILE: &str = "crates/ledger/data/link.toml";
/// How much a pair of our own stories counts beside one of ECB+.
const OWN: f64 = 3.0;

#[derive(Deserialize)]
struct Record {
    id: String,
    topic: serde_json::Value,
    text: String,
    mentions: Vec<Mention>,
    validated_sentences: Vec<i64>,
}

#[derive(Deserialize)]
struct Mention {
    id: serde_json::Value,
    sent: i64,
    r#type: String,
    spans: Vec<(usize, usize)>,
    coref: Option<serde_json::Value>,
}

/// Reports that are linked with each other, and the gold of places in them: which happening they tell of.
#[derive(Clone)]
struct Story {
    weight: f64,
    reports: Vec<Report>,
    gold: Vec<Vec<((usize, usize), String)>>,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the sets cannot be read.
pub fn run() -> Done {
    let folder = shared(None)
        .ok_or("no ../shared: ECB+ lies there")?
        .join("data/ecbplus");
    let mut sayso = Sayso::embedded()?;
    sayso.set_least(sayso::ledger::link::LEAST);
    let mut halves: [Vec<Story>; 2] = Default::default();
    for file in ["train.jsonl", "dev.jsonl"] {
        let undated = ecb(&sayso, &folder.join(file))?;
        // Twice: each topic by itself, without days, and several together with days, as a ledger has them: what tells of
        // one happening has appeared on one day, and so has much that tells of others.
        for (at, topics) in undated.chunks(TOGETHER).enumerate() {
            halves[at % 2].push(together(topics));
            halves[at % 2].extend(topics.iter().cloned());
        }
    }
    for (at, story) in own(&sayso, &root().join("eval/links-dev"))?
        .into_iter()
        .enumerate()
    {
        halves[at % 2].push(story);
    }
    // Half against half, to see what it is worth.
    for turn in 0..2 {
        let scale = Scale::fit(&examples(&halves[turn].iter().collect::<Vec<_>>()));
        for (name, own) in [("ECB+", false), ("our own", true)] {
            let judged: Vec<&Story> = halves[1 - turn]
                .iter()
                .filter(|s| (s.weight == OWN) == own)
                .collect();
            println!("half {turn}, {name}: {}", judge(&examples(&judged), &scale));
        }
    }
    let all: Vec<&Story> = halves.iter().flatten().collect();
    let seen = examples(&all);
    let scale = Scale::fit(&seen);
    println!("fitted on all: {}", judge(&seen, &scale));
    fs::write(root().join(FILE), scale.to_toml())?;
    println!("wrote {FILE}");
    Ok(())
}

/// Topics of ECB+ that are linked together.
const TOGETHER: usize = 4;

/// Topics in one ledger. Of each, one half of the reports tells of one happening and the other of a like one, another year.
fn together(topics: &[Story]) -> Story {
    let reports = topics.iter().flat_map(|s| s.reports.iter().cloned());
    let dated = reports.map(|mut report| {
        let later = matches!(&report.name, Name::Text(name) if name.contains("plus"));
        let day = jiff::civil::date(if later { 2013 } else { 2012 }, 6, 1);
        report.published = Some(day);
        report
    });
    Story {
        weight: 1.0,
        reports: dated.collect(),
        gold: topics.iter().flat_map(|s| s.gold.iter().cloned()).collect(),
    }
}

fn judge(seen: &[(Features, bool, f64)], scale: &Scale) -> String {
    let said = seen.iter().filter(|(x, ..)| scale.odds(x) > 0.0).count();
    let right = seen
        .iter()
        .filter(|(x, right, _)| *right && scale.odds(x) > 0.0)
        .count();
    let wanted = seen.iter().filter(|(_, right, _)| *right).count();
    let (p, r) = (
        right as f64 / said.max(1) as f64,
        right as f64 / wanted.max(1) as f64,
    );
    format!(
        "{} pairs, {wanted} of them one; precision {p:.3}, recall {r:.3}, F1 {:.3}",
        seen.len(),
        2.0 * p * r / (p + r).max(1e-9)
    )
}

fn ecb(sayso: &Sayso, path: &Path) -> Result<Vec<Story>, Box<dyn std::error::Error>> {
    let mut topics: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let record: Record = serde_json::from_str(line)?;
        topics.entry(record.topic.to_string()).or_default().push(record);
    }
    let stories = topics.into_values().map(|records| {
        let articles = records
            .iter()
            .map(|r| plain(r.text.clone(), &r.id, &Given::default()));
        let gold = records.iter().map(|r| {
            let told = r.mentions.iter().filter(|m| {
                r.validated_sentences.contains(&m.sent)
                    && (m.r#type.starts_with("ACTION") || m.r#type.starts_with("NEG_ACTION"))
            });
            told.filter_map(|m| {
                let span = (m.spans.first()?.0, m.spans.last()?.1);
                let chain = m
                    .coref
                    .as_ref()
                    .map_or_else(|| format!("{} {}", r.id, m.id), ToString::to_string);
                Some((span, chain))
            })
            .collect()
        });
        Story {
            weight: 1.0,
            gold: gold.collect(),
            reports: reports(sayso, articles.collect()),
        }
    });
    Ok(stories.collect())
}

#[derive(Deserialize)]
struct OwnReport {
    id: String,
    published: String,
    publisher: String,
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct OwnGold {
    occurrences: Vec<OwnOccurrence>,
}

#[derive(Deserialize)]
struct OwnOccurrence {
    id: String,
    span: BTreeMap<String, String>,
}

fn own(sayso: &Sayso, folder: &Path) -> Result<Vec<Story>, Box<dyn std::error::Error>> {
    let mut folders: Vec<_> = fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .iter()
        .map(fs::DirEntry::path)
        .collect();
    folders.sort();
    let mut stories = Vec::new();
    for folder in folders {
        let given: Result<Vec<OwnReport>, _> = fs::read_to_string(folder.join("reports.jsonl"))?
            .lines()
            .map(serde_json::from_str)
            .collect();
        let given = given?;
        let gold: OwnGold = serde_json::from_str(&fs::read_to_string(folder.join("gold.json"))?)?;
        let mut articles = Vec::new();
        let mut all = Vec::new();
        for r in &given {
            let known = Given {
                date: Some(r.published.parse()?),
                publisher: Some(r.publisher.clone()),
                title: Some(r.title.clone()),
                url: None,
            };
            articles.push(plain(r.text.clone(), &r.id, &known));
            let spans = gold.occurrences.iter().filter_map(|o| {
                let words = o.span.get(&r.id)?;
                let at = r.text.find(words)?;
                let start = r.text[..at].chars().count();
                Some(((start, start + words.chars().count()), o.id.clone()))
            });
            all.push(spans.collect());
        }
        stories.push(Story {
            weight: OWN,
            gold: all,
            reports: reports(sayso, articles),
        });
    }
    Ok(stories)
}

fn reports(sayso: &Sayso, articles: Vec<sayso::Article>) -> Vec<Report> {
    let documents = sayso.read(articles);
    documents
        .iter()
        .map(|d| {
            let id = Id::Text(d.annotated.article.id.clone());
            report(&sayso.record(d, id))
        })
        .collect()
}

/// The compared pairs whose gold is known, with what they are and how much they count.
fn examples(stories: &[&Story]) -> Vec<(Features, bool, f64)> {
    let mut out = Vec::new();
    for story in stories {
        let headers: Vec<Header> = story
            .reports
            .iter()
            .enumerate()
            .map(|(at, r)| header(at, r))
            .collect();
        let mut claims = Vec::new();
        for (at, report) in story.reports.iter().enumerate() {
            claims.extend(report.statements.iter().map(|s| {
                let mut claim = s.claim.clone();
                claim.document = DocumentKey(at as i64);
                claim
            }));
        }
        let prepared: Vec<Prepared> = claims
            .iter()
            .map(|c| Prepared::new(c, &headers[c.document.0 as usize]))
            .collect();
        let reports = Reports::of(&prepared);
        let gold: HashMap<usize, &String> = claims
            .iter()
            .enumerate()
            .filter_map(|(at, c)| {
                let (start, end) = (c.trigger.start as usize, c.trigger.end as usize);
                let here = &story.gold[c.document.0 as usize];
                let (_, chain) = here.iter().find(|((from, to), _)| *from < end && start < *to)?;
                Some((at, chain))
            })
            .collect();
        for (a, b) in pairs(&prepared) {
            if let (Some(x), Some(y)) = (gold.get(&a), gold.get(&b)) {
                out.push((
                    compare(&prepared[a], &prepared[b], &reports),
                    x == y,
                    story.weight,
                ));
            }
        }
    }
    out
}

fn header(at: usize, report: &Report) -> Header {
    Header {
        key: DocumentKey(at as i64),
        name: Name::Number(at as i64),
        title: report.title.clone(),
        published: report.published,
        publisher: report.publisher.clone(),
        url: None,
        notice: report.notice,
        superseded_by: None,
        origin: DocumentKey(at as i64),
        copies: Vec::new(),
    }
}
