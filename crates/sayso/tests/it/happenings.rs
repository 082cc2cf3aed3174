//! Which words of a sentence tell of events, by frames and by the network together.

use sayso::model::statement::Claim;
use sayso::{Given, Sayso, plain};

/// The words that tell of an event.
fn told(text: &str) -> Vec<String> {
    let sayso = Sayso::embedded().expect("its own data");
    let documents = sayso.read(vec![plain(text.to_owned(), "t", &Given::default())]);
    let statements = documents[0].reading.statements.iter();
    let events = statements.filter(|s| matches!(s.claim, Claim::Event { .. }));
    events.map(|s| s.trigger_span.of(text).to_owned()).collect()
}

#[test]
fn a_noun_tells_more_than_the_light_verb_before_it() {
    for (text, noun, verb) in [
        (
            "Supporters of the governing party held their own rally on Independence Avenue.",
            "rally",
            "held",
        ),
        (
            "The prime minister held talks with the rebels at a hotel in Rhodes.",
            "talks",
            "held",
        ),
    ] {
        let words = told(text);
        assert!(words.contains(&noun.to_owned()), "{text}: {words:?}");
        assert!(!words.contains(&verb.to_owned()), "{text}: {words:?}");
    }
}

#[test]
fn acts_beside_each_other_count_each() {
    let words = told("Militants attacked a relief convoy near Sadda and torched seven lorries.");
    assert_eq!(words, ["attacked", "torched"]);
}

#[test]
fn participles_and_acts_of_unknown_people_count_where_the_network_is_sure() {
    let words = told("The kidnapped rice trader was set free at a petrol station on Friday night.");
    assert!(words.contains(&"kidnapped".to_owned()), "{words:?}");
    // What somebody is rather than what happens.
    let words = told("The retired teacher was given a clock by her pupils.");
    assert!(words.is_empty(), "{words:?}");
}
