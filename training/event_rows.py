"""What the networks of events and relations learn from, as numbers, so that a machine without the data can train.

    sayso annotate --min-score 0.9 runs/news.jsonl > runs/annotated.jsonl       # articles of `UNLABELLED`, see `--write-articles`
    python training/event_rows.py --data ../shared/data --annotated runs/annotated.jsonl --out runs/rows.pickle.xz
"""

import argparse
import json
import lzma
import pickle
import random
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np

from model import Weights
from pieces import pieces, shape
from words import words

TYPES = ("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE "
         "ASSAULT").split()
QUADS = {1: "AGREE CONSULT SUPPORT CONCEDE", 2: "COOPERATE AID RETREAT", 3: "REQUEST ACCUSE REJECT THREATEN",
         4: "PROTEST MOBILIZE SANCTION COERCE ASSAULT"}
VALUES = "CT+ PR+ PS+ CT- PR- PS- U".split()
SIDES = ("source", "target")
HERE = Path(__file__).parent
LABELS, FRAMES = HERE / "labels", HERE.parent / "crates/extract/data/frames"
WEIGHTS = HERE.parent / "crates/annotate/data/annotator.bin"
MOST = 254
"""Pieces of a sentence that are read."""
LATE_OWN, LATE_NEWS = 3760, 10329
"""The last lines of `events.jsonl` and of `events-news.jsonl`, of the fifth to seventh rounds: read more often by `events.py --tags`."""
UNLABELLED = ("polnear/train.jsonl", "ngec/guardian_sdf_sample.jsonl", "newswcl50/topics_even.jsonl", "muc4/train_dev1300.jsonl", "rams/dev.jsonl",
              "cameo_st/train.jsonl", "case2021_task2/snippets_half.jsonl", "satp/train.jsonl")
"""Texts that are read for what the teachers say of them."""
RAMS = """
conflict.attack attacker target ASSAULT
conflict.attack attacker place ASSAULT
conflict.attack instrument target ASSAULT
conflict.demonstrate demonstrator place PROTEST
conflict.yield yielder recipient CONCEDE RETREAT
conflict.yield surrenderer recipient CONCEDE RETREAT
conflict.yield retreater origin RETREAT
artifactexistence.damagedestroy.damage damager artifact ASSAULT
artifactexistence.damagedestroy.destroy destroyer artifact ASSAULT
artifactexistence.damagedestroy.n/a damagerdestroyer artifact ASSAULT
life.die.deathcausedbyviolentevents killer victim ASSAULT
life.die.deathcausedbyviolentevents instrument victim ASSAULT
life.injure injurer victim ASSAULT
contact.collaborate participant participant CONSULT COOPERATE
contact.discussion participant participant CONSULT
contact.negotiate participant participant CONSULT
contact.mediastatement communicator recipient CONSULT
contact.publicstatementinperson communicator recipient CONSULT
contact.commandorder communicator recipient REQUEST
contact.requestadvise communicator recipient REQUEST
contact.commitmentpromiseexpressintent communicator recipient AGREE CONSULT COOPERATE
contact.threatencoerce communicator recipient THREATEN COERCE
government.agreements.acceptagreement participant participant AGREE COOPERATE CONCEDE
government.agreements.violateagreement violator otherparticipant REJECT COERCE SANCTION
government.spy spy observedentity COERCE ACCUSE
government.vote.violationspreventvote preventer voter COERCE
justice.arrestjaildetain jailer detainee COERCE
justice.initiatejudicialprocess prosecutor defendant ACCUSE COERCE
justice.initiatejudicialprocess judgecourt defendant ACCUSE COERCE
justice.investigate investigator defendant ACCUSE
justice.judicialconsequences.convict judgecourt defendant COERCE ACCUSE SANCTION
justice.judicialconsequences.execute executioner defendant COERCE ASSAULT
justice.judicialconsequences.n/a judgecourt defendant COERCE ACCUSE SANCTION
movement.transportartifact.prevententry preventer transporter COERCE
movement.transportartifact.preventexit preventer transporter COERCE
movement.transportperson.evacuationrescue transporter passenger AID
movement.transportperson.grantentryasylum granter transporter AID COOPERATE
movement.transportperson.grantentryasylum granter passenger AID COOPERATE
movement.transportperson.prevententry preventer passenger COERCE
movement.transportperson.prevententry preventer transporter COERCE
movement.transportperson.preventexit preventer passenger COERCE
movement.transportperson.preventexit preventer transporter COERCE
personnel.elect voter candidate SUPPORT COOPERATE
personnel.endposition employee placeofemployment RETREAT CONCEDE
personnel.startposition placeofemployment employee COOPERATE SUPPORT AGREE
transaction.transaction.embargosanction preventer recipient SANCTION COERCE
transaction.transfermoney.embargosanction preventer recipient SANCTION COERCE
transaction.transferownership.embargosanction preventer recipient SANCTION COERCE
transaction.transaction.giftgrantprovideaid giver recipient AID
transaction.transaction.transfercontrol giver recipient RETREAT CONCEDE COOPERATE AID
transaction.transfermoney.giftgrantprovideaid giver recipient AID
transaction.transfermoney.borrowlend giver recipient AID COOPERATE
transaction.transfermoney.payforservice giver recipient COOPERATE AID
transaction.transfermoney.purchase giver recipient COOPERATE
transaction.transferownership.giftgrantprovideaid giver recipient AID
transaction.transferownership.borrowlend giver recipient AID COOPERATE
transaction.transferownership.purchase giver recipient COOPERATE
"""
"""What an event of RAMS, by the beginning of its type, says of the players of two of its parts: any of these PLOVER types."""
NOMINAL = {"NOUN", "PROPN", "PRON"}
PLAYERS = {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "conj", "appos", "nmod:poss", "compound"}


