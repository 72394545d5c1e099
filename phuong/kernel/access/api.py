"""What upper packages import from access."""

from phuong.kernel.access import clock, throttle
from phuong.kernel.access.actors import HERE, Actor, Held, Occasion
from phuong.kernel.access.doors import (
    ANY_HOST,
    OFFICIALS,
    PUBLIC,
    UNFINISHED,
    Request,
    door,
    may_enter,
)
from phuong.kernel.access.roles import Role, all_grants, has, register

__all__ = [
    "ANY_HOST",
    "HERE",
    "OFFICIALS",
    "PUBLIC",
    "UNFINISHED",
    "Actor",
    "Held",
    "Occasion",
    "Request",
    "Role",
    "all_grants",
    "clock",
    "door",
    "has",
    "may_enter",
    "register",
    "throttle",
]
