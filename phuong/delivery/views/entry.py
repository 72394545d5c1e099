"""Logging in and out."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phuong.areas.accounts import api as accounts
from phuong.delivery import actions, oidc
from phuong.delivery.accounts import demo_accounts
from phuong.delivery.forms import LogInForm, NewPasswordForm
from phuong.delivery.views import letting_in
from phuong.kernel.access import invitations
from phuong.kernel.access.api import PUBLIC, Occasion, Request, clock, door, throttle
from phuong.kernel.access.queries import actor_of
from phuong.kernel.errors import RuleBroken
from phuong.kernel.people.models import Account
from phuong.kernel.ui.pages import INVALID, render_page, sending
from phuong.kernel.ui.sentences import sentence

TOO_MANY, NOT_THERE = 429, 404
DOOR = "log-in"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def log_in(request: Request) -> HttpResponse:
    """Let an official in and bring them back to where they wanted to go."""
    if request.method != "POST":
        if request.user.is_authenticated and request.occasion.actor.is_official:
            return HttpResponseRedirect(letting_in.after(request, request.GET.get("next", "")))
        return _page(request, LogInForm(initial={"next": request.GET.get("next", "")}))
    form = LogInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    ward, now, who = request.ward, request.occasion.now, form.cleaned_data["login"]
    keys = letting_in.tries(request, who)
    try:
        throttle.check(ward.pk, DOOR, keys, now, phone=ward.phone)
    except RuleBroken as refusal:
        form.add_error(None, sentence(refusal))
        return _page(request, form, status=TOO_MANY)
    account = authenticate(request, username=who, password=form.cleaned_data["password"])
    if account is None:
        throttle.note_failure(ward.pk, DOOR, keys, now)
        form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại rồi nhập lại."))
        return _page(request, form, status=INVALID)
    if not actor_of(ward.pk, account.pk, now).is_official:
        form.add_error(
            None, _("Tài khoản này hiện không giữ chức vụ nào ở phường. Hỏi người quản trị.")
        )
        return _page(request, form, status=INVALID)
    wanted = form.cleaned_data["next"]
    return letting_in.first_step_done(request, account, wanted, way=accounts.Way.PASSWORD)


@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def log_out(request: Request) -> HttpResponse:
    """End the session; a link alone never does it."""
    if request.method != "POST":
        return render_page(request, "delivery/log_out.html")
    logout(request)
    messages.success(request, _("Đã đăng xuất."))
    return HttpResponseRedirect(reverse("access:log-in"))


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def set_password(request: Request, who: str, token: str) -> HttpResponse:
    """Let somebody whom the administrator gave a link set their own password, once."""
    account = invitations.account_of(request.ward.pk, who, token, clock.now())
    if account is None and actions.was_recovered(sending(request)):
        return HttpResponseRedirect(reverse("access:log-in"))
    if account is None:
        return render_page(request, "delivery/link_over.html", status=NOT_THERE)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            actions.recover(_occasion_of(request, account), account, new=form.cleaned_data["new"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới."))
            return HttpResponseRedirect(reverse("access:log-in"))
    context = {"form": form, "account": account}
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/set_password.html", context, status=status)


def _page(request: Request, form: LogInForm, status: int = 200) -> HttpResponse:
    """Show the page of the log-in, with the way by another house where the settings name one."""
    context = {
        "elsewhere": oidc.name(),
        "form": form,
        "wanted": bool(form["next"].value()),
        "lost": "lost" in request.GET,
        "demo_accounts": demo_accounts(request.ward.pk),
    }
    return render_page(request, "delivery/log_in.html", context, status=status)


def log_in_page(request: Request, *, refused: str, status: int) -> HttpResponse:
    """Show the log-in with why the other way in did not lead here."""
    form = LogInForm({})
    form.errors.clear()
    form.add_error(None, refused)
    return _page(request, form, status)


def _occasion_of(request: Request, account: Account) -> Occasion:
    """Return the occasion of whoever holds the link: nobody is logged in yet."""
    now = request.occasion.now
    actor = actor_of(request.ward.pk, account.pk, now)
    return Occasion(actor, now, request.occasion.calendar).under(sending(request).request_id)
