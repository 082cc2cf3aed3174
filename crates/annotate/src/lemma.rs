//! Lemmas: edit scripts that the network chooses among (`training/data.py`), fitted to the form; inflected verbs and
//! nouns with only one lemma come from tables (`training/forms.py`).

/// Forms and lemmas of verbs, sorted by form.
const VERBS: &str = include_str!("../data/verbs.tsv");
/// Prefixes that verbs of the table may have.
const PREFIXES: [&str; 5] = ["un", "re", "mis", "out", "over"];
/// Forms and lemmas of nouns, sorted by form.
const NOUNS: &str = include_str!("../data/nouns.tsv");

/// How to make a lemma of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Take so many characters from its end and add these.
    Edit(usize, &'static str),
    /// It is this.
    Whole(&'static str),
}

/// Nouns in "men" that are no plural of one in "man".
const ENDS_IN_MEN: [&str; 15] = [
    "abdomen", "acumen", "albumen", "bitumen", "cyclamen", "dolmen", "foramen", "hymen", "lumen", "omen",
    "ramen", "regimen", "semen", "specimen", "stamen",
];

/// All scripts, in the order of the network's labels.
#[derive(Debug)]
pub(crate) struct Scripts(Vec<Option<Script>>);

impl Scripts {
    /// From the labels `3:y` and `=be`.
    pub(crate) fn new(labels: &[&'static str]) -> Self {
        let script = |label: &&'static str| match label.strip_prefix('=') {
            Some(lemma) => Some(Script::Whole(lemma)),
            None => label
                .split_once(':')
                .and_then(|(cut, end)| Some(Script::Edit(cut.parse().ok()?, end))),
        };
        Self(labels.iter().map(script).collect())
    }

    /// The lemma by the best script that fits the form. Names and `I` keep their case.
    pub(crate) fn lemma(&self, form: &str, upos: &str, scores: &[f32]) -> String {
        let lower = form.to_lowercase();
        let table = match upos {
            "VERB" => VERBS,
            "NOUN" => NOUNS,
            _ => "",
        };
        if let Some(lemma) = only_lemma(table, &lower) {
            return lemma.to_owned();
        }
        // "oilmen" like "men".
        if let Some(stem) = lower.strip_suffix("men").filter(|_| upos == "NOUN")
            && !stem.is_empty()
            && !ENDS_IN_MEN.contains(&lower.as_str())
        {
            return format!("{stem}man");
        }
        // "unbanned" like "banned".
        for prefix in PREFIXES.iter().filter(|_| upos == "VERB") {
            if let Some(lemma) = lower
                .strip_prefix(prefix)
                .filter(|rest| rest.len() > 3)
                .and_then(|rest| only_lemma(VERBS, rest))
            {
                return format!("{prefix}{lemma}");
            }
        }
        let length = lower.chars().count();
        let fits = |script: &Script| match script {
            Script::Edit(cut, _) => *cut == 0 || *cut < length,
            Script::Whole(_) => true,
        };
        let scripts = self
            .0
            .iter()
            .zip(scores)
            .filter_map(|(script, score)| Some((script.as_ref()?, *score)));
        let best = scripts
            .filter(|(script, _)| fits(script))
            .reduce(|a, b| if b.1 > a.1 { b } else { a });
        let Some((script, _)) = best else {
            return form.to_owned();
        };
        if upos == "PROPN" {
            return named(script, form);
        }
        match script {
            Script::Edit(cut, end) => shortened(&lower, *cut).to_owned() + end,
            Script::Whole("i") if form == "I" => form.to_owned(),
            Script::Whole(lemma) => (*lemma).to_owned(),
        }
    }
}

/// The only lemma of an inflected form, by binary search over the lines of a table.
fn only_lemma(table: &'static str, form: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = table.as_bytes()[low..(low + high) / 2]
            .iter()
            .rposition(|b| *b == b'\n');
        let start = middle.map_or(low, |at| low + at + 1);
        let end = table[start..high].find('\n').map_or(high, |at| start + at + 1);
        let (found, lemma) = table[start..end].trim_end().split_once('\t')?;
        match found.cmp(form) {
            std::cmp::Ordering::Equal => return Some(lemma),
            std::cmp::Ordering::Less => low = end,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The lemma of a name.
fn named(script: &Script, form: &str) -> String {
    let capitals = form.chars().count() > 1 && !form.contains(char::is_lowercase);
    match script {
        Script::Edit(cut, end) => {
            let end = if capitals {
                end.to_uppercase()
            } else {
                (*end).to_owned()
            };
            shortened(form, *cut).to_owned() + &end
        }
        Script::Whole(lemma) if form.to_lowercase() == *lemma => form.to_owned(),
        Script::Whole(lemma) => {
            let mut rest = lemma.chars();
            let first = rest.next().filter(|_| form.starts_with(char::is_uppercase));
            first.map_or_else(
                || (*lemma).to_owned(),
                |first| first.to_uppercase().chain(rest).collect(),
            )
        }
    }
}

/// A word without its last `cut` characters.
fn shortened(word: &str, cut: usize) -> &str {
    match cut
        .checked_sub(1)
        .and_then(|last| word.char_indices().rev().nth(last))
    {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &str, upos: &str, label: &'static str, lemma: &str) {
        let scripts = Scripts::new(&["0:", label]);
        assert_eq!(scripts.lemma(form, upos, &[0.0, 1.0]), lemma);
    }

    #[test]
    fn forms_of_one_lemma_come_from_the_tables() {
        for (form, lemma) in [
            ("extradited", Some("extradite")),
            ("abandoned", Some("abandon")),
            ("zoomed", Some("zoom")),
            ("found", None),
            ("hit", Some("hit")),
            ("ferry", Some("ferry")),
            ("", None),
            ("zzz", None),
        ] {
            assert_eq!(only_lemma(VERBS, form), lemma, "{form}");
        }
        for table in [VERBS, NOUNS] {
            for line in table.lines() {
                let (form, lemma) = line.split_once('\t').expect("two columns");
                assert_eq!(only_lemma(table, form), Some(lemma));
            }
        }
    }

    #[test]
    fn scripts() {
        check("Parties", "NOUN", "3:y", "party");
        check("unbanned", "VERB", "3:x", "unban");
        check("oilmen", "NOUN", "1:", "oilman");
        check("Servicewomen", "NOUN", "0:", "servicewoman");
        check("regimen", "NOUN", "0:", "regimen");
        check("men", "NOUN", "=man", "man");
        check("was", "AUX", "=be", "be");
        check("Parties", "PROPN", "3:y", "Party");
        check("STATES", "PROPN", "1:", "STATE");
        check("I", "PRON", "=i", "I");
        check("zib", "VERB", "5:x", "zib");
        check("Ünï", "NOUN", "1:i", "üni");
    }
}
