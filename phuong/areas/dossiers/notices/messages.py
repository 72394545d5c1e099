"""The messages of receipt, work and end, and what time itself tells."""

from dataclasses import replace
from datetime import UTC, date, datetime

from phuong.kernel.audit.api import Code
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Template, UnitName

SAMPLE: dict[str, Code | datetime | date | int | UnitName] = {
    "due": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    "by": date(2026, 11, 30),
    "ready": date(2026, 11, 30),
    "planned": date(2026, 11, 30),
    "days": 30,
    "amount": 8000,
    "promised": datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    "qr": Code("x" * 22),
    "unit": UnitName("Trung tâm Phục vụ hành chính công"),
}
WHO = (_("Nơi giải quyết"), "%(unit)s")
UNTIL = (_("Hẹn trả trước"), "%(due)s")
ANSWER = (_("Bổ sung trước ngày"), "%(by)s")
NOTHING = _("Ông/bà không phải làm gì thêm.")
WHY = _("Xem lý do, căn cứ và việc làm tiếp ở trang hồ sơ hoặc tại Bộ phận Một cửa.")
EVERY = _("Xem đủ từng giấy tờ, vì sao cần và cách bổ sung ở trang hồ sơ hoặc tại Bộ phận Một cửa.")
BRING = _("Mang theo giấy hẹn khi đến nhận.")

# After a return, a refusal and a missed promise, the letter asks how it was.
RATED = frozenset(
    {"hand_over", "receive_online", "not_accept", "stop", "lapse", "lapse_payment", "late"}
)
RATE = (_("Xin cho biết chúng tôi phục vụ thế nào"), "/danh-gia/%(qr)s/")


def told(
    move: str,
    title: str,
    text: str,
    sms: str,
    *,
    to_do: str = NOTHING,
    facts: tuple[tuple[str, str], ...] = (WHO, UNTIL),
    call: bool = False,
    by_time: bool = False,
) -> Template:
    """Return one message. What an act causes goes at once, what time causes in office hours."""
    return Template(
        f"dossiers.{move}",
        title,
        text,
        sms,
        sample=SAMPLE,
        to_do=to_do,
        facts=facts,
        call=call,
        office_hours=by_time,
        then=RATE if move in RATED else None,
    )


