//! What filters find.

use crate::common::{Event, filled, occurrences, report, triggers};
use sayso_ledger::ask::{Facets, Map};
use sayso_ledger::records::SeriesRecord;
use sayso_ledger::{By, Error, Filter, Ledger, Stance, Status};
use sayso_model::EventType;
use std::sync::Arc;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[track_caller]
fn check(filter: &Filter, wanted: &[&str]) {
    let name = format!("query{}", std::panic::Location::caller().line());
    let mut ledger = filled(&name);
    assert_eq!(triggers(&mut ledger, filter), wanted, "{filter:?}");
    assert_eq!(occurrences(&mut ledger, filter).len(), wanted.len(), "{filter:?}");
    // Some rows are looked for in another way than all.
    let few = Filter {
        limit: Some(wanted.len().max(1) as u64),
        ..filter.clone()
    };
    assert_eq!(triggers(&mut ledger, &few), wanted, "{few:?}");
    assert_eq!(occurrences(&mut ledger, &few), occurrences(&mut ledger, filter));
    assert_eq!(
        ledger.count_statements(filter, 1000).unwrap(),
        wanted.len() as u64
    );
    assert_eq!(
        ledger.count_occurrences(filter, 1000).unwrap(),
        wanted.len() as u64
    );
    assert_eq!(answers(&mut ledger, filter).statements, wanted, "{filter:?}");
}

/// What pages ask.
#[derive(Debug, PartialEq)]
struct Answers {
    statements: Vec<String>,
    occurrences: (Vec<(i64, String)>, u64),
    facets: Facets,
    series: [Vec<SeriesRecord>; 2],
    map: Map,
}

fn answers(ledger: &mut Ledger, filter: &Filter) -> Answers {
    let (found, _) = ledger.statement_page(filter, 1000).unwrap();
    let both = [filter.clone(), Filter::default()];
    Answers {
        statements: found.into_iter().map(|f| f.claim.trigger.text).collect(),
        occurrences: ledger.occurrence_page(filter, 1000).unwrap(),
        facets: ledger.facets(filter).unwrap(),
        series: [By::Pair, By::Quad].map(|by| ledger.series_by(&both, by).unwrap()),
        map: ledger.map(filter, 100, 100).unwrap(),
    }
}

/// Each kind of condition, with what finds something and what finds nothing.
fn conditions() -> Vec<Filter> {
    let none = Filter::default;
    let day = |text: &str| Some(text.parse().unwrap());
    vec![
        none(),
        Filter {
            actor: some("MOZ"),
            ..none()
        },
        Filter {
            actor: some("QQQ"),
            ..none()
        },
        Filter {
            recipient: some("bolivia"),
            ..none()
        },
        Filter {
            recipient: some("=Bolivia"),
            ..none()
        },
        Filter {
            source: some("governor"),
            ..none()
        },
        Filter {
            country: some("moz"),
            ..none()
        },
        Filter {
            country: some("LVA"),
            ..none()
        },
        Filter {
            r#type: some("assault"),
            ..none()
        },
        Filter {
            r#type: some("ASSAULT-abduct"),
            ..none()
        },
        Filter {
            r#type: some("ASSAULT-beat"),
            ..none()
        },
        Filter {
            quad: Some(4),
            ..none()
        },
        Filter {
            kind: some("event"),
            ..none()
        },
        Filter {
            factuality: vec!["CT+".into(), "CT-".into()],
            ..none()
        },
        Filter {
            place: some("pemba"),
            ..none()
        },
        Filter {
            place: some("LVA"),
            ..none()
        },
        Filter {
            from: day("2025-05-20"),
            ..none()
        },
        Filter {
            to: day("2025-05-31"),
            ..none()
        },
        Filter {
            text: some("engineer*"),
            ..none()
        },
        Filter {
            text: some("title"),
            ..none()
        },
        Filter {
            status: vec![Status::Planned, Status::Denied],
            ..none()
        },
        Filter {
            outlet: some("The Zambezi Courier"),
            ..none()
        },
        Filter {
            outlet: some("Nobody's Post"),
            ..none()
        },
        Filter {
            origin: some("The Zambezi Courier"),
            ..none()
        },
        Filter {
            stance: vec![Stance::Affirms],
            ..none()
        },
        Filter {
            limit: Some(2),
            offset: 1,
            ..none()
        },
    ]
}

/// What both ask for.
fn both(a: &Filter, b: &Filter) -> Filter {
    let or = |a: &Option<String>, b: &Option<String>| a.clone().or_else(|| b.clone());
    let list = |a: &[String], b: &[String]| if a.is_empty() { b.to_vec() } else { a.to_vec() };
    Filter {
        actor: or(&a.actor, &b.actor),
        recipient: or(&a.recipient, &b.recipient),
        source: or(&a.source, &b.source),
        country: or(&a.country, &b.country),
        r#type: or(&a.r#type, &b.r#type),
        quad: a.quad.or(b.quad),
        factuality: list(&a.factuality, &b.factuality),
        place: or(&a.place, &b.place),
        from: a.from.or(b.from),
        to: a.to.or(b.to),
        text: or(&a.text, &b.text),
        status: if a.status.is_empty() {
            b.status.clone()
        } else {
            a.status.clone()
        },
        outlet: or(&a.outlet, &b.outlet),
        origin: or(&a.origin, &b.origin),
        stance: if a.stance.is_empty() {
            b.stance.clone()
        } else {
            a.stance.clone()
        },
        kind: or(&a.kind, &b.kind),
        as_of: None,
        limit: a.limit.or(b.limit),
        offset: a.offset.max(b.offset),
    }
}

