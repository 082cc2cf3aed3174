"""The plain objects have the fields of docs/schema/document.json, no more and no fewer; the types hold."""

import dataclasses
import json
import subprocess
import sys

import pytest

import sayso
from sayso import layers

RECORDS = {
    "ActorRecord": layers.Actor,
    "AttributionRecord": layers.Attribution,
    "EndRecord": layers.End,
    "EntityRecord": layers.Entity,
    "IntervalRecord": layers.Interval,
    "LegNameRecord": layers.LegName,
    "LegPlaceRecord": layers.LegPlace,
    "LinkRecord": layers.Link,
    "MentionRecord": layers.Mention,
    "MovementRecord": layers.Movement,
    "ParticipantRecord": layers.Participant,
    "PlaceRecord": layers.Place,
    "PlaceRoleRecord": layers.PlaceRole,
    "QuantityRecord": layers.Quantity,
    "QuantityRef": layers.QuantityRef,
    "SentenceRecord": layers.Sentence,
    "StatementRecord": layers.Statement,
    "TimeRecord": layers.Time,
    "TokenRecord": layers.Token,
    "TriggerRecord": layers.Trigger,
    "WhenRecord": layers.When,
}


def test_objects_have_the_fields_of_the_schema(examples):
    schema = json.loads((examples.parent / "docs/schema/document.json").read_text(encoding="utf-8"))
    records = {name: part for name, part in schema["$defs"].items() if part.get("type") == "object"}
    assert records.keys() == RECORDS.keys()
    for name, part in records.items():
        assert {field.name for field in dataclasses.fields(RECORDS[name])} == part["properties"].keys(), name
    plain = {"id", "title", "published", "publisher", "url", "text"}
    assert schema["properties"].keys() == plain | layers.LAYERS.keys()
    assert all(hasattr(sayso.Document, name) for name in schema["properties"])


def test_all_public_things_are_documented():
    for name in sayso.__all__:
        assert name == "__version__" or getattr(sayso, name).__doc__, name


def test_types_hold(tmp_path):
    pytest.importorskip("mypy")
    user = tmp_path / "user.py"
    user.write_text(
        "import sayso\n"
        "doc: sayso.Document = sayso.read('It rained.')\n"
        "names: list[str] = [link.text for link in doc.statements[0].attribution]\n"
        "number: int = sayso.Ledger('x').relink()\n"
        "wrong: int = doc.text\n"
    )
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", str(user)], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.count("error:") == 1 and "user.py:5" in done.stdout, done.stdout
