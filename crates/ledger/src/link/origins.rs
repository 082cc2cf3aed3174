//! Who the claims of an occurrence come from, what each of them does, and how the occurrence stands after that.
//!
//! A claim rests on the innermost source of its chain, or on the outlet where the article itself vouches. Copies rest on the earliest report of
//! their group. Where the source is an outlet whose own report is among the claims ("the agency says"), the claim rests on what that rests on.

use super::features::{Prepared, words};
use super::words::WORDS;
use crate::occurrence::{Origin, Stance, Status};
use crate::report::{DocumentKey, Header, Link};
use sayso_model::EventType;
use sayso_model::statement::{CueClass, Factuality, SourceKind};
use std::collections::{BTreeSet, HashMap};

/// What a claim rests on.
#[derive(Clone, Debug)]
struct Ground {
    /// Its name for people.
    name: String,
    code: Option<String>,
    /// Key in the tables of actors.
    id: Option<String>,
    /// Words of its name.
    words: BTreeSet<String>,
    country: Option<String>,
    kind: SourceKind,
    /// Whether it is the article's outlet itself.
    outlet: bool,
    /// Whether anybody stands for it.
    vouched: bool,
}

impl Ground {
    fn outlet(header: &Header) -> Self {
        let name = header
            .publisher
            .clone()
            .unwrap_or_else(|| header.name.to_string());
        Self {
            words: words(&name),
            name,
            code: None,
            id: None,
            country: None,
            kind: SourceKind::Author,
            outlet: true,
            vouched: true,
        }
    }

    fn link(link: &Link) -> Self {
        let name = if link.name.is_empty() {
            link.text.clone()
        } else {
            link.name.clone()
        };
        // Who speaks for a body says what the body says.
        let all: BTreeSet<String> = match &link.body {
            Some(body) => words(body),
            None => words(&name).union(&words(&link.text)).cloned().collect(),
        };
        let telling: BTreeSet<String> = all
            .iter()
            .filter(|w| !WORDS.speaks_for.contains(*w))
            .map(|w| {
                if w == "minister" {
                    "ministry".to_owned()
                } else {
                    w.clone()
                }
            })
            .collect();
        Self {
            words: if telling.is_empty() { all } else { telling },
            code: link.code.clone(),
            id: link.id.clone().filter(|_| link.body.is_none()),
            country: link.country.clone().or_else(|| link.countries.first().cloned()),
            kind: link.kind,
            outlet: false,
            vouched: named(link),
            name,
        }
    }

    /// Whether two of them are one.
    fn same(&self, other: &Self) -> bool {
        if self.id.is_some() && self.id == other.id {
            return true;
        }
        let (few, many) = if self.words.len() <= other.words.len() {
            (&self.words, &other.words)
        } else {
            (&other.words, &self.words)
        };
        // Only of one country: "Karim" and "Karimi" are two.
        let country = self.country.is_some() && self.country == other.country;
        let alike = |w: &String| many.contains(w) || country && many.iter().any(|other| of_country(w, other));
        let shared = few.iter().filter(|w| alike(w)).count();
        let least = few.len();
        if self.outlet || other.outlet {
            return least > 0
                && shared == least
                && (self.outlet == other.outlet || self.media() || other.media());
        }
        let veiled = |g: &Self| matches!(g.kind, SourceKind::Anonymous | SourceKind::Unspecified);
        if veiled(self) && veiled(other) {
            let countries =
                self.country.is_none() || other.country.is_none() || self.country == other.country;
            return countries && 2 * shared >= least;
        }
        if veiled(self) != veiled(other) {
            return false;
        }
        if self.id.is_some() && other.id.is_some() {
            return false;
        }
        let countries = self.country.is_none() || other.country.is_none() || self.country == other.country;
        countries && least > 0 && shared == least
    }

    fn media(&self) -> bool {
        self.kind == SourceKind::Document
            || self
                .code
                .as_deref()
                .is_some_and(|c| c.contains("JRN") || c.contains("MED"))
    }
}

