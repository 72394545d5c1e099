"""What is usual: the spread of the time that settled dossiers took, by procedure and place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from phuong.areas.dossiers.models import Spent
from phuong.areas.procedures import api as procedures
from phuong.kernel.measures import api as measures
from phuong.kernel.measures.api import Typical

TIME = "dossiers.time"
Row = tuple[str, str, int, list[tuple[str, int, int]]]


def settled(ward_id: int, first: date, last: date) -> Iterable[Row]:
    """Go through the time of every dossier settled in some days, without keeping them all."""
    rows = Spent.objects.of(ward_id).filter(finished_on__range=(first, last))
    return rows.values_list("procedure", "counted_in", "used", "parts").iterator(chunk_size=2000)


def spans(ward_id: int) -> Iterable[tuple[str, str, date, int, int]]:
    """Go through how many dossiers took how long: procedure, counted in, month, used, number."""
    rows = Spent.objects.of(ward_id).annotate(month=TruncMonth("finished_on")).order_by()
    keys = ("procedure", "counted_in", "month", "used")
    counted = rows.values(*keys).annotate(n=Count("id")).order_by(*keys)
    yield from counted.values_list(*keys, "n")


def usual(
    rows: Iterable[Row], first: date, last: date, now: datetime, least: int
) -> Mapping[str, Typical]:
    """Return median and 90th percentile of each procedure, and the median by place.

    A place in which a dossier never lay counts as no time there, so that the medians of all places
    are of the same dossiers. What fewer than `least` dossiers tell is left out.
    """
    used: dict[str, list[int]] = defaultdict(list)
    stayed: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for slug, how, taken, parts in rows:
        key = procedures.usual_key(slug, how)
        used[key].append(taken)
        for place, working, _clock in parts:
            stayed[key][place].append(working)
    found = {}
    for key, taken_by_all in used.items():
        spread = measures.spread(taken_by_all, least)
        if spread is None:
            continue
        found[key] = Typical(
            spread, first, last, now, tuple(_medians(stayed[key], spread.n, least))
        )
    return found


def _medians(stayed: Mapping[str, list[int]], n: int, least: int) -> Iterable[tuple[str, int]]:
    """Return the median by place; a place that fewer than `least` dossiers saw is not told."""
    for place, minutes in sorted(stayed.items()):
        if len(minutes) < least:
            continue
        together = sorted([*minutes, *[0] * (n - len(minutes))])
        yield place, measures.at_share(together, 50)
