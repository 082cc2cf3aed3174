//! The pieces in which claims were grouped last, and the log-odds of the pairs in them.

use std::collections::HashMap;

/// In no piece.
const NONE: u32 = u32::MAX;
/// Of pieces smaller than this the pairs are compared anew each time.
const KEPT: usize = 12;

/// Which claims were grouped together last.
#[derive(Default)]
pub struct Pieces {
    /// Of each claim, the number of its piece.
    of: Vec<u32>,
    all: HashMap<u32, Piece>,
}

#[derive(Default)]
struct Piece {
    members: Vec<u32>,
    odds: Odds,
}

/// The log-odds of the pairs of a piece in thousandths, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Odds {
    members: usize,
    /// Of each member its pairs with those after it.
    pairs: Vec<Option<i32>>,
}

impl Odds {
    /// Of so many members, nothing known.
    pub fn unknown(members: usize) -> Self {
        Self {
            members,
            pairs: vec![None; members * members.saturating_sub(1) / 2],
        }
    }

    /// The pairs that are not known, by the places of their members; those of one later member follow each other.
    pub fn unknown_pairs(&self) -> Vec<(usize, usize)> {
        let pairs = (1..self.members).flat_map(|j| (0..j).map(move |i| (i, j)));
        pairs
            .filter(|(i, j)| self.pairs[self.place(*i, *j)].is_none())
            .collect()
    }

    /// Notes what two members were found to have, the earlier first.
    pub fn note(&mut self, i: usize, j: usize, odds: i32) {
        let at = self.place(i, j);
        self.pairs[at] = Some(odds);
    }

    /// Of two members, the earlier first; nought where it is not known.
    pub fn of(&self, i: usize, j: usize) -> i32 {
        self.pairs[self.place(i, j)].unwrap_or_default()
    }

    fn place(&self, i: usize, j: usize) -> usize {
        i * (2 * self.members - i - 1) / 2 + j - i - 1
    }
}

impl Pieces {
    /// Makes room for so many claims.
    pub fn grow(&mut self, claims: usize) {
        self.of.resize(claims, NONE);
    }

    /// The claims that were grouped with this one.
    pub fn with(&self, claim: u32) -> &[u32] {
        self.all
            .get(&self.of[claim as usize])
            .map_or(&[], |piece| &piece.members)
    }

    /// Notes that these claims are grouped as one piece, in this order; whether they were not before.
    pub fn note(&mut self, members: &[u32]) -> bool {
        let Some(first) = members.first() else {
            return false;
        };
        if self.with(*first) == members {
            return false;
        }
        let odds = self.carried(members);
        for claim in members {
            let left = self.all.remove(&self.of[*claim as usize]);
            for member in left.into_iter().flat_map(|left| left.members) {
                self.of[member as usize] = NONE;
            }
        }
        // Called by its first claim.
        for claim in members {
            self.of[*claim as usize] = *first;
        }
        let members = members.to_vec();
        self.all.insert(*first, Piece { members, odds });
        true
    }

    /// What is known of the pairs of these claims from the pieces that they were in.
    fn carried(&self, members: &[u32]) -> Odds {
        if members.len() < KEPT {
            return Odds::default();
        }
        // Of each, its piece and its place there.
        let mut was: HashMap<u32, (u32, usize)> = HashMap::new();
        for claim in members {
            let piece = self.of[*claim as usize];
            if let Some(known) = self.all.get(&piece).filter(|p| p.odds.members > 0)
                && !was.contains_key(claim)
            {
                was.extend(known.members.iter().zip(0..).map(|(c, at)| (*c, (piece, at))));
            }
        }
        let was: Vec<Option<(u32, usize)>> = members.iter().map(|c| was.get(c).copied()).collect();
        let mut odds = Odds::unknown(members.len());
        let mut at = 0;
        for i in 0..members.len() {
            for j in i + 1..members.len() {
                if let (Some((one, x)), Some((other, y))) = (was[i], was[j])
                    && one == other
                {
                    let known = &self.all[&one].odds;
                    odds.pairs[at] = known.pairs[known.place(x.min(y), x.max(y))];
                }
                at += 1;
            }
        }
        odds
    }

    /// What is known of the pairs of a piece.
    pub fn odds(&self, members: &[u32]) -> Odds {
        let known = members.first().and_then(|first| self.all.get(first));
        match known {
            Some(piece) if piece.odds.members == members.len() => piece.odds.clone(),
            _ => Odds::unknown(members.len()),
        }
    }

    /// Keeps the log-odds of a piece that was noted.
    pub fn keep(&mut self, members: &[u32], odds: Odds) {
        let noted = members.first().and_then(|first| self.all.get_mut(first));
        if let Some(piece) = noted.filter(|_| members.len() >= KEPT) {
            piece.odds = odds;
        }
    }

    /// Forgets the log-odds of the piece of a claim.
    pub fn forget(&mut self, claim: u32) {
        if let Some(piece) = self.all.get_mut(&self.of[claim as usize]) {
            piece.odds = Odds::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_was_part_of_another_is_new_again() {
        let mut pieces = Pieces::default();
        pieces.grow(3);
        assert!(pieces.note(&[0, 1]));
        assert!(!pieces.note(&[0, 1]));
        assert!(pieces.note(&[0, 1, 2]));
        assert!(pieces.note(&[0, 1]));
        assert!(pieces.note(&[2]));
        assert!(!pieces.note(&[0, 1]));
    }

    #[test]
    fn what_is_known_of_pairs_goes_over_to_a_larger_piece() {
        let mut pieces = Pieces::default();
        pieces.grow(20);
        let few: Vec<u32> = (0..12).collect();
        pieces.note(&few);
        let mut odds = pieces.odds(&few);
        for (i, j) in odds.unknown_pairs() {
            odds.note(i, j, (100 * i + j) as i32);
        }
        assert_eq!((odds.of(0, 1), odds.of(3, 11), odds.of(10, 11)), (1, 311, 1011));
        pieces.keep(&few, odds);
        // With two more, one of them in the midst.
        let more: Vec<u32> = (0..5).chain([15]).chain(5..12).chain([16]).collect();
        pieces.note(&more);
        let mut odds = pieces.odds(&more);
        let asked = odds.unknown_pairs();
        asked.iter().for_each(|(i, j)| odds.note(*i, *j, -1));
        assert_eq!((odds.of(3, 4), odds.of(4, 6), odds.of(5, 6)), (304, 405, -1));
        assert!(
            asked
                .iter()
                .all(|(i, j)| [5, 13].contains(i) || [5, 13].contains(j))
        );
        assert_eq!(asked.len(), 12 + 12 + 1);
        pieces.keep(&more, odds);
        pieces.forget(0);
        assert_eq!(pieces.odds(&more), Odds::unknown(14));
    }
}
