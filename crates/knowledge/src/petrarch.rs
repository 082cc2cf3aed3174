//! Dictionaries of PETRARCH and PETRARCH2 as tables: actors (`NAME_ [CODE 20010101-20051231]`, synonyms behind `+`, dated codes on lines of
//! their own) and agents (`NOUN {PLURAL} [~COD]`, with sets `!NAME! = A, B`).

use crate::check::{NO_COUNTRY, SECTORS};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// `actors/….tsv`, empty where the dictionary has no actors.
    pub actors: String,
    /// `agents.tsv`, empty where it has no agents.
    pub agents: String,
    /// How many actors.
    pub actor_count: usize,
    /// How many agents.
    pub agent_count: usize,
    /// Lines that could not be read, and why.
    pub left_out: Vec<(usize, String)>,
}

/// CAMEO's codes of sectors where PLOVER has others.
const CAMEO: [(&str, &str); 19] = [
    ("MED", "JRN"),
    ("HLH", "MED"),
    ("INS", "REB"),
    ("SEP", "REB"),
    ("RAD", "REB"),
    ("CHR", "REL"),
    ("MOS", "REL"),
    ("MUS", "REL"),
    ("JEW", "REL"),
    ("HIN", "REL"),
    ("BUD", "REL"),
    ("BAH", "REL"),
    ("MOD", "UNK"),
    ("SET", "CVL"),
    ("CIV", "CVL"),
    ("DEV", "SOC"),
    ("ENV", "SOC"),
    ("HRI", "SOC"),
    ("MOP", "OPP"),
];

/// Country and sectors of a code of CAMEO (`AFGGOVMIL`, `IGOUNO`, `~COP`).
fn code(text: &str) -> (String, Vec<&'static str>) {
    let text: Vec<char> = text
        .trim()
        .trim_start_matches('~')
        .trim_end_matches('~')
        .to_uppercase()
        .chars()
        .collect();
    let parts: Vec<String> = text.chunks(3).map(|c| c.iter().collect()).collect();
    let mut country = String::new();
    let mut sectors: Vec<&'static str> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let sector = CAMEO
            .iter()
            .find(|(cameo, _)| cameo == part)
            .map(|(_, plover)| *plover)
            .or_else(|| SECTORS.into_iter().find(|s| s == part));
        match (part.as_str(), sector) {
            ("NGM", _) => country = "NGO".into(),
            ("UNO", _) => country = "UNO".into(),
            ("EEC" | "EUR", _) if country.is_empty() || country == "IGO" => country = "EUR".into(),
            (part, Some(sector)) if at > 0 || country.is_empty() && !NO_COUNTRY.contains(&part) => {
                sectors.push(sector)
            }
            (other, None) if at == 0 && other.len() == 3 => country = other.to_owned(),
            (other, _) if NO_COUNTRY.contains(&other) && country.is_empty() => country = other.to_owned(),
            _ => {}
        }
    }
    let first = |at: &usize| !sectors[..*at].contains(&sectors[*at]);
    let sectors = (0..sectors.len()).filter(first).map(|at| sectors[at]).collect();
    (country, sectors)
}

/// A code, and its first and last day as the tables write them.
type Dated = (String, String, String);

/// Reads a dictionary, whose name marks the keys of its actors; `known` tells which codes are countries'.
pub fn import(text: &str, name: &str, known: impl Fn(&str) -> bool) -> Imported {
    let mut out = Imported::default();
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // With the line of each.
    let mut actors: Vec<(usize, Vec<String>, Vec<Dated>)> = Vec::new();
    let mut agents: Vec<(String, String)> = Vec::new();
    let mut comment = false;
    for (number, line) in text.lines().enumerate().map(|(n, l)| (n + 1, l)) {
        let mut line = line;
        if comment || line.trim_start().starts_with("<!--") {
            comment = !line.contains("-->");
            continue;
        }
        if let Some(at) = line.find(['#', ';']) {
            line = &line[..at];
        }
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some((set, words)) = line.split_once('=').filter(|_| line.starts_with('!')) {
            sets.insert(
                set.trim().to_owned(),
                words.split(',').map(|w| w.trim().to_owned()).collect(),
            );
            continue;
        }
        let (phrase, codes) = line.split_once('[').map_or((line, None), |(p, c)| (p, Some(c)));
        let codes: Vec<&str> = codes
            .into_iter()
            .flat_map(|c| c.split('['))
            .map(|c| c.split(']').next().unwrap_or(c).trim())
            .filter(|c| !c.is_empty() && !c.starts_with("---"))
            .collect();
        if codes.iter().any(|c| c.starts_with('~') || c.ends_with('~')) {
            for noun in nouns(phrase, &sets) {
                agents.push((noun, codes[0].to_owned()));
            }
            continue;
        }
        let mut dated = Vec::new();
        for c in &codes {
            match dates(c) {
                Some(dated_code) => dated.push(dated_code),
                None => out.left_out.push((number, format!("`{c}` is no code with dates (CODE, CODE 20010101-20051231, CODE <20010101, CODE >20010101)"))),
            }
        }
        let phrase = phrase.trim();
        let synonym = phrase.strip_prefix('+');
        if !phrase.is_empty() && synonym.is_none() {
            actors.push((number, vec![words(phrase)], dated));
            continue;
        }
        // A synonym or further codes of the actor before.
        match actors.last_mut() {
            Some((_, names, terms)) => {
                names.extend(synonym.map(words));
                terms.extend(dated);
            }
            None => out
                .left_out
                .push((number, "a synonym or code without an actor before it".to_owned())),
        }
    }
    let mut rows = String::new();
    for (number, (line, names, terms)) in actors.iter().enumerate() {
        let id = format!("{}-{}", slug(name), number + 1);
        let mut written = false;
        for (cameo, from, to) in terms {
            let (country, sectors) = code(cameo);
            let belongs = country.is_empty() || known(&country) || NO_COUNTRY.contains(&country.as_str());
            if !belongs {
                out.left_out.push((
                    *line,
                    format!("{}: `{cameo}` is of no country that there is", names[0]),
                ));
                continue;
            }
            let (own, aliases) = if written {
                ("", String::new())
            } else {
                (names[0].as_str(), names[1..].join("|"))
            };
            let _ = writeln!(
                rows,
                "{id}\t{own}\t{aliases}\torganisation\t{country}\t{}\t\t\t{from}\t{to}\t{name}",
                sectors.join("|")
            );
            written = true;
        }
        out.actor_count += usize::from(written);
    }
    if !rows.is_empty() {
        out.actors =
            format!("id\tname\taliases\tkind\tcode\tsectors\toffice\trole\tfrom\tto\tsource\n{rows}");
    }
    let mut rows = String::new();
    for (noun, cameo) in &agents {
        let (_, sectors) = code(cameo);
        let _ = writeln!(rows, "{noun}\t{}\t\t", sectors.join("|"));
        out.agent_count += 1;
    }
    if !rows.is_empty() {
        out.agents = format!("noun\tsectors\toffice\tnumber\n{rows}");
    }
    out
}

