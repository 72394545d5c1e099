"""Fixes the ward of a request by its host name, before any query."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from phuong.kernel.wards.models import Ward, WardHost

# Wards and their host names change a few times in a decade; a request pays no statement for them.
SECONDS_TRUSTED = 30.0


class WardDirectory:
    """The wards of this installation by host name, read again every half minute."""

    def __init__(self) -> None:
        """Start empty: the first request reads."""
        self._read_at = float("-inf")
        self._by_host: dict[str, Ward] = {}
        self._only: Ward | None = None

    def forget(self) -> None:
        """Read again at the next request, after set-up or in tests."""
        self._read_at = float("-inf")

    def find(self, host: str) -> Ward | None:
        """Return the ward of a host name; in an installation of one ward every name is its own."""
        if time.monotonic() - self._read_at > SECONDS_TRUSTED:
            wards = {ward.pk: ward for ward in Ward.objects.all()}
            self._by_host = {row.host: wards[row.ward_id] for row in WardHost.objects.all()}
            self._only = next(iter(wards.values())) if len(wards) == 1 else None
            if wards:
                self._read_at = time.monotonic()
        return self._by_host.get(host) or self._only


directory = WardDirectory()


class WardMiddleware:
    """Sets `request.ward`; nothing for an unknown host where there are many wards.

    Every door refuses a request without a ward, and `ui` shows that refusal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the ward, then go on."""
        host, _port = split_domain_port(request.get_host())
        request.ward = directory.find(host)  # type: ignore[attr-defined]
        return self.get_response(request)
