"""Writes sayso's encoder for onnxruntime, in eight bits: without heads, so onnxruntime has less to do than sayso.

    python bench/peers/export_encoder.py --weights crates/annotate/data/annotator.bin --out FOLDER

Needs torch, onnx, onnxscript and onnxruntime; writes FOLDER/encoder.onnx. Weights are quantised for each channel, inputs as
onnxruntime does it by itself.
"""

import argparse
import sys
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
from model import HIDDEN, Annotator, Weights  # noqa: E402


class Encoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids):
        mask = (ids != 0)[:, None, None, :]
        x = self.model.norm(self.model.word(ids) + self.model.position.weight[:ids.shape[1]])
        for layer in self.model.layers:
            x = layer(x, mask, 0.0)
        return x


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    file = Weights(args.weights)
    model = Annotator({name: file.lines(f"labels.{name}") for name in ("upos", "xpos", "lemma", "deprel", "ner")})
    model.load_weights(args.weights)
    args.out.mkdir(parents=True, exist_ok=True)
    whole = args.out / "encoder-f32.onnx"
    ids = torch.randint(1000, 20000, (2, 50))
    with torch.no_grad():
        torch.onnx.export(Encoder(model.eval()), (ids,), str(whole), input_names=["ids"], output_names=["states"],
                          dynamic_axes={"ids": {0: "batch", 1: "pieces"}, "states": {0: "batch", 1: "pieces"}}, dynamo=False)
    assert HIDDEN == 384
    quantize_dynamic(whole, args.out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()


if __name__ == "__main__":
    main()
