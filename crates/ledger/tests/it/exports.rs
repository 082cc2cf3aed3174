//! Exports, field by field against what was added. `eval/exports.py` has other programs read them.

use crate::common::{filled, two_reports};
use sayso_ledger::export::{COLUMNS, Format};
use sayso_ledger::{Exported, Filter, Ledger};
use serde_json::Value;
use std::collections::HashMap;

fn export(ledger: &mut Ledger, format: Format) -> (String, Exported) {
    let mut bytes = Vec::new();
    let done = ledger
        .export(format, &Filter::default(), "sayso test", &mut bytes)
        .unwrap();
    (String::from_utf8(bytes).unwrap(), done)
}

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|l| l.split('\t').collect()).collect()
}

#[test]
fn plover() {
    let mut ledger = filled("plover");
    let (text, done) = export(&mut ledger, Format::PloverJsonl);
    assert_eq!((done.written, done.left_out), (4, 0));
    let records: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    for record in &records {
        for required in ["id", "date", "actor", "event"] {
            assert!(!record[required].is_null(), "{required}");
        }
    }
    let find = |event: &str| records.iter().find(|r| r["event"] == event).unwrap();
    let assault = find("ASSAULT");
    assert_eq!(assault["date"], "2025-05-18");
    assert_eq!(assault["mode"], "abduct");
    assert_eq!(assault["quad_code"], 4);
    assert_eq!(assault["event_scale"], -6.5);
    assert_eq!(assault["actor"][0]["code"], "MOZREB");
    assert_eq!(assault["actor"][0]["sector"][0], "REB");
    assert_eq!(assault["recipient"][1]["entity_text"], "Portuguese engineers");
    assert_eq!(assault["event_loc"]["lat"], -12.97);
    assert_eq!(assault["event_loc"]["country_code"], "MOZ");
    assert_eq!(assault["sayso"]["factuality"], "CT+");
    assert_eq!(assault["sayso"]["quantities"][0]["value"], 9.0);
    let text = &two_reports()[0].text;
    let info = &assault["text_info"];
    let at = |end: &str| info[end].as_u64().unwrap() as usize;
    let sentence: String = text
        .chars()
        .skip(at("start"))
        .take(at("end") - at("start"))
        .collect();
    assert_eq!(assault["text"], sentence.as_str());
    assert!(sentence.contains("“all at once”"));
    let planned = find("MOBILIZE");
    assert_eq!(
        planned["date"], "2025-05-19",
        "without a time of its own that of publication"
    );
    assert!(planned["context"].as_array().unwrap().contains(&"future".into()));
    assert_eq!(planned["sayso"]["attribution"][0]["code"], "MOZGOV");
    assert_eq!(planned["sayso"]["places"][1]["role"], "destination");
    assert!(
        find("CONSULT")["context"]
            .as_array()
            .unwrap()
            .contains(&"negation".into())
    );
}

#[test]
fn polecat() {
    let mut ledger = filled("polecat");
    let (text, done) = export(&mut ledger, Format::PolecatTsv);
    assert_eq!(done.written, 4);
    let rows = rows(&text);
    assert!(rows.iter().all(|r| r.len() == 40));
    assert_eq!(
        (rows[0][0], rows[0][4], rows[0][39]),
        ("Event ID", "Intensity", "Version")
    );
    let place = |name: &str| rows[0].iter().position(|n| *n == name).unwrap();
    let assault = rows.iter().find(|r| r[2] == "ASSAULT").unwrap();
    for (column, value) in [
        ("Event Date", "2025-05-18"),
        ("Event Mode", "abduct"),
        ("Intensity", "-6.5"),
        ("Quad Code", "4"),
        ("Contexts", "military"),
        ("Actor Name", "Gunmen"),
        ("Actor Country", "MOZ"),
        ("Primary Actor Sector", "REB"),
        ("Recipient Name", "engineers;Portuguese engineers"),
        ("Recipient Country", "MOZ;PRT"),
        ("Recipient Sectors", "BUS"),
        ("Placename", "Pemba"),
        ("City", "Pemba"),
        ("Country", "MOZ"),
        ("Latitude", "-12.97"),
        ("Longitude", "40.52"),
        ("GeoNames ID", "1000"),
        ("Feature Type", "P.PPL"),
        ("Source", "The Zambezi Courier"),
        ("Publication Date", "2025-05-19"),
        ("Version", "sayso test"),
    ] {
        assert_eq!(assault[place(column)], value, "{column}");
    }
    let denied = rows.iter().find(|r| r[2] == "CONSULT").unwrap();
    assert_eq!(denied[place("Contexts")], "military;negation");
}