/// Whether one of two words is the adjective of the country that the other names: "Ghana", "Ghanaian".
fn of_country(a: &str, b: &str) -> bool {
    let (name, adjective) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let both = name
        .chars()
        .zip(adjective.chars())
        .take_while(|(x, y)| x == y)
        .count();
    let ends = ["an", "ese", "ish", "i", "ic"];
    both >= 4 && both + 3 >= name.chars().count() && ends.iter().any(|e| adjective.ends_with(e))
}

/// A claim with what it rests on and what that does.
struct Said<'a> {
    claim: &'a Prepared,
    ground: Ground,
    stance: Stance,
    /// Whether it is the outlet itself that says so.
    own: bool,
}

/// Whether a link says who the source is, if only by a word for somebody: "it is said" does not, "the army command" does.
fn named(link: &Link) -> bool {
    let telling = |text: &str| words(text).iter().any(|w| !WORDS.common.contains(w));
    link.kind != SourceKind::Unspecified && !(link.name.is_empty() && link.text.is_empty())
        || telling(&link.name)
        || telling(&link.text)
}

/// Whether a link is a word by which those who write speak of themselves: "we", "our reporter", "this newspaper".
fn first_person(link: &Link) -> bool {
    let words: Vec<String> = link.text.split_whitespace().map(str::to_lowercase).collect();
    match words.first().map(String::as_str) {
        Some("we" | "i" | "us" | "our") => true,
        Some("this") => words.last().is_some_and(|w| WORDS.outlets.contains(w)),
        _ => false,
    }
}

/// Whether a source is the outlet itself: "a reporter of the Post" in the Post, and in its correction "the earlier report".
fn own_voice(link: &Link, header: &Header) -> bool {
    if first_person(link) {
        return true;
    }
    let outlet = header.publisher.as_deref().map(words).unwrap_or_default();
    let said: BTreeSet<String> = words(&link.name).union(&words(&link.text)).cloned().collect();
    let named: BTreeSet<String> = said
        .iter()
        .filter(|w| !WORDS.staff.contains(*w))
        .cloned()
        .collect();
    let staff = named.len() < said.len() && !named.is_empty() && named.is_subset(&outlet);
    if staff || !outlet.is_empty() && outlet.is_subset(&said) {
        return true;
    }
    header.notice.is_some() && said.iter().any(|w| WORDS.reports.contains(w))
}

/// Who denies, where somebody in the chain of sources does: "the ministry dismissed the allegation of the villagers that …".
fn denial(claim: &Prepared) -> Option<&Link> {
    claim.claim.chain.iter().rev().find(|l| l.cue == CueClass::Deny)
}

/// The link of the chain that a claim rests on: who denies, else the innermost that says who it is.
fn resting(claim: &Prepared) -> Option<&Link> {
    let chain = &claim.claim.chain;
    let telling = chain.iter().rev().find(|link| named(link));
    denial(claim).or(telling).or(chain.last())
}

/// What a claim does; `acts` where only later reports tell of the deed itself, so that a promise of it ("agreed to meet") is a plan.
fn stance(claim: &Prepared, acts: bool) -> Stance {
    // Who rejects talks over the raid, or a charge, denies neither that there was a raid nor that it was made.
    let granted = claim.claim.factuality == Factuality::Certain
        && claim.claim.chain.last().is_some_and(|l| l.cue == CueClass::Deny);
    let denied = denial(claim).is_some() && !granted;
    let denies =
        claim.claim.factuality.negative() || claim.claim.auxiliary.negation || denied || knows_nothing(claim);
    let promise = matches!(claim.event, Some(EventType::Agree | EventType::Threaten));
    let plans = claim.claim.auxiliary.future
        || claim.claim.auxiliary.hypothetical
        || claim.is_ahead()
        || acts && promise;
    match (denies, plans) {
        (true, _) => Stance::Denies,
        (_, true) => Stance::Plans,
        _ => Stance::Affirms,
    }
}

