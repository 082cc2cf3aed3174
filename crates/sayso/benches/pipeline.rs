//! How long one article takes through the whole pipeline, on one thread: `cargo bench -p sayso`.

#![allow(missing_docs, reason = "made by a macro")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::{Given, Sayso, plain};

const ARTICLE: &str = include_str!("../../../examples/border.txt");

fn pipeline(c: &mut Criterion) {
    let sayso = Sayso::embedded().expect("the data of a release is whole");
    let mut group = c.benchmark_group("pipeline");
    group
        .sample_size(20)
        .throughput(Throughput::Bytes(ARTICLE.len() as u64));
    let article = plain(ARTICLE.to_owned(), "border", &Given::default());
    group.bench_function("read one article", |b| {
        b.iter(|| sayso.read(vec![article.clone()]))
    });
    let document = sayso.read(vec![article]).remove(0);
    let id = || sayso::record::Id::Text("border".into());
    group.bench_function("make its record", |b| b.iter(|| sayso.record(&document, id())));
    group.finish();
    c.bench_function("start", |b| b.iter(Sayso::embedded));
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
