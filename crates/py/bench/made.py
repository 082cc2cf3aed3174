"""Made-up reports for tests and measurements: the same for the same number. Names of people, ships and towns' mishaps are invented."""

import json
import random

ACTORS = ["the army of Mali", "Norway", "gunmen", "Peru", "the Kenyan police", "Turkish forces", "the navy of Chile", "rebels"]
TARGETS = ["Bolivia", "a village in Niger", "protesters in Lagos", "the port of Odesa", "Ghana's envoys", "a convoy near Goma"]
DEEDS = ["attacked", "threatened", "accused", "sent aid to", "met representatives of", "expelled workers from", "shelled"]
SAYERS = ["a witness", "the defence ministry", "two officials", "the mayor, Ana Dorval,", "an aid group", "the United Nations"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
OUTLETS = ["The Courier", "Southern Wire", "Harbour Gazette", "Delta Post"]


def sentence(pick: random.Random) -> str:
    actor, deed, target = pick.choice(ACTORS), pick.choice(DEEDS), pick.choice(TARGETS)
    day, sayer = pick.choice(DAYS), pick.choice(SAYERS)
    count = pick.randint(2, 400)
    return pick.choice(
        [
            f"{actor[0].upper()}{actor[1:]} {deed} {target} on {day}, {sayer} said.",
            f"At least {count} people were killed when {actor} {deed} {target}, according to {sayer}.",
            f"{sayer[0].upper()}{sayer[1:]} denied that {actor} had {deed} {target}.",
            f'"We saw {count} soldiers on the road," {sayer} told reporters on {day}.',
            f"The harvest was late, and {count} lorries waited at the border.",
        ]
    )


def report(number: int, sentences: int = 6) -> dict:
    """One report; every 17th is a near copy of the one before, every 23rd a newer version of it, every 29th has no date."""
    pick = random.Random(number)
    if number % 17 == 16 or number % 23 == 22:
        before = report(number - 1, sentences)
        version = number % 23 == 22
        added = "This article has been corrected." if version else "Reporting by the desk."
        return {**before, "id": before["id"] if version else f"made-{number}", "text": before["text"] + "\n\n" + added}
    text = "\n\n".join(" ".join(sentence(pick) for _ in range(3)) for _ in range(max(1, sentences // 3)))
    made = {"id": f"made-{number}", "text": text, "publisher": pick.choice(OUTLETS)}
    if number % 29:
        made["published"] = f"2024-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
    return made


def write(path, numbers, sentences: int = 6) -> None:
    with open(path, "w", encoding="utf-8") as to:
        for number in numbers:
            to.write(json.dumps(report(number, sentences), ensure_ascii=False) + "\n")
