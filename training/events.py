"""The event network: which words tell of PLOVER events, how certain these are, and what a marked source does to a marked target.

It reads what the annotator's lower layers make of the words, and goes on with upper layers of its own: what it must tell apart, the annotator's
upper layers have forgotten. Two spans of a sentence may be marked, each by an embedding of its own; then it says what the one does to the other.

It learns in two stages: first our own labels, then PLV_train with a part of these. The first stage is kept beside the result, and not done again
where it is there already.

    python training/events.py --data ../shared/data --encoder FOLDER --out runs/events.pt
    python training/events.py … --folds 5 --answers eval/relations.jsonl      # cross-validation of the second stage on PLV_train
"""

import argparse
import json
import math
import random
import re
import time
import tomllib
from collections import Counter
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from model import HIDDEN, Annotator, Weights
from pieces import pieces, shape
from words import words

TYPES = ("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE "
         "ASSAULT").split()
QUADS = {1: "AGREE CONSULT SUPPORT CONCEDE", 2: "COOPERATE AID RETREAT", 3: "REQUEST ACCUSE REJECT THREATEN",
         4: "PROTEST MOBILIZE SANCTION COERCE ASSAULT"}
VALUES = "CT+ PR+ PS+ CT- PR- PS- U".split()
SIDES = ("source", "target")
HERE = Path(__file__).parent
LABELS, FRAMES = HERE / "labels", HERE.parent / "crates/extract/data/frames"
WEIGHTS = HERE.parent / "crates/annotate/data/annotator.bin"
SHARED, LAYERS, MOST, WINDOW = 3, 3, 254, 224
"""Layers of the annotator that are read through; layers of its own; pieces of a sentence that are read; pieces that the annotator reads at once."""
IGNORE = -100


