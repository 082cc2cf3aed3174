//! Ledgers. The lock of a ledger is taken only without Python's, so that neither waits for the other.

use crate::errors;
use crate::table::{Maker, Table, failed};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sayso::ledger::export::flat::{Cell, Kind, cells};
use sayso::ledger::export::{COLUMNS, Format};
use sayso::ledger::records::{OccurrenceRecord, PartyRecord};
use sayso::ledger::{self, Added, Error, Filter, Hashes, Name, Status};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::table::Column;

/// The columns of occurrences.
const OCCURRENCES: &[Column] = &[
    ("occurrence", Kind::Text),
    ("status", Kind::Text),
    ("kind", Kind::Text),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("quad", Kind::Integer),
    ("intensity", Kind::Float),
    ("start", Kind::Day),
    ("end", Kind::Day),
    ("first_published", Kind::Day),
    ("last_published", Kind::Day),
    ("actor_names", Kind::List),
    ("actor_codes", Kind::List),
    ("actor_countries", Kind::List),
    ("recipient_names", Kind::List),
    ("recipient_codes", Kind::List),
    ("recipient_countries", Kind::List),
    ("place", Kind::Text),
    ("place_country", Kind::Text),
    ("latitude", Kind::Float),
    ("longitude", Kind::Float),
    ("independent", Kind::Integer),
    ("sources", Kind::List),
    ("stances", Kind::List),
    ("documents", Kind::List),
    ("statements", Kind::List),
];

/// The columns of series.
const SERIES: &[Column] = &[
    ("actor_country", Kind::Text),
    ("recipient_country", Kind::Text),
    ("type", Kind::Text),
    ("quad", Kind::Integer),
    ("month", Kind::Text),
    ("asserted", Kind::Integer),
    ("corroborated", Kind::Integer),
    ("contested", Kind::Integer),
    ("planned", Kind::Integer),
    ("asserted_intensity", Kind::Float),
    ("corroborated_intensity", Kind::Float),
    ("contested_intensity", Kind::Float),
    ("planned_intensity", Kind::Float),
    ("change_before", Kind::Float),
    ("change_after", Kind::Float),
];

/// A ledger that is open.
#[pyclass(frozen, module = "sayso._sayso")]
pub struct Ledger {
    open: Mutex<Option<ledger::Ledger>>,
    path: PathBuf,
}

/// Why something could not be done.
enum Stop {
    Ledger(Error),
    Arrow(arrow_schema::ArrowError),
    /// It was closed.
    Closed,
    /// No document.
    Line(serde_json::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Ledger(error)
    }
}

impl From<arrow_schema::ArrowError> for Stop {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl Ledger {
    fn does<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut ledger::Ledger) -> Result<T, Stop> + Send,
    ) -> PyResult<T> {
        let done = py.detach(|| {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.as_mut().ok_or(Stop::Closed).and_then(work)
        });
        done.map_err(|stop| match stop {
            Stop::Ledger(error) => errors::ledger(py, &self.path.to_string_lossy(), &error),
            Stop::Arrow(error) => failed(py, &error),
            Stop::Closed => errors::exception(
                py,
                "LedgerError",
                &format!("{}: the ledger was closed", self.path.display()),
            ),
            Stop::Line(error) => errors::exception(
                py,
                "RecordError",
                &format!("no document of `sayso annotate`: {error}"),
            ),
        })
    }
}

#[pymethods]
impl Ledger {
    /// Opens a ledger; `mode` is `create` (made where it is missing), `open` or `read`.
    #[new]
    fn new(py: Python<'_>, path: PathBuf, mode: &str) -> PyResult<Self> {
        let open = match mode {
            "create" => ledger::Ledger::create,
            "open" => ledger::Ledger::open,
            _ => ledger::Ledger::reading,
        };
        let opened = py.detach(|| open(&path));
        let opened = opened.map_err(|error| errors::ledger(py, &path.to_string_lossy(), &error))?;
        Ok(Self {
            open: Mutex::new(Some(opened)),
            path,
        })
    }

