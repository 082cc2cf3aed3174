//! What is read out of an annotated article: entities, attributions, places, and the statements that join them.

use crate::{EventType, Interval, Span, TokenIx};

/// The number of an entity in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The number of an attribution in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributionId(pub u32);

/// Who somebody is, as far as the knowledge tables tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// Country and sectors in one (`PRKMIL`, `USAGOV`, `IGO`).
    pub code: String,
    /// ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// The usual name.
    pub name: String,
    /// Key in the knowledge tables (`mark-rutte`); `None` for those known only by description.
    pub id: Option<String>,
    /// The time for which the role holds.
    pub valid: Interval,
    /// How sure the match is, 0 to 1.
    pub score: f64,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum EntityType {
    Person,
    Organisation,
    GeoPolitical,
    Location,
    Facility,
    Nationality,
    Event,
    Weapon,
    Other,
}

impl EntityType {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::GeoPolitical => "GPE",
            Self::Location => "LOC",
            Self::Facility => "FAC",
            Self::Nationality => "NORP",
            Self::Event => "EVENT",
            Self::Weapon => "WEAPON",
            Self::Other => "OTHER",
        }
    }
}

/// How an entity is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

impl MentionKind {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// Words that speak of an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// Their head.
    pub head: TokenIx,
    /// How.
    pub kind: MentionKind,
}

/// Somebody or something that an article speaks of, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityType,
    /// Who it is, when known.
    pub actor: Option<Actor>,
    /// In order.
    pub mentions: Vec<Mention>,
}

/// FactBank's values: how far a source commits, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Factuality {
    Certain,
    Probable,
    Possible,
    CertainNot,
    ProbableNot,
    PossibleNot,
    Uncommitted,
}

impl Factuality {
    /// All of them.
    pub const ALL: [Factuality; 7] = [
        Self::Certain,
        Self::Probable,
        Self::Possible,
        Self::CertainNot,
        Self::ProbableNot,
        Self::PossibleNot,
        Self::Uncommitted,
    ];

    /// FactBank's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "CT+",
            Self::Probable => "PR+",
            Self::Possible => "PS+",
            Self::CertainNot => "CT-",
            Self::ProbableNot => "PR-",
            Self::PossibleNot => "PS-",
            Self::Uncommitted => "U",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// 3 certain, 2 probable, 1 possible, 0 uncommitted.
    pub fn strength(self) -> u8 {
        match self {
            Self::Certain | Self::CertainNot => 3,
            Self::Probable | Self::ProbableNot => 2,
            Self::Possible | Self::PossibleNot => 1,
            Self::Uncommitted => 0,
        }
    }

    /// Whether it commits to something not being so.
    pub fn negative(self) -> bool {
        matches!(self, Self::CertainNot | Self::ProbableNot | Self::PossibleNot)
    }

    /// From strength (0 to 3) and polarity.
    pub fn new(strength: u8, negative: bool) -> Self {
        match (strength, negative) {
            (0, _) => Self::Uncommitted,
            (1, false) => Self::Possible,
            (2, false) => Self::Probable,
            (_, false) => Self::Certain,
            (1, true) => Self::PossibleNot,
            (2, true) => Self::ProbableNot,
            (_, true) => Self::CertainNot,
        }
    }

    /// The other polarity, as strong.
    pub fn negated(self) -> Self {
        Self::new(self.strength(), !self.negative())
    }

    /// No stronger than this.
    pub fn at_most(self, strength: u8) -> Self {
        Self::new(self.strength().min(strength), self.negative())
    }
}

/// What a source does in saying something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CueClass {
    Assert,
    Deny,
    Believe,
    Predict,
    Promise,
    Allege,
    Question,
    Know,
    Suggest,
    Request,
}

impl CueClass {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Assert, "assert"),
        (Self::Deny, "deny"),
        (Self::Believe, "believe"),
        (Self::Predict, "predict"),
        (Self::Promise, "promise"),
        (Self::Allege, "allege"),
        (Self::Question, "question"),
        (Self::Know, "know"),
        (Self::Suggest, "suggest"),
        (Self::Request, "request"),
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(c, _)| *c == self)
            .expect("all are listed")
            .1
    }

    /// The class of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(c, _)| *c)
    }
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SourceKind {
    Named,
    Role,
    Anonymous,
    Group,
    Organisation,
    Document,
    Unspecified,
    Author,
}

