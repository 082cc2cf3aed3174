//! The times that a text tells: those of the annotator and those counted from them, in order, each with the clause that it belongs to.

use super::link::{self, Link, Side};
use super::relative::{self, From, Meaning, Relative};
use super::tense;
use super::unit::{self, Unit};
use super::words::Words;
use super::{belongs, dateline};
use crate::places::tokens_of;
use crate::rules::Rules;
use crate::syntax::Tree;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Interval, Timex, TimexType, TokenIx};
use std::ops::Range;

/// A time that the text tells.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) words: Range<usize>,
    pub(super) interval: Interval,
    pub(super) link: Link,
    /// The topmost of its words, or of the phrase or clause that it is counted from.
    pub(super) top: TokenIx,
    /// The verb, or predicate, that it belongs to.
    pub(super) owner: Option<TokenIx>,
    /// Counted from another, or a time of day.
    pub(super) exact: bool,
    /// Counted back from another.
    back: bool,
    /// What others may be counted from.
    anchor: bool,
}

/// What a place in the text may say of time, before it is known which days it means.
enum Raw<'d> {
    Timex(&'d Timex),
    Relative(Relative),
}

/// How many sentences back an expression may look for the time that it is counted from.
const FAR: usize = 4;

impl Told {
    /// A time of day, or a day counted from another.
    pub(super) fn is_short(&self) -> bool {
        self.exact && self.interval.start == self.interval.end
    }
}

struct Teller<'a> {
    tree: &'a Tree<'a>,
    rules: &'a Rules,
    words: &'a Words,
    published: Option<Date>,
    dateline: Option<dateline::Dateline>,
    done: Vec<Told>,
}

/// All times of the document in order.
pub(super) fn all(tree: &Tree, rules: &Rules, words: &Words) -> Vec<Told> {
    let mut teller = Teller {
        tree,
        rules,
        words,
        published: tree.doc.article.published,
        dateline: dateline::find(tree),
        done: Vec::new(),
    };
    for sentence in &tree.doc.sentences {
        let within = sentence.span;
        let relative = relative::scan(tree, words, &sentence.tokens);
        let times = &tree.doc.times;
        let first = times.partition_point(|t| t.span.start() < within.start());
        let times = times[first..]
            .iter()
            .take_while(|t| t.span.start() < within.end());
        let mut raw: Vec<(Range<usize>, Raw)> = times
            .map(|t| (tokens_of(tree, t.span), Raw::Timex(t)))
            .filter(|(range, _)| {
                !relative
                    .iter()
                    .any(|r| r.words.start < range.end && range.start < r.words.end)
            })
            .collect();
        raw.extend(relative.into_iter().map(|r| (r.words.clone(), Raw::Relative(r))));
        raw.sort_by_key(|(range, _)| range.start);
        teller.sentence(&raw);
    }
    teller.done
}

