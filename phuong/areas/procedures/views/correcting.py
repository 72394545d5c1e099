"""Correcting a procedure by a new version, and the versions it has had."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.procedures import actions, policy, queries
from phuong.areas.procedures.forms import CorrectForm
from phuong.areas.procedures.policy import Can
from phuong.areas.procedures.queries import VersionInfo
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.workdays import Limit, Unit


@require_http_methods(["GET", "POST"])
@door(Can.CONFIRM)
def correct(request: Request, slug: str) -> HttpResponse:
    """Ask for what changes and from when, then make the version."""
    occasion = request.occasion
    procedure = policy.get(slug)
    rows = queries.review(request.ward.pk, occasion.today, slug=slug)
    if not rows:
        raise NotVisible
    info = rows[0].info
    form = CorrectForm(request.POST or None, info=info, initial=_initial(info, occasion.today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.correct(
                occasion.under(given["request_id"]),
                procedure,
                _correction(form),
                seen=given["seen"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lập phiên bản mới. Hồ sơ đã nhận giữ phiên bản cũ."))
            return redirect("procedures:correct", slug=slug)
    context = {
        "form": form,
        "row": rows[0],
        "history": queries.history(request.ward.pk, procedure.pk, occasion.today),
        "trail": [
            (_("Quản trị"), f"{get_script_prefix()}quan-tri/"),
            (_("Thủ tục"), reverse("procedures:review")),
            (info.name, ""),
        ],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "procedures/correct.html", context, status=status)


def _correction(form: CorrectForm) -> actions.Correction:
    given = form.cleaned_data
    unit = given["limit_unit"]
    return actions.Correction(
        first=given["first"],
        limit=Limit(Unit(unit), given["limit_n"] or 0) if unit else None,
        fees=form.fees(),
        channel=given["channel"],
        papers=form.papers(),
        note=given["note"],
    )


def _initial(info: VersionInfo, today: Any) -> dict[str, object]:
    known: dict[str, object] = {"first": today, "channel": info.channel}
    if info.limit is not None:
        known |= {"limit_unit": info.limit.unit.value, "limit_n": info.limit.n or None}
    return known
