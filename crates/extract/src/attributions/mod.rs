//! Who says what: the annotator's sources, cues and contents, completed and nested by syntax, with the sources resolved.

mod edges;
mod sources;

use crate::entities::Entities;
use crate::rules::{Cue, Effect, Rules};
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{
    Attribution, AttributionId, CueClass, EntityId, EntityType, Factuality, Quoted,
};
use sayso_model::{Role, Span, TokenIx};
use std::ops::Range;

/// Quotations of fewer words are single words in quotation marks, not speech.
const SHORT_QUOTE: usize = 4;

/// The attributions of a document, with the words of each.
#[derive(Default)]
pub struct Attributions {
    /// As records.
    pub list: Vec<Attribution>,
    contents: Vec<Vec<Range<usize>>>,
    cues: Vec<Option<TokenIx>>,
}

impl Attributions {
    /// The attributions whose content a word lies in, outermost first.
    pub fn chain(&self, t: TokenIx) -> Vec<AttributionId> {
        let holds = |at: &usize| self.contents[*at].iter().any(|r| r.contains(&t.at()));
        let mut found: Vec<usize> = (0..self.list.len()).filter(holds).collect();
        let size = |at: usize| {
            self.contents[at]
                .iter()
                .map(ExactSizeIterator::len)
                .sum::<usize>()
        };
        found.sort_by_key(|at| (self.depth(*at), std::cmp::Reverse(size(*at)), *at));
        // Of contents that do not nest by cue only the narrowest counts: one clause has one speaker.
        let mut chain: Vec<usize> = Vec::new();
        for at in found {
            while let Some(last) = chain.last().copied() {
                if self.list[at].parent == Some(AttributionId(last as u32)) {
                    break;
                }
                chain.pop();
            }
            chain.push(at);
        }
        chain.into_iter().map(|at| AttributionId(at as u32)).collect()
    }

    /// An attribution.
    pub fn get(&self, id: AttributionId) -> &Attribution {
        &self.list[id.0 as usize]
    }

    /// The words of a content.
    pub fn content(&self, id: AttributionId) -> &[Range<usize>] {
        &self.contents[id.0 as usize]
    }

    /// The head word of a cue.
    pub fn cue(&self, id: AttributionId) -> Option<TokenIx> {
        self.cues[id.0 as usize]
    }

    fn depth(&self, at: usize) -> usize {
        std::iter::successors(self.list[at].parent, |p| self.list[p.0 as usize].parent)
            .take(16)
            .count()
    }
}

#[derive(Clone, Debug, Default)]
struct Draft {
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    /// A source that the words name elsewhere: the speaker of a running quotation.
    speaker: Option<EntityId>,
}

/// Finds the attributions of a document.
pub struct Finder<'a> {
    tree: &'a Tree<'a>,
    rules: &'a Rules,
    knowledge: &'a Knowledge,
    drafts: Vec<Draft>,
}

impl<'a> Finder<'a> {
    /// Prepares a document.
    pub fn new(tree: &'a Tree<'a>, rules: &'a Rules, knowledge: &'a Knowledge) -> Self {
        Self {
            tree,
            rules,
            knowledge,
            drafts: Vec::new(),
        }
    }

    /// Finds, nests and resolves; pronouns of the first person inside a content become its source.
    pub fn find(mut self, entities: &mut Entities) -> Attributions {
        let orphans = self.tagged();
        self.without_noise();
        self.reach_edges();
        self.by_syntax();
        self.colons(entities);
        self.transcripts();
        self.quotations(entities, orphans);
        self.hearsay(entities);
        self.drafts.retain(|d| !d.content.is_empty());
        for draft in &mut self.drafts {
            tidy(&mut draft.content);
        }
        self.drafts.sort_by_key(|d| {
            let first = |r: &[Range<usize>]| r.iter().map(|x| x.start).min().unwrap_or(usize::MAX);
            (
                first(&d.cue).min(first(&d.content)).min(first(&d.source)),
                first(&d.cue),
            )
        });
        self.resolve(entities)
    }

