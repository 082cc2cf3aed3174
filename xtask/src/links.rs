//! `cargo xtask generate links`: fits how likely two claims speak of one happening, on ECB+ (train and dev) and our own `eval/links-dev`.

use crate::{Done, root, shared};
use jiff::ToSpan;
use jiff::civil::Date;
use sayso::ledger::link::features::{Features, Prepared, number as number_of};
use sayso::ledger::link::{compared, scale::Scale};
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
/// Added to the fitted log-odds of every pair: claims are joined by the mean of their pairs, and two reports of one happening may share little that
/// a third makes up for. Chosen on `eval/links-dev` and ECB+, between 0 and 3.
const LEAN: f64 = 1.25;

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
    gold: Vec<Vec<Told>>,
}

/// A place in a report, and which happening it tells of.
type Told = ((usize, usize), String);

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
    let stories = own(&sayso, &root().join("eval/links-dev"))?;
    for half in [0, 1] {
        let own: Vec<Story> = stories.iter().skip(half).step_by(2).cloned().collect();
        halves[half].push(crowded(&own));
        halves[half].extend(own);
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
    let mut scale = Scale::fit(&seen);
    println!("fitted on all: {}", judge(&seen, &scale));
    scale.weights[0] += LEAN;
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

/// Our own stories in one ledger, as if all had happened in the same days.
fn crowded(stories: &[Story]) -> Story {
    const DAY: Date = jiff::civil::date(2012, 6, 1);
    let mut reports: Vec<(Report, Vec<Told>)> = Vec::new();
    for (number, story) in stories.iter().enumerate() {
        let first = story.reports.iter().filter_map(|r| r.published).min();
        let shift = first.map_or(0, |first| number_of(DAY) - number_of(first));
        let moved = |day: Option<Date>| day.and_then(|d| d.checked_add(i64::from(shift).days()).ok());
        for (report, gold) in story.reports.iter().zip(&story.gold) {
            let mut report = report.clone();
            report.published = moved(report.published);
            for statement in &mut report.statements {
                let time = &mut statement.claim.time;
                (time.start, time.end) = (moved(time.start), moved(time.end));
            }
            let gold = gold.iter().map(|(span, id)| (*span, format!("{number} {id}")));
            reports.push((report, gold.collect()));
        }
    }
    let (reports, gold) = reports.into_iter().unzip();
    Story {
        weight: OWN,
        reports,
        gold,
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
        let mut order: Vec<usize> = (0..story.reports.len()).collect();
        order.sort_by_key(|at| story.reports[*at].published);
        let mut claims = Vec::new();
        for at in order {
            let report = &story.reports[at];
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
        for (a, b, features) in compared(&prepared) {
            if let (Some(x), Some(y)) = (gold.get(&a), gold.get(&b)) {
                out.push((features, x == y, story.weight));
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
