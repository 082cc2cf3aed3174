//! Cues that no list knows, and words that a list takes for cues and that are none: what the network of cues says (`Token::cue`).

use super::super::{Draft, Finder, overlaps};
use crate::attributions::cues::{Arguments, Shape};
use crate::attributions::edges::runs;
use crate::rules::Cue;
use sayso_model::TokenIx;
use sayso_model::statement::{CueClass, Factuality};
use std::ops::Range;
use std::sync::LazyLock;

/// How sure the network has to be of a cue within what somebody says, there before any list is asked, and outside; and from where on it does away with one within.
const WITHIN: f32 = 0.5;
const SURE: f32 = 0.9;
const OUTSIDE: f32 = 0.8;
const NONE: f32 = 0.03;
/// From which likelihood on the source that the network of sides sees counts: for a cue without one within what somebody says, and elsewhere; in the place of the
/// one who says that, and of another one.
const NOBODY_WITHIN: f32 = 0.3;
const NOBODY: f32 = 0.9;
const SAME: f32 = 0.4;
const OTHER: f32 = 0.95;

/// What a cue of no list is taken for.
static VERB: LazyLock<Cue> = LazyLock::new(|| plain("VERB", "subj"));
static NOUN: LazyLock<Cue> = LazyLock::new(|| plain("NOUN", "poss"));

fn plain(pos: &str, source: &str) -> Cue {
    Cue {
        rest: Vec::new(),
        pos: pos.to_owned(),
        class: CueClass::Assert,
        value: Factuality::Certain,
        source: source.to_owned(),
        content: ["ccomp", "xcomp", "np"].map(str::to_owned).to_vec(),
    }
}

