//! A server on a small ledger, and a client that sends what it is told, byte for byte. All texts are our own.

#![allow(dead_code, missing_docs)]

use sayso::ledger::report::{Actor, Auxiliary, End, Link, Place, Quantity, Sentence, Trigger, What};
use sayso::ledger::{Claim, ClaimKey, DocumentKey, Ledger, Name, Notice, Report, Statement};
use sayso::model::statement::{CueClass, Factuality, PlaceRole, Relation, SourceKind};
use sayso::model::{EventType, Interval};
use sayso_web::{Options, Server};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// An empty folder of its own for a test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A server that ends with the test.
pub struct Site {
    pub address: SocketAddr,
    pub ledger: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// On a ledger of these reports.
    pub fn of(name: &str, reports: &[Report]) -> Self {
        Self::with(name, reports, None)
    }

    pub fn with(name: &str, reports: &[Report], token: Option<&str>) -> Self {
        let path = folder(name).join("ledger.db");
        let mut ledger = Ledger::create(&path).unwrap();
        for report in reports {
            ledger.add(report).unwrap();
        }
        ledger.relink().unwrap();
        drop(ledger);
        let options = Options {
            ledger: path.clone(),
            listen: "127.0.0.1:0".parse().unwrap(),
            token: token.map(str::to_owned),
            demo: false,
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let server = Server::bind(&options, None).await.unwrap();
                tell.send(server.address()).unwrap();
                let end = async {
                    let _ = stopped.await;
                };
                server.run(end).await.unwrap();
            });
            runtime.shutdown_background();
        });
        Self {
            address: told.recv().unwrap(),
            ledger: path,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"")
    }

    /// JSON of an answer that has to be well.
    pub fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() || method == "POST" {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        head += "\r\n";
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.raw(&bytes)
    }

    /// Sends bytes and reads all that comes back.
    pub fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that has heard enough may close while more is being sent.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        Reply::read(&all)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn read(all: &[u8]) -> Self {
        let Some(end) = all.windows(4).position(|w| w == b"\r\n\r\n") else {
            return Self::default();
        };
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|l| l.split(' ').nth(1))
            .and_then(|s| s.parse().ok());
        let headers: Vec<(String, String)> = lines
            .filter_map(|l| l.split_once(':'))
            .map(|(n, v)| (n.to_lowercase(), v.trim().to_owned()))
            .collect();
        let mut reply = Self {
            status: status.unwrap_or(0),
            headers,
            body: all[end + 4..].to_vec(),
        };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = unchunked(&reply.body);
        }
        reply
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(end) = body.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&body[..end])
            .ok()
            .and_then(|s| usize::from_str_radix(s, 16).ok());
        let Some(size) = size.filter(|s| *s > 0) else {
            break;
        };
        all.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    all
}

pub fn actor(name: &str, code: &str, id: Option<&str>) -> Actor {
    Actor {
        text: name.to_owned(),
        name: name.to_owned(),
        code: Some(code.to_owned()).filter(|c| !c.is_empty()),
        country: code.get(..3).map(str::to_owned),
        sectors: code.get(3..6).map(str::to_owned).into_iter().collect(),
        id: id.map(str::to_owned),
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
        means: Some("sea".into()),
        order,
    }
}

/// What is claimed, in the words of a text.
#[derive(Clone)]
pub struct Said {
    pub what: What,
    pub trigger: &'static str,
    pub places: Vec<Place>,
    pub day: Option<&'static str>,
    pub quantities: Vec<Quantity>,
    pub chain: Vec<Link>,
    pub factuality: Factuality,
    pub future: bool,
}

pub fn event(
    event: EventType,
    quad: u8,
    trigger: &'static str,
    actors: Vec<Actor>,
    recipients: Vec<Actor>,
) -> Said {
    Said {
        what: What::Event {
            event,
            mode: None,
            contexts: vec!["military".into()],
            quad,
            intensity: -9.0,
            cameo: Some("190".into()),
            actors,
            recipients,
        },
        trigger,
        places: Vec::new(),
        day: None,
        quantities: Vec::new(),
        chain: Vec::new(),
        factuality: Factuality::Certain,
        future: false,
    }
}

