"""`phuong demo`: a living ward to try the system with."""

import argparse
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from phuong.delivery.accounts import DEMO_PASSWORD, demo_accounts
from phuong.delivery.demo import make as demo
from phuong.delivery.demo.pack import DemoPack
from phuong.kernel.access.api import HERE
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.sentences import sentence

NUMBER, SEED = 300, 2026


class Command(BaseCommand):
    """Make the demo ward, or say that it is there."""

    help = (
        "Make a demo ward with people of every role and dossiers in every state. Dry by default;"
        " a second run changes nothing. Only with PHUONG_DEMO=1 and beside no real ward.\n\n"
        "Example: phuong demo --apply\n"
        "Example: phuong demo --dossiers 1000 --seed 7 --at 2026-11-20T10:00 --apply"
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take how much, from which seed, as of when."""
        parser.add_argument("--apply", action="store_true", help="write it")
        parser.add_argument("--dossiers", type=int, default=NUMBER, help="how many dossiers")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed, the same ward")
        parser.add_argument(
            "--at", type=_moment, metavar="MOMENT", help="the local moment that is now"
        )

    def handle(
        self, *, apply: bool, dossiers: int, seed: int, at: datetime | None, **options: Any
    ) -> None:
        """Make it; whom to log in as is what the command says."""
        try:
            if not apply:
                self._say_what_would_be(dossiers)
                return
            now = at or timezone.now()
            made = demo.make(now, number=dossiers, seed=seed, progress=self._progress)
        except RuleBroken as refusal:
            raise CommandError(str(sentence(refusal))) from refusal
        there = "" if made.is_new else " Đã có sẵn, không đổi gì."
        self.stderr.write(f"{made.ward}: {made.dossiers} hồ sơ mẫu.{there}")
        self._say_log_ins(made.ward.pk)

    def _say_what_would_be(self, dossiers: int) -> None:
        present = demo.check_may_make(DemoPack.read())
        if present is None:
            self.stderr.write(f"Sẽ lập phường mẫu với {dossiers} hồ sơ; thêm --apply để lập.")
        else:
            self.stderr.write(f"{present} đã có sẵn; không có gì để lập.")

    def _progress(self, done: int, of: int) -> None:
        # In a file or a log one line after the other would be noise.
        if self.stderr.isatty() and (done % 10 == 0 or done == of):
            self.stderr.write(f"\rHồ sơ {done}/{of}", ending="" if done < of else "\n")
            self.stderr.flush()

    def _say_log_ins(self, ward_id: int) -> None:
        accounts = demo_accounts(ward_id)
        wide = max((len(one.login) for one in accounts), default=0)
        self.stdout.write(
            f"Tài khoản mẫu (demo log-ins), mật khẩu chung (one password): {DEMO_PASSWORD}"
        )
        for one in accounts:
            self.stdout.write(f"  {one.login:<{wide}}  {one.post}, {one.name}")


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} không phải ngày giờ, ví dụ 2026-11-20T10:00"
        ) from None
    return given if given.tzinfo else given.replace(tzinfo=HERE)
