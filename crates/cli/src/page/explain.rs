//! The page of `sayso explain`: why a statement is read out of its words.

use super::paint::{Ink, Line, Look};
use super::words::{self, Names};
use super::{DOT, Page};
use sayso::Document;
use sayso::extract::events::{LEG, NETWORK};
use sayso::model::statement::{Actor, Claim, EndKind, Factuality, Participant, Statement};
use sayso::model::{EventType, Interval, TokenIx};
use sayso::record::StatementRecord;

/// Columns of what a line is about.
const LABEL: usize = 12;

/// Why one statement of a document is read out of its words. `number` counts from 1.
pub fn statement(doc: &Document, record: &StatementRecord, number: usize, look: &Look) -> String {
    let names = Names(doc);
    let mut page = Page {
        names: Names(doc),
        doc,
        look,
        out: String::new(),
    };
    let s = &doc.reading.statements[number - 1];
    let title = format!(
        "Statement {} ({number} of {})",
        record.id,
        doc.reading.statements.len()
    );
    page.line(Ink::Strong, &title, "");
    page.statement(s, "  ");
    let explain = Explain { doc, names, s };
    let mut out = page.out;
    let mut last = "";
    for (label, words) in explain.lines() {
        let shown = if label == last { "" } else { label };
        last = label;
        let first = format!("{shown:LABEL$}");
        Line::of(Ink::Plain, &words).write(&mut out, look, &first, &" ".repeat(LABEL));
    }
    out.push('\n');
    out
}

struct Explain<'a> {
    doc: &'a Document,
    names: Names<'a>,
    s: &'a Statement,
}

