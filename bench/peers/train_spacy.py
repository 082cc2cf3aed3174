"""Trains spaCy's tok2vec pipeline (morphologizer and parser, spaCy's own settings for a processor) on UD English EWT.

    python bench/peers/train_spacy.py --data ../shared/data --out FOLDER

Takes some hours on one thread and writes FOLDER/spacy-ewt. Stopped early, FOLDER/spacy/model-best is the best so far.
"""

import argparse
import shutil
from pathlib import Path

from spacy.cli.convert import convert
from spacy.cli.init_config import init_config
from spacy.cli.train import train


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--steps", type=int, default=12000)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        convert(args.data / f"ud/EWT/en_ewt-ud-{part}.conllu", args.out, file_type="spacy", converter="conllu", n_sents=10, merge_subtokens=False)
    config = init_config(lang="en", pipeline=["morphologizer", "parser"], optimize="efficiency", silent=True)
    config["training"]["max_steps"] = args.steps
    config["training"]["patience"] = 4000
    config["training"]["eval_frequency"] = 1000
    config.to_disk(args.out / "spacy.cfg")
    paths = {f"paths.{part}": str(args.out / f"en_ewt-ud-{part}.spacy") for part in ("train", "dev")}
    train(args.out / "spacy.cfg", args.out / "spacy", overrides=paths)
    shutil.rmtree(args.out / "spacy-ewt", ignore_errors=True)
    (args.out / "spacy" / "model-best").rename(args.out / "spacy-ewt")


if __name__ == "__main__":
    main()
