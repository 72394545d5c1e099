"""The moves of certification: into its book with a number, and void by an act with a reason."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Clock, Move, any_of

CERTIFY = Move(
    "certify",
    any_of(State.RECEIVED),
    State.READY,
    Can.CERTIFY,
    _("Vào sổ chứng thực"),
    _("Việc chứng thực lấy số vào sổ; thời hạn dừng; người nộp nhận kết quả."),
    clock=Clock.STOPS,
    slug="chung-thuc",
)


VOID_CERTIFICATION = Move(
    "void_certification",
    any_of(State.RETURNED),
    None,
    Can.CERTIFY,
    _("Huỷ số chứng thực"),
    _("Số vẫn còn trong sổ, ghi rõ đã huỷ và lý do; tiền đã thu được hoàn trả. Số không dùng lại."),
    slug="huy-chung-thuc",
    main=False,
)

MOVES = (CERTIFY, VOID_CERTIFICATION)