impl Explain<'_> {
    /// What is told, and the words for it.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        self.syntax(&mut lines);
        self.rule(&mut lines);
        self.network(&mut lines);
        self.who(&mut lines);
        self.certainty(&mut lines);
        self.sources(&mut lines);
        self.when(&mut lines);
        self.places(&mut lines);
        self.quantities(&mut lines);
        lines.push(("score", format!("{:.2}", self.s.score)));
        lines
    }

    fn form(&self, t: TokenIx) -> &str {
        self.doc.annotated.form(t)
    }

    /// The trigger, what it depends on, and what depends on it.
    fn syntax(&self, lines: &mut Vec<(&'static str, String)>) {
        let tokens = &self.doc.annotated.tokens;
        let trigger = self.s.trigger;
        let told = |t: TokenIx| {
            let token = &tokens[t.at()];
            let head = token
                .head
                .map_or("nothing".to_owned(), |h| format!("“{}”", self.form(h)));
            format!(
                "“{}” {} ({}), {} of {head}",
                self.form(t),
                token.upos,
                token.lemma,
                token.deprel
            )
        };
        lines.push(("syntax", format!("{} (the trigger)", told(trigger))));
        let sentence = &self.doc.annotated.sentences[self.s.sentence];
        let below = sentence.tokens.clone().map(TokenIx::new);
        let below = below.filter(|t| tokens[t.at()].head == Some(trigger) && tokens[t.at()].upos != "PUNCT");
        lines.extend(below.map(|t| ("syntax", told(t))));
    }

    fn rule(&self, lines: &mut Vec<(&'static str, String)>) {
        let why = &self.s.why;
        let rule = match (why.rule.as_str(), &self.s.claim) {
            (NETWORK, _) => {
                "no frame knows these words: found by the network of events, the roles by `roles.toml`"
                    .to_owned()
            }
            (LEG, _) => "a leg of a journey: of the rest of it, or of what moves".to_owned(),
            (_, Claim::Fact { relation, .. }) => format!("the words for the relation {}", relation.name()),
            (frame, _) => format!("frame `{frame}`, fit {:.2}", why.fit),
        };
        lines.push(("rule", rule));
        if let (Some(before), Claim::Event { event, .. }) = (why.before, &self.s.claim) {
            let conversion = format!(
                "{} yet to come is {} (PLOVER's conversion)",
                before.name(),
                event.name()
            );
            lines.push(("rule", conversion));
        }
    }

    fn network(&self, lines: &mut Vec<(&'static str, String)>) {
        if !matches!(self.s.claim, Claim::Event { .. }) {
            return;
        }
        let found = self
            .doc
            .annotated
            .happenings
            .iter()
            .find(|h| h.token == self.s.trigger);
        let Some(h) = found else {
            lines.push(("network", "no event at this word".to_owned()));
            return;
        };
        let types = EventType::ALL.into_iter().map(EventType::name).zip(h.types);
        let values = Factuality::ALL.into_iter().map(Factuality::name).zip(h.values);
        lines.push((
            "network",
            format!("an event {:.2}{DOT}if so: {}", h.probability, shares(types)),
        ));
        lines.push(("network", format!("certainty: {}", shares(values))));
    }

    fn who(&self, lines: &mut Vec<(&'static str, String)>) {
        match &self.s.claim {
            Claim::Event {
                actors, recipients, ..
            } => {
                lines.extend(actors.iter().map(|p| ("actor", self.participant(p))));
                lines.extend(recipients.iter().map(|p| ("recipient", self.participant(p))));
            }
            Claim::Fact { subject, object, .. } => {
                for (label, end) in [("subject", subject), ("object", object)] {
                    let actor = match end.what {
                        EndKind::Entity(id) => self.doc.reading.entities[id.0 as usize].actor.as_ref(),
                        _ => None,
                    };
                    let words = self.names.end(end);
                    lines.push((
                        label,
                        format!("“{words}”{}", actor.map_or(String::new(), looked_up)),
                    ));
                }
            }
        }
    }

    fn participant(&self, p: &Participant) -> String {
        let slot = self.s.why.slots.iter().find(|(id, _)| *id == p.entity);
        let slot = match slot {
            Some((_, slot)) if slot == NETWORK => {
                let doc = &self.doc.annotated;
                let share = doc.parties(self.s.trigger).map_or(0.0, |parties| {
                    let all = [parties.actors.as_slice(), &parties.recipients];
                    all.map(|some| doc.share(some, p.span))
                        .into_iter()
                        .fold(0.0, f32::max)
                });
                format!(" by the network of parties: probability {share:.2}")
            }
            Some((_, slot)) => format!(" in slot `{slot}`"),
            None => String::new(),
        };
        let words = self.names.mention(p.entity, p.span);
        format!(
            "“{words}”{slot}{}",
            p.actor.as_ref().map_or(String::new(), looked_up)
        )
    }

    fn certainty(&self, lines: &mut Vec<(&'static str, String)>) {
        for (word, left) in &self.s.why.certainty {
            lines.push(("certainty", format!("“{}”: {left}", self.form(*word))));
        }
        let (_, words, _) = words::certainty(self.s.factuality);
        let by = match (self.s.why.by_rule, self.s.why.granted) {
            (Some(rule), Some(likely)) if self.s.factuality == Factuality::Certain => format!(
                "; {} by these words, but taken for granted: probability {likely:.2}",
                rule.name()
            ),
            (Some(rule), _) if rule != self.s.factuality => {
                format!("; {} by these words, but the network is sure", rule.name())
            }
            _ => String::new(),
        };
        lines.push(("certainty", format!("{} ({words}{by})", self.s.factuality.name())));
        let trigger = &self.doc.annotated.tokens[self.s.trigger.at()];
        if trigger.upos == "VERB" {
            let sure = 2.0 * trigger.happened;
            lines.push((
                "reader",
                format!("{sure:+.1} of ±3: how sure a reader would be that it is so, by a network"),
            ));
        }
    }

    fn sources(&self, lines: &mut Vec<(&'static str, String)>) {
        if self.s.attribution.is_empty() {
            lines.push(("source", "none: the article itself".to_owned()));
        }
        for (id, distanced) in &self.s.attribution {
            let a = &self.doc.reading.attributions[id.0 as usize];
            let cue: Vec<&str> = a.cue.iter().map(|c| self.names.of(*c)).collect();
            let source = self.names.source(a);
            let source = if source.is_empty() {
                "not named".to_owned()
            } else {
                format!("“{source}”")
            };
            let actor = a
                .source_entity
                .and_then(|e| self.doc.reading.entities[e.0 as usize].actor.as_ref());
            let mut told = format!(
                "{source}, {}{}",
                words::source_kind(a.source_kind),
                actor.map_or(String::new(), looked_up)
            );
            let cue = if cue.is_empty() {
                "no cue".to_owned()
            } else {
                format!("cue “{}”", cue.join(" … "))
            };
            told.push_str(&format!(
                "{DOT}{cue} ({}), commits to {}",
                a.cue_class.name(),
                a.value.name()
            ));
            if *distanced {
                told.push_str(", the writer keeps a distance");
            }
            let tokens = self.doc.annotated.tokens.iter();
            let of_cue = tokens.filter(|t| a.cue.iter().any(|c| c.overlaps(t.span)));
            let likely = of_cue.map(|t| t.cue).fold(0.0, f32::max);
            if !a.cue.is_empty() {
                told.push_str(&format!("{DOT}network of cues {likely:.2}"));
            }
            lines.push(("source", told));
        }
    }

    fn when(&self, lines: &mut Vec<(&'static str, String)>) {
        let annotated = &self.doc.annotated;
        let published = annotated.article.published;
        let published = published.map_or("no day of publication".to_owned(), |d| format!("published {d}"));
        let days = days(&self.s.when.interval);
        let mut told = match self.s.when.span {
            Some(span) => {
                let time = annotated.times.iter().find(|t| t.span == span);
                let value = time.map_or(String::new(), |t| format!(" = {} {}", t.kind.name(), t.value));
                format!("“{}”{value}: {days} ({published})", self.names.of(span))
            }
            None => format!("no expression of time; by its tense: {days} ({published})"),
        };
        if let Some(likely) = self.s.when.likely {
            told.push_str(&format!("{DOT}no rule; its own by {likely:.2}"));
        }
        lines.push(("time", told));
    }

    /// What befell those counted, and what the network says, which counts where no rule knows.
    fn quantities(&self, lines: &mut Vec<(&'static str, String)>) {
        for at in &self.s.quantities {
            let quantity = &self.doc.annotated.quantities[*at];
            let role = self.doc.reading.counted.get(*at).copied().flatten();
            let likely = quantity.toll.map_or_else(
                || "none".to_owned(),
                |toll| format!("{} {:.2}", toll.role, toll.probability),
            );
            lines.push((
                "quantity",
                format!(
                    "“{}” = {}: {}{DOT}network of tolls: {likely}",
                    self.names.of(quantity.span),
                    quantity.value,
                    role.unwrap_or("no role")
                ),
            ));
        }
    }

    fn places(&self, lines: &mut Vec<(&'static str, String)>) {
        for r in &self.s.places {
            let place = &self.doc.reading.places[r.place];
            let id = place
                .geonames_id
                .map_or(String::new(), |id| format!(", GeoNames {id}"));
            let country = place
                .country
                .as_deref()
                .map_or(String::new(), |c| format!(", {c}"));
            let words = self.names.of(place.span);
            lines.push((
                "place",
                format!(
                    "“{words}” as {}: {}{country}{id}, {:.2}",
                    r.role.name(),
                    place.name,
                    place.score
                ),
            ));
        }
    }
}

/// What the tables say of an actor.
fn looked_up(actor: &Actor) -> String {
    let by = actor
        .id
        .as_deref()
        .map_or("by description".to_owned(), |id| format!("entry `{id}`"));
    format!(" → {} {} ({by}, {:.2})", actor.code, actor.name, actor.score)
}

fn days(interval: &Interval) -> String {
    match (interval.start, interval.end) {
        (None, None) => "open".to_owned(),
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("from {a}"),
        (None, Some(b)) => format!("until {b}"),
    }
}

/// The largest shares, as far as they count.
fn shares(all: impl Iterator<Item = (&'static str, f32)>) -> String {
    let mut all: Vec<(&str, f32)> = all.collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    let first = all.iter().take(3).filter(|(_, share)| *share >= 0.02);
    first
        .map(|(name, share)| format!("{name} {share:.2}"))
        .collect::<Vec<_>>()
        .join(", ")
}
