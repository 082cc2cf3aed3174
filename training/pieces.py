"""Word pieces of a word, exactly as the annotator makes them (crates/annotate/src/pieces.rs), and its shape."""

import unicodedata
from functools import lru_cache
from pathlib import Path

SHAPES = ("lower", "Title", "UPPER", "Initial", "mixed", "digit", "alnum", "other")


@lru_cache
def vocabulary(path):
    return {w: i for i, w in enumerate(Path(path).read_text(encoding="utf-8").split("\n")) if w}


def shape(word):
    """The number in SHAPES of how a word is written."""
    if word.isdigit() or (any(c.isdigit() for c in word) and not any(c.isalpha() for c in word)):
        return 5
    if any(c.isdigit() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    if all(c.islower() or not c.isupper() for c in letters):
        return 0
    if letters[0].isupper() and len(letters) == 1:
        return 3
    if all(c.isupper() for c in letters):
        return 2
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 4


def is_punctuation(c):
    return (not c.isalnum() and c.isascii()) or unicodedata.category(c).startswith("P")


def normal(word):
    """Lower case without combining marks and control characters."""
    out = []
    for c in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(c)
        if category != "Mn" and category not in ("Cc", "Cf"):
            out.append(c)
    return "".join(out)


def pieces(word, vocab):
    """The ids of the word pieces of a word, at most 12; [UNK] for what the vocabulary cannot spell."""
    chunks, chunk = [], ""
    for c in normal(word):
        if is_punctuation(c) or 0x3400 <= ord(c) <= 0x9FFF or 0xF900 <= ord(c) <= 0xFAFF:
            if chunk:
                chunks.append(chunk)
            chunks.append(c)
            chunk = ""
        elif not c.isspace():
            chunk += c
    if chunk:
        chunks.append(chunk)
    ids = []
    for chunk in chunks:
        start, found = 0, []
        while start < len(chunk):
            end = min(len(chunk), start + 32)
            while end > start:
                part = ("##" if start else "") + chunk[start:end]
                if part in vocab:
                    break
                end -= 1
            if end == start:
                found = [vocab["[UNK]"]]
                break
            found.append(vocab[part])
            start = end
        ids += found
        if len(ids) >= 12:
            break
    return ids[:12] or [vocab["[UNK]"]]
