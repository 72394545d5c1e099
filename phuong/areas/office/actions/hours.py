"""Setting the hours of the office and of its desks, from a day on."""

from datetime import date, time, timedelta
from uuid import UUID

from phuong.areas.office import queries, rules
from phuong.areas.office.actions.changing import change
from phuong.areas.office.rules import Week
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.people.models import OfficeSession, Unit
from phuong.kernel.text import show_date

DAY = timedelta(days=1)
MIDNIGHT = 24 * 60


def set_hours(occasion: Occasion, unit_id: UUID | None, week: Week, *, first: date) -> None:
    """Let the office, or one desk, keep these hours from a day on; those before end the day before.

    No promise gets later by it: clocks are worked out anew as after any calendar decision.
    """

    def write() -> Facts:
        unit = _desk(occasion, unit_id, first)
        rules.check_week(week)
        begun = queries.has_begun(occasion.ward_id)
        known = queries.beginnings(occasion.ward_id, unit_id)
        later = [day for day in known if day >= first]
        rules.check_hours(first, occasion.today, later, begun=begun)
        mine = OfficeSession.objects.of(occasion.ward_id).filter(unit=unit)
        for row in mine.filter(valid_to__isnull=True) | mine.filter(valid_to__gte=first):
            row.valid_to = first - DAY
            row.save(update_fields=["valid_to"])
        OfficeSession.objects.bulk_create(
            OfficeSession(
                ward_id=occasion.ward_id,
                unit=unit,
                weekday=row.weekday,
                opens=_time(row.session.opens),
                closes=_time(row.session.closes),
                counts=unit is None,
                valid_from=first,
            )
            for row in queries.rows_from(unit_id, week, first)
        )
        law.changed("calendar")
        return {"unit": unit_id, "first": first, "sessions": sum(map(len, week))}

    change(occasion, "office.set_hours", write, Can.CALENDAR)


def end_hours(occasion: Occasion, unit_id: UUID | None, *, first: date) -> None:
    """Take back hours that have not begun; those before them go on."""

    def write() -> Facts:
        mine = OfficeSession.objects.of(occasion.ward_id).filter(unit_id=unit_id)
        if first <= occasion.today and queries.has_begun(occasion.ward_id):
            raise RuleBroken(
                "office.hours.begun",
                _("Giờ này đã có hiệu lực từ ngày %(first)s. Đặt giờ mới từ một ngày sắp tới."),
                first=show_date(first),
            )
        gone = mine.filter(valid_from=first)
        if not gone.exists():
            raise RuleBroken("office.hours.gone", _("Giờ này không còn. Tải lại trang."))
        gone.delete()
        for row in mine.filter(valid_to=first - DAY):
            row.valid_to = None
            row.save(update_fields=["valid_to"])
        law.changed("calendar")
        return {"unit": unit_id, "first": first}

    change(occasion, "office.end_hours", write, Can.CALENDAR)


def _desk(occasion: Occasion, unit_id: UUID | None, first: date) -> Unit | None:
    """Return the unit whose desk it is; one that has ended, or that comes too early, is refused."""
    if unit_id is None:
        return None
    unit = queries.desk_unit(occasion.ward_id, unit_id)
    if unit.valid_to is not None and unit.valid_to < first:
        raise RuleBroken(
            "office.hours.ended",
            _("%(unit)s kết thúc ngày %(last)s. Chọn bộ phận đang có."),
            field="unit",
            unit=unit.name,
            last=show_date(unit.valid_to),
        )
    if not any(day <= first for day in queries.beginnings(occasion.ward_id, None)):
        raise RuleBroken(
            "office.hours.office-first",
            _("Đặt giờ chung của phường trước, rồi đặt giờ của từng quầy."),
            field="unit",
        )
    return unit


def _time(minute: int) -> time:
    """Return a minute of the day; the end of the day is kept as midnight."""
    return time(minute % MIDNIGHT // 60, minute % 60)
