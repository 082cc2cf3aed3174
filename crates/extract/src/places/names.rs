//! Which words of a document name places.

use super::tokens_of;
use super::words::Words;
use crate::entities::Entities;
use crate::syntax::Tree;
use sayso_knowledge::{Feature, Found, Knowledge};
use sayso_model::statement::{EntityType, MentionKind};
use sayso_model::{ParagraphKind, TokenIx};
use std::collections::HashSet;
use std::ops::Range;

/// A town inside of a name of a body counts from here on, unless the document speaks of it elsewhere.
const TOWN_IN_NAME: u32 = 30_000;

/// Words that name a place.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name alone.
    pub tokens: Range<usize>,
    /// The word behind it that says that it is a division ("region"), if there is one: part of the place's span.
    pub division: bool,
    /// Whether they stand inside of another name ("the **Kharkiv** Military Hospital").
    pub embedded: bool,
    /// Whether the annotator calls just these words a place, so that they are one though no table knows them.
    pub told: bool,
}

impl Named {
    /// The words of the place, a division's word among them.
    pub fn words(&self) -> Range<usize> {
        self.tokens.start..self.tokens.end + usize::from(self.division)
    }
}

/// Finds them, in order.
pub fn find(tree: &Tree, entities: &Entities, knowledge: &Knowledge, words: &Words) -> Vec<Named> {
    let mut finder = Finder {
        tree,
        knowledge,
        words,
        found: Vec::new(),
        taken: HashSet::new(),
        keys: HashSet::new(),
    };
    let (mut others, mut wholes): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    for entity in &entities.list {
        for mention in entity.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            let tokens = tokens_of(tree, mention.span);
            if !finder.readable(tokens.start) {
                continue;
            }
            match entity.kind {
                EntityType::GeoPolitical | EntityType::Location => {
                    finder.name(tokens.clone(), true);
                    wholes.push(tokens);
                }
                EntityType::Facility if !finder.local(&tokens) => finder.name(tokens, false),
                EntityType::Person => finder.taken.extend(tokens),
                EntityType::Facility
                | EntityType::Organisation
                | EntityType::Event
                | EntityType::Weapon
                | EntityType::Other => others.push(tokens),
                EntityType::Nationality => {}
            }
        }
    }
    for tokens in others {
        finder.within(tokens);
    }
    for tokens in wholes {
        finder.tail(tokens);
    }
    finder.counties();
    finder.seats();
    finder.short();
    finder.repeated();
    finder.found.sort_by_key(|n| n.tokens.start);
    finder.found
}

/// Whether a place is a country, a province or a large town.
fn is_large(place: &Found) -> bool {
    match place.feature {
        Feature::Admin1 | Feature::Country | Feature::Capital => true,
        Feature::Admin2 => false,
        Feature::City => place.population >= TOWN_IN_NAME,
    }
}

struct Finder<'a> {
    tree: &'a Tree<'a>,
    knowledge: &'a Knowledge,
    words: &'a Words,
    found: Vec<Named>,
    /// Words that belong to a place or a person.
    taken: HashSet<usize>,
    /// Names that the document gives to places by themselves, as written.
    keys: HashSet<String>,
}

