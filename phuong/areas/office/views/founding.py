"""Setting up the first ward: the server's code, which ward it is, what it is called, who begins.

Nobody can log in yet, so these pages have no capability: they are there only while there is no
ward, or while its founder has not set a password, and only for whoever has the server's code.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from phuong.areas.office import actions, queries
from phuong.areas.office.forms import FindUnitForm, FoundingForm, SetUpCodeForm
from phuong.kernel.access.api import ANY_HOST, clock, door
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.text import fold
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.wards.middleware import directory

CODE_KNOWN, CHOSEN = "set-up", "set-up-unit"


@require_http_methods(["GET", "POST"])
@never_cache
@door(ANY_HOST)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the code that the server printed; the founder's page comes again until it is used."""
    _check_open()
    form = SetUpCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if queries.is_set_up_code(form.cleaned_data["code"]):
            request.session[CODE_KNOWN] = True
            return _go_on()
        form.add_error("code", _("Mã chưa đúng. Xem dòng “Thiết lập” mà máy chủ in khi chạy."))
    status = INVALID if form.errors else 200
    return render_page(request, "office/set_up.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@door(ANY_HOST)
def choose(request: HttpRequest) -> HttpResponse:
    """Find the ward among the units of the country; what was chosen is kept for the next step."""
    if (back := _not_yet(request)) is not None:
        return back
    if request.method == "POST":
        chosen = str(request.POST.get("unit", ""))[:10]
        # Whatever else is sent is nobody's code, and no database need be asked for it.
        request.session[CHOSEN] = chosen if chosen.isalnum() else ""
        return redirect("office:set-up-ward")
    form = FindUnitForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "words": words, "found": queries.units_named(words) if words else []}
    status = INVALID if form.errors else 200
    return render_page(request, "office/set_up_choose.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@door(ANY_HOST)
def found(request: HttpRequest) -> HttpResponse:
    """Ask for all that a ward needs, make it, and lead its founder to their password."""
    if (back := _not_yet(request)) is not None:
        return back
    form = FoundingForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.found_ward(form.details(), form.founder(), clock.now())
        except RuleBroken as refusal:
            if not queries.is_empty():
                return _go_on()
            form.refuse(refusal)
        else:
            return _go_on()
    status = INVALID if form.errors else 200
    return render_page(request, "office/set_up_ward.html", {"form": form}, status=status)


def _check_open() -> None:
    if not queries.is_open():
        raise NotVisible


def _not_yet(request: HttpRequest) -> HttpResponse | None:
    """Send back whoever has not typed the code, and on whoever has made the ward already."""
    _check_open()
    if not request.session.get(CODE_KNOWN):
        return redirect("office:set-up")
    return None if queries.is_empty() else _go_on()


def _go_on() -> HttpResponse:
    if queries.is_empty():
        return redirect("office:set-up-choose")
    # The ward may have been made by another process a moment ago.
    directory.forget()
    return HttpResponseRedirect(
        f"{reverse('access:log-in')}dat/{actions.invite_founder(clock.now())}/"
    )


def _initial(request: HttpRequest) -> dict[str, str]:
    """Begin with what is known of the unit that was chosen."""
    code = str(request.session.get(CHOSEN, ""))
    unit = queries.newest_unit(code) if code else None
    host = request.get_host().partition(":")[0]
    known = {"host": host if any(mark.isalpha() for mark in host) else ""}
    if unit is None:
        return known
    kind = _("Phường") if unit.kind == "ward" else _("Xã")
    letters = "".join(word[0] for word in fold(unit.name).upper().split())
    parent = queries.parent_name(unit)
    return known | {
        "unit_code": unit.code,
        "name": f"{kind} {unit.name}",
        "place": unit.name,
        "parent_name": f"UBND thành phố {parent}" if parent else "",
        "code_prefix": letters if len(letters) > 1 else f"{letters}X",
    }
