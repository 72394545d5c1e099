"""What an official causes at the front doors themselves: a password, messages sent again."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from phuong.areas.accounts import api as accounts
from phuong.delivery.policy import Can
from phuong.kernel.access import api as access
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Group
from phuong.kernel.people.models import Account


def change_password(account: Account, *, old: str, new: str) -> None:
    """Give an account a new password; its other sessions end by themselves.

    Whoever presses twice has the new one already.
    """
    if not account.check_password(old):
        if account.check_password(new):
            return
        raise RuleBroken(
            "delivery.password.wrong", _("Mật khẩu đang dùng chưa đúng. Nhập lại."), field="old"
        )
    set_password(account, new=new)


def set_password(account: Account, *, new: str) -> None:
    """Give an account a password that is not easy to guess; a link to set one ends by it."""
    try:
        validate_password(new, account)
    except ValidationError as error:
        refused = {each.code for each in error.error_list}
        sentence = next(words for code, words in _TOO_WEAK.items() if code in refused or not code)
        raise RuleBroken("delivery.password.weak", sentence, field="new") from None
    account.set_password(new)
    account.save(update_fields=["password"])


@transaction.atomic
def recover(occasion: Occasion, account: Account, *, new: str) -> None:
    """Give an account a new password by the administrator's link; it begins anew with that.

    Second steps and devices go, so that a lost telephone shuts nobody out; their owner is told.
    """
    set_password(account, new=new)
    accounts.actions.recover(occasion, account)


def was_recovered(occasion: Occasion) -> bool:
    """Tell whether this very sending set a password already, which ended its link."""
    earlier = audit.already(occasion)
    return earlier is not None and earlier.verb == "accounts.recover"


def settle_behind(occasion: Occasion, group: Group, *, again: bool) -> int:
    """Send the messages that stayed behind alike again, or no more; return how many."""
    if not access.has(occasion.actor, Can.LOOK_AFTER):
        raise NotPermitted("delivery.no-capability", _("Việc này thuộc quản trị."))
    if again:
        return notices.try_all_again(occasion.ward_id, group, occasion.now)
    return notices.give_up(occasion.ward_id, group)


_TOO_WEAK = {
    "password_too_short": _("Mật khẩu mới cần ít nhất 10 ký tự."),
    "password_too_common": _("Mật khẩu này nhiều người dùng, dễ đoán. Chọn mật khẩu khác."),
    "password_too_similar": _("Mật khẩu này gần giống tên đăng nhập. Chọn mật khẩu khác."),
    "": _("Mật khẩu này dễ đoán. Chọn mật khẩu khác."),
}
