//! What is doubtful in tables: offices that two hold at once, names that stand for several, terms that overlap, dates that cannot be.

use crate::names::key;
use crate::tables::{ActorKind, KnownActor, Place, Tables, Term};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fmt;

/// PLOVER's sectors.
pub(crate) const SECTORS: [&str; 25] = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL",
    "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];
/// PLOVER's names of actors that belong to no country.
pub(crate) const NO_COUNTRY: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];
/// Offices that one person holds at a time.
const SINGLE: [&str; 3] = ["head_of_state", "head_of_government", "foreign_minister"];
/// Days that two holders of an office may overlap: dates are often known to the month only.
const SLACK: i32 = 45;
/// Longest time in office that goes unquestioned, in years.
const LONG: i16 = 48;

/// Something doubtful.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The table and its line.
    pub place: (String, u32),
    /// Whether it is surely wrong.
    pub wrong: bool,
    /// What it is.
    pub message: String,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line) = &self.place;
        let kind = if self.wrong { "error" } else { "doubt" };
        write!(f, "{file}, line {line}: {kind}: {}", self.message)
    }
}

/// What is doubtful in these tables, in the order of their lines. `today` is the last day that may lie in the past.
///
/// Codes, sectors and keys that there are not, and terms that begin in the future, are wrong; two holders of one office at a time, a person
/// with two terms at once in one office, and a name that several organisations bear are doubts: they may be so. (Terms that end before they
/// begin are refused when a table is read.)
pub fn check(tables: &Tables, today: Date) -> Vec<Doubt> {
    let mut out = Vec::new();
    for actor in &tables.actors {
        for term in &actor.terms {
            single(tables, actor, term, today, &mut out);
        }
        twice(actor, &mut out);
    }
    offices(tables, &mut out);
    names(tables, &mut out);
    members(tables, &mut out);
    out.sort();
    out.dedup();
    out
}

fn place(place: &Place) -> (String, u32) {
    (place.file.to_string(), place.line)
}

fn single(tables: &Tables, actor: &KnownActor, term: &Term, today: Date, out: &mut Vec<Doubt>) {
    let mut say = |wrong, message: String| {
        out.push(Doubt {
            place: place(&term.place),
            wrong,
            message,
        });
    };
    let country = |code: &str| tables.countries.iter().any(|c| c.code == code);
    if !term.code.is_empty() && !country(&term.code) && !NO_COUNTRY.contains(&&*term.code) {
        say(
            true,
            format!(
                "`{}` is neither a country nor one of {}",
                term.code,
                NO_COUNTRY.join(" ")
            ),
        );
    }
    for sector in term.sectors.iter().filter(|s| !SECTORS.contains(s)) {
        say(true, format!("`{sector}` is no sector of PLOVER"));
    }
    let (start, end) = (term.valid.start, term.valid.end);
    if start.is_some_and(|s| s > today) {
        say(true, format!("{} begins in the future", actor.name));
    }
    if actor.kind == ActorKind::Person && !term.office.is_empty() {
        let last = end.unwrap_or(today);
        if let Some(start) = start
            && last.year() - start.year() > LONG
        {
            say(
                false,
                format!("{} is in office for more than {LONG} years", actor.name),
            );
        }
    }
}

/// Two terms of one actor in one office at once.
fn twice(actor: &KnownActor, out: &mut Vec<Doubt>) {
    for (at, one) in actor
        .terms
        .iter()
        .enumerate()
        .filter(|(_, t)| !t.office.is_empty())
    {
        for other in &actor.terms[at + 1..] {
            let same = one.office == other.office && one.code == other.code && one.role == other.role;
            if same && common(one, other) > SLACK {
                out.push(Doubt {
                    place: place(&other.place),
                    wrong: false,
                    message: format!(
                        "{} has this office twice at once (line {})",
                        actor.name, one.place.line
                    ),
                });
            }
        }
    }
}

/// Two people in one office at once.
fn offices(tables: &Tables, out: &mut Vec<Doubt>) {
    let mut holders: BTreeMap<(&str, &str), Vec<(&KnownActor, &Term)>> = BTreeMap::new();
    for actor in &tables.actors {
        for term in actor.terms.iter().filter(|t| SINGLE.contains(&&*t.office)) {
            holders
                .entry((&term.code, &term.office))
                .or_default()
                .push((actor, term));
        }
    }
    for ((code, office), holders) in holders {
        for (at, (one, first)) in holders.iter().enumerate() {
            for (other, second) in &holders[at + 1..] {
                if one.id != other.id && first.role == second.role && common(first, second) > SLACK {
                    out.push(Doubt {
                        place: place(&second.place),
                        wrong: false,
                        message: format!(
                            "{} and {} are {office} of {code} at once ({} line {})",
                            other.name, one.name, first.place.file, first.place.line
                        ),
                    });
                }
            }
        }
    }
}

