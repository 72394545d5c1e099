"""An official's page of one dossier: what it is, where it stands, and the one thing to do next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import cards, policy, queries
from phuong.areas.dossiers.models import ApologyStanding, Dossier, SupplementRequest
from phuong.areas.dossiers.queries import inquiries
from phuong.areas.dossiers.states import LIFE, LOOKS, OPEN, Can, State
from phuong.areas.dossiers.views import correcting, slips, times
from phuong.areas.dossiers.views.telling import answer_text
from phuong.areas.money import api as money
from phuong.areas.procedures.api import VersionInfo
from phuong.areas.tasks import api as tasks
from phuong.kernel.access.api import HERE, Occasion, Request, door, has
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Event
from phuong.kernel.documents import api as documents
from phuong.kernel.links import api as links
from phuong.kernel.text.phrases import CLOCK_SENTENCES
from phuong.kernel.ui.pages import render_page
from phuong.kernel.ui.parts import Act, Row
from phuong.kernel.workflow.api import undoing

CONTROL, RETURNED_PAPERS = "phieu-kiem-soat", "phieu-tra-giay-to"
PASSED, HANDS = ("from_unit", "unit"), ("giver", "receiver")
READERS = (Can.RECEIVE, Can.ASSIGN, Can.PROCESS, Can.SIGN, Can.OVERSEE)


# What was entered within this time is not called "entered later".
SOON = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a dossier's history: an event of its own, or the end of what it led to."""

    title: str
    at: datetime
    officer: str = ""
    hands: str = ""
    entered_at: datetime | None = None


PAPERS = SupplementRequest.Asks.PAPERS


@require_GET
@door(*READERS)
def workspace(request: Request, code: str) -> HttpResponse:
    """Show one dossier: at most twelve statements, log-in and reading log included."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    audit.note_reading(occasion, [dossier.id], "dossiers.workspace")
    inside, version = queries.workspace(dossier), queries.version(dossier)
    deadline = queries.deadline(
        dossier, occasion.calendar, occasion.today, narrate=True, pauses=inside.pauses
    )
    ties = links.neighbours(occasion, dossier.id)
    context = {
        "dossier": dossier,
        "version": version,
        "look": LOOKS[State(dossier.state)],
        "inside": inside,
        "attachments": _with_addresses(dossier, version, inside.attachments),
        "deadline": deadline,
        "explained": explained(deadline) if deadline else [],
        "answers": _answers(dossier, version),
        "prints": _prints(dossier, inside),
        "late": bool(dossier.is_running and dossier.target_at and occasion.now > dossier.target_at),
        "next": queries.next_step(dossier, occasion.today, answer_by=_answer_by(inside)),
        "may_take_fee": bool(dossier.received_at) and money.may_take(occasion.actor),
        "settler": queries.settler(dossier) if dossier.external_code or dossier.settled_by else "",
        "inquiries": inquiries.answers_of(dossier) if _asked_others(inside.trail) else [],
        "may_report": policy.may_report(occasion.actor, dossier),
        "corrections": correcting.told(inside.corrections),
        **_beside(occasion, dossier, inside),
        "way_url": reverse("dossiers:way-at-desk", args=[dossier.code])
        if has(occasion.actor, Can.RECEIVE)
        and (dossier.state in OPEN or dossier.state == State.READY)
        else "",
        **_acts(occasion, dossier),
        "takeback": undoing.takeback(occasion, inside.trail, LIFE, "dossiers"),
        "times": times.table(
            dossier, tuple(queries.passages(inside.trail)), occasion, to_applicant=False
        ),
        "ties": ties,
        "give": tasks.give_address(occasion.actor, dossier.id),
        "history": _history(dossier, inside.trail, ties),
        "trail": [(_("Việc của tôi"), "/can-bo/viec/"), (dossier.code, "")],
    }
    return render_page(request, "dossiers/staff/workspace.html", context)


def _acts(occasion: Occasion, dossier: Dossier) -> dict[str, Any]:
    """Return the one thing to do next, and what else may be done."""
    main = cards.next_move(occasion.actor, dossier)
    acts = {
        move.name: Act(str(move.label), cards.move_address(dossier, move), str(move.consequence))
        for move in policy.open_moves(occasion.actor, dossier)
    }
    return {
        "act": acts.get(main.name) if main else None,
        "others": [act for name, act in acts.items() if not main or name != main.name],
    }


def _beside(occasion: Occasion, dossier: Dossier, inside: queries.Workspace) -> dict[str, Any]:
    """Return what the desk and who settles may do with the papers, and for whom it is handed in."""
    return {
        "may_give_back": has(occasion.actor, Can.RECEIVE)
        and any(paper.originals > paper.returned for paper in inside.papers),
        "may_note_unneeded": bool(inside.papers)
        and has(occasion.actor, Can.PROCESS)
        and dossier.unit_id in occasion.actor.units(*policy.IN_UNIT),
        "may_visit": has(occasion.actor, Can.RECEIVE),
        "other_words": queries.other_words(dossier.applicant),
    }


@require_GET
@door(*READERS)
def attachment(request: Request, code: str, attachment_id: UUID) -> HttpResponseBase:
    """Open a file of a dossier that the actor may read; the opening is written down."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    found = documents.get(dossier.ward_id, dossier.id, attachment_id)
    audit.note_reading(occasion, [dossier.id], "dossiers.attachment")
    return documents.respond(found)


