"""Who holds what in the ward, since when and until when, and what was changed by whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phuong.areas.office import policy
from phuong.areas.office.rules import Span
from phuong.areas.office.states import Away
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.audit.api import Event
from phuong.kernel.people.models import (
    Absence,
    Appointment,
    Person,
    Post,
    Substitution,
    Unit,
    Valid,
)
from phuong.kernel.text.words import Words
from phuong.kernel.workflow.api import WorkItem

# What was done, in words, by the verb of its event.
DONE: Mapping[str, Words] = {
    "office.add_unit": _("Thêm bộ phận"),
    "office.rename_unit": _("Sửa tên, điện thoại"),
    "office.close_unit": _("Kết thúc bộ phận"),
    "office.add_post": _("Thêm chức vụ"),
    "office.close_post": _("Kết thúc chức vụ"),
    "office.grant": _("Giao quyền"),
    "office.withdraw_grant": _("Thu quyền"),
    "office.appoint": _("Bổ nhiệm, phân công"),
    "office.end_appointment": _("Thôi giữ chức vụ"),
    "office.begin_absence": _("Ghi vắng mặt"),
    "office.end_absence": _("Ghi đã về"),
    "office.begin_substitution": _("Giao ký thay"),
    "office.end_substitution": _("Thôi ký thay"),
    "office.open_account": _("Mở tài khoản"),
    "office.invite": _("Cấp đường dẫn đặt mật khẩu"),
    "office.lock_account": _("Khoá tài khoản"),
    "office.unlock_account": _("Mở khoá tài khoản"),
    "office.found_ward": _("Lập phường"),
    "office.change_ward": _("Sửa thông tin phường"),
    "office.use_template": _("Dùng bộ máy gợi ý"),
    "office.undo_template": _("Bỏ bộ máy gợi ý"),
    "office.set_route": _("Phân công lĩnh vực"),
    "office.set_hours": _("Đặt giờ làm việc"),
    "office.end_hours": _("Bỏ giờ làm việc"),
    "office.correct_value": _("Sửa trị số"),
}


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as the page shows it: its roles, who holds it or will, whether they are away."""

    post: Post
    roles: Sequence[Grant]
    holders: Sequence[Appointment]
    away: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its posts."""

    unit: Unit
    posts: Sequence[PostRow]
    closed: bool

    @property
    def label_id(self) -> str:
        """The id of the heading that names the unit's table."""
        return f"bo-phan-{self.unit.id}"


def chart(occasion: Occasion) -> list[UnitRow]:
    """Return the ward's organisation as it is today and will be: five statements."""
    actor, today = occasion.actor, occasion.today
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    roles = _by_post(policy.things(actor, "grant").filter(lasting).order_by("role"))
    held = policy.things(actor, "appointment").filter(lasting).select_related("person")
    holders = _by_post(held.order_by("valid_from", "person__sort_key"))
    away = frozenset(policy.things(actor, "absence").on(today).values_list("person_id", flat=True))
    posts: dict[UUID, list[PostRow]] = {}
    for post in policy.things(actor, "post").filter(lasting).order_by("code"):
        row = PostRow(post, roles.get(post.id, []), holders.get(post.id, []), away)
        posts.setdefault(post.unit_id, []).append(row)
    return [
        UnitRow(
            unit,
            posts.get(unit.id, []),
            closed=unit.valid_to is not None and unit.valid_to < today,
        )
        for unit in policy.things(actor, "unit").order_by("valid_to", "code")
    ]


def _by_post(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.post_id, []).append(row)
    return found


def span(row: Valid) -> Span:
    """Return the days of a row."""
    return Span(row.valid_from, row.valid_to)


