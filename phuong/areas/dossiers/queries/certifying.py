"""The books of certification: which lines are asked for, each as page and file have it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import override

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Book, Certification, Dossier, Note
from phuong.areas.dossiers.queries.desk import places, signing_post
from phuong.areas.dossiers.rules import certifying as rules
from phuong.areas.money import api as money
from phuong.kernel.access import directory
from phuong.kernel.access.api import HERE, Actor, Occasion, Role
from phuong.kernel.documents.official.api import SheetColumn, Value
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.text import fold
from phuong.kernel.wards.api import Ward

BOOK_ORDER: Final = ("-entered_on", "-id")
MOST_LINES: Final = 50_000
VOIDED: Final = ("void_certification", "revoke_result")
# The columns of the books, as the forms of the decree name them; its wording was not read.
BOOK_COLUMNS: Final = (
    SheetColumn("STT", 6),
    SheetColumn("Số chứng thực", 18),
    SheetColumn("Ngày, tháng, năm", 14),
    SheetColumn("Loại", 24),
    SheetColumn("Họ tên người yêu cầu", 26),
    SheetColumn("Số giấy tờ tuỳ thân", 18),
    SheetColumn("Tên giấy tờ, văn bản", 36),
    SheetColumn("Số bản", 8),
    SheetColumn("Số trang", 8),
    SheetColumn("Người ký chứng thực", 24),
    SheetColumn("Thẩm quyền ký", 30),
    SheetColumn("Phí (đồng)", 12),
    SheetColumn("Tình trạng phí", 14),
    SheetColumn("Mã hồ sơ", 20),
    SheetColumn("Ghi chú", 36),
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Which lines of the books are asked for; whatever is left out is not asked."""

    first: date | None = None
    last: date | None = None
    book: str = ""
    standing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a book with what it cost."""

    row: Certification
    charge: money.Charge | None
    reason: str

    @property
    def holds(self) -> bool:
        """Whether the number still holds."""
        return bool(self.row.result.is_in_force)


def certifications(actor: Actor, ward: Ward, wanted: Lines) -> QuerySet[Certification]:
    """Return the lines that an actor may see and asks for: for page, file and count."""
    rows = Certification.objects.of(actor.ward_id).filter(dossier__in=policy.readable(actor))
    given = {
        "entered_on__gte": wanted.first,
        "entered_on__lte": wanted.last,
        "book": wanted.book,
        "result__standing": wanted.standing,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if wanted.text:
        rows = rows.filter(_named(ward, wanted.text))
    note = Note.objects.of(actor.ward_id).filter(dossier_id=OuterRef("dossier_id"), move__in=VOIDED)
    rows = rows.annotate(void_reason=Subquery(note.order_by("-at").values("reason")[:1]))
    return rows.select_related("dossier__applicant", "result__signed_by")


def _named(ward: Ward, text: str) -> Q:
    """Return what was typed: a dossier's code, a number or its digits alone, else a name."""
    if code := numbering.completed(ward, "dossier", text):
        return Q(dossier__code=code)
    if text[0].isdecimal():
        return Q(number=text.upper()) | Q(number__startswith=f"{text}/")
    named = Q()
    for word in fold(text).split()[:6]:
        named &= Q(dossier__search__contains=word)
    return named


def lines_of(rows: Sequence[Certification]) -> list[Line]:
    """Return lines with what each cost: one statement for all of them."""
    if not rows:
        return []
    charges = money.charges_of(rows[0].ward_id, [row.dossier_id for row in rows])
    return [
        Line(row, charges.get(row.dossier_id), getattr(row, "void_reason", None) or "")
        for row in rows
    ]


def certification_of(dossier: Dossier) -> Certification | None:
    """Return the line of the book that a dossier stands for."""
    mine = Certification.objects.of(dossier.ward_id).filter(dossier_id=dossier.id)
    return mine.select_related("result__signed_by").first()


def check_lines(rows: QuerySet[Certification]) -> None:
    """Refuse a file of more lines than people can read."""
    if rows[MOST_LINES : MOST_LINES + 1].exists():
        raise RuleBroken(
            "dossiers.register.too-long",
            _("Có hơn %(most)s kết quả. Chọn khoảng ngày ngắn hơn rồi tải lại."),
            most=MOST_LINES,
        )


def book_rows(rows: QuerySet[Certification]) -> Iterator[Sequence[Value]]:
    """Return the lines of the book's files, the first first; papers are Vietnamese."""
    place = 0
    found = rows.order_by("entered_on", "id").iterator(chunk_size=1_000)
    while chunk := [row for _number, row in zip(range(1_000), found, strict=False)]:
        for line in lines_of(chunk):
            place += 1
            with override("vi"):
                yield (place, *_cells(line))


def _cells(line: Line) -> Sequence[Value]:
    row, result, charge = line.row, line.row.result, line.charge
    return (
        row.number,
        row.entered_at.astimezone(HERE).date(),
        row.get_book_display(),
        row.dossier.applicant.name,
        row.dossier.applicant.id_number,
        row.document,
        row.copies,
        row.pages,
        result.signed_by.name if result.signed_by else "",
        result.signed_as,
        charge.amount if charge else "",
        charge.get_standing_display() if charge else "",
        row.dossier.code,
        "" if line.holds else f"{result.get_standing_display()}: {line.reason}".rstrip(": "),
    )


def certifiers(ward_id: int, on: date) -> Mapping[UUID, str]:
    """Return who may have signed a certification on a day: the leaders in office, by name.

    Who signs today comes first; whoever is away is not offered.
    """
    away, _stand_ins = places((ward_id, on))
    held = [one for one in directory.holders(ward_id, on, Role.LEADER) if one.person_id not in away]
    signing = signing_post(ward_id, on)
    first = [one for one in held if signing and one.post_id == signing.post_id]
    return {one.person_id: one.name for one in (*first, *held)}


def check_signer(occasion: Occasion, signer_id: UUID | None) -> UUID:
    """Return who signed, or refuse somebody who does not sign for the ward today."""
    known = certifiers(occasion.ward_id, occasion.today)
    if signer_id is None:
        signer_id = next(iter(known), None)
    if signer_id is None or signer_id not in known:
        raise RuleBroken(
            "dossiers.certify.signer",
            _("Người này không ký thay mặt phường hôm nay. Chọn người ký khác."),
            field="signer",
        )
    return signer_id


def common_papers() -> tuple[str, ...]:
    """Return the papers that are offered while somebody types."""
    return tuple(dict.fromkeys(name for book in Book for name in rules.PAPERS[book]))
