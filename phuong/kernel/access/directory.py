"""Which posts hold which role today: where work items are addressed."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from phuong.kernel.access.models import Grant
from phuong.kernel.access.roles import Role
from phuong.kernel.wards.remembered import Remembered

Row = tuple[UUID, UUID, str]


def _load(key: tuple[int, date]) -> tuple[Row, ...]:
    ward_id, day = key
    held = Q(post__appointments__valid_to__isnull=True) | Q(post__appointments__valid_to__gte=day)
    return tuple(
        Grant.objects.of(ward_id)
        .on(day)
        .filter(held, post__appointments__valid_from__lte=day)
        .order_by("post__code")
        .values_list("post_id", "post__unit_id", "role")
        .distinct()
    )


_directory = Remembered(_load, seconds=5)


def posts_with(ward_id: int, day: date, role: Role, unit_id: UUID | None = None) -> list[UUID]:
    """Return the posts with a role that somebody holds on a day, in the order of their codes."""
    return [
        post_id
        for post_id, of_unit, held in _directory((ward_id, day))
        if held == role and (unit_id is None or of_unit == unit_id)
    ]


def forget() -> None:
    """Read again, after an appointment or grant changed."""
    _directory.forget()
