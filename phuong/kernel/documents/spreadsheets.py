"""A list as a file that spreadsheets open: letters with their marks, nothing a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from phuong.kernel.text import show_date

# With the mark, spreadsheets read the letters as they are.
MARK = "\ufeff"


class _Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Return the lines of a file, the labels first; a row that was sent is forgotten."""
    writer = csv.writer(_Echo())
    yield MARK
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def plain(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _cell(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    return show_date(value) if isinstance(value, date) else value
