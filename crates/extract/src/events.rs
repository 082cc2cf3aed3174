//! What happened: words that tell of PLOVER events, and who takes part in which role.

use crate::entities::{Entities, belongs_to, located};
use crate::places::{self, Places};
use crate::rules::{Rules, Trigger, When};
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{Actor, EntityId, EntityType, MentionKind, Participant, PlaceRole};
use sayso_model::{EventType, Happening, TokenIx};

/// An event before its sources, time and places are known.
#[derive(Clone, Debug)]
pub struct Event {
    /// The word that tells of it.
    pub trigger: TokenIx,
    /// PLOVER's type.
    pub event: EventType,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    pub contexts: Vec<String>,
    /// The nearest CAMEO code.
    pub cameo: Option<String>,
    /// The name of the frame, `network` where the network of events alone found it.
    pub frame: String,
    /// Whether prepositions of place mean a movement.
    pub motion: bool,
    /// Whether the frame needs no word of the network.
    pub sure: bool,
    /// Who does it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Who stands in which slot.
    pub slots: Vec<(EntityId, String)>,
    /// How well the words fit the frame, 0 to 1; 0 without a frame.
    pub fit: f64,
    /// The network's probability that the word tells of an event, and of this type if it does.
    pub network: (f64, f64),
}

impl Event {
    /// How well it is found, to compare two of one type.
    fn strength(&self) -> f64 {
        self.fit + self.network.0 * self.network.1
    }
}

/// Who takes part, and the slots they stand in.
struct Who {
    actors: Vec<Participant>,
    recipients: Vec<Participant>,
    slots: Vec<(EntityId, String)>,
}

/// Finds events.
pub struct Finder<'a> {
    /// The syntax.
    pub tree: &'a Tree<'a>,
    /// Frames and classes.
    pub rules: &'a Rules,
    /// Actors.
    pub knowledge: &'a Knowledge,
    /// Places of the document.
    pub places: &'a Places,
}

