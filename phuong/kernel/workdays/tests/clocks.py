"""Clocks and calendars for the tests, in the shorthand of the command line."""

from collections.abc import Iterable
from datetime import date

from phuong.kernel.workdays import (
    Clock,
    Decision,
    Due,
    Effect,
    Extension,
    Limit,
    Mode,
    Pause,
    Session,
    WorkCalendar,
    evaluate,
)
from phuong.kernel.workdays.reading import parse_limit, read_moment

at = read_moment


def off(*days: str, local: bool = False, known_from: str | None = None) -> tuple[Decision, ...]:
    known = date.fromisoformat(known_from) if known_from else None
    return tuple(
        Decision(f"off {day}", date.fromisoformat(day), Effect.OFF, local=local, known_from=known)
        for day in days
    )


def worked(*days: str) -> tuple[Decision, ...]:
    return tuple(Decision(f"work {day}", date.fromisoformat(day), Effect.WORK) for day in days)


def opened(day: str, *sessions: str, local: bool = True) -> Decision:
    """Make a decision that leaves only these sessions open, written "07:00-11:00"."""
    pairs = [session.split("-") for session in sessions]
    return Decision(
        f"open {day}",
        date.fromisoformat(day),
        Effect.SESSIONS,
        tuple(Session.parse(first, last) for first, last in pairs),
        local=local,
    )


CULTURE_DAY = off("2026-11-24")
PLAIN = WorkCalendar()
# The calendar of the worked examples of the law notes.
CALENDAR = WorkCalendar(
    (*off("2026-08-31", "2026-09-01", "2026-09-02"), *CULTURE_DAY, *worked("2026-08-22"))
)


def extension(limit: str, decided_at: str | None = None, mode: Mode = Mode.ADD) -> Extension:
    return Extension(parse_limit(limit), mode, at(decided_at) if decided_at else None)


def pause(span: str) -> Pause:
    """Read `A/B`; nothing after the stroke leaves the pause open."""
    begins, ends = span.split("/")
    return Pause(at(begins), at(ends) if ends else None)


def clock(
    start: str,
    limit: str | Limit,
    *pauses: str,
    extensions: Iterable[Extension] = (),
    most_extensions: int = 1,
) -> Clock:
    return Clock(
        at(start),
        parse_limit(limit) if isinstance(limit, str) else limit,
        tuple(pause(span) for span in pauses),
        tuple(extensions),
        most_extensions,
    )


def worked_out(
    start: str,
    limit: str,
    *pauses: str,
    calendar: WorkCalendar = CALENDAR,
    extensions: Iterable[Extension] = (),
    most_extensions: int = 1,
) -> Due:
    facts = clock(start, limit, *pauses, extensions=extensions, most_extensions=most_extensions)
    return evaluate(facts, calendar, narrate=True)


def due(
    start: str,
    limit: str,
    *pauses: str,
    calendar: WorkCalendar = CALENDAR,
    extensions: Iterable[Extension] = (),
    most_extensions: int = 1,
) -> str | None:
    """Return the due instant as "2026-11-26T17:00", or None while a pause is open."""
    facts = clock(start, limit, *pauses, extensions=extensions, most_extensions=most_extensions)
    found = evaluate(facts, calendar)
    return short(found)


def short(found: Due) -> str | None:
    if found.at is None:
        return None
    text = found.at.replace(tzinfo=None).isoformat()
    return text.removesuffix(":00")