class Events(nn.Module):
    def __init__(self, modes, encoder=None, shared=SHARED, layers=LAYERS, dropout=0.1):
        super().__init__()
        f = Weights(WEIGHTS)
        labels = {k: f.lines(f"labels.{k}") for k in ("upos", "xpos", "lemma", "deprel", "ner")}
        base, bare = Annotator(labels), Annotator(labels)
        base.load_weights(WEIGHTS)
        if encoder:
            bare.load_encoder(encoder)
        self.lower = [base.eval().requires_grad_(False), shared]  # in a list, so that it is no part of the state
        self.layers = bare.layers[shared:shared + layers]
        if not shared:
            self.position, self.shape, self.edge, self.norm = bare.position, bare.shape, bare.edge, bare.norm
        self.modes, self.dropout = modes, dropout
        self.mark = nn.Embedding(3, HIDDEN)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.mark.weight.data[0] = 0
        self.tag = nn.Linear(HIDDEN, len(TYPES) + 1)
        self.tag_value = nn.Linear(HIDDEN, len(VALUES))
        self.tag_mode = nn.Linear(HIDDEN, len(modes))
        self.ask = nn.Linear(HIDDEN, 1)
        self.hidden = nn.Linear(4 * HIDDEN, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(TYPES))
        self.mode = nn.Linear(HIDDEN, len(modes))
        self.value = nn.Linear(HIDDEN, len(VALUES))

    @torch.no_grad()
    def below(self, windows):
        """What the annotator's lower layers make of windows, each a list of rows that follow one another: for each window the states of its rows,
        each with the window's begin and end."""
        base, shared = self.lower
        whole = [[[101] + [i for r in w for i in r.ids[1:-1]] + [102], [7] + [i for r in w for i in r.shape[1:-1]] + [7],
                  [1] + [i for n, r in enumerate(w) for i in [2 - n % 2, *r.edge[2:-1]]] + [1]] for w in windows]
        t = max(len(ids) for ids, *_ in whole)
        ids, shapes, edges = (torch.tensor([w[n] + [0] * (t - len(w[n])) for w in whole]) for n in range(3))
        mask = (ids != 0)[:, None, None, :]
        x = base.norm(base.word(ids) + base.position.weight[:t] + base.shape(shapes) + base.edge(edges))
        for layer in base.layers[:shared]:
            x = layer(x, mask, 0.0)
        out = []
        for window, (own, *_), states in zip(windows, whole, x.to(torch.bfloat16)):
            at, rows = 1, []
            for r in window:
                to = at + len(r.ids) - 2
                rows.append(torch.cat([states[:1], states[at:to], states[len(own) - 1:len(own)]]))
                at = to
            out.append(rows)
        return out

    def remember(self, rows, size=16):
        """Keeps with the rows what the lower layers make of them: alone, and of the tagged ones in a window with others as well."""
        if not self.lower[1]:
            return
        rows = sorted((r for r in rows if not r.states), key=lambda r: len(r.ids))
        for i in range(0, len(rows), size):
            for r, (states,) in zip(rows[i:i + size], self.below([[r] for r in rows[i:i + size]])):
                r.states.append(states)
        windows, pieces = [], WINDOW
        tagged = [r for r in rows if not r.marked]
        random.Random(5).shuffle(tagged)
        for r in tagged:
            if pieces + len(r.ids) > WINDOW:
                windows.append([])
                pieces = 2
            windows[-1].append(r)
            pieces += len(r.ids) - 2
        for i in range(0, len(windows), 4):
            for window, found in zip(windows[i:i + 4], self.below(windows[i:i + 4])):
                for r, states in zip(window, found):
                    r.states.append(states)

    def begin_as(self, other):
        """Takes over the heads and the topmost layers of a network."""
        more = len(other.layers) - len(self.layers)
        state = {}
        for name, value in other.state_dict().items():
            part, _, rest = name.partition(".")
            if part == "layers":
                number, _, rest = rest.partition(".")
                if int(number) >= more:
                    state[f"layers.{int(number) - more}.{rest}"] = value
            elif name in self.state_dict():
                state[name] = value
        self.load_state_dict(state)

    def go_on_from(self, known):
        """Takes over a network of the same layers that was kept; its modes may be others."""
        state = self.state_dict()
        for name, value in known["state"].items():
            if name.split(".")[0] in ("mode", "tag_mode"):
                for to, mode in enumerate(self.modes):
                    if mode in known["modes"]:
                        state[name][to] = value[known["modes"].index(mode)]
            else:
                state[name] = value
        self.load_state_dict(state)

    def encode(self, batch):
        base, shared = self.lower
        if shared:
            x = batch["states"] + self.mark(batch["mark"])
        else:
            x = base.word(batch["ids"]) + self.position.weight[:batch["ids"].shape[1]] + self.shape(batch["shape"]) + self.edge(batch["edge"])
            x = self.norm(x + self.mark(batch["mark"]))
        x = F.dropout(x, self.dropout, self.training)
        mask = batch["here"][:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, self.dropout)
        return x.float()

    def relation(self, x, batch):
        """Of marked rows: scores of types, modes and values, and of each piece to be the word that tells."""
        mark, here = batch["mark"], batch["here"]
        sides = [((mark == m).float() / (mark == m).sum(1, keepdim=True).clamp(min=1))[:, None] @ x for m in (1, 2)]
        asked = self.ask(x)[..., 0].masked_fill(~here, -1e4)
        trigger = torch.softmax(asked, 1)[:, None] @ x
        y = torch.cat([x[:, 0], *(s[:, 0] for s in sides), trigger[:, 0]], 1)
        y = F.gelu(self.hidden(F.dropout(y, 0.2, self.training)))
        y = F.dropout(y, 0.2, self.training)
        return {"kind": self.kind(y), "mode": self.mode(y), "value": self.value(y), "asked": asked}

    def tags(self, x, batch):
        """Of each word, at its first piece: scores of no event and the types, of values, of modes."""
        y = x.gather(1, batch["first"][..., None].expand(-1, -1, HIDDEN))
        y = F.dropout(y, 0.2, self.training)
        return {"kind": self.tag(y), "value": self.tag_value(y), "mode": self.tag_mode(y)}


class Row:
    """A sentence as numbers, and what is known of it. Marked rows have `spans`; the others `events`, by the word that tells."""

    def __init__(self, text, vocab, spans=None, types=None, mode=None, value=None, trigger=None, events=None, name=None,
                 quiet=1.0):
        self.name, self.types, self.mode, self.value, self.quiet = name, types, mode, value, quiet
        self.marked, self.states, self.soft = spans is not None, [], None
        self.ids, self.shape, self.edge, self.mark, self.asked, self.first, self.tags = [101], [7], [1], [0], [], [], []
        before = None
        for start, end in words(text):
            form = text[start:end]
            cut = pieces(form, vocab)[:MOST + 1 - len(self.ids)]
            if not cut:
                break
            side = next((n + 1 for n, name in enumerate(SIDES) for a, b in (spans or {}).get(name, []) if start < b and a < end), 0)
            if trigger and start < trigger[1] and trigger[0] < end:
                self.asked.append(len(self.ids))
            self.first.append(len(self.ids))
            event = next((e for e in events or [] if start < e["trigger"][1] and e["trigger"][0] < end), None)
            self.tags.append(event)
            self.ids += cut
            self.shape += [shape(form)] * len(cut)
            self.edge += [2 if before is None else int(start > before)] * len(cut)
            self.mark += [side] * len(cut)
            before = end
        for array, last in ((self.ids, 102), (self.shape, 7), (self.edge, 1), (self.mark, 0)):
            array.append(last)


