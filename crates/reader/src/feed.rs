//! Feeds to records: RSS 0.9x, 1.0 and 2.0 and Atom here, JSON Feed in `json_feed.rs`; what entries become is in
//! `entry.rs`.
//!
//! The crate `feed-rs` (3.0) is not used: it panics on some texts, gives random ids, turns local days into UTC's, and gives
//! nothing of a feed that breaks off.

use crate::entry::{Entry, Words, filled};
use crate::sitemap::Listed;
use crate::xml::{Broken, Content, Step, Tag, Vocabulary, Xml};
use crate::{Problem, ReadError, Record, is_blank, json_feed};

/// What shows RDF to be a feed: the namespaces of RSS 0.90 and 1.0.
const RSS_IN_RDF: [&str; 2] = ["purl.org/rss/1.0", "netscape.com/rdf/simple/0.9"];

/// What a feed holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its entries that have a text, in order.
    pub records: Vec<Record>,
    /// Its entries that have an address and no text.
    pub listed: Vec<Listed>,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

/// Reads RSS 0.9x, 1.0 or 2.0, Atom or JSON Feed.
///
/// A record has the entry's `guid` or `id` (else its address, else its number from 1), title, day, address, and the whole
/// content where the feed carries it, else the description. The publisher is the source that the entry names, else the
/// feed's title, else its author. A feed that breaks off is read up to there.
///
/// # Errors
/// When the text is no feed.
///
/// ```
/// let text = r#"<rss version="2.0"><channel><title>Harbour News</title><item>
///   <title>Ferry sinks</title><link>https://example.org/ferry</link><pubDate>Mon, 28 Oct 2024 09:15:00 GMT</pubDate>
///   <description>&lt;p&gt;A ferry sank.&lt;/p&gt;</description></item></channel></rss>"#;
/// let feed = sayso_reader::feed(text)?;
/// let article = feed.records[0].clone().article(&Default::default());
/// assert_eq!(article.text, "A ferry sank.");
/// assert_eq!(article.publisher.as_deref(), Some("Harbour News"));
/// assert_eq!(article.url.as_deref(), Some("https://example.org/ferry"));
/// assert_eq!(article.published.unwrap().to_string(), "2024-10-28");
/// # Ok::<(), sayso_reader::ReadError>(())
/// ```
pub fn feed(text: &str) -> Result<Feed, ReadError> {
    if text.trim_start_matches(is_blank).starts_with('{') {
        return json_feed::read(text);
    }
    let mut xml = Xml::new(text);
    let Ok(Some(Step::Open(root))) = xml.step() else {
        return Err(ReadError::NoFeed);
    };
    let atom = match form(&root) {
        Some(form) => form == Form::Atom,
        None => return Err(ReadError::NoFeed),
    };
    let mut reading = Reading {
        atom,
        ..Reading::default()
    };
    let broken = reading.root(&mut xml, root).err();
    reading.end_entry();
    let mut feed = reading.filled();
    if let Some(Broken { line, reason }) = broken {
        let message = format!("line {line}: not well-formed XML ({reason}): the feed was read up to there");
        feed.problems.push(Problem::new(message));
    } else if feed.records.is_empty() && feed.listed.is_empty() && feed.problems.is_empty() {
        feed.problems.push(Problem::new("the feed has no entries"));
    }
    Ok(feed)
}

/// The two families of feeds in XML.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Rss,
    Atom,
}

/// The family that a root element belongs to.
pub(crate) fn form(root: &Tag) -> Option<Form> {
    let default = root.default_vocabulary();
    let atom = root.vocabulary == Vocabulary::Atom || default == Some(Vocabulary::Atom);
    match root.name() {
        "rss" => Some(Form::Rss),
        "RDF" if root.declares(&RSS_IN_RDF) => Some(Form::Rss),
        "feed" if atom || root.vocabulary == Vocabulary::Own && default.is_none() => Some(Form::Atom),
        "entry" if atom => Some(Form::Atom),
        _ => None,
    }
}

#[derive(Default)]
struct Reading {
    atom: bool,
    feed: Feed,
    entries: Vec<Entry>,
    open: Option<Entry>,
    /// Whether it is within the description of another feed that an entry comes from.
    in_source: bool,
    title: Option<String>,
    author: Option<String>,
    home: Option<String>,
}

