//! Who is named at the end of a sentence as having said all of it.

use super::super::{Draft, Finder};
use sayso_model::TokenIx;

impl Finder<'_> {
    /// "…, one of the participants recalled in an interview": all that stands before is said by whoever is named at the end of the sentence, though
    /// the parser hangs the verb on what is said.
    pub(in crate::attributions) fn tails(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some(draft) = self.tail(t).filter(|_| self.tells(at)) else {
                continue;
            };
            let end = draft.content[0].end;
            if let Some(known) = self.draft_at(t) {
                let begins = self.drafts[known].content.iter().map(|c| c.start).min();
                if begins.is_some_and(|b| b < draft.content[0].start) {
                    continue;
                }
                self.drafts.remove(known);
            }
            let sentence = draft.content[0].start..at + 1;
            for run in self
                .drafts
                .iter_mut()
                .flat_map(|d| d.content.iter_mut().chain(&mut d.source))
            {
                if sentence.start <= run.start && run.end > end && run.start < at + 1 {
                    run.end = end.max(run.start);
                }
            }
            for other in &mut self.drafts {
                other.content.retain(|r| !r.is_empty());
                other.source.retain(|r| !r.is_empty());
            }
            self.drafts.push(draft);
        }
    }

    fn tail(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let doc = tree.doc;
        let hangs = matches!(tree.relation(t), "advcl" | "conj" | "parataxis");
        tree.head(t)
            .filter(|h| *h < t && hangs && tree.upos(t) == "VERB" && !tree.passive(t))?;
        let (cue, words) = self.cue_at(t)?;
        let says = cue.pos == "VERB"
            && cue
                .content
                .iter()
                .any(|c| matches!(c.as_str(), "ccomp" | "quote"));
        let mut before = (0..t.at()).rev().map(TokenIx::new).take(12);
        let who = before.find(|w| {
            let noun = matches!(tree.upos(*w), "NOUN" | "PROPN" | "NUM");
            let extent = tree.extent(*w);
            let helper = |i: usize| matches!(tree.upos(TokenIx::new(i)), "AUX" | "ADV");
            let next = extent.end <= t.at() && (extent.end..t.at()).all(helper) && extent.start <= w.at();
            noun && next && matches!(tree.relation(*w), "nsubj") && extent.start > 0
        })?;
        let start = tree.extent(who).start;
        let comma = start
            .checked_sub(1)
            .filter(|i| tree.form(TokenIx::new(*i)) == ",")?;
        let sentence = doc.sentences[doc.sentence_of(t)].tokens.clone();
        let mark = |i: usize| tree.upos(TokenIx::new(i)) == "PUNCT";
        let below = tree.subtree(t).into_iter().filter(|w| !mark(w.at()));
        let end = below.map(TokenIx::at).max().unwrap_or(t.at()) + 1;
        let last = (end..sentence.end).all(mark);
        let told = tree.lower(t) == "tell";
        let open = tree.children(t).all(|c| match tree.relation(c) {
            "ccomp" | "xcomp" | "advcl" | "conj" | "parataxis" => false,
            "obj" => told,
            "mark" | "cc" => false,
            _ => c >= TokenIx::new(start) || mark(c.at()),
        });
        let content = self.without_marks(sentence.start..comma);
        let quoted = doc
            .quotes
            .iter()
            .any(|q| q.span.overlaps(tree.span(&(sentence.start..comma + 1))));
        let verb = content
            .clone()
            .any(|i| matches!(tree.upos(TokenIx::new(i)), "VERB" | "AUX"));
        (says && last && open && !quoted && verb && self.may_speak(who)).then(|| Draft {
            source: vec![self.whole(who)],
            cue: words,
            content: vec![content],
            ..Draft::default()
        })
    }
}
