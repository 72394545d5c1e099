"""Loading adds, completes and closes; a second run writes nothing; history is never rewritten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from phuong.kernel.errors import RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.law.models import (
    AdminUnit,
    CalendarDay,
    CalendarDecision,
    LegalAct,
    LegalValue,
    Stamp,
)
from phuong.kernel.law.pack import Pack, ValueRow, read

pytestmark = pytest.mark.django_db

PACK = read()
KEY = "dossiers.lookup_tries"


def with_values(change: Callable[[ValueRow], list[ValueRow]]) -> Pack:
    """Return the pack with the versions of KEY changed."""
    rows = [after for row in PACK.values for after in (change(row) if row.key == KEY else [row])]
    return replace(PACK, values=tuple(rows))


def closed_and_opened(row: ValueRow) -> list[ValueRow]:
    return [
        replace(row, valid_to=date(2026, 12, 31)),
        replace(row, value=7, valid_from=date(2027, 1, 1)),
    ]


def test_the_first_load_adds_everything():
    summary = law.load(PACK)
    assert summary.wrote
    assert LegalAct.objects.count() == len(PACK.acts) == summary.acts.added
    assert LegalValue.objects.count() == len(PACK.values) == summary.values.added
    assert AdminUnit.objects.count() == len(PACK.units) == summary.units.added
    assert CalendarDecision.objects.count() == len(PACK.decisions) == summary.decisions.added
    assert CalendarDay.objects.count() == sum(len(each.days) for each in PACK.decisions)


def test_the_second_load_writes_nothing(django_assert_statements):
    law.load(PACK)
    stamps = dict(Stamp.objects.values_list("name", "mark"))
    with django_assert_statements(10):
        summary = law.load(PACK)
    assert not summary.wrote
    assert summary.values.unchanged == len(PACK.values)
    assert summary.decisions.unchanged == len(PACK.decisions)
    assert dict(Stamp.objects.values_list("name", "mark")) == stamps


def test_a_changed_value_is_closed_and_opened():
    law.load(PACK)
    summary = law.load(with_values(closed_and_opened))
    assert (summary.values.added, summary.values.changed) == (1, 1)
    assert law.value(KEY, date(2026, 12, 31)) == 5
    assert law.value(KEY, date(2027, 1, 1)) == 7
    assert not law.load(with_values(closed_and_opened)).wrote


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda row: [replace(row, value=6)],
        lambda row: [replace(row, unit="minute")],
    ],
)
def test_history_is_refused_and_nothing_of_the_load_stays(rewrite):
    law.load(PACK)
    pack = replace(
        with_values(rewrite), acts=(*PACK.acts, replace(PACK.acts[0], number="1/2099/NĐ-CP"))
    )
    with pytest.raises(RuleBroken) as refusal:
        law.load(pack)
    assert refusal.value.code == "law.history"
    assert KEY in str(refusal.value)
    assert law.value(KEY, date(2026, 11, 22)) == 5
    assert not LegalAct.objects.filter(number="1/2099/NĐ-CP").exists()


def test_a_closed_version_does_not_open_again():
    law.load(with_values(closed_and_opened))
    with pytest.raises(RuleBroken, match="đã đóng ngày 2026-12-31"):
        law.load(PACK)


def test_a_version_entered_here_stays_and_is_not_overlapped():
    law.load(PACK)
    theirs = LegalValue.objects.get(key=KEY)
    theirs.valid_to = date(2026, 6, 30)
    theirs.save()
    LegalValue.objects.create(
        key=KEY,
        value=3,
        unit="times",
        valid_from=date(2026, 7, 1),
        act=theirs.act,
        certainty="sourced",
        is_local=True,
    )
    law.forget()
    assert not law.load(PACK).wrote
    assert law.value(KEY, date(2026, 6, 30)) == 5
    assert law.value(KEY, date(2026, 7, 1)) == 3
    with pytest.raises(RuleBroken, match="nhập tại đây"):
        law.load(with_values(closed_and_opened))


def test_better_citations_complete_a_version_without_touching_its_number():
    law.load(PACK)
    better = with_values(lambda row: [replace(row, note="Quy ước (our convention): rõ hơn.")])
    assert law.load(better).values.changed == 1
    assert law.in_force(KEY, date(2026, 11, 22)).note.endswith("rõ hơn.")


def test_a_decision_that_gets_a_day_more_is_changed_whole():
    law.load(PACK)
    first = PACK.decisions[0]
    shorter = replace(first, days=first.days[1:])
    changed = replace(PACK, decisions=(shorter, *PACK.decisions[1:]))
    summary = law.load(changed)
    assert (summary.decisions.added, summary.decisions.changed) == (0, 1)
    assert CalendarDay.objects.filter(decision__number=first.number).count() == len(shorter.days)


def test_the_command_prints_what_it_did():
    out = StringIO()
    call_command("load_law", stdout=out)
    assert f"values     +{len(PACK.values)} added  ~0 changed  =0 unchanged" in out.getvalue()
    out = StringIO()
    call_command("load_law", stdout=out)
    assert f"values     +0 added  ~0 changed  ={len(PACK.values)} unchanged" in out.getvalue()


def test_the_command_says_what_is_wrong_with_a_pack(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Không thấy tệp"):
        call_command("load_law", packs=tmp_path)
