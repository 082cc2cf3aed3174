//! The body that a person speaks for, by the words that a report puts beside its name: "foreign ministry spokesman Ali Sy", "a leader of the union, Ana Reyes".

use crate::record::{DocumentRecord, EntityRecord, MentionRecord, SentenceRecord, TokenRecord};

/// Who speaks for the body that they belong to.
const SPEAKERS: [&str; 19] = [
    "chair",
    "chairman",
    "chairwoman",
    "chief",
    "commander",
    "coordinator",
    "director",
    "general",
    "head",
    "leader",
    "minister",
    "official",
    "president",
    "representative",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "vice-president",
];

/// The body's words; of an office of government, those of its ministry.
pub(crate) fn body(record: &DocumentRecord, person: &EntityRecord) -> Option<String> {
    if person.r#type != "PER" {
        return None;
    }
    person.mentions.iter().find_map(|mention| {
        let of = record
            .sentences
            .iter()
            .find(|s| s.start <= mention.start && mention.start < s.end)?;
        let near = Near { record, of };
        let inside = |t: &TokenRecord| mention.start <= t.start && t.end <= mention.end;
        let name = (0..of.tokens.len()).find(|at| {
            let head = near.head(*at);
            inside(&of.tokens[*at]) && !head.is_some_and(|h| inside(&of.tokens[h]))
        })?;
        near.titles(name)
            .into_iter()
            .find_map(|title| near.body_of(title))
    })
}

/// The words of one sentence.
struct Near<'a> {
    record: &'a DocumentRecord,
    of: &'a SentenceRecord,
}

impl Near<'_> {
    fn head(&self, at: usize) -> Option<usize> {
        let head = self.of.tokens[at].head.checked_sub(1)?;
        (head < self.of.tokens.len()).then_some(head)
    }

    fn with<'b>(&'b self, at: usize, relations: &'b [&str]) -> impl Iterator<Item = usize> + 'b {
        let tokens = self.of.tokens.iter().enumerate();
        tokens
            .filter(move |(_, t)| t.head == at + 1 && relations.contains(&t.deprel.as_ref()))
            .map(|(at, _)| at)
    }

    /// The nouns that say what somebody of a name is: in front of it, in apposition, or itself.
    fn titles(&self, name: usize) -> Vec<usize> {
        let mut all = vec![name];
        all.extend(self.with(name, &["nmod:desc", "compound", "appos"]));
        if self.of.tokens[name].deprel == "appos" {
            all.extend(self.head(name));
        }
        all.retain(|at| SPEAKERS.contains(&self.of.tokens[*at].lemma.to_lowercase().as_str()));
        all
    }

    /// What stands with a title: "the army's", "of the union", "foreign ministry".
    fn body_of(&self, title: usize) -> Option<String> {
        let tokens = &self.of.tokens;
        if tokens[title].lemma.eq_ignore_ascii_case("minister") {
            let first = self.with(title, &["compound", "amod"]);
            let portfolio: Vec<&str> = first
                .filter(|at| tokens[*at].upos != "PROPN" && tokens[*at].lemma != "deputy")
                .map(|at| tokens[at].lemma.as_str())
                .collect();
            return (!portfolio.is_empty()).then(|| format!("{} ministry", portfolio.join(" ")));
        }
        let beside = self
            .with(title, &["nmod", "nmod:poss", "compound"])
            .filter(|at| tokens[*at].upos != "NUM");
        beside.into_iter().find_map(|at| match tokens[at].upos.as_ref() {
            "PRON" => self.told_before(tokens[at].start),
            _ => self.body_at(at),
        })
    }

    /// The body that a word names: an organisation of the text, one called by its letters, a ministry, an army.
    fn body_at(&self, at: usize) -> Option<String> {
        // Of these there is one in a country; of the others there are many, so that only those with a word of their own tell which.
        const ONE: [&str; 3] = ["army", "police", "navy"];
        const MANY: [&str; 5] = ["ministry", "union", "militia", "movement", "party"];
        let word = &self.of.tokens[at];
        let mut named = self.organisations();
        if let Some(name) = named.find(|m| m.start <= word.start && word.end <= m.end) {
            return Some(self.words(name.start, name.end));
        }
        // "the MUD"
        let form = self.words(word.start, word.end);
        if form.chars().count() > 1 && form.chars().all(char::is_uppercase) {
            return Some(form);
        }
        let first = self.with(at, &["amod", "compound"]).min();
        let told =
            ONE.contains(&word.lemma.as_str()) || first.is_some() && MANY.contains(&word.lemma.as_str());
        told.then(|| self.words(self.of.tokens[first.unwrap_or(at).min(at)].start, word.end))
    }

    /// The last organisation named before a place in the sentence, that "its" is.
    fn told_before(&self, place: usize) -> Option<String> {
        let before = self
            .organisations()
            .filter(|m| self.of.start <= m.start && m.end <= place);
        let last = before.max_by_key(|m| m.end)?;
        Some(self.words(last.start, last.end))
    }

    /// Where the text names organisations.
    fn organisations(&self) -> impl Iterator<Item = &MentionRecord> {
        let all = self.record.entities.iter().filter(|e| e.r#type == "ORG");
        all.flat_map(|e| &e.mentions).filter(|m| m.kind == "name")
    }

    fn words(&self, start: usize, end: usize) -> String {
        let text = self.record.text.chars().skip(start);
        text.take(end.saturating_sub(start)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Id;
    use crate::{Given, Sayso};

    #[test]
    fn whom_a_person_speaks_for() {
        let sayso = Sayso::embedded().unwrap();
        let check = |text: &str, wanted: Option<&str>| {
            let read = sayso.read(vec![crate::plain(text.into(), "x", &Given::default())]);
            let record = sayso.record(&read[0], Id::Text("x".into()));
            let people: Vec<&EntityRecord> = record.entities.iter().filter(|e| e.r#type == "PER").collect();
            let found = people.iter().find_map(|e| body(&record, e));
            assert_eq!(found.as_deref(), wanted, "{text}");
        };
        check(
            "The ships will sail, foreign ministry spokesman Hami Aksoy said.",
            Some("foreign ministry"),
        );
        check(
            "The march is off, a leader of the MUD, Delsa Arismendi, said.",
            Some("MUD"),
        );
        check(
            "The UGTT will hold a strike, its secretary-general Mohamed Sghaier said.",
            Some("UGTT"),
        );
        check(
            "Ships were sunk, the army's spokesman, Colonel Faustin Mbala, said.",
            Some("army"),
        );
        check(
            "The Abkhaz defence minister, Zaur Kvarchia, said so.",
            Some("defence ministry"),
        );
        check("The mayor of Baruta, Luis Soto, said so.", None);
        check("President Ana Reyes said so.", None);
        check("The strike is on, union leader Ana Reyes said.", None);
        check("Ana Reyes, a nurse at the UN hospital, said so.", None);
    }
}
