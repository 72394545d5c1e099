"""Passkeys: made in the browser, checked here by the library of their makers."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from phuong.areas.accounts import policy
from phuong.areas.accounts.actions.changing import lock, note
from phuong.areas.accounts.actions.factors import after_removal, first_codes
from phuong.areas.accounts.models import Passkey
from phuong.areas.accounts.states import Factor
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Account

MOST: Final = 10
State = dict[str, Any]
# Whatever is wrong in what a browser hands in, the library says by one of these.
SPOILT: Final = (ValueError, TypeError, KeyError, AttributeError)


def begin_passkey(account: Account, origin: str, ward_name: str) -> tuple[str, State]:
    """Return what the browser is asked to make a key with, and what must be known at the end."""
    user = PublicKeyCredentialUserEntity(
        id=account.pk.bytes, name=account.login, display_name=account.login
    )
    options, state = _server(origin, ward_name).register_begin(
        user,
        credentials=_keys(account),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return json.dumps(dict(options.public_key)), dict(state)


@transaction.atomic
def add_passkey(
    occasion: Occasion, account: Account, *, answer: str, state: State, origin: str, name: str
) -> list[str]:
    """Keep the public half of a new key; return recovery codes if they are new."""
    lock(account)
    try:
        given = _server(origin, "").register_complete(state, _read(answer))
    except SPOILT:
        raise _not_understood() from None
    made = given.credential_data
    if made is None:
        raise _not_understood()
    if policy.passkeys(account).count() >= MOST:
        raise RuleBroken("accounts.passkey.many", _("Đã có mười khoá. Bỏ bớt một khoá trước."))
    credential = websafe_encode(made.credential_id)
    if Passkey.objects.filter(credential=credential).exists():
        raise RuleBroken("accounts.passkey.taken", _("Khoá này đã được thêm rồi."))
    Passkey.objects.create(
        account=account,
        name=name,
        credential=credential,
        public=websafe_encode(bytes(made)),
        counter=given.counter,
        made_at=occasion.now,
    )
    note(occasion, account, "accounts.add_factor", factor=Factor.PASSKEY)
    return first_codes(account)


def offer_passkeys(account: Account, origin: str) -> tuple[str, State]:
    """Return which of an account's keys the browser may use, and what must be known at the end."""
    options, state = _server(origin, "").authenticate_begin(
        _keys(account), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return json.dumps(dict(options.public_key)), dict(state)


@transaction.atomic
def use_passkey(
    occasion: Occasion, account: Account, *, answer: str, state: State, origin: str
) -> bool:
    """Tell whether the browser holds a key of this account; another account's opens nothing."""
    lock(account)
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        known = _server(origin, "").authenticate_complete(state, _keys(account), given)
    except SPOILT:
        return False
    counter = given.response.authenticator_data.counter
    key = policy.passkeys(account).get(credential=websafe_encode(known.credential_id))
    # A counter that does not rise is that of a copied key; many keys count nothing and say 0.
    if counter and counter <= key.counter:
        return False
    Passkey.objects.filter(pk=key.pk).update(counter=counter, used_at=occasion.now)
    return True


@transaction.atomic
def remove_passkey(occasion: Occasion, account: Account, key_id: Any, *, is_demo: bool) -> None:
    """Take a key off the account."""
    lock(account)
    removed, _each = policy.passkeys(account).filter(pk=key_id).delete()
    if not removed:
        raise NotVisible("accounts.no-passkey")
    note(occasion, account, "accounts.remove_factor", factor=Factor.PASSKEY)
    after_removal(occasion, account, is_demo=is_demo)


def _keys(account: Account) -> list[AttestedCredentialData]:
    rows = policy.passkeys(account).values_list("public", flat=True)
    return [AttestedCredentialData(websafe_decode(public)) for public in rows]


def _server(origin: str, ward_name: str) -> Fido2Server:
    """Return the library for a site: keys are bound to its name, answers to its address."""
    host = origin.partition("://")[2].partition(":")[0]
    party = PublicKeyCredentialRpEntity(id=host, name=ward_name or host)
    return Fido2Server(party, verify_origin=lambda said: said == origin)


def _read(answer: str) -> Mapping[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError
    return found


def _not_understood() -> RuleBroken:
    return RuleBroken(
        "accounts.passkey.not-understood",
        _("Trình duyệt chưa tạo được khoá cho trang này. Thử lại, hoặc dùng mã dùng một lần."),
    )
