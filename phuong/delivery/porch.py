"""Where a request waits until all of it has come: no slow client holds what works on the others.

The server has many threads that receive and send, each cheap and mostly waiting for its client,
and few that work. A body that comes byte by byte is taken in here, and an answer that is fetched
byte by byte is given out here; the workers only ever see what is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from shutil import disk_usage
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any

PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024
# How many slow clients a process bears at once; the next ones wait until one of these has done.
RECEIVERS = 128

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class Porch:
    """A WSGI application around another, which it lets work in threads of its own."""

    def __init__(self, application: Application, threads: int, most: int) -> None:
        """Keep the application, how many work at once, and from which size nothing is received."""
        self._application, self._most = application, most
        self._workers = ThreadPoolExecutor(threads, "worker")

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Receive, let a worker answer, give the answer out."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            # What is too much is refused by its length: it need not be read for that.
            wanted = length if length <= self._most else 0
            if wanted <= IN_MEMORY or disk_usage(gettempdir()).free > 2 * wanted:
                if receive(environ["wsgi.input"], body, wanted) < wanted:
                    # Its client went away: half a form must not pass for a whole one.
                    start_response("400 Bad Request", [("Content-Length", "0")])
                    return []
                body.seek(0)
                environ["wsgi.input"] = body if wanted else BytesIO()
            # Else there is no room to wait in: the views say so, beside the field.
            return self._workers.submit(self._work, environ, start_response).result()

    def _work(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer as far as it takes a worker; what is left to do is to read a file."""
        answer: Any = self._application(environ, start_response)
        if getattr(answer, "file_to_stream", None) is not None:
            return answer  # type: ignore[no-any-return]
        try:
            if not getattr(answer, "streaming", False):
                return [b"".join(answer)]
            made = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it was given out
            for piece in answer:
                made.write(piece)
            made.seek(0)
            return Kept(made)
        finally:
            if close := getattr(answer, "close", None):
                close()


class Kept:
    """An answer that was made whole and is given out in pieces."""

    def __init__(self, file: IO[bytes]) -> None:
        """Keep the file."""
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        """Give a piece at a time."""
        return iter(lambda: self._file.read(PIECE), b"")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def receive(source: Any, into: IO[bytes], length: int) -> int:
    """Take a body in as it comes; return how much came."""
    left = length
    while left and (piece := source.read(min(PIECE, left))):
        into.write(piece)
        left -= len(piece)
    return length - left
