"""What an official is told in the morning: one message a day with what is late and what is near."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from phuong.delivery import work
from phuong.kernel.access import directory
from phuong.kernel.access.api import HERE, Actor, Occasion, Role
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Channel, Place, Template
from phuong.kernel.people.models import Person
from phuong.kernel.workflow.api import worklist

# A quarter of an hour after the office opens: 7:15 where it opens at seven (ux.md §4.19).
AFTER_OPENING: Final = timedelta(minutes=15)
# Told later than this after its time, a message says for when it was.
IN_TIME: Final = timedelta(hours=1)
SAMPLE: Final[dict[str, Place]] = {
    "late": 100,
    "today": 100,
    "near": 100,
    "planned": datetime(2026, 1, 1, tzinfo=HERE),
}
_WORDS = _(
    "Việc của ông/bà hôm nay: %(late)s quá hạn, %(today)s hết hạn trong ngày, %(near)s sắp đến hạn."
)
# By mail the numbers alone go out, and the way to the page that shows what they are.
_BY_MAIL: Final = frozenset({Channel.EMAIL})
_LEADS: Final = (_("Mở trang Hôm nay"), "/can-bo/")
DIGEST: Final = Template(
    "delivery.digest", _("Việc trong ngày"), _WORDS, sample=SAMPLE, elsewhere=_BY_MAIL, leads=_LEADS
)
DIGEST_LATE: Final = Template(
    "delivery.digest_late",
    _("Việc trong ngày"),
    _(
        "Việc của ông/bà hôm nay: %(late)s quá hạn, %(today)s hết hạn trong ngày,"
        " %(near)s sắp đến hạn. Tin này lẽ ra đến lúc %(planned)s."
    ),
    sample=SAMPLE,
    elsewhere=_BY_MAIL,
    leads=_LEADS,
)


def planned_at(occasion: Occasion) -> datetime | None:
    """Return when the digest of the day is due, or nothing on a day off."""
    today, calendar = occasion.today, occasion.calendar
    if not calendar.count(today - timedelta(days=1), today):
        return None
    opens = min((each.opens for each in calendar.sessions_of(today)), default=None)
    if opens is None:
        return None
    midnight = datetime(today.year, today.month, today.day, tzinfo=HERE)
    return midnight + timedelta(minutes=opens) + AFTER_OPENING


def officials(occasion: Occasion) -> Iterator[Actor]:
    """Return everybody who holds a post of the ward today, each once."""
    ward_id, today = occasion.ward_id, occasion.today
    ids = {one.person_id for role in Role for one in directory.holders(ward_id, today, role)}
    for person in Person.objects.of(ward_id).filter(id__in=ids).order_by("id"):
        yield actor_of_person(person, occasion.now)


def numbers(occasion: Occasion, actor: Actor) -> dict[str, int]:
    """Return how much of an official's work is late, ends today, is near: one statement."""
    due = work.by_due(occasion.today, occasion.calendar)
    names = {"late": work.LATE, "today": work.TODAY, "near": work.NEAR}
    return worklist.counts(actor, {name: due[part] for name, part in names.items()})
