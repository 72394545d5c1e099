"""The page on which a task is given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.tasks import actions, queries
from phuong.areas.tasks.actions import Wanted
from phuong.areas.tasks.forms import GiveForm
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import Can
from phuong.areas.tasks.views import words
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.access.directory import Holder
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page


@require_http_methods(["GET", "POST"])
@door(Can.GIVE)
def give(request: Request) -> HttpResponse:
    """Give a person of one's own a task; `nguon` in the address names what it comes of."""
    source = source_of(request)
    people = people_for(request.occasion)
    data: tuple[Any, Any] = (None, None)
    if request.method == "POST":
        data = (request.POST, request.FILES)
    initial = {"basis": source.card.code} if source else {}
    form = GiveForm(*data, people=people, initial=initial)
    if form.is_valid():
        try:
            task = _give(request, form, source.subject.id if source else None)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words.done(task, request.occasion, _("Đã giao")))
            return redirect("tasks:task", task.code)
    context = {
        "form": form,
        "nobody": not people,
        "source": source.card if source else None,
        "trail": words.trail(_("Giao nhiệm vụ")),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/give.html", context, status=status)


def people_for(occasion: Occasion) -> list[Holder]:
    """Return who may be given work by the actor, but for the actor."""
    found = queries.workers(occasion.actor, occasion.today)
    return [one for one in found if one.person_id != occasion.actor.person_id]


def source_of(request: Request) -> queries.Source | None:
    """Return what the task is to come of, as the address names it; a made-up one names nothing."""
    text = request.GET.get("nguon", "")
    if not text:
        return None
    try:
        source_id = UUID(text)
    except ValueError as error:
        raise NotVisible from error
    return queries.source(request.occasion.actor, source_id)


def wanted_of(form: GiveForm) -> Wanted:
    """Return what the form asks for."""
    given = form.cleaned_data
    return Wanted(
        title=given["title"],
        product=given["product"],
        doer_id=UUID(given["doer"]),
        by=given["by"],
        details=given["details"],
        basis=given["basis"],
        helpers=form.helper_ids(),
    )


def _give(request: Request, form: GiveForm, source_id: UUID | None) -> Task:
    given = form.cleaned_data
    files = documents.receive_all(given["attached"], field="attached")
    occasion = request.occasion.under(given["request_id"])
    return actions.give(occasion, request.ward, wanted_of(form), files=files, source_id=source_id)
