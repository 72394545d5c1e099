import dataclasses
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from phuong.areas.procedures import api, jobs
from phuong.areas.procedures.models import Paper, Procedure, Question, Version
from phuong.areas.procedures.rules.packed import paper_code, rows_of
from phuong.kernel.law.pack import read
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import MONDAY, make_ward

TODAY = MONDAY.date()


@pytest.fixture(scope="module")
def rows():
    return {row.slug: row for row in rows_of(read())}


def test_every_procedure_of_the_pack_is_there_by_field(rows):
    pack = read()
    assert len(rows) == len(pack.catalogue.procedures) == 93
    fields = list(dict.fromkeys(row.field.code for row in rows.values()))
    assert fields == [each.code for each in pack.catalogue.fields]


def test_a_row_says_what_the_pack_says(rows):
    marriage = rows["ket-hon"].version
    assert (marriage.limit_unit, marriage.limit_n) == ("same_day", None)
    assert marriage.verify_text == "Cần xác minh: không quá 5 ngày làm việc."
    assert marriage.system_name == "Hệ thống đăng ký hộ tịch (Bộ Tư pháp)"
    assert "(60/2014/QH13)" in marriage.legal_basis
    assert marriage.papers[1].held_name == "Cơ sở dữ liệu hộ tịch"
    assert rows["chung-thuc-nguoi-dich"].other_codes == ("2.001008",)


@pytest.mark.parametrize(
    ("slug", "amount"),
    [
        ("chung-thuc-chu-ky", 10_000),
        ("nuoi-con-nuoi", 400_000),
        ("giam-ho", 0),
        ("thuong-tru", 20_000),
        ("khai-sinh", None),
        ("khai-tu", None),
        ("dang-ky-lai-khai-sinh", None),
        ("chung-thuc-ban-sao", None),
        ("trich-luc-ho-tich", None),
    ],
)
def test_an_amount_stands_only_where_there_is_just_one(rows, slug, amount):
    assert rows[slug].version.fee_amount == amount


def test_a_local_fee_is_never_certain(rows):
    for row in rows.values():
        if "địa phương" in row.version.fee_text:
            assert row.version.fee_amount is None
            assert row.version.certainty_fee in {"memory", "uncertain", "secondary"}
            assert row.version.needs_review


def test_citizens_are_not_told_what_the_pack_says_to_its_keepers(rows):
    for row in rows.values():
        shown = f"{row.version.limit_text} {row.version.fee_text} {row.version.advice}"
        assert "rà soát" not in shown.replace("(rà soát thường xuyên)", "")
        assert "convention" not in shown
        # Pages put the full stop.
        texts = (row.version.limit_text, row.version.fee_text, row.version.result)
        assert not [text for text in texts if text.endswith(".")]


def test_the_papers_of_a_version_have_codes_of_their_own(rows):
    for row in rows.values():
        codes = [paper.code for paper in row.version.papers]
        assert len(set(codes)) == len(codes)
        assert all(code and len(code) <= 60 for code in codes)
    assert paper_code("Giấy chứng sinh (bản chính)") == "giay-chung-sinh-ban-chinh"


def test_a_fingerprint_follows_every_value(rows):
    version = rows["ket-hon"].version
    assert dataclasses.replace(version).fingerprint == version.fingerprint
    for name in ("limit_text", "valid_to", "fee_amount", "papers"):
        changed = dataclasses.replace(
            version, **{name: () if name == "papers" else version.valid_from}
        )
        assert changed.fingerprint != version.fingerprint


@pytest.mark.django_db
def test_the_whole_pack_loads_twice_and_is_read_back(capsys):
    ward = make_ward()
    call_command("load_procedures")
    before = (Version.objects.count(), Paper.objects.count(), Question.objects.count())
    call_command("load_procedures")

    assert capsys.readouterr().out.splitlines() == [
        "procedures 93  +93 new versions",
        "procedures 93  +0 new versions",
    ]
    assert (Version.objects.count(), Paper.objects.count(), Question.objects.count()) == before
    found = {each.slug: each for each in api.catalogue(ward.pk, TODAY)}
    assert len(found) == Procedure.objects.count() == 93
    assert found["giam-ho"].limit == Limit(Unit.WORKING_DAY, 3)
    assert found["khai-sinh"].limit == Limit(Unit.SAME_DAY)
    assert {slug for slug, each in found.items() if each.limit is None} == {
        slug for slug, each in found.items() if not each.usable
    }
    assert not found["tach-ho"].usable
    assert api.current(ward.pk, "1.116214", TODAY).slug == "ho-ngheo-can-ngheo"
    assert api.search(ward.pk, "khai sinh cho bé", TODAY)[0].version.slug == "khai-sinh"


@pytest.mark.django_db
def test_the_civil_status_block_ends_with_its_law():
    ward = make_ward()
    jobs.load_catalogue()
    last, next_day = date(2027, 2, 28), date(2027, 3, 1)
    assert "khai-sinh" in {each.slug for each in api.catalogue(ward.pk, last)}
    assert "khai-sinh" not in {each.slug for each in api.catalogue(ward.pk, next_day)}


def test_a_folder_without_a_pack_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_procedures", packs=tmp_path)
