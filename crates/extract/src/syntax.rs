//! Walking the syntax of a document: children, phrases, clauses, and the slots that words open around themselves.

use sayso_model::{Annotated, Span, TokenIx};
use std::ops::Range;

/// The syntax of a document with children listed.
pub struct Tree<'a> {
    /// The document.
    pub doc: &'a Annotated,
    children: Vec<Vec<TokenIx>>,
}

/// Nouns that only say that there are several of what stands behind their "of", or how long it was ("held three hours of talks").
const MANY: [&str; 10] = [
    "barrage",
    "chain",
    "flurry",
    "hour",
    "round",
    "series",
    "spate",
    "string",
    "succession",
    "wave",
];

/// Verbs that lend their subject and adjuncts to a noun ("carried out an attack").
const LIGHT: [&str; 55] = [
    "carry",
    "launch",
    "conduct",
    "stage",
    "hold",
    "make",
    "mount",
    "open",
    "begin",
    "start",
    "give",
    "commit",
    "perpetrate",
    "wage",
    "undertake",
    "execute",
    "have",
    "take",
    "deliver",
    "impose",
    "issue",
    "order",
    "lead",
    "pay",
    "offer",
    "provide",
    "sign",
    "conclude",
    "reach",
    "file",
    "continue",
    "resume",
    "announce",
    "express",
    "voice",
    "extend",
    "grant",
    "receive",
    "win",
    "tender",
    "convey",
    "declare",
    "enter",
    "join",
    "stop",
    "end",
    "halt",
    "suspend",
    "introduce",
    "adopt",
    "enact",
    "initiate",
    "organise",
    "organize",
    "unleash",
];

/// Nouns that are dictionary forms as plurals.
const PLURALS: [&str; 10] = [
    "news",
    "police",
    "series",
    "headquarters",
    "politics",
    "arms",
    "means",
    "species",
    "damages",
    "thanks",
];

/// Nouns that number what follows them with `of`.
const NUMBERS: [&str; 20] = [
    "thousand",
    "hundred",
    "dozen",
    "million",
    "ten",
    "score",
    "number",
    "group",
    "majority",
    "most",
    "some",
    "couple",
    "half",
    "handful",
    "crowd",
    "wave",
    "contingent",
    "convoy",
    "many",
    "one",
];

/// Verbs that set their object going: the purpose that follows is the object's.
const SENDING: [&str; 10] = [
    "send", "deploy", "dispatch", "bring", "order", "fly", "move", "call", "recruit", "hire",
];

/// Relations of function words and modifiers that belong to the core of a noun phrase.
const CORE: [&str; 9] = [
    "det",
    "amod",
    "compound",
    "nummod",
    "nmod:poss",
    "flat",
    "nmod:desc",
    "advmod",
    "fixed",
];

