"""Archives on Apache Spark: documents in, annotated documents and statements in Parquet out (``docs/spark.md``).

Spark cuts the work up, shuffles, retries and commits; what runs on its workers is ``sayso.annotate``. Needs ``pip install sayso[spark]`` and Java.
"""

from __future__ import annotations

import datetime
import json
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.streaming import StreamingQuery
from pyspark.sql.types import LongType, StringType, StructField, StructType

from . import _sayso
from .errors import ReadError, RecordError
from .inputs import Day, articles, day
from .ledger import LEAST
from .reading import model

#: A row of the documents. ``document`` is the line of ``sayso annotate``, or null where ``error`` says why there is none. ``file``, ``block`` and
#: ``row`` say where the document stood: in their order a single machine would have read them.
DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("published", pa.date32()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("document", pa.string()),
        ("error", pa.string()),
        ("file", pa.string()),
        ("block", pa.int64()),
        ("row", pa.int64()),
        ("month", pa.string()),
    ]
)

#: A row of the statements: the columns of ``docs/parquet.md``, and the month of publication.
STATEMENTS = pa.schema([*pa.schema(_sayso.statements([])), pa.field("month", pa.string())])

#: The month of documents without a day of publication.
UNDATED = "undated"

#: Documents that a worker reads together, and writes together.
TOGETHER = 16

#: What ``annotate`` reads.
_INPUT = StructType(
    [
        StructField("line", StringType()),
        StructField("archive", StringType()),
        StructField("file", StringType()),
        StructField("block", LongType()),
        StructField("row", LongType()),
    ]
)


def jsonl(spark: SparkSession, path: str) -> DataFrame:
    """The lines of JSONL, packed or not; each needs an ``id``. With ``spark.readStream`` in place of ``spark`` use ``of_lines``."""
    return of_lines(spark.read.text(path))


def parquet(spark: SparkSession, path: str) -> DataFrame:
    """The rows of Parquet with the columns ``id``, ``text`` (or ``html``), and perhaps ``title published publisher url``."""
    return of_table(spark.read.parquet(path))


def warc(spark: SparkSession, path: str) -> DataFrame:
    """The pages of web archives, packed or not. An archive is read by one task, from a place that all workers reach."""
    found = spark.read.format("binaryFile").load(path).select("path")
    none = F.lit(None).cast("string")
    rows = found.select(none.alias("line"), F.col("path").alias("archive"), F.col("path").alias("file"), *_zeros("block", "row"))
    return rows.repartition(F.col("archive"))


def of_lines(text: DataFrame) -> DataFrame:
    """Lines of JSONL in a column ``value`` of Spark's text source, at rest or streaming."""
    streaming = text.isStreaming
    # A stream has neither blocks nor numbers of rows: what comes in one after the other is versioned by its days.
    block = F.lit(0).cast("long") if streaming else F.col("_metadata.file_block_start")
    row = F.lit(0).cast("long") if streaming else F.monotonically_increasing_id()
    return _input(text, F.col("value"), F.col("_metadata.file_path"), block, row).where("length(trim(line)) > 0")


def of_table(rows: DataFrame) -> DataFrame:
    """Rows of any source with the columns of ``parquet``."""
    there = [name for name in ("id", "text", "html", "title", "published", "publisher", "url") if name in rows.columns]
    line = F.to_json(F.struct(*there))
    try:
        file, block = F.col("_metadata.file_path"), F.col("_metadata.file_block_start")
        return _input(rows, line, file, block, F.monotonically_increasing_id())
    except Exception:  # Rows that are of no file have no such columns.
        return _input(rows, line, F.lit(None).cast("string"), F.lit(0).cast("long"), F.monotonically_increasing_id())


def of_kafka(records: DataFrame) -> DataFrame:
    """Records of Spark's Kafka source whose values are lines of JSONL."""
    return _input(records, F.col("value").cast("string"), F.col("topic"), F.col("partition").cast("long"), F.col("offset"))


def _input(rows: DataFrame, line: Column, file: Column, block: Column, row: Column) -> DataFrame:
    none = F.lit(None).cast("string")
    return rows.select(line.alias("line"), none.alias("archive"), file.alias("file"), block.alias("block"), row.alias("row"))


def _zeros(*names: str) -> List[Column]:
    return [F.lit(0).cast("long").alias(name) for name in names]


def annotate(
    rows: DataFrame,
    *,
    date: Day = None,
    publisher: Optional[str] = None,
    knowledge: Optional[str] = None,
    min_score: Optional[float] = LEAST,
) -> DataFrame:
    """Documents (``DOCUMENTS``) of rows that the functions above give. ``knowledge`` is a folder that all workers have; ``min_score`` is the ledger's."""
    fill = (day(date), publisher)

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # One thread: Spark gives each of its cores a worker.
        return _annotate(batches, fill, knowledge, min_score)

    return rows.select(*_INPUT.names).mapInArrow(work, from_arrow_schema(DOCUMENTS))


def _annotate(
    batches: Iterable[pa.RecordBatch], fill: Tuple[Optional[str], Optional[str]], knowledge: Optional[str], min_score: Optional[float]
) -> Iterator[pa.RecordBatch]:
    ready = model(knowledge, min_score, 1)
    waiting: List[Tuple[Any, Dict[str, Any]]] = []
    for article, place in _articles(batches, fill):
        waiting.append((article, place))
        if len(waiting) == TOGETHER:
            yield _documents(ready, waiting)
            waiting = []
    if waiting:
        yield _documents(ready, waiting)


