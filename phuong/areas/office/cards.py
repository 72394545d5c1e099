"""How an entered decision shows among other subjects."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.office import policy
from phuong.areas.office.states import CALENDAR, ORGANISATION
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


def organisations(actor: Actor, subject_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the card of the ward's organisation: one statement."""
    return {
        subject.id: Card(
            code=subject.code,
            title=_("Bộ máy của phường"),
            who="",
            state="standing",
            tag=_("Đang dùng"),
            tone="info",
            address=organisation_address(subject.code),
            next_action=_("Xem"),
            next_address=organisation_address(subject.code),
        )
        for subject in policy.organisation(actor).filter(id__in=subject_ids)
    }


def organisation_address(_code: str) -> str:
    """Return the page of units, posts and people."""
    return reverse("office:organisation")


ORGANISATION_KIND = Kind(
    code=ORGANISATION,
    label=gettext_lazy("Bộ máy"),
    address=organisation_address,
    cards=organisations,
)
