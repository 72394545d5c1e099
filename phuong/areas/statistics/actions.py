"""The one write that a person causes: entering what another system has measured."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from phuong.areas.statistics import policy, queries, rules
from phuong.areas.statistics.models import OutsideFigure
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Event, new_salt
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.api import uuid7

VERB = "statistics.enter_outside"


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as it was read: of what, over which period, hundredths of a point or per cent."""

    of: str
    period: str
    hundredths: int
    source: str
    read_on: date


def enter_outside(occasion: Occasion, given: Given) -> OutsideFigure:
    """Write down a figure of the index; what stood there for the same period gives way to it."""
    policy.check_enter(occasion.actor)

    def again(event: Event) -> OutsideFigure:
        found = policy.entered(occasion.actor).filter(id=event.subject_id).first()
        if found is None:
            raise NotVisible
        return found

    try:
        return audit.once(occasion, lambda: _enter(occasion, given), again)
    except IntegrityError:
        raise RuleBroken(
            "statistics.outside.at-once",
            _("Vừa có người nhập số của chỉ số và kỳ này. Xem lại rồi nhập."),
            field="of",
        ) from None


def _enter(occasion: Occasion, given: Given) -> OutsideFigure:
    rules.check_outside(given.hundredths, queries.most(given.of, occasion.today))
    rules.check_read_on(given.read_on, occasion.today)
    mine = OutsideFigure.objects.of(occasion.ward_id).filter(of=given.of, period=given.period)
    earlier = mine.select_for_update().filter(replaced_at__isnull=True).first()
    if earlier is not None:
        earlier.replaced_at = occasion.now
        earlier.save(update_fields=["replaced_at"])
    row = OutsideFigure(
        ward_id=occasion.ward_id,
        id=uuid7(),
        of=given.of,
        period=given.period,
        hundredths=given.hundredths,
        source=given.source.strip(),
        salt=new_salt(),
        read_on=given.read_on,
        entered_at=occasion.now,
        entered_by_id=occasion.actor.person_id,
    )
    audit.open_subject(
        occasion,
        policy.OUTSIDE,
        f"CS-{given.of}-{given.period}-{mine.count() + 1}",
        VERB,
        subject_id=row.id,
        of=Code(given.of),
        period=Code(given.period),
        hundredths=given.hundredths,
        read_on=given.read_on,
        source=Digest.of(row.salt, row.source),
        replaces=earlier.id if earlier else None,
    )
    row.save(force_insert=True)
    return row
