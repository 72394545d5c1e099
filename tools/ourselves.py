"""What the code says of itself: models, life cycles, commands, addresses, capabilities.

Checks, generated pages and architecture tests ask here, so that no list is typed by hand.
"""

import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from phuong.kernel.workflow.machine import Machine

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "phuong"


def set_up() -> None:
    """Start Django with the program's settings, unless somebody has already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def areas() -> list[Path]:
    """Return the folder of every area."""
    return sorted(p for p in (PACKAGE / "areas").iterdir() if (p / "__init__.py").exists())


def modules(under: Path = PACKAGE) -> Iterator[Path]:
    """Return every source file that is neither a test nor a migration."""
    for path in sorted(under.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def name_of(path: Path) -> str:
    """Return the module name of a source file."""
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def models() -> list[type["Model"]]:
    """Return the program's own models."""
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("phuong.")]


def words(camel: str) -> str:
    """Return a class name as words: `OfficeSession` is `office session`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", camel).lower()


def machines() -> dict[str, "Machine[Any]"]:
    """Return every life cycle by area, found as the `LIFE…` names of its `states` module."""
    from phuong.kernel.workflow.machine import Machine

    found = {}
    for folder in areas():
        places = (folder / "states.py", folder / "states" / "__init__.py")
        if any(place.exists() for place in places):
            module = import_module(f"phuong.areas.{folder.name}.states")
            for name, value in vars(module).items():
                if isinstance(value, Machine) and name.startswith("LIFE"):
                    found[f"{folder.name}{name.removeprefix('LIFE').lower()}"] = value
    return found


def spoken() -> Iterator[tuple[str, Any]]:
    """Return every state, role and capability with what it is, as members of their enums."""
    from phuong.kernel.access import roles

    for area, machine in machines().items():
        yield from ((f"state of {area}", state) for state in machine.states)
    yield from (("role", role) for role in roles.Role)
    granted = set(roles.all_grants())
    for enum in capabilities():
        yield from (("capability", one) for one in enum)
        granted -= {str(one.value) for one in enum}
    if granted:
        raise LookupError(f"granted, but of no enum that is found: {granted}")


def capabilities() -> list[Any]:
    """Return every area's enum of what may be done, found as the `Can…` of its modules."""
    from django.db.models import TextChoices

    found: dict[str, Any] = {}
    for module in map(name_of, modules()):
        if module.endswith((".states", ".policy")) or ".states." in module or ".policy." in module:
            for name, value in vars(import_module(module)).items():
                if name.startswith("Can") and isinstance(value, type(TextChoices)):
                    found[f"{value.__module__}.{name}"] = value
    return list(found.values())


def commands() -> dict[str, Any]:
    """Return the program's own management commands by name."""
    from django.core.management import get_commands, load_command_class

    ours = {name: app for name, app in get_commands().items() if str(app).startswith("phuong.")}
    return {name: load_command_class(str(app), name) for name, app in sorted(ours.items())}


def routes() -> list[tuple[str, str, Any]]:
    """Return every address of the URLconf as (pattern, route name, view)."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, prefix: str, space: str) -> Iterator[tuple[str, str, Any]]:
        for one in resolver.url_patterns:
            pattern = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from walk(one, pattern, inner)
            else:
                yield pattern, f"{space}{one.name or ''}", one.callback

    return list(walk(get_resolver(), "/", ""))
