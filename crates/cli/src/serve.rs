//! `sayso serve`: a ledger as a page.

use crate::args::Serve;
use crate::report::Fatal;
use sayso::Sayso;
use sayso_web::{Demo, Error, Options, Server};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Runs the command; it ends when it is interrupted.
///
/// # Errors
/// When the ledger cannot be read, or the address not be taken.
pub fn run(args: &Serve) -> Result<bool, Fatal> {
    let token = match &args.token_file {
        Some(file) => Some(first_line(file)?),
        None => args.token.clone(),
    };
    let mut options = Options {
        ledger: args.ledger.ledger.clone(),
        listen: SocketAddr::new(args.listen, args.port),
        token,
        demo: args.demo,
    };
    let demo = if args.demo {
        say("reading the sample reports …");
        Some(Demo::make().map_err(Fatal::Serve)?)
    } else {
        None
    };
    if let Some(demo) = &demo {
        options.ledger = demo.ledger();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Fatal::Serve(Error::Io(e)))?;
    let sayso = demo.as_ref().map(Demo::sayso);
    let done = runtime.block_on(serve(args, &options, sayso));
    // What is still being read goes with the program.
    runtime.shutdown_background();
    drop(demo);
    done.map(|()| true)
}

async fn serve(args: &Serve, options: &Options, sayso: Option<Arc<Sayso>>) -> Result<(), Fatal> {
    let name = options.ledger.display().to_string();
    let failed = |error| match error {
        Error::Ledger(error) => Fatal::Ledger(name.clone(), error),
        other => Fatal::Serve(other),
    };
    // Set before the address is told: who sees it may interrupt at once.
    let end = ended().map_err(|e| Fatal::Serve(Error::Io(e)))?;
    let server = Server::bind(options, sayso).await.map_err(failed)?;
    let address = server.address();
    // A page has to be opened with a name that a browser knows.
    let url = if address.ip().is_unspecified() {
        format!("http://localhost:{}/", address.port())
    } else {
        format!("http://{address}/")
    };
    // The one thing that another program may want to read.
    let _ = writeln!(std::io::stdout(), "{url}");
    let _ = std::io::stdout().flush();
    let secret = if options.token.is_some() {
        ", add ?token=… the first time"
    } else {
        ""
    };
    say(&format!("serving {name}{secret}; Ctrl-C ends it"));
    if args.open && !open(&url) {
        say("no browser could be opened: open the address yourself");
    }
    server.run(end).await.map_err(failed)
}

fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", crate::report::printable(line));
}

fn first_line(file: &Path) -> Result<String, Fatal> {
    let text = std::fs::read_to_string(file).map_err(|e| Fatal::File(file.display().to_string(), e))?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Done when the program is interrupted or asked to end.
#[cfg(unix)]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Asks the system to open an address.
fn open(url: &str) -> bool {
    let programs: &[&[&str]] = if cfg!(target_os = "macos") {
        &[&["open"]]
    } else if cfg!(windows) {
        &[&["explorer"]]
    } else {
        &[&["xdg-open"], &["gio", "open"]]
    };
    programs.iter().any(|words| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(url);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().is_ok()
    })
}
