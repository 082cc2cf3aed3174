//! Who takes part in an event: by the slots of its frame, else by what stands further away, or by places and buildings.

use super::{ALONE, Event, Finder, NETWORK};
use crate::entities::{Entities, belongs_to, located};
use crate::places;
use crate::rules::When;
use sayso_model::statement::{Actor, EntityId, EntityType, Participant, PlaceRole};
use sayso_model::{EventType, TokenIx};

/// Who takes part, and the slots they stand in.
#[derive(Default)]
pub(super) struct Who {
    pub(super) actors: Vec<Participant>,
    pub(super) recipients: Vec<Participant>,
    pub(super) slots: Vec<(EntityId, String)>,
}

impl Finder<'_> {
    /// Gives people whose country nobody tells that of the place where they protest, kill or are hurt: "nurses walked off the job in Accra".
    pub(super) fn place_parties(&self, event: &mut Event) {
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

    /// Who takes part, by the slots of a frame; `None` where it is no matter of public affairs.
    pub(super) fn who(
        &self,
        t: TokenIx,
        event: EventType,
        when: &When,
        entities: &mut Entities,
    ) -> Option<Who> {
        let mut slots = Vec::new();
        let mut actors = self.fill(t, &when.actor, when, entities, &mut slots);
        if actors.is_empty() && !when.actor.is_empty() {
            actors = self.participants(&self.answerable(t), entities);
        }
        let parties = self.tree.doc.parties(t);
        let (mut does, mut befalls) =
            parties.map_or_else(Default::default, |p| (p.actors.clone(), p.recipients.clone()));
        if when.reciprocal {
            does.append(&mut befalls);
            befalls.clone_from(&does);
        }
        // Those who are moved are no less in motion for the network's taking them for whom it befalls: "they were flown out".
        if parties.is_some() && (!when.motion || actors.is_empty()) {
            let accuses = self.accusers(t);
            let speaks = self.speakers(t);
            does.retain(|(head, _)| !accuses.contains(head) && !speaks.contains(head));
            befalls.retain(|(head, _)| !speaks.contains(head));
            actors = self.weighed(t, actors, (&does, 0.0), true, entities, &mut slots);
        }
        let (mut recipients, near) = self.befallen(t, event, when, &actors, entities, &mut slots);
        if parties.is_some() {
            // Where the likeliest is one of those who do it, those who are less likely are not added.
            let acts = |head: TokenIx| actors.iter().any(|a| self.words(a).contains(&head));
            let taken = befalls.iter().filter(|(head, _)| acts(*head));
            let taken = taken.map(|(_, share)| *share).fold(0.0, f32::max);
            let over = if when.reciprocal { 0.0 } else { taken };
            recipients = self.weighed(t, recipients, (&befalls, over), near, entities, &mut slots);
            let by_network =
                |p: &Participant| slots.iter().any(|(id, slot)| *id == p.entity && slot == NETWORK);
            actors.retain(|a| !by_network(a) || !recipients.iter().any(|r| self.names_only(a, r)));
        }
        if actors.is_empty() && matches!(event, EventType::Assault | EventType::Coerce) {
            let deeds = self.deeds_under(t);
            let mut doers = deeds
                .iter()
                .map(|deed| self.participants(&self.tree.slot(*deed, "subj"), entities));
            actors = doers.find(|p| !p.is_empty()).unwrap_or_default();
            actors.retain(|a| recipients.iter().all(|r| r.entity != a.entity));
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

    /// Whom it befalls, by the slots of a frame, else by what stands further away; and whether these slots told.
    fn befallen(
        &self,
        t: TokenIx,
        event: EventType,
        when: &When,
        actors: &[Participant],
        entities: &mut Entities,
        slots: &mut Vec<(EntityId, String)>,
    ) -> (Vec<Participant>, bool) {
        let mut recipients = self.fill(t, &when.recipient, when, entities, slots);
        if when.reciprocal {
            return (recipients, true);
        }
        recipients.retain(|r| actors.iter().all(|a| a.entity != r.entity));
        let near = !recipients.is_empty();
        let forceful = matches!(event, EventType::Assault | EventType::Coerce);
        if let Some(verb) = self.deed_over(t).filter(|_| recipients.is_empty() && forceful) {
            let dies = DIES.contains(&self.tree.lower(verb).as_str());
            let hurt = self.tree.slot(verb, if dies { "subj" } else { "obj" });
            recipients = self.participants(&hurt, entities);
        }
        if recipients.is_empty() && !when.recipient.is_empty() {
            // "endorsed an agreement with the Union": whom it concerns stands elsewhere than with most such words.
            let verbal = matches!(self.tree.upos(t), "VERB" | "AUX");
            let general = self.rules.roles(event, verbal);
            recipients = self.fill(t, &general.recipient, when, entities, slots);
        }
        if recipients.is_empty() {
            recipients = self.residents(t, event, when, entities);
            recipients.extend(self.beyond(t, event, actors, entities));
        }
        if recipients.is_empty() && (is_said(event) || event == EventType::Accuse) {
            recipients = self.concerned(t, event, actors, entities);
        }
        (recipients, near)
    }

    /// The deeds in which somebody is killed, hurt or seized: "died in police **firing**".
    fn deeds_under(&self, verb: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let within = tree.with(verb, "obl").filter(|noun| {
            let preposition = tree.preposition(*noun);
            matches!(preposition.as_deref(), Some("in" | "during" | "by" | "from")) && self.is_forceful(*noun)
        });
        within.collect()
    }

    /// The verb of somebody being killed, hurt or seized that a deed stands under.
    fn deed_over(&self, noun: TokenIx) -> Option<TokenIx> {
        let verb = self.tree.head(noun)?;
        let found = self.deeds_under(verb).contains(&noun) && self.is_forceful(verb);
        let hurt = self.tree.passive(verb) || DIES.contains(&self.tree.lower(verb).as_str());
        (found && hurt).then_some(verb)
    }

    fn is_forceful(&self, t: TokenIx) -> bool {
        let heard = self.tree.doc.happening(t).filter(|h| h.probability >= ALONE);
        heard.is_some_and(|h| matches!(h.best().0, EventType::Assault | EventType::Coerce))
    }

    /// Whom an act befalls that only a place names: "shelled a village in Lebanon".
    fn residents(
        &self,
        t: TokenIx,
        event: EventType,
        when: &When,
        entities: &mut Entities,
    ) -> Vec<Participant> {
        if !matches!(event, EventType::Assault | EventType::Aid) {
            return Vec::new();
        }
        let tree = self.tree;
        let heads = when.recipient.iter().flat_map(|slot| tree.slot(t, slot));
        let mut below = heads.flat_map(|head| std::iter::once(head).chain(tree.with(head, "nmod")));
        let found = below.find_map(|head| {
            let actor = self.place_actor(self.places.of_phrase(tree, head)?)?;
            Some((head, actor))
        });
        let found = found.map(|(head, actor)| self.by_phrase(head, actor, entities));
        found.into_iter().collect()
    }

    /// Whom a building or a border stands for where others than its own people act: "rallied outside the embassy of Sweden", "massed troops on the Colombian
    /// border", "on the border with Colombia".
    fn beyond(
        &self,
        t: TokenIx,
        event: EventType,
        actors: &[Participant],
        entities: &mut Entities,
    ) -> Vec<Participant> {
        let (slots, nouns): (&[&str], &[&str]) = match event {
            EventType::Protest => (&OUTSIDE, &["consulate", "embassy", "mission"]),
            EventType::Mobilize => (&ALONG, &["border", "frontier"]),
            _ => return Vec::new(),
        };
        let tree = self.tree;
        let heads = slots.iter().flat_map(|slot| tree.slot(t, slot));
        let mut below = heads
            .flat_map(|head| std::iter::once(head).chain(tree.with(head, "nmod")))
            .filter(|head| nouns.contains(&tree.lower(*head).as_str()));
        let countries: Vec<_> = actors
            .iter()
            .filter_map(|p| Some(&p.actor.as_ref()?.country))
            .collect();
        let found = below.find_map(|head| {
            let with = self.participants(&tree.slot(head, "with"), entities).pop();
            let actor = match with {
                Some(with) => with.actor,
                None => belongs_to(tree, entities, head),
            };
            let actor = actor.filter(|a| !countries.contains(&&a.country))?;
            Some((head, actor))
        });
        let found = found.map(|(head, actor)| self.by_phrase(head, actor, entities));
        found.into_iter().collect()
    }

    /// Somebody by a phrase that names something else.
    fn by_phrase(&self, head: TokenIx, actor: Actor, entities: &mut Entities) -> Participant {
        Participant {
            entity: entities.of_phrase(self.tree, head),
            span: self.tree.span(&self.tree.phrase(head)),
            actor: Some(actor),
        }
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

    /// Whether an event counts though nobody of public affairs takes part by its own words: the network finds it, and its type is enough, somebody public
    /// is spoken of in its sentence, or the network is sure of it ("Tuesday's truce"; surer of words and of business: "appealed for boats").
    fn counts_anyway(&self, t: TokenIx, event: EventType, entities: &Entities) -> bool {
        let doc = self.tree.doc;
        let probability = doc.happening(t).map_or(0.0, |h| h.probability);
        let private = is_said(event) || matches!(event, EventType::Accuse | EventType::Cooperate);
        let sentence = || doc.sentences[doc.sentence_of(t)].tokens.clone().map(TokenIx::new);
        let actors = || {
            sentence()
                .filter_map(|t| entities.get(entities.at(t)?).actor.as_ref())
                .any(is_public)
        };
        let enough = if private { CLEAR } else { FIRM };
        probability >= ALONE && (public_by_itself(event) || probability >= enough || actors())
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
        let charges = |(verb, with): &(&str, &str)| *with == preposition && word(head) == *verb;
        if tree.upos(head) == "VERB" && CHARGES.iter().any(charges) {
            return tree.slot(head, "obj");
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
            .map(|v| tree.slot(v, "subj"))
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

    /// Those that the rules find and the network of parties does not rule out (none that stand further away than in a slot of the frame), and those of whom it is
    /// sure; where the rules find nobody, all that are likely. Nobody is added who is not likelier than `over`.
    fn weighed(
        &self,
        t: TokenIx,
        mut found: Vec<Participant>,
        (likely, over): (&[(TokenIx, f32)], f32),
        near: bool,
        entities: &mut Entities,
        found_in: &mut Vec<(EntityId, String)>,
    ) -> Vec<Participant> {
        let least = if found.is_empty() { LIKELY } else { SURE };
        let heads = likely
            .iter()
            .filter(|(_, share)| *share >= least && *share > over);
        let heads: Vec<TokenIx> = heads.map(|(head, _)| *head).collect();
        // "**The council** plans to meet and to urge …": the subject of another verb, by grammar alone.
        let borrows =
            self.tree.upos(t) == "VERB" && !self.tree.children(t).any(|c| self.tree.relation(c) == "nsubj");
        let borrowed = |p: &Participant, slots: &[(EntityId, String)]| {
            borrows && slots.iter().any(|(id, slot)| *id == p.entity && slot == "subj")
        };
        // "Received weapons **from the government**": so the frame has it.
        let gives = |p: &Participant, slots: &[(EntityId, String)]| {
            slots.iter().any(|(id, slot)| *id == p.entity && slot == "from")
        };
        found.retain(|p| {
            let ruled_out = near && self.likelihood(p, likely) < RULED_OUT;
            !ruled_out || self.is_agent(p) || borrowed(p, found_in) || gives(p, found_in)
        });
        for party in self.participants(&heads, entities) {
            let new = |p: &Participant| p.entity != party.entity && !self.in_one_phrase(p, &party);
            if found.iter().all(new) {
                found_in.push((party.entity, NETWORK.to_owned()));
                found.push(party);
            }
        }
        found
    }

    /// Whether somebody stands behind "by", which no network argues away.
    fn is_agent(&self, party: &Participant) -> bool {
        let agent = |t: &TokenIx| self.tree.preposition(*t).as_deref() == Some("by");
        self.words(party).iter().any(agent)
    }

    /// Who accuses somebody of a deed, or looks into it, did not do it: "**police** are investigating the murder".
    fn accusers(&self, deed: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let above = tree.upward(deed).skip(1).take(3);
        let accuses = above.filter(|v| {
            let heard = tree.doc.happening(*v).filter(|h| h.probability >= ALONE);
            heard.is_some_and(|h| h.best().0 == EventType::Accuse)
        });
        accuses.flat_map(|v| tree.slot(v, "subj")).collect()
    }

    /// Who says something takes no part in it for that: "**Belhadi** added that Ethiopia would free 480 prisoners".
    fn speakers(&self, t: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let said = |v: &TokenIx| matches!(tree.relation(*v), "ccomp" | "parataxis");
        let clause = tree.upward(t).find(said);
        // "Canberra said that **it** was sorry"
        let own = clause.and_then(|c| tree.subject(c));
        if own.is_some_and(|s| tree.upos(s) == "PRON") {
            return Vec::new();
        }
        let verb = clause.and_then(|c| tree.head(c));
        let says = verb.filter(|v| !self.rules.cues(&tree.lower(*v)).is_empty());
        says.map(|v| tree.slot(v, "subj")).unwrap_or_default()
    }

    /// The words of a party.
    fn words(&self, party: &Participant) -> Vec<TokenIx> {
        let tokens = &self.tree.doc.tokens;
        let first = tokens.partition_point(|t| t.span.start() < party.span.start());
        let last = tokens.partition_point(|t| t.span.start() < party.span.end());
        (first..last).map(TokenIx::new).collect()
    }

    /// How likely the network of parties holds somebody by his words, by those of whose phrase they are a part ("**its** council"), or by those of a list in which
    /// they stand ("Chad and **Libya**").
    fn likelihood(&self, party: &Participant, likely: &[(TokenIx, f32)]) -> f32 {
        let words = self.words(party);
        let mut ways = OF_PHRASE.to_vec();
        ways.push("conj");
        let all = words.iter().flat_map(|t| self.within_phrase(*t, &ways));
        let shares = all.filter_map(|t| likely.iter().find(|(at, _)| *at == t));
        shares.map(|(_, share)| *share).fold(0.0, f32::max)
    }

    /// A word and those above it, as long as it hangs on them by some relations.
    fn within_phrase(&self, t: TokenIx, relations: &[&str]) -> Vec<TokenIx> {
        const STEPS: usize = 4;
        let tree = self.tree;
        let above = |t: &TokenIx| tree.head(*t).filter(|_| relations.contains(&tree.relation(*t)));
        std::iter::successors(Some(t), above).take(STEPS).collect()
    }

    /// Whether somebody only tells which ones are meant: "an attack on the **army** trucks".
    fn names_only(&self, inner: &Participant, outer: &Participant) -> bool {
        outer.span.contains(inner.span) && outer.span != inner.span
    }

    /// Whether one of two stands within what is said of the other: "**Russian** missiles", "its **ambassador** to **Peru**".
    fn in_one_phrase(&self, one: &Participant, other: &Participant) -> bool {
        let (one, other) = (self.words(one), self.words(other));
        let hangs = |inner: &[TokenIx], outer: &[TokenIx]| {
            let mut ways = inner.iter().flat_map(|t| self.within_phrase(*t, &OF_PHRASE));
            ways.any(|t| outer.contains(&t))
        };
        hangs(&one, &other) || hangs(&other, &one)
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
    pub(super) fn participant_actor(&self, head: TokenIx, entities: &Entities) -> Option<Actor> {
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
        let code = self.places.country(place)?;
        Some(Actor {
            score: 0.6,
            ..self.knowledge.country_actor(&code, &[])
        })
    }
}

/// How words hang within one phrase.
const OF_PHRASE: [&str; 6] = ["amod", "appos", "compound", "det", "flat", "nmod"];

/// Verbs of those who do not survive.
const DIES: [&str; 2] = ["die", "perish"];

/// From which probability of the network of parties on somebody takes part where the rules find nobody, and beside those whom they find; below which those
/// whom they find do not.
const LIKELY: f32 = 0.5;
const SURE: f32 = 0.6;
const RULED_OUT: f32 = 0.1;

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

/// The network's probability from which an act of which nobody is named counts, and one of words or of business, which private people do as well.
const FIRM: f32 = 0.6;
const CLEAR: f32 = 0.9;

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
