"""People at their browsers: they log in, hand in, and send again what the page kept for them."""

import hashlib
import re
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import unquote, urlencode

from bench.crew import BOUNDARY, TOKEN, picture

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
KEPT = "kept_file"
PICTURES = 2
PATIENCE = 120.0
Body = tuple[bytes, str]


@dataclass(slots=True)
class Filed:
    """A form that was acknowledged: what was sent, and the code that came back."""

    name: str
    code: str
    hashes: Sequence[str]
    body: Body
    at: float
    tries: int


@dataclass(slots=True)
class Work:
    """What one person did."""

    filed: list[Filed] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    busy_pages: int = 0
    silences: int = 0
    wrong: list[str] = field(default_factory=list)


class Browser:
    """One connection with its cookies."""

    def __init__(self, port: int) -> None:
        """Begin without either."""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.page = ""
        self.leads_to = ""

    def ask(self, path: str, body: Body | None = None) -> int:
        """Ask once; keep the page, where it leads, and its cookies; return the status."""
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items())}
        if body:
            headers["Content-Type"] = body[1]
        try:
            self._connection.request(
                "POST" if body else "GET", path, body[0] if body else None, headers
            )
            answer = self._connection.getresponse()
            self.page = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            self._connection.close()
            return 0
        self.leads_to = answer.headers.get("Location", "")
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = value.partition("=")
            if name != "messages":
                self._cookies[name] = rest.partition(";")[0]
        return answer.status

    def token(self) -> str:
        """Return the token of the form on the page."""
        found = TOKEN.search(self.page)
        assert found, f"the page shows no form:\n{self.page[:800]}"
        return found[1]

    def log_in(self, login: str, password: str) -> None:
        """Log in as a person does."""
        self.ask("/dang-nhap/")
        fields = {"csrfmiddlewaretoken": self.token(), "login": login, "password": password}
        status = self.ask("/dang-nhap/", plain(fields))
        assert status == 302, f"the log-in answered {status}:\n{self.page[:800]}"


def plain(fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> Body:
    """Return a form without files as a browser sends it."""
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


class Person(threading.Thread):
    """An official at the desk who hands in without pause until told to stop."""

    def __init__(self, number: int, port: int, known: Mapping[str, str]) -> None:
        """Log in and open the form."""
        super().__init__(daemon=True)
        self.work, self.stopping = Work(), threading.Event()
        self._number, self._count = number, 0
        self._run = uuid.uuid4().hex[:6]
        self._browser = Browser(port)
        self._browser.log_in(known["login"], known["password"])
        self._form = f"/can-bo/quay/tiep-nhan/?thu-tuc={known['slug']}"
        status = self._browser.ask(self._form)
        assert status == 200, f"the form answered {status}"
        self._fields = {"csrfmiddlewaretoken": self._browser.token(), "phone": "0905123412"}
        self._fields |= {"for_whom": "self", "return_method": "counter", "outcome": "receive"}
        self._fields |= {f"paper-{code}": "original" for code in known["papers"].split()}

    def run(self) -> None:
        """Hand in one form after another."""
        while not self.stopping.is_set():
            self._count += 1
            name = f"Nguyễn Văn {_letters(f'{self._number}.{self._count}.{self._run}')}"
            self._hand_in(name)

    def send_again(self, filed: Filed) -> str:
        """Send a form that was acknowledged a second time; return the code that comes back."""
        status = self._browser.ask(self._form, filed.body)
        return _code(self._browser.leads_to) if status == 302 else f"status {status}"

    def _hand_in(self, name: str) -> None:
        body, hashes = self._multipart(name)
        first, begun, tries = body, time.monotonic(), 0
        while time.monotonic() - begun < PATIENCE:
            tries += 1
            status = self._browser.ask(self._form, body)
            if status == 302:
                code = _code(self._browser.leads_to)
                at = time.monotonic()
                self.work.filed.append(Filed(name, code, hashes, first, at, tries))
                return
            if status == 503:
                self.work.busy_pages += 1
                body = self._kept(name)
            elif status == 0:
                self.work.silences += 1
            else:
                self.work.wrong.append(f"{status} {' '.join(self._browser.page.split())[:300]}")
                break
            time.sleep(1)
        self.work.given_up.append(name)

    def _kept(self, name: str) -> Body:
        """Return the form as the page kept it: nothing that was typed may be missing from it."""
        found = [(unescape(n), unescape(v)) for n, v in HIDDEN.findall(self._browser.page)]
        kept = dict(found)
        files = sum(n == KEPT for n, _v in found)
        if kept.get("name") != name or files != PICTURES or not self._fields.keys() <= kept.keys():
            self.work.wrong.append(f"the busy page kept {sorted(kept)} and {files} files")
        if ">Thử lại</button>" not in self._browser.page:
            self.work.wrong.append("the busy page offers no second try")
        return plain(found)

    def _multipart(self, name: str) -> tuple[Body, list[str]]:
        fields = {**self._fields, "name": name, "request_id": str(uuid.uuid4())}
        body, hashes = b"", []
        for field_name, value in fields.items():
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"\r\n\r\n'
            body += f"{head}{value}\r\n".encode()
        for number in range(PICTURES):
            content = picture()
            hashes.append(hashlib.sha256(content).hexdigest())
            body += (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attached";'
                f' filename="giay-{number}.png"\r\nContent-Type: image/png\r\n\r\n'
            ).encode()
            body += content + b"\r\n"
        body += f"--{BOUNDARY}--\r\n".encode()
        return (body, f"multipart/form-data; boundary={BOUNDARY}"), hashes


def _letters(mark: str) -> str:
    """Write a mark in letters alone: names have no digits."""
    return "".join(
        chr(ord("A") + ord(each) % 26) + hex(ord(each))[2:].translate(_DIGITS) for each in mark
    )


_DIGITS = str.maketrans("0123456789", "abcdefghij")


def _code(address: str) -> str:
    """Return the code of the dossier that an address leads to."""
    found = re.search(r"/ho-so/([^/?]+)", unquote(address))
    return found[1] if found else address
