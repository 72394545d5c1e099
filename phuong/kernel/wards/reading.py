"""Pages that may be read from a standby, and everybody's own writes always.

Only where `PHUONG_DATABASE_READ_URL` names a standby. A page says that it may with `from_standby`;
whoever sent a form carries how far the journal was then, and reads from the primary until the
standby has come as far. Within a transaction, and when the standby fails, it is the primary.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse

PRIMARY, STANDBY = "default", "reading"
COOKIE: Final = "wrote"
# A standby that has heard nothing for so long is not asked; an idle house loses nothing by that.
BEHIND_AT_MOST: Final = "5 minutes"
_SAFE: Final = ("GET", "HEAD")
_PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
_from_standby: ContextVar[bool] = ContextVar("from_standby", default=False)
View = TypeVar("View", bound=Callable[..., Any])


def from_standby(view: View) -> View:
    """Let a page be read from a standby: one that shows what was settled a while ago."""
    view.from_standby = True  # type: ignore[attr-defined]
    return view


class Router:
    """Sends the reads of such a page to the standby, and everything else to the primary."""

    def db_for_read(self, model: object, **hints: object) -> str:
        """Return the standby outside transactions, while a page that may is drawn."""
        elsewhere = _from_standby.get() and not connections[PRIMARY].in_atomic_block
        return STANDBY if elsewhere else PRIMARY

    def db_for_write(self, model: object, **hints: object) -> str:
        """Return the primary: a standby takes no writes."""
        return PRIMARY

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        """Take rows of both as one: they are copies."""
        return True

    def allow_migrate(self, alias: str, app_label: str, **hints: object) -> bool:
        """Change tables on the primary alone."""
        return alias == PRIMARY


class Reading:
    """Chooses for each request, and notes how far the journal is when something was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and leave the thread as it was."""
        before = _from_standby.set(False)
        try:
            response = self.get_response(request)
        finally:
            _from_standby.reset(before)
        if request.method not in _SAFE and response.status_code < 500:
            _note(request, response)
        return response

    def process_view(
        self, request: Any, view: object, *_args: object, **_kwargs: object
    ) -> HttpResponse | None:
        """Turn to the standby for a page that may, when it has what this browser wrote."""
        may = request.method in _SAFE and getattr(view, "from_standby", False)
        if may and not hasattr(request, "standby_failed"):
            _from_standby.set(has_come_to(request.COOKIES.get(COOKIE, "")))
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Draw the page from the primary when the standby fails in the middle of it."""
        if not _from_standby.get() or not isinstance(error, DatabaseError | InterfaceError):
            return None
        request.standby_failed = True
        _from_standby.set(False)
        connections[STANDBY].close()
        return self.get_response(request)


def has_come_to(wrote: str) -> bool:
    """Tell whether the standby answers, is one, is near, and has a place of the journal."""
    place = wrote if _PLACE.fullmatch(wrote) else "0/0"
    try:
        with connections[STANDBY].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
                " AND now() - pg_last_xact_replay_timestamp() < %s::interval",
                [place, BEHIND_AT_MOST],
            )
            return bool(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError):
        connections[STANDBY].close()
        return False


def _note(request: HttpRequest, response: HttpResponse) -> None:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        place = str(cursor.fetchone()[0])
    response.set_cookie(
        COOKIE, place, secure=request.is_secure(), httponly=True, samesite="Lax"
    )  # fmt: skip
