"""What the official forms of a dossier say: 01 to 06, each from the dossier's own story.

Papers are Vietnamese whatever language the page has. What needs an address of this installation
(the QR code, where to look a dossier up) is handed in by the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from phuong.areas.dossiers.models import Apology, Dossier, Paper, ReturnMethod
from phuong.areas.dossiers.queries.applicants import applicant_words, contact_words, other_words
from phuong.areas.dossiers.queries.checklist import given_back
from phuong.areas.dossiers.queries.control import handed_on, steps
from phuong.areas.dossiers.queries.desk import version as version_of
from phuong.areas.dossiers.queries.fees import money_paper
from phuong.areas.dossiers.queries.signers import Signing, of_leader, of_person
from phuong.areas.dossiers.queries.stories import (
    APOLOGY,
    EVENTS,
    FEE,
    NOTES,
    PAPERS,
    REQUESTS,
    Story,
    story,
)
from phuong.areas.money import api as money
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import HERE
from phuong.kernel.documents.official.api import (
    Facts,
    FormVersion,
    Issuer,
    Printed,
    current,
    in_force,
)
from phuong.kernel.errors import NotVisible
from phuong.kernel.text import limit_phrase, show_date, show_day, show_moment, show_phone
from phuong.kernel.wards.api import Ward

# By what stands in an address.
FORMS: Mapping[str, str] = {
    "giay-hen": "receipt",
    "phieu-bo-sung": "supplement",
    "phieu-tu-choi": "refusal",
    "thong-bao-dung": "stopping",
    "thu-xin-loi": "apology",
    "phieu-kiem-soat": "control",
    "phieu-tra-giay-to": "returned-papers",
    "bien-lai": "money-receipt",
    "phieu-hoan-tra": "money-refund",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What one form says beyond what all of them do, of which day, and which time of several.

    `stays`: what was put right in the dossier later does not touch it.
    """

    at: datetime
    texts: Mapping[str, str]
    rows: Mapping[str, list[list[str]]]
    occurrence: str = ""
    number: str = ""
    stays: bool = False


def form_version(dossier: Dossier, form: str) -> FormVersion:
    """Return the version of a form that a dossier keeps: of the day on which it began."""
    return in_force(form, dossier.created_at.astimezone(HERE).date())


def printed(dossier: Dossier, ward: Ward, slug: str, *, qr: str, lookup: str) -> Printed:
    """Return what a form of a dossier says; one that the dossier does not have is not there."""
    fill = _FILL.get(slug)
    if fill is None:
        raise NotVisible
    with override("vi"):
        said = fill(dossier, story(dossier, _NEEDED[slug]))
        common = {**_common(dossier, ward), "lookup": lookup}
        if said.stays:
            common = {name: common[name] for name in ("code", "ask")}
        texts = {**common, **said.texts}
    day = said.at.astimezone(HERE).date()
    return Printed(
        version=form_version(dossier, FORMS[slug]),
        facts=Facts(issuer_of(ward), day, texts, said.rows, qr),
        occurrence=said.occurrence,
        number=said.number,
    )


def issuer_of(ward: Ward) -> Issuer:
    """Return the ward as the head of a paper has it."""
    # In the middle of a line the word "phường" is a small one.
    name = f"phường{ward.name[6:]}" if ward.name.startswith("Phường ") else ward.name
    return Issuer(ward.parent_name, name, ward.place)


def moment(at: datetime | None) -> str:
    """Write a moment as a paper has it."""
    return show_moment(at.astimezone(HERE)) if at else ""


def _common(dossier: Dossier, ward: Ward) -> dict[str, str]:
    """Return what every form may say of its dossier."""
    person, version = dossier.applicant, version_of(dossier)
    return {
        "code": dossier.code,
        "applicant": applicant_words(person),
        "applicant_name": person.representative or person.name,
        "id_number": person.id_number,
        "other": other_words(person),
        "address": person.address,
        "phone": show_phone(person.phone) if person.phone else "",
        "contact": contact_words(person),
        "procedure": version.name,
        "unit": dossier.unit.name if dossier.unit else "",
        "received": moment(dossier.received_at),
        "ask": f"Hỏi: {ward.phone}." if ward.phone else "",
    }


