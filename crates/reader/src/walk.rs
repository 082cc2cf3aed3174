//! Walks a page from top to bottom and collects its words as blocks.

use crate::{is_blank, kinds, lines};
use dom_query::{NodeData, NodeRef};
use sayso_model::ParagraphKind;

/// The words of a block and, where the markup tells, its kind.
pub(crate) type Words = (String, Option<ParagraphKind>);

/// How much of a page is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Without navigation, footers and asides.
    Main,
    /// All that is shown.
    All,
}

/// Blocks of the elements below a node, in order.
pub(crate) fn blocks(root: &NodeRef, scope: Scope) -> Vec<Words> {
    let mut walk = Walk {
        done: Vec::new(),
        words: String::new(),
        linked: 0,
        breaks: 0,
    };
    let mut place = Place {
        kind: None,
        link: false,
    };
    // What is left to do, innermost last: a node to enter, or the end of an element.
    let mut stack = vec![Step::Enter(*root)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Leave { block, before } => {
                if block {
                    walk.end(place);
                }
                place = before;
            }
            Step::Enter(node) => {
                if node.is_text() {
                    node.query(|inner| {
                        if let NodeData::Text { contents } = &inner.data {
                            walk.text(contents, place.link);
                        }
                    });
                    continue;
                }
                let name = node.node_name().unwrap_or_default();
                if is_hidden(&node, &name, scope) {
                    continue;
                }
                if &*name == "br" {
                    walk.line_break(place);
                    continue;
                }
                let block = is_block(&name);
                if block {
                    walk.end(place);
                }
                stack.push(Step::Leave { block, before: place });
                place = place.within(&name);
                stack.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    walk.end(place);
    walk.done
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave { block: bool, before: Place },
}

/// What the elements around a word tell of it.
#[derive(Clone, Copy)]
struct Place {
    kind: Option<ParagraphKind>,
    link: bool,
}

impl Place {
    fn within(self, name: &str) -> Self {
        let kind = match name {
            "figcaption" | "caption" => Some(ParagraphKind::Caption),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(ParagraphKind::Heading),
            "li" | "blockquote" | "td" | "dd" | "pre" => self.kind.or(Some(ParagraphKind::Body)),
            "nav" | "footer" => Some(ParagraphKind::Boilerplate),
            _ => self.kind,
        };
        Self {
            kind,
            link: self.link || name == "a",
        }
    }
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "span"
            | "q"
            | "cite"
            | "time"
            | "label"
            | "del"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "data"
            | "dfn"
            | "picture"
            | "img"
    )
}

fn is_hidden(node: &NodeRef, name: &str, scope: Scope) -> bool {
    let never = [
        "script", "style", "template", "svg", "math", "iframe", "object", "select", "textarea", "head",
        "title", "canvas", "audio", "video", "noembed", "rp", "del",
    ];
    if never.contains(&name) || node.is_comment() || node.is_doctype() {
        return true;
    }
    let aside = ["nav", "footer", "aside", "form", "button", "dialog", "menu"];
    let quiet = || {
        node.has_attr("hidden")
            || node
                .attr("style")
                .is_some_and(|s| s.replace(' ', "").contains("display:none"))
    };
    node.is_element() && (scope == Scope::Main && aside.contains(&name) || quiet())
}

/// Collects the words of one block after another.
struct Walk {
    done: Vec<Words>,
    words: String,
    /// Bytes of the words that lie in links.
    linked: usize,
    /// Line breaks since the last word.
    breaks: usize,
}

impl Walk {
    /// Adds text, with one blank for any number of them and without characters that only guide line breaks.
    fn text(&mut self, text: &str, link: bool) {
        let before = self.words.len();
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                if !self.words.is_empty() && !self.words.ends_with([' ', '\n']) {
                    self.words.push(' ');
                }
            } else if !matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') {
                self.words.push(c);
                self.breaks = 0;
            }
        }
        if link {
            self.linked += self.words.len() - before;
        }
    }

    fn line_break(&mut self, place: Place) {
        self.breaks += 1;
        if self.breaks > 1 {
            self.end(place);
        } else if !self.words.is_empty() {
            self.words.truncate(self.words.trim_end_matches(' ').len());
            self.words.push('\n');
        }
    }

    fn end(&mut self, place: Place) {
        let words = self.words.trim_matches(is_blank);
        if !words.is_empty() {
            // A short block of nothing but links leads elsewhere.
            let leads_away = self.linked * 10 > self.words.len() * 9 && words.len() < 200;
            for line in broken(words) {
                let told = kinds::cue(line);
                let kind = match place.kind {
                    Some(ParagraphKind::Heading) if told == Some(ParagraphKind::Boilerplate) => told,
                    Some(ParagraphKind::Body) if leads_away => Some(ParagraphKind::Boilerplate),
                    Some(ParagraphKind::Body) => told.or(place.kind),
                    Some(kind) => Some(kind),
                    None => told,
                };
                self.done.push((line.to_owned(), kind));
            }
        }
        self.words.clear();
        self.linked = 0;
        self.breaks = 0;
    }
}

/// A block parted at its line breaks, but for those within a sentence.
fn broken(words: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in words.match_indices('\n') {
        let (line, next) = (
            words[start..at].trim_matches(is_blank),
            words[at..].trim_start_matches(is_blank),
        );
        let goes_on = next.starts_with(char::is_lowercase) && !lines::ends_sentence(line);
        if !goes_on {
            parts.push(line);
            start = at;
        }
    }
    parts.push(words[start..].trim_matches(is_blank));
    parts.retain(|part| !part.is_empty());
    parts
}
