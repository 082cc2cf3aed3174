//! Who and what an article speaks of: mentions of names, roles and pronouns, joined into entities, with the actors of the
//! knowledge tables.

mod names;
mod others;
mod titles;

use crate::rules::Rules;
use crate::syntax::Tree;
use jiff::civil::Date;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{Actor, Entity, EntityId, EntityType, Mention, MentionKind};
use sayso_model::{Sex, TokenIx};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The entities of a document, and which words speak of them.
pub struct Entities {
    /// In order of first mention.
    pub list: Vec<Entity>,
    of_token: Vec<Option<EntityId>>,
    titles: Vec<BTreeSet<String>>,
    plural: Vec<bool>,
    /// The country that the article is about, by the names in it.
    home: Option<String>,
    /// Whether it is named often enough to be that of its ministers.
    at_home: bool,
}

impl Entities {
    /// The entity that a word (the head of a mention, or any word of a name) speaks of.
    pub fn at(&self, t: TokenIx) -> Option<EntityId> {
        self.of_token[t.at()]
    }

    /// An entity.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.list[id.0 as usize]
    }

    /// Whether an entity is several people or things.
    pub fn is_plural(&self, id: EntityId) -> bool {
        self.plural[id.0 as usize]
    }

    /// The entity of a phrase, made where there is none yet.
    pub fn of_phrase(&mut self, tree: &Tree, head: TokenIx) -> EntityId {
        if let Some(id) = self.at(head) {
            return id;
        }
        let id = self.push(EntityType::Other, None, matches!(tree.xpos(head), "NNS" | "NNPS"));
        self.describe(tree, head, id);
        id
    }

    /// Lets the phrase of a noun speak of an entity.
    fn describe(&mut self, tree: &Tree, head: TokenIx, id: EntityId) {
        let span = tree.span(&tree.phrase(head));
        self.attach(
            id,
            Mention {
                span,
                head,
                kind: MentionKind::Nominal,
            },
        );
    }

    /// Lets a pronoun speak of an entity.
    pub fn say(&mut self, tree: &Tree, t: TokenIx, id: EntityId) {
        let span = tree.doc.tokens[t.at()].span;
        self.attach(
            id,
            Mention {
                span,
                head: t,
                kind: MentionKind::Pronoun,
            },
        );
    }

    /// Lets a pronoun speak of another entity than was thought.
    pub fn say_instead(&mut self, tree: &Tree, t: TokenIx, id: EntityId) {
        if let Some(before) = self.at(t) {
            self.list[before.0 as usize].mentions.retain(|m| m.head != t);
        }
        self.say(tree, t, id);
    }

    /// Gives those who are told of by where they are, or by whose they are, a country: "lawmakers in Reykjavik", "Bishkek's only brigade", "its foreign
    /// minister"; else ministers, soldiers and other servants of a state that of the place that the sentence or the paragraph begins with ("In Minsk, the
    /// foreign ministry …"), else that of whoever speaks of them, else that which the article is about. What was only assumed of them gives way.
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
            let heads = entity
                .mentions
                .iter()
                .filter(|m| people || m.kind == MentionKind::Nominal);
            let heads: Vec<TokenIx> = heads.map(|m| m.head).collect();
            let told = |head: &TokenIx| belongs_to(tree, self, *head).and_then(|a| a.country);
            if !open || !people && !person && heads.iter().any(|head| told(head).is_some()) {
                continue;
            }
            let owner = |word: TokenIx| {
                let owner = self.get(self.at(word)?);
                let names = owner.mentions.iter().filter(|m| m.kind == MentionKind::Name);
                let named = names.map(|m| m.head).find_map(&country_at);
                named.or_else(|| owner.actor.as_ref()?.country.clone())
            };
            let within = |head: &TokenIx| {
                tree.children(*head).find_map(|c| match tree.deprel(c) {
                    "nmod:poss" => country_at(c).or_else(|| owner(c)),
                    "nmod" if tree.preposition(c).is_some_and(|p| WITHIN.contains(&p.as_str())) => {
                        country_at(c)
                    }
                    _ => None,
                })
            };
            let of_state = actor
                .sectors
                .first()
                .is_some_and(|s| OF_STATE.contains(&s.as_str()));
            let setting = || {
                let first = entity.mentions.first().filter(|_| of_state)?;
                settings[tree.doc.sentence_of(first.head)].clone()
            };
            // "A Thai officer said that **the army** had moved 800 soldiers."
            let spoken_of = || {
                let first = entity.mentions.first().filter(|m| tree.definite(m.head))?;
                let first = Some(first).filter(|_| of_state && actor.country.is_none())?;
                self.get(speaker(first.head)?).actor.as_ref()?.country.clone()
            };
            let assumed = || self.home.clone().filter(|_| of_state && person && self.at_home);
            let country = heads
                .iter()
                .find_map(|head| within(head).or_else(|| told(head).filter(|_| person)))
                .or_else(setting)
                .or_else(spoken_of)
                .or_else(assumed);
            if let Some(country) = country {
                self.list[at].actor = Some(located(actor, country));
            }
        }
    }

    /// Looks again, now that its places are known, which country the article is about; the army, the police or the judges of whom nobody tells
    /// whose they are belong to it.
    pub fn rehome(&mut self, tree: &Tree, knowledge: &Knowledge, countries: impl Iterator<Item = String>) {
        let mut named = self.countries(knowledge);
        named.extend(countries.map(|country| (country, 1)));
        let home = most_named(named.clone());
        let times = named.iter().filter(|(country, _)| Some(country) == home.as_ref());
        let times = times.map(|(_, times)| times).sum::<usize>();
        self.at_home = times >= NAMED;
        if home == self.home {
            return;
        }
        // Where one place alone tells, talks may be held there and no more.
        let home = home.filter(|_| times > 1);
        for at in 0..self.list.len() {
            let entity = &self.list[at];
            let of_state = |a: &&Actor| a.sectors.first().is_some_and(|s| OF_STATE.contains(&s.as_str()));
            let Some(actor) = entity.actor.as_ref().filter(of_state) else {
                continue;
            };
            let heads = entity.mentions.iter().filter(|m| m.kind == MentionKind::Nominal);
            let told = entity.kind != EntityType::Other
                || actor.id.is_some()
                || actor.country != self.home
                || heads.clone().any(|m| belongs_to(tree, self, m.head).is_some());
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
        let of_state = |a: &&Actor| a.sectors.first().is_some_and(|s| OF_STATE.contains(&s.as_str()));
        let open = entity
            .actor
            .as_ref()
            .filter(|a| a.id.is_none() && a.country.is_none());
        if let Some(actor) = open
            .filter(of_state)
            .filter(|_| person && !VISITED.contains(&country))
        {
            entity.actor = Some(located(actor, country.to_owned()));
        }
    }

    /// The countries that names of countries, their people and bodies tell, with how often.
    fn countries(&self, knowledge: &Knowledge) -> Vec<(String, usize)> {
        let told = self.list.iter().filter_map(|entity| {
            let country = entity.actor.as_ref()?.country.clone()?;
            knowledge.country(&country)?;
            let names = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
            Some((country, names.count()))
        });
        told.collect()
    }

    /// Whether the name of an entity or other pronouns speak of it as if it were another sex than this pronoun does.
    pub fn disagrees(&self, tree: &Tree, id: EntityId, pronoun: TokenIx) -> bool {
        let Some(mine) = Sex::of_pronoun(tree.form(pronoun)) else {
            return false;
        };
        let entity = self.get(id);
        let person = entity.kind == EntityType::Person;
        let sex = |m: &Mention| match m.kind {
            MentionKind::Pronoun => Sex::of_pronoun(tree.form(m.head)),
            MentionKind::Name if person => {
                let words: Vec<&str> = m.span.of(&tree.doc.article.text).split_whitespace().collect();
                Sex::of_name(None, &words)
            }
            _ => None,
        };
        let others = entity.mentions.iter().filter(|m| m.head != pronoun);
        others.filter_map(sex).any(|other| other != mine)
    }

    fn push(&mut self, kind: EntityType, actor: Option<Actor>, plural: bool) -> EntityId {
        let id = EntityId(u32::try_from(self.list.len()).expect("documents have fewer than 2^32 entities"));
        self.list.push(Entity {
            kind,
            actor,
            mentions: Vec::new(),
        });
        self.titles.push(BTreeSet::new());
        self.plural.push(plural);
        id
    }

    fn attach(&mut self, id: EntityId, mention: Mention) {
        self.of_token[mention.head.at()] = Some(id);
        let mentions = &mut self.list[id.0 as usize].mentions;
        let at = mentions.partition_point(|m| m.span.start() < mention.span.start());
        mentions.insert(at, mention);
    }
}

