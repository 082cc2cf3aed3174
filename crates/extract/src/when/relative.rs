//! Expressions that are counted from another time: "four days later", "the same night", "the day before the vote", "on the 29th".

use super::link::Link;
use super::unit::{self, Shift, Unit};
use super::words::Words;
use crate::syntax::Tree;
use jiff::civil::Weekday;
use sayso_model::TokenIx;
use std::ops::Range;

/// What an expression is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The time told before it; `true`: the very last, by "that" or "then".
    Told(bool),
    Published,
    /// What a word tells of, which stands behind "before" or "after".
    Event(TokenIx),
    /// The annotator's time that begins with a word.
    Named(TokenIx),
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    Shifted(From, Shift),
    Weekday(From, Weekday, i8),
    /// A day of a month that is not named.
    DayOfMonth(i8),
    /// A day of the month that many months after that of publication.
    DayOfThis(i8, i64),
    /// The so-manieth weekday (negative: the last) of the month that many months after that of publication.
    WeekdayOfMonth(i8, Weekday, i64),
    /// The season that begins with a month of the year told before.
    Season(i8),
    /// The last but one of the seasons that begin with a month.
    SeasonBeforeLast(i8),
    /// A weekday of the week that many weeks after another.
    OfWeek(From, Weekday, i64),
    /// The first so many units (negative: the last) of the nearest unit.
    Edge(f64, Unit, Unit),
    /// Before the unit of publication is over.
    Out(Unit),
    /// For so many units up to publication.
    Streak(f64, Unit),
    /// So many years before the annotator's time that begins with a word.
    YearsBefore(TokenIx, i16),
    /// "in its ninth day": for so many units up to the time that the clause tells, or to publication.
    Running(f64, Unit),
    /// "in the weeks that followed": some of them behind a time.
    Following(From, Unit),
    /// "in the weeks before the vote": some of them in front of what a word tells of.
    Leading(From, Unit),
    /// "in the second half of the month" (`true`: the second).
    Half(Unit, bool),
    /// A time of day without a day.
    Clock,
    /// "shortly after midnight": of the day behind that of the time told before.
    AfterMidnight,
    /// "during the night": that before or after the day told before.
    Night,
    /// "in between": between two times told before.
    Between,
    /// The last day of the time told before.
    End,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Relative {
    pub(super) words: Range<usize>,
    pub(super) meaning: Meaning,
    /// What it adds to the words before it ("**only** then").
    pub(super) link: Option<Link>,
}

