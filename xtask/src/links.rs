//! `cargo xtask generate links`: fits how likely two claims speak of one happening, on ECB+ (train and dev), on our own `eval/links-dev` and
//! `training/labels/stories.jsonl`, and on pairs of claims of three collections of real reports (`training/labels/pairs.jsonl`), each linked as one ledger.

use crate::{Done, root, shared};
use jiff::ToSpan;
use jiff::civil::Date;
use sayso::ledger::link::features::{FEATURES, Features, number as number_of};
use sayso::ledger::link::{Linker, context, scale::Scale};
use sayso::ledger::{Claim, DocumentKey, Header, Name, Report};
use sayso::record::Id;
use sayso::{Article, Given, Sayso, plain};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = "crates/ledger/data/link.toml";
/// How much a pair of our own stories counts beside one of ECB+: of `eval/links-dev`, of those that were written to fit to (in words so unlike that more
/// weight for them costs ECB+), and of all as if of the same days.
const OWN: f64 = 6.0;
const WRITTEN: f64 = 1.5;
const CROWDED: f64 = 1.0;
/// And one of the labelled pairs of real reports, for each that it stands for (the root of these: the rare ones count for more).
const REAL: f64 = 1.0;
/// Added to the fitted log-odds of every pair: claims are joined by the mean of their pairs, and two reports of one happening may share little that
/// a third makes up for. Chosen on `eval/links-dev` and ECB+, between 0 and 3.
const LEAN: f64 = 0.95;

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
    name: String,
    /// Whether it is our own.
    own: bool,
    weight: f64,
    reports: Vec<Report>,
    gold: Vec<Vec<Told>>,
}

/// A place in a report, and which happening it tells of.
type Told = ((usize, usize), String);

/// A labelled pair of claims of a collection of reports.
#[derive(Deserialize)]
struct Pair {
    corpus: String,
    /// Document, and first and last code point of the word.
    a: (String, u32, u32),
    b: (String, u32, u32),
    same: bool,
    /// How many pairs of the collection it was drawn from, divided by how many were drawn.
    stands_for: f64,
}

/// Two claims: what is known of them, whether they are one, how much that counts, and which they are, for people.
#[derive(Clone)]
struct Example {
    features: Features,
    one: bool,
    weight: f64,
    pair: String,
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
    let stories = own(&sayso)?;
    for half in [0, 1] {
        let own: Vec<Story> = stories.iter().skip(half).step_by(2).cloned().collect();
        halves[half].push(crowded(&own));
        halves[half].extend(own);
    }
    let of = |half: &[Story], own: bool| {
        let stories: Vec<&Story> = half.iter().filter(|s| s.own == own).collect();
        examples(&stories)
    };
    let mut parts: Vec<[(&str, Vec<Example>); 3]> = Vec::new();
    for (half, pairs) in halves.iter().zip(labelled(&sayso)?) {
        parts.push([
            ("ECB+", of(half, false)),
            ("our own", of(half, true)),
            ("real reports", pairs),
        ]);
    }
    keep(&parts)?;
    let seen =
        |half: &[(&str, Vec<Example>)]| half.iter().flat_map(|(_, seen)| seen.clone()).collect::<Vec<_>>();
    let fit = |seen: &[Example]| {
        let seen: Vec<_> = seen.iter().map(|e| (e.features, e.one, e.weight)).collect();
        Scale::fit(&seen)
    };
    // Half against half, to see what it is worth.
    for turn in 0..2 {
        let scale = fit(&seen(&parts[turn]));
        for (name, judged) in &parts[1 - turn] {
            println!("half {turn}, {name}: {}", judge(judged, &scale));
        }
    }
    let all: Vec<Example> = parts.iter().flat_map(|half| seen(half)).collect();
    let scale = fit(&all);
    println!("fitted on all: {}", judge(&all, &scale));
    fs::write(root().join(FILE), scale.leaning(LEAN).to_toml())?;
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
        name: "several".into(),
        own: false,
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
        name: "all".into(),
        own: true,
        weight: CROWDED,
        reports,
        gold,
    }
}

/// The examples, to look at: one a line, the numbers last.
fn keep(parts: &[[(&str, Vec<Example>); 3]]) -> Done {
    let mut lines = format!("half\tset\tsame\tweight\tpair\t{}\n", FEATURES.join("\t"));
    for (half, sets) in parts.iter().enumerate() {
        for (set, seen) in sets {
            for example in seen {
                let numbers: Vec<String> = example.features.iter().map(|x| format!("{x:.4}")).collect();
                let Example {
                    one, weight, pair, ..
                } = example;
                lines += &format!("{half}\t{set}\t{one}\t{weight}\t{pair}\t{}\n", numbers.join("\t"));
            }
        }
    }
    fs::create_dir_all(folder())?;
    Ok(fs::write(folder().join("examples.tsv"), lines)?)
}

/// Where what takes long to make is kept.
fn folder() -> PathBuf {
    root().join("target/links")
}

