"""The slow phone's own parts: what is summed, shown and judged."""

from bench import limits, phone
from bench.place import cpu_of_ours


def visited(name, *, paint=2.0, style=28.0, again=3.0):
    """Return a page that was visited three times."""
    page = phone.Page(name, "/", paint=[paint] * 3, usable=[paint] * 3, whole=[paint] * 3)
    page.kinds, page.again = {"html": 5.0, "style": style, "image": 1.5}, again
    return page


def judged(*pages, taken=0.0):
    kept = limits.verdicts(limits.read(phone.BUDGETS), "sqlite", phone.figures(pages), taken)
    return {f"{one.limit.row} {one.limit.figure}" for one in kept if not one.holds}


def test_a_light_page_holds_its_limits_and_is_shown_by_kind():
    assert judged(visited("home")) == set()
    row = "| home | 2.00 | 2.00 | 2.00 | 5.0 · 28.0 · 0.0 · 1.5 · 0.0 | 34.5 | 3.0 |"
    assert row in phone.table([visited("home")])


def test_a_late_heavy_or_forgetful_page_breaks_its_limit():
    late, heavy = visited("question", paint=2.6), visited("kiosk", style=44.0)
    assert judged(late, heavy, visited("status", again=11.0)) == {
        "question paint_seconds",
        "kiosk kilobytes",
        "status again_kilobytes",
    }


def test_times_are_not_judged_where_others_took_the_machine_but_bytes_are():
    slow = visited("home", paint=9.0, style=90.0)
    assert judged(slow, taken=0.5) == {"home kilobytes"}
    assert judged(slow) == {"home kilobytes", "home paint_seconds", "home usable_seconds"}


def test_every_page_with_a_limit_is_visited():
    known = {"sessions": {"reception": ["a"], "leader": ["b"]}, "own": ["X"], "slug": "s"}
    names = {page.name for page in phone.pages(known | {"proof": {}})}
    assert {limit.row for limit in limits.read(phone.BUDGETS)} == names


def test_what_ended_children_took_is_counted_too():
    import subprocess
    import sys

    before = cpu_of_ours()
    subprocess.run([sys.executable, "-c", "sum(range(10**7))"], check=True)
    assert cpu_of_ours() - before > 0.05
