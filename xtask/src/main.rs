//! One way to run each thing: `cargo xtask check | test | eval | bench | generate`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool of the command line")]

mod gazetteer;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    gazetteer::generate(Path::new(&args[1]), Path::new("crates/knowledge/data/gazetteer.bin"))
}
