"""Reading events back as the exact texts that were hashed, a great many a second."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from phuong.kernel.audit.models import GENESIS, Event

CHUNK = 5000
# Two machines, or two requests of which the later got the lock first: so much is no forgery.
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold: what, in which ward, at which place."""

    code: str
    ward_id: int
    place: str


@dataclass(frozen=True, slots=True)
class Chains:
    """How many events held, and the first that did not."""

    events: int
    broken: Break | None


def check_chains(ward_id: int, subject_id: UUID | None = None, *, chunk: int = CHUNK) -> Chains:
    """Check each event of a ward, or of one subject, against its text, its hash and the one before.

    The columns that screens show are held to the text too: whoever changed them alone is found.
    """
    seen, subject, seq, previous, entered = 0, "", 0, GENESIS, ""
    for row in _rows(ward_id, subject_id, chunk):
        if row[0] != subject:
            subject, seq, previous, entered = row[0], 0, GENESIS, ""
        seq += 1
        code = _fault(ward_id, row, seq, previous)
        # As texts moments are in the order of time; only where that fails is it worked out.
        if not code and row[4] < entered and _went_back(entered, row[4]):
            code = "clock-back"
        entered = max(entered, row[4])
        if code:
            return Chains(seen, Break(code, ward_id, f"{UUID(subject)} {row[1]}"))
        seen += 1
        previous = row[8]
    return Chains(seen, None)


def _fault(ward_id: int, row: tuple[Any, ...], seq: int, previous: str) -> str:
    subject, number, verb, at, recorded_at, actor, post, body, hash_ = row
    if number != seq:
        return "event-missing"
    if hashlib.sha256(body.encode()).hexdigest() != hash_:
        return "event-changed"
    if not body.endswith(f'}},"prev":"{previous}"}}'):
        return "event-not-chained"
    begins = (
        f'{{"v":1,"ward":{ward_id},"subject":{_key(subject)},"seq":{number},"verb":{_word(verb)},'
        f'"at":"{_moment(at)}","recorded_at":"{_moment(recorded_at)}",'
        f'"actor":{_key(actor)},"post":{_word(post)},"facts":{{'
    )
    return "" if body.startswith(begins) else "event-columns"


def _went_back(before: str, after: str) -> bool:
    first, second = (datetime.fromisoformat(_moment(text)) for text in (before, after))
    return first - second > CLOCK_TOLERANCE


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@lru_cache(maxsize=4096)
def _key(text: str | None) -> str:
    return f'"{UUID(text)}"' if text else "null"


def _moment(text: str) -> str:
    """Return a moment as it is hashed; SQLite keeps it as text and leaves zero fractions out."""
    if text[-1] == "Z":
        return text
    return f"{text[:10]}T{text[11:]}{'' if len(text) > 19 else '.000000'}Z"


def _rows(ward_id: int, subject_id: UUID | None, chunk: int) -> Iterator[tuple[Any, ...]]:
    """Stream events by subject and number, keys and moments as text, in chunks by key."""
    table = connection.ops.quote_name(Event._meta.db_table)
    if connection.vendor == "postgresql":
        moment = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        key = "{0}::text"
    else:
        moment, key = "CAST({0} AS text)", "{0}"
    columns = ", ".join(
        [
            key.format("subject_id"),
            "seq",
            "verb",
            moment.format("at"),
            moment.format("recorded_at"),
            key.format("actor_id"),
            "actor_post",
            "body",
            "hash",
        ]
    )
    one = "AND subject_id = %s" if subject_id else ""
    sql = (
        f"SELECT {columns} FROM {table} WHERE ward_id = %s {one}"  # noqa: S608
        # By the column of the table, not by its text above: the text has no index.
        f" AND (subject_id, seq) > (%s, %s) ORDER BY {table}.subject_id, {table}.seq"
        f" LIMIT {int(chunk)}"
    )
    after: tuple[Any, ...] = (_stored(UUID(int=0)), 0)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, [ward_id, *([_stored(subject_id)] if subject_id else []), *after])
            rows = cursor.fetchall()
            yield from rows
            if len(rows) < chunk:
                return
            after = rows[-1][:2]


def _stored(key: UUID) -> Any:
    return key if connection.features.has_native_uuid_field else key.hex
