"""How pages look to an official: kept on the account, carried by cookies of the browser."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

from phuong.areas.accounts import api as accounts
from phuong.kernel.people.models import Account
from phuong.kernel.ui import context as keys
from phuong.kernel.ui.views import keep

# The names on the account, and the cookies that pages read.
COOKIES: Final[Mapping[str, str]] = {
    "theme": keys.THEME,
    "size": keys.SIZE,
    "density": keys.DENSITY,
    "keys": keys.KEYS,
}


def bring(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Show the pages in this browser as the account's owner wishes, if they ever said so."""
    found = accounts.comfort(account)
    if found is not None:
        wishes = {name: getattr(found, name) for name in COOKIES}
        write(request, response, wishes)


def write(request: HttpRequest, response: HttpResponse, wishes: Mapping[str, str]) -> None:
    """Put wishes into the browser's cookies; what nobody wished stays as it is."""
    keep(request, response, {COOKIES[name]: value for name, value in wishes.items() if value})
