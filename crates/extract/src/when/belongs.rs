//! Which time belongs to which verb or noun: its own, or one that it shares with a clause that it depends on.

use super::link::{Link, Side, of_word};
use super::told::Told;
use super::words::Words;
use super::{Times, tense};
use crate::rules::Rules;
use crate::syntax::Tree;
use sayso_model::statement::CueClass;
use sayso_model::{Interval, TokenIx};

/// Whether a word is the centre of a clause.
pub(super) fn is_predicate(tree: &Tree, word: TokenIx) -> bool {
    tree.upos(word) == "VERB"
        || tree
            .children(word)
            .any(|c| matches!(tree.relation(c), "cop" | "nsubj" | "csubj"))
}

/// Whether a verb is one of saying.
pub(super) fn says(tree: &Tree, rules: &Rules, verb: TokenIx) -> bool {
    rules.cues(&tree.lower(verb)).iter().any(|cue| {
        cue.pos == "VERB"
            && cue.rest.is_empty()
            && matches!(
                cue.class,
                CueClass::Assert
                    | CueClass::Allege
                    | CueClass::Deny
                    | CueClass::Suggest
                    | CueClass::Question
                    | CueClass::Predict
                    | CueClass::Promise
            )
    })
}

/// The verb or predicate that the topmost word of an expression belongs to; a noun for "Monday's vote".
pub(super) fn owner(tree: &Tree, top: TokenIx) -> Option<TokenIx> {
    if tree.deprel(top) == "nmod:poss" {
        return tree.head(top);
    }
    let above = || tree.upward(top).skip(1).filter(|w| tree.relation(*w) != "aux");
    above()
        .find(|w| is_predicate(tree, *w))
        .or_else(|| above().last())
}

/// Whether a time belongs to a word itself.
pub(super) fn own(tree: &Tree, told: &Told, word: TokenIx) -> bool {
    let Some(owner) = told.owner else {
        return false;
    };
    let mut between = tree.upward(told.top).skip(1).take_while(|w| *w != owner);
    owner == word || told.top != owner && between.any(|w| w == word)
}

/// Whether a noun stands with "the", "that" or "their", as one for what was told before.
pub(super) fn points_back(tree: &Tree, noun: TokenIx) -> bool {
    tree.definite(noun)
        || tree
            .children(noun)
            .any(|c| tree.deprel(c) == "nmod:poss" && tree.upos(c) == "PRON")
}

/// Whether a verb tells of the end of something, or of more than when it happens.
fn ends(lemma: &str) -> bool {
    matches!(
        lemma,
        "end"
            | "conclude"
            | "close"
            | "continue"
            | "resume"
            | "follow"
            | "last"
            | "fail"
            | "collapse"
            | "pass"
            | "go"
    )
}

/// Whether a verb tells that somebody has so long to do something.
pub(super) fn gives(tree: &Tree, verb: TokenIx) -> bool {
    match tree.lower(verb).as_str() {
        "give" | "get" | "grant" | "allow" => true,
        "have" => tree.xpos(verb) != "VBD",
        _ => false,
    }
}

/// Whether a noun says how many.
fn counts(tree: &Tree, noun: TokenIx) -> bool {
    matches!(tree.lower(noun).as_str(), "number" | "total" | "count" | "tally")
}

/// Whether a verb stands in the simple past, or in its passive.
fn simple_past(tree: &Tree, verb: TokenIx) -> bool {
    let mut helpers = tree.children(verb).filter(|c| tree.relation(*c) == "aux");
    let past = match helpers.next() {
        None => tree.xpos(verb) == "VBD",
        Some(first) => tree.xpos(first) == "VBD" && tree.lower(first) == "be" && tree.xpos(verb) == "VBN",
    };
    past && helpers.next().is_none()
}

/// "had already fled"
fn had_already(tree: &Tree, verb: TokenIx) -> bool {
    let had = tree
        .with(verb, "aux")
        .any(|a| tree.lower(a) == "have" && tree.xpos(a) == "VBD");
    had && tree
        .with(verb, "advmod")
        .any(|a| matches!(tree.lower(a).as_str(), "already" | "long"))
}

/// Whether a word is what "it was" puts in front.
fn is_cleft(tree: &Tree, word: TokenIx) -> bool {
    let it = |c: TokenIx| matches!(tree.relation(c), "nsubj" | "expl") && tree.lower(c) == "it";
    tree.child(word, "cop").is_some() && tree.children(word).any(it)
}

