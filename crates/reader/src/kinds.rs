//! What each block of an article is: headline, header, caption, heading, body or boilerplate.
//!
//! A block taken for anything but body may never be read, so every pattern is bound to the ends of a short block.

use crate::lines::{ends_sentence, last_mark};
use crate::{dates, metadata};
use regex::{Regex, RegexSet};
use sayso_model::{Paragraph, ParagraphKind, Span};
use std::sync::LazyLock;

/// A block and, where it is known, its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub span: Span,
    pub kind: Option<ParagraphKind>,
}

/// Longest header, caption and boilerplate, in bytes.
const HEADER: usize = 240;
const CAPTION: usize = 700;
const BOILERPLATE: usize = 320;

static CAPTIONS: LazyLock<RegexSet> = LazyLock::new(|| {
    set(&[
        r"(?i)^(?:file )?(?:photo|image|picture|photograph|screenshot|illustration|infographic|graphic)s?(?: (?:credit|courtesy|caption|source|file))?s?(?: of| by)?\s*[:|/©]",
        r"(?i)^(?:photo|image|picture|photograph|video)s? (?:by|courtesy of|credit) \S.*$",
        r"(?i)^(?:photo|image|picture) ?credits?\b.*$",
        r"(?i)^(?:credit|caption|pictured|video|map|source photo)\s*:",
        r"^FILE(?: PHOTO)?\s?[-–—:]",
        r"(?i)^\(?(?:file|archive|stock|handout|illustrative) (?:photo|image|picture)\b.*$",
        r"(?i)[(\[,.] ?(?:file|archive|handout|illustrative) (?:photo|image|picture)s?[)\].]*$",
        r"^©.+$",
        r"(?i)[(\[][^()\[\]]*\b(?:reuters|afp|ap|epa|getty(?: images)?|tass|xinhua|kcna|anadolu|yonhap|dpa|ansa|efe|bloomberg|shutterstock|alamy)\s?[/|][^()\[\]]+[)\]]\.?$",
        r"(?i)[(\[][^()\[\]]+\s?[/|]\s?(?:reuters|afp|ap|epa|epa-efe|getty(?: images)?|tass|xinhua|kcna|anadolu|yonhap|dpa|ansa|efe|bloomberg|shutterstock|alamy|pool)[)\]]\.?$",
        r"(?i)[(\[](?:[a-z]{2,12} )?(?:photo|image|picture|pic|handout)s?(?:(?: by|:|/| courtesy| via| from)[^()\[\]]+)?[)\]]\.?$",
        r"(?i)[(\[][^()\[\]]+\bvia (?:reuters|ap|afp|getty images|getty|telegram|x|twitter|facebook)[)\]]\.?$",
        r"(?i)(?:^|[|©/] ?)[^|©/.]*getty images$",
        r"(?i)\bcc[ -]by(?:-[a-z]{2})* ?\d",
        r"(?i)[|•] ?(?:photo|image|picture|credit)(?: credit)?s?\s?:.+$",
    ])
});

