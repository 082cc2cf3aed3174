//! Tests of whole articles through the whole pipeline, in one program.

mod attribution;
mod certainty;
mod coreference;
mod endings;
mod event_times;
mod facts;
mod frames;
mod happenings;
mod legs;
mod likely_times;
mod movements;
mod parties;
mod places;
mod quantities;
