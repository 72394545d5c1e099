"""When the database or the disk takes nothing for a while: say so, and keep what was typed."""

from collections.abc import Iterator
from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

from phuong.kernel.documents.store import NO_ROOM

# PostgreSQL's word for a database that may only be read, and SQLite's for a fault in the statement.
READ_ONLY, IN_THE_STATEMENT = "25006", 1
# What was typed into these must not stand in a page.
SECRET: Final = frozenset({"password", "old", "new"})


def is_passing(error: BaseException | None) -> bool:
    """Tell whether an error, or one that it came from, is likely to be over in a while."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, InterfaceError) or _is_of_the_engine(error) or is_of_the_disk(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_of_the_disk(error: BaseException) -> bool:
    """Tell whether the disk is full, or takes no more writing."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def _is_of_the_engine(error: BaseException) -> bool:
    cause = error.__cause__
    if isinstance(error, OperationalError):
        return getattr(cause, "sqlite_errorcode", None) != IN_THE_STATEMENT
    return isinstance(error, InternalError) and getattr(cause, "sqlstate", "") == READ_ONLY


def typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return the fields of the form that was sent, or nothing where it can't be sent again.

    The token that came with it goes along as it came: whoever was made to send a form by another
    site has none that fits, and a new one would give it to them.
    """
    try:
        sent = list(_fields(request))
    except (OSError, UnreadablePostError, RawPostDataException, SuspiciousOperation):
        return None
    secret = SECRET | set(getattr(request, "sensitive_post_parameters", ()))
    return None if any(name in secret for name, _value in sent) else sent


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        for value in values:
            yield name, str(value)
