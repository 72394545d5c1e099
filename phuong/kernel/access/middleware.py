"""Gives each request its occasion, once and only when asked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.functional import SimpleLazyObject

from phuong.kernel.access import clock
from phuong.kernel.access.actors import Actor, Occasion
from phuong.kernel.access.queries import actor_of
from phuong.kernel.law import api as law


class OccasionMiddleware:
    """Sets `request.occasion`: the actor is read at first use, one statement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Make the occasion lazily, then go on."""
        request.occasion = SimpleLazyObject(lambda: _occasion(request))
        return self.get_response(request)


class DoorMiddleware:
    """Keeps a view without a door closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, *_args: object, **_kwargs: object
    ) -> HttpResponse | None:
        """Refuse a view on which nobody said who may enter."""
        return None if hasattr(view, "door") else HttpResponseForbidden()


def _occasion(request: Any) -> Occasion:
    now = clock.now()
    calendar = law.calendar(request.ward.pk, known_at=now)
    if not request.user.is_authenticated:
        return Occasion(Actor.citizen(request.ward.pk), now, calendar)
    actor = actor_of(request.ward.pk, request.user.pk, now)
    return Occasion(actor, now, calendar)