impl Finder<'_> {
    fn text(&self, tokens: &Range<usize>) -> &str {
        self.tree.span(tokens).of(&self.tree.doc.article.text)
    }

    fn readable(&self, at: usize) -> bool {
        let sentence = &self.tree.doc.sentences[self.tree.doc.sentence_of(TokenIx::new(at))];
        let paragraph = self.tree.doc.article.paragraphs.get(sentence.paragraph);
        paragraph.is_none_or(|p| p.kind != ParagraphKind::Boilerplate)
    }

    fn form(&self, at: usize) -> &str {
        self.tree.form(TokenIx::new(at))
    }

    /// Whether a word is in the same sentence as the one before it.
    fn goes_on(&self, at: usize) -> bool {
        at < self.tree.doc.tokens.len()
            && self.tree.doc.sentence_of(TokenIx::new(at)) == self.tree.doc.sentence_of(TokenIx::new(at - 1))
    }

    fn add(&mut self, tokens: Range<usize>, embedded: bool) {
        self.add_told(tokens, embedded, false);
    }

    fn add_told(&mut self, tokens: Range<usize>, embedded: bool, told: bool) {
        if tokens.is_empty() || tokens.clone().any(|t| self.taken.contains(&t)) {
            return;
        }
        let next = tokens.end;
        let division = self.goes_on(next)
            && !self.taken.contains(&next)
            && self.words.divisions.contains(&self.form(next).to_lowercase())
            // "The Michigan State Journal" is of Michigan.
            && !(embedded && self.form(next).starts_with(char::is_uppercase));
        self.taken.extend(tokens.start..next + usize::from(division));
        if !embedded {
            let key = self.text(&tokens).to_owned();
            self.keys.insert(key);
        }
        self.found.push(Named {
            tokens,
            division,
            embedded,
            told,
        });
    }

    /// A name that the annotator calls a place: without article and possessive, and cut at commas ("Oxford, North Carolina").
    fn name(&mut self, tokens: Range<usize>, told: bool) {
        if self.hyphenated(&tokens) && !self.renowned(&tokens) {
            return;
        }
        let mut start = tokens.start;
        for at in tokens.start..=tokens.end {
            let cut = at == tokens.end || matches!(self.form(at), "," | "(" | ")" | ";" | "/" | "-" | "–");
            if !cut {
                continue;
            }
            let hyphen = at < tokens.end && matches!(self.form(at), "-" | "–" | "/");
            if hyphen
                && (self.known(&(tokens.start..tokens.end))
                    || told && !(self.renowned(&(start..at)) && self.renowned(&(at + 1..tokens.end))))
            {
                continue;
            }
            let mut end = at;
            while end > start && matches!(self.form(end - 1), "'s" | "’s" | "'" | "’") {
                end -= 1;
            }
            if start < end && self.form(start).eq_ignore_ascii_case("the") && end - start > 1 {
                start += 1;
            }
            if !self.says_no_place(&(start..end)) {
                self.add_told(start..end, false, told);
            }
            start = at + 1;
        }
    }

    /// Whether a name by itself says no place: "North", "County", "City of", "D" of "D-Ohio".
    fn says_no_place(&self, tokens: &Range<usize>) -> bool {
        let letters = |at: usize| self.form(at).chars().filter(|c| c.is_alphabetic()).count();
        let bare = |at: usize| self.words.bare.contains(&self.form(at).to_lowercase());
        match tokens.len() {
            0 => true,
            1 => letters(tokens.start) < 2 || bare(tokens.start),
            _ => self.form(tokens.end - 1) == "of",
        }
    }

    /// A name without its article.
    fn bare(&self, tokens: &Range<usize>) -> Range<usize> {
        let article = tokens.len() > 1 && self.form(tokens.start).eq_ignore_ascii_case("the");
        tokens.start + usize::from(article)..tokens.end
    }

    /// Whether a body or building of this name is one that every town has.
    fn local(&self, tokens: &Range<usize>) -> bool {
        let last = self.form(tokens.end - 1).to_lowercase();
        self.words.local.contains(&last)
    }

    fn known(&self, tokens: &Range<usize>) -> bool {
        let text = self.text(tokens);
        !self.knowledge.gazetteer().find(text).is_empty() || self.knowledge.region(text).is_some()
    }

    /// Whether a hyphen without blanks joins a name to another word written large: "Iga" and "Barrière" of "Iga-Barrière".
    fn hyphenated(&self, tokens: &Range<usize>) -> bool {
        let spans = &self.tree.doc.tokens;
        let touch = |at: usize| {
            spans
                .get(at + 1)
                .is_some_and(|next| spans[at].span.end() == next.span.start())
        };
        let hyphen = |at: usize| matches!(self.form(at), "-" | "–");
        let large = |at: usize| self.form(at).starts_with(char::is_uppercase);
        let (first, end) = (tokens.start, tokens.end);
        let before =
            first >= 2 && hyphen(first - 1) && touch(first - 1) && touch(first - 2) && large(first - 2);
        let behind = end + 1 < spans.len() && hyphen(end) && touch(end - 1) && touch(end) && large(end + 1);
        before || behind
    }

    /// Whether a name is that of a country, a region or a large town: "Moscow-Kyiv" are two places, "Iga-Barrière" is one.
    fn renowned(&self, tokens: &Range<usize>) -> bool {
        let text = self.text(tokens);
        self.knowledge.region(text).is_some()
            || self.knowledge.country_named(text).is_some()
            || self.knowledge.gazetteer().find(text).iter().any(is_large)
    }

    /// Whether a name inside of another is surely that of a place; `local` where the other is of a body that every town has ("Selma Fire Department").
    fn sure(&self, tokens: &Range<usize>, local: bool) -> bool {
        let text = self.text(tokens);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || tokens.len() == 1 && self.words.not_towns.contains(&text.to_lowercase()) {
            return false;
        }
        self.keys.contains(text)
            || self.knowledge.country_named(text).is_some()
            || self
                .knowledge
                .gazetteer()
                .find(text)
                .iter()
                .any(|f| match f.feature {
                    Feature::Admin2 => self.words.counties.iter().any(|c| text.ends_with(c.as_str())),
                    feature => is_large(f) || local && feature == Feature::City,
                })
            || self.short_at(tokens.start, tokens.end)
    }

    /// Names of places inside of another name: at its beginning, at its end, or behind a preposition.
    fn within(&mut self, tokens: Range<usize>) {
        let local = self.local(&tokens);
        let first = self.bare(&tokens).start;
        let mut at = tokens.start;
        while at < tokens.end {
            let begins = at == tokens.start
                || matches!(
                    self.form(at - 1).to_lowercase().as_str(),
                    "of" | "in" | "for" | "at" | "the" | "," | "("
                );
            let found = (at + 1..=tokens.end.min(at + 4)).rev().find(|end| {
                (begins || *end == tokens.end)
                    && *end - at < tokens.len()
                    && (at..*end).all(|t| self.tree.upos(TokenIx::new(t)) == "PROPN")
                    && self.sure(&(at..*end), local && at == first)
            });
            match found {
                Some(end) => {
                    self.add(at..end, true);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// "The City of Selma": what stands behind the last "of" of a name that is unknown as a whole, where that is surely a place.
    fn tail(&mut self, whole: Range<usize>) {
        let first = self.form(whole.start).to_lowercase();
        if self.words.features.values().flatten().any(|word| *word == first) || self.known(&whole) {
            return;
        }
        let Some(at) = self.found.iter().position(|n| n.told && n.tokens == whole) else {
            return;
        };
        let of = whole.clone().rev().find(|t| self.form(*t) == "of");
        let behind = of.map(|t| t + 1..whole.end);
        let town =
            of.is_some_and(|t| t > whole.start && self.words.bare.contains(&self.form(t - 1).to_lowercase()));
        if let Some(tokens) = behind.filter(|t| !t.is_empty() && self.sure(t, town)) {
            self.found[at] = Named {
                tokens,
                division: false,
                embedded: false,
                told: false,
            };
        }
    }

    /// "Metcalfe County", wherever it stands.
    fn counties(&mut self) {
        for at in 1..self.tree.doc.tokens.len() {
            if !self.words.counties.contains(self.form(at)) || !self.goes_on(at) || !self.readable(at) {
                continue;
            }
            let first = (at.saturating_sub(3)..at).find(|first| {
                (*first..at).all(|t| self.tree.upos(TokenIx::new(t)) == "PROPN" && self.goes_on(t + 1))
                    && self
                        .knowledge
                        .gazetteer()
                        .find(self.text(&(*first..at + 1)))
                        .iter()
                        .any(|f| f.feature == Feature::Admin2)
            });
            if let Some(first) = first {
                self.found
                    .retain(|n| n.tokens.end <= first || n.tokens.start > at);
                (first..=at).for_each(|t| {
                    self.taken.remove(&t);
                });
                self.add(first..at + 1, false);
            }
        }
    }

    /// The town or county that a legislator sits for: "D-Selma" behind a comma or a bracket.
    fn seats(&mut self) {
        for at in 2..self.tree.doc.tokens.len() {
            let led = self.form(at - 1) == "-" && self.words.parties.contains(self.form(at - 2));
            let opens = at >= 3 && matches!(self.form(at - 3), "," | "(" | "[");
            if !led || !opens || !self.goes_on(at) || !self.readable(at) {
                continue;
            }
            let last = (at + 3).min(self.tree.doc.tokens.len());
            let end = (at + 1..=last).rev().find(|end| {
                (at..*end).all(|t| self.tree.upos(TokenIx::new(t)) == "PROPN" && self.goes_on(t))
                    && self.known(&(at..*end))
            });
            if let Some(end) = end {
                (at..end).for_each(|t| {
                    self.taken.remove(&t);
                });
                self.found.retain(|n| n.tokens.end <= at || n.tokens.start >= end);
                self.add(at..end, true);
            }
        }
    }

    /// Whether words are a state or province written short: with two points anywhere ("N.C."), else behind a comma ("Columbia, Ky.").
    fn short_at(&self, start: usize, end: usize) -> bool {
        let text = self.text(&(start..end));
        let points = text.matches('.').count();
        let behind_comma = start >= 2 && self.form(start - 1) == ",";
        text.len() <= 6
            && self.knowledge.gazetteer().abbreviated(text).is_some()
            && (points >= 2 || behind_comma)
            && (start == 0 || !self.form(start - 1).starts_with(|c: char| c.is_ascii_digit()))
    }

    fn short(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            if !self.form(at).starts_with(char::is_uppercase) || !self.readable(at) {
                continue;
            }
            for end in [at + 3, at + 2, at + 1] {
                if (at + 1..end).all(|t| self.goes_on(t))
                    && end <= self.tree.doc.tokens.len()
                    && self.short_at(at, end)
                {
                    self.add(at..end, false);
                    break;
                }
            }
        }
    }

    /// Names that stand for a place elsewhere in the document.
    fn repeated(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let propn = |t: usize| self.tree.upos(TokenIx::new(t)) == "PROPN";
            if self.taken.contains(&at) || !propn(at) || !self.readable(at) {
                continue;
            }
            let end = (at + 1..=(at + 4).min(self.tree.doc.tokens.len()))
                .rev()
                .find(|end| (at..*end).all(propn) && self.keys.contains(self.text(&(at..*end))));
            if let Some(end) = end {
                self.add(at..end, true);
            }
        }
    }
}
