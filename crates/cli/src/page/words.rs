//! Statements in words: what, how sure, where, when.

use super::paint::Ink;
use jiff::civil::Date;
use sayso::Document;
use sayso::model::statement::{
    Attribution, End, EndKind, EntityId, Factuality, MentionKind, Participant, PlaceRef, PlaceRole, Relation,
    SourceKind, Statement,
};
use sayso::model::{Interval, Span};

/// A small bar for how sure a source is, and the word for it.
pub fn certainty(value: Factuality) -> (&'static str, &'static str, Ink) {
    match value {
        Factuality::Certain => ("●●●", "certain", Ink::Yes),
        Factuality::Probable => ("●●○", "probable", Ink::Yes),
        Factuality::Possible => ("●○○", "possible", Ink::Maybe),
        Factuality::Uncommitted => ("○○○", "open", Ink::Maybe),
        Factuality::PossibleNot => ("✕○○", "possibly not so", Ink::No),
        Factuality::ProbableNot => ("✕✕○", "probably not so", Ink::No),
        Factuality::CertainNot => ("✕✕✕", "certainly not so", Ink::No),
    }
}

/// What a source is, in words.
pub fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Named => "by name",
        SourceKind::Role => "by role",
        SourceKind::Anonymous => "anonymous",
        SourceKind::Group => "a group",
        SourceKind::Organisation => "an organisation",
        SourceKind::Document => "a document",
        SourceKind::Unspecified => "unspecified",
        SourceKind::Author => "the author",
    }
}

/// A relation, between subject and object.
pub fn relation(relation: Relation) -> String {
    relation.name().replace('_', " ")
}

/// What the words of a document are called on the page.
pub struct Names<'a>(pub &'a Document);

impl Names<'_> {
    /// The words of a span.
    pub fn of(&self, span: Span) -> &str {
        span.of(&self.0.annotated.article.text)
    }

    /// An entity by name, else by what it is called first.
    pub fn entity(&self, id: EntityId) -> &str {
        let mentions = &self.0.reading.entities[id.0 as usize].mentions;
        let by = |kind| mentions.iter().find(move |m| m.kind == kind);
        let best = by(MentionKind::Name)
            .or(by(MentionKind::Nominal))
            .or(mentions.first());
        best.map_or("", |m| self.of(m.span))
    }

    /// The words of a mention, after its name where they are only a pronoun.
    pub fn mention(&self, id: EntityId, span: Span) -> String {
        let mentions = &self.0.reading.entities[id.0 as usize].mentions;
        let words = self.of(span);
        let pronoun = mentions
            .iter()
            .any(|m| m.span == span && m.kind == MentionKind::Pronoun);
        let name = self.entity(id);
        if pronoun && name != words {
            format!("{name} (“{words}”)")
        } else {
            words.to_owned()
        }
    }

    /// Several who take part.
    pub fn participants(&self, all: &[Participant]) -> String {
        and(all.iter().map(|p| self.mention(p.entity, p.span)).collect())
    }

    /// An end of a fact.
    pub fn end(&self, end: &End) -> String {
        match end.what {
            EndKind::Entity(id) => self.mention(id, end.span),
            _ => self.of(end.span).to_owned(),
        }
    }

    /// The words that name a source; empty where the article does not say.
    pub fn source(&self, a: &Attribution) -> String {
        a.source.iter().map(|s| self.of(*s)).collect::<Vec<_>>().join(" ")
    }

    /// Where, with the legs of a movement.
    pub fn places(&self, all: &[PlaceRef]) -> Vec<String> {
        let mut orders: Vec<u32> = all.iter().map(|p| p.order).collect();
        orders.sort_unstable();
        orders.dedup();
        let legs = orders.last().is_some_and(|last| *last > 0);
        let leg = |order: &u32| {
            let here: Vec<&PlaceRef> = all.iter().filter(|p| p.order == *order).collect();
            let mut words: Vec<String> = here.iter().map(|p| self.place(p)).collect();
            words.extend(
                here.iter()
                    .find_map(|p| p.means)
                    .map(|means| format!("by {means}")),
            );
            let words = words.join(" ");
            if legs {
                format!("leg {}: {words}", order + 1)
            } else {
                words
            }
        };
        orders.iter().map(leg).collect()
    }

    fn place(&self, place: &PlaceRef) -> String {
        let role = match place.role {
            PlaceRole::Location => "in",
            PlaceRole::Origin => "from",
            PlaceRole::Via => "via",
            PlaceRole::Destination => "to",
            PlaceRole::Target => "against",
        };
        let Some(found) = self.0.reading.places.get(place.place) else {
            return String::new();
        };
        match &found.country {
            Some(country) => format!("{role} {} ({country})", found.name),
            None => format!("{role} {}", found.name),
        }
    }

    /// When, if the words tell more than that it is before or after the day of the article.
    pub fn when(&self, s: &Statement) -> Option<String> {
        let interval = s.when.interval;
        let words = s.when.span.map(|span| self.of(span));
        let published = self.0.annotated.article.published;
        let bounds = [interval.start, interval.end];
        let known =
            bounds.iter().flatten().count() == 2 || bounds.iter().flatten().any(|d| Some(*d) != published);
        match (words, days(interval).filter(|_| known)) {
            (Some(words), Some(days)) if days.contains(words) => Some(days),
            (Some(words), Some(days)) => Some(format!("{words} ({days})")),
            (Some(words), None) => Some(words.to_owned()),
            (None, days) => days,
        }
    }

    /// How much or how many.
    pub fn quantity(&self, at: usize) -> Option<String> {
        let q = self.0.annotated.quantities.get(at)?;
        let words = self.of(q.span);
        let of = q.of.as_deref().filter(|of| !words.contains(of));
        Some(of.map_or(words.to_owned(), |of| format!("{words} ({of})")))
    }
}