AT_INTAKE = (
    told(
        "send",
        _("Đã gửi hồ sơ"),
        _(
            "Chúng tôi đã nhận hồ sơ %(code)s. Bộ phận Một cửa xem và báo: đã tiếp nhận,"
            " hoặc cần bổ sung gì."
        ),
        _("%(ward)s: da nhan ho so %(code)s, dang xem. Hoi: %(phone)s"),
    ),
    told(
        "receive",
        _("Đã tiếp nhận hồ sơ"),
        _("Đã tiếp nhận hồ sơ %(code)s. Hẹn trả trước %(due)s."),
        _("%(ward)s: da nhan ho so %(code)s. Hen tra truoc %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
    ),
    told(
        "ask_at_intake",
        _("Cần bổ sung giấy tờ"),
        _(
            "Hồ sơ %(code)s cần bổ sung giấy tờ trước ngày %(by)s để được tiếp nhận."
            " Thời hạn chưa bắt đầu tính."
        ),
        _("%(ward)s: ho so %(code)s can bo sung giay to truoc %(by)s. Hoi: %(phone)s"),
        to_do=EVERY,
        facts=(WHO, ANSWER),
        call=True,
    ),
    told(
        "not_accept",
        _("Chưa nhận được hồ sơ"),
        _("Hồ sơ %(code)s chưa nhận được."),
        _("%(ward)s: ho so %(code)s chua nhan duoc, co ly do. Hoi: %(phone)s"),
        to_do=WHY,
        facts=(WHO,),
        call=True,
    ),
    told(
        "answer_intake",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Bộ phận Một cửa xem và báo lại."),
        "",
        facts=(WHO,),
    ),
)
IN_WORK = (
    told(
        "assign",
        _("Đang giải quyết"),
        _("Hồ sơ %(code)s đã có người giải quyết. Hẹn trả trước %(due)s."),
        "",
    ),
    told(
        "take_up",
        _("Đang giải quyết"),
        _("Hồ sơ %(code)s đã có người giải quyết. Hẹn trả trước %(due)s."),
        "",
    ),
    told(
        "pass_on",
        _("Chuyển bộ phận giải quyết"),
        _("Hồ sơ %(code)s chuyển sang bộ phận khác của phường. Ngày hẹn không đổi."),
        "",
    ),
    told(
        "submit",
        _("Đang trình ký"),
        _("Hồ sơ %(code)s đang chờ lãnh đạo ký. Hẹn trả trước %(due)s."),
        "",
    ),
    told(
        "ask_supplement",
        _("Cần ông/bà bổ sung"),
        _(
            "Hồ sơ %(code)s cần bổ sung trước ngày %(by)s."
            " Trong lúc chờ, thời hạn tạm dừng; bổ sung xong thì chạy tiếp."
        ),
        _("%(ward)s: ho so %(code)s can bo sung giay to truoc %(by)s. Hoi: %(phone)s"),
        to_do=EVERY,
        facts=(WHO, ANSWER),
        call=True,
    ),
    told(
        "answer_supplement",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: ho so %(code)s da bo sung. Hen tra %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
    ),
    told(
        "take_supplement",
        _("Đã nhận giấy tờ bổ sung"),
        _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s. Hẹn trả mới: trước %(due)s."),
        _("%(ward)s: ho so %(code)s da bo sung. Hen tra %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
    ),
    told(
        "apologize",
        _("Xin lỗi và hẹn lại"),
        _(
            "Chúng tôi xin lỗi vì chưa trả kết quả hồ sơ %(code)s đúng hẹn %(promised)s."
            " Hẹn mới: trước %(due)s. Lý do và người chịu trách nhiệm ghi ở trang hồ sơ."
        ),
        _("%(ward)s: xin loi tre hen ho so %(code)s. Hen moi: %(due)s. Hoi: %(phone)s"),
        call=True,
    ),
    told(
        "correct",
        _("Giấy hẹn được đính chính"),
        _("Hồ sơ %(code)s được đính chính; giấy hẹn mới thay giấy cũ. Hẹn trả: trước %(due)s."),
        _("%(ward)s: ho so %(code)s da dinh chinh, co giay hen moi. Hoi: %(phone)s"),
        to_do=_("Xem điều đã sửa ở trang hồ sơ. Nếu không phải ông/bà đề nghị, gọi %(phone)s."),
    ),
    told(
        "recompute",
        _("Ngày hẹn sớm hơn"),
        _("Lịch làm việc thay đổi. Hồ sơ %(code)s nay hẹn trả sớm hơn: trước %(due)s."),
        _("%(ward)s: ho so %(code)s hen tra som hon: %(due)s. Hoi: %(phone)s"),
        to_do=BRING,
        by_time=True,
    ),
)
LATE = told(
    "late",
    _("Đã quá hẹn"),
    _("Hồ sơ %(code)s quá hẹn %(promised)s mà chưa có kết quả. Chúng tôi xin lỗi."),
    _("%(ward)s: xin loi, ho so %(code)s qua hen %(promised)s. Hoi: %(phone)s"),
    to_do=_("Xem hồ sơ đang ở đâu tại trang hồ sơ, hoặc gọi %(phone)s."),
    facts=(WHO,),
    call=True,
    by_time=True,
)
REMINDERS = (
    told(
        "remind_supplement",
        _("Sắp hết hạn bổ sung"),
        _("Hồ sơ %(code)s còn chờ ông/bà bổ sung, chậm nhất ngày %(by)s. Quá ngày này hồ sơ dừng."),
        _("%(ward)s: nho bo sung ho so %(code)s truoc %(by)s. Hoi: %(phone)s"),
        to_do=EVERY,
        facts=(WHO, ANSWER),
        call=True,
        by_time=True,
    ),
    told(
        "remind_result",
        _("Kết quả đang chờ ông/bà"),
        _("Hồ sơ %(code)s đã có kết quả từ ngày %(ready)s, đang chờ ông/bà đến nhận."),
        _("%(ward)s: ket qua ho so %(code)s dang cho, moi den nhan. Hoi: %(phone)s"),
        to_do=_("Mang theo giấy hẹn và giấy tờ tuỳ thân."),
        facts=(WHO,),
        call=True,
        by_time=True,
    ),
)
# The same, told later than planned, because nothing ran on the day.
TOLD_LATE = (
    _(
        "Xem đủ từng giấy tờ, vì sao cần và cách bổ sung ở trang hồ sơ"
        " hoặc tại Bộ phận Một cửa. Tin này lẽ ra gửi ngày %(planned)s; xin lỗi vì báo muộn."
    ),
    _(
        "Mang theo giấy hẹn và giấy tờ tuỳ thân."
        " Tin này lẽ ra gửi ngày %(planned)s; xin lỗi vì báo muộn."
    ),
)
MISSED = tuple(
    replace(each, code=f"{each.code}_late", to_do=to_do)
    for each, to_do in zip(REMINDERS, TOLD_LATE, strict=True)
)
AT_THE_END = (
    told(
        "sign",
        _("Có kết quả"),
        _("Hồ sơ %(code)s đã có kết quả. Mời đến Bộ phận Một cửa nhận trong giờ làm việc."),
        _("%(ward)s: ho so %(code)s da co ket qua, moi den nhan. Hoi: %(phone)s"),
        to_do=_("Mang theo giấy hẹn và giấy tờ tuỳ thân."),
        facts=(WHO,),
        call=True,
    ),
    told(
        "hand_over",
        _("Đã trả kết quả"),
        _("Kết quả hồ sơ %(code)s đã được trao."),
        _("%(ward)s: ket qua ho so %(code)s da duoc trao. Hoi: %(phone)s"),
        to_do=_("Nếu không phải ông/bà nhận, gọi ngay %(phone)s."),
        facts=(WHO,),
    ),
    told(
        "post_result",
        _("Kết quả đang gửi bưu điện"),
        _("Kết quả hồ sơ %(code)s đã gửi qua bưu điện đến địa chỉ ông/bà đã ghi."),
        _("%(ward)s: ket qua ho so %(code)s da gui buu dien. Hoi: %(phone)s"),
        to_do=_("Nếu mười ngày chưa nhận được, gọi %(phone)s."),
        facts=(WHO,),
    ),
    told(
        "take_back_post",
        _("Bưu điện trả lại kết quả"),
        _("Bưu điện không phát được kết quả hồ sơ %(code)s; kết quả đang ở Bộ phận Một cửa."),
        _("%(ward)s: buu dien tra lai ket qua ho so %(code)s, moi den nhan. Hoi: %(phone)s"),
        to_do=_("Mời đến nhận trong giờ làm việc, hoặc gọi %(phone)s để gửi lại."),
        facts=(WHO,),
        call=True,
    ),
    told(
        "receive_online",
        _("Đã nhận bản điện tử"),
        _("Kết quả hồ sơ %(code)s đã được nhận bằng bản điện tử."),
        "",
        to_do=_("Nếu không phải ông/bà nhận, gọi ngay %(phone)s."),
        facts=(WHO,),
    ),
    told(
        "replace_result",
        _("Kết quả được thay thế"),
        _("Kết quả hồ sơ %(code)s được thay bằng bản mới, vì bản trước có sai sót của phường."),
        _("%(ward)s: ket qua ho so %(code)s duoc thay ban moi, moi den nhan. Hoi: %(phone)s"),
        to_do=_("Mời nhận bản mới; đừng dùng bản cũ. Lý do và căn cứ có trên trang hồ sơ."),
        facts=(WHO,),
        call=True,
    ),
    told(
        "revoke_result",
        _("Kết quả bị thu hồi"),
        _("Kết quả hồ sơ %(code)s không còn hiệu lực."),
        _("%(ward)s: ket qua ho so %(code)s bi thu hoi, co ly do. Hoi: %(phone)s"),
        to_do=_("Mở trang hồ sơ để xem lý do, căn cứ và việc làm tiếp."),
        facts=(WHO,),
        call=True,
    ),
    told(
        "recall_result",
        _("Kết quả bị huỷ trước khi trao"),
        _("Kết quả chưa trao của hồ sơ %(code)s đã bị huỷ; hồ sơ đang được giải quyết lại."),
        _("%(ward)s: ket qua ho so %(code)s bi huy, dang lam lai. Hoi: %(phone)s"),
        to_do=_("Chưa phải đến nhận; có kết quả mới chúng tôi báo. Lý do có trên trang hồ sơ."),
        facts=(WHO,),
        call=True,
    ),
    told(
        "stop",
        _("Hồ sơ đã dừng"),
        _("Hồ sơ %(code)s đã dừng."),
        _("%(ward)s: ho so %(code)s da dung, co ly do. Hoi: %(phone)s"),
        to_do=WHY,
        facts=(WHO,),
        call=True,
    ),
    told(
        "lapse",
        _("Hồ sơ đã dừng"),
        _("Hồ sơ %(code)s đã dừng vì không nhận được giấy tờ bổ sung."),
        _("%(ward)s: ho so %(code)s da dung vi chua bo sung. Hoi: %(phone)s"),
        to_do=_("Muốn làm tiếp, ông/bà nộp hồ sơ mới, hoặc gọi %(phone)s."),
        facts=(WHO,),
        call=True,
        by_time=True,
    ),
    told(
        "withdraw",
        _("Đã rút hồ sơ"),
        _("Hồ sơ %(code)s đã rút theo yêu cầu của ông/bà."),
        _("%(ward)s: ho so %(code)s da rut. Neu khong phai ong/ba: %(phone)s"),
        to_do=_("Nếu không phải ông/bà rút, gọi ngay %(phone)s."),
        facts=(WHO,),
    ),
)
CHANGED = (
    told(
        "change_way",
        _("Đã đổi cách báo tin"),
        _("Từ nay tin về hồ sơ %(code)s được báo theo cách ông/bà vừa chọn."),
        _("%(ward)s: da doi cach bao tin ho so %(code)s. Neu khong phai ong/ba: %(phone)s"),
        to_do=_("Nếu không phải ông/bà đổi, gọi ngay %(phone)s."),
        facts=(WHO,),
    ),
)
