//! Claims that are linked with each other, and what a new report changes about them.

use super::blocks::Blocks;
use super::cluster::{self, Bonds};
use super::features::{self, Features, Prepared, Words};
use super::order::Order;
use super::pieces::{Odds, Pieces};
use super::scale::Scale;
use super::{FIRM, NEVER, assemble};
use crate::occurrence::Occurrence;
use crate::report::{Claim, ClaimKey, DocumentKey, Header, What};
use rayon::prelude::*;
use sayso_model::EventType;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Claims with what hangs together among them. What it makes of a set of reports does not depend on the order in which they came.
#[derive(Default)]
pub struct Linker {
    documents: Vec<Document>,
    numbers: HashMap<DocumentKey, u32>,
    claims: Vec<Prepared>,
    claim_numbers: HashMap<ClaimKey, u32>,
    order: Order,
    blocks: Blocks,
    /// Of each claim, the earlier ones that it is likely one with; and of each, the later ones whose list it is in.
    bonds: Bonds,
    later: Vec<Vec<u32>>,
    /// Claims of facts that say the same of the same.
    facts: BTreeMap<Fact, Vec<u32>>,
    /// How claims of events were grouped last.
    pieces: Pieces,
}

/// Claims of a report that are compared one after the other, so that what their report has to do with others is asked once.
const TOGETHER: usize = 8;
/// Pairs of a piece that are compared one after the other, for the same.
const PAIRS: usize = 256;

type Fact = (String, String, String);

struct Document {
    header: Arc<Header>,
    words: Words,
    claims: Range<u32>,
    /// How many claims it has of each type of event.
    of_type: [u32; EventType::ALL.len()],
}

/// What a report changed.
#[derive(Default)]
pub struct Change {
    /// The claims whose occurrences are made anew; others stand as they stood.
    pub claims: Vec<ClaimKey>,
    /// The occurrences that they are in now.
    pub occurrences: Vec<Occurrence>,
    /// The claims whose bonds to earlier ones are others now.
    pub bonds: Vec<ClaimKey>,
}

impl Linker {
    /// Of reports with their claims.
    pub fn of(reports: impl IntoIterator<Item = (Header, Vec<Claim>)>) -> Self {
        let mut linker = Self::loose(reports);
        for (claim, bonds) in linker.bound_all((0..linker.claims.len() as u32).collect()) {
            linker.tie(claim, bonds);
        }
        let pieces = linker.settle();
        let compared = linker.compared_in(pieces);
        linker.keep(compared);
        linker
    }

    /// Of reports whose claims are to be compared, not linked.
    pub fn loose(reports: impl IntoIterator<Item = (Header, Vec<Claim>)>) -> Self {
        let mut linker = Self::default();
        linker.enter(reports, |_, _, _| {});
        linker
    }

    /// Of reports whose bonds are known: those that [`Linker::bonds`] gave once.
    pub fn restored(
        reports: impl IntoIterator<Item = (Header, Vec<Claim>)>,
        bonds: impl IntoIterator<Item = (ClaimKey, ClaimKey, f64)>,
    ) -> Self {
        let mut linker = Self::loose(reports);
        for (later, earlier, odds) in bonds {
            let number = |key| linker.claim_numbers.get(&key).copied();
            if let (Some(later), Some(earlier)) = (number(later), number(earlier)) {
                linker.bonds[later as usize].push((earlier, odds));
                linker.later[earlier as usize].push(later);
            }
        }
        linker.settle();
        linker
    }

