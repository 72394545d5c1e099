"""Every write to accounts that time can cause; each may run twice."""

from datetime import timedelta
from typing import Final

from django.contrib.sessions.models import Session

from phuong.areas.accounts.models import LogIn
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.people.models import Appointment
from phuong.kernel.workflow.schedule import Job

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
# A link is good for a day at most.
LETTERS_KEPT: Final = timedelta(days=3)


def end_sessions(occasion: Occasion) -> int:
    """End the devices of those who hold no post in any ward any more, and of locked accounts."""
    held = (
        Appointment.objects.country_wide()
        .on(occasion.today)
        .filter(person__account__isnull=False, person__account__is_active=True)
        .values("person__account_id")
    )
    keys = list(LogIn.objects.exclude(account_id__in=held).values_list("session_key", flat=True))
    ended, _each = Session.objects.filter(session_key__in=keys).delete()
    LogIn.objects.filter(session_key__in=keys).delete()
    return ended


def forget_devices(occasion: Occasion) -> int:
    """Forget devices whose session is over."""
    living = Session.objects.filter(expire_date__gt=occasion.now).values("session_key")
    return LogIn.objects.exclude(session_key__in=living).delete()[0]


def forget_letters(occasion: Occasion) -> int:
    """Forget the addresses of letters whose links are over."""
    return notices.forget_letters(occasion.ward_id, occasion.now - LETTERS_KEPT)


JOBS: Final = (
    Job(
        "accounts.end-sessions",
        QUARTER,
        end_sessions,
        of_installation=True,
        label=_("Kết thúc phiên của người thôi giữ chức vụ"),
    ),
    Job(
        "accounts.forget-devices",
        DAY,
        forget_devices,
        of_installation=True,
        label=_("Quên thiết bị đã thoát"),
    ),
    Job("accounts.forget-letters", DAY, forget_letters, label=_("Quên nơi đã gửi đường dẫn")),
)
