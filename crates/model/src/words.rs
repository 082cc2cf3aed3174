//! What the annotator makes of an article: words with their syntax, names, who-said-what tags, quotes, times, quantities.

use crate::statement::{EntityType, Factuality, MentionKind};
use crate::{Article, EventType, Span, Timex};
use std::ops::Range;

/// The number of a word in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIx(pub u32);

impl TokenIx {
    /// As an index.
    pub fn at(self) -> usize {
        self.0 as usize
    }

    /// From an index.
    pub fn new(at: usize) -> Self {
        Self(u32::try_from(at).expect("documents have fewer than 2^32 words"))
    }
}

/// A word with its place in the syntax of its sentence (Universal Dependencies v2).
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its characters.
    pub span: Span,
    /// Its dictionary form.
    pub lemma: String,
    /// Universal part of speech (`VERB`).
    pub upos: &'static str,
    /// Penn Treebank tag (`VBD`).
    pub xpos: &'static str,
    /// The word it depends on, `None` for the root of a sentence.
    pub head: Option<TokenIx>,
    /// The relation to it (`nsubj:pass`).
    pub deprel: &'static str,
    /// Of a predicate: how sure a reader is that it happened, -1.5 (surely not) to 1.5 (surely), the scale of UDS factuality.
    pub happened: f32,
    /// How likely it makes somebody the source of something ("said", "claim"), 0 to 1.
    pub cue: f32,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From its first word to its last.
    pub span: Span,
    /// Its words.
    pub tokens: Range<usize>,
    /// The paragraph that it stands in.
    pub paragraph: usize,
    /// Whether it is a headline or a section heading.
    pub heading: bool,
}

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its words.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityType,
    /// The annotator's probability, 0 to 1.
    pub score: f32,
}

/// The part that words play in an attribution (PARC, PolNeAR).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who says it.
    Source,
    /// The words that tell that it is said.
    Cue,
    /// What is said.
    Content,
}

/// Words tagged with a role, without a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Its words.
    pub tokens: Range<usize>,
    /// The role.
    pub role: Role,
    /// For a content the cue, for a cue the source that the annotator links it to (an index of the same list).
    pub link: Option<usize>,
    /// The annotator's probability, 0 to 1.
    pub score: f32,
}

/// A noun phrase or a pronoun, and which one before it speaks of the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// Its words, without what stands in apposition to it.
    pub tokens: Range<usize>,
    /// Its head.
    pub head: TokenIx,
    /// How it speaks of the thing.
    pub kind: MentionKind,
    /// The phrase before it (an index of the same list) that speaks of the same thing; `None` for something new.
    pub antecedent: Option<usize>,
    /// The annotator's probability of that, 0 to 1.
    pub score: f32,
}

/// A word that may tell of an event, as the network of events sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The word.
    pub token: TokenIx,
    /// The probability that it tells of an event.
    pub probability: f32,
    /// If it does, the probability of each type, in the order of [`EventType::ALL`].
    pub types: [f32; EventType::ALL.len()],
    /// If it does, how certain its source is of it, in the order of [`Factuality::ALL`].
    pub values: [f32; Factuality::ALL.len()],
    /// The likeliest mode of the likeliest type.
    pub mode: Option<&'static str>,
}

impl Happening {
    /// The likeliest type and its probability.
    pub fn best(&self) -> (EventType, f32) {
        let all = EventType::ALL.into_iter().zip(self.types);
        all.fold(
            (EventType::Agree, 0.0),
            |best, next| if next.1 > best.1 { next } else { best },
        )
    }
}

/// Who is the source of a word that may be a cue, and what the content, within its sentence, as the network of sides has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// The word.
    pub cue: TokenIx,
    /// The head of the source, unless most likely none is named.
    pub source: Option<TokenIx>,
    /// How likely it is the source.
    pub score: f32,
    /// The words of the content, in order.
    pub content: Vec<Range<usize>>,
}

