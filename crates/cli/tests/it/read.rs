//! `sayso read`: the page and the records.

use crate::common::{check_spans, with_input};

const ARTICLE: &str = "Chad sent troops to Libya on Monday, the defence minister said. \
    “Rebels attacked a village near Mirsk 💥”, a witness told the Coast Wire. Norway condemned the attack.";

#[test]
fn a_page() {
    let run = with_input(
        ARTICLE.as_bytes(),
        &[
            "read",
            "--date",
            "2024-10-28",
            "--publisher",
            "Coast Wire",
            "--width",
            "60",
        ],
    );
    run.check(0, &[]);
    assert!(run.out.contains("28 October 2024 · Coast Wire"), "{}", run.out);
    assert!(run.out.contains(" — "), "{}", run.out);
    assert!(run.out.contains("How sure the source is:"));
    assert!(!run.out.contains('\u{1b}'), "no colour without a terminal");
    assert!(
        run.out
            .lines()
            .all(|line| textwrap::core::display_width(line) <= 60)
    );
}

#[test]
fn color_when_asked_for() {
    let colored = with_input(ARTICLE.as_bytes(), &["read", "--color", "always"]);
    let plain = with_input(ARTICLE.as_bytes(), &["read", "--color", "never"]);
    assert!(colored.out.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&colored.out).to_string(), plain.out);
}

#[test]
fn records() {
    let records = with_input(ARTICLE.as_bytes(), &["read", "--format", "jsonl"]).json();
    let document = with_input(ARTICLE.as_bytes(), &["annotate"]).json().remove(0);
    check_spans(&document);
    assert_eq!(&records, document["statements"].as_array().unwrap());
    assert!(!records.is_empty());
}

#[test]
fn articles_without_statements_say_so() {
    let run = with_input(b"Blue, green and yellow.", &["read"]);
    run.check(0, &[]);
    assert!(run.out.contains("No statements were found in this article."));
}
