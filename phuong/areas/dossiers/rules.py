"""What the desk may and must do, as functions over values. Every number comes in as an argument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from phuong.areas.dossiers.states import PAUSED, RUNNING, State
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays import WorkCalendar

# Fewer words than this explain nothing to a citizen.
LEAST_WORDS = 4


class AskedPaper(Protocol):
    """A paper as the procedure's version asks for it."""

    @property
    def code(self) -> str:
        """The slot's code."""

    @property
    def name(self) -> str:
        """The paper's name."""

    @property
    def required(self) -> bool:
        """Whether nothing goes on without it."""

    @property
    def held_in(self) -> str:
        """The register that holds it already, or nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing an applicant is asked for."""

    name: str
    why: str
    basis: str
    how: str = ""
    paper_code: str = ""


def check_may_begin(*, usable: bool) -> None:
    """Refuse to begin a dossier whose time limit nobody has confirmed."""
    if not usable:
        raise RuleBroken(
            "dossiers.procedure.without-limit-yet",
            _(
                "Thủ tục này đang chờ xác nhận thời hạn, chưa nộp tại đây được."
                " Mời đến Bộ phận Một cửa để được hướng dẫn."
            ),
        )


def missing_papers(asked: Iterable[AskedPaper], given: Mapping[str, str]) -> tuple[AskedPaper, ...]:
    """Return the required papers that are neither handed in nor held in a register.

    `given` maps a paper's code to the form in which it is there (`Paper.Form`).
    """
    return tuple(
        paper
        for paper in asked
        if paper.required
        and not paper.held_in
        and given.get(paper.code, "missing") in ("", "missing")
    )


def check_complete(asked: Iterable[AskedPaper], given: Mapping[str, str]) -> None:
    """Refuse to receive a dossier that lacks a paper (NĐ 309/2026, Art. 17.3: complete)."""
    missing = missing_papers(asked, given)
    if missing:
        raise RuleBroken(
            "dossiers.receive.incomplete",
            _(
                "Còn thiếu: %(papers)s. In phiếu hướng dẫn để người nộp biết đủ một lần,"
                " hoặc đánh dấu giấy tờ đã có."
            ),
            field="papers",
            papers="; ".join(paper.name for paper in missing),
        )


def check_may_ask(asked_before: int, allowed: int) -> None:
    """Refuse a further request: the applicant is asked once, for everything (Art. 17.2a)."""
    if asked_before >= allowed:
        raise RuleBroken(
            "dossiers.supplement.asked-already",
            _(
                "Hồ sơ đã được yêu cầu bổ sung %(times)s lần. Yêu cầu thêm phải do lãnh đạo duyệt,"
                " có lý do và lời xin lỗi."
            ),
            times=asked_before,
        )


def check_asked(items: Sequence[Asked]) -> None:
    """Refuse a request that names nothing, or that gives no reason or ground."""
    if not items:
        raise RuleBroken(
            "dossiers.supplement.nothing",
            _("Nêu ít nhất một giấy tờ hoặc nội dung cần bổ sung."),
            field="items",
        )
    for item in items:
        if not item.why.strip() or not item.basis.strip():
            raise RuleBroken(
                "dossiers.supplement.without-ground",
                _("Ghi vì sao cần “%(name)s” và căn cứ quy định nào."),
                field="items",
                name=item.name,
            )


def check_not_held(items: Sequence[Asked], asked: Iterable[AskedPaper]) -> None:
    """Refuse to ask for what a register holds (NĐ 309/2026, Art. 4.2a)."""
    held = {paper.code: paper for paper in asked if paper.held_in}
    for item in items:
        if item.paper_code in held:
            raise RuleBroken(
                "dossiers.supplement.held",
                _("“%(name)s” đã có trong cơ sở dữ liệu, không được yêu cầu nộp lại."),
                field="items",
                name=item.name,
            )


def check_reason(reason: str, basis: str, next_step: str) -> None:
    """Refuse a refusal without reason, ground and next step."""
    for value, field, sentence in (
        (reason, "reason", _("Ghi lý do cụ thể để người nộp hiểu.")),
        (basis, "basis", _("Ghi căn cứ: điều, khoản, văn bản.")),
        (next_step, "next_step", _("Ghi việc người nộp có thể làm tiếp.")),
    ):
        if not value.strip():
            raise RuleBroken(f"dossiers.refusal.{field.replace('_', '-')}", sentence, field=field)


