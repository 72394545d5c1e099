"""Every write of money that a person can cause: amounts set, taken, given back; days closed.

The subject is locked first, the day of the book after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from phuong.areas.money import policy, queries, rules
from phuong.areas.money.models import BankAccount, CashDay, Charge, Payment
from phuong.areas.money.policy import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Event, Subject, new_salt
from phuong.kernel.documents import vietqr
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.text import show_date
from phuong.kernel.wards.api import Ward, uuid7


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, by which rule and act, how often, and less what."""

    amount: int
    rule: Mapping[str, Any]
    basis: str
    copies: int = 1
    pages: int = 1
    exemption: str = ""


def forget_due(subject: Subject) -> None:
    """Let go of what is due on a locked subject that costs otherwise now.

    What was paid stays: it is given back by hand.
    """
    held = _charge_of(subject)
    if held is not None and held.standing in (Charge.Standing.DUE, Charge.Standing.FREE):
        held.delete()


def charge(occasion: Occasion, subject_id: UUID, due: Due) -> Charge:
    """Set what a subject costs, or set it anew as long as nothing was paid."""
    policy.check(occasion.actor, Can.TAKE)

    def act() -> Charge:
        subject = audit.lock(occasion.ward_id, subject_id)
        held = _charge_of(subject)
        if held is not None:
            rules.check_may_charge(held.standing)
        found = held or new_charge(occasion, subject.ward_id, subject.id, due)
        for name, value in _values(occasion, due).items():
            setattr(found, name, value)
        found.set_by_id = occasion.actor.person_id
        found.save(force_insert=held is None)
        audit.record(
            occasion,
            subject,
            "money.charge",
            charge=found.id,
            amount=due.amount,
            copies=due.copies,
            pages=due.pages,
            exemption=Code(due.exemption) if due.exemption else None,
        )
        return found

    return audit.once(occasion, act, lambda _event: _again(occasion, subject_id))


def pay(
    occasion: Occasion,
    ward: Ward,
    subject_id: UUID,
    *,
    amount: int,
    how: str,
    usual: Due | None = None,
) -> Charge:
    """Take exactly what is due: receipt number, line of the book, event, one transaction.

    `usual` is what everybody pays where nothing else was worked out for this subject.
    """
    policy.check(occasion.actor, Can.TAKE)

    def act() -> Charge:
        subject = audit.lock(occasion.ward_id, subject_id)
        due = _owed(occasion, subject, usual)
        rules.check_may_pay(due.standing)
        rules.check_amount(due.amount, amount)
        number = numbering.draw(ward, rules.RECEIPT, occasion.today)
        _write(occasion, due, Payment.Kind.TAKEN, how, number)
        due.standing = Charge.Standing.PAID
        due.save(update_fields=["standing"])
        audit.record(
            occasion, subject, "money.pay",
            charge=due.id, amount=amount, how=Code(how), number=Code(number),
        )  # fmt: skip
        return due

    return audit.once(occasion, act, lambda _event: _again(occasion, subject_id))


def refund(occasion: Occasion, ward: Ward, subject_id: UUID, *, reason: str) -> Charge:
    """Give back what was taken, the way it came, with a number of its own and a reason."""
    policy.check(occasion.actor, Can.TAKE)
    rules.check_reason(reason)

    def act() -> Charge:
        subject = audit.lock(occasion.ward_id, subject_id)
        paid = _owed(occasion, subject)
        rules.check_may_refund(paid.standing)
        taken = Payment.objects.of(occasion.ward_id).get(charge=paid, kind=Payment.Kind.TAKEN)
        number = numbering.draw(ward, rules.REFUND, occasion.today)
        line = _write(occasion, paid, Payment.Kind.BACK, taken.how, number, reason)
        paid.standing = Charge.Standing.REFUNDED
        paid.save(update_fields=["standing"])
        audit.record(
            occasion, subject, "money.refund",
            charge=paid.id, amount=paid.amount, number=Code(number),
            reason=Digest.of(line.salt, reason),
        )  # fmt: skip
        return paid

    return audit.once(occasion, act, lambda _event: _again(occasion, subject_id))


def erase_reasons(ward_id: int, subject_id: UUID) -> int:
    """Blank why money was given back, with its salt: part of erasing the subject."""
    said = Payment.objects.of(ward_id).filter(charge__subject_id=subject_id).exclude(salt="")
    return said.update(reason="", salt="")