@dataclass(frozen=True, slots=True)
class Explained:
    """One day of the narration in words."""

    date: date
    words: str
    number: str


def explained(deadline: queries.Deadline) -> list[Explained]:
    """Return the date day by day, out of the very evaluation that gave it."""
    return [
        Explained(
            day.date,
            _(CLOCK_SENTENCES[day.reason]),
            f"{day.counted:g}".replace(".", ",") if day.counted is not None else "",
        )
        for day in deadline.days
    ]


def _answers(dossier: Dossier, version: VersionInfo) -> list[Row]:
    given = dossier.applicant.answers
    return [
        Row(q.label, answer_text(q, given[q.code])) for q in version.questions if given.get(q.code)
    ]


def _asked_others(trail: Sequence[Event]) -> bool:
    return any(event.verb == "dossiers.consult" for event in trail)


def _prints(dossier: Dossier, inside: queries.Workspace) -> list[tuple[str, str]]:
    there = {
        slips.RECEIPT: dossier.received_at is not None or bool(dossier.settled_by),
        slips.SUPPLEMENT: any(one.request.asks == PAPERS for one in inside.asked),
        slips.REFUSAL: dossier.state == State.NOT_ACCEPTED,
        slips.STOPPING: dossier.state in (State.STOPPED, State.WITHDRAWN),
        slips.APOLOGY: dossier.apology == ApologyStanding.SENT,
    }
    forms = [form for form, has_it in there.items() if has_it]
    forms += slips.of_money(inside.fee.standing if inside.fee else "")
    found = [
        (slips.TITLES[form](), reverse("dossiers:print", args=[dossier.code, form]))
        for form in forms
    ]
    if queries.given_back(inside.papers):
        back = reverse("dossiers:print", args=[dossier.code, RETURNED_PAPERS])
        found.append((_("In phiếu trả giấy tờ"), back))
    if dossier.received_at is not None:
        control = reverse("dossiers:print", args=[dossier.code, CONTROL])
        found.append((_("In phiếu kiểm soát"), control))
    return found


def _answer_by(inside: queries.Workspace) -> date | None:
    waiting = [one.request for one in inside.asked if one.request.answered_at is None]
    return waiting[-1].answer_by if waiting else None


