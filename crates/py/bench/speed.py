"""How fast `annotate` is beside the command line, on the same articles: `python speed.py --sayso target/release/sayso FILE.jsonl`.

The two take turns, and the fastest of each counts, as other work on the machine only ever slows one down. The ratio of processor time tells more
where there is much of it.
"""

import argparse
import json
import resource
import subprocess
import time

import sayso


def processor(whose):
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


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
    spent = {"command_line": 0.0, "python": 0.0}
    for _ in range(asked.turns):
        start, before = time.perf_counter(), processor(resource.RUSAGE_CHILDREN)
        out = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        theirs.append(time.perf_counter() - start)
        spent["command_line"] += processor(resource.RUSAGE_CHILDREN) - before
        start, before = time.perf_counter(), processor(resource.RUSAGE_SELF)
        documents = list(sayso.annotate(articles, threads=asked.threads))
        ours.append(time.perf_counter() - start)
        spent["python"] += processor(resource.RUSAGE_SELF) - before
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
                "processor_ratio": round(spent["command_line"] / spent["python"], 3),
            }
        )
    )


if __name__ == "__main__":
    main()
