"""Ledgers, as the command line keeps them."""

import json

import pytest

import made
import sayso


@pytest.fixture
def ledger(tmp_path):
    return sayso.Ledger(tmp_path / "ledger.db")


def query(cli, path, *more):
    return [json.loads(line) for line in cli("query", "--ledger", path, "--format", "jsonl", *more).splitlines()]


def test_the_same_ledger_as_the_command_line(cli, ledger, tmp_path):
    made.write(tmp_path / "made.jsonl", range(60))
    cli("ingest", tmp_path / "made.jsonl", "--ledger", tmp_path / "cli.db", "--quiet")
    tally = ledger.ingest(sayso.articles(tmp_path / "made.jsonl"))
    assert tally.new > 40 and tally.copies and tally.corrections and not tally.known
    assert list(ledger.occurrences()) == query(cli, tmp_path / "cli.db")
    assert list(ledger.statements()) == query(cli, tmp_path / "cli.db", "--statements")
    assert list(ledger.series()) == query(cli, tmp_path / "cli.db", "--series")
    assert tally.occurrences == len(ledger.occurrences())
    for format in ("csv", "parquet", "geojson", "plover-jsonl"):
        cli("export", "--as", format, "--ledger", tmp_path / "cli.db", "-o", tmp_path / "cli.out", "--quiet")
        ledger.export(format, tmp_path / "py.out")
        assert (tmp_path / "py.out").read_bytes() == (tmp_path / "cli.out").read_bytes()
    again = ledger.ingest(sayso.articles(tmp_path / "made.jsonl"))
    assert (again.new, again.known, again.occurrences) == (0, 60, None)


def test_imported_documents_make_the_same_ledger(cli, tmp_path):
    """`sayso ledger import` of annotated lines equals `sayso ingest` of the articles."""
    made.write(tmp_path / "made.jsonl", range(40))
    cli("ingest", tmp_path / "made.jsonl", "--ledger", tmp_path / "one.db", "--quiet")
    cli("annotate", "--min-score", sayso.ledger.LEAST, tmp_path / "made.jsonl", "-o", tmp_path / "layers.jsonl")
    cli("ledger", "import", tmp_path / "layers.jsonl", "--ledger", tmp_path / "two.db", "--quiet")
    for more in ([], ["--statements"]):
        assert query(cli, tmp_path / "one.db", *more) == query(cli, tmp_path / "two.db", *more)


def test_documents_can_be_added(ledger, reports):
    for doc in sayso.annotate(reports, min_score=sayso.ledger.LEAST):
        assert ledger.add(doc) in ("new", "copy", "correction")
        assert ledger.add(doc) == "known"
    assert ledger.relink() == len(ledger.occurrences()) > 0
    assert ledger.check() == []
    info = ledger.info()
    assert info["documents"] == len(reports) and info["occurrences"] == len(ledger.occurrences())


def test_filters(ledger):
    ledger.ingest(made.report(number) for number in range(40))
    everything = ledger.statements()
    some = ledger.statements(actor="MLI", start="2024-02-01", factuality=["CT+", "CT-"])
    assert 0 < len(some) < len(everything)
    assert all(any((who["code"] or "").startswith("MLI") for who in s["actors"]) for s in some if "actors" in s)
    assert len(ledger.occurrences(limit=3)) == 3
    assert len(ledger.occurrences(status="denied")) + len(ledger.occurrences(status=["single-source", "corroborated"])) > 0
    assert len(everything[:2]) == 2 and everything[-1]["id"]


@pytest.mark.parametrize("filters", [{"start": "soon"}, {"status": "unheard"}, {"colour": "red"}])
def test_filters_that_there_are_not(ledger, filters):
    with pytest.raises(sayso.QueryError):
        ledger.occurrences(**filters)


def test_errors_are_those_of_the_library(tmp_path, ledger):
    with pytest.raises(FileNotFoundError) as missing:
        sayso.Ledger(tmp_path / "none.db", create=False)
    assert isinstance(missing.value, sayso.errors.LedgerMissing)
    (tmp_path / "note.txt").write_text("This is no ledger, but a note of some length. " * 100)
    with pytest.raises(sayso.errors.NoLedger):
        sayso.Ledger(tmp_path / "note.txt")
    reading = sayso.Ledger(ledger.path, read_only=True)
    with pytest.raises(PermissionError):
        reading.ingest(["It rained in Peru."])
    with pytest.raises(sayso.QueryError, match="no format"):
        ledger.export("xlsx", tmp_path / "out")
    assert not list(tmp_path.glob("out*"))
    with pytest.raises(sayso.LedgerError):
        ledger.export("csv", tmp_path / "no" / "folder")
    with ledger:
        pass
    with pytest.raises(sayso.LedgerError, match="closed"):
        ledger.info()
    with pytest.raises(sayso.errors.RecordError):
        sayso.Ledger(tmp_path / "other.db").add(sayso.Document('{"id": 1}'))
