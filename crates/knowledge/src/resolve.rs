//! Who a name or a description stands for: "Yun Seok-yol", "Malian soldiers", "the prime minister" of a country on a day, "a former
//! White House official", "professor at the University of Oslo".
//!
//! The words are cut into runs that the tables know. A run may be a name, a nationality, a noun for people who act, or a part of
//! the name of a body. The first noun phrase tells what they are (its last such noun), and everything around it where they belong: what
//! stands before the noun, else what follows `of`, `in`, `at` or `from`. Nothing is taken that no table knows.

use crate::index::{Kind, Ref};
use crate::misspelt;
use crate::phrase::{Before, Run, Word, words};
use crate::{ActorKind, Entry, Feature, Knowledge, Stands, Term, names};
use jiff::civil::Date;
use sayso_model::Interval;
use sayso_model::statement::Actor;
use std::ops::Range;

/// Words of a phrase that are read; the rest of a longer one is not.
const MOST_WORDS: usize = 40;
/// Letters that a word must have for a misprint to be forgiven.
const LONG_WORD: usize = 5;
/// Letters that a first name must have to be forgiven two.
const LONG_NAME: usize = 6;
/// People that a place must have to be taken for one within a phrase.
const TOWN: u32 = 15_000;
/// Nouns that only count those who are named behind `of`.
const COLLECTIVE: [&str; 34] = [
    "group",
    "groups",
    "team",
    "teams",
    "member",
    "members",
    "number",
    "numbers",
    "crowd",
    "crowds",
    "band",
    "bands",
    "pair",
    "handful",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "tens",
    "majority",
    "minority",
    "lot",
    "lots",
    "some",
    "many",
    "most",
    "several",
    "all",
    "one",
    "two",
    "three",
    "unit",
    "units",
    "convoy",
];

/// What is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The name or description.
    pub text: &'a str,
    /// The day on which roles are understood; without it, [`Knowledge::AS_OF`].
    pub date: Option<Date>,
    /// The country that the text around it speaks of (ISO 3166-1 alpha-3), which decides between several.
    pub country: Option<&'a str>,
}

/// What is asked, but for the words.
#[derive(Clone, Copy)]
struct Question<'a> {
    date: Date,
    /// Whether the day was given.
    dated: bool,
    country: Option<&'a str>,
}

/// What a run of words is.
#[derive(Debug)]
enum What {
    /// A country, its government, or its people.
    Country {
        code: String,
        government: bool,
    },
    /// A body with a name.
    Body(Actor),
    Person(Actor),
    /// A noun for those who act.
    Agent {
        number: usize,
        plural: bool,
    },
    /// Words of a body's name.
    Pattern(usize),
    /// A town or province, of a country.
    Town(String),
    Small(Small),
    Unknown,
}

/// Small words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Small {
    /// Of, in, at, from: what follows tells where somebody belongs.
    Belongs,
    /// To, against, with …: what follows is somebody else.
    Other,
    /// Out of office.
    Former,
    /// Not in office yet, or under somebody in office.
    Deputy,
    Opposition,
    /// Based in, of the word before the hyphen.
    Based,
    /// Backed or led by the word before the hyphen, who is somebody else.
    Backed,
    /// Who, which, that: what follows is told of them.
    Clause,
    /// Before a name, and says nothing.
    Title,
}

fn small(word: &str) -> Option<Small> {
    Some(match word {
        "of" | "in" | "at" | "from" | "within" | "inside" | "across" => Small::Belongs,
        "to" | "against" | "with" | "on" | "for" | "by" | "near" | "under" | "about" | "between" | "and"
        | "over" | "into" => Small::Other,
        "former" | "ex" | "retired" | "ousted" | "deposed" | "exiled" | "onetime" | "toppled" | "outgone"
        | "late" => Small::Former,
        "deputy" | "vice" | "assistant" | "designate" | "elect" | "aspiring" | "shadow" | "junior" => {
            Small::Deputy
        }
        "opposition" | "dissident" | "antigovernment" => Small::Opposition,
        "based" | "born" => Small::Based,
        "backed" | "led" | "supported" | "allied" | "funded" | "trained" | "controlled" | "occupied"
        | "sponsored" | "armed" => Small::Backed,
        "who" | "which" | "that" | "whose" => Small::Clause,
        "mr" | "mrs" | "ms" | "miss" | "sir" | "dame" | "lord" | "lady" | "dr" | "madame" | "monsieur"
        | "senor" | "herr" | "shri" | "hon" => Small::Title,
        _ => return None,
    })
}