def _receipt(dossier: Dossier, told: Story) -> Filled:
    taken = told.last("take_in", "receive", "take_for_other")
    sent_on = taken.at if taken is not None else None
    at = dossier.received_at if dossier.is_own else sent_on
    if at is None:
        raise NotVisible
    promise, first = dossier.shown_promise_at, dossier.first_promise_at
    version = version_of(dossier)
    rows = [
        [str(place), paper.name, str(Paper.Form(paper.form).label), paper.number_words]
        for place, paper in enumerate(told.papers, start=1)
        if paper.form != Paper.Form.MISSING
    ]
    texts = {
        "papers_words": "" if rows else "không có giấy tờ kèm theo",
        "sets": "01 bộ",
        **_dates(dossier, version, promise or first),
        "received": moment(at),
        "first_promise": moment(first) if first != promise else "",
        "corrected": _corrected(dossier),
        "return_method": str(ReturnMethod(dossier.return_method).label),
        "fee": told.fee.words if told.fee else _usual_fee(version),
        "officer": taken.officer if taken else "",
        "secret": dossier.secret,
    }
    # A corrected receipt keeps its number: people have it in their hands and in their registers.
    before = current(dossier.ward_id, dossier.id, "receipt")
    number = before.number if before is not None else ""
    return Filled(at, texts, {"papers": rows}, number=number)


def _dates(dossier: Dossier, version: VersionInfo, promise: datetime | None) -> dict[str, str]:
    """Say how long it takes and until when; of another agency, from when its time runs."""
    if dossier.is_own:
        limit = str(limit_phrase(dossier.limit_unit, dossier.limit_n or None))
        return {"limit": limit, "promise": moment(promise)}
    since = f"{version.limit_text}, tính từ lúc {dossier.settled_by} nhận được hồ sơ"
    told = moment(promise) if promise else f"Do {dossier.settled_by} giải quyết; báo khi nhận được"
    return {"limit": since, "promise": told}


def _usual_fee(version: VersionInfo) -> str:
    return "" if version.fee_doubtful else version.fee_text


def _corrected(dossier: Dossier) -> str:
    if dossier.corrected_at is None:
        return ""
    return f"Bản {dossier.receipt_turn}, lúc {moment(dossier.corrected_at)}; thay các bản in trước"


def _supplement(dossier: Dossier, told: Story) -> Filled:
    asking = told.for_papers
    if asking is None:
        raise NotVisible
    pause = "" if asking.at_intake else "Trong lúc chờ bổ sung, thời hạn giải quyết tạm dừng."
    rows = [
        [str(item.position), item.name, _why(item.why, item.basis, item.how)]
        for item in asking.items
    ]
    texts = {
        "answer_by": show_day(asking.answer_by),
        "officer": asking.officer,
        "pause_words": pause or "Nhận đủ giấy tờ, chúng tôi tiếp nhận và hẹn ngày trả.",
    }
    return Filled(asking.asked_at, texts, {"items": rows}, occurrence=asking.id.hex)


def _why(why: str, basis: str, how: str) -> str:
    told = f"{why} ({basis})" if basis else why
    return f"{told}\n{how}" if how else told


def _refusal(dossier: Dossier, told: Story) -> Filled:
    note = told.note("not_accept", "report_refused")
    if note is None:
        raise NotVisible
    texts = {
        "reason": note.reason,
        "basis": note.basis,
        "next_step": note.next_step,
        "officer": note.officer,
    }
    return Filled(note.at, texts, {})


ANEW = "Muốn làm lại, ông/bà nộp hồ sơ mới."


