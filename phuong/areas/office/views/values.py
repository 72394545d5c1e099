"""Trị số pháp luật: each with its citation and certainty, corrected by a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.office import actions, queries, rules
from phuong.areas.office.forms.values import ValueForm, ValuesFilter
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page

# Clocks that a value moves, moved while the page waits; the job moves the rest.
AT_ONCE = 100


@require_GET
@door(Can.ORGANISATION)
def values(request: Request) -> HttpResponse:
    """List the values in force today, with those that are to be looked at."""
    form = ValuesFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    today = request.occasion.today
    rows = queries.values_in_force(
        today, words=wanted.get("q") or "", doubtful=bool(wanted.get("doubtful"))
    )
    context = {
        "form": form,
        "rows": rows,
        "doubtful": sum(one.doubtful for one in rows),
        "trail": [
            (_("Quản trị"), f"{get_script_prefix()}quan-tri/"),
            (_("Trị số pháp luật"), ""),
        ],
    }
    return render_page(request, "office/values.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.ORGANISATION)
def value(request: Request, key: str) -> HttpResponse:
    """Show a value through time, and ask for its next version."""
    occasion = request.occasion
    versions = queries.value_versions(key)
    current = queries.version_on(versions, occasion.today) or versions[0]
    form = ValueForm(
        request.POST or None,
        before=current.value,
        initial={
            "value": rules.show_value(current.value),
            "first": occasion.today,
            "act": current.act.number,
            "article": current.article,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = occasion.under(form.cleaned_data["request_id"])
            actions.correct_value(given, key, form.given())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            actions.apply_calendar(occasion, most=AT_ONCE)
            messages.success(request, _("Đã lập bản mới; bản cũ hết hiệu lực trước ngày ấy."))
            return redirect("office:value", key)
    context = {
        "form": form,
        "current": current,
        "history": queries.value_history(versions, occasion.today),
        "trail": [(_("Trị số pháp luật"), reverse("office:values")), (key, "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/value.html", context, status=status)
