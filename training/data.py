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

NAMES = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WEAPON", "OTHER")
NER = ["O"] + [f"{prefix}-{kind}" for kind in NAMES for prefix in "BI"]
PLACES = ("GPE", "LOC", "FAC")
REST = ("NORP", "EVENT", "WEAPON", "OTHER")
"""What sets with four kinds of names call other or do not name at all."""
ROLES = ("source", "cue", "content")
EWT_TRAIN = "ud/EWT/en_ewt-ud-train.conllu"
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
    mentions: list = None  # of things spoken of: (first word, word after the last, head word, who in the document)
    happened: list = None  # per word how sure readers are that it happened, -1.5 to 1.5; not a number where nobody was asked
    links: list = field(default_factory=list)  # (cue word, source words, first words of the content's fragments), of the article


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
            s = sentence(rows)
            s.id = next((c.split("=", 1)[1].strip() for c in comments if c.startswith("# sent_id")), "")
            documents[-1][1].append((any(c.startswith("# newpar") for c in comments), s))
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
                mentions = gum_mentions(s)
                s.ner = gum_names(s, mentions)
                s.mentions = [(start, end, head, group) for start, end, head, _, group in mentions if head is not None]
            s.document = name
        sentences[0][1].paragraph = True
        documents.append([s for _, s in sentences])
    return documents


def named(documents):
    """Documents of `read_ud` by their names."""
    return {document[0].document: document for document in documents}


def gum_mentions(s):
    """GUM's mentions that begin and end in a sentence: (first word, word after the last, head word or None, kind, group)."""
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
                    heads = [j for j in range(start, i + 1) if not start <= s.head[j] - 1 <= i]
                    mentions.append((start, i + 1, heads[0] if heads else None, kind, key))
    return sorted(mentions, key=lambda m: (m[0], -m[1]))


def allowed(prefix, kinds):
    return [f"{prefix}-{kind}" for kind in kinds]


def either(kinds):
    """No name, or one of these kinds."""
    return ["O"] + [f"{prefix}-{kind}" for kind in kinds for prefix in "BI"]


def gum_names(s, mentions):
    """Names from GUM's entities: the proper-noun run around the head of a mention with a proper-noun head. GUM calls a state
    that acts an organisation, so both kinds are allowed there. Other proper nouns may be of any kind: their tag is left open.
    """
    kinds = {"person": ("PER",), "organization": ("ORG", "GPE"), "place": PLACES, "event": ("EVENT",)}
    tags = [["O"] if u != "PROPN" else list(NER) for u in s.upos]
    for start, end, head, kind, _ in sorted(mentions, key=lambda m: m[1] - m[0]):
        inside = [i for i in range(start, end) if not start <= s.head[i] - 1 < end]
        if len(inside) != 1 or s.upos[head] != "PROPN":
            continue
        a = b = head
        while a > start and s.upos[a - 1] == "PROPN" and s.deprel[a - 1] != "nmod:desc":
            a -= 1
        while b + 1 < end and (s.upos[b + 1] == "PROPN" or (
                kind == "organization" and b + 2 < end and s.forms[b + 1].lower() in ("of", "for", "and")
                and s.upos[b + 2] == "PROPN")):
            b += 1
        labels = kinds.get(kind)
        for i in range(a, b + 1):
            tags[i] = allowed("B" if i == a else "I", labels) if labels else either(REST)
    return tags


def read_iob(path, kinds, form, tag, split, complete):
    """Sentences of an IOB file: `kinds` maps its types to ours; words of other types may be no names or of the rest."""
    documents, forms, tags = [[]], [], []

    def close():
        if forms:
            s = Sentence(list(forms), [f[0] not in ".,;:!?)'’%" for f in forms], paragraph=True)
            s.ner, before = [], "O"
            for t in tags:
                prefix, _, kind = t.partition("-")
                if kind in kinds:
                    starts = prefix == "B" or before != kind
                    s.ner.append(allowed("B" if starts else "I", kinds[kind]))
                elif kind or not complete:
                    s.ner.append(either(REST))
                else:
                    s.ner.append(["O"])
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


def add_happened(path, documents):
    """Adds UDS factuality to the sentences of EWT: how sure its readers are that what a predicate says happened."""
    sentences = {s.id: s for document in documents for s in document}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        s = sentences.get(record["sent_id"])
        if s is None:
            continue
        at, starts = 0, {}
        for i, (form, blank) in enumerate(zip(s.forms, s.space)):
            at += int(blank and i > 0)
            starts[at] = i
            at += len(form)
        scores = [float("nan")] * len(s.forms)
        for x in record["predicates"]:
            if x["start"] in starts:
                scores[starts[x["start"]]] = x["score"]
        s.happened = scores


def read_raw(path, field="text"):
    """Texts without labels: documents of blocks, one a paragraph."""
    documents = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        document = []
        for block in re.split(r"\n+", json.loads(line).get(field) or ""):
            spans = words(block)
            if spans:
                space = [i == 0 or spans[i - 1][1] < spans[i][0] for i in range(len(spans))]
                document.append(Sentence([block[a:b] for a, b in spans], space, paragraph=True))
        if document:
            documents.append(document)
    return documents


def read_labels(path, shared, ewt):
    """Our own labels of names (`labels/names.jsonl`): documents of sentences of the data sets there; those of EWT are added to
    its sentences, which are given by document."""
    texts, documents = {}, {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["file"] == EWT_TRAIN:
            s = ewt[record["document"]][record["sentence"]]
            s.ner = exact(len(s.forms), record["names"])
            continue
        if record["file"] not in texts:
            rows = map(json.loads, (Path(shared) / record["file"]).read_text(encoding="utf-8").splitlines())
            texts[record["file"]] = {row["id"]: row["text"] for row in rows if "text" in row}
        start, end = record["span"]
        text = texts[record["file"]][record["document"]][start:end]
        spans = words(text)
        s = Sentence([text[a:b] for a, b in spans], [i == 0 or spans[i - 1][1] < a for i, (a, _) in enumerate(spans)], True)
        s.ner = exact(len(spans), record["names"])
        documents.setdefault((record["file"], record["document"]), []).append(s)
    return list(documents.values())


def read_uner_labels(path, ewt, kinds):
    """Our own labels in the manner of UNER (`labels/uner.jsonl`), of sentences of EWT train: `kinds` maps its types to ours; other
    words may be of the types that UNER does not name."""
    documents = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        of = ewt[record["document"]][record["sentence"]]
        s = Sentence(of.forms, of.space, paragraph=True)
        s.ner = [either(REST) for _ in s.forms]
        for start, end, kind in record["names"]:
            for i in range(start, end):
                s.ner[i] = allowed("B" if i == start else "I", kinds[kind])
        documents.setdefault(record["document"], []).append(s)
    return list(documents.values())


def exact(size, names):
    """The only tag of each word, from [first word, word after the last, kind]."""
    tags = [["O"] for _ in range(size)]
    for start, end, kind in names:
        for i in range(start, end):
            tags[i] = [("B-" if i == start else "I-") + kind]
    return tags


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
