//! Rows of Parquet with documents in them.

use crate::input::explain;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row as Record};
use parquet::schema::types::Type;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Where a document stood before it was annotated: file, byte at which its part of the file begins, row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    file: Option<String>,
    block: Option<i64>,
    row: Option<i64>,
}

/// What makes a document a version of another.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// What its giver calls it.
    pub id: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A document.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Where it stood.
    pub place: Place,
    /// Its keys; none where it is a line of JSONL.
    pub keys: Keys,
    /// The line of `sayso annotate`; empty where only the keys are read.
    pub document: String,
    /// Why there is none.
    pub error: Option<String>,
}

impl Row {
    /// Of a line of JSONL.
    pub fn of_line(document: String) -> Self {
        Self {
            document,
            ..Self::default()
        }
    }

    fn of_record(record: &Record) -> Self {
        let mut row = Self::default();
        for (name, field) in record.get_column_iter() {
            let text = || match field {
                Field::Str(text) => Some(text.clone()),
                _ => None,
            };
            let number = || match field {
                Field::Long(number) => Some(*number),
                Field::Int(number) => Some(i64::from(*number)),
                _ => None,
            };
            match name.as_str() {
                "id" => row.keys.id = text(),
                "url" => row.keys.url = text(),
                "file" => row.place.file = text(),
                "block" => row.place.block = number(),
                "row" => row.place.row = number(),
                "error" => row.error = text(),
                "document" => row.document = text().unwrap_or_default(),
                _ => {}
            }
        }
        row
    }
}

/// The rows of a file.
pub struct Rows(Option<RowIter<'static>>);

impl Rows {
    /// With their documents.
    ///
    /// # Errors
    /// When the file cannot be read or has no column of documents.
    pub fn whole(file: &Path) -> Result<Self, String> {
        Self::of(file, &["id", "url", "file", "block", "row", "document", "error"])
    }

    /// Without.
    ///
    /// # Errors
    /// As `whole`.
    pub fn keys(file: &Path) -> Result<Self, String> {
        Self::of(file, &["id", "url"])
    }

    fn of(file: &Path, wanted: &[&str]) -> Result<Self, String> {
        let open = File::open(file).map_err(|error| explain(&error))?;
        let wrong = |error: ParquetError| format!("no Parquet that can be read: {error}");
        let reader = SerializedFileReader::new(open).map_err(wrong)?;
        let schema = reader.metadata().file_metadata().schema().clone();
        let has = |name: &str| schema.get_fields().iter().any(|f| f.name() == name);
        if !has("document") {
            return Err("no column `document`: give what `sayso.spark` writes as documents".to_owned());
        }
        let fields = schema.get_fields().iter();
        let fields: Vec<Arc<Type>> = fields.filter(|f| wanted.contains(&f.name())).cloned().collect();
        if fields.is_empty() {
            return Ok(Self(None));
        }
        let projection = Type::group_type_builder(schema.name())
            .with_fields(fields)
            .build();
        let projection = projection.map_err(wrong)?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection));
        Ok(Self(Some(rows.map_err(wrong)?)))
    }
}

impl Iterator for Rows {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.0.as_mut()?.next()?;
        if record.is_err() {
            // What comes behind it cannot be trusted.
            self.0 = None;
        }
        Some(
            record
                .map(|r| Row::of_record(&r))
                .map_err(|error| format!("a row cannot be read: {error}")),
        )
    }
}