#[test]
fn an_index_finds_what_the_file_finds() {
    let mut by_file = filled("index_file");
    let mut by_index = filled("index_index");
    let index = by_index.index().unwrap().unwrap();
    by_index.look_into(Some(Arc::new(index)));
    let mut found = 0;
    for a in conditions() {
        for b in conditions() {
            let filter = both(&a, &b);
            let answer = answers(&mut by_index, &filter);
            assert_eq!(answer, answers(&mut by_file, &filter), "{filter:?}");
            found += answer.statements.len();
        }
    }
    assert!(found > 500, "{found}");
    let nothing = Filter {
        text: some("-"),
        ..Filter::default()
    };
    assert!(by_index.facets(&nothing).is_err());
}

#[test]
fn an_index_of_an_earlier_state_is_not_looked_into() {
    let mut ledger = filled("stale_index");
    let index = ledger.index().unwrap().unwrap();
    ledger.look_into(Some(Arc::new(index)));
    let all = Filter::default();
    let before = answers(&mut ledger, &all);
    let text = "Officers detained a courier in Beira.";
    let event = Event::new(EventType::Coerce, 4, "173", "detained");
    ledger
        .add(&report("late", "2025-07-01", text, vec![event]))
        .unwrap();
    ledger.link().unwrap();
    let after = answers(&mut ledger, &all);
    assert_eq!(after.facets.total, before.facets.total + 1);
    assert_eq!(after.statements[0], "detained");
    let index = ledger.index().unwrap().unwrap();
    ledger.look_into(Some(Arc::new(index)));
    assert_eq!(answers(&mut ledger, &all), after);
    // Another day is another state.
    let earlier = Filter {
        as_of: Some("2025-05-19".parse().unwrap()),
        ..all
    };
    assert_eq!(answers(&mut ledger, &earlier).facets.total, 2);
}

#[test]
fn sources_are_told_the_same_with_and_without_an_index() {
    let mut ledger = filled("source_index");
    let ask = |ledger: &mut Ledger| {
        let all = ledger.sources().unwrap();
        let each = all.iter().map(|s| {
            let latest = ledger.latest_of(&s.keys, 2).unwrap();
            (ledger.source_detail(s).unwrap(), latest)
        });
        each.collect::<Vec<_>>()
    };
    let by_file = ask(&mut ledger);
    assert!(!by_file.is_empty());
    let index = ledger.index().unwrap().unwrap();
    ledger.look_into(Some(Arc::new(index)));
    assert_eq!(ask(&mut ledger), by_file);
}

#[test]
fn everything_is_in_the_order_of_time() {
    let mut ledger = filled("everything");
    let all = triggers(&mut ledger, &Filter::default());
    assert_eq!(all[2..], ["deploy", "abducted"], "{all:?}");
    let of = |limit, offset| Filter {
        limit,
        offset,
        ..Filter::default()
    };
    assert_eq!(triggers(&mut ledger, &of(Some(2), 1)), all[1..3]);
    assert_eq!(triggers(&mut ledger, &of(None, 3)), all[3..]);
}

#[test]
fn by_who_takes_part() {
    check(
        &Filter {
            actor: some("MOZ"),
            ..Filter::default()
        },
        &["deploy", "abducted"],
    );
    check(
        &Filter {
            actor: some("MOZMIL"),
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            actor: some("army"),
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            actor: some("arm"),
            ..Filter::default()
        },
        &[],
    );
    check(
        &Filter {
            recipient: some("BOL"),
            ..Filter::default()
        },
        &["expelled"],
    );
    check(
        &Filter {
            recipient: some("portuguese ENGINEERS"),
            ..Filter::default()
        },
        &["abducted"],
    );
    check(
        &Filter {
            source: some("governor"),
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            source: some("NOR"),
            ..Filter::default()
        },
        &["visited"],
    );
    check(
        &Filter {
            country: some("prt"),
            ..Filter::default()
        },
        &["abducted"],
    );
    check(
        &Filter {
            country: some("LVA"),
            ..Filter::default()
        },
        &["visited"],
    );
}

