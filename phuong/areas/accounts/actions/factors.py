"""One-time codes and recovery codes: made, used once, taken away."""

import secrets
from datetime import datetime
from typing import Final

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from phuong.areas.accounts import policy, queries, rules
from phuong.areas.accounts.actions import devices
from phuong.areas.accounts.actions.changing import keep_a_second_step, lock, note
from phuong.areas.accounts.models import OneTimeKey, Passkey, RecoveryCode
from phuong.areas.accounts.notices import RECOVERED
from phuong.areas.accounts.states import Factor
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.people.models import Account

HALF_MINUTE: Final = 30
SALT: Final = "phuong.areas.accounts.recovery"


@transaction.atomic
def begin_one_time(occasion: Occasion, account: Account) -> None:
    """Make the seed of an account's codes; it counts once its first code was typed."""
    lock(account)
    key = policy.one_time_key(account)
    if key is not None and key.confirmed_at is not None:
        raise WrongState("accounts.one-time.has", _("Mã dùng một lần đã bật. Bỏ trước khi đổi."))
    OneTimeKey.objects.update_or_create(
        account=account,
        defaults={
            "sealed": queries.sealed(pyotp.random_base32()),
            "made_at": occasion.now,
            "last_step": 0,
        },
    )


@transaction.atomic
def confirm_one_time(occasion: Occasion, account: Account, typed: str) -> list[str]:
    """Take the first code, from which on one is asked for; return recovery codes if they are new.

    Recovery codes are shown by this one answer and kept as digests.
    """
    lock(account)
    key = policy.one_time_key(account)
    if key is None or key.confirmed_at is not None:
        raise WrongState("accounts.one-time.none", _("Bấm Bắt đầu để lấy mã mới để quét."))
    if not _takes(key, typed, occasion.now):
        raise RuleBroken(
            "accounts.one-time.wrong",
            _("Mã chưa đúng. Xem giờ của điện thoại có đúng không, rồi gõ mã đang hiện."),
            field="code",
        )
    OneTimeKey.objects.filter(pk=key.pk).update(confirmed_at=occasion.now)
    note(occasion, account, "accounts.add_factor", factor=Factor.ONE_TIME)
    return first_codes(account)


@transaction.atomic
def use_code(occasion: Occasion, account: Account, typed: str) -> Factor | None:
    """Take a code of the telephone or one from paper, each once; nothing for any other."""
    code = rules.plain_code(typed)
    if rules.is_one_time(code):
        key = policy.one_time_key(account)
        good = key is not None and key.confirmed_at is not None and _takes(key, code, occasion.now)
        return Factor.ONE_TIME if good else None
    mine = policy.recovery_codes(account).filter(digest=_digest(account, code))
    if not mine.update(used_at=occasion.now):
        return None
    left = policy.recovery_codes(account).count()
    note(occasion, account, "accounts.use_recovery_code", left=left)
    return Factor.RECOVERY


@transaction.atomic
def renew_codes(occasion: Occasion, account: Account) -> list[str]:
    """Make new recovery codes; the old ones end."""
    lock(account)
    if not queries.standing(account).any:
        raise WrongState(
            "accounts.no-factor", _("Thêm mã dùng một lần hoặc khoá truy cập trước đã.")
        )
    note(occasion, account, "accounts.renew_codes")
    return _new_codes(account)


@transaction.atomic
def remove_one_time(occasion: Occasion, account: Account, *, is_demo: bool) -> None:
    """Ask for codes of the telephone no more."""
    lock(account)
    removed, _each = OneTimeKey.objects.filter(account=account).delete()
    if removed:
        note(occasion, account, "accounts.remove_factor", factor=Factor.ONE_TIME)
    after_removal(occasion, account, is_demo=is_demo)


def after_removal(occasion: Occasion, account: Account, *, is_demo: bool) -> None:
    """See that what remains is enough, and let paper codes go with the last second step."""
    keep_a_second_step(occasion, account, is_demo=is_demo)
    if not queries.standing(account).any:
        RecoveryCode.objects.filter(account=account).delete()


@transaction.atomic
def recover(occasion: Occasion, account: Account) -> None:
    """Take every second step and every device away: the administrator's link was used.

    Whoever lost the telephone begins anew; whoever did not ask for it reads of it.
    """
    lock(account)
    had = queries.standing(account)
    OneTimeKey.objects.filter(account=account).delete()
    Passkey.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    ended = devices.end_all(account)
    note(occasion, account, "accounts.recover", had_factor=had.any, sessions=ended)
    if occasion.actor.person_id is not None and account.last_login is not None:
        key = f"recovered:{secrets.token_hex(8)}"
        notices.tell_person(occasion, occasion.actor.person_id, RECOVERED.code, key=key)
        mail = policy.mail_of(occasion.actor)
        if mail is not None and mail.confirmed_at is not None:
            notices.tell_address(occasion, mail.address, RECOVERED.code, key=key)


def first_codes(account: Account) -> list[str]:
    """Return new recovery codes where an account has none left, else nothing."""
    return [] if policy.recovery_codes(account).exists() else _new_codes(account)


def _new_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    made = rules.new_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_digest(account, rules.plain_code(code)))
        for code in made
    )
    return made


def _takes(key: OneTimeKey, typed: str, now: datetime) -> bool:
    """Tell whether a code is of this half minute or a neighbour, and none was taken from it on."""
    seed, code = queries.seed_of(key), rules.plain_code(typed)
    if not seed or not rules.is_one_time(code):
        return False
    counts, here = pyotp.TOTP(seed), int(now.timestamp()) // HALF_MINUTE
    for step in (here - 1, here, here + 1):
        if constant_time_compare(counts.generate_otp(step), code):
            # One statement, so that of two at once with the same code one gets in.
            fresh = OneTimeKey.objects.filter(pk=key.pk, last_step__lt=step)
            return bool(fresh.update(last_step=step))
    return False


def _digest(account: Account, code: str) -> str:
    text = f"{account.pk}/{code}"
    return salted_hmac(SALT, text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
