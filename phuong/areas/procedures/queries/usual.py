"""How long a procedure usually takes, beside what the law allows; read from what is stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from phuong.areas.procedures.queries.values import VersionInfo
from phuong.kernel.measures import api as measures
from phuong.kernel.text.phrases import LIMITS
from phuong.kernel.ui import display
from phuong.kernel.workdays import Counted, counted_in

# The figure of the dossiers; its area lies above this one.
TIME = "dossiers.time"


@dataclass(frozen=True, slots=True)
class UsualTime:
    """Up to when half of the settled dossiers were done, and up to when nine in ten, in words."""

    middle: str
    ninth: str
    n: str
    first: str
    last: str

    @property
    def words(self) -> str:
        """The two as one sentence."""
        if self.middle == self.ninth:
            return _("Chín trong mười hồ sơ xong trong %(ninth)s.") % {"ninth": self.ninth}
        return _(
            "Một nửa số hồ sơ xong trong %(middle)s, chín trong mười hồ sơ xong trong %(ninth)s."
        ) % {"middle": self.middle, "ninth": self.ninth}

    @property
    def how(self) -> str:
        """How that is counted."""
        return _(
            "Tính trên ít nhất %(n)s hồ sơ có kết quả từ %(first)s đến %(last)s, không kể thời gian"
            " chờ người nộp bổ sung."
        ) % {"n": self.n, "first": self.first, "last": self.last}


def usual(ward_id: int, version: VersionInfo) -> UsualTime | None:
    """Return how long it usually takes; nothing where too few were settled to say it."""
    if version.limit is None:
        return None
    how = counted_in(version.limit.unit)
    found = measures.typical(ward_id, TIME).get(usual_key(version.slug, how))
    if found is None:
        return None
    return UsualTime(
        lasted(found.spread.middle, how),
        lasted(found.spread.ninth, how),
        display.number(measures.band(found.spread.n)),
        display.day(found.first),
        display.day(found.last),
    )


def usual_key(slug: str, how: str) -> str:
    """Return under what the figure keeps a procedure: one counted anew begins anew."""
    return f"{slug}/{how}"


def lasted(used: int, how: Counted) -> str:
    """Say how much was used, as the limit is said."""
    if used == 0 and how is Counted.WORKING_DAY:
        return _("cùng ngày")
    return _(LIMITS[how.value]) % {"n": display.number(used)}