struct Piece {
    words: Range<usize>,
    what: What,
    possessive: bool,
}

impl Knowledge {
    /// Who a name or description stands for; `None` for whom the tables do not know.
    ///
    /// ```
    /// use sayso_knowledge::{Asked, Knowledge};
    /// let knowledge = Knowledge::embedded()?;
    /// let who = knowledge.resolve(Asked { text: "Malian soldiers", ..Asked::default() }).unwrap();
    /// assert_eq!((who.country.as_deref(), who.sectors), (Some("MLI"), vec!["MIL".to_owned()]));
    /// assert!(knowledge.resolve(Asked { text: "a cat named Frank", ..Asked::default() }).is_none());
    /// # Ok::<(), sayso_knowledge::KnowledgeError>(())
    /// ```
    pub fn resolve(&self, asked: Asked) -> Option<Actor> {
        let mut text = asked.text;
        let asked = Question {
            date: asked.date.unwrap_or(Self::AS_OF),
            dated: asked.date.is_some(),
            country: asked.country,
        };
        let latin;
        if text
            .chars()
            .any(|c| c.is_alphabetic() && c as u32 > 0x24F && !('\u{1E00}'..='\u{1EFF}').contains(&c))
        {
            latin = romanised(text);
            text = &latin;
        }
        let mut words = words(text);
        words.truncate(MOST_WORDS);
        while words
            .first()
            .is_some_and(|w| matches!(&*w.bare, "the" | "a" | "an"))
            && words.len() > 1
        {
            words.remove(0);
        }
        if words.is_empty() {
            return None;
        }
        let named = self.whole(&words, asked).or_else(|| self.by_parts(&words, asked));
        if named.is_some() {
            return named;
        }
        // "Nigreian soldiers", "Kenyan soliders": a word that nobody knows may be a slip for one that tells more.
        let described = self.described(&words, asked);
        let open = |w: &Word| w.capital() && !self.knows(w);
        let weak = described.as_ref().is_none_or(|a| a.score < 0.5);
        if weak
            || described
                .as_ref()
                .is_some_and(|a| a.country.is_none() && a.id.is_none())
                && words.iter().any(open)
        {
            let right = self.misprinted(&words, asked);
            return right
                .filter(|r| {
                    described
                        .as_ref()
                        .is_none_or(|d| r.score >= d.score || d.country.is_none() && r.country.is_some())
                })
                .or(described);
        }
        described
    }

    /// Whether a word, or the run that begins with it, is of the tables.
    fn knows(&self, word: &Word) -> bool {
        small(&word.bare).is_some() || self.refs(&word.bare).next().is_some()
    }

    /// A person whose family name is right and whose first name is nearly so: "Volodimir Zelenskiy".
    fn by_parts(&self, words: &[Word], asked: Question) -> Option<Actor> {
        let [first, .., family] = words else { return None };
        let name = words.len() <= 3 && words.iter().all(|w| w.capital() && !w.possessive);
        if !name || first.bare.len() < LONG_NAME || words.iter().any(|w| w.before == Before::Mark) {
            return None;
        }
        let alike = |at: usize| {
            let actor = &self.tables.actors[at];
            std::iter::once(&*actor.name)
                .chain(actor.aliases.iter())
                .any(|n| {
                    let given = names::key(n.split(' ').next().unwrap_or_default());
                    let same = given.chars().next() == first.bare.chars().next() && given.len() >= LONG_NAME;
                    same && n.contains(' ') && strsim::damerau_levenshtein(&given, &first.bare) <= 2
                })
        };
        let of_family = self.refs(&family.bare).filter(|r| r.kind() == Kind::Family);
        let mut found = of_family.map(Ref::number).filter(|at| alike(*at));
        let (one, None) = (found.next()?, found.next()) else {
            return None;
        };
        let mut actor = self.known(one, Some(asked.date));
        actor.score *= 0.7;
        Some(actor)
    }

