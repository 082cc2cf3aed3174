//! Texts, pages, lines of JSONL, feeds and web archives to articles.

use crate::errors::{exception, placed, read};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sayso::record::Id;
use sayso::{Capture, Collection, Given, MAX_LIST, MAX_TEXT, ReadError, Record, Warc, names};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::Mutex;

/// A clean article that is not annotated yet.
#[pyclass(frozen, module = "sayso")]
pub struct Article {
    pub id: Id,
    pub article: sayso::Article,
    problems: Vec<String>,
}

/// An id as Python has it.
pub fn id_object<'py>(py: Python<'py>, id: &Id) -> PyResult<Bound<'py, PyAny>> {
    match id {
        Id::Text(text) => Ok(text.into_pyobject(py)?.into_any()),
        Id::Number(number) => match number.as_i64() {
            Some(number) => Ok(number.into_pyobject(py)?.into_any()),
            None => Ok(number.to_string().into_pyobject(py)?.into_any()),
        },
    }
}

#[pymethods]
impl Article {
    /// What it is called.
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        id_object(py, &self.id)
    }

    /// Headline.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.article.title.as_deref()
    }

    /// Day of publication, ISO 8601.
    #[getter]
    fn published(&self) -> Option<String> {
        self.article.published.map(|day| day.to_string())
    }

    /// Name of the outlet.
    #[getter]
    fn publisher(&self) -> Option<&str> {
        self.article.publisher.as_deref()
    }

    /// Address.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.article.url.as_deref()
    }

    /// The text that offsets count in.
    #[getter]
    fn text(&self) -> &str {
        &self.article.text
    }

    /// What was odd about the input.
    #[getter]
    fn problems(&self) -> Vec<String> {
        self.problems.clone()
    }

    fn __repr__(&self) -> String {
        format!("<sayso.Article {}>", self.id)
    }
}

/// What stands in where an article does not say it.
struct Fill<'a> {
    date: Option<Date>,
    publisher: Option<&'a str>,
}

impl<'a> Fill<'a> {
    fn new(py: Python<'_>, date: Option<&str>, publisher: Option<&'a str>) -> PyResult<Self> {
        let day = |text: &str| {
            let why = || format!("date is `{text}`, which is no day: write it as 2024-10-28");
            text.parse().map_err(|_| exception(py, "RecordError", &why()))
        };
        Ok(Self {
            date: date.map(day).transpose()?,
            publisher,
        })
    }

    fn article(
        &self,
        py: Python<'_>,
        id: Id,
        mut article: sayso::Article,
        odd: Vec<String>,
    ) -> PyResult<Article> {
        fits(py, &id, article.text.len())?;
        article.published = article.published.or(self.date);
        article.publisher = article.publisher.or_else(|| self.publisher.map(str::to_owned));
        Ok(Article {
            id,
            article,
            problems: odd,
        })
    }
}

fn fits(py: Python<'_>, id: &Id, size: usize) -> PyResult<()> {
    if size <= MAX_TEXT {
        return Ok(());
    }
    let why = format!(
        "{id}: the text has {size} bytes, and one article may have {MAX_TEXT}: split it into articles"
    );
    Err(exception(py, "TooLongError", &why))
}

fn messages(problems: &[sayso::Problem]) -> Vec<String> {
    problems.iter().map(|p| p.message.clone()).collect()
}

/// Text or bytes.
#[derive(FromPyObject)]
pub enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

/// The article of a text or page. `html` says which it is; without, its beginning does.
#[pyfunction]
#[pyo3(signature = (content, id, html=None, title=None, url=None, date=None, publisher=None))]
#[allow(clippy::too_many_arguments, reason = "as Python's keywords")]
pub fn article(
    py: Python<'_>,
    content: Content,
    id: &str,
    html: Option<bool>,
    title: Option<String>,
    url: Option<String>,
    date: Option<&str>,
    publisher: Option<&str>,
) -> PyResult<Article> {
    let fill = Fill::new(py, date, publisher)?;
    let (text, odd) = match content {
        Content::Text(text) => (text, Vec::new()),
        Content::Bytes(bytes) => {
            let (text, odd) = sayso::decode(&bytes, None).map_err(|e| read(py, Some(id), &e))?;
            (text, messages(&odd))
        }
    };
    let given = Given {
        title,
        url,
        ..Given::default()
    };
    let id_of = Id::Text(id.to_owned());
    let made = if html.unwrap_or_else(|| sayso::looks_like_html(&text)) {
        py.detach(|| sayso::html(&text, id, &given))
    } else {
        fits(py, &id_of, text.len())?;
        sayso::plain(text, id, &given)
    };
    fill.article(py, id_of, made, odd)
}

fn of_record(py: Python<'_>, record: Record, id: Id, fill: &Fill<'_>) -> PyResult<Article> {
    fits(py, &id, record.text.len())?;
    let odd = messages(&record.problems);
    let made = py.detach(|| record.article(&Given::default()));
    fill.article(py, id, made, odd)
}

