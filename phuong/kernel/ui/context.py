"""What every page is given: the ward, the reader's display settings, and the language."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from phuong.kernel.ui.sentences import inline

# How the page is lit; `auto` is as the reader's machine says.
THEMES: Final = ("light", "dark", "auto")
# Cookies of the display settings.
THEME: Final = "theme"
SIZE: Final = "size"
DENSITY: Final = "density"
KEYS: Final = "keys"

FOOT_LINKS: Final = (
    (_("Giới thiệu"), "delivery:about"),
    (_("Trợ giúp"), "delivery:help"),
    (_("Số liệu công khai"), "statistics:figures"),
    (_("Tiếp cận"), "delivery:accessibility"),
    (_("Giữ kín thông tin"), "delivery:privacy"),
    (_("Cán bộ đăng nhập"), "access:log-in"),
)


@dataclass(frozen=True, slots=True)
class PageContext:
    """The frame of one page, read by `ui/base.html` as `page`."""

    ward_name: str
    phone: str
    address: str
    theme: str
    large: bool
    dense: bool
    shortcuts: bool
    language: str
    here: str
    other_language_url: str
    home_url: str
    display_url: str
    logout_url: str
    search_url: str
    demo: bool
    request: HttpRequest = field(repr=False)

    @property
    def phone_href(self) -> str:
        """Return the phone number as a link of a telephone."""
        return "tel:" + "".join(mark for mark in self.phone if mark.isdigit() or mark == "+")

    @property
    def account(self) -> str:
        """Return who is logged in. It may ask the database, so only staff pages read it."""
        occasion = getattr(self.request, "occasion", None)
        return str(occasion.actor.name) if occasion is not None else ""

    @property
    def foot_links(self) -> tuple[tuple[str, str], ...]:
        """Return the links at the foot of a citizen's page, as far as their pages exist."""
        return _foot_links(self.language, get_script_prefix(), get_urlconf())

    @property
    def prefix(self) -> str:
        """Return what stands before every address: `/` or `/en/`."""
        return get_script_prefix()


def page(request: HttpRequest) -> dict[str, Any]:
    """Give `page` to every template. It asks no database: what is not there stays empty."""
    ward = getattr(request, "ward", None)
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return {
        "page": PageContext(
            ward_name=unit_name(str(getattr(ward, "name", "") or "")),
            phone=str(getattr(ward, "phone", "") or getattr(settings, "HELP_PHONE", "")),
            address=str(getattr(ward, "address", "") or ""),
            theme=_theme(request.COOKIES.get(THEME, "")),
            large=request.COOKIES.get(SIZE) == "large",
            dense=request.COOKIES.get(DENSITY) != "roomy",
            shortcuts=request.COOKIES.get(KEYS) != "off",
            language=language,
            here=request.path,
            other_language_url=other_language(request),
            home_url=get_script_prefix(),
            display_url=_route("ui:display"),
            logout_url=_route("access:log-out"),
            search_url=_route("delivery:search"),
            demo=bool(getattr(settings, "DEMO", False) or getattr(ward, "is_demo", False)),
            request=request,
        )
    }


def _theme(chosen: str) -> str:
    return chosen if chosen in THEMES else THEMES[0]


def unit_name(ward_name: str) -> str:
    """Return the name of the ward's office as the head of a page has it.

    >>> unit_name("Phường Mẫu")
    'UBND phường Mẫu'
    """
    if not ward_name:
        return gettext("UBND phường")
    if ward_name.startswith("UBND"):
        return ward_name
    return gettext("UBND %(ward)s") % {"ward": inline(ward_name)}


def other_language(request: HttpRequest) -> str:
    """Return the address of this same page in the other language; never two slashes first."""
    query = request.META.get("QUERY_STRING", "")
    path = "/" + request.path_info.lstrip("/")
    if not get_script_prefix().endswith("/en/"):
        path = f"/en{path}"
    return f"{path}?{query}" if query and request.method == "GET" else path


@cache
def _foot_links(_language: str, prefix: str, urlconf: str | None) -> tuple[tuple[str, str], ...]:
    """Return words and addresses of the foot; they depend on the language alone."""
    found = ((gettext(words), _found(name, prefix, urlconf)) for words, name in FOOT_LINKS)
    return tuple((words, url) for words, url in found if url)


def _route(name: str) -> str:
    return _found(name, get_script_prefix(), get_urlconf())


@cache
def _found(name: str, prefix: str, urlconf: str | None) -> str:
    """Return the address of a page; it depends on the prefix of the language alone."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
