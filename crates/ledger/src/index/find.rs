//! What fits a filter, found by going through the columns. It must be what `query.rs` finds in the file.

use super::{At, BETWEEN, Index, NONE, Names};
use crate::query::{Target, full_text, is_code, needles};
use crate::rows::{OccurrenceRow, OriginRow, PlaceRow, Tally, TownRow};
use crate::{Error, Filter, Ledger};
use rusqlite::Connection;

/// One truth value for each statement, occurrence, party, or key in the file.
type Marks = Vec<bool>;

fn marked(marks: &[bool], key: i64) -> bool {
    usize::try_from(key).is_ok_and(|at| marks.get(at).copied().unwrap_or_default())
}

/// Where the marks are.
fn places(marks: &[bool]) -> impl Iterator<Item = usize> {
    marks
        .iter()
        .enumerate()
        .filter(|(_, fits)| **fits)
        .map(|(at, _)| at)
}

impl Index {
    /// The keys of what fits, in order, at most so many.
    pub(crate) fn keys(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        target: Target,
        most: usize,
    ) -> Result<Vec<i64>, Error> {
        let (fits, keys) = match target {
            Target::Occurrences => (self.fitting_occurrences(ledger, filter)?, &self.occurrences.key),
            Target::Statements => (self.fitting_statements(ledger, filter)?, &self.statements.key),
        };
        Ok(places(&fits).map(|at| keys[at]).take(most).collect())
    }

