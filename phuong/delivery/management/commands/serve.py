"""`phuong serve`: the program on its own web server."""

import argparse
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.log import logger as granian
from granian.server import Server

from phuong.areas.office import api as office
from phuong.delivery.porch import RECEIVERS
from phuong.delivery.soundness import faults_at_start


class Command(BaseCommand):
    """Refuses to serve what is not whole, then serves."""

    help = "Serve the pages over HTTP.\n\nExample: phuong serve --host 127.0.0.1 --port 8000"

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take where to listen; how many listen is a setting."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        """Check, then hand this process to the server."""
        _check_whole()
        self._say_how_to_begin(host, port)
        server = Server(
            "phuong.delivery.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.WORKERS,
            # These receive and send; how many work is the porch's.
            blocking_threads=RECEIVERS,
            respawn_failed_workers=True,
            # A worker told to stop while it is still starting does not hear it.
            workers_kill_timeout=settings.STOP_SECONDS,
            log_level=LogLevels.warning,
        )
        granian.addFilter(_is_news)
        # The workers are forks: a connection of the parent must not be theirs too.
        connections.close_all()
        with _jobs_beside(settings.JOBS_EVERY):
            server.serve()

    def _say_how_to_begin(self, host: str, port: int) -> None:
        """Print where and with which code the first ward is set up, as long as it is not."""
        if settings.DEMO or not office.is_open():
            return
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
        self.stdout.write(f"Thiết lập (set up)     http://{shown}:{port}/thiet-lap/")
        self.stdout.write(f"Mã thiết lập (code)    {office.set_up_code()}")
        self.stdout.flush()


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out granian's warning of threads that outnumber the processors: it is so on purpose.

    They wait for slow clients; those that work are few (`porch`). No setting of granian's has as
    many of them without the warning, which says of itself that it may be ignored.
    """
    return f"up to {RECEIVERS} Python threads" not in record.getMessage()


@contextmanager
def _jobs_beside(every: int) -> Iterator[None]:
    """Let `phuong jobs` run in a process of its own for as long as the server does."""
    if not every:
        yield
        return
    command = [sys.executable, "-m", "phuong", "jobs", "--every", str(every), "--attached"]
    jobs = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        jobs.terminate()
        jobs.wait(settings.STOP_SECONDS)


def _check_whole() -> None:
    """Refuse a database behind the code, history without its guard, and demo log-ins in earnest."""
    for fault in faults_at_start():
        raise CommandError(f"{fault.words} {fault.remedy}")
