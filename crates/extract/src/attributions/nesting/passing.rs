//! Who passes on what somebody else says: "passed on threats from Damascus to …", "published the testimony of a deserter who says …".

use super::super::cues::Shape;
use super::super::{Draft, Finder};
use sayso_model::TokenIx;

impl Finder<'_> {
    /// "broadcast an appeal by the government for …", "passed on threats from Damascus to …": who hands on what somebody else says.
    pub(in crate::attributions) fn handed_on(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let lemma = tree.lower(t);
            let hands =
                self.words.carries.contains(lemma.as_str()) || self.words.passes.contains(lemma.as_str());
            if !hands
                || tree.upos(t) != "VERB"
                || tree.passive(t)
                || !self.tells(at)
                || self.said_at(t).is_some()
            {
                continue;
            }
            // The parser may take "on" of "passed on" for a preposition.
            let on = || {
                let passes = self.words.passes.contains(lemma.as_str());
                tree.with(t, "obl").find(|o| {
                    let case = tree.child(*o, "case").filter(|c| c.at() == at + 1);
                    passes && case.is_some_and(|c| tree.lower(c) == "on")
                })
            };
            let noun = tree.child(t, "obj").filter(|o| *o > t).or_else(on);
            let Some(noun) = noun.filter(|o| self.draft_at(*o).is_none()) else {
                continue;
            };
            let keeps = || {
                let above = tree.head(t).filter(|_| tree.relation(t) == "xcomp")?;
                tree.subject(above)
            };
            let who = tree.slot(t, "subj").into_iter().next().or_else(keeps);
            let Some(who) = who.filter(|w| *w < t) else {
                continue;
            };
            let Some((cue, words)) = self.cue_at(noun).filter(|(c, _)| c.pos == "NOUN") else {
                continue;
            };
            let found = self.arguments(noun, cue, true);
            let clause = matches!(found.shape, Shape::Clause | Shape::Infinitive);
            let other = found.source.iter().any(|s| s.start > t.at());
            if !clause || !other || found.content.is_empty() || self.said_at(noun).is_some() {
                continue;
            }
            let end = found.content.iter().map(|c| c.end).max().unwrap_or(at + 1);
            let source = self.whole(who);
            self.add(Draft {
                source: vec![source],
                cue: vec![at..at + 1],
                content: vec![tree.phrase(noun).start..end],
                ..Draft::default()
            });
            self.add(Draft {
                source: found.source,
                cue: words,
                content: found.content,
                ..Draft::default()
            });
        }
    }

    /// "Word reached the capital from shepherds that …": the shepherds say it.
    pub(in crate::attributions) fn word_from(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some(verb) = tree.head(t).filter(|v| {
                self.words.arrives.contains(tree.lower(*v).as_str()) && tree.relation(t) == "nsubj" && t < *v
            }) else {
                continue;
            };
            let Some((_, words)) = self.cue_at(t).or_else(|| self.word(t)).filter(|_| self.tells(at)) else {
                continue;
            };
            if self.said_at(t).is_some() {
                continue;
            }
            let who = ["from", "via", "through"]
                .iter()
                .find_map(|slot| tree.slot(verb, slot).into_iter().find(|n| *n > verb));
            let Some(who) = who.filter(|w| self.may_speak(*w)) else {
                continue;
            };
            let end = tree.extent(who).end;
            let that =
                |c: &TokenIx| *c > who && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
            let above = tree.head(verb).filter(|_| tree.relation(verb) == "ccomp");
            let mut below = tree
                .children(verb)
                .chain(tree.children(who))
                .chain(above.into_iter().flat_map(|a| tree.with(a, "ccomp")));
            let clause = below.find(|c| that(c) && tree.extent(*c).start <= end + 1);
            let content = match clause {
                Some(clause) => self.clause_without(clause, who),
                // "The warning came from the archbishop": what stands before.
                None => match self.said_before(tree.phrase(t).start) {
                    Some(before) if tree.child(t, "det").is_some_and(|d| tree.lower(d) != "a") => {
                        vec![before]
                    }
                    _ => continue,
                },
            };
            let mut source = self.whole(who);
            if let Some(clause) = clause {
                source.end = source.end.min(tree.extent(clause).start);
            }
            self.add(Draft {
                source: vec![source],
                cue: words,
                content,
                ..Draft::default()
            });
        }
    }

    /// "The paper learned from the dockers that …": who learned it tells it, and from whom.
    pub(in crate::attributions) fn learned(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let (Some(cue), Some(source)) = (draft.cue.first(), draft.source.first()) else {
                continue;
            };
            let verb = self.head(cue);
            let inside = |d: &Draft| d.content.iter().any(|c| c.contains(&verb.at()));
            let learns = matches!(tree.lower(verb).as_str(), "learn" | "understand" | "gather");
            if !learns
                || tree.upos(verb) != "VERB"
                || draft.content.is_empty()
                || self.drafts.iter().any(inside)
            {
                continue;
            }
            // The parser may hang the phrase on what was learned.
            let own = tree.slot(verb, "from").into_iter().next();
            let next = || {
                let end = draft.content.iter().map(|c| c.end).max()?;
                (verb.at() + 1..end.max(verb.at() + 8).min(tree.doc.tokens.len()))
                    .map(TokenIx::new)
                    .find(|n| tree.relation(*n) == "obl" && tree.preposition(*n).as_deref() == Some("from"))
            };
            let teller = own.or_else(next).filter(|n| {
                let noun = *n > verb && !source.contains(&n.at()) && self.may_speak(*n);
                noun && source.end <= verb.at()
            });
            let Some(teller) = teller else { continue };
            let phrase = tree.phrase(teller);
            let phrase = phrase.start.saturating_sub(1)..phrase.end;
            let words = draft.content.iter().cloned().flatten();
            let told: Vec<usize> = words.filter(|i| !phrase.contains(i)).collect();
            let content = self.trimmed(&told);
            if content.is_empty() {
                continue;
            }
            let under = Some(cue.start);
            let from = TokenIx::new(phrase.start);
            let source = self.whole(teller);
            self.drafts[at].content.clone_from(&content);
            self.cited(None, source, from, content, under);
        }
    }

    /// "Word reached …": the tagger may take it for a name.
    fn word(&self, t: TokenIx) -> Option<(&crate::rules::Cue, Vec<std::ops::Range<usize>>)> {
        let cue = self.rules.cues("word").iter().find(|c| c.pos == "NOUN")?;
        (self.tree.lower(t) == "word").then(|| (cue, vec![t.at()..t.at() + 1]))
    }

    /// "published the testimony of a deserter who says …", "cited a source who said …": who hands on somebody hands on what they say.
    pub(in crate::attributions) fn who_says(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let Some(source) = draft.source.first().filter(|_| !draft.content.is_empty()) else {
                continue;
            };
            let who = self.head(source);
            let Some(said) = draft.cue.first().map(|c| self.head(c)) else {
                continue;
            };
            let relative = matches!(tree.lower(who).as_str(), "who" | "which" | "that");
            if !relative || tree.deprel(said) != "acl:relcl" {
                continue;
            }
            // The object that the clause lies in, below no other verb.
            let mut top = tree.head(said);
            while let Some(noun) = top.filter(|n| matches!(tree.relation(*n), "nmod" | "appos")) {
                top = tree.head(noun);
            }
            // "collected testimony from villagers, who describe …"
            let from =
                |n: &TokenIx| tree.relation(*n) == "obl" && tree.preposition(*n).as_deref() == Some("from");
            let Some(object) = top.filter(|n| tree.relation(*n) == "obj" || from(n)) else {
                continue;
            };
            let Some(verb) = tree
                .head(object)
                .filter(|v| *v < object && tree.upos(*v) == "VERB")
            else {
                continue;
            };
            let lemma = tree.lower(verb);
            let lists = [&self.words.carries, &self.words.cites, &self.words.shows];
            let down = lemma == "take"
                && tree
                    .child(verb, "compound:prt")
                    .is_some_and(|p| tree.lower(p) == "down");
            let hands = lists.iter().any(|l| l.contains(lemma.as_str())) || lemma == "read" || down;
            if !hands || tree.negated(verb) || self.draft_at(verb) == Some(at) {
                continue;
            }
            let start = tree
                .child(verb, "obj")
                .filter(|o| *o > verb && *o < object)
                .unwrap_or(object);
            let end = self.drafts[at].content.iter().map(|c| c.end).max().unwrap_or(0);
            let whole = tree.phrase(start).start..tree.extent(object).end.max(end);
            match self.draft_at(verb) {
                Some(outer) => {
                    let holds = self.drafts[outer].content.iter().any(|c| c.contains(&said.at()));
                    if !holds && !self.drafts[outer].source.is_empty() {
                        self.drafts[outer].content = vec![whole];
                    }
                }
                None => {
                    if let Some(who) = tree.slot(verb, "subj").into_iter().next().filter(|w| *w < verb) {
                        self.drafts.push(Draft {
                            source: vec![self.whole(who)],
                            cue: vec![verb.at()..verb.at() + 1],
                            content: vec![whole],
                            ..Draft::default()
                        });
                    }
                }
            }
        }
    }
}
