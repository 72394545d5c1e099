"""The files of the pack hold together, and say what the source tables say, cell by cell."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from phuong.kernel.law.marks import Certainty, DayEffect, UnitKind
from phuong.kernel.law.pack import PACKS, ProcedureRow, read
from phuong.kernel.law.pack.catalogue import COUNTED_UNITS, PLAIN_UNITS
from phuong.kernel.law.pack.reading import CERTAINTIES
from phuong.kernel.law.pack.whole import UNIT_KINDS
from phuong.kernel.workdays import Effect, Unit

PACK = read()
PROCEDURES = PACK.catalogue.procedures
SEEDED = [row for row in PROCEDURES if row.source is not None]
SOURCE = Path(__file__).parents[4] / "tests" / "data" / "procedures_source.md"
CONVENTION = "Phường/quy-ước"

COLUMNS = {
    "Code": "code",
    "Name": "name",
    "Name (Vietnamese)": "name",
    "Time": "time",
    "Time limit": "time",
    "Fee": "fee",
    "Fee (đ)": "fee",
    "Fee direct/online": "fee",
    "Papers": "papers",
    "Papers (thành phần hồ sơ)": "papers",
    "Result": "result",
    "Cf": "cf",
}
MARKS = {"V": "sourced", "S": "secondary", "M": "memory", "?": "uncertain"}


def source_rows() -> list[dict[str, str]]:
    """Read the copied tables: one dictionary a row, with its block."""
    rows, block, columns = [], "", None
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            block, columns = line.split()[1], None
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if columns is None:
                columns = [COLUMNS[cell] for cell in cells]
            elif not set(cells[0]) <= {"-"}:
                rows.append({"block": block} | dict(zip(columns, cells, strict=True)))
    return rows


ROWS = source_rows()


def test_the_source_has_eighty_nine_rows_and_so_has_the_pack():
    assert len(ROWS) == 89
    assert len(SEEDED) == 89
    assert Counter(row["block"] for row in ROWS) == Counter(row.block for row in SEEDED)
    assert len(PROCEDURES) - len(SEEDED) == 4
    # Rows are not codes: three rows stand for several codes, two for none but ours.
    assert sum(len(row.codes) for row in SEEDED) == 89 + 1 + 3 + 1
    assert sum(row.code.startswith("W.") for row in SEEDED) == 2


@pytest.mark.parametrize(
    ("cells", "row"),
    list(zip(ROWS, sorted(SEEDED, key=lambda row: int(row.block[2:])), strict=True)),
    ids=[f"{cells['block']} {cells['code']}" for cells in ROWS],
)
def test_each_row_says_what_the_source_says(cells: dict[str, str], row: ProcedureRow) -> None:
    assert row.source is not None
    for column in ("code", "name", "time", "fee", "papers", "result", "cf"):
        assert getattr(row.source, column) == cells.get(column, ""), column
    assert row.name == cells["name"]
    assert row.block == cells["block"]
    if cells["code"].startswith("("):
        assert row.code.startswith("W.")
    else:
        assert row.codes[0] in cells["code"]
        assert row.codes[-1] in cells["code"]


@pytest.mark.parametrize("row", SEEDED, ids=lambda row: row.code)
def test_certainty_is_the_mark_of_the_source(row: ProcedureRow) -> None:
    assert row.source is not None
    marks = row.source.cf.split("·")
    assert row.time_certainty == MARKS[marks[1]]
    # A code the source does not have is ours, and of that we are certain.
    assert row.code_certainty == MARKS.get(marks[0], "sourced")
    if len(marks) > 2:
        assert row.fee_certainty == MARKS[marks[2]]
    else:
        assert row.source.fee == ""


@pytest.mark.parametrize("row", SEEDED, ids=lambda row: row.code)
def test_no_uncertain_limit_is_counted_by(row: ProcedureRow) -> None:
    assert row.source is not None
    doubtful = "?" in row.source.time or row.time_certainty == "uncertain"
    if doubtful:
        assert row.limit is None
    if row.limit is None:
        assert row.limit_needs_review
        assert row.limit_note
    if doubtful or (row.limit is None and row.code != "2.001159"):
        assert "cần rà soát" in row.time_text
    if row.limit is not None and row.limit.n is not None:
        assert str(row.limit.n) in row.source.time or row.source.time == "see A.12"


@pytest.mark.parametrize("row", PROCEDURES, ids=lambda row: row.code)
def test_each_procedure_can_be_found_read_and_cited(row: ProcedureRow) -> None:
    assert len(row.keywords) >= 2
    assert row.keywords == tuple(dict.fromkeys(row.keywords))
    assert all(word == word.lower() for word in row.keywords)
    assert row.papers
    assert row.fee_text
    assert row.basis
    codes = [question.code for question in row.questions]
    assert len(codes) == len(set(codes))
    for fee in row.fees:
        if fee.is_local:
            assert fee.amount == 0
            assert row.fee_needs_review
    if row.is_local:
        assert row.code.startswith("W.")
        assert row.channel == "here"
        assert CONVENTION in row.basis
        assert "our convention" in row.note


def test_fees_of_the_source_that_are_local_are_not_taken_from_elsewhere():
    local = [row for row in SEEDED if row.source and "local" in row.source.fee]
    assert len(local) == 22
    for row in local:
        assert any(fee.is_local for fee in row.fees), row.code


def test_the_asked_for_procedures_have_their_own_questions():
    asking = {row.slug for row in PROCEDURES if row.questions}
    assert asking >= {
        "khai-sinh",
        "chung-thuc-ban-sao",
        "ket-hon",
        "xac-nhan-tinh-trang-hon-nhan",
        "phong-tro-an-toan",
        "lap-ho-kinh-doanh",
    }


def test_a_certified_copy_costs_by_page_up_to_a_ceiling():
    fee = next(row for row in PROCEDURES if row.code == "2.000815").fees[0]
    assert fee.total(pages=1) == 2_000
    assert fee.total(pages=2, copies=3) == 12_000
    assert fee.total(pages=5) == 7_000
    assert fee.total(pages=500) == 200_000
    assert fee.total(pages=500, copies=2) == 400_000


def test_an_extract_costs_by_copy():
    fee = next(row for row in PROCEDURES if row.code == "2.000635").fees[0]
    assert fee.total(copies=3, pages=9) == 24_000


def test_every_number_has_its_act_and_its_mark():
    for value in PACK.values:
        assert value.act
        assert value.certainty in Certainty.values
        assert value.unit
        if value.act == CONVENTION:
            assert "our convention" in value.note, value.key
    for decision in PACK.decisions:
        assert decision.source
        assert decision.certainty in Certainty.values


def test_every_decision_with_a_number_is_an_act_of_the_pack():
    acts = {act.number for act in PACK.acts}
    for decision in PACK.decisions:
        known = decision.number.split(",")[0] in acts
        assert known or "chưa rõ số" in decision.number, decision.number
        assert known or decision.certainty != "sourced"


def test_days_of_decisions_are_real_changes_known_before_they_come():
    seen: set[date] = set()
    for decision in PACK.decisions:
        assert decision.days
        for day in decision.days:
            assert day.date not in seen
            seen.add(day.date)
            # Listed are weekdays that are off and days off that are worked, nothing else.
            assert (day.date.weekday() < 5) == (day.effect == "off")
            assert decision.known_from is not None
            assert decision.known_from <= day.date
    assert {day.year for day in seen} == set(range(2012, 2027))


def test_each_year_has_as_many_swaps_as_days_made_up():
    swaps = [decision for decision in PACK.decisions if "hoán đổi" in str(decision.days)]
    assert len(swaps) == 10
    for decision in swaps:
        effects = Counter(day.effect for day in decision.days)
        assert effects[Effect.OFF] == effects[Effect.WORK]


def test_the_words_of_files_and_tables_are_the_same():
    assert set(CERTAINTIES) == set(Certainty.values)
    assert {effect.value for effect in Effect} == set(DayEffect.values)
    assert set(UNIT_KINDS) == set(UnitKind.values)
    assert {*COUNTED_UNITS, *PLAIN_UNITS} == {unit.value for unit in Unit}


def test_units_of_today_and_of_the_story():
    def on(day: date, kind: str) -> list[str]:
        return [
            unit.code
            for unit in PACK.units
            if unit.kind == kind
            and unit.valid_from <= day
            and (unit.valid_to is None or day <= unit.valid_to)
        ]

    today, then = date(2026, 11, 22), date(2015, 11, 1)
    assert len(on(today, "ward")) == 31
    assert len(on(today, "commune")) == 72
    assert len(on(today, "province")) + len(on(today, "city")) == 34
    assert len(on(then, "ward")) == 13
    names = {(unit.code, unit.valid_to): unit.name for unit in PACK.units}
    assert names[("31144", date(2025, 6, 30))] == "Xuân Khánh"
    assert names[("31135", date(2025, 6, 30))] == "Tân An"
    assert names[("31135", None)] == "Ninh Kiều"
    assert names[("31147", None)] == "Tân An"


def test_the_pack_is_where_the_program_looks():
    assert (PACKS / "law" / "acts.toml").is_file()
