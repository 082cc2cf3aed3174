//! `sayso resolve`: who a name or a description stands for.

use crate::record::Id;
use sayso_knowledge::{Asked, Knowledge};
use sayso_model::statement::Actor;
use sayso_reader::Question;
use schemars::JsonSchema;
use serde::Serialize;

/// Who somebody is, with the time for which that holds.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "ResolvedActor")]
pub struct ResolvedRecord {
    /// Country and primary sector in one.
    pub code: String,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sector: Vec<String>,
    /// The usual name; of those known only by description, the words.
    pub name: String,
    /// Key in the knowledge tables; null for those known only by description.
    pub id: Option<String>,
    /// First day of the role that was matched (ISO 8601); null when open or not known.
    pub from: Option<String>,
    /// Last day of the role that was matched; null when open or not known.
    pub to: Option<String>,
    /// How sure the match is, 0 to 1: 1 a name on a day within its role, 0.9 without a day, 0.7 a description, less for misprints and guesses.
    pub score: f64,
}

/// The answer to a line of `sayso resolve --input jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "Resolution")]
pub struct ResolutionRecord {
    /// The `id` of the line, else its number.
    pub id: Id,
    /// Null for whom the tables do not know.
    pub actor: Option<ResolvedRecord>,
}

/// Answers a question.
pub fn resolve(knowledge: &Knowledge, question: &Question) -> ResolutionRecord {
    let country = question.country.as_deref().and_then(|c| country(knowledge, c));
    let country = country.or_else(|| knowledge.country_in(question.context.as_deref()?));
    let asked = Asked {
        text: &question.query,
        date: question.date,
        country: country.as_deref(),
    };
    ResolutionRecord {
        id: question.id.clone().into(),
        actor: actor(knowledge, asked),
    }
}

/// Who a name or a description stands for.
pub fn actor(knowledge: &Knowledge, asked: Asked) -> Option<ResolvedRecord> {
    knowledge.resolve(asked).map(record)
}

/// The code of a country that is given as a code or by a name.
pub fn country(knowledge: &Knowledge, text: &str) -> Option<String> {
    let code = text.trim().to_uppercase();
    let code = if code == "XKX" { "KOS" } else { &code };
    let known = knowledge
        .country(code)
        .or_else(|| knowledge.country_named(text))?;
    Some(known.code.to_string())
}

fn record(actor: Actor) -> ResolvedRecord {
    ResolvedRecord {
        code: actor.code,
        country: actor.country,
        sector: actor.sectors,
        name: actor.name,
        id: actor.id,
        from: actor.valid.start.map(|d| d.to_string()),
        to: actor.valid.end.map(|d| d.to_string()),
        score: (actor.score * 1000.0).round() / 1000.0,
    }
}
