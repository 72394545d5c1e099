"""One HTTPS request to one address, with nothing that a careless or hostile host could abuse.

No redirect is followed, the address that was checked is the address that is called, a private one
is called only where that was asked for, and the whole exchange ends in so many seconds, however
slowly the other side drips.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from phuong.kernel.notices.channels import Undelivered

MOST_BYTES: Final = 64 * 1024
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
NOT_HTTPS, PRIVATE, NO_HOST = "hook-not-https", "hook-private", "hook-no-host"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a hook listens."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def is_local(self) -> bool:
        """Whether it is this very machine."""
        return self.host in LOCAL

    @classmethod
    def of(cls, url: str) -> "Target":
        """Read an address; without TLS only this machine itself may be called."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        if not host or parts.username or (not secure and parts.scheme != "http"):
            raise ValueError(NO_HOST)
        if not secure and host not in LOCAL:
            raise ValueError(NOT_HTTPS)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        return cls(host, parts.port or (443 if secure else 80), path, secure)


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    allow_private: bool = False,
) -> tuple[int, object]:
    """Post a body; return the status and the answer as JSON, or nothing where it is none.

    Raises OSError where nobody answered in time.
    """
    line = _connect(target, seconds, allow_private=allow_private)
    # The time-out of a socket is of each reading; this one is of the whole exchange.
    over = threading.Event()
    ending = threading.Timer(seconds, _cut, [line, over])
    ending.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = line
    try:
        connection.request("POST", target.path, body, dict(headers))
        with connection.getresponse() as answer:
            status, said = answer.status, answer.read(MOST_BYTES)
        if over.is_set():
            raise TimeoutError  # What was read so far may be half an answer.
        return status, _json(said)
    except (http.client.HTTPException, ValueError):
        raise ConnectionError from None
    finally:
        ending.cancel()
        connection.close()


def _connect(target: Target, seconds: float, *, allow_private: bool) -> socket.socket:
    """Open a line to an address of the host, all of which must be fit to be called."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not target.is_local and not allow_private:
        check_public(addresses)
    line = reach(addresses, target.port, seconds)
    if not target.secure:
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except OSError:
        line.close()
        raise


def reach(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """Open a line to the first address that takes one: not every machine reaches IPv6."""
    *others, last = addresses
    for address in others:
        try:
            return socket.create_connection((address, port), timeout=seconds / len(addresses))
        except OSError:
            continue
    return socket.create_connection((last, port), timeout=seconds)


def check_public(addresses: Sequence[str]) -> None:
    """Refuse a host of which any address lies in a network of somebody's own."""
    for address in addresses:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise Undelivered(PRIVATE)


def _cut(line: socket.socket, over: threading.Event) -> None:
    over.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # It has ended by itself.


def _json(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found
