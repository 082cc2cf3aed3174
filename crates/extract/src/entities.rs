//! Who and what an article speaks of: mentions of names, roles and pronouns, joined into entities, with the actors of the
//! knowledge tables.

use crate::rules::Rules;
use crate::syntax::Tree;
use jiff::civil::Date;
use sayso_knowledge::{ActorKind, Entry, Knowledge};
use sayso_model::statement::{Actor, Entity, EntityId, EntityType, Mention, MentionKind};
use sayso_model::{NameType, TokenIx};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Longest name of the tables that is looked for, in words.
const LONGEST_NAME: usize = 9;

/// The entities of a document, and which words speak of them.
pub struct Entities {
    /// In order of first mention.
    pub list: Vec<Entity>,
    of_token: Vec<Option<EntityId>>,
    titles: Vec<BTreeSet<String>>,
    plural: Vec<bool>,
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
        let mention = Mention {
            span: tree.span(&tree.phrase(head)),
            head,
            kind: MentionKind::Nominal,
        };
        let id = self.push(EntityType::Other, None, matches!(tree.xpos(head), "NNS" | "NNPS"));
        self.attach(id, mention);
        id
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
}

impl<'a> Finder<'a> {
    /// Prepares a document; `date` is the day on which its roles are understood.
    pub fn new(tree: &'a Tree<'a>, knowledge: &'a Knowledge, rules: &'a Rules, date: Option<Date>) -> Self {
        let entities = Entities {
            list: Vec::new(),
            of_token: vec![None; tree.doc.tokens.len()],
            titles: Vec::new(),
            plural: Vec::new(),
        };
        Self {
            tree,
            knowledge,
            rules,
            date,
            entities,
            by_key: HashMap::new(),
        }
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
            ) {
                let before = self.function_before(&f.tokens);
                if before
                    .clone()
                    .any(|i| self.agent_words(TokenIx::new(i)).is_some())
                {
                    taken[before].fill(true);
                }
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
            let what = match token.upos {
                "PRON"
                    if personal(&token.lemma.to_lowercase())
                        || personal(&self.tree.form(t).to_lowercase()) =>
                {
                    What::Pronoun
                }
                "NOUN" | "PROPN" if self.is_agent(t) => What::Nominal,
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
        for f in others {
            match f.what {
                What::Pronoun => self.pronoun(f.head),
                _ => self.nominal(f.head),
            }
        }
        self.entities
    }

    fn text(&self, tokens: &Range<usize>) -> &'a str {
        self.tree.span(tokens).of(&self.tree.doc.article.text)
    }

    fn is_agent(&self, t: TokenIx) -> bool {
        self.agent_words(t).is_some() || self.rules.source(&self.tree.lower(t)).is_some()
    }

