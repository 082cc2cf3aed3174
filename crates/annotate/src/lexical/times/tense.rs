//! Whether a sentence speaks of the past or of the future at a place: by its syntax, else by its words.

use super::meaning::Tense;
use sayso_model::{Annotated, Span, TokenIx};
use std::ops::Range;

/// How far words are looked for on both sides; sentences may be of any length.
const FAR: usize = 48;

/// Words by which what follows, or what they govern, lies ahead.
const AHEAD: [&str; 22] = [
    "will",
    "'ll",
    "’ll",
    "shall",
    "schedule",
    "expect",
    "plan",
    "intend",
    "due",
    "upcoming",
    "set",
    "slate",
    "effective",
    "payable",
    "hope",
    "aim",
    "vow",
    "promise",
    "agree",
    "prepare",
    "want",
    "would",
];

/// Verbs whose infinitive has happened when they are in the past: `managed to leave on Friday`.
const DONE: [&str; 18] = [
    "have", "manage", "fail", "begin", "start", "continue", "use", "come", "go", "force", "try", "cease",
    "happen", "appear", "seem", "help", "decline", "refuse",
];

/// Verbs whose object lies ahead: `wants a first session before mid-November`.
const WANTS: [&str; 10] = [
    "aim", "demand", "expect", "hope", "intend", "plan", "promise", "propose", "want", "vow",
];

/// Verbs whose object lies ahead where a day follows "from": `have called a strike from Monday`.
const CALLS: [&str; 5] = ["announce", "call", "declare", "proclaim", "threaten"];

/// What nobody announces: `Saturday's attack` was on the Saturday that is over.
const UNFORESEEN: [&str; 56] = [
    "abduction",
    "accident",
    "ambush",
    "arrest",
    "assassination",
    "attack",
    "avalanche",
    "blast",
    "blaze",
    "bloodshed",
    "bombardment",
    "bombing",
    "carnage",
    "clash",
    "coup",
    "crash",
    "cyclone",
    "derailment",
    "disaster",
    "downpour",
    "earthquake",
    "eruption",
    "escape",
    "explosion",
    "fire",
    "flood",
    "hijacking",
    "hurricane",
    "incident",
    "incursion",
    "invasion",
    "kidnapping",
    "killing",
    "landslide",
    "massacre",
    "mudslide",
    "murder",
    "mutiny",
    "onslaught",
    "outage",
    "quake",
    "raid",
    "riot",
    "robbery",
    "shelling",
    "shooting",
    "sinking",
    "slaughter",
    "stabbing",
    "stampede",
    "storm",
    "tornado",
    "tremor",
    "unrest",
    "violence",
    "wreck",
];

/// Verbs whose past is written like their present.
const UNCHANGED: [&str; 12] = [
    "beat", "burst", "cast", "cut", "hit", "hurt", "put", "set", "shut", "split", "spread", "thrust",
];

/// The tense at an expression.
pub(super) fn tense(doc: &Annotated, span: Span) -> Tense {
    let token = doc
        .tokens
        .partition_point(|token| token.span.end() <= span.start());
    if token >= doc.tokens.len() {
        return Tense::Past;
    }
    let sentence = doc.sentences.get(doc.sentence_of(TokenIx::new(token)));
    let (tokens, heading) = sentence.map_or((token..token + 1, false), |s| (s.tokens.clone(), s.heading));
    let near = tokens.start.max(token.saturating_sub(FAR))..tokens.end.min(token + FAR);
    let clause = Clause {
        doc,
        near,
        heading,
        at: token,
    };
    clause.by_syntax().unwrap_or_else(|| clause.by_words())
}

struct Clause<'d> {
    doc: &'d Annotated,
    near: Range<usize>,
    heading: bool,
    /// The first word of the expression.
    at: usize,
}

