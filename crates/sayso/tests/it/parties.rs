//! Who takes part in an event, and of which country, where that is not told by the words beside its verb.

use sayso::model::statement::{Claim, Participant};
use sayso::{Document, Given, Sayso};

/// The codes of both sides of an event: "GTM > BLZ".
fn told(document: &Document, trigger: &str) -> Option<String> {
    let codes = |parties: &[Participant]| {
        let codes = parties
            .iter()
            .map(|p| p.actor.as_ref().map_or("?", |a| a.code.as_str()));
        codes.collect::<Vec<_>>().join(" ")
    };
    let text = &document.annotated.article.text;
    document.reading.statements.iter().find_map(|s| match &s.claim {
        Claim::Event {
            actors, recipients, ..
        } if s.trigger_span.of(text) == trigger => Some(format!("{} > {}", codes(actors), codes(recipients))),
        _ => None,
    })
}

/// Each sentence with the word that tells of the event, and both sides of it.
#[track_caller]
fn check(cases: &[(&str, &str, &str)]) {
    let sayso = Sayso::embedded().unwrap();
    let article =
        |(text, ..): &(&str, &str, &str)| sayso::plain((*text).to_owned(), "case", &Given::default());
    let documents = sayso.read(cases.iter().map(article).collect());
    for (document, (text, trigger, wanted)) in documents.iter().zip(cases) {
        assert_eq!(told(document, trigger).as_deref(), Some(*wanted), "{text}");
    }
}

#[test]
fn those_who_are_told_of_by_where_they_are() {
    check(&[
        (
            "Lawmakers in Reykjavik accused Denmark on Friday of spying on their ministers.",
            "accused",
            "ISLLEG > DNK",
        ),
        (
            "The cabinet in Riyadh praised Bahrain on Monday.",
            "praised",
            "SAUGOV > BHR",
        ),
        (
            "Bishkek's only mountain brigade attacked Tajik border guards on Tuesday.",
            "attacked",
            "KGZMIL > TJKCOP",
        ),
        // Whom they belong to is told already.
        (
            "EU officials in Ankara criticised Turkey on Friday.",
            "criticised",
            "EURGOV > TUR",
        ),
        (
            "French soldiers killed three rebels near Kidal on Monday.",
            "killed",
            "FRAMIL > MLIREB",
        ),
    ]);
}

#[test]
fn those_whose_country_the_place_of_the_event_tells() {
    check(&[
        (
            "Gunmen killed four villagers in Benue state in Nigeria on Friday.",
            "killed",
            "NGAUAF > NGACVL",
        ),
        (
            "A crowd of Americans attacked the Turkish embassy in Paris on Monday.",
            "attacked",
            "USA > TURGOV",
        ),
    ]);
}

#[test]
fn capitals_and_peoples() {
    check(&[
        (
            "Quito recalled its ambassador to Colombia on Monday.",
            "recalled",
            "ECU > COL",
        ),
        (
            "Nigel Hamilton criticised the mayor of Quito on Friday.",
            "criticised",
            "? > ECUGOV",
        ),
        (
            "Several thousand ethnic Albanians demonstrated in the Serbian town of Presevo on Monday.",
            "demonstrated",
            "SRBCVL > ",
        ),
        (
            "Albanians demonstrated against the government in Tirana on Monday.",
            "demonstrated",
            "ALB > ALBGOV",
        ),
    ]);
}

#[test]
fn those_who_do_it_stand_far_away() {
    check(&[
        (
            "Turkey launched an air strike against Syrian rebels on Friday.",
            "strike",
            "TUR > SYRREB",
        ),
        (
            "Colonels of the Greek army held their first meeting with Turkish officers on Friday.",
            "meeting",
            "GRCMIL TURCOP > ",
        ),
        (
            "The prime minister has been accused of plotting to kill his rival by Haitian officials.",
            "accused",
            "HTIGOV > HTIGOV",
        ),
        (
            "A Serb was found guilty of murder and jailed for life by a German court on Friday.",
            "jailed",
            "DEUJUD > SRB",
        ),
        (
            "Two French journalists in Eritrea were arrested on Monday.",
            "arrested",
            " > FRAJRN",
        ),
    ]);
}

#[test]
fn whom_it_concerns_stands_in_a_clause_or_is_a_building() {
    check(&[
        (
            "Iraq demanded on Sunday that Turkey withdraw its battalion.",
            "demanded",
            "IRQ > TUR",
        ),
        (
            "Nepal's Maoists charged on Tuesday that India was pulling the strings of the new coalition.",
            "charged",
            "NPL > IND",
        ),
        (
            "Russia threatened to cut gas supplies to Moldova if Romania joined the plan.",
            "threatened",
            "RUS > MDA",
        ),
        (
            "A proposal by Belize was rejected on Friday by Guatemala.",
            "rejected",
            "GTM > BLZ",
        ),
        (
            "Chilean students rallied outside the embassy of Argentina on Friday.",
            "rallied",
            "CHLEDU > ARG",
        ),
        (
            "Poland sent troops to its border with Belarus on Sunday.",
            "sent",
            "POL > BLR",
        ),
        (
            "Turkish jets bombed a village in northern Iraq on Friday.",
            "bombed",
            "TURMIL > IRQCVL",
        ),
        (
            "Argentina sued its neighbour Uruguay on Thursday.",
            "sued",
            "ARG > URY",
        ),
        // A border of one's own.
        ("Poland sent troops to its border on Sunday.", "sent", "POL > "),
    ]);
}

