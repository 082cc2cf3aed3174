"""Trains the scorer that chooses the antecedent of a phrase, on what the program itself makes of GUM's texts.

    cargo run --release -p sayso-annotate --example coreference -- gum-train.jsonl > choices-train.jsonl   (the same for dev)
    python training/coreference.py --data ../shared/data --train choices-train.jsonl --dev choices-dev.jsonl \\
        --news choices-news.jsonl --out crates/annotate/data/coreference.bin

`gum-train.jsonl` comes from `--write-texts FOLDER`: GUM's texts without the genres that no shipped weight sees, and with them `news.jsonl`,
the articles of PolNeAR train in which we labelled who the pronouns are that say something (`labels/speakers.jsonl`). The scorer adds up
a row of numbers for each value of each field of a pair (`crates/annotate/src/coreference/pairs.rs`), and goes through one layer
to a score; the score of speaking of something new comes from the fields of the phrase alone. What is learned is to give the
true antecedents together the most of the softmax (Durrett and Klein 2013); of a labelled speaker these are the phrases with the last word
of its name, beside the pronouns, of which nobody knows whom they mean and which are left out. `--empty` writes a scorer that has learned nothing: the
program needs one before it can make the choices.
"""

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np
import torch
from torch import nn

from data import NON_COMMERCIAL
from export import File

SPEAKERS = Path(__file__).parent / "labels/speakers.jsonl"
# How often the choices of labelled speakers are read for each time that the others are.
SPEAKERS_SHARE = 3
PRONOUNS = set("he she him her his hers himself herself they them their it its i me my we us our you your who whom whose".split())
PAIR = [256, 100, 100, 12, 9, 9, 10, 11, 5, 6, 12, 3, 108, 144, 2, 192, 144]
ALONE = [16, 10, 10, 48, 5, 4]
INNER = 32
# Scorers from different beginnings, which the program reads as one.
SEEDS = (7, 8, 9)


class Fields(nn.Module):
    def __init__(self, sizes, numbers):
        super().__init__()
        self.sizes = sizes
        offsets = np.cumsum([0, *sizes[:-1]])
        self.register_buffer("offsets", torch.tensor(offsets))
        self.table = nn.Embedding(sum(sizes), INNER)
        nn.init.normal_(self.table.weight, std=0.05)
        self.numbers = nn.Parameter(torch.zeros(numbers, INNER))
        self.bias = nn.Parameter(torch.zeros(INNER))
        self.out = nn.Parameter(torch.randn(INNER) * 0.2)

    def forward(self, fields, numbers=None):
        inner = self.table(fields.long() + self.offsets).sum(-2) + self.bias
        if numbers is not None:
            inner = inner + numbers @ self.numbers
        inner = nn.functional.dropout(inner.relu(), 0.2, self.training)
        return inner @ self.out


class Scorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair, self.alone = Fields(PAIR, 2), Fields(ALONE, 0)


