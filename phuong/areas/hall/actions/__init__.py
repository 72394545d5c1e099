"""Every write in the hall that a person can cause, split by thing."""

from phuong.areas.hall.actions.acts import VISITS, series_of
from phuong.areas.hall.actions.calling import call_again, call_next, finish, miss, put_back, start
from phuong.areas.hall.actions.erasing import erase_values
from phuong.areas.hall.actions.setting import (
    GivenGroup,
    leave_counter,
    retire_counter,
    retire_group,
    set_counter,
    set_group,
    sit,
)
from phuong.areas.hall.actions.taking import arrive, book, leave, move_time, rejoin, take
from phuong.areas.hall.actions.telling import settle_call, tell_closed

__all__ = [
    "VISITS",
    "GivenGroup",
    "arrive",
    "book",
    "call_again",
    "call_next",
    "erase_values",
    "finish",
    "leave",
    "leave_counter",
    "miss",
    "move_time",
    "put_back",
    "rejoin",
    "retire_counter",
    "retire_group",
    "series_of",
    "set_counter",
    "set_group",
    "settle_call",
    "sit",
    "start",
    "take",
    "tell_closed",
]
