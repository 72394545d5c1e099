"""What stands around every request of an installation that has no ward yet."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from phuong.areas.office import api as office

# The set-up itself, what pages are drawn with, and the machine's own question.
AS_THEY_ARE: Final = ("/thiet-lap/", "/static/", "/khoe", "/robots.txt", "/favicon.ico")


class FirstRun:
    """Leads everybody to the set-up while there is no ward at all; it asks only where none is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Go on, or to the set-up."""
        elsewhere = request.ward is None and not request.path_info.startswith(AS_THEY_ARE)
        if elsewhere and office.is_empty():
            return HttpResponseRedirect(reverse("office:set-up"))
        return self.get_response(request)
