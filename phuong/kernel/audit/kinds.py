"""The kinds of subject that the installed areas own: how each is addressed, shown and read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phuong.kernel.text.words import Words

CardsOf = Callable[[Any, Sequence[UUID]], Mapping[UUID, "Card"]]


@dataclass(frozen=True, slots=True)
class Card:
    """What a list of mixed subjects shows of one: made by its area, through its `readable`."""

    code: str
    title: str
    who: str
    state: str
    tag: str
    tone: str
    address: str
    next_action: str
    next_address: str
    handler: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its word, its page by code, and the cards an actor may read."""

    code: str
    label: Words
    address: Callable[[str], str]
    cards: CardsOf


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once from the area's `AppConfig.ready`."""
    _kinds[kind.code] = kind


def get(code: str) -> Kind | None:
    """Return a kind, or nothing where no installed area owns it."""
    return _kinds.get(code)


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_kinds.values())
