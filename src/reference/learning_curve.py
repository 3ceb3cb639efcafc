#!/usr/bin/env python3
"""Measures what fine-tuning gives with few labelled conversations, for the page src/site/markdown/how-many-ratings.md.

  learning_curve.py DECORUM DIASAFETY_FOLDER WORK_FOLDER > curve.json

DECORUM is the launcher of an installation that can train. The training split of DiaSafety is shuffled once and halved in two: with
the first 4,017 rows a model is made by the recipe of the demo model; the other 5,000 stand for the ratings that somebody
collects. For n = 200, 500, 1,000, 2,000 and 5,000 of them, five draws each (one of all 5,000, with five seeds of the training),
that model is trained further, and a model of the same shape is trained from scratch with its tokenizer. A fifth of the n rows is the
validation data, which choose the checkpoint. Every model is measured on the test split, which nothing was chosen by.

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
HELD_BACK = 5000
SHAPE = ["--n-layer", "1", "--n-head", "2", "--n-embd", "64", "--n-positions", "256"]
FROM_SCRATCH = ["--learning-rate", "3e-3", "--num-epochs", "10", "--train-batch-size", "32", "--dropout", "0.1", "--weight-decay", "0.05",
                "--patience", "5", "--group-by-length"]
FURTHER = ["--learning-rate", "5e-4", "--num-epochs", "10", "--train-batch-size", "16", "--dropout", "0.1", "--weight-decay", "0.05",
           "--patience", "5", "--group-by-length"]


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
            "--threads", 1, *arguments)
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
    base = experiment.train(known, "base", ["--from-scratch", *SHAPE, "--vocab-size", "4096", *FROM_SCRATCH], 42)
    results = {"base": experiment.measure(base), "runs": []}
    for size in SIZES:
        for draw in range(DRAWS):
            chosen = random.Random(draw + 1).sample(pool, size)
            for kind, start in (("further", ["-m", base, *FURTHER]),
                                ("scratch", ["--from-scratch", "--tokenizer", base, *SHAPE, *FROM_SCRATCH])):
                model = experiment.train(chosen, f"{kind}-{size}-{draw}", start, draw + 1)
                results["runs"].append({"n": size, "draw": draw, "kind": kind, **experiment.measure(model)})
                print(size, draw, kind, file=sys.stderr, flush=True)
    json.dump(results, sys.stdout, indent=1)
    for kind in ("further", "scratch"):
        for size in SIZES:
            for metric in ("accuracy", "log_loss", "roc_auc"):
                values = [value(run["evaluation"], metric) for run in results["runs"] if (run["n"], run["kind"]) == (size, kind)]
                mean, half = statistics.mean(values), T4 * statistics.stdev(values) / DRAWS**0.5
                print(f"{kind} {size} {metric} {mean:.3f} ({mean - half:.3f} to {mean + half:.3f})", file=sys.stderr)


def value(evaluation, metric):
    found = evaluation[metric]
    return found["value"] if isinstance(found, dict) else found


if __name__ == "__main__":
    main()
