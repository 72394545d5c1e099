"""The facts a working calendar is made of: sessions, office hours and calendar decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_MINUTES = 24 * 60
# The whole country has kept seven hours since 13 June 1975.
OFFSET_SINCE = 1976
_WALL = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall clock
_AT_HOME = _WALL.replace(tzinfo=ZONE)
_IN_UTC = _AT_HOME.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """Return the wall clock of the ward at this moment; a moment without an offset is local.

    Differences are ten times as quick as `replace` and `astimezone`, and this is asked of every
    moment of every clock.
    """
    zone = moment.tzinfo
    if zone is None:
        return moment
    if zone is ZONE:
        return _WALL + (moment - _AT_HOME)
    if zone is UTC and moment.year >= OFFSET_SINCE:
        return _WALL + (moment - _IN_UTC)
    return moment.astimezone(ZONE).replace(tzinfo=None)


def micro_of(moment: datetime) -> int:
    """Return the microseconds after midnight of a wall clock."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """A stretch of open time (buổi), half-open, in minutes after local midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            raise RuleBroken(
                "workdays.session.reversed",
                _("Buổi làm việc phải kết thúc sau lúc bắt đầu và nằm trong một ngày."),
            )

    @classmethod
    def of(cls, opens: time, closes: time) -> "Session":
        """Make a session of two times of the day; closing at 00:00 means the end of the day."""
        return cls(minute_of(opens), minute_of(closes) or DAY_MINUTES)

    @classmethod
    def parse(cls, opens: str, closes: str) -> "Session":
        """Read a session as people write it: "07:00", "11:00"; "24:00" is the end of the day."""
        return cls(parse_minute(opens), parse_minute(closes))

    def __str__(self) -> str:
        return f"{clock_text(self.opens)}–{clock_text(self.closes)}"


def minute_of(moment: time) -> int:
    """Return the minutes after midnight."""
    return moment.hour * 60 + moment.minute


def clock_text(minute: int) -> str:
    """Write minutes after midnight as a clock shows them.

    >>> clock_text(425)
    '07:05'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_minute(text: str) -> int:
    """Read "07:00" as minutes after midnight; "24:00" is the end of the day."""
    hours, colon, minutes = text.partition(":")
    if colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit():
        minute = int(hours[:3]) * 60 + int(minutes[:3])
        if len(minutes) == 2 and int(minutes) < 60 and minute <= DAY_MINUTES:
            return minute
    raise RuleBroken(
        "workdays.time", _("Nhập giờ dạng 07:00; không đọc được “%(text)s”."), text=text[:40]
    )


Date = date

DEFAULT_SESSIONS = (Session(7 * 60, 11 * 60), Session(13 * 60, 17 * 60))
DEFAULT_WEEKDAYS = (0, 1, 2, 3, 4)
DEFAULT_LINE = 15 * 60


def checked_sessions(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions in order, or refuse those that overlap."""
    ordered = tuple(sorted(sessions))
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise RuleBroken(
                "workdays.session.overlap", _("Các buổi làm việc trong ngày chồng lên nhau.")
            )
    return ordered


def check_weekdays(weekdays: Iterable[int]) -> None:
    """Refuse a weekday that is none; Monday is 0 as in Python."""
    if not set(weekdays) <= set(range(7)):
        raise RuleBroken(
            "workdays.weekday", _("Thứ trong tuần là số từ 0 (thứ Hai) đến 6 (Chủ nhật).")
        )


def common(some: Iterable[Session], others: Iterable[Session]) -> tuple[Session, ...]:
    """Return the time that lies in both."""
    others = tuple(others)
    return tuple(
        Session(max(a.opens, b.opens), min(a.closes, b.closes))
        for a in some
        for b in others
        if max(a.opens, b.opens) < min(a.closes, b.closes)
    )


class Effect(StrEnum):
    """What a calendar decision does to a day."""

    OFF = "off"
    """Nobody works."""
    WORK = "work"
    """An otherwise free day is fully worked."""
    SESSIONS = "sessions"
    """Only the sessions it names are open; none means closed all day."""
    DESK_ONLY = "desk_only"
    """The desk takes in and gives back; the day does not count."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One day changed by one decision (quyết định về lịch làm việc).

    `known_from` is the day or moment from which people could know it; None means always. Of two
    decisions on one day the local one wins, then the one known later, then the later in the row.
    """

    id: str
    date: date
    effect: Effect
    open_sessions: tuple[Session, ...] = ()
    local: bool = False
    known_from: Date | datetime | None = None
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "effect", Effect(self.effect))
        object.__setattr__(self, "open_sessions", checked_sessions(self.open_sessions))

    def known_since(self) -> datetime:
        """Return the local moment from which this decision was known."""
        if self.known_from is None:
            return datetime.combine(Date.min, time.min)
        if isinstance(self.known_from, datetime):
            return local(self.known_from)
        return datetime.combine(self.known_from, time.min)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of an office on some weekdays, while valid (both days included).

    `intake` is when the desk takes in papers; None means whenever the day is worked. On a weekday
    that is not a working day of the calendar, sessions are intake only: a Saturday desk takes in
    and gives back and never counts. Of two that apply, the one valid from the later day wins.
    """

    weekdays: tuple[int, ...]
    sessions: tuple[Session, ...]
    intake: tuple[Session, ...] | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        check_weekdays(self.weekdays)
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise RuleBroken(
                "workdays.hours.reversed", _("Ngày hết hiệu lực phải sau ngày bắt đầu.")
            )
        object.__setattr__(self, "sessions", checked_sessions(self.sessions))
        if self.intake is not None:
            object.__setattr__(self, "intake", checked_sessions(self.intake))

    def in_force(self, day: date) -> bool:
        """Tell whether these hours apply on this day."""
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)