    /// The whole phrase as one name.
    fn whole(&self, words: &[Word], asked: Question) -> Option<Actor> {
        let runs = self.runs(words, 0);
        let run = runs.iter().find(|r| r.words.end == words.len());
        let named = run.and_then(|run| self.of_run(run, &words[words.len() - 1].bare, asked));
        if named.as_ref().is_some_and(|a| a.score >= 0.6) || !words.iter().any(Word::capital) {
            return named;
        }
        // A capital alone is the government that sits there; another town stands for those who live there.
        let found = self.gazetteer.find(&text_of(words, &(0..words.len())));
        let first = found.first().filter(|_| run.is_none());
        match first {
            Some(town)
                if found
                    .iter()
                    .any(|f| f.feature == Feature::Capital && f.country == town.country) =>
            {
                Some(self.country_actor(town.country, &["GOV"]))
            }
            Some(town) if town.population >= TOWN || found.iter().all(|f| f.country == town.country) => {
                let home = found
                    .iter()
                    .find(|f| asked.country == Some(f.country))
                    .unwrap_or(town);
                Some(made(
                    Some(home.country.to_owned()),
                    vec!["CVL".to_owned()],
                    home.name.to_owned(),
                    0.5,
                ))
            }
            _ => named,
        }
    }

    /// The best reading of a run as a name.
    fn of_run(&self, run: &Run, family: &str, asked: Question) -> Option<Actor> {
        let mut best: Option<(f64, Actor)> = None;
        for r in run.refs() {
            let actor = match (r.kind(), self.entry(r)) {
                (Kind::Nationality, _) => self.country_actor(&self.tables.countries[r.number()].code, &[]),
                (_, Some(Entry::Region(at))) => match self.of_region(at) {
                    Some(actor) => actor,
                    None => continue,
                },
                (_, None) => continue,
                (_, Some(entry)) => match self.actor_of(entry, Some(asked.date)) {
                    Some(actor) => actor,
                    None => continue,
                },
            };
            let home = asked.country.is_some_and(|c| actor.country.as_deref() == Some(c));
            let rank = actor.score + if home { 1.0 } else { 0.0 };
            if best.as_ref().is_none_or(|(b, _)| rank > *b) {
                best = Some((rank, actor));
            }
        }
        let best = best.map(|(_, actor)| actor);
        best.or_else(|| self.of_family(family, run.refs(), Some(asked.date)))
    }

    /// A region of one country stands for its people, one that few recognise for itself.
    fn of_region(&self, at: usize) -> Option<Actor> {
        let region = &self.tables.regions[at];
        let code = region
            .codes
            .first()
            .filter(|_| region.codes.iter().count() == 1)?;
        let sectors = if region.kind == "territory" {
            vec!["PRE".to_owned()]
        } else {
            Vec::new()
        };
        let name = region.name.to_string();
        Some(made(Some(code.to_owned()), sectors, name, 0.7))
    }

    /// A phrase by its parts.
    fn described(&self, words: &[Word], asked: Question) -> Option<Actor> {
        let pieces = self.pieces(words, asked);
        let end = pieces
            .iter()
            .position(|p| matches!(p.what, What::Small(Small::Clause)))
            .unwrap_or(pieces.len());
        let pieces = &pieces[..end];
        // "Ana Ruiz, the foreign minister": what stands behind a comma tells more of the same.
        let mut parts = pieces
            .chunk_by(|_, next| words[next.words.start].before != Before::Mark)
            .map(|part| self.part(part, words, asked));
        let first = parts.next().flatten();
        match first {
            Some(actor) if actor.id.is_some() || actor.country.is_some() && !actor.sectors.is_empty() => {
                Some(actor)
            }
            first => {
                let second = parts.next().flatten().filter(|a| !a.sectors.is_empty());
                second.or(first)
            }
        }
    }

