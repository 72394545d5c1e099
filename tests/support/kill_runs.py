"""Processes at work on one ward, killed at any moment; what they acknowledged is told by them.

Each worker is forked from a server that has loaded everything once, so a kill costs a tenth of a
second. SIGKILL: nothing of a worker can tidy up.
"""

import multiprocessing
import os
import random
import signal
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from tests.support import databases

FILING = "filing"
_LOADED = ["tests.support.kill_loaded"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act that a worker was about to try, with what is needed to try it again."""

    move: str
    row: Any
    request_id: uuid.UUID
    events: int


@dataclass(slots=True)
class Told:
    """What a worker acknowledged until it was killed, and the act it was about to try."""

    area: str
    done: list[tuple[uuid.UUID, int]] = field(default_factory=list)
    filed: list[tuple[str, str]] = field(default_factory=list)
    under_way: Attempt | None = None


class Worker:
    """One process at work on a ward, killed so many seconds after it began its first act."""

    def __init__(self, area: str, place: Any, seconds: float, seed: int) -> None:
        from django.db import connection, connections

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_LOADED)
        self._heard, said = context.Pipe(duplex=False)
        self._seconds, self.told = seconds, Told(area)
        name = str(connection.settings_dict["NAME"])
        self._process = context.Process(target=work, args=(name, area, place, seed, said))
        connections.close_all()
        self._process.start()
        said.close()

    def end(self) -> Told:
        """Wait until its time has come, kill it, and return whatever it said before."""
        self._listen(None)
        until = time.monotonic() + self._seconds
        while (left := until - time.monotonic()) > 0 and self._listen(left):
            pass
        self._process.kill()
        while self._listen(None):
            pass
        self._process.join()
        self._heard.close()
        ended = self._process.exitcode
        # One that broke off by itself was killed by nobody: what it printed says why.
        assert ended == -signal.SIGKILL, f"a worker of {self.told.area} ended by itself: {ended}"
        return self.told

    def _listen(self, seconds: float | None) -> bool:
        try:
            if not self._heard.poll(seconds):
                return False
            self._keep(*self._heard.recv())
        except (EOFError, OSError):
            return False
        return True

    def _keep(self, what: str, *said: Any) -> None:
        match what:
            case "about":
                self.told.under_way = Attempt(*said)
            case "done":
                self.told.under_way = None
                self.told.done.append((said[0], said[1]))
            case "refused":
                self.told.under_way = None
            case "filed":
                self.told.filed.append((said[0], said[1]))


def work(name: str, area: str, place: Any, seed: int, say: Connection) -> None:
    """Act without end on a ward: what a worker does until it is killed."""
    databases.use(name)
    chance = random.Random(seed)  # noqa: S311 - the same run again, not a secret
    for said in _filings(place) if area == FILING else _moves(area, place, chance):
        say.send(said)


def _moves(area: str, place: Any, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Lead things to where a move can be made, and make it: any move, again and again."""
    from phuong.kernel.audit.api import Event, Subject
    from phuong.kernel.errors import Refusal
    from tests.support.lives import all_lives

    def events(row: Any) -> int:
        return Event.objects.of(row.ward_id).filter(subject_id=row.id).count()

    lives = all_lives()[area]
    names = sorted(move.name for move in lives.life if move.name not in lives.by_time)
    yield ("begins",)
    while True:
        move = lives.life[chance.choice(names)]
        try:
            row = lives.ready(place, move)
        except Refusal:
            continue  # The other worker holds the counter, as somebody does in earnest.
        before = Subject.objects.of(row.ward_id).get(id=row.id).events
        request_id = uuid.uuid4()
        yield ("about", move.name, row, request_id, before)
        try:
            lives.act(place, move, row, request_id)()
        except Refusal:
            yield ("refused",)
        else:
            yield ("done", row.id, events(row))


def _filings(place: Any) -> Iterator[tuple[Any, ...]]:
    """File dossiers, each with a scanned paper of its own."""
    from phuong.areas.dossiers import actions
    from phuong.areas.dossiers.actions.given import GivenFile
    from phuong.areas.dossiers.tests.builders import ALL_PAPERS, HUONG, MONDAY
    from phuong.kernel.documents.api import keep

    yield ("begins",)
    while True:
        scan = os.urandom(20_000)
        stored = keep([scan], name="to-khai.pdf", media_type="application/pdf")
        file = GivenFile("to-khai", "to-khai.pdf", stored)
        occasion = place.of(place.reception, MONDAY, request_id=uuid.uuid4())
        made = actions.take_in(occasion, place.ward, place.version, HUONG, ALL_PAPERS, files=[file])
        yield ("filed", made.code, stored.sha256)