/// Days that two terms have in common.
fn common(one: &Term, other: &Term) -> i32 {
    let first = |t: &Term| t.valid.start.unwrap_or(date(1900, 1, 1));
    let last = |t: &Term| t.valid.end.unwrap_or(date(2100, 1, 1));
    let (from, to) = (first(one).max(first(other)), last(one).min(last(other)));
    to.since(from).map_or(0, |s| s.get_days())
}

/// Names that stand for several bodies at once. People may share theirs.
fn names(tables: &Tables, out: &mut Vec<Doubt>) {
    let mut bearers: BTreeMap<String, Vec<&KnownActor>> = BTreeMap::new();
    for actor in tables.actors.iter().filter(|a| a.kind != ActorKind::Person) {
        for name in std::iter::once(&*actor.name).chain(actor.aliases.iter()) {
            let bearers = bearers.entry(key(name)).or_default();
            if !bearers.iter().any(|b| b.id == actor.id) {
                bearers.push(actor);
            }
        }
    }
    for (name, bearers) in bearers.into_iter().filter(|(_, b)| b.len() > 1) {
        let first = bearers[0];
        for other in &bearers[1..] {
            let same = first.terms[0].code == other.terms[0].code
                && first.terms[0].sectors == other.terms[0].sectors;
            out.push(Doubt {
                place: place(&other.terms[0].place),
                wrong: false,
                message: format!(
                    "“{name}” names {} and {}{}",
                    first.id,
                    other.id,
                    if same {
                        "; are they one?"
                    } else {
                        "; the first of those that exist on a day is taken"
                    }
                ),
            });
        }
    }
}

/// Memberships of and in what the tables do not know.
fn members(tables: &Tables, out: &mut Vec<Doubt>) {
    let actors: std::collections::HashSet<&str> = tables.actors.iter().map(|a| &*a.id).collect();
    let countries: std::collections::HashSet<&str> = tables.countries.iter().map(|c| &*c.code).collect();
    for m in &tables.memberships {
        let unknown = [
            (&m.organisation, actors.contains(&*m.organisation)),
            (
                &m.member,
                actors.contains(&*m.member) || countries.contains(&*m.member),
            ),
        ];
        for (what, _) in unknown.into_iter().filter(|(_, known)| !known) {
            out.push(Doubt {
                place: place(&m.place),
                wrong: true,
                message: format!("`{what}` is neither an actor's key nor a country's code"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts(rows: &str) -> Vec<String> {
        let mut tables = Tables::default();
        tables
            .add("countries.tsv", "countries.tsv", "code\tname\nNLD\tNetherlands\n")
            .expect("well formed");
        let head = "id\tname\taliases\tkind\tcode\tsectors\toffice\trole\tfrom\tto\tsource\n";
        tables
            .add("actors/t.tsv", "actors/t.tsv", &format!("{head}{rows}"))
            .expect("well formed");
        check(&tables, date(2026, 1, 1))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn two_in_one_office() {
        let row = |id: &str, from: &str, to: &str| {
            format!("{id}\t{id}\t\tperson\tNLD\tGOV\thead_of_government\tprime minister\t{from}\t{to}\tx\n")
        };
        assert_eq!(
            doubts(&(row("ada", "2010", "2014-05") + &row("bea", "2013-01", "2018"))),
            [
                "actors/t.tsv, line 3: doubt: bea and ada are head_of_government of NLD at once (actors/t.tsv line 2)"
            ]
        );
        assert!(doubts(&(row("ada", "2010", "2014-05") + &row("bea", "2014-05", "2018"))).is_empty());
    }

    #[test]
    fn what_there_is_not() {
        let rows = "x\tX\t\tngo\tXYZ\tABC\t\t\t2031\t\tx\n";
        let found = doubts(rows);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|d| d.contains("error")));
    }

    #[test]
    fn one_name_of_two_bodies() {
        let rows = "one\tUnity Front\tUF\tparty\tNLD\tPTY\t\t\t\t\tx\ntwo\tUnited Farmers\tU.F.\tparty\tNLD\tPTY\t\t\t\t\tx\n";
        assert_eq!(
            doubts(rows),
            ["actors/t.tsv, line 3: doubt: “uf” names one and two; are they one?"]
        );
    }
}
