//! The nouns of the ledger: a report with its claims, and what claims are made of.
//!
//! A claim is a statement as linking and queries need it: every number that points into a layer of the document has been replaced
//! by the thing itself, so that a claim can be understood without its document. Offsets count code points of the document's text.

use jiff::civil::Date;
use sayso_model::statement::{CueClass, Factuality, PlaceRole, Relation, SourceKind};
use sayso_model::{EventType, Interval};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What a document is called by whoever gave it: a string, or an integer where the input has one.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(untagged)]
#[schemars(title = "Id")]
pub enum Name {
    /// An integer.
    Number(i64),
    /// A string.
    Text(String),
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The key of a document in its ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentKey(pub i64);

/// The key of a claim in its ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimKey(pub i64);

/// What a document says about an earlier version of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notice {
    /// Something in it was corrected or updated.
    Correction,
    /// It is taken back.
    Retraction,
}

impl Notice {
    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Retraction => "retraction",
        }
    }

    /// The notice of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Correction, Self::Retraction]
            .into_iter()
            .find(|n| n.name() == name)
    }
}

/// A document with all that was read out of it, ready to be added.
#[derive(Clone, Debug)]
pub struct Report {
    /// What its giver calls it.
    pub name: Name,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The text that all offsets count in.
    pub text: String,
    /// What it says of an earlier version.
    pub notice: Option<Notice>,
    /// Its statements, in the order of the text.
    pub statements: Vec<Statement>,
}

/// A claim with its record.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What linking and queries need.
    pub claim: Claim,
    /// The statement record (`docs/schema/statement.json`), verbatim.
    pub record: Box<RawValue>,
}

/// A document without its text and statements, as linking sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its key.
    pub key: DocumentKey,
    /// What its giver calls it.
    pub name: Name,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// What it says of an earlier version.
    pub notice: Option<Notice>,
    /// The newer version of the same report.
    pub superseded_by: Option<DocumentKey>,
    /// The origin of its group of near copies: the earliest published, then the smallest name; itself where it is that or alone.
    pub origin: DocumentKey,
    /// The documents that it shares its text with, and how much.
    pub copies: Vec<Copy>,
}

/// Text that two documents share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// The other document.
    pub of: DocumentKey,
    /// Jaccard similarity of their five-word shingles, 0 to 1.
    pub similarity: f64,
    /// The share of the shingles of the smaller document that the larger one has too, 0 to 1.
    pub contained: f64,
}

/// A statement as linking and queries see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its key; given by the ledger.
    #[serde(skip)]
    pub key: ClaimKey,
    /// Its document; given by the ledger.
    #[serde(skip)]
    pub document: DocumentKey,
    /// Hash of its content, as in its record.
    pub id: String,
    /// What is claimed.
    #[serde(flatten)]
    pub what: What,
    /// Its sentence.
    pub sentence: Sentence,
    /// The word or words that tell of it.
    pub trigger: Trigger,
    /// Roots of the names of its sentence, in the order of the alphabet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The telling words of its sentence but for the trigger, as numbers in order ([`crate::link::context`]); given by the ledger.
    #[serde(skip)]
    pub context: Vec<u64>,
    /// Whether the trigger is a noun for what is known already ("the attack"); given by the ledger.
    #[serde(skip)]
    pub points_back: bool,
    /// Where, in the order of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// When; both sides open where nothing is said.
    #[serde(with = "days")]
    pub time: Interval,
    /// Whether the text says when, and the time is not merely that of the article.
    #[serde(default)]
    pub dated: bool,
    /// How much, in the order of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// PLOVER's auxiliary modes.
    #[serde(default)]
    pub auxiliary: Auxiliary,
    /// The commitment of the innermost source.
    #[serde(with = "factuality")]
    pub factuality: Factuality,
    /// Who says so, outermost first; empty where the article itself vouches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<Link>,
    /// How sure the program is that the words say so, 0 to 1.
    pub score: f64,
}

