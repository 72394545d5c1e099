"""`phuong jobs`: does what time causes, once or again and again."""

import argparse
import os
import signal
import threading
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections

from phuong.delivery.jobs import round_of
from phuong.kernel.access.api import clock
from phuong.kernel.wards.api import planner

FIRST_WAIT = 5


class Command(BaseCommand):
    """Runs rounds of jobs until told to stop."""

    _learned: date | None = None

    help = (
        "Do what time causes: fold figures, deliver notices, end what nobody answered, seal days.\n"
        "May run in several places at once; each job of a ward has one turn at a time.\n\n"
        "Example: phuong jobs --every 60"
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take how often, and for whom."""
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--once", action="store_true", help="one round of what is due, then end")
        how.add_argument("--every", type=int, metavar="SECONDS", help="a round so often, for ever")
        parser.add_argument("--ward", default="", metavar="PREFIX", help="one ward only")
        parser.add_argument("--attached", action="store_true", help="end when the parent has ended")

    def handle(
        self, *, once: bool, every: int | None, ward: str, attached: bool, **options: Any
    ) -> None:
        """Run one round, or rounds until a signal comes."""
        if once:
            if self._round(ward):
                raise CommandError("Có việc định kỳ bị hỏng; xem nhật ký.")
            return
        if every is None or every < 1:
            raise CommandError("--every: ít nhất 1 giây")
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_given: stop.set())
        parent = os.getppid()
        if attached:
            # The server that was started with it comes first.
            stop.wait(FIRST_WAIT)
        while not stop.is_set():
            close_old_connections()
            try:
                self._round(ward)
            except (DatabaseError, InterfaceError) as error:
                # The database is away for a while: the next round finds what this one missed.
                self.stderr.write(f"{error}")
            stop.wait(every)
            if attached and os.getppid() != parent:
                return

    def _round(self, ward: str) -> int:
        """Run a round, tell what changed, and return how many jobs failed."""
        failed, now = 0, clock.now()
        if now.date() != self._learned:
            planner.learn()
            self._learned = now.date()
        for done in round_of(now, ward=ward):
            failed += done.changed is None
            if done.changed != 0:
                words = "failed" if done.changed is None else str(done.changed)
                self.stdout.write(f"{done.ward}\t{done.job}\t{words}")
        return failed
