//! `cargo xtask check`: all that must hold before a change goes in and is no test.

use crate::{Done, cargo, generate};

/// Runs the checks; the first that fails ends them.
///
/// # Errors
/// When a check fails.
pub fn run() -> Done {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ])?;
    generate::check_schemas()?;
    // Nothing but a build keeps fuzz targets from falling behind the code that they call.
    cargo(&["build", "--quiet", "--manifest-path", "fuzz/Cargo.toml"])
}
