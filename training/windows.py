"""Sentences as numbers, runs of them, and batches of runs."""

import zlib

import numpy as np
import torch

import data
from model import PAIR_FEATURES
from pieces import pieces, shape

IGNORE = -100
MASKED = 0.08
"""Share of the words that are hidden in every second window: what stands around a word must do."""
LENGTHS = (40, 96, 160, 224)
FIRST, LAST, HIDDEN_PIECE, EDGE_SHAPE = 101, 102, 103, 7
LOWER, UPPER, CASED = 0, 2, 5
"""Shapes of a word in small letters and in capitals; shapes from CASED on have no case."""
TAGS = ("upos", "xpos", "lemma", "deprel")


class Encoded:
    """A sentence, or a block of words of a set that knows no sentences, with everything as numbers."""

    def __init__(self, s, vocab, index):
        cut = [pieces(f, vocab) for f in s.forms]
        self.counts = np.array([len(c) for c in cut], np.int32)
        self.ids = np.array([i for c in cut for i in c], np.int32)
        self.shape = np.array([shape(f) for f in s.forms], np.int8)
        self.edge = np.array([2 if i == 0 and s.paragraph else int(b) for i, b in enumerate(s.space)], np.int8)
        self.tags = {name: np.array([index[name].get(x, IGNORE) for x in getattr(s, name)], np.int16)
                     for name in TAGS if getattr(s, name)}
        self.head = np.array(s.head, np.int16) if s.head else None
        self.ner = np.array([sum(1 << index["ner"][t] for t in tags) for tags in s.ner], np.int32) if s.ner else None
        self.roles = np.array([["OBI".index(t) for t in r] for r in s.roles], np.int8) if s.roles else None
        self.happened = np.array(s.happened, np.float32) if s.happened else None
        self.links, self.first, self.paragraph = s.links, getattr(s, "first", 0), s.paragraph
        self.seen_before = frozenset()
        self.mentions = [mention(s, *m) for m in s.mentions] if s.mentions is not None else None

    @property
    def words(self):
        return len(self.counts)

    @property
    def size(self):
        return len(self.ids)

    def part(self, start, end):
        """The block of some of its words. Only blocks without syntax are cut."""
        at = np.concatenate([[0], np.cumsum(self.counts)])
        out = object.__new__(Encoded)
        out.__dict__.update(self.__dict__, counts=self.counts[start:end], ids=self.ids[at[start]:at[end]],
                            shape=self.shape[start:end], edge=self.edge[start:end], first=self.first + start,
                            roles=None if self.roles is None else self.roles[start:end],
                            links=[x for x in self.links if start <= x[0] - self.first < end])
        return out


PRONOUNS = {"i": 1, "me": 1, "my": 1, "mine": 1, "myself": 1, "we": 2, "us": 2, "our": 2, "ours": 2, "you": 3, "your": 3,
            "he": 4, "him": 4, "his": 4, "himself": 4, "she": 5, "her": 5, "hers": 5, "herself": 5, "it": 6, "its": 6,
            "they": 7, "them": 7, "their": 7, "themselves": 7, "this": 8, "that": 8, "these": 8, "those": 8,
            "who": 9, "which": 9, "whom": 9, "whose": 9}


def mention(s, start, end, head, group):
    """(head word, group, what the features of pairs are made of)."""
    form = s.forms[head].lower()
    kind = 2 if s.upos[head] in ("PRON", "DET") else int(s.upos[head] == "PROPN")
    whole = " ".join(s.forms[start:end]).lower().removeprefix("the ")
    return head, group, (kind, PRONOUNS.get(form, 0), hash_of(form), hash_of(whole))


def hash_of(text):
    return zlib.crc32(text.encode())


