"""Asking once more for the password, without letting anybody guess at it."""

from typing import Final

from phuong.delivery.account_forms import SureForm
from phuong.kernel.access.api import Request, throttle
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Account

DOOR: Final = "password.sure"
LIMIT: Final = throttle.Limit(10, 15)


def check_password(request: Request, account: Account, form: SureForm) -> None:
    """Refuse a wrong password; who guesses waits. Where there is no password none is asked for."""
    if "password" not in form.fields:
        return
    ward, now = request.ward, request.occasion.now
    tried = {f"account:{account.pk}": LIMIT}
    throttle.check(ward.pk, DOOR, tried, now, phone=ward.phone)
    if not account.check_password(form.cleaned_data["password"]):
        throttle.note_failure(ward.pk, DOOR, tried, now)
        raise RuleBroken(
            "delivery.password.wrong",
            _("Mật khẩu đang dùng chưa đúng. Nhập lại."),
            field="password",
        )
