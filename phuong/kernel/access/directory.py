"""Which posts hold which role today: where work items are addressed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from phuong.kernel.access.models import Grant
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Absence
from phuong.kernel.wards.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Holder:
    """A post with a role, and who holds it."""

    post_id: UUID
    unit_id: UUID
    role: str
    title: str
    unit: str
    person_id: UUID
    name: str


def _load(key: tuple[int, date]) -> tuple[Holder, ...]:
    ward_id, day = key
    held = Q(post__appointments__valid_to__isnull=True) | Q(post__appointments__valid_to__gte=day)
    rows = (
        Grant.objects.of(ward_id)
        .on(day)
        .filter(held, post__appointments__valid_from__lte=day)
        .order_by("post__code", "post__appointments__person__sort_key")
        .values_list(
            "post_id",
            "post__unit_id",
            "role",
            "post__title",
            "post__unit__name",
            "post__appointments__person_id",
            "post__appointments__person__name",
        )
        .distinct()
    )
    return tuple(Holder(*row) for row in rows)


_directory = Remembered(_load, seconds=5)


def posts_with(ward_id: int, day: date, role: Role, unit_id: UUID | None = None) -> list[UUID]:
    """Return the posts with a role that somebody holds on a day, in the order of their codes."""
    return list(dict.fromkeys(one.post_id for one in holders(ward_id, day, role, unit_id)))


def holders(ward_id: int, day: date, role: Role, unit_id: UUID | None = None) -> list[Holder]:
    """Return who holds a role on a day, with their posts."""
    return [
        one
        for one in _directory((ward_id, day))
        if one.role == role and (unit_id is None or one.unit_id == unit_id)
    ]


def everybody(ward_id: int, day: date) -> tuple[Holder, ...]:
    """Return who holds any role on a day, one row a role, by the codes of their posts."""
    return _directory((ward_id, day))


def title_of(ward_id: int, day: date, post_id: UUID) -> str:
    """Return the title of a post that somebody holds, or nothing."""
    return next((one.title for one in _directory((ward_id, day)) if one.post_id == post_id), "")


def unit_name(ward_id: int, day: date, unit_id: UUID) -> str:
    """Return the name of a unit of which somebody holds a post, or nothing."""
    return next((one.unit for one in _directory((ward_id, day)) if one.unit_id == unit_id), "")


def missing(ward_id: int, day: date, column: str) -> Q:
    """Return the condition "this person is away on a day, or holds no post any more"."""
    away = Absence.objects.of(ward_id).on(day).values("person_id")
    present = {one.person_id for one in everybody(ward_id, day)}
    gone = Q(**{f"{column}__in": away}) | ~Q(**{f"{column}__in": present})
    return Q(**{f"{column}__isnull": False}) & gone


def forget() -> None:
    """Read again, after an appointment or grant changed."""
    _directory.forget()
