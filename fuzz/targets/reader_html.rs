//! Bytes of any kind as a page: never a panic, and paragraphs that tile the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = String::from_utf8_lossy(bytes);
    let article = sayso_reader::html(&page, "1", &Default::default());
    assert!(article.paragraphs.is_sorted_by(|a, b| a.span.end() <= b.span.start()));
    article.paragraphs.iter().for_each(|p| assert!(!p.span.of(&article.text).trim().is_empty()));
});
