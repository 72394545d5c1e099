"""Reference data kept in the process for a few seconds, so that a page pays no statement for it."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_everything: list["Remembered[object, object]"] = []


class Remembered(Generic[K, V]):
    """Answers of `load`, each trusted for so many seconds; `forget` after a change in this process.

    Other processes see a change within the same seconds, so only what changes by decision and
    takes effect by day belongs here, never the state of a subject.
    """

    def __init__(self, load: Callable[[K], V], *, seconds: float, most: int = 4096) -> None:
        """Keep at most `most` answers; when full, begin anew."""
        self._load = load
        self._seconds = seconds
        self._most = most
        self._kept: dict[K, tuple[float, V]] = {}
        _everything.append(self)  # type: ignore[arg-type]

    def __call__(self, key: K) -> V:
        """Return the answer for a key, loading it when it is not there or too old."""
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] < self._seconds:
            return kept[1]
        value = self._load(key)
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = (now, value)
        return value

    def forget(self) -> None:
        """Load everything again when it is next asked for."""
        self._kept.clear()


def forget_all() -> None:
    """Forget everything: after set-up, and between tests."""
    for remembered in _everything:
        remembered.forget()
