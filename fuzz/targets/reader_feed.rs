//! Bytes of any kind as a feed and as a sitemap: never a panic, and no page without an address.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sayso_reader::Collection::of_start(bytes);
    let text = String::from_utf8_lossy(bytes);
    for record in sayso_reader::feed(&text)
        .map(|feed| feed.records)
        .unwrap_or_default()
    {
        record.article(&Default::default());
    }
    let listed = sayso_reader::sitemap(&text).map(|found| found.listed);
    assert!(listed.unwrap_or_default().iter().all(|page| !page.url.is_empty()));
});
