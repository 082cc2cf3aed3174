"""Ledgers: the record of who said what happened."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

from . import _sayso, display
from .document import Document
from .inputs import Day, Input, OnError, batches, day
from .reading import BATCH, model

#: Events as probable as this are kept, as ``sayso ingest`` does.
LEAST: float = _sayso.LEAST


@dataclass(slots=True)
class Tally:
    """How many reports became what."""

    new: int = 0
    known: int = 0
    copies: int = 0
    corrections: int = 0
    statements: int = 0
    #: In the ledger now; None where nothing had to be linked.
    occurrences: Optional[int] = None

    def _count(self, what: str, statements: int) -> None:
        name = {"new": "new", "known": "known", "copy": "copies", "correction": "corrections"}[what]
        setattr(self, name, getattr(self, name) + 1)
        if what != "known":
            self.statements += statements


class Rows(Sequence[Dict[str, Any]]):
    """What a query found: records as dicts, with the fields that ``docs/ledger.md`` and ``docs/schema`` describe."""

    _SHOWN = {
        "occurrences": ("status", "type", "actors", "recipients", "places", "time", "origins"),
        "statements": ("type", "factuality", "actors", "recipients", "attribution", "time", "document"),
        "series": ("month", "actor_country", "recipient_country", "type", "asserted", "contested", "asserted_intensity"),
    }

    def __init__(self, ledger: "Ledger", what: str, filter: Dict[str, Any]) -> None:
        self._ledger, self._what, self._filter = ledger, what, filter
        #: The records as lines of JSON.
        self.lines: List[str] = ledger._open.lines(what, filter)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [json.loads(line) for line in self.lines[at]]
        return json.loads(self.lines[at])

    def to_arrow(self) -> "_sayso.Table":
        """The same question again in flat columns (``docs/parquet.md``), for any library with Arrow's PyCapsule interface."""
        return self._ledger._open.table(self._what, self._filter)

    def _repr_html_(self) -> str:
        return display.rows(self[: display.ROWS], self._SHOWN[self._what], len(self))

    def __repr__(self) -> str:
        return f"<sayso.Rows: {len(self)} {self._what}>"


class Ledger:
    """One file that keeps reports with all their statements, and what follows from them.

    >>> import sayso, tempfile, os
    >>> path = os.path.join(tempfile.mkdtemp(), "war.db")
    >>> ledger = sayso.Ledger(path)
    >>> ledger.ingest([{"id": "a", "published": "2024-10-29", "text": "Norway sent troops to Latvia on Monday."}]).new
    1
    >>> [(o["type"], o["status"]) for o in ledger.occurrences(country="NOR")]
    [('MOBILIZE', 'single-source')]
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"], *, create: bool = True, read_only: bool = False) -> None:
        """Opens a ledger, and makes it where there is none unless ``create`` is False; ``read_only`` changes nothing in it."""
        self.path = os.fspath(path)
        mode = "read" if read_only else "create" if create else "open"
        self._open = _sayso.Ledger(self.path, mode)

    def close(self) -> None:
        """Closes the file."""
        self._open.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ingest(
        self,
        articles: Iterable[Input],
        *,
        date: Day = None,
        publisher: Optional[str] = None,
        knowledge: Union[str, "os.PathLike[str]", None] = None,
        min_score: float = LEAST,
        threads: Optional[int] = None,
        on_error: OnError = None,
    ) -> Tally:
        """Reads articles, as ``sayso.annotate`` takes them, and adds them; what is there already is not read again. Then links all.

        Each report is kept as a whole or not at all, so what was interrupted can be run again.
        """
        ready = model(os.fspath(knowledge) if knowledge is not None else None, min_score, threads)
        known, tally = self._open.known(), Tally()
        for batch in batches(articles, BATCH * (threads or os.cpu_count() or 1), date, publisher, on_error):
            wanted = [(number, one) for number, one in batch if not known.holds(one)]
            tally.known += len(batch) - len(wanted)
            for (number, _), line in zip(wanted, ready.read([one for _, one in wanted], threads)):
                if isinstance(line, str):
                    what, _, statements = self._open.add(line)
                    tally._count(what, statements)
                elif on_error is None:
                    raise line
                else:
                    on_error(number, line)
        tally.occurrences = self._open.relink()
        return tally

    def add(self, document: Document) -> str:
        """Adds a document that was read already; ``new known copy correction``. ``relink`` makes the occurrences."""
        return self._open.add(document.json)[0]

    def relink(self) -> int:
        """Puts together anew what speaks of the same happening; how many occurrences there are."""
        count = self._open.relink(True)
        assert count is not None
        return count

    def occurrences(self, **filters: Any) -> Rows:
        """What happened, according to whom, and how it stands; what is last in time comes first.

        Filters are those of ``sayso query``: ``actor recipient source country type quad factuality place text status kind as_of``, the days ``start``
        and ``end``, ``limit`` and ``offset``.
        """
        return Rows(self, "occurrences", _days(filters))

    def statements(self, **filters: Any) -> Rows:
        """Statements one by one, with a field ``ledger`` behind each; filters as ``occurrences``."""
        return Rows(self, "statements", _days(filters))

    def series(self, **filters: Any) -> Rows:
        """Counts and intensities by countries, type and month; filters as ``occurrences``."""
        return Rows(self, "series", _days(filters))

    def export(self, format: str, path: Union[str, "os.PathLike[str]"], **filters: Any) -> Tuple[int, int]:
        """Writes what fits to a file, as ``sayso export --as FORMAT``; how many rows were written, and how many left out."""
        return self._open.export(format, os.fspath(path), _days(filters))

    def info(self) -> Dict[str, int]:
        """How many documents, statements, occurrences (in all and by status) it holds."""
        return dict(self._open.info())

    def check(self) -> List[str]:
        """Looks at everything; what is wrong, or an empty list."""
        return self._open.check()

    def compact(self) -> Tuple[int, int]:
        """Makes the file as small as can be; bytes before and after."""
        return self._open.compact()

    def __repr__(self) -> str:
        return f"<sayso.Ledger {self.path!r}>"


def _days(filters: Dict[str, Any]) -> Dict[str, Any]:
    return {name: day(value) if name in ("start", "end", "as_of") else value for name, value in filters.items()}
