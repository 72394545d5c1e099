"""The life of a dossier as a table, and every word a state is shown by."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.kernel.text.words import Words
from phuong.kernel.workflow.machine import Care, Clock, Machine, Move


class State(TextChoices):
    """Where a dossier stands (domain A.4); lateness, payment and delivery are separate facts."""

    DRAFT = "draft", _("Bản nháp")
    PREPARED = "prepared", _("Đã chuẩn bị, chờ nộp tại quầy")
    SENT = "sent", _("Đã gửi, chờ tiếp nhận")
    NOT_ACCEPTED = "not_accepted", _("Chưa nhận được, có lý do")
    SUPPLEMENT_INTAKE = "supplement_intake", _("Cần ông/bà bổ sung để được tiếp nhận")
    RECEIVED = "received", _("Đã tiếp nhận")
    IN_WORK = "in_work", _("Đang giải quyết")
    SUPPLEMENT = "supplement", _("Cần ông/bà bổ sung")
    SIGNING = "signing", _("Đang trình ký")
    READY = "ready", _("Có kết quả, mời đến nhận")
    RETURNED = "returned", _("Đã trả kết quả")
    STOPPED = "stopped", _("Đã dừng, có lý do")
    WITHDRAWN = "withdrawn", _("Đã rút")
    DISCARDED = "discarded", _("Bản nháp đã xoá")


@dataclass(frozen=True, slots=True)
class Look:
    """How officials see a state: short words, a tone, and the national number (domain A.4)."""

    tag: Words
    tone: str
    national: int | None


LOOKS = {
    State.DRAFT: Look(_("Bản nháp"), "muted", None),
    State.PREPARED: Look(_("Đã chuẩn bị"), "info", None),
    State.SENT: Look(_("Mới gửi"), "info", 1),
    State.NOT_ACCEPTED: Look(_("Không tiếp nhận"), "muted", 3),
    State.SUPPLEMENT_INTAKE: Look(_("Chờ bổ sung"), "warn", 5),
    State.RECEIVED: Look(_("Mới tiếp nhận"), "info", 2),
    State.IN_WORK: Look(_("Đang giải quyết"), "info", 4),
    State.SUPPLEMENT: Look(_("Chờ bổ sung"), "warn", 5),
    State.SIGNING: Look(_("Chờ ký"), "violet", 4),
    State.READY: Look(_("Chờ trả"), "ok", 9),
    State.RETURNED: Look(_("Đã trả"), "muted", 10),
    State.STOPPED: Look(_("Dừng"), "muted", 8),
    State.WITHDRAWN: Look(_("Đã rút"), "muted", 7),
    State.DISCARDED: Look(_("Đã xoá"), "muted", None),
}


class Can(TextChoices):
    """What an official may do with dossiers."""

    RECEIVE = "dossiers:receive", _("Tiếp nhận hồ sơ và trả kết quả")
    ASSIGN = "dossiers:assign", _("Phân công hồ sơ")
    PROCESS = "dossiers:process", _("Giải quyết hồ sơ")
    SIGN = "dossiers:sign", _("Ký kết quả")
    OVERSEE = "dossiers:oversee", _("Xem toàn cảnh hồ sơ")
    HEAR = "dossiers:hear", _("Đọc lời góp ý của người nộp")


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


# Moves without a capability are the citizen's own, by proof of code, or time's.
SEND = Move(
    "send",
    _from(State.DRAFT),
    State.SENT,
    None,
    _("Gửi hồ sơ"),
    _("Hồ sơ được gửi đến Bộ phận Một cửa."),
    slug="kiem-tra",
)
PREPARE = Move(
    "prepare",
    _from(State.DRAFT),
    State.PREPARED,
    None,
    _("Chuẩn bị xong, nộp tại quầy"),
    _("Nhận mã QR để nộp tại quầy, không phải khai lại."),
    care=Care.UNDO,
    slug="kiem-tra",
)
REOPEN = Move(
    "reopen",
    _from(State.PREPARED),
    State.DRAFT,
    None,
    _("Sửa lại"),
    _("Mở lại bản nháp để sửa trước khi nộp."),
    care=Care.UNDO,
    slug="sua-lai",
)
DISCARD = Move(
    "discard",
    _from(State.DRAFT, State.PREPARED),
    State.DISCARDED,
    None,
    _("Xoá bản nháp"),
    _("Những gì đã khai bị xoá hẳn."),
    slug="xoa",
)
RECEIVE = Move(
    "receive",
    _from(State.SENT, State.PREPARED, State.SUPPLEMENT_INTAKE),
    State.RECEIVED,
    Can.RECEIVE,
    _("Tiếp nhận và in giấy hẹn"),
    _("Thời hạn bắt đầu tính; người nộp nhận giấy hẹn."),
    clock=Clock.STARTS,
    slug="tiep-nhan",
)
ASK_AT_INTAKE = Move(
    "ask_at_intake",
    _from(State.SENT),
    State.SUPPLEMENT_INTAKE,
    Can.RECEIVE,
    _("Hướng dẫn bổ sung"),
    _("Người nộp nhận một phiếu nêu đủ mọi giấy tờ còn thiếu; thời hạn chưa tính."),
    slug="huong-dan",
)
NOT_ACCEPT = Move(
    "not_accept",
    _from(State.SENT, State.PREPARED, State.SUPPLEMENT_INTAKE),
    State.NOT_ACCEPTED,
    Can.RECEIVE,
    _("Không tiếp nhận"),
    _("Người nộp nhận phiếu từ chối có lý do và căn cứ."),
    slug="khong-tiep-nhan",
    main=False,
)
ANSWER_INTAKE = Move(
    "answer_intake",
    _from(State.SUPPLEMENT_INTAKE),
    State.SUPPLEMENT_INTAKE,
    None,
    _("Gửi giấy tờ bổ sung"),
    _("Bộ phận Một cửa xem và tiếp nhận hồ sơ."),
    slug="bo-sung",
)
ASSIGN = Move(
    "assign",
    _from(State.RECEIVED),
    State.IN_WORK,
    Can.ASSIGN,
    _("Phân công"),
    _("Hồ sơ vào việc của người được phân công."),
    care=Care.UNDO,
    slug="phan-cong",
)
TAKE_UP = Move(
    "take_up",
    _from(State.RECEIVED),
    State.IN_WORK,
    Can.PROCESS,
    _("Nhận giải quyết"),
    _("Hồ sơ vào việc của tôi."),
    care=Care.UNDO,
    slug="nhan-viec",
)
REASSIGN = Move(
    "reassign",
    _from(State.IN_WORK, State.SUPPLEMENT, State.SIGNING),
    None,
    Can.ASSIGN,
    _("Đổi người"),
    _("Hồ sơ vào việc của người mới; người giao, người nhận và lý do được ghi lại."),
    care=Care.UNDO,
    slug="doi-nguoi",
    main=False,
)
SUBMIT = Move(
    "submit",
    _from(State.IN_WORK),
    State.SIGNING,
    Can.PROCESS,
    _("Trình ký"),
    _("Dự thảo kết quả chuyển đến lãnh đạo; thời hạn vẫn chạy."),
    care=Care.UNDO,
    slug="trinh-ky",
)
ASK_SUPPLEMENT = Move(
    "ask_supplement",
    _from(State.IN_WORK),
    State.SUPPLEMENT,
    Can.PROCESS,
    _("Yêu cầu bổ sung"),
    _("Người nộp được yêu cầu một lần, nêu đủ; thời hạn tạm dừng."),
    clock=Clock.PAUSES,
    slug="yeu-cau-bo-sung",
    main=False,
)
ANSWER_SUPPLEMENT = Move(
    "answer_supplement",
    _from(State.SUPPLEMENT),
    State.IN_WORK,
    None,
    _("Gửi giấy tờ bổ sung"),
    _("Thời hạn chạy tiếp; ông/bà thấy ngay ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="bo-sung",
)
TAKE_SUPPLEMENT = Move(
    "take_supplement",
    _from(State.SUPPLEMENT),
    State.IN_WORK,
    Can.RECEIVE,
    _("Nhận giấy tờ bổ sung"),
    _("Thời hạn chạy tiếp; người nộp nhận ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="nhan-bo-sung",
)
DRAFT_APOLOGY = Move(
    "draft_apology",
    _from(State.RECEIVED, State.IN_WORK, State.SIGNING),
    None,
    Can.PROCESS,
    _("Soạn thư xin lỗi và hẹn lại"),
    _(
        "Thư chuyển đến lãnh đạo ký. Chỉ hẹn lại một lần; ngày hẹn đầu vẫn còn trên trang"
        " của người nộp và vẫn là căn cứ tính đúng hạn."
    ),
    slug="soan-thu-xin-loi",
    main=False,
)
APOLOGIZE = Move(
    "apologize",
    _from(State.RECEIVED, State.IN_WORK, State.SIGNING),
    None,
    Can.SIGN,
    _("Ký thư xin lỗi và hẹn lại"),
    _("Thư được đánh số và gửi ngay cho người nộp với lý do và ngày hẹn mới."),
    slug="ky-thu-xin-loi",
)
RETURN_APOLOGY = Move(
    "return_apology",
    _from(State.RECEIVED, State.IN_WORK, State.SIGNING),
    None,
    Can.SIGN,
    _("Trả lại thư xin lỗi"),
    _("Thư trở lại người soạn với ý kiến; người nộp chưa được báo gì."),
    slug="tra-lai-thu-xin-loi",
    main=False,
)
SIGN = Move(
    "sign",
    _from(State.SIGNING),
    State.READY,
    Can.SIGN,
    _("Ký kết quả"),
    _("Kết quả được ký; người nộp được mời đến nhận; thời hạn dừng."),
    clock=Clock.STOPS,
    slug="ky",
)
SEND_BACK = Move(
    "send_back",
    _from(State.SIGNING),
    State.IN_WORK,
    Can.SIGN,
    _("Trả lại để sửa"),
    _("Dự thảo trở lại người giải quyết với ý kiến; thời hạn vẫn chạy."),
    care=Care.UNDO,
    slug="tra-lai",
    main=False,
)
HAND_OVER = Move(
    "hand_over",
    _from(State.READY),
    State.RETURNED,
    Can.RECEIVE,
    _("Trả kết quả"),
    _("Người nhận ký nhận; hồ sơ khép lại."),
    slug="tra-ket-qua",
)
RENEW_RECEIPT = Move(
    "renew_receipt",
    _from(State.RECEIVED, State.IN_WORK, State.SUPPLEMENT, State.SIGNING, State.READY),
    None, Can.RECEIVE,
    _("Cấp lại giấy hẹn bị mất"),
    _("Giấy hẹn mới có mã bí mật mới; mã trên giấy cũ không dùng được nữa. Ngày hẹn không đổi."),
    slug="cap-lai-giay-hen", main=False,
)  # fmt: skip
POST_RESULT = Move(
    "post_result", _from(State.READY), None, Can.RECEIVE,
    _("Gửi kết quả qua bưu điện"),
    _("Ghi mã bưu gửi; người nộp được báo kết quả đang trên đường."),
    slug="gui-buu-dien", main=False,
)  # fmt: skip
TAKE_BACK_POST = Move(
    "take_back_post", _from(State.READY), None, Can.RECEIVE,
    _("Bưu điện trả lại"),
    _("Kết quả về lại quầy; người nộp được báo để hẹn cách nhận khác."),
    slug="buu-dien-tra-lai", main=False,
)  # fmt: skip
RECEIVE_ONLINE = Move(
    "receive_online", _from(State.READY), State.RETURNED, None,
    _("Nhận bản điện tử"),
    _("Lúc này được ghi là lúc trả kết quả; hồ sơ khép lại."),
    slug="nhan-ket-qua",
)  # fmt: skip
REPLACE_RESULT = Move(
    "replace_result", _from(State.READY, State.RETURNED), State.READY, Can.SIGN,
    _("Thay thế kết quả"),
    _("Kết quả mới được đánh số và ký; bản cũ còn lưu, ghi rõ đã được thay thế."
      " Người nộp được báo lý do và mời nhận bản mới."),
    slug="thay-the-ket-qua", main=False,
)  # fmt: skip
REVOKE_RESULT = Move(
    "revoke_result", _from(State.RETURNED), None, Can.SIGN,
    _("Thu hồi kết quả"),
    _("Kết quả không còn hiệu lực; ai kiểm tra cũng thấy. Người nộp được báo lý do và căn cứ."),
    slug="thu-hoi-ket-qua", main=False,
)  # fmt: skip
STOP = Move(
    "stop",
    _from(State.RECEIVED, State.IN_WORK, State.SIGNING, State.SUPPLEMENT),
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
    _from(State.SUPPLEMENT, State.SUPPLEMENT_INTAKE),
    State.STOPPED,
    None,
    _("Dừng vì quá hạn bổ sung"),
    _("Hồ sơ dừng vì không nhận được giấy tờ; muốn làm tiếp thì nộp hồ sơ mới."),
    clock=Clock.STOPS,
    slug="het-han-bo-sung",
)
WITHDRAW = Move(
    "withdraw",
    _from(State.SENT, State.SUPPLEMENT_INTAKE, State.RECEIVED, State.IN_WORK, State.SIGNING,
          State.SUPPLEMENT),
    State.WITHDRAWN, None,
    _("Rút hồ sơ"),
    _("Hồ sơ khép lại theo yêu cầu của ông/bà."),
    clock=Clock.STOPS, slug="rut", main=False,
)  # fmt: skip

LIFE = Machine(
    State,
    initial=[State.DRAFT, State.SENT],
    moves=[
        SEND,
        PREPARE,
        REOPEN,
        DISCARD,
        RECEIVE,
        ASK_AT_INTAKE,
        NOT_ACCEPT,
        ANSWER_INTAKE,
        ASSIGN,
        TAKE_UP,
        REASSIGN,
        SUBMIT,
        ASK_SUPPLEMENT,
        ANSWER_SUPPLEMENT,
        TAKE_SUPPLEMENT,
        APOLOGIZE,
        SIGN,
        SEND_BACK,
        DRAFT_APOLOGY,
        RETURN_APOLOGY,
        HAND_OVER,
        RENEW_RECEIPT,
        POST_RESULT,
        TAKE_BACK_POST,
        RECEIVE_ONLINE,
        REPLACE_RESULT,
        REVOKE_RESULT,
        STOP,
        LAPSE,
        WITHDRAW,
    ],
)

AT_HOME = _from(State.DRAFT, State.PREPARED, State.DISCARDED)
RUNNING = _from(State.RECEIVED, State.IN_WORK, State.SIGNING)
PAUSED = _from(State.SUPPLEMENT)
OPEN = RUNNING | PAUSED | _from(State.SENT, State.SUPPLEMENT_INTAKE)
# Nothing is left to do on these. A result that was handed over can still be replaced or revoked.
CLOSED = LIFE.final | _from(State.RETURNED)
# Done by time itself; a citizen is not offered it.
BY_TIME = frozenset({LAPSE.name})
