"""What may be done in the hall, decided from values alone; every limit is handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import number_in_words
from phuong.kernel.workdays import Session

LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"  # the Latin letters that Vietnamese has
LONGEST_SLOT, MOST_AT_ONCE = 240, 99
# Whom the law may put first; whether it does, and from which age on, is a value of the day.
FIRST = {
    "elderly": _("Người từ %(value)s tuổi trở lên"),
    "disabled": _("Người khuyết tật"),
    "pregnant": _("Phụ nữ mang thai"),
    "small_child": _("Người đi cùng con dưới %(value)s tháng tuổi"),
}
STEP = 5  # minutes: nobody believes an estimate that is finer
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def shown(letter: str, number: int | None) -> str:
    """Return a number as it stands on the ticket and the board: `A042`."""
    return f"{letter}{number:03d}" if number is not None else ""


def spoken(letter: str, number: int, counter: int) -> str:
    """Return the sentence that calls a number, digit by digit.

    >>> spoken("A", 42, 3)
    'Mời số A không bốn hai đến quầy ba'
    """
    digits = " ".join(DIGITS[int(digit)] for digit in f"{number:03d}")
    return f"Mời số {letter} {digits} đến quầy {number_in_words(counter)}"


@dataclass(frozen=True, slots=True)
class Place:
    """What decides when somebody who waits is called."""

    priority: bool
    queued_at: datetime
    booked_for: datetime | None
    number: int


def turn(place: Place, now: datetime) -> tuple[int, datetime, int]:
    """Return the key by which the next is found: the least comes first.

    Whom the law puts first, then who booked this time, then everybody in the order of coming.
    """
    if place.priority:
        return 0, place.queued_at, place.number
    if place.booked_for is not None and place.booked_for <= now:
        return 1, place.booked_for, place.number
    return 2, place.queued_at, place.number


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how long somebody waits; no minutes where too little was measured or nobody serves."""

    minutes: int | None
    measured: int
    counters: int


