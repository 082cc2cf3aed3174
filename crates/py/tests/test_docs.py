"""The examples of the documentation and of the sources, executed; the notebook, headless."""

import doctest
import importlib
import os
import re

import pytest

import sayso

MODULES = ["sayso", "sayso.document", "sayso.ledger", "sayso.reading"]


def run(text, name):
    test = doctest.DocTestParser().get_doctest(text, {"sayso": sayso}, name, name, 0)
    assert test.examples
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test)
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_sources(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0 and result.failed == 0


@pytest.mark.parametrize("page", ["python.md"])
def test_pages(page, examples, tmp_path, monkeypatch):
    """The blocks of a page follow each other, in a folder where nothing but `examples` is."""
    pytest.importorskip("polars"), pytest.importorskip("duckdb")
    (tmp_path / "examples").symlink_to(examples)
    monkeypatch.chdir(tmp_path)
    text = (examples.parent / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```pycon\n(.*?)```", text, re.S)
    run("\n".join(blocks), page)


def test_notebook(examples, tmp_path):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("matplotlib")
    notebook = nbformat.read(examples / "escalation.ipynb", as_version=4)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs), "no plot"
    assert any("text/html" in output.get("data", {}) for output in outputs)
