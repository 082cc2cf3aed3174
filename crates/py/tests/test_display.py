"""What notebooks show. An article may hold anything, and none of it may become part of the page."""

import re
from html.parser import HTMLParser

import sayso

HOSTILE = (
    "Norway sent <script>alert(1)</script> troops to Latvia on Monday, the minister <img src=x onerror=alert(2)> said. "
    '"We\' saw </div></mark> & <b>it</b>," Ana "O\'Neil <svg/onload=alert(3)>" told reporters.\u202egnihtyna\x07'
)
OURS = {"div", "style", "p", "b", "i", "mark", "table", "tr", "td", "th"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], set(), ""

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        self.open.append(tag)
        assert {name for name, _ in attributes} <= {"class", "title"}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def parse(html):
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == [] and page.seen <= OURS
    return page


def test_text_is_marked_and_statements_stand_by_source(reports):
    doc = next(sayso.annotate(reports))
    html = doc._repr_html_()
    page = parse(html)
    assert re.sub(r"\s", "", doc.text) in re.sub(r"\s", "", page.text)
    for kind in ("source", "cue", "trigger"):
        assert f'<mark class="{kind}"' in html
    for statement in doc.statements:
        for link in statement.attribution:
            assert link.text in page.text


def test_hostile_text_is_escaped():
    doc = sayso.read(HOSTILE, title="<script>alert(0)</script>", publisher='"><script>')
    page = parse(doc._repr_html_())
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in page.text and "\x07" not in page.text


def test_long_texts_are_cut():
    doc = sayso.read("It rained in Peru. " * 3000)
    assert "characters more" in parse(doc._repr_html_()).text


def test_results(tmp_path):
    ledger = sayso.Ledger(tmp_path / "ledger.db")
    ledger.ingest([{"id": "<b>x</b>", "text": HOSTILE, "published": "2024-10-29"}])
    for rows in (ledger.occurrences(), ledger.statements(), ledger.series()):
        assert len(rows) > 0
        parse(rows._repr_html_())
    assert repr(ledger.series()).endswith("series>")
