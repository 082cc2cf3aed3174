//! What the claims of an occurrence rest on, and how it stands after that.

use crate::common::{Event, actor, ledger, occurrences, place, report, source};
use sayso_ledger::report::{Link, Notice};
use sayso_ledger::{Filter, Report};
use sayso_model::EventType;
use sayso_model::statement::{CueClass, Factuality, PlaceRole, SourceKind};

const AT_DAWN: &str =
    "Raiders torched the grain store of Nampula before dawn on Sunday and drove off nine oxen.";

/// A report of one raid.
struct Told {
    publisher: &'static str,
    published: &'static str,
    text: &'static str,
    day: &'static str,
    chain: Vec<Link>,
    factuality: Factuality,
    notice: Option<Notice>,
}

impl Told {
    fn by(publisher: &'static str, published: &'static str, text: &'static str) -> Self {
        Self {
            publisher,
            published,
            text,
            day: "2025-05-18",
            chain: Vec::new(),
            factuality: Factuality::Certain,
            notice: None,
        }
    }

    fn report(self) -> Report {
        let raid = Event {
            actors: vec![actor("Raiders", "MOZREB")],
            recipients: vec![actor("farmers", "MOZCVL")],
            places: vec![place("Nampula", "MOZ", PlaceRole::Location, (-15.12, 39.27), 0)],
            days: (Some(self.day), Some(self.day)),
            chain: self.chain,
            factuality: self.factuality,
            ..Event::new(EventType::Assault, 4, "204", "torched")
        };
        let name = format!("{} {}", self.publisher, self.published);
        Report {
            publisher: Some(self.publisher.into()),
            notice: self.notice,
            ..report(&name, self.published, self.text, vec![raid])
        }
    }
}

/// A source whose kind its words do not tell.
fn unspecified(words: &str) -> Link {
    Link {
        kind: SourceKind::Unspecified,
        ..source(words, "")
    }
}

