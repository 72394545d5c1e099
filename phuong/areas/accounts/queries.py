"""Answers over what an account has: its second steps, its devices, what waits for confirmation."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from phuong.areas.accounts import policy, rules
from phuong.areas.accounts.models import Comfort, OfficialMail, OneTimeKey
from phuong.kernel.access.api import Actor
from phuong.kernel.people.models import Account

_FOR: Final = b"phuong.areas.accounts.one-time"


@dataclass(frozen=True, slots=True)
class Standing:
    """Which second steps an account has."""

    one_time: bool
    passkeys: int
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second step at all; paper alone is none."""
        return self.one_time or self.passkeys > 0


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody is logged in, in words that they know it by."""

    id: UUID
    browser: str
    system: str
    address: str
    at: object
    way: str
    is_this: bool


def standing(account: Account) -> Standing:
    """Return which second steps an account has: three statements."""
    key = policy.one_time_key(account)
    return Standing(
        one_time=key is not None and key.confirmed_at is not None,
        passkeys=policy.passkeys(account).count(),
        codes_left=policy.recovery_codes(account).count(),
    )


def needs_second_step(actor: Actor, *, is_demo: bool) -> bool:
    """Tell whether the actor's roles may log in with a second step alone."""
    required = {str(role) for role in settings.SECOND_FACTOR}
    return not is_demo and any(str(held.role) in required for held in actor.posts)


def devices(account: Account, session_key: str) -> list[Device]:
    """Return where an account is logged in, the newest first: one statement."""
    return [
        Device(
            each.id,
            *rules.device_of(each.agent),
            each.address,
            each.at,
            each.get_way_display(),
            each.session_key == session_key,
        )
        for each in policy.log_ins(account)
    ]


def comfort(account: Account) -> Comfort | None:
    """Return how an official wishes to see the pages, if they ever said so."""
    return Comfort.objects.filter(account=account).first()


def mails_for_digests(ward_id: int) -> dict[UUID, str]:
    """Return where the letters of those officials go who want their digest by mail."""
    rows = OfficialMail.objects.of(ward_id).filter(confirmed_at__isnull=False, digests=True)
    return dict(rows.values_list("person_id", "address"))


def sealed(seed: str) -> str:
    """Return a seed as it is kept: who has the database alone makes no codes of it."""
    return _box().encrypt(seed.encode()).decode()


def seed_of(key: OneTimeKey) -> str:
    """Return a seed in the clear; empty where the installation's key is another one now."""
    try:
        return _box().decrypt(key.sealed.encode()).decode()
    except InvalidToken:
        return ""


def seed_address(key: OneTimeKey, account: Account, ward_name: str) -> str:
    """Return what the code to scan holds."""
    return pyotp.TOTP(seed_of(key)).provisioning_uri(name=account.login, issuer_name=ward_name)


def _box() -> Fernet:
    derived = HKDF(SHA256(), 32, None, _FOR).derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(derived))
