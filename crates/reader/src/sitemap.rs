//! Sitemaps and news sitemaps: addresses of pages, and what is told of them.

use crate::entry::{day, filled};
use crate::metadata::one_line;
use crate::xml::{Broken, Step, Tag, Vocabulary, Xml};
use crate::{Given, Problem, ReadError};
use jiff::civil::Date;

/// A page that a sitemap or feed names without giving its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub url: String,
    /// What is told of it, its address included: to be given to [`html`](crate::html) with a page of this address.
    pub given: Given,
    /// Day of the last change. It is no day of publication, so `given` does not have it.
    pub changed: Option<Date>,
}

/// What a sitemap holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Its pages, in order.
    pub listed: Vec<Listed>,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

/// Reads a sitemap in XML, with the news in it (<https://www.sitemaps.org/protocol.html>, version 0.9).
///
/// An index of sitemaps names no pages: it gives a [`Problem`] and nothing else.
///
/// # Errors
/// When the text is no sitemap.
///
/// ```
/// let text = r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
///     xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
///   <url><loc>https://example.org/ferry</loc><lastmod>2024-10-29</lastmod><news:news>
///     <news:publication><news:name>Harbour News</news:name></news:publication>
///     <news:publication_date>2024-10-28</news:publication_date><news:title>Ferry sinks</news:title>
///   </news:news></url></urlset>"#;
/// let page = &sayso_reader::sitemap(text)?.listed[0];
/// assert_eq!(page.url, "https://example.org/ferry");
/// assert_eq!(page.given.publisher.as_deref(), Some("Harbour News"));
/// assert_eq!(page.given.date.unwrap().to_string(), "2024-10-28");
/// assert_eq!(page.changed.unwrap().to_string(), "2024-10-29");
/// # Ok::<(), sayso_reader::ReadError>(())
/// ```
pub fn sitemap(text: &str) -> Result<Sitemap, ReadError> {
    let mut xml = Xml::new(text);
    let index = match xml.step() {
        Ok(Some(Step::Open(root))) if is_sitemap(&root) => root.name() == "sitemapindex",
        _ => return Err(ReadError::NoSitemap),
    };
    let mut found = Sitemap::default();
    let broken = read(&mut xml, &mut found).err();
    if let Some(Broken { line, reason }) = broken {
        let message =
            format!("line {line}: not well-formed XML ({reason}): the sitemap was read up to there");
        found.problems.push(Problem::new(message));
    }
    if index {
        let count = found.listed.len();
        let message = format!("an index of {count} sitemaps: give these instead");
        found.problems.push(Problem::new(message));
        found.listed.clear();
    } else if found.listed.is_empty() && found.problems.is_empty() {
        found.problems.push(Problem::new("the sitemap has no pages"));
    }
    Ok(found)
}

/// Whether a root element is that of a sitemap or of an index of sitemaps.
pub(crate) fn is_sitemap(root: &Tag) -> bool {
    root.vocabulary == Vocabulary::Own && matches!(root.name(), "urlset" | "sitemapindex")
}

fn read(xml: &mut Xml, found: &mut Sitemap) -> Result<(), Broken> {
    let mut page: Option<Listed> = None;
    while let Some(step) = xml.step()? {
        match step {
            Step::Open(tag) => match (tag.vocabulary, tag.name()) {
                (Vocabulary::Own, "url" | "sitemap") => {
                    let empty = Listed {
                        url: String::new(),
                        given: Given::default(),
                        changed: None,
                    };
                    found.add(page.replace(empty));
                }
                (Vocabulary::News, "news" | "publication") => {}
                _ => match &mut page {
                    Some(page) => page.fill(xml, &tag)?,
                    None => xml.skip(&tag)?,
                },
            },
            Step::Close(name) if matches!(&*name, "url" | "sitemap") => found.add(page.take()),
            Step::Close(_) => {}
        }
    }
    found.add(page);
    if !xml.closed {
        let message = "the sitemap breaks off: get it anew";
        found.problems.push(Problem::new(message));
    }
    Ok(())
}

impl Sitemap {
    fn add(&mut self, page: Option<Listed>) {
        let Some(mut page) = page else { return };
        if page.url.is_empty() {
            let message = format!("page {} has no `loc`: it was left out", self.listed.len() + 1);
            self.problems.push(Problem::new(message));
        } else {
            page.given.url = Some(page.url.clone());
            self.listed.push(page);
        }
    }
}

impl Listed {
    fn fill(&mut self, xml: &mut Xml, tag: &Tag) -> Result<(), Broken> {
        let value = filled(&xml.content(tag)?.words);
        let (given, line) = (&mut self.given, |text: String| one_line(&text));
        match (tag.vocabulary, tag.name()) {
            (Vocabulary::Own, "loc") => self.url = value.unwrap_or_default(),
            (Vocabulary::Own, "lastmod") => self.changed = value.as_deref().and_then(day),
            (Vocabulary::News, "name") => given.publisher = value.map(line),
            (Vocabulary::News, "publication_date") => given.date = value.as_deref().and_then(day),
            (Vocabulary::News, "title") => given.title = value.map(line),
            _ => {}
        }
        Ok(())
    }
}
