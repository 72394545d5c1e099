"""The messages of dossiers that are settled elsewhere."""

from dataclasses import replace

from phuong.areas.dossiers.notices.messages import AT_INTAKE, AT_THE_END, IN_WORK, WHO, told
from phuong.kernel.errors import gettext_noop as _

ELSEWHERE = (
    told(
        "follow",
        _("Giải quyết trên hệ thống khác"),
        _("Hồ sơ %(code)s được giải quyết trên hệ thống khác; mã ở đó có ở trang hồ sơ."),
        "",
    ),
    told(
        "consult",
        _("Đang hỏi ý kiến nơi khác"),
        _("Hồ sơ %(code)s cần ý kiến của nơi khác. Chúng tôi đã hỏi; ngày hẹn không đổi."),
        "",
    ),
    told(
        "take_for_other",
        _("Đã nhận, đang chuyển đi"),
        _(
            "Chúng tôi đã nhận hồ sơ %(code)s và chuyển đến nơi có thẩm quyền. Thời hạn tính từ lúc"
            " nơi ấy nhận được; chúng tôi báo ngay khi đó."
        ),
        _("%(ward)s: da nhan ho so %(code)s, dang chuyen den noi giai quyet. Hoi: %(phone)s"),
        facts=(WHO,),
    ),
    told(
        "report_supplement",
        _("Cần ông/bà bổ sung"),
        _("Nơi giải quyết hồ sơ %(code)s cần ông/bà bổ sung. Trong lúc chờ, thời hạn tạm dừng."),
        _("%(ward)s: ho so %(code)s can bo sung giay to, xem trang ho so. Hoi: %(phone)s"),
        to_do=_("Xem cần bổ sung gì, ở đâu tại trang hồ sơ hoặc tại Bộ phận Một cửa."),
        facts=(WHO,),
        call=True,
    ),
)
# What is reported of a dossier settled elsewhere is told in the words of our own steps.
SAME_WORDS = {
    "receive": "received",
    "not_accept": "refused",
    "assign": "in_work",
    "take_supplement": "resumed",
    "sign": "ready",
    "hand_over": "returned",
    "stop": "stopped",
    "withdraw": "withdrawn",
}
REPORTED = tuple(
    replace(each, code=f"dossiers.report_{SAME_WORDS[own]}")
    for each in (*AT_INTAKE, *IN_WORK, *AT_THE_END)
    if (own := each.code.removeprefix("dossiers.")) in SAME_WORDS
)