    /// Adds reports that it does not have yet; headers of those that it has replace what they were.
    pub fn add(&mut self, reports: Vec<(Header, Vec<Claim>)>, headers: Vec<Header>) -> Change {
        let first = self.claims.len() as u32;
        let mut anew: BTreeSet<u32> = BTreeSet::new();
        let mut meetings: Vec<(u32, u32)> = Vec::new();
        let bonds = std::mem::take(&mut self.bonds);
        let bonded = |later: u32, earlier: u32| {
            bonds
                .get(later as usize)
                .is_some_and(|all| all.iter().any(|(other, _)| *other == earlier))
        };
        self.enter(reports, |blocks, order, claim| {
            let disturbed = blocks.disturbed(claim, order, &bonded);
            meetings.extend(disturbed.meeting.into_iter().map(|later| (later, claim)));
            anew.insert(claim);
            anew.extend(disturbed.anew);
        });
        self.bonds = bonds;
        self.bonds.resize(self.claims.len(), Vec::new());
        for claim in &anew {
            self.blocks.forget(*claim);
            self.pieces.forget(*claim);
        }
        meetings.retain(|(later, _)| !anew.contains(later));
        let mut found = self.bound_all(anew.into_iter().collect());
        found.extend(self.bound_too(meetings));
        let mut change = Change::default();
        let mut moved: BTreeSet<u32> = (first..self.claims.len() as u32).collect();
        for (claim, bonds) in found {
            let before = &self.bonds[claim as usize];
            if *before != bonds {
                moved.insert(claim);
                moved.extend(before.iter().chain(&bonds).map(|(other, _)| *other));
                change.bonds.push(self.claims[claim as usize].claim.key);
                self.tie(claim, bonds);
            }
        }
        for header in headers {
            let claims = self.replace(header);
            claims.clone().for_each(|claim| self.pieces.forget(claim));
            moved.extend(claims);
        }
        let pieces = self.changed_pieces(&moved);
        let mut regrouped: BTreeSet<u32> = pieces.iter().flatten().copied().collect();
        let facts: BTreeSet<Fact> = moved
            .iter()
            .filter_map(|c| fact(&self.claims[*c as usize].claim))
            .collect();
        let compared = self.compared_in(pieces);
        let mut groups = self.grouped(&compared);
        self.keep(compared);
        groups.extend(facts.iter().map(|fact| self.in_order(self.facts[fact].clone())));
        regrouped.extend(groups.iter().flatten());
        change.occurrences = groups.iter().filter_map(|group| self.occurrence(group)).collect();
        change.claims = regrouped
            .iter()
            .map(|c| self.claims[*c as usize].claim.key)
            .collect();
        change
    }

