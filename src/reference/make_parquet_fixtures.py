#!/usr/bin/env python3
"""Makes src/test/resources/parquet: small Parquet files, and what is in them as JSON Lines.

    make_parquet_fixtures.py ../test/resources/parquet

Needs pyarrow and DuckDB (seen with pyarrow 25.0.1 and duckdb 1.5.6). The rows beside a file are not read from it: they
are what went in, written by Python's json.
"""
import datetime as dt
import decimal
import json
import pathlib
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(sys.argv[1])
TURNS = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
CHATS = pa.schema([("id", pa.string()), ("bot_name", pa.string()), ("messages", TURNS)])
WORDS = ["fine", "grüße", "日本", "🙂", 'a "quote"', "back\\slash", "line\nend", "tab\t", "\u0001", "\u007f", "\u2028", ""]


def chats(count):
    rows = []
    for i in range(count):
        turns = [
            {"role": "user" if t % 2 == 0 else "assistant", "content": f"{WORDS[(i + t) % len(WORDS)]} {i}.{t}"}
            for t in range(i % 5)
        ]
        rows.append({"id": f"c{i}", "bot_name": None if i % 7 == 3 else f"bot {i % 3}", "messages": turns})
    rows[1]["messages"] = None
    rows[2]["messages"] = [{"role": "user", "content": None}, None, {"role": None, "content": "only text"}]
    return rows


def write_rows(name, rows):
    with open(OUT / f"{name}.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(text(row) + "\n")


def text(value):
    """Compact JSON; json.dumps cannot be told how to write a decimal."""
    if isinstance(value, dict):
        return "{" + ",".join(text(str(key)) + ":" + text(item) for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def arrow(name, rows, schema, **options):
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), OUT / f"{name}.parquet", **options)


