#!/usr/bin/env python3
"""Makes synthetic scores and the statistics that Decorum's tests expect of them. Deterministic.

  make_statistics_fixtures.py RESOURCES

RESOURCES is src/test/resources; statistics/ is written there: the score files, and beside FILE.csv the expected values of
`decorum evaluate` as FILE.expected.json, FILE.CLUSTER.expected.json and so on (see SETTINGS). Needs what
evaluate_reference.py and compare_reference.py need.
"""
import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit

from evaluate_reference import BASE_RATE, evaluate, plain, read_rows

SCORES = ["appropriate_probability", "baseline_delta_percent", "logit_inappropriate", "logit_appropriate", "tokens",
          "tokens_dropped", "messages", "messages_used", "flags", "window_sha256"]
LONGEST = 512

# name of the expected values: score file and how it is evaluated
SETTINGS = {
    "evaluate": ("evaluate.csv", {"by": ["channel"]}),
    "evaluate.user_id": ("evaluate.csv", {"by": ["channel"], "cluster_fields": ["user_id"]}),
    "evaluate.user_id,bot_id": ("evaluate.csv", {"by": ["channel"], "cluster_fields": ["user_id", "bot_id"]}),
    "evaluate.thresholds": ("evaluate.csv", {"thresholds": [0.3, 0.9], "cluster_fields": ["bot_id"]}),
    "pairs": ("pairs.csv", {}),
    "pairs.user_id": ("pairs.csv", {"cluster_fields": ["user_id"]}),
}


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
    """Users with 1 to 20 rows, some rows without one; bots, that crosses; a small channel where every row is appropriate."""
    users, bots = random.normal(0, 0.8, 40), random.normal(0, 0.5, 9)
    weight = 1 / np.arange(1, 41) ** 0.8
    rows = []
    for number in range(count):
        user, bot = random.choice(40, p=weight / weight.sum()), random.integers(9)
        channel = random.choice(["app", "web", "mail"], p=[0.55, 0.41, 0.04])
        z = 1.0 + users[user] + bots[bot] + (random.gamma(1.2, 1.6) - 1.9)
        label = int(channel == "mail" or random.random() < expit(0.7 * z - 0.2))
        rows.append({"id": f"e{number}", "bot_name": f"Bot {bot}", "label": label,
                     "user_id": "" if random.random() < 0.08 else f"u{user}", "bot_id": f"b{bot}", "channel": channel,
                     **score(random, z)})
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


def save(path, result):
    path.write_text(json.dumps(plain(result), indent=1) + "\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]) / "statistics"
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20240611)
    write_scores(folder / "evaluate.csv", labelled(random, 240), ["label", "user_id", "bot_id", "channel"])
    write_scores(folder / "pairs.csv", preferred(random, 40), ["label", "user_id"])
    for name, (scores, options) in SETTINGS.items():
        save(folder / f"{name}.expected.json", evaluate(read_rows(folder / scores), **options))


if __name__ == "__main__":
    main()
