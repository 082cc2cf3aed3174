"""Reads the news and keeps the record of who says what happened.

``read`` reads one article, ``annotate`` many; both give ``Document``s with all their layers. A ``Ledger`` keeps what many reports say, links
what speaks of the same happening, and answers questions. ``sayso.spark`` does the same for archives on a cluster.

>>> import sayso
>>> sayso.read("The ferry sank, the harbour master said.").attributions[0].cue_class
'assert'
"""

from __future__ import annotations

from . import errors
from ._sayso import VERSION as __version__
from ._sayso import Article, Table
from .document import Document, to_arrow
from .errors import LedgerError, QueryError, ReadError, SaysoError
from .inputs import articles
from .ledger import Ledger, Rows, Tally
from .reading import annotate, read, resolve

__all__ = [
    "Article",
    "Document",
    "Ledger",
    "LedgerError",
    "QueryError",
    "ReadError",
    "Rows",
    "SaysoError",
    "Table",
    "Tally",
    "__version__",
    "annotate",
    "articles",
    "errors",
    "read",
    "resolve",
    "to_arrow",
]
