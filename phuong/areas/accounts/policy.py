"""Whose account is whose: everybody has their own and no other."""

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from phuong.areas.accounts.models import (
    CitizenAccount,
    Kept,
    LogIn,
    OfficialMail,
    OneTimeKey,
    Passkey,
    RecoveryCode,
)
from phuong.areas.accounts.states import ACCOUNT
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.audit.api import Subject
from phuong.kernel.errors import NotVisible
from phuong.kernel.people.models import Account
from phuong.kernel.wards.querysets import WardQuerySet


def code_of(account_id: UUID) -> str:
    """Return the code of the subject under which an account's changes stand."""
    return f"TK-{account_id.hex}"


def readable(actor: Actor) -> "WardQuerySet[Subject]":
    """Return the subjects of accounts that this actor may see: the own, an administrator all."""
    mine = Subject.objects.of(actor.ward_id).filter(kind=ACCOUNT)
    if actor.holds(Role.ADMINISTRATOR):
        return mine
    if actor.account_id is None or not actor.is_official:
        return mine.none()
    return mine.filter(code=code_of(actor.account_id))


def account(account_id: str) -> Account | None:
    """Return an account that may be used, by its id; nothing for one that is locked."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def account_of_login(login: str) -> Account | None:
    """Return an account that may be used, by its log-in name in whatever case."""
    return Account.objects.filter(login=login.strip().casefold(), is_active=True).first()


def one_time_key(account: Account) -> OneTimeKey | None:
    """Return the seed of an account's codes, confirmed or not."""
    return OneTimeKey.objects.filter(account=account).first()


def passkeys(account: Account) -> "QuerySet[Passkey]":
    """Return an account's passkeys, the oldest first."""
    return Passkey.objects.filter(account=account).order_by("id")


def recovery_codes(account: Account) -> "QuerySet[RecoveryCode]":
    """Return an account's recovery codes that are not used yet."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True)


def log_ins(account: Account) -> "QuerySet[LogIn]":
    """Return where an account is logged in now, the newest first."""
    living = Session.objects.values("session_key")
    return LogIn.objects.filter(account=account, session_key__in=living).order_by("-at", "-id")


def mail_of(actor: Actor) -> OfficialMail | None:
    """Return where the actor's own letters go."""
    return (
        OfficialMail.objects.of(actor.ward_id).filter(person_id=actor.person_id).first()
        if actor.person_id
        else None
    )


def citizen(ward_id: int, citizen_id: UUID, of_round: int) -> CitizenAccount:
    """Return a citizen's account by what the cookie says; an ended cookie finds nothing."""
    found = CitizenAccount.objects.of(ward_id).filter(id=citizen_id, round=of_round).first()
    if found is None:
        raise NotVisible("accounts.no-citizen")
    return found


def kept(citizen_account: CitizenAccount) -> "WardQuerySet[Kept]":
    """Return what a citizen keeps, the newest first."""
    mine: WardQuerySet[Kept] = Kept.objects.of(citizen_account.ward_id)
    return mine.filter(citizen=citizen_account).order_by("-at", "-id")
