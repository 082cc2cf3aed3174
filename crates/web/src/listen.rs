//! The server: connections, and a clean end.

use crate::guard::Guard;
use crate::pool::Pool;
use crate::state::{self, App, State, Table};
use crate::watch::Watcher;
use crate::{Error, Options, index, routes};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use sayso::Sayso;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, Semaphore, watch};

/// Connections at a time; questions that are being answered; listeners to changes; exports.
const CONNECTIONS: usize = 1_024;
const TURNS: usize = 512;
const LISTENERS: usize = 256;
const EXPORTS: usize = 3;
/// How long a client has to say what it wants, and how long open answers have when the server ends.
const HEAD: Duration = Duration::from_secs(10);
const FAREWELL: Duration = Duration::from_secs(3);

/// A server that has its address, and its ledger open.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
    end: watch::Sender<bool>,
}

/// Writes a line to standard error; nobody may be listening there, and that is no reason to stop.
pub fn say(line: &str) {
    let clean: String = line
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(std::io::stderr(), "{clean}");
}

impl Server {
    /// Opens the ledger and takes the address; nothing is answered before [`Server::run`]. `sayso` reads the texts that are given; where there is none,
    /// one is made ready when the first text comes.
    ///
    /// # Errors
    /// When the ledger cannot be read, the address cannot be taken, or may not be.
    pub async fn bind(options: &Options, sayso: Option<Arc<Sayso>>) -> Result<Self, Error> {
        let guard = Guard::new(options.listen, options.token.as_deref())?;
        let (watcher, now) = Watcher::open(&options.ledger)?;
        let taken = |error| Error::Address(options.listen, error);
        let listener = TcpListener::bind(options.listen).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let (tell, now) = watch::channel(Arc::new(now));
        let (end, ended) = watch::channel(false);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let pool = |connections, limit| Pool::new(&options.ledger, connections, limit);
        let (questions, past, exports) = (
            pool(cores.clamp(2, 16), state::LIMIT),
            pool(1, state::LIMIT_PAST),
            pool(EXPORTS, state::LIMIT_PAST),
        );
        let pools = [questions.clone(), past.clone(), exports.clone()];
        std::thread::spawn(move || watcher.run(&tell, &pools));
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let about = std::fs::metadata(&options.ledger);
        let file = options.ledger.file_name().unwrap_or_default();
        let app = Arc::new(State {
            pool: questions,
            past,
            exports,
            cache: crate::cache::Cache::default(),
            now,
            end: ended,
            started: started.as_nanos() as u64,
            name: file.to_string_lossy().into_owned(),
            writable: about.is_ok_and(|a| !a.permissions().readonly()),
            demo: options.demo,
            turns: Arc::new(Semaphore::new(TURNS)),
            listeners: Arc::new(Semaphore::new(LISTENERS)),
            guard,
            sayso: Arc::new(OnceCell::new_with(sayso)),
            readers: Arc::new(readers(cores)?),
            reading: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(4)),
            actors: Table::default(),
            sources: Table::default(),
        });
        Ok(Self {
            listener,
            address,
            app,
            end,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is done; then no more connections are taken, and those that are open have three seconds.
    ///
    /// # Errors
    /// Never so far; what fails is one connection.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), Error> {
        let service = TowerToHyperService::new(routes::all(self.app.clone()));
        let open = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(64 << 10);
        tokio::spawn(index::keep(self.app.clone(), self.app.now.clone()));
        tokio::spawn(warm(self.app.clone()));
        let mut stop = std::pin::pin!(stop);
        loop {
            let turn = tokio::select! {
                turn = open.clone().acquire_owned() => turn,
                () = &mut stop => break,
            };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut stop => break,
            };
            let Ok((stream, _)) = accepted else {
                // Too many open files, most likely: others have to end first.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let connection = http.serve_connection(TokioIo::new(stream), service.clone());
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                // A client that goes away is no trouble.
                let _ = connection.await;
                drop(turn);
            });
        }
        drop(self.listener);
        let _ = self.end.send(true);
        let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
        Ok(())
    }
}

/// The threads that read texts.
///
/// # Errors
/// When the system has none to give.
pub fn readers(threads: usize) -> Result<rayon::ThreadPool, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(16 << 20)
        .num_threads(threads);
    pool.build().map_err(|e| Error::Io(std::io::Error::other(e)))
}

/// What the first page asks for takes longest on a large ledger, and the same for all.
async fn warm(app: App) {
    let _ = crate::api::facets::all(&app).await;
    let _ = state::actors(&app).await;
    let _ = state::sources(&app).await;
}
