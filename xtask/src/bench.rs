//! `cargo xtask bench`: how fast the release build is, how soon it begins, how much memory it takes; with `--peers` beside
//! spaCy, UDPipe and onnxruntime on the same texts (`bench/peers/README.md`).

use crate::{Done, eval, release_program, root, shared};
use serde::Deserialize;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// Folder with `data/polnear/train.jsonl` [default: ../shared; without it the examples are read again and again]
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// How many articles to read
    #[arg(long, value_name = "N", default_value_t = 300)]
    articles: usize,
    /// Folder with the models of `bench/peers`: measures these as well, on one thread
    #[arg(long, value_name = "DIR")]
    peers: Option<PathBuf>,
    /// Python that has what `bench/peers/requirements.txt` names
    #[arg(long, value_name = "FILE", default_value = "python3")]
    python: PathBuf,
}

/// How often the short runs are done; the middle one counts.
const STARTS: usize = 11;

/// What a run of the program took.
struct Run {
    wall: Duration,
    /// In bytes; `None` where the system does not tell.
    peak: Option<u64>,
}

/// What was measured of the program.
struct Measured {
    /// A short text.
    start: Run,
    /// The articles, on one thread and on two.
    long: [Run; 2],
}

/// What a peer says of itself, and its accuracy on gold words of UD English EWT test where it is a parser.
#[derive(Deserialize)]
struct Peer {
    peer: String,
    /// In seconds.
    start: f64,
    /// For the texts.
    seconds: f64,
    /// In bytes.
    peak: u64,
    las: Option<f64>,
    upos: Option<f64>,
}

