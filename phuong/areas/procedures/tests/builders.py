"""Rows of a catalogue, made without a pack."""

from dataclasses import replace
from datetime import date
from typing import Any
from zlib import crc32

from phuong.areas.procedures import actions
from phuong.areas.procedures.models import Procedure
from phuong.areas.procedures.rules.packed import rows_of
from phuong.areas.procedures.rules.rows import (
    FieldRow,
    PaperRow,
    ProcedureRow,
    QuestionRow,
    VersionRow,
)
from phuong.kernel.law.pack import read

CIVIL_STATUS = FieldRow("ho-tich", "Hộ tịch")
SUMMER_2025 = date(2025, 7, 1)


def make_row(slug: str = "khai-sinh", **values: Any) -> ProcedureRow:
    """Make a procedure of the pack with a certain limit of three working days."""
    finding: dict[str, Any] = {"field": CIVIL_STATUS}
    finding |= {
        name: values.pop(name) for name in ("field", "other_codes", "keywords") if name in values
    }
    plain: dict[str, Any] = {
        "valid_from": SUMMER_2025,
        "valid_to": None,
        "code": f"1.{crc32(slug.encode()) % 1_000_000:06}",
        "name": f"Thủ tục {slug}",
        "external_system": "",
        "system_name": "",
        "channel": "here",
        "limit_unit": "working_day",
        "limit_n": 3,
        "limit_text": "3 ngày làm việc",
        "verify_text": "",
        "fee_text": "8.000 đồng",
        "fee_amount": 8000,
        "result": "Giấy khai sinh",
        "advice": "",
        "legal_basis": "60/2014/QH13",
        "certainty_code": "sourced",
        "certainty_time": "sourced",
        "certainty_fee": "sourced",
        "review_note": "",
        "papers": (
            PaperRow("to-khai", "Tờ khai", "form"),
            PaperRow("giay-chung-sinh", "Giấy chứng sinh", "original", held_in="birth_notice"),
        ),
        "questions": (
            QuestionRow("sex", "Giới tính của trẻ", "choice", choices=("Nam", "Nữ")),
            QuestionRow("born_on", "Trẻ sinh ngày nào?", "date"),
        ),
    }
    return ProcedureRow(slug=slug, version=VersionRow(**(plain | values)), **finding)


def make_doubtful_row(slug: str = "tach-ho", **values: Any) -> ProcedureRow:
    """Make a procedure of which the pack knows no limit."""
    unknown: dict[str, Any] = {
        "limit_unit": "",
        "limit_n": None,
        "limit_text": "3–5 ngày làm việc; cần rà soát",
        "certainty_time": "uncertain",
        "review_note": "Các nguồn ghi khác nhau.",
    }
    return make_row(slug, **(unknown | values))


def load(*rows: ProcedureRow) -> list[Procedure]:
    """Load rows and return their procedures in the same order."""
    actions.load(rows)
    found = {row.slug: row for row in Procedure.objects.all()}
    return [found[row.slug] for row in rows]


def load_pack_without_end() -> None:
    """Load the pack as if its laws never ended, for pages: they live today, whenever that is."""
    rows = rows_of(read())
    actions.load([replace(row, version=replace(row.version, valid_to=None)) for row in rows])
