//! `cargo xtask generate parties`: fits the network that tells who takes part in an event (`crates/annotate/src/parties.rs`) on our own labels
//! (`training/labels/events.jsonl`, `events-news.jsonl`).

use crate::cues::main;
use crate::own_sets::events;
use crate::pairs::{Example, Examples, May, Network};
use crate::{Done, root, shared};
use sayso::annotate::{BEFALLS, DOES, PARTY_SIGNS, ROLES, Seen};
use sayso::model::{CodePoints, Span, TokenIx};
use sayso::{Article, Given, Sayso, plain};
use serde::Deserialize;
use std::error::Error;
use std::fs;
use std::ops::Range;

const FILE: &str = "crates/annotate/data/parties.bin";
/// The lines of labels with sources and targets; the other ones were read for the words that tell alone.
const OWN: (&str, &[Range<usize>]) = ("training/labels/events.jsonl", &[0..4_000]);
const NEWS: (&str, &[Range<usize>]) = (
    "training/labels/events-news.jsonl",
    &[0..2_711, 4_991..usize::MAX],
);
/// Every fifth run of so many sentences is held back, to see how good it is.
const RUN: usize = 50;

/// A labelled sentence; of our own with its text.
#[derive(Deserialize)]
struct Labelled {
    #[serde(default)]
    text: String,
    events: Vec<Event>,
}

/// Places in code points of the sentence.
#[derive(Deserialize)]
struct Event {
    trigger: (usize, usize),
    source: Vec<(usize, usize)>,
    target: Vec<(usize, usize)>,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn run() -> Done {
    let (articles, labels) = labelled()?;
    let sayso = Sayso::embedded()?;
    let (mut all, mut held) = (Examples::default(), Vec::new());
    let both: Vec<(Article, Vec<Event>)> = articles.into_iter().zip(labels).collect();
    for (number, part) in both.chunks(RUN).enumerate() {
        let seen = sayso
            .annotator()
            .seen(part.iter().map(|(a, _)| a.clone()).collect());
        for ((_, events), seen) in part.iter().zip(seen) {
            add(&mut all, events, &seen);
        }
        held.resize(all.firsts.len(), number % 5 == 0);
    }
    let (mean, spread) = all.even();
    let firsts = std::mem::take(&mut all.firsts);
    let (mut apart, mut rest) = (Vec::new(), Vec::new());
    for (example, held) in firsts.into_iter().zip(held) {
        if held { &mut apart } else { &mut rest }.push(example);
    }
    judge(&Network::fit(&all, &rest, PARTY_SIGNS), &all, &apart);
    rest.append(&mut apart);
    let whole = Network::<ROLES>::fit(&all, &rest, PARTY_SIGNS);
    let names = ["event.weight", "event.scale", "event.bias"];
    fs::write(root().join(FILE), whole.to_file(names, &mean, &spread)?)?;
    println!("wrote {FILE}");
    Ok(())
}

/// The sentences, each by itself, and their events.
fn labelled() -> Result<(Vec<Article>, Vec<Vec<Event>>), Box<dyn Error>> {
    let shared = shared(None).ok_or("no ../shared: the texts of the labels lie there")?;
    let from = |(file, lines): (&str, &[Range<usize>])| -> Result<String, Box<dyn Error>> {
        let text = fs::read_to_string(root().join(file))?;
        let wanted = text.lines().enumerate();
        let limit: usize = std::env::var("PARTY_LIMIT").map_or(usize::MAX, |l| l.parse().unwrap());
        let wanted = wanted.filter(|(at, _)| *at < limit && lines.iter().any(|l| l.contains(at)));
        Ok(wanted.map(|(_, l)| format!("{l}\n")).collect())
    };
    let (own, news) = (from(OWN)?, from(NEWS)?);
    let (mut articles, mut labels) = (Vec::new(), Vec::new());
    for line in own.lines() {
        let Labelled { text, events } = serde_json::from_str(line)?;
        articles.push(plain(text, "sentence", &Given::default()));
        labels.push(events);
    }
    let folder = shared.join("data").display().to_string();
    articles.extend(events::sentences(&news, &folder)?);
    for line in news.lines() {
        labels.push(serde_json::from_str::<Labelled>(line)?.events);
    }
    Ok((articles, labels))
}

fn add(all: &mut Examples, events: &[Event], seen: &Seen) {
    let doc = &seen.doc;
    let text = &doc.article.text;
    let points = CodePoints::new(text);
    let touches = |at: usize, (start, end): (usize, usize)| {
        let word = points.span(text, doc.tokens[at].span);
        word.0 < end && start < word.1
    };
    // The main word of a party is the one that hangs on no other of it.
    let class = |at: usize, event: &Event| -> May {
        let mut within = None;
        for (role, places) in [(DOES, &event.source), (BEFALLS, &event.target)] {
            for place in places {
                if touches(at, *place) {
                    let above = doc.tokens[at].head;
                    let is_main = above.is_none_or(|above| !touches(above.at(), *place));
                    within = within
                        .or(Some((role, false)))
                        .filter(|_| !is_main)
                        .or(Some((role, is_main)));
                }
            }
        }
        match within {
            Some((DOES, true)) => &[DOES],
            Some((_, true)) => &[BEFALLS],
            Some(_) => &[],
            None => &[0],
        }
    };
    let spans = |(start, end): (usize, usize)| -> Span {
        let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
        Span::new(byte(start), byte(end))
    };
    let mut last: Option<(usize, usize)> = None;
    for event in events {
        let Some(word) = main(doc, &[spans(event.trigger)]) else {
            continue;
        };
        let sentence = doc.sentences[doc.sentence_of(TokenIx::new(word))].tokens.clone();
        if last.is_none_or(|(start, _)| start != sentence.start) {
            let told = std::env::var("PARTY_STATES").is_ok();
            let states = if told { &seen.told } else { &seen.states };
            let states: Option<Vec<&[f32]>> = sentence.clone().map(|at| states[at].as_deref()).collect();
            let Some(states) = states else { continue };
            all.inputs = states[0].len();
            all.sentences.push(states.concat());
            last = Some((sentence.start, all.sentences.len() - 1));
        }
        let signs = seen.party_signs(word);
        let words = signs
            .into_iter()
            .zip(sentence.clone())
            .map(|(signs, at)| match signs {
                Some(signs) => (signs, class(at, event)),
                None => (Vec::new(), &[] as May),
            });
        all.firsts.push(Example {
            sentence: all.sentences.len() - 1,
            first: word - sentence.start,
            words: words.collect(),
        });
    }
}

/// Prints how much is right.
fn judge(network: &Network<ROLES>, all: &Examples, events: &[Example]) {
    for (role, name) in [(DOES, "who does it"), (BEFALLS, "whom it befalls")] {
        for least in [0.3, 0.4, 0.5, 0.6, 0.7] {
            let (mut said, mut wanted, mut hit, mut exact) = (0, 0, 0, 0);
            for event in events {
                let mut same = true;
                for ((signs, may), shares) in event.words.iter().zip(network.read(all, event)) {
                    if signs.is_empty() || may.is_empty() {
                        continue;
                    }
                    let (found, is) = (shares[role] >= least, *may == [role]);
                    said += usize::from(found);
                    wanted += usize::from(is);
                    hit += usize::from(found && is);
                    same &= found == is;
                }
                exact += usize::from(same);
            }
            let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
            println!(
                "{name}, from {least} on: precision {:.3}, recall {:.3}; all right of {:.3} of {} events held back",
                share(hit, said),
                share(hit, wanted),
                share(exact, events.len()),
                events.len()
            );
        }
    }
}
