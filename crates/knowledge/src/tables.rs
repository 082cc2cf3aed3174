//! The tables as they stand in the files, and reading them. The build script reads them as well, and writes what the program embeds.

use jiff::civil::{Date, date};
use sayso_model::Interval;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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

/// Words of a cell.
pub type Text = Cow<'static, str>;

/// A cell that holds several things, with `|` between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct List<'a>(#[serde(borrow)] Cow<'a, str>);

impl List<'_> {
    fn of(cell: &str) -> List<'static> {
        let parts: Vec<&str> = cell.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        List(parts.join("|").into())
    }

    /// The things, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.split('|').filter(|s| !s.is_empty())
    }

    /// The first of them.
    pub fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn contains(&self, what: &str) -> bool {
        self.iter().any(|s| s == what)
    }

    fn add(&mut self, more: &List) {
        for name in more.iter() {
            if !self.contains(name) {
                let text = self.0.to_mut();
                if !text.is_empty() {
                    text.push('|');
                }
                text.push_str(name);
            }
        }
    }
}

/// A country or territory.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Country<'a> {
    /// ISO 3166-1 alpha-3, `KOS` for Kosovo.
    #[serde(borrow)]
    pub code: Cow<'a, str>,
    /// Usual short name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Other names.
    #[serde(borrow)]
    pub aliases: List<'a>,
    /// Adjectives of nationality.
    #[serde(borrow)]
    pub adjectives: List<'a>,
    /// Nouns for its people.
    #[serde(borrow)]
    pub people: List<'a>,
    /// Its capital, other spellings behind.
    #[serde(borrow)]
    pub capital: List<'a>,
    /// Names that stand for its government.
    #[serde(borrow)]
    pub metonyms: List<'a>,
}

/// What kind of actor a row of the actor tables is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    const ALL: [Self; 12] = [
        Self::Person,
        Self::Organisation,
        Self::Institution,
        Self::ArmedForce,
        Self::ArmedGroup,
        Self::Party,
        Self::Media,
        Self::Company,
        Self::Ngo,
        Self::Court,
        Self::Religious,
        Self::Ethnic,
    ];

    /// The name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Institution => "institution",
            Self::ArmedForce => "armed_force",
            Self::ArmedGroup => "armed_group",
            Self::Party => "party",
            Self::Media => "media",
            Self::Company => "company",
            Self::Ngo => "ngo",
            Self::Court => "court",
            Self::Religious => "religious",
            Self::Ethnic => "ethnic",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where something stands in the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place<'a> {
    /// The file.
    #[serde(borrow)]
    pub file: Cow<'a, str>,
    /// Its line, from 1.
    pub line: u32,
}

/// One office or period of an actor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Term<'a> {
    /// Country or PLOVER's code of a non-state body.
    #[serde(borrow)]
    pub code: Cow<'a, str>,
    /// PLOVER sectors, the primary one first.
    #[serde(borrow)]
    pub sectors: List<'a>,
    /// The office (`head_of_state`), empty for none.
    #[serde(borrow)]
    pub office: Cow<'a, str>,
    /// The office in words.
    #[serde(borrow)]
    pub role: Cow<'a, str>,
    /// When.
    #[serde(with = "days")]
    pub valid: Interval,
    /// Where it can be checked.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// Its line.
    #[serde(borrow)]
    pub place: Place<'a>,
}

/// An actor with all its terms.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KnownActor<'a> {
    /// Key (`mark-rutte`).
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// Usual name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Other names.
    #[serde(borrow)]
    pub aliases: List<'a>,
    /// Kind.
    pub kind: ActorKind,
    /// Offices and periods in the order of the table.
    #[serde(borrow)]
    pub terms: Vec<Term<'a>>,
}

/// A common noun for people or bodies that act.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agent<'a> {
    /// The noun, or several words.
    #[serde(borrow)]
    pub noun: Cow<'a, str>,
    /// PLOVER sectors, the primary one first.
    #[serde(borrow)]
    pub sectors: List<'a>,
    /// The office that it names, empty for none.
    #[serde(borrow)]
    pub office: Cow<'a, str>,
}

/// Words in the names of bodies that tell of what kind these are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body<'a> {
    /// The words.
    #[serde(borrow)]
    pub pattern: Cow<'a, str>,
    /// Whether they must begin the name, end it, or may stand anywhere.
    pub stands: Stands,
    /// What bears such a name.
    pub kind: ActorKind,
    /// PLOVER sectors, the primary one first.
    #[serde(borrow)]
    pub sectors: List<'a>,
}

/// Where words stand in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Stands {
    Begin,
    End,
    Anywhere,
}

