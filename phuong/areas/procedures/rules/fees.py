"""What a procedure costs in one case: by which rule, how often, less what, and why, in words.

Amounts are whole đồng. A rule that does not say how much is a gap: nobody guesses an amount.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phuong.areas.procedures.rules.rows import FeeRow
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

DESK, ONLINE = "desk", "online"
MOST_COPIES, MOST_PAGES = 500, 2000
Part = tuple[str, Mapping[str, int | str]]


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who pays less, by how much of a hundred, and by which act."""

    code: str
    name: str
    percent: int
    basis: str
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """An amount with everything it was worked out from."""

    fee: FeeRow
    copies: int = 1
    pages: int = 1
    exemption: Exemption | None = None

    @property
    def one(self) -> int:
        """What one copy or one case costs."""
        if self.fee.per != "page":
            return self.fee.amount
        first, then = self._split()
        full = first * self.fee.amount + then * (self.fee.then or 0)
        return full if self.fee.cap is None else min(full, self.fee.cap)

    @property
    def full(self) -> int:
        """What is due where nothing is taken off."""
        return self.one * (1 if self.fee.per == "case" else self.copies)

    @property
    def amount(self) -> int:
        """What is due; a part of a đồng is nobody's."""
        if self.exemption is None:
            return self.full
        return self.full * (100 - self.exemption.percent) // 100

    def parts(self) -> Iterator[Part]:
        """Say in sentences to be translated how the amount came about."""
        fee = self.fee
        if fee.condition:
            yield _("Trường hợp: %(case)s."), {"case": fee.condition}
        if fee.per == "case":
            yield _("Mức thu %(amount)s đồng một trường hợp."), {"amount": fee.amount}
        elif fee.per == "copy":
            yield _("Mức thu %(amount)s đồng một bản."), {"amount": fee.amount}
        else:
            yield from self._page_parts()
        if fee.per != "case":
            yield _("%(copies)s bản: %(full)s đồng."), {"copies": self.copies, "full": self.full}
        if self.exemption is not None:
            who, basis = self.exemption.name, self.exemption.basis
            facts: Mapping[str, int | str] = {
                "percent": self.exemption.percent, "who": who, "basis": basis,
            }  # fmt: skip
            yield _("Giảm %(percent)s%% cho %(who)s (%(basis)s)."), facts
        yield _("Phải nộp %(amount)s đồng."), {"amount": self.amount}

    def _page_parts(self) -> Iterator[Part]:
        fee, (first, then) = self.fee, self._split()
        yield _("%(pages)s trang, mỗi trang %(amount)s đồng."), {
            "pages": first, "amount": fee.amount,
        }  # fmt: skip
        if then:
            yield _("%(pages)s trang sau, mỗi trang %(amount)s đồng."), {
                "pages": then, "amount": fee.then or 0,
            }  # fmt: skip
        if fee.cap is not None and self.one == fee.cap:
            yield _("Không quá %(cap)s đồng một bản."), {"cap": fee.cap}

    def _split(self) -> tuple[int, int]:
        most = self.pages if self.fee.first_pages is None else self.fee.first_pages
        first = self.pages if self.fee.then is None else min(self.pages, most)
        return first, self.pages - first


def single_fee(fees: Sequence[FeeRow]) -> int | None:
    """Return the amount due at the desk where there is just one, fixed, in đồng."""
    at_desk = of_channel(fees, DESK)
    if len(at_desk) != 1:
        return None
    fee = at_desk[0]
    fixed = fee.per == "case" and not (fee.local or fee.condition)
    return fee.amount if fixed else None


def of_channel(fees: Sequence[FeeRow], channel: str) -> tuple[FeeRow, ...]:
    """Return the rules for one way of handing in."""
    return tuple(fee for fee in fees if fee.channel in {"", channel})


def price(
    fees: Sequence[FeeRow],
    place: int,
    *,
    copies: int = 1,
    pages: int = 1,
    exemption: Exemption | None = None,
    doubtful: bool = False,
) -> Price:
    """Return what is due by the rule at a place of those for the channel, or refuse a gap."""
    if not fees:
        raise RuleBroken(
            "fees.no-rule",
            _("Thủ tục này chưa có mức thu cho cách nộp này. Nhờ quản trị xác nhận mức thu."),
        )
    if not 0 <= place < len(fees):
        raise RuleBroken("fees.which", _("Chọn trường hợp thu phí."), field="rule")
    fee = fees[place]
    if fee.local or (doubtful and fee.amount):
        raise RuleBroken(
            "fees.unconfirmed",
            _(
                "Mức thu này chưa ai xác nhận theo văn bản của địa phương nên chưa được thu."
                " Nhờ quản trị xác nhận mức thu trước."
            ),
        )
    if not 1 <= copies <= MOST_COPIES:
        raise RuleBroken(
            "fees.copies", _("Nhập số bản từ 1 đến %(most)s."), field="copies", most=MOST_COPIES
        )
    if not 1 <= pages <= MOST_PAGES:
        raise RuleBroken(
            "fees.pages", _("Nhập số trang từ 1 đến %(most)s."), field="pages", most=MOST_PAGES
        )
    return Price(fee, copies, pages, exemption)
