//! The records that leave the ledger, as fixed by `docs/schema/`.

use crate::occurrence::{Occurrence, Stance};
use crate::report::{Actor, Name, Place, Quantity};
use crate::{Error, Found};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The same happening or fact across reports: one line of `sayso query --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Occurrence")]
pub struct OccurrenceRecord {
    /// The same for the same statements.
    pub id: String,
    /// `single-source corroborated disputed denied retracted planned`
    pub status: String,
    /// `event` or `fact`
    pub kind: String,
    /// PLOVER 2.0 type (events).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The relation (facts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: Option<u8>,
    /// PLOVER conflict-cooperation score, -10 to 10.
    pub intensity: Option<f64>,
    /// Who does it; the subject of a fact.
    pub actors: Vec<PartyRecord>,
    /// To whom; the object of a fact.
    pub recipients: Vec<PartyRecord>,
    /// Where it happens, first; then the other places.
    pub places: Vec<WhereRecord>,
    /// When: days, both inclusive, null where open.
    pub time: DaysRecord,
    /// What is counted, and what figures are given.
    pub numbers: Vec<NumberRecord>,
    /// First day on which a report of it was published.
    pub first_published: Option<String>,
    /// Last day on which a report of it was published.
    pub last_published: Option<String>,
    /// How many independent origins affirm it.
    pub independent: usize,
    /// Who says what about it.
    pub origins: Vec<OriginRecord>,
    /// The statements behind it.
    pub statements: Vec<StatementRef>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyRecord {
    /// The usual name where it is known, else words of the text.
    pub name: String,
    /// Country and primary sector in one.
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sector: Vec<String>,
    /// Key in the knowledge tables.
    pub id: Option<String>,
}

/// A place and its part in what happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WhereRecord {
    /// `location origin via destination target`
    pub role: String,
    /// The usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Key in GeoNames.
    pub geonames_id: Option<u32>,
    /// GeoNames class and code.
    pub feature: String,
    /// `sea air land rail`
    pub means: Option<String>,
    /// Leg of the movement, from 0.
    pub order: u32,
}

/// Days from `start` to `end`, both inclusive; null where open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DaysRecord {
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
}

/// The figures given for one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NumberRecord {
    /// Lemma of what is counted.
    pub of: Option<String>,
    /// In what.
    pub unit: Option<String>,
    /// The lowest figure.
    pub low: f64,
    /// The highest figure.
    pub high: f64,
    /// The figures, in the order of the reports.
    pub given: Vec<f64>,
}

/// Who a claim comes from, however many reports repeat it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OriginRecord {
    /// Its name.
    pub source: String,
    /// Country and primary sector in one.
    pub code: Option<String>,
    /// `affirms plans denies retracts`
    pub stance: String,
    /// The documents that carry it.
    pub documents: Vec<Name>,
    /// False for one that rests on another of the list.
    pub independent: bool,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatementRef {
    /// The statement's id.
    pub id: String,
    /// The document's id.
    pub document: Name,
    /// Number of the sentence, from 0.
    pub sentence: u32,
    /// The words that tell of it.
    pub trigger: TriggerRef,
}

/// Words of a document: code points of its text, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TriggerRef {
    /// The first.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
}

/// Occurrences of a month: one line of `sayso query --series --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Month of a series")]
pub struct SeriesRecord {
    /// Country of an actor, or of the subject; null where none is known.
    pub actor_country: Option<String>,
    /// Country of a recipient, or of the object; null where none is known.
    pub recipient_country: Option<String>,
    /// PLOVER type or relation.
    pub r#type: String,
    /// PLOVER quad; null for facts.
    pub quad: Option<u8>,
    /// `2024-10`: when it begins, else when it was first published.
    pub month: String,
    /// How many are affirmed and not contested, corroborated ones among them.
    pub asserted: u64,
    /// How many are affirmed by several independent origins.
    pub corroborated: u64,
    /// How many are disputed or denied.
    pub contested: u64,
    /// How many are planned.
    pub planned: u64,
    /// Sum of the PLOVER intensities of those asserted.
    pub asserted_intensity: f64,
    /// Of those corroborated.
    pub corroborated_intensity: f64,
    /// Of those contested.
    pub contested_intensity: f64,
    /// Of those planned.
    pub planned_intensity: f64,
    /// Where the number of those asserted changes with this month.
    pub change: Option<ChangeRecord>,
}

/// A change of the monthly number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeRecord {
    /// Mean of the months before it, back to the change before.
    pub before: f64,
    /// Mean of the months from it on, up to the next change.
    pub after: f64,
}

