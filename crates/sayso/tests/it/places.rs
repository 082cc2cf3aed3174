//! Which words of a text are places, and which ones: by country and GeoNames code, with the pipeline as a whole.

use sayso::{Document, Given, Sayso, plain};

/// Texts, and their places in order: words, country, GeoNames class and code.
const PLACES: &[(&str, &[&str])] = &[
    // a list of countries is no address
    (
        "Ministers of Mexico, the United States and Canada met on Monday.",
        &[
            "Mexico MEX A.PCLI",
            "United States USA A.PCLI",
            "Canada CAN A.PCLI",
        ],
    ),
    ("Mexico closed its embassy.", &["Mexico MEX A.PCLI"]),
    (
        "Officers from Atlanta, Georgia, were hired.",
        &["Atlanta USA P.PPL", "Georgia USA A.ADM1"],
    ),
    // counties and airports by the names that news uses, which no division bears
    (
        "A jet bound for Heathrow crashed in Yorkshire.",
        &["Heathrow GBR L.RGN", "Yorkshire GBR L.RGN"],
    ),
    (
        "The mayor of Cheshire, Connecticut, resigned.",
        &["Cheshire USA P.PPL", "Connecticut USA A.ADM1"],
    ),
    // streets and creeks lie in the town that is spoken of
    (
        "A shop on Alder Street in Oslo burned on Friday.",
        &["Alder Street NOR R.RD", "Oslo NOR P.PPLC"],
    ),
    (
        "The factory in Lyon reopened. Trucks waited on Tanner Road.",
        &["Lyon FRA P.PPL", "Tanner Road FRA R.RD"],
    ),
    ("A shop on Alder Street burned on Friday.", &[]),
    // mountains do not
    (
        "The shop in Lyon sells maps of the Zorvane Mountains.",
        &["Lyon FRA P.PPL"],
    ),
    // bodies that every town has
    ("The Groton Town Hall was repainted.", &["Groton USA P.PPL"]),
    ("The Groton Bank closed two branches.", &[]),
    // a hyphen joins two places that everybody knows, or the parts of one name
    (
        "The Lisbon-Oslo flight was late.",
        &["Lisbon PRT P.PPLC", "Oslo NOR P.PPLC"],
    ),
    ("Shots fell at Iga-Barrière near Bunia.", &["Bunia COD P.PPL"]),
    // a small town far from all that is spoken of is another one of that name
    (
        "Shells fell on the hamlet of Iga, the Congolese army said in Bunia and Goma.",
        &["Bunia COD P.PPL", "Goma COD P.PPL"],
    ),
    // the seat of a legislator
    (
        "Senator Ann Poe (D-Selma) spoke for an hour.",
        &["Selma USA P.PPL"],
    ),
    // words that say no place alone
    ("The North has more rain than the South.", &[]),
    ("He lived in the City of Oslo for a year.", &["Oslo NOR P.PPLC"]),
];

#[test]
fn places_of_texts() {
    let sayso = Sayso::embedded().expect("its own data");
    let articles = PLACES
        .iter()
        .enumerate()
        .map(|(at, (text, _))| plain((*text).to_owned(), &at.to_string(), &Given::default()));
    let documents = sayso.read(articles.collect());
    let wrong: Vec<String> = PLACES
        .iter()
        .zip(&documents)
        .map(|((text, wanted), document)| (text, wanted, written(document)))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(text, wanted, found)| format!("{text}\n  wanted {wanted:?}\n  found  {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The places of a document as the list has them.
fn written(document: &Document) -> Vec<String> {
    let text = &document.annotated.article.text;
    let places = document.reading.places.iter();
    places
        .map(|p| {
            let country = p.country.as_deref().unwrap_or("-");
            format!("{} {country} {}", p.span.of(text), p.feature)
        })
        .collect()
}
