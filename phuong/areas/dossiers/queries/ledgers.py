"""The rows of the register (form 07), and what its paper says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import override

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import DossierQuerySet, Ledger, ReturnMethod
from phuong.areas.dossiers.queries.printed import issuer_of
from phuong.areas.dossiers.states import State
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import HERE, Actor
from phuong.kernel.documents.official.api import Facts, Printed, SheetColumn, Value, in_force
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date, show_phone
from phuong.kernel.wards.api import Ward

REGISTER = "register"
# A register of more is an Excel file; on paper a shorter period is printed.
MOST_ON_PAPER, MOST_IN_EXCEL = 3_000, 50_000
EXCEL_COLUMNS = (
    SheetColumn("STT", 6),
    SheetColumn("Mã hồ sơ", 20),
    SheetColumn("Tên thủ tục hành chính", 40),
    SheetColumn("Số lượng hồ sơ (bộ)", 10),
    SheetColumn("Tên cá nhân, tổ chức", 26),
    SheetColumn("Địa chỉ", 32),
    SheetColumn("Điện thoại", 15),
    SheetColumn("Cơ quan chủ trì giải quyết", 24),
    SheetColumn("Ngày nhận", 12),
    SheetColumn("Ngày hẹn trả", 12),
    SheetColumn("Ngày trả kết quả", 12),
    SheetColumn("Phương thức nhận kết quả", 16),
    SheetColumn("Ghi chú", 22),
)
_REMARKS = {
    State.STOPPED: "Dừng giải quyết",
    State.WITHDRAWN: "Người nộp rút",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.PAYMENT: "Chờ nộp tiền",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier as the register has it."""

    code: str
    procedure: str
    who: str
    address: str
    phone: str
    unit: str
    received_on: date | None
    promised_on: date | None
    returned_on: date | None
    method: str
    remark: str


def received(actor: Actor, first: date, last: date) -> DossierQuerySet:
    """Return the readable dossiers received in a period, in the order of receipt."""
    rows = policy.readable(actor).filter(received_on__range=(first, last))
    return rows.order_by("received_on", "id")


def lines(rows: DossierQuerySet) -> Iterator[Line]:
    """Go through dossiers as the register has them; papers are Vietnamese."""
    with override("vi"):
        methods = {each.value: str(each.label) for each in ReturnMethod}
    columns = (
        "code", "version_id", "applicant__name", "applicant__address", "applicant__phone",
        "unit__name", "received_on", "first_promise_at", "returned_at", "return_method", "state",
        "on_time",
    )  # fmt: skip
    for row in rows.values_list(*columns).iterator(chunk_size=2_000):
        code, version_id, who, address, phone, unit, received_on, promised, returned, *rest = row
        yield Line(
            code=code,
            procedure=procedures.version(version_id).name,
            who=who,
            address=address,
            phone=show_phone(phone) if phone else "",
            unit=unit or "",
            received_on=received_on,
            promised_on=local(promised),
            returned_on=local(returned),
            method=methods[rest[0]],
            remark=_REMARKS.get(rest[1], "Trễ hạn" if rest[2] is False else ""),
        )


def local(at: datetime | None) -> date | None:
    return at.astimezone(HERE).date() if at else None


def excel_rows(found: Iterator[Line]) -> Iterator[Sequence[Value]]:
    """Return the rows of the register's workbook."""
    for place, one in enumerate(found, start=1):
        yield (
            place, one.code, one.procedure, 1, one.who, one.address, one.phone, one.unit,
            one.received_on, one.promised_on, one.returned_on, one.method, one.remark,
        )  # fmt: skip


def check_length(rows: DossierQuerySet, most: int = MOST_ON_PAPER) -> None:
    """Refuse more rows than a file of this kind is for."""
    if rows[most : most + 1].exists():
        raise RuleBroken(
            "dossiers.ledger.too-long",
            _("Kỳ này có hơn %(most)s hồ sơ. Chọn kỳ ngắn hơn, hoặc tải Excel."),
            most=most,
        )


def register(actor: Actor, ward: Ward, first: date, last: date, today: date) -> Printed:
    """Return what the register of a period says on paper."""
    rows = received(actor, first, last)
    check_length(rows)
    table = [
        [
            str(place), one.code, one.procedure, "01", one.who,
            "\n".join(each for each in (one.address, one.phone) if each), one.unit,
            shown(one.received_on), shown(one.promised_on), shown(one.returned_on),
            one.method, "", one.remark,
        ]
        for place, one in enumerate(lines(rows), start=1)
    ]  # fmt: skip
    texts = {"first": show_date(first), "last": show_date(last), "count": str(len(table))}
    facts = Facts(issuer_of(ward), today, texts, {"dossiers": table})
    return Printed(in_force(REGISTER, last), facts)


def shown(day: date | None) -> str:
    return show_date(day) if day else ""


def recent_ledgers(actor: Actor, limit: int = 12) -> list[Ledger]:
    """Return the ledgers that were opened last."""
    return list(policy.ledgers(actor).select_related("unit").order_by("-id")[:limit])
