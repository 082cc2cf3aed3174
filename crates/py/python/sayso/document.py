"""Documents: articles with all their layers."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from . import _sayso, display
from .layers import (
    LAYERS,
    Attribution,
    Entity,
    Movement,
    Place,
    Quantity,
    Sentence,
    Statement,
    Time,
)


class Document:
    """An article with all that was read out of it.

    A document is made of one line of ``sayso annotate``, which is its ``json``; layers are made when they are first asked for. It can be
    pickled and compared.
    """

    __slots__ = ("json", "_fields", "_layers")

    #: The line of ``sayso annotate --format jsonl``, without the line's end.
    json: str

    def __init__(self, json: str) -> None:
        self.json = json
        self._fields: Optional[Dict[str, Any]] = None
        self._layers: Dict[str, Any] = {}

    def to_dict(self) -> Dict[str, Any]:
        """The whole document as ``docs/schema/document.json`` describes it."""
        return json.loads(self.json)

    def _field(self, name: str) -> Any:
        if self._fields is None:
            self._fields = json.loads(self.json)
        return self._fields[name]

    def _layer(self, name: str) -> Any:
        if name not in self._layers:
            self._layers[name] = LAYERS[name](self._field(name))
        return self._layers[name]

    @property
    def id(self) -> Union[str, int]:
        """What the input calls it."""
        return self._field("id")

    @property
    def title(self) -> Optional[str]:
        """Headline."""
        return self._field("title")

    @property
    def published(self) -> Optional[str]:
        """Day of publication, ISO 8601."""
        return self._field("published")

    @property
    def publisher(self) -> Optional[str]:
        """Name of the outlet."""
        return self._field("publisher")

    @property
    def url(self) -> Optional[str]:
        """Address."""
        return self._field("url")

    @property
    def text(self) -> str:
        """The text that all offsets count in."""
        return self._field("text")

    @property
    def sentences(self) -> List[Sentence]:
        """Sentences with their words."""
        return self._layer("sentences")

    @property
    def entities(self) -> List[Entity]:
        """Who and what is spoken of."""
        return self._layer("entities")

    @property
    def attributions(self) -> List[Attribution]:
        """Who says what."""
        return self._layer("attributions")

    @property
    def places(self) -> List[Place]:
        """Places."""
        return self._layer("places")

    @property
    def times(self) -> List[Time]:
        """Time expressions."""
        return self._layer("times")

    @property
    def quantities(self) -> List[Quantity]:
        """Quantities."""
        return self._layer("quantities")

    @property
    def movements(self) -> List[Movement]:
        """Who goes where, leg by leg."""
        return self._layer("movements")

    @property
    def statements(self) -> List[Statement]:
        """Events and facts, each as one chain of sources puts it."""
        return self._layer("statements")

    def words(self, of: Any) -> str:
        """The words of a span, of several spans, or of anything with ``start`` and ``end``.

        >>> import sayso
        >>> doc = sayso.read("The ferry sank, the harbour master said.")
        >>> doc.words(doc.attributions[0].source)
        'the harbour master'
        """
        spans: List[Tuple[int, int]]
        if hasattr(of, "start") and hasattr(of, "end"):
            spans = [(of.start, of.end)]
        elif isinstance(of, tuple) and len(of) == 2 and isinstance(of[0], int):
            spans = [of]
        else:
            spans = list(of)
        return " ".join(self.text[start:end] for start, end in spans)

    def to_arrow(self) -> "_sayso.Table":
        """The statements in the flat columns of ``docs/parquet.md``, for any library with Arrow's PyCapsule interface."""
        return _sayso.statements([self.json])

    def _repr_html_(self) -> str:
        return display.document(self)

    def __repr__(self) -> str:
        count = len(self._field("statements"))
        return f"<sayso.Document {self.id!r}: {count} statement{'' if count == 1 else 's'}>"

    def __eq__(self, other: object) -> bool:
        return self.json == other.json if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.json)

    def __reduce__(self) -> Tuple[type, Tuple[str]]:
        return (Document, (self.json,))


def to_arrow(documents: Iterable[Document]) -> "_sayso.Table":
    """The statements of documents in the flat columns of ``docs/parquet.md``."""
    return _sayso.statements([document.json for document in documents])
