"""Setting the hall up: its groups, its counters, and the screens that show them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.hall import actions, policy
from phuong.areas.hall.forms import CounterForm, GroupForm, OnceForm
from phuong.areas.hall.models import QueueGroup, ServiceCounter
from phuong.areas.hall.states import Can
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Request, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.workdays import Session


@require_GET
@door(Can.SET_UP)
def setup(request: Request) -> HttpResponse:
    """List groups and counters, the addresses of the screens, and whom the law puts first."""
    ward_id = request.ward.pk
    named = {one.code: one.name for one in procedures.fields(ward_id, request.occasion.today)}
    context = {
        "groups": [
            (one, [named.get(code, code) for code in one.fields]) for one in policy.groups(ward_id)
        ],
        "counters": [
            (one, [served.group.letter for served in one.served.all()])
            for one in policy.counters(ward_id).prefetch_related("served__group")
        ],
        "priorities": law.in_force_under("hall.priority.", request.occasion.today),
        "form": OnceForm(),
        "trail": [(_("Quầy, lấy số"), "")],
    }
    return render_page(request, "hall/setup.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.SET_UP)
def group(request: Request, group_id: UUID | None = None) -> HttpResponse:
    """Make a group or change one."""
    row = _group(request, group_id)
    offered = [
        (one.code, one.name) for one in procedures.fields(request.ward.pk, request.occasion.today)
    ]
    form = GroupForm(request.POST or None, offered=offered, initial=_initial(row))
    if form.is_valid():
        given = actions.GivenGroup(
            letter=form.cleaned_data["letter"],
            name=form.cleaned_data["name"],
            fields=form.cleaned_data["fields_served"],
            gives_results=form.cleaned_data["gives_results"],
            slot_minutes=form.cleaned_data["slot_minutes"],
            slot_capacity=form.cleaned_data["slot_capacity"],
            weekdays=form.cleaned_data["weekdays"],
            hours=form.cleaned_data["hours"],
        )
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        if _done(request, form, lambda: actions.set_group(occasion, given, group_id)):
            return redirect("hall:setup")
    title = _("Sửa nhóm %(letter)s") % {"letter": row.letter} if row else _("Thêm nhóm")
    return _form_page(request, form, title)


def _group(request: Request, group_id: UUID | None) -> QueueGroup | None:
    if group_id is None:
        return None
    row = policy.groups(request.ward.pk).filter(id=group_id).first()
    if row is None:
        raise NotVisible
    return row


def _initial(row: QueueGroup | None) -> dict[str, object]:
    if row is None:
        return {}
    hours = (f"{Session(*one)}".replace("–", "-") for one in row.hours)
    return {
        "letter": row.letter,
        "name": row.name,
        "fields_served": row.fields,
        "gives_results": row.gives_results,
        "slot_minutes": row.slot_minutes,
        "slot_capacity": row.slot_capacity,
        "weekdays": row.weekdays,
        "hours": ", ".join(hours),
    }


@require_http_methods(["GET", "POST"])
@door(Can.SET_UP)
def counter(request: Request, counter_id: UUID | None = None) -> HttpResponse:
    """Make a counter or change whom it serves."""
    row = _counter(request, counter_id)
    initial = {
        "number": row.number,
        "name": row.name,
        "groups": [str(one.group_id) for one in row.served.all()],
    } if row else {}  # fmt: skip
    form = CounterForm(request.POST or None, groups=policy.groups(request.ward.pk), initial=initial)
    if form.is_valid():
        occasion = request.occasion.under(form.cleaned_data["request_id"])
        number, name = form.cleaned_data["number"], form.cleaned_data["name"]
        if _done(
            request,
            form,
            lambda: actions.set_counter(
                occasion, number=number, name=name, groups=form.chosen(), counter_id=counter_id
            ),
        ):
            return redirect("hall:setup")
    title = _("Sửa quầy %(number)s") % {"number": row.number} if row else _("Thêm quầy")
    return _form_page(request, form, title)


def _counter(request: Request, counter_id: UUID | None) -> ServiceCounter | None:
    if counter_id is None:
        return None
    row = policy.counters(request.ward.pk).filter(id=counter_id).first()
    if row is None:
        raise NotVisible
    return row


def _done(request: Request, form: GroupForm | CounterForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Đã lưu."))
    return True


def _form_page(request: Request, form: GroupForm | CounterForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "trail": [(_("Quầy, lấy số"), reverse("hall:setup")), (title, "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/set.html", context, status=status)


@require_POST
@door(Can.SET_UP)
def retire(request: Request, what: str, row_id: UUID) -> HttpResponse:
    """Use a group or a counter no more."""
    form = OnceForm(request.POST)
    acts = {"nhom": actions.retire_group, "quay": actions.retire_counter}
    if what not in acts or not form.is_valid():
        raise NotVisible
    acts[what](request.occasion.under(form.cleaned_data["request_id"]), row_id)
    messages.success(request, _("Đã thôi dùng. Người đang chờ vẫn được mời."))
    return redirect("hall:setup")
