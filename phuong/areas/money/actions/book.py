"""The book of a day: its lines, its closing; and the account into which transfers go."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction

from phuong.areas.money import policy, queries, rules
from phuong.areas.money.models import BankAccount, CashDay, Charge, Payment
from phuong.areas.money.policy import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Event, Subject, new_salt
from phuong.kernel.documents import vietqr
from phuong.kernel.text import show_date
from phuong.kernel.wards.api import uuid7


@dataclass(frozen=True, slots=True)
class PaidFor:
    """Who paid, and for what, as the receipt has it."""

    payer: str = ""
    purpose: str = ""


NOBODY: Final = PaidFor()


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


def write_line(
    occasion: Occasion,
    charge: Charge,
    kind: str,
    how: str,
    number: str,
    said: tuple[str, str] = ("", ""),
    paid: PaidFor = NOBODY,
) -> Payment:
    """Write a line into the book of today, which nobody can close meanwhile.

    `said` is the reason with its salt.
    """
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
        payer=paid.payer,
        purpose=paid.purpose,
        reason=said[0],
        salt=said[1],
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
