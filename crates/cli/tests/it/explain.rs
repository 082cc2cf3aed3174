//! `sayso explain`: why a statement is read out of its words.

use crate::common::with_input;

const TEXT: &str = "Paris, 14 March 2025 (Coast Wire) - Niger expelled two French diplomats on Wednesday, the foreign minister said.\n";

#[test]
fn a_statement_is_taken_apart() {
    let run = with_input(TEXT.as_bytes(), &["explain", "--width", "200"]);
    run.check(0, &[]);
    let wanted = [
        "Statement ",
        "“expelled” VERB (expel)",
        "frame `",
        "an event ",
        "“Niger” in slot `subj` → NER",
        "two French diplomats",
        "source",
        "minister",
        "commits to CT+",
        "network of cues 0.",
        "how sure a reader would be",
        "“two French diplomats” = 2: no role",
        "“Wednesday” = DATE 2025-03-12: 2025-03-12 (published 2025-03-14)",
        "score",
    ];
    for words in wanted {
        assert!(run.out.contains(words), "no `{words}` in:\n{}", run.out);
    }
}

#[test]
fn one_of_several_by_number_or_id() {
    let text = "Niger expelled two French diplomats on Wednesday. Chadian troops shelled a Libyan village on Thursday.\n";
    let records = with_input(text.as_bytes(), &["read", "--format", "jsonl"]).json();
    assert_eq!(records.len(), 2);
    let second = with_input(text.as_bytes(), &["explain", "--statement", "2"]);
    assert!(
        second.out.contains("(2 of 2)") && !second.out.contains("(1 of 2)"),
        "{}",
        second.out
    );
    let id = records[1]["id"].as_str().unwrap();
    assert_eq!(
        with_input(text.as_bytes(), &["explain", "--statement", &id[..6]]).out,
        second.out
    );
    let none = with_input(text.as_bytes(), &["explain", "--statement", "zz"]);
    none.check(1, &["zz", "no such statement"]);
    assert_eq!(none.out, "");
}

#[test]
fn less_probable_events_come_with_a_lower_least_score() {
    let text = "The minister said the talks with the rebels might resume. Soldiers were seen near the bridge, and the clan attacked a convoy.\n";
    let count = |least: &str| {
        with_input(
            text.as_bytes(),
            &["read", "--format", "jsonl", "--min-score", least],
        )
        .json()
        .len()
    };
    assert!(count("0") > count("1"));
    assert_eq!(
        with_input(text.as_bytes(), &["read", "--min-score", "2"]).status,
        Some(2)
    );
}
