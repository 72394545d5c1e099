"""Who asks: read on every page of an official, by statements made once."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from phuong.kernel.people.models import Account
from phuong.kernel.wards.api import Prepared


def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _account(who: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=who)


_SESSION: Final[Prepared[Session]] = Prepared(_session, key=str, now=datetime)
_ACCOUNT: Final[Prepared[Account]] = Prepared(_account, who=UUID)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        """Return the row of this key; one that is unknown or has run out loses the key."""
        key = self.session_key
        found = _SESSION.rows(key=key, now=timezone.now()) if key else []
        if found:
            return found[0]
        self._session_key = None
        return None


class Backend(ModelBackend):
    """Django's log-in by name and password."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account of a session, as long as it is in use."""
        found = _ACCOUNT.rows(who=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
