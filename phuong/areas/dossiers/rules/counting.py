"""In which cells of figures a dossier counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.areas.dossiers.states import PAUSED, RUNNING


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of a dossier that figures count."""

    state: str
    field: str
    unit: UUID | None
    received_on: date | None
    target_on: date | None
    finished_on: date | None
    on_time: bool | None
    apologised: bool = False
    received_as: frozenset[str] = frozenset()
    finished_as: frozenset[str] = frozenset()
    taken_for_other_on: date | None = None


_PAUSED = frozenset(str(state.value) for state in PAUSED)
_CLOCKED = frozenset(str(state.value) for state in RUNNING | PAUSED)


def cells(dossier: Counted | None) -> frozenset[tuple[str, str, UUID | None, date]]:
    """Return the cells of figures in which a dossier counts: measure, field, unit, day.

    An act writes the difference of before and after, so a figure is by construction the number of
    rows of which this function says so.
    """
    if dossier is None:
        return frozenset()
    where = (dossier.field, dossier.unit)
    if dossier.taken_for_other_on is not None:
        # Another agency answers for its time; here it is no dossier of ours, early or late.
        return frozenset({("dossiers.taken_for_other", *where, dossier.taken_for_other_on)})
    if dossier.received_on is None:
        return frozenset()
    received_as = {"dossiers.received", *dossier.received_as}
    found = {(one, *where, dossier.received_on) for one in received_as}
    running = dossier.state in _CLOCKED and dossier.target_on is not None
    if running and dossier.target_on is not None:
        found.add(("dossiers.running", *where, dossier.target_on))
    if dossier.target_on is not None and (running or dossier.on_time is False):
        found.add(("dossiers.unkept", *where, dossier.target_on))
        if dossier.apologised:
            found.add(("dossiers.apologised", *where, dossier.target_on))
    if dossier.state in _PAUSED and dossier.target_on is None:
        found.add(("dossiers.paused", *where, dossier.received_on))
    if dossier.finished_on is not None and dossier.on_time is not None:
        how = "dossiers.on_time" if dossier.on_time else "dossiers.late"
        found |= {(one, *where, dossier.finished_on) for one in {how, *dossier.finished_as}}
    return frozenset(found)
