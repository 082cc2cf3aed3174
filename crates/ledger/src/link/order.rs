//! The order of claims: of publication, those without a day last; then of their documents' names; within a document as they stand in it.

use crate::report::{Header, Name};
use std::cmp::Ordering;

/// Of claims and documents, by their numbers.
#[derive(Default)]
pub struct Order {
    /// Of each claim, the day of publication as a number.
    days: Vec<i32>,
    /// Of each claim, its document.
    documents: Vec<u32>,
    /// Of each document, its name.
    names: Vec<Name>,
}

impl Order {
    /// Adds a document with so many claims.
    pub fn enter(&mut self, header: &Header, claims: usize) {
        let document = self.names.len() as u32;
        self.names.push(header.name.clone());
        let day = header.published.map_or(i32::MAX, super::features::number);
        self.days.extend(std::iter::repeat_n(day, claims));
        self.documents.extend(std::iter::repeat_n(document, claims));
    }

    /// Which of two claims comes first.
    pub fn compare(&self, a: u32, b: u32) -> Ordering {
        let (x, y) = (self.document(a), self.document(b));
        if x == y {
            return a.cmp(&b);
        }
        let days = self.day(a).cmp(&self.day(b));
        days.then_with(|| self.names[x as usize].cmp(&self.names[y as usize]))
    }

    /// Whether a claim was published on an earlier day than another, or, where neither day is known, comes before it.
    pub fn precedes(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.day(a), self.day(b));
        x < y || x == y && x == i32::MAX && self.compare(a, b).is_lt()
    }

    /// The day on which a claim was published, as a number; the last of all where it is not known.
    pub fn day(&self, claim: u32) -> i32 {
        self.days[claim as usize]
    }

    /// The document of a claim.
    pub fn document(&self, claim: u32) -> u32 {
        self.documents[claim as usize]
    }
}
