"""What is usual: a stored spread of values by key, so that no page sorts what happened in a year.

A job of the area that owns the figure works it out; pages of every storey read it. What rests on
fewer than the figure's smallest number is never stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from phuong.kernel.measures.models import Usual
from phuong.kernel.measures.quantiles import Spread
from phuong.kernel.wards.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Typical:
    """What is usual for one key: the spread, over which days, and by place where it was shared."""

    spread: Spread
    first: date
    last: date
    counted_at: datetime
    parts: tuple[tuple[str, int], ...] = ()


def _load(asked: tuple[int, str]) -> Mapping[str, Typical]:
    ward_id, measure = asked
    return {
        row.key: Typical(
            Spread(row.n, row.middle, row.ninth),
            row.first,
            row.last,
            row.counted_at,
            tuple((place, minutes) for place, minutes in row.parts),
        )
        for row in Usual.objects.of(ward_id).filter(measure=measure).order_by("key")
    }


_known = Remembered(_load, seconds=60)


def typical(ward_id: int, measure: str) -> Mapping[str, Typical]:
    """Return what is usual by key; remembered for a minute, since it changes once a day."""
    return _known((ward_id, measure))


@transaction.atomic
def write_typical(ward_id: int, measure: str, found: Mapping[str, Typical]) -> int:
    """Write what is usual anew, over what stood before; return how many keys there are."""
    Usual.objects.of(ward_id).filter(measure=measure).exclude(key__in=list(found)).delete()
    Usual.objects.bulk_create(
        [_row(ward_id, measure, key, one) for key, one in sorted(found.items())],
        update_conflicts=True,
        unique_fields=["ward", "measure", "key"],
        update_fields=["n", "middle", "ninth", "first", "last", "counted_at", "parts"],
    )
    _known.forget()
    return len(found)


def _row(ward_id: int, measure: str, key: str, one: Typical) -> Usual:
    parts: Sequence[list[str | int]] = [[place, minutes] for place, minutes in one.parts]
    return Usual(
        ward_id=ward_id,
        measure=measure,
        key=key,
        n=one.spread.n,
        middle=one.spread.middle,
        ninth=one.spread.ninth,
        first=one.first,
        last=one.last,
        counted_at=one.counted_at,
        parts=parts,
    )