def every_type():
    utc = dt.timezone.utc
    moment = dt.datetime(2026, 11, 23, 9, 5, 0)
    columns = {
        "flag": (pa.bool_(), [True, False, None, True], None),
        "i8": (pa.int8(), [-128, 127, None, 0], None),
        "i16": (pa.int16(), [-32768, 32767, None, 0], None),
        "i32": (pa.int32(), [-(2**31), 2**31 - 1, None, 0], None),
        "i64": (pa.int64(), [-(2**63), 2**63 - 1, None, 0], None),
        "u8": (pa.uint8(), [0, 255, None, 1], None),
        "u16": (pa.uint16(), [0, 65535, None, 1], None),
        "u32": (pa.uint32(), [0, 2**32 - 1, None, 1], None),
        "u64": (pa.uint64(), [0, 2**64 - 1, None, 1], None),
        "f16": (pa.float16(), [0.5, -65504.0, None, 5.960464477539063e-08], [0.5, -65504.0, None, 5.9604645e-08]),
        "f32": (pa.float32(), [0.1, -1.5, None, 16777216.0], None),
        "f64": (pa.float64(), [0.1, 1e-07, None, 1e22], None),
        "f64b": (pa.float64(), [2.2250738585072014e-308, 123456789012345680.0, 2e-05, 9999999.0], None),
        "f64c": (pa.float64(), [1.7976931348623157e308, -0.0, 1e16, 123456789.125], None),
        "f64d": (pa.float64(), [0.001, 0.0001, 1e7, 1234567890123456.0], None),
        "odd": (
            pa.float64(),
            [float("nan"), float("inf"), float("-inf"), 1.0],
            [None, "Infinity", "-Infinity", 1.0],
        ),
        "small": (pa.decimal128(7, 2), [decimal.Decimal("12345.67"), decimal.Decimal("-0.01"), None, decimal.Decimal("0.00")], None),
        "large": (
            pa.decimal128(38, 10),
            [decimal.Decimal("1234567890123456789012345678.0123456789"), decimal.Decimal("-1E-10"), None, decimal.Decimal("0E-10")],
            None,
        ),
        "huge": (pa.decimal256(76, 0), [decimal.Decimal("9" * 76), decimal.Decimal("-" + "9" * 76), None, decimal.Decimal(1)], None),
        "text": (pa.string(), ["plain", "grüße 🙂", None, ""], None),
        "long_text": (pa.large_string(), ["a" * 300, '"\\\b\f\n\r\t\x00\x1f', None, ""], None),
        "bytes": (pa.binary(), [b"bare", "ÿ".encode(), None, b""], ["bare", "ÿ", None, ""]),
        "fixed": (pa.binary(4), [b"four", b"more", None, b"\x00\x01\x02\x03"], ["four", "more", None, "\0\1\2\3"]),
        "code": (pa.dictionary(pa.int8(), pa.string()), ["x", "y", None, "x"], None),
        "day": (
            pa.date32(),
            [dt.date(1970, 1, 1), dt.date(1, 1, 1), None, dt.date(9999, 12, 31)],
            ["1970-01-01", "0001-01-01", None, "9999-12-31"],
        ),
        "ms": (pa.time32("ms"), [dt.time(9, 5), dt.time(23, 59, 59, 999000), None, dt.time(0)], ["09:05:00", "23:59:59.999", None, "00:00:00"]),
        "us": (pa.time64("us"), [dt.time(9, 5), dt.time(23, 59, 59, 999999), None, dt.time(0)], ["09:05:00", "23:59:59.999999", None, "00:00:00"]),
        "ts_ms": (
            pa.timestamp("ms"),
            [moment, moment.replace(microsecond=7000), None, dt.datetime(1969, 12, 31, 23, 59, 59, 999000)],
            ["2026-11-23T09:05:00", "2026-11-23T09:05:00.007", None, "1969-12-31T23:59:59.999"],
        ),
        "ts_us": (
            pa.timestamp("us", tz="UTC"),
            [moment.replace(tzinfo=utc), moment.replace(microsecond=7, tzinfo=utc), None, dt.datetime(1, 1, 1, tzinfo=utc)],
            ["2026-11-23T09:05:00Z", "2026-11-23T09:05:00.000007Z", None, "0001-01-01T00:00:00Z"],
        ),
        "ts_ns": (
            pa.timestamp("ns"),
            [0, 1, None, 1795424700123456789],
            ["1970-01-01T00:00:00", "1970-01-01T00:00:00.000000001", None, "2026-11-23T09:05:00.123456789"],
        ),
        "numbers": (pa.list_(pa.int32()), [[1, None, 3], [], None, [4]], None),
        "nested": (
            pa.list_(pa.list_(pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))]))),
            [[[{"a": 1, "b": ["x", None]}], [], None], [], None, [[{"a": None, "b": None}, None, {"a": 2, "b": []}]]],
            None,
        ),
        "struct": (
            pa.struct([("x", pa.struct([("y", pa.int32()), ("z", pa.string())])), ("w", pa.bool_())]),
            [{"x": {"y": 1, "z": "a"}, "w": True}, {"x": None, "w": None}, None, {"x": {"y": None, "z": None}, "w": False}],
            None,
        ),
        "by_name": (
            pa.map_(pa.string(), pa.int32()),
            [[("a", 1), ("b", None)], [], None, [("c d", 3)]],
            [{"a": 1, "b": None}, {}, None, {"c d": 3}],
        ),
        "by_number": (
            pa.map_(pa.int32(), pa.string()),
            [[(1, "a"), (2, None)], [], None, [(3, "c")]],
            [[{"key": 1, "value": "a"}, {"key": 2, "value": None}], [], None, [{"key": 3, "value": "c"}]],
        ),
        "of_maps": (
            pa.list_(pa.map_(pa.string(), pa.list_(pa.int32()))),
            [[[("a", [1, 2]), ("b", None)], None, []], [], None, [[("c", [])]]],
            [[{"a": [1, 2], "b": None}, None, {}], [], None, [{"c": []}]],
        ),
        "nothing": (pa.null(), [None] * 4, None),
        'odd "name"\\ü.x': (pa.int32(), [1, None, 2, 3], None),
    }
    arrays = [pa.array(values, type=kind) for kind, values, _ in columns.values()]
    rows = [
        {name: (values if shown is None else shown)[i] for name, (_, values, shown) in columns.items()} for i in range(4)
    ]
    return pa.table(arrays, names=list(columns)), rows


