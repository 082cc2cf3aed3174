//! How names are written into keys, so that spellings that differ only in accents, case, hyphens or points meet.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The key of a name: lower case without accents, apostrophes and points; hyphens and other marks become single blanks; a
/// leading `the` is dropped.
///
/// ```
/// use sayso_knowledge::names::key;
/// assert_eq!(key("The U.S."), "us");
/// assert_eq!(key("Yun Seok-yol"), "yun seok yol");
/// assert_eq!(key("Rā’s Ba‘alabek"), "ras baalabek");
/// ```
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut blank = false;
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '.' => {}
            'ø' | 'Ø' => push(&mut out, &mut blank, "o"),
            'ł' | 'Ł' => push(&mut out, &mut blank, "l"),
            'ı' => push(&mut out, &mut blank, "i"),
            'đ' | 'Đ' => push(&mut out, &mut blank, "d"),
            'ß' => push(&mut out, &mut blank, "ss"),
            c if c.is_alphanumeric() || c == '&' || c == '+' => {
                let lower: String = c.to_lowercase().filter(|c| !is_combining_mark(*c)).collect();
                push(&mut out, &mut blank, &lower);
            }
            _ => blank = !out.is_empty(),
        }
    }
    match out.strip_prefix("the ") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => out,
    }
}

fn push(out: &mut String, blank: &mut bool, part: &str) {
    if std::mem::take(blank) {
        out.push(' ');
    }
    out.push_str(part);
}
