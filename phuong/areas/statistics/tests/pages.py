"""What opens the pages of figures: a month that was published, with small numbers in it."""

from datetime import date

from phuong.areas.procedures import api as procedures
from phuong.areas.statistics.tests.builders import NOVEMBER, count, publish, rated
from phuong.kernel.people.models import Unit
from tests.support.pages import World, on, sample

STOREY = 3
KINDS = ("giai-quyet", "tiep-nhan", "danh-gia")

SAMPLES = {
    "statistics:file": [sample(kind=kind) for kind in KINDS],
    "statistics:table": [
        *(sample(kind=kind) for kind in KINDS),
        sample(kind="giai-quyet", query="?ky=2026-10"),
        sample(kind="khong-co", status=404),
    ],
    "statistics:records": [
        *(sample(kind=kind) for kind in KINDS),
        sample(kind="giai-quyet", query="?ky=2026-10&bo-phan=khac&tu=100"),
    ],
}

FILLED = {
    "statistics:enter": on("read_on", date(2026, 1, 1)) | {"value": "87,5"},
}


def seed(world: World) -> None:
    """Let October be a month with large numbers and small ones."""
    units = list(Unit.objects.of(world.ward).order_by("code"))
    fields = [one.code for one in procedures.fields(world.ward.pk, NOVEMBER.date())]
    for number, unit in enumerate(units):
        for field in fields or ["ho-tich"]:
            count(world.ward, unit.id, field, on_time=60 + number, late=9)
    count(world.ward, units[0].id, "dat-dai", on_time=2, late=1)
    rated(world.ward, units[0].id, "ho-tich", 12, 20)
    publish(world.ward)
