//! Compiles the tables of `data` into what the program embeds.

use std::{env, fs, path::Path};

#[path = "src/index.rs"]
#[allow(dead_code)]
mod index;
#[path = "src/names.rs"]
mod names;
#[path = "src/tables.rs"]
#[allow(dead_code)]
mod tables;

fn main() {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("data");
    let mut files: Vec<String> = [
        "countries.tsv",
        "regions.tsv",
        "agents.tsv",
        "bodies.tsv",
        "memberships.tsv",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut actors: Vec<String> = fs::read_dir(data.join("actors"))
        .expect("data/actors is part of the crate")
        .filter_map(|f| f.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".tsv"))
        .map(|n| format!("actors/{n}"))
        .collect();
    actors.sort();
    files.extend(actors);
    let mut tables = tables::Tables::default();
    for file in &files {
        let text = fs::read_to_string(data.join(file)).unwrap_or_else(|e| panic!("data/{file}: {e}"));
        tables
            .add(file, file, &text)
            .unwrap_or_else(|e| panic!("data/{e}"));
    }
    tables.complete().unwrap_or_else(|e| panic!("data/{e}"));
    let orders = index::Orders::of(&tables, 0);
    let (automaton, refs) = index::build(&tables, index::Known::default());
    let compiled = index::Compiled {
        tables,
        automaton: &automaton,
        refs,
        orders,
    };
    let bytes = postcard::to_stdvec(&compiled).expect("tables can be written");
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("knowledge.bin");
    fs::write(out, bytes).expect("the output folder is writable");
    for path in ["data", "src/index.rs", "src/names.rs", "src/tables.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
}
