//! Rows to Arrow, handed over by the C stream interface, so that nothing is copied.

use crate::errors::exception;
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use jiff::civil::{Date, date};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use sayso::ledger::export::COLUMNS;
use sayso::ledger::export::flat::{self, Cell, Kind};
use std::sync::Arc;

/// Rows of a batch.
const ROWS: usize = 10_000;

/// A column: name and type.
pub type Column = (&'static str, Kind);

/// A table of Arrow that any library with the PyCapsule interface takes.
#[pyclass(frozen, module = "sayso")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

/// Takes rows and makes batches of them.
pub struct Maker {
    columns: &'static [Column],
    schema: SchemaRef,
    rows: Vec<Vec<Cell>>,
    batches: Vec<RecordBatch>,
}

impl Maker {
    /// For rows with these columns.
    pub fn new(columns: &'static [Column]) -> Self {
        let field = |(name, kind): &Column| {
            let element = || Arc::new(Field::new("element", DataType::Utf8, false));
            let (kind, null) = match kind {
                Kind::Text => (DataType::Utf8, true),
                Kind::Day => (DataType::Date32, true),
                Kind::Integer => (DataType::Int64, true),
                Kind::Float => (DataType::Float64, true),
                Kind::List => (DataType::List(element()), false),
            };
            Field::new(*name, kind, null)
        };
        Self {
            columns,
            schema: Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>())),
            rows: Vec::new(),
            batches: Vec::new(),
        }
    }

    /// A row more.
    pub fn add(&mut self, row: Vec<Cell>) -> Result<(), ArrowError> {
        self.rows.push(row);
        if self.rows.len() < ROWS {
            Ok(())
        } else {
            self.batch()
        }
    }

    fn batch(&mut self) -> Result<(), ArrowError> {
        let arrays = self.columns.iter().enumerate();
        let arrays = arrays
            .map(|(at, (_, kind))| array(&self.rows, at, *kind))
            .collect();
        self.batches
            .push(RecordBatch::try_new(self.schema.clone(), arrays)?);
        self.rows.clear();
        Ok(())
    }

    /// All of them.
    pub fn table(mut self) -> Result<Table, ArrowError> {
        if !self.rows.is_empty() {
            self.batch()?;
        }
        Ok(Table {
            schema: self.schema,
            batches: self.batches,
        })
    }
}

fn array(rows: &[Vec<Cell>], at: usize, kind: Kind) -> ArrayRef {
    let cells = rows.iter().map(|row| &row[at]);
    match kind {
        Kind::Text => {
            let mut to = StringBuilder::new();
            cells.for_each(|cell| match cell {
                Cell::Text(text) => to.append_option(text.as_deref()),
                _ => to.append_null(),
            });
            Arc::new(to.finish())
        }
        Kind::Day => {
            let mut to = Date32Builder::new();
            cells.for_each(|cell| match cell {
                Cell::Day(day) => to.append_option(day.map(days)),
                _ => to.append_null(),
            });
            Arc::new(to.finish())
        }
        Kind::Integer => {
            let mut to = Int64Builder::new();
            cells.for_each(|cell| match cell {
                Cell::Integer(number) => to.append_option(*number),
                _ => to.append_null(),
            });
            Arc::new(to.finish())
        }
        Kind::Float => {
            let mut to = Float64Builder::new();
            cells.for_each(|cell| match cell {
                Cell::Float(number) => to.append_option(*number),
                _ => to.append_null(),
            });
            Arc::new(to.finish())
        }
        Kind::List => {
            let element = Field::new("element", DataType::Utf8, false);
            let mut to = ListBuilder::new(StringBuilder::new()).with_field(element);
            cells.for_each(|cell| {
                if let Cell::List(all) = cell {
                    all.iter().for_each(|text| to.values().append_value(text));
                }
                to.append(true);
            });
            Arc::new(to.finish())
        }
    }
}

/// Since 1970.
fn days(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// An error of Arrow; rows of our own give none.
pub fn failed(py: Python<'_>, error: &ArrowError) -> PyErr {
    exception(
        py,
        "InternalError",
        &format!("no table: {error}: please report it"),
    )
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        let (rows, columns) = (self.__len__(), self.schema.fields().len());
        format!("<sayso.Table of {rows} rows and {columns} columns>")
    }

    /// The schema, by Arrow's PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(|e| failed(py, &e))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows, by Arrow's PyCapsule interface; another schema than their own is not made of them.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows to give what there is.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// The statements of documents (lines of JSON) in flat columns.
#[pyfunction]
pub fn statements(py: Python<'_>, documents: Vec<String>) -> PyResult<Table> {
    let mut maker = Maker::new(COLUMNS);
    for document in documents {
        let report = py.detach(|| sayso::ledger::report_of_line(&document));
        let report = report.map_err(|error| {
            exception(
                py,
                "RecordError",
                &format!("no document of `sayso annotate`: {error}"),
            )
        })?;
        for row in flat::rows(&report) {
            maker.add(row).map_err(|e| failed(py, &e))?;
        }
    }
    maker.table().map_err(|e| failed(py, &e))
}