class Row:
    """A sentence as numbers, and what is known of it. Marked rows have `spans`; the others `events`, by the word that tells."""

    def __init__(self, text, vocab, spans=None, types=None, mode=None, value=None, trigger=None, events=None, name=None,
                 quiet=1.0):
        self.name, self.types, self.mode, self.value, self.quiet = name, types, mode, value, quiet
        self.marked, self.states, self.soft = spans is not None, [], None
        ids, shapes, edges, marks, self.asked, first, self.tags = [101], [7], [1], [0], [], [], []
        before = None
        for start, end in words(text):
            form = text[start:end]
            cut = pieces(form, vocab)[:MOST + 1 - len(ids)]
            if not cut:
                break
            side = next((n + 1 for n, name in enumerate(SIDES) for a, b in (spans or {}).get(name, []) if start < b and a < end), 0)
            if trigger and start < trigger[1] and trigger[0] < end:
                self.asked.append(len(ids))
            first.append(len(ids))
            event = next((e for e in events or [] if start < e["trigger"][1] and e["trigger"][0] < end), None)
            self.tags.append(event)
            ids += cut
            shapes += [shape(form)] * len(cut)
            edges += [2 if before is None else int(start > before)] * len(cut)
            marks += [side] * len(cut)
            before = end
        self.ids = np.array([*ids, 102], np.uint16)
        self.shape, self.edge, self.mark = (np.array([*a, last], np.uint8) for a, last in ((shapes, 7), (edges, 1), (marks, 0)))
        self.first = np.array(first, np.uint16)

    @property
    def complete(self):
        """Whether both sides are among the pieces that are read."""
        return bool((self.mark == 1).any() and (self.mark == 2).any())


def plv(path, vocab):
    """PLV_train's rows with both spans; YIELD may be either of its two successors."""
    rows = []
    for r in map(json.loads, path.open()):
        if r["source_span"] and r["target_span"]:
            types = {"CONCEDE", "RETREAT"} if r["gold_root"] == "YIELD" else {r["gold_root"]}
            spans = {"source": [r["source_span"]], "target": [r["target_span"]]}
            rows.append(Row(r["sentence"], vocab, spans, types=types, name=r["id"]))
    return rows


