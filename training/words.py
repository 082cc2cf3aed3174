"""Splits a text into words exactly as the annotator does (crates/annotate/src/words.rs); the pattern is shared."""

from pathlib import Path

import regex

PATTERN = Path(__file__).resolve().parents[1] / "crates/annotate/data/words.regex"

WORD = regex.compile("|".join(
    f"(?:{line})" for line in PATTERN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")),
    regex.V0)
CLITIC = regex.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$")
FUSED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}
"""Words of two words, with the length of the first in characters."""


def words(text):
    """The [start, end) of the words of a text, in code points."""
    spans = []
    for match in WORD.finditer(text):
        start, end = match.span()
        form = match.group()
        if form.lower() in FUSED:
            middle = start + FUSED[form.lower()]
            spans += [(start, middle), (middle, end)]
        elif form[0].isalpha() and (clitic := CLITIC.match(form)):
            middle = start + clitic.start(2)
            spans += [(start, middle), (middle, end)]
        else:
            spans.append((start, end))
    return spans
