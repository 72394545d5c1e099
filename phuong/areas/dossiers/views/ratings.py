"""Rating how one was served, wanting a call back, and what heads of units read of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.dossiers import actions, policy, queries, rules
from phuong.areas.dossiers.forms.ratings import CallBackForm, EraseForm, RatingForm
from phuong.areas.dossiers.models import Dossier, RatedAfter
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views import proof
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Occasion
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.law import api as law
from phuong.kernel.ui import tables
from phuong.kernel.ui.pages import INVALID, render_page, was_sent
from phuong.kernel.ui.sentences import sentence


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
@proof.proved
def rate(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Ask three questions, once for each occasion."""
    after = rules.rated_after(dossier.state, is_late=queries.is_late(dossier, when.now))
    if not after:
        messages.info(request, _("Chưa đến lúc đánh giá: hồ sơ chưa xong và chưa quá hẹn."))
        return redirect("dossiers:status", code=dossier.code)
    if queries.rating_of(dossier, after) is not None:
        return redirect("dossiers:rated", code=dossier.code)
    form = RatingForm(request.POST or None)
    if form.is_valid():
        try:
            actions.rate(
                when.under(form.cleaned_data["request_id"]),
                dossier,
                marks=form.marks,
                words=form.cleaned_data["words"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("dossiers:rated", code=dossier.code)
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "question": _("Ông/bà thấy chúng tôi phục vụ thế nào?"),
        "after": RatedAfter(after).label,
        "next_words": _("Gửi đánh giá"),
        "back_url": reverse("dossiers:status", args=[dossier.code]),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/rate.html", context, status=status)


@require_GET
@door(PUBLIC)
@proof.proved
def rated(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Thank for a rating; after a low one, ask whether to call back."""
    rating = queries.last_rating(dossier)
    if rating is None:
        return redirect("dossiers:rate", code=dossier.code)
    low = rules.is_low((rating.attitude, rating.guidance, rating.time))
    limit = law.in_force("dossiers.call_back", when.today)
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "asks": low and not rating.call_back and bool(dossier.applicant.phone),
        "called": rating.call_back,
        "days": limit.value,
        "form": CallBackForm(),
        "status_url": reverse("dossiers:status", args=[dossier.code]),
    }
    return render_page(request, "dossiers/citizen/rated.html", context)


@require_POST
@door(PUBLIC)
@proof.proved
def call_back(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Offer the matter as a task."""
    form = CallBackForm(request.POST)
    form.is_valid()
    try:
        actions.want_call_back(when.under(form.cleaned_data["request_id"]), dossier)
    except WrongState as refusal:
        messages.info(request, sentence(refusal))
    return redirect("dossiers:rated", code=dossier.code)


@require_GET
@door(Can.HEAR)
def words(request: Request) -> HttpResponse:
    """List what applicants wrote: no code, no name, no day."""
    occasion = request.occasion
    page = tables.page_of(request, policy.heard(occasion.actor), ("-month", "-id"))
    names = {one.code: one.name for one in procedures.fields(occasion.ward_id, occasion.today)}
    context = {
        "rows": [(one, names.get(one.field, one.field)) for one in page.rows],
        "page_of_rows": page,
        "trail": [(_("Hôm nay"), "/can-bo/"), (_("Lời góp ý"), "")],
    }
    return render_page(request, "dossiers/staff/words.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.HEAR)
def erase(request: Request, rating_id: UUID) -> HttpResponse:
    """Ask once more, then erase the words."""
    occasion = request.occasion
    try:
        rating = policy.heard_one(occasion.actor, rating_id)
    except NotVisible:
        if was_sent(request):
            return redirect("dossiers:words")
        raise
    form = EraseForm(request.POST or None)
    if form.is_valid():
        actions.erase_words(occasion.under(form.cleaned_data["request_id"]), rating.id)
        messages.success(request, _("Đã xoá lời góp ý. Mức đánh giá vẫn được tính."))
        return redirect("dossiers:words")
    context = {
        "form": form,
        "rating": rating,
        "trail": [(_("Lời góp ý"), reverse("dossiers:words")), (_("Xoá"), "")],
    }
    return render_page(request, "dossiers/staff/erase_words.html", context)
