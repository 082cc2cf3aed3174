//! Our own evaluation sets in `eval/`, and how they are scored.
//!
//! `nested.jsonl`: sentences with a chain of sources, outermost first, and the innermost content. An attribution that
//! touches the content is compared by its chain of parents: `chain` is the share of sentences where one has the whole chain,
//! source (or another mention of whom it stands for) and cue of each link touching those of the gold; `depth` where one has as many links; `sources` of all gold links,
//! the share whose source and cue some attribution has, `kinds` the share of these whose source has the kind of the gold.
//!
//! `sources.jsonl`: passages with one source, the kind of it, and the medium it spoke to or through. `found` is the share whose source and
//! cue some attribution has (a gold without source: an attribution that has none); of those found, `kind` has the kind, `anonymous` the same of
//! sources that are anonymous, `channel` has as channel what the gold has, or none where it has none, `number` the number of persons, `countries`
//! all countries and no other.
//!
//! `speakers.jsonl`: sources in PolNeAR dev that are pronouns or nouns of office, each with a place where the article names who it
//! is, in code points. `found` is the share that is the source of an attribution, `as_source` the share of all whose source is an
//! entity with a mention at one of the places where the article has that name; in `resolved` the words may also be such a mention
//! without being the source of an attribution that was found.
//!
//! `nested-dev.jsonl` and `sources-dev.jsonl` have the same form and were looked at while rules were written; the others were not. `nested-late.jsonl`, as the
//! other sets `-late`, was written to be hard and looked at after most rules; of `nested-unseen.jsonl` one line was looked at.
//!
//! `factuality.jsonl`, UDS and the CommitmentBank: see [`certainty`]. `events.jsonl` and the other sets of events: see [`events`].
//! `relations.jsonl`: see [`relations`]. `parties.jsonl`: see [`parties`].
//!
//! `roles.jsonl`, `facts.jsonl`: see [`knowledge`].
//!
//! `movements.jsonl`, `quantities.jsonl`, `event-times.jsonl`: see [`slots`].
//!
//! `coreference.jsonl`: see [`crate::coreference`], which also measures GUM.

pub mod certainty;
pub mod events;
mod knowledge;
mod parties;
mod relations;
pub mod slots;

use crate::coreference;
use crate::eval::Numbers;
use crate::root;
use sayso::model::statement::{Attribution, EntityId, Mention, Reading};
use sayso::model::{CodePoints, Span};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The numbers, unless the set cannot be read.
type Scored = Result<Numbers, Box<dyn Error>>;

/// One of our own sets.
pub struct OwnSet {
    /// What the table calls it.
    pub name: &'static str,
    /// Its file, from the root of the repository or, where `shared` says so, from the shared folder.
    pub gold: &'static str,
    /// Whether the file lies in the shared folder.
    pub shared: bool,
    /// The texts that it is about, from the shared folder, or the folder that holds them; empty where it has them itself.
    texts: &'static str,
    /// What is aimed at.
    pub bar: &'static str,
    score: fn(&str, &str) -> Scored,
}

