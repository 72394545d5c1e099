"""The accounts that a demo ward shows at its log-in page, and nothing anywhere else."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from phuong.kernel.people.models import Appointment

# Known to everybody, on purpose: `serve` refuses accounts that are marked as demo anywhere else.
DEMO_PASSWORD: Final = "phuong-mau"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A log-in to try the system with: who it is, and in what post."""

    login: str
    name: str
    post: str
    password: str = DEMO_PASSWORD


def demo_accounts(ward_id: int) -> tuple[DemoAccount, ...]:
    """Return the log-ins of a demo ward, by post; none where the installation is no demo."""
    if not settings.DEMO:
        return ()
    rows = (
        Appointment.objects.of(ward_id)
        .filter(valid_to__isnull=True)
        .filter(person__account__is_demo=True, person__account__is_active=True)
        .order_by("post__code", "person__sort_key")
        .values_list("person__account__login", "person__name", "post__title")
        .distinct()
    )
    return tuple(DemoAccount(*row) for row in rows)
