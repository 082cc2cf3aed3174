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

/// Nouns for one person that tell it, in the singular; more end in "woman".
const FEMALE: &str = "woman girl lady mother mom mum grandmother stepmother daughter granddaughter stepdaughter wife ex-wife widow sister half-sister \
    stepsister aunt niece queen princess duchess baroness empress actress waitress heiress stewardess hostess heroine bride fiancée girlfriend \
    nun abbess schoolgirl grandma housewife";
const MALE: &str = "man boy gentleman father dad grandfather stepfather son grandson stepson husband ex-husband widower brother half-brother \
    stepbrother uncle nephew king prince duke baron emperor waiter steward bridegroom fiancé boyfriend monk abbot friar schoolboy grandpa \
    spokesman businessman congressman assemblyman councilman policeman gunman salesman nobleman clergyman statesman fisherman \
    cameraman fireman serviceman tribesman horseman craftsman doorman hitman madman";

impl Sex {
    /// What a noun for one person tells, given in the singular.
    ///
    /// ```
    /// use sayso_model::Sex;
    /// assert_eq!(Sex::of_noun("Congresswoman"), Some(Sex::Female));
    /// assert_eq!(Sex::of_noun("uncle"), Some(Sex::Male));
    /// assert_eq!(Sex::of_noun("chairman"), None);
    /// ```
    pub fn of_noun(noun: &str) -> Option<Self> {
        let noun = noun.to_lowercase();
        let among = |nouns: &str| nouns.split_whitespace().any(|n| n == noun);
        match () {
            () if noun.ends_with("woman") || among(FEMALE) => Some(Self::Female),
            () if among(MALE) => Some(Self::Male),
            () => None,
        }
    }

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
