"""Writes the annotator's weights into the one file that the program embeds.

    python training/export.py --checkpoint runs/v3/average.pt --encoder FOLDER --out crates/annotate/data/annotator.bin

The file: the magic `SAYSOANN`, the version and the length of the contents as little-endian u32, the table of contents as
JSON, then the tensors, each at a multiple of 64 bytes. Matrices are int8 with one scale for each output (for each word
piece in the embeddings), stored input-major: [inputs, outputs]. Lists of words and labels are
UTF-8 text, one a line. Everything else is f32.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from model import HIDDEN, LAYERS, MIXES, load

MAGIC, VERSION, ALIGN = b"SAYSOANN", 2, 64
POSITIONS = 512


class File:
    def __init__(self):
        self.contents, self.parts, self.size = {}, [], 0

    def add(self, name, array):
        raw = np.ascontiguousarray(array).tobytes()
        kind = {"float32": "f32", "int8": "i8", "uint8": "u8"}[str(array.dtype)]
        self.contents[name] = {"dtype": kind, "shape": list(array.shape), "offset": self.size}
        padding = -len(raw) % ALIGN
        self.parts += [raw, b"\0" * padding]
        self.size += len(raw) + padding

    def lines(self, name, text):
        self.add(name, np.frombuffer(text, np.uint8))

    def f32(self, name, tensor):
        self.add(name, tensor.detach().float().numpy())

    def linear(self, name, weight, bias):
        """A linear layer from its [outputs, inputs] weight."""
        weight = weight.detach().float()
        scale = weight.abs().amax(1).clamp(min=1e-12) / 127
        whole = torch.round(weight / scale[:, None]).clamp(-127, 127).to(torch.int8)
        self.add(f"{name}.weight", whole.T.contiguous().numpy())
        self.f32(f"{name}.scale", scale)
        self.f32(f"{name}.bias", bias)

    def join(self, name, layers):
        """Several linear layers over the same input as one."""
        self.linear(name, torch.cat([x.weight for x in layers]), torch.cat([x.bias for x in layers]))

    def write(self, path):
        contents = json.dumps(self.contents, separators=(",", ":")).encode()
        contents += b" " * (-(len(contents) + len(MAGIC) + 8) % ALIGN)
        path.write_bytes(MAGIC + struct.pack("<II", VERSION, len(contents)) + contents + b"".join(self.parts))
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {len(self.contents)} tensors")

    def bilinear(self, name, weight):
        """The [labels, dim + 1, dim + 1] weight of a biaffine scorer as a linear layer over its first side: outputs for
        each label and dimension of the second side, then for each label and the second side's constant."""
        labels, size, _ = weight.shape
        dim = size - 1
        main = weight[:, :dim, :dim].permute(0, 2, 1).reshape(labels * dim, dim)
        self.linear(name, torch.cat([main, weight[:, :dim, dim]]),
                    torch.cat([weight[:, dim, :dim].reshape(-1), weight[:, dim, dim]]))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    model = load(args.checkpoint)
    file = File()
    with torch.no_grad():
        write(model, file)
    vocab = (args.encoder / "vocab.txt").read_bytes().rstrip(b"\n")
    assert vocab.count(b"\n") + 1 == model.word.weight.shape[0]
    file.lines("vocabulary", vocab)
    for name, values in model.labels.items():
        file.lines(f"labels.{name}", "\n".join(values).encode())
    file.write(args.out)


def write(model, file):
    words = model.word.weight.float()
    scale = words.abs().amax(1).clamp(min=1e-12) / 127
    file.add("word.weight", torch.round(words / scale[:, None]).to(torch.int8).numpy())
    file.f32("word.scale", scale)
    file.f32("position", model.position.weight[:POSITIONS])
    file.f32("shape", model.shape.weight)
    file.f32("edge", model.edge.weight)
    file.f32("norm.weight", model.norm.weight)
    file.f32("norm.bias", model.norm.bias)
    for i, layer in enumerate(model.layers):
        for name in ("qkv", "out", "up", "down"):
            linear = getattr(layer, name)
            file.linear(f"layers.{i}.{name}", linear.weight, linear.bias)
        for name in ("norm1", "norm2"):
            file.f32(f"layers.{i}.{name}.weight", getattr(layer, name).weight)
            file.f32(f"layers.{i}.{name}.bias", getattr(layer, name).bias)
    mix = torch.stack([torch.softmax(model.mix[m], 0) for m in MIXES])
    assert mix.shape == (len(MIXES), LAYERS + 1) and words.shape[1] == HIDDEN
    file.f32("mix", mix[:-1])
    file.f32("factuality.mix", mix[-1:])
    file.join("syntax", [model.starts, model.upos, model.xpos, model.lemma,
                         model.arc.left, model.arc.right, model.rel.left, model.rel.right])
    file.join("names", [model.ner])
    file.join("attribution", [model.roles, model.link_source.left, model.link_source.right,
                              model.link_content.left, model.link_content.right])
    file.join("coreference", [model.same.left, model.same.right])
    file.join("factuality", [model.happened])
    for name in ("arc", "rel"):
        biaffine = getattr(model, name)
        file.bilinear(name, biaffine.weight)
        file.f32(f"{name}.root", F.leaky_relu(biaffine.left(model.root), 0.1))
    file.bilinear("link_source", model.link_source.weight)
    file.bilinear("link_content", model.link_content.weight)
    file.bilinear("same", model.same.weight)


if __name__ == "__main__":
    main()
