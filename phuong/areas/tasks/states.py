"""The life of a task as a table, and the words its states are shown by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.kernel.workflow.machine import Care, Clock, Look, Machine, Move, any_of


class State(TextChoices):
    """Where a task stands; lateness and extensions granted are separate facts."""

    GIVEN = "given", _("Mới giao")
    DOING = "doing", _("Đang làm")
    EXTENSION_ASKED = "extension_asked", _("Chờ duyệt gia hạn")
    REPORTED = "reported", _("Chờ xác nhận")
    DONE = "done", _("Hoàn thành")
    NOT_DONE = "not_done", _("Không thực hiện được")
    CANCELLED = "cancelled", _("Đã thôi giao")


TONES = {
    State.GIVEN: "info",
    State.DOING: "info",
    State.EXTENSION_ASKED: "warn",
    State.REPORTED: "violet",
    State.DONE: "ok",
    State.NOT_DONE: "bad",
    State.CANCELLED: "muted",
}
LOOKS = {state: Look(state.label, TONES[state]) for state in State}


class SeriesState(TextChoices):
    """Whether tasks of a series go on being given."""

    RUNNING = "running", _("Đang lặp")
    PAUSED = "paused", _("Đang tạm dừng lặp")
    ENDED = "ended", _("Đã thôi lặp")


SERIES_TONES = {SeriesState.RUNNING: "ok", SeriesState.PAUSED: "warn", SeriesState.ENDED: "muted"}
SERIES_LOOKS = {state: Look(state.label, SERIES_TONES[state]) for state in SeriesState}


class Can(TextChoices):
    """What an official may do with tasks."""

    GIVE = "tasks:give", _("Giao nhiệm vụ, duyệt gia hạn")
    DO = "tasks:do", _("Nhận và làm nhiệm vụ")
    CONFIRM = "tasks:confirm", _("Xác nhận nhiệm vụ hoàn thành")
    OVERSEE = "tasks:oversee", _("Xem mọi nhiệm vụ")


TAKE_UP = Move(
    "take_up",
    any_of(State.GIVEN),
    State.DOING,
    Can.DO,
    _("Bắt đầu làm"),
    _("Người giao biết nhiệm vụ đã có người làm."),
    care=Care.UNDO,
    slug="bat-dau",
)
REPORT_DONE = Move(
    "report_done",
    any_of(State.DOING, State.GIVEN, State.EXTENSION_ASKED),
    State.REPORTED,
    Can.DO,
    _("Báo cáo hoàn thành"),
    _("Người giao xem kết quả, minh chứng và xác nhận, hoặc trả lại."),
    care=Care.UNDO,
    slug="bao-cao",
)
REPORT_PROGRESS = Move(
    "report_progress",
    any_of(State.DOING, State.GIVEN),
    State.DOING,
    Can.DO,
    _("Báo cáo tiến độ"),
    _("Ghi việc đã làm, còn vướng gì; nhiệm vụ vẫn đang làm."),
    slug="tien-do",
    main=False,
)
ASK_EXTENSION = Move(
    "ask_extension",
    any_of(State.DOING, State.GIVEN),
    State.EXTENSION_ASKED,
    Can.DO,
    _("Xin gia hạn"),
    _("Người giao duyệt hoặc giữ hạn cũ. Đúng hay trễ vẫn tính theo hạn đầu tiên."),
    care=Care.UNDO,
    slug="xin-gia-han",
    main=False,
)
EXTEND = Move(
    "extend",
    any_of(State.EXTENSION_ASKED),
    State.DOING,
    Can.GIVE,
    _("Duyệt gia hạn"),
    _("Hạn mới thay hạn cũ; hạn cũ và lý do được giữ lại."),
    care=Care.UNDO,
    slug="gia-han",
)
KEEP_DATE = Move(
    "keep_date",
    any_of(State.EXTENSION_ASKED),
    State.DOING,
    Can.GIVE,
    _("Giữ hạn cũ"),
    _("Người làm nhận lý do và làm tiếp theo hạn cũ."),
    care=Care.UNDO,
    slug="giu-han",
    main=False,
)
CONFIRM = Move(
    "confirm",
    any_of(State.REPORTED),
    State.DONE,
    Can.CONFIRM,
    _("Xác nhận hoàn thành"),
    _("Nhiệm vụ khép lại; đúng hay trễ tính theo lúc báo cáo."),
    clock=Clock.STOPS,
    slug="xac-nhan",
)
SEND_BACK = Move(
    "send_back",
    any_of(State.REPORTED),
    State.DOING,
    Can.CONFIRM,
    _("Trả lại để làm tiếp"),
    _("Người làm nhận lý do và làm tiếp; hạn không đổi."),
    care=Care.UNDO,
    slug="tra-lai",
    main=False,
)
HAND_ON = Move(
    "hand_on",
    any_of(State.GIVEN, State.DOING, State.EXTENSION_ASKED),
    State.GIVEN,
    Can.GIVE,
    _("Đổi người làm"),
    _("Người khác chịu trách nhiệm; hạn không đổi."),
    care=Care.UNDO,
    slug="doi-nguoi",
    main=False,
)
CLOSE_UNDONE = Move(
    "close_undone",
    any_of(State.GIVEN, State.DOING, State.EXTENSION_ASKED, State.REPORTED),
    State.NOT_DONE,
    Can.GIVE,
    _("Kết thúc vì không thực hiện được"),
    _("Nhiệm vụ khép lại, ghi là không thực hiện được và vì sao."),
    clock=Clock.STOPS,
    slug="khong-thuc-hien-duoc",
    main=False,
)
CANCEL = Move(
    "cancel",
    any_of(State.GIVEN, State.DOING, State.EXTENSION_ASKED, State.REPORTED),
    State.CANCELLED,
    Can.GIVE,
    _("Thôi giao"),
    _("Nhiệm vụ không còn cần làm; người làm được báo lý do."),
    clock=Clock.STOPS,
    slug="thoi-giao",
    main=False,
)

LIFE = Machine(
    State,
    initial=[State.GIVEN],
    moves=[
        TAKE_UP,
        REPORT_DONE,
        REPORT_PROGRESS,
        ASK_EXTENSION,
        EXTEND,
        KEEP_DATE,
        CONFIRM,
        SEND_BACK,
        HAND_ON,
        CLOSE_UNDONE,
        CANCEL,
    ],
)

CLOSED = LIFE.final
OPEN = frozenset(State) - CLOSED
# Where the doer owes something: what is reported waits for others.
RUNNING = OPEN - {State.REPORTED}
DOERS = frozenset({TAKE_UP.name, REPORT_DONE.name, REPORT_PROGRESS.name, ASK_EXTENSION.name})

PAUSE = Move(
    "pause",
    any_of(SeriesState.RUNNING),
    SeriesState.PAUSED,
    Can.GIVE,
    _("Tạm dừng lặp"),
    _("Không giao thêm cho đến khi lặp tiếp; việc đã giao vẫn phải làm."),
    slug="tam-dung",
)
RESUME = Move(
    "resume",
    any_of(SeriesState.PAUSED),
    SeriesState.RUNNING,
    Can.GIVE,
    _("Lặp tiếp"),
    _("Giao tiếp từ kỳ tới; những kỳ đã qua trong lúc tạm dừng không giao bù."),
    slug="lap-tiep",
)
CHANGE_DOER = Move(
    "change_doer",
    any_of(SeriesState.RUNNING, SeriesState.PAUSED),
    None,
    Can.GIVE,
    _("Đổi người làm định kỳ"),
    _("Từ kỳ tới giao cho người mới; việc đã giao vẫn của người cũ."),
    slug="doi-nguoi",
    main=False,
)
END = Move(
    "end",
    any_of(SeriesState.RUNNING, SeriesState.PAUSED),
    SeriesState.ENDED,
    Can.GIVE,
    _("Thôi lặp"),
    _("Không giao thêm kỳ nào; việc đã giao vẫn phải làm."),
    slug="thoi-lap",
    main=False,
)
LIFE_SERIES = Machine(
    SeriesState, initial=[SeriesState.RUNNING], moves=[PAUSE, RESUME, CHANGE_DOER, END]
)
