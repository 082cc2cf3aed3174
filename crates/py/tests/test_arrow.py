"""Tables of Arrow in other libraries, and their schemas: a column that changes breaks a test."""

import re

import pytest

import sayso

pa = pytest.importorskip("pyarrow")

KINDS = {
    "text": pa.string(),
    "day": pa.date32(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
}


@pytest.fixture(scope="module")
def documents(reports):
    return list(sayso.annotate(reports))


@pytest.fixture(scope="module")
def ledger(reports, tmp_path_factory):
    ledger = sayso.Ledger(tmp_path_factory.mktemp("arrow") / "ledger.db")
    ledger.ingest(reports)
    return ledger


def documented(examples, heading):
    """The table under a heading of docs/parquet.md."""
    text = (examples.parent / "docs/parquet.md").read_text(encoding="utf-8")
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", part, re.M)
    return [(name, KINDS[kind]) for name, kind in rows]


def columns(schema):
    return [(field.name, field.type) for field in schema]


def test_statements_have_the_documented_columns(documents, ledger, examples):
    wanted = documented(examples, "Statements")
    assert len(wanted) == 47
    for table in (documents[0].to_arrow(), sayso.to_arrow(documents), ledger.statements().to_arrow(), sayso.to_arrow([])):
        assert columns(pa.table(table).schema) == wanted


def test_occurrences_and_series_have_the_documented_columns(ledger, examples):
    assert columns(pa.table(ledger.occurrences().to_arrow()).schema) == documented(examples, "Occurrences")
    assert columns(pa.table(ledger.series().to_arrow()).schema) == documented(examples, "Series")


def test_rows_are_the_statements(documents):
    rows = pa.table(sayso.to_arrow(documents)).to_pylist()
    statements = [(doc, statement) for doc in documents for statement in doc.statements]
    assert len(rows) == len(statements) > 5
    for row, (doc, statement) in zip(rows, statements):
        assert row["statement"] == statement.id and row["document"] == str(doc.id)
        assert row["type"] == (statement.type or statement.relation)
        assert str(row["published"]) == doc.published
        sentence = doc.sentences[statement.sentence]
        assert row["text"] == doc.text[sentence.start : sentence.end]
        assert row["source_kinds"] == [link.source_kind for link in statement.attribution]
        assert row["occurrence"] is None


def test_other_libraries_take_them(documents):
    statements = sayso.to_arrow(documents)
    count = len(statements)
    arrow = pa.table(statements)
    assert arrow.num_rows == count
    assert len(arrow.to_pandas()) == count
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(statements)
    assert frame.height == count and frame["published"].dtype == polars.Date
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql("SELECT count(*), min(published) FROM statements").fetchall()[0][0] == count
    pandas = pytest.importorskip("pandas")
    if hasattr(pandas.DataFrame, "from_arrow"):
        assert len(pandas.DataFrame.from_arrow(statements)) == count


def test_nothing_is_copied(documents):
    """Two tables made of one have the same buffers."""
    table = sayso.to_arrow(documents)
    first, second = pa.table(table), pa.table(table)
    buffers = [[b.address for b in t["text"].chunk(0).buffers() if b] for t in (first, second)]
    assert buffers[0] == buffers[1]
    del table, second
    assert first["text"][0].as_py()


def test_parquet_reads_back_everywhere(ledger, examples, tmp_path):
    """What `export` writes has the documented columns for all who read it."""
    path = tmp_path / "statements.parquet"
    written, left_out = ledger.export("parquet", path)
    wanted = documented(examples, "Statements")
    from pyarrow import parquet

    read = parquet.read_table(path)
    assert (read.num_rows, left_out) == (written, 0)
    assert [(n, str(t).replace("element: string not null", "element: string")) for n, t in columns(read.schema)] == [
        (n, str(t).replace("element: string not null", "element: string")) for n, t in wanted
    ]
    assert read.to_pylist() == pa.table(ledger.statements().to_arrow()).to_pylist()
    polars = pytest.importorskip("polars")
    kinds = {pa.string(): polars.String, pa.date32(): polars.Date, pa.int64(): polars.Int64, pa.float64(): polars.Float64}
    frame = polars.read_parquet(path)
    assert [(n, kinds.get(t, polars.List(polars.String))) for n, t in wanted] == list(frame.schema.items())
    duckdb = pytest.importorskip("duckdb")
    names = {pa.string(): "VARCHAR", pa.date32(): "DATE", pa.int64(): "BIGINT", pa.float64(): "DOUBLE"}
    found = duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    assert [(row[0], row[1]) for row in found] == [(n, names.get(t, "VARCHAR[]")) for n, t in wanted]