    /// A part of a phrase without commas.
    fn part(&self, pieces: &[Piece], words: &[Word], asked: Question) -> Option<Actor> {
        let own = pieces
            .iter()
            .position(|p| matches!(p.what, What::Small(Small::Belongs | Small::Other)))
            .unwrap_or(pieces.len());
        let (own, rest) = pieces.split_at(own);
        let former = own.iter().any(|p| matches!(p.what, What::Small(Small::Former)));
        let holder = self.belongs(own, rest, words);
        // A person of the tables: "Armenian Prime Minister Nikol Pashinyan".
        let person = own.iter().rev().find_map(|p| match &p.what {
            What::Person(actor) if !p.possessive => Some(actor),
            _ => None,
        });
        if let Some(person) = person {
            let country = holder.as_ref().and_then(|h| h.country.as_ref());
            if country.is_none_or(|c| {
                person.country.as_ref() == Some(c)
                    || person
                        .country
                        .as_ref()
                        .is_some_and(|p| p.len() == 3 && !self.by_code.contains_key(p))
            }) {
                // "Defence Secretary Ana Ruiz": without another day, as of her time in that office.
                let known = person.id.as_deref().and_then(|id| self.actor(id));
                let told = known.filter(|_| !former && !asked.dated).and_then(|k| {
                    let office = |t: &&Term| {
                        own.iter().any(|p| match p.what {
                            What::Agent { number, .. } => {
                                let agent = &self.tables.agents[number];
                                let same = agent
                                    .sectors
                                    .first()
                                    .is_some_and(|s| t.sectors.first() == Some(s));
                                !agent.office.is_empty() && agent.office == t.office
                                    || agent.office.is_empty() && same
                            }
                            _ => false,
                        })
                    };
                    let term = k.terms.iter().rev().find(office)?;
                    Some(crate::in_term(k, term, false, 0.9))
                });
                return Some(told.unwrap_or_else(|| person.clone()));
            }
        }
        let agent = own.iter().rev().find_map(|p| match p.what {
            What::Agent { number, plural } => Some((p, number, plural)),
            _ => None,
        });
        let Some((piece, number, plural)) = agent else {
            return self.without_noun(own, rest, holder, former, words, asked);
        };
        let agent = &self.tables.agents[number];
        // "members of the army", "a spokesman for the ministry": what follows tells who they are.
        if agent.sectors.is_empty()
            && let [of, more @ ..] = rest
            && matches!(&*words[of.words.start].bare, "of" | "for" | "from")
            && let Some(inner) = self.part(more, words, asked)
        {
            return Some(inner);
        }
        let name = || {
            text_of(
                words,
                &own.first()
                    .map_or(0..0, |p| p.words.start..own[own.len() - 1].words.end),
            )
        };
        let deputy = own.iter().any(|p| matches!(p.what, What::Small(Small::Deputy)));
        let behind = own.iter().any(|p| {
            p.words.start >= piece.words.end
                && matches!(p.what, What::Unknown)
                && words[p.words.start].capital()
        });
        let by_context = || {
            let code = asked.country?;
            Some(self.country_actor(code, &[])).filter(|_| !plural)
        };
        let holder = holder.or_else(by_context);
        let is_country = |a: &Actor| a.id.as_deref().is_some_and(|id| id.len() == 3) && a.country.is_some();
        if let Some(h) = &holder
            && is_country(h)
            && !agent.office.is_empty()
            && !(plural || former || deputy || behind)
            && let Some(known) = self.holder(
                h.country.as_deref().unwrap_or_default(),
                &agent.office,
                Some(asked.date),
            )
        {
            return Some(known);
        }
        let mut sectors: Vec<String> = agent.sectors.iter().map(str::to_owned).collect();
        if let Some(h) = &holder {
            // A body's president is of the body, not of the state.
            let of_body =
                !is_country(h) && !h.sectors.is_empty() && (!agent.office.is_empty() || sectors.is_empty());
            if of_body {
                sectors.clear();
            }
            sectors.extend(h.sectors.iter().filter(|_| !is_country(h)).cloned());
        }
        if former
            && (!agent.office.is_empty()
                || sectors
                    .first()
                    .is_some_and(|s| matches!(&**s, "GOV" | "LEG" | "MIL" | "SPY")))
        {
            sectors = vec!["ELI".to_owned()];
        }
        if own
            .iter()
            .any(|p| matches!(p.what, What::Small(Small::Opposition)))
        {
            sectors.push("OPP".to_owned());
        }
        dedup(&mut sectors);
        let country = holder.and_then(|h| h.country);
        Some(made(country, sectors, name(), 0.7))
    }

