"""What upper storeys may import from the hall."""

from phuong.areas.hall.actions import (
    GivenGroup,
    book,
    call_again,
    call_next,
    finish,
    miss,
    set_counter,
    set_group,
    sit,
    start,
    take,
)
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.policy import counters, groups
from phuong.areas.hall.queries import Call, board, held, number
from phuong.areas.hall.states import Can

__all__ = [
    "Call",
    "Can",
    "GivenGroup",
    "Ticket",
    "board",
    "book",
    "call_again",
    "call_next",
    "counters",
    "finish",
    "groups",
    "held",
    "miss",
    "number",
    "set_counter",
    "set_group",
    "sit",
    "start",
    "take",
]
