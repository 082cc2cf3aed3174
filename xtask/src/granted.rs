//! `cargo xtask generate granted`: fits what a sentence takes for granted (`crates/extract/src/factuality/granted.rs`) to labelled sentences that the network of
//! events has not seen, and to `eval/factuality-dev.jsonl`.

use crate::labels::{self, Lines};
use crate::{Done, root};
use sayso::extract::clues::Clues;
use sayso::extract::factuality::granted::holds;
use sayso::model::CodePoints;
use sayso::{Article, Given, Sayso, plain};
use serde::Deserialize;
use std::fs;

const FILE: &str = "crates/extract/data/granted.tsv";
/// The labels of the seventh round stand last in their files: the lines before them the network has seen.
const OWN: Lines = &[7_340..usize::MAX];
const NEWS: Lines = &[13_739..usize::MAX];
/// Sentences in which one word is asked for, each of the seven values as often: in news nearly all is certain, so they count more.
const TRICKY: &str = "eval/factuality-dev.jsonl";
const OFTEN: usize = 6;

#[derive(Deserialize)]
struct Event {
    trigger: (usize, usize),
    factuality: String,
}

#[derive(Deserialize)]
struct Tricky {
    sentence: String,
    trigger: (usize, usize),
    factuality: String,
}

/// The clues of what might be taken for granted, and whether it is.
type Seen = Vec<(Vec<String>, bool)>;

/// Fits, and writes the file.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn run() -> Done {
    let sentence = |text: String| plain(text, "sentence", &Given::default());
    let (articles, golds): (Vec<Article>, Vec<Vec<Event>>) = labels::read(OWN, NEWS)?.into_iter().unzip();
    let mut sayso = Sayso::embedded()?;
    sayso.set_least(0.0);
    let seen = read(&sayso, articles, &golds);
    let tricky = fs::read_to_string(root().join(TRICKY))?;
    let (mut articles, mut golds) = (Vec::new(), Vec::new());
    for line in tricky.lines() {
        let Tricky {
            sentence: text,
            trigger,
            factuality,
        } = serde_json::from_str(line)?;
        articles.push(sentence(text));
        golds.push(vec![Event { trigger, factuality }]);
    }
    let tricky = read(&sayso, articles, &golds);
    let all = |part: &dyn Fn(usize) -> bool| -> Seen {
        let pick = |seen: &Seen| -> Seen {
            let some = seen.iter().enumerate().filter(|(at, _)| part(*at));
            some.map(|(_, example)| example.clone()).collect()
        };
        let mut all = pick(&seen);
        (0..OFTEN).for_each(|_| all.extend(pick(&tricky)));
        all
    };
    // Every third apart, to see how good it is.
    let clues = Clues::fit(&all(&|at| at % 3 != 0));
    for (name, seen) in [("labelled sentences", &seen), ("tricky ones", &tricky)] {
        let held: Vec<_> = seen.iter().step_by(3).collect();
        let taken: Vec<_> = held.iter().filter(|(c, _)| holds(clues.score(c), c)).collect();
        println!(
            "{name}, the third kept apart: {} in question, {} of them certain; {} taken for granted, {} of them rightly",
            held.len(),
            held.iter().filter(|(_, certain)| *certain).count(),
            taken.len(),
            taken.iter().filter(|(_, certain)| *certain).count()
        );
    }
    let clues = Clues::fit(&all(&|_| true));
    fs::write(
        root().join(FILE),
        clues.to_tsv("granted", "factuality/granted.rs"),
    )?;
    println!("wrote {FILE}");
    Ok(())
}

/// What is in question in some articles, where the labels have an event.
fn read(sayso: &Sayso, articles: Vec<Article>, golds: &[Vec<Event>]) -> Seen {
    let mut seen = Vec::new();
    for (document, gold) in sayso.read(articles).iter().zip(golds) {
        let text = &document.annotated.article.text;
        let points = CodePoints::new(text);
        for statement in &document.reading.statements {
            let (start, end) = points.span(text, statement.trigger_span);
            let event = gold.iter().find(|g| start < g.trigger.1 && g.trigger.0 < end);
            let clues = &statement.why.granted_by;
            if let Some(event) = event.filter(|_| !clues.is_empty()) {
                seen.push((clues.clone(), event.factuality == "CT+"));
            }
        }
    }
    seen
}
