//! Of which country those are whose name tells none: by whose they are, where they are or speak, who speaks of them, and what the article is about.

use super::{Entities, belongs_to};
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::TokenIx;
use sayso_model::statement::{Actor, EntityId, EntityType, MentionKind};

/// Sectors of which every country has its own.
const OF_STATE: [&str; 7] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP"];
/// The share of the names that one country must have for an article to be about it.
const HOME: f64 = 0.6;
/// Or this, where it is named twice as often as any other.
const OFTEN: f64 = 0.4;
/// Countries in whose capitals envoys of all others speak.
const VISITED: [&str; 5] = ["AUT", "BEL", "CHE", "ETH", "USA"];
/// What stands before the place that people live or serve in.
const WITHIN: [&str; 9] = [
    "across", "around", "at", "from", "in", "inside", "near", "of", "outside",
];

/// Whether somebody is a minister, a soldier, a judge: of some state, whichever it is.
pub(super) fn serves_a_state(sectors: &[String]) -> bool {
    sectors.first().is_some_and(|s| OF_STATE.contains(&s.as_str()))
}

/// An actor, as one of a country.
pub fn located(actor: &Actor, country: String) -> Actor {
    placed(actor, Some(country))
}

/// An actor, as one of a country or of none.
fn placed(actor: &Actor, country: Option<String>) -> Actor {
    let sector = actor.sectors.first().map_or("", String::as_str);
    Actor {
        code: format!("{}{sector}", country.as_deref().unwrap_or_default()),
        country,
        ..actor.clone()
    }
}

impl Entities {
    /// Gives those who are told of by where they are, or by whose they are, a country: "lawmakers in Reykjavik", "Bishkek's only brigade", "its foreign
    /// minister"; else servants of a state that of the place that the sentence or the paragraph begins with ("In Minsk, the foreign ministry …"), else that of
    /// whoever speaks of them. What was only assumed of them gives way.
    /// `speaker`: who says what stands at a word.
    pub fn settle(
        &mut self,
        tree: &Tree,
        country_at: impl Fn(TokenIx) -> Option<String>,
        speaker: impl Fn(TokenIx) -> Option<EntityId>,
    ) {
        let settings = settings(tree, &country_at);
        for at in 0..self.list.len() {
            let entity = &self.list[at];
            let Some(actor) = entity.actor.as_ref().filter(|a| a.id.is_none()) else {
                continue;
            };
            let people = entity.kind == EntityType::Nationality;
            let person = entity.kind == EntityType::Person;
            let open = match entity.kind {
                EntityType::Other => true,
                EntityType::Nationality | EntityType::Person => actor.country.is_none(),
                _ => false,
            };
            let nouns = entity.mentions.iter();
            let nouns = nouns.filter(|m| people || m.kind == MentionKind::Nominal);
            let heads: Vec<TokenIx> = nouns.map(|m| m.head).collect();
            let told = |head: &TokenIx| belongs_to(tree, self, *head).and_then(|a| a.country);
            if !open || !people && !person && heads.iter().any(|head| told(head).is_some()) {
                continue;
            }
            let own = |head: &TokenIx| {
                let owned = self.owned(tree, *head, &country_at);
                owned.or_else(|| told(head).filter(|_| person))
            };
            let of_state = serves_a_state(&actor.sectors);
            let first = entity.mentions.first().filter(|_| of_state);
            let setting = || settings[tree.doc.sentence_of(first?.head)].clone();
            // "A Thai officer said that **the army** had moved 800 soldiers."
            let spoken_of = || {
                let known = first.filter(|m| actor.country.is_none() && tree.definite(m.head))?;
                self.get(speaker(known.head)?).actor.as_ref()?.country.clone()
            };
            let country = heads.iter().find_map(own).or_else(setting);
            if let Some(country) = country.or_else(spoken_of) {
                self.list[at].actor = Some(located(actor, country));
            }
        }
    }

    /// The country of whoever owns what a noun tells of, or of the place that it is in.
    fn owned(
        &self,
        tree: &Tree,
        noun: TokenIx,
        country_at: &impl Fn(TokenIx) -> Option<String>,
    ) -> Option<String> {
        let owner = |word: TokenIx| {
            let owner = self.get(self.at(word)?);
            let names = owner.mentions.iter().filter(|m| m.kind == MentionKind::Name);
            let named = names.map(|m| m.head).find_map(country_at);
            named.or_else(|| owner.actor.as_ref()?.country.clone())
        };
        tree.children(noun).find_map(|c| match tree.deprel(c) {
            "nmod:poss" => country_at(c).or_else(|| owner(c)),
            "nmod" if tree.preposition(c).is_some_and(|p| WITHIN.contains(&p.as_str())) => country_at(c),
            _ => None,
        })
    }

