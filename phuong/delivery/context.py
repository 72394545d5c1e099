"""What every page is given by the front doors: the menu of an official's pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from phuong.delivery import navigation
from phuong.kernel.ui.pages import is_staff_page


def staff(request: HttpRequest) -> dict[str, Any]:
    """Give `menu` to staff pages, made when a page shows it; a view may give a fuller one."""
    if not is_staff_page(request):
        return {}
    return {"menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: Any) -> list[Any]:
    occasion = getattr(request, "occasion", None)
    if occasion is None or not occasion.actor.is_official:
        return []
    return navigation.menu(occasion.actor, request.path_info)
