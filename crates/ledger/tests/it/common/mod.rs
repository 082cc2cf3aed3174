//! Reports and ledgers of the tests. All texts are our own.

#![allow(dead_code, missing_docs)]

use sayso_ledger::report::{Actor, Auxiliary, Link, Place, Quantity, Sentence, Trigger, What};
use sayso_ledger::{Claim, ClaimKey, DocumentKey, Filter, Ledger, Name, Report, Statement};
use sayso_model::statement::{CueClass, Factuality, PlaceRole, SourceKind};
use sayso_model::{EventType, Interval};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// An empty folder of its own for a test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A new ledger in a folder of its own.
pub fn ledger(name: &str) -> Ledger {
    Ledger::create(&folder(name).join("ledger.db")).unwrap()
}

pub fn actor(name: &str, code: &str) -> Actor {
    Actor {
        text: name.to_owned(),
        name: name.to_owned(),
        code: Some(code.to_owned()).filter(|c| !c.is_empty()),
        country: code.get(..3).map(str::to_owned),
        sectors: code.get(3..6).map(str::to_owned).into_iter().collect(),
        kind: "ORG".into(),
        ..Actor::default()
    }
}

pub fn source(name: &str, code: &str) -> Link {
    Link {
        text: name.to_owned(),
        name: name.to_owned(),
        code: Some(code.to_owned()).filter(|c| !c.is_empty()),
        country: code.get(..3).map(str::to_owned),
        id: None,
        body: None,
        entity: None,
        attribution: 0,
        kind: SourceKind::Named,
        cue: CueClass::Assert,
        quoted: "indirect".into(),
        number: None,
        countries: Vec::new(),
        channel: None,
        time: None,
        distanced: false,
    }
}

pub fn place(name: &str, country: &str, role: PlaceRole, at: (f64, f64), order: u32) -> Place {
    Place {
        role,
        name: name.to_owned(),
        text: name.to_owned(),
        country: Some(country.to_owned()),
        lat: at.0,
        lon: at.1,
        geonames_id: Some(1000 + order),
        feature: "P.PPL".into(),
        means: None,
        order,
    }
}

pub fn person(value: f64, of: &str) -> Quantity {
    Quantity {
        value,
        low: None,
        high: None,
        unit: Some("person".into()),
        of: Some(of.to_owned()),
    }
}

/// A claim in the words of a text.
pub struct Event {
    pub event: EventType,
    pub mode: Option<&'static str>,
    pub quad: u8,
    pub cameo: &'static str,
    pub trigger: &'static str,
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
    pub places: Vec<Place>,
    pub days: (Option<&'static str>, Option<&'static str>),
    pub quantities: Vec<Quantity>,
    pub chain: Vec<Link>,
    pub factuality: Factuality,
    pub auxiliary: Auxiliary,
}

impl Event {
    pub fn new(event: EventType, quad: u8, cameo: &'static str, trigger: &'static str) -> Self {
        Self {
            event,
            mode: None,
            quad,
            cameo,
            trigger,
            actors: Vec::new(),
            recipients: Vec::new(),
            places: Vec::new(),
            days: (None, None),
            quantities: Vec::new(),
            chain: Vec::new(),
            factuality: Factuality::Certain,
            auxiliary: Auxiliary::default(),
        }
    }
}

fn point(text: &str, byte: usize) -> u32 {
    text[..byte].chars().count() as u32
}

/// The statement of an event: its sentence is the line of the text that has its trigger.
pub fn statement(name: &Name, text: &str, e: Event) -> Statement {
    let at = text.find(e.trigger).expect("the text has the trigger");
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let number = text[..at].matches('\n').count() as u32;
    let id = format!(
        "{:016x}",
        blake(&format!("{name}|{text}|{}|{}", e.trigger, e.event.name()))
    );
    let day = |d: Option<&str>| d.map(|d| d.parse().unwrap());
    let (from, to) = (point(text, at), point(text, at + e.trigger.len()));
    let party = |a: &Actor| json!({"text": a.text, "code": a.code});
    let record = json!({
        "id": id, "kind": "event", "document": name, "sentence": number,
        "type": e.event.name(), "mode": e.mode, "quad": e.quad, "cameo": e.cameo,
        "trigger": {"start": from, "end": to, "text": e.trigger},
        "actors": e.actors.iter().map(party).collect::<Vec<_>>(),
        "recipients": e.recipients.iter().map(party).collect::<Vec<_>>(),
        "time": {"start": e.days.0, "end": e.days.1},
        "factuality": e.factuality.name(),
        "auxiliary": e.auxiliary.names(),
    });
    Statement {
        claim: Claim {
            key: ClaimKey::default(),
            document: DocumentKey::default(),
            id,
            what: What::Event {
                event: e.event,
                mode: e.mode.map(str::to_owned),
                contexts: vec!["military".into()],
                quad: e.quad,
                intensity: if e.quad > 2 { -6.5 } else { 6.5 },
                cameo: Some(e.cameo.to_owned()),
                actors: e.actors,
                recipients: e.recipients,
            },
            sentence: Sentence {
                number,
                start: point(text, start),
                end: point(text, end),
                heading: false,
            },
            trigger: Trigger {
                start: from,
                end: to,
                text: e.trigger.to_owned(),
                lemma: e.trigger.to_owned(),
            },
            names: Vec::new(),
            context: Vec::new(),
            points_back: false,
            places: e.places,
            time: Interval {
                start: day(e.days.0),
                end: day(e.days.1),
            },
            dated: e.days.0.is_some(),
            quantities: e.quantities,
            auxiliary: e.auxiliary,
            factuality: e.factuality,
            chain: e.chain,
            score: 0.9,
        },
        record: serde_json::value::to_raw_value(&record).unwrap(),
    }
}

