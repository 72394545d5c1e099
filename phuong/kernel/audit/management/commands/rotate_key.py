"""`phuong rotate-key`: takes a new signing key into use."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext

from phuong.kernel.audit import keys
from phuong.kernel.audit.models import SigningKey
from phuong.kernel.audit.signatures import sign_seals
from phuong.kernel.wards.models import Ward


class Command(BaseCommand):
    """Ends the key in use and begins another; what the old one signed still holds."""

    help = """Take a new signing key of a ward into use; the old one stays listed.

Say why with --why: rotated (the usual change), lost (the file is gone), leaked (somebody else
may have it: receipts signed by it are shown as doubtful from then on).

Example: phuong rotate-key --ward XK
Example: phuong rotate-key --ward XK --why lost --apply"""

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the ward and the reason."""
        parser.add_argument("--ward", required=True, help="prefix of the ward's codes")
        parser.add_argument(
            "--why",
            choices=[end.value for end in SigningKey.End],
            default=SigningKey.End.ROTATED.value,
            help="why the key in use ends",
        )
        parser.add_argument("--apply", action="store_true", help="do it; without, only say what")

    def handle(self, *, ward: str, why: str, apply: bool, **options: Any) -> None:
        """Say which key ends, and end it where it is meant."""
        found = Ward.objects.filter(code_prefix=ward).first()
        if found is None:
            raise CommandError(
                gettext("Không có phường mang tiền tố %(prefix)s.") % {"prefix": ward},
                returncode=2,
            )
        now = timezone.now()
        old = keys.present(found.pk, now)
        facts = {"ward": found.name, "old": old.code, "folder": keys.path_of(old).parent}
        if not apply:
            self.stdout.write(
                gettext(
                    "Sẽ thay khoá %(old)s của %(ward)s; tệp khoá trong %(folder)s bị xoá, chữ ký"
                    " cũ vẫn đúng. Thêm --apply để làm."
                )
                % facts
            )
            return
        fresh = keys.rotate(found.pk, now, why)
        sign_seals(found.pk, now)
        self.stdout.write(
            gettext("%(ward)s: khoá %(old)s thôi dùng, từ nay dùng khoá %(new)s.")
            % {**facts, "new": fresh.code}
        )
        self.stdout.write(fresh.pem)
