"""Reads the training sets into documents of words with the labels that each set has.

A document is a list of `Sentence`s (of blocks of words, where a set knows no sentences). A label that a set does not
have is None for the whole sentence and costs nothing in training.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from words import words

NER = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
ROLES = ("source", "cue", "content")
NON_COMMERCIAL = {"whow", "fiction", "essay", "letter", "podcast"}
"""Genres of GUM whose texts are licensed for non-commercial use only: no shipped weight sees them."""


@dataclass
class Sentence:
    forms: list
    space: list  # whether white space stands before each word
    paragraph: bool = False  # whether a paragraph begins here
    ends: bool = True  # whether the end of the block is the end of a sentence
    upos: list = None
    xpos: list = None
    lemma: list = None
    head: list = None
    deprel: list = None
    ner: list = None  # per word a list of allowed tags
    roles: list = None  # per word three of "O", "B", "I"
    links: list = field(default_factory=list)  # (role, cue word, fragment word) within the block; fragment None: no source


def read_conllu(path):
    """Documents of sentences; each word as its columns."""
    documents, rows, comments, left = [], [], [], 0
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            comments.append(line)
        elif line:
            columns = line.split("\t")
            if "." in columns[0]:
                continue
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                inside = (first, last, "SpaceAfter=No" in columns[9])
                rows.append(("range", inside))
            else:
                rows.append(("word", columns))
        elif rows:
            if any(c.startswith("# newdoc") for c in comments) or not documents:
                name = next((c.split("=", 1)[1].strip() for c in comments if c.startswith("# newdoc id")), "")
                documents.append((name, []))
            documents[-1][1].append((any(c.startswith("# newpar") for c in comments), sentence(rows)))
            rows, comments = [], []
    return documents


def sentence(rows):
    columns, space, glued, last = [], [], False, None
    for kind, row in rows:
        if kind == "range":
            last = row
            continue
        number = int(row[0])
        in_range = last and last[0] <= number <= last[1]
        space.append(not glued and not (in_range and number > last[0]))
        glued = "SpaceAfter=No" in row[9] if not in_range else (last[2] if number == last[1] else False)
        columns.append(row)
    s = Sentence([c[1] for c in columns], space)
    s.upos, s.xpos = [c[3] for c in columns], [c[4] for c in columns]
    s.lemma = [script(c[1], c[2]) if c[2] != "_" or c[1] == "_" else None for c in columns]
    s.head, s.deprel = [int(c[6]) for c in columns], [c[7] for c in columns]
    s.misc = [c[9] for c in columns]
    return s


def script(form, lemma):
    """How to get the lemma from the form, both in lower case: `3:y` cuts three letters and adds y; `=be` is the lemma."""
    form, lemma = form.lower(), lemma.lower()
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    if same == 0 or (len(form) - same > 4):
        return "=" + lemma
    return f"{len(form) - same}:{lemma[same:]}"


def apply(rule, form):
    """The lemma in lower case, None where the script does not fit the form."""
    form = form.lower()
    if rule.startswith("="):
        return rule[1:]
    cut, _, end = rule.partition(":")
    return form[:len(form) - int(cut)] + end if int(cut) < len(form) or int(cut) == 0 else None


def read_ud(path, leave_out=()):
    documents = []
    for name, sentences in read_conllu(path):
        genre = name.split("_")[1] if name.startswith("GUM_") else ""
        if genre in leave_out:
            continue
        for paragraph, s in sentences:
            s.paragraph = paragraph
            if name.startswith("GUM_"):
                s.ner = gum_names(s)
        sentences[0][1].paragraph = True
        documents.append([s for _, s in sentences])
    return documents


def gum_names(s):
    """Names from GUM's entities: the proper-noun run around the head of a mention with a proper-noun head.

    Words of a proper noun outside of these may be of any kind, so their tag is left open.
    """
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    mentions, open_ = [], []
    for i, misc in enumerate(s.misc):
        value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", value):
            key = part.strip("()").split("-")[0]
            if part.startswith("("):
                open_.append((key, i, part.strip("()").split("-")[1] if "-" in part else ""))
            if part.endswith(")"):
                at = next((k for k in range(len(open_) - 1, -1, -1) if open_[k][0] == key), None)
                if at is not None:
                    _, start, kind = open_.pop(at)
                    mentions.append((start, i + 1, kind))
    tags = [["O"] if u != "PROPN" else list(NER) for u in s.upos]
    for start, end, kind in sorted(mentions, key=lambda m: m[1] - m[0]):
        inside = [i for i in range(start, end) if not start <= s.head[i] - 1 < end]
        if len(inside) != 1 or s.upos[inside[0]] != "PROPN":
            continue
        a = b = inside[0]
        while a > start and s.upos[a - 1] == "PROPN" and s.deprel[a - 1] != "nmod:desc":
            a -= 1
        while b + 1 < end and (s.upos[b + 1] == "PROPN" or (
                kind == "organization" and b + 2 < end and s.forms[b + 1].lower() in ("of", "for", "and")
                and s.upos[b + 2] == "PROPN")):
            b += 1
        label = kinds.get(kind)
        for i in range(a, b + 1):
            tags[i] = [("B-" if i == a else "I-") + label] if label else ["O", "B-MISC", "I-MISC"]
    return tags


def read_iob(path, kinds, form, tag, split):
    """Sentences of an IOB file: `kinds` maps its types; words of other types may be O or MISC."""
    documents, forms, tags = [[]], [], []

    def close():
        if forms:
            s = Sentence(list(forms), [f[0] not in ".,;:!?)'’%" for f in forms], paragraph=True)
            s.ner, before = [], "O"
            for t in tags:
                prefix, _, kind = t.partition("-")
                if kind in kinds:
                    label = kinds[kind]
                    starts = prefix == "B" or before != kind
                    s.ner.append([("B-" if starts else "I-") + label])
                elif kind:
                    s.ner.append(["O", "B-MISC", "I-MISC"])
                else:
                    s.ner.append(["O"] if "MISC" in kinds else ["O", "B-MISC", "I-MISC"])
                before = kind
            documents[-1].append(s)
            if len(documents[-1]) >= 12:
                documents.append([])
            forms.clear()
            tags.clear()

    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        columns = line.split(split)
        if not line.strip() or line.startswith("# ") or "-DOCSTART-" in line:
            close()
        elif len(columns) > tag:
            forms.append(columns[form])
            tags.append(columns[tag])
    close()
    return [d for d in documents if d]


def read_polnear(path):
    """Articles as blocks, one a paragraph, with roles and links."""
    documents = []
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        record = json.loads(line)
        text = record["text"]
        spans = words(text)
        if not spans:
            continue
        starts = [a for a, _ in spans]
        covered = {role: [None] * len(spans) for role in ROLES}
        fragments = []

        def mark(role, pieces):
            """The first words of the fragments, and the words marked."""
            firsts = []
            for a, b in pieces:
                inside = [i for i in range(len(spans)) if spans[i][0] < b and spans[i][1] > a]
                if inside:
                    firsts.append(inside[0])
                    for i in inside:
                        if covered[role][i] is None:
                            covered[role][i] = "B" if i == inside[0] else "I"
            return firsts

        longest = sorted(record["attributions"], key=lambda x: -sum(b - a for a, b in x["content"]))
        for x in longest:
            fragments.append((mark("source", x["source"]), mark("cue", x["cue"]), mark("content", x["content"])))
        # paragraphs
        document, at = [], 0
        for block in re.split(r"\n+", text):
            here = text.index(block, at) if block else at
            end = here + len(block)
            inside = [i for i in range(len(spans)) if here <= starts[i] < end]
            at = end
            if not inside:
                continue
            first = inside[0]
            s = Sentence([text[spans[i][0]:spans[i][1]] for i in inside],
                         [i == 0 or spans[i - 1][1] < spans[i][0] for i in inside], paragraph=True)
            s.roles = [[covered[r][i] or "O" for r in ROLES] for i in inside]
            s.first = first
            document.append(s)
        for source, cue, content in fragments:
            if not cue:
                continue
            for s in document:
                if s.first <= cue[0] < s.first + len(s.forms):
                    s.links.append((cue[0], source, content))
        documents.append(document)
    return documents


def counts(documents):
    """How often each label occurs."""
    found = {"upos": Counter(), "xpos": Counter(), "lemma": Counter(), "deprel": Counter()}
    for document in documents:
        for s in document:
            for name, counter in found.items():
                counter.update(x for x in getattr(s, name) or [] if x is not None)
    return found
