//! Exports as they are written: a stream, however long.

use crate::answer::Failure;
use crate::params::{Asked, EXPORT, FILTER};
use crate::state::App;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use sayso::ledger::export::Format;
use sayso::ledger::{Error, Filter, Ledger};
use std::io::{self, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// Bytes that go out together, and parts that wait to be taken.
const PART: usize = 64 << 10;
const PARTS: usize = 4;
/// How long a client may take for a part.
const PATIENCE: Duration = Duration::from_secs(30);
const PROGRAM: &str = concat!("sayso ", env!("CARGO_PKG_VERSION"));

/// What an export is written as.
#[derive(Clone, Copy)]
enum To {
    Format(Format),
    Occurrences,
    Statements,
}

/// `GET /api/export`
pub async fn export(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[EXPORT, FILTER])?;
    let name = asked.text("as").unwrap_or("csv");
    let (to, kind, ending) = format(name);
    let filter = Filter {
        limit: asked.number("limit"),
        ..asked.filter()
    };
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(PARTS);
    let mut out = Out {
        sender,
        runtime: Handle::current(),
        part: Vec::with_capacity(PART),
    };
    let work = move |ledger: &mut Ledger| {
        let done = write(ledger, to, &filter, &mut out).and_then(|()| Ok(out.flush()?));
        if let Err(error) = done {
            // What has begun can only be broken off, so that nobody takes it for whole.
            let _ = out.send(Err(io::Error::other(error.to_string())));
        }
        Ok(())
    };
    app.exports.start(work).await?;
    let parts = stream::unfold(receiver, |mut parts| async {
        parts.recv().await.map(|part| (part, parts))
    });
    // Asked once more behind its end, `unfold` panics.
    let mut response = Response::new(Body::from_stream(parts.fuse()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let file = format!("attachment; filename=\"sayso-{name}.{ending}\"");
    if let Ok(file) = HeaderValue::from_str(&file) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    Ok(response)
}

/// What a format is, its kind and the ending of its file.
fn format(name: &str) -> (To, &'static str, &'static str) {
    const LINES: &str = "application/x-ndjson";
    const TABS: &str = "text/tab-separated-values; charset=utf-8";
    match name {
        "geojson" => (To::Format(Format::Geojson), "application/geo+json", "geojson"),
        "jsonld" => (To::Format(Format::Jsonld), "application/ld+json", "jsonld"),
        "parquet" => (
            To::Format(Format::Parquet),
            "application/vnd.apache.parquet",
            "parquet",
        ),
        "plover-jsonl" => (To::Format(Format::PloverJsonl), LINES, "jsonl"),
        "polecat-tsv" => (To::Format(Format::PolecatTsv), TABS, "tsv"),
        "phoenix-tsv" => (To::Format(Format::PhoenixTsv), TABS, "tsv"),
        "gdelt-tsv" => (To::Format(Format::GdeltTsv), TABS, "tsv"),
        "occurrences-jsonl" => (To::Occurrences, LINES, "jsonl"),
        "statements-jsonl" => (To::Statements, LINES, "jsonl"),
        _ => (To::Format(Format::Csv), "text/csv; charset=utf-8", "csv"),
    }
}

fn write(ledger: &mut Ledger, to: To, filter: &Filter, out: &mut Out) -> Result<(), Error> {
    match to {
        To::Format(format) => ledger.export(format, filter, PROGRAM, out).map(|_| ()),
        To::Occurrences => ledger.occurrences(filter, |record| Ok(writeln!(out, "{record}")?)),
        To::Statements => ledger.statements(filter, |found| Ok(writeln!(out, "{}", found.line()?)?)),
    }
}

/// Takes what is written on a thread and hands it to the task that sends it.
struct Out {
    sender: mpsc::Sender<io::Result<Bytes>>,
    runtime: Handle,
    part: Vec<u8>,
}

impl Out {
    fn send(&self, part: io::Result<Bytes>) -> io::Result<()> {
        let sent = self
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, self.sender.send(part)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        self.send(Ok(part.into()))
    }
}
