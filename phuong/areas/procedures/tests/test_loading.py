from datetime import date

import pytest

from phuong.areas.procedures import actions, api
from phuong.areas.procedures.models import Paper, Procedure, Question, Version
from phuong.areas.procedures.rules.rows import FieldRow
from phuong.areas.procedures.tests.builders import (
    SUMMER_2025,
    load,
    make_doubtful_row,
    make_row,
)
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import MONDAY, make_ward

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()


def test_a_loaded_row_is_read_back_whole():
    ward = make_ward()
    load(make_row(keywords=("giấy khai sinh",), other_codes=("9.000001",)))

    found = api.current(ward.pk, "khai-sinh", TODAY)

    assert found.limit == Limit(Unit.WORKING_DAY, 3)
    assert (found.field_code, found.field_name) == ("ho-tich", "Hộ tịch")
    assert (found.fee_amount, found.fee_text) == (8000, "8.000 đồng")
    assert [paper.code for paper in found.papers] == ["to-khai", "giay-chung-sinh"]
    assert found.papers[1].held_in == "birth_notice"
    assert found.questions[0].choices == ("Nam", "Nữ")
    assert (found.usable, found.needs_review, found.limit_doubtful) == (True, False, False)
    assert api.version(found.id) is found
    assert api.current(ward.pk, found.code, TODAY) is found
    assert api.current(ward.pk, "9.000001", TODAY) is found


def test_loading_twice_changes_nothing():
    rows = [make_row(), make_doubtful_row()]
    first = actions.load(rows)
    before = list(Version.objects.order_by("id").values())

    second = actions.load(rows)

    assert (first.new_versions, second.new_versions) == (2, 0)
    assert list(Version.objects.order_by("id").values()) == before
    assert (Paper.objects.count(), Question.objects.count()) == (4, 4)


def test_a_changed_row_makes_a_new_version_and_leaves_the_old_one():
    ward = make_ward()
    load(make_row())
    old = api.current(ward.pk, "khai-sinh", TODAY)

    load(make_row(limit_n=2, limit_text="2 ngày làm việc", name="Đăng ký khai sinh"))

    new = api.current(ward.pk, "khai-sinh", TODAY)
    assert (old.number, new.number) == (1, 2)
    assert (new.limit, new.name) == (Limit(Unit.WORKING_DAY, 2), "Đăng ký khai sinh")
    kept = api.version(old.id)
    assert (kept.limit, kept.name) == (Limit(Unit.WORKING_DAY, 3), "Thủ tục khai-sinh")


def test_a_row_that_ends_earlier_than_before_ends_for_all():
    ward = make_ward()
    load(make_row())
    load(make_row(valid_to=date(2026, 10, 31)))

    assert api.catalogue(ward.pk, TODAY) == ()
    assert [each.number for each in api.catalogue(ward.pk, date(2026, 10, 31))] == [2]


def test_each_day_has_its_version():
    ward = make_ward()
    load(make_row(valid_to=date(2027, 2, 28)))
    load(make_row(valid_from=date(2027, 3, 1), limit_n=1, limit_text="1 ngày làm việc"))

    assert api.catalogue(ward.pk, date(2025, 6, 30)) == ()
    assert api.current(ward.pk, "khai-sinh", SUMMER_2025).number == 1
    assert api.current(ward.pk, "khai-sinh", date(2027, 2, 28)).number == 1
    assert api.current(ward.pk, "khai-sinh", date(2027, 3, 1)).number == 2


def test_words_and_field_may_change_without_a_new_version():
    load(make_row())

    loaded = actions.load(
        [make_row(keywords=("khai sanh",), field=FieldRow("ho-tich", "Hộ tịch, quốc tịch"))]
    )

    procedure = Procedure.objects.get()
    assert loaded.new_versions == 0
    assert procedure.keywords == ["khai sanh"]
    assert procedure.search == "thu tuc khai-sinh khai sanh"
    assert procedure.field.name == "Hộ tịch, quốc tịch"


def test_a_version_is_written_once():
    load(make_row())
    version = Version.objects.get()
    version.limit_n = 9
    with pytest.raises(ValueError, match="written once"):
        version.save()


def test_what_the_pack_is_not_sure_of_is_not_usable():
    ward = make_ward()
    load(make_doubtful_row())

    found = api.current(ward.pk, "tach-ho", TODAY)

    assert (found.limit, found.usable) == (None, False)
    assert (found.needs_review, found.limit_doubtful, found.fee_doubtful) == (True, True, False)


def test_the_catalogue_costs_five_statements_cold_and_none_warm(django_assert_statements):
    ward = make_ward()
    load(*(make_row(f"thu-tuc-{n}") for n in range(30)))
    with django_assert_statements(5, exact=True):
        assert len(api.catalogue(ward.pk, TODAY)) == 30
    with django_assert_statements(0, exact=True):
        first = api.catalogue(ward.pk, TODAY)[0]
        assert api.version(first.id) is first
        assert api.fields(ward.pk, TODAY)[0].procedures[0] is first
