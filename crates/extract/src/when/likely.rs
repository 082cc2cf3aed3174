//! Which of the times near an event is its own, where no rule says so: a logistic regression over how the two stand to each other.
//! `cargo xtask generate times` fits it on labelled passages, and writes `data/times.tsv`.

use super::belongs::{is_predicate, own, points_back, says};
use super::link::{self, Link, Side};
use super::told::Told;
use super::{Times, tense};
use sayso_model::statement::Auxiliary;
use sayso_model::{Interval, Span, TokenIx};

/// Sentences before and behind an event in which its time is looked for.
const AROUND: usize = 3;
/// Words before and behind, as sentences may be of any length.
const FAR: usize = 200;
/// The least probability of a time that is taken for that of an event.
const LEAST: f64 = 0.4;

/// A time near an event.
#[derive(Clone, Debug)]
pub struct Near {
    /// Its words.
    pub span: Span,
    /// When the event is, if the time is its own.
    pub interval: Interval,
    /// What speaks for and against it.
    pub clues: Vec<String>,
}

impl Times<'_> {
    /// The time near an event that is most likely its own, and how likely.
    pub(super) fn likely(&self, trigger: TokenIx, side: Side) -> Option<(&Told, f64)> {
        let scored = self.around(trigger).map(|told| {
            let score = self.words.likely.score(&self.clues(trigger, side, told));
            (told, score)
        });
        scored
            .filter(|(_, score)| *score >= LEAST)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The times near an event, and what speaks for and against each.
    pub fn near(&self, trigger: TokenIx, auxiliary: Auxiliary) -> Vec<Near> {
        let trigger = self.told_by(trigger);
        let side = tense::side(self.tree, self.rules, self.words, trigger, auxiliary);
        let near = self.around(trigger).map(|told| Near {
            span: self.tree.span(&told.words),
            interval: link::bounded(told.interval, told.link, side, self.published, told.is_short()),
            clues: self.clues(trigger, side, told),
        });
        near.collect()
    }

    /// The times near an event that may be its own: none that belongs to nothing, stands in a line without a verb, is the day on which somebody said it, or lies outside
    /// of what the same sentence has somebody say; and no day that is over for what **has** happened.
    fn around(&self, trigger: TokenIx) -> impl Iterator<Item = &Told> {
        let (tree, doc) = (self.tree, self.tree.doc);
        let at = doc.sentence_of(trigger);
        let from = doc.sentences[at.saturating_sub(AROUND)].tokens.start;
        let last = (at + AROUND).min(doc.sentences.len() - 1);
        let from = from.max(trigger.at().saturating_sub(FAR));
        let to = doc.sentences[last].tokens.end.min(trigger.at() + FAR);
        let first = self.told.partition_point(|t| t.words.start < from);
        let near = self.told[first..].iter().take_while(move |t| t.words.start < to);
        let has = |a: TokenIx| tree.lower(a) == "have" && matches!(tree.xpos(a), "VBZ" | "VBP");
        let has = tree.with(tree.centre(trigger), "aux").any(has);
        let over = move |t: &Told| {
            t.link == Link::In && t.interval.end.zip(self.published).is_some_and(|(e, p)| e < p)
        };
        // "The quarrel grew on Thursday when the minister told the house that rebels had **attacked** a post"
        let content = tree.upward(tree.centre(trigger)).find(|w| {
            tree.relation(*w) == "ccomp" && tree.head(*w).is_some_and(|h| says(tree, self.rules, h))
        });
        let outside = move |owner: TokenIx| {
            content.is_some_and(|c| doc.sentence_of(owner) == doc.sentence_of(c) && !tree.below(owner, c))
        };
        // "date 2025-03-14": a line that tells nothing
        let bare = move |t: &Told| {
            let sentence = doc.sentence_of(TokenIx::new(t.words.start));
            let verb = |i: usize| matches!(tree.upos(TokenIx::new(i)), "VERB" | "AUX");
            sentence != at && !doc.sentences[sentence].tokens.clone().any(verb)
        };
        near.filter(move |t| {
            let owner = t.owner.filter(|o| *o == trigger || !says(tree, self.rules, *o));
            // "The **priest** that buried nine on Friday"
            let clause = |o: TokenIx| tree.deprel(o) == "acl:relcl" && tree.head(o) == Some(trigger);
            owner.is_some_and(|o| !clause(o) && !outside(o)) && !(has && over(t)) && !bare(t)
        })
    }

    /// What speaks for and against a time, by name.
    fn clues(&self, trigger: TokenIx, side: Side, told: &Told) -> Vec<String> {
        let tree = self.tree;
        let centre = tree.centre(trigger);
        let word = tree.light(trigger).unwrap_or(centre);
        let mut clues = vec!["always".to_owned()];
        let mut add = |name: &str, value: &str| clues.push(format!("{name} {value}"));

        // What lies between the two.
        let of_told = tree.doc.sentence_of(TokenIx::new(told.words.start));
        let here = if of_told == tree.doc.sentence_of(trigger) {
            "here"
        } else {
            "elsewhere"
        };
        let (order, between) = if told.words.start < word.at() {
            ("before", told.words.end..word.at())
        } else {
            ("behind", word.at() + 1..told.words.start)
        };
        let count =
            |fits: &dyn Fn(TokenIx) -> bool| between.clone().map(TokenIx::new).filter(|t| fits(*t)).count();
        let verbs = count(&|t| tree.upos(t) == "VERB").min(4);
        let commas = count(&|t| tree.form(t) == ",").min(3);
        add("distance", &format!("{order} {}", steps(between.len())));
        add("verbs", &format!("{verbs} {order} {here}"));
        add("commas", &format!("{commas} {order} {here}"));
        let others = || self.around(trigger).filter(|t| t.words != told.words);
        let inside = others().filter(|t| between.contains(&t.words.start));
        add("times between", &inside.count().min(3).to_string());
        add("other times", &others().count().min(4).to_string());

        // How the word that the time belongs to stands to the event.
        let path = self.path(told, trigger, word);
        let kind = path.trim_end_matches(|c: char| c.is_ascii_digit());
        add("path", &path);
        add("path", &format!("{path} {order}"));
        if let Some(owner) = told.owner {
            if path.starts_with("below") {
                let down: Vec<&str> = tree
                    .upward(owner)
                    .take_while(|u| *u != word)
                    .map(|u| tree.deprel(u))
                    .collect();
                add("down", &down[..down.len().min(3)].join(" "));
                add(
                    "down",
                    &format!("{order} {}", down.last().copied().unwrap_or_default()),
                );
            }
            add("owner says", &format!("{} {path}", says(tree, self.rules, owner)));
            add("owner is root", &tree.head(owner).is_none().to_string());
        }
        let other = told.owner.is_some() && self.of_word(word).is_some_and(|t| t.words != told.words);
        add("other time of its own", &other.to_string());

        // The event.
        let form = tree.xpos(centre);
        let helpers: Vec<&str> = tree.with(word, "aux").map(|a| tree.xpos(a)).collect();
        add("mark", &format!("{} {kind}", self.mark(word)));
        add("relation", &format!("{} {order} {here}", tree.relation(word)));
        add("form", &format!("{form} {side:?}"));
        add("auxiliaries", &helpers.join(" "));
        add(
            "clause",
            &format!(
                "{} {} {path}",
                is_predicate(tree, centre),
                points_back(tree, centre)
            ),
        );
        add("says", &says(tree, self.rules, centre).to_string());

        // The time.
        add("link", &format!("{:?} {side:?}", told.link));
        add("link", &format!("{:?} {path}", told.link));
        add("length", &format!("{} {here}", length(&told.interval)));
        let place = match (told.interval.start, told.interval.end, self.published) {
            (Some(start), _, Some(published)) if start > published => "ahead",
            (_, Some(end), Some(published)) if end < published => "gone",
            _ => "now",
        };
        add("place", &format!("{place} {side:?}"));
        add("place", &format!("{place} {form}"));
        let fronted = told.words.start <= tree.doc.sentences[of_told].tokens.start + 1;
        add("fronted", &format!("{fronted} {here} {kind}"));
        add("word", &tree.form(TokenIx::new(told.words.start)).to_lowercase());
        clues
    }

    /// The way from an event to the word that a time belongs to.
    fn path(&self, told: &Told, trigger: TokenIx, word: TokenIx) -> String {
        let tree = self.tree;
        let far = |steps: usize| steps.min(4);
        if own(tree, told, word) || own(tree, told, tree.centre(trigger)) || own(tree, told, trigger) {
            return "own".to_owned();
        }
        let Some(owner) = told.owner else {
            return "none".to_owned();
        };
        let up: Vec<TokenIx> = tree.upward(word).collect();
        let over: Vec<TokenIx> = tree.upward(owner).collect();
        let at = |row: &[TokenIx], word: TokenIx| row.iter().position(|w| *w == word);
        if let Some(steps) = at(&up, owner) {
            return format!("above{}", far(steps));
        }
        if let Some(steps) = at(&over, word) {
            return format!("below{}", far(steps));
        }
        let shared = up
            .iter()
            .enumerate()
            .find_map(|(steps, w)| Some((steps, at(&over, *w)?)));
        match shared {
            Some((steps, down)) => format!("aside{}-{}", far(steps), far(down)),
            None => "apart".to_owned(),
        }
    }

    /// The word that says how a clause hangs on the one above.
    fn mark(&self, word: TokenIx) -> String {
        const MARKS: [&str; 30] = [
            "after", "already", "although", "and", "as", "at", "because", "before", "but", "by", "during",
            "earlier", "for", "if", "in", "later", "once", "or", "since", "still", "that", "then", "though",
            "till", "to", "until", "when", "where", "while", "with",
        ];
        let tree = self.tree;
        let mut marks = tree
            .children(word)
            .filter(|c| *c < word && matches!(tree.relation(*c), "mark" | "advmod" | "cc" | "case"))
            .map(|c| tree.lower(c));
        marks.find(|m| MARKS.contains(&m.as_str())).unwrap_or_default()
    }
}

/// About how many words.
fn steps(words: usize) -> &'static str {
    match words {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4-5",
        6..=8 => "6-8",
        9..=13 => "9-13",
        14..=20 => "14-20",
        _ => "more",
    }
}

/// About how long.
fn length(interval: &Interval) -> &'static str {
    let days = interval.start.zip(interval.end).map(|(s, e)| (e - s).get_days());
    match days {
        None => "open",
        Some(0) => "day",
        Some(1..=4) => "days",
        Some(5..=8) => "week",
        Some(9..=45) => "month",
        Some(46..=370) => "year",
        Some(_) => "years",
    }
}
