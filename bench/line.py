"""A kept connection that costs the machine little: what asks shares the cores with what answers."""

import re
import socket
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=\r\n]+)=([^;\r\n]*)", re.IGNORECASE)
HINT = re.compile(rb"\r\nx-bench: *([^\r\n]*)", re.IGNORECASE)
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the head says status, cookies and what the server says it took."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        """The three digits."""
        return int(self.head[9:12])

    @property
    def hint(self) -> str:
        """What the server says of the request; empty if it says nothing."""
        found = HINT.search(self.head)
        return found[1].decode() if found else ""

    @property
    def cookies(self) -> list[tuple[str, str]]:
        """The cookies that are set, in their order."""
        return [(name.decode(), value.decode()) for name, value in COOKIE.findall(self.head)]


class Line:
    """One connection to a port of this machine; opened when first asked, and again after an end."""

    def __init__(self, port: int, patience: float = 60) -> None:
        """Begin without a connection."""
        self._address = ("127.0.0.1", port)
        self._patience = patience
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """Send a whole request, return the whole answer.

        Raises:
            OSError: the other side went away, or said nothing for as long as one waits.
        """
        if self._socket is None:
            self._socket = socket.create_connection(self._address, self._patience)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head, body = got[:end], got[end + 4 :]
        length = LENGTH.search(head)
        if length is None:
            raise ConnectionError("an answer that does not say how long it is")
        while len(body) < int(length[1]):
            body += self._more()
        return Answer(head, body)

    def close(self) -> None:
        """Close the connection; the next asking opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _more(self) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(PIECE)
        if not piece:
            raise ConnectionError("the answer broke off")
        return piece
