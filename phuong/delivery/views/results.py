"""Checking a result in public: by its file, which is not kept, or by the code beside the stamp."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from phuong.areas.dossiers import api as dossiers
from phuong.delivery import results
from phuong.delivery.forms import CheckResultForm
from phuong.kernel.access.api import PUBLIC, Actor, Occasion, Request, clock, door, throttle
from phuong.kernel.documents.signing import api as signing
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.ui.pages import INVALID, render_page

# Looking at a file costs a second of the machine; a hall behind one address checks a few.
MOST = throttle.Limit(30, 15)
DOOR = "delivery.check-result"


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def check_result(request: Request) -> HttpResponse:
    """Say whether a PDF is a result of this ward, unchanged and in force."""
    form = CheckResultForm(request.POST or None, request.FILES or None)
    answer = None
    if form.is_valid():
        try:
            answer = _looked(request, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {"form": form, "answer": answer}
    status = INVALID if form.errors else 200
    return render_page(request, "delivery/check_result.html", context, status=status)


def _looked(request: Request, form: CheckResultForm) -> results.Answer:
    now = clock.now()
    address = request.META.get("REMOTE_ADDR", "")
    tried = throttle.keys("file", address, here=MOST, thing_at_all=None, address_at_all=MOST)
    throttle.check(request.ward.pk, DOOR, tried, now, phone=request.ward.phone)
    throttle.note_failure(request.ward.pk, DOOR, tried, now)
    sha256, looked = signing.look_at_upload(form.cleaned_data["file"], now, field="file")
    answer = results.judge(request.ward.pk, sha256, looked, now)
    if answer.verdict.code == "changed" and answer.issued is not None:
        anybody = Occasion(Actor.citizen(request.ward.pk), now, law.calendar(request.ward.pk))
        dossiers.actions.note_altered_copy(anybody, answer.issued.id, sha256)
    return answer


@require_safe
@door(PUBLIC)
def check_issued(request: Request, result_id: UUID) -> HttpResponse:
    """Say how the result stands whose code was scanned."""
    issued = dossiers.by_id(request.ward.pk, result_id)
    if issued is None:
        raise NotVisible
    context = {"answer": results.of_code(issued), "by_code": True}
    return render_page(request, "delivery/check_result.html", context)
