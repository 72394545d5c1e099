"""Laws that hold for every calendar, and a second, slow way to the same answer."""

import os
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import (
    ZONE,
    Clock,
    Decision,
    Effect,
    Extension,
    Limit,
    OfficeHours,
    Pause,
    Session,
    Unit,
    WorkCalendar,
    days_left,
    evaluate,
    local,
)
from phuong.kernel.workdays.tests import slow

# PHUONG_EXAMPLES=5000 looks longer; the quick suite has two minutes for everything.
QUICKLY = settings(max_examples=int(os.environ.get("PHUONG_EXAMPLES", "30")), deadline=None)
OLD = datetime.combine(date(1902, 1, 1), datetime.min.time())
FIRST = date(2026, 10, 1)
DAYS = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
QUARTERS = st.integers(0, 95).map(lambda n: timedelta(minutes=15 * n))
STARTS = st.builds(
    lambda day, clock: datetime.combine(day, datetime.min.time()) + clock, DAYS, QUARTERS
)
SESSIONS = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(
    lambda cuts: tuple(
        Session(15 * first, 15 * last)
        for first, last in zip(*[iter(sorted(cuts)[: len(cuts) // 2 * 2])] * 2, strict=True)
    )
)
DECISIONS = st.builds(
    Decision,
    id=st.sampled_from(["a", "b"]),
    date=DAYS,
    effect=st.sampled_from(Effect),
    open_sessions=st.just(()) | SESSIONS,
    local=st.booleans(),
)
HOURS = st.builds(
    OfficeHours,
    # Wednesday is left to the default, so that no calendar is without working days.
    weekdays=st.sets(st.sampled_from([0, 1, 3, 4, 5, 6]), min_size=1).map(tuple),
    sessions=st.just(()) | SESSIONS,
    valid_from=st.none() | DAYS,
)
CALENDARS = st.builds(
    WorkCalendar,
    decisions=st.lists(DECISIONS, max_size=25).map(tuple),
    hours=st.just(()) | st.lists(HOURS, max_size=2).map(tuple),
    working_weekdays=st.sets(st.integers(0, 6)).map(lambda days: tuple({*days, 2})),
)
LIMITS = st.one_of(
    st.builds(Limit, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), st.integers(1, 40)),
    st.builds(Limit, st.sampled_from([Unit.WORKING_HOUR, Unit.CLOCK_HOUR]), st.integers(1, 60)),
    st.builds(Limit, st.sampled_from([Unit.MONTH, Unit.YEAR]), st.integers(1, 3)),
    st.builds(Limit, st.sampled_from([Unit.SAME_DAY, Unit.HANDOVER])),
)


@st.composite
def clocks(draw, limits=LIMITS, most_pauses=3) -> Clock:
    """Draw a clock whose pauses lie one after the other, the last perhaps open."""
    start = draw(STARTS)
    limit = draw(limits)
    if limit.unit is Unit.HANDOVER:
        return Clock(start, limit)
    gaps = st.integers(0, 12 * 96).map(lambda n: timedelta(minutes=15 * n))
    pauses, at = [], start
    for _ in range(draw(st.integers(0, most_pauses))):
        begins = at + draw(gaps)
        at = begins + draw(gaps.filter(bool))
        pauses.append(Pause(begins, at))
    if draw(st.booleans()) and pauses:
        pauses[-1] = Pause(pauses[-1].begins)
    return Clock(start, limit, tuple(pauses))


def extended(clock: Clock, n: int) -> Clock:
    if clock.limit.is_bare:
        return clock
    return Clock(clock.start, clock.limit, clock.pauses, (Extension(Limit(clock.limit.unit, n)),))


@QUICKLY
@given(CALENDARS, DAYS, st.integers(1, 120))
def test_counting_undoes_adding(calendar, start, n):
    assert calendar.count(start, calendar.add(start, n)) == n
    back = calendar.add(start, -n)
    assert calendar.count(back - timedelta(days=1), start - timedelta(days=1)) == n


@QUICKLY
@given(CALENDARS, STARTS, STARTS, LIMITS)
def test_a_later_start_is_never_due_earlier(calendar, one, other, limit):
    first, second = sorted((one, other))
    assert evaluate(Clock(first, limit), calendar).at <= evaluate(Clock(second, limit), calendar).at


@QUICKLY
@given(CALENDARS, clocks(), st.integers(1, 20))
def test_more_time_is_never_due_earlier(calendar, clock, n):
    short, long = evaluate(clock, calendar).at, evaluate(extended(clock, n), calendar).at
    assert long is None or short is None or short <= long


@QUICKLY
@given(CALENDARS, clocks(), st.integers(0, 20))
def test_telling_the_days_changes_no_answer(calendar, clock, n):
    clock = extended(clock, n) if n else clock
    quick, told = evaluate(clock, calendar), evaluate(clock, calendar, narrate=True)
    assert (quick.at, quick.open_pause) == (told.at, told.open_pause)
    assert quick.days == ()


@QUICKLY
@given(CALENDARS, clocks(), st.integers(0, 20))
def test_the_days_told_lead_to_the_answer(calendar, clock, n):
    clock = extended(clock, n) if n else clock
    found = evaluate(clock, calendar, narrate=True)
    dates = [day.date for day in found.days]
    assert dates == sorted(set(dates))
    assert dates[0] == clock.start.date()
    if clock.limit.unit not in {Unit.MONTH, Unit.YEAR}:
        assert dates == [dates[0] + timedelta(days=k) for k in range(len(dates))]
    if found.at is None:
        assert dates[-1] <= found.open_pause.begins.date()
        return
    assert dates[-1] == found.on
    counted = [day.counted for day in found.days if day.counted is not None]
    assert counted == sorted(set(counted))
    bare = clock.limit.is_bare
    assert counted[-1] == (1 if bare else clock.limit.n + sum(e.limit.n for e in clock.extensions))


@QUICKLY
@given(CALENDARS, clocks(st.builds(Limit, st.just(Unit.WORKING_DAY), st.integers(1, 25))))
def test_working_days_agree_with_going_day_by_day(calendar, clock):
    assert evaluate(clock, calendar).on == slow.working_days(clock, calendar)


@QUICKLY
@given(CALENDARS, clocks(st.builds(Limit, st.just(Unit.CALENDAR_DAY), st.integers(1, 40))))
def test_calendar_days_agree_with_going_day_by_day(calendar, clock):
    assert evaluate(clock, calendar).on == slow.calendar_days(clock, calendar)


@QUICKLY
@given(CALENDARS, clocks(st.builds(Limit, st.just(Unit.WORKING_HOUR), st.integers(1, 12))))
def test_working_hours_agree_with_going_minute_by_minute(calendar, clock):
    found = evaluate(clock, calendar).at
    assert (found and local(found)) == slow.working_hours(clock, calendar)


@QUICKLY
@given(CALENDARS, clocks(), st.randoms(use_true_random=False))
def test_the_order_of_pauses_does_not_matter(calendar, clock, random):
    shuffled = list(clock.pauses)
    random.shuffle(shuffled)
    assert Clock(clock.start, clock.limit, tuple(shuffled)) == clock


@QUICKLY
@given(CALENDARS, clocks(most_pauses=0), STARTS)
def test_a_pause_of_no_length_changes_nothing(calendar, clock, moment):
    if clock.limit.unit is not Unit.HANDOVER and moment >= clock.start:
        paused = Clock(clock.start, clock.limit, (Pause(moment, moment),))
        assert evaluate(paused, calendar) == evaluate(clock, calendar)


@QUICKLY
@given(CALENDARS, clocks())
def test_a_pause_never_brings_the_due_date_nearer(calendar, clock):
    without = evaluate(Clock(clock.start, clock.limit), calendar).at
    found = evaluate(clock, calendar).at
    assert found is None or found >= without


@QUICKLY
@given(CALENDARS, clocks())
def test_limits_in_days_end_when_a_working_day_ends(calendar, clock):
    found = evaluate(clock, calendar)
    if found.at is None or clock.limit.in_hours or clock.limit.unit is Unit.HANDOVER:
        return
    sessions = calendar.sessions_of(found.on)
    midnight = datetime.combine(found.on, datetime.min.time())
    assert local(found.at) == midnight + timedelta(minutes=sessions[-1].closes)


@QUICKLY
@given(CALENDARS, clocks(), st.integers(-12, 14))
def test_the_offset_in_which_a_moment_is_written_does_not_matter(calendar, clock, hours):
    zone = timezone(timedelta(hours=hours))

    def there(moment):
        return moment and moment.replace(tzinfo=ZONE).astimezone(zone)

    pauses = tuple(Pause(there(p.begins), there(p.ends)) for p in clock.pauses)
    abroad = Clock(there(clock.start), clock.limit, pauses)
    assert evaluate(abroad, calendar).at == evaluate(clock, calendar).at


@QUICKLY
@given(st.integers(0, 10_000_000_000_000).map(lambda n: OLD + timedelta(milliseconds=n)))
def test_the_short_way_to_the_wall_clock_agrees_with_the_zone(moment):
    for zone in (UTC, ZONE, timezone(timedelta(hours=-5))):
        aware = moment.replace(tzinfo=zone)
        assert local(aware) == aware.astimezone(ZONE).replace(tzinfo=None)


@QUICKLY
@given(CALENDARS, clocks(), DAYS)
def test_what_a_calendar_was_asked_before_changes_no_answer(calendar, clock, day):
    fresh = calendar.with_decisions()
    calendar.is_working_day(date(2040, 1, 1))
    calendar.add(day, -700)
    assert evaluate(clock, fresh) == evaluate(clock, calendar)


@QUICKLY
@given(CALENDARS, DAYS, DAYS)
def test_days_left_and_lateness_agree(calendar, due_on, today):
    due = datetime.combine(calendar.on_or_after(due_on), datetime.min.time()) + timedelta(hours=17)
    left = days_left(due, today, calendar)
    assert (left < 0) == (today > due.date())
    assert (left == 0) == (today == due.date())


@QUICKLY
@given(CALENDARS, clocks(), st.integers(1, 9))
def test_an_extension_is_taken_up_to_the_due_day_and_refused_after_it(calendar, clock, n):
    if clock.limit.is_bare:
        return
    decided = clock.start + timedelta(days=n)
    plain = evaluate(clock, calendar)
    late = plain.at is not None and (
        decided > local(plain.at) if clock.limit.in_hours else decided.date() > plain.on
    )
    more = (Extension(Limit(clock.limit.unit, n), decided_at=decided),)
    longer = Clock(clock.start, clock.limit, clock.pauses, more)
    if late:
        with pytest.raises(RuleBroken):
            evaluate(longer, calendar)
    else:
        evaluate(longer, calendar)
