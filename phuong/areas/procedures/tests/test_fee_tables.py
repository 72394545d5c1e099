"""A ward corrects its table of fees by a new version: each case has one amount, none is guessed."""

from dataclasses import asdict, replace

import pytest

from phuong.areas.procedures import actions, api
from phuong.areas.procedures.models import Version
from phuong.areas.procedures.rules.fee_tables import check_table, table_words
from phuong.areas.procedures.rules.packed import rows_of
from phuong.areas.procedures.rules.rows import FeeRow
from phuong.areas.procedures.tests.builders import load, load_pack_without_end, make_row
from phuong.areas.procedures.tests.test_correcting import GIVEN, SLUG, TODAY, setting
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Event
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.pack import read
from tests.support.builders import browser_of, make_person, make_ward, official

DESK, ONLINE = FeeRow(20000, channel="desk"), FeeRow(10000, channel="online")
PAGES = FeeRow(2000, "page", first_pages=2, then=1000, cap=200000)
LATE, IN_TIME = FeeRow(8000, condition="quá hạn"), FeeRow(0, condition="đúng hạn")


@pytest.mark.parametrize(
    ("fees", "channel", "code"),
    [
        ((), "here", "fees.gap.desk"),
        ((ONLINE,), "here", "fees.gap.desk"),
        ((DESK,), "here", "fees.gap.online"),
        ((DESK,), "national", "fees.gap.online"),
        ((DESK, ONLINE, FeeRow(5000)), "here", "fees.overlap"),
        ((DESK, replace(DESK, amount=5)), "desk", "fees.amount"),
        ((IN_TIME, FeeRow(9000, condition="Đúng  hạn")), "here", "fees.overlap"),
        ((FeeRow(5000), LATE), "here", "fees.overlap.all"),
        ((FeeRow(8),), "here", "fees.amount"),
        ((replace(PAGES, then=None),), "here", "fees.gap.pages"),
        ((replace(PAGES, first_pages=None),), "here", "fees.gap.pages"),
        ((replace(PAGES, cap=1500),), "here", "fees.cap"),
    ],
)
def test_a_gap_an_overlap_and_a_wrong_amount_are_refused(fees, channel, code):
    with pytest.raises(RuleBroken) as refusal:
        check_table(fees, channel)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("fees", "channel", "words"),
    [
        ((DESK,), "desk", "Nộp trực tiếp: 20.000 đồng"),
        (
            (DESK, ONLINE), "here",
            "Nộp trực tiếp: 20.000 đồng; nộp trực tuyến: 10.000 đồng",
        ),
        ((IN_TIME, LATE), "here", "Đúng hạn: không thu; quá hạn: 8.000 đồng"),
        (
            (PAGES,), "here",
            "2.000 đồng một trang, từ trang thứ 3 là 1.000 đồng, không quá 200.000 đồng một bản",
        ),
        ((FeeRow(8000, "copy"),), "here", "8.000 đồng một bản"),
        ((FeeRow(0, local=True),), "here", "Theo mức của địa phương"),
    ],
)  # fmt: skip
def test_a_whole_table_is_taken_and_told_in_words(fees, channel, words):
    check_table(fees, channel)
    assert table_words(fees) == words


def test_what_the_pack_says_of_fees_would_pass():
    for row in rows_of(read()):
        if row.version.fees:
            check_table(row.version.fees, row.version.channel)


def test_a_line_without_a_text_of_its_own_leaves_the_digest_of_a_version_as_it_was():
    row = make_row(fees=(FeeRow(8000),)).version
    assert row.fingerprint == "c9166f533899203dafb50032e987c08b0e76ba54e1fceb0cef3c73060c4b8d64"
    assert replace(row, fees=(FeeRow(8000, basis="NQ 1"),)).fingerprint != row.fingerprint


@pytest.mark.django_db
def test_a_new_table_holds_from_its_day_and_the_version_before_keeps_its_own():
    ward, procedure = setting()
    before = api.current(ward.pk, SLUG, TODAY)
    by = official(ward, Role.ADMINISTRATOR)
    own = replace(ONLINE, basis="Nghị quyết 4/2026/NQ-HĐND")
    given = replace(GIVEN, channel="here", fees=(DESK, own))
    version = actions.correct(by, procedure, given, seen=before.id)
    after = api.current(ward.pk, SLUG, GIVEN.first)
    assert after.fees == (DESK, own)
    assert (after.fee_amount, version.certainty_fee) == (20000, "confirmed")
    assert api.version(before.id).fees == (FeeRow(8000),)
    assert '"limit fee papers"' in Event.objects.of(ward).get(verb="procedures.correct").body


