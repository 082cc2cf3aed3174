//! Web archives, whole and damaged. All records are made here.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use sayso_reader::{Capture, Collection, Given, MAX_CAPTURE, Media, ReadError, Warc, is_warc};
use std::io::{self, BufReader, Read, Write};
use std::time::{Duration, Instant};

fn record(kind: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-10-28T09:15:00.5Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn response(uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [head.as_bytes(), b"\r\n\r\n", body].concat();
    record("response", uri, "application/http;msgtype=response", &block)
}

fn page(number: usize) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"UTF-8\"";
    let body = format!("<p>Ferry {number} sank.");
    response(&format!("https://example.org/{number}"), head, body.as_bytes())
}

/// Records of all kinds; four of them are read.
fn records() -> Vec<Vec<u8>> {
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
    vec![
        record(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: by hand\r\n\r\n",
        ),
        record(
            "request",
            "https://example.org/1",
            "application/http;msgtype=request",
            b"GET /1 HTTP/1.1\r\n\r\n",
        ),
        page(1),
        response(
            "https://example.org/x.png",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png",
            b"\x89PNG\r\n\r\n\0",
        ),
        response(
            "https://example.org/2",
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html",
            b"<p>Gone.",
        ),
        response(
            "https://example.org/3",
            &format!("{html}\r\nTransfer-Encoding: chunked"),
            b"8\r\n<p>Ferry\r\n8\r\n 3 sank.\r\n0\r\n\r\n",
        ),
        record(
            "resource",
            "https://example.org/4",
            "text/plain; charset=iso-8859-1",
            b"Caf\xE9 burns.",
        ),
        record("metadata", "https://example.org/4", "text/plain", b"via: x"),
        record(
            "conversion",
            "<https://example.org/5>",
            "text/plain",
            b"Ferry 5 sank.\n",
        ),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn read(bytes: &[u8]) -> (Vec<Capture>, Vec<String>) {
    let (mut captures, mut errors) = (Vec::new(), Vec::new());
    for found in Warc::new(BufReader::with_capacity(100, bytes)) {
        match found {
            Ok(capture) => captures.push(capture),
            Err(error) => errors.push(error.to_string()),
        }
    }
    (captures, errors)
}

/// Reads bytes without errors.
fn whole(bytes: &[u8]) -> Vec<Capture> {
    let (captures, errors) = read(bytes);
    assert!(errors.is_empty(), "{errors:?}");
    captures
}

fn text(capture: &Capture) -> String {
    capture.article("1", &Given::default()).unwrap().0.text
}

fn texts(captures: &[Capture]) -> Vec<String> {
    captures.iter().map(text).collect()
}

#[test]
fn kinds_of_records() {
    let plain = records().concat();
    let members: Vec<u8> = records().iter().flat_map(|record| gzip(record)).collect();
    let one_member = gzip(&plain);
    let mixed = [plain.as_slice(), &members, &one_member, &plain].concat();
    let wanted = ["Ferry 1 sank.", "Ferry 3 sank.", "Café burns.", "Ferry 5 sank.\n"];
    for (bytes, times) in [(&plain, 1), (&members, 1), (&one_member, 1), (&mixed, 4)] {
        assert!(is_warc(bytes));
        assert_eq!(Collection::of_start(bytes), Some(Collection::Warc));
        assert_eq!(texts(&whole(bytes)), wanted.repeat(times));
    }
    let captures = whole(&plain);
    let first = &captures[0];
    assert_eq!((first.uri.as_str(), first.record), ("https://example.org/1", 3));
    assert_eq!(first.offset as usize, records()[..2].concat().len());
    assert_eq!(first.found.unwrap().to_string(), "2024-10-28");
    assert_eq!(
        (first.media, first.charset.as_deref()),
        (Media::Html, Some("UTF-8"))
    );
    let article = first.article("1", &Given::default()).unwrap().0;
    assert_eq!(article.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(article.published, None);
    assert_eq!(
        (captures[3].uri.as_str(), captures[3].record),
        ("https://example.org/5", 9)
    );
    let lengths: Vec<usize> = records().iter().map(|record| gzip(record).len()).collect();
    assert_eq!(
        whole(&members)[0].offset as usize,
        lengths[..2].iter().sum::<usize>()
    );
    assert!(whole(b"").is_empty() && whole(b"\r\n\r\n").is_empty());
    assert!(whole(&gzip(b"")).is_empty());
}

#[test]
fn truncated_at_every_byte() {
    let records = records();
    let ends = |sizes: Vec<usize>| -> Vec<usize> {
        sizes
            .iter()
            .scan(0, |sum, size| {
                *sum += size;
                Some(*sum)
            })
            .collect()
    };
    let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for (parts, line_ends) in [(&records, 4), (&members, 0)] {
        let bytes = parts.concat();
        let all = whole(&bytes);
        let ends = ends(parts.iter().map(Vec::len).collect());
        for cut in 0..bytes.len() {
            let (captures, errors) = read(&bytes[..cut]);
            // A record is whole without the line ends behind it.
            let done = ends.iter().filter(|end| **end - line_ends <= cut).count() as u64;
            let wanted = all.iter().filter(|capture| capture.record <= done);
            assert!(captures.iter().eq(wanted), "cut at {cut}: {captures:?}");
            let start = ends.iter().rfind(|end| **end <= cut).copied().unwrap_or(0);
            let within = ends.iter().all(|end| cut < *end - line_ends || cut >= *end);
            let tail = within && cut > start;
            assert_eq!(errors.len(), usize::from(tail), "cut at {cut}: {errors:?}");
            if let Some(error) = errors.first() {
                let wanted = format!("record {} at byte {start} was left out: ", done + 1);
                assert!(error.starts_with(&wanted), "cut at {cut}: {error}");
            }
        }
    }
}

#[test]
fn damaged_at_every_byte() {
    let records: Vec<Vec<u8>> = (1..=4).map(page).collect();
    let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for parts in [&records, &members] {
        let bytes = parts.concat();
        let all = whole(&bytes);
        let mut at = 0;
        for (hit, part) in parts.iter().enumerate() {
            for byte in at..at + part.len() {
                for change in [0x01, 0x20, 0xFF] {
                    let mut bytes = bytes.clone();
                    bytes[byte] ^= change;
                    let (captures, errors) = read(&bytes);
                    // The other records are found. Plain ones have nothing that shows damage to their words.
                    for (n, wanted) in all.iter().enumerate().filter(|(n, _)| *n != hit) {
                        let found = captures.iter().any(|capture| capture.bytes == wanted.bytes);
                        assert!(found, "byte {byte} ^ {change}, record {}: {errors:?}", n + 1);
                    }
                    assert!(
                        captures.len() + errors.len() >= 3 && errors.len() <= 2,
                        "{errors:?}"
                    );
                }
            }
            at += part.len();
        }
        // Half of the third is missing.
        let third: usize = parts[..2].iter().map(Vec::len).sum();
        let mut bytes = bytes;
        bytes.drain(third + parts[2].len() / 2..third + parts[2].len());
        let (captures, errors) = read(&bytes);
        assert_eq!(
            texts(&captures),
            ["Ferry 1 sank.", "Ferry 2 sank.", "Ferry 4 sank."]
        );
        assert!(
            errors[0].starts_with(&format!("record 3 at byte {third} ")),
            "{errors:?}"
        );
    }
}

#[test]
fn lengths_that_are_wrong() {
    let of = |change: fn(&str) -> String| {
        let second = change(&String::from_utf8(page(2)).unwrap()).into_bytes();
        [page(1), second, page(3)]
    };
    let length = |record: &str| {
        let start = record.find("Content-Length: ").unwrap() + 16;
        record[start..start + 2].to_owned()
    };
    assert_eq!(length(&String::from_utf8(page(2)).unwrap()), "77");
    for (parts, reason) in [
        (of(|r| r.replace("h: 77", "h: 70")), "does not end where"),
        (of(|r| r.replace("h: 77", "h: 99")), "does not end where"),
        (of(|r| r.replace("h: 77", "h: 99999999")), "ends before its"),
        (of(|r| r.replace("h: 77", "h: many")), "no Content-Length"),
        (of(|r| r.replace("Content-Length", "Length")), "no Content-Length"),
        (of(|r| r.replace("WARC/1.1", "WRAC/1.1")), "no record begins"),
        (
            of(|r| r.replace("\r\nWARC-Date", &format!("\r\nX: {}\r\nY", "x".repeat(70_000)))),
            "longer than 64 KiB",
        ),
    ] {
        let one_member = gzip(&parts.concat());
        let members: Vec<u8> = parts.iter().flat_map(|part| gzip(part)).collect();
        for bytes in [parts.concat(), members] {
            let (captures, errors) = read(&bytes);
            assert_eq!(
                texts(&captures),
                ["Ferry 1 sank.", "Ferry 3 sank."],
                "{reason}: {errors:?}"
            );
            assert!(errors[0].starts_with("record 2 at byte "), "{errors:?}");
            assert_eq!(errors.len(), 1, "{errors:?}");
        }
        let (captures, errors) = read(&parts.concat());
        assert!(errors[0].contains(reason), "{errors:?}");
        assert_eq!(captures.len(), 2);
        // In one gzip member there is no way back.
        let (captures, errors) = read(&one_member);
        assert_eq!(text(&captures[0]), "Ferry 1 sank.");
        assert_eq!(errors.len(), 1, "{errors:?}");
    }
}

#[test]
fn loose_forms() {
    let lines = String::from_utf8(page(1)).unwrap();
    let lines = lines[..lines.len() - 4].replace("77", "74").replace("\r\n", "\n");
    let folded = String::from_utf8(page(2))
        .unwrap()
        .replace("-URI: https", "-uri:\r\n  https");
    let bare = &page(3)[..page(3).len() - 4];
    let bytes = [lines.as_bytes(), b"\n\n", folded.as_bytes(), bare, &page(4), bare].concat();
    let captures = whole(&bytes);
    let numbers: Vec<_> = captures
        .iter()
        .map(|c| c.uri.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "3"]);
    assert_eq!(captures[1].uri, "https://example.org/2");

    let nowhere = String::from_utf8(page(1))
        .unwrap()
        .replace("WARC-Target-URI", "Target");
    let (captures, errors) = read(&[nowhere.as_bytes(), &page(2)].concat());
    assert_eq!(texts(&captures), ["Ferry 2 sank."]);
    assert_eq!(
        errors,
        ["record 1 at byte 0 was left out: it has no WARC-Target-URI"]
    );

    let cut = String::from_utf8(page(1)).unwrap().replace(
        "WARC-Date",
        "WARC-Truncated: length\r\nWARC-Segment-Number: 1\r\nX",
    );
    assert_eq!(whole(cut.as_bytes())[0].problems.len(), 2);
    let untyped = record(
        "response",
        "https://example.org/6",
        "application/http",
        b"HTTP/1.0 200\r\n\r\n<p>Six.",
    );
    assert!(whole(&untyped).is_empty());
    let identified = String::from_utf8(untyped)
        .unwrap()
        .replace("WARC-Date", "WARC-Identified-Payload-Type: text/html\r\nX");
    assert_eq!(texts(&whole(identified.as_bytes())), ["Six."]);
}

/// Brotli without compression: a window of 64 KiB, one block that is stored, one that is empty and last (RFC 7932, 9.2).
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let head = ((bytes.len() as u32 - 1) << 4 | 1 << 20).to_le_bytes();
    [&head[..3], bytes, &[3]].concat()
}

#[test]
fn codings() {
    let body = b"<p>Ferry 7 sank.".as_slice();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(body).unwrap();
    let zlib = zlib.finish().unwrap();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(body).unwrap();
    let deflate = deflate.finish().unwrap();
    let chunked = |bytes: &[u8]| {
        let head = format!("{:X}\r\n", bytes.len());
        [head.as_bytes(), bytes, b"\r\n0\r\n\r\n"].concat()
    };
    let of = |coding: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{coding}");
        response("https://example.org/7", &head, body)
    };
    for (coding, body) in [
        ("Content-Encoding: gzip", gzip(body)),
        (
            "Content-Encoding: X-GZIP",
            [gzip(b"<p>Ferry 7"), gzip(b" sank.")].concat(),
        ),
        ("Content-Encoding: deflate", zlib),
        ("Content-Encoding: deflate", deflate),
        ("Content-Encoding: br", brotli(body)),
        ("Content-Encoding: gzip, br", brotli(&gzip(body))),
        ("Content-Encoding: identity", body.to_vec()),
        (
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
            chunked(&gzip(body)),
        ),
        ("Transfer-Encoding: gzip, chunked", chunked(&gzip(body))),
        // The crawler undid them.
        ("Content-Encoding: gzip", body.to_vec()),
        (
            "Content-Encoding: deflate\r\nTransfer-Encoding: chunked",
            body.to_vec(),
        ),
        ("Content-Encoding: zstd", body.to_vec()),
        (
            "Content-Encoding: br\r\nTransfer-Encoding: chunked",
            chunked(body),
        ),
    ] {
        let captures = whole(&of(coding, &body));
        assert_eq!(texts(&captures), ["Ferry 7 sank."], "{coding}");
        assert!(captures[0].problems.is_empty(), "{:?}", captures[0].problems);
    }

    let packed = gzip(body);
    let cut = &whole(&of("Content-Encoding: gzip", &packed[..packed.len() - 6]))[0];
    assert_eq!((text(cut).as_str(), cut.problems.len()), ("Ferry 7 sank.", 1));
    let cut = &whole(&of("Transfer-Encoding: chunked", &chunked(body)[..14]))[0];
    assert_eq!((text(cut).as_str(), cut.problems.len()), ("Ferry 7", 1));

    let bomb = gzip(&vec![b' '; MAX_CAPTURE + 1]);
    for (coding, body, reason) in [
        ("zstd", b"\x28\xB5\x2F\xFD\0".to_vec(), "compressed as `zstd`"),
        ("gzip", b"\x1F\x8B\x08\0\0".to_vec(), "cannot be unpacked"),
        ("gzip, gzip, gzip, gzip, gzip", gzip(body), "compressed 5 times"),
        ("gzip", bomb.clone(), "longer than 32 MiB"),
        ("gzip, gzip", gzip(&bomb), "longer than 32 MiB"),
    ] {
        let bytes = [of(&format!("Content-Encoding: {coding}"), &body), page(8)].concat();
        let (captures, errors) = read(&bytes);
        assert_eq!(texts(&captures), ["Ferry 8 sank."], "{coding}");
        assert!(errors.len() == 1 && errors[0].contains(reason), "{errors:?}");
    }
}

