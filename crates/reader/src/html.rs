//! Pages to articles: the readable part as clean text, blocks joined by blank lines.

use crate::kinds::{self, Block};
use crate::metadata::{self, Known};
use crate::tame::tame;
use crate::walk::{Scope, Words, blocks};
use crate::{Given, is_blank, page};
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use regex::Regex;
use sayso_model::{Article, ParagraphKind, Span};
use std::sync::LazyLock;

/// Stack for parsing, in bytes. Depth is bounded, so that this is plenty.
const STACK: usize = 64 << 20;

/// Longest page, in bytes without scripts and formatting, whose parts are weighed; of longer ones everything is read.
const WEIGHED: usize = 1 << 20;

/// Characters below which the readable part is not believed.
const LITTLE: usize = 250;

static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)<!doctype\s+html|<html[\s>]|<body[\s>]").expect("the pattern is right")
});

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)</?(?:p|div|br|a|span|h[1-6]|article|section|meta|script|ul|li|table|head|title|header|main|b|strong|em|i|img|figure)(?:\s+[a-z:-]+\s*=[^<>]*|\s*/?)>"#)
        .expect("the pattern is right")
});

static FEED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]").expect("the pattern is right")
});

/// Whether a text is a page, or a piece of one, rather than plain text that mentions a tag. Feeds are none.
///
/// ```
/// assert!(sayso_reader::looks_like_html("<!DOCTYPE html><p>Hello"));
/// assert!(!sayso_reader::looks_like_html("The <b> tag makes words bold."));
/// ```
pub fn looks_like_html(text: &str) -> bool {
    let head = crate::dates::prefix(text.trim_start_matches(is_blank), 64 << 10);
    if FEED.is_match(crate::dates::prefix(head, 2048)) {
        return false;
    }
    let tags = TAG.find_iter(head).take(8).count();
    if head.starts_with('<') {
        return STRONG.is_match(head) || tags >= 1;
    }
    // Words first: a page that was cut, or text with notes in markup.
    tags >= 8 || STRONG.is_match(head) && tags >= 3
}

/// Whether there is a tag in a text.
pub(crate) fn has_tag(text: &str) -> bool {
    TAG.is_match(text)
}

/// An article of a page, or of what is left of one.
///
/// The text is the readable part: headline, paragraphs, list items, headings and captions, each a block, with blank
/// lines between. Where too little of the page reads like an article, all of its visible text is taken.
///
/// ```
/// let page = "<title>Ferry sinks off Lesser Island</title><p>A ferry sank on Monday &ndash; nobody was hurt.";
/// let article = sayso_reader::html(page, "1", &Default::default());
/// assert_eq!(article.text, "A ferry sank on Monday – nobody was hurt.");
/// assert_eq!(article.title.as_deref(), Some("Ferry sinks off Lesser Island"));
/// ```
pub fn html(text: &str, id: &str, given: &Given) -> Article {
    let tamed = tame(text);
    let run = |weigh: bool| {
        std::thread::scope(|scope| {
            let work = || extract(&tamed, weigh, given);
            let thread = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work);
            thread.ok().and_then(|thread| thread.join().ok())
        })
    };
    let (blocks, known) = run(tamed.len() <= WEIGHED)
        .or_else(|| run(false))
        .unwrap_or_default();
    let mut article = Article {
        id: id.to_owned(),
        ..Article::default()
    };
    let mut spans = Vec::with_capacity(blocks.len());
    for (words, kind) in blocks {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(&words);
        spans.push(Block {
            span: Span::new(start, article.text.len()),
            kind,
        });
    }
    let title = given.title.as_deref().or(known.title.as_deref());
    article.paragraphs = kinds::assign(&article.text, &spans, title);
    metadata::fill(&mut article, given, known);
    article
}

fn extract(tamed: &str, weigh: bool, given: &Given) -> (Vec<Words>, Known) {
    let document = Document::from(tamed);
    let (known, heading) = page::metadata(&document);
    let visible = blocks(&document.root(), Scope::Main);
    let title = given.title.as_deref().or(known.title.as_deref());
    let mut found = if weigh {
        readable(document.clone())
    } else {
        Vec::new()
    };
    let (much, all) = (length(&found), length(&visible));
    if much == 0 || much < LITTLE && much * 10 < all * 6 {
        found = visible;
    }
    if length(&found) == 0 {
        found = blocks(&document.root(), Scope::All);
    }
    // The headline often stands outside of the readable part.
    let shown = heading.filter(|heading| title.is_none_or(|title| similar(heading, title)));
    if let Some(heading) = shown {
        let there = found
            .iter_mut()
            .take(6)
            .find(|(words, _)| kinds::says_the_same(words, &heading));
        match there {
            Some(block) => block.1 = Some(ParagraphKind::Headline),
            None => found.insert(0, (heading, Some(ParagraphKind::Headline))),
        }
    }
    (found, known)
}

fn similar(heading: &str, title: &str) -> bool {
    let (a, b) = (heading.to_lowercase(), title.to_lowercase());
    let shared = a.split_whitespace().filter(|word| b.contains(word)).count();
    shared * 2 >= a.split_whitespace().count()
}

fn length(blocks: &[Words]) -> usize {
    blocks.iter().map(|(words, _)| words.chars().count()).sum()
}

/// The part of a page that reads like an article.
fn readable(document: Document) -> Vec<Words> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse());
    article.map_or_else(
        |_| Vec::new(),
        |article| blocks(&Document::fragment(article.content).root(), Scope::All),
    )
}
