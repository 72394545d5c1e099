"""Looking a dossier up, its page, the QR page, why it is this date, its files."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.forms.tracking import LookupForm
from phuong.areas.dossiers.models import ApologyStanding, Dossier
from phuong.areas.dossiers.queries import stories
from phuong.areas.dossiers.queries.stories import GivenFileInfo
from phuong.areas.dossiers.states import AT_HOME, OPEN, State
from phuong.areas.dossiers.views import correcting, guessing, proof, slips, standing, times, why
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Occasion
from phuong.kernel.access.doors import PUBLIC, Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.notices import api as notices
from phuong.kernel.numbering import api as numbering
from phuong.kernel.text import show_phone
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.parts import Act

LETTERS = "dossiers.lookup.secret"
PARTS = (stories.EVENTS, stories.PAPERS, stories.FILES, stories.FEE)
MORE = {
    State.SUPPLEMENT: (stories.REQUESTS,),
    State.SUPPLEMENT_INTAKE: (stories.REQUESTS,),
    State.PAYMENT: (stories.REQUESTS,),
    State.IN_WORK: (stories.NOTES,),
    State.SIGNING: (stories.NOTES,),
    State.NOT_ACCEPTED: (stories.NOTES,),
    State.STOPPED: (stories.NOTES, stories.REQUESTS),
    State.WITHDRAWN: (stories.NOTES,),
    State.READY: (stories.RESULTS, stories.NOTES),
    State.RETURNED: (stories.RESULTS, stories.NOTES),
}
# Whose reasons the applicant reads: while a dossier is in work again, why it is.
SAID = (
    "not_accept", "stop", "replace_result", "revoke_result", "void_certification",
    "report_refused", "report_stopped",
)  # fmt: skip
AGAIN, AGAIN_AT = ("recall_result",), (State.IN_WORK, State.SIGNING)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def lookup(request: Request) -> HttpResponse:
    """Ask for a code and a proof; the same words whichever of the two is wrong."""
    typed = request.GET.get("ma", "")[:60]
    form = LookupForm(request.POST or None, initial={"code": typed})
    other = None
    if form.is_valid():
        code = form.cleaned_data["code"]
        other = queries.other_ward(request.ward, code)
        if other is None:
            try:
                dossier = looked_up(request, code, form.cleaned_data["proof"])
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                if dossier is not None:
                    response = redirect("dossiers:status", code=dossier.code)
                    proof.prove(request, response, dossier)
                    return response
                form.add_error("code", not_found(request))
    elif typed and not form.is_bound:
        other = queries.other_ward(request.ward, typed)
    context = {
        "form": form,
        "question": _("Tra cứu hồ sơ"),
        "next_words": _("Tra cứu"),
        "asks_again": bool(typed) and not form.is_bound,
        "other": other[0] if other else None,
        "other_url": f"{request.scheme}://{other[1]}/tra-cuu/" if other and other[1] else "",
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/citizen/lookup.html", context, status=status)


def looked_up(request: Request, code: str, typed: str) -> Dossier | None:
    """Return the dossier whose code and proof were typed; whoever guesses is held back."""
    whole = numbering.completed(request.ward, "dossier", code)
    codes = [policy.normal_code(code), *([whole] if whole else [])]
    when = proof.occasion(request)
    # Four digits can be tried out from many addresses; a whole number, the letters of the slip
    # cannot: with either its owner comes in also while others guess the digits.
    number = policy.whole_number(typed)
    many = bool(number) or not "".join(typed.split()).isdigit()
    door = "dossiers.lookup.phone" if number else LETTERS if many else "dossiers.lookup"
    tried = guessing.guess(request, door, whole or codes[0], when.now, many=many)
    try:
        tried.check(request.ward.phone)
    except RuleBroken as held:
        if many or int(str(held.facts["minutes"])) <= guessing.HOUR:
            raise
        raise guessing.guessed_at() from held
    dossier = policy.by_proof(request.ward.pk, codes, typed)
    if dossier is None:
        tried.failed()
    return dossier


def not_found(request: Request) -> str:
    """Say that nothing was found, whichever of the two was wrong."""
    if request.ward.phone:
        return _(
            "Không thấy hồ sơ với mã và số này. Xem lại mã trên giấy hẹn, hoặc gọi %(phone)s."
        ) % {"phone": request.ward.phone}
    return _("Không thấy hồ sơ với mã và số này. Xem lại mã trên giấy hẹn.")


@require_POST
@door(PUBLIC)
def close(request: Request) -> HttpResponse:
    """Close every dossier that this browser has open."""
    response = redirect("dossiers:lookup")
    proof.forget(response)
    return response


@require_GET
@door(PUBLIC)
@proof.proved
def status(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Show where a dossier stands: three statements."""
    state = State(dossier.state)
    sorry = (stories.APOLOGY,) if dossier.apology == ApologyStanding.SENT else ()
    corrected = (stories.CORRECTIONS,) if dossier.corrected_at else ()
    story = queries.story(dossier, (*PARTS, *MORE.get(state, ()), *sorry, *corrected))
    version = queries.version(dossier)
    asked = story.last("ask_supplement", "ask_payment", "report_supplement")
    paused = asked if dossier.is_paused else None
    promised = standing.promise(dossier, when, paused.at if paused else None)
    context = {
        "dossier": dossier,
        "version": version,
        "story": story,
        "tone": standing.tone(dossier),
        "promise": promised,
        "late": standing.late_words(promised.days or 0, request.ward) if promised.is_late else "",
        "to_do": standing.to_do(dossier, story),
        "asks": state in (State.SUPPLEMENT, State.SUPPLEMENT_INTAKE)
        and story.open_request
        and not dossier.is_followed,
        "settler": queries.settler(dossier) if dossier.is_followed else "",
        "said": story.note(*(AGAIN if state in AGAIN_AT else SAID)),
        "sorry": standing.sorry(dossier, story),
        "pays": state == State.PAYMENT and story.open_request,
        "lapsed": story.last("lapse"),
        "unpaid": story.last("lapse_payment"),
        "steps": standing.timeline(dossier, story, promised),
        "times": times.table(dossier, story.passages, when, to_applicant=True),
        "usual": procedures.usual(request.ward.pk, version),
        "corrections": correcting.told(story.corrections),
        "upcoming": standing.upcoming(dossier, story, when),
        "may_change_way": state in OPEN or state == State.READY,
        "phone": show_phone(dossier.applicant.phone),
        "other_words": queries.other_words(dossier.applicant),
        "files": _files(dossier, story, when),
        "download": bool(story.result and story.result.file_id) and state == State.READY,
        "messages_told": notices.for_subject(
            request.ward.pk, dossier.id, when.now, code=dossier.code, ward=request.ward
        ),
        "others": _others(dossier, story, when),
    }
    return render_page(request, "dossiers/citizen/status.html", context)