impl SourceKind {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Named, "named"),
        (Self::Role, "role"),
        (Self::Anonymous, "anonymous"),
        (Self::Group, "group"),
        (Self::Organisation, "organisation"),
        (Self::Document, "document"),
        (Self::Unspecified, "unspecified"),
        (Self::Author, "author"),
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(k, _)| *k == self)
            .expect("all are listed")
            .1
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// Whether the source's own words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Quoted {
    Direct,
    Indirect,
    Mixed,
    None,
}

impl Quoted {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

/// Somebody says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who; empty where the article does not say.
    pub source: Vec<Span>,
    /// The words that tell that it is said; empty for quotes that stand alone.
    pub cue: Vec<Span>,
    /// What.
    pub content: Vec<Span>,
    /// The attribution whose content this one lies in.
    pub parent: Option<AttributionId>,
    /// Who the source is.
    pub source_entity: Option<EntityId>,
    /// What the source is.
    pub source_kind: SourceKind,
    /// How many persons the source is, where the words say so ("two officials").
    pub number: Option<u32>,
    /// The countries that the words of the source name ("a senior Turkish official"), ISO 3166-1 alpha-3, in order.
    pub countries: Vec<String>,
    /// Whom the source spoke to or through.
    pub channel: Option<EntityId>,
    /// When the source spoke, where the article says so: the time in `Annotated::times`.
    pub time: Option<usize>,
    /// Where the source spoke, where the article says so: the place in `Reading::places`.
    pub place: Option<usize>,
    /// What the source does.
    pub cue_class: CueClass,
    /// How far the source commits to the content.
    pub value: Factuality,
    /// Whether the words are the source's own.
    pub quoted: Quoted,
    /// Whether the writer keeps a distance.
    pub distanced: bool,
}

/// A place that was found in the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// Its usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3; `None` for seas and the like.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Key in GeoNames.
    pub geonames_id: Option<u32>,
    /// GeoNames class and code (`P.PPLC`).
    pub feature: String,
    /// Kilometres around the point within which it lies.
    pub precision_km: u16,
    /// How sure, 0 to 1.
    pub score: f64,
}

/// A leg of a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The word that tells of it.
    pub trigger: TokenIx,
    /// Places of the document by number, and what they are to it, in order of the text.
    pub places: Vec<(usize, PlaceRole)>,
    /// Places that the gazetteer does not know, by their words.
    pub names: Vec<(Span, PlaceRole)>,
    /// `sea air land rail`
    pub means: Option<&'static str>,
    /// The journey that it belongs to: legs that neighbouring sentences tell of.
    pub journey: u32,
    /// Its number within the journey.
    pub order: u32,
}

/// What a place is to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum PlaceRole {
    Location,
    Origin,
    Via,
    Destination,
    Target,
}

impl PlaceRole {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Origin => "origin",
            Self::Via => "via",
            Self::Destination => "destination",
            Self::Target => "target",
        }
    }
}

/// A place of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceRef {
    /// Its number among the document's places.
    pub place: usize,
    /// What it is to the event.
    pub role: PlaceRole,
    /// `sea`, `air`, `land`, `rail`.
    pub means: Option<&'static str>,
    /// The leg of the movement, from 0.
    pub order: u32,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Who.
    pub entity: EntityId,
    /// The words.
    pub span: Span,
    /// The code at this place, which may be narrower than the entity's.
    pub actor: Option<Actor>,
}

/// A standing relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Relation {
    PartOf,
    Commands,
    HeadedBy,
    MemberOf,
    WingOf,
    AdversaryOf,
    AllyOf,
    Size,
    Rank,
    BasedIn,
    Founded,
    HoldsOffice,
    PartyTo,
}

impl Relation {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::PartOf => "part_of",
            Self::Commands => "commands",
            Self::HeadedBy => "headed_by",
            Self::MemberOf => "member_of",
            Self::WingOf => "wing_of",
            Self::AdversaryOf => "adversary_of",
            Self::AllyOf => "ally_of",
            Self::Size => "size",
            Self::Rank => "rank",
            Self::BasedIn => "based_in",
            Self::Founded => "founded",
            Self::HoldsOffice => "holds_office",
            Self::PartyTo => "party_to",
        }
    }

    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::PartOf,
        Self::Commands,
        Self::HeadedBy,
        Self::MemberOf,
        Self::WingOf,
        Self::AdversaryOf,
        Self::AllyOf,
        Self::Size,
        Self::Rank,
        Self::BasedIn,
        Self::Founded,
        Self::HoldsOffice,
        Self::PartyTo,
    ];

    /// From its name in records.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// One end of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The words.
    pub span: Span,
    /// What they are.
    pub what: EndKind,
}

