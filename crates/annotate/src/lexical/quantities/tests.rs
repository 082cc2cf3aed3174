//! Sentences and the quantities in them.

use crate::lexical::samples::document;
use crate::lexical::times;
use sayso_model::{ParagraphKind, Quantity, TokenIx};

/// `expected`: words, value, `low..high` where there are bounds, `about` where it is not exact, unit, and `of` what is counted.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut doc = document(text, ParagraphKind::Body, None);
    doc.times = times::find(&doc);
    let found: Vec<String> = super::find(&doc)
        .iter()
        .map(|quantity| shown(text, quantity))
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn shown(text: &str, quantity: &Quantity) -> String {
    let mut shown = format!("{} = {}", quantity.span.of(text), quantity.value);
    let bound = |bound: Option<f64>| bound.map_or(String::new(), |bound| bound.to_string());
    let exact = quantity.low == Some(quantity.value) && quantity.low == quantity.high;
    if quantity.low.is_none() && quantity.high.is_none() {
        shown += " about";
    } else if !exact {
        shown += &format!(" {}..{}", bound(quantity.low), bound(quantity.high));
    }
    shown
        + &quantity
            .unit
            .iter()
            .map(|unit| format!(" {unit}"))
            .collect::<String>()
        + &quantity
            .of
            .iter()
            .map(|of| format!(" of {of}"))
            .collect::<String>()
}

#[test]
fn people() {
    check(
        "They sent 10,000 troops there.",
        &["10,000 troops = 10000 person of troop"],
    );
    check(
        "Two American officials said so.",
        &["Two American officials = 2 person of official"],
    );
    check(
        "It took a dozen soldiers.",
        &["a dozen soldiers = 12 person of soldier"],
    );
    check(
        "They freed 62 soldiers and three journalists.",
        &[
            "62 soldiers = 62 person of soldier",
            "three journalists = 3 person of journalist",
        ],
    );
    check(
        "Nearly 5,000 men came.",
        &["Nearly 5,000 men = 5000 about person of man"],
    );
    check("The clashes left 14 dead.", &["14 dead = 14 person of dead"]);
    check("Three were killed.", &["Three = 3 person"]);
    check(
        "They hurt 20 Palestinians there.",
        &["20 Palestinians = 20 person of palestinian"],
    );
    check(
        "Half a million refugees fled.",
        &["Half a million refugees = 500000 person of refugee"],
    );
    check(
        "They need two hundred and fifty nurses.",
        &["two hundred and fifty nurses = 250 person of nurse"],
    );
    check(
        "A 10,000-strong force of soldiers came.",
        &["10,000-strong = 10000 person"],
    );
    check(
        "They took in 40 Chechens and 12 deminers.",
        &[
            "40 Chechens = 40 person of chechen",
            "12 deminers = 12 person of deminer",
        ],
    );
    check(
        "Nepal sent 1,500 blue helmets.",
        &["1,500 blue helmets = 1500 person of helmet"],
    );
    check("The garrison of 600 fled.", &["600 = 600 person"]);
    check("They seek 300 who vanished.", &["300 = 300 person"]);
}

#[test]
fn things() {
    check("The army has five branches.", &["five branches = 5 of branche"]);
    check(
        "They lost 31 tanks and 7 helicopters.",
        &["31 tanks = 31 of tank", "7 helicopters = 7 of helicopter"],
    );
    check(
        "They own three oil tankers.",
        &["three oil tankers = 3 of tanker"],
    );
    check(
        "It flew twenty-one sorties.",
        &["twenty-one sorties = 21 of sortie"],
    );
    check("It is one of three reasons.", &["three reasons = 3 of reason"]);
    check(
        "It fired 1.5 million shells.",
        &["1.5 million shells = 1500000 of shell"],
    );
    check("They flew 24 jet fighters.", &["24 jet fighters = 24 of fighter"]);
    check("A pair of boats sank.", &["A pair of boats = 2 of boat"]);
    check("It was a score of 3.", &["3 = 3"]);
}

