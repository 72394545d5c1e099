"""Open dossiers that keep an older version of their procedure than the one in force."""

from dataclasses import dataclass
from datetime import date

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import OPEN
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A procedure with the version that is in force, if any, and the dossiers that keep others."""

    name: str
    now: VersionInfo | None
    rows: tuple[tuple[Dossier, VersionInfo], ...]

    @property
    def label_id(self) -> str:
        """The id of the heading that names the table."""
        return f"thu-tuc-{self.rows[0][1].slug}"


def keeping_old(actor: Actor, on: date) -> list[Kept]:
    """Return the open dossiers this actor may read whose procedure has changed since.

    At most `MOST`, the first received first: a page for whoever explains a date, no register.
    """
    in_force = {one.procedure_id: one for one in procedures.catalogue(actor.ward_id, on)}
    ids = [one.id for one in in_force.values()]
    rows = policy.readable(actor).filter(state__in=OPEN).exclude(version_id__in=ids)
    found: dict[str, list[tuple[Dossier, VersionInfo]]] = {}
    for dossier in rows.select_related("applicant").order_by("id")[:MOST]:
        version = procedures.version(dossier.version_id)
        found.setdefault(version.slug, []).append((dossier, version))
    return [
        Kept(pairs[0][1].name, in_force.get(pairs[0][1].procedure_id), tuple(pairs))
        for _slug, pairs in sorted(found.items())
    ]
