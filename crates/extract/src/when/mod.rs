//! When an event happens: the time expression that belongs to it, else what its tense says against the day of publication.
//!
//! [`told`] lists the times of the text, those that are counted from others ([`relative`], [`anchor`]) too, cut to the part that is meant ([`parts`]), joined
//! ([`ranges`]) and put where they belong ([`placed`], [`dateline`]); [`belongs`] finds that of an event; [`tense`] and [`link`]
//! bound it by tense, prepositions and the day of publication. The words are in `data/time-words.toml`.

mod anchor;
mod belongs;
mod dateline;
mod link;
mod parts;
mod placed;
mod ranges;
mod relative;
mod tense;
mod told;
mod unit;
mod words;

use crate::rules::Rules;
use crate::syntax::Tree;
use jiff::civil::Date;
use link::{Link, Side};
use sayso_model::TokenIx;
use sayso_model::statement::{Auxiliary, When};
use told::Told;
pub use words::Words;

/// The times that a document tells.
pub struct Times<'a> {
    tree: &'a Tree<'a>,
    rules: &'a Rules,
    words: &'a Words,
    published: Option<Date>,
    told: Vec<Told>,
}

impl<'a> Times<'a> {
    /// Finds them.
    pub fn find(tree: &'a Tree<'a>, rules: &'a Rules, words: &'a Words) -> Self {
        Self {
            tree,
            rules,
            words,
            published: tree.doc.article.published,
            told: told::all(tree, rules, words),
        }
    }

    /// The time of the event that a word tells of.
    pub fn of(&self, trigger: TokenIx, auxiliary: Auxiliary) -> When {
        let side = tense::side(self.tree, self.rules, self.words, trigger, auxiliary);
        // What has happened cannot have a time that is yet to come.
        let ahead = |t: &Told| {
            let today = self.published.zip(t.interval.start);
            side == Side::Past && t.link == Link::In && today.is_some_and(|(p, s)| s > p)
        };
        if let Some((told, link)) = self.belonging(trigger, side).filter(|(t, _)| !ahead(t)) {
            let link = link.unwrap_or(told.link);
            return When {
                interval: link::bounded(told.interval, link, side, self.published, told.is_short()),
                span: Some(self.tree.span(&told.words)),
            };
        }
        let interval = self
            .by_happening(trigger)
            .map(|(days, link)| link::bounded(days, link, side, self.published, false))
            .unwrap_or_else(|| link::untold(side, auxiliary.hypothetical, self.published));
        When { interval, span: None }
    }

    /// "before the vote", where it was told when that was.
    fn by_happening(&self, trigger: TokenIx) -> Option<(sayso_model::Interval, Link)> {
        let tree = self.tree;
        let verb = tree.light(trigger).unwrap_or(tree.centre(trigger));
        tree.with(verb, "obl").find_map(|noun| {
            let preposition = tree.preposition(noun)?;
            let first = preposition.split(' ').next().unwrap_or_default();
            if let Some(clause) = tree
                .child(noun, "acl:relcl")
                .filter(|_| self.words.times.contains(&tree.lower(noun)))
            {
                // "by the time the jets came on Monday"
                let told = self.of_word(clause)?;
                let link = match first {
                    "by" => Link::Before,
                    _ => link::of_word(first).unwrap_or(Link::In),
                };
                return Some((told.interval, link));
            }
            let link = match first {
                "during" | "in" | "at" | "on" => {
                    // "In Tuesday's attack"
                    let told = self.told.iter().find(|t| t.owner == Some(noun))?;
                    return Some((told.interval, Link::In));
                }
                "before" | "after" | "since" | "until" | "ahead" | "prior" | "following" => {
                    link::of_word(first)?
                }
                _ => return None,
            };
            let own = self
                .told
                .iter()
                .find(|t| t.owner == Some(noun))
                .map(|t| t.interval);
            let days = own.or_else(|| belongs::happening(tree, self.words, &self.told, noun))?;
            Some((days, link))
        })
    }
}
