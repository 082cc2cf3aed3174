//! The shapes of answers that are no records of the contract. All of them are in the OpenAPI document.

use sayso::ledger::ask::{ActorRow, Count, DocumentRow, SourceDetail, SourceRow};
use sayso::ledger::records::{AmountRecord, DaysRecord, OccurrenceRecord, PartyRecord, SeriesRecord};
use sayso::ledger::report::{Actor, Claim, Link};
use sayso::ledger::{Found, Name};
use sayso::model::statement::CueClass;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What the ledger and the server are.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Info")]
pub struct InfoRecord {
    /// Of the program.
    pub version: &'static str,
    /// Name of the file, without its folder.
    pub ledger: String,
    /// Reports.
    pub documents: u64,
    /// Of these, those that a newer version stands for.
    pub superseded: u64,
    /// Statements.
    pub statements: u64,
    /// Occurrences.
    pub occurrences: u64,
    /// Occurrences by how they stand.
    pub by_status: BTreeMap<String, u64>,
    /// Distinct actors, recipients and sources.
    pub parties: u64,
    /// Distinct places.
    pub places: u64,
    /// First day of publication.
    pub first_published: Option<String>,
    /// Last one.
    pub last_published: Option<String>,
    /// Whether the file may be written; the server itself never does.
    pub writable: bool,
    /// Whether it is a ledger of samples.
    pub demo: bool,
    /// Whether reports came since the occurrences were made.
    pub stale: bool,
    /// Grows with each change, while this server runs.
    pub change: u64,
}

/// A document without its text.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Document header")]
pub struct HeaderRecord {
    /// For the path `/api/documents/{key}`.
    pub key: String,
    /// The id it was given with.
    pub name: Name,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address, as the report gives it: it may be anything.
    pub url: Option<String>,
    /// `correction` or `retraction`
    pub notice: Option<&'static str>,
    /// Key of the newer version.
    pub superseded_by: Option<String>,
    /// How many statements were read out of it.
    pub statements: u64,
    /// What it shares text with; only where one document is asked for, or the documents of one occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<Vec<CopyRecord>>,
}

/// A document that another shares text with.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Copy")]
pub struct CopyRecord {
    /// Its key.
    pub document: String,
    /// Jaccard similarity of five-word shingles.
    pub similarity: f64,
    /// Share of the smaller one's shingles that the other has.
    pub contained: f64,
    /// Whether the two count as one text.
    pub same: bool,
}

/// A source in a chain.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Link")]
pub struct LinkRecord {
    /// Usual name, else the fullest words of the text.
    pub name: String,
    /// The words of the text.
    pub text: String,
    /// Country and primary sector in one.
    pub code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Key in the knowledge tables.
    pub id: Option<String>,
    /// `named role anonymous group organisation document unspecified author`
    pub kind: &'static str,
    /// `assert deny believe predict promise allege question know suggest request`
    pub cue: &'static str,
    /// `direct indirect mixed none`
    pub quoted: String,
    /// Whom the source spoke to or through.
    pub channel: Option<String>,
    /// Whether the writer keeps a distance.
    pub distanced: bool,
    /// Statements with the same number, in the same document, are of one saying.
    pub attribution: u32,
    /// Where `text` stands in the sentence, in code points of the document; null where it stands elsewhere.
    pub span: Option<(u32, u32)>,
}

/// What the page needs of a statement beside its record.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "More of a statement")]
pub struct MoreRecord {
    /// Key of the document.
    pub document: String,
    /// Its sentence in the document's text.
    pub sentence: SentenceRecord,
    /// Who does it; the subject of a fact.
    pub actors: Vec<PartyRecord>,
    /// To whom; the object of a fact.
    pub recipients: Vec<PartyRecord>,
    /// Who says so, outermost first.
    pub sources: Vec<LinkRecord>,
    /// `affirms plans denies`
    pub stance: &'static str,
}

/// Where a sentence stands.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Span of a sentence")]
pub struct SentenceRecord {
    /// First code point.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// Whether it is a headline.
    pub heading: bool,
}

