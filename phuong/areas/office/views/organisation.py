"""The ward's units, posts, people and accounts: the chart, a page each, and one page an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from phuong.areas.office import actions, policy, queries
from phuong.areas.office.actions.people import Whom
from phuong.areas.office.forms import FORMS, ActForm, Offered
from phuong.areas.office.states import Away, Can, Formula
from phuong.kernel.access.api import Occasion, Request, Role, door, may_enter
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.text.words import Words
from phuong.kernel.ui.pages import INVALID, render_page

CHART = "office:organisation"
# A ward with fewer units is still being set up.
FEW = 3


@dataclass(frozen=True, slots=True)
class Act:
    """One act on the organisation: of what, in which words, and how it is done."""

    of: str
    title: Words
    do: Callable[[Occasion, Any, ActForm], object]
    capability: Can = Can.ORGANISATION


def _typed(form: ActForm, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _appoint(occasion: Occasion, row: Any, form: ActForm) -> object:
    whom = Whom(form.chosen("person"), **_typed(form, "name", "phone"))
    return actions.appoint(
        occasion, row.id, whom, span=form.span(), decision=form.cleaned_data["decision"]
    )


ACTS: Mapping[str, Act] = {
    "them-bo-phan": Act(
        "", gettext_lazy("Thêm bộ phận"),
        lambda o, row, f: actions.add_unit(o, **_typed(f, "name", "phone", "first")),
    ),
    "doi-ten": Act(
        "unit", gettext_lazy("Sửa tên, điện thoại"),
        lambda o, row, f: actions.rename_unit(o, row.id, **_typed(f, "name", "phone")),
    ),
    "dong-bo-phan": Act(
        "unit", gettext_lazy("Kết thúc bộ phận"),
        lambda o, row, f: actions.close_unit(o, row.id, **_typed(f, "last")),
    ),
    "them-chuc-vu": Act(
        "unit", gettext_lazy("Thêm chức vụ"),
        lambda o, row, f: actions.add_post(
            o, row.id, superior_id=f.chosen("superior"),
            roles=[Role(one) for one in f.cleaned_data["roles"]], **_typed(f, "title", "first"),
        ),
    ),
    "dong-chuc-vu": Act(
        "post", gettext_lazy("Kết thúc chức vụ"),
        lambda o, row, f: actions.close_post(o, row.id, **_typed(f, "last")),
    ),
    "giao-quyen": Act(
        "post", gettext_lazy("Giao quyền"),
        lambda o, row, f: actions.grant(
            o, row.id, role=Role(f.cleaned_data["role"]), **_typed(f, "first")
        ),
    ),
    "thu-quyen": Act(
        "grant", gettext_lazy("Thu quyền"),
        lambda o, row, f: actions.withdraw_grant(o, row.id, **_typed(f, "last")),
    ),
    "bo-nhiem": Act("post", gettext_lazy("Bổ nhiệm, phân công"), _appoint),
    "thoi-giu": Act(
        "appointment", gettext_lazy("Thôi giữ chức vụ"),
        lambda o, row, f: actions.end_appointment(o, row.id, **_typed(f, "last")),
    ),
    "vang-mat": Act(
        "person", gettext_lazy("Ghi vắng mặt"),
        lambda o, row, f: actions.begin_absence(
            o, row.id, span=f.span(), reason=Away(f.cleaned_data["reason"])
        ),
        Can.ABSENCE,
    ),
    "ve-lai": Act(
        "absence", gettext_lazy("Ghi đã về"),
        lambda o, row, f: actions.end_absence(o, row.id, **_typed(f, "last")),
        Can.ABSENCE,
    ),
    "ky-thay": Act(
        "post", gettext_lazy("Giao ký thay"),
        lambda o, row, f: actions.begin_substitution(
            o, row.id, for_post_id=f.chosen("for_post") or row.id,
            formula=Formula(f.cleaned_data["formula"]), span=f.span(),
        ),
    ),
    "thoi-ky-thay": Act(
        "substitution", gettext_lazy("Thôi ký thay"),
        lambda o, row, f: actions.end_substitution(o, row.id, **_typed(f, "last")),
    ),
    "mo-tai-khoan": Act(
        "person", gettext_lazy("Mở tài khoản"),
        lambda o, row, f: actions.open_account(o, row.id, **_typed(f, "login")),
    ),
    "khoa": Act(
        "person", gettext_lazy("Khoá tài khoản"),
        lambda o, row, f: actions.lock_account(o, row.id),
    ),
    "mo-khoa": Act(
        "person", gettext_lazy("Mở khoá tài khoản"),
        lambda o, row, f: actions.unlock_account(o, row.id),
    ),
}  # fmt: skip


@require_GET
@door(Can.ORGANISATION)
def organisation(request: Request) -> HttpResponse:
    """Show units, posts and who holds them, with those who are away marked."""
    units = queries.chart(request.occasion)
    context = {"units": units, "few": len(units) < FEW, "trail": [(_("Bộ máy"), "")]}
    return render_page(request, "office/organisation.html", context)


@require_GET
@door(Can.ORGANISATION)
def history(request: Request) -> HttpResponse:
    """Show every change of the organisation, newest first, with who made it."""
    context = {
        "changes": queries.history(request.occasion),
        "trail": [(_("Bộ máy"), reverse(CHART)), (_("Đã thay đổi"), "")],
    }
    return render_page(request, "office/history.html", context)


@require_GET
@door(Can.ORGANISATION)
def post(request: Request, post_id: UUID) -> HttpResponse:
    """Show a post: its roles, who held and holds it, in whose place it signs."""
    found = queries.post_page(request.occasion, post_id)
    context = {"found": found, "trail": [(_("Bộ máy"), reverse(CHART)), (found.post.title, "")]}
    return render_page(request, "office/post.html", context)


@require_GET
@door(Can.ABSENCE)
def people(request: Request) -> HttpResponse:
    """List those whose days away this official may write down."""
    context = {"rows": queries.people(request.occasion), "trail": [(_("Cán bộ"), "")]}
    return render_page(request, "office/people.html", context)


@require_GET
@door(Can.ABSENCE)
def person(request: Request, person_id: UUID) -> HttpResponse:
    """Show a person: posts, days away, the account, and how much open work they have."""
    found = queries.person_page(request.occasion, person_id)
    trail = [(_("Cán bộ"), reverse("office:people")), (found.person.name, "")]
    context = {
        "found": found,
        "may_arrange": may_enter(request.occasion.actor, [Can.ORGANISATION]),
        "trail": trail,
    }
    return render_page(request, "office/person.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.ABSENCE)
def act(request: Request, name: str, row_id: UUID | None = None) -> HttpResponse:
    """Ask for what one act needs, then do it."""
    occasion, wanted = request.occasion, ACTS.get(name)
    if wanted is None or bool(wanted.of) != (row_id is not None):
        raise NotVisible
    policy.check(occasion.actor, wanted.capability)
    row = policy.thing(occasion.actor, wanted.of, row_id) if row_id else None
    offered = queries.offered(occasion, row, full=wanted.capability is Can.ORGANISATION)
    form = FORMS[name](Offered(*offered), request.POST or None)
    back = queries.home_of(wanted.of, row)
    if request.method == "POST" and form.is_valid():
        try:
            wanted.do(occasion.under(form.cleaned_data["request_id"]), row, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi: %(act)s.") % {"act": wanted.title})
            return redirect(back)
    context = {
        "form": form,
        "title": wanted.title,
        "about": queries.words_of(row),
        "back": back,
        "trail": [(_("Bộ máy"), reverse(CHART)), (str(wanted.title), "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@door(Can.ORGANISATION)
def invite(request: Request, person_id: UUID) -> HttpResponse:
    """Make a link by which the person sets their password; shown once, as words and as QR."""
    occasion = request.occasion
    row = policy.thing(occasion.actor, "person", person_id)
    form = FORMS["cap-duong-dan"](Offered(occasion.today), request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            ways = actions.invite(occasion.under(form.cleaned_data["request_id"]), row.id)
            link = request.build_absolute_uri(f"{reverse('access:log-in')}dat/{ways}/")
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "row": row,
        "link": link,
        "trail": [(_("Cán bộ"), reverse("office:people")), (row.name, "")],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "office/invite.html", context, status=status)
