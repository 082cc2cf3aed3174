//! Cues by the word list, and what syntax makes of them: who says, and what.

use super::edges::runs;
use super::{Draft, Finder, overlaps};
use crate::rules::Cue;
use sayso_model::TokenIx;
use sayso_model::statement::CueClass;
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands as the content of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A clause.
    Clause,
    /// A noun phrase with a clause in it.
    Telling,
    /// A clause without a subject of its own: "to leave", "of leaving".
    Infinitive,
    /// A noun phrase.
    Phrase,
    /// None is there.
    Nothing,
}

/// Who says what, by syntax.
pub(super) struct Arguments {
    pub source: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub shape: Shape,
}

impl<'a> Finder<'a> {
    /// Completes drafts by syntax, and adds those that only syntax shows.
    pub(super) fn by_syntax(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some((cue, words)) = self.cue_at(t).filter(|_| self.tells(at)) else {
                continue;
            };
            // The annotator was sure of a cue, but not of what it says.
            let bare = |d: &Draft| d.content.is_empty() && d.cue.iter().any(|r| r.contains(&at));
            let Arguments {
                source,
                content,
                shape,
            } = match self.arguments(t, cue, false) {
                found if found.content.is_empty() && self.drafts.iter().any(bare) => {
                    self.arguments(t, cue, true)
                }
                found => found,
            };
            let clause = matches!(shape, Shape::Clause | Shape::Telling);
            let doubted = self.doubted(t);
            let nothing = self.words.says_nothing.contains(self.tree.lower(t).as_str());
            let owned = cue.pos == "NOUN" && self.owned(t);
            // "Hopes **among** growers that …", "a warning **from** the weather office that …": whose they are stands behind the noun.
            let source = match self.teller_behind(t, cue).filter(|_| source.is_empty() && clause) {
                Some(teller) => vec![self.whole(teller)],
                None => source,
            };
            // "heard **from the constable** that …"
            let from =
                cue.pos == "VERB" && cue.class == CueClass::Know && !self.tree.slot(t, "from").is_empty();
            // "**let** the families **know** that …" is one cue.
            let lets = self.lets_know(t).and_then(|_| self.tree.head(t)).map(TokenIx::at);
            if let Some(lets) = lets {
                let holds = |d: &Draft, at: usize| d.cue.iter().any(|r| r.contains(&at));
                if let Some(first) = self.drafts.iter_mut().find(|d| holds(d, lets) && !holds(d, at)) {
                    first.cue.push(at..at + 1);
                    first.content = content.clone();
                }
            }
            let known = self
                .drafts
                .iter_mut()
                .find(|d| d.cue.iter().any(|r| r.contains(&at)));
            match known {
                Some(draft) => {
                    // "carried Belgrade's warning that …": whose warning it is, the noun itself says.
                    let owner = owned && draft.cue.iter().all(|r| r.len() == 1);
                    let other = owner && !source.iter().any(|s| draft.source.iter().any(|d| overlaps(s, d)));
                    let other = other || from && clause;
                    if draft.source.is_empty() || other && !source.is_empty() {
                        draft.source = source;
                    }
                    // Syntax knows where a clause ends; the annotator may have tagged a part of it.
                    let touches = content
                        .iter()
                        .any(|c| draft.content.iter().any(|d| overlaps(c, d)));
                    if draft.content.is_empty() || clause && touches {
                        draft.content.extend(content);
                    }
                }
                None if clause && !nothing && !content.is_empty() && (!source.is_empty() || doubted) => {
                    self.drafts.push(Draft {
                        source,
                        cue: words,
                        content,
                        ..Draft::default()
                    });
                }
                None => {}
            }
        }
    }

    /// Who tells what a noun names: "among growers", "from the weather office", "by fishermen".
    fn teller_behind(&self, t: TokenIx, cue: &Cue) -> Option<TokenIx> {
        let mut slots = ["among", "from", "by"].iter();
        let behind = |n: &TokenIx| *n > t && self.may_speak(*n);
        (cue.pos == "NOUN")
            .then(|| slots.find_map(|slot| self.tree.slot(t, slot).into_iter().find(behind)))
            .flatten()
    }

    /// "**let** the families **know** that …": who lets somebody know something says it.
    fn lets_know(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let knows = matches!(tree.lower(t).as_str(), "know" | "understand");
        let verb = tree
            .head(t)
            .filter(|v| knows && tree.lower(*v) == "let" && matches!(tree.relation(t), "xcomp" | "ccomp"))?;
        self.spoken_by(verb).or_else(|| tree.subject(verb))
    }

    /// The cue that begins with a word, and its words.
    pub(super) fn cue_at(&self, t: TokenIx) -> Option<(&'a Cue, Vec<Range<usize>>)> {
        let upos = self.tree.upos(t);
        let lemma = self.tree.lower(t);
        let fits =
            |cue: &&Cue| cue.pos == upos || (cue.pos == "ADP" && matches!(upos, "VERB" | "ADP" | "SCONJ"));
        let mut best: Option<(usize, &Cue, Vec<Range<usize>>)> = None;
        let form = self.tree.form(t).to_lowercase();
        let by_form = if form == lemma {
            &[]
        } else {
            self.rules.cues(&form)
        };
        for cue in self.rules.cues(&lemma).iter().chain(by_form).filter(fits) {
            let Some(words) = self.rest_of(t, &cue.rest) else {
                continue;
            };
            // "reported on Tuesday that …" is no "report on".
            if words.len() > 1
                && words
                    .last()
                    .is_some_and(|w| self.before_time(TokenIx::new(w.start)))
            {
                continue;
            }
            let fitness = words.len() * 2 + usize::from(self.takes(t, cue));
            if best.as_ref().is_none_or(|(b, ..)| fitness > *b) {
                best = Some((fitness, cue, words));
            }
        }
        best.map(|(_, cue, words)| (cue, words))
    }

    /// Whether a word is the preposition of a time.
    fn before_time(&self, preposition: TokenIx) -> bool {
        let doc = self.tree.doc;
        let noun = self
            .tree
            .head(preposition)
            .filter(|_| self.tree.upos(preposition) == "ADP");
        noun.is_some_and(|n| {
            let span = doc.tokens[n.at()].span;
            doc.times.iter().any(|t| t.span.overlaps(span))
        })
    }

    /// Whether the word has a complement of a kind that the cue takes ("asked whether" questions, "asked to" requests).
    fn takes(&self, t: TokenIx, cue: &Cue) -> bool {
        cue.content.iter().any(|kind| match kind.as_str() {
            "ccomp" => self.tree.child(t, "ccomp").is_some(),
            "xcomp" => self.tree.child(t, "xcomp").is_some() || self.loose_infinitive(t, cue).is_some(),
            "np" => self.tree.child(t, "obj").is_some(),
            _ => false,
        })
    }

    /// The infinitive of what a verb asks or promises that hangs loosely on it: "asked by the court, acting on a tip, to search …".
    fn loose_infinitive(&self, t: TokenIx, cue: &Cue) -> Option<TokenIx> {
        let tree = self.tree;
        let asks = matches!(
            cue.class,
            CueClass::Request | CueClass::Promise | CueClass::Allege
        );
        if cue.pos != "VERB" || !asks || cue.content.iter().all(|c| c != "xcomp") {
            return None;
        }
        let to = |c: &TokenIx| *c > t && tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "to");
        let own = tree.with(t, "advcl").find(to);
        let obliques = tree.with(t, "obl").filter(|o| *o > t);
        own.or_else(|| obliques.flat_map(|o| tree.with(o, "acl")).find(to))
            // "gave them five minutes to leave"
            .or_else(|| {
                let object = tree.child(t, "obj").filter(|_| !cue.rest.is_empty())?;
                tree.with(object, "acl").find(to)
            })
    }

    /// The words of a cue of several words, when all are there within reach.
    fn rest_of(&self, t: TokenIx, rest: &[String]) -> Option<Vec<Range<usize>>> {
        let mut words = vec![t.at()..t.at() + 1];
        let mut at = t.at() + 1;
        for word in rest {
            let end = self.tree.doc.tokens.len().min(at + 3);
            let found = (at..end).find(|i| {
                let t = TokenIx::new(*i);
                self.tree.lower(t) == *word || self.tree.form(t).eq_ignore_ascii_case(word)
            })?;
            words.push(found..found + 1);
            at = found + 1;
        }
        Some(words)
    }

    /// Source and content of a cue by syntax. `wide`: also where only a source within a content would be looked for.
    pub(super) fn arguments(&self, t: TokenIx, cue: &Cue, wide: bool) -> Arguments {
        let tree = self.tree;
        let nothing = |source| Arguments {
            source,
            content: Vec::new(),
            shape: Shape::Nothing,
        };
        if cue.pos == "ADP" {
            // "according to X": the phrase hangs on the clause; the word is its preposition or its head.
            let noun = if tree.deprel(t) == "case" {
                tree.head(t)
            } else {
                tree.child(t, "obl").or(tree.child(t, "obj"))
            };
            let Some(noun) = noun else {
                return nothing(Vec::new());
            };
            let top = if tree.deprel(t) == "case" { noun } else { t };
            let Some(clause) = tree.head(top) else {
                return nothing(Vec::new());
            };
            return Arguments {
                source: vec![tree.phrase(noun)],
                content: self.clause_without(clause, top),
                shape: Shape::Clause,
            };
        }
        let source: Vec<Range<usize>> = self
            .source_of(t, cue, wide)
            .map(|h| vec![self.whole(h)])
            .unwrap_or_default();
        let that = |c: &TokenIx| tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let of_noun = || {
            let own = tree.with(t, "acl").find(|c| {
                let own = ["mark", "case", "nsubj"]
                    .iter()
                    .any(|r| tree.child(*c, r).is_some());
                own && tree.deprel(*c) == "acl" || that(c)
            });
            // "the complaint of three judges that …": the clause may hang on who complains.
            own.or_else(|| {
                let whose = tree.with(t, "nmod").filter(|n| *n > t);
                whose.flat_map(|n| tree.with(n, "acl")).find(that)
            })
        };
        // "The report's conclusion was that …"
        let was_that = || {
            let says = cue.class != CueClass::Believe && tree.relation(t) == "nsubj";
            let clause = tree.head(t).filter(|c| *c > t && says)?;
            let copula = tree.child(clause, "cop").is_some_and(|c| c > t);
            let own = copula && that(&clause);
            // The parser may hang the clause on the verb.
            let below = || {
                tree.child(clause, "ccomp")
                    .filter(that)
                    .filter(|_| tree.lower(clause) == "be")
            };
            if own { Some(clause) } else { below() }
        };
        // "received assurances from the mayor that …": the clause may hang on the verb.
        let beside_noun = || {
            let verb = tree
                .head(t)
                .filter(|v| tree.upos(*v) == "VERB" && matches!(tree.relation(t), "obj" | "obl"))?;
            let behind = |c: &TokenIx| *c > t && that(c);
            tree.children(verb)
                .filter(|c| matches!(tree.relation(*c), "ccomp" | "advcl"))
                .find(behind)
        };
        // "the idea, attributed to advisers, that …": or on whom it is attributed to.
        let on_owner = || {
            let (participle, _) = self.claimed_by(t)?;
            let nouns = tree.with(participle, "obl").filter(|n| *n > participle);
            nouns.flat_map(|n| tree.with(n, "acl")).find(that)
        };
        // Whose it is stands behind the noun: "a plea from the abbot to …", not "attacked her plans to …".
        let named = source.first().is_some_and(|s| s.start > t.at());
        // "flagged to her office that …", "hearing from the pilots that …": the clause may hang loosely.
        let loose = || {
            let plain = |c: &TokenIx| {
                let first = tree.extent(*c).start;
                first > 0 && !matches!(tree.lower(TokenIx::new(first - 1)).as_str(), "so" | "such")
            };
            tree.children(t)
                .filter(|c| *c > t && matches!(tree.relation(*c), "advcl" | "conj" | "parataxis"))
                .find(|c| that(c) && plain(c))
        };
        // "said workers report that …": the parser may hang both clauses on the first verb.
        let beside = || {
            let above = tree.head(t).filter(|_| tree.relation(t) == "ccomp")?;
            let next = |c: &TokenIx| *c > t && tree.extent(*c).start == tree.extent(t).end;
            tree.with(above, "ccomp").find(|c| that(c) && next(c))
        };
        // "recounted how guards had …": the clause may hang on "how", or loosely.
        let how = || {
            let how = |w: TokenIx| tree.lower(w) == "how";
            let object = tree.child(t, "obj").filter(|o| *o > t && how(*o));
            let told = object.filter(|o| {
                tree.with(*o, "advcl")
                    .chain(tree.with(*o, "acl"))
                    .next()
                    .is_some()
            });
            let asks = |c: &TokenIx| {
                let first = TokenIx::new(tree.extent(*c).start);
                *c > t && how(first) && tree.relation(first) == "advmod"
            };
            told.or_else(|| tree.with(t, "advcl").find(asks))
        };
        // "let it be known that …", "let slip that …": the clause hangs on the last word.
        let tail = self
            .rest_of(t, &cue.rest)
            .and_then(|words| words.last().map(|w| TokenIx::new(w.start)))
            .filter(|w| *w > t && tree.upos(*w) == "VERB");
        let of_tail = tail.and_then(|w| {
            tree.child(w, "ccomp")
                .or_else(|| tree.with(w, "advcl").find(that))
        });
        let clausal = of_tail
            .or(tree.child(t, "ccomp").filter(|c| Some(*c) != tail))
            .or_else(|| match cue.pos.as_str() {
                "VERB"
                    if wide
                        && cue
                            .content
                            .iter()
                            .any(|c| matches!(c.as_str(), "ccomp" | "quote")) =>
                {
                    loose()
                        .or_else(beside)
                        .or_else(|| self.that_on_noun(t))
                        .or_else(how)
                }
                "NOUN" => of_noun()
                    .or_else(was_that)
                    .or_else(|| beside_noun().filter(|_| wide))
                    .or_else(|| on_owner().filter(|_| wide))
                    .or_else(|| {
                        self.clause_behind(t, "that")
                            .filter(|_| wide && !source.is_empty())
                    }),
                _ => None,
            });
        // "Residents are hoping, a nurse there says, that …": the clause behind belongs to what stands before.
        let around = clausal.filter(|c| {
            let start = tree.extent(*c).start;
            let first = (start..c.at()).find(|i| tree.upos(TokenIx::new(*i)) != "PUNCT");
            let comma = first.is_some_and(|i| i > 0 && tree.form(TokenIx::new(i - 1)) == ",");
            comma && that(c) && *c > t
        });
        if let (Some(clause), Some(head)) = (around, tree.head(t).filter(|h| *h < t))
            && tree.deprel(t) == "parataxis"
        {
            let mut content = self.clause_without(head, t);
            content.extend(self.clause_without(clause, t));
            return Arguments {
                source,
                content,
                shape: Shape::Clause,
            };
        }
        if let Some(clause) = clausal {
            // "wanted a pledge from Hanoi that …": the noun says it, and the verb has both.
            let noun = tree
                .child(t, "obj")
                .filter(|n| cue.pos == "VERB" && *n < clause && tree.upos(*n) == "NOUN");
            let tells = noun.filter(|n| self.rules.cues(&tree.lower(*n)).iter().any(|c| c.pos == "NOUN"));
            if let Some(noun) = tells.filter(|_| that(&clause)) {
                let content = tree.extent(noun).start..tree.extent(clause).end;
                return Arguments {
                    source,
                    content: vec![content],
                    shape: Shape::Telling,
                };
            }
            return Arguments {
                source,
                content: self.clause_without(clause, t),
                shape: Shape::Clause,
            };
        }
        // "had seen soldiers burning the mill": who sees it says it.
        if wide
            && cue.pos == "VERB"
            && self.words.sees.contains(tree.lower(t).as_str())
            && let Some(object) = tree.child(t, "obj").filter(|o| *o > t)
        {
            let end = tree.phrase(object).end;
            let beside = |w: &TokenIx| {
                matches!(tree.relation(*w), "acl" | "xcomp" | "advcl")
                    && tree.xpos(*w) == "VBG"
                    && tree.child(*w, "mark").is_none()
                    && *w > object
                    && (end..w.at()).all(|i| tree.upos(TokenIx::new(i)) == "ADV")
            };
            let doing = tree.children(t).chain(tree.children(object)).find(beside);
            if let Some(doing) = doing {
                return Arguments {
                    source,
                    content: vec![tree.phrase(object).start..tree.extent(doing).end],
                    shape: Shape::Clause,
                };
            }
        }
        // "declared the shaft safe", "considers the protest broken": what is held of an object.
        if let Some((object, held)) = self.held_of(t, cue) {
            return Arguments {
                source,
                content: vec![tree.phrase(object).start..tree.extent(held).end],
                shape: Shape::Clause,
            };
        }
        // "…, he said": the verb stands beside what is said.
        if tree.deprel(t) == "parataxis"
            && let Some(head) = tree.head(t)
        {
            return Arguments {
                source,
                content: self.clause_without(head, t),
                shape: Shape::Clause,
            };
        }
        // "had described being beaten": as what is told in a phrase.
        let doing = |c: &TokenIx| {
            let helper = tree.with(*c, "aux").find(|a| tree.xpos(*a) == "VBG");
            wide && cue.pos == "VERB" && (tree.xpos(*c) == "VBG" || helper.is_some())
        };
        let told = cue.content.iter().any(|c| matches!(c.as_str(), "ccomp" | "np"));
        let takes = cue.content.iter().any(|c| c == "xcomp");
        if let Some(clause) = tree.child(t, "xcomp").filter(|c| takes || told && doing(c)) {
            return Arguments {
                source,
                content: self.clause_without(clause, t),
                shape: Shape::Infinitive,
            };
        }
        // "threatened over the phone to burn …", "was asked, officials say, to explain …": the infinitive may hang loosely.
        if wide && let Some(clause) = self.loose_infinitive(t, cue) {
            return Arguments {
                source,
                content: self.clause_without(clause, t),
                shape: Shape::Infinitive,
            };
        }
        // "accused them of hiding …": a gerund after a preposition.
        let gerund = || {
            let object = tree.child(t, "obj");
            let below = tree
                .children(t)
                .chain(object.into_iter().flat_map(|o| tree.children(o)));
            // "of having paid", "to being spies"
            let ing = |c: &TokenIx| {
                let helper = || {
                    tree.children(*c)
                        .find(|a| matches!(tree.relation(*a), "aux" | "cop"))
                };
                tree.xpos(*c) == "VBG" || wide && helper().is_some_and(|a| tree.xpos(a) == "VBG")
            };
            below.filter(|c| *c > t && ing(c)).find(|c| {
                let mark = tree.child(*c, "mark").or_else(|| tree.child(*c, "case"));
                mark.is_some_and(|m| {
                    matches!(
                        tree.lower(m).as_str(),
                        "of" | "for" | "about" | "against" | "to" | "from"
                    )
                })
            })
        };
        if cue.pos == "VERB"
            && (wide || cue.content.iter().any(|c| matches!(c.as_str(), "xcomp" | "np")))
            && let Some(clause) = gerund()
        {
            return Arguments {
                source,
                content: self.clause_without(clause, t),
                shape: Shape::Infinitive,
            };
        }
        // "ignored a plea from the abbot to …"
        let offers = matches!(cue.class, CueClass::Request | CueClass::Promise) && cue.pos == "NOUN";
        if wide
            && named
            && offers
            && let Some(clause) = self.clause_behind(t, "to")
        {
            return Arguments {
                source,
                content: self.clause_without(clause, t),
                shape: Shape::Infinitive,
            };
        }
        // "a warning from the pilot about ice", "the widows' accounts of the fire"
        let own = tree.extent(t);
        if wide && cue.pos == "NOUN" && source.iter().any(|s| own.contains(&s.start)) {
            let about = tree.with(t, "nmod").find(|n| {
                let preposition = tree.preposition(*n);
                *n > t
                    && matches!(preposition.as_deref(), Some("about" | "for" | "of"))
                    && !source.iter().any(|s| s.contains(&n.at()))
            });
            let speech = matches!(
                cue.class,
                CueClass::Assert | CueClass::Request | CueClass::Allege | CueClass::Predict
            ) && cue.content.iter().any(|c| c == "np");
            if let Some(about) = about.filter(|_| speech) {
                let content = tree.extent(about);
                return Arguments {
                    source,
                    content: vec![content.start + 1..content.end],
                    shape: Shape::Phrase,
                };
            }
            return nothing(source);
        }
        let object = cue
            .rest
            .last()
            .and_then(|p| tree.slot(t, p).into_iter().next())
            .or_else(|| tree.child(t, "obj"));
        let Some(object) = object else {
            return nothing(source);
        };
        // "referred to data indicating that …", "shared its allies' view that …": a noun phrase that tells something has a clause in it.
        let phrase = cue.content.iter().any(|c| c == "np");
        let told = phrase
            && tree
                .subtree(object)
                .into_iter()
                .any(|w| tree.relation(w) == "ccomp")
            || tree.upos(object) == "NOUN"
                && self
                    .cue_at(object)
                    .is_some_and(|(cue, _)| self.arguments(object, cue, wide).shape == Shape::Clause);
        if !(phrase || told && cue.class != CueClass::Know) {
            return nothing(source);
        }
        Arguments {
            source,
            content: vec![tree.extent(object)],
            shape: if told && cue.pos != "NOUN" {
                Shape::Telling
            } else {
                Shape::Phrase
            },
        }
    }

    /// The object of a verb, and the state or the name behind it that the verb holds it to have.
    fn held_of(&self, t: TokenIx, cue: &Cue) -> Option<(TokenIx, TokenIx)> {
        let tree = self.tree;
        let object = tree
            .child(t, "obj")
            .filter(|o| *o > t && cue.pos == "VERB" && self.words.holds.contains(&tree.lower(t)))?;
        let held = tree.with(t, "xcomp").find(|c| {
            let state = matches!(tree.upos(*c), "ADJ" | "NOUN") || tree.xpos(*c) == "VBN";
            *c > object && state && tree.child(*c, "mark").is_none()
        })?;
        Some((object, held))
    }

    /// The head of the phrase that names the source of a cue.
    fn source_of(&self, t: TokenIx, cue: &Cue, wide: bool) -> Option<TokenIx> {
        let tree = self.tree;
        let first = |slot: &str| tree.slot(t, slot).into_iter().next();
        match cue.pos.as_str() {
            "VERB" if self.lets_know(t).is_some() => self.lets_know(t),
            // "learned from villagers that …": the villagers say it.
            "VERB" if cue.class == CueClass::Know && first("from").is_some() => first("from"),
            // "described the rebels as offering …"
            "VERB" if tree.xpos(t) == "VBG" && self.after_as(t) => tree
                .head(t)
                .and_then(|verb| tree.slot(verb, "obj").into_iter().next()),
            // "led by the ministry to believe that …", "given to understand that …"
            "VERB" if self.made_to(t).is_some() => {
                let verb = self.made_to(t)?;
                let agent = tree.slot(verb, "subj").into_iter().next();
                agent.or_else(|| tree.slot(t, "by").into_iter().next())
            }
            // "have been forbidden to speak by the governor": the parser may hang the agent on the infinitive.
            "VERB" if tree.passive(t) => first(&cue.source).or_else(|| {
                let infinitive = tree.child(t, "xcomp").filter(|x| wide && !tree.passive(*x))?;
                tree.slot(infinitive, "by").into_iter().next()
            }),
            "VERB" if wide && self.spoken_by(t).is_some() => self.spoken_by(t),
            "ADJ" => tree.subject(t),
            "NOUN" if wide => first(&cue.source)
                .or_else(|| first("poss"))
                .or_else(|| first("by"))
                .or_else(|| first("from"))
                // "received assurances from Baku that …"
                .or_else(|| {
                    let verb = tree
                        .head(t)
                        .filter(|v| tree.upos(*v) == "VERB" && tree.relation(t) == "obj")?;
                    let from = tree.slot(verb, "from").into_iter().next();
                    from.filter(|n| *n > t && self.may_speak(*n))
                })
                .or_else(|| first("among"))
                .or_else(|| self.agent_beside(t))
                // "rumours, spread by the tabloids, that …"
                .or_else(|| self.claimed_by(t).map(|(_, who)| who))
                .or_else(|| {
                    let clause = |n: &TokenIx| tree.child(t, "acl").or(tree.child(*n, "acl")).is_some();
                    first("of").filter(clause)
                })
                // "a Gazette report that …", "reports in the Greek press that …"
                .or_else(|| {
                    let clause = tree.child(t, "acl").is_some();
                    let named = |n: &TokenIx| self.may_speak(*n) || clause && tree.upos(*n) == "PROPN";
                    tree.with(t, "compound").find(named)
                })
                .or_else(|| first("in").filter(|n| self.may_speak(*n)))
                .or_else(|| first("on").filter(|n| tree.upos(*n) == "PROPN" && self.may_speak(*n)))
                // "remained of the opinion that …"
                .or_else(|| {
                    let of = tree.preposition(t).as_deref() == Some("of");
                    let verb = tree
                        .head(t)
                        .filter(|v| matches!(tree.lower(*v).as_str(), "remain" | "stay"));
                    verb.filter(|_| of).and_then(|v| tree.subject(v)).or_else(|| {
                        let copula = tree.child(t, "cop").is_some();
                        tree.subject(t).filter(|_| of && copula)
                    })
                })
                // "There are fears among residents that …"
                .or_else(|| {
                    let be = tree.head(t).filter(|v| tree.lower(*v) == "be")?;
                    tree.slot(be, "among").into_iter().next()
                })
                // "acted on an Indian tip-off that …"
                .or_else(|| {
                    let nation = |a: &TokenIx| self.knowledge.nationality(tree.form(*a)).is_some();
                    let clause = tree.child(t, "acl").is_some();
                    tree.with(t, "amod")
                        .chain(tree.with(t, "compound"))
                        .find(|a| clause && nation(a))
                })
                .or_else(|| {
                    // "expressed hope that …"
                    let verb = tree.head(t).filter(|_| tree.relation(t) == "obj")?;
                    self.words
                        .voices
                        .contains(tree.lower(verb).as_str())
                        .then(|| self.spoken_by(verb).or_else(|| tree.subject(verb)))?
                }),
            "NOUN" => first(&cue.source).or_else(|| first("by").filter(|_| tree.child(t, "acl").is_some())),
            _ => first(&cue.source),
        }
    }

    /// "learned from the envoy that …", "radioed the company that …": the clause may hang on a noun that says nothing.
    pub(super) fn that_on_noun(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let nouns = tree
            .children(t)
            .filter(|c| *c > t && matches!(tree.relation(*c), "obj" | "iobj" | "obl"));
        // "concluded with confidence that …": how sure one is, is no saying of its own.
        // So is how one was told: "learned from the airline in a message that …".
        let from = !tree.slot(t, "from").is_empty();
        let manner = |n: TokenIx| match tree.preposition(n).as_deref() {
            Some("with") => true,
            Some("in" | "by" | "on") => from,
            _ => false,
        };
        let silent =
            nouns.filter(|n| manner(*n) || self.rules.cues(&tree.lower(*n)).iter().all(|c| c.pos != "NOUN"));
        let that = |c: &TokenIx| tree.child(*c, "mark").is_some_and(|m| tree.lower(m) == "that");
        let below = silent
            .flat_map(|n| tree.subtree(n))
            .filter(|w| tree.upos(*w) != "VERB");
        below.filter_map(|n| tree.with(n, "acl").find(that)).next()
    }

    /// The passive verb by which somebody is made to think what a verb tells: "was led to believe", "had been given to understand".
    pub(super) fn made_to(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let verb = tree
            .head(t)
            .filter(|_| matches!(tree.relation(t), "xcomp" | "advcl"))?;
        let to = tree.child(t, "mark").is_some_and(|m| tree.lower(m) == "to");
        let makes = matches!(tree.lower(verb).as_str(), "give" | "lead" | "make" | "allow");
        let thinks = matches!(
            tree.lower(t).as_str(),
            "believe" | "understand" | "think" | "know"
        );
        (to && makes && thinks && tree.passive(verb)).then_some(verb)
    }

    /// Whether a noun has an owner that is named beside it: "Belgrade's warning", not "its warning".
    fn owned(&self, noun: TokenIx) -> bool {
        self.tree
            .child(noun, "nmod:poss")
            .is_some_and(|o| self.tree.upos(o) != "PRON")
    }

    /// A noun phrase with its list and its `of`, but no clauses.
    pub(super) fn whole(&self, head: TokenIx) -> Range<usize> {
        let tree = self.tree;
        let phrases = tree.members(head).into_iter().map(|m| {
            let mut phrase = tree.phrase(m);
            // "human rights lawyer Ana Ruiz": the parser may take the name for an apposition.
            let name = tree.with(m, "appos").find(|a| tree.upos(*a) == "PROPN");
            if let Some(name) = name.filter(|n| n.at() == phrase.end) {
                phrase.end = tree.phrase(name).end;
            }
            phrase
        });
        phrases
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
            .unwrap_or(head.at()..head.at() + 1)
    }

    /// The words of a clause without those below one of its words, as runs; marks at the edges are left out.
    pub(super) fn clause_without(&self, clause: TokenIx, without: TokenIx) -> Vec<Range<usize>> {
        let tree = self.tree;
        let words = |top: TokenIx| tree.subtree(top).into_iter().map(TokenIx::at);
        let cut = if tree.below(without, clause) {
            words(without).collect()
        } else {
            BTreeSet::new()
        };
        let mut runs = runs(&words(clause).collect::<Vec<_>>(), &cut);
        let comma = |i: usize| matches!(tree.form(TokenIx::new(i)), "," | ";" | "." | "-" | "–" | "—");
        for run in &mut runs {
            while run.start < run.end && comma(run.start) {
                run.start += 1;
            }
            while run.start < run.end && comma(run.end - 1) {
                run.end -= 1;
            }
        }
        runs.retain(|r| !r.is_empty());
        runs
    }
}
