//! Documents to the reports of the ledger: what a record points to by number stands in the claim itself.

use crate::record::{
    ActorRecord, AttributionRecord, DocumentRecord, EndRecord, EntityRecord, Id, ParticipantRecord,
    SentenceRecord, StatementRecord, TriggerRecord,
};
use jiff::civil::Date;
use sayso_ledger::report as out;
pub use sayso_ledger::*;
use sayso_model::statement::{CueClass, Factuality, Relation, SourceKind};
use sayso_model::{EventType, Interval};
use std::collections::BTreeSet;

/// The report of a document's record. Statements whose codes the ledger does not know, which there are none of, are left out.
pub fn report(record: &DocumentRecord) -> Report {
    let maker = Maker { record };
    Report {
        name: name(&record.id),
        title: record.title.clone(),
        published: record.published.as_deref().and_then(day),
        publisher: record.publisher.clone(),
        url: record.url.clone(),
        text: record.text.clone(),
        notice: notice(&record.text, record.title.as_deref()),
        statements: record
            .statements
            .iter()
            .filter_map(|s| {
                Some(Statement {
                    claim: maker.claim(s)?,
                    record: serde_json::value::to_raw_value(s).ok()?,
                })
            })
            .collect(),
    }
}

/// The report of a document's record as `sayso annotate` writes it: a line of JSON.
///
/// # Errors
/// When the line is no such record.
pub fn report_of_line(line: &str) -> Result<Report, serde_json::Error> {
    serde_json::from_str(line).map(|record: DocumentRecord| report(&record))
}

/// How reports say that an earlier one was wrong: in lower case.
const CORRECTS: [&str; 20] = [
    "correction:",
    "corrects its earlier",
    "corrects an earlier",
    "corrects the earlier",
    "corrected its earlier",
    "this article has been corrected",
    "this story has been corrected",
    "this report has been corrected",
    "this article has been updated to correct",
    "an earlier version of this",
    "erroneously stated",
    "erroneously reported",
    "wrongly stated",
    "wrongly reported",
    "incorrectly stated",
    "incorrectly reported",
    "mistakenly reported",
    "said wrongly",
    "regrets the error",
    "regret the error",
];
/// How they say that it is withdrawn.
const RETRACTS: [&str; 5] = [
    "retraction:",
    "this article has been retracted",
    "this story has been retracted",
    "should no longer be used",
    "should not be used any more",
];
/// The verbs for that, and what is withdrawn: "withdraws a passage of its report".
const WITHDRAWS: [&str; 4] = ["retracts", "retracted", "withdraws", "withdrawn"];
const WITHDRAWN: [&str; 8] = [
    "article", "despatch", "dispatch", "item", "passage", "report", "reports", "story",
];
/// What may stand between the two, so many words at most.
const BETWEEN: [&str; 10] = [
    "a",
    "an",
    "earlier",
    "erroneous",
    "its",
    "of",
    "our",
    "part",
    "the",
    "this",
];
const BESIDE: usize = 4;

/// Whether a text in lower case says that a report is withdrawn.
fn withdraws(lower: &str) -> bool {
    lower.split([',', '.', ';', ':', '\n']).any(|clause| {
        let words: Vec<&str> = clause.split_whitespace().collect();
        words
            .iter()
            .enumerate()
            .filter(|(_, w)| WITHDRAWS.contains(w))
            .any(|(at, _)| {
                let mut behind = words
                    .iter()
                    .skip(at + 1)
                    .take(BESIDE)
                    .skip_while(|w| BETWEEN.contains(w));
                behind.next().is_some_and(|w| WITHDRAWN.contains(w))
            })
    })
}

/// What a report says of an earlier version of itself.
fn notice(text: &str, title: Option<&str>) -> Option<Notice> {
    let lower = format!("{}\n{}", title.unwrap_or_default(), text).to_lowercase();
    let says = |list: &[&str]| list.iter().any(|words| lower.contains(words));
    if withdraws(&lower) || says(&RETRACTS) {
        Some(Notice::Retraction)
    } else {
        says(&CORRECTS).then_some(Notice::Correction)
    }
}

