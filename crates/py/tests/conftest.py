"""What the tests share: texts of our own, and the command line to compare with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# `check.sh` runs a copy, away from the sources of the package.
ROOT = Path(os.environ.get("SAYSO_ROOT") or Path(__file__).resolve().parents[3])
sys.path.insert(0, str(ROOT / "crates/py/bench"))


@pytest.fixture(scope="session")
def examples():
    return ROOT / "examples"


@pytest.fixture(scope="session")
def reports(examples):
    return [json.loads(line) for line in (examples / "reports.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def cli():
    """The program, where it was built or named: comparisons are skipped without it."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = Path(os.environ.get("SAYSO_BIN", target / "release/sayso"))
    if not program.is_file():
        pytest.skip("the command line was not built: cargo build --release")

    def run(*arguments, **options):
        done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
