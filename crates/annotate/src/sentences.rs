//! Where sentences begin.

use crate::heads::Rows;
use crate::windows::{Edge, WindowWord};

/// How sure the network must be.
const LIKELY: f32 = 0.5;
/// How sure it must be after an initial.
const SURE: f32 = 0.95;
/// How sure it must be after a full stop, and before a capital or a mark of quotation.
const HINTED: f32 = 0.04;
/// After these a name follows.
const TITLES: [&str; 22] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Rep.", "Reps.", "Sens.", "Gov.", "Gen.", "Col.", "Lt.", "Maj.",
    "Capt.", "Sgt.", "Cmdr.", "Adm.", "Brig.", "Rev.", "Hon.", "Prof.", "St.",
];

/// Whether a sentence begins at each word of a window. `starts` are the network's probabilities.
pub(crate) fn begins<'a>(words: &[WindowWord], starts: &Rows, form: impl Fn(usize) -> &'a str) -> Vec<bool> {
    let begins = |at: usize| {
        words[at].begins.unwrap_or_else(|| {
            let before = if at == 0 { "" } else { form(at - 1) };
            let needed = match () {
                () if TITLES.contains(&before) => return false,
                () if words[at].edge == Edge::Glued && closes(form(at)) => return false,
                () if is_initial(before) => SURE,
                () => match last_mark(at, &form) {
                    "," => return false,
                    "." | "!" | "?" if opens(form(at)) && words[at].edge != Edge::Glued => HINTED,
                    _ => LIKELY,
                },
            };
            starts.of(at)[1] > needed
        })
    };
    (0..words.len()).map(begins).collect()
}

/// The word before this one, closing marks of quotation and brackets passed over.
fn last_mark<'a>(at: usize, form: &impl Fn(usize) -> &'a str) -> &'a str {
    let words = (0..at).rev().map(form);
    words
        .into_iter()
        .find(|word| !matches!(*word, "\"" | "”" | "’" | "''" | ")" | "]" | "»"))
        .unwrap_or("")
}

/// Whether a word looks like the first of a sentence.
fn opens(form: &str) -> bool {
    form.starts_with(|c: char| c.is_uppercase() || "\"“‘«([".contains(c))
}

/// Whether a word cannot stand first when it is glued to the word before.
fn closes(form: &str) -> bool {
    form.chars()
        .all(|c| !c.is_alphanumeric() && !"“‘«([{".contains(c))
}

fn is_initial(form: &str) -> bool {
    let mut chars = form.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.') && chars.next().is_none()
}
