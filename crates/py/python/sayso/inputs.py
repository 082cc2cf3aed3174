"""What Python has as articles, to articles of the engine."""

from __future__ import annotations

import datetime
import io
import itertools
import json
import os
from pathlib import Path
from typing import IO, Any, Callable, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from . import _sayso
from ._sayso import Article
from .errors import NoTextError, ReadError, RecordError

#: An article: a text, a page as bytes, fields (``text`` or ``html``, perhaps ``id title published publisher url``), or an ``Article``.
Input = Union[str, bytes, Mapping[str, Any], Article]
Day = Union[str, datetime.date, None]
#: Is told of an input that cannot be read: its number from 0, and why.
OnError = Optional[Callable[[int, Exception], None]]


def day(date: Day) -> Optional[str]:
    """A day as ISO 8601."""
    if isinstance(date, datetime.datetime):
        date = date.date()
    return date.isoformat() if isinstance(date, datetime.date) else date


def article(given: Input, number: int, date: Optional[str], publisher: Optional[str]) -> Article:
    """The article of an input, the ``number``-th from 1; texts are called by their number."""
    if isinstance(given, Article):
        return given
    if isinstance(given, (str, bytes)):
        return _sayso.article(given, str(number), date=date, publisher=publisher)
    if isinstance(given, Mapping):
        return _sayso.line(_line(given), number, date=date, publisher=publisher)
    raise TypeError(f"an article is a str, bytes, a mapping or a sayso.Article, not {type(given).__name__}")


def _line(fields: Mapping[str, Any]) -> str:
    """Fields as JSON: days of Python as text, numbers of NumPy as numbers, what pandas calls missing as absent."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.isoformat()
        if hasattr(value, "item"):
            return value.item()
        raise RecordError(f"a field is of type {type(value).__name__}, which JSON has not")

    there = {str(name): value for name, value in fields.items() if value is not None and value == value}
    return json.dumps(there, default=plain, ensure_ascii=False)


def batches(
    inputs: Iterable[Input], size: int, date: Day, publisher: Optional[str], on_error: OnError
) -> Iterator[List[Tuple[int, Article]]]:
    """Articles with the numbers of their inputs, ``size`` at a time."""
    if isinstance(inputs, (str, bytes, Mapping)):
        raise TypeError("give a list of articles; one alone goes to sayso.read")
    numbered = enumerate(inputs)
    while chunk := list(itertools.islice(numbered, size)):
        ready = []
        for number, given in chunk:
            try:
                ready.append((number, article(given, number + 1, day(date), publisher)))
            except (ReadError, TypeError) as error:
                if on_error is None:
                    raise
                on_error(number, error)
        yield ready


def articles(
    source: Union[str, "os.PathLike[str]", IO[bytes]],
    *,
    kind: Optional[str] = None,
    name: Optional[str] = None,
    date: Day = None,
    publisher: Optional[str] = None,
    on_error: OnError = None,
) -> Iterator[Article]:
    """The articles of a file: a text, a page, JSONL, a feed or a web archive.

    ``source`` is a path, or an open binary file. ``kind`` is ``text html jsonl feed warc``; without it, the name's ending and then the
    beginning tell. ``date`` and ``publisher`` stand in where an article does not say them. ``on_error(number, exception)`` is told of a line or
    record that cannot be read; without it, the exception is raised. Files of many articles are read as they are needed.
    """
    if hasattr(source, "read"):
        stream: Any = source
        yield from _of_stream(stream, None, kind, name or str(getattr(stream, "name", "input")), day(date), publisher, on_error)
        return
    path = Path(os.fspath(source))
    with path.open("rb") as stream:
        yield from _of_stream(stream, path, kind, name or str(path), day(date), publisher, on_error)


_ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".wet": "warc",
}


def kind_of(name: str) -> Optional[str]:
    """What the ending of a name tells."""
    lower = name.lower()
    lower = lower[: -len(".gz")] if lower.endswith((".warc.gz", ".wet.gz")) else lower
    return _ENDINGS.get(os.path.splitext(lower)[1])


def _of_stream(
    stream: IO[bytes],
    path: Optional[Path],
    kind: Optional[str],
    name: str,
    date: Optional[str],
    publisher: Optional[str],
    on_error: OnError,
) -> Iterator[Article]:
    kind = kind or kind_of(name)
    if kind == "warc":
        # From a path the archive is read without Python.
        made: Iterator[Article] = _sayso.Archive(str(path) if path else stream, name, date, publisher)
    elif kind == "jsonl":
        made = _Lines(stream, name, date, publisher)
    else:
        content = stream.read()
        kind = kind or _sayso.kind_of(content[:65536])
        if kind in ("warc", "jsonl"):
            yield from _of_stream(io.BytesIO(content), None, kind, name, date, publisher, on_error)
            return
        if kind == "sitemap":
            raise NoTextError(f"{name}: a sitemap holds no articles: give the pages that it names")
        if kind == "feed":
            made = iter(_sayso.feed(content, name, date, publisher)[0])
        else:
            html = {"html": True, "text": False}.get(kind or "")
            made = iter([_sayso.article(content, name, html=html, date=date, publisher=publisher)])
    for number in itertools.count():
        try:
            yield next(made)
        except StopIteration:
            return
        except ReadError as error:
            if on_error is None:
                raise
            on_error(number, error)


class _Lines:
    """The articles of lines; one that cannot be read raises, and the next call goes on behind it."""

    def __init__(self, stream: IO[bytes], name: str, date: Optional[str], publisher: Optional[str]) -> None:
        self._lines = enumerate(stream, 1)
        self._name, self._date, self._publisher = name, date, publisher

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> Article:
        for number, line in self._lines:
            if not line.strip():
                continue
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise RecordError(f"{self._name}: line {number}: not valid UTF-8 at byte {error.start + 1}") from None
            return _sayso.line(text, number, name=self._name, date=self._date, publisher=self._publisher)
        raise StopIteration
