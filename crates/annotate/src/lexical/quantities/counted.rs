//! What a number counts: by the syntax, else by the words that follow it.

use super::units::{self, Unit};
use sayso_model::currency::currency_with;
use sayso_model::{Annotated, Token, TokenIx};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The lists of `data/counted.txt` by their names.
static LISTS: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in include_str!("../../../data/counted.txt").lines() {
        if let Some((name, words)) = line.split_once(": ").filter(|_| !line.starts_with('#')) {
            lists.entry(name).or_default().extend(words.split_whitespace());
        }
    }
    lists
});

pub(super) fn prepare() {
    LazyLock::force(&LISTS);
}

/// Whether a word is in a list of `data/counted.txt`.
pub(super) fn among(list: &str, word: &str) -> bool {
    LISTS.get(list).is_some_and(|words| words.contains(word))
}

/// What a number counts or measures.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// The lemma of the counted noun.
    pub(super) noun: Option<String>,
    /// The unit, if the noun after the number is one.
    pub(super) unit: Option<Unit>,
    /// The lemma of what is measured: `wheat` in "200 tons of wheat".
    pub(super) of: Option<String>,
    /// Where the noun ends.
    pub(super) end: Option<usize>,
    /// Whether people are counted, where a noun or the words around tell.
    pub(super) person: Option<bool>,
}

/// How many words a counted noun may stand away from its number.
const FAR: usize = 7;

