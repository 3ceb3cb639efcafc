"""Writes what Python and NumPy print, and the same in JSON, for PythonLiteralTest.

    python3 src/reference/make_python_literals.py > src/test/resources/python/literals.jsonl

Last run with Python 3.11.7 and NumPy 2.4.6.
"""

import collections
import datetime
import decimal
import json
import random
import sys
import uuid

import numpy as np

LETTERS = ["a", "Z", "'", '"', "\\", "\n", "\t", "\r", "\0", "\x1f", "\x7f", "\xa0", "\xad", "é", "ß",
           "\u200b", "\u2028", "’", "你", "😀", "\ue000", "\ud800", "{", "}", "[", "]", ",", ":", "(", ")", "#", " "]


def text(rng):
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(12)))


def key(rng):
    return text(rng).replace("\ud800", "")  # JSON parsers want names without half characters


def value(rng, depth):
    kind = rng.randrange(11 if depth > 0 else 8)
    if kind <= 2:
        return text(rng)
    if kind == 3:
        return rng.choice([None, True, False])
    if kind == 4:
        return rng.randrange(-10**12, 10**12)
    if kind == 5:
        return rng.choice([0.5, -1.25, 1e300, 1e-7, 3.0, 1e16])
    if kind == 6:
        return rng.choice([[], {}, ""])
    if kind == 7:
        return rng.randrange(10)
    if kind == 8:
        return {key(rng): value(rng, depth - 1) for _ in range(rng.randrange(4))}
    if kind == 9:
        return tuple(value(rng, depth - 1) for _ in range(rng.randrange(4)))
    return [value(rng, depth - 1) for _ in range(rng.randrange(4))]


def main():
    rows = []

    def row(printed, meant):
        rows.append({"python": printed, "json": json.dumps(meant)})

    rng = random.Random(1)
    for _ in range(300):
        whole = [value(rng, 3) for _ in range(1 + rng.randrange(3))]
        row(repr(whole), whole)
        row(ascii(whole), whole)

    chat = [{"role": "user", "content": "It's raining,\nisn't it?", "name": None},
            {"role": "assistant", "content": 'Yes, it is "pouring".', "ok": True}]
    messages = np.array(chat, dtype=object)
    row(repr(messages), chat)
    row(str(messages), chat)
    row(repr([messages]), [chat])
    row(str({"messages": messages}), {"messages": chat})
    nested = np.empty(2, dtype=object)
    nested[0], nested[1] = chat, chat[:1]
    row(repr(nested), [chat, chat[:1]])
    row(str(nested), [chat, chat[:1]])
    row(str(np.array(["a b", "it's"])), ["a b", "it's"])
    row(repr(np.array(["a", "b"])), ["a", "b"])
    row(str(np.array([1, -2, 30])), [1, -2, 30])
    row(str(np.array([1.0, -2.5, np.nan])), [1, -2.5, None])
    row(str(np.array([[1, 2], [3, 4]])), [[1, 2], [3, 4]])
    row(repr([np.int64(3), np.float64(0.5), np.str_("it's"), np.True_, np.bool_(False)]), [3, 0.5, "it's", True, False])
    row(repr([float("nan"), float("inf"), float("-inf")]), [None, None, None])
    utc = datetime.timezone.utc
    row(repr([datetime.datetime(2025, 1, 25, 10, 0)]), ["2025-01-25T10:00"])
    row(repr([datetime.datetime(2025, 1, 25, 10, 0, 5)]), ["2025-01-25T10:00:05"])
    row(repr([datetime.datetime(2025, 1, 25, 10, 0, 5, 123456, tzinfo=utc)]), ["2025-01-25T10:00:05.123456Z"])
    hour = datetime.timezone(datetime.timedelta(hours=1))
    row(repr([datetime.datetime(2025, 1, 25, 10, 0, 5, tzinfo=hour)]), ["2025-01-25T10:00:05+01:00"])
    west = datetime.timezone(datetime.timedelta(hours=-5))
    row(repr([datetime.datetime(2025, 1, 25, 10, 0, 5, tzinfo=west)]), ["2025-01-25T10:00:05-05:00"])
    row(repr([datetime.date(2025, 1, 25)]), ["2025-01-25"])
    row(repr({"id": uuid.UUID(int=5), "n": decimal.Decimal("1.50")}), {"id": str(uuid.UUID(int=5)), "n": "1.50"})
    ordered = collections.OrderedDict(role="user", content="it's")
    row(repr([ordered]), [dict(ordered)])
    row(repr(ordered), dict(ordered))
    row(repr(collections.OrderedDict()), {})
    row(repr(collections.deque([1, 2], maxlen=5)), [1, 2])
    row(repr([{5}, frozenset(["a"]), set()]), [[5], ["a"], []])
    row(repr({1: "a", 2.5: "b", True: "c", None: "d"}), {1: "c", 2.5: "b", None: "d"})
    point = collections.namedtuple("Row", "role content")
    row(repr([point("user", "it's"), point("assistant", None)]),
        [{"role": "user", "content": "it's"}, {"role": "assistant", "content": None}])
    for each in rows:
        sys.stdout.write(json.dumps(each) + "\n")


main()