impl Teller<'_> {
    fn sentence(&mut self, raw: &[(Range<usize>, Raw)]) {
        let first = self.done.len();
        // Those of the annotator first: others may be counted from one that follows.
        let mut known: Vec<Option<Told>> = raw
            .iter()
            .map(|(range, raw)| match raw {
                Raw::Timex(timex) => self.timex(timex, range),
                Raw::Relative(_) => None,
            })
            .collect();
        for (at, (range, raw)) in raw.iter().enumerate() {
            let told = match raw {
                Raw::Timex(timex) => match known[at].take() {
                    Some(told) if is_clock(self.tree, range) => self.clock(timex, told),
                    Some(told) => Some(told),
                    None => self.length(timex, range, &known),
                },
                Raw::Relative(relative) => self.relative(relative, &known),
            };
            known[at] = None;
            if let Some(told) = told {
                self.done.push(told);
                let last = self.done.len() - 1;
                self.parenthetical(last);
                self.other_side(last);
                self.year_told(last);
            }
        }
        self.join(first);
    }

    fn told(&self, words: &Range<usize>, interval: Interval) -> Told {
        let tree = self.tree;
        let top = words
            .clone()
            .map(TokenIx::new)
            .find(|t| tree.head(*t).is_none_or(|h| !words.contains(&h.at())))
            .unwrap_or(TokenIx::new(words.start));
        let nested = || {
            let noun = tree
                .head(top)
                .filter(|h| tree.upos(*h) == "NOUN" && tree.relation(top) == "nmod")?;
            if self.words.parts_of_day.contains(&tree.lower(noun)) {
                return None;
            }
            let preposition = tree.preposition(noun)?;
            link::of_word(preposition.split(' ').next()?)
        };
        let link = match link::before(tree, words.start) {
            // "after the attack on 10 June"
            Link::In => nested().unwrap_or(Link::In),
            link => link,
        };
        Told {
            words: words.clone(),
            interval,
            link,
            top,
            owner: belongs::owner(tree, top),
            exact: false,
            back: false,
            anchor: true,
        }
    }

    fn timex(&self, timex: &Timex, words: &Range<usize>) -> Option<Told> {
        let days = timex.interval;
        if !matches!(timex.kind, TimexType::Date | TimexType::Time) || days == Interval::default() {
            return None;
        }
        if self.dateline.as_ref().is_some_and(|d| d.words == *words) {
            return None;
        }
        let mut told = self.told(words, self.portion(words, days));
        told.exact = timex.kind == TimexType::Time;
        told.anchor = !timex.value.ends_with("_REF");
        if let Some(dateline) = self
            .dateline
            .as_ref()
            .filter(|_| dateline::deictic(self.tree, words))
        {
            told.interval = dateline.moved(told.interval);
        }
        let first = self.tree.form(TokenIx::new(words.start)).to_lowercase();
        let of = self.tree.form(TokenIx::new((words.start + 1).min(words.end)));
        if first == "overnight" || first == "night" && of == "of" {
            told.interval.end = told.interval.end.and_then(|e| e.tomorrow().ok());
        }
        self.approximate(&mut told, words);
        self.the_unit(&mut told, words);
        if told.link == Link::By
            && self
                .tree
                .form(TokenIx::new(words.start))
                .to_lowercase()
                .starts_with("mid")
        {
            told.interval.end = middle(told.interval).or(told.interval.end);
        }
        Some(told)
    }

    /// "nearly sixty years ago"
    fn approximate(&self, told: &mut Told, words: &Range<usize>) {
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let ago = form(words.end - 1) == "ago";
        let (Some(start), Some(end)) = (told.interval.start, told.interval.end) else {
            return;
        };
        if !ago || (end - start).get_days() < 364 {
            return;
        }
        let (less, more) = match form(words.start).as_str() {
            "nearly" | "almost" => (0, 1),
            "about" | "around" | "roughly" | "some" | "approximately" => (1, 1),
            "more" | "over" => (1, 0),
            _ => return,
        };
        told.interval = Interval::between(
            start.saturating_sub(less.years()),
            end.saturating_add(more.years()),
        );
    }

    /// "By the end of the month soldiers had shot a hundred": the month that was told last, where that of publication is not over.
    fn the_unit(&self, told: &mut Told, words: &Range<usize>) {
        let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
        let unit = match form(words.end - 1).as_str() {
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return,
        };
        let open = self.published.zip(told.interval.end).is_some_and(|(p, e)| e > p);
        if words.len() < 2 || form(words.end - 2) != "the" || !open || self.owner_side(told) != Side::Past {
            return;
        }
        let anchor = self.anchor(words.start, false, false, Side::Past, 31);
        if let Some(day) = anchor.and_then(|a| a.interval.end) {
            let days = unit::holding(unit, day);
            let late = words.clone().any(|i| matches!(form(i).as_str(), "end" | "late"));
            let third = days.start.zip(days.end).map(|(s, e)| (e - s).get_days() / 3);
            told.interval = match (late, third, days.end) {
                (true, Some(third), Some(end)) => {
                    Interval::between(end.saturating_sub(i64::from(third).days()), end)
                }
                _ => days,
            };
        }
    }

    /// "the first weeks of 2009"
    fn portion(&self, words: &Range<usize>, days: Interval) -> Interval {
        let form = |back: usize| {
            words
                .start
                .checked_sub(back)
                .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .unwrap_or_default()
        };
        let of = usize::from(form(1) == "the") + 1;
        let (Some(start), Some(end)) = (days.start, days.end) else {
            return days;
        };
        if form(of) != "of" {
            return days;
        }
        let (length, which) = match form(of + 1).as_str() {
            "days" => (10, form(of + 2)),
            "weeks" => (45, form(of + 2)),
            "months" => (120, form(of + 2)),
            // "the second week of July", "the last day of May"
            "week" | "day" => return nth(days, &form(of + 1), &form(of + 2)).unwrap_or(days),
            // "on the eve of 23 May"
            "eve" => return Interval::day(start.saturating_sub(1.days())),
            // The night of the seventh ends on the eighth.
            "night" if start == end => return Interval::between(start, end.saturating_add(1.days())),
            "end" | "close" if words_are_relative(self.tree, words) => {
                ((end - start).get_days() / 3, "last".into())
            }
            "beginning" | "start" if words_are_relative(self.tree, words) => {
                ((end - start).get_days() / 3, "first".into())
            }
            _ => return days,
        };
        let length = i64::from(length);
        match which.as_str() {
            "first" | "early" | "opening" => {
                Interval::between(start, start.saturating_add((length - 1).days()).min(end))
            }
            "last" | "final" | "closing" => {
                Interval::between(end.saturating_sub((length - 1).days()).max(start), end)
            }
            _ => days,
        }
    }

    /// A time of day has the day that was told last.
    fn clock(&self, _: &Timex, mut told: Told) -> Option<Told> {
        if let Some(anchor) = self.anchor(told.words.start, false, true, Side::Present, 10) {
            told.interval = anchor.interval;
        }
        told.exact = true;
        Some(told)
    }

    /// "over the past three days", "within a week of the vote"
    fn length(&self, timex: &Timex, words: &Range<usize>, known: &[Option<Told>]) -> Option<Told> {
        let (number, unit) = length_of(timex)?;
        let text = timex.span.of(&self.tree.doc.article.text).to_lowercase();
        let has = |list: &[&str]| text.split(' ').any(|word| list.contains(&word));
        let published = self.published?;
        let before = words.start.checked_sub(1).map(TokenIx::new)?;
        let within = self.tree.form(before).eq_ignore_ascii_case("within");
        let interval = if has(&["past", "last", "previous"]) {
            Interval::between(published.saturating_sub(unit.span(number)), published)
        } else if has(&["next", "coming", "following"]) {
            Interval::between(published, published.saturating_add(unit.span(number)))
        } else if within {
            let of = self
                .tree
                .form(TokenIx::new((words.end).min(self.tree.doc.tokens.len() - 1)));
            let top = self.told(words, Interval::default()).top;
            let event = self
                .tree
                .with(top, "nmod")
                .find(|_| of.eq_ignore_ascii_case("of"))
                .map(|n| self.event(n, words.end, known, 31));
            let start = match event {
                Some(event) => event?.start?,
                None if self.ahead(top) => published,
                None => {
                    self.anchor(words.start, false, false, Side::Past, 10)?
                        .interval
                        .start?
                }
            };
            Interval::between(start, start.saturating_add(unit.span(number)))
        } else if self.tree.form(before).eq_ignore_ascii_case("for")
            && !timex.value.contains('X')
            && self.lasts(words)
        {
            Interval::between(published.saturating_sub(unit.span(number)), published)
        } else {
            return None;
        };
        let mut told = self.told(words, interval);
        told.link = Link::In;
        told.anchor = false;
        Some(told)
    }

    /// "For three weeks guns have shelled the town": the present perfect.
    fn lasts(&self, words: &Range<usize>) -> bool {
        let top = self.told(words, Interval::default()).top;
        let owner = belongs::owner(self.tree, top);
        owner.is_some_and(|o| {
            self.tree
                .with(o, "aux")
                .any(|a| self.tree.lower(a) == "have" && matches!(self.tree.xpos(a), "VBZ" | "VBP"))
        })
    }

    fn relative(&self, relative: &Relative, known: &[Option<Told>]) -> Option<Told> {
        let mut told = self.told(&relative.words, Interval::default());
        told.link = relative.link.unwrap_or(told.link);
        told.exact = true;
        let start = relative.words.start;
        match relative.meaning {
            Meaning::Shifted(from, shift) => {
                told.back = shift.sign < 0;
                let days = self.from(from, &mut told, known, shift.sign < 0, shift.longest())?;
                told.interval = self.portion(&told.words, shift.from(days)?);
            }
            Meaning::Weekday(from, weekday, sign) => {
                told.back = sign < 0;
                let days = self.from(from, &mut told, known, sign < 0, 10)?;
                told.interval = Interval::day(unit::beside(days, weekday, sign)?);
            }
            Meaning::DayOfMonth(day) => {
                let side = self.owner_side(&told);
                told.interval = Interval::day(day_of_month(self.published?, day, side)?);
                told.exact = false;
            }
            Meaning::Streak(number, unit) => {
                let first = self.published?.saturating_sub(unit.span(number - 1.0));
                told.interval = Interval::between(first, self.published?);
                told.link = Link::In;
            }
            Meaning::Clock => told.interval = self.anchor(start, false, true, Side::Present, 10)?.interval,
        }
        Some(told)
    }

    /// The days that an expression is counted from.
    fn from(
        &self,
        from: From,
        told: &mut Told,
        known: &[Option<Told>],
        back: bool,
        longest: i32,
    ) -> Option<Interval> {
        let start = told.words.start;
        match from {
            From::Published => self.published.map(Interval::day),
            From::Told(last) => {
                let side = match told.link {
                    Link::By | Link::Before => self.owner_side(told),
                    _ => Side::Present,
                };
                self.anchor(start, back && !last, false, side, longest)
                    .map(|a| a.interval)
            }
            From::Event(word) => {
                if self.tree.below(told.top, word) {
                    told.top = word;
                    told.owner = belongs::owner(self.tree, word);
                }
                self.event(word, told.words.end, known, longest)
            }
        }
    }

    /// When what a word tells of happens: a time told with it, or told before with the same happening.
    fn event(&self, word: TokenIx, from: usize, known: &[Option<Told>], longest: i32) -> Option<Interval> {
        // A clause about "the fifth day of the war" may hang on either.
        let above = self.tree.head(word).filter(|h| self.tree.upos(*h) == "NOUN");
        let extent = self.tree.extent(above.unwrap_or(word));
        let inside = known
            .iter()
            .flatten()
            .find(|t| t.words.start >= from && extent.contains(&t.words.start));
        if let Some(told) = inside {
            return Some(told.interval);
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

    /// The time told before a word that others are counted from. Times of saying only where there is no other.
    fn anchor(&self, at: usize, back: bool, clock: bool, side: Side, longest: i32) -> Option<&Told> {
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

    fn says(&self, verb: TokenIx) -> bool {
        self.tree.upos(verb) == "VERB" && belongs::says(self.tree, self.rules, verb)
    }

    fn ahead(&self, top: TokenIx) -> bool {
        belongs::owner(self.tree, top)
            .is_some_and(|o| tense::by_verb(self.tree, self.words, o) == Some(Side::Ahead))
    }

    /// The side of publication on which the clause of a time lies.
    fn owner_side(&self, told: &Told) -> Side {
        let tree = self.tree;
        let Some(owner) = told.owner else {
            return Side::Present;
        };
        let noun = tree
            .head(told.top)
            .filter(|h| *h != owner || !belongs::is_predicate(tree, owner));
        if let Some(noun) = noun {
            // "called for a strike on 10 June", "ahead of Sunday's vote"
            let ahead = tense::wished(tree, self.rules, noun)
                || tree.preposition(noun).as_deref() == Some("ahead of");
            return if ahead { Side::Ahead } else { Side::Present };
        }
        match tense::by_verb(tree, self.words, owner) {
            // "called for a strike on 10 June", hung on the verb
            Some(_)
                if tree
                    .children(owner)
                    .any(|c| c < told.top && c != told.top && tense::wished(tree, self.rules, c)) =>
            {
                Side::Present
            }
            Some(side) => side,
            // "Kenya repeats its election on Thursday"
            None if matches!(tree.xpos(owner), "VBZ" | "VBP")
                && tree.head(told.top) == Some(owner)
                && !self.says(owner)
                && !tree.doc.sentences[tree.doc.sentence_of(owner)].heading =>
            {
                Side::Ahead
            }
            None => Side::Present,
        }
    }

    /// Joins "between 15 and 29 March", "from Monday to Wednesday".
    fn join(&mut self, first: usize) {
        let tree = self.tree;
        let form = |i: usize| tree.form(TokenIx::new(i)).to_lowercase();
        let sentence_start = |i: usize| {
            tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(i))]
                .tokens
                .start
        };
        let mut at = first;
        while at < self.done.len() {
            let start = self.done[at].words.start;
            let begin = sentence_start(start);
            let two =
                |i: usize, words: [&str; 2]| i > begin && form(i) == words[1] && form(i - 1) == words[0];
            // "between 15 and 29 March"
            let day = start
                .checked_sub(3)
                .filter(|i| *i >= begin && matches!(form(*i).as_str(), "between" | "from"))
                .filter(|_| matches!(form(start - 1).as_str(), "and" | "to" | "until" | "till"))
                .and_then(|i| form(i + 1).parse::<i8>().ok());
            if let (Some(day), Some(end)) = (day, self.done[at].interval.end)
                && let Some(from) = Date::new(end.year(), end.month(), day).ok().filter(|d| *d <= end)
            {
                self.done[at].interval.start = Some(from);
                self.done[at].link = Link::In;
                self.done[at].words.start = start - 2;
            } else if at > first {
                let last = &self.done[at - 1];
                let gap = last.words.end..start;
                let between = |word: &str| last.words.start > begin && form(last.words.start - 1) == word;
                let joined = match gap.len() {
                    1 => match form(gap.start).as_str() {
                        "and" => between("between"),
                        "to" | "until" | "till" | "through" | "–" => true,
                        "-" => between("from") || between("in"),
                        _ => false,
                    },
                    2 => between("from") && two(gap.start + 1, ["up", "to"]),
                    _ => false,
                };
                let (start, end) = (last.interval.start, self.done[at].interval.end);
                if joined && start.zip(end).is_some_and(|(s, e)| s <= e) {
                    let gone = self.done.remove(at);
                    let last = &mut self.done[at - 1];
                    last.interval = Interval { start, end };
                    last.link = Link::In;
                    last.words.end = gone.words.end;
                    continue;
                }
            }
            at += 1;
        }
    }

    /// "In January, the minister announced on Thursday, the vehicles are to cross": what stands before a verb of saying that is set off by commas belongs to
    /// what is said.
    fn parenthetical(&mut self, at: usize) {
        let tree = self.tree;
        let told = &self.done[at];
        let Some(says) = told.owner.filter(|o| *o > told.top && self.says(*o)) else {
            return;
        };
        let comma = |i: usize| i < tree.doc.tokens.len() && tree.form(TokenIx::new(i)) == ",";
        let sentence = tree.doc.sentences[tree.doc.sentence_of(says)].tokens.clone();
        if !comma(told.words.end) {
            return;
        }
        let Some(second) = (says.at()..sentence.end).find(|i| comma(*i)) else {
            return;
        };
        let content = tree
            .child(says, "ccomp")
            .filter(|c| c.at() > second && tree.child(*c, "mark").is_none_or(|m| tree.lower(m) == "to"))
            .or_else(|| {
                (second..sentence.end).map(TokenIx::new).find(|t| {
                    belongs::is_predicate(tree, *t)
                        && tree.child(*t, "nsubj").is_some_and(|s| s.at() > second)
                })
            });
        if content.is_some() {
            self.done[at].owner = content;
            self.done[at].top = content.unwrap_or(says);
        }
    }

    /// "In May 2011 commandos killed him, and in June the group named his deputy": a month without a year after one with a year that is past.
    fn year_told(&mut self, at: usize) {
        const LONG_AGO: i32 = 300;
        let forms = |told: &Told| -> Vec<String> {
            let form = |i: usize| self.tree.form(TokenIx::new(i)).to_lowercase();
            told.words.clone().map(form).collect()
        };
        let told = &self.done[at];
        let own = forms(told);
        if told.exact || !own.iter().any(|f| is_month(f)) || own.iter().any(|f| is_year(f) || f == "last") {
            return;
        }
        let Some(before) = at.checked_sub(1).map(|b| &self.done[b]) else {
            return;
        };
        let sentence = |t: &Told| self.tree.doc.sentence_of(TokenIx::new(t.words.start));
        let (Some(published), Some(start), Some(end), Some(from)) = (
            self.published,
            told.interval.start,
            told.interval.end,
            before.interval.start,
        ) else {
            return;
        };
        let long_ago = before
            .interval
            .end
            .is_some_and(|e| (published - e).get_days() > LONG_AGO);
        let with_year = forms(before).iter().any(|f| is_year(f)) && before.words.len() > 1;
        if !long_ago || !with_year || sentence(told) - sentence(before) > 1 {
            return;
        }
        let years = i64::from(from.year()) - i64::from(start.year());
        let years = years + i64::from(start.month() < from.month());
        let moved = |day: Date| day.saturating_add(years.years());
        self.done[at].interval = Interval::between(moved(start), moved(end));
    }

    /// A weekday, or a month without a year, that lies on the wrong side of publication for the verb that it belongs to.
    fn other_side(&mut self, at: usize) {
        let told = &self.done[at];
        let (Some(published), Some(start), Some(end)) =
            (self.published, told.interval.start, told.interval.end)
        else {
            return;
        };
        if told.back || !told.anchor || !matches!(told.link, Link::In | Link::Before) {
            return;
        }
        let forms: Vec<String> = told
            .words
            .clone()
            .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
            .collect();
        let side = self.owner_side(told);
        let sign = match side {
            Side::Ahead if end < published => 1,
            Side::Past if start > published => -1,
            _ => return,
        };
        let year = forms.iter().any(|f| is_year(f));
        let near = matches!(forms[0].as_str(), "last" | "this" | "next" | "past" | "coming");
        let span = match () {
            () if year || near => return,
            () if forms.iter().any(|f| is_month(f)) => sign.years(),
            () if forms.iter().any(|f| unit::weekday(f).is_some() || f == "weekend") => (7 * sign).days(),
            () => return,
        };
        let told = &mut self.done[at];
        let moved = (start.saturating_add(span), end.saturating_add(span));
        let whole = start == start.first_of_month() && end == end.last_of_month();
        told.interval = Interval::between(moved.0, if whole { moved.1.last_of_month() } else { moved.1 });
    }
}