@pytest.mark.django_db
def test_a_line_that_nobody_knows_may_stay_and_stays_doubtful():
    row = make_row(SLUG, fees=(FeeRow(0, local=True),), fee_amount=None, certainty_fee="memory")
    ward, procedure = setting(row)
    seen = api.current(ward.pk, SLUG, TODAY).id
    by = official(ward, Role.ADMINISTRATOR)
    fees = (FeeRow(0, condition="đúng hạn"), FeeRow(0, condition="quá hạn", local=True))
    version = actions.correct(by, procedure, replace(GIVEN, fees=fees), seen=seen)
    assert (version.certainty_fee, version.fee_amount) == ("memory", None)


@pytest.mark.django_db
def test_a_broken_table_leaves_no_trace():
    ward, procedure = setting()
    seen = api.current(ward.pk, SLUG, TODAY).id
    by = official(ward, Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken):
        actions.correct(by, procedure, replace(GIVEN, fees=(DESK, FeeRow(1000))), seen=seen)
    assert Version.objects.count() == 1
    assert not Event.objects.of(ward).exists()


def typed(info, **values):
    """Return what the page sends back when nothing was touched, with these fields changed."""
    given = {
        "seen": str(info.id), "limit_unit": info.limit.unit.value,
        "limit_n": str(info.limit.n or ""),
        "channel": info.channel, "note": "Nghị quyết 4/2026/NQ-HĐND",
        "first_day": "1", "first_month": "2", "first_year": "2030",
    }  # fmt: skip
    for n, fee in enumerate(info.fees):
        line = {name: "" if value is None else value for name, value in asdict(fee).items()}
        local = line.pop("local")
        given |= {f"{name}_{n}": str(value) for name, value in line.items()}
        if local:
            given |= {f"amount_{n}": "", f"local_{n}": "on"}
    for n, paper in enumerate(info.papers):
        given |= {f"paper_{n}": paper.name, f"kind_{n}": paper.kind, f"when_{n}": paper.condition}
        given |= {f"must_{n}": "on"} if paper.required else {}
    return given | values


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "where", "words"),
    [
        ({"amount_0": ""}, "amount_0", "Chưa có mức thu khi nộp trực tiếp"),
        ({"channel_0": "desk"}, "amount_0", "Chưa có mức thu khi nộp trực tuyến"),
        ({"amount_2": "5000"}, "amount_2", "Hai dòng cùng thu cho một trường hợp"),
        ({"amount_0": "8"}, "amount_0", "quá nhỏ"),
        ({"amount_0": "8,5"}, "amount_0", "Nhập số tiền bằng đồng"),
        ({"amount_0": "-5"}, "amount_0", "nhỏ hơn 0"),
    ],
)
def test_on_the_page_the_sentence_stands_beside_the_line(changed, where, words):
    ward = make_ward()
    load(make_row(SLUG, fees=(FeeRow(8000),)))
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    info = api.current(ward.pk, SLUG, TODAY)
    answer = browser.post(f"/quan-tri/thu-tuc/{SLUG}/phien-ban/", typed(info, **changed))
    assert answer.status_code == 422
    assert any(words in sentence for sentence in answer.context["form"].errors[where])
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_on_the_page_two_ways_get_two_amounts_and_a_paper_its_case():
    ward = make_ward()
    load(make_row(SLUG, fees=(FeeRow(8000),), fee_amount=8000))
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    info = api.current(ward.pk, SLUG, TODAY)
    given = typed(
        info, amount_0="8.000", channel_0="desk", amount_2="4 000", channel_2="online",
        basis_2="Nghị quyết 4", when_1="sinh tại nhà",
    )  # fmt: skip
    answer = browser.post(f"/quan-tri/thu-tuc/{SLUG}/phien-ban/", given)
    assert answer.status_code == 302
    version = Version.objects.get(ward=ward)
    assert [FeeRow(**fee) for fee in version.fees] == [
        FeeRow(8000, channel="desk"),
        FeeRow(4000, channel="online", basis="Nghị quyết 4"),
    ]
    assert version.papers.get(code="giay-chung-sinh").condition == "sinh tại nhà"


@pytest.mark.slow
@pytest.mark.django_db
def test_an_untouched_page_of_any_procedure_of_the_pack_changes_nothing():
    ward = make_ward()
    load_pack_without_end()
    wanted = [row for row in rows_of(read()) if row.version.fees and row.version.limit_unit]
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    for row in wanted[:8]:
        info = api.current(ward.pk, row.slug, TODAY)
        answer = browser.post(f"/quan-tri/thu-tuc/{row.slug}/phien-ban/", typed(info))
        assert answer.status_code == 422
        assert "Chưa đổi gì" in str(answer.context["form"].errors["__all__"])
