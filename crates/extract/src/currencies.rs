//! Which currency "rupees" or "pounds" are, by the places of the sentence: [`settle`].

use sayso_model::currency::{currency, currency_in, currency_with};
use sayso_model::statement::Place;
use sayso_model::{Annotated, Span};

/// Where the words of a quantity name a currency without its country, and the nearest place of the sentence, else the first
/// of the document, lies where there is another of that name, it is that one.
pub fn settle(doc: &mut Annotated, places: &[Place]) {
    let text = &doc.article.text;
    let sentence = |span: Span| doc.sentences.partition_point(|s| s.span.end() <= span.start());
    let mut settled = Vec::new();
    for (number, quantity) in doc.quantities.iter().enumerate() {
        let words = quantity.span.of(text);
        let noun = words
            .split(|c: char| !c.is_alphabetic())
            .rev()
            .find(|word| currency(word).is_some());
        // Another code than the noun alone has: its country is said.
        let Some(noun) = noun.filter(|noun| currency(noun) == quantity.unit.as_deref()) else {
            continue;
        };
        let said = words.split(' ').any(|word| currency_with(noun, word).is_some());
        if said || quantity.unit.as_deref() == Some("USD") {
            continue;
        }
        let of = |place: &Place| currency_in(noun, place.country.as_deref()?);
        let here = sentence(quantity.span);
        let near = places
            .iter()
            .filter(|place| sentence(place.span) == here && of(place).is_some())
            .min_by_key(|place| place.span.start().abs_diff(quantity.span.start()));
        // Pounds far from any place are sterling.
        let first = || places.iter().find(|place| of(place).is_some());
        let found = near.or_else(|| first().filter(|_| quantity.unit.as_deref() != Some("GBP")));
        settled.extend(found.and_then(of).map(|code| (number, code)));
    }
    for (number, code) in settled {
        doc.quantities[number].unit = Some(code.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Article, Quantity, Sentence};

    fn units(text: &str, money: &str, unit: &str, place: (&str, &str)) -> Option<String> {
        let span = |words: &str| {
            let at = text.find(words).expect("the words are there");
            Span::new(at, at + words.len())
        };
        let mut doc = Annotated {
            article: Article {
                text: text.to_owned(),
                ..Article::default()
            },
            sentences: vec![Sentence {
                span: Span::new(0, text.len()),
                tokens: 0..0,
                paragraph: 0,
                heading: false,
            }],
            quantities: vec![Quantity {
                span: span(money),
                value: 5e6,
                low: None,
                high: None,
                unit: Some(unit.to_owned()),
                of: None,
                toll: None,
            }],
            ..Annotated::default()
        };
        let place = Place {
            span: span(place.0),
            name: place.0.to_owned(),
            country: Some(place.1.to_owned()),
            lat: 0.0,
            lon: 0.0,
            geonames_id: None,
            feature: String::new(),
            precision_km: 0,
            score: 1.0,
        };
        settle(&mut doc, &[place]);
        doc.quantities.remove(0).unit
    }

    #[test]
    fn money_of_the_place() {
        let text = "The mill in Galle owes 5 million rupees.";
        assert_eq!(
            units(text, "5 million rupees", "INR", ("Galle", "LKA")).as_deref(),
            Some("LKR")
        );
        let text = "The mill in Galle owes 5 million yen.";
        assert_eq!(
            units(text, "5 million yen", "JPY", ("Galle", "LKA")).as_deref(),
            Some("JPY")
        );
        let text = "The mill in Galle owes 5 million Indian rupees.";
        assert_eq!(
            units(text, "5 million Indian rupees", "INR", ("Galle", "LKA")).as_deref(),
            Some("INR")
        );
    }
}
