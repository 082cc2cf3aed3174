//! `cargo xtask test`: all tests of the workspace, with nextest where it is installed.

use crate::{Done, cargo};
use std::process::{Command, Stdio};

/// Runs the doc tests, then all others.
///
/// # Errors
/// When a test fails.
pub fn run() -> Done {
    cargo(&["test", "--quiet", "--workspace", "--doc"])?;
    if has_nextest() {
        return cargo(&["nextest", "run", "--workspace"]);
    }
    cargo(&["test", "--workspace", "--lib", "--bins", "--tests"])
}

fn has_nextest() -> bool {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut call = Command::new(cargo);
    call.args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    call.status().is_ok_and(|status| status.success())
}
