"""The register of issued results: which are asked for, and each as page and file have it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import override

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Result, ResultQuerySet
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import HERE, Actor, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.documents.official.api import SheetColumn, Value
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.api import Ward

NEWEST_FIRST: Final = ("-signed_at", "-id")
MOST_IN_FILE: Final = 50_000
WAITING: Final = "waiting"
RESULT_COLUMNS: Final = (
    SheetColumn("STT", 6),
    SheetColumn("Số", 12),
    SheetColumn("Ngày ký", 12),
    SheetColumn("Tên kết quả", 30),
    SheetColumn("Mã hồ sơ", 20),
    SheetColumn("Tên thủ tục hành chính", 40),
    SheetColumn("Người nộp", 26),
    SheetColumn("Bộ phận giải quyết", 24),
    SheetColumn("Người ký", 22),
    SheetColumn("Thẩm quyền ký", 30),
    SheetColumn("Cách ký", 10),
    SheetColumn("Hiệu lực", 16),
    SheetColumn("Hết hiệu lực ngày", 12),
    SheetColumn("Thay cho số", 12),
    SheetColumn("Thay bằng số", 12),
    SheetColumn("Cách trao", 18),
    SheetColumn("Ngày trao", 12),
    SheetColumn("Người nhận", 26),
    SheetColumn("Giấy uỷ quyền", 30),
    SheetColumn("Mã bưu gửi", 18),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the register is asked for; whatever is left out is not asked."""

    first: date | None = None
    last: date | None = None
    field: str = ""
    procedure_id: UUID | None = None
    unit_id: str = ""
    signer_id: str = ""
    standing: str = ""
    way: str = ""
    text: str = ""


def registered(actor: Actor, ward: Ward, wanted: Sought, today: date) -> ResultQuerySet:
    """Return the issued results that an actor may see and asks for: for page, file and count."""
    rows = policy.issued_results(actor).with_register_columns()
    given = {
        "signed_at__gte": _begin(wanted.first),
        "signed_at__lt": _begin(wanted.last, further=1),
        "dossier__field": wanted.field,
        "dossier__version__procedure_id": wanted.procedure_id,
        "dossier__unit_id": wanted.unit_id,
        "signed_by_id": wanted.signer_id,
        "standing": wanted.standing,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if wanted.way == WAITING:
        rows = rows.filter(handed_at__isnull=True)
    elif wanted.way:
        rows = rows.filter(receiver_kind=wanted.way)
    if wanted.text:
        rows = rows.filter(_named(ward, wanted.text, today))
    later = Result.objects.of(actor.ward_id).issued().filter(replaces_id=OuterRef("id"))
    return rows.annotate(replaced_by=Subquery(later.values("number")[:1]))


def _begin(day: date | None, further: int = 0) -> datetime | None:
    """Return the first instant of a day here, or of one after it."""
    return datetime.combine(day + timedelta(days=further), time(), HERE) if day else None


def _named(ward: Ward, text: str, today: date) -> Q:
    """Return what a typed number means: of a dossier, or of a result, whole or its digits alone."""
    if code := numbering.completed(ward, "dossier", text):
        return Q(dossier__code=code)
    numbers = {text, text.upper(), numbering.completed(ward, "result", text) or text}
    if text.isdecimal() and len(text) < 9:
        numbers.add(numbering.numbered(ward, "result", today, int(text)))
    return Q(number__in=numbers)


def check_size(rows: ResultQuerySet) -> None:
    """Refuse a file of more rows than people can read."""
    if rows[MOST_IN_FILE : MOST_IN_FILE + 1].exists():
        raise RuleBroken(
            "dossiers.register.too-long",
            _("Có hơn %(most)s kết quả. Chọn khoảng ngày ngắn hơn rồi tải lại."),
            most=MOST_IN_FILE,
        )


def units_of(actor: Actor) -> list[Unit]:
    """Return the units by which an actor may ask: of those who see one unit, that one."""
    rows = Unit.objects.of(actor.ward_id).order_by("name")
    if not actor.holds(*policy.EVERYWHERE):
        rows = rows.filter(id__in=actor.units(*policy.IN_UNIT))
    return list(rows)


def signers_of(ward_id: int) -> list[Person]:
    """Return who signs or has signed: everybody who ever held a leader's post."""
    posts = Grant.objects.of(ward_id).filter(role=Role.LEADER).values("post_id")
    rows = Person.objects.of(ward_id).filter(appointments__post_id__in=posts)
    return list(rows.order_by("sort_key", "id").distinct())


def register_rows(rows: ResultQuerySet) -> Iterator[Sequence[Value]]:
    """Return the rows of the register's files, the first signed first; papers are Vietnamese."""
    ordered = rows.order_by("signed_at", "id").iterator(chunk_size=2_000)
    for place, one in enumerate(ordered, start=1):
        with override("vi"):
            yield (place, *_cells(one))


def _cells(one: Result) -> Sequence[Value]:
    dossier = one.dossier
    return (
        one.number,
        _local(one.signed_at),
        one.kind,
        dossier.code,
        procedures.version(dossier.version_id).name,
        dossier.applicant.name,
        dossier.unit.name if dossier.unit else "",
        one.signed_by.name if one.signed_by else "",
        one.signed_as,
        "Ký số" if one.mark else "Trên giấy",
        one.get_standing_display(),
        _local(one.ended_at),
        one.replaces.number if one.replaces else "",
        getattr(one, "replaced_by", ""),
        one.get_receiver_kind_display(),
        _local(one.handed_at),
        one.receiver_name,
        one.receiver_paper,
        one.tracking,
    )


def _local(at: datetime | None) -> date | None:
    return at.astimezone(HERE).date() if at else None