    /// The annotator's tags as drafts; back come the contents without a cue.
    fn tagged(&mut self) -> Vec<Range<usize>> {
        let fragments = &self.tree.doc.fragments;
        let mut orphans = Vec::new();
        for (at, fragment) in fragments.iter().enumerate() {
            if !self.tells(fragment.tokens.start) {
                continue;
            }
            match fragment.role {
                Role::Cue => {
                    let source = fragment.link.map(|s| fragments[s].tokens.clone());
                    let content = fragments
                        .iter()
                        .filter(|f| f.role == Role::Content && f.link == Some(at));
                    self.drafts.push(Draft {
                        source: source.into_iter().collect(),
                        cue: vec![fragment.tokens.clone()],
                        content: content.map(|f| f.tokens.clone()).collect(),
                        speaker: None,
                    });
                }
                Role::Content if fragment.link.is_none() => orphans.push(fragment.tokens.clone()),
                _ => {}
            }
        }
        orphans
    }

    /// Drops what the annotator tags beside the point: cues of adverbs alone, scraps of content, content of other paragraphs that
    /// is no quotation.
    fn without_noise(&mut self) {
        let tree = self.tree;
        let doc = tree.doc;
        let paragraph = |token: usize| doc.sentences[doc.sentence_of(TokenIx::new(token))].paragraph;
        let says = |i: usize| {
            let t = TokenIx::new(i);
            let form = tree.form(t).to_lowercase();
            matches!(tree.upos(t), "VERB" | "NOUN" | "ADP" | "ADJ" | "PUNCT" | "PROPN")
                || self.rules.hedge(&form) == Some(Effect::Distances)
        };
        let quoted = |r: &Range<usize>| doc.quotes.iter().any(|q| q.span.overlaps(tree.span(r)));
        let mut drafts = std::mem::take(&mut self.drafts);
        let own: Vec<usize> = drafts
            .iter()
            .filter(|d| !d.source.is_empty())
            .filter_map(|d| d.cue.first())
            .filter(|c| !quoted(c))
            .map(|c| paragraph(c.start))
            .collect();
        drafts.retain(|d| d.cue.iter().flat_map(Clone::clone).any(says));
        for draft in &mut drafts {
            let here = draft.cue.first().map_or(0, |c| paragraph(c.start));
            let longest = draft
                .content
                .iter()
                .map(ExactSizeIterator::len)
                .max()
                .unwrap_or(0);
            draft.content.retain(|c| {
                (c.len() > 2 || longest <= 4)
                    && (paragraph(c.start) == here || quoted(c) && !own.contains(&paragraph(c.start)))
            });
            for content in &mut draft.content {
                // A run that goes over a paragraph's end keeps the part beside its cue.
                if paragraph(content.start) != paragraph(content.end - 1) && !quoted(content) {
                    while content.start < content.end && paragraph(content.start) != here {
                        content.start += 1;
                    }
                    while content.start < content.end && paragraph(content.end - 1) != here {
                        content.end -= 1;
                    }
                }
            }
            draft.content.retain(|c| !c.is_empty());
        }
        self.drafts = drafts;
    }

    fn tells(&self, token: usize) -> bool {
        let doc = self.tree.doc;
        let sentence = &doc.sentences[doc.sentence_of(TokenIx::new(token))];
        doc.article
            .paragraphs
            .get(sentence.paragraph)
            .is_none_or(|p| p.kind.tells())
    }