def plv(path, vocab):
    """PLV_train's rows with both spans; YIELD may be either of its two successors."""
    rows = []
    for r in map(json.loads, path.open()):
        if r["source_span"] and r["target_span"]:
            types = {"CONCEDE", "RETREAT"} if r["gold_root"] == "YIELD" else {r["gold_root"]}
            spans = {"source": [r["source_span"]], "target": [r["target_span"]]}
            rows.append(Row(r["sentence"], vocab, spans, types=types, name=r["id"]))
    return rows


def own(records, vocab, modes):
    """Labelled sentences: as marked rows, and as rows of tagged words."""
    marked, tagged = [], []
    for r in records:
        for e in r["events"]:
            if e["source"] and e["target"]:
                marked.append(Row(r["text"], vocab, {s: e[s] for s in SIDES}, types={e["type"]}, value=e["factuality"], trigger=e["trigger"],
                                  mode=mode_of(e, modes)))
        tagged.append(Row(r["text"], vocab, events=r["events"], quiet=r.get("quiet", 1.0)))
    return marked, tagged


def sentences():
    """Our own sentences with their events."""
    return [json.loads(line) for line in (LABELS / "events.jsonl").open()]


def news(data, name="events-news.jsonl"):
    """Sentences of other texts, of which we have only the places and the labels."""
    texts, records = {}, []
    for r in map(json.loads, (LABELS / name).open()):
        if r["file"] not in texts:
            texts[r["file"]] = {d["id"]: d["text"] for d in map(json.loads, (data / r["file"]).open()) if "text" in d}
        start, end = r["span"]
        records.append({"text": texts[r["file"]][r["document"]][start:end], "events": r["events"]})
    return records


def frames():
    """The sentences of the frames: the word that tells and its type, or no event. What else they tell is not known."""
    records = []
    for path in sorted(FRAMES.glob("*.toml")):
        frame = tomllib.loads(path.read_text())
        for line in frame["found"]:
            marked, _, wanted = line.partition("=>")
            wanted = [w.split() for w in wanted.split(",") if w.strip()]
            given = {w[0]: w[-1] for w in wanted}
            start = marked.index("[")
            word = marked[start + 1:marked.index("]")]
            value = next((w[0] for w in wanted if w[0] in VALUES), None)
            if value is None and not {"future", "hypothetical", "negation"} & set(given):
                value = "CT+"
            event = {"type": given.get("type", frame["type"]), "mode": given.get("mode", frame.get("mode")), "factuality": value,
                     "trigger": [start, start + len(word)], "source": [], "target": []}
            records.append({"text": marked.replace("[", "").replace("]", "").strip(), "events": [event], "quiet": 0.2})
        records += [{"text": line, "events": [], "quiet": 0.5} for line in frame["passed"]]
    return records


def mode_of(event, modes):
    mode = f"{event['type']} {event['mode']}"
    return modes.index(mode) if mode in modes else None


