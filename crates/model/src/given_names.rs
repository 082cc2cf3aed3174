//! What given names and titles tell of those who bear them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Whom "he" stands for and whom "she".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// He.
    Male,
    /// She.
    Female,
}

/// Given names in lower case that nearly all who bear them in the news share with those of one sex.
static GIVEN_NAMES: LazyLock<HashMap<&'static str, Sex>> = LazyLock::new(|| {
    let lines = include_str!("../data/given-names.tsv").lines();
    let lines = lines.filter_map(|line| line.split_once('\t'));
    let sex = |letter: &str| if letter == "f" { Sex::Female } else { Sex::Male };
    lines.map(|(name, letter)| (name, sex(letter))).collect()
});

/// Titles that tell it.
const TITLES: [(&str, Sex); 12] = [
    ("mr", Sex::Male),
    ("sir", Sex::Male),
    ("lord", Sex::Male),
    ("king", Sex::Male),
    ("prince", Sex::Male),
    ("pope", Sex::Male),
    ("mrs", Sex::Female),
    ("ms", Sex::Female),
    ("miss", Sex::Female),
    ("lady", Sex::Female),
    ("queen", Sex::Female),
    ("princess", Sex::Female),
];

impl Sex {
    /// What a pronoun tells of whom it stands for.
    ///
    /// ```
    /// use sayso_model::Sex;
    /// assert_eq!(Sex::of_pronoun("Her"), Some(Sex::Female));
    /// assert_eq!(Sex::of_pronoun("they"), None);
    /// ```
    pub fn of_pronoun(form: &str) -> Option<Self> {
        match form.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Some(Self::Male),
            "she" | "her" | "hers" | "herself" => Some(Self::Female),
            _ => None,
        }
    }

    /// What the words of a person's name tell, with the word before them where there is one: a title, else the given name. A name of one word may be a
    /// family's, and tells nothing.
    ///
    /// ```
    /// use sayso_model::Sex;
    /// assert_eq!(Sex::of_name(None, &["Hillary", "Grant"]), Some(Sex::Female));
    /// assert_eq!(Sex::of_name(Some("Mr."), &["Grant"]), Some(Sex::Male));
    /// assert_eq!(Sex::of_name(None, &["Warren"]), None);
    /// ```
    pub fn of_name(before: Option<&str>, words: &[&str]) -> Option<Self> {
        let titled = |word: &str| {
            let word = word.trim_end_matches('.').to_lowercase();
            TITLES
                .iter()
                .find(|(title, _)| *title == word)
                .map(|(_, sex)| *sex)
        };
        let first = words.first()?;
        let given = || {
            GIVEN_NAMES
                .get(first.to_lowercase().as_str())
                .copied()
                .filter(|_| words.len() > 1)
        };
        titled(first).or_else(|| titled(before?)).or_else(given)
    }
}
