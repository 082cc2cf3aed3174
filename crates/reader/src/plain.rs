//! Plain text to an article: the text stays, its paragraphs are found.

use crate::kinds::{self, Block};
use crate::metadata::{self, Known};
use crate::{Given, dates, lines};
use sayso_model::{Article, ParagraphKind, Span};

/// How many blocks from the top may begin with a date and go on with the headline.
const TOP: usize = 4;

/// An article of a plain text, which is kept byte for byte.
///
/// ```
/// use sayso_model::ParagraphKind::*;
/// let text = "By Ada Example\n\nFerry sinks off Lesser Island\n\nA ferry sank on Monday.\n";
/// let article = sayso_reader::plain(text.to_owned(), "1", &Default::default());
/// let kinds: Vec<_> = article.paragraphs.iter().map(|p| p.kind).collect();
/// assert_eq!(kinds, [Header, Headline, Body]);
/// assert_eq!(article.byline.as_deref(), Some("Ada Example"));
/// ```
pub fn plain(text: String, id: &str, given: &Given) -> Article {
    let mut blocks = Vec::new();
    for (at, span) in lines::blocks(&text).into_iter().enumerate() {
        match split_header(&text, span).filter(|_| at < TOP) {
            Some(parts) => blocks.extend(parts),
            None => blocks.push(Block { span, kind: None }),
        }
    }
    let paragraphs = kinds::assign(&text, &blocks, given.title.as_deref());
    let mut article = Article {
        id: id.to_owned(),
        text,
        paragraphs,
        ..Article::default()
    };
    metadata::fill(&mut article, given, Known::default());
    article
}

/// The parts of a line that begins with the date of the report and goes on with its headline.
fn split_header(text: &str, span: Span) -> Option<[Block; 2]> {
    let words = span.of(text);
    let line = dates::date_line(words)?;
    let rest = lines::trimmed(text, span.start() + line.length, span.end())?;
    let rest_words = rest.of(text);
    let titled = kinds::is_title(rest_words) && rest_words.split_whitespace().nth(1).is_some();
    // Without a label, a date before a full sentence belongs to the sentence.
    let iso = words.as_bytes().iter().take(4).all(u8::is_ascii_digit);
    let parted = rest_words.chars().next().is_some_and(|c| !c.is_lowercase());
    let kind = match (line.labelled, titled && parted) {
        (true, true) => Some(ParagraphKind::Headline),
        (false, true) if iso => Some(ParagraphKind::Headline),
        (true, false) if parted => None,
        _ => return None,
    };
    let date = Span::new(span.start(), span.start() + line.length);
    Some([
        Block {
            span: date,
            kind: Some(ParagraphKind::Header),
        },
        Block { span: rest, kind },
    ])
}
