"""Answers about one task, or about who may do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from phuong.areas.tasks.models import Extension, Remark, Task
from phuong.areas.tasks.states import State
from phuong.kernel.access import directory
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.access.directory import Holder
from phuong.kernel.audit.api import Card, Event, Subject, kinds
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.links import api as links
from phuong.kernel.text import fold
from phuong.kernel.ui import display
from phuong.kernel.workdays import Due, WorkCalendar, evaluate

MOST_EXTENSIONS, NEAR_DUE = "tasks.extensions", "tasks.near_due"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who acts next: a post or a person."""

    post_id: UUID | None = None
    person_id: UUID | None = None


def who_next(task: Task, on: date) -> Addressee | None:
    """Return who must act next on a task; None where it is closed.

    What waits for an answer goes to who gave it, as long as they hold office and did not do it
    themselves; what a source gave goes to the head of the unit, else to a leader.
    """
    match State(task.state):
        case State.GIVEN | State.DOING:
            return Addressee(person_id=task.doer_id)
        case State.EXTENSION_ASKED | State.REPORTED:
            return _who_answers(task, on)
    return None


def _who_answers(task: Task, on: date) -> Addressee:
    in_office = {one.person_id for one in directory.everybody(task.ward_id, on)}
    if task.assigner_id in in_office and task.assigner_id != task.doer_id:
        return Addressee(person_id=task.assigner_id)
    tried = ((Role.UNIT_HEAD, task.unit_id), (Role.LEADER, None), (Role.SECRETARY, None))
    for role, unit_id in tried if task.assigner_id is None else tried[1:]:
        for one in directory.holders(task.ward_id, on, role, unit_id):
            if one.person_id != task.doer_id and (unit_id or role is not Role.UNIT_HEAD):
                return Addressee(post_id=one.post_id)
    # Nobody above is in office: it stays in sight of who did it, until somebody is.
    return Addressee(person_id=task.doer_id)


def workers(actor: Actor, on: date, *, anybody: bool = False) -> list[Holder]:
    """Return who may be given a task by the actor, by name: leaders ask anybody, heads their own.

    Whoever holds nothing but the setting up of the program is given no work in it.
    """
    found: dict[UUID, Holder] = {}
    everywhere = anybody or actor.holds(Role.LEADER, Role.SECRETARY)
    headed = actor.units(Role.UNIT_HEAD)
    for one in directory.everybody(actor.ward_id, on):
        if one.role != Role.ADMINISTRATOR and (everywhere or one.unit_id in headed):
            found.setdefault(one.person_id, one)
    return list(found.values())


