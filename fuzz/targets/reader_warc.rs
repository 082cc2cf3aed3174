//! Bytes of any kind as a web archive: never a panic, an end, and records in order.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let captures: Vec<_> = sayso_reader::Warc::new(bytes).flatten().collect();
    assert!(captures.is_sorted_by(|a, b| a.record < b.record && a.offset <= b.offset));
});
