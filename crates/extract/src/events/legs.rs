//! What the legs of journeys tell where neither a frame nor the network says it: "The trucks **left** Juba and **travelled** by way of Rumbek". A leg tells
//! of the same as the others of its journey, else what moves decides.

use super::parties::Who;
use super::{CERTAIN, Event, Finder};
use crate::entities::Entities;
use crate::score;
use sayso_model::statement::{Actor, EntityType, MentionKind, Movement, Participant, PlaceRole};
use sayso_model::{EventType, TokenIx};
use std::cmp::Ordering;
use std::ops::Range;

/// The name of the frame of such events.
pub const LEG: &str = "leg";

/// How well what moves tells what happens, as the words of a frame do.
const FIT: f64 = 0.6;

/// Verbs of those who move a captive.
const TAKES: [&str; 12] = [
    "bring", "bundle", "carry", "drive", "fly", "herd", "lead", "march", "move", "ship", "take", "transfer",
];

/// Verbs of those who pay a visit; who flees or withdraws pays none.
const VISITS: [&str; 11] = [
    "arrive", "come", "continue", "fly", "go", "head", "leave", "reach", "return", "travel", "visit",
];

/// A type and a mode.
struct Meant(EventType, Option<String>);

impl Meant {
    fn new(event: EventType, mode: &str) -> Self {
        Self(event, Some(mode.to_owned()))
    }
}

