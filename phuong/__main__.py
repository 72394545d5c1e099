"""`phuong COMMAND …`: the program's own command line, the same as `python -m phuong`.

`due` is the deadline engine by itself: it starts no Django and opens no database.
"""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; its words may be parted by hyphens, as people type them."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["due"]:
        from phuong.kernel.workdays.command import main as due

        sys.exit(due(given[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
    from django.core.management import execute_from_command_line

    if given and not given[0].startswith("-"):
        given[0] = given[0].replace("-", "_")
    execute_from_command_line(["phuong", *given])


if __name__ == "__main__":
    main()
