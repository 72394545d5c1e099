"""How an entered decision shows among other subjects."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.office import policy
from phuong.areas.office.states import CALENDAR
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind


def cards(actor: Actor, entry_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those entries that the actor may read: one statement."""
    rows = policy.readable(actor).filter(id__in=entry_ids).select_related("decision")
    return {
        entry.id: Card(
            code=entry.decision.number,
            title=_("Quyết định về lịch làm việc"),
            who=entry.decision.signer,
            state="entered",
            tag=_("Đã nhập"),
            tone="info",
            address=address(entry.decision.number),
            next_action=_("Xem"),
            next_address=address(entry.decision.number),
        )
        for entry in rows
    }


def address(_code: str) -> str:
    """Return the page on which entered decisions stand."""
    return reverse("office:calendar")


KIND = Kind(code=CALENDAR, label=gettext_lazy("Quyết định về lịch"), address=address, cards=cards)