/// What the ledger knows of a statement, in the field `ledger` behind its record: one line of `sayso query --statements --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Ledger's part of a statement")]
pub struct ContextRecord {
    /// The id of its occurrence; null for statements of reports that a newer version stands for.
    pub occurrence: Option<String>,
    /// How the occurrence stands.
    pub status: Option<String>,
    /// Headline of the document.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The words of the sentence.
    pub text: String,
    /// The places of the statement, in the order of its `places`.
    pub places: Vec<WhereRecord>,
    /// The quantities of the statement, in the order of its `quantities`.
    pub quantities: Vec<AmountRecord>,
}

/// A quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AmountRecord {
    /// The value, or the middle of what is meant.
    pub value: f64,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// In what.
    pub unit: Option<String>,
    /// Lemma of what is counted.
    pub of: Option<String>,
}

impl From<&Quantity> for AmountRecord {
    fn from(q: &Quantity) -> Self {
        Self {
            value: q.value,
            low: q.low,
            high: q.high,
            unit: q.unit.clone(),
            of: q.of.clone(),
        }
    }
}

impl Found {
    /// The record as it was added, with a field `ledger` behind it ([`ContextRecord`]); JSON without line ends.
    ///
    /// # Errors
    /// When the record is no object.
    pub fn line(&self) -> Result<String, Error> {
        let header = &self.header;
        let damaged = |why: String| Error::Damaged(format!("statement {}: {why}", self.claim.id));
        let context = ContextRecord {
            occurrence: self.occurrence.as_ref().map(|(id, _)| id.clone()),
            status: self.occurrence.as_ref().map(|(_, s)| s.name().to_owned()),
            title: header.title.clone(),
            published: header.published.map(|d| d.to_string()),
            publisher: header.publisher.clone(),
            url: header.url.clone(),
            text: self.sentence.clone(),
            places: self.claim.places.iter().map(WhereRecord::from).collect(),
            quantities: self.claim.quantities.iter().map(AmountRecord::from).collect(),
        };
        let context = serde_json::to_string(&context).map_err(|e| damaged(e.to_string()))?;
        let record = self.record.get().trim_end();
        let open = record
            .strip_suffix('}')
            .ok_or_else(|| damaged("its record is no object".to_owned()))?;
        Ok(format!("{open},\"ledger\":{context}}}"))
    }
}

impl From<&Actor> for PartyRecord {
    fn from(a: &Actor) -> Self {
        Self {
            name: a.name.clone(),
            code: a.code.clone(),
            country: a.country.clone(),
            sector: a.sectors.clone(),
            id: a.id.clone(),
        }
    }
}

impl From<&Place> for WhereRecord {
    fn from(p: &Place) -> Self {
        Self {
            role: p.role.name().to_owned(),
            name: p.name.clone(),
            country: p.country.clone(),
            lat: p.lat,
            lon: p.lon,
            geonames_id: p.geonames_id,
            feature: p.feature.clone(),
            means: p.means.clone(),
            order: p.order,
        }
    }
}

/// The record of an occurrence, with the names of its documents and the places of its statements.
pub(crate) fn occurrence(
    o: &Occurrence,
    name: impl Fn(crate::report::DocumentKey) -> Name,
    statement: impl Fn(crate::report::ClaimKey) -> StatementRef,
) -> OccurrenceRecord {
    let origin = |origin: &crate::occurrence::Origin| OriginRecord {
        source: origin.source.clone(),
        code: origin.code.clone(),
        stance: origin.stance.name().to_owned(),
        documents: origin.documents.iter().map(|d| name(*d)).collect(),
        independent: origin.independent,
    };
    let figure = |q: &Quantity| q.value;
    let affirms = |o: &&crate::occurrence::Origin| o.independent && o.stance == Stance::Affirms;
    OccurrenceRecord {
        id: o.id.clone(),
        status: o.status.name().to_owned(),
        kind: if o.event.is_some() { "event" } else { "fact" }.to_owned(),
        r#type: o.event.map(|e| e.name().to_owned()),
        relation: o.relation.map(|r| r.name().to_owned()),
        mode: o.mode.clone(),
        quad: o.quad,
        intensity: o.intensity,
        actors: o.actors.iter().map(PartyRecord::from).collect(),
        recipients: o.recipients.iter().map(PartyRecord::from).collect(),
        places: o.places.iter().map(WhereRecord::from).collect(),
        time: DaysRecord {
            start: o.time.start.map(|d| d.to_string()),
            end: o.time.end.map(|d| d.to_string()),
        },
        numbers: o
            .numbers
            .iter()
            .map(|n| NumberRecord {
                of: n.of.clone(),
                unit: n.unit.clone(),
                low: n.low,
                high: n.high,
                given: n.given.iter().map(figure).collect(),
            })
            .collect(),
        first_published: o.first_published.map(|d| d.to_string()),
        last_published: o.last_published.map(|d| d.to_string()),
        independent: o.origins.iter().filter(affirms).count(),
        origins: o.origins.iter().map(origin).collect(),
        statements: o.claims.iter().map(|c| statement(*c)).collect(),
    }
}
