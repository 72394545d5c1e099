"""Reading an actor's worklist: keyset pages over one index an addressee, bounded counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from phuong.kernel.access.actors import Actor
from phuong.kernel.audit import kinds
from phuong.kernel.audit.kinds import Card
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workflow.models import WorkItem

COUNT_LIMIT = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the list to show; every part may be left out.

    `states` are several at once, each a range of the index of its own. `matching` are words to
    search for, as each kind searches among what the actor may read.
    """

    state: str = ""
    states: tuple[str, ...] = ()
    field: str = ""
    kind: str = ""
    due_before: datetime | None = None
    due_from: datetime | None = None
    matching: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A place in a list: what comes after it is the next page, what came before the last one."""

    due_key: datetime
    item_id: UUID

    def __str__(self) -> str:
        """Return the key as it stands in an address."""
        return f"{(self.due_key - EPOCH) // MICROSECOND}~{self.item_id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the key that an address names, or nothing where it names none."""
        moment, _, item_id = text.partition("~")
        try:
            return cls(EPOCH + int(moment) * MICROSECOND, UUID(item_id))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its card."""

    item: WorkItem
    card: Card


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines and the keys of its neighbours."""

    lines: tuple[Line, ...]
    after: Key | None = None
    before: Key | None = None


def addressed_to(actor: Actor) -> list["WardQuerySet[WorkItem]"]:
    """Return one queryset an addressee: each post the actor holds, and the person."""
    mine = WorkItem.objects.of(actor.ward_id)
    branches = [mine.filter(post_id=post_id) for post_id in sorted(actor.post_ids())]
    if actor.person_id is not None:
        branches.append(mine.filter(person_id=actor.person_id))
    return branches


def branches_of(actor: Actor, chosen: Filter) -> list["WardQuerySet[WorkItem]"]:
    """Return the list as ranges of one index each: one an addressee and, if asked for, a state."""
    words = _matches(actor, chosen.matching) if chosen.matching else Q()
    return [
        narrow(branch.filter(state=state) if state else branch, chosen).filter(words)
        for branch in addressed_to(actor)
        for state in chosen.states or ("",)
    ]


def narrow(items: "WardQuerySet[WorkItem]", chosen: Filter) -> "WardQuerySet[WorkItem]":
    """Keep the items that a filter asks for, but for what `branches_of` makes branches of."""
    if chosen.state:
        items = items.filter(state=chosen.state)
    if chosen.field:
        items = items.filter(field=chosen.field)
    if chosen.kind:
        items = items.filter(kind=chosen.kind)
    if chosen.due_before is not None:
        items = items.filter(due_key__lt=chosen.due_before)
    if chosen.due_from is not None:
        items = items.filter(due_key__gte=chosen.due_from)
    return items


def _matches(actor: Actor, text: str) -> Q:
    found = Q(pk__in=[])
    for kind in kinds.all_kinds():
        if kind.matching is not None:
            found |= Q(kind=kind.code, subject_id__in=kind.matching(actor, text))
    return found


def page(
    actor: Actor,
    chosen: Filter = Filter(),
    *,
    after: Key | None = None,
    before: Key | None = None,
    size: int = 25,
) -> Page:
    """Return a page of the actor's worklist: one statement for items, one a kind for cards.

    An item whose card is not readable is not shown; such items are re-addressed by the act that
    makes them unreadable, so a page is short by one only in the moment between.
    """
    if before is None and after is None and not chosen.matching:
        items = _merged(_first(connection.vendor, actor, chosen, size + 1), size + 1)
        return _page(actor, items, size)
    branches = branches_of(actor, chosen)
    if before is not None:
        after = None
        earlier = Q(due_key__lt=before.due_key) | Q(due_key=before.due_key, id__lt=before.item_id)
        branches = [b.filter(due_key__lte=before.due_key).filter(earlier) for b in branches]
    elif after is not None:
        later = Q(due_key__gt=after.due_key) | Q(due_key=after.due_key, id__gt=after.item_id)
        branches = [b.filter(due_key__gte=after.due_key).filter(later) for b in branches]
    parts = _ordered(branches, size + 1, backwards=before is not None)
    items = _merged(parts, size + 1, backwards=before is not None)
    return _page(actor, items, size, after=after, before=before)


def _page(
    actor: Actor,
    items: list[WorkItem],
    size: int,
    *,
    after: Key | None = None,
    before: Key | None = None,
) -> Page:
    more = len(items) > size
    items = items[:size]
    if before is not None:
        items.reverse()
    if not items:
        return Page(())
    cards = _cards(actor, items)
    lines = tuple(Line(item, cards[item.subject_id]) for item in items if item.subject_id in cards)
    return Page(
        lines,
        after=_key(items[-1]) if more or before is not None else None,
        before=_key(items[0]) if after is not None or (before is not None and more) else None,
    )


