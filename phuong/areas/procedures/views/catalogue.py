"""The pages of the catalogue: guides for citizens, confirmation for the ward's administrator."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phuong.areas.procedures import actions, policy, queries
from phuong.areas.procedures.forms import ConfirmForm, ReviewFilter, SearchForm
from phuong.areas.procedures.models import Channel
from phuong.areas.procedures.policy import Can
from phuong.areas.procedures.queries import Review, VersionInfo
from phuong.kernel.access.api import PUBLIC, Request, door
from phuong.kernel.access.roles import has
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workdays import Limit, Unit

NATIONAL_PORTAL: Final = "https://dichvucong.gov.vn/"


@require_safe
@door(PUBLIC)
def index(request: Request) -> HttpResponse:
    ward, today = request.ward.pk, request.occasion.today
    context = {
        "form": SearchForm(),
        "common": queries.common(ward, today),
        "fields": queries.fields(ward, today),
        "closed": queries.closed(ward),
        "trail": [(_("Trang chủ"), get_script_prefix()), (_("Thủ tục"), "")],
    }
    return render_page(request, "procedures/index.html", context)


@require_safe
@door(PUBLIC)
def search(request: Request) -> HttpResponse:
    ward, today = request.ward.pk, request.occasion.today
    form = SearchForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "found": queries.search(ward, words, today) if words else (),
        "common": queries.common(ward, today) if not words else (),
        "closed": queries.closed(ward),
        "trail": [
            (_("Trang chủ"), get_script_prefix()),
            (_("Thủ tục"), reverse("procedures:list")),
            (_("Tìm"), ""),
        ],
    }
    status = 422 if form.errors else 200
    return render_page(request, "procedures/search.html", context, status=status)


@require_safe
@door(PUBLIC)
def guide(request: Request, slug: str) -> HttpResponse:
    occasion = request.occasion
    info = queries.current(request.ward.pk, slug, occasion.today)
    here = reverse("procedures:guide", args=[info.slug])
    closed = queries.closed(request.ward.pk).get(info.procedure_id)
    if info.slug != slug:
        return redirect(here)  # By code, as it stands on papers.
    context = {
        "info": info,
        "usual": queries.usual(request.ward.pk, info),
        "closed": closed,
        "may_begin": info.usable and closed is None,
        # The page belongs to the dossiers, which lie above this area.
        "start_url": f"{here}nop/",
        "portal_url": NATIONAL_PORTAL,
        "is_national": info.channel == Channel.NATIONAL,
        "is_here": info.channel == Channel.HERE,
        "review_url": _review_url(request, info),
        "review_word": _("Cần rà soát"),
        "trail": [
            (_("Trang chủ"), get_script_prefix()),
            (_("Thủ tục"), reverse("procedures:list")),
            (info.name, ""),
        ],
    }
    return render_page(request, "procedures/guide.html", context)


def _review_url(request: Request, info: VersionInfo) -> str:
    """Return the page on which to confirm, for those who may."""
    if not (info.needs_review and has(request.occasion.actor, Can.CONFIRM)):
        return ""
    return reverse("procedures:confirm", args=[info.slug])


@require_safe
@door(Can.CONFIRM)
def review(request: Request) -> HttpResponse:
    ward, today = request.ward.pk, request.occasion.today
    form = ReviewFilter(request.GET, fields=queries.fields(ward, today))
    rows = queries.review(ward, today)
    shown = _filtered(request, form, rows)
    context = {
        "form": form,
        "rows": shown,
        "doubtful": sum(row.needs_review for row in rows),
        "unusable": sum(not row.info.usable for row in rows),
        "closed": queries.closed(ward),
        "trail": [(_("Quản trị"), f"{get_script_prefix()}quan-tri/"), (_("Thủ tục"), "")],
    }
    return render_page(request, "procedures/review.html", context)


def _filtered(request: Request, form: ReviewFilter, rows: tuple[Review, ...]) -> list[Review]:
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = [
        row
        for row in rows
        if (not wanted.get("field") or row.info.field_code == wanted["field"])
        and (not wanted.get("doubtful") or row.needs_review)
    ]
    if words := (wanted.get("q") or "").strip():
        found = queries.search(request.ward.pk, words, request.occasion.today, most=len(rows))
        order = {hit.version.slug: place for place, hit in enumerate(found)}
        shown = [row for row in shown if row.info.slug in order]
        shown.sort(key=lambda row: order[row.info.slug])
    return shown


@require_http_methods(["GET", "POST"])
@door(Can.CONFIRM)
def confirm(request: Request, slug: str) -> HttpResponse:
    occasion = request.occasion
    policy.check(occasion.actor)
    procedure = policy.get(slug)
    rows = queries.review(request.ward.pk, occasion.today, slug=slug)
    if not rows:
        raise NotVisible
    form = ConfirmForm(request.POST or None, initial=_initial(rows[0].info))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.confirm_limit(
                occasion.under(given["request_id"]),
                procedure,
                limit=Limit(Unit(given["limit_unit"]), given["limit_n"] or 0),
                note=given["note"],
                fee_amount=given["fee_amount"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Đã xác nhận thủ tục %(name)s.") % {"name": rows[0].info.name}
            )
            return redirect("procedures:review")
    context = {
        "form": form,
        "row": rows[0],
        "trail": [
            (_("Quản trị"), f"{get_script_prefix()}quan-tri/"),
            (_("Thủ tục"), reverse("procedures:review")),
            (rows[0].info.name, ""),
        ],
    }
    status = 422 if form.errors else 200
    return render_page(request, "procedures/confirm.html", context, status=status)


def _initial(info: VersionInfo) -> dict[str, object]:
    if info.limit is None:
        return {}
    return {"limit_unit": info.limit.unit.value, "limit_n": info.limit.n or None}
