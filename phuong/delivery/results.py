"""What the page that checks results says: every verdict in words, with what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import api as dossiers
from phuong.kernel.documents.signing.api import Found, Looked, State
from phuong.kernel.text.words import Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer: how it looks, what it says, what to do."""

    code: str
    tone: str
    title: Words
    words: Words


_ASK = _("Đừng dùng tệp này trước khi hỏi Bộ phận Một cửa.")
VERDICTS: Final = {
    verdict.code: verdict
    for verdict in (
        Verdict(
            "good",
            "ok",
            _("Kết quả này do phường phát hành và còn nguyên, còn hiệu lực."),
            _("Những dòng dưới đây lấy từ sổ kết quả của phường."),
        ),
        Verdict(
            "replaced",
            "bad",
            _("Kết quả này do phường phát hành nhưng đã được thay bằng bản khác."),
            _("Đừng dùng bản này. Hỏi người đưa tệp để có bản mới."),
        ),
        Verdict(
            "revoked",
            "bad",
            _("Kết quả này do phường phát hành nhưng đã bị thu hồi, không còn hiệu lực."),
            _("Đừng dùng bản này. Cần biết lý do, hỏi Bộ phận Một cửa."),
        ),
        Verdict(
            "changed",
            "bad",
            _("Tệp này đã bị sửa sau khi phường ký: không dùng được."),
            _(
                "Chỉ bản tải từ trang hồ sơ mới còn nguyên. Xin tải lại, hoặc hỏi Bộ phận Một cửa."
                " Phường đã ghi vào sổ là có một bản bị sửa; tệp không được lưu."
            ),
        ),
        Verdict(
            "broken",
            "bad",
            _("Chữ ký trong tệp không đúng: tệp đã bị sửa sau khi ký, hoặc chữ ký hỏng."),
            _ASK,
        ),
        Verdict(
            "expired",
            "warn",
            _("Chữ ký còn nguyên nhưng chứng thư số đã hết hạn; phường này không phát hành tệp."),
            _("Hỏi nơi ký tệp để có bản ký lại hoặc bản có dấu thời gian."),
        ),
        Verdict(
            "unknown",
            "warn",
            _("Chữ ký còn nguyên nhưng không rõ ai cấp chứng thư số; phường không phát hành tệp."),
            _("Chưa nói được người ký là ai. Hỏi nơi phát hành trước khi dùng."),
        ),
        Verdict(
            "other",
            "info",
            _("Chữ ký số hợp lệ, nhưng tệp này không do phường phát hành."),
            _("Muốn biết tệp còn hiệu lực không, hỏi nơi ký tệp."),
        ),
        Verdict(
            "unsigned",
            "warn",
            _("Tệp này không có chữ ký số."),
            _("Kết quả ký trên giấy thì xem dấu và số trên bản giấy, hoặc hỏi Bộ phận Một cửa."),
        ),
        Verdict(
            "locked",
            "warn",
            _("Tệp có mật khẩu nên không mở được."),
            _("Phường không đặt mật khẩu cho kết quả. Chọn đúng tệp tải từ trang hồ sơ."),
        ),
        Verdict(
            "unreadable",
            "warn",
            _("Không đọc được tệp này: tệp hỏng, hoặc không phải do phường làm ra."),
            _("Tải lại tệp từ trang hồ sơ rồi kiểm tra lần nữa."),
        ),
    )
}
_UNREAD = {State.LOCKED: "locked", State.BROKEN: "unreadable"}
_ENDED = {"replaced": "replaced", "revoked": "revoked"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, what the register says of the result, and whose signature stands in the file."""

    verdict: Verdict
    issued: dossiers.Issued | None = None
    signature: Found | None = None


def judge(ward_id: int, sha256: str, looked: Looked, now: datetime) -> Answer:
    """Say what a file is: the register first, then what it says of itself."""
    issued = dossiers.by_marks(ward_id, [one.mark for one in looked.signatures])
    signature = looked.signatures[-1] if looked.signatures else None
    if issued is not None and issued.sha256 == sha256:
        return Answer(VERDICTS[_ENDED.get(issued.standing, "good")], issued, signature)
    if issued is not None:
        # Of a changed file only this is told: which result it was made of.
        return Answer(VERDICTS["changed"], issued)
    if signature is None:
        return Answer(VERDICTS[_UNREAD.get(looked.state, "unsigned")])
    return Answer(VERDICTS[_foreign(signature)], None, signature)


def of_code(issued: dossiers.Issued) -> Answer:
    """Say how a result stands whose code was scanned: the paper itself was not looked at."""
    return Answer(VERDICTS[_ENDED.get(issued.standing, "good")], issued)


def _foreign(signature: Found) -> str:
    if not signature.is_good:
        return "broken"
    if not signature.held_then or not (signature.holds_now or signature.stamped):
        return "expired"
    return "other" if signature.trusted else "unknown"
