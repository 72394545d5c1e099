"""Asking an applicant to pay, taking it, and no longer asking: what their pages need."""

from typing import Any

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.forms.fees import AskPaymentForm, PayForm, WaiveForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.procedures import api as procedures
from phuong.kernel.law import api as law

LIMIT = "dossiers.payment_limit"


def ask_form(moving: Moving) -> AskPaymentForm:
    """Ask why; the amount too, where it was not worked out before."""
    known = queries.bill(moving.occasion, moving.dossier) is not None
    on = moving.occasion.today
    return AskPaymentForm(
        moving.form_data()[0],
        rules=() if known else queries.rules_of(moving.dossier),
        exemptions=() if known else queries.exemptions(moving.dossier.field, on),
    )


def ask(moving: Moving, form: AskPaymentForm) -> Dossier:
    """Ask for what was set before, for what everybody pays, or for what is worked out now."""
    dossier, version = moving.dossier, moving.version
    due = None
    if queries.bill(moving.occasion, dossier) is None:
        rules = queries.rules_of(dossier)
        price = procedures.price(rules, doubtful=version.fee_doubtful, **form.asked())
        due = queries.due_of(price, version)
    elif not queries.is_charged(dossier):
        due = queries.usual_due(dossier)
    days = law.number(LIMIT, moving.occasion.today)
    why = form.cleaned_data["why"]
    return actions.ask_payment(moving.occasion, dossier, due, why=why, days=days)


def take_form(moving: Moving) -> PayForm:
    """Ask how much was counted, and in what form."""
    return PayForm(moving.form_data()[0])


def take(moving: Moving, form: PayForm) -> Dossier:
    """Take the money; the clock runs on."""
    given = {"amount": form.cleaned_data["amount"], "how": form.cleaned_data["how"]}
    return actions.take_payment(moving.occasion, moving.request.ward, moving.dossier, **given)


def waive_form(moving: Moving) -> WaiveForm:
    """Ask why it is no longer asked for."""
    return WaiveForm(moving.form_data()[0])


def waive(moving: Moving, form: WaiveForm) -> Dossier:
    """Ask no longer; the clock runs on."""
    return actions.waive_payment(moving.occasion, moving.dossier, why=form.cleaned_data["why"])


def around(moving: Moving) -> dict[str, Any]:
    """Show what is due and how it came about."""
    bill = queries.bill(moving.occasion, moving.dossier)
    return {
        "bill": bill,
        "explained": queries.explained(bill.charge, moving.dossier.field) if bill else [],
    }