/// Who belongs to an organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Membership<'a> {
    /// Key of the organisation.
    #[serde(borrow)]
    pub organisation: Cow<'a, str>,
    /// A country's code, or the key of an actor.
    #[serde(borrow)]
    pub member: Cow<'a, str>,
    /// When.
    #[serde(with = "days")]
    pub valid: Interval,
    /// Its line.
    #[serde(borrow)]
    pub place: Place<'a>,
}

/// A region, bloc, sea or strait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Region<'a> {
    /// Usual name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Other names.
    #[serde(borrow)]
    pub aliases: List<'a>,
    /// `bloc region territory sea strait border`.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The countries that it lies in or consists of.
    #[serde(borrow)]
    pub codes: List<'a>,
    /// Degrees north and east of its middle, where the table has it.
    pub centre: Option<(f64, f64)>,
}

/// All tables but that of places.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tables<'a> {
    #[serde(borrow)]
    pub(crate) countries: Vec<Country<'a>>,
    #[serde(borrow)]
    pub(crate) actors: Vec<KnownActor<'a>>,
    #[serde(borrow)]
    pub(crate) regions: Vec<Region<'a>>,
    #[serde(borrow)]
    pub(crate) agents: Vec<Agent<'a>>,
    #[serde(borrow)]
    pub(crate) bodies: Vec<Body<'a>>,
    #[serde(borrow)]
    pub(crate) memberships: Vec<Membership<'a>>,
}

