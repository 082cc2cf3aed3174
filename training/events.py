"""The event network: which words tell of PLOVER events, how certain these are, and what a marked source does to a marked target.

It reads what the annotator's lower layers make of the words, and goes on with upper layers of its own: what it must tell apart, the annotator's
upper layers have forgotten. Two spans of a sentence may be marked, each by an embedding of its own; then it says what the one does to the other.

It learns in two stages: first our own labels, then PLV_train with a part of these. The first stage is kept beside the result, and not done again
where it is there already. With teachers there is one stage: their answers for sentences that nobody labelled, beside all labels.

    python training/events.py --rows runs/rows.pickle.xz --encoder FOLDER --shared 0 --layers 6 --out runs/t1.pt --folds 5
    python training/events.py … --teachers runs/t?.pt --out runs/relations.pt
    python training/events.py … --teachers runs/t?.fold0.pt --begin-with runs/t1.fold0.pt --fold 0 --out runs/fold0.pt      # and its answers, fold0.jsonl
    python training/events.py … --tags --teachers runs/e?.pt --begin-with runs/e1.pt --taught 0 5000 --out runs/events.pt     # goes on with words that tell alone
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from event_rows import QUADS, TYPES, VALUES, WEIGHTS, mode_of
from model import HIDDEN, Annotator, Weights
from sets import load
from train import Average

SHARED, LAYERS, WINDOW, FOLDS = 3, 3, 224, 5
"""Layers of the annotator that are read through; layers of its own; pieces that the annotator reads at once; folds of PLV_train."""
IGNORE = -100


def padded(arrays, length):
    out = np.zeros((len(arrays), length), np.int64)
    for n, a in enumerate(arrays):
        out[n, :len(a)] = a
    return out


class Events(nn.Module):
    def __init__(self, modes, encoder=None, shared=SHARED, layers=LAYERS, dropout=0.1, base=None):
        super().__init__()
        f = Weights(WEIGHTS)
        labels = {k: f.lines(f"labels.{k}") for k in ("upos", "xpos", "lemma", "deprel", "ner")}
        bare = Annotator(labels)
        if base is None:
            base = Annotator(labels)
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
        whole = [[[101, *(i for r in w for i in r.ids[1:-1]), 102], [7, *(i for r in w for i in r.shape[1:-1]), 7],
                  [1, *(i for n, r in enumerate(w) for i in [2 - n % 2, *r.edge[2:-1]]), 1]] for w in windows]
        t = max(len(ids) for ids, *_ in whole)
        ids, shapes, edges = (torch.from_numpy(padded([w[n] for w in whole], t)).to(self.device) for n in range(3))
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

    def remember(self, rows, size=64):
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
        for i in range(0, len(windows), 16):
            for window, found in zip(windows[i:i + 16], self.below(windows[i:i + 16])):
                for r, states in zip(window, found):
                    r.states.append(states)

    @property
    def device(self):
        return self.mark.weight.device

    def to(self, device):
        self.lower[0].to(device)
        return super().to(device)

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


def collate(rows, model, pick=0, rng=None):
    """A batch; with `rng`, some rows are read as if written in lower case."""
    device, modes = model.device, model.modes
    t = max(len(r.ids) for r in rows)
    arrays = {name: padded([getattr(r, name) for r in rows], t) for name in ("ids", "shape", "edge", "mark")}
    if rng:
        for n in range(len(rows)):
            if rng.random() < 0.08:
                arrays["shape"][n][arrays["shape"][n] < 5] = 0
    arrays["here"] = np.arange(t)[None] < np.array([len(r.ids) for r in rows])[:, None]
    width = max(len(r.first) for r in rows)
    if not rows[0].marked:
        arrays["first"] = padded([r.first for r in rows], width)
    if rows[0].soft is None and rows[0].marked:
        arrays["types"] = np.array([[x in (r.types or TYPES) for x in TYPES] for r in rows])
        arrays["mode"] = np.array([IGNORE if r.mode is None else r.mode for r in rows])
        arrays["value"] = np.array([IGNORE if r.value is None else VALUES.index(r.value) for r in rows])
        arrays["asked"] = np.zeros((len(rows), t), np.float32)
        for n, r in enumerate(rows):
            arrays["asked"][n, r.asked] = 1
    elif rows[0].soft is None:
        for name in ("kind", "value", "mode"):
            arrays[name] = np.full((len(rows), width), IGNORE)
        arrays["weight"] = np.zeros((len(rows), width), np.float32)
        for n, r in enumerate(rows):
            arrays["kind"][n, :len(r.tags)] = 0
            arrays["weight"][n, :len(r.tags)] = r.quiet
            for at, event in enumerate(r.tags):
                if event:
                    arrays["kind"][n, at], arrays["weight"][n, at] = TYPES.index(event["type"]) + 1, 1.0
                    arrays["value"][n, at] = VALUES.index(event["factuality"]) if event["factuality"] else IGNORE
                    arrays["mode"][n, at] = IGNORE if (mode := mode_of(event, modes)) is None else mode
    out = {name: torch.from_numpy(a).to(device, non_blocking=True) for name, a in arrays.items()}
    if rows[0].states:
        out["states"] = nn.utils.rnn.pad_sequence([r.states[pick % len(r.states)] for r in rows], batch_first=True).float()
    if rows[0].soft is not None:
        for name in rows[0].soft:
            parts = [r.soft[name] for r in rows]
            soft = nn.utils.rnn.pad_sequence(parts, batch_first=True) if parts[0].dim() == 2 else torch.stack(parts)
            out[f"soft {name}"] = soft.to(device, non_blocking=True).float()
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
    """How far the answers are from the teachers'; of values and modes only as far as they see an event."""
    rows, words = len(batch["ids"]), found["kind"].dim() == 3
    loss = 0.0
    for name in ("kind", "value", "mode"):
        soft = batch[f"soft {name}"]
        each = -(soft * torch.log_softmax(found[name], -1)).sum(-1)
        if name != "kind":
            each = 0.3 * each * (1 - batch["soft kind"][..., 0] if words else 1.0)
        loss = loss + each.sum() / rows
    return loss


