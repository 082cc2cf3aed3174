//! What a source is: of which kind, how many persons, of which countries, and whom it spoke to.

use super::{Attributions, Finder};
use crate::entities::Entities;
use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_knowledge::ActorKind;
use sayso_model::statement::{EntityId, EntityType, Mention, MentionKind, Place, SourceKind};
use sayso_model::{Span, Timex, TimexType, TokenIx};
use std::collections::HashSet;
use std::ops::Range;

/// Nouns of officials who are many: without a name they are not known, whatever the article.
const MANY: [&str; 12] = [
    "official",
    "diplomat",
    "agent",
    "operative",
    "aide",
    "adviser",
    "advisor",
    "executive",
    "employee",
    "staffer",
    "officer",
    "negotiator",
];
/// Offices that speak for somebody: known by whom they speak for.
const SPEAKERS: [&str; 5] = [
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "secretary",
    "minister",
];
/// Groups in the singular.
const COLLECTIVE: [&str; 12] = [
    "crew",
    "crowd",
    "public",
    "community",
    "delegation",
    "coalition",
    "opposition",
    "jury",
    "tribe",
    "clan",
    "team",
    "family",
];
/// Nouns of people whose ending does not tell.
const PEOPLE: [&str; 22] = [
    "man", "woman", "person", "child", "boy", "girl", "wife", "husband", "son", "daughter", "brother",
    "sister", "friend", "boss", "chief", "client", "clerk", "inmate", "captor", "gendarme", "widow",
    "warden",
];
/// Endings of nouns of people.
const ENDINGS: [&str; 12] = [
    "er", "or", "ist", "ian", "man", "woman", "ant", "ee", "eer", "wife", "person", "mate",
];
/// Nouns of things (or their ends) with such endings.
const THINGS: [&str; 22] = [
    "paper",
    "letter",
    "matter",
    "number",
    "power",
    "water",
    "river",
    "computer",
    "order",
    "weather",
    "chapter",
    "register",
    "poster",
    "tower",
    "server",
    "sensor",
    "error",
    "factor",
    "committee",
    "guarantee",
    "list",
    "restaurant",
];
/// Words in the names of bodies that are no media.
const BODIES: [&str; 20] = [
    "committee",
    "council",
    "court",
    "ministry",
    "parliament",
    "commission",
    "congress",
    "senate",
    "party",
    "university",
    "police",
    "assembly",
    "department",
    "union",
    "bank",
    "army",
    "force",
    "forces",
    "conference",
    "summit",
];
/// Nouns of what a source speaks in.
const OCCASIONS: [&str; 12] = [
    "interview",
    "comment",
    "remark",
    "statement",
    "article",
    "column",
    "op-ed",
    "essay",
    "e-mail",
    "email",
    "call",
    "letter",
];

