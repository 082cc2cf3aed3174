//! `sayso relate`: what a marked source does to a marked target.

use crate::Error;
use crate::record::Id;
use sayso_annotate::Marked;
use sayso_model::statement::Factuality;
use sayso_model::{CodePoints, EventType, Ontology};
use sayso_reader::Pair;
use schemars::JsonSchema;
use serde::Serialize;

/// What the source of a sentence does to its target: one line of `sayso relate`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "Relation")]
pub struct RelationRecord {
    /// The `id` of the line, else its number.
    pub id: Id,
    /// PLOVER's event type.
    pub r#type: &'static str,
    /// PLOVER's mode of the type, where one is likely.
    pub mode: Option<&'static str>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER's auxiliary modes: `hypothetical`, `negation`.
    pub auxiliary: Vec<&'static str>,
    /// The probability of the type, 0 to 1.
    pub score: f64,
    /// The word that tells most, `[start, end)` in code points of the sentence.
    pub evidence: Option<(usize, usize)>,
}

/// Tells what sources do to targets.
pub struct Relater {
    network: sayso_annotate::Relater,
    ontology: Ontology,
}

impl Relater {
    /// With the weights that sayso comes with.
    ///
    /// # Errors
    /// When these are damaged; those of a release are checked by tests.
    pub fn embedded() -> Result<Self, Error> {
        Ok(Self {
            network: sayso_annotate::Relater::embedded()?,
            ontology: Ontology::plover(),
        })
    }

    /// What the source does to the target in each of some sentences.
    pub fn relate(&self, pairs: &[Pair]) -> Vec<RelationRecord> {
        relate(&self.network, &self.ontology, pairs)
    }
}

fn relate(network: &sayso_annotate::Relater, ontology: &Ontology, pairs: &[Pair]) -> Vec<RelationRecord> {
    let marked: Vec<Marked> = pairs
        .iter()
        .map(|pair| Marked {
            text: &pair.sentence,
            source: pair.source,
            target: pair.target,
        })
        .collect();
    let found = network.relate(&marked);
    let records = pairs.iter().zip(found).map(|(pair, relation)| {
        let event = relation.event;
        let probability = relation.types[event as usize];
        let text = &pair.sentence;
        RelationRecord {
            id: pair.id.clone().into(),
            r#type: event.name(),
            mode: relation.mode,
            quad: ontology.quad(event).number(),
            auxiliary: auxiliary(event, &relation.values),
            score: (f64::from(probability) * 1000.0).round() / 1000.0,
            evidence: relation
                .evidence
                .map(|span| CodePoints::new(text).span(text, span)),
        }
    });
    records.collect()
}

/// PLOVER's auxiliary modes that follow from how certain it is.
fn auxiliary(event: EventType, values: &[f32; 7]) -> Vec<&'static str> {
    let share = |wanted: fn(Factuality) -> bool| -> f32 {
        let of = Factuality::ALL.into_iter().zip(values);
        of.filter(|(value, _)| wanted(*value))
            .map(|(_, share)| share)
            .sum()
    };
    let mut found = Vec::new();
    let open = |v: Factuality| {
        matches!(
            v,
            Factuality::Uncommitted | Factuality::Possible | Factuality::PossibleNot
        )
    };
    // What is agreed upon or threatened is yet to come by its nature; the act itself is certain.
    let act = matches!(event, EventType::Agree | EventType::Threaten);
    if share(open) > 0.5 && !act {
        found.push("hypothetical");
    }
    if share(Factuality::negative) > 0.5 {
        found.push("negation");
    }
    found
}
