"""What upper storeys may import of accounts; re-exports only."""

from phuong.areas.accounts import actions
from phuong.areas.accounts.models import CitizenAccount, Comfort, OfficialMail
from phuong.areas.accounts.policy import (
    account,
    account_of_login,
    citizen,
    kept,
    log_ins,
    mail_of,
    one_time_key,
    passkeys,
    recovery_codes,
)
from phuong.areas.accounts.queries import (
    Device,
    Standing,
    comfort,
    devices,
    mails_for_digests,
    needs_second_step,
    seed_address,
    seed_of,
    standing,
)
from phuong.areas.accounts.states import Factor, Way

__all__ = [
    "CitizenAccount",
    "Comfort",
    "Device",
    "Factor",
    "OfficialMail",
    "Standing",
    "Way",
    "account",
    "account_of_login",
    "actions",
    "citizen",
    "comfort",
    "devices",
    "kept",
    "log_ins",
    "mail_of",
    "mails_for_digests",
    "needs_second_step",
    "one_time_key",
    "passkeys",
    "recovery_codes",
    "seed_address",
    "seed_of",
    "standing",
]
