"""Numbers are unique in their ward, drawn in the transaction that uses them."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from phuong.kernel.errors import RuleBroken
from phuong.kernel.numbering.api import (
    check_template,
    completed,
    draw,
    forget_templates,
    void,
)
from phuong.kernel.numbering.models import Counter, Gap, Series
from tests.support.builders import MONDAY, make_ward

DAY, NEXT_DAY = date(2026, 11, 16), date(2026, 11, 17)


@pytest.fixture
def wards(db):
    return make_ward("PA"), make_ward("PB")


def test_each_ward_counts_for_itself_and_each_day_begins_anew(wards):
    for ward, prefix in zip(wards, ("PA", "PB"), strict=True):
        assert [draw(ward, "dossier", DAY) for _ in range(3)] == [
            f"{prefix}-261116-0001",
            f"{prefix}-261116-0002",
            f"{prefix}-261116-0003",
        ]
        assert draw(ward, "dossier", NEXT_DAY) == f"{prefix}-261117-0001"
        assert draw(ward, "dossier", DAY) == f"{prefix}-261116-0004"


def test_a_number_is_one_statement(wards, django_assert_statements):
    draw(wards[0], "dossier", DAY)
    with django_assert_statements(1, exact=True):
        draw(wards[0], "dossier", DAY)


def test_series_do_not_take_each_other_s_numbers(wards):
    assert draw(wards[0], "dossier", DAY) == "PA-261116-0001"
    assert draw(wards[0], "result", DAY) == "1/UBND"


def test_a_ward_s_own_template_is_data_and_leaves_the_other_ward_alone(wards):
    ours, theirs = wards
    Series.objects.create(
        ward=ours, code="dossier", template="{n:05}/{yyyy}-{prefix}", period="year"
    )
    assert draw(ours, "dossier", DAY) == "00001/2026-PA"
    assert draw(ours, "dossier", NEXT_DAY) == "00002/2026-PA"
    assert draw(theirs, "dossier", DAY) == "PB-261116-0001"


def test_a_changed_template_goes_on_with_the_count(wards):
    draw(wards[0], "dossier", DAY)
    Series.objects.create(
        ward=wards[0], code="dossier", template="{prefix}.{yy}{mm}{dd}.{n}", period="day"
    )
    forget_templates()
    assert draw(wards[0], "dossier", DAY) == "PA.261116.2"


@pytest.mark.parametrize(
    ("period", "first", "second", "numbers"),
    [
        ("day", date(2026, 11, 30), date(2026, 12, 1), (1, 1)),
        ("month", date(2026, 11, 1), date(2026, 11, 30), (1, 2)),
        ("month", date(2026, 11, 30), date(2026, 12, 1), (1, 1)),
        ("year", date(2026, 1, 1), date(2026, 12, 31), (1, 2)),
        ("year", date(2026, 12, 31), date(2027, 1, 1), (1, 1)),
        ("never", date(2026, 12, 31), date(2027, 1, 1), (1, 2)),
    ],
)
def test_a_count_begins_anew_with_its_period(wards, period, first, second, numbers):
    Series.objects.create(ward=wards[0], code="s", template="{n}", period=period)
    assert (int(draw(wards[0], "s", first)), int(draw(wards[0], "s", second))) == numbers


def test_an_act_that_fails_gives_its_number_back(wards):
    with transaction.atomic():
        assert draw(wards[0], "dossier", DAY) == "PA-261116-0001"
        transaction.set_rollback(True)
    assert draw(wards[0], "dossier", DAY) == "PA-261116-0001"


def test_numbers_drawn_at_once_are_all_different_and_leave_no_gap(committed_db):
    wards = make_ward("PA"), make_ward("PB")
    drawn, failures, barrier = {ward.pk: [] for ward in wards}, [], threading.Barrier(4)

    def work(ward):
        try:
            barrier.wait(20)
            for _ in range(25):
                with transaction.atomic():
                    drawn[ward.pk].append(draw(ward, "dossier", DAY))
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[wards[number % 2]]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    for ward in wards:
        expected = [f"{ward.code_prefix}-261116-{n:04}" for n in range(1, 51)]
        assert sorted(drawn[ward.pk]) == expected
        assert Counter.objects.get(ward=ward, series="dossier").value == 50


def test_a_spoilt_number_is_written_down_once_with_its_reason(wards):
    for ward in wards:
        number = draw(ward, "result", DAY)
        void(ward.pk, "result", number, "misprint", MONDAY)
        gap = Gap.objects.of(ward).get()
        assert (gap.number, gap.reason, gap.at) == (number, "misprint", MONDAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            void(ward.pk, "result", number, "again", MONDAY)


@pytest.mark.parametrize(
    ("template", "period"),
    [
        ("{prefix}-{yy}{mm}{dd}-{n:04}", "day"),
        ("{yyyy}/{mm}/{n}", "month"),
        ("{n}/UBND", "year"),
        ("{n}", "never"),
    ],
)
def test_a_template_that_can_be_used_is_accepted(template, period):
    check_template(template, period)


@pytest.mark.parametrize(
    ("template", "period"),
    [
        ("{prefix}-{yy}{mm}{dd}", "day"),
        ("{prefix}-{n:04}", "day"),
        ("{yy}{dd}-{n:04}", "day"),
        ("{n}", "month"),
        ("{n}-{ward}", "year"),
        ("{n", "year"),
        ("{n:x!}", "year"),
        ("{}", "year"),
        ("{n.__class__}", "year"),
        ("{n}", "hour"),
        ("", "never"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(template, period):
    with pytest.raises(RuleBroken) as refused:
        check_template(template, period)
    assert (refused.value.code, refused.value.field) == ("numbering.template", "template")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("PA-261116-0147", "PA-261116-0147"),
        ("pa 261116 0147", "PA-261116-0147"),
        ("pa2611160147", "PA-261116-0147"),
        ("261116-147", None),
        ("261116-0147", "PA-261116-0147"),
        ("PB-261116-0147", None),
        ("PA-261116-12345", "PA-261116-12345"),
        ("", None),
        ("0147", None),
    ],
)
def test_a_number_is_known_however_it_was_typed(wards, typed, number):
    assert completed(wards[0], "dossier", typed) == number