def unit_of(ward_id: int, person_id: UUID, on: date) -> UUID | None:
    """Return the unit in which a person works on a day, the first by the code of their posts."""
    everybody = directory.everybody(ward_id, on)
    return next((one.unit_id for one in everybody if one.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that waits, with the card of what it came of."""

    referral: links.Referral
    card: Card


def offer(actor: Actor, source_id: UUID) -> Offer | None:
    """Return what a matter offers as a task, where the actor may read the matter."""
    referral = links.oldest_offer(actor.ward_id, source_id, "task")
    owner = kinds.get(referral.source.kind) if referral is not None else None
    if referral is None or owner is None:
        return None
    card = owner.cards(actor, [source_id]).get(source_id)
    return Offer(referral, card) if card is not None else None


@dataclass(frozen=True, slots=True)
class Source:
    """What a task comes of, with its card."""

    subject: Subject
    card: Card


def source(actor: Actor, source_id: UUID) -> Source:
    """Return what a task is to come of, where the actor may read it; absent and hidden alike."""
    subject = Subject.objects.of(actor.ward_id).filter(id=source_id).first()
    owner = kinds.get(subject.kind) if subject is not None else None
    card = owner.cards(actor, [source_id]).get(source_id) if owner is not None else None
    if subject is None or card is None:
        raise NotVisible
    return Source(subject, card)


def search_text(task: Task, on: date) -> str:
    """Return the folded text by which a task is found: code, work, product, giver and doer."""
    named = {one.person_id: one.name for one in directory.everybody(task.ward_id, on)}
    people = [named.get(one, "") for one in (task.assigner_id, task.doer_id) if one]
    return fold(" ".join([task.code, task.title, task.product, *people]))


def extensions_of(task: Task) -> list[Extension]:
    """Return what was asked for and answered, the first first."""
    return list(task.extensions.select_related("asked_by", "decided_by").order_by("asked_at"))


def open_extension(task: Task) -> Extension | None:
    """Return the extension that waits for an answer."""
    return task.extensions.filter(decided_at__isnull=True).first()


def most_extensions(on: date) -> int:
    """Return how often a task may be extended."""
    return law.number(MOST_EXTENSIONS, on)


def due(
    task: Task,
    extensions: Sequence[Extension],
    calendar: WorkCalendar,
    *,
    narrate: bool = False,
) -> Due:
    """Return the due instant of a task by a calendar, day by day if wanted: one code path."""
    clock = task.clock(extensions, most=len(extensions))
    return evaluate(clock, calendar, narrate=narrate)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark with the files that came with it."""

    remark: Remark
    files: list[documents.Attachment]


@dataclass(frozen=True, slots=True)
class Inside:
    """Everything that the page of one task shows beside the task: four statements."""

    said: list[Said]
    files: list[documents.Attachment]
    extensions: list[Extension]
    trail: list[Event]


def purpose(number: int) -> str:
    """Return the purpose under which the files of a remark are kept."""
    return f"proof:{number}"


def trail_of(task: Task) -> list[Event]:
    """Return what happened to a task, the first first."""
    return list(Event.objects.of(task.ward_id).filter(subject_id=task.id).order_by("seq"))


def inside(task: Task) -> Inside:
    """Return what belongs to a task; what its trail says never happened is not asked for."""
    trail = trail_of(task)
    verbs = {event.verb.removeprefix("tasks.") for event in trail}
    remarks: list[Remark] = []
    if verbs - {"give", "take_up", "ask_extension", "recompute"}:
        remarks = list(task.remarks.select_related("by").order_by("number"))
    files = documents.of_subject(task.ward_id, task.id)
    by_purpose: dict[str, list[documents.Attachment]] = {}
    for file in files:
        by_purpose.setdefault(file.purpose, []).append(file)
    return Inside(
        said=[Said(one, by_purpose.get(purpose(one.number), [])) for one in remarks],
        files=by_purpose.get("brief", []),
        extensions=extensions_of(task) if "ask_extension" in verbs else [],
        trail=trail,
    )


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next on a task: who does what, and by when."""

    who: str
    what: str
    by: datetime | None

    @property
    def words(self) -> str:
        """The step as a sentence says it."""
        if self.by is None:
            return f"{self.who} {self.what}"
        said = {"who": self.who, "what": self.what, "by": display.moment(self.by)}
        return gettext("%(who)s %(what)s, trước %(by)s") % said


_WHAT = {
    State.GIVEN: _("bắt đầu làm"),
    State.DOING: _("làm và báo cáo hoàn thành kèm minh chứng"),
    State.EXTENSION_ASKED: _("duyệt gia hạn hoặc giữ hạn cũ"),
    State.REPORTED: _("xem minh chứng rồi xác nhận, hoặc trả lại"),
}


def next_step(task: Task, on: date) -> NextStep | None:
    """Say in words what comes next, who does it, and by when; None where all is done."""
    state = State(task.state)
    next_one = who_next(task, on)
    if next_one is None:
        return None
    who = gettext("Lãnh đạo phường")
    if next_one.post_id is not None:
        who = directory.title_of(task.ward_id, on, next_one.post_id) or who
    elif next_one.person_id == task.doer_id:
        who = task.doer.name
    elif task.assigner is not None:
        who = task.assigner.name
    return NextStep(who, gettext(_WHAT[state]), task.due_at if state in _RUNS else None)


_RUNS = (State.GIVEN, State.DOING)
