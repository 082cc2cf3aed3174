//! Quantities.
use sayso_model::{Annotated, Quantity};
pub(super) fn find(_: &Annotated) -> Vec<Quantity> { Vec::new() }