/// All of them.
pub const SETS: &[OwnSet] = &[
    OwnSet {
        name: "factuality",
        gold: "eval/factuality.jsonl",
        shared: false,
        texts: "",
        bar: "macro F1 ≥ 0.80",
        score: certainty::factuality,
    },
    OwnSet {
        name: "factuality-dev",
        gold: "eval/factuality-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: certainty::factuality,
    },
    OwnSet {
        name: "uds",
        gold: "data/uds_factuality/dev.jsonl",
        shared: true,
        texts: "",
        bar: "r ≥ 0.70",
        score: certainty::uds,
    },
    OwnSet {
        name: "commitmentbank",
        gold: "data/commitmentbank/items_half.jsonl",
        shared: true,
        texts: "",
        bar: "r ≥ 0.50",
        score: certainty::commitment,
    },
    OwnSet {
        name: "events-news",
        gold: "eval/events.jsonl",
        shared: false,
        texts: "data",
        bar: "",
        score: events::news,
    },
    OwnSet {
        name: "parties",
        gold: "eval/parties.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: parties::own,
    },
    OwnSet {
        name: "parties-dev",
        gold: "eval/parties-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: parties::own,
    },
    OwnSet {
        name: "parties-coded",
        gold: "data/plover_gsr/plover_gsr.jsonl",
        shared: true,
        texts: "data",
        bar: "actor ≥ 0.85",
        score: parties::coded,
    },
    OwnSet {
        name: "relation-folds",
        gold: "eval/relations.jsonl",
        shared: false,
        texts: "data/plv_aw/PLV_train.jsonl",
        bar: "root F1 ≥ 0.80, quad ≥ 0.90, binary ≥ 0.96",
        score: relations::folds,
    },
    OwnSet {
        name: "police",
        gold: "data/india_police_events/docs_half.jsonl",
        shared: true,
        texts: "",
        bar: "",
        score: events::police,
    },
    OwnSet {
        name: "quiet",
        gold: "eval/quiet.jsonl",
        shared: false,
        texts: "data",
        bar: "≤ 5 events in 200 sentences",
        score: events::quiet,
    },
    OwnSet {
        name: "nested",
        gold: "eval/nested.jsonl",
        shared: false,
        texts: "",
        bar: "chain ≥ 0.80",
        score: nested,
    },
    OwnSet {
        name: "nested-dev",
        gold: "eval/nested-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: nested,
    },
    OwnSet {
        name: "nested-late",
        gold: "eval/nested-late.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: nested,
    },
    OwnSet {
        name: "nested-unseen",
        gold: "eval/nested-unseen.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: nested,
    },
    OwnSet {
        name: "sources",
        gold: "eval/sources.jsonl",
        shared: false,
        texts: "",
        bar: "anonymous ≥ 0.90, channel ≥ 0.85",
        score: sources,
    },
    OwnSet {
        name: "sources-dev",
        gold: "eval/sources-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: sources,
    },
    OwnSet {
        name: "speakers",
        gold: "eval/speakers.jsonl",
        shared: false,
        texts: "data/polnear/dev.jsonl",
        bar: "resolved ≥ 0.80",
        score: speakers,
    },
    OwnSet {
        name: "speakers-dev",
        gold: "eval/speakers-dev.jsonl",
        shared: false,
        texts: "data/polnear/train.jsonl",
        bar: "",
        score: speakers,
    },
    OwnSet {
        name: "roles",
        gold: "eval/roles.jsonl",
        shared: false,
        texts: "",
        bar: "right ≥ 0.97",
        score: knowledge::roles,
    },
    OwnSet {
        name: "facts",
        gold: "eval/facts.jsonl",
        shared: false,
        texts: "",
        bar: "F1 ≥ 0.85",
        score: knowledge::facts,
    },
    OwnSet {
        name: "facts-dev",
        gold: "eval/facts-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: knowledge::facts,
    },
    OwnSet {
        name: "movements",
        gold: "eval/movements.jsonl",
        shared: false,
        texts: "",
        bar: "legs, order and means all right ≥ 0.85",
        score: slots::movements,
    },
    OwnSet {
        name: "movements-dev",
        gold: "eval/movements-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: slots::movements,
    },
    OwnSet {
        name: "quantities",
        gold: "eval/quantities.jsonl",
        shared: false,
        texts: "",
        bar: "right ≥ 0.95",
        score: slots::quantities,
    },
    OwnSet {
        name: "quantities-dev",
        gold: "eval/quantities-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: slots::quantities,
    },
    OwnSet {
        name: "quantities-late",
        gold: "eval/quantities-late.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: slots::quantities,
    },
    OwnSet {
        name: "event-times",
        gold: "eval/event-times.jsonl",
        shared: false,
        texts: "",
        bar: "right ≥ 0.85",
        score: slots::event_times,
    },
    OwnSet {
        name: "event-times-dev",
        gold: "eval/event-times-dev.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: slots::event_times,
    },
    OwnSet {
        name: "event-times-late",
        gold: "eval/event-times-late.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: slots::event_times,
    },
    OwnSet {
        name: "coreference-gum",
        gold: "data/gum_coref/test.jsonl",
        shared: true,
        texts: "",
        bar: "CoNLL F1 ≥ 0.55, pronouns ≥ 0.70",
        score: |gold, _| coreference::score(gold),
    },
    OwnSet {
        name: "coreference-news",
        gold: "eval/coreference.jsonl",
        shared: false,
        texts: "",
        bar: "",
        score: |gold, _| coreference::score(gold),
    },
];

