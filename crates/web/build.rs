//! Puts the built page (`ui/dist`) into the program: each file plain and with gzip, with its kind and hash.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let dist = root.join("ui/dist");
    println!("cargo::rerun-if-changed=ui/dist");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    folder(&dist, &mut files)?;
    files.sort();
    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for (number, file) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", file.display());
        let bytes = fs::read(file)?;
        let name = file
            .strip_prefix(&dist)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        let packed = encoder.finish()?;
        let shorter = packed.len() + 100 < bytes.len();
        if shorter {
            fs::write(out.join(format!("{number}.gz")), &packed)?;
        }
        // A copy, as the page may be built anew while the program is compiled.
        fs::write(out.join(format!("{number}.plain")), &bytes)?;
        let packed = if shorter {
            format!("Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{number}.gz\")))")
        } else {
            "None".to_owned()
        };
        let hash = &blake3::hash(&bytes).to_hex()[..16];
        let _ = writeln!(
            code,
            "    Asset {{ path: {name:?}, kind: {:?}, tag: \"\\\"{hash}\\\"\", plain: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{number}.plain\")), packed: {packed} }},",
            kind(&name),
        );
    }
    code.push_str("];\n");
    fs::write(out.join("assets.rs"), code)
}

fn folder(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            folder(&path, files)?;
        } else if path.extension().is_none_or(|e| e != "map") {
            files.push(path);
        }
    }
    Ok(())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
