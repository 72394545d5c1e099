"""On the phone: take a number, book a time, follow it, change it, give it up."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phuong.areas.hall import actions, policy, queries
from phuong.areas.hall.forms import BookForm, DayForm, MoveTimeForm, OnceForm, TakeForm
from phuong.areas.hall.models import QueueGroup, Ticket
from phuong.areas.hall.queries import Crowd
from phuong.areas.hall.states import ARRIVE, LEAVE, LOOKS, MOVE_TIME, REJOIN, State
from phuong.areas.hall.views import door as at
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import PUBLIC, Occasion, Request, door
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.official import api as official
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.ui import display
from phuong.kernel.ui.pages import INVALID, render_page
from phuong.kernel.ui.sentences import sentence

Acts = Mapping[str, Callable[[Occasion, Request, Ticket], Ticket]]
ACTS: Acts = {
    ARRIVE.slug: lambda when, request, ticket: actions.arrive(when, request.ward, ticket),
    REJOIN.slug: lambda when, request, ticket: actions.rejoin(when, ticket),
    LEAVE.slug: lambda when, request, ticket: actions.leave(when, ticket),
}


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def take(request: Request) -> HttpResponse:
    """Take a number of today: choose for what, and that is all."""
    when = at.occasion(request)
    crowds = queries.crowds(request.ward.pk, when.today)
    slug, wanted = _procedure(request, when)
    form = TakeForm(
        request.POST or None,
        groups=[(one.group, crowd_words(one)) for one in crowds],
        who=queries.priorities(when.today),
        initial={"group": str(wanted.id) if wanted else ""},
    )
    if form.is_valid():
        group = next(one.group for one in crowds if one.group.id == form.chosen())
        procedure = slug if wanted is not None and group.id == wanted.id else ""
        try:
            at.check_often(request, when, at.TAKE)
            ticket = actions.take(
                when.under(form.cleaned_data["request_id"]),
                request.ward,
                group,
                way=Ticket.Way.PHONE,
                priority=form.cleaned_data["priority"],
                procedure=procedure,
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            at.note_once_more(request, when, at.TAKE)
            return redirect("hall:ticket", ticket.token)
    context = {
        "form": form,
        "question": _("Lấy số, hẹn giờ"),
        "next_words": _("Lấy số hôm nay"),
        "closed": at.closed(when),
        "bookable": [one.group for one in crowds if one.group.takes_bookings],
        "is_set_up": bool(crowds),
        "query": f"?thu-tuc={slug}" if slug else "",
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/take.html", context, status=status)


def for_procedure(request: Request, slug: str = "", field: str = "") -> SafeString:
    """Return what the guide of a procedure says of the hall: where its number is taken."""
    if not queries.is_queued_for(request.ward.pk, field):
        return SafeString("")
    context = {"slug": slug}
    return SafeString(render_to_string("hall/_guide.html", context, request))


def _procedure(request: Request, when: Occasion) -> tuple[str, QueueGroup | None]:
    """Return the procedure that led here, and the group in which it waits."""
    slug = request.GET.get("thu-tuc", "")[:80]
    found = procedures.current(request.ward.pk, slug, when.today) if slug else None
    if found is None:
        return "", None
    return found.slug, queries.group_of_field(request.ward.pk, found.field_code)


def crowd_words(crowd: Crowd) -> str:
    """Say what a group is for and how many wait in it."""
    waiting = ngettext("%(n)s người đang chờ", "%(n)s người đang chờ", crowd.waiting) % {
        "n": crowd.waiting
    }
    return f"{crowd.group.name} ({waiting})"


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def book(request: Request, letter: str) -> HttpResponse:
    """Book a time of a group on a day."""
    group = policy.groups(request.ward.pk).filter(letter=letter.upper()).first()
    if group is None or not group.takes_bookings:
        raise NotVisible
    when = at.occasion(request)
    picked = _Day(request, when, group)
    form = BookForm(
        request.POST or None, starts=picked.starts(), who=queries.priorities(when.today)
    )
    if picked.day is not None and form.is_valid():
        slug, wanted = _procedure(request, when)
        try:
            at.check_often(request, when, at.TAKE)
            ticket = actions.book(
                when.under(form.cleaned_data["request_id"]),
                request.ward,
                group,
                day=picked.day,
                start=form.cleaned_data["start"],
                way=Ticket.Way.PHONE,
                priority=form.cleaned_data["priority"],
                phone=form.cleaned_data["phone"],
                procedure=slug if wanted == group else "",
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            at.note_once_more(request, when, at.TAKE)
            return redirect("hall:ticket", ticket.token)
    context = {
        "form": form,
        "question": _("Hẹn giờ: %(group)s") % {"group": group.name},
        "next_words": _("Hẹn giờ này"),
        "back_url": reverse("hall:take"),
        "picked": picked,
        "procedure": request.GET.get("thu-tuc", "")[:80],
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/book.html", context, status=status)


class _Day:
    """The day on which a time is looked for, and the times that it has."""

    def __init__(self, request: Request, when: Occasion, group: QueueGroup) -> None:
        days = queries.days(group, when.calendar, when.now)
        self.form = DayForm(
            request.GET or None, days=[(day, display.long_day(day)) for day in days]
        )
        self.day = self.form.day(days[0]) if days else None
        self._free = queries.free(group, self.day, when.calendar, when.now) if self.day else {}
        if self.day is not None and not self.form.is_bound:
            self.form.initial["ngay"] = self.day.isoformat()

    def _words(self, start: int, places: int) -> str:
        begins = display.clock(queries.moment(self.day, start)) if self.day else ""
        return _("%(time)s (còn %(places)s chỗ)") % {"time": begins, "places": places}

    def starts(self) -> list[tuple[int, str]]:
        """Return the times that are free, with how many places each has."""
        return [
            (start, self._words(start, places))
            for start, places in self._free.items()
            if places > 0 and self.day is not None
        ]


@require_GET
@door(PUBLIC)
def ticket_page(request: Request, token: str) -> HttpResponse:
    """Show where somebody stands: the number, how many before, about how long, what to do."""
    ticket = policy.by_token(request.ward.pk, token)
    when = at.occasion(request, ticket.id)
    context = followed(request, ticket, when) | {"form": OnceForm()}
    return render_page(request, "hall/ticket.html", context)


def followed(request: Request, ticket: Ticket, when: Occasion) -> dict[str, object]:
    """Return what a page says of a ticket."""
    standing = _standing(ticket, when)
    return {
        "ticket": ticket,
        "state": ticket.state,
        "look": LOOKS[State(ticket.state)],
        "standing": standing,
        "wait": at.wait_words(standing) if standing else "",
        "moves": [move for move in policy.open_moves(when.actor, ticket) if move.slug in ACTS],
        "may_move_time": ticket.state == State.BOOKED,
        "rejoin_minutes": queries.number("rejoin_minutes", when.today),
        "grace": queries.number("booking_grace", when.today),
        "still_open": queries.still_open(ticket, when.calendar),
        "version": _version(ticket, standing),
        "poll": reverse("hall:ticket-json", args=[ticket.token]),
        "address": at.follow_address(request, ticket),
    }


def _standing(ticket: Ticket, when: Occasion) -> queries.Standing | None:
    if ticket.state != State.WAITING:
        return None
    return queries.standing(ticket.ward_id, ticket.group_id, ticket.day, when.now, ticket.id)


def _version(ticket: Ticket, standing: queries.Standing | None) -> str:
    minutes = standing.estimate.minutes if standing else None
    return at.version(ticket.state, ticket.calls, standing and standing.ahead, minutes)


@require_GET
@door(PUBLIC)
def ticket_json(request: Request, token: str) -> HttpResponse:
    """Tell a phone that asks again whether anything changed."""
    ticket = policy.by_token(request.ward.pk, token)
    standing = _standing(ticket, at.occasion(request))
    body = {"state": ticket.state, "ahead": standing.ahead if standing else None}
    return at.told(request, _version(ticket, standing), body)


@require_POST
@door(PUBLIC)
def act(request: Request, token: str, slug: str) -> HttpResponse:
    """Come, come back, or give up: what whoever holds the address may do."""
    ticket = policy.by_token(request.ward.pk, token)
    form = OnceForm(request.POST)
    if slug not in ACTS or not form.is_valid():
        raise NotVisible
    when = at.occasion(request, ticket.id).under(form.cleaned_data["request_id"])
    try:
        ACTS[slug](when, request, ticket)
    except (RuleBroken, WrongState) as refusal:
        messages.warning(request, sentence(refusal))
    return redirect("hall:ticket", token)


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def move_time(request: Request, token: str) -> HttpResponse:
    """Move a booking to another time."""
    ticket = policy.by_token(request.ward.pk, token)
    when = at.occasion(request, ticket.id)
    policy.check(when.actor, ticket, MOVE_TIME)
    picked = _Day(request, when, ticket.group)
    form = MoveTimeForm(request.POST or None, starts=picked.starts())
    if picked.day is not None and form.is_valid():
        try:
            actions.move_time(
                when.under(form.cleaned_data["request_id"]),
                ticket,
                day=picked.day,
                start=form.cleaned_data["start"],
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("hall:ticket", token)
    context = {
        "form": form,
        "question": _("Đổi giờ hẹn"),
        "next_words": _("Đổi sang giờ này"),
        "back_url": reverse("hall:ticket", args=[token]),
        "picked": picked,
    }
    status = INVALID if form.errors else 200
    return render_page(request, "hall/book.html", context, status=status)


@require_GET
@door(PUBLIC)
def slip(request: Request, token: str) -> HttpResponse:
    """Give the ticket as a paper of 80 mm."""
    ticket = policy.by_token(request.ward.pk, token)
    when = at.occasion(request, ticket.id)
    standing = _standing(ticket, when)
    lines = [ticket.group.name]
    if ticket.booked_for is not None:
        lines.append(_("Hẹn %(at)s") % {"at": display.moment(ticket.booked_for)})
    if ticket.pin and ticket.number is None:
        lines.append(_("Mã hẹn: %(pin)s") % {"pin": ticket.pin})
    if ticket.priority:
        lines.append(_("Được mời trước"))
    if standing is not None:
        lines += [
            _("%(n)s người chờ trước ông/bà") % {"n": standing.ahead},
            at.wait_words(standing),
        ]
    if ticket.queued_at is not None:
        lines.append(_("Lấy lúc %(at)s") % {"at": display.moment(ticket.queued_at)})
    pdf = official.render_ticket(
        official.TicketSlip(
            unit=request.ward.name,
            title=_("Phiếu số thứ tự"),
            number=ticket.shown or _("Hẹn giờ"),
            lines=tuple(lines),
            qr=at.follow_address(request, ticket),
            foot=_("Quét mã để theo dõi trên điện thoại."),
            day=ticket.day,
        )
    )
    return documents.respond_made(pdf, f"{ticket.shown or ticket.pin}.pdf", official.PDF)
