//! PLOVER 2.0 records, a statement a line. What PLOVER has no field for (who says so, how sure, occurrence, role of places) stands under `sayso`.

use super::{Exported, polecat};
use crate::report::{Actor, Place, What};
use crate::{Error, Filter, Found, Ledger};
use serde_json::{Map, Value, json};
use std::io::Write;

pub fn write(
    ledger: &mut Ledger,
    filter: &Filter,
    program: &str,
    to: &mut dyn Write,
) -> Result<Exported, Error> {
    let mut done = Exported::default();
    ledger.statements(filter, |found| {
        let record = record(found, program);
        done.count(record.is_some());
        if let Some(record) = record {
            writeln!(to, "{record}")?;
        }
        Ok::<_, Error>(())
    })?;
    Ok(done)
}

/// `None` for facts, and for events without any date: PLOVER requires one.
fn record(found: &Found, program: &str) -> Option<Value> {
    let (claim, header) = (&found.claim, &found.header);
    let What::Event {
        event,
        mode,
        quad,
        intensity,
        cameo,
        actors,
        recipients,
        ..
    } = &claim.what
    else {
        return None;
    };
    let (first, last) = claim.days(header.published);
    let first = first?;
    let mut record = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            record.insert(key.to_owned(), value);
        }
    };
    put("id", json!(claim.id));
    put("has_event", json!(true));
    put("date", json!(first));
    put("enddate", json!(last.filter(|l| *l != first)));
    put("actor", actors.iter().map(entity).collect());
    put("recipient", recipients.iter().map(entity).collect());
    put("event", json!(event.name()));
    put("mode", json!(mode));
    put("context", json!(polecat::contexts(claim)));
    put("quad_code", json!(quad));
    put("event_scale", json!(intensity));
    put("event_text", json!(claim.trigger.text));
    put("event_loc", json!(claim.places.first().map(location)));
    put("link", json!(header.url));
    put("text", json!(found.sentence));
    put(
        "text_info",
        json!({
            "sequence": claim.sentence.number,
            "start": claim.sentence.start,
            "end": claim.sentence.end,
        }),
    );
    put(
        "cite_info",
        json!({
            "citation": header.name,
            "url": header.url,
            "title": header.title,
            "language": "en",
            "publication": header.publisher,
            "coder": program,
            "codebook": "PLOVER",
            "version": "2.0",
        }),
    );
    put("coder", json!(program));
    let chain = claim.chain.iter().map(|l| {
        json!({
            "name": l.name,
            "text": l.text,
            "code": l.code,
            "source_kind": l.kind.name(),
            "cue_class": l.cue.name(),
            "channel": l.channel,
            "distanced": l.distanced,
        })
    });
    let places = claim.places.iter().map(|p| {
        let mut place = location(p);
        place["role"] = json!(p.role.name());
        place["means"] = json!(p.means);
        place["order"] = json!(p.order);
        place
    });
    let quantities = claim.quantities.iter().map(crate::records::AmountRecord::from);
    put(
        "sayso",
        json!({
            "occurrence": found.occurrence.as_ref().map(|(id, _)| id),
            "status": found.occurrence.as_ref().map(|(_, status)| status.name()),
            "published": header.published,
            "factuality": claim.factuality.name(),
            "auxiliary": claim.auxiliary.names(),
            "attribution": chain.collect::<Vec<_>>(),
            "places": places.collect::<Vec<_>>(),
            "quantities": quantities.collect::<Vec<_>>(),
            "cameo": cameo,
            "trigger": {"start": claim.trigger.start, "end": claim.trigger.end},
            "score": claim.score,
        }),
    );
    Some(Value::Object(record))
}

fn entity(a: &Actor) -> Value {
    json!({
        "code": a.code,
        "sector": a.sectors,
        "entity_text": a.text,
        "identifier_id": a.id,
        "identifier_text": a.name,
    })
}

fn location(p: &Place) -> Value {
    let resolution = match p.feature.as_str() {
        feature if feature.starts_with("P.PPLX") => 5,
        feature if feature.starts_with("P.") => 4,
        "A.ADM2" => 3,
        feature if feature.starts_with("A.PCL") => 1,
        _ => 2,
    };
    json!({
        "extracted_place": p.text,
        "resolved_place": p.name,
        "geonameid": p.geonames_id,
        "lat": p.lat,
        "lon": p.lon,
        "country_code": p.country,
        "feature_class": p.feature.split('.').next(),
        "feature_code": p.feature.split('.').nth(1),
        "resolution": resolution,
    })
}
