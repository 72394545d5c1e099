"""An official's own settings: how tables look, the keys, the password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phuong.delivery import actions
from phuong.delivery.forms import ComfortForm, PasswordForm
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.people.models import Account
from phuong.kernel.ui import context as keys
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.views import YEAR


@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def settings_page(request: Request) -> HttpResponse:
    """Show and keep how this browser shows the pages of officials."""
    shown = keys.page(request)["page"]
    initial = {
        "density": "dense" if shown.dense else "roomy",
        "shortcuts": "on" if shown.shortcuts else "off",
    }
    form = ComfortForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        status = INVALID if form.errors else 200
        return render_page(request, "delivery/settings.html", {"form": form}, status=status)
    response = HttpResponseRedirect(reverse("delivery:settings"))
    for name, key in (("density", keys.DENSITY), ("shortcuts", keys.KEYS)):
        response.set_cookie(
            key, form.cleaned_data[name], max_age=YEAR, secure=request.is_secure(),
            httponly=True, samesite="Lax",
        )  # fmt: skip
    messages.success(request, _("Đã lưu cách hiển thị trên máy này."))
    return response


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def password(request: Request) -> HttpResponse:
    """Change one's own password; other devices have to log in again."""
    form, account = PasswordForm(request.POST or None), request.user
    if form.is_valid() and isinstance(account, Account):
        given = form.cleaned_data
        try:
            actions.change_password(account, old=given["old"], new=given["new"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Đã đổi mật khẩu. Máy khác phải đăng nhập lại."))
            return HttpResponseRedirect(reverse("delivery:settings"))
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/password.html", {"form": form}, status=status)