def estimate(ahead: int, seconds: Sequence[int], counters: int, fewest: int) -> Estimate:
    """Estimate the wait from the median of measured service times, rounded up."""
    if counters < 1 or len(seconds) < fewest:
        return Estimate(None, len(seconds), counters)
    minutes = ahead * median(seconds) / 60 / counters
    return Estimate(-int(-minutes // STEP) * STEP, len(seconds), counters)


def check_called_enough(calls: int, least: int) -> None:
    """Refuse to let somebody miss their turn who was not called often enough."""
    if calls < least:
        raise RuleBroken(
            "hall.miss.too-soon",
            _("Mới gọi %(calls)s lần. Gọi đủ %(least)s lần rồi mới cho qua lượt."),
            calls=calls,
            least=least,
        )


def check_may_rejoin(missed_at: datetime, now: datetime, minutes: int) -> None:
    """Refuse to take a number back that was missed too long ago."""
    if now - missed_at > timedelta(minutes=minutes):
        raise RuleBroken(
            "hall.rejoin.too-late",
            _("Số này qua lượt đã hơn %(minutes)s phút. Mời lấy số mới."),
            minutes=minutes,
        )


def check_nobody_called(shown_number: str) -> None:
    """Refuse to call the next while the last has neither come nor missed the turn."""
    if shown_number:
        raise WrongState(
            "hall.call.still-called",
            _("Quầy này đang mời số %(number)s. Bấm người đã đến, gọi lại hoặc qua lượt trước."),
            number=shown_number,
        )


def check_hall_open(sessions: Sequence[Session], minute: int, before: int) -> None:
    """Refuse a number of today before the hall opens or after the desk has closed."""
    if not sessions:
        raise RuleBroken(
            "hall.take.closed-day", _("Hôm nay phường không tiếp nhận. Mời ông/bà hẹn giờ đến.")
        )
    if minute >= sessions[-1].closes:
        raise RuleBroken(
            "hall.take.too-late",
            _("Hôm nay đã hết giờ lấy số. Mời ông/bà hẹn giờ đến vào ngày khác."),
        )
    if minute < sessions[0].opens - before:
        raise RuleBroken(
            "hall.take.too-early",
            _("Chưa đến giờ lấy số: lấy số được từ %(before)s phút trước giờ mở cửa."),
            before=before,
        )


def slot_starts(
    sessions: Iterable[Session], hours: Iterable[Session], length: int
) -> tuple[int, ...]:
    """Return when slots begin, in minutes: within the desk's sessions and the group's own hours."""
    if length < 1:
        return ()
    own = tuple(hours)
    starts: list[int] = []
    for session in sessions:
        for part in own or (session,):
            first, last = max(session.opens, part.opens), min(session.closes, part.closes)
            starts += range(first, last - length + 1, length)
    return tuple(sorted(set(starts)))


def check_slot(start: int, free: Mapping[int, int]) -> None:
    """Refuse a time that is none of the day's, or that is full."""
    if start not in free:
        raise RuleBroken(
            "hall.book.no-such-time",
            _("Giờ này không đặt được nữa. Chọn một giờ trong danh sách."),
            field="start",
        )
    if free[start] < 1:
        raise RuleBroken(
            "hall.book.full",
            _("Giờ này vừa có người khác đặt hết chỗ. Chọn giờ khác."),
            field="start",
        )


def check_other_time(old: datetime, new: datetime) -> None:
    """Refuse to move a booking to where it is."""
    if old == new:
        raise RuleBroken(
            "hall.move.same", _("Ông/bà đang hẹn đúng giờ này rồi. Chọn giờ khác."), field="start"
        )


def check_arrival(booked_for: datetime, now: datetime, *, early: int, grace: int) -> None:
    """Refuse whoever comes too early or too late for the time they booked."""
    if now < booked_for - timedelta(minutes=early):
        raise RuleBroken(
            "hall.arrive.too-early",
            _("Chưa đến giờ hẹn. Lấy số theo giờ hẹn được từ %(early)s phút trước giờ ấy."),
            early=early,
        )
    if now > booked_for + timedelta(minutes=grace):
        raise RuleBroken(
            "hall.arrive.expired",
            _("Giờ hẹn đã qua hơn %(grace)s phút. Mời lấy số thường, hoặc đổi sang giờ khác."),
            grace=grace,
        )


def check_letter(letter: str, taken: Iterable[str]) -> None:
    """Refuse a letter that is none, or that another group has."""
    if letter not in LETTERS or len(letter) != 1:
        raise RuleBroken("hall.group.letter", _("Nhập một chữ cái in, ví dụ A."), field="letter")
    if letter in taken:
        raise RuleBroken(
            "hall.group.letter-taken",
            _("Chữ %(letter)s đã có nhóm khác dùng. Chọn chữ khác."),
            field="letter",
            letter=letter,
        )


def check_capacity(length: int, capacity: int) -> None:
    """Refuse slots that are endless, or that take nobody."""
    if length > LONGEST_SLOT or capacity > MOST_AT_ONCE or (length > 0) != (capacity > 0):
        raise RuleBroken(
            "hall.group.slots",
            _("Nhận hẹn giờ cần cả độ dài và số người mỗi lượt; không nhận thì để cả hai là 0."),
            field="slot_minutes",
        )


def check_counter_number(number: int, taken: Iterable[int]) -> None:
    """Refuse a counter's number that another counter has."""
    if number in taken:
        raise RuleBroken(
            "hall.counter.taken",
            _("Đã có quầy %(number)s. Chọn số khác."),
            field="number",
            number=number,
        )


def check_serves(groups: Sequence[object]) -> None:
    """Refuse a counter that would call nobody."""
    if not groups:
        raise RuleBroken(
            "hall.counter.nothing", _("Chọn ít nhất một nhóm thủ tục cho quầy."), field="groups"
        )