#[test]
fn bounds() {
    check(
        "At least a dozen guards fell.",
        &["At least a dozen guards = 12 12.. person of guard"],
    );
    check(
        "Up to eight guards fell.",
        &["Up to eight guards = 8 ..8 person of guard"],
    );
    check(
        "More than 2,000 prisoners wait.",
        &["More than 2,000 prisoners = 2000 2000.. person of prisoner"],
    );
    check(
        "Fewer than 30 rebels fled.",
        &["Fewer than 30 rebels = 30 ..30 person of rebel"],
    );
    check(
        "No more than 150 observers came.",
        &["No more than 150 observers = 150 ..150 person of observer"],
    );
    check(
        "Some 10,000 civilians left.",
        &["Some 10,000 civilians = 10000 about person of civilian"],
    );
    check(
        "About 600 soldiers left.",
        &["About 600 soldiers = 600 about person of soldier"],
    );
    check(
        "Over 75 fighters came.",
        &["Over 75 fighters = 75 75.. person of fighter"],
    );
    check(
        "They will hand over 75 fighters.",
        &["75 fighters = 75 person of fighter"],
    );
    check(
        "As many as 40 boats sank.",
        &["As many as 40 boats = 40 ..40 of boat"],
    );
    check("It has 500+ drones.", &["500+ drones = 500 500.. of drone"]);
    check(
        "Nearly 900 shells fell.",
        &["Nearly 900 shells = 900 about of shell"],
    );
    check(
        "A total of 60-odd boats sank.",
        &["60-odd boats = 60 about of boat"],
    );
    check("Boats, 40 or so, sank.", &["40 or so = 40 about"]);
    check(
        "Upwards of 30 boats sank.",
        &["Upwards of 30 boats = 30 30.. of boat"],
    );
    check("The costs exceeded 300 euros.", &["300 euros = 300 300.. EUR"]);
    check("The toll has gone up to 22.", &["22 = 22"]);
    check(
        "Two dozen or more boats sank.",
        &["Two dozen or more boats = 24 24.. of boat"],
    );
}

#[test]
fn ranges() {
    check(
        "Between 40 and 50 boats sank.",
        &["Between 40 and 50 boats = 45 40..50 of boat"],
    );
    check(
        "Some 40 to 50 boats sank.",
        &["Some 40 to 50 boats = 45 40..50 of boat"],
    );
    check("It sank 40-50 boats.", &["40-50 boats = 45 40..50 of boat"]);
    check("It sank 40–50 boats.", &["40–50 boats = 45 40..50 of boat"]);
    check(
        "It sank two or three boats.",
        &["two or three boats = 2.5 2..3 of boat"],
    );
    check(
        "It costs 2 to 3 million dollars.",
        &["2 to 3 million dollars = 2500000 2000000..3000000 USD"],
    );
    check(
        "It rose from 40 to 50 boats.",
        &["40 = 40", "50 boats = 50 of boat"],
    );
    check(
        "It costs $3-5 billion.",
        &["$3-5 billion = 4000000000 3000000000..5000000000 USD"],
    );
    check(
        "Between eight and ten boats sank.",
        &["Between eight and ten boats = 9 8..10 of boat"],
    );
    check(
        "Between two hundred and three hundred boats sank.",
        &["Between two hundred and three hundred boats = 250 200..300 of boat"],
    );
    check(
        "They have from 1,500 to 2,000 boats.",
        &["from 1,500 to 2,000 boats = 1750 1500..2000 of boat"],
    );
    check(
        "Between 20% and 30% of boats sank.",
        &["Between 20% and 30% = 25 20..30 percent of boat"],
    );
}

#[test]
fn more_than_one() {
    check(
        "Dozens of people fled.",
        &["Dozens of people = 24 24.. person of people"],
    );
    check(
        "Hundreds of thousands of people fled.",
        &["Hundreds of thousands of people = 200000 200000.. person of people"],
    );
    check(
        "Tens of thousands marched.",
        &["Tens of thousands = 20000 20000.."],
    );
    check("Scores of shells fell.", &["Scores of shells = 40 40.. of shell"]);
    check("The scores were close.", &[]);
    check(
        "Several thousand boats sank.",
        &["Several thousand boats = 3000 3000.. of boat"],
    );
    check(
        "Scores of thousands of boats sank.",
        &["Scores of thousands of boats = 40000 40000.. of boat"],
    );
    check("They own 5 lakh boats.", &["5 lakh boats = 500000 of boat"]);
    check(
        "They own two and a half million boats.",
        &["two and a half million boats = 2500000 of boat"],
    );
}

#[test]
fn parts() {
    check("They got 29.9% of the votes.", &["29.9% = 29.9 percent of vote"]);
    check("They got 29.9 per cent.", &["29.9 per cent = 29.9 percent"]);
    check(
        "It fell by about 5 percent.",
        &["about 5 percent = 5 about percent"],
    );
    check(
        "It holds 15-20 percent of the ships.",
        &["15-20 percent = 17.5 15..20 percent of ship"],
    );
    check(
        "Half of the soldiers fled.",
        &["Half of the soldiers = 0.5 fraction of soldier"],
    );
    check(
        "Two-thirds of the boats sank.",
        &["Two-thirds of the boats = 0.6666666666666666 fraction of boat"],
    );
    check("The first half was calm.", &[]);
    check(
        "One in ten boats sank.",
        &["One in ten boats = 0.1 fraction of boat"],
    );
    check(
        "Four out of five boats sank.",
        &["Four out of five boats = 0.8 fraction of boat"],
    );
    check(
        "Three fifths of the boats sank.",
        &["Three fifths of the boats = 0.6 fraction of boat"],
    );
    check("Half the boats sank.", &["Half the boats = 0.5 fraction of boat"]);
    check("It sank two in three days.", &["two = 2", "three days = 3 day"]);
    check("A quarter century passed and a third boat sank.", &[]);
}

