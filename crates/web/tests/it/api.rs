//! Every path over a small ledger: what comes back is as the OpenAPI document says, and opens down to the sentences.

use crate::common::{Site, coded, reports};
use serde_json::{Value, json};

/// Checks an answer against the schema that the description has for its path.
fn check(description: &Value, template: &str, method: &str, kind: &str, answer: &Value) {
    let pointer = format!(
        "/paths/{}/{method}/responses/200/content/{}/schema",
        template.replace('~', "~0").replace('/', "~1"),
        kind.replace('/', "~1")
    );
    let schema = description
        .pointer(&pointer)
        .unwrap_or_else(|| panic!("{template} has no schema"));
    let whole = json!({"allOf": [schema], "components": description["components"]});
    let validator = jsonschema::draft202012::new(&whole).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(answer)
        .map(|e| format!("{} at {}", e, e.instance_path))
        .collect();
    assert!(wrong.is_empty(), "{template}: {wrong:#?}\n{answer:#}");
}

#[test]
fn answers_are_as_described() {
    let site = Site::of("described", &reports());
    let description = site.json("/api/openapi.json");
    let occurrences = site.json("/api/occurrences?limit=200&lead=true");
    let statements = site.json("/api/statements?limit=200");
    assert_eq!(statements["total"], 6);
    let mut cases: Vec<(String, &str)> = [
        ("/api/info", "/api/info"),
        ("/api/occurrences?lead=true", "/api/occurrences"),
        (
            "/api/occurrences?status=disputed,planned&limit=1",
            "/api/occurrences",
        ),
        ("/api/statements?type=ASSAULT&factuality=CT%2B", "/api/statements"),
        ("/api/documents?text=shells", "/api/documents"),
        ("/api/documents/courier%2F1", "/api/documents/{key}"),
        ("/api/facets", "/api/facets"),
        ("/api/facets?country=NER", "/api/facets"),
        ("/api/series", "/api/series"),
        (
            "/api/series?actor=MLI&recipient=NER&both=true&by=quad",
            "/api/series",
        ),
        ("/api/actors?text=mali", "/api/actors"),
        ("/api/actors/malian-army", "/api/actors/{key}"),
        ("/api/actors/MLIMIL?depth=3", "/api/actors/{key}"),
        ("/api/actors/MLI", "/api/actors/{key}"),
        ("/api/actors/two%20herders", "/api/actors/{key}"),
        ("/api/sources", "/api/sources"),
        ("/api/sources/General%20Barka", "/api/sources/{name}"),
    ]
    .map(|(path, template)| (path.to_owned(), template))
    .to_vec();
    for item in occurrences["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        cases.push((format!("/api/occurrences/{id}"), "/api/occurrences/{id}"));
    }
    for item in statements["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        cases.push((format!("/api/statements/{id}"), "/api/statements/{id}"));
    }
    for (path, template) in cases {
        check(
            &description,
            template,
            "get",
            "application/json",
            &site.json(&path),
        );
    }
    let map = site.get("/api/map?country=MLI");
    assert_eq!(map.header("content-type"), Some("application/geo+json"));
    check(
        &description,
        "/api/map",
        "get",
        "application/geo+json",
        &map.json(),
    );
}

#[test]
fn the_description_is_whole() {
    let site = Site::of("whole", &[]);
    let description = site.json("/api/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    fn references(value: &Value, to: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    to.push(reference.clone());
                }
                fields.values().for_each(|v| references(v, to));
            }
            Value::Array(items) => items.iter().for_each(|v| references(v, to)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    references(&description, &mut all);
    assert!(all.len() > 20);
    for reference in all {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(
            description.pointer(pointer).is_some(),
            "{reference} points nowhere"
        );
    }
    // An empty ledger has answers for all that is described.
    for (path, methods) in description["paths"].as_object().unwrap() {
        if methods.get("get").is_none() || path == "/api/events" {
            continue;
        }
        let one = path.contains('{');
        let reply = site.get(
            &path
                .replace("{id}", "x")
                .replace("{key}", "x")
                .replace("{name}", "x"),
        );
        assert_eq!(
            reply.status,
            if one { 404 } else { 200 },
            "{path}: {}",
            reply.text()
        );
    }
}

#[test]
fn an_occurrence_opens_down_to_its_sentences() {
    let site = Site::of("opens", &reports());
    let found = site.json("/api/occurrences?type=ASSAULT");
    let id = found["items"][0]["id"].as_str().unwrap();
    let all = site.json(&format!("/api/occurrences/{id}"));
    assert_eq!(all["occurrence"]["status"], "disputed");
    assert_eq!(all["statements"].as_array().unwrap().len(), 3);
    // Each account has its own statement, and all statements belong to one.
    for origin in all["origins"].as_array().unwrap() {
        assert_eq!(origin["statements"].as_array().unwrap().len(), 1, "{origin:#}");
    }
    let slot = |name: &str| {
        let slots = all["slots"].as_array().unwrap();
        slots
            .iter()
            .find(|s| s["slot"] == name)
            .unwrap_or_else(|| panic!("no slot {name}"))
            .clone()
    };
    assert_eq!(slot("place")["agreed"], true);
    assert_eq!(slot("number")["agreed"], false);
    assert_eq!(slot("number")["label"], "soldier (person)");
    assert_eq!(slot("polarity")["agreed"], false);
    let history = all["history"].as_array().unwrap();
    let days: Vec<&str> = history.iter().map(|h| h["published"].as_str().unwrap()).collect();
    assert_eq!(days, ["2024-05-04", "2024-05-05", "2024-05-06"]);
    assert_eq!(
        (&history[1]["independent"], &history[2]["denying"]),
        (&json!(2), &json!(1))
    );
    // The words of the event, in code points, in the sentence and in the document.
    let first = &all["statements"][0];
    let document = first["more"]["document"].as_str().unwrap();
    let text = site.json(&format!("/api/documents/{}", coded(document)))["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let slice = |text: &str, from: u64, to: u64| -> String {
        text.chars()
            .skip(from as usize)
            .take((to - from) as usize)
            .collect()
    };
    let (start, end) = (&first["trigger"]["start"], &first["trigger"]["end"]);
    assert_eq!(
        slice(&text, start.as_u64().unwrap(), end.as_u64().unwrap()),
        "shelled"
    );
    let span = &first["more"]["sources"][0]["span"];
    assert_eq!(
        slice(&text, span[0].as_u64().unwrap(), span[1].as_u64().unwrap()),
        "General Barka"
    );
}

