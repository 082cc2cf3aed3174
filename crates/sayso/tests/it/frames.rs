//! Every sentence of every frame, through the whole pipeline: what it must find and what it must pass over. The syntax of a
//! sentence is sometimes misread, so a share may fail; the test lists those that do. Another test asks that most of what the frames find
//! is also shown.

use sayso::model::statement::{Auxiliary, Claim, Factuality, Participant, Statement};
use sayso::{Document, Given, Sayso};

/// The share of the `found` sentences that must give their event, and of the `passed` ones that must give none.
const FOUND: f64 = 0.93;
const PASSED: f64 = 0.99;

/// A `found` sentence: its words, the place of its trigger, and what must come out.
struct Found<'a> {
    text: String,
    trigger: usize,
    wanted: Vec<&'a str>,
}

fn parse(line: &str) -> Found<'_> {
    let (sentence, wanted) = line.split_once("=>").unwrap_or((line, ""));
    let sentence = sentence.trim();
    let trigger = sentence
        .find('[')
        .unwrap_or_else(|| panic!("no [trigger] in: {line}"));
    Found {
        text: sentence.replacen('[', "", 1).replacen(']', "", 1),
        trigger,
        wanted: wanted
            .split(',')
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .collect(),
    }
}

/// What a statement lacks of what is wanted; empty when it has everything.
fn lacks(
    document: &Document,
    statement: &Statement,
    frame_type: &str,
    mode: Option<&str>,
    wanted: &[&str],
) -> Vec<String> {
    let Claim::Event {
        event,
        mode: found_mode,
        actors,
        recipients,
        ..
    } = &statement.claim
    else {
        return vec!["an event".into()];
    };
    let code = |p: &Participant, code: &str| p.actor.as_ref().is_some_and(|a| a.code.starts_with(code));
    let mut out = Vec::new();
    let mut expected_type = frame_type;
    let mut expected_mode = mode;
    for want in wanted {
        let (key, value) = want.split_once(' ').unwrap_or((want, ""));
        let holds = match key {
            "type" => {
                expected_type = value;
                expected_mode = None;
                true
            }
            "mode" => {
                expected_mode = Some(value);
                true
            }
            "actor" if value == "-" => actors.is_empty(),
            "recipient" if value == "-" => recipients.is_empty(),
            "actor" => actors.iter().any(|p| code(p, value)),
            "recipient" => recipients.iter().any(|p| code(p, value)),
            "future" | "historical" | "hypothetical" | "negation" => {
                let Auxiliary {
                    future,
                    historical,
                    hypothetical,
                    negation,
                } = statement.auxiliary;
                match key {
                    "future" => future,
                    "historical" => historical,
                    "hypothetical" => hypothetical,
                    _ => negation,
                }
            }
            "location" | "origin" | "via" | "destination" | "target" => statement.places.iter().any(|p| {
                p.role.name() == key && document.reading.places[p.place].country.as_deref() == Some(value)
            }),
            _ => Factuality::from_name(want) == Some(statement.factuality),
        };
        if !holds {
            out.push((*want).to_owned());
        }
    }
    if event.name() != expected_type {
        out.push(format!("type {expected_type}"));
    }
    if let Some(mode) = expected_mode
        && found_mode.as_deref() != Some(mode)
    {
        out.push(format!("mode {mode}"));
    }
    out
}

#[test]
fn frames_find_and_pass_over_their_sentences() {
    let mut sayso = Sayso::embedded().expect("the data of a release is whole");
    let frames = sayso.extractor().rules().frames.clone();
    let article = |text: &str| sayso::plain(text.to_owned(), "sentence", &Given::default());
    let found: Vec<(usize, Found)> = frames
        .iter()
        .enumerate()
        .flat_map(|(at, f)| f.found.iter().map(move |line| (at, parse(line))))
        .collect();
    let passed: Vec<(usize, &String)> = frames
        .iter()
        .enumerate()
        .flat_map(|(at, f)| f.passed.iter().map(move |line| (at, line)))
        .collect();
    let mut failures = Vec::new();
    let mut wrong_finds = 0;
    // What the frames find, whatever the network of events thinks of it; what they pass over, as users see it.
    let usual = sayso.extractor().least;
    sayso.set_least(0.0);
    let documents = sayso.read(found.iter().map(|(_, f)| article(&f.text)).collect());
    for ((at, sentence), document) in found.iter().zip(&documents) {
        let frame = &frames[*at];
        let statements = &document.reading.statements;
        // The trigger itself, or the light verb or noun that tells of the same ("[begun] a hunger strike").
        let here = statements.iter().filter(|s| {
            s.evidence
                .iter()
                .any(|e| e.start() <= sentence.trigger && sentence.trigger < e.end())
        });
        let nearest = here
            .map(|s| {
                lacks(
                    document,
                    s,
                    frame.event().name(),
                    frame.mode.as_deref(),
                    &sentence.wanted,
                )
            })
            .min_by_key(Vec::len);
        match nearest {
            None => failures.push(format!("{}: nothing found in: {}", frame.name, sentence.text)),
            Some(lacking) if !lacking.is_empty() => {
                failures.push(format!(
                    "{}: no {} in: {}",
                    frame.name,
                    lacking.join(", "),
                    sentence.text
                ));
            }
            Some(_) => {}
        }
    }
    sayso.set_least(usual);
    let documents = sayso.read(passed.iter().map(|(_, text)| article(text)).collect());
    for ((at, text), document) in passed.iter().zip(&documents) {
        let frame = &frames[*at];
        let wrong = document.reading.statements.iter().any(|s| match &s.claim {
            Claim::Event { event, .. } => *event == frame.event(),
            Claim::Fact { .. } => false,
        });
        if wrong {
            wrong_finds += 1;
            failures.push(format!("{}: found in: {text}", frame.name));
        }
    }
    let missed = failures.len() - wrong_finds;
    let shares = (
        1.0 - missed as f64 / found.len() as f64,
        1.0 - wrong_finds as f64 / passed.len() as f64,
    );
    assert!(
        shares.0 >= FOUND && shares.1 >= PASSED,
        "{missed} of {} not found, {wrong_finds} of {} found wrongly:\n{}",
        found.len(),
        passed.len(),
        failures.join("\n")
    );
}

/// The share of the `found` sentences that must give a statement at the usual least score.
const SHOWN: f64 = 0.70;

#[test]
fn most_that_is_found_is_shown() {
    let sayso = Sayso::embedded().expect("the data of a release is whole");
    let frames = &sayso.extractor().rules().frames;
    let sentences: Vec<Found> = frames
        .iter()
        .flat_map(|f| f.found.iter().map(|line| parse(line)))
        .collect();
    let articles = sentences
        .iter()
        .map(|f| sayso::plain(f.text.clone(), "sentence", &Given::default()));
    let documents = sayso.read(articles.collect());
    let shown = documents.iter().zip(&sentences).filter(|(document, sentence)| {
        let here = |s: &Statement| {
            s.evidence
                .iter()
                .any(|e| e.start() <= sentence.trigger && sentence.trigger < e.end())
        };
        document.reading.statements.iter().any(here)
    });
    let share = shown.count() as f64 / sentences.len() as f64;
    assert!(
        share >= SHOWN,
        "only {share:.3} of the sentences of the frames give a statement"
    );
}