    /// Hands over the occurrences that fit, in order.
    pub(crate) fn each_occurrence(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        mut take: impl FnMut(&OccurrenceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let fits = self.fitting_occurrences(ledger, filter)?;
        places(&fits).try_for_each(|at| take(&self.occurrence(at)))
    }

    /// Hands over these occurrences.
    pub(crate) fn these_occurrences(
        &self,
        keys: &[i64],
        mut take: impl FnMut(&OccurrenceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut places = keys.iter().filter_map(|key| self.occurrences.numbers.get(key));
        places.try_for_each(|at| take(&self.occurrence(*at as usize)))
    }

    /// These keys of occurrences in order.
    pub(crate) fn in_order(&self, keys: &mut [i64]) {
        keys.sort_by_key(|key| self.occurrences.numbers.get(key));
    }

    fn occurrence(&self, at: usize) -> OccurrenceRow<'_> {
        let o = &self.occurrences;
        let (actors, recipients) = self.pair(o.pair[at]);
        OccurrenceRow {
            key: o.key[at],
            r#type: self.label(o.r#type[at]),
            quad: (o.quad[at] > 0).then_some(o.quad[at]),
            status: self.label(o.status[at]),
            intensity: o.intensity[at],
            actors,
            recipients,
            first: self.days.get(o.first[at]),
        }
    }

    /// Counts the occurrences that fit; gives back the keys of the latest of them.
    pub(crate) fn tally(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        latest: usize,
        tally: &mut impl Tally,
    ) -> Result<Vec<i64>, Error> {
        let fits = self.fitting_occurrences(ledger, filter)?;
        let o = &self.occurrences;
        let mut types = vec![[0_u64; 5]; self.labels.all.len()];
        let mut statuses = vec![0_u64; self.labels.all.len()];
        let mut pairs = vec![0_u64; self.pairs.all.len()];
        let mut days = vec![0_u64; self.days.all.len()];
        for at in places(&fits) {
            types[o.r#type[at] as usize][usize::from(o.quad[at].min(4))] += 1;
            statuses[o.status[at] as usize] += 1;
            pairs[o.pair[at] as usize] += 1;
            if let Some(day) = days.get_mut(o.first[at] as usize) {
                *day += 1;
            }
        }
        let counted = |counts: Vec<u64>| (0..).zip(counts).filter(|(_, count)| *count > 0);
        for (name, quads) in (0..).zip(types) {
            for (quad, count) in counted(quads.to_vec()) {
                tally.kind(
                    self.label(name),
                    u8::try_from(quad).ok().filter(|q| *q > 0),
                    count,
                );
            }
        }
        counted(statuses).for_each(|(name, count)| tally.status(self.label(name), count));
        for (pair, count) in counted(pairs) {
            let (actors, recipients) = self.pair(pair);
            tally.parties(actors, recipients, count);
        }
        for (day, count) in counted(days) {
            let day = self.days.get(day).unwrap_or_default();
            tally.month(day.get(..7).unwrap_or(day), count);
        }
        Ok(places(&fits).map(|at| o.key[at]).take(latest).collect())
    }

    /// Hands over the places of the statements that fit, those of one statement together.
    pub(crate) fn each_place(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        mut take: impl FnMut(&PlaceRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let fits = self.fitting_statements(ledger, filter)?;
        let s = &self.statements;
        for at in places(&fits) {
            for At { role, leg, town } in self.places.get(at) {
                take(&PlaceRow {
                    statement: s.key[at],
                    id: &s.hash[at],
                    last: self.days.get(s.last[at]).unwrap_or_default(),
                    role: *role,
                    leg: *leg,
                    place: self.towns[*town as usize].key,
                })?;
            }
        }
        Ok(())
    }

    /// A row of the table of places.
    pub(crate) fn town(&self, key: i64) -> Option<&TownRow> {
        let at = self.towns.binary_search_by_key(&key, |town| town.key).ok()?;
        Some(&self.towns[at].about)
    }

    /// Hands over the origins of these occurrences.
    pub(crate) fn each_origin(
        &self,
        occurrences: &[i64],
        mut take: impl FnMut(i64, &OriginRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for key in occurrences {
            let Some(at) = self.occurrences.numbers.get(key) else {
                continue;
            };
            for origin in self.origins.get(*at as usize) {
                let outlets = self.outlets.get(origin.at as usize).iter();
                let origin = OriginRow {
                    source: self.names.get(origin.source).unwrap_or_default(),
                    code: self.codes.get(origin.code),
                    stance: self.label(origin.stance),
                    independent: origin.independent,
                    outlets: outlets
                        .filter_map(|o| self.names.get(*o))
                        .map(str::to_owned)
                        .collect(),
                };
                take(*key, &origin)?;
            }
        }
        Ok(())
    }

    fn label(&self, number: u32) -> &str {
        self.labels.get(number).unwrap_or_default()
    }

    /// Countries of actors and of recipients.
    fn pair(&self, number: u32) -> (&str, &str) {
        let both = self.pairs.get(number).unwrap_or_default();
        both.split_once(BETWEEN).unwrap_or_default()
    }

    fn fitting_occurrences(&self, ledger: &Ledger, filter: &Filter) -> Result<Marks, Error> {
        let count = self.occurrences.key.len();
        let mut fits = match self.conditions(ledger, filter)? {
            None => vec![true; count],
            Some(statements) => {
                let of = places(&statements).flat_map(|at| self.of.get(at)).copied();
                marks(count, of)
            }
        };
        for condition in [self.with_status(filter), self.with_origins(filter)] {
            condition.iter().for_each(|other| both(&mut fits, other));
        }
        Ok(fits)
    }

    fn fitting_statements(&self, ledger: &Ledger, filter: &Filter) -> Result<Marks, Error> {
        let conditions = self.conditions(ledger, filter)?;
        let mut fits = conditions.unwrap_or_else(|| vec![true; self.statements.key.len()]);
        let of_occurrences = [self.with_status(filter), self.with_origins(filter)];
        for (at, fits) in fits.iter_mut().enumerate().filter(|(_, fits)| **fits) {
            let of = self.of.get(at);
            // What nothing firm stands beside is no statement of the ledger. Each condition may be met by another occurrence.
            let met = |marks: &Option<Marks>| {
                let any = |marks: &Marks| of.iter().any(|o| marks[*o as usize]);
                marks.as_ref().is_none_or(any)
            };
            *fits = !of.is_empty() && of_occurrences.iter().all(met);
        }
        Ok(fits)
    }

    fn with_status(&self, filter: &Filter) -> Option<Marks> {
        let wanted = numbers(&self.labels, filter.status.iter().map(|s| s.name()));
        (!filter.status.is_empty()).then(|| one_of(&self.occurrences.status, &wanted))
    }

    fn with_origins(&self, filter: &Filter) -> Option<Marks> {
        if filter.origin.is_none() && filter.stance.is_empty() {
            return None;
        }
        let source = filter.origin.as_ref().map(|name| self.names.number(name));
        let stances = numbers(&self.labels, filter.stance.iter().map(|s| s.name()));
        let fits = |o: &super::OriginColumns| {
            source.is_none_or(|source| source == Some(o.source))
                && (filter.stance.is_empty() || stances.contains(&o.stance))
        };
        let any = |at: usize| self.origins.get(at).iter().any(fits);
        Some((0..self.occurrences.key.len()).map(any).collect())
    }

    /// Which statements meet the conditions on statements; `None` where there are no conditions.
    fn conditions(&self, ledger: &Ledger, filter: &Filter) -> Result<Option<Marks>, Error> {
        let s = &self.statements;
        let mut all: Option<Marks> = None;
        let mut add = |marks: Marks| match &mut all {
            None => all = Some(marks),
            Some(all) => both(all, &marks),
        };
        for (role, wanted) in [(1, &filter.actor), (2, &filter.recipient), (3, &filter.source)] {
            let Some(wanted) = wanted else { continue };
            let parties = self.parties_called(wanted)?;
            let parts = parties.iter().flat_map(|party| self.parts.get(*party));
            let statements = parts.filter(|(does, _)| *does == role).map(|(_, at)| *at);
            add(marks(s.key.len(), statements));
        }
        if let Some(country) = &filter.country {
            let country = country.to_uppercase();
            let number = self.labels.number(&country);
            let of_it = (0..)
                .zip(&self.parties.country)
                .filter(|(_, c)| Some(**c) == number);
            let parts = of_it.flat_map(|(party, _)| self.parts.get(party));
            let take_part = parts.filter(|(does, _)| *does < 3).map(|(_, at)| *at);
            let towns = (0..self.towns.len()).filter(|at| self.towns[*at].about.country == country);
            let there = towns.flat_map(|town| self.there.get(town)).copied();
            add(marks(s.key.len(), take_part.chain(there)));
        }
        if let Some(wanted) = &filter.r#type {
            let (kind, mode) = wanted
                .split_once('-')
                .map_or((wanted.as_str(), None), |(k, m)| (k, Some(m)));
            let kinds = [kind.to_uppercase(), kind.to_lowercase()];
            let kinds = numbers(&self.labels, kinds.iter().map(String::as_str));
            add(one_of(&s.r#type, &kinds));
            if let Some(mode) = mode {
                add(one_of(
                    &s.mode,
                    self.labels.number(&mode.to_lowercase()).as_slice(),
                ));
            }
        }
        if let Some(quad) = filter.quad {
            add(s.quad.iter().map(|q| *q == quad && quad > 0).collect());
        }
        if let Some(kind) = &filter.kind {
            add(one_of(&s.kind, self.labels.number(kind).as_slice()));
        }
        if !filter.factuality.is_empty() {
            let wanted = numbers(&self.labels, filter.factuality.iter().map(String::as_str));
            add(one_of(&s.factuality, &wanted));
        }
        if let Some(place) = &filter.place {
            let mut towns = self.town_words.having(&needles(place)?);
            if is_code(place) {
                let of_it = |at: &usize| self.towns[*at].about.country == *place;
                towns.extend((0..self.towns.len()).filter(of_it));
            }
            let there = towns.iter().flat_map(|town| self.there.get(*town)).copied();
            add(marks(s.key.len(), there));
        }
        if let Some(day) = filter.from {
            let day = day.to_string();
            let days: Marks = self.days.all.iter().map(|d| **d >= *day).collect();
            add(s.last.iter().map(|d| *d != NONE && days[*d as usize]).collect());
        }
        if let Some(day) = filter.to {
            let day = day.to_string();
            let days: Marks = self.days.all.iter().map(|d| **d <= *day).collect();
            add(s.first.iter().map(|d| *d != NONE && days[*d as usize]).collect());
        }
        if let Some(outlet) = &filter.outlet {
            add(one_of(&s.outlet, self.names.number(outlet).as_slice()));
        }
        if let Some(wanted) = &filter.text {
            let wanted = full_text(wanted)?;
            let sentences = told(&ledger.connection, "sentence_words", &wanted)?;
            let titles = told(&ledger.connection, "title_words", &wanted)?;
            let told = s.sentence.iter().zip(&s.document);
            add(told
                .map(|(s, d)| marked(&sentences, *s) || marked(&titles, *d))
                .collect());
        }
        Ok(all)
    }

    /// As `Ledger::party`.
    fn parties_called(&self, wanted: &str) -> Result<Vec<usize>, Error> {
        let p = &self.parties;
        if is_code(wanted) {
            let fits: Marks = self
                .codes
                .all
                .iter()
                .map(|code| code.starts_with(wanted))
                .collect();
            let found: Vec<usize> = (0..p.code.len())
                .filter(|at| fits[p.code[*at] as usize])
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        if let Some(exact) = wanted.strip_prefix('=') {
            let key = self.names.number(exact);
            let fits = |at: &usize| *p.name[*at] == *exact || Some(p.key[*at]) == key;
            return Ok((0..p.name.len()).filter(fits).collect());
        }
        Ok(p.words.having(&needles(wanted)?))
    }
}

fn marks(count: usize, places: impl Iterator<Item = u32>) -> Marks {
    let mut marks = vec![false; count];
    places.for_each(|at| marks[at as usize] = true);
    marks
}

fn one_of(column: &[u32], wanted: &[u32]) -> Marks {
    column.iter().map(|value| wanted.contains(value)).collect()
}

fn both(all: &mut [bool], other: &[bool]) {
    all.iter_mut().zip(other).for_each(|(one, other)| *one &= other);
}

fn numbers<'a>(names: &Names, texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    texts.filter_map(|text| names.number(text)).collect()
}

/// The rows of a table of words that have these.
fn told(file: &Connection, table: &str, wanted: &str) -> Result<Marks, Error> {
    let mut select = file.prepare_cached(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?"))?;
    let mut rows = select.query([wanted])?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
        if marks.len() <= at {
            marks.resize(at + 1, false);
        }
        marks[at] = true;
    }
    Ok(marks)
}
