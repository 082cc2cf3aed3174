//! Of whom a noun is said: whose copula it is, beside whom it stands, who becomes or is made it.

use super::Finder;
use super::words::among;
use sayso_model::TokenIx;

impl Finder<'_> {
    /// Those of whom a noun is said: the subject of its copula, the name beside it, whoever becomes or is made it.
    pub(super) fn bearers(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        // "Is one of three branches of …", "holds the post of governor"
        let outer = tree.head(noun).filter(|h| {
            let word = tree.lower(*h);
            let preposition = tree.preposition(noun);
            tree.relation(noun) == "nmod"
                && match preposition.as_deref() {
                    Some("of") => {
                        matches!(word.as_str(), "one" | "part" | "some")
                            || among(&self.relations.words.posts, &word)
                    }
                    Some("as") => among(&self.relations.words.posts, &word),
                    _ => false,
                }
        });
        if let Some(outer) = outer {
            return self.bearers(outer);
        }
        if matches!(tree.preposition(noun).as_deref(), Some("in" | "under" | "at")) {
            return self.charged(noun);
        }
        // Members of a list share what is said of the first.
        let first = if tree.relation(noun) == "conj" {
            tree.head(noun)
                .filter(|h| tree.upos(*h) != "VERB")
                .unwrap_or(noun)
        } else {
            noun
        };
        if let Some(subject) = tree
            .child(first, "nsubj")
            .filter(|_| tree.child(first, "cop").is_some())
        {
            let subject = match tree.head(first).filter(|_| tree.deprel(first) == "acl:relcl") {
                Some(antecedent) if matches!(tree.lower(subject).as_str(), "who" | "which" | "that") => {
                    antecedent
                }
                _ => subject,
            };
            return tree.members(subject);
        }
        // "Employs 180,000 people and **is the largest employer**": the subject of the verb before.
        if tree.relation(noun) == "conj"
            && tree.child(noun, "cop").is_some()
            && let Some(verb) = tree.head(noun).filter(|h| tree.upos(*h) == "VERB")
            && let Some(subject) = tree.subject(verb)
        {
            return tree.members(subject);
        }
        let many = matches!(tree.xpos(noun), "NNS" | "NNPS");
        let all = |name: TokenIx| if many { tree.members(name) } else { vec![name] };
        // "The brigade's commander is Colonel Vela", "Pakistan's rival India", "its members include Chile"
        if tree.relation(noun) == "nsubj"
            && let Some(head) = tree.head(noun)
        {
            let named = matches!(tree.upos(head), "PROPN" | "NOUN") && tree.preposition(head).is_none();
            if named && tree.child(head, "cop").is_some() && tree.with(head, "nsubj").count() == 1 {
                return all(head);
            }
            if many && matches!(tree.lower(head).as_str(), "include" | "comprise") {
                return tree.slot(head, "obj");
            }
        }
        if let Some(name) = self.name_behind(noun) {
            return all(name);
        }
        if let Some(subject) = self.fronted(noun) {
            return vec![subject];
        }
        if let Some(name) = tree
            .with(noun, "appos")
            .find(|c| tree.upos(*c) == "PROPN" || tree.upos(*c) == "NOUN")
        {
            return all(name);
        }
        // "An armed wing called the Red Falcons"
        if let Some(called) = tree.with(noun, "acl").find(|v| self.calls(*v)) {
            let name = tree
                .children(called)
                .find(|c| matches!(tree.relation(*c), "obj" | "xcomp" | "obl") && tree.upos(*c) == "PROPN");
            if let Some(name) = name {
                return vec![name];
            }
        }
        // "The armed wing of the league, the Tiger Corps": the name may hang on the other one.
        if let Some(name) = tree
            .with(noun, "nmod")
            .filter(|n| tree.preposition(*n).as_deref() == Some("of"))
            .find_map(|n| {
                tree.with(n, "appos")
                    .find(|a| tree.upos(*a) == "PROPN" && *a > noun)
            })
            .filter(|_| matches!(tree.relation(noun), "nsubj" | "obj" | "obl"))
        {
            return vec![name];
        }
        let Some(head) = tree.head(first) else {
            return Vec::new();
        };
        match tree.relation(first) {
            // "Hezbollah and Israel, sworn enemies": all of them.
            "appos" if tree.xpos(noun) == "NNS" => {
                return tree.members(
                    tree.upward(head)
                        .find(|h| tree.relation(*h) != "conj")
                        .unwrap_or(head),
                );
            }
            "appos" => return vec![self.called(head)],
            "amod" if tree.upos(noun) == "ADJ" && tree.upos(head) == "PROPN" => return vec![head],
            // "Hamas leader Ismail Haniyeh": the function before a name.
            "nmod" | "compound" | "flat"
                if head > first && tree.upos(head) == "PROPN" && tree.preposition(first).is_none() =>
            {
                return vec![head];
            }
            _ => {}
        }
        // "The Young Patriots, its youth branch, and a radio station": an apposition that was taken for a member of the list.
        if first != noun
            && !many
            && tree.upos(first) == "PROPN"
            && tree.child(noun, "cc").is_none()
            && tree.child(noun, "nmod:poss").is_some()
        {
            return vec![first];
        }
        if let Some(name) = tree
            .children(noun)
            .find(|c| matches!(tree.relation(*c), "flat") && tree.upos(*c) == "PROPN" && *c > noun)
        {
            return vec![name];
        }
        if tree.upos(head) != "VERB" {
            return Vec::new();
        }
        self.made(head, first)
    }

    /// Who becomes, is made, or ceases to be what a noun below a verb says.
    fn made(&self, verb: TokenIx, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let words = &self.relations.words;
        let lemma = tree.lower(verb);
        // "Is expected to become governor": nobody is.
        if tree.xpos(verb) == "VB" && tree.with(verb, "mark").any(|m| tree.lower(m) == "to") {
            return Vec::new();
        }
        let role = tree.relation(noun);
        let preposition = tree.preposition(noun);
        let as_noun = matches!(preposition.as_deref(), Some("as" | "in as"));
        let post = among(&words.posts, &tree.lower(noun));
        // "Holds the post of governor", "left his post as governor"
        if post
            && role == "obj"
            && (among(&words.own, &lemma) || matches!(lemma.as_str(), "take" | "leave" | "quit"))
        {
            return tree.slot(verb, "subj");
        }
        if (among(&words.becoming, &lemma)
            && !tree.passive(verb)
            && (matches!(role, "xcomp" | "obj")
                && !matches!(lemma.as_str(), "take" | "emerge" | "succeed" | "replace")
                || as_noun))
            || among(&words.leaving, &lemma) && as_noun
        {
            return tree.slot(verb, "subj");
        }
        let to_post = post && preposition.as_deref() == Some("to");
        if (among(&words.made, &lemma) || among(&words.held, &lemma))
            && (matches!(role, "xcomp" | "obj") || as_noun || to_post)
            || among(&words.unmade, &lemma) && as_noun
        {
            let mut made = tree.slot(verb, "obj");
            made.retain(|m| *m != noun);
            return made;
        }
        if among(&words.wholes, &lemma) && role == "obj" {
            return tree.slot(verb, "subj");
        }
        Vec::new()
    }

    /// "In command of the brigade is Colonel Vela", "the force is under the command of …", "at its head stands Amina Bah": who or what is there.
    fn charged(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        if let Some(subject) = tree.child(noun, "nsubj") {
            return vec![self.meant(subject)];
        }
        let Some(head) = tree.head(noun) else {
            return Vec::new();
        };
        if tree.child(head, "cop").is_some() && noun < head && tree.upos(head) == "PROPN" {
            return vec![head];
        }
        let stands = |v: &TokenIx| matches!(tree.lower(*v).as_str(), "stand" | "sit");
        let verb = Some(head)
            .filter(|v| tree.upos(*v) == "VERB")
            .or_else(|| tree.with(head, "acl:relcl").find(stands));
        let Some(verb) = verb else {
            // "The forces under the command of General Bah"
            let under = tree.preposition(noun).as_deref() == Some("under") && tree.relation(noun) == "nmod";
            return if under { vec![head] } else { Vec::new() };
        };
        if stands(&verb) {
            let name = |c: &TokenIx| matches!(tree.relation(*c), "nsubj" | "obj") && tree.upos(*c) == "PROPN";
            return tree.children(verb).filter(name).take(1).collect();
        }
        if matches!(tree.lower(verb).as_str(), "place" | "put" | "bring") {
            return tree.slot(verb, "obj");
        }
        let remains = matches!(
            tree.lower(verb).as_str(),
            "remain" | "come" | "fall" | "operate" | "serve" | "stay"
        );
        if remains || noun < verb {
            return tree.subject(verb).into_iter().collect();
        }
        Vec::new()
    }

    /// Who is in a state: "the parties are at war", "Israel and Syria, at war since 1948", "locked in conflict with".
    pub(super) fn in_state(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        if let Some(subject) = tree.child(noun, "nsubj") {
            return tree.members(self.meant(subject));
        }
        let Some(head) = tree.head(noun) else {
            return Vec::new();
        };
        if tree.upos(head) == "VERB" {
            let lasts = matches!(
                tree.lower(head).as_str(),
                "lock" | "embroil" | "engage" | "remain" | "stay" | "entangle" | "bind" | "unite" | "join"
            );
            let who = if tree.passive(head) {
                tree.slot(head, "obj")
            } else {
                tree.slot(head, "subj")
            };
            return if lasts { who } else { Vec::new() };
        }
        let first = tree.upward(head).find(|h| tree.relation(*h) != "conj");
        match tree.relation(noun) {
            "nmod" | "acl" | "appos" => tree.members(first.unwrap_or(head)),
            _ => Vec::new(),
        }
    }

    /// "Its allies Belarus and Kazakhstan": the name right behind a noun, which the parser hangs beside it.
    fn name_behind(&self, noun: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let next = Some(TokenIx::new(noun.at() + 1)).filter(|n| n.at() < tree.doc.tokens.len())?;
        let beside = tree.head(next) == tree.head(noun)
            || tree.relation(noun) == "conj"
                && tree.head(noun).is_some_and(|h| tree.head(h) == tree.head(next));
        (tree.upos(next) == "PROPN" && beside && tree.head(next).is_some()).then_some(next)
    }

    /// "Mayor of Gaziantep since 2014, Fatma Yılmaz has …", "As a party to the statute, Mongolia was …": the subject behind.
    pub(super) fn fronted(&self, noun: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let verb = tree.head(noun)?;
        let loose = matches!(
            tree.relation(noun),
            "nsubj" | "obl" | "advcl" | "parataxis" | "dislocated" | "nmod" | "vocative"
        );
        let bare = matches!(tree.preposition(noun).as_deref(), None | Some("as"));
        let subject = tree.with(verb, "nsubj").filter(|s| *s > noun).last()?;
        let comma = (noun.at()..subject.at()).any(|i| tree.form(TokenIx::new(i)) == ",");
        let clause = (noun.at()..subject.at()).any(|i| tree.upos(TokenIx::new(i)) == "VERB");
        let opens = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.start + 6 > tree.phrase(noun).start;
        (loose && bare && comma && opens && !clause && tree.child(noun, "cop").is_none()).then_some(subject)
    }

    /// Whether a verb gives somebody another name ("alias", "known as").
    fn calls(&self, verb: TokenIx) -> bool {
        matches!(
            self.tree.lower(verb).as_str(),
            "alias" | "know" | "call" | "nickname" | "dub" | "name" | "style" | "aka"
        )
    }

    /// "Rodolfo Vela, alias El Chato, the commander": whoever bears the other name.
    fn called(&self, name: TokenIx) -> TokenIx {
        let tree = self.tree;
        let verb = tree
            .head(name)
            .filter(|v| tree.relation(*v) == "acl" && self.calls(*v));
        verb.and_then(|v| tree.head(v)).unwrap_or(name)
    }
}
