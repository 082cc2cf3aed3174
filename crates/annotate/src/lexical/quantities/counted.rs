//! What a number counts: by the syntax, else by the words that follow it.

use super::units;
use sayso_model::{Annotated, Token, TokenIx};

/// What a number counts or measures.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// The lemma of the counted noun.
    pub(super) noun: Option<String>,
    /// The unit, if the noun after the number is one.
    pub(super) unit: Option<&'static str>,
    /// The lemma of what is measured: `wheat` in "200 tons of wheat".
    pub(super) of: Option<String>,
    /// Where the noun ends.
    pub(super) end: Option<usize>,
}

/// How many words a counted noun may stand away from its number.
const FAR: usize = 7;

/// What the number that begins and ends at these bytes counts. `measured` if its unit is known.
pub(super) fn counted(doc: &Annotated, end: usize, start: usize, measured: bool) -> Counted {
    let first = doc.tokens.partition_point(|token| token.span.end() <= start);
    let next = doc.tokens.partition_point(|token| token.span.start() < end);
    if first >= next || next >= doc.tokens.len() {
        return Counted::default();
    }
    let stop = doc
        .sentences
        .get(doc.sentence_of(TokenIx::new(first)))
        .map_or(doc.tokens.len(), |s| s.tokens.end);
    let reader = Reader {
        doc,
        first,
        next,
        stop: stop.min(next + FAR + 2),
    };
    if measured {
        return Counted {
            of: reader.after_of(next).map(|noun| reader.lemma(noun)),
            ..Counted::default()
        };
    }
    // "10,000-strong force": the number tells people, whatever they make up.
    if reader.form_is(next, &["-"]) && reader.form_is(next + 1, &["strong", "member", "man", "person"]) {
        let noun = reader.by_words(next + 2);
        let end = doc.tokens[noun.unwrap_or(next + 1)].span.end();
        return Counted {
            unit: Some("person"),
            noun: noun.map(|noun| reader.lemma(noun)),
            end: Some(end),
            of: None,
        };
    }
    let Some(noun) = reader.noun() else {
        return Counted::default();
    };
    let token = &doc.tokens[noun];
    let age = doc.article.text[token.span.end()..].starts_with("-old")
        || doc.article.text[token.span.end()..].starts_with(" old");
    let before = if noun > next { reader.form(noun - 1) } else { "" };
    let Some(unit) = units::unit(reader.form(noun)).and_then(|unit| units::currency_of(before, unit)) else {
        // "four of the 31 people" are two quantities.
        let other = (next..noun).any(|at| {
            doc.tokens[at].upos == "NUM" || reader.form(at).starts_with(|c: char| c.is_ascii_digit())
        });
        let end = (!other).then_some(token.span.end());
        return Counted {
            noun: Some(reader.lemma(noun)),
            end,
            ..Counted::default()
        };
    };
    let of = reader.after_of(noun + 1);
    let end = match of {
        Some(of) if unit != "percent" => doc.tokens[of].span.end(),
        _ if age => token.span.end() + "-old".len(),
        _ => token.span.end(),
    };
    Counted {
        unit: Some(unit),
        of: of.map(|of| reader.lemma(of)),
        end: Some(end),
        ..Counted::default()
    }
}