/// The share of the names that one country must have for an article to be about it.
const HOME: f64 = 0.6;
/// Or this, where it is named twice as often as any other.
const OFTEN: f64 = 0.4;
/// How often it must be named, or a place in it.
const NAMED: usize = 4;
/// Countries in whose capitals envoys of all others speak.
const VISITED: [&str; 5] = ["AUT", "BEL", "CHE", "ETH", "USA"];
/// Sectors of which every country has its own.
const OF_STATE: [&str; 7] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP"];

struct Found {
    tokens: Range<usize>,
    head: TokenIx,
    what: What,
}

enum What {
    Name { kind: EntityType, actor: Option<Actor> },
    Nominal,
    Pronoun,
}

/// Finds the mentions of a document and joins them.
pub struct Finder<'a> {
    tree: &'a Tree<'a>,
    knowledge: &'a Knowledge,
    rules: &'a Rules,
    date: Option<Date>,
    entities: Entities,
    by_key: HashMap<String, EntityId>,
    /// Who says "I" outside of quotations.
    author: Option<EntityId>,
    /// The country that most of the article is about.
    home: Option<String>,
    /// For the first and last words of the names of people, these people with the keys of the names.
    people: HashMap<String, Vec<(EntityId, String)>>,
    /// For each word, the phrase that it is the head of.
    phrase_at: Vec<Option<usize>>,
    /// For each phrase, the first one that speaks of the same thing.
    chain: Vec<usize>,
    /// For each first phrase, all that speak of the same thing.
    chains: Vec<Vec<usize>>,
}

