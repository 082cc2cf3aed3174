//! Names and descriptions through the embedded tables: whom they must give, and what must give nobody.

use sayso_knowledge::{Asked, Knowledge};

fn told(knowledge: &Knowledge, text: &str, date: &str, country: Option<&str>) -> Option<String> {
    let asked = Asked {
        text,
        date: (!date.is_empty()).then(|| date.parse().expect("a date")),
        country,
    };
    let actor = knowledge.resolve(asked)?;
    let mut out = actor.country.unwrap_or_else(|| "---".into());
    for sector in actor.sectors {
        out.push(' ');
        out.push_str(&sector);
    }
    Some(out)
}

#[test]
fn descriptions() {
    let knowledge = Knowledge::embedded().expect("the tables are whole");
    for (text, wanted) in [
        ("Kenya", "KEN"),
        ("the Kremlin", "RUS GOV"),
        ("Canberra", "AUS GOV"),
        ("Norwegian paratroopers", "NOR MIL"),
        ("paratroopers from Norway", "NOR MIL"),
        ("Peru's lawmakers", "PER LEG"),
        ("a convoy of Ethiopian soldiers", "ETH MIL"),
        ("dozens of Chilean miners", "CHL LAB"),
        ("ordinary Moldovans", "MDA CVL"),
        ("a former Zambian minister", "ZMB ELI"),
        ("opposition lawmakers in Tbilisi", "GEO LEG OPP"),
        ("Bolivia's ambassador to Japan", "BOL GOV"),
        ("Iran-backed militiamen in Iraq", "IRQ UAF PRM"),
        ("gunmen", "--- UAF"),
        ("two men", "--- UNK"),
        ("Mombasa police", "KEN COP"),
        ("Gujarat High Court", "IND JUD"),
        ("Ministry of Fisheries of Namibia", "NAM GOV"),
        ("a spokesman for the Iranian foreign ministry", "IRN GOV"),
        ("Transnistria", "MDA PRE"),
    ] {
        assert_eq!(
            told(&knowledge, text, "", None).as_deref(),
            Some(wanted),
            "{text}"
        );
    }
}

#[test]
fn roles_have_dates() {
    let knowledge = Knowledge::embedded().expect("the tables are whole");
    let who = |text: &str, date: &str, country: Option<&str>| {
        let date = date.parse().expect("a date");
        knowledge
            .resolve(Asked {
                text,
                date: Some(date),
                country,
            })
            .map(|a| a.name)
    };
    assert_eq!(
        who("the French president", "1999-05-01", None).as_deref(),
        Some("Jacques Chirac")
    );
    assert_eq!(
        who("the French president", "2019-05-01", None).as_deref(),
        Some("Emmanuel Macron")
    );
    assert_eq!(
        who("the prime minister", "2009-06-01", Some("NZL")).as_deref(),
        Some("John Key")
    );
    assert_eq!(
        told(&knowledge, "Nelson Mandela", "1996-05-01", None).as_deref(),
        Some("ZAF GOV")
    );
    assert_eq!(
        told(&knowledge, "Nelson Mandela", "2005-05-01", None).as_deref(),
        Some("ZAF ELI")
    );
    assert_eq!(
        told(&knowledge, "Angela Merkel", "2023-05-01", None).as_deref(),
        Some("DEU ELI")
    );
}

#[test]
fn spellings_and_slips() {
    let knowledge = Knowledge::embedded().expect("the tables are whole");
    let who = |text: &str| {
        let date = "2023-05-01".parse().expect("a date");
        knowledge
            .resolve(Asked {
                text,
                date: Some(date),
                country: None,
            })
            .map(|a| a.name)
    };
    for text in ["Yun Seok-yol", "Yoon Suk Yeol", "President Yoon Suk-yeol"] {
        assert_eq!(who(text).as_deref(), Some("Yoon Suk-yeol"), "{text}");
    }
    for text in ["Zelensky", "Volodymyr Zelenskyy", "Володимир Зеленський"] {
        assert_eq!(who(text).as_deref(), Some("Volodymyr Zelensky"), "{text}");
    }
    assert_eq!(
        told(&knowledge, "Nigreian soldiers", "", None).as_deref(),
        Some("NGA MIL")
    );
    assert_eq!(
        told(&knowledge, "Kenyan soliders", "", None).as_deref(),
        Some("KEN MIL")
    );
}

#[test]
fn nobody() {
    let knowledge = Knowledge::embedded().expect("the tables are whole");
    for text in [
        "",
        "   ",
        "...",
        "kittens",
        "a dog called Max",
        "Tobias Wexelbaum",
        "Ingrid Valencia Torp",
        "qwrtzplm",
        "inflation",
        "was arrested by",
        "\u{0}\u{1}\u{202e}",
    ] {
        assert_eq!(told(&knowledge, text, "", None), None, "{text}");
    }
    let long = "of the ".repeat(20_000);
    assert_eq!(told(&knowledge, &long, "", None), None);
}
