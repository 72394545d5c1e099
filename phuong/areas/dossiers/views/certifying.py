"""The express lane: certified while somebody waits, number and fee on the page that goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.actions.certifying import Certified, Taken
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.forms.certifying import ExpressForm, LineForm, VoidForm
from phuong.areas.dossiers.models import Book, Certification, Dossier
from phuong.areas.dossiers.queries import certifying as books
from phuong.areas.dossiers.rules import certifying as rules
from phuong.areas.dossiers.states import Can
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import Exemption, Price, VersionInfo
from phuong.kernel.access.api import Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.ui.pages import INVALID, render_page

# What the buttons mean: paid in cash, paid later, only what it would cost. Whoever pays less has
# a button of their own, `cash:WHO`, so that the lane asks for no field more.
CASH, LATER, PRICE = "cash", "later", "price"


@dataclass(frozen=True, slots=True)
class Done:
    """What was certified last, for the page that goes on with the next."""

    dossier: Dossier
    line: Certification
    bill: money.Bill | None
    explained: list[str]
    may_void: bool


@require_http_methods(["GET", "POST"])
@door(Can.CERTIFY)
def express(request: Request) -> HttpResponse:
    """Certify for whoever waits; what was certified last stands above the empty form."""
    form = ExpressForm(request.POST or None, initial=_initial(request))
    act, _mark, who_pays_less = request.POST.get("act", CASH).partition(":")
    told: list[str] = []
    if form.is_valid():
        try:
            version = _version(request, form.cleaned_data["book"])
            less = _exemption(request, version, who_pays_less)
            price = price_of(version, form.cleaned_data, less)
            if act == PRICE:
                told = queries.told_price(price)
            else:
                return _certify(request, version, price, act, form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal)
    signers = books.certifiers(request.ward.pk, request.occasion.today)
    chosen = _chosen_signer(request, signers)
    context = {
        "form": form,
        "told": told,
        "done": _done(request),
        "exemptions": _exemptions(request),
        "signers": signers.items(),
        "signer": chosen,
        "signer_name": signers.get(chosen, "") if chosen else "",
        "trail": [(_("Quầy"), reverse("dossiers:desk")), (_("Chứng thực nhanh"), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "dossiers/staff/express.html", context, status=status)


def price_of(
    version: VersionInfo, values: Mapping[str, Any], less: Exemption | None = None
) -> Price:
    """Return what a certification costs by the procedure's version, or refuse a gap in its fees."""
    fees = procedures.of_channel(version.fees, procedures.DESK)
    counted = {"copies": values["copies"], "pages": values["pages"]}
    return procedures.price(fees, 0, doubtful=version.fee_doubtful, exemption=less, **counted)


def _exemptions(request: Request) -> list[Exemption]:
    """Return who pays less for what the lane certifies, each once."""
    on = request.occasion.today
    found: dict[str, Exemption] = {}
    for slug in rules.BOOKS.values():
        version = procedures.current(request.ward.pk, slug, on)
        if version is not None:
            found |= {one.code: one for one in queries.exemptions(version.field_code, on)}
    return list(found.values())


def _exemption(request: Request, version: VersionInfo, code: str) -> Exemption | None:
    """Return by what somebody pays less, or refuse what does not hold for this book today."""
    if not code:
        return None
    known = queries.exemptions(version.field_code, request.occasion.today)
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise RuleBroken(
            "fees.exemption",
            _("Diện miễn, giảm này không áp dụng cho loại chứng thực đã chọn. Chọn lại."),
        )
    return found


def _version(request: Request, book: str) -> VersionInfo:
    found = procedures.current(request.ward.pk, rules.BOOKS[book], request.occasion.today)
    if found is None:
        raise RuleBroken(
            "dossiers.certify.no-procedure",
            _("Thủ tục này chưa có trong danh mục của phường. Nhờ quản trị nạp gói pháp luật."),
        )
    return found


def _certify(
    request: Request, version: VersionInfo, price: Price, act: str, values: Mapping[str, Any]
) -> HttpResponse:
    occasion = request.occasion.under(values["request_id"])
    name, id_number = values["who"]
    signer = _signer_id(values["signer"])
    dossier = actions.certify_at_once(
        occasion,
        request.ward,
        version,
        Given(name=name, id_number=id_number),
        Certified(values["document"], values["copies"], values["pages"], signer),
        Taken(queries.due_of(price, version), "" if act == LATER else money.Payment.How.CASH),
    )
    asked = {"xong": dossier.code, "loai": values["book"]}
    if signer:
        asked["ky"] = str(signer)
    return redirect(f"{reverse('dossiers:express')}?{urlencode(asked)}")


def _done(request: Request) -> Done | None:
    """Return what the address names as certified last."""
    code = request.GET.get("xong", "")
    if not code or request.method == "POST":
        return None
    dossier = policy.get(request.occasion.actor, code)
    line = books.certification_of(dossier)
    if line is None:
        raise NotVisible
    audit.note_reading(request.occasion, [dossier.id], "dossiers.express")
    bill = queries.bill(request.occasion, dossier)
    explained = queries.explained(bill.charge, dossier.field) if bill else []
    return Done(dossier, line, bill, explained, line.result.is_in_force)


def _initial(request: Request) -> dict[str, Any]:
    """Return what the form begins with: the same person again, or a line to be written anew."""
    chosen = request.GET.get("loai", "")
    values: dict[str, Any] = {"book": chosen if chosen in Book.values else Book.COPY.value}
    code = request.GET.get("tiep") or request.GET.get("sua")
    if code:
        dossier = policy.get(request.occasion.actor, code)
        audit.note_reading(request.occasion, [dossier.id], "dossiers.express")
        who = dossier.applicant
        values["who"] = f"{who.name} {who.id_number}".strip()
        line = books.certification_of(dossier) if "sua" in request.GET else None
        if line is not None:
            values |= {
                "book": line.book, "document": line.document, "copies": line.copies,
                "pages": line.pages,
            }  # fmt: skip
    values["signer"] = request.GET.get("ky", "")
    return values


def _chosen_signer(request: Request, signers: Mapping[UUID, str]) -> UUID | None:
    asked = _signer_id(request.POST.get("signer") or request.GET.get("ky", ""))
    return asked if asked in signers else next(iter(signers), None)


def _signer_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def move_form(moving: Moving) -> LineForm:
    """Ask what to write into the book of a dossier that was received before."""
    answers = moving.dossier.applicant.answers
    known = {name: answers[name] for name in ("copies", "pages") if answers.get(name)}
    form = LineForm(*moving.form_data(), initial={"document": answers.get("documents", "")} | known)
    form.of_book = rules.book_of(moving.version.slug)
    return form


def certify(moving: Moving, form: LineForm) -> Dossier:
    """Write the line; the result waits to be handed over."""
    values = form.cleaned_data
    what = Certified(values["document"], values["copies"], values["pages"], None)
    done = actions.certify(
        moving.occasion, moving.request.ward, moving.dossier, moving.version, what
    )
    line = books.certification_of(done)
    if line is not None:
        messages.info(moving.request, _("Số chứng thực: %(number)s.") % {"number": line.number})
    return done


def void_form(moving: Moving) -> VoidForm:
    """Ask why a number is void."""
    return VoidForm(*moving.form_data())


def void(moving: Moving, form: VoidForm) -> Dossier:
    """Void a number of the book."""
    return actions.void_certification(
        moving.occasion, moving.request.ward, moving.dossier, reason=form.cleaned_data["reason"]
    )
