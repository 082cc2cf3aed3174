//! Title, author, place, day and outlet, as the lines of a report tell them.

use crate::Given;
use crate::dates::{self, MONTH};
use crate::lines::trimmed;
use jiff::civil::Date;
use regex::Regex;
use sayso_model::{Article, Paragraph, ParagraphKind, Span};
use std::sync::LazyLock;

/// What the markup of a page or the fields of a record tell. It wins over the text, and [`Given`] wins over it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub title: Option<String>,
    pub published: Option<Date>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
}

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:By|BY|Written by|Author:|Author|Story by|From|Posted by|Text by|Reported by|Words by):?\s+(.{2,120})$")
        .expect("the pattern is right")
});

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let roles = "(?:Additional |Further )?(?:reporting|writing|editing|compiled|edited|written|translated|translation)";
    Regex::new(&format!(
        r"^\(?(?i:{roles}(?: and (?:reporting|writing|editing))?(?: by)?:?) \p{{Lu}}[^.!?]+\)?\.?$"
    ))
    .expect("the pattern is right")
});

/// Place, its region, day, agency and the dash after them.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let capitals = r"\p{Lu}(?:[\p{Lu}'’/-]|\. ?)+(?: [\p{Lu}][\p{Lu}'’./-]+)*";
    let title =
        r"(?:St\. )?\p{Lu}[\p{L}'’/-]+(?: (?:of|de|del|da|do|la|el|al|le|sur|am|an der|\p{Lu}[\p{L}'’/-]+))*";
    // Only where no month follows the place ("NAIROBI, Feb. 8"), as the shortest is taken.
    let region = r"(?:,\s(?:\p{Lu}\.){2}|,\s\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+)*?)??";
    let day = format!(
        r"(?:[,.]?\s(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?i:day)?\.?,?\s)?(?:(?P<m1>(?i:{MONTH}))\s(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\s(?P<m2>(?i:{MONTH})))(?:,?\s(?P<y>(?:\d{{2}}){{1,2}})\b)?)"
    );
    let agency = r"(?:[,.]?\s?[(\[](?P<agency>\p{Lu}[^()\[\]]+)[)\]])";
    // Monitoring services mark what they translate: "-- [Text]".
    let mark = r"(?:\s?\[(?i:text|excerpts?|summary|report)\](?:\s?--)?)?";
    Regex::new(&format!(
        r"^(?:(?P<place>(?P<caps>{capitals}){region})|(?P<soft>{title}{region}))(?P<day>{day})?(?P<ag>{agency})?(?P<dash>\s?(?:--|[–—―])\s?|\s-\s|\s?:\s|\s?$|\.\s){mark}"
    ))
    .expect("the pattern is right")
});

static COPYRIGHT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:©|copyright|\(c\))\D{0,20}((?:19|20)\d{2})\b").expect("the pattern is right")
});

static URL_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/-]((?:19|20)\d{2})[/-]?(\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-]?(\d{2})(?:[/_.-]|$)")
        .expect("the pattern is right")
});

/// Capitals before a dash that are no place.
const NO_PLACE: [&str; 19] = [
    "NATO",
    "BREAKING",
    "UPDATE",
    "EXCLUSIVE",
    "ANALYSIS",
    "OPINION",
    "WATCH",
    "LIVE",
    "FACTBOX",
    "EXPLAINER",
    "TIMELINE",
    "UNESCO",
    "UNICEF",
    "OPEC",
    "ASEAN",
    "NOTE",
    "CORRECTION",
    "FILE",
    "BREAKING NEWS",
];

/// Small words within names.
const PARTICLES: [&str; 28] = [
    "and", "in", "of", "the", "for", "at", "de", "da", "di", "del", "der", "den", "van", "von", "bin", "ibn",
    "al", "el", "la", "le", "du", "dos", "ter", "zu", "y", "e", "i", "&",
];