def answer_by(asked_on: date, days: int) -> date:
    """Return the last day for the supplement, in calendar days after the request."""
    return asked_on + timedelta(days=days)


def is_unanswered_for_too_long(answer_by_day: date, today: date) -> bool:
    """Tell whether the time for a supplement has run out."""
    return today > answer_by_day


def check_receiver(kind: str, name: str, paper: str) -> None:
    """Refuse to hand a result to somebody else without a name and a paper of authority."""
    if kind == "authorised" and not name.strip():
        raise RuleBroken(
            "dossiers.hand-over.receiver", _("Nhập họ tên người nhận thay."), field="receiver_name"
        )
    if kind == "authorised" and not paper.strip():
        raise RuleBroken(
            "dossiers.hand-over.authority",
            _("Ghi giấy uỷ quyền: số, ngày, hoặc nơi chứng thực."),
            field="receiver_paper",
        )


def check_by_post(return_method: str) -> None:
    """Refuse to send by post what the applicant wants to have otherwise."""
    if return_method != "post":
        raise RuleBroken(
            "dossiers.post.not-chosen",
            _("Người nộp không chọn nhận qua bưu điện. Trả tại quầy, hoặc bản điện tử."),
        )


def check_time_order(moment: datetime, earlier: datetime | None) -> None:
    """Refuse an act that would come before what it follows."""
    if earlier is not None and moment < earlier:
        raise RuleBroken(
            "dossiers.time.backwards",
            _("Việc này không thể xảy ra trước bước liền trước của hồ sơ."),
        )


def target(
    before: datetime | None, due: datetime | None, *, ran_out: bool = False
) -> datetime | None:
    """Return the moment against which punctuality is counted: the earlier of promise and due.

    A calendar that moves the due date later moves no promise. While a request stands there is
    none, unless the promise had run out before it: asking then hides no lateness.
    """
    if due is None:
        return before if ran_out else None
    return due if before is None else min(before, due)


def check_apology_reason(why: str, reason: str) -> None:
    """Refuse an apology that tells the citizen nothing."""
    if not why:
        raise RuleBroken("dossiers.apology.why", _("Chọn nhóm lý do."), field="why")
    if len(reason.split()) < LEAST_WORDS:
        raise RuleBroken(
            "dossiers.apology.reason",
            _("Viết lý do cụ thể để người nộp hiểu vì sao phải chờ thêm."),
            field="reason",
        )


def check_may_draft(*, drafted: bool, apologised: bool) -> None:
    """Refuse a letter beside one that waits, and a second new appointment."""
    if drafted:
        raise WrongState(
            "dossiers.apology.waits",
            _("Thư xin lỗi của hồ sơ này đang chờ ký. Cần sửa thì nhờ lãnh đạo trả lại."),
        )
    if apologised:
        raise WrongState(
            "dossiers.apology.once",
            _("Hồ sơ này đã xin lỗi và hẹn lại một lần; không hẹn lại lần nữa."),
        )


def check_drafted(*, drafted: bool) -> None:
    """Refuse to sign or return an apology that nobody has drafted."""
    if not drafted:
        raise WrongState("dossiers.apology.none", _("Hồ sơ này không có thư xin lỗi chờ ký."))


def check_undo_possible(*, untouched: bool) -> None:
    """Refuse to undo what is no undoable move, or what somebody has acted upon since."""
    if not untouched:
        raise WrongState(
            "dossiers.undo.nothing",
            _("Không hoàn tác được: hồ sơ đã có bước tiếp theo. Xem bản mới rồi làm tiếp."),
        )


def check_undo_in_time(now: datetime, made_at: datetime, minutes: int) -> None:
    """Refuse to undo after the minutes in which messages have waited."""
    if now >= made_at + timedelta(minutes=minutes):
        raise WrongState(
            "dossiers.undo.too-late",
            _("Đã quá %(minutes)s phút, không hoàn tác được nữa. Dùng bước khác để sửa."),
            minutes=minutes,
        )