def collate(rows, modes, pick=0):
    t = max(len(r.ids) for r in rows)
    out = {name: torch.tensor([getattr(r, name) + [0] * (t - len(r.ids)) for r in rows]) for name in ("ids", "shape", "edge", "mark")}
    out |= {"here": torch.arange(t) < torch.tensor([len(r.ids) for r in rows])[:, None], "states": torch.zeros(len(rows), t, HIDDEN)}
    for n, r in enumerate(rows):
        if r.states:
            out["states"][n, :len(r.ids)] = r.states[pick % len(r.states)]
    if rows[0].soft is not None:
        w = max(len(r.first) for r in rows)
        out["first"] = torch.tensor([r.first + [0] * (w - len(r.first)) for r in rows])
        for name in rows[0].soft:
            parts = [r.soft[name].float() for r in rows]
            out[f"soft {name}"] = nn.utils.rnn.pad_sequence(parts, batch_first=True) if parts[0].dim() == 2 else torch.stack(parts)
        return out
    if rows[0].marked:
        out["types"] = torch.tensor([[x in (r.types or TYPES) for x in TYPES] for r in rows])
        out["mode"] = torch.tensor([IGNORE if r.mode is None else r.mode for r in rows])
        out["value"] = torch.tensor([IGNORE if r.value is None else VALUES.index(r.value) for r in rows])
        out["asked"] = torch.zeros(len(rows), t)
        for n, r in enumerate(rows):
            out["asked"][n, r.asked] = 1
        return out
    w = max(len(r.first) for r in rows)
    out["first"] = torch.tensor([r.first + [0] * (w - len(r.first)) for r in rows])
    out["kind"], out["value"], out["mode"] = (torch.full((len(rows), w), IGNORE) for _ in range(3))
    out["weight"] = torch.zeros(len(rows), w)
    for n, r in enumerate(rows):
        for at, event in enumerate(r.tags):
            out["kind"][n, at] = TYPES.index(event["type"]) + 1 if event else 0
            out["weight"][n, at] = 1.0 if event else r.quiet
            if event:
                out["value"][n, at] = VALUES.index(event["factuality"]) if event["factuality"] else IGNORE
                out["mode"][n, at] = IGNORE if (mode := mode_of(event, modes)) is None else mode
    return out


def marked_loss(found, batch):
    kind = torch.log_softmax(found["kind"], 1)
    right = torch.logsumexp(kind.masked_fill(~batch["types"], -1e4), 1)
    rows = len(kind)
    loss = -(0.95 * right + 0.05 * kind.mean(1)).sum() / rows
    for name in ("mode", "value"):
        loss = loss + 0.3 * F.cross_entropy(found[name], batch[name], ignore_index=IGNORE, reduction="sum") / rows
    asked = torch.log_softmax(found["asked"], 1)
    hit = torch.logsumexp(asked.masked_fill(batch["asked"] == 0, -1e4), 1)
    return loss - 0.3 * (hit * (batch["asked"].sum(1) > 0)).sum() / rows


def tagged_loss(found, batch):
    rows = len(batch["kind"])
    each = F.cross_entropy(found["kind"].transpose(1, 2), batch["kind"], ignore_index=IGNORE, reduction="none", label_smoothing=0.02)
    loss = (each * batch["weight"]).sum() / rows
    for name in ("value", "mode"):
        loss = loss + 0.3 * F.cross_entropy(found[name].transpose(1, 2), batch[name], ignore_index=IGNORE, reduction="sum") / rows
    return loss


def taught_loss(found, batch):
    """How far the answers are from a teacher's; of values and modes only as far as it sees an event."""
    rows, words = len(batch["ids"]), found["kind"].dim() == 3
    loss = 0.0
    for name in ("kind", "value", "mode"):
        soft = batch[f"soft {name}"]
        each = -(soft * torch.log_softmax(found[name], -1)).sum(-1)
        if name != "kind":
            each = 0.3 * each * (1 - batch["soft kind"][..., 0] if words else 1.0)
        loss = loss + each.sum() / rows
    return loss


@torch.no_grad()
def ask(teacher, rows, size=32):
    """Keeps with the rows what a teacher says of them."""
    teacher.remember(rows)
    order = sorted(rows, key=lambda r: len(r.ids))
    for i in range(0, len(order), size):
        some = order[i:i + size]
        batch = collate(some, teacher.modes)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = teacher.encode(batch)
        found = teacher.relation(x, batch) if some[0].marked else teacher.tags(x, batch)
        for n, r in enumerate(some):
            part = slice(None) if r.marked else slice(len(r.first))
            r.soft = {name: torch.softmax(found[name][n][part], -1).half() for name in ("kind", "value", "mode")}
    for r in rows:
        r.states = []


def unlabelled(data, vocab, count=20000):
    """Sentences of news that nobody labelled, as tagged rows, and half as many with two names marked."""
    rng, texts = random.Random(3), []
    for d in map(json.loads, (data / "polnear/train.jsonl").open()):
        texts += [s for s in re.split(r"(?<=[.!?][\"”’ ])\s*|\n+", d["text"]) if 40 < len(s) < 400]
    rng.shuffle(texts)
    tagged = [Row(t, vocab, events=[]) for t in texts[:count]]
    marked = []
    for t in texts:
        names = [m.span() for m in re.finditer(r"(?:[A-Z][\w.’'-]+ )*[A-Z][\w’'-]+", t) if m.start()]
        if len(names) > 1 and len(marked) < count // 2:
            a, b = rng.sample(names, 2)
            marked.append(Row(t, vocab, {"source": [a], "target": [b]}))
    return tagged, marked