/// The sentence that every record has.
#[derive(Deserialize)]
struct Sentence {
    sentence: String,
}

#[derive(Deserialize)]
struct NestedGold {
    sentence: String,
    chain: Vec<LinkGold>,
    content: String,
}

#[derive(Deserialize)]
struct LinkGold {
    source: String,
    cue: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct SourceGold {
    sentence: String,
    source: String,
    cue: String,
    kind: String,
    channel: Option<String>,
    number: Option<u32>,
    countries: Vec<String>,
}

#[derive(Deserialize)]
struct SpeakerGold {
    document: String,
    /// In code points, as `name`.
    source: (usize, usize),
    name: (usize, usize),
}

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
    date: Option<String>,
}

/// Reads the texts of a set and scores what is read out of them.
///
/// # Errors
/// When the set cannot be read.
pub fn score(set: &OwnSet, shared: Option<&Path>) -> Scored {
    let folder = match (set.shared, shared) {
        (false, _) => root(),
        (true, Some(shared)) => shared,
        (true, None) => return Err("not measured: it lies in the shared folder".into()),
    };
    let texts = match (set.texts, shared) {
        ("", _) => String::new(),
        (path, Some(shared)) if shared.join(path).is_dir() => shared.join(path).display().to_string(),
        (path, Some(shared)) => fs::read_to_string(shared.join(path))?,
        (_, None) => return Err("not measured: its texts lie in the shared folder".into()),
    };
    (set.score)(&fs::read_to_string(folder.join(set.gold))?, &texts)
}

/// Reads the sentences of a set.
fn read(gold: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let article = |s: Sentence| plain(s.sentence, "sentence", &Given::default());
    let articles = lines::<Sentence>(gold)?.into_iter().map(article).collect();
    Ok(Sayso::embedded()?.read(articles))
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, serde_json::Error> {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(serde_json::from_str)
        .collect()
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.4}", part as f64 / whole.max(1) as f64)
}

fn nested(gold: &str, _: &str) -> Scored {
    let documents = read(gold)?;
    let gold: Vec<NestedGold> = lines(gold)?;
    let (mut whole, mut deep, mut links, mut linked) = (0, 0, 0, 0);
    let (mut kinds, mut with_kind) = (0, 0);
    for (document, g) in documents.iter().zip(&gold) {
        let all = &document.reading.attributions;
        let has = |a: &Attribution, l: &LinkGold| {
            is_source(document, a, &g.sentence, &l.source) && touches(&a.cue, &g.sentence, &l.cue)
        };
        let chains: Vec<Vec<&Attribution>> = all
            .iter()
            .filter(|a| touches(&a.content, &g.sentence, &g.content))
            .map(|a| chain(a, &document.reading))
            .collect();
        let fits = |chain: &Vec<&Attribution>| {
            chain.len() == g.chain.len() && chain.iter().zip(&g.chain).all(|(a, l)| has(a, l))
        };
        let right = chains.iter().any(fits);
        if !right && std::env::var_os("SAYSO_SHOW").is_some() {
            show_nested(g, all);
        }
        whole += usize::from(right);
        deep += usize::from(chains.iter().any(|c| c.len() == g.chain.len()));
        links += g.chain.len();
        for link in &g.chain {
            let Some(found) = all.iter().find(|a| has(a, link)) else {
                continue;
            };
            linked += 1;
            if let Some(kind) = &link.kind {
                with_kind += 1;
                kinds += usize::from(found.source_kind.name() == kind);
            }
        }
    }
    let mut scores = vec![
        ("chain".into(), share(whole, gold.len())),
        ("depth".into(), share(deep, gold.len())),
        ("sources".into(), share(linked, links)),
    ];
    if with_kind > 0 {
        scores.push(("kinds".into(), share(kinds, with_kind)));
    }
    Ok(scores)
}