    /// The longest agent noun that ends in this word ("foreign minister").
    fn agent_words(&self, t: TokenIx) -> Option<String> {
        let word = |i: usize| {
            let t = TokenIx::new(i);
            if self.tree.upos(t) == "PROPN" {
                self.tree.form(t).to_lowercase()
            } else {
                self.tree.lower(t)
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
        }
        None
    }

    /// Names: those of the tables first, then those that only the annotator sees.
    fn names(&self) -> Vec<Found> {
        let doc = self.tree.doc;
        let mut found: Vec<Found> = Vec::new();
        for sentence in &doc.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                match self.known_name(at, sentence.tokens.end) {
                    Some(f) => {
                        at = f.tokens.end;
                        found.push(f);
                    }
                    None => at += 1,
                }
            }
        }
        for name in &doc.names {
            let Some(tokens) = self.bare_name(name) else {
                continue;
            };
            let name = sayso_model::Name {
                tokens,
                ..name.clone()
            };
            let inside: Vec<usize> = (0..found.len())
                .filter(|i| {
                    found[*i].tokens.start < name.tokens.end && name.tokens.start < found[*i].tokens.end
                })
                .collect();
            // The annotator sees a longer name: "Bank of Japan" is not Japan.
            let longer = inside.iter().all(|i| {
                found[*i].tokens.len() < name.tokens.len()
                    && name.tokens.start <= found[*i].tokens.start
                    && found[*i].tokens.end <= name.tokens.end
            });
            if !inside.is_empty() && !longer {
                continue;
            }
            let nationality = name.kind == NameType::Other && !inside.is_empty();
            if nationality {
                continue;
            }
            for i in inside.into_iter().rev() {
                found.remove(i);
            }
            found.push(self.annotated_name(name.tokens.clone(), name.kind));
        }
        found.sort_by_key(|f| f.tokens.start);
        found
    }

    /// A name without the function in front of a person; `None` where the annotator took common words for one.
    fn bare_name(&self, name: &sayso_model::Name) -> Option<Range<usize>> {
        let tree = self.tree;
        let mut tokens = name.tokens.clone();
        if name.kind == NameType::Person {
            let head = self.head_of(&tokens);
            let title = |i: usize| {
                let t = TokenIx::new(i);
                tree.deprel(t) == "nmod:desc" || self.agent_words(t).is_some() || tree.upos(t) == "ADJ"
            };
            if let Some(last) = (tokens.start..head.at()).rev().find(|i| title(*i)) {
                tokens.start = last + 1;
            }
        }
        // "The Secretary General" names an office.
        let last = TokenIx::new(tokens.end - 1);
        let function = self.agent_words(last).is_some_and(|f| {
            self.text(&tokens)
                .trim_start_matches("The ")
                .trim_start_matches("the ")
                .eq_ignore_ascii_case(&f)
        });
        if function {
            return None;
        }
        let proper = |i: usize| {
            let t = TokenIx::new(i);
            matches!(tree.upos(t), "PROPN" | "NOUN" | "X" | "NUM")
                && tree
                    .form(t)
                    .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        };
        tokens.clone().any(proper).then_some(tokens)
    }

    fn known_name(&self, at: usize, end: usize) -> Option<Found> {
        let first = self.tree.form(TokenIx::new(at));
        if !first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && first != "the" {
            return None;
        }
        for stop in (at + 1..=end.min(at + LONGEST_NAME)).rev() {
            let last = TokenIx::new(stop - 1);
            if self.tree.upos(last) == "PUNCT" || matches!(self.tree.form(last), "'s" | "’s" | "the" | "The")
            {
                continue;
            }
            let tokens = at..stop;
            let text = self.text(&tokens);
            if !text.contains(|c: char| c.is_uppercase()) || text.len() > 90 {
                continue;
            }
            let head = self.head_of(&tokens);
            if let Some(country) = self.knowledge.nationality(text)
                && (stop == at + 1 || self.tree.upos(last) != "VERB")
                && !(stop == at + 1 && self.knowledge.country_named(text).is_some())
            {
                let actor = self.knowledge.country_actor(&country.code, &[]);
                return Some(Found {
                    tokens,
                    head,
                    what: What::Name {
                        kind: EntityType::Nationality,
                        actor: Some(actor),
                    },
                });
            }
            let entries = self.knowledge.entries(text);
            // One word in lower case inside ("the Group") is no name; words that open a sentence need to be names elsewhere too.
            if entries.is_empty() || !self.looks_like_name(&tokens) {
                continue;
            }
            let actor = self.knowledge.named(text, self.date);
            let kind = match entries[0] {
                Entry::Country(_) => EntityType::GeoPolitical,
                Entry::Government(_) => EntityType::Organisation,
                Entry::Region(_) if self.knowledge.region(text).is_some_and(|r| r.kind == "bloc") => {
                    EntityType::Nationality
                }
                Entry::Region(_) => EntityType::Location,
                Entry::Actor(_) => match actor.as_ref().and_then(|a| self.knowledge.kind(a.id.as_deref()?)) {
                    Some(ActorKind::Person) => EntityType::Person,
                    _ => EntityType::Organisation,
                },
            };
            return Some(Found {
                tokens,
                head,
                what: What::Name { kind, actor },
            });
        }
        None
    }

    fn looks_like_name(&self, tokens: &Range<usize>) -> bool {
        let capital = |i: usize| self.tree.form(TokenIx::new(i)).starts_with(char::is_uppercase);
        let proper = tokens
            .clone()
            .any(|i| matches!(self.tree.upos(TokenIx::new(i)), "PROPN" | "ADJ" | "X" | "NOUN") && capital(i));
        let pronoun = tokens.len() == 1
            && matches!(
                self.tree.upos(TokenIx::new(tokens.start)),
                "PRON" | "AUX" | "VERB" | "ADP" | "DET"
            );
        proper && !pronoun
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

    fn annotated_name(&self, tokens: Range<usize>, kind: NameType) -> Found {
        let head = self.head_of(&tokens);
        let text = self.text(&tokens);
        let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let kind = match kind {
            NameType::Person => EntityType::Person,
            NameType::Organisation => EntityType::Organisation,
            NameType::Other => EntityType::Other,
            NameType::Place if FACILITIES.contains(&last.as_str()) => EntityType::Facility,
            NameType::Place if self.knowledge.gazetteer().find(text).is_empty() => EntityType::Location,
            NameType::Place => EntityType::GeoPolitical,
        };
        Found {
            tokens,
            head,
            what: What::Name { kind, actor: None },
        }
    }

    fn name(&mut self, tokens: Range<usize>, head: TokenIx, kind: EntityType, actor: Option<Actor>) {
        let text = self.text(&tokens);
        let title = if kind == EntityType::Person {
            self.title(head, &tokens)
        } else {
            Title::default()
        };
        let actor = actor.or_else(|| self.name_actor(text, kind, &title));
        let id = self
            .same_name(text, &tokens, kind, actor.as_ref())
            .unwrap_or_else(|| {
                let plural = kind == EntityType::Nationality && text.ends_with('s');
                self.entities.push(kind, actor.clone(), plural)
            });
        let entity = &mut self.entities.list[id.0 as usize];
        if entity
            .actor
            .as_ref()
            .is_none_or(|a| a.score < actor.as_ref().map_or(0.0, |b| b.score))
            && actor.is_some()
        {
            entity.actor.clone_from(&actor);
        }
        self.entities.titles[id.0 as usize].extend(title.nouns);
        let key = sayso_knowledge::names::key(text);
        self.by_key.entry(format!("{} {key}", class(kind))).or_insert(id);
        if let Some(known) = actor.and_then(|a| a.id) {
            self.by_key
                .entry(format!("{} id:{known}", class(kind)))
                .or_insert(id);
        }
        let span = self.tree.span(&tokens);
        for i in tokens {
            self.entities.of_token[i] = Some(id);
        }
        self.entities.attach(
            id,
            Mention {
                span,
                head,
                kind: MentionKind::Name,
            },
        );
    }

    /// "The President [of Russia Ana Ruiz]": a name put in brackets behind a function names who holds it.
    fn inserted(&self, head: TokenIx) -> Option<EntityId> {
        let tree = self.tree;
        let bracket = head.at() + 1;
        if bracket >= tree.doc.tokens.len() || tree.form(TokenIx::new(bracket)) != "[" {
            return None;
        }
        let inside = (bracket + 1..tree.doc.tokens.len().min(bracket + 9))
            .take_while(|i| tree.form(TokenIx::new(*i)) != "]");
        inside
            .filter_map(|i| self.entities.of_token[i])
            .find(|id| self.entities.get(*id).kind == EntityType::Person)
    }

    fn name_actor(&self, text: &str, kind: EntityType, title: &Title) -> Option<Actor> {
        if kind != EntityType::Person {
            return None;
        }
        // A family name alone; "Sen." is none.
        let alone = !text.contains(' ') && !text.ends_with('.');
        let known = alone
            .then(|| self.knowledge.by_family_name(text, self.date))
            .flatten();
        let fits = |k: &Actor| title.country.is_none() || title.country == k.country;
        known.filter(fits).or_else(|| title.actor(text))
    }

    fn same_name(
        &self,
        text: &str,
        tokens: &Range<usize>,
        kind: EntityType,
        actor: Option<&Actor>,
    ) -> Option<EntityId> {
        let of_class = class(kind);
        if let Some(id) = actor.and_then(|a| self.by_key.get(&format!("{of_class} id:{}", a.id.as_deref()?)))
        {
            return Some(*id);
        }
        let key = sayso_knowledge::names::key(text);
        if let Some(id) = self.by_key.get(&format!("{of_class} {key}")) {
            return Some(*id);
        }
        // "Korean People's Army (KPA)"
        if let Some(before) = tokens.start.checked_sub(2)
            && self.tree.form(TokenIx::new(tokens.start - 1)) == "("
            && tokens.len() == 1
            && let Some(id) = self.entities.of_token[before]
            && self
                .entities
                .get(id)
                .mentions
                .last()
                .is_some_and(|m| initials(m.span.of(&self.tree.doc.article.text), text))
        {
            return Some(id);
        }
        if kind == EntityType::Person {
            let last = key.rsplit(' ').next().unwrap_or(&key);
            let known = |id: &usize| {
                let entity = &self.entities.list[*id];
                entity.kind == EntityType::Person
                    && entity
                        .mentions
                        .iter()
                        .filter(|m| m.kind == MentionKind::Name)
                        .any(|m| {
                            let other = sayso_knowledge::names::key(m.span.of(&self.tree.doc.article.text));
                            let alone = !key.contains(' ') || !other.contains(' ');
                            alone
                                && (other.rsplit(' ').next() == Some(last)
                                    || other.split(' ').next() == Some(&key)
                                    || key.split(' ').next() == Some(&other))
                        })
            };
            return (0..self.entities.list.len())
                .rev()
                .find(known)
                .map(|i| EntityId(i as u32));
        }
        None
    }

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

    /// What stands before a person's name: nationality, organisation, function.
    fn title(&self, head: TokenIx, name: &Range<usize>) -> Title {
        let mut title = Title::default();
        let tree = self.tree;
        let before = self.function_before(name);
        if before
            .clone()
            .any(|i| self.agent_words(TokenIx::new(i)).is_some())
        {
            for i in before {
                self.add_title(TokenIx::new(i), name, &mut title);
            }
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
                title.sectors = agent.map(|a| a.sectors.clone()).unwrap_or_default();
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
        let sector = agent.sectors.first().cloned().unwrap_or_default();
        let (country, mut sectors) = match holder {
            Some(h) => (h.country, h.sectors),
            None => (None, Vec::new()),
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

    fn nominal(&mut self, head: TokenIx) {
        let tree = self.tree;
        // The function in front of a name belongs to the name.
        if let Some(id) = self.named_with(head).or_else(|| self.inserted(head)) {
            let span = tree.span(&tree.phrase(head));
            self.entities.attach(
                id,
                Mention {
                    span,
                    head,
                    kind: MentionKind::Nominal,
                },
            );
            return;
        }
        let plural = matches!(tree.xpos(head), "NNS" | "NNPS");
        let actor = self.described(head);
        let noun = self.agent_words(head).unwrap_or_else(|| tree.lower(head));
        let definite = tree.with(head, "det").any(|d| {
            matches!(
                tree.lower(d).as_str(),
                "the" | "this" | "that" | "these" | "those" | "both"
            )
        });
        let capital = tree.form(head).starts_with(char::is_uppercase) && head.at() > 0;
        let known = actor.as_ref().and_then(|a| {
            self.by_key
                .get(&format!("{} id:{}", class(EntityType::Person), a.id.as_deref()?))
                .copied()
        });
        let id = known
            .or_else(|| {
                (definite || capital)
                    .then(|| self.role(head, &noun, plural, actor.as_ref()))
                    .flatten()
            })
            .or_else(|| {
                (definite && self.belongs_to(head).is_none() || plural && self.belongs_to(head).is_some())
                    .then(|| self.same_noun(head, &noun, actor.as_ref()))
                    .flatten()
            })
            .unwrap_or_else(|| {
                let person = actor.as_ref().is_some_and(|a| a.id.is_some());
                let kind = if person {
                    EntityType::Person
                } else {
                    EntityType::Other
                };
                let id = self.entities.push(kind, actor.clone(), plural);
                if let Some(known) = actor.as_ref().and_then(|a| a.id.clone()) {
                    self.by_key.insert(format!("{} id:{known}", class(kind)), id);
                }
                id
            });
        if !noun.is_empty() {
            self.entities.titles[id.0 as usize].insert(noun.clone());
        }
        let span = tree.span(&tree.phrase(head));
        self.entities.attach(
            id,
            Mention {
                span,
                head,
                kind: MentionKind::Nominal,
            },
        );
    }

    /// The person whose name stands with a function: "Secretary General Mark Rutte", "the minister, Ana Ruiz", "the President [… N]".
    fn named_with(&self, head: TokenIx) -> Option<EntityId> {
        let tree = self.tree;
        let person = |t: TokenIx| {
            self.entities
                .at(t)
                .filter(|id| self.entities.get(*id).kind == EntityType::Person)
        };
        let up = tree.head(head).filter(|h| {
            let title = tree.deprel(head) == "nmod:desc" && *h > head;
            matches!(tree.relation(head), "appos" | "flat" | "compound") || title
        });
        up.and_then(person)
    }

    /// A person known under a role: by title in this article, or by office.
    fn role(&self, head: TokenIx, noun: &str, plural: bool, actor: Option<&Actor>) -> Option<EntityId> {
        if plural {
            return None;
        }
        let office = self
            .knowledge
            .agent(noun)
            .map(|a| a.office.as_str())
            .unwrap_or_default();
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        let mut people: Vec<(usize, usize)> = Vec::new();
        for (at, entity) in self
            .entities
            .list
            .iter()
            .enumerate()
            .filter(|(_, e)| e.kind == EntityType::Person)
        {
            let titles = &self.entities.titles[at];
            let by_title =
                titles.contains(noun) || (noun == last && titles.iter().any(|t| t.ends_with(noun)));
            let by_office = !office.is_empty()
                && entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.id.as_deref())
                    .is_some_and(|id| {
                        self.knowledge
                            .offices(id, self.date)
                            .iter()
                            .any(|(_, o)| *o == office)
                    });
            let fits = actor.and_then(|a| a.country.as_ref()).is_none_or(|c| {
                entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.country.as_ref())
                    .is_none_or(|d| c == d)
            });
            if (by_title || by_office) && fits {
                // Named before, else the first named behind.
                let before = entity
                    .mentions
                    .iter()
                    .rev()
                    .map(|m| m.head.at())
                    .find(|h| *h < head.at());
                people.push((before.map_or(0, |b| b + 1), at));
            }
        }
        people
            .into_iter()
            .max_by_key(|(before, at)| (*before, usize::MAX - at))
            .map(|(_, at)| EntityId(at as u32))
    }

    /// The latest entity with the same noun and nothing against it.
    fn same_noun(&self, head: TokenIx, noun: &str, actor: Option<&Actor>) -> Option<EntityId> {
        let country = actor.and_then(|a| a.country.as_ref());
        let fits = |(at, entity): &(usize, &Entity)| {
            self.entities.titles[*at].contains(noun)
                && self.entities.plural[*at] == matches!(self.tree.xpos(head), "NNS" | "NNPS")
                && entity
                    .actor
                    .as_ref()
                    .and_then(|a| a.country.as_ref())
                    .is_none_or(|c| country.is_none_or(|d| c == d))
        };
        let mut found: Vec<(usize, usize)> = self
            .entities
            .list
            .iter()
            .enumerate()
            .filter(fits)
            .filter_map(|(at, e)| {
                Some((
                    e.mentions
                        .iter()
                        .rev()
                        .map(|m| m.head.at())
                        .find(|h| *h < head.at())?,
                    at,
                ))
            })
            .collect();
        found.sort_unstable();
        found.pop().map(|(_, at)| EntityId(at as u32))
    }

    /// The entity that a pronoun most likely stands for: agreeing in number and kind, near, rather a subject.
    fn pronoun(&mut self, t: TokenIx) {
        let tree = self.tree;
        let form = tree.form(t).to_lowercase();
        let (person, plural) = match form.as_str() {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => (true, false),
            "they" | "them" | "their" | "theirs" | "themselves" => (false, true),
            "it" | "its" | "itself" => (false, false),
            // First and second persons are understood from who speaks.
            _ => return,
        };
        if form == "it" && self.expletive(t) {
            return;
        }
        let here = tree.doc.sentence_of(t);
        let mut best: Option<(i64, EntityId)> = None;
        for (at, entity) in self.entities.list.iter().enumerate() {
            let id = EntityId(at as u32);
            let is_person = entity.kind == EntityType::Person;
            let agrees = if person {
                is_person
                    || (entity.kind == EntityType::Other
                        && !self.entities.is_plural(id)
                        && self.person_noun(entity))
            } else if plural {
                self.entities.is_plural(id) || entity.kind == EntityType::Organisation
            } else {
                matches!(entity.kind, EntityType::Organisation | EntityType::GeoPolitical)
                    || (entity.kind == EntityType::Other
                        && !self.entities.is_plural(id)
                        && !self.person_noun(entity))
            };
            if !agrees {
                continue;
            }
            for mention in entity.mentions.iter().rev().filter(|m| m.head < t).take(3) {
                let sentence = tree.doc.sentence_of(mention.head);
                if here - sentence > 3 {
                    continue;
                }
                let subject = matches!(tree.relation(mention.head), "nsubj");
                let mut score = -10 * (here - sentence) as i64 - ((t.at() - mention.head.at()) as i64) / 12;
                score += if subject { 8 } else { 0 };
                score += if plural && self.entities.is_plural(id) {
                    6
                } else {
                    0
                };
                score += if matches!(tree.relation(mention.head), "nmod" | "compound" | "amod") {
                    -6
                } else {
                    0
                };
                if best.is_none_or(|(b, _)| score > b) {
                    best = Some((score, id));
                }
            }
        }
        if let Some((_, id)) = best {
            self.entities.say(tree, t, id);
        }
    }

    fn person_noun(&self, entity: &Entity) -> bool {
        entity.mentions.iter().any(|m| {
            let lemma = self.tree.lower(m.head);
            matches!(
                self.rules.source(&lemma),
                Some(
                    sayso_model::statement::SourceKind::Role | sayso_model::statement::SourceKind::Anonymous
                )
            )
        })
    }

    /// "It is expected that …", "it rained".
    fn expletive(&self, t: TokenIx) -> bool {
        let tree = self.tree;
        tree.relation(t) == "expl"
            || tree.head(t).is_some_and(|v| {
                tree.with(v, "csubj").next().is_some()
                    || tree.with(v, "ccomp").next().is_some() && tree.passive(v)
            })
    }
}

/// The country or organisation that a noun phrase belongs to by its modifiers: "Malian soldiers", "troops of the DPRK".
pub fn belongs_to(tree: &Tree, entities: &Entities, head: TokenIx) -> Option<Actor> {
    let modifier = |c: &TokenIx| {
        matches!(tree.relation(*c), "amod" | "compound" | "flat")
            || matches!(tree.deprel(*c), "nmod:poss" | "nmod:desc")
            || (tree.relation(*c) == "nmod"
                && matches!(
                    tree.preposition(*c).as_deref(),
                    Some("of" | "from" | "in" | "for")
                ))
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

#[derive(Default)]
struct Title {
    country: Option<String>,
    sectors: Vec<String>,
    nouns: BTreeSet<String>,
}

impl Title {
    fn actor(&self, name: &str) -> Option<Actor> {
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

const FACILITIES: [&str; 18] = [
    "airport", "airfield", "airbase", "base", "bridge", "port", "harbour", "harbor", "hospital", "prison",
    "stadium", "palace", "plant", "station", "embassy", "square", "mosque", "church",
];

/// Names of one class may be the same entity.
fn class(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Nationality => "nationality",
        EntityType::Organisation => "organisation",
        _ => "place",
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

/// Whether letters are the initials of a name, small words left out or not.
fn initials(name: &str, letters: &str) -> bool {
    let words = || name.split([' ', '-']).filter(|w| !w.is_empty());
    let all: String = words().filter_map(|w| w.chars().next()).collect();
    let big: String = words()
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    letters.len() > 1 && (all.eq_ignore_ascii_case(letters) || big == letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names() {
        for (name, letters, fits) in [
            ("Korean People's Army", "KPA", true),
            ("Ministry of Public Works", "MPW", true),
            ("Ministry of Public Works", "MOPW", true),
            ("Ministry of Public Works", "MW", false),
        ] {
            assert_eq!(initials(name, letters), fits, "{name} ({letters})");
        }
    }
}
