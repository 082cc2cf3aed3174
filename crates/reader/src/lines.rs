//! Lines of a text, and which of them belong to one block.

use crate::{dates, is_blank, kinds};
use sayso_model::{ParagraphKind, Span};

/// A line that shows something, without the blanks around it.
#[derive(Clone, Copy, Debug)]
struct Line {
    span: Span,
    /// Characters, capped at [`LONG`].
    width: usize,
    /// Whether a line without words stands before it.
    gap: bool,
}

/// Characters above which a line was not wrapped by hand.
const LONG: usize = 120;

/// Whether a character ends a line. A form feed ends a page, and so its line.
fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\x0B' | '\x0C' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A span of a text without the blanks around it.
pub(crate) fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let piece = text[start..end].trim_start_matches(is_blank);
    let start = end - piece.len();
    let length = piece.trim_end_matches(is_blank).len();
    (length > 0).then(|| Span::new(start, start + length))
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let (mut start, mut gap) = (0, false);
    let mut add = |start: usize, end: usize, gap: &mut bool| match trimmed(text, start, end) {
        Some(span) => {
            let width = span.of(text).chars().take(LONG + 1).count();
            found.push(Line {
                span,
                width,
                gap: std::mem::take(gap),
            });
        }
        None => *gap = true,
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if ends_line(c) {
            add(start, at, &mut gap);
            gap |= c == '\u{2029}';
            start = at + c.len_utf8();
            if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
                start += 1;
            }
        }
    }
    add(start, text.len(), &mut gap);
    found
}

/// How the text breaks its lines.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Lines are broken at this many characters; nothing where each line is a paragraph.
    wrapped: Option<usize>,
    /// All is in capitals, as on the wires of old: that a line begins with one says nothing.
    capitals: bool,
}

/// The blocks of a text in order: what stands between blank lines, or single lines where each is a paragraph.
///
/// Lines are taken for wrapped where nearly every one is so full that the next word would not have fitted.
pub(crate) fn blocks(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let layout = layout(text, &lines);
    let mut blocks: Vec<Span> = Vec::new();
    let mut last: Option<Line> = None;
    for line in lines {
        match (blocks.last_mut(), last) {
            (Some(block), Some(last)) if !line.gap && joins(text, last, line, layout) => {
                *block = block.join(line.span);
            }
            _ => blocks.push(line.span),
        }
        last = Some(line);
    }
    blocks
}

fn layout(text: &str, lines: &[Line]) -> Layout {
    let capitals = in_capitals(text);
    let wrapped = wrapped(text, lines, capitals);
    Layout { wrapped, capitals }
}

/// Whether hardly a letter is a small one.
fn in_capitals(text: &str) -> bool {
    let count = |holds: fn(char) -> bool| text.chars().filter(|c| holds(*c)).count();
    count(char::is_lowercase) * 10 < count(char::is_uppercase)
}

fn wrapped(text: &str, lines: &[Line], capitals: bool) -> Option<usize> {
    let breaks: Vec<(Line, Line)> = lines
        .windows(2)
        .filter(|pair| !pair[1].gap)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let mut widths: Vec<usize> = breaks.iter().map(|(line, _)| line.width).collect();
    widths.sort_unstable();
    let &width = widths.get(widths.len().saturating_sub(1) * 95 / 100)?;
    if !(30..=LONG).contains(&width) {
        return None;
    }
    let full = breaks
        .iter()
        .filter(|(a, b)| is_full(text, *a, *b, width))
        .count();
    let flowing = breaks
        .iter()
        .filter(|(a, b)| flows(text, *a, *b, capitals))
        .count();
    (full * 10 >= breaks.len() * 7 && flowing * 10 >= breaks.len() * 3).then_some(width)
}

/// Whether the first word of the next line would not have fitted.
fn is_full(text: &str, line: Line, next: Line, width: usize) -> bool {
    let word = next
        .span
        .of(text)
        .chars()
        .take(20)
        .take_while(|c| !c.is_whitespace())
        .count();
    line.width + 1 + word + 3 > width
}

/// Whether the next line goes on with the sentence.
fn flows(text: &str, line: Line, next: Line, capitals: bool) -> bool {
    let first = next.span.of(text).chars().find(|c| c.is_alphanumeric());
    match first {
        Some(c) if c.is_lowercase() => true,
        Some(c) if c.is_uppercase() && !capitals => false,
        Some(_) => !ends_sentence(line.span.of(text)),
        None => false,
    }
}

/// Whether a text ends as sentences do, closing quotes and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    last_mark(text).is_some_and(|c| ".!?…。！？।؟۔։።".contains(c))
}

/// The last character but for closing quotes and brackets.
pub(crate) fn last_mark(text: &str) -> Option<char> {
    let closes = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '*'
            )
    };
    text.trim_end_matches(closes).chars().next_back()
}

fn joins(text: &str, line: Line, next: Line, layout: Layout) -> bool {
    let (words, after) = (line.span.of(text), next.span.of(text));
    let Some(width) = layout.wrapped else {
        let goes_on = after.chars().next().is_some_and(char::is_lowercase);
        return line.width >= 40 && goes_on && !ends_sentence(words) && kinds::cue(words).is_none();
    };
    let full = is_full(text, line, next, width);
    let flows = flows(text, line, next, layout.capitals);
    if full && flows {
        return true;
    }
    let alone = match kinds::cue(words) {
        Some(ParagraphKind::Caption) => !full,
        kind => kind.is_some(),
    };
    let marked = || kinds::cue(after).is_some() && (!full || ends_sentence(words));
    if alone || marked() || dates::date_line(words).is_some_and(|d| d.length == words.len()) {
        return false;
    }
    full || flows
}
