//! Sources that hand on others: media that cite and quote, who rests on a document or a claim, what is carried on.

use super::super::cues::Shape;
use super::super::{Draft, Finder};
use sayso_model::TokenIx;
use sayso_model::statement::{EntityType, SourceKind};
use std::ops::Range;

impl Finder<'_> {
    /// "X, citing Y, said Z" and "X quoted Y as saying Z": Y says it in the words of X. "Images cited by X show Z": X shows them.
    pub(in crate::attributions) fn citations(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if self.refers(t) {
                self.cites(t);
            }
            if self.tree.upos(t) != "VERB" || !self.tells(at) {
                continue;
            }
            let lemma = self.tree.lower(t);
            if self.words.cites.contains(lemma.as_str()) || self.rests_on(t).is_some() {
                self.cites(t);
            }
        }
    }

    /// "on the strength of photographs": what somebody says rests on them.
    pub(in crate::attributions) fn grounds(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let ground = self.words.grounds.contains(tree.lower(t).as_str()) && self.tells(at);
            if !ground || tree.relation(t) != "obl" || tree.preposition(t).as_deref() != Some("on") {
                continue;
            }
            let Some(object) = tree.slot(t, "of").into_iter().next().filter(|o| *o > t) else {
                continue;
            };
            let noun = self.cue_at(object).filter(|(cue, _)| cue.pos == "NOUN");
            let told = noun
                .as_ref()
                .is_some_and(|(cue, _)| self.arguments(object, cue, true).shape == Shape::Clause);
            if told || !(noun.is_some() || self.may_speak(object) || tree.lower(object) == "interview") {
                continue;
            }
            let Some(verb) = tree.head(t) else { continue };
            let size = |d: &Draft| d.content.iter().map(ExactSizeIterator::len).sum::<usize>();
            let holds = |d: &Draft| d.content.iter().any(|c| c.contains(&at));
            let main = self.said_at(verb).or_else(|| {
                let around = (0..self.drafts.len()).filter(|d| holds(&self.drafts[*d]));
                around.min_by_key(|d| size(&self.drafts[*d]))
            });
            let Some(main) = main else { continue };
            let phrase = tree.extent(t);
            let cut: std::collections::BTreeSet<usize> = phrase.clone().collect();
            let words: Vec<usize> = self.drafts[main].content.iter().cloned().flatten().collect();
            let left: Vec<usize> = words.into_iter().filter(|i| !cut.contains(i)).collect();
            let content = self.trimmed(&left);
            if content.is_empty() {
                continue;
            }
            self.drafts[main].content.clone_from(&content);
            let under = self.drafts[main].cue.first().map(|c| c.start);
            self.cited(None, self.whole(object), t, content, under);
        }
    }

    /// "A memo leaked by X shows Z", "herders interviewed by X say Z": X hands on what these say.
    pub(in crate::attributions) fn carriages(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if self.tree.upos(t) != "VERB" || !self.tells(at) {
                continue;
            }
            let lemma = self.tree.lower(t);
            let lists = [&self.words.carries, &self.words.obtains, &self.words.asks];
            if lists.iter().any(|l| l.contains(lemma.as_str())) {
                self.carried(t);
            }
        }
    }

    /// "With **reference** to two officials"
    fn refers(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        tree.upos(t) == "NOUN"
            && tree.lower(t) == "reference"
            && tree.preposition(t).as_deref() == Some("with")
            && tree.slot(t, "to").iter().any(|o| *o > t && self.may_speak(*o))
    }

    pub(super) fn cites(&mut self, t: TokenIx) {
        let tree = self.tree;
        let refers = self.refers(t);
        // "quoted the chief", "the chief was quoted"
        let passive = || tree.child(t, "nsubj:pass").filter(|_| tree.passive(t));
        let rests = self.rests_on(t);
        // "quoting from a letter"
        let from = || {
            let from = tree.slot(t, "from").into_iter().next();
            from.filter(|_| tree.xpos(t) == "VBG")
        };
        let found = rests
            .or_else(|| tree.slot(t, "to").into_iter().next().filter(|_| refers))
            .or_else(|| tree.child(t, "obj"))
            .or_else(passive)
            .or_else(from);
        // "quoting what it called a mainland source"
        let called = |what: TokenIx| {
            let verb = tree.child(what, "acl").filter(|v| self.only_names(*v))?;
            tree.child(verb, "xcomp").or_else(|| tree.child(verb, "obj"))
        };
        let found = found.map(|o| called(o).unwrap_or(o));
        let Some(object) = found else {
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
            // "reading from the widow's letter": the letter itself is at hand.
            .filter(|_| tree.lower(t) != "read" || self.noun_kind(object) != Some(SourceKind::Document))
            .filter(|(cue, _)| cue.pos == "NOUN" && rests.is_some());
        let whose = says
            .as_ref()
            .and_then(|(cue, _)| self.arguments(object, cue, true).source.into_iter().next());
        let by = if whose.is_some() { object } else { t };
        let mut cited = whose.unwrap_or_else(|| self.whole(object));
        if refers {
            // "sources in the German Defence Ministry"
            cited.end = cited.end.max(tree.extent(object).end);
        }
        // "quoted a teacher, Ana Ruiz, as saying"
        let name = tree
            .with(object, "appos")
            .find(|a| tree.upos(*a) == "PROPN" && *a > object);
        if let Some(name) = name.filter(|_| by == t) {
            cited.end = cited.end.max(tree.phrase(name).end);
        }
        // "reported, citing two officials, that …": the parser may hang the clause on "citing".
        let reporting = tree
            .head(t)
            .filter(|v| (refers || tree.xpos(t) == "VBG") && tree.upos(*v) == "VERB" && *v < t);
        let clause = tree.child(t, "ccomp").filter(|c| {
            let comma = |i: usize| i > 0 && tree.form(TokenIx::new(i - 1)) == ",";
            let that = tree
                .child(*c, "mark")
                .is_some_and(|m| tree.lower(m) == "that" && comma(m.at()));
            that && *c > object
        });
        let citing = tree.extent(t);
        let below = |d: usize| {
            let within = |c: &Range<usize>| citing.start <= c.start && c.end <= citing.end;
            self.drafts[d].content.iter().all(within)
        };
        if let (Some(verb), Some(clause)) = (reporting, clause)
            && let Some((cue, words)) = self.cue_at(verb)
            && cue.content.iter().any(|c| c == "ccomp")
            && self.said_at(verb).is_none_or(below)
        {
            let content = self.clause_without(clause, t);
            let who = self.arguments(verb, cue, true).source;
            self.drafts.retain(|d| {
                !d.cue
                    .iter()
                    .any(|c| c.contains(&t.at()) || c.contains(&verb.at()))
            });
            if !who.is_empty() && !content.is_empty() {
                let under = words.first().map(|w| w.start);
                self.drafts.push(Draft {
                    source: who,
                    cue: words,
                    content: content.clone(),
                    ..Draft::default()
                });
                self.cited(None, cited, t, content, under);
                return;
            }
        }
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
            // "was quoted in the Herald as saying"
            let paper = |n: &TokenIx| {
                let named = tree.doc.names.iter().find(|name| name.tokens.contains(&n.at()));
                named.is_some_and(|name| name.kind == EntityType::Organisation)
            };
            let printed = tree
                .slot(t, "in")
                .into_iter()
                .next()
                .filter(|n| tree.passive(t) && paper(n));
            let outer = outer.unwrap_or_else(|| {
                let source = tree.slot(t, "subj").first().map(|h| self.whole(*h));
                self.drafts.push(Draft {
                    source: source.into_iter().collect(),
                    cue: vec![t.at()..t.at() + 1],
                    ..Draft::default()
                });
                self.drafts.len() - 1
            });
            if let Some(paper) = printed.filter(|_| tree.slot(t, "subj").is_empty()) {
                self.drafts[outer].source = vec![self.whole(paper)];
            }
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
        if !(refers || tree.xpos(t) == "VBG" || relative && rests.is_none()) || !speaks {
            return;
        }
        // "pointing to remarks by refiners that …": who points to them hands them on.
        if let (Some(noun), Some((cue, _))) = (rests, says)
            && self.arguments(noun, cue, true).shape == Shape::Clause
        {
            let who = tree.slot(t, "subj").into_iter().next();
            let told = tree.phrase(noun).start..tree.extent(noun).end;
            if let Some(who) = who.filter(|w| !told.contains(&w.at())) {
                let draft = Draft {
                    source: vec![self.whole(who)],
                    cue: vec![t.at()..t.at() + 1],
                    content: vec![told],
                    ..Draft::default()
                };
                self.drafts
                    .retain(|d| !d.cue.first().is_some_and(|c| c.contains(&t.at())));
                self.drafts.push(draft);
            }
            return;
        }
        let own = self.draft_at(t);
        let governor = tree.head(t).and_then(|h| match tree.upos(h) {
            "VERB" => Some(h),
            _ => tree.head(h),
        });
        let source_of = |noun: TokenIx| {
            self.drafts.iter().enumerate().position(|(at, d)| {
                Some(at) != own
                    && !d.content.is_empty()
                    && d.source
                        .iter()
                        .any(|s| s.contains(&noun.at()) && self.head(s) == noun)
            })
        };
        let main = if relative || tree.deprel(t) == "acl" && tree.head(t).and_then(source_of).is_some() {
            // "according to an audit citing a clerk"
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
        // "according to an audit citing a clerk": the audit ends before.
        for run in &mut self.drafts[main].source {
            if !relative && run.start < t.at() && run.contains(&t.at()) && tree.deprel(t) == "acl" {
                run.end = t.at() - usize::from(tree.form(TokenIx::new(t.at() - 1)) == ",");
            }
        }
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
    pub(super) fn rests_on(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let preposition = self.words.rests.get(tree.lower(t).as_str())?;
        if tree.xpos(t) != "VBG" {
            return None;
        }
        match preposition.as_str() {
            "" => tree.child(t, "obj"),
            preposition => {
                let own = tree.slot(t, preposition).into_iter().next();
                let object = || tree.child(t, "obj");
                // "attributing the news to the governor": the parser may hang it on the object.
                let below = || {
                    let object = object().filter(|_| preposition == "to")?;
                    tree.slot(object, preposition).into_iter().next()
                };
                // "reading a note"
                let note = || {
                    let document = |o: &TokenIx| self.noun_kind(*o) == Some(SourceKind::Document);
                    object().filter(|o| preposition == "from" && document(o))
                };
                own.or_else(below).or_else(note)
            }
        }
    }

    /// Notes what a cited source says under the attribution that cites it, in the place of a draft that was there.
    pub(super) fn cited(
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
    pub(in crate::attributions) fn after_as(&self, verb: TokenIx) -> bool {
        let as_at = |i: usize| i > 0 && self.tree.form(TokenIx::new(i - 1)).eq_ignore_ascii_case("as");
        let having = self
            .tree
            .children(verb)
            .find(|c| self.tree.relation(*c) == "aux" && *c < verb);
        as_at(verb.at()) || having.is_some_and(|h| as_at(h.at()))
    }

    pub(super) fn carried(&mut self, t: TokenIx) {
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
        let lemma = tree.lower(t);
        let paper = |n: &TokenIx| {
            let name = tree.doc.names.iter().find(|name| name.tokens.contains(&n.at()));
            let prints = lemma == "publish" || self.words.cites.contains(lemma.as_str());
            let report = self.noun_kind(*n) == Some(SourceKind::Document);
            prints && (report || name.is_some_and(|name| name.kind == EntityType::Organisation))
        };
        let by = tree.children(t).find(|c| match tree.preposition(*c).as_deref() {
            Some("by") => true,
            // "a survey published in the Herald found …"
            Some("in") => paper(c),
            _ => false,
        });
        // "in remarks carried by the agency"
        let speech = self.cue_at(noun).is_some_and(|(cue, _)| cue.pos == "NOUN");
        let document = speech || self.noun_kind(noun) == Some(SourceKind::Document);
        let quoted = self.words.cites.contains(lemma.as_str()) || self.words.asks.contains(lemma.as_str());
        let quoted_person = quoted && !document;
        let asked = self.words.asks.contains(lemma.as_str());
        let by = by.filter(|b| !asked || self.may_speak(*b));
        let Some(by) = by.filter(|_| document || quoted) else {
            return;
        };
        let mut carrier = self.whole(by);
        // "quoted by the daily El Norte": the parser may part the name from its kind.
        let name = tree.children(t).find(|c| {
            tree.upos(*c) == "PROPN" && c.at() == carrier.end && tree.deprel(*c) == tree.deprel(by)
        });
        if let Some(name) = name {
            carrier.end = tree.phrase(name).end;
        }
        // "According to a letter seen by X": the letter itself is at hand; "a letter seen by X shows" hands it on.
        let obtained = self.words.obtains.contains(lemma.as_str());
        let inner = self.drafts.iter().position(|d| {
            !d.content.is_empty()
                && d.under.is_none()
                && d.source
                    .iter()
                    .any(|s| s.contains(&noun.at()) && self.head(s) == noun)
        });
        // "told its envoys in a telegram published by the paper": the document is what was said.
        let said_in = || {
            let verb = tree
                .head(noun)
                .filter(|_| tree.relation(noun) == "obl" && !quoted_person && self.may_speak(by))?;
            let within = matches!(tree.preposition(noun).as_deref(), Some("in" | "on"));
            self.said_at(verb)
                .filter(|d| within && document && self.drafts[*d].under.is_none())
        };
        // "in a statement carried by the agency, the army accused …": the army says it, not the statement.
        let stated = said_in();
        if let (Some(known), Some(_)) = (inner, stated)
            && self.drafts[known]
                .cue
                .iter()
                .cloned()
                .flatten()
                .all(|i| tree.upos(TokenIx::new(i)) != "VERB")
        {
            self.drafts[known].content.clear();
        }
        let inner = inner.filter(|d| !self.drafts[*d].content.is_empty()).or(stated);
        let Some(inner) = inner else {
            return;
        };
        let verb = self.drafts[inner].cue.first().map(|c| self.head(c));
        let said = verb.filter(|v| tree.upos(*v) == "VERB" && tree.lower(*v) != "accord");
        if verb == Some(t) || obtained && (said.is_none() || !self.may_speak(by)) {
            return;
        }
        // What the annotator makes of the participle is this.
        let content = self.drafts[inner].content.clone();
        let mut known = 0;
        let mut before = 0;
        self.drafts.retain(|d| {
            let drop = known != inner && d.cue.first().is_some_and(|c| c.contains(&t.at()));
            before += usize::from(drop && known < inner);
            known += 1;
            !drop
        });
        let inner = inner - before;
        let cue = t.at()..carrier.start.max(t.at() + 1);
        self.drafts[inner].under = Some(cue.start);
        self.drafts.push(Draft {
            source: vec![carrier],
            cue: vec![cue],
            content,
            ..Draft::default()
        });
    }

    /// "A claim by Lima, based on phone data, that …": Lima says it, and the data under it.
    pub(super) fn based_on(&mut self, t: TokenIx) {
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
}
