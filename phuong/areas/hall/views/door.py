"""Who stands at the door of a public page, how often an address may ask, how things are told."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.hall import queries, rules
from phuong.areas.hall.models import Ticket
from phuong.areas.hall.queries import Standing
from phuong.kernel.access.api import Actor, Occasion, clock, throttle
from phuong.kernel.access.doors import Request
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.ui.sentences import sentence
from phuong.kernel.workdays import local

TAKE, PIN = "hall.take", "hall.pin"


def occasion(request: Request, *ticket_ids: UUID) -> Occasion:
    """Return the occasion of somebody who says nothing of themselves; no look at sessions."""
    now = clock.now()
    calendar = law.calendar(request.ward.pk, known_at=now)
    return Occasion(Actor.citizen(request.ward.pk), now, calendar).proving(*ticket_ids)


def _keys(request: Request, when: Occasion) -> throttle.Keys:
    limit = throttle.Limit(
        queries.number("takes", when.today), queries.number("takes_minutes", when.today)
    )
    return {f"address:{request.META.get('REMOTE_ADDR', '')}": limit}


def check_often(request: Request, when: Occasion, what: str) -> None:
    """Refuse an address that takes more numbers than a hall of people would."""
    throttle.check(request.ward.pk, what, _keys(request, when), when.now, phone=request.ward.phone)


def note_once_more(request: Request, when: Occasion, what: str) -> None:
    """Count one more number taken, or pin guessed, from this address."""
    throttle.note_failure(request.ward.pk, what, _keys(request, when), when.now)


def closed(when: Occasion) -> str:
    """Say why no number is given now; nothing where one is."""
    at = local(when.now)
    try:
        rules.check_hall_open(
            when.calendar.intake_of(when.today),
            at.hour * 60 + at.minute,
            queries.number("numbers_before", when.today),
        )
    except RuleBroken as refusal:
        return sentence(refusal)
    return ""


def wait_words(standing: Standing) -> str:
    """Say about how long somebody waits, or why it is not known."""
    guessed = standing.estimate
    if guessed.minutes == 0:
        return _("Sắp đến lượt.")
    if guessed.minutes:
        return _("Khoảng %(minutes)s phút nữa.") % {"minutes": guessed.minutes}
    if not guessed.counters:
        return _("Chưa quầy nào đang mời nhóm này nên chưa ước được thời gian chờ.")
    return _("Hôm nay mới đo được ít lượt nên chưa ước được thời gian chờ.")


def follow_address(request: HttpRequest, ticket: Ticket) -> str:
    """Return what the QR code of a ticket holds, without a language."""
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return f"{base}/lay-so/{ticket.token}/"


def board_address(counter: int | None = None) -> str:
    """Return where a screen asks for news."""
    return reverse("hall:board-json") + (f"?quay={counter}" if counter is not None else "")


def version(*parts: object) -> str:
    """Return what changes when one of the parts does."""
    return hashlib.sha256(json.dumps([str(one) for one in parts]).encode()).hexdigest()[:16]


def told(request: HttpRequest, tag: str, body: dict[str, Any]) -> HttpResponse:
    """Answer a screen that asks again and again: nothing where nothing changed."""
    quoted = f'"{tag}"'
    if request.headers.get("If-None-Match") == quoted:
        response: HttpResponse = HttpResponseNotModified()
    else:
        text = json.dumps({"version": tag, **body}, ensure_ascii=False)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["ETag"], response["Cache-Control"] = quoted, "no-cache"
    return response
