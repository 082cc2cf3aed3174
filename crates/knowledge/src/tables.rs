//! The tables as they stand in the files, and reading them.

use jiff::civil::{Date, date};
use sayso_model::Interval;
use std::collections::HashMap;

/// A mistake in a table.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{file}, line {line}: {message}")]
pub struct TableError {
    /// The table.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// A country or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3, `KOS` for Kosovo.
    pub code: String,
    /// Usual short name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Adjectives of nationality.
    pub adjectives: Vec<String>,
    /// Nouns for its people.
    pub people: Vec<String>,
    /// Its capital, other spellings behind.
    pub capital: Vec<String>,
    /// Names that stand for its government.
    pub metonyms: Vec<String>,
}

/// What kind of actor a row of the actor tables is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ActorKind {
    Person,
    Organisation,
    Institution,
    ArmedForce,
    ArmedGroup,
    Party,
    Media,
    Company,
    Ngo,
    Court,
    Religious,
    Ethnic,
}

impl ActorKind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "person" => Self::Person,
            "organisation" => Self::Organisation,
            "institution" => Self::Institution,
            "armed_force" => Self::ArmedForce,
            "armed_group" => Self::ArmedGroup,
            "party" => Self::Party,
            "media" => Self::Media,
            "company" => Self::Company,
            "ngo" => Self::Ngo,
            "court" => Self::Court,
            "religious" => Self::Religious,
            "ethnic" => Self::Ethnic,
            _ => return None,
        })
    }
}

/// One office or period of an actor.
#[derive(Clone, Debug)]
pub struct Term {
    /// Country or PLOVER's code of a non-state body.
    pub code: String,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// The office (`head_of_state`), empty for none.
    pub office: String,
    /// The office in words.
    pub role: String,
    /// When.
    pub valid: Interval,
}

/// An actor with all its terms.
#[derive(Clone, Debug)]
pub struct KnownActor {
    /// Key (`mark-rutte`).
    pub id: String,
    /// Usual name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Kind.
    pub kind: ActorKind,
    /// Offices and periods in the order of the table.
    pub terms: Vec<Term>,
}

/// A common noun for people or bodies that act.
#[derive(Clone, Debug)]
pub struct Agent {
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// The office that it names, empty for none.
    pub office: String,
}

/// A region, bloc, sea or strait.
#[derive(Clone, Debug)]
pub struct Region {
    /// Usual name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// `bloc region sea strait border`.
    pub kind: String,
    /// The countries that it lies in or consists of.
    pub codes: Vec<String>,
    /// Degrees north and east of its middle, where the table has it.
    pub centre: Option<(f64, f64)>,
}

/// The cells of one line of a table.
pub(crate) struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub(crate) fn get(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("").trim()
    }

    pub(crate) fn list(&self, column: usize) -> Vec<String> {
        self.get(column)
            .split('|')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn wrong(&self, message: impl Into<String>) -> TableError {
        TableError {
            file: self.file.to_owned(),
            line: self.line,
            message: message.into(),
        }
    }
}

/// The rows of a table under its header.
///
/// # Errors
/// When a line has more or fewer columns than the header.
pub(crate) fn rows<'a>(file: &'a str, text: &'a str, columns: usize) -> Result<Vec<Row<'a>>, TableError> {
    let mut out = Vec::new();
    let mut header = true;
    for (line, content) in text.lines().enumerate() {
        if content.starts_with('#') || content.trim().is_empty() || std::mem::take(&mut header) {
            continue;
        }
        let row = Row {
            file,
            line: line + 1,
            cells: content.split('\t').collect(),
        };
        if row.cells.len() > columns {
            return Err(row.wrong(format!(
                "{} columns where at most {columns} belong",
                row.cells.len()
            )));
        }
        out.push(row);
    }
    Ok(out)
}

pub(crate) fn countries(file: &str, text: &str) -> Result<Vec<Country>, TableError> {
    let read = |row: Row| {
        if row.get(0).len() != 3 || row.get(1).is_empty() {
            return Err(row.wrong("a country needs a code of three letters and a name"));
        }
        Ok(Country {
            code: row.get(0).to_owned(),
            name: row.get(1).to_owned(),
            aliases: row.list(2),
            adjectives: row.list(3),
            people: row.list(4),
            capital: row.list(5),
            metonyms: row.list(6),
        })
    };
    rows(file, text, 7)?.into_iter().map(read).collect()
}

