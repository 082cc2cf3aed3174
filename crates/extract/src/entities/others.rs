//! Whom role nouns, other noun phrases and pronouns speak of.

use super::{Finder, class};
use sayso_model::TokenIx;
use sayso_model::statement::{Actor, Entity, EntityId, EntityType, Mention, MentionKind, SourceKind};

/// How many sentences back somebody may have been spoken of last.
const REACH: usize = 4;

impl Finder<'_> {
    /// "The President [of Russia Ana Ruiz]": a name put in brackets behind a function names who holds it.
    fn inserted(&self, head: TokenIx) -> Option<EntityId> {
        let tree = self.tree;
        let bracket = head.at() + 1;
        if bracket >= tree.doc.tokens.len() || tree.form(TokenIx::new(bracket)) != "[" {
            return None;
        }
        let inside = (bracket + 1..tree.doc.tokens.len().min(bracket + 9))
            .take_while(|i| tree.form(TokenIx::new(*i)) != "]");
        inside
            .filter_map(|i| self.entities.of_token[i])
            .find(|id| self.entities.get(*id).kind == EntityType::Person)
    }

    pub(super) fn nominal(&mut self, head: TokenIx) {
        let tree = self.tree;
        // It was heard with the name that stands behind it.
        if self.entities.at(head).is_some() {
            return;
        }
        // The function in front of a name belongs to the name.
        let plural = matches!(tree.xpos(head), "NNS" | "NNPS");
        if let Some(id) = self
            .named_with(head)
            .or_else(|| self.inserted(head))
            .filter(|_| !plural)
        {
            self.entities.describe(tree, head, id);
            return;
        }
        let actor = self.described(head);
        let noun = self.agent_words(head).unwrap_or_else(|| tree.lower(head));
        let definite = tree.with(head, "det").any(|d| {
            matches!(
                tree.lower(d).as_str(),
                "the" | "this" | "that" | "these" | "those" | "both"
            )
        });
        // "Judge rejects request": headings leave articles out.
        let heading = tree.doc.sentences[tree.doc.sentence_of(head)].heading;
        let capital = tree.form(head).starts_with(char::is_uppercase)
            && (head.at() > 0 || heading && tree.child(head, "det").is_none());
        // "Pagliano's lawyer"
        let somebodys = tree.child(head, "nmod:poss").is_some();
        let known = actor.as_ref().and_then(|a| {
            self.by_key
                .get(&format!("{} id:{}", class(EntityType::Person), a.id.as_deref()?))
                .copied()
        });
        let id = known
            .or_else(|| {
                (definite || capital || somebodys)
                    .then(|| self.role(head, &noun, plural, actor.as_ref(), somebodys))
                    .flatten()
            })
            .or_else(|| {
                self.same_thing(head)
                    .filter(|id| self.no_conflict(*id, actor.as_ref()))
            })
            .or_else(|| {
                (definite && self.belongs_to(head).is_none() || plural && self.belongs_to(head).is_some())
                    .then(|| self.same_noun(head, &noun, actor.as_ref()))
                    .flatten()
            })
            .or_else(|| self.epithet(head).filter(|_| definite && !plural && !somebodys))
            .unwrap_or_else(|| {
                let person = actor.as_ref().is_some_and(|a| a.id.is_some());
                let kind = if person {
                    EntityType::Person
                } else {
                    EntityType::Other
                };
                let id = self.entities.push(kind, actor.clone(), plural);
                if let Some(known) = actor.as_ref().and_then(|a| a.id.clone()) {
                    self.by_key.insert(format!("{} id:{known}", class(kind)), id);
                }
                id
            });
        if !noun.is_empty() {
            self.entities.titles[id.0 as usize].insert(noun.clone());
        }
        self.entities.describe(tree, head, id);
    }

    /// Whether nothing known of an entity speaks against its being this actor.
    fn no_conflict(&self, id: EntityId, actor: Option<&Actor>) -> bool {
        let country = |actor: &Actor| actor.country.clone();
        let known = self.entities.get(id).actor.as_ref().and_then(country);
        let described = actor.and_then(country);
        known.is_none() || described.is_none() || known == described
    }

    /// The person whose name stands with a function: "Secretary General Mark Rutte", "the minister, Ana Ruiz", "the President [… N]".
    pub(super) fn named_with(&self, head: TokenIx) -> Option<EntityId> {
        let tree = self.tree;
        let person = |t: TokenIx| {
            self.entities
                .at(t)
                .filter(|id| self.entities.get(*id).kind == EntityType::Person)
        };
        let up = tree.head(head).filter(|h| {
            let title = tree.deprel(head) == "nmod:desc" && *h > head;
            matches!(tree.relation(head), "appos" | "flat" | "compound") || title
        });
        up.filter(|h| self.is_name(*h)).and_then(person)
    }

    /// Whether a word heads a name.
    fn is_name(&self, t: TokenIx) -> bool {
        let mentions = self.entities.at(t).map(|id| &self.entities.get(id).mentions);
        mentions.is_some_and(|all| all.iter().any(|m| m.head == t && m.kind == MentionKind::Name))
    }

    /// A person known under a role: by title in this article, or by office.
    /// `only`: nobody else may be known under it.
    fn role(
        &self,
        head: TokenIx,
        noun: &str,
        plural: bool,
        actor: Option<&Actor>,
        only: bool,
    ) -> Option<EntityId> {
        if plural || noun.is_empty() {
            return None;
        }
        let office = self.knowledge.agent(noun).map(|a| &*a.office).unwrap_or_default();
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        let mut people: Vec<(usize, usize)> = Vec::new();
        for (at, entity) in self
            .entities
            .list
            .iter()
            .enumerate()
            .filter(|(_, e)| e.kind == EntityType::Person)
        {
            let titles = &self.entities.titles[at];
            let by_title =
                titles.contains(noun) || (noun == last && titles.iter().any(|t| t.ends_with(noun)));
            let by_office = !office.is_empty()
                && entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.id.as_deref())
                    .is_some_and(|id| {
                        self.knowledge
                            .offices(id, self.date)
                            .iter()
                            .any(|(_, o)| *o == office)
                    });
            let fits = actor.and_then(|a| a.country.as_ref()).is_none_or(|c| {
                entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.country.as_ref())
                    .is_none_or(|d| c == d)
            });
            if (by_title || by_office) && fits {
                // Named before, else the first named behind.
                let before = entity
                    .mentions
                    .iter()
                    .rev()
                    .map(|m| m.head.at())
                    .find(|h| *h < head.at());
                people.push((before.map_or(0, |b| b + 1), at));
            }
        }
        if only && people.len() > 1 {
            return None;
        }
        people
            .into_iter()
            .max_by_key(|(before, at)| (*before, usize::MAX - at))
            .map(|(_, at)| EntityId(at as u32))
    }

    /// The latest entity with the same noun and nothing against it.
    fn same_noun(&self, head: TokenIx, noun: &str, actor: Option<&Actor>) -> Option<EntityId> {
        let country = actor.and_then(|a| a.country.as_ref());
        let fits = |(at, entity): &(usize, &Entity)| {
            self.entities.titles[*at].contains(noun)
                && self.entities.plural[*at] == matches!(self.tree.xpos(head), "NNS" | "NNPS")
                && entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.country.as_ref())
                    .is_none_or(|c| country.is_none_or(|d| c == d))
        };
        let mut found: Vec<(usize, usize)> = self
            .entities
            .list
            .iter()
            .enumerate()
            .filter(fits)
            .filter_map(|(at, e)| {
                Some((
                    e.mentions
                        .iter()
                        .rev()
                        .map(|m| m.head.at())
                        .find(|h| *h < head.at())?,
                    at,
                ))
            })
            .collect();
        found.sort_unstable();
        found.pop().map(|(_, at)| EntityId(at as u32))
    }

    /// "The 46-year-old", "the former ambassador": so the press calls somebody whom it has named before.
    pub(super) fn is_epithet(&self, head: TokenIx) -> bool {
        let tree = self.tree;
        let lemma = tree.lower(head);
        let mark =
            |c: TokenIx| c < head && self.rules.in_class("epithet_marks", &tree.form(c).to_lowercase());
        self.is_aged(head)
            || self.is_agent(head) && tree.children(head).any(mark)
            || self.rules.in_class("epithets", &lemma)
    }

    /// "The 46-year-old"
    pub(super) fn is_aged(&self, head: TokenIx) -> bool {
        let tree = self.tree;
        let year = |c: TokenIx| c < head && tree.lower(c) == "year";
        let determined = tree.child(head, "det").is_some();
        tree.lower(head) == "old" && determined && tree.with(head, "compound").any(year)
    }

    /// Whom an epithet means: who held the office, else the person with a name last spoken of, rather a subject and rather who is spoken of most.
    fn epithet(&self, head: TokenIx) -> Option<EntityId> {
        if !self.is_epithet(head) {
            return None;
        }
        let noun = self.agent_words(head).unwrap_or_default();
        let office = self
            .knowledge
            .agent(&noun)
            .map(|a| &*a.office)
            .unwrap_or_default();
        let named = |e: &Entity| {
            e.kind == EntityType::Person && e.mentions.iter().any(|m| m.kind == MentionKind::Name)
        };
        let held = |e: &Entity| {
            let id = e.actor.as_ref().and_then(|a| a.id.as_deref());
            id.is_some_and(|id| self.knowledge.offices(id, None).iter().any(|(_, o)| *o == office))
        };
        let holder = || self.last_spoken_of(head, usize::MAX, |e| named(e) && held(e));
        let by_office = if office.is_empty() { None } else { holder() };
        by_office.or_else(|| self.last_spoken_of(head, REACH, named))
    }

    /// The entity of some kind that the sentences before one speak of last, so many back, outside of quotations and rather as a subject.
    fn last_spoken_of(&self, t: TokenIx, reach: usize, wanted: impl Fn(&Entity) -> bool) -> Option<EntityId> {
        let tree = self.tree;
        let here = tree.doc.sentence_of(t);
        let told = |m: &&Mention| {
            let sentence = tree.doc.sentence_of(m.head);
            let quoted = tree.doc.quotes.iter().any(|q| q.span.contains(m.span));
            sentence < here && here - sentence <= reach && !quoted
        };
        let often = |id: EntityId| 6 * i64::from(self.entities.get(id).mentions.len().ilog2());
        let near = |m: &Mention| {
            let back = here - tree.doc.sentence_of(m.head);
            let subject = tree.relation(m.head) == "nsubj";
            let aside = matches!(tree.relation(m.head), "nmod" | "compound" | "amod");
            10 * back as i64 + (t.at() - m.head.at()) as i64 / 12 - 8 * i64::from(subject)
                + 6 * i64::from(aside)
        };
        let ids = (0..self.entities.list.len() as u32).map(EntityId);
        let fit = ids.filter(|id| !self.entities.is_plural(*id) && wanted(self.entities.get(*id)));
        let nearest = fit.filter_map(|id| {
            let mentions = self.entities.get(id).mentions.iter();
            Some((mentions.filter(told).map(near).min()? - often(id), id))
        });
        nearest.min_by_key(|(far, id)| (*far, id.0)).map(|(_, id)| id)
    }

    /// The entity that a pronoun most likely stands for: by the annotator's coreference; a "he" or "she" that this leaves alone
    /// stands for the person that agrees and is near, rather a subject.
    pub(super) fn pronoun(&mut self, t: TokenIx) {
        let tree = self.tree;
        let form = tree.form(t).to_lowercase();
        let speaker = matches!(
            form.as_str(),
            "i" | "me"
                | "my"
                | "mine"
                | "myself"
                | "we"
                | "us"
                | "our"
                | "ours"
                | "ourselves"
                | "you"
                | "your"
                | "yours"
        );
        let span = tree.doc.tokens[t.at()].span;
        // In quotations these are understood from who speaks.
        if speaker && tree.doc.quotes.iter().any(|q| q.span.contains(span)) {
            return;
        }
        let same = self.same_thing(t);
        // Elsewhere "I" is the author, and not one of those whom the author names.
        if matches!(form.as_str(), "i" | "me" | "my" | "mine" | "myself") {
            let named = |id: &EntityId| {
                self.entities
                    .get(*id)
                    .mentions
                    .iter()
                    .any(|m| m.kind == MentionKind::Name)
            };
            let author = same.filter(|id| !named(id)).or(self.author);
            let id = author.unwrap_or_else(|| self.entities.push(EntityType::Person, None, false));
            self.author = self.author.or(Some(id));
            self.entities.say(tree, t, id);
            return;
        }
        if let Some(id) = same {
            self.entities.say(tree, t, id);
            return;
        }
        if self.chained(t) {
            let plural = matches!(form.as_str(), "they" | "we" | "these" | "those");
            let id = self.entities.push(EntityType::Other, None, plural);
            self.entities.say(tree, t, id);
            return;
        }
        if !matches!(
            form.as_str(),
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself"
        ) {
            return;
        }
        let here = tree.doc.sentence_of(t);
        let mut best: Option<(i64, EntityId)> = None;
        for (at, entity) in self.entities.list.iter().enumerate() {
            let id = EntityId(at as u32);
            let agrees = entity.kind == EntityType::Person
                || (entity.kind == EntityType::Other
                    && !self.entities.is_plural(id)
                    && self.person_noun(entity));
            if !agrees {
                continue;
            }
            for mention in entity.mentions.iter().rev().filter(|m| m.head < t).take(3) {
                let sentence = tree.doc.sentence_of(mention.head);
                if here - sentence > 3 {
                    continue;
                }
                let subject = matches!(tree.relation(mention.head), "nsubj");
                let mut score = -10 * (here - sentence) as i64 - ((t.at() - mention.head.at()) as i64) / 12;
                score += if subject { 8 } else { 0 };
                score += if matches!(tree.relation(mention.head), "nmod" | "compound" | "amod") {
                    -6
                } else {
                    0
                };
                if best.is_none_or(|(b, _)| score > b) {
                    best = Some((score, id));
                }
            }
        }
        if let Some((_, id)) = best {
            self.entities.say(tree, t, id);
        }
    }

    fn person_noun(&self, entity: &Entity) -> bool {
        entity.mentions.iter().any(|m| {
            let lemma = self.tree.lower(m.head);
            matches!(
                self.rules.source(&lemma),
                Some(SourceKind::Role | SourceKind::Anonymous | SourceKind::Group)
            )
        })
    }
}
