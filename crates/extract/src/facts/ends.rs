//! What the ends of facts are: bodies, people, countries, places, treaties, and the words that name them.

use super::Finder;
use super::words::{Kind, among};
use crate::entities::Entities;
use sayso_model::TokenIx;
use sayso_model::statement::{End, EndKind, EntityType};

impl Finder<'_> {
    pub(super) fn end(&self, head: TokenIx, entities: &mut Entities) -> End {
        let id = entities.of_phrase(self.tree, head);
        let name = entities.get(id).mentions.iter().find(|m| m.head == head);
        let phrase = self.tree.span(&self.tree.phrase(head));
        let span = name.map_or(phrase, |m| if phrase.contains(m.span) { phrase } else { m.span });
        End {
            span,
            what: EndKind::Entity(id),
        }
    }

    pub(super) fn entity_kind(&self, head: TokenIx, entities: &Entities) -> Option<EntityType> {
        entities.at(head).map(|id| entities.get(id).kind)
    }

    pub(super) fn is_body(&self, head: TokenIx, entities: &Entities) -> bool {
        let noun = |t: TokenIx| among(&self.relations.words.bodies, &self.tree.lower(t));
        // "It": a body where something that it stands for is one.
        let meant = || {
            let entity = entities.at(head).map(|id| entities.get(id));
            entity.is_some_and(|e| e.mentions.iter().any(|m| m.head != head && noun(m.head)))
        };
        let pronoun = matches!(self.tree.upos(head), "PRON" | "DET");
        let unknown = || {
            let kind = self.entity_kind(head, entities);
            matches!(kind, None | Some(EntityType::Other))
                && matches!(self.tree.form(head).to_lowercase().as_str(), "its" | "their")
        };
        self.entity_kind(head, entities) == Some(EntityType::Organisation)
            || noun(head)
            || pronoun && (meant() || unknown())
    }

    pub(super) fn is(&self, kind: Kind, head: TokenIx, entities: &Entities) -> bool {
        let entity = self.entity_kind(head, entities);
        let lower = self.tree.lower(head);
        let country = || {
            matches!(entity, Some(EntityType::GeoPolitical | EntityType::Nationality))
                || matches!(
                    lower.as_str(),
                    "country" | "nation" | "state" | "kingdom" | "republic"
                )
        };
        let person = || {
            entity == Some(EntityType::Person)
                || matches!(lower.as_str(), "he" | "she" | "who")
                || (self.knowledge.agent(&lower).is_some()
                    || among(&self.relations.words.offices, &lower)
                    || among(&self.relations.words.persons, &lower))
                    && !among(&self.relations.words.bodies, &lower)
        };
        // A name that nobody knows is somebody's; one that the annotator takes for a place, but no table knows as one, too.
        let nowhere = || {
            let place = matches!(entity, Some(EntityType::GeoPolitical | EntityType::Location));
            let known = || {
                let actor = entities.at(head).and_then(|id| entities.get(id).actor.as_ref());
                let name = self
                    .tree
                    .span(&self.tree.phrase(head))
                    .of(&self.tree.doc.article.text);
                actor.is_some() || !self.knowledge.gazetteer().find(name).is_empty()
            };
            place && !known()
        };
        let named = || {
            self.tree.upos(head) == "PROPN" && (matches!(entity, None | Some(EntityType::Other)) || nowhere())
        };
        let noun = |list: &[String]| among(list, &lower);
        let words = &self.relations.words;
        match kind {
            Kind::Body => self.is_body(head, entities) || named(),
            Kind::Who => person() || named() || self.is_body(head, entities),
            Kind::Person => {
                entity == Some(EntityType::Person) || (person() || named()) && !self.is_body(head, entities)
            }
            Kind::Commanded => self.is_body(head, entities) || named() || noun(&words.commanded),
            Kind::Party => country() || person() || self.is_body(head, entities),
            Kind::Unit => self.is_body(head, entities) && !country() && !noun(&words.peoples),
            Kind::Member => country() || person(),
            Kind::Name => {
                let proper = |t: TokenIx| self.tree.upos(t) == "PROPN";
                entity == Some(EntityType::Organisation)
                    || matches!(
                        lower.as_str(),
                        "alliance" | "bloc" | "union" | "eurozone" | "commonwealth"
                    )
                    // "The Hawiye clan"
                    || noun(&words.bodies) && self.tree.with(head, "compound").any(proper)
            }
            Kind::Place => {
                matches!(
                    entity,
                    Some(EntityType::GeoPolitical | EntityType::Location | EntityType::Facility)
                ) || self.tree.upos(head) == "PROPN"
                    // "The Saudi port of Jeddah"
                    || noun(&words.places)
                        && self.tree.slot(head, "of").iter().any(|n| self.tree.upos(*n) == "PROPN")
            }
            Kind::Treaty => self
                .tree
                .phrase(head)
                .any(|i| among(&self.relations.words.treaties, &self.tree.lower(TokenIx::new(i)))),
        }
    }

    /// "Which", "who", "that" and "whose" stand for the noun before them.
    pub(super) fn meant(&self, t: TokenIx) -> TokenIx {
        let tree = self.tree;
        let relative = matches!(
            tree.lower(t).as_str(),
            "who" | "which" | "that" | "whose" | "whom"
        );
        let noun = tree
            .upward(t)
            .find(|w| tree.deprel(*w) == "acl:relcl")
            .and_then(|w| tree.head(w));
        if relative {
            noun.or_else(|| self.before_comma(t)).unwrap_or(t)
        } else {
            t
        }
    }

    /// The noun right before the comma that a relative pronoun stands behind, alone or with few words ("at the head of which").
    pub(super) fn before_comma(&self, relative: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let before = |n: usize| relative.at().checked_sub(n).map(TokenIx::new);
        let between = |n: usize| {
            (1..n)
                .filter_map(before)
                .all(|t| matches!(tree.upos(t), "ADP" | "DET" | "NOUN" | "NUM"))
        };
        let comma = (1..6).find(|n| before(*n).is_some_and(|t| tree.form(t) == ","))?;
        let noun =
            before(comma + 1).filter(|n| between(comma) && matches!(tree.upos(*n), "NOUN" | "PROPN"))?;
        // Of a name, the word that the others hang on.
        tree.upward(noun)
            .find(|w| !matches!(tree.relation(*w), "flat" | "compound"))
    }
}
