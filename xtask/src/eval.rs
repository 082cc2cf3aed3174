//! `cargo xtask eval`: measures the release build and writes the table `eval/RESULTS.md`, so that a change in quality is a diff.
//!
//! The scorers and most of the data lie outside of the repository (`../shared`); our own sets lie in `eval/`.

use crate::{Done, coreference, own_sets, release_program, root, shared};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    /// Folder with `score/`, `data/` and `seed/` [default: ../shared]
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Only the sets whose name contains this; the table is printed, not written
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Only the sets of `eval/floors.toml`; fail when a number is below its floor; the table is printed, not written
    #[arg(long)]
    check_floors: bool,
}

/// Something to measure with one of the scorers.
struct Set {
    /// What the table and `--only` call it.
    name: &'static str,
    /// The file in `score/`.
    scorer: &'static str,
    /// The gold, from the shared folder.
    gold: &'static str,
    /// Further arguments; `TABLE` is the table from CAMEO to PLOVER.
    arguments: &'static [&'static str],
    /// How the gold (IOB) is rewritten first.
    rewrite: Option<fn(&str) -> String>,
    /// The command that the program must have, where it may not have it yet.
    needs: Option<&'static str>,
    /// What is aimed at.
    bar: &'static str,
}

impl Set {
    const fn new(name: &'static str, scorer: &'static str, gold: &'static str, bar: &'static str) -> Self {
        Self {
            name,
            scorer,
            gold,
            arguments: &[],
            rewrite: None,
            needs: None,
            bar,
        }
    }

    const fn with(self, arguments: &'static [&'static str]) -> Self {
        Self { arguments, ..self }
    }
}

const TABLE: &str = "data/plover_gsr/CAMEO2PLOVER-2021.txt";

