//! `sayso annotate`: what comes out, in which order, where to.

use crate::common::{check_spans, file, folder, program, sayso, with_input};
use std::io::Read;

const LINES: &str = concat!(
    "{\"id\": \"a\", \"text\": \"Norway’s café owners 🇳🇴 said on Monday that “prices 📈 rose”. The minister, Åse Løken, denied it.\"}\n",
    "{\"id\": 12345678901, \"text\": \"e\u{301}te\u{301}: Chad accused Libya of shelling Wour 💥 in February.\", \"published\": \"2024-10-28\", \"publisher\": \"Coast Wire\"}\n",
    "{\"id\": \"12345678901\", \"text\": \"\"}\n",
    "\n",
    "{\"text\": \"It rained.\", \"title\": \"Weather\", \"url\": \"https://news.example/1\"}\n",
);

#[test]
fn one_line_for_each_line() {
    let run = with_input(LINES.as_bytes(), &["annotate"]);
    run.check(0, &[]);
    let documents = run.json();
    let ids: Vec<String> = documents.iter().map(|d| d["id"].to_string()).collect();
    assert_eq!(ids, ["\"a\"", "12345678901", "\"12345678901\"", "5"]);
    for document in &documents {
        check_spans(document);
    }
    let text = documents[1]["text"].as_str().unwrap();
    assert!(
        text.starts_with("e\u{301}te\u{301}: Chad"),
        "text comes back as it was given"
    );
    assert_eq!(documents[3]["title"], "Weather");
    assert_eq!(documents[3]["url"], "https://news.example/1");
}

#[test]
fn options_stand_in_where_the_article_says_nothing() {
    let run = with_input(
        LINES.as_bytes(),
        &["annotate", "--date", "2020-01-02", "--publisher", "Nobody"],
    );
    let got: Vec<_> = run
        .json()
        .iter()
        .map(|d| (d["published"].clone(), d["publisher"].clone()))
        .collect();
    assert_eq!(got[0], ("2020-01-02".into(), "Nobody".into()));
    assert_eq!(got[1], ("2024-10-28".into(), "Coast Wire".into()));
}

#[test]
fn same_bytes_on_any_number_of_threads() {
    let sentences = [
        "Chad accused Libya of it.",
        "Rebels shelled the port 💥, two officials said.",
        "Talks will resume in May.",
    ];
    let lines: String = (0..23)
        .map(|n| {
            format!(
                "{{\"id\": {n}, \"text\": \"{}\"}}\n",
                sentences.repeat(n % 5 + 1)[n % 3..].join(" ")
            )
        })
        .collect();
    let one = with_input(lines.as_bytes(), &["annotate", "--threads", "1"]);
    one.check(0, &[]);
    assert_eq!(one.json().len(), 23);
    for _ in 0..2 {
        let two = with_input(lines.as_bytes(), &["annotate", "--threads", "2"]);
        assert!(one.out == two.out);
    }
}

const CONLLU: &str = "\
# newdoc id = first
# newpar
# sent_id = s-1
# text = We can't go.
1\tWe\t_\t_\t_\t_\t_\t_\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\t_\t_\t_\t_\t_\t_\t_\t_
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\t.\t_\t_\t_\t_\t_\t_\t_\t_

# newdoc id = second
# sent_id = s-2
1-2\tdel\t_\t_\t_\t_\t_\t_\t_\t_
1\tde\t_\t_\t_\t_\t_\t_\t_\t_
2\tel\t_\t_\t_\t_\t_\t_\t_\t_
3\trío\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No

";

/// The comments, ids and forms of CoNLL-U.
fn frame(text: &str) -> Vec<String> {
    let kept = text.lines().filter(|l| !l.starts_with("# text"));
    kept.map(|l| l.split('\t').take(2).collect::<Vec<_>>().join("\t"))
        .collect()
}

#[test]
fn given_words_are_kept() {
    let conllu = with_input(
        CONLLU.as_bytes(),
        &["annotate", "--input", "conllu", "--format", "conllu"],
    );
    conllu.check(0, &[]);
    assert_eq!(frame(&conllu.out), frame(CONLLU));
    assert!(conllu.out.contains("# text = del río\n"), "{}", conllu.out);
    let again = with_input(
        conllu.out.as_bytes(),
        &["annotate", "--input", "conllu", "--format", "conllu"],
    );
    assert_eq!(again.out, conllu.out);
    let json = with_input(CONLLU.as_bytes(), &["annotate", "--input", "conllu"]).json();
    assert_eq!(
        (json[0]["id"].as_str(), json[1]["id"].as_str()),
        (Some("first"), Some("second"))
    );
    assert_eq!(json[0]["sentences"][0]["tokens"].as_array().unwrap().len(), 5);
    // The words of `del` cannot be sliced from it, and have the span of the whole.
    let token = |at: usize| {
        (
            json[1]["sentences"][0]["tokens"][at]["start"].as_u64(),
            json[1]["sentences"][0]["tokens"][at]["end"].as_u64(),
        )
    };
    assert_eq!((token(0), token(1)), ((Some(0), Some(3)), (Some(0), Some(3))));
    json.iter().for_each(check_spans);
}

