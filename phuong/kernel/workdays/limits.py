"""A clock is start, limit, pauses and extensions; each refuses what cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workdays.facts import local

Number = int | float | Decimal

# No term of the law comes near; what lies beyond is a slip of the hand.
LONGEST = 100_000


class Unit(StrEnum):
    """How a limit is counted; each rule stands in the explanation of time."""

    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"
    HANDOVER = "handover"
    MONTH = "month"
    YEAR = "year"
    CLOCK_HOUR = "clock_hour"


# Compared by identity: hashing a member of an enumeration costs more than a look at the calendar.
_WORKING_HOUR, _CLOCK_HOUR = Unit.WORKING_HOUR, Unit.CLOCK_HOUR
_SAME_DAY, _HANDOVER = Unit.SAME_DAY, Unit.HANDOVER


class Mode(StrEnum):
    """What an extension does to the limit."""

    ADD = "add"
    REPLACE_TOTAL = "replace_total"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of units. Hours may be fractions to the minute, everything else is whole."""

    unit: Unit
    n: Number = 0

    def __post_init__(self) -> None:
        if type(self.unit) is not Unit:
            object.__setattr__(self, "unit", checked_unit(self.unit))
        if type(self.n) is not int or self.n <= 0 or self.n > LONGEST or self.is_bare:
            object.__setattr__(self, "n", _checked_number(self, self.n))

    @property
    def is_bare(self) -> bool:
        """Tell whether the unit says it all and takes no number."""
        return self.unit is _SAME_DAY or self.unit is _HANDOVER

    @property
    def in_hours(self) -> bool:
        """Tell whether the limit runs by the minute and not by the day."""
        return self.unit is _WORKING_HOUR or self.unit is _CLOCK_HOUR

    @property
    def minutes(self) -> int:
        """Return an hour limit in minutes."""
        return int(self.n * 60)

    @property
    def whole(self) -> int:
        """Return the number of a limit that is not in hours."""
        return int(self.n)


def checked_unit(unit: str) -> Unit:
    """Return the unit of this name, or refuse it."""
    try:
        return Unit(unit)
    except ValueError:
        raise RuleBroken(
            "workdays.unit",
            _("Không có đơn vị thời hạn “%(unit)s”. Chọn một trong: %(units)s."),
            unit=str(unit)[:40],
            units=", ".join(Unit),
        ) from None


def _checked_number(limit: Limit, n: Number) -> Number:
    if limit.is_bare:
        if n in {0, 1}:
            return 0
        raise RuleBroken(
            "workdays.limit.number", _("Thời hạn trong ngày và thời hạn bàn giao không có số.")
        )
    is_number = isinstance(n, int | float | Decimal) and not isinstance(n, bool)
    exact = Decimal(str(n)) if is_number else Decimal("NaN")
    if not exact.is_finite():
        raise RuleBroken("workdays.limit.number", _("Nhập số ngày hoặc số giờ của thời hạn."))
    if exact < 0:
        raise RuleBroken("workdays.limit.negative", _("Thời hạn không được âm."))
    if exact == 0:
        raise RuleBroken(
            "workdays.limit.zero",
            _("Thời hạn phải lớn hơn 0; việc giải quyết ngay thì chọn “trong ngày”."),
        )
    if exact > LONGEST:
        raise RuleBroken("workdays.limit.too-long", _("Thời hạn quá dài; kiểm tra lại số đã nhập."))
    parts = exact * 60 if limit.in_hours else exact
    if parts < 1 or parts != parts.to_integral_value():
        raise RuleBroken(
            "workdays.limit.fraction",
            _("Số ngày, tháng, năm phải là số nguyên; số giờ phải tròn đến phút."),
        )
    return int(exact) if exact == exact.to_integral_value() else exact


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not run (tạm dừng), from the first moment up to the second; None is open."""

    begins: datetime
    ends: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and local(self.ends) < local(self.begins):
            raise RuleBroken(
                "workdays.pause.reversed", _("Lúc hết tạm dừng phải sau lúc bắt đầu tạm dừng.")
            )


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, decided at a moment (gia hạn); `REPLACE_TOTAL` is a new limit, same start."""

    limit: Limit
    mode: Mode = Mode.ADD
    decided_at: datetime | None = None

    def __post_init__(self) -> None:
        if type(self.mode) is not Mode:
            try:
                object.__setattr__(self, "mode", Mode(self.mode))
            except ValueError:
                raise RuleBroken(
                    "workdays.extension.mode",
                    _("Gia hạn là cộng thêm (add) hoặc đặt lại tổng thời hạn (replace_total)."),
                ) from None


@dataclass(frozen=True, slots=True)
class Clock:
    """The facts of a deadline. The due date is worked out from them, never counted down.

    Pauses are kept in the order of time whatever order they came in. One extension is allowed
    unless the rule says more (`most_extensions`: two for a denunciation).
    """

    start: datetime
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    most_extensions: int = 1

    def __post_init__(self) -> None:
        if self.pauses:
            object.__setattr__(self, "pauses", _checked_pauses(self.start, self.pauses))
        if self.extensions:
            object.__setattr__(self, "extensions", tuple(self.extensions))
            _check_extensions(self)
        if self.limit.unit is Unit.HANDOVER and (self.pauses or self.extensions):
            raise RuleBroken(
                "workdays.handover.fixed",
                _("Thời hạn bàn giao hồ sơ không tạm dừng và không gia hạn."),
            )


def _checked_pauses(start: datetime, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    far = datetime.combine(date.max, time.max)
    spans = sorted(
        (
            (local(p.begins), local(p.ends) if p.ends else far, place)
            for place, p in enumerate(pauses)
        ),
    )
    if spans[0][0] < local(start):
        raise RuleBroken(
            "workdays.pause.before-start", _("Tạm dừng phải bắt đầu sau khi thời hạn bắt đầu.")
        )
    for earlier, later in pairwise(spans):
        if later[0] < earlier[1] or later[:2] == earlier[:2]:
            if earlier[1] == far:
                raise RuleBroken(
                    "workdays.pause.after-open",
                    _("Chưa hết lần tạm dừng trước thì không ghi thêm lần tạm dừng khác."),
                )
            raise RuleBroken("workdays.pause.overlap", _("Các lần tạm dừng chồng lên nhau."))
    return tuple(pauses[place] for *_span, place in spans)


def _check_extensions(clock: Clock) -> None:
    if len(clock.extensions) > clock.most_extensions:
        raise RuleBroken(
            "workdays.extension.again",
            _("Đã gia hạn đủ số lần; quy định chỉ cho gia hạn %(times)s lần."),
            times=clock.most_extensions,
        )
    for extension in clock.extensions:
        if extension.decided_at and local(extension.decided_at) < local(clock.start):
            raise RuleBroken(
                "workdays.extension.before-start",
                _("Gia hạn không thể được quyết định trước khi thời hạn bắt đầu."),
            )
        if extension.limit.is_bare:
            raise RuleBroken(
                "workdays.extension.unit", _("Gia hạn phải là một số ngày, tháng, năm hoặc giờ.")
            )
