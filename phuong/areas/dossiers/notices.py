"""The messages this area sends: what, who, until when, what to do. Never a name, never a detail.

Every move of which the applicant is told has its template here, `dossiers.<move>`.
"""

from datetime import UTC, datetime

from phuong.kernel.audit.api import Code
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Template

SAMPLE: dict[str, Code | datetime] = {
    "due": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    "qr": Code("x" * 22),
}


def _told(move: str, title: str, text: str, sms: str) -> Template:
    return Template(f"dossiers.{move}", title, text, sms, sample=SAMPLE)


TEMPLATES = (
    _told(
        "send",
        _("Đã gửi hồ sơ"),
        _(
            "Chúng tôi đã nhận hồ sơ %(code)s. Bộ phận Một cửa xem và báo: đã tiếp nhận,"
            " hoặc cần bổ sung gì. Ông/bà không phải làm gì thêm."
        ),
        _("%(ward)s: da nhan ho so %(code)s, dang xem. Hoi: %(phone)s"),
    ),
    _told(
        "receive",
        _("Đã tiếp nhận hồ sơ"),
        _("Đã tiếp nhận hồ sơ %(code)s. Hẹn trả trước %(due)s. Mang theo giấy hẹn khi đến nhận."),
        _("%(ward)s: da nhan ho so %(code)s. Hen tra truoc %(due)s. Hoi: %(phone)s"),
    ),
    _told(
        "ask_at_intake",
        _("Cần bổ sung giấy tờ"),
        _(
            "Hồ sơ %(code)s cần bổ sung giấy tờ để được tiếp nhận. Mở trang hồ sơ để xem đủ"
            " từng giấy tờ, vì sao cần và cách bổ sung. Thời hạn chưa bắt đầu tính."
        ),
        _("%(ward)s: ho so %(code)s can bo sung giay to. Hoi: %(phone)s"),
    ),
    _told(
        "not_accept",
        _("Chưa nhận được hồ sơ"),
        _("Hồ sơ %(code)s chưa nhận được. Lý do, căn cứ và việc làm tiếp ghi ở trang hồ sơ."),
        _("%(ward)s: ho so %(code)s chua nhan duoc, co ly do. Hoi: %(phone)s"),
    ),
    _told(
        "answer_intake",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Bộ phận Một cửa xem và báo lại."),
        "",
    ),
    _told(
        "ask_supplement",
        _("Cần ông/bà bổ sung"),
        _(
            "Hồ sơ %(code)s cần bổ sung. Mở trang hồ sơ để xem đủ từng giấy tờ."
            " Trong lúc chờ, thời hạn tạm dừng."
        ),
        _("%(ward)s: ho so %(code)s can bo sung giay to. Hoi: %(phone)s"),
    ),
    _told(
        "answer_supplement",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: ho so %(code)s da bo sung. Hen tra %(due)s. Hoi: %(phone)s"),
    ),
    _told(
        "take_supplement",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: ho so %(code)s da bo sung. Hen tra %(due)s. Hoi: %(phone)s"),
    ),
    _told(
        "assign",
        _("Đang giải quyết"),
        _("Hồ sơ %(code)s đã có người giải quyết. Hẹn trả trước %(due)s."),
        "",
    ),
    _told(
        "take_up",
        _("Đang giải quyết"),
        _("Hồ sơ %(code)s đã có người giải quyết. Hẹn trả trước %(due)s."),
        "",
    ),
    _told(
        "submit",
        _("Đang trình ký"),
        _("Hồ sơ %(code)s đang chờ lãnh đạo ký. Hẹn trả trước %(due)s."),
        "",
    ),
    _told(
        "sign",
        _("Có kết quả"),
        _(
            "Hồ sơ %(code)s đã có kết quả. Mời đến Bộ phận Một cửa nhận trong giờ làm việc,"
            " mang theo giấy hẹn và giấy tờ tuỳ thân."
        ),
        _("%(ward)s: ho so %(code)s da co ket qua, moi den nhan. Hoi: %(phone)s"),
    ),
    _told(
        "hand_over",
        _("Đã trả kết quả"),
        _("Kết quả hồ sơ %(code)s đã được trao. Nếu không phải ông/bà nhận, gọi ngay %(phone)s."),
        _("%(ward)s: ket qua ho so %(code)s da duoc trao. Hoi: %(phone)s"),
    ),
    _told(
        "stop",
        _("Hồ sơ đã dừng"),
        _("Hồ sơ %(code)s đã dừng. Lý do, căn cứ và việc làm tiếp ghi ở trang hồ sơ."),
        _("%(ward)s: ho so %(code)s da dung, co ly do. Hoi: %(phone)s"),
    ),
    _told(
        "lapse",
        _("Hồ sơ đã dừng"),
        _(
            "Hồ sơ %(code)s đã dừng vì không nhận được giấy tờ bổ sung."
            " Muốn làm tiếp, ông/bà nộp hồ sơ mới, hoặc gọi %(phone)s."
        ),
        _("%(ward)s: ho so %(code)s da dung vi chua bo sung. Hoi: %(phone)s"),
    ),
    _told(
        "withdraw",
        _("Đã rút hồ sơ"),
        _("Hồ sơ %(code)s đã rút theo yêu cầu của ông/bà."),
        _("%(ward)s: ho so %(code)s da rut. Neu khong phai ong/ba: %(phone)s"),
    ),
    _told(
        "recompute",
        _("Ngày hẹn sớm hơn"),
        _("Lịch làm việc thay đổi. Hồ sơ %(code)s nay hẹn trả sớm hơn: trước %(due)s."),
        _("%(ward)s: ho so %(code)s hen tra som hon: %(due)s. Hoi: %(phone)s"),
    ),
)
TOLD = frozenset(template.code for template in TEMPLATES)