static BOILERPLATE_LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    set(&[
        r"(?i)^(?:read|see|watch|listen|hear) (?:more|also|next|too|full story|the full story|this next)\b\s?(?:[:|>»→–—-].*|about .{1,80}|on .{1,80}|at .{1,80})?[.…]*$",
        r"(?i)^(?:also read|see also|more on this(?: story)?|more from .{1,60}|related|recommended|editors? ?['’]?s? picks?|you may also like|most read|most popular|trending(?: now)?|popular now|in this article|what to read next)\b\s?(?:[:|].*)?$",
        r"(?i)^related (?:articles?|stor(?:y|ies)|topics?|news|content|links?|posts?|coverage)\b.*$",
        r"(?i)^(?:please )?subscribe\b[^.]*[.!]?$",
        r"(?i)^(?:sign|signing) up (?:for|to|now|here|today|with)\b.*$",
        r"(?i)^(?:log|sign) ?in(?: (?:to|or|with|/).{0,80})?[.!]?$",
        r"(?i)^(?:follow|join|find|like|connect with) (?:us|our|me)\b.*$",
        r"(?i)^follow .{1,60} on (?:x|twitter|facebook|instagram|telegram|whatsapp|google news|linkedin|threads|bluesky)\b.*$",
        r"(?i)^(?:advertisements?|advertising|sponsored(?: content)?|promoted|paid content|ad|story continues below.{0,40}|article continues (?:below|after).{0,40}|(?:scroll|swipe) (?:down )?to continue.{0,40}|continue reading.*)[.:]?$",
        r"(?i)^(?:click|tap) (?:here|to)\b.*$",
        r"(?i)^(?:download|get|install) (?:our|the) (?:\w+ )?(?:app|newsletter|latest|news)\b.*$",
        r"(?i)^(?:get|stay) (?:the latest|updated|informed|up to date)\b.*$",
        r"(?i)^(?:share|tweet|print|e-?mail|copy link|link copied!?|save|bookmark|comments?|leave a comment|add a comment|reply|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|messenger|viber|flipboard|pocket|menu|home|search|close|skip|next|previous|back to top|top|load more|show more|see all|view all|play|listen)(?: \(?\d+\)?)?$",
        r"(?i)^share (?:this|on|via|with|the)\b.*$",
        r"(?i)^(?:\W{0,3}(?:share|tweet|print|e-?mail|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|copy link|save)\b\W{0,3}){2,12}$",
        r"(?i)\ball rights reserved\b",
        r"(?i)^(?:©|\(c\)|copyright)\s?(?:©|\(c\))?\s?(?:\d{4}|by\b).*$",
        r"(?i)^(?:we use|this (?:web)?site uses) cookies\b.*$",
        r"(?i)^(?:accept|reject|manage)(?: all)? cookies.*$",
        r"(?i)^(?:terms (?:of (?:use|service|sale)|(?:and|&) conditions)|privacy (?:policy|notice|statement)|cookie (?:policy|notice|settings)|contact us|about us|skip to (?:main )?content)\b.*$",
        r"(?i)^(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?)\s?:.+$",
        r"(?i)^(?:our standards|support (?:our|independent)|donate)\b.*$",
        r"(?i)^(?:\d+|one|two|three|four|five) ?-?min(?:ute)?s? read$",
        r"(?i)^(?:estimated )?reading time\b.*$",
        r"(?i)^this (?:article|story|report) (?:was|has been|is) (?:originally |first |automatically |auto-)*(?:published|generated|syndicated|translated|republished)\b.*$",
        r"(?i)^(?:sign up|newsletter|newsletters|loading|share this article|breaking news)[.…!]*$",
    ])
});

static SOURCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:source|via)\s?:\s?[^.]{2,60}$").expect("the pattern is right"));

fn set(patterns: &[&str]) -> RegexSet {
    RegexSet::new(patterns).expect("the patterns are right")
}

/// The kind of a block that its own words give away: header, caption or boilerplate.
pub(crate) fn cue(words: &str) -> Option<ParagraphKind> {
    if words.len() > CAPTION {
        return None;
    }
    if words.len() <= BOILERPLATE && BOILERPLATE_LINES.is_match(words) {
        return Some(ParagraphKind::Boilerplate);
    }
    if words.len() <= HEADER && is_header(words) {
        return Some(ParagraphKind::Header);
    }
    if CAPTIONS.is_match(words) {
        return Some(ParagraphKind::Caption);
    }
    // Rules and ornaments between paragraphs.
    let ornament = words.len() <= HEADER && !words.chars().any(char::is_alphanumeric);
    ornament.then_some(ParagraphKind::Boilerplate)
}

fn is_header(words: &str) -> bool {
    dates::date_line(words).is_some_and(|line| line.length == words.len())
        || metadata::byline(words).is_some()
        || metadata::is_credit(words)
        || metadata::dateline(words).is_some_and(|line| line.length == words.len())
        || SOURCE.is_match(words)
}

