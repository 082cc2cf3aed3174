//! Quotations: [`Article`] to the passages between its quotation marks.

use sayso_model::{Article, Quote, Span};

/// A mark of quotation and which side of a quotation it can stand on.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    family: Family,
    opens: bool,
    closes: bool,
}

/// Marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `"`, `“ ”`, `„ “`, and ``` `` '' ```: mixtures of these are paired.
    Double,
    /// `‘ ’`, where they are no apostrophes.
    Single,
    /// `« »`.
    Angle,
}

/// The quotations of an article in order; of nested ones the inner ones too.
pub(super) fn find(article: &Article) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let text = paragraph.span.of(&article.text);
        let next = article.paragraphs.get(number + 1);
        let next = next.and_then(|next| begins(next.span.of(&article.text)));
        let offset = paragraph.span.start();
        let first = quotes.len();
        quotes.extend(pairs(text, next).into_iter().map(|(start, end, goes_on)| Quote {
            span: Span::new(offset + start, offset + end),
            goes_on,
        }));
        quotes[first..].sort_by_key(|quote| (quote.span.start(), usize::MAX - quote.span.end()));
    }
    quotes
}

/// The family of the mark that a paragraph begins with, if it can open a quotation.
fn begins(text: &str) -> Option<Family> {
    marks(text)
        .first()
        .filter(|mark| mark.start == 0 && mark.opens)
        .map(|mark| mark.family)
}

/// The quotations of a paragraph as (start, end, goes on), in order of their ends.
fn pairs(text: &str, next: Option<Family>) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    for mark in marks(text) {
        let partner = open
            .iter()
            .rposition(|before| before.family == mark.family)
            .filter(|_| mark.closes);
        match partner {
            // `"He said "no" and left"`: a straight mark that looks like an opening one opens another.
            Some(at) if open[at].end < mark.start => {
                found.push((open[at].start, mark.end, false));
                open.truncate(at);
            }
            _ if mark.opens && open.len() < 8 => open.push(mark),
            _ => {}
        }
    }
    if let Some(last) = open.iter().find(|mark| next == Some(mark.family)) {
        found.retain(|(start, ..)| *start != last.start);
        let end = text.trim_end().len();
        if last.end < end {
            found.push((last.start, end, true));
        }
    }
    found
}

/// The marks of quotation of a paragraph.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((start, mark)) = chars.next() {
        let mut end = start + mark.len_utf8();
        // Two of a kind are one: `` and ''.
        if matches!(mark, '`' | '\'' | '‘' | '’') && chars.peek().is_some_and(|(_, second)| *second == mark)
        {
            chars.next();
            end += mark.len_utf8();
            marks.push(Mark {
                start,
                end,
                family: Family::Double,
                ..sides(mark, before, chars.peek().map(|(_, c)| *c))
            });
            before = Some(mark);
            continue;
        }
        let after = chars.peek().map(|(_, after)| *after);
        let (family, sides) = match mark {
            '“' | '„' | '‟' | '”' | '"' | '＂' => (Family::Double, sides(mark, before, after)),
            '«' | '»' => (Family::Angle, sides(mark, before, after)),
            '‘' | '‚' | '’' | '\'' | '`' => (Family::Single, single(mark, before, after)),
            _ => {
                before = Some(mark);
                continue;
            }
        };
        // Inches and seconds: 5'10".
        let inches =
            mark == '"' && before.is_some_and(|c| c.is_ascii_digit()) && !open_before(&marks, Family::Double);
        if (sides.opens || sides.closes) && !inches {
            marks.push(Mark {
                start,
                end,
                family,
                ..sides
            });
        }
        before = Some(mark);
    }
    marks
}

/// Whether more marks of a family open than close.
fn open_before(marks: &[Mark], family: Family) -> bool {
    marks
        .iter()
        .rev()
        .take(16)
        .find(|mark| mark.family == family)
        .is_some_and(|mark| mark.opens)
}

fn sides(mark: char, before: Option<char>, after: Option<char>) -> Mark {
    let none = Mark {
        start: 0,
        end: 0,
        family: Family::Double,
        opens: false,
        closes: false,
    };
    let begins = before.is_none_or(|c| c.is_whitespace() || "([{—–-/“‘\"'«:".contains(c));
    let ends = after.is_none_or(|c| c.is_whitespace() || ".,;:!?)]}—–-/”’\"'»…".contains(c));
    match mark {
        '“' => Mark {
            opens: true,
            closes: !begins && ends,
            ..none
        },
        '„' | '‟' | '‘' | '`' => Mark { opens: true, ..none },
        '”' | '’' => Mark {
            closes: true,
            opens: mark == '”' && begins && !ends,
            ..none
        },
        '\'' => Mark {
            closes: true,
            opens: begins && !ends,
            ..none
        },
        '«' => Mark {
            opens: true,
            closes: !begins && ends,
            ..none
        },
        '»' => Mark {
            closes: true,
            opens: begins && !ends,
            ..none
        },
        // A straight mark closes what is open unless it clearly opens: blank before it, word after it.
        _ => Mark {
            opens: !ends || begins,
            closes: !begins || ends,
            ..none
        },
    }
}