/// A sentence to show beside an occurrence.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Lead")]
pub struct LeadRecord {
    /// Id of the statement.
    pub statement: String,
    /// Key of the document.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// The words of the sentence.
    pub text: String,
    /// The words of the event in `text`, in code points.
    pub trigger: (u32, u32),
    /// FactBank value.
    pub factuality: &'static str,
}

/// An origin with what is behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Origin with its statements")]
pub struct AccountRecord {
    /// Its name.
    pub source: String,
    /// Code.
    pub code: Option<String>,
    /// `affirms plans denies retracts`
    pub stance: String,
    /// False for one that rests on another.
    pub independent: bool,
    /// Keys of the documents that carry it.
    pub documents: Vec<String>,
    /// Ids of its statements.
    pub statements: Vec<String>,
}

/// What the accounts say to one question.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Slot")]
pub struct SlotRecord {
    /// `type polarity time place actor recipient number`
    pub slot: &'static str,
    /// What is counted, or the role of the place; empty for the others.
    pub label: String,
    /// Whether all that say something to it say the same.
    pub agreed: bool,
    /// What is said.
    pub values: Vec<SlotValue>,
}

/// One answer.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Value of a slot")]
pub struct SlotValue {
    /// In words.
    pub value: String,
    /// Ids of the statements that say so.
    pub statements: Vec<String>,
    /// Positions of their origins.
    pub origins: Vec<usize>,
}

/// A report of an occurrence.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Report in the history")]
pub struct ReportedRecord {
    /// Day.
    pub published: Option<String>,
    /// Key of the document.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Ids of its statements of this occurrence.
    pub statements: Vec<String>,
    /// What its statements do.
    pub stances: Vec<&'static str>,
    /// Independent origins that affirm it, with this report and those before.
    pub independent: usize,
    /// Independent origins that deny it or take it back, likewise.
    pub denying: usize,
    /// Key of the report whose text this one shares.
    pub copy_of: Option<String>,
}

/// An occurrence with everything behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Occurrence with its accounts")]
pub struct OccurrenceDetail {
    /// The record.
    pub occurrence: OccurrenceRecord,
    /// Its statements, in its order.
    #[schemars(with = "Vec<StatementItem>")]
    pub statements: Vec<Box<RawValue>>,
    /// Who says so.
    pub origins: Vec<AccountRecord>,
    /// The documents, in order of publication.
    pub documents: Vec<HeaderRecord>,
    /// What they agree on and where they differ.
    pub slots: Vec<SlotRecord>,
    /// The reports in the order of publication.
    pub history: Vec<ReportedRecord>,
}

/// A statement: its record, with `ledger` and `more`.
pub struct StatementItem;

impl JsonSchema for StatementItem {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StatementItem".into()
    }

    fn json_schema(to: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let record = to.subschema_for::<sayso::record::StatementRecord>();
        let ledger = to.subschema_for::<sayso::ledger::records::ContextRecord>();
        let more = to.subschema_for::<MoreRecord>();
        schemars::json_schema!({
            "allOf": [record, {
                "type": "object",
                "properties": {"ledger": ledger, "more": more},
                "required": ["ledger", "more"],
            }],
        })
    }
}

/// An occurrence with perhaps a sentence.
pub struct OccurrenceItem;

impl JsonSchema for OccurrenceItem {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OccurrenceItem".into()
    }

    fn json_schema(to: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let record = to.subschema_for::<OccurrenceRecord>();
        let lead = to.subschema_for::<Option<LeadRecord>>();
        schemars::json_schema!({
            "allOf": [record, {"type": "object", "properties": {"lead": lead}}],
        })
    }
}

/// A part of a list.
#[derive(Serialize, JsonSchema)]
pub struct Page<T> {
    /// The part.
    pub items: Vec<T>,
    /// How many fit, as far as they were counted.
    pub total: u64,
    /// Whether there may be more than were counted.
    pub more: bool,
    /// Path of the next part; null at the end.
    pub next: Option<String>,
}