#[test]
fn those_who_are_said_to_have_done_it() {
    check(&[
        (
            "Prosecutors in Lima charged two Colombian gunmen with the murder of a Peruvian judge.",
            "murder",
            "COLUAF > PERJUD",
        ),
        (
            "Mali blamed Tuareg rebels for the attack on Friday.",
            "attack",
            "REB > ",
        ),
        (
            "An attack blamed on Tuareg rebels killed five Malian soldiers on Friday.",
            "attack",
            "REB > ",
        ),
        (
            "Croatian soldiers took part in the massacre of Serb villagers, a court said.",
            "massacre",
            "HRVMIL > SRBCVL",
        ),
        // Who condemns an attack has not done it, nor who investigates it.
        (
            "Mali condemned the attack on French soldiers on Friday.",
            "attack",
            " > FRAMIL",
        ),
        (
            "Kenyan police are investigating the murder of a Somali trader.",
            "murder",
            " > SOMBUS",
        ),
    ]);
}

#[test]
fn those_whose_deed_kills_or_seizes_somebody() {
    check(&[
        (
            "Official figures say that 99 people were killed in police firing.",
            "killed",
            "COP > CVL",
        ),
        (
            "Two Iraqi soldiers were wounded in a Saudi air strike near Sanaa.",
            "wounded",
            "SAU > IRQMIL",
        ),
        (
            "Four Malian soldiers died in an ambush by the rebels.",
            "died",
            "REB > MLIMIL",
        ),
        (
            "Ten people were arrested in a police raid in Dhaka.",
            "arrested",
            "BGDCOP > BGDCVL",
        ),
        (
            "Six Sudanese refugees were beaten during a raid by Egyptian police.",
            "raid",
            "EGYCOP > SDNREF",
        ),
        // By the network of parties alone.
        (
            "An air strike by the Turkish army killed nine villagers.",
            "killed",
            "TURMIL > CVL",
        ),
        (
            "Two traders were killed when the police opened fire on the crowd.",
            "killed",
            "COP > BUS",
        ),
        // Whose deed it was is not told, or it was none.
        (
            "Ten people died in clashes in Karachi on Monday.",
            "died",
            " > PAKCVL",
        ),
        (
            "A Kenyan journalist was killed in an attack on the police.",
            "killed",
            " > KENJRN",
        ),
        (
            "The minister condemned the killing of three farmers.",
            "killing",
            " > AGR",
        ),
        (
            "The rebels said the shelling of the market had killed six traders.",
            "killed",
            " > BUS",
        ),
    ]);
}

#[test]
fn servants_of_a_state_and_whose_they_are() {
    check(&[
        // Whose they are is told by a pronoun, by the place that the sentence begins with, by whoever speaks, by where they speak.
        (
            "Kenya closed its border with Somalia on Monday. Its foreign minister, Grace Wanjiru Otieno, accused the rebels of smuggling arms.",
            "accused",
            "KENGOV > REB",
        ),
        (
            "Estonia expelled two Russian diplomats. In Riga, the foreign ministry summoned the Russian ambassador.",
            "summoned",
            "LVAGOV > RUSGOV",
        ),
        (
            "A Thai officer, who asked not to be named, said that the army had attacked the village.",
            "attacked",
            "THAMIL > CVL",
        ),
        (
            "Minister Igor Valentinov said in Moscow on Tuesday that the talks had failed. He accused Japan of spying.",
            "accused",
            "RUSGOV > JPN",
        ),
        // A capital that acts is its country.
        (
            "Bishkek condemned the raid on the village.",
            "condemned",
            "KGZ > CVL",
        ),
        ("Addis Ababa rejected the offer on Tuesday.", "rejected", "ETH > "),
        // Who speaks in one country for somebody else is none of its people.
        (
            "A separatist spokesman in Paris, Karim Ndolo, denied that his fighters had abducted the nuns.",
            "abducted",
            "REB > REL",
        ),
        // A charge is no chargé d'affaires.
        ("Malawi dismissed the charge on Friday.", "dismissed", "MWI > "),
        // Which lorries they are, is nobody who attacks.
        (
            "Herders said that the attack on the army lorries lasted an hour.",
            "attack",
            " > MIL",
        ),
    ]);
}

#[test]
fn who_says_something_takes_no_part_in_it() {
    check(&[(
        "Mr Belkacemi added that Niger would free 480 Nigerians.",
        "free",
        "NER > NGA",
    )]);
}
