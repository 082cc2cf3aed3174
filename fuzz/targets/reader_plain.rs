//! Bytes of any kind as plain text: kept as they are, with paragraphs in order.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((text, _)) = sayso_reader::decode(bytes, None) {
        let article = sayso_reader::plain(text.clone(), "1", &Default::default());
        assert_eq!(article.text, text);
        assert!(article.paragraphs.is_sorted_by(|a, b| a.span.end() <= b.span.start()));
        article.paragraphs.iter().for_each(|p| assert!(!p.span.of(&text).trim().is_empty()));
    }
});