def read(model, batch, marked):
    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        x = model.encode(batch)
    return model.relation(x, batch) if marked else model.tags(x, batch)


@torch.no_grad()
def ask(teacher, rows, share, size=128):
    """Adds to the rows what a teacher says of them, as `share` of all that is said."""
    order = sorted(rows, key=lambda r: len(r.ids))
    for i in range(0, len(order), size):
        some = order[i:i + size]
        given = [r.soft for r in some]
        for r in some:
            r.soft = None
        found = read(teacher, collate(some, teacher), some[0].marked)
        found = {name: (share * torch.softmax(found[name].float(), -1)).half().cpu() for name in ("kind", "value", "mode")}
        for n, (r, before) in enumerate(zip(some, given)):
            part = slice(None) if r.marked else slice(len(r.first))
            r.soft = {name: x[n][part].clone() if before is None else before[name] + x[n][part] for name, x in found.items()}


def train(model, rows, passes, rate, args, log=""):
    """`rows`: lists of marked and of tagged rows, and how many times a pass reads each list. Ends with the running average."""
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    encoder = [p for n, p in model.named_parameters() if n.split(".")[0] in ("layers", "norm", "position")]
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": encoder, "peak": rate}, {"params": heads, "peak": 10 * rate}], weight_decay=0.01,
                                  fused=model.device.type == "cuda")
    average, steps, step, began, size = Average(model), None, 0, time.time(), args.size
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
        total = torch.zeros((), device=model.device)
        for batch in batches:
            done = max(step / steps, (time.time() - began) / 60 / args.minutes)
            if done >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, (step + 1) / min(60, 1 + steps // 6)) * max(0.02, 1 - done)
            marked, batch = batch[0].marked, collate(batch, model, rng.randrange(2), rng)
            found = read(model, batch, marked)
            if "soft kind" in batch:
                loss = taught_loss(found, batch)
            else:
                loss = marked_loss(found, batch) if marked else tagged_loss(found, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
            optimizer.step()
            step += 1
            average.update(step)
            total += loss.detach()
        print(f"{log} pass {number + 1}: {step} of {steps} steps, loss {total.item() / max(1, len(batches)):.3f}, {time.time() - began:.0f} s", flush=True)
    model.load_state_dict(average.state(model))
    return model.eval()


@torch.no_grad()
def predict(model, rows, size=64):
    """The shares of the types of marked rows."""
    out = []
    for i in range(0, len(rows), size):
        batch = collate(rows[i:i + size], model)
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
        batch = collate(rows[i:i + 32], model, 1)
        kinds = torch.softmax(model.tags(model.encode(batch), batch)["kind"], 2).cpu()
        got += [k[:len(r.first)] for r, k in zip(rows[i:i + 32], kinds)]
    told = [e for r in rows for e in r.tags]
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
    p.add_argument("--rows", type=Path, required=True, help="what event_rows.py wrote")
    p.add_argument("--encoder", type=Path, help="folder of the bare encoder; not needed with --begin-with")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--folds", type=int, default=0, help="make networks that have not seen these folds of PLV_train as well")
    p.add_argument("--fold", type=int, help="leave out this fold of PLV_train, and answer for it")
    p.add_argument("--passes", type=int, nargs=2, default=(6, 3), metavar=("FIRST", "SECOND"))
    p.add_argument("--rates", type=float, nargs=2, default=(1.5e-4, 1e-4), metavar=("FIRST", "SECOND"))
    p.add_argument("--shared", type=int, default=SHARED, help="layers of the annotator that are read through")
    p.add_argument("--layers", type=int, default=LAYERS, help="layers of its own")
    p.add_argument("--begin-with", type=Path, help="a network, of as many layers and more, whose topmost layers and heads it begins with")
    p.add_argument("--teachers", type=Path, nargs="*", default=[], help="networks whose answers for unlabelled sentences are learned as well")
    p.add_argument("--taught", type=int, nargs=2, default=(60000, 15000), metavar=("PAIRS", "SENTENCES"), help="as many of them")
    p.add_argument("--share", type=float, nargs=2, default=(0.25, 0.25), metavar=("PAIRS", "SENTENCES"), help="of our own labels beside PLV_train")
    p.add_argument("--tags", action="store_true", help="with teachers: learn the words that tell alone, those of the last rounds of labels three times")
    p.add_argument("--size", type=int, default=24, help="rows in a batch")
    p.add_argument("--minutes", type=float, default=1e6, help="a stage ends after as many")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--device", default="cpu")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    modes, rows = load(args.rows)
    print({name: len(some) for name, some in rows.items()}, len(modes), "modes", flush=True)
    model = Events(modes, args.encoder, args.shared, args.layers).to(args.device)
    known, marked, tagged, late, held = (rows[name] for name in ("plv", "marked", "tagged", "late", "held"))
    if args.tags:
        known, marked = [], []
    else:
        tagged, late = tagged + late, []
    if not args.shared:
        # Our labels of sentences that are PLV_train's as well would tell the folds what they are asked.
        marked, tagged = ([r for r in some if r.name != "PLV"] for some in (marked, tagged))
    model.remember(known + marked + tagged + late + held)
    order = list(range(len(known)))
    random.Random(7).shuffle(order)

    def without(fold):
        """PLV_train's rows without a fold, and those of it."""
        parts = [known[i] for n, i in enumerate(order) if n % FOLDS != fold], [known[i] for n, i in enumerate(order) if n % FOLDS == fold]
        return parts if fold is not None else (known, [])

    if args.begin_with:
        model.begin_as(kept_network(args.begin_with, model))
    if args.teachers:
        taught = [rows["asked"][:args.taught[0]], rows["plain"][:args.taught[1]]]
        began = time.time()
        for some in taught:
            model.remember(some)
        for path in args.teachers:
            teacher = kept_network(path, model)
            for some in taught:
                ask(teacher, some, 1 / len(args.teachers))
        print(f"asked {len(args.teachers)} teachers, {time.time() - began:.0f} s", flush=True)
        learned, left = without(args.fold)
        if args.tags:
            lists = [(taught[1], 1), (tagged, 1), (late, 3)]
        else:
            lists = [(taught[0], 1), (taught[1], 1), (learned, 2), (marked, args.share[0]), (tagged, args.share[1])]
        train(model, lists, args.passes[1], args.rates[1], args, "taught")
        check(model, held, "taught")
        if left:
            shares = predict(model, left)
            report(left, shares, f"fold {args.fold}")
            lines = (json.dumps({"id": r.name, "type": answer(s)[0]}) + "\n" for r, s in zip(left, shares))
            args.out.with_suffix(".jsonl").write_text("".join(lines))
        save(model, args.out, args)
        return
    first = args.out.with_suffix(".first.pt")
    if first.exists():
        model.load_state_dict(torch.load(first, map_location=args.device)["state"])
    else:
        train(model, [(marked, 1), (tagged, 1)], args.passes[0], args.rates[0], args, "first")
        save(model, first, args)
    check(model.eval(), held, "first")
    got = []
    for fold in [None, *range(args.folds)]:
        model.load_state_dict(torch.load(first, map_location=args.device)["state"])
        learned, left = without(fold)
        train(model, [(learned, 1), (marked, args.share[0]), (tagged, args.share[1])], args.passes[1], args.rates[1], args, "second")
        if left:
            shares = predict(model, left)
            report(left, shares, f"fold {fold}")
            got += zip(left, shares)
        else:
            check(model, held, "second")
        save(model, args.out if fold is None else args.out.with_suffix(f".fold{fold}.pt"), args)
    if got:
        report([r for r, _ in got], [s for _, s in got], "all folds")


def kept_network(path, beside):
    """A network that was kept, over the same annotator as another."""
    kept = torch.load(path, map_location="cpu")
    model = Events(kept["modes"], None, kept["shared"], kept["layers"], base=beside.lower[0])
    model.load_state_dict(kept["state"])
    return model.to(beside.device).eval()


def save(model, path, args):
    torch.save({"state": model.state_dict(), "modes": model.modes, "shared": args.shared, "layers": args.layers}, path)


if __name__ == "__main__":
    main()
