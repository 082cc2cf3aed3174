//! `cargo xtask web-bench`: how long the HTTP API takes when many ask at once.

use crate::chance::Chance;
use crate::{Done, release_program};
use serde_json::Value;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// The ledger (`cargo xtask ledger-bench --keep FILE` makes one)
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// How many ask at a time, each the next question as soon as the last one is answered
    #[arg(long, value_name = "N", default_value_t = 50)]
    clients: u64,
    /// For how long
    #[arg(long, value_name = "N", default_value_t = 20)]
    seconds: u64,
}

/// Starts the release build's server, asks, and prints one table.
///
/// # Errors
/// When the program does not build, the ledger cannot be served, or an answer is an error.
pub fn run(args: &Args) -> Done {
    let mut command = Command::new(release_program()?);
    command
        .args(["serve", "--port", "0", "--ledger"])
        .arg(&args.ledger);
    let mut server = Running(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let output = server.0.stdout.take().ok_or("the server says nothing")?;
    let mut url = String::new();
    BufReader::new(output).read_line(&mut url)?;
    if url.trim().is_empty() {
        return Err(format!("{} cannot be served", args.ledger.display()).into());
    }
    let url = url.trim().trim_end_matches('/');
    let begun = Instant::now();
    ask(&ureq::agent(), &format!("{url}/"))?;
    ask(&ureq::agent(), &format!("{url}/api/info"))?;
    ask(&ureq::agent(), &format!("{url}/api/facets"))?;
    println!("the first page, its counts included: {}", shown(begun.elapsed()));
    let values = Values::read(url)?;
    let over = AtomicBool::new(false);
    let mut answers: Vec<Answer> = Vec::new();
    std::thread::scope(|scope| -> Done {
        let clients: Vec<_> = (0..args.clients)
            .map(|number| {
                let (values, over) = (&values, &over);
                scope.spawn(move || client(number, url, values, over).map_err(|e| e.to_string()))
            })
            .collect();
        std::thread::sleep(Duration::from_secs(args.seconds));
        over.store(true, Ordering::Relaxed);
        for client in clients {
            let told = client.join().map_err(|_| "a client failed")?;
            answers.extend(told?);
        }
        Ok(())
    })?;
    table(&answers, args);
    Ok(())
}

/// A server that ends when it is let go of.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What one question took.
struct Answer {
    kind: &'static str,
    took: Duration,
    bytes: usize,
}

/// Asks until it is over.
fn client(number: u64, url: &str, values: &Values, over: &AtomicBool) -> Result<Vec<Answer>, Box<dyn Error>> {
    let agent = ureq::agent();
    let mut chance = Chance(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let mut answers = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let (kind, path) = values.question(&mut chance);
        let begun = Instant::now();
        let bytes = ask(&agent, &format!("{url}{path}"))?.len();
        let took = begun.elapsed();
        answers.push(Answer { kind, took, bytes });
    }
    Ok(answers)
}

/// The answer as it comes over the wire.
fn ask(agent: &ureq::Agent, url: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let answer = agent.get(url).header("accept-encoding", "gzip").call();
    let mut answer = answer.map_err(|e| format!("{url}: {e}"))?;
    let mut bytes = Vec::new();
    answer.body_mut().as_reader().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is asked for: values of the ledger, the commonest first.
struct Values {
    countries: Vec<String>,
    types: Vec<String>,
    months: Vec<String>,
    actors: Vec<String>,
    sources: Vec<String>,
    occurrences: Vec<String>,
    statements: Vec<String>,
    documents: Vec<String>,
    places: Vec<String>,
    words: Vec<String>,
}

/// Kinds of conditions.
const CONDITIONS: usize = 9;

impl Values {
    fn read(url: &str) -> Result<Self, Box<dyn Error>> {
        let agent = ureq::agent();
        let json = |path: &str| -> Result<Value, Box<dyn Error>> {
            let mut answer = agent.get(format!("{url}{path}")).call()?;
            Ok(serde_json::from_reader(answer.body_mut().as_reader())?)
        };
        let texts = |list: &Value, field: &str| -> Vec<String> {
            let each = list.as_array().into_iter().flatten();
            each.filter_map(|one| one[field].as_str())
                .map(str::to_owned)
                .collect()
        };
        let facets = json("/api/facets")?;
        let statements = json("/api/statements?limit=200")?;
        let items = statements["items"].as_array();
        let sentences = items
            .into_iter()
            .flatten()
            .filter_map(|s| s["more"]["sentence"].as_str());
        let mut words: Vec<String> = sentences
            .flat_map(str::split_whitespace)
            .filter(|w| w.len() > 3 && w.chars().all(char::is_alphabetic))
            .map(str::to_owned)
            .collect();
        words.dedup();
        let map = json("/api/map")?;
        let places = map["features"].as_array().into_iter().flatten();
        Ok(Self {
            countries: texts(&facets["country"], "value"),
            types: texts(&facets["type"], "value"),
            months: texts(&facets["month"], "value"),
            actors: texts(&json("/api/actors?limit=200")?["items"], "key"),
            sources: texts(&json("/api/sources?limit=200")?["items"], "name"),
            occurrences: texts(&json("/api/occurrences?limit=200")?["items"], "id"),
            statements: texts(&statements["items"], "id"),
            documents: texts(&json("/api/documents?limit=200")?["items"], "key"),
            places: places
                .filter_map(|p| p["properties"]["place"].as_str().map(str::to_owned))
                .collect(),
            words,
        })
    }

    /// One of the questions that the page asks. Lists, counts, series and maps have one or two conditions.
    fn question(&self, chance: &mut Chance) -> (&'static str, String) {
        let filter = |chance: &mut Chance| {
            let first = chance.below(CONDITIONS);
            let one = self.condition(first, chance);
            let second = (first + 1 + chance.below(CONDITIONS - 1)) % CONDITIONS;
            match chance.below(2) {
                0 => one,
                _ => format!("{one}&{}", self.condition(second, chance)),
            }
        };
        match chance.below(100) {
            0..25 => (
                "occurrences",
                format!("/api/occurrences?lead=true&limit=25&{}", filter(chance)),
            ),
            25..35 => (
                "statements",
                format!("/api/statements?limit=25&{}", filter(chance)),
            ),
            35..50 => ("facets", format!("/api/facets?{}", filter(chance))),
            50..60 => (
                "series",
                format!(
                    "/api/series?by=total&both=true&actor={}&recipient={}",
                    of(chance, &self.countries),
                    of(chance, &self.countries)
                ),
            ),
            60..65 => ("map", format!("/api/map?{}", filter(chance))),
            65..75 => (
                "occurrences/{id}",
                format!("/api/occurrences/{}", of(chance, &self.occurrences)),
            ),
            75..80 => (
                "statements/{id}",
                format!("/api/statements/{}", of(chance, &self.statements)),
            ),
            80..86 => (
                "documents/{key}",
                format!("/api/documents/{}", coded(of(chance, &self.documents))),
            ),
            86..90 => (
                "actors",
                format!("/api/actors?text={}", &coded(of(chance, &self.words))[..3]),
            ),
            90..94 => (
                "actors/{key}",
                format!("/api/actors/{}", coded(of(chance, &self.actors))),
            ),
            94..98 => (
                "sources/{name}",
                format!("/api/sources/{}", coded(of(chance, &self.sources))),
            ),
            _ => ("info", "/api/info".to_owned()),
        }
    }

    fn condition(&self, which: usize, chance: &mut Chance) -> String {
        match which {
            0 => format!("country={}", of(chance, &self.countries)),
            1 => format!("type={}", of(chance, &self.types)),
            2 => format!("actor={}", of(chance, &self.countries)),
            3 => format!("text={}", coded(of(chance, &self.words))),
            4 => format!("place={}", coded(of(chance, &self.places))),
            5 => format!("source={}", coded(of(chance, &self.sources))),
            6 => format!("quad={}", 1 + chance.below(4)),
            7 => format!(
                "status={}",
                ["disputed", "denied", "corroborated"][chance.below(3)]
            ),
            _ => {
                let month = of(chance, &self.months);
                format!("from={month}-01&to={month}-28")
            }
        }
    }
}

fn coded(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let each = value.bytes().map(|b| match plain(b) {
        true => char::from(b).to_string(),
        false => format!("%{b:02X}"),
    });
    each.collect()
}

/// One of a list, those in front far more often (the least of two throws).
fn of<'a>(chance: &mut Chance, all: &'a [String]) -> &'a str {
    if all.is_empty() {
        return "none";
    }
    &all[chance.below(all.len()).min(chance.below(all.len()))]
}

fn table(answers: &[Answer], args: &Args) {
    let mut kinds: Vec<&str> = answers.iter().map(|a| a.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    println!(
        "{} clients, {} s: {} answers, {:.0} a second\n",
        args.clients,
        args.seconds,
        answers.len(),
        answers.len() as f64 / args.seconds as f64
    );
    println!(
        "| path | answers | kB | median | 95 % | 99 % | slowest |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for kind in kinds {
        row(kind, answers.iter().filter(|a| a.kind == kind));
    }
    row("all", answers.iter());
}

fn row<'a>(name: &str, answers: impl Iterator<Item = &'a Answer>) {
    let mut bytes = 0;
    let mut times: Vec<Duration> = answers
        .map(|a| {
            bytes += a.bytes;
            a.took
        })
        .collect();
    times.sort();
    let at = |share: f64| shown(times[((times.len() - 1) as f64 * share) as usize]);
    println!(
        "| {name} | {} | {:.1} | {} | {} | {} | {} |",
        times.len(),
        bytes as f64 / 1e3 / times.len() as f64,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
