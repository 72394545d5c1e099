"""What a list needs: sorting by links, chips of active filters, and paging by key."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    DateField,
    DateTimeField,
    IntegerField,
    Model,
    Q,
    QuerySet,
    UUIDField,
)
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from phuong.kernel.ui import display

PAGE_SIZE: Final = 25
# Names in the address: what comes after, what came before, and the order.
AFTER: Final = "sau"
BEFORE: Final = "truoc"
SORT: Final = "xep"

Row = TypeVar("Row")
Entity = TypeVar("Entity", bound=Model)


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column the list stands, and which way."""

    column: str
    descending: bool = False

    @property
    def written(self) -> str:
        """Return it as it stands in the address: `-han`."""
        return f"-{self.column}" if self.descending else self.column


def sort_of(request: HttpRequest, columns: Iterable[str], default: str) -> Sort:
    """Return the order asked for, if it is one that the list offers."""
    asked = request.GET.get(SORT, "")
    chosen = asked if asked.lstrip("-") in set(columns) else default
    return Sort(chosen.lstrip("-"), chosen.startswith("-"))


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, and the address of the same list without it."""

    label: str
    value: str
    url: str


def chips_of(request: HttpRequest, form: forms.Form) -> list[Chip]:
    """Return a chip for every filter of the form that is set in the address."""
    found = []
    for name in form.fields:
        bound = form[name]
        for value in request.GET.getlist(bound.html_name):
            if value:
                url = address(request.GET, request.path, drop={bound.html_name: value})
                found.append(Chip(str(bound.label), _said(bound.field, value), url))
    return found


def _said(field: forms.Field, value: str) -> str:
    for key, words in _flat(getattr(field, "choices", ())):
        if str(key) == value:
            return str(words)
    if isinstance(field, forms.BooleanField):
        return "✓"
    if isinstance(field, forms.DateField) and (day := _day(value)):
        return display.day(day)
    return value


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield key, words


def address(
    query: QueryDict,
    path: str,
    *,
    put: Mapping[str, str] | None = None,
    drop: Mapping[str, str] | None = None,
) -> str:
    """Return the list's address with values put or dropped, back at its first page."""
    fresh = query.copy()
    for name in (AFTER, BEFORE):
        fresh.pop(name, None)
    for name, value in (drop or {}).items():
        fresh.setlist(name, [one for one in fresh.getlist(name) if one != value])
    for name, value in (put or {}).items():
        fresh[name] = value
    written = fresh.urlencode()
    return f"{path}?{written}" if written else path


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list: its rows, and the keys of the pages before and after, if any."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""


def page_of(
    request: HttpRequest,
    rows: QuerySet[Entity],
    order: Sequence[str],
    *,
    size: int = PAGE_SIZE,
) -> Page[Entity]:
    """Return the page that the address asks for, by key and never by offset.

    `order` names columns that are never null and together unique (`("due_at", "id")`), each with
    `-` where it descends. A spoilt key opens the first page.
    """
    columns = [_column(rows.model, name) for name in order]
    before = _key(request.GET.get(BEFORE, ""), columns)
    after = None if before else _key(request.GET.get(AFTER, ""), columns)
    wanted = [_turned(name) for name in order] if before else list(order)
    asked = rows.order_by(*wanted)
    if key := before or after:
        asked = asked.filter(_beyond(wanted, key))
    found = list(asked[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    if not found:
        return Page([])
    first, last = _written(found[0], order), _written(found[-1], order)
    return Page(
        found,
        before=first if (after or (before and more)) else "",
        after=last if (more or before) else "",
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """Return "stands after this key": the first column alone bounds the index."""
    asked = Q()
    for at in range(len(order) - 1, -1, -1):
        name, value = order[at].lstrip("-"), key[at]
        way = "lt" if order[at].startswith("-") else "gt"
        further = Q(**{f"{name}__{way}": value})
        asked = further | (Q(**{name: value}) & asked) if asked else further
    first = order[0].lstrip("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": key[0]}) & asked


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "t": parse_datetime,
    "d": parse_date,
    "u": UUID,
}


def _written(row: Any, order: Sequence[str]) -> str:
    """Write the key of a row so that it fits into an address; it is no secret."""
    parts = []
    for name in order:
        value = row
        for step in name.lstrip("-").split("__"):
            value = value[step] if isinstance(value, dict) else getattr(value, step)
        parts.append(_packed(value))
    raw = json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, UUID):
        return ["u", str(value)]
    return value


def _key(written: str, columns: Sequence[Any]) -> list[Any] | None:
    if not written:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
        if not isinstance(parts, list):
            return None
        key = [_READ[part[0]](part[1]) if isinstance(part, list) else part for part in parts]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None
    fit = len(key) == len(columns) and all(map(_fits, key, columns))
    return key if fit else None


def _fits(value: Any, field: Any) -> bool:
    """Tell whether a part of a key is of its column's kind: an address can be written by hand."""
    if isinstance(field, DateTimeField):
        return isinstance(value, datetime) and value.tzinfo is not None
    if isinstance(field, DateField):
        return isinstance(value, date) and not isinstance(value, datetime)
    if isinstance(field, UUIDField):
        return isinstance(value, UUID)
    if isinstance(field, IntegerField):
        return isinstance(value, int) and abs(value) < 2**63
    if field is None and not isinstance(value, str):
        return isinstance(value, int | date | UUID)
    return isinstance(value, str) and "\x00" not in value


def _column(model: type[Model], name: str) -> Any:
    """Return the column that an order names, along its links; nothing for a computed one."""
    found: Any = None
    for step in name.lstrip("-").split("__"):
        try:
            found = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found
