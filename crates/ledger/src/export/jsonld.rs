//! JSON-LD: each statement a `Claim` of schema.org and an entity of PROV-O, attributed to its chain of sources and derived from its document.
//! What these have no word for is in the namespace `sayso:`. The context stands in the file, so that nothing has to be fetched.

use super::Exported;
use crate::report::{Actor, Link, Place};
use crate::{Error, Filter, Found, Ledger};
use sayso_model::statement::SourceKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;

pub fn write(
    ledger: &mut Ledger,
    filter: &Filter,
    program: &str,
    to: &mut dyn Write,
) -> Result<Exported, Error> {
    let mut done = Exported::default();
    write!(
        to,
        "{{\"@context\":{},\n\"@graph\":[\n{}",
        context(),
        software(program)
    )?;
    let mut documents = BTreeSet::new();
    ledger.statements(filter, |found| {
        if documents.insert(found.header.key) {
            write!(to, ",\n{}", document(found))?;
        }
        write!(to, ",\n{}", claim(found))?;
        done.count(true);
        Ok::<_, Error>(())
    })?;
    writeln!(to, "\n]}}")?;
    Ok(done)
}

fn context() -> Value {
    let day = |id: &str| json!({"@id": id, "@type": "http://www.w3.org/2001/XMLSchema#date"});
    json!({
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "sayso": "urn:sayso:vocabulary:",
        "id": "@id",
        "type": "@type",
        "published": day("schema:datePublished"),
        "start": day("schema:startDate"),
        "end": day("schema:endDate"),
    })
}

const PROGRAM: &str = "urn:sayso:program";

fn software(program: &str) -> Value {
    json!({"id": PROGRAM, "type": ["prov:SoftwareAgent", "schema:SoftwareApplication"], "schema:name": program})
}

/// An identifier as part of a URN.
fn urn(kind: &str, id: &str) -> String {
    let mut urn = format!("urn:sayso:{kind}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            urn.push(byte.into());
        } else {
            urn.push_str(&format!("%{byte:02X}"));
        }
    }
    urn
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(all) = value.as_object_mut() {
        all.retain(|_, v| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()));
    }
    value
}

fn document(found: &Found) -> Value {
    let header = &found.header;
    let publisher = header
        .publisher
        .as_ref()
        .map(|name| json!({"type": "schema:Organization", "schema:name": name}));
    without_nulls(json!({
        "id": urn("document", &header.name.to_string()),
        "type": ["schema:Article", "prov:Entity"],
        "schema:identifier": header.name.to_string(),
        "schema:headline": header.title,
        "schema:url": header.url,
        "published": header.published,
        "schema:publisher": publisher,
    }))
}

fn claim(found: &Found) -> Value {
    let claim = &found.claim;
    let document = json!({"id": urn("document", &found.header.name.to_string())});
    let chain: Vec<Value> = claim.chain.iter().map(source).collect();
    let author = chain.last().cloned().or_else(|| {
        found
            .header
            .publisher
            .as_ref()
            .map(|name| json!({"type": "schema:Organization", "schema:name": name}))
    });
    let occurrence = found.occurrence.as_ref().map(|(id, status)| {
        json!({"id": urn("occurrence", id), "type": "sayso:Occurrence", "sayso:status": status.name()})
    });
    let quantities = claim.quantities.iter().map(|q| {
        without_nulls(json!({
            "type": "schema:QuantitativeValue",
            "schema:value": q.value,
            "schema:minValue": q.low,
            "schema:maxValue": q.high,
            "schema:unitText": q.unit,
            "schema:name": q.of,
        }))
    });
    without_nulls(json!({
        "id": urn("statement", &claim.id),
        "type": ["schema:Claim", "prov:Entity"],
        "schema:text": found.sentence,
        "schema:author": author,
        "schema:appearance": document,
        "schema:about": occurrence,
        "published": found.header.published,
        "start": claim.time.start,
        "end": claim.time.end,
        "prov:wasDerivedFrom": document,
        "prov:wasAttributedTo": claim.chain.iter().map(agent).collect::<Vec<_>>(),
        "prov:wasGeneratedBy": {"type": "prov:Activity", "prov:wasAssociatedWith": {"id": PROGRAM}},
        "sayso:chain": {"@list": chain},
        "sayso:eventType": claim.type_name(),
        "sayso:trigger": claim.trigger.text,
        "sayso:triggerStart": claim.trigger.start,
        "sayso:triggerEnd": claim.trigger.end,
        "sayso:factuality": claim.factuality.name(),
        "sayso:auxiliary": claim.auxiliary.names(),
        "sayso:actor": claim.actors().iter().map(party).collect::<Vec<_>>(),
        "sayso:recipient": claim.recipients().iter().map(party).collect::<Vec<_>>(),
        "schema:contentLocation": claim.places.iter().map(place).collect::<Vec<_>>(),
        "sayso:quantity": quantities.collect::<Vec<_>>(),
        "sayso:score": claim.score,
    }))
}

fn source(link: &Link) -> Value {
    let kind = match link.kind {
        SourceKind::Named | SourceKind::Role => "schema:Person",
        SourceKind::Organisation => "schema:Organization",
        SourceKind::Document => "schema:CreativeWork",
        _ => "schema:Thing",
    };
    without_nulls(json!({
        "type": kind,
        "schema:name": link.name,
        "sayso:code": link.code,
        "sayso:sourceKind": link.kind.name(),
        "sayso:cueClass": link.cue.name(),
        "sayso:channel": link.channel,
        "sayso:distanced": link.distanced.then_some(true),
    }))
}

fn agent(link: &Link) -> Value {
    let kind = match link.kind {
        SourceKind::Named | SourceKind::Role => "prov:Person",
        SourceKind::Organisation => "prov:Organization",
        _ => "prov:Agent",
    };
    json!({"type": kind, "schema:name": link.name})
}

fn party(a: &Actor) -> Value {
    without_nulls(json!({
        "schema:name": a.name,
        "sayso:text": a.text,
        "sayso:code": a.code,
        "sayso:country": a.country,
        "sayso:sector": a.sectors,
    }))
}

fn place(p: &Place) -> Value {
    let geonames = p.geonames_id.map(|id| format!("https://sws.geonames.org/{id}/"));
    without_nulls(json!({
        "type": "schema:Place",
        "schema:name": p.name,
        "schema:sameAs": geonames.map(|id| json!({"id": id})),
        "schema:addressCountry": p.country,
        "schema:latitude": p.lat,
        "schema:longitude": p.lon,
        "sayso:role": p.role.name(),
        "sayso:means": p.means,
    }))
}
