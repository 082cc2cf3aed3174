//! One way to run each thing: `cargo xtask check | test | eval | bench | ledger-bench | web-bench | cpus | generate`. One file for each command.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the command line"
)]

mod bench;
mod calibrate;
mod chance;
mod check;
mod coreference;
mod cpus;
mod cues;
mod eval;
mod gazetteer;
mod generate;
mod granted;
mod happened;
mod labels;
mod ledger_bench;
mod links;
mod own_sets;
mod pairs;
mod parties;
mod perceptron;
mod places;
mod rarity;
mod sides;
mod test;
mod times;
mod tolls;
mod web_bench;

use clap::{Parser, Subcommand};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What a command comes to; the error is printed as it is.
pub type Done = Result<(), Box<dyn Error>>;

/// Checks, tests, measures and generates what this repository holds
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format, lints, generated files, fuzz targets: all that must hold before a change goes in
    Check,
    /// All tests, with doc tests
    Test,
    /// Measure quality and write `eval/RESULTS.md`
    Eval(eval::Args),
    /// Measure speed, start-up and memory
    Bench(bench::Args),
    /// Measure the size and speed of a large made-up ledger; for honest numbers with `cargo run --release --package xtask -- ledger-bench`
    LedgerBench(ledger_bench::Args),
    /// Measure the HTTP API under many clients at a time; for honest numbers with `cargo run --release --package xtask -- web-bench`
    WebBench(web_bench::Args),
    /// Whether processors with other vector instructions write the same bytes
    Cpus(cpus::Args),
    /// Make the files that are made from others
    #[command(subcommand)]
    Generate(generate::What),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Check => check::run(),
        Task::Test => test::run(),
        Task::Eval(args) => eval::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::LedgerBench(args) => ledger_bench::run(&args),
        Task::WebBench(args) => web_bench::run(&args),
        Task::Cpus(args) => cpus::run(&args),
        Task::Generate(what) => generate::run(&what),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the repository")
}

/// Runs cargo in the root of the repository, its output on the terminal.
///
/// # Errors
/// When it cannot be started or fails.
pub fn cargo(arguments: &[&str]) -> Done {
    println!("$ cargo {}", arguments.join(" "));
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let status = Command::new(cargo).args(arguments).current_dir(root()).status()?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`cargo {}` failed", arguments.join(" ")).into())
}

/// Builds the program as it is shipped and tells where it lies.
///
/// # Errors
/// When it does not build.
pub fn release_program() -> Result<PathBuf, Box<dyn Error>> {
    cargo(&["build", "--release", "--package", "sayso-cli"])?;
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(folder
        .join("release")
        .join(format!("sayso{}", std::env::consts::EXE_SUFFIX)))
}

/// The folder with scorers and data that are no part of the repository: the one given, else `shared` beside it.
pub fn shared(given: Option<&Path>) -> Option<PathBuf> {
    let folder = given.map_or_else(|| root().join("../shared"), Path::to_owned);
    folder
        .join("score")
        .is_dir()
        .then(|| folder.canonicalize().unwrap_or(folder))
}
