//! `cargo xtask ledger-bench`: a made-up ledger of many statements, how large it is, and how long questions to it take.

use crate::Done;
use crate::chance::Chance;
use jiff::civil::{Date, date};
use sayso::ledger::export::Format;
use sayso::ledger::report::{Actor, Auxiliary, Link, Place, Quantity, Sentence, Trigger, What};
use sayso::ledger::{Claim, ClaimKey, DocumentKey, Error, Filter, Ledger, Name, Report, Statement, Status};
use sayso::model::statement::{CueClass, Factuality, PlaceRole, SourceKind};
use sayso::model::{EventType, Interval, Ontology};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// How many statements
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    statements: usize,
    /// Keep the ledger here [default: a temporary file]
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

/// Statements of a report.
const EACH: usize = 20;
/// Reports that are added one by one, and the latest day of all.
const NEW: usize = 21;
const LATEST: Date = date(2024, 12, 28);
/// How often a question is asked; the middle one counts.
const TIMES: usize = 5;

/// Makes the ledger, asks, and prints one table.
///
/// # Errors
/// When the ledger cannot be made or read.
pub fn run(args: &Args) -> Done {
    let folder = std::env::temp_dir().join(format!("sayso-ledger-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let path = args.keep.clone().unwrap_or_else(|| folder.join("bench.db"));
    let done = measure(&path, args.statements);
    fs::remove_dir_all(&folder)?;
    done
}

fn measure(path: &std::path::Path, statements: usize) -> Done {
    let mut maker = Maker::new();
    let mut ledger = Ledger::create(path)?;
    let reports = statements.div_ceil(EACH);
    let begun = Instant::now();
    let (mut making, mut texts, mut packed) = (Duration::ZERO, 0, 0);
    for number in 0..reports {
        let made = Instant::now();
        let report = maker.report(number);
        making += made.elapsed();
        texts += report.text.len();
        packed += report
            .statements
            .iter()
            .map(|s| s.record.get().len())
            .sum::<usize>();
        ledger.add(&report)?;
    }
    let adding = begun.elapsed() - making;
    let begun = Instant::now();
    ledger.link()?;
    let linking = begun.elapsed();
    let latest = maker.linked(&mut ledger, reports..reports + NEW, Some(LATEST))?;
    let any = maker.linked(&mut ledger, reports + NEW..reports + 2 * NEW, None)?;
    // The next program that adds a report reads what links them first.
    drop(ledger);
    let mut ledger = Ledger::create(path)?;
    let after_opening = maker.linked(&mut ledger, reports + 2 * NEW..reports + 2 * NEW + 1, None)?;
    let occurrences = ledger.count_occurrences(&Filter::default(), u64::MAX)?;
    let before = ledger.info()?;
    let begun = Instant::now();
    ledger.compact()?;
    let compacting = begun.elapsed();
    let info = ledger.info()?;
    let text_share = ledger.stored_text()?;
    println!(
        "\n{} statements in {} reports, {occurrences} occurrences\n",
        info.statements, info.documents
    );
    println!("| what | |\n| --- | --- |");
    let each = |bytes: u64| bytes as f64 / info.statements as f64;
    println!(
        "| adding | {:.1} s, {:.0} statements/s |",
        adding.as_secs_f64(),
        info.statements as f64 / adding.as_secs_f64()
    );
    println!("| linking all | {:.1} s |", linking.as_secs_f64());
    for (which, times) in [("of the latest day", latest), ("of any day of the year", any)] {
        println!(
            "| linking one new report {which}, the middle and the slowest of {NEW} | {}, {} |",
            shown(times[times.len() / 2]),
            shown(times[times.len() - 1])
        );
    }
    println!(
        "| linking the first new report after opening | {} |",
        shown(after_opening[0])
    );
    println!("| compacting | {:.1} s |", compacting.as_secs_f64());
    println!(
        "| file as written | {:.1} MB, {:.0} bytes a statement |",
        before.bytes as f64 / 1e6,
        each(before.bytes)
    );
    println!(
        "| file compacted | {:.1} MB, {:.0} bytes a statement |",
        info.bytes as f64 / 1e6,
        each(info.bytes)
    );
    println!(
        "| of these the texts, packed | {:.0} bytes a statement ({:.0} plain) |",
        each(text_share),
        texts as f64 / info.statements as f64
    );
    println!(
        "| without the texts | {:.0} bytes a statement |",
        each(info.bytes - text_share)
    );
    println!(
        "| records as JSON, for comparison | {:.0} bytes a statement |",
        packed as f64 / info.statements as f64
    );
    drop(ledger);
    questions(path)
}

fn questions(path: &std::path::Path) -> Done {
    let text = |t: &str| Some(t.to_owned());
    let page = Filter {
        limit: Some(50),
        ..Filter::default()
    };
    let day = |d: &str| d.parse().ok();
    let asked: Vec<(&str, Filter)> = vec![
        ("everything, 50 rows", page.clone()),
        (
            "everything, 50 rows from the 100,000th",
            Filter {
                offset: 100_000,
                ..page.clone()
            },
        ),
        (
            "actor RUS",
            Filter {
                actor: text("RUS"),
                ..page.clone()
            },
        ),
        (
            "actor by name",
            Filter {
                actor: text("minister"),
                ..page.clone()
            },
        ),
        (
            "actor, type, recipient",
            Filter {
                actor: text("RUSMIL"),
                r#type: text("ASSAULT"),
                recipient: text("UKR"),
                ..page.clone()
            },
        ),
        (
            "country",
            Filter {
                country: text("MLI"),
                ..page.clone()
            },
        ),
        (
            "quad 4",
            Filter {
                quad: Some(4),
                ..page.clone()
            },
        ),
        (
            "factuality CT-",
            Filter {
                factuality: vec!["CT-".into()],
                ..page.clone()
            },
        ),
        (
            "source by name",
            Filter {
                source: text("spokesman 17"),
                ..page.clone()
            },
        ),
        (
            "place",
            Filter {
                place: text("town 33"),
                ..page.clone()
            },
        ),
        (
            "days",
            Filter {
                from: day("2024-03-01"),
                to: day("2024-03-31"),
                ..page.clone()
            },
        ),
        (
            "full text, common word",
            Filter {
                text: text("soldiers"),
                ..page.clone()
            },
        ),
        (
            "full text, phrase",
            Filter {
                text: text("\"near town 33\""),
                ..page.clone()
            },
        ),
        (
            "status planned",
            Filter {
                status: vec![Status::Planned],
                ..page.clone()
            },
        ),
        (
            "type and status and days",
            Filter {
                r#type: text("MOBILIZE"),
                status: vec![Status::SingleSource],
                from: day("2024-06-01"),
                ..page.clone()
            },
        ),
        (
            "nothing found",
            Filter {
                actor: text("ZZZ"),
                ..page.clone()
            },
        ),
    ];
    println!("\n| question | occurrences | statements | count |\n| --- | --- | --- | --- |");
    let mut slowest = Duration::ZERO;
    let mut ledger = Ledger::open(path)?;
    for (name, filter) in &asked {
        let a = middle(|| ledger.occurrences(filter, |_| Ok::<_, Error>(())))?;
        let b = middle(|| ledger.statements(filter, |_| Ok::<_, Error>(())))?;
        let c = middle(|| ledger.count_occurrences(filter, 10_000).map(|_| ()))?;
        slowest = slowest.max(a).max(b).max(c);
        println!("| {name} | {} | {} | {} |", shown(a), shown(b), shown(c));
    }
    println!("\nslowest {}\n\n| all of it | |\n| --- | --- |", shown(slowest));
    let all = Filter::default();
    let row = |name: &str, time: Duration| println!("| {name} | {} |", shown(time));
    row(
        "all occurrences as JSON",
        middle(|| ledger.occurrences(&all, |_| Ok::<_, Error>(())))?,
    );
    row("series of all", middle(|| ledger.series(&all).map(|_| ()))?);
    row(
        "series of one country",
        middle(|| {
            ledger
                .series(&Filter {
                    country: text("MLI"),
                    ..all.clone()
                })
                .map(|_| ())
        })?,
    );
    for (name, format) in [
        ("csv", Format::Csv),
        ("parquet", Format::Parquet),
        ("gdelt-tsv", Format::GdeltTsv),
    ] {
        let begun = Instant::now();
        ledger.export(format, &all, "sayso", &mut std::io::sink())?;
        row(&format!("export {name}"), begun.elapsed());
    }
    let begun = Instant::now();
    ledger.occurrences(
        &Filter {
            as_of: day("2024-06-30"),
            ..page
        },
        |_| Ok::<_, Error>(()),
    )?;
    row("as of a day in the middle", begun.elapsed());
    let begun = Instant::now();
    let troubles = ledger.check()?;
    row("check", begun.elapsed());
    if troubles.is_empty() {
        Ok(())
    } else {
        Err("the ledger is not whole".into())
    }
}

fn middle(mut work: impl FnMut() -> Result<(), Error>) -> Result<Duration, Error> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        work()?;
        times.push(begun.elapsed());
    }
    times.sort();
    Ok(times[TIMES / 2])
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Makes reports, always the same.
struct Maker {
    chance: Chance,
    ontology: Ontology,
}

const COUNTRIES: [&str; 24] = [
    "RUS", "UKR", "USA", "CHN", "MLI", "NER", "SDN", "ETH", "ISR", "PSE", "LBN", "SYR", "TUR", "IRN", "IND",
    "PAK", "MMR", "PRK", "KOR", "COL", "VEN", "HTI", "FRA", "POL",
];
const SECTORS: [&str; 8] = ["GOV", "MIL", "REB", "CVL", "COP", "OPP", "UAF", "MED"];
const WORDS: [&str; 40] = [
    "soldiers",
    "the",
    "border",
    "of",
    "village",
    "after",
    "attack",
    "on",
    "convoy",
    "with",
    "minister",
    "said",
    "that",
    "talks",
    "would",
    "continue",
    "until",
    "agreement",
    "about",
    "prisoners",
    "was",
    "reached",
    "in",
    "capital",
    "where",
    "delegation",
    "arrived",
    "Monday",
    "evening",
    "while",
    "residents",
    "fled",
    "towards",
    "north",
    "river",
    "bridge",
    "had",
    "been",
    "destroyed",
    "by",
];

impl Maker {
    fn new() -> Self {
        Self {
            chance: Chance(42),
            ontology: Ontology::plover(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance.below(end)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Adds reports, published on a day or by chance, and links each; how long each took to link, the quickest first.
    fn linked(
        &mut self,
        ledger: &mut Ledger,
        numbers: std::ops::Range<usize>,
        day: Option<Date>,
    ) -> Result<Vec<Duration>, Error> {
        let mut times = Vec::new();
        for number in numbers {
            let mut report = self.report(number);
            report.published = day.or(report.published);
            ledger.add(&report)?;
            let begun = Instant::now();
            ledger.link()?;
            times.push(begun.elapsed());
        }
        times.sort();
        Ok(times)
    }

    fn actor(&mut self, entity: u32) -> Actor {
        let (country, sector) = (self.of(&COUNTRIES), self.of(&SECTORS));
        let number = self.below(400);
        Actor {
            text: format!("the {sector} {number}"),
            name: if number.is_multiple_of(5) {
                format!("the minister {number} of {country}")
            } else {
                format!("{country} {sector} unit {number}")
            },
            code: Some(format!("{country}{sector}")),
            country: Some(country.to_owned()),
            sectors: vec![sector.to_owned()],
            id: None,
            entity,
            kind: "ORG".to_owned(),
            start: 0,
            end: 10,
        }
    }

    /// One of some thousand words, the first of them far commoner than the last.
    fn rare(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va",
        ];
        let least = self.below(8000).min(self.below(8000));
        let word = least.min(self.below(8000));
        (0..4).map(|place| SYLLABLES[word >> (4 * place) & 15]).collect()
    }

    fn report(&mut self, number: usize) -> Report {
        let name = Name::Text(format!("report-{number}"));
        let day = format!("2024-{:02}-{:02}", 1 + self.below(12), 1 + self.below(28));
        let mut text = String::new();
        let mut statements = Vec::new();
        for at in 0..EACH {
            let start = text.len() as u32;
            let town = self.below(2000);
            let mut sentence: Vec<String> = (0..14).map(|_| self.of(&WORDS).to_owned()).collect();
            sentence.extend((0..8).map(|_| self.rare()));
            sentence.push(format!("near town {town} number {}", self.below(1_000_000)));
            text += &sentence.join(" ");
            text.push_str(".\n");
            let end = text.len() as u32 - 1;
            statements.push(self.statement(&name, number * EACH + at, at as u32, (start, end), town, &day));
        }
        Report {
            title: Some(format!("Report {number} about {}", self.of(&WORDS))),
            published: day.parse().ok(),
            publisher: Some(format!("Outlet {}", self.below(60))),
            url: Some(format!("https://outlet.example/{number}")),
            notice: None,
            text,
            statements,
            name,
        }
    }

    fn statement(
        &mut self,
        name: &Name,
        id: usize,
        number: u32,
        (start, end): (u32, u32),
        town: usize,
        day: &str,
    ) -> Statement {
        let event = self.of(&EventType::ALL);
        let lemma = format!("{}{}", self.rare(), event.name().to_lowercase());
        let actors: Vec<Actor> = (0..1 + self.below(2)).map(|n| self.actor(n as u32)).collect();
        let recipients: Vec<Actor> = (0..self.below(2)).map(|n| self.actor(10 + n as u32)).collect();
        let said = self.below(2000);
        let chain: Vec<Link> = (0..self.below(2))
            .map(|n| Link {
                text: "a spokesman".to_owned(),
                name: format!("spokesman {said}"),
                code: None,
                country: None,
                id: None,
                body: None,
                entity: Some(20),
                attribution: n as u32,
                kind: SourceKind::Role,
                cue: CueClass::Assert,
                quoted: "indirect".to_owned(),
                number: None,
                countries: Vec::new(),
                channel: None,
                time: None,
                distanced: false,
            })
            .collect();
        let places: Vec<Place> = (0..self.below(2))
            .map(|n| Place {
                role: PlaceRole::Location,
                name: format!("Town {town}"),
                text: format!("town {town}"),
                country: Some(COUNTRIES[town % COUNTRIES.len()].to_owned()),
                lat: (town % 90) as f64,
                lon: (town % 180) as f64,
                geonames_id: Some(town as u32),
                feature: "P.PPL".to_owned(),
                means: None,
                order: n as u32,
            })
            .collect();
        let quantities: Vec<Quantity> = (0..self.below(2))
            .map(|_| Quantity {
                value: self.below(500) as f64,
                low: None,
                high: None,
                unit: Some("person".to_owned()),
                of: Some("soldier".to_owned()),
            })
            .collect();
        let factuality = if self.below(10) == 0 {
            Factuality::CertainNot
        } else {
            Factuality::Certain
        };
        let future = self.below(8) == 0;
        let id = format!("{:016x}", (id as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let party = |a: &Actor| {
            serde_json::json!({"entity": a.entity, "text": a.text, "start": a.start, "end": a.end, "code": a.code, "country": a.country,
                "sector": a.sectors})
        };
        let quad = self.ontology.quad(event).number();
        let intensity = self.ontology.intensity(event, None);
        let auxiliary = Auxiliary {
            future,
            ..Auxiliary::default()
        };
        let link = |l: &Link| {
            serde_json::json!({"attribution": l.attribution, "text": l.text, "code": l.code, "source_kind": l.kind.name(),
                "channel": null, "distanced": false})
        };
        let record = serde_json::json!({
            "id": id, "kind": "event", "document": name.to_string(), "sentence": number, "type": event.name(), "mode": null,
            "contexts": ["military"], "quad": quad, "intensity": intensity, "cameo": "190",
            "trigger": {"start": start, "end": start + 8, "text": "attacked", "lemma": lemma},
            "actors": actors.iter().map(party).collect::<Vec<_>>(),
            "recipients": recipients.iter().map(party).collect::<Vec<_>>(),
            "places": places.iter().map(|_| serde_json::json!({"place": 0, "role": "location", "means": null, "order": 0})).collect::<Vec<_>>(),
            "time": {"start": day, "end": day, "text": "Monday"},
            "quantities": quantities.iter().map(|_| serde_json::json!({"quantity": 0})).collect::<Vec<_>>(),
            "auxiliary": auxiliary.names(), "factuality": factuality.name(),
            "attribution": chain.iter().map(link).collect::<Vec<_>>(),
            "score": 0.87, "evidence": [[start, end]],
        });
        let date = day.parse().ok();
        let parties = actors.iter().chain(&recipients).map(|a| &a.name);
        let mut names: Vec<String> = parties
            .chain(places.iter().map(|p| &p.name))
            .flat_map(|name| name.split(' ').map(str::to_lowercase))
            .filter(|word| !["the", "minister", "of", "unit", "town"].contains(&word.as_str()))
            .collect();
        names.sort_unstable();
        names.dedup();
        Statement {
            claim: Claim {
                key: ClaimKey::default(),
                document: DocumentKey::default(),
                id,
                what: What::Event {
                    event,
                    mode: None,
                    contexts: vec!["military".to_owned()],
                    quad,
                    intensity,
                    cameo: Some("190".to_owned()),
                    actors,
                    recipients,
                },
                sentence: Sentence {
                    number,
                    start,
                    end,
                    heading: false,
                },
                trigger: Trigger {
                    start,
                    end: start + 8,
                    text: "attacked".to_owned(),
                    lemma,
                },
                names,
                context: Vec::new(),
                points_back: false,
                places,
                time: Interval {
                    start: date,
                    end: date,
                },
                dated: true,
                quantities,
                auxiliary,
                factuality,
                chain,
                score: 0.87,
            },
            record: serde_json::value::to_raw_value(&record).expect("it is JSON"),
        }
    }
}
