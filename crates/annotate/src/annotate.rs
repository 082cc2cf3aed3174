//! The annotator: articles to annotated articles.

use crate::attention::HIDDEN;
use crate::coreference::{self, Choice, Memory, Scorer};
use crate::cues;
use crate::encoder::{Encoder, Mix, States};
use crate::events::Network;
use crate::happened;
use crate::heads::{Heads, Scores};
use crate::lemma::Scripts;
use crate::lexical;
use crate::linear::Multiplier;
use crate::math;
use crate::pairs::Frame;
use crate::parse;
use crate::parties;
use crate::pieces::Vocabulary;
use crate::sentences;
use crate::sides;
use crate::spans::{self, NameTags};
use crate::tolls::{self, Kept};
use crate::weights::{Weights, WeightsError};
use crate::windows::{Edge, Window, Windows, Word};
use crate::words::Splitter;
use sayso_model::{Annotated, Article, Happening, Sentence, Span, Token, TokenIx};
use std::ops::Range;

/// Pieces that are read at once, about; more would not be faster and would take more memory.
const GROUP: usize = 512;

/// A word of a text that somebody else has split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenWord {
    /// Its characters; the words of a multiword token may share them.
    pub span: Span,
    /// What it is, which may differ from the characters.
    pub form: String,
}

/// Reads articles: sentences, words, syntax, names, and who says what.
///
/// Its results depend on nothing but the article: neither on the other articles of a call, nor on the number of threads,
/// nor on the machine. It is cheap to make, can be shared among threads, and works on the thread that calls it.
pub struct Annotator {
    splitter: Splitter,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
    scripts: Scripts,
    name_tags: NameTags,
    scorer: Scorer,
    events: Network,
    tolls: tolls::Network,
    cues: cues::Network,
    sides: sides::Network,
    parties: parties::Network,
    happened: happened::Network,
}

/// An article and its words.
struct Source {
    article: Article,
    words: Vec<Word>,
    /// The forms of the words, where they are given.
    forms: Option<Vec<String>>,
}

/// What the small networks see of an article.
pub struct Seen {
    /// The article.
    pub doc: Annotated,
    /// Of each quantity that counts people or things.
    pub quantities: Vec<Option<Vec<f32>>>,
    /// Of each word that can be a cue.
    pub words: Vec<Option<Vec<f32>>>,
    /// The state of each word for the heads of attribution.
    pub states: Vec<Option<Vec<f32>>>,
    /// Of each predicate, what the network sees that tells whether it happened.
    pub predicates: Vec<Option<Vec<f32>>>,
}

impl Seen {
    /// The signs of how a word and each word of its sentence hang together.
    pub fn signs(&self, cue: usize) -> Vec<Vec<u16>> {
        let doc = &self.doc;
        let sentence = doc.sentences[doc.sentence_of(TokenIx::new(cue))].tokens.clone();
        let frame = Frame::new(&doc.tokens, sentence.clone());
        sentence.map(|word| frame.signs(cue, word)).collect()
    }

    /// The signs of how an event and each word of its sentence that can stand for somebody hang together.
    pub fn party_signs(&self, event: usize) -> Vec<Option<Vec<u16>>> {
        let doc = &self.doc;
        let sentence = doc.sentences[doc.sentence_of(TokenIx::new(event))].tokens.clone();
        let frame = Frame::new(&doc.tokens, sentence.clone());
        let signs =
            |word| parties::may_take_part(&doc.tokens[word]).then(|| parties::signs(&frame, event, word));
        sentence.map(signs).collect()
    }
}

/// What the small networks read of all sentences: the states of the network of events, and those that the heads of attribution and of factuality read.
#[derive(Default)]
struct All {
    events: Kept,
    attribution: Kept,
    factuality: Kept,
}

/// What the networks have seen of an article that later steps need.
#[derive(Default)]
struct Read {
    memory: Memory,
    /// Of sentences with numbers.
    numbered: Kept,
    /// Of all sentences, where networks are to be fitted.
    all: Option<All>,
}

impl Source {
    fn form(&self, word: usize) -> &str {
        match &self.forms {
            Some(forms) => &forms[word],
            None => self.words[word].span.of(&self.article.text),
        }
    }
}