/// Measures and prints one table.
///
/// # Errors
/// When the program does not build or fails.
pub fn run(args: &Args) -> Done {
    let program = release_program()?;
    let (texts, from) = texts(args)?;
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let folder = std::env::temp_dir().join(format!("sayso-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(&program, &texts, &folder);
    let shared = shared(args.shared.as_deref());
    let peers = match (&args.peers, &measured) {
        (Some(models), Ok(_)) => peers(args, models, shared.as_deref(), &folder),
        _ => Ok(Vec::new()),
    };
    fs::remove_dir_all(&folder)?;
    let (
        Measured {
            start,
            long: [one, two],
        },
        peers,
    ) = (measured?, peers?);
    println!("\n{} articles, {words} words, {from}\n", texts.len());
    println!(
        "| what | words/s | seconds | start | peak memory | UPOS | LAS |\n| --- | --- | --- | --- | --- | --- | --- |"
    );
    let row = |name: &str, seconds: f64, start: f64, peak: &str, accuracy: &str| {
        let speed = words as f64 / seconds;
        println!("| {name} | {speed:.0} | {seconds:.2} | {start:.3} s | {peak} | {accuracy} |");
    };
    println!(
        "| `sayso read examples/border.txt` | | {0:.3} | {0:.3} s | {1} | | |",
        start.wall.as_secs_f64(),
        megabytes(start.peak)
    );
    let accuracy = match (&shared, peers.is_empty()) {
        (Some(shared), false) => {
            let numbers = eval::numbers_of("ud-ewt", shared, &program)?;
            let of = |name: &str| {
                numbers
                    .iter()
                    .find(|(n, _)| n == name)
                    .map_or("", |(_, v)| v.as_str())
                    .to_owned()
            };
            format!("{} | {}", of("upos"), of("las"))
        }
        _ => " | ".to_owned(),
    };
    for (name, run) in [("1 thread", &one), ("2 threads", &two)] {
        let name = format!("`sayso annotate`, {name}");
        row(
            &name,
            run.wall.as_secs_f64(),
            start.wall.as_secs_f64(),
            &megabytes(run.peak),
            &accuracy,
        );
    }
    for peer in peers {
        let shown = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{share:.4}"));
        let accuracy = format!("{} | {}", shown(peer.upos), shown(peer.las));
        row(
            &format!("{}, 1 thread", peer.peer),
            peer.seconds,
            peer.start,
            &megabytes(Some(peer.peak)),
            &accuracy,
        );
    }
    Ok(())
}

/// Runs all peers, one after the other, over the texts that were written for the program.
fn peers(
    args: &Args,
    models: &Path,
    shared: Option<&Path>,
    folder: &Path,
) -> Result<Vec<Peer>, Box<dyn Error>> {
    let run = |name: &str| -> Result<Peer, Box<dyn Error>> {
        let mut call = Command::new(&args.python);
        call.arg(root().join("bench/peers/run.py"))
            .arg(name)
            .arg("--models")
            .arg(models);
        call.arg("--texts").arg(folder.join("articles.jsonl"));
        if let Some(shared) = shared {
            call.arg("--gold")
                .arg(shared.join("data/ud/EWT/en_ewt-ud-test.conllu"));
        }
        let output = call.stderr(Stdio::inherit()).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said.lines().next_back().filter(|_| output.status.success());
        Ok(serde_json::from_str(line.ok_or_else(|| {
            format!("the peer {name} failed: see bench/peers/README.md")
        })?)?)
    };
    ["udpipe", "spacy", "onnx"].into_iter().map(run).collect()
}

fn measure(program: &Path, texts: &[String], folder: &Path) -> Result<Measured, Box<dyn Error>> {
    let example = root().join("examples/border.txt");
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(watch(Command::new(program).arg("read").arg(&example))?);
    }
    starts.sort_by_key(|run| run.wall);
    let input = folder.join("articles.jsonl");
    let line = |(at, text): (usize, &String)| {
        serde_json::json!({"id": at.to_string(), "text": text}).to_string() + "\n"
    };
    fs::write(&input, texts.iter().enumerate().map(line).collect::<String>())?;
    let mut runs: Vec<Run> = Vec::new();
    let mut outputs = Vec::new();
    for threads in ["1", "2"] {
        let output = folder.join(["layers-", threads, ".jsonl"].concat());
        let mut call = Command::new(program);
        call.args(["annotate", "--quiet", "--threads", threads, "-o"])
            .args([&output, &input]);
        runs.push(watch(&mut call)?);
        outputs.push(fs::read(output)?);
    }
    if outputs[0] != outputs[1] {
        return Err("one and two threads do not write the same bytes".into());
    }
    let long = runs.try_into().map_err(|_| "two runs are needed")?;
    Ok(Measured {
        start: starts.swap_remove(STARTS / 2),
        long,
    })
}

/// Runs a program to its end and watches its memory.
fn watch(call: &mut Command) -> Result<Run, Box<dyn Error>> {
    let begin = Instant::now();
    let mut child = call.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        // The system keeps the highest value itself, so only what is added after the last look is missed.
        peak = peak_in(&status).or(peak);
        if let Some(ended) = child.try_wait()? {
            let wall = begin.elapsed();
            return if ended.success() {
                Ok(Run { wall, peak })
            } else {
                Err("the program failed".into())
            };
        }
        sleep(Duration::from_millis(1));
    }
}

/// The peak of resident memory, in bytes, of `/proc/N/status`.
fn peak_in(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? << 10)
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or("not known".into(), |b| format!("{:.0} MB", b as f64 / 1e6))
}

/// The articles to read, and where they are from.
fn texts(args: &Args) -> Result<(Vec<String>, &'static str), Box<dyn Error>> {
    let news = shared(args.shared.as_deref()).map(|folder| folder.join("data/polnear/train.jsonl"));
    let (lines, from) = match news.filter(|path| path.is_file()) {
        Some(path) => (fs::read_to_string(path)?, "from polnear/train"),
        None => (
            fs::read_to_string(root().join("examples/reports.jsonl"))?,
            "from examples/",
        ),
    };
    let text = |line: &str| -> Result<String, Box<dyn Error>> {
        let record: Value = serde_json::from_str(line)?;
        Ok(record["text"].as_str().ok_or("a record without text")?.to_owned())
    };
    let mut texts: Vec<String> = lines
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(text)
        .collect::<Result<_, _>>()?;
    if from == "from examples/" {
        for name in ["border.txt", "exchange.txt", "protest.txt"] {
            texts.push(fs::read_to_string(root().join("examples").join(name))?);
        }
    }
    Ok((texts.into_iter().cycle().take(args.articles).collect(), from))
}