/// What stands at an end of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndKind {
    /// An entity.
    Entity(EntityId),
    /// The number of a quantity in the document.
    Quantity(usize),
    /// The number of a time in the document.
    Time(usize),
    /// Plain words.
    Words,
}

/// PLOVER's auxiliary modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Auxiliary {
    /// Long past.
    pub historical: bool,
    /// Yet to come.
    pub future: bool,
    /// Might or would be.
    pub hypothetical: bool,
    /// Is not so.
    pub negation: bool,
}

impl Auxiliary {
    /// The names of those that hold.
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

/// An event or a standing relation.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Something happens.
    Event {
        /// PLOVER's type.
        event: EventType,
        /// PLOVER's mode.
        mode: Option<String>,
        /// PLOVER's contexts.
        contexts: Vec<String>,
        /// The nearest CAMEO code.
        cameo: Option<String>,
        /// Who does it.
        actors: Vec<Participant>,
        /// To whom.
        recipients: Vec<Participant>,
    },
    /// Something is so.
    Fact {
        /// The relation.
        relation: Relation,
        /// Of what.
        subject: End,
        /// To what.
        object: End,
    },
}

/// When it happens, as far as the words tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct When {
    /// The days.
    pub interval: Interval,
    /// The words that say so.
    pub span: Option<Span>,
    /// How likely these are the event's own, where no rule says so.
    pub likely: Option<f64>,
}

/// Why a statement is read out of its words, for `sayso explain`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// The name of the frame, `network` where the network of events alone found it, `fact` for a standing relation.
    pub rule: String,
    /// How well the words fit the frame, 0 to 1.
    pub fit: f64,
    /// What the score was made of, for events.
    pub features: Vec<f64>,
    /// Who stands in which slot of the frame.
    pub slots: Vec<(EntityId, String)>,
    /// The words that change how certain it is, the nearest first, and what is left of it after each.
    pub certainty: Vec<(TokenIx, String)>,
    /// How certain it is by these words and the source's alone, without the network of events.
    pub by_rule: Option<Factuality>,
    /// How likely whoever tells it takes it for granted, where it is not certain by all else and the network of events thinks it is.
    pub granted: Option<f64>,
    /// The clues of that.
    pub granted_by: Vec<String>,
    /// What it was before PLOVER's rules of conversion.
    pub before: Option<EventType>,
}

/// One event or fact as one chain of sources puts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What.
    pub claim: Claim,
    /// The number of its sentence.
    pub sentence: usize,
    /// The word that tells of it.
    pub trigger: TokenIx,
    /// All words of the trigger.
    pub trigger_span: Span,
    /// Where.
    pub places: Vec<PlaceRef>,
    /// When.
    pub when: When,
    /// Numbers of the document's quantities.
    pub quantities: Vec<usize>,
    /// PLOVER's auxiliary modes.
    pub auxiliary: Auxiliary,
    /// The commitment of the innermost source.
    pub factuality: Factuality,
    /// The chain of sources, outermost first; empty where the article itself vouches. With each, whether the writer keeps a distance.
    pub attribution: Vec<(AttributionId, bool)>,
    /// How sure the program is that the words say so, 0 to 1.
    pub score: f64,
    /// The words to read.
    pub evidence: Vec<Span>,
    /// Why it is read out of these words.
    pub why: Why,
}

/// All that is read out of an article.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// In order of place.
    pub attributions: Vec<Attribution>,
    /// In order of place.
    pub places: Vec<Place>,
    /// Who goes where; in the order of the travel as far as the words say.
    pub movements: Vec<Movement>,
    /// Of each quantity of the document, what befell those counted, or what they are: `killed wounded missing captured displaced
    /// troops equipment`.
    pub counted: Vec<Option<&'static str>>,
    /// Of each time of the document that has no days of its own, which it means there: "**within two weeks**".
    pub meant: Vec<Option<Interval>>,
    /// In order of place.
    pub statements: Vec<Statement>,
}
