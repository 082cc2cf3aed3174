//! Who holds an office of a state.

use super::words::among;
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::TokenIx;
use sayso_model::statement::{End, EndKind, EntityType, Relation};

impl Finder<'_> {
    /// "X was appointed foreign minister", "X, Haiti's prime minister,", "X is governor of the region."
    pub(super) fn office(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let before = noun.at().checked_sub(1).map(TokenIx::new);
        let two = before.map(|b| format!("{} {}", tree.lower(b), tree.lower(noun)));
        let agent = two
            .and_then(|words| self.knowledge.agent(&words))
            .or_else(|| self.knowledge.agent(&tree.lower(noun)));
        let held = among(&self.relations.words.offices, &tree.lower(noun));
        let office = agent.map(|a| &*a.office).filter(|o| {
            matches!(
                *o,
                "head_of_state"
                    | "head_of_government"
                    | "foreign_minister"
                    | "defence_minister"
                    | "interior_minister"
                    | "finance_minister"
                    | "governor"
                    | "envoy"
                    | "judge"
                    | "intelligence_chief"
                    | "military_chief"
            )
        });
        let Some(office) = office.or(held.then_some("")) else {
            return;
        };
        let past = |c: TokenIx| matches!(tree.form(c).to_lowercase().as_str(), "former" | "ex" | "onetime");
        let many = matches!(tree.xpos(noun), "NNS" | "NNPS") || tree.lower(noun) == "charge";
        if many || tree.children(noun).any(past) {
            return;
        }
        let words = &self.relations.words;
        let verbs = [
            &words.becoming,
            &words.made,
            &words.held,
            &words.leaving,
            &words.unmade,
        ];
        let appointed = tree.head(noun).is_some_and(|h| {
            let verb = tree.lower(h);
            tree.upos(h) == "VERB" && verbs.iter().any(|list| among(list, &verb))
                || among(&words.posts, &verb)
        });
        let beside = matches!(tree.relation(noun), "appos")
            || tree.child(noun, "cop").is_some()
            || tree.with(noun, "appos").next().is_some()
            || self.fronted(noun).is_some();
        if !appointed && !beside {
            return;
        }
        // Of whom: a state, not a company or a body.
        let owners: Vec<TokenIx> = ["of", "poss", "compound", "for", "to"]
            .iter()
            .flat_map(|slot| self.others(noun, slot, entities))
            .collect();
        let body = owners.iter().any(|o| {
            self.is_body(*o, entities)
                && !matches!(
                    self.tree.lower(*o).as_str(),
                    "government" | "parliament" | "senate"
                )
        });
        if body
            && (office == "head_of_state"
                || matches!(tree.lower(noun).as_str(), "secretary" | "commissioner"))
            || owners.is_empty() && !appointed && office == "head_of_state"
        {
            return;
        }
        let people: Vec<TokenIx> = self.bearers(noun);
        for person in people {
            let fits = self.entity_kind(person, entities) == Some(EntityType::Person)
                || matches!(tree.lower(person).as_str(), "he" | "she" | "who");
            if !fits {
                continue;
            }
            let mut words = tree.phrase(noun);
            if let Some(poss) = tree.child(noun, "nmod:poss") {
                words.start = words.start.min(tree.phrase(poss).start);
            }
            while words.len() > 1 && matches!(tree.upos(TokenIx::new(words.start)), "DET" | "PUNCT" | "VERB")
            {
                words.start += 1;
            }
            let subject = self.end(person, entities);
            let object = End {
                span: tree.span(&words),
                what: EndKind::Words,
            };
            let valid = self.held_for(noun, person);
            out.push(Fact {
                trigger: noun,
                relation: Relation::HoldsOffice,
                subject,
                object,
                valid,
            });
        }
    }
}
