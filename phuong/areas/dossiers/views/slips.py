"""Slips of one A5 page, printed from the browser, for citizens and officials alike.

Fields as the official forms have them (TT 03/2025/TT-VPCP, Annex I: forms 01 to 05).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Apology, ApologyStanding, Dossier, Paper, ReturnMethod
from phuong.areas.dossiers.queries import Story, signers
from phuong.areas.dossiers.queries import stories as parts
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views import paper_box, proof
from phuong.areas.dossiers.views.why import said
from phuong.areas.money import api as money
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.errors import NotVisible
from phuong.kernel.text import document_date, limit_phrase, show_phone
from phuong.kernel.ui.pages import render_page

RECEIPT, SUPPLEMENT, REFUSAL, STOPPING, APOLOGY = (
    "giay-hen", "phieu-bo-sung", "phieu-tu-choi", "thong-bao-dung", "thu-xin-loi",
)  # fmt: skip
MONEY, MONEY_BACK = "bien-lai", "phieu-hoan-tra"
TITLES: dict[str, Callable[[], str]] = {
    RECEIPT: lambda: _("In giấy hẹn"),
    SUPPLEMENT: lambda: _("In phiếu bổ sung"),
    REFUSAL: lambda: _("In phiếu từ chối"),
    STOPPING: lambda: _("In thông báo dừng"),
    APOLOGY: lambda: _("In thư xin lỗi và hẹn lại"),
    MONEY: lambda: _("In biên lai thu tiền"),
    MONEY_BACK: lambda: _("In phiếu hoàn trả tiền"),
}
_NEEDED = {
    RECEIPT: (parts.EVENTS, parts.PAPERS, parts.FEE),
    SUPPLEMENT: (parts.EVENTS, parts.REQUESTS),
    REFUSAL: (parts.EVENTS, parts.NOTES),
    STOPPING: (parts.EVENTS, parts.NOTES, parts.REQUESTS),
    APOLOGY: (parts.EVENTS, parts.APOLOGY),
    MONEY: (parts.EVENTS, parts.FEE),
    MONEY_BACK: (parts.EVENTS, parts.FEE),
}


def available(dossier: Dossier, story: Story) -> list[str]:
    """Return the slips that this dossier has, by what happened to it."""
    found = []
    if dossier.received_at is not None or dossier.settled_by:
        found.append(RECEIPT)
    if story.last("ask_at_intake", "ask_supplement"):
        found.append(SUPPLEMENT)
    if dossier.state == State.NOT_ACCEPTED:
        found.append(REFUSAL)
    if dossier.state in (State.STOPPED, State.WITHDRAWN):
        found.append(STOPPING)
    if dossier.apology == ApologyStanding.SENT:
        found.append(APOLOGY)
    return found + of_money(story.fee.standing if story.fee else "")


def of_money(standing: str) -> list[str]:
    """Return the slips of money by what came of what was due."""
    if standing == money.Charge.Standing.REFUNDED:
        return [MONEY, MONEY_BACK]
    return [MONEY] if standing == money.Charge.Standing.PAID else []


@require_GET
@door(PUBLIC)
@proof.proved
def slip(request: Request, dossier: Dossier, _when: Occasion, form: str) -> HttpResponse:
    """Show a slip to the owner of a dossier."""
    around = {"paper": paper_box.for_owner(dossier, form)}
    return render(request, dossier, form, official=False, around=around)


def render(
    request: Request,
    dossier: Dossier,
    form_code: str,
    *,
    official: bool,
    around: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a slip as it prints; one that the dossier does not have is not there.

    `official` is the ward's own copy: it says so, and does not show the secret. `around` is what
    stands beside the slip on the screen and is not printed.
    """
    if form_code not in _NEEDED:
        raise NotVisible
    story = queries.story(dossier, _NEEDED[form_code])
    if form_code not in available(dossier, story):
        raise NotVisible
    context: dict[str, Any] = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "story": story,
        "ward": request.ward,
        "person": dossier.applicant,
        "phone": show_phone(dossier.applicant.phone),
        "who": queries.applicant_words(dossier.applicant),
        "other": queries.other_words(dossier.applicant),
        "official": official,
        "slip_number": dossier.code,
        "qr": proof.qr_of(request, dossier, form_code),
        "unit_name": request.ward.name,
        **_FILL[form_code](dossier, story),
        **(around or {}),
    }
    context["slip_place_and_day"] = _place_and_day(request, context["at"])
    template = f"dossiers/citizen/slip_{form_code.replace('-', '_')}.html"
    return render_page(request, template, context)


