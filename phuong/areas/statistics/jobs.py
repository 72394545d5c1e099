"""Publishing: a month is put out once, some days after it is over. May run twice or late."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures import api as procedures
from phuong.areas.statistics import rules
from phuong.areas.statistics.models import Edition
from phuong.areas.statistics.queries.editions import stored
from phuong.areas.statistics.queries.sets import SETS, kind_of
from phuong.kernel.access.api import Occasion
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.people.models import Unit
from phuong.kernel.workflow.schedule import Job

# Units of which no figure tells are named so; a key of a field never looks like one.
NO_UNIT = "chua-phan-cong"
MOST_MONTHS = 60


def publish(occasion: Occasion) -> int:
    """Publish every month that is over for long enough and was not published yet."""
    today = occasion.today
    waits = law.number("statistics.waiting", today)
    begun = measures.first_day(occasion.ward_id)
    if begun is None:
        return 0
    out = set(Edition.objects.of(occasion.ward_id).values_list("month", flat=True))
    month, made = max(begun, today - timedelta(days=31 * MOST_MONTHS)).replace(day=1), 0
    while (after := _next(month)) + timedelta(days=waits) <= today:
        if month not in out:
            made += _publish(occasion, month, after - timedelta(days=1))
        month = after
    return made


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _publish(occasion: Occasion, first: date, last: date) -> int:
    kinds = [kind for slug in SETS if (kind := kind_of(slug)) is not None]
    codes = [code for kind in kinds for code in (kind.whole, kind.part or kind.whole)]
    counted = iter(measures.cells(occasion.ward_id, codes, first, last))
    sets, seen = dict[str, Any](), set[str]()
    for kind in kinds:
        wholes, parts = next(counted), next(counted)
        root = rules.published(
            [
                rules.Leaf(_unit(unit), field, n, parts.get((field, unit), 0) if kind.part else n)
                for (field, unit), n in wholes.items()
            ],
            measures.least(kind.whole),
        )
        sets[kind.slug] = stored(root) if root is not None else None
        seen |= _keys(sets[kind.slug])
    figures = {"v": 1, "month": f"{first:%Y-%m}", "sets": sets, "names": _names(occasion, seen)}
    body = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    edition = Edition(
        ward_id=occasion.ward_id,
        month=first,
        published_at=occasion.now,
        figures=figures,
        digest=hashlib.sha256(body.encode()).hexdigest(),
    )
    Edition.objects.bulk_create([edition], ignore_conflicts=True)
    return 1


def _unit(unit_id: UUID | None) -> str:
    return str(unit_id) if unit_id else NO_UNIT


def _keys(given: Mapping[str, Any] | None) -> set[str]:
    if given is None:
        return set()
    return {given["key"]}.union(*(_keys(one) for one in given["branches"]))


def _names(occasion: Occasion, seen: set[str]) -> dict[str, str]:
    """Return the names of what the figures name, as they are today."""
    units = Unit.objects.of(occasion.ward_id).values_list("id", "name")
    names = {str(unit_id): name for unit_id, name in units}
    names |= {one.code: one.name for one in procedures.fields(occasion.ward_id, occasion.today)}
    names[NO_UNIT] = "Chưa phân công"
    return {key: names.get(key, key) for key in sorted(seen) if key}


JOBS = (
    Job("statistics.publish", timedelta(hours=6), publish, label=_("Công bố số liệu tháng trước")),
)
