"""What the words for happenings mean: for each lemma and type a vector, the mean of what the network of events makes of the word where news uses it.

    sayso annotate --min-score 0.25 news.jsonl > annotated.jsonl
    python training/meanings.py --rows runs/rows.pickle.xz --checkpoint runs/events.pt --annotated annotated.jsonl --out crates/ledger/data/link-meanings.tsv

Words that are rare are drawn towards the mean of their type. The directions in which most vectors differ, by their counts, are kept, each divided by the root of
its spread; a line has the lemma, the type and 48 numbers of one byte, two hexadecimal digits each, of length 127 together.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from event_rows import WEIGHTS, Row
from events import Events, collate, kept_network
from model import Weights
from sets import load
from words import words

KEPT, RARE, LONGEST = 48, 2, 500
"""Numbers of a vector; words that are met less often are left out, and as many meetings count for a type's mean; letters of a sentence."""


def told(path):
    """Sentences, each with its events: where the word stands, lemma, type."""
    for record in map(json.loads, path.open()):
        events = [(s["trigger"]["start"], s["trigger"]["lemma"].lower(), s["type"]) for s in record["statements"] if s["kind"] == "event"]
        for sentence in record["sentences"]:
            start, end = sentence["start"], sentence["end"]
            here = [(at - start, lemma, kind) for at, lemma, kind in events if start <= at < end]
            if here and end - start < LONGEST:
                yield record["text"][start:end], here


@torch.no_grad()
def states(network, sentences, vocab, size=64):
    """Of each lemma and type, the states of its words."""
    rows = []
    for text, events in sentences:
        row, spans = Row(text, vocab, events=[]), words(text)
        places = [next((n for n, (a, b) in enumerate(spans) if a <= at < b), None) for at, *_ in events]
        row.told = [(n, lemma, kind) for n, (_, lemma, kind) in zip(places, events) if n is not None and n < len(row.first)]
        rows.append(row)
    rows.sort(key=lambda r: len(r.ids))
    found = defaultdict(list)
    for i in range(0, len(rows), size):
        batch = rows[i:i + size]
        for row, below in zip(batch, network.below([[row] for row in batch])):
            row.states = below
        encoded = network.encode(collate(batch, network))
        for row, x in zip(batch, encoded):
            row.states = []
            for n, lemma, kind in row.told:
                found[lemma, kind].append(x[int(row.first[n])].numpy())
    return found


def vectors(found):
    """Few numbers for each word, all of one length."""
    kinds = defaultdict(list)
    for (_, kind), some in found.items():
        kinds[kind] += some
    kinds = {kind: np.mean(some, 0) for kind, some in kinds.items()}
    keys = sorted(key for key, some in found.items() if len(some) >= RARE)
    counts = np.array([len(found[key]) for key in keys])
    means = np.stack([(np.sum(found[key], 0) + RARE * kinds[key[1]]) / (len(found[key]) + RARE) for key in keys])
    means -= np.mean(np.concatenate([np.stack(some) for some in found.values()]), 0)
    _, spread, directions = np.linalg.svd(means * np.sqrt(counts)[:, None], full_matrices=False)
    out = means @ directions[:KEPT].T / np.sqrt(spread[:KEPT] / spread[0])
    return keys, out / np.linalg.norm(out, axis=1, keepdims=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rows", type=Path, required=True, help="what event_rows.py wrote: for the names of the modes")
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--annotated", type=Path, required=True, nargs="+")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    modes, _ = load(args.rows)
    network = kept_network(args.checkpoint, Events(modes)).float().eval()
    vocab = {piece: i for i, piece in enumerate(Weights(WEIGHTS).lines("vocabulary"))}
    keys, out = vectors(states(network, [s for path in args.annotated for s in told(path)], vocab))
    with args.out.open("w") as file:
        for (lemma, kind), row in zip(keys, np.rint(127 * out).astype(int).tolist()):
            file.write(f"{lemma}\t{kind}\t{bytes(x & 255 for x in row).hex()}\n")


if __name__ == "__main__":
    main()
