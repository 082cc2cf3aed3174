//! Sayings that stand around what is said another way than "X says that …": "that, as X alleges, …", "what X told her was that …", "it emerged that …".

use super::super::{Draft, Finder};
use sayso_model::TokenIx;
use sayso_model::statement::EntityType;
use std::ops::Range;

impl Finder<'_> {
    /// All of them.
    pub(in crate::attributions) fn turned(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if !self.tells(at) {
                continue;
            }
            match self.tree.upos(t) {
                "VERB" => {
                    self.as_said(t);
                    self.impersonal(t);
                }
                "PRON" if self.tree.lower(t) == "what" => self.cleft(t),
                _ => {}
            }
        }
    }

    fn comma(&self, i: usize) -> bool {
        i < self.tree.doc.tokens.len() && matches!(self.tree.form(TokenIx::new(i)), "," | "–" | "—")
    }

    /// Whether a verb of "as X says" says what stands beside it: it has no other object than "it".
    fn says_beside(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        let it = |c: TokenIx| tree.lower(c) == "it" && c > t;
        let told = tree
            .children(t)
            .any(|c| matches!(tree.relation(c), "obj" | "iobj") && it(c));
        if told
            && matches!(
                tree.lower(t).as_str(),
                "tell" | "put" | "see" | "have" | "describe"
            )
        {
            return true;
        }
        let addressed = matches!(
            tree.lower(t).as_str(),
            "tell" | "warn" | "remind" | "assure" | "advise"
        );
        let alone = tree
            .children(t)
            .all(|c| !matches!(tree.relation(c), "obj" | "xcomp") || addressed && tree.relation(c) == "obj");
        let clausal = self.cue_at(t).is_some_and(|(cue, _)| {
            cue.content
                .iter()
                .any(|c| matches!(c.as_str(), "ccomp" | "quote"))
        });
        clausal && alone && !tree.passive(t)
    }

    /// "…, as the governor alleges", "that, as the captain told it, …": what stands around it is what is said.
    fn as_said(&mut self, t: TokenIx) {
        let tree = self.tree;
        let mark = tree.child(t, "mark").filter(|m| *m < t && tree.lower(*m) == "as");
        let Some(mark) = mark.filter(|_| tree.relation(t) == "advcl" && self.says_beside(t)) else {
            return;
        };
        let from = self
            .cue_at(t)
            .and_then(|(cue, _)| self.arguments(t, cue, true).source.into_iter().next());
        let subject = || tree.slot(t, "subj").into_iter().next().map(|s| self.whole(s));
        let Some(source) = from.or_else(subject) else {
            return;
        };
        let Some(head) = tree.head(t) else { return };
        let sentence = tree.doc.sentences[tree.doc.sentence_of(t)].tokens.clone();
        // The clause that the parser hangs on the verb stands behind the comma.
        let end = (t.at() + 1..sentence.end)
            .find(|i| self.comma(*i))
            .unwrap_or(sentence.end);
        let before = mark.at().checked_sub(1).filter(|i| self.comma(*i));
        let opens = before
            .and_then(|i| i.checked_sub(1))
            .map(TokenIx::new)
            .filter(|w| matches!(tree.lower(*w).as_str(), "that" | "whether" | "if"));
        let clause = tree.child(t, "ccomp").filter(|c| c.at() > end);
        let content = if let Some(opens) = opens {
            let top = clause.or(Some(head).filter(|h| h.at() > end));
            let Some(top) = top.filter(|_| end < sentence.end) else {
                return;
            };
            let content = end + 1..tree.extent(top).end;
            // Who says "that" says the rest of it.
            for draft in &mut self.drafts {
                let own = draft.cue.iter().any(|c| c.contains(&t.at()));
                for run in draft.content.iter_mut().filter(|_| !own) {
                    if run.contains(&opens.at()) && run.end < content.end {
                        run.end = content.end;
                    }
                }
            }
            vec![self.without_marks(content)]
        } else if head > t {
            self.clause_without(head, t)
        } else if before.is_some() {
            let mut content = self.clause_without(head, t);
            content.retain(|c| c.start < mark.at());
            content
        } else {
            return;
        };
        let known = self.draft_at(t);
        // What the annotator makes of it stays, but for scraps.
        let whole = known.is_some_and(|k| {
            let words: usize = self.drafts[k].content.iter().map(ExactSizeIterator::len).sum();
            opens.is_none() && words > 4
        });
        let inside = self
            .drafts
            .iter()
            .any(|d| d.content.iter().any(|c| c.contains(&t.at())));
        let idiom = tree.children(t).any(|c| c > t && tree.lower(c) == "it");
        if whole || content.is_empty() || known.is_none() && !inside && !idiom {
            return;
        }
        let draft = Draft {
            source: vec![source],
            cue: vec![t.at()..t.at() + 1],
            content,
            ..Draft::default()
        };
        match known {
            Some(k) => self.drafts[k].content = draft.content,
            None => self.drafts.push(draft),
        }
    }

    /// "What the commander told her was that …"; "That is what the rebels promised": what is said stands at the other end, or before.
    fn cleft(&mut self, what: TokenIx) {
        let tree = self.tree;
        let sentence = tree.doc.sentences[tree.doc.sentence_of(what)].tokens.clone();
        let verb = (what.at() + 1..sentence.end)
            .map(TokenIx::new)
            .find(|v| tree.upos(*v) == "VERB" && tree.child(*v, "nsubj").is_some_and(|s| what < s && s < *v));
        let Some(verb) = verb.filter(|v| !tree.passive(*v)) else {
            return;
        };
        let Some(who) = tree.child(verb, "nsubj") else {
            return;
        };
        // "kept whispering"
        let said = tree
            .child(verb, "xcomp")
            .filter(|x| tree.xpos(*x) == "VBG")
            .unwrap_or(verb);
        let tells = self.cue_at(said).is_some_and(|(cue, _)| {
            cue.content
                .iter()
                .any(|c| matches!(c.as_str(), "ccomp" | "quote" | "xcomp"))
        });
        if !tells {
            return;
        }
        let is = |i: usize| tree.lower(TokenIx::new(i)) == "be";
        let that = (said.at() + 1..sentence.end.saturating_sub(1)).find(|i| {
            let mark = TokenIx::new(i + 1);
            is(*i) && tree.lower(mark) == "that" && tree.relation(mark) == "mark"
        });
        let draft = |content: Range<usize>, under| Draft {
            source: vec![self.whole(who)],
            cue: vec![said.at()..said.at() + 1],
            content: vec![self.without_marks(content)],
            under,
            ..Draft::default()
        };
        let found = if let Some(that) = that {
            let clause = tree.head(TokenIx::new(that + 1));
            clause.map(|c| draft(that + 1..tree.extent(c).end, None))
        } else {
            // "That, at least, is what …"
            let mut words = (sentence.start..what.at()).rev();
            let copula = words.next().filter(|i| is(*i) || self.comma(*i));
            let opener = (sentence.start..what.at())
                .find(|i| matches!(tree.lower(TokenIx::new(*i)).as_str(), "that" | "this"));
            let opener = opener.filter(|i| {
                let subject = matches!(tree.relation(TokenIx::new(*i)), "nsubj" | "nsubj:outer");
                copula.is_some() && subject
            });
            let outer = self
                .drafts
                .iter()
                .find(|d| d.content.iter().any(|c| c.contains(&said.at())))
                .and_then(|d| d.cue.first())
                .map(|c| c.start);
            opener
                .and_then(|o| self.said_before(o))
                .map(|content| draft(content, outer))
        };
        let Some(found) = found else { return };
        self.drafts
            .retain(|d| !d.cue.iter().any(|c| c.contains(&said.at())));
        self.drafts.push(found);
    }

    /// What stands before a word that points back to it: the part of the sentence before a colon or dash, or the sentence before.
    pub(super) fn said_before(&self, at: usize) -> Option<Range<usize>> {
        let doc = self.tree.doc;
        let number = doc.sentence_of(TokenIx::new(at));
        let sentence = doc.sentences[number].tokens.clone();
        if at > sentence.start + 1 {
            let colon = matches!(self.tree.form(TokenIx::new(at - 1)), ":" | "–" | "—");
            return colon.then(|| self.without_marks(sentence.start..at - 1));
        }
        let before = &doc.sentences[number.checked_sub(1)?];
        let same = before.paragraph == doc.sentences[number].paragraph && !before.heading;
        same.then(|| self.without_marks(before.tokens.clone()))
    }

    /// "It emerged at the inquest that …", "it is feared that …", "it was reported from Oslo that …": nobody is named who says it.
    fn impersonal(&mut self, t: TokenIx) {
        let tree = self.tree;
        let it = tree.children(t).find(|c| {
            let subject = matches!(tree.relation(*c), "expl" | "nsubj");
            subject && *c < t && tree.lower(*c) == "it"
        });
        let emerges = self.words.emerges.contains(tree.lower(t).as_str());
        if it.is_none() || !(tree.passive(t) || emerges) || tree.slot(t, "by").into_iter().next().is_some() {
            return;
        }
        if let Some(known) = self.said_at(t) {
            // "it was reported from Oslo": where, not who.
            let nobody = |s: &Range<usize>| {
                let head = self.head(s);
                let name = tree.doc.names.iter().find(|n| n.tokens.contains(&head.at()));
                tree.lower(head) == "it"
                    || name.is_some_and(|n| matches!(n.kind, EntityType::GeoPolitical | EntityType::Location))
            };
            if self.drafts[known].source.iter().all(nobody) {
                self.drafts[known].source.clear();
            }
            return;
        }
        let clausal = self
            .cue_at(t)
            .filter(|(cue, _)| cue.content.iter().any(|c| c == "ccomp"));
        let own = || emerges.then(|| vec![t.at()..t.at() + 1]);
        let Some(words) = clausal.map(|(_, words)| words).or_else(own) else {
            return;
        };
        let that = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let own = tree.children(t).find(that);
        let above = tree.head(t).filter(|_| tree.relation(t) == "ccomp");
        let beside = || {
            tree.with(above?, "ccomp")
                .find(|c| that(c) && tree.extent(*c).start == tree.extent(t).end)
        };
        let Some(clause) = own.or_else(beside) else { return };
        self.add(Draft {
            cue: words,
            content: self.clause_without(clause, t),
            ..Draft::default()
        });
    }
}
