"""What can be taken back, by whom and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import LIFE, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Event, Reading
from phuong.kernel.law import api as law
from phuong.kernel.workflow.machine import Care, Move

# Where the ward's values are not loaded, what our convention says.
UNDO_MINUTES = 15
_MOVES = {move.name: move for move in LIFE}


@dataclass(frozen=True, slots=True)
class Takeback:
    """A move that the actor can still take back, and the minutes that are left."""

    move: Move[State]
    minutes: int


def undo_minutes(on: date) -> int:
    """Return for how many minutes a move can be undone."""
    try:
        return law.number("workflow.undo", on)
    except law.NotInForce:
        return UNDO_MINUTES


def printed_since(dossier: Dossier, moment: datetime) -> bool:
    """Tell whether a slip of the dossier was opened for printing since a moment."""
    read = Reading.objects.of(dossier.ward_id).filter(subject_id=dossier.id, at__gte=moment)
    return read.filter(purpose="dossiers.print").exists()


def takeback(occasion: Occasion, trail: Sequence[Event]) -> Takeback | None:
    """Return what the actor can take back, out of a trail that a page has read: no statement."""
    last = trail[-1] if trail else None
    if last is None or last.actor_id is None or last.actor_id != occasion.actor.person_id:
        return None
    move = _MOVES.get(last.verb.removeprefix("dossiers."))
    if move is None or move.care is not Care.UNDO:
        return None
    left = last.at + timedelta(minutes=undo_minutes(occasion.today)) - occasion.now
    minutes = -(-int(left.total_seconds()) // 60)
    return Takeback(move, minutes) if minutes > 0 else None
