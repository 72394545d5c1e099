"""Which version holds on a day, and how much of it is certain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


class Certainty(StrEnum):
    """How far a value may be relied on; the first four are the legal pack's words."""

    SOURCED = "sourced"
    SECONDARY = "secondary"
    MEMORY = "memory"
    UNCERTAIN = "uncertain"
    CONFIRMED = "confirmed"
    """An administrator of the ward looked it up and answers for it."""


RELIABLE = frozenset({Certainty.SOURCED, Certainty.SECONDARY, Certainty.CONFIRMED})
"""The pack asks for a look at the other two (`kernel.law`)."""


class Dated(Protocol):
    """What choosing asks of a version."""

    @property
    def ward_id(self) -> int | None:
        """The ward whose own it is, or nothing for everybody's."""

    @property
    def number(self) -> int:
        """Its place among the versions of the same owner."""

    @property
    def valid_from(self) -> date:
        """Its first day."""

    @property
    def valid_to(self) -> date | None:
        """Its last day, or nothing."""


AnyVersion = TypeVar("AnyVersion", bound=Dated)


def in_force(versions: Iterable[AnyVersion], on: date) -> AnyVersion | None:
    """Return the version of one procedure that holds on a day, or nothing.

    A correction has the first day of what it corrects and a higher number, so that nothing written
    is ever edited. On a day the latest beginning wins: a ward's confirmation holds until the law
    itself changes, and of one beginning the ward's own wins.
    """
    latest: dict[tuple[int | None, date], AnyVersion] = {}
    for version in versions:
        key = (version.ward_id, version.valid_from)
        if key not in latest or latest[key].number < version.number:
            latest[key] = version
    valid = [
        version
        for version in latest.values()
        if version.valid_from <= on and (version.valid_to is None or on <= version.valid_to)
    ]
    return max(
        valid,
        key=lambda version: (version.valid_from, version.ward_id is not None, version.number),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is not certain about a version."""

    code: bool
    time: bool
    fee: bool

    @property
    def any(self) -> bool:
        """Whether an administrator should look at it."""
        return self.code or self.time or self.fee


def doubts(*, code: str, time: str, fee: str, has_limit: bool) -> Doubts:
    """Tell what may not be shown as law."""
    return Doubts(
        code=code not in RELIABLE,
        time=time not in RELIABLE or not has_limit,
        fee=fee not in RELIABLE,
    )


def is_usable(*, time: str, has_limit: bool) -> bool:
    """Tell whether dossiers may begin: a promise needs a limit that somebody stands by."""
    return has_limit and time != Certainty.UNCERTAIN