impl Finder<'_> {
    /// All events of a document, in order.
    pub fn find(&self, entities: &mut Entities) -> Vec<Event> {
        let doc = self.tree.doc;
        let mut found: Vec<Event> = Vec::new();
        for at in 0..doc.tokens.len() {
            let t = TokenIx::new(at);
            if doc.tells(t) {
                found.extend(self.event_at(t, entities));
            }
        }
        let mut events = self.without_doubles(found);
        events.iter_mut().for_each(|event| self.place_parties(event));
        events
    }

    /// Gives people whose country nobody tells that of the place where they protest, kill or are hurt: "nurses walked off the job in Accra".
    fn place_parties(&self, event: &mut Event) {
        let here = matches!(
            event.event,
            EventType::Protest | EventType::Assault | EventType::Coerce | EventType::Mobilize
        );
        if !here {
            return;
        }
        let violent = event.event == EventType::Assault;
        let around = places::around(self.tree, self.places, event.trigger, event.motion, violent);
        let there = around
            .iter()
            .filter(|p| matches!(p.role, PlaceRole::Location | PlaceRole::Target));
        let mut countries: Vec<String> = there.filter_map(|p| self.places.country(p.place)).collect();
        countries.dedup();
        let [country] = &countries[..] else { return };
        // A name that is read wrongly stands alone.
        let doc = self.tree.doc;
        let sentence = doc.sentences[doc.sentence_of(event.trigger)].span;
        let named = |wanted: bool| {
            let here = self.places.list.iter().filter(|p| sentence.contains(p.span));
            here.filter(|p| (p.country.as_deref() == Some(country)) == wanted)
                .count()
        };
        if named(true) < named(false) {
            return;
        }
        for party in event.actors.iter_mut().chain(&mut event.recipients) {
            let Some(actor) = &party.actor else { continue };
            let local = actor.sectors.first().is_some_and(|s| LOCAL.contains(&s.as_str()));
            if actor.country.is_none() && local {
                party.actor = Some(located(actor, country.clone()));
            }
        }
    }

    /// What a word tells of.
    fn event_at(&self, t: TokenIx, entities: &mut Entities) -> Option<Event> {
        let event = self.told_at(t, entities)?;
        // "An exiled poet": what somebody is rather than what happens, where nobody is known who does it or whom it befalls.
        let describes = self.tree.upos(t) == "VERB" && self.tree.relation(t) == "amod";
        let nobody = event.actors.is_empty() && event.recipients.is_empty();
        (!describes || !nobody || event.sure).then_some(event)
    }

    /// By the frame that fits best, else by the network alone.
    fn told_at(&self, t: TokenIx, entities: &mut Entities) -> Option<Event> {
        // "Held talks" is told by either word.
        let own = self.tree.doc.happening(t);
        let light = self.tree.light(t).and_then(|verb| self.tree.doc.happening(verb));
        let happening = match (own, light) {
            (Some(noun), Some(verb)) if verb.probability > noun.probability => Some(verb),
            (noun, verb) => noun.or(verb),
        };
        let network = |event: EventType| {
            happening.map_or((0.0, 0.0), |h| {
                (f64::from(h.probability), f64::from(h.types[event as usize]))
            })
        };
        let by_frame = self.by_frame(t, entities).map(|e| Event {
            network: if e.sure { CERTAIN } else { network(e.event) },
            ..e
        });
        match (by_frame, happening) {
            (Some(event), Some(h)) if !event.sure => Some(self.corrected(event, h)),
            (Some(event), _) => Some(event),
            (None, _) => {
                let sure = own.filter(|h| h.probability >= ALONE)?;
                self.by_network(t, sure, entities)
            }
        }
    }

    /// An event of a frame, but of the network's type where that is sure of another: "strike" and "expel" are of several frames.
    fn corrected(&self, event: Event, happening: &Happening) -> Event {
        let (best, share) = happening.best();
        if best == event.event || happening.probability < SURE || share < SURE || event.network.1 > DOUBTED {
            return event;
        }
        let mode = happening.mode.map(str::to_owned);
        Event {
            event: best,
            cameo: self.rules.cameo(best, mode.as_deref()),
            mode,
            contexts: Vec::new(),
            network: (event.network.0, f64::from(share)),
            ..event
        }
    }

    /// An event that no frame knows.
    fn by_network(&self, t: TokenIx, happening: &Happening, entities: &mut Entities) -> Option<Event> {
        let verbal = matches!(self.tree.upos(t), "VERB" | "AUX");
        if !verbal && !matches!(self.tree.upos(t), "NOUN" | "PROPN" | "ADJ") {
            return None;
        }
        let (event, share) = happening.best();
        let when = self.rules.roles(event, verbal);
        let Who {
            actors,
            recipients,
            slots,
        } = self.who(t, event, when, entities)?;
        let mode = happening.mode.map(str::to_owned);
        Some(Event {
            trigger: t,
            event,
            cameo: self.rules.cameo(event, mode.as_deref()),
            mode,
            contexts: Vec::new(),
            frame: NETWORK.to_owned(),
            motion: when.motion,
            sure: when.sure,
            actors,
            recipients,
            slots,
            fit: 0.0,
            network: (f64::from(happening.probability), f64::from(share)),
        })
    }

    fn by_frame(&self, t: TokenIx, entities: &mut Entities) -> Option<Event> {
        let verbal = matches!(self.tree.upos(t), "VERB" | "AUX");
        let lemma = self.tree.lower(t);
        let triggers = match self.tree.upos(t) {
            "VERB" | "AUX" if self.tree.relation(t) != "aux" => self.rules.verb(&lemma),
            "NOUN" | "PROPN" if self.tree.relation(t) != "compound" => self.rules.noun(&lemma),
            _ => return None,
        };
        let mut best: Option<(usize, Event)> = None;
        for trigger in triggers {
            if !(if verbal {
                self.follows(t, &trigger.rest)
            } else {
                self.precedes(t, &trigger.rest)
            }) {
                continue;
            }
            // "shell out" is not "shell".
            let particle = self.tree.child(t, "compound:prt").map(|p| self.tree.lower(p));
            if particle.is_some_and(|p| !trigger.rest.contains(&p)) {
                continue;
            }
            let when = &self.rules.frames[trigger.frame].when[trigger.when];
            let needed =
                |(slot, wanted): (&String, &Vec<String>)| self.stands(t, slot, wanted, true, entities);
            let barred =
                |(slot, wanted): (&String, &Vec<String>)| self.stands(t, slot, wanted, false, entities);
            if !when.needs.iter().all(needed) || when.unless.iter().any(barred) {
                continue;
            }
            let mode = usize::from(self.rules.frames[trigger.frame].mode.is_some());
            let exactness = trigger.rest.len() * 4 + when.needs.len() * 2 + mode;
            if best.as_ref().is_some_and(|(b, _)| *b >= exactness) {
                continue;
            }
            if let Some(event) = self.build(t, trigger, when, entities) {
                best = Some((exactness, event));
            }
        }
        best.map(|(_, event)| event)
    }

    /// Whether the further words of a verb stand with it: its particle, preposition or object.
    fn follows(&self, t: TokenIx, rest: &[String]) -> bool {
        let sentence = &self.tree.doc.sentences[self.tree.doc.sentence_of(t)].tokens;
        let mut at = t.at() + 1;
        rest.iter().all(|word| {
            let near = (at..sentence.end.min(at + 6)).find(|i| {
                let w = TokenIx::new(*i);
                let same = self.tree.lower(w) == *word || self.tree.form(w).eq_ignore_ascii_case(word);
                same && self.tree.upward(w).take(4).any(|a| a == t)
            });
            at = near.map_or(at, |n| n + 1);
            near.is_some()
        })
    }

    /// Whether the first words of a compound stand before its last, other modifiers of it between them or not.
    fn precedes(&self, t: TokenIx, rest: &[String]) -> bool {
        let mut at = t.at();
        rest.iter().rev().all(|word| {
            let near = (at.saturating_sub(4)..at).rev().map(TokenIx::new).find(|w| {
                let same = self.tree.lower(*w) == *word || self.tree.form(*w).eq_ignore_ascii_case(word);
                same && self.tree.below(*w, t)
            });
            at = near.map_or(at, TokenIx::at);
            near.is_some()
        })
    }

    /// Whether one of the wanted words or classes stands in a slot; `names` lets a word of a longer name count ("Criminal Court").
    fn stands(&self, t: TokenIx, slot: &str, wanted: &[String], names: bool, entities: &Entities) -> bool {
        let heads = if slot == "theme" {
            self.tree.slot(t, "obj")
        } else {
            self.tree.slot(t, slot)
        };
        heads
            .into_iter()
            .any(|head| wanted.iter().any(|w| self.is(head, w, names, entities)))
    }

    fn is(&self, head: TokenIx, wanted: &str, names: bool, entities: &Entities) -> bool {
        let actor = || entities.at(head).and_then(|id| entities.get(id).actor.as_ref());
        let Some(class) = wanted.strip_prefix('@') else {
            let lemma = self.tree.lower(head);
            let same = lemma == wanted || wanted.strip_suffix('s') == Some(&lemma);
            let phrase = wanted.contains(' ');
            let named = !phrase && !names && self.in_longer_name(head, entities);
            return if phrase {
                self.in_phrase(head, wanted)
            } else {
                same && !named
            };
        };
        match class {
            "actor" => actor().is_some() || self.participant_actor(head, entities).is_some(),
            "country" => actor().filter(|a| a.sectors.is_empty()).is_some_and(|a| {
                a.country
                    .as_deref()
                    .is_some_and(|c| self.knowledge.country(c).is_some())
            }),
            "person" => {
                entities
                    .at(head)
                    .is_some_and(|id| entities.get(id).kind == EntityType::Person)
                    || matches!(self.tree.lower(head).as_str(), "he" | "she" | "him" | "her")
            }
            "place" => self.places.of_phrase(self.tree, head).is_some(),
            class => {
                self.rules.in_class(class, &self.tree.lower(head))
                    || self.rules.in_class(class, &self.pair(head))
                    || (class == "forces" && self.is_named_force(head, entities))
            }
        }
    }

    /// Whether a word stands in a phrase of several words ("martial law", "state of emergency").
    fn in_phrase(&self, head: TokenIx, phrase: &str) -> bool {
        let words: Vec<&str> = phrase.split(' ').collect();
        (0..words.len()).any(|place| {
            let Some(start) = head.at().checked_sub(place) else {
                return false;
            };
            words.iter().enumerate().all(|(ahead, word)| {
                let t = TokenIx::new(start + ahead);
                start + ahead < self.tree.doc.tokens.len()
                    && (self.tree.lower(t) == *word || self.tree.form(t).eq_ignore_ascii_case(word))
            })
        })
    }

    /// Whether a word is part of a name of several words: "European Union" is no union.
    fn in_longer_name(&self, head: TokenIx, entities: &Entities) -> bool {
        let Some(id) = entities.at(head).filter(|_| self.tree.upos(head) == "PROPN") else {
            return false;
        };
        let span = self.tree.doc.tokens[head.at()].span;
        entities
            .get(id)
            .mentions
            .iter()
            .any(|m| m.kind == MentionKind::Name && m.span != span && m.span.contains(span))
    }

    /// The last word of a compound with the one before: "air force".
    fn pair(&self, head: TokenIx) -> String {
        let before = self.tree.with(head, "compound").last();
        before
            .map(|b| format!("{} {}", self.tree.lower(b), self.tree.lower(head)))
            .unwrap_or_default()
    }

    /// A force by name, or a pronoun that stands for one.
    fn is_named_force(&self, head: TokenIx, entities: &Entities) -> bool {
        let Some(id) = entities.at(head) else { return false };
        let entity = entities.get(id);
        let armed = |a: &Actor| {
            a.sectors
                .iter()
                .any(|s| matches!(s.as_str(), "MIL" | "REB" | "UAF"))
        };
        let named =
            matches!(self.tree.upos(head), "PROPN" | "PRON") || entity.kind == EntityType::Organisation;
        (named && entity.kind != EntityType::Person && entity.actor.as_ref().is_some_and(armed))
            || (self.tree.upos(head) == "PRON"
                && entity
                    .mentions
                    .iter()
                    .any(|m| self.rules.in_class("forces", &self.tree.lower(m.head))))
    }

    fn build(&self, t: TokenIx, trigger: &Trigger, when: &When, entities: &mut Entities) -> Option<Event> {
        let frame = &self.rules.frames[trigger.frame];
        let event = frame.event();
        let Who {
            actors,
            recipients,
            slots,
        } = self.who(t, event, when, entities)?;
        let both = !actors.is_empty() && (when.reciprocal || !recipients.is_empty());
        let country = |p: &Participant| p.actor.as_ref().is_some_and(|a| a.country.is_some());
        let placed = actors.iter().chain(&recipients).any(country);
        let fit = 0.6
            + if both { 0.15 } else { 0.0 }
            + if placed { 0.1 } else { 0.0 }
            + if when.needs.is_empty() { 0.0 } else { 0.05 };
        Some(Event {
            trigger: t,
            event,
            mode: frame.mode.clone(),
            contexts: frame.contexts.clone(),
            cameo: frame.cameo.clone(),
            frame: frame.name.clone(),
            motion: when.motion,
            sure: when.sure,
            actors,
            recipients,
            slots,
            fit,
            network: (0.0, 0.0),
        })
    }

    /// Who takes part, by the slots of a frame; `None` where it is no matter of public affairs.
    fn who(&self, t: TokenIx, event: EventType, when: &When, entities: &mut Entities) -> Option<Who> {
        let mut slots = Vec::new();
        let mut actors = self.fill(t, &when.actor, when, entities, &mut slots);
        if actors.is_empty() && !when.actor.is_empty() {
            actors = self.participants(&self.answerable(t), entities);
        }
        let mut recipients = self.fill(t, &when.recipient, when, entities, &mut slots);
        if !when.reciprocal {
            recipients.retain(|r| actors.iter().all(|a| a.entity != r.entity));
        }
        if recipients.is_empty() && !when.recipient.is_empty() && !when.reciprocal {
            // "endorsed an agreement with the Union": whom it concerns stands elsewhere than with most such words.
            let general = self
                .rules
                .roles(event, matches!(self.tree.upos(t), "VERB" | "AUX"));
            recipients = self.fill(t, &general.recipient, when, entities, &mut slots);
        }
        if recipients.is_empty() && !when.reciprocal {
            recipients = self.beside(t, event, when, &actors, entities);
        }
        if recipients.is_empty() && !when.reciprocal && (is_said(event) || event == EventType::Accuse) {
            recipients = self.concerned(t, event, &actors, entities);
        }
        if when.reciprocal {
            let others = ["with", "between", "among"]
                .iter()
                .flat_map(|s| self.tree.slot(t, s))
                .collect::<Vec<_>>();
            actors.extend(self.participants(&others, entities));
            actors.append(&mut recipients);
            if distinct(&mut actors) < 2 {
                let host = self.host(t);
                actors.extend(self.participants(&host, entities));
            }
        }
        distinct(&mut actors);
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        distinct(&mut recipients);
        let known = |p: &Participant| p.actor.as_ref().is_none_or(|a| !a.code.is_empty());
        actors.retain(known);
        recipients.retain(known);
        // Private people among themselves are no politics; when they protest or are attacked they are.
        let public = |p: &Participant| p.actor.as_ref().is_some_and(is_public);
        let among_themselves = !public_by_itself(event) && !actors.iter().chain(&recipients).any(public);
        // A recipient without a code is one all the same ("aid for schoolgirls").
        let somebody = when
            .recipient
            .iter()
            .any(|slot| !self.tree.slot(t, slot).is_empty());
        let needed = matches!(event, EventType::Cooperate | EventType::Aid | EventType::Sanction)
            && !somebody
            && !(when.reciprocal && actors.len() > 1);
        let nobody = actors.is_empty() && recipients.is_empty() || needed && recipients.is_empty();
        slots.retain(|(id, _)| actors.iter().chain(&recipients).any(|p| p.entity == *id));
        let counts = when.sure || !among_themselves && !nobody || self.counts_anyway(t, event, entities);
        counts.then_some(Who {
            actors,
            recipients,
            slots,
        })
    }

    /// Whom an act befalls that only a place or a building names: "shelled a village in Lebanon", "rallied outside the embassy of Sweden", "massed troops
    /// on the Colombian border".
    fn beside(
        &self,
        t: TokenIx,
        event: EventType,
        when: &When,
        actors: &[Participant],
        entities: &mut Entities,
    ) -> Vec<Participant> {
        let tree = self.tree;
        let (slots, nouns): (Vec<&str>, &[&str]) = match event {
            EventType::Assault | EventType::Aid => (when.recipient.iter().map(String::as_str).collect(), &[]),
            EventType::Protest => (OUTSIDE.to_vec(), &["consulate", "embassy", "mission"]),
            EventType::Mobilize => (ALONG.to_vec(), &["border", "frontier"]),
            _ => return Vec::new(),
        };
        let heads = slots.iter().flat_map(|slot| tree.slot(t, slot));
        let heads: Vec<TokenIx> = heads
            .flat_map(|head| std::iter::once(head).chain(tree.with(head, "nmod")))
            .filter(|head| nouns.is_empty() || nouns.contains(&tree.lower(*head).as_str()))
            .collect();
        for head in heads {
            let other = if nouns.is_empty() {
                None
            } else {
                self.participants(&tree.slot(head, "with"), entities).pop()
            };
            let actor = match (&other, nouns.is_empty()) {
                (Some(other), _) => other.actor.clone(),
                (None, false) => belongs_to(tree, entities, head),
                (None, true) => self
                    .places
                    .of_phrase(tree, head)
                    .and_then(|place| self.place_actor(place)),
            };
            let own = |a: &Actor| {
                actors
                    .iter()
                    .any(|p| p.actor.as_ref().is_some_and(|b| b.country == a.country))
            };
            let Some(actor) = actor.filter(|a| nouns.is_empty() || !own(a)) else {
                continue;
            };
            return vec![Participant {
                entity: entities.of_phrase(tree, head),
                span: tree.span(&tree.phrase(head)),
                actor: Some(actor),
            }];
        }
        Vec::new()
    }

    /// Whom the act concerns that is promised, threatened, alleged or asked for: "threatened to break relations with Russia", "is ready to send troops to
    /// a force in Liberia", "demanded that Ankara withdraw"; of a threat else who is to heed it: "if Washington imposes sanctions".
    fn concerned(
        &self,
        t: TokenIx,
        event: EventType,
        actors: &[Participant],
        entities: &mut Entities,
    ) -> Vec<Participant> {
        let mut others = |heads: &[TokenIx]| {
            let mut who = self.participants(heads, entities);
            who.retain(|p| p.actor.is_some() && actors.iter().all(|a| a.entity != p.entity));
            who
        };
        let alleged = event == EventType::Accuse;
        let doing = alleged || matches!(event, EventType::Request | EventType::Threaten);
        let mut heads = vec![t];
        for _ in 0..CONCERNED_DEPTH {
            let mut below = Vec::new();
            for head in heads {
                let verb = matches!(self.tree.upos(head), "VERB" | "AUX");
                if verb && doing {
                    let clauses = self.tree.clauses(head);
                    let doers: Vec<TokenIx> = clauses
                        .iter()
                        .flat_map(|clause| self.tree.slot(*clause, "subj"))
                        .collect();
                    let who = others(&doers);
                    if !who.is_empty() {
                        return who;
                    }
                    below.extend(clauses);
                }
                if alleged {
                    continue;
                }
                let happens = self
                    .tree
                    .doc
                    .happening(head)
                    .is_some_and(|h| h.probability >= ALONE);
                let slots = match (verb, happens) {
                    (true, _) => CONCERNED_BY_VERB,
                    (false, true) => CONCERNED_BY_HAPPENING,
                    (false, false) => CONCERNED_BY_NOUN,
                };
                // "Rejected the offer from Belize", "Moscow's suggestion": who made it.
                let made = (event == EventType::Reject && !verb).then_some(["by", "from", "poss"]);
                for slot in made.iter().flatten().chain(slots) {
                    let found = self.tree.slot(head, slot);
                    let who = others(&found);
                    if !who.is_empty() {
                        return who;
                    }
                    below.extend(found);
                }
            }
            heads = below;
        }
        if event == EventType::Threaten {
            let heeds: Vec<TokenIx> = self
                .tree
                .conditions(t)
                .iter()
                .flat_map(|clause| self.tree.slot(*clause, "subj"))
                .collect();
            return others(&heeds);
        }
        Vec::new()
    }

    /// Whether an event counts though nobody of public affairs takes part by its own words: the network finds it, and its type is enough or somebody public
    /// is spoken of in its sentence.
    fn counts_anyway(&self, t: TokenIx, event: EventType, entities: &Entities) -> bool {
        let doc = self.tree.doc;
        let found = doc.happening(t).is_some_and(|h| h.probability >= ALONE);
        let sentence = || doc.sentences[doc.sentence_of(t)].tokens.clone().map(TokenIx::new);
        let actors = || {
            sentence()
                .filter_map(|t| entities.get(entities.at(t)?).actor.as_ref())
                .any(is_public)
        };
        found && (public_by_itself(event) || actors())
    }

    /// Who takes part in a happening that somebody speaks after or during: "X said after a meeting with Y".
    fn host(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let Some(verb) = tree.head(noun).filter(|h| tree.upos(*h) == "VERB") else {
            return Vec::new();
        };
        let beside = tree.relation(noun) == "obl"
            && matches!(
                tree.preposition(noun).as_deref(),
                Some("after" | "during" | "before" | "following" | "in" | "at" | "ahead of")
            );
        if beside || tree.relation(noun) == "obj" {
            tree.subject(verb).into_iter().collect()
        } else {
            Vec::new()
        }
    }

    /// Who answers for a happening, or is said to: "claimed responsibility for the attack", "are behind the attack", "was accused of the murder", "took part in
    /// the massacre", "blamed the bombing on rebels", "the mastermind of the attack".
    fn answerable(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let word = |t: TokenIx| tree.lower(t);
        let one_of = |list: &[&str], t: TokenIx| list.contains(&word(t).as_str());
        // "An attack blamed on rebels", "blamed the attack on rebels".
        let beside = tree.children(noun).filter(|c| tree.relation(*c) == "acl");
        let over = tree
            .head(noun)
            .filter(|_| matches!(tree.deprel(noun), "obj" | "nsubj:pass"));
        let blames = beside.chain(over).find(|verb| one_of(&ASCRIBES, *verb));
        if let Some(verb) = blames {
            return ["on", "to"]
                .iter()
                .flat_map(|slot| tree.slot(verb, slot))
                .collect();
        }
        let (Some(preposition), Some(head)) = (tree.preposition(noun), tree.head(noun)) else {
            return Vec::new();
        };
        let preposition = preposition.as_str();
        if preposition == "behind" && tree.child(noun, "cop").is_some() {
            return tree.subject(noun).into_iter().collect();
        }
        if tree.upos(head) == "VERB" {
            if CHARGES
                .iter()
                .any(|(verb, with)| *with == preposition && word(head) == *verb)
            {
                return tree.slot(head, "obj");
            }
        }
        if preposition == "in" {
            // "Took part in", whichever of the two words the parser hangs it on.
            let part = |t: TokenIx| one_of(&["hand", "part", "role"], t);
            let takes = |v: &TokenIx| {
                one_of(&["have", "play", "take"], *v) && tree.slot(*v, "obj").into_iter().any(part)
            };
            let verb = if part(head) { tree.head(head) } else { Some(head) };
            let joins = |v: &TokenIx| takes(v) || *v == head && one_of(&["participate"], *v);
            if let Some(verb) = verb.filter(joins) {
                return tree.slot(verb, "subj");
            }
        }
        // "The mastermind of the attack", "suspects in the attack": who is one, or the noun itself.
        if matches!(preposition, "of" | "in") && one_of(&DOERS, head) {
            return match tree.child(head, "cop") {
                Some(_) => tree.subject(head).into_iter().collect(),
                None => vec![head],
            };
        }
        if matches!(
            (word(head).as_str(), preposition),
            ("guilty", "of") | ("responsible", "for")
        ) {
            let found = tree.head(head).filter(|_| tree.relation(head) == "xcomp");
            return match found {
                Some(verb) => tree.slot(verb, "obj"),
                None => tree.subject(head).into_iter().collect(),
            };
        }
        if preposition != "for" {
            return Vec::new();
        }
        let taken = |noun: TokenIx| one_of(&["responsibility", "credit"], noun);
        let verb = if taken(head) { tree.head(head) } else { Some(head) };
        let claims = |v: &TokenIx| one_of(&CLAIMS, *v) && tree.slot(*v, "obj").into_iter().any(taken);
        verb.filter(claims)
            .map(|v| by_verb(v, "subj"))
            .unwrap_or_default()
    }

    /// The first slot that somebody stands in.
    fn fill(
        &self,
        t: TokenIx,
        slots: &[String],
        when: &When,
        entities: &mut Entities,
        found_in: &mut Vec<(EntityId, String)>,
    ) -> Vec<Participant> {
        for slot in slots {
            let doers = slot == "subj" && matches!(self.tree.upos(t), "NOUN" | "PROPN");
            let names: Vec<&str> = if slot == "theme" {
                when.theme.iter().map(String::as_str).collect()
            } else if doers {
                self.tree.doers(t).to_vec()
            } else {
                vec![slot]
            };
            for name in names {
                let heads = self.tree.slot(t, name);
                let found = self.participants(&heads, entities);
                if !found.is_empty() {
                    let name = if doers { slot } else { name };
                    found_in.extend(found.iter().map(|p| (p.entity, name.to_owned())));
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Whether a word names somebody, known or not.
    fn somebody(&self, head: TokenIx, entities: &Entities) -> bool {
        let kind = entities.at(head).map(|id| entities.get(id).kind);
        matches!(
            kind,
            Some(EntityType::Person | EntityType::Organisation | EntityType::Nationality)
        )
    }

    /// Who these words are; who is called by a name is somebody, whether a table knows the name or not.
    fn participants(&self, heads: &[TokenIx], entities: &mut Entities) -> Vec<Participant> {
        let mut out = Vec::new();
        for head in heads {
            let members = self.several(*head, entities);
            if members.len() > 1 {
                out.extend(members);
                continue;
            }
            let actor = self.participant_actor(*head, entities);
            if actor.is_none() && !self.somebody(*head, entities) {
                continue;
            }
            let entity = entities.of_phrase(self.tree, *head);
            let name = entities
                .get(entity)
                .mentions
                .iter()
                .find(|m| m.head == *head)
                .map(|m| m.span);
            let span = name.unwrap_or_else(|| self.tree.span(&self.tree.phrase(*head)));
            out.push(Participant { entity, span, actor });
        }
        out
    }

    /// "The leaders of Chile and Bolivia", "Chilean and Bolivian leaders": one participant for each country.
    fn several(&self, head: TokenIx, entities: &Entities) -> Vec<Participant> {
        let tree = self.tree;
        if tree.xpos(head) != "NNS" {
            return Vec::new();
        }
        let named = tree
            .slot(head, "of")
            .into_iter()
            .chain(tree.with(head, "amod").flat_map(|a| tree.members(a)));
        let sectors = entities
            .at(head)
            .and_then(|id| entities.get(id).actor.as_ref())
            .map(|a| a.sectors.clone())
            .unwrap_or_default();
        let member = |t: TokenIx| {
            let id = entities.at(t)?;
            let actor = entities
                .get(id)
                .actor
                .clone()
                .filter(|a| a.country.is_some() && a.sectors.is_empty())?;
            let code = format!("{}{}", actor.code, sectors.first().map_or("", String::as_str));
            let actor = Actor {
                code,
                sectors: sectors.clone(),
                ..actor
            };
            Some(Participant {
                entity: id,
                span: tree.doc.tokens[t.at()].span,
                actor: Some(actor),
            })
        };
        named.filter_map(member).collect()
    }

    /// The actor of a phrase: of its entity, of its nationality, or of the country that a town lies in.
    fn participant_actor(&self, head: TokenIx, entities: &Entities) -> Option<Actor> {
        // "Its neighbour Uruguay": a country that stands right behind what is said of it.
        if let Some(name) = self.tree.named_behind(head)
            && let Some(actor) = entities.at(name).and_then(|id| entities.get(id).actor.as_ref())
            && self.knowledge.country_named(self.tree.form(name)).is_some()
        {
            return Some(actor.clone());
        }
        if let Some(id) = entities.at(head) {
            let entity = entities.get(id);
            if let Some(actor) = &entity.actor {
                return Some(actor.clone());
            }
            if entity.kind == EntityType::GeoPolitical || entity.kind == EntityType::Location {
                let place = self.places.at(head)?;
                return self.place_actor(place);
            }
        }
        let lemma = self.tree.lower(head);
        let armed = ["forces", "weapons", "vehicles"]
            .iter()
            .any(|c| self.rules.in_class(c, &lemma));
        let people = self.rules.in_class("people", &lemma)
            || matches!(
                lemma.as_str(),
                "people" | "man" | "woman" | "child" | "person" | "citizen" | "national"
            );
        let of = belongs_to(self.tree, entities, head)?;
        let modified = self.tree.children(head).any(|c| {
            matches!(self.tree.relation(c), "amod" | "compound") || self.tree.deprel(c) == "nmod:poss"
        });
        if armed {
            let country = of.country.clone()?;
            return Some(Actor {
                code: format!("{country}MIL"),
                sectors: vec!["MIL".into()],
                id: None,
                score: 0.6,
                ..of
            });
        }
        (people || modified).then_some(Actor {
            id: None,
            score: 0.5,
            ..of
        })
    }

    fn place_actor(&self, place: usize) -> Option<Actor> {
        let code = self.places.list.get(place)?.country.as_deref()?;
        Some(Actor {
            score: 0.6,
            ..self.knowledge.country_actor(code, &[])
        })
    }

    /// One happening is told once: of two words of one type, one of which hangs on the other, the lower goes when it adds nobody and is found no better.
    fn without_doubles(&self, events: Vec<Event>) -> Vec<Event> {
        let same = |e: &Event, other: &Event| e.event == other.event;
        let adds = |e: &[Participant], other: &Event| {
            let all = || other.actors.iter().chain(&other.recipients);
            e.iter().any(|p| all().all(|o| o.entity != p.entity))
        };
        let double = |e: &Event| {
            let object = |e: &Event, v: &Event| {
                matches!(self.tree.relation(e.trigger), "obj" | "compound" | "obl")
                    && self.tree.head(e.trigger) == Some(v.trigger)
                    && same(v, e)
            };
            // Of a verb that only the network knows and its object, which a frame knows, the object tells more.
            let tells_more = |e: &Event, v: &Event| object(e, v) && e.frame != NETWORK && v.frame == NETWORK;
            if events.iter().any(|noun| tells_more(noun, e)) {
                return true;
            }
            let object = events.iter().any(|v| object(e, v) && !tells_more(e, v));
            let nothing_new = || {
                let above: Vec<TokenIx> = self.tree.upward(e.trigger).skip(1).take(3).collect();
                events.iter().any(|v| {
                    let nobody = !adds(&e.actors, v) && !adds(&e.recipients, v);
                    above.contains(&v.trigger) && same(v, e) && nobody && v.strength() >= e.strength()
                })
            };
            // "Talks between Fiji and Tonga began": a verb that is sure of what its subject tells better.
            let told_by_subject = || {
                let subject = |n: &Event| {
                    self.tree.relation(n.trigger) == "nsubj" && self.tree.head(n.trigger) == Some(e.trigger)
                };
                let nobody = |n: &Event| !adds(&e.actors, n) && !adds(&e.recipients, n);
                e.sure
                    && events
                        .iter()
                        .any(|n| same(n, e) && subject(n) && nobody(n) && n.strength() > e.strength())
            };
            object || nothing_new() || told_by_subject()
        };
        events.iter().filter(|e| !double(e)).cloned().collect()
    }
}

/// Where those stand whom an act concerns, and the words that lead on to them; and how far down they are looked for. "Settlements in Gaza" concern Gaza, while
/// to "meet in Addis Ababa" and "talks in Geneva" tell only where.
const CONCERNED_BY_VERB: &[&str] = &[
    "xcomp", "iobj", "obj", "with", "against", "to", "on", "from", "for", "of",
];
const CONCERNED_BY_HAPPENING: &[&str] = &["with", "against", "to", "on", "from", "of", "for"];
const CONCERNED_BY_NOUN: &[&str] = &["with", "against", "to", "on", "from", "at", "of", "for", "in"];
const CONCERNED_DEPTH: usize = 3;

/// Where somebody protests, and where troops are massed.
const OUTSIDE: [&str; 7] = ["outside", "before", "at", "near", "in front of", "to", "on"];
const ALONG: [&str; 6] = ["to", "on", "along", "near", "at", "toward"];

/// Sectors of people who act where they live.
const LOCAL: [&str; 16] = [
    "AGR", "COP", "CRM", "CVL", "EDU", "ELI", "JUD", "LAB", "LEG", "MED", "OPP", "PTY", "REB", "REF", "REL",
    "UAF",
];

/// Whether a type is of words about an act: promised, threatened, refused, asked for.
fn is_said(event: EventType) -> bool {
    matches!(
        event,
        EventType::Agree | EventType::Concede | EventType::Request | EventType::Reject | EventType::Threaten
    )
}

/// The name of the frame of events that the network alone found.
pub const NETWORK: &str = "network";

/// The network's probability from which no frame is needed, nor anybody who is known to take part; the score then decides.
const ALONE: f32 = 0.2;

/// Verbs by which somebody takes responsibility.
const CLAIMS: [&str; 7] = [
    "accept",
    "acknowledge",
    "admit",
    "assume",
    "bear",
    "claim",
    "take",
];

/// Verbs that lay a deed at somebody's door ("blamed the bombing on rebels").
const ASCRIBES: [&str; 5] = ["ascribe", "attribute", "blame", "pin", "trace"];

/// Verbs whose object is said to have done what stands behind the preposition.
const CHARGES: [(&str, &str); 22] = [
    ("accuse", "of"),
    ("arrest", "for"),
    ("arrest", "in"),
    ("blame", "for"),
    ("charge", "in"),
    ("charge", "over"),
    ("charge", "with"),
    ("condemn", "for"),
    ("convict", "in"),
    ("convict", "of"),
    ("detain", "over"),
    ("implicate", "in"),
    ("indict", "for"),
    ("indict", "in"),
    ("involve", "in"),
    ("jail", "for"),
    ("prosecute", "for"),
    ("sentence", "for"),
    ("suspect", "in"),
    ("suspect", "of"),
    ("try", "for"),
    ("want", "for"),
];

/// Nouns for those who have done something, or may have.
const DOERS: [&str; 10] = [
    "architect",
    "author",
    "culprit",
    "instigator",
    "mastermind",
    "organiser",
    "organizer",
    "participant",
    "perpetrator",
    "suspect",
];

/// What stands for the network's probabilities where its word is not needed.
const CERTAIN: (f64, f64) = (0.9, 0.9);

/// The network's probability of an event, and of a type, from which it may correct a frame whose own type has no more than this.
const SURE: f32 = 0.9;
const DOUBTED: f64 = 0.05;

/// PLOVER sectors that act in public affairs whatever they do.
const PUBLIC: [&str; 14] = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "OPP", "ELI", "REL", "REF",
];

/// Whether an actor acts in public affairs.
fn is_public(actor: &Actor) -> bool {
    actor.country.is_some() || actor.sectors.iter().any(|s| PUBLIC.contains(&s.as_str()))
}

/// Whether events of a type are of public affairs whoever takes part: protest, arrest, violence.
fn public_by_itself(event: EventType) -> bool {
    matches!(event, EventType::Protest | EventType::Assault | EventType::Coerce)
}

/// Keeps the first of each entity; returns how many are left.
fn distinct(participants: &mut Vec<Participant>) -> usize {
    let mut seen = Vec::new();
    participants.retain(|p| {
        let new = !seen.contains(&p.entity);
        seen.push(p.entity);
        new
    });
    participants.len()
}
