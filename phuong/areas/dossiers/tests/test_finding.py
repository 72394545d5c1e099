"""Dossiers found by any part of a name, code or phone, also beyond the newest, by the index."""

import pytest
from django.db import connection, transaction

from phuong.areas.dossiers import cards
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import make_desk, take_in
from phuong.kernel.text import fold
from phuong.kernel.wards import finding
from tests.support.builders import MONDAY

pytestmark = pytest.mark.django_db
NAMES = (
    "Nguyễn Thị Hường", "Lê Văn Ánh", "Trần Ngọc Lê", "Nguyễn Văn Ký", "Đỗ \"Tư\" O'Hara 100%",
    "Nguyễn Thị Lệ Huyền", "Phạm_Bá Hoà", "Võ Nguyên *Giáp",
)  # fmt: skip


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def shelf(desk, monkeypatch):
    """Eight dossiers, of which one counts as new; older ones are looked for two at a time."""
    monkeypatch.setattr(finding, "NEWEST", 1)
    monkeypatch.setattr(finding, "FEW", 2)
    made = [named(take_in(desk), number, name) for number, name in enumerate(NAMES)]
    return desk.ward, made


def named(dossier, number, name):
    text = fold(f"H-{number:06}-{number + 10} {name} 09051234{number:02}")
    Dossier.objects.filter(ward=dossier.ward, id=dossier.id).update(search=text)
    return text


def texts(ward, words, limit=26):
    rows = Dossier.objects.of(ward)
    return [one.search for one in finding.found(rows, ward.pk, fold(words).split(), limit)]


def plainly(made, words):
    parts = [word if len(word) > 2 else f" {word}" for word in fold(words).split()[:6]]
    return [text for text in reversed(made) if all(part in text for part in parts)]


WORDS = (
    "nguyễn", "NGUYEN thi", "lê", "le van", "ky", "uyen", "000003", "-13", "1305", "0905123404",
    "123406", "h", "o'hara", '"tu"', "100%", "%", "_ba", "*giap", "*", "nguyen OR le", 'x" OR "a',
    "nguyenn", "khong ai", "a" * 300, "nguyen thi le huyen 000005 05 khong-dem",
)  # fmt: skip


def test_whatever_is_typed_finds_what_holds_it_the_newest_first(shelf):
    ward, made = shelf
    for words in WORDS:
        assert texts(ward, words) == plainly(made, words), words
        assert texts(ward, words, 2) == texts(ward, words)[:2], words


def test_short_words_are_the_begin_of_a_word_and_nothing_typed_finds_nothing(shelf):
    ward, _made = shelf
    assert [text.split()[1] for text in texts(ward, "le")] == ["nguyen", "tran", "le"]
    assert texts(ward, "") == []


def test_what_is_corrected_is_found_by_the_new_name_and_what_is_gone_not_at_all(shelf):
    ward, made = shelf
    rows = Dossier.objects.of(ward)
    rows.filter(search=made[0]).update(search=fold("H-000000-10 Nguyễn Thị Hưởng"))
    rows.filter(search=made[2]).update(search="")
    assert texts(ward, "thi huong")[-1] == "h-000000-10 nguyen thi huong"
    assert texts(ward, "tran ngoc") == []
    rows.filter(search="").update(search=fold("Trần Ngọc Lễ"))
    assert texts(ward, "tran ngoc") == ["tran ngoc le"]
    with transaction.atomic():
        rows.filter(search="tran ngoc le")._raw_delete("default")
        assert texts(ward, "tran ngoc") == []
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM dossiers_dossier_search")
                assert cursor.fetchone()[0] == len(made) - 1
        transaction.set_rollback(True)


def test_another_ward_s_rows_are_not_looked_at(shelf):
    _ward, _made = shelf
    there = make_desk("PH", host="ph.example")
    take_in(there)
    take_in(there)
    assert texts(there.ward, "lệ huyền") == []
    assert len(texts(there.ward, take_in(there).applicant.name)) == 3


def test_in_a_ward_of_few_it_takes_two_statements_and_beyond_the_newest_four(
    desk, shelf, django_assert_statements, monkeypatch
):
    ward, _made = shelf
    monkeypatch.setattr(finding, "FEW", 20)
    with django_assert_statements(4):
        texts(ward, "tran ngoc")
    with django_assert_statements(2):
        texts(ward, "vo nguyen", 1)
    monkeypatch.setattr(finding, "NEWEST", 100)
    actor = desk.of(desk.reception, MONDAY).actor
    with django_assert_statements(2):
        assert cards.find(actor, "tran ngoc", 5)


def test_an_index_that_was_lost_is_told_and_made_again_with_what_came_meanwhile(shelf):
    ward, made = shelf
    assert finding.missing() == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The links of the new rows are checked now: they stand in the way of a new index.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX dossiers_dossier_search")
        else:
            cursor.execute("DROP TRIGGER dossiers_dossier_search_update")
            Dossier.objects.of(ward).filter(search=made[2]).update(search="h-000002 bui thi xuan")
    assert [name.partition("_search")[0] for name in finding.missing()] == ["dossiers_dossier"]
    finding.ensure()
    assert finding.missing() == []
    if connection.vendor == "sqlite":
        assert texts(ward, "bui thi") == ["h-000002 bui thi xuan"]
    assert texts(ward, "thi huong") == [made[0]]
