"""Where a dossier stands, for its owner: what to do, the steps, who acts next and by when."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Apology, ApologyStanding, Dossier, ReturnMethod
from phuong.areas.dossiers.queries import Story
from phuong.areas.dossiers.states import CLOSED, LOOKS, PAUSED, RUNNING, State
from phuong.areas.dossiers.views.telling import Upcoming, desk, sent_next
from phuong.kernel.access.api import Occasion
from phuong.kernel.text import show_phone
from phuong.kernel.ui import display
from phuong.kernel.ui.parts import Step
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import Punctuality, days_left, punctuality


@dataclass(frozen=True, slots=True)
class Promise:
    """The date that the citizen was told, and how it stands today."""

    at: datetime | None
    first_at: datetime | None
    days: int | None
    is_late: bool
    paused_since: datetime | None

    @property
    def was_moved(self) -> bool:
        """Whether another date was promised first."""
        return self.at is not None and self.first_at is not None and self.at != self.first_at


def promise(dossier: Dossier, when: Occasion, paused_since: datetime | None = None) -> Promise:
    """Return what the citizen counts on: the new appointment, or what was promised before."""
    at = dossier.target_at
    if dossier.apology == ApologyStanding.SENT:
        at = dossier.shown_promise_at
    if not dossier.is_running or at is None:
        return Promise(None, dossier.first_promise_at, None, False, paused_since)
    how = punctuality(at, dossier.limit.unit, finished=None, now=when.now)
    left = days_left(at, when.today, when.calendar)
    return Promise(at, dossier.first_promise_at, left, how is Punctuality.LATE_OPEN, None)


@dataclass(frozen=True, slots=True)
class Sorry:
    """The apology as the citizen reads it (ux.md §4.6.3)."""

    promised_at: datetime
    new_at: datetime
    reason: str
    responsible: str
    phone: str


def sorry(dossier: Dossier, story: Story) -> Sorry | None:
    """Return the signed apology with its reason, and who answers for it."""
    letter = story.apology
    if letter is None:
        return None
    who = dossier.handler.name if dossier.handler else letter.responsible
    reason = f"{Apology.Why(letter.why).label}. {letter.reason}"
    phone = show_phone(dossier.unit.phone) if dossier.unit and dossier.unit.phone else ""
    return Sorry(letter.promised_at, letter.new_at, reason, who, phone)


def late_words(days: int, ward: Ward) -> str:
    """Say plainly that a dossier is late (ux.md §4.6.5)."""
    late = max(1, -days)
    words = ngettext(
        "Hồ sơ đã quá hẹn %(n)s ngày làm việc. Chúng tôi chưa kịp báo.",
        "Hồ sơ đã quá hẹn %(n)s ngày làm việc. Chúng tôi chưa kịp báo.",
        late,
    ) % {"n": display.number(late)}
    call = _("Xin gọi %(phone)s.") % {"phone": ward.phone} if ward.phone else ""
    return f"{words} {call}".strip()


def to_do(dossier: Dossier, story: Story) -> str:
    """Return what the citizen has to do now, or nothing."""
    asking = story.open_request
    if dossier.is_followed and dossier.state == State.SUPPLEMENT:
        what = _("bổ sung tại %(settler)s: %(what)s")
        items = "; ".join(one.name for one in asking.items) if asking else ""
        return what % {"settler": queries.settler(dossier), "what": items}
    match State(dossier.state):
        case State.SUPPLEMENT | State.SUPPLEMENT_INTAKE if asking is not None:
            n = len(asking.items)
            return ngettext(
                "bổ sung %(n)s giấy tờ, chậm nhất ngày %(day)s",
                "bổ sung %(n)s giấy tờ, chậm nhất ngày %(day)s",
                n,
            ) % {"n": n, "day": display.day(asking.answer_by)}
        case State.PAYMENT if asking is not None:
            told = _("nộp %(amount)s, chậm nhất ngày %(day)s")
            amount = display.dong(story.fee.amount) if story.fee else asking.items[0].name
            return told % {"amount": amount, "day": display.day(asking.answer_by)}
        case State.READY if dossier.return_method == ReturnMethod.COUNTER:
            return _("đến Bộ phận Một cửa nhận kết quả, mang theo giấy hẹn và giấy tờ tuỳ thân")
        case State.PREPARED:
            return _("mang giấy tờ và mã QR đến quầy")
    return ""


def upcoming(dossier: Dossier, story: Story, when: Occasion) -> Upcoming:
    """Say what happens next, who does it and by when."""
    state = State(dossier.state)
    asking = story.open_request
    if dossier.is_followed and state in RUNNING | PAUSED | {State.FORWARDED}:
        return _elsewhere(dossier, when)
    if state == State.SENT:
        return replace(sent_next(dossier, when), follow="")
    if state in (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE):
        if asking is None:
            return intake_answered(story, when)
        return Upcoming(
            _("Bổ sung đủ giấy tờ trong phiếu.")
            + (" " + _("Trong lúc chờ, thời hạn tạm dừng.") if state == State.SUPPLEMENT else ""),
            _("Ông/bà"),
            _("Chậm nhất ngày %(day)s") % {"day": display.long_day(asking.answer_by)},
        )
    if state == State.PAYMENT and asking is not None:
        return Upcoming(
            _("Nộp khoản tiền đã báo. Trong lúc chờ, thời hạn tạm dừng."),
            _("Ông/bà"),
            _("Chậm nhất ngày %(day)s") % {"day": display.long_day(asking.answer_by)},
        )
    if state in CLOSED:
        return _closed(dossier, story)
    if state == State.READY:
        return Upcoming(
            _(_READY[ReturnMethod(dossier.return_method)]), _who_gives(dossier), opening(when)
        )
    at = promise(dossier, when).at
    due = _("Hẹn trả trước %(moment)s") % {"moment": display.moment(at)} if at else ""
    what, who = {
        State.RECEIVED: (_("Phân công người giải quyết."), _unit(dossier)),
        State.IN_WORK: (_("Giải quyết hồ sơ và trình ký."), _unit(dossier)),
        State.SIGNING: (_("Xem dự thảo kết quả và ký."), _("Lãnh đạo UBND phường")),
    }.get(state, ("", desk()))
    return Upcoming(what, who, due)


def _elsewhere(dossier: Dossier, when: Occasion) -> Upcoming:
    """Say what follows of a dossier that is settled elsewhere."""
    settler, at = queries.settler(dossier), promise(dossier, when).at
    if dossier.state == State.FORWARDED:
        what = _("Chuyển hồ sơ đến %(settler)s. Thời hạn tính từ lúc nơi ấy nhận được.")
        told = _("Chúng tôi báo ông/bà ngay khi nơi ấy nhận được")
        return Upcoming(what % {"settler": settler}, desk(), told)
    due = _("Hẹn trả trước %(moment)s") % {"moment": display.moment(at)} if at else ""
    what = _("Giải quyết hồ sơ; mỗi bước báo về hiện ngay ở trang này.")
    return Upcoming(what, settler, due)


_READY = {
    ReturnMethod.COUNTER: gettext_noop("Nhận kết quả tại Bộ phận Một cửa."),
    ReturnMethod.POST: gettext_noop("Gửi kết quả qua bưu điện đến nơi ở của ông/bà."),
    ReturnMethod.ONLINE: gettext_noop("Gửi bản điện tử; bản giấy nhận tại quầy nếu cần."),
}


def intake_answered(story: Story, when: Occasion) -> Upcoming:
    """Say what follows when everything asked for before receipt has come."""
    last = max((one.answered_at for one in story.requests if one.answered_at), default=when.now)
    by = queries.intake_by(last, when.calendar)
    return Upcoming(
        _("Xem giấy tờ bổ sung, rồi tiếp nhận hồ sơ và báo ngày hẹn."),
        desk(),
        _("Trước %(moment)s") % {"moment": display.moment(by)},
    )


def opening(when: Occasion) -> str:
    """Say when the desk is open."""
    day = when.today
    if not when.calendar.intake_of(day):
        day = when.calendar.on_or_after(day)
    hours = ", ".join(str(session) for session in when.calendar.intake_of(day))
    return _("Trong giờ làm việc: %(hours)s") % {"hours": hours}


def _closed(dossier: Dossier, story: Story) -> Upcoming:
    state, last = State(dossier.state), story.events[-1].at if story.events else None
    on = _("Khép lại ngày %(day)s") % {"day": display.day(last)} if last else ""
    if state == State.RETURNED:
        what = _("Không còn việc gì. Giữ kết quả cẩn thận; cần bản sao thì hỏi Bộ phận Một cửa.")
        return Upcoming(what, _("Không ai phải làm gì thêm"), on)
    said = story.note("not_accept", "stop")
    if state in (State.NOT_ACCEPTED, State.STOPPED) and said is not None and said.next_step:
        return Upcoming(said.next_step, _("Ông/bà, khi nào cần"), on)
    what = _("Muốn làm lại thì nộp hồ sơ mới. Bản giấy đã nộp nhận lại tại Bộ phận Một cửa.")
    return Upcoming(what, _("Ông/bà, khi nào cần"), on)


def _who_gives(dossier: Dossier) -> str:
    if dossier.return_method == ReturnMethod.COUNTER:
        return _("Ông/bà, tại Bộ phận Một cửa")
    return desk()


def _unit(dossier: Dossier) -> str:
    unit = dossier.unit.name if dossier.unit else _("Phường")
    if dossier.handler is not None and dossier.state != State.RECEIVED:
        return f"{unit}, {dossier.handler.name}"
    return unit


# What a step is called once it lies behind; the last act of a state that still lasts is told by
# the state itself.
_DONE = {
    "send": gettext_noop("Đã gửi hồ sơ"),
    "register": gettext_noop("Đã nộp tại quầy"),
    "take_in": gettext_noop("Đã tiếp nhận tại quầy"),
    "receive": gettext_noop("Đã tiếp nhận"),
    "ask_at_intake": gettext_noop("Được hướng dẫn bổ sung"),
    "answer_intake": gettext_noop("Đã gửi giấy tờ bổ sung"),
    "assign": gettext_noop("Đã phân công"),
    "take_up": gettext_noop("Đã phân công"),
    "pass_on": gettext_noop("Đã chuyển bộ phận khác"),
    "take_over": gettext_noop("Bộ phận mới đã nhận"),
    "consult": gettext_noop("Đã hỏi ý kiến nơi khác"),
    "ask_supplement": gettext_noop("Được yêu cầu bổ sung, thời hạn tạm dừng"),
    "answer_supplement": gettext_noop("Đã bổ sung, thời hạn chạy tiếp"),
    "take_supplement": gettext_noop("Đã bổ sung, thời hạn chạy tiếp"),
    "ask_payment": gettext_noop("Được yêu cầu nộp tiền, thời hạn tạm dừng"),
    "take_payment": gettext_noop("Đã nộp tiền, thời hạn chạy tiếp"),
    "waive_payment": gettext_noop("Thôi yêu cầu nộp tiền, thời hạn chạy tiếp"),
    "lapse_payment": gettext_noop("Dừng vì quá hạn nộp tiền"),
    "correct": gettext_noop("Đã đính chính, có giấy hẹn mới"),
    "submit": gettext_noop("Đã trình ký"),
    "send_back": gettext_noop("Dự thảo được sửa lại"),
    "apologize": gettext_noop("Đã xin lỗi và hẹn lại"),
    "sign": gettext_noop("Đã ký, có kết quả"),
    "certify": gettext_noop("Đã chứng thực, vào sổ"),
    "void_certification": gettext_noop("Số chứng thực bị huỷ"),
    "hand_over": gettext_noop("Đã trả kết quả"),
    "receive_online": gettext_noop("Đã nhận bản điện tử"),
    "replace_result": gettext_noop("Kết quả được thay bằng bản mới"),
    "revoke_result": gettext_noop("Kết quả bị thu hồi"),
    "recall_result": gettext_noop("Kết quả bị huỷ trước khi trao"),
    "not_accept": gettext_noop("Không tiếp nhận, có lý do"),
    "stop": gettext_noop("Dừng giải quyết, có lý do"),
    "lapse": gettext_noop("Dừng vì quá hạn bổ sung"),
    "withdraw": gettext_noop("Đã rút hồ sơ"),
    "follow": gettext_noop("Chuyển sang giải quyết trên hệ thống khác"),
    "take_for_other": gettext_noop("Đã nhận, chuyển đến nơi giải quyết"),
    "report_received": gettext_noop("Nơi giải quyết đã nhận"),
    "report_refused": gettext_noop("Không tiếp nhận, có lý do"),
    "report_in_work": gettext_noop("Đang được giải quyết"),
    "report_supplement": gettext_noop("Được yêu cầu bổ sung, thời hạn tạm dừng"),
    "report_resumed": gettext_noop("Đã bổ sung, thời hạn chạy tiếp"),
    "report_ready": gettext_noop("Có kết quả"),
    "report_returned": gettext_noop("Đã trả kết quả"),
    "report_stopped": gettext_noop("Dừng giải quyết, có lý do"),
    "report_withdrawn": gettext_noop("Đã rút hồ sơ"),
}
_AT_THE_DESK = {"register", "take_in", "receive", "ask_at_intake", "take_supplement", "hand_over"}
_AT_THE_DESK |= {"not_accept", "correct", "certify", "void_certification"}
_AT_THE_DESK |= {"take_for_other", "take_payment"}
_BY_CITIZEN = {"send", "answer_intake", "answer_supplement", "withdraw"}
_SAYS_ITSELF = {"send", "register", "take_in", "receive", "answer_intake", "answer_supplement"}
_SAYS_ITSELF |= {"take_payment", "waive_payment"}
_SAYS_ITSELF |= {"take_supplement", "apologize", "correct", "replace_result", "recall_result"}
# What a state is called where the step before says the state's own words already.
_NOW = {
    State.SENT: gettext_noop("Chờ được tiếp nhận"),
    State.RECEIVED: gettext_noop("Chờ phân công"),
}
_AHEAD = (
    gettext_noop("Tiếp nhận"),
    gettext_noop("Giải quyết"),
    gettext_noop("Ký duyệt"),
    gettext_noop("Trả kết quả"),
)
_STAGE = {
    State.SENT: 1,
    State.SUPPLEMENT_INTAKE: 0,
    State.FORWARDED: 1,
    State.RECEIVED: 1,
    State.IN_WORK: 2,
    State.SUPPLEMENT: 2,
    State.PAYMENT: 2,
    State.SIGNING: 3,
    State.READY: 3,
}


def timeline(dossier: Dossier, story: Story, promised: Promise) -> list[Step]:
    """Return the steps behind, the one that lasts, and those ahead."""
    state = State(dossier.state)
    behind = [entry for entry in story.events if entry.move in _DONE]
    closed = state in CLOSED
    since = behind[-1] if behind else None
    if not closed and since is not None and since.move not in _SAYS_ITSELF:
        behind = behind[:-1]
    steps = [
        Step(
            _(_DONE[entry.move]),
            "done",
            at=entry.at,
            unit=_place(dossier, entry.move),
            officer=entry.officer,
        )
        for entry in behind
    ]
    if closed:
        return steps
    now = Step(
        _(_NOW[state]) if state in _NOW else str(state.label),
        "now",
        at=since.at if since is not None and since.move not in _SAYS_ITSELF else None,
        unit=_unit_now(dossier),
        officer=dossier.handler.name if dossier.handler and state == State.IN_WORK else "",
        late=promised.is_late,
    )
    ahead = [Step(_(title), "todo") for title in _AHEAD[_STAGE.get(state, 0) :]]
    return [*steps, now, *ahead]


def _place(dossier: Dossier, move: str) -> str:
    if move in _BY_CITIZEN or move in ("lapse", "lapse_payment"):
        return ""
    if move in _AT_THE_DESK:
        return desk()
    if move.startswith("report_"):
        return queries.settler(dossier)
    return dossier.unit.name if dossier.unit else ""


def _unit_now(dossier: Dossier) -> str:
    if dossier.is_followed and dossier.state in RUNNING | PAUSED:
        return queries.settler(dossier)
    match State(dossier.state):
        case State.SENT | State.READY:
            return desk()
        case State.RECEIVED | State.IN_WORK:
            return dossier.unit.name if dossier.unit else ""
        case State.SIGNING:
            return _("Lãnh đạo UBND phường")
    return ""


def tone(dossier: Dossier) -> str:
    """Return the colour of a state's words."""
    return LOOKS[State(dossier.state)].tone
