//! Articles to documents, on all threads and without Python's lock.

use crate::articles::Article;
use crate::errors::{data, exception};
use pyo3::prelude::*;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso::knowledge::Knowledge;
use sayso::{Question, Sayso};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Articles that one thread takes together, and the bytes of their texts, at most. Both are the command line's.
const GROUP: (usize, usize) = (4, 64 << 10);

/// Weights, tables and rules, ready to read articles.
#[pyclass(frozen, module = "sayso._sayso")]
pub struct Model {
    sayso: Sayso,
    pool: Mutex<Option<Pool>>,
}

/// Threads. A process that was forked has none of its parent's, so it makes its own.
struct Pool {
    threads: usize,
    process: u32,
    pool: Arc<ThreadPool>,
}

/// The threads to work on: as many as asked for, else as there are processors.
fn count(threads: Option<usize>) -> usize {
    threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

fn start(threads: usize) -> Result<Arc<ThreadPool>, String> {
    // Deep syntax wants deep stacks.
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(16 << 20)
        .build();
    pool.map(Arc::new)
        .map_err(|error| format!("cannot start {threads} threads: {error}"))
}

impl Model {
    fn pool(&self, threads: usize) -> Result<Arc<ThreadPool>, String> {
        let mut held = self
            .pool
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let process = std::process::id();
        if let Some(pool) = held
            .as_ref()
            .filter(|p| p.threads == threads && p.process == process)
        {
            return Ok(pool.pool.clone());
        }
        let pool = start(threads)?;
        let new = Pool {
            threads,
            process,
            pool: pool.clone(),
        };
        if let Some(old) = held.replace(new).filter(|old| old.process != process) {
            // Its threads are the parent's: there is nothing here to wait for.
            std::mem::forget(old);
        }
        Ok(pool)
    }

    fn documents(&self, articles: Vec<(&Article, usize)>) -> Vec<Result<String, String>> {
        let mut groups: Vec<Vec<&Article>> = Vec::new();
        let mut bytes = 0;
        for (article, size) in articles {
            match groups.last_mut() {
                Some(group) if group.len() < GROUP.0 && bytes < GROUP.1 => group.push(article),
                _ => {
                    groups.push(vec![article]);
                    bytes = 0;
                }
            }
            bytes += size;
        }
        let done: Vec<_> = groups.into_par_iter().map(|group| self.group(&group)).collect();
        done.into_iter().flatten().collect()
    }

    /// Reads a group; where the program fails on it, each article alone, so that only one is lost.
    fn group(&self, group: &[&Article]) -> Vec<Result<String, String>> {
        let all = |part: &[&Article]| catch_unwind(AssertUnwindSafe(|| self.lines(part)));
        match all(group) {
            Ok(lines) => lines.into_iter().map(Ok).collect(),
            Err(_) => group
                .iter()
                .map(|one| all(&[one]).map(|mut l| l.remove(0)).map_err(said))
                .collect(),
        }
    }

    fn lines(&self, group: &[&Article]) -> Vec<String> {
        let articles = group.iter().map(|a| a.article.clone()).collect();
        let documents = self.sayso.read(articles).into_iter().zip(group);
        documents
            .map(|(document, article)| {
                let record = self.sayso.record(&document, article.id.clone());
                serde_json::to_string(&record).expect("records have nothing that JSON has not")
            })
            .collect()
    }
}

fn said(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied());
    format!(
        "internal error on this document: {}: please report it",
        text.unwrap_or("unknown")
    )
}

#[pymethods]
impl Model {
    /// With a folder of own tables, and without events less probable than `min_score`.
    #[new]
    #[pyo3(signature = (knowledge=None, min_score=None, threads=None))]
    fn new(
        py: Python<'_>,
        knowledge: Option<PathBuf>,
        min_score: Option<f64>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let tables = || match knowledge {
            None => Knowledge::embedded(),
            Some(folder) => Knowledge::with_folder(&folder),
        };
        let pool = start(count(threads)).map_err(|why| exception(py, "SaysoError", &why))?;
        let mut sayso = py
            .detach(|| pool.install(|| Sayso::with(tables)))
            .map_err(|error| data(py, &error))?;
        if let Some(least) = min_score {
            sayso.set_least(least);
        }
        let pool = Pool {
            threads: count(threads),
            process: std::process::id(),
            pool,
        };
        Ok(Self {
            sayso,
            pool: Mutex::new(Some(pool)),
        })
    }

    /// Reads articles; for each a line of JSON as `sayso annotate` writes it, or the exception that tells why there is none.
    #[pyo3(signature = (articles, threads=None))]
    fn read<'py>(
        &self,
        py: Python<'py>,
        articles: Vec<Py<Article>>,
        threads: Option<usize>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let pool = self
            .pool(count(threads))
            .map_err(|why| exception(py, "SaysoError", &why))?;
        let all: Vec<(&Article, usize)> = articles
            .iter()
            .map(|article| (article.get(), article.get().article.text.len()))
            .collect();
        let done = py.detach(|| pool.install(|| self.documents(all)));
        done.into_iter()
            .zip(&articles)
            .map(|(line, article)| match line {
                Ok(line) => Ok(line.into_pyobject(py)?.into_any()),
                Err(why) => {
                    let why = format!("{}: {why}", article.get().id);
                    Ok(exception(py, "InternalError", &why)
                        .into_value(py)
                        .into_bound(py)
                        .into_any())
                }
            })
            .collect()
    }
}

/// Who somebody is: a line of `sayso resolve --input jsonl` for a question as JSON.
#[pyfunction]
pub fn resolve(py: Python<'_>, question: &str) -> PyResult<String> {
    static TABLES: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    let question = Question::parse(question, 1).map_err(|e| crate::errors::read(py, None, &e))?;
    let tables = match TABLES.get() {
        Some(tables) => tables,
        None => {
            let tables = Knowledge::embedded().map_err(|e| data(py, &e.into()))?;
            TABLES.get_or_init(|| tables)
        }
    };
    let record = py.detach(|| sayso::resolve::resolve(tables, &question));
    Ok(serde_json::to_string(&record).expect("records have nothing that JSON has not"))
}