/// How the one occurrence of these reports stands, and its origins: source, stance, whether independent.
#[track_caller]
fn check(name: &str, told: Vec<Told>, status: &str, origins: &[(&str, &str, bool)]) {
    let mut ledger = ledger(name);
    for told in told {
        ledger.add(&told.report()).unwrap();
    }
    ledger.relink().unwrap();
    let all = occurrences(&mut ledger, &Filter::default());
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["status"], status, "{all:?}");
    let found: Vec<(&str, &str, bool)> = all[0]["origins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| {
            let text = |key: &str| o[key].as_str().unwrap();
            (
                text("source"),
                text("stance"),
                o["independent"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(found, origins);
}

#[test]
fn two_outlets_that_saw_it_are_two() {
    check(
        "origins-two",
        vec![
            Told::by("Lurio News", "2025-05-19", AT_DAWN),
            Told::by(
                "Radio Nacala",
                "2025-05-20",
                "A barn was torched in Nampula, and our editor smelt the smoke.",
            ),
        ],
        "corroborated",
        &[("Lurio News", "affirms", true), ("Radio Nacala", "affirms", true)],
    );
}

#[test]
fn a_sentence_taken_over_rests_on_the_first() {
    check(
        "origins-taken",
        vec![
            Told::by("Lurio News", "2025-05-19", AT_DAWN),
            Told::by(
                "Radio Nacala",
                "2025-05-20",
                "Before dawn on Sunday raiders torched the grain store of Nampula, driving off nine oxen.",
            ),
        ],
        "single-source",
        &[("Lurio News", "affirms", true)],
    );
}

#[test]
fn what_an_outlet_comes_back_to_rests_on_its_first_source() {
    check(
        "origins-back",
        vec![
            Told {
                chain: vec![source("the prefect", "MOZGOV")],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told::by(
                "Lurio News",
                "2025-05-21",
                "The barn torched in Nampula will be rebuilt.",
            ),
        ],
        "single-source",
        &[("the prefect", "affirms", true)],
    );
}

#[test]
fn we_are_the_outlet() {
    for words in ["our reporter", "This newspaper"] {
        check(
            "origins-we",
            vec![Told {
                chain: vec![unspecified(words)],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            }],
            "single-source",
            &[("Lurio News", "affirms", true)],
        );
    }
}

#[test]
fn a_word_for_somebody_is_a_source_and_none_is_not() {
    let with = |chain: Vec<Link>| Told {
        chain,
        ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
    };
    check(
        "origins-command",
        vec![with(vec![unspecified("the river command")])],
        "single-source",
        &[("the river command", "affirms", true)],
    );
    check(
        "origins-nobody",
        vec![with(vec![unspecified("")])],
        "single-source",
        &[("", "affirms", false)],
    );
    // "is believed to have been torched, the prefect said": the prefect.
    check(
        "origins-outer",
        vec![with(vec![source("the prefect", "MOZGOV"), unspecified("")])],
        "single-source",
        &[("the prefect", "affirms", true)],
    );
}

#[test]
fn what_is_dated_ahead_is_planned() {
    check(
        "origins-ahead",
        vec![Told {
            day: "2025-05-25",
            chain: vec![source("the prefect", "MOZGOV")],
            ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
        }],
        "planned",
        &[("the prefect", "plans", true)],
    );
}

#[test]
fn a_denial_by_others_in_a_correction_takes_nothing_back() {
    let denied = |chain: Vec<Link>| {
        vec![
            Told::by("Lurio News", "2025-05-19", AT_DAWN),
            Told {
                chain,
                factuality: Factuality::CertainNot,
                notice: Some(Notice::Correction),
                ..Told::by("Radio Nacala", "2025-05-20", "No barn was torched in Nampula.")
            },
        ]
    };
    check(
        "origins-correction",
        denied(vec![source("the prefect", "MOZGOV")]),
        "disputed",
        &[("Lurio News", "affirms", true), ("the prefect", "denies", true)],
    );
}

/// Whoever calls it possible does not stand for it: with a denial beside it, it is denied.
#[test]
fn who_calls_it_possible_does_not_stand_for_it() {
    check(
        "origins-possible",
        vec![
            Told {
                factuality: Factuality::Possible,
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told {
                chain: vec![source("the prefect", "MOZGOV")],
                factuality: Factuality::CertainNot,
                ..Told::by(
                    "Radio Nacala",
                    "2025-05-20",
                    "No barn was torched in Nampula, the prefect said.",
                )
            },
        ],
        "denied",
        &[("Lurio News", "affirms", false), ("the prefect", "denies", true)],
    );
}

/// What an outlet withdraws is void, whoever it had it from and whoever copied or cited it.
#[test]
fn what_an_outlet_withdraws_is_void() {
    check(
        "origins-void",
        vec![
            Told {
                chain: vec![source("a farmer", "MOZCVL")],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told {
                chain: vec![source("Lurio News", "MOZMED"), source("a miller", "MOZCVL")],
                ..Told::by(
                    "Radio Nacala",
                    "2025-05-20",
                    "A barn was torched in Nampula, a miller told Lurio News.",
                )
            },
            Told {
                factuality: Factuality::CertainNot,
                notice: Some(Notice::Retraction),
                ..Told::by(
                    "Lurio News",
                    "2025-05-21",
                    "Lurio News withdraws its report that a barn was torched in Nampula.",
                )
            },
        ],
        "retracted",
        &[
            ("a farmer", "affirms", true),
            ("a miller", "affirms", true),
            ("a miller", "retracts", false),
        ],
    );
}

/// An outlet that tells in its own voice that a planned happening does not take place tells that it was called off.
#[test]
fn what_was_only_planned_and_is_off_is_retracted() {
    check(
        "origins-off",
        vec![
            Told {
                day: "2025-05-25",
                chain: vec![source("the bandits", "MOZCRM")],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told {
                day: "2025-05-25",
                factuality: Factuality::CertainNot,
                ..Told::by(
                    "Radio Nacala",
                    "2025-05-21",
                    "The barn of Nampula will not be torched on Sunday after all.",
                )
            },
        ],
        "retracted",
        &[("the bandits", "plans", true), ("Radio Nacala", "retracts", true)],
    );
    // Who was to do it says so, whoever told of the plan, or somebody says that it was called off; another denies that it will be.
    let off = "The barn of Nampula will not be torched on Sunday, it was said.";
    let postponed = "The raid was postponed and no barn torched at Nampula on Sunday, it was said.";
    for (who, code, text, status, stance) in [
        ("Raiders", "MOZREB", off, "retracted", "retracts"),
        ("the bishop", "MOZREL", postponed, "retracted", "retracts"),
        ("the mayor", "MOZGOV", off, "denied", "denies"),
    ] {
        check(
            &format!("origins-off-{code}"),
            vec![
                Told {
                    day: "2025-05-25",
                    chain: vec![source("a trader", "MOZBUS")],
                    ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
                },
                Told {
                    day: "2025-05-25",
                    factuality: Factuality::CertainNot,
                    chain: vec![source(who, code)],
                    ..Told::by("Radio Nacala", "2025-05-21", text)
                },
            ],
            status,
            &[("a trader", "plans", true), (who, stance, true)],
        );
    }
}

/// What an outlet tells in its own voice rests on who told it, where another report says who did.
#[test]
fn who_told_the_outlet() {
    let told = |channel: &str| {
        vec![
            Told::by("Lurio News", "2025-05-19", AT_DAWN),
            Told {
                chain: vec![Link {
                    channel: Some(channel.into()),
                    ..source("a police officer", "MOZCOP")
                }],
                ..Told::by(
                    "Radio Nacala",
                    "2025-05-20",
                    "Cattle thieves torched the store of Nampula, a police officer had told a paper.",
                )
            },
        ]
    };
    check(
        "origins-told",
        told("the Lurio News"),
        "single-source",
        &[("a police officer", "affirms", true)],
    );
    check(
        "origins-told-another",
        told("the Herald"),
        "corroborated",
        &[
            ("Lurio News", "affirms", true),
            ("a police officer", "affirms", true),
        ],
    );
}

/// Sources without names are one where half of the words of the shorter are.
#[test]
fn two_veiled_sources() {
    let veiled = |words: &str| Link {
        kind: SourceKind::Anonymous,
        ..source(words, "MOZ")
    };
    let told = |other: &str| {
        vec![
            Told {
                chain: vec![veiled("a police officer in the valley")],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told {
                chain: vec![veiled(other)],
                ..Told::by(
                    "Radio Nacala",
                    "2025-05-20",
                    "Cattle thieves torched the store of Nampula, it was said.",
                )
            },
        ]
    };
    check(
        "origins-veiled",
        told("a headmaster who was reached on the police wireless"),
        "corroborated",
        &[
            ("a police officer in the valley", "affirms", true),
            (
                "a headmaster who was reached on the police wireless",
                "affirms",
                true,
            ),
        ],
    );
    check(
        "origins-veiled-one",
        told("the police officer"),
        "single-source",
        &[("a police officer in the valley", "affirms", true)],
    );
}

const LATER: &str = "Cattle thieves torched the store of Nampula, it was said.";

/// Who speaks for a body is no second source beside it, and a body is one by whatever words for its country.
#[test]
fn who_speaks_for_a_body_is_the_body() {
    let told = |one: Link, other: Link| {
        vec![
            Told {
                chain: vec![one],
                ..Told::by("Lurio News", "2025-05-19", AT_DAWN)
            },
            Told {
                chain: vec![other],
                ..Told::by("Radio Nacala", "2025-05-20", LATER)
            },
        ]
    };
    let spokesman = Link {
        body: Some("interior ministry".into()),
        ..source("Ali Sy", "MOZGOV")
    };
    for (name, other) in [
        ("origins-body", source("the Interior Ministry", "MOZGOV")),
        ("origins-office", source("the interior minister", "MOZGOV")),
    ] {
        check(
            name,
            told(spokesman.clone(), other),
            "single-source",
            &[("Ali Sy", "affirms", true)],
        );
    }
    check(
        "origins-adjective",
        told(
            source("the Mozambican Interior Ministry", "MOZGOV"),
            source("the Interior Ministry of Mozambique", "MOZGOV"),
        ),
        "single-source",
        &[("the Mozambican Interior Ministry", "affirms", true)],
    );
    check(
        "origins-surnames",
        told(source("Ali Karim", ""), source("Ali Karimi", "")),
        "corroborated",
        &[("Ali Karim", "affirms", true), ("Ali Karimi", "affirms", true)],
    );
    check(
        "origins-bodies",
        told(spokesman, source("the defence ministry", "MOZGOV")),
        "corroborated",
        &[
            ("Ali Sy", "affirms", true),
            ("the defence ministry", "affirms", true),
        ],
    );
}

#[test]
fn who_knows_of_no_such_thing_denies_it() {
    let knows = |words: &str| Link {
        cue: CueClass::Know,
        ..source(words, "MOZGOV")
    };
    let told = |factuality: Factuality| {
        vec![Told {
            chain: vec![knows("the prefect")],
            factuality,
            ..Told::by(
                "Lurio News",
                "2025-05-19",
                "The prefect has no knowledge of a torched store in Nampula.",
            )
        }]
    };
    check(
        "origins-ignorant",
        told(Factuality::Uncommitted),
        "denied",
        &[("the prefect", "denies", true)],
    );
    check(
        "origins-aware",
        told(Factuality::Certain),
        "single-source",
        &[("the prefect", "affirms", true)],
    );
}
