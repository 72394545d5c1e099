"""What a process remembers of the law, and how it learns that something changed.

Each shelf (values, calendar) is filled once and used for `TRUSTED_FOR` seconds without a
statement; then one statement reads the stamp, and the shelf is emptied only if the stamp is
another. The stamp is drawn anew by `changed`, never counted: a counter that a rolled-back
transaction had moved could come back to the same number with other rows behind it.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

from phuong.kernel.law.models import Stamp
from phuong.kernel.wards.identifiers import uuid7

TRUSTED_FOR = 5.0
MOST_ENTRIES = 500

VALUES, CALENDAR = "values", "calendar"

Answer = TypeVar("Answer")


class Shelf:
    """Answers of one kind, kept while the stamp stays the same."""

    def __init__(self, name: str, clock: Callable[[], float] = monotonic) -> None:
        self.name = name
        self._clock = clock
        self._mark: UUID | None = None
        self._read_at = float("-inf")
        self._entries: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the remembered answer, or make and remember it."""
        entries = self._fresh()
        if key not in entries:
            if len(entries) >= MOST_ENTRIES:
                entries.clear()
            entries[key] = make()
        answer: Answer = entries[key]
        return answer

    def forget(self) -> None:
        """Empty the shelf: the next question asks the database."""
        self._entries = {}
        self._mark = None
        self._read_at = float("-inf")

    def _fresh(self) -> dict[Hashable, Any]:
        if self._clock() - self._read_at < TRUSTED_FOR:
            return self._entries
        # The clock is read before the stamp: a change in between is seen one round later at most.
        asked_at = self._clock()
        mark = Stamp.objects.filter(name=self.name).values_list("mark", flat=True).first()
        if mark is None or mark != self._mark:
            self._entries = {}
        self._mark, self._read_at = mark, asked_at
        return self._entries


values = Shelf(VALUES)
calendars = Shelf(CALENDAR)


def changed(*names: str) -> None:
    """Say, in the transaction that changed them, that values or calendar decisions changed."""
    for name in names or (VALUES, CALENDAR):
        Stamp.objects.update_or_create(name=name, defaults={"mark": uuid7()})
    forget()


def forget() -> None:
    """Forget what this process remembers."""
    values.forget()
    calendars.forget()