/// A chain that was not found, and what was found in its place.
fn show_nested(gold: &NestedGold, all: &[Attribution]) {
    let sentence = &gold.sentence;
    let words = |spans: &[Span]| {
        let parts: Vec<&str> = spans.iter().map(|s| &sentence[s.start()..s.end()]).collect();
        parts.join(" … ")
    };
    eprintln!("{sentence}");
    for link in &gold.chain {
        eprintln!("  gold [{}] {}", link.source, link.cue);
    }
    eprintln!("  gold: {}", gold.content);
    for (at, a) in all.iter().enumerate() {
        let parent = a.parent.map_or(String::new(), |p| format!(" in {}", p.0));
        eprintln!(
            "  {at}{parent} [{}] {}: {}",
            words(&a.source),
            words(&a.cue),
            words(&a.content)
        );
    }
}

fn sources(gold: &str, _: &str) -> Scored {
    let documents = read(gold)?;
    let gold: Vec<SourceGold> = lines(gold)?;
    let mut found = 0;
    let [mut kind, mut anonymous, mut channel, mut number, mut countries] = [(0, 0); 5];
    let count = |(right, all): &mut (usize, usize), is: bool| {
        *right += usize::from(is);
        *all += 1;
    };
    for (document, g) in documents.iter().zip(&gold) {
        let reading = &document.reading;
        let mut fitting = reading
            .attributions
            .iter()
            .filter(|a| has_source(a, &g.sentence, &g.source) && touches(&a.cue, &g.sentence, &g.cue));
        let Some(a) = fitting.next() else { continue };
        found += 1;
        count(&mut kind, a.source_kind.name() == g.kind);
        if g.kind == "anonymous" {
            count(&mut anonymous, a.source_kind.name() == g.kind);
        }
        let spoken_to: Vec<Span> = a
            .channel
            .map(|id| {
                reading.entities[id.0 as usize]
                    .mentions
                    .iter()
                    .map(|m| m.span)
                    .collect()
            })
            .unwrap_or_default();
        count(
            &mut channel,
            match &g.channel {
                Some(words) => touches(&spoken_to, &g.sentence, words),
                None => spoken_to.is_empty(),
            },
        );
        count(&mut number, a.number == g.number);
        count(&mut countries, a.countries == g.countries);
    }
    let part = |(right, all): (usize, usize)| share(right, all);
    Ok(vec![
        ("found".into(), share(found, gold.len())),
        ("kind".into(), part(kind)),
        ("anonymous".into(), part(anonymous)),
        ("channel".into(), part(channel)),
        ("number".into(), part(number)),
        ("countries".into(), part(countries)),
    ])
}

