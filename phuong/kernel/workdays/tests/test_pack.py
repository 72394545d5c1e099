"""Reading the calendar of the legal pack."""

from datetime import date

import pytest

from phuong.kernel.errors import RuleBroken
from phuong.kernel.workdays import WorkCalendar
from phuong.kernel.workdays.pack import PACK, decisions_of, legal_calendar, read_acts

TEXT = """
[[decision]]
number = "12729/VPCP-KGVX"
issued_on = 2025-12-25
signer = "Văn phòng Chính phủ"
scope = "nation"
certainty = "secondary"
source = "báo chí"
days = [
  {date = 2026-01-02, effect = "off", note = "hoán đổi"},
  {date = 2026-01-10, effect = "work"},
]

[[decision]]
number = "7/TB-UBND"
issued_on = 2026-01-05
known_from = 2026-01-06
scope = "ward"
certainty = "sourced"
days = [{date = 2026-01-10, effect = "sessions", open_sessions = [["07:00", "11:00"]]}]

[[decision]]
number = "đề xuất"
scope = "nation"
certainty = "uncertain"
days = [{date = 2026-01-12, effect = "off"}]
"""


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "calendar.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_act_keeps_its_citation_and_its_days(pack):
    first, second, third = read_acts(pack)
    assert (first.number, first.signer, first.scope) == (
        "12729/VPCP-KGVX",
        "Văn phòng Chính phủ",
        "nation",
    )
    assert first.known_from == first.issued_on == date(2025, 12, 25)
    assert second.known_from == date(2026, 1, 6)
    assert [day.note for day in first.days] == ["hoán đổi", ""]
    assert [day.id for day in second.days] == ["7/TB-UBND"]
    assert second.days[0].local
    assert third.certainty == "uncertain"


def test_what_is_uncertain_never_poses_as_law(pack):
    assert {day.id for day in decisions_of(read_acts(pack))} == {"12729/VPCP-KGVX", "7/TB-UBND"}
    assert legal_calendar(pack).is_working_day(date(2026, 1, 12))


def test_the_narrower_scope_wins(pack):
    calendar = legal_calendar(pack)
    assert [str(session) for session in calendar.sessions_of(date(2026, 1, 10))] == ["07:00–11:00"]
    nation_only = WorkCalendar(tuple(d for d in decisions_of(read_acts(pack)) if not d.local))
    assert len(nation_only.sessions_of(date(2026, 1, 10))) == 2


def test_the_ward_wins_over_the_province_on_what_both_knew_alike(tmp_path):
    acts = [
        f'[[decision]]\nnumber = "{scope}"\nscope = "{scope}"\ncertainty = "sourced"\n'
        f'days = [{{date = 2026-01-12, effect = "{effect}"}}]\n'
        for scope, effect in (("ward", "off"), ("province", "work"), ("nation", "work"))
    ]
    for order in (acts, acts[::-1]):
        path = tmp_path / f"from-{order is acts}.toml"
        path.write_text("".join(order), encoding="utf-8")
        assert not legal_calendar(path).is_working_day(date(2026, 1, 12))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(RuleBroken) as refusal:
        read_acts(tmp_path / "none.toml")
    assert refusal.value.code == "workdays.pack.missing"


@pytest.mark.parametrize(
    "text",
    ["[[decision", "decision = 1\n[decision]", '[[decision]]\nnumber = "\xff"'],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path, text):
    path = tmp_path / "calendar.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RuleBroken) as refusal:
        read_acts(path)
    assert refusal.value.code == "workdays.pack.unreadable"


@pytest.mark.parametrize(
    "row",
    [
        'scope = "nation"',
        'number = "1"\nscope = "village"',
        'number = "1"\nscope = "nation"\ndays = 5',
        'number = "1"\nscope = "nation"\nknown_from = "soon"',
        'number = "1"\nscope = "nation"\ndays = [5]',
        'number = "1"\nscope = "nation"\ndays = [{effect = "off"}]',
        'number = "1"\nscope = "nation"\ndays = [{date = 2026-01-01, effect = "party"}]',
    ],
)
def test_an_act_that_is_none_is_refused_with_its_number(tmp_path, row):
    path = tmp_path / "calendar.toml"
    path.write_text(f"[[decision]]\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleBroken) as refusal:
        read_acts(path)
    assert refusal.value.code == "workdays.pack.decision"


def test_the_pack_that_ships_can_be_read_and_cites_every_act():
    acts = read_acts(PACK)
    assert {act.days[0].date.year for act in acts} >= set(range(2012, 2027))
    for act in acts:
        assert act.source, act.number
        assert act.known_from, act.number
        assert act.certainty in {"sourced", "secondary", "memory", "uncertain"}
