"""Draws the few pictures and papers that dossiers carry: grey lines on white, no real paper."""

import io
from dataclasses import dataclass
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from phuong.areas.dossiers import api as dossiers
from phuong.kernel.documents import api as documents

SIZE = (420, 594)
SHEETS = 6
INK, EDGE, STAMP = (90, 90, 90), (150, 150, 150), (170, 60, 60)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Files that lie in the store already; a dossier takes one under a name of its own."""

    pictures: tuple[documents.StoredFile, ...]
    pages: tuple[documents.StoredFile, ...]

    def picture(self, rng: Random, paper_code: str) -> dossiers.GivenFile:
        """Return a photo of a paper."""
        return dossiers.GivenFile(paper_code, f"{paper_code[:40]}.png", rng.choice(self.pictures))

    def page(self, rng: Random, paper_code: str) -> dossiers.GivenFile:
        """Return a scanned page."""
        return dossiers.GivenFile(paper_code, f"{paper_code[:40]}.pdf", rng.choice(self.pages))


def draw(rng: Random) -> Sheets:
    """Draw the sheets and take them in as any upload: looked at, hashed, on disk."""
    pictures, pages = [], []
    for number in range(1, SHEETS + 1):
        sheet = _sheet(rng, number)
        pictures.append(_receive(sheet, "PNG", f"anh-mau-{number}.png"))
        pages.append(_receive(sheet, "PDF", f"ban-quet-mau-{number}.pdf"))
    return Sheets(tuple(pictures), tuple(pages))


def _receive(sheet: Image.Image, kind: str, name: str) -> documents.StoredFile:
    out = io.BytesIO()
    sheet.save(out, kind)
    return documents.receive(ContentFile(out.getvalue(), name=name))


def _sheet(rng: Random, number: int) -> Image.Image:
    """Draw a page that looks like a form from afar and says that it is a sample."""
    wide, high = SIZE
    sheet = Image.new("RGB", SIZE, (252, 252, 250))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((8, 8, wide - 9, high - 9), outline=EDGE, width=2)
    pen.text((wide / 2, 52), f"MAU {number}", fill=INK, anchor="mm", font_size=26)
    for row in range(rng.randint(12, 17)):
        at = 110 + row * 22
        pen.line((46, at, 46 + rng.randint(120, wide - 96), at), fill=EDGE, width=3)
    left = wide - 150
    pen.ellipse((left, high - 150, left + 96, high - 54), outline=STAMP, width=3)
    pen.text((left + 48, high - 102), "MAU", fill=STAMP, anchor="mm", font_size=20)
    return sheet
