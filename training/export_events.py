"""Writes the weights of the network of events, or of that of relations, into the file that the program embeds, in the form of `export.py`.

    python training/export_events.py --checkpoint runs/events.pt --out crates/annotate/data/events.bin
"""

import argparse
from pathlib import Path

import torch

from event_rows import MOST, TYPES, VALUES
from export import File


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--mean-with", type=Path, help="another network of the same kind")
    p.add_argument("--share", type=float, default=0.5, help="of the other one in the mean of their weights")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    kept = torch.load(args.checkpoint, map_location="cpu", weights_only=False)
    state = {name: tensor.float() for name, tensor in kept["state"].items()}
    if args.mean_with:
        other = torch.load(args.mean_with, map_location="cpu", weights_only=False)["state"]
        state = {name: (1 - args.share) * tensor + args.share * other[name].float() for name, tensor in state.items()}
    file = File()

    def linear(name, *parts):
        file.linear(name, torch.cat([state[f"{p}.weight"] for p in parts]), torch.cat([state[f"{p}.bias"] for p in parts]))

    file.f32("mark", state["mark.weight"])
    norms = []
    if not kept["shared"]:
        # It begins at the words, so it has the small embeddings of its own as well.
        file.f32("position", state["position.weight"][:MOST + 2])
        for name in ("shape", "edge"):
            file.f32(name, state[f"{name}.weight"])
        norms = ["norm"]
    for name in norms + [f"layers.{i}.{n}" for i in range(kept["layers"]) for n in ("norm1", "norm2")]:
        file.f32(f"{name}.weight", state[f"{name}.weight"])
        file.f32(f"{name}.bias", state[f"{name}.bias"])
    for i in range(kept["layers"]):
        for name in ("qkv", "out", "up", "down"):
            linear(f"layers.{i}.{name}", f"layers.{i}.{name}")
    linear("tags", "tag", "tag_value", "tag_mode")
    linear("ask", "ask")
    linear("hidden", "hidden")
    linear("relation", "kind", "value", "mode")
    for name, lines in (("labels.types", TYPES), ("labels.values", VALUES), ("labels.modes", kept["modes"]), ("lower", [str(kept["shared"])]), ("layers", [str(kept["layers"])])):
        file.lines(name, "\n".join(lines).encode())
    file.write(args.out)


if __name__ == "__main__":
    main()
