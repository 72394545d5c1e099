"""How a figure that was entered shows among other subjects."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.statistics import policy, queries
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind


def cards(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those figures that the actor may read: one statement."""
    rows = policy.entered(actor).filter(id__in=ids).select_related("entered_by")
    return {
        one.id: Card(
            code=one.period,
            title=dict(queries.things(one.read_on)).get(one.of, one.of),
            who="",
            state="replaced" if one.replaced_at else "entered",
            tag=_("Đã thay") if one.replaced_at else _("Đã nhập"),
            tone="muted" if one.replaced_at else "info",
            address=address(""),
            next_action=_("Xem"),
            next_address=address(""),
        )
        for one in rows
    }


def address(_code: str) -> str:
    """Return the page on which entered figures stand."""
    return reverse("statistics:entered")


KIND = Kind(policy.OUTSIDE, gettext_lazy("Số đo ở nơi khác"), address, cards)