fn speakers(gold: &str, texts: &str) -> Scored {
    let gold: Vec<SpeakerGold> = lines(gold)?;
    let texts: Vec<Text> = lines(texts)?;
    let wanted: BTreeSet<&str> = gold.iter().map(|g| g.document.as_str()).collect();
    let texts: Vec<Text> = texts
        .into_iter()
        .filter(|t| wanted.contains(t.id.as_str()))
        .collect();
    let articles = texts
        .iter()
        .map(|t| {
            let date = t.date.as_deref().and_then(|d| d.parse().ok());
            plain(
                t.text.clone(),
                &t.id,
                &Given {
                    date,
                    ..Given::default()
                },
            )
        })
        .collect();
    let documents = Sayso::embedded()?.read(articles);
    let (mut found, mut sources, mut resolved) = (0, 0, 0);
    for g in &gold {
        let at = texts.iter().position(|t| t.id == g.document);
        let at = at.ok_or_else(|| format!("no text {}", g.document))?;
        let (text, reading) = (&texts[at].text, &documents[at].reading);
        let points = CodePoints::new(text);
        let overlaps = |span: Span, (from, to): (usize, usize)| {
            let (start, end) = points.span(text, span);
            start < to && from < end
        };
        let mut said = reading
            .attributions
            .iter()
            .filter(|a| a.source.iter().any(|s| overlaps(*s, g.source)))
            .peekable();
        found += usize::from(said.peek().is_some());
        let name: String = text.chars().skip(g.name.0).take(g.name.1 - g.name.0).collect();
        let is_named = |id: EntityId| {
            let mentions = &reading.entities[id.0 as usize].mentions;
            let spans: Vec<Span> = mentions.iter().map(|m| m.span).collect();
            touches(&spans, text, &name)
        };
        let as_source = said.any(|a| a.source_entity.is_some_and(is_named));
        // The words themselves, and no longer phrase around them.
        let here = |m: &Mention| {
            let (start, end) = points.span(text, m.span);
            overlaps(m.span, g.source) && end - start <= g.source.1 - g.source.0 + 4
        };
        let mut all = (0..reading.entities.len() as u32).map(EntityId);
        let spoken_of = |id: &EntityId| reading.entities[id.0 as usize].mentions.iter().any(here);
        let right = as_source || all.any(|id| spoken_of(&id) && is_named(id));
        sources += usize::from(as_source);
        resolved += usize::from(right);
        if !right && std::env::var_os("SAYSO_SHOW").is_some() {
            let all = (0..reading.entities.len() as u32).map(EntityId);
            let taken: Vec<_> = all
                .filter(&spoken_of)
                .map(|id| {
                    reading.entities[id.0 as usize]
                        .mentions
                        .iter()
                        .map(|m| &text[m.span.start()..m.span.end()])
                        .take(9)
                        .collect::<Vec<_>>()
                })
                .collect();
            println!("{} {:?} is {name}, taken for {taken:?}", g.document, g.source);
        }
    }
    Ok(vec![
        ("found".into(), share(found, gold.len())),
        ("as_source".into(), share(sources, gold.len())),
        ("resolved".into(), share(resolved, gold.len())),
    ])
}

/// Whether an attribution has a source, by its words or by whom these stand for ("its pledge").
fn is_source(document: &Document, a: &Attribution, sentence: &str, words: &str) -> bool {
    let mentions = |id: EntityId| {
        document.reading.entities[id.0 as usize]
            .mentions
            .iter()
            .map(|m| m.span)
            .collect()
    };
    let stands_for = || {
        a.source_entity
            .map(mentions)
            .is_some_and(|spans: Vec<Span>| touches(&spans, sentence, words))
    };
    has_source(a, sentence, words) || !words.is_empty() && stands_for()
}

/// Whether an attribution has a source; no words mean that it has none.
fn has_source(a: &Attribution, sentence: &str, words: &str) -> bool {
    if words.is_empty() {
        a.source.is_empty()
    } else {
        touches(&a.source, sentence, words)
    }
}

/// An attribution with those that it lies in, outermost first.
fn chain<'a>(innermost: &'a Attribution, reading: &'a Reading) -> Vec<&'a Attribution> {
    let mut out = vec![innermost];
    while let Some(parent) = out.last().and_then(|a| a.parent) {
        out.push(&reading.attributions[parent.0 as usize]);
    }
    out.reverse();
    out
}

/// Whether a span touches the words at any of the places where they stand.
fn touches(spans: &[Span], sentence: &str, words: &str) -> bool {
    let places = sentence.match_indices(words);
    places
        .into_iter()
        .any(|(at, _)| spans.iter().any(|s| s.start() < at + words.len() && at < s.end()))
}
