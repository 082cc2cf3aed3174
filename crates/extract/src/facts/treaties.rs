//! Who is party to a treaty.

use super::words::among;
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::statement::{EntityType, Relation};
use sayso_model::{Interval, TokenIx};

impl Finder<'_> {
    /// "The treaty concluded between the countries", "the pact between X and Y".
    pub(super) fn treaty(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let mut parties = tree.slot(noun, "between");
        // "Its treaty with Bhutan", "the Chinese pact with Laos"
        let with = tree.slot(noun, "with");
        if !with.is_empty() {
            parties.extend(
                self.others(noun, "poss", entities)
                    .into_iter()
                    .chain(tree.slot(noun, "poss"))
                    .chain(with),
            );
            parties.dedup();
        }
        // "Kenya and Britain concluded a trade deal."
        if let Some(verb) = tree.head(noun).filter(|v| {
            tree.relation(noun) == "obj" && matches!(tree.lower(*v).as_str(), "conclude" | "sign" | "reach")
        }) {
            let makers = tree.slot(verb, "subj");
            if makers.len() > 1 && !matches!(tree.xpos(verb), "VB") {
                parties.extend(makers);
            }
        }
        let made = |v: &TokenIx| matches!(tree.lower(*v).as_str(), "sign" | "conclude" | "reach" | "ratify");
        let verb = tree.with(noun, "acl").find(made).or_else(|| {
            tree.head(noun)
                .filter(|v| tree.relation(noun) == "nsubj" && made(v))
        });
        if let Some(verb) = verb {
            parties.extend(["between", "by", "with"].iter().flat_map(|s| tree.slot(verb, s)));
        }
        let mut all = Vec::new();
        for party in parties {
            let many = among(&self.relations.words.partners, &tree.lower(party)) && tree.xpos(party) == "NNS";
            // "Its partner Turkey": the name.
            let name = tree
                .with(party, "appos")
                .find(|a| tree.upos(*a) == "PROPN" && tree.upos(party) == "NOUN");
            if many {
                all.extend(self.countries_before(party, entities))
            } else {
                all.push(name.unwrap_or(party))
            }
        }
        all.retain(|p| entities.at(*p).is_some());
        // Firms make deals as well; treaties are between states, or those who bear names.
        let named = |p: &TokenIx| {
            matches!(
                self.entity_kind(*p, entities),
                Some(EntityType::GeoPolitical | EntityType::Organisation | EntityType::Nationality)
            )
        };
        if !all.iter().any(named) {
            return;
        }
        // "A pact between Chad and Niger, which lapsed in 2019"
        let lapse = tree
            .with(noun, "acl:relcl")
            .chain(
                tree.slot(noun, "between")
                    .into_iter()
                    .flat_map(|p| tree.with(p, "acl:relcl").collect::<Vec<_>>()),
            )
            .find(|v| matches!(tree.lower(*v).as_str(), "lapse" | "expire" | "end" | "collapse"));
        let lapsed = lapse.and_then(|v| self.time_below(v)).map(|t| {
            let time = &tree.doc.times[t];
            let interval = Interval {
                start: None,
                end: time.interval.end,
            };
            (interval, Some(time.span))
        });
        let signing = verb.or_else(|| {
            tree.head(noun)
                .filter(|v| tree.relation(noun) == "obj" && made(v))
        });
        let signed = signing.and_then(|v| self.time_below(v)).map(|t| {
            let time = &tree.doc.times[t];
            let interval = Interval {
                start: time.interval.start,
                end: None,
            };
            (interval, Some(time.span))
        });
        for party in all {
            let trigger = verb.unwrap_or(noun);
            let valid = lapsed.or(signed).unwrap_or_else(|| self.valid(trigger));
            self.push_valid(trigger, Relation::PartyTo, [party, noun], valid, entities, out);
        }
    }

    /// "the countries": those named together last before.
    fn countries_before(&self, t: TokenIx, entities: &Entities) -> Vec<TokenIx> {
        let tree = self.tree;
        let start = tree.doc.sentences[tree.doc.sentence_of(t).saturating_sub(1)]
            .tokens
            .start;
        let country = |t: &TokenIx| {
            entities
                .at(*t)
                .is_some_and(|id| entities.get(id).kind == EntityType::GeoPolitical)
        };
        let pair = (start..t.at()).rev().map(TokenIx::new).find_map(|m| {
            let head = tree
                .head(m)
                .filter(|_| tree.relation(m) == "conj" && country(&m))?;
            country(&head).then(|| tree.members(head))
        });
        pair.unwrap_or_default()
    }
}
