//! Pages of documents made by hand, so that they show the page and nothing else.

use super::*;
use jiff::civil::date;
use sayso::model::statement::{
    Actor, Attribution, AttributionId, Auxiliary, CueClass, End, EndKind, Entity, EntityId, EntityType,
    Mention, MentionKind, Participant, Place, PlaceRef, PlaceRole, Relation, SourceKind, When, Why,
};
use sayso::model::{EventType, Interval, Quantity, TokenIx};

const PLAIN: Look = Look {
    color: false,
    width: 64,
};

/// Makes a document piece by piece; words are given as they stand in its text.
struct Maker(Document);

impl Maker {
    fn new(title: &str, text: &str) -> Self {
        let mut doc = Document::default();
        doc.annotated.article.text = text.to_owned();
        doc.annotated.article.title = Some(title.to_owned());
        Self(doc)
    }

    fn span(&self, words: &str) -> Span {
        let at = self
            .0
            .annotated
            .article
            .text
            .find(words)
            .unwrap_or_else(|| panic!("`{words}` is not in the text"));
        Span::new(at, at + words.len())
    }

    fn entity(&mut self, mentions: &[(&str, MentionKind)], code: Option<&str>) -> EntityId {
        let mention = |(words, kind): &(&str, MentionKind)| Mention {
            span: self.span(words),
            head: TokenIx(0),
            kind: *kind,
        };
        let actor = code.map(|code| Actor {
            code: code.to_owned(),
            ..Actor::default()
        });
        let mentions = mentions.iter().map(mention).collect();
        self.0.reading.entities.push(Entity {
            kind: EntityType::Organisation,
            actor,
            mentions,
        });
        EntityId(self.0.reading.entities.len() as u32 - 1)
    }

    fn says(&mut self, source: &str, entity: Option<EntityId>, cue: &str, kind: SourceKind) -> AttributionId {
        let spans = |words: &str| {
            if words.is_empty() {
                vec![]
            } else {
                vec![self.span(words)]
            }
        };
        let (source, cue) = (spans(source), spans(cue));
        self.0.reading.attributions.push(Attribution {
            source,
            cue,
            content: vec![],
            parent: None,
            source_entity: entity,
            source_kind: kind,
            number: None,
            countries: vec![],
            channel: None,
            time: None,
            place: None,
            cue_class: CueClass::Assert,
            value: Factuality::Certain,
            quoted: Quoted::Indirect,
            distanced: false,
        });
        AttributionId(self.0.reading.attributions.len() as u32 - 1)
    }

    fn statement(&mut self, claim: Claim, trigger: &str, evidence: &str) -> &mut Statement {
        self.0.reading.statements.push(Statement {
            claim,
            sentence: 0,
            trigger: TokenIx(0),
            trigger_span: self.span(trigger),
            places: vec![],
            when: When::default(),
            quantities: vec![],
            auxiliary: Auxiliary::default(),
            factuality: Factuality::Certain,
            attribution: vec![],
            score: 1.0,
            evidence: vec![self.span(evidence)],
            why: Why::default(),
        });
        self.0.reading.statements.last_mut().expect("just pushed")
    }

    fn by(&self, entity: EntityId, words: &str) -> Participant {
        Participant {
            entity,
            span: self.span(words),
            actor: None,
        }
    }

    fn place(&mut self, words: &str, country: &str) -> usize {
        let span = self.span(words);
        self.0.reading.places.push(Place {
            span,
            name: words.to_owned(),
            country: Some(country.to_owned()),
            lat: 0.0,
            lon: 0.0,
            geonames_id: None,
            feature: "P.PPL".into(),
            precision_km: 10,
            score: 1.0,
        });
        self.0.reading.places.len() - 1
    }
}

fn event(event: &str, mode: Option<&str>, actors: Vec<Participant>, recipients: Vec<Participant>) -> Claim {
    Claim::Event {
        event: EventType::from_name(event).expect("a type of PLOVER"),
        mode: mode.map(str::to_owned),
        contexts: vec![],
        cameo: None,
        actors,
        recipients,
    }
}

fn check(doc: &Document, look: &Look, expected: &str) {
    let page = article(doc, &Id::Text("note".into()), look);
    assert_eq!(page, expected, "\n{page}");
}

