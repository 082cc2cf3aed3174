"""The annotator's network: a small BERT encoder with shape features, read by all heads through learned layer mixes."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ARC, REL, LINK, SAME = 256, 96, 96, 96
MIXES = ("syntax", "names", "attribution", "coreference", "factuality")
PAIR_FEATURES = 14


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x, mask, dropout):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        y = self.out(y.transpose(1, 2).reshape(b, t, HIDDEN))
        x = self.norm1(x + F.dropout(y, dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, dropout, self.training))


def pooling(word, words):
    """[batch, words, pieces] that takes the mean of the pieces of each word; `word` numbers the word of each piece, -1 for none."""
    own = (word[:, None, :] == torch.arange(words, device=word.device)[None, :, None]).float()
    return own / own.sum(-1, keepdim=True).clamp(min=1)


class Biaffine(nn.Module):
    """Scores of pairs, between two projections of the words; `labels` scores each."""

    def __init__(self, dim, labels=1):
        super().__init__()
        self.left, self.right = nn.Linear(HIDDEN, dim), nn.Linear(HIDDEN, dim)
        self.weight = nn.Parameter(torch.empty(labels, dim + 1, dim + 1))
        nn.init.normal_(self.weight, std=0.02)

    def sides(self, x, dropout=0.0):
        def one(layer):
            y = F.dropout(F.leaky_relu(layer(x).float(), 0.1), dropout, self.training)
            return torch.cat([y, torch.ones_like(y[..., :1])], -1)
        return one(self.left), one(self.right)


class Annotator(nn.Module):
    def __init__(self, labels, dropout=0.05, head_dropout=0.3):
        super().__init__()
        self.labels, self.dropout, self.head_dropout = labels, dropout, head_dropout
        self.word = nn.Embedding(30522, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.shape = nn.Embedding(8, HIDDEN)
        self.edge = nn.Embedding(3, HIDDEN)  # glued to the word before, after a blank, begins a paragraph
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.mix = nn.ParameterDict({m: nn.Parameter(torch.zeros(LAYERS + 1)) for m in MIXES})
        self.root = nn.Parameter(torch.zeros(HIDDEN))
        self.starts = nn.Linear(HIDDEN, 2)
        self.upos = nn.Linear(HIDDEN, len(labels["upos"]))
        self.xpos = nn.Linear(HIDDEN, len(labels["xpos"]))
        self.lemma = nn.Linear(HIDDEN, len(labels["lemma"]))
        self.arc = Biaffine(ARC)
        self.rel = Biaffine(REL, len(labels["deprel"]))
        self.ner = nn.Linear(HIDDEN, len(labels["ner"]))
        self.roles = nn.Linear(HIDDEN, 9)
        self.link_source = Biaffine(LINK)
        self.link_content = Biaffine(LINK)
        self.same = Biaffine(SAME)
        self.happened = nn.Linear(HIDDEN, 1)
        self.pair = nn.Linear(PAIR_FEATURES, 1)  # of training only: the program has a scorer of its own over the same head
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.edge.weight)
        self.word.weight.requires_grad_(False)

    def load_encoder(self, folder):
        """Takes the pretrained encoder of a folder with `model.safetensors`; its words only where the file has them."""
        w = load_file(str(Path(folder) / "model.safetensors"))
        w = {k.removeprefix("bert."): v.float() for k, v in w.items() if v.is_floating_point()}
        if "embeddings.word_embeddings.weight" in w:
            self.word.weight.data = w["embeddings.word_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        self.position.weight.data = w["embeddings.position_embeddings.weight"]
        self.norm.weight.data, self.norm.bias.data = w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"]
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).data = torch.cat(
                    [w[f"{p}attention.self.{n}.{part}"] for n in ("query", "key", "value")])
                getattr(layer.out, part).data = w[f"{p}attention.output.dense.{part}"]
                getattr(layer.norm1, part).data = w[f"{p}attention.output.LayerNorm.{part}"]
                getattr(layer.up, part).data = w[f"{p}intermediate.dense.{part}"]
                getattr(layer.down, part).data = w[f"{p}output.dense.{part}"]
                getattr(layer.norm2, part).data = w[f"{p}output.LayerNorm.{part}"]

    def load_weights(self, path):
        """Goes on from a file that `export.py` wrote, as far as it has the same heads and labels."""
        f = Weights(path)
        for name, values in self.labels.items():
            if name != "ner":
                assert f.lines(f"labels.{name}") == values, f"{path} has other labels of {name}"
        words = f.array("word.weight").astype("float32") * f.array("word.scale")[:, None]
        self.word.weight.data = torch.from_numpy(words)
        for name in ("shape", "edge"):
            getattr(self, name).weight.data = f.tensor(name)
        self.position.weight.data = f.tensor("position")
        norms = {"norm": self.norm}
        for i, layer in enumerate(self.layers):
            norms |= {f"layers.{i}.{n}": getattr(layer, n) for n in ("norm1", "norm2")}
            for name in ("qkv", "out", "up", "down"):
                linear = getattr(layer, name)
                linear.weight.data, linear.bias.data = f.linear(f"layers.{i}.{name}")
        for name, norm in norms.items():
            norm.weight.data, norm.bias.data = f.tensor(f"{name}.weight"), f.tensor(f"{name}.bias")
        shares = list(f.tensor("mix"))
        if "factuality.mix" in f.contents:
            shares += f.tensor("factuality.mix")
        for name, share in zip(MIXES, shares):
            self.mix[name].data = share.clamp(min=1e-6).log()
        f.split("syntax", [self.starts, self.upos, self.xpos, self.lemma,
                           self.arc.left, self.arc.right, self.rel.left, self.rel.right])
        if f.lines("labels.ner") == self.labels["ner"]:
            f.split("names", [self.ner])
        f.split("attribution", [self.roles, self.link_source.left, self.link_source.right,
                                self.link_content.left, self.link_content.right])
        for name in ("arc", "rel", "link_source", "link_content"):
            f.bilinear(name, getattr(self, name))
        if "same.weight" in f.contents:
            f.split("coreference", [self.same.left, self.same.right])
            f.bilinear("same", self.same)
        if "factuality.weight" in f.contents:
            f.split("factuality", [self.happened])
        # The root's state, from its two projections.
        left, right = [], []
        for name in ("arc", "rel"):
            layer, projected = getattr(self, name).left, f.tensor(f"{name}.root")
            left.append(layer.weight.data)
            right.append(torch.where(projected < 0, projected / 0.1, projected) - layer.bias.data)
        self.root.data = torch.linalg.lstsq(torch.cat(left), torch.cat(right)[:, None], driver="gelsd").solution[:, 0]

    def encode(self, batch):
        """The words' states, one tensor [batch, words, hidden] for each mix."""
        ids = batch["ids"]
        mask = (ids != 0)[:, None, None, :]
        x = self.word(ids) + self.position.weight[:ids.shape[1]] + self.shape(batch["shape"]) + self.edge(batch["edge"])
        x = F.dropout(self.norm(x), self.dropout, self.training)
        states = [x]
        for layer in self.layers:
            x = layer(x, mask, self.dropout)
            states.append(x)
        pool = pooling(batch["word"], batch["block"].shape[1])
        out = {}
        for name in MIXES:
            share = torch.softmax(self.mix[name], 0)
            mixed = sum(w * s.float() for w, s in zip(share, states))
            pooled = torch.bmm(pool, mixed)
            out[name] = F.dropout(pooled, self.head_dropout, self.training)
        return out

    def arcs(self, syntax, sentence):
        """Scores [batch, dependent, head], head 0 the root; `sentence` numbers the sentence of each word, -1 for none."""
        root = self.root.expand(syntax.shape[0], 1, -1)
        head, dependent = self.arc.sides(torch.cat([root, syntax], 1), self.head_dropout)
        scores = dependent[:, 1:] @ self.arc.weight[0] @ head.transpose(1, 2)
        same = (sentence[:, :, None] == sentence[:, None, :]) & (sentence >= 0)[:, None, :]
        allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
        return scores.masked_fill(~allowed, -1e4)

    def rels(self, syntax, heads):
        """Scores [batch, dependent, label] given the heads (0 the root)."""
        root = self.root.expand(syntax.shape[0], 1, -1)
        head, dependent = self.rel.sides(torch.cat([root, syntax], 1), self.head_dropout)
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        return torch.einsum("bni,lij,bnj->bnl", dependent[:, 1:], self.rel.weight, head)

    def pairs(self, states, heads, features):
        """Scores [batch, mention, antecedent] that two mentions, given by their head words, are the same thing."""
        left, right = self.same.sides(states.gather(1, heads[..., None].expand(-1, -1, HIDDEN)), self.head_dropout)
        return left @ self.same.weight[0] @ right.transpose(1, 2) + self.pair(features)[..., 0].float()

    def links(self, biaffine, states):
        """Scores [batch, left word, right word]."""
        left, right = biaffine.sides(states, self.head_dropout)
        return left @ biaffine.weight[0] @ right.transpose(1, 2)


