"""What style.md promises about the code, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import glossary, ourselves, shape

# The files of an area, in the order in which they may use each other.
ORDER = (
    "states", "rules", "models", "policy", "queries", "measures", "cards", "notices", "actions",
    "api", "jobs", "forms", "views", "urls", "admin",
)  # fmt: skip
BESIDE = {"__init__", "apps", "templates", "templatetags", "management", "migrations", "tests"}
BESIDE |= {"static", "__pycache__"}
# `generate` loads synthetic wards in bulk, past the acts.
WRITERS = {"actions", "jobs", "generate", "demo"}
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
WRITES |= {"delete", "aupdate", "asave", "acreate", "adelete", "select_for_update"}
# What makes `.update(` a statement and not a dictionary's.
OF_ROWS = re.compile(r"\.(objects|filter|exclude|all|of|country_wide)\b")
PURE = ("phuong/kernel/errors", "phuong/kernel/text", "phuong/kernel/workdays")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def place(path: Path, node: ast.AST) -> str:
    inside = path.is_relative_to(ourselves.ROOT)
    shown = path.relative_to(ourselves.ROOT) if inside else path
    return f"{shown}:{getattr(node, 'lineno', 1)}"


def part(path: Path, area: Path) -> str:
    """Return which file of the area a source belongs to, also where the file is a package."""
    return path.relative_to(area).parts[0].removesuffix(".py")


def inside(path: Path) -> set[str]:
    """Return the folders and the file of a source within the project, wherever that lies."""
    return set(path.relative_to(ourselves.ROOT).parts)


def imports(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Return every module that a source imports when it runs, names inside packages included."""
    source = tree(path)
    for node in ast.walk(source):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from ((node, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{one.name}") for one in node.names)


def in_areas_and_delivery() -> Iterator[tuple[Path, str]]:
    """Return every source above the kernel with the part that it is."""
    for folder in [*ourselves.areas(), ourselves.PACKAGE / "delivery"]:
        for path in ourselves.modules(folder):
            yield path, part(path, folder)


def writes(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, receiver = node.func.attr, ast.unparse(node.func.value)
        if receiver == "super()":
            continue
        if name in WRITES or (name == "update" and OF_ROWS.search(receiver)):
            yield f"{place(path, node)} {receiver}.{name}()"


def test_every_view_says_who_may_enter():
    routes = ourselves.routes()
    assert routes
    assert [name for _, name, view in routes if not getattr(view, "door", ())] == []


def test_every_route_has_a_name():
    assert [pattern for pattern, name, _ in ourselves.routes() if not name.split(":")[-1]] == []


def test_only_actions_and_jobs_write():
    found = [
        line
        for path, which in in_areas_and_delivery()
        if which not in WRITERS
        for line in writes(path)
    ]
    assert found == []


def test_views_and_tags_do_not_ask_the_database_past_the_policy():
    found = [
        place(path, node)
        for path in ourselves.modules()
        if {"views", "views.py", "templatetags", "forms.py", "forms"} & inside(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


def test_areas_have_only_the_files_that_all_areas_have():
    found = [
        str(entry.relative_to(ourselves.ROOT))
        for area in ourselves.areas()
        for entry in area.iterdir()
        if entry.name.removesuffix(".py") not in {*ORDER, *BESIDE}
    ]
    assert found == []


def test_the_files_of_an_area_use_each_other_in_their_order():
    found = []
    for area in ourselves.areas():
        mine = f"phuong.areas.{area.name}."
        for path in ourselves.modules(area):
            which = part(path, area)
            if which not in ORDER:
                continue
            for node, module in imports(path):
                other = module.removeprefix(mine).split(".")[0] if module.startswith(mine) else ""
                if other in ORDER and ORDER.index(other) > ORDER.index(which):
                    found.append(f"{place(path, node)} {which} uses {other}")
    assert found == []


def test_an_area_is_entered_by_its_api_only():
    found = []
    for path in ourselves.modules():
        parts = path.relative_to(ourselves.PACKAGE).parts
        own = parts[1] if parts[0] == "areas" and len(parts) > 2 else ""
        allowed = {"api", "urls"} if parts[0] == "delivery" else {"api"}
        for node, module in imports(path):
            names = module.split(".")
            if names[:2] != ["phuong", "areas"] or len(names) < 4 or names[2] == own:
                continue
            if names[3] not in allowed:
                found.append(f"{place(path, node)} imports {module}")
    assert found == []


def test_rules_and_pure_packages_start_no_django():
    pure = [ourselves.ROOT / folder for folder in PURE]
    pure += [area / "rules.py" for area in ourselves.areas() if (area / "rules.py").exists()]
    pure += [area / "rules" for area in ourselves.areas() if (area / "rules").is_dir()]
    found = [
        f"{place(path, node)} imports {module}"
        for root in pure
        for path in ([root] if root.is_file() else ourselves.modules(root))
        for node, module in imports(path)
        if module.split(".")[0] in {"django", "environ"}
    ]
    assert found == []


def test_only_views_commands_and_middleware_look_at_the_clock():
    looks = {"now", "today", "utcnow", "localdate", "localtime"}
    # A session is read at the front door, and ends when Django has written that it ends.
    may = {"views", "middleware", "sessions", "management", "jobs", "generate"}
    found = [
        f"{place(path, node)} {ast.unparse(node.func)}()"
        for path in ourselves.modules()
        if not may & {one.removesuffix(".py") for one in inside(path)}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in looks
        and ast.unparse(node.func.value)
        in {"timezone", "datetime", "date", "django.utils.timezone"}
        # Of another moment, with an argument, the last two tell the day and look at no clock.
        and not (node.args and node.func.attr in {"localdate", "localtime"})
    ]
    assert found == []


def test_every_word_of_the_code_is_in_the_glossary():
    from django.utils import translation

    with translation.override("vi"):
        assert list(glossary.problems()) == []


def test_nothing_is_too_long():
    assert list(shape.too_long()) == []


def test_nothing_tells_a_secret_or_a_machine():
    assert list(shape.told_too_much()) == []


def test_every_command_has_help_with_an_example():
    commands = ourselves.commands()
    assert "serve" in commands
    assert [
        name for name, command in commands.items() if "Example: phuong " not in command.help
    ] == []


def test_every_module_opens_with_a_sentence():
    found = [
        str(path.relative_to(ourselves.ROOT))
        for path in ourselves.modules()
        if path.read_text("utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Thing.objects.filter(x=1).update(y=2)", 1),
        ("thing.save()", 1),
        ("Thing.objects.create(x=1)", 1),
        ("values.update(y=2)", 0),
        ("context | {'a': 1}", 0),
    ],
)
def test_a_planted_write_is_found_and_a_dictionary_may_be_updated(line, found, tmp_path):
    path = tmp_path / "planted.py"
    path.write_text(f"{line}\n", "utf-8")
    assert len(list(writes(path))) == found
