"""Visitors who come when they come, whether or not the one before was answered (an open loop).

Each opens a connection of its own. How long somebody waited counts from the moment they came, not
from when there was room to ask, so that a server that stands still is seen to stand still. A slow
visitor sends its request piece by piece and fetches the answer piece by piece.
"""

import asyncio
import random
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SLOW_SHARE = 0.2
PIECES = 20
PAUSE = 0.2
SMALL = 2048
PATIENCE = 60.0
# Beyond so many at once those who come are counted as turned away: this process has its limits too.
MOST_AT_ONCE = 800
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


@dataclass(frozen=True, slots=True)
class Errand:
    """One kind of visit: how often it is made of a hundred, and what is sent."""

    name: str
    weight: int
    right: int
    request: Callable[[random.Random], bytes]

    @property
    def writes(self) -> bool:
        """Whether something is sent that changes rows."""
        return self.right != 200


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one: when it came, how long it took, and what went wrong."""

    came: float
    milliseconds: float
    writes: bool
    slow: bool
    wrong: str = ""


def request(path: str, cookie: str, body: bytes = b"", kind: str = "") -> bytes:
    """Return a request as it goes over the line."""
    head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
    if body:
        head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + body


def arrivals(rate: float, seconds: float, chance: random.Random) -> Iterator[float]:
    """Yield when visitors come: independent of each other, so many a second in the mean."""
    moment = chance.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += chance.expovariate(rate)


async def come(
    port: int,
    errands: Sequence[Errand],
    rate: float,
    seconds: float,
    chance: random.Random,
    slow: float = SLOW_SHARE,
) -> list[Visit]:
    """Let visitors come for some seconds; return when the last of them has its answer."""
    begun, found = time.perf_counter(), list[Visit]()
    all_of_them: set[asyncio.Task[Visit]] = set()
    for moment in arrivals(rate, seconds, chance):
        await asyncio.sleep(max(0.0, begun + moment - time.perf_counter()))
        errand = chance.choices(errands, [one.weight for one in errands])[0]
        is_slow = chance.random() < slow
        if len(all_of_them) >= MOST_AT_ONCE:
            found.append(Visit(begun + moment, 0.0, errand.writes, is_slow, "turned away here"))
            continue
        content = errand.request(chance)
        visit = asyncio.create_task(_visit(port, errand, content, begun + moment, is_slow))
        all_of_them.add(visit)
        visit.add_done_callback(all_of_them.discard)
        visit.add_done_callback(lambda done: found.append(done.result()))
    while all_of_them:
        await asyncio.wait(all_of_them)
    return found


async def as_many_as_it_carries(
    port: int, errands: Sequence[Errand], seconds: float, chance: random.Random, clients: int = 8
) -> float:
    """Return how many a second are answered when each of some clients asks again at once."""
    begun, answered = time.perf_counter(), 0

    async def one() -> None:
        nonlocal answered
        while time.perf_counter() < begun + seconds:
            errand = chance.choices(errands, [one.weight for one in errands])[0]
            now = time.perf_counter()
            visit = await _visit(port, errand, errand.request(chance), now, False)
            answered += not visit.wrong

    await asyncio.gather(*(one() for _each in range(clients)))
    return answered / (time.perf_counter() - begun)


async def _visit(port: int, errand: Errand, content: bytes, came: float, slow: bool) -> Visit:
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await (_slowly(port, content) if slow else _at_once(port, content))
        status = STATUS.match(answer)
        said = status[1].decode() if status else "cut off"
        wrong = "" if said == str(errand.right) else f"{errand.name}: {said}"
    except (OSError, asyncio.IncompleteReadError) as error:  # TimeoutError is one of the first.
        wrong = f"{errand.name}: {type(error).__name__}"
    return Visit(came, (time.perf_counter() - came) * 1000, errand.writes, slow, wrong)


async def _at_once(port: int, content: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(content)
        await writer.drain()
        return await reader.read(-1)
    finally:
        writer.close()


async def _slowly(port: int, content: bytes) -> bytes:
    line = socket.socket()
    # As little as possible waits in the system: the server has to hold what is not yet fetched.
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=line, limit=SMALL)
    try:
        for place in range(PIECES):
            first, last = (len(content) * n // PIECES for n in (place, place + 1))
            writer.write(content[first:last])
            await writer.drain()
            await asyncio.sleep(PAUSE)
        answer = b""
        while piece := await reader.read(SMALL):
            answer += piece
            await asyncio.sleep(PAUSE / 2)
        return answer
    finally:
        writer.close()
