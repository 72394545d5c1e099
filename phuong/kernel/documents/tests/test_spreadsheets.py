"""Rows as a file for spreadsheets: letters with their marks, days, and nothing a formula."""

import csv
import io
from datetime import date

from phuong.kernel.documents.spreadsheets import csv_lines, plain


def test_no_cell_is_a_formula():
    assert [plain(text) for text in ("-x", "@x", "\tx", "x", "")] == [
        "'-x", "'@x", "'\tx", "x", "",
    ]  # fmt: skip


def test_rows_come_back_as_they_were_written():
    rows = [
        ("Số", "Ngày", "Tên"),
        (1, date(2026, 11, 5), 'Giấy "khai"\nsinh, =x'),
        (2, None, "=1+1"),
    ]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeffSố,Ngày")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["Số", "Ngày", "Tên"],
        ["1", "05/11/2026", 'Giấy "khai"\nsinh, =x'],
        ["2", "", "'=1+1"],
    ]
