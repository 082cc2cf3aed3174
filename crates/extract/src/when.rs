//! When an event happens: the time expression that belongs to it, else what its tense says against the day of publication.

use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_model::statement::{Auxiliary, When};
use sayso_model::{Interval, TimexType, TokenIx};

/// The time of the event that a word tells of.
pub fn of(tree: &Tree, trigger: TokenIx, auxiliary: Auxiliary) -> When {
    let doc = tree.doc;
    let published = doc.article.published;
    let sentence = doc.sentence_of(trigger);
    let centre = tree.centre(trigger);
    let light = tree.light(trigger);
    let within = doc.sentences[sentence].span;
    let first = doc.times.partition_point(|t| t.span.start() < within.start());
    let own = doc.times[first..]
        .iter()
        .take_while(|t| t.span.start() < within.end())
        .filter(|t| matches!(t.kind, TimexType::Date | TimexType::Time))
        .find(|time| {
            let words = tokens_of(tree, time.span);
            let head = words.clone().find(|i| {
                tree.head(TokenIx::new(*i))
                    .is_none_or(|h| !words.contains(&h.at()))
            });
            let head = TokenIx::new(head.unwrap_or(words.start));
            // The first verb or happening above the expression owns it.
            let owner = tree.upward(head).skip(1).find(|w| {
                *w == trigger || *w == centre || Some(*w) == light || matches!(tree.upos(*w), "VERB")
            });
            owner.is_some_and(|o| o == trigger || o == centre || Some(o) == light)
        });
    if let Some(time) = own {
        let mut interval = time.interval;
        let before = tokens_of(tree, time.span)
            .start
            .checked_sub(1)
            .map(|i| tree.form(TokenIx::new(i)).to_lowercase());
        match before.as_deref() {
            Some("since") => interval.end = None,
            Some("until" | "till" | "before") => {
                interval = Interval {
                    start: None,
                    end: interval.end,
                }
            }
            Some("after") => {
                interval = Interval {
                    start: interval.start,
                    end: None,
                }
            }
            _ => {}
        }
        return When {
            interval,
            span: Some(time.span),
        };
    }
    let interval = if auxiliary.future {
        Interval {
            start: published,
            end: None,
        }
    } else if auxiliary.hypothetical {
        Interval::default()
    } else {
        Interval {
            start: None,
            end: published,
        }
    };
    When { interval, span: None }
}