/// "has no knowledge of any kidnapping": who is asked about a happening and knows of none says that there was none.
fn knows_nothing(claim: &Prepared) -> bool {
    let knows = claim.claim.chain.last().is_some_and(|l| l.cue == CueClass::Know);
    knows && claim.claim.factuality == Factuality::Uncommitted && claim.is_noun()
}

/// Whether an event of a type is something done that may have been promised or threatened before.
fn is_deed(event: EventType) -> bool {
    use EventType as T;
    matches!(
        event,
        T::Consult | T::Aid | T::Retreat | T::Protest | T::Sanction | T::Mobilize | T::Coerce | T::Assault
    )
}

/// The origins of the claims of one occurrence, in the order of the claims, and how it stands.
pub fn of<'a>(
    group: &[&'a Prepared],
    header: &impl Fn(DocumentKey) -> Option<&'a Header>,
) -> (Vec<Origin>, Status) {
    let mut said: Vec<Said> = Vec::new();
    let deeds = || group.iter().filter(|c| c.event.is_some_and(is_deed));
    // "Agreed on a truce" beside "the truce": what is told of at once is no deed that was promised first.
    let acts = |promise: &Prepared| {
        let later = |deed: &&Prepared| {
            deed.claim.document != promise.claim.document
                && deed.published.zip(promise.published).is_none_or(|(d, p)| d > p)
        };
        deeds().next().is_some() && deeds().all(later)
    };
    for claim in group {
        // A copy rests on what the first of its group rests on.
        let first = header(claim.header.origin).unwrap_or(&claim.header);
        let ground = match resting(claim) {
            Some(link) if link.kind != SourceKind::Author && !own_voice(link, &claim.header) => {
                Ground::link(link)
            }
            _ => Ground::outlet(first),
        };
        let stance = stance(claim, acts(claim));
        // Who calls something possible ("is rumoured to have"), or commits to nothing, does not stand for it.
        let possible = stance == Stance::Affirms && claim.claim.factuality.strength() < 2;
        said.push(Said {
            claim,
            stance,
            own: ground.outlet,
            ground: Ground {
                vouched: ground.vouched && !possible,
                ..ground
            },
        });
    }
    // What an outlet reports in its own voice rests on who told it, where another report says who did.
    let told: Vec<Option<Ground>> = said.iter().map(|s| told_to(s, &said)).collect();
    for (s, ground) in said.iter_mut().zip(told) {
        if let Some(ground) = ground {
            s.ground = ground;
        }
    }
    // "the agency says": what the agency's own report rests on.
    let grounds: Vec<Ground> = said.iter().map(|s| resolve(s, &said)).collect();
    for (s, ground) in said.iter_mut().zip(grounds) {
        s.ground = ground;
    }
    // What a report tells in its own voice beside what it ascribes to somebody rests on that somebody.
    let ascribed: Vec<Option<Ground>> = said
        .iter()
        .map(|s| {
            let other = said.iter().find(|o| {
                o.claim.claim.document == s.claim.claim.document
                    && o.stance == s.stance
                    && !o.ground.outlet
                    && o.ground.vouched
            });
            other.filter(|_| s.ground.outlet).map(|o| o.ground.clone())
        })
        .collect();
    for (s, ground) in said.iter_mut().zip(ascribed) {
        if let Some(ground) = ground {
            s.ground = ground;
        }
    }
    // What stands nearly word for word in an earlier report rests on what that rests on; so does what the same outlet, in its own voice, comes back to.
    for at in 0..said.len() {
        let (before, rest) = said.split_at(at);
        let s = &rest[0];
        if !s.ground.outlet {
            continue;
        }
        let others = || {
            let other = |o: &&Said| o.claim.claim.document != s.claim.claim.document;
            before.iter().filter(other)
        };
        let copied = others().find(|o| s.claim.repeats(o.claim));
        let earlier = others().find(|o| {
            s.ground.vouched && !o.ground.outlet && o.ground.vouched && s.claim.same_outlet(o.claim)
        });
        if let Some(ground) = copied.or(earlier).map(|o| o.ground.clone()) {
            said[at].ground = ground;
        }
    }
    let void = withdrawn(&said, header);
    let only_planned =
        said.iter().any(|s| s.stance == Stance::Plans) && said.iter().all(|s| s.stance != Stance::Affirms);
    // One report, one stance of each source: the firmest.
    let mut sources: Vec<(Ground, Vec<(Stance, DocumentKey)>)> = Vec::new();
    for s in &said {
        let at = sources.iter().position(|(g, _)| g.same(&s.ground));
        let stance = retraction(s, at.map(|at| &*sources[at].1), only_planned);
        match at {
            Some(at) => {
                let (known, says) = &mut sources[at];
                if s.ground.words.len() > known.words.len() && !known.outlet {
                    known.words = s.ground.words.clone();
                    known.name = s.ground.name.clone();
                }
                if known.code.is_none() {
                    known.code.clone_from(&s.ground.code);
                }
                known.vouched |= s.ground.vouched;
                says.push((stance, s.claim.claim.document));
            }
            None => sources.push((s.ground.clone(), vec![(stance, s.claim.claim.document)])),
        }
    }
    let mut origins: Vec<Origin> = Vec::new();
    let (mut affirm, mut deny, mut plan, mut retract) = (0, 0, 0, 0);
    for (ground, says) in &sources {
        let mut entries: Vec<Origin> = Vec::new();
        let mut of_document: HashMap<DocumentKey, Stance> = HashMap::new();
        for (stance, document) in says {
            let firmest = of_document.entry(*document).or_insert(*stance);
            if rank(*stance) > rank(*firmest) {
                *firmest = *stance;
            }
        }
        for (_, document) in says {
            let stance = of_document[document];
            match entries.iter_mut().find(|o| o.stance == stance) {
                Some(known) if !known.documents.contains(document) => known.documents.push(*document),
                Some(_) => {}
                None => entries.push(Origin {
                    source: ground.name.clone(),
                    code: ground.code.clone(),
                    stance,
                    documents: vec![*document],
                    independent: entries.is_empty() && ground.vouched,
                }),
            }
        }
        if ground.vouched {
            let has = |stance: Stance| entries.iter().any(|o| o.stance == stance);
            let stands = |(stance, document): &(Stance, DocumentKey)| {
                *stance == Stance::Affirms && !void.contains(document)
            };
            if has(Stance::Retracts) {
                retract += 1;
            } else if has(Stance::Denies) {
                deny += 1;
            } else if says.iter().any(stands) {
                affirm += 1;
            } else if !has(Stance::Affirms) {
                plan += 1;
            }
        }
        origins.extend(entries);
    }
    let status = match (affirm, deny, retract, plan) {
        (0, 0, r, _) if r > 0 => Status::Retracted,
        (0, d, _, _) if d > 0 => Status::Denied,
        (a, d, _, _) if a > 0 && d > 0 => Status::Disputed,
        (0, _, _, p) if p > 0 => Status::Planned,
        (a, ..) if a > 1 => Status::Corroborated,
        _ if origins.iter().all(|o| o.stance == Stance::Plans) => Status::Planned,
        _ => Status::SingleSource,
    };
    (origins, status)
}

