//! What stands before the name of a person: nationality, organisation, function.

use super::Finder;
use sayso_model::TokenIx;
use sayso_model::statement::{Actor, EntityType};
use std::collections::BTreeSet;
use std::ops::Range;

/// The words of a function before a name.
#[derive(Default)]
pub(super) struct Title {
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    pub(super) nouns: BTreeSet<String>,
}

impl Title {
    pub(super) fn actor(&self, name: &str) -> Option<Actor> {
        if self.country.is_none() && self.sectors.is_empty() {
            return None;
        }
        let country = self.country.clone();
        let code = format!(
            "{}{}",
            country.as_deref().unwrap_or_default(),
            self.sectors.first().map_or("", String::as_str)
        );
        Some(Actor {
            code,
            country,
            sectors: self.sectors.clone(),
            name: name.to_owned(),
            id: None,
            valid: Default::default(),
            score: 0.5,
        })
    }
}

impl Finder<'_> {
    /// The words of the function right before a name: "Ukrainian Defense Minister" before "Rustem Umerov".
    fn function_before(&self, name: &Range<usize>) -> Range<usize> {
        let tree = self.tree;
        let sentence = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(name.start))]
            .tokens
            .start;
        let mut start = name.start;
        while start > sentence.max(name.start.saturating_sub(8)) {
            let t = TokenIx::new(start - 1);
            let word =
                matches!(tree.upos(t), "PROPN" | "NOUN" | "ADJ") || matches!(tree.form(t), "'s" | "’s" | "-");
            let person = self
                .entities
                .at(t)
                .is_some_and(|id| self.entities.get(id).kind == EntityType::Person);
            if !word || person {
                break;
            }
            start -= 1;
        }
        start..name.start
    }

    /// The same, where a noun for those who act is among them.
    pub(super) fn title_before(&self, name: &Range<usize>) -> Option<Range<usize>> {
        let acts = |i: usize| self.agent_words(TokenIx::new(i)).is_some();
        Some(self.function_before(name)).filter(|before| before.clone().any(acts))
    }

    /// The noun for a function in whose phrase a person's name stands, or that the parser takes for a second subject beside it: "the **speaker** of the
    /// Air Force Mykola Hrytsenko", "its **spokesman**, Colonel Anan Rattanakorn,".
    pub(super) fn function_with(&self, head: TokenIx, name: &Range<usize>) -> Option<TokenIx> {
        const STEPS: usize = 3;
        let tree = self.tree;
        let acts = |t: &TokenIx| {
            t.at() < name.start && self.is_agent(*t) && !matches!(tree.xpos(*t), "NNS" | "NNPS")
        };
        let up = tree.head(head)?;
        match tree.relation(head) {
            "appos" => {
                let within = |t: &TokenIx| tree.head(*t).filter(|_| tree.relation(*t) == "nmod");
                std::iter::successors(Some(up), within).take(STEPS).find(acts)
            }
            "nsubj" => {
                let mut beside = tree.children(up).filter(|c| tree.relation(*c) == "nsubj");
                beside.find(|c| acts(c) && tree.phrase(*c).end == name.start)
            }
            _ => None,
        }
    }

    /// What stands before a person's name: nationality, organisation, function.
    pub(super) fn title(&self, head: TokenIx, name: &Range<usize>) -> Title {
        let mut title = Title::default();
        let tree = self.tree;
        let function = self.function_with(head, name);
        if let Some(function) = function {
            self.add_title(function, name, &mut title);
            if let Some(body) = self.belongs_to(function) {
                title.country = title.country.take().or(body.country);
                if title.sectors.is_empty() {
                    title.sectors = body.sectors;
                }
            }
        }
        let before = self.title_before(name);
        let told = function.is_some() || before.is_some();
        for i in before.into_iter().flatten() {
            self.add_title(TokenIx::new(i), name, &mut title);
        }
        if told {
            return title;
        }
        let mut words: Vec<TokenIx> = tree
            .children(head)
            .filter(|c| !name.contains(&c.at()))
            .filter(|c| matches!(tree.relation(*c), "nmod" | "compound" | "amod" | "flat" | "appos"))
            .collect();
        // "Ukrainian Defense Minister Rustem Umerov" with the function as the head of the phrase
        if let Some(up) = tree
            .head(head)
            .filter(|_| matches!(tree.relation(head), "flat" | "appos" | "nmod" | "compound"))
        {
            words.push(up);
            words.extend(
                tree.children(up)
                    .filter(|c| *c != head && matches!(tree.relation(*c), "compound" | "amod" | "nmod")),
            );
        }
        let all: Vec<TokenIx> = words
            .iter()
            .flat_map(|w| std::iter::once(*w).chain(tree.children(*w)))
            .collect();
        for w in words.iter().chain(&all) {
            self.add_title(*w, name, &mut title);
        }
        title
    }

    fn add_title(&self, w: TokenIx, name: &Range<usize>, title: &mut Title) {
        if let Some(phrase) = self.agent_words(w).filter(|_| !name.contains(&w.at())) {
            let agent = self.knowledge.agent(&phrase);
            if title.sectors.is_empty() {
                title.sectors = agent
                    .map(|a| a.sectors.iter().map(str::to_owned).collect())
                    .unwrap_or_default();
            }
            title.nouns.insert(phrase.clone());
            title
                .nouns
                .insert(phrase.rsplit(' ').next().unwrap_or(&phrase).to_owned());
        }
        if let Some(actor) = self
            .entities
            .at(w)
            .and_then(|id| self.entities.get(id).actor.as_ref())
        {
            title.country = title.country.take().or_else(|| actor.country.clone());
        }
    }
}
