"""How documents and results look in a notebook. All words of texts are escaped: an article may hold anything."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Sequence, Tuple

if TYPE_CHECKING:
    from .document import Document
    from .layers import Statement

STYLE = """<style>
.sayso{line-height:1.6;max-width:60em}
.sayso-text{white-space:pre-wrap;overflow-wrap:anywhere}
.sayso mark{color:inherit;padding:0 .1em;border-radius:.2em}
.sayso .source{background:#bcd8f5}.sayso .cue{background:#e4d3f5}.sayso .trigger{background:#f8d9a8}
.sayso table{border-collapse:collapse}.sayso td,.sayso th{text-align:left;vertical-align:top;padding:.1em .6em}
@media (prefers-color-scheme:dark){.sayso .source{background:#1f4468}.sayso .cue{background:#4a2f66}.sayso .trigger{background:#6b4a12}}
</style>"""

#: Characters of a text that are shown; the rest is counted.
LONGEST = 20_000
#: Rows of a result that are shown.
ROWS = 20


def words(text: object) -> str:
    """Text for HTML: escaped, without what would steer the page (controls, overrides of the writing direction)."""

    def plain(c: str) -> str:
        steers = unicodedata.category(c) == "Cc" and c not in "\n\t"
        return " " if steers or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" else c

    return html.escape("".join(map(plain, str(text))), quote=True)


def document(doc: "Document") -> str:
    """The text with sources, cues and triggers marked, and under it the statements by source."""
    head = [f"<b>{words(doc.title)}</b>"] if doc.title else []
    head += [words(part) for part in (doc.publisher, doc.published) if part]
    return (
        f'<div class="sayso">{STYLE}<p>{" · ".join(head)}</p>'
        f'<div class="sayso-text">{_marked(doc)}</div>{_by_source(doc)}</div>'
    )


def _marked(doc: "Document") -> str:
    marks: List[Tuple[int, int, str]] = []
    for attribution in doc.attributions:
        marks += [(start, end, "source") for start, end in attribution.source]
        marks += [(start, end, "cue") for start, end in attribution.cue]
    marks += [(s.trigger.start, s.trigger.end, "trigger") for s in doc.statements]
    out: List[str] = []
    at = 0
    text = doc.text[:LONGEST]
    # Marks do not nest: the first to begin wins.
    for start, end, kind in sorted(set(marks)):
        if start >= at and end <= len(text):
            out.append(words(text[at:start]))
            out.append(f'<mark class="{kind}" title="{kind}">{words(text[start:end])}</mark>')
            at = end
    out.append(words(text[at:]))
    if len(doc.text) > LONGEST:
        out.append(f"<i> … {len(doc.text) - LONGEST} characters more</i>")
    return "".join(out)


def _by_source(doc: "Document") -> str:
    groups: Dict[str, List["Statement"]] = {}
    for statement in doc.statements:
        chain = " → ".join(link.text for link in statement.attribution)
        groups.setdefault(chain or "the article itself", []).append(statement)
    parts = []
    for source, statements in groups.items():
        rows = "".join(_row(doc, statement) for statement in statements)
        parts.append(f"<p><b>{words(source)}</b></p><table>{rows}</table>")
    return "".join(parts)


def _row(doc: "Document", s: "Statement") -> str:
    ends = [end.text for end in (s.subject, s.object) if end]
    who = ", ".join(p.text for p in s.actors) or (ends[0] if ends else "")
    whom = ", ".join(p.text for p in s.recipients) or (ends[1] if len(ends) > 1 else "")
    kind = s.type or s.relation or ""
    mode = f" {s.mode}" if s.mode else ""
    places = ", ".join(doc.places[p.place].name for p in s.places)
    day = s.time.start or s.time.end or ""
    cells = [s.factuality, f"{kind}{mode}", who, f"→ {whom}" if whom else "", places, day]
    return "<tr>" + "".join(f"<td>{words(cell)}</td>" for cell in cells) + "</tr>"


def rows(records: Sequence[Dict[str, Any]], columns: Iterable[str], total: int) -> str:
    """The first rows of a result."""
    names = list(columns)
    head = "".join(f"<th>{words(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{words(_cell(record.get(name)))}</td>" for name in names) + "</tr>" for record in records[:ROWS]
    )
    more = f"<p>{total - ROWS} more</p>" if total > ROWS else ""
    return f'<div class="sayso">{STYLE}<table><tr>{head}</tr>{body}</table>{more}</div>'


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("source") or value.get("start") or "")
    return str(value)
