"""What a signature shows on the page: who, on what authority, when, and a QR code to check it."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import segno
from cryptography.x509 import Certificate
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle
from pypdf import PdfReader

from phuong.kernel.documents.signing.signers import name_of

HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FACE: Final = "400Regular/Tinos_400Regular.ttf"
WIDTH, HEIGHT, MARGIN, CODE = 260, 84, 28, 68


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signature says: as whom (`KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`), for whom, which number.

    It stands on an official paper, so it is in Vietnamese whoever looks at the page.
    """

    signed_as: tuple[str, ...]
    person: str
    office: str
    number: str
    at: datetime
    address: str

    def lines(self, certificate: Certificate) -> tuple[str, ...]:
        """Return the lines of the visible stamp (NĐ 30/2020, Phụ lục I: office, time with zone)."""
        at = self.at.astimezone(HERE)
        holder = name_of(certificate)
        return (
            *self.signed_as,
            f"Ký số bởi: {self.person}",
            *((f"Chứng thư số: {holder}",) if holder.casefold() != self.person.casefold() else ()),
            f"Cơ quan: {self.office}",
            f"Số: {self.number}",
            f"Thời gian ký: {at:%d/%m/%Y %H:%M:%S} +07:00",
        )


def style(lines: tuple[str, ...], address: str) -> TextStampStyle:
    """Return how the stamp is drawn: a QR code at the left, the lines beside it."""
    font = _Face(Path(settings.FORM_FONTS) / FACE)
    return TextStampStyle(
        stamp_text="%(said)s",
        text_box_style=TextBoxStyle(font=font, font_size=9, leading=11, border_width=0),
        inner_content_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(left=CODE + 14, right=4, top=4, bottom=4),
            inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
        ),
        background=_code(address),
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(left=6, right=6, top=6, bottom=6),
            inner_content_scaling=layout.InnerScaling.NO_SCALING,
        ),
        background_opacity=1,
        border_width=1,
    )


def box(reader: PdfReader) -> tuple[int, int, int, int]:
    """Return where the stamp stands: at the foot of the last page, at the right."""
    page = reader.pages[-1].mediabox
    right, bottom = int(page.right) - MARGIN, int(page.bottom) + MARGIN
    return (max(int(page.left), right - WIDTH), bottom, right, bottom + HEIGHT)


@dataclass(frozen=True)
class _Face(FontEngineFactory):
    """The official letters, with those that the stamp uses put into the file."""

    path: Path

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        # Read whole: what pyhanko opens by itself it leaves open.
        letters = io.BytesIO(_letters(self.path))
        if obj_stream is None and writer.stream_xrefs:
            obj_stream = writer.prepare_object_stream()
        return GlyphAccumulator(writer, letters, font_size=9, obj_stream=obj_stream)


@lru_cache(maxsize=1)
def _letters(path: Path) -> bytes:
    """Return the face with a thousand units to its size, as pyhanko takes every face to have.

    It writes widths as they stand in the face: of 2,048 units all letters would stand apart.
    """
    out = io.BytesIO()
    with TTFont(path) as face:
        scale_upem(face, 1000)
        face.save(out)
    return out.getvalue()


def _code(text: str) -> RawContent:
    """Draw a QR code as rectangles, quiet zone included."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    side = CODE / len(rows)
    drawn = [
        f"{x * side:.3f} {CODE - (y + 1) * side:.3f} {side:.3f} {side:.3f} re"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    said = "q 0 g " + " ".join(drawn) + " f Q"
    return RawContent(said.encode(), box=layout.BoxConstraints(CODE, CODE))
