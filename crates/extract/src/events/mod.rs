//! What happened: words that tell of PLOVER events, by frames and by the network. Who takes part is `parties`.

mod legs;
mod parties;

use crate::entities::Entities;
use crate::places::Places;
use crate::rules::{Rules, Trigger, When};
use crate::score::Scale;
use crate::syntax::Tree;
pub use legs::LEG;
use parties::Who;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{Actor, EntityId, EntityType, MentionKind, Movement, Participant};
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
    /// Whether rules name one of its parties, and not the network of parties alone.
    pub fn by_rule(&self, party: &Participant) -> bool {
        let alone = |(id, slot): &(EntityId, String)| *id == party.entity && slot == NETWORK;
        !self.slots.iter().any(alone)
    }

    /// How well it is found, to compare two of one type.
    fn strength(&self) -> f64 {
        self.fit + self.network.0 * self.network.1
    }
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
    /// Who goes where.
    pub movements: &'a [Movement],
    /// How probable an event is.
    pub scale: &'a Scale,
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
        self.legs(&mut events, entities);
        events.iter_mut().for_each(|event| self.place_parties(event));
        events
    }

    /// What a word tells of.
    fn event_at(&self, t: TokenIx, entities: &mut Entities) -> Option<Event> {
        let event = self.told_at(t, entities)?;
        // "An exiled poet": what somebody is rather than what happens, where nobody is known who does it or whom it befalls, unless the network is sure of
        // more ("the kidnapped trader").
        let describes = self.tree.upos(t) == "VERB" && self.tree.relation(t) == "amod";
        let nobody = event.actors.is_empty() && event.recipients.is_empty();
        (!describes || !nobody || event.sure || event.network.0 >= f64::from(SURE)).then_some(event)
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

    /// One happening is told once: of two words of one type, one of which hangs on the other, the lower goes when it adds nobody and is found no better.
    fn without_doubles(&self, events: Vec<Event>) -> Vec<Event> {
        let same = |e: &Event, other: &Event| e.event == other.event;
        // Whom the network of parties alone has found may well be the same for both.
        let adds = |e: &Event, other: &Event| {
            let of = |e: &Event| -> Vec<EntityId> {
                let all = e.actors.iter().chain(&e.recipients);
                all.filter(|p| e.by_rule(p)).map(|p| p.entity).collect()
            };
            let known = of(other);
            of(e).iter().any(|id| !known.contains(id))
        };
        let double = |e: &Event| {
            let object = |e: &Event, v: &Event| {
                matches!(self.tree.relation(e.trigger), "obj" | "compound" | "obl")
                    && self.tree.head(e.trigger) == Some(v.trigger)
                    && same(v, e)
            };
            // Of a verb that only the network knows and its object, the object tells more where a frame knows it or the network is surer of it ("held a rally").
            let tells_more = |e: &Event, v: &Event| {
                object(e, v) && v.frame == NETWORK && (e.frame != NETWORK || e.strength() > v.strength())
            };
            if events.iter().any(|noun| tells_more(noun, e)) {
                return true;
            }
            let under_verb = events.iter().any(|v| object(e, v) && !tells_more(e, v));
            // "Attacked a convoy and torched seven lorries": two acts, though of one doer.
            let beside = self.tree.upos(e.trigger) == "VERB" && self.tree.deprel(e.trigger) == "conj";
            let nothing_new = || {
                let above: Vec<TokenIx> = self.tree.upward(e.trigger).skip(1).take(3).collect();
                events.iter().any(|v| {
                    above.contains(&v.trigger) && same(v, e) && !adds(e, v) && v.strength() >= e.strength()
                })
            };
            // "Talks between Fiji and Tonga began": a verb that is sure of what its subject tells better.
            let told_by_subject = || {
                let subject = |n: &Event| {
                    self.tree.relation(n.trigger) == "nsubj" && self.tree.head(n.trigger) == Some(e.trigger)
                };
                e.sure
                    && events
                        .iter()
                        .any(|n| same(n, e) && subject(n) && !adds(e, n) && n.strength() > e.strength())
            };
            under_verb || !beside && nothing_new() || told_by_subject()
        };
        let (gone, mut kept): (Vec<Event>, Vec<Event>) = events.iter().cloned().partition(|e| double(e));
        // "Imposed sanctions" is told by either word; where the network hears the noun alone ("announced the arrest"), by the noun.
        for event in kept.iter_mut().filter(|e| !e.sure) {
            let told = |n: &&Event| {
                let object = self.tree.relation(n.trigger) == "obj"
                    && self.tree.head(n.trigger) == Some(event.trigger);
                same(n, event) && (object || self.tree.light(n.trigger) == Some(event.trigger))
            };
            let heard = |e: &Event| e.network.0 * e.network.1;
            let noun = gone
                .iter()
                .filter(told)
                .max_by(|a, b| heard(a).total_cmp(&heard(b)));
            let Some(noun) = noun.filter(|n| heard(n) > heard(event)) else {
                continue;
            };
            if event.network.0 < UNHEARD && noun.network.0.min(noun.network.1) >= f64::from(SURE) {
                event.trigger = noun.trigger;
            }
            event.network = noun.network;
        }
        kept
    }
}

/// The name of the frame of events that the network alone found.
pub const NETWORK: &str = "network";

/// The network's probability from which no frame is needed, nor anybody who is known to take part; the score then decides.
const ALONE: f32 = 0.2;

/// A verb of which the network thinks less, beside a noun of which it is sure, does not tell what happened.
const UNHEARD: f64 = 0.5;

/// What stands for the network's probabilities where its word is not needed.
const CERTAIN: (f64, f64) = (0.9, 0.9);

/// The network's probability of an event, and of a type, from which it may correct a frame whose own type has no more than this.
const SURE: f32 = 0.9;
const DOUBTED: f64 = 0.05;