/// Who wrote the report, of a line that says just that.
pub(crate) fn byline(line: &str) -> Option<&str> {
    let names = BYLINE.captures(line)?.get(1)?.as_str();
    let cut = names.find(['|', '•', '·', '—', '–']).unwrap_or(names.len());
    let cut = names
        .match_indices(", ")
        .map(|(at, _)| at)
        .find(|at| *at < cut && dates::date_at(&names[at + 2..]).is_some())
        .unwrap_or(cut);
    let rest = names[cut..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest_is_date = dates::date_line(rest).is_some_and(|d| d.length == rest.len());
    let names = names[..cut].trim();
    let is_name = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        PARTICLES.contains(&word)
            || word
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || !(c.is_lowercase() || c.is_numeric()))
    };
    let words: Vec<&str> = names.split_whitespace().collect();
    let agency = words.len() == 1 && names.chars().filter(|c| c.is_uppercase()).count() >= 2
        || AGENCIES.contains(&names);
    let ended = names.ends_with(['!', '?', ':', ';']) || names.ends_with('.') && !line.starts_with("By ");
    let capital = words.iter().filter(|w| !PARTICLES.contains(*w)).count();
    let person =
        words.len() <= 14 && capital >= 2 && words.iter().all(|w| is_name(w)) && starts_as_name(&words);
    (!ended && (agency || person) && (rest.is_empty() || rest_is_date || rest.len() < 40)).then_some(names)
}

/// Two names in a row, so that “By Land and Sea” is none.
fn starts_as_name(words: &[&str]) -> bool {
    let second = words.get(1).map_or("", |w| w.trim_end_matches(','));
    !matches!(second, "" | "and" | "in" | "of" | "the" | "for" | "at" | "&") && !words[0].ends_with(',')
}

const AGENCIES: [&str; 8] = [
    "Reuters",
    "Associated Press",
    "Xinhua",
    "Interfax",
    "Bloomberg",
    "Agencies",
    "Staff",
    "Yonhap",
];

/// Whether a line names those who worked on the report.
pub(crate) fn is_credit(line: &str) -> bool {
    CREDIT.is_match(line)
}

/// The start of a report: `KYIV, Oct. 28 (Reuters) -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dateline<'a> {
    /// The place as written, with its region.
    pub place: &'a str,
    /// Month and day.
    pub day: Option<(i8, i8)>,
    /// Year.
    pub year: Option<i16>,
    /// What stands in the parentheses.
    pub agency: Option<&'a str>,
    /// Bytes up to the text of the report.
    pub length: usize,
}

/// Reads the dateline that a text begins with.
pub(crate) fn dateline(text: &str) -> Option<Dateline<'_>> {
    let head = dates::prefix(text, 120);
    let found = DATELINE.captures(head)?;
    let dash = &found["dash"];
    let (day, agency) = (found.name("day"), found.name("agency").map(|m| m.as_str().trim()));
    let agency = agency.filter(|name| dates::month(name).is_none() || name.len() > 9);
    let place = match (found.name("place"), found.name("soft")) {
        (Some(place), _) => {
            let letters = found["caps"].chars().filter(|c| c.is_alphabetic()).count();
            // Without day and agency, only a long dash or two hyphens tell a place from a sentence in capitals.
            let long_dash = dash.contains(['–', '—', '―']) || dash.contains("--");
            let bare = day.is_none() && agency.is_none();
            if letters < 4 || NO_PLACE.contains(&&found["caps"]) || bare && !long_dash {
                return None;
            }
            place
        }
        // Written as names are, only an agency or a day and the dash make it a place.
        (None, Some(place)) if (agency.is_some() || day.is_some()) && dash.contains(['-', '–', '—']) => {
            place
        }
        _ => return None,
    };
    let ends_here = dash.trim().is_empty();
    if ends_here && (head.len() != text.len() || day.is_none() && agency.is_none()) {
        return None;
    }
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let month = found
        .name("m1")
        .or(found.name("m2"))
        .and_then(|m| dates::month(m.as_str()));
    let date = number("d1").or(number("d2")).map(|d| d as i8);
    Some(Dateline {
        place: place.as_str(),
        day: month.zip(date),
        year: number("y").map(|year| match year {
            0..50 => 2000 + year,
            50..100 => 1900 + year,
            _ => year,
        }),
        agency,
        length: found[0].trim_end().len(),
    })
}

