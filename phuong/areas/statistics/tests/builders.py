"""A ward with figures of some months, and their publication."""

from datetime import date, datetime
from uuid import UUID

from phuong.areas.statistics import jobs
from phuong.kernel.measures import api as measures
from phuong.kernel.wards.api import Ward
from tests.support.builders import machine, moment

NOVEMBER = moment(20)


def count(
    ward: Ward, unit: UUID | None, field: str, *, on_time: int, late: int, month: int = 10
) -> None:
    """Let so many dossiers be received and settled in a month of 2026."""
    day = date(2026, month, 12)
    measures.add(
        ward.pk,
        [
            ("dossiers.received", field, unit, day, on_time + late),
            ("dossiers.on_time", field, unit, day, on_time),
            ("dossiers.late", field, unit, day, late),
        ],
    )


def rated(ward: Ward, unit: UUID | None, field: str, satisfied: int, all_of: int) -> None:
    """Let so many ratings be given in October 2026."""
    month = date(2026, 10, 1)
    measures.add(
        ward.pk,
        [
            ("dossiers.rated", field, unit, month, all_of),
            ("dossiers.satisfied", field, unit, month, satisfied),
        ],
    )


def publish(ward: Ward, now: datetime = NOVEMBER) -> int:
    """Publish what is due."""
    return jobs.publish(machine(ward, now))
