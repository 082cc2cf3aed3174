//! Keys that are one slip away from a word: a letter too few, too many or wrong, or two neighbours that changed places. The first letter is
//! right. (The automata of `fst` do the same and more, but building one takes longer than a thousand look-ups.)

use fst::raw::{CompiledAddr, Fst};

/// The keys that are one slip from a word, with their values.
pub(crate) fn near<D: AsRef<[u8]>>(automaton: &Fst<D>, word: &str) -> Vec<(String, u64)> {
    let mut search = Search {
        automaton,
        word: word.as_bytes(),
        key: Vec::new(),
        found: Vec::new(),
    };
    if word.is_ascii() && !word.is_empty() {
        search.exactly(automaton.root().addr(), 0, 0, 1, true);
    }
    let mut found = search.found;
    found.sort();
    found.dedup();
    found
}

struct Search<'a, D> {
    automaton: &'a Fst<D>,
    word: &'a [u8],
    key: Vec<u8>,
    found: Vec<(String, u64)>,
}

impl<D: AsRef<[u8]>> Search<'_, D> {
    /// Follows the letters from `at` to `to`, then goes on: with a slip, if there may still be one.
    fn exactly(&mut self, node: CompiledAddr, sum: u64, at: usize, to: usize, slip: bool) {
        let (mut node, mut sum, depth) = (node, sum, self.key.len());
        for byte in &self.word[at..to] {
            let here = self.automaton.node(node);
            let Some(next) = here.find_input(*byte).map(|i| here.transition(i)) else {
                self.key.truncate(depth);
                return;
            };
            self.key.push(*byte);
            sum += next.out.value();
            node = next.addr;
        }
        if slip {
            self.slip(node, sum, to);
        } else {
            let end = self.automaton.node(node);
            if end.is_final() {
                let key = String::from_utf8_lossy(&self.key).into_owned();
                self.found.push((key, sum + end.final_output().value()));
            }
        }
        self.key.truncate(depth);
    }

    /// Each slip at a place, and none there.
    fn slip(&mut self, node: CompiledAddr, sum: u64, at: usize) {
        let end = self.word.len();
        let here = self.automaton.node(node);
        for next in here.transitions() {
            self.key.push(next.inp);
            let sum = sum + next.out.value();
            // A letter that the word lacks, and one in the place of another.
            self.exactly(next.addr, sum, at, end, false);
            if at < end && self.word[at] != next.inp {
                self.exactly(next.addr, sum, at + 1, end, false);
                if self.word.get(at + 1) == Some(&next.inp) {
                    let there = self.automaton.node(next.addr);
                    if let Some(i) = there.find_input(self.word[at]) {
                        let second = there.transition(i);
                        self.key.push(second.inp);
                        self.exactly(second.addr, sum + second.out.value(), at + 2, end, false);
                        self.key.pop();
                    }
                }
            }
            self.key.pop();
        }
        if at < end {
            // A letter too many.
            self.exactly(node, sum, at + 1, end, false);
            self.exactly(node, sum, at, at + 1, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_found() {
        let map = fst::Map::from_iter([("kazakh", 1), ("kazakhs", 2), ("kenyan", 3), ("pakistan", 4)])
            .expect("in order");
        let found = |word| {
            near(map.as_fst(), word)
                .into_iter()
                .map(|(key, _)| key)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("kazahks"), ["kazakhs"]);
        assert_eq!(found("kazkh"), ["kazakh"]);
        assert_eq!(found("kenyaan"), ["kenyan"]);
        assert_eq!(found("pakistam"), ["pakistan"]);
        assert!(found("akistan").is_empty() && found("pkistna").is_empty() && found("łódź").is_empty());
        assert_eq!(near(map.as_fst(), "kenyann"), [("kenyan".to_owned(), 3)]);
    }
}