#[test]
fn long_records_are_passed_over() {
    let long = vec![b'x'; MAX_CAPTURE + 1];
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
    let parts = [
        response(
            "https://example.org/x.mp4",
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp4",
            &long,
        ),
        response("https://example.org/long", html, &long),
        response("https://example.org/longest", html, &long[1..]),
        page(9),
    ];
    let members: Vec<u8> = parts.iter().flat_map(|part| gzip(part)).collect();
    for bytes in [parts.concat(), members] {
        let (captures, errors) = read(&bytes);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].starts_with("record 2 ") && errors[0].ends_with("longer than 32 MiB"));
        assert_eq!(captures[0].bytes.len(), MAX_CAPTURE);
        assert_eq!(text(&captures[1]), "Ferry 9 sank.");
    }
}

/// A source that never ends, or fails after some bytes.
struct Endless {
    piece: Vec<u8>,
    at: usize,
    fails_at: usize,
}

impl Read for Endless {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.fails_at {
            return Err(io::Error::other("the disk is gone"));
        }
        let from = &self.piece[self.at % self.piece.len()..];
        let size = from.len().min(to.len()).min(self.fails_at - self.at);
        to[..size].copy_from_slice(&from[..size]);
        self.at += size;
        Ok(size)
    }
}

#[test]
fn sources_that_never_end_or_fail() {
    for piece in [page(1), gzip(&page(1))] {
        let endless = |fails_at| {
            let piece = piece.clone();
            BufReader::new(Endless {
                piece,
                at: 0,
                fails_at,
            })
        };
        assert!(Warc::new(endless(usize::MAX)).take(2000).all(|c| c.is_ok()));
        for fails_at in [0, 1, piece.len() / 2, piece.len(), 10 * piece.len() + 40] {
            let mut found: Vec<_> = Warc::new(endless(fails_at)).collect();
            let last = found.pop().unwrap().unwrap_err();
            assert!(matches!(last, ReadError::Unreadable { .. }), "{last}");
            assert!(last.to_string().contains("the disk is gone"));
            assert!(found.iter().all(Result::is_ok));
            assert!(found.len() + 1 >= fails_at / piece.len());
        }
    }
}