def _files(dossier: Dossier, story: queries.Story, when: Occasion) -> list[GivenFileInfo]:
    """Return the files that their owner may open."""
    return [file for file in story.files if policy.may_open(when.actor, dossier, file.purpose)]


def _others(dossier: Dossier, story: queries.Story, when: Occasion) -> list[Act]:
    """Return what else can be done here: slips to print, taking the dossier back."""
    acts = [
        Act(slips.TITLES[form](), reverse("dossiers:slip", args=[dossier.code, form]))
        for form in slips.available(dossier, story)
    ]
    acts.append(
        Act(_("Giữ trong Hồ sơ của tôi"), reverse("dossiers:mine-keep", args=[dossier.code]))
    )
    acts.append(Act(_("Ai đã xem hồ sơ này"), reverse("dossiers:seen", args=[dossier.code])))
    for move in policy.open_moves(when.actor, dossier):
        if move.name == "withdraw":
            address = reverse("dossiers:withdraw", args=[dossier.code])
            acts.append(Act(str(move.label), address, str(move.consequence)))
    if rules.rated_after(dossier.state, is_late=queries.is_late(dossier, when.now)):
        acts.append(
            Act(_("Đánh giá cách chúng tôi phục vụ"), reverse("dossiers:rate", args=[dossier.code]))
        )
    return acts


@require_GET
@door(PUBLIC)
@proof.proved
def explain(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Explain the date day by day to its owner."""
    parts = (stories.PAUSES, stories.REQUESTS)
    found = why.why(dossier, queries.story(dossier, parts), when, public=False)
    back = reverse("dossiers:status", args=[dossier.code])
    return _explained(request, dossier, found, back)


@require_GET
@door(PUBLIC)
def explain_by_qr(request: Request, token: str) -> HttpResponse:
    """Explain the date to whoever has the QR code, without what was asked for."""
    dossier = policy.by_token(request.ward.pk, token)
    when = proof.occasion(request)
    found = why.why(dossier, queries.story(dossier, (stories.PAUSES,)), when, public=True)
    return _explained(request, dossier, found, reverse("dossiers:qr", args=[token]))


def _explained(
    request: Request, dossier: Dossier, found: why.Why | None, back: str
) -> HttpResponse:
    if found is None:
        return redirect(back)
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "why": found,
        "moved": why.moved_words(found) if found.was_moved else "",
        "back": back,
    }
    return render_page(request, "dossiers/citizen/why.html", context)


@require_GET
@door(PUBLIC)
def by_qr(request: Request, token: str) -> HttpResponse:
    """Show procedure, state and date to whoever holds the QR code: nothing of the person."""
    return shown_by_qr(request, token)


def shown_by_qr(request: Request, token: str) -> HttpResponse:
    """Return what the QR code shows, also at the kiosk of the hall."""
    dossier = policy.by_token(request.ward.pk, token)
    when = proof.occasion(request)
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "tone": standing.tone(dossier),
        "promise": standing.promise(dossier, when),
        "has_code": dossier.state not in AT_HOME,
    }
    return render_page(request, "dossiers/citizen/qr.html", context)


@require_GET
@door(PUBLIC)
def file(request: Request, code: str, attachment_id: UUID) -> HttpResponseBase:
    """Open one file of a dossier to its owner."""
    when = proof.occasion(request)
    dossier = policy.get(when.actor, code)
    attachment = documents.get(request.ward.pk, dossier.id, attachment_id)
    if not policy.may_open(when.actor, dossier, attachment.purpose):
        raise NotVisible("documents.no-attachment")
    return documents.respond(attachment, request=request)