/// Adds the actors of a table; lines with a known id become further terms.
pub(crate) fn actors(file: &str, text: &str, into: &mut Vec<KnownActor>) -> Result<(), TableError> {
    let mut by_id: HashMap<String, usize> = into
        .iter()
        .enumerate()
        .map(|(at, a)| (a.id.clone(), at))
        .collect();
    for row in rows(file, text, 11)? {
        let id = row.get(0);
        let edge = |column: usize, last: bool| match row.get(column) {
            "" => Ok(None),
            text => day(text, last)
                .map(Some)
                .ok_or_else(|| row.wrong(format!("`{text}` is no date (YYYY, YYYY-MM or YYYY-MM-DD)"))),
        };
        let valid = Interval {
            start: edge(8, false)?,
            end: edge(9, true)?,
        };
        if let (Some(start), Some(end)) = (valid.start, valid.end)
            && end < start
        {
            return Err(row.wrong("it ends before it begins"));
        }
        let term = Term {
            code: row.get(4).to_owned(),
            sectors: row.list(5),
            office: row.get(6).to_owned(),
            role: row.get(7).to_owned(),
            valid,
        };
        match by_id.get(id).map(|at| &mut into[*at]) {
            Some(known) => {
                known.aliases.extend(row.list(2));
                known.terms.push(term);
            }
            None => {
                let Some(kind) = ActorKind::from_name(row.get(3)) else {
                    return Err(row.wrong(format!("`{}` is no kind of actor", row.get(3))));
                };
                if id.is_empty() || row.get(1).is_empty() {
                    return Err(row.wrong("an actor's first line needs an id and a name"));
                }
                by_id.insert(id.to_owned(), into.len());
                into.push(KnownActor {
                    id: id.to_owned(),
                    name: row.get(1).to_owned(),
                    aliases: row.list(2),
                    kind,
                    terms: vec![term],
                });
            }
        }
    }
    Ok(())
}

pub(crate) fn agents(file: &str, text: &str) -> Result<Vec<(String, Agent)>, TableError> {
    let read = |row: Row| {
        (
            row.get(0).to_lowercase(),
            Agent {
                sectors: row.list(1),
                office: row.get(2).to_owned(),
            },
        )
    };
    Ok(rows(file, text, 4)?.into_iter().map(read).collect())
}

pub(crate) fn regions(file: &str, text: &str) -> Result<Vec<Region>, TableError> {
    let read = |row: Row| {
        let centre = match (row.get(4), row.get(5)) {
            ("", "") => None,
            (lat, lon) => match (lat.parse(), lon.parse()) {
                (Ok(lat), Ok(lon)) => Some((lat, lon)),
                _ => return Err(row.wrong(format!("`{lat}` `{lon}` are no degrees"))),
            },
        };
        Ok(Region {
            name: row.get(0).to_owned(),
            aliases: row.list(1),
            kind: row.get(2).to_owned(),
            codes: row.list(3),
            centre,
        })
    };
    rows(file, text, 6)?.into_iter().map(read).collect()
}

/// The first or last day of a date of any precision.
fn day(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-').map(|p| p.parse::<i16>().ok());
    let year = parts.next()??;
    let month = match parts.next() {
        None => {
            return Some(if last {
                date(year, 12, 31)
            } else {
                date(year, 1, 1)
            });
        }
        Some(month) => i8::try_from(month?).ok()?,
    };
    match parts.next() {
        None => {
            let first = Date::new(year, month, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
        Some(day) => Date::new(year, month, i8::try_from(day?).ok()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_has_terms() {
        let text = "id\tname\taliases\tkind\tcode\tsectors\toffice\trole\tfrom\tto\tsource\n\
            a-b\tAda Bee\tA. Bee\tperson\tNLD\tGOV\thead_of_government\tprime minister\t2010-10\t2024-07-02\tx\n\
            a-b\t\t\tperson\tIGO\t\thead_of_organisation\tSecretary General\t2024-10-01\t\tx\n";
        let mut found = Vec::new();
        actors("t", text, &mut found).expect("well formed");
        assert_eq!((found.len(), found[0].terms.len()), (1, 2));
        assert_eq!(
            found[0].terms[0].valid,
            Interval::between(date(2010, 10, 1), date(2024, 7, 2))
        );
        assert_eq!(found[0].terms[1].valid.end, None);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let mut found = Vec::new();
        let text = "id\tname\n# note\na-b\tAda\t\tperson\tNLD\t\t\t\t2024\t2023\tx\n";
        let error = actors("t.tsv", text, &mut found).expect_err("ends before it begins");
        assert_eq!(error.to_string(), "t.tsv, line 3: it ends before it begins");
    }
}