/// The nouns of a line of agents: with each word of a set in its place; plurals in braces are left out, the program makes its own.
fn nouns(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let phrase = phrase.split('{').next().unwrap_or(phrase).trim();
    let set = sets.iter().find(|(set, _)| phrase.contains(set.as_str()));
    match set {
        Some((set, members)) => members
            .iter()
            .map(|word| words(&phrase.replace(set.as_str(), &format!("_{word}_"))).to_lowercase())
            .collect(),
        None => vec![words(phrase).to_lowercase()],
    }
}

/// `JUAN_DE_LA_CRUZ_` as a name.
fn words(text: &str) -> String {
    let words: Vec<String> = text
        .replace('_', " ")
        .split_whitespace()
        .map(|w| {
            let mut letters = w.chars();
            let rest = |l: std::str::Chars| l.as_str().to_lowercase();
            letters
                .next()
                .map_or_else(String::new, |f| f.to_string() + &rest(letters))
        })
        .collect();
    words.join(" ")
}

/// A code and its first and last day as the tables write them.
fn dates(text: &str) -> Option<Dated> {
    let mut parts = text.split_whitespace();
    let code = parts.next()?.to_owned();
    let rest: String = parts.collect();
    let day = |text: &str| -> Option<String> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let century = |yy: &str| if yy < "40" { "20" } else { "19" };
        match digits.len() {
            8 => Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])),
            6 => Some(format!(
                "{}{}-{}-{}",
                century(&digits[..2]),
                &digits[..2],
                &digits[2..4],
                &digits[4..]
            )),
            4 => Some(digits),
            _ => None,
        }
    };
    let (from, to) = match rest.as_str() {
        "" => (String::new(), String::new()),
        r if r.starts_with('<') => (String::new(), day(&r[1..])?),
        r if r.starts_with('>') => (day(&r[1..])?, String::new()),
        r => {
            let (from, to) = r.split_once('-')?;
            (day(from)?, day(to)?)
        }
    };
    Some((code, from, to))
}

fn slug(name: &str) -> String {
    let mut out: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    while out.contains("--") {
        out = out.replace("--", "-");
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_with_synonyms_and_dates() {
        let text = "# note\n<!-- a\ncomment -->\nMARTA_OSEI_ ; who\n+OSEI_MARTA_\n\t[GHAGOV 20010107-20090106]\n\t[GHAELI >20090107]\n\nRIVER_FRONT_ [GHAREB]\n";
        let found = import(text, "My list", |c| c == "GHA");
        let rows: Vec<&str> = found.actors.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "my-list-1\tMarta Osei\tOsei Marta\torganisation\tGHA\tGOV\t\t\t2001-01-07\t2009-01-06\tMy list",
                "my-list-1\t\t\torganisation\tGHA\tELI\t\t\t2009-01-07\t\tMy list",
                "my-list-2\tRiver Front\t\torganisation\tGHA\tREB\t\t\t\t\tMy list",
            ]
        );
        assert_eq!((found.actor_count, found.left_out.len()), (2, 0));
    }

    #[test]
    fn agents_with_sets_and_plurals() {
        let text =
            "!PERSON! = MAN, WOMAN\nCHIEF_CLERK {CHIEF_CLERKS} [~GOV]\nPRESS_!PERSON! [~MED]\nNURSE [~HLH]\n";
        let found = import(text, "x", |_| false);
        let rows: Vec<&str> = found.agents.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "chief clerk\tGOV\t\t",
                "press man\tJRN\t\t",
                "press woman\tJRN\t\t",
                "nurse\tMED\t\t"
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let found = import("+LONE\nSOMEONE [GHA 12-x]\nOTHER [QQQGOV]\n", "x", |c| c == "GHA");
        assert_eq!(found.left_out.len(), 3, "{:?}", found.left_out);
    }
}
