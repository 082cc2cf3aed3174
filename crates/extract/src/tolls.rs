//! What befell those that quantities count (killed, wounded, missing, captured, displaced), or what they are (troops, equipment).
//! The words are in `data/tolls.toml`.

use crate::places::tokens_of;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// `data/tolls.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    killed: Fate,
    wounded: Fate,
    missing: Fate,
    captured: Fate,
    displaced: Fate,
    troops: Fate,
    equipment: Fate,
    words: Around,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fate {
    verbs: BTreeSet<String>,
    nouns: BTreeSet<String>,
    adjectives: BTreeSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Around {
    between: BTreeSet<String>,
    leave: BTreeSet<String>,
    alone: BTreeSet<String>,
    lives: BTreeSet<String>,
    tolls: BTreeSet<String>,
    killing: BTreeSet<String>,
    capturing: BTreeSet<String>,
    displacing: BTreeSet<String>,
    sustain: BTreeSet<String>,
    wounds: BTreeSet<String>,
    limbs: BTreeSet<String>,
    projectiles: BTreeSet<String>,
    silence: BTreeSet<String>,
    drive: BTreeSet<String>,
    away: BTreeSet<String>,
    homes: BTreeSet<String>,
    going: BTreeSet<String>,
    refuge: BTreeSet<String>,
    bodies: BTreeSet<String>,
    leaders: BTreeSet<String>,
    having: BTreeSet<String>,
    pieces: BTreeSet<String>,
    treated: BTreeSet<String>,
    hospitals: BTreeSet<String>,
    need: BTreeSet<String>,
    care: BTreeSet<String>,
    swept: BTreeSet<String>,
    search: BTreeSet<String>,
    seen: BTreeSet<String>,
    whereabouts: BTreeSet<String>,
    particles: BTreeSet<String>,
    seizing: BTreeSet<String>,
    holding: BTreeSet<String>,
    captors: BTreeSet<String>,
    shelters: BTreeSet<String>,
    living: BTreeSet<String>,
    borders: BTreeSet<String>,
    crossing: BTreeSet<String>,
    groups: BTreeSet<String>,
    sent_home: BTreeSet<String>,
    wrecking: BTreeSet<String>,
    fatal: BTreeSet<String>,
    taking: BTreeSet<String>,
    vans: BTreeSet<String>,
    growing: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../data/tolls.toml")).map_err(|e| RuleError {
            file: "tolls.toml".into(),
            message: e.to_string(),
        })
    }

    fn fates(&self) -> [(&'static str, &Fate); 5] {
        [
            ("killed", &self.killed),
            ("wounded", &self.wounded),
            ("missing", &self.missing),
            ("captured", &self.captured),
            ("displaced", &self.displaced),
        ]
    }

    fn find(&self, word: &str, list: impl Fn(&Fate) -> &BTreeSet<String>) -> Option<&'static str> {
        self.fates()
            .into_iter()
            .find(|(_, fate)| list(fate).contains(word))
            .map(|(name, _)| name)
    }
}

/// Of each quantity of the document.
pub fn of(tree: &Tree, words: &Words) -> Vec<Option<&'static str>> {
    let quantities = tree.doc.quantities.iter();
    let mut fates: Vec<Option<&'static str>> = quantities
        .map(|quantity| {
            let counts = quantity.unit.as_deref().is_none_or(|unit| unit == "person");
            if !counts {
                return None;
            }
            let tokens = tokens_of(tree, quantity.span);
            Toll { tree, words }.of(
                tokens,
                quantity.of.as_deref(),
                quantity.unit.as_deref() == Some("person"),
            )
        })
        .collect();
    let toll = Toll { tree, words };
    for at in 0..fates.len() {
        let counts = matches!(tree.doc.quantities[at].unit.as_deref(), None | Some("person"));
        let open = fates[at].is_none() || fates[at] == Some("troops");
        if counts && open {
            fates[at] = toll.part_of(at, &fates).or(fates[at]);
        }
    }
    fates
}

struct Toll<'a> {
    tree: &'a Tree<'a>,
    words: &'a Words,
}

