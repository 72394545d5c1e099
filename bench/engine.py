"""Inside Django, without a server: due dates, chains, the search, the worklist's plan; JSON."""

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import django

PAGE, PAGES = 26, 8
SEARCHES = 20
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000


def due_dates() -> float:
    """Return how many clocks one process works out a second."""
    from phuong.kernel.law import api as law
    from phuong.kernel.wards.models import Ward
    from phuong.kernel.workdays import Clock, Limit, Pause, Unit, evaluate

    calendar = law.calendar(Ward.objects.get().pk)
    begin = datetime(2026, 3, 2, 2, tzinfo=UTC)
    limits = [Limit(Unit.WORKING_DAY, 3), Limit(Unit.WORKING_DAY, 15), Limit(Unit.WORKING_DAY, 5)]
    clocks = []
    for n in range(20_000):
        start = begin + timedelta(hours=n % 1500)
        pause = Pause(start + timedelta(days=1), start + timedelta(days=4))
        clocks.append(Clock(start, limits[n % 3], (pause,) if n % 10 == 0 else ()))
    before = time.process_time()
    for clock in clocks:
        evaluate(clock, calendar)
    return len(clocks) / (time.process_time() - before)


def verified() -> float:
    """Return how many events are verified a second, reading them included."""
    from phuong.kernel.audit.chains import check_chains
    from phuong.kernel.wards.models import Ward

    before = time.process_time()
    checked = check_chains(Ward.objects.get().pk)
    assert checked.broken is None, checked.broken
    return checked.events / (time.process_time() - before)


def search() -> dict[str, list[float]]:
    """Return how many milliseconds an official's search takes, from the words to the cards.

    What half of all names have, what two letters have, somebody's whole name, the tail of a code,
    and a name that was typed wrongly: the longest way, since nothing is found.
    """
    from django.utils import timezone

    from phuong.areas.dossiers.api import models
    from phuong.kernel.access.queries import actor_of_person
    from phuong.kernel.audit.api import kinds
    from phuong.kernel.people.models import Appointment
    from phuong.kernel.wards.models import Ward

    ward = Ward.objects.get()
    posts = Appointment.objects.of(ward).select_related("person")
    actor = actor_of_person(posts.get(post__code="tiep-nhan-1").person, timezone.now())
    dossiers = models.Dossier.objects.of(ward).filter(received_at__isnull=False).order_by("id")
    old = dossiers.select_related("applicant")[dossiers.count() // 3]
    name = old.applicant.name
    asked = {
        "nguyen": "nguyen",
        "le": "le",
        "a full name": name,
        "the tail of a code": old.code[-7:],
        "a misspelling": f"{name[:-1]}qx",
    }
    taken: dict[str, list[float]] = {words: [] for words in asked}
    for _time in range(SEARCHES):
        for words, text in asked.items():
            before = time.perf_counter()
            for kind in kinds.all_kinds():
                if kind.find is not None:
                    kind.find(actor, text, PAGE)
            taken[words].append((time.perf_counter() - before) * 1000)
    return taken


def plan() -> dict[str, Any]:
    """Return the buffers that pages of the worklist read, and how they grow with the list.

    The items are multiplied within a transaction that is rolled back. Pages are read from several
    days on: which rows lie beside each other on the disk is luck, and more so in a short list. Of
    the rarest field the short list may not fill a page: the long one is asked for as many rows,
    since a page of more rows reads more whatever the plan is.
    """
    from django.db import connection, transaction

    from phuong.kernel.workflow.api import WorkItem

    table = WorkItem._meta.db_table
    columns = [str(field.column) for field in WorkItem._meta.local_concrete_fields]
    copied = {"id": "gen_random_uuid()", "slot": "'b' || n"}
    copied["due_key"] = "LEAST(due_key, '2030-01-01'::timestamptz) + n * interval '7 minutes'"
    chosen = ", ".join(copied.get(column, f"item.{column}") for column in columns)
    found: dict[str, Any] = {}
    rows = {name: [PAGE] * PAGES for name in ("first", "rarest")}
    starts: list[Any] = []
    with transaction.atomic(), connection.cursor() as cursor:
        have = WorkItem.objects.country_wide().count()
        for name, wanted in (
            ("small", SMALL),
            ("large", LARGE if "--full" in sys.argv else MIDDLE),
        ):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen}"  # noqa: S608
                f" FROM {table} item, generate_series(1, %s) n WHERE item.slot = 'main'",
                [max(1, wanted // have)],
            )
            chosen = chosen.replace("'b' ||", "'c' ||")
            cursor.execute(f"ANALYZE {table}")
            found[name] = _buffers(cursor, rows, starts)
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        found["items"] = cursor.fetchone()[0]
        transaction.set_rollback(True)
    small, large = found["small"], found["large"]
    found["rows"] = rows
    found["growth"] = max(large[name] / max(small[name], 1) for name in small)
    return found


def _buffers(cursor: Any, most: dict[str, list[int]], starts: list[Any]) -> dict[str, int]:
    """Return the buffers of pages without a filter and of the rarest, each read a second time.

    From which moments they are read, and how many rows each may give, the first reading notes for
    the next.
    """
    from phuong.kernel.people.models import Post
    from phuong.kernel.wards.models import Ward
    from phuong.kernel.workflow.api import WorkItem

    ward = Ward.objects.get()
    post = Post.objects.of(ward).get(code="tiep-nhan-1")
    items = WorkItem.objects.of(ward).filter(post=post).order_by("due_key", "id")
    if not starts:
        moments = list(items.values_list("due_key", flat=True))
        starts += [moments[len(moments) * place // PAGES] for place in range(PAGES)]
    counted = Counter(items.values_list("field", flat=True))
    field = min(counted, key=lambda name: (counted[name], name))
    found = {}
    for name, rows in {"first": items, "rarest": items.filter(field=field)}.items():
        found[name] = 0
        for place, start in enumerate(starts):
            page = rows.filter(due_key__gte=start)[: most[name][place]]
            node = _explained(cursor, page)
            most[name][place] = int(node["Actual Rows"])
            found[name] += node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    return found


def _explained(cursor: Any, rows: Any) -> dict[str, Any]:
    """Return the plan of a statement that has run once before."""
    sql, params = rows.query.sql_with_params()
    for _time in range(2):
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        top = cursor.fetchone()[0]
    top = json.loads(top) if isinstance(top, str) else top
    plan: dict[str, Any] = top[0]["Plan"]
    return plan


def main() -> None:
    """Measure and print."""
    django.setup()
    from django.db import connection

    found: dict[str, Any] = {"due_dates": due_dates(), "verified_events": verified()}
    found["search"] = search()
    if connection.vendor == "postgresql":
        found["plan"] = plan()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