fn convoy() -> Maker {
    let text = "The Harbour Gazette said two officials told it that the Coast Brigade had driven from Mirsk via Tolen to \
                Ovra with 40 trucks. The brigade is part of the Northern Army. It did not fire at the allegedly armed \
                fishermen, the defence minister, Ana Brandt, insisted on Monday.";
    let mut m = Maker::new("Brigade moves to Ovra", text);
    m.0.annotated.article.published = Some(date(2025, 3, 12));
    m.0.annotated.article.publisher = Some("Coast Wire".into());
    let gazette = m.entity(&[("The Harbour Gazette", MentionKind::Name)], Some("OBRMED"));
    let brigade = m.entity(
        &[
            ("the Coast Brigade", MentionKind::Name),
            ("It", MentionKind::Pronoun),
        ],
        None,
    );
    let fishermen = m.entity(&[("armed fishermen", MentionKind::Nominal)], None);
    let army = m.entity(&[("the Northern Army", MentionKind::Name)], None);
    let minister = m.entity(&[("Ana Brandt", MentionKind::Name)], Some("OBRGOVMIL"));
    let outer = m.says(
        "The Harbour Gazette",
        Some(gazette),
        "said",
        SourceKind::Organisation,
    );
    let inner = m.says("two officials", None, "told", SourceKind::Anonymous);
    let denial = m.says(
        "the defence minister, Ana Brandt,",
        Some(minister),
        "insisted",
        SourceKind::Named,
    );
    let legs = [
        m.place("Mirsk", "OBR"),
        m.place("Tolen", "OBR"),
        m.place("Ovra", "OBR"),
    ];
    let trucks = Quantity {
        span: m.span("40"),
        value: 40.0,
        low: None,
        high: None,
        unit: None,
        of: Some("truck".into()),
        toll: None,
    };
    m.0.annotated.quantities.push(trucks);
    let quantity_words = "had driven from Mirsk via Tolen to Ovra with 40 trucks";
    let who = vec![m.by(brigade, "the Coast Brigade")];
    let s = m.statement(
        event("MOBILIZE", Some("troops"), who, vec![]),
        "driven",
        quantity_words,
    );
    s.attribution = vec![(outer, false), (inner, false)];
    s.factuality = Factuality::Probable;
    s.quantities = vec![0];
    let role = |place, role, means, order| PlaceRef {
        place,
        role,
        means,
        order,
    };
    s.places = vec![
        role(legs[0], PlaceRole::Origin, None, 0),
        role(legs[1], PlaceRole::Destination, Some("land"), 0),
        role(legs[1], PlaceRole::Origin, None, 1),
        role(legs[2], PlaceRole::Destination, Some("sea"), 1),
    ];
    let end = |m: &Maker, id, words| End {
        span: m.span(words),
        what: EndKind::Entity(id),
    };
    let (subject, object) = (
        end(&m, brigade, "The brigade"),
        end(&m, army, "the Northern Army"),
    );
    m.statement(
        Claim::Fact {
            relation: Relation::PartOf,
            subject,
            object,
        },
        "part of",
        "The brigade is part of the Northern Army.",
    );
    let (who, whom) = (
        vec![m.by(brigade, "It")],
        vec![m.by(fishermen, "armed fishermen")],
    );
    let monday = m.span("Monday");
    let s = m.statement(
        event("ASSAULT", None, who, whom),
        "fire",
        "It did not fire at the allegedly armed fishermen,",
    );
    s.attribution = vec![(denial, true)];
    s.factuality = Factuality::CertainNot;
    s.auxiliary.negation = true;
    s.when = When {
        interval: Interval::day(date(2025, 3, 10)),
        span: Some(monday),
        likely: None,
    };
    m
}

#[test]
fn sources_stand_in_a_tree() {
    check(
        &convoy().0,
        &PLAIN,
        "\
Brigade moves to Ovra
12 March 2025 · Coast Wire · note
────────────────────────────────────────────────────────────────
3 statements, 3 sources

The article itself
  ●●● The brigade — part of — the Northern Army
      certain
      │ The brigade is part of the Northern Army.

The Harbour Gazette (an organisation, OBRMED)
  speaks of what others say:
  └ Two officials (anonymous)
    ●●○ the Coast Brigade — MOBILIZE troops
        probable · leg 1: from Mirsk (OBR) to Tolen (OBR) by
        land · leg 2: from Tolen (OBR) to Ovra (OBR) by sea · 40
        (truck)
        │ told: had driven from Mirsk via Tolen to Ovra with 40
        │ trucks

The defence minister, Ana Brandt (by name, OBRGOVMIL)
  ✕✕✕ the Coast Brigade (“It”) — ASSAULT → armed fishermen
      certainly not so · negated · the writer keeps a distance
      (“allegedly”) · Monday (10 March 2025)
      │ insisted: It did not fire at the allegedly armed
      │ fishermen

",
    );
}

#[test]
fn colors_frame_the_same_words() {
    let plain = article(&convoy().0, &Id::Text("note".into()), &PLAIN);
    let colored = article(
        &convoy().0,
        &Id::Text("note".into()),
        &Look { color: true, ..PLAIN },
    );
    assert!(colored.contains("\u{1b}[1mdriven\u{1b}[0m"), "{colored}");
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn lines_fit() {
    for width in [30, 41, 52, 100] {
        let page = article(
            &convoy().0,
            &Id::Text("note".into()),
            &Look { color: false, width },
        );
        for line in page.lines() {
            assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn an_article_without_statements() {
    check(
        &Maker::new("Weather", "It rained.").0,
        &Look {
            color: false,
            width: 30,
        },
        "Weather\nno date · note\n──────────────────────────────\nNo statements were found in\nthis article.\n\n",
    );
}

#[test]
fn legend_explains_all_signs() {
    let legend = legend(&PLAIN);
    for word in ["●●● certain", "○○○ open", "✕✕✕ certainly not so"] {
        assert!(legend.replace('\u{a0}', " ").contains(word), "{legend}");
    }
}