class Weights:
    """A file of `export.py`."""

    def __init__(self, path):
        raw = Path(path).read_bytes()
        size = int.from_bytes(raw[12:16], "little")
        self.contents, self.tensors = json.loads(raw[16:16 + size]), raw[16 + size:]

    def array(self, name):
        entry = self.contents[name]
        kind = {"f32": "float32", "i8": "int8", "u8": "uint8"}[entry["dtype"]]
        count = int(np.prod(entry["shape"]))
        return np.frombuffer(self.tensors, kind, count, entry["offset"]).reshape(entry["shape"]).copy()

    def tensor(self, name):
        return torch.from_numpy(self.array(name))

    def lines(self, name):
        return self.array(name).tobytes().decode().split("\n")

    def linear(self, name):
        """Weight [outputs, inputs] and bias."""
        weight = self.tensor(f"{name}.weight").float().T * self.tensor(f"{name}.scale")[:, None]
        return weight.contiguous(), self.tensor(f"{name}.bias")

    def split(self, name, layers):
        weight, bias = self.linear(name)
        at = 0
        for layer in layers:
            size = layer.weight.shape[0]
            layer.weight.data, layer.bias.data = weight[at:at + size].clone(), bias[at:at + size].clone()
            at += size
        assert at == len(bias), name

    def bilinear(self, name, biaffine):
        weight, bias = self.linear(name)
        labels, size, _ = biaffine.weight.shape
        dim = size - 1
        full = torch.empty(labels, size, size)
        full[:, :dim, :dim] = weight[:labels * dim].view(labels, dim, dim).permute(0, 2, 1)
        full[:, :dim, dim] = weight[labels * dim:]
        full[:, dim, :dim] = bias[:labels * dim].view(labels, dim)
        full[:, dim, dim] = bias[labels * dim:]
        biaffine.weight.data = full


def save(model, path, **more):
    torch.save({"state": model.state_dict(), "labels": model.labels, **more}, path)


def load(path):
    kept = torch.load(path, map_location="cpu", weights_only=False)
    model = Annotator(kept["labels"])
    model.load_state_dict(kept["state"])
    return model.eval()


def labels_json(labels):
    return json.dumps(labels, ensure_ascii=False)
