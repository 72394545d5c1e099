"""The moves of the work between receipt and signature."""

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import Can, State
from phuong.kernel.workflow.machine import Care, Clock, Move, any_of

ASSIGN = Move(
    "assign",
    any_of(State.RECEIVED),
    State.IN_WORK,
    Can.ASSIGN,
    _("Phân công"),
    _("Hồ sơ vào việc của người được phân công."),
    care=Care.UNDO,
    slug="phan-cong",
)


TAKE_UP = Move(
    "take_up",
    any_of(State.RECEIVED),
    State.IN_WORK,
    Can.PROCESS,
    _("Nhận giải quyết"),
    _("Hồ sơ vào việc của tôi."),
    care=Care.UNDO,
    slug="nhan-viec",
)


REASSIGN = Move(
    "reassign",
    any_of(State.IN_WORK, State.SUPPLEMENT, State.PAYMENT, State.SIGNING),
    None,
    Can.ASSIGN,
    _("Đổi người"),
    _("Hồ sơ vào việc của người mới; người giao, người nhận và lý do được ghi lại."),
    care=Care.UNDO,
    slug="doi-nguoi",
    main=False,
)


CORRECT = Move(
    "correct",
    any_of(
        State.RECEIVED,
        State.IN_WORK,
        State.SUPPLEMENT,
        State.PAYMENT,
        State.SIGNING,
        State.READY,
    ),
    None,
    Can.RECEIVE,
    _("Đính chính"),
    _(
        "Điều cũ, điều mới và lý do được giữ lại; giấy hẹn mới thay giấy cũ. Ngày hẹn đầu không"
        " đổi. Người nộp được báo ngay."
    ),
    slug="dinh-chinh",
    main=False,
)


SUBMIT = Move(
    "submit",
    any_of(State.IN_WORK),
    State.SIGNING,
    Can.PROCESS,
    _("Trình ký"),
    _("Dự thảo kết quả chuyển đến lãnh đạo; thời hạn vẫn chạy."),
    care=Care.UNDO,
    slug="trinh-ky",
)


ASK_SUPPLEMENT = Move(
    "ask_supplement",
    any_of(State.IN_WORK),
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
    any_of(State.SUPPLEMENT),
    State.IN_WORK,
    None,
    _("Gửi giấy tờ bổ sung"),
    _("Thời hạn chạy tiếp; ông/bà thấy ngay ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="bo-sung",
)


TAKE_SUPPLEMENT = Move(
    "take_supplement",
    any_of(State.SUPPLEMENT),
    State.IN_WORK,
    Can.RECEIVE,
    _("Nhận giấy tờ bổ sung"),
    _("Thời hạn chạy tiếp; người nộp nhận ngày hẹn mới."),
    clock=Clock.RESUMES,
    slug="nhan-bo-sung",
)


DRAFT_APOLOGY = Move(
    "draft_apology",
    any_of(State.RECEIVED, State.IN_WORK, State.SIGNING),
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
    any_of(State.RECEIVED, State.IN_WORK, State.SIGNING),
    None,
    Can.SIGN,
    _("Ký thư xin lỗi và hẹn lại"),
    _("Thư được đánh số và gửi ngay cho người nộp với lý do và ngày hẹn mới."),
    slug="ky-thu-xin-loi",
)


RETURN_APOLOGY = Move(
    "return_apology",
    any_of(State.RECEIVED, State.IN_WORK, State.SIGNING),
    None,
    Can.SIGN,
    _("Trả lại thư xin lỗi"),
    _("Thư trở lại người soạn với ý kiến; người nộp chưa được báo gì."),
    slug="tra-lai-thu-xin-loi",
    main=False,
)


SIGN = Move(
    "sign",
    any_of(State.SIGNING),
    State.READY,
    Can.SIGN,
    _("Ký kết quả"),
    _("Kết quả được ký; người nộp được mời đến nhận; thời hạn dừng."),
    clock=Clock.STOPS,
    slug="ky",
)


SEND_BACK = Move(
    "send_back",
    any_of(State.SIGNING),
    State.IN_WORK,
    Can.SIGN,
    _("Trả lại để sửa"),
    _("Dự thảo trở lại người giải quyết với ý kiến; thời hạn vẫn chạy."),
    care=Care.UNDO,
    slug="tra-lai",
    main=False,
)

MOVES = (
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
    CORRECT,
)
