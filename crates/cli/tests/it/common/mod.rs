//! Runs the program on inputs of the tests.

#![allow(dead_code, missing_docs)]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The lines of the output as JSON.
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}")))
            .collect()
    }

    /// Fails unless the status is this and standard error is one line with all these words, or empty where there are none.
    pub fn check(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, Some(status), "{}", self.err);
        assert_eq!(
            self.err.lines().count(),
            usize::from(!words.is_empty()),
            "{}",
            self.err
        );
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in: {}", self.err);
        }
    }
}

/// An empty folder of its own for a test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Writes a file into a folder.
pub fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The program, with what the environment could change taken away.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("RAYON_NUM_THREADS", "2");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the program with arguments.
pub fn sayso<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    finish(program().args(arguments).spawn().unwrap())
}

/// Runs it with something on standard input.
pub fn with_input(input: &[u8], arguments: &[&str]) -> Run {
    let mut child = program().args(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may refuse it before all is written.
        let _ = stdin.write_all(&input);
    });
    let run = finish(child);
    writer.join().unwrap();
    run
}

fn finish(child: std::process::Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run {
        status: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Fails unless every span of a document lies in its text, in code points, and has the words stored beside it.
pub fn check_spans(document: &Value) {
    let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
    visit(document, &text);
}

fn check_span(start: &Value, end: &Value, words: Option<&str>, text: &[char]) {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    assert!(start < end && end <= text.len(), "[{start}, {end})");
    if let Some(words) = words {
        assert_eq!(text[start..end].iter().collect::<String>(), words);
    }
}

fn visit(value: &Value, text: &[char]) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| visit(v, text)),
        Value::Object(fields) => {
            if fields.get("start").is_some_and(Value::is_u64) {
                check_span(
                    &fields["start"],
                    &fields["end"],
                    fields.get("text").and_then(Value::as_str),
                    text,
                );
            }
            for (key, value) in fields {
                if ["evidence", "source", "cue", "content"].contains(&key.as_str()) && value.is_array() {
                    for pair in value.as_array().unwrap() {
                        check_span(&pair[0], &pair[1], None, text);
                    }
                } else {
                    visit(value, text);
                }
            }
        }
        _ => {}
    }
}
