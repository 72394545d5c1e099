"""The figure the hall offers: who was called, with the time they waited behind it."""

from typing import Any

from django.db.models import F, IntegerField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from phuong.areas.hall import policy
from phuong.areas.hall.models import Ticket, TicketQuerySet
from phuong.kernel.access.api import Actor
from phuong.kernel.measures.api import Measure, Window

WAITED = "hall.waited"
ONE = Value(1, output_field=IntegerField())
NO_FIELD = Value("")
NO_UNIT = Cast(Value(None), UUIDField())


def _within(rows: TicketQuerySet, window: Window) -> TicketQuerySet:
    # Numbers are of no one field, and of no unit.
    mine = window.rows("day", field="", unit="")
    return rows.filter(mine, queued_at__isnull=False, first_called_at__isnull=False)


def waited(actor: Actor, window: Window) -> TicketQuerySet:
    """Return who waited until they were called, as far as an actor may see."""
    return _within(policy.readable(actor), window)


def _cells(ward_id: int, window: Window) -> Any:
    rows = _within(Ticket.objects.of(ward_id), window)
    return rows.annotate(f=NO_FIELD, u=NO_UNIT, d=F("day"), n=ONE)


MEASURES = (
    Measure(
        WAITED,
        _("Lượt chờ được mời"),
        _(
            "Số lượt lấy số trong kỳ đã được mời; thời gian chờ tính từ lúc lấy số đến lần mời đầu"
            " tiên, nêu mức một nửa số lượt và chín phần mười số lượt không vượt quá."
        ),
        _("lượt"),
        _("ngày lấy số"),
        waited,
        kind="hall_ticket",
        order=("-day", "-id"),
        live=_cells,
    ),
)