/// The documents whose word for it is void, as the outlet that it comes from has withdrawn its report since: that outlet's own, copies of
/// them, and those that cite it.
fn withdrawn<'a>(
    said: &[Said],
    header: &impl Fn(DocumentKey) -> Option<&'a Header>,
) -> BTreeSet<DocumentKey> {
    let mut void = BTreeSet::new();
    for s in said {
        let Some(outlet) = s.claim.header.publisher.as_deref() else {
            continue;
        };
        if s.claim.header.notice.is_none() || !s.own || s.stance != Stance::Denies {
            continue;
        }
        let of_outlet = |h: &Header| h.publisher.as_deref() == Some(outlet);
        let name = words(outlet);
        for other in said.iter().filter(|o| o.stance == Stance::Affirms) {
            let its = &other.claim.header;
            let copied = its.copies.iter().filter_map(|c| header(c.of)).any(of_outlet);
            let mut chain = other.claim.claim.chain.iter();
            let cited = chain.any(|l| {
                let said: BTreeSet<String> = words(&l.name).union(&words(&l.text)).cloned().collect();
                !name.is_empty() && name.is_subset(&said)
            });
            let before = its.published <= s.claim.header.published;
            if before && (of_outlet(its) || copied || cited) {
                void.insert(other.claim.claim.document);
            }
        }
    }
    void
}

