"""Entering a version of a legal value by hand, in the transaction of the act that causes it."""

from datetime import date, timedelta
from typing import Any

from phuong.kernel.law import memory
from phuong.kernel.law.models import LegalAct, LegalValue


def enter_value(
    key: str,
    value: Any,
    first: date,
    *,
    act: str,
    act_title: str,
    article: str,
    certainty: str,
    note: str,
) -> LegalValue:
    """Write a version from a day on; the one before ends the day before, none is given other words.

    Where the pack has a later version already, this one ends before it.
    """
    versions = LegalValue.objects.select_for_update().filter(key=key)
    before = versions.filter(valid_from__lt=first).order_by("-valid_from").first()
    after = versions.filter(valid_from__gt=first).order_by("valid_from").first()
    if before is not None and (before.valid_to is None or before.valid_to >= first):
        before.valid_to = first - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    source = LegalAct.objects.filter(number=act).first() or LegalAct.objects.create(
        number=act, title=act_title or act, valid_from=first, certainty=certainty
    )
    known = before or after
    made: LegalValue = LegalValue.objects.create(
        key=key,
        value=value,
        unit=known.unit if known else "",
        valid_from=first,
        valid_to=after.valid_from - timedelta(days=1) if after else None,
        act=source,
        article=article,
        certainty=certainty,
        note=note,
        is_local=True,
    )
    memory.changed(memory.VALUES, memory.CALENDAR)
    return made


def versions_of(key: str) -> list[LegalValue]:
    """Return every version of a value, the newest first."""
    return list(LegalValue.objects.filter(key=key).select_related("act").order_by("-valid_from"))


def values_on(day: date) -> list[LegalValue]:
    """Return the values in force on a day, in the order of their keys."""
    return list(LegalValue.objects.on(day).select_related("act").order_by("key"))
