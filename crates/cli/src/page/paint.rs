//! Words with colours, wrapped to a width.

use crate::args::{Color, Paper, Running};
use crate::report::steers;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use textwrap::core::{Fragment, Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// A blank that keeps two words on one line.
pub const NO_BREAK: char = '\u{a0}';

/// How the page looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether there is colour.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// Columns of the page where there is no terminal; and at most, as longer lines are hard to read.
const COLUMNS: (usize, usize) = (80, 100);

impl Paper {
    /// What the options and the terminal make of a page.
    pub fn look(&self, running: &Running) -> Look {
        let to_file = running.output.as_ref().is_some_and(|o| o.as_os_str() != "-");
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !to_file && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
        };
        let terminal = || terminal_size::terminal_size_of(std::io::stdout()).filter(|_| !to_file);
        let width = match self.width {
            Some(width) => width.into(),
            None => terminal().map_or(COLUMNS.0, |(columns, _)| {
                usize::from(columns.0).clamp(30, COLUMNS.1)
            }),
        };
        Look { color, width }
    }
}

/// What words are, which tells their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Nothing special.
    Plain,
    /// A headline, a participant.
    Strong,
    /// What one may pass over.
    Faint,
    /// A source.
    Source,
    /// A type of event, a relation.
    Type,
    /// The words that tell that something is said.
    Cue,
    /// It is so.
    Yes,
    /// It may be so.
    Maybe,
    /// It is not so.
    No,
}

impl Ink {
    fn style(self) -> Style {
        let color = |c: AnsiColor| Style::new().fg_color(Some(c.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Source => color(AnsiColor::Cyan).bold(),
            Self::Type => color(AnsiColor::Blue).bold(),
            Self::Cue => color(AnsiColor::Magenta).italic(),
            Self::Yes => color(AnsiColor::Green),
            Self::Maybe => color(AnsiColor::Yellow),
            Self::No => color(AnsiColor::Red),
        }
    }
}

/// A line of words, before it is wrapped.
#[derive(Clone, Debug, Default)]
pub struct Line {
    text: String,
    /// The byte where each ink begins.
    inks: Vec<(usize, Ink)>,
}

/// A word of a line, as a range of bytes and of columns.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    width: usize,
    blanks: usize,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

impl Line {
    /// Adds words; runs of blanks and what would steer the terminal become one blank.
    pub fn add(&mut self, ink: Ink, words: &str) -> &mut Self {
        self.inks.push((self.text.len(), ink));
        for c in words.chars() {
            let blank = c != NO_BREAK && c.is_whitespace() || steers(c);
            if !blank {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self
    }

    /// With one piece of words.
    pub fn of(ink: Ink, words: &str) -> Self {
        let mut line = Self::default();
        line.add(ink, words);
        line
    }

    /// Writes the line wrapped, the first line after `first`, the others after `rest`, both in the colour of `Faint`.
    pub fn write(&self, out: &mut String, look: &Look, first: &str, rest: &str) {
        let columns = [first, rest].map(|before| look.width.saturating_sub(display_width(before)).max(10));
        let pieces = self.pieces(columns[0].min(columns[1]));
        for (number, line) in wrap_first_fit(&pieces, &columns.map(|c| c as f64))
            .iter()
            .enumerate()
        {
            let before = if number == 0 { first } else { rest };
            let blank = before.trim().is_empty();
            paint(out, look, if blank { Ink::Plain } else { Ink::Faint }, before);
            if let (Some(from), Some(to)) = (line.first(), line.last()) {
                self.slice(out, look, from.start, to.end);
            }
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
        }
    }

    fn pieces(&self, columns: usize) -> Vec<Piece> {
        let mut at = 0;
        let mut pieces = Vec::new();
        for word in textwrap::WordSeparator::new().find_words(&self.text) {
            let parts: Vec<Word> = if display_width(&word) > columns {
                word.break_apart(columns).collect()
            } else {
                vec![word]
            };
            for part in parts {
                let end = at + part.word.len();
                pieces.push(Piece {
                    start: at,
                    end,
                    width: display_width(part.word),
                    blanks: part.whitespace.len(),
                });
                at = end + part.whitespace.len();
            }
        }
        pieces
    }

    fn slice(&self, out: &mut String, look: &Look, start: usize, end: usize) {
        let ends = self
            .inks
            .iter()
            .skip(1)
            .map(|(at, _)| *at)
            .chain([self.text.len()]);
        for ((from, ink), to) in self.inks.iter().zip(ends) {
            let (from, to) = ((*from).max(start), to.min(end));
            if from < to {
                paint(out, look, *ink, &self.text[from..to]);
            }
        }
    }
}

fn paint(out: &mut String, look: &Look, ink: Ink, words: &str) {
    if look.color && ink != Ink::Plain {
        let style = ink.style();
        out.push_str(&format!("{style}{words}{style:#}"));
    } else {
        out.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(look: Look, line: &Line, expected: &str) {
        let mut out = String::new();
        line.write(&mut out, &look, "* ", "  ");
        assert_eq!(out, expected);
    }

    #[test]
    fn wraps() {
        let look = Look {
            color: false,
            width: 20,
        };
        let mut line = Line::of(Ink::Strong, "Norway sent\n\ttroops ");
        line.add(Ink::Plain, "to Latvia on Monday.");
        check(look, &line, "* Norway sent troops\n  to Latvia on\n  Monday.\n");
        check(
            look,
            &Line::of(Ink::Plain, &"x".repeat(40)),
            &format!("* {0}\n  {0}\n  xxxx\n", "x".repeat(18)),
        );
        check(
            look,
            &Line::of(Ink::Plain, "外務省は声明を発表した"),
            "* 外務省は声明を発表\n  した\n",
        );
    }

    #[test]
    fn colors_end_with_the_line() {
        let look = Look {
            color: true,
            width: 12,
        };
        check(
            look,
            &Line::of(Ink::Strong, "one two three"),
            "\u{1b}[2m* \u{1b}[0m\u{1b}[1mone two\u{1b}[0m\n  \u{1b}[1mthree\u{1b}[0m\n",
        );
    }

    #[test]
    fn articles_cannot_steer_the_terminal() {
        let look = Look {
            color: false,
            width: 40,
        };
        check(
            look,
            &Line::of(Ink::Plain, "red \u{1b}[31malert\u{7} \u{202e}thgir"),
            "* red [31malert thgir\n",
        );
    }
}