impl Clause<'_> {
    fn is(&self, token: usize, words: &[&str]) -> bool {
        let lemma = &self.doc.tokens[token].lemma;
        words.iter().any(|word| lemma.eq_ignore_ascii_case(word))
    }

    fn form_is(&self, token: usize, words: &[&str]) -> bool {
        let form = self.doc.form(TokenIx::new(token));
        words.iter().any(|word| form.eq_ignore_ascii_case(word))
    }

    fn head(&self, token: usize) -> Option<usize> {
        let head = self.doc.tokens[token].head?.at();
        (head != token && self.near.contains(&head)).then_some(head)
    }

    /// By the verb that the expression belongs to; `None` without one.
    fn by_syntax(&self) -> Option<Tense> {
        if self.head(self.at).is_some_and(|noun| self.is_over(noun)) {
            return Some(Tense::Past);
        }
        let mut at = self.at;
        for _ in 0..FAR {
            at = self.head(at)?;
            let token = &self.doc.tokens[at];
            match token.upos {
                "VERB" | "AUX" => return Some(self.of_verb(at)),
                "ADJ" if self.is(at, &["due", "effective", "payable"]) => return Some(Tense::Future),
                _ => {}
            }
        }
        None
    }

    /// `Saturday's attack`, `Saturday's rally, in which six died`: whether what the expression owns has happened, whatever the verb above says.
    fn is_over(&self, noun: usize) -> bool {
        let owns = self.doc.tokens[self.at].deprel == "nmod:poss";
        let died = |at: usize| {
            let token = &self.doc.tokens[at];
            token.deprel == "acl:relcl" && token.xpos == "VBD" && self.head(at) == Some(noun)
        };
        owns && (self.is(noun, &UNFORESEEN) || self.near.clone().any(died))
    }

    fn of_verb(&self, verb: usize) -> Tense {
        let helpers: Vec<usize> = self
            .near
            .clone()
            .filter(|at| self.head(*at) == Some(verb))
            .collect();
        let any = |words: &[&str]| helpers.iter().any(|at| self.form_is(*at, words));
        let modal = any(&[
            "will", "'ll", "’ll", "wo", "shall", "would", "may", "might", "can", "could", "should", "must",
        ]);
        let has = any(&["have", "has", "had", "having", "'ve", "’ve", "'d", "’d"]);
        let was = any(&["was", "were", "been", "did"]);
        let ahead = ["schedule", "expect", "plan", "set", "slate", "due"];
        let to = any(&["to"]);
        if self
            .at
            .checked_sub(1)
            .is_some_and(|before| self.form_is(before, &["since", "ended"]))
        {
            return Tense::Past;
        }
        let until = self
            .at
            .checked_sub(1)
            .is_some_and(|before| self.form_is(before, &["by", "until"]));
        let from = self
            .at
            .checked_sub(1)
            .is_some_and(|before| self.form_is(before, &["from"]));
        match self.doc.tokens[verb].xpos {
            _ if modal && !has => Tense::Future,
            _ if from && self.is(verb, &CALLS) => Tense::Future,
            // "if the text was not published by Sunday"
            _ if until && any(&["if", "unless"]) && !has => Tense::Future,
            "VBD" | "VBN" if self.is(verb, &ahead) && !has => Tense::Future,
            "VBD" if until && !self.form_is(verb, &["said", "was", "were", "had"]) => Tense::Past,
            _ if until && !was && !has => Tense::Future,
            "VB" if to && !has => self.of_infinitive(verb),
            // "are to be expelled"
            "VBN" if to && !has && any(&["be"]) => self.of_infinitive(verb),
            "VBD" | "VBN" => Tense::Past,
            _ if has || was => Tense::Past,
            // `overthrew` is no present, whatever it is read as.
            "VBP" if self.is_changed(verb) || self.hit(verb) => Tense::Past,
            "VBZ" | "VBP" if !self.heading && self.is(verb, &WANTS) => Tense::Future,
            "VBZ" | "VBP" if self.heading || self.is(verb, &["say", "be", "have", "tell", "claim"]) => {
                Tense::Past
            }
            "VBZ" | "VBP" if self.head(self.at) == Some(verb) => Tense::Future,
            "VBG" if any(&["is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"]) => Tense::Future,
            // `begin collecting rifles on Monday`
            "VBG" if self.head(verb).is_some_and(|head| self.begins(verb, head)) => Tense::Future,
            "VBG" => self
                .head(verb)
                .filter(|head| self.doc.tokens[*head].upos == "VERB")
                .map_or(Tense::Past, |head| {
                    if self.form_is(head, &["will"]) {
                        Tense::Future
                    } else {
                        self.plainly(head)
                    }
                }),
            _ => Tense::Past,
        }
    }

    /// `was enraged by the bombs which hit the mission on Friday`: whether a verb whose past has no form of its own hangs on a clause in the past.
    fn hit(&self, verb: usize) -> bool {
        let past = |at: usize| {
            let token = &self.doc.tokens[at];
            token.xpos == "VBD" || token.xpos == "VBN" && token.upos == "VERB"
        };
        self.form_is(verb, &UNCHANGED)
            && self.doc.tokens[verb].deprel == "acl:relcl"
            && self.head(verb).and_then(|noun| self.head(noun)).is_some_and(past)
    }

    /// Whether a verb has another form than its lemma.
    fn is_changed(&self, verb: usize) -> bool {
        !self.form_is(verb, &["am", "are", "'re", "’re", "'m", "’m", "'ve", "’ve"])
            && !self.form_is(verb, &[self.doc.tokens[verb].lemma.as_str()])
    }

    /// Whether what a verb tells begins with another in the present.
    fn begins(&self, verb: usize, head: usize) -> bool {
        let present = matches!(self.doc.tokens[head].xpos, "VBZ" | "VBP") && !self.is_changed_past(head);
        self.doc.tokens[verb].deprel == "xcomp"
            && present
            && !self.heading
            && self.is(head, &["begin", "start", "resume"])
    }

    fn is_changed_past(&self, verb: usize) -> bool {
        self.doc.tokens[verb].xpos == "VBP" && self.is_changed(verb)
    }

    /// The tense of a verb by its form only.
    fn plainly(&self, verb: usize) -> Tense {
        let modal = |at: usize| self.head(at) == Some(verb) && self.form_is(at, &["will", "would", "shall"]);
        if self.near.clone().any(modal) {
            Tense::Future
        } else {
            Tense::Past
        }
    }

    fn of_infinitive(&self, verb: usize) -> Tense {
        match self.head(verb) {
            Some(head) if self.is(head, &DONE) && matches!(self.doc.tokens[head].xpos, "VBD" | "VBN") => {
                Tense::Past
            }
            Some(_) | None => Tense::Future,
        }
    }

    /// By words that point ahead, on either side of the expression up to a mark that ends the clause.
    fn by_words(&self) -> Tense {
        let stop = |at: &usize| self.form_is(*at, &[";", ":", "—", "said", "says"]);
        let before = (self.near.start..self.at).rev().take_while(|at| !stop(at));
        let after = (self.at..self.near.end).take_while(|at| !stop(at));
        let ahead = |at: usize| {
            self.is(at, &AHEAD)
                || self.form_is(at, &AHEAD)
                || self.form_is(at, &["scheduled", "expected", "plans", "next"])
        };
        // "is to meet", "are to be flown".
        let is_to = |at: usize| {
            self.form_is(at, &["is", "are", "going"])
                && at + 1 < self.near.end
                && self.form_is(at + 1, &["to"])
        };
        if before.chain(after).any(|at| ahead(at) || is_to(at)) {
            Tense::Future
        } else {
            Tense::Past
        }
    }
}
