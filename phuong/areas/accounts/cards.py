"""How an account shows among other subjects."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.accounts import policy
from phuong.areas.accounts.states import ACCOUNT
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind


def cards(actor: Actor, subject_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those accounts that the actor may see: one statement."""
    page = address("")
    return {
        subject.id: Card(
            code=subject.code,
            title=_("Tài khoản cán bộ"),
            who="",
            state="standing",
            tag=_("Đang dùng"),
            tone="info",
            address=page,
            next_action=_("Xem"),
            next_address=page,
        )
        for subject in policy.readable(actor).filter(id__in=subject_ids)
    }


def address(_code: str) -> str:
    """Return the page of one's own account."""
    return reverse("delivery:settings")


KIND = Kind(code=ACCOUNT, label=gettext_lazy("Tài khoản cán bộ"), address=address, cards=cards)
