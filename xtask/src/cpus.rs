//! `cargo xtask cpus`: that the release build writes the same bytes on processors with other vector instructions, which
//! `qemu-x86_64` (Debian: `qemu-user`) plays.

use crate::{Done, release_program, root};
use std::error::Error;
use std::io::ErrorKind;
use std::process::{Command, Output};

#[derive(clap::Args)]
pub struct Args {
    /// Also a processor without AVX, which takes minutes
    #[arg(long)]
    all: bool,
}

/// Processors of qemu and what sets them apart.
const CPUS: [(&str, &str); 2] = [("max", "AVX2, no AVX-512"), ("Nehalem", "SSE 4.2, no AVX")];

/// Runs the program on each processor.
///
/// # Errors
/// When the bytes differ.
pub fn run(args: &Args) -> Done {
    let program = release_program()?;
    let example = root().join("examples/border.txt");
    let read = |call: &mut Command| -> Result<Option<Output>, Box<dyn Error>> {
        match call.arg("annotate").arg(&example).output() {
            Ok(output) if output.status.success() => Ok(Some(output)),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    };
    let here = read(&mut Command::new(&program))?.ok_or("the program is not there")?;
    for (cpu, what) in &CPUS[..if args.all { CPUS.len() } else { 1 }] {
        let Some(there) = read(Command::new("qemu-x86_64").args(["-cpu", cpu]).arg(&program))? else {
            println!("{what}: not checked, qemu-x86_64 is missing");
            continue;
        };
        if there.stdout != here.stdout {
            return Err(format!("{what}: `sayso annotate examples/border.txt` writes other bytes").into());
        }
        println!("{what}: the same bytes");
    }
    Ok(())
}