def legacy():
    """Lists as old writers made them; no library writes these any more, so Thrift's bytes are made here."""
    # A group of list type whose repeated field is the element (parquet-avro, parquet-thrift, Hive, protobuf).
    builder = Handmade()
    builder.root(
        [
            ("id", "required", "string"),
            ("bare", "repeated", "string"),
            ("two_level", "optional", [("array", "repeated", "string")], "LIST"),
            ("tuples", "optional", [("tuples_tuple", "repeated", [("only", "optional", "string")])], "LIST"),
            ("avro", "optional", [("array", "repeated", [("role", "optional", "string"), ("content", "optional", "string")])], "LIST"),
            ("hive", "optional", [("bag", "repeated", [("array_element", "optional", "string")])], "LIST"),
            ("proto", "repeated", [("role", "required", "string"), ("content", "optional", "string")]),
            ("old_map", "optional", [("map", "repeated", [("key", "required", "string"), ("value", "optional", "string")])], "MAP_KEY_VALUE"),
        ]
    )
    rows = [
        {
            "id": "r0",
            "bare": ["a", "b"],
            "two_level": ["c", "d"],
            "tuples": [{"only": "e"}, {"only": None}],
            "avro": [{"role": "user", "content": "hi"}, {"role": "bot", "content": None}],
            "hive": ["f", None],
            "proto": [{"role": "user", "content": "hi"}, {"role": "bot", "content": None}],
            "old_map": {"k": "v", "l": None},
        },
        {"id": "r1", "bare": [], "two_level": [], "tuples": [], "avro": [], "hive": [], "proto": [], "old_map": {}},
        {"id": "r2", "bare": [], "two_level": None, "tuples": None, "avro": None, "hive": None, "proto": [], "old_map": None},
        {
            "id": "r3",
            "bare": ["g"],
            "two_level": ["h"],
            "tuples": [{"only": "i"}],
            "avro": [{"role": None, "content": None}],
            "hive": [None, "j"],
            "proto": [{"role": "x", "content": "y"}],
            "old_map": {"m": "n"},
        },
    ]
    (OUT / "legacy-lists.parquet").write_bytes(builder.file(rows))
    write_rows("legacy-lists", rows)
    (OUT / "legacy-lz4-hadoop.parquet").write_bytes(builder.file(rows, 5, hadoop))
    (OUT / "legacy-lz4-bare.parquet").write_bytes(builder.file(rows, 5, lambda page: pa.compress(page, "lz4_raw", asbytes=True)))
    (OUT / "lzo.parquet").write_bytes(builder.file(rows, 3))


def hadoop(page):
    """LZ4 as Hadoop frames it: two blocks, each with its lengths in bytes before and after compression."""
    half = len(page) // 2
    out = b""
    for block in (page[:half], page[half:]):
        packed = pa.compress(block, "lz4_raw", asbytes=True) if block else b""
        out += struct.pack(">ii", len(block), len(packed)) + packed if block else b""
    return out


class Compact:
    """Thrift's compact protocol, as much of it as Parquet's metadata needs."""

    @staticmethod
    def varint(value):
        out = bytearray()
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        out.append(value)
        return bytes(out)

    @classmethod
    def number(cls, value):
        return cls.varint((value << 1) ^ (value >> 63))

    @classmethod
    def struct(cls, fields):
        """fields: (id, kind, value); kind is i32, i64, binary, list-KIND or struct; structs are given as bytes."""
        out, last = bytearray(), 0
        for number, kind, value in fields:
            code = {"i32": 5, "i64": 6, "binary": 8, "struct": 12}.get(kind, 9)
            out.append((number - last) << 4 | code)
            last = number
            out += cls.value(kind, value)
        return bytes(out) + b"\0"

    @classmethod
    def value(cls, kind, value):
        if kind in ("i32", "i64"):
            return cls.number(value)
        if kind == "binary":
            return cls.varint(len(value)) + value
        if kind == "struct":
            return value
        element = kind.removeprefix("list-")
        code = {"i32": 5, "i64": 6, "binary": 8, "struct": 12}[element]
        head = bytes([len(value) << 4 | code]) if len(value) < 15 else bytes([0xF0 | code]) + cls.varint(len(value))
        return head + b"".join(cls.value(element, item) for item in value)


