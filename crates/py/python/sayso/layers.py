"""The layers of a document: plain objects with the fields that ``docs/statement.md`` and ``docs/schema`` describe.

Offsets count Unicode code points of the document's text, as Python's slices do; ``text[start:end]`` is what a thing is said with. Days
are ISO 8601 (``2024-10-28``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, List, Mapping, Optional, Tuple, Type, TypeVar, Union

Span = Tuple[int, int]
T = TypeVar("T")


@dataclass(slots=True)
class Token:
    """A word with its syntax (Universal Dependencies 2)."""

    start: int
    end: int
    lemma: str
    upos: str
    #: Number of the head in its sentence, from 1; 0 for the root.
    head: int
    deprel: str


@dataclass(slots=True)
class Sentence:
    """A sentence with its words."""

    start: int
    end: int
    #: A headline or section heading.
    heading: bool
    tokens: List[Token]


@dataclass(slots=True)
class Actor:
    """Who somebody is, in the tables of actors."""

    #: Country and primary sector in one.
    code: str
    #: ISO 3166-1 alpha-3, or PLOVER's code of a non-state body.
    country: Optional[str]
    #: PLOVER sectors, the primary one first.
    sector: List[str]
    name: str
    #: Key in the tables.
    id: Optional[str]


@dataclass(slots=True)
class Mention:
    """Words that speak of an entity."""

    start: int
    end: int
    #: ``name nominal pronoun``
    kind: str


@dataclass(slots=True)
class Entity:
    """Somebody or something that is spoken of."""

    id: int
    #: ``PER ORG GPE LOC FAC NORP EVENT WEAPON OTHER``
    type: str
    actor: Optional[Actor]
    mentions: List[Mention]


@dataclass(slots=True)
class Attribution:
    """Somebody says something."""

    id: int
    source: List[Span]
    cue: List[Span]
    content: List[Span]
    #: The attribution whose content this one lies in.
    parent: Optional[int]
    source_entity: Optional[int]
    #: ``named role anonymous group organisation document unspecified author``
    source_kind: str
    #: The entity that the source spoke to or through.
    channel: Optional[int]
    #: ``assert deny believe predict promise allege question know suggest request``
    cue_class: str
    #: ``direct indirect mixed none``
    quoted: str
    #: Whether the writer keeps a distance.
    distanced: bool
    #: How many persons the source is, where its words say so.
    number: Optional[int] = None
    #: The countries that the words of the source name.
    countries: List[str] = field(default_factory=list)
    #: When the source spoke: an element of ``times``.
    time: Optional[int] = None
    #: Where the source spoke: an element of ``places``.
    place: Optional[int] = None


@dataclass(slots=True)
class Place:
    """A place on the map."""

    start: int
    end: int
    name: str
    country: Optional[str]
    #: Degrees north and east.
    lat: float
    lon: float
    geonames_id: Optional[int]
    #: GeoNames class and code.
    feature: str
    #: Kilometres around the point within which it lies.
    precision_km: int
    score: float


@dataclass(slots=True)
class Interval:
    """Days from ``start`` to ``end``, both inclusive; None where open."""

    start: Optional[str]
    end: Optional[str]


@dataclass(slots=True)
class Time:
    """A time expression (TIMEX3)."""

    start: int
    end: int
    #: ``DATE TIME DURATION SET``
    type: str
    value: str
    interval: Interval


@dataclass(slots=True)
class Quantity:
    """Something counted or measured."""

    start: int
    end: int
    value: float
    low: Optional[float]
    high: Optional[float]
    unit: Optional[str]
    #: Lemma of what is counted.
    of: Optional[str]
    #: What befell those counted, or what they are: ``killed wounded missing captured displaced troops equipment``.
    role: Optional[str]


@dataclass(slots=True)
class LegPlace:
    """A place of a leg of a movement."""

    #: Its number in ``places``.
    place: int
    #: ``origin via destination``
    role: str


@dataclass(slots=True)
class LegName:
    """A place of a leg of a movement that the gazetteer does not know."""

    start: int
    end: int
    text: str
    #: ``origin via destination``
    role: str


@dataclass(slots=True)
class Movement:
    """A leg of a movement, whether it is an event of PLOVER or not."""

    start: int
    end: int
    text: str
    places: List[LegPlace]
    #: Places of it that the gazetteer does not know.
    names: List[LegName]
    #: ``sea air land rail``
    means: Optional[str]
    #: Legs of one journey have the same number.
    journey: int
    order: int


@dataclass(slots=True)
class Trigger:
    """The word that tells of an event or fact."""

    start: int
    end: int
    text: str
    lemma: str


@dataclass(slots=True)
class Participant:
    """Somebody who takes part in an event."""

    #: The ``id`` of an entity.
    entity: int
    text: str
    start: int
    end: int
    code: Optional[str]
    country: Optional[str]
    sector: List[str]


@dataclass(slots=True)
class End:
    """One end of a fact: an entity, a quantity, a time, or plain words."""

    text: str
    start: int
    end: int
    entity: Optional[int] = None
    quantity: Optional[int] = None
    time: Optional[int] = None
    code: Optional[str] = None
    country: Optional[str] = None
    sector: Optional[List[str]] = None


@dataclass(slots=True)
class PlaceRole:
    """A place of a statement."""

    #: Its number in ``places``.
    place: int
    #: ``location origin via destination target``
    role: str
    #: ``sea air land rail``
    means: Optional[str]
    #: Leg of the movement, from 0.
    order: int


@dataclass(slots=True)
class When:
    """The days of an event, and the words that say so."""

    start: Optional[str]
    end: Optional[str]
    text: Optional[str]


@dataclass(slots=True)
class QuantityRef:
    """A quantity of a statement."""

    #: Its number in ``quantities``.
    quantity: int


@dataclass(slots=True)
class Link:
    """A link of a chain of sources."""

    #: The ``id`` of an attribution.
    attribution: int
    #: The words of the text for the source.
    text: str
    code: Optional[str]
    source_kind: str
    channel: Optional[int]
    #: Whether the writer keeps a distance.
    distanced: bool


@dataclass(slots=True)
class Statement:
    """One event or fact, as one chain of sources puts it."""

    id: str
    #: ``event`` or ``fact``
    kind: str
    document: Union[str, int]
    #: Number of the sentence, from 0.
    sentence: int
    trigger: Trigger
    places: List[PlaceRole]
    time: When
    quantities: List[QuantityRef]
    #: Of ``historical future hypothetical negation``.
    auxiliary: List[str]
    #: FactBank value (``CT+ PR+ PS+ CT- PR- PS- U``): the commitment of the innermost source.
    factuality: str
    #: The chain of sources, outermost first; empty where the article itself vouches.
    attribution: List[Link]
    #: How sure the program is that the words say so, 0 to 1.
    score: float
    evidence: List[Span]
    #: PLOVER 2.0 type, mode, contexts (events).
    type: Optional[str] = None
    mode: Optional[str] = None
    contexts: List[str] = field(default_factory=list)
    #: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict (events).
    quad: Optional[int] = None
    #: PLOVER conflict-cooperation score, -10 to 10 (events).
    intensity: Optional[float] = None
    #: Nearest CAMEO code (events).
    cameo: Optional[str] = None
    actors: List[Participant] = field(default_factory=list)
    recipients: List[Participant] = field(default_factory=list)
    #: The relation, of what, to what, and when it holds (facts).
    relation: Optional[str] = None
    subject: Optional[End] = None
    object: Optional[End] = None
    valid: Optional[Interval] = None


def _several(make: Callable[[Any], T]) -> Callable[[Any], List[T]]:
    return lambda values: [make(value) for value in values]


def _perhaps(make: Callable[[Any], T]) -> Callable[[Any], Optional[T]]:
    return lambda value: None if value is None else make(value)


def _maker(cls: Type[T], **parts: Callable[[Any], Any]) -> Callable[[Mapping[str, Any]], T]:
    """Makes objects of a class of the fields of JSON; ``parts`` make those fields that are objects themselves."""

    def make(fields: Mapping[str, Any]) -> T:
        if not parts:
            return cls(**fields)
        made = dict(fields)
        for name, part in parts.items():
            if name in made:
                made[name] = part(made[name])
        return cls(**made)

    return make


_spans = _several(lambda pair: (pair[0], pair[1]))
_participants = _several(_maker(Participant))
_interval = _maker(Interval)

#: How each layer of a document is made of its JSON.
LAYERS: Mapping[str, Callable[[Any], Any]] = {
    "sentences": _several(_maker(Sentence, tokens=_several(_maker(Token)))),
    "entities": _several(_maker(Entity, actor=_perhaps(_maker(Actor)), mentions=_several(_maker(Mention)))),
    "attributions": _several(_maker(Attribution, source=_spans, cue=_spans, content=_spans)),
    "places": _several(_maker(Place)),
    "times": _several(_maker(Time, interval=_interval)),
    "quantities": _several(_maker(Quantity)),
    "movements": _several(_maker(Movement, places=_several(_maker(LegPlace)), names=_several(_maker(LegName)))),
    "statements": _several(
        _maker(
            Statement,
            trigger=_maker(Trigger),
            places=_several(_maker(PlaceRole)),
            time=_maker(When),
            quantities=_several(_maker(QuantityRef)),
            attribution=_several(_maker(Link)),
            evidence=_spans,
            actors=_participants,
            recipients=_participants,
            subject=_perhaps(_maker(End)),
            object=_perhaps(_maker(End)),
            valid=_perhaps(_interval),
        )
    ),
}
