//! The program `sayso`: reads the news and keeps the record of who says what happened.

mod annotate;
mod args;
mod articles;
mod collected;
mod explain;
mod export;
mod import;
mod ingest;
mod input;
mod knowledge;
mod ledger;
mod lines;
mod output;
mod page;
mod progress;
mod query;
mod read;
mod relate;
mod report;
mod resolve;
mod run;
mod serve;
mod table;
mod told;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match args::Cli::parse().command {
        args::Command::Read(args) => read::run(&args),
        args::Command::Annotate(args) => annotate::run(&args),
        args::Command::Explain(args) => explain::run(&args),
        args::Command::Relate(args) => relate::run(&args),
        args::Command::Resolve(args) => resolve::run(&args),
        args::Command::Ingest(args) => ingest::run(&args),
        args::Command::Query(args) => query::run(&args),
        args::Command::Export(args) => export::run(&args),
        args::Command::Serve(args) => serve::run(&args),
        args::Command::Ledger(args) => ledger::run(&args),
        args::Command::Knowledge(args) => knowledge::run(&args),
    };
    report::exit(result)
}