class Handmade:
    """A Parquet file of strings, with one page in each column."""

    REPETITION = {"required": 0, "optional": 1, "repeated": 2}
    CONVERTED = {"string": 0, "MAP": 1, "MAP_KEY_VALUE": 2, "LIST": 3}

    def root(self, fields):
        self.fields = fields

    def elements(self):
        out = [Compact.struct([(4, "binary", b"schema"), (5, "i32", len(self.fields))])]

        def add(field):
            name, repetition, kind, *annotation = field
            common = [(3, "i32", self.REPETITION[repetition]), (4, "binary", name.encode())]
            if kind == "string":
                out.append(Compact.struct([(1, "i32", 6)] + common + [(6, "i32", 0)]))
            else:
                converted = [(6, "i32", self.CONVERTED[annotation[0]])] if annotation else []
                out.append(Compact.struct(common + [(5, "i32", len(kind))] + converted))
                for child in kind:
                    add(child)

        for field in self.fields:
            add(field)
        return out

    def columns(self, rows):
        """(path, maximum levels, triplets) by Dremel's rules; a logical value is taken apart by its schema."""
        leaves = {}

        def leaf(path, top, triplet):
            leaves.setdefault(path, (top, []))[1].append(triplet)

        def absent(field, path, r, d, top_r, top_d):
            name, repetition, kind, *_ = field
            top_r, top_d = top_r + (repetition == "repeated"), top_d + (repetition != "required")
            if kind == "string":
                leaf(path + (name,), (top_r, top_d), (r, d, None))
            else:
                for child in kind:
                    absent(child, path + (name,), r, d, top_r, top_d)

        def present(field, value, path, r, d, top_r, top_d):
            name, repetition, kind, *annotation = field
            here = path + (name,)
            if kind == "string":
                leaf(here, (top_r, top_d), (r, d, value))
                return
            if annotation:  # a list or map: its one child is repeated
                put(kind[0], value, here, r, d, top_r, top_d)
                return
            for child in kind:
                put(child, value.get(child[0]) if isinstance(value, dict) else value, here, r, d, top_r, top_d)

        def put(field, value, path, r, d, top_r, top_d):
            name, repetition, kind, *_ = field
            if repetition == "required":
                present(field, value, path, r, d, top_r, top_d)
            elif repetition == "optional":
                if value is None:
                    absent(field, path, r, d, top_r, top_d)
                else:
                    present(field, value, path, r, d + 1, top_r, top_d + 1)
            else:
                items = [{"key": k, "value": v} for k, v in value.items()] if isinstance(value, dict) else value
                if not items:
                    absent(field, path, r, d, top_r, top_d)
                for i, item in enumerate(items):
                    present(field, item, path, r if i == 0 else top_r + 1, d + 1, top_r + 1, top_d + 1)

        for row in rows:
            for field in self.fields:
                put(field, row[field[0]], (), 0, 0, 0, 0)
        return leaves

    @staticmethod
    def levels(values, top):
        """Runs of one, each with its length before it."""
        if top == 0:
            return b""
        runs = b"".join(bytes([2, value]) for value in values)
        return struct.pack("<i", len(runs)) + runs

    def file(self, rows, codec=0, compress=lambda page: page):
        out = bytearray(b"PAR1")
        chunks = []
        for path, ((top_r, top_d), triplets) in self.columns(rows).items():
            values = b"".join(
                struct.pack("<i", len(v.encode())) + v.encode() for _, d, v in triplets if d == top_d
            )
            page = self.levels([r for r, _, _ in triplets], top_r) + self.levels([d for _, d, _ in triplets], top_d) + values
            data = Compact.struct([(1, "i32", len(triplets)), (2, "i32", 0), (3, "i32", 3), (4, "i32", 3)])
            packed = compress(page)
            header = Compact.struct([(1, "i32", 0), (2, "i32", len(page)), (3, "i32", len(packed)), (5, "struct", data)])
            size = len(header) + len(packed)
            meta = Compact.struct(
                [
                    (1, "i32", 6),
                    (2, "list-i32", [0, 3]),
                    (3, "list-binary", [name.encode() for name in path]),
                    (4, "i32", codec),
                    (5, "i64", len(triplets)),
                    (6, "i64", size),
                    (7, "i64", size),
                    (9, "i64", len(out)),
                ]
            )
            chunks.append(Compact.struct([(2, "i64", len(out)), (3, "struct", meta)]))
            out += header + packed
        group = Compact.struct([(1, "list-struct", chunks), (2, "i64", len(out)), (3, "i64", len(rows))])
        footer = Compact.struct(
            [(1, "i32", 1), (2, "list-struct", self.elements()), (3, "i64", len(rows)), (4, "list-struct", [group])]
        )
        return bytes(out) + footer + struct.pack("<i", len(footer)) + b"PAR1"


