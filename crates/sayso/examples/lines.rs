//! Annotates a JSONL file: `cargo run --release -p sayso --example lines -- FILE`.
#![allow(clippy::print_stdout, reason = "an example")]

use sayso::record::Id;
use sayso::{Given, Record, Sayso};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().next_back().ok_or("give a JSONL file")?;
    let sayso = Sayso::embedded()?;
    for (at, line) in std::fs::read_to_string(path)?.lines().enumerate() {
        let article = Record::parse(line, at + 1)?.article(&Given::default());
        let id = Id::Text(article.id.clone());
        let document = sayso.read(vec![article]).remove(0);
        println!("{}", serde_json::to_string(&sayso.record(&document, id))?);
    }
    Ok(())
}
