"""`phuong let-in`: a link by which somebody sets their password, made on the machine itself."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from phuong.areas.accounts import api as accounts
from phuong.kernel.access import invitations
from phuong.kernel.access.api import clock


class Command(BaseCommand):
    """For the day on which no administrator is left who could make the link."""

    help = """Print a link by which an official sets a new password; it works once, for three days.

It takes every second step off the account and logs its devices out. Hand it over yourself.

Example: phuong let-in quan-tri"""

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take whose account it is."""
        parser.add_argument("login", help="log-in name of the official")

    def handle(self, *, login: str, **options: Any) -> None:
        """Print it."""
        account = accounts.account_of_login(login)
        if account is None:
            raise CommandError(f"No account {login!r} that may be used.")
        way = invitations.address(account, clock.now())
        base = settings.PUBLIC_URL.rstrip("/")
        self.stdout.write(f"{base}{reverse('access:log-in')}dat/{way}/")