impl Annotator {
    /// The annotator with the weights that are part of the program.
    ///
    /// # Errors
    /// When these are damaged or of another version.
    pub fn embedded() -> Result<Self, WeightsError> {
        let weights = Weights::embedded()?;
        let pieces = weights.lines("vocabulary")?;
        let no_vocabulary = || WeightsError::Tensor {
            name: "vocabulary".to_owned(),
        };
        let heads = Heads::new(&weights)?;
        Ok(Self {
            splitter: Splitter::new(),
            vocabulary: Vocabulary::new(&pieces).ok_or_else(no_vocabulary)?,
            encoder: Encoder::new(&weights)?,
            scripts: Scripts::new(&heads.labels.lemma),
            name_tags: NameTags::new(&heads.labels.ner),
            scorer: Scorer::new(&Weights::coreference()?)?,
            events: Network::new()?,
            tolls: tolls::Network::new()?,
            cues: cues::Network::new()?,
            sides: sides::Network::new()?,
            parties: parties::Network::new()?,
            happened: happened::Network::new()?,
            heads,
        })
    }

    /// The number of word pieces that the encoder reads of an article.
    pub fn count_pieces(&self, article: &Article) -> usize {
        let words = self.split(article);
        let form = |word: usize| words[word].span.of(&article.text);
        Windows::new(&self.vocabulary, &words, form)
            .map(|window| window.pieces.len())
            .sum()
    }

    /// Annotates articles. Words are looked for in their paragraphs only.
    pub fn annotate(&self, articles: Vec<Article>) -> Vec<Annotated> {
        let sources = articles.into_iter().map(|article| self.source(article));
        self.resolved(sources.collect())
    }

    /// What coreference has to choose from in articles, for `training/coreference.py`: each article with its phrases, and a
    /// choice for each of them.
    pub fn choices(&self, articles: Vec<Article>) -> Vec<(Annotated, Vec<Choice>)> {
        let sources = articles.into_iter().map(|article| self.source(article));
        let mut with = Multiplier::new();
        let run = self.run(sources.collect(), &mut with);
        let choices = run.into_iter().map(|(mut doc, Read { memory, .. })| {
            let sexes = coreference::sexes(&doc);
            let (phrases, choices) = coreference::choices(&doc, &memory, &self.heads, &sexes, &mut with);
            doc.phrases = phrases;
            (doc, choices)
        });
        choices.collect()
    }

    /// What the small networks see of articles, to fit them.
    pub fn seen(&self, articles: Vec<Article>) -> Vec<Seen> {
        let sources = articles.into_iter().map(|article| self.source(article));
        let run = self.read(sources.collect(), true, &mut Multiplier::new());
        let seen = run.into_iter().map(|(doc, Read { all, .. })| {
            let All {
                events,
                attribution: kept,
                factuality,
            } = all.unwrap_or_default();
            let quantities = doc.quantities.iter().map(|q| tolls::inputs(&doc, q, &events));
            let words = doc
                .sentences
                .iter()
                .flat_map(|s| s.tokens.clone().map(move |w| (s, w)));
            let words = words.map(|(sentence, word)| {
                let sees = cues::may_cue(&doc.tokens[word]) && kept.of(word).is_some();
                sees.then(|| cues::inputs(&doc.tokens, &sentence.tokens, word, |w| kept.of(w)))
            });
            let mut predicates = vec![None; doc.tokens.len()];
            for sentence in &doc.sentences {
                for (word, inputs) in happened::inputs(&doc.tokens, &sentence.tokens, |w| factuality.of(w)) {
                    predicates[word] = factuality.of(word).is_some().then_some(inputs);
                }
            }
            Seen {
                quantities: quantities.collect(),
                words: words.collect(),
                states: (0..doc.tokens.len())
                    .map(|w| kept.of(w).map(<[f32]>::to_vec))
                    .collect(),
                predicates,
                doc,
            }
        });
        seen.collect()
    }

    fn source(&self, article: Article) -> Source {
        Source {
            words: self.split(&article),
            article,
            forms: None,
        }
    }

    /// Annotates an article whose sentences and words are given, in the order of the text.
    pub fn annotate_given(&self, article: Article, sentences: Vec<Vec<GivenWord>>) -> Annotated {
        let (mut words, mut forms) = (Vec::new(), Vec::new());
        let mut paragraph = 0;
        for sentence in sentences {
            for (number, GivenWord { span, form }) in sentence.into_iter().enumerate() {
                let inside = |paragraph: usize| {
                    article
                        .paragraphs
                        .get(paragraph)
                        .is_some_and(|p| p.span.end() > span.start())
                };
                let before = paragraph;
                while paragraph + 1 < article.paragraphs.len() && !inside(paragraph) {
                    paragraph += 1;
                }
                let edge = match words.last() {
                    None => Edge::Paragraph,
                    Some(_) if paragraph > before && number == 0 => Edge::Paragraph,
                    Some(Word { span: last, .. }) if last.end() < span.start() => Edge::Blank,
                    Some(_) => Edge::Glued,
                };
                words.push(Word {
                    span,
                    edge,
                    paragraph: paragraph as u32,
                    begins: Some(number == 0),
                });
                forms.push(form);
            }
        }
        let mut done = self.resolved(vec![Source {
            article,
            words,
            forms: Some(forms),
        }]);
        done.pop().unwrap_or_default()
    }

