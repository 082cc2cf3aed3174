//! Reads the news and keeps the record of who says what happened.
//!
//! This crate knows the order of the stages: [`sayso_reader`] makes an [`Article`] of a report, [`sayso_annotate`] reads its words,
//! [`sayso_extract`] reads statements out of them with the help of [`sayso_knowledge`]. What leaves the program are the
//! records of [`record`], and CoNLL-U of [`conllu`].
//!
//! ```
//! use sayso::{Given, Sayso};
//!
//! let sayso = Sayso::embedded()?;
//! let article = sayso::plain("Norway sent troops to Latvia on Monday, the minister said.".into(), "note", &Given::default());
//! let document = &sayso.read(vec![article])[0];
//! assert_eq!(document.reading.attributions.len(), 1);
//! # Ok::<(), sayso::Error>(())
//! ```

pub mod conllu;
pub mod ledger;
pub mod names;
pub mod record;
pub mod relate;
pub mod resolve;
mod speakers;

use rayon::prelude::*;
use sayso_annotate::{Annotator, WeightsError};
use sayso_extract::Extractor;
use sayso_extract::rules::RuleError;
use sayso_knowledge::{Knowledge, KnowledgeError};
use sayso_model::statement::Reading;
use sayso_model::{Annotated, Ontology};
pub use sayso_reader::{
    Article, Capture, Collection, Feed, Given, Listed, Pair, Problem, Question, ReadError, Record, Sitemap,
    Warc, decode, feed, html, jsonl_line, looks_like_html, plain, sitemap,
};

pub use sayso_annotate as annotate;
pub use sayso_extract as extract;
pub use sayso_knowledge as knowledge;
pub use sayso_model as model;

/// The longest text of one article, in bytes of UTF-8. A book has less, a newspaper has more.
pub const MAX_TEXT: usize = 2_000_000;

/// The longest feed or sitemap, in bytes. The protocol allows sitemaps 50 MB.
pub const MAX_LIST: usize = 64 << 20;

/// Articles that one thread annotates together: enough to keep the network busy, few enough to spread the work.
const TOGETHER: usize = 4;

/// What can be wrong with the data that sayso comes with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The weights of the annotator.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The knowledge tables.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// A rule file.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

/// The whole pipeline.
pub struct Sayso {
    annotator: Annotator,
    knowledge: Knowledge,
    extractor: Extractor,
    ontology: Ontology,
}

/// An article with all that was read out of it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its words.
    pub annotated: Annotated,
    /// Its entities, attributions, places and statements.
    pub reading: Reading,
}

impl Document {
    /// Unit of a quantity, by its number in the document; `None` for things that are counted.
    pub fn unit(&self, at: usize) -> Option<&str> {
        let quantity = self.annotated.quantities.get(at)?;
        let role = self.reading.counted.get(at).copied().flatten();
        // "a dozen Tigers": a name in the plural
        let named = || {
            let mut inside = self.annotated.tokens.iter();
            inside.any(|t| {
                quantity.span.start() <= t.span.start()
                    && t.span.end() <= quantity.span.end()
                    && t.xpos == "NNPS"
            })
        };
        // "Hundreds were wounded": what befalls people alone counts people.
        let people = match (role, &quantity.of) {
            (Some("equipment") | None, _) => false,
            (Some(_), None) => true,
            (Some("troops"), _) => false,
            (Some(_), Some(_)) => named(),
        };
        quantity.unit.as_deref().or(people.then_some("person"))
    }
}

impl Sayso {
    /// With the weights, tables and rules that sayso comes with.
    ///
    /// # Errors
    /// When these are damaged; those of a release are checked by tests.
    pub fn embedded() -> Result<Self, Error> {
        Self::with(Knowledge::embedded)
    }

    /// With the weights and rules that sayso comes with, and with the tables that are made by a function. All are made ready side by side.
    ///
    /// # Errors
    /// When the weights or rules are damaged, or the function fails.
    pub fn with<E: Into<Error> + Send>(
        tables: impl FnOnce() -> Result<Knowledge, E> + Send,
    ) -> Result<Self, Error> {
        let rules = || rayon::join(Extractor::embedded, sayso_annotate::lexical::prepare).0;
        let rest = || rayon::join(rules, tables);
        let (annotator, (extractor, knowledge)) = rayon::join(Annotator::embedded, rest);
        Ok(Self {
            annotator: annotator?,
            knowledge: knowledge.map_err(Into::into)?,
            extractor: extractor?,
            ontology: Ontology::plover(),
        })
    }

    /// Reads articles, on the threads of the current rayon pool; the documents come in the order of the articles, and are the
    /// same on any number of threads.
    pub fn read(&self, articles: Vec<Article>) -> Vec<Document> {
        let mut chunks: Vec<Vec<Article>> = Vec::new();
        for article in articles {
            match chunks.last_mut() {
                Some(chunk) if chunk.len() < TOGETHER => chunk.push(article),
                _ => chunks.push(vec![article]),
            }
        }
        let read = |chunk: Vec<Article>| {
            let annotated = self.annotator.annotate(chunk);
            annotated.into_iter().map(|a| self.extract(a)).collect::<Vec<_>>()
        };
        chunks
            .into_par_iter()
            .map(read)
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .collect()
    }

    /// Reads articles whose sentences and words are given.
    pub fn read_given(&self, given: Vec<conllu::GivenDocument>) -> Vec<Document> {
        let read =
            |doc: conllu::GivenDocument| self.extract(self.annotator.annotate_given(doc.article, doc.words));
        given.into_par_iter().map(read).collect()
    }

    fn extract(&self, mut annotated: Annotated) -> Document {
        let reading = self.extractor.extract(&annotated, &self.knowledge);
        sayso_extract::currencies::settle(&mut annotated, &reading.places);
        Document { annotated, reading }
    }

    /// The record of a document.
    pub fn record(&self, document: &Document, id: record::Id) -> record::DocumentRecord {
        record::document(document, id, &self.ontology)
    }

    /// Actors and places.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The ontology.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// From articles to words, syntax and names.
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// Frames, cues, hedges.
    pub fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// Leaves out events less probable than this, 0 to 1.
    pub fn set_least(&mut self, least: f64) {
        self.extractor.least = least;
    }
}
