//! What is so: standing relations of organisations and people ("consists of", "is commanded by", "since July 1953").

mod counted;
mod words;

use crate::entities::Entities;
use crate::places::tokens_of;
use crate::syntax::Tree;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{End, EndKind, EntityType, Relation};
use sayso_model::{Interval, Span, TokenIx};
pub use words::Relations;
use words::{Kind, NounRule, Side, VerbRule};

/// A fact before its sources are known.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The word that tells of it.
    pub trigger: TokenIx,
    /// The relation.
    pub relation: Relation,
    /// Of what.
    pub subject: End,
    /// To what.
    pub object: End,
    /// The time for which it holds, with the words that say so.
    pub valid: (Interval, Option<Span>),
}

/// Verbs of which a whole is said, and then its parts.
const WHOLES: [&str; 6] = [
    "consist",
    "comprise",
    "encompass",
    "contain",
    "include",
    "compose",
];
/// Verbs by which somebody is or becomes what a noun behind them says: those who are the subject, and those who are the object.
const BECOME: [&str; 11] = [
    "take", "emerge", "become", "remain", "stay", "serve", "act", "work", "continue", "rule", "govern",
];
const MAKE: [&str; 19] = [
    "regard",
    "see",
    "consider",
    "describe",
    "know",
    "view",
    "recognise",
    "appoint",
    "name",
    "elect",
    "choose",
    "re-elect",
    "nominate",
    "install",
    "swear",
    "inaugurate",
    "confirm",
    "pick",
    "reappoint",
];
/// Verbs by which a body begins.
const FOUND: [&str; 8] = [
    "date",
    "found",
    "establish",
    "create",
    "form",
    "set",
    "launch",
    "constitute",
];

/// Finds facts.
pub struct Finder<'a> {
    /// The syntax.
    pub tree: &'a Tree<'a>,
    /// The words that tell of relations.
    pub relations: &'a Relations,
    /// Who holds offices.
    pub knowledge: &'a Knowledge,
}