    /// All occurrences.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let mut groups =
            self.grouped(&self.compared_in(self.pieces_of((0..self.claims.len() as u32).collect())));
        groups.extend(self.facts.values().map(|group| self.in_order(group.clone())));
        groups.sort_by(|a, b| self.order.compare(a[0], b[0]));
        groups.iter().filter_map(|group| self.occurrence(group)).collect()
    }

    /// Pairs of claims that are worth comparing, compared, by the places of the claims among all that came.
    pub fn compared(&self) -> Vec<(usize, usize, Features)> {
        let claims: Vec<u32> = (0..self.claims.len() as u32).collect();
        let document = |claim: u32| self.order.document(claim);
        let mut all = Vec::new();
        for claims in claims.chunk_by(|a, b| document(*a) == document(*b)) {
            let likeness = Likeness::to(self, document(claims[0]));
            for later in claims {
                for earlier in self.blocks.meets(&self.claims, *later, &self.order) {
                    let features = self.compare_by(earlier, *later, &likeness);
                    all.push((earlier as usize, *later as usize, features));
                }
            }
        }
        all
    }

    /// What a claim hangs together with among those before it, with the log-odds.
    pub fn bonds(&self, claim: ClaimKey) -> Vec<(ClaimKey, f64)> {
        let number = self.claim_numbers.get(&claim);
        let bonds = number.map(|number| &self.bonds[*number as usize]);
        let key = |other: u32| self.claims[other as usize].claim.key;
        bonds
            .into_iter()
            .flatten()
            .map(|(other, odds)| (key(*other), *odds))
            .collect()
    }

    /// The claims that it has, by their keys.
    pub fn claims(&self) -> impl Iterator<Item = ClaimKey> {
        self.claims.iter().map(|c| c.claim.key)
    }

    /// A claim by its key.
    pub fn claim(&self, key: ClaimKey) -> Option<&Claim> {
        let number = self.claim_numbers.get(&key)?;
        Some(&self.claims[*number as usize].claim)
    }

    /// A document by its key.
    pub fn header(&self, key: DocumentKey) -> Option<&Header> {
        let number = self.numbers.get(&key)?;
        Some(&self.documents[*number as usize].header)
    }

    /// The documents that it has.
    pub fn headers(&self) -> impl Iterator<Item = &Header> {
        self.documents.iter().map(|d| d.header.as_ref())
    }

    fn enter(
        &mut self,
        reports: impl IntoIterator<Item = (Header, Vec<Claim>)>,
        mut entered: impl FnMut(&Blocks, &Order, u32),
    ) {
        for (header, claims) in reports {
            let header = Arc::new(header);
            let first = self.claims.len() as u32;
            self.order.enter(&header, claims.len());
            for claim in claims {
                self.claim_numbers.insert(claim.key, self.claims.len() as u32);
                self.claims.push(Prepared::new(claim, header.clone()));
            }
            let all = first..self.claims.len() as u32;
            self.numbers.insert(header.key, self.documents.len() as u32);
            let mut of_type = [0; EventType::ALL.len()];
            for event in self.claims[first as usize..].iter().filter_map(|c| c.event) {
                of_type[event as usize] += 1;
            }
            self.documents.push(Document {
                of_type,
                words: Words::of(&self.claims[first as usize..]),
                claims: all,
                header,
            });
        }
        for number in self.later.len() as u32..self.claims.len() as u32 {
            self.later.push(Vec::new());
            if let Some(fact) = fact(&self.claims[number as usize].claim) {
                self.facts.entry(fact).or_default().push(number);
            }
        }
        self.bonds.resize(self.claims.len(), Vec::new());
        self.pieces.grow(self.claims.len());
        let order = &self.order;
        self.blocks
            .enter(&self.claims, order, |blocks, claim| entered(blocks, order, claim));
    }

    /// Puts another header in the place of a document's; gives back the claims of the document.
    fn replace(&mut self, header: Header) -> Range<u32> {
        let Some(number) = self.numbers.get(&header.key) else {
            return 0..0;
        };
        let document = &mut self.documents[*number as usize];
        document.header = Arc::new(header);
        for claim in document.claims.clone() {
            self.claims[claim as usize].header = document.header.clone();
        }
        document.claims.clone()
    }

    /// How alike two reports are.
    fn alike(&self, a: u32, b: u32) -> f64 {
        let words = |document: u32| &self.documents[document as usize].words;
        words(a).alike(words(b))
    }

    /// How many other claims of the types of two the reports of these have.
    fn rivals(&self, a: u32, b: u32) -> f64 {
        let of_type = |claim: u32, event: Option<EventType>| {
            let document = &self.documents[self.order.document(claim) as usize];
            event.map_or(0, |event| document.of_type[event as usize])
        };
        let (x, y) = (self.claims[a as usize].event, self.claims[b as usize].event);
        let others = of_type(a, y) + of_type(b, x);
        f64::from(if x == y { others.saturating_sub(2) } else { others })
    }

    /// Compares two claims, by their places among all that came.
    pub fn compare(&self, a: u32, b: u32) -> Features {
        let later = if self.order.compare(a, b).is_lt() { b } else { a };
        self.compare_by(a, b, &Likeness::to(self, self.order.document(later)))
    }

    /// Compares two claims; `likeness` is to the report of the later one.
    fn compare_by(&self, a: u32, b: u32, likeness: &Likeness) -> Features {
        let unlike = |one: u32, other: u32| {
            let (one, other) = (self.order.document(one), self.order.document(other));
            if one == other {
                0.0
            } else {
                features::unlike(likeness.of(other))
            }
        };
        let crowd = self.blocks.crowd(a, b, &self.order, &unlike);
        let earlier = if self.order.compare(a, b).is_lt() { a } else { b };
        let claim = |number: u32| &self.claims[number as usize];
        let alike = likeness.of(self.order.document(earlier));
        features::compare(claim(a), claim(b), alike, crowd, self.rivals(a, b))
    }

    /// The log-odds that two claims are one, in thousandths, as the file keeps them; `compare` is asked where they may be.
    fn odds(&self, a: u32, b: u32, compare: impl Fn(u32, u32) -> Features) -> i32 {
        let odds = if features::compatible(&self.claims[a as usize], &self.claims[b as usize]) {
            Scale::embedded().odds(&compare(a, b))
        } else {
            NEVER
        };
        (odds * 1000.0).round() as i32
    }

    /// The bonds of several claims to those before them.
    fn bound_all(&self, claims: Vec<u32>) -> Vec<(u32, Vec<(u32, f64)>)> {
        let document = |claim: u32| self.order.document(claim);
        let reports = claims.chunk_by(|a, b| document(*a) == document(*b));
        let some: Vec<&[u32]> = reports.flat_map(|claims| claims.chunks(TOGETHER)).collect();
        let bound = |claims: &[u32]| {
            let likeness = Likeness::to(self, document(claims[0]));
            let bound = |claim: &u32| {
                let met = self.blocks.meets(&self.claims, *claim, &self.order).into_iter();
                let odds = |other: u32| self.odds(other, *claim, |a, b| self.compare_by(a, b, &likeness));
                (*claim, met.filter_map(|other| bond(other, odds(other))).collect())
            };
            claims.iter().map(bound).collect::<Vec<_>>()
        };
        some.into_par_iter().flat_map_iter(bound).collect()
    }

    /// The bonds of claims that meet new ones before them as well: pairs of the later and the new one.
    fn bound_too(&self, mut meetings: Vec<(u32, u32)>) -> Vec<(u32, Vec<(u32, f64)>)> {
        let document = |pair: &(u32, u32)| self.order.document(pair.0);
        meetings.sort_unstable_by_key(|pair| (document(pair), *pair));
        let each: Vec<&[(u32, u32)]> = meetings.chunk_by(|a, b| document(a) == document(b)).collect();
        let bound = |pairs: &[(u32, u32)]| {
            let likeness = Likeness::to(self, document(&pairs[0]));
            let of_one = |pairs: &[(u32, u32)]| {
                let later = pairs[0].0;
                // Others that came with it may have pushed it out of reach again.
                let met = pairs
                    .iter()
                    .filter(|(_, new)| self.blocks.meet(&self.claims, later, *new, &self.order));
                let odds = |new: u32| self.odds(new, later, |a, b| self.compare_by(a, b, &likeness));
                let new: Vec<(u32, f64)> = met.filter_map(|(_, new)| bond(*new, odds(*new))).collect();
                (!new.is_empty()).then(|| (later, [self.bonds[later as usize].clone(), new].concat()))
            };
            let each = pairs.chunk_by(|a, b| a.0 == b.0);
            each.filter_map(of_one).collect::<Vec<_>>()
        };
        each.into_par_iter().flat_map_iter(bound).collect()
    }

    /// Notes the bonds of a claim in the place of those that it had.
    fn tie(&mut self, claim: u32, bonds: Vec<(u32, f64)>) {
        for (other, _) in &self.bonds[claim as usize] {
            self.later[*other as usize].retain(|l| *l != claim);
        }
        for (other, _) in &bonds {
            self.later[*other as usize].push(claim);
        }
        self.bonds[claim as usize] = bonds;
    }

    /// The pieces that are to be grouped anew where the bonds of these claims, or what they say, are others: their own. A piece without any of them had
    /// the same bonds before, so it was one then as well, unless it was part of a larger one, which had one of them.
    fn changed_pieces(&mut self, moved: &BTreeSet<u32>) -> Vec<Vec<u32>> {
        let is_event = |claim: &u32| self.claims[*claim as usize].event.is_some();
        let moved: Vec<u32> = moved.iter().copied().filter(is_event).collect();
        let before = moved.iter().flat_map(|claim| self.pieces.with(*claim));
        let mut open: BTreeSet<u32> = before.chain(&moved).copied().collect();
        let moved: BTreeSet<u32> = moved.into_iter().collect();
        let mut pieces = Vec::new();
        while let Some(claim) = open.pop_first() {
            let piece = self.piece(claim);
            piece.iter().for_each(|claim| {
                open.remove(claim);
            });
            let new = self.pieces.note(&piece);
            // What neither lost nor won a member, and whose bonds are what they were, stays grouped as it is.
            if new || piece.iter().any(|claim| moved.contains(claim)) {
                pieces.push(piece);
            }
        }
        pieces
    }

    /// The piece of a claim, in order.
    fn piece(&self, claim: u32) -> Vec<u32> {
        let beside = |claim: u32| {
            let earlier = self.bonds[claim as usize].iter().copied();
            let later = self.later[claim as usize].iter().flat_map(|later| {
                let bonds = self.bonds[*later as usize].iter();
                bonds
                    .filter(|(other, _)| *other == claim)
                    .map(|(_, odds)| (*later, *odds))
            });
            earlier.chain(later).collect()
        };
        self.in_order(cluster::piece_of(claim, &beside))
    }

    /// The pieces in which claims of events hang together, each in order.
    fn pieces_of(&self, claims: Vec<u32>) -> Vec<Vec<u32>> {
        let events = claims
            .into_iter()
            .filter(|c| self.claims[*c as usize].event.is_some());
        cluster::pieces(self.in_order(events.collect()), &self.bonds)
    }

    /// Notes that all there is has been grouped, as these pieces.
    fn settle(&mut self) -> Vec<Vec<u32>> {
        let pieces = self.pieces_of((0..self.claims.len() as u32).collect());
        for piece in &pieces {
            self.pieces.note(piece);
        }
        pieces
    }

    /// Pieces with the log-odds of their pairs.
    fn compared_in(&self, pieces: Vec<Vec<u32>>) -> Vec<(Vec<u32>, Odds)> {
        let compare = |piece: Vec<u32>| {
            let mut odds = Odds::default();
            if cluster::is_grouped(&piece) {
                odds = self.pieces.odds(&piece);
                // A report may be in one large piece alone, so that this is work for several threads as well.
                let compared: Vec<(usize, usize, i32)> = odds
                    .unknown_pairs()
                    .par_chunks(PAIRS)
                    .flat_map_iter(|pairs| self.compared_among(&piece, pairs))
                    .collect();
                for (i, j, found) in compared {
                    odds.note(i, j, found);
                }
            }
            (piece, odds)
        };
        pieces.into_par_iter().map(compare).collect()
    }

    /// The log-odds of some pairs of a piece, by the places of the two in it.
    fn compared_among(&self, piece: &[u32], pairs: &[(usize, usize)]) -> Vec<(usize, usize, i32)> {
        let of = |pair: &(usize, usize)| self.order.document(piece[pair.1]);
        let mut found = Vec::with_capacity(pairs.len());
        for pairs in pairs.chunk_by(|a, b| of(a) == of(b)) {
            let likeness = Likeness::to(self, of(&pairs[0]));
            let odds =
                |i: usize, j: usize| self.odds(piece[i], piece[j], |a, b| self.compare_by(a, b, &likeness));
            found.extend(pairs.iter().map(|(i, j)| (*i, *j, odds(*i, *j))));
        }
        found
    }

    /// Keeps the log-odds of pairs for when their pieces grow.
    fn keep(&mut self, compared: Vec<(Vec<u32>, Odds)>) {
        for (piece, odds) in compared {
            self.pieces.keep(&piece, odds);
        }
    }

    fn in_order(&self, mut claims: Vec<u32>) -> Vec<u32> {
        claims.sort_unstable_by(|a, b| self.order.compare(*a, *b));
        claims
    }

    /// The groups of pieces, each in order.
    fn grouped(&self, compared: &[(Vec<u32>, Odds)]) -> Vec<Vec<u32>> {
        compared
            .par_iter()
            .flat_map_iter(|(piece, odds)| cluster::groups(piece, odds))
            .filter(|group| self.firm(group))
            .map(|group| self.in_order(group))
            .collect()
    }

    /// Whether the claims of a group make it probable that anything happened: those of different reports add to each other.
    fn firm(&self, group: &[u32]) -> bool {
        let mut best: BTreeMap<DocumentKey, f64> = BTreeMap::new();
        for number in group {
            let claim = &self.claims[*number as usize].claim;
            let known = best.entry(claim.document).or_default();
            *known = known.max(claim.score);
        }
        1.0 - best.values().map(|p| 1.0 - p).product::<f64>() >= FIRM
    }

    fn occurrence(&self, group: &[u32]) -> Option<Occurrence> {
        let all: Vec<&Prepared> = group
            .iter()
            .map(|number| &self.claims[*number as usize])
            .collect();
        assemble(&all, &|key| self.header(key))
    }
}

