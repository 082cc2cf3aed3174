//! Names: those of the tables and those that the annotator sees, and which of them name the same.

use super::titles::Title;
use super::{Finder, Found, What, class};
use sayso_knowledge::{ActorKind, Asked, Entry, Feature};
use sayso_model::TokenIx;
use sayso_model::statement::{Actor, EntityId, EntityType, Mention, MentionKind};
use std::ops::Range;

/// How sure the annotator must be that words in lower case are a name, or that names without a word in common name the same.
const SURE: f32 = 0.7;
/// How sure it must be that a country's name is a person's.
const CERTAIN: f32 = 0.97;
/// Words in the names of religious bodies; other religious actors are those who believe ("Sunnis").
const CHURCHES: [&str; 25] = [
    "Church",
    "Council",
    "Synod",
    "Patriarch",
    "Order",
    "Society",
    "Brotherhood",
    "Association",
    "Federation",
    "Congregation",
    "Mosque",
    "Temple",
    "Board",
    "Conference",
    "See",
    "Union",
    "Movement",
    "Committee",
    "Alliance",
    "Mission",
    "Archdiocese",
    "Diocese",
    "Army",
    "Vatican",
    "Azhar",
];
/// Capitals that people are named after, or after whom they are named.
const GIVEN_NAMES: [&str; 16] = [
    "Berlin",
    "Douglas",
    "Georgetown",
    "Hamilton",
    "Kingston",
    "Lima",
    "London",
    "Nelson",
    "Paris",
    "Rome",
    "Santiago",
    "Sofia",
    "Stanley",
    "Victoria",
    "Vienna",
    "Washington",
];
/// Longest name of the tables that is looked for, in words.
const LONGEST_NAME: usize = 9;