impl<'a> Finder<'a> {
    /// Prepares a document; `date` is the day on which its roles are understood.
    pub fn new(tree: &'a Tree<'a>, knowledge: &'a Knowledge, rules: &'a Rules, date: Option<Date>) -> Self {
        let entities = Entities {
            list: Vec::new(),
            of_token: vec![None; tree.doc.tokens.len()],
            titles: Vec::new(),
            plural: Vec::new(),
            home: None,
            at_home: false,
        };
        let phrases = &tree.doc.phrases;
        let mut phrase_at = vec![None; tree.doc.tokens.len()];
        let mut chain: Vec<usize> = Vec::with_capacity(phrases.len());
        for (at, phrase) in phrases.iter().enumerate() {
            phrase_at[phrase.head.at()] = Some(at);
            chain.push(phrase.antecedent.map_or(at, |before| chain[before]));
        }
        let mut chains = vec![Vec::new(); chain.len()];
        for (at, first) in chain.iter().enumerate() {
            chains[*first].push(at);
        }
        Self {
            tree,
            knowledge,
            rules,
            date,
            entities,
            by_key: HashMap::new(),
            author: None,
            home: None,
            people: HashMap::new(),
            phrase_at,
            chain,
            chains,
        }
    }

    /// The entity that the annotator's coreference gives to a word that heads a phrase: that of the phrase before which speaks of
    /// the same thing, else of the first one behind it.
    fn same_thing(&self, head: TokenIx) -> Option<EntityId> {
        let phrases = &self.tree.doc.phrases;
        let this = self.phrase_at[head.at()]?;
        let mut before = phrases[this].antecedent;
        while let Some(at) = before {
            if let Some(id) = self.entities.at(phrases[at].head) {
                return Some(id);
            }
            before = phrases[at].antecedent;
        }
        let behind = self.chains[self.chain[this]].iter().filter(|at| **at > this);
        behind
            .into_iter()
            .find_map(|at| self.entities.at(phrases[*at].head))
    }

