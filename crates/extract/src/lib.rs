//! Annotated articles to attributed statements: who says, by whom, to whom, what happened or is so, how sure, when and where.
//!
//! Input: [`sayso_model::Annotated`]. Output: [`sayso_model::statement::Reading`]. Text never makes it fail.

pub mod attributions;
pub mod clues;
pub mod currencies;
pub mod entities;
pub mod events;
pub mod facts;
pub mod factuality;
mod logistic;
pub mod movements;
pub mod places;
pub mod rules;
pub mod score;
pub mod syntax;
mod tolls;
pub mod when;

use attributions::Attributions;
use clues::Clues;
use facts::Relations;
use factuality::granted;
use places::Places;
use rules::{RuleError, Rules};
use sayso_knowledge::Knowledge;
use sayso_model::statement::{
    AttributionId, Auxiliary, Claim, Factuality, Movement, Participant, PlaceRef, PlaceRole, Reading,
    Statement, When, Why,
};
use sayso_model::{Annotated, EventType, Span, TokenIx};
use score::Scale;
use syntax::Tree;

/// Reads statements out of annotated articles.
pub struct Extractor {
    rules: Rules,
    relations: Relations,
    scale: Scale,
    places: places::Rules,
    movements: movements::Words,
    attributions: attributions::Words,
    tolls: tolls::Words,
    times: when::Words,
    granted: Clues,
    /// Events less probable than this are left out.
    pub least: f64,
}

/// Events less probable than this are left out by default.
const LEAST: f64 = 0.5;

