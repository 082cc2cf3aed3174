//! `sayso relate`: one line out for each line in, with what the source does to the target.

use crate::common::with_input;
use serde_json::Value;

/// A line of input of a sentence with [S:…] and [T:…].
fn line(id: &str, sentence: &str) -> String {
    let mut text = String::new();
    let mut spans = [[0, 0]; 2];
    let mut open = 0;
    let mut rest = sentence;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("[S:").or(rest.strip_prefix("[T:")) {
            open = usize::from(rest.starts_with("[T:"));
            spans[open][0] = text.chars().count();
            rest = after;
        } else {
            if c == ']' {
                spans[open][1] = text.chars().count();
            } else {
                text.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    let [source, target] = spans;
    let record =
        serde_json::json!({"id": id, "sentence": text, "source_span": source, "target_span": target});
    format!("{record}\n")
}

fn related(lines: &str, arguments: &[&str]) -> Vec<Value> {
    let run = with_input(lines.as_bytes(), &[&["relate"], arguments].concat());
    run.check(0, &[]);
    run.json()
}

#[test]
fn what_the_one_does_to_the_other() {
    let cases = [
        (
            "[S:Côte d’Ivoire] expelled [T:two Malian attachés] on Friday.",
            &["SANCTION", "COERCE"][..],
            4,
            Some("expelled"),
        ),
        (
            "[T:Villagers in Ratodero] were shelled for hours by [S:the army].",
            &["ASSAULT"],
            4,
            None,
        ),
        (
            "[S:Denmark] shipped generators and blankets to [T:Moldova].",
            &["AID"],
            2,
            None,
        ),
        (
            "[S:The Peruvian president] met [T:his Chilean counterpart] in Arica for talks.",
            &["CONSULT"],
            1,
            None,
        ),
        (
            "[S:The opposition leader] accused [T:the electoral commission] of fraud.",
            &["ACCUSE"],
            3,
            Some("accused"),
        ),
        (
            "[S:Miners] marched through La Paz against [T:the government].",
            &["PROTEST"],
            4,
            None,
        ),
    ];
    let lines: String = cases.iter().map(|(sentence, ..)| line("x", sentence)).collect();
    let records = related(&lines, &[]);
    assert_eq!(records.len(), cases.len());
    for (record, (sentence, types, quad, evidence)) in records.iter().zip(cases) {
        assert!(
            types.contains(&record["type"].as_str().unwrap()),
            "{sentence}: {record}"
        );
        assert_eq!(record["quad"], quad, "{sentence}");
        assert!(
            (0.0..=1.0).contains(&record["score"].as_f64().unwrap()),
            "{record}"
        );
        let text: String = sentence.replace("[S:", "").replace("[T:", "").replace(']', "");
        let span: Vec<usize> = record["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_u64().unwrap() as usize)
            .collect();
        let word: String = text.chars().skip(span[0]).take(span[1] - span[0]).collect();
        if let Some(evidence) = evidence {
            assert_eq!(word, evidence, "{sentence}");
        }
    }
}

#[test]
fn order_threads_and_lines_that_cannot_be_read() {
    let mut lines: String = (0..50)
        .map(|n| {
            line(
                &format!("n{n}"),
                &format!("[S:Chad] warned [T:Libya] {} times.", n + 1),
            )
        })
        .collect();
    let one = related(&lines, &["--threads", "1"]);
    let ids: Vec<String> = one.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..50).map(|n| format!("n{n}")).collect::<Vec<_>>());
    assert_eq!(one, related(&lines, &["--threads", "2"]));
    lines.insert_str(0, "{\"id\": 1, \"sentence\": \"Chad warned Libya.\", \"source_span\": [0, 4], \"target_span\": [12, 99]}\n");
    let run = with_input(lines.as_bytes(), &["relate"]);
    run.check(1, &["line 1", "target_span", "[12, 99)", "18 characters"]);
    assert_eq!(run.json(), one, "the other lines go through");
}

#[test]
fn long_sentences_and_odd_characters() {
    let long = format!("{} [S:Chad] attacked [T:Libya].", "and so on ".repeat(5000));
    let odd = "[S:שר החוץ] 💥 \u{200f} [T:e\u{301}]".to_owned();
    let records = related(&[line("a", &long), line("b", &odd)].concat(), &[]);
    assert_eq!(records.len(), 2);
}
