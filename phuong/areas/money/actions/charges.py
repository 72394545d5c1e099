"""What is due on a subject: set, taken, given back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phuong.areas.money import policy, rules
from phuong.areas.money.actions.book import NOBODY, PaidFor, write_line
from phuong.areas.money.models import Charge, Payment
from phuong.areas.money.policy import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, Subject, new_salt
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
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

    def act() -> Charge:
        return set_due(occasion, audit.lock(occasion.ward_id, subject_id), due)

    policy.check(occasion.actor, Can.TAKE)
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

    def act() -> Charge:
        subject = audit.lock(occasion.ward_id, subject_id)
        return take(occasion, ward, subject, amount=amount, how=how, usual=usual)

    policy.check(occasion.actor, Can.TAKE)
    return audit.once(occasion, act, lambda _event: _again(occasion, subject_id))


def refund(occasion: Occasion, ward: Ward, subject_id: UUID, *, reason: str) -> Charge:
    """Give back what was taken, the way it came, with a number of its own and a reason."""

    def act() -> Charge:
        return give_back(occasion, ward, audit.lock(occasion.ward_id, subject_id), reason=reason)

    policy.check(occasion.actor, Can.TAKE)
    rules.check_reason(reason)
    return audit.once(occasion, act, lambda _event: _again(occasion, subject_id))


def set_due(occasion: Occasion, subject: Subject, due: Due) -> Charge:
    """Set what a locked subject costs, as a part of another act; who may is that act's matter."""
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


def take(
    occasion: Occasion,
    ward: Ward,
    subject: Subject,
    *,
    amount: int,
    how: str,
    usual: Due | None = None,
    paid: PaidFor = NOBODY,
) -> Charge:
    """Take what is due on a locked subject, as a part of another act."""
    policy.check(occasion.actor, Can.TAKE)
    due = _owed(occasion, subject, usual)
    rules.check_may_pay(due.standing)
    rules.check_amount(due.amount, amount)
    number = numbering.draw(ward, rules.RECEIPT, occasion.today)
    # The event of the act comes first: a second sending finds what it acted on by it.
    audit.record(
        occasion, subject, "money.pay",
        charge=due.id, amount=amount, how=Code(how), number=Code(number),
    )  # fmt: skip
    write_line(occasion, due, Payment.Kind.TAKEN, how, number, paid=paid)
    due.standing = Charge.Standing.PAID
    due.save(update_fields=["standing"])
    return due


def give_back(occasion: Occasion, ward: Ward, subject: Subject, *, reason: str) -> Charge:
    """Give back what was paid on a locked subject, as a part of another act."""
    policy.check(occasion.actor, Can.TAKE)
    rules.check_reason(reason)
    paid = _owed(occasion, subject)
    rules.check_may_refund(paid.standing)
    taken = Payment.objects.of(occasion.ward_id).get(charge=paid, kind=Payment.Kind.TAKEN)
    number = numbering.draw(ward, rules.REFUND, occasion.today)
    salt = new_salt()
    audit.record(
        occasion, subject, "money.refund",
        charge=paid.id, amount=paid.amount, number=Code(number),
        reason=Digest.of(salt, reason),
    )  # fmt: skip
    back_to = PaidFor(taken.payer, taken.purpose)
    write_line(occasion, paid, Payment.Kind.BACK, taken.how, number, (reason, salt), back_to)
    paid.standing = Charge.Standing.REFUNDED
    paid.save(update_fields=["standing"])
    return paid


def erase_reasons(ward_id: int, subject_id: UUID) -> int:
    """Blank who paid and why money was given back, with its salt: part of erasing the subject."""
    paid = Payment.objects.of(ward_id).filter(charge__subject_id=subject_id)
    return paid.exclude(payer="", salt="").update(payer="", reason="", salt="")


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