def pair_features(mentions):
    """[mentions, antecedents, PAIR_FEATURES] of mentions as (head word in the window, group, (kind, pronoun, form, whole))."""
    kind, pronoun, form, whole = (torch.tensor([m[2][i] for m in mentions]) for i in range(4))
    at = torch.tensor([m[0] for m in mentions])
    distance = (at[:, None] - at[None, :]).clamp(min=1).float()
    name, nominal, pro = ((kind == k).float() for k in (1, 0, 2))
    same_form = (form[:, None] == form[None, :]).float()
    rows = [same_form * (1 - pro)[:, None], same_form * pro[:, None], (whole[:, None] == whole[None, :]).float() * (1 - pro)[:, None],
            ((pronoun[:, None] == pronoun[None, :]) & (pronoun[:, None] > 0)).float(),
            ((pronoun[:, None] != pronoun[None, :]) & (pronoun[:, None] > 0) & (pronoun[None, :] > 0)).float(),
            distance.log() / 5, (distance > 20).float(), (distance > 60).float()]
    rows += [left[:, None] * right[None, :] for left in (name, nominal) for right in (name, nominal, pro)]
    return torch.stack(rows, -1)


def windows(document, rng, limit):
    """Runs of consecutive blocks that together have at most `limit` pieces."""
    run, size = [], 0
    for s in document:
        for part in split(s, limit) if s.size > limit else [s]:
            if run and size + part.size > limit:
                yield run
                run, size = [], 0
                limit = rng.choice(LENGTHS)
            run.append(part)
            size += part.size
    if run:
        yield run


def note_groups(document):
    """Tells each block which groups were spoken of before it."""
    groups = set()
    for s in document:
        s.seen_before = frozenset(groups) if s.mentions is not None else frozenset()
        groups.update(m[1] for m in s.mentions or ())
    return document


def split(s, limit):
    """Parts of a block that is longer than the limit; longer sentences are left out."""
    if s.head is not None or s.ner is not None:
        return
    ends = np.cumsum(s.counts)
    start = 0
    while start < s.words:
        before = ends[start - 1] if start else 0
        end = int(np.searchsorted(ends, before + limit, "right"))
        if end == start:
            return
        yield s.part(start, end)
        start = end


def collate(runs, rng=None):
    """Tensors of a batch of windows; with `rng`, words are hidden and the case of some windows is taken away, and what was
    there before stands under `plain_ids` and `plain_shape`."""
    t = max(sum(s.size for s in run) for run in runs) + 2
    n = max(sum(s.words for s in run) for run in runs)
    b = len(runs)
    whole = {name: np.zeros((b, t), np.int64) for name in ("ids", "shape", "edge")}
    whole["word"] = np.full((b, t), -1)
    whole["block"] = np.full((b, n), -1)
    whole["ner"] = np.zeros((b, n), np.int32)
    whole["happened"] = np.full((b, n), np.nan, np.float32)
    whole["roles"] = np.full((b, n, 3), IGNORE)
    for name in ("starts", "head", "link_source", "link_content", *TAGS):
        whole[name] = np.full((b, n), IGNORE)
    plain_ids, plain_shape = np.zeros((b, t), np.int64), np.zeros((b, t), np.int64)
    spoken = []
    for row, run in enumerate(runs):
        case = rng.random() if rng else 1.0
        masked = MASKED if rng and rng.random() < 0.5 else 0.0
        spoken.append([])
        for ids, shapes in ((whole["ids"], whole["shape"]), (plain_ids, plain_shape)):
            ids[row, 0], shapes[row, 0] = FIRST, EDGE_SHAPE
        whole["edge"][row, 0] = 1
        at, word, first_of = 1, 0, {}
        for number, s in enumerate(run):
            inside, here = slice(word, word + s.words), slice(at, at + s.size)
            whole["block"][row, inside] = number
            words = np.repeat(np.arange(s.words), s.counts)
            kinds = s.shape.astype(np.int64)
            plain_ids[row, here], plain_shape[row, here] = s.ids, kinds[words]
            if case < 0.13:
                kinds = np.where(kinds < CASED, LOWER if case < 0.06 else UPPER, kinds)
            ids = s.ids
            if masked:
                hidden = np.array([rng.random() < masked for _ in range(s.words)])
                ids = np.where(hidden[words], HIDDEN_PIECE, ids)
            whole["ids"][row, here], whole["shape"][row, here] = ids, kinds[words]
            whole["edge"][row, here] = s.edge[words]
            whole["word"][row, here] = word + words
            for name, tags in s.tags.items():
                whole[name][row, inside] = tags
            if s.head is not None:
                whole["head"][row, inside] = np.where(s.head > 0, s.head + word, 0)
                whole["starts"][row, inside] = 0
                whole["starts"][row, word] = IGNORE if s.edge[0] == 2 or word == 0 else 1
            if s.ner is not None:
                whole["ner"][row, inside] = s.ner
            if s.happened is not None:
                whole["happened"][row, inside] = s.happened
            if s.roles is not None:
                whole["roles"][row, inside] = s.roles
                first_of.update((s.first + i, word + i) for i in range(s.words))
            spoken[row] += [(word + head, group, more) for head, group, more in s.mentions or ()]
            at, word = at + s.size, word + s.words
        for ids, shapes in ((whole["ids"], whole["shape"]), (plain_ids, plain_shape)):
            ids[row, at], shapes[row, at] = LAST, EDGE_SHAPE
        whole["edge"][row, at] = 1
        for s in run:
            for cue, source, content in s.links:
                c = first_of.get(cue)
                if c is None:
                    continue
                inside = [first_of[w] for w in source if w in first_of]
                if inside:
                    whole["link_source"][row, c] = inside[0] + 1
                elif not source:
                    whole["link_source"][row, c] = 0
                for w in content:
                    if w in first_of:
                        whole["link_content"][row, first_of[w]] = c + 1
    ner = whole.pop("ner")
    whole["ner"] = (ner[..., None] >> np.arange(len(data.NER)) & 1).astype(bool)
    out = {name: torch.from_numpy(array) for name, array in whole.items()}
    if rng:
        out |= {"plain_ids": torch.from_numpy(plain_ids), "plain_shape": torch.from_numpy(plain_shape)}
    if any(spoken):
        add_mentions(out, spoken, [run[0].seen_before for run in runs])
    return out


