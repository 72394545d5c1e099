"""Where an official is logged in: noted, ended; and how they wish to see the pages there."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from phuong.areas.accounts.actions.changing import lock, note
from phuong.areas.accounts.models import Comfort, LogIn
from phuong.areas.accounts.states import Way
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import NotVisible
from phuong.kernel.people.models import Account


def note_log_in(
    occasion: Occasion, account: Account, session_key: str, *, address: str, agent: str, way: Way
) -> None:
    """Keep from where an account came in, for its owner's eyes."""
    LogIn.objects.update_or_create(
        session_key=session_key,
        defaults={
            "account": account,
            "at": occasion.now,
            "address": address[:45],
            "agent": agent[:300],
            "way": way,
        },
    )


def move_log_in(account: Account, before: str, after: str) -> None:
    """Follow a session that was given a new key."""
    LogIn.objects.filter(account=account, session_key=before).update(session_key=after)


@transaction.atomic
def end_log_in(occasion: Occasion, account: Account, log_in_id: UUID) -> None:
    """End one device."""
    lock(account)
    found = LogIn.objects.filter(account=account, id=log_in_id).first()
    if found is None:
        raise NotVisible("accounts.no-log-in")
    _end(account, found.session_key)
    note(occasion, account, "accounts.end_sessions", sessions=1)


@transaction.atomic
def end_others(occasion: Occasion, account: Account, session_key: str) -> int:
    """End every device but the one at hand; return how many."""
    lock(account)
    keys = LogIn.objects.filter(account=account).exclude(session_key=session_key)
    ended = _end(account, *keys.values_list("session_key", flat=True))
    if ended:
        note(occasion, account, "accounts.end_sessions", sessions=ended)
    return ended


def end_all(account: Account) -> int:
    """End every device of an account; the act that calls this writes the event."""
    keys = LogIn.objects.filter(account=account).values_list("session_key", flat=True)
    return _end(account, *keys)


def wish(account: Account, wishes: Mapping[str, str]) -> None:
    """Keep how an official wishes to see the pages, wherever they log in."""
    Comfort.objects.update_or_create(account=account, defaults=dict(wishes))


def _end(account: Account, *keys: str) -> int:
    ended, _each = Session.objects.filter(session_key__in=keys).delete()
    LogIn.objects.filter(account=account, session_key__in=keys).delete()
    return ended
