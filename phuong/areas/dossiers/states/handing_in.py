"""The moves from a draft to the receipt."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Care, Clock, Move, any_of

# Moves without a capability are the citizen's own, by proof of code, or time's.
SEND = Move(
    "send",
    any_of(State.DRAFT),
    State.SENT,
    None,
    _("Gửi hồ sơ"),
    _("Hồ sơ được gửi đến Bộ phận Một cửa."),
    slug="kiem-tra",
)


PREPARE = Move(
    "prepare",
    any_of(State.DRAFT),
    State.PREPARED,
    None,
    _("Chuẩn bị xong, nộp tại quầy"),
    _("Nhận mã QR để nộp tại quầy, không phải khai lại."),
    care=Care.UNDO,
    slug="kiem-tra",
)


REOPEN = Move(
    "reopen",
    any_of(State.PREPARED),
    State.DRAFT,
    None,
    _("Sửa lại"),
    _("Mở lại bản nháp để sửa trước khi nộp."),
    care=Care.UNDO,
    slug="sua-lai",
)


DISCARD = Move(
    "discard",
    any_of(State.DRAFT, State.PREPARED),
    State.DISCARDED,
    None,
    _("Xoá bản nháp"),
    _("Những gì đã khai bị xoá hẳn."),
    slug="xoa",
)


RECEIVE = Move(
    "receive",
    any_of(State.SENT, State.PREPARED, State.SUPPLEMENT_INTAKE),
    State.RECEIVED,
    Can.RECEIVE,
    _("Tiếp nhận và in giấy hẹn"),
    _("Thời hạn bắt đầu tính; người nộp nhận giấy hẹn."),
    clock=Clock.STARTS,
    slug="tiep-nhan",
)


ASK_AT_INTAKE = Move(
    "ask_at_intake",
    any_of(State.SENT),
    State.SUPPLEMENT_INTAKE,
    Can.RECEIVE,
    _("Hướng dẫn bổ sung"),
    _("Người nộp nhận một phiếu nêu đủ mọi giấy tờ còn thiếu; thời hạn chưa tính."),
    slug="huong-dan",
)


NOT_ACCEPT = Move(
    "not_accept",
    any_of(State.SENT, State.PREPARED, State.SUPPLEMENT_INTAKE),
    State.NOT_ACCEPTED,
    Can.RECEIVE,
    _("Không tiếp nhận"),
    _("Người nộp nhận phiếu từ chối có lý do và căn cứ."),
    slug="khong-tiep-nhan",
    main=False,
)


ANSWER_INTAKE = Move(
    "answer_intake",
    any_of(State.SUPPLEMENT_INTAKE),
    State.SUPPLEMENT_INTAKE,
    None,
    _("Gửi giấy tờ bổ sung"),
    _("Bộ phận Một cửa xem và tiếp nhận hồ sơ."),
    slug="bo-sung",
)

MOVES = (
    SEND,
    PREPARE,
    REOPEN,
    DISCARD,
    RECEIVE,
    ASK_AT_INTAKE,
    NOT_ACCEPT,
    ANSWER_INTAKE,
)
