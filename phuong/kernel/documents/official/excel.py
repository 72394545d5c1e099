"""Writes a register as an Excel file: every cell a text or a date, nothing a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from phuong.kernel.documents.official.media import SheetColumn, Value


def render_excel(
    name: str,
    heading: Sequence[str],
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """Return a workbook of one sheet: lines of heading, a fixed row of labels, then the rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            # What people typed stays text: `=HYPERLINK(…)` is a name like any other.
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "dd/mm/yyyy",
            "default_format_properties": {"font_name": "Times New Roman", "font_size": 11},
        },
    )
    book.set_properties({"title": heading[0] if heading else name})
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    title, plain = book.add_format({"bold": True, "font_size": 14}), book.add_format({"border": 1})
    day = book.add_format({"border": 1, "num_format": "dd/mm/yyyy", "align": "left"})
    sheet = book.add_worksheet(name[:31])
    for place, words in enumerate(heading):
        sheet.write_string(place, 0, words, title if place == 0 else None)
    top = len(heading)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(top, place, column.label, bold)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(last, place, None, plain)
            elif isinstance(value, int):
                sheet.write_number(last, place, value, plain)
            elif isinstance(value, date):
                sheet.write_datetime(last, place, _midnight(value), day)
            else:
                sheet.write_string(last, place, value, plain)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, max(last, top), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


def _midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # Excel knows no zones
