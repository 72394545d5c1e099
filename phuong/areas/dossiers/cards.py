"""How a dossier shows in lists of mixed subjects: its card, its address, its next action."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier, DossierQuerySet, Inquiry, SupplementRequest
from phuong.areas.dossiers.policy import inquiries
from phuong.areas.dossiers.states import DRAFT_APOLOGY, LOOKS, REASSIGN, Can, State
from phuong.areas.procedures import api as procedures
from phuong.kernel.access import directory
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card, Kind, Queue, Stranded
from phuong.kernel.errors import RuleBroken
from phuong.kernel.text import fold, parse_phone
from phuong.kernel.wards.api import Prepared, finding
from phuong.kernel.workflow.api import worklist
from phuong.kernel.workflow.machine import Move


def next_move(actor: Actor, dossier: Dossier) -> Move[State] | None:
    """Return the one thing to do next: the first main move that this actor may make."""
    return _main(policy.open_moves(actor, dossier))


def _main(moves: Sequence[Move[State]]) -> Move[State] | None:
    return next((move for move in moves if move.main), None)


def move_address(dossier: Dossier, move: Move[State]) -> str:
    """Return the page of a move of an official."""
    return _address("dossiers:move", dossier.code, move.slug)


def cards(actor: Actor, dossier_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those dossiers that the actor may read: one statement."""
    marks = {f"id{place}": id for place, id in enumerate(dossier_ids)}
    rows = _readable_of(actor, len(marks)).rows(**marks)
    return {dossier.id: card(actor, dossier) for dossier in rows}


@lru_cache(maxsize=1024)
def _readable_of(actor: Actor, number: int) -> Prepared[Dossier]:
    def among(**ids: UUID) -> DossierQuerySet:
        return policy.readable(actor).filter(id__in=ids.values()).with_list_columns()

    return Prepared(among, **{f"id{place}": UUID for place in range(number)})


def card(actor: Actor, dossier: Dossier) -> Card:
    """Return the card of one dossier."""
    page = address(dossier.code)
    moves = policy.open_moves(actor, dossier)
    move = _main(moves)
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
        due_at=dossier.target_at if dossier.is_running else None,
        subject_id=dossier.id,
        **_mark(dossier),
        **_before_late(dossier, moves),
    )


def _before_late(dossier: Dossier, moves: Sequence[Move[State]]) -> dict[str, Any]:
    """Return what to do before the promise is missed, for those who may do it."""
    if dossier.apology or DRAFT_APOLOGY not in moves:
        return {}
    return {
        "near_action": _("Sắp trễ: soạn thư xin lỗi"),
        "near_address": move_address(dossier, DRAFT_APOLOGY),
    }


def _mark(dossier: Dossier) -> dict[str, Any]:
    """Return how a finished dossier kept its promise."""
    if dossier.on_time is None:
        return {}
    if dossier.on_time:
        return {"mark": _("Đúng hạn"), "mark_tone": "ok"}
    return {"mark": _("Trễ hạn"), "mark_tone": "bad"}


def address(code: str) -> str:
    """Return the page of a dossier by its code."""
    return _address("dossiers:workspace", code)


def _address(route: str, code: str, *others: str) -> str:
    """Return an address of a list; looked up once a page of a language, the code put in after."""
    return _pattern(get_script_prefix(), route, others).replace(_PLACE, quote(code))


_PLACE = "MA-000000-0000"


@cache
def _pattern(prefix: str, route: str, others: tuple[str, ...]) -> str:
    return reverse(route, args=[_PLACE, *others])


def matching(actor: Actor, text: str) -> DossierQuerySet:
    """Return readable dossiers that match a code, its tail, a name or a phone, without marks."""
    return finding.holding(policy.readable(actor), _words(text))


def _words(text: str) -> list[str]:
    """Return what to look for; a whole phone number is one word, as it is kept."""
    try:
        return [parse_phone(text)]
    except RuleBroken:
        return fold(text).split()


def matching_ids(actor: Actor, text: str) -> Any:
    """Return the ids of what matches, as a part of a larger statement."""
    return matching(actor, text).values("id")


def find(actor: Actor, text: str, limit: int) -> list[Dossier]:
    """Return what matches, the newest first."""
    rows = policy.readable(actor).with_list_columns()
    return finding.found(rows, actor.ward_id, _words(text), limit)


def find_cards(actor: Actor, text: str, limit: int) -> list[Card]:
    """Return the cards of what matches, the newest first."""
    return [card(actor, dossier) for dossier in find(actor, text, limit)]


def waiting(actor: Actor) -> list[Any]:
    """Return the ids of what the actor handles and somebody else must do next."""
    if actor.person_id is None or not actor.units(*policy.IN_UNIT):
        return []
    rows = policy.readable(actor).filter(handler_id=actor.person_id, state=State.SIGNING)
    return [rows.order_by("target_on", "id").values_list("id")]