/// An event or a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made and read field by field, and never kept in large numbers"
)]
pub enum What {
    /// Something happens.
    Event {
        /// PLOVER type.
        #[serde(with = "event")]
        event: EventType,
        /// PLOVER mode.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<String>,
        /// PLOVER contexts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contexts: Vec<String>,
        /// PLOVER quad, 1 to 4.
        quad: u8,
        /// PLOVER conflict-cooperation score, -10 to 10.
        intensity: f64,
        /// Nearest CAMEO code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cameo: Option<String>,
        /// Who does it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        actors: Vec<Actor>,
        /// To whom.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        recipients: Vec<Actor>,
    },
    /// Something holds.
    Fact {
        /// The relation.
        #[serde(with = "relation")]
        relation: Relation,
        /// Of what.
        subject: End,
        /// To what.
        object: End,
    },
}

/// A sentence of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its number in the document, from 0.
    pub number: u32,
    /// Its first code point.
    pub start: u32,
    /// The code point behind its last.
    pub end: u32,
    /// Whether it is a headline or section heading.
    #[serde(default)]
    pub heading: bool,
}

/// The words of a trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its first code point.
    pub start: u32,
    /// The code point behind its last.
    pub end: u32,
    /// As written.
    pub text: String,
    /// Its lemma.
    pub lemma: String,
}

/// Somebody who takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// The words of the text at this place.
    pub text: String,
    /// The usual name where it is known, else the fullest words of the text that speak of the same.
    pub name: String,
    /// Country and primary sector in one (`PRKMIL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// Key in the knowledge tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The number of the entity in its document: the same for all words that speak of the same.
    pub entity: u32,
    /// `PER ORG GPE LOC FAC NORP EVENT WEAPON OTHER`
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// First code point of `text`.
    #[serde(default)]
    pub start: u32,
    /// The code point behind its last.
    #[serde(default)]
    pub end: u32,
}

/// One end of a fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// The words of the text.
    pub text: String,
    /// Who, where it is an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// How much, where it is a quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// When, where it is a time.
    #[serde(default, with = "days_or_none", skip_serializing_if = "Option::is_none")]
    pub time: Option<Interval>,
}

/// A place of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is to the event.
    #[serde(with = "role")]
    pub role: PlaceRole,
    /// The usual name.
    pub name: String,
    /// The words of the text.
    pub text: String,
    /// ISO 3166-1 alpha-3; `None` for seas and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Key in GeoNames.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames_id: Option<u32>,
    /// GeoNames class and code (`P.PPLC`).
    pub feature: String,
    /// `sea`, `air`, `land`, `rail`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// Leg of the movement, from 0.
    #[serde(default)]
    pub order: u32,
}

/// A quantity of a claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The value, or the middle of what is meant.
    pub value: f64,
    /// At least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// In what (`person`, `USD`, `km`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lemma of what is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// PLOVER's auxiliary modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Auxiliary {
    /// Long past.
    #[serde(skip_serializing_if = "no")]
    pub historical: bool,
    /// Yet to come.
    #[serde(skip_serializing_if = "no")]
    pub future: bool,
    /// Might or would be.
    #[serde(skip_serializing_if = "no")]
    pub hypothetical: bool,
    /// Is not so.
    #[serde(skip_serializing_if = "no")]
    pub negation: bool,
}

impl Auxiliary {
    /// From the names in a record.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for name in names {
            match name {
                "historical" => all.historical = true,
                "future" => all.future = true,
                "hypothetical" => all.hypothetical = true,
                "negation" => all.negation = true,
                _ => {}
            }
        }
        all
    }

    /// The names of those that hold, in the order of the manual.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            (self.historical, "historical"),
            (self.future, "future"),
            (self.hypothetical, "hypothetical"),
            (self.negation, "negation"),
        ];
        all.into_iter()
            .filter_map(|(holds, name)| holds.then_some(name))
            .collect()
    }
}