impl Tables<'static> {
    /// Whether every actor has a name on one of its lines.
    ///
    /// # Errors
    /// Names the first line of one that has none.
    pub fn complete(&self) -> Result<(), TableError> {
        match self.actors.iter().find(|a| a.name.is_empty()) {
            None => Ok(()),
            Some(nameless) => Err(TableError {
                file: nameless.terms[0].place.file.to_string(),
                line: nameless.terms[0].place.line as usize,
                message: format!("`{}` has a name on none of its lines", nameless.id),
            }),
        }
    }

    /// Adds the rows of a table; `file` is its path within the folder of tables (`agents.tsv`, `actors/armed_groups.tsv`), `shown` what mistakes and
    /// terms call it. Lines with the key of a known actor become further names and terms of it.
    ///
    /// # Errors
    /// When a line is not as `data/README.md` has it, or the table is none of those that there are.
    pub fn add(&mut self, file: &str, shown: &str, text: &str) -> Result<(), TableError> {
        match file {
            "countries.tsv" => self.countries.extend(countries(shown, text)?),
            "regions.tsv" => self.regions.extend(regions(shown, text)?),
            "agents.tsv" => self.agents.extend(agents(shown, text)?),
            "bodies.tsv" => self.bodies.extend(bodies(shown, text)?),
            "memberships.tsv" => self.memberships.extend(memberships(shown, text)?),
            _ if file.starts_with("actors/") => actors(shown, text, &mut self.actors)?,
            _ => {
                return Err(TableError {
                    file: shown.to_owned(),
                    line: 1,
                    message: "no table has this name; there are countries.tsv, regions.tsv, agents.tsv, bodies.tsv, memberships.tsv and \
                              actors/*.tsv"
                        .to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// Intervals as numbers of the form 20241028.
mod days {
    use super::{Date, Interval};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(interval: &Interval, to: S) -> Result<S::Ok, S::Error> {
        let number = |d: Option<Date>| {
            d.map_or(0, |d| {
                i32::from(d.year()) * 10_000 + i32::from(d.month()) * 100 + i32::from(d.day())
            })
        };
        (number(interval.start), number(interval.end)).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Interval, D::Error> {
        let (start, end): (i32, i32) = Deserialize::deserialize(from)?;
        let date = |n: i32| {
            let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
            Date::new(
                i16::try_from(year).ok()?,
                i8::try_from(month).ok()?,
                i8::try_from(day).ok()?,
            )
            .ok()
        };
        Ok(Interval {
            start: date(start),
            end: date(end),
        })
    }
}

/// The cells of one line of a table.
struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn get(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("").trim()
    }

    fn text(&self, column: usize) -> Text {
        self.get(column).to_owned().into()
    }

    fn list(&self, column: usize) -> List<'static> {
        List::of(self.get(column))
    }

    /// From one column to the next: first day and last day.
    fn interval(&self, column: usize) -> Result<Interval, TableError> {
        let edge = |column: usize, last: bool| match self.get(column) {
            "" => Ok(None),
            text => day(text, last)
                .map(Some)
                .ok_or_else(|| self.wrong(format!("`{text}` is no date (YYYY, YYYY-MM or YYYY-MM-DD)"))),
        };
        let valid = Interval {
            start: edge(column, false)?,
            end: edge(column + 1, true)?,
        };
        match (valid.start, valid.end) {
            (Some(start), Some(end)) if end < start => Err(self.wrong("it ends before it begins")),
            _ => Ok(valid),
        }
    }

    fn place(&self) -> Place<'static> {
        Place {
            file: self.file.to_owned().into(),
            line: u32::try_from(self.line).unwrap_or(u32::MAX),
        }
    }

    fn kind(&self, column: usize) -> Result<ActorKind, TableError> {
        let name = self.get(column);
        ActorKind::from_name(name).ok_or_else(|| self.wrong(format!("`{name}` is no kind of actor")))
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
fn rows<'a>(file: &'a str, text: &'a str, columns: usize) -> Result<Vec<Row<'a>>, TableError> {
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

fn countries(file: &str, text: &str) -> Result<Vec<Country<'static>>, TableError> {
    let read = |row: Row| {
        if row.get(0).len() != 3 || row.get(1).is_empty() {
            return Err(row.wrong("a country needs a code of three letters and a name"));
        }
        Ok(Country {
            code: row.text(0),
            name: row.text(1),
            aliases: row.list(2),
            adjectives: row.list(3),
            people: row.list(4),
            capital: row.list(5),
            metonyms: row.list(6),
        })
    };
    rows(file, text, 9)?.into_iter().map(read).collect()
}

fn actors(file: &str, text: &str, into: &mut Vec<KnownActor<'static>>) -> Result<(), TableError> {
    let mut by_id: HashMap<String, usize> = into
        .iter()
        .enumerate()
        .map(|(at, a)| (a.id.to_string(), at))
        .collect();
    for row in rows(file, text, 11)? {
        let id = row.get(0);
        let mut sectors = row.list(5);
        // Ministers of defence are of the military as well.
        if row.get(6) == "defence_minister" {
            sectors.add(&List("MIL".into()));
        }
        let term = Term {
            code: row.text(4),
            sectors,
            office: row.text(6),
            role: row.text(7),
            valid: row.interval(8)?,
            source: row.text(10),
            place: row.place(),
        };
        match by_id.get(id).map(|at| &mut into[*at]) {
            Some(known) => {
                if known.name.is_empty() {
                    known.name = row.text(1);
                }
                known.aliases.add(&row.list(2));
                known.terms.push(term);
            }
            None => {
                if id.is_empty() {
                    return Err(row.wrong("an actor needs an id"));
                }
                by_id.insert(id.to_owned(), into.len());
                into.push(KnownActor {
                    id: row.text(0),
                    name: row.text(1),
                    aliases: row.list(2),
                    kind: row.kind(3)?,
                    terms: vec![term],
                });
            }
        }
    }
    Ok(())
}

fn agents(file: &str, text: &str) -> Result<Vec<Agent<'static>>, TableError> {
    let read = |row: Row| Agent {
        noun: row.get(0).to_lowercase().into(),
        sectors: row.list(1),
        office: row.text(2),
    };
    Ok(rows(file, text, 4)?.into_iter().map(read).collect())
}

fn bodies(file: &str, text: &str) -> Result<Vec<Body<'static>>, TableError> {
    let read = |row: Row| {
        Ok(Body {
            pattern: row.text(0),
            stands: match row.get(1) {
                "begin" => Stands::Begin,
                "end" => Stands::End,
                "any" => Stands::Anywhere,
                other => return Err(row.wrong(format!("`{other}` is none of begin, end, any"))),
            },
            kind: row.kind(2)?,
            sectors: row.list(3),
        })
    };
    rows(file, text, 4)?.into_iter().map(read).collect()
}

fn memberships(file: &str, text: &str) -> Result<Vec<Membership<'static>>, TableError> {
    let read = |row: Row| {
        if row.get(0).is_empty() || row.get(1).is_empty() {
            return Err(row.wrong("a membership needs an organisation and a member"));
        }
        Ok(Membership {
            organisation: row.text(0),
            member: row.text(1),
            valid: row.interval(2)?,
            place: row.place(),
        })
    };
    rows(file, text, 5)?.into_iter().map(read).collect()
}

fn regions(file: &str, text: &str) -> Result<Vec<Region<'static>>, TableError> {
    let read = |row: Row| {
        let centre = match (row.get(4), row.get(5)) {
            ("", "") => None,
            (lat, lon) => match (lat.parse(), lon.parse()) {
                (Ok(lat), Ok(lon)) => Some((lat, lon)),
                _ => return Err(row.wrong(format!("`{lat}` `{lon}` are no degrees"))),
            },
        };
        Ok(Region {
            name: row.text(0),
            aliases: row.list(1),
            kind: row.text(2),
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
