"""An official's own settings: how tables look, the keys, the password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phuong.areas.accounts import api as accounts
from phuong.delivery import actions
from phuong.delivery.account_forms import ComfortForm
from phuong.delivery.forms import PasswordForm
from phuong.delivery.views import comfort
from phuong.delivery.views.factors import mine
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.people.models import Account
from phuong.kernel.ui import context as keys
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def settings_page(request: Request) -> HttpResponse:
    """Show and keep how the pages look to an official, here and wherever they log in next."""
    shown = keys.page(request)["page"]
    initial = {
        "theme": shown.theme,
        "size": "large" if shown.large else "normal",
        "density": "dense" if shown.dense else "roomy",
        "shortcuts": "on" if shown.shortcuts else "off",
    }
    form, account = ComfortForm(request.POST or None, initial=initial), mine(request)
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "standing": accounts.standing(account),
            "mail": accounts.mail_of(request.occasion.actor),
        }
        status = INVALID if form.errors else 200
        return render_page(request, "delivery/settings.html", context, status=status)
    given = form.cleaned_data
    wishes = {name: given[name] for name in ("theme", "size", "density")}
    wishes["keys"] = given["shortcuts"]
    accounts.actions.wish(account, wishes)
    response = HttpResponseRedirect(reverse("delivery:settings"))
    comfort.write(request, response, wishes)
    messages.success(request, _("Đã lưu cách hiển thị."))
    return response


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def password(request: Request) -> HttpResponse:
    """Change one's own password; other devices have to log in again."""
    form, account = PasswordForm(request.POST or None), request.user
    before = str(request.session.session_key)
    if form.is_valid() and isinstance(account, Account):
        given = form.cleaned_data
        try:
            actions.change_password(account, old=given["old"], new=given["new"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, account)
            # Their sessions end by the change itself; the list of devices says so at once.
            key = str(request.session.session_key)
            accounts.actions.move_log_in(account, before, key)
            accounts.actions.end_others(request.occasion, account, key)
            messages.success(request, _("Đã đổi mật khẩu. Máy khác phải đăng nhập lại."))
            return HttpResponseRedirect(reverse("delivery:settings"))
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/password.html", {"form": form}, status=status)