/// The expressions of a sentence in order.
pub(super) fn scan(tree: &Tree, words: &Words, sentence: &Range<usize>) -> Vec<Relative> {
    let forms: Vec<String> = sentence
        .clone()
        .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
        .collect();
    let scanner = Scanner {
        tree,
        words,
        forms,
        first: sentence.start,
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < scanner.forms.len() {
        match scanner.at(at) {
            Some((end, meaning, link)) => {
                out.push(Relative {
                    words: sentence.start + at..sentence.start + end,
                    meaning,
                    link,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

pub(super) struct Scanner<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) words: &'a Words,
    pub(super) forms: Vec<String>,
    first: usize,
}

pub(super) type Hit = (usize, Meaning, Option<Link>);

impl Scanner<'_> {
    pub(super) fn form(&self, at: usize) -> &str {
        self.forms.get(at).map_or("", String::as_str)
    }

    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |b| self.form(b))
    }

    pub(super) fn token(&self, at: usize) -> TokenIx {
        TokenIx::new(self.first + at)
    }

    pub(super) fn lemma(&self, at: usize) -> String {
        if at < self.forms.len() {
            self.tree.lower(self.token(at))
        } else {
            String::new()
        }
    }

    pub(super) fn unit(&self, at: usize) -> Option<(Unit, f64)> {
        Unit::named(&self.lemma(at))
    }

    /// Whether a clause ends at a word.
    pub(super) fn ends(&self, at: usize) -> bool {
        at >= self.forms.len()
            || matches!(
                self.form(at),
                "," | "." | ";" | ":" | ")" | "\"" | "”" | "-" | "–" | "—"
            )
    }

    fn at(&self, at: usize) -> Option<Hit> {
        self.then(at)
            .or_else(|| self.ever(at))
            .or_else(|| self.out(at))
            .or_else(|| self.of_week(at))
            .or_else(|| self.before_last(at))
            .or_else(|| self.half(at))
            .or_else(|| self.edge(at))
            .or_else(|| self.at_end(at))
            .or_else(|| self.nth(at))
            .or_else(|| self.season(at))
            .or_else(|| self.anniversary(at))
            .or_else(|| self.hour(at))
            .or_else(|| self.by_evening(at))
            .or_else(|| self.night(at))
            .or_else(|| self.between(at))
            .or_else(|| self.following(at))
            .or_else(|| self.all_beside(at))
            .or_else(|| self.streak(at))
            .or_else(|| self.running(at))
            .or_else(|| self.week_from(at))
            .or_else(|| self.weekday_of_month(at))
            .or_else(|| self.named(at))
            .or_else(|| self.counted(at))
    }

    /// "by then", "only then", "it was then that"
    fn then(&self, at: usize) -> Option<Hit> {
        if self.form(at) != "then" {
            return None;
        }
        let same = Meaning::Shifted(From::Told(true), Shift::THEN);
        let cleft = matches!(self.before(at), "was" | "is") && at > 1 && self.form(at - 2) == "it";
        match self.before(at) {
            "only" => Some((at + 1, same, Some(Link::After))),
            "by" | "until" | "till" | "since" | "before" | "after" | "from" => Some((at + 1, same, None)),
            _ => cleft.then_some((at + 1, same, None)),
        }
    }

    /// "have protested **ever since**", "has **since** left", "have been hit **since**."
    fn ever(&self, at: usize) -> Option<Hit> {
        let adverb = self.form(at) == "since" && self.tree.relation(self.token(at)) == "advmod";
        let ever = self.before(at) == "ever" && self.ends(at + 1);
        let has = matches!(self.before(at), "have" | "has" | "had")
            && at + 1 < self.forms.len()
            && matches!(self.tree.xpos(self.token(at + 1)), "VBN" | "VBD");
        // "Two hospitals have been hit **since**."
        let end = adverb && self.ends(at + 1) && {
            let verb = self.tree.head(self.token(at));
            verb.is_some_and(|v| self.tree.with(v, "aux").any(|a| self.tree.lower(a) == "have"))
        };
        let meaning = Meaning::Shifted(From::Told(true), Shift::THEN);
        (adverb && (ever || has || end)).then_some((at + 1, meaning, Some(Link::Since)))
    }

    /// "before the month is out"
    fn out(&self, at: usize) -> Option<Hit> {
        let (unit, _) = self.unit(at + 1)?;
        let over = matches!(self.form(at + 2), "is" | "was" | "has")
            && matches!(self.form(at + 3), "out" | "over" | "through" | "ended");
        let the = matches!(self.form(at), "the" | "this") && self.before(at) == "before";
        (the && over).then_some((at + 4, Meaning::Out(unit), Some(Link::Before)))
    }

    /// "Monday of last week", "the Friday of that week"
    fn of_week(&self, at: usize) -> Option<Hit> {
        let first = at + usize::from(self.form(at) == "the");
        let weekday = unit::weekday(self.form(first))?;
        let the = usize::from(self.form(first + 2) == "the");
        let week = self.form(first + 1) == "of" && self.form(first + the + 3) == "week";
        let meaning = match self.form(first + the + 2) {
            "previous" | "preceding" => Meaning::OfWeek(From::Told(true), weekday, -1),
            "following" | "next" if the == 1 => Meaning::OfWeek(From::Told(true), weekday, 1),
            "last" => Meaning::OfWeek(From::Published, weekday, -1),
            "this" => Meaning::OfWeek(From::Published, weekday, 0),
            "next" => Meaning::OfWeek(From::Published, weekday, 1),
            "that" => Meaning::OfWeek(From::Told(true), weekday, 0),
            _ => return None,
        };
        week.then_some((first + the + 4, meaning, None))
    }

    /// "the week before last", "the Friday before last", "the month after next"
    fn before_last(&self, at: usize) -> Option<Hit> {
        let sign: i8 = match (self.form(at + 2), self.form(at + 3)) {
            ("before", "last") => -1,
            ("after", "next") => 1,
            _ => return None,
        };
        if self.form(at) != "the" {
            return None;
        }
        let noun = at + 4 < self.forms.len()
            && matches!(self.tree.relation(self.token(at + 3)), "amod" | "compound");
        if noun
            && self
                .tree
                .head(self.token(at + 3))
                .is_some_and(|h| h.at() == self.first + at + 4)
        {
            return None;
        }
        if let Some(weekday) = unit::weekday(self.form(at + 1)) {
            return Some((at + 4, Meaning::Weekday(From::Published, weekday, 2 * sign), None));
        }
        if let Some(month) = season(self.form(at + 1)).filter(|_| sign < 0) {
            return Some((at + 4, Meaning::SeasonBeforeLast(month), None));
        }
        let (unit, times) = self.unit(at + 1)?;
        let shift = Shift {
            count: Some(2.0 * times),
            unit,
            sign,
            calendar: true,
            ..Shift::NONE
        };
        (unit != Unit::Hour).then_some((at + 4, Meaning::Shifted(From::Published, shift), None))
    }

    /// "the second half of the month"
    fn half(&self, at: usize) -> Option<Hit> {
        let second = match self.form(at) {
            "first" => false,
            "second" | "last" | "latter" => true,
            _ => return None,
        };
        let of = self.form(at + 1) == "half"
            && self.form(at + 2) == "of"
            && matches!(self.form(at + 3), "the" | "this");
        let (unit, _) = self.unit(at + 4).filter(|_| of)?;
        let long = matches!(unit, Unit::Week | Unit::Month | Unit::Year) && !self.form(at + 4).ends_with('s');
        long.then_some((at + 5, Meaning::Half(unit, second), None))
    }

    /// "during **the night**", which may be that before or after the day told before
    fn night(&self, at: usize) -> Option<Hit> {
        let during = matches!(self.before(at), "in" | "during" | "through");
        let night = self.form(at) == "the" && self.form(at + 1) == "night";
        let more = matches!(
            self.form(at + 2),
            "of" | "to" | "from" | "on" | "before" | "after" | "that" | "when" | "between" | "into" | "-"
        ) || unit::weekday(self.form(at + 2)).is_some();
        (during && night && !more).then_some((at + 2, Meaning::Night, None))
    }

    /// "**In between**, the house had voted": between the two times told last
    fn between(&self, at: usize) -> Option<Hit> {
        let both = self.form(at) == "between" && self.before(at) == "in" && self.ends(at + 1);
        both.then_some((at + 1, Meaning::Between, None))
    }

    /// "on **the two preceding days**", "over **the following three days**", "in **the two days before**": all of them
    fn all_beside(&self, at: usize) -> Option<Hit> {
        let placed = matches!(
            self.before(at),
            "in" | "on" | "over" | "during" | "for" | "throughout" | "within"
        );
        if !placed || self.form(at) != "the" {
            return None;
        }
        let side = |at: usize| match self.form(at) {
            "next" => None,
            word if self.words.next.contains(word) => Some(1),
            word if self.words.previous.contains(word) => Some(-1),
            _ => None,
        };
        let first = side(at + 1);
        let number = at + 1 + usize::from(first.is_some());
        let (count, used) = unit::count(self.forms.get(number..)?)?;
        let second = side(number + used);
        let noun = number + used + usize::from(second.is_some());
        let (unit, times) = self.unit(noun)?;
        let (sign, from, end) = match first.or(second) {
            Some(sign) => (sign, From::Told(true), noun + 1),
            None => self.that_followed(noun + 1).or_else(|| self.side(noun + 1))?,
        };
        let shift = Shift {
            count: Some(count? * times),
            unit,
            sign,
            through: true,
            ..Shift::NONE
        };
        Some((end, Meaning::Shifted(from, shift), None))
    }

    /// "that followed", "which preceded the vote", behind a unit: on which side of what, and where the words for it end
    fn that_followed(&self, at: usize) -> Option<(i8, From, usize)> {
        let sign = match self.form(at + 1) {
            "followed" | "ensued" => 1,
            "preceded" => -1,
            _ => return None,
        };
        if !matches!(self.form(at), "that" | "which") {
            return None;
        }
        let object = self.tree.child(self.token(at + 1), "obj");
        Some((sign, object.map_or(From::Told(true), From::Event), at + 2))
    }

    /// "the first day of the year", "the last days of the month"
    fn edge(&self, at: usize) -> Option<Hit> {
        let turn = ["the", "turn", "of", "the", "year"];
        if (0..5).all(|i| self.form(at + i) == turn[i]) {
            return Some((at + 5, Meaning::Edge(1.0, Unit::Day, Unit::Year), None));
        }
        let the = usize::from(self.form(at) == "the");
        let last = matches!(self.form(at + the), "last" | "final" | "closing");
        let first = matches!(self.form(at + the), "first" | "opening");
        // "the first four months of the year"
        let counted = (first || last)
            .then(|| self.forms.get(at + the + 1..).and_then(unit::count))
            .flatten()
            .and_then(|(number, used)| Some((number?, used)));
        let the = the + counted.map_or(0, |(_, used)| used);
        let plural = self.form(at + the + 1).ends_with('s');
        let (small, times) = self.unit(at + the + 1)?;
        if !(first || last)
            || self.form(at + the + 2) != "of"
            || !matches!(self.form(at + the + 3), "the" | "this")
        {
            return None;
        }
        let old = usize::from(matches!(self.form(at + the + 4), "old" | "new" | "current"));
        let (whole, _) = self.unit(at + the + 4 + old)?;
        let long = matches!(whole, Unit::Month | Unit::Year) && small != whole;
        // "the very first hours of the month": its first day.
        let (small, times) = if small == Unit::Hour {
            (Unit::Day, 1.0 / 3.0)
        } else {
            (small, times)
        };
        // "days", "weeks": some three of them.
        let some = if plural { 3.0 } else { 1.0 };
        let number = (times * counted.map_or(some, |(n, _)| n)).max(1.0);
        let count = number * if last { -1.0 } else { 1.0 };
        long.then_some((at + the + 5 + old, Meaning::Edge(count, small, whole), None))
    }

    /// "that summer"
    fn season(&self, at: usize) -> Option<Hit> {
        let same = usize::from(self.words.same.contains(self.form(at + 1)));
        let month = season(self.form(at + 1 + same))?;
        let that = self.form(at) == "that" || same == 1 && self.form(at) == "the";
        that.then_some((at + 2 + same, Meaning::Season(month), None))
    }

    /// "the twentieth anniversary of the day when": so many years after it
    fn anniversary(&self, at: usize) -> Option<Hit> {
        let (number, used) = match self.form(at) {
            "centenary" => (100.0, 0),
            "bicentenary" => (200.0, 0),
            _ => self.ordinal(at)?,
        };
        let named = matches!(self.form(at + used), "anniversary" | "centenary" | "bicentenary");
        if !named || self.form(at + used + 1) != "of" {
            return None;
        }
        let word = self.token(at + used);
        let of = self
            .tree
            .with(word, "nmod")
            .find(|n| self.tree.preposition(*n).as_deref() == Some("of"))?;
        let day = self.words.times.contains(&self.tree.lower(of));
        let told = self.clause_of(of).filter(|_| day);
        let shift = Shift {
            count: Some(number),
            unit: Unit::Year,
            sign: 1,
            to_the_day: true,
            ..Shift::NONE
        };
        Some((
            at + used + 1,
            Meaning::Shifted(From::Event(told.unwrap_or(of)), shift),
            None,
        ))
    }

    /// The number of an ordinal, and how many words it is.
    fn ordinal(&self, at: usize) -> Option<(f64, usize)> {
        self.forms.get(at..).and_then(unit::long_ordinal)
    }

    /// "in its ninth day", "entered a third week"
    fn running(&self, at: usize) -> Option<Hit> {
        let own = matches!(self.form(at), "its" | "their" | "his" | "her");
        let enters = matches!(self.before(at), "entered" | "enters" | "entering");
        let within = matches!(self.before(at), "in" | "into");
        // "ended on Friday, **its third day**"
        let aside = self.before(at) == ",";
        let goes = enters || self.before(at) == "into";
        if !(own && (within || enters || aside) || goes && matches!(self.form(at), "a" | "the")) {
            return None;
        }
        let (number, used) = self.ordinal(at + 1)?;
        let more = usize::from(matches!(
            self.form(at + 1 + used),
            "consecutive" | "straight" | "successive" | "full"
        ));
        let end = at + 2 + used + more;
        let (unit, times) = self.unit(end - 1)?;
        let meant = number > 1.0 && unit != Unit::Hour && self.form(end) != "of";
        meant.then_some((end, Meaning::Running(number * times, unit), None))
    }

    /// "Friday week", "a week tomorrow", "a fortnight on Friday"
    fn week_from(&self, at: usize) -> Option<Hit> {
        let to_the_day = |count| Shift {
            count: Some(count),
            unit: Unit::Week,
            sign: 1,
            to_the_day: true,
            ..Shift::NONE
        };
        let loose = |at: usize| {
            self.ends(at)
                || matches!(
                    self.tree.upos(self.token(at)),
                    "ADP" | "CCONJ" | "SCONJ" | "AUX" | "VERB"
                )
        };
        if self.form(at + 1) == "week" && loose(at + 2) && !self.form(at + 2).starts_with('-') {
            let placed = matches!(
                self.before(at),
                "on" | "for" | "until" | "till" | "by" | "to" | "from" | ""
            );
            if let (Some(weekday), true) = (unit::weekday(self.form(at)), placed) {
                return Some((at + 2, Meaning::Weekday(From::Published, weekday, 2), None));
            }
            if self.form(at) == "tomorrow" {
                let from = From::Named(self.token(at));
                return Some((at + 2, Meaning::Shifted(from, to_the_day(1.0)), None));
            }
        }
        let (count, used) = unit::count(self.forms.get(at..)?)?;
        let (unit, times) = self.unit(at + used)?;
        let count = (count? * times).clamp(1.0, 20.0);
        let end = at + used + 1;
        if unit != Unit::Week {
            return None;
        }
        if self.form(end) == "tomorrow" && loose(end + 1) {
            let from = From::Named(self.token(end));
            return Some((end + 1, Meaning::Shifted(from, to_the_day(count)), None));
        }
        let weekday = unit::weekday(self.form(end + 1)).filter(|_| self.form(end) == "on")?;
        let is = matches!(self.before(at), "is" | "are");
        let sign = count as i8 + 1;
        is.then_some((end + 2, Meaning::Weekday(From::Published, weekday, sign), None))
    }

    /// "the first Sunday of this month", "the second Thursday of last month"
    fn weekday_of_month(&self, at: usize) -> Option<Hit> {
        if self.form(at) != "the" {
            return None;
        }
        let which = match self.form(at + 1) {
            "last" => -1,
            word => unit::ordinal(word).filter(|n| *n <= 5.0)? as i8,
        };
        let weekday = unit::weekday(self.form(at + 2))?;
        let months = match (self.form(at + 3), self.form(at + 4), self.form(at + 5)) {
            ("of" | "in", "this" | "the", "month") => 0,
            ("of" | "in", "last", "month") => -1,
            ("of" | "in", "next", "month") => 1,
            _ => return None,
        };
        Some((at + 6, Meaning::WeekdayOfMonth(which, weekday, months), None))
    }

    /// "**at its end** the rebels fired": the last day of the time told before
    fn at_end(&self, at: usize) -> Option<Hit> {
        let own = matches!(self.form(at), "its" | "their") && matches!(self.before(at), "at" | "by");
        (own && self.form(at + 1) == "end").then_some((at + 2, Meaning::End, Some(Link::In)))
    }

    /// "on the third day", "on its second night", "by its tenth day": counted from the time told before
    fn nth(&self, at: usize) -> Option<Hit> {
        let by = self.before(at) == "by";
        if !matches!(self.form(at), "the" | "its" | "their" | "his" | "her")
            || !(by || self.before(at) == "on")
        {
            return None;
        }
        let very = usize::from(self.form(at + 1) == "very");
        let (number, used) = self.ordinal(at + 1 + very)?;
        let at = at + very + used - 1;
        let (unit, times) = self.unit(at + 2)?;
        let more = matches!(
            self.form(at + 3),
            "of" | "after" | "before" | "when" | "that" | "in"
        );
        let shift = Shift {
            count: Some((number - 1.0) * times),
            unit,
            sign: i8::from(number > 1.0),
            through: by,
            ..Shift::NONE
        };
        let link = by.then_some(Link::In);
        (!more && unit != Unit::Hour).then_some((at + 3, Meaning::Shifted(From::Told(true), shift), link))
    }

    /// "at ten,"
    fn hour(&self, at: usize) -> Option<Hit> {
        if self.before(at) != "at" {
            return None;
        }
        let (number, used) = unit::count(&self.forms[at..])?;
        let hour = number.is_some_and(|n| (1.0..=12.0).contains(&n) && n.fract() == 0.0);
        let alone = self.ends(at + used) || self.form(at + used) == "o'clock" || self.form(at + used) == "on";
        let word = !matches!(self.form(at), "a" | "an");
        (hour && alone && word && self.form(at + used) != "on").then_some((at + used, Meaning::Clock, None))
    }

    /// "By **evening** the town had fallen", "**before nightfall**", "in **the afternoon**": of the day told before
    fn by_evening(&self, at: usize) -> Option<Hit> {
        // "within the hour"
        if self.form(at) == "the" && self.form(at + 1) == "hour" && self.before(at) == "within" {
            return Some((at + 2, Meaning::Clock, None));
        }
        let the = usize::from(self.form(at) == "the");
        let word = self.form(at + the);
        let placed = match (self.before(at), the) {
            ("by", 0) => word != "night",
            ("before" | "after" | "around" | "towards" | "toward" | "about" | "until", 0) => word != "night",
            ("at", 0) => !matches!(word, "night" | "noon" | "midday" | "midnight"),
            ("in" | "during", 1) => matches!(word, "morning" | "afternoon" | "evening"),
            _ => false,
        };
        let dark = word == "dark" && matches!(self.before(at), "before" | "after");
        let part =
            dark || self.words.parts_of_day.contains(word) && (word != "noon" || self.before(at) == "after");
        let end = at + the + 1;
        let alone = !matches!(
            self.form(end),
            "on" | "of" | "in" | "-" | "today" | "yesterday" | "tomorrow" | "before" | "after"
        );
        // "at dawn the day before"
        let more = self.form(end) == "the"
            && (self.unit(end + 1).is_some()
                || self.words.next.contains(self.form(end + 1))
                || self.words.previous.contains(self.form(end + 1)));
        let day = more || unit::weekday(self.form(end)).is_some();
        let late = word == "midnight" && self.before(at) == "after";
        let meaning = if late {
            Meaning::AfterMidnight
        } else {
            Meaning::Clock
        };
        (placed && part && alone && !day).then_some((end, meaning, None))
    }

    /// "in **the weeks that followed**", "in the days after,", "in the hours following the attack"
    fn following(&self, at: usize) -> Option<Hit> {
        let during = matches!(self.before(at), "in" | "during" | "over");
        if self.form(at) != "the" || !during {
            return None;
        }
        let adjective = matches!(self.form(at + 1), "following" | "ensuing" | "subsequent");
        let noun = at + 1 + usize::from(adjective);
        let (unit, _) = self.unit(noun)?;
        let plural = self.form(noun).ends_with('s');
        let that = self.that_followed(noun + 1).filter(|(sign, ..)| *sign > 0);
        let after = matches!(self.form(noun + 1), "after" | "afterwards") && self.ends(noun + 2);
        let (from, end) = match (adjective, that, after) {
            (true, ..) => (From::Told(true), noun + 1),
            (_, Some((_, from, end)), _) => (from, end),
            (_, _, true) => (From::Told(true), noun + 2),
            _ => {
                let (sign, from, end) = self.side(noun + 1)?;
                if sign < 0 && plural && unit != Unit::Hour && matches!(from, From::Event(_)) {
                    return Some((end, Meaning::Leading(from, unit), None));
                }
                (Some(from).filter(|_| sign > 0)?, end)
            }
        };
        plural.then_some((end, Meaning::Following(from, unit), None))
    }

    /// "for the fourth consecutive day", "for a third night"
    fn streak(&self, at: usize) -> Option<Hit> {
        // "for exactly **a week now**"
        if let Some((Some(number), used)) = self.forms.get(at..).and_then(unit::count)
            && let Some((unit, times)) = self.unit(at + used)
            && self.form(at + used + 1) == "now"
            && self.forms[at.saturating_sub(4)..at].iter().any(|f| f == "for")
        {
            return Some((at + used + 2, Meaning::Streak(number * times + 1.0, unit), None));
        }
        if self.before(at) != "for" || !matches!(self.form(at), "the" | "a") {
            return None;
        }
        let (number, used) = self.ordinal(at + 1)?;
        let at = at + used - 1;
        let more = usize::from(matches!(
            self.form(at + 2),
            "consecutive" | "straight" | "successive" | "running" | "full"
        ));
        let (unit, times) = self.unit(at + 2 + more)?;
        (number > 1.0).then_some((at + 3 + more, Meaning::Streak(number * times, unit), None))
    }

    /// "the same day", "that night", "the day before", "the following week", "the third day after", "the 29th", "the Monday before"
    fn named(&self, at: usize) -> Option<Hit> {
        let article = self.form(at);
        let bare = self.unit(at).is_some() && self.forms.get(at + 1).is_some() && self.before(at) != "the";
        if !matches!(article, "the" | "that" | "this") {
            // "On Tuesday morning after the vote" is no such expression.
            let of_day = unit::weekday(self.before(at)).is_some();
            // "and next morning they withdrew"
            let part = matches!(
                self.form(at + 1),
                "day" | "morning" | "afternoon" | "evening" | "night"
            );
            if article == "next" && part && self.before(at) != "the" {
                let shift = Shift {
                    count: Some(1.0),
                    sign: 1,
                    calendar: true,
                    ..Shift::NONE
                };
                return Some((at + 2, Meaning::Shifted(From::Told(true), shift), None));
            }
            return (bare && !of_day && matches!(article, "night" | "evening" | "morning"))
                .then(|| self.beside(at, at))
                .flatten();
        }
        let early = usize::from(matches!(self.form(at + 1), "early" | "late"));
        let same = self.words.same.contains(self.form(at + 1));
        let next = at + 1 + usize::from(same) + early;
        if let Some((unit, _)) = self.unit(next) {
            let part = self.words.parts_of_day.contains(self.form(next));
            if same || article == "that" && self.tree.upos(self.token(at)) == "DET" {
                let plural = self.form(next).ends_with('s');
                let same = Shift {
                    unit: if part { Unit::Day } else { unit },
                    ..Shift::NONE
                };
                let meaning = Meaning::Shifted(From::Told(true), same);
                return (!plural && unit != Unit::Hour).then_some((next + 1, meaning, None));
            }
            return (article == "the")
                .then(|| self.beside(at, next).or_else(|| self.of_clause(next)))
                .flatten();
        }
        if article != "the" {
            return None;
        }
        if let Some(hit) = self.of_month(at) {
            return Some(hit);
        }
        if let Some(hit) = self.adjacent(at).or_else(|| self.eve(at)) {
            return Some(hit);
        }
        if let Some(weekday) = unit::weekday(self.form(at + 1)) {
            let (sign, from, end) = self.side(at + 2)?;
            return Some((end, Meaning::Weekday(from, weekday, sign), None));
        }
        if self.form(at + 1) == "morrow" {
            return self.morrow(at);
        }
        let (number, used) = self.ordinal(at + 1)?;
        let at = at + used - 1;
        if let Some((unit, times)) = self.unit(at + 2) {
            if self.form(at + 3) == "of" {
                return self.of_happening(at + 2, number, unit);
            }
            // "the fortieth day since the border closed"
            if let Some(clause) = self.since_clause(at + 3) {
                let shift = Shift {
                    count: Some((number - 1.0) * times),
                    unit,
                    sign: 1,
                    to_the_day: true,
                    ..Shift::NONE
                };
                return Some((
                    at + 3,
                    Meaning::Shifted(From::Event(clause), shift),
                    Some(Link::In),
                ));
            }
            let (sign, from, end) = self.side(at + 3)?;
            let shift = Shift {
                count: Some(number * times),
                unit,
                sign,
                ..Shift::NONE
            };
            return Some((end, Meaning::Shifted(from, shift), None));
        }
        let figures = self.form(at + 1).starts_with(|c: char| c.is_ascii_digit());
        let alone = at + 2 >= self.forms.len()
            || !matches!(
                self.tree.upos(self.token(at + 2)),
                "NOUN" | "PROPN" | "ADJ" | "NUM"
            );
        let day = number as i8;
        let of = self.form(at + 2) == "of";
        // "on the night of the 21st"
        let part = at > 1 && self.words.parts_of_day.contains(self.form(at - 2));
        // "was proclaimed on the fifth and runs out on Tuesday"
        let end = self.ends(at + 2) || matches!(self.form(at + 2), "and" | "but" | "or");
        let in_words = number >= 4.0 && end && matches!(self.before(at + 1 - used), "on" | "since");
        let day_named = figures || in_words;
        (day_named && alone && !of && (1..=31).contains(&day) && (part || self.before(at) != "of"))
            .then_some((at + 2, Meaning::DayOfMonth(day), None))
    }

    /// The verb of the clause that "since" begins.
    fn since_clause(&self, at: usize) -> Option<TokenIx> {
        let mark = self.form(at) == "since" && self.tree.relation(self.token(at)) == "mark";
        self.tree.head(self.token(at)).filter(|_| mark)
    }

    /// "the fifth of this month", "the 8th of the month"
    fn of_month(&self, at: usize) -> Option<Hit> {
        let number = unit::ordinal(self.form(at + 1))?;
        let day = (1.0..=31.0).contains(&number).then_some(number as i8)?;
        if self.form(at + 2) != "of" || self.form(at + 4) != "month" {
            return None;
        }
        let meaning = match self.form(at + 3) {
            "this" => Meaning::DayOfThis(day, 0),
            "last" => Meaning::DayOfThis(day, -1),
            "next" => Meaning::DayOfThis(day, 1),
            "the" | "that" => Meaning::DayOfMonth(day),
            _ => return None,
        };
        Some((at + 5, meaning, None))
    }

    /// "on the morrow", "on the morrow of the vote"
    fn morrow(&self, at: usize) -> Option<Hit> {
        let shift = Shift {
            count: Some(1.0),
            sign: 1,
            ..Shift::NONE
        };
        if self.form(at + 2) != "of" {
            return Some((at + 2, Meaning::Shifted(From::Told(true), shift), None));
        }
        if matches!(self.form(at + 3), "it" | "that" | "this") {
            return Some((at + 4, Meaning::Shifted(From::Told(true), shift), None));
        }
        let noun = self.tree.child(self.token(at + 1), "nmod")?;
        Some((at + 2, Meaning::Shifted(From::Event(noun), shift), None))
    }

    /// "the eve of the vote", "on the eve,"
    fn eve(&self, at: usize) -> Option<Hit> {
        if self.form(at + 1) != "eve" {
            return None;
        }
        let before = Shift {
            count: Some(1.0),
            sign: -1,
            ..Shift::NONE
        };
        if self.ends(at + 2) && self.before(at) == "on" {
            return Some((at + 2, Meaning::Shifted(From::Told(true), before), None));
        }
        if self.form(at + 2) != "of" {
            return None;
        }
        let noun = self.tree.child(self.token(at + 1), "nmod")?;
        // Of a day that is told, the annotator's expression means the day before.
        let times = &self.tree.doc.times;
        let dated = (at + 3..(at + 5).min(self.forms.len())).any(|i| {
            let span = self.tree.doc.tokens[self.first + i].span;
            times.iter().any(|t| t.span.start() == span.start())
        });
        if dated {
            return None;
        }
        Some((at + 2, Meaning::Shifted(From::Event(noun), before), None))
    }

    /// "the day the treaty was signed", "the night when", from the word of the unit on
    fn of_clause(&self, at: usize) -> Option<Hit> {
        let clause = self.clause_of(self.token(at))?;
        let (unit, _) = self.unit(at)?;
        let near = clause.at() <= self.first + at + 12;
        let same = Shift {
            unit: if unit == Unit::Hour { Unit::Day } else { unit },
            ..Shift::NONE
        };
        let plural = self.form(at).ends_with('s');
        (near && !plural).then_some((at + 1, Meaning::Shifted(From::Event(clause), same), None))
    }

    /// The clause that tells of a day: "the day **when** planes came", whatever the syntax hangs it on.
    fn clause_of(&self, day: TokenIx) -> Option<TokenIx> {
        let relative = self.tree.with(day, "acl:relcl").next();
        relative.or_else(|| {
            let when = TokenIx::new(day.at() + 1);
            let told = self.form(when.at() - self.first) == "when" && self.tree.relation(when) == "advmod";
            let clause = if told { self.tree.head(when) } else { None };
            clause.filter(|h| *h > when)
        })
    }

    /// "the fifth day of the war", from the word of the unit on
    fn of_happening(&self, at: usize, number: f64, unit: Unit) -> Option<Hit> {
        let word = self.token(at);
        let noun = self
            .tree
            .with(word, "nmod")
            .find(|n| self.tree.preposition(*n).as_deref() == Some("of"))?;
        let shift = Shift {
            count: Some(number - 1.0),
            unit,
            sign: 1,
            ..Shift::NONE
        };
        Some((at + 1, Meaning::Shifted(From::Event(noun), shift), None))
    }

    /// "the following day", "the previous night"
    fn adjacent(&self, at: usize) -> Option<Hit> {
        let sign = match self.form(at + 1) {
            word if self.words.next.contains(word) => 1,
            word if self.words.previous.contains(word) => -1,
            _ => return None,
        };
        if let Some(weekday) = unit::weekday(self.form(at + 2)) {
            return Some((at + 3, Meaning::Weekday(From::Told(true), weekday, sign), None));
        }
        let (unit, times) = self.unit(at + 2)?;
        let long = self.form(at + 1) == "next" && unit != Unit::Day;
        let shift = Shift {
            count: Some(times),
            unit,
            sign,
            calendar: true,
            ..Shift::NONE
        };
        // The night before Friday ends on Friday.
        let shift = Shift {
            through: sign < 0 && self.form(at + 2) == "night",
            ..shift
        };
        let plural = self.form(at + 2).ends_with('s');
        (!long && !plural && unit != Unit::Hour).then_some((
            at + 3,
            Meaning::Shifted(From::Told(true), shift),
            None,
        ))
    }

    /// "the day before", from the word of the unit on
    fn beside(&self, first: usize, at: usize) -> Option<Hit> {
        let (unit, times) = self.unit(at)?;
        if unit == Unit::Hour || self.form(at).ends_with('s') {
            return None;
        }
        let (sign, from, end) = self.that_followed(at + 1).or_else(|| self.side(at + 1))?;
        let night = unit == Unit::Day && sign < 0 && self.form(at) == "night";
        let shift = Shift {
            count: Some(times),
            unit,
            sign,
            calendar: true,
            through: night || unit != Unit::Day && matches!(from, From::Event(_)) && self.during(first),
            ..Shift::NONE
        };
        Some((end, Meaning::Shifted(from, shift), None))
    }

    /// Whether a phrase stands after a preposition that means all its time.
    pub(super) fn during(&self, at: usize) -> bool {
        matches!(
            self.before(at),
            "in" | "during" | "over" | "throughout" | "within"
        )
    }

    /// Before (-1) or after (1) what, and where the words for it end.
    pub(super) fn side(&self, at: usize) -> Option<(i8, From, usize)> {
        let form = self.form(at);
        // "a week on from the coup", "two days into the strike"
        let on = usize::from(form == "on" && self.form(at + 1) == "from");
        if on == 1 || form == "into" {
            let word = self.token(at + on);
            let head = self.tree.head(word).filter(|h| *h > word)?;
            let case = matches!(self.tree.relation(word), "case" | "mark");
            return case.then_some((1, From::Event(head), at + on + 1));
        }
        if form == "ahead" && self.form(at + 1) == "of" && matches!(self.form(at + 2), "time" | "schedule") {
            return Some((-1, From::Told(false), at + 3));
        }
        let ahead = form == "ahead" && self.form(at + 1) == "of";
        let sign = match form {
            "following" => 1,
            "preceding" => -1,
            _ if ahead => -1,
            // "five days on", but not "three days on the road"
            "on" if !self.ends(at + 1) => return None,
            _ if self.words.later.contains(form) => 1,
            _ if self.words.earlier.contains(form) => -1,
            _ => return None,
        };
        let behind = at + 1 + usize::from(ahead);
        if matches!(self.form(behind), "tomorrow" | "yesterday") {
            return None;
        }
        let takes = ahead || matches!(form, "before" | "after" | "following" | "preceding");
        if !takes || self.ends(behind) {
            return Some((sign, From::Told(false), at + 1));
        }
        if matches!(self.form(behind), "that" | "this" | "it" | "then" | "which") {
            let verbal = matches!(self.tree.relation(self.token(behind)), "nsubj" | "det" | "nmod");
            let own = self
                .tree
                .head(self.token(behind))
                .is_some_and(|h| h.at() > self.first + behind);
            if !(verbal && own) {
                return Some((sign, From::Told(true), behind + 1));
            }
        }
        let word = self.token(at);
        let head = self.tree.head(word)?;
        let governs = matches!(self.tree.relation(word), "case" | "mark");
        if governs && head > word {
            // "after the truce was agreed", where the preposition is put before the noun alone
            let verb = self.tree.head(head).filter(|v| {
                self.tree.relation(head) == "nsubj" && *v > head && self.tree.relation(*v) == "advcl"
            });
            return Some((sign, From::Event(verb.unwrap_or(head)), behind));
        }
        if matches!(form, "following" | "preceding") {
            let object = self.tree.child(word, "obj")?;
            return Some((sign, From::Event(object), behind));
        }
        // "The day before the president sought shelter": without a comma.
        (self.tree.relation(word) == "advmod").then_some((sign, From::Told(false), at + 1))
    }
}

/// The month with which a season begins.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" => 9,
        "winter" => 12,
        _ => return None,
    })
}