impl Finder<'_> {
    /// Adds the events of legs at whose word there is none, or none that would be shown.
    pub(super) fn legs(&self, events: &mut Vec<Event>, entities: &mut Entities) {
        for leg in self.movements {
            let told = self.told_by(leg, events);
            if told.is_none_or(|at| self.is_faint(&events[at]))
                && let Some(event) = self.by_what_moves(leg, events, entities)
            {
                put(events, told, event);
            }
        }
        for leg in self.movements {
            let told = self.told_by(leg, events);
            if told.is_none_or(|at| self.is_faint(&events[at]))
                && let Some(other) = self.rest_of_journey(leg, events)
                && let Some(event) = self.like(leg, &events[other].clone(), entities)
            {
                put(events, told, event);
            }
        }
        for leg in self.movements {
            let told = self.told_by(leg, events).map(|at| &mut events[at]);
            let given =
                |e: &&mut Event| matches!(e.event, EventType::Aid | EventType::Consult | EventType::Mobilize);
            if let Some(event) = told.filter(given) {
                self.reached(leg, &mut event.recipients);
            }
        }
        events.sort_by_key(|e| e.trigger);
    }

    /// Whether an event is more improbable than not.
    fn is_faint(&self, event: &Event) -> bool {
        self.scale.score(&score::looked_at(self.tree, event)) < 0.5
    }

    /// The event that a leg's word, or the noun of a light verb, tells.
    fn told_by(&self, leg: &Movement, events: &[Event]) -> Option<usize> {
        events
            .iter()
            .position(|e| e.trigger == leg.trigger || self.tree.light(e.trigger) == Some(leg.trigger))
    }

    /// The event of the leg of the same journey that is nearest: one before it, if there is any.
    fn rest_of_journey(&self, leg: &Movement, events: &[Event]) -> Option<usize> {
        let others = self
            .movements
            .iter()
            .filter(|m| m.journey == leg.journey && m.order != leg.order);
        let told = others.filter_map(|m| Some((m.order, self.told_by(m, events)?)));
        let moves = told.filter(|(_, at)| events[*at].motion && !self.is_faint(&events[*at]));
        moves
            .min_by_key(|(order, _)| (*order > leg.order, order.abs_diff(leg.order)))
            .map(|(_, at)| at)
    }

    /// An event as that of another leg.
    fn like(&self, leg: &Movement, other: &Event, entities: &mut Entities) -> Option<Event> {
        let verbal = matches!(self.tree.upos(leg.trigger), "VERB" | "AUX");
        let noun =
            self.tree.upos(leg.trigger) == "NOUN" && !self.is(leg.trigger, "@vehicles", false, entities);
        if !verbal && !noun || self.another_moves(leg, other, entities) {
            return None;
        }
        let roles = self.rules.roles(other.event, verbal);
        let Who {
            mut actors,
            mut recipients,
            mut slots,
        } = self
            .who(leg.trigger, other.event, roles, entities)
            .unwrap_or_default();
        self.reached(leg, &mut recipients);
        if actors.is_empty() {
            actors.clone_from(&other.actors);
            actors.retain(|a| recipients.iter().all(|r| r.entity != a.entity));
            slots.extend(
                other
                    .slots
                    .iter()
                    .filter(|(id, _)| actors.iter().any(|a| a.entity == *id))
                    .cloned(),
            );
        }
        if recipients.is_empty() {
            recipients.clone_from(&other.recipients);
            recipients.retain(|r| actors.iter().all(|a| a.entity != r.entity));
        }
        Some(Event {
            trigger: leg.trigger,
            frame: LEG.to_owned(),
            motion: true,
            actors,
            recipients,
            slots,
            ..other.clone()
        })
    }

    /// Whether somebody who has nothing to do with the rest of a journey moves: "the **man**, who crossed into China, saw the maize that was sent by rail".
    fn another_moves(&self, leg: &Movement, other: &Event, entities: &Entities) -> bool {
        let movers = |t: TokenIx| [self.tree.slot(t, "obj"), self.tree.slot(t, "subj")].concat();
        let of_other: Vec<_> = movers(other.trigger)
            .iter()
            .filter_map(|t| entities.at(*t))
            .collect();
        let parties = other.actors.iter().chain(&other.recipients).map(|p| p.entity);
        let known: Vec<_> = of_other.into_iter().chain(parties).collect();
        let subjects = self.tree.slot(leg.trigger, "subj");
        subjects.iter().any(|t| {
            let carrier = ["@vehicles", "@carriers"]
                .iter()
                .any(|class| self.is(*t, class, false, entities));
            let noun = self.tree.upos(*t) != "PRON" && !carrier;
            noun && entities.at(*t).is_some_and(|id| !known.contains(&id))
        })
    }

    /// The event that what moves stands for.
    fn by_what_moves(&self, leg: &Movement, events: &[Event], entities: &mut Entities) -> Option<Event> {
        let verbal = matches!(self.tree.upos(leg.trigger), "VERB" | "AUX");
        // "The ferry to the island runs again", as it did every day.
        if !verbal || self.tree.lower(leg.trigger) == "run" {
            return None;
        }
        let place = |t: &TokenIx| self.places.of_phrase(self.tree, *t).is_some();
        let mut moved = self.tree.slot(leg.trigger, "obj");
        moved.retain(|t| !place(t));
        let brought = !moved.is_empty();
        let movers = if brought {
            moved
        } else {
            self.tree.slot(leg.trigger, "subj")
        };
        let Meant(event, mode) = movers
            .into_iter()
            .find_map(|head| self.moved(leg, head, brought, events, entities))?;
        let roles = self.rules.roles(event, verbal);
        let who = self.who(leg.trigger, event, roles, entities).unwrap_or_default();
        Some(Event {
            trigger: leg.trigger,
            event,
            cameo: self.rules.cameo(event, mode.as_deref()),
            mode,
            contexts: Vec::new(),
            frame: LEG.to_owned(),
            motion: true,
            sure: true,
            actors: who.actors,
            recipients: who.recipients,
            slots: who.slots,
            fit: FIT,
            network: CERTAIN,
        })
    }

    /// What it stands for that this moves.
    fn moved(
        &self,
        leg: &Movement,
        head: TokenIx,
        brought: bool,
        events: &[Event],
        entities: &Entities,
    ) -> Option<Meant> {
        // "They", who are the civilians of the sentence before.
        let heads = self.other_words(head, entities);
        let is = |class: &str| heads.iter().any(|t| self.is(*t, class, false, entities));
        if is("@weapons") {
            Some(Meant::new(EventType::Mobilize, "weapons"))
        } else if is("@vehicles") || is("@carriers") {
            self.carried(leg, head)
        } else if !brought {
            self.visit(leg, head, entities)
        } else if let Some(held) = self.held(leg, head, events, entities) {
            Some(held)
        } else {
            let helped = is("@rescued")
                && self
                    .around(leg)
                    .map(TokenIx::new)
                    .any(|t| self.saves(t, entities));
            helped.then_some(Meant(EventType::Aid, None))
        }
    }

    /// By what the sentence of a carrier has more of: arms and forces, or relief.
    fn carried(&self, leg: &Movement, carrier: TokenIx) -> Option<Meant> {
        let tree = self.tree;
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(leg.trigger)];
        let words = sentence
            .tokens
            .clone()
            .map(TokenIx::new)
            .filter(|t| *t != carrier);
        let words: Vec<String> = words.map(|t| tree.lower(t)).collect();
        let carries = |word: &str| self.rules.in_class("carriers", word);
        let count = |class: &str| {
            let here = words
                .iter()
                .filter(|w| self.rules.in_class(class, w) && !carries(w));
            here.count()
        };
        let (weapons, forces, aid) = (count("weapons"), count("forces"), count("aid"));
        match (weapons + forces).cmp(&aid) {
            Ordering::Greater if weapons > 0 => Some(Meant::new(EventType::Mobilize, "weapons")),
            Ordering::Greater => Some(Meant::new(EventType::Mobilize, "troops")),
            Ordering::Less => Some(Meant(EventType::Aid, None)),
            Ordering::Equal => None,
        }
    }

    /// "The attackers **took** the five men to Sitangkai", who were abducted before.
    fn held(&self, leg: &Movement, head: TokenIx, events: &[Event], entities: &Entities) -> Option<Meant> {
        let takes = TAKES.contains(&self.tree.lower(leg.trigger).as_str());
        let whom = entities.at(head).filter(|_| takes)?;
        let held = events.iter().find(|e| {
            let seized = matches!(e.mode.as_deref(), Some("abduct" | "arrest" | "seize"));
            seized && !self.is_faint(e) && e.recipients.iter().any(|r| r.entity == whom)
        })?;
        Some(Meant(held.event, held.mode.clone()))
    }

    /// Whether a word tells that people are brought to safety, or names a body that does so.
    fn saves(&self, t: TokenIx, entities: &Entities) -> bool {
        let helps = |a: &Actor| a.sectors.iter().any(|s| s == "MED" || s == "SOC");
        let actor = || entities.get(entities.at(t)?).actor.as_ref();
        let word = self.tree.lower(t);
        matches!(word.as_str(), "evacuate" | "evacuation" | "rescue" | "safety") || actor().is_some_and(helps)
    }

    /// "The Finnish foreign minister **flew** to Ankara."
    fn visit(&self, leg: &Movement, head: TokenIx, entities: &Entities) -> Option<Meant> {
        let entity = entities.get(entities.at(head)?);
        let actor = entity.actor.as_ref()?;
        let home = actor.country.as_ref()?;
        let official = entity.kind == EntityType::Person || self.is(head, "@envoys", false, entities);
        let state = actor.sectors.first().is_some_and(|s| s == "GOV");
        let visits = VISITS.contains(&self.tree.lower(leg.trigger).as_str());
        let mut to = leg
            .places
            .iter()
            .filter(|(_, role)| *role == PlaceRole::Destination);
        let abroad = to.any(|(place, _)| self.places.country(*place).is_some_and(|there| there != *home));
        (official && state && visits && abroad).then(|| Meant::new(EventType::Consult, "visit"))
    }

    /// The heads of all phrases that speak of the same thing.
    fn other_words(&self, head: TokenIx, entities: &Entities) -> Vec<TokenIx> {
        let mentions = entities.at(head).map(|id| &entities.get(id).mentions);
        let nouns = mentions
            .into_iter()
            .flatten()
            .filter(|m| m.kind == MentionKind::Nominal);
        std::iter::once(head).chain(nouns.map(|m| m.head)).collect()
    }

    /// Nobody gets what leaves him: without the places that a leg sets out from or goes through.
    fn reached(&self, leg: &Movement, recipients: &mut Vec<Participant>) {
        let left = leg
            .places
            .iter()
            .filter(|(_, role)| matches!(role, PlaceRole::Origin | PlaceRole::Via));
        let left: Vec<_> = left.map(|(place, _)| self.places.list[*place].span).collect();
        recipients.retain(|r| !left.iter().any(|place| r.span.contains(*place)));
    }

    /// The words of a leg's sentence and of the one before it.
    fn around(&self, leg: &Movement) -> Range<usize> {
        let doc = self.tree.doc;
        let at = doc.sentence_of(leg.trigger);
        doc.sentences[at.saturating_sub(1)].tokens.start..doc.sentences[at].tokens.end
    }
}

/// Puts an event in the place of another, or behind all.
fn put(events: &mut Vec<Event>, at: Option<usize>, event: Event) {
    match at {
        Some(at) => events[at] = event,
        None => events.push(event),
    }
}
