//! Parquet: the columns of [`super::flat`] with types, deflated, in groups of rows.

use super::Exported;
use super::flat::{COLUMNS, Cell, Kind, cells};
use crate::{Error, Filter, Ledger};
use jiff::civil::date;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

/// Rows of a group.
const ROWS: usize = 20_000;

pub fn write(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    let failed = |error: ParquetError| Error::Write(std::io::Error::other(error));
    let schema = Arc::new(parse_message_type(&schema()).map_err(failed)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::GZIP(Default::default()))
        .set_created_by("sayso".to_owned())
        .build();
    // The library writes to what it owns, on any thread; the rows of a ledger that fits into one file fit into memory when deflated.
    let mut bytes = Vec::new();
    let mut done = Exported::default();
    {
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).map_err(failed)?;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        ledger.statements(filter, |found| {
            rows.push(cells(found));
            done.count(true);
            if rows.len() == ROWS {
                group(&mut writer, &mut rows).map_err(failed)?;
            }
            Ok::<_, Error>(())
        })?;
        if !rows.is_empty() {
            group(&mut writer, &mut rows).map_err(failed)?;
        }
        writer.close().map_err(failed)?;
    }
    to.write_all(&bytes)?;
    Ok(done)
}

fn schema() -> String {
    let mut text = String::from("message statement {\n");
    for (name, kind) in COLUMNS {
        let _ = match kind {
            Kind::Text => writeln!(text, "optional binary {name} (STRING);"),
            Kind::Day => writeln!(text, "optional int32 {name} (DATE);"),
            Kind::Integer => writeln!(text, "optional int64 {name};"),
            Kind::Float => writeln!(text, "optional double {name};"),
            Kind::List => writeln!(
                text,
                "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
        };
    }
    text.push('}');
    text
}

fn group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    rows: &mut Vec<Vec<Cell>>,
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    let mut at = 0;
    while let Some(mut column) = group.next_column()? {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(to) => {
                let bytes = |text: &str| ByteArray::from(text);
                let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
                for row in rows.iter() {
                    match &row[at] {
                        Cell::List(all) => {
                            if all.is_empty() {
                                defined.push(0);
                                repeated.push(0);
                            }
                            for (number, text) in all.iter().enumerate() {
                                values.push(bytes(text));
                                defined.push(1);
                                repeated.push(i16::from(number > 0));
                            }
                        }
                        Cell::Text(text) => {
                            defined.push(i16::from(text.is_some()));
                            values.extend(text.as_deref().map(bytes));
                        }
                        _ => defined.push(0),
                    }
                }
                let repeated = (!repeated.is_empty()).then_some(repeated);
                to.write_batch(&values, Some(&defined), repeated.as_deref())?;
            }
            ColumnWriter::Int32ColumnWriter(to) => {
                let (values, defined) = optional(rows, at, |cell| match cell {
                    Cell::Day(day) => day.map(|d| (d - date(1970, 1, 1)).get_days()),
                    _ => None,
                });
                to.write_batch(&values, Some(&defined), None)?;
            }
            ColumnWriter::Int64ColumnWriter(to) => {
                let (values, defined) = optional(rows, at, |cell| match cell {
                    Cell::Integer(number) => *number,
                    _ => None,
                });
                to.write_batch(&values, Some(&defined), None)?;
            }
            ColumnWriter::DoubleColumnWriter(to) => {
                let (values, defined) = optional(rows, at, |cell| match cell {
                    Cell::Float(number) => *number,
                    _ => None,
                });
                to.write_batch(&values, Some(&defined), None)?;
            }
            _ => return Err(ParquetError::General("a column of another type".to_owned())),
        }
        column.close()?;
        at += 1;
    }
    group.close()?;
    rows.clear();
    Ok(())
}

/// Values, and for each row whether it has one.
fn optional<T>(rows: &[Vec<Cell>], at: usize, value: impl Fn(&Cell) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let all: Vec<Option<T>> = rows.iter().map(|row| value(&row[at])).collect();
    let defined = all.iter().map(|v| i16::from(v.is_some())).collect();
    (all.into_iter().flatten().collect(), defined)
}
