"""What upper packages import of official forms. Word and Excel are loaded when first asked for."""

from collections.abc import Iterable, Sequence

from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official.issuing import (
    Printed,
    current,
    get,
    issue,
    of_subject,
    preview,
    sheet_of,
)
from phuong.kernel.documents.official.media import DOCX, PDF, XLSX, SheetColumn, Value
from phuong.kernel.documents.official.pdf import (
    FontMissing,
    TicketSlip,
    missing_faces,
    render_pdf,
    render_ticket,
)
from phuong.kernel.documents.official.sheets import Facts, Issuer, Sheet, lay_out
from phuong.kernel.documents.official.versions import FormVersion, all_versions, by_id, in_force

__all__ = [
    "DOCX",
    "PDF",
    "XLSX",
    "Facts",
    "FontMissing",
    "FormVersion",
    "IssuedDocument",
    "Issuer",
    "Printed",
    "Sheet",
    "SheetColumn",
    "TicketSlip",
    "Value",
    "all_versions",
    "by_id",
    "current",
    "get",
    "in_force",
    "issue",
    "lay_out",
    "missing_faces",
    "of_subject",
    "preview",
    "render_excel",
    "render_pdf",
    "render_ticket",
    "render_word",
    "sheet_of",
]


def render_word(sheet: Sheet) -> bytes:
    """Return a sheet as a Word file."""
    from phuong.kernel.documents.official import word

    return word.render_word(sheet)


def render_excel(
    name: str,
    heading: Sequence[str],
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """Return a register as a workbook of one sheet."""
    from phuong.kernel.documents.official import excel

    return excel.render_excel(name, heading, columns, rows)