#[test]
fn phoenix_has_what_is_said_to_have_happened() {
    let mut ledger = filled("phoenix");
    let (text, done) = export(&mut ledger, Format::PhoenixTsv);
    assert_eq!(
        (done.written, done.left_out),
        (2, 2),
        "neither denied nor planned events"
    );
    let rows = rows(&text);
    assert!(rows.iter().all(|r| r.len() == 26));
    let abduction = rows.iter().find(|r| r[13] == "181").unwrap();
    let wanted = [
        "20250518",
        "2025",
        "05",
        "18",
        "MOZREB",
        "MOZ",
        "REB",
        "",
        "MOZBUS",
        "MOZ",
        "BUS",
        "",
        "181",
        "18",
        "4",
        "-9.0",
        "military,1",
        "-12.97",
        "40.52",
        "Pemba",
        "",
        "MOZ",
        "ferry",
        "https://courier.example/ferry",
        "The Zambezi Courier",
    ];
    assert_eq!(abduction[1..], wanted);
}

#[test]
fn gdelt() {
    let mut ledger = filled("gdelt");
    let (text, done) = export(&mut ledger, Format::GdeltTsv);
    assert_eq!((done.written, done.left_out), (2, 2));
    let events = rows(&text);
    assert!(events.iter().all(|r| r.len() == 61));
    let event = events.iter().find(|r| r[26] == "181").unwrap();
    for (column, value) in [
        (1, "20250518"),
        (2, "202505"),
        (3, "2025"),
        (4, "2025.4603"),
        (5, "MOZREB"),
        (6, "GUNMEN"),
        (7, "MOZ"),
        (12, "REB"),
        (15, "MOZBUS"),
        (25, "1"),
        (27, "181"),
        (28, "18"),
        (29, "4"),
        (30, "-9.0"),
        (31, "1"),
        (32, "1"),
        (33, "1"),
        (51, "4"),
        (52, "Pemba, MOZ"),
        (56, "-12.97"),
        (57, "40.52"),
        (59, "20250519000000"),
        (60, "https://courier.example/ferry"),
    ] {
        assert_eq!(event[column], value, "column {}", column + 1);
    }
    let (text, done) = export(&mut ledger, Format::GdeltMentions);
    assert_eq!(done.written, 2);
    let mentions = rows(&text);
    assert!(mentions.iter().all(|r| r.len() == 16));
    for mention in &mentions {
        assert!(
            events.iter().any(|e| e[0] == mention[0]),
            "each belongs to an event"
        );
        assert!(mention[0].parse::<i64>().is_ok());
    }
    let mention = mentions.iter().find(|m| m[0] == event[0]).unwrap();
    let text = &two_reports()[0].text;
    assert_eq!(
        mention[1..6],
        [
            "20250518000000",
            "20250519000000",
            "1",
            "The Zambezi Courier",
            "https://courier.example/ferry"
        ]
    );
    assert_eq!(mention[9], text.find("abducted").unwrap().to_string());
    assert_eq!(mention[12], text.chars().count().to_string());
}

