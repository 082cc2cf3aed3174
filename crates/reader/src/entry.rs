//! Entries of feeds, as they stand there and as records.

use crate::feed::Feed;
use crate::sitemap::Listed;
use crate::tame::tame;
use crate::{Given, Id, Problem, Record, dates, html, is_blank, metadata};
use dom_query::Document;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use regex::Regex;
use std::sync::LazyLock;

/// Longest title that is read, in bytes.
const TITLE: usize = 2000;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
        .expect("the pattern is right")
});

/// The words of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Text(String),
    Markup(String),
}

impl Words {
    /// Words of which nobody says whether they are markup.
    pub fn guessed(words: String) -> Self {
        if html::has_tag(&words) || REFERENCE.is_match(&words) {
            Self::Markup(words)
        } else {
            Self::Text(words)
        }
    }

    /// Whether anything of it can be read.
    fn shows(&self) -> bool {
        match self {
            Self::Text(words) => !words.chars().all(is_blank),
            Self::Markup(page) => {
                let mut tag = false;
                page.replace("&nbsp;", " ").chars().any(|c| {
                    tag = c == '<' || tag && c != '>';
                    !tag && c.is_alphanumeric()
                })
            }
        }
    }

    /// All on one line, without markup.
    pub fn line(self) -> Option<String> {
        let line = match &self {
            Self::Text(words) => metadata::one_line(dates::prefix(words, TITLE)),
            Self::Markup(page) => {
                let page = tame(dates::prefix(page, TITLE));
                metadata::one_line(&Document::fragment(page).text())
            }
        };
        (!line.is_empty()).then_some(line)
    }
}

/// An entry as it stands in the feed.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub id: Option<String>,
    pub url: Option<String>,
    /// Its id, where that is an address that stays.
    pub permalink: Option<String>,
    pub title: Option<String>,
    /// When it was published, and when it was changed, as written.
    pub published: Option<String>,
    pub changed: Option<String>,
    pub publisher: Option<String>,
    /// All of it, and what is said instead of it.
    pub full: Option<Words>,
    pub short: Option<Words>,
}

impl Feed {
    /// Adds an entry, `number` counted from 1.
    pub(crate) fn add(&mut self, entry: Entry, number: usize, publisher: Option<&str>, home: Option<&str>) {
        let mut problems = Vec::new();
        let changed = entry.changed.as_deref().and_then(day);
        let published = entry.published.as_deref().and_then(day).or(changed);
        if let (None, Some(written)) = (published, entry.published.or(entry.changed)) {
            let shown: String = written.chars().take(40).collect();
            problems.push(Problem::new(format!(
                "its day of publication is no date: `{shown}`"
            )));
        }
        let url = entry.url.or(entry.permalink).map(|url| absolute(&url, home));
        let publisher = entry.publisher.or_else(|| publisher.map(str::to_owned));
        match [entry.full, entry.short].into_iter().flatten().find(Words::shows) {
            Some(words) => {
                let id = entry.id.or_else(|| url.clone());
                let (text, html) = match words {
                    Words::Text(text) => (text, None),
                    Words::Markup(page) => (String::new(), Some(page)),
                };
                self.records.push(Record {
                    id: id.map_or(Id::Integer(number.into()), Id::Text),
                    text,
                    title: entry.title,
                    published,
                    publisher,
                    url,
                    html,
                    problems,
                });
            }
            None if url.is_some() || entry.title.is_some() => match url {
                Some(url) => {
                    let given = Given {
                        date: published,
                        publisher,
                        title: entry.title,
                        url: Some(url.clone()),
                    };
                    self.listed.push(Listed { url, given, changed });
                }
                None => {
                    let message =
                        format!("entry {number} has neither a text nor an address: it was left out");
                    self.problems.push(Problem::new(message));
                }
            },
            None => {}
        }
    }
}

/// A day as feeds write it.
pub(crate) fn day(written: &str) -> Option<Date> {
    let parser = DateTimeParser::new().relaxed_weekday(true);
    let written = written.trim();
    dates::parse(written).or_else(|| parser.parse_zoned(written).ok().map(|time| time.date()))
}

/// An address within a site, with the scheme and host of the site's.
fn absolute(url: &str, home: Option<&str>) -> String {
    let site = home.and_then(|home| {
        let host = home.find("://")? + 3;
        let end = home[host..].find('/').map_or(home.len(), |end| host + end);
        Some((&home[..host - 2], &home[..end]))
    });
    match site {
        Some((scheme, _)) if url.starts_with("//") => format!("{scheme}{url}"),
        Some((_, host)) if url.starts_with('/') => format!("{host}{url}"),
        _ => url.to_owned(),
    }
}

/// Words without the blanks around them, if there are any.
pub(crate) fn filled(words: &str) -> Option<String> {
    let words = words.trim_matches(is_blank);
    (!words.is_empty()).then(|| words.to_owned())
}