def parts(actor: Actor, wanted: Sequence[tuple[Filter, int]]) -> list[list[WorkItem]]:
    """Return the first items of several lists, each by due day: one statement for all of them."""
    found: list[list[WorkItem]] = [[] for _ in wanted]
    selects: list[str] = []
    params: list[Any] = []
    for number, (chosen, size) in enumerate(wanted):
        for branch in branches_of(actor, chosen):
            asked = _asked(branch.order_by("due_key", "id")[:size])
            if asked is not None:
                selects.append(f"SELECT branch.*, {number} AS part FROM ({asked[0]}) AS branch")  # noqa: S608
                params += asked[1]
    if selects:
        for item in WorkItem.objects.raw(" UNION ALL ".join(selects), params):
            found[item.part].append(item)  # type: ignore[attr-defined]
    for number, (_chosen, size) in enumerate(wanted):
        found[number] = sorted(found[number], key=lambda item: (item.due_key, item.id))[:size]
    return found


def gathered(actor: Actor, size: int) -> dict[str, list[tuple[str, UUID]]]:
    """Return what waits for others and what came back, of all kinds: one statement, no cards."""
    found: dict[str, list[tuple[str, UUID]]] = {"waiting": [], "came_back": []}
    selects: list[str] = []
    params: list[Any] = []
    for kind in kinds.all_kinds():
        for name, ask in (("waiting", kind.waiting), ("came_back", kind.came_back)):
            for ids in ask(actor) if ask is not None else ():
                asked = _asked(ids[:size])
                if asked is not None:
                    head = "SELECT %s AS name, %s AS kind, part.*"
                    selects.append(f"{head} FROM ({asked[0]}) AS part")
                    params += [name, kind.code, *asked[1]]
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), params)
            for name, code, subject_id in cursor.fetchall():
                found[name].append((code, UUID(str(subject_id))))
    return found


def _key(item: WorkItem) -> Key:
    return Key(item.due_key, item.id)


def counts(actor: Actor, filters: dict[str, Filter]) -> dict[str, int]:
    """Return bounded counts (at most 100 each) of several filters in one statement."""
    parts: list[str] = []
    params: list[Any] = []
    for name, chosen in filters.items():
        made = _some_of if not chosen.matching else _some_of.__wrapped__
        for sql, values in made(connection.vendor, actor, chosen):
            parts.append(f"SELECT %s AS name, COUNT(*) FROM ({sql}) AS rows")  # noqa: S608
            params += [name, *values]
    found: Counter[str] = Counter(dict.fromkeys(filters, 0))
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for name, number in cursor.fetchall():
                found[name] += number
    return {name: min(number, COUNT_LIMIT) for name, number in found.items()}


Part = tuple[str, Sequence[Any]]


# An official looks at the same lists all day. Building their statements costs more than running
# them; they depend on who asks and on what is chosen, and on nothing that is stored.
@lru_cache(maxsize=4096)
def _some_of(vendor: str, actor: Actor, chosen: Filter) -> tuple[Part, ...]:
    """Return the statements of up to a hundred ids of a list, one a branch."""
    rows = (b.order_by().values_list("id")[:COUNT_LIMIT] for b in branches_of(actor, chosen))
    return tuple(part for part in map(_asked, rows) if part is not None)


@lru_cache(maxsize=1024)
def _first(vendor: str, actor: Actor, chosen: Filter, limit: int) -> tuple[Part, ...]:
    """Return the statements of the first rows of a list, one a branch."""
    return _ordered(branches_of(actor, chosen), limit)


def _ordered(
    branches: Sequence["WardQuerySet[WorkItem]"], limit: int, *, backwards: bool = False
) -> tuple[Part, ...]:
    order = ("-due_key", "-id") if backwards else ("due_key", "id")
    rows = (branch.order_by(*order)[:limit] for branch in branches)
    return tuple(part for part in map(_asked, rows) if part is not None)


def _merged(parts: Sequence[Part], limit: int, *, backwards: bool = False) -> list[WorkItem]:
    """Run the branches as one UNION ALL of index ranges and keep the first rows, or the last."""
    if not parts:
        return []
    way = "due_key DESC, id DESC" if backwards else "due_key, id"
    united = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS branch" for sql, _ in parts)  # noqa: S608
    params = [value for _, values in parts for value in values]
    return list(WorkItem.objects.raw(f"{united} ORDER BY {way} LIMIT {int(limit)}", params))


def _asked(branch: Any) -> Part | None:
    """Return the statement of a branch; nothing where it is known beforehand to be empty."""
    try:
        statement: Part = branch.query.sql_with_params()
    except EmptyResultSet:
        return None
    return statement


def _cards(actor: Actor, items: Sequence[WorkItem]) -> dict[UUID, Card]:
    by_kind: dict[str, list[UUID]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item.subject_id)
    cards: dict[UUID, Card] = {}
    for code, subject_ids in by_kind.items():
        kind = kinds.get(code)
        if kind is not None:
            cards |= kind.cards(actor, subject_ids)
    return cards
