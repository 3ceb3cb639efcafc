#!/usr/bin/env python3
"""Measures what fine-tuning gives with few labelled conversations, for the page src/site/markdown/how-many-ratings.md.

  learning_curve.py DECORUM DIASAFETY_FOLDER WORK_FOLDER > curve.json

DECORUM is the launcher of an installation that can train. The demo model has seen all training rows of DiaSafety, so it cannot show
what new ratings give. A stand-in can: the training split is shuffled once and cut in two, and with 4,017 of its rows a model is made by
the recipe of the demo model. The other 5,000 are the ratings that somebody collects. With n = 200, 500, 1,000, 2,000 and 5,000 of
them, in five draws each (with all 5,000, five seeds of the training), that model is trained further. A fifth of the n rows is the
validation data, which choose the checkpoint. Every model is measured on the test split, by which nothing was chosen.

An interval is that of the mean over the draws, from the t distribution with four degrees of freedom: it says how much the result
depends on which rows were drawn. The test split of 1,095 rows adds an uncertainty that is the same for all: some 0.013 of accuracy.
"""
import json
import random
import statistics
import subprocess
import sys
from pathlib import Path

SIZES = (200, 500, 1000, 2000, 5000)
DRAWS = 5
T4 = 2.776
METRICS = ("accuracy", "loss", "roc_auc")
HELD_BACK = 5000
COMMON = ["--dropout", "0.1", "--weight-decay", "0.05", "--group-by-length", "--threads", "1"]
BASE = ["--from-scratch", "--n-layer", "2", "--n-head", "4", "--n-embd", "96", "--n-positions", "512", "--vocab-size", "4096",
        "--lm-epochs", "5", "--lm-learning-rate", "3e-3", "--learning-rate", "1e-3", "--num-epochs", "2", "--train-batch-size", "32",
        "--warmup-steps", "35", *COMMON]
FURTHER = ["--learning-rate", "3e-4", "--num-epochs", "3", "--train-batch-size", "16", *COMMON]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def write(path, lines):
    path.write_text("".join(lines), encoding="utf-8")
    return path


class Experiment:
    def __init__(self, decorum, data, work):
        self.decorum, self.data, self.work = decorum, data, work
        work.mkdir(parents=True, exist_ok=True)

    def train(self, rows, name, arguments, seed):
        split = len(rows) // 5
        out = self.work / name
        validation = write(self.work / f"{name}.val.jsonl", rows[:split])
        train = write(self.work / f"{name}.train.jsonl", rows[split:])
        batch = int(arguments[arguments.index("--train-batch-size") + 1])
        every = max(5, -(-(len(rows) - split) // batch) // 2)  # twice an epoch
        run(self.decorum, "train", "-q", "--no-resume", train, "--validation", validation, "-o", out, "--seed", seed, "--eval-steps", every,
            *arguments)
        return out

    def measure(self, model):
        test = json.loads(run(self.decorum, "evaluate", "-q", "-m", model, self.data / "test.jsonl", "--format", "json"))
        return {"model": str(model), "evaluation": test}


def main():
    decorum, data, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    experiment = Experiment(decorum, data, work)
    rows = (data / "train.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(0).shuffle(rows)
    known, pool = rows[:-HELD_BACK], rows[-HELD_BACK:]
    base = experiment.train(known, "base", BASE, 42)
    results = {"base": experiment.measure(base), "runs": []}
    print("base", numbers(results["base"]["evaluation"]), file=sys.stderr, flush=True)
    for size in SIZES:
        for draw in range(DRAWS):
            chosen = random.Random(draw + 1).sample(pool, size)
            model = experiment.train(chosen, f"further-{size}-{draw}", ["-m", base, *FURTHER], draw + 1)
            results["runs"].append({"n": size, "draw": draw, **experiment.measure(model)})
            print(size, draw, numbers(results["runs"][-1]["evaluation"]), file=sys.stderr, flush=True)
    json.dump(results, sys.stdout, indent=1)
    for size in SIZES:
        for metric in METRICS:
            values = [value(run["evaluation"], metric) for run in results["runs"] if run["n"] == size]
            mean, half = statistics.mean(values), T4 * statistics.stdev(values) / DRAWS**0.5
            print(f"{size} {metric} {mean:.3f} ({mean - half:.3f} to {mean + half:.3f})", file=sys.stderr)


def numbers(evaluation):
    return {metric: round(value(evaluation, metric), 4) for metric in METRICS}


def value(evaluation, metric):
    found = evaluation[metric]
    return found["value"] if isinstance(found, dict) else found


if __name__ == "__main__":
    main()
