"""Who settles, who acts next, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from phuong.areas.dossiers.models import Dossier, Pause, Route, SupplementRequest
from phuong.areas.dossiers.states import OPEN, State
from phuong.areas.procedures import api as procedures
from phuong.kernel.access import directory
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.audit.api import Event
from phuong.kernel.people.models import Absence, Person, Substitution
from phuong.kernel.wards.remembered import Remembered
from phuong.kernel.workdays import Day, Due, WorkCalendar, days_left, evaluate

PAPERS = SupplementRequest.Asks.PAPERS
AT_THE_DESK = frozenset(
    {
        State.SENT,
        State.SUPPLEMENT_INTAKE,
        State.FORWARDED,
        State.NOT_ACCEPTED,
        State.READY,
        State.RETURNED,
    }
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who acts next: a post or a person, or nobody."""

    post_id: UUID | None = None
    person_id: UUID | None = None


def who_next(dossier: Dossier, on: date) -> Addressee | None:
    """Return who must act next on a dossier; None where nobody in office must.

    A dossier nobody holds the post for goes to the chair: nothing lies unseen.
    """
    ward_id = dossier.ward_id
    if dossier.settled_by and dossier.state in OPEN:
        return post_with(ward_id, on, Role.RECEPTION)
    match State(dossier.state):
        case State.SENT | State.SUPPLEMENT_INTAKE | State.READY:
            return post_with(ward_id, on, Role.RECEPTION)
        case State.RECEIVED:
            return post_with(ward_id, on, Role.UNIT_HEAD, dossier.unit_id)
        case State.IN_WORK | State.SUPPLEMENT | State.PAYMENT:
            if dossier.handler_id is not None:
                return Addressee(person_id=dossier.handler_id)
            return post_with(ward_id, on, Role.UNIT_HEAD, dossier.unit_id)
        case State.SIGNING:
            return signing_post(ward_id, on)
    return None


def post_with(ward_id: int, on: date, role: Role, unit_id: UUID | None = None) -> Addressee | None:
    """Return the first post with a role, or whoever stands in where nobody holds it."""
    tried = ((role, unit_id), (Role.UNIT_HEAD, None), (Role.LEADER, None), (Role.RECEPTION, None))
    for wanted, of_unit in tried:
        posts = directory.posts_with(ward_id, on, wanted, of_unit)
        if posts:
            return Addressee(post_id=posts[0])
    return None


def _load_places(key: tuple[int, date]) -> tuple[frozenset[UUID], tuple[tuple[UUID, UUID], ...]]:
    ward_id, on = key
    away = Absence.objects.of(ward_id).on(on).values_list("person_id", flat=True)
    stand_in = Substitution.objects.of(ward_id).on(on).order_by("post__code")
    return frozenset(away), tuple(stand_in.values_list("post_id", "for_post_id"))


places = Remembered(_load_places, seconds=5)


def signing_post(ward_id: int, on: date) -> Addressee | None:
    """Return who signs on a day: the leader, or, where they are away, who signs in their place.

    A post that signs for the absent one (KT., TUQ.) comes before any other leader; where nobody
    is there, the letter waits for the leader.
    """
    away, stand_ins = places((ward_id, on))
    leaders = directory.holders(ward_id, on, Role.LEADER)
    present = list(dict.fromkeys(one.post_id for one in leaders if one.person_id not in away))
    if not leaders or not present or leaders[0].post_id in present:
        return post_with(ward_id, on, Role.LEADER)
    for post_id, for_post_id in stand_ins:
        if for_post_id == leaders[0].post_id and post_id in present:
            return Addressee(post_id=post_id)
    return Addressee(post_id=present[0])


def _load_routes(ward_id: int) -> dict[str, tuple[UUID, date | None]]:
    rows = Route.objects.of(ward_id).values_list("field", "unit_id", "unit__valid_to")
    return {field: (unit_id, last) for field, unit_id, last in rows}


routes = Remembered(_load_routes, seconds=5)


def unit_for(ward_id: int, field: str, on: date) -> UUID | None:
    """Return the unit that settles a field: by the ward's route, else any with specialists.

    A unit that is no more settles nothing: the page of routes tells that its fields are open.
    """
    routed, last = routes(ward_id).get(field, (None, None))
    if routed is not None and (last is None or on <= last):
        return routed
    return next((one.unit_id for one in directory.holders(ward_id, on, Role.SPECIALIST)), None)


