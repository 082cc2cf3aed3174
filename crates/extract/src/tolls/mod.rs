//! What befell those that quantities count (killed, wounded, missing, captured, displaced), or what they are (troops, equipment): by the words that count
//! them and those beside (here), by the words above (`above.rs`) and their verbs (`verbs.rs`). The words are in `data/tolls.toml`. Where none of these
//! knows, the network of tolls does (`Quantity::toll`).

mod above;
mod verbs;
mod words;

pub use words::Words;

use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use std::ops::Range;
use words::Fate;

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
            let person = quantity.unit.as_deref() == Some("person");
            let toll = Toll { tree, words };
            let fate = toll.of(tokens.clone(), quantity.of.as_deref(), person);
            let many = || person && quantity.value >= MANY && toll.emptied(&tokens, quantity.of.as_deref());
            fate.or_else(|| many().then_some("displaced"))
        })
        .collect();
    let toll = Toll { tree, words };
    for at in 0..fates.len() {
        let counts = matches!(tree.doc.quantities[at].unit.as_deref(), None | Some("person"));
        let open = fates[at].is_none() || fates[at] == Some("troops");
        if counts && open {
            fates[at] = toll
                .part_of(at, &fates)
                .or(fates[at])
                .or_else(|| toll.goes_on(at, &fates));
        }
    }
    // Where no rule knows, what the network is sure enough of.
    for (fate, quantity) in fates.iter_mut().zip(&tree.doc.quantities) {
        let likely = quantity.toll.filter(|toll| toll.probability >= LEAST);
        *fate = fate.or_else(|| likely.map(|toll| toll.role));
    }
    fates
}

/// How sure the network of tolls has to be where no rule knows. Chosen on `eval/quantities-late`.
const LEAST: f32 = 0.5;

