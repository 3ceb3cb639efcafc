#!/usr/bin/env python3
"""Makes synthetic scores and the statistics that Decorum's tests expect of them. Deterministic.

  make_statistics_fixtures.py RESOURCES

RESOURCES is src/test/resources; statistics/ is written there: the score files, and the expected values of `decorum evaluate`
and `decorum compare`, clustered or not, as NAME.expected.json (see EVALUATED and COMPARED). Needs what evaluate_reference.py and
compare_reference.py need.
"""
import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit

from compare_reference import compare
from evaluate_reference import BASE_RATE, evaluate, plain, read_rows

SCORES = ["appropriate_probability", "baseline_delta_percent", "logit_inappropriate", "logit_appropriate", "tokens",
          "tokens_dropped", "messages", "messages_used", "flags", "window_sha256"]
LONGEST = 512

# name of the expected values: score file and how it is evaluated
EVALUATED = {
    "evaluate": ("evaluate.csv", {"by": ["channel"]}),
    "evaluate.user_id": ("evaluate.csv", {"by": ["channel"], "cluster_fields": ["user_id"]}),
    "evaluate.user_id,bot_id": ("evaluate.csv", {"by": ["channel"], "cluster_fields": ["user_id", "bot_id"]}),
    "evaluate.bot_id": ("evaluate.csv", {"by": ["channel"], "thresholds": [0.3, 0.9], "cluster_fields": ["bot_id"]}),
    "pairs": ("pairs.csv", {}),
    "pairs.user_id": ("pairs.csv", {"cluster_fields": ["user_id"]}),
}
COMPARED = {
    "compare": {"by": ["channel"]},
    "compare.context_id": {"by": ["channel"], "cluster_fields": ["context_id"]},
    "compare.context_id,user_id": {"cluster_fields": ["context_id", "user_id"], "baseline": 0.55},
}
RESAMPLES = 100_000


def write_scores(path, rows, kept):
    """Rows are dicts with id, bot_name, the kept fields, z, tokens, dropped and flags."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "bot_name", *kept, *SCORES])
        for number, row in enumerate(rows):
            low, high = np.float32(-row["z"] / 2 + row["lift"]), np.float32(row["z"] / 2 + row["lift"])
            p = 1 / (1 + np.exp(float(low) - float(high)))
            writer.writerow([row["id"], row["bot_name"], *(row[field] for field in kept), f"{p:.9f}",
                             f"{(p - BASE_RATE) / BASE_RATE * 100:.6f}", str(low), str(high), row["tokens"], row["dropped"],
                             row["messages"], row["messages"], row["flags"],
                             hashlib.sha256(f"{path.stem} {number}".encode()).hexdigest()])


def score(random, z):
    """A model's z near the given one: a third on a grid, so that scores tie (the two logits are then exact in float32)."""
    coarse = random.random() < 0.35
    tokens = int(random.integers(18, 180))
    dropped = int(random.integers(1, 90)) if tokens > 165 else 0
    flags = ["truncated"] * (dropped > 0) + ["messages-omitted"] * (random.random() < 0.05)
    return {"z": round(z * 2) / 2 if coarse else z, "lift": 0.0 if coarse else random.normal(0, 0.05),
            "tokens": LONGEST if dropped else tokens, "dropped": dropped, "messages": int(random.integers(1, 11)),
            "flags": ";".join(flags)}


