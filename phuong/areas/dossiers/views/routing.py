"""Phân công lĩnh vực: which unit settles which field."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers.actions.routing import set_routes
from phuong.areas.dossiers.forms.routing import RoutesForm
from phuong.areas.dossiers.queries.routing import FieldRoute, field_routes, standing_units
from phuong.areas.office import api as office
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(office.Can.ORGANISATION)
def routes(request: Request) -> HttpResponse:
    """Show every field with its unit; where none was named yet, with the one that is usual."""
    occasion = request.occasion
    known = field_routes(occasion.ward_id, occasion.today)
    units = standing_units(occasion.ward_id, occasion.today)
    form = RoutesForm(
        request.POST or None,
        fields=[
            (one.code, one.name, _hint(one), one.unit.id if one.unit else one.suggested)
            for one in known
        ],
        units=[(str(one.id), one.name) for one in units]
        + [(str(one.unit.id), one.unit.name) for one in known if one.unit and one.ended],
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_routes(occasion.under(form.cleaned_data["request_id"]), form.chosen())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu phân công lĩnh vực."))
            return redirect("dossiers:routes")
    context = {
        "form": form,
        "open": sum(one.is_open for one in known),
        "trail": [
            (_("Quản trị"), f"{get_script_prefix()}quan-tri/"),
            (_("Phân công lĩnh vực"), ""),
        ],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/routes.html", context, status=status)


def _hint(row: FieldRoute) -> str:
    number = ngettext("%(n)s thủ tục", "%(n)s thủ tục", row.procedures) % {"n": row.procedures}
    if row.ended and row.unit is not None:
        said = _("%(unit)s đã kết thúc, chọn bộ phận khác") % {"unit": row.unit.name}
        return f"{number}. {said}"
    if row.unit is None:
        said = _("gợi ý, chưa lưu") if row.suggested else _("chưa có bộ phận")
        return f"{number}; {said}"
    return number