    /// A phrase without a noun for people: a body's name, a country's something, a town.
    fn without_noun(
        &self,
        own: &[Piece],
        rest: &[Piece],
        holder: Option<Actor>,
        former: bool,
        words: &[Word],
        asked: Question,
    ) -> Option<Actor> {
        let all = own.first()?.words.start..own.last()?.words.end;
        let last = &words[all.end - 1];
        if COLLECTIVE.contains(&&*last.bare)
            && let [of, more @ ..] = rest
            && words[of.words.start].bare == "of"
            && let Some(inner) = self.part(more, words, asked)
        {
            return Some(inner);
        }
        // The body itself: "Kano State", "the Northern Fleet's Arctic Group".
        if let Some(body) = own.iter().rev().find_map(|p| match &p.what {
            What::Body(actor) => Some(actor),
            _ => None,
        }) {
            return Some(body.clone());
        }
        let whole = all.start..rest.last().map_or(all.end, |p| p.words.end);
        if let Some(number) = self.pattern(own, rest, words) {
            let body = &self.tables.bodies[number];
            let country = holder
                .or_else(|| self.belongs(rest, &[], words))
                .and_then(|h| h.country);
            let sectors = body.sectors.iter().map(str::to_owned).collect();
            let country = country.or_else(|| asked.country.map(str::to_owned));
            return Some(made(country, sectors, text_of(words, &whole), 0.6));
        }
        let holder = holder?;
        let unknown: Vec<&Piece> = own.iter().filter(|p| matches!(p.what, What::Unknown)).collect();
        let town = own.iter().any(|p| matches!(p.what, What::Town(_)));
        // A town within an unknown name is no town: "Feliciano Valencia".
        let named = own
            .iter()
            .any(|p| matches!(p.what, What::Country { .. } | What::Body(_)));
        if !unknown.is_empty() && !named && rest.is_empty() {
            return None;
        }
        // "ordinary Kazakhs" are people; the Kazakhs are the country.
        let people = own.last().is_some_and(|p| {
            matches!(p.what, What::Country { .. }) && words[p.words.end - 1].bare.ends_with('s')
        });
        if people && !unknown.is_empty() {
            return Some(made(
                holder.country,
                vec!["CVL".to_owned()],
                text_of(words, &all),
                0.6,
            ));
        }
        match (unknown.as_slice(), town) {
            ([], false) => Some(if former {
                Actor {
                    sectors: vec!["ELI".to_owned()],
                    ..holder
                }
            } else {
                holder
            }),
            ([], true) => Some(made(
                holder.country,
                vec!["CVL".to_owned()],
                text_of(words, &all),
                0.5,
            )),
            // Names that nothing but a nationality goes with are somebody unknown; common nouns are something of that country.
            _ => Some(made(
                holder.country,
                vec!["UNK".to_owned()],
                text_of(words, &all),
                0.3,
            )),
        }
    }

    /// The longest pattern of a body's name that the phrase has.
    fn pattern(&self, own: &[Piece], rest: &[Piece], words: &[Word]) -> Option<usize> {
        let begin = own.first()?.words.start;
        let end = own.last()?.words.end;
        let last = rest.last().map_or(end, |p| p.words.end);
        let fits = |p: &&Piece| match p.what {
            What::Pattern(number) => match self.tables.bodies[number].stands {
                Stands::Begin => p.words.start == begin,
                Stands::End => p.words.end == end || p.words.end == last,
                Stands::Anywhere => true,
            },
            _ => false,
        };
        let named = (begin..last).any(|at| words[at].capital());
        let found = own.iter().chain(rest).filter(fits).filter(|_| named);
        found
            .max_by_key(|p| (p.words.len(), p.words.end))
            .and_then(|p| match p.what {
                What::Pattern(number) => Some(number),
                _ => None,
            })
    }

