"""Processes that ask: eight clients with kept connections, two hands that replay statements.

They are forked before anything else is begun, so that they share nothing with the server.
"""

import multiprocessing
import os
import re
import struct
import time
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bench import replay
from bench.line import Line

CLIENTS, HANDS = 8, 2
SIDE = 82
BOUNDARY = "----phuong-bench"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Asking:
    """What each client does for some seconds."""

    port: int
    seconds: float
    kind: str
    paths: Sequence[str]
    cookies: Sequence[dict[str, str]]
    form: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    most: int = 10**9


@dataclass(slots=True)
class Told:
    """What came of it."""

    milliseconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)
    cpu: float = 0.0
    seconds: float = 0.0

    def add(self, other: "Told") -> None:
        """Put another's answers beside these."""
        self.milliseconds += other.milliseconds
        self.statements += other.statements
        self.held += other.held
        self.cpu += other.cpu
        self.seconds = max(self.seconds, other.seconds)
        for what, number in other.wrong.items():
            self.wrong[what] = self.wrong.get(what, 0) + number


class Crew:
    """Processes that wait for work."""

    def __init__(self) -> None:
        """Fork them all."""
        context = multiprocessing.get_context("fork")
        self._lines: list[Connection] = []
        for _each in range(CLIENTS):
            mine, theirs = context.Pipe()
            context.Process(target=_serve, args=(theirs,), daemon=True).start()
            self._lines.append(mine)

    def ask(self, asking: Asking) -> Told:
        """Let all clients ask at once."""
        return self._all([(_client, (asking, place)) for place in range(CLIENTS)])

    def replay(self, work: "replay.Work", seconds: float) -> Told:
        """Let the hands replay at once."""
        return self._all([(_hand, (work, seconds))] * HANDS)

    def _all(self, jobs: Sequence[tuple[Any, Any]]) -> Told:
        for line, job in zip(self._lines, jobs, strict=False):
            line.send(job)
        told = Told()
        for line in self._lines[: len(jobs)]:
            told.add(line.recv())
        return told


def _serve(line: Connection) -> None:
    while True:
        try:
            work, arguments = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        line.send(work(*arguments))


def _hand(work: "replay.Work", seconds: float) -> Told:
    begun, cpu = time.perf_counter(), time.process_time()
    milliseconds = replay.run(work, seconds)
    return Told(milliseconds, cpu=time.process_time() - cpu, seconds=time.perf_counter() - begun)


def _client(asking: Asking, place: int) -> Told:
    told, one = Told(), Client(asking.port, asking.cookies[place % len(asking.cookies)])
    one.prepare(asking)
    begun, cpu = time.perf_counter(), time.process_time()
    turn = place
    while time.perf_counter() - begun < asking.seconds and len(told.milliseconds) < asking.most:
        path = asking.paths[turn % len(asking.paths)]
        body = one.body(asking) if asking.kind != "get" else b""
        turn += CLIENTS
        before = time.perf_counter()
        try:
            status, hint = one.ask(path, body)
        except OSError as error:
            one.close()
            told.wrong[type(error).__name__] = told.wrong.get(type(error).__name__, 0) + 1
            continue
        told.milliseconds.append((time.perf_counter() - before) * 1000)
        if status != (200 if asking.kind == "get" else 302):
            told.wrong[str(status)] = told.wrong.get(str(status), 0) + 1
        number, _separator, held = hint.partition(";")
        told.statements.append(int(number or 0))
        told.held += [float(each) for each in held.split(",") if each]
    told.seconds, told.cpu = time.perf_counter() - begun, time.process_time() - cpu
    one.close()
    return told


class Client:
    """One browser: a kept connection, its cookies, and the token of its form."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        """Begin without a connection."""
        self._line = Line(port)
        self._cookies = dict(cookies)
        self._token = ""
        self._again = b""
        self.answer = b""

    def prepare(self, asking: Asking) -> None:
        """Open the form, as a person does; for a second sending, send a first time."""
        if asking.kind == "get":
            return
        self.ask(asking.form, b"")
        found = TOKEN.search(self.answer.decode())
        assert found, "the form shows no token"
        self._token = found[1]
        if asking.kind == "again":
            self._again = self._multipart(asking.fields)
            self.ask(asking.paths[0], self._again)

    @property
    def cookie(self) -> str:
        """The cookies as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def body(self, asking: Asking) -> bytes:
        """Return what is posted: a new filing with three new pictures, or the same again."""
        if asking.kind == "again":
            return self._again
        return self._multipart(asking.fields, pictures=0 if asking.kind == "plain" else 3)

    def ask(self, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
        """Ask once; return the status and what the server says it took."""
        headers["Host"], headers["Cookie"] = "127.0.0.1", self.cookie
        if body:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            headers["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        method = "POST" if body else "GET"
        answer = self._line.ask(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        self.answer = answer.body
        # Messages would pile up: a person sees them on the page that follows.
        self._cookies |= {n: value for n, value in answer.cookies if n != "messages"}
        return answer.status, answer.hint

    def close(self) -> None:
        """Close the connection; the next asking opens another."""
        self._line.close()

    def _multipart(self, fields: dict[str, str], pictures: int = 3) -> bytes:
        own = {"csrfmiddlewaretoken": self._token, "request_id": str(uuid.uuid4())}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in {**fields, **own}.items()
        ]
        body = "".join(parts).encode()
        for number in range(pictures):
            body += (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attached";'
                f' filename="giay-{number}.png"\r\nContent-Type: image/png\r\n\r\n'
            ).encode()
            body += picture() + b"\r\n"
        return body + f"--{BOUNDARY}--\r\n".encode()


def picture() -> bytes:
    """Return a picture of 20 KiB that was never there before."""
    rows = b"".join(b"\0" + os.urandom(3 * SIDE) for _row in range(SIDE))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