def came_back(actor: Actor) -> list[Any]:
    """Return the ids of what the applicant has supplemented and nobody has acted on since."""
    answered = SupplementRequest.objects.of(actor.ward_id).filter(
        dossier_id=OuterRef("subject_id"), answered_at=OuterRef("since")
    )
    states = (State.IN_WORK, State.SUPPLEMENT_INTAKE)
    return [
        branch.filter(Exists(answered), kind="dossier", state__in=states)
        .order_by("due_key", "id")
        .values_list("subject_id")
        for branch in worklist.addressed_to(actor)
    ]


def stranded(actor: Actor, on: date) -> list[Stranded]:
    """Return the dossiers whose handler is away or left, where the actor may name another."""
    units = actor.units(*policy.IN_UNIT)
    held = policy.readable(actor).filter(unit_id__in=units, state__in=REASSIGN.sources)
    rows = held.filter(directory.missing(actor.ward_id, on, "handler_id")).with_list_columns()
    return [
        Stranded(card(actor, dossier), move_address(dossier, REASSIGN))
        for dossier in rows.order_by("target_on", "id")[:MOST_STRANDED]
        if policy.allows(actor, dossier, REASSIGN)
    ]


def inquiry_cards(actor: Actor, inquiry_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of those inquiries that the actor may read: one statement."""
    rows = inquiries.readable(actor).filter(id__in=inquiry_ids).select_related("dossier")
    return {row.id: _inquiry_card(actor, row) for row in rows}


def _inquiry_card(actor: Actor, row: Inquiry) -> Card:
    """Return the card of one inquiry: never what was asked, nor whose dossier it is."""
    page = _address("dossiers:inquiry", row.code)
    asked = _("Cơ quan được hỏi: %(name)s") if row.is_outside else _("Hỏi ý kiến: %(name)s")
    return Card(
        code=row.code,
        title=asked % {"name": row.name},
        who="",
        state="asked",
        tag=_("Chờ trả lời ý kiến"),
        tone="info",
        address=page,
        next_action=_("Ghi trả lời"),
        next_address=page,
        due_at=row.due_at,
    )


MOST_STRANDED = 200
QUEUES = (
    Queue("cho-tiep-nhan", gettext_lazy("Chờ tiếp nhận"), (State.SENT,), (Can.RECEIVE,)),
    Queue("chua-phan-cong", gettext_lazy("Chưa phân công"), (State.RECEIVED,), (Can.ASSIGN,)),
    Queue(
        "cho-bo-sung",
        gettext_lazy("Chờ bổ sung"),
        (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE),
        (Can.PROCESS, Can.RECEIVE),
    ),
    Queue(
        "cho-nop-tien",
        gettext_lazy("Chờ nộp tiền"),
        (State.PAYMENT,),
        (Can.PROCESS, Can.RECEIVE),
    ),
    Queue("cho-ky", gettext_lazy("Chờ ký"), (State.SIGNING,), (Can.SIGN,)),
    Queue("ky-thu-xin-loi", gettext_lazy("Chờ ký thư xin lỗi"), ("apology",), (Can.SIGN,)),
    Queue("cho-tra", gettext_lazy("Chờ trả kết quả"), (State.READY,), (Can.RECEIVE,)),
)
IN_ITEMS = (
    State.SENT,
    State.RECEIVED,
    State.IN_WORK,
    State.SUPPLEMENT_INTAKE,
    State.SUPPLEMENT,
    State.PAYMENT,
    State.SIGNING,
    State.READY,
)
LEDGER_KIND = Kind(
    code="ledger",
    label=gettext_lazy("Sổ, biên bản"),
    address=lambda code: reverse("dossiers:ledger", args=[code]),
    cards=lambda actor, ids: {},
)
INQUIRY_KIND = Kind(
    code="inquiry",
    label=gettext_lazy("Lấy ý kiến"),
    address=lambda code: _address("dossiers:inquiry", code),
    cards=inquiry_cards,
    states={"asked": gettext_lazy("Chờ trả lời ý kiến")},
)
VISIT_KIND = Kind(
    code="visit",
    label=gettext_lazy("Lượt đến"),
    address=lambda code: reverse("dossiers:visit", args=[code]),
    cards=lambda actor, ids: {},
)
KIND = Kind(
    code="dossier",
    label=gettext_lazy("Hồ sơ"),
    address=address,
    cards=cards,
    states={
        **{str(state.value): LOOKS[state].tag for state in IN_ITEMS},
        "apology": gettext_lazy("Chờ ký thư xin lỗi"),
    },
    queues=QUEUES,
    find=find_cards,
    matching=matching_ids,
    waiting=waiting,
    came_back=came_back,
    stranded=stranded,
)
