"""What a dossier costs: its procedure's rules, who pays less, and the words that explain it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext, override

from phuong.areas.dossiers.models import Dossier, Origin
from phuong.areas.dossiers.queries.applicants import applicant_words
from phuong.areas.dossiers.queries.desk import version as version_of
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import Exemption, FeeRow, Price, VersionInfo
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit.api import Event
from phuong.kernel.law import api as law
from phuong.kernel.text import amount_in_words, show_amount
from phuong.kernel.ui import display

EXEMPT = "fees.exempt."


def rules_of(dossier: Dossier) -> tuple[FeeRow, ...]:
    """Return the rules by which a dossier costs, handed in the way it was."""
    return procedures.of_channel(version_of(dossier).fees, channel(dossier.origin))


def channel(origin: str) -> str:
    """Return by which way of handing in a fee is looked up."""
    return procedures.ONLINE if origin == Origin.ONLINE else procedures.DESK


def exemptions(field: str, on: date) -> tuple[Exemption, ...]:
    """Return who pays less in a field on a day, each by its act: `fees.exempt.FIELD.WHO`."""
    found = law.in_force_under(EXEMPT, on)
    wanted = (f"{EXEMPT}{field}.", f"{EXEMPT}all.")
    return tuple(
        Exemption(
            each.key.removeprefix(EXEMPT), each.note, int(each.value),
            f"{each.article} {each.act}".strip(), each.needs_review,
        )
        for each in found
        if each.key.startswith(wanted)
    )  # fmt: skip


def depends_on_case(version: VersionInfo, origin: str) -> bool:
    """Tell whether what a dossier costs hangs on what it is about: cases, copies or pages."""
    fees = procedures.of_channel(version.fees, channel(origin))
    return len(fees) > 1 or any(fee.condition or fee.per != "case" for fee in fees)


def due_of(price: Price, version: VersionInfo) -> money.Due:
    """Return what is written down of a price."""
    code = price.exemption.code if price.exemption is not None else ""
    rule = asdict(price.fee)
    basis = price.fee.basis or version.legal_basis
    return money.Due(price.amount, rule, basis, price.copies, price.pages, code)


def fixed_due(version: VersionInfo, origin: str) -> money.Due | None:
    """Return what everybody pays who hands in this way, where that is certain and one amount."""
    fees = procedures.of_channel(version.fees, channel(origin))
    if version.fee_doubtful or len(fees) != 1:
        return None
    fee = fees[0]
    if fee.per != "case" or fee.local or fee.condition or not fee.amount:
        return None
    return due_of(Price(fee), version)


@dataclass(frozen=True, slots=True)
class FeeBefore:
    """What a dossier will cost, told before it is sent; no amount where it depends on the case."""

    amount: int | None
    lines: tuple[str, ...]
    basis: str
    is_certain: bool
    by_transfer: bool = False


def fee_before(version: VersionInfo, origin: str, ward_id: int) -> FeeBefore | None:
    """Tell what handing in this way will cost, and why, before anything is sent."""
    fees = procedures.of_channel(version.fees, channel(origin))
    if not fees:
        return None
    certain = not version.fee_doubtful and not any(fee.local for fee in fees)
    fixed = fixed_due(version, origin)
    lines: list[str] = []
    if fixed is not None:
        lines = [*told_price(Price(fees[0])), *_other_way(version, origin, fixed.amount)]
    elif any(fee.amount or fee.local for fee in fees):
        lines = [rule_words(fee) for fee in fees]
    amount = fixed.amount if fixed else None if lines else 0
    pays = bool(lines) and certain and money.has_account(ward_id)
    own = "; ".join(dict.fromkeys(fee.basis for fee in fees if fee.basis))
    return FeeBefore(amount, tuple(lines), own or version.legal_basis, certain, pays)


def _other_way(version: VersionInfo, origin: str, amount: int) -> list[str]:
    """Say what the other way of handing in costs, where that is another amount."""
    other = Origin.COUNTER if channel(origin) == procedures.ONLINE else Origin.ONLINE
    due = fixed_due(version, other)
    if due is None or due.amount == amount:
        return []
    words = gettext("Nộp tại quầy: %(amount)s.")
    if other == Origin.ONLINE:
        words = gettext("Nộp trực tuyến: %(amount)s.")
    return [words % {"amount": display.dong(due.amount)}]


def rule_words(rule: FeeRow) -> str:
    """Say one rule in a line: in which case how much, and for what."""
    amount = display.dong(rule.amount)
    if rule.local:
        amount = gettext("mức của địa phương, chưa xác nhận")
    elif rule.per == "copy":
        amount = gettext("%(amount)s mỗi bản") % {"amount": amount}
    elif rule.per == "page":
        amount = gettext("%(amount)s mỗi trang") % {"amount": amount}
    case = rule.condition[:1].upper() + rule.condition[1:]
    return f"{case}: {amount}" if case else amount


def explained(charge: money.Charge, field: str) -> list[str]:
    """Say how an amount came about, in the language of the page."""
    day = charge.set_at.astimezone(HERE).date()
    known = {one.code: one for one in exemptions(field, day)}
    rule = FeeRow(**charge.rule)
    return told_price(Price(rule, charge.copies, charge.pages, known.get(charge.exemption)))


def told_price(price: Price) -> list[str]:
    """Say how a price came about, in the language of the page."""
    return [
        gettext(words)
        % {
            name: display.number(value) if isinstance(value, int) else value
            for name, value in facts.items()
        }
        for words, facts in price.parts()
    ]


def usual_due(dossier: Dossier) -> money.Due | None:
    """Return what everybody pays for a received dossier, where that is one certain amount."""
    if dossier.received_at is None:
        return None
    return fixed_due(version_of(dossier), dossier.origin)


def is_charged(dossier: Dossier) -> bool:
    """Tell whether an amount was set for this very dossier."""
    return money.bill(dossier.ward_id, dossier.id) is not None


def bill(occasion: Occasion, dossier: Dossier) -> money.Bill | None:
    """Return what is due on a dossier: as it was worked out, else what everybody pays."""
    found = money.bill(dossier.ward_id, dossier.id)
    due = usual_due(dossier)
    if found is not None or due is None:
        return found
    return money.Bill(money.new_charge(occasion, dossier.ward_id, dossier.id, due), None, None)


def paid_for(dossier: Dossier) -> money.PaidFor:
    """Return who pays and for what, as a receipt has it: in Vietnamese, as it is now."""
    with override("vi"):
        payer = applicant_words(dossier.applicant)
    return money.PaidFor(payer, version_of(dossier).name)


@dataclass(frozen=True, slots=True)
class MoneyPaper:
    """What a receipt of money, or of money given back, says; it stays as it was."""

    payment: money.Payment
    paid: money.PaidFor
    explained: tuple[str, ...]
    taken_number: str = ""

    @property
    def in_words(self) -> str:
        """The amount as it is written in words."""
        words = amount_in_words(self.payment.amount)
        return words[:1].upper() + words[1:]

    def texts(self) -> dict[str, str]:
        """Return what stands on the paper, in the language that is asked for."""
        return {
            "payer": self.paid.payer,
            "purpose": self.paid.purpose,
            "amount": show_amount(self.payment.amount),
            "in_words": self.in_words,
            "explained": " ".join(self.explained),
            "how": str(self.payment.get_how_display()),
            "taken": self.taken_number,
            "reason": self.payment.reason,
            "officer": self.payment.by.name if self.payment.by else "",
        }


def money_paper(dossier: Dossier, kind: str) -> MoneyPaper | None:
    """Return what the receipt of a dossier says, or that of what was given back, if there is one.

    What was paid before payers were kept names the applicant of today.
    """
    found = money.bill(dossier.ward_id, dossier.id)
    if found is None or found.taken is None:
        return None
    payment = found.taken if kind == money.Payment.Kind.TAKEN else found.back
    if payment is None:
        return None
    now = paid_for(dossier)
    paid = money.PaidFor(payment.payer or now.payer, payment.purpose or now.purpose)
    with override("vi"):
        how_much = tuple(explained(found.charge, dossier.field))
    taken = found.taken.number if payment is found.back else ""
    return MoneyPaper(payment, paid, how_much, taken)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a dossier costs, whether that was paid, and the number of the receipt of money."""

    amount: int
    standing: str
    number: str = ""

    @property
    def is_due(self) -> bool:
        """Whether it waits to be paid."""
        return self.standing == money.Charge.Standing.DUE

    @property
    def words(self) -> str:
        """The amount and what came of it, in the language of the page."""
        told = f"{display.dong(self.amount)}, {money.Charge.Standing(self.standing).label}".lower()
        number = gettext("biên lai số %(number)s") % {"number": self.number}
        return f"{told}, {number}" if self.number else told


def usual_fee(dossier: Dossier) -> Fee | None:
    """Return what everybody pays, told as not paid."""
    due = usual_due(dossier)
    return Fee(due.amount, money.Charge.Standing.DUE) if due is not None else None


def fee_of(dossier: Dossier, trail: Iterable[Event]) -> Fee | None:
    """Return what the history says of the fee: no statement."""
    fee = usual_fee(dossier)
    for event in trail:
        facts = json.loads(event.body)["facts"] if event.verb.startswith("money.") else {}
        match event.verb:
            case "money.charge":
                standing = money.Charge.Standing.DUE
                fee = Fee(facts["amount"], standing if facts["amount"] else "free")
            case "money.pay":
                fee = Fee(facts["amount"], money.Charge.Standing.PAID, facts["number"])
            case "money.refund":
                fee = Fee(facts["amount"], money.Charge.Standing.REFUNDED, facts["number"])
    return fee