/// A claim with the log-odds that another is one with it, where that is likely.
fn bond(other: u32, odds: i32) -> Option<(u32, f64)> {
    (odds > 0).then(|| (other, f64::from(odds) / 1000.0))
}

/// How alike a report and others are, as far as that was asked: a crowd asks many times for the same.
struct Likeness<'a> {
    linker: &'a Linker,
    document: u32,
    known: RefCell<HashMap<u32, f64>>,
}

impl<'a> Likeness<'a> {
    fn to(linker: &'a Linker, document: u32) -> Self {
        Self {
            linker,
            document,
            known: RefCell::default(),
        }
    }

    fn of(&self, other: u32) -> f64 {
        let mut known = self.known.borrow_mut();
        *known
            .entry(other)
            .or_insert_with(|| self.linker.alike(self.document, other))
    }
}

/// What a claim of a fact says of whom.
fn fact(claim: &Claim) -> Option<Fact> {
    let What::Fact {
        relation,
        subject,
        object,
    } = &claim.what
    else {
        return None;
    };
    let name = |end: &crate::report::End| {
        let actor = end.actor.as_ref();
        let id = actor.and_then(|a| a.id.clone());
        id.unwrap_or_else(|| {
            let name = actor.map_or(&end.text, |a| &a.name);
            let words: Vec<String> = features::words(name).into_iter().collect();
            words.join(" ")
        })
    };
    Some((relation.name().to_owned(), name(subject), name(object)))
}
