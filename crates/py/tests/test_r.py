"""Statements in R: `examples/parquet.R` reads what `export` writes. Skipped where there is no R with the package reticulate."""

import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest

import sayso

parquet = pytest.importorskip("pyarrow.parquet")

CLASSES = {"string": "character", "date32[day]": "Date", "int64": "integer", "double": "numeric"}


def run(*arguments):
    done = subprocess.run(
        ["Rscript", *map(str, arguments)], capture_output=True, text=True, env={**os.environ, "RETICULATE_PYTHON": sys.executable}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def file(reports, tmp_path_factory):
    if not shutil.which("Rscript") or subprocess.run(["Rscript", "-e", "library(reticulate)"], capture_output=True).returncode:
        pytest.skip("no R with the package reticulate")
    folder = tmp_path_factory.mktemp("r")
    ledger = sayso.Ledger(folder / "ledger.db")
    ledger.ingest(reports)
    ledger.export("parquet", folder / "statements.parquet")
    return folder / "statements.parquet"


def test_columns_have_their_types(file, examples):
    ask = f"""source("{examples / 'parquet.R'}"); s <- read_statements("{file}")
        for (name in names(s)) cat(name, class(s[[name]])[1], sum(is.na(s[[name]])), nrow(s), "\\n")"""
    told = [line.split() for line in run("-e", ask).splitlines()]
    table = parquet.read_table(file)
    assert [name for name, *_ in told] == table.column_names
    for name, kind, missing, rows in told:
        column = table.column(name)
        assert int(rows) == table.num_rows > 10
        if str(column.type).startswith("list"):
            assert kind == "AsIs", name
            continue
        # A column that is empty throughout has no type in R.
        assert kind == CLASSES[str(column.type)] or column.null_count == table.num_rows, name
        assert int(missing) == column.null_count, name


def test_counts_are_those_of_the_file(file, examples):
    rows = parquet.read_table(file).to_pylist()
    wanted = Counter(
        (row["actor_countries"][0], row["type"]) for row in rows if row["factuality"] == "CT+" and row["actor_countries"] and row["actor_countries"][0]
    )
    lines = [line.split() for line in run(examples / "parquet.R", file).splitlines()]
    assert lines[0] == ["actor", "type", "statements"]
    assert {(actor, kind): int(count) for actor, kind, count in lines[1:]} == dict(wanted)
    assert wanted