    /// Finds and joins.
    pub fn find(mut self) -> Entities {
        let mut found = self.names();
        let mut taken = vec![false; self.tree.doc.tokens.len()];
        for f in &found {
            taken[f.tokens.clone()].fill(true);
            // The function before a person's name is heard with the name.
            if matches!(
                f.what,
                What::Name {
                    kind: EntityType::Person,
                    ..
                }
            ) && let Some(before) = self.title_before(&f.tokens)
            {
                taken[before].fill(true);
            }
        }
        for (at, token) in self
            .tree
            .doc
            .tokens
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken[*at])
        {
            let t = TokenIx::new(at);
            let chained = self.chained(t);
            let what = match token.upos {
                "PRON"
                    if chained
                        || personal(&token.lemma.to_lowercase())
                        || personal(&self.tree.form(t).to_lowercase()) =>
                {
                    What::Pronoun
                }
                "DET" if chained => What::Pronoun,
                "NOUN" | "PROPN" if chained || self.is_agent(t) || self.is_epithet(t) => What::Nominal,
                "ADJ" if self.is_aged(t) => What::Nominal,
                _ => continue,
            };
            found.push(Found {
                tokens: at..at + 1,
                head: t,
                what,
            });
        }
        found.sort_by_key(|f| (f.tokens.start, f.tokens.end));
        // Names first: what a role or a pronoun stands for may be named behind it ("the prime minister of Haiti").
        let (names, others): (Vec<Found>, Vec<Found>) = found
            .into_iter()
            .partition(|f| matches!(f.what, What::Name { .. }));
        for f in names {
            if let What::Name { kind, actor } = f.what {
                self.name(f.tokens, f.head, kind, actor);
            }
        }
        self.home = most_named(self.entities.countries(self.knowledge));
        self.entities.home.clone_from(&self.home);
        // Functions that stand beside a name tell who is meant where they stand alone, also before ("Judge rejects …").
        let (beside, rest): (Vec<Found>, Vec<Found>) = others
            .into_iter()
            .partition(|f| matches!(f.what, What::Nominal) && self.named_with(f.head).is_some());
        for f in beside.into_iter().chain(rest) {
            match f.what {
                What::Pronoun => self.pronoun(f.head),
                _ => self.nominal(f.head),
            }
        }
        self.entities
    }

    /// Whether a word heads a phrase that speaks of the same thing as another.
    fn chained(&self, t: TokenIx) -> bool {
        self.phrase_at[t.at()].is_some_and(|phrase| self.chains[self.chain[phrase]].len() > 1)
    }

    fn text(&self, tokens: &Range<usize>) -> &'a str {
        self.tree.span(tokens).of(&self.tree.doc.article.text)
    }

    fn is_agent(&self, t: TokenIx) -> bool {
        self.agent_words(t).is_some() || self.rules.source(&self.tree.lower(t)).is_some()
    }

    /// The longest agent noun that ends in this word ("foreign minister").
    fn agent_words(&self, t: TokenIx) -> Option<String> {
        // The last word as the dictionary has it, those before as they stand ("women's group", "human rights group").
        let word = |i: usize| {
            let at = TokenIx::new(i);
            if at != t || self.tree.upos(at) == "PROPN" {
                self.tree.form(at).to_lowercase()
            } else {
                self.tree.lower(at)
            }
        };
        let sentence = &self.tree.doc.sentences[self.tree.doc.sentence_of(t)].tokens;
        for back in (0..=3).rev() {
            let Some(start) = t.at().checked_sub(back).filter(|s| *s >= sentence.start) else {
                continue;
            };
            let words: Vec<String> = (start..=t.at()).map(word).collect();
            let joined = words.join(" ").replace(" - ", "-");
            for candidate in [joined.clone(), joined.replace('-', " ")] {
                if self.knowledge.agent(&candidate).is_some() {
                    return Some(candidate);
                }
            }
            // "minister of defence", "chief of staff"
            if back == 1
                && let Some(whole) = self.agent_with_of(t, sentence.end)
            {
                return Some(whole);
            }
        }
        None
    }

    /// A noun that is an agent together with what follows it behind "of".
    fn agent_with_of(&self, t: TokenIx, end: usize) -> Option<String> {
        let of = t.at() + 1;
        if of >= end || self.tree.form(TokenIx::new(of)) != "of" {
            return None;
        }
        (of + 2..=end.min(of + 4)).rev().find_map(|stop| {
            let rest: Vec<String> = (of..stop)
                .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .collect();
            let whole = format!(
                "{} {}",
                self.tree.lower(t),
                rest.join(" ").replace("of the ", "of ")
            );
            self.knowledge.agent(&whole).is_some().then_some(whole)
        })
    }

    /// The word of a run that hangs on a word outside of it.
    fn head_of(&self, tokens: &Range<usize>) -> TokenIx {
        let outside = |i: &usize| {
            self.tree
                .head(TokenIx::new(*i))
                .is_none_or(|h| !tokens.contains(&h.at()))
        };
        let word = |i: &usize| !matches!(self.tree.upos(TokenIx::new(*i)), "PUNCT" | "DET" | "ADP");
        let found = tokens
            .clone()
            .filter(outside)
            .find(word)
            .or_else(|| tokens.clone().find(outside));
        TokenIx::new(found.unwrap_or(tokens.end - 1))
    }

    /// The actor of a phrase with an agent noun as its head: nationality or organisation, and sector.
    pub fn described(&self, head: TokenIx) -> Option<Actor> {
        let phrase = self.agent_words(head)?;
        let agent = self.knowledge.agent(&phrase)?;
        let holder = self.belongs_to(head);
        let date = self.date;
        if let Some(country) = holder.as_ref().and_then(|h| h.country.clone()) {
            let one = self.tree.xpos(head) != "NNS" && !agent.office.is_empty();
            if one && let Some(known) = self.knowledge.holder(&country, &agent.office, date) {
                return Some(known);
            }
        }
        let sector = agent.sectors.first().unwrap_or_default().to_owned();
        let (country, mut sectors) = match holder {
            Some(h) => (h.country, h.sectors),
            // "The army", "police": those of the country that the article is about.
            None => (
                self.home.clone().filter(|_| OF_STATE.contains(&sector.as_str())),
                Vec::new(),
            ),
        };
        // The body's own sector stays first where the noun says less ("Hamas officials").
        if let Some(at) = sectors.iter().position(|s| *s == sector) {
            sectors.remove(at);
        }
        if !sector.is_empty() {
            sectors.insert(0, sector.clone());
        }
        let code = format!(
            "{}{}",
            country.as_deref().unwrap_or_default(),
            sectors.first().map_or("", String::as_str)
        );
        Some(Actor {
            code,
            country,
            sectors,
            name: self.text(&self.tree.phrase(head)).to_owned(),
            id: None,
            valid: Default::default(),
            score: 0.7,
        })
    }

    fn belongs_to(&self, head: TokenIx) -> Option<Actor> {
        belongs_to(self.tree, &self.entities, head)
    }
}

