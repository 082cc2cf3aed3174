//! `sayso knowledge`: the tables of actors, and a user's own.

use crate::args::{KnowledgeArgs, KnowledgeCommand, TablesArg};
use crate::output::Output;
use crate::report::{Fatal, Log, Report};
use jiff::Zoned;
use jiff::civil::Date;
use sayso::knowledge::{self, Entry, Imported, Knowledge, KnowledgeError, KnownActor};
use sayso::model::Interval;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The tables that sayso comes with, and those of the folder that is given.
///
/// # Errors
/// When a table has a mistake or cannot be read.
pub fn open(tables: &TablesArg) -> Result<Knowledge, KnowledgeError> {
    match &tables.knowledge {
        None => Knowledge::embedded(),
        Some(folder) => Knowledge::with_folder(folder),
    }
}

/// Runs the command; false where nothing was found or something is wrong.
///
/// # Errors
/// When tables cannot be read, or nothing can be written.
pub fn run(args: &KnowledgeArgs) -> Result<bool, Fatal> {
    let mut out = Output::open(None)?;
    let (text, good) = match &args.command {
        None => (sizes(&Knowledge::embedded()?), true),
        Some(KnowledgeCommand::Show { names, date, tables }) => {
            let name = names.join(" ");
            let text = show(&open(tables)?, &name, *date);
            if text.is_empty() {
                let why =
                    "the tables have nothing of this name; sayso resolve understands descriptions as well";
                Log::new(false).write(&Report::error(&name, &why));
            }
            let found = !text.is_empty();
            (text, found)
        }
        Some(KnowledgeCommand::Check { folder, quiet }) => check(folder.as_deref(), *quiet)?,
        Some(KnowledgeCommand::Import { files, to }) => import(files, to)?,
    };
    out.write(&text)?;
    out.finish(false)?;
    Ok(good)
}

fn sizes(knowledge: &Knowledge) -> String {
    let mut out = String::new();
    for (name, size) in knowledge.sizes() {
        let _ = writeln!(out, "{size:>8}  {name}");
    }
    let _ = writeln!(out, "{:>8}  places", knowledge.gazetteer().len());
    out
}

fn days(valid: Interval) -> String {
    let day = |d: Option<Date>| d.map_or("…".to_owned(), |d| d.to_string());
    match (valid.start, valid.end) {
        (None, None) => String::new(),
        (start, end) => format!("{} to {}", day(start), day(end)),
    }
}

fn show(knowledge: &Knowledge, name: &str, date: Option<Date>) -> String {
    let mut out = String::new();
    for entry in knowledge.entries(name) {
        match entry {
            Entry::Country(code) | Entry::Government(code) => {
                if let Some(c) = knowledge.country(code) {
                    let what = if entry == Entry::Government(code) {
                        "the government of "
                    } else {
                        ""
                    };
                    let _ = writeln!(out, "{}  {what}{}", c.code, c.name);
                    for (label, list) in [
                        ("also", &c.aliases),
                        ("adjectives", &c.adjectives),
                        ("people", &c.people),
                        ("capital", &c.capital),
                        ("government", &c.metonyms),
                    ] {
                        if !list.is_empty() {
                            let _ =
                                writeln!(out, "    {label}: {}", list.iter().collect::<Vec<_>>().join(", "));
                        }
                    }
                }
            }
            Entry::Actor(at) => actor(knowledge, knowledge.numbered(at), date, &mut out),
            Entry::Region(_) => {
                if let Some(r) = knowledge.region(name) {
                    let countries: Vec<_> = r.codes.iter().collect();
                    let _ = writeln!(out, "{}  {}: {}", r.kind, r.name, countries.join(" "));
                }
            }
        }
    }
    if out.is_empty()
        && let Some(known) = knowledge.actor(name)
    {
        actor(knowledge, known, date, &mut out);
    }
    out
}