    /// Closes the file.
    fn close(&self, py: Python<'_>) {
        py.detach(|| drop(self.open.lock().unwrap_or_else(PoisonError::into_inner).take()));
    }

    /// Adds a document (a line of JSON); what became of it (`new known copy correction`), of which other, and how many statements it has.
    fn add(&self, py: Python<'_>, document: &str) -> PyResult<(&'static str, Option<String>, usize)> {
        self.does(py, |ledger| {
            let report = ledger::report_of_line(document).map_err(Stop::Line)?;
            let (what, of) = match ledger.add(&report)? {
                Added::New => ("new", None),
                Added::Known => ("known", None),
                Added::Copy { of } => ("copy", Some(of.to_string())),
                Added::Correction { of } => ("correction", Some(of.to_string())),
            };
            Ok((what, of, report.statements.len()))
        })
    }

    /// Which reports it has now.
    fn known(&self, py: Python<'_>) -> PyResult<Known> {
        self.does(py, |ledger| Ok(Known(ledger.hashes()?)))
    }

    /// Brings the occurrences up to date where reports were added, or makes all anew; how many there are, or none where all was up to date.
    #[pyo3(signature = (always=false))]
    fn relink(&self, py: Python<'_>, always: bool) -> PyResult<Option<usize>> {
        self.does(py, |ledger| match (always, ledger.is_dirty()?) {
            (true, _) => Ok(Some(ledger.relink()?)),
            (false, true) => {
                ledger.link()?;
                Ok(Some(
                    ledger.count_occurrences(&Filter::default(), u64::MAX)? as usize
                ))
            }
            (false, false) => Ok(None),
        })
    }

    /// Occurrences, statements or months of a series, as lines of JSON.
    fn lines(&self, py: Python<'_>, what: &str, filter: &Bound<'_, PyDict>) -> PyResult<Vec<String>> {
        let filter = filter_of(filter)?;
        self.does(py, |ledger| {
            let mut lines = Vec::new();
            match what {
                "occurrences" => ledger.occurrences(&filter, |record| {
                    lines.push(record.to_owned());
                    Ok::<_, Error>(())
                })?,
                "statements" => ledger.statements(&filter, |found| {
                    lines.push(found.line()?);
                    Ok::<_, Error>(())
                })?,
                _ => {
                    for month in ledger.series(&filter)? {
                        lines.push(
                            serde_json::to_string(&month).expect("records have nothing that JSON has not"),
                        );
                    }
                }
            }
            Ok(lines)
        })
    }

    /// The same in flat columns.
    fn table(&self, py: Python<'_>, what: &str, filter: &Bound<'_, PyDict>) -> PyResult<Table> {
        let filter = filter_of(filter)?;
        self.does(py, |ledger| {
            let made = match what {
                "occurrences" => {
                    let mut maker = Maker::new(OCCURRENCES);
                    ledger.occurrences(&filter, |record| {
                        let record: OccurrenceRecord = serde_json::from_str(record)
                            .map_err(|e| Error::Damaged(format!("an occurrence: {e}")))?;
                        Ok::<_, Stop>(maker.add(occurrence(&record))?)
                    })?;
                    maker
                }
                "statements" => {
                    let mut maker = Maker::new(COLUMNS);
                    ledger.statements(&filter, |found| Ok::<_, Stop>(maker.add(cells(found))?))?;
                    maker
                }
                _ => {
                    let mut maker = Maker::new(SERIES);
                    for month in ledger.series(&filter)? {
                        maker.add(series(month))?;
                    }
                    maker
                }
            };
            Ok(made.table()?)
        })
    }

