"""A process of its own that is killed between two of its lines, on the database of the test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).parents[2]


def address_of_the_database() -> str:
    """Return the address of the database that this test is connected to."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{chosen['NAME']}").geturl()


def killed_after(seconds: float, program: str) -> list[str]:
    """Run a program, kill it so long after it said "ready"; return whatever else it said.

    Django is set up before it. SIGKILL: nothing of it can tidy up. However slow the machine is,
    what a program does before it is ready is done.
    """
    surroundings = os.environ | {
        "DATABASE_URL": address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", f"import django\ndjango.setup()\n{program}"],
        env=surroundings,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = []
    while (line := process.stdout.readline().strip()) != "ready":
        assert line, "it ended before it was ready"
        told.append(line)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    return told
