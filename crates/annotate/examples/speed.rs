//! How fast the annotator is on one thread: `cargo run --release -p sayso-annotate --example speed -- FILE`, a text with
//! a paragraph on each line.

use sayso_annotate::Annotator;
use sayso_model::{Article, Paragraph, ParagraphKind, Span};
use std::error::Error;
use std::time::Instant;

#[expect(clippy::print_stdout, reason = "it is what the program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a text file")?;
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let paragraphs: Vec<Paragraph> = lines
        .map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            Paragraph {
                span: Span::new(start, start + line.len()),
                kind: ParagraphKind::Body,
            }
        })
        .collect();
    let begin = Instant::now();
    let annotator = Annotator::embedded()?;
    println!("{:.1} ms to begin", begin.elapsed().as_secs_f64() * 1e3);
    for _ in 0..3 {
        let article = Article {
            text: text.clone(),
            paragraphs: paragraphs.clone(),
            ..Article::default()
        };
        let pieces = annotator.count_pieces(&article);
        let begin = Instant::now();
        let annotated = annotator.annotate(vec![article]);
        let seconds = begin.elapsed().as_secs_f64();
        let words: usize = annotated.iter().map(|a| a.tokens.len()).sum();
        println!(
            "{pieces} word pieces, {words} words in {seconds:.2} s: {:.0} pieces/s, {:.0} words/s",
            pieces as f64 / seconds,
            words as f64 / seconds
        );
    }
    Ok(())
}