    /// Writes what fits in a format to a file, which appears when all is done; how much was written, and how much left out.
    fn export(
        &self,
        py: Python<'_>,
        format: &str,
        path: PathBuf,
        filter: &Bound<'_, PyDict>,
    ) -> PyResult<(u64, u64)> {
        let filter = filter_of(filter)?;
        let Some(format) = format_of(format) else {
            let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
            let why = format!("no format `{format}`: one of {}", names.join(", "));
            return Err(errors::exception(py, "QueryError", &why));
        };
        let done = self.does(py, |ledger| {
            let part = beside(&path);
            let mut to = BufWriter::new(File::create(&part).map_err(Error::Write)?);
            let program = concat!("sayso ", env!("CARGO_PKG_VERSION"));
            let done = ledger.export(format, &filter, program, &mut to).and_then(|done| {
                to.flush()?;
                fs::rename(&part, &path)?;
                Ok(done)
            });
            if done.is_err() {
                // It may not even be there.
                let _ = fs::remove_file(&part);
            }
            Ok(done?)
        })?;
        Ok((done.written, done.left_out))
    }

    /// What it holds, as (name, value).
    fn info(&self, py: Python<'_>) -> PyResult<Vec<(String, u64)>> {
        let info = self.does(py, |ledger| Ok(ledger.info()?))?;
        let mut all: Vec<(String, u64)> = [
            ("documents", info.documents),
            ("superseded", info.superseded),
            ("copies", info.copies),
            ("statements", info.statements),
            (
                "occurrences",
                info.occurrences.iter().map(|(_, count)| count).sum(),
            ),
            ("bytes", info.bytes),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
        all.extend(info.occurrences);
        Ok(all)
    }

    /// What is wrong with it; nothing where it is whole.
    fn check(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let troubles = self.does(py, |ledger| Ok(ledger.check()?))?;
        Ok(troubles.into_iter().map(|t| t.message).collect())
    }

    /// Makes the file as small as can be; its bytes before and after.
    fn compact(&self, py: Python<'_>) -> PyResult<(u64, u64)> {
        self.does(py, |ledger| Ok(ledger.compact()?))
    }
}

/// The reports that a ledger had.
#[pyclass(frozen, module = "sayso._sayso")]
pub struct Known(Hashes);

#[pymethods]
impl Known {
    /// Whether an article was among them.
    fn holds(&self, article: &crate::articles::Article) -> bool {
        self.0.holds(&ledger::name(&article.id), &article.article.text)
    }
}

/// The names of the formats, as on the command line.
const FORMATS: [(&str, Format); 9] = [
    ("plover-jsonl", Format::PloverJsonl),
    ("polecat-tsv", Format::PolecatTsv),
    ("phoenix-tsv", Format::PhoenixTsv),
    ("gdelt-tsv", Format::GdeltTsv),
    ("gdelt-mentions", Format::GdeltMentions),
    ("csv", Format::Csv),
    ("parquet", Format::Parquet),
    ("geojson", Format::Geojson),
    ("jsonld", Format::Jsonld),
];

fn format_of(name: &str) -> Option<Format> {
    FORMATS
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, format)| *format)
}

/// Where a file lies before it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    name.into()
}

fn filter_of(from: &Bound<'_, PyDict>) -> PyResult<Filter> {
    let py = from.py();
    let wrong = |why: String| errors::exception(py, "QueryError", &why);
    let mut filter = Filter::default();
    for (name, value) in from {
        let name: String = name.extract()?;
        if value.is_none() {
            continue;
        }
        let text = || value.extract::<String>().map(Some);
        // One or several.
        let texts = || {
            value
                .extract::<String>()
                .map(|one| vec![one])
                .or_else(|_| value.extract::<Vec<String>>())
        };
        let day = || -> PyResult<Option<Date>> {
            let text = value.str()?.to_string();
            let why = || format!("{name} is `{text}`, which is no day: write it as 2024-10-28");
            text.parse().map(Some).map_err(|_| wrong(why()))
        };
        match name.as_str() {
            "actor" => filter.actor = text()?,
            "recipient" => filter.recipient = text()?,
            "source" => filter.source = text()?,
            "country" => filter.country = text()?,
            "type" => filter.r#type = text()?,
            "quad" => filter.quad = value.extract().map(Some)?,
            "factuality" => filter.factuality = texts()?,
            "place" => filter.place = text()?,
            "start" => filter.from = day()?,
            "end" => filter.to = day()?,
            "text" => filter.text = text()?,
            "status" => {
                for status in texts()? {
                    let known = Status::from_name(&status);
                    filter
                        .status
                        .push(known.ok_or_else(|| wrong(format!("no status `{status}`")))?);
                }
            }
            "kind" => filter.kind = text()?,
            "as_of" => filter.as_of = day()?,
            "limit" => filter.limit = value.extract().map(Some)?,
            "offset" => filter.offset = value.extract()?,
            other => return Err(wrong(format!("no filter `{other}`"))),
        }
    }
    Ok(filter)
}

