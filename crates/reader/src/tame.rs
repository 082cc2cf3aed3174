//! Makes any page safe to parse: bounded depth, no formatting tags, no scripts, in one pass over its bytes.
//!
//! Parsers follow every tag that was never closed. A page of a million open tags costs them a square of that, so tags
//! beyond a depth that no reader sees are left out here; their words stay.

/// Deepest nesting kept; browsers stop at 512.
const DEPTH: usize = 200;

/// Longest tag whose attributes are kept, in bytes.
const TAG: usize = 16 * 1024;

/// Tags that only change how letters look, or that swallow the rest of a page.
const DROPPED: [&str; 29] = [
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "code",
    "em",
    "embed",
    "font",
    "frameset",
    "i",
    "ins",
    "kbd",
    "mark",
    "nobr",
    "plaintext",
    "s",
    "samp",
    "small",
    "strike",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "var",
    "wbr",
    "xml",
];

/// Elements whose contents are no markup and are never shown.
const RAW: [&str; 7] = [
    "script", "style", "noscript", "iframe", "noembed", "noframes", "xmp",
];

/// Elements that end by themselves, so that they never nest deeply.
const FLAT: [&str; 33] = [
    "a", "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "head", "hr", "html", "img",
    "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "track",
];

/// A page with the same words that any parser takes in time linear in its length.
pub(crate) fn tame(page: &str) -> String {
    let mut tamer = Tamer {
        page,
        out: String::with_capacity(page.len()),
        open: Vec::new(),
        over: 0,
    };
    let mut at = 0;
    while let Some(length) = page[at..].find('<') {
        tamer.out.push_str(&page[at..at + length]);
        at = tamer.markup(at + length);
    }
    tamer.out.push_str(&page[at..]);
    tamer.out
}

struct Tamer<'a> {
    page: &'a str,
    out: String,
    /// Names of the open elements that may nest.
    open: Vec<&'a str>,
    /// Open elements that were left out.
    over: usize,
}

impl<'a> Tamer<'a> {
    /// Copies or drops the markup that begins with the `<` at this byte; gives back the byte after it.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.page[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            return self.page.len() - comment.len()
                + comment.find("-->").map_or(comment.len(), |end| end + 3);
        }
        match rest.bytes().next() {
            Some(b'!' | b'?') => {
                let end = rest.find('>').map_or(self.page.len(), |end| at + end + 2);
                self.out.push_str(&self.page[at..end]);
                end
            }
            Some(b'/') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => self.end_tag(at),
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(at),
            _ => {
                self.out.push_str("&lt;");
                at + 1
            }
        }
    }

    fn start_tag(&mut self, at: usize) -> usize {
        let name = self.name(at + 1);
        let lower = name.to_ascii_lowercase();
        let Some(end) = self.tag_end(at + 1 + name.len()) else {
            return self.page.len();
        };
        let tag = &self.page[at..end];
        if RAW.contains(&lower.as_str()) {
            let close = self.close_of(end, &lower);
            if lower == "script" && tag.to_ascii_lowercase().contains("ld+json") {
                self.out.push_str(&self.page[at..close]);
                self.out.push_str("</script>");
            }
            return close;
        }
        if matches!(lower.as_str(), "textarea" | "title") {
            let close = self.close_of(end, &lower);
            self.out
                .push_str(&format!("<{lower}>{}</{lower}>", &self.page[end..close]));
            return close;
        }
        let nests = !FLAT.contains(&lower.as_str()) && !tag.ends_with("/>");
        if DROPPED.contains(&lower.as_str()) {
            return end;
        }
        if nests && (self.over > 0 || self.open.len() >= DEPTH) {
            self.over += 1;
            // A block still ends the line before it.
            self.out.push_str("<br>");
            return end;
        }
        if nests {
            self.open.push(name);
        }
        if tag.len() > TAG && lower != "meta" {
            self.out.push_str(&format!("<{lower}>"));
        } else {
            self.out.push_str(tag);
        }
        end
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let name = self.name(at + 2);
        let Some(end) = self.tag_end(at + 2 + name.len()) else {
            return self.page.len();
        };
        let lower = name.to_ascii_lowercase();
        if DROPPED.contains(&lower.as_str()) || RAW.contains(&lower.as_str()) {
            return end;
        }
        if !FLAT.contains(&lower.as_str()) {
            if self.over > 0 {
                self.over -= 1;
                return end;
            }
            match self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                Some(depth) => self.open.truncate(depth),
                None => return end,
            }
        }
        self.out.push_str(&format!("</{lower}>"));
        end
    }

    fn name(&self, at: usize) -> &'a str {
        let rest = &self.page[at..];
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<' | '"' | '\'');
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    }

    /// The byte after the `>` that ends a tag, quotes respected; none in half a tag at the end of a page.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.page.as_bytes();
        let (mut quote, mut value) = (None, false);
        for (at, &byte) in bytes.iter().enumerate().skip(from) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => return Some(at + 1),
                (None, b'"' | b'\'') if value => quote = Some(byte),
                _ => {}
            }
            value = byte == b'=' || value && byte.is_ascii_whitespace();
        }
        // A quote that is never closed: the tag ends at the first `>` after all.
        quote
            .and_then(|_| self.page[from..].find('>'))
            .map(|end| from + end + 1)
    }

    /// Where the end tag of an element without markup begins, or the end of the page.
    fn close_of(&self, from: usize, name: &str) -> usize {
        let mut at = from;
        while let Some(found) = self.page[at..].find("</") {
            at += found;
            let end = at + 2 + name.len();
            if self
                .page
                .as_bytes()
                .get(at + 2..end)
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
            {
                return at;
            }
            at += 2;
        }
        self.page.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        assert_eq!(tame(page), expected, "{page}");
    }

    #[test]
    fn words_stay() {
        check("<p>One <b>bold</b> <!-- no --> word", "<p>One bold  word");
        check("<script>if (a</b>) x</script ><p>1 < 2", "<p>1 &lt; 2");
        check("<DIV title='a>b'>in</DIV >out", "<DIV title='a>b'>in</div>out");
        check("<p>cut <a hre", "<p>cut ");
        check(
            "<p>cut <a href=\"open>text <p>more",
            "<p>cut <a href=\"open>text <p>more",
        );
        check("<title>A <b> C</title>x", "<title>A <b> C</title></title>x");
        check("</div><div><i>x</div>", "<div>x</div>");
    }

    #[test]
    fn depth_is_bounded() {
        let tamed = tame(&("<div>".repeat(5000) + "deep" + &"</div>".repeat(5000) + "<p>after"));
        assert_eq!(tamed.matches("<div>").count(), DEPTH);
        assert!(tamed.contains("deep") && tamed.ends_with("<p>after"));
    }
}
