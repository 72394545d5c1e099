"""How long each procedure usually takes and where the time goes, for officials."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.queries import Place
from phuong.areas.dossiers.views import times
from phuong.areas.dossiers.views.workspace import READERS
from phuong.areas.procedures import api as procedures
from phuong.kernel.access import directory
from phuong.kernel.access.api import Request, door
from phuong.kernel.measures import api as measures
from phuong.kernel.ui import display
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workdays import Counted


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure: what the law allows, what is usual, and the median by place."""

    name: str
    limit: str
    middle: str
    ninth: str
    n: str
    places: tuple[tuple[str, str], ...]


@require_safe
@door(*READERS)
def usual(request: Request) -> HttpResponse:
    """List the procedures of which enough were settled, the slowest first."""
    occasion = request.occasion
    found = measures.typical(occasion.ward_id, queries.TIME)
    versions = {
        one.slug: one
        for field in procedures.fields(occasion.ward_id, occasion.today)
        for one in field.procedures
    }
    names = {
        unit: directory.unit_name(occasion.ward_id, occasion.today, unit)
        for one in found.values()
        for place, _minutes in one.parts
        if (unit := Place.of_key(place).unit_id) is not None
    }
    order = sorted(found.items(), key=lambda one: (-one[1].spread.ninth, one[0]))
    rows = [_row(key, one, versions, names) for key, one in order]
    first = next(iter(found.values()), None)
    context = {
        "rows": rows,
        "told": _(
            "Tính trên hồ sơ có kết quả từ %(first)s đến %(last)s, không kể thời gian chờ người"
            " nộp. Trung vị, không phải trung bình: một hồ sơ kẹt không làm xấu cả thủ tục."
        )
        % {"first": display.day(first.first), "last": display.day(first.last)}
        if first
        else "",
        "trail": [(_("Hôm nay"), "/can-bo/"), (_("Thời gian theo thủ tục"), "")],
    }
    return render_page(request, "dossiers/staff/usual.html", context)


def _row(key: str, one: measures.Typical, versions: dict[str, Any], names: dict[UUID, str]) -> Row:
    slug, _slash, how = key.rpartition("/")
    version = versions.get(slug)
    return Row(
        version.name if version else slug,
        version.limit_text if version else "",
        procedures.lasted(one.spread.middle, Counted(how)),
        procedures.lasted(one.spread.ninth, Counted(how)),
        display.number(one.spread.n),
        tuple(
            (times.place_words(Place.of_key(place), names), times.lasted(minutes))
            for place, minutes in one.parts
        ),
    )
