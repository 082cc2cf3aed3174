//! Lines of any kind as records: an article with the text given, or an error that names the line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_reader::Record;

fuzz_target!(|line: &str| {
    match Record::parse(line, 1) {
        Ok(record) => {
            let text = record.html.is_none().then(|| record.text.clone());
            let article = record.article(&Default::default());
            assert!(text.is_none_or(|text| text == article.text));
        }
        Err(error) => assert!(error.to_string().starts_with("line 1: ")),
    }
});
