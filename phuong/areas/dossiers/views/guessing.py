"""Holding back whoever guesses codes of drafts and proofs of dossiers."""

from dataclasses import dataclass
from datetime import datetime

from phuong.kernel.access.api import HERE, Request, throttle
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law

# Wider than what one person needs: a whole hall looks up from one address, and a code that many
# addresses guess at is held back for a day.
AT_ONE_ADDRESS, AT_ONE_CODE, DAY = 10, 10, 24 * 60
HOUR = 60


@dataclass(frozen=True, slots=True)
class Guess:
    """One try at one thing from one address."""

    ward_id: int
    door: str
    tried: throttle.Keys
    now: datetime

    def check(self, phone: str = "") -> None:
        """Refuse when too much was guessed; a right guess is held back like a wrong one."""
        throttle.check(self.ward_id, self.door, self.tried, self.now, phone=phone)

    def failed(self) -> None:
        """Write down that it was wrong."""
        throttle.note_failure(self.ward_id, self.door, self.tried, self.now)


def guess(request: Request, door: str, thing: str, now: datetime, *, many: bool = False) -> Guess:
    """Return one try, under the limits of the law of that day.

    `many`: what is asked for is one of so many that no number of addresses finds it in a day. Only
    the address that guesses is held back then, and nobody can shut the owner out by guessing.
    """
    day = now.astimezone(HERE).date()
    tries = law.number("dossiers.lookup_tries", day)
    minutes = law.number("dossiers.lookup_wait", day)
    tried = throttle.keys(
        thing,
        request.META.get("REMOTE_ADDR", ""),
        here=throttle.Limit(tries, minutes),
        thing_at_all=None if many else throttle.Limit(tries * AT_ONE_CODE, DAY),
        address_at_all=throttle.Limit(tries * AT_ONE_ADDRESS, minutes),
    )
    return Guess(request.ward.pk, door, tried, now)


def guessed_at() -> RuleBroken:
    """Say how its owner comes in while somebody else guesses the digits of a dossier all day."""
    return RuleBroken(
        "dossiers.lookup.guessed-at",
        _(
            "Đã có nhiều lần nhập sai bốn số cuối. Nhập cả số điện thoại, hoặc mã bí mật in trên"
            " giấy hẹn."
        ),
        field="proof",
    )
