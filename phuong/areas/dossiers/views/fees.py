"""Working a fee out, taking it, giving it back; and how a citizen transfers it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.forms.fees import FeeForm, PayForm, RefundForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views import proof, slips
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import PUBLIC, Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import INVALID, render_page

CHARGE, PAY, REFUND = "charge", "pay", "refund"


@require_http_methods(["GET", "POST"])
@door(money.Can.TAKE)
def fee(request: Request, code: str) -> HttpResponse:
    """Work out what a dossier costs, take it, or give it back."""
    dossier = policy.get(request.occasion.actor, code)
    if dossier.received_at is None:
        raise NotVisible
    act = request.POST.get("act", "")
    forms = _forms(request, dossier, act)
    form = forms.get(act)
    if form is not None and form.is_valid():
        try:
            return _carry_out(request, dossier, act, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
    bill = queries.bill(request.occasion, dossier)
    audit.note_reading(request.occasion, [dossier.id], "dossiers.fee")
    wrong = form is not None and form.errors
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "bill": bill,
        "explained": queries.explained(bill.charge, dossier.field) if bill else [],
        "transfer": _transfer(dossier, bill),
        "prints": [
            (slips.TITLES[each](), reverse("dossiers:print", args=[code, each]))
            for each in slips.of_money(bill.charge.standing if bill else "")
        ],
        "forms": forms,
        "form": form if wrong else None,
        "back": reverse("dossiers:workspace", args=[code]),
        "trail": [(dossier.code, reverse("dossiers:workspace", args=[code])), (_("Phí"), "")],
    }
    status = INVALID if wrong else 200
    return render_page(request, "dossiers/staff/fee.html", context, status=status)


def _forms(request: Request, dossier: Dossier, act: str) -> dict[str, RefusableForm]:
    def data(of: str) -> object:
        return request.POST if act == of else None

    return {
        CHARGE: FeeForm(
            data(CHARGE),
            rules=queries.rules_of(dossier),
            exemptions=queries.exemptions(dossier.field, request.occasion.today),
            auto_id="tinh_%s",
        ),
        PAY: PayForm(data(PAY), auto_id="thu_%s"),
        REFUND: RefundForm(data(REFUND), auto_id="tra_%s"),
    }


def _carry_out(request: Request, dossier: Dossier, act: str, form: RefusableForm) -> HttpResponse:
    values = form.cleaned_data
    occasion = request.occasion.under(values["request_id"])
    if isinstance(form, FeeForm):
        version = queries.version(dossier)
        doubtful = version.fee_doubtful
        price = procedures.price(queries.rules_of(dossier), doubtful=doubtful, **form.asked())
        money.charge(occasion, dossier.id, queries.due_of(price, version))
        messages.success(request, _("Đã tính khoản thu."))
    elif act == PAY:
        given = {"amount": values["amount"], "how": values["how"]}
        usual = queries.usual_due(dossier)
        actions.pay(occasion, request.ward, dossier, **given, usual=usual)
        messages.success(request, _("Đã thu tiền. Đọc số biên lai cho người nộp."))
    else:
        money.refund(occasion, request.ward, dossier.id, reason=values["reason"])
        messages.success(request, _("Đã ghi hoàn trả."))
    return redirect("dossiers:fee", dossier.code)


def _transfer(dossier: Dossier, bill: money.Bill | None) -> str:
    if bill is None or not bill.is_due:
        return ""
    return money.transfer_text(dossier.ward_id, bill.charge.amount, dossier.code)


@require_GET
@door(PUBLIC)
@proof.proved
def owed(request: Request, dossier: Dossier, when: Occasion) -> HttpResponse:
    """Tell the owner what is to be paid, why so much, and how to transfer it."""
    bill = queries.bill(when, dossier)
    if bill is None:
        raise NotVisible
    context = {
        "dossier": dossier,
        "version": queries.version(dossier),
        "bill": bill,
        "explained": queries.explained(bill.charge, dossier.field),
        "transfer": _transfer(dossier, bill),
        "asking": queries.open_request(dossier) if dossier.state == State.PAYMENT else None,
    }
    return render_page(request, "dossiers/citizen/fee.html", context)