def own(records, vocab, modes):
    """Labelled sentences: as marked rows, and as rows of tagged words."""
    marked, tagged = [], []
    for r in records:
        for e in r["events"]:
            if e["source"] and e["target"]:
                marked.append(Row(r["text"], vocab, {s: e[s] for s in SIDES}, types={e["type"]}, value=e["factuality"], trigger=e["trigger"],
                                  mode=mode_of(e, modes), name=r.get("name")))
        tagged.append(Row(r["text"], vocab, events=r["events"], quiet=r.get("quiet", 1.0), name=r.get("name")))
    return [r for r in marked if r.complete], tagged


def sentences():
    """Our own sentences with their events."""
    return [json.loads(line) for line in (LABELS / "events.jsonl").open()]


def relations(data, vocab):
    """Sentences, our own and of other texts, of which only what the marked two have to do with each other is known."""
    records = [json.loads(line) for line in (LABELS / "relations.jsonl").open()] + news(data, "relations-news.jsonl")
    rows = []
    for r in records:
        rows.append(Row(r["text"], vocab, {s: [r[s]] for s in SIDES}, types={r["type"]}, value=r["factuality"], trigger=r["trigger"]))
    return [r for r in rows if r.complete]


def rams(path, vocab):
    """Pairs of those who take part in an event of RAMS within one sentence."""
    table = [line.split() for line in RAMS.strip().splitlines()]
    rows = []
    for r in map(json.loads, path.open()):
        for kind, left, right, *types in table:
            if not r["event_type"].startswith(kind):
                continue
            sides = [[a["span"] for a in r["args"] if a["role"] == role] for role in (left, right)]
            pair = (sides[0][0], sides[1][-1]) if all(sides) else None
            at = next((s for s in r["sentences"] if s[0] <= r["trigger"][0] < s[1]), None)
            if not pair or pair[0] == pair[1] or at is None or any(not at[0] <= a < b <= at[1] for a, b in pair):
                continue
            inside = [[a - at[0], b - at[0]] for a, b in (*pair, r["trigger"])]
            rows.append(Row(r["text"][at[0]:at[1]], vocab, dict(zip(SIDES, ([inside[0]], [inside[1]]))), types=set(types), trigger=inside[2]))
    return [r for r in rows if r.complete]


def news(data, name="events-news.jsonl"):
    """Sentences of other texts, of which we have only the places and the labels."""
    texts, records = {}, []
    for r in map(json.loads, (LABELS / name).open()):
        if r["file"] not in texts:
            texts[r["file"]] = {d.get("id", str(n)): d["text"] for n, d in enumerate(map(json.loads, (data / r["file"]).open())) if "text" in d}
        start, end = r["span"]
        records.append({**r, "text": texts[r["file"]][r["document"]][start:end]})
    return records


def frames():
    """The sentences of the frames: the word that tells and its type, or no event. What else they tell is not known."""
    records = []
    for path in sorted(FRAMES.glob("*.toml")):
        frame = tomllib.loads(path.read_text())
        for line in frame["found"]:
            marked, _, wanted = line.partition("=>")
            wanted = [w.split() for w in wanted.split(",") if w.strip()]
            given = {w[0]: w[-1] for w in wanted}
            start = marked.index("[")
            word = marked[start + 1:marked.index("]")]
            value = next((w[0] for w in wanted if w[0] in VALUES), None)
            if value is None and not {"future", "hypothetical", "negation"} & set(given):
                value = "CT+"
            event = {"type": given.get("type", frame["type"]), "mode": given.get("mode", frame.get("mode")), "factuality": value,
                     "trigger": [start, start + len(word)], "source": [], "target": []}
            records.append({"text": marked.replace("[", "").replace("]", "").strip(), "events": [event], "quiet": 0.2})
        records += [{"text": line, "events": [], "quiet": 0.5} for line in frame["passed"]]
    return records


def letters(text):
    """The letters and digits of a text, by which two sets have the same sentence."""
    return "".join(c for c in text.lower() if c.isalnum())


def mode_of(event, modes):
    mode = f"{event['type']} {event['mode']}"
    return modes.index(mode) if mode in modes else None


