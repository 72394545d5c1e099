"""An official's mail address: written down, confirmed by the link, and what goes there."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from phuong.areas.accounts import api as accounts
from phuong.delivery.account_forms import MailForm
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.errors import WrongState
from phuong.kernel.notices import api as notices
from phuong.kernel.ui.pages import INVALID, render_page, sending
from phuong.kernel.ui.sentences import sentence


@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def mail(request: Request) -> HttpResponse:
    """Show where the letters go, take another address, say what goes there."""
    occasion = request.occasion
    here = HttpResponseRedirect(reverse("delivery:mail"))
    what = request.POST.get("what", "")
    if what == "remove":
        accounts.actions.remove_mail(occasion)
        messages.success(request, _("Đã xoá địa chỉ thư."))
        return here
    if what in ("want", "enough"):
        accounts.actions.want_digests(occasion, wanted=what == "want")
        messages.success(request, _("Đã lưu."))
        return here
    found = accounts.mail_of(occasion.actor)
    form = MailForm(request.POST or None)
    shown = ""
    if form.is_valid():
        token = accounts.actions.ask_mail(sending(request), form.cleaned_data["address"])
        messages.success(
            request, _("Đã gửi thư xác nhận. Mở đường dẫn trong thư khi đang đăng nhập.")
        )
        if not request.ward.is_demo:
            return here
        # No letter leaves a ward that is only shown: the link stands here instead.
        found, shown = (
            accounts.mail_of(occasion.actor),
            reverse("delivery:confirm-mail", args=[token]),
        )
    context = {
        "form": form,
        "mail": found,
        "shown": shown,
        "served": notices.letters_go_out() or request.ward.is_demo,
        "trail": [(_("Cài đặt"), reverse("delivery:settings")), (_("Thư điện tử"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/mail.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@door(OFFICIALS)
def confirm_mail(request: Request, token: str) -> HttpResponse:
    """Confirm the address by a press: what only opens links confirms nothing."""
    try:
        accounts.actions.check_mail_link(request.occasion, token)
        if request.method == "POST":
            accounts.actions.confirm_mail(request.occasion, token)
    except WrongState as refusal:
        messages.error(request, sentence(refusal))
        return HttpResponseRedirect(reverse("delivery:mail"))
    if request.method == "POST":
        messages.success(request, _("Đã xác nhận địa chỉ thư."))
        return HttpResponseRedirect(reverse("delivery:mail"))
    context = {"trail": [(_("Thư điện tử"), reverse("delivery:mail")), (_("Xác nhận"), "")]}
    return render_page(request, "delivery/confirm_mail.html", context)
