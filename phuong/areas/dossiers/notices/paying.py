"""The messages of a duty to pay: how much, until when, and that nobody asks for a card."""

from dataclasses import replace

from phuong.areas.dossiers.notices.messages import BRING, WHO, told
from phuong.kernel.errors import gettext_noop as _

PAY_BY = (_("Nộp trước ngày"), "%(by)s")
HOW = _(
    "Xem vì sao, theo mức nào và cách nộp ở trang hồ sơ hoặc tại Bộ phận Một cửa."
    " Chúng tôi không hỏi số thẻ, mật khẩu hay mã OTP."
)
PAYING = (
    told(
        "ask_payment",
        _("Cần ông/bà nộp tiền"),
        _(
            "Hồ sơ %(code)s cần nộp %(amount)s đồng trước ngày %(by)s."
            " Trong lúc chờ, thời hạn tạm dừng; nộp xong thì chạy tiếp."
        ),
        _("%(ward)s: ho so %(code)s can nop %(amount)s dong truoc %(by)s. Hoi: %(phone)s"),
        to_do=HOW,
        facts=(WHO, PAY_BY),
        call=True,
    ),
    told(
        "take_payment",
        _("Đã nhận tiền"),
        _("Đã nhận tiền của hồ sơ %(code)s. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: da nhan tien ho so %(code)s. Hen tra %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
    ),
    told(
        "waive_payment",
        _("Không phải nộp tiền nữa"),
        _("Hồ sơ %(code)s không phải nộp khoản tiền đã báo. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: ho so %(code)s khong phai nop tien. Hen tra %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
    ),
    told(
        "lapse_payment",
        _("Hồ sơ đã dừng"),
        _("Hồ sơ %(code)s đã dừng vì hết hạn nộp tiền mà chúng tôi chưa nhận được."),
        _("%(ward)s: ho so %(code)s da dung vi chua nop tien. Hoi: %(phone)s"),
        to_do=_("Muốn làm tiếp, ông/bà nộp hồ sơ mới, hoặc gọi %(phone)s."),
        facts=(WHO,),
        call=True,
        by_time=True,
    ),
)
REMIND = told(
    "remind_payment",
    _("Sắp hết hạn nộp tiền"),
    _("Hồ sơ %(code)s còn chờ ông/bà nộp tiền, chậm nhất ngày %(by)s. Quá ngày này hồ sơ dừng."),
    _("%(ward)s: nho nop tien ho so %(code)s truoc %(by)s. Hoi: %(phone)s"),
    to_do=HOW,
    facts=(WHO, PAY_BY),
    call=True,
    by_time=True,
)
# The same, told later than planned, because nothing ran on the day.
REMIND_LATE = replace(
    REMIND,
    code=f"{REMIND.code}_late",
    to_do=_(
        "Xem vì sao, theo mức nào và cách nộp ở trang hồ sơ hoặc tại Bộ phận Một cửa."
        " Tin này lẽ ra gửi ngày %(planned)s; xin lỗi vì báo muộn."
    ),
)
