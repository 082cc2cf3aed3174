//! By which means somebody goes.

use super::Finder;
use crate::syntax::Tree;
use sayso_model::TokenIx;

/// Prepositions between a movement and its vehicle.
const ABOARD: [&str; 9] = [
    "by", "aboard", "on", "onto", "in", "into", "with", "on board", "via",
];

impl Finder<'_> {
    /// The vehicle that the words name, else what the verb says. `boarded` is the vehicle that a verb of boarding names.
    pub(super) fn means(
        &self,
        trigger: TokenIx,
        lemma: &str,
        boarded: Option<TokenIx>,
    ) -> Option<&'static str> {
        let tree = self.tree;
        let noun = tree.upos(trigger) == "NOUN";
        let holder = self.holder(trigger).filter(|_| noun);
        let governor = tree
            .head(trigger)
            .filter(|h| noun && tree.relation(trigger) == "nsubj" && tree.upos(*h) == "VERB");
        let said = || {
            let words = std::iter::once(trigger).chain(holder).chain(governor);
            words
                .flat_map(|w| tree.children(w))
                .filter(|c| self.aboard(*c, lemma))
                .find_map(|c| self.vehicle_within(c))
        };
        let own = || {
            let particle = tree
                .children(trigger)
                .filter(|c| *c > trigger)
                .find_map(|c| self.words.means(&format!("{lemma} {}", tree.lower(c))));
            let word = if noun {
                self.words.means(&format!("a {lemma}"))
            } else {
                None
            };
            particle.or(word).or_else(|| self.words.means(lemma))
        };
        let subject = || {
            self.subjects(holder.unwrap_or(trigger))
                .into_iter()
                .find_map(|s| self.carrier(s).or_else(|| self.carrier_before(s)))
        };
        // "Helicopters ferried rice", but "the cars were shipped".
        let main = if !noun && tree.passive(trigger) {
            own().or_else(subject)
        } else {
            subject().or_else(own)
        };
        let steered = || {
            let object = tree.child(trigger, "obj")?;
            self.vehicle(object)
                .filter(|_| self.words.steered.contains(lemma))
        };
        let of_noun = || {
            tree.children(trigger)
                .filter(|c| tree.relation(*c) == "compound" || tree.deprel(*c) == "nmod:poss")
                .find_map(|c| self.vehicle(c))
        };
        // "The journey from Poti to Batumi, an hour **by road**, took the group all day."
        let aside = || {
            let between = (trigger.at() + 1..governor?.at()).map(TokenIx::new);
            let mut by = between.filter(|w| tree.preposition(*w).as_deref() == Some("by"));
            by.find_map(|w| self.vehicle(w))
        };
        said()
            .or_else(aside)
            .or_else(|| boarded.and_then(|v| self.vehicle(v)))
            .or(main)
            .or_else(steered)
            .or_else(of_noun)
            .or_else(|| self.purpose(trigger))
            .or_else(|| self.words.weak_means(lemma).filter(|_| !tree.passive(trigger)))
    }

    /// Whether a phrase names what somebody goes in.
    pub(super) fn aboard(&self, phrase: TokenIx, lemma: &str) -> bool {
        let tree = self.tree;
        // "flew in with water", but "by water"
        let load = matches!(tree.lower(phrase).as_str(), "water" | "air" | "land" | "sea");
        if load && tree.preposition(phrase).as_deref() == Some("with") {
            return false;
        }
        if tree.relation(phrase) == "advmod" {
            return tree.upos(phrase) == "ADV";
        }
        matches!(tree.relation(phrase), "obl" | "nmod" | "advcl")
            && self.stop_at(phrase).is_none()
            && tree.preposition(phrase).is_some_and(|p| {
                ABOARD.contains(&p.as_str()) || p == "from" && self.words.ashore.contains(lemma)
            })
    }

    /// The vehicle that a noun names: alone, with the word in front ("camel train"), or in two parts ("pick-up", "C-17").
    pub(super) fn vehicle(&self, noun: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        let lemma = tree.lower(noun);
        let pair = tree
            .children(noun)
            .filter(|c| *c < noun && matches!(tree.relation(*c), "compound" | "amod"))
            .find_map(|c| self.words.vehicle(&format!("{} {lemma}", tree.lower(c))));
        pair.or_else(|| self.words.vehicle(hyphened(tree, noun).trim_end_matches('s')))
            .or_else(|| self.words.vehicle(&lemma))
    }

    /// The same of what hangs on it: "the hold of a plane", "rail shuttle".
    fn vehicle_within(&self, noun: TokenIx) -> Option<&'static str> {
        let mut stack = vec![(noun, 0)];
        while let Some((noun, depth)) = stack.pop() {
            if let Some(means) = self.vehicle(noun) {
                return Some(means);
            }
            if depth < 2 {
                let below = self.tree.children(noun);
                stack.extend(
                    below
                        .filter(|c| match self.tree.relation(*c) {
                            // "water tablets"
                            "compound" => {
                                !self.words.ways.contains(&self.tree.lower(*c))
                                    || self.tree.lower(*c) == "rail"
                            }
                            relation => matches!(relation, "nmod" | "conj"),
                        })
                        .map(|c| (c, depth + 1)),
                );
            }
        }
        None
    }

    /// Of somebody who goes: "lorries", "a column of tanks", "marines in jeeps".
    fn carrier(&self, noun: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        self.vehicle(noun).or_else(|| {
            tree.with(noun, "nmod")
                .filter(|c| {
                    matches!(
                        tree.preposition(*c).as_deref(),
                        Some("of" | "in" | "aboard" | "on" | "after")
                    )
                })
                .find_map(|c| self.vehicle(c))
        })
    }

    /// "A convoy left on Monday. **It** reached the town by night": the subject of the sentence in front.
    fn carrier_before(&self, pronoun: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        let many = match tree.lower(pronoun).as_str() {
            "they" => true,
            "it" => false,
            _ => return None,
        };
        let here = tree.doc.sentence_of(pronoun);
        let root_of = |sentence: usize| {
            let mut words = tree.doc.sentences[sentence].tokens.clone().map(TokenIx::new);
            words.find(|w| tree.head(*w).is_none())
        };
        // "The trawler was seized; **it** had set out from Tripoli"
        let beside = root_of(here).filter(|root| {
            *root < pronoun
                && tree.head(pronoun).is_some_and(|v| {
                    tree.head(v) == Some(*root) && matches!(tree.relation(v), "parataxis" | "conj")
                })
        });
        let root = match beside {
            Some(root) => root,
            None => root_of(here.checked_sub(1)?)?,
        };
        let subject = tree.child(root, "nsubj")?;
        let alike = matches!(tree.xpos(subject), "NNS" | "NNPS") == many;
        alike.then(|| self.vehicle(subject)).flatten()
    }

    /// "asked for planes to take them": what stands in front of the purpose.
    fn purpose(&self, verb: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        let to = tree.with(verb, "mark").any(|m| tree.lower(m) == "to");
        let head = tree
            .head(verb)
            .filter(|_| to && matches!(tree.relation(verb), "advcl" | "acl"))?;
        tree.children(head)
            .filter(|c| *c < verb && matches!(tree.relation(*c), "obj" | "obl"))
            .find_map(|c| self.vehicle(c))
    }

    /// All that may be the subject of a verb, by clauses and lists too.
    pub(super) fn subjects(&self, verb: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let first = tree
            .upward(verb)
            .find(|v| tree.child(*v, "nsubj").is_some() || tree.relation(*v) != "conj");
        let mut out: Vec<TokenIx> = first.into_iter().flat_map(|v| tree.with(v, "nsubj")).collect();
        // "helicopters carrying", "the convoy heading for"
        let modified = tree.head(verb).filter(|_| tree.relation(verb) == "acl");
        out.extend(tree.subject(verb).into_iter().chain(modified));
        out
    }
}

/// A word with those that hyphens join to it, in lower case.
pub(super) fn hyphened(tree: &Tree, word: TokenIx) -> String {
    let form = |at: usize| tree.form(TokenIx::new(at)).to_lowercase();
    let count = tree.doc.tokens.len();
    let (mut start, mut end) = (word.at(), word.at());
    while start >= 2 && form(start - 1) == "-" {
        start -= 2;
    }
    while end + 2 < count && form(end + 1) == "-" {
        end += 2;
    }
    (start..=end).map(form).collect()
}
