"""Renders a sheet as a Word file for officials to edit: built from values, no template language."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from phuong.kernel.documents.official.sheets import Block, Sheet, Sign

FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def render_word(sheet: Sheet) -> bytes:
    """Return the paper as a Word file on A4, where officials edit it."""
    document = Document()
    _set_up(document, sheet)
    _head(document, sheet)
    _line(document, sheet.title_lines.upper(), bold=True, size=14, align="center", before=12)
    if sheet.replaces:
        _line(document, f"(Thay thế văn bản số {sheet.replaces})", italic=True, align="center")
    for block in sheet.blocks:
        _block(document, block)
    _signatures(document, sheet)
    for words in sheet.foot:
        _line(document, words, size=11, before=6)
    if sheet.citation:
        _line(document, sheet.citation, size=11, italic=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if sheet.paper == "a4-landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(4)
    about = document.core_properties
    about.title, about.author, about.language = sheet.title, sheet.issuer.replace("\n", " "), "vi"


def _head(document: Any, sheet: Sheet) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(72), Mm(93)
    _in_cell(left, sheet.above.upper(), size=12)
    _in_cell(left, sheet.issuer.upper(), size=12, bold=True, ruled=True)
    _in_cell(left, f"Số: {sheet.number}")
    _in_cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _in_cell(right, "Độc lập - Tự do - Hạnh phúc", bold=True, ruled=True)
    _in_cell(right, sheet.place_and_day, italic=True)


def _block(document: Any, block: Block) -> None:
    if block.kind == "fields":
        for label, value in block.fields:
            paragraph = document.add_paragraph(f"{label}: ")
            paragraph.add_run(value).bold = True
    elif block.kind == "text":
        for words in block.paragraphs:
            paragraph = _line(document, words, align=block.align)
            if block.align == "left":
                paragraph.paragraph_format.first_line_indent = Mm(10)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    else:
        _table(document, block)


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _in_cell(cell, column.label, size=11, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for cell, column, words in zip(table.add_row().cells, block.columns, row, strict=True):
            _in_cell(cell, words, size=11, align=column.align)
    document.add_paragraph()


def _signatures(document: Any, sheet: Sheet) -> None:
    if not sheet.signs:
        return
    cells = list(document.add_table(rows=1, cols=max(2, len(sheet.signs))).rows[0].cells)
    if len(sheet.signs) == 1 and sheet.recipients:
        _in_cell(cells[0], "Nơi nhận:", size=12, bold=True, italic=True, align="left")
        last = len(sheet.recipients) - 1
        for place, words in enumerate(sheet.recipients):
            end = "." if place == last else ";"
            _in_cell(cells[0], f"- {words}{end}", size=11, align="left")
    for cell, sign in zip(cells[-len(sheet.signs) :], sheet.signs, strict=True):
        _sign(cell, sign)


def _sign(cell: Any, sign: Sign) -> None:
    _in_cell(cell, sign.title.upper(), bold=True)
    if sign.below:
        _in_cell(cell, sign.below.upper(), bold=True)
    _in_cell(cell, sign.hint, italic=True)
    _in_cell(cell, "\n\n\n")
    _in_cell(cell, sign.name, bold=True)


def _line(document: Any, words: str, **how: Any) -> Any:
    return _write(document.add_paragraph(), words, **how)


def _in_cell(cell: Any, words: str, *, align: str = "center", **how: Any) -> None:
    first = cell.paragraphs[0]
    used = first.runs or len(cell.paragraphs) > 1
    paragraph = cell.add_paragraph() if used else first
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, words, align=align, **how)


def _write(
    paragraph: Any,
    words: str,
    *,
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
    ruled: bool = False,
    align: str = "left",
    before: float = 0,
) -> Any:
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    run.underline = ruled
    paragraph.alignment = _ALIGN[align]
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    return paragraph