/// Whether a block may be a headline: short, and without full stop.
pub(crate) fn is_title(words: &str) -> bool {
    let stop =
        matches!(last_mark(words), Some('.' | '。' | '।' | '۔' | ':' | ',' | ';')) && !is_abbreviation(words);
    let letter = words.chars().any(char::is_alphabetic);
    let lower = words.chars().next().is_some_and(char::is_lowercase);
    letter && !stop && !lower && !is_item(words) && fits(words, 200, 30)
}

/// Whether a block may be a heading between paragraphs: shorter still, and no sentence.
fn is_heading(words: &str) -> bool {
    let question = last_mark(words) == Some('?') && fits(words, 80, 9);
    is_title(words) && fits(words, 110, 14) && (question || !ends_sentence(words) || is_abbreviation(words))
}

/// Whether it ends with an abbreviation such as `U.S.`.
fn is_abbreviation(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.len() >= 4
        && last.ends_with('.')
        && last
            .trim_end_matches('.')
            .split('.')
            .all(|c| c.chars().count() == 1)
}

fn is_item(words: &str) -> bool {
    let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < words.len() && digits.starts_with(['.', ')']);
    numbered || words.starts_with(['•', '-', '*', '–', '—', '·', '▪', '►', '>'])
}

fn fits(words: &str, chars: usize, count: usize) -> bool {
    words.len() <= chars * 4
        && words.chars().nth(chars).is_none()
        && words.split_whitespace().nth(count).is_none()
}

/// Paragraphs of blocks, with a kind for those that have none.
///
/// The headline is the first block that is not otherwise known, if it reads like one and something follows it, or the
/// block near the top that says the same as `title`. Headings are at most two lines before a paragraph.
pub(crate) fn assign(text: &str, blocks: &[Block], title: Option<&str>) -> Vec<Paragraph> {
    let mut kinds: Vec<Option<ParagraphKind>> = blocks
        .iter()
        .map(|block| block.kind.or_else(|| cue(block.span.of(text))))
        .collect();
    let words = |at: usize| blocks[at].span.of(text);
    let open: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at].is_none()).collect();
    if !kinds.contains(&Some(ParagraphKind::Headline)) {
        let same = |at: &&usize| title.is_some_and(|title| says_the_same(words(**at), title));
        let named = open.iter().take(4).find(same);
        let first = open
            .first()
            .filter(|at| open.len() > 1 && is_title(words(**at)) && !opens(words(**at)));
        if let Some(at) = named.or(first) {
            kinds[*at] = Some(ParagraphKind::Headline);
        }
    }
    let open: Vec<usize> = open.into_iter().filter(|at| kinds[*at].is_none()).collect();
    for run in open.chunk_by(|a, b| is_heading(words(*a)) && is_heading(words(*b))) {
        let after = run
            .last()
            .and_then(|last| kinds[last + 1..].iter().position(Option::is_none));
        let headings = run.len() <= 2 && after.is_some() && is_heading(words(run[0]));
        let kind = if headings {
            ParagraphKind::Heading
        } else {
            ParagraphKind::Body
        };
        run.iter().for_each(|at| kinds[*at] = Some(kind));
    }
    let kind = |kind: Option<ParagraphKind>| kind.unwrap_or(ParagraphKind::Body);
    blocks
        .iter()
        .zip(kinds)
        .map(|(block, k)| Paragraph {
            span: block.span,
            kind: kind(k),
        })
        .collect()
}

/// Whether it begins with a dateline, as first paragraphs do.
fn opens(words: &str) -> bool {
    metadata::dateline(words).is_some()
}

/// Whether two texts have the same letters and digits in the same order.
pub(crate) fn says_the_same(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(400)
            .collect::<String>()
    };
    a.len() <= 1600 && b.len() <= 1600 && letters(a) == letters(b) && !letters(a).is_empty()
}