/// Single marks, which are apostrophes within and at the end of words.
fn single(mark: char, before: Option<char>, after: Option<char>) -> Mark {
    let none = Mark {
        start: 0,
        end: 0,
        family: Family::Single,
        opens: false,
        closes: false,
    };
    let begins = before.is_none_or(|c| c.is_whitespace() || "([{—–-/“\"".contains(c));
    let word = after.is_some_and(char::is_alphanumeric);
    match mark {
        '‘' | '‚' => Mark {
            opens: begins && after.is_some_and(|c| !c.is_whitespace()),
            ..none
        },
        // "’90s" and "the soldiers’ wives" do not close; ",’" and "word’ " after an opening one do.
        '’' => Mark {
            closes: !word && before.is_some_and(|c| !c.is_whitespace()),
            ..none
        },
        _ => none,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Paragraph, ParagraphKind};

    /// Paragraphs are parted by line ends; a quotation that goes on is written with `>` after it.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut article = Article {
            text: text.to_owned(),
            ..Article::default()
        };
        let mut start = 0;
        for line in text.split('\n') {
            let span = Span::new(start, start + line.len());
            article.paragraphs.push(Paragraph {
                span,
                kind: ParagraphKind::Body,
            });
            start += line.len() + 1;
        }
        let found: Vec<String> = find(&article)
            .iter()
            .map(|quote| quote.span.of(text).to_owned() + if quote.goes_on { ">" } else { "" })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_of_all_kinds() {
        check("He said “no” and left.", &["“no”"]);
        check("He said \"no\" and left.", &["\"no\""]);
        check("He said ‘no’ and left.", &["‘no’"]);
        check("He said « no » and left.", &["« no »"]);
        check("He said «no» and left.", &["«no»"]);
        check("He said ``no'' and left.", &["``no''"]);
        check("He said ''no'' and left.", &["''no''"]);
        check("Er sagte „nein“ und ging.", &["„nein“"]);
    }

    #[test]
    fn pairs_in_a_paragraph() {
        check(
            "\"Yes,\" she said. \"We will go.\"",
            &["\"Yes,\"", "\"We will go.\""],
        );
        check("“Yes,” she said, “we will.”", &["“Yes,”", "“we will.”"]);
        check(
            "The \"peace convoy\" (\"a tale\") left.",
            &["\"peace convoy\"", "\"a tale\""],
        );
        check(
            "“It [the army] has left (all of it),” he said.",
            &["“It [the army] has left (all of it),”"],
        );
        check("\"What?\" \"Nothing.\"", &["\"What?\"", "\"Nothing.\""]);
        check("A deal—\"a good one\"—is near.", &["\"a good one\""]);
    }

    #[test]
    fn pairs_of_unequal_marks() {
        check("\"We leave,” he said.", &["\"We leave,”"]);
        check("“We leave,\" he said.", &["“We leave,\""]);
        check("``We leave,\" he said.", &["``We leave,\""]);
        check("”We leave,” he said.", &["”We leave,”"]);
    }

    #[test]
    fn quotations_in_quotations() {
        check(
            "“They call it ‘peace’ here,” he said.",
            &["“They call it ‘peace’ here,”", "‘peace’"],
        );
        check(
            "‘He cried “fire” twice,’ she said.",
            &["‘He cried “fire” twice,’", "“fire”"],
        );
        check(
            "“The so-called «republic» fell.”",
            &["“The so-called «republic» fell.”", "«republic»"],
        );
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("Libya's army won't leave the soldiers' camp.", &[]);
        check("Libya’s army won’t leave the soldiers’ camp in the ’90s.", &[]);
        check("Rock 'n' roll of the '60s", &[]);
        check("‘We don’t know,’ he said.", &["‘We don’t know,’"]);
        check(
            "“We don’t know the rebels’ plans,” he said.",
            &["“We don’t know the rebels’ plans,”"],
        );
        check("A gap of 5'10\" in the wall", &[]);
    }

    #[test]
    fn quotations_go_on() {
        check(
            "“We leave.\n“We leave now,” he said.",
            &["“We leave.>", "“We leave now,”"],
        );
        check(
            "He said: \"We leave.\n\"We leave now.\"",
            &["\"We leave.>", "\"We leave now.\""],
        );
        check(
            "``We leave.\n``We leave now.''",
            &["``We leave.>", "``We leave now.''"],
        );
        check(
            "“One.” “Two.\n“Three.\n“Four.”",
            &["“One.”", "“Two.>", "“Three.>", "“Four.”"],
        );
    }

    #[test]
    fn quotations_stay_in_their_paragraph() {
        check("“We leave.\nThe army left.” He stayed.", &[]);
        check("\"We leave.\nThe army left.", &[]);
        check("It fell silent.\n“No,” he said.", &["“No,”"]);
        check("“No,” he said.\n“Yes,” she said.", &["“No,”", "“Yes,”"]);
        check("No quotation here.", &[]);
    }
}
