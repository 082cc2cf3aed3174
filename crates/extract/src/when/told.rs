//! The times that a text tells: those of the annotator and those counted from them, in order, each with the clause that it belongs to.

use super::hours::is_clock;
use super::link::{self, Link, Side};
use super::relative::{self, From, Meaning, Relative};
use super::tense;
use super::unit::{self, Unit};
use super::words::Words;
use super::{belongs, dateline, parts};
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
    pub(super) back: bool,
    /// What others may be counted from.
    pub(super) anchor: bool,
}

/// What a place in the text may say of time, before it is known which days it means.
enum Raw<'d> {
    Timex(&'d Timex),
    Relative(Relative),
}

impl Told {
    /// A time of day, or a day counted from another.
    pub(super) fn is_short(&self) -> bool {
        self.exact && self.interval.start == self.interval.end
    }
}

pub(super) struct Teller<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) rules: &'a Rules,
    pub(super) words: &'a Words,
    pub(super) published: Option<Date>,
    pub(super) dateline: Option<dateline::Dateline>,
    /// Those known so far.
    pub(super) done: Vec<Told>,
    /// Counted from a happening whose time no words before tell.
    waiting: Vec<Relative>,
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
        waiting: Vec::new(),
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
    teller.told_later();
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
        // "the last Sunday of March" is one
        for at in 0..raw.len() {
            let Some(words) = known[at].as_ref().map(|t| t.words.clone()) else {
                continue;
            };
            for other in (0..raw.len()).filter(|o| *o != at) {
                if words.contains(&raw[other].0.start) {
                    known[other] = None;
                }
            }
        }
        for at in 0..raw.len() {
            let days = self
                .said_on(&raw[at].0, known[at].as_ref(), &known)
                .or_else(|| self.night_before(&raw[at].0, known[at].as_ref(), &known));
            if let Some(days) = days
                && let Some(told) = &mut known[at]
            {
                told.interval = days;
            }
        }
        for (at, (range, raw)) in raw.iter().enumerate() {
            let told = match raw {
                Raw::Timex(timex) => match known[at].take() {
                    Some(told) if is_clock(self.tree, range) => self.clock(told),
                    Some(mut told) => {
                        self.the_next(&mut told, range);
                        Some(told)
                    }
                    None => self.length(timex, range, &known),
                },
                Raw::Relative(relative) => {
                    let told = self.relative(relative, &known);
                    if let Meaning::Shifted(From::Event(word), _) = relative.meaning
                        && told.as_ref().is_none_or(|t| t.owner == Some(word))
                    {
                        self.waiting.push(relative.clone());
                    }
                    told
                }
            };
            known[at] = None;
            if let Raw::Relative(relative) = raw {
                self.claim(relative, &mut known[at + 1..]);
            }
            if let Some(told) = told {
                self.done.push(told);
                let last = self.done.len() - 1;
                self.parenthetical(last);
                self.other_side(last);
                self.year_told(last);
                self.behind_semicolon(last);
                self.behind_clause(last);
            }
        }
        self.join(first);
        for (range, raw) in raw {
            if let Raw::Timex(timex) = raw {
                self.lasting(timex, range, first);
            }
        }
    }

    /// "in the days after **the raid on 7 August**": the day is of the raid, whatever the syntax hangs it on.
    fn claim(&self, relative: &Relative, behind: &mut [Option<Told>]) {
        let (Meaning::Shifted(From::Event(noun), _) | Meaning::Following(From::Event(noun), _)) =
            relative.meaning
        else {
            return;
        };
        let next = behind.iter_mut().flatten().next();
        let near = noun.at() + 1..=noun.at() + 2;
        if let Some(told) = next.filter(|t| self.tree.upos(noun) == "NOUN" && near.contains(&t.words.start)) {
            told.owner = Some(noun);
            told.top = noun;
        }
    }

    /// "The minister resigned on the eve of **the debate**. It opened on Wednesday": counted from what is told behind.
    fn told_later(&mut self) {
        for relative in std::mem::take(&mut self.waiting) {
            let Meaning::Shifted(From::Event(word), shift) = relative.meaning else {
                continue;
            };
            let days = belongs::happening_behind(self.tree, self.words, &self.done, word);
            let Some(days) = days.and_then(|d| shift.from(d)) else {
                continue;
            };
            let mut told = self.told(&relative.words, days);
            told.link = relative
                .link
                .unwrap_or(link::before(self.tree, relative.words.start));
            told.exact = true;
            self.to_clause(&mut told, word);
            self.done.retain(|t| t.words != told.words);
            let at = self.done.partition_point(|t| t.words.start < told.words.start);
            self.done.insert(at, told);
        }
    }

    pub(super) fn told(&self, words: &Range<usize>, interval: Interval) -> Told {
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
            let preposition = tree.preposition(noun)?;
            if self.words.parts_of_day.contains(&tree.lower(noun)) {
                // "must leave before midnight on Friday"
                let limit = matches!(preposition.as_str(), "before" | "by") && self.ahead(top);
                return limit.then_some(Link::Before);
            }
            link::of_word(preposition.split(' ').next()?)
        };
        let link = match link::before(tree, words.start) {
            // "after the attack on 10 June"
            Link::In => nested().unwrap_or(Link::In),
            link => link,
        };
        // "say Tuesday's earthquake levelled the port", whatever the syntax makes of it
        let whose = || {
            let behind = words.end..(words.end + 4).min(tree.doc.tokens.len());
            let possessive = behind.start < behind.end && tree.xpos(TokenIx::new(behind.start)) == "POS";
            let noun = behind.map(TokenIx::new).find(|t| tree.upos(*t) == "NOUN");
            noun.filter(|n| possessive && tree.deprel(top) != "nmod:poss" && !tree.below(top, *n))
        };
        Told {
            words: words.clone(),
            interval,
            link,
            top,
            owner: whose().or_else(|| belongs::owner(tree, top)),
            exact: false,
            back: false,
            anchor: true,
        }
    }

    fn timex(&self, timex: &Timex, words: &Range<usize>) -> Option<Told> {
        let days = self.put_off(words, timex.interval);
        if !matches!(timex.kind, TimexType::Date | TimexType::Time) || days == Interval::default() {
            return None;
        }
        if self.dateline.as_ref().is_some_and(|d| d.words == *words) {
            return None;
        }
        // "in his last year"
        let owned = words.start.checked_sub(1).map(TokenIx::new);
        let owned = owned.is_some_and(|o| matches!(self.tree.xpos(o), "PRP$" | "POS"));
        if owned && matches!(self.form(words.start).as_str(), "last" | "past" | "next") {
            return None;
        }
        // "during the last week of June", "on this day in 1974"
        let last = self.form(words.end - 1);
        let behind = self.form(words.end + 1);
        let of_month = self.form(words.end) == "of"
            && matches!(last.as_str(), "week" | "day" | "month")
            && (super::placed::is_month(&behind) || super::placed::is_year(&behind));
        let this_day = self.form(words.start) == "this"
            && last == "day"
            && self.form(words.end) == "in"
            && super::placed::is_year(&behind);
        if of_month || this_day {
            return None;
        }
        let weekday = self.nth_weekday(words, days);
        let mut told = match weekday {
            Some((start, day)) => self.told(&(start..words.end), Interval::day(day)),
            None => self.told(words, self.portion(words, days)),
        };
        // "for the first time since 1998", "the worst attack since August", "the second there since April"
        let most = |n: TokenIx| {
            let first = |a: TokenIx| {
                let lemma = self.tree.lower(a);
                self.tree.xpos(a) == "JJS" || lemma == "only" || unit::ordinal(&lemma).is_some()
            };
            first(n) || self.tree.with(n, "amod").any(first)
        };
        let worst = told.link == Link::Since
            && self.behind(words.start, &["since"])
            && self.tree.head(told.top).is_some_and(most);
        if worst || self.behind(words.start, &["time", "since"]) {
            (told.owner, told.top) = (None, TokenIx::new(words.start));
        }
        // "The blast, the second there **since April**, tore off the roof"
        let subject = told
            .owner
            .and_then(|o| self.tree.subject(o))
            .filter(|n| self.tree.below(told.top, *n));
        if subject.is_some_and(|n| {
            self.behind(words.start, &["since"]) && (n.at()..words.start).any(|i| self.form(i) == ",")
        }) {
            (told.owner, told.top) = (None, TokenIx::new(words.start));
        }
        told.exact = timex.kind == TimexType::Time;
        told.anchor = !timex.value.ends_with("_REF");
        if let Some(dateline) = self
            .dateline
            .as_ref()
            .filter(|_| dateline::deictic(self.tree, words) || self.days_ago(&told))
        {
            told.interval = dateline.moved(told.interval);
        }
        // "in the night to Monday", "around Christmas"
        if told.interval.start == told.interval.end && self.behind(words.start, &["night", "to"]) {
            told.interval.start = told.interval.start.and_then(|s| s.yesterday().ok());
            told.link = Link::In;
        }
        if told.interval.start == told.interval.end && self.behind(words.start, &["around"]) {
            let by = |d: Option<Date>, days: i64| d.map(|d| d.saturating_add(days.days()));
            told.interval = Interval {
                start: by(told.interval.start, -2),
                end: by(told.interval.end, 2),
            };
        }
        let first = self.tree.form(TokenIx::new(words.start)).to_lowercase();
        let of = words
            .clone()
            .nth(1)
            .map(|second| self.tree.form(TokenIx::new(second)));
        let one = told.interval.start == told.interval.end;
        if first == "overnight" || first == "night" && of == Some("of") && one {
            told.interval.end = told.interval.end.and_then(|e| e.tomorrow().ok());
        }
        // "from 25 to 27 September", written as one
        if told.link == Link::Since && self.is_range(timex) {
            told.link = Link::In;
        }
        // "shortly before midnight on Thursday"
        let part = words
            .clone()
            .any(|i| self.words.parts_of_day.contains(&self.form(i)));
        let past = told.link == Link::Before && self.owner_side(&told) == Side::Past;
        let near =
            self.behind(words.start, &["shortly", "before"]) || self.behind(words.start, &["just", "before"]);
        if part && past && near {
            told.link = Link::In;
        }
        self.at_midnight(&mut told, words);
        self.as_early_as(&mut told);
        self.of_eve(&mut told, words);
        self.season_now(&mut told, words);
        self.day_of_year(&mut told, words);
        self.up_to(&mut told, words);
        self.just_past(&mut told, words);
        self.approximate(&mut told, words);
        self.the_unit(&mut told, words);
        if self.behind(words.start, &["this", "time"]) && self.form(words.start) == "last" {
            let unit = Unit::named(&self.form(words.end - 1)).map(|(u, _)| u);
            let by = match unit {
                Some(Unit::Year) => 7,
                Some(Unit::Month) => 3,
                _ => 1,
            };
            if let (Some(unit), Some(published)) = (unit, self.published) {
                let day = published.saturating_sub(unit.span(1.0));
                told.interval =
                    Interval::between(day.saturating_sub(by.days()), day.saturating_add(by.days()));
            }
        }
        self.fiscal(&mut told, words);
        if told.link == Link::By
            && self
                .tree
                .form(TokenIx::new(words.start))
                .to_lowercase()
                .starts_with("mid")
        {
            told.interval.end = parts::middle(told.interval).or(told.interval.end);
        }
        Some(told)
    }

    /// "has been moved **to** the second Sunday of September": ahead, though the verb is in the past.
    fn put_off(&self, words: &Range<usize>, days: Interval) -> Interval {
        let top = TokenIx::new(words.start);
        let named = words.clone().any(|i| super::placed::is_month(&self.form(i)))
            && !words.clone().any(|i| super::placed::is_year(&self.form(i)));
        let moved = || {
            let owner = belongs::owner(self.tree, top)?;
            let to = (owner.at()..words.start)
                .rev()
                .take(6)
                .any(|i| matches!(self.form(i).as_str(), "to" | "until" | "till" | "for"));
            let now = self
                .tree
                .with(owner, "aux")
                .any(|a| matches!(self.tree.xpos(a), "VBZ" | "VBP"));
            (to && now && self.words.moved.contains(&self.tree.lower(owner))).then_some(())
        };
        match (self.published, days.start, days.end) {
            (Some(published), Some(start), Some(end)) if named && end < published && moved().is_some() => {
                let end = end.saturating_add(1.years());
                let whole = days.start == days.start.map(Date::first_of_month);
                Interval::between(
                    start.saturating_add(1.years()),
                    if whole { end.last_of_month() } else { end },
                )
            }
            _ => days,
        }
    }

    /// "five days ago", of one day
    fn days_ago(&self, told: &Told) -> bool {
        self.form(told.words.end - 1) == "ago" && told.interval.start == told.interval.end
    }

    /// "could come **as early as** Tuesday", "no earlier than Tuesday": then, or later.
    fn as_early_as(&self, told: &mut Told) {
        let start = told.words.start;
        let early = ["early", "soon"]
            .iter()
            .any(|w| self.behind(start, &["as", w, "as"]));
        let earlier = ["earlier", "sooner"]
            .iter()
            .any(|w| self.behind(start, &[w, "than"]));
        let ahead = told.owner.and_then(|o| tense::by_verb(self.tree, self.words, o)) == Some(Side::Ahead);
        if (early || earlier) && ahead && told.link == Link::In {
            told.link = Link::Since;
        }
    }

    /// "On **the eve of Sunday's vote** gunmen shot the mayor": the day before belongs to the clause, not to the vote.
    fn of_eve(&self, told: &mut Told, words: &Range<usize>) {
        let of = usize::from(self.behind(words.start, &["the"])) + 1;
        let Some(eve) = words.start.checked_sub(of + 1) else {
            return;
        };
        if self.form(eve) == "eve" && self.form(eve + 1) == "of" {
            told.top = TokenIx::new(eve);
            told.owner = belongs::owner(self.tree, told.top);
        }
    }

    /// "Gunmen killed nine people **this winter**": that of publication, while it lasts.
    fn season_now(&self, told: &mut Told, words: &Range<usize>) {
        let Some(first) = relative::season(&self.form(words.end - 1)) else {
            return;
        };
        let Some(published) = self.published.filter(|_| self.form(words.start) == "this") else {
            return;
        };
        let year = published.year() - i16::from(first == 12 && published.month() < 3);
        let Ok(start) = Date::new(year, first, 1) else {
            return;
        };
        let end = start.saturating_add(3.months()).yesterday().unwrap_or(start);
        if (start..=end).contains(&published) {
            told.interval = Interval::between(start, end);
        }
    }

    /// "on this day **in 1974**"
    fn day_of_year(&self, told: &mut Told, words: &Range<usize>) {
        let year = told.interval.start.filter(|_| words.len() == 1);
        if let (true, Some(year), Some(published)) = (
            self.behind(words.start, &["this", "day", "in"]),
            year,
            self.published,
        ) && let Ok(day) = Date::new(year.year(), published.month(), published.day())
        {
            told.interval = Interval::day(day);
        }
    }

    /// The day on which the report was written: that of its dateline, else that of publication.
    pub(super) fn today(&self) -> Option<Date> {
        let published = self.published?;
        let written = self.dateline.as_ref().map(|d| d.moved(Interval::day(published)));
        written.map_or(self.published, |d| d.start)
    }

    /// A word as it stands, in lower case; nothing behind the end of the text.
    pub(super) fn form(&self, at: usize) -> String {
        let there = at < self.tree.doc.tokens.len();
        let form = there.then(|| self.tree.form(TokenIx::new(at)).to_lowercase());
        form.unwrap_or_default()
    }

    /// "took the town in May and left it **the next month**": behind the time told before, where the verb is in the past.
    fn the_next(&self, told: &mut Told, words: &Range<usize>) {
        if words.len() != 3 || self.form(words.start) != "the" || self.form(words.start + 1) != "next" {
            return;
        }
        let Some((unit, times)) = Unit::named(&self.form(words.start + 2)) else {
            return;
        };
        if self.owner_side(told) != Side::Past || unit == Unit::Hour {
            return;
        }
        let shift = unit::Shift {
            count: Some(times),
            unit,
            sign: 1,
            calendar: true,
            ..unit::Shift::NONE
        };
        let anchor = self.anchor(words.start, false, false, Side::Past, shift.longest());
        let mut told_from = told.clone();
        let days =
            anchor.and_then(|_| self.from(From::Told(false), &mut told_from, &[], false, shift.longest()));
        if let Some(days) = days.and_then(|d| shift.from(d)) {
            told.interval = days;
        }
    }

    /// Whether a date names its first and its last day.
    fn is_range(&self, timex: &Timex) -> bool {
        let text = timex.span.of(&self.tree.doc.article.text);
        let to = text.contains(" to ") || text.contains(['-', '–', '—']);
        to && timex.interval.start != timex.interval.end && timex.value.len() == "2024-10-27".len()
    }

    fn relative(&mut self, relative: &Relative, known: &[Option<Told>]) -> Option<Told> {
        let mut told = self.told(&relative.words, Interval::default());
        told.link = relative
            .link
            .unwrap_or(link::before(self.tree, relative.words.start));
        let since = TokenIx::new(relative.words.end.min(self.tree.doc.tokens.len() - 1));
        if self.tree.form(since).eq_ignore_ascii_case("since") && self.tree.relation(since) == "mark" {
            self.ever_since(relative, &told, known);
            told.owner = self.tree.head(since);
            told.top = self.tree.head(since).unwrap_or(told.top);
        }
        told.exact = true;
        let start = relative.words.start;
        // "two days passed before troops came": the time of the clause
        let before = since;
        let passed = matches!(relative.meaning, Meaning::Shifted(From::Told(false), _))
            && matches!(self.tree.lower(before).as_str(), "before" | "until" | "till")
            && self.tree.relation(before) == "mark";
        // "took three days to suspend the country"
        let took = matches!(relative.meaning, Meaning::Shifted(From::Told(false), _))
            && self.tree.lower(before) == "to"
            && self.tree.relation(before) == "mark"
            && Unit::named(&self.tree.lower(TokenIx::new(relative.words.end - 1))).is_some();
        if let Some(clause) = self.tree.head(before).filter(|_| passed || took) {
            told.owner = Some(clause);
            told.top = clause;
        }
        match relative.meaning {
            // "two hours after midnight", "an hour before dawn"
            Meaning::Shifted(From::Event(word), shift)
                if shift.unit == Unit::Hour
                    && self.words.parts_of_day.contains(&self.tree.lower(word))
                    && !self
                        .tree
                        .children(word)
                        .any(|c| matches!(self.tree.relation(c), "nmod" | "acl")) =>
            {
                let late = self.tree.lower(word) == "midnight" && shift.sign > 0;
                self.of_that_day(&mut told, known, i64::from(late))?;
                told.link = Link::In;
            }
            Meaning::Shifted(from, shift) => {
                told.back = shift.sign < 0;
                if let From::Event(word) = from {
                    self.to_clause(&mut told, word);
                    // "will leave on Friday, three weeks after they came"
                    let they = self
                        .tree
                        .subject(word)
                        .is_some_and(|s| self.tree.upos(s) == "PRON");
                    let own = told.owner.filter(|o| they && *o != word && shift.sign != 0);
                    let own = own.and_then(|o| self.main_time(word, o, known)).is_some();
                    // "Gunmen raided the hall. That was two days after embassies had warned"
                    let was = matches!(self.form(start.wrapping_sub(1)).as_str(), "was" | "is")
                        && matches!(self.form(start.wrapping_sub(2)).as_str(), "that" | "this" | "it");
                    let before = self.anchor(start, false, false, Side::Present, shift.longest());
                    if let Some(days) = before
                        .filter(|_| was && shift.sign != 0)
                        .and_then(|t| shift.back(t.interval))
                    {
                        told.interval = days;
                        told.link = Link::In;
                        (told.top, told.owner) = (word, Some(word));
                        return Some(told);
                    }
                    let days = Some(()).filter(|()| !own);
                    let days = days.and_then(|()| self.event(word, told.words.end, known, shift.longest()));
                    // "gutted two ministries yesterday, six years to the day after the attack": what was told before is not what it is counted from.
                    let days = days.filter(|d| !self.yet_to_come(word, &told, *d, shift, known));
                    let anniversary =
                        shift.to_the_day && shift.unit == Unit::Year && self.is_anniversary(&told);
                    if anniversary && days.is_some() {
                        return None;
                    }
                    if let Some(days) = days {
                        let days = self.not_yet(word, &told, days, shift, known);
                        told.interval = self.portion(&told.words, shift.from(days)?);
                    } else {
                        let named = || self.named_after(word, &shift, known);
                        // "It was a week after embassies had warned"
                        let main = told.owner.or(Some(told.top));
                        let days = self
                            .aside(start, &shift)
                            .or_else(|| self.counted_back(word, main, shift, known))
                            .or_else(named);
                        let Some(mut days) = days else {
                            let days = self.of_the_story(word, start, shift)?;
                            told.interval = self.portion(&told.words, days);
                            return Some(told);
                        };
                        // "on the eve of the tenth anniversary of the raid"
                        if anniversary && self.behind(start, &["eve", "of", "the"]) {
                            days =
                                Interval::between(days.start?.tomorrow().ok()?, days.end?.tomorrow().ok()?);
                        }
                        told = Told {
                            interval: days,
                            link: Link::In,
                            top: word,
                            owner: Some(word),
                            anchor: false,
                            ..told
                        };
                    }
                } else {
                    let base = self.clause_day(from, &told, known);
                    let to_the_day = base.is_some();
                    let shift = unit::Shift {
                        to_the_day: shift.to_the_day || to_the_day,
                        ..shift
                    };
                    let days =
                        base.or_else(|| self.from(from, &mut told, known, shift.sign < 0, shift.longest()))?;
                    let two = self.done.is_empty() && days.start != days.end && shift.count.is_some();
                    let days = if two && shift.unit == Unit::Day {
                        let by = shift.unit.span(shift.count?);
                        Interval::between(days.start?.checked_sub(by).ok()?, days.end?.checked_sub(by).ok()?)
                    } else {
                        shift.from(days)?
                    };
                    told.interval = self.portion(&told.words, days);
                }
                // "that night the slopes gave way": until the morning
                let night = self.form(relative.words.end - 1) == "night"
                    && shift.sign == 0
                    && told.interval.start == told.interval.end
                    && self.form(start) == "that";
                let next = told.interval.end.and_then(|e| e.tomorrow().ok());
                if let Some(next) = next.filter(|n| night && self.published.is_none_or(|p| *n <= p)) {
                    told.interval.end = Some(next);
                }
                // "two summers later"
                let season = relative
                    .words
                    .clone()
                    .find_map(|i| relative::season(self.form(i).trim_end_matches('s')));
                if let (Some(month), Some(first)) = (season, told.interval.start) {
                    let first = Date::new(first.year(), month, 1).ok()?;
                    told.interval =
                        Interval::between(first, first.saturating_add(3.months()).yesterday().ok()?);
                }
            }
            Meaning::Weekday(from, weekday, sign) => {
                told.back = sign < 0;
                let days = self.from(from, &mut told, known, sign < 0, 10)?;
                // "three weeks ago on Wednesday", of a Wednesday
                let today = self
                    .published
                    .is_some_and(|p| from == From::Published && p.weekday() == weekday);
                let ago = relative.words.clone().any(|i| self.form(i) == "ago");
                let sign = if today && ago { (sign + 1).min(-1) } else { sign };
                told.interval = Interval::day(unit::beside(days, weekday, sign)?);
            }
            Meaning::DayOfMonth(day) => {
                let side = self.owner_side(&told);
                // "last November, on the 19th"
                let month = self
                    .done
                    .last()
                    .filter(|t| t.words.end <= start && start - t.words.end <= 3);
                let in_month = month
                    .and_then(|t| t.interval.start.zip(t.interval.end))
                    .filter(|(s, e)| s < e && s.first_of_month() == e.first_of_month())
                    .and_then(|(s, _)| Date::new(s.year(), s.month(), day).ok());
                let near = parts::day_of_month(self.published?, day, side);
                told.interval = Interval::day(in_month.or(near)?);
                told.exact = false;
                if self.behind(start, &["night", "of"]) {
                    told.interval.end = told.interval.end.and_then(|e| e.tomorrow().ok());
                }
            }
            Meaning::DayOfThis(day, months) => {
                let month = self
                    .published?
                    .first_of_month()
                    .checked_add(months.months())
                    .ok()?;
                told.interval = Interval::day(Date::new(month.year(), month.month(), day).ok()?);
                told.exact = false;
            }
            Meaning::Season(month) => {
                let anchor = self.anchor(start, false, false, Side::Present, i32::MAX);
                let near = anchor.and_then(|a| a.interval.start).or(self.published)?;
                let early = month == 12 && near.month() < 3;
                let first = Date::new(near.year() - i16::from(early), month, 1).ok()?;
                told.interval = Interval::between(first, first.saturating_add(3.months()).yesterday().ok()?);
            }
            Meaning::SeasonBeforeLast(month) => {
                let published = self.published?;
                let first = Date::new(published.year(), month, 1).ok()?;
                let over = first.saturating_add(3.months()) <= published;
                let first = first.saturating_sub(i64::from(2 - i32::from(over)).years());
                told.interval = Interval::between(first, first.saturating_add(3.months()).yesterday().ok()?);
                told.exact = false;
            }
            Meaning::OfWeek(from, weekday, weeks) => {
                let days = self
                    .from(from, &mut told, known, false, 10)
                    .or(self.published.map(Interval::day))?;
                let monday =
                    unit::holding(Unit::Week, days.start?.checked_add((7 * weeks).days()).ok()?).start?;
                let by = i64::from(weekday.to_monday_zero_offset());
                told.interval = Interval::day(monday.checked_add(by.days()).ok()?);
                told.back = weeks < 0;
                told.exact = false;
            }
            Meaning::Edge(count, small, whole) => {
                let side = self.owner_side(&told);
                told.interval = parts::edge(self.published?, count, small, whole, side)?;
                told.exact = false;
            }
            Meaning::Out(unit) => {
                let over = TokenIx::new(relative.words.end - 1);
                let clause = self
                    .tree
                    .head(over)
                    .filter(|_| self.tree.relation(over) != "advcl")
                    .unwrap_or(over);
                told.owner = belongs::owner(self.tree, over);
                told.top = if told.owner == Some(clause) { clause } else { over };
                told.interval = unit::holding(unit, self.published?);
                // "Before the month was out": that of the time told before.
                let past = matches!(self.form(relative.words.start + 2).as_str(), "was" | "had");
                if let Some(first) = self
                    .anchor(start, false, false, Side::Past, 366)
                    .and_then(|a| a.interval.start)
                    .filter(|_| past)
                {
                    told.interval = Interval {
                        start: Some(first),
                        ..unit::holding(unit, first)
                    };
                    told.link = Link::In;
                }
            }
            Meaning::Streak(number, unit) => {
                // "for the second day running **on Wednesday**"
                let behind = relative.words.end..=relative.words.end + 2;
                let day = known.iter().flatten().chain(&self.done).find(|t| {
                    let beside =
                        t.owner.is_some() && t.owner == told.owner || behind.contains(&t.words.start);
                    beside && t.link == Link::In && t.interval.start == t.interval.end
                });
                let today = day.and_then(|t| t.interval.end).or(self.today())?;
                told.anchor = day.is_none();
                told.interval = Interval::between(today.saturating_sub(unit.span(number - 1.0)), today);
                told.link = Link::In;
            }
            Meaning::YearsBefore(word, years) => {
                let days = self.from(From::Named(word), &mut told, known, true, i32::MAX)?;
                let back = |d: Date| d.saturating_sub(i64::from(years).years());
                told.interval = Interval::between(back(days.start?), back(days.end?));
            }
            Meaning::Running(number, unit) => return self.running(told, number, unit, known),
            Meaning::Half(unit, second) => {
                let side = self.owner_side(&told);
                told.interval = parts::half(self.published?, unit, second, side)?;
                told.exact = false;
            }
            Meaning::WeekdayOfMonth(which, weekday, months) => {
                let month = self.today()?.first_of_month().checked_add(months.months()).ok()?;
                told.interval = Interval::day(month.nth_weekday_of_month(which, weekday).ok()?);
                told.exact = false;
            }
            Meaning::Leading(from, unit) => {
                let From::Event(word) = from else { return None };
                self.to_clause(&mut told, word);
                let end = self.event(word, told.words.end, known, 31)?.start?;
                told.interval = Interval::between(end.saturating_sub(some_of(unit)), end);
                told.link = Link::In;
                told.exact = false;
                told.anchor = false;
            }
            Meaning::Following(from, unit) => {
                let start = match from {
                    From::Event(word) => {
                        self.to_clause(&mut told, word);
                        self.event(word, told.words.end, known, 31)?.end?
                    }
                    _ => self.anchor(start, false, false, Side::Past, 10)?.interval.end?,
                };
                told.interval = Interval::between(start, start.saturating_add(some_of(unit)));
                told.link = Link::In;
                told.exact = false;
                told.anchor = false;
            }
            Meaning::Clock => self.of_that_day(&mut told, known, 0)?,
            Meaning::AfterMidnight => self.of_that_day(&mut told, known, 1)?,
            Meaning::Night => self.that_night(&mut told, known)?,
            Meaning::End => {
                let end = self
                    .anchor(start, false, false, Side::Present, i32::MAX)?
                    .interval
                    .end?;
                told.interval = Interval::day(end);
            }
            Meaning::Between => {
                let mut all = self.done.iter().rev().filter(|t| t.anchor);
                let (last, first) = (all.next()?.interval, all.next()?.interval);
                let (start, end) = first.start.zip(last.end).filter(|(s, e)| s < e)?;
                told.interval = Interval::between(start, end);
                told.link = Link::In;
            }
        }
        Some(told)
    }

    /// "**In the three weeks** since rebels took the town, thousands have fled": all days since, for the clause above.
    fn ever_since(&mut self, relative: &Relative, told: &Told, known: &[Option<Told>]) {
        let tree = self.tree;
        let Meaning::Shifted(From::Published, shift) = relative.meaning else {
            return;
        };
        let start = relative.words.start;
        let form = |back: usize| {
            start
                .checked_sub(back)
                .map(|i| tree.form(TokenIx::new(i)).to_lowercase())
        };
        let during = form(2).is_some_and(|f| matches!(f.as_str(), "in" | "during" | "over" | "throughout"));
        let fits = during && form(1).as_deref() == Some("the") && relative.words.end < tree.doc.tokens.len();
        let clause = fits
            .then(|| tree.head(TokenIx::new(relative.words.end)))
            .flatten();
        let (Some(clause), Some(published)) = (clause, self.published) else {
            return;
        };
        let above = tree
            .upward(clause)
            .skip(1)
            .find(|w| belongs::is_predicate(tree, *w) && !self.says(*w));
        let counted = shift.from(Interval::day(published)).and_then(|d| d.start);
        let own = known.iter().flatten().find(|t| belongs::own(tree, t, clause));
        let first = own.and_then(|t| t.interval.start).or(counted);
        if let (Some(above), Some(first)) = (above, first) {
            self.done.push(Told {
                interval: Interval::between(first, published),
                link: Link::In,
                top: above,
                owner: Some(above),
                anchor: false,
                ..told.clone()
            });
        }
    }

    /// "**Tomorrow** it will be twenty years since the student died": the day that the clause of a length of time is told of, from which it is counted back.
    fn clause_day(&self, from: From, told: &Told, known: &[Option<Told>]) -> Option<Interval> {
        let tree = self.tree;
        let since = TokenIx::new(told.words.end.min(tree.doc.tokens.len() - 1));
        let since = from == From::Published && tree.form(since).eq_ignore_ascii_case("since");
        let years = TokenIx::new(told.words.end.checked_sub(1)?);
        let clause = [Some(years), tree.head(years)];
        let day = |t: &&Told| {
            t.link == Link::In
                && t.interval.start == t.interval.end
                && t.owner.is_some()
                && clause.contains(&t.owner)
                && t.words != told.words
        };
        let all = || known.iter().flatten().chain(&self.done);
        let beside = || self.day_beside(told.words.start).filter(|_| since);
        beside().or_else(|| all().filter(|_| since).find(day).map(|t| t.interval))
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
            From::Published => self.today().map(Interval::day),
            From::Told(last) => {
                let side = match told.link {
                    Link::By | Link::Before => self.owner_side(told),
                    _ => Side::Present,
                };
                let anchor = self.anchor(start, back && !last, false, side, longest);
                // "Two days earlier", and no time told before: news are of today or yesterday.
                let news = || {
                    let today = self.published.filter(|_| back && self.done.is_empty())?;
                    Some(Interval::between(today.yesterday().ok()?, today))
                };
                // "on the night of 3 August … the next day"
                let night = |a: &Told| {
                    let last = a
                        .words
                        .clone()
                        .any(|i| matches!(self.form(i).as_str(), "night" | "overnight" | "midnight"));
                    let first = a.interval.start.filter(|_| last && !back && longest == 10);
                    first.map_or(a.interval, Interval::day)
                };
                anchor.map(night).or_else(news)
            }
            From::Named(word) => {
                let start = self.tree.doc.tokens[word.at()].span.start();
                let times = &self.tree.doc.times;
                times.iter().find(|t| t.span.start() == start).map(|t| t.interval)
            }
            From::Event(word) => {
                self.to_clause(told, word);
                self.event(word, told.words.end, known, longest)
            }
        }
    }

    /// Whether an expression that is counted from what was told before, outside of the clause it names, would lie ahead, though its clause is over.
    fn yet_to_come(
        &self,
        word: TokenIx,
        told: &Told,
        days: Interval,
        shift: unit::Shift,
        known: &[Option<Told>],
    ) -> bool {
        let extent = self.tree.extent(word);
        let inside = known.iter().flatten().any(|t| extent.contains(&t.words.start));
        !inside && self.too_late(told, days, shift)
    }

    /// Whether an expression would lie behind publication, though its clause is over.
    fn too_late(&self, told: &Told, days: Interval, shift: unit::Shift) -> bool {
        let day = shift.from(days).and_then(|d| d.start);
        day.zip(self.published)
            .is_some_and(|(day, published)| day > published)
            && self.owner_side(told) == Side::Past
    }

    /// "announced on **Monday**, the morning after fog brought it down": counted back from the day that an expression stands beside.
    fn aside(&self, start: usize, shift: &unit::Shift) -> Option<Interval> {
        let day = self.day_beside(start)?;
        (shift.sign != 0).then(|| shift.back(day)).flatten()
    }

    /// The day in front of the comma that an expression stands behind.
    fn day_beside(&self, start: usize) -> Option<Interval> {
        let comma = start.checked_sub(1).filter(|c| self.form(*c) == ",")?;
        let told = self.done.iter().rev().find(|t| t.words.end == comma)?;
        let one = told.interval.start.is_some() && told.interval.start == told.interval.end;
        (one && told.link == Link::In).then_some(told.interval)
    }

    fn is_anniversary(&self, told: &Told) -> bool {
        let last = self.tree.form(TokenIx::new(told.words.end - 1)).to_lowercase();
        matches!(last.as_str(), "anniversary" | "centenary" | "bicentenary")
    }

    /// "Hours before the truce was to begin **on Friday**, guns fired": a weekday, or a day without a year, that would put what has happened behind publication,
    /// is the one before.
    fn not_yet(
        &self,
        word: TokenIx,
        told: &Told,
        days: Interval,
        shift: unit::Shift,
        known: &[Option<Told>],
    ) -> Interval {
        let extent = self.tree.extent(word);
        let named = known
            .iter()
            .flatten()
            .find(|t| extent.contains(&t.words.start) && t.interval == days);
        let (Some(named), true) = (named, self.too_late(told, days, shift)) else {
            return days;
        };
        let has = |test: &dyn Fn(&str) -> bool| named.words.clone().any(|i| test(&self.form(i)));
        let month = has(&super::placed::is_month);
        let back = |d: Date| match month {
            true => d.saturating_sub(1.years()),
            false => d.saturating_sub(7.days()),
        };
        if month && has(&super::placed::is_year) || !month && !has(&|w| unit::weekday(w).is_some()) {
            return days;
        }
        Interval {
            start: days.start.map(back),
            end: days.end.map(back),
        }
    }

    /// Whether words stand right before a place.
    pub(super) fn behind(&self, at: usize, words: &[&str]) -> bool {
        let Some(from) = at.checked_sub(words.len()) else {
            return false;
        };
        (from..at)
            .zip(words)
            .all(|(i, w)| self.tree.form(TokenIx::new(i)).eq_ignore_ascii_case(w))
    }

    /// An expression that hangs on the clause that it is counted from belongs to the clause above.
    fn to_clause(&self, told: &mut Told, word: TokenIx) {
        if self.tree.below(told.top, word) {
            told.top = word;
            told.owner = belongs::owner(self.tree, word);
        }
    }

    pub(super) fn says(&self, verb: TokenIx) -> bool {
        self.tree.upos(verb) == "VERB" && belongs::says(self.tree, self.rules, verb)
    }

    pub(super) fn ahead(&self, top: TokenIx) -> bool {
        belongs::owner(self.tree, top)
            .is_some_and(|o| tense::by_verb(self.tree, self.words, o) == Some(Side::Ahead))
    }

    /// The side of publication on which the clause of a time lies.
    pub(super) fn owner_side(&self, told: &Told) -> Side {
        let tree = self.tree;
        let Some(owner) = told.owner else {
            return Side::Present;
        };
        let apart = told.top != owner;
        let noun = tree
            .head(told.top)
            .filter(|_| apart)
            .filter(|h| *h != owner || !belongs::is_predicate(tree, owner));
        if let Some(noun) = noun {
            // "called for a strike on 10 June", "ahead of Sunday's vote"
            // "meet before Saturday's summit"
            let not_yet = || {
                let verb = tree.head(noun).filter(|v| tree.upos(*v) == "VERB");
                verb.is_some_and(|v| tense::by_verb(tree, self.words, v) != Some(Side::Past))
            };
            let ahead = tense::wished(tree, self.rules, noun)
                || match tree.preposition(noun).as_deref() {
                    Some("ahead of") => true,
                    Some("before") => not_yet(),
                    _ => false,
                };
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
}

/// How long "the weeks that followed" may be.
fn some_of(unit: Unit) -> jiff::Span {
    match unit {
        Unit::Hour => Unit::Day.span(1.0),
        Unit::Day => Unit::Day.span(10.0),
        Unit::Week => Unit::Week.span(8.0),
        Unit::Month => Unit::Month.span(10.0),
        _ => Unit::Year.span(10.0),
    }
}
