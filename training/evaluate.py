"""Measures the float network, so that the eight-bit program can be compared with it.

    python training/evaluate.py --checkpoint runs/v3/average.pt --encoder FOLDER --data ../shared/data

EWT dev with gold sentences and words: UPOS, lemma (case ignored), UAS, LAS with each word's best head. PolNeAR dev: F1
of the words of each role, and how often the link of a gold cue or content is right.
"""

import argparse
from pathlib import Path
from types import SimpleNamespace

import torch

import data
from model import load
from pieces import vocabulary
from windows import Encoded, collate, split

LIMIT = 224


class Run:
    """The network over documents of sentences."""

    def __init__(self, model, vocab):
        self.model, self.vocab = model, vocab
        self.index = {name: {x: i for i, x in enumerate(values)} for name, values in model.labels.items()}

    def windows(self, document):
        """Runs of whole paragraphs up to the limit; longer paragraphs cut at sentences."""
        encoded = [Encoded(s, self.vocab, self.index) for s in document]
        units = []
        for s in encoded:
            for part in split(s, LIMIT) if s.size > LIMIT and s.roles is not None else [s]:
                if s.paragraph and part.first == s.first or not units or units[-1][1] + part.size > LIMIT:
                    units.append([[], 0])
                units[-1][0].append(part)
                units[-1][1] += part.size
        run, size = [], 0
        for unit, length in units:
            if run and size + length > LIMIT:
                yield run
                run, size = [], 0
            run += unit
            size += length
        if run:
            yield run

    def read(self, document):
        """What the network says of each sentence."""
        out = []
        for run in self.windows(document):
            batch = collate([run])
            states = self.model.encode(batch)
            syntax = states["syntax"]
            arcs = self.model.arcs(syntax, batch["block"])[0]
            arcs[:, 1:].fill_diagonal_(-1e4)
            heads = arcs.argmax(-1)
            rels = self.model.rels(syntax, heads[None])[0].argmax(-1)
            upos, lemma = (getattr(self.model, n)(syntax)[0] for n in ("upos", "lemma"))
            begin = 0
            for s in run:
                inside = slice(begin, begin + s.words)
                out.append(SimpleNamespace(
                    upos=[self.model.labels["upos"][i] for i in upos[inside].argmax(-1)],
                    lemma=lemma[inside].argsort(-1, descending=True)[:, :9].tolist(),
                    heads=[int(h) - begin if h else 0 for h in heads[inside]],
                    deprel=[self.model.labels["deprel"][i] for i in rels[inside]]))
                begin += s.words
        return out

    def lemma(self, form, ranking):
        rules = (self.model.labels["lemma"][i] for i in ranking)
        return next((x for x in (data.apply(rule, form) for rule in rules) if x is not None), form.lower())


def syntax(run, path):
    right, total = dict.fromkeys(("upos", "lemma", "uas", "las"), 0), 0
    for document, (_, gold) in zip(data.read_ud(path), data.read_conllu(path)):
        for s, read in zip(document, run.read(document)):
            total += len(s.forms)
            for i, form in enumerate(s.forms):
                lemma = run.lemma(form, read.lemma[i])
                head = read.heads[i] == s.head[i]
                right["upos"] += read.upos[i] == s.upos[i]
                right["lemma"] += s.lemma[i] is None or lemma == data.apply(s.lemma[i], form)
                right["uas"] += head
                right["las"] += head and read.deprel[i] == s.deprel[i]
    return {name: 100 * n / total for name, n in right.items()}


def roles(run, path):
    right, found, gold = ([0] * 3 for _ in range(3))
    links = {"link_source": [0, 0], "link_content": [0, 0]}
    for document in data.read_polnear(path):
        for window in run.windows(document):
            batch = collate([window])
            states = run.model.encode(batch)["attribution"]
            shares = run.model.roles(states).view(1, -1, 3, 3).softmax(-1)
            said = shares[..., 0] < 0.5
            true = batch["roles"] > 0
            for role in range(3):
                right[role] += int((said & true)[..., role].sum())
                found[role] += int(said[..., role].sum())
                gold[role] += int(true[..., role].sum())
            for name, count in links.items():
                scores = run.model.links(getattr(run.model, name), states)[0]
                allowed = batch["roles"][0, :, 0 if name == "link_source" else 1] == 1
                scores = torch.cat([torch.zeros_like(scores[:, :1]), scores.masked_fill(~allowed, -1e4)], 1)
                known = batch[name][0] >= 0
                count[0] += int((scores.argmax(-1) == batch[name][0])[known].sum())
                count[1] += int(known.sum())
    f1 = {f"{role} F1": 200 * right[i] / max(1, found[i] + gold[i]) for i, role in enumerate(data.ROLES)}
    return f1 | {name: 100 * a / max(1, b) for name, (a, b) in links.items()}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--data", type=Path, required=True)
    args = p.parse_args()
    run = Run(load(args.checkpoint), vocabulary(args.encoder / "vocab.txt"))
    with torch.no_grad():
        for name, numbers in (("EWT dev", syntax(run, args.data / "ud/EWT/en_ewt-ud-dev.conllu")),
                              ("PolNeAR dev", roles(run, args.data / "polnear/dev.jsonl"))):
            print(name, " ".join(f"{k} {v:.2f}" for k, v in numbers.items()))


if __name__ == "__main__":
    main()
