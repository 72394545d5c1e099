"""The front page's first command, run as a newcomer runs it."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_documents import COMMANDS
from tools.shape import ROOT

NOT_THEIRS = ("PHUONG_", "DATABASE_URL", "PYTEST_", "DJANGO_", "COVERAGE")
FIRST, SECOND, TRIES = 240, 3.0, 3


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def a_newcomer_s(environment: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if not k.startswith(NOT_THEIRS)}


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@contextmanager
def started(port: int, data: Path, patience: float) -> Iterator[tuple[float, Path]]:
    """Start by the front page's words; give the seconds until it answers, and what it printed."""
    words = COMMANDS["run"].split()
    assert words[0] == "python3"
    command = [sys.executable, *words[1:], "--port", str(port), "--data", str(data)]
    said = data.parent / f"said-{time.monotonic_ns()}"
    begun = time.monotonic()
    with said.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=a_newcomer_s(dict(os.environ)),
        )
    try:
        while time.monotonic() - begun < patience:
            assert process.poll() is None, said.read_text("utf-8")
            try:
                get(f"http://127.0.0.1:{port}/")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.03)
        else:
            pytest.fail(f"no answer in {patience} s:\n{said.read_text('utf-8')}")
        yield time.monotonic() - begun, said
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="stops the server by a signal")
def test_the_first_command_serves_and_the_second_start_is_quick(tmp_path):
    port, data = free_port(), tmp_path / "data"
    with started(port, data, FIRST) as (_, said):
        _, page = get(f"http://127.0.0.1:{port}/hien-thi/")
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert styles
        for style in styles:
            # Names carry their hash, so that a browser may keep them for ever.
            assert re.search(r"\.[0-9a-f]{12}\.css$", style)
            assert get(f"http://127.0.0.1:{port}{style}")[0] == 200
        assert f"http://127.0.0.1:{port}/" in said.read_text("utf-8")
        assert (data / "phuong.sqlite3").exists()
    seconds = []
    # Whatever else the machine does can make a start longer, never shorter.
    while len(seconds) < TRIES and (not seconds or min(seconds) >= SECOND):
        with started(port, data, 60) as (took, said):
            assert "…" not in said.read_text("utf-8"), "the second start set something up again"
            seconds.append(took)
    assert min(seconds) < SECOND, seconds


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "run.py", "--port", str(port), "--data", str(tmp_path / "data")],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Không mở được cổng {port}" in done.stderr
    assert "is taken" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_folder_that_can_t_be_written_is_told(tmp_path):
    taken = tmp_path / "file"
    taken.write_text("not a folder", "utf-8")
    done = subprocess.run(
        [sys.executable, "run.py", "--port", str(free_port()), "--data", str(taken / "below")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Không ghi được vào" in done.stderr


def test_an_older_python_can_read_the_door_far_enough_to_be_told():
    text = (ROOT / "run.py").read_text("utf-8")
    ast.parse(text, feature_version=(3, 8))
    assert "Cần Python 3.11 trở lên" in text


def test_data_begun_in_earnest_get_no_demo_ward_later(tmp_path):
    import run

    assert not run.is_in_earnest(tmp_path)
    run.write_stamp(tmp_path / "set-up.json", tables="made")
    assert not run.is_in_earnest(tmp_path)
    run.write_stamp(tmp_path / "set-up.json", kind="in earnest")
    assert run.is_in_earnest(tmp_path)


@pytest.mark.parametrize("port", ["0", "70000", "cổng"])
def test_a_port_that_is_none_is_told(port):
    done = subprocess.run(
        [sys.executable, "run.py", "--port", port],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--port" in done.stderr
