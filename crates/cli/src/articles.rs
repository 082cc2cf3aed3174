//! Pieces of input to articles.

use crate::args::Common;
use crate::input::{Form, MAX_TEXT, Piece};
use crate::report::{Origin, Report};
use crate::told::Told;
use sayso::conllu::{self, GivenDocument};
use sayso::record::Id;
use sayso::{Article, Given, ReadError, Record};

/// What a piece holds.
pub enum Articles {
    /// An article, and what the input calls it.
    One(Id, Article),
    /// Documents with their sentences and words.
    Given(Vec<GivenDocument>),
}

/// Makes articles of a piece, with what sitemaps and feeds tell of it. Dates and outlets of the options stand in only where the
/// article has none; what is odd is added to `problems`.
///
/// # Errors
/// When there is no article in it, or too long a one.
pub fn read(
    piece: &Piece,
    common: &Common,
    told: &Told,
    problems: &mut Vec<Report>,
) -> Result<Articles, Report> {
    let origin = &piece.origin;
    let fits = |size: usize| {
        let why =
            format!("the text has {size} bytes, and one article may have {MAX_TEXT}: split it into articles");
        if size > MAX_TEXT {
            Err(Report::error(origin, &why))
        } else {
            Ok(())
        }
    };
    let fill = |article: &mut Article| {
        article.published = article.published.or(common.date);
        let outlet = || told.outlet(article.url.as_deref());
        let outlet = article.publisher.clone().or_else(outlet);
        article.publisher = outlet.or_else(|| common.publisher.clone());
        fits(article.text.len())
    };
    let of_record = |record: &Record, problems: &mut Vec<Report>| {
        let odd = record.problems.iter();
        problems.extend(odd.map(|p| Report::warning(origin, &p.message)));
        fits(record.text.len())?;
        let id = record.id.clone().into();
        let mut article = record.clone().article(&told.given(record.url.as_deref()));
        fill(&mut article)?;
        Ok(Articles::One(id, article))
    };
    match &piece.form {
        Form::Text { html } => {
            let (text, odd) = sayso::decode(&piece.bytes, None).map_err(|e| Report::error(origin, &e))?;
            problems.extend(odd.iter().map(|p| Report::warning(origin, &p.message)));
            let page = *html || sayso::looks_like_html(&text);
            if !page {
                fits(text.len())?;
            }
            let id = origin.file.as_str();
            let mut article = if page {
                let article = sayso::html(&text, id, &told.given(None));
                // Its address is known only now.
                match told.given(article.url.as_deref()) {
                    given if given.url.is_some() => sayso::html(&text, id, &given),
                    _ => article,
                }
            } else {
                sayso::plain(text, id, &told.given(None))
            };
            fill(&mut article)?;
            Ok(Articles::One(Id::Text(id.to_owned()), article))
        }
        Form::Line => {
            let line = utf_8(piece, origin.line.unwrap_or(1))?;
            let place = &Origin {
                line: None,
                ..origin.clone()
            };
            let record =
                Record::parse(line, origin.line.unwrap_or(1)).map_err(|e| Report::error(place, &e))?;
            of_record(&record, problems)
        }
        Form::Entry(record) => of_record(record, problems),
        Form::Capture(capture) => {
            problems.extend(
                capture
                    .problems
                    .iter()
                    .map(|p| Report::warning(origin, &p.message)),
            );
            let nothing = || Report::warning(origin, &"there is nothing to read: it was left out");
            let given = Given {
                url: Some(capture.uri.clone()),
                ..told.given(Some(&capture.uri))
            };
            let (mut article, odd) = capture
                .article(&capture.uri, &given)
                .map_err(|error| match error {
                    ReadError::Empty => nothing(),
                    error => Report::error(origin, &error),
                })?;
            problems.extend(odd.iter().map(|p| Report::warning(origin, &p.message)));
            if article.text.trim().is_empty() {
                return Err(nothing());
            }
            fill(&mut article)?;
            Ok(Articles::One(Id::Text(capture.uri.clone()), article))
        }
        Form::Conllu { number } => {
            let number = *number;
            let first = origin.line.unwrap_or(1);
            let text = utf_8(piece, first)?;
            let id = if number == 0 {
                origin.file.clone()
            } else {
                format!("{}-{}", origin.file, number + 1)
            };
            let mut documents = conllu::read(text, &id).map_err(|error| {
                let place = Origin {
                    line: Some(first + error.line - 1),
                    ..origin.clone()
                };
                Report::error(&place, &format!("{}: the document is passed over", error.message))
            })?;
            documents.iter_mut().try_for_each(|d| fill(&mut d.article))?;
            Ok(Articles::Given(documents))
        }
    }
}

/// The text of a piece that begins at line `first`.
fn utf_8(piece: &Piece, first: usize) -> Result<&str, Report> {
    std::str::from_utf8(&piece.bytes).map_err(|error| {
        let valid = &piece.bytes[..error.valid_up_to()];
        let line = first + valid.iter().filter(|b| **b == b'\n').count();
        let column = valid.iter().rev().take_while(|b| **b != b'\n').count() + 1;
        let place = Origin {
            line: Some(line),
            ..piece.origin.clone()
        };
        Report::error(
            &place,
            &format!("not valid UTF-8 at byte {column}: convert the file to UTF-8"),
        )
    })
}
