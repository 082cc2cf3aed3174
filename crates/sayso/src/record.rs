//! The records that the outside sees: the layers of `sayso annotate`, as fixed by `docs/schema/`. Offsets are code points.

use crate::Document;
use sayso_model::statement::{self as st, Claim, EndKind};
use sayso_model::{CodePoints, Interval, Ontology, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// A name out of a list that sayso knows: its own where a record is made, that of the JSON where one is read back.
pub type Known = Cow<'static, str>;

/// An article with all its layers: one line of `sayso annotate --format jsonl`.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Document")]
pub struct DocumentRecord {
    /// The `id` of the input: a string, or an integer where the input has one.
    pub id: Id,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, ISO 8601.
    pub published: Option<String>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The text that all offsets count in: Unicode code points, half-open.
    pub text: String,
    /// Sentences with their words.
    pub sentences: Vec<SentenceRecord>,
    /// Who and what is spoken of.
    pub entities: Vec<EntityRecord>,
    /// Who says what.
    pub attributions: Vec<AttributionRecord>,
    /// Places.
    pub places: Vec<PlaceRecord>,
    /// Time expressions (TIMEX3).
    pub times: Vec<TimeRecord>,
    /// Quantities.
    pub quantities: Vec<QuantityRecord>,
    /// Who goes where, leg by leg.
    pub movements: Vec<MovementRecord>,
    /// Events and facts, each as one chain of sources puts it.
    pub statements: Vec<StatementRecord>,
}

/// The id of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Id {
    /// A string.
    Text(String),
    /// An integer.
    Number(serde_json::Number),
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl From<sayso_reader::Id> for Id {
    fn from(id: sayso_reader::Id) -> Self {
        match id {
            sayso_reader::Id::Text(text) => Self::Text(text),
            sayso_reader::Id::Integer(number) => Self::Number(number),
        }
    }
}

/// A sentence.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SentenceRecord {
    pub start: usize,
    pub end: usize,
    /// A headline or section heading.
    pub heading: bool,
    pub tokens: Vec<TokenRecord>,
}

/// A word.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct TokenRecord {
    pub start: usize,
    pub end: usize,
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Known,
    /// Number of the head in its sentence, from 1; 0 for the root.
    pub head: usize,
    /// Universal Dependencies v2 relation.
    pub deprel: Known,
}

/// Who somebody is.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ActorRecord {
    /// Country and primary sector in one.
    pub code: String,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sector: Vec<String>,
    pub name: String,
    /// Key in the knowledge tables.
    pub id: Option<String>,
}

/// An entity with its mentions.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct EntityRecord {
    pub id: u32,
    /// `PER ORG GPE LOC FAC NORP EVENT WEAPON OTHER`
    pub r#type: Known,
    pub actor: Option<ActorRecord>,
    pub mentions: Vec<MentionRecord>,
}

/// Words that speak of an entity.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct MentionRecord {
    pub start: usize,
    pub end: usize,
    /// `name nominal pronoun`
    pub kind: Known,
}

/// Somebody says something.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct AttributionRecord {
    pub id: u32,
    pub source: Vec<(usize, usize)>,
    pub cue: Vec<(usize, usize)>,
    pub content: Vec<(usize, usize)>,
    /// The attribution whose content this one lies in.
    pub parent: Option<u32>,
    pub source_entity: Option<u32>,
    /// `named role anonymous group organisation document unspecified author`
    pub source_kind: Known,
    /// How many persons the source is, where its words say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The countries that the words of the source name, ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// The entity that the source spoke to or through.
    pub channel: Option<u32>,
    /// When the source spoke: an element of `times`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
    /// Where the source spoke: an element of `places`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// `assert deny believe predict promise allege question know suggest request`
    pub cue_class: Known,
    /// `direct indirect mixed none`
    pub quoted: Known,
    /// Whether the writer keeps a distance.
    pub distanced: bool,
}

/// A place.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct PlaceRecord {
    pub start: usize,
    pub end: usize,
    pub name: String,
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    pub geonames_id: Option<u32>,
    /// GeoNames class and code.
    pub feature: String,
    /// Kilometres around the point within which it lies.
    pub precision_km: u16,
    pub score: f64,
}

