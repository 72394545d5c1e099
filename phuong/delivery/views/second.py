"""The second step of a log-in: a code of the telephone, one from paper, or a passkey."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phuong.areas.accounts import api as accounts
from phuong.delivery.account_forms import CodeForm
from phuong.delivery.views import letting_in
from phuong.delivery.views.letting_in import CODE_TRIES, Pending
from phuong.kernel.access.api import PUBLIC, Request, door, throttle
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

TOO_MANY: Final = 429
DOOR: Final = "log-in.second"
OFFERED: Final = "passkey-offered"


@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "POST"])
@never_cache
@door(PUBLIC)
def second_step(request: Request) -> HttpResponse:
    """Ask for the second proof; who came here too late begins anew."""
    who = letting_in.pending(request)
    if who is None:
        if (there := letting_in.let_in_before(request)) is not None:
            return HttpResponseRedirect(there)
        messages.info(request, _("Đã quá mười phút hoặc đã đổi máy. Nhập lại mật khẩu."))
        return HttpResponseRedirect(reverse("access:log-in"))
    if request.method != "POST":
        return _page(request, who, CodeForm())
    by_key = bool(request.POST.get("answer"))
    form = CodeForm({"code": "-"} if by_key else request.POST)
    if not form.is_valid():
        return _page(request, who, form, INVALID)
    ward, now = request.ward, request.occasion.now
    tried = throttle.keys(str(who.account.pk), letting_in.address_of(request), **CODE_TRIES)
    try:
        throttle.check(ward.pk, DOOR, tried, now, phone=ward.phone)
    except RuleBroken as refusal:
        form.add_error(None, sentence(refusal))
        return _page(request, who, form, TOO_MANY)
    if _proves(request, who, form.cleaned_data["code"]):
        return letting_in.let_in(request, who)
    throttle.note_failure(ward.pk, DOOR, tried, now)
    if by_key:
        form.add_error(None, _("Khoá này không thuộc tài khoản. Thử lại, hoặc gõ mã xác nhận."))
    else:
        form.add_error("code", _("Mã chưa đúng hoặc đã dùng. Đợi mã mới hiện rồi gõ lại."))
    return _page(request, who, form, INVALID)


def _proves(request: Request, who: Pending, code: str) -> bool:
    answer, state = request.POST.get("answer", ""), request.session.pop(OFFERED, None)
    if not answer:
        return accounts.actions.use_code(request.occasion, who.account, code) is not None
    return state is not None and accounts.actions.use_passkey(
        request.occasion, who.account, answer=answer, state=state, origin=origin(request)
    )


def _page(request: Request, who: Pending, form: CodeForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "standing": accounts.standing(who.account)}
    if context["standing"].passkeys:
        offered, state = accounts.actions.offer_passkeys(who.account, origin(request))
        request.session[OFFERED] = state
        context["offered"] = offered
    return render_page(request, "delivery/second_step.html", context, status=status)


def origin(request: Request) -> str:
    """Return the address of the site as browsers sign it."""
    return f"{request.scheme}://{request.get_host()}"
