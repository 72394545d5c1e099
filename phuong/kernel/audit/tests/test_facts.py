"""What an event may say."""

import inspect
import subprocess
import sys
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from typing import get_args
from uuid import UUID

import pytest

from phuong.kernel.access.roles import Role
from phuong.kernel.audit import facts, trail
from phuong.kernel.audit.facts import Code, Digest, moment_text, plain
from tests.support.builders import MONDAY


class Number(Enum):
    ONE = 1


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (None, None),
        (True, True),
        (0, 0),
        (-(2**53), -(2**53)),
        (Code("ho-so"), "ho-so"),
        (Role.LEADER, "leader"),
        (Number.ONE, "1"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (date(2026, 11, 16), "2026-11-16"),
        (MONDAY, "2026-11-16T02:00:00.000000Z"),
        (Digest("ab"), "sha256:ab"),
    ],
)
def test_a_fact_is_said_as_json_has_it(fact, said):
    assert plain(fact) == said
    assert type(plain(fact)) is type(said)


@pytest.mark.parametrize(
    "fact", ["một câu", "", 2**53 + 1, 0.5, b"x", ["x"], {"a": 1}, object(), datetime]
)
def test_anything_else_is_refused(fact):
    with pytest.raises(TypeError, match="an event cannot hold"):
        plain(fact)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 11, 16, 9))  # noqa: DTZ001


def test_a_moment_has_six_digits_and_universal_time():
    assert moment_text(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)) == (
        "2026-01-02T03:04:05.000006Z"
    )


def test_a_digest_is_salted_and_keeps_its_values_apart():
    assert Digest.of("s", "a", "b") != Digest.of("s", "ab") != Digest.of("t", "ab")
    assert Digest.of("s", None) != Digest.of("s", "") != Digest.of("s", "null")
    assert Digest.of("s", "Lý do").hexadecimal == sha256('["s","Lý do"]'.encode()).hexdigest()


def test_salts_are_128_random_bits():
    assert len({facts.new_salt() for _ in range(100)}) == 100
    assert len(facts.new_salt()) == 32


def test_a_bare_text_is_no_fact_to_whoever_calls():
    assert str not in get_args(facts.Fact)
    for act in (trail.record, trail.open_subject):
        assert inspect.signature(act).parameters["facts"].annotation == facts.Fact


SNIPPET = """
from phuong.kernel.audit.facts import Code, Digest, Fact

def record(**facts: Fact) -> None: ...

record(reason=Code("late"), salted=Digest.of("s", "x"), days=3, none=None)
record(reason="someone's words")
words: str = "x"
record(reason=words)
record(amount=0.5)
"""


@pytest.mark.slow
def test_a_bare_text_does_not_type_check(tmp_path):
    file = tmp_path / "snippet.py"
    file.write_text(SNIPPET, "utf-8")
    config = tmp_path / "mypy.ini"
    config.write_text("[mypy]\nstrict = true\n")
    command = [sys.executable, "-m", "mypy", "--config-file", str(config)]
    command += ["--cache-dir", str(tmp_path / "cache"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wrong = [line.split(":")[1] for line in done.stdout.splitlines() if "[arg-type]" in line]
    assert wrong == ["7", "9", "10"], done.stdout + done.stderr
    assert done.returncode == 1
