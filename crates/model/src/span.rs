//! Spans of a text, and their translation from bytes to code points.

use std::ops::Range;

/// A half-open range of bytes `[start, end)` of one article's text, both on character boundaries, not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span `[start, end)` in bytes.
    ///
    /// # Panics
    /// When it is empty or longer than 4 GiB: both are mistakes of the caller, never of a text.
    ///
    /// ```
    /// let span = sayso_model::Span::new(4, 9);
    /// assert_eq!(&"The Kursk region"[span.range()], "Kursk");
    /// ```
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start < end, "a span is never empty: [{start}, {end})");
        let narrow = |x: usize| u32::try_from(x).expect("texts are shorter than 4 GiB");
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// As a range, to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of the text that it covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether the other lies within it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether they share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Translates byte offsets of one text into code points, without a table where the text is ASCII.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Code points before each block of `BLOCK` bytes; empty for ASCII.
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

impl CodePoints {
    /// Prepares a text.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { blocks: Vec::new() };
        }
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % BLOCK == 0 {
                blocks.push(count);
            }
            count += u32::from(byte & 0xC0 != 0x80);
        }
        blocks.push(count);
        Self { blocks }
    }

    /// The number of code points before a byte offset of the text that it was made for.
    ///
    /// ```
    /// let text = "“Kyjiw”";
    /// let points = sayso_model::CodePoints::new(text);
    /// assert_eq!(points.at(text, 3), 1);
    /// assert_eq!(points.at(text, text.len()), 7);
    /// ```
    pub fn at(&self, text: &str, byte: usize) -> usize {
        if self.blocks.is_empty() {
            return byte;
        }
        let block = byte / BLOCK;
        let rest = &text.as_bytes()[block * BLOCK..byte];
        let before = self
            .blocks
            .get(block)
            .or(self.blocks.last())
            .copied()
            .unwrap_or(0);
        before as usize + rest.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }

    /// A span in code points.
    pub fn span(&self, text: &str, span: Span) -> (usize, usize) {
        (self.at(text, span.start()), self.at(text, span.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        let text = "Ž".repeat(50) + "plain words — and “quotes” " + &"𝔘".repeat(40);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(&text, byte), count);
        }
        assert_eq!(points.at(&text, text.len()), text.chars().count());
    }
}
