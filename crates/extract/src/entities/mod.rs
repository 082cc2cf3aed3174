//! Who and what an article speaks of: mentions of names, roles and pronouns, joined into entities, with the actors of the
//! knowledge tables.

mod countries;
mod names;
mod others;
mod titles;

pub use countries::located;
use countries::{most_named, serves_a_state};

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
        self.forget(t);
        self.say(tree, t, id);
    }

    /// Lets a noun speak of another entity than was thought.
    pub fn describe_instead(&mut self, tree: &Tree, t: TokenIx, id: EntityId) {
        self.forget(t);
        self.describe(tree, t, id);
    }

    /// Takes a word's mention from the entity that it was thought to speak of.
    fn forget(&mut self, t: TokenIx) {
        if let Some(before) = self.at(t) {
            self.list[before.0 as usize].mentions.retain(|m| m.head != t);
        }
    }

    /// Whether a person is called by a noun of office: "Deputy Energy **Minister** Rustam Nazarov".
    pub fn is_called(&self, id: EntityId, noun: &str) -> bool {
        let titles = &self.titles[id.0 as usize];
        titles.iter().any(|title| title.rsplit(' ').next() == Some(noun))
    }

    /// Whether a person is called by any.
    pub fn has_office(&self, id: EntityId) -> bool {
        !self.titles[id.0 as usize].is_empty()
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
        self.entities.home = most_named(&self.entities.countries(self.knowledge));
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
                self.entities
                    .home
                    .clone()
                    .filter(|_| serves_a_state(std::slice::from_ref(&sector))),
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
