"""Reads all training sets and turns them into numbers, so that a machine without the data can train.

    python training/sets.py --data ../shared/data --encoder FOLDER --out runs/sets.pickle.xz
"""

import argparse
import lzma
import pickle
from pathlib import Path

import data
from pieces import vocabulary
from windows import Encoded, note_groups

MIN_COUNT = {"upos": 1, "xpos": 1, "lemma": 3, "deprel": 2}
LABELS = Path(__file__).with_name("labels")
THREE = {"PER": ("PER",), "ORG": ("ORG",), "LOC": data.PLACES}
POSTS = {"person": ("PER",), "location": data.PLACES, "corporation": ("ORG",), "group": ("ORG", "NORP"),
         "product": ("WEAPON", "OTHER"), "creative-work": ("OTHER", "EVENT")}
RAW = ("ngec/guardian_sdf_sample.jsonl", "ngec/synthetic_stories.jsonl", "meantime/en.jsonl", "newswcl50/topics_even.jsonl",
       "satp/train.jsonl")
"""Texts that are read without labels, for what the teachers say of them."""
SHARES = {"ewt": 0.28, "gum": 0.16, "polnear": 0.26, "raw": 0.12, "uner": 0.03, "uner_own": 0.05, "own": 0.06, "wiki": 0.03,
          "wnut": 0.01}
"""How often a batch is of a set."""


def make_labels(documents):
    labels = {}
    for name, counter in data.counts(documents).items():
        labels[name] = sorted(x for x, n in counter.items() if n >= MIN_COUNT[name])
    labels["ner"] = data.NER
    return labels


def read(folder, vocab):
    """The sets by name, each with its documents, and the labels."""
    ewt = data.read_ud(folder / data.EWT_TRAIN)
    data.add_happened(folder / "uds_factuality/train.jsonl", ewt)
    gum = data.read_ud(folder / "ud/GUM/en_gum-ud-train.conllu", data.NON_COMMERCIAL)
    by_name = data.named(ewt)
    sets = {
        "own": data.read_labels(LABELS / "names.jsonl", folder, by_name),
        "uner_own": data.read_uner_labels(LABELS / "uner.jsonl", by_name, THREE),
        "ewt": ewt,
        "gum": gum,
        "polnear": data.read_polnear(folder / "polnear/train.jsonl"),
        "uner": data.read_iob(folder / "uner_ewt/en_ewt-ud-dev.iob2", THREE, 1, 2, "\t", complete=False),
        "wiki": data.read_iob(folder / "wikigold/wikigold.conll", THREE | {"MISC": data.REST}, 0, 1, " ", complete=True),
        "wnut": data.read_iob(folder / "wnut17/train.conll", POSTS, 0, 1, "\t", complete=False),
        "raw": [d for path in RAW for d in data.read_raw(folder / path)],
    }
    labels = make_labels(ewt + gum)
    index = {name: {x: i for i, x in enumerate(values)} for name, values in labels.items()}
    return {name: [note_groups([Encoded(s, vocab, index) for s in d]) for d in documents] for name, documents in sets.items()}, labels


def load(path):
    with lzma.open(path) as file:
        return pickle.load(file)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    sets, labels = read(args.data, vocabulary(args.encoder / "vocab.txt"))
    for name, documents in sets.items():
        print(f"{name}: {len(documents)} documents, {sum(s.words for d in documents for s in d)} words, "
              f"{sum(s.size for d in documents for s in d)} pieces")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(args.out, "wb", preset=6) as file:
        pickle.dump((sets, labels), file)


if __name__ == "__main__":
    main()