/// From how many on those who leave a place are no travellers.
const MANY: f64 = 1000.0;

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
        let troops = is(&self.words.troops) && !noun.is_some_and(|noun| self.former(&tokens, noun));
        let coded = of.is_some_and(|of| of.contains('-') && of.ends_with(|c: char| c.is_ascii_digit()));
        let talks = counted.as_deref() == Some("round") && noun.is_some_and(|noun| self.of_talks(noun));
        // "gold diggers" dig themselves, "armoured cars" are none that one drives to work.
        let people = noun.is_some_and(|noun| {
            let word = word_before(self.tree, noun);
            counted.as_deref() == Some("digger")
                && matches!(word.as_str(), "gold" | "grave" | "well" | "diamond")
        });
        let armoured = noun.is_some_and(|noun| {
            let word = word_before(self.tree, noun);
            matches!(counted.as_deref(), Some("car" | "column"))
                && matches!(word.as_str(), "armoured" | "armored" | "scout")
        });
        let weapon =
            (is(&self.words.equipment) || coded || armoured || noun.is_some_and(|noun| self.is_weapon(noun)))
                && !talks
                && !people;
        if weapon && !(person && troops) {
            return Some("equipment");
        }
        // Whom a country sends home, who escapes from jail, and troops that run are not driven out.
        let fits = |fate: &&'static str| {
            let jailed = counted.as_ref().is_some_and(|c| {
                self.words.captured.nouns.contains(c)
                    || around_home(c)
                    || self.words.words.rescued.contains(c)
            });
            let well = counted
                .as_ref()
                .is_some_and(|c| self.words.words.rescued.contains(c));
            match *fate {
                "displaced" => !jailed && !troops,
                "wounded" => !well || !self.flown(noun),
                _ => true,
            }
        };
        let seekers = || {
            let asylum = noun.is_some_and(|n| word_before(self.tree, n) == "asylum");
            (asylum && counted.as_deref() == Some("seeker")).then_some("displaced")
        };
        let arrests = || counted.as_deref() == Some("arrest");
        let named = || {
            counted
                .as_ref()
                .filter(|_| !troops)
                .and_then(|noun| self.words.find(noun, |f| &f.nouns))
                .or_else(|| arrests().then_some("captured"))
                .or_else(seekers)
        };
        // Things and animals are no casualties.
        let open = person
            || people
            || noun.is_some_and(|n| self.tree.xpos(n) == "NNPS")
            || counted
                .as_ref()
                .is_none_or(|c| self.words.words.groups.contains(c));
        if !open {
            return named();
        }
        if self.of_calamity(counted.as_deref(), noun) {
            return Some("killed");
        }
        let described = self.described(&tokens, noun);
        // "Frost killed 30 homeless men": what befalls them comes before what they are.
        let lasting = |fate: &&'static str| matches!(*fate, "displaced" | "captured");
        described
            .filter(|fate| !lasting(fate))
            .or_else(|| self.behind(tokens.end))
            .or_else(|| person.then(|| self.does_alone(tokens.end)).flatten())
            .or_else(|| self.told_of(noun.unwrap_or(TokenIx::new(tokens.end.checked_sub(1)?))))
            .or_else(|| self.in_state(counted.as_deref()))
            .or_else(|| self.clause(&tokens, noun, troops))
            .or_else(|| person.then(|| self.done_to(tokens.start)).flatten())
            .or_else(|| (person && self.none_left(tokens.end)).then_some("killed"))
            .filter(fits)
            .or(described)
            .or_else(named)
            .or_else(|| (troops || self.in_arms(&tokens, noun)).then_some("troops"))
    }

    /// "will **fly** 40 doctors to the hospitals"
    fn flown(&self, noun: Option<TokenIx>) -> bool {
        let verb = noun.and_then(|n| self.tree.head(n));
        verb.is_some_and(|v| matches!(self.tree.lower(v).as_str(), "bring" | "fly" | "send"))
    }

    /// "the 96 **victims of the stadium disaster**"
    fn of_calamity(&self, counted: Option<&str>, noun: Option<TokenIx>) -> bool {
        let tree = self.tree;
        let of = |n: TokenIx| {
            tree.with(n, "nmod").any(|c| {
                tree.preposition(c).as_deref() == Some("of")
                    && self.words.words.calamities.contains(&tree.lower(c))
            })
        };
        counted == Some("victim") && noun.is_some_and(of)
    }

    /// "falls from 5,400 soldiers **to 3,960**"
    fn goes_on(&self, at: usize, fates: &[Option<&'static str>]) -> Option<&'static str> {
        let quantities = &self.tree.doc.quantities;
        let (first, second) = (&quantities[at.checked_sub(1)?], &quantities[at]);
        let gap = self
            .tree
            .doc
            .article
            .text
            .get(first.span.end()..second.span.start())?;
        let same = first.of.is_some() && first.of == second.of && gap.trim() == "to";
        same.then(|| fates[at - 1]).flatten()
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
        // "The storm hurt 81, **14** critically"
        let behind = form(tokens.end);
        if at > 0
            && fates[at - 1] == Some("wounded")
            && sentence.contains(&tokens_of(tree, quantity(at - 1).span).start)
        {
            if self.words.words.fatally.contains(&behind) {
                return Some("killed");
            }
            if self.words.words.badly.contains(&behind) {
                return Some("wounded");
            }
        }
        // "nine of them", "of them, nine", "of whom nine"
        let near = of_them(tokens.end)
            || tokens.start >= 3 && (of_them(tokens.start - 2) || of_them(tokens.start - 3));
        // "Of the dead, 31 were children"
        let state = form(sentence.start + 2);
        if matches!(form(sentence.start).as_str(), "of" | "among")
            && form(sentence.start + 1) == "the"
            && form(sentence.start + 3) == ","
            && tokens.start == sentence.start + 4
        {
            let fate = self.words.find(&state, |f| &f.adjectives);
            return fate.or_else(|| (state == "victims").then_some("killed"));
        }
        // "Eleven people died, including five children"
        let including = tokens.start > sentence.start
            && (form(tokens.start - 1) == "including"
                || tokens.start >= sentence.start + 2
                    && form(tokens.start - 1) == "them"
                    && form(tokens.start - 2) == "among");
        // "Of those who died, 31 were civilians"
        let those = sentence.start + 1;
        if matches!(form(sentence.start).as_str(), "of" | "among")
            && form(those) == "those"
            && tokens.start > those
        {
            return self.told_of(TokenIx::new(those));
        }
        // "bought hundreds of MiGs; fewer than 40 of them could fly"
        let weapons = of_them(tokens.end) && quantity(at).unit.is_none();
        // "Among the dead, the bishop said, were nine schoolchildren"
        let among = form(sentence.start) == "among" && form(sentence.start + 1) == "the";
        let were =
            (sentence.start..tokens.start).any(|i| matches!(form(i).as_str(), "were" | "was" | "are" | "is"));
        if among && were && tokens.start <= sentence.start + 14 {
            let fate = self
                .words
                .find(&state, |f| &f.adjectives)
                .or_else(|| self.words.find(&state, |f| &f.nouns));
            if let Some(fate) = fate {
                return Some(fate);
            }
        }
        // "Killed: 3", "Injured: 27, of whom four critically"
        let colon = tokens.start >= sentence.start + 2 && form(tokens.start - 1) == ":";
        if colon {
            let fate = self.words.find(&form(tokens.start - 2), |f| &f.adjectives);
            let fronted = self
                .words
                .find(&form(sentence.start), |f| &f.adjectives)
                .or_else(|| {
                    let first = TokenIx::new(sentence.start);
                    let verb = (tree.xpos(first) == "VBN").then(|| tree.lower(first));
                    verb.and_then(|v| self.words.find(&v, |f| &f.verbs))
                });
            if let Some(fate) = fate.or(fronted) {
                return Some(fate);
            }
        }
        let whole = (0..at).rev().find(|before| {
            let same = sentence.contains(&tokens_of(tree, quantity(*before).span).start);
            fates[*before].is_some_and(|f| f != "troops" && (f != "equipment" || weapons && at - before == 1))
                && quantity(*before).value >= quantity(at).value
                && (same || near && at - before == 1)
        })?;
        let first = tokens_of(tree, quantity(whole).span).start;
        // "Of the 90 killed, 31 were"
        let of_all = || {
            let from = sentence.start.max(first.saturating_sub(3));
            (from..first).any(|i| matches!(form(i).as_str(), "of" | "among")) && first <= sentence.start + 4
        };
        (near || including || of_all()).then(|| fates[whole]).flatten()
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

    /// "The **talks** were broken off after nineteen rounds": no rounds that one fires.
    fn of_talks(&self, noun: TokenIx) -> bool {
        let tree = self.tree;
        let sentence = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.clone();
        let mut lemmas = sentence.map(|i| tree.lower(TokenIx::new(i)));
        let talk = |l: String| {
            matches!(
                l.as_str(),
                "talk"
                    | "negotiation"
                    | "negotiate"
                    | "vote"
                    | "voting"
                    | "election"
                    | "consultation"
                    | "meeting"
                    | "bargaining"
                    | "sanction"
                    | "applause"
                    | "cut"
            )
        };
        lemmas.any(talk)
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

    /// "A toll of 85 dead and 200 **injured**": a word for a state as the noun that is counted.
    fn in_state(&self, counted: Option<&str>) -> Option<&'static str> {
        let noun = counted?;
        let fate = self.words.find(noun, |f| &f.adjectives)?;
        // What befalls captives comes before what they are.
        let stays = fate != "captured" && self.words.find(noun, |f| &f.nouns) == Some(fate);
        stays.then_some(fate)
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
                    // "were burned out of their houses"
                    if at + 2 < end
                        && tree.form(TokenIx::new(at + 1)) == "out"
                        && tree.form(TokenIx::new(at + 2)) == "of"
                    {
                        return Some("displaced");
                    }
                    // "40 wounded soldiers", "40 wounded"; not "40 wounded the guard". "Two men burned to death"
                    return Some(self.to_death(word).unwrap_or(fate));
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
        if lemma == "go" && word_before(tree, verb) == "let" {
            return Some("captured");
        }
        // "a search is under way for nine sailors"
        let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.start;
        let search = |i: usize| matches!(tree.lower(TokenIx::new(i)).as_str(), "search" | "hunt");
        if lemma == "for" && (sentence.max(start.saturating_sub(8))..start).any(search) {
            return Some("missing");
        }
        // "put to death 27 officers"
        if lemma == "death" && word_before(tree, verb) == "to" {
            return Some("killed");
        }
        let undergone = !self.words.words.alone.contains(&lemma) || self.words.killed.verbs.contains(&lemma);
        let past = matches!(tree.xpos(verb), "VBD" | "VBN" | "VBG") || tree.form(verb).ends_with("ed");
        (undergone && past)
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
        // "the 239 people aboard the lost airliner"
        let lost = |c: TokenIx| {
            let form = tree.form(c).to_lowercase();
            form == "lost" || self.words.missing.adjectives.contains(&form)
        };
        let aboard = tree
            .with(noun, "nmod")
            .filter(|c| matches!(tree.preposition(*c).as_deref(), Some("aboard" | "on")))
            .any(|c| tree.with(c, "amod").any(lost));
        if aboard {
            return Some("missing");
        }
        // "people whose fate is unknown"
        // "forty officers, all of them in custody"
        let behind = |i: usize| {
            if i < end {
                tree.form(TokenIx::new(i)).to_lowercase()
            } else {
                String::new()
            }
        };
        let plain = |i: &usize| {
            matches!(
                behind(*i).as_str(),
                "," | "all" | "most" | "both" | "of" | "them" | "whom" | "now" | "still" | "already" | "in"
            )
        };
        let last = (noun.at() + 1..end.min(noun.at() + 8)).take_while(plain).last();
        if let Some(last) = last.filter(|l| behind(*l) == "in")
            && matches!(
                behind(last + 1).as_str(),
                "custody" | "detention" | "captivity" | "jail" | "prison"
            )
        {
            return Some("captured");
        }
        // "61 survivors with burns"
        let hurt = tree.with(noun, "nmod").any(|c| {
            tree.preposition(c).as_deref() == Some("with") && self.words.words.wounds.contains(&tree.lower(c))
        });
        if hurt {
            return Some("wounded");
        }
        let unknown = tree.with(noun, "acl").any(|c| {
            tree.children(c)
                .any(|s| self.words.words.whereabouts.contains(&tree.lower(s)))
                && (matches!(tree.lower(c).as_str(), "unknown" | "unclear") || tree.negated(c))
        });
        if unknown {
            return Some("missing");
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

    /// "13 **former** officers", "two retired generals"
    fn former(&self, tokens: &Range<usize>, noun: TokenIx) -> bool {
        let ranked = matches!(
            self.tree.lower(noun).as_str(),
            "officer" | "colonel" | "captain" | "lieutenant" | "policeman" | "commander" | "pilot"
        );
        let before = tokens.start..noun.at();
        before
            .filter(|_| ranked)
            .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
            .any(|w| {
                matches!(
                    w.as_str(),
                    "former" | "retired" | "ex" | "demobilised" | "demobilized"
                )
            })
    }

    /// "Of the 257 soldiers on the plane **not one survived**", "put nine men against a wall; **none lived**"
    fn none_left(&self, from: usize) -> bool {
        let tree = self.tree;
        let Some(last) = from.checked_sub(1) else {
            return false;
        };
        let end = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(last))]
            .tokens
            .end;
        // "None of the 120 passengers survived", "there were no survivors among the 120"
        let start = tree.doc.sentences[tree.doc.sentence_of(TokenIx::new(last))]
            .tokens
            .start;
        let form = |i: usize| tree.form(TokenIx::new(i)).to_lowercase();
        let none = (start..from)
            .rev()
            .find(|i| form(*i) == "none" && form(*i + 1) == "of");
        let survive = |w: TokenIx| tree.lower(w) == "survive" && tree.upos(w) == "VERB";
        if none.is_some_and(|n| tree.head(TokenIx::new(n)).is_some_and(survive)) {
            return true;
        }
        // "Not one of the nine miners came out alive"
        let not_one = (start..from).rev().any(|i| {
            let of = |at: usize| at < end && form(at) == "of";
            matches!(form(i).as_str(), "none" | "neither") && of(i + 1)
                || form(i) == "not" && i + 1 < end && form(i + 1) == "one" && of(i + 2)
        });
        let alive = (from..end).any(|i| form(i) == "alive" || survive(TokenIx::new(i)));
        if not_one && alive {
            return true;
        }
        if (start..end.saturating_sub(1)).any(|i| form(i) == "no" && form(i + 1) == "survivors") {
            return true;
        }
        (from..end).map(TokenIx::new).any(|verb| {
            let lives = matches!(tree.lower(verb).as_str(), "survive" | "live");
            lives
                && tree.upos(verb) == "VERB"
                && tree.xpos(verb) == "VBD"
                && tree
                    .with(verb, "nsubj")
                    .any(|s| match tree.form(s).to_lowercase().as_str() {
                        "none" | "nobody" => s.at() >= from,
                        "one" => s.at() > from && word_before(tree, s) == "not",
                        _ => false,
                    })
        })
    }

    /// "Half a million Somalis **left Mogadishu**": so many of those who live there do not travel.
    fn emptied(&self, tokens: &Range<usize>, of: Option<&str>) -> bool {
        let tree = self.tree;
        let Some(noun) = of.and_then(|of| self.noun(tokens, of)) else {
            return false;
        };
        let dwell = matches!(tree.xpos(noun), "NNPS") && tree.form(noun).starts_with(char::is_uppercase)
            || self.words.words.dwellers.contains(&tree.lower(noun))
            || tree.form(noun) == "people";
        // "Tens of thousands of villagers left"
        let mut noun = noun;
        while let Some(many) = tree
            .head(noun)
            .filter(|h| tree.relation(noun) == "nmod" && tokens.contains(&h.at()))
        {
            noun = many;
        }
        // "moved 50,000 farmers to the desert", "told 40,000 people to leave", "has taken in 40,000 Kurds", "40,000 Kurds crossed the bridge"
        let moved = tree.head(noun).is_some_and(|verb| {
            let lemma = tree.lower(verb);
            let to = |c: TokenIx| {
                matches!(
                    tree.preposition(c).as_deref(),
                    Some("to" | "into" | "up to" | "across")
                ) && tree.upos(c) != "NUM"
            };
            let leaves = |c: TokenIx| {
                matches!(tree.relation(c), "xcomp" | "ccomp" | "advcl")
                    && tree.with(c, "mark").any(|m| tree.lower(m) == "to")
                    && (matches!(tree.lower(c).as_str(), "leave" | "go" | "move" | "pack" | "get")
                        || self.words.displaced.verbs.contains(&tree.lower(c)))
            };
            let taken_in = matches!(lemma.as_str(), "host" | "absorb")
                || lemma == "take"
                    && tree
                        .children(verb)
                        .any(|c| tree.lower(c) == "in" && tree.relation(c) == "compound");
            let nation = matches!(tree.xpos(noun), "NNPS");
            match tree.relation(noun) {
                "obj" | "iobj" => {
                    matches!(
                        lemma.as_str(),
                        "move"
                            | "relocate"
                            | "transfer"
                            | "remove"
                            | "shift"
                            | "chase"
                            | "drive"
                            | "push"
                            | "send"
                    ) && tree.with(verb, "obl").any(to)
                        || matches!(
                            lemma.as_str(),
                            "tell" | "order" | "urge" | "ask" | "instruct" | "advise" | "warn"
                        ) && tree.children(verb).any(leaves)
                        || nation && taken_in
                }
                // "has taken in 40,000 Kurds"
                "obl" => nation && lemma == "take" && tree.preposition(noun).as_deref() == Some("in"),
                "nsubj" => {
                    let over = |c: TokenIx| {
                        matches!(tree.relation(c), "obj" | "obl")
                            && matches!(tree.lower(c).as_str(), "bridge" | "river" | "border" | "frontier")
                    };
                    nation
                        && matches!(lemma.as_str(), "cross" | "pour" | "flood" | "stream")
                        && tree.children(verb).any(over)
                }
                _ => false,
            }
        });
        if dwell && moved {
            return true;
        }
        let verb = tree.head(noun).filter(|v| {
            tree.relation(noun) == "nsubj"
                && matches!(tree.lower(*v).as_str(), "leave" | "quit" | "abandon" | "vacate")
        });
        dwell
            && verb.is_some_and(|v| {
                tree.with(v, "obj")
                    .any(|o| tree.upos(o) == "PROPN" || self.words.words.lands.contains(&tree.lower(o)))
            })
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
        // "a 4,000-member peacekeeping force"
        let whole = tree
            .head(word)
            .filter(|h| tree.relation(word) == "compound" && tree.upos(*h) == "NOUN");
        let members = noun.is_some_and(|n| matches!(tree.lower(n).as_str(), "member" | "man"));
        if members && whole.is_some_and(|h| around.bodies.contains(&tree.lower(h))) {
            return true;
        }
        let under_arms = |at: TokenIx| {
            tree.children(at)
                .any(|c| tree.lower(c) == "arm" && tree.preposition(c).as_deref() == Some("under"))
        };
        if under_arms(word) || tree.head(word).is_some_and(under_arms) {
            return true;
        }
        // "The insurgents, reckoned at 800 men", "thousands of volunteers went to fight"
        let reckoned = tree.head(word).is_some_and(|v| {
            tree.relation(v) == "acl"
                && tree.relation(word) == "obl"
                && tree.preposition(word).as_deref() == Some("at")
                && tree
                    .head(v)
                    .is_some_and(|n| self.words.troops.nouns.contains(&tree.lower(n)))
        });
        let fights = tree.relation(word) == "nsubj"
            && noun.is_some_and(|n| tree.lower(n) == "volunteer")
            && tree.head(word).is_some_and(|v| {
                let fight = |w: TokenIx| tree.lower(w) == "fight" && tree.upos(w) == "VERB";
                fight(v)
                    || tree
                        .children(v)
                        .any(|c| matches!(tree.relation(c), "xcomp" | "advcl") && fight(c))
            });
        if reckoned || fights {
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

/// The word before another, in lower case.
fn word_before(tree: &Tree, word: TokenIx) -> String {
    let before = word.at().checked_sub(1).map(TokenIx::new);
    before.map(|b| tree.form(b).to_lowercase()).unwrap_or_default()
}
