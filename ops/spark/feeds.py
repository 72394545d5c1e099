"""Made-up feeds of a whole country: the shape of `phuong feed`, the same at every run."""

import json
from pathlib import Path
from typing import Any, Final

import duckdb

from phuong.delivery.feed.making import MANIFEST, TABLES, VERSION, hash_of

PROVINCES, WARDS = 34, 98
DAY = "2026-11-22"
# Deterministic numbers that look uneven, from the row's own places.
_CELLS: Final = """
    SELECT
        'Tỉnh ' || {n} AS province,
        CAST({n} * 1000 + w AS VARCHAR) AS ward,
        ['dossiers.received', 'dossiers.on_time', 'dossiers.late', 'dossiers.rated',
         'dossiers.satisfied'][m] AS measure,
        'linh-vuc-' || ((w * 7 + d * 3 + m) % 9) AS field,
        'mot-cua' AS unit,
        DATE '2025-11-22' + CAST(d AS INTEGER) AS day,
        CAST((w * 31 + d * 17 + m * 13 + {n}) % (CASE m WHEN 3 THEN 3 ELSE 11 END) AS BIGINT)
            AS value
    FROM range(1, {wards} + 1) one(w), range(0, 365) two(d), range(1, 6) three(m)"""
_SPANS: Final = """
    SELECT
        'Tỉnh ' || {n} AS province,
        CAST({n} * 1000 + w AS VARCHAR) AS ward,
        'thu-tuc-' || p AS procedure,
        'working_day' AS counted_in,
        DATE '2025-12-01' + CAST(30 * m AS INTEGER) AS month,
        CAST(u AS INTEGER) AS used,
        CAST(1 + (w * 5 + p * 3 + m + u * u + {n}) % 7 AS BIGINT) AS n
    FROM range(1, {wards} + 1) one(w), range(0, 12) two(m), range(1, 15) three(p),
        range(1, 9) four(u)"""


def make(folder: Path) -> tuple[list[Path], int]:
    """Write the feed of every province; return their folders and how many rows they hold."""
    texts, places, rows = {"cells": _CELLS, "spans": _SPANS}, [], 0
    assert set(texts) == {table.name for table in TABLES}
    for number in range(1, PROVINCES + 1):
        place = folder / f"tinh-{number:02}" / f"day={DAY}"
        place.mkdir(parents=True, exist_ok=True)
        files: list[dict[str, Any]] = []
        for name, text in texts.items():
            file = place / f"{name}.parquet"
            with duckdb.connect() as here:
                chosen = text.format(n=number, wards=WARDS)
                here.execute(f"COPY ({chosen}) TO '{file}' (FORMAT parquet)")
                counted = here.execute(f"SELECT COUNT(*) FROM '{file}'").fetchone()
            rows += counted[0] if counted else 0
            files.append({"name": file.name, "sha256": hash_of(file)})
        wards = [str(number * 1000 + ward) for ward in range(1, WARDS + 1)]
        manifest = {"v": VERSION, "day": DAY, "wards": wards, "files": files}
        (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        places.append(place)
    return places, rows
