"""Pure rules of accounts: what a code looks like, what a browser calls itself."""

import re
import secrets
from typing import Final

# Without I, L, O, 0 and 1, which are read wrongly from paper.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
# Ten codes of ten letters: each of 49 bits, so that a fast digest is enough to keep it.
CODES, LENGTH = 10, 10
DIGITS: Final = 6
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def new_codes() -> list[str]:
    """Return new recovery codes, written as they are printed: `ABCDE-FGHJK`."""
    made = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES))
    return [f"{code[:5]}-{code[5:]}" for code in made]


def plain_code(typed: str) -> str:
    """Return a code as it is compared, however it was typed.

    >>> plain_code(" 123 456 "), plain_code("abcde-fghjk")
    ('123456', 'ABCDEFGHJK')
    """
    return re.sub(r"[\s.-]", "", typed).upper()


def is_one_time(code: str) -> bool:
    """Tell whether a plain code looks like one of a telephone's, and not like a recovery code."""
    return code.isdecimal() and code.isascii() and len(code) == DIGITS


def device_of(agent: str) -> tuple[str, str]:
    """Return what a browser and its machine call themselves, as far as it can be known.

    >>> device_of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537")
    ('Chrome', 'Windows')
    """
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return browser, system