impl Finder<'_> {
    /// What the noun at the head of a source says it is.
    pub(super) fn noun_kind(&self, t: TokenIx) -> Option<SourceKind> {
        let lemma = self.tree.lower(t);
        let form = self.tree.form(t).to_lowercase();
        let pair = self
            .tree
            .with(t, "compound")
            .last()
            .map(|w| format!("{} {lemma}", self.tree.lower(w)));
        let kind = pair
            .and_then(|p| self.rules.source(&p))
            .or_else(|| self.rules.source(&form))
            .or_else(|| self.rules.source(&lemma));
        let plural = self.tree.xpos(t) == "NNS";
        let many = MANY.contains(&lemma.as_str());
        match kind {
            Some(SourceKind::Role) if SPEAKERS.iter().any(|s| lemma.ends_with(s)) => Some(SourceKind::Role),
            Some(SourceKind::Role) if many || self.indefinite(t) => Some(SourceKind::Anonymous),
            Some(SourceKind::Group)
                if !plural && self.indefinite(t) && !COLLECTIVE.contains(&lemma.as_str()) =>
            {
                Some(SourceKind::Anonymous)
            }
            Some(SourceKind::Group) if !plural && !COLLECTIVE.contains(&lemma.as_str()) => {
                Some(SourceKind::Role)
            }
            None if many => Some(SourceKind::Anonymous),
            None => self.person_noun(t).then_some(match (plural, self.indefinite(t)) {
                (true, _) => SourceKind::Group,
                (false, true) => SourceKind::Anonymous,
                (false, false) => SourceKind::Role,
            }),
            other => other,
        }
    }

    /// Whether a noun that `sources.tsv` does not know is somebody: an agent of the tables, or a person by its ending.
    fn person_noun(&self, t: TokenIx) -> bool {
        let lemma = self.tree.lower(t);
        let ending = |e: &str| lemma.len() > e.len() + 2 && lemma.ends_with(e);
        self.tree.upos(t) == "NOUN"
            && !THINGS.iter().any(|e| lemma.ends_with(e))
            && (PEOPLE.contains(&lemma.as_str())
                || self.knowledge.agent(&lemma).is_some()
                || ENDINGS.iter().any(|e| ending(e)))
    }

    /// "A", "one", "two", "several", "unnamed": nobody in particular.
    fn indefinite(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        tree.children(t)
            .filter(|c| *c < t)
            .any(|c| match tree.relation(c) {
                "det" => matches!(
                    tree.lower(c).as_str(),
                    "a" | "an" | "one" | "another" | "some" | "several"
                ),
                "nummod" => true,
                "amod" => matches!(
                    tree.lower(c).as_str(),
                    "several" | "unnamed" | "unidentified" | "anonymous" | "senior" | "many" | "few"
                ),
                _ => false,
            })
    }

    /// What a source is.
    pub(super) fn source_kind(
        &self,
        head: Option<TokenIx>,
        entity: Option<EntityId>,
        entities: &Entities,
    ) -> SourceKind {
        // "A French and a German diplomat": the noun stands in the last member.
        let noun = |h: TokenIx| {
            let members = self.tree.members(h).into_iter();
            let mut nouns = members.filter(|m| self.tree.upos(*m) == "NOUN");
            nouns.next().filter(|_| self.tree.upos(h) == "ADJ").unwrap_or(h)
        };
        let head = head.map(noun);
        let Some(id) = entity else {
            return head
                .and_then(|h| self.noun_kind(h))
                .unwrap_or(SourceKind::Unspecified);
        };
        let entity = entities.get(id);
        let named = entity.mentions.iter().any(|m| m.kind == MentionKind::Name)
            || head.is_some_and(|h| self.with_name(h));
        // "I" outside of quotations
        let first = |m: &Mention| m.kind == MentionKind::Pronoun && self.tree.form(m.head) == "I";
        match entity.kind {
            EntityType::Person if named => SourceKind::Named,
            EntityType::Person if entity.mentions.first().is_some_and(first) => SourceKind::Author,
            EntityType::Organisation
            | EntityType::GeoPolitical
            | EntityType::Location
            | EntityType::Facility => SourceKind::Organisation,
            kind => {
                let nominal = |m: &&Mention| m.kind == MentionKind::Nominal;
                let first = entity.mentions.iter().find(nominal).map(|m| m.head);
                let own = head.filter(|h| self.tree.upos(*h) != "PRON");
                // "The official" may have been "a senior official" before.
                let of_mentions = [first, own]
                    .into_iter()
                    .flatten()
                    .filter_map(|t| self.noun_kind(t));
                let found: Vec<SourceKind> = of_mentions.collect();
                if found.contains(&SourceKind::Anonymous) {
                    return SourceKind::Anonymous;
                }
                let unknown = own.or(first).is_some_and(|t| self.indefinite(t));
                found.last().copied().unwrap_or(match kind {
                    EntityType::Person if unknown => SourceKind::Anonymous,
                    EntityType::Person => SourceKind::Role,
                    _ => SourceKind::Unspecified,
                })
            }
        }
    }

    /// "Exile leader Tenzin Dorje": whether a person's name stands beside the noun.
    fn with_name(&self, head: TokenIx) -> bool {
        let tree = self.tree;
        let person = |t: TokenIx| {
            let name = tree.doc.names.iter().find(|n| n.tokens.contains(&t.at()));
            name.is_some_and(|n| n.kind == EntityType::Person)
        };
        person(head)
            || tree
                .children(head)
                .any(|c| matches!(tree.relation(c), "appos" | "flat" | "compound") && c > head && person(c))
    }

    /// How many persons a source is, where its words say so: "a Ukrainian and two American officials" are three.
    pub(super) fn number(&self, head: TokenIx, run: &Range<usize>, kind: SourceKind) -> Option<u32> {
        let tree = self.tree;
        if matches!(
            kind,
            SourceKind::Organisation | SourceKind::Document | SourceKind::Unspecified
        ) {
            return None;
        }
        let mut sum = 0;
        let mut from = run.start.min(head.at());
        for member in tree.members(head) {
            let mut counted = None;
            for i in from..member.at() {
                let t = TokenIx::new(i);
                let n = match tree.lower(t).as_str() {
                    "a" | "an" | "another" => 1,
                    _ if tree.upos(t) == "NUM" => {
                        let span = tree.doc.tokens[i].span;
                        let quantity = tree.doc.quantities.iter().find(|q| q.span.overlaps(span));
                        quantity.map(|q| q.value).filter(|v| *v >= 1.0)? as u32
                    }
                    _ => continue,
                };
                counted = Some(counted.unwrap_or(0) + n);
            }
            let one = match tree.xpos(member) {
                "NN" | "NNP" => true,
                // "a French and a German diplomat"
                "JJ" => counted.is_some(),
                "PRP" => matches!(tree.lower(member).as_str(), "he" | "she" | "i"),
                _ => false,
            };
            sum += counted.or(one.then_some(1))?;
            from = member.at() + 1;
        }
        Some(sum)
    }

    /// The countries that the words of a source name: nationalities, and countries that it is of.
    pub(super) fn countries(
        &self,
        source: &[Range<usize>],
        entity: Option<EntityId>,
        entities: &Entities,
    ) -> Vec<String> {
        let tree = self.tree;
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for i in source.iter().cloned().flatten() {
            let t = TokenIx::new(i);
            let place = matches!(tree.preposition(t).as_deref(), Some(p) if !matches!(p, "of" | "for"));
            let code = if place {
                None
            } else if let Some(code) = self.country_at(t) {
                Some(code)
            } else {
                entities
                    .at(t)
                    .map(|id| entities.get(id))
                    .filter(|e| e.kind == EntityType::GeoPolitical)
                    .and_then(|e| {
                        let actor = e.actor.as_ref()?;
                        // A town says nothing of its people, unless it speaks for its state.
                        let own = entity.is_some_and(|id| entities.at(t) == Some(id));
                        (own || self.knowledge.country_named(&actor.name).is_some())
                            .then(|| actor.country.clone())?
                    })
            };
            found.extend(code.filter(|c| seen.insert(c.clone())));
        }
        found
    }

    /// The country of a word of nationality ("Malian", "South Korean"), or of a country's name before a noun ("Russia's ministry").
    fn country_at(&self, t: TokenIx) -> Option<String> {
        let tree = self.tree;
        if matches!(tree.upos(t), "VERB" | "PRON" | "DET" | "ADP") {
            return None;
        }
        let two = t
            .at()
            .checked_sub(1)
            .map(|before| format!("{} {}", tree.form(TokenIx::new(before)), tree.form(t)));
        let whole = two.as_deref().and_then(|w| self.knowledge.nationality(w));
        let country = whole
            .or_else(|| self.knowledge.nationality(tree.form(t)))
            .or_else(|| {
                let before_noun =
                    matches!(tree.relation(t), "nmod" | "compound") && tree.head(t).is_some_and(|h| h > t);
                before_noun.then(|| self.knowledge.country_named(tree.form(t)))?
            });
        country.map(|c| c.code.to_string())
    }

    /// The medium that a source spoke to ("told the NYT"), through ("NYT sources") or in ("the NYT reported, citing officials").
    pub(super) fn channel(
        &self,
        cue: TokenIx,
        source: Option<TokenIx>,
        entities: &Entities,
    ) -> Option<EntityId> {
        let tree = self.tree;
        let kind_of = |id: EntityId| {
            let actor = entities.get(id).actor.as_ref()?;
            self.knowledge.kind(actor.id.as_deref()?)
        };
        let outlet = |t: &TokenIx| {
            entities
                .at(*t)
                .filter(|id| kind_of(*id) == Some(ActorKind::Media))
        };
        // Media that the tables do not know: names of organisations that are no known body, where media stand.
        let likely = |t: &TokenIx| {
            let id = entities
                .at(*t)
                .filter(|id| Some(*id) != source.and_then(|s| entities.at(s)))?;
            let entity = entities.get(id);
            let named = tree.upos(*t) == "PROPN"
                && matches!(
                    entity.kind,
                    EntityType::Organisation | EntityType::Other | EntityType::Location
                );
            let body = tree
                .phrase(*t)
                .any(|i| BODIES.contains(&tree.lower(TokenIx::new(i)).as_str()));
            (named && !body && kind_of(id).is_none_or(|k| k == ActorKind::Media)).then_some(id)
        };
        let oblique = |t: TokenIx, prepositions: &[&str]| {
            matches!(tree.relation(t), "obl" | "nmod")
                && tree
                    .preposition(t)
                    .is_some_and(|p| prepositions.contains(&p.as_str()))
        };
        let told: Vec<TokenIx> = tree
            .children(cue)
            .filter(|c| matches!(tree.relation(*c), "obj" | "iobj"))
            .collect();
        let tells = tree.lower(cue) == "tell";
        let to: Vec<TokenIx> = tree
            .children(cue)
            .filter(|c| oblique(*c, &["to", "with", "in", "on", "by", "via", "through"]))
            .collect();
        // "In an interview with X", "in comments carried by X", "in an article for X".
        let occasions = to
            .iter()
            .chain(&told)
            .filter(|o| OCCASIONS.contains(&tree.lower(**o).as_str()));
        let at_occasion: Vec<TokenIx> = occasions
            .flat_map(|o| tree.subtree(*o))
            .filter(|t| {
                oblique(*t, &["with", "to", "by", "in", "for", "on", "from"])
                    || tree.relation(*t) == "compound"
            })
            .collect();
        // "Wrote in Le Monde", "spoke to Axios"; not "said in Geneva".
        let before_medium: &[&str] = match tree.lower(cue).as_str() {
            "write" => &["in"],
            "speak" | "say" | "explain" | "admit" => &["to"],
            _ => &[],
        };
        let within: Vec<TokenIx> = source
            .into_iter()
            .flat_map(|s| tree.children(s).collect::<Vec<_>>())
            .filter(|c| matches!(tree.relation(*c), "compound" | "nmod" | "amod"))
            .collect();
        // "A memo seen by X", "footage obtained by X".
        let seen: Vec<TokenIx> = source
            .into_iter()
            .flat_map(|s| tree.with(s, "acl").collect::<Vec<_>>())
            .filter(|v| {
                matches!(
                    tree.lower(*v).as_str(),
                    "see"
                        | "obtain"
                        | "review"
                        | "quote"
                        | "cite"
                        | "publish"
                        | "leak"
                        | "share"
                        | "interview"
                        | "verify"
                        | "air"
                        | "broadcast"
                        | "contact"
                        | "reach"
                )
            })
            .flat_map(|v| {
                tree.children(v)
                    .filter(|c| oblique(*c, &["by", "to", "with"]))
                    .collect::<Vec<_>>()
            })
            .collect();
        told.iter()
            .chain(&to)
            .chain(&within)
            .chain(&at_occasion)
            .chain(&seen)
            .find_map(outlet)
            .or_else(|| told.iter().filter(|_| tells).find_map(likely))
            .or_else(|| at_occasion.iter().chain(&seen).find_map(likely))
            .or_else(|| to.iter().filter(|t| oblique(**t, before_medium)).find_map(likely))
            .or_else(|| {
                self.citing(cue)
                    .iter()
                    .find_map(|t| outlet(t).or_else(|| likely(t)))
            })
    }

    /// Who cites: "X reported, citing Y", "X quoted Y as saying", "Y was quoted by X as saying".
    fn citing(&self, cue: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let quotes =
            |t: &TokenIx| matches!(tree.lower(*t).as_str(), "quote" | "cite" | "citing" | "reference");
        let verb = Some(cue).filter(quotes).or_else(|| tree.head(cue).filter(quotes));
        let Some(verb) = verb else { return Vec::new() };
        let agent = tree
            .children(verb)
            .find(|c| tree.preposition(*c).as_deref() == Some("by"));
        let above = tree.head(verb).filter(|h| matches!(tree.upos(*h), "VERB"));
        let mut who: Vec<TokenIx> = agent.into_iter().collect();
        who.extend(tree.slot(verb, "subj"));
        who.extend(above.into_iter().flat_map(|h| tree.slot(h, "subj")));
        who
    }
}