/// Whether a word is the name of a month.
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS.contains(&word)
}

/// Whether a word is a year in figures.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// "the second week", "the last day" of some days
fn nth(days: Interval, unit: &str, which: &str) -> Option<Interval> {
    let (start, end) = days.start.zip(days.end)?;
    let length = if unit == "week" { 7 } else { 1 };
    if which == "last" || which == "final" {
        return Some(Interval::between(end.checked_sub((length - 1).days()).ok()?, end));
    }
    let before = (unit::ordinal(which)? as i64 - 1) * length;
    let first = start.checked_add(before.days()).ok()?;
    let last = first.checked_add((length - 1).days()).ok()?.min(end);
    (first <= last).then(|| Interval::between(first, last))
}

/// Whether the words are "that month" and their like.
fn words_are_relative(tree: &Tree, words: &Range<usize>) -> bool {
    tree.form(TokenIx::new(words.start)).eq_ignore_ascii_case("that")
}

/// Whether the words name a time of day and no day.
fn is_clock(tree: &Tree, words: &Range<usize>) -> bool {
    words.clone().all(|i| {
        let form = tree.form(TokenIx::new(i)).to_lowercase();
        form.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                form.as_str(),
                "noon"
                    | "midnight"
                    | "midday"
                    | "a.m."
                    | "p.m."
                    | "am"
                    | "pm"
                    | "gmt"
                    | "hours"
                    | "around"
                    | "about"
                    | "local"
                    | "time"
                    | "at"
            )
    }) && words.clone().any(|i| {
        let form = tree.form(TokenIx::new(i));
        form.contains([':', '.'])
            || matches!(
                form,
                "noon" | "midnight" | "midday" | "am" | "pm" | "a.m." | "p.m."
            )
    })
}