/// A leg of a movement, whether it is an event of PLOVER or not.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct MovementRecord {
    /// The word that tells of it.
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub places: Vec<LegPlaceRecord>,
    /// Places of it that the gazetteer does not know.
    #[serde(default)]
    pub names: Vec<LegNameRecord>,
    /// `sea air land rail`, or null.
    pub means: Option<Known>,
    /// Legs of one journey have the same number.
    pub journey: u32,
    /// The number of the leg in the order of the travel, from 0.
    pub order: u32,
}

/// A place of a leg.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct LegPlaceRecord {
    pub place: usize,
    /// `origin via destination`
    pub role: Known,
}

/// A place of a leg by its words.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct LegNameRecord {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// `origin via destination`
    pub role: Known,
}

/// A time expression.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct TimeRecord {
    pub start: usize,
    pub end: usize,
    /// `DATE TIME DURATION SET`
    pub r#type: Known,
    /// TIMEX3 value.
    pub value: String,
    /// The days meant; of a length those that it means where it stands ("within two weeks"), if any.
    pub interval: IntervalRecord,
}

/// Days from `start` to `end`, both inclusive; null where open.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct IntervalRecord {
    pub start: Option<String>,
    pub end: Option<String>,
}

/// A quantity.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct QuantityRecord {
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub unit: Option<String>,
    /// Lemma of what is counted.
    pub of: Option<String>,
    /// What befell those counted, or what they are: `killed wounded missing captured displaced troops equipment`.
    pub role: Option<Known>,
}

/// One event or fact, as one chain of sources puts it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Statement")]
#[allow(missing_docs)]
pub struct StatementRecord {
    /// Hash of the content: the same statement of the same document has the same id.
    pub id: String,
    /// `event` or `fact`
    pub kind: Known,
    pub document: Id,
    /// Number of the sentence, from 0.
    pub sentence: usize,
    /// PLOVER 2.0 type (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Known>,
    /// PLOVER mode (events); null where none fits.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub mode: Option<Option<String>>,
    /// PLOVER contexts (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contexts: Option<Vec<String>>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quad: Option<u8>,
    /// PLOVER conflict-cooperation score, -10 to 10 (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intensity: Option<f64>,
    /// Nearest CAMEO code (events).
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub cameo: Option<Option<String>>,
    /// The relation (facts).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Known>,
    /// Of what (facts).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<EndRecord>,
    /// To what (facts).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<EndRecord>,
    /// When it holds (facts).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid: Option<IntervalRecord>,
    pub trigger: TriggerRecord,
    /// Who does it (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actors: Option<Vec<ParticipantRecord>>,
    /// To whom (events).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<ParticipantRecord>>,
    pub places: Vec<PlaceRoleRecord>,
    pub time: WhenRecord,
    pub quantities: Vec<QuantityRef>,
    /// Of `historical future hypothetical negation`.
    pub auxiliary: Vec<Known>,
    /// FactBank value: the commitment of the innermost source.
    pub factuality: Known,
    /// The chain of sources, outermost first; empty where the article itself vouches.
    pub attribution: Vec<LinkRecord>,
    /// How sure the program is that the words say so, 0 to 1.
    pub score: f64,
    /// Spans to read.
    pub evidence: Vec<(usize, usize)>,
}

/// The words of a trigger.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct TriggerRecord {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub lemma: String,
}

/// Somebody who takes part.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ParticipantRecord {
    pub entity: u32,
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub code: Option<String>,
    pub country: Option<String>,
    pub sector: Vec<String>,
}

/// One end of a fact: an entity, a quantity, a time, or plain words.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct EndRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<usize>,
    pub text: String,
    pub start: usize,
    pub end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Vec<String>>,
}

/// A place of a statement.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct PlaceRoleRecord {
    /// Its number in `places`.
    pub place: usize,
    /// `location origin via destination target`
    pub role: Known,
    /// `sea air land rail`
    pub means: Option<Known>,
    /// Leg of the movement, from 0.
    pub order: u32,
}

/// When an event happens.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct WhenRecord {
    pub start: Option<String>,
    pub end: Option<String>,
    /// The words that say so.
    pub text: Option<String>,
}

/// A reference into `quantities`.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct QuantityRef {
    pub quantity: usize,
}

