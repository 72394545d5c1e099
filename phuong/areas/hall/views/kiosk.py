"""The kiosk in the hall: five choices, no words to type, nothing kept of whoever stood there.

A page that is left asks whether somebody is still there, then gives way to the start: by the
`Refresh` header, so without any script. The start reached that way forgets every cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.hall import actions, policy, queries
from phuong.areas.hall.forms import OnceForm, PinForm
from phuong.areas.hall.models import QueueGroup, Ticket
from phuong.areas.hall.views import door as at
from phuong.areas.hall.views.taking import crowd_words, followed
from phuong.kernel.access.api import PUBLIC, Occasion, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.parts import Card

# Without a language: the next person begins in Vietnamese.
START, OVER = "/kiosk/", "/kiosk/?xong=1"
Page = Callable[..., HttpResponse]


def watched(page: Page) -> Page:
    """Keep no copy of a page, and leave it when nobody touches it."""

    @wraps(page)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        if response.status_code in (200, INVALID):
            idle = queries.number("idle", at.occasion(request).today)
            query = urlencode({"ve": request.get_full_path()})
            response["Refresh"] = f"{idle}; url={reverse('hall:kiosk-idle')}?{query}"
        return response

    return shown


@require_GET
@door(PUBLIC)
def start(request: Request) -> HttpResponse:
    """Offer the five choices; after somebody has gone, forget whatever their browser keeps."""
    if "xong" in request.GET:
        response: HttpResponse = redirect(START)
        for name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
        response["Cache-Control"] = "private, no-store"
        return response
    choices = [
        Card(_("Lấy số"), reverse("hall:kiosk-take"), _("Chờ đến lượt làm thủ tục")),
        Card(_("Tôi đã hẹn giờ"), reverse("hall:kiosk-booked"), _("Nhập mã hẹn, nhận số")),
        Card(_("Nhận kết quả"), reverse("hall:kiosk-results"), _("Lấy số đến quầy trả kết quả")),
        Card(_("Tra cứu hồ sơ"), "/kiosk/tra-cuu/", _("Xem hồ sơ đã đến bước nào")),
        Card(_("Đánh giá"), "/kiosk/danh-gia/", _("Cho biết chúng tôi phục vụ thế nào")),
    ]
    page = render_page(request, "hall/kiosk/start.html", {"choices": choices})
    page["Cache-Control"] = "private, no-store"
    return page


@require_GET
@door(PUBLIC)
def idle(request: Request) -> HttpResponse:
    """Ask whether somebody is still there; without an answer everything begins anew."""
    back = request.GET.get("ve", "")
    if not back.startswith((START, "/en/kiosk/")) or "//" in back or "\\" in back:
        back = START
    seconds = queries.number("idle_answer", at.occasion(request).today)
    page = render_page(request, "hall/kiosk/idle.html", {"back": back, "seconds": seconds})
    page["Cache-Control"] = "private, no-store"
    page["Refresh"] = f"{seconds}; url={OVER}"
    return page


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@watched
def take(request: Request) -> HttpResponse:
    """Take a number by one press; who is put first presses once more."""
    when = at.occasion(request)
    crowds = queries.crowds(request.ward.pk, when.today)
    form = OnceForm(request.POST or None)
    priority = "uu-tien" in request.GET
    if form.is_valid():
        chosen = request.POST.get("group", "")
        group = next((one.group for one in crowds if str(one.group.id) == chosen), None)
        if group is None:
            raise NotVisible
        answer = _taken(request, when, form, group, priority=priority)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "groups": [(one.group, crowd_words(one)) for one in crowds],
        "priority": priority,
        "who": queries.priorities(when.today),
        "closed": at.closed(when),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/kiosk/take.html", context, status=status)


def _taken(
    request: Request, when: Occasion, form: OnceForm, group: QueueGroup, *, priority: bool = False
) -> HttpResponse | None:
    try:
        at.check_often(request, when, at.TAKE)
        ticket = actions.take(
            when.under(form.cleaned_data["request_id"]),
            request.ward,
            group,
            way=Ticket.Way.KIOSK,
            priority=priority,
        )
    except RuleBroken as refusal:
        form.refuse(refusal)
        return None
    at.note_once_more(request, when, at.TAKE)
    return redirect("hall:kiosk-ticket", ticket.token)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@watched
def results(request: Request) -> HttpResponse:
    """Take a number for whoever comes for a result."""
    when = at.occasion(request)
    group = queries.results_group(request.ward.pk)
    form = OnceForm(request.POST or None)
    if group is not None and form.is_valid():
        answer = _taken(request, when, form, group)
        if answer is not None:
            return answer
    context = {"form": form, "group": group, "closed": at.closed(when)}
    status = INVALID if form.errors else 200
    return render_page(request, "hall/kiosk/results.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@watched
def booked(request: Request) -> HttpResponse:
    """Give whoever booked a time their number, by the six digits."""
    form = PinForm(request.POST or None)
    if form.is_valid():
        try:
            return _came(request, form)
        except (RuleBroken, WrongState) as refusal:
            form.refuse(_beside(refusal))
    context = {
        "form": form,
        "question": _("Tôi đã hẹn giờ"),
        "next_words": _("Nhận số"),
        "back_url": START,
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/kiosk/booked.html", context, status=status)


def _beside(refusal: RuleBroken | WrongState) -> RuleBroken:
    if isinstance(refusal, RuleBroken):
        return refusal
    return RuleBroken(refusal.code, _("Lịch hẹn này đã lấy số hoặc đã thôi. Mời lấy số thường."))


def _came(request: Request, form: PinForm) -> HttpResponse:
    when = at.occasion(request)
    at.check_often(request, when, at.PIN)
    ticket = queries.by_pin(request.ward.pk, when.today, form.cleaned_data["pin"].strip())
    if ticket is None:
        at.note_once_more(request, when, at.PIN)
        raise RuleBroken(
            "hall.pin.unknown",
            _("Hôm nay không có lịch hẹn với mã này. Xem lại mã, hoặc lấy số thường."),
            field="pin",
        )
    mine = at.occasion(request, ticket.id).under(form.cleaned_data["request_id"])
    ticket = actions.arrive(mine, request.ward, ticket)
    return redirect("hall:kiosk-ticket", ticket.token)


@require_GET
@door(PUBLIC)
@watched
def ticket_page(request: Request, token: str) -> HttpResponse:
    """Show the number that was just taken, to be printed and followed on the phone."""
    ticket = policy.by_token(request.ward.pk, token)
    context = followed(request, ticket, at.occasion(request, ticket.id)) | {"over": OVER}
    return render_page(request, "hall/kiosk/ticket.html", context)
