//! Sources within sources: cues inside of contents, media that cite others, documents that quote.

use super::cues::{Arguments, SAYS_NOTHING, Shape};
use super::edges::runs;
use super::{Draft, Finder, overlaps, tidy};
use crate::factuality;
use sayso_model::TokenIx;
use sayso_model::statement::{CueClass, EntityType, SourceKind};
use std::collections::BTreeSet;
use std::ops::Range;

/// Verbs by which one source hands on another.
const CITES: [&str; 5] = ["cite", "quote", "citing", "quoting", "paraphrase"];
/// Verbs, in the participle, by which one source rests on another, with their preposition.
const RESTS: [(&str, &str); 6] = [
    ("base", "on"),
    ("draw", "on"),
    ("point", "to"),
    ("read", "from"),
    ("relay", ""),
    ("rely", "on"),
];
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
/// Verbs of saying that may follow the means of it: "phoned to say".
const SAYS: [&str; 9] = [
    "announce", "ask", "complain", "demand", "explain", "report", "say", "tell", "warn",
];
/// Nouns of numbers that somebody puts at something.
const FIGURES: [&str; 10] = [
    "cost",
    "count",
    "damage",
    "figure",
    "loss",
    "magnitude",
    "number",
    "share",
    "toll",
    "total",
];
/// Verbs of those who were there when somebody said something.
const WITNESSES: [&str; 12] = [
    "capture",
    "catch",
    "describe",
    "hear",
    "overhear",
    "recall",
    "recollect",
    "record",
    "recount",
    "remember",
    "see",
    "watch",
];
/// What documents do with what somebody says in them.
const SHOWS: [&str; 6] = ["capture", "depict", "have", "quote", "record", "show"];
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
            if CITES.contains(&lemma.as_str()) || self.rests_on(t).is_some() {
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

    /// The draft at a cue that has a content.
    fn said_at(&self, t: TokenIx) -> Option<usize> {
        self.draft_at(t).filter(|d| !self.drafts[*d].content.is_empty())
    }

    fn cites(&mut self, t: TokenIx) {
        let tree = self.tree;
        // "quoted the chief", "the chief was quoted"
        let passive = || tree.child(t, "nsubj:pass").filter(|_| tree.passive(t));
        let rests = self.rests_on(t);
        let Some(object) = rests.or_else(|| tree.child(t, "obj")).or_else(passive) else {
            return;
        };
        // "without citing its sources"
        if tree.child(t, "mark").is_some_and(|m| tree.lower(m) == "without") {
            self.drafts.retain(|d| !d.cue.iter().any(|c| c.contains(&t.at())));
            return;
        }
        // "drawing on a claim by a blogger", "relaying a message from the rebels": they say it.
        let says = self
            .cue_at(object)
            .filter(|(cue, _)| cue.pos == "NOUN" && rests.is_some());
        let whose = says
            .as_ref()
            .and_then(|(cue, _)| self.arguments(object, cue, true).source.into_iter().next());
        let by = if whose.is_some() { object } else { t };
        let cited = whose.unwrap_or_else(|| self.whole(object));
        // "as saying that …"
        let saying = tree
            .subtree(t)
            .into_iter()
            .find(|w| tree.upos(*w) == "VERB" && *w > t && w.at() > 0 && self.after_as(*w));
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
        let speaks = self.may_speak(object) || rests.is_some() && says.is_some();
        if !(tree.xpos(t) == "VBG" || relative && rests.is_none()) || !speaks {
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
        self.cited(own, cited, by, content, under);
    }

    /// What "reading from", "drawing on" and "relaying" rest on.
    fn rests_on(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let (_, preposition) = RESTS.iter().find(|(verb, _)| tree.lower(t) == *verb)?;
        if tree.xpos(t) != "VBG" {
            return None;
        }
        match *preposition {
            "" => tree.child(t, "obj"),
            preposition => tree.slot(t, preposition).into_iter().next(),
        }
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

    /// "as saying", "as having said"
    pub(super) fn after_as(&self, verb: TokenIx) -> bool {
        let as_at = |i: usize| i > 0 && self.tree.form(TokenIx::new(i - 1)).eq_ignore_ascii_case("as");
        let having = self
            .tree
            .children(verb)
            .find(|c| self.tree.relation(*c) == "aux" && *c < verb);
        as_at(verb.at()) || having.is_some_and(|h| as_at(h.at()))
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
            let Some(verb) = self.drafts[at].cue.first().map(|c| self.head(c)) else {
                continue;
            };
            let Some(own) = tree
                .child(verb, "nsubj")
                .filter(|_| tree.upos(verb) == "VERB" && !tree.passive(verb))
            else {
                continue;
            };
            let source = &self.drafts[at].source;
            // The annotator saw that it is said, but not by whom.
            let person = |n: TokenIx| matches!(tree.upos(n), "NOUN" | "PROPN") && self.may_speak(n);
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
            if within && let Some(subject) = tree.slot(verb, "subj").into_iter().next() {
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

    fn inner_at(&self, t: TokenIx) -> Option<Draft> {
        if let Some(draft) = self
            .has_it_from(t)
            .or_else(|| self.in_view_of(t))
            .or_else(|| self.puts_at(t))
        {
            return Some(draft);
        }
        if self.witnesses_own(t) {
            return None;
        }
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
        // "The scans had revealed a void": a document says what it shows.
        let shows = || {
            let subject = self.tree.slot(t, "subj").into_iter().next();
            cue.class == CueClass::Assert
                && subject.is_some_and(|s| self.noun_kind(s) == Some(SourceKind::Document))
        };
        let says = match shape {
            Shape::Clause | Shape::Telling if nothing => false,
            Shape::Clause | Shape::Telling | Shape::Infinitive => true,
            Shape::Phrase => cue.pos == "VERB" && (commits || shows()) || cue.pos == "NOUN",
            Shape::Nothing => false,
        };
        let hearsay =
            cue.pos == "NOUN" && shape == Shape::Clause && HEARSAY.contains(&self.tree.lower(t).as_str());
        // "The reports that … are untrue, X said": X says that it is not so; whose reports these are, nobody tells.
        let hearsay = hearsay && !factuality::called_false(self.tree, self.rules, t);
        let unnamed =
            hearsay || self.tree.upos(t) == "VERB" && self.tree.passive(t) || self.made_to(t).is_some();
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

    /// "In the governor's view, …", "by the clerk's account, …"
    fn in_view_of(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let lemma = tree.lower(t);
        let view = matches!(
            lemma.as_str(),
            "account"
                | "estimate"
                | "estimation"
                | "judgement"
                | "judgment"
                | "opinion"
                | "reckoning"
                | "view"
        );
        let preposition = tree
            .preposition(t)
            .filter(|_| view && tree.relation(t) == "obl")?;
        let owner = tree
            .child(t, "nmod:poss")
            .filter(|_| matches!(preposition.as_str(), "in" | "by" | "on"))?;
        let clause = tree.head(t)?;
        Some(Draft {
            source: vec![self.whole(owner)],
            cue: vec![t.at()..t.at() + 1],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// "Police put the number of dead at 18": an estimate of a number.
    fn puts_at(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let number = tree
            .child(t, "obj")
            .filter(|o| tree.lower(t) == "put" && FIGURES.contains(&tree.lower(*o).as_str()))?;
        let value = tree.slot(t, "at").into_iter().next().filter(|v| *v > number)?;
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
        if tree.upos(t) != "VERB" || SAYS_NOTHING.contains(&tree.lower(t).as_str()) {
            return None;
        }
        let that = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let clause = tree.child(t, "ccomp").filter(that).or_else(|| {
            // "was alerted by officers that …"
            tree.child(t, "advcl").filter(that).filter(|_| tree.passive(t))
        });
        let clause = clause.or_else(|| self.that_on_noun(t))?;
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

    /// What documents show: "released a letter in which the mayor begs …", "the minutes have a clerk saying …".
    pub(super) fn documents(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if !self.tells(at) || self.draft_at(t).is_some() {
                continue;
            }
            let Some(draft) = self.in_which(t) else { continue };
            let tells = self.drafts.iter().any(|d| {
                let inside = |r: &Range<usize>| draft.content.iter().any(|c| overlaps(c, r));
                !d.content.is_empty() && d.cue.iter().any(inside)
            });
            if tells {
                self.carriers(&draft);
                self.drafts.push(draft);
            }
        }
        for at in 0..self.tree.doc.tokens.len() {
            self.based_on(TokenIx::new(at));
        }
        for at in 0..self.drafts.len() {
            if let Some(draft) = self.witness(at) {
                self.drafts.push(draft);
            }
        }
    }

    /// "A claim by Lima, based on phone data, that …": Lima says it, and the data under it.
    fn based_on(&mut self, t: TokenIx) {
        let tree = self.tree;
        if tree.xpos(t) != "VBN" || tree.lower(t) != "base" || !self.tells(t.at()) {
            return;
        }
        let noun = tree.head(t).filter(|_| tree.deprel(t) == "acl");
        let Some(claim) = noun.and_then(|n| self.draft_at(n)) else {
            return;
        };
        let Some(object) = tree
            .slot(t, "on")
            .into_iter()
            .next()
            .filter(|o| self.may_speak(*o))
        else {
            return;
        };
        let known = self.draft_at(t).filter(|k| *k != claim);
        let mut content = self.drafts[claim].content.clone();
        content.retain(|c| !c.contains(&t.at()));
        if !content.is_empty() {
            let under = self.drafts[claim].cue.first().map(|c| c.start);
            self.cited(known, self.whole(object), t, content, under);
        }
    }

    /// "The agency released a letter in which …": the agency hands the letter on.
    fn carriers(&mut self, letter: &Draft) {
        let tree = self.tree;
        let Some(noun) = letter.source.first().map(|s| self.head(s)) else {
            return;
        };
        let verb = tree.head(noun).filter(|v| {
            tree.relation(noun) == "obj"
                && tree.upos(*v) == "VERB"
                && (CARRIES.contains(&tree.lower(*v).as_str()) || tree.lower(*v) == "read")
        });
        let Some(verb) = verb else { return };
        let under = letter.cue.first().map(|c| c.start);
        let content = vec![tree.phrase(noun).start..tree.extent(noun).end];
        match self.draft_at(verb) {
            Some(at) => {
                let holds = |r: &Range<usize>| Some(r.start) <= under && under < Some(r.end);
                if !self.drafts[at].content.iter().any(holds) {
                    self.drafts[at].content = content;
                }
            }
            None => {
                let source = tree.slot(verb, "subj").first().map(|h| self.whole(*h));
                let Some(source) = source else { return };
                let end = match tree.child(verb, "compound:prt") {
                    Some(particle) if particle.at() == verb.at() + 1 => verb.at() + 2,
                    _ => verb.at() + 1,
                };
                self.drafts.push(Draft {
                    source: vec![source],
                    cue: vec![verb.at()..end],
                    content,
                    ..Draft::default()
                });
            }
        }
    }

    /// "A neighbour overheard soldiers vow to …", "the recorder captured the mate telling …": who witnessed it says that somebody said it.
    fn witness(&self, at: usize) -> Option<Draft> {
        let tree = self.tree;
        let said = self.head(self.drafts[at].cue.first()?);
        let content = &self.drafts[at].content;
        if content.is_empty() || tree.upos(said) != "VERB" || tree.child(said, "mark").is_some() {
            return None;
        }
        let infinitive = tree.relation(said) == "xcomp" && tree.xpos(said) != "VBN";
        let bare = tree.xpos(said) == "VBG" || infinitive && tree.child(said, "aux").is_none();
        let above = tree.head(said).filter(|_| bare)?;
        let (verb, who) = match tree.relation(said) {
            "acl" => (tree.head(above).filter(|_| tree.relation(above) == "obj")?, above),
            // The parser may take who speaks for a second subject.
            "xcomp" | "advcl" | "ccomp" => {
                let own = tree.child(said, "nsubj");
                let mut objects = tree
                    .children(above)
                    .chain(own)
                    .filter(|c| matches!(tree.relation(*c), "obj" | "nsubj") && *c > above && *c < said);
                (above, objects.next_back()?)
            }
            _ => return None,
        };
        let beside = tree.extent(who).start > verb.at() && who < said;
        let source = tree
            .with(verb, "nsubj")
            .find(|s| *s < verb)
            .or(tree.subject(verb))?;
        let document = self.noun_kind(source) == Some(SourceKind::Document);
        let sees = WITNESSES.contains(&tree.lower(verb).as_str());
        let shows = document && SHOWS.contains(&tree.lower(verb).as_str());
        if self.witnesses_own(verb) || !beside || !(sees || shows) || self.draft_at(verb).is_some() {
            return None;
        }
        let end = content.iter().map(|c| c.end).max()?;
        Some(Draft {
            source: vec![self.whole(source)],
            cue: vec![verb.at()..verb.at() + 1],
            content: vec![tree.phrase(who).start..end.max(said.at() + 1)],
            ..Draft::default()
        })
    }

    /// "phoned to say that …": one saying, not two.
    pub(super) fn in_order_to_say(&mut self) {
        let tree = self.tree;
        let mut at = 0;
        while at < self.drafts.len() {
            let inner = self.drafts[at].cue.first().map(|c| self.head(c));
            let above = inner.filter(|w| {
                let to = tree.child(*w, "mark").is_some_and(|m| tree.lower(m) == "to");
                let says = SAYS.contains(&tree.lower(*w).as_str());
                to && says && matches!(tree.relation(*w), "advcl" | "xcomp")
            });
            let outer = above.and_then(|w| tree.head(w)).and_then(|v| self.draft_at(v));
            let same = outer.filter(|o| {
                *o != at
                    && !self.drafts[at].content.is_empty()
                    && self.drafts[*o].source == self.drafts[at].source
                    && self.drafts[*o].under.is_none()
                    && self.cue_of(*o).is_none_or(|class| class == CueClass::Assert)
            });
            match same {
                Some(outer) => {
                    let merged = self.drafts[at].clone();
                    self.drafts[outer].content = merged.content;
                    self.drafts[outer].cue.extend(merged.cue);
                    self.drafts.remove(at);
                }
                None => at += 1,
            }
        }
    }

    fn cue_of(&self, at: usize) -> Option<CueClass> {
        let head = self.head(self.drafts[at].cue.first()?);
        self.cue_at(head).map(|(cue, _)| cue.class)
    }

    /// "Kigali radio, the judges held, had called on …": a verb of saying that the parser takes for a clause of the noun before it.
    pub(super) fn parentheses(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if tree.upos(t) != "VERB" || tree.deprel(t) != "acl:relcl" || !self.tells(at) {
                continue;
            }
            let Some((cue, words)) = self.cue_at(t) else {
                continue;
            };
            let Some(noun) = tree.head(t).filter(|n| *n < t) else {
                continue;
            };
            let clausal = cue.content.iter().any(|c| c == "ccomp");
            let complete = ["ccomp", "xcomp", "obj"]
                .iter()
                .all(|r| tree.child(t, r).is_none());
            // The parser may take who says it for an apposition: "officers, a panel wrote, had …"
            let own = tree.child(t, "nsubj");
            let beside = || tree.with(noun, "appos").find(|a| *a > noun && *a < t);
            let Some(who) = own.or_else(beside).filter(|_| clausal && complete) else {
                continue;
            };
            let start = tree.phrase(who).start;
            let comma = |i: usize| matches!(tree.form(TokenIx::new(i)), "," | "–" | "—");
            let relative = matches!(tree.upos(who), "PRON") && tree.xpos(who) != "PRP";
            let asks = tree.subtree(t).into_iter().any(|w| {
                matches!(
                    tree.lower(w).as_str(),
                    "who" | "which" | "that" | "whom" | "whose" | "where"
                )
            });
            if relative || asks || start == 0 || !comma(start - 1) {
                continue;
            }
            let end = tree.extent(t).end;
            let after = end < tree.doc.tokens.len() && comma(end);
            // What is said goes on behind: the clause whose subject the noun is; else it ended before.
            let clause = tree.upward(noun).find(|w| {
                matches!(tree.upos(*w), "VERB" | "AUX") && tree.relation(*w) != "acl"
                    || tree.head(*w).is_none()
            });
            let Some(clause) = clause.filter(|c| after && *c != t) else {
                continue;
            };
            let inside = |i: usize| start <= i && i < end;
            let content: Vec<usize> = tree
                .subtree(clause)
                .into_iter()
                .map(TokenIx::at)
                .filter(|i| !inside(*i))
                .collect();
            let content: Vec<Range<usize>> = self.trimmed(&content);
            if content.is_empty() {
                continue;
            }
            // Sources and contents of others end before it.
            for draft in &mut self.drafts {
                for run in draft.source.iter_mut().chain(&mut draft.content) {
                    if run.start < start - 1 && run.contains(&t.at()) && run.end <= end + 1 {
                        run.end = start - 1;
                    }
                }
            }
            let draft = Draft {
                source: vec![start..tree.phrase(who).end.max(start + 1)],
                cue: words,
                content,
                ..Draft::default()
            };
            match self.draft_at(t) {
                Some(known) => self.drafts[known] = draft,
                None => self.drafts.push(draft),
            }
        }
    }

    /// "Turkey has been asked, officials say, to leave", "the crew are well, a clerk said their captors had told the envoy": a word of saying at
    /// the end of the one part of what somebody says, whose content is the other part.
    pub(super) fn stranded(&mut self) {
        let tree = self.tree;
        let mut more = Vec::new();
        for at in 0..self.drafts.len() {
            let mut content = self.drafts[at].content.clone();
            tidy(&mut content);
            let [first, second] = content.as_slice() else {
                continue;
            };
            let (first, second) = (first.clone(), second.clone());
            let Some(cue) = self.drafts[at].cue.first().cloned() else {
                continue;
            };
            let opens = |run: &Range<usize>| {
                let words = run.clone().map(TokenIx::new);
                let word = words
                    .filter(|w| tree.upos(*w) != "PUNCT")
                    .map(|w| tree.lower(w))
                    .next();
                word.is_some_and(|w| matches!(w.as_str(), "that" | "to"))
            };
            let between = first.end <= cue.start && cue.end <= second.start;
            let found = if between && opens(&second) {
                first
                    .clone()
                    .rev()
                    .find_map(|i| self.speaks_of(TokenIx::new(i), &second))
            } else if cue.start >= first.end {
                let mut top = second.clone().map(TokenIx::new);
                let top = top.find(|w| tree.head(*w).is_none_or(|h| !second.contains(&h.at())));
                let own = |t: &TokenIx| tree.child(*t, "nsubj").is_some_and(|n| second.contains(&n.at()));
                top.filter(own).and_then(|t| self.speaks_of(t, &first))
            } else {
                None
            };
            more.extend(found);
        }
        more.into_iter().for_each(|draft| self.add(draft));
    }

    /// The attribution of a content to a word of saying that has no content of its own.
    fn speaks_of(&self, t: TokenIx, content: &Range<usize>) -> Option<Draft> {
        let (cue, words) = self.cue_at(t).filter(|_| self.said_at(t).is_none())?;
        let kinds = ["ccomp", "xcomp"];
        let takes = cue.content.iter().any(|c| kinds.contains(&c.as_str()));
        let found = self.arguments(t, cue, true);
        let open = found.content.is_empty()
            || found
                .content
                .iter()
                .all(|c| content.start <= c.start && c.end <= content.end);
        (takes && open && !found.source.is_empty() && cue.pos != "ADP").then(|| Draft {
            source: found.source,
            cue: words,
            content: vec![content.clone()],
            ..Draft::default()
        })
    }

    fn trimmed(&self, words: &[usize]) -> Vec<Range<usize>> {
        let mut found = runs(words, &BTreeSet::new());
        for run in &mut found {
            *run = self.without_marks(run.clone());
        }
        found.retain(|r| r.clone().any(|i| self.tree.upos(TokenIx::new(i)) != "PUNCT"));
        found
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
