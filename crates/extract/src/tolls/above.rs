//! What befell those counted, by the words above those that count them: nouns ("the death toll"), prepositions ("in the hands of"), and the verb on top, whose
//! meaning `verbs.rs` has.

use super::Toll;
use sayso_model::TokenIx;
use std::ops::Range;

impl Toll<'_> {
    /// What the verb says to which the quantity belongs.
    pub(super) fn clause(
        &self,
        tokens: &Range<usize>,
        noun: Option<TokenIx>,
        troops: bool,
    ) -> Option<&'static str> {
        let tree = self.tree;
        let number = tokens
            .clone()
            .map(TokenIx::new)
            .filter(|t| matches!(tree.upos(*t), "NUM" | "NOUN" | "ADJ"))
            .min_by_key(|t| tree.upos(*t) != "NUM")?;
        let counted = noun.filter(|n| n.at() >= tokens.start);
        self.right_before(tokens, noun)
            .or_else(|| self.climb(number, troops))
            .or_else(|| counted.and_then(|noun| self.climb(noun, troops)))
    }

    pub(super) fn climb(&self, from: TokenIx, troops: bool) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let mut word = from;
        for _ in 0..6 {
            let head = tree.head(word)?;
            let relation = tree.deprel(word);
            let lemma = tree.lower(head);
            let verb = matches!(tree.upos(head), "VERB" | "AUX" | "ADJ");
            // "close to 90", "up to 12"
            if matches!(lemma.as_str(), "close" | "near" | "up" | "more" | "less") && head < word {
                word = head;
                continue;
            }
            // "the loss of 17 soldiers", "of all six aboard"
            let next = |ahead: usize| {
                let at = from.at() + ahead;
                (at < tree.doc.tokens.len()).then(|| tree.lower(TokenIx::new(at)))
            };
            let aboard = || match next(1).as_deref() {
                Some("aboard") => true,
                Some("on") => next(2).as_deref() == Some("board"),
                _ => false,
            };
            if lemma == "loss" && relation == "nmod" && (troops || aboard()) {
                return Some("killed");
            }
            // "The rebel army has grown to 6,500"
            let body = || {
                tree.child(head, "nsubj")
                    .is_some_and(|s| around.bodies.contains(&tree.lower(s)))
            };
            // "The force is 11,000 strong"
            if lemma == "strong" && head.at() == from.at() + 1 && body() {
                return Some("troops");
            }
            if relation == "obl" && around.growing.contains(&lemma) && body() {
                return Some("troops");
            }
            if self.silent(word, head) {
                return Some("missing");
            }
            // "Among the wounded are four nuns"
            let form = tree.form(head).to_lowercase();
            if relation == "nsubj" && tree.preposition(head).as_deref() == Some("among") {
                if lemma == "victim" {
                    return Some("killed");
                }
                // "Five children were among those killed"
                if lemma == "those" {
                    return self.told_of(head);
                }
                return self
                    .words
                    .find(&form, |f| &f.nouns)
                    .or_else(|| self.words.find(&form, |f| &f.adjectives));
            }
            // "fatal to 36 women"
            if around.fatal.contains(&lemma)
                && matches!(tree.preposition(word).as_deref(), Some("to" | "for"))
            {
                return Some("killed");
            }
            if matches!(relation, "nsubj" | "nsubj:pass" | "obj")
                && let Some(fate) = self.taken_for(head)
            {
                return Some(fate);
            }
            if !verb {
                // "tore off the legs of two deminers", "flattened the homes of 900"
                let of = relation == "nmod" && tree.preposition(word).as_deref() == Some("of");
                if of && around.limbs.contains(&lemma) && matches!(tree.relation(head), "obj" | "nsubj") {
                    return Some("wounded");
                }
                // "cut the throats of five shepherds"
                if of
                    && matches!(lemma.as_str(), "throat" | "head")
                    && tree
                        .head(head)
                        .is_some_and(|v| matches!(tree.lower(v).as_str(), "cut" | "slit" | "slash" | "sever"))
                {
                    return Some("killed");
                }
                let wrecked = || {
                    matches!(tree.relation(head), "obj" | "nsubj")
                        && tree
                            .head(head)
                            .is_some_and(|v| around.wrecking.contains(&tree.lower(v)))
                };
                if of && around.homes.contains(&lemma) && wrecked() {
                    return Some("displaced");
                }
                // "six people are in hospital", "in critical condition"
                let ill = |c: TokenIx| {
                    matches!(
                        tree.lower(c).as_str(),
                        "critical" | "serious" | "stable" | "grave"
                    )
                };
                let condition = lemma == "condition" && tree.with(head, "amod").any(ill);
                let within = tree.preposition(head).as_deref() == Some("in");
                if relation == "nsubj" && within && (around.hospitals.contains(&lemma) || condition) {
                    return Some("wounded");
                }
                // "22,500 Hmong were still in refugee camps"
                let refuge = lemma == "camp"
                    && tree.children(head).any(|c| {
                        matches!(
                            tree.lower(c).as_str(),
                            "refugee" | "displacement" | "idp" | "transit" | "relief"
                        )
                    });
                if relation == "nsubj" && within && refuge {
                    return Some("displaced");
                }
                // "A dozen bishops are under lock and key"
                if relation == "nsubj"
                    && lemma == "lock"
                    && tree.preposition(head).as_deref() == Some("under")
                {
                    return Some("captured");
                }
                // "60 journalists are behind bars"
                if relation == "nsubj" && self.jailed(head) {
                    return Some("captured");
                }
                // "are in the hands of the rebels"
                if lemma == "hand"
                    && relation == "nsubj"
                    && matches!(tree.preposition(head).as_deref(), Some("in" | "into"))
                {
                    return Some("captured");
                }
                if around.tolls.contains(&lemma) {
                    return Some("killed");
                }
                if let Some(fate) = self
                    .words
                    .find(&lemma, |f| &f.nouns)
                    .filter(|_| matches!(tree.relation(word), "nmod" | "compound" | "nsubj"))
                {
                    return Some(fate);
                }
                // "the killing of 40 people"
                if tree.relation(word) == "nmod" && tree.preposition(word).as_deref() == Some("of") {
                    let stem = lemma.strip_suffix("ing").unwrap_or(&lemma);
                    let doubled = stem.get(..stem.len().saturating_sub(1)).unwrap_or(stem);
                    let nouns = [
                        ("killed", &around.killing),
                        ("captured", &around.capturing),
                        ("displaced", &around.displacing),
                    ];
                    let named = nouns.iter().find(|(_, words)| words.contains(&lemma));
                    let fate = [stem, doubled, &format!("{stem}e")].iter().find_map(|stem| {
                        self.words
                            .find(stem, |f| &f.verbs)
                            .filter(|_| stem.len() < lemma.len())
                    });
                    if let Some(fate) = named.map(|(fate, _)| *fate).or(fate) {
                        return Some(fate);
                    }
                }
                if !matches!(
                    tree.relation(word),
                    "nummod" | "nmod" | "amod" | "conj" | "compound" | "appos" | "advmod" | "det" | "acl"
                ) {
                    return None;
                }
                word = head;
                continue;
            }
            // "operated on 17 people", "blew the legs off two recruits"
            let preposition = tree.preposition(word);
            let operated = relation == "obl" && lemma == "operate" && preposition.as_deref() == Some("on");
            let maimed = relation == "obl"
                && matches!(preposition.as_deref(), Some("off" | "from"))
                && tree
                    .with(head, "obj")
                    .any(|o| around.limbs.contains(&tree.lower(o)));
            if operated || maimed {
                return Some("wounded");
            }
            // "put the number of those **killed at 31**"
            let put_at = relation == "obl"
                && preposition.as_deref() == Some("at")
                && tree.deprel(head) == "acl"
                && tree.xpos(head) == "VBN";
            if put_at {
                return self.words.find(&lemma, |f| &f.verbs);
            }
            // "A search is under way for nine sailors"
            let search = relation == "obl"
                && preposition.as_deref() == Some("for")
                && tree
                    .subject(head)
                    .is_some_and(|s| matches!(tree.lower(s).as_str(), "search" | "hunt" | "hope"));
            if search {
                return Some("missing");
            }
            // "asked what became of 605 citizens", "put handcuffs on 33 dockers"
            if relation == "obl" && lemma == "become" && preposition.as_deref() == Some("of") {
                return Some("missing");
            }
            let chained =
                |o: TokenIx| matches!(tree.lower(o).as_str(), "handcuff" | "cuff" | "chain" | "shackle");
            if relation == "obl"
                && preposition.as_deref() == Some("on")
                && matches!(lemma.as_str(), "put" | "slap" | "clap")
                && tree.with(head, "obj").any(chained)
            {
                return Some("captured");
            }
            // "did away with five shepherds"
            let away = lemma == "do"
                && preposition.as_deref() == Some("with")
                && tree.children(head).any(|c| tree.lower(c) == "away");
            if relation == "obl" && away {
                return Some("killed");
            }
            // "demanded a ransom for six bankers"
            let ransom = relation == "obl"
                && preposition.as_deref() == Some("for")
                && tree.with(head, "obj").any(|o| tree.lower(o) == "ransom");
            if ransom {
                return Some("captured");
            }
            // "made off with nine engineers"
            let off = relation == "obl"
                && preposition.as_deref() == Some("with")
                && matches!(lemma.as_str(), "make" | "drive" | "ride" | "run")
                && tree.children(head).any(|c| tree.lower(c) == "off");
            if off {
                return Some("captured");
            }
            // "are holding on to 57 soldiers"
            let on_to = relation == "obl"
                && matches!(lemma.as_str(), "hold" | "hang" | "cling")
                && matches!(tree.preposition(word).as_deref(), Some("to" | "on to" | "onto"))
                && tree.subject(head).is_some_and(|s| {
                    around.captors.contains(&tree.lower(s))
                        || self.words.troops.nouns.contains(&tree.lower(s))
                });
            if on_to {
                return Some("captured");
            }
            return self
                .counted_by(head, relation)
                .or_else(|| self.verb(head, relation, troops, 0));
        }
        None
    }

    /// "behind bars", "in jail"
    pub(super) fn jailed(&self, noun: TokenIx) -> bool {
        self.words.words.jails.contains(&self.tree.lower(noun))
            && matches!(
                self.tree.preposition(noun).as_deref(),
                Some("behind" | "in" | "inside")
            )
    }

    /// "Are in Bangladesh as refugees".
    pub(super) fn taken_for(&self, head: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        tree.children(head)
            .filter(|c| tree.preposition(*c).as_deref() == Some("as"))
            .find_map(|c| self.words.find(&tree.lower(c), |f| &f.nouns))
    }

    /// "No word from 130 islanders", "no trace has been found of 12 hikers", "lost contact with nine seamen".
    pub(super) fn silent(&self, word: TokenIx, head: TokenIx) -> bool {
        let tree = self.tree;
        // "Nothing has been heard of them"
        let nothing = tree.lower(head) == "hear" && tree.children(head).any(|c| tree.lower(c) == "nothing");
        let of = matches!(
            tree.preposition(word).as_deref(),
            Some("from" | "of" | "with" | "about" | "on")
        );
        let silent = |noun: TokenIx| {
            self.words.words.silence.contains(&tree.lower(noun))
                && (tree.with(noun, "det").any(|d| tree.lower(d) == "no")
                    || tree.head(noun).is_some_and(|v| tree.lower(v) == "lose"))
        };
        if self.sought(word, head) {
            return true;
        }
        of && (nothing
            || silent(head)
            || matches!(tree.upos(head), "VERB" | "AUX")
                && tree
                    .children(head)
                    .any(|c| matches!(tree.relation(c), "nsubj" | "obj") && silent(c)))
    }

    /// "Searching for 12 hikers", "the whereabouts of nine seamen".
    pub(super) fn sought(&self, word: TokenIx, head: TokenIx) -> bool {
        let tree = self.tree;
        let around = &self.words.words;
        let head = tree.lower(head);
        match tree.preposition(word).as_deref() {
            Some("for") => around.search.contains(&head),
            Some("of") => around.whereabouts.contains(&head),
            _ => false,
        }
    }

    /// "The death toll rose to 22", "the wounded included five nurses".
    pub(super) fn counted_by(&self, verb: TokenIx, relation: &str) -> Option<&'static str> {
        let tree = self.tree;
        let relation = relation.split(':').next().unwrap_or(relation);
        if !matches!(relation, "obl" | "obj" | "nummod" | "xcomp" | "advmod" | "conj") {
            return None;
        }
        tree.children(verb)
            .filter(|c| matches!(tree.relation(*c), "nsubj" | "obj"))
            .find_map(|c| {
                let lemma = tree.lower(c);
                if self.words.words.tolls.contains(&lemma) {
                    let kind = tree
                        .with(c, "compound")
                        .find_map(|k| self.words.find(&tree.lower(k), |f| &f.nouns));
                    return Some(kind.unwrap_or("killed"));
                }
                // "Arrests have reached 70", "the number of people hurt has passed 340"
                let reaches = matches!(
                    tree.lemma(verb),
                    "reach"
                        | "pass"
                        | "top"
                        | "stand"
                        | "exceed"
                        | "hit"
                        | "near"
                        | "approach"
                        | "climb"
                        | "rise"
                        | "number"
                        | "total"
                        | "come"
                );
                // "put the number of those killed at 31"
                let puts = matches!(tree.lemma(verb), "put" | "place" | "set" | "estimate" | "give");
                if reaches && tree.relation(c) == "nsubj"
                    || puts && tree.relation(c) == "obj" && lemma == "number"
                {
                    if self.words.words.capturing.contains(&lemma) {
                        return Some("captured");
                    }
                    let named = self
                        .words
                        .find(&lemma, |f| &f.nouns)
                        .filter(|f| !matches!(*f, "troops" | "equipment"));
                    let told = (lemma == "number").then(|| {
                        let of = tree
                            .with(c, "nmod")
                            .find(|n| tree.preposition(*n).as_deref() == Some("of"))?;
                        let form = tree.form(of).to_lowercase();
                        self.told_of(of)
                            .or_else(|| self.words.find(&form, |f| &f.adjectives))
                    });
                    if let Some(fate) = named.or(told.flatten()) {
                        return Some(fate);
                    }
                }
                let includes = matches!(tree.lemma(verb), "include" | "number" | "total" | "comprise");
                if includes && lemma == "victim" && tree.relation(c) == "nsubj" {
                    return Some("killed");
                }
                (includes && tree.relation(c) == "nsubj")
                    .then(|| self.words.find(&lemma, |f| &f.nouns))
                    .flatten()
            })
    }
}