def unit_now(dossier: Dossier, on: date) -> str:
    """Return the name of the unit that has the dossier: reception before and after the work."""
    ward_id = dossier.ward_id
    if dossier.unit_id is None or dossier.state in AT_THE_DESK:
        found = directory.holders(ward_id, on, Role.RECEPTION)
        return found[0].unit if found else ""
    return directory.unit_name(ward_id, on, dossier.unit_id)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a page says about the date, all from one evaluation."""

    due: Due
    first_promise_at: datetime | None
    shown_promise_at: datetime | None
    paused_since: datetime | None
    days_left: int | None

    @property
    def days(self) -> tuple[Day, ...]:
        """The narration: each day, counted or not, and why."""
        return self.due.days


def deadline(
    dossier: Dossier,
    calendar: WorkCalendar,
    today: date,
    *,
    narrate: bool = False,
    pauses: Sequence[Pause] | None = None,
) -> Deadline | None:
    """Return the deadline of a dossier by the same code that wrote it; None before receipt.

    `pauses` saves the statement where a page has read them already.
    """
    clock = dossier.clock(list(pauses) if pauses is not None else pauses_of(dossier))
    if clock is None:
        return None
    due = evaluate(clock, calendar, narrate=narrate)
    target = dossier.target_at if dossier.is_running else None
    left = days_left(target, today, calendar) if target else None
    since = due.open_pause.begins if due.open_pause else None
    return Deadline(due, dossier.first_promise_at, dossier.shown_promise_at, since, left)


def pauses_of(dossier: Dossier) -> list[Pause]:
    """Return the pauses of a dossier in the order of time."""
    return list(dossier.pauses.order_by("begins_at"))


def open_request(dossier: Dossier) -> SupplementRequest | None:
    """Return the request that waits for an answer, with its items."""
    return (
        dossier.supplement_requests.filter(answered_at__isnull=True)
        .prefetch_related("items")
        .order_by("-asked_at")
        .first()
    )


def version(dossier: Dossier) -> procedures.VersionInfo:
    """Return the version of the procedure under which the dossier began."""
    return procedures.version(dossier.version_id)


def trail_of(dossier: Dossier) -> list[Event]:
    """Return what happened to a dossier, the first first, each with the `officer` who did it."""
    who = Person.objects.of(dossier.ward_id).filter(id=OuterRef("actor_id")).values("name")[:1]
    trail = Event.objects.of(dossier.ward_id).filter(subject_id=dossier.id)
    return list(trail.annotate(officer=Subquery(who)).order_by("seq"))


def asked_in_work(dossier: Dossier) -> int:
    """Return how often the applicant was asked while the dossier was in work."""
    return dossier.supplement_requests.filter(at_intake=False, asks=PAPERS).count()


def asked_at_intake(dossier: Dossier) -> int:
    """Return how often the applicant was asked before the dossier was received."""
    return dossier.supplement_requests.filter(at_intake=True).count()


def names(ward_id: int, on: date) -> dict[str, str]:
    """Return the names of those in office on a day, by id as events have it."""
    found = (one for role in Role for one in directory.holders(ward_id, on, role))
    return {str(one.person_id): one.name for one in found}


def settling(occasion: Occasion) -> list[tuple[UUID, str]]:
    """Return the units in which somebody settles dossiers today, by name."""
    roles = (Role.SPECIALIST, Role.UNIT_HEAD)
    found = [
        one for role in roles for one in directory.holders(occasion.ward_id, occasion.today, role)
    ]
    return sorted({one.unit_id: one.unit for one in found}.items(), key=lambda pair: pair[1])


def handlers(ward_id: int, unit_id: UUID, on: date) -> list[tuple[UUID, str]]:
    """Return who may be given a dossier of a unit: its specialists and head, by name."""
    found = [
        *directory.holders(ward_id, on, Role.SPECIALIST, unit_id),
        *directory.holders(ward_id, on, Role.UNIT_HEAD, unit_id),
    ]
    return list({one.person_id: (one.person_id, one.name) for one in found}.values())
