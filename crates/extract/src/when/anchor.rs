//! What expressions are counted from: the time told before, or that of a happening.

use super::belongs;
use super::link::{Link, Side};
use super::tense;
use super::told::{Teller, Told};
use super::unit::{self, Shift, Unit};
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};

/// How many sentences back an expression may look for the time that it is counted from.
const FAR: usize = 4;

impl Teller<'_> {
    /// When what a word tells of happens: a time told with it, or told before with the same happening.
    pub(super) fn event(
        &self,
        word: TokenIx,
        from: usize,
        known: &[Option<Told>],
        longest: i32,
    ) -> Option<Interval> {
        // A clause about "the fifth day of the war" may hang on either.
        let above = self.tree.head(word).filter(|h| self.tree.upos(*h) == "NOUN");
        let extent = self.tree.extent(above.unwrap_or(word));
        // "the shooting on 7 August"
        let noun = self.tree.upos(word) == "NOUN";
        let behind = |t: &Told| noun && (word.at() + 1..=word.at() + 2).contains(&t.words.start);
        let inside = known
            .iter()
            .flatten()
            .find(|t| t.words.start >= from && (extent.contains(&t.words.start) || behind(t)));
        if let Some(told) = inside {
            // "a week before the end of July"
            let words = told.words.clone().take(2).map(|i| self.form(i));
            let edge = words.filter_map(|f| match f.as_str() {
                "end" | "close" => told.interval.end,
                "start" | "beginning" => told.interval.start,
                _ => None,
            });
            return Some(edge.map(Interval::day).next().unwrap_or(told.interval));
        }
        if let Some(day) = self.turn_of(word) {
            return Some(Interval::day(day));
        }
        belongs::happening(self.tree, self.words, &self.done, word).or_else(|| {
            let subject = self.tree.subject(word)?;
            let pronoun = self.tree.upos(subject) == "PRON";
            (pronoun && self.tree.upos(word) == "VERB")
                .then(|| self.anchor(from, false, false, Side::Present, longest))
                .flatten()
                .map(|a| a.interval)
        })
    }

    /// "before **the year ended**", "two days into **the new year**": the last such day.
    fn turn_of(&self, word: TokenIx) -> Option<Date> {
        let tree = self.tree;
        let published = self.published?;
        let named = |noun: TokenIx| {
            let unit = match tree.lower(noun).as_str() {
                "week" => Unit::Week,
                "month" => Unit::Month,
                "year" => Unit::Year,
                _ => return None,
            };
            Some(unit).filter(|_| belongs::points_back(tree, noun))
        };
        let start = |unit| unit::holding(unit, published).start;
        let new = |noun: TokenIx| tree.with(noun, "amod").any(|a| tree.lower(a) == "new");
        if let Some(unit) = named(word).filter(|_| tree.upos(word) == "NOUN" && new(word)) {
            return start(unit);
        }
        let over = matches!(
            tree.lower(word).as_str(),
            "end" | "close" | "finish" | "out" | "over" | "expire"
        );
        let unit = tree.subject(word).filter(|_| over).and_then(named)?;
        start(unit)?.yesterday().ok()
    }

    /// The time of the clause that a word stands in, itself outside of the words.
    pub(super) fn main_time(&self, word: TokenIx, main: TokenIx, known: &[Option<Told>]) -> Option<Interval> {
        let tree = self.tree;
        let inside = if tree.below(main, word) {
            tree.extent(word).start..tree.extent(main).start
        } else {
            tree.extent(word)
        };
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(word)].tokens;
        let subject = tree.subject(main);
        let beside = |t: &&Told| {
            sentence.contains(&t.words.start)
                && !inside.contains(&t.words.start)
                && t.link == Link::In
                && t.interval != Interval::default()
                && (belongs::own(tree, t, main) || t.owner.is_some() && t.owner == subject)
        };
        known
            .iter()
            .flatten()
            .chain(&self.done)
            .find(beside)
            .map(|t| t.interval)
    }

    /// "Rebels fled on Friday, three days **after troops took** the fort": when what a word tells of happened, counted back from the clause that an
    /// expression belongs to; where that clause has no time, from publication or the day before it.
    pub(super) fn counted_back(
        &self,
        word: TokenIx,
        main: Option<TokenIx>,
        shift: Shift,
        known: &[Option<Told>],
    ) -> Option<Interval> {
        let tree = self.tree;
        let published = self.published.filter(|_| shift.sign != 0)?;
        // The clause above may be read as a second one beside it.
        let main = main.filter(|m| *m != word).or_else(|| {
            tree.with(word, "conj")
                .filter(|c| belongs::is_predicate(tree, *c))
                .last()
        })?;
        // "agreed on Monday to ban rifles, three days after the attack": with the ban or with the word of it.
        // "shook the city on Monday, bringing down walls a year after the storm"
        let above = || {
            tree.head(main).filter(|_| {
                tree.relation(main) == "xcomp" || tree.relation(main) == "advcl" && tree.xpos(main) == "VBG"
            })
        };
        let told = self.main_time(word, main, known);
        if let Some(days) = told.or_else(|| self.main_time(word, above()?, known)) {
            return shift.back(days);
        }
        let inside = tree.extent(word);
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(word)].tokens;
        let all = || known.iter().flatten().chain(&self.done);
        let near = |t: &&Told| {
            sentence.contains(&t.words.start)
                && !inside.contains(&t.words.start)
                && t.words.end <= word.at()
                && t.link == Link::In
                && t.anchor
                && t.owner.is_some_and(|o| !self.says(o))
        };
        // "They met the same evening, and two days after the talks the house voted": not of the first clause.
        let apart = tree.relation(main) == "conj" && tree.child(main, "nsubj").is_some();
        let own = all().filter(|t| !apart && near(t)).max_by_key(|t| t.words.start);
        if let Some(told) = own {
            return shift.back(told.interval);
        }
        // What was told before may be of another time than publication.
        const NEWS: i32 = 7;
        let at = tree.doc.sentences[tree.doc.sentence_of(word)].tokens.start;
        let before = self.anchor(at, false, false, Side::Present, i32::MAX);
        if before.is_some() && self.is_definite(word) {
            return None;
        }
        // "Gunmen raided the hall on Friday. It was a week after embassies had warned"
        let it = tree
            .subject(main)
            .is_some_and(|s| matches!(tree.lower(s).as_str(), "it" | "that" | "this"));
        if let Some(told) = before.filter(|_| it && tree.child(main, "cop").is_some()) {
            return shift.back(told.interval);
        }
        let old = before
            .and_then(|t| t.interval.end)
            .is_some_and(|e| (published - e).get_days() > NEWS);
        let base = match tense::by_verb(tree, self.words, main) {
            Some(Side::Ahead) => return None,
            _ if old => return None,
            Some(Side::Past) => Interval::between(published.yesterday().ok()?, published),
            _ => Interval::day(published),
        };
        shift.back(base)
    }

    /// Whether a noun means what was told before: "the choice", "their fast".
    fn is_definite(&self, noun: TokenIx) -> bool {
        let tree = self.tree;
        let more = |c: TokenIx| match tree.relation(c) {
            // The words that are counted may hang in front.
            "nmod" | "acl" => c > noun,
            relation => matches!(relation, "compound" | "amod"),
        };
        let own = |c: TokenIx| tree.deprel(c) == "nmod:poss" || !more(c);
        tree.upos(noun) == "NOUN" && belongs::points_back(tree, noun) && tree.children(noun).all(own)
    }

    /// "The house chose him on 14 June … five days after **the choice**": a noun for what was told before, counted from the time of that.
    pub(super) fn of_the_story(&self, word: TokenIx, at: usize, shift: Shift) -> Option<Interval> {
        let before = self.anchor(at, false, false, Side::Present, shift.longest());
        let told = before.filter(|_| shift.sign != 0 && self.is_definite(word))?;
        shift.from(told.interval)
    }

    /// "On the day when troops entered the town, **last Saturday**, …"
    pub(super) fn named_after(
        &self,
        word: TokenIx,
        shift: &Shift,
        known: &[Option<Told>],
    ) -> Option<Interval> {
        let end = self.tree.extent(word).end;
        let told = known.iter().flatten().find(|t| {
            shift.sign == 0
                && t.words.start > word.at()
                && (t.words.start == end + 1
                    || t.words.end <= end && self.tree.form(TokenIx::new(t.words.start - 1)) == ",")
        });
        told.map(|t| t.interval)
    }

    /// The time told before a word that others are counted from. Times of saying only where there is no other.
    pub(super) fn anchor(
        &self,
        at: usize,
        back: bool,
        clock: bool,
        side: Side,
        longest: i32,
    ) -> Option<&Told> {
        let sentence = self.tree.doc.sentence_of(TokenIx::new(at));
        let near = |t: &&Told| {
            let far = if clock { 1 } else { FAR };
            sentence - self.tree.doc.sentence_of(TokenIx::new(t.words.start)) <= far
        };
        let ahead = |t: &&Told| {
            side != Side::Ahead
                || self
                    .published
                    .is_none_or(|p| t.interval.end.is_none_or(|e| e >= p))
        };
        let all = || {
            self.done
                .iter()
                .rev()
                .filter(|t| t.words.end <= at && t.anchor && !(back && t.back))
                .take_while(near)
                .filter(ahead)
        };
        let short = |t: &&Told| {
            let length = t
                .interval
                .start
                .zip(t.interval.end)
                .map(|(s, e)| (e - s).get_days());
            length.is_none_or(|l| l < longest)
        };
        let happens = |t: &&Told| !t.owner.is_some_and(|o| self.says(o));
        all()
            .find(|t| happens(t) && short(t))
            .or_else(|| all().find(short))
            .or_else(|| all().find(happens))
            .or_else(|| all().next())
    }
}
