"""The life of a number in the hall as a table, and the words its states are shown by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.kernel.workflow.machine import Care, Clock, Look, Machine, Move, any_of


class State(TextChoices):
    """Where somebody who came, or will come, to the hall stands."""

    BOOKED = "booked", _("Đã hẹn giờ")
    WAITING = "waiting", _("Đang chờ")
    CALLED = "called", _("Đang mời")
    MISSED = "missed", _("Qua lượt")
    SERVING = "serving", _("Đang phục vụ")
    SERVED = "served", _("Đã phục vụ")
    LEFT = "left", _("Đã thôi chờ")
    LAPSED = "lapsed", _("Hết ngày, số không còn dùng")


TONES = {
    State.BOOKED: "info",
    State.WAITING: "info",
    State.CALLED: "warn",
    State.MISSED: "bad",
    State.SERVING: "violet",
    State.SERVED: "ok",
    State.LEFT: "muted",
    State.LAPSED: "muted",
}
LOOKS = {state: Look(state.label, TONES[state]) for state in State}


class Can(TextChoices):
    """What an official may do in the hall."""

    SERVE = "hall:serve", _("Mời số, phục vụ ở quầy")
    SEE = "hall:see", _("Xem thời gian chờ ở sảnh")
    SET_UP = "hall:set-up", _("Lập quầy, nhóm thủ tục lấy số")


ARRIVE = Move(
    "arrive",
    any_of(State.BOOKED),
    State.WAITING,
    None,
    _("Đã đến, lấy số"),
    _("Ông/bà được cấp số; đến giờ hẹn thì được mời trước số thường."),
    slug="den-noi",
)
MOVE_TIME = Move(
    "move_time",
    any_of(State.BOOKED),
    None,
    None,
    _("Đổi giờ hẹn"),
    _("Giờ cũ dành cho người khác."),
    slug="doi-gio",
    main=False,
)
CALL = Move(
    "call",
    any_of(State.WAITING),
    State.CALLED,
    Can.SERVE,
    _("Mời số tiếp"),
    _("Số hiện trên bảng và màn hình của quầy."),
    care=Care.UNDO,
    slug="goi",
)
CALL_AGAIN = Move(
    "call_again",
    any_of(State.CALLED),
    None,
    Can.SERVE,
    _("Gọi lại"),
    _("Số lên đầu bảng và được đọc lại."),
    slug="goi-lai",
    main=False,
)
START = Move(
    "start",
    any_of(State.CALLED),
    State.SERVING,
    Can.SERVE,
    _("Người đã đến quầy"),
    _("Bắt đầu tính thời gian phục vụ."),
    slug="bat-dau",
)
MISS = Move(
    "miss",
    any_of(State.CALLED),
    State.MISSED,
    Can.SERVE,
    _("Qua lượt"),
    _("Người giữ số còn vào lại được một lúc, không phải lấy số mới."),
    slug="qua-luot",
    main=False,
)
PUT_BACK = Move(
    "put_back",
    any_of(State.CALLED),
    State.WAITING,
    Can.SERVE,
    _("Mời nhầm, trả về hàng chờ"),
    _("Số trở lại đúng chỗ cũ trong hàng."),
    slug="tra-ve",
    main=False,
)
REJOIN = Move(
    "rejoin",
    any_of(State.MISSED),
    State.WAITING,
    None,
    _("Vào lại hàng chờ"),
    _("Số giữ nguyên, được mời lại theo chỗ cũ."),
    slug="vao-lai",
)
FINISH = Move(
    "finish",
    any_of(State.SERVING),
    State.SERVED,
    Can.SERVE,
    _("Xong lượt này"),
    _("Thời gian phục vụ được ghi lại để ước lượng thời gian chờ."),
    clock=Clock.STOPS,
    slug="xong",
)
LEAVE = Move(
    "leave",
    any_of(State.BOOKED, State.WAITING, State.MISSED),
    State.LEFT,
    None,
    _("Thôi, không chờ nữa"),
    _("Số hoặc giờ hẹn dành cho người khác."),
    clock=Clock.STOPS,
    slug="thoi",
    main=False,
)
LAPSE = Move(
    "lapse",
    any_of(State.BOOKED, State.WAITING, State.CALLED, State.MISSED, State.SERVING),
    State.LAPSED,
    None,
    _("Hết ngày"),
    _("Số của ngày đã qua không dùng được nữa."),
    clock=Clock.STOPS,
    main=False,
)

LIFE = Machine(
    State,
    initial=[State.BOOKED, State.WAITING],
    moves=[
        ARRIVE, MOVE_TIME, CALL, START, CALL_AGAIN, MISS, PUT_BACK, REJOIN, FINISH, LEAVE, LAPSE,
    ],
)  # fmt: skip

CLOSED = LIFE.final
OPEN = frozenset(State) - CLOSED
# What the holder of a number does at their own page, and the desk for them.
OF_HOLDER = frozenset({ARRIVE.name, MOVE_TIME.name, REJOIN.name, LEAVE.name})
ON_BOARD = (State.CALLED, State.SERVING, State.MISSED, State.SERVED)
AT_COUNTER = (State.CALLED, State.SERVING)
