//! What filters find.

use crate::common::{filled, occurrences, triggers};
use sayso_ledger::{Filter, Status};

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