def _with_addresses(
    dossier: Dossier, version: VersionInfo, attachments: list[documents.Attachment]
) -> list[tuple[documents.Attachment, str, str]]:
    """Return each file with its address and the paper that it is of."""
    names = {paper.code: paper.name for paper in version.papers}
    return [
        (
            one,
            reverse("dossiers:attachment", args=[dossier.code, one.id]),
            names.get(one.purpose.partition(":")[2], ""),
        )
        for one in attachments
    ]


_OTHER_TITLES = {
    "change_way": gettext_noop("Đổi cách báo tin"),
    "undo": gettext_noop("Hoàn tác bước liền trước"),
    "take_answer": gettext_noop("Có trả lời ý kiến"),
    "stop_waiting": gettext_noop("Thôi chờ một câu trả lời"),
    "report": gettext_noop("Nơi giải quyết báo, tình trạng không đổi"),
    "take_in": gettext_noop("Tiếp nhận tại quầy"),
    "register": gettext_noop("Ghi nhận tại quầy"),
    "join_visit": gettext_noop("Thêm việc khác trong cùng lượt đến"),
    "return_papers": gettext_noop("Trả lại giấy tờ bản chính"),
    "find_unneeded": gettext_noop("Ghi giấy tờ không cần"),
    "start_draft": gettext_noop("Bắt đầu khai"),
    "audit.erase": gettext_noop("Xoá thông tin cá nhân"),
    "issue_form": gettext_noop("Phát hành giấy tờ"),
    "recompute": gettext_noop("Tính lại hạn theo quyết định về lịch"),
    "money.charge": gettext_noop("Tính khoản thu"),
    "money.pay": gettext_noop("Thu phí"),
    "money.refund": gettext_noop("Hoàn trả phí"),
    "rate": gettext_noop("Người nộp đã đánh giá"),
    "want_call_back": gettext_noop("Người nộp muốn được gọi lại"),
    "altered_copy": gettext_noop("Có người đem kiểm tra một bản kết quả đã bị sửa"),
    "erase_words": gettext_noop("Xoá lời góp ý của người nộp"),
}


def _history(dossier: Dossier, trail: Sequence[Event], ties: Sequence[links.Tie]) -> list[Told]:
    """Return what happened, and where a task that came of the dossier came to its end."""
    told = [
        Told(
            _title(event),
            event.at,
            getattr(event, "officer", ""),
            _hands(event, dossier),
            event.recorded_at if event.recorded_at - event.at > SOON else None,
        )
        for event in trail
    ]
    for card in (tie.card for tie in ties):
        if card is not None and card.closed_at is not None:
            what = _("Nhiệm vụ %(code)s: %(state)s") % {"code": card.code, "state": card.tag}
            told.append(Told(what, card.closed_at))
    return sorted(told, key=lambda one: one.at)


def _hands(event: Event, dossier: Dossier) -> str:
    """Say into whose hands an act gave the dossier, and out of whose."""
    if event.verb not in ("dossiers.assign", "dossiers.reassign", "dossiers.pass_on"):
        return ""
    facts = json.loads(event.body)["facts"]
    if event.verb == "dossiers.pass_on":
        units = (times.unit_words(dossier, UUID(facts[one]), event.at) for one in PASSED)
        return _("%(giver)s chuyển cho %(receiver)s") % dict(zip(HANDS, units, strict=True))
    names = queries.names(dossier.ward_id, event.at.astimezone(HERE).date())
    receiver, giver = names.get(facts.get("handler"), ""), names.get(facts.get("giver"), "")
    if giver:
        return _("%(giver)s giao cho %(receiver)s") % {"giver": giver, "receiver": receiver}
    return _("giao cho %(receiver)s") % {"receiver": receiver} if receiver else ""


def _title(event: Event) -> str:
    name = event.verb.removeprefix("dossiers.")
    known = {move.name: str(move.label) for move in LIFE}
    return known.get(name) or _(_OTHER_TITLES.get(name, name))