/// Who takes part in what a word tells, within its sentence, as the network of parties has it: the heads of phrases with their likelihoods, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parties {
    /// The word.
    pub event: TokenIx,
    /// Who may do it.
    pub actors: Vec<(TokenIx, f32)>,
    /// Whom it may befall.
    pub recipients: Vec<(TokenIx, f32)>,
}

/// Words between marks of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With the marks.
    pub span: Span,
    /// Whether the closing mark is missing because the quotation goes on in the next paragraph.
    pub goes_on: bool,
}

/// A quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its words.
    pub span: Span,
    /// The number as written, the middle of a range.
    pub value: f64,
    /// No less than this, where the words say so; of an exact number it is the number, of one that is said to be about so much none.
    pub low: Option<f64>,
    /// No more than this, likewise.
    pub high: Option<f64>,
    /// `person`, `percent`, `fraction` (of a whole), ISO 4217 codes (`USD`), symbols (`km m kg t ha l sqkm kmh C W`), else the noun
    /// (`mile`, `barrel`, `year`); `None` where it only counts things.
    pub unit: Option<String>,
    /// The lemma of what is counted.
    pub of: Option<String>,
    /// What the network of tolls takes to have befallen those counted, or to be what they are; `None` where most likely nothing.
    pub toll: Option<Toll>,
}

/// What befell those that a quantity counts, or what they are, as the network of tolls has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toll {
    /// `killed wounded missing captured displaced troops equipment`.
    pub role: &'static str,
    /// How likely it is.
    pub probability: f32,
}

/// An article with all that the annotator knows of its words.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    /// The article.
    pub article: Article,
    /// All words in order.
    pub tokens: Vec<Token>,
    /// All sentences in order; together they hold every word.
    pub sentences: Vec<Sentence>,
    /// Names in order, none within another.
    pub names: Vec<Name>,
    /// Sources, cues and contents in order of their first word.
    pub fragments: Vec<Fragment>,
    /// Noun phrases and pronouns in order of their first word, longer ones first.
    pub phrases: Vec<Phrase>,
    /// Words that may tell of events, in order.
    pub happenings: Vec<Happening>,
    /// The sides of words that may be cues, in order.
    pub sides: Vec<Sides>,
    /// The parties of words that may tell of events, in order.
    pub parties: Vec<Parties>,
    /// Quotations in order.
    pub quotes: Vec<Quote>,
    /// Time expressions in order.
    pub times: Vec<Timex>,
    /// Quantities in order.
    pub quantities: Vec<Quantity>,
}

impl Annotated {
    /// The characters of a word.
    pub fn form(&self, token: TokenIx) -> &str {
        self.tokens[token.at()].span.of(&self.article.text)
    }

    /// The span from the first of these words to the last.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        self.tokens[tokens.start]
            .span
            .join(self.tokens[tokens.end - 1].span)
    }

    /// What the network of events says of a word, if it may tell of one.
    pub fn happening(&self, token: TokenIx) -> Option<&Happening> {
        let found = self.happenings.binary_search_by_key(&token, |h| h.token);
        found.ok().map(|at| &self.happenings[at])
    }

    /// Who may take part in what a word tells, as the network of parties has it.
    pub fn parties(&self, token: TokenIx) -> Option<&Parties> {
        let found = self.parties.binary_search_by_key(&token, |p| p.event);
        found.ok().map(|at| &self.parties[at])
    }

    /// How likely the likeliest of some parties is that stands in a span.
    pub fn share(&self, parties: &[(TokenIx, f32)], span: Span) -> f32 {
        let inside = parties
            .iter()
            .filter(|(t, _)| span.contains(self.tokens[t.at()].span));
        inside.map(|(_, share)| *share).fold(0.0, f32::max)
    }

    /// Whether a word stands in a paragraph that tells something: no caption, credit or the like.
    pub fn tells(&self, token: TokenIx) -> bool {
        let paragraph = self.sentences[self.sentence_of(token)].paragraph;
        let paragraph = self.article.paragraphs.get(paragraph);
        paragraph.is_none_or(|p| p.kind.tells())
    }

    /// The number of the sentence that a word stands in.
    pub fn sentence_of(&self, token: TokenIx) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token.at())
    }
}
