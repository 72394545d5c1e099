"""`phuong due --batch`: one line of JSON in, one out, in order, whatever comes."""

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phuong.kernel.workdays.door import batch

CALENDAR = {"decisions": [{"id": "NQ 28", "date": "2026-11-24", "effect": "off"}]}
# The line of the explanation of time, as it stands there.
EXAMPLE = {
    "id": "any",
    "start": "2026-11-20T09:00",
    "limit": {"unit": "working_day", "n": 3},
    "pauses": [{"from": "2026-11-23T10:00", "to": None}],
    "extensions": [
        {"unit": "working_day", "n": 2, "mode": "add", "decided_at": "2026-11-24T09:00"}
    ],
    "calendar": {
        "sessions": [["07:00", "11:00"], ["13:00", "17:00"]],
        "working_weekdays": [0, 1, 2, 3, 4],
        "same_day_line": "15:00",
        "decisions": [
            {"id": "x", "date": "2026-11-24", "effect": "off", "local": False, "known_from": None}
        ],
    },
}


def answer(**line):
    (found,) = batch([json.dumps({"calendar": CALENDAR, **line})])
    return json.loads(found)


def test_the_line_of_the_explanation_is_answered_in_full():
    found = answer(**EXAMPLE)
    assert found == {
        "id": "any",
        "due": None,
        "open_pause": True,
        "error": None,
        "days": [
            {"date": "2026-11-20", "counted": None, "why": "ngày bắt đầu, không tính"},
            {"date": "2026-11-21", "counted": None, "why": "ngày nghỉ hằng tuần"},
            {"date": "2026-11-22", "counted": None, "why": "ngày nghỉ hằng tuần"},
            {"date": "2026-11-23", "counted": 1, "why": "ngày làm việc"},
        ],
    }
    closed = {**EXAMPLE, "pauses": [{"from": "2026-11-23T10:00", "to": "2026-11-25T09:00"}]}
    found = answer(**closed)
    assert found["due"] == "2026-12-01T17:00"
    assert found["days"][4]["why"] == "ngày nghỉ theo quyết định (x)"


def test_a_refused_line_answers_its_error_and_the_batch_goes_on():
    good = {"id": 2, "start": "2026-11-20T09:00", "limit": {"unit": "working_day", "n": 3}}
    bad = {"id": [1], "start": "2026-11-20T09:00", "limit": {"unit": "working_day", "n": 0}}
    lines = [json.dumps(bad), "not json", "[]", "", json.dumps(good), b"\xff", '{"id": NaN}']
    found = [json.loads(line) for line in batch(lines)]
    assert [(each["id"], each["error"] and each["error"]["code"]) for each in found] == [
        ([1], "workdays.limit.zero"),
        (None, "workdays.json"),
        (None, "workdays.json"),
        (2, None),
        (None, "workdays.json"),
        (None, "workdays.json"),
    ]
    assert found[0] == {
        "id": [1],
        "due": None,
        "open_pause": False,
        "error": {
            "code": "workdays.limit.zero",
            "message": "Thời hạn phải lớn hơn 0; việc giải quyết ngay thì chọn “trong ngày”.",
        },
        "days": [],
    }


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"start": None}, "workdays.moment"),
        ({"limit": None}, "workdays.field"),
        ({"limit": {"unit": "day", "n": 1}}, "workdays.unit"),
        ({"limit": {"unit": "working_day", "n": "3"}}, "workdays.limit.number"),
        ({"limit": {"unit": "working_day", "n": True}}, "workdays.limit.number"),
        ({"limit": {"unit": "working_day", "n": 2.5}}, "workdays.limit.fraction"),
        ({"limit": {"unit": "working_day"}}, "workdays.limit.zero"),
        ({"pauses": [{"to": "2026-11-23T10:00"}]}, "workdays.missing"),
        ({"pauses": "soon"}, "workdays.field"),
        ({"extensions": [{"unit": "working_day", "n": 1, "mode": "x"}]}, "workdays.field"),
        ({"calendar": "mars"}, "workdays.calendar.name"),
        ({"calendar": 5}, "workdays.field"),
        ({"calendar": {"sessions": [["07:00"]]}}, "workdays.field"),
        ({"calendar": {"sessions": [["07:00", "06:00"]]}}, "workdays.session.reversed"),
        ({"calendar": {"working_weekdays": [8]}}, "workdays.weekday"),
        ({"calendar": {"working_weekdays": ["Mon"]}}, "workdays.field"),
        ({"calendar": {"same_day_line": 15}}, "workdays.field"),
        ({"calendar": {"decisions": [{"id": 1, "effect": "off"}]}}, "workdays.missing"),
        ({"calendar": {"decisions": [{"date": "2026-11-24"}]}}, "workdays.decision.effect"),
        ({"as_of": "soon"}, "workdays.moment"),
    ],
)
def test_each_field_is_refused_by_its_own_code(wrong, code):
    line = {"start": "2026-11-20T09:00", "limit": {"unit": "working_day", "n": 3}, **wrong}
    assert answer(**line)["error"]["code"] == code