impl Finder<'_> {
    /// All facts of a document, in order.
    pub fn find(&self, entities: &mut Entities) -> Vec<Fact> {
        let doc = self.tree.doc;
        let mut out = Vec::new();
        for at in 0..doc.tokens.len() {
            let t = TokenIx::new(at);
            if !self.tells(t) {
                continue;
            }
            let lemma = self.tree.lower(t);
            match self.tree.upos(t) {
                "VERB" => {
                    for (relation, rule) in self.relations.verb(&lemma) {
                        self.by_verb(t, *relation, rule, entities, &mut out);
                    }
                    match lemma.as_str() {
                        "base" => self.hyphened(t, entities, &mut out),
                        verb if WHOLES.contains(&verb) => self.parts(t, entities, &mut out),
                        "make" if self.tree.with(t, "compound").any(|p| self.tree.lower(p) == "up") => {
                            self.parts(t, entities, &mut out)
                        }
                        verb if FOUND.contains(&verb) => self.founded(t, entities, &mut out),
                        "have" => self.seated(t, entities, &mut out),
                        _ => {}
                    }
                }
                "NOUN" | "PROPN" => {
                    for (relation, rule) in self.noun_rules(t, &lemma) {
                        self.by_noun(t, *relation, rule, entities, &mut out);
                    }
                    if self.relations.is_treaty(&lemma) {
                        self.treaty(t, entities, &mut out);
                    }
                    self.office(t, entities, &mut out);
                    if matches!(lemma.as_str(), "headquarters" | "headquarter" | "seat" | "base") {
                        self.headquarters(t, entities, &mut out);
                    }
                    self.hyphened_number(t, entities, &mut out);
                }
                "ADJ" if self.tree.relation(t) == "amod" && !self.relations.noun(&lemma).is_empty() => {
                    for (relation, rule) in self.relations.noun(&lemma) {
                        self.by_noun(t, *relation, rule, entities, &mut out);
                    }
                }
                "ADJ" if lemma == "strong" => self.hyphened_number(t, entities, &mut out),
                "ADJ" if matches!(lemma.as_str(), "allied" | "aligned") => self.allied(t, entities, &mut out),
                "ADJ" if lemma == "based" || lemma == "headquartered" => {
                    self.hyphened(t, entities, &mut out);
                    self.lies(t, entities, &mut out);
                }
                _ => {}
            }
            if matches!(self.tree.xpos(t), "JJS" | "RBS") {
                self.rank(t, entities, &mut out);
            }
        }
        for (number, quantity) in doc.quantities.iter().enumerate() {
            self.size(number, quantity.span, entities, &mut out);
        }
        out.sort_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        out.dedup_by_key(|f| (f.trigger, f.relation, f.subject.span, f.object.span));
        out
    }

    /// Whether a word stands where an article tells something.
    fn tells(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        let sentence = &doc.sentences[doc.sentence_of(t)];
        let paragraph = doc.article.paragraphs.get(sentence.paragraph);
        !sentence.heading && paragraph.is_none_or(|p| p.kind.tells())
    }

    /// The rules of a noun with the word before it, else of it alone.
    fn noun_rules(&self, t: TokenIx, lemma: &str) -> &[(Relation, NounRule)] {
        let before = t.at().checked_sub(1).map(TokenIx::new);
        let two = before.map(|b| format!("{} {lemma}", self.tree.lower(b)));
        let two = two.map(|words| self.relations.noun(&words)).unwrap_or_default();
        // "secretary general": the second word may hang on the first.
        if two.is_empty() {
            self.relations.noun(lemma)
        } else {
            two
        }
    }

    fn end(&self, head: TokenIx, entities: &mut Entities) -> End {
        let id = entities.of_phrase(self.tree, head);
        let name = entities.get(id).mentions.iter().find(|m| m.head == head);
        let phrase = self.tree.span(&self.tree.phrase(head));
        let span = name.map_or(phrase, |m| if phrase.contains(m.span) { phrase } else { m.span });
        End {
            span,
            what: EndKind::Entity(id),
        }
    }

    fn entity_kind(&self, head: TokenIx, entities: &Entities) -> Option<EntityType> {
        entities.at(head).map(|id| entities.get(id).kind)
    }

    fn is_body(&self, head: TokenIx, entities: &Entities) -> bool {
        let noun = |t: TokenIx| self.relations.is_body(&self.tree.lower(t));
        // "It": a body where something that it stands for is one.
        let meant = || {
            let entity = entities.at(head).map(|id| entities.get(id));
            entity.is_some_and(|e| e.mentions.iter().any(|m| m.head != head && noun(m.head)))
        };
        let pronoun = matches!(self.tree.upos(head), "PRON" | "DET");
        let unknown = || {
            let kind = self.entity_kind(head, entities);
            matches!(kind, None | Some(EntityType::Other))
                && matches!(self.tree.form(head).to_lowercase().as_str(), "its" | "their")
        };
        self.entity_kind(head, entities) == Some(EntityType::Organisation)
            || noun(head)
            || pronoun && (meant() || unknown())
    }

    fn is(&self, kind: Kind, head: TokenIx, entities: &Entities) -> bool {
        let entity = self.entity_kind(head, entities);
        let lower = self.tree.lower(head);
        let country = || {
            matches!(entity, Some(EntityType::GeoPolitical | EntityType::Nationality))
                || matches!(
                    lower.as_str(),
                    "country" | "nation" | "state" | "kingdom" | "republic"
                )
        };
        let person = || {
            entity == Some(EntityType::Person)
                || matches!(lower.as_str(), "he" | "she" | "who")
                || self.knowledge.agent(&lower).is_some() && !self.relations.is_body(&lower)
        };
        match kind {
            Kind::Body => self.is_body(head, entities),
            Kind::Who => {
                // A name that nobody knows is somebody's.
                let named =
                    self.tree.upos(head) == "PROPN" && matches!(entity, None | Some(EntityType::Other));
                person() || named || self.is_body(head, entities)
            }
            Kind::Party => country() || person() || self.is_body(head, entities),
            Kind::Unit => self.is_body(head, entities) && !country(),
            Kind::Member => country() || person(),
            Kind::Name => {
                entity == Some(EntityType::Organisation)
                    || matches!(
                        lower.as_str(),
                        "alliance" | "bloc" | "union" | "eurozone" | "commonwealth"
                    )
            }
            Kind::Place => {
                matches!(
                    entity,
                    Some(EntityType::GeoPolitical | EntityType::Location | EntityType::Facility)
                ) || self.tree.upos(head) == "PROPN"
            }
            Kind::Treaty => {
                let words = self.tree.phrase(head);
                self.relations.is_treaty(&lower)
                    || (words.start..words.end)
                        .any(|i| self.relations.is_treaty(&self.tree.lower(TokenIx::new(i))))
            }
        }
    }

    fn push(
        &self,
        trigger: TokenIx,
        relation: Relation,
        subject: TokenIx,
        object: TokenIx,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let valid = self.valid(trigger);
        self.push_valid(trigger, relation, [subject, object], valid, entities, out);
    }

    fn push_valid(
        &self,
        trigger: TokenIx,
        relation: Relation,
        [subject, object]: [TokenIx; 2],
        valid: (Interval, Option<Span>),
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        // Coreference may take what is said of somebody for its name; pronouns are nobody else.
        let pronoun = [subject, object].iter().any(|t| self.tree.upos(*t) == "PRON");
        let same = pronoun && entities.at(subject).is_some() && entities.at(subject) == entities.at(object);
        if subject == object || same {
            return;
        }
        let (subject, object) = (self.end(subject, entities), self.end(object, entities));
        out.push(Fact {
            trigger,
            relation,
            subject,
            object,
            valid,
        });
    }

    /// "It is commanded by the commission, which is chaired by the general secretary", "Finland joined the alliance in 2023."
    fn by_verb(
        &self,
        verb: TokenIx,
        relation: Relation,
        rule: &VerbRule,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let tree = self.tree;
        let passive = tree.passive(verb);
        let standing = passive || matches!(tree.xpos(verb), "VBZ" | "VBP" | "VBG" | "VBN");
        // "Commanded the brigade until 2019" tells of something standing, "led the march" does not.
        if rule.standing && !standing && self.valid(verb).1.is_none() {
            return;
        }
        let ends = |slots: &[String]| {
            let found = slots.iter().map(|slot| match slot.split_once(':') {
                // "forms part of": what the object's own preposition says.
                Some((noun, preposition)) => {
                    let object = tree
                        .slot(verb, "obj")
                        .into_iter()
                        .find(|o| tree.lower(*o) == noun);
                    object.map(|o| tree.slot(o, preposition)).unwrap_or_default()
                }
                None => tree.slot(verb, slot),
            });
            found.into_iter().find(|f| !f.is_empty()).unwrap_or_default()
        };
        let [subject_kind, object_kind] = rule.kinds;
        let subjects: Vec<TokenIx> = ends(&rule.subject)
            .into_iter()
            .map(|s| self.meant(s, entities))
            .collect();
        for subject in subjects
            .into_iter()
            .filter(|s| self.is(subject_kind, *s, entities))
            .collect::<Vec<_>>()
        {
            for object in ends(&rule.object) {
                // "Runs schools" is what a body does.
                let many = relation == Relation::HeadedBy && !passive && self.tree.xpos(subject) == "NNS";
                if !self.is(object_kind, object, entities) || many {
                    continue;
                }
                let mut valid = self.valid(verb);
                if rule.begins || rule.ends {
                    // What is only meant to be is no fact.
                    if matches!(tree.xpos(verb), "VB")
                        && tree.with(verb, "aux").all(|a| tree.lower(a) != "do")
                    {
                        continue;
                    }
                    if let Some(time) = self.time_below(verb) {
                        let told = tree.doc.times[time].interval;
                        let interval = if rule.begins {
                            Interval {
                                start: told.start,
                                end: None,
                            }
                        } else {
                            Interval {
                                start: None,
                                end: told.end,
                            }
                        };
                        valid = (interval, Some(tree.doc.times[time].span));
                    }
                }
                self.push_valid(verb, relation, [subject, object], valid, entities, out);
            }
        }
    }

    /// "Which", "who" and "that" stand for the noun before them.
    fn meant(&self, t: TokenIx, _entities: &Entities) -> TokenIx {
        let tree = self.tree;
        let relative = matches!(tree.lower(t).as_str(), "who" | "which" | "that" | "whose");
        let noun = tree
            .upward(t)
            .find(|w| tree.deprel(*w) == "acl:relcl")
            .and_then(|w| tree.head(w));
        noun.filter(|_| relative).unwrap_or(t)
    }

    /// For what somebody becomes or is made: from the day of that on.
    fn since(&self, noun: TokenIx) -> Option<(Interval, Option<Span>)> {
        let tree = self.tree;
        let verb = tree.head(noun).filter(|v| {
            let lemma = tree.lower(*v);
            tree.upos(*v) == "VERB"
                && (matches!(lemma.as_str(), "become" | "take") || MAKE.contains(&lemma.as_str()))
        })?;
        let time = &tree.doc.times[self.time_below(verb)?];
        let told = Interval {
            start: time.interval.start,
            end: None,
        };
        Some((told, Some(time.span)))
    }

    /// The first time expression that hangs on a word.
    fn time_below(&self, top: TokenIx) -> Option<usize> {
        let sentence = self.tree.doc.sentence_of(top);
        self.tree.doc.times.iter().position(|x| {
            let words = tokens_of(self.tree, x.span);
            let last = TokenIx::new(words.end - 1);
            self.tree.doc.sentence_of(last) == sentence && self.tree.below(last, top)
        })
    }

    /// "X is a member of Y", "Y's leader, X", "Y leader X", "X, a wing of Y", "X became head of Y".
    fn by_noun(
        &self,
        noun: TokenIx,
        relation: Relation,
        rule: &NounRule,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        let said_of = self.bearers(noun);
        if said_of.is_empty() {
            if relation == Relation::AdversaryOf || relation == Relation::AllyOf {
                self.considered(noun, relation, entities, out);
            }
            return;
        }
        let others = rule.other.iter().map(|slot| self.others(noun, slot, entities));
        let mut others = others.into_iter().find(|o| !o.is_empty()).unwrap_or_default();
        // "India and China are enemies."
        let mutual = matches!(relation, Relation::AdversaryOf | Relation::AllyOf)
            && matches!(self.tree.xpos(noun), "NNS");
        let said_of = match said_of[..] {
            [one, ref rest @ ..] if mutual && others.is_empty() && !rest.is_empty() => {
                others = rest.to_vec();
                vec![one]
            }
            _ => said_of,
        };
        for bearer in &said_of {
            for other in &others {
                // "The force is under the command of X."
                let under = self.tree.preposition(noun).as_deref() == Some("under");
                let ends = match (rule.said_of, under) {
                    (Side::Subject, false) | (Side::Object, true) => [*bearer, *other],
                    (Side::Object, false) | (Side::Subject, true) => [*other, *bearer],
                };
                let fit =
                    self.is(rule.kinds[0], ends[0], entities) && self.is(rule.kinds[1], ends[1], entities);
                if fit {
                    let valid = self.since(noun).unwrap_or_else(|| self.valid(noun));
                    self.push_valid(noun, relation, ends, valid, entities, out);
                }
            }
        }
    }

    /// Whom a noun is about on the other side: behind its preposition, or before it.
    fn others(&self, noun: TokenIx, slot: &str, entities: &Entities) -> Vec<TokenIx> {
        let tree = self.tree;
        match slot {
            "poss" => {
                // "Pakistan's rival India": the owner may hang on the name.
                let name = || tree.head(noun).filter(|h| *h > noun && tree.upos(*h) == "PROPN");
                let owner = tree
                    .child(noun, "nmod:poss")
                    .or_else(|| tree.child(name()?, "nmod:poss"));
                owner
                    .map(|p| tree.members(self.meant(p, entities)))
                    .unwrap_or_default()
            }
            // Before the noun, or before the name that it stands with: "NATO member Turkey".
            "compound" => {
                let own = tree.children(noun).filter(|c| {
                    matches!(tree.relation(*c), "compound" | "nmod" | "amod")
                        && *c < noun
                        && tree.preposition(*c).is_none()
                });
                let mut all: Vec<TokenIx> = own.collect();
                if all.is_empty()
                    && let Some(name) = tree.head(noun).filter(|h| *h > noun)
                {
                    all.extend(
                        tree.children(name).filter(|c| {
                            matches!(tree.relation(*c), "compound" | "amod" | "nmod") && *c < noun
                        }),
                    );
                }
                all.retain(|c| {
                    entities
                        .at(*c)
                        .is_some_and(|id| entities.get(id).mentions.iter().any(|m| m.head == *c))
                });
                all
            }
            preposition => tree.slot(noun, preposition),
        }
    }

    /// Those of whom a noun is said: the subject of its copula, the name beside it, whoever becomes or is made it.
    fn bearers(&self, noun: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        // Members of a list share what is said of the first.
        // "Is one of three branches of …"
        let one = tree.head(noun).filter(|h| {
            matches!(tree.lower(*h).as_str(), "one" | "part" | "some")
                && tree.relation(noun) == "nmod"
                && tree.preposition(noun).as_deref() == Some("of")
        });
        if let Some(one) = one {
            return self.bearers(one);
        }
        let charge = matches!(tree.preposition(noun).as_deref(), Some("in" | "under" | "at"));
        if charge && let Some(subject) = tree.child(noun, "nsubj") {
            return vec![subject];
        }
        let first = if tree.relation(noun) == "conj" {
            tree.head(noun)
                .filter(|h| tree.upos(*h) != "VERB")
                .unwrap_or(noun)
        } else {
            noun
        };
        if let Some(subject) = tree
            .child(first, "nsubj")
            .filter(|_| tree.child(first, "cop").is_some())
        {
            let subject = match tree.head(first).filter(|_| tree.deprel(first) == "acl:relcl") {
                Some(antecedent) if matches!(tree.lower(subject).as_str(), "who" | "which" | "that") => {
                    antecedent
                }
                _ => subject,
            };
            return tree.members(subject);
        }
        // "The brigade's commander is Colonel Vela", "Pakistan's rival India"
        if tree.relation(noun) == "nsubj"
            && let Some(head) = tree.head(noun)
        {
            let next = TokenIx::new((noun.at() + 1).min(tree.doc.tokens.len() - 1));
            if tree.upos(next) == "PROPN" && tree.head(next) == Some(head) && tree.relation(next) == "nsubj" {
                return vec![next];
            }
            let named = matches!(tree.upos(head), "PROPN" | "NOUN") && tree.preposition(head).is_none();
            if named && tree.child(head, "cop").is_some() {
                return vec![head];
            }
        }
        if let Some(name) = tree
            .with(noun, "appos")
            .find(|c| tree.upos(*c) == "PROPN" || tree.upos(*c) == "NOUN")
        {
            return vec![name];
        }
        let Some(head) = tree.head(first) else {
            return Vec::new();
        };
        match tree.relation(first) {
            // "Hezbollah and Israel, sworn enemies": all of them.
            "appos" if tree.xpos(noun) == "NNS" => {
                return tree.members(
                    tree.upward(head)
                        .find(|h| tree.relation(*h) != "conj")
                        .unwrap_or(head),
                );
            }
            "appos" => return vec![head],
            "amod" if tree.upos(noun) == "ADJ" && tree.upos(head) == "PROPN" => return vec![head],
            // "Hamas leader Ismail Haniyeh": the function before a name.
            "nmod" | "compound" | "flat"
                if head > first && tree.upos(head) == "PROPN" && tree.preposition(first).is_none() =>
            {
                return vec![head];
            }
            _ => {}
        }
        if let Some(name) = tree
            .children(noun)
            .find(|c| matches!(tree.relation(*c), "flat") && tree.upos(*c) == "PROPN" && *c > noun)
        {
            return vec![name];
        }
        if tree.upos(head) != "VERB" {
            return Vec::new();
        }
        let verb = tree.lower(head);
        let role = tree.relation(first);
        let as_noun = tree
            .preposition(first)
            .is_some_and(|p| matches!(p.as_str(), "as" | "in as"));
        if BECOME.contains(&verb.as_str())
            && (matches!(role, "xcomp" | "obj") && !matches!(verb.as_str(), "take" | "emerge") || as_noun)
        {
            return tree.slot(head, "subj");
        }
        if MAKE.contains(&verb.as_str()) && (matches!(role, "xcomp" | "obj") || as_noun) {
            let mut made = tree.slot(head, "obj");
            made.retain(|m| *m != first);
            return made;
        }
        if WHOLES.contains(&verb.as_str()) && role == "obj" {
            return tree.slot(head, "subj");
        }
        Vec::new()
    }

    /// "X was appointed foreign minister", "X, Haiti's prime minister,", "X is governor of the region."
    fn office(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let before = noun.at().checked_sub(1).map(TokenIx::new);
        let two = before.map(|b| format!("{} {}", tree.lower(b), tree.lower(noun)));
        let agent = two
            .and_then(|words| self.knowledge.agent(&words))
            .or_else(|| self.knowledge.agent(&tree.lower(noun)));
        let held = matches!(
            tree.lower(noun).as_str(),
            "minister"
                | "mayor"
                | "governor"
                | "ambassador"
                | "speaker"
                | "envoy"
                | "premier"
                | "chancellor"
                | "commissioner"
                | "secretary"
                | "consul"
        );
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
        if matches!(tree.xpos(noun), "NNS" | "NNPS") {
            return;
        }
        let appointed = tree.head(noun).is_some_and(|h| {
            let verb = tree.lower(h);
            tree.upos(h) == "VERB" && (BECOME.contains(&verb.as_str()) || MAKE.contains(&verb.as_str()))
        });
        let beside = matches!(tree.relation(noun), "appos")
            || tree.child(noun, "cop").is_some()
            || tree.with(noun, "appos").next().is_some();
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
            while words.len() > 1 && matches!(tree.upos(TokenIx::new(words.start)), "DET" | "PUNCT") {
                words.start += 1;
            }
            let subject = self.end(person, entities);
            let object = End {
                span: tree.span(&words),
                what: EndKind::Words,
            };
            let valid = self.since(noun).unwrap_or_else(|| self.valid(noun));
            out.push(Fact {
                trigger: noun,
                relation: Relation::HoldsOffice,
                subject,
                object,
                valid,
            });
        }
    }

    /// "OPEC has its seat in Vienna."
    fn seated(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let seat = tree.slot(verb, "obj").into_iter().find(|o| {
            matches!(
                tree.lower(*o).as_str(),
                "seat" | "headquarters" | "headquarter" | "base" | "secretariat"
            )
        });
        let Some(seat) = seat else { return };
        let place = tree
            .slot(seat, "in")
            .into_iter()
            .chain(tree.slot(verb, "in"))
            .next();
        let bodies = tree
            .slot(verb, "subj")
            .into_iter()
            .map(|b| self.meant(b, entities));
        for body in bodies.collect::<Vec<_>>() {
            if let Some(place) =
                place.filter(|p| self.is_body(body, entities) && self.is(Kind::Place, *p, entities))
            {
                self.push(verb, Relation::BasedIn, body, place, entities, out);
            }
        }
    }

    /// "Syria is allied with Iran", where that is taken for an adjective.
    fn allied(&self, adjective: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let with = |p: &TokenIx| matches!(tree.preposition(*p).as_deref(), Some("with" | "to"));
        let other = tree.with(adjective, "obl").find(with);
        let noun = || {
            tree.head(adjective)
                .filter(|_| tree.relation(adjective) == "amod")
        };
        let subject = tree.subject(adjective).or_else(noun);
        if let (Some(subject), Some(other)) = (subject, other)
            && self.is(Kind::Party, subject, entities)
            && self.is(Kind::Party, other, entities)
        {
            self.push(adjective, Relation::AllyOf, subject, other, entities, out);
        }
    }

    /// "The agency's headquarters are in Bonn."
    fn headquarters(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let within =
            |p: &TokenIx| tree.relation(noun) == "nsubj" && tree.preposition(*p).as_deref() == Some("in");
        let place = tree.head(noun).filter(within);
        // "The bank, with its seat in Lagos"
        let with = tree
            .head(noun)
            .filter(|_| tree.relation(noun) == "nmod" && tree.preposition(noun).as_deref() == Some("with"));
        let place = place.or_else(|| {
            tree.slot(noun, "in")
                .into_iter()
                .next()
                .filter(|_| with.is_some())
        });
        let own = || {
            tree.child(noun, "nmod:poss")
                .or_else(|| tree.slot(noun, "of").into_iter().next())
        };
        let body = with.or_else(own);
        if let (Some(body), Some(place)) = (body.map(|b| self.meant(b, entities)), place)
            && self.is_body(body, entities)
            && self.is(Kind::Place, place, entities)
        {
            self.push(noun, Relation::BasedIn, body, place, entities, out);
        }
    }

    /// "The fund is headquartered in Abu Dhabi", where that is taken for an adjective.
    fn lies(&self, adjective: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let place = tree
            .with(adjective, "obl")
            .find(|p| matches!(tree.preposition(*p).as_deref(), Some("in" | "at" | "near")));
        if let (Some(body), Some(place)) = (tree.subject(adjective), place)
            && self.is_body(body, entities)
            && self.is(Kind::Place, place, entities)
        {
            self.push(adjective, Relation::BasedIn, body, place, entities, out);
        }
    }

    /// "The Geneva-based agency."
    fn hyphened(&self, based: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(body) = tree.head(based).filter(|_| tree.relation(based) == "amod") else {
            return;
        };
        let hyphen = based
            .at()
            .checked_sub(1)
            .filter(|i| tree.form(TokenIx::new(*i)) == "-");
        let Some(place) = hyphen.and_then(|i| i.checked_sub(1)).map(TokenIx::new) else {
            return;
        };
        if self.is_body(body, entities) && self.is(Kind::Place, place, entities) {
            let valid = (Interval::default(), None);
            self.push_valid(based, Relation::BasedIn, [body, place], valid, entities, out);
        }
    }

    /// "The army consists of five branches: the Ground Force, the Naval Force and the Air Force."
    fn parts(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let passive = tree.passive(verb);
        let whole = tree.slot(verb, if passive { "obj" } else { "subj" });
        let Some(whole) = whole.into_iter().next().map(|w| self.meant(w, entities)) else {
            return;
        };
        let known = entities
            .at(whole)
            .is_some_and(|id| entities.get(id).kind == EntityType::Organisation);
        if !known && !self.is_body(whole, entities) {
            return;
        }
        let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
        let colon = (verb.at()..sentence.end).find(|i| tree.form(TokenIx::new(*i)) == ":");
        let mut parts = Vec::new();
        if let Some(colon) = colon {
            // The members of the list between commas, whatever the parser made of it.
            let mut start = colon + 1;
            for i in colon + 1..=sentence.end {
                let cut = i == sentence.end || matches!(tree.form(TokenIx::new(i)), "," | ";" | "and" | ".");
                if cut && i > start {
                    parts.extend(
                        (start..i)
                            .rev()
                            .map(TokenIx::new)
                            .find(|t| matches!(tree.upos(*t), "PROPN" | "NOUN")),
                    );
                }
                if cut {
                    start = i + 1;
                }
            }
        } else {
            parts = tree.slot(verb, "of");
            if parts.is_empty() {
                parts = tree.slot(verb, "obj");
            }
            parts.retain(|p| self.is_body(*p, entities));
        }
        for part in parts {
            self.push(verb, Relation::PartOf, part, whole, entities, out);
        }
    }

    /// "X considers its primary adversaries to be A and B."
    fn considered(&self, noun: TokenIx, relation: Relation, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let consider = tree.upward(noun).skip(1).take(3).find(|v| {
            matches!(
                tree.lower(*v).as_str(),
                "consider" | "regard" | "view" | "see" | "call" | "name" | "deem"
            )
        });
        let Some(verb) = consider else { return };
        let Some(subject) = tree.subject(verb) else { return };
        let sentence = tree.doc.sentences[tree.doc.sentence_of(noun)].tokens.clone();
        for i in noun.at() + 1..sentence.end {
            let t = TokenIx::new(i);
            // A prepositional phrase after the list ("across the border") ends it.
            if matches!(tree.form(t), "as" | "since" | "across" | "because" | ";") {
                break;
            }
            let named = entities.at(t).filter(|id| {
                matches!(
                    entities.get(*id).kind,
                    EntityType::Organisation | EntityType::GeoPolitical
                ) && entities.get(*id).mentions.iter().any(|m| m.head == t)
            });
            if named.is_some() && entities.at(t) != entities.at(subject) {
                self.push(noun, relation, subject, t, entities, out);
            }
        }
    }

    /// "The treaty concluded between the countries", "the pact between X and Y".
    fn treaty(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
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
            let many = self.relations.is_partner(&tree.lower(party)) && tree.xpos(party) == "NNS";
            if many {
                all.extend(self.countries_before(party, entities))
            } else {
                all.push(party)
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
        for party in all {
            self.push(
                verb.unwrap_or(noun),
                Relation::PartyTo,
                party,
                noun,
                entities,
                out,
            );
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

    /// "It was founded in 1949", "Founded in 1928, the movement …", "She set up the group in 2012."
    fn founded(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        if tree.lower(verb) == "set" && tree.child(verb, "compound").is_none_or(|p| tree.lower(p) != "up") {
            return;
        }
        let slot = if tree.lower(verb) == "date" { "subj" } else { "obj" };
        let bodies = tree.slot(verb, slot).into_iter().map(|b| self.meant(b, entities));
        let Some(body) = bodies.into_iter().find(|b| self.is_body(*b, entities)) else {
            return;
        };
        let modal = tree.with(verb, "aux").any(|a| tree.xpos(a) == "MD") || tree.xpos(verb) == "VB";
        if let Some(number) = self.time_below(verb).filter(|_| !modal) {
            let subject = self.end(body, entities);
            let object = End {
                span: tree.doc.times[number].span,
                what: EndKind::Time(number),
            };
            out.push(Fact {
                trigger: verb,
                relation: Relation::Founded,
                subject,
                object,
                valid: (Interval::default(), None),
            });
        }
    }

    /// "since July 1953", "as of 2021", "until 1990" in the same sentence.
    fn valid(&self, trigger: TokenIx) -> (Interval, Option<Span>) {
        let doc = self.tree.doc;
        let sentence = doc.sentence_of(trigger);
        for time in &doc.times {
            let words = tokens_of(self.tree, time.span);
            if doc.sentence_of(TokenIx::new(words.start)) != sentence {
                continue;
            }
            let first = words
                .start
                .saturating_sub(6)
                .max(doc.sentences[sentence].tokens.start);
            let before: Vec<String> = (first..words.start + 1)
                .map(|i| self.tree.form(TokenIx::new(i)).to_lowercase())
                .collect();
            if before.iter().any(|w| w == "since") {
                return (
                    Interval {
                        start: time.interval.start,
                        end: None,
                    },
                    Some(time.span),
                );
            }
            if before.iter().any(|w| w == "until") {
                return (
                    Interval {
                        start: None,
                        end: time.interval.end,
                    },
                    Some(time.span),
                );
            }
            if before.windows(2).any(|w| w[0] == "as" && w[1] == "of")
                || before.iter().rev().take(2).any(|w| w == "in")
            {
                return (time.interval, Some(time.span));
            }
        }
        (Interval::default(), None)
    }
}
