//! Input that is not as it should be: one clear error, the right exit status, and the rest goes through.

use crate::common::{file, folder, sayso, with_input};

const NOTE: &str = "Norway sent troops to Latvia on Monday, the minister said.";

#[test]
fn random_bytes() {
    let folder = folder("random_bytes");
    let mut state = 7u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise: Vec<u8> = (0..100_000).map(|_| noise()).collect();
    for name in ["noise.txt", "noise.jsonl", "noise.conllu", "noise.html"] {
        let path = file(&folder, name, &noise);
        let run = sayso(["annotate".as_ref(), path.as_os_str()]);
        run.check(1, &["error: ", name, "not text"]);
        assert_eq!(run.out, "");
    }
}

#[test]
fn empty_files() {
    let folder = folder("empty_files");
    for name in ["empty.txt", "empty.html"] {
        let path = file(&folder, name, "");
        sayso(["annotate".as_ref(), path.as_os_str()]).check(1, &[name, "is empty"]);
    }
    // No lines in, no lines out.
    for name in ["empty.jsonl", "empty.conllu"] {
        let path = file(&folder, name, "");
        let run = sayso(["annotate".as_ref(), path.as_os_str()]);
        run.check(0, &[]);
        assert_eq!(run.out, "");
    }
}

#[test]
fn no_arguments_and_nothing_on_standard_input() {
    for command in ["read", "annotate"] {
        let run = with_input(b"", &[command]);
        run.check(1, &["standard input", "is empty"]);
        assert_eq!(run.out, "");
    }
    assert_eq!(with_input(b"", &[]).status, Some(2));
}

#[test]
fn one_line_of_twenty_megabytes() {
    let line = "word ".repeat(4_000_000);
    with_input(line.as_bytes(), &["annotate"]).check(1, &["standard input", "20000000 bytes", "split it"]);
    let json = format!("{{\"id\":1,\"text\":\"{line}\"}}\n{{\"id\":2,\"text\":\"It rained.\"}}\n");
    let run = with_input(json.as_bytes(), &["annotate", "--input", "jsonl"]);
    run.check(1, &["line 1", "20000000 bytes", "split it"]);
    assert_eq!(run.json()[0]["id"], 2);
    // Longer than what is kept of any line.
    let json = format!(
        "{{\"id\":1,\"text\":\"{0}{0}\"}}\n{{\"id\":2,\"text\":\"It rained.\"}}\n",
        line
    );
    let run = with_input(json.as_bytes(), &["annotate", "--input", "jsonl"]);
    run.check(1, &["line 1", "longer than 32 MiB"]);
    assert_eq!(run.json()[0]["id"], 2);
    let page = format!("<html><body><p>{line}</p></body></html>");
    with_input(page.as_bytes(), &["annotate"]).check(1, &["bytes", "split it"]);
}

#[test]
fn half_a_page() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Troops</title></head><body><article><p>{NOTE}</p><p>More <b"
    );
    let run = with_input(page.as_bytes(), &["annotate"]);
    run.check(0, &[]);
    assert!(run.json()[0]["text"].as_str().unwrap().starts_with(NOTE));
    assert_eq!(run.json()[0]["title"], "Troops");
}

#[test]
fn other_encodings() {
    let latin: Vec<u8> = "Le café de la préfète fut fermé à Orléans, dit le maire."
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let run = with_input(&latin, &["annotate"]);
    run.check(0, &["warning", "windows-1252"]);
    assert!(run.out.contains("Le café de la préfète"));
    with_input(&latin, &["annotate", "--quiet"]).check(0, &[]);
    let wide: Vec<u8> = "\u{feff}"
        .chars()
        .chain(NOTE.chars())
        .flat_map(|c| (c as u16).to_le_bytes())
        .collect();
    let run = with_input(&wide, &["annotate"]);
    run.check(0, &[]);
    assert_eq!(run.json()[0]["text"], NOTE);
    with_input(&wide, &["annotate", "--input", "jsonl"]).check(1, &["UTF-16", "convert"]);
    let line = [
        b"{\"id\": 1, \"text\": \"".as_slice(),
        &latin,
        b"\"}\n{\"id\": 2, \"text\": \"Oui.\"}\n",
    ]
    .concat();
    let run = with_input(&line, &["annotate", "--input", "jsonl"]);
    run.check(1, &["line 1", "not valid UTF-8 at byte 26"]);
    assert_eq!(run.json().len(), 1);
}

