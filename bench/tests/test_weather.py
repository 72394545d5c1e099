"""Bad weather's own parts: growth, recovery, arrivals, what is judged, and where a run is kept."""

import math
import random

import pytest

from bench import limits, weather
from bench.figures import recovered_after, slope
from bench.visitors import Visit, arrivals, request
from bench.weather_report import YARDSTICK, Found, Sample, figures, grown_in_10000, table


def test_growth_is_the_slope_through_the_points():
    assert slope([(0, 50.0), (1000, 51.0), (2000, 52.0)]) == pytest.approx(0.001)
    assert slope([(0, 50.0), (1000, 52.0), (2000, 50.0)]) == 0.0
    assert slope([(5, 1.0), (5, 9.0)]) == 0.0


@pytest.mark.parametrize(
    ("waits", "after"),
    [
        ([(1, 10), (6, 10), (11, 10)], 0),
        ([(1, 900), (6, 400), (11, 10), (16, 10)], 10),
        # One good window between bad ones is luck.
        ([(1, 900), (6, 10), (11, 900), (16, 10), (21, 10)], 15),
        ([(1, 900), (6, 900), (11, 10)], math.inf),
        ([], math.inf),
    ],
)
def test_it_is_over_when_two_windows_in_a_row_are_served_as_usual(waits, after):
    assert recovered_after(waits, 150.0) == after


def test_one_in_twenty_that_waits_long_does_not_make_a_window_bad():
    waits = [(n / 10, 10.0) for n in range(100)]
    waits[3] = (0.3, 9_000.0)
    assert recovered_after(waits, 150.0) == 0
    waits[4:7] = [(0.4, 9_000.0)] * 3
    assert recovered_after([*waits, (10.5, 10.0)], 150.0) == 5


def chance():
    return random.Random(7)  # noqa: S311 - visitors, not keys


def test_visitors_come_at_the_rate_asked_for_and_the_same_again_by_seed():
    came = list(arrivals(20, 500, chance()))
    assert len(came) == pytest.approx(10_000, rel=0.05)
    assert came == sorted(came) == list(arrivals(20, 500, chance()))
    assert came[-1] < 500


def test_a_request_says_how_long_its_body_is():
    assert request("/x/", "a=b") == (
        b"GET /x/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=b\r\nConnection: close\r\n\r\n"
    )
    assert b"\r\nContent-Length: 3\r\n" in request("/x/", "", b"a=b", "text/plain")


def made(*, memory=(80.0, 80.0), wrong="", recovered=12.0):
    """Return a run of two workers in which reads took 1 to 100 ms and a slow one took long."""
    visits = [Visit(0, float(n), False, False) for n in range(1, 101)]
    visits += [Visit(0, 200.0, True, False), Visit(0, 8_000.0, False, True, wrong)]
    found = Found(40.0, 10.0, {YARDSTICK: (10.0, visits)}, recovered={"reads": recovered})
    for number in range(9):
        grown = memory[0] + (memory[1] - memory[0]) * number / 8
        found.samples.append(Sample(number * 1000, {7: 60.0, 8: grown}, {7: 10, 8: 12}, 3))
    return found


def judged(found, **more):
    kept = limits.verdicts(limits.read(weather.BUDGETS), "sqlite", figures(found), **more)
    assert len(kept) == len(limits.read(weather.BUDGETS))
    return {f"{one.limit.row} {one.limit.figure}" for one in kept if not one.holds}


def test_those_who_are_slow_themselves_are_not_the_yardstick():
    found = figures(made())
    assert found["reads"] == {"p50": [50.0], "p95": [95.0], "p99": [99.0]}
    assert judged(made()) == {"writes p50"}
    assert "| one in five slow | 10.0 | 102, 1 | 50.0 · 95.0 · 99.0 |" in "\n".join(
        table("sqlite", made())
    )


def test_memory_that_grows_errors_and_a_spike_that_lasts_are_broken_limits():
    assert "soak mb_in_10000" in judged(made(memory=(80.0, 90.0)))
    assert "soak largest_mb" in judged(made(memory=(201.0, 201.0)))
    assert "all wrong_percent" in judged(made(wrong="status: 500"))
    assert "spike recovered_seconds" in judged(made(recovered=math.inf))
    assert "soak mb_in_10000" not in judged(made(memory=(80.0, 85.0)))


def test_a_process_that_grew_by_less_than_a_megabyte_says_nothing():
    assert grown_in_10000([(0, 80.0), (300, 80.8)]) == 0.0
    assert grown_in_10000([(0, 80.0), (5000, 82.0)]) == pytest.approx(4.0)


def test_a_spike_that_never_ended_is_said_in_words():
    text = "\n".join(table("sqlite", made(recovered=math.inf)))
    assert "spike's end: reads not within 75 s" in text
    assert "reads after 12 s" in "\n".join(table("sqlite", made()))


def test_waits_are_not_judged_where_others_took_the_machine_but_errors_are():
    assert judged(made(wrong="status: 500"), taken=0.5) == {"all wrong_percent"}


def test_a_worker_that_was_replaced_is_seen():
    found = made()
    found.samples[-1].megabytes[9] = found.samples[-1].megabytes.pop(8)
    found.samples[-1].handles[9] = 12
    assert "soak replaced" in judged(found)


def test_a_kept_run_takes_the_place_of_the_one_before_on_its_database(tmp_path):
    page = tmp_path / "weather-runs.md"
    page.write_text("# Bad weather\n\nText.\n", "utf-8")
    weather.keep("sqlite", "first", page)
    weather.keep("postgresql", "other", page)
    weather.keep("sqlite", "second", page)
    text = page.read_text("utf-8")
    assert text.startswith("# Bad weather\n\nText.\n")
    assert "first" not in text
    assert text.index("second") < text.index("other")
    assert text.count("<!-- ") == 2