pub fn fact(relation: Relation, trigger: &'static str, subject: Actor, object: Actor) -> Said {
    let end = |actor: Actor| End {
        text: actor.text.clone(),
        actor: Some(actor),
        ..End::default()
    };
    Said {
        what: What::Fact {
            relation,
            subject: end(subject),
            object: end(object),
        },
        ..event(EventType::ALL[0], 1, trigger, Vec::new(), Vec::new())
    }
}

pub struct Paper {
    pub name: &'static str,
    pub title: &'static str,
    pub published: &'static str,
    pub publisher: &'static str,
    pub url: &'static str,
    pub text: &'static str,
    pub said: Vec<Said>,
}

impl Paper {
    pub fn report(&self) -> Report {
        Report {
            name: Name::from(self.name),
            title: Some(self.title.to_owned()),
            published: self.published.parse().ok(),
            publisher: Some(self.publisher.to_owned()),
            url: Some(self.url.to_owned()),
            text: self.text.to_owned(),
            notice: None::<Notice>,
            statements: self
                .said
                .iter()
                .enumerate()
                .map(|(at, s)| self.statement(s, at))
                .collect(),
        }
    }

    fn statement(&self, said: &Said, at: usize) -> Statement {
        let byte = self
            .text
            .find(said.trigger)
            .expect("the trigger stands in the text");
        let points = |byte: usize| self.text[..byte].chars().count() as u32;
        let start = self.text[..byte].rfind(". ").map_or(0, |s| s + 2);
        let end = self.text[byte..]
            .find('.')
            .map_or(self.text.len(), |e| byte + e + 1);
        let number = self.text[..start].matches(". ").count() as u32;
        let trigger = Trigger {
            start: points(byte),
            end: points(byte + said.trigger.len()),
            text: said.trigger.to_owned(),
            lemma: said.trigger.to_owned(),
        };
        let sentence = Sentence {
            number,
            start: points(start),
            end: points(end),
            heading: false,
        };
        let day = said.day.map(|d| d.parse().unwrap());
        let time = Interval { start: day, end: day };
        let id = format!("{}-{at}", self.name)
            .bytes()
            .fold(7_u64, |h, b| h.wrapping_mul(31).wrapping_add(b.into()));
        let claim = Claim {
            key: ClaimKey::default(),
            document: DocumentKey::default(),
            id: format!("{id:016x}"),
            what: said.what.clone(),
            sentence,
            trigger,
            names: Vec::new(),
            context: Vec::new(),
            points_back: false,
            places: said.places.clone(),
            time,
            dated: day.is_some(),
            quantities: said.quantities.clone(),
            auxiliary: Auxiliary {
                future: said.future,
                ..Auxiliary::default()
            },
            factuality: said.factuality,
            chain: said.chain.clone(),
            score: 0.9,
        };
        let record = record(&claim, self.name);
        Statement {
            record: serde_json::value::to_raw_value(&record).unwrap(),
            claim,
        }
    }
}

fn record(c: &Claim, document: &str) -> Value {
    let party = |a: &Actor| json!({"entity": a.entity, "text": a.text, "start": a.start, "end": a.end, "code": a.code, "country": a.country, "sector": a.sectors});
    let mut all = json!({
        "id": c.id, "kind": "event", "document": document, "sentence": c.sentence.number,
        "trigger": {"start": c.trigger.start, "end": c.trigger.end, "text": c.trigger.text, "lemma": c.trigger.lemma},
        "places": c.places.iter().map(|p| json!({"place": 0, "role": p.role.name(), "means": p.means, "order": p.order})).collect::<Vec<_>>(),
        "time": {"start": c.time.start, "end": c.time.end, "text": null},
        "quantities": c.quantities.iter().enumerate().map(|(at, _)| json!({"quantity": at})).collect::<Vec<_>>(),
        "auxiliary": c.auxiliary.names(), "factuality": c.factuality.name(),
        "attribution": c.chain.iter().map(|l| json!({"attribution": 0, "text": l.name, "code": l.code, "source_kind": l.kind.name(),
            "channel": null, "distanced": false})).collect::<Vec<_>>(),
        "score": c.score, "evidence": [[c.sentence.start, c.sentence.end]],
    });
    match &c.what {
        What::Event {
            event,
            mode,
            contexts,
            quad,
            intensity,
            cameo,
            actors,
            recipients,
        } => {
            all["type"] = json!(event.name());
            all["mode"] = json!(mode);
            all["contexts"] = json!(contexts);
            all["quad"] = json!(quad);
            all["intensity"] = json!(intensity);
            all["cameo"] = json!(cameo);
            all["actors"] = actors.iter().map(party).collect();
            all["recipients"] = recipients.iter().map(party).collect();
        }
        What::Fact {
            relation,
            subject,
            object,
        } => {
            all["kind"] = json!("fact");
            all["relation"] = json!(relation.name());
            for (name, end) in [("subject", subject), ("object", object)] {
                all[name] = json!({"entity": 0, "text": end.text, "start": 0, "end": 1});
            }
            all["valid"] = json!({"start": "2019-01-01", "end": null});
        }
    }
    all
}

