//! Trees from scores of arcs: every word's best head where that is a tree with one root, else the best tree
//! (Chu and Liu 1965, Edmonds 1967).

/// The heads of the words of a sentence; exactly one has `None`, the root. `scores[word][0]` is for the root,
/// `scores[word][head + 1]` for a word.
pub(crate) fn tree(scores: &[Vec<f32>]) -> Vec<Option<usize>> {
    let heads = greedy(scores);
    let roots = heads.iter().filter(|head| **head == 0).count();
    let heads = if roots == 1 && cycle(&heads).is_none() {
        heads
    } else {
        with_one_root(scores)
    };
    heads.into_iter().map(|head| head.checked_sub(1)).collect()
}

/// The best head of each word but itself, 0 the root.
fn greedy(scores: &[Vec<f32>]) -> Vec<usize> {
    let best = |(word, row): (usize, &Vec<f32>)| {
        let others = (0..row.len()).filter(|head| *head != word + 1);
        others
            .reduce(|best, head| if row[head] > row[best] { head } else { best })
            .unwrap_or(0)
    };
    scores.iter().enumerate().map(best).collect()
}

/// The words of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let first = at;
            let mut words = vec![first - 1];
            while heads[at - 1] != first {
                at = heads[at - 1];
                words.push(at - 1);
            }
            return Some(words);
        }
    }
    None
}

/// The best tree with one root: arcs from the root lose so much that no two are taken.
fn with_one_root(scores: &[Vec<f32>]) -> Vec<usize> {
    let size = scores.len() + 1;
    let mut matrix = vec![vec![f64::NEG_INFINITY; size]; size];
    let span = scores
        .iter()
        .flatten()
        .fold((f64::MAX, f64::MIN), |(low, high), x| {
            (low.min(f64::from(*x)), high.max(f64::from(*x)))
        });
    let penalty = (span.1 - span.0 + 1.0) * size as f64;
    for (word, row) in scores.iter().enumerate() {
        for (head, score) in row.iter().enumerate().filter(|(head, _)| *head != word + 1) {
            matrix[word + 1][head] = f64::from(*score) - if head == 0 { penalty } else { 0.0 };
        }
    }
    edmonds(&matrix)[1..].to_vec()
}

/// The head of each node of the best tree from node 0; `scores[node][head]`.
fn edmonds(scores: &[Vec<f64>]) -> Vec<usize> {
    let size = scores.len();
    let best = |row: &[f64]| (0..size).fold(0, |best, head| if row[head] > row[best] { head } else { best });
    let mut heads: Vec<usize> = scores.iter().map(|row| best(row)).collect();
    heads[0] = 0;
    let Some(words) = cycle(&heads[1..]) else {
        return heads;
    };
    let circle: Vec<usize> = words.iter().map(|word| word + 1).collect();
    // One node stands for the circle, after the others.
    let rest: Vec<usize> = (0..size).filter(|node| !circle.contains(node)).collect();
    let whole = rest.len();
    let mut smaller = vec![vec![f64::NEG_INFINITY; whole + 1]; whole + 1];
    let (mut enters, mut leaves) = (vec![0; whole], vec![0; whole]);
    for (i, node) in rest.iter().enumerate() {
        for (j, head) in rest.iter().enumerate() {
            smaller[i][j] = scores[*node][*head];
        }
        let gain = |word: usize| scores[word][*node] - scores[word][heads[word]];
        let entered = circle
            .iter()
            .copied()
            .reduce(|a, b| if gain(b) > gain(a) { b } else { a });
        let left = circle
            .iter()
            .copied()
            .reduce(|a, b| if scores[*node][b] > scores[*node][a] { b } else { a });
        (enters[i], leaves[i]) = (entered.unwrap_or(0), left.unwrap_or(0));
        smaller[whole][i] = gain(enters[i]);
        smaller[i][whole] = scores[*node][leaves[i]];
    }
    let found = edmonds(&smaller);
    for (i, node) in rest.iter().enumerate().skip(1) {
        heads[*node] = if found[i] == whole {
            leaves[i]
        } else {
            rest[found[i]]
        };
    }
    let from = found[whole];
    heads[enters[from]] = rest[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[Vec<f32>], heads: &[usize]) -> f32 {
        heads.iter().zip(scores).map(|(head, row)| row[*head]).sum()
    }

    /// The best tree with one root, by trying all.
    fn best_of_all(scores: &[Vec<f32>]) -> f32 {
        let size = scores.len();
        let mut best = f32::NEG_INFINITY;
        for number in 0..(size + 1).pow(size as u32) {
            let heads: Vec<usize> = (0..size)
                .map(|word| number / (size + 1).pow(word as u32) % (size + 1))
                .collect();
            let tree = heads.iter().enumerate().all(|(word, head)| *head != word + 1)
                && heads.iter().filter(|head| **head == 0).count() == 1
                && cycle(&heads).is_none();
            if tree {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn best_trees() {
        let mut state = 12345u32;
        for case in 0..200 {
            let size = 1 + case % 5;
            let mut random = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as f32 / 6553.6
            };
            let scores: Vec<Vec<f32>> = (0..size)
                .map(|_| (0..=size).map(|_| random()).collect())
                .collect();
            let heads: Vec<usize> = tree(&scores)
                .into_iter()
                .map(|head| head.map_or(0, |head| head + 1))
                .collect();
            assert!(cycle(&heads).is_none());
            assert_eq!(heads.iter().filter(|head| **head == 0).count(), 1);
            assert!(
                (total(&scores, &heads) - best_of_all(&scores)).abs() < 1e-3,
                "{scores:?} {heads:?}"
            );
        }
    }
}
