//! The page and the HTTP API on a ledger: `sayso serve`.
//!
//! A [`Server`] answers from one ledger, which it only reads, while other programs may add to it. Every answer is JSON as in `docs/schema` and
//! [`API.md`](https://github.com/sayso/sayso/blob/main/crates/web/API.md); the page is a set of files inside of the program. Questions to the ledger are
//! blocking, so they go to a few connections ([`pool`]); what they gave is kept until the ledger changes ([`cache`]).

mod answer;
mod api;
mod assets;
mod cache;
mod demo;
mod events;
mod export;
mod guard;
mod index;
mod listen;
mod openapi;
mod params;
mod pool;
mod routes;
mod shapes;
mod state;
mod watch;

pub use demo::Demo;
pub use listen::Server;

use std::net::SocketAddr;
use std::path::PathBuf;

/// The port where none is named.
pub const PORT: u16 = 7417;

/// What is served, to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The ledger.
    pub ledger: PathBuf,
    /// Where to listen. What is not a loopback address needs a token.
    pub listen: SocketAddr,
    /// What others have to know.
    pub token: Option<String>,
    /// Whether the ledger is one of samples, to say so.
    pub demo: bool,
}

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] sayso::ledger::Error),
    /// The address.
    #[error("cannot listen on {0}: {1}: name another one with --port or --listen")]
    Address(SocketAddr, std::io::Error),
    /// An address that others reach, and nothing that keeps them out.
    #[error(
        "{0} can be reached from other machines: give a token of at least 16 characters with --token-file or --token, or listen on 127.0.0.1"
    )]
    Token(SocketAddr),
    /// A token that is easily guessed, or no header can carry.
    #[error("the token is not good: use at least 16 letters, digits, `-`, `_` or `.`")]
    WeakToken,
    /// The system.
    #[error("cannot serve: {0}")]
    Io(#[from] std::io::Error),
    /// The program's own data.
    #[error("the program's own data is damaged: {0}: install it again")]
    Data(#[from] sayso::Error),
}