impl Toll<'_> {
    fn of(&self, tokens: Range<usize>, of: Option<&str>, person: bool) -> Option<&'static str> {
        let counted = of.map(|of| {
            let lemma = of.to_lowercase();
            // "paramilitarie"
            match lemma.strip_suffix("ie").map(|stem| format!("{stem}y")) {
                Some(repaired) if self.words.troops.nouns.contains(&repaired) => repaired,
                _ => lemma,
            }
        });
        let noun = of.and_then(|of| self.noun(&tokens, of));
        let around_home = |noun: &String| self.words.words.sent_home.contains(noun);
        let is = |fate: &Fate| counted.as_ref().is_some_and(|c| fate.nouns.contains(c));
        let troops = is(&self.words.troops);
        let coded = of.is_some_and(|of| of.contains('-') && of.ends_with(|c: char| c.is_ascii_digit()));
        let weapon = is(&self.words.equipment) || coded || noun.is_some_and(|noun| self.is_weapon(noun));
        if weapon && !(person && troops) {
            return Some("equipment");
        }
        // Whom a country sends home, who escapes from jail, and troops that run are not driven out.
        let fits = |fate: &&'static str| {
            let jailed = counted
                .as_ref()
                .is_some_and(|c| self.words.captured.nouns.contains(c) || around_home(c));
            *fate != "displaced" || !jailed && !troops
        };
        let named = || {
            counted
                .as_ref()
                .filter(|_| !troops)
                .and_then(|noun| self.words.find(noun, |f| &f.nouns))
        };
        // Things and animals are no casualties.
        let open = person
            || counted
                .as_ref()
                .is_none_or(|c| self.words.words.groups.contains(c));
        if !open {
            return named();
        }
        let described = self.described(&tokens, noun);
        // "Frost killed 30 homeless men": what befalls them comes before what they are.
        let lasting = |fate: &&'static str| matches!(*fate, "displaced" | "captured");
        described
            .filter(|fate| !lasting(fate))
            .or_else(|| self.behind(tokens.end))
            .or_else(|| person.then(|| self.does_alone(tokens.end)).flatten())
            .or_else(|| self.told_of(noun.unwrap_or(TokenIx::new(tokens.end.checked_sub(1)?))))
            .or_else(|| self.clause(&tokens, noun, troops))
            .or_else(|| person.then(|| self.done_to(tokens.start)).flatten())
            .filter(fits)
            .or(described)
            .or_else(named)
            .or_else(|| (troops || self.in_arms(&tokens, noun)).then_some("troops"))
    }

    /// "Of the 90 killed, **31** were women", "14 were wounded, **nine** of them badly": what befell those that the quantity is a part of.
    fn part_of(&self, at: usize, fates: &[Option<&'static str>]) -> Option<&'static str> {
        let tree = self.tree;
        let quantity = |at: usize| &tree.doc.quantities[at];
        let tokens = tokens_of(tree, quantity(at).span);
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(tokens.start))].tokens;
        let form = |i: usize| {
            if sentence.contains(&i) {
                tree.form(TokenIx::new(i)).to_lowercase()
            } else {
                String::new()
            }
        };
        let pronoun = |i: usize| matches!(form(i).as_str(), "them" | "whom" | "these" | "those");
        let of_them = |i: usize| matches!(form(i).as_str(), "of" | "among") && pronoun(i + 1);
        // "nine of them", "of them, nine", "of whom nine"
        let near = of_them(tokens.end)
            || tokens.start >= 3 && (of_them(tokens.start - 2) || of_them(tokens.start - 3));
        // "Of those who died, 31 were civilians"
        let those = sentence.start + 1;
        if matches!(form(sentence.start).as_str(), "of" | "among")
            && form(those) == "those"
            && tokens.start > those
        {
            return self.told_of(TokenIx::new(those));
        }
        let whole = (0..at).rev().find(|before| {
            let same = sentence.contains(&tokens_of(tree, quantity(*before).span).start);
            fates[*before].is_some_and(|f| !matches!(f, "troops" | "equipment"))
                && quantity(*before).value >= quantity(at).value
                && (same || near && at - before == 1)
        })?;
        let first = tokens_of(tree, quantity(whole).span).start;
        // "Of the 90 killed, 31 were"
        let of_all = || {
            let from = sentence.start.max(first.saturating_sub(3));
            (from..first).any(|i| matches!(form(i).as_str(), "of" | "among")) && first <= sentence.start + 4
        };
        (near || of_all()).then(|| fates[whole]).flatten()
    }

    /// The word that is counted: among those of the quantity, else right behind, else before.
    fn noun(&self, tokens: &Range<usize>, of: &str) -> Option<TokenIx> {
        let tree = self.tree;
        let sentence = &tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(tokens.start))].tokens;
        let is = |at: &usize| {
            let word = TokenIx::new(*at);
            let form = tree.form(word).to_lowercase();
            let irregular = matches!(
                (of, form.as_str()),
                ("man", "men") | ("woman", "women") | ("child", "children") | ("people", "people")
            );
            irregular || tree.lemma(word).eq_ignore_ascii_case(of) || form == of.to_lowercase()
        };
        let inside = tokens.clone().rev().find(is);
        let behind = || (tokens.end..sentence.end.min(tokens.end + 9)).find(is);
        let before = || (sentence.start..tokens.start).rev().find(is);
        inside.or_else(behind).or_else(before).map(TokenIx::new)
    }

    /// "Five artillery pieces", "12 AK-47s".
    fn is_weapon(&self, noun: TokenIx) -> bool {
        let tree = self.tree;
        let form = tree.form(noun);
        let coded = form.starts_with(char::is_uppercase) && form.contains(|c: char| c.is_ascii_digit());
        let pieces = self.words.words.pieces.contains(&tree.lower(noun));
        let of_weapons = || {
            let beside = noun.at().checked_sub(1).map(TokenIx::new);
            let of = tree.with(noun, "nmod");
            let compounds = tree.with(noun, "compound").chain(beside).chain(of);
            let weapons = &self.words.equipment.nouns;
            compounds.into_iter().any(|c| weapons.contains(&tree.lower(c)))
        };
        coded || pieces && of_weapons()
    }

    /// "73 injured boys", "14 of the wounded miners", "the number of dead fighters".
    fn described(&self, tokens: &Range<usize>, noun: Option<TokenIx>) -> Option<&'static str> {
        let tree = self.tree;
        let adjective = |word: TokenIx| {
            self.words
                .find(&tree.form(word).to_lowercase(), |f| &f.adjectives)
        };
        let noun = noun?;
        let before = || {
            (tokens.start..noun.at())
                .map(TokenIx::new)
                .filter(|w| matches!(tree.upos(*w), "ADJ" | "VERB"))
                .find_map(adjective)
        };
        let mut beside = tree.with(noun, "amod").filter(|w| *w < noun);
        beside.find_map(adjective).or_else(before)
    }

    /// "30 wounded", "12 people were killed": what stands right behind.
    fn behind(&self, from: usize) -> Option<&'static str> {
        let tree = self.tree;
        let sentence = tree.doc.sentence_of(TokenIx::new(from.checked_sub(1)?));
        let end = tree.doc.sentences[sentence].tokens.end;
        let mut passive = false;
        let mut nouns = 0;
        for at in from..end.min(from + 6) {
            let word = TokenIx::new(at);
            let form = tree.form(word).to_lowercase();
            let participle = matches!(tree.xpos(word), "VBN" | "VBD" | "JJ") || form == "missing";
            if participle || tree.upos(word) == "ADJ" {
                if let Some(fate) = self.words.find(&form, |f| &f.adjectives) {
                    // "40 wounded soldiers", "40 wounded"; not "40 wounded the guard".
                    return Some(fate);
                }
                if let Some(fate) = self
                    .words
                    .find(tree.lower(word).as_str(), |f| &f.verbs)
                    .filter(|_| passive && tree.xpos(word) == "VBN")
                {
                    return Some(self.to_death(word).unwrap_or(fate));
                }
            }
            passive |= matches!(
                form.as_str(),
                "were" | "was" | "are" | "is" | "been" | "be" | "being"
            );
            let noun = tree.upos(word) == "NOUN" && nouns == 0;
            nouns += usize::from(noun);
            if !(self.words.words.between.contains(&form) || noun) {
                break;
            }
        }
        None
    }

    /// "More than 4,000 residents of Paradise fled": the verb behind the phrase, whatever the syntax makes of it.
    fn does_alone(&self, from: usize) -> Option<&'static str> {
        let tree = self.tree;
        let end = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(from.checked_sub(1)?))]
            .tokens
            .end;
        let phrase = |w: &TokenIx| matches!(tree.upos(*w), "ADP" | "DET" | "PROPN" | "ADJ" | "NOUN");
        let verb = (from..end.min(from + 6)).map(TokenIx::new).find(|w| !phrase(w))?;
        let alone = tree.xpos(verb) == "VBD" && self.words.words.alone.contains(&tree.lower(verb));
        alone
            .then(|| self.words.find(&tree.lower(verb), |f| &f.verbs))
            .flatten()
    }

    /// "Grenades thrown into a bar **injured** nine drinkers": the verb right before the phrase, whatever the syntax makes of it.
    fn done_to(&self, start: usize) -> Option<&'static str> {
        let tree = self.tree;
        let verb = TokenIx::new(start.checked_sub(1)?);
        let lemma = tree.lower(verb);
        let hurts = self.words.killed.verbs.contains(&lemma) || self.words.wounded.verbs.contains(&lemma);
        let past = matches!(tree.xpos(verb), "VBD" | "VBN" | "VBG") || tree.form(verb).ends_with("ed");
        (hurts && past)
            .then(|| self.words.find(&lemma, |f| &f.verbs))
            .flatten()
    }

    /// "Men who disappeared", "villagers driven from their homes": the clauses that tell of the noun.
    fn told_of(&self, noun: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        // "families without homes", "nomads without any shelter"
        let end = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.end;
        let behind = noun.at() + 1;
        let without = behind < end
            && tree.form(TokenIx::new(behind)).eq_ignore_ascii_case("without")
            && (behind + 1..end.min(behind + 4)).any(|at| {
                let lemma = tree.lower(TokenIx::new(at));
                self.words.words.homes.contains(&lemma) || self.words.words.shelters.contains(&lemma)
            });
        if without {
            return Some("displaced");
        }
        tree.with(noun, "acl").find_map(|verb| {
            if !matches!(tree.upos(verb), "VERB" | "ADJ") {
                return None;
            }
            let relative = tree.deprel(verb) == "acl:relcl";
            let own = tree
                .children(verb)
                .find(|c| tree.relation(*c) == "nsubj" && !matches!(tree.xpos(*c), "WP" | "WDT" | "WP$"));
            let passive = tree.passive(verb) || !relative && tree.xpos(verb) == "VBN";
            let relation = match (passive, own) {
                (true, None) => "nsubj:pass",
                (false, None) => "nsubj",
                // "men whom the army took": the noun is the object.
                (_, Some(_)) => "obj",
            };
            self.verb(verb, relation, false, 0)
        })
    }

    /// What the verb says to which the quantity belongs.
    fn clause(&self, tokens: &Range<usize>, noun: Option<TokenIx>, troops: bool) -> Option<&'static str> {
        let tree = self.tree;
        let number = tokens
            .clone()
            .map(TokenIx::new)
            .filter(|t| matches!(tree.upos(*t), "NUM" | "NOUN" | "ADJ"))
            .min_by_key(|t| tree.upos(*t) != "NUM")?;
        let counted = noun.filter(|n| n.at() >= tokens.start);
        self.right_before(tokens, noun)
            .or_else(|| self.climb(number, troops))
            .or_else(|| counted.and_then(|noun| self.climb(noun, troops)))
    }

    /// "Killed three and wounded at least 17": the verb before a number without a noun, whatever the syntax makes of it.
    fn right_before(&self, tokens: &Range<usize>, noun: Option<TokenIx>) -> Option<&'static str> {
        let tree = self.tree;
        let before = TokenIx::new(tokens.start.checked_sub(1)?);
        let verb = noun.is_none() && matches!(tree.xpos(before), "VBD" | "VBG" | "VBN" | "JJ");
        let form = tree.form(before).to_lowercase();
        verb.then(|| {
            self.words
                .find(&tree.lower(before), |f| &f.verbs)
                .or_else(|| self.words.find(&form, |f| &f.adjectives))
        })
        .flatten()
    }

    fn climb(&self, from: TokenIx, troops: bool) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let mut word = from;
        for _ in 0..6 {
            let head = tree.head(word)?;
            let relation = tree.deprel(word);
            let lemma = tree.lower(head);
            let verb = matches!(tree.upos(head), "VERB" | "AUX" | "ADJ");
            // "close to 90", "up to 12"
            if matches!(lemma.as_str(), "close" | "near" | "up" | "more" | "less") && head < word {
                word = head;
                continue;
            }
            // "the loss of 17 soldiers"
            if lemma == "loss" && troops && relation == "nmod" {
                return Some("killed");
            }
            // "The rebel army has grown to 6,500"
            let body = || {
                tree.child(head, "nsubj")
                    .is_some_and(|s| around.bodies.contains(&tree.lower(s)))
            };
            // "The force is 11,000 strong"
            if lemma == "strong" && head.at() == from.at() + 1 && body() {
                return Some("troops");
            }
            if relation == "obl" && around.growing.contains(&lemma) && body() {
                return Some("troops");
            }
            if self.silent(word, head) {
                return Some("missing");
            }
            // "Among the wounded are four nuns"
            let form = tree.form(head).to_lowercase();
            if relation == "nsubj" && tree.preposition(head).as_deref() == Some("among") {
                return self
                    .words
                    .find(&form, |f| &f.nouns)
                    .or_else(|| self.words.find(&form, |f| &f.adjectives));
            }
            // "fatal to 36 women"
            if around.fatal.contains(&lemma)
                && matches!(tree.preposition(word).as_deref(), Some("to" | "for"))
            {
                return Some("killed");
            }
            if matches!(relation, "nsubj" | "nsubj:pass" | "obj")
                && let Some(fate) = self.taken_for(head)
            {
                return Some(fate);
            }
            if !verb {
                // "tore off the legs of two deminers", "flattened the homes of 900"
                let of = relation == "nmod" && tree.preposition(word).as_deref() == Some("of");
                if of && around.limbs.contains(&lemma) && matches!(tree.relation(head), "obj" | "nsubj") {
                    return Some("wounded");
                }
                let wrecked = || {
                    matches!(tree.relation(head), "obj" | "nsubj")
                        && tree
                            .head(head)
                            .is_some_and(|v| around.wrecking.contains(&tree.lower(v)))
                };
                if of && around.homes.contains(&lemma) && wrecked() {
                    return Some("displaced");
                }
                // "are in the hands of the rebels"
                if lemma == "hand"
                    && relation == "nsubj"
                    && matches!(tree.preposition(head).as_deref(), Some("in" | "into"))
                {
                    return Some("captured");
                }
                if around.tolls.contains(&lemma) {
                    return Some("killed");
                }
                if let Some(fate) = self
                    .words
                    .find(&lemma, |f| &f.nouns)
                    .filter(|_| matches!(tree.relation(word), "nmod" | "compound" | "nsubj"))
                {
                    return Some(fate);
                }
                // "the killing of 40 people"
                if tree.relation(word) == "nmod" && tree.preposition(word).as_deref() == Some("of") {
                    let stem = lemma.strip_suffix("ing").unwrap_or(&lemma);
                    let doubled = stem.get(..stem.len().saturating_sub(1)).unwrap_or(stem);
                    let nouns = [
                        ("killed", &around.killing),
                        ("captured", &around.capturing),
                        ("displaced", &around.displacing),
                    ];
                    let named = nouns.iter().find(|(_, words)| words.contains(&lemma));
                    let fate = [stem, doubled, &format!("{stem}e")].iter().find_map(|stem| {
                        self.words
                            .find(stem, |f| &f.verbs)
                            .filter(|_| stem.len() < lemma.len())
                    });
                    if let Some(fate) = named.map(|(fate, _)| *fate).or(fate) {
                        return Some(fate);
                    }
                }
                if !matches!(
                    tree.relation(word),
                    "nummod" | "nmod" | "amod" | "conj" | "compound" | "appos" | "advmod" | "det" | "acl"
                ) {
                    return None;
                }
                word = head;
                continue;
            }
            return self
                .counted_by(head, relation)
                .or_else(|| self.verb(head, relation, troops, 0));
        }
        None
    }

    /// "Are in Bangladesh as refugees".
    fn taken_for(&self, head: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        tree.children(head)
            .filter(|c| tree.preposition(*c).as_deref() == Some("as"))
            .find_map(|c| self.words.find(&tree.lower(c), |f| &f.nouns))
    }

    /// "No word from 130 islanders", "no trace has been found of 12 hikers", "lost contact with nine seamen".
    fn silent(&self, word: TokenIx, head: TokenIx) -> bool {
        let tree = self.tree;
        // "Nothing has been heard of them"
        let nothing = tree.lower(head) == "hear" && tree.children(head).any(|c| tree.lower(c) == "nothing");
        let of = matches!(
            tree.preposition(word).as_deref(),
            Some("from" | "of" | "with" | "about" | "on")
        );
        let silent = |noun: TokenIx| {
            self.words.words.silence.contains(&tree.lower(noun))
                && (tree.with(noun, "det").any(|d| tree.lower(d) == "no")
                    || tree.head(noun).is_some_and(|v| tree.lower(v) == "lose"))
        };
        if self.sought(word, head) {
            return true;
        }
        of && (nothing
            || silent(head)
            || matches!(tree.upos(head), "VERB" | "AUX")
                && tree
                    .children(head)
                    .any(|c| matches!(tree.relation(c), "nsubj" | "obj") && silent(c)))
    }

    /// "Searching for 12 hikers", "the whereabouts of nine seamen".
    fn sought(&self, word: TokenIx, head: TokenIx) -> bool {
        let tree = self.tree;
        let around = &self.words.words;
        let head = tree.lower(head);
        match tree.preposition(word).as_deref() {
            Some("for") => around.search.contains(&head),
            Some("of") => around.whereabouts.contains(&head),
            _ => false,
        }
    }

    /// "The death toll rose to 22", "the wounded included five nurses".
    fn counted_by(&self, verb: TokenIx, relation: &str) -> Option<&'static str> {
        let tree = self.tree;
        let relation = relation.split(':').next().unwrap_or(relation);
        if !matches!(relation, "obl" | "obj" | "nummod" | "xcomp" | "advmod" | "conj") {
            return None;
        }
        tree.children(verb)
            .filter(|c| matches!(tree.relation(*c), "nsubj" | "obj"))
            .find_map(|c| {
                let lemma = tree.lower(c);
                if self.words.words.tolls.contains(&lemma) {
                    let kind = tree
                        .with(c, "compound")
                        .find_map(|k| self.words.find(&tree.lower(k), |f| &f.nouns));
                    return Some(kind.unwrap_or("killed"));
                }
                let includes = matches!(tree.lemma(verb), "include" | "number" | "total" | "comprise");
                (includes && tree.relation(c) == "nsubj")
                    .then(|| self.words.find(&lemma, |f| &f.nouns))
                    .flatten()
            })
    }

    /// "Stabbed to death", "burned alive", "cut down".
    fn to_death(&self, verb: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        let lemma = tree.lower(verb);
        let mut children = tree.children(verb);
        let dies = children.any(|c| {
            let word = tree.lower(c);
            let particle = matches!(tree.relation(c), "compound" | "advmod")
                && self.words.words.particles.contains(&format!("{lemma} {word}"));
            let alive =
                word == "alive" && matches!(lemma.as_str(), "burn" | "bury" | "boil" | "skin" | "roast");
            let death = word == "death"
                && tree.preposition(c).as_deref() == Some("to")
                && !matches!(lemma.as_str(), "sentence" | "condemn" | "scare" | "march");
            particle || alive || death
        });
        dies.then_some("killed")
    }

    /// "Taken to hospital", "swept out to sea", "have not been seen", "dragged off", "held", "in the hands of".
    fn handled(&self, verb: TokenIx, lemma: &str, suffers: bool) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let child = |words: &BTreeSet<String>| tree.children(verb).any(|c| words.contains(&tree.lower(c)));
        let particle = |forms: &[&str]| {
            tree.children(verb).any(|c| {
                matches!(tree.relation(c), "compound" | "advmod" | "obl")
                    && forms.contains(&tree.lower(c).as_str())
            })
        };
        let hands = tree.children(verb).any(|c| {
            tree.lower(c) == "hand" && matches!(tree.preposition(c).as_deref(), Some("in" | "into"))
        });
        if hands {
            return Some("captured");
        }
        // "escaped with bruises", "treated for shock"
        let hurt = matches!(
            lemma,
            "escape" | "treat" | "leave" | "get" | "admit" | "come" | "emerge"
        ) && tree.with(verb, "obl").any(|c| {
            tree.members(c)
                .iter()
                .any(|c| around.wounds.contains(&tree.lower(*c)))
                && matches!(tree.preposition(c).as_deref(), Some("with" | "for"))
        });
        let hit = matches!(lemma, "hit" | "strike" | "cut")
            && suffers
            && (tree
                .subject(verb)
                .is_some_and(|s| around.projectiles.contains(&tree.lower(s)))
                || tree.passive(verb)
                    && tree
                        .with(verb, "obl")
                        .any(|c| around.projectiles.contains(&tree.lower(c))));
        if hurt || hit {
            return Some("wounded");
        }
        // "taken alive"
        if lemma == "take" && suffers && tree.children(verb).any(|c| tree.lower(c) == "alive") {
            return Some("captured");
        }
        if lemma == "go" && !suffers && child(&around.hospitals) {
            return Some("wounded");
        }
        let pays = lemma == "pay" && child(&around.lives);
        if !suffers && (pays || lemma == "survive" && tree.negated(verb)) {
            return Some("killed");
        }
        if !suffers {
            return None;
        }
        if around.treated.contains(lemma)
            && (child(&around.hospitals) || lemma == "treat" && child(&around.wounds))
        {
            return Some("wounded");
        }
        if around.swept.contains(lemma) && particle(&["away", "overboard", "out", "sea"]) {
            return Some("missing");
        }
        let nobody = tree
            .subject(verb)
            .is_some_and(|s| matches!(&*tree.lower(s), "nobody" | "no-one" | "none"));
        let unseen = around.seen.contains(lemma) && (tree.negated(verb) && tree.passive(verb) || nobody);
        if unseen {
            return Some("missing");
        }
        let active = tree.child(verb, "obj").is_some() && !tree.passive(verb);
        let captors = || {
            tree.subject(verb).filter(|_| active).is_some_and(|s| {
                let noun = tree.lower(s);
                // "the engineers whom they had held"
                if matches!(tree.upos(s), "PROPN" | "PRON") && around.holding.contains(lemma) {
                    return true;
                }
                around.captors.contains(&noun)
                    || self.words.troops.nouns.contains(&noun)
                    || around.leaders.contains(&noun)
            })
        };
        let held = around.holding.contains(lemma)
            && (captors() || tree.children(verb).any(|c| tree.deprel(c) == "aux:pass"));
        let seized = around.seizing.contains(lemma)
            && (particle(&["away", "off", "captivity", "gunpoint"]) || child(&around.vans))
            && !child(&around.hospitals)
            || tree
                .children(verb)
                .any(|c| around.taking.contains(&format!("{lemma} {}", tree.lower(c))));
        // "The kidnappers took 30 girls"
        let to = || {
            tree.with(verb, "obl").any(|c| {
                matches!(
                    tree.preposition(c).as_deref(),
                    Some("to" | "into" | "through" | "on")
                )
            })
        };
        let taken = matches!(lemma, "take" | "grab") && captors() && !to();
        (held || seized || taken).then_some("captured")
    }

    /// What a verb says of its subject or object; `depth` counts the verbs passed on the way.
    fn verb(&self, verb: TokenIx, relation: &str, troops: bool, depth: usize) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let lemma = tree.lower(verb);
        let lemma = lemma.as_str();
        let passive = relation == "nsubj:pass" || relation == "nsubj" && tree.passive(verb);
        let suffers = passive || relation == "obj";
        let acts = relation == "nsubj" && !passive;
        if (suffers || acts)
            && let Some(fate) = self.to_death(verb)
        {
            return Some(fate);
        }
        let form = tree.form(verb).to_lowercase();
        if matches!(relation, "nsubj" | "nsubj:pass")
            && (tree.upos(verb) == "ADJ" || form == "missing" || passive)
            && let Some(fate) = self.words.find(&form, |f| &f.adjectives).or_else(|| {
                self.words
                    .find(lemma, |f| &f.verbs)
                    .filter(|_| tree.upos(verb) == "ADJ")
            })
        {
            return Some(fate);
        }
        // What one undergoes, and what one does alone.
        if suffers && relation != "obl:agent" || acts && around.alone.contains(lemma) {
            let fate = self.words.find(lemma, |f| &f.verbs);
            if fate.is_some() {
                return fate;
            }
        }
        if (suffers || acts)
            && let Some(fate) = self
                .state(verb, lemma)
                .or_else(|| self.lost(verb, lemma, relation))
                .or_else(|| self.handled(verb, lemma, suffers))
                .or_else(|| (!troops).then(|| self.away(verb, lemma, suffers)).flatten())
        {
            return Some(fate);
        }
        if depth < 3
            && (suffers || acts)
            && let Some(fate) = self.further(verb, relation, acts, troops, depth)
        {
            return Some(fate);
        }
        // "Two thousand were shot at Srebrenica", "shot in the leg"
        if lemma == "shoot" && suffers {
            let limb = tree
                .with(verb, "obl")
                .any(|c| around.limbs.contains(&tree.lower(c)));
            return Some(if limb { "wounded" } else { "killed" });
        }
        None
    }

    /// Verbs that hang on a verb and tell more of the same: "forced them to flee", "are said to have died", "fell and died".
    fn further(
        &self,
        verb: TokenIx,
        relation: &str,
        acts: bool,
        troops: bool,
        depth: usize,
    ) -> Option<&'static str> {
        let tree = self.tree;
        tree.children(verb).find_map(|c| {
            if !matches!(tree.upos(c), "VERB" | "ADJ") {
                return None;
            }
            let has_subject = tree.children(c).any(|s| tree.relation(s) == "nsubj");
            match tree.relation(c) {
                "xcomp" => {
                    let relation = if tree.passive(c) { "nsubj:pass" } else { "nsubj" };
                    self.verb(c, relation, troops, depth + 1)
                }
                "conj" if acts || relation == "nsubj:pass" => {
                    let relation = if tree.passive(c) || relation == "nsubj:pass" && tree.xpos(c) == "VBN" {
                        "nsubj:pass"
                    } else {
                        "nsubj"
                    };
                    (!has_subject)
                        .then(|| self.verb(c, relation, troops, depth + 1))
                        .flatten()
                }
                // "shot and wounded nine"
                "conj" if tree.child(c, "obj").is_none() && !has_subject && relation == "obj" => {
                    self.words.find(&tree.lower(c), |f| &f.verbs)
                }
                // "dragged two doctors from their car and took them hostage"
                "conj" => tree
                    .child(c, "obj")
                    .is_some_and(|o| {
                        matches!(
                            tree.lower(o).as_str(),
                            "they" | "them" | "he" | "him" | "she" | "her"
                        )
                    })
                    .then(|| self.verb(c, "obj", troops, depth + 1))
                    .flatten(),
                _ => None,
            }
        })
    }

    /// "Left 30 dead", "took 12 hostage", "held as hostages", "are missing".
    fn state(&self, verb: TokenIx, lemma: &str) -> Option<&'static str> {
        let tree = self.tree;
        if !self.words.words.leave.contains(lemma) {
            return None;
        }
        tree.children(verb)
            .filter(|c| {
                matches!(
                    tree.relation(*c),
                    "xcomp" | "obl" | "obj" | "advmod" | "conj" | "acl" | "advcl"
                )
            })
            .find_map(|c| {
                let (lemma, form) = (tree.lower(c), tree.form(c).to_lowercase());
                let adjective = self
                    .words
                    .find(&lemma, |f| &f.adjectives)
                    .or_else(|| self.words.find(&form, |f| &f.adjectives))
                    .filter(|_| tree.child(c, "obj").is_none());
                let verb = || {
                    (tree.relation(c) == "xcomp")
                        .then(|| self.words.find(&lemma, |f| &f.verbs))
                        .flatten()
                };
                let noun = || {
                    matches!(tree.preposition(c).as_deref(), Some("as" | "into" | "in"))
                        .then(|| self.words.find(&lemma, |f| &f.nouns))
                        .flatten()
                };
                adjective.or_else(verb).or_else(noun)
            })
    }

    /// "Claimed 40 lives", "lost their homes", "sustained burns".
    fn lost(&self, verb: TokenIx, lemma: &str, relation: &str) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let object = |words: &BTreeSet<String>| {
            tree.with(verb, "obj")
                .flat_map(|o| tree.members(o))
                .any(|o| words.contains(&tree.lower(o)))
        };
        let costs = matches!(lemma, "claim" | "cost" | "lose" | "take");
        if costs && object(&around.lives) {
            return Some("killed");
        }
        // "They killed themselves", "committed suicide"
        let reflexive = || {
            tree.with(verb, "obj").any(|o| {
                matches!(
                    &*tree.form(o).to_lowercase(),
                    "themselves" | "himself" | "herself"
                )
            })
        };
        let suicide = lemma == "commit" && tree.with(verb, "obj").any(|o| tree.lower(o) == "suicide");
        if relation == "nsubj" && (suicide || reflexive() && self.words.killed.verbs.contains(lemma)) {
            return Some("killed");
        }
        // "The army lost 40 men", "the raid cost the rebels 25 fighters", "lost at sea"
        let armed = |word: TokenIx| {
            let noun = tree.lower(word);
            around.leaders.contains(&noun)
                || around.captors.contains(&noun)
                || self.words.troops.nouns.contains(&noun)
        };
        if relation == "obj" {
            let army = lemma == "lose" && tree.subject(verb).is_some_and(armed)
                || lemma == "cost"
                    && tree
                        .children(verb)
                        .any(|c| matches!(tree.relation(c), "iobj" | "obj") && armed(c));
            let soldiers = || {
                tree.with(verb, "obj").any(|o| {
                    let noun = tree.lower(o);
                    self.words.troops.nouns.contains(&noun) || noun == "man" || tree.form(o) == "men"
                })
            };
            // "France has lost 58 soldiers", "it had lost nine men"
            let side = lemma == "lose"
                && soldiers()
                && tree
                    .subject(verb)
                    .is_some_and(|s| matches!(tree.upos(s), "PROPN" | "PRON"));
            return (army || side).then_some("killed");
        }
        if lemma == "lose" && tree.children(verb).any(|c| tree.deprel(c) == "aux:pass") {
            return Some("missing");
        }
        if around.sustain.contains(lemma) && object(&around.wounds)
            || lemma == "lose" && object(&around.limbs)
            || around.need.contains(lemma) && object(&around.care)
        {
            return Some("wounded");
        }
        let leaves = (around.going.contains(lemma) || lemma == "cost") && object(&around.homes);
        let seeks = matches!(lemma, "seek" | "take" | "find") && object(&around.refuge);
        (leaves || seeks).then_some("displaced")
    }

    /// "Turned 18,700 out of their houses", "drove two million inland", "thousands had gone south".
    fn away(&self, verb: TokenIx, lemma: &str, suffers: bool) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let crosses = around.crossing.contains(lemma)
            && !suffers
            && tree.children(verb).any(|c| {
                matches!(tree.relation(c), "obj" | "obl") && around.borders.contains(&tree.lower(c))
            });
        // "streamed into Turkey"
        let crosses = crosses
            || around.crossing.contains(lemma)
                && !suffers
                && lemma != "escape"
                && tree.with(verb, "obl").any(|c| {
                    tree.upos(c) == "PROPN" && matches!(tree.preposition(c).as_deref(), Some("into" | "to"))
                });
        let camps = around.living.contains(lemma)
            && tree.children(verb).any(|c| {
                around.shelters.contains(&tree.lower(c))
                    && matches!(tree.preposition(c).as_deref(), Some("in" | "under"))
            });
        if crosses || camps {
            return Some("displaced");
        }
        let listed = if suffers && lemma == "leave" {
            &around.going
        } else if suffers {
            &around.drive
        } else {
            &around.going
        };
        if !listed.contains(lemma) {
            return None;
        }
        let verbs = tree.children(verb).any(|c| {
            let flees = self.words.displaced.verbs.contains(&tree.lower(c))
                || matches!(&*tree.lower(c), "leave" | "move" | "abandon" | "quit");
            tree.relation(c) == "xcomp" && flees && suffers
        });
        let away = tree.children(verb).any(|c| {
            let word = tree.lower(c);
            matches!(tree.relation(c), "advmod" | "compound" | "obl" | "case" | "xcomp")
                && around.away.contains(&word)
                && (suffers || word != "out")
        });
        let homes = tree.children(verb).any(|c| {
            let preposition = tree.preposition(c);
            let preposition = preposition.as_deref().unwrap_or_default();
            // "drove them out of Zvornik", "sent them to shelters"
            let place = tree.upos(c) == "PROPN"
                && suffers
                && matches!(preposition, "from" | "out of")
                && !matches!(lemma, "bring" | "move" | "send");
            let shelter = around.shelters.contains(&tree.lower(c))
                && suffers
                && lemma != "move"
                && matches!(preposition, "to" | "into");
            let from =
                matches!(preposition, "from" | "off" | "without" | "onto") || preposition.starts_with("out");
            place || shelter || from && around.homes.contains(&tree.lower(c))
        });
        (verbs || away || homes).then_some("displaced")
    }

    /// "An army of 30,000 men", "4,000 Burundians of its force", "commanders have 90,000 men".
    fn in_arms(&self, tokens: &Range<usize>, noun: Option<TokenIx>) -> bool {
        let tree = self.tree;
        let around = &self.words.words;
        let word = noun.unwrap_or(TokenIx::new(tokens.start));
        if tree
            .with(word, "nmod")
            .any(|n| tree.preposition(n).as_deref() == Some("of") && around.bodies.contains(&tree.lower(n)))
        {
            return true;
        }
        let body = noun.is_some_and(|n| {
            let battle = ["battle", "task", "combat", "strike"];
            around.bodies.contains(&tree.lower(n))
                || tree
                    .with(n, "compound")
                    .any(|c| battle.contains(&tree.lower(c).as_str()) && tree.lower(n) == "group")
        });
        if body {
            return true;
        }
        // "five hundred of the garrison's men"
        if tree
            .with(word, "nmod")
            .any(|n| tree.deprel(n) == "nmod:poss" && around.bodies.contains(&tree.lower(n)))
        {
            return true;
        }
        let under_arms = |at: TokenIx| {
            tree.children(at)
                .any(|c| tree.lower(c) == "arm" && tree.preposition(c).as_deref() == Some("under"))
        };
        if under_arms(word) || tree.head(word).is_some_and(under_arms) {
            return true;
        }
        // Nouns that say nothing of what the people are.
        let open = noun.is_none_or(|n| {
            matches!(
                tree.lower(n).as_str(),
                "man" | "men" | "woman" | "people" | "person" | "member" | "recruit"
            ) || tree.form(n).starts_with(char::is_uppercase)
        });
        let Some(head) = tree.head(word).filter(|_| open) else {
            return false;
        };
        let lemma = tree.lower(head);
        match tree.relation(word) {
            "nmod" => tree.preposition(word).as_deref() == Some("of") && around.bodies.contains(&lemma),
            "appos" | "conj" => around.bodies.contains(&lemma),
            "obj" | "obl" => {
                let men = noun.is_some_and(|n| tree.form(n) == "men");
                (men || tree.relation(word) == "obj" && around.having.contains(&lemma))
                    && tree.subject(head).is_some_and(|s| {
                        let men = noun.is_some_and(|n| tree.lower(n) == "man" || tree.form(n) == "men");
                        around.leaders.contains(&tree.lower(s)) || men && tree.upos(s) == "PROPN"
                    })
            }
            _ => false,
        }
    }
}
