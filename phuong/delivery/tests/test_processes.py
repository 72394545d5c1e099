"""Real processes: two `phuong jobs` send nothing twice, one killed loses nothing; one serves."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from phuong.kernel.notices import outbox
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.models import Notice
from phuong.kernel.notices.outbox import Applicant, Contact
from phuong.kernel.notices.tests.made import make_subject
from phuong.kernel.notices.tests.servers import mail_server
from phuong.kernel.workflow.models import Turn
from tests.support.builders import citizen, load_law_values, make_ward

ROOT = Path(__file__).resolve().parents[3]
LETTERS = 24
PATIENCE = 60


@pytest.fixture(autouse=True)
def _monday():
    """Let the machine's clock run: the processes have their own."""


def database_url() -> str:
    """Return the address of the database that this test has for itself."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{named['NAME']}").geturl()


def jobs(folder: Path, port: int, *words: str) -> "subprocess.Popen[str]":
    return start(folder, port, "-m", "phuong", "jobs", *words)


def start(
    folder: Path, port: int, *words: str, into: int | IO[str] = subprocess.PIPE
) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if "TEST" not in name}
    environment |= {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "phuong.settings",
        "PHUONG_DATA": str(folder),
        "PHUONG_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "PHUONG_MAIL_FROM": "mot-cua@phuong.example",
        "PHUONG_LOG": "DEBUG",
    }
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdout=into,
        stderr=subprocess.STDOUT,
        text=True,
    )


def tell_many():
    ward = make_ward()
    load_law_values()
    now = timezone.now()
    for number in range(LETTERS):
        subject = make_subject(ward, number, now)
        to = [Applicant((Contact(Channel.EMAIL, f"nguoi{number}@mail.example"),))]
        outbox.tell(citizen(ward, now), subject, "dossiers.not_accept", to=to)
    # It must be sent now, whatever the hour at which the test runs.
    Notice.objects.of(ward).filter(channel="email").update(
        state="pending", reason="", not_before=now, next_try_at=now
    )
    return ward


def states(ward) -> Counter[str]:
    rows = Notice.objects.of(ward).filter(channel="email").values_list("state", flat=True)
    return Counter(rows)


def test_two_schedulers_at_once_send_each_letter_once(committed_db, tmp_path):
    ward = tell_many()
    with mail_server(tmp_path / "box") as server:
        server.handler.slow = 0.05
        workers = [jobs(tmp_path, server.port, "--once") for _each in range(2)]
        said = "".join(worker.communicate(timeout=PATIENCE)[0] for worker in workers)
        assert [worker.returncode for worker in workers] == [0, 0], said
        numbers = Counter(letter["Message-ID"] for letter in server.letters)
    assert len(numbers) == LETTERS
    assert set(numbers.values()) == {1}
    assert states(ward) == Counter(sent=LETTERS)
    # Whatever was logged, at the finest level, names nobody.
    assert "@mail.example" not in said


def test_two_that_deliver_at_the_same_moment_send_each_letter_once(committed_db, tmp_path):
    """Without the turn between them: the claim of each row is enough."""
    ward = tell_many()
    deliver = "from django.utils import timezone; from phuong.kernel.notices.api import deliver; "
    deliver = f"import django; django.setup(); {deliver}print(deliver(timezone.now()).total())"
    with mail_server(tmp_path / "box") as server:
        server.handler.slow = 0.05
        workers = [start(tmp_path, server.port, "-c", deliver) for _each in range(2)]
        told = [worker.communicate(timeout=PATIENCE)[0] for worker in workers]
        assert [worker.returncode for worker in workers] == [0, 0], told
        assert len(server.letters) == LETTERS
    assert states(ward) == Counter(sent=LETTERS)


def test_a_scheduler_that_is_killed_loses_no_letter_and_the_next_sends_the_rest(
    committed_db, tmp_path
):
    ward = tell_many()
    with mail_server(tmp_path / "box") as server:
        server.handler.slow = 0.3
        killed = jobs(tmp_path, server.port, "--every", "5")
        until = time.monotonic() + PATIENCE
        while len(server.letters) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=PATIENCE)
        done = len(server.letters)
        assert 3 <= done < LETTERS
        connection.close()
        held = Turn.objects.of(ward).get(job="notices.deliver")
        assert held.held_until > timezone.now()

        # Its leases run out; nothing else brings its rows back.
        past = timezone.now()
        Turn.objects.of(ward).update(held_until=past, begun_at=None)
        Notice.objects.of(ward).filter(claim__isnull=False).update(next_try_at=past)
        server.handler.slow = 0
        heir = jobs(tmp_path, server.port, "--once")
        said = heir.communicate(timeout=PATIENCE)[0]
        assert heir.returncode == 0, said
        numbers = Counter(letter["Message-ID"] for letter in server.letters)
    assert states(ward) == Counter(sent=LETTERS)
    assert len(numbers) == LETTERS
    # At most the one that was in the killed one's hands came again, under its old number.
    assert sum(numbers.values()) <= LETTERS + 1


def test_the_server_warns_of_nothing_when_it_begins(committed_db, tmp_path, monkeypatch):
    load_law_values()
    make_ward()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("PHUONG_JOBS_EVERY", "0")
    log = tmp_path / "said"
    with log.open("w") as into:
        server = start(tmp_path, 0, "-m", "phuong", "serve", "--port", str(port), into=into)

    def begun() -> bool:
        # One that is told to stop while it is still starting does not hear it, and is killed.
        return is_well(port) and log.read_text().count("Started worker") == settings.WORKERS

    until = time.monotonic() + PATIENCE
    while not begun() and server.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    begins = begun()
    server.terminate()
    server.communicate(timeout=PATIENCE)
    assert begins, log.read_text()
    assert "WARNING" not in log.read_text()


def is_well(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/khoe")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