def train(model, rows, passes, rate, size=24, seed=1, log=""):
    """`rows`: lists of marked and of tagged rows, and how many times a pass reads each list."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    encoder = [p for n, p in model.named_parameters() if n.split(".")[0] in ("layers", "norm", "position")]
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": encoder, "peak": rate}, {"params": heads, "peak": 10 * rate}], weight_decay=0.01)
    steps, step, began = None, 0, time.time()
    model.train()
    for number in range(passes):
        batches = []
        for some, times in rows:
            order = [r for r in some for _ in range(int(times) + (rng.random() < times % 1))]
            rng.shuffle(order)
            # Alike long sentences together, as far as chance leaves it.
            chunks = [sorted(order[i:i + 16 * size], key=lambda r: len(r.ids)) for i in range(0, len(order), 16 * size)]
            batches += [c[i:i + size] for c in chunks for i in range(0, len(c), size)]
        rng.shuffle(batches)
        steps = steps or passes * len(batches)
        total = 0.0
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, step / 60) * max(0.02, 1 - step / steps)
            marked, batch = batch[0].marked, collate(batch, model.modes, rng.randrange(2))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                x = model.encode(batch)
            found = model.relation(x, batch) if marked else model.tags(x, batch)
            if "soft kind" in batch:
                loss = taught_loss(found, batch)
            else:
                loss = marked_loss(found, batch) if marked else tagged_loss(found, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"{log} pass {number + 1}: loss {total / len(batches):.3f}, {time.time() - began:.0f} s", flush=True)
    return model.eval()


@torch.no_grad()
def predict(model, rows, size=32):
    """The shares of the types of marked rows."""
    out = []
    for i in range(0, len(rows), size):
        batch = collate(rows[i:i + size], model.modes)
        share = torch.softmax(model.relation(model.encode(batch), batch)["kind"], 1)
        out += [dict(zip(TYPES, s.tolist())) for s in share]
    return out


def answer(share):
    kind = max(share, key=share.get)
    return kind, next(q for q, names in QUADS.items() if kind in names.split())


def macro(pairs):
    scores = []
    for c in sorted({g for g, _ in pairs}):
        hit = sum(g == p == c for g, p in pairs)
        scores.append(2 * hit / max(1, sum(g == c for g, _ in pairs) + sum(p == c for _, p in pairs)))
    return sum(scores) / len(scores)


def report(rows, shares, log=""):
    """The measures of the shared scorer `relation.py`, for the log."""
    root = [("YIELD" if r.types == {"CONCEDE", "RETREAT"} else min(r.types), answer(s)[0]) for r, s in zip(rows, shares)]
    root = [(g, "YIELD" if p in ("CONCEDE", "RETREAT") else p) for g, p in root]
    quad_of = {n: q for q, names in QUADS.items() for n in names.split()} | {"YIELD": 2}
    quads = [(quad_of[g], quad_of[p]) for g, p in root]
    binary = [(g > 2, p > 2) for g, p in quads]
    print(f"{log} acc {sum(g == p for g, p in root) / len(root):.4f} root {macro(root):.4f} quad {macro(quads):.4f} "
          f"binary {macro(binary):.4f}", flush=True)


@torch.no_grad()
def check(model, rows, log):
    """How well the words that tell are found in sentences that are not learned from: F1 of the words, and with their types."""
    got = []
    for i in range(0, len(rows), 32):
        batch = collate(rows[i:i + 32], model.modes, 1)
        kinds = torch.softmax(model.tags(model.encode(batch), batch)["kind"], 2)
        got += [k[:len(r.first)] for r, k in zip(rows[i:i + 32], kinds)]
    told = [r.tags[n] for r in rows for n in range(len(r.tags))]
    shares = torch.cat(got)
    any_, kind = 1 - shares[:, 0], shares[:, 1:].argmax(1).tolist()
    best = (0.0, 0.0, 0.0)
    for bar in (0.2, 0.3, 0.4, 0.5, 0.6):
        found = (any_ >= bar).tolist()
        hit = sum(f and e is not None for f, e in zip(found, told))
        typed = sum(f and e is not None and TYPES[k] == e["type"] for f, e, k in zip(found, told, kind))
        both = sum(found) + sum(e is not None for e in told)
        best = max(best, (2 * typed / both, 2 * hit / both, bar))
    print(f"{log}: of held sentences typed F1 {best[0]:.3f}, words F1 {best[1]:.3f} at {best[2]}", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--answers", type=Path, help="where the answers of the folds go")
    p.add_argument("--passes", type=int, nargs=2, default=(6, 3), metavar=("FIRST", "SECOND"))
    p.add_argument("--rates", type=float, nargs=2, default=(1.5e-4, 1e-4), metavar=("FIRST", "SECOND"))
    p.add_argument("--shared", type=int, default=SHARED, help="layers of the annotator that are read through")
    p.add_argument("--layers", type=int, default=LAYERS, help="layers of its own")
    p.add_argument("--begin-with", type=Path, help="a first stage to go on from")
    p.add_argument("--teacher", type=Path, help="a network, of as many layers and more, whose answers for unlabelled sentences are learned as well")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--share", type=float, default=0.25, help="of our own labels in the second stage")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    vocab = {piece: i for i, piece in enumerate(Weights(WEIGHTS).lines("vocabulary"))}
    rows = plv(args.data / "plv_aw/PLV_train.jsonl", vocab)
    records = sentences() + news(args.data) + frames()
    counts = Counter(f"{e['type']} {e['mode']}" for r in records for e in r["events"] if e["mode"])
    modes = sorted(m for m, n in counts.items() if n >= 5)
    marked, tagged = own(records, vocab, modes)
    print(f"{len(rows)} of PLV, {len(marked)} marked, {len(tagged)} tagged, {len(modes)} modes", flush=True)
    torch.manual_seed(args.seed)
    model = Events(modes, args.encoder, args.shared, args.layers)
    held = own(news(args.data, "events-calibration.jsonl"), vocab, modes)[1]
    model.remember(rows + marked + tagged + held)
    kept = args.out.with_suffix(".first.pt")
    if kept.exists():
        model.load_state_dict(torch.load(kept)["state"])
    else:
        if args.begin_with:
            model.go_on_from(torch.load(args.begin_with))
            check(model.eval(), held, "before")
        taught = []
        if args.teacher:
            known = torch.load(args.teacher)
            teacher = Events(modes, args.encoder, known["shared"], known["layers"])
            teacher.load_state_dict(known["state"])
            taught = unlabelled(args.data, vocab)
            for rest in taught:
                ask(teacher.eval(), rest)
                model.remember(rest)
            model.begin_as(teacher)
            check(model.eval(), held, f"{sum(map(len, taught))} unlabelled; before")
        train(model, [(marked, 1), (tagged, 1), *((rest, 1) for rest in taught)], args.passes[0], args.rates[0], seed=args.seed, log="first")
        save(model, kept, args)
    check(model.eval(), held, "first")
    if not args.folds:
        second(model, rows, marked, tagged, args, "second")
        check(model, held, "second")
        save(model, args.out, args)
        return
    order = list(range(len(rows)))
    random.Random(7).shuffle(order)
    shares = {}
    for fold in range(args.folds):
        model.load_state_dict(torch.load(kept)["state"])
        left = [rows[i] for n, i in enumerate(order) if n % args.folds == fold]
        if fold == 0:
            report(left, predict(model.eval(), left), "before the second stage")
        second(model, [rows[i] for n, i in enumerate(order) if n % args.folds != fold], marked, tagged, args, f"fold {fold}")
        got = predict(model, left)
        shares |= {r.name: s for r, s in zip(left, got)}
        report(left, got, f"fold {fold}")
    known = [r for r in rows if r.name in shares]
    report(known, [shares[r.name] for r in known], "all folds")
    if args.answers:
        args.answers.write_text("".join(json.dumps({"id": r.name, "type": answer(shares[r.name])[0]}) + "\n" for r in known))


def save(model, path, args):
    torch.save({"state": model.state_dict(), "modes": model.modes, "shared": args.shared, "layers": args.layers}, path)


def second(model, rows, marked, tagged, args, log):
    return train(model, [(rows, 1), (marked, args.share), (tagged, args.share)], args.passes[1], args.rates[1], seed=args.seed, log=log)


if __name__ == "__main__":
    main()