impl Extractor {
    /// With the rules that sayso comes with.
    ///
    /// # Errors
    /// When a rule file has a mistake; those of a release are checked by a test.
    pub fn embedded() -> Result<Self, RuleError> {
        Ok(Self {
            rules: Rules::embedded()?,
            relations: Relations::embedded()?,
            scale: Scale::embedded()?,
            places: places::Rules::embedded()?,
            movements: movements::Words::embedded()?,
            attributions: attributions::Words::embedded()?,
            tolls: tolls::Words::embedded()?,
            times: when::Words::embedded()?,
            granted: granted::embedded()?,
            least: LEAST,
        })
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The words that tell of standing relations.
    pub fn relations(&self) -> &Relations {
        &self.relations
    }

    /// What the names of places in an article may mean, weighed by a scale: each place's spans and candidates. For fitting.
    pub fn weigh_places(
        &self,
        doc: &Annotated,
        knowledge: &Knowledge,
        scale: &places::rank::Scale,
    ) -> Vec<(Vec<Span>, places::rank::Group)> {
        let tree = Tree::new(doc);
        let entities = entities::Finder::new(&tree, knowledge, &self.rules, doc.article.published).find();
        places::weigh(&tree, &entities, knowledge, &self.places, scale)
    }

    /// When what a word tells of happens, whether it is an event of PLOVER or not.
    pub fn time_of(&self, doc: &Annotated, trigger: TokenIx) -> When {
        let tree = Tree::new(doc);
        let local = factuality::local(&tree, &self.rules, tree.centre(trigger), &[], false);
        let times = when::Times::find(&tree, &self.rules, &self.times);
        times.of(trigger, local.auxiliary(local.under(Factuality::Certain)))
    }

    /// The times near a word that tells of an event, and what speaks for and against each being its own. For fitting.
    pub fn times_near(&self, doc: &Annotated, trigger: TokenIx) -> Vec<when::Near> {
        let tree = Tree::new(doc);
        let local = factuality::local(&tree, &self.rules, tree.centre(trigger), &[], false);
        let times = when::Times::find(&tree, &self.rules, &self.times);
        times.near(trigger, local.auxiliary(local.under(Factuality::Certain)))
    }

    /// Reads one article.
    pub fn extract(&self, doc: &Annotated, knowledge: &Knowledge) -> Reading {
        let tree = Tree::new(doc);
        let date = doc.article.published;
        let mut entities = entities::Finder::new(&tree, knowledge, &self.rules, date).find();
        let mut attributions =
            attributions::Finder::new(&tree, &self.rules, &self.attributions, knowledge).find(&mut entities);
        let places = Places::find(&tree, &entities, knowledge, &self.places);
        entities.rehome(
            &tree,
            knowledge,
            places.list.iter().filter_map(|p| p.country.clone()),
        );
        let country_at = |head| places.country(places.of_phrase(&tree, head)?);
        let speaker = |word| attributions.get(*attributions.chain(word).last()?).source_entity;
        entities.settle(&tree, country_at, speaker);
        let movements = movements::find(&tree, &entities, &places, knowledge, &self.movements);
        attributions.note_occasions(&tree, &places.list);
        for told in &attributions.list {
            let capital = told
                .place
                .map(|at| &places.list[at])
                .filter(|p| p.feature == "P.PPLC");
            if let (Some(id), Some(country)) =
                (told.source_entity, capital.and_then(|p| p.country.as_deref()))
            {
                entities.speaks_in(id, country);
            }
        }
        let events = events::Finder {
            tree: &tree,
            rules: &self.rules,
            knowledge,
            places: &places,
            movements: &movements,
            scale: &self.scale,
        }
        .find(&mut entities);
        let facts = facts::Finder {
            tree: &tree,
            relations: &self.relations,
            knowledge,
        }
        .find(&mut entities);
        let times = when::Times::find(&tree, &self.rules, &self.times);
        let assembly = Assembly {
            rules: &self.rules,
            scale: &self.scale,
            granted: &self.granted,
            tree: &tree,
            attributions: &attributions,
            places: &places,
            movements: &movements,
            times: &times,
        };
        let mut statements: Vec<Statement> = events.into_iter().map(|e| assembly.event(e)).collect();
        statements.retain(|s| s.score >= self.least);
        statements.extend(facts.into_iter().map(|f| assembly.fact(f)));
        statements.sort_by_key(|s| (s.trigger, matches!(s.claim, Claim::Fact { .. })));
        Reading {
            entities: entities.list,
            attributions: attributions.list,
            places: places.list,
            movements,
            counted: tolls::of(&tree, &self.tolls),
            meant: times.meant(),
            statements,
        }
    }
}

struct Assembly<'a> {
    rules: &'a Rules,
    scale: &'a Scale,
    granted: &'a Clues,
    tree: &'a Tree<'a>,
    attributions: &'a Attributions,
    places: &'a Places,
    movements: &'a [Movement],
    times: &'a when::Times<'a>,
}

/// The chain of sources over a word, what its innermost link commits to, and how far its words reach.
struct Voice<'a> {
    chain: Vec<(AttributionId, bool)>,
    value: Factuality,
    within: &'a [std::ops::Range<usize>],
}