def labelled(random, count):
    """Users with 1 to 20 rows, some rows without one; bots crossed with them; a channel belongs to a user. Every row of the channel
    mail is appropriate; in sms the scores separate the classes, and a user and a bot have rows of both."""
    users, bots = random.normal(0, 0.8, 40), random.normal(0, 0.5, 9)
    weight = 1 / np.arange(1, 41) ** 0.8
    rows = []
    for number in range(count):
        user, bot = random.choice(40, p=weight / weight.sum()), random.integers(9)
        channel = "mail" if user in (22, 29, 33) else "web" if user % 3 else "app"
        z = 1.0 + users[user] + bots[bot] + (random.gamma(1.2, 1.6) - 1.9)
        label = int(channel == "mail" or random.random() < expit(0.7 * z + 0.15))
        rows.append({"id": f"e{number}", "bot_name": f"Bot {bot}", "label": label,
                     "user_id": "" if random.random() < 0.08 else f"u{user}", "bot_id": f"b{bot}", "channel": channel,
                     **score(random, z)})
    for number, (label, user, bot, z) in enumerate([(0, "s1", 0, -1.5), (0, "s1", 1, -1.0), (0, "s2", 0, -0.75), (1, "s1", 0, 1.0),
                                                    (1, "s3", 1, 1.25), (1, "s3", 2, 2.0), (1, "", 2, 3.0)]):
        rows.append({"id": f"s{number}", "bot_name": f"Bot {bot}", "label": label, "user_id": user, "bot_id": f"b{bot}",
                     "channel": "sms", **score(random, z), "z": z, "lift": 0.0})
    rows[3] |= {"z": 0.0, "lift": 0.0, "label": 1}
    rows[4] |= {"z": 0.0, "lift": 0.0, "label": 0}
    rows[5] |= {"z": 22.0, "lift": 0.0, "label": 1}
    rows[6] |= {"z": 17.0, "lift": 0.0, "label": 0}
    rows[7] |= {"z": -9.5, "lift": 0.0, "label": 0}
    return rows


def preferred(random, count):
    rows = []
    for number in range(count):
        user, base = random.integers(14), random.normal(0.5, 1)
        tie = random.random() < 0.15
        for suffix, z in (("chosen", base + 0.4), ("rejected", base)):
            row = score(random, z + random.normal(0, 0.5))
            rows.append({"id": f"p{number}#{suffix}", "bot_name": "Bot", "label": int(suffix == "chosen"),
                         "user_id": "" if number in (5, 11) else f"u{user}", **row})
        if tie:
            rows[-1] |= {"z": rows[-2]["z"], "lift": rows[-2]["lift"]}
    return rows


def versions(random, contexts):
    """Three versions: b answers most of what a answered, c the same contexts and a few others under ids of its own."""
    users = random.normal(0, 0.4, 25)
    rows = {"a": [], "b": [], "c": []}
    for number in range(contexts):
        ease = random.normal(0.4, 0.9)
        channel = "web" if number % 3 == 0 else "app"
        for turn in range(1 + min(8, random.geometric(0.3))):
            user = random.integers(25)
            shared = {"bot_name": "Bot", "context_id": "" if number == 7 else f"ctx{number}", "channel": channel,
                      "user_id": "" if random.random() < 0.06 else f"u{user}"}
            for name, better in (("a", 0), ("b", 0.35), ("c", -0.3)):
                if (name == "c" and number < 4) or random.random() < 0.12:
                    continue
                z = ease + users[user] + better + random.normal(0, 0.6) + random.exponential(0.7) - 0.7
                rows[name].append({"id": f"gen{number}-{turn}" if name == "c" else f"ctx{number}-r{turn}", **shared,
                                   **score(random, z)})
    for number in range(6):
        rows["c"].append({"id": f"only{number}", "bot_name": "Bot", "context_id": f"new{number % 4}", "channel": "app",
                          "user_id": f"u{number}", **score(random, random.normal(0, 1))})
    for a, b in zip(rows["a"][::9], rows["b"][::9]):  # some ids tie
        if a["id"] == b["id"]:
            b |= {"z": a["z"], "lift": a["lift"]}
    order = random.permutation(len(rows["b"]))
    return rows | {"b": [rows["b"][i] for i in order]}


def save(path, result):
    """One line for each part, numbers in full."""
    parts = (f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in plain(result).items())
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]) / "statistics"
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20240611)
    write_scores(folder / "evaluate.csv", labelled(random, 203), ["label", "user_id", "bot_id", "channel"])
    write_scores(folder / "pairs.csv", preferred(random, 26), ["label", "user_id"])
    for name, (scores, options) in EVALUATED.items():
        result = evaluate(read_rows(folder / scores), **options)
        if result["pairs"]:  # whose files are for that part
            result = {key: value for key, value in result.items() if key not in ("calibration", "thresholds", "slices")}
        save(folder / f"{name}.expected.json", result)
    for name, rows in versions(random, 30).items():
        write_scores(folder / f"compare-{name}.csv", rows, ["context_id", "user_id", "channel"])
    scores = {name: read_rows(folder / f"{name}.csv") for name in ("compare-a", "compare-b", "compare-c")}
    for name, options in COMPARED.items():
        save(folder / f"{name}.expected.json", compare(scores, resamples=RESAMPLES, **options))


if __name__ == "__main__":
    main()
