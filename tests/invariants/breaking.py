"""Breaking an act at each of its statements in turn."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import DatabaseError, connection, transaction

from tests.invariants.world import fingerprint


class Broken(DatabaseError):
    """The failure put into an act."""


class FailingAt:
    """Lets so many statements pass and breaks the next; counts what an act asks."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement, or break it."""
        self.seen += 1
        if self.seen == self.number:
            raise Broken
        return execute(sql, params, many, context)


def breaks_nowhere(act: Callable[[], Any]) -> int:
    """Break an act at each of its statements in turn; nothing of it may stay, then let it pass."""
    before, number = fingerprint(), 0
    while True:
        number += 1
        failing = FailingAt(number)
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(failing))
            try:
                with transaction.atomic():
                    act()
            except Broken:
                pass
            else:
                return number - 1
        assert fingerprint() == before, f"statement {number}"
        assert number < 80
