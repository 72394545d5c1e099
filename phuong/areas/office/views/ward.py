"""The ward itself: what it is called and how it is reached; the units it may begin with."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.office import actions, queries
from phuong.areas.office.forms import Offered, WardForm
from phuong.areas.office.forms.organisation import PlainForm
from phuong.areas.office.rules.template import template
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(Can.ORGANISATION)
def ward(request: Request) -> HttpResponse:
    """Show what is known of the ward, to be corrected."""
    occasion = request.occasion
    form = WardForm(request.POST or None, initial=asdict(queries.details_of(request.ward)))
    if request.method == "POST" and form.is_valid():
        try:
            given = occasion.under(form.cleaned_data["request_id"])
            actions.change_ward(given, form.details())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu thông tin phường."))
            return redirect("office:ward")
    context = {
        "form": form,
        "begun": queries.has_begun(occasion.ward_id),
        "trail": [(_("Quản trị"), f"{get_script_prefix()}quan-tri/"), (_("Thông tin phường"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/ward.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(Can.ORGANISATION)
def suggestion(request: Request) -> HttpResponse:
    """Show the units and posts that a ward may begin with; open them, or take them back."""
    occasion = request.occasion
    form = PlainForm(Offered(occasion.today), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = occasion.under(form.cleaned_data["request_id"])
        try:
            if "undo" in request.POST:
                actions.undo_template(given)
                messages.success(request, _("Đã bỏ những bộ phận, chức vụ gợi ý chưa có người."))
            else:
                actions.use_template(given)
                messages.success(request, _("Đã mở bộ phận, chức vụ gợi ý. Sửa từng dòng nếu cần."))
            return redirect("office:organisation")
        except RuleBroken as refusal:
            form.refuse(refusal)
    known = template()
    context = {
        "form": form,
        "may_take_back": queries.may_take_back(request.ward.pk),
        "units": [
            (unit, [one for one in known.posts if one.unit == unit.code]) for unit in known.units
        ],
        "trail": [(_("Bộ máy"), reverse("office:organisation")), (_("Bộ máy gợi ý"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/template.html", context, status=status)
