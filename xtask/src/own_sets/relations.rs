//! What a source does to a target, by cross-validation.
//!
//! The weights that are shipped have seen PLV_train (Hu et al. 2024), so `sayso relate` is not measured on it. `relations.jsonl` holds what networks that
//! were trained alike on four fifths of it said of the fifth that they had not seen (`training/events.py --folds 5`). The numbers are those of the
//! shared scorer `relation.py`: accuracy and macro F1 of the 15 roots, macro F1 of the quads and of cooperation against conflict.

use super::{Scored, lines, share};
use sayso::model::{EventType, Ontology};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

#[derive(Deserialize)]
struct Answer {
    id: String,
    r#type: String,
}

#[derive(Deserialize)]
struct Gold {
    id: String,
    gold_root: String,
    gold_penta: u8,
}

pub(super) fn folds(answers: &str, gold: &str) -> Scored {
    let said: Vec<Answer> = lines(answers)?;
    let said: HashMap<&str, &str> = said.iter().map(|a| (a.id.as_str(), a.r#type.as_str())).collect();
    let gold: Vec<Gold> = lines(gold)?;
    let ontology = Ontology::plover();
    let (mut roots, mut quads) = (Vec::new(), Vec::new());
    for g in &gold {
        let Some(kind) = said.get(g.id.as_str()).copied() else {
            continue;
        };
        let root = if matches!(kind, "CONCEDE" | "RETREAT") {
            "YIELD"
        } else {
            kind
        };
        let quad = match EventType::from_name(kind) {
            Some(EventType::Concede) => 2,
            Some(event) => ontology.quad(event).number(),
            None => return Err(format!("`{kind}` is no PLOVER type").into()),
        };
        roots.push((g.gold_root.as_str(), root));
        quads.push((g.gold_penta, quad));
    }
    let binary: Vec<(bool, bool)> = quads.iter().map(|(g, s)| (*g > 2, *s > 2)).collect();
    let right = roots.iter().filter(|(g, s)| g == s).count();
    Ok(vec![
        ("root_acc".into(), share(right, roots.len())),
        ("root_f1".into(), format!("{:.4}", macro_f1(&roots))),
        ("quad_f1".into(), format!("{:.4}", macro_f1(&quads))),
        ("binary_f1".into(), format!("{:.4}", macro_f1(&binary))),
        ("rows".into(), roots.len().to_string()),
    ])
}

/// The mean F1 of the classes of the gold, from pairs of gold and what was said.
fn macro_f1<T: Ord + Copy>(pairs: &[(T, T)]) -> f64 {
    let classes: BTreeSet<T> = pairs.iter().map(|(gold, _)| *gold).collect();
    let f1 = |class: T| {
        let both = pairs.iter().filter(|(g, s)| *g == class && *s == class).count();
        let gold = pairs.iter().filter(|(g, _)| *g == class).count();
        let said = pairs.iter().filter(|(_, s)| *s == class).count();
        2.0 * both as f64 / (gold + said).max(1) as f64
    };
    classes.iter().map(|c| f1(*c)).sum::<f64>() / classes.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_over_the_classes_of_the_gold() {
        let f1 = macro_f1(&[(1, 1), (1, 2), (2, 2), (2, 2), (2, 3)]);
        assert!((f1 - (2.0 / 3.0 + 4.0 / 6.0) / 2.0).abs() < 1e-12);
    }
}
