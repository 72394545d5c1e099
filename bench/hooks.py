"""Inside the server: counts statements, times transactions, and records what was asked.

Each answer says in `X-Bench` how many statements it took and how long its write transactions held
the database. A request with `X-Bench-Capture: FILE` also leaves its statements in that file.
"""

import pickle
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, connections
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench"
NOT_WORK = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Notes:
    """What one request asked of the database."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.statements: list[tuple[str, Any, bool]] = []
        self.begun: float | None = None
        self.held: list[float] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement and note it."""
        answer = execute(sql, params, many, context)
        if sql.startswith("BEGIN"):
            # From here, not from the asking: waiting for the others is not holding.
            self.begun = perf_counter()
        elif not sql.startswith(NOT_WORK):
            if connection.in_atomic_block and self.begun is None:
                self.begun = perf_counter()
            self.statements.append((sql, params, connection.in_atomic_block))
        return answer

    def ended(self) -> None:
        """Note that a transaction ended."""
        if self.begun is not None:
            self.held.append((perf_counter() - self.begun) * 1000)
            self.begun = None


class Measured:
    """Counts around everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say what it took."""
        notes = Notes()
        _watch_commits(notes)
        with connection.execute_wrapper(notes):
            response = self.get_response(request)
        held = ",".join(f"{each:.3f}" for each in notes.held)
        response[HEADER] = f"{len(notes.statements)};{held}"
        if wanted := request.headers.get("X-Bench-Capture"):
            plain = [(sql, _plain(params), atomic) for sql, params, atomic in notes.statements]
            Path(wanted).write_bytes(pickle.dumps(plain))
        return response


def _plain(params: Any) -> Any:
    """Return parameters that can be read without Django: members of enumerations are texts."""
    return params and tuple(_plain_value(value) for value in params)


def _plain_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain_value(each) for each in value]
    if type(value).__name__ == "Jsonb":
        return type(value)(value.obj)
    return value


def _watch_commits(notes: Notes) -> None:
    """Tell the notes of this request when the connection commits or rolls back."""
    wrapper: Any = connections["default"]
    for name in ("_commit", "_rollback"):
        setattr(wrapper, name, _told(getattr(type(wrapper), name), wrapper, notes))


def _told(real: Any, wrapper: Any, notes: Notes) -> Callable[[], Any]:
    def told() -> Any:
        try:
            return real(wrapper)
        finally:
            notes.ended()

    return told
