"""Renders a sheet as PDF/A-2a: tagged, its letters embedded, nothing of the text read as markup."""

import io
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import segno
import typst
from django.conf import settings

from phuong.kernel.documents.official.sheets import Sheet
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

TEMPLATE = Path(__file__).with_name("sheet.typ")
TICKET = Path(__file__).with_name("ticket.typ")
FACES = (
    "400Regular/Tinos_400Regular.ttf",
    "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "700Bold/Tinos_700Bold.ttf",
    "700Bold_Italic/Tinos_700Bold_Italic.ttf",
)
STANDARD: Final = "a-2a"
_MISSING_LETTER = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_LONG_WORD = re.compile(r"\S{30,}")
_PART_OF_WORD = re.compile(r"\S{8}(?=\S)")
_one_at_a_time = Lock()


class FontMissing(RuntimeError):
    """A face of the official letters is not there: another one would change the paper."""


def render_pdf(sheet: Sheet) -> bytes:
    """Return the paper as PDF/A; the same sheet gives the same bytes."""
    said = {
        **_breakable(asdict(sheet)),
        "author": sheet.issuer,
        "day": [sheet.day.year, sheet.day.month, sheet.day.day],
        "qr": _code(sheet.qr),
        "qr_alt": "Mã QR để xem hồ sơ này",
    }
    return _compiled(TEMPLATE, "sheet", said)


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What stands on a ticket of 80 mm: a number, a few lines, a code; it is kept nowhere."""

    unit: str
    title: str
    number: str
    lines: tuple[str, ...]
    qr: str
    foot: str
    day: date


def render_ticket(slip: TicketSlip) -> bytes:
    """Return a ticket for the printer of the kiosk as PDF/A."""
    said = {
        **_breakable(asdict(slip)),
        "day": [slip.day.year, slip.day.month, slip.day.day],
        "qr": _code(slip.qr),
        "qr_alt": "Mã QR để theo dõi số này",
    }
    return _compiled(TICKET, "slip", said)


def _compiled(template: Path, name: str, said: dict[str, Any]) -> bytes:
    compiler = _compiler(str(settings.FORM_FONTS))
    try:
        with _one_at_a_time:
            pdf, warnings = compiler.compile_with_warnings(
                str(template),
                format="pdf",
                sys_inputs={name: json.dumps(said, ensure_ascii=False)},
                pdf_standards=[STANDARD],
            )
    except typst.TypstError as error:
        letter = _MISSING_LETTER.search(str(error))
        if letter is None:
            raise
        raise RuleBroken(
            "documents.form.letter",
            _(
                "Phông chữ của mẫu không có ký tự “%(letter)s”. Sửa ký tự này trong hồ sơ,"
                " hoặc in phiếu từ trình duyệt."
            ),
            letter=letter.group(1),
        ) from error
    if warnings:
        raise FontMissing("; ".join(one.message for one in warnings))
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single file")
    return pdf


def missing_faces() -> list[str]:
    """Return the faces that are not there, for `phuong doctor`."""
    folder = Path(settings.FORM_FONTS)
    return [face for face in FACES if not (folder / face).is_file()]


@lru_cache(maxsize=2)
def _compiler(folder: str) -> typst.Compiler:
    """Make the compiler once a process, with the four faces and no font of the machine."""
    if missing := missing_faces():
        raise FontMissing(f"{folder}: {', '.join(missing)}")
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=[folder], ignore_system_fonts=True)


def _breakable(said: Any) -> Any:
    """Let words longer than a narrow column be broken: U+200B takes no room and is no letter."""
    if isinstance(said, dict):
        return {name: _breakable(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_breakable(value) for value in said]
    if isinstance(said, str):
        return _LONG_WORD.sub(lambda word: _PART_OF_WORD.sub("\\g<0>\u200b", word.group()), said)
    return said


def _code(text: str) -> str:
    """Return a QR code as a picture of lines, its quiet zone within the picture."""
    if not text:
        return ""
    out = io.BytesIO()
    segno.make(text, error="l", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
