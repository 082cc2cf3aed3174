//! What the legs of journeys tell: each is a statement, where anything of public affairs moves.

use sayso::model::EventType;
use sayso::model::statement::{Claim, PlaceRole};
use sayso::{Document, Given, Sayso};

/// The events with their words, in order: "AID reached".
fn told(document: &Document) -> Vec<String> {
    let text = &document.annotated.article.text;
    let statements = document.reading.statements.iter();
    let events = statements.filter_map(|s| match &s.claim {
        Claim::Event { event, .. } => Some(format!("{} {}", event.name(), s.trigger_span.of(text))),
        Claim::Fact { .. } => None,
    });
    events.collect()
}

fn read(text: &str) -> Document {
    let sayso = Sayso::embedded().expect("its own data");
    let article = sayso::plain(text.to_owned(), "journey", &Given::default());
    sayso.read(vec![article]).remove(0)
}

#[test]
fn each_leg_of_a_journey_is_told() {
    let cases: &[(&str, &[&str])] = &[
        (
            "A convoy of nine lorries with flour for the hungry reached Wau on Sunday. The lorries left Juba on Tuesday and travelled by way of Rumbek.",
            &["AID reached", "AID left", "AID travelled"],
        ),
        (
            "The shells were moved by train from Minsk to Smolensk. From there they were carried by lorry to Kursk.",
            &["MOBILIZE moved", "MOBILIZE carried"],
        ),
        (
            "The Finnish foreign minister flew to Ankara on Monday and went on to Baku.",
            &["CONSULT flew", "CONSULT went"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(&read(text)), *wanted, "{text}");
    }
}

#[test]
fn the_legs_of_what_is_no_public_affair_are_not() {
    for text in [
        "The ferry from Split to Vis runs again, and a loaf of bread costs two euros.",
        "The band flew from Oslo to Rome and went on to Naples.",
        "My aunt travelled from Leeds to York by train and walked to the market.",
        "A lorry with garden chairs drove from Ghent to Lille.",
    ] {
        assert_eq!(told(&read(text)), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn nobody_gets_what_leaves_him() {
    let document = read(
        "A convoy of nine lorries with flour for the hungry left Juba on Tuesday and reached Wau on Sunday.",
    );
    let left = document.reading.statements.iter().find(|s| {
        let origin = s.places.iter().any(|p| p.role == PlaceRole::Origin);
        origin
            && matches!(
                s.claim,
                Claim::Event {
                    event: EventType::Aid,
                    ..
                }
            )
    });
    let Claim::Event { recipients, .. } = &left.expect("the first leg is told").claim else {
        panic!("an event")
    };
    assert!(recipients.is_empty(), "{recipients:?}");
}
