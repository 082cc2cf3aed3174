"""Trains UDPipe 1 on UD English EWT: tokenizer, tagger, parser, with the parser's usual options for UD.

    python bench/peers/train_udpipe.py --data ../shared/data --out FOLDER

Takes some two hours on one thread (--epochs 1 --tagger 1 --parser 1: minutes, for speed only) and writes FOLDER/ewt.udpipe.
Each part is kept as FOLDER/ewt.PART.udpipe when it is done; a part that is there already is not trained again.
"""

import argparse
import sys
from pathlib import Path

from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer

PARTS = ("tokenizer", "tagger", "parser")
TOKENIZER = "tokenize_url=1;allow_spaces=0;dimension=24;epochs={epochs};initialization_range=0.5;batch_size=50;learning_rate=0.005;dropout=0.1;early_stopping=1"
TAGGER = "models=2;iterations_1={tagger};iterations_2={tagger};templates_1=tagger;guesser_suffix_rules_1=10;guesser_enrich_dictionary_1=6;guesser_prefixes_max_1=0;" \
         "use_lemma_1=0;use_xpostag_1=1;use_feats_1=1;provide_lemma_1=0;provide_xpostag_1=1;provide_feats_1=1;prune_features_1=0;" \
         "templates_2=lemmatizer;guesser_suffix_rules_2=6;guesser_enrich_dictionary_2=5;guesser_prefixes_max_2=4;" \
         "use_lemma_2=1;use_xpostag_2=0;use_feats_2=0;provide_lemma_2=1;provide_xpostag_2=0;provide_feats_2=0;prune_features_2=0"
PARSER = "iterations={parser};embedding_upostag=20;embedding_feats=20;embedding_xpostag=0;embedding_form=50;embedding_lemma=0;" \
         "embedding_deprel=20;learning_rate=0.02;learning_rate_final=0.001;l2=0.3;hidden_layer=200;batch_size=10;" \
         "transition_system=projective;transition_oracle=dynamic;structured_interval=10"


def read(path):
    reader, sentences, error = InputFormat.newConlluInputFormat(), Sentences(), ProcessingError()
    reader.setText(path.read_text(encoding="utf-8"))
    sentence = Sentence()
    while reader.nextSentence(sentence, error):
        sentences.append(sentence)
        sentence = Sentence()
    if error.occurred():
        sys.exit(f"{path}: {error.message}")
    return sentences


def train(training, heldout, **options):
    """A model of the parts whose options are given."""
    error = ProcessingError()
    model = Trainer.train("morphodita_parsito", training, heldout, *(options.get(part, "none") for part in PARTS), error)
    if error.occurred():
        sys.exit(f"training failed: {error.message}")
    return bytes(model)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--epochs", type=int, default=15, help="of the tokenizer; no better on EWT dev after 12")
    p.add_argument("--tagger", type=int, default=8, help="iterations of the tagger and of the lemmatizer; hardly better on EWT dev after 8")
    p.add_argument("--parser", type=int, default=10, help="iterations of the parser; speed depends on none of the three")
    p.add_argument("--part", choices=PARTS, help="train this one only (the parser needs the tagger)")
    args = p.parse_args()
    folder = args.data / "ud/EWT"
    training, heldout = (read(folder / f"en_ewt-ud-{part}.conllu") for part in ("train", "dev"))
    args.out.mkdir(parents=True, exist_ok=True)
    files = {part: args.out / f"ewt.{part}.udpipe" for part in PARTS}
    kept = {part: f"from_model=file:{file}" for part, file in files.items()}
    options = {"tokenizer": TOKENIZER.format(epochs=args.epochs), "tagger": TAGGER.format(tagger=args.tagger),
               "parser": PARSER.format(parser=args.parser)}
    for part in [args.part] if args.part else PARTS:
        if not files[part].exists():
            below = {"tagger": kept["tagger"]} if part == "parser" else {}
            files[part].write_bytes(train(training, heldout, **below, **{part: options[part]}))
    if all(file.exists() for file in files.values()):
        (args.out / "ewt.udpipe").write_bytes(train(training, heldout, **kept))


if __name__ == "__main__":
    main()
