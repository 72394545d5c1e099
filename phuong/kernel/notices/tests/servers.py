"""Real servers for the tests: a mail server that can be told how to fail, a hook that can too."""

import asyncio
import json
import mailbox
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

DROP = "drop"


class MailHandler:
    """Keeps what it takes in a maildir, and answers as it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.box = mailbox.Maildir(str(folder), create=True)
        self.sender = self.recipient = "250 OK"
        # One answer a letter after its last dot; the letters after those are taken.
        self.data: list[str] = []
        # Whether the letter is kept although the answer says otherwise.
        self.keeps = False
        self.slow = 0.0

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250") or self.keeps:
            self.box.add(envelope.content)
        if answer == DROP:
            server.transport.close()
            return "250 never said"
        return answer


@dataclass
class MailServerRunning:
    """A mail server on a port of its own, and the folder into which letters fall."""

    handler: MailHandler
    port: int

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters that came, in the order in which they came, read as a person's program."""
        parser = BytesParser(policy=policy.default)
        files = sorted((self.handler.folder / "new").iterdir(), key=lambda f: f.stat().st_mtime_ns)
        return [parser.parsebytes(file.read_bytes()) for file in files]  # type: ignore[misc]


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServerRunning]:
    """Run a mail server until the end of the block."""
    handler = MailHandler(folder)
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield MailServerRunning(handler, controller.port)
    finally:
        controller.stop()


@dataclass
class Hook:
    """What came to the hook, and how it answers: status, body, and what it does before."""

    seen: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    status: int = 200
    # What is answered; `{id}` in it becomes the id that was asked for.
    answer: str = '{"id": "{id}"}'
    drops: int = 0
    waits: float = 0
    drips: bool = False
    location: str = ""
    url: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hook() -> Iterator[Hook]:
    """Run a hook until the end of the block."""
    told = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.bodies.append(body)
            told.seen.append(json.loads(body))
            told.headers.append({name.lower(): value for name, value in self.headers.items()})
            told.stopped.wait(told.waits)
            if told.drops:
                told.drops -= 1
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._answer(told.answer.replace("{id}", str(told.seen[-1]["id"])).encode())

        def _answer(self, text: bytes) -> None:
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            for at in range(len(text)) if told.drips else ():
                if told.stopped.wait(0.2):
                    return
                try:
                    self.wfile.write(text[at : at + 1])
                    self.wfile.flush()
                except OSError:
                    return
            if not told.drips:
                self.wfile.write(text)

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/gui"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        told.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def silence() -> Iterator[int]:
    """Listen at a port, take every call, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
