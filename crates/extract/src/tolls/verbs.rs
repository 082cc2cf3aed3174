//! What verbs say of those counted: who dies, is hurt, held, driven out; each fate by itself.

use super::Toll;
use sayso_model::TokenIx;
use std::collections::BTreeSet;

impl Toll<'_> {
    /// "Stabbed to death", "burned alive", "cut down".
    pub(super) fn to_death(&self, verb: TokenIx) -> Option<&'static str> {
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
    pub(super) fn handled(&self, verb: TokenIx, lemma: &str, suffers: bool) -> Option<&'static str> {
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
        // "carried across the border with shrapnel wounds", "lie wounded in the hospital"
        let wounded = tree.with(verb, "obl").any(|c| {
            tree.preposition(c).as_deref() == Some("with")
                && matches!(
                    tree.lower(c).as_str(),
                    "wound" | "injury" | "burn" | "bruise" | "fracture" | "concussion"
                )
        });
        // "leaving two drummers with broken legs"
        let broken = tree.with(verb, "obl").any(|c| {
            tree.preposition(c).as_deref() == Some("with")
                && around.limbs.contains(&tree.lower(c))
                && tree.with(c, "amod").any(|a| {
                    matches!(
                        tree.lower(a).as_str(),
                        "broken" | "shattered" | "severed" | "crushed"
                    )
                })
        });
        if wounded || broken && lemma == "leave" {
            return Some("wounded");
        }
        // "are still being looked for"
        if around.search.contains(lemma)
            && suffers
            && tree.passive(verb)
            && tree.children(verb).any(|c| tree.lower(c) == "for")
        {
            return Some("missing");
        }
        // "were led off in plastic handcuffs", "are locked up", "were sent to labour camps"
        let chained = tree.with(verb, "obl").any(|c| {
            matches!(
                tree.lower(c).as_str(),
                "handcuff" | "chain" | "shackle" | "manacle"
            )
        });
        let locked =
            matches!(lemma, "lock" | "round" | "haul" | "coop") && particle(&["up", "in", "away", "off"]);
        let interned = tree.with(verb, "obl").any(|c| {
            let labour = |w: TokenIx| {
                matches!(
                    tree.lower(w).as_str(),
                    "labour"
                        | "labor"
                        | "prison"
                        | "detention"
                        | "internment"
                        | "concentration"
                        | "penal"
                        | "re-education"
                        | "reeducation"
                )
            };
            matches!(tree.preposition(c).as_deref(), Some("to" | "in" | "into"))
                && (around.jails.contains(&tree.lower(c))
                    || tree.lower(c) == "camp" && tree.children(c).any(labour))
        });
        if chained
            || locked
            || interned
                && (tree.passive(verb)
                    || matches!(lemma, "send" | "throw" | "put" | "keep" | "hold" | "lock"))
        {
            return Some("captured");
        }
        // "taken alive"
        if lemma == "take" && suffers && tree.children(verb).any(|c| tree.lower(c) == "alive") {
            return Some("captured");
        }
        let ends_up = |c: TokenIx| {
            around.hospitals.contains(&tree.lower(c)) && tree.preposition(c).as_deref() == Some("in")
        };
        if matches!(lemma, "end" | "land" | "lie" | "remain" | "stay" | "wind")
            && !suffers
            && tree.with(verb, "obl").any(ends_up)
        {
            return Some("wounded");
        }
        if lemma == "go" && !suffers && child(&around.hospitals) {
            return Some("wounded");
        }
        let pays = lemma == "pay" && child(&around.lives);
        // "are fighting for their lives"
        if !suffers
            && lemma == "fight"
            && tree
                .with(verb, "obl")
                .any(|c| tree.lower(c) == "life" && tree.preposition(c).as_deref() == Some("for"))
        {
            return Some("wounded");
        }
        // "have spent a year in detention"
        let held = |c: TokenIx| {
            tree.preposition(c).as_deref() == Some("in")
                && (around.jails.contains(&tree.lower(c))
                    || matches!(tree.lower(c).as_str(), "custody" | "detention" | "captivity"))
        };
        if !suffers && matches!(lemma, "spend" | "pass") && tree.with(verb, "obl").any(held) {
            return Some("captured");
        }
        // "had not turned up by nightfall"
        if !suffers && lemma == "turn" && tree.negated(verb) && particle(&["up"]) {
            return Some("missing");
        }
        if !suffers && (pays || lemma == "survive" && tree.negated(verb)) {
            return Some("killed");
        }
        if !suffers {
            return None;
        }
        // "dragged from their homes", "the prison holds 900 men"
        let dragged = matches!(lemma, "drag" | "haul" | "snatch" | "seize" | "pluck")
            && tree.with(verb, "obl").any(|c| {
                tree.preposition(c).as_deref() == Some("from") && around.homes.contains(&tree.lower(c))
            });
        let jail = matches!(lemma, "hold" | "house")
            && tree
                .subject(verb)
                .is_some_and(|s| around.jails.contains(&tree.lower(s)));
        if dragged || jail {
            return Some("captured");
        }
        let goes = || {
            tree.children(verb)
                .any(|c| tree.lower(c) == "go" && tree.upos(c) == "VERB")
        };
        let confined = tree
            .with(verb, "obl")
            .any(|c| tree.lower(c) == "arrest" && tree.preposition(c).as_deref() == Some("under"));
        if around.freeing.contains(lemma) || lemma == "let" && goes() || confined {
            return Some("captured");
        }
        // "A bomber blew himself up, taking 23 bystanders with him"
        let along = lemma == "take"
            && tree.with(verb, "obl").any(|c| {
                tree.preposition(c).as_deref() == Some("with")
                    && matches!(tree.form(c), "him" | "her" | "them")
            })
            && tree.head(verb).is_some_and(|above| {
                tree.relation(verb) == "advcl"
                    && (self
                        .words
                        .words
                        .particles
                        .contains(&format!("{} up", tree.lower(above)))
                        || tree.lower(above) == "explode")
            });
        // "were beaten so severely"
        let beaten = lemma == "beat"
            && tree.with(verb, "advmod").any(|c| {
                matches!(
                    tree.lower(c).as_str(),
                    "badly" | "severely" | "savagely" | "brutally" | "unconscious"
                )
            });
        if along || beaten {
            return Some(if along { "killed" } else { "wounded" });
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
        let passed = tree.negated(verb) || self.yet_to(verb);
        let unseen = around.seen.contains(lemma) && (passed && tree.passive(verb) || nobody);
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
        // "engineers **held by tribesmen**"
        let by = || {
            let by = |c: TokenIx| tree.preposition(c).as_deref() == Some("by");
            tree.deprel(verb) == "acl" && tree.xpos(verb) == "VBN" && tree.with(verb, "obl").any(by)
        };
        let held = around.holding.contains(lemma)
            && (captors() || tree.children(verb).any(|c| tree.deprel(c) == "aux:pass") || by());
        let seized = around.seizing.contains(lemma)
            && (particle(&["away", "off", "captivity", "gunpoint"]) || child(&around.vans))
            && !child(&around.hospitals)
            || tree
                .children(verb)
                .any(|c| around.taking.contains(&format!("{lemma} {}", tree.lower(c))));
        // "The kidnappers took 30 girls", but not "took them to the clinic", "took them off a sinking boat"
        let to = || {
            tree.with(verb, "obl").any(|c| {
                let day = tree.upos(c) == "PROPN" && tree.lower(c).ends_with("day");
                let saved = matches!(
                    tree.lower(c).as_str(),
                    "boat" | "dinghy" | "ferry" | "raft" | "roof" | "ship" | "vessel" | "wreck"
                );
                match tree.preposition(c).as_deref() {
                    Some("to" | "into" | "through" | "on") => !day,
                    Some("off" | "from") => saved,
                    _ => false,
                }
            })
        };
        let taken = matches!(lemma, "take" | "grab") && captors() && !to();
        // "Agents picked up nine activists"
        let agents = || {
            tree.subject(verb)
                .filter(|_| active)
                .is_some_and(|s| around.agents.contains(&tree.lower(s)))
        };
        // "have been picked up since Friday", "are holding on to 57 soldiers", "kept three of her officers"
        let picked = lemma == "pick" && particle(&["up"]) && (agents() || captors() || tree.passive(verb));
        let kept = lemma == "keep" && captors();
        // "They took nineteen of us"
        let of_us = |o: TokenIx| {
            tree.with(o, "nmod")
                .any(|c| matches!(tree.lower(c).as_str(), "we" | "us" | "they" | "them"))
        };
        let ours = lemma == "take"
            && !to()
            && tree.subject(verb).is_some_and(|s| tree.lower(s) == "they")
            && tree.with(verb, "obj").any(of_us);
        let taken = taken || picked || kept || ours;
        (held || seized || taken).then_some("captured")
    }

    /// "have **yet to be found**", "remain to be traced"
    fn yet_to(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        let to = tree.with(verb, "mark").any(|m| tree.lower(m) == "to");
        let yet = |w: TokenIx| {
            tree.children(w)
                .any(|c| matches!(tree.lower(c).as_str(), "yet" | "still"))
        };
        to && tree.head(verb).is_some_and(|h| match tree.lower(h).as_str() {
            "have" | "be" => yet(h) || yet(verb),
            "remain" => true,
            _ => false,
        })
    }

    /// What a verb says of its subject or object; `depth` counts the verbs passed on the way.
    pub(super) fn verb(
        &self,
        verb: TokenIx,
        relation: &str,
        troops: bool,
        depth: usize,
    ) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let lemma = tree.lower(verb);
        let lemma = lemma.as_str();
        let passive = relation == "nsubj:pass" || relation == "nsubj" && tree.passive(verb);
        // "cost six people their lives"
        let suffers = passive || relation == "obj" || relation == "iobj" && lemma == "cost";
        let acts = relation == "nsubj" && !passive;
        if (suffers || acts)
            && let Some(fate) = self.to_death(verb)
        {
            return Some(fate);
        }
        // "were burned out of their houses"
        let out_of_home = || {
            tree.children(verb).any(|c| {
                tree.preposition(c).is_some_and(|p| p.starts_with("out"))
                    && around.homes.contains(&tree.lower(c))
            })
        };
        if suffers && matches!(lemma, "burn" | "bomb" | "smoke" | "flood" | "shell") && out_of_home() {
            return Some("displaced");
        }
        // "Cholera carried off 800 people", "floods swept away a hundred"
        let plague = || {
            tree.subject(verb)
                .is_some_and(|s| around.plagues.contains(&tree.lower(s)))
        };
        let carries = matches!(lemma, "carry" | "sweep" | "wash")
            && tree
                .children(verb)
                .any(|c| matches!(tree.lower(c).as_str(), "off" | "away"));
        if relation == "obj" && (carries || matches!(lemma, "take" | "claim" | "fell" | "finish")) && plague()
        {
            return Some("killed");
        }
        // "fell to snipers"
        let felled = |c: TokenIx| {
            tree.preposition(c).as_deref() == Some("to") && around.slayers.contains(&tree.lower(c))
        };
        if acts && matches!(lemma, "fall" | "succumb") && tree.with(verb, "obl").any(felled) {
            return Some("killed");
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
    pub(super) fn further(
        &self,
        verb: TokenIx,
        relation: &str,
        acts: bool,
        troops: bool,
        depth: usize,
    ) -> Option<&'static str> {
        let tree = self.tree;
        tree.children(verb).find_map(|c| {
            // "have been charged and are in custody"
            let custody = tree.relation(c) == "conj"
                && tree.child(c, "cop").is_some()
                && (self.jailed(c)
                    || tree.preposition(c).as_deref() == Some("in")
                        && self.words.captured.nouns.contains(&tree.lower(c)));
            if custody && (acts || relation == "nsubj:pass") {
                return Some("captured");
            }
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
    pub(super) fn state(&self, verb: TokenIx, lemma: &str) -> Option<&'static str> {
        let tree = self.tree;
        if !self.words.words.leave.contains(lemma) {
            return None;
        }
        let verb_of_state = verb;
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
                        .or_else(|| self.jailed(c).then_some("captured"))
                };
                // "are feared trapped under the mud"
                let feared = || {
                    let fears = matches!(tree.lower(verb_of_state).as_str(), "fear" | "believe" | "presume");
                    // "were thought to be under the rubble"
                    let under = (fears || tree.lower(verb_of_state) == "think")
                        && self.words.words.rubble.contains(&lemma)
                        && matches!(
                            tree.preposition(c).as_deref(),
                            Some("under" | "beneath" | "below" | "in")
                        );
                    (under || fears && matches!(form.as_str(), "trapped" | "buried" | "lost"))
                        .then_some("missing")
                };
                adjective.or_else(feared).or_else(verb).or_else(noun)
            })
    }

    /// "Claimed 40 lives", "lost their homes", "sustained burns".
    pub(super) fn lost(&self, verb: TokenIx, lemma: &str, relation: &str) -> Option<&'static str> {
        let tree = self.tree;
        let around = &self.words.words;
        let object = |words: &BTreeSet<String>| {
            tree.with(verb, "obj")
                .flat_map(|o| tree.members(o))
                .any(|o| words.contains(&tree.lower(o)))
        };
        let costs = matches!(lemma, "claim" | "cost" | "lose" | "take");
        // "met their deaths"
        let meets = lemma == "meet"
            && relation == "nsubj"
            && tree
                .with(verb, "obj")
                .any(|o| matches!(tree.lower(o).as_str(), "death" | "end"));
        if costs && object(&around.lives) || meets {
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
        // "Lava has cost 2,000 islanders their homes"
        if lemma == "cost" && object(&around.homes) {
            return Some("displaced");
        }
        let armed = |word: TokenIx| {
            let noun = tree.lower(word);
            around.leaders.contains(&noun)
                || around.captors.contains(&noun)
                || self.words.troops.nouns.contains(&noun)
        };
        // "The army lost 40 men to desertion"
        let deserted = lemma == "lose"
            && tree.with(verb, "obl").any(|c| {
                let noun = tree.lower(c);
                tree.preposition(c).as_deref() == Some("to")
                    && matches!(
                        noun.as_str(),
                        "amnesty" | "desertion" | "defection" | "surrender" | "retirement"
                    )
            });
        if relation == "obj" && !deserted {
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
            // "We lost seven colleagues"
            let dear = lemma == "lose" && object(&around.dear);
            let side = lemma == "lose"
                && soldiers()
                && tree.subject(verb).is_some_and(|s| {
                    matches!(tree.upos(s), "PROPN" | "PRON") || around.sides.contains(&tree.lower(s))
                });
            return (army || side || dear).then_some("killed");
        }
        if lemma == "lose" && tree.children(verb).any(|c| tree.deprel(c) == "aux:pass") {
            return Some("missing");
        }
        if around.sustain.contains(lemma) && object(&around.wounds)
            || matches!(lemma, "lose" | "cost") && object(&around.limbs)
            || around.need.contains(lemma) && object(&around.care)
        {
            return Some("wounded");
        }
        let leaves = (around.going.contains(lemma) || lemma == "cost") && object(&around.homes);
        let seeks = matches!(lemma, "seek" | "take" | "find") && object(&around.refuge);
        (leaves || seeks).then_some("displaced")
    }

    /// "Turned 18,700 out of their houses", "drove two million inland", "thousands had gone south".
    pub(super) fn away(&self, verb: TokenIx, lemma: &str, suffers: bool) -> Option<&'static str> {
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
        let camps = (around.living.contains(lemma) || matches!(lemma, "remain" | "shelter" | "squat"))
            && tree.children(verb).any(|c| {
                around.shelters.contains(&tree.lower(c))
                    && matches!(tree.preposition(c).as_deref(), Some("in" | "under"))
            });
        let nights = lemma == "spend"
            && tree.with(verb, "obl").any(|c| {
                around.shelters.contains(&tree.lower(c)) && tree.preposition(c).as_deref() == Some("in")
            });
        let safety = suffers
            && matches!(
                lemma,
                "take" | "bring" | "carry" | "ferry" | "fly" | "lead" | "move"
            )
            && tree
                .with(verb, "obl")
                .any(|c| tree.lower(c) == "safety" && tree.preposition(c).as_deref() == Some("to"));
        // "families have been put up in two schools"
        let housed = suffers
            && around.housing.contains(lemma)
            && (lemma != "put" || tree.children(verb).any(|c| tree.lower(c) == "up"))
            && tree.with(verb, "obl").any(|c| {
                tree.preposition(c).as_deref() == Some("in")
                    && tree.members(c).iter().any(|c| {
                        around.halls.contains(&tree.lower(*c)) || around.shelters.contains(&tree.lower(*c))
                    })
            });
        if crosses || camps || nights || safety || housed {
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
        // "were told to get out of the town"
        let gets_out = |toll: &Self, word: TokenIx| {
            let tree = toll.tree;
            tree.lower(word) == "out" || tree.preposition(word).is_some_and(|p| p.starts_with("out"))
        };
        let verbs = tree.children(verb).any(|c| {
            let flees = self.words.displaced.verbs.contains(&tree.lower(c))
                || matches!(&*tree.lower(c), "leave" | "move" | "abandon" | "quit" | "pack")
                || tree.lower(c) == "get" && tree.children(c).any(|out| gets_out(self, out));
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
                && (preposition == "from" || preposition.starts_with("out"))
                && !matches!(lemma, "bring" | "move" | "send");
            let shelter = around.shelters.contains(&tree.lower(c))
                && suffers
                && lemma != "move"
                && matches!(preposition, "to" | "into");
            // "have driven 85,000 people into Chad"
            let place = place
                || tree.upos(c) == "PROPN"
                    && suffers
                    && matches!(lemma, "drive" | "force" | "push")
                    && matches!(preposition, "into" | "across" | "over");
            let from =
                matches!(preposition, "from" | "off" | "without" | "onto") || preposition.starts_with("out");
            place || shelter || from && around.homes.contains(&tree.lower(c))
        });
        (verbs || away || homes).then_some("displaced")
    }
}
