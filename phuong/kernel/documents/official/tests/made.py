"""Facts for every form, plain and hostile, and how a paper is read back."""

import io
from datetime import date
from typing import Any

import pypdf

from phuong.kernel.documents.official.sheets import PLACE, Facts, Issuer, Sheet, lay_out
from phuong.kernel.documents.official.versions import FormVersion, all_versions

DAY = date(2026, 11, 16)
ISSUER = Issuer("UBND thành phố Mẫu", "phường Ninh Kiều", "Ninh Kiều")
WORDS = "Nguyễn Thị Hường, đường Ba Mươi Tháng Tư"
# Every letter that Vietnamese writes, small and capital.
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịkl"
LETTERS += "mnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
LONG = "Nguyễn" * 33 + "ơi"
HOSTILE = {
    "template": "{{ 7*7 }} {% for x in y %} {secret}",
    "typst": '#eval("1+1") #read("/etc/passwd") $x^2$ *b* _i_ @ref <label> = heading // gone',
    "formula": '=HYPERLINK("http://x","y")',
    "lines": "một\nhai\r\nba\u2028bốn",
    "long": LONG,
    "letters": LETTERS + LETTERS.upper(),
    "backwards": "a\u202egnod\u202c b\u200bc\u0007d",
    "hebrew": "שלום",
}


def facts(version: FormVersion, value: str = WORDS, *, rows: int = 2) -> Facts:
    """Fill every place of a version with one text."""
    places: set[str] = set()
    tables: dict[str, list[list[str]]] = {}
    for part in version.layout.parts:
        for _label, text in part.fields:
            places |= set(PLACE.findall(text))
        for text in part.paragraphs:
            places |= set(PLACE.findall(text))
        if part.rows:
            tables[part.rows] = [[value] * len(part.columns)] * rows
    texts = [*version.layout.foot, *version.layout.recipients]
    for one in version.layout.signatures:
        texts += [one.title, one.below, one.name]
    for text in texts:
        places |= set(PLACE.findall(text))
    filled = dict.fromkeys(places - {"desk", "ward"}, value)
    return Facts(ISSUER, DAY, filled, tables, qr="https://phuong.example/q/xxxxxxxxxxxxxxxxxxxxxx/")


def sheet(version: FormVersion, value: str = WORDS, **how: Any) -> Sheet:
    return lay_out(version, facts(version, value), **{"number": f"12{version.sign}"} | how)


def newest() -> list[FormVersion]:
    return [version for version in all_versions() if version.valid_to is None]


def the(form: str) -> FormVersion:
    return next(version for version in newest() if version.form == form)


def text_of(pdf: bytes) -> str:
    """Return what a screen reader reads, its lines joined."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def squeezed(text: str) -> str:
    """Return a text without the room between words, which depends on where lines break."""
    return "".join(text.replace("\u200b", "").split())