#[test]
fn pages_follow_each_other() {
    let site = Site::of("pages", &reports());
    let (mut path, mut seen) = ("/api/statements?limit=4".to_owned(), Vec::new());
    loop {
        let page = site.json(&path);
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|s| s["id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (6, 6));
}

#[test]
fn who_stands_how_to_a_source() {
    let site = Site::of("sources", &reports());
    let source = site.json("/api/sources/General%20Barka");
    let names = |field: &str| -> Vec<String> {
        let list = source[field].as_array().unwrap();
        list.iter()
            .map(|c| c["value"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(source["source"]["corroborated"], 1, "{source:#}");
    assert_eq!(names("corroborated_by"), ["two herders"]);
    assert_eq!(names("denied_by"), ["Colonel Diarra"]);
    assert!(
        source["claims"][0]["lead"]["text"]
            .as_str()
            .unwrap()
            .contains("shelled")
    );
    let denier = site.json("/api/sources/Colonel%20Diarra");
    assert_eq!(denier["denies_of"].as_array().unwrap().len(), 2);
}

#[test]
fn the_structure_of_an_actor() {
    let site = Site::of("structure", &reports());
    let army = site.json("/api/actors/malian-army");
    let fact = &army["facts"][0];
    assert_eq!(
        (&fact["relation"], &fact["subject"]["key"]),
        (&json!("part_of"), &json!("desert-guard"))
    );
    assert_eq!(fact["valid"]["start"], "2019-01-01");
    assert!(
        fact["statements"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with("The Desert Guard")
    );
    assert_eq!(army["pairs"][0]["party"]["name"], "Niger");
}

#[test]
fn places_and_ways() {
    let site = Site::of("ways", &reports());
    let map = site.json("/api/map");
    let features = map["features"].as_array().unwrap();
    let leg = features
        .iter()
        .find(|f| f["properties"]["feature"] == "leg")
        .unwrap();
    assert_eq!(leg["properties"]["through"], json!(["Gao", "Ansongo", "Ménaka"]));
    assert_eq!(leg["properties"]["means"], "sea");
    assert_eq!(leg["geometry"]["coordinates"][0], json!([-0.05, 16.3]));
}

#[test]
fn exports_come_as_files() {
    let site = Site::of("exports", &reports());
    for (format, ending, has) in [
        ("csv", "csv", "General Barka"),
        ("geojson", "geojson", "LineString"),
        ("jsonld", "jsonld", "@context"),
        ("plover-jsonl", "jsonl", "ASSAULT"),
        ("polecat-tsv", "tsv", "ASSAULT"),
        ("phoenix-tsv", "tsv", "190"),
        ("gdelt-tsv", "tsv", "190"),
        ("occurrences-jsonl", "jsonl", "disputed"),
        ("statements-jsonl", "jsonl", "\"ledger\""),
        ("parquet", "parquet", "PAR1"),
    ] {
        let reply = site.get(&format!("/api/export?as={format}&type=ASSAULT&type="));
        assert_eq!(reply.status, 200, "{format}");
        let name = format!("attachment; filename=\"sayso-{format}.{ending}\"");
        assert_eq!(reply.header("content-disposition"), Some(name.as_str()));
        let expects = if format == "geojson" { "Point" } else { has };
        assert!(reply.text().contains(expects), "{format}: {}", reply.text());
    }
}

#[test]
fn what_was_known_on_a_day() {
    let site = Site::of("known", &reports());
    let then = site.json("/api/occurrences?type=ASSAULT&as_of=2024-05-05");
    assert_eq!(then["items"][0]["status"], "corroborated");
    let now = site.json("/api/occurrences?type=ASSAULT");
    assert_eq!(now["items"][0]["status"], "disputed");
}

#[test]
fn a_pasted_text_is_read() {
    let site = Site::of("pasted", &[]);
    let description = site.json("/api/openapi.json");
    let text = "OSLO, Oct 28 – Norway deployed 300 soldiers to Latvia on Monday, the defence minister said. 🛰 Russia denied it.";
    let reply = site.ask(
        "POST",
        "/api/read?date=2024-10-28&plain=true",
        &[("Content-Type", "text/plain")],
        text.as_bytes(),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let record = reply.json();
    check(&description, "/api/read", "post", "application/json", &record);
    assert_eq!(
        (&record["text"], &record["published"]),
        (&json!(text), &json!("2024-10-28"))
    );
    assert!(!record["statements"].as_array().unwrap().is_empty());
}