impl Assembly<'_> {
    fn voice(&self, trigger: TokenIx) -> Voice<'_> {
        let chain = self.attributions.chain(trigger);
        let (value, within) = match chain.last() {
            Some(id) => (self.attributions.get(*id).value, self.attributions.content(*id)),
            None => (Factuality::Certain, &[][..]),
        };
        let last = chain.last().copied();
        let distanced = |id: AttributionId| Some(id) == last && self.distanced_at(trigger, id);
        Voice {
            chain: chain.into_iter().map(|id| (id, distanced(id))).collect(),
            value,
            within,
        }
    }

    /// Whether a word of distance ("allegedly") stands in the content in the trigger's own sentence.
    fn distanced_at(&self, trigger: TokenIx, id: AttributionId) -> bool {
        let doc = self.tree.doc;
        let sentence = doc.sentences[doc.sentence_of(trigger)].tokens.clone();
        self.attributions.content(id).iter().any(|run| {
            run.clone().filter(|i| sentence.contains(i)).any(|i| {
                let form = self.tree.form(TokenIx::new(i)).to_lowercase();
                self.rules.hedge(&form) == Some(rules::Effect::Distances)
            })
        })
    }

    fn event(&self, found: events::Event) -> Statement {
        let tree = self.tree;
        let voice = self.voice(found.trigger);
        let centre = tree.centre(found.trigger);
        let mut local = factuality::local(tree, self.rules, centre, voice.within, !voice.chain.is_empty());
        let by_rule = local.under(voice.value);
        let happening = tree.doc.happening(found.trigger);
        let mut value = factuality::agreed(&local, by_rule, happening.map(|h| &h.values));
        let clues = happening
            .and_then(|h| granted::clues(tree, found.trigger, voice.within, &local, value, &h.values));
        let clues = clues.unwrap_or_default();
        let likely = (!clues.is_empty()).then(|| self.granted.score(&clues));
        let mut taken = likely.is_some_and(|likely| granted::holds(likely, &clues));
        if taken {
            value = Factuality::Certain;
        }
        if let Some(word) =
            factuality::disowned(tree, self.rules, centre, voice.within).filter(|_| !value.negative())
        {
            value = Factuality::new(value.strength().max(local.strength), true);
            local.steps.push((word, "taken back".to_owned()));
            taken = false;
        }
        let mut auxiliary = local.auxiliary(value);
        if taken {
            auxiliary = granted::auxiliary(&local);
        }
        let promised = voice.chain.last().is_some_and(|(id, _)| {
            matches!(
                self.attributions.get(*id).cue_class,
                sayso_model::statement::CueClass::Promise
            )
        });
        auxiliary.future |= promised && tree.non_finite(centre);
        // What people are called together for is yet to come, and still of its own type.
        let called = !value.negative() && factuality::convened(tree, found.trigger);
        let ahead = Auxiliary {
            future: auxiliary.future || called,
            ..auxiliary
        };
        let time = self.times.of(found.trigger, ahead);
        // "Tomorrow's rally"
        let later = tree.doc.article.published.zip(time.interval.start);
        auxiliary.future |= later.is_some_and(|(published, start)| start > published) && !value.negative();
        let (event, mode) = converted(found.event, found.mode.clone(), auxiliary.future);
        if event != found.event {
            auxiliary.future = false;
        }
        auxiliary.future |= called;
        let violent = found.event == EventType::Assault;
        let mut places = places::around(tree, self.places, found.trigger, found.motion, violent);
        if found.motion || found.event == EventType::Protest {
            self.travel(found.trigger, centre, &mut places);
        }
        let quantities = self.quantities(&found);
        let features = score::looked_at(tree, &found);
        Statement {
            sentence: tree.doc.sentence_of(found.trigger),
            trigger: found.trigger,
            trigger_span: tree.doc.tokens[found.trigger.at()].span,
            places,
            when: time,
            quantities,
            auxiliary,
            factuality: value,
            score: (self.scale.score(&features) * 100.0).round() / 100.0,
            evidence: vec![self.clause(centre)],
            attribution: voice.chain,
            why: Why {
                rule: found.frame,
                fit: found.fit,
                features: features.to_vec(),
                slots: found.slots,
                certainty: local.steps,
                by_rule: Some(by_rule),
                granted: likely,
                granted_by: clues,
                before: (event != found.event).then_some(found.event),
            },
            claim: Claim::Event {
                event,
                mode,
                cameo: found.cameo.filter(|_| event == found.event),
                contexts: found.contexts,
                actors: found.actors,
                recipients: found.recipients,
            },
        }
    }

    /// The places of the movement that a word tells of, with means and the number of the leg.
    fn travel(&self, trigger: TokenIx, centre: TokenIx, places: &mut Vec<PlaceRef>) {
        let light = self.tree.light(trigger);
        let told = |m: &&Movement| m.trigger == trigger || m.trigger == centre || Some(m.trigger) == light;
        let Some(movement) = self.movements.iter().find(told) else {
            return;
        };
        for (place, role) in &movement.places {
            let leg = PlaceRef {
                place: *place,
                role: *role,
                means: movement.means,
                order: movement.order,
            };
            match places.iter_mut().find(|p| p.place == *place) {
                Some(known) => *known = leg,
                None => places.push(leg),
            }
        }
        for place in places.iter_mut().filter(|p| p.role != PlaceRole::Location) {
            (place.means, place.order) = (movement.means, movement.order);
        }
        places.sort_by_key(|p| p.place);
    }

    fn fact(&self, found: facts::Fact) -> Statement {
        let voice = self.voice(found.trigger);
        let centre = self.tree.centre(found.trigger);
        let local = factuality::local(
            self.tree,
            self.rules,
            centre,
            voice.within,
            !voice.chain.is_empty(),
        );
        let value = local.under(voice.value);
        let (interval, span) = found.valid;
        let ends = found.subject.span.join(found.object.span);
        let sentence = self.tree.doc.sentence_of(found.trigger);
        let mut evidence = vec![self.clause(centre)];
        if !evidence[0].contains(ends) && self.tree.doc.sentences[sentence].span.contains(ends) {
            evidence = vec![evidence[0].join(ends)];
        }
        if let Some(time) = span.filter(|s| !evidence[0].contains(*s)) {
            evidence.push(time);
        }
        Statement {
            claim: Claim::Fact {
                relation: found.relation,
                subject: found.subject,
                object: found.object,
            },
            sentence,
            trigger: found.trigger,
            trigger_span: self.tree.doc.tokens[found.trigger.at()].span,
            places: Vec::new(),
            when: When {
                interval,
                span,
                likely: None,
            },
            quantities: Vec::new(),
            auxiliary: local.auxiliary(value),
            factuality: value,
            attribution: voice.chain,
            score: 0.7,
            evidence,
            why: Why {
                rule: "fact".into(),
                certainty: local.steps,
                ..Why::default()
            },
        }
    }

    /// The clause around a word, as far as its own words reach.
    fn clause(&self, centre: TokenIx) -> Span {
        let noun = !matches!(self.tree.upos(centre), "VERB" | "AUX");
        let light = self.tree.light(centre).filter(|_| noun);
        let mut words = self.tree.extent(light.unwrap_or(centre));
        let mark = |at: usize| {
            matches!(
                self.tree.form(TokenIx::new(at)),
                "," | ";" | ":" | "-" | "–" | "—"
            )
        };
        while words.len() > 1 && mark(words.start) {
            words.start += 1;
        }
        while words.len() > 1 && mark(words.end - 1) {
            words.end -= 1;
        }
        self.tree.span(&words)
    }

    /// Quantities among the words of the trigger's clause that belong to those who take part or to what is moved; how long
    /// something lasts is no such thing.
    fn quantities(&self, found: &events::Event) -> Vec<usize> {
        let tree = self.tree;
        let heads: Vec<TokenIx> = ["subj", "obj", "of", "with"]
            .iter()
            .flat_map(|s| tree.slot(found.trigger, s))
            .collect();
        let phrases: Vec<Span> = heads.iter().map(|h| tree.span(&tree.phrase(*h))).collect();
        let near = |span: Span| {
            phrases.iter().any(|p| p.overlaps(span))
                || found
                    .actors
                    .iter()
                    .chain(&found.recipients)
                    .any(|p: &Participant| p.span.overlaps(span))
        };
        tree.doc
            .quantities
            .iter()
            .enumerate()
            .filter(|(_, q)| near(q.span) && !tree.doc.times.iter().any(|t| t.span.overlaps(q.span)))
            .map(|(at, _)| at)
            .collect()
    }
}

/// PLOVER's conversions: cooperation and meetings that are yet to come are agreements, a retreat that is yet to come is a concession.
fn converted(event: EventType, mode: Option<String>, future: bool) -> (EventType, Option<String>) {
    match event {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid if future => {
            (EventType::Agree, None)
        }
        EventType::Retreat if future => (EventType::Concede, None),
        _ => (event, mode),
    }
}
