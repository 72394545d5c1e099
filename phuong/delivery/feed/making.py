"""Writing the feed of a day."""

import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from phuong.areas.dossiers import api as dossiers
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.measures import api as measures
from phuong.kernel.people.models import Unit
from phuong.kernel.wards.models import Ward

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
PIECE: Final = 1 << 20
Tell = Callable[[str, int], object]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the feed: its columns by name and type, in order, and its rows of a ward."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Ward], Iterable[Row]]


def _cells(ward: Ward) -> Iterator[Row]:
    """Go through every figure by field, unit and day, as it stands now: late changes included."""
    units = dict(Unit.objects.of(ward.pk).values_list("id", "code"))
    stored = measures.stored(ward.pk)
    for (measure, field, unit_id, day), value in sorted(stored.items(), key=str):
        unit = units.get(unit_id, "") if unit_id else ""
        yield ward.parent_name, ward.unit_code, measure, field, unit, day, value


def _spans(ward: Ward) -> Iterator[Row]:
    """Go through how many dossiers of a procedure took how long, by month."""
    for procedure, counted_in, month, used, n in dossiers.spans(ward.pk):
        yield ward.parent_name, ward.unit_code, procedure, counted_in, month, used, n


WHERE = (("province", "VARCHAR"), ("ward", "VARCHAR"))
TABLES = (
    Table(
        "cells",
        (
            *WHERE,
            ("measure", "VARCHAR"),
            ("field", "VARCHAR"),
            ("unit", "VARCHAR"),
            ("day", "DATE"),
            ("value", "BIGINT"),
        ),
        _cells,
    ),
    Table(
        "spans",
        (
            *WHERE,
            ("procedure", "VARCHAR"),
            ("counted_in", "VARCHAR"),
            ("month", "DATE"),
            ("used", "INTEGER"),
            ("n", "BIGINT"),
        ),
        _spans,
    ),
)


def write(
    folder: Path, day: date, now: datetime, *, demo: bool = False, tell: Tell = lambda name, n: None
) -> Path:
    """Write the feed of a day into `folder/day=…` and return that; the manifest comes last.

    A feed of the same day takes the place of the one before. Without a manifest a folder is no
    feed: a crash in the middle leaves none.
    """
    wards = list(Ward.objects.filter(is_demo=demo, succeeded_by=None).order_by("unit_code", "pk"))
    if not wards:
        raise RuleBroken("feed.no-ward", _("Chưa có phường nào để kết xuất số liệu."))
    place = folder / f"day={day.isoformat()}"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".feed-") as made:
        files = [_write_table(Path(made), table, wards, tell) for table in TABLES]
        told = {
            "v": VERSION,
            "day": day.isoformat(),
            "made_at": now.isoformat(),
            "wards": [ward.unit_code for ward in wards],
            "files": files,
        }
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (Path(made) / MANIFEST).write_text(text, encoding="utf-8")
        _take_the_place(Path(made), place)
    return place


def _take_the_place(made: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    names = sorted((file.name for file in made.iterdir()), key=lambda name: name == MANIFEST)
    for name in names:
        (made / name).rename(place / name)


def _write_table(made: Path, table: Table, wards: Sequence[Ward], tell: Tell) -> dict[str, Any]:
    lines, parquet = made / f"{table.name}.csv", made / f"{table.name}.parquet"
    number = 0
    with lines.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([name for name, _kind in table.columns])
        for ward in wards:
            for row in table.rows(ward):
                writer.writerow(row)
                number += 1
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in table.columns)
    with duckdb.connect() as here:
        here.execute(
            f"COPY (SELECT * FROM read_csv('{lines}', header = true, nullstr = 'NULL',"  # noqa: S608
            f" columns = {{{columns}}})) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)"
        )
    lines.unlink()
    tell(table.name, number)
    return {
        "name": parquet.name,
        "rows": number,
        "bytes": parquet.stat().st_size,
        "sha256": hash_of(parquet),
    }


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
