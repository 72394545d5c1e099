"""What each day is: office hours first, then the decision that changes the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from phuong.kernel.workdays.facts import Decision, Effect, OfficeHours, Session, common
from phuong.kernel.workdays.reasons import Reason


@dataclass(frozen=True, slots=True)
class DayShape:
    """One day: the sessions that count, those of the desk, and why."""

    sessions: tuple[Session, ...]
    intake: tuple[Session, ...]
    reason: Reason
    decision: Decision | None = None


Week = tuple[DayShape, ...]


class Shapes:
    """Gives every day its shape; days are ordinals, weeks begin on Monday."""

    __slots__ = ("_hours", "_sessions", "_weekdays", "_weeks", "decided")

    def __init__(
        self,
        decisions: tuple[Decision, ...],
        hours: tuple[OfficeHours, ...],
        sessions: tuple[Session, ...],
        weekdays: tuple[int, ...],
    ) -> None:
        # Sorting is stable: the local decision wins, then the one known later, then the later row.
        ordered = sorted(decisions, key=lambda each: (each.local, each.known_since()))
        self.decided = {each.date.toordinal(): each for each in ordered}
        self._hours = hours
        self._sessions = sessions
        self._weekdays = weekdays
        self._weeks: dict[tuple[int, ...], Week] = {}

    def on(self, ordinal: int) -> DayShape:
        """Return the shape of one day."""
        decision = self.decided.get(ordinal)
        if decision is None:
            return self._week(ordinal)[(ordinal - 1) % 7]
        return self._changed(ordinal, decision)

    def between(self, first: int, last: int) -> Iterator[tuple[Session, ...]]:
        """Yield the sessions that count of each day, by the same rules as `on`, quicker."""
        decided = self.decided
        for begin, end in self._periods(first, last):
            week = [shape.sessions for shape in self._week(begin)]
            for ordinal in range(begin, end + 1):
                if ordinal in decided:
                    yield self._changed(ordinal, decided[ordinal]).sessions
                else:
                    yield week[(ordinal - 1) % 7]

    def _periods(self, first: int, last: int) -> list[tuple[int, int]]:
        """Cut the days where office hours begin or cease to be valid."""
        cuts = {first}
        for hours in self._hours:
            if hours.valid_from:
                cuts.add(hours.valid_from.toordinal())
            if hours.valid_to:
                cuts.add(hours.valid_to.toordinal() + 1)
        inside = sorted(cut for cut in cuts if first <= cut <= last)
        return list(zip(inside, [*(cut - 1 for cut in inside[1:]), last], strict=True))

    def _week(self, ordinal: int) -> Week:
        """Return the seven days as the office hours in force on this day have them."""
        day = date.fromordinal(ordinal)
        places = tuple(place for place, hours in enumerate(self._hours) if hours.in_force(day))
        found = self._weeks.get(places)
        if found is None:
            rows = [self._hours[place] for place in places]
            rows.sort(key=lambda hours: hours.valid_from or date.min)
            found = tuple(self._weekday(weekday, rows) for weekday in range(7))
            self._weeks[places] = found
        return found

    def _weekday(self, weekday: int, rows: list[OfficeHours]) -> DayShape:
        own = [hours for hours in rows if weekday in hours.weekdays]
        works = weekday in self._weekdays
        if not own:
            sessions = self._sessions if works else ()
            return DayShape(sessions, sessions, Reason.WORKING if sessions else Reason.WEEKLY)
        hours = own[-1]
        intake = hours.sessions if hours.intake is None else hours.intake
        if works and hours.sessions:
            return DayShape(hours.sessions, intake, Reason.WORKING)
        return DayShape((), intake, Reason.NO_SESSION if works else Reason.WEEKLY)

    def _full_day(self, ordinal: int) -> DayShape:
        """Return what a fully worked day is for this office at that time."""
        week = self._week(ordinal)
        own = week[(ordinal - 1) % 7]
        worked = [own] if own.sessions else [shape for shape in week if shape.sessions]
        return worked[0] if worked else DayShape(self._sessions, self._sessions, Reason.WORKING)

    def _changed(self, ordinal: int, decision: Decision) -> DayShape:
        usual = self._week(ordinal)[(ordinal - 1) % 7]
        opened = decision.open_sessions
        match decision.effect:
            case Effect.WORK:
                full = self._full_day(ordinal)
                reason = Reason.WORKING if usual.sessions else Reason.MADE_UP
                return DayShape(full.sessions, full.intake, reason, decision)
            case Effect.SESSIONS if opened:
                intake = common(usual.intake, opened) if usual.intake else opened
                return DayShape(opened, intake, Reason.PART_DAY, decision)
            case Effect.DESK_ONLY:
                intake = opened or usual.intake or self._full_day(ordinal).intake
                return DayShape((), intake, Reason.DESK_ONLY, decision)
            case _:
                closed = decision.local or decision.effect is Effect.SESSIONS
                return DayShape((), (), Reason.CLOSED if closed else Reason.OFF, decision)
