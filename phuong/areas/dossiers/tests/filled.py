"""What the forms of dossiers are filled in with, where any words would be refused."""

from collections.abc import Callable
from typing import Any

from phuong.areas.dossiers.states import State
from tests.support.pages import World


def the(key: Any, attribute: str = "code") -> Callable[[World], str]:
    """Return what looks a value of a dossier up in the world."""
    return lambda world: str(getattr(world.things["dossiers"][key], attribute))


PROVEN = {"code": the(State.SENT), "proof": "3412"}
NOT_COUNTED = {"originals-*": "", "copies-*": "", "note-*": ""}
ALONE = {"id_number": "", "together_*": "", "authority_paper": ""}
FILLED = {
    **dict.fromkeys(("dossiers:mine", "dossiers:lookup", "dossiers:kiosk-look-up"), PROVEN),
    **dict.fromkeys(
        ("dossiers:kiosk", "dossiers:kiosk-in-hall"), PROVEN | {"code": the(State.RETURNED)}
    ),
    "dossiers:resume": {"code": the(State.DRAFT)},
    "dossiers:walk-in": NOT_COUNTED | ALONE | {"came_time": "", "system": "", "elsewhere": ""},
    "dossiers:prepared": NOT_COUNTED,
    "dossiers:followed": {
        "lines": lambda world: f"{world.things['dossiers']['followed'].external_code};9;;"
    },
    "dossiers:fee": {"amount": "8.000"},
    "dossiers:move tiep-nhan": NOT_COUNTED,
    "dossiers:move dinh-chinh": NOT_COUNTED | ALONE | {"answer-copies": "2"},
    "dossiers:move thu-tien": {"amount": "8.000"},
}