/// A link of a chain of sources.
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct LinkRecord {
    pub attribution: u32,
    /// The source's usual name, or the words of the text.
    pub text: String,
    pub code: Option<String>,
    pub source_kind: Known,
    pub channel: Option<u32>,
    /// Whether the writer keeps a distance.
    pub distanced: bool,
}

/// A field that stands in the JSON, though it be null.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Turns a document into its record.
pub fn document(doc: &Document, id: Id, ontology: &Ontology) -> DocumentRecord {
    Maker {
        doc,
        id,
        ontology,
        points: CodePoints::new(&doc.annotated.article.text),
    }
    .document()
}

struct Maker<'a> {
    doc: &'a Document,
    id: Id,
    ontology: &'a Ontology,
    points: CodePoints,
}

impl Maker<'_> {
    fn text(&self) -> &str {
        &self.doc.annotated.article.text
    }

    fn at(&self, span: Span) -> (usize, usize) {
        self.points.span(self.text(), span)
    }

    fn spans(&self, spans: &[Span]) -> Vec<(usize, usize)> {
        spans.iter().map(|s| self.at(*s)).collect()
    }

    fn document(&self) -> DocumentRecord {
        let (annotated, reading) = (&self.doc.annotated, &self.doc.reading);
        let article = &annotated.article;
        DocumentRecord {
            id: self.id.clone(),
            title: article.title.clone(),
            published: article.published.map(|d| d.to_string()),
            publisher: article.publisher.clone(),
            url: article.url.clone(),
            text: article.text.clone(),
            sentences: annotated.sentences.iter().map(|s| self.sentence(s)).collect(),
            entities: reading
                .entities
                .iter()
                .enumerate()
                .map(|(at, e)| self.entity(at, e))
                .collect(),
            attributions: reading
                .attributions
                .iter()
                .enumerate()
                .map(|(at, a)| self.attribution(at, a))
                .collect(),
            places: reading.places.iter().map(|p| self.place(p)).collect(),
            movements: reading.movements.iter().map(|m| self.movement(m)).collect(),
            times: annotated.times.iter().enumerate().map(|t| self.time(t)).collect(),
            quantities: annotated
                .quantities
                .iter()
                .enumerate()
                .map(|q| self.quantity(q))
                .collect(),
            statements: self.statements(),
        }
    }

    fn sentence(&self, sentence: &sayso_model::Sentence) -> SentenceRecord {
        let (start, end) = self.at(sentence.span);
        let first = sentence.tokens.start;
        let tokens = self.doc.annotated.tokens[sentence.tokens.clone()]
            .iter()
            .map(|t| {
                let (start, end) = self.at(t.span);
                let head = t.head.map_or(0, |h| h.at() - first + 1);
                TokenRecord {
                    start,
                    end,
                    lemma: t.lemma.clone(),
                    upos: t.upos.into(),
                    head,
                    deprel: t.deprel.into(),
                }
            });
        SentenceRecord {
            start,
            end,
            heading: sentence.heading,
            tokens: tokens.collect(),
        }
    }

    fn entity(&self, at: usize, entity: &st::Entity) -> EntityRecord {
        let mentions = entity.mentions.iter().map(|m| {
            let (start, end) = self.at(m.span);
            MentionRecord {
                start,
                end,
                kind: m.kind.name().into(),
            }
        });
        EntityRecord {
            id: at as u32,
            r#type: entity.kind.name().into(),
            actor: entity.actor.as_ref().map(actor),
            mentions: mentions.collect(),
        }
    }

    fn attribution(&self, at: usize, a: &st::Attribution) -> AttributionRecord {
        AttributionRecord {
            id: at as u32,
            source: self.spans(&a.source),
            cue: self.spans(&a.cue),
            content: self.spans(&a.content),
            parent: a.parent.map(|p| p.0),
            source_entity: a.source_entity.map(|e| e.0),
            source_kind: a.source_kind.name().into(),
            number: a.number,
            countries: a.countries.clone(),
            channel: a.channel.map(|e| e.0),
            time: a.time.map(|at| at as u32),
            place: a.place.map(|at| at as u32),
            cue_class: a.cue_class.name().into(),
            quoted: a.quoted.name().into(),
            distanced: a.distanced,
        }
    }

    fn place(&self, p: &st::Place) -> PlaceRecord {
        let (start, end) = self.at(p.span);
        PlaceRecord {
            start,
            end,
            name: p.name.clone(),
            country: p.country.clone(),
            lat: p.lat,
            lon: p.lon,
            geonames_id: p.geonames_id,
            feature: p.feature.clone(),
            precision_km: p.precision_km,
            score: p.score,
        }
    }

    fn movement(&self, m: &st::Movement) -> MovementRecord {
        let span = self.doc.annotated.tokens[m.trigger.at()].span;
        let (start, end) = self.at(span);
        MovementRecord {
            start,
            end,
            text: span.of(self.text()).to_owned(),
            places: m
                .places
                .iter()
                .map(|(place, role)| LegPlaceRecord {
                    place: *place,
                    role: role.name().into(),
                })
                .collect(),
            names: m
                .names
                .iter()
                .map(|(span, role)| {
                    let (start, end) = self.at(*span);
                    LegNameRecord {
                        start,
                        end,
                        text: span.of(self.text()).to_owned(),
                        role: role.name().into(),
                    }
                })
                .collect(),
            means: m.means.map(Known::from),
            journey: m.journey,
            order: m.order,
        }
    }

    fn time(&self, (at, t): (usize, &sayso_model::Timex)) -> TimeRecord {
        let (start, end) = self.at(t.span);
        TimeRecord {
            start,
            end,
            r#type: t.kind.name().into(),
            value: t.value.clone(),
            interval: interval(
                &self
                    .doc
                    .reading
                    .meant
                    .get(at)
                    .copied()
                    .flatten()
                    .unwrap_or(t.interval),
            ),
        }
    }

    fn quantity(&self, (at, q): (usize, &sayso_model::Quantity)) -> QuantityRecord {
        let (start, end) = self.at(q.span);
        let role = self.doc.reading.counted.get(at).copied().flatten();
        QuantityRecord {
            start,
            end,
            value: q.value,
            low: q.low,
            high: q.high,
            unit: self.doc.unit(at).map(str::to_owned),
            of: q.of.clone(),
            role: role.map(Known::from),
        }
    }

    fn statements(&self) -> Vec<StatementRecord> {
        let mut records: Vec<StatementRecord> = self
            .doc
            .reading
            .statements
            .iter()
            .map(|s| self.statement(s))
            .collect();
        // Two statements of one word and kind differ by their place in the list.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for record in &mut records {
            let again = seen.entry(record.id.clone()).or_default();
            if *again > 0 {
                record.id = format!("{}-{again}", record.id);
            }
            *again += 1;
        }
        records
    }

    fn statement(&self, s: &st::Statement) -> StatementRecord {
        let (start, end) = self.at(s.trigger_span);
        let trigger = TriggerRecord {
            start,
            end,
            text: s.trigger_span.of(self.text()).to_owned(),
            lemma: self.doc.annotated.tokens[s.trigger.at()].lemma.clone(),
        };
        let mut record = StatementRecord {
            id: String::new(),
            kind: "event".into(),
            document: self.id.clone(),
            sentence: s.sentence,
            r#type: None,
            mode: None,
            contexts: None,
            quad: None,
            intensity: None,
            cameo: None,
            relation: None,
            subject: None,
            object: None,
            valid: None,
            trigger,
            actors: None,
            recipients: None,
            places: s.places.iter().map(place_role).collect(),
            time: self.when(&s.when),
            quantities: s
                .quantities
                .iter()
                .map(|q| QuantityRef { quantity: *q })
                .collect(),
            auxiliary: s.auxiliary.names().into_iter().map(Known::from).collect(),
            factuality: s.factuality.name().into(),
            attribution: s
                .attribution
                .iter()
                .map(|(id, distanced)| self.link(*id, *distanced))
                .collect(),
            score: s.score,
            evidence: self.spans(&s.evidence),
        };
        match &s.claim {
            Claim::Event {
                event,
                mode,
                contexts,
                cameo,
                actors,
                recipients,
                ..
            } => {
                record.r#type = Some(event.name().into());
                record.quad = Some(self.ontology.quad(*event).number());
                record.intensity = Some(self.ontology.intensity(*event, mode.as_deref()));
                record.mode = Some(mode.clone());
                record.contexts = Some(contexts.clone());
                record.cameo = Some(cameo.clone());
                record.actors = Some(actors.iter().map(|p| self.participant(p)).collect());
                record.recipients = Some(recipients.iter().map(|p| self.participant(p)).collect());
            }
            Claim::Fact {
                relation,
                subject,
                object,
            } => {
                record.kind = "fact".into();
                record.relation = Some(relation.name().into());
                record.subject = Some(self.end(subject));
                record.object = Some(self.end(object));
                record.valid = Some(interval(&s.when.interval));
            }
        }
        record.id = self.hash(&record);
        record
    }

    /// The first 16 hexadecimal digits of BLAKE3 over what makes a statement: text, kind, words, participants, sources.
    fn hash(&self, r: &StatementRecord) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &str| {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        };
        add(&self.id.to_string());
        add(self.text());
        add(r.r#type.as_deref().or(r.relation.as_deref()).unwrap_or_default());
        add(&format!("{} {}", r.trigger.start, r.trigger.end));
        for end in [&r.subject, &r.object].into_iter().flatten() {
            add(&format!("{} {}", end.start, end.end));
        }
        for link in &r.attribution {
            add(&link.text);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    fn participant(&self, p: &st::Participant) -> ParticipantRecord {
        let (start, end) = self.at(p.span);
        let actor = p.actor.as_ref();
        ParticipantRecord {
            entity: p.entity.0,
            text: p.span.of(self.text()).to_owned(),
            start,
            end,
            code: actor.map(|a| a.code.clone()),
            country: actor.and_then(|a| a.country.clone()),
            sector: actor.map(|a| a.sectors.clone()).unwrap_or_default(),
        }
    }

    fn end(&self, e: &st::End) -> EndRecord {
        let (start, end) = self.at(e.span);
        let mut record = EndRecord {
            entity: None,
            quantity: None,
            time: None,
            text: e.span.of(self.text()).to_owned(),
            start,
            end,
            code: None,
            country: None,
            sector: None,
        };
        match e.what {
            EndKind::Entity(id) => {
                record.entity = Some(id.0);
                if let Some(actor) = &self.doc.reading.entities[id.0 as usize].actor {
                    record.code = Some(actor.code.clone());
                    record.country.clone_from(&actor.country);
                    record.sector = Some(actor.sectors.clone());
                }
            }
            EndKind::Quantity(at) => record.quantity = Some(at),
            EndKind::Time(at) => record.time = Some(at),
            EndKind::Words => {}
        }
        record
    }

    fn when(&self, when: &st::When) -> WhenRecord {
        let days = interval(&when.interval);
        WhenRecord {
            start: days.start,
            end: days.end,
            text: when.span.map(|s| s.of(self.text()).to_owned()),
        }
    }

    fn link(&self, id: st::AttributionId, distanced: bool) -> LinkRecord {
        let a = &self.doc.reading.attributions[id.0 as usize];
        let entity = a.source_entity.map(|e| &self.doc.reading.entities[e.0 as usize]);
        let known = entity.and_then(|e| e.actor.as_ref());
        let words: Vec<&str> = a.source.iter().map(|s| s.of(self.text())).collect();
        let text = if words.is_empty() {
            let first = entity.and_then(|e| e.mentions.first());
            first.map_or(String::new(), |m| m.span.of(self.text()).to_owned())
        } else {
            words.join(" ")
        };
        LinkRecord {
            attribution: id.0,
            text,
            code: known.map(|k| k.code.clone()),
            source_kind: a.source_kind.name().into(),
            channel: a.channel.map(|e| e.0),
            distanced,
        }
    }
}

fn actor(a: &st::Actor) -> ActorRecord {
    ActorRecord {
        code: a.code.clone(),
        country: a.country.clone(),
        sector: a.sectors.clone(),
        name: a.name.clone(),
        id: a.id.clone(),
    }
}

fn interval(i: &Interval) -> IntervalRecord {
    IntervalRecord {
        start: i.start.map(|d| d.to_string()),
        end: i.end.map(|d| d.to_string()),
    }
}

fn place_role(p: &st::PlaceRef) -> PlaceRoleRecord {
    PlaceRoleRecord {
        place: p.place,
        role: p.role.name().into(),
        means: p.means.map(Known::from),
        order: p.order,
    }
}