def _place_and_day(request: Request, at: Any) -> str:
    day = document_date(at.astimezone(HERE).date())
    place = request.ward.place
    return f"{place}, {day}" if place else day[:1].upper() + day[1:]


def _receipt(dossier: Dossier, story: Story) -> dict[str, Any]:
    taken = story.last("take_in", "receive", "take_for_other")
    return {
        "slip_title": _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        "at": taken.at if taken and dossier.settled_by else dossier.received_at,
        "officer": taken.officer if taken else "",
        "papers": [
            (paper.name, Paper.Form(paper.form).label, paper.number_words) for paper in story.papers
        ],
        "limit": said(limit_phrase(dossier.limit_unit, dossier.limit_n or None))
        if dossier.received_at
        else queries.version(dossier).limit_text,
        "return_words": ReturnMethod(dossier.return_method).label,
    }


def _supplement(dossier: Dossier, story: Story) -> dict[str, Any]:
    asking = story.for_papers
    if asking is None:
        raise NotVisible
    return {
        "slip_title": _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        "at": asking.asked_at,
        "asking": asking,
        "officer": asking.officer,
    }


def _refusal(dossier: Dossier, story: Story) -> dict[str, Any]:
    note = story.note("not_accept", "report_refused")
    if note is None:
        raise NotVisible
    return {
        "slip_title": _("Phiếu từ chối tiếp nhận, giải quyết hồ sơ"),
        "at": note.at,
        "note": note,
        "officer": note.officer,
    }


def _stopping(dossier: Dossier, story: Story) -> dict[str, Any]:
    last = story.last(
        "stop", "lapse", "lapse_payment", "withdraw", "report_stopped", "report_withdrawn"
    )
    if last is None:
        raise NotVisible
    asked = story.requests[-1].answer_by if story.requests else None
    return {
        "slip_title": _("Thông báo dừng giải quyết hồ sơ"),
        "at": last.at,
        "note": story.note("stop", "report_stopped"),
        "lapsed": asked if last.move == "lapse" else None,
        "unpaid": asked if last.move == "lapse_payment" else None,
        "withdrawn": last.move in ("withdraw", "report_withdrawn"),
        "officer": last.officer if last.move == "stop" else "",
        "signing": _signing(dossier, last) if last.move == "stop" else None,
    }


def _apology(dossier: Dossier, story: Story) -> dict[str, Any]:
    signed = story.last("apologize")
    if signed is None or story.apology is None:
        raise NotVisible
    return {
        "slip_title": _("Thư xin lỗi và hẹn lại ngày trả kết quả"),
        "slip_number": story.apology.number,
        "at": signed.at,
        "letter": story.apology,
        "why": Apology.Why(story.apology.why).label,
        "responsible": dossier.handler.name if dossier.handler else story.apology.responsible,
        "unit_phone": dossier.unit.phone if dossier.unit else "",
        "officer": story.apology.signer,
        "signing": _signing(dossier, signed),
    }


def _money(kind: str, title: Callable[[], str]) -> Callable[[Dossier, Story], dict[str, Any]]:
    def fill(dossier: Dossier, _story: Story) -> dict[str, Any]:
        paper = queries.money_paper(dossier, kind)
        if paper is None:
            raise NotVisible
        payment = paper.payment
        return {
            "slip_title": title(),
            "slip_number": payment.number,
            "at": payment.at,
            "money": paper,
            "officer": payment.by.name if payment.by else "",
        }

    return fill


def _signing(dossier: Dossier, act: parts.Entry) -> signers.Signing:
    """Return in whose name a leader signed, and in which post: perhaps in another's place."""
    day = act.at.astimezone(HERE).date()
    return signers.of_person(dossier.ward_id, day, act.officer_id, act.officer)


_FILL: dict[str, Callable[[Dossier, Story], dict[str, Any]]] = {
    RECEIPT: _receipt,
    SUPPLEMENT: _supplement,
    REFUSAL: _refusal,
    STOPPING: _stopping,
    APOLOGY: _apology,
    MONEY: _money(money.Payment.Kind.TAKEN, lambda: _("Biên lai thu tiền")),
    MONEY_BACK: _money(money.Payment.Kind.BACK, lambda: _("Phiếu hoàn trả tiền")),
}
