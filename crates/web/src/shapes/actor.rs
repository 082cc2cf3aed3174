//! The shapes of an actor with everything behind it.

use sayso::ledger::ask::{ActorRow, Count};
use sayso::ledger::records::{AmountRecord, DaysRecord, PartyRecord};
use sayso::ledger::report::Actor;
use schemars::JsonSchema;
use serde::Serialize;

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

/// What the page of an actor is found by.
pub fn key_of(actor: &Actor) -> String {
    actor.id.as_ref().unwrap_or(&actor.name).clone()
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
