"""Has independent programs read what `sayso export` writes, and compares it with what `sayso query` says.

usage: exports.py SAYSO LEDGER

Parquet by pyarrow, pandas and duckdb, CSV by duckdb and pandas, GeoJSON by the package geojson, JSON-LD by rdflib, the tables with tabs by
pandas. A reader that is not installed is passed over with a line that says so. Exit status 1 where something differs.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

FAILED = []


def check(name, holds, why=""):
    print(f"{'ok  ' if holds else 'WRONG'} {name} {'' if holds else why}")
    if not holds:
        FAILED.append(name)


def has(*packages):
    missing = [p for p in packages if importlib.util.find_spec(p) is None]
    if missing:
        print(f"--   passed over: {', '.join(missing)} not installed")
    return not missing


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], check=True, capture_output=True, text=True).stdout


def statements(program, ledger):
    lines = run(program, "query", "--ledger", ledger, "--statements", "--format", "jsonl", "--quiet")
    return [json.loads(line) for line in lines.splitlines()]


def occurrences(program, ledger):
    lines = run(program, "query", "--ledger", ledger, "--format", "jsonl", "--quiet")
    return [json.loads(line) for line in lines.splitlines()]


def cell(text):
    return " ".join(text.split())


def flat(path, wanted):
    """CSV and Parquet against the records."""
    if has("pyarrow"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.read_table(path["parquet"])
        rows = table.to_pylist()
        check("parquet: rows by pyarrow", len(rows) == len(wanted), f"{len(rows)} {len(wanted)}")
        check("parquet: types", table.schema.field("start").type == pa.date32()
              and pa.types.is_list(table.schema.field("actor_codes").type)
              and table.schema.field("quad").type == pa.int64(), str(table.schema))
        for row, record in zip(rows, wanted):
            same = (
                row["statement"] == record["id"]
                and row["type"] == (record.get("type") or record.get("relation"))
                and row["mode"] == record.get("mode")
                and row["quad"] == record.get("quad")
                and row["intensity"] == record.get("intensity")
                and row["cameo"] == record.get("cameo")
                and row["factuality"] == record["factuality"]
                and row["auxiliary"] == record["auxiliary"]
                and str(row["start"] or "") == (record["time"]["start"] or "")
                and str(row["end"] or "") == (record["time"]["end"] or "")
                and row["source_codes"] == [a["code"] or "" for a in record["attribution"]]
                and row["trigger"] == record["trigger"]["text"]
                and row["trigger_start"] == record["trigger"]["start"]
                and row["document"] == str(record["document"])
                and row["status"] == record["ledger"]["status"]
                and row["score"] == record["score"]
            )
            if record["kind"] == "event":
                same = (
                    same
                    and row["actor_codes"] == [a["code"] or "" for a in record["actors"]]
                    and row["recipient_codes"] == [a["code"] or "" for a in record["recipients"]]
                    and row["contexts"] == record["contexts"]
                )
            if not same:
                check(f"parquet: statement {record['id']}", False, f"{row} {record}")
                break
        else:
            check("parquet: every field of every row", True)
    if has("pandas", "pyarrow"):
        import pandas

        frame = pandas.read_parquet(path["parquet"])
        table = pandas.read_csv(path["csv"], dtype=str, keep_default_na=False)
        check("parquet and csv: the same columns", list(frame.columns) == list(table.columns))
        check("csv: rows by pandas", len(table) == len(frame))
        for name in ("statement", "type", "document", "trigger", "factuality"):
            check(f"csv: {name}", [cell(v) for v in frame[name]] == list(table[name]))
        check("csv: lists", ["|".join(v.replace("|", "/") for v in row) for row in frame["actor_codes"]]
              == list(table["actor_codes"]))
    if has("duckdb"):
        import duckdb

        both = []
        for reader, name in (("read_parquet", "parquet"), ("read_csv", "csv")):
            both.append(duckdb.sql(
                f"SELECT type, count(*), round(sum(score), 6), min(published)::VARCHAR FROM {reader}('{path[name]}') "
                "GROUP BY type ORDER BY type").fetchall())
            check(f"{name}: counts by duckdb", sum(r[1] for r in both[-1]) == len(wanted))
        check("parquet and csv: the same sums by duckdb", both[0] == both[1], str(both))


def maps(path, wanted):
    if not has("geojson"):
        return
    import geojson

    data = geojson.loads(path["geojson"].read_text(encoding="utf-8"))
    check("geojson: valid", data.is_valid, str(data.errors()))
    points = [f for f in data["features"] if f["geometry"]["type"] == "Point"]
    places = [p for r in wanted for p in r["ledger"]["places"]]
    check("geojson: a point for each place", sorted((round(p["lon"], 6), round(p["lat"], 6)) for p in places)
          == sorted(tuple(round(c, 6) for c in f["geometry"]["coordinates"]) for f in points))
    ids = [f["id"] for f in data["features"]]
    check("geojson: ids are distinct", len(ids) == len(set(ids)))


def linked(path, wanted):
    if not has("rdflib"):
        return
    import rdflib

    graph = rdflib.Graph().parse(path["jsonld"], format="json-ld")
    claims = graph.query("""
        PREFIX schema: <https://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX sayso: <urn:sayso:vocabulary:>
        SELECT ?claim ?text ?factuality ?document WHERE {
          ?claim a schema:Claim, prov:Entity ; schema:text ?text ; sayso:factuality ?factuality ; prov:wasDerivedFrom ?document .
          ?document a schema:Article . }""")
    found = {str(row.claim): (str(row.text), str(row.factuality)) for row in claims}
    expected = {f"urn:sayso:statement:{r['id']}": (r["ledger"]["text"], r["factuality"]) for r in wanted}
    check("jsonld: claims by rdflib", found == expected, f"{len(found)} {len(expected)}")
    days = graph.query("PREFIX schema: <https://schema.org/> SELECT ?d WHERE { ?c a schema:Claim ; schema:datePublished ?d }")
    check("jsonld: days are days", all(row.d.datatype == rdflib.XSD.date for row in days))


def tables(path, wanted, happenings):
    if not has("pandas"):
        return
    import pandas

    def read(name, header):
        return pandas.read_csv(path[name], sep="\t", header=header, dtype=str, keep_default_na=False, quoting=3)

    events = [r for r in wanted if r["kind"] == "event"]
    polecat = read("polecat-tsv", 0)
    check("polecat: 40 columns", polecat.shape[1] == 40)
    check("polecat: events", list(polecat["Event ID"]) == [r["id"] for r in events])
    check("polecat: types", list(polecat["Event Type"]) == [r["type"] for r in events])
    affirmed = [o for o in happenings if o["kind"] == "event" and o["status"] in ("single-source", "corroborated", "disputed")
                and (o["time"]["start"] or o["time"]["end"] or o["first_published"])]
    phoenix, gdelt, mentions = read("phoenix-tsv", None), read("gdelt-tsv", None), read("mentions", None)
    check("phoenix: 26 columns", phoenix.shape[1] == 26)
    check("phoenix: occurrences", list(phoenix[0]) == [o["id"] for o in affirmed])
    check("gdelt: 61 columns, 16 of mentions", (gdelt.shape[1], mentions.shape[1]) == (61, 16))
    check("gdelt: occurrences", len(gdelt) == len(affirmed))
    check("gdelt: mentions belong to events", set(mentions[0]) == set(gdelt[0]))
    check("gdelt: as many mentions as said", mentions.groupby(0).size().to_dict() == dict(zip(gdelt[0], gdelt[31].astype(int))))
    plover = [json.loads(line) for line in path["plover-jsonl"].read_text(encoding="utf-8").splitlines()]
    dated = [r for r in events if r["time"]["start"] or r["time"]["end"] or r["ledger"]["published"]]
    check("plover: required fields", all(p["id"] and p["date"] and p["event"] and "actor" in p for p in plover))
    check("plover: events", [p["id"] for p in plover] == [r["id"] for r in dated])


def main(program, ledger):
    wanted = statements(program, ledger)
    with tempfile.TemporaryDirectory() as folder:
        names = ["plover-jsonl", "polecat-tsv", "phoenix-tsv", "gdelt-tsv", "csv", "parquet", "geojson", "jsonld"]
        path = {name: Path(folder, name) for name in [*names, "mentions"]}
        for name in names:
            more = ["--mentions", path["mentions"]] if name == "gdelt-tsv" else []
            run(program, "export", "--as", name, "--ledger", ledger, "-o", path[name], "--quiet", *more)
        flat(path, wanted)
        maps(path, wanted)
        linked(path, wanted)
        tables(path, wanted, occurrences(program, ledger))
    print(f"{len(wanted)} statements, {len(FAILED)} wrong")
    return 1 if FAILED else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
