"""What may stand in a line of the log: where and what, never a secret and never who.

A log is read by more people than the database, and kept in more places. Django writes the address
of each refused request, and addresses carry the secret of a dossier, of a ticket, of a link by
which a password is set; an error of the database says the whole row that it refused. So whatever
is logged goes through here: an address keeps its plain words, its codes and its keys, and an
error keeps its kind, its frames and its plain words.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

HIDDEN: Final = "…"

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# A code as numbering makes them: letters of the ward, then short runs of letters and digits.
_CODE = r"[A-Z]{2,6}(?:-[A-Z]{0,3}\d{2,6}){2}"
# Words with hyphens, small numbers, names of files: what people write into an urlconf.
_WORD = r"(?:[a-z]{1,24}|[a-z]{0,8}\d{1,4}[a-z]{0,3})"
_PLAIN = re.compile(rf"{_UUID}|{_CODE}|{_WORD}(?:[-_.]{_WORD})*|")
_ADDRESS = re.compile(r"/[^\s?#\"'<>(),;]*(\?[^\s\"'<>]*)?")
# In whatever is said: keys stay; letters go, and long numbers, and what looks drawn by lot.
_SAID = re.compile(
    rf"(?P<stays>\b(?:{_UUID}|(?:[A-Z][a-z]{{2,}})+|[A-Z]+(?:_[A-Z]+)+|[a-z_]+)\b(?![\w@-]))"
    r"|[^\s@\"'<>(),;:/]+@[^\s@\"'<>(),;:/]+"
    r"|[A-Za-z0-9_-]{16,}"
    r"|\+?\d{8,}|(?:\+84|\b0)(?:[ .]?\d){8,}"
)
# What an error quotes is somebody's, unless it reads like a name in the code.
_QUOTED = re.compile(r"(?P<mark>['\"])(?![a-z_.]{1,40}(?P=mark)).*?(?P=mark)", re.DOTALL)
_NUMBERED = re.compile(rf"(?P<stays>\b(?:{_UUID}|{_CODE})\b)|\b(?=\w*\d)\w{{4,}}\b")
# PostgreSQL tells the row that it refused, and what was looked for.
_ROW = re.compile(r"^(?:DETAIL|CONTEXT|HINT|LINE \d+):.*", re.DOTALL | re.MULTILINE)
_FRAMES = "Traceback (most recent call last):"
_LINKS: Final = frozenset(
    {
        "The above exception was the direct cause of the following exception:",
        "During handling of the above exception, another exception occurred:",
    }
)
# Names and reasons have letters with marks; line breaks would make lines that nobody said.
_FOREIGN = re.compile(r"[^\x20-\x7e…]+")


def address(path: str) -> str:
    """Return an address with plain words, codes and keys alone, and nothing after its mark."""
    way, mark, _query = path.partition("?")
    pieces = [piece if _PLAIN.fullmatch(piece) else HIDDEN for piece in way.split("/")]
    return "/".join(pieces) + (mark and f"?{HIDDEN}")


def said(text: str) -> str:
    """Return a sentence without addresses' secrets, quotations, letters, long and drawn words."""
    text = _ADDRESS.sub(lambda found: address(found[0]), text)
    text = _QUOTED.sub(rf"\g<mark>{HIDDEN}\g<mark>", text)
    text = _SAID.sub(lambda found: found["stays"] or HIDDEN, text)
    return _FOREIGN.sub(HIDDEN, text)


def error(text: str) -> str:
    """Return what an error says of itself without numbers and without the row it is about."""
    text = _ROW.sub(HIDDEN, text)
    return said(_NUMBERED.sub(lambda found: found["stays"] or HIDDEN, text))


class Line(logging.Formatter):
    """Writes a record as one line and its error below it, both without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a copy: other handlers get the record as it came."""
        plain = copy(record)
        plain.msg, plain.args = self._message(record), None
        plain.exc_text = None
        return super().format(plain)

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        message = record.getMessage()
        # Where the request is known its address is, also one with spaces or line breaks in it.
        path: str = getattr(getattr(record, "request", None), "path", "")
        escaped = path.encode("unicode_escape").decode("ascii")
        for known in {path, escaped} - {"", "/"}:
            message = message.replace(known, address(known))
        return said(message)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Write the frames as they are, and of each error what may be said."""
        return "\n".join(_told("".join(traceback.format_exception(ei[1])).splitlines()))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Write where something was said from: no values are in it."""
        return stack_info


def _told(lines: list[str]) -> Iterator[str]:
    """Return a traceback's lines; whatever is not a frame is what an error says."""
    in_frames, words = False, list[str]()
    for line in lines:
        if line == _FRAMES or line in _LINKS or (in_frames and line.startswith("  ")):
            if any(words):
                yield error("\n".join(words).strip())
            words, in_frames = [], line not in _LINKS
            yield line if in_frames else f"\n{line}\n"
        else:
            in_frames = False
            words.append(line)
    if any(words):
        yield error("\n".join(words).strip())
