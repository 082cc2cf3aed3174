"""Articles to documents, as the command line reads them."""

import datetime
import json
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import sayso

NOTE = "Gunmen abducted nine engineers in Mozambique on Sunday, the governor of Cabo Delgado said on Monday."


def test_layers_are_plain_objects():
    doc = sayso.read(NOTE, date=datetime.date(2025, 5, 20), publisher="The Courier")
    statement = doc.statements[0]
    assert (statement.kind, statement.type, statement.mode) == ("event", "COERCE", "abduct") or statement.type == "ASSAULT"
    assert statement.attribution[0].source_kind == "role"
    assert doc.words(statement.trigger) == statement.trigger.text == "abducted"
    assert doc.words(doc.attributions[0].cue) == "said"
    assert statement.time.start == "2025-05-18"
    assert (doc.published, doc.publisher) == ("2025-05-20", "The Courier")
    assert any(place.country == "MOZ" for place in doc.places)
    assert doc.to_dict()["statements"][0]["id"] == statement.id


def test_offsets_are_those_of_python():
    text = "🚢 Čapljina: Norway sent 40 soldiers to Latvia on Monday, the “minister” said."
    doc = sayso.read(text)
    assert doc.text == text
    for statement in doc.statements:
        assert text[statement.trigger.start : statement.trigger.end] == statement.trigger.text
        for who in statement.actors + statement.recipients:
            assert text[who.start : who.end] == who.text


def test_pages_and_bytes():
    page = b"<html><head><title>Ferry</title></head><body><article><p>The ferry sank on Monday, the harbour master said.</p></article></body></html>"
    doc = sayso.read(page)
    assert doc.title == "Ferry" and "<p>" not in doc.text
    assert sayso.read("The ferry sank.".encode("utf-16")).text.strip() == "The ferry sank."


def test_the_same_bytes_as_the_command_line(cli, examples, reports):
    path = examples / "reports.jsonl"
    wanted = cli("annotate", path).splitlines()
    for threads in (1, 2):
        assert [doc.json for doc in sayso.annotate(reports, threads=threads)] == wanted
    assert [doc.json for doc in sayso.annotate(sayso.articles(path))] == wanted
    lines = [json.loads(line)["statements"] for line in wanted]
    assert [doc.to_dict()["statements"] for doc in sayso.annotate(iter(reports))] == lines


@pytest.mark.parametrize("name", ["border.txt", "harbour.html", "protest.txt"])
def test_files_as_the_command_line_reads_them(cli, examples, name):
    [line] = cli("annotate", name, cwd=examples).splitlines()
    with open(examples / name, "rb") as file:
        [article] = sayso.articles(file, name=name)
    assert next(sayso.annotate([article])).json == line


def test_dicts_of_other_libraries():
    numpy = pytest.importorskip("numpy")
    rows = [
        {"id": numpy.int64(7), "text": NOTE, "published": datetime.datetime(2025, 5, 20, 9), "title": float("nan"), "url": None},
        {"text": NOTE},
    ]
    first, second = sayso.annotate(rows)
    assert (first.id, first.published, first.title) == (7, "2025-05-20", None)
    assert second.id == 2


def test_what_cannot_be_read_is_told_and_left_out():
    told = []
    inputs = [{"text": NOTE}, {"title": "no text"}, "It rained.", 7, {"text": "x" * 2_000_001}]
    documents = list(sayso.annotate(inputs, on_error=lambda number, error: told.append((number, error))))
    assert [doc.id for doc in documents] == [1, "3"]
    assert [number for number, _ in told] == [1, 3, 4]
    assert isinstance(told[0][1], sayso.errors.RecordError) and "`text`" in str(told[0][1])
    assert isinstance(told[2][1], sayso.errors.TooLongError)
    with pytest.raises(sayso.ReadError):
        list(sayso.annotate(inputs))
    with pytest.raises(TypeError):
        list(sayso.annotate("one text"))


@pytest.mark.parametrize(
    "content, error",
    [
        (b"", "EmptyError"),
        (b"\x1f\x8b\x08" + bytes(30), "NoTextError"),
        (b"%PDF-1.7 ...", "NoTextError"),
        ("x" * 2_000_001, "TooLongError"),
    ],
)
def test_errors_are_those_of_the_library(content, error):
    with pytest.raises(getattr(sayso.errors, error)) as raised:
        sayso.read(content)
    assert isinstance(raised.value, sayso.SaysoError) and isinstance(raised.value, ValueError)


def test_a_day_that_is_none():
    with pytest.raises(sayso.ReadError, match="no day"):
        sayso.read(NOTE, date="28.10.2024")


def test_documents_travel():
    doc = sayso.read(NOTE)
    again = pickle.loads(pickle.dumps(doc))
    assert again == doc and hash(again) == hash(doc) and again.statements == doc.statements


def test_others_may_run_meanwhile(reports):
    """Python's lock is free while articles are read."""
    ticks, done = 0, threading.Event()

    def work():
        list(sayso.annotate(reports * 8, threads=1))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        ticks += 1
        time.sleep(0.001)
    thread.join()
    assert ticks > 20


def test_from_several_threads(reports):
    wanted = [doc.json for doc in sayso.annotate(reports)]
    with ThreadPoolExecutor(4) as pool:
        for lines in pool.map(lambda _: [doc.json for doc in sayso.annotate(reports)], range(4)):
            assert lines == wanted


def test_in_a_forked_process(reports):
    """Threads do not survive a fork: the child makes its own."""
    code = (
        "import os, sys, sayso\n"
        "list(sayso.annotate(['It rained in Peru.'] * 9, threads=2))\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(len(list(sayso.annotate(['It rained in Peru.'] * 9, threads=2))))\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 9


def test_resolve():
    assert sayso.resolve("the Malian army", date="2024-01-01")["country"] == "MLI"
    assert sayso.resolve("qwertyuiop") is None


def test_import_is_quick():
    code = "import time; t = time.perf_counter(); import sayso; print(time.perf_counter() - t)"
    took = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout) for _ in range(3)]
    assert min(took) < 0.3