/// FNV-1a: enough to tell the statements of the tests apart.
fn blake(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

pub fn report(name: &str, published: &str, text: &str, events: Vec<Event>) -> Report {
    let name = Name::from(name);
    Report {
        title: Some(format!("Title of {name}")),
        published: Some(published.parse().unwrap()),
        publisher: Some("The Zambezi Courier".into()),
        url: Some(format!("https://courier.example/{name}")),
        text: text.to_owned(),
        notice: None,
        statements: events.into_iter().map(|e| statement(&name, text, e)).collect(),
        name,
    }
}

pub const FERRY: &str = "Gunmen abducted nine engineers in Pemba – “all at once” – on Sunday.\nMozambique's army will deploy 200 soldiers from Maputo to Pemba, the governor said.";
pub const TALKS: &str =
    "Norway denied that its minister visited Latvia.\nPeru expelled two envoys of Bolivia.";

/// Two reports with four claims.
pub fn two_reports() -> Vec<Report> {
    vec![
        report(
            "ferry",
            "2025-05-19",
            FERRY,
            vec![
                Event {
                    mode: Some("abduct"),
                    actors: vec![actor("Gunmen", "MOZREB")],
                    recipients: vec![
                        actor("engineers", "MOZBUS"),
                        actor("Portuguese engineers", "PRTBUS"),
                    ],
                    places: vec![place("Pemba", "MOZ", PlaceRole::Location, (-12.97, 40.52), 0)],
                    days: (Some("2025-05-18"), Some("2025-05-18")),
                    quantities: vec![person(9.0, "engineer")],
                    ..Event::new(EventType::Assault, 4, "181", "abducted")
                },
                Event {
                    mode: Some("troops"),
                    actors: vec![actor("Mozambique's army", "MOZMIL")],
                    places: vec![
                        place("Maputo", "MOZ", PlaceRole::Origin, (-25.97, 32.58), 0),
                        place("Pemba", "MOZ", PlaceRole::Destination, (-12.97, 40.52), 1),
                    ],
                    chain: vec![source("the governor", "MOZGOV")],
                    auxiliary: Auxiliary {
                        future: true,
                        ..Auxiliary::default()
                    },
                    quantities: vec![person(200.0, "soldier")],
                    ..Event::new(EventType::Mobilize, 4, "155", "deploy")
                },
            ],
        ),
        report(
            "talks",
            "2025-06-02",
            TALKS,
            vec![
                Event {
                    mode: Some("visit"),
                    actors: vec![actor("Norwegian minister", "NORGOV")],
                    recipients: vec![actor("Latvia", "LVA")],
                    places: vec![place("Latvia", "LVA", PlaceRole::Location, (57.0, 25.0), 0)],
                    chain: vec![source("Norway", "NOR")],
                    factuality: Factuality::CertainNot,
                    ..Event::new(EventType::Consult, 1, "042", "visited")
                },
                Event {
                    mode: Some("expel"),
                    actors: vec![actor("Peru", "PER")],
                    recipients: vec![actor("envoys", "BOLGOV")],
                    quantities: vec![person(2.0, "envoy")],
                    ..Event::new(EventType::Sanction, 4, "161", "expelled")
                },
            ],
        ),
    ]
}

/// A ledger with the two reports.
pub fn filled(name: &str) -> Ledger {
    let mut ledger = ledger(name);
    for report in two_reports() {
        ledger.add(&report).unwrap();
    }
    ledger.relink().unwrap();
    ledger
}

/// The occurrences that fit, as JSON.
pub fn occurrences(ledger: &mut Ledger, filter: &Filter) -> Vec<Value> {
    let mut all = Vec::new();
    ledger
        .occurrences(filter, |record| {
            all.push(serde_json::from_str(record).unwrap());
            Ok::<_, sayso_ledger::Error>(())
        })
        .unwrap();
    all
}

/// The triggers of the statements that fit, in the order of the answer.
pub fn triggers(ledger: &mut Ledger, filter: &Filter) -> Vec<String> {
    let mut all = Vec::new();
    ledger
        .statements(filter, |found| {
            all.push(found.claim.trigger.text.clone());
            Ok::<_, sayso_ledger::Error>(())
        })
        .unwrap();
    all
}
