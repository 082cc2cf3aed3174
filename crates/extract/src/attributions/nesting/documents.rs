//! Documents in which somebody says something, and those who heard or saw it said.

use super::super::{Draft, Finder, overlaps};
use sayso_model::TokenIx;
use sayso_model::statement::SourceKind;
use std::ops::Range;

impl Finder<'_> {
    /// What documents show: "released a letter in which the mayor begs …", "the minutes have a clerk saying …".
    pub(in crate::attributions) fn documents(&mut self) {
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
            if let Some(draft) = self.witness(at).or_else(|| self.on_tape(at)) {
                self.drafts.push(draft);
            }
        }
    }

    /// "The agency released a letter in which …": the agency hands the letter on.
    pub(super) fn carriers(&mut self, letter: &Draft) {
        let tree = self.tree;
        let Some(noun) = letter.source.first().map(|s| self.head(s)) else {
            return;
        };
        let nested = |v: TokenIx| {
            self.drafts
                .iter()
                .any(|d| d.content.iter().any(|c| c.contains(&v.at())))
        };
        let verb = tree.head(noun).filter(|v| {
            tree.relation(noun) == "obj"
                && tree.upos(*v) == "VERB"
                && (self.words.carries.contains(tree.lower(*v).as_str())
                    // "The paper has seen an email in which …"
                    || self.words.obtains.contains(tree.lower(*v).as_str()) && !nested(*v)
                    || tree.lower(*v) == "read"
                    // "made public a letter in which …"
                    || tree.lower(*v) == "make" && tree.children(*v).any(|c| tree.lower(c) == "public"))
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
    pub(super) fn witness(&self, at: usize) -> Option<Draft> {
        let tree = self.tree;
        let said = self.head(self.drafts[at].cue.first()?);
        let content = &self.drafts[at].content;
        if content.is_empty() || tree.upos(said) != "VERB" || tree.child(said, "mark").is_some() {
            return None;
        }
        let infinitive = tree.relation(said) == "xcomp" && tree.xpos(said) != "VBN";
        let beside = tree.relation(said) == "conj" && self.spoken_by(said).is_some();
        let bare = beside || tree.xpos(said) == "VBG" || infinitive && tree.child(said, "aux").is_none();
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
            // "had seen the leader raise a hand and swear"
            "conj" => (above, self.spoken_by(said)?),
            _ => return None,
        };
        let beside = tree.extent(who).start > verb.at() && who < said;
        let source = tree
            .with(verb, "nsubj")
            .find(|s| *s < verb)
            .or(tree.subject(verb))?;
        let document = self.noun_kind(source) == Some(SourceKind::Document);
        let sees = self.words.witnesses.contains(tree.lower(verb).as_str());
        let shows = document && self.words.shows.contains(tree.lower(verb).as_str());
        if self.witnesses_own(verb) || !beside || !(sees || shows) || self.said_at(verb).is_some() {
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

    /// "On the tape a voice tells …": the tape has it.
    fn on_tape(&self, at: usize) -> Option<Draft> {
        let tree = self.tree;
        let said = self.head(self.drafts[at].cue.first()?);
        let nested = |d: &Draft| d.content.iter().any(|c| c.contains(&said.at()));
        if self.drafts[at].content.is_empty() || tree.upos(said) != "VERB" || self.drafts.iter().any(nested) {
            return None;
        }
        let tape = tree.with(said, "obl").find(|n| {
            let heard = self.words.recordings.contains(tree.lower(*n).as_str());
            heard && *n < said && matches!(tree.preposition(*n).as_deref(), Some("on" | "in"))
        })?;
        let who = tree.slot(said, "subj").into_iter().next().filter(|w| tape < *w)?;
        let case = tree.child(tape, "case")?;
        let end = self.drafts[at].content.iter().map(|c| c.end).max()?;
        Some(Draft {
            source: vec![self.whole(tape)],
            cue: vec![case.at()..case.at() + 1],
            content: vec![tree.phrase(who).start..end.max(said.at() + 1)],
            ..Draft::default()
        })
    }

    /// "A letter in which the mayor begs …": the letter tells it.
    pub(super) fn in_which(&self, t: TokenIx) -> Option<Draft> {
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