const SETS: &[Set] = &[
    Set::new("story", "story", "seed/expected.json", "recall ≥ 0.85, no false"),
    Set::new("stories", "story", "eval/stories.json", ""),
    Set::new("stories-dev", "story", "eval/stories-dev.json", ""),
    Set::new(
        "ud-ewt",
        "ud",
        "data/ud/EWT/en_ewt-ud-test.conllu",
        "UPOS ≥ 0.968, lemma ≥ 0.975, LAS ≥ 0.885",
    ),
    Set::new(
        "ud-ewt-raw",
        "ud",
        "data/ud/EWT/en_ewt-ud-test.conllu",
        "sentence ≥ 0.88, LAS ≥ 0.85",
    )
    .with(&["--raw"]),
    Set::new("ud-gum", "ud", "data/ud/GUM/en_gum-ud-test.conllu", "LAS ≥ 0.875"),
    Set::new(
        "attribution",
        "attribution",
        "data/polnear/dev.jsonl",
        "token F1 source ≥ 0.86, cue ≥ 0.75, content ≥ 0.90; whole ≥ 0.72",
    ),
    Set::new(
        "entities-uner",
        "entities",
        "data/uner_ewt/en_ewt-ud-test.iob2",
        "micro F1 ≥ 0.80",
    ),
    Set::new(
        "entities-re3d",
        "entities",
        "data/re3d/re3d-test.conll",
        "micro F1 ≥ 0.70",
    ),
    Set {
        rewrite: Some(capitals),
        ..Set::new(
            "entities-uner-capitals",
            "entities",
            "data/uner_ewt/en_ewt-ud-test.iob2",
            "no more than 0.10 below entities-uner",
        )
    },
    Set {
        rewrite: Some(names_only),
        ..Set::new(
            "entities-re3d-names",
            "entities",
            "data/re3d/re3d-test.conll",
            "names alone: no pronouns, no descriptions",
        )
    },
    Set {
        rewrite: Some(capitals),
        ..Set::new(
            "entities-re3d-capitals",
            "entities",
            "data/re3d/re3d-test.conll",
            "no more than 0.10 below entities-re3d",
        )
    },
    Set::new(
        "places-trnews",
        "places",
        "data/geo/trnews.jsonl",
        "overlap F1 ≥ 0.85, accuracy@161 km ≥ 0.88",
    ),
    Set::new(
        "places-lgl",
        "places",
        "data/geo/lgl.jsonl",
        "overlap F1 ≥ 0.85, accuracy@161 km ≥ 0.80",
    ),
    Set::new(
        "places-geowebnews",
        "places",
        "data/geo/geowebnews.jsonl",
        "accuracy@161 km ≥ 0.93",
    ),
    Set::new(
        "times-timebank",
        "times",
        "data/timeml/timebank.jsonl",
        "strict ≥ 0.80, type ≥ 0.80, value ≥ 0.75",
    ),
    Set::new(
        "events-plover",
        "events",
        "data/plover_gsr/plover_gsr.jsonl",
        "recall ≥ 0.75, precision ≥ 0.75",
    ),
    Set::new(
        "events-petrarch",
        "events",
        "data/cameo_petrarch/upetrarch_gsr_validation_half.jsonl",
        "recall ≥ 0.70, extra ≤ 0.40",
    )
    .with(&["--cameo", "TABLE"]),
    Set::new(
        "events-muc4",
        "events",
        "data/muc4/dev_tst1_tst2.jsonl",
        "incident F1 ≥ 0.80, perpetrator F1 ≥ 0.40",
    ),
    Set::new(
        "relation-aw",
        "relation",
        "data/plv_aw/AW_train.jsonl",
        "binary F1 ≥ 0.88",
    ),
    Set {
        needs: Some("resolve"),
        ..Set::new(
            "actors",
            "actors",
            "data/ngec/actor_resolution_half.jsonl",
            "country ≥ 0.88, sector ≥ 0.80, both ≥ 0.75",
        )
    },
    Set {
        needs: Some("ingest"),
        ..Set::new(
            "links-ecb",
            "links",
            "data/ecbplus/train.jsonl data/ecbplus/dev.jsonl",
            "pairwise F1 ≥ 0.60, B3 ≥ 0.75",
        )
    },
    Set {
        needs: Some("ingest"),
        ..Set::new(
            "occurrences",
            "occurrences",
            "eval/links",
            "origins ≥ 0.90, status ≥ 0.85",
        )
    },
    Set {
        needs: Some("ingest"),
        ..Set::new("occurrences-dev", "occurrences", "eval/links-dev", "")
    },
    Set {
        needs: Some("ingest"),
        ..Set::new("occurrences-late", "occurrences", "eval/links-late", "")
    },
    Set {
        needs: Some("ingest"),
        ..Set::new("occurrences-plain", "occurrences", "eval/links-plain", "")
    },
];

/// The numbers of a set in the order of the scorer, as it writes them.
pub type Numbers = Vec<(String, String)>;

/// A row of the table.
struct Row {
    name: String,
    scorer: String,
    gold: String,
    bar: String,
    /// The numbers, or why there are none.
    result: Result<Numbers, String>,
}

/// `eval/floors.toml`: what the numbers of a set may not fall below, or rise above.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    #[serde(default)]
    at_least: BTreeMap<String, f64>,
    #[serde(default)]
    at_most: BTreeMap<String, f64>,
}