/// `a, b and c`
pub fn and(mut words: Vec<String>) -> String {
    match words.len() {
        0 | 1 => words.pop().unwrap_or_default(),
        _ => {
            let last = words.pop().unwrap_or_default();
            format!("{} and {last}", words.join(", "))
        }
    }
}

/// With a capital at the beginning.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A day, as people write it.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Days, months and years in words; `None` where both sides are open.
pub fn days(interval: Interval) -> Option<String> {
    Some(match (interval.start, interval.end) {
        (None, None) => return None,
        (Some(start), None) => format!("from {}", day(start)),
        (None, Some(end)) => format!("until {}", day(end)),
        (Some(start), Some(end)) if start == end => day(start),
        (Some(start), Some(end)) if start.first_of_year() == start && end == start.last_of_year() => {
            start.year().to_string()
        }
        (Some(start), Some(end)) if start.first_of_month() == start && end == start.last_of_month() => {
            start.strftime("%B %Y").to_string()
        }
        (Some(start), Some(end)) => format!("{} to {}", day(start), day(end)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_in_words() {
        let check = |start, end, expected: Option<&str>| {
            assert_eq!(days(Interval { start, end }).as_deref(), expected);
        };
        check(None, None, None);
        check(
            Some(date(2025, 3, 20)),
            Some(date(2025, 3, 20)),
            Some("20 March 2025"),
        );
        check(
            Some(date(2024, 2, 1)),
            Some(date(2024, 2, 29)),
            Some("February 2024"),
        );
        check(Some(date(1994, 1, 1)), Some(date(1994, 12, 31)), Some("1994"));
        check(
            Some(date(2025, 3, 1)),
            Some(date(2025, 3, 9)),
            Some("1 March 2025 to 9 March 2025"),
        );
        check(None, Some(date(2025, 3, 9)), Some("until 9 March 2025"));
        check(Some(date(2025, 3, 9)), None, Some("from 9 March 2025"));
    }

    #[test]
    fn lists_in_words() {
        let words = |all: &[&str]| and(all.iter().map(|w| (*w).to_owned()).collect());
        assert_eq!(words(&[]), "");
        assert_eq!(words(&["Chad"]), "Chad");
        assert_eq!(words(&["Chad", "Libya", "Niger"]), "Chad, Libya and Niger");
    }
}
