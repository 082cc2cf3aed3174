//! Every sentence of `relations.toml`, through the whole pipeline: the facts that it must give, and those that must give none. The syntax of a
//! sentence is sometimes misread, so a share may fail; the test lists those that do.

use sayso::model::statement::{Claim, Factuality};
use sayso::{Document, Given, Sayso, plain};

/// The share of the facts that must be found, and of the `passed` sentences that must give none.
const FOUND: f64 = 0.97;
const PASSED: f64 = 0.95;

/// The facts that an article holds for at least probable, as the file writes them.
fn facts(document: &Document) -> Vec<String> {
    let text = &document.annotated.article.text;
    let held = document
        .reading
        .statements
        .iter()
        .filter(|s| matches!(s.factuality, Factuality::Certain | Factuality::Probable));
    held.filter_map(|s| match &s.claim {
        Claim::Fact {
            relation,
            subject,
            object,
        } => Some(format!(
            "{} {} | {}",
            relation.name(),
            subject.span.of(text),
            object.span.of(text)
        )),
        Claim::Event { .. } => None,
    })
    .collect()
}

#[test]
fn every_sentence_of_the_relations() {
    let sayso = Sayso::embedded().expect("the data of a release is whole");
    let examples = &sayso.extractor().relations().examples;
    let read = |sentences: Vec<&str>| {
        let articles = sentences
            .iter()
            .map(|s| plain((*s).to_owned(), "sentence", &Given::default()));
        sayso.read(articles.collect())
    };
    let found: Vec<(&str, &str)> = examples
        .found
        .iter()
        .map(|line| {
            line.split_once(" => ")
                .unwrap_or_else(|| panic!("no => in: {line}"))
        })
        .collect();
    let (mut wanted, mut failures) = (0, Vec::new());
    for ((sentence, facts_of_it), document) in found.iter().zip(read(found.iter().map(|(s, _)| *s).collect()))
    {
        let said = facts(&document);
        for fact in facts_of_it.split("; ") {
            wanted += 1;
            if !said.iter().any(|s| s == fact) {
                failures.push(format!("{sentence}: no {fact}, but {said:?}"));
            }
        }
    }
    assert!(
        failures.len() as f64 <= (1.0 - FOUND) * f64::from(wanted),
        "{} of {wanted} facts not found:\n{}",
        failures.len(),
        failures.join("\n")
    );
    let passed: Vec<&str> = examples.passed.iter().map(String::as_str).collect();
    let documents = read(passed.clone());
    let wrong: Vec<String> = passed
        .iter()
        .zip(&documents)
        .map(|(sentence, document)| (sentence, facts(document)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(sentence, said)| format!("{sentence}: {said:?}"))
        .collect();
    assert!(
        wrong.len() as f64 <= (1.0 - PASSED) * passed.len() as f64,
        "{} of {} sentences give facts:\n{}",
        wrong.len(),
        passed.len(),
        wrong.join("\n")
    );
}
