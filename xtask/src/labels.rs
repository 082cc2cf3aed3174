//! The labelled sentences of `training/labels/events.jsonl` and `events-news.jsonl`.

use crate::own_sets::events::sentences;
use crate::{root, shared};
use sayso::{Article, Given, plain};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::fs;
use std::ops::Range;

/// Lines of a file.
pub type Lines = &'static [Range<usize>];

/// A sentence; of our own with its text.
#[derive(Deserialize)]
struct Labelled<E> {
    #[serde(default)]
    text: String,
    events: Vec<E>,
}

/// Each sentence as an article by itself, and its events.
pub type Sentences<E> = Vec<(Article, Vec<E>)>;

/// The sentences in some lines of either file.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn read<E: DeserializeOwned>(own: Lines, news: Lines) -> Result<Sentences<E>, Box<dyn Error>> {
    let shared = shared(None).ok_or("no ../shared: the texts of the labels lie there")?;
    let from = |file: &str, wanted: Lines| -> Result<String, Box<dyn Error>> {
        let text = fs::read_to_string(root().join("training/labels").join(file))?;
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(at, _)| wanted.iter().any(|w| w.contains(at)));
        Ok(lines.map(|(_, line)| format!("{line}\n")).collect())
    };
    let mut all = Vec::new();
    for line in from("events.jsonl", own)?.lines() {
        let Labelled { text, events } = serde_json::from_str(line)?;
        all.push((plain(text, "sentence", &Given::default()), events));
    }
    let news = from("events-news.jsonl", news)?;
    let articles = sentences(&news, &shared.join("data").display().to_string())?;
    for (article, line) in articles.into_iter().zip(news.lines()) {
        all.push((article, serde_json::from_str::<Labelled<E>>(line)?.events));
    }
    Ok(all)
}
