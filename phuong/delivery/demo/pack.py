"""The readable files of `packs/demo`, as frozen values."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, Self

from phuong.kernel.access.api import Role

FOLDER = Path(__file__).resolve().parents[3] / "packs" / "demo"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and the fields whose dossiers it settles."""

    code: str
    name: str
    phone: str
    is_desk: bool
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with its role, the fields it is for, and who holds it: (name, log-in)."""

    code: str
    title: str
    unit: str
    role: Role
    superior: str
    fields: tuple[str, ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """When the office works, and within it when the desk takes papers in."""

    weekdays: tuple[int, ...]
    office: tuple[tuple[time, time], ...]
    desk: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class House:
    """The ward, its neighbourhoods, units, posts and hours."""

    ward: Mapping[str, str]
    hosts: tuple[str, ...]
    since: date
    hours: Hours
    areas: tuple[tuple[str, str], ...]
    units: tuple[UnitRow, ...]
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What applicants and their answers are put together from."""

    families: tuple[str, ...]
    female: tuple[tuple[str, ...], tuple[str, ...]]
    male: tuple[tuple[str, ...], tuple[str, ...]]
    streets: tuple[str, ...]
    alleys: int
    houses: int
    hospitals: tuple[str, ...]
    relations: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AskText:
    """What is wrong with a paper of some kinds, and how to put it right."""

    kinds: tuple[str, ...]
    why: str
    how: str


@dataclass(frozen=True, slots=True)
class RefusalText:
    """Why a dossier of some fields, or of any, is refused or stopped, and what to do next."""

    at: str
    fields: tuple[str, ...]
    reason: str
    next_step: str


@dataclass(frozen=True, slots=True)
class DeskWork:
    """How much of what comes to the desk, and the sentences that officials write."""

    weights: Mapping[str, int]
    rests: Mapping[str, int]
    habits: Mapping[str, int]
    asks: tuple[AskText, ...]
    refusals: tuple[RefusalText, ...]
    withdrawals: tuple[str, ...]
    payments: tuple[str, ...]
    summaries: tuple[str, ...]
    send_backs: tuple[str, ...]
    neighbour: str
    apologies: tuple[tuple[str, str], ...]
    authority: str


@dataclass(frozen=True, slots=True)
class DemoPack:
    """All of it."""

    house: House
    names: Names
    desk: DeskWork

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Self:
        """Read the three files."""
        return cls(
            _house(_load(folder / "house.toml")),
            _names(_load(folder / "names.toml")),
            _desk(_load(folder / "desk.toml")),
        )


def _load(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _house(table: Mapping[str, Any]) -> House:
    hours = table["hours"]
    return House(
        ward=dict(table["ward"]),
        hosts=tuple(table["hosts"]),
        since=table["since"],
        hours=Hours(tuple(hours["weekdays"]), _spans(hours["office"]), _spans(hours["desk"])),
        areas=tuple((area["slug"], area["name"]) for area in table["area"]),
        units=tuple(
            UnitRow(
                unit["code"],
                unit["name"],
                unit.get("phone", ""),
                unit.get("is_desk", False),
                tuple(unit.get("routes", ())),
            )
            for unit in table["unit"]
        ),
        posts=tuple(
            PostRow(
                post["code"],
                post["title"],
                post["unit"],
                Role(post["role"]),
                post.get("superior", ""),
                tuple(post.get("fields", ())),
                tuple((person["name"], person.get("login", "")) for person in post["people"]),
            )
            for post in table["post"]
        ),
    )


def _spans(pairs: Sequence[Sequence[str]]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)


def _names(table: Mapping[str, Any]) -> Names:
    places = table["places"]
    return Names(
        families=tuple(table["families"]),
        female=(tuple(table["female"]["middles"]), tuple(table["female"]["given"])),
        male=(tuple(table["male"]["middles"]), tuple(table["male"]["given"])),
        streets=tuple(places["streets"]),
        alleys=places["alleys"],
        houses=places["houses"],
        hospitals=tuple(places["hospitals"]),
        relations=tuple(places["relations"]),
        answers={code: tuple(texts) for code, texts in table["answers"].items()},
    )


def _desk(table: Mapping[str, Any]) -> DeskWork:
    return DeskWork(
        weights=dict(table["weights"]),
        rests=dict(table["rests"]),
        habits=dict(table["habits"]),
        asks=tuple(AskText(tuple(row["kinds"]), row["why"], row["how"]) for row in table["ask"]),
        refusals=tuple(
            RefusalText(row["at"], tuple(row.get("fields", ())), row["reason"], row["next_step"])
            for row in table["refusal"]
        ),
        withdrawals=tuple(table["withdrawal"]["reasons"]),
        payments=tuple(table["payment"]["reasons"]),
        summaries=tuple(table["results"]["summaries"]),
        send_backs=tuple(table["results"]["send_backs"]),
        neighbour=table["results"]["neighbour"],
        apologies=tuple((why, reason) for why, reason in table["results"]["apologies"]),
        authority=table["results"]["authority"],
    )
