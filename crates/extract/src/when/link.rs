//! How a time expression bounds what it belongs to: "on", "since", "until", "before", "after", "by"; and on which side of publication that lies.

use crate::syntax::Tree;
use jiff::civil::Date;
use sayso_model::{Interval, TokenIx};

/// How an event stands to a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    In,
    /// From its beginning on.
    Since,
    /// After it.
    After,
    /// Before its end.
    Before,
    /// Before its end, or at it.
    By,
}

/// On which side of publication an event lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Present,
    Ahead,
}

/// Words between a preposition and its time ("since **the**", "by **at least**").
const BETWEEN: [&str; 16] = [
    "the", "late", "early", "about", "around", "only", "just", "at", "least", "last", "as", "mid", "-",
    "shortly", "noon", "that",
];

/// What a preposition or conjunction says.
pub(super) fn of_word(word: &str) -> Option<Link> {
    Some(match word {
        "since" | "from" | "starting" | "beginning" => Link::Since,
        "after" | "following" => Link::After,
        "until" | "till" | "before" | "ahead" | "prior" | "through" | "pending" => Link::Before,
        "by" => Link::By,
        _ => return None,
    })
}

/// The link that the words before an expression make.
pub(super) fn before(tree: &Tree, start: usize) -> Link {
    let sentence = &tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(start))];
    let mut at = start;
    for _ in 0..4 {
        let Some(back) = at.checked_sub(1).filter(|b| *b >= sentence.tokens.start) else {
            break;
        };
        at = back;
        let form = tree.form(TokenIx::new(at)).to_lowercase();
        let previous = || {
            at.checked_sub(1)
                .filter(|b| *b >= sentence.tokens.start)
                .map(|b| tree.form(TokenIx::new(b)).to_lowercase())
        };
        match form.as_str() {
            // "no later than Friday", "not until Friday did they"
            "than" if previous().as_deref() == Some("later") => return Link::By,
            "until" | "till" if previous().as_deref() == Some("not") => return Link::In,
            "of" if previous().as_deref() == Some("ahead") => return Link::Before,
            "to" if previous().as_deref() == Some("prior") => return Link::Before,
            "to" if previous().as_deref() == Some("up") => return Link::Before,
            "of" if previous().as_deref() == Some("as") => return Link::Since,
            // "on or before", "two days after": no preposition of this time alone.
            word => {
                if let Some(link) = of_word(word) {
                    return link;
                }
                // "since **Easter** Monday, 1 April"
                let named = tree.relation(TokenIx::new(at)) == "compound" && at + 1 == start;
                if !BETWEEN.contains(&word) && !named {
                    break;
                }
            }
        }
    }
    Link::In
}

/// The days of an event that is linked to some days. `exact`: a time of day, or one counted from another.
pub(super) fn bounded(
    days: Interval,
    link: Link,
    side: Side,
    published: Option<Date>,
    exact: bool,
) -> Interval {
    let open = |start, end| Interval { start, end };
    let linked = match (link, side) {
        (Link::In, _) => days,
        (Link::By, Side::Past | Side::Present) if exact => days,
        // "troop movements since Wednesday" are none to come
        (Link::Since, Side::Ahead) if days.start.zip(published).is_some_and(|(s, p)| s < p) => {
            open(days.start, published)
        }
        (Link::Since | Link::After, Side::Ahead) => open(days.start, None),
        (Link::Since | Link::After, _) => {
            let gone = published.filter(|p| days.start.is_none_or(|s| s <= *p));
            open(days.start, gone)
        }
        // "had until Sunday to lodge complaints", on Monday
        (Link::Before | Link::By, Side::Ahead) if days.end.zip(published).is_some_and(|(e, p)| e < p) => {
            open(None, days.end)
        }
        (Link::Before | Link::By, Side::Ahead) => open(published, days.end),
        (Link::Before | Link::By, _) => open(None, days.end),
    };
    clipped(linked, side, published)
}

/// No more of the days than lie on the event's side of publication, if any do.
fn clipped(days: Interval, side: Side, published: Option<Date>) -> Interval {
    let Some(today) = published else {
        return days;
    };
    match side {
        Side::Ahead if days.end.is_none_or(|e| e >= today) && days.start.is_some_and(|s| s < today) => {
            Interval {
                start: published,
                ..days
            }
        }
        Side::Past if days.start.is_none_or(|s| s <= today) && days.end.is_some_and(|e| e > today) => {
            Interval {
                end: published,
                ..days
            }
        }
        _ => days,
    }
}

/// When something is of which no time is told.
pub(super) fn untold(side: Side, hypothetical: bool, published: Option<Date>) -> Interval {
    match side {
        Side::Ahead => Interval {
            start: published,
            end: None,
        },
        Side::Present if hypothetical => Interval::default(),
        _ => Interval {
            start: None,
            end: published,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn sides_of_publication() {
        let today = Some(date(2024, 10, 30));
        let week = Interval::between(date(2024, 10, 28), date(2024, 11, 3));
        let check = |link, side, start: Option<Date>, end: Option<Date>| {
            assert_eq!(bounded(week, link, side, today, false), Interval { start, end });
        };
        check(Link::In, Side::Ahead, today, week.end);
        check(Link::In, Side::Past, week.start, today);
        check(Link::Since, Side::Past, week.start, today);
        check(Link::Before, Side::Ahead, today, week.end);
        check(Link::Before, Side::Past, None, today);
        check(Link::After, Side::Ahead, today, None);
        let gone = Interval::day(date(2024, 10, 1));
        assert_eq!(bounded(gone, Link::By, Side::Past, today, true), gone);
        assert_eq!(bounded(gone, Link::In, Side::Ahead, today, false), gone);
    }
}