#[test]
fn lone_surrogates() {
    let run = with_input(
        b"{\"id\": \"a\", \"text\": \"It \\ud83d rained \\ude00.\"}\n",
        &["annotate"],
    );
    run.check(0, &[]);
    assert_eq!(run.json()[0]["text"], "It \u{fffd} rained \u{fffd}.");
}

#[test]
fn bad_lines_in_the_middle() {
    let lines = "{\"id\": \"a\", \"text\": \"It rained.\"}\n{\"id\": \"b\", \"text\": \n\n[1]\n{\"id\": 4}\n\
                 {\"id\": 1.5, \"text\": \"x\"}\n{\"id\": 6, \"text\": 6}\n{\"id\": 7, \"text\": \"\"}\n";
    let run = with_input(lines.as_bytes(), &["annotate", "--input", "jsonl"]);
    assert_eq!(run.status, Some(1));
    let errors: Vec<&str> = run.err.lines().collect();
    let wanted = [
        "line 2: not valid JSON",
        "line 4: not a JSON object",
        "line 5: no field `text`",
        "line 6: field `id`",
        "line 7: field `text`",
    ];
    assert_eq!(errors.len(), wanted.len(), "{}", run.err);
    for (error, wanted) in errors.iter().zip(wanted) {
        assert!(
            error.starts_with("error: standard input: ") && error.contains(wanted),
            "{error}"
        );
    }
    let ids: Vec<_> = run.json().iter().map(|d| d["id"].clone()).collect();
    assert_eq!(ids, ["a".into(), serde_json::Value::from(7)]);
}

#[test]
fn bad_conllu_documents() {
    let word = |n: usize| format!("{n}\tIt\t_\t_\t_\t_\t_\t_\t_\t_\n");
    let text = format!(
        "# newdoc id = a\n{}\n# newdoc id = b\n1 It\n\n# newdoc id = c\n{}{}\n",
        word(1),
        word(1),
        word(2)
    );
    let run = with_input(text.as_bytes(), &["annotate", "--input", "conllu"]);
    run.check(1, &["standard input: line 5: ", "10"]);
    let ids: Vec<_> = run.json().iter().map(|d| d["id"].clone()).collect();
    assert_eq!(ids, ["a", "c"]);
}

#[test]
fn right_to_left() {
    let text = "قالت الوزارة إن القوات انسحبت. אמר השר כי הכוחות נסוגו.";
    let run = with_input(text.as_bytes(), &["annotate"]);
    run.check(0, &[]);
    assert_eq!(run.json()[0]["text"], text);
    crate::common::check_spans(&run.json()[0]);
    with_input(text.as_bytes(), &["read"]).check(0, &[]);
}

#[test]
fn half_an_archive() {
    let folder = folder("half_an_archive");
    for name in ["news.txt.gz", "news.jsonl"] {
        let path = file(&folder, name, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56");
        sayso(["annotate".as_ref(), path.as_os_str()]).check(1, &[name, "compressed (gzip)", "unpack it"]);
    }
}

#[test]
fn missing_files_and_folders_do_not_stop_the_others() {
    let folder = folder("missing");
    let good = file(&folder, "good.txt", NOTE);
    let run = sayso([
        "annotate".as_ref(),
        folder.join("none.txt").as_os_str(),
        folder.as_os_str(),
        good.as_os_str(),
    ]);
    assert_eq!(run.status, Some(1));
    assert_eq!(run.err.lines().count(), 2);
    assert!(run.err.contains("none.txt: no such file"), "{}", run.err);
    assert!(run.err.contains("is a folder"), "{}", run.err);
    assert_eq!(run.json().len(), 1);
}

#[test]
fn wrong_calls() {
    let calls: [&[&str]; 7] = [
        &["annotate", "--colour"],
        &["annotate", "--format", "xml"],
        &["annotate", "--date", "28.10.2024"],
        &["annotate", "--threads", "0"],
        &["read", "--width", "3"],
        &["resolve"],
        &["annotate", "-o", "/no/such/folder/out.jsonl"],
    ];
    for call in calls {
        let run = sayso(call);
        assert_eq!(run.status, Some(2), "{call:?}: {}", run.err);
        assert!(!run.err.is_empty() && run.out.is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("names");
    let path = folder.join(std::ffi::OsStr::from_bytes(b"caf\xE9.txt"));
    std::fs::write(&path, NOTE).unwrap();
    let run = sayso(["annotate".as_ref(), path.as_os_str()]);
    run.check(0, &[]);
    assert!(run.json()[0]["id"].as_str().unwrap().ends_with("caf\u{fffd}.txt"));
}
