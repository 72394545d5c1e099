"""What is due on a subject, and what the book of a day says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.areas.money import policy
from phuong.areas.money.models import BankAccount, CashDay, Charge, Payment
from phuong.kernel.access.api import Actor
from phuong.kernel.documents import vietqr

MOST_LINES, MOST_UNPAID = 1000, 100


@dataclass(frozen=True, slots=True)
class Bill:
    """What is due on a subject and what came of it."""

    charge: Charge
    taken: Payment | None
    back: Payment | None

    @property
    def is_due(self) -> bool:
        """Whether it waits to be paid."""
        return self.charge.standing == Charge.Standing.DUE


def bill(ward_id: int, subject_id: UUID) -> Bill | None:
    """Return what is due on a subject, if anything was worked out: two statements."""
    charge = Charge.objects.of(ward_id).filter(subject_id=subject_id).first()
    if charge is None:
        return None
    paid: dict[str, Payment] = {}
    if charge.standing in (Charge.Standing.PAID, Charge.Standing.REFUNDED):
        rows = Payment.objects.of(ward_id).filter(charge=charge).select_related("by")
        paid = {payment.kind: payment for payment in rows}
    return Bill(charge, paid.get(Payment.Kind.TAKEN), paid.get(Payment.Kind.BACK))


def charges_of(ward_id: int, subject_ids: Iterable[UUID]) -> dict[UUID, Charge]:
    """Return what is due on many subjects, by subject: one statement."""
    rows = Charge.objects.of(ward_id).filter(subject_id__in=list(subject_ids))
    return {row.subject_id: row for row in rows}


def account(ward_id: int) -> BankAccount | None:
    """Return the account into which transfers go now."""
    return BankAccount.objects.of(ward_id).filter(valid_to__isnull=True).first()


def has_account(ward_id: int) -> bool:
    """Tell whether a ward takes transfers."""
    return account(ward_id) is not None


def transfer_text(ward_id: int, amount: int, code: str) -> str:
    """Return what a VietQR code of a bill holds; nothing where the ward has no account."""
    into = account(ward_id)
    if into is None or amount <= 0:
        return ""
    return vietqr.payload(vietqr.Account(into.bank, into.number), amount, code)


@dataclass(frozen=True, slots=True)
class Book:
    """The cash book of a day: its lines, and its totals by way of paying."""

    day: date
    row: CashDay | None
    lines: Sequence[Payment]
    unpaid: Sequence[Charge]

    @property
    def cash(self) -> int:
        """Cash that should lie in the box."""
        return _total(self.lines, Payment.How.CASH)

    @property
    def transfers(self) -> int:
        """What came by transfer, less what went back."""
        return _total(self.lines, Payment.How.TRANSFER)

    @property
    def total(self) -> int:
        """Everything taken, less everything given back."""
        return self.cash + self.transfers

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is written into it."""
        return self.row is not None and self.row.closed_at is not None


def book(actor: Actor, day: date) -> Book:
    """Return the book of a day for whoever may see it."""
    row = CashDay.objects.of(actor.ward_id).filter(day=day).select_related("closed_by").first()
    lines: list[Payment] = []
    if row is not None:
        found = policy.readable(actor).of_day(row).select_related("charge__subject", "by")
        lines = list(found[:MOST_LINES])
    due = Charge.objects.of(actor.ward_id).filter(standing=Charge.Standing.DUE)
    unpaid = list(due.select_related("subject").order_by("id")[:MOST_UNPAID])
    return Book(day, row, lines, unpaid)


def expected_cash(row: CashDay) -> int:
    """Return the cash that the book of a day says there is."""
    return _total(Payment.objects.of(row.ward_id).filter(cash_day=row), Payment.How.CASH)


def _total(lines: Iterable[Payment], how: str) -> int:
    return sum(line.signed for line in lines if line.how == how)
