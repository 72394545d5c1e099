"""The moves of a duty to pay (national status 6): asked for, paid, let go, run out."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Clock, Move, any_of

ASK_PAYMENT = Move(
    "ask_payment",
    any_of(State.IN_WORK),
    State.PAYMENT,
    Can.PROCESS,
    _("Yêu cầu nộp tiền"),
    _("Người nộp được báo số tiền, vì sao và cách nộp; thời hạn tạm dừng đến khi nộp đủ."),
    clock=Clock.PAUSES,
    slug="yeu-cau-nop-tien",
    main=False,
)


TAKE_PAYMENT = Move(
    "take_payment",
    any_of(State.PAYMENT),
    State.IN_WORK,
    Can.RECEIVE,
    _("Thu tiền đã yêu cầu"),
    _("Tiền vào sổ quỹ với số biên lai; thời hạn chạy tiếp; người nộp nhận ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="thu-tien",
)


WAIVE_PAYMENT = Move(
    "waive_payment",
    any_of(State.PAYMENT),
    State.IN_WORK,
    Can.PROCESS,
    _("Thôi yêu cầu nộp tiền"),
    _("Yêu cầu khép lại với lý do; thời hạn chạy tiếp; người nộp được báo ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="thoi-yeu-cau-nop-tien",
    main=False,
)


LAPSE_PAYMENT = Move(
    "lapse_payment",
    any_of(State.PAYMENT),
    State.STOPPED,
    None,
    _("Dừng vì quá hạn nộp tiền"),
    _("Hồ sơ dừng vì không nhận được tiền; muốn làm tiếp thì nộp hồ sơ mới."),
    clock=Clock.STOPS,
    slug="het-han-nop-tien",
)

MOVES = (ASK_PAYMENT, TAKE_PAYMENT, WAIVE_PAYMENT, LAPSE_PAYMENT)
