"""A citizen's account: come in by a letter, keep dossiers, go again and leave nothing."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from phuong.areas.accounts.actions.letters import link_of, press_of
from phuong.areas.accounts.models import CitizenAccount, Kept
from phuong.areas.accounts.notices import COME_IN
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.models import Notice

SALT: Final = "phuong.areas.accounts.citizens"
WITHIN: Final = timedelta(minutes=30)
MOST: Final = 100
LINK_OVER: Final = _(
    "Đường dẫn này đã dùng hoặc đã hết hạn. Nhập lại địa chỉ thư để nhận đường dẫn mới."
)


def ask_to_come_in(occasion: Occasion, address: str) -> str:
    """Send the link to an address, whether it has an account or not; return the link's token.

    Nothing is looked up and nothing is made: what is answered tells nobody who has an account.
    """
    key = _key(occasion, address)
    notices.tell_address(occasion, address.strip(), COME_IN.code, key=key)
    return link_of(occasion.ward_id, COME_IN.code, key)


def asked_before(occasion: Occasion, address: str) -> str:
    """Return the token of the link that this very sending asked for already, else nothing."""
    return link_of(occasion.ward_id, COME_IN.code, _key(occasion, address))


def check_link(occasion: Occasion, token: str) -> Notice:
    """Refuse a link that was used or is over; return the letter that it came with."""
    letter = notices.letter_of(occasion.ward_id, token, COME_IN.code, occasion.now, within=WITHIN)
    if letter is None:
        raise WrongState("accounts.citizen.link-over", LINK_OVER)
    return letter


@transaction.atomic
def come_in(occasion: Occasion, token: str) -> CitizenAccount:
    """Return the account of the address to which the link went, made if there is none."""
    letter = check_link(occasion, token)
    address = letter.address
    if not notices.open_letter(letter, occasion.now):
        raise WrongState("accounts.citizen.link-over", LINK_OVER)
    found, _new = CitizenAccount.objects.of(occasion.ward_id).get_or_create(
        digest=_digest(occasion.ward_id, address),
        defaults={"ward_id": occasion.ward_id, "made_at": occasion.now},
    )
    return found


@transaction.atomic
def keep(occasion: Occasion, account: CitizenAccount, subject_id: UUID) -> None:
    """Keep a dossier that the citizen has proved to be theirs; twice is once."""
    if subject_id not in occasion.actor.proven:
        raise RuleBroken(
            "accounts.citizen.not-proven",
            _("Nhập mã hồ sơ và 4 số cuối điện thoại, hoặc mã bí mật in trên giấy hẹn."),
        )
    mine = Kept.objects.of(occasion.ward_id).filter(citizen=account)
    if mine.count() >= MOST and not mine.filter(subject_id=subject_id).exists():
        raise RuleBroken("accounts.citizen.many", _("Đã giữ một trăm hồ sơ. Bỏ bớt hồ sơ cũ."))
    mine.get_or_create(
        subject_id=subject_id,
        defaults={"ward_id": occasion.ward_id, "citizen": account, "at": occasion.now},
    )


def drop(account: CitizenAccount, subject_id: UUID) -> None:
    """Keep a dossier no more; the dossier itself stays as it is."""
    Kept.objects.of(account.ward_id).filter(citizen=account, subject_id=subject_id).delete()


def end_everywhere(account: CitizenAccount) -> None:
    """End whatever cookie was given before."""
    CitizenAccount.objects.of(account.ward_id).filter(id=account.id).update(round=account.round + 1)


@transaction.atomic
def delete_citizen(account: CitizenAccount) -> None:
    """Remove the account and what it gathered; the dossiers stay where they are."""
    Kept.objects.of(account.ward_id).filter(citizen=account).delete()
    account.delete()


def _key(occasion: Occasion, address: str) -> str:
    return f"{_digest(occasion.ward_id, address)}:{press_of(occasion)}"


def _digest(ward_id: int, address: str) -> str:
    text = f"{ward_id}/{address.strip().casefold()}"
    return salted_hmac(SALT, text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
