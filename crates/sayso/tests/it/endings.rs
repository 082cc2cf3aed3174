//! No text makes a stage fail, wherever it breaks off: every sentence of the sample articles, and some that end in times, places and
//! numbers, cut behind each of its words, without a full stop.

use sayso::{Given, Sayso, plain};
use std::fs;
use std::path::Path;

const ENDS: [&str; 16] = [
    "Protesters marched in Tbilisi overnight",
    "Twelve were killed and 30 wounded on the night of Tuesday 4 March 2014",
    "Troops left Bamako for Gao by way of Mopti",
    "The attack came 20 km north of Kharkiv, two days before the vote of 9 June, at noon",
    "Police in Monroe County, Ky., said two of the men were sent to Columbia, S.C.",
    "Between 40 and 50 people, a third of them children, fled to Goma on foot",
    "He resigned a week after the summit, four days later, that same",
    "Talks within a week of the ceasefire, by then, the day",
    "Aid fell by a tenth in the second quarter of the 2010 budget",
    "Sales rose in the last quarter of fiscal",
    "Its ninth day was quiet; two days after that the last Friday of May",
    "Ports stay shut for three days from Thursday until",
    "The siege ended on 3 May after two weeks. It opened on the day before",
    "Nurses were flown to Juba and from there to Entebbe by lorry",
    "The board heard a clerk say, citing claims by bank staff that the idea, attributed to advisers, that",
    "Ethnic Poles in Grodno demanded that Minsk, blamed for the attack on an embassy of its neighbour Latvia",
];

#[test]
fn texts_may_break_off_anywhere() {
    let sayso = Sayso::embedded().expect("the program's own data are whole");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut sentences: Vec<String> = ENDS.iter().map(|s| (*s).to_owned()).collect();
    for entry in fs::read_dir(folder).expect("there are samples") {
        let path = entry.expect("a sample").path();
        if path.extension().is_some_and(|e| e == "txt") {
            let text = fs::read_to_string(path).expect("a sample is text");
            sentences.extend(text.split_inclusive(['.', '\n']).map(|s| s.trim().to_owned()));
        }
    }
    let mut articles = Vec::new();
    for sentence in &sentences {
        let ends = sentence
            .match_indices(' ')
            .map(|(at, _)| at)
            .chain([sentence.len()]);
        for end in ends.filter(|end| *end > 0) {
            let text = sentence[..end].trim_end_matches('.').to_owned();
            let given = Given {
                date: Some(jiff::civil::date(2024, 10, 28)),
                ..Given::default()
            };
            articles.push(plain(text, &articles.len().to_string(), &given));
        }
    }
    let count = articles.len();
    assert!(count > 200, "only {count} texts");
    assert_eq!(sayso.read(articles).len(), count);
}
