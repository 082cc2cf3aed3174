//! `sayso resolve` and `sayso knowledge`: who somebody is, by the embedded tables and by a user's own.

use crate::common::{file, folder, sayso, with_input};
use serde_json::json;

const ACTORS: &str = "id\tname\taliases\tkind\tcode\tsectors\toffice\trole\tfrom\tto\tsource
aldo-quist\tAldo Quist\tA. Quist\tperson\tNLD\tGOV\thead_of_government\tprime minister\t2031-01\t2033-05\town list
river-watch\tRiver Watch\t\tngo\tNLD\tSOC\t\t\t\t\town list
";

/// A folder with a table of actors.
fn own_tables(name: &str, actors: &str) -> String {
    let place = folder(name);
    std::fs::create_dir_all(place.join("actors")).expect("the folder is writable");
    file(&place, "actors/mine.tsv", actors);
    place.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_name_on_a_day() {
    let found = sayso(["resolve", "Jacques Chirac", "--date", "1999-05-01"]);
    found.check(0, &[]);
    let actor = &found.json()[0];
    assert_eq!(
        (&actor["code"], &actor["sector"]),
        (&json!("FRAGOV"), &json!(["GOV"]))
    );
    assert_eq!(
        (&actor["from"], &actor["to"]),
        (&json!("1995-05-17"), &json!("2007-05-16"))
    );
    let later = sayso(["resolve", "Jacques", "Chirac", "--date", "2012-01-01"]);
    assert_eq!(later.json()[0]["sector"], json!(["ELI"]));
}

#[test]
fn whom_no_table_knows() {
    let found = sayso(["resolve", "a cat named Frank"]);
    found.check(0, &[]);
    assert_eq!(found.out, "null\n");
}

#[test]
fn lines_keep_their_order() {
    let lines = concat!(
        r#"{"id": "b", "query": "the prime minister", "date": "2009-06-01", "country": "New Zealand"}"#,
        "\n",
        r#"{"id": 7, "query": "Malian soldiers"}"#,
        "\n",
        r#"{"query": "the army", "context": "Floods in Malawi kept Malawian helicopters busy."}"#,
        "\n",
    );
    let found = with_input(lines.as_bytes(), &["resolve", "--input", "jsonl"]);
    found.check(0, &[]);
    let [pm, soldiers, army] = &found.json()[..] else {
        panic!("three lines")
    };
    assert_eq!((&pm["id"], &pm["actor"]["id"]), (&json!("b"), &json!("john-key")));
    assert_eq!(
        (&soldiers["id"], &soldiers["actor"]["code"]),
        (&json!(7), &json!("MLIMIL"))
    );
    assert_eq!(
        (&army["id"], &army["actor"]["code"]),
        (&json!(3), &json!("MWIMIL"))
    );
}

#[test]
fn wrong_calls_and_lines() {
    sayso(["resolve"]).check(2, &["give a name"]);
    sayso(["resolve", "x", "--country", "Ruritania"]).check(2, &["Ruritania"]);
    let lines = "{\"id\": 1}\n{\"query\": \"Kenya\", \"date\": \"soon\"}\n{\"query\": \"Kenya\"}\n";
    let found = with_input(lines.as_bytes(), &["resolve", "--input", "jsonl"]);
    assert_eq!(found.status, Some(1));
    for part in ["line 1", "`query`", "line 2", "`soon`"] {
        assert!(found.err.contains(part), "{part}: {}", found.err);
    }
    assert_eq!(found.json().len(), 1);
}

#[test]
fn own_tables_come_first() {
    let own = own_tables("own-tables", ACTORS);
    let own = own.as_str();
    let date = ["--date", "2032-01-01"];
    let found = sayso(
        [
            &["resolve", "Dutch Prime Minister", "--knowledge", own],
            &date[..],
        ]
        .concat(),
    );
    found.check(0, &[]);
    assert_eq!(found.json()[0]["name"], json!("Aldo Quist"));
    let text = "River Watch said on Monday that it had sued the mill.\n";
    let read = with_input(text.as_bytes(), &["annotate", "--knowledge", own]);
    read.check(0, &[]);
    let entities = read.json()[0]["entities"].clone();
    assert!(entities.to_string().contains("river-watch"), "{entities}");
    sayso(["knowledge", "check", own]).check(1, &[]);
    let checked = sayso(["knowledge", "check", own]);
    assert!(
        checked
            .out
            .contains("mine.tsv, line 2: error: Aldo Quist begins in the future"),
        "{}",
        checked.out
    );
}

#[test]
fn mistakes_in_own_tables_name_their_line() {
    let own = own_tables("bad-tables", &ACTORS.replace("2033-05", "2030-05"));
    let own = own.as_str();
    for call in [
        &["resolve", "x", "--knowledge", own][..],
        &["knowledge", "check", own],
    ] {
        sayso(call).check(1, &["mine.tsv, line 2", "ends before it begins"]);
    }
    let none = format!("{own}/nothing-here");
    sayso(["resolve", "x", "--knowledge", &none]).check(1, &["nothing-here"]);
}

#[test]
fn what_the_tables_have() {
    let shown = sayso(["knowledge", "show", "NATO"]);
    shown.check(0, &[]);
    for part in ["nato  ", "member: NOR  1949", "member: FIN  2023-04"] {
        assert!(shown.out.contains(part), "{part}: {}", shown.out);
    }
    sayso(["knowledge", "show", "Nobody Atall"]).check(1, &["Nobody Atall"]);
    let sizes = sayso(["knowledge"]);
    sizes.check(0, &[]);
    assert!(sizes.out.contains("actors"));
}

#[test]
fn dictionaries_become_tables() {
    let place = folder("petrarch");
    file(
        &place,
        "list.actors.txt",
        "MARTA_OSEI_\n+OSEI_MARTA_\n\t[GHAGOV 20010107-20090106]\nNOWHERE_ [QQQ]\n",
    );
    file(&place, "list.agents.txt", "WELL_DIGGER {} [~LAB]\n");
    let path = |name: &str| place.join(name).to_str().expect("UTF-8").to_owned();
    let (actors, agents, to) = (path("list.actors.txt"), path("list.agents.txt"), path("tables"));
    let made = sayso(["knowledge", "import", &actors, &agents, "--to", &to]);
    made.check(0, &[]);
    assert!(
        made.out.contains("1 actors") && made.out.contains("QQQ"),
        "{}",
        made.out
    );
    let found = sayso(["resolve", "Ghanaian well diggers", "--knowledge", &to]);
    assert_eq!(found.json()[0]["code"], json!("GHALAB"));
    let found = sayso([
        "resolve",
        "Osei Marta",
        "--date",
        "2005-05-05",
        "--knowledge",
        &to,
    ]);
    assert_eq!(found.json()[0]["code"], json!("GHAGOV"));
    sayso(["knowledge", "import", &actors, "--to", &to]).check(2, &["there already"]);
}
