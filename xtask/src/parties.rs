//! `cargo xtask generate parties`: fits the network that tells who takes part in an event (`crates/annotate/src/parties.rs`) on our own labels
//! (`training/labels/events.jsonl`, `events-news.jsonl`).

use crate::cues::main;
use crate::labels::{self, Lines};
use crate::pairs::{Example, Examples, May, Network};
use crate::{Done, root};
use sayso::Sayso;
use sayso::annotate::{BEFALLS, DOES, PARTY_SIGNS, ROLES, Seen};
use sayso::model::{CodePoints, Span, TokenIx};
use serde::Deserialize;
use std::fs;

const FILE: &str = "crates/annotate/data/parties.bin";
/// The lines of labels with sources and targets; the other ones were read for the words that tell alone.
const OWN: Lines = &[0..4_000];
const NEWS: Lines = &[0..2_711, 4_991..usize::MAX];
/// Every fifth run of so many sentences is held back, to see how good it is.
const RUN: usize = 50;

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
    let labelled = labels::read::<Event>(OWN, NEWS)?;
    let sayso = Sayso::embedded()?;
    let (mut all, mut held) = (Examples::default(), Vec::new());
    for (number, part) in labelled.chunks(RUN).enumerate() {
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

fn add(all: &mut Examples, events: &[Event], seen: &Seen) {
    let doc = &seen.doc;
    let text = &doc.article.text;
    let points = CodePoints::new(text);
    let touches = |at: usize, (start, end): (usize, usize)| {
        let word = points.span(text, doc.tokens[at].span);
        word.0 < end && start < word.1
    };
    // The main word of a party is the one that hangs on no other of it; nothing is learned of its other words.
    let class = |at: usize, event: &Event| -> May {
        let main = |place: &(usize, usize)| {
            let above = doc.tokens[at].head;
            above.is_none_or(|above| !touches(above.at(), *place))
        };
        let sides: [(&[_], May); 2] = [(&event.source, &[DOES]), (&event.target, &[BEFALLS])];
        let here = sides.iter().flat_map(|(places, role)| {
            let touched = places.iter().filter(|place| touches(at, **place));
            touched.map(|place| if main(place) { *role } else { &[] })
        });
        here.max_by_key(|role| role.len()).unwrap_or(&[0])
    };
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    // Where the sentence begins whose states were kept last.
    let mut kept = None;
    for event in events {
        let trigger = Span::new(byte(event.trigger.0), byte(event.trigger.1));
        let Some(word) = main(doc, &[trigger]) else {
            continue;
        };
        let sentence = doc.sentences[doc.sentence_of(TokenIx::new(word))].tokens.clone();
        if kept != Some(sentence.start) {
            if !all.keep(seen, sentence.clone()) {
                continue;
            }
            kept = Some(sentence.start);
        }
        let signs = seen.party_signs(word);
        let words = signs.into_iter().zip(sentence.clone());
        let words =
            words.map(|(signs, at)| signs.map_or((Vec::new(), &[] as May), |s| (s, class(at, event))));
        all.firsts.push(Example {
            sentence: all.sentences.len() - 1,
            first: word - sentence.start,
            words: words.collect(),
        });
    }
}

/// Prints how much is right.
fn judge(network: &Network<ROLES>, all: &Examples, events: &[Example]) {
    let read: Vec<_> = events.iter().map(|event| network.read(all, event)).collect();
    for (role, name) in [(DOES, "who does it"), (BEFALLS, "whom it befalls")] {
        for least in [0.3, 0.5, 0.6, 0.7] {
            let (mut said, mut wanted, mut hit) = (0, 0, 0);
            let words = events
                .iter()
                .zip(&read)
                .flat_map(|(e, shares)| e.words.iter().zip(shares));
            for ((_, may), shares) in words.filter(|((_, may), _)| !may.is_empty()) {
                let (found, is) = (shares[role] >= least, may.contains(&role));
                said += usize::from(found);
                wanted += usize::from(is);
                hit += usize::from(found && is);
            }
            let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
            println!(
                "{name}, from {least} on: precision {:.3}, recall {:.3}, of {} events held back",
                share(hit, said),
                share(hit, wanted),
                events.len()
            );
        }
    }
}
