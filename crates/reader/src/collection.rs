//! Files that hold many reports or tell of them: which they are, by their first bytes or their name.

use crate::feed::form;
use crate::xml::{Step, Tag, Xml};
use crate::{json_feed, sitemap, warc};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// How far into a file its root element is looked for, in bytes.
const HEAD: usize = 64 << 10;

/// How far into a JSON file its version is looked for, in bytes.
const JSON_HEAD: usize = 4096;

/// A file of many reports, or one that tells of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// RSS, Atom or JSON Feed: [`feed`](crate::feed).
    Feed,
    /// A sitemap, or an index of some: [`sitemap`](crate::sitemap).
    Sitemap,
    /// A web archive, plain or gzip: [`Warc`](crate::Warc).
    Warc,
}

impl Collection {
    /// What a file is whose first bytes are these; some thousands are enough.
    ///
    /// ```
    /// use sayso_reader::Collection;
    /// assert_eq!(Collection::of_start(b"<rss version='2.0'><channel>"), Some(Collection::Feed));
    /// assert_eq!(Collection::of_start(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"), Some(Collection::Warc));
    /// assert_eq!(Collection::of_start(b"<html><p>A ferry sank."), None);
    /// ```
    pub fn of_start(start: &[u8]) -> Option<Self> {
        if is_warc(start) {
            Some(Self::Warc)
        } else if looks_like_feed(start) {
            Some(Self::Feed)
        } else if looks_like_sitemap(start) {
            Some(Self::Sitemap)
        } else {
            None
        }
    }

    /// What the name of a file says. The first bytes know it better: a name is for what is not yet there to be read.
    ///
    /// ```
    /// use sayso_reader::Collection;
    /// assert_eq!(Collection::of_name("crawl-00012.warc.gz"), Some(Collection::Warc));
    /// assert_eq!(Collection::of_name("news.xml"), None);
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if ends(&[".warc", ".warc.gz", ".wet", ".wet.gz"]) {
            Some(Self::Warc)
        } else if ends(&[".rss", ".atom"]) {
            Some(Self::Feed)
        } else if ends(&[".xml"]) && file.contains("sitemap") {
            Some(Self::Sitemap)
        } else {
            None
        }
    }
}

/// Whether a file that begins so is RSS, Atom or JSON Feed.
///
/// ```
/// assert!(sayso_reader::looks_like_feed(b"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"));
/// assert!(!sayso_reader::looks_like_feed(b"<html>"));
/// ```
pub fn looks_like_feed(start: &[u8]) -> bool {
    let text = text(start);
    let text = text.trim_start_matches(crate::is_blank);
    if text.starts_with('{') {
        return json_feed::names_version(crate::dates::prefix(text, JSON_HEAD));
    }
    root_is(text, |root| form(root).is_some())
}

/// Whether a file that begins so is a sitemap in XML, or an index of some.
///
/// ```
/// assert!(sayso_reader::looks_like_sitemap(b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"));
/// ```
pub fn looks_like_sitemap(start: &[u8]) -> bool {
    root_is(&text(start), sitemap::is_sitemap)
}

/// Whether a file that begins so is a web archive, plain or gzip.
///
/// ```
/// assert!(sayso_reader::is_warc(b"WARC/1.0\r\nWARC-Type: response\r\n"));
/// assert!(!sayso_reader::is_warc(b"WARC is a format."));
/// ```
pub fn is_warc(start: &[u8]) -> bool {
    warc::begins_record(start)
}

fn root_is(text: &str, wanted: impl Fn(&Tag) -> bool) -> bool {
    let begins = text.trim_start_matches(crate::is_blank).starts_with('<');
    begins && matches!(Xml::new(text).step(), Ok(Some(Step::Open(root))) if wanted(&root))
}

fn text(start: &[u8]) -> Cow<'_, str> {
    let start = &start[..start.len().min(HEAD)];
    match Encoding::for_bom(start) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&start[mark..]).0,
        None => String::from_utf8_lossy(start),
    }
}