def texts(data, part):
    """GUM's documents of a part that may be learned from."""
    rows = map(json.loads, (data / f"gum_coref/{part}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows if part != "train" or row["genre"] not in NON_COMMERCIAL}


def news(data):
    """The articles of PolNeAR train with labelled speakers, and these: (start, end, name)."""
    speakers = {}
    for row in map(json.loads, SPEAKERS.read_text(encoding="utf-8").splitlines()):
        speakers.setdefault(row["document"], []).append((*row["source"], *row["name"]))
    rows = map(json.loads, (data / "polnear/train.jsonl").read_text(encoding="utf-8").splitlines())
    text = {row["id"]: row["text"] for row in rows if row["id"] in speakers}
    return {d: (text[d], [(s, e, text[d][n:m]) for s, e, n, m in found]) for d, found in sorted(speakers.items())}


def last_name(name):
    words = [w.strip(",.'’").removesuffix("'s").removesuffix("’s") for w in name.split()]
    words = [w for w in words if w.lower() not in ("jr", "sr")]
    return words[-1]


def choice(alone, candidates):
    return (np.array(alone, np.uint8), np.array([c[0] for c in candidates], np.int32),
            np.array([c[1] for c in candidates], np.uint8).reshape(-1, len(PAIR)),
            np.array([c[2] for c in candidates], np.float32).reshape(-1, 2))


def speakers(path, articles):
    """The choices of labelled speakers: (choice, which candidates are right)."""
    out = []
    for record in map(json.loads, path.open(encoding="utf-8")):
        text, labels = articles[record["id"]]
        phrases = record["phrases"]
        for start, end, name in labels:
            near = [i for i, (a, b) in enumerate(phrases) if a <= start < b and b - a <= end - start + 4]
            if not near:
                continue
            at = min(near, key=lambda i: abs(phrases[i][0] - start) + abs(phrases[i][1] - end))
            named = re.compile(rf"\b{re.escape(last_name(name))}\b")
            kept, right = [], []
            for candidate in record["candidates"][at]:
                a, b = phrases[candidate[0]]
                is_named = bool(named.search(text[a:b])) and b - a < len(name) + 60
                if is_named or text[a:b].lower() not in PRONOUNS:
                    kept.append(candidate)
                    right.append(is_named)
            if any(right):
                out.append((choice(record["alone"][at], kept), np.array(right, bool)))
    return out


def read(path, gold):
    """For each document (choices, groups): a choice is (fields alone, candidates, fields, numbers)."""
    documents = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        group = {(m["start"], m["end"]): m["group"] for m in gold[record["id"]]["mentions"]}
        groups = [group.get(tuple(span)) for span in record["phrases"]]
        choices = []
        for alone, candidates in zip(record["alone"], record["candidates"]):
            choices.append(choice(alone, candidates))
        documents.append((record, choices, groups))
    return documents


def labelled(documents):
    """The choices whose answer is known: (choice, which candidates are right)."""
    out = []
    for _, choices, groups in documents:
        seen = set()
        for choice, group in zip(choices, groups):
            right = np.array([group is not None and groups[c] == group for c in choice[1]], bool)
            if right.any() or group not in seen:
                out.append((choice, right))
            if group is not None:
                seen.add(group)
    return out


def batch_loss(model, batch):
    sizes = torch.tensor([len(right) for _, right in batch])
    width = int(sizes.max())
    alone = model.alone(torch.from_numpy(np.stack([c[0] for c, _ in batch])))
    pairs = model.pair(torch.from_numpy(np.concatenate([c[2] for c, _ in batch])),
                       torch.from_numpy(np.concatenate([c[3] for c, _ in batch])))
    real = torch.arange(width)[None, :] < sizes[:, None]
    scores = torch.full((len(batch), width), -1e4)
    scores[real] = pairs
    gold = torch.zeros(len(batch), width, dtype=torch.bool)
    gold[real] = torch.from_numpy(np.concatenate([right for _, right in batch]))
    scores = torch.cat([alone[:, None], scores], 1)
    gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
    return (scores.logsumexp(1) - scores.masked_fill(~gold, -1e4).logsumexp(1)).mean()


def chains(model, document, bias=0.0):
    """The spans of each chain of two or more."""
    record, choices, _ = document
    of = list(range(len(choices)))
    for at, (alone, candidates, fields, numbers) in enumerate(choices):
        if len(candidates):
            scores = model.pair(torch.from_numpy(fields), torch.from_numpy(numbers))
            best = int(scores.argmax())
            if float(scores[best]) > float(model.alone(torch.from_numpy(alone))) + bias:
                of[at] = of[candidates[best]]
    found = {}
    for at, chain in enumerate(of):
        found.setdefault(chain, set()).add(tuple(record["phrases"][at]))
    return [c for c in found.values() if len(c) > 1]


def gold_chains(row):
    found = {}
    for m in row["mentions"]:
        found.setdefault(m["group"], set()).add((m["start"], m["end"]))
    return [c for c in found.values() if len(c) > 1]


def b_cubed(keys, responses):
    """Counts of B³ (precision's sum and number, recall's sum and number), for a quick look while training; the program is
    measured by `xtask eval`."""
    def one(some, others):
        of = {m: c for c in map(frozenset, others) for m in c}
        total = sum(len(c & of.get(m, frozenset())) / len(c) for c in map(frozenset, some) for m in c)
        return total, sum(map(len, some))
    return (*one(responses, keys), *one(keys, responses))


def score(model, documents, gold, bias=0.0):
    counts = np.zeros(4)
    with torch.no_grad():
        for document in documents:
            counts += b_cubed(gold_chains(gold[document[0]["id"]]), chains(model, document, bias))
    p, r = counts[0] / max(1, counts[1]), counts[2] / max(1, counts[3])
    return 2 * p * r / max(1e-9, p + r), p, r


def fit(examples, dev, gold, epochs, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Scorer()
    examples = list(examples)
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=0.02)
    steps = epochs * (len(examples) // 256 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for epoch in range(epochs):
        rng.shuffle(examples)
        model.train()
        losses = []
        for at in range(0, len(examples), 256):
            loss = batch_loss(model, examples[at:at + 256])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        model.eval()
        f1, precision, recall = score(model, dev, gold)
        print(f"seed {seed}, epoch {epoch + 1}: loss {np.mean(losses):.4f}, dev B3 {f1:.4f} (P {precision:.4f}, R {recall:.4f})", flush=True)
    return model


def write(models, path, bias=0.0):
    """Several scorers side by side, each with its part of the score."""
    file = File()
    for name in ("pair", "alone"):
        all_fields = [getattr(model, name) for model in models]
        beside = lambda of: torch.cat([of(fields) for fields in all_fields], -1)
        for at, rows in enumerate(all_fields[0].sizes):
            start = sum(all_fields[0].sizes[:at])
            file.f32(f"{name}.{at}", beside(lambda fields: fields.table.weight[start:start + rows]))
        file.f32(f"{name}.numbers", beside(lambda fields: fields.numbers))
        file.f32(f"{name}.bias", beside(lambda fields: fields.bias))
        file.f32(f"{name}.out", beside(lambda fields: fields.out / len(models)))
    file.f32("new", torch.tensor([bias]))
    file.write(path)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path)
    p.add_argument("--train", type=Path)
    p.add_argument("--dev", type=Path)
    p.add_argument("--news", type=Path, help="choices of news.jsonl")
    p.add_argument("--out", type=Path)
    p.add_argument("--write-texts", type=Path, metavar="FOLDER")
    p.add_argument("--new", type=float, default=-1.0, help="what speaks for something new")
    p.add_argument("--empty", action="store_true")
    p.add_argument("--epochs", type=int, default=12)
    args = p.parse_args()
    torch.set_num_threads(1)
    if args.empty:
        return write([Scorer() for _ in SEEDS], args.out)
    if args.write_texts:
        for part in ("train", "dev"):
            rows = [json.dumps({"id": i, "text": row["text"]}) for i, row in texts(args.data, part).items()]
            (args.write_texts / f"gum-{part}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        rows = [json.dumps({"id": i, "text": text}) for i, (text, _) in news(args.data).items()]
        (args.write_texts / "news.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return None
    gold = {part: texts(args.data, part) for part in ("train", "dev")}
    train, dev = read(args.train, gold["train"]), read(args.dev, gold["dev"])
    examples = [x for x in labelled(train) if len(x[1])]
    said = speakers(args.news, news(args.data)) if args.news else []
    print(f"{len(examples)} choices, {sum(len(r) for _, r in examples)} candidates, {len(said)} choices of speakers")
    examples += said * SPEAKERS_SHARE
    write([fit(examples, dev, gold["dev"], args.epochs, seed) for seed in SEEDS], args.out, args.new)


if __name__ == "__main__":
    main()
