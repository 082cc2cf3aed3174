//! Bytes to text: byte order mark, UTF-8, declared encodings, guesses; and clear errors for what is no text.

use crate::{Problem, ReadError, is_blank};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;
use sayso_model::Span;
use std::sync::LazyLock;

/// First bytes of compressed files and archives.
const PACKED: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1F\x8B", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\0", "xz"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"Rar!\x1A\x07", "rar"),
];

/// First bytes of formats that are not text.
const DOCUMENTS: [(&[u8], &str); 12] = [
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"RIFF", "RIFF"),
    (b"\xD0\xCF\x11\xE0", "Microsoft Office"),
    (b"{\\rtf", "RTF"),
    (b"\x7FELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
];

/// How far into a page its encoding may be declared, in bytes; HTML allows 1024, pages take more.
const HEAD: usize = 8192;

static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    let meta = r#"<meta[^>]{0,400}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#;
    let xml = r#"<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:.-]+)"#;
    Regex::new(&format!("(?i-u){meta}|{xml}")).expect("the pattern is right")
});

/// Text of bytes in any encoding, without its byte order mark; line ends stay as they are.
///
/// A byte order mark decides; else UTF-8 where the bytes are valid UTF-8; else the encoding of `hint` (a label such as
/// `windows-1251`, from an HTTP header), the one that the page declares, and last a guess.
///
/// # Errors
/// When there is nothing but blanks, or when the bytes are no text: pictures, archives, programs.
///
/// ```
/// let (text, problems) = sayso_reader::decode(b"Le pr\xE9sident", Some("iso-8859-1")).unwrap();
/// assert_eq!(text, "Le président");
/// assert!(problems.is_empty());
/// ```
pub fn decode(bytes: &[u8], hint: Option<&str>) -> Result<(String, Vec<Problem>), ReadError> {
    let starts = |(magic, _): &&(&[u8], &str)| bytes.starts_with(magic);
    if let Some((_, name)) = PACKED.iter().find(starts) {
        return Err(ReadError::Packed(name));
    }
    if let Some((_, name)) = DOCUMENTS.iter().find(starts) {
        return Err(ReadError::Document(name));
    }
    let mut problems = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => read(&bytes[length..], encoding, &mut problems),
        None => without_mark(bytes, hint, &mut problems)?,
    };
    if text.len() >= u32::MAX as usize {
        return Err(ReadError::TooLong);
    }
    if text.chars().all(is_blank) {
        return Err(ReadError::Empty);
    }
    Ok((text, problems))
}

fn without_mark(bytes: &[u8], hint: Option<&str>, problems: &mut Vec<Problem>) -> Result<String, ReadError> {
    if let Some(encoding) = utf_16(bytes) {
        return Ok(read(bytes, encoding, problems));
    }
    refuse_binary(bytes)?;
    let labelled = hint.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let (Some(label), None) = (hint, labelled) {
        problems.push(Problem::new(format!(
            "unknown encoding `{label}`: it was not used"
        )));
    }
    let declared = labelled.or_else(|| declared(bytes));
    if let Ok(text) = std::str::from_utf8(bytes)
        && declared != Some(ISO_2022_JP)
    {
        return Ok(text.to_owned());
    }
    match declared {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            Ok(read(bytes, encoding, problems))
        }
        _ if mostly_utf_8(bytes) => Ok(read(bytes, UTF_8, problems)),
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            problems.push(Problem::new(format!(
                "no encoding is declared: read as {}",
                guess.name()
            )));
            Ok(read(bytes, guess, problems))
        }
    }
}

/// Decodes, and tells where characters were lost.
fn read(bytes: &[u8], encoding: &'static Encoding, problems: &mut Vec<Problem>) -> String {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if lossy {
        let lost = text.matches('\u{FFFD}').count();
        let span = text
            .find('\u{FFFD}')
            .map(|at| Span::new(at, at + '\u{FFFD}'.len_utf8()));
        let message = format!("not valid {}: {lost} characters were replaced", encoding.name());
        problems.push(Problem { message, span });
    }
    text.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = DECLARED.captures(head)?;
    let label = found.get(1).or(found.get(2))?;
    Encoding::for_label(label.as_bytes())
}

/// UTF-16 without a mark: every second byte of Latin text is zero, and hardly any of the others.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let mostly = |many: usize, few: usize| pairs >= 4 && many * 10 >= pairs * 6 && few * 50 <= pairs;
    if mostly(odd, even) {
        Some(UTF_16LE)
    } else if mostly(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether well-formed sequences outnumber broken ones by far: a file cut in the middle of a character, or two glued.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let cut = bad == 1 && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    cut || good > 10 * bad
}

fn refuse_binary(bytes: &[u8]) -> Result<(), ReadError> {
    let is_control = |b: &&u8| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = bytes.iter().filter(is_control).count();
    let share = if std::str::from_utf8(bytes).is_ok() {
        20
    } else {
        50
    };
    if controls * share > bytes.len() {
        return Err(ReadError::Binary {
            controls,
            bytes: bytes.len(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], hint: Option<&str>, expected: Result<&str, &str>, problems: usize) {
        let found = decode(bytes, hint);
        match (&found, expected) {
            (Ok((text, found)), Ok(wanted)) => {
                assert_eq!(text, wanted);
                assert_eq!(found.len(), problems, "{found:?}");
            }
            (Err(error), Err(wanted)) => assert!(error.to_string().contains(wanted), "{error}"),
            _ => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn encodings() {
        check("Straße".as_bytes(), None, Ok("Straße"), 0);
        check(b"\xEF\xBB\xBFone\r\ntwo\rthree", None, Ok("one\r\ntwo\rthree"), 0);
        check(b"\xFF\xFEK\0y\0i\0v\0", None, Ok("Kyiv"), 0);
        check(b"K\0y\0i\0v\0 \0n\0o\0w\0", None, Ok("Kyiv now"), 0);
        check(b"\0K\0y\0i\0v\0 \0n\0o\0w", None, Ok("Kyiv now"), 0);
        check(
            b"<meta charset='windows-1251'><p>\xCA\xE8\xE5\xE2",
            None,
            Ok("<meta charset='windows-1251'><p>Киев"),
            0,
        );
        check(b"\xCA\xE8\xE5\xE2", Some("windows-1251"), Ok("Киев"), 0);
        check(
            "<meta charset=latin1>Київ".as_bytes(),
            None,
            Ok("<meta charset=latin1>Київ"),
            0,
        );
        check(
            b"He said \x93no\x94 on Monday to the caf\xE9 owners",
            None,
            Ok("He said “no” on Monday to the café owners"),
            1,
        );
        check(b"Kyiv", Some("klingon"), Ok("Kyiv"), 1);
        check(
            &"Украина и мир"[..].as_bytes()[..23],
            None,
            Ok("Украина и ми\u{FFFD}"),
            1,
        );
    }

    #[test]
    fn no_text() {
        check(b"", None, Err("empty"), 0);
        check(b"\xEF\xBB\xBF \r\n\t", None, Err("empty"), 0);
        check(b"\x1F\x8B\x08\0\0\0", None, Err("unpack"), 0);
        check(b"PK\x03\x04\x14\0", None, Err("unpack"), 0);
        check(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", None, Err("PNG"), 0);
        check(b"%PDF-1.7\n", None, Err("PDF"), 0);
        let noise: Vec<u8> = (0..4096u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        check(&noise, None, Err("not text"), 0);
        check(
            &[b"words \0 and ".as_slice(), &[0; 400]].concat(),
            None,
            Err("not text"),
            0,
        );
    }
}
