"""Every write in the hall that time can cause; each may run twice or late."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from phuong.areas.hall import actions, queries
from phuong.areas.hall.actions.acts import act
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.states import LAPSE, OPEN
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Fact, Ground
from phuong.kernel.errors import WrongState
from phuong.kernel.workflow.schedule import Job

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BATCH = 500


def close_days(occasion: Occasion) -> int:
    """Let the open numbers and bookings of days that are over lapse, each by an act."""
    rows = Ticket.objects.of(occasion.ward_id).filter(day__lt=occasion.today, state__in=OPEN)
    return sum(_lapse(occasion, ticket) for ticket in rows.order_by("day", "id")[:BATCH])


def _lapse(occasion: Occasion, ticket: Ticket) -> int:
    def change(found: Ticket) -> dict[str, Fact]:
        found.ended_at = occasion.now
        return {}

    try:
        act(occasion, ticket, LAPSE, change)
    except WrongState:
        return 0
    return 1


def forget_phones(occasion: Occasion) -> int:
    """Erase the phone numbers of bookings whose day is long past."""
    last = occasion.today - timedelta(days=queries.number("phone_kept", occasion.today))
    rows = Ticket.objects.of(occasion.ward_id).filter(day__lt=last).exclude(salt="")
    ids = list(rows.values_list("id", flat=True)[:BATCH])
    return sum(audit.erase(occasion, ticket_id, Ground.RETENTION) for ticket_id in ids)


def tell_closed(occasion: Occasion) -> int:
    """Tell whoever booked a time at which the hall is closed now: a new decision, another hour."""
    found = queries.broken(Ticket.objects.of(occasion.ward_id), occasion)
    untold = [one.id for one in found if one.told_for != one.booked_for]
    return sum(actions.tell_closed(occasion, ticket_id) for ticket_id in untold[:BATCH])


JOBS = (
    Job("hall.close-days", HOUR, close_days, label=_("Khép số và lịch hẹn của ngày đã qua")),
    Job("hall.tell-closed", HOUR, tell_closed, label=_("Báo lịch hẹn không giữ được")),
    Job("hall.forget-phones", DAY, forget_phones, label=_("Xoá số điện thoại của lịch hẹn cũ")),
)