#[test]
fn money() {
    check("It costs $3 billion.", &["$3 billion = 3000000000 USD"]);
    check("It costs €2.5bn a piece.", &["€2.5bn = 2500000000 EUR"]);
    check("It costs £10m.", &["£10m = 10000000 GBP"]);
    check("It costs US$40,000.", &["US$40,000 = 40000 USD"]);
    check(
        "It costs more than 5 million euros.",
        &["more than 5 million euros = 5000000 5000000.. EUR"],
    );
    check(
        "It costs 300 Canadian dollars.",
        &["300 Canadian dollars = 300 CAD"],
    );
    check("It costs 9 billion rand.", &["9 billion rand = 9000000000 ZAR"]);
    check(
        "They paid 300 Sri Lankan rupees.",
        &["300 Sri Lankan rupees = 300 LKR"],
    );
    check("A clerk in Nepal got 40 rupees.", &["40 rupees = 40 NPR"]);
    check(
        "It costs Rs 500 or DM40m.",
        &["Rs 500 = 500 INR", "DM40m = 40000000 DEM"],
    );
    check(
        "They gave 50 million yen in loans.",
        &["50 million yen = 50000000 JPY"],
    );
}

#[test]
fn measures() {
    check("It lies 50 kilometres off.", &["50 kilometres = 50 km"]);
    check("It flew 12 miles.", &["12 miles = 12 mile"]);
    check(
        "They sent 200 tons of shells.",
        &["200 tons of shells = 200 t of shell"],
    );
    check("A 500-kg bomb fell.", &["500-kg = 500 kg"]);
    check("The 44-year-old farmer died.", &["44-year-old = 44 year"]);
    check("They fought for three years.", &["three years = 3 year"]);
    check("It was 47C there.", &["47C = 47 C"]);
    check(
        "It was minus 30 degrees Celsius.",
        &["minus 30 degrees Celsius = -30 C"],
    );
    check("It yields 450 megawatts.", &["450 megawatts = 450000000 W"]);
    check("It covers 2,700 sq km.", &["2,700 sq km = 2700 sqkm"]);
    check(
        "It went at 110 kilometres an hour.",
        &["110 kilometres an hour = 110 kmh"],
    );
    check(
        "They hid 40 pounds of explosives.",
        &["40 pounds of explosives = 40 lb of explosive"],
    );
    check("It burned 80 hectares.", &["80 hectares = 80 ha"]);
}

#[test]
fn no_quantities() {
    check("The second raid and the third failed.", &[]);
    check("The Mi-8 and the Su-35 and a G7 leader.", &[]);
    check("It began in 2021 and ended on 3 May 2022.", &[]);
    check("Call +44 20 7946 0958 now.", &[]);
    check("See No. 5 and Article 51 and Resolution 1701.", &[]);
    check("One must go, and no one will.", &[]);
    check("One of the guards fell.", &[]);
    check("A man and an aide came.", &[]);
    check("They won 2-1 there.", &[]);
    check("A two-state plan is dead.", &[]);
    check("They met every third day.", &[]);
    check("They met every fourth day.", &[]);
    check("The crash of a Boeing 737 shocked us.", &[]);
    check("Read https://example.org/2/34 or write.", &[]);
    check("Version 1.2.3 of the plan", &[]);
    check("A 24/7 watch after 9/11", &[]);
}

#[test]
fn syntax_tells_what_is_counted() {
    let text = "They seized 12 Russian made aircraft parts depots";
    let mut doc = document(text, ParagraphKind::Body, None);
    let depots = doc.tokens.len() - 1;
    doc.tokens[depots].upos = "NOUN";
    (doc.tokens[2].upos, doc.tokens[2].deprel, doc.tokens[2].head) =
        ("NUM", "nummod", Some(TokenIx::new(depots)));
    let found: Vec<String> = super::find(&doc)
        .iter()
        .map(|quantity| shown(text, quantity))
        .collect();
    assert_eq!(found, ["12 Russian made aircraft parts depots = 12 of depot"]);
}

#[test]
fn numbers_of_those_told_before() {
    check("The dead number 40.", &["40 = 40 person of dead"]);
    check(
        "In 1987 at least 40 guards left.",
        &["at least 40 guards = 40 40.. person of guard"],
    );
    check(
        "A handful of guards left.",
        &["A handful of guards = 3 3.. person of guard"],
    );
}

#[test]
fn one_of_so_many() {
    check(
        "They burned every fourth house.",
        &["every fourth = 0.25 fraction"],
    );
    check("Every tenth guard left.", &["Every tenth = 0.1 fraction"]);
}