fn rank(stance: Stance) -> u8 {
    match stance {
        Stance::Plans => 0,
        Stance::Affirms => 1,
        Stance::Denies => 2,
        Stance::Retracts => 3,
    }
}

/// A denial by who affirmed it before, or in a notice of correction, takes it back; so does a correction that names its own error. What was only planned and
/// does not take place may have been called off.
fn retraction(s: &Said, before: Option<&[(Stance, DocumentKey)]>, only_planned: bool) -> Stance {
    let noticed = s.claim.header.notice.is_some();
    let affirmed = before.is_some_and(|says| {
        says.iter().any(|(stance, document)| {
            matches!(stance, Stance::Affirms | Stance::Plans) && *document != s.claim.claim.document
        })
    });
    let error = noticed
        && s.claim
            .claim
            .chain
            .last()
            .is_some_and(|link| own_voice(link, &s.claim.header));
    match s.stance {
        Stance::Denies if affirmed || s.own && noticed || only_planned && is_off(s) => Stance::Retracts,
        Stance::Affirms | Stance::Plans if error => Stance::Retracts,
        other => other,
    }
}

/// Whether a denial calls off what was planned: in the voice of the outlet, of who was to do it, or by a word for that.
fn is_off(s: &Said) -> bool {
    let known = |id: &Option<String>, of: &Option<String>| id.is_some() && id == of;
    let mut actors = s.claim.claim.actors().iter();
    s.own
        || actors.any(|a| known(&a.id, &s.ground.id) || s.ground.words == words(&a.name))
        || s.claim.beside(&WORDS.called_off)
}

/// Who told the outlet of a claim in its own voice the same, as another report has it: "a police officer told the Chronicle".
fn told_to(s: &Said, all: &[Said]) -> Option<Ground> {
    let outlet = words(s.claim.header.publisher.as_deref().filter(|_| s.own)?);
    let channel = |other: &Said| {
        let named = resting(other.claim).and_then(|link| link.channel.as_deref());
        named.is_some_and(|channel| {
            let channel = words(channel);
            !channel.is_empty()
                && !outlet.is_empty()
                && (outlet.is_subset(&channel) || channel.is_subset(&outlet))
        })
    };
    let told = all.iter().find(|other| {
        let elsewhere = other.claim.claim.document != s.claim.claim.document;
        elsewhere
            && other.stance == s.stance
            && other.ground.vouched
            && !other.ground.outlet
            && channel(other)
    });
    told.map(|other| other.ground.clone())
}

/// What a claim rests on after the outlets that it cites.
fn resolve(s: &Said, all: &[Said]) -> Ground {
    let mut ground = s.ground.clone();
    for _ in 0..4 {
        if !ground.outlet && !ground.media() {
            break;
        }
        // The cited outlet's own report of the same.
        let cited = all.iter().find(|other| {
            let outlet = other
                .claim
                .header
                .publisher
                .as_deref()
                .map(words)
                .unwrap_or_default();
            let own = other.claim.claim.document != s.claim.claim.document;
            own && !ground.outlet
                && !outlet.is_empty()
                && !ground.words.is_empty()
                && (outlet.is_subset(&ground.words) || ground.words.is_subset(&outlet))
        });
        match cited {
            Some(other) if !std::ptr::eq(&other.ground, &ground) => {
                let next = other.ground.clone();
                let still = next.outlet;
                ground = next;
                if still {
                    break;
                }
            }
            _ => break,
        }
    }
    ground
}
