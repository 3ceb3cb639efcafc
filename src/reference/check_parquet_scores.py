#!/usr/bin/env python3
"""Is a score file that Decorum wrote as Parquet the same to other programs as the CSV of the same run?

    decorum score chats.jsonl --keep label -o scores.csv
    decorum score chats.jsonl --keep label -o scores.parquet
    check_parquet_scores.py scores.csv scores.parquet

Reads the Parquet file with pyarrow and with DuckDB, compares names, types, every value, checksums and statistics, and
prints what was compared. Seen with pyarrow 25.0.1 and duckdb 1.5.6.
"""
import csv
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

INTEGERS = {"turn", "tokens", "tokens_dropped", "messages", "messages_used"}
DOUBLES = {"appropriate_probability", "calibrated_probability", "baseline_delta_percent"}
SINGLES = {"logit_inappropriate", "logit_appropriate"}


def expected(name, cell):
    if cell == "":
        return None
    if name in INTEGERS:
        return int(cell)
    if name in DOUBLES:
        return float(cell)
    if name in SINGLES:
        return struct.unpack("<f", struct.pack("<f", float(cell)))[0]
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r":
        return cell[1:]  # the CSV writer guards against formulas
    return cell


def main():
    csv.field_size_limit(1 << 30)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        rows = [[expected(name, cell) for name, cell in zip(names, row, strict=True)] for row in reader]
    table = pq.read_table(sys.argv[2], page_checksum_verification=True)
    assert table.column_names == names, (table.column_names, names)
    for name, kind in zip(table.column_names, table.schema.types):
        due = (
            pa.int32() if name in INTEGERS
            else pa.float64() if name in DOUBLES
            else pa.float32() if name in SINGLES
            else pa.string()
        )
        assert kind == due, (name, kind, due)
    found = [list(row.values()) for row in table.to_pylist()]
    assert found == rows, next((a, b) for a, b in zip(found, rows) if a != b)
    duck = [list(row) for row in duckdb.connect().execute(f"SELECT * FROM '{sys.argv[2]}'").fetchall()]
    assert duck == rows, next((a, b) for a, b in zip(duck, rows) if a != b)

    file = pq.ParquetFile(sys.argv[2])
    bounds = 0
    for group in range(file.metadata.num_row_groups):
        for column in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(column)
            values = file.read_row_group(group, columns=[chunk.path_in_schema]).column(0).to_pylist()
            assert chunk.statistics.null_count == values.count(None), chunk
            if chunk.statistics.has_min_max:
                present = [value for value in values if value is not None]
                assert (chunk.statistics.min, chunk.statistics.max) == (min(present), max(present)), chunk
                bounds += 1
    print(
        f"{len(rows)} rows, {len(names)} columns, {file.metadata.num_row_groups} row groups, {bounds} bounds:"
        f" pyarrow {pa.__version__} and DuckDB {duckdb.__version__} read what the CSV says"
    )


main()
