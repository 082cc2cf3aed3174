"""Archives on Spark, on two workers of one machine. Skipped where there is no PySpark or no Java."""

import gzip
import json
import os
import shutil
import sys
from collections import Counter

import pytest

import made
import sayso

pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyarrow import parquet  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

from sayso import spark as cluster  # noqa: E402

COUNT = 60


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(folder))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def written(spark, tmp_path_factory):
    """Documents and statements of made-up reports in four files, and a line that is no report."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "in").mkdir()
    for part in range(4):
        made.write(folder / f"in/part-{part}.jsonl", range(part * COUNT // 4, (part + 1) * COUNT // 4))
    cluster.write(cluster.jsonl(spark, str(folder / "in")).repartition(3), str(folder / "out"))
    return folder


def rows(folder):
    return parquet.read_table(folder).to_pylist()


def test_documents_are_those_of_one_machine(written):
    found = rows(written / "out/documents")
    wanted = [doc.json for doc in sayso.annotate(map(made.report, range(COUNT)), min_score=sayso.ledger.LEAST)]
    assert sorted(row["document"] for row in found) == sorted(wanted)
    for row in found:
        assert row["error"] is None
        assert row["month"] == (str(row["published"])[:7] if row["published"] else "undated")


def test_schemas_are_the_documented_ones(written):
    for name, schema in (("documents", cluster.DOCUMENTS), ("statements", cluster.STATEMENTS)):
        file = next((written / "out" / name).rglob("*.parquet"))
        read = parquet.read_schema(file)
        plain = lambda s: [(f.name, "list" if pa.types.is_list(f.type) else str(f.type)) for f in s if f.name != "month"]  # noqa: E731
        assert plain(read) == plain(schema)
    assert [f.name for f in cluster.STATEMENTS][:-1] == sayso.to_arrow([]).column_names


def test_statements_are_those_of_one_machine(written):
    documents = sayso.annotate(map(made.report, range(COUNT)), min_score=sayso.ledger.LEAST)
    wanted = pa.table(sayso.to_arrow(documents)).to_pylist()
    found = rows(written / "out/statements")
    for row in found:
        month = row.pop("month")
        assert month == (str(row["published"])[:7] if row["published"] else "undated")
    key = lambda row: (row["document"], row["statement"])  # noqa: E731
    assert Counter(map(key, found)) == Counter(map(key, wanted))
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))


def test_others_read_them(written):
    count = len(rows(written / "out/statements"))
    files = str(written / "out/statements/*/*.parquet")
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(files, hive_partitioning=True).height == count
    duckdb = pytest.importorskip("duckdb")
    sql = f"SELECT count(*), count(DISTINCT month) FROM read_parquet('{files}', hive_partitioning = true)"
    assert duckdb.sql(sql).fetchall()[0][0] == count


def test_the_ledger_is_that_of_one_machine(written, cli):
    cli("ingest", written / "in", "--ledger", written / "one.db", "--quiet")
    cli("ledger", "import", written / "out/documents", "--ledger", written / "two.db", "--quiet")
    for more in ([], ["--statements"]):
        one, two = (cli("query", "--ledger", written / name, "--format", "jsonl", *more) for name in ("one.db", "two.db"))
        assert one == two and one


def page(number):
    body = f"<html><title>Report {number}</title><body><article><p>{made.report(number)['text']}</p></article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\nWARC-Date: 2024-10-28T09:15:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_web_archives_and_tables(spark, tmp_path, cli):
    (tmp_path / "in").mkdir()
    for name, numbers in (("a.warc.gz", (1, 2)), ("b.warc.gz", (3, 4, 5))):
        (tmp_path / "in" / name).write_bytes(b"".join(gzip.compress(page(number)) for number in numbers))
    wanted = [json.loads(line)["statements"] for line in cli("annotate", "--min-score", "0.2", *sorted((tmp_path / "in").iterdir())).splitlines()]
    found = cluster.annotate(cluster.warc(spark, str(tmp_path / "in"))).orderBy("file", "row").collect()
    assert [row.id for row in found] == [f"https://news.example/{number}" for number in range(1, 6)]
    assert [json.loads(row.document)["statements"] for row in found] == wanted

    table = pa.Table.from_pylist([{**made.report(number), "id": number} for number in range(1, 5)])
    parquet.write_table(table, tmp_path / "in.parquet")
    found = cluster.annotate(cluster.parquet(spark, str(tmp_path / "in.parquet"))).orderBy("row").collect()
    lines = [doc.json for doc in sayso.annotate(table.to_pylist(), min_score=sayso.ledger.LEAST)]
    assert [row.document for row in found] == lines and json.loads(lines[0])["id"] == 1


def test_what_cannot_be_read_is_a_row(spark, tmp_path):
    lines = [json.dumps(made.report(1)), '{"text": "no id"}', '{"id": 1}', "no JSON", "", json.dumps(made.report(2))]
    (tmp_path / "bad.jsonl").write_text("\n".join(lines))
    found = cluster.annotate(cluster.jsonl(spark, str(tmp_path / "bad.jsonl"))).orderBy("row").collect()
    assert [row.document is None for row in found] == [False, True, True, True, False]
    assert "`id`" in found[1].error and "`text`" in found[2].error


def test_a_stream_takes_each_document_once(spark, tmp_path):
    """Files that arrive while the job runs, while it is stopped, and a batch that is run again."""
    arriving, out, checkpoint = tmp_path / "arriving", tmp_path / "out", tmp_path / "checkpoint"
    arriving.mkdir()

    def arrive(part):
        made.write(tmp_path / "new.jsonl", range(part * 10, part * 10 + 10))
        os.rename(tmp_path / "new.jsonl", arriving / f"{part}.jsonl")

    def run():
        lines = spark.readStream.option("maxFilesPerTrigger", 1).text(str(arriving))
        query = cluster.stream(cluster.of_lines(lines), str(out), str(checkpoint), trigger={"availableNow": True})
        query.awaitTermination()

    arrive(0)
    arrive(1)
    run()
    arrive(2)
    run()
    # As after a crash between writing a batch and noting that it was done.
    last = max((checkpoint / "commits").glob("[0-9]*"), key=lambda path: int(path.name))
    last.unlink()
    (checkpoint / "commits" / f".{last.name}.crc").unlink(missing_ok=True)
    arrive(3)
    run()
    wanted = [doc.json for doc in sayso.annotate(map(made.report, range(40)), min_score=sayso.ledger.LEAST)]
    assert sorted(row["document"] for row in rows(out / "documents")) == sorted(wanted)
    statements = Counter((row["document"], row["statement"]) for row in rows(out / "statements"))
    assert statements == Counter((str(d["id"]), s["id"]) for d in map(json.loads, wanted) for s in d["statements"])
