"""Articles to documents."""

from __future__ import annotations

import functools
import json
import os
from typing import Any, Dict, Iterable, Iterator, Optional, Union

from . import _sayso
from .document import Document
from .inputs import Day, Input, OnError, batches, day

#: Articles that are read before any is given back, for each thread.
BATCH = 32


@functools.lru_cache(maxsize=2)
def model(knowledge: Optional[str], min_score: Optional[float], threads: Optional[int]) -> "_sayso.Model":
    """Weights, tables and rules: made once for the same tables and threshold, some tenths of a second and 200 MB."""
    return _sayso.Model(knowledge, min_score, threads)


def read(
    article: Union[str, bytes],
    *,
    date: Day = None,
    publisher: Optional[str] = None,
    title: Optional[str] = None,
    url: Optional[str] = None,
    id: str = "text",
    html: Optional[bool] = None,
    knowledge: Union[str, "os.PathLike[str]", None] = None,
    min_score: Optional[float] = None,
    threads: Optional[int] = None,
) -> Document:
    """Reads one article: a text or a page (``html`` says which; without it, the beginning does).

    ``date`` (of publication) and ``publisher`` stand in where the article does not say them. ``knowledge`` is a folder of own tables of
    actors; events less probable than ``min_score`` (0.5) are left out.

    >>> import sayso
    >>> doc = sayso.read("Norway sent troops to Latvia on Monday, the minister said.", date="2024-10-29")
    >>> statement = doc.statements[0]
    >>> statement.type, [who.country for who in statement.actors], statement.attribution[0].text
    ('MOBILIZE', ['NOR'], 'the minister')
    >>> statement.time.start, doc.text[statement.trigger.start : statement.trigger.end]
    ('2024-10-28', 'sent')
    """
    made = _sayso.article(article, id, html=html, title=title, url=url, date=day(date), publisher=publisher)
    return next(annotate([made], knowledge=knowledge, min_score=min_score, threads=threads))


def annotate(
    articles: Iterable[Input],
    *,
    date: Day = None,
    publisher: Optional[str] = None,
    knowledge: Union[str, "os.PathLike[str]", None] = None,
    min_score: Optional[float] = None,
    threads: Optional[int] = None,
    on_error: OnError = None,
) -> Iterator[Document]:
    """Reads articles on all processors (or on ``threads``), some at a time, without Python's lock; documents come in the order of the articles.

    An article is a text, a page, a dict with the fields of a line of JSONL (``text`` or ``html``, perhaps ``id title published publisher url``),
    or what ``sayso.articles`` gives. ``on_error(number, exception)`` is told of an article that cannot be read, and it is left out; without it, the
    exception is raised.
    """
    folder = os.fspath(knowledge) if knowledge is not None else None
    ready = model(folder, min_score, threads)
    size = BATCH * (threads or os.cpu_count() or 1)
    for batch in batches(articles, size, date, publisher, on_error):
        lines = ready.read([article for _, article in batch], threads)
        for (number, _), line in zip(batch, lines):
            if isinstance(line, str):
                yield Document(line)
            elif on_error is None:
                raise line
            else:
                on_error(number, line)


def resolve(query: str, *, date: Day = None, country: Optional[str] = None, context: Optional[str] = None) -> Optional[Dict[str, Any]]:
    """Who a name or description stands for on a day (without one, today's holders): ``docs/resolve.md`` has the fields. None for whom the tables do not know.

    >>> import sayso
    >>> sayso.resolve("the Malian army")["code"]
    'MLIMIL'
    """
    question = {"id": 1, "query": query, "date": day(date), "country": country, "context": context}
    there = {name: value for name, value in question.items() if value is not None}
    return json.loads(_sayso.resolve(json.dumps(there)))["actor"]
