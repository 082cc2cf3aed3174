//! The shapes of answers that are no records of the contract. All of them are in the OpenAPI document.

mod actor;
mod documents;
mod info;
mod occurrence;
mod statement;

pub use actor::{ActorAnswer, EndRecord, FactRecord, FactStatement, PairRecord, key_of, party_of};
pub use documents::{DocumentDetail, HeaderRecord, NumberedSentence, SayingRecord};
pub use info::{ErrorRecord, InfoRecord, SeriesAnswer, SourceAnswer};
pub use occurrence::{AccountRecord, OccurrenceDetail, ReportedRecord, SlotRecord, SlotValue};
pub use statement::{LinkRecord, MoreRecord, OccurrenceItem, Page, StatementItem, link, stance};