def _stopping(dossier: Dossier, told: Story) -> Filled:
    ends = ("stop", "lapse", "lapse_payment", "withdraw", "report_stopped", "report_withdrawn")
    last = told.last(*ends)
    if last is None:
        raise NotVisible
    note, day = told.note("stop", "report_stopped"), last.at.astimezone(HERE).date()
    asked = told.requests[-1].answer_by if told.requests else day
    reasons = {
        **dict.fromkeys(("withdraw", "report_withdrawn"), "Người nộp rút hồ sơ."),
        "lapse": f"Không nhận được đủ giấy tờ bổ sung đến hết ngày {show_date(asked)}.",
        "lapse_payment": f"Không nhận được tiền phải nộp đến hết ngày {show_date(asked)}.",
    }
    signs = (
        of_person(dossier.ward_id, day, last.officer_id, last.officer)
        if last.move == "stop"
        else of_leader(dossier.ward_id, day)
    )
    stopped = note if last.move in ("stop", "report_stopped") else None
    texts = {
        "stopped": moment(last.at),
        "reason": reasons.get(last.move, stopped.reason if stopped else ""),
        "basis": stopped.basis if stopped else "",
        "next_step": (stopped.next_step if stopped else "") or ANEW,
        "papers_back": "Bản giấy đã nộp được trả lại tại nơi tiếp nhận.",
        **signed(signs),
    }
    return Filled(last.at, texts, {})


def signed(by: Signing) -> dict[str, str]:
    """Return the three lines of a leader's signature."""
    return {
        "signer_authority": by.authority,
        "signer_title": by.title,
        "signer": by.name,
    }


def _apology(dossier: Dossier, told: Story) -> Filled:
    act, letter = told.last("apologize"), told.apology
    if act is None or letter is None or dossier.received_at is None:
        raise NotVisible
    day = act.at.astimezone(HERE).date()
    why = Apology.Why(letter.why).label
    texts = {
        "received_day": show_date(dossier.received_at.astimezone(HERE).date()),
        "promise": moment(letter.promised_at),
        "reason": f"{why}. {letter.reason}".removesuffix(". "),
        "new_promise": moment(letter.new_at),
        **signed(of_person(dossier.ward_id, day, act.officer_id, letter.signer)),
    }
    # Its number was drawn by the act that signed it.
    return Filled(act.at, texts, {}, number=letter.number)


def _control(dossier: Dossier, told: Story) -> Filled:
    if dossier.received_at is None:
        raise NotVisible
    texts = {"promise": moment(dossier.first_promise_at), "others": ""}
    return Filled(handed_on(told) or dossier.received_at, texts, {"steps": steps(dossier, told)})


def _returned_papers(dossier: Dossier, told: Story) -> Filled:
    last = told.last("return_papers")
    back = given_back(dossier.papers.order_by("position"))
    if last is None or not back:
        raise NotVisible
    rows = [
        [str(place), paper.name, f"{paper.returned:02}", paper.note]
        for place, paper in enumerate(back, start=1)
    ]
    return Filled(last.at, {"officer": last.officer}, {"papers": rows})


def _money(kind: str) -> Callable[[Dossier, Story], Filled]:
    def fill(dossier: Dossier, _told: Story) -> Filled:
        paper = money_paper(dossier, kind)
        if paper is None:
            raise NotVisible
        # Its number was drawn by the act that took the money.
        at, number = paper.payment.at, paper.payment.number
        texts = {**paper.texts(), "paid_at": moment(at)}
        return Filled(at, texts, {}, number=number, stays=True)

    return fill


_NEEDED = {
    "giay-hen": (EVENTS, PAPERS, FEE),
    "phieu-bo-sung": (EVENTS, REQUESTS),
    "phieu-tu-choi": (EVENTS, NOTES),
    "thong-bao-dung": (EVENTS, NOTES, REQUESTS),
    "thu-xin-loi": (EVENTS, APOLOGY),
    "phieu-kiem-soat": (EVENTS,),
    "phieu-tra-giay-to": (EVENTS,),
    "bien-lai": (EVENTS,),
    "phieu-hoan-tra": (EVENTS,),
}
_FILL: Mapping[str, Callable[[Dossier, Story], Filled]] = {
    "giay-hen": _receipt,
    "phieu-bo-sung": _supplement,
    "phieu-tu-choi": _refusal,
    "thong-bao-dung": _stopping,
    "thu-xin-loi": _apology,
    "phieu-kiem-soat": _control,
    "phieu-tra-giay-to": _returned_papers,
    "bien-lai": _money(money.Payment.Kind.TAKEN),
    "phieu-hoan-tra": _money(money.Payment.Kind.BACK),
}
