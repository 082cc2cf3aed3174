//! The part of the Python package `sayso` that is written in Rust: articles in, documents as JSON out, ledgers, Arrow. What people see lies
//! in `python/sayso`, over this.

mod articles;
mod errors;
mod ledger;
mod model;
mod table;

/// The module `sayso._sayso`.
#[pyo3::pymodule]
mod _sayso {
    #[pymodule_export]
    use crate::articles::{Archive, Article, article, feed, kind_of, line};
    #[pymodule_export]
    use crate::ledger::Ledger;
    #[pymodule_export]
    use crate::model::{Model, resolve};
    #[pymodule_export]
    use crate::table::{Table, statements};

    /// The version of sayso.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// Events less probable than this are not worth keeping in a ledger.
    #[pymodule_export]
    const LEAST: f64 = sayso::ledger::link::LEAST;
}