fn actor(knowledge: &Knowledge, actor: &KnownActor, date: Option<Date>, out: &mut String) {
    let _ = writeln!(
        out,
        "{}  {} ({})",
        actor.id,
        actor.name,
        actor.kind.name().replace('_', " ")
    );
    if !actor.aliases.is_empty() {
        let _ = writeln!(
            out,
            "    also: {}",
            actor.aliases.iter().collect::<Vec<_>>().join(", ")
        );
    }
    for term in actor
        .terms
        .iter()
        .filter(|t| date.is_none_or(|day| t.valid.holds(day)))
    {
        let sectors: Vec<_> = term.sectors.iter().collect();
        let parts = [
            term.code.to_string(),
            sectors.join(" "),
            term.role.to_string(),
            days(term.valid),
            format!("[{}, {} line {}]", term.source, term.place.file, term.place.line),
        ];
        let parts: Vec<_> = parts
            .iter()
            .filter(|p| !p.is_empty())
            .map(String::as_str)
            .collect();
        let _ = writeln!(out, "    {}", parts.join("  "));
    }
    for member in knowledge.members(&actor.id, date) {
        let days = days(member.valid);
        let _ = writeln!(
            out,
            "    member: {}{}{days}",
            member.member,
            if days.is_empty() { "" } else { "  " }
        );
    }
}

fn check(folder: Option<&Path>, quiet: bool) -> Result<(String, bool), Fatal> {
    // A folder is checked together with what sayso comes with; only what stands in the folder is told.
    let mut tables = Knowledge::embedded()?.tables().clone();
    if let Some(folder) = folder {
        tables.add_folder(folder)?;
    }
    let mut doubts = knowledge::check(&tables, Zoned::now().date());
    doubts.retain(|d| folder.is_none_or(|f| Path::new(&d.place.0).starts_with(f)));
    let wrong = doubts.iter().filter(|d| d.wrong).count();
    let mut out = String::new();
    for doubt in doubts.iter().filter(|d| d.wrong || !quiet) {
        let _ = writeln!(out, "{doubt}");
    }
    let _ = writeln!(out, "{wrong} mistakes, {} doubts", doubts.len() - wrong);
    Ok((out, wrong == 0))
}

fn import(files: &[PathBuf], to: &Path) -> Result<(String, bool), Fatal> {
    let embedded = Knowledge::embedded()?;
    let mut out = String::new();
    let mut agents = String::new();
    let file = |path: &Path| {
        let path = path.display().to_string();
        move |error| Fatal::File(path.clone(), error)
    };
    let mut made: Vec<(PathBuf, String)> = Vec::new();
    for path in files {
        let bytes = std::fs::read(path).map_err(file(path))?;
        let text = String::from_utf8_lossy(&bytes);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let found: Imported = knowledge::import(&text, &name, |code| embedded.country(code).is_some());
        for (line, why) in &found.left_out {
            let _ = writeln!(out, "left out: {}, line {line}: {why}", path.display());
        }
        let _ = writeln!(
            out,
            "{}: {} actors, {} agents",
            path.display(),
            found.actor_count,
            found.agent_count
        );
        if !found.actors.is_empty() {
            made.push((to.join("actors").join(format!("{name}.tsv")), found.actors));
        }
        match (agents.is_empty(), found.agents.split_once('\n')) {
            (false, Some((_, rows))) => agents.push_str(rows),
            _ => agents.push_str(&found.agents),
        }
    }
    if !agents.is_empty() {
        made.push((to.join("agents.tsv"), agents));
    }
    if made.is_empty() {
        let _ = writeln!(
            out,
            "There is no actor and no agent in it: are these PETRARCH dictionaries?"
        );
        return Ok((out, false));
    }
    for (path, text) in &made {
        if path.exists() {
            return Err(Fatal::Call(format!(
                "{} is there already: give another folder with --to",
                path.display()
            )));
        }
        let folder = path.parent().unwrap_or(to);
        std::fs::create_dir_all(folder).map_err(file(folder))?;
        std::fs::write(path, text).map_err(file(path))?;
        let _ = writeln!(out, "wrote {}", path.display());
    }
    Ok((out, true))
}
