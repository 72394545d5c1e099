"""How each move is asked for and carried out: its form, its act, its page, its slip."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.forms import papers
from phuong.areas.dossiers.forms import staff as forms
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import (
    APOLOGIZE,
    ASK_AT_INTAKE,
    ASK_PAYMENT,
    ASK_SUPPLEMENT,
    ASSIGN,
    CERTIFY,
    CONSULT,
    CORRECT,
    DRAFT_APOLOGY,
    FOLLOW,
    HAND_OVER,
    NOT_ACCEPT,
    PASS_ON,
    POST_RESULT,
    REASSIGN,
    RECALL_RESULT,
    RECEIVE,
    RENEW_RECEIPT,
    REPLACE_RESULT,
    RETURN_APOLOGY,
    REVOKE_RESULT,
    SEND_BACK,
    SIGN,
    STOP,
    SUBMIT,
    TAKE_BACK_POST,
    TAKE_FOR_OTHER,
    TAKE_OVER,
    TAKE_PAYMENT,
    TAKE_SUPPLEMENT,
    TAKE_UP,
    VOID_CERTIFICATION,
    WAIVE_PAYMENT,
    State,
)
from phuong.areas.dossiers.views import (
    certifying,
    consulting,
    correcting,
    following,
    holding,
    passing,
    paying,
    results,
)
from phuong.areas.dossiers.views.moving import Moving, received_files
from phuong.kernel.law import api as law
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.workflow.machine import Move

# What is offered first as a new day, in working days after the promised one.
USUAL_DELAY: Final = 2


Make = Callable[[Moving], RefusableForm]
Do = Callable[[Moving, Any], Dossier]
Preview = Callable[[Moving, Any], Sequence[Any]]
Around = Callable[[Moving], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """How a move is asked for and carried out.

    `preview` returns what would change, to be confirmed first; `around` what else the page shows.
    """

    move: Move[State]
    make: Make
    do: Do
    template: str = "dossiers/staff/move.html"
    then_print: str = ""
    preview: Preview | None = None
    around: Around | None = None


def _plain(form_class: type[RefusableForm]) -> Make:
    return lambda moving: form_class(*moving.form_data())


def _with_version(form_class: type[Any]) -> Make:
    def make(moving: Moving) -> RefusableForm:
        form: RefusableForm = form_class(*moving.form_data(), version=moving.version)
        return form

    return make


def _papers_form(moving: Moving) -> RefusableForm:
    """Begin with what the applicant said is there; the official sees the papers themselves."""
    given = {papers.paper_field_of(paper.code): paper.form for paper in moving.dossier.papers.all()}
    form = papers.PapersForm(*moving.form_data(), version=moving.version, initial=given)
    form.offer(holding.words(holding.of(moving)))
    return form


def _assign_form(moving: Moving) -> RefusableForm:
    unit_id = moving.dossier.unit_id
    people = (
        queries.handlers(moving.occasion.ward_id, unit_id, moving.occasion.today) if unit_id else []
    )
    return forms.AssignForm(*moving.form_data(), people=people)


def _reassign_form(moving: Moving) -> RefusableForm:
    unit_id, today = moving.dossier.unit_id, moving.occasion.today
    known = queries.handlers(moving.occasion.ward_id, unit_id, today) if unit_id else []
    people = [one for one in known if one[0] != moving.dossier.handler_id]
    return forms.ReassignForm(*moving.form_data(), people=people)


def _reassign(moving: Moving, form: forms.ReassignForm) -> Dossier:
    handler_id, reason = UUID(form.cleaned_data["handler"]), form.cleaned_data["reason"]
    return actions.reassign(moving.occasion, moving.dossier, handler_id, reason=reason)


def _submit_form(moving: Moving) -> RefusableForm:
    return forms.SubmitForm(*moving.form_data(), initial={"kind": moving.version.result})


def _receive(moving: Moving, form: papers.PapersForm) -> Dossier:
    return actions.receive(
        moving.occasion, moving.dossier, moving.version, form.papers(), form.marks()
    )


def _ask(moving: Moving, form: forms.AskForm, *, at_intake: bool) -> Dossier:
    today = moving.occasion.today
    act = actions.ask_at_intake if at_intake else actions.ask_supplement
    allowed = "dossiers.supplements.intake" if at_intake else "dossiers.supplements.processing"
    return act(
        moving.occasion,
        moving.dossier,
        form.asked(),
        moving.version,
        days=law.number("dossiers.supplement_answer_limit", today),
        allowed=law.number(allowed, today),
        again=form.cleaned_data["again"],
    )


def _assign(moving: Moving, form: forms.AssignForm) -> Dossier:
    handler_id = UUID(form.cleaned_data["handler"])
    return actions.assign(moving.occasion, moving.dossier, handler_id)


def _submit(moving: Moving, form: forms.SubmitForm) -> Dossier:
    files = received_files(form.cleaned_data.get("attached"))
    return actions.submit(
        moving.occasion,
        moving.dossier,
        kind=form.cleaned_data["kind"],
        summary=form.cleaned_data["summary"],
        files=files,
    )


def _apology_form(moving: Moving) -> RefusableForm:
    """Begin two working days after the promise: the officer says what is honest."""
    promised = moving.dossier.target_on
    first = moving.occasion.calendar.add(promised, USUAL_DELAY) if promised else None
    return forms.ApologyForm(*moving.form_data(), initial={"new_on": first})


def _draft_apology(moving: Moving, form: forms.ApologyForm) -> Dossier:
    given = {name: form.cleaned_data[name] for name in ("why", "reason", "new_on")}
    return actions.draft_apology(moving.occasion, moving.dossier, **given)


def _reasons(form: RefusableForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("reason", "basis", "next_step")}


PAGES: Mapping[str, Page] = {
    page.move.slug: page
    for page in (
        Page(
            RECEIVE,
            _papers_form,
            _receive,
            "dossiers/staff/receive.html",
            "giay-hen",
        ),
        Page(
            ASK_AT_INTAKE,
            _with_version(forms.AskForm),
            lambda moving, form: _ask(moving, form, at_intake=True),
            "dossiers/staff/ask.html",
            "phieu-bo-sung",
            around=holding.around,
        ),
        Page(
            NOT_ACCEPT,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.not_accept(
                moving.occasion, moving.dossier, **_reasons(form)
            ),
            then_print="phieu-tu-choi",
        ),
        Page(ASSIGN, _assign_form, _assign),
        Page(REASSIGN, _reassign_form, _reassign),
        Page(
            CORRECT,
            correcting.make,
            correcting.do,
            "dossiers/staff/correct.html",
            "giay-hen",
            preview=correcting.preview,
            around=correcting.around,
        ),
        Page(
            TAKE_UP,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_up(moving.occasion, moving.dossier),
        ),
        Page(
            TAKE_OVER,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_over(moving.occasion, moving.dossier),
        ),
        Page(PASS_ON, passing.make, passing.do),
        Page(CONSULT, consulting.make, consulting.do),
        Page(FOLLOW, following.follow_form, following.follow),
        Page(
            TAKE_FOR_OTHER,
            following.other_form,
            following.take_for_other,
            then_print="giay-hen",
        ),
        Page(SUBMIT, _submit_form, _submit),
        Page(
            ASK_SUPPLEMENT,
            _with_version(forms.AskForm),
            lambda moving, form: _ask(moving, form, at_intake=False),
            "dossiers/staff/ask.html",
            "phieu-bo-sung",
            around=holding.around,
        ),
        Page(
            TAKE_SUPPLEMENT,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_supplement(moving.occasion, moving.dossier),
            then_print="giay-hen",
        ),
        Page(SIGN, results.sign_form, results.sign),
        Page(ASK_PAYMENT, paying.ask_form, paying.ask, around=paying.around),
        Page(TAKE_PAYMENT, paying.take_form, paying.take, around=paying.around),
        Page(WAIVE_PAYMENT, paying.waive_form, paying.waive),
        Page(CERTIFY, certifying.move_form, certifying.certify),
        Page(VOID_CERTIFICATION, certifying.void_form, certifying.void),
        Page(POST_RESULT, _plain(forms.PostForm), results.post),
        Page(
            TAKE_BACK_POST,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.take_back_post(moving.occasion, moving.dossier),
        ),
        Page(REPLACE_RESULT, results.replace_form, results.replace),
        Page(
            REVOKE_RESULT,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.revoke_result(
                moving.occasion, moving.dossier, **_reasons(form)
            ),
        ),
        Page(
            RECALL_RESULT,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.recall_result(
                moving.occasion, moving.dossier, **_reasons(form)
            ),
        ),
        Page(DRAFT_APOLOGY, _apology_form, _draft_apology),
        Page(
            APOLOGIZE,
            _plain(forms.ConfirmForm),
            lambda moving, _form: actions.apologize(
                moving.occasion, moving.request.ward, moving.dossier
            ),
            then_print="thu-xin-loi",
        ),
        Page(
            RETURN_APOLOGY,
            _plain(forms.SendBackForm),
            lambda moving, form: actions.return_apology(
                moving.occasion, moving.dossier, reason=form.cleaned_data["reason"]
            ),
        ),
        Page(
            SEND_BACK,
            _plain(forms.SendBackForm),
            lambda moving, form: actions.send_back(
                moving.occasion, moving.dossier, reason=form.cleaned_data["reason"]
            ),
        ),
        Page(
            HAND_OVER,
            _plain(forms.HandOverForm),
            lambda moving, form: actions.hand_over(
                moving.occasion,
                moving.dossier,
                receiver_kind=form.cleaned_data["receiver_kind"],
                receiver_name=form.cleaned_data["receiver_name"],
                receiver_paper=form.paper(),
            ),
        ),
        Page(
            RENEW_RECEIPT,
            _plain(forms.RenewForm),
            lambda moving, form: actions.renew_receipt(
                moving.occasion, moving.dossier, checked=form.cleaned_data["checked"]
            ),
            then_print="giay-hen",
        ),
        Page(
            STOP,
            _plain(forms.ReasonForm),
            lambda moving, form: actions.stop(moving.occasion, moving.dossier, **_reasons(form)),
            then_print="thong-bao-dung",
        ),
    )
}