    /// Where the noun of a phrase belongs: what stands before it, else what follows the first of, in, at or from that names something.
    fn belongs(&self, own: &[Piece], rest: &[Piece], words: &[Word]) -> Option<Actor> {
        let actor = |p: &Piece| match &p.what {
            What::Country { code, government, .. } => {
                Some(self.country_actor(code, if *government { &["GOV"] } else { &[] }))
            }
            What::Body(actor) => Some(actor.clone()),
            What::Person(actor) if p.possessive => Some(actor.clone()),
            What::Town(code) => Some(self.country_actor(code, &[])),
            _ => None,
        };
        let backed = |p: &Piece| {
            words
                .get(p.words.end)
                .is_some_and(|w| w.before == Before::Hyphen && small(&w.bare) == Some(Small::Backed))
        };
        // Countries before bodies before towns where several stand together ("Lebanon's Hezbollah").
        let mine: Vec<&Piece> = own.iter().filter(|p| !backed(p)).collect();
        let body = mine.iter().rev().find_map(|p| match &p.what {
            What::Body(actor) if actor.country.is_some() => Some(actor.clone()),
            _ => None,
        });
        if body.is_some() {
            return body;
        }
        let town = |p: &Piece| matches!(p.what, What::Town(_));
        let before = mine.iter().filter(|p| !town(p)).find_map(|p| actor(p));
        let before = before.or_else(|| mine.iter().find_map(|p| actor(p)));
        before.or_else(|| {
            let mut follows = false;
            let mut towns = None;
            for p in rest {
                match &p.what {
                    What::Small(Small::Belongs) => follows = true,
                    What::Small(Small::Other) => follows = false,
                    _ if !follows => {}
                    What::Town(_) => towns = towns.or_else(|| actor(p)),
                    _ => {
                        if let Some(found) = actor(p).filter(|a| a.country.is_some()) {
                            return Some(found);
                        }
                    }
                }
            }
            towns
        })
    }

