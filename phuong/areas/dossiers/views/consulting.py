"""Asking others about a dossier: the question, the page of each answer, what is late."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.consulting import Asked
from phuong.areas.dossiers.forms.consulting import AnswerForm, ConsultForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.policy import inquiries as who
from phuong.areas.dossiers.queries import inquiries
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.dossiers.views.workspace import READERS
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.text.phrases import CLOCK_SENTENCES
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence
from phuong.kernel.workdays import evaluate

MOST_LISTED = 100


def make(moving: Moving) -> ConsultForm:
    """Offer the other units that settle dossiers, and the kinds of agencies."""
    settling = queries.settling(moving.occasion)
    others = [one for one in settling if one[0] != moving.dossier.unit_id]
    kinds = [(kind.code, kind.name) for kind in inquiries.agency_kinds(moving.occasion.today)]
    return ConsultForm(*moving.form_data(), offered=others, kinds=kinds)


def do(moving: Moving, form: ConsultForm) -> Dossier:
    """Ask them all at once."""
    given, today = form.cleaned_data, moving.occasion.today
    names = dict(queries.settling(moving.occasion))
    asked = [
        Asked(names[UUID(one)], "unit", inquiries.opinion_limit(today), UUID(one))
        for one in given["units"]
    ]
    asked += [
        Asked(given["agency"].strip(), kind.code, kind.limit)
        for kind in inquiries.agency_kinds(today)
        if kind.code == given["agency_kind"]
    ]
    return actions.consult(moving.occasion, moving.dossier, asked, question=given["question"])


@require_http_methods(["GET", "POST"])
@door(*READERS)
def inquiry(request: Request, code: str) -> HttpResponse:
    """Show what was asked, until when and why until then; take the answer."""
    occasion = request.occasion
    found = who.get(occasion.actor, code)
    audit.note_reading(occasion, [found.dossier_id], "dossiers.inquiry")
    form = AnswerForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        told = occasion.under(given["request_id"])
        try:
            files = documents.receive_all(given["attached"], field="attached")
            actions.answer_inquiry(
                told, found, stance=given["stance"], answer=given["answer"], files=files
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi trả lời. Người giải quyết hồ sơ thấy ngay."))
            return redirect("dossiers:inquiry", found.code)
    days = evaluate(found.clock, occasion.calendar, narrate=True).days
    opens = policy.readable(occasion.actor).filter(id=found.dossier_id).exists()
    context = {
        "form": form,
        "inquiry": found,
        "dossier": found.dossier,
        "version": queries.version(found.dossier),
        "late": found.is_waiting and occasion.now > found.due_at,
        "days": [(day.date, _(CLOCK_SENTENCES[day.reason])) for day in days],
        "may_answer": who.may_answer(occasion.actor, found),
        "may_manage": who.may_manage(occasion.actor, found),
        "files": documents.of_subject(occasion.ward_id, found.id) if found.answered_at else [],
        "opens": opens,
        "trail": [(_("Ý kiến chờ trả lời"), reverse("dossiers:inquiries")), (found.code, "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/inquiry.html", context, status=status)


@require_safe
@door(*READERS)
def answer_file(request: Request, code: str, attachment_id: UUID) -> HttpResponseBase:
    """Open a file that came with an answer; the opening is written down."""
    found = who.get(request.occasion.actor, code)
    file = documents.get(found.ward_id, found.id, attachment_id)
    audit.note_reading(request.occasion, [found.dossier_id], "dossiers.answer_file")
    return documents.respond(file)


@require_POST
@door(*READERS)
def urge(request: Request, code: str) -> HttpResponse:
    """Write down that a reminder was sent, or that nobody waits any more."""
    found = who.get(request.occasion.actor, code)
    try:
        if "drop" in request.POST:
            actions.drop_inquiry(request.occasion, found)
            messages.success(request, _("Đã thôi chờ câu trả lời này."))
        else:
            actions.urge_inquiry(request.occasion, found)
            messages.success(request, _("Đã ghi: vừa gửi nhắc."))
    except WrongState as refusal:
        messages.warning(request, sentence(refusal))
    return redirect("dossiers:inquiry", found.code)


@require_safe
@door(*READERS)
def waiting(request: Request) -> HttpResponse:
    """List what is still to be answered, the latest first: for officer, head and leader alike."""
    occasion = request.occasion
    rows = who.readable(occasion.actor).waiting().select_related("dossier")
    found = list(rows.order_by("due_at", "id")[:MOST_LISTED])
    context = {
        "rows": [(one, occasion.now > one.due_at) for one in found],
        "trail": [(_("Ý kiến chờ trả lời"), "")],
    }
    return render_page(request, "dossiers/staff/inquiries.html", context)
