//! The sources of an article as a tree: the article's own voice, those who speak in it, those who speak in their words.

use super::words::{Names, source_kind};
use sayso::Document;
use sayso::model::statement::{AttributionId, EntityId, MentionKind, SourceKind};

/// A source with what it says.
#[derive(Debug, Default)]
pub struct Source {
    key: Option<Key>,
    /// What it is called; empty for the article itself.
    pub name: String,
    /// What is known of it.
    pub notes: Vec<String>,
    /// The numbers of its statements.
    pub statements: Vec<usize>,
    /// Those who speak in its words.
    pub within: Vec<Source>,
}

/// What makes two sources the same.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Entity(EntityId),
    Words(String),
}

impl Source {
    /// The sources of a document. The first is the article itself; within it are the others, in order of their first statement.
    pub fn tree(doc: &Document) -> Self {
        let names = Names(doc);
        let mut root = Self::default();
        for (number, statement) in doc.reading.statements.iter().enumerate() {
            let mut at = &mut root;
            for (id, _) in &statement.attribution {
                at = at.enter(doc, &names, *id);
            }
            at.statements.push(number);
        }
        root
    }

    /// How many there are, without the article.
    pub fn count(&self) -> usize {
        self.within.iter().map(|s| 1 + s.count()).sum()
    }

    fn enter(&mut self, doc: &Document, names: &Names, id: AttributionId) -> &mut Source {
        let attribution = &doc.reading.attributions[id.0 as usize];
        let words = names.source(attribution);
        let key = attribution
            .source_entity
            .map_or_else(|| Key::Words(words.to_lowercase()), Key::Entity);
        let at = self
            .within
            .iter()
            .position(|s| s.key.as_ref() == Some(&key))
            .unwrap_or_else(|| {
                let mut notes = vec![source_kind(attribution.source_kind).to_owned()];
                let entity = attribution
                    .source_entity
                    .map(|e| &doc.reading.entities[e.0 as usize]);
                notes.extend(
                    entity
                        .and_then(|e| e.actor.as_ref())
                        .map(|a| a.code.clone())
                        .filter(|c| !c.is_empty()),
                );
                let source = Self {
                    key: Some(key),
                    notes,
                    ..Self::default()
                };
                self.within.push(source);
                self.within.len() - 1
            });
        let source = &mut self.within[at];
        let name = match attribution.source_entity {
            Some(entity) => name(doc, names, entity, words),
            None if words.is_empty() => unnamed(attribution.source_kind).to_owned(),
            None => words,
        };
        // The fullest name that it goes by.
        if name.chars().count() > source.name.chars().count() {
            source.name = name.trim_end_matches([',', ' ']).to_owned();
        }
        source
    }
}

/// The words of a source, if there is a name in them, else the name.
fn name(doc: &Document, names: &Names, entity: EntityId, words: String) -> String {
    let mentions = &doc.reading.entities[entity.0 as usize].mentions;
    let own: Vec<&str> = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .map(|m| names.of(m.span))
        .collect();
    let pronoun = mentions
        .iter()
        .any(|m| m.kind == MentionKind::Pronoun && names.of(m.span) == words);
    if own.iter().any(|n| words.contains(n)) || !words.is_empty() && own.is_empty() && !pronoun {
        words
    } else {
        names.entity(entity).to_owned()
    }
}

fn unnamed(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Author => "the author",
        SourceKind::Document => "a document",
        _ => "somebody whom the article does not name",
    }
}
