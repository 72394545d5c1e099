"""The bench's own parts: replays are faithful, percentiles right, budgets readable and judged."""

import sqlite3
import uuid

import pytest

from bench import limits, replay
from bench.crew import picture
from bench.figures import Spread, percentile


def test_percentiles_are_nearest_ranks():
    values = list(range(1, 101))
    assert [percentile(values, share) for share in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 99) == 7.0
    assert percentile([], 50) != percentile([], 50)


def test_the_interval_of_seven_rounds_leaves_its_ends_out():
    assert Spread.of([9, 1, 5, 3, 4, 6, 2]) == Spread(4, 2, 6)
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3)


def test_every_budget_is_read_and_none_twice():
    found = limits.read()
    assert len({(one.row, one.figure, one.only) for one in found}) == len(found) > 15
    filing = {one.figure: one for one in found if one.row == "file"}
    assert (filing["statements"].hard, filing["cpu_ratio"].goal) == (14, 3.0)
    assert filing["rate"].floor == 50


def test_a_budget_that_judges_nothing_is_refused(tmp_path):
    (tmp_path / "x.toml").write_text('[[limit]]\nrow = "a"\nfigure = "b"\nkind = "most"\n')
    with pytest.raises(ValueError, match="a b"):
        limits.read(tmp_path / "x.toml")


@pytest.mark.parametrize(
    ("rounds", "holds"), [([40, 60, 70], True), ([51, 60, 70], False), ([1, 2, 3], True)]
)
def test_a_figure_with_an_interval_fails_only_when_all_of_it_is_beyond(rounds, holds):
    limit = limits.Limit("file", "transaction_p99", "most", hard=50, interval=True)
    assert limits.judge(limit, "sqlite", rounds).holds is holds


def test_requests_a_second_fail_only_below_half_of_the_mark():
    limit = limits.Limit("file", "rate", "least", mark=100)
    assert limits.judge(limit, "sqlite", [51, 52, 53]).holds
    verdict = limits.judge(limit, "sqlite", [47, 48, 49])
    assert not verdict.holds
    assert "FAILS" in verdict.words


def test_a_limit_missed_openly_is_shown_as_missed_and_fails_beyond_what_was_said():
    openly = limits.Limit("status", "of_look_up", "least", hard=0.25, open=0.05)
    reached, missed, worse = (limits.judge(openly, "sqlite", [value]) for value in (0.3, 0.1, 0.04))
    assert (reached.holds, reached.missed) == (True, False)
    assert (missed.holds, missed.missed) == (True, True)
    assert (worse.holds, worse.missed) == (False, False)
    assert "missed, openly" in missed.words


def test_where_others_took_the_processor_speeds_are_shown_and_not_judged():
    rate = limits.Limit("file", "rate", "least", mark=100)
    busy = limits.judge(rate, "sqlite", [10, 10, 10], taken=0.6)
    assert busy.holds
    assert "others took 60%" in busy.words
    statements = limits.Limit("file", "statements", "most", hard=14)
    assert not limits.judge(statements, "sqlite", [15], taken=0.6).holds


def test_a_replay_leaves_what_the_statements_left_with_new_keys(tmp_path):
    path = str(tmp_path / "x.sqlite3")
    made = sqlite3.connect(path)
    made.execute("CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT, ward INT)")
    made.commit()
    captures = [
        [
            ("SELECT 1 WHERE 1 = %s", (1,), False),
            (
                "INSERT INTO t VALUES (%s, %s, %s)",
                (key.hex, f"subject {key} of " + "x" * 40, 5),
                True,
            ),
        ]
        for key in (uuid.uuid4(), uuid.uuid4())
    ]
    fresh = replay.fresh_values(captures)
    assert captures[0][1][1][0] in fresh
    work = replay.Work("sqlite", path, "PRAGMA synchronous=FULL", captures[0], fresh)
    times = [*replay.run(work, 0.01), *replay.run(work, 0.01)]
    rows = made.execute("SELECT id, body, ward FROM t").fetchall()
    assert len(rows) == len(times) > 1
    assert all(body == f"subject {uuid.UUID(key)} of {'x' * 40}" for key, body, _ward in rows)
    assert {ward for _key, _body, ward in rows} == {5}


def test_values_in_lists_of_columns_are_renewed_too():
    mine, other = uuid.uuid4(), uuid.uuid4()
    captures = [[("INSERT", ([one, 1],), True)] for one in (mine, other)]
    fresh = replay.fresh_values(captures)
    assert fresh == [mine]
    ((renewed, number),) = replay.rewritten(captures[0][0][1], replay.renewed(fresh))
    assert (number, renewed.version) == (1, 7)
    assert renewed not in (mine, other)


def test_the_usual_form_of_a_request_is_the_one_that_comes_most():
    often, once = [("A", (), False)], [("STAMP", (), False), ("A", (), False)]
    assert replay.usual([once, often, often]) == [often, often]


def test_a_picture_is_one_that_was_never_there_and_of_20_kib():
    from io import BytesIO

    from PIL import Image

    one, other = picture(), picture()
    assert one != other
    assert abs(len(one) - 20 * 1024) < 500
    Image.open(BytesIO(one)).load()