    /// Looks again, now that its places are known, which country the article is about; the army, the police or the judges of whom nobody tells
    /// whose they are belong to it.
    pub fn rehome(&mut self, tree: &Tree, knowledge: &Knowledge, countries: impl Iterator<Item = String>) {
        let mut named = self.countries(knowledge);
        named.extend(countries.map(|country| (country, 1)));
        let home = most_named(&named);
        let times = named.iter().filter(|(country, _)| Some(country) == home.as_ref());
        let times = times.map(|(_, times)| times).sum::<usize>();
        // What the names left open stays so: reports of unlike happenings in one country would look alike to linking.
        if home == self.home || self.home.is_none() {
            return;
        }
        // Where one place alone tells, talks may be held there and no more.
        let home = home.filter(|_| times > 1);
        for at in 0..self.list.len() {
            let entity = &self.list[at];
            let servant = entity.actor.as_ref().filter(|a| serves_a_state(&a.sectors));
            let Some(actor) = servant else { continue };
            let mut heads = entity.mentions.iter().filter(|m| m.kind == MentionKind::Nominal);
            let told = entity.kind != EntityType::Other
                || actor.id.is_some()
                || actor.country != self.home
                || heads.any(|m| belongs_to(tree, self, m.head).is_some());
            if !told {
                self.list[at].actor = Some(placed(actor, home.clone()));
            }
        }
        self.home = home;
    }

    /// Gives a servant of a state of whom nobody tells which the country in whose capital he speaks: "spokesman Andrei Belov said in Moscow".
    pub fn speaks_in(&mut self, id: EntityId, country: &str) {
        let entity = &mut self.list[id.0 as usize];
        let person = matches!(entity.kind, EntityType::Person | EntityType::Other);
        let open = |a: &&Actor| a.id.is_none() && a.country.is_none() && serves_a_state(&a.sectors);
        let servant = entity.actor.as_ref().filter(open);
        if let Some(actor) = servant.filter(|_| person && !VISITED.contains(&country)) {
            entity.actor = Some(located(actor, country.to_owned()));
        }
    }

    /// The countries that names of countries, their people and bodies tell, with how often.
    pub(super) fn countries(&self, knowledge: &Knowledge) -> Vec<(String, usize)> {
        let told = self.list.iter().filter_map(|entity| {
            let country = entity.actor.as_ref()?.country.clone()?;
            knowledge.country(&country)?;
            let names = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
            Some((country, names.count()))
        });
        told.collect()
    }
}

/// The country of most of these names, where it is that of far the most.
pub(super) fn most_named(named: &[(String, usize)]) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (country, times) in named {
        match counts.iter_mut().find(|(c, _)| c == country) {
            Some((_, count)) => *count += times,
            None => counts.push((country, *times)),
        }
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let second = counts.get(1).map_or(0, |(_, count)| *count);
    let (code, most) = counts.first()?;
    let share = *most as f64 / all as f64;
    (share >= HOME || share >= OFTEN && *most >= 2 * second).then(|| (*code).to_owned())
}

/// Of each sentence, the country of the place that it or one before it in its paragraph begins with: "**In Minsk**, the foreign ministry …".
fn settings(tree: &Tree, country_at: &impl Fn(TokenIx) -> Option<String>) -> Vec<Option<String>> {
    const NEAR: usize = 5;
    let doc = tree.doc;
    let mut settings: Vec<Option<String>> = Vec::new();
    let mut before = 0;
    for sentence in &doc.sentences {
        let mut words = sentence.tokens.clone().map(TokenIx::new);
        let opens = words.next().is_some_and(|t| tree.lower(t) == "in");
        let mut near = words.take_while(|t| tree.form(*t) != ",").take(NEAR);
        let own = if opens { near.find_map(country_at) } else { None };
        let gap = doc.article.text.get(before..sentence.span.start());
        let goes_on = gap.is_none_or(|gap| !gap.contains('\n'));
        let around = settings.last().cloned().flatten().filter(|_| goes_on);
        settings.push(own.or(around));
        before = sentence.span.end();
    }
    settings
}
