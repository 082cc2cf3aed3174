//! Linking report by report gives what linking all of them at once gives.

use crate::common::{Event, actor, folder, occurrences, person, place, report, source};
use sayso_ledger::{Filter, Ledger, Report};
use sayso_model::EventType;
use sayso_model::statement::{Factuality, PlaceRole};
use serde_json::Value;

/// Numbers by chance, always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Reports of a few days in a small country: the same few people do the same few things, some reports are copies of others, some newer versions, some
/// have no day.
fn reports(count: usize) -> Vec<Report> {
    const DEEDS: [(EventType, u8, &str, &str); 4] = [
        (EventType::Assault, 4, "190", "shelled"),
        (EventType::Assault, 4, "190", "attacked"),
        (EventType::Coerce, 4, "173", "arrested"),
        (EventType::Consult, 1, "040", "met"),
    ];
    const NAMES: [&str; 12] = [
        "Abeno", "Bakari", "Cazembe", "Dalo", "Ekwe", "Faraji", "Gamba", "Hasani", "Imani", "Jaba", "Kesi",
        "Lumo",
    ];
    const CODES: [&str; 4] = ["KMRMIL", "TZAREB", "MOZGOV", "ZMBCOP"];
    const THINGS: [&str; 8] = [
        "ferries", "cattle", "timber", "fuel", "bridges", "ballots", "wells", "trucks",
    ];
    let mut chance = Chance(7);
    let mut all: Vec<Report> = Vec::new();
    for number in 0..count {
        let day = format!("2024-03-{:02}", 1 + chance.below(9));
        let mut lines = Vec::new();
        let mut events = Vec::new();
        for line in 0..3 {
            let (event, quad, cameo, word) = DEEDS[(line + chance.below(2)) % DEEDS.len()];
            if lines.iter().any(|l: &String| l.contains(word)) {
                continue;
            }
            let seed = chance.below(60);
            let name = |n: usize| format!("{}{}", NAMES[n % 12], NAMES[n / 12 % 12].to_lowercase());
            let (who, whom, at) = (
                name(seed),
                name(seed * 7 + 1),
                (name(seed * 5 + 3), (seed % 40) as f64),
            );
            // Words that only this happening has, but for a few.
            let own: Vec<String> = (0..6).map(|n| format!("{}{seed}", THINGS[n])).collect();
            lines.push(format!(
                "{who} {word} {whom} with {} near {} in sight of report {number}.",
                own.join(" "),
                at.0
            ));
            events.push(Event {
                actors: vec![actor(&who, CODES[seed % 4])],
                recipients: vec![actor(&whom, CODES[seed / 4 % 4])],
                places: vec![place(
                    &at.0,
                    "KMR",
                    PlaceRole::Location,
                    (at.1, 40.0),
                    seed as u32,
                )],
                quantities: vec![person(chance.of(&[3.0, 5.0]), "soldier")],
                chain: (chance.below(3) == 0)
                    .then(|| source("the governor", "KMRGOV"))
                    .into_iter()
                    .collect(),
                factuality: chance.of(&[Factuality::Certain, Factuality::Certain, Factuality::CertainNot]),
                ..Event::new(event, quad, cameo, word)
            });
        }
        let mut new = report(&format!("r{number}"), &day, &lines.join("\n"), events);
        match chance.below(8) {
            0 => new.published = None,
            1 if number > 3 => new.url = all[chance.below(number)].url.clone(),
            2 if number > 3 => {
                // A copy under another name.
                let of = &all[chance.below(number)];
                new.text = of.text.clone();
                new.statements = of.statements.clone();
                for statement in &mut new.statements {
                    statement.claim.id = format!("{number:x}{}", &statement.claim.id[2..]);
                }
            }
            _ => {}
        }
        all.push(new);
    }
    all
}

fn all(ledger: &mut Ledger) -> Vec<Value> {
    let mut all = occurrences(ledger, &Filter::default());
    all.sort_by_key(|o| o["id"].to_string());
    all
}

fn same(ledger: &mut Ledger, when: &str) {
    let by_and_by = all(ledger);
    ledger.relink().unwrap();
    let at_once = all(ledger);
    assert_eq!(by_and_by.len(), at_once.len(), "{when}");
    for (a, b) in by_and_by.iter().zip(&at_once) {
        assert_eq!(a, b, "{when}");
    }
}

#[test]
fn report_by_report_is_as_all_at_once() {
    let path = folder("incremental").join("ledger.db");
    let reports = reports(90);
    for (turn, order) in [1, 7, 31].into_iter().enumerate() {
        let _ = std::fs::remove_file(&path);
        let mut ledger = Ledger::create(&path).unwrap();
        for at in 0..reports.len() {
            ledger.add(&reports[at * order % reports.len()]).unwrap();
            ledger.link().unwrap();
            // What was kept in memory is read from the file again.
            if at == 40 {
                drop(ledger);
                ledger = Ledger::open(&path).unwrap();
            }
        }
        let found = all(&mut ledger);
        assert!(found.len() > 40, "{}", found.len());
        let joined = found
            .iter()
            .filter(|o| o["statements"].as_array().unwrap().len() > 1)
            .count();
        assert!(joined > 15, "{joined} of {}", found.len());
        same(&mut ledger, &format!("order {turn}"));
        assert_eq!(ledger.check().unwrap(), []);
    }
}

#[test]
fn several_at_a_time_and_by_several_programs() {
    let path = folder("incremental_batches").join("ledger.db");
    let mut ledger = Ledger::create(&path).unwrap();
    let mut other = Ledger::create(&path).unwrap();
    for (at, report) in reports(60).iter().enumerate() {
        let writer = if at % 5 == 0 { &mut other } else { &mut ledger };
        writer.add(report).unwrap();
        if at % 7 == 6 {
            writer.link().unwrap();
        }
    }
    ledger.link().unwrap();
    same(&mut ledger, "batches");
}