def add_mentions(out, spoken, before):
    """Adds the mentions of each window and which of those before are the same; `before` are the groups of earlier windows."""
    m = max(map(len, spoken))
    out["mentions"] = torch.zeros(len(spoken), m, dtype=torch.long)
    out["pair"] = torch.zeros(len(spoken), m, m, PAIR_FEATURES)
    out["antecedent"] = torch.zeros(len(spoken), m, m, dtype=torch.bool)
    out["earlier"] = torch.zeros(len(spoken), m, m, dtype=torch.bool)
    out["counts"] = torch.zeros(len(spoken), m, dtype=torch.bool)
    for row, mentions in enumerate(spoken):
        n = len(mentions)
        if not n:
            continue
        mentions.sort(key=lambda x: x[0])
        out["mentions"][row, :n] = torch.tensor([x[0] for x in mentions])
        out["pair"][row, :n, :n] = pair_features(mentions)
        out["earlier"][row, :n, :n] = torch.ones(n, n).tril(-1).bool()
        number = {}
        groups = torch.tensor([number.setdefault(x[1], len(number)) for x in mentions])
        same = (groups[:, None] == groups[None, :]).tril(-1)
        out["antecedent"][row, :n, :n] = same
        new = torch.tensor([x[1] not in before[row] for x in mentions])
        out["counts"][row, :n] = same.any(1) | new


def batches(sets, rng, limit):
    """An endless stream of runs for batches of up to `limit` pieces: sets drawn by their share, windows of one set together, of
    similar length."""
    queues = {name: [] for name in sets}
    names = list(sets)
    while True:
        name = rng.choices(names, [sets[n][1] for n in names])[0]
        if not queues[name]:
            documents = list(sets[name][0])
            rng.shuffle(documents)
            runs = [w for d in documents for w in windows(d, rng, rng.choice(LENGTHS))]
            runs.sort(key=lambda r: sum(s.size for s in r) + rng.random() * 20)
            batch, size = [], 0
            for run in runs:
                length = sum(s.size for s in run) + 2
                if batch and (len(batch) + 1) * max(size, length) > limit:
                    queues[name].append(batch)
                    batch, size = [], 0
                batch.append(run)
                size = max(size, length)
            if batch:
                queues[name].append(batch)
            rng.shuffle(queues[name])
        yield queues[name].pop()
