"""Telling planned dossiers: rows and figures out of plans, without a database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import State, models
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.generate.chains import key
from phuong.delivery.generate.lives import Step
from phuong.delivery.generate.sheets import Book, Packed
from phuong.delivery.generate.tellers import KIND, Teller
from phuong.delivery.generate.wards import Staff
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.workdays import WorkCalendar
from phuong.kernel.workflow.api import NO_DUE, WorkItem

# Parents first: each link finds its row already there.
KINDS = (
    Subject, Event, models.Applicant, models.Dossier, models.Paper, models.SupplementRequest,
    models.SupplementItem, models.Pause, models.Note, models.Result, WorkItem,
)  # fmt: skip
Cell = tuple[str, str, UUID | None, date]
Standing = tuple[str, UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class Planned:
    """One dossier before it is told: which, of what, its acts, their moments, its numbers."""

    number: int
    version: int
    steps: tuple[Step, ...]
    moments: tuple[datetime, ...]
    numbers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a chunk of plans."""

    dossiers: int
    rows: dict[str, Packed]
    cells: Counter[Cell]


def addressees(staff: Staff, day: date) -> dict[Standing, tuple[UUID | None, UUID | None]]:
    """Ask the real question, who acts next, once for each way a dossier can stand."""
    found = {}
    for state in State:
        for unit_id, officers in staff.specialists.items():
            for unit in (unit_id, None):
                for handler in (None, *(officer.person_id for officer in officers)):
                    one = models.Dossier(
                        ward_id=staff.ward.pk, state=state, unit_id=unit, handler_id=handler
                    )
                    who = dossiers.who_next(one, day)
                    if who is not None:
                        found[str(state), unit, handler] = (who.post_id, who.person_id)
    return found


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the telling needs to know, all of it values."""

    seed: str
    staff: Staff
    calendar: WorkCalendar
    versions: Sequence[VersionInfo]
    addressees: Mapping[Standing, tuple[UUID | None, UUID | None]]

    def make(self, plans: Sequence[Planned]) -> Made:
        """Tell dossiers and pack their rows."""
        book, cells = self.tell(plans)
        return Made(len(plans), book.pack(), cells)

    def tell(self, plans: Sequence[Planned]) -> tuple[Book, Counter[Cell]]:
        """Tell dossiers; each has its own randomness, so chunks may be cut anyhow."""
        book, cells = Book(*KINDS), Counter[Cell]()
        for plan in plans:
            random = Random(f"{self.seed}:{plan.number}")  # noqa: S311
            teller = Teller(
                random,
                book,
                self.staff,
                self.calendar,
                self.versions[plan.version],
                plan.numbers,
                plan.moments[0],
            )
            for step, at in zip(plan.steps, plan.moments, strict=True):
                teller.act(step, at)
            teller.close()
            cells.update(dossiers.cells(dossiers.counted(teller.dossier)))
            self._address(random, book, teller.dossier, plan.moments[-1])
        return book, cells

    def _address(
        self, random: Random, book: Book, dossier: models.Dossier, since: datetime
    ) -> None:
        """Say who acts next, as the act itself would have."""
        standing = (str(dossier.state), dossier.unit_id, dossier.handler_id)
        if standing not in self.addressees:
            return
        post_id, person_id = self.addressees[standing]
        due_at = dossier.target_at if dossier.is_running else None
        item: dict[str, Any] = {
            "ward_id": dossier.ward_id,
            "id": key(random, since),
            "subject_id": dossier.id,
            "kind": KIND,
            "post_id": post_id,
            "person_id": person_id,
            "state": str(dossier.state),
            "field": dossier.field,
            "due_at": due_at,
            "due_key": due_at or NO_DUE,
            "since": since,
        }
        book.add(WorkItem, item)