/// The name of a document's id.
pub fn name(id: &Id) -> Name {
    match id {
        Id::Text(text) => Name::Text(text.clone()),
        Id::Number(number) => number
            .as_i64()
            .map_or_else(|| Name::Text(number.to_string()), Name::Number),
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn days(start: Option<&str>, end: Option<&str>) -> Interval {
    Interval {
        start: start.and_then(day),
        end: end.and_then(day),
    }
}

struct Maker<'a> {
    record: &'a DocumentRecord,
}

/// The roots of a sentence's names, but for those in a trigger, each once.
fn names(sentence: &SentenceRecord, trigger: &TriggerRecord) -> Vec<String> {
    let tokens = sentence.tokens.iter().filter(|t| {
        t.upos == "PROPN" && !(trigger.start < t.end && t.start < trigger.end) && t.lemma.chars().count() > 2
    });
    let names: BTreeSet<String> = tokens.map(|t| t.lemma.to_lowercase()).collect();
    names.into_iter().collect()
}

impl<'a> Maker<'a> {
    fn claim(&self, s: &StatementRecord) -> Option<Claim> {
        let sentence = self.record.sentences.get(s.sentence)?;
        Some(Claim {
            key: ClaimKey::default(),
            document: DocumentKey::default(),
            id: s.id.clone(),
            what: self.what(s)?,
            sentence: out::Sentence {
                number: s.sentence as u32,
                start: sentence.start as u32,
                end: sentence.end as u32,
                heading: sentence.heading,
            },
            trigger: out::Trigger {
                start: s.trigger.start as u32,
                end: s.trigger.end as u32,
                text: s.trigger.text.clone(),
                lemma: s.trigger.lemma.clone(),
            },
            names: names(sentence, &s.trigger),
            context: Vec::new(),
            points_back: false,
            places: s.places.iter().filter_map(|p| self.place(p)).collect(),
            time: days(s.time.start.as_deref(), s.time.end.as_deref()),
            dated: s.time.text.is_some(),
            quantities: s
                .quantities
                .iter()
                .filter_map(|q| self.quantity(q.quantity))
                .collect(),
            auxiliary: out::Auxiliary::of(s.auxiliary.iter().map(AsRef::as_ref)),
            factuality: Factuality::from_name(&s.factuality)?,
            chain: s.attribution.iter().filter_map(|l| self.link(l)).collect(),
            score: s.score,
        })
    }

    fn what(&self, s: &StatementRecord) -> Option<out::What> {
        if s.kind == "event" {
            let all = |list: &Option<Vec<ParticipantRecord>>| {
                list.iter().flatten().map(|p| self.participant(p)).collect()
            };
            return Some(out::What::Event {
                event: EventType::from_name(s.r#type.as_deref()?)?,
                mode: s.mode.clone().flatten(),
                contexts: s.contexts.clone().unwrap_or_default(),
                quad: s.quad?,
                intensity: s.intensity?,
                cameo: s.cameo.clone().flatten(),
                actors: all(&s.actors),
                recipients: all(&s.recipients),
            });
        }
        Some(out::What::Fact {
            relation: Relation::from_name(s.relation.as_deref()?)?,
            subject: self.end(s.subject.as_ref()?),
            object: self.end(s.object.as_ref()?),
        })
    }

    fn entity(&self, id: u32) -> Option<&'a EntityRecord> {
        self.record.entities.get(id as usize).filter(|e| e.id == id)
    }

    /// The usual name of an entity where it is known, else the longest of its names or, without one, of its other mentions but pronouns.
    fn name_of(&self, entity: Option<&EntityRecord>, text: &str) -> String {
        let Some(entity) = entity else {
            return text.to_owned();
        };
        if let Some(actor) = &entity.actor {
            return actor.name.clone();
        }
        for kind in ["name", "nominal"] {
            let of_kind = entity.mentions.iter().filter(|m| m.kind == kind);
            let longest = of_kind.min_by_key(|m| (std::cmp::Reverse(m.end.saturating_sub(m.start)), m.start));
            if let Some(mention) = longest {
                return self.words(mention.start, mention.end);
            }
        }
        text.to_owned()
    }

    fn words(&self, start: usize, end: usize) -> String {
        self.record
            .text
            .chars()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect()
    }

    fn participant(&self, p: &ParticipantRecord) -> out::Actor {
        let entity = self.entity(p.entity);
        let known = entity.and_then(|e| e.actor.as_ref());
        // The code at one place may be narrower than that of the entity, and then the name is another's.
        let same = known.is_some_and(|a| Some(&a.code) == p.code.as_ref());
        out::Actor {
            text: p.text.clone(),
            name: if known.is_some() && !same && !is_pronoun(entity, p.start) {
                p.text.clone()
            } else {
                self.name_of(entity, &p.text)
            },
            code: p.code.clone(),
            country: p.country.clone(),
            sectors: p.sector.clone(),
            id: known.filter(|_| same).and_then(|a| a.id.clone()),
            entity: p.entity,
            kind: entity.map(|e| e.r#type.clone().into_owned()).unwrap_or_default(),
            start: p.start as u32,
            end: p.end as u32,
        }
    }

    fn end(&self, e: &EndRecord) -> out::End {
        let actor = e.entity.map(|id| {
            let entity = self.entity(id);
            let known = entity.and_then(|e| e.actor.as_ref());
            out::Actor {
                text: e.text.clone(),
                name: self.name_of(entity, &e.text),
                code: e.code.clone(),
                country: e.country.clone(),
                sectors: e.sector.clone().unwrap_or_default(),
                id: known.and_then(|a: &ActorRecord| a.id.clone()),
                entity: id,
                kind: entity.map(|e| e.r#type.clone().into_owned()).unwrap_or_default(),
                start: e.start as u32,
                end: e.end as u32,
            }
        });
        out::End {
            text: e.text.clone(),
            actor,
            quantity: e.quantity.and_then(|at| self.quantity(at)),
            time: e.time.and_then(|at| self.time(at)),
        }
    }

    fn time(&self, at: usize) -> Option<Interval> {
        let time = self.record.times.get(at)?;
        Some(days(time.interval.start.as_deref(), time.interval.end.as_deref()))
    }

    fn place(&self, role: &crate::record::PlaceRoleRecord) -> Option<out::Place> {
        let p = self.record.places.get(role.place)?;
        Some(out::Place {
            role: out::role_of(&role.role)?,
            name: p.name.clone(),
            text: self.words(p.start, p.end),
            country: p.country.clone(),
            lat: p.lat,
            lon: p.lon,
            geonames_id: p.geonames_id,
            feature: p.feature.clone(),
            means: role.means.clone().map(Into::into),
            order: role.order,
        })
    }

    fn quantity(&self, at: usize) -> Option<out::Quantity> {
        let q = self.record.quantities.get(at)?;
        Some(out::Quantity {
            value: q.value,
            low: q.low,
            high: q.high,
            unit: q.unit.clone(),
            of: q.of.clone(),
        })
    }

    fn link(&self, link: &crate::record::LinkRecord) -> Option<out::Link> {
        let a: &AttributionRecord = self.record.attributions.get(link.attribution as usize)?;
        let entity = a.source_entity.and_then(|e| self.entity(e));
        let known = entity.and_then(|e| e.actor.as_ref());
        let channel = a.channel.and_then(|e| self.entity(e));
        Some(out::Link {
            text: link.text.clone(),
            name: self.name_of(entity, &link.text),
            code: link.code.clone(),
            country: known.and_then(|k| k.country.clone()),
            id: known.and_then(|k| k.id.clone()),
            body: entity.and_then(|e| crate::speakers::body(self.record, e)),
            entity: a.source_entity,
            attribution: link.attribution,
            kind: SourceKind::from_name(&link.source_kind)?,
            cue: CueClass::from_name(&a.cue_class)?,
            quoted: a.quoted.clone().into_owned(),
            number: a.number,
            countries: a.countries.clone(),
            channel: channel.map(|c| self.name_of(Some(c), "")),
            time: a.time.and_then(|at| self.time(at as usize)),
            distanced: link.distanced,
        })
    }
}

/// Whether the mention of an entity that begins here is a pronoun.
fn is_pronoun(entity: Option<&EntityRecord>, start: usize) -> bool {
    let mut mentions = entity.iter().flat_map(|e| &e.mentions);
    mentions.any(|m| m.start == start && m.kind == "pronoun")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Given, Sayso};

    /// What was written and is read back is the same report, record for record.
    #[test]
    fn a_line_read_back_is_the_same_report() {
        let sayso = Sayso::embedded().unwrap();
        let text = include_str!("../../../examples/border.txt");
        let read = sayso.read(vec![crate::plain(text.into(), "border", &Given::default())]);
        let record = sayso.record(&read[0], Id::Text("border".into()));
        let line = serde_json::to_string(&record).unwrap();
        let back: DocumentRecord = serde_json::from_str(&line).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), line);
        let (report, back) = (report(&record), report_of_line(&line).unwrap());
        assert!(!report.statements.is_empty());
        assert_eq!(format!("{report:?}"), format!("{back:?}"));
    }

    #[test]
    fn a_report_that_is_withdrawn() {
        for text in [
            "The Delta Press withdraws a passage of its report of Monday.",
            "The agency has retracted an item on the strike.",
            "The paper has withdrawn part of its story.",
        ] {
            assert_eq!(notice(text, None), Some(Notice::Retraction), "{text}");
        }
        for text in [
            "The brigade has withdrawn, the report said.",
            "The army withdraws from the town, a report says.",
            "Reports that troops were withdrawn reached the capital.",
        ] {
            assert_eq!(notice(text, None), None, "{text}");
        }
    }

    #[test]
    fn offsets_out_of_order_do_no_harm() {
        let line = r#"{"id": 1, "title": null, "published": null, "publisher": null, "url": null, "text": "It rained.", "sentences":
            [{"start": 9, "end": 0, "heading": false, "tokens": []}], "entities": [{"id": 0, "type": "PER", "actor": null,
            "mentions": [{"start": 8, "end": 2, "kind": "name"}]}], "attributions": [], "places": [], "times": [], "quantities": [],
            "movements": [], "statements": [{"id": "x", "kind": "event", "document": 1, "sentence": 0, "type": "ASSAULT", "mode": null,
            "contexts": [], "quad": 4, "intensity": -9.0, "cameo": null, "trigger": {"start": 7, "end": 1, "text": "", "lemma": ""},
            "actors": [{"entity": 0, "text": "it", "start": 3, "end": 1, "code": null, "country": null, "sector": []}],
            "recipients": [], "places": [], "time": {"start": null, "end": null, "text": null}, "quantities": [], "auxiliary": [],
            "factuality": "CT+", "attribution": [], "score": 0.5, "evidence": []}]}"#;
        let report = report_of_line(line).unwrap();
        assert_eq!(export::flat::rows(&report).len(), 1);
    }
}
