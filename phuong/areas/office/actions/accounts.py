"""The accounts that people log in with: opened, locked, and given a new password by a link."""

from uuid import UUID

from phuong.areas.office import policy, rules
from phuong.areas.office.actions.changing import change, keep_an_administrator
from phuong.kernel.access import invitations
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Account, Person


def open_account(occasion: Occasion, person_id: UUID, *, login: str) -> None:
    """Give a person an account that nobody can log in with until they set its password."""

    def write() -> Facts:
        person = policy.thing(occasion.actor, "person", person_id)
        if person.account_id is not None:
            raise RuleBroken("office.account.has", _("Người này đã có tài khoản."), field="login")
        rules.check_login(login)
        if Account.objects.filter(login=login).exists():
            raise RuleBroken(
                "office.account.taken",
                _("Tên đăng nhập %(login)s đã có người dùng. Chọn tên khác."),
                field="login",
                login=login,
            )
        person.account = Account.objects.create_account(login, None)
        person.save(update_fields=["account"])
        return {"person": person_id, "account": person.account_id}

    change(occasion, "office.open_account", write)


def invite(occasion: Occasion, person_id: UUID) -> str:
    """Return the ways, as the end of an address, by which a person sets their own password.

    Good for as long as Django's settings say, and until it was used once.
    """
    account = _account(occasion, person_id)
    change(occasion, "office.invite", lambda: {"person": person_id, "account": account.pk})
    return invitations.address(account, occasion.now)


def lock_account(occasion: Occasion, person_id: UUID) -> None:
    """Keep somebody out at once, whatever they hold; open pages of theirs close, too."""

    def write() -> Facts:
        account = _account(occasion, person_id)
        if person_id == occasion.actor.person_id:
            raise RuleBroken(
                "office.account.self",
                _("Không tự khoá tài khoản của chính mình. Nhờ người quản trị khác."),
            )
        account.is_active = False
        account.save(update_fields=["is_active"])
        keep_an_administrator(occasion)
        return {"person": person_id, "account": account.pk}

    change(occasion, "office.lock_account", write)


def unlock_account(occasion: Occasion, person_id: UUID) -> None:
    """Let somebody in again with the password they had."""

    def write() -> Facts:
        account = _account(occasion, person_id)
        account.is_active = True
        account.save(update_fields=["is_active"])
        return {"person": person_id, "account": account.pk}

    change(occasion, "office.unlock_account", write)


def _account(occasion: Occasion, person_id: UUID) -> Account:
    person: Person = policy.thing(occasion.actor, "person", person_id)
    if person.account is None:
        raise RuleBroken("office.account.none", _("Người này chưa có tài khoản. Mở trước."))
    return person.account
