"""A real Chromium against a real server on a committed copy of the database.

`site` is the server, `visit` opens pages in contexts of any size, theme and language, with scripts
on or off; `axe` finds what hinders people. A page error, a breach of the content policy or a
request to another machine fails the test at its end.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

PHONE, DESK = (390, 844), (1440, 900)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-default-apps", "--no-default-browser-check",
]  # fmt: skip
# Passkeys are bound to a name, which an address is not.
OURS = {"127.0.0.1", "localhost"}
HOW_TO_GET_IT = (
    "Chromium was not found: install it from the system's packages (chromium), name it in"
    " PHUONG_CHROMIUM, or run `python -m playwright install chromium`."
)


def find_chromium() -> str | None:
    """Return the browser to drive: the one named, the system's, or Playwright's own."""
    if named := os.environ.get("PHUONG_CHROMIUM"):
        return named
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    places = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files\Chromium\Application\chrome.exe",
    )
    return next((place for place in places if Path(place).exists()), None)


def chromium_path() -> str | None:
    """Return the browser's program if there is one, Playwright's own download included."""
    if found := find_chromium():
        return found if Path(found).exists() else None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start one browser for the whole run."""
    from django.db import connections
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread from now on: Django would take every query for a
    # mistake, and would look for its connections elsewhere and leave the present ones open.
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        path = find_chromium() or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip(HOW_TO_GET_IT)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(committed_db: None) -> Iterator[str]:
    """Serve the program on a committed copy of the database; the address has no last slash."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing: the test says what went wrong."""

    program = StaticFilesHandler(get_wsgi_application())
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(program)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visitor:
    """Opens pages on the site; each call is a new context, like a new person at a new device."""

    browser: Any
    site: str
    contexts: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(
        self,
        path: str = "",
        *,
        size: tuple[int, int] = PHONE,
        theme: str | None = None,
        scripts: bool = True,
        locale: str = "vi-VN",
        cookies: dict[str, str] | None = None,
        **options: Any,
    ) -> Any:
        """Open a context with these habits and, if a path is given, the page at it."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale=locale,
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        context.set_default_timeout(15_000)
        jar = dict(cookies or {})
        if theme:
            jar["theme"] = theme
        context.add_cookies([{"name": k, "value": v, "url": self.site} for k, v in jar.items()])
        context.on("request", self._watch_request)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", self._watch_console)
        self.contexts.append(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    def _watch_request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in OURS:
            self.complaints.append(f"asked another machine: {request.url}")

    def _watch_console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.complaints.append(f"policy: {message.text}")


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Visitor]:
    """Open pages of the site: `page = visit("/tra-cuu/", size=DESK, scripts=False)`."""
    visitor = Visitor(chromium, site)
    yield visitor
    for context in visitor.contexts:
        context.close()
    assert not visitor.complaints, visitor.complaints


@pytest.fixture
def log_in() -> Callable[[Any, Any], None]:
    """Give a page's context the session of a user: `log_in(page, user)`."""

    def give(page: Any, user: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": _root(page)}
        page.context.add_cookies([cookie])

    return give


def _root(page: Any) -> str:
    return str(page.context._impl_obj._options["baseURL"])


@cache
def _axe_source() -> str:
    import axe_playwright_python

    return (Path(str(axe_playwright_python.__file__)).parent / "axe.min.js").read_text("utf-8")


# Whether pressing it opens another page: a link elsewhere, or a button that sends its form.
LEADS_ON = """control => {
  const link = control.closest("a[href]");
  if (link) return !link.target && !link.hasAttribute("download")
    && link.href.split("#")[0] !== location.href.split("#")[0];
  const button = control.closest("button, input");
  return Boolean(button && button.form) && ["submit", "image"].includes(button.type);
}"""


def follow(control: Any, key: str = "") -> None:
    """Press a control, by mouse or key, and wait for the page that it leads to, if it does.

    On a busy machine a press alone may come back before the browser is on its way.
    """
    pressing = (lambda: control.press(key)) if key else control.click
    if not control.evaluate(LEADS_ON):
        pressing()
        return
    with control.page.expect_navigation():
        pressing()


def check_axe(page: Any) -> None:
    """Refuse the page if axe finds anything against WCAG 2.2 AA or its best practices."""
    page.wait_for_load_state()
    page.evaluate(_axe_source())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)["violations"]
    lines = [f"{one['id']}: {one['nodes'][0]['html']} – {one['help']}" for one in found]
    assert not found, f"{page.url}\n" + "\n".join(lines)


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Check a page for what hinders people: `axe(page)`."""
    return check_axe
