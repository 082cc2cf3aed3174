//! What a record holds: a page or text as it was found at an address.

use crate::{Given, Problem, ReadError, decode, html, plain};
use jiff::civil::Date;
use sayso_model::Article;

/// The longest page or text of a record, in bytes, both packed and unpacked.
pub const MAX_CAPTURE: usize = 32 << 20;

/// Kinds of text that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `text/html` or `application/xhtml+xml`.
    Html,
    /// `text/plain`.
    Plain,
}

/// A page or text as it was found at an address, from a record of a web archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Number of the record in its file, counted from 1; records of all kinds count.
    pub record: u64,
    /// The byte of the file at which the record begins, or the gzip member that it lies in.
    pub offset: u64,
    /// The address.
    pub uri: String,
    /// Day when it was found there (UTC). It is no day of publication.
    pub found: Option<Date>,
    /// What it is.
    pub media: Media,
    /// The encoding that the server named: a hint for [`decode`].
    pub charset: Option<String>,
    /// Its bytes, without chunks and compression.
    pub bytes: Vec<u8>,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

impl Capture {
    /// Whether it is for people, by its address: crawlers keep notes of their own, and what sites ask of them.
    pub fn is_page(&self) -> bool {
        let address = self.uri.to_ascii_lowercase();
        let path = address.split(['?', '#']).next().unwrap_or_default();
        !path.starts_with("urn:") && !path.ends_with("/robots.txt")
    }

    /// Its article, and what was odd about its encoding. Its address is the article's where `given` has none.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub fn article(&self, id: &str, given: &Given) -> Result<(Article, Vec<Problem>), ReadError> {
        let (text, problems) = decode(&self.bytes, self.charset.as_deref())?;
        let given = Given {
            url: given.url.clone().or_else(|| Some(self.uri.clone())),
            ..given.clone()
        };
        let article = match self.media {
            Media::Html => html(&text, id, &given),
            Media::Plain => plain(text, id, &given),
        };
        Ok((article, problems))
    }
}