impl<'a> Tree<'a> {
    /// Lists the children of all words.
    pub fn new(doc: &'a Annotated) -> Self {
        let mut children = vec![Vec::new(); doc.tokens.len()];
        for (at, token) in doc.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head.at()].push(TokenIx::new(at));
            }
        }
        Self { doc, children }
    }

    /// Dictionary form.
    pub fn lemma(&self, t: TokenIx) -> &'a str {
        &self.doc.tokens[t.at()].lemma
    }

    /// Dictionary form in lower case; plural nouns whose lemma is the plural ("troops") in the singular.
    pub fn lower(&self, t: TokenIx) -> String {
        let mut lemma = self.lemma(t).to_lowercase();
        if self.xpos(t) == "NNS"
            && lemma.len() > 3
            // "Minibuses" has lost its ending already.
            && lemma == self.form(t).to_lowercase()
            && lemma.ends_with('s')
            && !lemma.ends_with("ss")
            && !PLURALS.contains(&lemma.as_str())
        {
            lemma.pop();
        }
        lemma
    }

    /// What is counted, for words of number ("thousands of soldiers"); else the word itself.
    pub fn counted(&self, t: TokenIx) -> TokenIx {
        let number = self.upos(t) == "NUM" || NUMBERS.contains(&self.lower(t).as_str());
        let of = || {
            self.with(t, "nmod")
                .find(|n| self.preposition(*n).as_deref() == Some("of"))
        };
        number.then(of).flatten().unwrap_or(t)
    }

    /// Characters.
    pub fn form(&self, t: TokenIx) -> &'a str {
        self.doc.tokens[t.at()].span.of(&self.doc.article.text)
    }

    /// Universal part of speech.
    pub fn upos(&self, t: TokenIx) -> &'static str {
        self.doc.tokens[t.at()].upos
    }

    /// Penn Treebank tag.
    pub fn xpos(&self, t: TokenIx) -> &'static str {
        self.doc.tokens[t.at()].xpos
    }

    /// Relation to the head.
    pub fn deprel(&self, t: TokenIx) -> &'static str {
        self.doc.tokens[t.at()].deprel
    }

    /// The relation without its subtype.
    pub fn relation(&self, t: TokenIx) -> &'static str {
        self.deprel(t).split(':').next().unwrap_or_default()
    }

    /// The word that it depends on.
    pub fn head(&self, t: TokenIx) -> Option<TokenIx> {
        self.doc.tokens[t.at()].head
    }

    /// The words that depend on it, in order.
    pub fn children(&self, t: TokenIx) -> impl DoubleEndedIterator<Item = TokenIx> + '_ {
        self.children[t.at()].iter().copied()
    }

    /// The children with a relation (subtypes count with their relation unless a subtype is asked for).
    pub fn with(&self, t: TokenIx, relation: &str) -> impl Iterator<Item = TokenIx> + '_ {
        let exact = relation.contains(':');
        let relation = relation.to_owned();
        self.children(t).filter(move |c| {
            if exact {
                self.deprel(*c) == relation
            } else {
                self.relation(*c) == relation
            }
        })
    }

    /// The first child with a relation.
    pub fn child(&self, t: TokenIx, relation: &str) -> Option<TokenIx> {
        self.with(t, relation).next()
    }

    /// Whether a word is below another (or is it).
    pub fn below(&self, t: TokenIx, top: TokenIx) -> bool {
        std::iter::successors(Some(t), |t| self.head(*t)).any(|a| a == top)
    }

    /// The words from a word up to the root of its sentence, itself first.
    pub fn upward(&self, t: TokenIx) -> impl Iterator<Item = TokenIx> + '_ {
        std::iter::successors(Some(t), |t| self.head(*t))
    }

    /// All words below a word and itself, in order.
    pub fn subtree(&self, top: TokenIx) -> Vec<TokenIx> {
        let mut out = vec![top];
        let mut at = 0;
        while at < out.len() {
            out.extend_from_slice(&self.children[out[at].at()]);
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// From the first to the last word below a word.
    pub fn extent(&self, top: TokenIx) -> Range<usize> {
        let all = self.subtree(top);
        all[0].at()..all[all.len() - 1].at() + 1
    }

    /// The noun phrase around its head: determiner, adjectives, numbers, names, `of` phrases; no relative clauses, appositions or
    /// further members of a list.
    pub fn phrase(&self, head: TokenIx) -> Range<usize> {
        let (mut start, mut end) = (head.at(), head.at() + 1);
        for child in self.children(head) {
            let core = CORE.contains(&self.deprel(child)) || self.relation(child) == "flat";
            let of = self.relation(child) == "nmod" && self.preposition(child).as_deref() == Some("of");
            if core || of {
                let inner = if of {
                    let case = self.child(child, "case").map_or(child.at(), TokenIx::at);
                    let rest = self.phrase(child);
                    case.min(rest.start)..rest.end
                } else if matches!(self.relation(child), "nmod" | "amod" | "compound" | "nummod") {
                    self.extent(child)
                } else {
                    self.phrase(child)
                };
                start = start.min(inner.start);
                end = end.max(inner.end);
            }
        }
        // A phrase has no hole: what stands between belongs to it, but no mark of punctuation at its edges.
        while end > head.at() + 1 && self.upos(TokenIx::new(end - 1)) == "PUNCT" {
            end -= 1;
        }
        while start < head.at() && matches!(self.upos(TokenIx::new(start)), "PUNCT" | "ADP" | "CCONJ") {
            start += 1;
        }
        start..end
    }

    /// The span of a run of words.
    pub fn span(&self, words: &Range<usize>) -> Span {
        self.doc.span(words)
    }

    /// A word and the members of the list that it begins ("A, B and C").
    pub fn members(&self, t: TokenIx) -> Vec<TokenIx> {
        let mut out = vec![t];
        let mut at = 0;
        while at < out.len() {
            out.extend(
                self.with(out[at], "conj")
                    .filter(|c| matches!(self.upos(*c), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM")),
            );
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// The preposition before a noun phrase, in lower case; two words joined by a blank where they are fixed.
    pub fn preposition(&self, noun: TokenIx) -> Option<String> {
        let case = self
            .with(noun, "case")
            .find(|c| !matches!(self.form(*c), "'s" | "’s" | "'" | "’"))?;
        let mut out = self.lower(case);
        for more in self.with(case, "fixed") {
            out.push(' ');
            out.push_str(&self.lower(more));
        }
        Some(out)
    }

    /// Whether a noun has "the", "this" or "those" before it.
    pub fn definite(&self, noun: TokenIx) -> bool {
        const DEFINITE: [&str; 5] = ["the", "this", "that", "these", "those"];
        self.with(noun, "det")
            .any(|c| DEFINITE.contains(&self.lower(c).as_str()))
    }

    /// Whether "not" or "never" stands with a word.
    pub fn negated(&self, word: TokenIx) -> bool {
        self.with(word, "advmod")
            .any(|a| matches!(self.lower(a).as_str(), "not" | "never" | "n't" | "n’t"))
    }

    /// Whether a verb's subject is nobody or few: "no one expects", "few believe".
    pub fn by_nobody(&self, verb: TokenIx) -> bool {
        self.with(verb, "nsubj").any(|s| {
            let word = |t: TokenIx| self.lower(t);
            matches!(word(s).as_str(), "nobody" | "none" | "neither" | "nothing")
                || self
                    .with(s, "det")
                    .any(|d| matches!(word(d).as_str(), "no" | "neither"))
                || (word(s) == "few" || self.with(s, "amod").any(|a| word(a) == "few"))
                    && self.with(s, "det").next().is_none()
        })
    }

    /// Whether a verb is in the passive.
    pub fn passive(&self, verb: TokenIx) -> bool {
        let has = |relations: &[&str]| self.children(verb).any(|c| relations.contains(&self.deprel(c)));
        let have = || self.with(verb, "aux").any(|a| self.lower(a) == "have");
        // "Warships docked", "soldiers have capitulated": no passive, whatever the subject is taken for.
        has(&["aux:pass"])
            || (has(&["nsubj:pass", "csubj:pass"]) && self.xpos(verb) != "VBD" && !have())
            || (self.deprel(verb) == "acl" && self.xpos(verb) == "VBN" && !have())
            || (self.relation(verb) == "conj"
                && self.xpos(verb) == "VBN"
                && !self.has_own_subject(verb)
                && self.child(verb, "aux").is_none()
                && self.child(verb, "obj").is_none()
                && self.head(verb).is_some_and(|h| self.passive(h)))
            || (self.relation(verb) == "advcl"
                && self.xpos(verb) == "VBN"
                && self.child(verb, "obj").is_none()
                && self.child(verb, "aux").is_none())
    }

    fn has_own_subject(&self, verb: TokenIx) -> bool {
        self.children(verb)
            .any(|c| matches!(self.relation(c), "nsubj" | "csubj"))
    }

    /// The grammatical subject of a verb, by coordination, control and relative clauses too.
    pub fn subject(&self, verb: TokenIx) -> Option<TokenIx> {
        self.subject_within(verb, 6)
    }

    fn subject_within(&self, verb: TokenIx, steps: u8) -> Option<TokenIx> {
        if steps == 0 {
            return None;
        }
        if let Some(subject) = self
            .with(verb, "nsubj")
            .find(|s| self.deprel(*s) != "nsubj:outer")
            .or(self.child(verb, "nsubj"))
        {
            return Some(self.antecedent(verb, subject));
        }
        let head = self.head(verb)?;
        match self.deprel(verb) {
            "conj" | "parataxis" if matches!(self.upos(head), "VERB" | "AUX" | "NOUN" | "ADJ") => {
                self.subject_within(head, steps - 1)
            }
            "xcomp" => self
                .child(head, "obj")
                .filter(|_| self.upos(head) == "VERB" && !self.passive(head))
                .or_else(|| self.subject_within(head, steps - 1)),
            // "sent troops to fight": those who are sent fight.
            "advcl"
                if self.with(verb, "mark").any(|m| self.lower(m) == "to")
                    && SENDING.contains(&self.lower(head).as_str()) =>
            {
                self.slot(head, "obj")
                    .first()
                    .copied()
                    .or_else(|| self.subject_within(head, steps - 1))
            }
            // "shows the clerk conceding that …", "recalled her husband telling her …": the object does it.
            "advcl" | "ccomp" if self.xpos(verb) == "VBG" && self.beside_object(verb, head).is_some() => {
                self.beside_object(verb, head)
            }
            "advcl" | "advcl:relcl" | "ccomp"
                if self.child(verb, "nsubj").is_none() && self.non_finite(verb) =>
            {
                self.subject_within(head, steps - 1)
            }
            // "statements about us sending troops": the word between preposition and gerund
            "acl"
                if self.xpos(verb) == "VBG"
                    && self.child(verb, "mark").or(self.child(verb, "case")).is_some() =>
            {
                let before = verb.at().checked_sub(1).map(TokenIx::new)?;
                let noun =
                    matches!(self.upos(before), "PRON" | "NOUN" | "PROPN") && self.head(before) == Some(head);
                if noun {
                    Some(before)
                } else {
                    self.slot(head, "subj").first().copied()
                }
            }
            "acl" => match self.xpos(verb) {
                "VBN" => Some(head),
                "VBG" => Some(head),
                // "the plan to attack": whoever has the plan
                _ => self
                    .slot(head, "subj")
                    .first()
                    .copied()
                    .or_else(|| self.noun_governor_subject(head, steps)),
            },
            "acl:relcl" => Some(head),
            _ => None,
        }
    }

    /// The noun that ends right before a gerund without a mark: the object of the verb above, which the parser may hang on the gerund.
    fn beside_object(&self, gerund: TokenIx, verb: TokenIx) -> Option<TokenIx> {
        let marked = self
            .child(gerund, "mark")
            .or(self.child(gerund, "case"))
            .is_some();
        let own = self.child(gerund, "iobj").or(self.child(gerund, "obj"));
        let object = own.filter(|o| *o < gerund).or(self.child(verb, "obj"))?;
        (!marked && self.extent(object).end == gerund.at()).then_some(object)
    }

    fn noun_governor_subject(&self, noun: TokenIx, steps: u8) -> Option<TokenIx> {
        let verb = self.head(noun).filter(|h| self.upos(*h) == "VERB")?;
        matches!(self.relation(noun), "obj" | "obl")
            .then(|| self.subject_within(verb, steps - 1))
            .flatten()
    }

    /// Whether a verb has no finite form of its own.
    pub fn non_finite(&self, verb: TokenIx) -> bool {
        let finite_auxiliary = self
            .with(verb, "aux")
            .chain(self.with(verb, "cop"))
            .any(|a| matches!(self.xpos(a), "VBD" | "VBZ" | "VBP" | "MD"));
        !finite_auxiliary && !matches!(self.xpos(verb), "VBD" | "VBZ" | "VBP")
    }

    /// For a relative pronoun the noun that it stands for.
    fn antecedent(&self, verb: TokenIx, subject: TokenIx) -> TokenIx {
        let relative = matches!(self.lower(subject).as_str(), "who" | "which" | "that" | "whom");
        match self.head(verb) {
            Some(noun) if relative && self.deprel(verb) == "acl:relcl" => noun,
            _ => subject,
        }
    }

    /// The words that fill a slot of a verb or noun, members of lists included (see `data/README.md` for the slots).
    pub fn slot(&self, trigger: TokenIx, slot: &str) -> Vec<TokenIx> {
        let heads = if self.upos(trigger) == "VERB" || self.upos(trigger) == "AUX" {
            self.verb_slot(trigger, slot)
        } else {
            self.noun_slot(trigger, slot)
        };
        let members = heads.into_iter().flat_map(|h| self.members(h));
        let mut out: Vec<TokenIx> = members.map(|m| self.counted(m)).collect();
        out.dedup();
        out
    }

    /// The predicate of a form of `be`, else the word itself: where a clause hangs together.
    pub fn centre(&self, t: TokenIx) -> TokenIx {
        self.head(t).filter(|_| self.relation(t) == "cop").unwrap_or(t)
    }

    fn verb_slot(&self, verb: TokenIx, slot: &str) -> Vec<TokenIx> {
        if self.relation(verb) == "cop" {
            // "Troops are in the town": the town is the predicate.
            let predicate = self.centre(verb);
            return match slot {
                "subj" => self.subject(predicate).into_iter().collect(),
                "obj" | "iobj" => Vec::new(),
                preposition if self.preposition(predicate).as_deref() == Some(preposition) => vec![predicate],
                preposition => self.prepositional(predicate, preposition),
            };
        }
        let passive = self.passive(verb);
        match slot {
            "subj" if passive => self.agent(verb).into_iter().collect(),
            "subj" => self.subject(verb).into_iter().collect(),
            // "was given asylum": what is given stays the object.
            "obj" if passive => self
                .subject(verb)
                .into_iter()
                .chain(self.child(verb, "obj"))
                .collect(),
            "obj" => {
                // "set Guinea a deadline" may have two objects; the last is what is given.
                let direct = self
                    .with(verb, "obj")
                    .last()
                    .map(|last| self.named_so(verb, last));
                let shared = || {
                    let head = self.head(verb).filter(|_| self.relation(verb) == "conj")?;
                    self.child(head, "obj").filter(|o| o.at() > verb.at())
                };
                let found = direct.or_else(shared).or_else(|| self.relative_object(verb));
                found.or_else(|| self.child(verb, "iobj")).into_iter().collect()
            }
            "iobj" => {
                let first_of_two = || {
                    self.with(verb, "obj")
                        .next()
                        .filter(|_| self.with(verb, "obj").count() > 1)
                };
                self.child(verb, "iobj")
                    .or_else(first_of_two)
                    .into_iter()
                    .collect()
            }
            "xcomp" => self.child(verb, "xcomp").into_iter().collect(),
            preposition => {
                let own = self.prepositional(verb, preposition);
                let object = || {
                    self.child(verb, "obj")
                        .or_else(|| self.child(verb, "nsubj:pass"))
                        // "Talks between Fiji and Tonga will begin": of what only happens, the subject.
                        .or_else(|| self.child(verb, "nsubj").filter(|_| preposition == "between"))
                };
                match object() {
                    Some(object) if own.is_empty() => self.prepositional(object, preposition),
                    _ => own,
                }
            }
        }
    }

    /// The name that stands right behind a common noun and says who it is: "its neighbour Uruguay".
    pub fn named_behind(&self, noun: TokenIx) -> Option<TokenIx> {
        let name = TokenIx::new(noun.at() + 1);
        let there = self.upos(noun) == "NOUN" && name.at() < self.doc.tokens.len();
        (there
            && self.upos(name) == "PROPN"
            && self.head(name) == Some(noun)
            && matches!(self.relation(name), "appos" | "flat"))
        .then_some(name)
    }

    /// The clauses with a subject of their own that tell what somebody says or wants: "demanded that Ankara withdraw", "appealed for Pretoria to send
    /// soldiers".
    pub fn clauses(&self, verb: TokenIx) -> Vec<TokenIx> {
        let wanted = |c: &TokenIx| {
            let mark = |word: &str| self.with(*c, "mark").any(|m| self.lower(m) == word);
            match self.relation(*c) {
                "ccomp" => true,
                "advcl" => mark("for"),
                _ => false,
            }
        };
        self.children(verb).filter(wanted).collect()
    }

    /// The clauses that tell on what condition somebody does something, of the verb or of what it is said of.
    pub fn conditions(&self, verb: TokenIx) -> Vec<TokenIx> {
        let condition = |c: &TokenIx| {
            self.relation(*c) == "advcl"
                && self
                    .with(*c, "mark")
                    .any(|m| matches!(self.lower(m).as_str(), "if" | "unless" | "until" | "should"))
        };
        let inner = self
            .children(verb)
            .filter(|c| matches!(self.relation(*c), "xcomp" | "ccomp"));
        let words = std::iter::once(verb).chain(inner);
        words.flat_map(|w| self.children(w).filter(condition)).collect()
    }

    /// The agent of a passive verb.
    fn agent(&self, verb: TokenIx) -> Option<TokenIx> {
        let behind = self
            .with(verb, "obl")
            .find(|o| self.deprel(*o) == "obl:agent" && (*o > verb || self.preposition(*o).is_some()));
        let own = behind
            .or_else(|| self.child(verb, "obl:agent"))
            .or_else(|| self.prepositional(verb, "by").into_iter().next());
        // "was hit with sanctions by …": the parser may hang the agent on the noun before it.
        own.or_else(|| {
            let beside = self
                .children(verb)
                .filter(|c| matches!(self.relation(*c), "obl" | "obj"));
            beside
                .filter_map(|c| self.prepositional(c, "by").into_iter().next())
                .next()
        })
        // "was accused of plotting to kill the minister by officials": or on what somebody is said to have done.
        .or_else(|| self.agent_below(verb, 4))
        // "was found guilty and jailed by a court": the agent of the last verb is that of all.
        .or_else(|| {
            let verbs = self.with(verb, "conj").filter(|c| self.passive(*c));
            verbs.filter_map(|c| self.agent(c)).next()
        })
    }

    /// The last phrase with "by" under what somebody is said to have done, so many verbs and nouns down.
    fn agent_below(&self, word: TokenIx, steps: u8) -> Option<TokenIx> {
        let deeds = |c: &TokenIx| match self.relation(*c) {
            "advcl" | "xcomp" | "ccomp" | "acl" => self.non_finite(*c) && !self.passive(*c),
            "conj" => self.upos(*c) == "VERB" && self.non_finite(*c) && !self.passive(*c),
            "obj" => self.upos(word) == "VERB",
            _ => false,
        };
        let below = self.children(word).filter(deeds).filter(|_| steps > 0);
        let found = below.filter_map(|c| {
            let own = self.prepositional(c, "by").into_iter().next();
            own.max(self.agent_below(c, steps - 1))
        });
        found.max()
    }

    /// "the town that rebels seized": the noun of the relative clause, when the verb has a subject of its own and no object.
    fn relative_object(&self, verb: TokenIx) -> Option<TokenIx> {
        let noun = self.head(verb).filter(|_| self.deprel(verb) == "acl:relcl")?;
        let subject = self.child(verb, "nsubj")?;
        (self.antecedent(verb, subject) == subject).then_some(noun)
    }

    /// Of two objects of which one is the name of the other ("summoned Russian ambassador Yuri Lapin"), the noun.
    fn named_so(&self, verb: TokenIx, last: TokenIx) -> TokenIx {
        let first = self.with(verb, "obj").next().filter(|first| *first != last);
        let name = first.filter(|first| {
            self.upos(last) == "PROPN"
                && self.upos(*first) == "NOUN"
                && self.phrase(*first).end == self.phrase(last).start
        });
        name.unwrap_or(last)
    }

    /// Noun phrases after a preposition: of the word itself, or of its object or complement where the parser hung it there.
    fn prepositional(&self, word: TokenIx, preposition: &str) -> Vec<TokenIx> {
        let direct = |w: TokenIx| {
            self.children(w)
                .filter(|c| {
                    matches!(self.relation(*c), "obl" | "nmod" | "advcl")
                        && self.preposition(*c).as_deref() == Some(preposition)
                })
                .collect::<Vec<_>>()
        };
        let own = direct(word);
        if !own.is_empty() || self.upos(word) != "VERB" {
            return own;
        }
        // Shared by the members of a list of verbs: "attacked and killed … in".
        let lists = self.head(word).filter(|_| self.relation(word) == "conj");
        lists
            .filter(|h| self.upos(*h) == "VERB")
            .map(direct)
            .unwrap_or_default()
    }

    fn noun_slot(&self, noun: TokenIx, slot: &str) -> Vec<TokenIx> {
        match slot {
            // "France is ready to contribute troops": the subject of an adjective.
            "subj" if self.upos(noun) == "ADJ" => self.subject(noun).into_iter().collect(),
            "subj" => {
                let mut slots = self
                    .doers(noun)
                    .into_iter()
                    .map(|slot| self.noun_slot(noun, slot));
                slots.find(|found| !found.is_empty()).unwrap_or_default()
            }
            "obj" => self.noun_slot(noun, "of"),
            "poss" => {
                let possessor = self.child(noun, "nmod:poss");
                let nationality = self.with(noun, "amod").filter(|a| {
                    matches!(self.upos(*a), "ADJ" | "PROPN") && self.form(*a).starts_with(char::is_uppercase)
                });
                possessor.into_iter().chain(nationality).collect()
            }
            "light" => self
                .light(noun)
                .map(|v| self.verb_slot(v, "subj"))
                .unwrap_or_default(),
            "compound" => self.with(noun, "compound").collect(),
            "amod" => self.with(noun, "amod").collect(),
            // "Russia's threat to prosecute"
            "xcomp" => self
                .with(noun, "acl")
                .filter(|v| self.with(*v, "mark").any(|m| self.lower(m) == "to"))
                .collect(),
            "by" => self
                .child(noun, "nmod:agent")
                .map(|t| vec![t])
                .unwrap_or_else(|| self.noun_preposition(noun, "by")),
            preposition => self.noun_preposition(noun, preposition),
        }
    }

    /// Where those stand who do what a noun tells of, the surest first: "held its first meeting" tells who met rather by its subject.
    pub fn doers(&self, noun: TokenIx) -> [&'static str; 4] {
        let pronoun = self
            .child(noun, "nmod:poss")
            .is_some_and(|p| self.upos(p) == "PRON");
        if pronoun {
            ["by", "light", "poss", "compound"]
        } else {
            ["by", "poss", "compound", "light"]
        }
    }

    fn noun_preposition(&self, noun: TokenIx, preposition: &str) -> Vec<TokenIx> {
        let own = self.prepositional(noun, preposition);
        if !own.is_empty() {
            return own;
        }
        // "The release of two sailors by Iran": the parser may hang the second phrase on the first.
        let nested = self.with(noun, "nmod").find_map(|n| {
            let found = self.prepositional(n, preposition);
            (preposition != "of" && !found.is_empty()).then_some(found)
        });
        nested.unwrap_or_else(|| {
            self.light(noun)
                .map(|v| self.prepositional(v, preposition))
                .unwrap_or_default()
        })
    }

    /// The light verb that a noun is the object (or the passive subject) of.
    pub fn light(&self, noun: TokenIx) -> Option<TokenIx> {
        // "Staged a series of attacks".
        let many = self.head(noun).filter(|h| {
            self.deprel(noun) == "nmod"
                && self.preposition(noun).as_deref() == Some("of")
                && MANY.contains(&self.lower(*h).as_str())
        });
        let noun = many.unwrap_or(noun);
        let verb = self.head(noun).filter(|v| self.upos(*v) == "VERB")?;
        let relation = self.deprel(noun);
        (matches!(relation, "obj" | "nsubj:pass") && LIGHT.contains(&self.lower(verb).as_str()))
            .then_some(verb)
    }
}
