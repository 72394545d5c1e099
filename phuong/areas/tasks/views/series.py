"""The pages of tasks that come again: the list, a new one, one with its days, one page a move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from phuong.areas.tasks import actions, cards, forms, policy, queries
from phuong.areas.tasks.models import Rhythm, TaskSeries
from phuong.areas.tasks.states import (
    CHANGE_DOER,
    END,
    LIFE_SERIES,
    PAUSE,
    RESUME,
    SERIES_LOOKS,
    Can,
    SeriesState,
)
from phuong.areas.tasks.views import words
from phuong.areas.tasks.views.giving import people_for
from phuong.kernel.access.api import Occasion, Request, door
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.text.phrases import clock_sentence
from phuong.kernel.ui.forms import RefusableForm
from phuong.kernel.ui.pages import INVALID, render_page, was_sent
from phuong.kernel.ui.parts import Act
from phuong.kernel.workflow.machine import Move

MOST_LISTED = 200
Do = Callable[[Occasion, TaskSeries, Any], TaskSeries]


@dataclass(frozen=True, slots=True)
class Page:
    """How a move of a series is asked for and carried out."""

    move: Move[SeriesState]
    form: type[RefusableForm]
    do: Do


def _simple(act: Callable[[Occasion, TaskSeries], TaskSeries]) -> Do:
    return lambda occasion, series, _form: act(occasion, series)


def _change_doer(occasion: Occasion, series: TaskSeries, form: Any) -> TaskSeries:
    return actions.change_doer(occasion, series, doer_id=UUID(form.cleaned_data["doer"]))


PAGES: Mapping[str, Page] = {
    page.move.slug: page
    for page in (
        Page(PAUSE, forms.ConfirmForm, _simple(actions.pause_series)),
        Page(RESUME, forms.ConfirmForm, _simple(actions.resume_series)),
        Page(CHANGE_DOER, forms.ChangeDoerForm, _change_doer),
        Page(END, forms.ConfirmForm, _simple(actions.end_series)),
    )
}


@require_safe
@door(Can.DO)
def series_list(request: Request) -> HttpResponse:
    """List the series that one may see: those that go on first, by the day that comes next."""
    rows = policy.readable_series(request.occasion.actor).select_related("assigner", "doer")
    found = rows.order_by("next_on", "code")[:MOST_LISTED]
    context = {
        "rows": [(one, rhythm_of(one), SERIES_LOOKS[SeriesState(one.state)]) for one in found],
        "may_give": policy.gives(request.occasion.actor),
        "trail": words.trail(_("Nhiệm vụ định kỳ")),
    }
    return render_page(request, "tasks/series_list.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.GIVE)
def begin(request: Request) -> HttpResponse:
    """Begin a series."""
    occasion = request.occasion
    people = people_for(occasion)
    data = request.POST if request.method == "POST" else None
    form = forms.SeriesForm(data, people=people, initial={"first_on": occasion.today})
    if form.is_valid():
        try:
            series = actions.begin_series(
                occasion.under(form.cleaned_data["request_id"]), request.ward, _regular(form)
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            said = _("Xong: nhiệm vụ định kỳ %(code)s. Dưới đây là những kỳ sắp tới.")
            messages.success(request, said % {"code": series.code})
            return redirect("tasks:series", series.code)
    trail = words.trail(_("Giao nhiệm vụ định kỳ"), series=True)
    context = {"form": form, "nobody": not people, "trail": trail}
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/series_begin.html", context, status=status)


def _regular(form: forms.SeriesForm) -> actions.Regular:
    given = form.cleaned_data
    rhythm, _dash, day = given["rhythm"].partition("-")
    return actions.Regular(
        title=given["title"],
        product=given["product"],
        doer_id=UUID(given["doer"]),
        rhythm=Rhythm(rhythm),
        day=int(day),
        limit_days=given["limit_days"],
        on_closed=given["on_closed"],
        first_on=given["first_on"],
        last_on=given["last_on"],
        details=given["details"],
        basis=given["basis"],
        helpers=form.helper_ids(),
    )


@require_GET
@door(Can.DO)
def series(request: Request, code: str) -> HttpResponse:
    """Show one series: its rhythm, the days that come with why they move, and what came."""
    occasion = request.occasion
    found = policy.get_series(occasion.actor, code)
    audit.note_reading(occasion, [found.id], "tasks.page")
    inside = queries.inside_series(found)
    acts = [
        Act(str(move.label), reverse("tasks:series-move", args=[found.code, move.slug]),
            str(move.consequence))
        for move in policy.open_series_moves(occasion.actor, found)
    ]  # fmt: skip
    running = found.state == SeriesState.RUNNING
    ahead = queries.coming(found, occasion.calendar) if running else []
    context = {
        "series": found,
        "rhythm": rhythm_of(found),
        "look": SERIES_LOOKS[SeriesState(found.state)],
        "helpers": inside.helpers,
        "ahead": [(one, _why(one.why, one.decision)) for one in ahead],
        "behind": [
            (one, _why(one.why, one.decision), cards.address(one.task.code) if one.task else "")
            for one in inside.occurrences
        ],
        "act": acts[0] if acts else None,
        "others": acts[1:],
        "history": [(title_of(event.verb), event) for event in inside.trail],
        "trail": words.trail(found.code, series=True),
    }
    return render_page(request, "tasks/series.html", context)


@require_http_methods(["GET", "POST"])
@door(Can.GIVE)
def move(request: Request, code: str, slug: str) -> HttpResponse:
    """Make a move on a series that the actor may read."""
    page = PAGES.get(slug)
    if page is None:
        raise NotVisible
    occasion = request.occasion
    found = policy.get_series(occasion.actor, code)
    policy.check_series_actor(occasion.actor, found)
    if request.method != "POST":
        policy.check_series(occasion.actor, found, page.move)
    form = _form(request, page, found)
    if form.is_valid():
        try:
            page.do(occasion.under(form.cleaned_data["request_id"]), found, form)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            said = _("Xong: %(what)s, %(code)s.")
            messages.success(request, said % {"what": page.move.label, "code": found.code})
            return redirect("tasks:series", found.code)
    elif was_sent(request):
        return redirect("tasks:series", found.code)
    context = {
        "form": form,
        "series": found,
        "rhythm": rhythm_of(found),
        "move": page.move,
        "back": reverse("tasks:series", args=[found.code]),
        "trail": words.trail(found.code, str(page.move.label), series=True),
    }
    status = INVALID if form.errors else 200
    return render_page(request, "tasks/series_move.html", context, status=status)


def _form(request: Request, page: Page, found: TaskSeries) -> RefusableForm:
    data = request.POST if request.method == "POST" else None
    if page.form is forms.ChangeDoerForm:
        named = {found.doer_id, found.assigner_id}
        people = [one for one in people_for(request.occasion) if one.person_id not in named]
        return forms.ChangeDoerForm(data, people=people)
    return page.form(data)


def rhythm_of(found: TaskSeries) -> str:
    """Say how often it comes again."""
    if found.rhythm == Rhythm.WEEKLY:
        return _("%(weekday)s hằng tuần") % {"weekday": forms.WEEKDAYS[found.day]}
    if found.day == forms.LAST_DAY:
        return _("ngày cuối hằng tháng")
    return _("ngày %(day)s hằng tháng") % {"day": found.day}


def _why(reason: str, decision: str) -> str:
    """Say why a planned day is closed."""
    if not reason:
        return ""
    said = clock_sentence(reason, decision or None)
    facts = {name: _(str(fact)) if name == "reason" else fact for name, fact in said.facts.items()}
    return _(said.message) % facts if facts else _(said.message)


_OTHER_TITLES = {
    "begin": gettext_noop("Bắt đầu lặp"),
    "occur": gettext_noop("Đến kỳ"),
}


def title_of(verb: str) -> str:
    """Return what happened to a series, in words."""
    name = verb.removeprefix("series.")
    known = {one.name: str(one.label) for one in LIFE_SERIES}
    return known.get(name) or _(_OTHER_TITLES.get(name, name))
