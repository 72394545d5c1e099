"""Office time as one long line of minutes, so that a life can be laid out by adding to it."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

from phuong.delivery.demo.pack import Hours
from phuong.kernel.access.api import HERE
from phuong.kernel.workdays import WorkCalendar

DAY = 8 * 60  # minutes of an ordinary working day
MINUTE = timedelta(minutes=1)


class OfficeTime:
    """The sessions of all working days between two days, end to end.

    A place on the line is minutes of open office since its beginning; nights, week-ends and
    holidays have no length.
    """

    def __init__(
        self, calendar: WorkCalendar, first: date, last: date, hours: Hours, *, desk: bool = False
    ) -> None:
        """Lay the sessions of each working day end to end."""
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self._places: list[float] = []
        place, day = 0.0, first
        while day <= last:
            if calendar.is_working_day(day):
                for opens, closes in hours.desk if desk else hours.office:
                    begin = datetime.combine(day, opens, tzinfo=HERE)
                    end = datetime.combine(day, closes, tzinfo=HERE)
                    self._begins.append(begin)
                    self._ends.append(end)
                    self._places.append(place)
                    place += (end - begin) / MINUTE
            day += timedelta(days=1)

    def place(self, moment: datetime) -> float:
        """Return how many minutes were open until a moment."""
        at = bisect_right(self._begins, moment) - 1
        if at < 0:
            return 0.0
        reached = min(moment, self._ends[at])
        return self._places[at] + (reached - self._begins[at]) / MINUTE

    def moment(self, place: float) -> datetime:
        """Return the moment at a place, to the second; it lies strictly inside a session."""
        at = max(bisect_right(self._places, max(place, 0.0)) - 1, 0)
        inside = timedelta(seconds=int(max(place - self._places[at], 0.0) * 60))
        latest = self._ends[at] - timedelta(seconds=40)
        return min(self._begins[at] + inside, latest)

    def after(self, moment: datetime, minutes: float) -> datetime:
        """Return the moment when so many open minutes have passed; always a little later."""
        found = self.moment(self.place(moment) + minutes)
        while found <= moment:
            minutes += 1
            found = self.moment(self.place(moment) + minutes)
        return found

    def open_at(self, moment: datetime) -> datetime:
        """Return the moment itself where it is open, else the next opening with a minute on it."""
        at = bisect_right(self._begins, moment) - 1
        if at >= 0 and moment < self._ends[at]:
            return moment
        return self._begins[at + 1] + MINUTE