pub fn soldiers(value: f64) -> Quantity {
    Quantity {
        value,
        unit: Some("person".into()),
        of: Some("soldier".into()),
        ..Quantity::default()
    }
}

/// A shelling in three accounts, one of them a denial; a journey; a visit that is planned; the structure of an army.
pub fn papers() -> Vec<Paper> {
    let (mali, niger) = (
        actor("Malian army", "MLIMIL", Some("malian-army")),
        actor("Niger", "NERGOV", None),
    );
    let attack = |chain: Vec<Link>, factuality, dead: f64| Said {
        places: vec![place("Ménaka", "MLI", PlaceRole::Location, (15.9, 2.4), 0)],
        day: Some("2024-05-03"),
        quantities: vec![soldiers(dead)],
        chain,
        factuality,
        ..event(
            EventType::from_name("ASSAULT").unwrap(),
            4,
            "shelled",
            vec![mali.clone()],
            vec![niger.clone()],
        )
    };
    let go = Said {
        places: vec![
            place("Gao", "MLI", PlaceRole::Origin, (16.3, -0.05), 0),
            place("Ansongo", "MLI", PlaceRole::Via, (15.7, 0.5), 0),
            place("Ménaka", "MLI", PlaceRole::Destination, (15.9, 2.4), 0),
        ],
        ..event(
            EventType::from_name("MOBILIZE").unwrap(),
            4,
            "moved",
            vec![actor("River patrol", "MLICOP", None)],
            Vec::new(),
        )
    };
    let visit = Said {
        future: true,
        ..event(
            EventType::from_name("CONSULT").unwrap(),
            1,
            "visit",
            vec![niger.clone()],
            vec![mali.clone()],
        )
    };
    vec![
        Paper {
            name: "courier/1",
            title: "Army shells post",
            published: "2024-05-04",
            publisher: "The Courier",
            url: "https://courier.example/1",
            text: "Témoins 🛰: the Malian army shelled a post of Niger near Ménaka on Friday and killed 12 soldiers, General Barka said.",
            said: vec![attack(
                vec![source("General Barka", "NERMIL")],
                Factuality::Certain,
                12.0,
            )],
        },
        Paper {
            name: "wire/7",
            title: "Post under fire",
            published: "2024-05-05",
            publisher: "Southern Wire",
            url: "https://wire.example/7",
            text: "The Malian army shelled a post of Niger near Ménaka on Friday, two herders told a reporter, who counted 9 graves. Niger will visit the place.",
            said: vec![
                attack(vec![source("two herders", "")], Factuality::Certain, 9.0),
                visit,
            ],
        },
        // Long before, so that it is no part of the shelling.
        Paper {
            name: "gazette/2",
            title: "By boat",
            published: "2022-01-20",
            publisher: "Gazette",
            url: "https://gazette.example/2",
            text: "The River patrol moved from Gao through Ansongo to Ménaka.",
            said: vec![go],
        },
        Paper {
            name: "gazette/3",
            title: "Bamako denies",
            published: "2024-05-06",
            publisher: "Gazette",
            url: "https://gazette.example/3",
            text: "The Malian army has not shelled a post of Niger near Ménaka on Friday, Colonel Diarra said. The Desert Guard is part of the Malian army.",
            said: vec![
                attack(
                    vec![source("Colonel Diarra", "MLIMIL")],
                    Factuality::CertainNot,
                    12.0,
                ),
                fact(
                    Relation::PartOf,
                    "part of",
                    actor("Desert Guard", "MLIMIL", Some("desert-guard")),
                    mali.clone(),
                ),
            ],
        },
    ]
}

pub fn reports() -> Vec<Report> {
    papers().iter().map(Paper::report).collect()
}

/// What may stand in a path.
pub fn coded(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric();
    text.bytes()
        .map(|b| {
            if plain(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
