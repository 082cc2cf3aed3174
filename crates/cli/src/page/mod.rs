//! The page of `sayso read`: the statements of an article, by who says so.

mod explain;
mod paint;
mod sources;
#[cfg(test)]
mod tests;
mod words;

pub use explain::statement as explain;
pub use paint::{Ink, Line, Look, NO_BREAK};
use sayso::Document;
use sayso::model::Span;
use sayso::model::statement::{Claim, Factuality, Quoted, Statement};
use sayso::record::Id;
use sources::Source;
use words::Names;

/// What separates details.
const DOT: &str = " · ";

/// The page of an article.
pub fn article(doc: &Document, id: &Id, look: &Look) -> String {
    let mut page = Page {
        names: Names(doc),
        doc,
        look,
        out: String::new(),
    };
    page.head(id);
    let root = Source::tree(doc);
    if doc.reading.statements.is_empty() {
        page.line(Ink::Plain, "No statements were found in this article.", "");
        page.out.push('\n');
    } else {
        page.counts(doc.reading.statements.len(), root.count());
        page.source(&root, 0);
    }
    page.out
}

/// What the signs mean.
pub fn legend(look: &Look) -> String {
    let mut line = Line::default();
    let all = [
        Factuality::Certain,
        Factuality::Probable,
        Factuality::Possible,
        Factuality::Uncommitted,
        Factuality::PossibleNot,
        Factuality::ProbableNot,
        Factuality::CertainNot,
    ];
    for (number, value) in all.into_iter().enumerate() {
        let (bar, word, ink) = words::certainty(value);
        line.add(
            Ink::Faint,
            if number == 0 {
                "How sure the source is:"
            } else {
                ","
            },
        )
        .add(Ink::Plain, " ");
        let word = format!(" {word}").replace(' ', &paint::NO_BREAK.to_string());
        line.add(ink, bar).add(Ink::Faint, &word);
    }
    let mut out = String::new();
    line.write(&mut out, look, "", "");
    out
}

