"""What the generic gates need to know of an area's life cycle: how each of its moves is made.

Each area with a life cycle says so in its `tests/lives.py` as `LIVES`; one that does not fails.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import UUID

from django.db import connection

from phuong.kernel.errors import Refusal
from phuong.kernel.workflow.machine import Machine, Move
from tools import ourselves


@dataclass(frozen=True, slots=True)
class Lives:
    """How the moves of one life cycle are tried.

    `lead` brings a thing into a state by real acts, `ready` to where a move can be made, `act`
    gives the move as a call by whoever may make it. `check_whole` holds what is derived to what
    it is derived from. `readable` is the area's queryset of what an actor may read. `kind` is the
    subjects' own; `words` are in every one of them; `settle_in` makes the place inside a ward of
    the invariants, where there are people of every role. Time sends no form of `by_time`; `shared`
    moves may be made by several at once, each counting. `typed` makes things, by state, of which
    every word that a person can type is the one given. `events` says how many a move leaves, where
    it is more than one.
    """

    life: Machine[Any]
    make_place: Callable[[], Any]
    lead: Callable[[Any, Any], Any]
    ready: Callable[[Any, Move[Any]], Any]
    act: Callable[[Any, Move[Any], Any, UUID | None], Callable[[], Any]]
    check_whole: Callable[[Any], None]
    readable: Callable[[Any], Any]
    kind: str
    words: str
    settle_in: Callable[[Any], Any] | None = None
    by_time: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    typed: Callable[[Any, str], dict[Any, Any]] | None = None
    events: Mapping[str, int] = field(default_factory=dict)


def all_lives() -> dict[str, Lives]:
    """Return how the moves of every area with a life cycle are tried."""
    found: dict[str, Lives] = {}
    folders = sorted((one.name for one in ourselves.areas()), key=len, reverse=True)
    for area, machine in ourselves.machines().items():
        folder = next(one for one in folders if area == one or area.startswith(f"{one}_"))
        module = import_module(f"phuong.areas.{folder}.tests.lives")
        lives: Lives = getattr(module, f"LIVES{area.removeprefix(folder).upper()}")
        if lives.life is not machine:
            raise LookupError(f"{area}: tests/lives.py tries another life cycle")
        found[area] = lives
    return found


def all_moves() -> list[tuple[str, str]]:
    """Return every move of every area: (area, name)."""
    return [(area, move.name) for area, lives in all_lives().items() for move in lives.life]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run every job in a thread of its own, all beginning together; return what each gave."""
    gate = threading.Barrier(len(jobs))
    answers: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[number] = job()
        except Refusal as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