fn text(text: &str) -> Cell {
    Cell::Text(Some(text.to_owned()))
}

fn day(text: Option<&String>) -> Cell {
    Cell::Day(text.and_then(|day| day.parse().ok()))
}

fn occurrence(o: &OccurrenceRecord) -> Vec<Cell> {
    let names = |all: &[PartyRecord]| Cell::List(all.iter().map(|p| p.name.clone()).collect());
    let codes =
        |all: &[PartyRecord]| Cell::List(all.iter().map(|p| p.code.clone().unwrap_or_default()).collect());
    let countries = |all: &[PartyRecord]| {
        Cell::List(
            all.iter()
                .map(|p| p.country.clone().unwrap_or_default())
                .collect(),
        )
    };
    let place = o.places.first();
    let of_document = |name: &Name| name.to_string();
    let mut documents: Vec<String> = o.statements.iter().map(|s| of_document(&s.document)).collect();
    documents.sort();
    documents.dedup();
    vec![
        text(&o.id),
        text(&o.status),
        text(&o.kind),
        Cell::Text(o.r#type.clone().or(o.relation.clone())),
        Cell::Text(o.mode.clone()),
        Cell::Integer(o.quad.map(i64::from)),
        Cell::Float(o.intensity),
        day(o.time.start.as_ref()),
        day(o.time.end.as_ref()),
        day(o.first_published.as_ref()),
        day(o.last_published.as_ref()),
        names(&o.actors),
        codes(&o.actors),
        countries(&o.actors),
        names(&o.recipients),
        codes(&o.recipients),
        countries(&o.recipients),
        Cell::Text(place.map(|p| p.name.clone())),
        Cell::Text(place.and_then(|p| p.country.clone())),
        Cell::Float(place.map(|p| p.lat)),
        Cell::Float(place.map(|p| p.lon)),
        Cell::Integer(Some(o.independent as i64)),
        Cell::List(o.origins.iter().map(|o| o.source.clone()).collect()),
        Cell::List(o.origins.iter().map(|o| o.stance.clone()).collect()),
        Cell::List(documents),
        Cell::List(o.statements.iter().map(|s| s.id.clone()).collect()),
    ]
}

fn series(m: ledger::records::SeriesRecord) -> Vec<Cell> {
    let count = |count: u64| Cell::Integer(i64::try_from(count).ok());
    vec![
        Cell::Text(m.actor_country),
        Cell::Text(m.recipient_country),
        Cell::Text(Some(m.r#type)),
        Cell::Integer(m.quad.map(i64::from)),
        Cell::Text(Some(m.month)),
        count(m.asserted),
        count(m.corroborated),
        count(m.contested),
        count(m.planned),
        Cell::Float(Some(m.asserted_intensity)),
        Cell::Float(Some(m.corroborated_intensity)),
        Cell::Float(Some(m.contested_intensity)),
        Cell::Float(Some(m.planned_intensity)),
        Cell::Float(m.change.as_ref().map(|c| c.before)),
        Cell::Float(m.change.as_ref().map(|c| c.after)),
    ]
}