impl<'a> Finder<'a> {
    /// Names: those of the tables first, then those that only the annotator sees.
    pub(super) fn names(&self) -> Vec<Found> {
        let doc = self.tree.doc;
        let mut found: Vec<Found> = Vec::new();
        let mut named = vec![false; doc.tokens.len()];
        for name in &doc.names {
            named[name.tokens.clone()].fill(true);
        }
        for sentence in &doc.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                match self.known_name(at, sentence.tokens.end) {
                    Some(f) => {
                        at = f.tokens.end;
                        found.push(f);
                    }
                    None => at += 1,
                }
            }
        }
        for name in &doc.names {
            let Some(tokens) = self.bare_name(name) else {
                continue;
            };
            let mut name = sayso_model::Name {
                tokens,
                ..name.clone()
            };
            if self.is_capital(&name) {
                name.kind = EntityType::GeoPolitical;
            }
            let inside: Vec<usize> = (0..found.len())
                .filter(|i| {
                    found[*i].tokens.start < name.tokens.end && name.tokens.start < found[*i].tokens.end
                })
                .collect();
            // Believers are no organisation, though the tables have them with their churches.
            if let [known] = inside[..]
                && found[known].tokens == name.tokens
                && name.kind == EntityType::Nationality
                && let What::Name { kind, .. } = &mut found[known].what
                && *kind == EntityType::Organisation
            {
                *kind = EntityType::Nationality;
                continue;
            }
            if let [known] = inside[..]
                && found[known].tokens == name.tokens
                && name.score > SURE
                && self.another_thing(&found[known], &name)
            {
                found[known] = self.annotated_name(name.tokens.clone(), name.kind);
                continue;
            }
            // The annotator sees a longer name: "Bank of Japan" is not Japan.
            let longer = inside.iter().all(|i| {
                found[*i].tokens.len() < name.tokens.len()
                    && name.tokens.start <= found[*i].tokens.start
                    && found[*i].tokens.end <= name.tokens.end
            });
            if !inside.is_empty() && !longer {
                continue;
            }
            let nationality =
                matches!(name.kind, EntityType::Other | EntityType::Nationality) && !inside.is_empty();
            if nationality {
                continue;
            }
            for i in inside.into_iter().rev() {
                found.remove(i);
            }
            found.push(self.annotated_name(name.tokens.clone(), name.kind));
        }
        // What the annotator takes for no name must be a country's, or be several words and no body's (in a heading, a body's too).
        let body = |f: &Found| {
            matches!(
                f.what,
                What::Name {
                    kind: EntityType::Organisation,
                    ..
                }
            )
        };
        found.retain(|f| {
            let country = matches!(
                f.what,
                What::Name {
                    kind: EntityType::GeoPolitical | EntityType::Nationality,
                    ..
                }
            );
            let word = country && f.tokens.len() == 1 && self.may_be_a_word(f.tokens.start);
            let seen = named[f.tokens.clone()].iter().any(|n| *n);
            let heading = doc.sentences[doc.sentence_of(f.head)].heading;
            (country && !word) || seen || f.tokens.len() > 1 && (heading || !body(f))
        });
        found.sort_by_key(|f| f.tokens.start);
        found
    }

    /// Whether a short name may be a common word in a sentence that is all in capitals ("CAR BOMB", "IN CHINA").
    fn may_be_a_word(&self, at: usize) -> bool {
        let doc = self.tree.doc;
        let t = TokenIx::new(at);
        let sentence = &doc.sentences[doc.sentence_of(t)];
        let shouting = || {
            let text = sentence.span.of(&doc.article.text);
            !text.contains(|c: char| c.is_lowercase())
        };
        self.tree.form(t).len() <= 3 && self.tree.upos(t) != "PROPN" && shouting()
    }

    /// Whether the annotator surely sees something else than the tables: a person called Jordan, a paper called Sun.
    fn another_thing(&self, known: &Found, name: &sayso_model::Name) -> bool {
        let What::Name {
            kind: by_table,
            actor,
        } = &known.what
        else {
            return false;
        };
        let country = matches!(by_table, EntityType::GeoPolitical | EntityType::Nationality)
            && actor.as_ref().is_some_and(|a| a.country.is_some());
        let person = |kind: EntityType| kind == EntityType::Person;
        match country {
            true => person(name.kind) && name.score > CERTAIN,
            false => class(*by_table) != class(name.kind),
        }
    }

    /// A name without the function in front of a person; `None` where the annotator took common words for one.
    fn bare_name(&self, name: &sayso_model::Name) -> Option<Range<usize>> {
        let tree = self.tree;
        let mut tokens = name.tokens.clone();
        if name.kind == EntityType::Person {
            let head = self.head_of(&tokens);
            let title = |i: usize| {
                let t = TokenIx::new(i);
                tree.deprel(t) == "nmod:desc" || self.agent_words(t).is_some() || tree.upos(t) == "ADJ"
            };
            if let Some(last) = (tokens.start..head.at()).rev().find(|i| title(*i)) {
                tokens.start = last + 1;
            }
        }
        // "The Secretary General" names an office.
        let last = TokenIx::new(tokens.end - 1);
        let function = self.agent_words(last).is_some_and(|f| {
            self.text(&tokens)
                .trim_start_matches("The ")
                .trim_start_matches("the ")
                .eq_ignore_ascii_case(&f)
        });
        if function {
            return None;
        }
        let sure = name.score > SURE;
        let proper = |i: usize| {
            let t = TokenIx::new(i);
            let capital = |c: char| c.is_uppercase() || c.is_ascii_digit();
            matches!(tree.upos(t), "PROPN" | "NOUN" | "ADJ" | "X" | "NUM")
                && (sure || tree.form(t).starts_with(capital))
        };
        tokens.clone().any(proper).then_some(tokens)
    }

    fn known_name(&self, at: usize, end: usize) -> Option<Found> {
        let first = self.tree.form(TokenIx::new(at));
        if first.eq_ignore_ascii_case("ethnic")
            && let Some(found) = self.ethnic(at, end)
        {
            return Some(found);
        }
        if !first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return None;
        }
        for stop in (at + 1..=end.min(at + LONGEST_NAME)).rev() {
            let last = TokenIx::new(stop - 1);
            if self.tree.upos(last) == "PUNCT" || matches!(self.tree.form(last), "'s" | "’s" | "the" | "The")
            {
                continue;
            }
            let tokens = at..stop;
            let text = self.text(&tokens);
            if !text.contains(|c: char| c.is_uppercase()) || text.len() > 90 {
                continue;
            }
            let head = self.head_of(&tokens);
            if let Some(country) = self.knowledge.nationality(text)
                && (stop == at + 1 || self.tree.upos(last) != "VERB")
                && !(stop == at + 1 && self.knowledge.country_named(text).is_some())
            {
                let actor = self.knowledge.country_actor(&country.code, &[]);
                return Some(Found {
                    tokens,
                    head,
                    what: What::Name {
                        kind: EntityType::Nationality,
                        actor: Some(actor),
                    },
                });
            }
            let entries = self.knowledge.entries(text);
            // One word in lower case inside ("the Group") is no name; words that open a sentence need to be names elsewhere too.
            if entries.is_empty() || !self.looks_like_name(&tokens) {
                continue;
            }
            let actor = self.knowledge.named(text, self.date);
            let kind = match entries[0] {
                Entry::Country(_) => EntityType::GeoPolitical,
                Entry::Government(_) => EntityType::Organisation,
                Entry::Region(_) if self.knowledge.region(text).is_some_and(|r| r.kind == "bloc") => {
                    EntityType::Nationality
                }
                Entry::Region(_) => EntityType::Location,
                Entry::Actor(_) => match actor.as_ref().and_then(|a| self.knowledge.kind(a.id.as_deref()?)) {
                    Some(ActorKind::Person) => EntityType::Person,
                    Some(ActorKind::Ethnic) => EntityType::Nationality,
                    Some(ActorKind::Religious) if !CHURCHES.iter().any(|c| text.contains(c)) => {
                        EntityType::Nationality
                    }
                    _ => EntityType::Organisation,
                },
            };
            return Some(Found {
                tokens,
                head,
                what: What::Name { kind, actor },
            });
        }
        None
    }

    /// "Ethnic Albanians" are a people that lives in several countries, not that of Albania.
    fn ethnic(&self, at: usize, end: usize) -> Option<Found> {
        let tokens = at..at + 2;
        let people = (tokens.end <= end).then(|| self.text(&(at + 1..at + 2)))?;
        self.knowledge.nationality(people)?;
        let text = self.text(&tokens);
        let unknown = || Actor {
            code: "CVL".into(),
            country: None,
            sectors: vec!["CVL".into()],
            name: text.to_owned(),
            id: None,
            valid: Default::default(),
            score: 0.7,
        };
        let actor = self.knowledge.named(text, self.date).unwrap_or_else(unknown);
        Some(Found {
            head: self.head_of(&tokens),
            tokens,
            what: What::Name {
                kind: EntityType::Nationality,
                actor: Some(actor),
            },
        })
    }

    /// Whether one or two words that the annotator takes for a person are a capital: "Quito recalled its ambassador".
    fn is_capital(&self, name: &sayso_model::Name) -> bool {
        let (doc, text) = (self.tree.doc, self.text(&name.tokens));
        let capital = || {
            let found = self.knowledge.gazetteer().find(text);
            // Its province may bear the same name, and be larger.
            found.iter().any(|f| f.feature == Feature::Capital)
        };
        let longer = |other: &sayso_model::Name| {
            let words = self.text(&other.tokens);
            other.kind == EntityType::Person && words != text && words.split(' ').any(|word| word == text)
        };
        name.kind == EntityType::Person
            && name.tokens.len() <= 2
            && !GIVEN_NAMES.contains(&text)
            && capital()
            && !doc.names.iter().any(longer)
            && self.title_before(&name.tokens).is_none()
    }

    fn looks_like_name(&self, tokens: &Range<usize>) -> bool {
        let capital = |i: usize| self.tree.form(TokenIx::new(i)).starts_with(char::is_uppercase);
        let proper = tokens
            .clone()
            .any(|i| matches!(self.tree.upos(TokenIx::new(i)), "PROPN" | "ADJ" | "X" | "NOUN") && capital(i));
        let pronoun = tokens.len() == 1
            && matches!(
                self.tree.upos(TokenIx::new(tokens.start)),
                "PRON" | "AUX" | "VERB" | "ADP" | "DET"
            );
        proper && !pronoun
    }

    /// A name that only the annotator sees.
    fn annotated_name(&self, tokens: Range<usize>, kind: EntityType) -> Found {
        let head = self.head_of(&tokens);
        Found {
            tokens,
            head,
            what: What::Name { kind, actor: None },
        }
    }

    pub(super) fn name(
        &mut self,
        tokens: Range<usize>,
        head: TokenIx,
        kind: EntityType,
        actor: Option<Actor>,
    ) {
        let text = self.text(&tokens);
        let title = if kind == EntityType::Person {
            self.title(head, &tokens)
        } else {
            Title::default()
        };
        let actor = actor.or_else(|| self.name_actor(text, kind, &title));
        let id = self
            .same_name(text, &tokens, kind, actor.as_ref())
            .or_else(|| self.same_by_coreference(head, kind, actor.as_ref()))
            .unwrap_or_else(|| {
                let plural = kind == EntityType::Nationality && text.ends_with('s');
                self.entities.push(kind, actor.clone(), plural)
            });
        // "Nur" of "Idris al-Tayeb Nur" is no other Nur whom the tables know.
        let actor = actor.filter(|a| a.id.is_none() || self.names_agree(id, text, &a.name));
        let entity = &mut self.entities.list[id.0 as usize];
        if entity
            .actor
            .as_ref()
            .is_none_or(|a| a.score < actor.as_ref().map_or(0.0, |b| b.score))
            && actor.is_some()
        {
            entity.actor.clone_from(&actor);
        }
        self.entities.titles[id.0 as usize].extend(title.nouns);
        let key = sayso_knowledge::names::key(text);
        if self.entities.get(id).kind == EntityType::Person {
            let (first, last) = ends(&key);
            for word in [first, last] {
                let people = self.people.entry(word.to_owned()).or_default();
                if !people.iter().any(|(other, name)| *other == id && *name == key) {
                    people.push((id, key.clone()));
                }
            }
        }
        self.by_key.entry(format!("{} {key}", class(kind))).or_insert(id);
        if let Some(known) = actor.and_then(|a| a.id) {
            self.by_key
                .entry(format!("{} id:{known}", class(kind)))
                .or_insert(id);
        }
        let span = self.tree.span(&tokens);
        let function = self
            .function_with(head, &tokens)
            .filter(|_| kind == EntityType::Person);
        if let Some(function) = function.filter(|f| self.entities.at(*f).is_none()) {
            self.entities.describe(self.tree, function, id);
        }
        for i in tokens {
            self.entities.of_token[i] = Some(id);
        }
        self.entities.attach(
            id,
            Mention {
                span,
                head,
                kind: MentionKind::Name,
            },
        );
    }

    fn name_actor(&self, text: &str, kind: EntityType, title: &Title) -> Option<Actor> {
        if kind == EntityType::Organisation {
            return self.body(text);
        }
        if kind != EntityType::Person {
            return None;
        }
        // A family name alone; "Sen." is none.
        let alone = !text.contains(' ') && !text.ends_with('.');
        let known = alone
            .then(|| self.knowledge.by_family_name(text, self.date))
            .flatten();
        let fits = |k: &Actor| title.country.is_none() || title.country == k.country;
        known.filter(fits).or_else(|| title.actor(text))
    }

    /// A body that no table has, by the words of its name: "Montenegro Municipality Association".
    fn body(&self, text: &str) -> Option<Actor> {
        let asked = Asked {
            text,
            date: self.date,
            country: None,
        };
        let told =
            |a: &Actor| a.id.is_none() && a.score > 0.5 && a.sectors.first().is_some_and(|s| s != "UNK");
        self.knowledge.resolve(asked).filter(told)
    }

    fn same_name(
        &self,
        text: &str,
        tokens: &Range<usize>,
        kind: EntityType,
        actor: Option<&Actor>,
    ) -> Option<EntityId> {
        let of_class = class(kind);
        if let Some(id) = actor.and_then(|a| self.by_key.get(&format!("{of_class} id:{}", a.id.as_deref()?)))
        {
            return Some(*id);
        }
        let key = sayso_knowledge::names::key(text);
        if let Some(id) = self.by_key.get(&format!("{of_class} {key}")) {
            return Some(*id);
        }
        // "Korean People's Army (KPA)"
        if let Some(before) = tokens.start.checked_sub(2)
            && self.tree.form(TokenIx::new(tokens.start - 1)) == "("
            && tokens.len() == 1
            && let Some(id) = self.entities.of_token[before]
            && self
                .entities
                .get(id)
                .mentions
                .last()
                .is_some_and(|m| initials(m.span.of(&self.tree.doc.article.text), text))
        {
            return Some(id);
        }
        if kind != EntityType::Person {
            return None;
        }
        let (first, last) = ends(&key);
        let fits = |(_, other): &&(EntityId, String)| {
            let (other_first, other_last) = ends(other);
            let alone = !key.contains(' ') || !other.contains(' ');
            // "Loretta E. Lynch" is Loretta Lynch.
            let two = key.matches(' ').count() == 1 || other.matches(' ').count() == 1;
            alone && (other_last == last || other_first == key || first == other)
                || two && other_first == first && other_last == last
        };
        let known = [first, last]
            .into_iter()
            .filter_map(|word| self.people.get(word))
            .flatten();
        known.filter(fits).map(|(id, _)| *id).max()
    }

    /// Whether a person of the tables, found by a family name alone, has the given name by which an entity was called before.
    fn names_agree(&self, id: EntityId, text: &str, known: &str) -> bool {
        let entity = self.entities.get(id);
        if entity.kind != EntityType::Person || text.contains(char::is_whitespace) {
            return true;
        }
        let known = sayso_knowledge::names::key(known);
        let names = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        let mut given = names.filter_map(|m| {
            let key = sayso_knowledge::names::key(m.span.of(&self.tree.doc.article.text));
            key.contains(' ').then(|| ends(&key).0.to_owned())
        });
        given.all(|given| known.split(' ').any(|word| word == given))
    }

    /// The entity of another name of the same class that the annotator surely takes for this one.
    fn same_by_coreference(
        &self,
        head: TokenIx,
        kind: EntityType,
        actor: Option<&Actor>,
    ) -> Option<EntityId> {
        let phrases = &self.tree.doc.phrases;
        let phrase = &phrases[self.phrase_at[head.at()]?];
        let id = self.entities.at(phrases[phrase.antecedent?].head)?;
        let other = self.entities.get(id);
        let same = class(other.kind) == class(kind) && (actor.is_none() || other.actor.is_none());
        (same && phrase.score > SURE).then_some(id)
    }
}

/// The first and the last word of a key.
fn ends(key: &str) -> (&str, &str) {
    (
        key.split(' ').next().unwrap_or(key),
        key.rsplit(' ').next().unwrap_or(key),
    )
}

/// Whether letters are the initials of a name, small words left out or not.
fn initials(name: &str, letters: &str) -> bool {
    let words = || name.split([' ', '-']).filter(|w| !w.is_empty());
    let all: String = words().filter_map(|w| w.chars().next()).collect();
    let big: String = words()
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    letters.len() > 1 && (all.eq_ignore_ascii_case(letters) || big == letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names() {
        for (name, letters, fits) in [
            ("Korean People's Army", "KPA", true),
            ("Ministry of Public Works", "MPW", true),
            ("Ministry of Public Works", "MOPW", true),
            ("Ministry of Public Works", "MW", false),
        ] {
            assert_eq!(initials(name, letters), fits, "{name} ({letters})");
        }
    }
}
