"""Taking the last move back: one button for fifteen minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms import staff as forms
from phuong.areas.dossiers.states import LIFE
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.api import undoing


@require_http_methods(["GET", "POST"])
@door(*READERS)
def undo(request: Request, code: str) -> HttpResponse:
    """Say what will be taken back, or take it back."""
    occasion = request.occasion
    dossier = policy.get(occasion.actor, code)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = actions.undo(occasion.under(form.cleaned_data["request_id"]), dossier)
        said = _("Đã hoàn tác, hồ sơ %(code)s trở lại như trước.") % {"code": done.code}
        messages.success(request, said)
        readable = policy.readable(occasion.actor).filter(id=done.id).exists()
        return redirect("dossiers:workspace", done.code) if readable else redirect("/can-bo/viec/")
    found = undoing.takeback(occasion, queries.trail_of(dossier), LIFE, "dossiers")
    if found is None:
        return redirect("dossiers:workspace", dossier.code)
    audit.note_reading(occasion, [dossier.id], "dossiers.move")
    context = {
        "form": form,
        "dossier": dossier,
        "version": queries.version(dossier),
        "found": found,
        "back": reverse("dossiers:workspace", args=[dossier.code]),
        "trail": [(_("Việc của tôi"), "/can-bo/viec/"), (_("Hoàn tác"), "")],
    }
    return render_page(request, "dossiers/staff/undo.html", context)
