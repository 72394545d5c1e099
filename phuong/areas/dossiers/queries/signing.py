"""Who signs, and until when a letter of apology can be signed."""

from datetime import date, datetime, time, timedelta

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries.desk import Addressee, signing_post
from phuong.kernel.access.api import HERE
from phuong.kernel.law import api as law
from phuong.kernel.workdays import WorkCalendar, due_day


def signer(dossier: Dossier, on: date) -> Addressee | None:
    """Return the post that signs for a dossier on a day."""
    return signing_post(dossier.ward_id, on)


def apology_before(on: date) -> int:
    """Return how many working days before the promised one a letter is signed at the latest."""
    return law.number("dossiers.apology_before", on)


def last_day_to_apologise(promised_at: datetime, calendar: WorkCalendar, on: date) -> date:
    """Return the last day on which a letter can be signed, by the law of a day."""
    return calendar.add(due_day(promised_at), -apology_before(on))


def end_of_day(calendar: WorkCalendar, day: date) -> datetime | None:
    """Return the end of the last session of a day, or nothing where the day is off."""
    sessions = calendar.sessions_of(day)
    if not sessions:
        return None
    closes = timedelta(minutes=sessions[-1].closes)
    return datetime.combine(day, time(), HERE) + closes