#[test]
fn any_bytes_take_linear_time() {
    let size = 4 << 20;
    let fill = |piece: &[u8]| piece.repeat(size / piece.len());
    let stored = |length: u16| {
        let (length, inverse) = (length.to_le_bytes(), (!length).to_le_bytes());
        let head = b"\x1F\x8B\x08\0\0\0\0\0\0\xFF\0".as_slice();
        [head, &length, &inverse, b"WARC/1.0\r\nWARC-Type: x\r\n"].concat()
    };
    let start = Instant::now();
    for bytes in [
        fill(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999\r\n\r\n"),
        fill(b"WARC/1.0\r\nContent-Length: 40\r\n\r\n"),
        fill(b"WARC/1.0\r\nWARC-Type: x\r\n"),
        fill(b"\x1F\x8B\x08"),
        fill(b"\x1F"),
        fill(b"W"),
        fill(b"\r\n"),
        fill(&stored(60_000)),
        gzip(&fill(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n")),
    ] {
        let count = Warc::new(bytes.as_slice()).count();
        assert!(count < size);
    }
    assert!(
        start.elapsed() < Duration::from_secs(120),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn no_archives() {
    for start in [
        b"".as_slice(),
        b"WARC",
        b"WARC/",
        b"WARC/x",
        b"WARC/1.0 is a format.",
        b"WARC/1.0\n\nWords",
        b"\x1F\x8B",
        b"A ferry sank.",
        &gzip(b"A ferry sank."),
        &gzip(b""),
    ] {
        assert!(!is_warc(start), "{start:?}");
    }
    assert!(is_warc(&gzip(&records()[0])[..60]));
    let (captures, errors) = read(b"A ferry sank.\n");
    assert!(captures.is_empty() && errors.len() == 1);
    assert!(errors[0].contains("no record begins here"), "{errors:?}");
}