/// A document with its text and layers.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Document with its statements")]
pub struct DocumentDetail {
    /// Who, when, what.
    pub document: HeaderRecord,
    /// The text that all offsets count in: code points.
    pub text: String,
    /// Sentences with statements.
    pub sentences: Vec<NumberedSentence>,
    /// Its statements, in the order of the text.
    #[schemars(with = "Vec<StatementItem>")]
    pub statements: Vec<Box<RawValue>>,
    /// Sayings with what they say.
    pub attributions: Vec<SayingRecord>,
}

/// A sentence with its statements.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Sentence with statements")]
pub struct NumberedSentence {
    /// From 0, sentences without statements counted too.
    pub number: u32,
    /// First code point.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// Whether it is a headline.
    pub heading: bool,
    /// Ids of its statements.
    pub statements: Vec<String>,
}

/// A saying.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Saying")]
pub struct SayingRecord {
    /// Its number in the document.
    pub attribution: u32,
    /// Who says it.
    pub source: LinkRecord,
    /// Ids of the statements in it.
    pub statements: Vec<String>,
}

/// Series of months.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Series")]
pub struct SeriesAnswer {
    /// Months of all series; those in which nothing happens are left out.
    pub items: Vec<SeriesRecord>,
    /// First and last month; null where there is none.
    pub months: Option<(String, String)>,
}

/// Somebody with everything behind.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Actor")]
pub struct ActorAnswer {
    /// What was asked for.
    pub key: String,
    /// `id code country name`: what it was found by.
    pub r#match: &'static str,
    /// Who it is.
    pub party: PartyRecord,
    /// Names it is called by, the most frequent first.
    pub names: Vec<String>,
    /// Statements in which it acts.
    pub as_actor: u64,
    /// In which it is acted upon.
    pub as_recipient: u64,
    /// In which it speaks.
    pub as_source: u64,
    /// Occurrences in which it takes part.
    pub occurrences: u64,
    /// Facts of its standing, and of those around it.
    pub facts: Vec<FactRecord>,
    /// Whom it has to do with.
    pub pairs: Vec<PairRecord>,
    /// Types of what it does and undergoes.
    pub types: Vec<Count>,
    /// Types of what it tells of.
    pub said: Vec<Count>,
    /// Months of what it does and undergoes.
    pub months: Vec<Count>,
}

/// Somebody whom an actor has to do with.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Pair")]
pub struct PairRecord {
    /// Who.
    pub party: PartyRecord,
    /// For `/api/actors/{key}`.
    pub key: String,
    /// Statements in which the actor does something to it.
    pub does: u64,
    /// In which it does something to the actor.
    pub undergoes: u64,
    /// Both, by quad.
    pub quads: [u64; 4],
}

/// A standing relation, with all statements of it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Fact")]
pub struct FactRecord {
    /// The relation.
    pub relation: String,
    /// Of what.
    pub subject: EndRecord,
    /// To what.
    pub object: EndRecord,
    /// When it holds.
    pub valid: DaysRecord,
    /// How many steps from the actor.
    pub depth: u8,
    /// What the sources commit to.
    pub factuality: Vec<&'static str>,
    /// Who says so where.
    pub statements: Vec<FactStatement>,
}

/// One end of a fact.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "End of a fact")]
pub struct EndRecord {
    /// Words of the text.
    pub text: String,
    /// Who.
    pub party: Option<PartyRecord>,
    /// For `/api/actors/{key}`.
    pub key: Option<String>,
    /// How much.
    pub quantity: Option<AmountRecord>,
    /// When.
    pub time: Option<DaysRecord>,
}

/// A statement of a fact.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Statement of a fact")]
pub struct FactStatement {
    /// Id.
    pub id: String,
    /// Key of the document.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// The words of the sentence.
    pub text: String,
    /// Who says so, outermost first.
    pub sources: Vec<String>,
    /// FactBank value.
    pub factuality: &'static str,
}

/// A source with everything behind.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Source")]
pub struct SourceAnswer {
    /// Counts.
    pub source: SourceRow,
    /// Who stood how to it.
    #[serde(flatten)]
    pub detail: SourceDetail,
    /// The latest occurrences that it speaks of.
    #[schemars(with = "Vec<OccurrenceItem>")]
    pub claims: Vec<Box<RawValue>>,
}

/// An error.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Error")]
pub struct ErrorRecord {
    /// What is wrong and what is allowed.
    pub error: String,
}

