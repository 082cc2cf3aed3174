//! The shapes of lists, of statements, and of the sentences shown beside occurrences.

use sayso::ledger::Found;
use sayso::ledger::ask::Lead;
use sayso::ledger::records::{OccurrenceRecord, PartyRecord};
use sayso::ledger::report::{Claim, Link};
use sayso::model::statement::CueClass;
use schemars::JsonSchema;
use serde::Serialize;

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
        let lead = to.subschema_for::<Option<Lead>>();
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
    let at = Some(&link.text)
        .filter(|t| !t.is_empty())
        .and_then(|t| found.sentence.find(t.as_str()));
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
