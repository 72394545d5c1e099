"""Certification at once: which procedures, who asks for it, and short words for common papers."""

import re
from collections.abc import Sequence
from typing import Protocol

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import clean_person_name, fold

# Which procedure goes into which book.
BOOKS = {"copy": "chung-thuc-ban-sao", "signature": "chung-thuc-chu-ky"}
# The books count from 1 each year; what a number looks like is the ward's own template.
SERIES = {
    "copy": ("certified-copy", "{n}/{yyyy}-SCT/BS"),
    "signature": ("certified-signature", "{n}/{yyyy}-SCT/CK"),
}
# Offered while typing, and by their first letters alone: "btn" is "Bằng tốt nghiệp".
PAPERS = {
    "copy": (
        "Căn cước", "Giấy khai sinh", "Giấy chứng nhận quyền sử dụng đất", "Bằng tốt nghiệp",
        "Học bạ", "Giấy chứng nhận kết hôn", "Giấy phép lái xe", "Quyết định", "Chứng chỉ nghề",
        "Bảng điểm", "Giấy đăng ký xe", "Giấy chứng nhận đăng ký hộ kinh doanh",
    ),
    "signature": (
        "Sơ yếu lý lịch", "Giấy uỷ quyền", "Tờ khai", "Đơn xin xác nhận", "Giấy cam kết",
        "Giấy bảo lãnh",
    ),
}  # fmt: skip
# The code on an identity card: number, old number, name, birth, sex, address, day of issue.
CARD_PARTS = 3
_ID = re.compile(r"[0-9]{12}|[0-9]{9}|[A-Za-z][0-9]{7}")
# Fewer words than this explain nothing.
LEAST_WORDS = 2


class AskedFor(Protocol):
    """A paper as the procedure's version asks for it."""

    @property
    def code(self) -> str:
        """The slot's code."""

    @property
    def kind(self) -> str:
        """In what form it is wanted."""

    @property
    def held_in(self) -> str:
        """The register that holds it already, or nothing."""


def check_certifies(slug: str) -> None:
    """Refuse a procedure whose results go into no book of certification."""
    if slug not in BOOKS.values():
        raise RuleBroken(
            "dossiers.certify.procedure", _("Thủ tục này không vào sổ chứng thực bản sao, chữ ký.")
        )


def book_of(slug: str) -> str:
    """Return the book into which a procedure's certifications go."""
    check_certifies(slug)
    return next(book for book, of in BOOKS.items() if of == slug)


def requester(typed: str) -> tuple[str, str]:
    """Return name and number of identity: typed one after the other, or scanned from the card.

    >>> requester("Lê Thị Hoa 092158000123")
    ('Lê Thị Hoa', '092158000123')
    >>> requester("092158000123|361234567|Lê Thị Hoa|01011958|Nữ|Ninh Kiều|01052021")
    ('Lê Thị Hoa', '092158000123')
    """
    parts = [part.strip() for part in typed.split("|")]
    if len(parts) >= CARD_PARTS and _ID.fullmatch(parts[0]):
        return clean_person_name(parts[2]), parts[0]
    name, _space, last = typed.strip().rpartition(" ")
    if name and _ID.fullmatch(last):
        return clean_person_name(name), last.upper()
    if any(letter.isdecimal() or letter == "|" for letter in typed):
        raise RuleBroken(
            "dossiers.certify.identity",
            _("Gõ họ tên rồi số giấy tờ gồm 12 hoặc 9 chữ số, hoặc số hộ chiếu; hay quét thẻ."),
            field="who",
        )
    return clean_person_name(typed), ""


def check_identity(book: str, id_number: str) -> None:
    """Refuse a signature whose owner showed no paper: the book names its number."""
    if book == "signature" and not id_number:
        raise RuleBroken(
            "dossiers.certify.no-identity",
            _("Chứng thực chữ ký phải ghi số giấy tờ tuỳ thân: gõ sau họ tên, hoặc quét thẻ."),
            field="who",
        )


def paper_named(book: str, typed: str) -> str:
    """Return what a paper is called; the first letters of a common one are enough.

    >>> paper_named("copy", "btn")
    'Bằng tốt nghiệp'
    >>> paper_named("copy", "Sổ hộ khẩu")
    'Sổ hộ khẩu'
    """
    wanted = fold(typed.strip())
    for name in PAPERS.get(book, ()):
        if wanted in (fold(name), initials(name)):
            return name
    return " ".join(typed.split())


def initials(name: str) -> str:
    """Return the first letters of a name's words, without marks."""
    return "".join(word[0] for word in fold(name).split())


def check_document(document: str) -> None:
    """Refuse a line that does not say what was certified."""
    if not document:
        raise RuleBroken(
            "dossiers.certify.document", _("Ghi tên giấy tờ hoặc văn bản."), field="document"
        )


def papers_shown(asked: Sequence[AskedFor]) -> dict[str, str]:
    """Return the form of each paper: whoever certifies has them all in hand."""
    return {
        paper.code: "held" if paper.held_in else "copy" if paper.kind == "copy" else "original"
        for paper in asked
    }


def check_void_reason(reason: str) -> None:
    """Refuse to void a number without saying why."""
    if len(reason.split()) < LEAST_WORDS:
        raise RuleBroken(
            "dossiers.certify.void-reason",
            _("Ghi vì sao huỷ số này; người đọc sổ sau này phải hiểu."),
            field="reason",
        )
