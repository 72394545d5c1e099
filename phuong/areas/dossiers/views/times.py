"""How long a dossier lay where, and how long such dossiers usually take, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries import Passage, Place, Stays, Where
from phuong.kernel.access import directory
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.ui import display
from phuong.kernel.workdays import Share

HOUR, OFFICE_DAY, DAY = 60, 8 * 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Line:
    """One place with its time, both ways of counting."""

    where: str
    working: str
    clock: str


@dataclass(frozen=True, slots=True)
class Table:
    """Where the time went; the lines add up to the last."""

    lines: tuple[Line, ...]
    whole: Line
    has_ended: bool


def table(
    dossier: Dossier, happened: tuple[Passage, ...], when: Occasion, *, to_applicant: bool
) -> Table | None:
    """Return where the time went, out of the trail that the page has read; None before receipt."""
    found = queries.stays(dossier, happened, when.now, when.calendar)
    if found is None:
        return None
    through = {one.place.unit_id for one in found.parts if one.place.unit_id}
    names = {unit_id: unit_words(dossier, unit_id, when.now) for unit_id in through}
    return Table(
        tuple(
            _line(place_words(one.place, names, to_applicant=to_applicant), one.share)
            for one in found.parts
        ),
        _line(_whole_words(found), found.whole),
        found.has_ended,
    )


def unit_words(dossier: Dossier, unit_id: UUID, at: datetime) -> str:
    """Return the name of a unit that has or had a dossier, as it was called at that moment."""
    if dossier.unit is not None and dossier.unit_id == unit_id:
        name: str = dossier.unit.name
        return name
    return directory.unit_name(dossier.ward_id, at.astimezone(HERE).date(), unit_id)


def _line(where: str, share: Share) -> Line:
    return Line(where, lasted(share.working, OFFICE_DAY), lasted(share.clock, DAY))


def _whole_words(found: Stays) -> str:
    return _("Từ lúc tiếp nhận đến khi xong") if found.has_ended else _("Từ lúc tiếp nhận đến nay")


def place_words(place: Place, names: Mapping[UUID, str], *, to_applicant: bool = False) -> str:
    """Say in whose hands a dossier lay."""
    match place.where:
        case Where.APPLICANT:
            return _("Chờ ông/bà bổ sung") if to_applicant else _("Chờ người nộp bổ sung")
        case Where.QUEUE:
            return _("Chờ phân công")
        case Where.SIGNER:
            return _("Lãnh đạo ký")
        case Where.AGENCY:
            return _("Cơ quan khác")
    named = names.get(place.unit_id, "") if place.unit_id else ""
    return named or _("Bộ phận chuyên môn")


def lasted(minutes: int, day: int = OFFICE_DAY) -> str:
    """Say a length of time exactly, so that what stands in a column adds up to its last line."""
    days, rest = divmod(minutes, day)
    hours, left = divmod(rest, HOUR)
    parts = []
    if days:
        said = npgettext("a length of time", "%(n)s ngày", "%(n)s ngày", days)
        parts.append(said % {"n": display.number(days)})
    if hours:
        said = npgettext("a length of time", "%(n)s giờ", "%(n)s giờ", hours)
        parts.append(said % {"n": hours})
    if left or not parts:
        parts.append(ngettext("%(n)s phút", "%(n)s phút", left) % {"n": left})
    return " ".join(parts)