def check_not_printed(*, printed: bool) -> None:
    """Refuse to undo what stands on paper already."""
    if printed:
        raise WrongState(
            "dossiers.undo.printed",
            _("Hồ sơ đã được in sau bước này nên không hoàn tác được. Dùng bước trả lại."),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of a dossier that figures count."""

    state: str
    field: str
    unit: UUID | None
    received_on: date | None
    target_on: date | None
    finished_on: date | None
    on_time: bool | None
    apologised: bool = False
    online: bool = False


_CLOCKED = frozenset(str(state.value) for state in RUNNING | PAUSED)


def cells(dossier: Counted | None) -> frozenset[tuple[str, str, UUID | None, date]]:
    """Return the cells of figures in which a dossier counts: measure, field, unit, day.

    An act writes the difference of before and after, so a figure is by construction the number of
    rows of which this function says so.
    """
    if dossier is None or dossier.received_on is None:
        return frozenset()
    where = (dossier.field, dossier.unit)
    found = {("dossiers.received", *where, dossier.received_on)}
    if dossier.online:
        found.add(("dossiers.received_online", *where, dossier.received_on))
    running = dossier.state in _CLOCKED and dossier.target_on is not None
    if running and dossier.target_on is not None:
        found.add(("dossiers.running", *where, dossier.target_on))
    if dossier.target_on is not None and (running or dossier.on_time is False):
        found.add(("dossiers.unkept", *where, dossier.target_on))
        if dossier.apologised:
            found.add(("dossiers.apologised", *where, dossier.target_on))
    if dossier.state == State.SUPPLEMENT.value and dossier.target_on is None:
        found.add(("dossiers.paused", *where, dossier.received_on))
    if dossier.finished_on is not None and dossier.on_time is not None:
        measure = "dossiers.on_time" if dossier.on_time else "dossiers.late"
        found.add((measure, *where, dossier.finished_on))
    return frozenset(found)


LOW, GOOD = 2, 4


def rated_after(state: str, *, is_late: bool) -> str:
    """Return what a rating would come after now; "" where there is nothing to rate yet."""
    if state == State.RETURNED:
        return "return"
    if state in (State.NOT_ACCEPTED, State.STOPPED):
        return "refusal"
    return "lateness" if is_late else ""


def is_satisfied(marks: Sequence[int]) -> bool:
    """Tell whether a person was satisfied: the middle one of the marks is good, not their mean."""
    return sorted(marks)[len(marks) // 2] >= GOOD


def is_low(marks: Iterable[int]) -> bool:
    """Tell whether one of the marks is so low that somebody should call back."""
    return min(marks) <= LOW


def check_may_rate(after: str) -> None:
    """Refuse to rate what has not ended and is not late."""
    if not after:
        raise RuleBroken(
            "dossiers.rating.too-early",
            _("Chưa đến lúc đánh giá: hồ sơ chưa xong và chưa quá hẹn."),
        )


def check_marks(marks: Mapping[str, int], worst: int, best: int) -> None:
    """Refuse a mark that is not on the scale."""
    for name, mark in marks.items():
        if not worst <= mark <= best:
            raise RuleBroken(
                "dossiers.rating.mark", _("Chọn một trong năm mức."), field=name, mark=mark
            )


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remind an applicant of: its template, which of its times, and for what day."""

    template: str
    turn: str
    on: date


def reminder_of_request(
    asked_on: date, answer_by_day: date, today: date, calendar: WorkCalendar
) -> Reminder | None:
    """Return the reminder of a supplement that is due: at half time and on the eve (time.md §3).

    Of two that were missed only the later one is worth telling; none on a day off, none once the
    last day is over.
    """
    if today > answer_by_day:
        return None
    half = asked_on + (answer_by_day - asked_on) // 2
    planned = [
        Reminder("remind_supplement", turn, _worked(day, asked_on, calendar))
        for turn, day in (("eve", answer_by_day - timedelta(days=1)), ("half", half))
    ]
    return next((each for each in planned if asked_on < each.on <= today), None)


def reminder_of_result(
    ready_on: date, waits: Sequence[int], today: date, calendar: WorkCalendar
) -> Reminder | None:
    """Return the reminder of a waiting result that is due: so many working days after it came."""
    planned = [
        Reminder("remind_result", str(days), calendar.add(ready_on, days))
        for days in sorted(waits, reverse=True)
    ]
    return next((each for each in planned if each.on <= today), None)


def _worked(day: date, after: date, calendar: WorkCalendar) -> date:
    """Return the day, or the last working day before it."""
    while day > after and not calendar.count(day - timedelta(days=1), day):
        day -= timedelta(days=1)
    return day