/// What the page of an actor is found by.
pub fn key_of(actor: &Actor) -> String {
    let key = actor.id.as_ref().or(actor.code.as_ref());
    key.unwrap_or(&actor.name).clone()
}

/// A row of the table of actors as a party.
pub fn party_of(row: &ActorRow) -> PartyRecord {
    let sector = row.code.as_deref().and_then(|c| c.get(3..6)).map(str::to_owned);
    PartyRecord {
        name: row.name.clone(),
        code: row.code.clone(),
        country: row.country.clone(),
        sector: sector.into_iter().collect(),
        id: row.id.clone(),
    }
}

/// What a statement does about its occurrence, as linking sees it: a denial may count as a retraction there.
pub fn stance(claim: &Claim) -> &'static str {
    let denies = claim.factuality.negative()
        || claim.auxiliary.negation
        || claim.chain.last().is_some_and(|l| l.cue == CueClass::Deny);
    if denies {
        "denies"
    } else if claim.auxiliary.future || claim.auxiliary.hypothetical {
        "plans"
    } else {
        "affirms"
    }
}

/// A link of the chain of a statement.
pub fn link(found: &Found, link: &Link) -> LinkRecord {
    let at = Some(&link.text).filter(|t| !t.is_empty()).and_then(|t| found.sentence.find(t.as_str()));
    let points = |text: &str| text.chars().count() as u32;
    let span = at.map(|at| {
        let start = found.claim.sentence.start + points(&found.sentence[..at]);
        (start, start + points(&link.text))
    });
    LinkRecord {
        name: link.name.clone(),
        text: link.text.clone(),
        code: link.code.clone(),
        country: link.country.clone(),
        id: link.id.clone(),
        kind: link.kind.name(),
        cue: link.cue.name(),
        quoted: link.quoted.clone(),
        channel: link.channel.clone(),
        distanced: link.distanced,
        attribution: link.attribution,
        span,
    }
}

impl From<&Found> for MoreRecord {
    fn from(found: &Found) -> Self {
        let claim = &found.claim;
        Self {
            document: found.header.name.to_string(),
            sentence: SentenceRecord {
                start: claim.sentence.start,
                end: claim.sentence.end,
                heading: claim.sentence.heading,
            },
            actors: claim.actors().iter().map(PartyRecord::from).collect(),
            recipients: claim.recipients().iter().map(PartyRecord::from).collect(),
            sources: claim.chain.iter().map(|l| link(found, l)).collect(),
            stance: stance(claim),
        }
    }
}

impl From<&Found> for LeadRecord {
    fn from(found: &Found) -> Self {
        let claim = &found.claim;
        let header = &found.header;
        let within = |point: u32| point.saturating_sub(claim.sentence.start);
        Self {
            statement: claim.id.clone(),
            document: header.name.to_string(),
            title: header.title.clone(),
            published: header.published.map(|d| d.to_string()),
            publisher: header.publisher.clone(),
            text: found.sentence.clone(),
            trigger: (within(claim.trigger.start), within(claim.trigger.end)),
            factuality: claim.factuality.name(),
        }
    }
}

impl From<&DocumentRow> for HeaderRecord {
    fn from(row: &DocumentRow) -> Self {
        let header = &row.header;
        Self {
            key: header.name.to_string(),
            name: header.name.clone(),
            title: header.title.clone(),
            published: header.published.map(|d| d.to_string()),
            publisher: header.publisher.clone(),
            url: header.url.clone(),
            notice: header.notice.map(|n| n.name()),
            superseded_by: row.superseded_by.clone(),
            statements: row.statements,
            copies: None,
        }
    }
}

impl HeaderRecord {
    /// With what it shares its text with.
    pub fn with_copies(row: &DocumentRow) -> Self {
        let copies = row.copies.iter().zip(&row.header.copies);
        let copies = copies.map(|((document, same), copy)| CopyRecord {
            document: document.clone(),
            similarity: copy.similarity,
            contained: copy.contained,
            same: *same,
        });
        Self {
            copies: Some(copies.collect()),
            ..Self::from(row)
        }
    }
}
