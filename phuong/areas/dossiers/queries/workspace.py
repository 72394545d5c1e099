"""What an official's page of one dossier shows, and what it says comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from phuong.areas.dossiers.models import (
    Apology,
    Dossier,
    Note,
    Paper,
    Pause,
    Result,
    SupplementItem,
)
from phuong.areas.dossiers.queries.corrections import Corrected, corrections
from phuong.areas.dossiers.queries.desk import open_request, trail_of, who_next
from phuong.areas.dossiers.queries.fees import Fee, fee_of
from phuong.areas.dossiers.queries.following import settler
from phuong.areas.dossiers.queries.issued import latest
from phuong.areas.dossiers.states import PAUSED, RUNNING, State
from phuong.kernel.access import directory
from phuong.kernel.audit.api import Event
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.ui import display


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that an official's page of one dossier shows: seven statements at the most."""

    papers: list[Paper]
    attachments: list[documents.Attachment]
    asked: list[SupplementItem]
    pauses: list[Pause]
    notes: list[Note]
    trail: list[Event]
    result: Result | None
    apology: Apology | None
    corrections: list[Corrected]
    fee: Fee | None


def workspace(dossier: Dossier) -> Workspace:
    """Return what belongs to a dossier; what its trail says never happened is not asked for."""
    trail = trail_of(dossier)
    verbs = {event.verb.removeprefix("dossiers.") for event in trail}
    asks = {"ask_supplement", "ask_at_intake", "ask_payment", "report_supplement"}
    asked = _asked(dossier) if verbs & asks else []
    noted = verbs & {
        "send_back",
        "return_apology",
        "reassign",
        "pass_on",
        "stop",
        "not_accept",
        "withdraw",
    }
    noted |= verbs & {"replace_result", "revoke_result", "recall_result", "void_certification"}
    noted |= verbs & {"report_refused", "report_stopped", "waive_payment"}
    return Workspace(
        papers=list(dossier.papers.order_by("position")),
        attachments=documents.of_subject(dossier.ward_id, dossier.id),
        asked=asked,
        pauses=_pauses(dossier, asked),
        notes=list(dossier.notes.order_by("at")) if noted else [],
        trail=trail,
        result=latest(dossier) if verbs & {"submit", "certify", "report_ready"} else None,
        apology=_letter(dossier) if dossier.apology else None,
        corrections=corrections(dossier),
        fee=fee_of(dossier, trail),
    )


def _asked(dossier: Dossier) -> list[SupplementItem]:
    """Return what was asked for, each item with the pause that its request brought, if any."""
    # Of this dossier, which the request names already: pauses have an index of dossiers alone.
    pause = Pause.objects.of(dossier.ward_id).filter(
        dossier_id=dossier.id, request_id=OuterRef("request_id")
    )
    rows = SupplementItem.objects.of(dossier.ward_id).filter(request__dossier_id=dossier.id)
    told = rows.annotate(
        begins_at=Subquery(pause.values("begins_at")[:1]),
        ends_at=Subquery(pause.values("ends_at")[:1]),
    )
    return list(told.select_related("request").order_by("request__asked_at", "position"))


def _pauses(dossier: Dossier, asked: Iterable[Any]) -> list[Pause]:
    """Return the pauses in the order of time, as they came with what was asked for."""
    spans = {one.request_id: (one.begins_at, one.ends_at) for one in asked if one.begins_at}
    return [
        Pause(ward_id=dossier.ward_id, dossier=dossier, begins_at=first, ends_at=last)
        for first, last in sorted(spans.values(), key=lambda span: span[0])
    ]


def _letter(dossier: Dossier) -> Apology | None:
    return dossier.apologies.select_related("drafted_by", "signed_by").first()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next on a dossier: who does what, and by when where a clock runs."""

    who: str
    what: str
    by: datetime | date | None
    citizen: bool = False

    @property
    def words(self) -> str:
        """The step as a sentence says it: who does what, before when."""
        if self.by is None:
            return f"{self.who} {self.what}"
        by = display.moment(self.by) if isinstance(self.by, datetime) else display.long_day(self.by)
        told = gettext("%(who)s %(what)s, trước %(by)s")
        return told % {"who": self.who, "what": self.what, "by": by}


_WHAT = {
    State.DRAFT: _("khai tiếp và gửi"),
    State.PREPARED: _("mang giấy tờ và mã QR đến quầy"),
    State.SENT: _("xem hồ sơ và tiếp nhận, hoặc báo cần bổ sung gì"),
    State.SUPPLEMENT_INTAKE: _("bổ sung giấy tờ trong phiếu hướng dẫn"),
    State.FORWARDED: _("chuyển hồ sơ đi và ghi lúc nơi giải quyết nhận được"),
    State.RECEIVED: _("phân công người giải quyết"),
    State.IN_WORK: _("giải quyết và trình ký"),
    State.SUPPLEMENT: _("bổ sung giấy tờ trong phiếu"),
    State.PAYMENT: _("nộp khoản tiền đã báo"),
    State.SIGNING: _("xem dự thảo và ký"),
    State.READY: _("trả kết quả cho người nộp"),
}
_ELSEWHERE = _("giải quyết; ở đây ghi lại từng bước báo về")
_CITIZEN = (State.DRAFT, State.PREPARED, State.SUPPLEMENT_INTAKE, State.SUPPLEMENT, State.PAYMENT)
_ASKED = (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE, State.PAYMENT)


def next_step(dossier: Dossier, on: date, *, answer_by: date | None = None) -> NextStep | None:
    """Say in words what comes next, who does it, and by when; None where all is done.

    `answer_by` is the last day for a supplement, where the page has read it already.
    """
    state = State(dossier.state)
    what = _WHAT.get(state)
    if what is None:
        return None
    if dossier.is_followed and state in RUNNING | PAUSED:
        by = dossier.target_at if dossier.is_running else None
        return NextStep(settler(dossier), gettext(_ELSEWHERE), by)
    if state in _CITIZEN:
        if answer_by is None and state in _ASKED:
            request = open_request(dossier)
            answer_by = request.answer_by if request is not None else None
        return NextStep(gettext("Người nộp"), gettext(what), answer_by, citizen=True)
    next_one = who_next(dossier, on)
    who = gettext("Phường")
    if next_one and next_one.post_id:
        who = directory.title_of(dossier.ward_id, on, next_one.post_id) or who
    elif dossier.handler is not None:
        who = dossier.handler.name
    return NextStep(who, gettext(what), dossier.target_at if dossier.is_running else None)