#[test]
fn flat_columns() {
    let mut ledger = filled("flat");
    let (text, done) = export(&mut ledger, Format::Csv);
    assert_eq!(done.written, 4);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let names: Vec<&str> = COLUMNS.iter().map(|c| c.0).collect();
    assert_eq!(header, names);
    let records: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let planned = records.iter().find(|r| r["type"] == "MOBILIZE").unwrap();
    for (column, value) in [
        ("status", "planned"),
        ("kind", "event"),
        ("mode", "troops"),
        ("contexts", "military"),
        ("quad", "4"),
        ("cameo", "155"),
        ("auxiliary", "future"),
        ("actor_codes", "MOZMIL"),
        ("recipient_names", ""),
        ("source_names", "the governor"),
        ("source_codes", "MOZGOV"),
        ("source_kinds", "named"),
        ("origin", "Maputo"),
        ("destination", "Pemba"),
        ("quantity", "200"),
        ("quantity_unit", "person"),
        ("quantity_of", "soldier"),
        ("document", "ferry"),
        ("published", "2025-05-19"),
        ("sentence", "1"),
        ("trigger", "deploy"),
        (
            "text",
            "Mozambique's army will deploy 200 soldiers from Maputo to Pemba, the governor said.",
        ),
    ] {
        assert_eq!(planned[column], value, "{column}");
    }
    let at: usize = planned["trigger_start"].parse().unwrap();
    let words: String = two_reports()[0].text.chars().skip(at).take(6).collect();
    assert_eq!(words, "deploy");
}

#[test]
fn geojson() {
    let mut ledger = filled("geojson");
    let (text, done) = export(&mut ledger, Format::Geojson);
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    let features = all["features"].as_array().unwrap();
    assert_eq!(features.len() as u64, done.written);
    assert_eq!((done.written, done.left_out), (5, 1));
    let points: Vec<_> = features
        .iter()
        .filter(|f| f["geometry"]["type"] == "Point")
        .collect();
    assert_eq!(points.len(), 4);
    let line = features
        .iter()
        .find(|f| f["geometry"]["type"] == "LineString")
        .unwrap();
    let wanted: Value = serde_json::from_str("[[32.58, -25.97], [40.52, -12.97]]").unwrap();
    assert_eq!(
        line["geometry"]["coordinates"], wanted,
        "longitude first, from the origin on"
    );
    assert_eq!(line["properties"]["type"], "MOBILIZE");
    assert_eq!(line["properties"]["status"], "planned");
}

#[test]
fn jsonld() {
    let mut ledger = filled("jsonld");
    let (text, done) = export(&mut ledger, Format::Jsonld);
    assert_eq!(done.written, 4);
    let all: Value = serde_json::from_str(&text).unwrap();
    let graph = all["@graph"].as_array().unwrap();
    let of_type = |kind: &str| {
        let has = |v: &&Value| v["type"].as_array().is_some_and(|t| t.contains(&kind.into()));
        graph.iter().filter(has).collect::<Vec<_>>()
    };
    assert_eq!(of_type("schema:Article").len(), 2);
    let claims = of_type("schema:Claim");
    assert_eq!(claims.len(), 4);
    let planned = claims
        .iter()
        .find(|c| c["sayso:eventType"] == "MOBILIZE")
        .unwrap();
    assert_eq!(planned["schema:author"]["schema:name"], "the governor");
    assert_eq!(planned["sayso:chain"]["@list"][0]["sayso:code"], "MOZGOV");
    assert_eq!(planned["prov:wasDerivedFrom"]["id"], "urn:sayso:document:ferry");
    assert_eq!(planned["sayso:auxiliary"][0], "future");
}

#[test]
fn the_same_bytes_every_time() {
    let all = [
        Format::PloverJsonl,
        Format::PolecatTsv,
        Format::PhoenixTsv,
        Format::GdeltTsv,
        Format::GdeltMentions,
        Format::Csv,
        Format::Parquet,
        Format::Geojson,
        Format::Jsonld,
    ];
    let write = |ledger: &mut Ledger, format| {
        let mut bytes = Vec::new();
        ledger
            .export(format, &Filter::default(), "sayso test", &mut bytes)
            .unwrap();
        bytes
    };
    let mut one = filled("bytes");
    let mut two = crate::common::ledger("bytes_back");
    for report in two_reports().iter().rev() {
        two.add(report).unwrap();
    }
    two.relink().unwrap();
    for format in all {
        assert_eq!(write(&mut one, format), write(&mut two, format), "{format:?}");
    }
}