/// A link of a chain of sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The words of the text; empty where the article names none.
    pub text: String,
    /// The usual name where it is known, else the fullest words of the text that speak of the same.
    pub name: String,
    /// Country and primary sector in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Key in the knowledge tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Of a person, the body that it speaks for, where the report says so: "a spokesman of the army, Ali Sy".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The number of the entity in its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<u32>,
    /// The number of the attribution in its document: claims with the same number are of one saying.
    pub attribution: u32,
    /// What the source is.
    #[serde(with = "source_kind")]
    pub kind: SourceKind,
    /// What the source does.
    #[serde(with = "cue_class")]
    pub cue: CueClass,
    /// Whether the source's own words are given: `direct indirect mixed none`.
    pub quoted: String,
    /// How many persons the source is, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The countries that the words of the source name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Whom the source spoke to or through ("told The New York Times").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When the source spoke, where the article says so.
    #[serde(default, with = "days_or_none", skip_serializing_if = "Option::is_none")]
    pub time: Option<Interval>,
    /// Whether the writer keeps a distance.
    #[serde(default, skip_serializing_if = "no")]
    pub distanced: bool,
}

impl Claim {
    /// The first and last day that it is about: those said, one for both where one side is open; else the day of publication.
    pub fn days(&self, published: Option<Date>) -> (Option<Date>, Option<Date>) {
        let Interval { start, end } = self.time;
        (start.or(end).or(published), end.or(start).or(published))
    }

    /// PLOVER's type, or the relation.
    pub fn type_name(&self) -> &'static str {
        match &self.what {
            What::Event { event, .. } => event.name(),
            What::Fact { relation, .. } => relation.name(),
        }
    }

    /// Who acts; the subject of a fact.
    pub fn actors(&self) -> &[Actor] {
        match &self.what {
            What::Event { actors, .. } => actors,
            What::Fact { subject, .. } => subject.actor.as_slice(),
        }
    }

    /// On whom; the object of a fact.
    pub fn recipients(&self) -> &[Actor] {
        match &self.what {
            What::Event { recipients, .. } => recipients,
            What::Fact { object, .. } => object.actor.as_slice(),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn no(value: &bool) -> bool {
    !value
}

/// Days in JSON: a list of two, null where open.
mod days {
    use super::{Date, Interval};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(days: &Interval, to: S) -> Result<S::Ok, S::Error> {
        (days.start, days.end).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Interval, D::Error> {
        let (start, end) = <(Option<Date>, Option<Date>)>::deserialize(from)?;
        Ok(Interval { start, end })
    }
}

mod days_or_none {
    use super::{Date, Interval};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(days: &Option<Interval>, to: S) -> Result<S::Ok, S::Error> {
        days.map(|d| (d.start, d.end)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Interval>, D::Error> {
        let days = Option::<(Option<Date>, Option<Date>)>::deserialize(from)?;
        Ok(days.map(|(start, end)| Interval { start, end }))
    }
}

/// Codes of the model in JSON: by their names.
macro_rules! by_name {
    ($module:ident, $type:ty, $from:expr) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            use serde::{Deserializer, Serializer, de::Error};

            pub fn serialize<S: Serializer>(value: &$type, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(value.name())
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                let name = std::borrow::Cow::<'de, str>::deserialize(from)?;
                let from_name: fn(&str) -> Option<$type> = $from;
                from_name(&name)
                    .ok_or_else(|| D::Error::custom(format!("`{name}` is no {}", stringify!($type))))
            }
        }
    };
}

by_name!(factuality, Factuality, Factuality::from_name);
by_name!(event, EventType, EventType::from_name);
by_name!(relation, Relation, Relation::from_name);
by_name!(source_kind, SourceKind, SourceKind::from_name);
by_name!(cue_class, CueClass, CueClass::from_name);
by_name!(role, PlaceRole, role_of);

/// The role of a place by its name in records.
pub fn role_of(name: &str) -> Option<PlaceRole> {
    use PlaceRole::{Destination, Location, Origin, Target, Via};
    [Location, Origin, Via, Destination, Target]
        .into_iter()
        .find(|r| r.name() == name)
}
