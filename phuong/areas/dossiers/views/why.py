"""Why it is this date: the very evaluation that gave it, told day by day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries import Asking, Story
from phuong.kernel.access.api import Occasion
from phuong.kernel.text import Phrase, clock_sentence, limit_phrase
from phuong.kernel.ui import display
from phuong.kernel.workdays import Day, Unit, WorkCalendar


@dataclass(frozen=True, slots=True)
class Line:
    """One day: its number if it counted, else nothing, and why."""

    day: date
    number: str
    why: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Halt:
    """Time that did not run, with what was asked for; the public page leaves that out."""

    since: datetime
    until: datetime | None
    asking: Asking | None


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that a page needs to explain a date."""

    limit: str
    received_at: datetime
    due_at: datetime | None
    first_at: datetime | None
    lines: tuple[Line, ...]
    halts: tuple[Halt, ...]

    @property
    def was_moved(self) -> bool:
        """Whether the date is another than the one promised first."""
        return self.due_at is not None and self.due_at != self.first_at


def why(dossier: Dossier, story: Story, when: Occasion, *, public: bool) -> Why | None:
    """Explain the date of a dossier; None before receipt."""
    deadline = queries.deadline(
        dossier, when.calendar, when.today, narrate=True, pauses=story.pauses
    )
    if deadline is None or dossier.received_at is None:
        return None
    requests = {} if public else {request.id: request for request in story.requests}
    return Why(
        limit=said(limit_phrase(dossier.limit_unit, dossier.limit_n or None)),
        received_at=dossier.received_at,
        due_at=deadline.due.at,
        first_at=deadline.first_promise_at,
        lines=tuple(_line(day, dossier, when.calendar) for day in deadline.days),
        halts=tuple(
            Halt(pause.begins_at, pause.ends_at, requests.get(pause.request_id))
            for pause in story.pauses
        ),
    )


def said(phrase: Phrase) -> str:
    """Return a phrase in the language of the page; a fact that is itself a sentence, too."""
    facts = {
        name: _(fact) if name == "reason" and isinstance(fact, str) else fact
        for name, fact in phrase.facts.items()
    }
    return _(phrase.message) % facts if facts else _(phrase.message)


def _line(day: Day, dossier: Dossier, calendar: WorkCalendar) -> Line:
    decision = calendar.decision_on(day.date)
    note = decision.note if decision is not None and decision.id == day.decision else ""
    why = said(clock_sentence(day.reason, day.decision, note))
    return Line(day.date, _number(day.counted, dossier), why, day.counted is not None)


def _number(counted: float | None, dossier: Dossier) -> str:
    if counted is None:
        return ""
    n = f"{counted:g}".replace(".", ",")
    if dossier.limit_unit in (Unit.WORKING_HOUR, Unit.CLOCK_HOUR):
        return ngettext("hết %(n)s giờ", "hết %(n)s giờ", int(counted)) % {"n": n}
    if dossier.limit_unit in (Unit.MONTH, Unit.YEAR, Unit.SAME_DAY):
        return _("ngày hẹn")
    return _("ngày thứ %(n)s") % {"n": n}


def moved_words(found: Why) -> str:
    """Say how the date came to be another than the first."""
    if found.due_at is None or found.first_at is None:
        return ""
    return _("Hẹn lần đầu: %(first)s. Nay là: %(now)s.") % {
        "first": display.moment(found.first_at),
        "now": display.moment(found.due_at),
    }