impl Finder<'_> {
    /// Whether the network takes a word within what somebody says for a cue.
    pub(super) fn is_likely(&self, t: TokenIx) -> bool {
        self.tree.doc.tokens[t.at()].cue >= WITHIN
    }

    /// A cue that the network is sure of, with its sides.
    pub(super) fn surely(&self, t: TokenIx) -> Option<Draft> {
        // "learned **from the airline** that …": the list knows whose word it is.
        let heard = || !self.tree.slot(t, "from").is_empty();
        self.likely_enough(t, SURE).filter(|_| !heard())
    }

    /// A cue outside of what anybody says that the annotator does not see, with its sides.
    pub(super) fn outside(&self, t: TokenIx) -> Option<Draft> {
        self.likely_enough(t, OUTSIDE)
    }

    fn likely_enough(&self, t: TokenIx, least: f32) -> Option<Draft> {
        let likely = self.tree.doc.tokens[t.at()].cue >= least;
        likely.then(|| self.by_sides(t)).flatten()
    }

    /// A cue whose source and content the network of sides tells.
    pub(super) fn by_sides(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let lemma = tree.lower(t);
        let nothing =
            self.words.says_nothing.contains(lemma.as_str()) || self.words.acts.contains(lemma.as_str());
        let at = tree.doc.sides.binary_search_by_key(&t, |s| s.cue).ok()?;
        let sides = tree.doc.sides.get(at).filter(|_| self.is_likely(t) && !nothing)?;
        // "is adamant **that** …", "is glad **to** …", but not "furious at suggestions that …"
        let clause = || {
            tree.children(t)
                .any(|c| matches!(tree.relation(c), "ccomp" | "xcomp" | "advcl" | "csubj"))
        };
        match tree.upos(t) {
            "VERB" | "NOUN" => {}
            "ADJ" if clause() => {}
            _ => return None,
        }
        // "**The Kurds** had been promised air cover": it is they to whom it is said.
        let is_told = |who: TokenIx| tree.deprel(who) == "nsubj:pass" && tree.head(who) == Some(t);
        let source = sides.source.filter(|who| !is_told(*who));
        let source = source.map(|who| self.whole(who)).filter(|s| !s.contains(&t.at()));
        let nobody = source.is_none() && !tree.passive(t);
        if nobody || source.as_ref().is_some_and(|s| self.goes_on_speaking(s)) {
            return None;
        }
        let cue = self.with_particle(t);
        let own = |w: &usize| cue.iter().chain(&source).any(|r| r.contains(w));
        let words: Vec<usize> = sides.content.iter().cloned().flatten().collect();
        let mut content = runs(&words, &words.iter().copied().filter(own).collect());
        // "That is **what** the rebels promised": the content stands elsewhere.
        let tells = |w: usize| match tree.upos(TokenIx::new(w)) {
            "VERB" | "AUX" | "NOUN" | "PROPN" | "ADJ" => true,
            "PRON" => tree.xpos(TokenIx::new(w)).starts_with("PRP"),
            _ => false,
        };
        content.retain(|c| c.clone().any(tells));
        (!content.is_empty() && !self.says_already(t, source.as_ref())).then(|| Draft {
            source: source.into_iter().collect(),
            cue,
            content,
            ..Draft::default()
        })
    }

    /// Who the network of sides takes for the source, where the annotator and the lists see nobody, or, within what somebody says, the same one who says that.
    pub(in crate::attributions) fn sources_by_sides(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        for at in 0..drafts.len() {
            let draft = &drafts[at];
            let Some(cue) = draft.cue.first().map(|c| self.head(c)) else {
                continue;
            };
            let Some((who, likely)) = self.source_by_sides(cue) else {
                continue;
            };
            let taken = |runs: &[Range<usize>]| runs.iter().any(|r| r.contains(&who.at()));
            // "learned **from the airline** that …"
            let from = |s: &Range<usize>| self.tree.preposition(self.head(s)).as_deref() == Some("from");
            if draft.speaker.is_some()
                || draft.source.iter().any(from)
                || [&draft.source, &draft.cue, &draft.content]
                    .iter()
                    .any(|r| taken(r))
            {
                continue;
            }
            let around = |d: &&Draft| d.content.iter().any(|c| c.contains(&cue.at()));
            let mut outer = drafts
                .iter()
                .enumerate()
                .filter(|(o, _)| *o != at)
                .map(|(_, d)| d)
                .filter(around)
                .peekable();
            let within = outer.peek().is_some();
            let same = |d: &Draft| {
                d.source
                    .iter()
                    .any(|o| draft.source.iter().any(|s| overlaps(o, s)))
            };
            let from = match (draft.source.is_empty(), within) {
                (true, true) => NOBODY_WITHIN,
                (true, false) => NOBODY,
                (false, true) if outer.any(same) => SAME,
                (false, true) => OTHER,
                (false, false) => continue,
            };
            if likely >= from {
                drafts[at].source = vec![self.whole(who)];
            }
        }
        self.drafts = drafts;
    }

    /// Who the network of sides takes for the source of a cue, and how likely that is.
    fn source_by_sides(&self, cue: TokenIx) -> Option<(TokenIx, f32)> {
        let at = self.tree.doc.sides.binary_search_by_key(&cue, |s| s.cue).ok()?;
        let sides = &self.tree.doc.sides[at];
        sides.source.map(|who| (who, sides.score))
    }

    /// "left the hall **convinced** that …", "had been given to **understand** by the bank that …": whether a cue beside a word has the same source.
    fn says_already(&self, t: TokenIx, source: Option<&Range<usize>>) -> bool {
        let tree = self.tree;
        self.drafts.iter().any(|d| {
            let same = source.is_none_or(|s| d.source.iter().any(|o| overlaps(o, s)));
            let beside = d.cue.iter().cloned().flatten().map(TokenIx::new).any(|c| {
                c != t && (tree.head(c) == Some(t) || tree.head(t) == Some(c)) && tree.upos(c) != "PART"
            });
            same && beside && !d.content.is_empty()
        })
    }

    /// Contents that no word of what the network of sides takes for it is in ("a contractor had pledged, they say, **to dig** …") give way to that.
    pub(in crate::attributions) fn contents_by_sides(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        for draft in drafts.iter_mut().filter(|d| !d.content.is_empty()) {
            let cue = draft.cue.first().map(|c| self.head(c));
            // None of the drafts counts as said already: they have been taken out.
            let Some(found) = cue.and_then(|t| self.by_sides(t)) else {
                continue;
            };
            let apart =
                |runs: &[Range<usize>]| found.content.iter().all(|f| runs.iter().all(|r| !overlaps(r, f)));
            if apart(&draft.content) && apart(&draft.source) {
                draft.content = found.content;
            }
        }
        self.drafts = drafts;
    }

    /// The words of a cue that is a verb and its particle, or another word alone.
    fn with_particle(&self, t: TokenIx) -> Vec<Range<usize>> {
        let particle = self.tree.with(t, "compound:prt").map(|p| p.at()..p.at() + 1);
        std::iter::once(t.at()..t.at() + 1).chain(particle).collect()
    }

    /// "said **it** no longer trusted …": who speaks goes on.
    fn goes_on_speaking(&self, source: &Range<usize>) -> bool {
        let first = TokenIx::new(source.start);
        let who = matches!(self.tree.lower(first).as_str(), "who" | "that" | "which");
        source.len() == 1 && self.tree.upos(first) == "PRON" && !who
    }

    /// A cue of which only the network knows, with the source and the content that syntax tells.
    pub(super) fn likely(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let cue = match tree.upos(t) {
            "VERB" => &*VERB,
            "NOUN" => &*NOUN,
            _ => return None,
        };
        // "The reform means that …", "has a brother", "gave them two hours": the network may take these for cues.
        let lemma = tree.lower(t);
        let nothing =
            self.words.says_nothing.contains(lemma.as_str()) || self.words.acts.contains(lemma.as_str());
        // "saw the duke lift his glass"
        let knows = self.cue_at(t).is_some_and(|(cue, _)| cue.class == CueClass::Know);
        if !self.is_likely(t) || nothing || knows {
            return None;
        }
        let Arguments {
            source,
            content,
            shape,
        } = self.arguments(t, cue, true);
        let content = match shape {
            Shape::Nothing => self
                .aside(t, &source)
                .or_else(|| self.behind_preposition(t, &source))
                .or_else(|| self.behind_mark(t, &source))?,
            _ => content,
        };
        let apart = source.iter().all(|s| content.iter().all(|c| !overlaps(s, c)));
        if source.iter().any(|s| self.goes_on_speaking(s)) {
            return None;
        }
        // "were warned that …", not "will be forced to …"
        let nobody = source.is_empty() && !(tree.passive(t) && shape == Shape::Clause);
        if content.is_empty() || nobody || !apart {
            return None;
        }
        Some(Draft {
            source,
            cue: self.with_particle(t),
            content,
            ..Draft::default()
        })
    }

    /// "despaired **of saving the leg**", "cast doubt **on the claim**"
    fn behind_preposition(&self, t: TokenIx, source: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
        let tree = self.tree;
        let about = tree.children(t).find(|c| {
            let preposition = tree
                .preposition(*c)
                .or_else(|| tree.child(*c, "mark").map(|m| tree.lower(m)));
            *c > t
                && matches!(tree.relation(*c), "obl" | "nmod" | "advcl" | "acl")
                && matches!(
                    preposition.as_deref(),
                    Some("of" | "on" | "about" | "for" | "against" | "to" | "that")
                )
                && !source.iter().any(|s| s.contains(&c.at()))
        })?;
        let content = tree.extent(about);
        Some(vec![content.start + 1..content.end]).filter(|c| c[0].start < c[0].end)
    }

    /// "Villagers, **wrote the paper**, blame the mill": a verb and who says it between marks, and the rest of the sentence around them.
    fn aside(&self, t: TokenIx, source: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
        let tree = self.tree;
        let who = source.first().filter(|_| tree.upos(t) == "VERB")?;
        let sentence = tree.doc.sentences[tree.doc.sentence_of(t)].tokens.clone();
        let mark = |at: &usize| matches!(tree.form(TokenIx::new(*at)), "," | "-" | "–" | "—");
        let (first, last) = (who.start.min(t.at()), (who.end - 1).max(t.at()));
        let before = (sentence.start..first).rev().find(mark)?;
        let after = (last + 1..sentence.end).find(mark)?;
        // Nothing but the verb, its helpers and who says it, and perhaps when.
        let small = before + 2 >= first && after <= last + 4;
        let around = [sentence.start..before, after + 1..sentence.end];
        (small && around.iter().all(|r| r.len() > 1)).then(|| around.to_vec())
    }

    /// "boasted in letters **of having fixed the tender**", "a plea from the surgeon: **send blood**": what stands behind the first word that may begin a content.
    fn behind_mark(&self, t: TokenIx, source: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
        const REACH: usize = 9;
        let tree = self.tree;
        let sentence = tree.doc.sentences[tree.doc.sentence_of(t)].tokens.clone();
        let from = source.iter().map(|s| s.end).fold(t.at() + 1, usize::max);
        let begins = (from..sentence.end.min(from + REACH)).find(|at| {
            let word = TokenIx::new(*at);
            let next = || (*at + 1 < sentence.end).then(|| TokenIx::new(*at + 1));
            match tree.form(word).to_lowercase().as_str() {
                "that" => tree.relation(word) == "mark",
                "to" => next().is_some_and(|n| tree.xpos(n) == "VB"),
                "of" | "with" | "about" => next().is_some_and(|n| tree.xpos(n) == "VBG"),
                ":" => true,
                _ => false,
            }
        })?;
        let stops = |at: &usize| matches!(tree.form(TokenIx::new(*at)), ";" | "." | "—" | "–");
        let end = (begins + 1..sentence.end).find(stops).unwrap_or(sentence.end);
        let marked = usize::from(tree.form(TokenIx::new(begins)) == ":");
        Some(vec![begins + marked..end]).filter(|c| c[0].len() > 1)
    }

    /// Drops what lists and syntax took for a cue within what somebody says, where the network is sure that it is none.
    pub(in crate::attributions) fn without_unlikely(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        let contents: Vec<Vec<Range<usize>>> = drafts.iter().map(|d| d.content.clone()).collect();
        let within = |at: usize| contents.iter().flatten().any(|c| c.contains(&at));
        let unlikely = |d: &Draft| {
            let Some(head) = d.cue.first().map(|c| self.head(c)) else {
                return false;
            };
            let words = d.cue.iter().cloned().flatten();
            let most = words.map(|at| self.tree.doc.tokens[at].cue).fold(0.0, f32::max);
            self.tree.upos(head) == "VERB" && most < NONE && within(head.at())
        };
        drafts.retain(|d| !unlikely(d));
        self.drafts = drafts;
    }
}