def close_day(occasion: Occasion, day: date, *, counted: int, note: str = "") -> CashDay:
    """Close the book of a day over the cash that was counted; nothing more goes into it."""
    policy.check(occasion.actor, Can.TAKE)

    def act() -> CashDay:
        _open_day(occasion, day)
        row, subject = _locked_day(occasion, day)
        expected = queries.expected_cash(row)
        rules.check_counted(expected, counted, note)
        row.closed_at, row.closed_by_id = occasion.now, occasion.actor.person_id
        row.expected, row.counted, row.note, row.salt = expected, counted, note, new_salt()
        row.save()
        audit.record(
            occasion, subject, "money.close_day",
            expected=expected, counted=counted, note=Digest.of(row.salt, note),
        )  # fmt: skip
        return row

    def again(_event: Event) -> CashDay:
        return CashDay.objects.of(occasion.ward_id).get(day=day)

    return audit.once(occasion, act, again)


def set_account(occasion: Occasion, *, bank: str, number: str, holder: str) -> BankAccount:
    """Let transfers go into another account from now on; the old one stays on record."""
    policy.check(occasion.actor, Can.SET_UP)
    vietqr.check_account(bank, number)

    def act() -> BankAccount:
        row = BankAccount(
            ward_id=occasion.ward_id, bank=bank, number=number, holder=holder,
            valid_from=occasion.now,
        )  # fmt: skip
        subject = audit.open_subject(
            occasion, "bank_account", f"TK-{uuid7().hex[-12:]}".upper(), "money.set_account",
            bank=Code(bank), number=Code(number),
        )  # fmt: skip
        held = BankAccount.objects.of(occasion.ward_id).select_for_update()
        held.filter(valid_to__isnull=True).update(valid_to=occasion.now)
        row.id = subject.id
        row.save(force_insert=True)
        return row

    def again(event: Event) -> BankAccount:
        return BankAccount.objects.of(occasion.ward_id).get(id=event.subject_id)

    return audit.once(occasion, act, again)


def _values(occasion: Occasion, due: Due) -> dict[str, Any]:
    return {
        "amount": due.amount,
        "rule": dict(due.rule),
        "basis": due.basis,
        "copies": due.copies,
        "pages": due.pages,
        "exemption": due.exemption,
        "standing": Charge.Standing.DUE if due.amount else Charge.Standing.FREE,
        "set_at": occasion.now,
    }


def _charge_of(subject: Subject) -> Charge | None:
    return Charge.objects.of(subject.ward_id).filter(subject=subject).first()


def _owed(occasion: Occasion, subject: Subject, usual: Due | None = None) -> Charge:
    found = _charge_of(subject)
    if found is None and usual is not None:
        found = new_charge(occasion, subject.ward_id, subject.id, usual)
        found.save(force_insert=True)
    if found is None:
        raise WrongState(
            "money.pay.nothing", _("Không có khoản nào phải nộp. Tính khoản thu trước.")
        )
    return found


def new_charge(occasion: Occasion, ward_id: int, subject_id: UUID, due: Due) -> Charge:
    """Return what is due as a row; not saved."""
    values = _values(occasion, due)
    by_id = occasion.actor.person_id
    return Charge(ward_id=ward_id, id=uuid7(), subject_id=subject_id, set_by_id=by_id, **values)


def _again(occasion: Occasion, subject_id: UUID) -> Charge:
    return Charge.objects.of(occasion.ward_id).get(subject_id=subject_id)


def _write(
    occasion: Occasion, charge: Charge, kind: str, how: str, number: str, reason: str = ""
) -> Payment:
    """Write a line into the book of today, which nobody can close meanwhile."""
    _open_day(occasion, occasion.today)
    row, _subject = _locked_day(occasion, occasion.today)
    return Payment.objects.create(
        ward_id=occasion.ward_id,
        charge=charge,
        cash_day=row,
        kind=kind,
        how=how,
        amount=charge.amount,
        number=number,
        at=occasion.now,
        by_id=occasion.actor.person_id,
        reason=reason,
        salt=new_salt() if reason else "",
    )


def _locked_day(occasion: Occasion, day: date) -> tuple[CashDay, Subject]:
    row = CashDay.objects.of(occasion.ward_id).get(day=day)
    subject = audit.lock(occasion.ward_id, row.id)
    row.refresh_from_db()
    rules.check_day_open(closed=row.closed_at is not None, day=show_date(day))
    return row, subject


def _open_day(occasion: Occasion, day: date) -> None:
    """Begin the book of a day; of two who begin it at once one does."""
    mine = CashDay.objects.of(occasion.ward_id).filter(day=day)
    if mine.exists():
        return
    try:
        with transaction.atomic():
            subject = audit.open_subject(
                occasion, "cash_day", f"SQ-{day:%Y%m%d}", "money.open_day", day=day
            )
            row = CashDay(ward_id=occasion.ward_id, id=subject.id, day=day)
            row.save(force_insert=True)
    except IntegrityError:
        if not mine.exists():
            raise
