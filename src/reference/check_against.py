#!/usr/bin/env python3
"""Compares the numbers that a reference printed with those that Decorum printed.

  check_against.py REFERENCE.json DECORUM.json [--tolerance 1e-9]

Compares every number that both files have under the same path: lists by position, but slices by the names of their field, value
and versions where both files have the same. Prints the largest difference and each above the tolerance (relative for numbers
above 1); a number in one file and null in the other is a difference too. Exit 1 if there is any, or if fewer than 30 numbers
were compared.
"""
import argparse
import json
import math
import sys
from pathlib import Path

FEWEST = 30
NAMES = ("field", "value", "reference", "candidate")


def name_of(item):
    return ",".join(str(item[name]) for name in NAMES if name in item) if isinstance(item, dict) and "field" in item else None


def parts(ours, theirs):
    """The parts of two objects or lists by key: by name where both lists name the same, else by position."""
    if isinstance(ours, dict):
        return ours, theirs
    named = [{name_of(item): item for item in node} for node in (ours, theirs)]
    if None not in named[0] and named[0].keys() == named[1].keys():
        return named
    return dict(enumerate(ours)), dict(enumerate(theirs))


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numbers(ours, theirs, path=""):
    """Yields path, number, number for whatever both have; NaN stands for null."""
    if isinstance(ours, (dict, list)) and type(ours) is type(theirs):
        here, there = parts(ours, theirs)
        for key, value in here.items():
            if key in there:
                yield from numbers(value, there[key], f"{path}/{key}")
    elif is_number(ours) and (is_number(theirs) or theirs is None):
        yield path, ours, math.nan if theirs is None else theirs
    elif ours is None and is_number(theirs):
        yield path, math.nan, theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=Path)
    parser.add_argument("decorum", type=Path)
    parser.add_argument("--tolerance", type=float, default=1e-9)
    args = parser.parse_args()
    found = [(path, a, b, math.inf if math.isnan(a) or math.isnan(b) else abs(a - b) / max(1, abs(a)))
             for path, a, b in numbers(json.loads(args.reference.read_text()), json.loads(args.decorum.read_text()))]
    wrong = [entry for entry in found if entry[3] > args.tolerance]
    for path, a, b, gap in wrong:
        print(f"{path}: reference {a}, decorum {b}, difference {gap:.2e}")
    if found:
        path, *_, gap = max(found, key=lambda entry: entry[3])
        print(f"{len(found)} numbers compared, {len(wrong)} above {args.tolerance:g}, largest difference {gap:.2e} at {path}")
    if len(found) < FEWEST:
        print(f"too few numbers: {len(found)} of at least {FEWEST}")
    sys.exit(1 if wrong or len(found) < FEWEST else 0)


if __name__ == "__main__":
    main()