#[test]
fn by_what_happens_and_where() {
    check(
        &Filter {
            r#type: some("assault"),
            ..Filter::default()
        },
        &["abducted"],
    );
    check(
        &Filter {
            r#type: some("SANCTION-expel"),
            ..Filter::default()
        },
        &["expelled"],
    );
    check(
        &Filter {
            r#type: some("SANCTION-convict"),
            ..Filter::default()
        },
        &[],
    );
    check(
        &Filter {
            quad: Some(1),
            ..Filter::default()
        },
        &["visited"],
    );
    check(
        &Filter {
            kind: some("fact"),
            ..Filter::default()
        },
        &[],
    );
    check(
        &Filter {
            place: some("pemba"),
            ..Filter::default()
        },
        &["deploy", "abducted"],
    );
    check(
        &Filter {
            place: some("LVA"),
            ..Filter::default()
        },
        &["visited"],
    );
    check(
        &Filter {
            factuality: vec!["CT-".into()],
            ..Filter::default()
        },
        &["visited"],
    );
}

#[test]
fn by_time_text_and_status() {
    let day = |text: &str| Some(text.parse().unwrap());
    check(
        &Filter {
            to: day("2025-05-18"),
            ..Filter::default()
        },
        &["abducted"],
    );
    check(
        &Filter {
            from: day("2025-05-19"),
            to: day("2025-06-01"),
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            text: some("deployed soldiers"),
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            text: some("\"two envoys\""),
            ..Filter::default()
        },
        &["expelled"],
    );
    check(
        &Filter {
            text: some("\"envoys two\""),
            ..Filter::default()
        },
        &[],
    );
    check(
        &Filter {
            text: some("Title ferr*"),
            ..Filter::default()
        },
        &["deploy", "abducted"],
    );
    check(
        &Filter {
            status: vec![Status::Planned],
            ..Filter::default()
        },
        &["deploy"],
    );
    check(
        &Filter {
            status: vec![Status::Planned, Status::Denied],
            country: some("LVA"),
            ..Filter::default()
        },
        &["visited"],
    );
}

#[test]
fn as_of_a_day_only_what_was_published_counts() {
    let mut ledger = filled("as_of");
    let of = |day: &str| Filter {
        as_of: Some(day.parse().unwrap()),
        ..Filter::default()
    };
    assert_eq!(occurrences(&mut ledger, &of("2025-05-18")).len(), 0);
    assert_eq!(occurrences(&mut ledger, &of("2025-05-19")).len(), 2);
    assert_eq!(triggers(&mut ledger, &of("2025-05-19")), ["deploy", "abducted"]);
    let planned = Filter {
        status: vec![Status::Planned],
        ..of("2025-05-19")
    };
    assert_eq!(triggers(&mut ledger, &planned), ["deploy"]);
    assert_eq!(occurrences(&mut ledger, &of("2025-06-02")).len(), 4);
    assert_eq!(occurrences(&mut ledger, &Filter::default()).len(), 4);
}

#[test]
fn questions_at_once_see_one_state() {
    let mut writer = filled("at_once");
    writer.relink().unwrap();
    let mut reader = Ledger::reading(writer.path()).unwrap();
    let early = Filter {
        as_of: Some("2025-05-19".parse().unwrap()),
        ..Filter::default()
    };
    let all = occurrences(&mut reader, &Filter::default()).len();
    let seen = reader.at_once(|ledger| -> Result<_, Error> {
        let before = ledger.info()?.documents;
        writer.add(&report(
            "late",
            "2025-07-01",
            "Nobody came to the harbour.",
            Vec::new(),
        ))?;
        writer.relink()?;
        // Temporary tables are made meanwhile.
        let counts = [&early, &Filter::default()].map(|filter| occurrences(ledger, filter).len());
        Ok((before, counts, ledger.info()?.documents))
    });
    let (before, counts, after) = seen.unwrap();
    assert_eq!((before, counts), (after, [2, all]));
    let failed = reader.at_once(|_| -> Result<(), Error> { Err(Error::Foreign) });
    assert!(matches!(failed, Err(Error::Foreign)));
    assert_eq!(reader.info().unwrap().documents, before + 1);
    assert_eq!(occurrences(&mut reader, &early).len(), 2);
}

#[test]
fn series_count_by_month() {
    let mut ledger = filled("series");
    let series = ledger.series(&Filter::default()).unwrap();
    let line = |s: &sayso_ledger::records::SeriesRecord| {
        format!(
            "{} {} {} {} a{} c{} p{} {}",
            s.actor_country.as_deref().unwrap_or("-"),
            s.recipient_country.as_deref().unwrap_or("-"),
            s.r#type,
            s.month,
            s.asserted,
            s.contested,
            s.planned,
            s.asserted_intensity
        )
    };
    let lines: Vec<_> = series.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "MOZ - MOBILIZE 2025-05 a0 c0 p1 0",
            "MOZ MOZ ASSAULT 2025-05 a1 c0 p0 -6.5",
            "MOZ PRT ASSAULT 2025-05 a1 c0 p0 -6.5",
            "NOR LVA CONSULT 2025-06 a0 c1 p0 0",
            "PER BOL SANCTION 2025-06 a1 c0 p0 -6.5",
        ]
    );
    let some = ledger
        .series(&Filter {
            actor: some("PER"),
            ..Filter::default()
        })
        .unwrap();
    assert_eq!(some.len(), 1);
}
