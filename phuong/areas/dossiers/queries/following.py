"""Dossiers that another system or agency settles: where, under which name, found by which code."""

from collections.abc import Sequence

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries.desk import version
from phuong.areas.procedures import api as procedures


def systems() -> list[tuple[str, str]]:
    """Return the systems outside the ward that settle dossiers, by code and name."""
    return procedures.systems()


def system_name(code: str) -> str:
    """Return the name of a system, or its code where no procedure names it any more."""
    return dict(systems()).get(code, code)


def settler(dossier: Dossier) -> str:
    """Return who settles a dossier that is followed: an agency elsewhere, or a system."""
    return dossier.settled_by or system_name(dossier.external_system)


def usual_system(dossier: Dossier) -> str:
    """Return the code of the system on which dossiers of this procedure are settled, if any."""
    return version(dossier).external_system


def is_taken(dossier: Dossier, system: str, code: str) -> bool:
    """Tell whether another dossier of the ward has this code of a system."""
    mine = Dossier.objects.of(dossier.ward_id).filter(external_code=code, external_system=system)
    return mine.exclude(id=dossier.id).exists()


def by_external_codes(dossiers: Sequence[Dossier]) -> dict[str, list[Dossier]]:
    """Return dossiers by the code that another system gave them; two systems may use one code."""
    found: dict[str, list[Dossier]] = {}
    for one in dossiers:
        found.setdefault(one.external_code, []).append(one)
    return found