struct Page<'a> {
    names: Names<'a>,
    doc: &'a Document,
    look: &'a Look,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, ink: Ink, words: &str, indent: &str) {
        Line::of(ink, words).write(&mut self.out, self.look, indent, indent);
    }

    fn head(&mut self, id: &Id) {
        let article = &self.doc.annotated.article;
        let id = id.to_string();
        let title = article.title.as_deref().filter(|t| !t.trim().is_empty());
        self.line(Ink::Strong, title.unwrap_or(&id), "");
        let date = article.published.map_or("no date".to_owned(), words::day);
        let mut about = vec![date];
        about.extend(article.publisher.clone());
        about.extend(title.map(|_| id.clone()));
        self.line(Ink::Faint, &about.join(DOT), "");
        let rule = "─".repeat(self.look.width);
        self.line(Ink::Faint, &rule, "");
    }

    fn counts(&mut self, statements: usize, sources: usize) {
        let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let of = match sources {
            0 => "all in the article's own voice".to_owned(),
            n => number(n, "source"),
        };
        self.line(
            Ink::Faint,
            &format!("{}, {of}", number(statements, "statement")),
            "",
        );
        self.out.push('\n');
    }

    fn source(&mut self, source: &Source, depth: usize) {
        let indent = "  ".repeat(depth.saturating_sub(1));
        if depth > 0 || !source.statements.is_empty() {
            let mut heading = Line::default();
            if depth > 1 {
                heading.add(Ink::Faint, "└ ");
            }
            match depth {
                0 => heading.add(Ink::Source, "The article itself"),
                _ => heading.add(Ink::Source, &words::capital(&source.name)),
            };
            if !source.notes.is_empty() {
                heading.add(Ink::Faint, &format!(" ({})", source.notes.join(", ")));
            }
            heading.write(&mut self.out, self.look, &indent, &indent);
            if source.statements.is_empty() {
                self.line(Ink::Faint, "speaks of what others say:", &format!("{indent}  "));
            }
        }
        for number in &source.statements {
            self.statement(&self.doc.reading.statements[*number], &format!("{indent}  "));
        }
        for inner in &source.within {
            self.source(inner, depth + 1);
        }
    }

    fn statement(&mut self, s: &Statement, indent: &str) {
        let (bar, _, ink) = words::certainty(s.factuality);
        let mut what = Line::of(ink, bar);
        what.add(Ink::Plain, " ");
        self.what(s, &mut what);
        let under = format!("{indent}    ");
        what.write(&mut self.out, self.look, indent, &under);
        self.details(s).write(&mut self.out, self.look, &under, &under);
        let quote = format!("{under}│ ");
        self.evidence(s).write(&mut self.out, self.look, &quote, &quote);
        self.out.push('\n');
    }

    fn what(&self, s: &Statement, line: &mut Line) {
        match &s.claim {
            Claim::Event {
                event,
                mode,
                actors,
                recipients,
                ..
            } => {
                match actors.as_slice() {
                    [] => line.add(Ink::Faint, "(somebody)"),
                    actors => line.add(Ink::Strong, &self.names.participants(actors)),
                };
                line.add(Ink::Faint, " — ").add(Ink::Type, event.name());
                if let Some(mode) = mode {
                    line.add(Ink::Plain, &format!(" {mode}"));
                }
                if !recipients.is_empty() {
                    line.add(Ink::Faint, " → ")
                        .add(Ink::Strong, &self.names.participants(recipients));
                }
            }
            Claim::Fact {
                relation,
                subject,
                object,
            } => {
                line.add(Ink::Strong, &self.names.end(subject))
                    .add(Ink::Faint, " — ");
                line.add(Ink::Type, &words::relation(*relation))
                    .add(Ink::Faint, " — ");
                line.add(Ink::Strong, &self.names.end(object));
            }
        }
    }

    fn details(&self, s: &Statement) -> Line {
        let (_, word, ink) = words::certainty(s.factuality);
        let mut line = Line::of(ink, word);
        let mut more: Vec<(Ink, String)> = Vec::new();
        for name in s.auxiliary.names() {
            let (ink, words) = match name {
                "future" => (Ink::Maybe, "yet to come"),
                "negation" => (Ink::No, "negated"),
                "historical" => (Ink::Faint, "long past"),
                other => (Ink::Maybe, other),
            };
            more.push((ink, words.to_owned()));
        }
        if s.attribution.iter().any(|(_, distanced)| *distanced) {
            more.push((Ink::Maybe, "the writer keeps a distance (“allegedly”)".to_owned()));
        }
        let plain = |words: String| (Ink::Plain, words);
        more.extend(self.names.places(&s.places).into_iter().map(plain));
        more.extend(self.names.when(s).map(plain));
        more.extend(
            s.quantities
                .iter()
                .filter_map(|q| self.names.quantity(*q))
                .map(plain),
        );
        let channel = s
            .attribution
            .iter()
            .filter_map(|(id, _)| self.doc.reading.attributions[id.0 as usize].channel);
        more.extend(channel.map(|entity| plain(format!("told to {}", self.names.entity(entity)))));
        for (ink, words) in more.iter().filter(|(_, words)| !words.trim().is_empty()) {
            line.add(Ink::Faint, DOT).add(*ink, words);
        }
        line
    }

    /// The words to read, with those that tell that it is said.
    fn evidence(&self, s: &Statement) -> Line {
        let mut line = Line::default();
        let said = s
            .attribution
            .last()
            .map(|(id, _)| &self.doc.reading.attributions[id.0 as usize]);
        let cue: &[Span] = said.map_or(&[], |a| a.cue.as_slice());
        let shown = |span: &Span| s.evidence.iter().any(|e| e.contains(*span));
        if !cue.is_empty() && !cue.iter().all(shown) {
            let words: Vec<&str> = cue.iter().map(|c| self.names.of(*c)).collect();
            line.add(Ink::Cue, &words.join(" … ")).add(Ink::Faint, ": ");
        }
        let quoted = said.is_some_and(|a| a.quoted == Quoted::Direct);
        let own = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '\'');
        for (number, span) in s.evidence.iter().enumerate() {
            if number > 0 {
                line.add(Ink::Faint, " … ");
            }
            let marks = quoted && !self.names.of(*span).contains(own);
            line.add(Ink::Plain, if marks { "“" } else { "" });
            self.marked(self.trimmed(*span), s.trigger_span, cue, &mut line);
            line.add(Ink::Plain, if marks { "”" } else { "" });
        }
        line
    }

    /// Without the commas and blanks at its ends.
    fn trimmed(&self, span: Span) -> Span {
        let words = self.names.of(span);
        let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
        let start = span.start() + words.len() - words.trim_start_matches(edge).len();
        let end = start + words.trim_matches(edge).len();
        if start < end { Span::new(start, end) } else { span }
    }

    /// The words of a span, the trigger and the cue in their colours.
    fn marked(&self, span: Span, trigger: Span, cue: &[Span], line: &mut Line) {
        let text = &self.doc.annotated.article.text;
        let mut marks: Vec<(Span, Ink)> = cue.iter().map(|c| (*c, Ink::Cue)).collect();
        marks.push((trigger, Ink::Strong));
        marks.retain(|(mark, _)| span.contains(*mark));
        marks.sort_by_key(|(mark, _)| *mark);
        let mut at = span.start();
        for (mark, ink) in marks {
            if mark.start() < at {
                continue;
            }
            line.add(Ink::Plain, &text[at..mark.start()])
                .add(ink, mark.of(text));
            at = mark.end();
        }
        line.add(Ink::Plain, &text[at..span.end()]);
    }
}
