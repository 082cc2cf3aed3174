//! What counts and maps are made of: rows of what fits a filter, from the index where there is one, else from the file.

use crate::query::Plan;
use crate::report::role_of;
use crate::{Error, Filter, Ledger};
use jiff::civil::Date;
use rusqlite::{Row, params_from_iter};
use sayso_model::statement::PlaceRole;

/// What counts need of an occurrence.
pub(crate) struct OccurrenceRow<'a> {
    pub key: i64,
    pub r#type: &'a str,
    pub quad: Option<u8>,
    pub status: &'a str,
    pub intensity: Option<f64>,
    /// Countries, with blanks between them.
    pub actors: &'a str,
    pub recipients: &'a str,
    pub first: Option<&'a str>,
}

impl OccurrenceRow<'_> {
    /// The month of the first day.
    pub(crate) fn month(&self) -> Option<&str> {
        self.first.map(|day| day.get(..7).unwrap_or(day))
    }
}

/// One place of a statement.
pub(crate) struct PlaceRow<'a> {
    pub statement: i64,
    pub id: &'a str,
    pub last: &'a str,
    pub role: PlaceRole,
    pub leg: i64,
    /// A row of the table of places.
    pub place: i64,
}

/// Who stands behind an occurrence.
pub(crate) struct OriginRow<'a> {
    pub source: &'a str,
    pub code: Option<&'a str>,
    pub stance: &'a str,
    pub independent: bool,
    /// Who published it.
    pub outlets: Vec<String>,
}

/// A row of the table of places.
#[derive(Clone, Debug)]
pub(crate) struct TownRow {
    pub name: String,
    /// Empty where it has none.
    pub country: String,
    pub lat: f64,
    pub lon: f64,
    pub geonames_id: u32,
    pub feature: String,
}

impl TownRow {
    /// Of the columns from this one on.
    pub(crate) fn read(row: &Row, from: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get(from)?,
            country: row.get(from + 1)?,
            lat: row.get(from + 2)?,
            lon: row.get(from + 3)?,
            geonames_id: row.get(from + 4)?,
            feature: row.get(from + 5)?,
        })
    }
}

/// Counts occurrences.
pub(crate) trait Tally {
    fn kind(&mut self, name: &str, quad: Option<u8>, count: u64);
    fn status(&mut self, name: &str, count: u64);
    /// Countries, with blanks between them.
    fn parties(&mut self, actors: &str, recipients: &str, count: u64);
    fn month(&mut self, month: &str, count: u64);
}

impl Ledger {
    /// Hands over the occurrences that fit; the limits of the filter are not heeded. Whoever takes them must not mind their order.
    pub(crate) fn each_occurrence(
        &self,
        filter: &Filter,
        mut take: impl FnMut(&OccurrenceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(index) = self.standing(filter.as_of)? {
            return index.each_occurrence(self, filter, take);
        }
        let (from, values) = self.occurrence_sql(filter, Plan::Sets)?;
        let sql = format!(
            "SELECT o.key, o.type, o.quad, o.status, o.intensity, o.actors, o.recipients, o.first {from}"
        );
        let mut select = self.connection.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            take(&occurrence(row)?)?;
        }
        Ok(())
    }

    /// Hands over these occurrences.
    pub(crate) fn these_occurrences(
        &self,
        keys: &[i64],
        mut take: impl FnMut(&OccurrenceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(index) = self.standing(None)? {
            return index.these_occurrences(keys, take);
        }
        let mut select = self.connection.prepare_cached(
            "SELECT key, type, quad, status, intensity, actors, recipients, first FROM occurrence WHERE key = ?",
        )?;
        for key in keys {
            let mut rows = select.query([key])?;
            if let Some(row) = rows.next()? {
                take(&occurrence(row)?)?;
            }
        }
        Ok(())
    }

    /// Hands over the places of the statements that fit, those of one statement together.
    pub(crate) fn each_place(
        &self,
        filter: &Filter,
        mut take: impl FnMut(&PlaceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(index) = self.standing(filter.as_of)? {
            return index.each_place(self, filter, take);
        }
        let (from, values) = self.statement_sql(filter, Plan::Sets)?;
        let sql = format!(
            "SELECT h.statement, s.hash, s.last, h.role, h.leg, h.place {} ORDER BY h.statement",
            from.replacen("WHERE", "JOIN happens_at h ON h.statement = s.id WHERE", 1)
        );
        let mut select = self.connection.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().unwrap_or_default());
            let Some(role) = role_of(text(3)?) else { continue };
            take(&PlaceRow {
                statement: row.get(0)?,
                id: text(1)?,
                last: text(2)?,
                role,
                leg: row.get(4)?,
                place: row.get(5)?,
            })?;
        }
        Ok(())
    }

    /// Hands over the origins of occurrences, those of one together.
    pub(crate) fn each_origin(
        &self,
        as_of: Option<Date>,
        occurrences: &[i64],
        mut take: impl FnMut(i64, &OriginRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(index) = self.standing(as_of)? {
            return index.each_origin(occurrences, take);
        }
        let mut origins = self.connection.prepare_cached(
            "SELECT id, source, code, stance, independent FROM origin WHERE occurrence = ?",
        )?;
        let mut published = self.connection.prepare_cached(
            "SELECT d.publisher FROM origin_document l JOIN document d ON d.id = l.document WHERE l.origin = ? AND d.publisher IS NOT NULL",
        )?;
        for key in occurrences {
            let mut rows = origins.query([key])?;
            while let Some(row) = rows.next()? {
                let outlets = published.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?;
                let origin = OriginRow {
                    source: row.get_ref(1)?.as_str().unwrap_or_default(),
                    code: row.get_ref(2)?.as_str().ok(),
                    stance: row.get_ref(3)?.as_str().unwrap_or_default(),
                    independent: row.get(4)?,
                    outlets: outlets.collect::<Result<_, _>>()?,
                };
                take(*key, &origin)?;
            }
        }
        Ok(())
    }

    /// A place; it is the same on any day.
    pub(crate) fn town(&self, key: i64) -> Result<TownRow, Error> {
        let index = self.standing(None)?;
        if let Some(town) = index.as_ref().and_then(|index| index.town(key)) {
            return Ok(town.clone());
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT name, country, lat, lon, geonames_id, feature FROM place WHERE id = ?")?;
        Ok(select.query_row([key], |row| TownRow::read(row, 0))?)
    }
}

fn occurrence<'a>(row: &'a Row) -> rusqlite::Result<OccurrenceRow<'a>> {
    let text = |at: usize| row.get_ref(at).map(|v| v.as_str().ok());
    Ok(OccurrenceRow {
        key: row.get(0)?,
        r#type: text(1)?.unwrap_or_default(),
        quad: row.get(2)?,
        status: text(3)?.unwrap_or_default(),
        intensity: row.get(4)?,
        actors: text(5)?.unwrap_or_default(),
        recipients: text(6)?.unwrap_or_default(),
        first: text(7)?,
    })
}