/// The labelled pairs of real reports, in two halves.
fn labelled(sayso: &Sayso) -> Result<[Vec<Example>; 2], Box<dyn Error>> {
    let text = fs::read_to_string(root().join("training/labels/pairs.jsonl"))?;
    let pairs: Vec<Pair> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut halves: [Vec<Example>; 2] = Default::default();
    for corpus in ["polnear", "muc4", "india"] {
        let reports = kept(sayso, corpus, &articles(corpus)?)?;
        let mut places: HashMap<(String, u32), usize> = HashMap::new();
        let mut count = 0;
        for report in &reports {
            for statement in &report.statements {
                places.insert((report.name.to_string(), statement.claim.trigger.start), count);
                count += 1;
            }
        }
        let linker = linker(&reports);
        for (at, pair) in pairs.iter().filter(|p| p.corpus == corpus).enumerate() {
            let place = |(document, start, _): &(String, u32, u32)| places.get(&(document.clone(), *start));
            if let (Some(a), Some(b)) = (place(&pair.a), place(&pair.b)) {
                halves[at % 2].push(Example {
                    features: linker.compare(*a as u32, *b as u32),
                    one: pair.same,
                    weight: REAL * pair.stands_for.sqrt(),
                    pair: format!("{} / {}", pair.a.0, pair.b.0),
                });
            }
        }
    }
    Ok(halves)
}

/// Reports of articles, read once and kept under a name; read again where the texts are others.
fn kept(sayso: &Sayso, name: &str, articles: &[Article]) -> Result<Vec<Report>, Box<dyn Error>> {
    let path = folder().join(format!("{name}.jsonl"));
    if let Ok(lines) = fs::read_to_string(&path) {
        let reports: Result<Vec<Report>, _> = lines.lines().map(sayso::ledger::report_of_line).collect();
        let same = |reports: &Vec<Report>| {
            let texts = reports.iter().map(|report| &report.text);
            texts.eq(articles.iter().map(|article| &article.text))
        };
        if let Some(reports) = reports.ok().filter(same) {
            println!(
                "{name}: as read before; delete {} to read it again",
                path.display()
            );
            return Ok(reports);
        }
    }
    let mut out = String::new();
    let mut reports = Vec::new();
    for articles in articles.chunks(64) {
        for document in sayso.read(articles.to_vec()) {
            let id = Id::Text(document.annotated.article.id.clone());
            let line = serde_json::to_string(&sayso.record(&document, id))?;
            reports.push(sayso::ledger::report_of_line(&line)?);
            out += &line;
            out.push('\n');
        }
    }
    fs::create_dir_all(folder())?;
    fs::write(&path, out)?;
    Ok(reports)
}

/// The articles of a collection of real reports.
///
/// # Errors
/// When it cannot be read.
pub fn articles(corpus: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    let file = match corpus {
        "polnear" => "polnear/train.jsonl",
        "muc4" => "muc4/train_dev1300.jsonl",
        _ => "india_police_events/docs_half.jsonl",
    };
    let path = shared(None).ok_or("no ../shared")?.join("data").join(file);
    let mut articles = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let id = text("id").ok_or("a document without an id")?;
        let mut given = Given {
            date: text("date").and_then(|d| d.parse().ok()),
            publisher: text("publisher"),
            title: text("title"),
            url: None,
        };
        let text = match text("text") {
            Some(text) => text,
            None => {
                let sentences = value["sents"].as_array().into_iter().flatten();
                let sentences: Vec<&str> = sentences.filter_map(|s| s["text"].as_str()).collect();
                sentences.join(" ")
            }
        };
        if corpus == "muc4" {
            given.date = dispatched(&text);
        }
        articles.push(plain(text, &id, &given));
    }
    Ok(articles)
}

/// The day in the line that a wire service's dispatch begins with: "LIMA, 4 JAN 90".
fn dispatched(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(30)
        .collect();
    words.windows(3).find_map(|w| {
        let month = MONTHS.iter().position(|m| *m == w[1])?;
        Date::new(
            1900 + w[2].parse::<i16>().ok()?,
            month as i8 + 1,
            w[0].parse().ok()?,
        )
        .ok()
    })
}

/// Reports that are linked as one ledger.
fn linker(reports: &[Report]) -> Linker {
    Linker::loose(reports.iter().enumerate().map(|(at, report)| {
        let of = DocumentKey(at as i64);
        let claims = report.statements.iter().map(|s| s.claim.clone());
        let mut claims: Vec<Claim> = claims
            .map(|claim| Claim {
                document: of,
                ..claim
            })
            .collect();
        context(&report.text, &mut claims);
        (header(at, report), claims)
    }))
}

fn judge(seen: &[Example], scale: &Scale) -> String {
    let sum = |which: &dyn Fn(&Features, bool) -> bool| -> f64 {
        let all = seen.iter().filter(|e| which(&e.features, e.one));
        all.map(|e| e.weight).sum()
    };
    let said = sum(&|x, _| scale.odds(x) > 0.0);
    let right = sum(&|x, right| right && scale.odds(x) > 0.0);
    let wanted = sum(&|_, right| right);
    let (p, r) = (right / said.max(1e-9), right / wanted.max(1e-9));
    format!(
        "{} pairs; precision {p:.3}, recall {r:.3}, F1 {:.3}",
        seen.len(),
        2.0 * p * r / (p + r).max(1e-9)
    )
}

