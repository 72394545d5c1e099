"""Taking the last move back: one button for fifteen minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.tasks import actions, forms, policy, queries
from phuong.areas.tasks.states import LIFE, Can
from phuong.areas.tasks.views import words
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.api import undoing


@require_http_methods(["GET", "POST"])
@door(Can.DO)
def undo(request: Request, code: str) -> HttpResponse:
    """Say what will be taken back, or take it back."""
    occasion = request.occasion
    task = policy.get(occasion.actor, code)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = actions.undo(occasion.under(form.cleaned_data["request_id"]), task)
        said = _("Đã hoàn tác, nhiệm vụ %(code)s trở lại như trước.") % {"code": done.code}
        messages.success(request, said)
        return redirect(words.after(occasion, done))
    found = undoing.takeback(occasion, queries.trail_of(task), LIFE, "tasks")
    if found is None:
        return redirect("tasks:task", task.code)
    audit.note_reading(occasion, [task.id], "tasks.move")
    context = {
        "form": form,
        "task": task,
        "found": found,
        "back": reverse("tasks:task", args=[task.code]),
        "trail": words.trail(_("Hoàn tác"), task=task),
    }
    return render_page(request, "tasks/undo.html", context)
