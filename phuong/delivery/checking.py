"""What the page that checks receipts says: every verdict in words, facts as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import api as dossiers
from phuong.kernel.audit.api import receipts
from phuong.kernel.text.words import Words
from phuong.kernel.ui import display


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer: how it looks, what it says, and whether the facts of the paper stand below."""

    code: str
    tone: str
    title: Words
    words: Words
    shows_facts: bool = False


_ASK = _("Hỏi Bộ phận Một cửa trước khi dùng giấy này.")
VERDICTS: Final = {
    verdict.code: verdict
    for verdict in (
        Verdict(
            "good",
            "ok",
            _("Giấy hẹn này do phường ký và còn nguyên."),
            _("So những dòng dưới đây với chữ in trên giấy: phải giống nhau."),
            shows_facts=True,
        ),
        Verdict(
            "replaced",
            "warn",
            _("Giấy hẹn này đúng do phường ký, nhưng đã có giấy mới thay."),
            _(
                "Phường đã đính chính và cấp giấy mới; giấy này không còn dùng."
                " Mở trang hồ sơ để lấy bản mới, hoặc hỏi Bộ phận Một cửa."
            ),
            shows_facts=True,
        ),
        Verdict(
            "changed",
            "bad",
            _("Giấy hẹn này không đúng: nội dung đã bị sửa sau khi phường ký."),
            _("Đừng dựa vào nó. Mang giấy đến Bộ phận Một cửa để được xem lại và in lại."),
        ),
        Verdict(
            "key-unknown",
            "bad",
            _("Giấy hẹn này không do phường ký."),
            _ASK,
        ),
        Verdict(
            "key-leaked",
            "warn",
            _("Giấy hẹn này được ký bằng khoá đã thôi dùng vì lộ ra ngoài."),
            _("Có thể giấy vẫn đúng. Nhờ Bộ phận Một cửa đối chiếu và in lại."),
            shows_facts=True,
        ),
        Verdict(
            "unreadable",
            "warn",
            _("Không đọc được mã này."),
            _("Quét lại mã QR trên giấy hẹn, rồi chép cả địa chỉ, kể cả phần sau dấu #."),
        ),
    )
}


SHORTENED: Final = _("%(n)s giấy tờ; danh sách rút gọn, dấu đối chiếu %(mark)s")


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the facts that were read."""

    verdict: Verdict
    facts: dict[str, str]


def paper_forms() -> list[str]:
    """Return in what form papers are taken, in the order of their numbers in a code."""
    return [str(dossiers.models.Paper.Form(form).label) for form in dossiers.RECEIPT_FORMS]


def check(ward_id: int, text: str) -> Answer:
    """Check what stands in a receipt's code, and say it."""
    found = receipts.check(ward_id, text)
    verdict = found.fault or "good"
    if not found.fault and found.receipt and dossiers.is_replaced(ward_id, found.receipt.head):
        verdict = "replaced"
    return Answer(VERDICTS[verdict], _facts(found))


def _facts(found: receipts.Checked) -> dict[str, str]:
    receipt = found.receipt
    if receipt is None:
        return {"key": found.key_code}
    return {
        "code": receipt.code,
        "received": display.moment(receipt.received_at),
        "promised": display.moment(receipt.promised_at),
        "papers": _shortened(receipt.shortened) or _papers(receipt.papers),
        "head": receipt.head,
        "key": found.key_code,
    }


def _shortened(short: receipts.Shortened | None) -> str:
    return SHORTENED % {"n": short.number, "mark": short.mark} if short else ""


def _papers(forms: Sequence[int]) -> str:
    counted = (
        (sum(form == number for form in forms), label)
        for number, label in enumerate(paper_forms(), start=1)
    )
    return ", ".join(f"{count} {label.lower()}" for count, label in counted if count)