impl Attributions {
    /// Notes when and where each source spoke, where the words beside its cue say so.
    pub fn note_occasions(&mut self, tree: &Tree, places: &[Place]) {
        let doc = tree.doc;
        for (at, record) in self.list.iter_mut().enumerate() {
            let Some(cue) = self.cues[at] else { continue };
            let sentence = doc.sentences[doc.sentence_of(cue)].span;
            let content = &self.contents[at];
            // The word below the cue that an expression belongs to, if it is said of the speaking itself.
            let beside = |span: Span| {
                let words = tokens_of(tree, span);
                let apart = sentence.contains(span)
                    && !words.clone().any(|i| content.iter().any(|c| c.contains(&i)))
                    && !record.source.iter().any(|s| s.overlaps(span));
                let head = words.clone().find(|i| {
                    tree.head(TokenIx::new(*i))
                        .is_none_or(|h| !words.contains(&h.at()))
                })?;
                let mut top = TokenIx::new(head);
                while let Some(above) = tree.head(top).filter(|a| *a != cue && tree.upos(*a) != "VERB") {
                    top = above;
                }
                (apart && tree.head(top) == Some(cue)).then_some(top)
            };
            let dated = |t: &Timex| matches!(t.kind, TimexType::Date | TimexType::Time);
            let first = doc.times.partition_point(|t| t.span.start() < sentence.start());
            let inside = doc.times[first..]
                .iter()
                .take_while(|t| t.span.start() < sentence.end());
            record.time = inside
                .enumerate()
                .find(|(_, t)| dated(t) && beside(t.span).is_some())
                .map(|(i, _)| first + i);
            let there = |top: TokenIx| {
                let preposition = tree.preposition(top);
                matches!(tree.relation(top), "obl" | "nmod" | "advmod")
                    && matches!(
                        preposition.as_deref(),
                        Some("in" | "at" | "from" | "outside" | "near" | "on" | "during" | "after") | None
                    )
            };
            let first = places.partition_point(|p| p.span.start() < sentence.start());
            let inside = places[first..]
                .iter()
                .take_while(|p| p.span.start() < sentence.end());
            record.place = inside
                .enumerate()
                .find(|(_, p)| beside(p.span).is_some_and(there))
                .map(|(i, _)| first + i);
        }
    }
}