def test_effects_offices_and_names_of_calendars():
    def due(calendar, **line):
        limit = {"unit": "working_day", "n": 1}
        return answer(
            **{"start": "2026-11-20T09:00", "limit": limit, "calendar": calendar, **line}
        )["due"]

    def day(effect, **more):
        return {"decisions": [{"id": 1, "date": "2026-11-23", "effect": effect, **more}]}

    assert due("default") == due("vn") == "2026-11-23T17:00"
    assert due(day("desk_only")) == due(day("sessions")) == "2026-11-24T17:00"
    assert due(day("sessions", open_sessions=[["07:00", "11:00"]])) == "2026-11-23T11:00"
    later = day("off", known_from="2026-11-21")
    assert due(later, as_of="2026-11-20") == "2026-11-23T17:00"
    hours = {"hours": [{"weekdays": [0], "sessions": [["08:00", "12:00"]]}]}
    assert due(hours) == "2026-11-23T12:00"


def test_fractions_of_hours_and_odd_ids_come_through():
    found = answer(
        id={"a": 1.5}, start="2026-11-20T09:00:30", limit={"unit": "working_hour", "n": 1.5}
    )
    assert found["id"] == {"a": 1.5}
    assert found["due"] == "2026-11-20T10:30:30"
    (line,) = batch(['{"id": "\\ud800"}'])
    assert line.encode("utf-8")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["2026-11-20", "working_day", "off", "07:00", "add"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["start", "limit", "unit", "n", "pauses", "from", "to", "calendar", "decisions",
             "id", "date", "effect", "sessions", "extensions", "mode", "hours", "weekdays"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(JSON)
def test_whatever_comes_in_one_line_of_json_comes_out(value):
    line = {"start": "2026-11-20T09:00", "limit": {"unit": "working_day", "n": 3}}
    line |= value if isinstance(value, dict) else {"calendar": value}
    (found,) = batch([json.dumps(line)])
    assert set(json.loads(found)) == {"id", "due", "open_pause", "error", "days"}


def test_deep_and_huge_lines_do_no_harm():
    deep = '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}"
    huge = '{"start": "2026-11-20", "limit": {"unit": "working_day", "n": ' + "9" * 5000 + "}}"
    tiny = '{"start": "2026-11-20", "limit": {"unit": "working_hour", "n": 1e-999999999}}'
    vast = '{"start": "2026-11-20", "limit": {"unit": "working_hour", "n": 1e999999999}}'
    codes = [json.loads(line)["error"]["code"] for line in batch([deep, huge, tiny, vast])]
    assert codes == [
        "workdays.json",
        "workdays.json",
        "workdays.limit.fraction",
        "workdays.limit.too-long",
    ]


@pytest.mark.slow
def test_a_thousand_lines_with_the_start_of_the_interpreter_take_under_two_seconds():
    line = {"start": "2026-11-20T09:00", "limit": {"unit": "working_day", "n": 15}}
    own = {**EXAMPLE, "pauses": []}
    lines = [json.dumps({**(own if n % 2 else line), "id": n}) for n in range(1000)]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "phuong", "due", "--batch"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    spent = time.perf_counter() - begun
    answers = [json.loads(each) for each in done.stdout.splitlines()]
    assert [each["id"] for each in answers] == list(range(1000))
    assert {each["error"] for each in answers} == {None}
    assert b"django" not in done.stderr
    assert spent < 2
