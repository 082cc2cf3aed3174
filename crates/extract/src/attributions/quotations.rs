//! Speech without a cue of its own: headings with a colon, transcripts, running quotations, hearsay.

use super::{Draft, Finder, overlaps, trim};
use crate::entities::Entities;
use crate::rules::Effect;
use sayso_model::TokenIx;
use sayso_model::statement::{EntityId, EntityType};
use std::ops::Range;

/// Quotations of fewer words are single words in quotation marks, not speech.
const SHORT_QUOTE: usize = 4;

impl Finder<'_> {
    /// "Lavrov: troops are there already": in headings a name before a colon speaks.
    pub(super) fn colons(&mut self, entities: &Entities) {
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
                    ..Draft::default()
                });
            }
        }
    }

    /// "UNHCR: Chad says the camps are full", "…: survey": who speaks stands before a colon, or behind it.
    pub(super) fn labels(&mut self) {
        let tree = self.tree;
        let doc = tree.doc;
        for (number, sentence) in doc.sentences.iter().enumerate() {
            let whole = sentence.tokens.clone();
            // Further down a colon may part anything.
            let first = number == 0 || sentence.heading;
            let colon = whole.clone().find(|i| tree.form(TokenIx::new(*i)) == ":");
            let Some(colon) = colon.filter(|c| first && self.tells(whole.start) && *c > whole.start) else {
                continue;
            };
            let verbs = |r: &Range<usize>| {
                let words = r.clone().map(TokenIx::new);
                words.filter(|w| matches!(tree.upos(*w), "VERB" | "AUX")).count()
            };
            let mut end = whole.end;
            while end > colon + 2 && tree.upos(TokenIx::new(end - 1)) == "PUNCT" {
                end -= 1;
            }
            let (left, right) = (whole.start..colon, colon + 1..end);
            let speaks = |r: &Range<usize>, most: usize| {
                let head = self.head(r);
                let name = doc.names.iter().find(|n| n.tokens.contains(&head.at()));
                let named =
                    name.is_some_and(|n| matches!(n.kind, EntityType::Person | EntityType::Organisation));
                let known =
                    matches!(tree.upos(head), "NOUN" | "PROPN") && (named || self.noun_kind(head).is_some());
                r.len() <= most && verbs(r) == 0 && known
            };
            let (source, content) = if speaks(&left, 7) && verbs(&right) > 0 && right.len() > 2 {
                (left, right)
            } else if speaks(&right, 3) && verbs(&left) > 0 {
                (right, left)
            } else {
                continue;
            };
            // Who speaks in what is said speaks below.
            let own = |d: &Draft| {
                d.source
                    .iter()
                    .chain(&d.cue)
                    .any(|r| overlaps(r, &source) || r.contains(&colon))
            };
            if self.drafts.iter().any(|d| own(d) && !d.content.is_empty()) {
                continue;
            }
            let quoted = doc.quotes.iter().any(|q| q.span.overlaps(tree.span(&content)));
            if quoted {
                continue;
            }
            self.drafts.push(Draft {
                source: vec![self.without_marks(source)],
                cue: vec![colon..colon + 1],
                content: vec![content],
                ..Draft::default()
            });
        }
    }

    /// "RUIZ: We begin tomorrow.": a name in capitals and a colon that open several paragraphs name who speaks them.
    pub(super) fn transcripts(&mut self) {
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
                    ..Draft::default()
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

    /// "… for good." — Ana Ruiz: a dash and a name behind a quotation say who speaks it.
    pub(super) fn signatures(&mut self) {
        let doc = self.tree.doc;
        for quote in &doc.quotes {
            let start = doc
                .tokens
                .partition_point(|t| t.span.start() < quote.span.start());
            let dash = doc.tokens.partition_point(|t| t.span.end() <= quote.span.end());
            let signs = |i: usize| matches!(self.tree.form(TokenIx::new(i)), "—" | "–" | "―" | "--");
            let last = dash + 1 >= doc.tokens.len() || !signs(dash);
            if last || dash <= start + SHORT_QUOTE + 1 || !self.tells(start) {
                continue;
            }
            let paragraph = |i: usize| doc.sentences[doc.sentence_of(TokenIx::new(i))].paragraph;
            let name = doc.names.iter().find(|n| n.tokens.start == dash + 1);
            let name =
                name.filter(|n| n.kind == EntityType::Person && paragraph(n.tokens.start) == paragraph(dash));
            let Some(name) = name else { continue };
            // The name ends the line, or goes on with who that is: "…, a baker".
            let ends = name.tokens.end >= doc.tokens.len()
                || paragraph(name.tokens.end) != paragraph(dash)
                || matches!(self.tree.form(TokenIx::new(name.tokens.end)), "," | "." | "(");
            let near = |d: &Draft| d.cue.iter().any(|c| c.contains(&dash)) && !d.content.is_empty();
            if !ends || self.drafts.iter().any(near) {
                continue;
            }
            let signed = dash..name.tokens.end;
            self.drafts
                .retain(|d| !d.source.iter().chain(&d.cue).any(|r| overlaps(r, &signed)));
            self.drafts.push(Draft {
                source: vec![name.tokens.clone()],
                cue: vec![dash..dash + 1],
                content: vec![start..dash],
                ..Draft::default()
            });
        }
    }

    /// Contents take in the whole of a quotation that they touch; quotations that nobody claims go to who speaks beside them.
    pub(super) fn quotations(&mut self, entities: &Entities, mut orphans: Vec<Range<usize>>) {
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
        orphans.retain(|o| o.len() > SHORT_QUOTE);
        // A quotation that opens with the label of a turn is that turn's.
        let turn = |d: &Draft, quote: &Range<usize>| {
            let labels = |s: &Range<usize>| quote.contains(&s.start) && s.start <= quote.start + 1;
            d.source.iter().any(labels)
                && d.cue
                    .first()
                    .is_some_and(|c| self.tree.form(TokenIx::new(c.start)) == ":")
        };
        for found in [&mut quotes, &mut orphans] {
            found.retain(|quote| !self.drafts.iter().any(|d| turn(d, quote)));
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
        unclaimed.extend(orphans);
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
    pub(super) fn hearsay(&mut self, entities: &Entities) {
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
            // "reportedly told her": the adverb is said of a saying, whose source is known.
            let tree = self.tree;
            let verb = tree.head(TokenIx::new(word)).filter(|v| tree.upos(*v) == "VERB");
            let of_saying = self.drafts.iter().any(|d| {
                let says = |c: &Range<usize>| verb.is_some_and(|v| c.contains(&v.at()));
                !d.source.is_empty() && !d.content.is_empty() && d.cue.iter().any(says)
            });
            if covered || of_saying {
                continue;
            }
            let speaker = self.speaker_before(sentence.paragraph, sentence.tokens.start, entities);
            let content = trim(self.tree, sentence.tokens.clone());
            found.push(Draft {
                cue: vec![word..word + 1],
                content: vec![content],
                speaker,
                ..Draft::default()
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
}