struct Reader<'d> {
    doc: &'d Annotated,
    /// The first word of the number.
    first: usize,
    /// The word after it.
    next: usize,
    /// Where to stop looking.
    stop: usize,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        (at < self.stop).then(|| self.doc.tokens.get(at)).flatten()
    }

    fn form(&self, at: usize) -> &str {
        self.doc.form(TokenIx::new(at))
    }

    fn form_is(&self, at: usize, words: &[&str]) -> bool {
        at < self.stop && words.iter().any(|word| self.form(at).eq_ignore_ascii_case(word))
    }

    fn lemma(&self, at: usize) -> String {
        const IRREGULAR: [(&str, &str); 4] = [
            ("men", "man"),
            ("women", "woman"),
            ("children", "child"),
            ("people", "people"),
        ];
        let (form, lemma) = (self.form(at), &self.doc.tokens[at].lemma);
        let irregular = IRREGULAR
            .iter()
            .find(|(plural, _)| form.eq_ignore_ascii_case(plural));
        match irregular {
            Some((_, singular)) => (*singular).to_owned(),
            None if lemma.is_empty() => form.to_lowercase(),
            None => lemma.clone(),
        }
    }

    fn is_noun(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| matches!(token.upos, "NOUN" | "PROPN" | "SYM"))
    }

    /// The counted noun.
    fn noun(&self) -> Option<usize> {
        let next = self.next;
        if self.form_is(next, &["of"]) {
            return self.after_of(next);
        }
        if self.form_is(next, &["-"]) {
            // "10-km", "500-kilogram", "44-year-old", but not "two-state".
            let measures = next + 1 < self.stop && units::unit(self.form(next + 1)).is_some();
            return measures.then_some(next + 1);
        }
        self.by_syntax().or_else(|| self.by_words(next))
    }

    /// The noun that a word of the number modifies.
    fn by_syntax(&self) -> Option<usize> {
        let mut at = self.next - 1;
        for _ in 0..4 {
            let token = &self.doc.tokens[at];
            let modifies =
                token.deprel.starts_with("nummod") || token.deprel == "compound" || token.upos == "NUM";
            let head = token.head.filter(|_| modifies)?.at();
            if head >= self.next && head < self.stop {
                let plain = (self.next..head)
                    .all(|at| !self.form_is(at, &[",", ";", "and", "or", "said"]) && !self.is_verb(at));
                return (self.is_noun(head) && plain).then_some(head);
            }
            if head < self.first || head >= self.next {
                return None;
            }
            at = head;
        }
        None
    }

    fn is_verb(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| matches!(token.upos, "VERB" | "AUX") && !matches!(token.xpos, "VBG" | "VBN"))
    }

    /// The noun after `of` and its determiner, or after `in` where money is `in aid`.
    fn after_of(&self, at: usize) -> Option<usize> {
        if !self.form_is(at, &["of"]) {
            return None;
        }
        const BEFORE: [&str; 17] = [
            "the", "its", "their", "his", "her", "our", "those", "these", "all", "a", "an", "this", "that",
            "my", "any", "such", "them",
        ];
        let from = (at + 1..self.stop).find(|at| !self.form_is(*at, &BEFORE))?;
        // Numbers between: "of the 20 hostages".
        let from = (from..self.stop).find(|at| self.token(*at).is_some_and(|token| token.upos != "NUM"))?;
        self.by_words(from)
    }

    /// The head of the noun phrase that begins at a word.
    fn by_words(&self, from: usize) -> Option<usize> {
        let mut last = None;
        for at in from..self.stop.min(from + FAR) {
            let glued = at > from && self.doc.tokens[at - 1].span.end() == self.doc.tokens[at].span.start();
            let form = self.form(at);
            let upos = self.doc.tokens[at].upos;
            if last.take_if(|_| matches!(form, "'s" | "’s")).is_some() {
                continue;
            }
            if units::unit(form).is_some() && last.is_none() {
                return Some(at);
            }
            if !form.starts_with(char::is_alphabetic) && form != "%" && !(form == "-" && glued) {
                break;
            }
            match upos {
                "NOUN" | "PROPN" | "SYM" => last = Some(at),
                "ADJ" | "ADV" | "NUM" | "PUNCT" if last.is_none() => {}
                "VERB" if last.is_none() && matches!(self.doc.tokens[at].xpos, "VBN" | "VBG") => {}
                // Without parts of speech the first plural is the noun.
                "" | "X" | "_" if FUNCTION.iter().any(|word| form.eq_ignore_ascii_case(word)) => break,
                "" | "X" | "_" if is_plural(form) => return Some(at),
                "" | "X" | "_" => {}
                _ => break,
            }
        }
        last
    }
}

/// Words that end a noun phrase.
const FUNCTION: [&str; 56] = [
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "that",
    "which", "who", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "said",
    "says", "as", "than", "into", "after", "before", "since", "his", "their", "its", "he", "she", "it",
    "they", "we", "not", "this", "these", "those", "when", "while", "under", "over", "about", "across",
    "near",
];

fn is_plural(form: &str) -> bool {
    const IRREGULAR: [&str; 11] = [
        "people",
        "men",
        "women",
        "children",
        "police",
        "personnel",
        "troops",
        "aircraft",
        "staff",
        "dead",
        "wounded",
    ];
    let lower = form.to_ascii_lowercase();
    IRREGULAR.contains(&lower.as_str())
        || lower.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && !lower.ends_with("us")
            && !lower.ends_with("ous")
}
