"""Kinds of files that forms become, and what a column of a register is."""

from dataclasses import dataclass
from datetime import date

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a register: its words and its width in letters."""

    label: str
    width: float