    fn split(&self, article: &Article) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            let offset = paragraph.span.start();
            let before = words.len();
            for Range { start, end } in self.splitter.split(paragraph.span.of(&article.text)) {
                let span = Span::new(offset + start, offset + end);
                let edge = match words.get(before..).and_then(<[Word]>::last) {
                    None => Edge::Paragraph,
                    Some(last) if last.span.end() < span.start() => Edge::Blank,
                    Some(_) => Edge::Glued,
                };
                let begins = (edge == Edge::Paragraph).then_some(true);
                words.push(Word {
                    span,
                    edge,
                    paragraph: number as u32,
                    begins,
                });
            }
        }
        words
    }

    fn resolved(&self, sources: Vec<Source>) -> Vec<Annotated> {
        let mut with = Multiplier::new();
        let run = self.run(sources, &mut with);
        let resolved = run.into_iter().map(|(mut doc, Read { memory, .. })| {
            doc.phrases = coreference::resolve(&doc, &memory, &self.heads, &self.scorer, &mut with);
            doc
        });
        resolved.collect()
    }

    /// Everything but coreference, and what that needs.
    fn run(&self, sources: Vec<Source>, with: &mut Multiplier) -> Vec<(Annotated, Read)> {
        self.read(sources, false, with)
    }

    /// The same; where a network is to be fitted, the states of all words are kept.
    fn read(&self, sources: Vec<Source>, all: bool, with: &mut Multiplier) -> Vec<(Annotated, Read)> {
        let empty = || Read {
            all: all.then(All::default),
            ..Read::default()
        };
        let mut results: Vec<(Annotated, Read)> =
            sources.iter().map(|_| (Annotated::default(), empty())).collect();
        let (mut owners, mut windows, mut pieces) = (Vec::new(), Vec::new(), 0);
        let mut flush = |owners: &mut Vec<usize>, windows: &mut Vec<Window>| {
            let states = self.encoder.read(windows, self.events.lower(), with);
            for ((owner, window), states) in owners.drain(..).zip(windows.drain(..)).zip(states) {
                let scores = self.heads.read(&states, with);
                let (result, read) = &mut results[owner];
                self.add(&sources[owner], &window, &scores, with, result);
                self.add_happenings(&sources[owner].article, &window, &states, with, result, read);
                read.memory.add(&scores.same);
            }
        };
        for (number, source) in sources.iter().enumerate() {
            for window in Windows::new(&self.vocabulary, &source.words, |word| source.form(word)) {
                pieces += window.pieces.len();
                owners.push(number);
                windows.push(window);
                if pieces >= GROUP {
                    flush(&mut owners, &mut windows);
                    pieces = 0;
                }
            }
        }
        flush(&mut owners, &mut windows);
        for ((result, read), source) in results.iter_mut().zip(sources) {
            result.article = source.article;
            lexical::add(result);
            self.tolls.add(result, &read.numbered, with);
        }
        results
    }

    /// Adds which words of a window, whose sentences are known, may tell of events and which may be cues, and keeps the states of those in sentences with
    /// numbers.
    fn add_happenings(
        &self,
        article: &Article,
        window: &Window,
        below: &States,
        with: &mut Multiplier,
        result: &mut Annotated,
        read: &mut Read,
    ) {
        let behind = result.sentences.partition_point(|s| s.tokens.end <= window.first);
        let telling = result.sentences[behind..].iter().filter(|s| {
            let paragraph = article.paragraphs.get(s.paragraph);
            paragraph.is_none_or(|p| p.kind.tells())
        });
        let (mut sentences, mut counting) = (Vec::new(), Vec::new());
        for sentence in telling {
            sentences
                .push(sentence.tokens.start.saturating_sub(window.first)..sentence.tokens.end - window.first);
            counting.push(lexical::has_number(sentence.span.of(&article.text)));
        }
        let states = self.events.states(window, &below.lower, &sentences, with);
        let mut found = self.events.happenings(&states, with);
        for happening in &mut found {
            happening.token = TokenIx::new(window.first + happening.token.at());
        }
        for (words, counts) in sentences.into_iter().zip(counting) {
            let Some(states) = states.of(&words) else { continue };
            let numbers = words.start * HIDDEN..words.end * HIDDEN;
            let own = &below.of(Mix::Attribution)[numbers.clone()];
            let sure = &below.of(Mix::Factuality)[numbers];
            let words = window.first + words.start..window.first + words.end;
            self.cues.add(&mut result.tokens, &words, own, with);
            self.happened.add(&mut result.tokens, &words, sure, with);
            let sides = self.sides.find(&result.tokens, &words, own, with);
            result.sides.extend(sides);
            let here = |h: &&Happening| words.contains(&h.token.at());
            let events = found.iter().filter(here).map(|h| (h.token.at(), h.probability));
            let parties = self.parties.find(&result.tokens, &words, events, own, with);
            result.parties.extend(parties);
            if counts {
                read.numbered.add(words.start, states);
            }
            if let Some(all) = &mut read.all {
                all.events.add(words.start, states);
                all.attribution.add(words.start, own);
                all.factuality.add(words.start, sure);
            }
        }
        result.happenings.extend(found);
    }

    /// Adds what a window tells to what is known of its article.
    fn add(
        &self,
        source: &Source,
        window: &Window,
        scores: &Scores,
        with: &mut Multiplier,
        result: &mut Annotated,
    ) {
        let size = window.words.len();
        let begins = sentences::begins(&window.words, &scores.starts, |word| {
            source.form(window.first + word)
        });
        let firsts = (0..size).filter(|word| *word == 0 || begins[*word]);
        let ends = (1..=size).filter(|word| *word == size || begins[*word]);
        for sentence in firsts.zip(ends).map(|(first, end)| first..end) {
            let goes_on = !begins[sentence.start];
            self.add_sentence(
                source,
                window.first,
                sentence.clone(),
                goes_on,
                scores,
                with,
                result,
            );
            for mut name in self.name_tags.names(&scores.ner, sentence) {
                shift(&mut name.tokens, window.first);
                if result.tokens[name.tokens.clone()].iter().any(can_name) {
                    result.names.push(name);
                }
            }
        }
        let before = result.fragments.len();
        for mut fragment in spans::fragments(&self.heads, scores, size, with) {
            shift(&mut fragment.tokens, window.first);
            fragment.link = fragment.link.map(|link| link + before);
            result.fragments.push(fragment);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `add`")]
    fn add_sentence(
        &self,
        source: &Source,
        first: usize,
        sentence: Range<usize>,
        goes_on: bool,
        scores: &Scores,
        with: &mut Multiplier,
        result: &mut Annotated,
    ) {
        let heads = parse::tree(&self.heads.arcs(scores, sentence.clone(), with));
        let relations = self.heads.relations(scores, sentence.clone(), &heads, with);
        let start = first + sentence.start;
        // The rest of a sentence that was cut hangs on the root of its begin.
        let before = result.sentences.last_mut().filter(|_| goes_on);
        let root = before
            .as_ref()
            .and_then(|s| s.tokens.clone().find(|t| result.tokens[*t].head.is_none()));
        for ((word, head), relation) in sentence.clone().zip(heads).zip(relations) {
            let upos = self.heads.labels.upos[math::best(scores.upos.of(word))];
            let (head, deprel) = match (head, root) {
                (Some(head), _) => (Some(TokenIx::new(start + head)), relation),
                (None, Some(root)) => (Some(TokenIx::new(root)), "parataxis"),
                (None, None) => (None, relation),
            };
            result.tokens.push(Token {
                span: source.words[first + word].span,
                lemma: self
                    .scripts
                    .lemma(source.form(first + word), upos, scores.lemma.of(word)),
                upos,
                xpos: self.heads.labels.xpos[math::best(scores.xpos.of(word))],
                head,
                deprel,
                happened: scores.happened[word],
                cue: 0.0,
            });
        }
        let tokens = start..first + sentence.end;
        let span = source.words[tokens.start]
            .span
            .join(source.words[tokens.end - 1].span);
        match before {
            Some(before) => {
                before.tokens.end = tokens.end;
                before.span = before.span.join(span);
            }
            None => {
                let paragraph = source.words[start].paragraph as usize;
                let heading = source
                    .article
                    .paragraphs
                    .get(paragraph)
                    .is_some_and(|p| p.kind.is_heading());
                result.sentences.push(Sentence {
                    span,
                    tokens,
                    paragraph,
                    heading,
                });
            }
        }
    }
}

/// Whether a word can be what makes other words a name; pronouns and the like cannot.
fn can_name(token: &Token) -> bool {
    matches!(token.upos, "PROPN" | "NOUN" | "ADJ" | "NUM" | "VERB" | "X")
}

fn shift(tokens: &mut Range<usize>, by: usize) {
    *tokens = tokens.start + by..tokens.end + by;
}
