"""`phuong set-up-code`: the code with which the first ward of an installation is set up."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from phuong.areas.office import api as office


class Command(BaseCommand):
    """Prints the code as long as it opens anything."""

    help = (
        "Print the code that the set-up page asks for. It opens nothing once the ward's founder"
        " has set a password.\n\nExample: phuong set-up-code"
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def handle(self, **options: Any) -> None:
        """Print it, or say that it is over."""
        if not office.is_open():
            raise CommandError(
                _("Phường đã được lập. Quên mật khẩu thì nhờ một người quản trị cấp đường dẫn.")
            )
        self.stdout.write(office.set_up_code())