/// When what a word tells of happens, as told before with the same happening.
pub(super) fn happening(tree: &Tree, words: &Words, told: &[Told], word: TokenIx) -> Option<Interval> {
    let lemma = tree.lower(word);
    let begins = words.begin.contains(&lemma);
    let name = if (begins || words.happen.contains(&lemma)) && tree.upos(word) == "VERB" {
        tree.subject(word)?
    } else {
        word
    };
    let wanted = tree.lower(name);
    if !matches!(tree.upos(name), "NOUN" | "VERB") {
        return None;
    }
    // "The raid came five days after gunmen **struck**" is of two.
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(word)].tokens;
    let verb = name == word && tree.upos(word) == "VERB";
    let same = |t: &TokenIx| {
        !(verb && sentence.contains(&t.at()) && tree.lower(*t) != wanted)
            && matches!(tree.upos(*t), "NOUN" | "VERB")
            && !tree.below(*t, word)
            && words.same_happening(&wanted, &tree.lower(*t))
    };
    (0..word.at()).rev().map(TokenIx::new).filter(same).find_map(|t| {
        let found = told_with(tree, told, t)?;
        let days = found.interval;
        // What has gone on since a day began then.
        let began = begins || found.link == Link::Since;
        Some(match days.start.filter(|_| began) {
            Some(start) => Interval::day(start),
            None => days,
        })
    })
}

/// The time of a word that tells of a happening: its own, that of a clause below or of the verb that it is the subject of.
fn told_with<'t>(tree: &Tree, told: &'t [Told], t: TokenIx) -> Option<&'t Told> {
    let verb = || {
        let above = tree.head(t).filter(|h| tree.upos(*h) == "VERB")?;
        let takes = matches!(tree.relation(t), "nsubj") || tree.light(t).is_some();
        takes.then_some(above)
    };
    let below = || tree.with(t, "acl").find(|c| tree.deprel(*c) == "acl");
    let holds = |w: TokenIx| told.iter().find(move |x| own(tree, x, w));
    holds(t)
        .or_else(|| below().and_then(holds))
        .or_else(|| verb().and_then(holds))
}

/// When what a noun tells of happens, as told in one of the two sentences behind, by the same noun or by "it" ("the debate. It opened on Wednesday").
pub(super) fn happening_behind(tree: &Tree, words: &Words, told: &[Told], noun: TokenIx) -> Option<Interval> {
    // Of verbs only that of the sentence: "Troops raided the mill. It happened on Friday."
    let verb = tree.upos(noun) == "VERB" && tree.head(noun).is_none();
    if tree.upos(noun) != "NOUN" && !verb {
        return None;
    }
    let sentence = tree.doc.sentence_of(noun);
    let wanted = tree.lower(noun);
    let takes_place = |verb: TokenIx| {
        let lemma = tree.lower(verb);
        let held = tree.passive(verb) && (words.hold.contains(&lemma) || lemma == "hold");
        words.begin.contains(&lemma) || words.happen.contains(&lemma) || held
    };
    let behind = tree.doc.sentences.iter().skip(sentence + 1).take(2);
    let mut next = behind.enumerate().flat_map(|(at, s)| {
        let all = s.tokens.clone().map(TokenIx::new);
        all.map(move |t| (at == 0, t))
    });
    let found = next.find_map(|(next, t)| {
        let above = tree
            .head(t)
            .filter(|h| tree.upos(*h) == "VERB" && takes_place(*h));
        let subject = tree.relation(t) == "nsubj" && above.is_some();
        let named = tree.lower(t);
        let happens = !verb || above.is_some_and(|v| words.happen.contains(&tree.lower(v)));
        let it = next && subject && happens && matches!(named.as_str(), "it" | "this" | "that");
        // "That was on Saturday"
        let date = tree.head(t).filter(|h| {
            let cop = tree.child(*h, "cop").is_some_and(|c| tree.lower(c) == "be");
            next && cop && tree.relation(t) == "nsubj" && matches!(named.as_str(), "it" | "this" | "that")
        });
        if let Some(date) = date {
            return told
                .iter()
                .find(|x| x.words.contains(&date.at()) && x.link == Link::In);
        }
        let same = subject && tree.upos(t) == "NOUN" && words.same_happening(&wanted, &tree.lower(t));
        (it || same).then(|| told_with(tree, told, t)).flatten()
    })?;
    let link = matches!(found.link, Link::In | Link::Since);
    let first = found.interval.start.filter(|_| link)?;
    Some(Interval::day(first))
}

