"""Figures: folded and pending together, by field and day, for one ward."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phuong.kernel.measures import figures
from phuong.kernel.measures.api import (
    Ask,
    Measure,
    Window,
    add,
    all_measures,
    fold,
    get,
    register,
    totals,
)
from phuong.kernel.measures.models import Delta, Summary
from phuong.kernel.wards.api import uuid7
from tests.support.builders import make_ward

DAY = date(2026, 11, 16)
UNIT, OTHER = uuid7(), uuid7()


def day(number):
    return DAY + timedelta(days=number)


@pytest.fixture
def wards(db):
    pair = make_ward("PA"), make_ward("PB")
    for ward in pair:
        add(
            ward.pk,
            [
                ("received", "land", UNIT, day(0), 3),
                ("received", "land", UNIT, day(1), 2),
                ("received", "civil", OTHER, day(1), 5),
                ("received", "civil", None, day(2), 7),
                ("decided", "land", UNIT, day(1), 11),
            ],
        )
    add(pair[1].pk, [("received", "land", UNIT, day(0), 100)])
    return pair


def total(ward, measure="received", **window):
    (answer,) = totals(ward.pk, [Ask(measure, Window(**window))])
    return answer.get(("", None), 0)


def test_changes_are_one_statement_and_nothing_is_no_change(wards, django_assert_statements):
    with django_assert_statements(1, exact=True):
        add(
            wards[0].pk,
            [("a", "", None, DAY, 1), ("b", "", None, DAY, 0), ("a", "", None, DAY, -1)],
        )
    assert Delta.objects.of(wards[0]).filter(measure__in=["a", "b"]).count() == 2
    with django_assert_statements(0):
        add(wards[0].pk, [("b", "", None, DAY, 0)])


@pytest.mark.parametrize("folded", ["pending", "folded", "half"])
class TestTotals:
    @pytest.fixture(autouse=True)
    def _fold(self, wards, folded):
        if folded != "pending":
            fold(wards[0].pk)
        if folded == "half":
            add(
                wards[0].pk,
                [("received", "land", UNIT, day(0), 4), ("received", "civil", None, day(2), -4)],
            )

    def test_a_change_shows_at_once_and_in_its_ward_alone(self, wards, folded):
        assert total(wards[0]) == 17
        assert total(wards[1]) == 117
        assert total(wards[0], "decided") == 11
        assert total(wards[0], "nothing") == 0

    @pytest.mark.parametrize(
        ("first", "last", "number"),
        [
            (0, 2, 17),
            (1, 2, 14),
            (1, 1, 7),
            (0, 0, 3),
            (2, 2, 7),
            (3, 9, 0),
            (-9, -1, 0),
            (2, 1, 0),
        ],
    )
    def test_both_ends_of_a_window_are_in_it(self, wards, folded, first, last, number):
        if folded == "half":
            number += 4 * (first <= 0 <= last) - 4 * (first <= 2 <= last)
        assert total(wards[0], first=day(first), last=day(last)) == number

    def test_an_end_may_be_open(self, wards, folded):
        assert total(wards[0], first=day(1)) == (10 if folded == "half" else 14)
        assert total(wards[0], last=day(1)) == (14 if folded == "half" else 10)

    def test_a_window_may_keep_one_field_and_one_unit(self, wards, folded):
        more = 4 if folded == "half" else 0
        assert total(wards[0], field="land") == 5 + more
        assert total(wards[0], unit_id=OTHER) == 5
        assert total(wards[0], field="civil", unit_id=UNIT) == 0

    def test_several_questions_are_one_statement(self, wards, folded, django_assert_statements):
        asks = [
            Ask("received"),
            Ask("received", by_day=True),
            Ask("received", Window(first=day(1)), by_field=True),
            Ask("decided", by_field=True, by_day=True),
            Ask("nothing", by_field=True),
        ]
        with django_assert_statements(1, exact=True):
            answers = totals(wards[0].pk, asks)
        more = 4 if folded == "half" else 0
        assert answers == [
            {("", None): 17},
            {("", day(0)): 3 + more, ("", day(1)): 7, ("", day(2)): 7 - more},
            {("land", None): 2, ("civil", None): 12 - more},
            {("land", day(1)): 11},
            {},
        ]

    def test_folding_again_changes_nothing(self, wards, folded):
        before = total(wards[0])
        fold(wards[0].pk)
        rows = list(Summary.objects.of(wards[0]).order_by("id").values())
        assert fold(wards[0].pk) == 0
        assert list(Summary.objects.of(wards[0]).order_by("id").values()) == rows
        assert total(wards[0]) == before == 17
        assert not Delta.objects.of(wards[0]).exists()


def test_nothing_is_asked_where_there_is_no_question(wards, django_assert_statements):
    with django_assert_statements(0):
        assert totals(wards[0].pk, []) == []


def test_folding_makes_one_row_a_cell_and_leaves_the_other_ward_alone(wards):
    ours, theirs = wards
    add(ours.pk, [("received", "land", UNIT, day(0), 1), ("received", "civil", None, day(2), 1)])
    assert fold(ours.pk) == 7
    rows = Summary.objects.of(ours).order_by("measure", "day", "field")
    assert list(rows.values_list("measure", "field", "unit_id", "day", "value")) == [
        ("decided", "land", UNIT, day(1), 11),
        ("received", "land", UNIT, day(0), 4),
        ("received", "civil", OTHER, day(1), 5),
        ("received", "land", UNIT, day(1), 2),
        ("received", "civil", None, day(2), 8),
    ]
    assert not Summary.objects.of(theirs).exists()
    assert Delta.objects.of(theirs).count() == 6


def test_what_came_and_went_sums_to_nothing(wards):
    add(wards[0].pk, [("open", "land", None, DAY, 1)])
    fold(wards[0].pk)
    add(wards[0].pk, [("open", "land", None, DAY, -1)])
    fold(wards[0].pk)
    assert total(wards[0], "open") == 0
    assert Summary.objects.of(wards[0]).get(measure="open").value == 0


def test_amounts_of_money_fit(wards):
    for _ in range(2):
        add(wards[0].pk, [("fees", "", None, DAY, 5_000_000_000)])
        fold(wards[0].pk)
    assert total(wards[0], "fees") == 10_000_000_000


def test_more_than_a_batch_is_folded_too(wards):
    add(wards[0].pk, [("many", f"{number % 3}", None, DAY, 1) for number in range(1203)])
    fold(wards[0].pk)
    assert total(wards[0], "many") == 1203
    assert Summary.objects.of(wards[0]).filter(measure="many").count() == 3


def test_folding_in_two_places_while_others_add_loses_nothing(committed_db):
    ward = make_ward()
    failures = []

    def run(work):
        try:
            for _ in range(10):
                with transaction.atomic():
                    work()
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    works = [lambda: add(ward.pk, [("n", "", None, DAY, 1), ("n", "x", None, DAY, 2)])] * 2
    works += [lambda: fold(ward.pk)] * 2
    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    fold(ward.pk)
    assert totals(ward.pk, [Ask("n", by_field=True)]) == [{("", None): 20, ("x", None): 40}]
    assert not Delta.objects.of(ward).exists()


CHANGES = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["", "land", "civil"]),
        st.sampled_from([None, UNIT]),
        st.integers(0, 3).map(day),
        st.integers(-3, 3),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=CHANGES, after=CHANGES, first=st.integers(0, 3), last=st.integers(0, 3))
def test_totals_are_the_sums_of_the_changes_whatever_was_folded(before, after, first, last):
    with transaction.atomic():
        ward = make_ward()
        add(ward.pk, before)
        fold(ward.pk)
        add(ward.pk, after)
        expected = Counter()
        for measure, field, _unit, when, number in before + after:
            if measure == "a" and day(first) <= when <= day(last):
                expected[field, when] += number
        window = Window(first=day(first), last=day(last))
        (answer,) = totals(ward.pk, [Ask("a", window, by_field=True, by_day=True)])
        assert {k: n for k, n in answer.items() if n} == {k: n for k, n in expected.items() if n}
        transaction.set_rollback(True)


def test_a_figure_is_known_by_its_code(monkeypatch):
    monkeypatch.setattr(figures, "_measures", {})
    one = Measure("a", "A", "đếm", "hồ sơ", "ngày nhận", lambda actor, window: None)
    register(one, one)
    assert (get("a"), get("b"), all_measures()) == (one, None, (one,))
    assert one.smallest_public == 5