/// Number and unit of a duration (`P3D`).
fn length_of(timex: &Timex) -> Option<(f64, Unit)> {
    let rest = timex
        .value
        .strip_prefix('P')
        .filter(|_| timex.kind == TimexType::Duration)?;
    let (rest, time) = rest.strip_prefix('T').map_or((rest, false), |r| (r, true));
    let unit = match rest.chars().last()? {
        'H' if time => Unit::Hour,
        'D' => Unit::Day,
        'W' => Unit::Week,
        'M' if !time => Unit::Month,
        'Y' => Unit::Year,
        _ => return None,
    };
    let number = match (&rest[..rest.len() - 1], unit) {
        // "within hours", "within weeks"
        ("X", Unit::Hour) => 24.0,
        ("X", Unit::Day) => 10.0,
        ("X", _) => 5.0,
        (number, _) => number.parse().ok()?,
    };
    Some((number, unit))
}

fn middle(days: Interval) -> Option<Date> {
    let (start, end) = days.start.zip(days.end)?;
    start.checked_add(((end - start).get_days() / 2).days()).ok()
}

/// The nearest day of a month that bears a number, on the side of publication that the verb tells.
fn day_of_month(published: Date, day: i8, side: Side) -> Option<Date> {
    let months = [-2, -1, 0, 1, 2].into_iter().filter_map(|by: i64| {
        let month = published.first_of_month().checked_add(by.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    });
    let fits = |d: &Date| match side {
        Side::Past => *d <= published,
        Side::Ahead => *d >= published,
        Side::Present => true,
    };
    months
        .filter(fits)
        .min_by_key(|d| (*d - published).get_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_of_months_without_a_name() {
        let check = |day, side, expected| {
            assert_eq!(day_of_month(date(2024, 2, 24), day, side), expected);
        };
        check(29, Side::Ahead, Some(date(2024, 2, 29)));
        check(29, Side::Past, Some(date(2024, 1, 29)));
        check(31, Side::Ahead, Some(date(2024, 3, 31)));
        check(20, Side::Present, Some(date(2024, 2, 20)));
    }
}
