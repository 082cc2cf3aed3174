//! Sources within sources: cues inside of contents, media that cite others, documents that quote.

use super::cues::{Arguments, SAYS_NOTHING, Shape};
use super::{Draft, Finder, overlaps};
use crate::factuality;
use sayso_model::TokenIx;
use sayso_model::statement::{CueClass, EntityType, SourceKind};
use std::ops::Range;

/// Verbs by which one source hands on another.
const CITES: [&str; 5] = ["cite", "quote", "citing", "quoting", "paraphrase"];
/// What others do with documents that show something, and media with what others wrote; who has merely seen or ordered it says nothing.
const CARRIES: [&str; 13] = [
    "air",
    "authenticate",
    "broadcast",
    "carry",
    "circulate",
    "cite",
    "leak",
    "post",
    "publish",
    "quote",
    "release",
    "share",
    "verify",
];
/// Nouns of what somebody says, though nobody knows who.
const HEARSAY: [&str; 8] = [
    "report",
    "rumour",
    "rumor",
    "allegation",
    "claim",
    "accusation",
    "speculation",
    "suggestion",
];
/// Verbs that say something of their object.
const OF_OBJECTS: [&str; 9] = [
    "describe",
    "attribute",
    "blame",
    "portray",
    "characterize",
    "characterise",
    "depict",
    "point",
    "label",
];

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

    /// "X, citing Y, said Z" and "X quoted Y as saying Z": Y says it in the words of X. "Images cited by X show Z": X shows them.
    pub(super) fn citations(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if self.tree.upos(t) != "VERB" || !self.tells(at) {
                continue;
            }
            let lemma = self.tree.lower(t);
            if CITES.contains(&lemma.as_str()) {
                self.cites(t);
            }
            if CARRIES.contains(&lemma.as_str()) {
                self.carried(t);
            }
        }
    }

    fn draft_at(&self, t: TokenIx) -> Option<usize> {
        self.drafts
            .iter()
            .position(|d| d.cue.iter().any(|c| c.contains(&t.at())))
    }

    fn cites(&mut self, t: TokenIx) {
        let tree = self.tree;
        // "quoted the chief", "the chief was quoted"
        let passive = || tree.child(t, "nsubj:pass").filter(|_| tree.passive(t));
        let Some(object) = tree.child(t, "obj").or_else(passive) else {
            return;
        };
        let cited = self.whole(object);
        // "as saying that …"
        let saying = tree.subtree(t).into_iter().find(|w| {
            tree.upos(*w) == "VERB"
                && *w > t
                && w.at() > 0
                && (tree.form(TokenIx::new(w.at() - 1)).eq_ignore_ascii_case("as"))
        });
        if let Some(saying) = saying {
            let Some((cue, _)) = self.cue_at(saying) else {
                return;
            };
            let told = self.arguments(saying, cue, true).content;
            let inner = self.draft_at(saying);
            let content = match inner.map(|d| &self.drafts[d].content).filter(|c| !c.is_empty()) {
                Some(content) => content.clone(),
                None => told,
            };
            // "The ship was overloaded, the captain was quoted by the paper as saying": the clause stands before.
            let before = || match tree.deprel(t) {
                "parataxis" => tree.head(t),
                _ => tree.child(t, "ccomp").filter(|c| *c < t),
            };
            let content = match before().filter(|_| content.is_empty()) {
                Some(clause) => self.clause_without(clause, t),
                None => content,
            };
            if content.is_empty() {
                return;
            }
            let outer = self.draft_at(t).filter(|o| Some(*o) != inner);
            let outer = outer.unwrap_or_else(|| {
                let source = tree.slot(t, "subj").first().map(|h| self.whole(*h));
                self.drafts.push(Draft {
                    source: source.into_iter().collect(),
                    cue: vec![t.at()..t.at() + 1],
                    ..Draft::default()
                });
                self.drafts.len() - 1
            });
            if self.drafts[outer].source.is_empty() {
                return;
            }
            // The annotator may have tagged "by the paper".
            for run in &mut self.drafts[outer].source {
                run.start += usize::from(run.len() > 1 && tree.lower(TokenIx::new(run.start)) == "by");
            }
            self.drafts[outer].content = content.clone();
            let under = self.drafts[outer].cue.first().map(|c| c.start);
            self.cited(inner, cited, saying, content, under);
            return;
        }
        // "citing …" beside a cue; ", which cited …" behind a source
        let relative = tree.deprel(t) == "acl:relcl";
        if !(tree.xpos(t) == "VBG" || relative) || !self.may_speak(object) {
            return;
        }
        let own = self.draft_at(t);
        let governor = tree.head(t).and_then(|h| match tree.upos(h) {
            "VERB" => Some(h),
            _ => tree.head(h),
        });
        let source_of = |noun: TokenIx| {
            self.drafts.iter().position(|d| {
                !d.content.is_empty()
                    && d.source
                        .iter()
                        .any(|s| s.contains(&noun.at()) && self.head(s) == noun)
            })
        };
        let main = if relative {
            tree.head(t).and_then(source_of)
        } else {
            governor.and_then(|g| {
                // "…, he told the paper, quoting a nurse": the verb of saying stands beside the clause that both hang on.
                self.draft_at(g).or_else(|| {
                    let beside = tree
                        .with(g, "parataxis")
                        .filter(|p| *p < t)
                        .filter_map(|p| self.draft_at(p))
                        .last();
                    let above = tree
                        .head(g)
                        .filter(|h| tree.deprel(g) == "ccomp" && g < *h && *h < t);
                    beside.or_else(|| above.and_then(|h| self.draft_at(h)))
                })
            })
        };
        let Some(main) = main.filter(|m| Some(*m) != own) else {
            return;
        };
        let under = self.drafts[main].cue.first().map(|c| c.start);
        // "reported, citing officials, that …": what is reported begins behind.
        let citing = tree.extent(t);
        let behind = citing.end;
        for run in &mut self.drafts[main].content {
            if run.start + 1 >= t.at() && run.start < behind && behind + 1 < run.end {
                run.start = behind + usize::from(tree.form(TokenIx::new(behind)) == ",");
            }
            // "the road was shut, he told the paper, quoting …": the parser may hang the citing on what is said.
            if run.contains(&t.at()) && run.start < t.at() && run.end <= behind {
                run.end = t.at();
            }
        }
        self.drafts[main]
            .content
            .retain(|run| run.start < citing.start || citing.end < run.end);
        let content = self.drafts[main].content.clone();
        if content.is_empty() || content.iter().any(|c| c.contains(&t.at())) {
            return;
        }
        self.cited(own, cited, t, content, under);
    }

    /// Notes what a cited source says under the attribution that cites it, in the place of a draft that was there.
    fn cited(
        &mut self,
        known: Option<usize>,
        source: Range<usize>,
        cue: TokenIx,
        content: Vec<Range<usize>>,
        under: Option<usize>,
    ) {
        let draft = Draft {
            source: vec![source],
            cue: vec![cue.at()..cue.at() + 1],
            content,
            speaker: None,
            under,
        };
        match known {
            Some(at) => self.drafts[at] = draft,
            None => self.drafts.push(draft),
        }
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

    fn carried(&mut self, t: TokenIx) {
        let tree = self.tree;
        // "posted by a witness", "posted online and verified by a paper"
        let participle = match tree.deprel(t) {
            "conj" => tree.head(t),
            _ => Some(t),
        };
        let Some(noun) = participle
            .filter(|p| tree.deprel(*p) == "acl")
            .and_then(|p| tree.head(p))
        else {
            return;
        };
        let by = tree
            .children(t)
            .find(|c| tree.preposition(*c).as_deref() == Some("by"));
        let document = self.noun_kind(noun) == Some(SourceKind::Document);
        let quoted = CITES.contains(&tree.lower(t).as_str());
        let Some(by) = by.filter(|_| document || quoted) else {
            return;
        };
        let carrier = self.whole(by);
        let inner = self.drafts.iter().position(|d| {
            !d.content.is_empty()
                && d.under.is_none()
                && d.source
                    .iter()
                    .any(|s| s.contains(&noun.at()) && self.head(s) == noun)
        });
        let Some(inner) = inner else { return };
        let cue = t.at()..carrier.start.max(t.at() + 1);
        self.drafts[inner].under = Some(cue.start);
        let content = self.drafts[inner].content.clone();
        self.drafts.push(Draft {
            source: vec![carrier],
            cue: vec![cue],
            content,
            ..Draft::default()
        });
    }

    /// Attributions inside of contents, by the word list and syntax: the annotator marks one source for each word.
    pub(super) fn inner(&mut self) {
        let words = self.tree.doc.tokens.len();
        let (mut inside, mut cued) = (vec![false; words], vec![false; words]);
        let mark = |on: &mut Vec<bool>, runs: &[Range<usize>]| {
            for i in runs.iter().cloned().flatten() {
                on[i] = true;
            }
        };
        for draft in &self.drafts {
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
            self.drafts.push(draft);
        }
    }

    fn inner_at(&self, t: TokenIx) -> Option<Draft> {
        let Some((cue, words)) = self.cue_at(t) else {
            return self.with_that(t);
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
        ) || OF_OBJECTS.contains(&self.tree.lower(t).as_str());
        // "The reform means that …", but "means to leave"
        let nothing = SAYS_NOTHING.contains(&self.tree.lower(t).as_str());
        let says = match shape {
            Shape::Clause | Shape::Telling if nothing => false,
            Shape::Clause | Shape::Telling | Shape::Infinitive => true,
            Shape::Phrase => cue.pos == "VERB" && commits,
            Shape::Nothing => false,
        };
        let hearsay =
            cue.pos == "NOUN" && shape == Shape::Clause && HEARSAY.contains(&self.tree.lower(t).as_str());
        // "The reports that … are untrue, X said": X says that it is not so; whose reports these are, nobody tells.
        let hearsay = hearsay && !factuality::called_false(self.tree, self.rules, t);
        let unnamed = hearsay || self.tree.upos(t) == "VERB" && self.tree.passive(t);
        let draft = Draft {
            source,
            cue: words,
            content,
            ..Draft::default()
        };
        if says && !draft.content.is_empty() && (!draft.source.is_empty() || unnamed) {
            return Some(draft);
        }
        self.with_that(t)
    }

    /// A verb that no list knows, with a clause after "that" and somebody who says it.
    fn with_that(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if tree.upos(t) != "VERB" || SAYS_NOTHING.contains(&tree.lower(t).as_str()) {
            return None;
        }
        let that = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let clause = tree.child(t, "ccomp").filter(that).or_else(|| {
            // "was alerted by officers that …"
            tree.child(t, "advcl").filter(that).filter(|_| tree.passive(t))
        })?;
        let source = tree.slot(t, "subj").into_iter().next()?;
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

    /// "A letter in which the mayor begs …": the letter tells it.
    fn in_which(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if !matches!(tree.lower(t).as_str(), "which" | "where") {
            return None;
        }
        let verb = tree.head(t).filter(|v| tree.deprel(*v) == "acl:relcl")?;
        let noun = tree
            .head(verb)
            .filter(|n| self.noun_kind(*n) == Some(SourceKind::Document))?;
        let start = match tree.child(t, "case") {
            Some(case) => case.at(),
            None if tree.lower(t) == "where" => t.at(),
            None => return None,
        };
        let content = self.clause_without(verb, t);
        Some(Draft {
            source: vec![tree.phrase(noun)],
            cue: vec![start..t.at() + 1],
            content,
            ..Draft::default()
        })
    }
}