impl Times<'_> {
    /// The time that belongs to a word; of several that which tells most.
    pub(super) fn of_word(&self, word: TokenIx) -> Option<&Told> {
        let tree = self.tree;
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(word)].tokens;
        let first = self.told.partition_point(|t| t.words.start < sentence.start);
        self.told[first..]
            .iter()
            .take_while(|t| t.words.start < sentence.end)
            .filter(|t| own(tree, t, word))
            .min_by_key(|t| {
                let nested = tree
                    .head(t.top)
                    .is_some_and(|h| h != word && !is_predicate(tree, h) && t.link == Link::In);
                let length = t
                    .interval
                    .start
                    .zip(t.interval.end)
                    .map(|(s, e)| (e - s).get_days());
                let now =
                    t.words.len() == 1 && tree.form(TokenIx::new(t.words.start)).eq_ignore_ascii_case("now");
                (
                    t.link != Link::In,
                    now,
                    nested,
                    length.unwrap_or(i32::MAX),
                    t.exact,
                )
            })
    }

    /// The time of a word, its own or shared, and how the event stands to it where that is not told by the words before the time.
    pub(super) fn belonging(&self, trigger: TokenIx, side: Side) -> Option<(&Told, Option<Link>)> {
        let tree = self.tree;
        let centre = tree.centre(trigger);
        let light = tree.light(trigger);
        let own = [Some(trigger), Some(centre), light];
        for word in own.into_iter().flatten() {
            // "will now be held before 2 April"
            let now = |t: &&Told| {
                t.words.len() == 1 && tree.form(TokenIx::new(t.words.start)).eq_ignore_ascii_case("now")
            };
            if let Some(told) = self.of_word(word).filter(|t| side != Side::Ahead || !now(t)) {
                // "The strike, the third this year, began on Monday"
                if let Some(day) = self.closer(word, told, side) {
                    return Some((day, Some(Link::In)));
                }
                return Some((told, self.of_noun(told, word)));
            }
        }
        // "last week's **coup** attempt"
        let whole = tree.head(trigger).filter(|_| tree.deprel(trigger) == "compound");
        if let Some(told) = whole.and_then(|w| self.of_word(w).filter(|t| t.owner == Some(w))) {
            return Some((told, Some(Link::In)));
        }
        let top = light.unwrap_or(centre);
        if let Some(found) = self.of_its_clause(centre) {
            return Some(found);
        }
        self.under(top)
            .or_else(|| self.shared(top, side))
            .or_else(|| self.of_complement(top, side).map(|t| (t, None)))
            .or_else(|| self.of_list(top, side).map(|t| (t, None)))
            .or_else(|| self.of_subject(top).map(|t| (t, Some(Link::In))))
            .or_else(|| self.of_meeting(top, side).map(|t| (t, Some(Link::In))))
            .or_else(|| self.of_infinitive(top, side).map(|t| (t, Some(Link::In))))
            .or_else(|| self.right_behind(centre, side).map(|t| (t, Some(Link::In))))
    }

    /// The day of the verb, where a noun has the whole year that holds it.
    fn closer(&self, noun: TokenIx, told: &Told, side: Side) -> Option<&Told> {
        const LONG: i32 = 27;
        let tree = self.tree;
        let (start, end) = told.interval.start.zip(told.interval.end)?;
        if tree.upos(noun) != "NOUN" || (end - start).get_days() < LONG || told.words.start < noun.at() {
            return None;
        }
        let (day, _) = self.shared(noun, side)?;
        let (first, last) = day.interval.start.zip(day.interval.end)?;
        (day.link == Link::In && start <= first && last <= end).then_some(day)
    }

    /// "since **Saturday's raid**", "after the **raid** of 4 August": the preposition is that of the noun, and the raid itself was on the day.
    fn of_noun(&self, told: &Told, noun: TokenIx) -> Option<Link> {
        let tree = self.tree;
        let names = tree.upos(noun) == "NOUN" && !is_predicate(tree, noun);
        if !names || told.top == noun {
            return None;
        }
        match tree.deprel(told.top) {
            "nmod:poss" => Some(Link::In),
            // "after the 2009 coup"
            "nummod" | "compound" | "amod" | "nmod" | "nmod:unmarked" if told.words.end == noun.at() => {
                Some(Link::In)
            }
            _ => (told.words.start > noun.at()).then(|| super::link::before(tree, told.words.start)),
        }
    }

    /// "died of wounds from the **bombing on 10 August**", where the day may hang on the verb.
    fn right_behind(&self, noun: TokenIx, side: Side) -> Option<&Told> {
        let tree = self.tree;
        let definite = tree.upos(noun) == "NOUN" && points_back(tree, noun) && tree.deprel(noun) != "nsubj";
        let on = TokenIx::new(noun.at() + 1);
        // "heed a call for a stoppage **next Monday**", "the stadium is ready for his burial **today**"
        let his = || {
            tree.with(noun, "nmod")
                .any(|p| tree.deprel(p) == "nmod:poss" && tree.upos(p) == "PRON")
        };
        let next = self
            .told
            .iter()
            .find(|t| t.words.start == on.at() && t.link == Link::In);
        let direct = tree.upos(noun) == "NOUN"
            && tree.deprel(noun) != "nsubj"
            && (side == Side::Ahead && tense::wished(tree, self.rules, noun) || his());
        if let Some(told) = next.filter(|t| direct && self.fits(t, side)) {
            return Some(told);
        }
        let told = self
            .told
            .iter()
            .find(|t| definite && t.words.start == on.at() + 1)?;
        (matches!(tree.lower(on).as_str(), "on" | "of") && self.fits(told, side)).then_some(told)
    }

    /// "The house, which **meets tomorrow**, will elect a speaker": the time of what a clause tells of the subject, where both are ahead.
    fn of_meeting(&self, verb: TokenIx, side: Side) -> Option<&Told> {
        let tree = self.tree;
        let subject = tree.child(verb, "nsubj").filter(|_| side == Side::Ahead)?;
        let clause = tree.with(subject, "acl").find(|c| {
            tree.deprel(*c) == "acl:relcl"
                && matches!(tree.xpos(*c), "VBZ" | "VBP")
                && matches!(
                    tree.lower(*c).as_str(),
                    "meet" | "convene" | "gather" | "sit" | "open" | "begin" | "start"
                )
        })?;
        self.of_word(clause)
            .filter(|t| t.link == Link::In && self.fits(t, side))
    }

    /// "Since the polls closed on Sunday, police have detained": the time of a clause of time below.
    fn under(&self, word: TokenIx) -> Option<(&Told, Option<Link>)> {
        let tree = self.tree;
        // "starting on Sunday, unions will strike"
        let starting =
            |clause| tree.xpos(clause) == "VBG" && matches!(tree.lower(clause).as_str(), "start" | "begin");
        tree.with(word, "advcl").find_map(|clause| {
            let mark = tree
                .with(clause, "mark")
                .chain(tree.with(clause, "advmod"))
                .map(|m| tree.lower(m))
                .find(|m| {
                    of_word(m).is_some() || matches!(m.as_str(), "when" | "while" | "as" | "if" | "once")
                })
                .or_else(|| starting(clause).then(|| "since".to_owned()))?;
            let counted = |t: &&Told| t.top == clause;
            // "before troops start to leave on Monday"
            let told = self
                .of_word(clause)
                .or_else(|| self.of_word(tree.child(clause, "xcomp")?))
                .filter(|t| !counted(t))?;
            // "When the envoy came on Monday they had **already** fled"
            let already = mark == "when" && had_already(tree, word);
            if already {
                return Some((told, Some(Link::Before)));
            }
            // "if elected on 8 January, will abolish"
            if matches!(mark.as_str(), "if" | "once") {
                let ahead = tense::by_verb(tree, self.words, word) == Some(Side::Ahead)
                    && self.fits(told, Side::Ahead);
                return ahead.then_some((told, Some(Link::Since)));
            }
            let same = tense::by_verb(tree, self.words, clause) == tense::by_verb(tree, self.words, word);
            let link = of_word(&mark).unwrap_or(Link::In);
            // "When the house meets on Wednesday it will elect a speaker"
            let ahead = mark == "when"
                && matches!(tree.xpos(clause), "VBZ" | "VBP")
                && tense::by_verb(tree, self.words, word) == Some(Side::Ahead)
                && self.fits(told, Side::Ahead);
            (link != Link::In || same || ahead).then_some((told, Some(link)))
        })
    }

    /// The time of the clause that a word depends on.
    fn shared(&self, start: TokenIx, side: Side) -> Option<(&Told, Option<Link>)> {
        let tree = self.tree;
        let mut word = start;
        // Whether only a time at the beginning may be shared.
        let mut front = false;
        // "have since detained"
        let since = |t: &TokenIx| tree.with(*t, "advmod").any(|m| tree.lower(m) == "since");
        let mut link = Some(start).filter(since).map(|_| Link::Since);
        for _ in 0..5 {
            let head = tree.head(word)?;
            let subject = tree
                .children(word)
                .any(|c| matches!(tree.relation(c), "nsubj" | "csubj"));
            // "It was on Monday that …"
            if is_cleft(tree, head) && matches!(tree.relation(word), "ccomp" | "csubj" | "advcl" | "acl") {
                // "It was in the port, the following day, that …"
                let within = tree.extent(head).start..tree.extent(word).start;
                let beside = |t: &&Told| t.owner == Some(head) && within.contains(&t.words.start);
                let told = self.told.iter().find(|t| t.words.contains(&head.at()));
                return told.or_else(|| self.told.iter().find(beside)).map(|t| (t, None));
            }
            match tree.relation(word) {
                "conj" | "parataxis" if is_predicate(tree, word) && is_predicate(tree, head) => {
                    front |= subject;
                }
                // "have until Friday to leave"
                "xcomp" | "advcl" | "acl" if side == Side::Ahead && self.given_until(head).is_some() => {
                    return self.given_until(head).map(|t| (t, None));
                }
                "xcomp" | "advcl" | "acl" if side == Side::Ahead && self.deadline(head).is_some() => {
                    return self.deadline(head).map(|t| (t, Some(Link::Before)));
                }
                // "are to be buried" has a tense of its own
                "advcl"
                    if tree.non_finite(word)
                        && !tree
                            .with(word, "aux")
                            .any(|a| matches!(tree.xpos(a), "VBZ" | "VBP" | "VBD")) =>
                {
                    if tree.with(word, "mark").any(|m| tree.lower(m) == "to") {
                        return None;
                    }
                }
                "advcl" => {
                    let mark = tree
                        .with(word, "mark")
                        .chain(tree.with(word, "advmod"))
                        .map(|m| tree.lower(m))
                        .next();
                    // "marched to the palace on Wednesday, where police fired"
                    if mark.as_deref() == Some("where") && side == Side::Past {
                        return self.scene(word, head, side).map(|t| (t, None));
                    }
                    // "broke down on Friday after the rebels walked out"
                    if mark.as_deref() == Some("after") && side == Side::Past {
                        let told = self
                            .of_word(head)
                            .filter(|t| t.link == Link::In && !self.counted(t));
                        return told
                            .filter(|t| self.fits(t, side))
                            .map(|t| (t, Some(Link::Before)));
                    }
                    if !matches!(mark.as_deref(), Some("as" | "when" | "while")) {
                        return None;
                    }
                    if mark.as_deref() == Some("when") {
                        link = Some(Link::In);
                        // "in July 1995, when troops took the town"
                        let when = tree.extent(word).start;
                        let named = self.told.iter().find(|t| {
                            t.words.end == when
                                || t.words.end + 1 == when && tree.form(TokenIx::new(t.words.end)) == ","
                        });
                        if let Some(told) = named {
                            return self.fits(told, side).then_some((told, link));
                        }
                    }
                }
                "acl" if tree.deprel(word) == "acl:relcl" => {
                    let place = tree.with(word, "advmod").any(|m| tree.lower(m) == "where");
                    // "Saturday's raid, in which police fired"
                    let mut above = tree
                        .upward(head)
                        .take_while(|w| *w == head || tree.upos(*w) == "NOUN")
                        .take(3);
                    let held = above.find_map(|w| self.told.iter().find(|t| t.owner == Some(w)));
                    if let Some(told) = held {
                        return (side == Side::Past).then_some((told, Some(Link::In)));
                    }
                    let timed = self.told.iter().any(|t| t.words.contains(&head.at()));
                    if timed || self.words.times.contains(&tree.lower(head)) {
                        return self.named_by(head, word).map(|t| (t, Some(Link::In)));
                    }
                    // "meet on Monday for the anniversary, when the dead are to be buried"
                    if tree.with(word, "advmod").any(|m| tree.lower(m) == "when")
                        && let Some(above) = tree.upward(head).find(|w| is_predicate(tree, *w))
                    {
                        return self
                            .of_word(above)
                            .filter(|t| t.link == Link::In && self.fits(t, side))
                            .map(|t| (t, Some(Link::In)));
                    }
                    // The clause may hang on the place.
                    if place
                        && side == Side::Past
                        && let Some(above) = tree.upward(head).find(|w| is_predicate(tree, *w))
                    {
                        return self.scene(word, above, side).map(|t| (t, None));
                    }
                    if !place || side != Side::Ahead {
                        return None;
                    }
                    front = true;
                    word = tree.upward(head).find(|w| is_predicate(tree, *w))?;
                    if let Some(told) = self.of_word(word).filter(|t| t.words.end <= word.at()) {
                        return self.fits(told, side).then_some((told, None));
                    }
                    continue;
                }
                // "Police, firing bullets, raided the hostel on Saturday"
                "acl" if tree.xpos(word) == "VBG" && tree.relation(head) == "nsubj" => {
                    word = tree.head(head)?;
                    let told = self.of_word(word).filter(|t| self.fits(t, side));
                    return told.map(|t| (t, link));
                }
                // "The number of officials convicted rose in May"
                "acl" if tree.deprel(word) == "acl" && tree.xpos(word) == "VBN" => {
                    return self
                        .of_number(head)
                        .filter(|t| self.fits(t, side))
                        .map(|t| (t, None));
                }
                "nmod" if side != Side::Ahead && counts(tree, head) => {
                    return self
                        .of_number(word)
                        .filter(|t| self.fits(t, side))
                        .map(|t| (t, None));
                }
                "xcomp" => {
                    if tree.upos(head) == "VERB" && !self.words.done.contains(&tree.lower(head)) {
                        return None;
                    }
                }
                "ccomp" | "csubj" => return None,
                // "The report is due by Friday"
                "nsubj" if tense::is_due(tree, self.words, word) => {
                    return self.of_word(head).map(|t| (t, None));
                }
                // "The raid was on Saturday"
                "nsubj" if tree.child(head, "cop").is_some() => {
                    let told = self.told.iter().find(|t| t.words.contains(&head.at()))?;
                    return Some((told, None));
                }
                "nsubj" if tree.upos(word) == "NOUN" && tree.upos(head) == "VERB" => {
                    // "The killing of two guards four days before had enraged them"
                    let verbal = tree.child(head, "aux").unwrap_or(head);
                    let between = self.of_word(head).filter(|t| {
                        t.words.start > word.at()
                            && t.words.end <= verbal.at()
                            && (self.counted(t) || tree.form(TokenIx::new(t.words.start - 1)) != ",")
                    });
                    if let Some(told) = between {
                        return Some((told, None));
                    }
                    let verb = tree.lower(head);
                    if !(self.words.begin.contains(&verb)
                        || self.words.happen.contains(&verb)
                        || self.words.wreaks.contains(&verb)
                        || self.words.stops.contains(&verb)
                        || tree.passive(head))
                    {
                        return None;
                    }
                }
                "obj" if tree.upos(word) == "NOUN" && self.words.hold.contains(&tree.lower(head)) => {}
                // "ended on Friday with an assault", "died in a raid on Friday"
                "obl"
                    if tree.upos(head) == "VERB"
                        && matches!(tree.preposition(word).as_deref(), Some("in" | "with" | "during"))
                        && !says(tree, self.rules, head) => {}
                "obl" if self.turns(word, head) => {}
                // "arrived on Friday for a two-day visit"
                "obl"
                    if tree.upos(head) == "VERB"
                        && matches!(tree.preposition(word).as_deref(), Some("for" | "on"))
                        && self.length_of(word).is_some() => {}
                // "flies to Oslo on Thursday for talks"
                "obl"
                    if self.words.comes.contains(&tree.lower(head))
                        && tree.preposition(word).as_deref() == Some("for")
                        && tree.upos(word) == "NOUN" => {}
                "obj" | "obl" | "nmod" if side == Side::Ahead && tense::wished(tree, self.rules, word) => {}
                _ => return None,
            }
            if let Some(told) = self.of_word(head) {
                let before = told.words.end <= head.at();
                let joint = before || !front;
                // "Until last year the two had met; then …"
                let joint = joint && (!front || matches!(told.link, Link::In | Link::Since));
                // "marched to the palace on Wednesday, and police fired": one scene
                let scene = !before
                    && front
                    && told.link == Link::In
                    && (told.interval.start == told.interval.end || self.is_week(told))
                    && !self.counted(told)
                    && tree.child(word, "cc").is_some_and(|c| tree.lower(c) == "and")
                    && simple_past(tree, word)
                    && simple_past(tree, head)
                    && !says(tree, self.rules, word)
                    && told.words.end <= tree.extent(word).start;
                let joint = joint || scene;
                return (joint && self.fits(told, side)).then_some((told, link));
            }
            word = head;
        }
        None
    }

    /// "goes **to the polls**", "came **under attack**"
    fn turns(&self, noun: TokenIx, verb: TokenIx) -> bool {
        let tree = self.tree;
        let with = tree
            .preposition(noun)
            .map(|p| [&tree.lower(verb), " ", &p].concat());
        tree.upos(noun) == "NOUN" && with.is_some_and(|w| self.words.turn.contains(&w))
    }

    /// The time of the verb above, where both tell of one scene.
    fn scene(&self, verb: TokenIx, above: TokenIx, side: Side) -> Option<&Told> {
        if !simple_past(self.tree, verb) || !simple_past(self.tree, above) {
            return None;
        }
        self.of_word(above)
            .filter(|t| t.link == Link::In && !self.counted(t) && self.fits(t, side))
    }

    /// "the riot that **broke out on Friday**", "the strike, which **began on Friday**": the time of the clause that says when a noun happened.
    pub(super) fn of_its_clause(&self, noun: TokenIx) -> Option<(&Told, Option<Link>)> {
        const LASTING: [&str; 18] = [
            "bombing",
            "bombardment",
            "shelling",
            "campaign",
            "curfew",
            "lockdown",
            "walkout",
            "operation",
            "strike",
            "siege",
            "war",
            "offensive",
            "blockade",
            "boycott",
            "occupation",
            "fast",
            "crisis",
            "sit-in",
        ];
        let tree = self.tree;
        if tree.upos(noun) != "NOUN" {
            return None;
        }
        let told_by = |clause: &TokenIx| {
            let lemma = tree.lower(*clause);
            let pronoun = tree
                .child(*clause, "nsubj")
                .is_some_and(|s| matches!(tree.lower(s).as_str(), "that" | "which"));
            let happens = self.words.happen.contains(&lemma) && !ends(&lemma);
            pronoun && (happens || self.words.begin.contains(&lemma))
        };
        // "a rally **planned for Friday** was called off on Wednesday"
        let planned = tree.with(noun, "acl").find(|c| {
            tree.deprel(*c) == "acl" && tree.xpos(*c) == "VBN" && self.words.planned.contains(&tree.lower(*c))
        });
        let of_plan = planned.and_then(|c| {
            let told = self.of_word(c)?;
            let before = told.words.start.checked_sub(1).map(TokenIx::new)?;
            matches!(tree.lower(before).as_str(), "for" | "on" | "in" | "at").then_some(told)
        });
        if let Some(told) = of_plan {
            // "a strike planned for Wednesday will now take place on Friday"
            let held = tree.head(noun).filter(|v| {
                let held = tree.lower(*v) == "hold" && tree.passive(*v);
                tree.relation(noun) == "nsubj"
                    && (held
                        || self.words.happen.contains(&tree.lower(*v))
                        || self.words.begin.contains(&tree.lower(*v)))
            });
            let now = held
                .and_then(|v| self.of_word(v))
                .filter(|t| t.link == Link::In && self.fits(t, Side::Ahead));
            return Some((now.unwrap_or(told), Some(Link::In)));
        }
        // "a strike due to begin on Friday"
        let due = tree
            .children(noun)
            .filter(|c| matches!(tree.relation(*c), "acl" | "amod"));
        let due = due.filter(|c| {
            matches!(
                tree.lower(*c).as_str(),
                "due" | "set" | "bound" | "schedule" | "expect" | "slate"
            )
        });
        let told = due
            .filter_map(|c| tree.child(c, "xcomp"))
            .find_map(|c| self.of_word(c));
        if let Some(told) = told {
            return Some((told, Some(Link::In)));
        }
        // "his resignation, which he tendered on Friday"
        let made = |c: &TokenIx| {
            let lemma = tree.lower(*c);
            let object = tree
                .children(*c)
                .any(|o| tree.relation(o) == "obj" && matches!(tree.lower(o).as_str(), "which" | "that"));
            object
                && (self.words.hold.contains(&lemma)
                    || matches!(
                        lemma.as_str(),
                        "make" | "hold" | "tender" | "submit" | "offer" | "sign"
                    ))
        };
        // "a siege that lasted from May to July"
        let lasted = |c: &TokenIx| {
            tree.lower(*c) == "last"
                && self
                    .of_word(*c)
                    .is_some_and(|t| t.interval.start < t.interval.end)
        };
        // "a raid that killed nine on Friday", "a raid in which nine died on Friday"
        let wreaked = |c: &TokenIx| {
            let which = |n: TokenIx| matches!(tree.lower(n).as_str(), "that" | "which");
            let killed =
                tree.child(*c, "nsubj").is_some_and(which) && self.words.wreaks.contains(&tree.lower(*c));
            let within =
                |o: TokenIx| which(o) && matches!(tree.preposition(o).as_deref(), Some("in" | "during"));
            killed || tree.with(*c, "obl").any(within)
        };
        let clause = tree
            .with(noun, "acl")
            .filter(|c| tree.deprel(*c) == "acl:relcl")
            .find(|c| told_by(c) || made(c) || lasted(c) || wreaked(c))?;
        let told = self.of_word(clause).filter(|t| t.link == Link::In)?;
        let begins = self.words.begin.contains(&tree.lower(clause));
        // "Protests that began on 4 August have spread"
        let going = tree.head(noun).is_some_and(|v| {
            let now = |a: TokenIx| tree.lower(a) == "have" && matches!(tree.xpos(a), "VBZ" | "VBP");
            tree.relation(noun) == "nsubj"
                && (tree.with(v, "aux").any(now) || matches!(tree.xpos(v), "VBZ" | "VBP"))
        });
        let lasts = begins && (going || LASTING.contains(&tree.lower(noun).as_str()));
        Some((told, lasts.then_some(Link::Since)))
    }

    /// "The number of **arrests** rose in May": the time of what the number of them did.
    fn of_number(&self, counted: TokenIx) -> Option<&Told> {
        let tree = self.tree;
        let number = tree
            .head(counted)
            .filter(|h| tree.relation(counted) == "nmod" && counts(tree, *h))?;
        let verb = tree.head(number).filter(|v| {
            tree.relation(number) == "nsubj" && tree.upos(*v) == "VERB" && !says(tree, self.rules, *v)
        })?;
        self.of_word(verb).filter(|t| t.link == Link::In)
    }

    /// "have until Friday to leave", "were given till noon to pay"
    fn given_until(&self, verb: TokenIx) -> Option<&Told> {
        let given = gives(self.tree, verb) || self.tree.lower(verb) == "have";
        self.told
            .iter()
            .find(|t| given && own(self.tree, t, verb) && matches!(t.link, Link::Before | Link::By))
    }

    /// "set **a deadline of Friday** for the army to leave"
    fn deadline(&self, above: TokenIx) -> Option<&Told> {
        let tree = self.tree;
        let names = |n: &TokenIx| matches!(tree.lower(*n).as_str(), "deadline" | "ultimatum");
        let object = || {
            tree.children(above)
                .find(|c| matches!(tree.relation(*c), "obj" | "nsubj") && names(c))
        };
        let noun = Some(above).filter(names).or_else(object)?;
        self.told
            .iter()
            .find(|t| own(tree, t, noun) && t.words.start > noun.at())
    }

    /// "will debate a motion to remove him **next Wednesday**": what hangs on the infinitive behind, where the verb itself is ahead and has no time.
    fn of_infinitive(&self, verb: TokenIx, side: Side) -> Option<&Told> {
        let tree = self.tree;
        let end = tree.extent(verb).end;
        self.told.iter().find(|t| {
            let below = t.owner.is_some_and(|o| {
                let to = tree.with(o, "mark").any(|m| tree.lower(m) == "to");
                to && matches!(tree.relation(o), "acl" | "advcl") && tree.below(o, verb) && o != verb
            });
            let comma = (verb.at()..t.words.start).any(|i| tree.form(TokenIx::new(i)) == ",");
            side == Side::Ahead
                && below
                && !comma
                && t.link == Link::In
                && t.words.end <= end
                && self.fits(t, side)
        })
    }

    /// "tried to leave **on Friday**", "found the guard dead **on Monday**": the time that hangs on what a verb in the past takes.
    fn of_complement(&self, verb: TokenIx, side: Side) -> Option<&Told> {
        let tree = self.tree;
        // "agree to stop felling trees **by 2030**"
        let ahead = |c: &TokenIx| side == Side::Ahead && tree.xpos(*c) == "VBG";
        let complement = tree
            .child(verb, "xcomp")
            .filter(|c| side == Side::Past || ahead(c))?;
        let infinitive = tree.with(complement, "mark").any(|m| tree.lower(m) == "to");
        if infinitive && !self.words.done.contains(&tree.lower(verb)) {
            return None;
        }
        self.of_word(complement).filter(|t| self.fits(t, side))
    }

    /// "8 December, the **day** on which …": a time that a word names, itself or beside it.
    fn named_by(&self, noun: TokenIx, clause: TokenIx) -> Option<&Told> {
        let tree = self.tree;
        let itself = self.told.iter().find(|t| t.words.contains(&noun.at()));
        itself.or_else(|| {
            let begin = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.start;
            self.told
                .iter()
                .rev()
                .find(|t| t.words.end <= noun.at() && t.words.start >= begin && noun < clause)
                .filter(|t| noun.at() - t.words.end <= 4)
        })
    }

    /// "Yesterday's ambush killed five"
    fn of_subject(&self, verb: TokenIx) -> Option<&Told> {
        let subject = self
            .tree
            .child(verb, "nsubj")
            .filter(|_| !self.tree.passive(verb))?;
        self.told
            .iter()
            .find(|t| t.owner == Some(subject) && self.tree.deprel(t.top) == "nmod:poss")
            .filter(|_| !says(self.tree, self.rules, verb))
    }

    /// "arrested and charged on Monday": the time at the end of a list of verbs.
    fn of_list(&self, word: TokenIx, side: Side) -> Option<&Told> {
        let tree = self.tree;
        let last = tree
            .with(word, "conj")
            .find(|c| tree.upos(*c) == "VERB" && tree.child(*c, "nsubj").is_none())?;
        // "arrested the minister and dissolved his cabinet on Monday"
        let object = tree.child(word, "obj").is_some();
        let alike = side == Side::Past && tense::by_verb(tree, self.words, last) == Some(Side::Past);
        if object && (!alike || says(tree, self.rules, word) || says(tree, self.rules, last)) {
            return None;
        }
        self.of_word(last)
            .filter(|t| t.words.start > last.at() && (!object || t.link == Link::In && !self.counted(t)))
    }

    /// "three days **later**"
    fn counted(&self, told: &Told) -> bool {
        let last = self.tree.form(TokenIx::new(told.words.end - 1)).to_lowercase();
        self.words.later.contains(&last) || self.words.earlier.contains(&last)
    }

    /// "last week", "at the weekend"
    fn is_week(&self, told: &Told) -> bool {
        let last = self.tree.form(TokenIx::new(told.words.end - 1)).to_lowercase();
        matches!(last.as_str(), "week" | "weekend")
    }

    /// Whether a shared time may lie where the tense of the event is.
    fn fits(&self, told: &Told, side: Side) -> bool {
        let Some(published) = self.published else {
            return true;
        };
        match side {
            Side::Ahead => told.interval.end.is_none_or(|e| e >= published) || told.link == Link::Since,
            Side::Past => told.interval.start.is_none_or(|s| s <= published),
            Side::Present => true,
        }
    }
}
