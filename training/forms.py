"""Makes crates/annotate/data/verbs.tsv and nouns.tsv: inflected forms of English verbs and nouns with their only lemma, sorted.

From the inflection tables of the PyPI package `lemminflect` (MIT; from the NLM SPECIALIST lexicon, public domain). Forms with
more than one lemma ("found", "lay", "saw") are left to the network.

    python training/forms.py FOLDER_OF_LEMMINFLECT
"""

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

lemmas = {"verb": defaultdict(set), "noun": defaultdict(set)}
with gzip.open(Path(sys.argv[1]) / "resources/infl_lu.csv.gz", "rt", encoding="utf-8") as file:
    for lemma, kind, *cells in csv.reader(file):
        if kind not in lemmas or lemma != lemma.lower():
            continue
        lemmas[kind][lemma].add(lemma)
        for form in "/".join(cells).split("/"):
            if form and form.isalpha():
                lemmas[kind][form.lower()].add(lemma)
data = Path(__file__).resolve().parents[1] / "crates/annotate/data"
for kind, forms in lemmas.items():
    # A verb's dictionary form is listed too: "hit" is nothing else. Nouns are left alone in the singular.
    only = [(form, min(found)) for form, found in sorted(forms.items()) if len(found) == 1]
    rows = [f"{form}\t{lemma}\n" for form, lemma in only if kind == "verb" or form != lemma]
    (data / f"{kind}s.tsv").write_text("".join(rows), encoding="utf-8")