/// What the number that begins and ends at these bytes counts. `measured` if its unit is known, `part` if it is one of a whole.
pub(super) fn counted(doc: &Annotated, end: usize, start: usize, measured: bool, part: bool) -> Counted {
    let first = doc.tokens.partition_point(|token| token.span.end() <= start);
    let next = doc.tokens.partition_point(|token| token.span.start() < end);
    if first >= next || next >= doc.tokens.len() {
        return Counted::default();
    }
    let sentence = doc.sentences.get(doc.sentence_of(TokenIx::new(first)));
    let (begin, stop) = sentence.map_or((0, doc.tokens.len()), |s| (s.tokens.start, s.tokens.end));
    let reader = Reader {
        doc,
        begin,
        first,
        next,
        stop: stop.min(next + FAR + 2),
    };
    if measured {
        return Counted {
            of: reader.measured(next, true).map(|noun| reader.lemma(noun)),
            ..Counted::default()
        };
    }
    // "10,000-strong force": the number tells people, whatever they make up.
    if reader.form_is(next, &["-"]) && reader.form_is(next + 1, &["strong", "member", "man", "person"]) {
        let noun = reader.by_words(next + 2);
        let end = doc.tokens[noun.unwrap_or(next + 1)].span.end();
        // Of a "40-member crew" the members are counted.
        let counted = noun.map(|noun| {
            if reader.form_is(next + 1, &["strong"]) {
                noun
            } else {
                next + 1
            }
        });
        return Counted {
            unit: Some(Unit::of("person")),
            noun: counted.map(|noun| reader.lemma(noun)),
            end: Some(end),
            ..Counted::default()
        };
    }
    // "the force is 11,000 strong"
    if reader.form_is(next, &["strong"]) {
        return Counted {
            unit: Some(Unit::of("person")),
            ..reader.before()
        };
    }
    let from = if part {
        reader.after_determiners(next)
    } else {
        next
    };
    let Some(noun) = reader.noun(from) else {
        return reader.before();
    };
    let token = &doc.tokens[noun];
    let age = doc.article.text[token.span.end()..].starts_with("-old")
        || doc.article.text[token.span.end()..].starts_with(" old");
    let Some(unit) = reader.unit(noun) else {
        // "four of the 31 people" are two quantities.
        let other = (next..noun).any(|at| {
            doc.tokens[at].upos == "NUM" || reader.form(at).starts_with(|c: char| c.is_ascii_digit())
        }) && !reader.form_is(noun - 1, &["-"]);
        let end = (!other).then_some(token.span.end());
        let lemma = reader.name(noun);
        let person =
            units::is_person(reader.form(noun), &lemma) && !reader.aircraft(noun) || reader.in_helmets(noun);
        return Counted {
            noun: Some(lemma),
            end,
            person: Some(person),
            ..Counted::default()
        };
    };
    let (unit, last) = reader.unit_behind(noun, unit);
    let of = reader.measured(last + 1, unit.money);
    let end = match of {
        Some(of) if unit.symbol != "percent" && !unit.money => doc.tokens[of].span.end(),
        _ if age => token.span.end() + "-old".len(),
        _ => doc.tokens[last].span.end(),
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
    /// Where the sentence begins.
    begin: usize,
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
            None if among("nominal", &form.to_lowercase()) => form.to_lowercase(),
            None if lemma.is_empty() => form.to_lowercase(),
            None => lemma.clone(),
        }
    }

    fn is_noun(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| matches!(token.upos, "NOUN" | "PROPN" | "SYM"))
    }

    /// The counted noun, in the words from one on.
    fn noun(&self, next: usize) -> Option<usize> {
        if self.form_is(next, &["of"]) {
            return self.after_of(next);
        }
        if self.form_is(next, &["-"]) {
            // "10-km", "500-kilogram", "44-year-old", "a 20-truck convoy", but not "two-state".
            let measures = next + 1 < self.stop && units::unit(self.form(next + 1)).is_some();
            let figures = self
                .form(self.first)
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b',');
            let lower = |at: usize| at < self.stop && self.form(at).bytes().all(|b| b.is_ascii_lowercase());
            let noun = figures
                && lower(next + 1)
                && self.is_glued(next + 1)
                && self.token(next + 1).is_some_and(|t| t.upos == "NOUN")
                && !self.form_is(next + 1, &["odd", "plus", "something"])
                && self
                    .token(next + 2)
                    .is_some_and(|t| matches!(t.upos, "NOUN" | "ADJ"));
            return (measures || noun).then_some(next + 1);
        }
        self.by_syntax()
            .map(|noun| self.whole(noun))
            .or_else(|| self.by_words(next))
    }

    /// "90 hill farmers": the noun that the words right behind go on to, where that one is plural.
    fn whole(&self, noun: usize) -> usize {
        let singular = |at: usize| !matches!(self.doc.tokens[at].xpos, "NNS" | "NNPS");
        let goes_on = |at: usize| {
            self.token(at + 1)
                .is_some_and(|next| next.upos == "NOUN" && next.xpos == "NNS")
        };
        // "40 MiG-21s"
        let coded = self.form_is(noun + 1, &["-"])
            && noun + 2 < self.stop
            && self.form(noun + 2).starts_with(|c: char| c.is_ascii_digit());
        if coded {
            return noun + 2;
        }
        if self.form_is(noun + 1, &["-"]) && self.is_glued(noun + 1) && self.is_glued(noun + 2) {
            return self.by_words(noun).unwrap_or(noun);
        }
        if singular(noun) && units::unit(self.form(noun)).is_none() && goes_on(noun) {
            noun + 1
        } else {
            noun
        }
    }

    /// The unit that a noun names, with the word before it and the countries of the sentence.
    fn unit(&self, noun: usize) -> Option<Unit> {
        let form = self.form(noun);
        let unit = units::unit(form)?;
        // "19 F-16s"
        if form.len() == 1 && self.form_is(noun + 1, &["-"]) {
            return None;
        }
        // Words of the language that are also money: "40 won the vote", "three real options".
        if unit.money
            && matches!(
                &*form.to_lowercase(),
                "won" | "real" | "sol" | "mark" | "som" | "dong" | "colon"
            )
        {
            const MORE: [&str; 10] = ["the", "a", "an", "all", "their", "its", "his", "her", "in", "out"];
            let next = self.token(noun + 1);
            let word = next.is_some_and(|t| matches!(t.upos, "NOUN" | "PROPN" | "ADJ" | "NUM"));
            if word || self.form_is(noun + 1, &MORE) {
                return None;
            }
        }
        if unit.symbol == "GBP" && self.is_weight(noun) {
            return Some(Unit::of("lb"));
        }
        let before = if noun > self.first {
            self.form(noun - 1)
        } else {
            ""
        };
        let with = units::with(before, form, unit);
        if with != unit || !unit.money || unit.symbol == "USD" {
            return Some(with);
        }
        // "Islamabad's rupees": a country that the sentence names.
        let named = self
            .near()
            .filter(|at| self.form(*at).starts_with(char::is_uppercase))
            .min_by_key(|at| {
                let known = currency_with(form, self.form(*at)).is_some();
                (!known, at.abs_diff(noun))
            })
            .and_then(|at| currency_with(form, self.form(at)));
        Some(Unit {
            symbol: named.unwrap_or(unit.symbol),
            ..unit
        })
    }

    /// The words of the sentence within some distance of the number.
    fn near(&self) -> Range<usize> {
        const NEAR: usize = 60;
        self.begin.max(self.first.saturating_sub(NEAR))..self.end_of_sentence().min(self.first + NEAR)
    }

    fn end_of_sentence(&self) -> usize {
        let sentence = self
            .doc
            .sentences
            .get(self.doc.sentence_of(TokenIx::new(self.first)));
        sentence.map_or(self.doc.tokens.len(), |s| s.tokens.end)
    }

    /// "500 pounds of explosives", "a 500-pound bomb".
    fn is_weight(&self, noun: usize) -> bool {
        let glued = noun > 0 && self.form(noun - 1) == "-";
        let of = self.after_of(noun + 1);
        let of = of.or_else(|| (glued || self.form_is(noun + 1, &["bomb"])).then_some(noun + 1));
        glued || of.is_some_and(|of| among("substances", &self.form(of).to_lowercase()))
    }

    /// A unit with what stands behind it, and its last word: `an hour`, `Celsius`.
    fn unit_behind(&self, noun: usize, unit: Unit) -> (Unit, usize) {
        let hour = (self.form_is(noun + 1, &["an", "per", "/"]) && self.form_is(noun + 2, &["hour", "h"]))
            .then_some(noun + 2);
        let scale = |words: &[&str]| self.form_is(noun + 1, words).then_some(noun + 1);
        let (symbol, last) = match unit.symbol {
            "km" => ("kmh", hour),
            "mile" => ("mph", hour),
            "degree" => match scale(&["Celsius", "centigrade", "C"]) {
                Some(last) => ("C", Some(last)),
                None => ("F", scale(&["Fahrenheit", "F"])),
            },
            _ => return (unit, noun),
        };
        match last {
            Some(last) => (Unit { symbol, ..unit }, last),
            None => (unit, noun),
        }
    }

    /// What is measured: after `of`, of money after `in` too.
    fn measured(&self, at: usize, money: bool) -> Option<usize> {
        if !money || !self.form_is(at, &["in", "worth"]) {
            return self.after_of(at);
        }
        if self.form_is(at, &["worth"]) {
            return self.after_of(at + 1);
        }
        let noun = self.by_words(at + 1)?;
        (self.doc.tokens[noun].upos == "NOUN" && units::unit(self.form(noun)).is_none()).then_some(noun)
    }

    /// "Six MiG-29 fighters", "two jet fighters".
    fn aircraft(&self, noun: usize) -> bool {
        self.form_is(
            noun,
            &["fighter", "fighters", "bomber", "bombers", "trainer", "trainers"],
        ) && (self.next..noun).any(|at| {
            let form = self.form(at);
            form.contains(|c: char| c.is_ascii_digit()) && form.contains(|c: char| c.is_alphabetic())
                || among("aircraft", &form.to_lowercase())
                || form.starts_with(|c: char| c.is_ascii_digit()) && self.form(at - 1) == "-"
        })
    }

    /// "1,500 blue helmets", "150 special forces".
    fn in_helmets(&self, noun: usize) -> bool {
        let before = |words: &[&str]| noun > self.next && self.form_is(noun - 1, words);
        self.form_is(noun, &["helmets"]) && before(&["blue"])
            || self.form_is(noun, &["forces"])
                && before(&["special", "security", "elite", "ground", "government"])
    }

    /// The lemma of a noun, with what is joined to it before a number: `AK-47`.
    fn name(&self, noun: usize) -> String {
        let joined = self.form(noun).starts_with(|c: char| c.is_ascii_digit())
            && noun >= self.next + 2
            && self.form(noun - 1) == "-";
        if joined {
            return format!(
                "{}-{}",
                self.form(noun - 2),
                self.form(noun).trim_end_matches('s')
            );
        }
        self.lemma(noun)
    }

    /// Past the determiners of "half the guards".
    fn after_determiners(&self, at: usize) -> usize {
        const DETERMINERS: [&str; 11] = [
            "the", "its", "their", "his", "her", "our", "those", "these", "all", "that", "my",
        ];
        (at..self.stop)
            .find(|at| !self.form_is(*at, &DETERMINERS))
            .unwrap_or(at)
    }

    /// What stands before the number that counts it: "police, 48 in all,", "the monitors number 75", "put the number of dead
    /// at 17".
    fn before(&self) -> Counted {
        let named = |noun: Option<usize>, toll: bool| {
            let lemma = noun.map(|noun| self.lemma(noun));
            let person = match (noun, &lemma) {
                (Some(noun), Some(lemma)) => {
                    let (form, lower) = (self.form(noun).to_lowercase(), lemma.to_lowercase());
                    Some(
                        units::is_person(self.form(noun), lemma)
                            || among("bodies", &lower)
                            || among("nominal", &form),
                    )
                }
                _ => toll.then_some(true),
            };
            Counted {
                noun: lemma,
                person,
                ..Counted::default()
            }
        };
        if self.sizes() {
            return named(None, true);
        }
        if let Some(noun) = self.apposed().or_else(|| self.numbered()) {
            return named(Some(noun), false);
        }
        // "Of the dead, 31 were women": people alone, since "seven were blue" tells nothing of a noun.
        if let Some(noun) = self
            .predicate()
            .filter(|n| units::is_person(self.form(*n), &self.lemma(*n)))
        {
            return named(Some(noun), false);
        }
        // "276 schoolgirls, of whom 57 escaped"
        let whom = |of: usize| self.form_is(of, &["of", "among"]) && self.form_is(of + 1, &["whom"]);
        if self.first.checked_sub(2).is_some_and(whom) || whom(self.next) {
            return named(None, true);
        }
        match self.count() {
            Some((noun, toll)) => named(noun, toll),
            None => Counted::default(),
        }
    }

    /// "A garrison of 600".
    fn sizes(&self) -> bool {
        // "a garrison of 600", "a death toll of 12"
        self.bounded_from().is_some_and(|of| {
            let before = || self.doc.tokens[of - 1].lemma.to_lowercase();
            of > self.begin && self.form(of) == "of" && (among("bodies", &before()) || before() == "toll")
        })
    }

    /// The last word before those that bound the number.
    fn bounded_from(&self) -> Option<usize> {
        const WORDS: [&str; 22] = [
            "about",
            "some",
            "around",
            "nearly",
            "almost",
            "roughly",
            "at",
            "least",
            "most",
            "more",
            "fewer",
            "less",
            "than",
            "over",
            "under",
            "up",
            "to",
            "normally",
            "usually",
            "perhaps",
            "approximately",
            "only",
        ];
        (self.begin..self.first).rev().find(|at| {
            !WORDS.iter().any(|word| self.form(*at).eq_ignore_ascii_case(word))
                && self.doc.tokens[*at].upos != "ADV"
        })
    }

    /// "Mounted police, 48 in all, patrolled": the head of the phrase before the comma.
    fn apposed(&self) -> Option<usize> {
        let comma = self.bounded_from()?;
        let all = self.form_is(self.next, &["in"]) && self.form_is(self.next + 1, &["all", "total"]);
        let them = self.form_is(self.next, &["of"]) && self.form_is(self.next + 1, &["them", "whom"]);
        let next = if all || them { self.next + 2 } else { self.next };
        let closed = matches!(self.form(comma), "," | "(" | "–" | "—")
            && (self.form_is(next, &[",", ")", ".", ";", "–", "—", "strong", "altogether"])
                || self.form_is(next, &["by", "at"]) && self.form_is(next + 1, &["the", "last"]));
        if !closed || comma <= self.begin {
            return None;
        }
        let mut noun = comma - 1;
        // "the soldiers wounded in the valley, 21 in all"
        while let Some(head) = self.doc.tokens[noun].head.map(TokenIx::at).filter(|head| {
            let token = &self.doc.tokens[*head];
            let tells = token.upos == "VERB" && token.deprel == "acl";
            (self.begin..comma).contains(head) && (tells || matches!(token.upos, "NOUN" | "PROPN"))
        }) {
            noun = head;
        }
        let body = self.form_is(self.next, &["strong"])
            && among("bodies", &self.doc.tokens[noun].lemma.to_lowercase());
        let several =
            body || matches!(self.doc.tokens[noun].xpos, "NNS" | "NNPS") || is_plural(self.form(noun));
        // "Hundreds, perhaps thousands, were killed"
        let number = crate::lexical::numbers::many(self.form(noun)).is_some();
        (matches!(self.doc.tokens[noun].upos, "NOUN" | "PROPN") && several && !number).then_some(noun)
    }

    /// "31 were women": the noun that the number is the subject of.
    fn predicate(&self) -> Option<usize> {
        let number = (self.first..self.next).find(|at| self.doc.tokens[*at].deprel.starts_with("nsubj"))?;
        let noun = self.doc.tokens[number].head?.at();
        let copula = self.children(noun).any(|at| self.doc.tokens[at].deprel == "cop");
        (copula && noun > number && self.doc.tokens[noun].upos == "NOUN").then_some(noun)
    }

    /// "The monitors number 75": the subject of the verb.
    fn numbered(&self) -> Option<usize> {
        let verb = self.bounded_from()?;
        if !among("numbers", self.form(verb)) {
            return None;
        }
        let token = &self.doc.tokens[verb];
        let subject = self
            .children(verb)
            .find(|at| self.doc.tokens[*at].deprel.starts_with("nsubj"))
            .or_else(|| (token.deprel.starts_with("acl")).then_some(token.head?.at()))
            // "mercenaries thought to number around 1,500"
            .or_else(|| {
                let above = &self.doc.tokens[token.head?.at()];
                (token.deprel == "xcomp" && above.deprel.starts_with("acl")).then_some(above.head?.at())
            });
        // The verb may have been taken for a noun.
        subject
            .or_else(|| verb.checked_sub(1).filter(|at| *at >= self.begin))
            .filter(|at| {
                matches!(self.doc.tokens[*at].upos, "NOUN" | "PROPN")
                    || among("nominal", &self.form(*at).to_lowercase())
            })
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.near()
            .filter(move |at| self.doc.tokens[*at].head.is_some_and(|h| h.at() == head))
    }

    /// "The number of dead fighters stands at 17": what the number is of, and whether it is a toll.
    fn count(&self) -> Option<(Option<usize>, bool)> {
        let mut at = self.first;
        for _ in 0..3 {
            let count = self.children(at).find(|child| {
                let token = &self.doc.tokens[*child];
                let relation = token.deprel.split(':').next().unwrap_or_default();
                let lemma = token.lemma.to_lowercase();
                let verb = self.doc.tokens[at].lemma.to_lowercase();
                let grown = relation == "nsubj"
                    && (among("bodies", &lemma) && among("growing", &verb)
                        || among("befallen", &lemma)
                            && (among("growing", &verb) || among("reaching", &verb)));
                matches!(relation, "nsubj" | "obj") && among("counts", &lemma) || grown
            });
            if let Some(count) = count {
                // "The army has grown to 6,500", "the dead number 90"
                let lemma = self.doc.tokens[count].lemma.to_lowercase();
                if among("bodies", &lemma) || among("befallen", &lemma) {
                    return Some((None, true));
                }
                let toll = self.doc.tokens[count].lemma.eq_ignore_ascii_case("toll");
                let of = self
                    .children(count)
                    .filter(|child| *child > count && self.doc.tokens[*child].deprel.starts_with("nmod"))
                    .find(|child| self.children(*child).any(|case| self.form(case) == "of"));
                return (of.is_some() || toll).then_some((of.filter(|_| !toll), toll));
            }
            let token = &self.doc.tokens[at];
            let relation = token.deprel.split(':').next().unwrap_or_default();
            if !matches!(
                relation,
                "obl" | "nummod" | "obj" | "nmod" | "xcomp" | "ccomp" | "advmod" | "compound"
            ) {
                return None;
            }
            at = token.head?.at();
            if !(self.begin..self.end_of_sentence()).contains(&at) {
                return None;
            }
        }
        None
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
                // "nine Nepali **and** French climbers"
                let joins = |at: usize| {
                    self.form_is(at, &["and"])
                        && self.doc.tokens[at + 1].xpos == "JJ"
                        && self.doc.tokens[at + 1].deprel == "conj"
                        && self.doc.tokens[at + 1]
                            .head
                            .is_some_and(|h| (self.next..at).contains(&h.at()))
                };
                let plain = (self.next..head).all(|at| {
                    joins(at) || !self.form_is(at, &[",", ";", "and", "or", "said"]) && !self.is_verb(at)
                });
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
        let mut nation = None;
        for at in from..self.stop.min(from + FAR) {
            let glued = at > from && self.doc.tokens[at - 1].span.end() == self.doc.tokens[at].span.start();
            let form = self.form(at);
            let upos = self.doc.tokens[at].upos;
            if last.take_if(|_| matches!(form, "'s" | "’s")).is_some() {
                continue;
            }
            if last.is_none() && self.unit(at).is_some() {
                return Some(at);
            }
            // "of Haiti's 16 senators"
            let number = upos == "NUM" && last.is_none() && at > from;
            let word = form.starts_with(char::is_alphabetic) || form == "%";
            if !(word || number || form == "-" && glued) {
                break;
            }
            // "70,000 Congolese last month"
            if at > from && self.in_time(at) {
                break;
            }
            // "212 self-propelled guns"
            if form == "-" && glued && self.is_glued(at + 1) {
                last = None;
                continue;
            }
            match upos {
                "NOUN" | "PROPN" | "SYM" => last = Some(at),
                "ADJ" | "VERB" if last.is_none() && among("nominal", &form.to_lowercase()) => {
                    nation = Some(at)
                }
                "ADJ" if last.is_none() && at == from && self.is_nation(at) => nation = Some(at),
                "ADJ" | "ADV" | "NUM" | "PUNCT" if last.is_none() => {}
                "VERB" if last.is_none() && matches!(self.doc.tokens[at].xpos, "VBN" | "VBG") => {}
                // "73 injured boys", where the participle is taken for the verb.
                "VERB" if last.is_none() && form.ends_with("ed") && self.is_plural_noun(at + 1) => {}
                // Without parts of speech the first plural is the noun.
                "" | "X" | "_" if FUNCTION.iter().any(|word| form.eq_ignore_ascii_case(word)) => break,
                "" | "X" | "_" if is_plural(form) => return Some(at),
                "" | "X" | "_" => {}
                _ => break,
            }
        }
        last.or(nation)
    }

    /// Whether a word stands right behind the one before it.
    fn is_glued(&self, at: usize) -> bool {
        at < self.stop && self.doc.tokens[at - 1].span.end() == self.doc.tokens[at].span.start()
    }

    /// Whether a word is in a time that the number is not in.
    fn in_time(&self, at: usize) -> bool {
        let (word, number) = (self.doc.tokens[at].span, self.doc.tokens[self.first].span);
        let times = &self.doc.times;
        let found = times.partition_point(|time| time.span.end() <= word.start());
        times
            .get(found)
            .is_some_and(|time| time.span.overlaps(word) && !time.span.overlaps(number))
    }

    fn is_plural_noun(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| matches!(token.xpos, "NNS" | "NNPS"))
    }

    /// "two million Chinese": an adjective that names people by itself.
    fn is_nation(&self, at: usize) -> bool {
        let form = self.form(at);
        form.starts_with(char::is_uppercase)
            && ["ese", "ish", "ench", "utch", "iss", "elsh"]
                .iter()
                .any(|end| form.ends_with(end))
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