    /// Completes drafts by syntax, and adds those that only syntax shows (nested ones above all).
    fn by_syntax(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some((cue, words)) = self.cue_at(t) else {
                continue;
            };
            if !self.tells(at) {
                continue;
            }
            let (source, content, clause) = self.arguments(t, cue);
            let doubted = self.doubted(t);
            let known = self
                .drafts
                .iter_mut()
                .find(|d| d.cue.iter().any(|r| r.contains(&at)));
            match known {
                Some(draft) => {
                    if draft.source.is_empty() {
                        draft.source.extend(source);
                    }
                    // Syntax knows where a clause ends; the annotator may have tagged a part of it.
                    let touches = content
                        .iter()
                        .any(|c| draft.content.iter().any(|d| overlaps(c, d)));
                    if draft.content.is_empty() || clause && touches {
                        draft.content.extend(content);
                    }
                }
                None if clause && !content.is_empty() && (!source.is_empty() || doubted) => {
                    self.drafts.push(Draft {
                        source,
                        cue: words,
                        content,
                        speaker: None,
                    });
                }
                None => {}
            }
        }
    }

    /// The cue that begins with a word, and its words.
    fn cue_at(&self, t: TokenIx) -> Option<(&'a Cue, Vec<Range<usize>>)> {
        let upos = self.tree.upos(t);
        let lemma = self.tree.lower(t);
        let fits =
            |cue: &&Cue| cue.pos == upos || (cue.pos == "ADP" && matches!(upos, "VERB" | "ADP" | "SCONJ"));
        let mut best: Option<(usize, &Cue, Vec<Range<usize>>)> = None;
        let form = self.tree.form(t).to_lowercase();
        let by_form = if form == lemma {
            &[]
        } else {
            self.rules.cues(&form)
        };
        for cue in self.rules.cues(&lemma).iter().chain(by_form).filter(fits) {
            let Some(words) = self.rest_of(t, &cue.rest) else {
                continue;
            };
            let fitness = words.len() * 2 + usize::from(self.takes(t, cue));
            if best.as_ref().is_none_or(|(b, ..)| fitness > *b) {
                best = Some((fitness, cue, words));
            }
        }
        best.map(|(_, cue, words)| (cue, words))
    }

    /// Whether the word has a complement of a kind that the cue takes ("asked whether" questions, "asked to" requests).
    fn takes(&self, t: TokenIx, cue: &Cue) -> bool {
        cue.content.iter().any(|kind| match kind.as_str() {
            "ccomp" => self.tree.child(t, "ccomp").is_some(),
            "xcomp" => self.tree.child(t, "xcomp").is_some(),
            "np" => self.tree.child(t, "obj").is_some(),
            _ => false,
        })
    }

    /// The words of a cue of several words, when all are there within reach.
    fn rest_of(&self, t: TokenIx, rest: &[String]) -> Option<Vec<Range<usize>>> {
        let mut words = vec![t.at()..t.at() + 1];
        let mut at = t.at() + 1;
        for word in rest {
            let end = self.tree.doc.tokens.len().min(at + 3);
            let found = (at..end).find(|i| {
                let t = TokenIx::new(*i);
                self.tree.lower(t) == *word || self.tree.form(t).eq_ignore_ascii_case(word)
            })?;
            words.push(found..found + 1);
            at = found + 1;
        }
        Some(words)
    }

    /// Source and content of a cue by syntax, and whether the content is a clause.
    fn arguments(&self, t: TokenIx, cue: &Cue) -> (Vec<Range<usize>>, Vec<Range<usize>>, bool) {
        let tree = self.tree;
        let phrase = |head: TokenIx| {
            let range = tree.phrase(head);
            range.start..range.end
        };
        if cue.pos == "ADP" {
            // "according to X": the phrase hangs on the clause; the word is its preposition or its head.
            let noun = if tree.deprel(t) == "case" {
                tree.head(t)
            } else {
                tree.child(t, "obl").or(tree.child(t, "obj"))
            };
            let Some(noun) = noun else {
                return Default::default();
            };
            let top = if tree.deprel(t) == "case" { noun } else { t };
            let Some(clause) = tree.head(top) else {
                return Default::default();
            };
            let outer = self.clause_without(clause, top);
            return (vec![phrase(noun)], outer, true);
        }
        let source: Vec<Range<usize>> = match cue.source.as_str() {
            "subj" if tree.passive(t) && tree.slot(t, "subj").is_empty() => Vec::new(),
            slot => tree
                .slot(t, slot)
                .into_iter()
                .next()
                .map(|h| vec![self.whole(h)])
                .unwrap_or_default(),
        };
        let clausal = tree.child(t, "ccomp").or_else(|| {
            (cue.pos == "NOUN")
                .then(|| {
                    tree.with(t, "acl").find(|c| {
                        let own = ["mark", "case", "nsubj"]
                            .iter()
                            .any(|r| tree.child(*c, r).is_some());
                        own && tree.deprel(*c) == "acl"
                    })
                })
                .flatten()
        });
        if let Some(clause) = clausal {
            return (source, self.clause_without(clause, t), true);
        }
        // "…, he said": the verb stands beside what is said.
        if tree.deprel(t) == "parataxis"
            && let Some(head) = tree.head(t)
        {
            return (source, self.clause_without(head, t), true);
        }
        if cue.content.iter().any(|c| c == "xcomp")
            && let Some(clause) = tree.child(t, "xcomp")
        {
            return (source, self.clause_without(clause, t), false);
        }
        if cue.content.iter().any(|c| c == "np") {
            // "referred to data indicating that …": a noun phrase that tells something has a clause in it.
            let object = cue
                .rest
                .last()
                .and_then(|p| tree.slot(t, p).into_iter().next())
                .or_else(|| tree.child(t, "obj"));
            if let Some(object) = object {
                let told = tree
                    .subtree(object)
                    .into_iter()
                    .any(|w| tree.relation(w) == "ccomp");
                return (source, vec![tree.extent(object)], told && cue.pos == "VERB");
            }
        }
        (source, Vec::new(), false)
    }

    /// A noun phrase with its list and its `of`, but no clauses.
    fn whole(&self, head: TokenIx) -> Range<usize> {
        let phrases = self.tree.members(head).into_iter().map(|m| self.tree.phrase(m));
        phrases
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
            .unwrap_or(head.at()..head.at() + 1)
    }

    /// The words of a clause without those below one of its words, as runs; marks at the edges are left out.
    fn clause_without(&self, clause: TokenIx, without: TokenIx) -> Vec<Range<usize>> {
        let tree = self.tree;
        let cut = if tree.below(without, clause) {
            tree.subtree(without)
        } else {
            Vec::new()
        };
        let words: Vec<usize> = tree
            .subtree(clause)
            .into_iter()
            .filter(|w| !cut.contains(w))
            .map(TokenIx::at)
            .collect();
        let mut runs: Vec<Range<usize>> = Vec::new();
        for w in words {
            match runs.last_mut() {
                Some(run) if run.end == w => run.end = w + 1,
                _ => runs.push(w..w + 1),
            }
        }
        let comma = |i: usize| matches!(tree.form(TokenIx::new(i)), "," | ";" | "." | "-" | "–" | "—");
        for run in &mut runs {
            while run.start < run.end && comma(run.start) {
                run.start += 1;
            }
            while run.start < run.end && comma(run.end - 1) {
                run.end -= 1;
            }
        }
        runs.retain(|r| !r.is_empty());
        runs
    }

    /// "Lavrov: troops are there already": in headings a name before a colon speaks.
    fn colons(&mut self, entities: &Entities) {
        let doc = self.tree.doc;
        for sentence in doc.sentences.iter().filter(|s| s.heading) {
            if !self.tells(sentence.tokens.start) {
                continue;
            }
            let colon = sentence
                .tokens
                .clone()
                .find(|i| self.tree.form(TokenIx::new(*i)) == ":");
            let Some(colon) = colon.filter(|c| *c + 2 < sentence.tokens.end && *c > sentence.tokens.start)
            else {
                continue;
            };
            let left = sentence.tokens.start..colon;
            let speaker = left.clone().find_map(|i| {
                let id = entities.at(TokenIx::new(i))?;
                let kind = entities.get(id).kind;
                matches!(kind, EntityType::Person | EntityType::Organisation).then_some(id)
            });
            let verb = left
                .clone()
                .any(|i| matches!(self.tree.upos(TokenIx::new(i)), "VERB" | "AUX"));
            let taken = self
                .drafts
                .iter()
                .any(|d| !d.content.is_empty() && d.cue.iter().any(|r| sentence.tokens.contains(&r.start)));
            if speaker.is_some() && !verb && left.len() <= 6 && !taken {
                let mut end = sentence.tokens.end;
                while end > colon + 2 && matches!(self.tree.form(TokenIx::new(end - 1)), "." | ";") {
                    end -= 1;
                }
                self.drafts.push(Draft {
                    source: vec![left],
                    cue: vec![colon..colon + 1],
                    content: vec![colon + 1..end],
                    speaker: None,
                });
            }
        }
    }

    /// "RUIZ: We begin tomorrow.": a name in capitals and a colon that open several paragraphs name who speaks them.
    fn transcripts(&mut self) {
        let doc = self.tree.doc;
        let mut turns: Vec<(String, Draft)> = Vec::new();
        for (number, sentence) in doc.sentences.iter().enumerate() {
            let first = number == 0 || doc.sentences[number - 1].paragraph != sentence.paragraph;
            if !first || !self.tells(sentence.tokens.start) {
                continue;
            }
            let form = |i: usize| self.tree.form(TokenIx::new(i));
            let start =
                sentence.tokens.start + usize::from(matches!(form(sentence.tokens.start), "\"" | "“" | "''"));
            let name = |i: &usize| {
                form(*i).chars().count() > 1
                    && form(*i).chars().all(|c| c.is_uppercase() || ".-'’".contains(c))
            };
            let colon = (start..sentence.tokens.end)
                .find(|i| !name(i))
                .filter(|i| form(*i) == ":");
            let Some(colon) = colon.filter(|colon| (start + 1..start + 4).contains(colon)) else {
                continue;
            };
            let same = doc.sentences[number..]
                .iter()
                .take_while(|s| s.paragraph == sentence.paragraph);
            let end = same.last().map_or(sentence.tokens.end, |s| s.tokens.end);
            if colon + 1 < end {
                let draft = Draft {
                    source: vec![start..colon],
                    cue: vec![colon..colon + 1],
                    content: vec![colon + 1..end],
                    speaker: None,
                };
                turns.push((
                    self.tree.span(&(start..colon)).of(&doc.article.text).to_owned(),
                    draft,
                ));
            }
        }
        let often = |name: &String| turns.iter().filter(|(other, _)| other == name).count() > 1;
        let said: Vec<Draft> = turns
            .iter()
            .filter(|(name, _)| often(name))
            .map(|(_, draft)| draft.clone())
            .collect();
        for turn in &said {
            let whole = turn.source[0].start..turn.content[0].end;
            // What the annotator makes of the turn's label and of the turn as a whole is this.
            self.drafts.retain(|d| {
                let label = d
                    .source
                    .iter()
                    .chain(&d.cue)
                    .any(|r| overlaps(r, &(whole.start..turn.cue[0].end)));
                let outside = d.cue.iter().all(|c| !overlaps(c, &whole));
                !(label || outside && d.content.iter().any(|c| overlaps(c, &whole)))
            });
        }
        self.drafts.extend(said);
    }

    /// Contents take in the whole of a quotation that they touch; quotations that nobody claims go to who speaks beside them.
    fn quotations(&mut self, entities: &Entities, orphans: Vec<Range<usize>>) {
        let doc = self.tree.doc;
        let mut quotes: Vec<Range<usize>> = Vec::new();
        for quote in &doc.quotes {
            let start = doc
                .tokens
                .partition_point(|t| t.span.start() < quote.span.start());
            let end = doc.tokens.partition_point(|t| t.span.end() <= quote.span.end());
            if end > start + SHORT_QUOTE + 1 && self.tells(start) {
                quotes.push(start..end);
            }
        }
        let mut unclaimed = Vec::new();
        for quote in quotes {
            let touching = self
                .drafts
                .iter_mut()
                .filter(|d| d.content.iter().any(|c| overlaps(c, &quote)));
            // The one whose cue stands outside of the quotation speaks it.
            let owner = touching
                .filter(|d| !d.cue.iter().any(|c| overlaps(c, &quote)))
                .min_by_key(|d| {
                    d.cue.first().map_or(usize::MAX, |c| {
                        c.start.abs_diff(quote.end).min(c.start.abs_diff(quote.start))
                    })
                });
            match owner {
                Some(draft) => draft.content.push(quote),
                None => unclaimed.push(quote),
            }
        }
        unclaimed.extend(orphans.into_iter().filter(|o| o.len() > SHORT_QUOTE));
        unclaimed.sort_by_key(|r| r.start);
        for content in unclaimed {
            if self.drafts.iter().any(|d| {
                d.content
                    .iter()
                    .any(|c| c.start <= content.start && content.end <= c.end)
            }) {
                continue;
            }
            if let Some(speaker) = self.speaker_beside(&content, entities) {
                self.drafts.push(Draft {
                    content: vec![content],
                    speaker: Some(speaker),
                    ..Draft::default()
                });
            }
        }
    }

    /// Who speaks last before this (in this paragraph or the one before), else first after it in the same paragraph.
    fn speaker_beside(&self, content: &Range<usize>, entities: &Entities) -> Option<EntityId> {
        let doc = self.tree.doc;
        let paragraph = |token: usize| doc.sentences[doc.sentence_of(TokenIx::new(token))].paragraph;
        let here = paragraph(content.start);
        let mut before: Option<(usize, EntityId)> = None;
        let mut after: Option<(usize, EntityId)> = None;
        for draft in &self.drafts {
            let Some(cue) = draft.cue.first() else { continue };
            let Some(id) = draft.source.first().and_then(|s| entities.at(self.head(s))) else {
                continue;
            };
            if cue.start < content.start
                && here - paragraph(cue.start) <= 1
                && before.is_none_or(|(at, _)| at < cue.start)
            {
                before = Some((cue.start, id));
            }
            if cue.start >= content.end
                && paragraph(cue.start) == here
                && after.is_none_or(|(at, _)| cue.start < at)
            {
                after = Some((cue.start, id));
            }
        }
        after.or(before).map(|(_, id)| id)
    }

    /// "They were allegedly flown out": a sentence that keeps its distance and names nobody goes on with the source before it.
    fn hearsay(&mut self, entities: &Entities) {
        let doc = self.tree.doc;
        let mut found = Vec::new();
        for sentence in &doc.sentences {
            let distance = sentence.tokens.clone().find(|i| {
                self.rules.hedge(&self.tree.form(TokenIx::new(*i)).to_lowercase()) == Some(Effect::Distances)
            });
            let Some(word) = distance.filter(|w| self.tells(*w) && self.tree.upos(TokenIx::new(*w)) == "ADV")
            else {
                continue;
            };
            let covered = self
                .drafts
                .iter()
                .any(|d| d.content.iter().any(|c| c.contains(&word)));
            if covered {
                continue;
            }
            let speaker = self.speaker_before(sentence.paragraph, sentence.tokens.start, entities);
            let content = trim(self.tree, sentence.tokens.clone());
            found.push(Draft {
                cue: vec![word..word + 1],
                content: vec![content],
                speaker,
                source: Vec::new(),
            });
        }
        // The annotator may have tagged the word as a cue already.
        for draft in found {
            let word = draft.cue[0].start;
            self.drafts
                .retain(|d| !(d.content.is_empty() && d.cue.iter().any(|c| c.contains(&word))));
            self.drafts.push(draft);
        }
    }

    fn speaker_before(&self, paragraph: usize, token: usize, entities: &Entities) -> Option<EntityId> {
        let doc = self.tree.doc;
        let earlier = self.drafts.iter().filter_map(|d| {
            let cue = d.cue.first().filter(|c| c.start < token)?;
            let same = doc.sentences[doc.sentence_of(TokenIx::new(cue.start))].paragraph == paragraph;
            let id = d
                .source
                .first()
                .and_then(|s| entities.at(self.head(s)))
                .or(d.speaker)?;
            same.then_some((cue.start, id))
        });
        earlier.max().map(|(_, id)| id)
    }

    fn head(&self, range: &Range<usize>) -> TokenIx {
        let outside = |i: &usize| {
            self.tree
                .head(TokenIx::new(*i))
                .is_none_or(|h| !range.contains(&h.at()))
        };
        let word = |i: &usize| !matches!(self.tree.upos(TokenIx::new(*i)), "PUNCT" | "ADP" | "DET");
        TokenIx::new(range.clone().filter(outside).find(word).unwrap_or(range.end - 1))
    }

    fn resolve(self, entities: &mut Entities) -> Attributions {
        let tree = self.tree;
        let parents: Vec<Option<usize>> = (0..self.drafts.len()).map(|at| self.parent(at)).collect();
        let mut out = Attributions::default();
        // Parents first, so that "I" inside a quotation is whoever speaks it.
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        let depth = |at: usize| {
            std::iter::successors(parents[at], |p| parents[*p])
                .take(16)
                .count()
        };
        order.sort_by_key(|at| (depth(*at), *at));
        let mut records: Vec<Option<Attribution>> = vec![None; self.drafts.len()];
        for at in order {
            let draft = &self.drafts[at];
            let named = draft
                .source
                .iter()
                .cloned()
                .flatten()
                .any(|i| matches!(tree.upos(TokenIx::new(i)), "NOUN" | "PROPN" | "PRON" | "NUM"));
            let source = if named { draft.source.as_slice() } else { &[] };
            let cue_head = draft.cue.first().map(|c| self.head(c));
            let head = source.first().map(|s| self.head(s));
            let parent = parents[at].and_then(|p| records[p].as_ref());
            let mut entity = draft.speaker;
            if let Some(head) = head {
                let first_person =
                    matches!(tree.form(head).to_lowercase().as_str(), "i" | "we" | "me" | "us");
                let speaker = parent.and_then(|p| p.source_entity).filter(|_| first_person);
                if let (Some(speaker), None) = (speaker, entities.at(head)) {
                    entities.say(tree, head, speaker);
                }
                let pronoun = tree.upos(head) == "PRON";
                entity = entities
                    .at(head)
                    .or_else(|| (!pronoun).then(|| entities.of_phrase(tree, head)));
            }
            let (mut cue_class, mut value) = self.class(cue_head);
            // Who speaks of false claims denies them.
            let doubted = cue_head.is_some_and(|c| self.doubted(c));
            if let Some(parent) = parent.filter(|_| doubted) {
                (cue_class, value) = (CueClass::Deny, Factuality::CertainNot);
                entity = parent.source_entity;
            }
            let record = Attribution {
                source: spans(tree, source),
                cue: spans(tree, &draft.cue),
                content: spans(tree, &draft.content),
                parent: parents[at].map(|p| AttributionId(p as u32)),
                source_entity: entity,
                source_kind: self.source_kind(head, entity, entities),
                number: head.and_then(|h| self.number(h, entity, entities)),
                countries: self.countries(source, entity, entities),
                channel: cue_head.and_then(|c| self.channel(c, head, entities)),
                time: None,
                place: None,
                cue_class,
                value,
                quoted: self.quoted(&draft.content),
                distanced: self.distanced(&draft.content),
            };
            self.first_persons(&draft.content, entity, entities);
            records[at] = Some(record);
        }
        out.cues = self
            .drafts
            .iter()
            .map(|d| d.cue.first().map(|c| self.head(c)))
            .collect();
        out.contents = self.drafts.into_iter().map(|d| d.content).collect();
        out.list = records.into_iter().flatten().collect();
        out
    }

    /// "Such false claims about …": whether a noun is called untrue.
    fn doubted(&self, noun: TokenIx) -> bool {
        let untrue = |word: TokenIx| {
            matches!(
                self.rules.hedge(&self.tree.lower(word)),
                Some(Effect::Negates | Effect::Doubts)
            )
        };
        self.tree.with(noun, "amod").any(untrue)
    }

    /// The draft with the narrowest content that holds the cue (or, without one, the content) of this one.
    fn parent(&self, at: usize) -> Option<usize> {
        let mine = self.drafts[at].cue.first().or(self.drafts[at].content.first())?;
        let size = |d: &Draft| d.content.iter().map(ExactSizeIterator::len).sum::<usize>();
        let holds = |d: &Draft| {
            d.content
                .iter()
                .any(|c| c.start <= mine.start && mine.end <= c.end)
        };
        let mut found: Vec<usize> = (0..self.drafts.len())
            .filter(|other| *other != at && holds(&self.drafts[*other]))
            .filter(|other| {
                size(&self.drafts[*other]) > size(&self.drafts[at])
                    || (size(&self.drafts[*other]) == size(&self.drafts[at]) && *other < at)
            })
            .collect();
        found.sort_by_key(|other| (size(&self.drafts[*other]), *other));
        found.first().copied()
    }

    /// I, we, us … of a content speak of its source.
    fn first_persons(&self, content: &[Range<usize>], speaker: Option<EntityId>, entities: &mut Entities) {
        let Some(speaker) = speaker else { return };
        for i in content.iter().cloned().flatten() {
            let t = TokenIx::new(i);
            let first = matches!(
                self.tree.form(t).to_lowercase().as_str(),
                "i" | "me" | "my" | "we" | "us" | "our"
            );
            if first && self.tree.upos(t) == "PRON" && entities.at(t).is_none() {
                entities.say(self.tree, t, speaker);
            }
        }
    }

    fn class(&self, cue: Option<TokenIx>) -> (CueClass, Factuality) {
        let Some(t) = cue else {
            return (CueClass::Assert, Factuality::Certain);
        };
        let (class, value) = self
            .cue_at(t)
            .map_or((CueClass::Assert, Factuality::Certain), |(c, _)| {
                (c.class, c.value)
            });
        let negated = self.tree.children(t).any(|c| {
            matches!(
                self.tree.lower(c).as_str(),
                "not" | "never" | "n't" | "neither" | "nobody" | "none"
            ) || self.tree.form(c).eq_ignore_ascii_case("no")
        });
        match class {
            CueClass::Deny if negated => (CueClass::Know, Factuality::Uncommitted),
            CueClass::Assert | CueClass::Know | CueClass::Suggest | CueClass::Allege if negated => {
                (CueClass::Know, Factuality::Uncommitted)
            }
            CueClass::Believe | CueClass::Predict if negated => (class, value.negated()),
            _ => (class, value),
        }
    }

    fn quoted(&self, content: &[Range<usize>]) -> Quoted {
        let doc = self.tree.doc;
        let (mut inside, mut all) = (0usize, 0usize);
        for i in content.iter().cloned().flatten() {
            if doc.tokens[i].upos == "PUNCT" {
                continue;
            }
            all += 1;
            inside += usize::from(doc.quotes.iter().any(|q| q.span.contains(doc.tokens[i].span)));
        }
        match (inside, all) {
            (0, _) => Quoted::Indirect,
            (i, a) if i * 10 >= a * 9 => Quoted::Direct,
            _ => Quoted::Mixed,
        }
    }

    fn distanced(&self, content: &[Range<usize>]) -> bool {
        content.iter().cloned().flatten().any(|i| {
            self.rules.hedge(&self.tree.form(TokenIx::new(i)).to_lowercase()) == Some(Effect::Distances)
        })
    }
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Runs in order, those that touch joined.
fn tidy(runs: &mut Vec<Range<usize>>) {
    runs.sort_by_key(|r| r.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for run in runs.drain(..) {
        match out.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => out.push(run),
        }
    }
    *runs = out;
}

fn trim(tree: &Tree, mut range: Range<usize>) -> Range<usize> {
    while range.len() > 1 && tree.upos(TokenIx::new(range.end - 1)) == "PUNCT" {
        range.end -= 1;
    }
    range
}

fn spans(tree: &Tree, runs: &[Range<usize>]) -> Vec<Span> {
    let mut spans: Vec<Span> = runs.iter().map(|r| tree.span(r)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}
