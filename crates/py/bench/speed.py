"""How fast `annotate` is beside the command line, on the same articles: `python speed.py --sayso target/release/sayso FILE.jsonl`.

The two take turns, and the fastest of each counts, as other work on the machine only ever slows one down.
"""

import argparse
import json
import subprocess
import time

import sayso


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("file")
    ask.add_argument("--sayso", required=True)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--turns", type=int, default=3)
    asked = ask.parse_args()
    with open(asked.file, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    command = [asked.sayso, "annotate", "--quiet", "--threads", str(asked.threads), asked.file]
    theirs, ours, same = [], [], True
    for _ in range(asked.turns):
        start = time.perf_counter()
        out = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        theirs.append(time.perf_counter() - start)
        start = time.perf_counter()
        documents = list(sayso.annotate(articles, threads=asked.threads))
        ours.append(time.perf_counter() - start)
        same &= [doc.json for doc in documents] == out.splitlines()
    print(
        json.dumps(
            {
                "articles": len(articles),
                "threads": asked.threads,
                "identical": same,
                "command_line_s": [round(t, 2) for t in theirs],
                "python_s": [round(t, 2) for t in ours],
                "ratio": round(min(theirs) / min(ours), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
