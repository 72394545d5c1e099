"""What a page tells beforehand: until when the desk answers, and which ward a code belongs to."""

from datetime import datetime
from urllib.parse import urlsplit

from phuong.kernel.access.api import HERE
from phuong.kernel.law import api as law
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import Clock, Limit, Unit, WorkCalendar, evaluate


def intake_limit(sent_at: datetime) -> Limit:
    """Return within what time reception answers what was sent."""
    found = law.in_force("dossiers.intake_limit", sent_at.astimezone(HERE).date())
    return Limit(Unit(found.unit), found.value)


def intake_by(sent_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the moment until which reception says: received, or what is missing."""
    due = evaluate(Clock(sent_at, intake_limit(sent_at)), calendar)
    assert due.at is not None  # noqa: S101  # a clock without pauses always ends
    return due.at


def other_ward(ward: Ward, typed: str) -> tuple[Ward, str] | None:
    """Return another ward of this installation that a code names by its prefix, and its host.

    Nothing of that ward is read but its name, so that nobody learns whether the dossier exists.
    """
    code = squash(typed)
    known = Ward.objects.prefetch_related("hosts")
    named = [each for each in known if code.startswith(squash(each.code_prefix))]
    found = max(named, key=lambda each: len(each.code_prefix), default=None)
    if found is None or found.pk == ward.pk:
        return None
    host = next((row.host for row in found.hosts.all()), "")
    return found, host


def ward_scanned(ward: Ward, typed: str) -> tuple[Ward, str] | None:
    """Return another ward that a scanned address or a typed code names; a name names none."""
    if "://" in typed:
        host = urlsplit(typed).hostname or ""
        known = Ward.objects.exclude(pk=ward.pk).filter(hosts__host=host).first()
        return (known, host) if known is not None else None
    is_code = any(one.isdigit() for one in typed) and any(one.isalpha() for one in typed)
    return other_ward(ward, typed) if is_code else None


def squash(code: str) -> str:
    """Return the letters and digits of a code alone, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
