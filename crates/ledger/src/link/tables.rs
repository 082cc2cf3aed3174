//! The log-odds of the pairs of claims of pieces that were grouped, kept for when they are grouped anew: of a hundred claims, a new report changes a few.

use std::collections::HashMap;

/// Tables of log-odds in thousandths, a table for each piece.
#[derive(Default)]
pub struct Tables {
    tables: HashMap<u32, Table>,
    next: u32,
    /// Of each claim, the table that it stands in and its place there.
    of: HashMap<u32, (u32, usize)>,
}

struct Table {
    odds: Vec<i32>,
    /// How many claims stand in it still.
    left: usize,
}

/// Where the pair of the `i`th and the `j`th of a piece stands, the two being different.
pub fn at(i: usize, j: usize) -> usize {
    let (low, high) = (i.min(j), i.max(j));
    high * (high - 1) / 2 + low
}

/// How many pairs a piece of so many has.
pub fn pairs(claims: usize) -> usize {
    claims * claims.saturating_sub(1) / 2
}

impl Tables {
    /// The log-odds of two claims, where both stand in one table.
    pub fn get(&self, a: u32, b: u32) -> Option<i32> {
        let ((one, i), (other, j)) = (self.of.get(&a)?, self.of.get(&b)?);
        let table = self.tables.get(one).filter(|_| one == other)?;
        table.odds.get(at(*i, *j)).copied()
    }

    /// Forgets all pairs of a claim.
    pub fn forget(&mut self, claim: u32) {
        let Some((number, _)) = self.of.remove(&claim) else {
            return;
        };
        if let Some(table) = self.tables.get_mut(&number) {
            table.left -= 1;
            if table.left == 0 {
                self.tables.remove(&number);
            }
        }
    }

    /// Keeps the log-odds of the pairs of a piece, in the order of [`at`].
    pub fn keep(&mut self, piece: &[u32], odds: Vec<i32>) {
        piece.iter().for_each(|claim| self.forget(*claim));
        if odds.is_empty() {
            return;
        }
        let places = piece
            .iter()
            .zip(0..)
            .map(|(claim, place)| (*claim, (self.next, place)));
        self.of.extend(places);
        let left = piece.len();
        self.tables.insert(self.next, Table { odds, left });
        self.next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_known_while_both_stand_in_one_table() {
        let mut tables = Tables::default();
        // 7 and 8, 7 and 9, 8 and 9.
        tables.keep(&[7, 8, 9], vec![1, 2, 3]);
        assert_eq!(tables.get(7, 8), Some(1));
        assert_eq!(tables.get(9, 7), Some(2));
        assert_eq!(tables.get(8, 9), Some(3));
        assert_eq!(tables.get(8, 5), None);
        tables.keep(&[5, 7], vec![-4]);
        assert_eq!(tables.get(5, 7), Some(-4));
        assert_eq!(tables.get(7, 8), None);
        assert_eq!(tables.get(8, 9), Some(3));
        tables.forget(8);
        assert_eq!(tables.get(8, 9), None);
        tables.forget(9);
        assert_eq!(tables.tables.len(), 1);
    }
}
