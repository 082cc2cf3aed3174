//! The splitter against a treebank, where the data folder lies beside the repository.

use sayso_annotate::Splitter;
use std::collections::HashSet;
use std::path::Path;

/// The text of each sentence with the ranges of its words; those of a multiword token are found in its form.
fn sentences(conllu: &str) -> Vec<(String, Vec<(usize, usize)>)> {
    let sentence = |block: &str| {
        let (mut text, mut words, mut inside) = (String::new(), Vec::new(), None);
        for columns in block
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect::<Vec<_>>())
        {
            let (id, form) = (columns[0], columns[1]);
            let blank = !columns[9].split('|').any(|x| x == "SpaceAfter=No");
            let number: Option<usize> = id.parse().ok();
            match (id.split_once('-'), number, inside) {
                (Some((_, last)), ..) => {
                    inside = Some((last.parse::<usize>().expect("a number"), text.len()));
                    text += form;
                    text += if blank { " " } else { "" };
                }
                (_, Some(number), Some((last, at))) if number <= last => {
                    let same = text[at..].to_lowercase().starts_with(&form.to_lowercase());
                    let end = if same {
                        at + form.len()
                    } else {
                        text.trim_end().len()
                    };
                    words.push((at, end));
                    inside = Some((last, end));
                }
                (_, Some(_), _) => {
                    words.push((text.len(), text.len() + form.len()));
                    text += form;
                    text += if blank { " " } else { "" };
                }
                (_, None, _) => {}
            }
        }
        (text, words)
    };
    conllu
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .map(sentence)
        .collect()
}

#[test]
fn treebank_words() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ud/EWT/en_ewt-ud-dev.conllu");
    let Ok(conllu) = std::fs::read_to_string(path) else {
        return;
    };
    let splitter = Splitter::new();
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for (text, words) in sentences(&conllu) {
        let expected: HashSet<(usize, usize)> = words.iter().copied().collect();
        let split = splitter.split(&text);
        right += split
            .iter()
            .filter(|word| expected.contains(&(word.start, word.end)))
            .count();
        found += split.len();
        gold += words.len();
    }
    let f1 = 200.0 * right as f64 / (found + gold) as f64;
    assert!(f1 >= 98.5, "word F1 {f1:.2}");
}
