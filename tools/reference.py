"""The pages of docs/reference that are drawn from the code: `write` them, or `check` them."""

import argparse
import sys
from collections.abc import Callable
from enum import Enum
from typing import Any

from tools import ourselves

FOLDER = ourselves.ROOT / "docs" / "reference"
DRAWN = "<!-- Drawn from the code by `python -m tools.reference write`. Do not edit. -->\n\n"


def commands() -> str:
    """Draw the commands with their options."""
    lines = ["# Commands", "", "`phuong COMMAND`, the same as `python -m phuong COMMAND`.", ""]
    lines += ["`phuong due --help` tells of the deadline engine, which needs no database.", ""]
    for name, command in ourselves.commands().items():
        shown = name.replace("_", "-")
        parser = command.create_parser("phuong", shown)
        lines += [f"## phuong {shown}", "", str(command.help).strip(), ""]
        own = [action for action in parser._actions if not _of_django(action)]
        if own:
            lines += ["| option | does | default |", "|---|---|---|"]
            lines += [_option(action) for action in own] + [""]
    return "\n".join(lines)


def _of_django(action: argparse.Action) -> bool:
    from django.core.management.base import BaseCommand

    common = BaseCommand().create_parser("phuong", "x")._actions
    return action.dest in {one.dest for one in common}


def _option(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    plain = action.default in (None, False, argparse.SUPPRESS) or not action.option_strings
    # A path of this machine would differ on the next.
    shown = str(action.default).removeprefix(f"{ourselves.ROOT}/")
    default = "" if plain else f"`{shown}`"
    return f"| `{name}` | {action.help or ''} | {default} |"


def life_cycles() -> str:
    """Draw each life cycle as a table of its moves."""
    lines = [
        "# Life cycles",
        "",
        "What may happen to a thing, from which state, and its clock.",
        "",
    ]
    for area, machine in ourselves.machines().items():
        lines += [f"## {area}", "", "| from | move | to | capability | clock | undo or confirm |"]
        lines += ["|---|---|---|---|---|---|"]
        for move in machine:
            sources = ", ".join(f"`{s.value}`" for s in machine.states if s in move.sources)
            capability = f"`{move.capability.value}`" if move.capability else "–"
            cells = [
                sources,
                f"`{move.name}` {move.label}",
                f"`{move.target.value}`" if move.target else "–",
            ]
            lines.append(_row(*cells, capability, move.clock.value, move.care.value))
        lines.append("")
        lines += ["| state | shown |", "|---|---|"]
        lines += [f"| `{s.value}` | {getattr(s, 'label', s.value)} |" for s in machine.states]
        lines.append("")
    return "\n".join(lines)


def capabilities() -> str:
    """Draw who may do what."""
    from phuong.kernel.access.roles import Role, all_grants

    lines = ["# Capabilities", "", "Which role has which; who holds a role is data.", ""]
    lines += ["| capability | " + " | ".join(str(role.label) for role in Role) + " |"]
    lines += ["|---" * (len(Role) + 1) + "|"]
    for capability, holders in sorted(all_grants().items()):
        marks = ["có" if role in holders else "" for role in Role]
        lines.append(_row(f"`{capability}`", *marks))
    return "\n".join([*lines, ""])


def addresses() -> str:
    """Draw every address with its route name and its door."""
    lines = ["# Addresses", "", "| address | route | door |", "|---|---|---|"]
    for pattern, name, view in ourselves.routes():
        doors = ", ".join(_door(one) for one in getattr(view, "door", ()))
        lines.append(_row(f"`{pattern}`", f"`{name}`", doors or "–"))
    return "\n".join([*lines, ""])


def _door(door: Any) -> str:
    return f"`{door.value if isinstance(door, Enum) else door}`"


def _row(*cells: str) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "life-cycles.md": life_cycles,
    "capabilities.md": capabilities,
    "addresses.md": addresses,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or name those that are not what the code says now."""
    ourselves.set_up()
    from django.utils import translation

    stale = []
    with translation.override("vi"):
        for name, draw in PAGES.items():
            path, text = FOLDER / name, DRAWN + draw().rstrip() + "\n"
            if arguments == ["write"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            elif not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
    if stale:
        print(f"Not current: {', '.join(stale)}; run: python -m tools.reference write")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