/// Fills in what is known: options and fields first, then markup, then the text.
pub(crate) fn fill(article: &mut Article, given: &Given, known: Known) {
    let text = std::mem::take(&mut article.text);
    let of = |kind: ParagraphKind| {
        article
            .paragraphs
            .iter()
            .filter(move |p| p.kind == kind)
            .map(|p| p.span)
    };
    let url = given.url.clone().or(known.url);
    let line = of(ParagraphKind::Header)
        .take(8)
        .chain(of(ParagraphKind::Body).take(3))
        .find_map(|span| {
            let line = dateline(span.of(&text))?;
            let at = span.start();
            Some((trimmed(&text, at, at + line.place.len())?, at + line.length, line))
        });
    let header = of(ParagraphKind::Header)
        .filter_map(|span| dates::date_line(span.of(&text))?.date)
        .next();
    let published = given.date.or(known.published).or(header).or_else(|| {
        let from_url = url.as_deref().and_then(url_date);
        let day = line.and_then(|(.., line)| {
            let (month, day) = line.day?;
            let year = line
                .year
                .or(from_url.map(Date::year))
                .or_else(|| copyright_year(&text, article))?;
            Date::new(year, month, day).ok()
        });
        day.or(from_url)
    });
    let names = of(ParagraphKind::Header)
        .find_map(|span| byline(span.of(&text)))
        .map(str::to_owned);
    let headline = of(ParagraphKind::Headline)
        .next()
        .map(|span: Span| one_line(span.of(&text)));
    let agency = line.and_then(|(.., line)| line.agency).map(str::to_owned);
    let report = line.map(|(_, end, _)| end);
    article.dateline = line.map(|(place, ..)| place);
    article.title = given.title.clone().or(known.title).or(headline);
    article.publisher = given.publisher.clone().or(known.publisher).or(agency);
    article.byline = known.byline.or(names);
    article.published = published;
    article.url = url;
    if let Some(end) = report {
        set_apart(article, &text, end);
    }
    article.text = text;
}

/// Makes the dateline, which ends here, a block of its own where the report goes on in its line: it is no part of the first sentence.
fn set_apart(article: &mut Article, text: &str, end: usize) {
    let inside = |p: &Paragraph| p.kind == ParagraphKind::Body && p.span.start() < end && end < p.span.end();
    let Some(at) = article.paragraphs.iter().position(inside) else {
        return;
    };
    let whole = article.paragraphs[at].span;
    let (Some(line), Some(report)) = (trimmed(text, whole.start(), end), trimmed(text, end, whole.end()))
    else {
        return;
    };
    article.paragraphs[at].span = report;
    let line = Paragraph {
        span: line,
        kind: ParagraphKind::Header,
    };
    article.paragraphs.insert(at, line);
}

fn copyright_year(text: &str, article: &Article) -> Option<i16> {
    let odd = |kind| {
        matches!(
            kind,
            ParagraphKind::Boilerplate | ParagraphKind::Caption | ParagraphKind::Header
        )
    };
    let mut lines = article
        .paragraphs
        .iter()
        .filter(|p| odd(p.kind))
        .map(|p| p.span.of(text));
    lines.find_map(|line| COPYRIGHT_YEAR.captures(line)?[1].parse().ok())
}

fn url_date(url: &str) -> Option<Date> {
    let found = URL_DATE.captures(url)?;
    let month = found[2].parse().ok().or_else(|| dates::month(&found[2]))?;
    Date::new(found[1].parse().ok()?, month, found[3].parse().ok()?).ok()
}

/// A text on one line, with single blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
