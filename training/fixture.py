"""Writes what the training makes of some sentences, so that a test can compare the program with it.

    python training/fixture.py --checkpoint runs/v3/average.pt --encoder FOLDER --out crates/annotate/tests/fixture.json

Words, pieces and shapes must be the same. Labels come from the float network on one window with known sentences, so a
few may differ from the eight-bit program.
"""

import argparse
import json
from pathlib import Path

import torch

import data
from evaluate import Run
from model import load
from pieces import pieces, shape, vocabulary
from words import words

PARAGRAPHS = [
    ["The 1,500 soldiers left Kursk on Oct. 3, 2024, the ministry said.",
     "“We cannot say more,” Anna Müller, a spokeswoman for the U.N. in Geneva, told reporters."],
    ["Mr. Smith’s brother-in-law hasn’t paid the $1.5bn fine; the A.B.C. Corp. denied it...",
     "According to police, three of the men were arrested at 5:30 p.m. near Łódź."],
    ["PRESIDENT HAILS TRUCE"],
    ["Visit https://example.org/a?b=c or write to press@example.org (see @sayso, #truce)!!"],
    ["iPhone sales rose 3rd quarter ½ — 東京 said ﬁne naïve café \u200bfoo ²x."],
    ["Supercalifragilisticexpialidocioussupercalifragilisticexpialidocious " + "x" * 700 + " 𝒜𝒷 ☃ I'm."],
]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    model, vocab = load(args.checkpoint), vocabulary(args.encoder / "vocab.txt")
    text = "\n\n".join(" ".join(sentences) for sentences in PARAGRAPHS)
    document, out, at = [], [], 0
    for sentences in PARAGRAPHS:
        for number, sentence in enumerate(sentences):
            at = text.index(sentence, at)
            spans = words(sentence)
            forms = [sentence[a:b] for a, b in spans]
            space = [i == 0 or spans[i - 1][1] < spans[i][0] for i in range(len(spans))]
            document.append(data.Sentence(forms, space, number == 0))
            out.append({"paragraph": number == 0, "spans": [[at + a, at + b] for a, b in spans],
                        "pieces": [pieces(f, vocab) for f in forms], "shapes": [shape(f) for f in forms]})
    with torch.no_grad():
        for record, read in zip(out, Run(model, vocab).read(document)):
            record.update(upos=read.upos, heads=read.heads, deprel=read.deprel)
    args.out.write_text(json.dumps({"text": text, "sentences": out}, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
