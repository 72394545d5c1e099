"""Places in a page that others fill: the page names the place and knows nobody who fills it.

An area may not know another of its storey, and still its card may be wanted on the other's page:
`{% slot "desk" receive=address %}` calls whoever filled that place with the request and the values.
"""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Render = Callable[..., SafeString]
_fills: dict[str, dict[str, Render]] = {}


def fill(place: str, name: str, render: Render) -> None:
    """Put a card into a place; called once from an `AppConfig.ready`."""
    _fills.setdefault(place, {})[name] = render


def filled(place: str, request: Any, **given: Any) -> SafeString:
    """Return what stands in a place for this request, in the order of registration."""
    renders = _fills.get(place, {}).values()
    return format_html_join("", "{}", ((render(request, **given),) for render in renders))