/// Measures.
///
/// # Errors
/// When there is nothing to measure with, or a number is below its floor.
pub fn run(args: &Args) -> Done {
    let path = root().join("eval/floors.toml");
    let floors: BTreeMap<String, Floors> = toml::from_str(&fs::read_to_string(path)?)?;
    if let Some(name) = floors.keys().find(|name| names().all(|n| n != name.as_str())) {
        return Err(format!(
            "eval/floors.toml: no set {name}; there are: {}",
            names().collect::<Vec<_>>().join(", ")
        )
        .into());
    }
    let wanted = |name: &str| {
        args.only.as_ref().is_none_or(|part| name.contains(part.as_str()))
            && (!args.check_floors || floors.contains_key(name))
    };
    if !names().any(wanted) {
        return Err(format!(
            "no such set; there are: {}",
            names().collect::<Vec<_>>().join(", ")
        )
        .into());
    }
    let shared = shared(args.shared.as_deref());
    let mut rows = Vec::new();
    match &shared {
        Some(shared) => {
            let sets: Vec<&Set> = SETS.iter().filter(|s| wanted(s.name)).collect();
            if !sets.is_empty() {
                let program = release_program()?;
                rows.extend(
                    sets.into_iter()
                        .map(|set| timed(set.name, || measure(set, shared, &program))),
                );
            }
        }
        None if args.check_floors || args.shared.is_some() => {
            return Err("no scorers: name the folder that has `score/` and `data/` with --shared DIR".into());
        }
        None => println!("no scorers in ../shared: only our own sets are measured"),
    }
    for set in own_sets::SETS.iter().filter(|s| wanted(s.name)) {
        rows.push(timed(set.name, || Row {
            name: set.name.into(),
            scorer: "own".into(),
            gold: set.gold.into(),
            bar: set.bar.into(),
            result: own_sets::score(set, shared.as_deref()).map_err(|e| e.to_string()),
        }));
    }
    let table = table(&rows);
    if shared.is_some() && args.only.is_none() && !args.check_floors {
        fs::write(root().join("eval/RESULTS.md"), table)?;
        println!("wrote eval/RESULTS.md");
    } else {
        print!("{table}");
    }
    if !args.check_floors {
        return Ok(());
    }
    let limited = rows.iter().filter_map(|row| Some((row, floors.get(&row.name)?)));
    let broken: Vec<String> = limited.flat_map(|(row, limits)| below(row, limits)).collect();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken.join("\n").into())
    }
}

/// The numbers of one of the sets that the scorers measure.
///
/// # Errors
/// When there is no such set, or it cannot be measured.
pub fn numbers_of(name: &str, shared: &Path, program: &Path) -> Result<Numbers, Box<dyn Error>> {
    let set = SETS.iter().find(|set| set.name == name).ok_or("no such set")?;
    call(set, shared, program)
}

fn names() -> impl Iterator<Item = &'static str> {
    SETS.iter()
        .map(|s| s.name)
        .chain(own_sets::SETS.iter().map(|s| s.name))
}

/// Measures one set; the time goes to the terminal and not into the table, which must not change with the machine.
fn timed(name: &str, measure: impl FnOnce() -> Row) -> Row {
    let begin = Instant::now();
    let row = measure();
    println!(
        "{name}: {} ({:.1} s)",
        said(&row.result),
        begin.elapsed().as_secs_f64()
    );
    row
}

fn measure(set: &Set, shared: &Path, program: &Path) -> Row {
    Row {
        name: set.name.into(),
        scorer: [set.scorer, ".py"].concat()
            + if set.arguments.contains(&"--raw") {
                " --raw"
            } else {
                ""
            },
        gold: set.gold.into(),
        bar: set.bar.into(),
        result: call(set, shared, program).map_err(|e| e.to_string()),
    }
}

fn call(set: &Set, shared: &Path, program: &Path) -> Result<Numbers, Box<dyn Error>> {
    if let Some(command) = set.needs
        && !Command::new(program)
            .args([command, "--help"])
            .output()?
            .status
            .success()
    {
        return Err(format!("not measured: there is no `sayso {command}` yet").into());
    }
    let mut python = Command::new("python3");
    python.arg(shared.join("score").join([set.scorer, ".py"].concat()));
    let mut gold = shared.join(set.gold);
    let mut written = None;
    if let Some(rewrite) = set.rewrite {
        let text = rewrite(&fs::read_to_string(&gold)?);
        let name = gold.file_name().unwrap_or_default().to_string_lossy();
        gold = std::env::temp_dir().join(format!("sayso-{}-{name}", std::process::id()));
        fs::write(&gold, text)?;
        written = Some(&gold);
    }
    python.arg("--gold");
    if written.is_some() {
        python.arg(&gold);
    } else {
        python.args(golds(set.gold, shared)?);
    }
    python.arg("--bin").arg(quoted(program)?);
    for argument in set.arguments {
        match *argument {
            "TABLE" => python.arg(shared.join(TABLE)),
            other => python.arg(other),
        };
    }
    let output = python
        .output()
        .map_err(|e| format!("python3 cannot be started: {e}"))?;
    if let Some(written) = written {
        fs::remove_file(written)?;
    }
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let why = errors
            .lines()
            .find(|l| l.starts_with("cannot score"))
            .or(errors.lines().next_back());
        return Err(why
            .unwrap_or("failed without a word")
            .replace(&*program.to_string_lossy(), "sayso")
            .into());
    }
    numbers(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "no SCORE line".into())
}