fn ecb(sayso: &Sayso, path: &Path) -> Result<Vec<Story>, Box<dyn Error>> {
    let mut topics: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let record: Record = serde_json::from_str(line)?;
        topics.entry(record.topic.to_string()).or_default().push(record);
    }
    let articles: Vec<Article> = topics
        .values()
        .flatten()
        .map(|r| plain(r.text.clone(), &r.id, &Given::default()))
        .collect();
    let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
    let mut reports = kept(sayso, &format!("ecb-{name}"), &articles)?.into_iter();
    let stories = topics.iter().map(|(topic, records)| {
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
            name: topic.clone(),
            own: false,
            weight: 1.0,
            gold: gold.collect(),
            reports: reports.by_ref().take(records.len()).collect(),
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

/// A line of `training/labels/stories.jsonl`.
#[derive(Deserialize)]
struct OwnStory {
    name: String,
    reports: Vec<OwnReport>,
    occurrences: Vec<Marked>,
}

/// A happening of a story, and the places of its words in each report.
#[derive(Deserialize)]
struct Marked {
    id: String,
    words: BTreeMap<String, Vec<(usize, usize)>>,
}

/// One of our own stories before it is read.
struct Written {
    name: String,
    weight: f64,
    reports: Vec<OwnReport>,
    gold: Vec<Vec<Told>>,
}

/// Our own stories: those of `eval/links-dev`, and those that were written to fit to.
fn own(sayso: &Sayso) -> Result<Vec<Story>, Box<dyn Error>> {
    let mut given: Vec<Written> = Vec::new();
    let mut folders: Vec<_> = fs::read_dir(root().join("eval/links-dev"))?
        .collect::<Result<Vec<_>, _>>()?
        .iter()
        .map(fs::DirEntry::path)
        .collect();
    folders.sort();
    for folder in folders {
        let reports = fs::read_to_string(folder.join("reports.jsonl"))?;
        let reports: Vec<OwnReport> = reports
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()?;
        let gold: OwnGold = serde_json::from_str(&fs::read_to_string(folder.join("gold.json"))?)?;
        let told = |r: &OwnReport| {
            let spans = gold.occurrences.iter().filter_map(|o| {
                let words = o.span.get(&r.id)?;
                let at = r.text.find(words)?;
                let start = r.text[..at].chars().count();
                Some(((start, start + words.chars().count()), o.id.clone()))
            });
            spans.collect()
        };
        let gold = reports.iter().map(told).collect();
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        given.push(Written {
            name: name.into_owned(),
            weight: OWN,
            reports,
            gold,
        });
    }
    for line in fs::read_to_string(root().join("training/labels/stories.jsonl"))?.lines() {
        let story: OwnStory = serde_json::from_str(line)?;
        let told = |r: &OwnReport| {
            let spans = story.occurrences.iter().flat_map(|o| {
                let words = o.words.get(&r.id).into_iter().flatten();
                words.map(|span| (*span, o.id.clone()))
            });
            spans.collect()
        };
        let gold = story.reports.iter().map(told).collect();
        given.push(Written {
            name: story.name,
            weight: WRITTEN,
            reports: story.reports,
            gold,
        });
    }
    let mut articles = Vec::new();
    for r in given.iter().flat_map(|story| &story.reports) {
        let known = Given {
            date: Some(r.published.parse()?),
            publisher: Some(r.publisher.clone()),
            title: Some(r.title.clone()),
            url: None,
        };
        articles.push(plain(r.text.clone(), &r.id, &known));
    }
    let mut reports = kept(sayso, "own", &articles)?.into_iter();
    let stories = given.into_iter().map(|story| Story {
        name: story.name,
        own: true,
        weight: story.weight,
        gold: story.gold,
        reports: reports.by_ref().take(story.reports.len()).collect(),
    });
    Ok(stories.collect())
}

/// The compared pairs whose gold is known, with what they are and how much they count.
fn examples(stories: &[&Story]) -> Vec<Example> {
    let mut out = Vec::new();
    for story in stories {
        let claims = story
            .reports
            .iter()
            .enumerate()
            .flat_map(|(at, report)| report.statements.iter().map(move |s| (at, &s.claim)));
        let gold: HashMap<usize, (&String, usize, &str)> = claims
            .enumerate()
            .filter_map(|(at, (report, c))| {
                let (start, end) = (c.trigger.start as usize, c.trigger.end as usize);
                let here = &story.gold[report];
                let (_, chain) = here.iter().find(|((from, to), _)| *from < end && start < *to)?;
                Some((at, (chain, report, c.trigger.text.as_str())))
            })
            .collect();
        for (a, b, features) in linker(&story.reports).compared() {
            if let (Some(x), Some(y)) = (gold.get(&a), gold.get(&b)) {
                out.push(Example {
                    features,
                    one: x.0 == y.0,
                    weight: story.weight,
                    pair: format!("{}: {a} {} in {} / {b} {} in {}", story.name, x.2, x.1, y.2, y.1),
                });
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
