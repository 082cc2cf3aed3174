//! What is said in an object: "offered the strikers a truce", "named the farm as the launch site", "a map places the temple in Siam".

use super::super::{Draft, Finder};
use sayso_model::TokenIx;
use sayso_model::statement::SourceKind;

impl Finder<'_> {
    /// A verb whose object is what its subject says, within what somebody else says.
    pub(super) fn in_object(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if tree.upos(t) != "VERB" || tree.passive(t) {
            return None;
        }
        // "appears to show": one saying, not two.
        let above = tree.head(t).filter(|_| tree.relation(t) == "xcomp");
        if above.is_some_and(|v| self.said_at(v).is_some()) {
            return None;
        }
        let lemma = tree.lower(t);
        let (objects, judges) = (&self.words.objects, &self.words.judges);
        let document = self.words.document_objects.contains(lemma.as_str());
        if !(objects.contains(&lemma) || judges.contains(&lemma) || document) {
            return None;
        }
        let behind = |w: &TokenIx| *w > t;
        let object = tree
            .child(t, "obj")
            .or_else(|| tree.child(t, "iobj"))
            .filter(behind)?;
        // "naming a farm as the launch site"
        let end = tree.extent(t).end;
        let as_what = || {
            (object.at() + 1..end).any(|i| tree.lower(TokenIx::new(i)) == "as" && self.hangs_on(i, t, object))
        };
        let who = self.who_acts(t)?;
        let kind = self.noun_kind(who);
        let shows = document && kind == Some(SourceKind::Document);
        let says = objects.contains(&lemma) || judges.contains(&lemma) && as_what();
        if !(shows || says && self.speaks(who)) {
            return None;
        }
        let first = tree.with(t, "iobj").chain([object]).map(|o| tree.phrase(o).start);
        let start = first.filter(|s| *s > t.at()).min()?;
        Some(Draft {
            source: vec![self.whole(who)],
            cue: vec![t.at()..t.at() + 1],
            content: vec![self.without_marks(start..end)],
            ..Draft::default()
        })
    }

    /// Whether the phrase that a word opens belongs to a verb or its object.
    fn hangs_on(&self, word: usize, verb: TokenIx, object: TokenIx) -> bool {
        let top = self.tree.head(TokenIx::new(word));
        let above = top.and_then(|n| self.tree.head(n));
        top == Some(verb) || above == Some(verb) || above == Some(object)
    }

    /// Who does what a verb tells: its subject, or the noun that its relative clause hangs on.
    fn who_acts(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let subject = self
            .spoken_by(t)
            .or_else(|| tree.slot(t, "subj").into_iter().next())?;
        match tree.lower(subject).as_str() {
            "who" | "which" | "that" => tree.head(t).filter(|_| tree.deprel(t) == "acl:relcl"),
            _ => Some(subject),
        }
    }

    /// Whether words can be somebody who speaks; of pronouns only those of persons.
    fn speaks(&self, who: TokenIx) -> bool {
        match self.tree.upos(who) {
            "PROPN" => true,
            "PRON" => matches!(self.tree.lower(who).as_str(), "he" | "she" | "they" | "we" | "i"),
            _ => self.may_speak(who),
        }
    }

    /// "gave the families until noon to leave": a term is an order.
    pub(super) fn sets_term(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        if tree.lower(t) != "give" || tree.upos(t) != "VERB" || tree.passive(t) {
            return None;
        }
        let to = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "to");
        let object = tree.child(t, "obj").or_else(|| tree.child(t, "iobj"))?;
        let below = tree.children(t).chain(tree.children(object));
        let clause = below
            .filter(|c| matches!(tree.relation(*c), "advcl" | "acl" | "xcomp"))
            .find(to)?;
        let between = object.at() + 1..clause.at();
        let term = between.clone().any(|i| {
            let word = TokenIx::new(i);
            let unit = matches!(
                tree.lower(word).as_str(),
                "minute" | "hour" | "day" | "week" | "month" | "deadline"
            );
            unit || tree.lower(word) == "until"
        });
        let who = self.who_acts(t).filter(|w| term && self.speaks(*w))?;
        Some(Draft {
            source: vec![self.whole(who)],
            cue: vec![t.at()..t.at() + 1],
            content: self.clause_without(clause, t),
            ..Draft::default()
        })
    }

    /// "assured the opposition of a visa ban": who is told stands before what.
    pub(super) fn tells_of(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let lemma = tree.lower(t);
        if tree.upos(t) != "VERB" || !self.words.tells_of.contains(lemma.as_str()) || tree.passive(t) {
            return None;
        }
        let told = tree.child(t, "obj").or_else(|| tree.child(t, "iobj"))?;
        let below = tree.children(t).chain(tree.children(told));
        let what = below
            .filter(|n| *n > told && matches!(tree.relation(*n), "obl" | "nmod"))
            .find(|n| matches!(tree.preposition(*n).as_deref(), Some("of" | "about")))?;
        let who = self.who_acts(t).filter(|w| self.speaks(*w))?;
        let content = tree.extent(what);
        Some(Draft {
            source: vec![self.whole(who)],
            cue: vec![t.at()..t.at() + 1],
            content: vec![content.start + 1..content.end],
            ..Draft::default()
        })
    }
}