#[test]
fn conllu_of_text_spells_the_text() {
    let text = "Rebels can't stay in Mirsk. “Never”, said Brandt…\n\nIt rained on 5–6 May.";
    let run = with_input(text.as_bytes(), &["annotate", "--format", "conllu"]);
    run.check(0, &[]);
    assert!(run.out.starts_with("# newdoc id = standard input\n"));
    let mut inside = 0;
    let mut forms = String::new();
    for columns in run
        .out
        .lines()
        .filter(|l| l.contains('\t'))
        .map(|l| l.split('\t').collect::<Vec<_>>())
    {
        if let Some((_, last)) = columns[0].split_once('-') {
            inside = last.parse().unwrap();
            forms.push_str(columns[1]);
        } else if columns[0].parse::<usize>().unwrap() > inside {
            forms.push_str(columns[1]);
            inside = 0;
        }
    }
    assert_eq!(
        forms.replace(' ', ""),
        text.split_whitespace().collect::<String>()
    );
}

#[test]
fn kinds_follow_from_names_and_beginnings() {
    let folder = folder("kinds");
    let page = "<html><head><title>Rain</title></head><body><p>It rained.</p></body></html>";
    let names = [
        ("a.jsonl", LINES),
        ("b.conllu", CONLLU),
        ("c.htm", page),
        ("d", page),
        ("e.txt", "It rained."),
        ("f", LINES),
    ];
    let paths: Vec<_> = names
        .iter()
        .map(|(name, bytes)| file(&folder, name, bytes).into_os_string())
        .collect();
    let run = sayso([std::ffi::OsString::from("annotate")].into_iter().chain(paths));
    run.check(0, &[]);
    let documents = run.json();
    assert_eq!(documents.len(), 4 + 2 + 1 + 1 + 1 + 4);
    for at in [6, 7, 8] {
        assert_eq!(documents[at]["text"], "It rained.");
    }
    assert!(documents[8]["id"].as_str().unwrap().ends_with("e.txt"));
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let folder = folder("output");
    let out = folder.join("out.jsonl");
    let good = file(&folder, "good.txt", "It rained.");
    let arguments = |input: &std::path::Path| {
        [
            "annotate".into(),
            input.as_os_str().to_owned(),
            "-o".into(),
            out.as_os_str().to_owned(),
        ]
    };
    let run = sayso(arguments(&good));
    run.check(0, &[]);
    assert_eq!(run.out, "");
    let written = std::fs::read_to_string(&out).unwrap();
    assert_eq!(written, sayso(["annotate".as_ref(), good.as_os_str()]).out);
    // Nothing came of it: what was there stays.
    sayso(arguments(&folder.join("none"))).check(1, &["no such file"]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), written);
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    let folder = folder("interrupt");
    let mut child = program()
        .args(["annotate", "--input", "jsonl", "-o", "out.jsonl"])
        .current_dir(&folder)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let files = || std::fs::read_dir(&folder).unwrap().count();
    // It waits for standard input, with the file begun and the handler set.
    let begun = std::time::Instant::now();
    while files() == 0 && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(files(), 1);
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(files(), 0);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let lines: String = (0..40)
        .map(|n| {
            format!(
                "{{\"id\": {n}, \"text\": \"{}\"}}\n",
                "It rained in Mirsk. ".repeat(60)
            )
        })
        .collect();
    let folder = folder("pipe");
    let path = file(&folder, "many.jsonl", lines);
    let mut child = program().arg("annotate").arg(path).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 100]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), b"".as_slice())
    );
}

#[test]
fn help_and_version() {
    for command in [&["--help"][..], &["read", "--help"], &["annotate", "--help"]] {
        let run = sayso(command);
        run.check(0, &[]);
        assert!(run.out.contains("Usage: sayso"));
        assert!(command.len() == 1 || run.out.contains("Examples:"));
    }
    assert_eq!(
        sayso(["--version"]).out,
        concat!("sayso ", env!("CARGO_PKG_VERSION"), "\n")
    );
}