/// Who may speak in one country for another: "a rebel **spokesman** in Paris".
const ABROAD: [&str; 12] = [
    "ambassador",
    "chargé",
    "consul",
    "correspondent",
    "delegate",
    "emissary",
    "envoy",
    "exile",
    "representative",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// The country or organisation that a noun phrase belongs to by its modifiers: "Malian soldiers", "troops of the DPRK".
pub fn belongs_to(tree: &Tree, entities: &Entities, head: TokenIx) -> Option<Actor> {
    let modifier = |c: &TokenIx| {
        matches!(tree.relation(*c), "amod" | "compound" | "flat")
            || matches!(tree.deprel(*c), "nmod:poss" | "nmod:desc")
            || (tree.relation(*c) == "nmod"
                && match tree.preposition(*c).as_deref() {
                    Some("of" | "from" | "for") => true,
                    Some("in") => !ABROAD.contains(&tree.lower(head).as_str()),
                    _ => false,
                })
    };
    let mut all: Vec<TokenIx> = tree.children(head).filter(modifier).collect();
    let inner = |c: &TokenIx| matches!(tree.relation(*c), "amod" | "compound" | "nmod" | "flat");
    let deeper: Vec<TokenIx> = all.iter().flat_map(|m| tree.children(*m).filter(inner)).collect();
    all.extend(deeper);
    // What stands before the head counts first, then what follows it.
    all.sort_by_key(|m| (*m > head, m.at()));
    all.iter().find_map(|m| {
        let actor = entities.get(entities.at(*m)?).actor.clone()?;
        actor.country.is_some().then_some(actor)
    })
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

/// The country of most of these names, where it is that of far the most.
fn most_named(named: Vec<(String, usize)>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (country, times) in named {
        match counts.iter_mut().find(|(c, _)| *c == country) {
            Some((_, count)) => *count += times,
            None => counts.push((country, times)),
        }
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let second = counts.get(1).map_or(0, |(_, count)| *count);
    let (code, most) = counts.into_iter().next()?;
    let share = most as f64 / all as f64;
    (share >= HOME || share >= OFTEN && most >= 2 * second).then_some(code)
}

/// Of each sentence, the country of the place that it or one before it in its paragraph begins with: "**In Minsk**, the foreign ministry …".
fn settings(tree: &Tree, country_at: &impl Fn(TokenIx) -> Option<String>) -> Vec<Option<String>> {
    const NEAR: usize = 5;
    let doc = tree.doc;
    let mut settings: Vec<Option<String>> = Vec::new();
    let mut before = 0;
    for sentence in &doc.sentences {
        let words = sentence.tokens.clone().map(TokenIx::new);
        let first = words.clone().next();
        let opens = first.is_some_and(|t| tree.lower(t) == "in");
        let own = opens.then(|| {
            let mut near = words.take_while(|t| tree.form(*t) != ",").take(NEAR);
            near.find_map(country_at)
        });
        let gap = doc
            .article
            .text
            .get(before..sentence.span.start())
            .unwrap_or_default();
        let goes_on = !gap.contains('\n');
        settings.push(
            own.flatten()
                .or_else(|| settings.last().cloned().flatten().filter(|_| goes_on)),
        );
        before = sentence.span.end();
    }
    settings
}

/// What stands before the place that people live or serve in.
const WITHIN: [&str; 9] = [
    "across", "around", "at", "from", "in", "inside", "near", "of", "outside",
];

/// Names of one class may be the same entity.
pub(super) fn class(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Nationality => "nationality",
        EntityType::Organisation => "organisation",
        EntityType::GeoPolitical | EntityType::Location | EntityType::Facility => "place",
        EntityType::Event | EntityType::Weapon | EntityType::Other => "thing",
    }
}

fn personal(form: &str) -> bool {
    matches!(
        form,
        "he" | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "themselves"
            | "it"
            | "its"
            | "itself"
            | "i"
            | "me"
            | "my"
            | "we"
            | "us"
            | "our"
            | "ours"
            | "mine"
    )
}