def holders(post: Post, day: date) -> list[Appointment]:
    """Return who holds a post on a day or will later."""
    held = Appointment.objects.of(post.ward_id).filter(post=post).select_related("person")
    return list(held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


def leads(post: Post, day: date) -> bool:
    """Tell whether a post is one that others stand under: only one person holds it at a time."""
    roles = Grant.objects.of(post.ward_id).on(day).filter(post=post)
    return roles.filter(role__in=[Role.LEADER, Role.SECRETARY, Role.UNIT_HEAD]).exists()


def waiting_at(post: Post) -> int:
    """Return how much open work is addressed to a post itself."""
    return WorkItem.objects.of(post.ward_id).filter(post=post).count()


def waiting_for(person: Person) -> int:
    """Return how much open work is addressed to a person."""
    return WorkItem.objects.of(person.ward_id).filter(person=person).count()


@dataclass(frozen=True, slots=True)
class Change:
    """One change as its event tells it, with today's names of whom it was about and who made it."""

    at: datetime
    words: Words
    about: str
    who: str


def history(occasion: Occasion, most: int = 100) -> list[Change]:
    """Return the last changes of the organisation, newest first: five statements."""
    subject = policy.organisation(occasion.actor).first()
    if subject is None:
        return []
    events = Event.objects.of(occasion.ward_id).filter(subject_id=subject.id)
    told = [(event, json.loads(event.body)["facts"]) for event in events.order_by("-seq")[:most]]
    names = {
        str(row.id): str(row)
        for name in ("unit", "post", "person")
        for row in policy.things(occasion.actor, name)
    }
    return [
        Change(
            event.at,
            DONE.get(event.verb, event.verb),
            ", ".join(dict.fromkeys(names[one] for one in facts.values() if one in names)),
            names.get(str(event.actor_id), event.actor_post),
        )
        for event, facts in told
    ]


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post with everything that was and is tied to it, newest first."""

    post: Post
    roles: Sequence[Grant]
    holders: Sequence[Appointment]
    places: Sequence[Substitution]
    waiting: int
    today: date


def post_page(occasion: Occasion, post_id: UUID) -> PostPage:
    """Return a post's page."""
    actor = occasion.actor
    post = policy.thing(actor, "post", post_id)
    held = policy.things(actor, "appointment").filter(post=post).select_related("person")
    places = policy.things(actor, "substitution").filter(post=post).select_related("for_post")
    return PostPage(
        post,
        list(policy.things(actor, "grant").filter(post=post).order_by("-valid_from")),
        list(held.order_by("-valid_from")),
        list(places.order_by("-valid_from")),
        waiting_at(post),
        occasion.today,
    )


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with their posts, days away, account and open work."""

    person: Person
    holds: Sequence[Appointment]
    absences: Sequence[tuple[Words, Absence]]
    waiting: int
    today: date


def person_page(occasion: Occasion, person_id: UUID) -> PersonPage:
    """Return a person's page."""
    person = policy.thing(occasion.actor, "person", person_id)
    held = Appointment.objects.of(occasion.ward_id).filter(person=person)
    away = policy.things(occasion.actor, "absence").filter(person=person)
    return PersonPage(
        person,
        list(held.select_related("post__unit").order_by("-valid_from")),
        [(_reason(one.reason), one) for one in away.order_by("-valid_from")],
        waiting_for(person),
        occasion.today,
    )


def _reason(value: str) -> Words:
    return Away(value).label if value in Away else value


def people(occasion: Occasion) -> list[tuple[Person, list[Appointment], bool]]:
    """Return the people this official may see, what they hold today, whether they are away."""
    found = list(policy.things(occasion.actor, "person").order_by("sort_key", "id"))
    held: dict[UUID, list[Appointment]] = {}
    rows = Appointment.objects.of(occasion.ward_id).on(occasion.today)
    for row in rows.select_related("post").order_by("post__code"):
        held.setdefault(row.person_id, []).append(row)
    absent = policy.things(occasion.actor, "absence").on(occasion.today)
    away = set(absent.values_list("person_id", flat=True))
    return [(one, held.get(one.id, []), one.id in away) for one in found]


def offered(
    occasion: Occasion, row: Any, *, full: bool
) -> tuple[date, list[tuple[str, str]], list[tuple[str, str]], Any]:
    """Return what the lists of a form offer: today, people, posts, and the row itself."""
    if not full:
        return occasion.today, [], [], row
    posts = policy.things(occasion.actor, "post").on(occasion.today).order_by("title", "id")
    known = policy.things(occasion.actor, "person").order_by("sort_key", "id")
    return (
        occasion.today,
        [(str(one.id), one.name) for one in known],
        [(str(one.id), one.title) for one in posts],
        row,
    )


def home_of(name: str, row: Any) -> str:
    """Return the page to which an act on a row belongs."""
    if name == "person" or name == "absence":
        return reverse("office:person", args=[row.id if name == "person" else row.person_id])
    if name in {"post", "appointment", "grant", "substitution"}:
        return reverse("office:post", args=[row.id if name == "post" else row.post_id])
    return reverse("office:organisation")


def words_of(row: Any) -> str:
    """Return what a row is called on the page of an act."""
    match row:
        case None:
            return ""
        case Appointment():
            return f"{row.person.name}, {row.post.title}"
        case Grant():
            return f"{row.get_role_display()}, {row.post.title}"
        case Absence():
            return str(row.person.name)
        case Substitution():
            return f"{row.post.title}, {row.formula} {row.for_post.title}"
    return str(row)
