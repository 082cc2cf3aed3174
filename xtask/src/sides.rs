//! `cargo xtask generate sides`: fits the network that tells the source and the content of a cue (`crates/annotate/src/sides.rs`) on our own labels
//! (`training/labels/cues.jsonl`).

use crate::cues::{Labelled, main};
use crate::pairs::{Example, Examples, May, Network};
use crate::{Done, root};
use sayso::annotate::{CLASSES, CONTENT, SIGNS, SOURCE, Seen, WHOM};
use sayso::model::{Span, TokenIx};
use sayso::{Given, Sayso, plain};
use std::error::Error;
use std::fs;

const FILE: &str = "crates/annotate/data/sides.bin";

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    let mut all = read()?;
    let (mean, spread) = all.even();
    let held = all.firsts.len() / 5;
    let part = Network::fit(&all, &all.firsts[held..], SIGNS);
    judge(&part, &all, &all.firsts[..held]);
    let whole = Network::<CLASSES>::fit(&all, &all.firsts, SIGNS);
    fs::write(
        root().join(FILE),
        whole.to_file(["cue.weight", "cue.scale", "cue.bias"], &mean, &spread)?,
    )?;
    println!("wrote {FILE}");
    Ok(())
}

fn read() -> Result<Examples, Box<dyn Error>> {
    let labels = fs::read_to_string(root().join("training/labels/cues.jsonl"))?;
    let labelled: Vec<Labelled> = labels
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let sayso = Sayso::embedded()?;
    let mut all = Examples::default();
    for part in labelled.chunks(64) {
        let articles = part
            .iter()
            .map(|l| plain(l.text.clone(), "passage", &Given::default()));
        for (label, seen) in part.iter().zip(sayso.annotator().seen(articles.collect())) {
            add(&mut all, label, &seen);
        }
    }
    all.shuffle();
    Ok(all)
}

fn add(all: &mut Examples, label: &Labelled, seen: &Seen) {
    let doc = &seen.doc;
    let touches = |at: usize, spans: &[Span]| spans.iter().any(|s| doc.tokens[at].span.overlaps(*s));
    for attribution in &label.attributions {
        let cue = label.spans(&attribution.cue);
        let mut mains: Vec<usize> = cue.iter().filter_map(|part| main(doc, &[*part])).collect();
        mains.dedup();
        for word in mains {
            let sentence = doc.sentences[doc.sentence_of(TokenIx::new(word))].tokens.clone();
            if !all.keep(seen, sentence.clone()) {
                continue;
            }
            let (source, content) = (
                label.spans(&attribution.source),
                label.spans(&attribution.content),
            );
            let whom = attribution.whom.as_ref().map(|w| label.spans(w));
            let within = |at: usize, spans: &[Span]| {
                let head = doc.tokens[at].head;
                head.is_some_and(|head| touches(head.at(), spans))
            };
            let class = |at: usize| -> May {
                match &whom {
                    _ if touches(at, &source) && within(at, &source) => &[],
                    _ if touches(at, &source) => &[SOURCE],
                    _ if touches(at, &content) && !touches(at, &cue) => &[CONTENT],
                    Some(whom) if touches(at, whom) && within(at, whom) => &[],
                    Some(whom) if touches(at, whom) => &[WHOM],
                    Some(_) => &[0],
                    None => &[0, WHOM],
                }
            };
            all.firsts.push(Example {
                sentence: all.sentences.len() - 1,
                first: word - sentence.start,
                words: seen.signs(word).into_iter().zip(sentence.map(class)).collect(),
            });
        }
    }
}

/// Prints how much is right.
fn judge(network: &Network<CLASSES>, all: &Examples, cues: &[Example]) {
    let (mut sources, mut right) = (0, 0);
    let (mut said, mut wanted, mut hit) = (0, 0, 0);
    for cue in cues {
        let shares = network.read(all, cue);
        if cue.words.iter().any(|(_, may)| may.contains(&SOURCE)) {
            let best = (0..shares.len()).max_by(|a, b| shares[*a][SOURCE].total_cmp(&shares[*b][SOURCE]));
            sources += 1;
            right += usize::from(best.is_some_and(|at| matches!(cue.words[at].1, [] | [SOURCE])));
        }
        for ((_, may), shares) in cue.words.iter().zip(&shares) {
            let (found, is) = (shares[CONTENT] >= 0.5, may.contains(&CONTENT));
            said += usize::from(found);
            wanted += usize::from(is);
            hit += usize::from(found && is);
        }
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    println!(
        "{} cues; fitted on four fifths, of the rest {:.3} of the sources right, words of contents precision {:.3}, recall {:.3}",
        all.firsts.len(),
        share(right, sources),
        share(hit, said),
        share(hit, wanted)
    );
}
