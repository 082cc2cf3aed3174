//! Lists the actor tables, so that adding one is adding a file.

use std::{env, fs, io::Write, path::Path};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("data/actors");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("data/actors is part of the crate")
        .filter_map(|f| f.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".tsv"))
        .collect();
    names.sort();
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("actor_tables.rs");
    let mut file = fs::File::create(out).expect("the output folder is writable");
    writeln!(file, "&[").expect("writable");
    for name in names {
        let path = folder.join(&name);
        writeln!(
            file,
            "({name:?}, include_str!({:?})),",
            path.display().to_string()
        )
        .expect("writable");
    }
    writeln!(file, "]").expect("writable");
    println!("cargo:rerun-if-changed={}", folder.display());
}
