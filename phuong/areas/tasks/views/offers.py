"""What other matters offer as a task: taken up with a form, or declined with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.tasks import actions, policy, queries
from phuong.areas.tasks.forms import GiveForm, ReasonForm
from phuong.areas.tasks.states import Can
from phuong.areas.tasks.views import words
from phuong.areas.tasks.views.giving import wanted_of
from phuong.kernel.access.api import Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page, was_sent


@require_http_methods(["GET", "POST"])
@door(Can.OVERSEE)
def take(request: Request, source_id: UUID) -> HttpResponse:
    """Take an offered matter up as a task."""
    offer = queries.offer(request.occasion.actor, source_id)
    if offer is None:
        earlier = was_sent(request)
        mine = policy.readable(request.occasion.actor)
        task = mine.filter(id=earlier.subject_id).first() if earlier else None
        return redirect("tasks:task", task.code) if task else _gone(request)
    people = queries.workers(request.occasion.actor, request.occasion.today)
    data: tuple[Any, Any] = (None, None)
    if request.method == "POST":
        data = (request.POST, request.FILES)
    title = offer.referral.about[:300]
    form = GiveForm(*data, people=people, initial={"title": title, "basis": offer.card.code})
    if form.is_valid():
        given = form.cleaned_data
        try:
            files = documents.receive_all(given["attached"], field="attached")
            task = actions.take_referral(
                request.occasion.under(given["request_id"]),
                request.ward,
                offer.referral,
                wanted_of(form),
                files=files,
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words.done(task, request.occasion, _("Đã nhận và giao")))
            return redirect("tasks:task", task.code)
    context = {"form": form, "offer": offer, "trail": words.trail(_("Đề nghị giao việc"))}
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/give.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(Can.OVERSEE)
def decline(request: Request, source_id: UUID) -> HttpResponse:
    """Decline an offered matter; the offering side reads why."""
    offer = queries.offer(request.occasion.actor, source_id)
    if offer is None:
        return _gone(request)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        occasion = request.occasion.under(given["request_id"])
        try:
            actions.decline_referral(occasion, offer.referral, reason=given["reason"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã trả lời: không nhận, kèm lý do."))
            return redirect("tasks:list")
    context = {
        "form": form,
        "offer": offer,
        "back": reverse("tasks:offer", args=[source_id]),
        "trail": words.trail(_("Đề nghị giao việc"), _("Không nhận")),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/decline.html", context, status=status)


def _gone(request: Request) -> HttpResponse:
    """Lead back from what was answered a moment ago; a page that never was is not there."""
    if request.method != "POST":
        raise NotVisible
    messages.info(request, _("Đề nghị này đã được trả lời."))
    return redirect("tasks:list")
