"""How a dossier shows in lists of mixed subjects: its card, its address, its next action."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import LOOKS, State
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind
from phuong.kernel.text import fold
from phuong.kernel.workflow.machine import Move


def next_move(actor: Actor, dossier: Dossier) -> Move[State] | None:
    """Return the one thing to do next: the first main move that this actor may make."""
    return next((move for move in policy.open_moves(actor, dossier) if move.main), None)


def move_address(dossier: Dossier, move: Move[State]) -> str:
    """Return the page of a move of an official."""
    return reverse("dossiers:move", args=[dossier.code, move.slug])


def cards(actor: Actor, dossier_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those dossiers that the actor may read: one statement."""
    rows = policy.readable(actor).filter(id__in=dossier_ids).with_list_columns()
    return {dossier.id: card(actor, dossier) for dossier in rows}


def card(actor: Actor, dossier: Dossier) -> Card:
    """Return the card of one dossier."""
    page = reverse("dossiers:workspace", args=[dossier.code])
    move = next_move(actor, dossier)
    look = LOOKS[State(dossier.state)]
    return Card(
        code=dossier.code,
        title=procedures.version(dossier.version_id).name,
        who=dossier.applicant.name,
        state=dossier.state,
        tag=str(look.tag),
        tone=look.tone,
        address=page,
        next_action=str(move.label) if move else _("Xem"),
        next_address=move_address(dossier, move) if move else page,
        handler=dossier.handler.name if dossier.handler else "",
        paused=dossier.is_paused,
    )


def address(code: str) -> str:
    """Return the page of a dossier by its code."""
    return reverse("dossiers:workspace", args=[code])


def find(actor: Actor, text: str, limit: int) -> list[Dossier]:
    """Return readable dossiers that match a code, its tail, a name or a phone, without marks."""
    words = fold(text).split()
    rows = policy.readable(actor)
    for word in words[:6]:
        rows = rows.filter(search__contains=word)
    return list(rows.with_list_columns().order_by("-id")[:limit]) if words else []


KIND = Kind(code="dossier", label=gettext_lazy("Hồ sơ"), address=address, cards=cards)