impl Reading {
    fn root<'a>(&mut self, xml: &mut Xml<'a>, root: Tag<'a>) -> Result<(), Broken> {
        if root.name() == "entry" {
            self.open = Some(Entry::default());
        }
        while let Some(step) = xml.step()? {
            match step {
                Step::Open(tag) if self.is_own(&tag) && matches!(tag.name(), "item" | "entry") => {
                    self.end_entry();
                    self.open = Some(Entry {
                        id: tag.attribute("rdf:about"),
                        ..Entry::default()
                    });
                }
                Step::Open(tag) if self.open.is_some() => self.in_entry(xml, &tag)?,
                Step::Open(tag) => self.in_feed(xml, &tag)?,
                Step::Close(name) if matches!(&*name, "item" | "entry") => self.end_entry(),
                Step::Close(name) if name == "source" => self.in_source = false,
                Step::Close(_) => {}
            }
        }
        if !xml.closed {
            let message = "the feed breaks off: get it anew";
            self.feed.problems.push(Problem::new(message));
        }
        Ok(())
    }

    fn is_own(&self, tag: &Tag) -> bool {
        tag.vocabulary == Vocabulary::Own || self.atom && tag.vocabulary == Vocabulary::Atom
    }

    fn end_entry(&mut self) {
        self.in_source = false;
        self.entries.extend(self.open.take());
    }

    fn in_feed(&mut self, xml: &mut Xml, tag: &Tag) -> Result<(), Broken> {
        let own = self.is_own(tag);
        match tag.name() {
            "channel" | "author" if own => {}
            "title" if own => fill(&mut self.title, words(xml, tag)?.line()),
            "name" if own => fill(&mut self.author, words(xml, tag)?.line()),
            "link" if own => fill(&mut self.home, link(xml, tag)?),
            _ => xml.skip(tag)?,
        }
        Ok(())
    }

    fn in_entry(&mut self, xml: &mut Xml, tag: &Tag) -> Result<(), Broken> {
        let own = self.is_own(tag);
        let Some(entry) = &mut self.open else {
            return Ok(());
        };
        let line = |xml: &mut Xml| Ok(filled(&xml.content(tag)?.words));
        match (tag.vocabulary, tag.name()) {
            (_, "title") if own && self.in_source => fill(&mut entry.publisher, words(xml, tag)?.line()),
            _ if self.in_source => xml.skip(tag)?,
            (_, "source") if own && self.atom => self.in_source = true,
            (_, "source") if own => fill(&mut entry.publisher, words(xml, tag)?.line()),
            (Vocabulary::Dublin, "publisher") => fill(&mut entry.publisher, words(xml, tag)?.line()),
            (_, "title") if own => fill(&mut entry.title, words(xml, tag)?.line()),
            (_, "link") if own => fill(&mut entry.url, link(xml, tag)?),
            // What a service for feeds put its own address in place of.
            (_, "origLink") => entry.url = line(xml)?.or(entry.url.take()),
            (_, "id") if own && self.atom => entry.id = line(xml)?.or(entry.id.take()),
            (_, "guid") if own => {
                entry.id = line(xml)?.or(entry.id.take());
                let address = tag.attribute("isPermaLink").is_none_or(|told| told != "false");
                let guid = entry.id.clone().filter(|id| id.starts_with("http"));
                entry.permalink = guid.filter(|_| address);
            }
            (Vocabulary::Own | Vocabulary::Atom, "pubDate" | "published" | "issued") => {
                entry.published = line(xml)?.or(entry.published.take());
            }
            (Vocabulary::Dublin, "date" | "issued" | "created") => fill(&mut entry.published, line(xml)?),
            (Vocabulary::Own | Vocabulary::Atom | Vocabulary::Dublin, "updated" | "modified") => {
                fill(&mut entry.changed, line(xml)?);
            }
            (Vocabulary::Content, "encoded") => entry.full = Some(words(xml, tag)?),
            (_, "content") if own && self.atom => {
                let read = is_text(tag);
                entry.full = Some(words(xml, tag)?).filter(|_| read);
            }
            (_, "description") if own && !self.atom => entry.short = Some(words(xml, tag)?),
            (_, "summary") if own && self.atom => entry.short = Some(words(xml, tag)?),
            _ => xml.skip(tag)?,
        }
        Ok(())
    }

    fn filled(mut self) -> Feed {
        let publisher = self.title.or(self.author);
        for (at, entry) in self.entries.into_iter().enumerate() {
            self.feed
                .add(entry, at + 1, publisher.as_deref(), self.home.as_deref());
        }
        self.feed
    }
}

/// The first value stays.
fn fill(held: &mut Option<String>, value: Option<String>) {
    if held.is_none() {
        *held = value;
    }
}

/// The words of an element, as its attributes or else the words themselves tell that they are markup.
fn words(xml: &mut Xml, tag: &Tag) -> Result<Words, Broken> {
    let told = tag.attribute("type").unwrap_or_default();
    let Content { words, raw, elements } = xml.content(tag)?;
    Ok(match &*told {
        _ if elements => Words::Markup(raw.to_owned()),
        "html" | "text/html" | "xhtml" | "application/xhtml+xml" => Words::Markup(words),
        "text" => Words::Text(words),
        _ => Words::guessed(words),
    })
}

/// Whether Atom's `content` can hold a text, rather than a picture or data.
fn is_text(tag: &Tag) -> bool {
    let told = tag.attribute("type").unwrap_or_default();
    told.starts_with("text") || matches!(&*told, "" | "html" | "xhtml" | "application/xhtml+xml")
}

/// The address of the page that an entry or a feed stands for.
fn link(xml: &mut Xml, tag: &Tag) -> Result<Option<String>, Broken> {
    let written = filled(&xml.content(tag)?.words);
    let rel = tag.attribute("rel");
    let alternate = rel.is_none_or(|rel| rel == "alternate");
    let href = || tag.attribute("href").filter(|_| alternate);
    Ok(written.or_else(href).and_then(|url| filled(&url)))
}
