//! XML of feeds and sitemaps, one element after the other. Depth costs no stack, and entities that a file defines are not
//! expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Whose word a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vocabulary {
    /// RSS's, a sitemap's, or without prefix.
    Own,
    Atom,
    /// Dublin Core's.
    Dublin,
    /// `content:encoded`.
    Content,
    /// A news sitemap's.
    News,
    Other,
}

/// Namespaces without scheme and last character, from the specifications of RSS 0.90 and 1.0, Atom 0.3 and 1.0, Dublin Core,
/// RSS's module `content`, sitemaps and news sitemaps.
const NAMESPACES: [(&str, Vocabulary); 13] = [
    ("www.w3.org/2005/Atom", Vocabulary::Atom),
    ("purl.org/atom/ns", Vocabulary::Atom),
    ("purl.org/rss/1.0", Vocabulary::Own),
    ("my.netscape.com/rdf/simple/0.9", Vocabulary::Own),
    ("channel.netscape.com/rdf/simple/0.9", Vocabulary::Own),
    ("backend.userland.com/rss2", Vocabulary::Own),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::Own),
    ("www.sitemaps.org/schemas/sitemap/0.9", Vocabulary::Own),
    ("www.google.com/schemas/sitemap/0.84", Vocabulary::Own),
    ("www.google.com/schemas/sitemap-news/0.9", Vocabulary::News),
    ("purl.org/dc/elements/1.1", Vocabulary::Dublin),
    ("purl.org/dc/terms", Vocabulary::Dublin),
    ("purl.org/rss/1.0/modules/content", Vocabulary::Content),
];

/// Prefixes that mean the same in nearly all files, for those that declare none.
const PREFIXES: [(&str, Vocabulary); 8] = [
    ("atom", Vocabulary::Atom),
    ("content", Vocabulary::Content),
    ("dc", Vocabulary::Dublin),
    ("dcterms", Vocabulary::Dublin),
    ("news", Vocabulary::News),
    ("rdf", Vocabulary::Own),
    ("rss", Vocabulary::Own),
    ("sitemap", Vocabulary::Own),
];

/// What the URI of a namespace stands for.
fn vocabulary(uri: &str) -> Vocabulary {
    let uri = uri.trim();
    let uri = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let uri = uri.trim_end_matches(['/', '#']);
    let found = NAMESPACES.iter().find(|(name, _)| *name == uri);
    found.map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary)
}

/// A start tag.
pub(crate) struct Tag<'a> {
    pub vocabulary: Vocabulary,
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute, its name with prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|a| a.key.into_inner() == name)?;
        let value = quick_xml::escape::unescape(&found.value);
        Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// The vocabulary of names without prefix, where it is declared.
    pub fn default_vocabulary(&self) -> Option<Vocabulary> {
        self.attribute("xmlns").map(|uri| vocabulary(&uri))
    }

    /// Whether it declares one of these namespaces.
    pub fn declares(&self, wanted: &[&str]) -> bool {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false).flatten().any(|a| {
            let declaration = a.key.as_namespace_binding().is_some();
            declaration && wanted.iter().any(|part| a.value.contains(part))
        })
    }
}

/// What comes next in a file.
pub(crate) enum Step<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element with this name, without prefix, ends.
    Close(String),
}

/// What stands between the tags of an element.
pub(crate) struct Content<'a> {
    /// All its characters, references resolved; those that XML does not know stay as they are.
    pub words: String,
    /// As it stands in the file.
    pub raw: &'a str,
    /// Whether there are elements in it.
    pub elements: bool,
}

/// Why the rest of a file cannot be read.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Line, counted from 1.
    pub line: usize,
    pub reason: String,
}

/// Reads a file from its start.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    prefixes: BTreeMap<String, Vocabulary>,
    /// The byte at which the last event began.
    began: usize,
    /// The name of the first element, with prefix.
    root: Option<String>,
    /// Whether that element was closed.
    pub closed: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.trim_start_matches(crate::is_blank);
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.expand_empty_elements = true;
        let known = PREFIXES.iter().map(|(prefix, v)| ((*prefix).to_owned(), *v));
        Self {
            text,
            reader,
            prefixes: known.collect(),
            began: 0,
            root: None,
            closed: false,
        }
    }

    fn read(&mut self) -> Result<Event<'a>, Broken> {
        self.began = self.reader.buffer_position() as usize;
        self.reader.read_event().map_err(|error| {
            let before = &self.text.as_bytes()[..self.began.min(self.text.len())];
            Broken {
                line: 1 + before.iter().filter(|b| **b == b'\n').count(),
                reason: error.to_string(),
            }
        })
    }

    /// The next tag, if there is one.
    pub fn step(&mut self) -> Result<Option<Step<'a>>, Broken> {
        loop {
            match self.read()? {
                Event::Start(start) => {
                    let name = || start.name().into_inner().to_owned();
                    self.root.get_or_insert_with(name);
                    return Ok(Some(Step::Open(self.tag(start))));
                }
                Event::End(end) => {
                    self.closed |= self.root.as_deref() == Some(end.name().into_inner());
                    let name = end.local_name().into_inner().to_owned();
                    return Ok(Some(Step::Close(name)));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn tag(&mut self, start: BytesStart<'a>) -> Tag<'a> {
        for attribute in start.attributes().with_checks(false).flatten() {
            if let Some(prefix) = attribute.key.into_inner().strip_prefix("xmlns:") {
                self.prefixes
                    .insert(prefix.to_owned(), vocabulary(&attribute.value));
            }
        }
        let prefix = start.name().prefix().map(|p| self.prefixes.get(p.into_inner()));
        let vocabulary = match prefix {
            None => Vocabulary::Own,
            Some(found) => found.copied().unwrap_or(Vocabulary::Other),
        };
        Tag { vocabulary, start }
    }

    /// All up to the end tag of an element that was just opened.
    pub fn content(&mut self, tag: &Tag) -> Result<Content<'a>, Broken> {
        let from = self.reader.buffer_position() as usize;
        let (mut words, mut elements, mut inner) = (String::new(), false, 0_usize);
        loop {
            match self.read()? {
                // Tags within may be left open; those of the same name are closed.
                Event::Start(start) => {
                    elements = true;
                    inner += usize::from(start.name() == tag.start.name());
                }
                Event::End(end) if end.name() == tag.start.name() => {
                    if inner == 0 {
                        break;
                    }
                    inner -= 1;
                }
                Event::Text(text) => words.push_str(&text.xml10_content()),
                Event::CData(text) => words.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => resolve(&name, &mut words),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(Content {
            words,
            raw: self.text.get(from..self.began).unwrap_or_default(),
            elements,
        })
    }

    /// Passes over an element that was just opened.
    pub fn skip(&mut self, tag: &Tag) -> Result<(), Broken> {
        self.content(tag).map(drop)
    }
}

fn resolve(name: &BytesRef, words: &mut String) {
    match &**name {
        "amp" => words.push('&'),
        "lt" => words.push('<'),
        "gt" => words.push('>'),
        "quot" => words.push('"'),
        "apos" => words.push('\''),
        _ if name.is_char_ref() => {
            let character = name.resolve_char_ref().ok().flatten();
            words.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        other => {
            words.push('&');
            words.push_str(other);
            words.push(';');
        }
    }
}