    /// Cuts a phrase into runs that the tables know.
    fn pieces(&self, words: &[Word], asked: Question) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let piece = self.piece(words, at, out.last(), asked);
            at = piece.words.end;
            out.push(piece);
        }
        out
    }

    fn piece(&self, words: &[Word], at: usize, before: Option<&Piece>, asked: Question) -> Piece {
        // Within an unknown name: "Juan Carlos Ibarra" is not Juan Carlos, "Ahmed Deif" not just any Deif.
        let begun = before.is_some_and(|p| {
            matches!(p.what, What::Unknown)
                && words[p.words.end - 1].capital()
                && words[at].before != Before::Mark
        });
        let goes_on = |end: usize| {
            words
                .get(end)
                .is_some_and(|w| w.capital() && w.before != Before::Mark)
                && self.runs(words, end).is_empty()
                && !words[end - 1].possessive
        };
        let titled = before.is_some_and(|p| {
            matches!(
                p.what,
                What::Agent { .. } | What::Country { .. } | What::Small(Small::Title)
            )
        });
        let runs = self.runs(words, at);
        for run in &runs {
            let part = begun || goes_on(run.words.end);
            if let Some(what) = self
                .read(run, words, titled, asked)
                .filter(|w| !(part && matches!(w, What::Person(_))))
            {
                return Piece {
                    words: run.words.clone(),
                    possessive: words[run.words.end - 1].possessive,
                    what,
                };
            }
        }
        let one = |what| Piece {
            words: at..at + 1,
            possessive: words[at].possessive,
            what,
        };
        if let Some(small) = small(&words[at].bare) {
            return one(What::Small(small));
        }
        // Behind a function stands a name: "President Obama" is of no town.
        let function = before.is_some_and(|p| {
            matches!(p.what, What::Agent { .. }) && words[p.words.start].capital() && !p.possessive
        });
        if words[at].capital() && !begun && !function {
            for end in (at + 1..=words.len().min(at + 3)).rev() {
                let name = text_of(words, &(at..end));
                if !goes_on(end)
                    && let Some(country) = self.town(&name, asked)
                {
                    return Piece {
                        words: at..end,
                        possessive: words[end - 1].possessive,
                        what: What::Town(country),
                    };
                }
            }
        }
        one(What::Unknown)
    }

    /// What a run is within a phrase.
    fn read(&self, run: &Run, words: &[Word], titled: bool, asked: Question) -> Option<What> {
        let own = &words[run.words.clone()];
        let capital = own.iter().any(Word::capital);
        let one = run.words.len() == 1;
        let with = |kind: Kind| run.refs().find(|r| r.kind() == kind);
        // A noun in small letters is a noun; a name has a capital.
        let agent = with(Kind::Agent).or_else(|| with(Kind::Agents));
        let as_agent = |r: Ref| What::Agent {
            number: r.number(),
            plural: r.kind() == Kind::Agents,
        };
        if !capital && let Some(r) = agent {
            return Some(as_agent(r));
        }
        if one && small(&own[0].bare).is_some() && !capital {
            return None;
        }
        let country = |r: Ref, government| What::Country {
            code: self.tables.countries[r.number()].code.to_string(),
            government,
        };
        if capital {
            if let Some(r) = with(Kind::Country) {
                return Some(country(r, false));
            }
            if let Some(r) = with(Kind::Nationality) {
                return Some(country(r, false));
            }
            if let Some(code) = with(Kind::Region).and_then(|r| self.of_region(r.number())?.country) {
                return Some(What::Country {
                    code,
                    government: false,
                });
            }
            if let Some(r) = with(Kind::Government) {
                return Some(country(r, true));
            }
            if with(Kind::Actor).is_some()
                && let Some(actor) = self.of_run(run, &own[own.len() - 1].bare, asked)
            {
                let person = actor.id.as_deref().and_then(|id| self.kind(id)) == Some(ActorKind::Person);
                return Some(if person {
                    What::Person(actor)
                } else {
                    What::Body(actor)
                });
            }
        }
        if let Some(r) = agent {
            return Some(as_agent(r));
        }
        if let Some(r) = with(Kind::Body) {
            return Some(What::Pattern(r.number()));
        }
        // A family name behind a function.
        let last =
            run.words.end == words.len() || words[run.words.end].before == Before::Mark || own[0].possessive;
        let family = (capital && one && last && titled)
            .then(|| self.of_family(&own[0].bare, run.refs(), Some(asked.date)));
        family.flatten().map(What::Person)
    }

    /// The country of a town or province with many people, or of the asked country.
    fn town(&self, name: &str, asked: Question) -> Option<String> {
        let found = self.gazetteer.find(name);
        let home = found.iter().find(|f| asked.country == Some(f.country));
        let best = home.or_else(|| {
            found
                .first()
                .filter(|f| f.population >= TOWN || f.feature == Feature::Admin1)
        })?;
        Some(best.country.to_owned())
    }

    /// A name with one wrong letter, or two that changed places; only where it cannot be another's.
    fn misprinted(&self, words: &[Word], asked: Question) -> Option<Actor> {
        let whole: Vec<&str> = words.iter().map(|w| &*w.bare).collect();
        let whole = whole.join(" ");
        let long = whole.chars().count() >= 2 * LONG_WORD && words.len() > 1;
        if long
            && words.iter().all(Word::capital)
            && let Some(actor) = self.nearly(&whole, &[Kind::Actor, Kind::Country], asked)
        {
            return Some(actor);
        }
        // A misspelt nationality, town or noun within a description.
        let mut corrected: Vec<String> = Vec::new();
        let mut changed = false;
        let mut at = 0;
        while at < words.len() {
            let (end, right) = self.corrected(words, at);
            changed |= right.is_some();
            let as_written = || words[at].form.to_owned();
            let ending = if words[end - 1].possessive { "'s" } else { "" };
            corrected.push(right.unwrap_or_else(as_written) + ending);
            at = end;
        }
        if !changed {
            return None;
        }
        let text = corrected.join(" ");
        let words = crate::phrase::words(&text);
        let mut actor = self
            .whole(&words, asked)
            .or_else(|| self.described(&words, asked))?;
        actor.score *= 0.7;
        Some(actor)
    }

    /// What a word, or two, should be, where no table knows it and just one comes near; and where that ends.
    fn corrected(&self, words: &[Word], at: usize) -> (usize, Option<String>) {
        let known = |word: &Word| self.knows(word);
        for end in [at + 2, at + 1] {
            let Some(own) = words.get(at..end).filter(|own| !own.iter().all(known)) else {
                continue;
            };
            let written: Vec<&str> = own.iter().map(|w| &*w.bare).collect();
            let written = written.join(" ");
            if written.chars().count() < LONG_WORD {
                continue;
            }
            let capital = own[0].capital();
            let kinds = if capital {
                &[Kind::Country, Kind::Nationality, Kind::Government][..]
            } else {
                &[Kind::Agent, Kind::Agents][..]
            };
            let big = |name: &str| {
                self.gazetteer
                    .find(name)
                    .first()
                    .is_some_and(|f| f.population >= 20 * TOWN)
            };
            let town = || swapped(&written).find(|name| capital && big(name));
            // Small words have many neighbours, and endings make other words of them ("called", "caller").
            let ending = |word: &str| word.as_bytes()[word.len().saturating_sub(2)..].to_vec();
            let noun =
                |right: &String| capital || written.len() > LONG_WORD && ending(right) == ending(&written);
            if let Some(right) = self.near(&written, kinds).filter(noun).or_else(town) {
                return (end, Some(if capital { capitalised(&right) } else { right }));
            }
        }
        (at + 1, None)
    }

    /// The actor whose name is one letter from this.
    fn nearly(&self, name: &str, kinds: &[Kind], asked: Question) -> Option<Actor> {
        let right = self.near(name, kinds)?;
        let of_kind = self.refs(&right).find(|r| kinds.contains(&r.kind()))?;
        let mut actor = self.actor_of(self.entry(of_kind)?, Some(asked.date))?;
        actor.score *= 0.7;
        Some(actor)
    }

    /// The one key of these kinds that is one letter away, or has two letters the other way round; the first letter is the same.
    fn near(&self, name: &str, kinds: &[Kind]) -> Option<String> {
        let mut found: Vec<String> = Vec::new();
        for (map, refs) in &self.indexes {
            for (key, at) in misspelt::near(map.as_fst(), name) {
                let right = usize::try_from(at).map(|at| {
                    crate::readings(refs, at)
                        .iter()
                        .any(|r| kinds.contains(&r.kind()))
                });
                if right == Ok(true) && !found.contains(&key) {
                    found.push(key);
                }
            }
        }
        // Of several, one of the same length is nearest; the plural of a noun that is known in the singular as well is no second reading.
        let same: Vec<&String> = found.iter().filter(|key| key.len() == name.len()).collect();
        match &found[..] {
            [one] => Some(one.clone()),
            _ if same.len() == 1 => Some(same[0].clone()),
            [one, two] if two.strip_suffix('s') == Some(one) => Some(if name.ends_with('s') {
                two.clone()
            } else {
                one.clone()
            }),
            _ => None,
        }
    }
}