/// The paths of a gold: several are parted by blanks; what begins with `eval/` is a file of ours, or a folder, whose folders are meant.
fn golds(gold: &str, shared: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for part in gold.split(' ') {
        if !part.starts_with("eval/") {
            paths.push(shared.join(part));
            continue;
        }
        let own = root().join(part);
        if own.is_file() {
            paths.push(own);
            continue;
        }
        let mut folders = Vec::new();
        for entry in fs::read_dir(own)? {
            folders.push(entry?.path());
        }
        folders.sort();
        paths.extend(folders);
    }
    Ok(paths)
}

/// An IOB file with its words in capitals: the first column, or the second where the first counts; and texts.
fn capitals(iob: &str) -> String {
    let line = |line: &str| -> String {
        if let Some(text) = line.strip_prefix("# text = ") {
            return format!("# text = {}", text.to_uppercase());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let word = usize::from(columns.len() > 2);
        let write = |(at, column): (usize, &&str)| {
            if at == word && !line.starts_with('#') {
                column.to_uppercase()
            } else {
                (*column).to_owned()
            }
        };
        columns
            .iter()
            .enumerate()
            .map(write)
            .collect::<Vec<_>>()
            .join("\t")
    };
    iob.lines().map(|l| line(l) + "\n").collect()
}

/// An IOB file of two columns without the spans that are no names: re3d also marks pronouns and descriptions ("the city", "he").
/// A name ends in a word with a capital that is no pronoun; what comes before it stays as it is.
fn names_only(iob: &str) -> String {
    let mut rows: Vec<(&str, &str)> = iob
        .lines()
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
        .collect();
    let mut at = 0;
    while at < rows.len() {
        let start = at;
        at += 1;
        let Some(kind) = rows[start]
            .1
            .strip_prefix("B-")
            .or(rows[start].1.strip_prefix("I-"))
        else {
            continue;
        };
        while rows
            .get(at)
            .is_some_and(|row| row.1.strip_prefix("I-") == Some(kind))
        {
            at += 1;
        }
        let last = rows[at - 1].0;
        let pronoun = coreference::PRONOUNS.contains(&last.to_lowercase().as_str());
        if pronoun || !last.starts_with(char::is_uppercase) {
            rows[start..at].iter_mut().for_each(|row| row.1 = "O");
        }
    }
    let line = |row: &(&str, &str)| {
        if row.0.is_empty() {
            "\n".into()
        } else {
            format!("{}\t{}\n", row.0, row.1)
        }
    };
    rows.iter().map(line).collect()
}

/// The scorers split their `--bin` as a shell does.
fn quoted(program: &Path) -> Result<String, Box<dyn Error>> {
    let program = program.to_str().ok_or("the path of the program is not Unicode")?;
    Ok(format!("'{}'", program.replace('\'', "'\"'\"'")))
}

/// The numbers of the last `SCORE` line, without those of speed.
fn numbers(output: &str) -> Option<Numbers> {
    let line = output.lines().rev().find_map(|l| l.strip_prefix("SCORE "))?;
    let pairs = line.split_whitespace().filter_map(|part| part.split_once('='));
    let kept = pairs.filter(|(name, _)| !matches!(*name, "seconds" | "words_per_s"));
    Some(
        kept.map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    )
}

fn said(result: &Result<Numbers, String>) -> String {
    match result {
        Ok(numbers) => numbers
            .iter()
            .map(|(n, v)| format!("{n} {v}"))
            .collect::<Vec<_>>()
            .join(", "),
        Err(why) => why.clone(),
    }
}

fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "# How good it is\n\n\
         Written by `cargo xtask eval` from the release build; a change in quality is a change of this file. `bar` is what is\n\
         aimed at; what may not be lost stands in `floors.toml`. What each number means, the scorer tells with `--help`, and\n\
         `xtask/src/own_sets/` for our own sets. Lower is better for `false`, `extra`, `median_km` and `auc`.\n\n\
         | set | scorer | gold | numbers | bar |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let said = said(&row.result).replace('|', "\\|");
        let Row {
            name,
            scorer,
            gold,
            bar,
            ..
        } = row;
        writeln!(out, "| {name} | `{scorer}` | `{gold}` | {said} | {bar} |")
            .expect("a string takes everything");
    }
    out
}