/// The article of a line of JSONL, `number` counted from 1. A line without `id` is called by its number, or by `name` and number.
#[pyfunction]
#[pyo3(signature = (line, number, name=None, date=None, publisher=None))]
pub fn line(
    py: Python<'_>,
    line: &str,
    number: usize,
    name: Option<&str>,
    date: Option<&str>,
    publisher: Option<&str>,
) -> PyResult<Article> {
    let fill = Fill::new(py, date, publisher)?;
    // What the error says of the line is of use only where there are lines.
    let wrong = |error: ReadError| match name {
        Some(_) => read(py, name, &error),
        None => {
            let message = error.to_string();
            let plain = message
                .strip_prefix(&format!("line {number}: "))
                .unwrap_or(&message);
            exception(py, "RecordError", plain)
        }
    };
    let record = Record::parse(line, number).map_err(wrong)?;
    let id = record.id.clone().into();
    let id = match name {
        Some(name) => names::of_line(id, line.as_bytes(), name, number),
        None => id,
    };
    of_record(py, record, id, &fill)
}

/// The articles of a feed, those of entries that have a text, and what was odd about it.
#[pyfunction]
#[pyo3(signature = (content, name, date=None, publisher=None))]
pub fn feed(
    py: Python<'_>,
    content: &Bound<'_, PyBytes>,
    name: &str,
    date: Option<&str>,
    publisher: Option<&str>,
) -> PyResult<(Vec<Article>, Vec<String>)> {
    let fill = Fill::new(py, date, publisher)?;
    let bytes = content.as_bytes();
    if bytes.len() > MAX_LIST {
        let why = format!("{name}: longer than {} MiB: split it", MAX_LIST >> 20);
        return Err(exception(py, "TooLongError", &why));
    }
    let wrong = |error: ReadError| read(py, Some(name), &error);
    let (text, mut odd) = sayso::decode(bytes, None).map_err(wrong)?;
    let feed = sayso::feed(&text).map_err(wrong)?;
    odd.extend(feed.problems);
    let article = |record: Record| {
        let id = names::of_entry(record.id.clone().into(), record.url.as_deref(), name);
        of_record(py, record, id, &fill)
    };
    let articles = feed.records.into_iter().map(article).collect::<PyResult<_>>()?;
    Ok((articles, messages(&odd)))
}

/// What a file of many reports holds that begins so: `feed`, `sitemap`, `warc`, `jsonl`; none where it is one report.
#[pyfunction]
pub fn kind_of(start: &[u8]) -> Option<&'static str> {
    let object = || {
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let inside = start.trim_ascii_start().strip_prefix(b"{")?;
        inside.trim_ascii_start().starts_with(b"\"").then_some("jsonl")
    };
    match Collection::of_start(start) {
        Some(Collection::Feed) => Some("feed"),
        Some(Collection::Sitemap) => Some("sitemap"),
        Some(Collection::Warc) => Some("warc"),
        None => object(),
    }
}

/// Something with a method `read`.
struct FromPython(Py<PyAny>);

impl Read for FromPython {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let bytes = self.0.call_method1(py, "read", (to.len(),))?;
            let bytes: &[u8] = bytes.extract(py)?;
            let size = bytes.len().min(to.len());
            to[..size].copy_from_slice(&bytes[..size]);
            Ok(size)
        })
        .map_err(|error: PyErr| io::Error::other(error.to_string()))
    }
}

/// The pages of a web archive, one after the other; a record that is damaged raises, and the next call goes on behind it.
#[pyclass(module = "sayso._sayso")]
pub struct Archive {
    warc: Mutex<Warc<BufReader<Box<dyn Read + Send>>>>,
    name: String,
    date: Option<String>,
    publisher: Option<String>,
}

#[pymethods]
impl Archive {
    /// From a path, or something with a method `read` that gives bytes.
    #[new]
    #[pyo3(signature = (source, name, date=None, publisher=None))]
    fn new(
        source: &Bound<'_, PyAny>,
        name: String,
        date: Option<String>,
        publisher: Option<String>,
    ) -> PyResult<Self> {
        let from: Box<dyn Read + Send> = match source.extract::<PathBuf>() {
            Ok(path) => Box::new(File::open(path)?),
            Err(_) => Box::new(FromPython(source.clone().unbind())),
        };
        Ok(Self {
            warc: Mutex::new(Warc::new(BufReader::with_capacity(1 << 16, from))),
            name,
            date,
            publisher,
        })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Article>> {
        loop {
            let next = py.detach(|| {
                let mut warc = self
                    .warc
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                warc.find(|found| found.as_ref().map_or(true, Capture::is_page))
            });
            let capture = match next {
                None => return Ok(None),
                Some(Err(error)) => return Err(read(py, Some(&self.name), &error)),
                Some(Ok(capture)) => capture,
            };
            if let Some(article) = self.article(py, &capture)? {
                return Ok(Some(article));
            }
        }
    }
}

impl Archive {
    /// None where there is nothing to read.
    fn article(&self, py: Python<'_>, capture: &Capture) -> PyResult<Option<Article>> {
        let fill = Fill::new(py, self.date.as_deref(), self.publisher.as_deref())?;
        let place = || {
            placed(
                Some(&self.name),
                &format!("record {} at byte {}", capture.record, capture.offset),
            )
        };
        let given = Given {
            url: Some(capture.uri.clone()),
            ..Given::default()
        };
        let (made, odd) = match py.detach(|| capture.article(&capture.uri, &given)) {
            Ok(made) => made,
            Err(ReadError::Empty) => return Ok(None),
            Err(error) => return Err(read(py, Some(&place()), &error)),
        };
        if made.text.trim().is_empty() {
            return Ok(None);
        }
        let odd = [messages(&capture.problems), messages(&odd)].concat();
        fill.article(py, Id::Text(capture.uri.clone()), made, odd)
            .map(Some)
    }
}