def duck(name, rows, options, select="*"):
    source = OUT / f"{name}.jsonl"
    write_rows(name, rows)
    columns = (
        "{'id': 'VARCHAR', 'bot_name': 'VARCHAR', 'messages': 'STRUCT(\"role\" VARCHAR, content VARCHAR)[]'}"
    )
    duckdb.connect().execute(
        f"COPY (SELECT {select} FROM read_json('{source}', format='newline_delimited', columns={columns}))"
        f" TO '{OUT / name}.parquet' (FORMAT parquet, {options})"
    )


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in [*OUT.glob("*.parquet"), *OUT.glob("*.jsonl")]:
        old.unlink()
    rows = chats(60)
    write_rows("chats", rows)
    for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        arrow(f"chats-{codec}", rows, CHATS, compression=codec, row_group_size=25)
    arrow("chats-v2-pages", rows, CHATS, compression="snappy", data_page_version="2.0", row_group_size=25, data_page_size=100)
    arrow("chats-checksums", rows, CHATS, compression="zstd", write_page_checksum=True, data_page_size=100)
    arrow("chats-plain", rows, CHATS, use_dictionary=False, data_page_size=100, write_batch_size=4)
    for encoding in ("DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"):
        names = ["id", "bot_name", "messages.list.element.role", "messages.list.element.content"]
        arrow(
            f"chats-{encoding.lower().replace('_', '-')}",
            rows,
            CHATS,
            use_dictionary=False,
            column_encoding={name: encoding for name in names},
        )
    arrow("chats-1-level-names", rows, CHATS, use_compliant_nested_type=False)
    arrow("chats-none-at-all", [], CHATS)
    write_rows("chats-none-at-all", [])

    numbers = [{"n": i * i - 50, "x": i / 8, "b": i % 3 == 0} for i in range(300)]
    schema = pa.schema([("n", pa.int64()), ("x", pa.float64()), ("b", pa.bool_())])
    write_rows("numbers", numbers)
    arrow(
        "numbers-encodings",
        numbers,
        schema,
        use_dictionary=False,
        column_encoding={"n": "DELTA_BINARY_PACKED", "x": "BYTE_STREAM_SPLIT", "b": "RLE"},
        data_page_version="2.0",
    )
    arrow("numbers-dictionary", numbers, schema, data_page_size=64)

    table, expected = every_type()
    pq.write_table(table, OUT / "types.parquet")
    write_rows("types", expected)
    stamps = pa.table({"at": pa.array([0, 1795424700123456000, None, -1000], pa.timestamp("ns"))})
    pq.write_table(stamps, OUT / "int96.parquet", use_deprecated_int96_timestamps=True)
    write_rows(
        "int96",
        [{"at": t} for t in ["1970-01-01T00:00:00", "2026-11-23T09:05:00.123456000", None, "1969-12-31T23:59:59.999999000"]],
    )
    pq.write_table(
        pa.table({"id": ["a", "b", "c"], "image": pa.array([b"ok", b"\xff\xd8\xff", None], pa.binary())}),
        OUT / "binary.parquet",
    )
    legacy()

    duck("duckdb", rows, "COMPRESSION zstd, ROW_GROUP_SIZE 2048")
    duck("duckdb-v2", rows, "COMPRESSION snappy, PARQUET_VERSION v2")
    duck("duckdb-lz4-raw", rows, "COMPRESSION lz4_raw")
    duckdb.connect().execute(
        f"""COPY (SELECT * FROM (VALUES
          (1, uuid '12345678-9abc-def0-1234-56789abcdef0', json('{{"a": [1, 2]}}'), 1.50::DECIMAL(9,2),
           TIMESTAMPTZ '2026-11-23 09:05:00+00', DATE '2026-11-23', TIME '09:05:00', MAP {{'k': 1}}, 0.1::FLOAT,
           INTERVAL 1 MONTH + INTERVAL 2 DAY + INTERVAL 3500 MILLISECOND, 'on'::ENUM('on', 'off'), 'x'::BLOB),
          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
          t(i, u, j, d, ts, day, clock, m, f, span, e, raw)) TO '{OUT / "duckdb-types.parquet"}' (FORMAT parquet)"""
    )
    write_rows(
        "duckdb-types",
        [
            {
                "i": 1,
                "u": "12345678-9abc-def0-1234-56789abcdef0",
                "j": '{"a":[1,2]}',  # json() takes blanks away
                "d": decimal.Decimal("1.50"),
                "ts": "2026-11-23T09:05:00Z",
                "day": "2026-11-23",
                "clock": "09:05:00",
                "m": {"k": 1},
                "f": 0.1,
                "span": "P1M2DT3.500S",
                "e": "on",
                "raw": "x",
            },
            {"i": 2, **dict.fromkeys(["u", "j", "d", "ts", "day", "clock", "m", "f", "span", "e", "raw"])},
        ],
    )


main()
