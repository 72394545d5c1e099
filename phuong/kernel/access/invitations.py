"""A link by which somebody sets their own password: signed, good for days, used once."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from phuong.kernel.people.models import Account, Person

HOUR = timedelta(hours=1)


class _Links(PasswordResetTokenGenerator):
    """Django's signed links, at a moment that is given."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._moment = now.astimezone(UTC).replace(tzinfo=None)

    def _now(self) -> datetime:
        return self._moment


def address(account: Account, now: datetime) -> str:
    """Return the two parts of the link, parted by a stroke.

    What is signed names the password and the last log-in: either change ends the link. Its days
    count from the end of this hour, so that asking once more at once gives the same link.
    """
    who = urlsafe_base64_encode(force_bytes(account.pk))
    hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
    return f"{who}/{_Links(hour).make_token(account)}"


def account_of(ward_id: int, who: str, token: str, now: datetime) -> Account | None:
    """Return whose link it is; nothing for one forged, used, old, locked or of another ward."""
    try:
        found = Account.objects.filter(pk=force_str(urlsafe_base64_decode(who))).first()
    except (ValueError, OverflowError, TypeError):
        return None
    if found is None or not found.is_active:
        return None
    if not Person.objects.of(ward_id).filter(account=found).exists():
        return None
    return found if _Links(now).check_token(found, token) else None
