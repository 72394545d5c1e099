"""An official's second steps: what there is, adding one, new codes on paper, taking one away."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phuong.areas.accounts import api as accounts
from phuong.delivery.account_forms import FirstCodeForm, PasskeyForm, SureForm
from phuong.delivery.views.second import origin
from phuong.delivery.views.sure import check_password
from phuong.kernel.access.api import OFFICIALS, UNFINISHED, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.people.models import Account
from phuong.kernel.ui.pages import INVALID, render_page, sending, was_sent

HERE: Final = "delivery:second-factor"
MAKING: Final = "passkey-making"
SHOWN: Final = "codes-shown"
WITHIN: Final = timedelta(minutes=10)


def mine(request: Request) -> Account:
    """Return the account of whoever is logged in; a door of officials stands before this."""
    if not isinstance(request.user, Account):
        raise NotVisible
    return request.user


@never_cache
@require_http_methods(["GET"])
@door(OFFICIALS, unfinished=True)
def second_factor(request: Request) -> HttpResponse:
    """Show which second steps one has, and what else there is."""
    account = mine(request)
    context = {
        "standing": accounts.standing(account),
        "passkeys": accounts.passkeys(account),
        "must": UNFINISHED in request.session,
        "trail": _trail(""),
    }
    return render_page(request, "delivery/second_factor.html", context)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
@door(OFFICIALS, unfinished=True)
def add_one_time(request: Request) -> HttpResponse:
    """Show the code to scan, and take the first code of the telephone."""
    account, occasion = mine(request), request.occasion
    if request.method == "POST" and "begin" in request.POST:
        accounts.actions.begin_one_time(occasion, account)
        return HttpResponseRedirect(reverse("delivery:add-one-time"))
    if (shown := _added_before(request)) is not None:
        return shown
    key = accounts.one_time_key(account)
    if key is None or key.confirmed_at is not None:
        return HttpResponseRedirect(reverse(HERE))
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            made = accounts.actions.confirm_one_time(sending(request), account, code)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _added(request, made, _("Đã bật mã dùng một lần."))
    context = {
        "form": form,
        "scan": accounts.seed_address(key, account, request.ward.name),
        "seed": _in_fours(accounts.seed_of(key)),
        "trail": _trail(_("Mã dùng một lần")),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/add_one_time.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@door(OFFICIALS, unfinished=True)
def add_passkey(request: Request) -> HttpResponse:
    """Let the browser make a key, and keep its public half."""
    if (shown := _added_before(request)) is not None:
        return shown
    account = mine(request)
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        given, state = form.cleaned_data, request.session.pop(MAKING, None) or {}
        try:
            made = accounts.actions.add_passkey(
                sending(request), account, answer=given["answer"], state=state,
                origin=origin(request), name=given["name"],
            )  # fmt: skip
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _added(request, made, _("Đã thêm khoá truy cập."))
    offered, state = accounts.actions.begin_passkey(account, origin(request), request.ward.name)
    request.session[MAKING] = state
    context = {"form": form, "offered": offered, "trail": _trail(_("Khoá truy cập"))}
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/add_passkey.html", context, status=status)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def renew_codes(request: Request) -> HttpResponse:
    """Make new codes on paper, shown once."""
    account = mine(request)
    form = SureForm(request.POST or None, asked=account.has_usable_password())
    if request.method == "POST" and form.is_valid():
        try:
            check_password(request, account, form)
            made = accounts.actions.renew_codes(request.occasion, account)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _codes(request, made)
    context = {
        "form": form,
        "title": _("Tạo mã dự phòng mới"),
        "words": _("Mã cũ hết hiệu lực ngay. Mã mới chỉ hiện một lần, in hoặc chép lại."),
        "button": _("Tạo mã mới"),
        "trail": _trail(_("Mã dự phòng")),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/sure.html", context, status=status)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def remove_factor(request: Request, key_id: UUID | None = None) -> HttpResponse:
    """Take one second step away: the telephone's codes, or one passkey."""
    account, ward = mine(request), request.ward
    if was_sent(request):
        return HttpResponseRedirect(reverse(HERE))
    if key_id is not None and not accounts.passkeys(account).filter(pk=key_id).exists():
        raise NotVisible("accounts.no-passkey")
    form = SureForm(request.POST or None, asked=account.has_usable_password())
    if request.method == "POST" and form.is_valid():
        is_demo, press = ward.is_demo or account.is_demo, sending(request)
        try:
            check_password(request, account, form)
            if key_id is None:
                accounts.actions.remove_one_time(press, account, is_demo=is_demo)
            else:
                accounts.actions.remove_passkey(press, account, key_id, is_demo=is_demo)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ."))
            return HttpResponseRedirect(reverse(HERE))
    context = {
        "form": form,
        "title": _("Bỏ khoá truy cập này?") if key_id else _("Bỏ mã dùng một lần?"),
        "words": _("Lần đăng nhập sau sẽ không hỏi cách này nữa."),
        "button": _("Bỏ"),
        "trail": _trail(_("Bỏ")),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/sure.html", context, status=status)


def _added(request: Request, made: Sequence[str], words: str) -> HttpResponse:
    """Let whoever had to add a second step go on; codes on paper are shown by this answer alone."""
    request.session.pop(UNFINISHED, None)
    if made:
        request.session[SHOWN] = str(sending(request).request_id)
        return _codes(request, made)
    messages.success(request, words)
    return HttpResponseRedirect(reverse(HERE))


def _added_before(request: Request) -> HttpResponse | None:
    """Answer the second press of a sending that added a step as the first was answered.

    Whoever pressed twice has not seen the codes of the first answer, and those are kept as digests
    only: the second shows new ones. That holds for minutes; later the password is asked for.
    """
    earlier = was_sent(request)
    if earlier is None:
        return None
    is_fresh = request.occasion.now - earlier.at < WITHIN
    if is_fresh and request.session.get(SHOWN) == str(earlier.request_id):
        return _codes(request, accounts.actions.renew_codes(request.occasion, mine(request)))
    return HttpResponseRedirect(reverse(HERE))


def _codes(request: Request, made: Sequence[str]) -> HttpResponse:
    context = {"codes": made, "login": mine(request).login, "now": request.occasion.now}
    return render_page(request, "delivery/recovery_codes.html", context)


def _trail(last: str) -> list[tuple[str, Any]]:
    first = [(_("Cài đặt"), reverse("delivery:settings"))]
    if not last:
        return [*first, (_("Xác nhận hai bước"), "")]
    return [*first, (_("Xác nhận hai bước"), reverse(HERE)), (last, "")]


def _in_fours(seed: str) -> str:
    return " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))