/// A word with two neighbouring letters the other way round, at each place.
fn swapped(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    (1..letters.len().saturating_sub(1)).map(move |at| {
        let mut letters = letters.clone();
        letters.swap(at, at + 1);
        letters.into_iter().collect()
    })
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text in other letters, in Latin ones.
fn romanised(text: &str) -> String {
    let latin = any_ascii::any_ascii(text);
    // Chinese and Korean syllables come with capitals: "XiJinPing" is Xi Jinping.
    if text.chars().all(|c| c.is_alphabetic() && c as u32 >= 0x2E80) {
        let mut out = String::new();
        let mut syllable = 0;
        for c in latin.chars() {
            if c.is_uppercase() {
                syllable += 1;
                if syllable == 2 {
                    out.push(' ');
                    out.push(c);
                    continue;
                }
            }
            out.extend(if syllable > 2 {
                c.to_lowercase().collect::<Vec<_>>()
            } else {
                vec![c]
            });
        }
        return out;
    }
    latin
}

fn text_of(words: &[Word], range: &Range<usize>) -> String {
    let mut out = String::new();
    for (at, word) in words[range.clone()].iter().enumerate() {
        if at > 0 {
            out.push(if word.before == Before::Hyphen { '-' } else { ' ' });
        }
        out.push_str(word.form);
    }
    out
}

fn dedup(sectors: &mut Vec<String>) {
    let mut seen: Vec<String> = Vec::new();
    sectors.retain(|s| {
        let new = !seen.contains(s);
        seen.push(s.clone());
        new
    });
}

fn made(country: Option<String>, sectors: Vec<String>, name: String, score: f64) -> Actor {
    Actor {
        code: format!(
            "{}{}",
            country.as_deref().unwrap_or_default(),
            sectors.first().map_or("", String::as_str)
        ),
        country,
        sectors,
        name,
        id: None,
        valid: Interval::default(),
        score,
    }
}