def _articles(
    batches: Iterable[pa.RecordBatch], fill: Tuple[Optional[str], Optional[str]]
) -> Iterator[Tuple[Any, Dict[str, Any]]]:
    """Articles, or why there is none, with where they stood."""
    for batch in batches:
        for given in batch.to_pylist():
            place = {name: given[name] for name in ("file", "block", "row")}
            if given["archive"] is not None:
                yield from _pages(given["archive"], place, fill)
                continue
            try:
                line = given["line"] or ""
                if '"id"' not in line or json.loads(line).get("id") is None:
                    raise RecordError("no field `id`: on a cluster a document needs one")
                yield _sayso.line(line, 1, date=fill[0], publisher=fill[1]), place
            except (ReadError, ValueError) as error:
                yield error, place


def _pages(archive: str, place: Dict[str, Any], fill: Tuple[Optional[str], Optional[str]]) -> Iterator[Tuple[Any, Dict[str, Any]]]:
    failed: List[Exception] = []
    where = urlparse(archive)
    if where.scheme in ("", "file"):
        source: Any = unquote(where.path)
    else:
        from pyarrow import fs

        system, path = fs.FileSystem.from_uri(archive)
        source = system.open_input_stream(path, compression=None)
    pages = articles(source, kind="warc", name=archive, date=fill[0], publisher=fill[1], on_error=lambda _, e: failed.append(e))
    row = 0
    for page in pages:
        for error in failed:
            yield error, {**place, "row": (row := row + 1)}
        failed.clear()
        yield page, {**place, "row": (row := row + 1)}
    for error in failed:
        yield error, {**place, "row": (row := row + 1)}


def _documents(ready: "_sayso.Model", waiting: List[Tuple[Any, Dict[str, Any]]]) -> pa.RecordBatch:
    lines = iter(ready.read([one for one, _ in waiting if isinstance(one, _sayso.Article)], 1))
    rows = []
    for one, place in waiting:
        made = next(lines) if isinstance(one, _sayso.Article) else one
        row: Dict[str, Any] = {**dict.fromkeys(DOCUMENTS.names), **place, "month": UNDATED}
        if isinstance(made, str):
            fields = json.loads(made)
            row.update({name: fields[name] for name in ("title", "publisher", "url")}, id=str(fields["id"]), document=made)
            if fields["published"]:
                row.update(published=datetime.date.fromisoformat(fields["published"]), month=fields["published"][:7])
        else:
            row["error"] = str(made)
        rows.append(row)
    return pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)


def statements(documents: DataFrame) -> DataFrame:
    """The statements (``STATEMENTS``) of documents."""
    return documents.where("document is not null").select("document").mapInArrow(_statements, from_arrow_schema(STATEMENTS))


def _statements(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        table = pa.table(_sayso.statements(batch.column("document").to_pylist()))
        month = pc.fill_null(pc.strftime(table["published"], "%Y-%m"), UNDATED)
        yield from table.append_column("month", month).to_batches()


def write(rows: DataFrame, folder: str, **options: Any) -> None:
    """Annotates rows and writes ``folder/documents`` and ``folder/statements``, both in a folder a month; options are those of ``annotate``.

    ``sayso ledger import folder/documents`` makes a ledger of them.
    """
    spark = rows.sparkSession
    _write(annotate(rows, **options), f"{folder}/documents", ["month"], "errorifexists")
    _write(statements(documents(spark, folder)), f"{folder}/statements", ["month"], "errorifexists")


def documents(spark: SparkSession, folder: str) -> DataFrame:
    """The documents that ``write`` or ``stream`` wrote."""
    return spark.read.schema(from_arrow_schema(DOCUMENTS)).parquet(f"{folder}/documents")


def stream(rows: DataFrame, folder: str, checkpoint: str, *, trigger: Optional[Dict[str, Any]] = None, **options: Any) -> StreamingQuery:
    """Annotates a stream of rows into ``folder``, laid out as ``write`` does with a folder a batch below each month.

    Spark's checkpoint knows what has come in. A batch that is run again after a failure overwrites what it wrote before, so nothing is there
    twice. ``trigger`` is that of Spark (``{"processingTime": "1 minute"}``, ``{"availableNow": True}``).
    """

    def batch(part: DataFrame, number: int) -> None:
        spark = part.sparkSession
        _write(part.withColumn("batch", F.lit(number)), f"{folder}/documents", ["month", "batch"], "overwrite")
        schema = from_arrow_schema(DOCUMENTS).add("batch", "long")
        written = spark.read.schema(schema).parquet(f"{folder}/documents").where(F.col("batch") == number)
        _write(statements(written).withColumn("batch", F.lit(number)), f"{folder}/statements", ["month", "batch"], "overwrite")

    writer = annotate(rows, **options).writeStream.foreachBatch(batch).option("checkpointLocation", checkpoint)
    if trigger:
        writer = writer.trigger(**trigger)
    return writer.start()


def _write(rows: DataFrame, path: str, by: List[str], mode: str) -> None:
    writer = rows.write.partitionBy(*by).mode(mode).option("compression", "gzip")
    # Only the parts that the rows belong to are overwritten.
    writer.option("partitionOverwriteMode", "dynamic").parquet(path)
