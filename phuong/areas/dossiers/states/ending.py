"""The moves of a result, and the ends without one."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Clock, Move, any_of

HAND_OVER = Move(
    "hand_over",
    any_of(State.READY),
    State.RETURNED,
    Can.RECEIVE,
    _("Trả kết quả"),
    _("Người nhận ký nhận; hồ sơ khép lại."),
    slug="tra-ket-qua",
)


RENEW_RECEIPT = Move(
    "renew_receipt",
    any_of(State.RECEIVED, State.IN_WORK, State.SUPPLEMENT, State.PAYMENT, State.SIGNING,
          State.READY),
    None, Can.RECEIVE,
    _("Cấp lại giấy hẹn bị mất"),
    _("Giấy hẹn mới có mã bí mật mới; mã trên giấy cũ không dùng được nữa. Ngày hẹn không đổi."),
    slug="cap-lai-giay-hen", main=False,
)  # fmt: skip


POST_RESULT = Move(
    "post_result", any_of(State.READY), None, Can.RECEIVE,
    _("Gửi kết quả qua bưu điện"),
    _("Ghi mã bưu gửi; người nộp được báo kết quả đang trên đường."),
    slug="gui-buu-dien", main=False,
)  # fmt: skip


TAKE_BACK_POST = Move(
    "take_back_post", any_of(State.READY), None, Can.RECEIVE,
    _("Bưu điện trả lại"),
    _("Kết quả về lại quầy; người nộp được báo để hẹn cách nhận khác."),
    slug="buu-dien-tra-lai", main=False,
)  # fmt: skip


RECEIVE_ONLINE = Move(
    "receive_online", any_of(State.READY), State.RETURNED, None,
    _("Nhận bản điện tử"),
    _("Lúc này được ghi là lúc trả kết quả; hồ sơ khép lại."),
    slug="nhan-ket-qua",
)  # fmt: skip


REPLACE_RESULT = Move(
    "replace_result", any_of(State.READY, State.RETURNED), State.READY, Can.SIGN,
    _("Thay thế kết quả"),
    _("Kết quả mới được đánh số và ký; bản cũ còn lưu, ghi rõ đã được thay thế."
      " Người nộp được báo lý do và mời nhận bản mới."),
    slug="thay-the-ket-qua", main=False,
)  # fmt: skip


REVOKE_RESULT = Move(
    "revoke_result", any_of(State.RETURNED), None, Can.SIGN,
    _("Thu hồi kết quả"),
    _("Kết quả không còn hiệu lực; ai kiểm tra cũng thấy. Người nộp được báo lý do và căn cứ."),
    slug="thu-hoi-ket-qua", main=False,
)  # fmt: skip


RECALL_RESULT = Move(
    "recall_result", any_of(State.READY), State.IN_WORK, Can.SIGN,
    _("Huỷ kết quả chưa trao"),
    _("Kết quả không còn hiệu lực; hồ sơ trở lại người giải quyết. Thời hạn chạy tiếp từ ngày"
      " tiếp nhận, ngày đã hẹn không đổi. Người nộp được báo lý do."),
    clock=Clock.REOPENS, slug="huy-ket-qua", main=False,
)  # fmt: skip


STOP = Move(
    "stop",
    any_of(State.RECEIVED, State.IN_WORK, State.SIGNING, State.SUPPLEMENT, State.PAYMENT),
    State.STOPPED,
    Can.SIGN,
    _("Từ chối, dừng giải quyết"),
    _("Người nộp nhận thông báo có lý do, căn cứ và việc làm tiếp."),
    clock=Clock.STOPS,
    slug="dung",
    main=False,
)


LAPSE = Move(
    "lapse",
    any_of(State.SUPPLEMENT, State.SUPPLEMENT_INTAKE),
    State.STOPPED,
    None,
    _("Dừng vì quá hạn bổ sung"),
    _("Hồ sơ dừng vì không nhận được giấy tờ; muốn làm tiếp thì nộp hồ sơ mới."),
    clock=Clock.STOPS,
    slug="het-han-bo-sung",
)


WITHDRAW = Move(
    "withdraw",
    any_of(State.SENT, State.SUPPLEMENT_INTAKE, State.RECEIVED, State.IN_WORK, State.SIGNING,
          State.SUPPLEMENT, State.PAYMENT),
    State.WITHDRAWN, None,
    _("Rút hồ sơ"),
    _("Hồ sơ khép lại theo yêu cầu của ông/bà."),
    clock=Clock.STOPS, slug="rut", main=False,
)  # fmt: skip

MOVES = (
    HAND_OVER,
    RENEW_RECEIPT,
    POST_RESULT,
    TAKE_BACK_POST,
    RECEIVE_ONLINE,
    REPLACE_RESULT,
    REVOKE_RESULT,
    RECALL_RESULT,
    STOP,
    LAPSE,
    WITHDRAW,
)
