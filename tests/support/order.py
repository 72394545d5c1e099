"""Which tests go to a process together, and which begin first.

The tests of a file go together, as fixtures of a module want it. A test marked `long` goes alone,
and all of them begin before the others: with two processes the last minutes would otherwise be
one test here and nothing there.
"""

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[2]


class LongOnesFirst(LoadFileScheduling):
    """Files as they are, long tests one by one, all in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        # Left to itself it begins with the files of most tests, which are not the longest.
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file, _, rest = nodeid.partition("::")
        return nodeid if rest.split("[")[0] in long_tests(ROOT / file) else file


def sort(items: list[pytest.Item]) -> None:
    """Put long tests first, then files that have slow ones, then those of many tests."""
    many = Counter(item.path for item in items)
    slow = {item.path for item in items if _is(item, "slow") or _is(item, "long")}

    def rank(item: pytest.Item) -> tuple[int, int, str]:
        if _is(item, "long"):
            return 0, 0, ""
        return (1 if item.path in slow else 2), -many[item.path], str(item.path)

    items.sort(key=rank)


def _is(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


@cache
def long_tests(path: Path) -> frozenset[str]:
    """Return the names of the tests of a file that are marked `long`, read and not imported."""
    if not path.is_file() or "mark.long" not in (text := path.read_text("utf-8")):
        return frozenset()
    tree = ast.parse(text)
    tests = [
        one
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    ]
    marks = [
        one.value
        for one in tree.body
        if isinstance(one, ast.Assign) and "pytestmark" in map(ast.unparse, one.targets)
    ]
    if any("pytest.mark.long" in ast.unparse(mark) for mark in marks):
        return frozenset(test.name for test in tests)
    return frozenset(
        test.name for test in tests if "pytest.mark.long" in map(ast.unparse, test.decorator_list)
    )
