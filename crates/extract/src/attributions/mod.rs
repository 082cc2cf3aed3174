//! Who says what: the annotator's sources, cues and contents, completed and nested by syntax, with the sources resolved.

mod cues;
mod edges;
mod nesting;
mod quotations;
mod sources;
mod words;

pub use words::Words;

use crate::entities::Entities;
use crate::factuality;
use crate::rules::{Effect, Rules};
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{
    Attribution, AttributionId, CueClass, EntityId, EntityType, Factuality, MentionKind, Quoted, SourceKind,
};
use sayso_model::{Role, Span, TokenIx};
use std::ops::Range;

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
    /// The first word of the cue of the attribution that this one rests on, where its content does not show it.
    under: Option<usize>,
}

/// Finds the attributions of a document.
pub struct Finder<'a> {
    tree: &'a Tree<'a>,
    rules: &'a Rules,
    words: &'a Words,
    knowledge: &'a Knowledge,
    drafts: Vec<Draft>,
}

impl<'a> Finder<'a> {
    /// Prepares a document.
    pub fn new(tree: &'a Tree<'a>, rules: &'a Rules, words: &'a Words, knowledge: &'a Knowledge) -> Self {
        Self {
            tree,
            rules,
            words,
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
        self.parentheses();
        self.untangle();
        self.estimates();
        self.citations();
        self.viewpoints();
        self.tails();
        self.handed_on();
        self.word_from();
        self.contrast();
        self.turned();
        self.inner();
        self.without_unlikely();
        self.stranded();
        self.documents();
        self.writers();
        self.claims_within();
        self.carriages();
        self.grounds();
        self.learned();
        self.no_comments();
        self.in_order_to_say();
        self.as_one();
        self.who_says();
        self.between();
        self.colons(entities);
        self.labels();
        self.whole_words();
        self.transcripts();
        self.signatures();
        self.sources_by_sides();
        self.contents_by_sides();
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
        let parents: Vec<Option<usize>> = (0..self.drafts.len()).map(|at| self.parent(at)).collect();
        self.same_speaker(entities, &parents);
        self.of_speaker(entities);
        self.resolve(entities, &parents)
    }

    /// Whether "the official", "the minister" may be whoever spoke last: by a noun for anybody in office or one that he is called by, where nobody was named
    /// before whom it suits better.
    fn is_office_of(&self, entities: &Entities, head: TokenIx, speaker: EntityId) -> bool {
        const ANY: [&str; 5] = ["diplomat", "leader", "official", "officer", "politician"];
        let tree = self.tree;
        let noun = tree.lower(head);
        let alone = tree
            .children(head)
            .all(|c| matches!(tree.relation(c), "det" | "punct"));
        let plain = tree.upos(head) == "NOUN" && tree.xpos(head) == "NN" && tree.definite(head) && alone;
        let known = entities.at(head).is_some_and(|id| {
            let mut mentions = entities.get(id).mentions.iter();
            mentions.any(|m| m.kind == MentionKind::Name && m.head < head)
        });
        let called = entities.is_called(speaker, &noun);
        let office =
            called || ANY.contains(&noun.as_str()) || noun == "minister" && !entities.has_office(speaker);
        plain && !known && office && entities.get(speaker).kind == EntityType::Person
    }

    /// "…," he said: goes on with whoever spoke last, in the same paragraph or, of a quotation, the one before, unless the pronouns tell them apart. Who
    /// only asked, and has no name, does not count: "when a reporter asked …".
    fn same_speaker(&self, entities: &mut Entities, parents: &[Option<usize>]) {
        let tree = self.tree;
        let doc = tree.doc;
        let paragraph = |token: usize| doc.sentences[doc.sentence_of(TokenIx::new(token))].paragraph;
        let mut last: Option<(EntityId, usize)> = None;
        for (at, draft) in self.drafts.iter().enumerate() {
            let Some(head) = draft.source.first().map(|s| self.head(s)) else {
                continue;
            };
            if parents[at].is_some() {
                continue;
            }
            let here = paragraph(head.at());
            let pronoun = matches!(tree.form(head).to_lowercase().as_str(), "he" | "she");
            if pronoun
                && let Some((speaker, before)) = last
                && let reach = usize::from(self.quoted(&draft.content) != Quoted::Indirect)
                && here.checked_sub(before).is_some_and(|past| past <= reach)
                && entities.at(head) != Some(speaker)
                && !entities.disagrees(tree, speaker, head)
            {
                entities.say_instead(tree, head, speaker);
            }
            // "The official added"
            if let Some((speaker, before)) = last
                && here.checked_sub(before).is_some_and(|past| past <= 1)
                && entities.at(head) != Some(speaker)
                && self.is_office_of(entities, head, speaker)
            {
                entities.describe_instead(tree, head, speaker);
            }
            // Neither a company nor a lawsuit is "he".
            let one = || {
                let kind = self.noun_kind(head);
                tree.upos(head) != "NOUN" || matches!(kind, Some(SourceKind::Role | SourceKind::Anonymous))
            };
            let speaker = entities.at(head).filter(|id| {
                matches!(entities.get(*id).kind, EntityType::Person | EntityType::Other)
                    && !entities.is_plural(*id)
                    && one()
            });
            let asks = draft.cue.first().is_some_and(|cue| {
                let lemma = tree.lower(self.head(cue));
                self.rules.in_class("asking", &lemma)
            });
            let named = |id: &EntityId| {
                entities
                    .get(*id)
                    .mentions
                    .iter()
                    .any(|m| m.kind == MentionKind::Name)
            };
            if let Some(id) = speaker.filter(|id| !asks || named(id)) {
                last = Some((id, here));
            }
        }
    }

    /// "The ministry released footage that **it** says shows …": who says it is who spoke before in the sentence.
    fn of_speaker(&self, entities: &mut Entities) {
        let tree = self.tree;
        for draft in &self.drafts {
            let (Some(cue), Some(source)) = (draft.cue.first(), draft.source.first()) else {
                continue;
            };
            let (verb, pronoun) = (self.head(cue), self.head(source));
            let personal = matches!(tree.lower(pronoun).as_str(), "it" | "they");
            let relative = tree.deprel(verb) == "acl:relcl"
                || tree.relation(verb) == "parataxis"
                    && tree.form(TokenIx::new(source.end.min(verb.at()))) == tree.form(verb);
            if !personal || !relative || source.len() > 1 {
                continue;
            }
            let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
            let before = self.drafts.iter().filter_map(|d| {
                let at = d.cue.first()?.start;
                let who = self.head(d.source.first()?);
                let noun = matches!(tree.upos(who), "NOUN" | "PROPN") && who < pronoun;
                (noun && sentence.start <= at && at < pronoun.at()).then_some((at, who))
            });
            let subjects = tree.upward(verb).filter_map(|v| {
                let who = tree.child(v, "nsubj").filter(|s| *s < pronoun)?;
                let noun = matches!(tree.upos(who), "NOUN" | "PROPN") && !tree.passive(v);
                noun.then_some((v.at(), who))
            });
            let mut found: Vec<(usize, TokenIx)> = before
                .chain(subjects)
                .filter(|(at, _)| *at < pronoun.at())
                .collect();
            found.sort_unstable();
            for (_, who) in found.into_iter().rev() {
                let id = entities.at(who).unwrap_or_else(|| entities.of_phrase(tree, who));
                if !entities.disagrees(tree, id, pronoun) {
                    if entities.at(pronoun) != Some(id) {
                        entities.say_instead(tree, pronoun, id);
                    }
                    break;
                }
            }
        }
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
                        ..Draft::default()
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
        drafts.retain(|d| d.cue.iter().flat_map(Clone::clone).any(says) && !self.undoes(d));
        let empty = |i: usize| {
            matches!(
                tree.upos(TokenIx::new(i)),
                "PUNCT" | "ADP" | "CCONJ" | "SCONJ" | "PART" | "VERB" | "AUX"
            )
        };
        for draft in &mut drafts {
            draft.source.retain(|s| !s.clone().all(empty));
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

    /// Whether what was taken for a cue does away with what was taken for its content: "talked them out of leaving", "stopped short of condemning".
    fn undoes(&self, draft: &Draft) -> bool {
        let verb = draft.cue.first().map(|c| self.head(c));
        verb.is_some_and(|verb| {
            let gerunds = self.tree.subtree(verb).into_iter().filter(|c| {
                matches!(self.tree.relation(*c), "advcl" | "acl")
                    && draft.content.iter().any(|r| r.contains(&c.at()))
            });
            let mut gerunds = gerunds.filter(|c| {
                self.tree
                    .child(*c, "mark")
                    .is_some_and(|m| self.tree.lower(m) != "to")
            });
            gerunds.any(|c| factuality::governed(self.tree, self.rules, verb, c) == Some(Effect::Negates))
        })
    }

    fn tells(&self, token: usize) -> bool {
        self.tree.doc.tells(TokenIx::new(token))
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

    fn resolve(self, entities: &mut Entities, parents: &[Option<usize>]) -> Attributions {
        let tree = self.tree;
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
                .map(TokenIx::new)
                // "Ethiopian claims": a nationality speaks too.
                .any(|t| {
                    matches!(tree.upos(t), "NOUN" | "PROPN" | "PRON" | "NUM")
                        || self.knowledge.nationality(tree.form(t)).is_some()
                        // "Each accuses the other", "most expect"
                        || matches!(tree.lower(t).as_str(), "all" | "both" | "each" | "many" | "most" | "several" | "some")
                });
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
                // "Christie, who has said …"
                let relative = matches!(tree.lower(head).as_str(), "who" | "which" | "that").then(|| {
                    let verb = tree.upward(head).find(|w| tree.deprel(*w) == "acl:relcl")?;
                    let noun = tree.head(verb)?;
                    // "a statement from the president, who …": somebody who can speak.
                    let below = tree
                        .with(noun, "nmod")
                        .filter(|n| *n > noun && *n < head && self.may_speak(*n))
                        .last();
                    let thing =
                        tree.lower(head) == "who" && self.noun_kind(noun) == Some(SourceKind::Document);
                    Some(below.filter(|_| thing).unwrap_or(noun))
                });
                let head = relative.flatten().unwrap_or(head);
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
            let kind = self.source_kind(head, entity, entities);
            let record = Attribution {
                source: spans(tree, source),
                cue: spans(tree, &draft.cue),
                content: spans(tree, &draft.content),
                parent: parents[at].map(|p| AttributionId(p as u32)),
                source_entity: entity,
                source_kind: kind,
                number: head
                    .zip(source.first())
                    .and_then(|(h, run)| self.number(h, run, kind)),
                countries: self.countries(source, entity, entities),
                channel: cue_head.and_then(|c| self.channel(c, head, entities)),
                time: None,
                place: None,
                cue_class,
                value,
                quoted: self.quoted(&draft.content),
                distanced: self.distanced(&draft.content) || cue_head.is_some_and(|c| self.reportedly(c)),
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
        if let Some(cue) = self.drafts[at].under {
            return (0..self.drafts.len())
                .find(|d| *d != at && self.drafts[*d].cue.first().is_some_and(|c| c.start == cue));
        }
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
        found.sort_by_key(|other| {
            (
                size(&self.drafts[*other]),
                self.drafts[*other].under.is_none(),
                *other,
            )
        });
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
        // "Was unable to confirm": what is not done is the verb below.
        let undone = |adjective: TokenIx, verb: TokenIx| {
            self.tree.upos(adjective) == "ADJ"
                && factuality::governed(self.tree, self.rules, adjective, verb) == Some(Effect::Negates)
        };
        let below = self.tree.with(t, "xcomp").find(|verb| undone(t, *verb));
        let above = self.tree.head(t).filter(|_| self.tree.relation(t) == "xcomp");
        let unable = below.is_some() || above.is_some_and(|adjective| undone(adjective, t));
        let t = below.unwrap_or(t);
        let (class, value) = self
            .cue_at(t)
            .map_or((CueClass::Assert, Factuality::Certain), |(c, _)| {
                (c.class, c.value)
            });
        let negated = self.tree.children(t).any(|c| {
            matches!(
                self.tree.lower(c).as_str(),
                "not" | "never" | "n't" | "neither" | "nobody" | "none" | "nothing"
            ) || self.tree.form(c).eq_ignore_ascii_case("no")
        }) || self.tree.by_nobody(t)
            || unable;
        match class {
            // Who does not rule something out thinks it possible.
            CueClass::Deny if negated && factuality::EXCLUDES.contains(&self.tree.lower(t).as_str()) => {
                (CueClass::Predict, Factuality::Possible)
            }
            CueClass::Deny if negated => (CueClass::Know, Factuality::Uncommitted),
            CueClass::Assert | CueClass::Know | CueClass::Suggest | CueClass::Allege if negated => {
                (CueClass::Know, Factuality::Uncommitted)
            }
            // "There is no doubt that …"
            CueClass::Believe | CueClass::Predict if negated && self.tree.lower(t) == "doubt" => {
                (class, Factuality::Certain)
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

    /// "reportedly told her that …"
    fn reportedly(&self, verb: TokenIx) -> bool {
        let distance =
            |a: TokenIx| self.rules.hedge(&self.tree.form(a).to_lowercase()) == Some(Effect::Distances);
        self.tree.with(verb, "advmod").any(distance)
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