def phrases(sentence):
    """The [start, end) of the phrases of a sentence that may act or be acted on, without what hangs on behind a comma or as a clause."""
    tokens = sentence["tokens"]
    begin, end = ([t[k] for t in tokens] for k in ("start", "end"))
    for at in range(len(tokens) - 1, -1, -1):
        for child, t in enumerate(tokens):
            if t["head"] == at + 1 and t["deprel"].split(":")[0] in ("det", "amod", "compound", "flat", "nummod", "nmod", "fixed", "case") and \
                    not (t["deprel"].startswith("nmod") and child > at + 3):
                if t["deprel"] == "case" and child < at:
                    continue
                begin[at], end[at] = min(begin[at], begin[child]), max(end[at], end[child])
    return [(begin[n], end[n]) for n, t in enumerate(tokens) if t["upos"] in NOMINAL and t["deprel"] in PLAYERS and end[n] - begin[n] < 80]


def unlabelled(path, vocab, tagged=60000, marked=70000):
    """Sentences of annotated articles that nobody labelled, as tagged rows, and with two of their phrases marked, some of them twice."""
    rng, found = random.Random(3), []
    for d in map(json.loads, path.open()):
        for s in d["sentences"]:
            if 40 < s["end"] - s["start"] < 400 and len(s["tokens"]) > 6:
                found.append((d["text"][s["start"]:s["end"]], s))
    rng.shuffle(found)
    plain = [Row(text, vocab, events=[]) for text, _ in found[:tagged]]
    pairs = []
    while len(pairs) < marked:
        before = len(pairs)
        for text, s in found:
            some = [(a - s["start"], b - s["start"]) for a, b in phrases(s)]
            if len(some) > 1 and len(pairs) < marked:
                a, b = rng.sample(some, 2)
                if a[1] <= b[0] or b[1] <= a[0]:
                    pairs.append(Row(text, vocab, {"source": [a], "target": [b]}))
        if len(pairs) == before:
            break
    return plain, [r for r in pairs if r.complete]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--write-articles", type=Path, help="write the articles of `UNLABELLED` for `sayso annotate`, and stop")
    p.add_argument("--annotated", type=Path, help="what `sayso annotate` made of these")
    p.add_argument("--out", type=Path)
    args = p.parse_args()
    if args.write_articles:
        with args.write_articles.open("w") as file:
            for name in UNLABELLED:
                for n, r in enumerate(map(json.loads, (args.data / name).open())):
                    if r.get("text"):
                        file.write(json.dumps({"id": f"{name}#{r.get('id', n)}", "text": r["text"]}) + "\n")
        return
    vocab = {piece: i for i, piece in enumerate(Weights(WEIGHTS).lines("vocabulary"))}
    plv_path = args.data / "plv_aw/PLV_train.jsonl"
    plv_texts = {letters(r["sentence"]) for r in map(json.loads, plv_path.open())}
    ours, others = sentences(), news(args.data)
    for r in ours[-LATE_OWN:] + others[-LATE_NEWS:]:
        r["late"] = True
    records = ours + others + frames()
    for r in records:
        r["name"] = "PLV" if letters(r["text"]) in plv_texts else None
    counts = Counter(f"{e['type']} {e['mode']}" for r in records for e in r["events"] if e["mode"])
    modes = sorted(m for m, n in counts.items() if n >= 5)
    marked, tagged = own(records, vocab, modes)
    late = own([r for r in records if r.get("late")], vocab, modes)[1]
    tagged = [row for row, r in zip(tagged, records, strict=True) if not r.get("late")]
    pairs = [relations(args.data, vocab), rams(args.data / "rams/dev.jsonl", vocab)]
    plain, asked = unlabelled(args.annotated, vocab)
    rows = {"plv": plv(plv_path, vocab), "marked": marked + sum(pairs, []), "tagged": tagged, "late": late, "plain": plain, "asked": asked,
            "held": own(news(args.data, "events-calibration.jsonl"), vocab, modes)[1]}
    print({name: len(some) for name, some in rows.items()}, "pairs of own and RAMS", [len(some) for some in pairs], len(modes), "modes")
    with lzma.open(args.out, "wb", preset=3) as file:
        pickle.dump((modes, rows), file)


if __name__ == "__main__":
    import event_rows  # so that the rows are kept as those of this module

    event_rows.main()