/// What is wrong with the numbers of a row.
fn below(row: &Row, floors: &Floors) -> Vec<String> {
    let numbers = match &row.result {
        Ok(numbers) => numbers,
        Err(why) => return vec![format!("{}: {why}", row.name)],
    };
    let limits = floors
        .at_least
        .iter()
        .map(|f| (f, true))
        .chain(floors.at_most.iter().map(|f| (f, false)));
    let mut out = Vec::new();
    for ((name, limit), least) in limits {
        let found = numbers
            .iter()
            .find(|(n, _)| n == name)
            .and_then(|(_, v)| value(v));
        match found {
            None => out.push(format!("{}: the scorer gives no {name}", row.name)),
            Some(v) if least && v < *limit => {
                out.push(format!("{}: {name} is {v}, below its floor {limit}", row.name))
            }
            Some(v) if !least && v > *limit => {
                out.push(format!("{}: {name} is {v}, above {limit}", row.name))
            }
            Some(_) => {}
        }
    }
    out
}

/// `0.85`, or the 3 of `3/20`.
fn value(text: &str) -> Option<f64> {
    text.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn score_lines() {
        let output = "a table\nSCORE found=3/4 recall=0.7500 false=1/9 seconds=1.00 words_per_s=5\n";
        let numbers = numbers(output).unwrap();
        assert_eq!(said(&Ok(numbers.clone())), "found 3/4, recall 0.7500, false 1/9");
        let row = Row {
            name: "story".into(),
            scorer: String::new(),
            gold: String::new(),
            bar: String::new(),
            result: Ok(numbers),
        };
        let floors = |text: &str| toml::from_str::<Floors>(text).unwrap();
        assert!(below(&row, &floors("at_least.recall = 0.75\nat_most.false = 1")).is_empty());
        assert_eq!(
            below(&row, &floors("at_least.recall = 0.76\nat_most.false = 0")).len(),
            2
        );
        assert_eq!(
            below(&row, &floors("at_least.las = 0.1")),
            ["story: the scorer gives no las"]
        );
    }

    #[test]
    fn words_in_capitals() {
        assert_eq!(
            capitals("# text = In Kyiv\n1\tIn\tO\n2\tKyiv\tB-LOC\n\n"),
            "# text = IN KYIV\n1\tIN\tO\n2\tKYIV\tB-LOC\n\n"
        );
        assert_eq!(capitals("Kyiv\tB-Location\n"), "KYIV\tB-Location\n");
    }

    #[test]
    fn spans_that_are_names() {
        let gold = "He\tB-Person\nleft\tO\nNew\tB-Location\nYork\tI-Location\nfor\tO\nthe\tB-Location\ncity\tI-Location\n\n";
        let kept = "He\tO\nleft\tO\nNew\tB-Location\nYork\tI-Location\nfor\tO\nthe\tO\ncity\tO\n\n";
        assert_eq!(names_only(gold), kept);
    }

    #[test]
    fn floors_name_sets() {
        let floors: BTreeMap<String, Floors> =
            toml::from_str(&fs::read_to_string(root().join("eval/floors.toml")).unwrap()).unwrap();
        assert!(floors.keys().all(|name| names().any(|n| n == name)));
    }
}
