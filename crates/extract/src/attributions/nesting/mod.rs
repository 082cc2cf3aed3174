//! Sources within sources: cues inside of contents, whose they are, what is told of what others say.

mod asides;
mod citing;
mod documents;
mod handing;
mod likely;
mod objects;
mod passing;
mod silent;
mod speakers;
mod tails;
mod turned;

use super::cues::{Arguments, Shape};
use super::{Draft, Finder, overlaps};
use crate::factuality;
use sayso_model::TokenIx;
use sayso_model::statement::{CueClass, EntityType, SourceKind};
use std::collections::BTreeSet;
use std::ops::Range;

impl Finder<'_> {
    /// Takes the words of other cues out of sources ("according to a paper, commanders recall …"), and looks for the source anew.
    pub(super) fn untangle(&mut self) {
        let prepositions: Vec<Range<usize>> = self
            .drafts
            .iter()
            .flat_map(|d| {
                d.cue
                    .iter()
                    .filter(|c| self.tree.upos(TokenIx::new(c.start)) == "VERB" || c.len() > 1)
            })
            .filter(|c| self.tree.lower(TokenIx::new(c.start)) == "accord")
            .cloned()
            .collect();
        if prepositions.is_empty() {
            return;
        }
        let mut drafts = std::mem::take(&mut self.drafts);
        for at in 0..drafts.len() {
            let Some(cue) = drafts[at]
                .cue
                .first()
                .filter(|c| prepositions.contains(c))
                .cloned()
            else {
                continue;
            };
            // "reported that, according to police, the driver admitted …": the police speak in what is reported.
            let within = drafts.iter().enumerate().find(|(other, d)| {
                let around = d.content.iter().any(|c| c.end <= cue.start)
                    && d.content.iter().any(|c| c.start >= cue.end);
                let own = d
                    .cue
                    .first()
                    .is_some_and(|c| drafts[at].content.iter().any(|x| overlaps(x, c)));
                *other != at && around && own
            });
            let within = within.map(|(_, d)| (d.content.clone(), d.cue.first().map(|c| c.start)));
            if let Some((content, under)) = within {
                (drafts[at].content, drafts[at].under) = (content, under);
            }
        }
        for draft in &mut drafts {
            let before = draft.source.len();
            draft
                .source
                .retain(|s| !prepositions.iter().any(|p| overlaps(s, p)));
            if draft.source.is_empty() && before > 0 {
                let found = draft.cue.iter().cloned().flatten().find_map(|i| {
                    let t = TokenIx::new(i);
                    let (cue, _) = self.cue_at(t)?;
                    Some(self.arguments(t, cue, false).source)
                });
                draft.source = found.unwrap_or_default();
            }
        }
        self.drafts = drafts;
    }

    fn draft_at(&self, t: TokenIx) -> Option<usize> {
        self.drafts
            .iter()
            .position(|d| d.cue.iter().any(|c| c.contains(&t.at())))
    }

    /// The draft at a cue that has a content.
    fn said_at(&self, t: TokenIx) -> Option<usize> {
        self.draft_at(t).filter(|d| !self.drafts[*d].content.is_empty())
    }

    /// Whether a noun is something that can say something: "citing a minister", not "citing a threat".
    pub(super) fn may_speak(&self, noun: TokenIx) -> bool {
        let named = self.tree.doc.names.iter().find(|n| n.tokens.contains(&noun.at()));
        match named {
            Some(name) => matches!(
                name.kind,
                EntityType::Person | EntityType::Organisation | EntityType::GeoPolitical
            ),
            None => self
                .tree
                .members(noun)
                .into_iter()
                .any(|m| self.noun_kind(m).is_some()),
        }
    }

    /// Attributions inside of contents, by the word list, syntax and the networks of cues and sides: the annotator marks one source for each word. Then those outside that
    /// these networks are sure of.
    pub(super) fn inner(&mut self) {
        let words = self.tree.doc.tokens.len();
        let (mut inside, mut cued) = (vec![false; words], vec![false; words]);
        let mark = |on: &mut Vec<bool>, runs: &[Range<usize>]| {
            for i in runs.iter().cloned().flatten() {
                on[i] = true;
            }
        };
        // A cue without content may still get one.
        for draft in self.drafts.iter().filter(|d| !d.content.is_empty()) {
            mark(&mut inside, &draft.content);
            mark(&mut cued, &draft.cue);
        }
        for at in 0..words {
            let t = TokenIx::new(at);
            // "confirmed a report by X that …": the noun may be tagged as a part of the cue.
            let object = cued[at]
                && self.tree.relation(t) == "obj"
                && self.tree.upos(t) == "NOUN"
                && self.tree.head(t).is_some_and(|v| cued[v.at()])
                && self
                    .draft_at(t)
                    .is_some_and(|d| self.head(&self.drafts[d].cue[0]) != t);
            if !(inside[at] && !cued[at] || object) || !self.tells(at) {
                continue;
            }
            let Some(draft) = self.inner_at(t).or_else(|| self.in_which(t)) else {
                continue;
            };
            mark(&mut inside, &draft.content);
            mark(&mut cued, &draft.cue);
            if object {
                self.hands_on(t, &draft);
            }
            self.add(draft);
        }
        for at in 0..words {
            let t = TokenIx::new(at);
            if inside[at] || cued[at] || !self.tells(at) {
                continue;
            }
            if let Some(draft) = self.outside(t) {
                mark(&mut inside, &draft.content);
                mark(&mut cued, &draft.cue);
                self.add(draft);
            }
        }
        self.own_subjects();
    }

    /// Adds a draft in the place of cues that have no content.
    fn add(&mut self, draft: Draft) {
        let same = |d: &Draft| d.cue.iter().any(|c| draft.cue.iter().any(|x| overlaps(c, x)));
        self.drafts.retain(|d| !(d.content.is_empty() && same(d)));
        self.drafts.push(draft);
    }

    /// "carried a denial from the party that …": the noun has a source of its own, so that the verb alone is the cue of who hands it on.
    fn hands_on(&mut self, noun: TokenIx, said: &Draft) {
        let tree = self.tree;
        let Some(at) = self.draft_at(noun) else { return };
        let outer = &mut self.drafts[at];
        if said.source.is_empty()
            || said
                .source
                .iter()
                .any(|s| outer.source.iter().any(|o| overlaps(s, o)))
        {
            return;
        }
        let start = tree.phrase(noun).start;
        outer.cue.iter_mut().for_each(|c| c.end = c.end.min(start));
        outer.cue.retain(|c| !c.is_empty());
        let end = said.content.iter().map(|c| c.end).max().unwrap_or(start);
        outer.content.push(start..end);
    }

    /// A verb of saying within what somebody says has the source of its own subject, whatever the annotator linked it with; a cue without source within another cue is a part of it.
    fn own_subjects(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            if self.own_speaker(at) {
                continue;
            }
            let Some(verb) = self.drafts[at].cue.first().map(|c| self.head(c)) else {
                continue;
            };
            self.own_claim(at, verb);
            // "phoned the office, saying …", "came to the door and demanded …": who phones or comes says it; "and added …" may be said by who told all of it.
            let shared = || {
                let above = tree.head(verb).filter(|v| *v < verb && tree.upos(*v) == "VERB")?;
                let demands = self.cue_of(at).is_some_and(|class| {
                    matches!(class, CueClass::Request | CueClass::Promise | CueClass::Question)
                });
                if !demands && !self.words.means.contains(tree.lower(above).as_str()) {
                    return None;
                }
                let goes_on = match tree.relation(verb) {
                    "conj" => true,
                    "advcl" => tree.xpos(verb) == "VBG" && tree.child(verb, "mark").is_none(),
                    _ => false,
                };
                tree.child(above, "nsubj")
                    .filter(|_| goes_on && !tree.passive(above))
            };
            let Some(own) = tree
                .child(verb, "nsubj")
                .or_else(shared)
                .filter(|_| tree.upos(verb) == "VERB" && !tree.passive(verb))
            else {
                continue;
            };
            let source = &self.drafts[at].source;
            // The annotator saw that it is said, but not by whom.
            // "fourteen of the dead had told staff …"
            let some = |n: TokenIx| tree.upos(n) == "NUM" && self.is_likely(verb);
            let person =
                |n: TokenIx| matches!(tree.upos(n), "NOUN" | "PROPN") && self.may_speak(n) || some(n);
            let free = !self.drafts[at].content.iter().any(|c| c.contains(&own.at()));
            if source.is_empty() && free && tree.deprel(own) != "nsubj:pass" && person(own) {
                self.drafts[at].source = vec![self.whole(own)];
                continue;
            }
            let within = self.drafts.iter().enumerate().any(|(other, d)| {
                other != at
                    && !source.is_empty()
                    && d.source == *source
                    && [verb, own]
                        .iter()
                        .all(|w| d.content.iter().any(|c| c.contains(&w.at())))
            });
            if within {
                let subject = tree.slot(verb, "subj").into_iter().next().unwrap_or(own);
                self.drafts[at].source = vec![self.whole(subject)];
            }
        }
        let mut drafts = std::mem::take(&mut self.drafts);
        let cues: Vec<Vec<Range<usize>>> = drafts.iter().map(|d| d.cue.clone()).collect();
        let part = |d: &Draft| {
            let words = |c: &[Range<usize>]| c.iter().cloned().flatten().collect::<BTreeSet<usize>>();
            let mine = words(&d.cue);
            let mut others = cues.iter().map(|c| words(c));
            let verb = d.cue.first().is_some_and(|c| tree.upos(self.head(c)) == "VERB");
            verb && d.source.is_empty() && others.any(|o| o.len() > mine.len() && o.is_superset(&mine))
        };
        drafts.retain(|d| !part(d));
        self.drafts = drafts;
    }

    /// "the claim by bank staff that …" in what somebody says: whose claim it is, where the annotator saw nobody.
    fn own_claim(&mut self, at: usize, noun: TokenIx) {
        let draft = &self.drafts[at];
        if self.tree.upos(noun) != "NOUN" || !draft.source.is_empty() || draft.content.is_empty() {
            return;
        }
        let within = self.drafts.iter().enumerate().any(|(other, d)| {
            other != at && !d.source.is_empty() && d.content.iter().any(|c| c.contains(&noun.at()))
        });
        let Some((cue, _)) = self.cue_at(noun).filter(|_| within) else {
            return;
        };
        let source = self.arguments(noun, cue, true).source;
        let apart = |s: &Range<usize>| draft.content.iter().all(|c| !overlaps(c, s));
        if !source.iter().all(apart) {
            return;
        }
        let participle = self.claimed_by(noun).map(|(p, _)| p);
        let draft = &mut self.drafts[at];
        if let (Some(participle), Some(first)) = (participle, source.first())
            && participle.at() < first.start
        {
            draft.cue.push(participle.at()..first.start);
        }
        draft.source = source;
    }

    fn inner_at(&self, t: TokenIx) -> Option<Draft> {
        if let Some(draft) = self
            .surely(t)
            .or_else(|| self.has_it_from(t))
            .or_else(|| self.in_view_of(t))
            .or_else(|| self.puts_at(t))
            .or_else(|| self.sets_term(t))
        {
            return Some(draft);
        }
        if self.witnesses_own(t) || self.only_names(t) {
            return None;
        }
        // "said **it had seen** records that show …": the records tell it.
        if self.sees_itself(t) {
            return None;
        }
        let Some((cue, words)) = self.cue_at(t) else {
            return self
                .with_that(t)
                .or_else(|| self.told_in_phrase(t))
                .or_else(|| self.likely(t))
                .or_else(|| self.by_sides(t));
        };
        let Arguments {
            source,
            content,
            shape,
        } = self.arguments(t, cue, true);
        let commits = matches!(
            cue.class,
            CueClass::Request
                | CueClass::Promise
                | CueClass::Deny
                | CueClass::Predict
                | CueClass::Believe
                | CueClass::Allege
        ) || self.words.of_objects.contains(self.tree.lower(t).as_str());
        // "The reform means that …", but "means to leave"
        let nothing = self.words.says_nothing.contains(self.tree.lower(t).as_str());
        // "The scans had revealed a void": a document says what it shows.
        let shows = || {
            let subject = self.tree.slot(t, "subj").into_iter().next();
            cue.class == CueClass::Assert
                && subject.is_some_and(|s| self.noun_kind(s) == Some(SourceKind::Document))
        };
        // "saw the duke lift his glass"
        let likely = cue.class != CueClass::Know && self.is_likely(t);
        let says = match shape {
            Shape::Clause | Shape::Telling if nothing => false,
            Shape::Clause | Shape::Telling | Shape::Infinitive => true,
            Shape::Phrase => cue.pos == "VERB" && (commits || shows() || likely) || cue.pos == "NOUN",
            Shape::Nothing => false,
        };
        let hearsay = cue.pos == "NOUN"
            && shape == Shape::Clause
            && self.words.hearsay.contains(self.tree.lower(t).as_str());
        // "The reports that … are untrue, X said": X says that it is not so; whose reports these are, nobody tells.
        let hearsay = hearsay && !factuality::called_false(self.tree, self.rules, t);
        // "fears voiced by the bank that …"
        let mut words = words;
        if let Some((participle, who)) = self.claimed_by(t).filter(|_| cue.pos == "NOUN")
            && source
                .iter()
                .any(|s| s.contains(&who.at()) && participle.at() < s.start)
        {
            words.push(participle.at()..source[0].start);
        }
        let unnamed =
            hearsay || self.tree.upos(t) == "VERB" && self.tree.passive(t) || self.made_to(t).is_some();
        let draft = Draft {
            source,
            cue: words,
            content,
            ..Draft::default()
        };
        let ahead = self
            .that_ahead(&draft)
            .filter(|_| cue.content.iter().any(|c| c == "ccomp"));
        // "had sent word to the capital that …": the clause, not the noun with it.
        let clausal = shape == Shape::Phrase && cue.pos == "VERB" && ahead.is_some();
        if says && !clausal && !draft.content.is_empty() && (!draft.source.is_empty() || unnamed) {
            return Some(draft);
        }
        if let Some(content) = ahead.filter(|_| !nothing && !draft.source.is_empty() && cue.pos != "ADP") {
            return Some(Draft {
                content: vec![content],
                ..draft
            });
        }
        self.with_that(t)
            .or_else(|| self.told_in_phrase(t))
            .or_else(|| self.likely(t))
            .or_else(|| self.by_sides(t))
    }

    /// Whether who speaks has itself seen what tells something: "it has obtained a memo".
    fn sees_itself(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        let seen = self.words.obtains.contains(tree.lower(t).as_str()) && !tree.passive(t);
        let own = tree.child(t, "nsubj").is_some_and(|s| tree.upos(s) == "PRON");
        let document = |o: TokenIx| self.noun_kind(o) == Some(SourceKind::Document);
        seen && own && tree.with(t, "obj").any(document)
    }

    /// "alerted the service a day earlier **that** …", "sent word to the capital **that** …": the clause that opens behind a cue, wherever the parser hangs it.
    fn that_ahead(&self, draft: &Draft) -> Option<Range<usize>> {
        let tree = self.tree;
        let from = draft.cue.iter().map(|c| c.end).max()?;
        let end = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(from - 1))]
            .tokens
            .end;
        let noun = |w: TokenIx| {
            let own = tree.relation(w) != "compound";
            own && self.cue_at(w).is_some_and(|(cue, _)| cue.pos == "NOUN")
        };
        let that = (from..end.min(from + 12)).map(TokenIx::new).find(|w| {
            let mark = tree.relation(*w) == "mark" && tree.lower(*w) == "that";
            let verb = matches!(tree.upos(*w), "VERB" | "AUX") && tree.relation(*w) != "amod";
            mark || verb || tree.form(*w) == "," || noun(*w)
        })?;
        let clause = tree
            .head(that)
            .filter(|_| tree.lower(that) == "that" && tree.relation(that) == "mark")?;
        let before = tree.upos(TokenIx::new(that.at() - 1));
        (!matches!(before, "ADP" | "SCONJ"))
            .then(|| self.without_marks(that.at()..tree.extent(clause).end.max(that.at() + 1)))
    }

    fn told_in_phrase(&self, t: TokenIx) -> Option<Draft> {
        self.in_object(t).or_else(|| self.tells_of(t))
    }

    /// "what it called a lie": a name for what is spoken of, and no saying of its own.
    fn only_names(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        let free = tree.head(t).is_some_and(|h| tree.lower(h) == "what");
        free && tree.deprel(t) == "acl:relcl" && self.words.calls.contains(tree.lower(t).as_str())
    }

    /// "She said she heard a guard shout …": who says it was there; that is not said by one more source.
    fn witnesses_own(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        let hears =
            matches!(tree.lower(t).as_str(), "hear" | "overhear" | "see") && tree.relation(t) == "ccomp";
        let pronoun = tree
            .child(t, "nsubj")
            .is_some_and(|s| matches!(tree.lower(s).as_str(), "he" | "she" | "they" | "i" | "we"));
        let said = tree.head(t).is_some_and(|h| self.draft_at(h).is_some());
        hears && pronoun && said && tree.slot(t, "from").is_empty()
    }

    /// "**In her opinion**, …", "The aircraft, **in his words**, …", "**As follows from the document**, …": outside of what anybody else says.
    pub(in crate::attributions) fn viewpoints(&mut self) {
        const NOUNS: [&str; 6] = [
            "assessment",
            "estimation",
            "judgement",
            "opinion",
            "view",
            "words",
        ];
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let own = self.draft_at(t);
            let told = |d: &Draft| d.content.iter().any(|r| r.contains(&at));
            if self.drafts.iter().any(told) {
                continue;
            }
            let comma = |i: usize| i < tree.doc.tokens.len() && tree.form(TokenIx::new(i)) == ",";
            let set_off = |words: &Range<usize>| comma(words.end) || comma(words.end.saturating_sub(1));
            let view = || {
                let noun = NOUNS.contains(&tree.form(t).to_lowercase().as_str());
                let words = tree.extent(t);
                self.in_view_of(t).filter(|_| noun && set_off(&words))
            };
            let found = view().or_else(|| self.follows_from(t).filter(|_| set_off(&tree.extent(t))));
            let Some(found) = found.filter(|d| !d.content.is_empty()) else {
                continue;
            };
            match own {
                // The clause is all said, whatever part of it the annotator has tagged.
                Some(at) => self.drafts[at].content = found.content,
                None => self.drafts.push(found),
            }
        }
    }

    /// "As follows from the document, …"
    fn follows_from(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let follows = tree.lower(t) == "follow" && tree.relation(t) == "advcl";
        let as_ = tree
            .child(t, "mark")
            .filter(|m| follows && tree.lower(*m) == "as")?;
        let source = tree.slot(t, "from").into_iter().find(|n| *n > as_)?;
        let clause = tree.head(t)?;
        Some(Draft {
            source: vec![self.whole(source)],
            cue: vec![t.at()..t.at() + 1],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// "In the governor's view, …", "by the clerk's account, …"
    fn in_view_of(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let view = self.words.views.contains(tree.lower(t).as_str());
        let preposition = tree
            .preposition(t)
            .filter(|_| view && tree.relation(t) == "obl")?;
        let whose = || {
            tree.slot(t, "of")
                .into_iter()
                .find(|n| *n > t && self.may_speak(*n))
        };
        let owner = tree
            .child(t, "nmod:poss")
            .or_else(whose)
            .filter(|_| matches!(preposition.as_str(), "in" | "by" | "on"))?;
        let clause = tree.head(t)?;
        Some(Draft {
            source: vec![self.whole(owner)],
            cue: vec![t.at()..t.at() + 1],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// Estimates of numbers that the annotator did not see.
    pub(super) fn estimates(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some(draft) = self.puts_at(t).filter(|_| self.tells(at)) else {
                continue;
            };
            match self.draft_at(t) {
                Some(known) if !self.drafts[known].source.is_empty() => {
                    self.drafts[known].content = draft.content;
                }
                Some(known) => self.drafts[known] = draft,
                None => self.drafts.push(draft),
            }
        }
    }

    /// "Police put the number of dead at 18": an estimate of a number.
    fn puts_at(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let number = tree
            .child(t, "obj")
            .filter(|o| tree.lower(t) == "put" && self.words.figures.contains(tree.lower(*o).as_str()))?;
        // The parser may hang the number on what is counted.
        let own = tree.slot(t, "at").into_iter().next();
        let below = || {
            let mut words = tree.subtree(number).into_iter();
            words.find(|w| tree.upos(*w) == "NUM" && tree.preposition(*w).as_deref() == Some("at"))
        };
        let value = own.or_else(below).filter(|v| *v > number)?;
        let source = tree.slot(t, "subj").into_iter().next()?;
        Some(Draft {
            source: vec![self.whole(source)],
            cue: vec![t.at()..t.at() + 1],
            content: vec![tree.phrase(number).start..tree.extent(value).end],
            ..Draft::default()
        })
    }

    /// "We have it from the mayor that …": the mayor says it.
    fn has_it_from(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if !matches!(tree.lower(t).as_str(), "have" | "get" | "hear") || tree.upos(t) == "AUX" {
            return None;
        }
        let it = tree.child(t, "obj").filter(|o| tree.lower(*o) == "it")?;
        let from = tree.subtree(t).into_iter().find(|w| {
            *w > it && tree.preposition(*w).as_deref() == Some("from") && self.whole(*w).start <= it.at() + 2
        })?;
        let clause = tree.subtree(t).into_iter().find(|c| {
            let mark = tree.child(*c, "mark").filter(|m| tree.lower(*m) == "that");
            mark.is_some_and(|m| m > from)
        })?;
        Some(Draft {
            source: vec![self.whole(from)],
            cue: vec![t.at()..it.at() + 2],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// A verb that no list knows, with a clause after "that" and somebody who says it.
    fn with_that(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if tree.upos(t) != "VERB" || self.words.says_nothing.contains(tree.lower(t).as_str()) {
            return None;
        }
        let that = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let clause = tree.child(t, "ccomp").filter(that).or_else(|| {
            // "was alerted by officers that …"
            tree.child(t, "advcl").filter(that).filter(|_| tree.passive(t))
        });
        let clause = clause.or_else(|| self.that_on_noun(t))?;
        // "acted on a tip-off that …": the noun says it.
        let before = tree.extent(clause).start.checked_sub(1).map(TokenIx::new)?;
        let noun = |w: TokenIx| {
            let listed = self.cue_at(w).is_some_and(|(cue, _)| cue.pos == "NOUN");
            listed && tree.upos(w) == "NOUN" && tree.head(w) == Some(t)
        };
        // So it does where more stands between: "moved on assurances from Oslo, given only orally, that …".
        let within = tree.subtree(t).into_iter().filter(|w| *w > t && *w <= before);
        let told = within.into_iter().any(|w| {
            let rests = tree.relation(w) == "nmod" && tree.preposition(w).as_deref() == Some("of");
            let claim = self
                .cue_at(w)
                .is_some_and(|(cue, _)| cue.content.iter().any(|c| c == "ccomp"));
            rests && claim && tree.upos(w) == "NOUN"
        });
        if told || noun(before) && tree.preposition(before).is_some() {
            return None;
        }
        let subject = || tree.slot(t, "subj").into_iter().next();
        let source = self.spoken_by(t).or_else(subject)?;
        // "word reached the capital that …": the word says it.
        if self.words.arrives.contains(tree.lower(t).as_str()) && self.said_at(source).is_some() {
            return None;
        }
        Some(Draft {
            source: vec![self.whole(source)],
            cue: vec![t.at()..t.at() + 1],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// Lets a content end before "while X claimed …" and ", and X said …": what X says is not said by who spoke before.
    pub(super) fn contrast(&mut self) {
        let tree = self.tree;
        let doc = tree.doc;
        let others: Vec<(TokenIx, usize)> = self
            .drafts
            .iter()
            .filter(|d| !d.source.is_empty() && !d.content.is_empty() && d.under.is_none())
            .filter_map(|d| {
                let first = d.cue.iter().chain(&d.source).map(|r| r.start).min()?;
                Some((self.head(d.cue.first()?), first))
            })
            .filter(|(verb, _)| tree.upos(*verb) == "VERB")
            .filter_map(|(verb, first)| {
                let mark = tree.children(verb).find(|c| {
                    let word = tree.lower(*c);
                    match tree.relation(verb) {
                        "advcl" => matches!(word.as_str(), "while" | "whereas"),
                        "conj" | "parataxis" => matches!(word.as_str(), "while" | "whereas" | "but"),
                        _ => false,
                    }
                })?;
                let that = tree
                    .children(verb)
                    .any(|c| tree.deprel(c) == "mark" && tree.lower(c) == "that");
                let comma = mark.at() > 0 && matches!(tree.form(TokenIx::new(mark.at() - 1)), "," | ";");
                (comma && !that && mark.at() < first).then_some((verb, mark.at()))
            })
            .collect();
        for (verb, mark) in others {
            let quoted = doc.quotes.iter().any(|q| q.span.contains(doc.tokens[mark].span));
            for draft in self.drafts.iter_mut().filter(|_| !quoted) {
                for run in &mut draft.content {
                    if run.start + 1 < mark && run.contains(&verb.at()) && run.contains(&mark) {
                        run.end = mark - 1;
                    }
                }
            }
        }
    }

    fn cue_of(&self, at: usize) -> Option<CueClass> {
        let head = self.head(self.drafts[at].cue.first()?);
        self.cue_at(head).map(|(cue, _)| cue.class)
    }
}
